//! The ids of the lists by area, which all pages of a kind have.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::id::Id;
use crate::content::catalogue::anchors;

/// The ids of the lists by area on pages. All pages of a kind share them, because there may be many areas.
pub(super) struct AreaAnchors {
    pub(super) of_municipalities: Arc<BTreeSet<String>>,
    pub(super) of_programmes: Arc<BTreeSet<String>>,
}

impl AreaAnchors {
    pub(super) fn new(areas: &[Id]) -> Self {
        let lists = |id: &Id| [id.to_string(), anchors::municipalities_of(id.as_str())];
        AreaAnchors {
            of_municipalities: Arc::new(areas.iter().map(Id::to_string).collect()),
            of_programmes: Arc::new(areas.iter().flat_map(lists).collect()),
        }
    }
}
