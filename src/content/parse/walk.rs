//! Visits the texts of a record. The code comes from the record's declaration, so no field can be forgotten.

use std::fmt;

use super::keyed::Keyed;
use super::scalars::{Degrees, Digits, Sdg};
use super::shape::Key;
use super::words::Words;
use super::written::{Sort, Written};
use crate::base::date::PartialDate;
use crate::base::id::Kind;
use crate::base::money::{Amount, Currency};
use crate::base::problem::Placed;

/// A text that is visited.
#[derive(Clone, Copy)]
pub enum Leaf<'a> {
    /// A text in both languages.
    Words(&'a Placed<Words>),
    /// A reference by id to an entry of this kind.
    Reference(Kind, &'a Placed<String>),
    /// Any other text.
    Text(&'a Placed<String>),
}

/// The keys that lead to a value: `activities.municipality`.
#[derive(Default)]
pub struct FieldPath(Vec<&'static Key>);

impl FieldPath {
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

impl Value for Amount {}
impl Value for Currency {}
impl Value for PartialDate {}
impl Value for Sdg {}
impl<A> Value for Degrees<A> {}

impl<T: Value> Walk for Placed<T> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        if let Some(leaf) = T::leaf(self) {
            visit(path, leaf);
        }
    }
}

impl<const N: usize> Walk for Digits<N> {
    fn walk<'a>(&'a self, _: &mut FieldPath, _: &mut Visit<'_, 'a>) {}
}

impl<S: Sort> Walk for Written<S> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        visit(path, S::REFERS_TO.map_or(Leaf::Text(self), |kind| Leaf::Reference(kind, self)));
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

/// Standing pages have no facts.
impl Walk for () {
    fn walk<'a>(&'a self, _: &mut FieldPath, _: &mut Visit<'_, 'a>) {}
}
