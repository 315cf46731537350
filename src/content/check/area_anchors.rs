//! The ids of the lists by area, which all pages of a kind have.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::content::catalogue::anchors;

/// The ids of the lists by area on pages, former ones too. All pages of a kind share them, because there may be many areas.
pub(super) struct AreaAnchors {
    pub(super) of_municipalities: Arc<BTreeSet<String>>,
    pub(super) of_programmes: Arc<BTreeSet<String>>,
}

impl AreaAnchors {
    /// Makes the ids from those that areas have or had.
    pub(super) fn new<'a>(areas: impl Iterator<Item = &'a str> + Clone) -> Self {
        let lists = |id: &str| [id.to_owned(), anchors::municipalities_of(id)];
        AreaAnchors {
            of_municipalities: Arc::new(areas.clone().map(str::to_owned).collect()),
            of_programmes: Arc::new(areas.flat_map(lists).collect()),
        }
    }
}
