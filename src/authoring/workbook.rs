//! Reads workbooks (XLSX), within limits, because they come from strangers. The only user of `calamine`.
//!
//! Before a workbook is opened, its parts are measured, and their elements counted that would take memory at once. Then its
//! cells are counted while they are read.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::RangeInclusive;
use std::rc::Rc;

pub(super) use calamine::Data as Value;
use calamine::{Reader, SheetVisible, Xlsx, XlsxError};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::content::parse::shorten;

/// The maximum number of bytes that a workbook may have when it is unpacked.
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;

/// The maximum number of bytes of a part that is neither a sheet nor the list of texts.
const MOST_OF_PART: u64 = 16 * 1024 * 1024;

/// The maximum number of sheets.
const MOST_SHEETS: usize = 100;

/// The maximum number of styles, as in Excel.
const MOST_STYLES: usize = 65_490;

/// The maximum number of characters in a value of a style, such as the format of a number, as in Excel.
const LONGEST_OF_STYLE: usize = 255;

/// The maximum number of characters that the format allows in a cell, as UTF-16 counts them.
pub(super) const MOST_CHARACTERS: usize = 32_767;

/// The maximum number of cells in a table, and in all sheets of a workbook together, empty ones included.
pub(super) const MOST_CELLS: usize = 2_000_000;

/// The maximum number of bytes of the texts in all cells of a workbook.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// The cells of a sheet that are not empty, by row and column, both counted from 0.
pub(super) type Rows = BTreeMap<u32, BTreeMap<u32, Value>>;

/// The rows and the columns of cells that are merged.
type Merged = (RangeInclusive<u32>, RangeInclusive<u32>);

/// Returns whether a file may be a workbook. Text never begins like one.
pub(super) fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04")
}

/// Returns whether a text does not fit into a cell.
pub(super) fn is_too_long(text: &str) -> bool {
    text.len() > MOST_CHARACTERS && text.encode_utf16().count() > MOST_CHARACTERS
}

