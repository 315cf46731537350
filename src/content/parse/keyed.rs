//! Groups whose keys are ids or other names.

use std::marker::PhantomData;

use super::decode::{Decode, wrong_type};
use super::fields::report_duplicates;
use super::limits::is_short;
use super::node::Node;
use super::shape::Shape;
use super::written::{EntryIds, Sort};
use crate::base::problem::{Placed, Problems};

/// The entries of a group, in their order. Keys are ids, or names of the format `K`.
#[derive(Clone, Debug)]
pub struct Keyed<T, K = EntryIds>(pub Vec<(Placed<String>, T)>, PhantomData<fn() -> K>);

impl<T, K> Default for Keyed<T, K> {
    fn default() -> Self {
        Keyed(Vec::new(), PhantomData)
    }
}

impl<T: Decode, K: Sort> Decode for Keyed<T, K> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::Map(entries) => {
                report_duplicates(&entries, problems);
                let decode = |(key, value): (Placed<String>, _)| {
                    let value = T::decode(value, problems)?;
                    is_short(&key.value, &key.place, problems).then_some((key, value))
                };
                Some(Keyed(entries.into_iter().filter_map(decode).collect(), PhantomData))
            }
            _ => wrong_type(
                &node,
                "a group of records",
                "write one id per line, followed by `:` and its keys",
                problems,
            ),
        }
    }

    fn shape() -> Shape {
        Shape::Keyed(Box::new(K::shape()), Box::new(T::shape()))
    }
}
