//! Reads a spreadsheet as CSV; each cell knows its bytes, row and column. The only user of `csv-core`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::authoring::workbook::{MOST_CELLS, MOST_CHARACTERS, is_too_long};
use crate::base::cells::unguarded;
use crate::base::file_type::is_lfs_pointer;
use crate::base::form::nfc;
use crate::base::invisible::{code, first_hidden_in_lines};
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::base::rules;
use crate::content::parse::{Delimiter, shorten};
use crate::content::read::{FileContent, SourceFile};

/// A non-empty cell.
#[derive(Clone, Debug)]
pub(in crate::authoring) struct Cell {
    /// Its text, in NFC and without white space around it.
    pub(in crate::authoring) text: String,
    /// Its bytes in the file, including quotes.
    pub(in crate::authoring) place: Place,
    /// Where a spreadsheet shows it, with the header: "row 5, column G (total)"; empty for a constant of the mapping.
    pub(in crate::authoring) position: String,
}

impl Cell {
    /// Returns a problem: this cell breaks `rule`.
    pub(in crate::authoring) fn problem(&self, rule: &'static Rule, message: impl Into<String>) -> Problem {
        Problem::new(rule, self.place.clone(), message).label(self.position.clone())
    }

    /// Returns its text for messages, shortened to one line.
    pub(in crate::authoring) fn shown(&self) -> String {
        shorten(&self.text)
    }
}

/// The maximum number of bytes that a mapping may add to the rows of a table.
pub(in crate::authoring) const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A header, and the index of its column, counted from 0.
#[derive(Clone, Debug)]
pub(in crate::authoring) struct Header {
    pub(in crate::authoring) cell: Cell,
    pub(in crate::authoring) column: usize,
}

/// A non-empty row.
#[derive(Debug)]
pub(in crate::authoring) struct SheetRow {
    /// Its number in the spreadsheet, counted from 1.
    pub(in crate::authoring) number: usize,
    /// One for each column; `None` if it is empty.
    pub(in crate::authoring) cells: Vec<Option<Cell>>,
}

/// A table with a header.
#[derive(Debug)]
pub(in crate::authoring) struct Sheet {
    pub(in crate::authoring) headers: Vec<Header>,
    pub(in crate::authoring) rows: Vec<SheetRow>,
}

/// Returns the letters that a spreadsheet shows above the column with this index, counted from 0.
pub(in crate::authoring) fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

/// Reads a table. The first non-empty row is the header; empty rows and columns are skipped.
pub(in crate::authoring) fn read(
    file: &SourceFile,
    delimiter: Option<Delimiter>,
    problems: &mut Problems,
) -> Option<Sheet> {
    let text = text_of(file, problems)?;
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let (line, length) = first_line(&text[bom..]);
    let (start, said) = match FirstLine::of(line) {
        FirstLine::Row => (bom, None),
        FirstLine::Sign(delimiter) => (bom + length, delimiter),
        FirstLine::Unknown(sign) => {
            let place = Place { file: file.path.clone(), span: bom..bom + line.len() };
            let message = format!("the first line says that `{}` stands between the cells", shorten(sign));
            problems.push(
                Problem::new(&rules::SHEET_COLUMNS, place, message)
                    .help("save the table again with commas, semicolons or tabs between the cells"),
            );
            return None;
        }
    };
    let delimiter = said.or(delimiter).unwrap_or_else(|| likely_delimiter(&text[start..]));
    let is_end = |byte: &u8| *byte == delimiter.byte() || *byte == b'\n';
    let cells = text.as_bytes()[start..].iter().filter(|byte| is_end(byte)).count();
    if cells > MOST_CELLS {
        let message = format!("this table has about {cells} cells, and at most {MOST_CELLS} can be imported");
        problems.push(
            Problem::new(&rules::SHEET_COLUMNS, Place::start_of(&file.path), message)
                .help("remove the columns that are not imported, or split the table"),
        );
        return None;
    }
    let mut rows = Cells::new(&file.path, text, start, delimiter).rows().into_iter();
    let Some(head) = rows.next() else {
        let place = Place::start_of(&file.path);
        problems.push(
            Problem::new(&rules::EMPTY_FILE, place, "this table is empty")
                .help("write the names of the columns in its first row, and one activity in each row below"),
        );
        return None;
    };
    let mut headers: Vec<Header> = Vec::new();
    for (column, cell) in head.cells.into_iter().enumerate() {
        headers.extend(cell.map(|cell| Header { cell, column }));
    }
    let mut sheet = Sheet { headers, rows: rows.collect() };
    let shown: BTreeMap<usize, String> =
        sheet.headers.iter().map(|header| (header.column, header.cell.shown())).collect();
    for (column, cell) in sheet.rows.iter_mut().flat_map(|row| row.cells.iter_mut().enumerate()) {
        if let (Some(cell), Some(header)) = (cell, shown.get(&column)) {
            cell.position.push_str(&format!(" ({header})"));
        }
    }
    Some(sheet)
}

