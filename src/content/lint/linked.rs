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
    /// The links to entries that are no places.
    pub(super) entries: Vec<LinkedEntry>,
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

/// A link to an entry.
pub(super) struct LinkedEntry {
    pub(super) kind: Kind,
    /// The id of the entry.
    pub(super) id: String,
    /// The words of the link.
    pub(super) words: String,
    /// The place of the destination.
    pub(super) place: Place,
}