/// An opened workbook.
pub(super) struct Workbook<'a> {
    book: Xlsx<Noted<'a>>,
    /// Where the part begins that was opened last.
    at: Rc<Cell<u64>>,
    /// Where the parts of the sheets begin that were read.
    read: BTreeSet<u64>,
    left: Left,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// If it is none, or is too large when it is unpacked, or has too many sheets.
    pub(super) fn open(file: &'a [u8]) -> Result<Self, String> {
        if !is_workbook(file) {
            return Err("it is no workbook in the format XLSX".to_owned());
        }
        let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| error.to_string())?;
        refuse_large(&mut archive)?;
        refuse_overfull(&mut archive)?;
        let at = Rc::default();
        let noted = Noted { file: Cursor::new(file), at: Rc::clone(&at) };
        let book = Xlsx::new(noted).map_err(|error| error.to_string())?;
        if book.sheets_metadata().len() > MOST_SHEETS {
            return Err(format!("it has more than {MOST_SHEETS} sheets"));
        }
        Ok(Workbook { book, at, read: BTreeSet::new(), left: Left { cells: MOST_CELLS, text: MOST_TEXT } })
    }

    /// Returns the names of the sheets that are not hidden, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        let all = self.book.sheets_metadata().iter();
        let visible = all.filter(|sheet| sheet.visible == SheetVisible::Visible);
        visible.map(|sheet| sheet.name.clone()).collect()
    }

    /// Returns whether a sheet has no cell with a value.
    ///
    /// # Errors
    /// As for [`Workbook::rows`].
    pub(super) fn is_empty(&mut self, sheet: &str) -> Result<bool, String> {
        let mut is_empty = true;
        self.each_cell(sheet, |_, _| {
            is_empty = false;
            false
        })?;
        Ok(is_empty)
    }

    /// Reads the cells of a sheet.
    ///
    /// # Errors
    /// If it cannot be read, was read already, or has too many or too long cells.
    pub(super) fn rows(&mut self, sheet: &str) -> Result<Rows, String> {
        let mut rows = Rows::new();
        self.each_cell(sheet, |(row, column), value| {
            rows.entry(row).or_default().insert(column, value);
            true
        })?;
        Ok(rows)
    }

    /// Reads the cells of a sheet, and fills the lower ones of those that are merged over several rows: each row has what
    /// readers see in it.
    ///
    /// # Errors
    /// As for [`Workbook::rows`].
    pub(super) fn filled_rows(&mut self, sheet: &str) -> Result<Rows, String> {
        let mut rows = self.rows(sheet)?;
        if rows.is_empty() {
            return Ok(rows);
        }
        for (merged, columns) in self.merged(sheet)? {
            let (first, column) = (*merged.start(), *columns.start());
            let Some(value) = rows.get(&first).and_then(|row| row.get(&column)).cloned() else { continue };
            for (row, cells) in rows.range_mut(merged).skip(1) {
                self.left.take(sheet, *row, &value)?;
                cells.entry(column).or_insert_with(|| value.clone());
            }
        }
        Ok(rows)
    }

    /// Reads the cells of a sheet that have a value one by one, as long as `keep` wants more: what a sheet says of its size
    /// need not be true.
    fn each_cell(
        &mut self,
        sheet: &str,
        mut keep: impl FnMut((u32, u32), Value) -> bool,
    ) -> Result<(), String> {
        let said = |error: XlsxError| error.to_string();
        let mut cells = self.book.worksheet_cells_reader(sheet).map_err(said)?;
        if !self.read.insert(self.at.get()) {
            return Err(format!("the sheet `{}` is the same part of it as another one", shorten(sheet)));
        }
        while let Some(cell) = cells.next_cell().map_err(said)? {
            let value: Value = cell.get_value().clone().into();
            let position = cell.get_position();
            self.left.take(sheet, position.0, &value)?;
            if value != Value::Empty && !keep(position, value) {
                break;
            }
        }
        Ok(())
    }

    /// Returns the groups of merged cells of a sheet: rows and columns, both counted from 0. Ranges that end before they
    /// begin are none.
    fn merged(&mut self, sheet: &str) -> Result<Vec<Merged>, String> {
        let merged = self.book.merge_cells_by_sheet_name(sheet).map_err(|error| error.to_string())?;
        let ranges = merged.iter().map(|range| {
            let (start, end) = (range.start, range.end);
            (start.0..=end.0, start.1..=end.1)
        });
        Ok(ranges.filter(|(rows, columns)| !rows.is_empty() && !columns.is_empty()).collect())
    }
}

/// What the cells of a workbook may still have.
struct Left {
    cells: usize,
    /// In bytes.
    text: usize,
}

impl Left {
    /// Takes a cell of a row, which is counted from 0.
    fn take(&mut self, sheet: &str, row: u32, value: &Value) -> Result<(), String> {
        let too_many = || format!("its sheets have more than {MOST_CELLS} cells, empty ones included");
        self.cells = self.cells.checked_sub(1).ok_or_else(too_many)?;
        let Value::String(text) = value else { return Ok(()) };
        if is_too_long(text) {
            let (row, sheet) = (u64::from(row) + 1, shorten(sheet));
            return Err(format!(
                "a cell in row {row} of the sheet `{sheet}` has more than {MOST_CHARACTERS} characters"
            ));
        }
        let too_much = || format!("its cells have more than {} MiB of text", MOST_TEXT / 1024 / 1024);
        self.text = self.text.checked_sub(text.len()).ok_or_else(too_much)?;
        Ok(())
    }
}

/// A file that notes where it is read. The last jump before a part is read leads to the part, whatever the names of the
/// part are.
struct Noted<'a> {
    file: Cursor<&'a [u8]>,
    at: Rc<Cell<u64>>,
}

impl Read for Noted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.file.read(into)
    }
}

impl Seek for Noted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        self.at.set(at);
        Ok(at)
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The list of texts, and that of styles.
const TEXTS: &str = "sharedstrings.xml";
const STYLES: &str = "styles.xml";

/// The part that names the one with the list of sheets.
const PACKAGE: &str = "_rels/.rels";

