//! A file with tables: text, or a workbook, whose sheets are read as if they had been saved as CSV.

use std::collections::BTreeMap;
use std::panic::{UnwindSafe, catch_unwind};
use std::sync::Arc;

use super::sheet::letters;
use crate::authoring::workbook::{self, MOST_CELLS, Rows, Value, Workbook};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{DateForm, DecimalSign, Delimiter, Mapping, shorten};
use crate::content::read::{FileContent, SourceFile};

/// The maximum number of bytes that the sheets of a workbook may have as CSV.
const MOST_BYTES_OF_SHEETS: usize = 64 * 1024 * 1024;

/// The maximum number of unreadable cells that are reported.
const MOST_REPORTED: usize = 100;

/// Why a workbook cannot be read.
enum Fault {
    /// It, or a sheet of it, is damaged or too large.
    Workbook(String),
    /// These cells: where they are, and what is wrong.
    Cells(Vec<(String, String)>),
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Fault::Workbook(reason)
    }
}

/// A file with a table.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// The file as text.
    pub text: SourceFile,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl TableFile {
    /// Puts the first sheet of a workbook that is not empty in the place of the file's text, and returns the names of the
    /// others. A file that is no workbook stays as it is. `None` if the workbook cannot be read, which is reported.
    pub(in crate::authoring) fn unpack(
        &self,
        text: &mut SourceFile,
        mapping: &mut Mapping,
        problems: &mut Problems,
    ) -> Option<Vec<String>> {
        if !workbook::is_workbook(&self.bytes) {
            return Some(Vec::new());
        }
        let read = guarded(|| unpacked(&self.bytes, &*mapping));
        match read {
            Ok((csv, others)) => {
                text.content = FileContent::Text(Arc::from(csv));
                mapping.delimiter = Some(Delimiter::Comma);
                Some(others)
            }
            Err(reason) => {
                text.content = FileContent::Text(Arc::from(""));
                report(&text.path, reason, problems);
                None
            }
        }
    }

    /// Returns the tables of the file, each as CSV with its delimiter, if that is known. Those of a workbook are its
    /// sheets. `None` if it cannot be read, which is reported.
    pub(in crate::authoring) fn tables(
        &self,
        problems: &mut Problems,
    ) -> Option<Vec<(SourceFile, Option<Delimiter>)>> {
        if !workbook::is_workbook(&self.bytes) {
            return Some(vec![(self.text.clone(), None)]);
        }
        match guarded(|| all_unpacked(&self.bytes)) {
            Ok(sheets) => {
                let tables = sheets.into_iter().map(|(name, csv)| {
                    let path = format!("{}, {name}", self.text.path).into();
                    (SourceFile { path, content: FileContent::Text(csv.into()) }, Some(Delimiter::Comma))
                });
                Some(tables.collect())
            }
            Err(reason) => {
                report(&self.text.path, reason, problems);
                None
            }
        }
    }
}

/// Reads a workbook. The crate that does panics on some damaged ones.
fn guarded<T>(read: impl FnOnce() -> Result<T, Fault> + UnwindSafe) -> Result<T, Fault> {
    catch_unwind(read).unwrap_or_else(|_| Err(Fault::Workbook("it is damaged".to_owned())))
}

/// Reports why a workbook cannot be read.
fn report(path: &Arc<str>, fault: Fault, problems: &mut Problems) {
    match fault {
        Fault::Workbook(reason) => {
            let message = format!("this workbook cannot be read: {reason}");
            let problem = Problem::new(&rules::FILE_TYPE, Place::start_of(path), message);
            problems.push(problem.help("open it, save the sheet as “CSV UTF-8”, and import that file"));
        }
        Fault::Cells(cells) => {
            for (position, reason) in cells {
                let message = format!("{position}: {reason}");
                let problem = Problem::new(&rules::WRONG_VALUE, Place::start_of(path), message);
                problems.push(problem.help("write the value itself into the cell"));
            }
        }
    }
}

/// Returns the first sheet that is not empty as CSV, with numbers and dates in the form that the mapping says, and the
/// names of the other sheets that are not empty.
fn unpacked(file: &[u8], mapping: &Mapping) -> Result<(String, Vec<String>), Fault> {
    let mut workbook = Workbook::open(file)?;
    let mut table = None;
    let mut others = Vec::new();
    for name in workbook.sheets() {
        if table.is_some() {
            if !workbook.is_empty(&name)? {
                others.push(name);
            }
            continue;
        }
        let rows = workbook.filled_rows(&name)?;
        if !rows.is_empty() {
            table = Some(csv(rows, mapping)?);
        }
    }
    Ok((table.unwrap_or_default(), others))
}

