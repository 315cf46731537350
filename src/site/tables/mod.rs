//! The tables of open data and their columns. All files that contain a table, and the data dictionary on the site, are
//! made from these lists, so they cannot disagree.

mod activities;
mod column;
mod details;
mod districts;
mod documents;
mod indicators;
mod money;
mod municipalities;
mod organisations;
mod posts;
mod programmes;
mod projects;

pub use activities::ACTIVITIES;
pub use column::{Column, ColumnFacts, Filled, Unit, Value};
pub use details::fill as fill_detail;
pub use districts::DISTRICTS;
use documents::DOCUMENTS;
pub use documents::file_url;
pub use municipalities::MUNICIPALITIES;

use indicators::INDICATORS;
use money::MONEY;
use organisations::ORGANISATIONS;
use posts::POSTS;
use programmes::PROGRAMMES;
use projects::PROJECTS;

use std::borrow::Cow;

use crate::base::date::Period;
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::Locale;
use crate::base::money::Amount;
use crate::content::catalogue::{Activity, Catalogue, DataFile, Entity, Spending, Subject, Table, Text};
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

/// Makes a cell for each locale, empty for those that are not published.
fn by_locale<'a>(site: &Site, fill: impl Fn(Locale) -> Cell<'a>) -> Filled<'a> {
    Filled::ByLocale(Locale::ALL.map(|locale| {
        let is_published = site.locales().contains(&locale);
        (locale, if is_published { fill(locale) } else { Cell::Empty })
    }))
}

/// Returns the headings of a table.
pub fn headings<T>(columns: &[Column<T>]) -> Vec<String> {
    columns.iter().flat_map(|column| column.facts().headings).map(|(heading, _)| heading).collect()
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

/// A table of open data, whatever its rows are.
pub struct Description {
    /// The files that contain the table.
    pub files: &'static [DataFile],
    /// Its columns.
    pub columns: Vec<ColumnFacts>,
    /// The columns that tell a row from the others, if there are such columns.
    pub key: &'static [&'static str],
    /// The kind of entries that are its rows, if they are entries.
    pub kind: Option<Kind>,
    rows: fn(&Catalogue) -> usize,
    cells: for<'a> fn(&'a Site, usize) -> Vec<Cell<'a>>,
}

impl Description {
    /// Returns the table that a file contains, if it contains one.
    pub fn of(file: DataFile) -> Option<Description> {
        descriptions().into_iter().find(|table| table.files.contains(&file))
    }

    /// Returns the heading of each cell of a row.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().flat_map(|column| &column.headings).map(|(heading, _)| heading.as_str())
    }

    /// Returns the number of its rows.
    pub fn rows(&self, site: &Site) -> usize {
        (self.rows)(&site.catalogue)
    }

    /// Returns the cells of a row, one for each heading.
    pub fn cells<'a>(&self, site: &'a Site, row: usize) -> Vec<Cell<'a>> {
        (self.cells)(site, row)
    }
}

/// Declares the tables: their columns, the entries of their rows, the column that tells these apart and their kind, and
/// the files.
macro_rules! tables {
    ($( $columns:ident of $entries:ident $(by $key:literal, each a $kind:ident,)? in [$($file:ident),+]; )*) => {
        /// Returns the descriptions of all tables, in the order in which readers see them.
        pub fn descriptions() -> Vec<Description> {
            vec![$( Description {
                files: &[$( DataFile::$file ),+],
                columns: $columns.iter().map(Column::facts).collect(),
                key: &[$( $key )?],
                kind: [$( Some(Kind::$kind), )? None][0],
                rows: |catalogue| catalogue.$entries.len(),
                cells: |site, row| cells(&$columns, site, Ref::new(row)),
            } ),*]
        }
    };
}

tables! {
    ACTIVITIES of activities in [ActivitiesXlsx, ActivitiesCsv, ActivitiesJson];
    PROGRAMMES of programmes by "id", each a Programme, in [ProgrammesXlsx, ProgrammesCsv];
    MONEY of programme_years in [MoneyXlsx, MoneyCsv];
    PROJECTS of projects by "id", each a Project, in [ProjectsXlsx, ProjectsCsv];
    INDICATORS of indicators in [IndicatorsXlsx, IndicatorsCsv];
    MUNICIPALITIES of municipalities by "id", each a Municipality, in [MunicipalitiesXlsx, MunicipalitiesCsv, MunicipalitiesGeoJson];
    DISTRICTS of districts by "id", each a District, in [DistrictsGeoJson];
    ORGANISATIONS of organisations by "id", each a Organisation, in [OrganisationsXlsx, OrganisationsCsv];
    DOCUMENTS of documents by "id", each a Document, in [DocumentsXlsx, DocumentsCsv];
    POSTS of posts by "id", each a Post, in [PostsXlsx, PostsCsv];
}

/// Returns the number of projects to which activities belong. The activities of a project must follow each other.
fn project_count(site: &Site, activities: &[Ref<Activity>]) -> usize {
    let project = |at: &Ref<Activity>| site.catalogue.activities[*at].project;
    activities.chunk_by(|a, b| project(a) == project(b)).count()
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

/// Adds up the money of activities.
fn spending(site: &Site, activities: impl Iterator<Item = Ref<Activity>>) -> Spending {
    Spending::of(&site.catalogue, activities.map(|at| &site.catalogue.activities[at]))
}

/// Makes a cell of the former ids of an entry.
fn former_ids(site: &Site, subject: Subject) -> Cell<'_> {
    Cell::List(site.catalogue.former_ids(subject).iter().map(Id::as_str).collect())
}

/// Makes a cell of the names of entries, one for each id. A name that is missing in the language is given in the other.
fn names<'a>(texts: impl Iterator<Item = &'a Text>, locale: Locale) -> Cell<'a> {
    Cell::List(texts.map(|name| name.get(locale)).collect())
}

/// The beginning of the names of messages that are labels of details.
pub const DETAIL: &str = "detail-";

/// The separator between several values in one cell.
pub const SEPARATOR: &str = "; ";
