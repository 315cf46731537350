//! A table that is read back: its columns, and the cells of its rows.

use std::collections::{BTreeMap, HashMap};

use super::column::Column;
use super::kind::{SHEETS, SheetKind};
use super::rows::{CONTEXT, NAME, Rows};
use super::workbook::VERSION;
use crate::authoring::table::{Cell, Sheet, SheetRow, letters};
use crate::base::problem::{Problem, Problems};
use crate::base::rules;

/// The rows at the top among which the headings are looked for.
const MOST_ABOVE: usize = 20;

/// What is wrong with a table that has no headings of an exported one.
pub(super) const NOT_EXPORTED: &str = "this table is none that `katalog export` wrote";

/// The columns of a table that is read back.
pub(super) struct Columns {
    /// The position of the names of the rows.
    pub(super) name: usize,
    pub(super) version: usize,
    /// The positions of the columns with values.
    pub(super) at: BTreeMap<usize, usize>,
    /// The columns that only show something, with their headings.
    pub(super) shown: Vec<(usize, String)>,
    /// The headings that are not known, with the letters of their columns.
    pub(super) ignored: Vec<String>,
}

/// Returns whether a table was written by an export for editing.
pub(in crate::authoring) fn is_exported(sheet: &Sheet) -> bool {
    kind_of(sheet).is_some()
}

/// Returns the sheet that a table is, by its headings.
pub(super) fn kind_of(sheet: &Sheet) -> Option<&'static SheetKind> {
    let is_there = |heading: &str| sheet.headers.iter().any(|header| header.cell.text == heading);
    let first = &sheet.headers.first()?.cell.text;
    SHEETS.iter().find(|kind| kind.heading == *first && is_there(VERSION))
}

/// Returns why a table cannot be read back.
pub(super) fn refusal(sheet: &Sheet) -> Option<Problem> {
    let first = &sheet.headers.first()?.cell;
    let is_heading = |row: &&SheetRow| row.cells.iter().flatten().any(|cell| cell.text == VERSION);
    Some(match sheet.rows.iter().take(MOST_ABOVE).find(is_heading) {
        Some(row) => first
            .problem(
                &rules::SHEET_COLUMNS,
                format!("this is not the row of the headings: they seem to be in row {}", row.number),
            )
            .help(format!("delete the rows above row {}", row.number)),
        None => first.problem(&rules::SHEET_COLUMNS, NOT_EXPORTED).help(
            "change a workbook of `katalog export`, with its first column and the hidden column `version`; \
             without --update, `katalog import` adds what is new",
        ),
    })
}

impl Columns {
    /// Finds the columns by their headings. Reports those that occur twice.
    pub(super) fn find(sheet: &Sheet, rows: &Rows, problems: &mut Problems) -> Self {
        let by_heading: HashMap<&str, usize> =
            rows.columns.iter().enumerate().map(|(at, column)| (column.heading.as_str(), at)).collect();
        let mut columns =
            Columns { name: 0, version: 0, at: BTreeMap::new(), shown: Vec::new(), ignored: Vec::new() };
        let mut first: HashMap<&str, &Cell> = HashMap::new();
        for header in &sheet.headers {
            let text = header.cell.text.as_str();
            if let Some(other) = first.insert(text, &header.cell) {
                problems.push(
                    header
                        .cell
                        .problem(&rules::SHEET_COLUMNS, format!("the column `{text}` occurs twice"))
                        .related(other.place.clone(), "first time")
                        .help("keep one of the two"),
                );
            }
            let is_name =
                |text: &str| text.strip_suffix(NAME).is_some_and(|own| by_heading.contains_key(own));
            match by_heading.get(text) {
                _ if text == rows.sheet.heading => columns.name = header.column,
                _ if text == VERSION => columns.version = header.column,
                Some(at) => {
                    columns.at.insert(*at, header.column);
                }
                None if is_name(text) || (rows.sheet.list.is_some() && CONTEXT.contains(&text)) => {
                    columns.shown.push((header.column, text.to_owned()));
                }
                None => columns.ignored.push(format!("{} ({text})", letters(header.column))),
            }
        }
        columns
    }

    /// Returns the cell of a row in a column with values. One that is empty has the place of the name of the row.
    pub(super) fn cell(&self, row: &SheetRow, name: &Cell, at: usize, column: &Column) -> Option<Cell> {
        let position = *self.at.get(&at)?;
        let cell = row.cells.get(position).cloned().flatten();
        Some(cell.unwrap_or_else(|| Cell {
            text: String::new(),
            place: name.place.clone(),
            position: format!(
                "row {}, column {} ({}) is empty",
                row.number,
                letters(position),
                column.heading
            ),
        }))
    }
}
