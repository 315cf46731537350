//! The money of several activities: which amounts are added up, and which are not.

use super::{Activity, Status};
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
    /// Adds up the money of activities.
    pub fn of<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Self {
        let (mut counted, mut suspended) = (Vec::new(), Vec::new());
        let mut count = 0;
        for activity in activities {
            let money: Option<Money> = activity.funding.map(|funding| funding.total());
            match activity.status {
                Some(Status::Cancelled) => {}
                Some(Status::Suspended) => suspended.extend(money),
                _ => {
                    count += 1;
                    counted.extend(money);
                }
            }
        }
        let known = counted.len();
        Spending { totals: Totals::of(counted), activities: count, known, suspended: Totals::of(suspended) }
    }
}
