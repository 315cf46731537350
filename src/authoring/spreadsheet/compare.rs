//! Compares a row of a table with the same row of the content.

use std::collections::BTreeMap;

use super::column::{Column, ELSEWHERE, Wanted};
use super::names::Names;
use super::rows::{Row, Rows};
use super::table::Columns;
use crate::authoring::table::{Cell, SheetRow};
use crate::content::parse::shorten;

/// A row of a table, and the same one of the content.
pub(super) struct Comparison<'a> {
    pub(super) row: &'a SheetRow,
    /// The cell with its name.
    pub(super) name: &'a Cell,
    pub(super) columns: &'a Columns,
    pub(super) rows: &'a Rows,
    pub(super) known: &'a Row,
}

impl Comparison<'_> {
    /// Returns whether the content says the same as when the table was exported.
    fn is_current(&self) -> bool {
        let version = self.row.cells.get(self.columns.version).and_then(Option::as_ref);
        version.is_some_and(|cell| cell.text == Rows::version(self.known))
    }

    /// Returns the cell of a column with the values that it wants, if they differ from those of the content. No values
    /// remove those of the content.
    pub(super) fn other(&self, at: usize, names: &Names) -> Option<(Cell, Vec<String>)> {
        let column = &self.rows.columns[at];
        let cell = self.columns.cell(self.row, self.name, at, column)?;
        match column.wanted(&cell.text, &self.known.cells[at], names) {
            Wanted::Same => None,
            Wanted::Nothing => {
                let count = self.beside(at).values().copied().max().unwrap_or(0);
                Some((cell, vec![String::new(); count]))
            }
            Wanted::Values(values) => Some((cell, values)),
        }
    }

    /// Returns why a cell cannot change the content, and what to do.
    pub(super) fn refusal(
        &self,
        at: usize,
        cell: &Cell,
        values: &[String],
        removes: bool,
    ) -> Option<(String, String)> {
        let (column, content) = (&self.rows.columns[at], self.known.cells[at].as_str());
        if content == ELSEWHERE {
            let file = self.rows.form(self.known).facts.as_ref().map(|facts| facts.file.path.clone());
            return Some((
                format!("`{}` of `{}` cannot be changed in a table", column.heading, self.name.shown()),
                format!(
                    "write `{ELSEWHERE}` into the cell again, and change the value in {}",
                    file.unwrap_or_default()
                ),
            ));
        }
        if !self.is_current() {
            let (here, there) = (said(&cell.text), said(content));
            return Some((
                format!(
                    "this row has changed in the content since it was exported; here {here}, in the content {there}"
                ),
                "export the workbook again, and make the change there".to_owned(),
            ));
        }
        if cell.text.is_empty() && !removes {
            return Some((
                format!("this cell is empty, but the content has {}", said(content)),
                "write it into the cell again; or remove it from the content with --remove".to_owned(),
            ));
        }
        let (count, most) = (values.len(), column.most_values());
        if count > most {
            return Some((
                format!("this cell has {count} items; a list may have at most {most}"),
                "keep the items that readers need, and combine those that say the same".to_owned(),
            ));
        }
        if values.iter().any(|value| column.leaf.is_doubtful(value)) {
            return Some((
                format!("{} can be thousands, or a number with three decimals", said(&cell.text)),
                "write thousands without a separator: `1000`; and decimals with zeros: `1.0000`".to_owned(),
            ));
        }
        self.misaligned(at)
    }

    /// Returns how many values the cells beside one have, in the columns whose values belong to its own. Empty cells are
    /// left out.
    fn beside(&self, at: usize) -> BTreeMap<usize, usize> {
        let column = &self.rows.columns[at];
        let is_beside = |other: &Column| {
            other.is_aligned() && other.keys() == column.keys() && other.language == column.language
        };
        let others = self.rows.columns.iter().enumerate();
        let counts = others.filter(|(_, other)| column.is_aligned() && is_beside(other));
        let counts = counts.filter_map(|(at, other)| {
            let cell = self.row.cells.get(*self.columns.at.get(&at)?)?.as_ref()?;
            Some((at, other.split(&cell.text).len()))
        });
        counts.collect()
    }

    /// Returns what is wrong with a cell if the cells beside it have other numbers of values.
    fn misaligned(&self, at: usize) -> Option<(String, String)> {
        let counts = self.beside(at);
        let own = *counts.get(&at)?;
        let (other, others) = counts.iter().find(|(_, count)| **count != own)?;
        let heading = &self.rows.columns[*other].heading;
        Some((
            format!("the number of values here is {own}, but that in `{heading}` is {others}"),
            "write as many values in each of these columns; nothing between two `;` for one that is not known"
                .to_owned(),
        ))
    }

    /// Returns the positions of the cells that say something else than the content, in columns that only show something.
    pub(super) fn unread(&self, names: &Names) -> Vec<String> {
        if !self.is_current() {
            return Vec::new();
        }
        let cells = self.columns.shown.iter().filter_map(|(position, heading)| {
            let cell = self.row.cells.get(*position)?.as_ref()?;
            let shown = self.rows.shown(self.known, heading, names)?;
            (shown.trim() != cell.text).then(|| cell.position.clone())
        });
        cells.collect()
    }
}

/// Returns a value for a message.
fn said(value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { format!("`{}`", shorten(value)) }
}