/// Returns the sheets that are not empty as CSV, each with its name.
fn all_unpacked(file: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let mut workbook = Workbook::open(file)?;
    let mut sheets = Vec::new();
    let mut bytes = 0;
    for name in workbook.sheets() {
        let rows = workbook.filled_rows(&name)?;
        if rows.is_empty() {
            continue;
        }
        let table = csv(rows, &Mapping::default())?;
        bytes += table.len();
        if bytes > MOST_BYTES_OF_SHEETS {
            return Err(Fault::Workbook(format!("its sheets have more than {MOST_BYTES_OF_SHEETS} bytes")));
        }
        sheets.push((name, table));
    }
    Ok(sheets)
}

/// Writes the cells as CSV, each row in its place, so that problems name the rows that the spreadsheet shows.
fn csv(rows: Rows, mapping: &Mapping) -> Result<String, Fault> {
    let last = rows.keys().next_back().copied().unwrap_or_default() as usize;
    let cells = rows.values().filter_map(|row| row.keys().next_back()).map(|column| *column as usize + 1);
    if cells.sum::<usize>() + last > MOST_CELLS {
        return Err(Fault::Workbook(format!(
            "its table has more than {MOST_CELLS} cells, empty ones included"
        )));
    }
    let mut unreadable = Vec::new();
    let mut headings: BTreeMap<u32, String> = BTreeMap::new();
    let mut csv = String::new();
    let mut line = 0;
    for (row, cells) in rows {
        while line < row {
            csv.push('\n');
            line += 1;
        }
        let mut at = 0;
        for (column, value) in cells {
            while at < column {
                csv.push(',');
                at += 1;
            }
            match text(&value, mapping) {
                Ok(written) => {
                    csv.push_str(&quoted(&written));
                    headings.entry(column).or_insert(written);
                }
                Err(error) => {
                    let heading = headings.get(&column).map(|heading| format!(" ({})", shorten(heading)));
                    let letters = letters(column as usize);
                    let position =
                        format!("row {}, column {letters}{}", row + 1, heading.unwrap_or_default());
                    unreadable.push((position, error));
                }
            }
            if unreadable.len() == MOST_REPORTED {
                return Err(Fault::Cells(unreadable));
            }
        }
        csv.push('\n');
        line += 1;
    }
    if unreadable.is_empty() { Ok(csv) } else { Err(Fault::Cells(unreadable)) }
}

/// Puts a text with signs of CSV between quotation marks.
fn quoted(text: &str) -> String {
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// Returns the text of a cell.
fn text(value: &Value, mapping: &Mapping) -> Result<String, String> {
    Ok(match value {
        Value::Empty => String::new(),
        Value::String(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(value) => number(*value, mapping.decimal_sign),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        Value::DateTime(date) if !date.is_duration() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            match mapping.dates {
                Some(DateForm::DayMonthYear) => format!("{day}.{month}.{year}."),
                Some(DateForm::Iso) | None => format!("{year:04}-{month:02}-{day:02}"),
            }
        }
        Value::DateTimeIso(date) => date.split('T').next().unwrap_or_default().to_owned(),
        Value::DateTime(_) | Value::DurationIso(_) => return Err("this is a duration".to_owned()),
        Value::Error(error) => return Err(format!("the formula has the error {error}")),
    })
}

/// Writes a number without what calculations leave behind its sixth decimal. Three decimals get a fourth, because they
/// would be read as thousands.
fn number(value: f64, sign: Option<DecimalSign>) -> String {
    let rounded = format!("{value:.6}");
    let mut written = rounded.trim_end_matches('0').trim_end_matches('.').to_owned();
    if written.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        written.push('0');
    }
    match sign {
        Some(DecimalSign::Comma) => written.replace('.', ","),
        Some(DecimalSign::Point) | None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (value, expected) in [
            (18460.0, "18460"),
            (12500.5, "12500.5"),
            (0.1 + 0.2, "0.3"),
            (12.345, "12.3450"),
            (-3.25, "-3.25"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(number(value, None), expected);
        }
        assert_eq!(number(12500.5, Some(DecimalSign::Comma)), "12500,5");
    }
}
