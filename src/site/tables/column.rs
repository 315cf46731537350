//! A column of a table: its name, what its values are, and how it is filled.

use super::{Cell, by_locale, fill_detail};
use crate::base::id::{Kind, Ref};
use crate::base::language::Locale;
use crate::content::catalogue::{Detail, Spending};
use crate::content::parse::{DetailKey, Numbers, Shape};
use crate::site::route::Site;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text for people.
    Text,
    /// A keyword or code.
    Code,
    /// The id of the entry of the row.
    Id,
    /// The id of an entry of this kind.
    Reference(Kind),
    /// A date, as precise as it is known.
    Date,
    /// A day, or a time on it.
    Deadline,
    /// A number of things.
    Count,
    /// A number, an amount of money or degrees.
    Number,
    /// An address on the web.
    Address,
}

/// The unit of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// This code or sign.
    Sign(&'static str),
    /// The one in another column of the row.
    Column(&'static str),
}

/// How a column is filled from the entry of a row.
enum Filling<T: 'static> {
    /// One cell for each row.
    Once(for<'a> fn(&'a Site, Ref<T>) -> Cell<'a>),
    /// One cell for each locale.
    ByLocale(for<'a> fn(&'a Site, Ref<T>, Locale) -> Cell<'a>),
    /// The values of a detail, by locale if they are texts.
    Detail(bool, for<'a> fn(&'a Site, Ref<T>) -> &'a [Detail]),
    /// The sums of money, by currency.
    Totals(fn(&Site, Ref<T>) -> Spending),
    /// The sum of money in the currency with this code.
    Total(&'static str, fn(&Site, Ref<T>) -> Spending),
}

/// A column of a table, or one for each locale.
pub struct Column<T: 'static> {
    /// The heading in tables and the key in JSON. A name means the same in every table.
    pub name: &'static str,
    filling: Filling<T>,
    value: Value,
    is_list: bool,
    unit: Option<Unit>,
}

/// What a column contains, whatever the rows of its table are.
pub struct ColumnFacts {
    /// The heading in tables, without a locale.
    pub name: &'static str,
    /// The message that describes it.
    pub message: String,
    /// Its headings in tables: one, or one for each locale.
    pub headings: Vec<(String, Option<Locale>)>,
    /// What its values are.
    pub value: Value,
    /// Whether a cell may have several values.
    pub is_list: bool,
    /// The unit of its values.
    pub unit: Option<Unit>,
}

