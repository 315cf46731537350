//! Finds programmes by their ids.

use std::collections::HashMap;

use crate::content::parse::{ProgrammeRecord, Records};

/// The facts of the programmes, by id.
pub(super) type Programmes<'a> = HashMap<&'a str, &'a ProgrammeRecord>;

/// Returns the facts of the programmes that can be read.
pub(super) fn programmes(records: &Records) -> Programmes<'_> {
    records.programmes.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?))).collect()
}
