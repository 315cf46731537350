//! JSON that is serialised directly, without building a tree in memory: objects, texts by locale, and rows of tables
//! with a key for each column.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::base::id::Ref;
use crate::base::money::Amount;
use crate::content::catalogue::Detail;
use crate::content::parse::DetailKey;
use crate::site::route::Site;
use crate::site::tables::{Cell, Column, Filled, fill_detail};

/// A row of a table as an object.
pub(super) struct Row<'a, T: 'static> {
    pub(super) columns: &'static [Column<T>],
    pub(super) site: &'a Site,
    pub(super) at: Ref<T>,
}

impl<T> Serialize for Row<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            write(column.name, &column.fill(self.site, self.at), &mut row)?;
        }
        row.end()
    }
}

fn write<M: SerializeMap>(name: &str, filled: &Filled<'_>, object: &mut M) -> Result<(), M::Error> {
    match filled {
        Filled::Once(cell) => object.serialize_entry(name, &Value(cell)),
        Filled::ByLocale(cells) => {
            let written = cells.iter().filter(|(_, cell)| *cell != Cell::Empty);
            let written = written.map(|(locale, cell)| (locale.tag(), Value(cell)));
            object.serialize_entry(name, &ByLocale(written.collect()))
        }
    }
}

/// Values by the tags of their locales.
pub(super) struct ByLocale<T>(pub(super) Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for ByLocale<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(tag, value)| (tag, value)))
    }
}

/// Makes an object that keeps the order of its keys: `object!({ "id": id, "name": name })`.
macro_rules! object {
    ({ $($fields:tt)* }) => { $crate::export::json::Object(object!(@ $($fields)*)) };
    (@) => { () };
    (@ ..$rest:expr) => { $rest };
    (@ $key:literal: $value:expr $(, $($fields:tt)*)?) => {
        $crate::export::json::Field($key, $value, object!(@ $($($fields)*)?))
    };
}
pub(super) use object;

pub(super) struct Object<F>(pub(super) F);

/// The first field of an object, followed by the others.
pub(super) struct Field<V, F>(pub(super) &'static str, pub(super) V, pub(super) F);

pub(super) trait Fields {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;
}

impl Fields for () {
    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<F: Fields> Fields for Option<F> {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|fields| fields.write(object))
    }
}

/// The details of an entry, the last fields of its object.
pub(super) struct Details<'a> {
    pub(super) keys: &'static [DetailKey],
    pub(super) site: &'a Site,
    pub(super) details: &'a [Detail],
}

impl Fields for Details<'_> {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        self.keys.iter().try_for_each(|key| {
            write(&key.name, &fill_detail(self.site, self.details, &key.name, key.is_text()), object)
        })
    }
}

impl<V: Serialize, F: Fields> Fields for Field<V, F> {
    fn write<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        let Field(key, value, others) = self;
        object.serialize_entry(key, value)?;
        others.write(object)
    }
}

impl<F: Fields> Serialize for Object<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        self.0.write(&mut object)?;
        object.end()
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
            Cell::Several(cells) => serializer.collect_seq(cells.iter().map(Value)),
            Cell::Count(count) => count.serialize(serializer),
            Cell::Amount(of) => amount(*of).serialize(serializer),
            Cell::Degrees(degrees) => serializer.serialize_f64(*degrees),
        }
    }
}

/// Makes a number of an amount: whole units as integers, other amounts with decimals.
pub(super) fn amount(amount: Amount) -> serde_json::Value {
    match (amount.hundredths() / 100, amount.hundredths() % 100) {
        (units, 0) => units.into(),
        _ => amount.to_string().parse::<f64>().map_or(serde_json::Value::Null, serde_json::Value::from),
    }
}
