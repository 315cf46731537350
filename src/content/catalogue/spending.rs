//! The money of several activities: which amounts are added up, and which are not.

use std::collections::BTreeMap;

use super::{Activity, Award, Catalogue, Project, Status};
use crate::base::id::Ref;
use crate::base::money::{Money, Totals};

/// The money of some activities.
///
/// Cancelled activities cost nothing, so they do not count at all. Whether suspended ones will be paid is open, so their
/// amounts are kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    /// The sums of the known amounts, by currency.
    pub totals: Totals,
    /// The number of activities that count.
    pub activities: usize,
    /// The number of those whose amount is known.
    pub known: usize,
    /// The sums of the known amounts of suspended activities.
    pub suspended: Totals,
}

impl Spending {
    /// Adds up the money of activities. That of a project, if it is not split by place, is added once, and only if all
    /// activities of the project are among them.
    pub fn of<'a>(catalogue: &Catalogue, activities: impl IntoIterator<Item = &'a Activity>) -> Self {
        let (mut counted, mut suspended) = (Vec::new(), Vec::new());
        let mut spending = Spending::default();
        let mut shared: BTreeMap<Ref<Project>, Shared> = BTreeMap::new();
        for activity in activities {
            let project = &catalogue.projects[activity.project];
            let mut shared =
                (!project.funding.is_empty()).then(|| shared.entry(activity.project).or_default());
            if let Some(shared) = &mut shared {
                shared.activities += 1;
            }
            match activity.status {
                Some(Status::Cancelled) => {}
                Some(Status::Suspended) => {
                    suspended.extend(totals(&activity.funding));
                    if let Some(shared) = shared {
                        shared.suspended += 1;
                    }
                }
                _ => {
                    spending.activities += 1;
                    spending.known += usize::from(!activity.funding.is_empty());
                    counted.extend(totals(&activity.funding));
                    if let Some(shared) = shared {
                        shared.counted += 1;
                    }
                }
            }
        }
        for (at, shared) in shared {
            let project = &catalogue.projects[at];
            if shared.activities < project.activities.len() {
                continue;
            }
            spending.known += shared.counted;
            if shared.counted > 0 {
                counted.extend(totals(&project.funding));
            } else if shared.suspended > 0 {
                suspended.extend(totals(&project.funding));
            }
        }
        Spending { totals: Totals::of(counted), suspended: Totals::of(suspended), ..spending }
    }
}

/// The activities of a project whose money is not split by place.
#[derive(Default)]
struct Shared {
    /// All that were seen.
    activities: usize,
    /// Those that count.
    counted: usize,
    /// Those that are suspended.
    suspended: usize,
}

fn totals(awards: &[Award]) -> impl Iterator<Item = Money> + '_ {
    awards.iter().map(|award| award.money.total())
}
