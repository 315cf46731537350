//! The tables of open data and their columns. All files that contain a table, and the data dictionary on the site, are
//! made from these lists, so they cannot disagree.

mod activities;
mod municipalities;
mod organisations;
mod projects;

pub use activities::ACTIVITIES;
pub use municipalities::MUNICIPALITIES;
pub use organisations::ORGANISATIONS;
pub use projects::PROJECTS;

use crate::base::date::Period;
use crate::base::id::{Id, Ref};
use crate::base::language::Locale;
use crate::base::money::Amount;
use crate::content::catalogue::{DataFile, Entity, Spending, Subject, Table, Text};
use crate::site::route::Site;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: the sources do not say, or it does not apply.
    Empty,
    /// A text or a keyword of the content.
    Text(&'a str),
    /// A text made for the cell: a date, an address.
    Own(String),
    /// Several texts.
    List(Vec<&'a str>),
    /// A number of things.
    Count(usize),
    /// Money in the currency of the row.
    Amount(Amount),
    /// Degrees of latitude or longitude.
    Degrees(f64),
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

impl From<Option<String>> for Cell<'_> {
    fn from(text: Option<String>) -> Self {
        text.map_or(Cell::Empty, Cell::Own)
    }
}

impl<'a> From<&'a Id> for Cell<'a> {
    fn from(id: &'a Id) -> Self {
        Cell::Text(id.as_str())
    }
}

/// How a column is filled from the entry of a row.
enum Filling<T: 'static> {
    /// One cell for each row.
    Once(for<'a> fn(&'a Site, Ref<T>) -> Cell<'a>),
    /// One cell for each locale.
    ByLocale(for<'a> fn(&'a Site, Ref<T>, Locale) -> Cell<'a>),
}

/// A column of a table, or one for each locale.
pub struct Column<T: 'static> {
    /// The heading in tables and the key in JSON. A name means the same in every table.
    pub name: &'static str,
    filling: Filling<T>,
}

/// The content of a row in one column.
pub enum Filled<'a> {
    /// A cell.
    Once(Cell<'a>),
    /// A cell for each locale. Locales that are not published have empty cells.
    ByLocale([(Locale, Cell<'a>); Locale::ALL.len()]),
}

impl<T> Column<T> {
    const fn once(name: &'static str, fill: for<'a> fn(&'a Site, Ref<T>) -> Cell<'a>) -> Self {
        Column { name, filling: Filling::Once(fill) }
    }

    const fn by_locale(name: &'static str, fill: for<'a> fn(&'a Site, Ref<T>, Locale) -> Cell<'a>) -> Self {
        Column { name, filling: Filling::ByLocale(fill) }
    }

    /// Returns the headings of its columns in a table: `status`, or `title_sr_latn`, `title_sr_cyrl` and `title_en`.
    pub fn headings(&self) -> Vec<String> {
        match self.filling {
            Filling::Once(_) => vec![self.name.to_owned()],
            Filling::ByLocale(_) => Locale::ALL.map(|locale| heading(self.name, locale)).to_vec(),
        }
    }

    /// Returns the content of an entry's row in this column.
    pub fn fill<'a>(&self, site: &'a Site, at: Ref<T>) -> Filled<'a> {
        match self.filling {
            Filling::Once(fill) => Filled::Once(fill(site, at)),
            Filling::ByLocale(fill) => Filled::ByLocale(Locale::ALL.map(|locale| {
                let published = site.locales().contains(&locale);
                (locale, if published { fill(site, at, locale) } else { Cell::Empty })
            })),
        }
    }
}

/// Returns the heading of one locale's column. It has only letters, digits and underscores, which databases accept.
fn heading(name: &str, locale: Locale) -> String {
    format!("{name}_{}", locale.tag().to_lowercase().replace('-', "_"))
}

/// Returns the headings of a table.
pub fn headings<T>(columns: &[Column<T>]) -> Vec<String> {
    columns.iter().flat_map(Column::headings).collect()
}

/// Returns a row as a flat list of cells, one for each heading.
pub fn cells<'a, T>(columns: &[Column<T>], site: &'a Site, at: Ref<T>) -> Vec<Cell<'a>> {
    let mut cells = Vec::with_capacity(columns.len() * 2);
    for column in columns {
        match column.fill(site, at) {
            Filled::Once(cell) => cells.push(cell),
            Filled::ByLocale(by_locale) => cells.extend(by_locale.into_iter().map(|(_, cell)| cell)),
        }
    }
    cells
}

/// The description of a table for readers.
pub struct Description {
    /// The files that contain the table.
    pub files: &'static [DataFile],
    /// The columns: the name, and the headings in tables.
    pub columns: Vec<(&'static str, Vec<String>)>,
}

/// Returns the descriptions of all tables, in the order in which readers see them.
pub fn descriptions() -> [Description; 4] {
    fn columns<T>(columns: &[Column<T>]) -> Vec<(&'static str, Vec<String>)> {
        columns.iter().map(|column| (column.name, column.headings())).collect()
    }
    use DataFile::*;
    [
        Description { files: &[ActivitiesCsv, ActivitiesXlsx, ActivitiesJson], columns: columns(ACTIVITIES) },
        Description { files: &[ProjectsCsv], columns: columns(PROJECTS) },
        Description { files: &[MunicipalitiesCsv, MunicipalitiesGeoJson], columns: columns(MUNICIPALITIES) },
        Description { files: &[OrganisationsCsv], columns: columns(ORGANISATIONS) },
    ]
}

/// Makes a cell from a text of the content. It is empty if the text is not written in the locale's language.
fn text(text: &Text, locale: Locale) -> Cell<'_> {
    text.is_in(locale.language()).then(|| text.get(locale)).into()
}

fn optional_text(of: Option<&Text>, locale: Locale) -> Cell<'_> {
    of.map_or(Cell::Empty, |of| text(of, locale))
}

/// Returns the address of a page with scheme and host.
fn url(site: &Site, subject: Subject, locale: Locale) -> String {
    site.absolute(&site.subject_href(subject, locale))
}

fn ids<'a, T: Entity>(table: &'a Table<T>, list: &[Ref<T>]) -> Cell<'a> {
    Cell::List(list.iter().map(|at| table[*at].id().as_str()).collect())
}

fn start(period: Option<Period>) -> Cell<'static> {
    period.map(|period| period.start().to_string()).into()
}

fn end(period: Option<Period>) -> Cell<'static> {
    period.and_then(|period| period.end()).map(|end| end.to_string()).into()
}

/// Adds up the money of activities, each currency separately: `CHF 9000; EUR 18460`.
fn totals<'a>(
    site: &Site,
    activities: impl Iterator<Item = Ref<crate::content::catalogue::Activity>>,
) -> Cell<'a> {
    let spending = Spending::of(activities.map(|at| &site.catalogue.activities[at]));
    let sums: Vec<String> =
        spending.totals.iter().map(|sum| format!("{} {}", sum.currency.code(), sum.amount)).collect();
    if sums.is_empty() { Cell::Empty } else { Cell::Own(sums.join(SEPARATOR)) }
}

/// The separator between several values in one cell.
pub const SEPARATOR: &str = "; ";
