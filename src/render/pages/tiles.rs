//! The figures at the top of the page of a place or an organisation.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::Activity;
use crate::render::context::{PageContext, SpendingView};
use crate::render::templates::RenderError;

/// What the activities of a page come to.
#[derive(Serialize)]
pub(super) struct Tiles {
    activities: usize,
    programmes: usize,
    implementers: usize,
    municipalities: usize,
    spending: Option<SpendingView>,
}

impl PageContext<'_> {
    /// Adds up activities. `None` if there are none.
    pub(super) fn tiles(&self, activities: &[Ref<Activity>]) -> Result<Option<Tiles>, RenderError> {
        if activities.is_empty() {
            return Ok(None);
        }
        let catalogue = self.catalogue();
        let all = || activities.iter().map(|at| &catalogue.activities[*at]);
        let programmes: BTreeSet<_> =
            all().map(|activity| catalogue.projects[activity.project].programme).collect();
        let implementers = all().flat_map(|activity| &activity.implementers).map(|party| party.organisation);
        Ok(Some(Tiles {
            activities: activities.len(),
            programmes: programmes.len(),
            implementers: implementers.collect::<BTreeSet<_>>().len(),
            municipalities: self.municipalities_of(activities).len(),
            spending: self.spending(all())?,
        }))
    }
}