/// Returns whether a part may be large: a sheet, or the list of texts.
fn may_be_large(part: &str) -> bool {
    let part = part.to_ascii_lowercase().replace('\\', "/");
    part.contains("worksheets/") || part.ends_with(TEXTS)
}

/// Refuses a workbook that is very large when it is unpacked.
fn refuse_large(archive: &mut Archive<'_>) -> Result<(), String> {
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| error.to_string())?;
        let name = part.name().map_err(|error| error.to_string())?.into_owned();
        let length = io::copy(&mut part.by_ref().take(left + 1), &mut io::sink());
        let length = length.map_err(|error| error.to_string())?;
        left = left.checked_sub(length).ok_or("it is too large when it is unpacked")?;
        if length > MOST_OF_PART && !may_be_large(&name) {
            return Err(format!("its part `{}` is too large when it is unpacked", shorten(&name)));
        }
    }
    Ok(())
}

/// Refuses a workbook with more texts or styles than it may have, or with very long values in its styles. The list of
/// sheets may not be in a part that may be large.
fn refuse_overfull(archive: &mut Archive<'_>) -> Result<(), String> {
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| error.to_string())?;
        let name = part.name().map_err(|error| error.to_string())?.to_ascii_lowercase();
        if name.ends_with(TEXTS) {
            let mut count = Count::of(&["si"], MOST_CELLS, "texts");
            each_element(part, |element| count.add(element))?;
        } else if name.ends_with(STYLES) {
            let mut count = Count::of(&["xf", "font", "fill", "border", "numFmt"], MOST_STYLES, "styles");
            each_element(part, |element| {
                count.add(element)?;
                refuse_long(element)
            })?;
        } else if name == PACKAGE {
            each_element(part, refuse_misplaced)?;
        }
    }
    Ok(())
}

/// Counts elements.
struct Count {
    elements: &'static [&'static str],
    /// How many there are.
    found: usize,
    most: usize,
    /// What they are, for messages.
    what: &'static str,
}

impl Count {
    fn of(elements: &'static [&'static str], most: usize, what: &'static str) -> Self {
        Count { elements, found: 0, most, what }
    }

    /// Adds an element if it is one of those. Refuses one too many, and one that says that there are too many: memory is
    /// reserved for as many as are announced.
    fn add(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.local_name();
        self.found += usize::from(self.elements.contains(&name.as_ref()));
        let mut is_over = self.found > self.most;
        for (name, value) in values(element)? {
            let announced = value.parse::<usize>().unwrap_or_default();
            is_over |= name == "uniqueCount" && announced > self.most;
        }
        match is_over {
            true => Err(format!("it has more than {} {}", self.most, self.what)),
            false => Ok(()),
        }
    }
}

/// Refuses a value that is longer than any in a style.
fn refuse_long(element: &BytesStart<'_>) -> Result<(), String> {
    let is_long = |value: &str| value.chars().count() > LONGEST_OF_STYLE;
    match values(element)?.iter().any(|(_, value)| is_long(value)) {
        true => Err(format!("a value in its styles has more than {LONGEST_OF_STYLE} characters")),
        false => Ok(()),
    }
}

/// Refuses a relation to a part where the list of sheets may not be.
fn refuse_misplaced(element: &BytesStart<'_>) -> Result<(), String> {
    match values(element)?.iter().any(|(name, value)| name == "Target" && may_be_large(value)) {
        true => Err("its list of sheets is not where it belongs".to_owned()),
        false => Ok(()),
    }
}

/// Returns the names and values of the attributes of an element.
fn values(element: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let mut attributes = element.attributes();
    let values = attributes.with_checks(false).map(|attribute| {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = unescape(&attribute.value).map_err(|error| error.to_string())?;
        Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
    });
    values.collect()
}

/// Looks at each element of a part. The part is read as `calamine` reads it.
fn each_element(
    part: impl Read,
    mut look: impl FnMut(&BytesStart<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.read_event_into(&mut bytes).map_err(|error| error.to_string())? {
            Event::Start(element) | Event::Empty(element) => look(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
