//! The formats of files for translators.

use std::panic::catch_unwind;
use std::path::Path;

use super::{Job, Returned, gettext, workbook, xliff};
use crate::base::language::Language;

/// A format of files for translators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook (XLSX), for spreadsheets.
    Workbook,
    /// Messages of GNU gettext (PO).
    Gettext,
    /// XLIFF 1.2, which most translation programs read.
    Xliff,
}

impl Format {
    /// All formats, each with the ending of its files.
    pub const ALL: [(Format, &'static str); 3] =
        [(Format::Workbook, "xlsx"), (Format::Gettext, "po"), (Format::Xliff, "xliff")];

    /// Returns the format of a file, by its ending.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let ending = if ending == "xlf" { "xliff" } else { &ending };
        Format::ALL.into_iter().find(|(_, known)| *known == ending).map(|(format, _)| format)
    }

    /// Writes a file for translators.
    ///
    /// # Errors
    /// If a text does not fit into the format.
    pub fn write(self, job: &Job) -> Result<Vec<u8>, String> {
        match self {
            Format::Workbook => workbook::write(job),
            Format::Gettext => gettext::write(job),
            Format::Xliff => Ok(xliff::write(job)),
        }
    }

    /// Reads the language and the translations of a file.
    ///
    /// # Errors
    /// If the file is not one that [`Format::write`] wrote, or a program changed more than the translations.
    pub fn read(self, file: &[u8]) -> Result<(Language, Vec<Returned>), String> {
        // The crates that read workbooks and messages panic on some damaged files.
        let read = catch_unwind(|| match self {
            Format::Workbook => workbook::read(file),
            Format::Gettext => gettext::read(file),
            Format::Xliff => xliff::read(file),
        });
        read.unwrap_or_else(|_| Err("the file is damaged; export the texts again".to_owned()))
    }
}
