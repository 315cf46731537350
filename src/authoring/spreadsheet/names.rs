//! The names of entries, for people who read ids, and the ids, for people who write names.

use crate::authoring::draft::Known;
use crate::base::id::Kind;
use crate::content::called::{self, Meaning};
use crate::content::parse::Records;

/// The entries of a catalogue by their names and ids.
pub(super) struct Names {
    known: Known,
    called: called::Names,
}

impl Names {
    pub(super) fn new(records: &Records) -> Self {
        Names { known: Known::new(records), called: called::Names::new(records) }
    }

    /// Returns the ids of all entries of a kind.
    pub(super) fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.known.of(kind).iter().map(|choice| choice.id.as_str())
    }

    /// Returns the name of an entry; empty if it is not known.
    pub(super) fn name(&self, kind: Kind, id: &str) -> &str {
        let choices = self.known.of(kind);
        let at = choices.binary_search_by(|choice| choice.id.as_str().cmp(id));
        at.map_or("", |at| &choices[at].name)
    }

    /// Returns the id of the entry that a text names, by its id or by a name that no other entry has.
    pub(super) fn id(&self, kind: Kind, text: &str) -> Option<String> {
        match self.called.find(kind, text, "") {
            Meaning::One(id) => Some(id),
            Meaning::Several(_) | Meaning::Nothing => None,
        }
    }

    /// Returns whether two texts are the same name, in any script and case.
    pub(super) fn are_same(one: &str, other: &str) -> bool {
        let (one, other) = (called::key(one), called::key(other));
        !one.is_empty() && one == other
    }
}
