//! Rows of tables as JSON objects: a key for each column, with the locales of a text below it.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::id::Ref;
use crate::money::Amount;
use crate::route::Site;
use crate::tables::{Cell, Column, Filled};

/// The row of an entry.
pub(super) struct Row<'a, T: 'static> {
    pub(super) columns: &'static [Column<T>],
    pub(super) site: &'a Site,
    pub(super) at: Ref<T>,
}

impl<T> Serialize for Row<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            match column.fill(self.site, self.at) {
                Filled::Once(cell) => row.serialize_entry(column.name, &Value(&cell))?,
                Filled::ByLocale(cells) => {
                    let written = cells.iter().filter(|(_, cell)| *cell != Cell::Empty);
                    let written = written.map(|(locale, cell)| (locale.tag(), Value(cell)));
                    row.serialize_entry(column.name, &Object(written.collect()))?;
                }
            }
        }
        row.end()
    }
}

/// Pairs in their order.
struct Object<'a>(Vec<(&'static str, Value<'a>)>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

struct Value<'a>(&'a Cell<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Own(text) => serializer.serialize_str(text),
            Cell::List(list) => serializer.collect_seq(list),
            Cell::Count(count) => count.serialize(serializer),
            Cell::Amount(of) => amount(*of).serialize(serializer),
            Cell::Degrees(degrees) => serializer.serialize_f64(*degrees),
        }
    }
}

/// Whole units as whole numbers, others with their decimals.
pub(super) fn amount(amount: Amount) -> serde_json::Value {
    match (amount.hundredths() / 100, amount.hundredths() % 100) {
        (units, 0) => units.into(),
        _ => amount.to_string().parse::<f64>().map_or(serde_json::Value::Null, serde_json::Value::from),
    }
}
