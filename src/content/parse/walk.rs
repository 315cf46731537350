//! Visits the values of a record. The code comes from the record's declaration, so no field can be forgotten.

use std::fmt;

use super::keyed::Keyed;
use super::leaf::Leaf;
use super::scalars::{Count, Degrees, Sdg};
use super::shape::Key;
use super::words::{MarkedWords, SharedWords, Words};
use super::written::{Sort, Written};
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::money::{Amount, Currency};
use crate::base::problem::Placed;
use crate::base::quantity::Quantity;

/// The keys that lead to a value: `activities.municipality`.
#[derive(Default)]
pub struct FieldPath(Vec<&'static Key>);

impl FieldPath {
    /// Returns whether the value is a detail of the record, or part of one.
    pub fn is_detail(&self) -> bool {
        self.0.first().is_some_and(|key| key.is_detail)
    }

    /// Returns the keys as one name: `contact_email`.
    pub fn joined(&self) -> String {
        self.0.iter().map(|key| key.name).collect::<Vec<_>>().join("_")
    }

    /// Returns the number of keys.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// Returns the key of the record.
    pub fn first(&self) -> Option<&'static Key> {
        self.0.first().copied()
    }

    /// Returns the key of the value itself.
    pub fn last(&self) -> Option<&'static Key> {
        self.0.last().copied()
    }

    pub(super) fn push(&mut self, key: &'static Key) {
        self.0.push(key);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "." })?;
            f.write_str(key.name)?;
        }
        Ok(())
    }
}

/// A function that is called for each text.
pub type Visit<'v, 'a> = dyn FnMut(&FieldPath, Leaf<'a>) + 'v;

/// A value whose texts can be visited, in the order in which its fields are declared.
pub trait Walk {
    /// Visits every text. `path` contains the keys that lead to this value.
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>);

    /// Visits every text of a record.
    fn each_text<'a>(&'a self, visit: &mut Visit<'_, 'a>) {
        self.walk(&mut FieldPath::default(), visit);
    }
}

/// A single value with one place in a file.
pub trait Value: Sized {
    /// Returns the value as a text to visit, if it is one.
    fn leaf(_: &Placed<Self>) -> Option<Leaf<'_>> {
        None
    }
}

impl Value for String {
    fn leaf(text: &Placed<String>) -> Option<Leaf<'_>> {
        Some(Leaf::Text(text))
    }
}

impl Value for Words {
    fn leaf(words: &Placed<Words>) -> Option<Leaf<'_>> {
        Some(Leaf::Words(words))
    }
}

impl Value for PartialDate {
    fn leaf(date: &Placed<PartialDate>) -> Option<Leaf<'_>> {
        Some(Leaf::Date(date.value))
    }
}

impl Value for Count {
    fn leaf(count: &Placed<Count>) -> Option<Leaf<'_>> {
        Some(Leaf::Count(count.value.0))
    }
}

impl Value for Amount {
    fn leaf(amount: &Placed<Amount>) -> Option<Leaf<'_>> {
        Some(Leaf::Units(amount.value.hundredths() / 100))
    }
}

impl Value for Quantity {
    fn leaf(quantity: &Placed<Quantity>) -> Option<Leaf<'_>> {
        Some(Leaf::Units(quantity.value.thousandths().unsigned_abs() / 1000))
    }
}

impl Value for Deadline {}
impl Value for Currency {}
impl Value for Sdg {}
impl<A> Value for Degrees<A> {}

impl<T: Value> Walk for Placed<T> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        if let Some(leaf) = T::leaf(self) {
            visit(path, leaf);
        }
    }
}

impl<S: Sort> Walk for Written<S> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        visit(path, S::leaf(self));
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        self.iter().for_each(|value| value.walk(path, visit));
    }
}

impl<T: Walk> Walk for Vec<T> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        self.iter().for_each(|value| value.walk(path, visit));
    }
}

impl<T: Walk, K> Walk for Keyed<T, K> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        self.0.iter().for_each(|(_, value)| value.walk(path, visit));
    }
}

impl Walk for MarkedWords {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        visit(path, Leaf::Marked(&self.0));
    }
}

impl Walk for SharedWords {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        match &self.once {
            Some(text) => visit(path, Leaf::Text(text)),
            None => self.words.walk(path, visit),
        }
    }
}
