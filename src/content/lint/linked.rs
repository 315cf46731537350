//! The entries that texts link to.

use crate::base::id::Kind;
use crate::base::problem::Place;

/// The entries to which the texts of a part link.
#[derive(Default)]
pub(super) struct Linked {
    /// Those of the kinds that must be used somewhere.
    pub(super) used: Vec<(Kind, String)>,
    /// The links to municipalities.
    pub(super) municipalities: Vec<LinkedPlace>,
}

/// A link to a municipality.
pub(super) struct LinkedPlace {
    /// The id of the municipality.
    pub(super) id: String,
    /// The words of the link.
    pub(super) words: String,
    /// The place of the destination.
    pub(super) place: Place,
}
