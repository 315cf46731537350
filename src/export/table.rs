//! Tables as CSV (RFC 4180, UTF-8 without a byte order mark). The only user of `csv`.

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};

use crate::base::cells::guarded;
use crate::base::id::Ref;
use crate::site::route::Site;
use crate::site::tables::{self, Cell, Column, Description};

/// Writes a whole table.
pub(super) fn whole(table: &Description, site: &Site) -> Vec<u8> {
    let mut writer = writer();
    // Writing to a vector cannot fail.
    let _ = writer.write_record(table.headings());
    for row in 0..table.rows(site) {
        write_row(&mut writer, &table.cells(site, row));
    }
    writer.into_inner().unwrap_or_default()
}

/// Writes the line of headings.
pub(super) fn headings<T>(columns: &[Column<T>]) -> Vec<u8> {
    let mut writer = writer();
    let _ = writer.write_record(tables::headings(columns));
    writer.into_inner().unwrap_or_default()
}

/// Writes the line of an entry.
pub(super) fn row<T>(columns: &[Column<T>], site: &Site, at: Ref<T>) -> Vec<u8> {
    let mut writer = writer();
    write_row(&mut writer, &tables::cells(columns, site, at));
    writer.into_inner().unwrap_or_default()
}

fn write_row(writer: &mut Writer<Vec<u8>>, cells: &[Cell<'_>]) {
    for cell in cells {
        let _ = writer.write_field(shown(cell).as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
}

/// Writes a table of texts that are not columns of the catalogue.
pub(super) fn plain<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = writer();
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

/// Returns a cell as text that no program takes for a formula.
fn shown<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match (cell, cell.text()) {
        (Cell::Count(_) | Cell::Amount(_) | Cell::Degrees(_), number) => number,
        (_, Cow::Borrowed(text)) => guarded(text),
        (_, Cow::Owned(text)) => Cow::Owned(guarded(&text).into_owned()),
    }
}
