//! Chooses the rows of a sheet: `municipality=bor`.

use std::fmt;
use std::str::FromStr;

use super::names::Names;
use super::rows::{CONTEXT, Row, Rows};
use crate::base::id::Kind;

/// A column, and the value that a row must have in it.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The heading of the column.
    column: String,
    /// The value, or a name of the entry that is meant.
    value: String,
}

impl FromStr for Filter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, value) =
            text.split_once('=').ok_or("write a column and a value, such as programme=lip-2")?;
        let (column, value) = (column.trim().to_owned(), value.trim().to_owned());
        if column.is_empty() || value.is_empty() {
            return Err("write a column before the sign `=`, and a value behind it");
        }
        Ok(Filter { column, value })
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.column, self.value)
    }
}

/// Where the value of a filter is looked for.
enum Place {
    /// The name of the row.
    Name,
    Context(usize, Option<Kind>),
    Column(usize),
}

impl Filter {
    /// Returns whether a sheet has the column.
    pub(super) fn has_column(&self, rows: &Rows) -> bool {
        self.place(rows).is_some()
    }

    /// Returns whether a row fits.
    pub(super) fn fits(&self, rows: &Rows, row: &Row, names: &Names) -> bool {
        let id = |kind: Option<Kind>| kind.and_then(|kind| names.id(kind, &self.value));
        let is_meant = |text: &str, id: &Option<String>| {
            id.as_deref() == Some(text) || Names::are_same(text, &self.value)
        };
        let Some(place) = self.place(rows) else { return false };
        match place {
            Place::Name => is_meant(&row.name, &id(rows.sheet.entries.first().copied())),
            Place::Context(at, kind) => {
                rows.context(row).is_some_and(|context| is_meant(&context[at], &id(kind)))
            }
            Place::Column(at) => {
                let column = &rows.columns[at];
                let id = id(column.refers_to());
                column.split(&row.cells[at]).iter().any(|value| is_meant(value, &id))
            }
        }
    }

    fn place(&self, rows: &Rows) -> Option<Place> {
        let is_meant = |heading: &str| heading.eq_ignore_ascii_case(&self.column);
        if let Some(at) = rows.columns.iter().position(|column| is_meant(&column.heading)) {
            return Some(Place::Column(at));
        }
        if rows.sheet.list.is_some() {
            let is_context =
                |heading: &&str| is_meant(heading) || is_meant(heading.trim_start_matches("of "));
            if let Some(at) = CONTEXT.iter().position(is_context) {
                return Some(Place::Context(at, [Some(Kind::Programme), Some(Kind::Project), None][at]));
            }
        }
        is_meant(rows.sheet.heading).then_some(Place::Name)
    }

    /// Returns the headings that filters of a sheet can name.
    pub(super) fn headings(rows: &Rows) -> Vec<&str> {
        let context = if rows.sheet.list.is_some() { &CONTEXT[..] } else { &[] };
        let columns = rows.columns.iter().map(|column| column.heading.as_str());
        std::iter::once(rows.sheet.heading).chain(context.iter().copied()).chain(columns).collect()
    }
}
