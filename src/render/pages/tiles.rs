//! The figures at the top of the page of a place or an organisation.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::content::catalogue::Subject;
use crate::render::context::{Counter, PageContext, SpendingView};
use crate::render::templates::RenderError;

/// What the activities of a page come to.
#[derive(Serialize)]
pub(super) struct Tiles {
    activities: Counter,
    programmes: usize,
    implementers: usize,
    municipalities: usize,
    spending: Option<SpendingView>,
}

impl PageContext<'_> {
    /// Adds up the activities of an entry. `None` if there are none.
    pub(super) fn tiles(&self, subject: Subject) -> Result<Option<Tiles>, RenderError> {
        let catalogue = self.catalogue();
        let activities = catalogue.index.of(subject);
        if activities.is_empty() {
            return Ok(None);
        }
        let all = || activities.iter().map(|at| &catalogue.activities[*at]);
        let programmes: BTreeSet<_> =
            all().map(|activity| catalogue.projects[activity.project].programme).collect();
        let implementers = all().flat_map(|activity| &activity.implementers).map(|party| party.organisation);
        Ok(Some(Tiles {
            activities: self.counter(activities.len(), subject, "activities"),
            programmes: programmes.len(),
            implementers: implementers.collect::<BTreeSet<_>>().len(),
            municipalities: self.municipalities_of(activities).len(),
            spending: self.spending(all())?,
        }))
    }
}
