//! The values of details, whose columns follow from the declarations of the records.

use super::{Cell, Filled, by_locale, text};
use crate::base::language::Locale;
use crate::content::catalogue::{Detail, Fact};
use crate::site::route::Site;

/// Returns the values of a detail among those of an entry.
pub fn fill<'a>(site: &'a Site, details: &'a [Detail], name: &str, is_text: bool) -> Filled<'a> {
    match is_text {
        true => by_locale(site, |locale| text_cell(details, name, locale)),
        false => Filled::Once(cell(site, details, name)),
    }
}

fn values<'a>(details: &'a [Detail], name: &str) -> &'a [Fact] {
    details.iter().find(|detail| detail.name == name).map(|detail| &*detail.values).unwrap_or_default()
}

/// Makes a cell of values that are the same in each locale.
fn cell<'a>(site: &'a Site, details: &'a [Detail], name: &str) -> Cell<'a> {
    joined(values(details, name).iter().map(|fact| match fact {
        Fact::Text(_) => Cell::Empty,
        Fact::Entry(subject) => Cell::from(site.catalogue.entry(*subject).map(|entry| entry.id.as_str())),
        Fact::Address(url) => Cell::Text(url.as_str()),
        Fact::Mail(text) | Fact::Phone { written: text, .. } | Fact::Code { code: text, .. } => {
            Cell::Text(text)
        }
        Fact::Date(date) => Cell::Own(date.to_string()),
        Fact::Count(count) => Cell::Count(*count as usize),
    }))
}

/// Makes a cell of texts in the language of a locale.
fn text_cell<'a>(details: &'a [Detail], name: &str, locale: Locale) -> Cell<'a> {
    joined(values(details, name).iter().map(|fact| match fact {
        Fact::Text(of) => text(of, locale),
        _ => Cell::Empty,
    }))
}

fn joined<'a>(cells: impl Iterator<Item = Cell<'a>>) -> Cell<'a> {
    let mut cells: Vec<Cell<'a>> = cells.filter(|cell| *cell != Cell::Empty).collect();
    match cells.len() {
        0 => Cell::Empty,
        1 => cells.remove(0),
        _ => Cell::Several(cells),
    }
}
