//! Workbooks in which entries are edited: `katalog export` writes them, and `katalog import --update` reads them back.
//!
//! 1. A [`SheetKind`] says which entries are the rows of a sheet.
//! 2. `column` makes the columns from the declarations of the records, and reads and sets what a cell shows.
//! 3. `rows` finds the rows in the content, each with a name and a digest of what its cells show.
//! 4. [`export()`] writes them into a workbook.
//! 5. [`update()`] finds the cells that differ from the content, and changes the files.

mod column;
mod compare;
mod export;
mod filter;
mod kind;
mod names;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod update;
mod workbook;

pub use export::{ExportError, Exported, export};
pub use filter::Filter;
pub use kind::{SHEETS, SheetKind};
pub(super) use table::is_exported;
pub use update::{Update, update};