fn text_of<'a>(file: &'a SourceFile, problems: &mut Problems) -> Option<&'a str> {
    match &file.content {
        FileContent::Text(text) if is_lfs_pointer(text.as_bytes()) => {
            let message = "this is a pointer of Git LFS, not the table itself";
            problems.push(
                Problem::new(&rules::FILE_TYPE, Place::start_of(&file.path), message)
                    .help("fetch the table with `git lfs pull`"),
            );
            None
        }
        FileContent::Text(text) => Some(text),
        FileContent::TooLarge { .. } | FileContent::Asset { .. } => None,
        FileContent::NotUtf8 { before, .. } => {
            let at = before.len();
            let place = Place { file: file.path.clone(), span: at..at + 1 };
            problems.push(
                Problem::new(&rules::INVALID_UTF8, place, "this table is not encoded in UTF-8")
                    .label("the first invalid byte")
                    .help("save it again as “CSV UTF-8”: in Excel, that is a file type of its own"),
            );
            None
        }
    }
}

/// What a table says of itself in its first line: `sep=;`. Spreadsheets heed that line and do not show it.
enum FirstLine<'a> {
    /// Nothing: it is a row like the others.
    Row,
    /// The sign between cells; nothing if it is lost, or if a program has taken the line for a row and filled it up with
    /// signs of its own.
    Sign(Option<Delimiter>),
    /// A sign that is not known.
    Unknown(&'a str),
}

impl FirstLine<'_> {
    fn of(line: &str) -> FirstLine<'_> {
        let is_filling = |c: char| matches!(c, ' ' | '"') || Delimiter::ALL.iter().any(|it| it.is(c));
        let bare = line.trim_start_matches('"');
        let Some((start, sign)) = bare.split_at_checked(4) else { return FirstLine::Row };
        if !start.eq_ignore_ascii_case("sep=") {
            return FirstLine::Row;
        }
        let (written, behind) = match (sign.strip_prefix("\\t"), sign.chars().next()) {
            (Some(behind), _) => ('\t', behind),
            (None, Some(c)) => (c, &sign[c.len_utf8()..]),
            // A tab at the end of a line is easily lost.
            (None, None) => return FirstLine::Sign(None),
        };
        let known = Delimiter::ALL.iter().copied().find(|delimiter| delimiter.is(written));
        match known {
            Some(_) if behind.trim_matches([' ', '"']).is_empty() => FirstLine::Sign(known),
            Some(_) if behind.chars().all(is_filling) => FirstLine::Sign(None),
            None if behind.chars().all(is_filling) => FirstLine::Unknown(sign),
            _ => FirstLine::Row,
        }
    }
}

/// The first line, and how many bytes it has with its end.
fn first_line(text: &str) -> (&str, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (line, rest) = text.split_at(end);
    (line, end + if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) })
}

/// Returns the delimiter that occurs most often in the first line, outside quotes.
fn likely_delimiter(text: &str) -> Delimiter {
    let mut is_quoted = false;
    let mut counts = [0_usize; Delimiter::ALL.len()];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if !is_quoted => {
                let found = Delimiter::ALL.iter().position(|delimiter| delimiter.byte() == byte);
                found.into_iter().for_each(|at| counts[at] += 1);
            }
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let at = counts.iter().position(|count| *count == most).unwrap_or_default();
    Delimiter::ALL[at]
}

/// Reads cell by cell, because only then the position of each cell is known.
struct Cells<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    at: usize,
    reader: Reader,
    delimiter: char,
    /// One byte longer than the text, so that every cell fits.
    output: Vec<u8>,
}

