//! Tables of spreadsheets, saved as workbooks or as CSV, and the values in their cells.

mod file;
mod sheet;
mod values;

pub use file::TableFile;
pub(super) use sheet::{Cell, MOST_BYTES, Sheet, SheetRow, letters, read};
pub(super) use values::{amount, date, is_total};
