//! The entries that texts link to.

use crate::base::id::Kind;

/// The entries that a text links to, of the kinds that must be used somewhere.
#[derive(Default)]
pub(super) struct Linked(pub(super) Vec<(Kind, String)>);