impl<'a> Cells<'a> {
    fn new(file: &'a Arc<str>, text: &'a str, at: usize, delimiter: Delimiter) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter.byte()).build();
        let delimiter = char::from(delimiter.byte());
        Cells { file, text, at, reader, delimiter, output: vec![0; text.len() + 1] }
    }

    /// Returns the non-empty rows.
    fn rows(mut self) -> Vec<SheetRow> {
        let mut rows = Vec::new();
        let mut number = 1;
        let mut cells = Vec::new();
        while let Some(field) = self.next() {
            if cells.is_empty() {
                number += self.blank_lines(&field.span);
            }
            let cell = self.cell(&field, number, cells.len());
            cells.push(cell);
            if field.ends_row {
                let cells = std::mem::take(&mut cells);
                if cells.iter().any(Option::is_some) {
                    rows.push(SheetRow { number, cells });
                }
                number += 1;
            }
        }
        rows
    }

    fn next(&mut self) -> Option<Field> {
        let start = self.at;
        let mut written = 0;
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, read, wrote) = self.reader.read_field(input, &mut self.output[written..]);
            self.at += read;
            written += wrote;
            match result {
                // The next call, without input, ends the last cell.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    return Some(Field { span: start..self.at, written, ends_row: record_end });
                }
                ReadFieldResult::OutputFull | ReadFieldResult::End => return None,
            }
        }
    }

    /// Counts the empty lines before the first cell of a row.
    fn blank_lines(&self, span: &Range<usize>) -> usize {
        let raw = &self.text[span.clone()];
        let breaks = &raw[..raw.len() - raw.trim_start_matches(['\r', '\n']).len()];
        let rest_of_last = self.text[..span.start].ends_with('\r') && breaks.starts_with('\n');
        breaks.replace("\r\n", "\n").len() - usize::from(rest_of_last)
    }

    fn cell(&self, field: &Field, row: usize, column: usize) -> Option<Cell> {
        let raw = self.text[field.span.clone()].trim_start_matches(['\r', '\n']);
        let start = field.span.end - raw.len();
        let raw = match field.ends_row {
            true => raw.trim_end_matches(['\r', '\n']),
            false => raw.strip_suffix(self.delimiter).unwrap_or(raw),
        };
        let start = start + raw.len() - raw.trim_start().len();
        let text = String::from_utf8_lossy(&self.output[..field.written]);
        let text = unguarded(text.trim());
        let text = nfc(&text);
        let place = Place { file: Arc::clone(self.file), span: start..start + raw.trim().len() };
        let position = format!("row {row}, column {}", letters(column));
        (!text.is_empty()).then(|| Cell { text: text.into_owned(), place, position })
    }
}

/// The bytes of a cell including its delimiter, and the length of its text.
struct Field {
    span: Range<usize>,
    written: usize,
    ends_row: bool,
}

impl Sheet {
    /// Reports rows with more cells than headers, if a cell begins with a space, as behind a comma within a text. Returns
    /// whether there are any.
    fn report_long_rows(&self, text: &str, problems: &mut Problems) -> bool {
        let Some(last) = self.headers.iter().map(|header| header.column).max() else { return false };
        let mut found = false;
        for row in self.rows.iter().filter(|row| row.cells.iter().skip(last + 1).any(Option::is_some)) {
            let cells: Vec<&Cell> = row.cells.iter().flatten().collect();
            let divided = cells.windows(2).find_map(|pair| {
                let span = pair[0].place.span.start..pair[1].place.span.end;
                let between = text.get(pair[0].place.span.end..pair[1].place.span.start)?;
                (between.len() > 1 && between.ends_with(' ')).then_some(span)
            });
            let Some(span) = divided else { continue };
            let message = format!(
                "row {} has {} cells, and the first row has {}",
                row.number,
                row.cells.len(),
                last + 1
            );
            let whole = shorten(text.get(span.clone()).unwrap_or_default());
            let place = Place { file: cells[0].place.file.clone(), span };
            problems.push(
                Problem::new(&rules::SHEET_COLUMNS, place, message)
                    .help(format!("if this is one text, put it between double quotes: `\"{whole}\"`; if not, name the last column in the first row")),
            );
            found = true;
        }
        found
    }

