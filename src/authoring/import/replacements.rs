//! The replacements that a mapping makes for the values of a sheet.

use std::collections::{BTreeMap, HashMap};

use crate::content::called::key;
use crate::content::parse::{Column, Mapping, Replacement};

/// The replacements of a mapping, by column.
pub(super) struct Replacements<'a>(BTreeMap<Column, OfColumn<'a>>);

/// The first replacement for each value of a column, as it is written and by its key.
#[derive(Default)]
struct OfColumn<'a> {
    by_value: HashMap<&'a str, &'a str>,
    by_key: HashMap<String, &'a str>,
}

impl<'a> Replacements<'a> {
    pub(super) fn of(mapping: &'a Mapping) -> Self {
        Replacements(mapping.values.iter().map(|(column, list)| (*column, OfColumn::of(list))).collect())
    }

    /// Returns what a value of a column means, if the mapping says so for it or for the same words.
    pub(super) fn get(&self, column: Column, value: &str) -> Option<&'a str> {
        let column = self.0.get(&column)?;
        column.by_value.get(value).or_else(|| column.by_key.get(&key(value))).copied()
    }
}

impl<'a> OfColumn<'a> {
    fn of(list: &'a [Replacement]) -> Self {
        let mut column = OfColumn::default();
        for (written, meant) in list {
            let (written, meant) = (written.value.as_str(), meant.value.as_str());
            column.by_value.entry(written).or_insert(meant);
            // Texts without letters or digits have no key to compare.
            let key = key(written);
            if !key.is_empty() {
                column.by_key.entry(key).or_insert(meant);
            }
        }
        column
    }
}
