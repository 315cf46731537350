//! The whole content, with what its parts say.

use super::copies::Copied;
use super::linked::Linked;
use super::place_names::PlaceNames;
use super::said::Said;
use crate::content::parse::Records;

/// The whole content, for rules that must see everything at once.
pub(super) struct Content<'a> {
    /// The records, as authored.
    pub(super) records: &'a Records,
    /// The entries that texts link to.
    pub(super) linked: Vec<&'a Linked>,
    /// What texts say that facts say too.
    pub(super) said: Vec<&'a Said>,
    /// The activities that were copied from another one.
    pub(super) copies: Vec<Copied<'a>>,
    /// The names of the municipalities.
    pub(super) places: &'a PlaceNames,
}
