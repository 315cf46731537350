//! Rows that spreadsheets have besides the facts: a title above the headers, and totals below them.

use super::columns::Columns;
use crate::authoring::spreadsheet::is_exported;
use crate::authoring::table::{Cell, Sheet, SheetRow};
use crate::authoring::values::is_total;
use crate::base::problem::Problem;
use crate::base::rules;
use crate::content::parse::{Column, Mapping};

/// Reports a table whose rows are in the content already, so that an import would add nothing.
pub(super) fn exported_for_editing(sheet: &Sheet) -> Option<Problem> {
    let first = sheet.headers.first().filter(|_| is_exported(sheet))?;
    let message = "this table was exported for editing: its rows are in the content";
    Some(
        first
            .cell
            .problem(&rules::SHEET_COLUMNS, message)
            .help("add --update to bring its changes into the content"),
    )
}

/// Reports rows above the headers, such as a title.
pub(super) fn rows_above_headers(sheet: &Sheet, mapping: &Mapping) -> Option<Problem> {
    const MOST_ABOVE: usize = 20;
    let is_header = |cell: &Cell| {
        Column::ALL.iter().any(|column| mapping.header(*column).eq_ignore_ascii_case(cell.text.trim()))
    };
    let known = sheet.headers.iter().filter(|header| is_header(&header.cell)).count();
    let of_row = |row: &SheetRow| row.cells.iter().flatten().filter(|cell| is_header(cell)).count();
    let row = sheet.rows.iter().take(MOST_ABOVE).find(|row| of_row(row) >= 3 && of_row(row) > known)?;
    let first = sheet.headers.first()?;
    let message = format!("this is not the row of the headers: they seem to be in row {}", row.number);
    Some(
        first
            .cell
            .problem(&rules::SHEET_COLUMNS, message)
            .help(format!("delete the rows above row {}", row.number)),
    )
}

/// Takes the rows of totals out of a sheet, and reports them.
pub(super) fn take_totals(sheet: &mut Sheet, columns: &Columns) -> Vec<Problem> {
    let mut problems = Vec::new();
    sheet.rows.retain(|row| match total(row, columns) {
        Some(cell) => {
            let message = format!("row {} seems to be one of totals, not an activity", row.number);
            problems.push(cell.problem(&rules::SHEET_COLUMNS, message).help("delete the row"));
            false
        }
        None => true,
    });
    problems
}

/// Returns the first cell of a row of totals: it begins with a word for one, or has nothing but amounts.
fn total<'r>(row: &'r SheetRow, columns: &Columns) -> Option<&'r Cell> {
    const MOST: usize = 6;
    const AMOUNTS: [Column; 3] = [Column::Total, Column::ProgrammeFunds, Column::CoFunding];
    let mut cells = row.cells.iter().flatten();
    let first = cells.next()?;
    let is_short = cells.count() < MOST;
    let is_amount = |at: usize| AMOUNTS.iter().any(|column| columns.at.get(column) == Some(&at));
    let has_only_amounts = || {
        row.cells.iter().enumerate().all(|(at, cell)| cell.is_none() || is_amount(at)) && columns.at.len() > 3
    };
    (is_short && (is_total(&first.text) || has_only_amounts())).then_some(first)
}
