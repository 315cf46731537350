//! The tables of open data and their columns. All files that contain a table, and the data dictionary on the site, are
//! made from these lists, so they cannot disagree.

mod activities;
mod details;
mod districts;
mod documents;
mod indicators;
mod municipalities;
mod organisations;
mod posts;
mod projects;

pub use activities::ACTIVITIES;
pub use details::fill as fill_detail;
pub use districts::DISTRICTS;
pub use documents::{DOCUMENTS, file_url};
pub use indicators::INDICATORS;
pub use municipalities::MUNICIPALITIES;
pub use organisations::ORGANISATIONS;
pub use posts::POSTS;
pub use projects::PROJECTS;

use std::borrow::Cow;

use crate::base::date::Period;
use crate::base::id::{Id, Ref};
use crate::base::language::Locale;
use crate::base::money::Amount;
use crate::content::catalogue::{DataFile, Detail, Entity, Spending, Subject, Table, Text};
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
    /// Several cells.
    Several(Vec<Cell<'a>>),
    /// Money in the currency of the row.
    Amount(Amount),
    /// Degrees of latitude or longitude.
    Degrees(f64),
}

impl Cell<'_> {
    /// Returns it as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Own(text) => Cow::Borrowed(text),
            Cell::List(list) => Cow::Owned(list.join(SEPARATOR)),
            Cell::Several(cells) => {
                Cow::Owned(cells.iter().map(Cell::text).collect::<Vec<_>>().join(SEPARATOR))
            }
            Cell::Count(count) => Cow::Owned(count.to_string()),
            Cell::Amount(amount) => Cow::Owned(amount.to_string()),
            Cell::Degrees(degrees) => Cow::Owned(degrees.to_string()),
        }
    }
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
    /// The values of a detail, by locale if they are texts.
    Detail(bool, for<'a> fn(&'a Site, Ref<T>) -> &'a [Detail]),
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
            Filling::Once(_) | Filling::Detail(false, _) => vec![self.name.to_owned()],
            Filling::ByLocale(_) | Filling::Detail(true, _) => {
                Locale::ALL.map(|locale| heading(self.name, locale)).to_vec()
            }
        }
    }

    /// Returns the name of the message that describes it.
    fn message(&self) -> String {
        let start = match self.filling {
            Filling::Once(_) | Filling::ByLocale(_) => "column-",
            Filling::Detail(..) => DETAIL,
        };
        format!("{start}{}", self.name.replace('_', "-"))
    }

    /// Returns the content of an entry's row in this column.
    pub fn fill<'a>(&self, site: &'a Site, at: Ref<T>) -> Filled<'a> {
        match self.filling {
            Filling::Once(fill) => Filled::Once(fill(site, at)),
            Filling::ByLocale(fill) => by_locale(site, |locale| fill(site, at, locale)),
            Filling::Detail(is_text, of) => fill_detail(site, of(site, at), self.name, is_text),
        }
    }
}

/// Makes a cell for each locale, empty for those that are not published.
fn by_locale<'a>(site: &Site, fill: impl Fn(Locale) -> Cell<'a>) -> Filled<'a> {
    Filled::ByLocale(Locale::ALL.map(|locale| {
        let is_published = site.locales().contains(&locale);
        (locale, if is_published { fill(locale) } else { Cell::Empty })
    }))
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
    /// The columns: the message that describes them, and the headings in tables.
    pub columns: Vec<(String, Vec<String>)>,
}

/// Returns the descriptions of all tables, in the order in which readers see them.
pub fn descriptions() -> [Description; 8] {
    fn columns<T>(columns: &[Column<T>]) -> Vec<(String, Vec<String>)> {
        columns.iter().map(|column| (column.message(), column.headings())).collect()
    }
    use DataFile::*;
    [
        Description { files: &[ActivitiesCsv, ActivitiesXlsx, ActivitiesJson], columns: columns(ACTIVITIES) },
        Description { files: &[ProjectsCsv], columns: columns(&PROJECTS) },
        Description { files: &[IndicatorsCsv], columns: columns(INDICATORS) },
        Description { files: &[MunicipalitiesCsv, MunicipalitiesGeoJson], columns: columns(&MUNICIPALITIES) },
        Description { files: &[DistrictsGeoJson], columns: columns(DISTRICTS) },
        Description { files: &[OrganisationsCsv], columns: columns(&ORGANISATIONS) },
        Description { files: &[DocumentsCsv], columns: columns(DOCUMENTS) },
        Description { files: &[PostsCsv], columns: columns(POSTS) },
    ]
}

/// Makes a cell of values of which there is usually one. Several make a list, in which those that are not
/// known are empty.
fn one_or_more<'a>(cells: impl ExactSizeIterator<Item = Cell<'a>>) -> Cell<'a> {
    let mut cells: Vec<Cell<'a>> = cells.collect();
    match cells.len() {
        1 => cells.remove(0),
        _ if cells.iter().all(|cell| *cell == Cell::Empty) => Cell::Empty,
        _ => Cell::Several(cells),
    }
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
    let spending = Spending::of(&site.catalogue, activities.map(|at| &site.catalogue.activities[at]));
    let sums: Vec<String> =
        spending.totals.iter().map(|sum| format!("{} {}", sum.currency.code(), sum.amount)).collect();
    if sums.is_empty() { Cell::Empty } else { Cell::Own(sums.join(SEPARATOR)) }
}

/// The beginning of the names of messages that are labels of details.
pub const DETAIL: &str = "detail-";

/// The separator between several values in one cell.
pub const SEPARATOR: &str = "; ";
