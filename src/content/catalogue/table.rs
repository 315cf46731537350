//! A table: all entries of one kind, which are found by their references.

use std::ops::Index;

use crate::base::id::Ref;

/// All entries of one kind, in the order of their ids, or all activities.
#[derive(Debug)]
pub struct Table<T>(pub(super) Vec<T>);

impl<T> Table<T> {
    pub(crate) fn new(items: Vec<T>) -> Self {
        Table(items)
    }

    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the items, each with the reference to it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ref<T>, &T)> + DoubleEndedIterator {
        self.0.iter().enumerate().map(|(index, item)| (Ref::new(index), item))
    }

    /// Iterates over the references only.
    pub fn refs(&self) -> impl ExactSizeIterator<Item = Ref<T>> + use<T> {
        (0..self.0.len()).map(Ref::new)
    }
}

impl<T> Index<Ref<T>> for Table<T> {
    type Output = T;

    fn index(&self, at: Ref<T>) -> &T {
        &self.0[at.index()]
    }
}

impl<T> IntoIterator for Table<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
