//! Values that can be written in a short and in a long form.

use super::decode::{Decode, wrong_value};
use super::node::Node;
use super::shape::Shape;
use super::walk::{FieldPath, Visit, Walk};
use crate::base::problem::{Placed, Problems};

/// One value, or a list of values.
#[derive(Clone, Debug)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<T: Decode> Decode for OneOrMore<T> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::List(items) if items.is_empty() => wrong_value(
                node.place,
                "this list is empty".to_owned(),
                "write at least one value, or remove the key if it is not required",
                problems,
            ),
            Node::List(_) => Vec::decode(node, problems).map(OneOrMore),
            _ => T::decode(node, problems).map(|one| OneOrMore(vec![one])),
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(T::shape()), Box::new(Shape::List(Box::new(T::shape()))))
    }
}

impl<T: Walk> Walk for OneOrMore<T> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        self.0.walk(path, visit);
    }
}

/// A value in a short form, or in a long one that is a group of keys.
#[derive(Clone, Debug)]
pub enum ShortOrLong<S, L> {
    /// The short form.
    Short(S),
    /// The group of keys.
    Long(Box<L>),
}

impl<S: Decode, L: Decode> Decode for ShortOrLong<S, L> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::Map(_) => L::decode(node, problems).map(|long| ShortOrLong::Long(Box::new(long))),
            _ => S::decode(node, problems).map(ShortOrLong::Short),
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(S::shape()), Box::new(L::shape()))
    }
}

impl<S: Walk, L: Walk> Walk for ShortOrLong<S, L> {
    fn walk<'a>(&'a self, path: &mut FieldPath, visit: &mut Visit<'_, 'a>) {
        match self {
            ShortOrLong::Short(short) => short.walk(path, visit),
            ShortOrLong::Long(long) => long.walk(path, visit),
        }
    }
}
