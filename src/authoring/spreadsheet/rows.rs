//! The rows of a sheet, as the content has them.

use std::collections::HashMap;

use super::column::{Column, ELSEWHERE, columns};
use super::kind::SheetKind;
use super::names::Names;
use crate::authoring::forms::{Edited, Form, Value};
use crate::base::hash;
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::Records;
use crate::content::read::Source;
use crate::content::references::EntryId;

/// The number of digits that show whether a row has changed.
const DIGITS: usize = 16;

/// The rows of a sheet with their columns.
pub(super) struct Rows {
    pub(super) sheet: &'static SheetKind,
    pub(super) columns: Vec<Column>,
    pub(super) forms: Vec<Form>,
    pub(super) rows: Vec<Row>,
    /// The files that cannot be read, so that what they say has no row.
    pub(super) unread: Vec<String>,
}

/// A row.
pub(super) struct Row {
    /// Its name: an id, or that of an entry with what names the item, such as `open-libraries/bor`.
    pub(super) name: String,
    /// The position of the form of its entry.
    pub(super) form: usize,
    /// The position in the list.
    pub(super) item: Option<usize>,
    /// What its cells show.
    pub(super) cells: Vec<String>,
}

/// What follows the heading of a column in that of the column with the names of its entries.
pub(super) const NAME: &str = " (name)";

/// What columns show besides the values of the content.
pub(super) const CONTEXT: [&str; 3] = ["of programme", "of project", "of (name)"];

impl Rows {
    /// Finds the rows of a sheet.
    pub(super) fn of(sheet: &'static SheetKind, records: &Records, source: &Source) -> Self {
        let columns = columns(sheet);
        let forms = Form::open_all(sheet.entries, records, source);
        let mut rows = Rows { sheet, columns, forms: Vec::new(), rows: Vec::new(), unread: Vec::new() };
        let mut count: HashMap<String, usize> = HashMap::new();
        for form in forms {
            let facts = form.facts.as_ref();
            if let Some(facts) = facts.filter(|facts| facts.value == Value::Kept) {
                rows.unread.push(facts.file.path.clone());
                continue;
            }
            let id = entry(&form).map(|entry| entry.id.clone()).unwrap_or_default();
            let items = match sheet.list {
                None => vec![(id, None)],
                Some(list) => {
                    let items = facts.map_or(&[][..], |facts| facts.value.get(list.key).items());
                    let named = items.iter().enumerate().map(|(at, item)| {
                        let text = |key: &&'static str| item.value.get(key).text();
                        let place = list.named_by.iter().map(text).find(|text| !text.is_empty());
                        (format!("{id}/{}", place.unwrap_or_default()), Some(at))
                    });
                    named.collect()
                }
            };
            for (name, item) in items {
                let times = count.entry(name.clone()).or_default();
                *times += 1;
                let name = if *times > 1 { format!("{name}/{times}") } else { name };
                let cells = rows.columns.iter().map(|column| {
                    let value = column.value(&form, item_of(&form, sheet, item));
                    column.shown(value).unwrap_or_else(|| ELSEWHERE.to_owned())
                });
                let cells = cells.collect();
                rows.rows.push(Row { name, form: rows.forms.len(), item, cells });
            }
            rows.forms.push(form);
        }
        rows
    }

    /// Returns the form of a row.
    pub(super) fn form(&self, row: &Row) -> &Form {
        &self.forms[row.form]
    }

    /// Returns the digits that change when a value of a row does.
    pub(super) fn version(row: &Row) -> String {
        let cells = row.cells.iter().map(String::as_str);
        // A spreadsheet would take digits alone for a number.
        format!("v{}", hash::hex_of_all(std::iter::once(row.name.as_str()).chain(cells), DIGITS))
    }

    /// Returns what the columns of [`CONTEXT`] show. A sheet of entries has none.
    pub(super) fn context(&self, row: &Row) -> Option<[String; 3]> {
        self.sheet.list?;
        let form = self.form(row);
        let entry = entry(form)?;
        let name = form.name(Language::Sr).unwrap_or_default();
        Some(match entry.kind {
            Kind::Programme => [entry.id.clone(), String::new(), name],
            _ => {
                let programme = form.facts.as_ref().map(|facts| facts.value.get("programme").text());
                [programme.unwrap_or_default().to_owned(), entry.id.clone(), name]
            }
        })
    }

    /// Returns what a row has in a column that only shows something.
    pub(super) fn shown(&self, row: &Row, heading: &str, names: &Names) -> Option<String> {
        if let Some(at) = CONTEXT.iter().position(|other| *other == heading) {
            return self.context(row).map(|context| context[at].clone());
        }
        let own = heading.strip_suffix(NAME)?;
        let at = self.columns.iter().position(|column| column.heading == own)?;
        self.named(&self.columns[at], &row.cells[at], names)
    }

    /// Returns the names of the entries that a cell refers to; `None` if its column refers to none.
    pub(super) fn named(&self, column: &Column, cell: &str, names: &Names) -> Option<String> {
        let kind = column.refers_to()?;
        let ids = column.split(cell);
        let ids = ids.iter().filter(|id| !id.is_empty() && *id != ELSEWHERE);
        Some(ids.map(|id| names.name(kind, id)).collect::<Vec<_>>().join("; "))
    }
}

/// Returns the entry that a form is for.
pub(super) fn entry(form: &Form) -> Option<&EntryId> {
    match &form.edited {
        Edited::Entry(entry) => Some(entry),
        Edited::Catalogue => None,
    }
}

/// Returns the value of the item of a row.
pub(super) fn item_of<'f>(form: &'f Form, sheet: &SheetKind, item: Option<usize>) -> Option<&'f Value> {
    let items = form.facts.as_ref()?.value.get(sheet.list?.key).items();
    items.get(item?).map(|item| &item.value)
}