/// The content of a row in one column.
pub enum Filled<'a> {
    /// A cell.
    Once(Cell<'a>),
    /// A cell for each locale. Locales that are not published have empty cells.
    ByLocale([(Locale, Cell<'a>); Locale::ALL.len()]),
}

impl<T> Column<T> {
    const fn new(name: &'static str, filling: Filling<T>, value: Value) -> Self {
        Column { name, filling, value, is_list: false, unit: None }
    }

    /// Makes a column with a keyword in each row, unless [`Column::of`] says what its values are.
    pub(super) const fn once(name: &'static str, fill: for<'a> fn(&'a Site, Ref<T>) -> Cell<'a>) -> Self {
        Column::new(name, Filling::Once(fill), Value::Code)
    }

    /// Makes a column with a text in each locale, unless [`Column::of`] says what its values are.
    pub(super) const fn by_locale(
        name: &'static str,
        fill: for<'a> fn(&'a Site, Ref<T>, Locale) -> Cell<'a>,
    ) -> Self {
        Column::new(name, Filling::ByLocale(fill), Value::Text)
    }

    /// Makes the column of the sums of money by currency: `CHF 9000; EUR 18460`.
    pub(super) const fn totals(of: fn(&Site, Ref<T>) -> Spending) -> Self {
        Column::new("totals", Filling::Totals(of), Value::Code).list()
    }

    /// Makes the columns of the sums of money in the usual currencies.
    pub(super) const fn total(of: fn(&Site, Ref<T>) -> Spending) -> [Self; 3] {
        [
            Column::sum("total_eur", "EUR", of),
            Column::sum("total_chf", "CHF", of),
            Column::sum("total_rsd", "RSD", of),
        ]
    }

    const fn sum(name: &'static str, code: &'static str, of: fn(&Site, Ref<T>) -> Spending) -> Self {
        Column::new(name, Filling::Total(code, of), Value::Number).unit(Unit::Sign(code))
    }

    /// Makes a column of each detail that a record declares.
    pub(super) fn details(
        keys: &'static [DetailKey],
        of: for<'a> fn(&'a Site, Ref<T>) -> &'a [Detail],
    ) -> impl Iterator<Item = Self> {
        keys.iter().map(move |key| Column {
            is_list: key.is_list,
            ..Column::new(&key.name, Filling::Detail(key.is_text(), of), value_of(&key.shape))
        })
    }

    /// Says what its values are.
    pub(super) const fn of(mut self, value: Value) -> Self {
        self.value = value;
        self
    }

    /// Says that a cell may have several values.
    pub(super) const fn list(mut self) -> Self {
        self.is_list = true;
        self
    }

    /// Says in which unit its values are.
    pub(super) const fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Returns what it contains.
    pub(super) fn facts(&self) -> ColumnFacts {
        let start = match self.filling {
            Filling::Detail(..) => super::DETAIL,
            _ => "column-",
        };
        let headings = match self.filling {
            Filling::ByLocale(_) | Filling::Detail(true, _) => {
                Locale::ALL.map(|locale| (heading(self.name, locale), Some(locale))).to_vec()
            }
            _ => vec![(self.name.to_owned(), None)],
        };
        ColumnFacts {
            name: self.name,
            message: format!("{start}{}", self.name.replace('_', "-")),
            headings,
            value: self.value,
            is_list: self.is_list,
            unit: self.unit,
        }
    }

    /// Returns the content of an entry's row in this column.
    pub fn fill<'a>(&self, site: &'a Site, at: Ref<T>) -> Filled<'a> {
        match self.filling {
            Filling::Once(fill) => Filled::Once(fill(site, at)),
            Filling::ByLocale(fill) => by_locale(site, |locale| fill(site, at, locale)),
            Filling::Detail(is_text, of) => fill_detail(site, of(site, at), self.name, is_text),
            Filling::Totals(of) => Filled::Once(totals(&of(site, at))),
            Filling::Total(code, of) => Filled::Once(total(&of(site, at), code)),
        }
    }
}

/// Returns what the values of a detail are, by the way in which they are written.
fn value_of(shape: &Shape) -> Value {
    match shape {
        Shape::Words | Shape::MarkedWords => Value::Text,
        Shape::Scalar(scalar) => match (scalar.refers_to, scalar.name.as_str()) {
            (Some(kind), _) => Value::Reference(kind),
            (None, "date") => Value::Date,
            (None, "address") => Value::Address,
            (None, _) if scalar.pattern.is_none() && scalar.numbers != Numbers::None => Value::Count,
            _ => Value::Code,
        },
        _ => Value::Code,
    }
}

/// Writes sums of money, each currency separately.
fn totals(spending: &Spending) -> Cell<'static> {
    let sums = spending.totals.iter().map(|sum| format!("{} {}", sum.currency.code(), sum.amount));
    let sums: Vec<Cell<'_>> = sums.map(Cell::Own).collect();
    if sums.is_empty() { Cell::Empty } else { Cell::Own(Cell::Several(sums).text().into_owned()) }
}

fn total(spending: &Spending, code: &str) -> Cell<'static> {
    let sum = spending.totals.iter().find(|sum| sum.currency.code() == code);
    sum.map_or(Cell::Empty, |sum| Cell::Amount(sum.amount))
}

/// Returns the heading of one locale's column. It has only letters, digits and underscores, which databases accept.
fn heading(name: &str, locale: Locale) -> String {
    format!("{name}_{}", locale.tag().to_lowercase().replace('-', "_"))
}
