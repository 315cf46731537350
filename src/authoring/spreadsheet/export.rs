//! Exports entries into a workbook for editing.

use std::fmt;

use super::filter::Filter;
use super::kind::SheetKind;
use super::names::Names;
use super::rows::{Row, Rows};
use super::workbook::write;
use crate::authoring::workbook::MOST_CELLS;
use crate::content::parse::Records;
use crate::content::read::Source;

/// A workbook for editing.
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// The sheets with the numbers of their rows.
    pub sheets: Vec<(&'static str, usize)>,
    /// The files of entries that are left out, because they are not valid YAML.
    pub unread: Vec<String>,
    /// Why sheets are left out, if they lack the column of a filter.
    pub without: Vec<String>,
}

/// Why nothing can be exported.
#[derive(Debug)]
pub enum ExportError {
    /// A sheet has no column for a filter; its name, the filter, and the columns that it has.
    NoColumn(&'static str, String, Vec<String>),
    /// No row is left.
    Empty,
    /// There are too many cells.
    TooLarge(usize),
    /// The workbook cannot be written.
    Unwritable(String),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExportError::NoColumn(sheet, filter, columns) => {
                write!(
                    f,
                    "the sheet `{sheet}` has no column for `{filter}`; its columns are {}",
                    columns.join(", ")
                )
            }
            ExportError::Empty => f.write_str("no entry is to be exported; nothing was written"),
            ExportError::TooLarge(cells) => write!(
                f,
                "the workbook would have {cells} cells, and at most {MOST_CELLS} can be read back; choose rows with --filter"
            ),
            ExportError::Unwritable(reason) => write!(f, "the workbook cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for ExportError {}

/// Writes a workbook with the rows that fit all filters.
///
/// # Errors
/// If a sheet has no column for a filter, or no or too many rows are left.
pub fn export(
    sheets: &[&'static SheetKind],
    filters: &[Filter],
    records: &Records,
    source: &Source,
) -> Result<Exported, ExportError> {
    let names = Names::new(records);
    let mut tables = Vec::new();
    let (mut unread, mut without) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let mut rows = Rows::of(sheet, records, source);
        unread.append(&mut rows.unread);
        if let Some(filter) = filters.iter().find(|filter| !filter.has_column(&rows)) {
            let error = no_column(&rows, filter);
            if sheets.len() == 1 {
                return Err(error);
            }
            without.push(error.to_string());
            continue;
        }
        let fits = |row: &Row| filters.iter().all(|filter| filter.fits(&rows, row, &names));
        let chosen = rows.rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
        tables.push((rows, chosen));
    }
    unread.sort();
    unread.dedup();
    tables.retain(|(_, chosen): &(Rows, Vec<usize>)| !chosen.is_empty());
    if tables.is_empty() {
        return Err(ExportError::Empty);
    }
    let cells = tables.iter().map(|(rows, chosen)| 2 * rows.columns.len() * chosen.len()).sum();
    if cells > MOST_CELLS {
        return Err(ExportError::TooLarge(cells));
    }
    let bytes = write(&tables, &names).map_err(|error| ExportError::Unwritable(error.to_string()))?;
    let sheets = tables.iter().map(|(rows, chosen)| (rows.sheet.name, chosen.len()));
    Ok(Exported { bytes, sheets: sheets.collect(), unread, without })
}

fn no_column(rows: &Rows, filter: &Filter) -> ExportError {
    let columns = Filter::headings(rows).into_iter().map(str::to_owned).collect();
    ExportError::NoColumn(rows.sheet.name, filter.to_string(), columns)
}
