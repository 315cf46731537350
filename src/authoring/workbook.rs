//! Reads workbooks (XLSX), within limits, because they come from strangers. The only user of `calamine` and `zip`.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::ops::RangeInclusive;

pub(super) use calamine::Data as Value;
use calamine::{Reader, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

/// The maximum number of bytes that a workbook may have when it is unpacked.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// The maximum number of characters that the format allows in a cell, as UTF-16 counts them.
pub(super) const MOST_CHARACTERS: usize = 32_767;

/// The maximum number of cells in a table, empty ones included.
pub(super) const MOST_CELLS: usize = 2_000_000;

/// The cells of a sheet that are not empty, by row and column, both counted from 0.
pub(super) type Rows = BTreeMap<u32, BTreeMap<u32, Value>>;

/// The rows and the columns of cells that are merged.
pub(super) type Merged = (RangeInclusive<u32>, RangeInclusive<u32>);

/// Returns whether a file may be a workbook. Text never begins like one.
pub(super) fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04")
}

/// An opened workbook.
pub(super) struct Workbook<'a>(Xlsx<Cursor<&'a [u8]>>);

impl<'a> Workbook<'a> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// If it is none, or is too large when it is unpacked.
    pub(super) fn open(file: &'a [u8]) -> Result<Self, String> {
        refuse_oversized(file)?;
        Xlsx::new(Cursor::new(file)).map(Workbook).map_err(|error| error.to_string())
    }

    /// Returns the names of the sheets that are not hidden, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        let visible = self.0.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        visible.map(|sheet| sheet.name.clone()).collect()
    }

    /// Reads the cells of a sheet one by one: what a sheet says of its size need not be true.
    ///
    /// # Errors
    /// If it cannot be read, or has more than [`MOST_CELLS`] cells.
    pub(super) fn rows(&mut self, sheet: &str) -> Result<Rows, String> {
        let said = |error: XlsxError| error.to_string();
        let mut rows = Rows::new();
        let mut count = 0;
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(said)?;
        while let Some(cell) = cells.next_cell().map_err(said)? {
            let value: Value = cell.get_value().clone().into();
            if value == Value::Empty {
                continue;
            }
            count += 1;
            if count > MOST_CELLS {
                return Err(format!("the sheet `{sheet}` has more than {MOST_CELLS} cells"));
            }
            let (row, column) = cell.get_position();
            rows.entry(row).or_default().insert(column, value);
        }
        Ok(rows)
    }

    /// Returns the groups of merged cells of a sheet: rows and columns, both counted from 0.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(super) fn merged(&mut self, sheet: &str) -> Result<Vec<Merged>, String> {
        let merged = self.0.merge_cells_by_sheet_name(sheet).map_err(|error| error.to_string())?;
        let ranges = merged.iter().map(|range| {
            let (start, end) = (range.start, range.end);
            (start.0..=end.0, start.1..=end.1)
        });
        Ok(ranges.collect())
    }
}

/// Refuses a workbook that is very large when it is unpacked, or that says it has more texts than it has bytes.
fn refuse_oversized(file: &[u8]) -> Result<(), String> {
    if !is_workbook(file) {
        return Err("it is no workbook in the format XLSX".to_owned());
    }
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| error.to_string())?;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        let name = part.name().map_err(|error| error.to_string())?;
        let is_list = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let mut part = part.by_ref().take(left + 1);
        let length = match is_list {
            true => part.read_to_end(&mut bytes).map(|length| length as u64),
            false => io::copy(&mut part, &mut io::sink()),
        };
        let length = length.map_err(|error| error.to_string())?;
        left = left.checked_sub(length).ok_or("it is too large when it is unpacked")?;
        if is_list && told(&bytes).is_some_and(|count| count > length) {
            return Err("it says that it has more texts than it can have".to_owned());
        }
    }
    Ok(())
}

/// Returns the number of texts that a list of texts says it has.
fn told(list: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(list);
    let (_, count) = text.split_once("uniqueCount")?;
    let count = count.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = count.len() - count.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    Some(count[..digits].parse().unwrap_or(u64::MAX))
}