    /// Reports cells without a header, very long ones, quotation marks that are never closed, and invisible characters.
    /// Returns whether no cell is too long and every quotation mark is closed.
    pub(in crate::authoring) fn report_cells(&self, text: &str, problems: &mut Problems) -> bool {
        if self.report_long_rows(text, problems) {
            return false;
        }
        let mut is_whole = true;
        let named: BTreeSet<usize> = self.headers.iter().map(|header| header.column).collect();
        let headers = self.headers.iter().map(|header| (header.column, &header.cell));
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().enumerate());
        let cells = cells.filter_map(|(column, cell)| Some((column, cell.as_ref()?)));
        for (column, cell) in headers.chain(cells) {
            if !named.contains(&column) {
                problems.push(
                    cell.problem(&rules::SHEET_COLUMNS, format!("`{}` is in a column without a header", cell.shown()))
                        .help("name the column in the first row, or clear the cell; put a text that contains the delimiter between double quotes"),
                );
            }
            if is_too_long(&cell.text) {
                is_whole = false;
                let message = format!("this cell has more than {MOST_CHARACTERS} characters");
                problems.push(cell.problem(&rules::TEXT_TOO_LONG, message).help("shorten its text"));
                continue;
            }
            let raw = text.get(cell.place.span.clone()).unwrap_or_default();
            if raw.starts_with('"') && raw.matches('"').count() % 2 == 1 {
                is_whole = false;
                let place = Place {
                    file: cell.place.file.clone(),
                    span: cell.place.span.start..cell.place.span.start + 1,
                };
                problems.push(
                    Problem::new(&rules::SHEET_COLUMNS, place, "this quotation mark is never closed")
                        .label(cell.position.clone())
                        .help("close it after the text of the cell; within the text, write a quotation mark twice: `\"\"`"),
                );
            }
            if let Some((_, c)) = first_hidden_in_lines(&cell.text) {
                let message = format!("this cell contains the invisible character {}", code(c));
                problems.push(cell.problem(&rules::CONTROL_CHARACTER, message).help("delete it"));
            }
        }
        is_whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        let file = SourceFile { path: "t.csv".into(), content: FileContent::Text(text.into()) };
        let sheet = read(&file, None, &mut Problems::default());
        let rows = sheet.into_iter().flat_map(|sheet| sheet.rows);
        let shown = |cell: Cell| format!("{} @{} {}", cell.text, cell.position, &text[cell.place.span]);
        rows.map(|row| row.cells.into_iter().flatten().map(shown).collect()).collect()
    }

    #[test]
    fn cells_know_their_row_column_and_bytes() {
        let expected =
            vec![vec!["1 @row 2, column A (a) 1".to_owned(), "č d @row 2, column B (b) \"č d\"".to_owned()]];
        for text in [
            "a,b\n1,\"č d\"\n",
            "\u{feff}a;b\r\n1;\"č d\"\r\n",
            "a\tb\n1\t\"č d\"",
            "a;b;;\r\n1;\"č d\";;\r\n;;;\r\n\r\n",
        ] {
            assert_eq!(table(text), expected, "{text:?}");
        }
        let rows = table("a,b\r\n\r\n\r\n\"x\r\ny\",2\r\n,3\r\n");
        assert_eq!(rows[0][1], "2 @row 4, column B (b) 2");
        assert_eq!(rows[1], ["3 @row 5, column B (b) 3"]);
    }

    #[test]
    fn a_first_line_that_names_the_sign_is_no_row() {
        let expected = [["1 @row 2, column A (a) 1".to_owned(), "2 @row 2, column B (b,c;d) 2".to_owned()]];
        for text in [
            "sep=\t\na\tb,c;d\n1\t2\n",
            "\u{feff}sep=\\t\r\na\tb,c;d\r\n1\t2\r\n",
            "\"SEP=\t\"\ra\tb,c;d\r1\t2\r",
        ] {
            assert_eq!(table(text), expected, "{text:?}");
        }
        // A program has filled the row up with its own sign.
        assert_eq!(table("sep=;,,\na,b\n1,2\n")[0][1], "2 @row 2, column B (b) 2");
        assert_eq!(table("sep=\na\tb\n1\t2\n")[0][1], "2 @row 2, column B (b) 2");
        for text in ["sep=x;b\n1;2\n", "sep;b\n1;2\n", "sep=;b\n1;2\n"] {
            assert!(table(text)[0].contains(&"2 @row 2, column B (b) 2".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let columns = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, shown) in columns {
            assert_eq!(letters(column), shown);
        }
    }
}
