//! The files in `locales/` of a catalogue that replace a part of what is built in, one for each language.

use std::path::PathBuf;

use super::allowance::count_input;
use super::folder::{FileError, Folder};
use super::hash::{Digest, Hasher};
use super::language::{Language, Localized};

/// The paths and texts of such files, in the languages that have one.
pub(crate) struct OwnFiles(Localized<Option<(PathBuf, String)>>);

impl OwnFiles {
    /// Reads the file that `name` gives for each language, of at most `limit` bytes.
    ///
    /// # Errors
    /// When one cannot be read, is too large or not UTF-8.
    pub(crate) fn read(
        folder: Option<&Folder>,
        name: fn(Language) -> String,
        limit: u64,
    ) -> Result<Self, FileError> {
        let read = |language| -> Result<Option<(PathBuf, String)>, FileError> {
            let name = name(language);
            let Some(folder) = folder.filter(|folder| !matches!(folder.entry_type(&name), Ok(None))) else {
                return Ok(None);
            };
            let path = folder.path().join(&name);
            match String::from_utf8(folder.read(&name, limit)?) {
                Ok(text) => Ok(Some((path, text))),
                Err(_) => Err(FileError::content(path, "this is not valid UTF-8")),
            }
        };
        Ok(OwnFiles(Localized { sr: read(Language::Sr)?, en: read(Language::En)? }))
    }

    /// Returns the path and text of the file for a language.
    pub(crate) fn get(&self, language: Language) -> Option<&(PathBuf, String)> {
        self.0[language].as_ref()
    }

    /// Counts the texts as input of this run.
    pub(crate) fn count(&self) {
        Language::ALL
            .into_iter()
            .filter_map(|language| self.get(language))
            .for_each(|(_, text)| count_input(text.len() as u64));
    }

    /// Returns the digest of the texts.
    pub(crate) fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        for language in Language::ALL {
            hasher.add(self.get(language).map_or("", |(_, text)| text).as_bytes());
        }
        hasher.digest()
    }
}
