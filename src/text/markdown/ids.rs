//! Gives the headings and notes of a text ids that are unique on their page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pulldown_cmark::CowStr;

use crate::text::language::{in_latin, slug};

/// Returns the id of a footnote, made from its label and unique on the page, and that of the place that refers to it.
pub(super) fn footnote_id<'a>(
    label: &str,
    footnotes: &mut BTreeMap<String, String>,
    ids: &mut Ids<'_>,
) -> CowStr<'a> {
    let both = footnotes.entry(label.to_owned()).or_insert_with(|| {
        let id = ids.unused(&format!("note-{}", slug(&in_latin(label))));
        format!("{id} {}", ids.unused(&format!("{id}-back")))
    });
    both.clone().into()
}

/// The ids that a page gives to its own parts. Headings and notes cannot have them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The ids that every page uses.
    common: &'static [&'static str],
    /// The ids that all pages of a kind use. There is one set for all of them.
    of_kind: Arc<BTreeSet<String>>,
    own: BTreeSet<String>,
}

impl Taken {
    /// Collects the ids that every page uses and those of this page only.
    pub fn new(common: &'static [&'static str], own: impl Iterator<Item = String>) -> Self {
        Taken { common, of_kind: Arc::default(), own: own.collect() }
    }

    /// Adds the ids that all pages of a kind use.
    pub fn with(self, of_kind: &Arc<BTreeSet<String>>) -> Self {
        Taken { of_kind: Arc::clone(of_kind), ..self }
    }

    /// Returns whether the page uses an id.
    pub fn contains(&self, id: &str) -> bool {
        self.common.contains(&id) || self.of_kind.contains(id) || self.own.contains(id)
    }
}

/// The ids used on a page: its own, and those given to parts of a text, each with the last number appended to it.
pub(super) struct Ids<'a> {
    taken: &'a Taken,
    given: BTreeMap<String, usize>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(taken: &'a Taken) -> Self {
        Ids { taken, given: BTreeMap::new() }
    }

    /// Returns the wanted id, with the first free number appended if it is already used.
    pub(super) fn unused(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let mut id = wanted.to_owned();
        // The last number is remembered, so that many equal headings cost no more than as many different ones.
        while self.taken.contains(&id) || self.given.contains_key(&id) {
            let number = self.given.entry(wanted.to_owned()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.given.insert(id.clone(), 1);
        id
    }
}
