//! Tables of spreadsheets, saved as workbooks or as CSV.

mod file;
mod sheet;

pub use file::TableFile;
pub(super) use sheet::{Cell, MOST_BYTES, Sheet, SheetRow, letters, read};
