//! The figures of activities: how many there are, and what is known of their money.

use std::sync::OnceLock;

use crate::base::id::Ref;
use crate::base::money::Currency;
use crate::content::catalogue::{Activity, Catalogue, Municipality, Spending, Subject};

/// The figures of some activities.
#[derive(Debug)]
pub struct Figures {
    /// The number of activities.
    pub activities: usize,
    /// The number of their projects.
    pub projects: usize,
    /// Their money.
    pub spending: Spending,
}

impl Figures {
    /// Counts and adds up activities, which are in the order of the catalogue.
    pub fn of(catalogue: &Catalogue, activities: &[Ref<Activity>]) -> Self {
        let project = |at: &Ref<Activity>| catalogue.activities[*at].project;
        Figures {
            activities: activities.len(),
            projects: activities.chunk_by(|a, b| project(a) == project(b)).count(),
            spending: Spending::of(catalogue, activities.iter().map(|at| &catalogue.activities[*at])),
        }
    }

    /// Returns the known amount in a currency, in hundredths of its unit.
    pub fn amount(&self, currency: Currency) -> u64 {
        let mut totals = self.spending.totals.iter();
        totals.find(|money| money.currency == currency).map_or(0, |money| money.amount.hundredths())
    }

    /// Returns the share of activities whose amount is known, in thousandths.
    pub fn known_share(&self) -> usize {
        (self.spending.known * 1000).checked_div(self.spending.activities).unwrap_or(0)
    }
}

/// The figures of the municipalities with activities, which are added up when a page first needs them.
#[derive(Debug, Default)]
pub struct PlaceFigures(OnceLock<Vec<(Ref<Municipality>, Figures)>>);

impl PlaceFigures {
    /// Returns the figures, in the order of the catalogue.
    pub fn get(&self, catalogue: &Catalogue) -> &[(Ref<Municipality>, Figures)] {
        let of = |at| (at, Figures::of(catalogue, catalogue.index.of(Subject::Municipality(at))));
        self.0.get_or_init(|| catalogue.compared().map(of).collect())
    }
}
