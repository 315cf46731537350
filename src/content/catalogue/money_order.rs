//! The columns of the page of money, and the orders in which readers can see its places.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Catalogue;
use crate::base::language::{Language, Localized};
use crate::base::money::Currency;

/// An order of the places on the page of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoneyOrder {
    /// By the known amounts in the currency of this column, the largest first.
    Amount(usize),
    /// By name.
    Name,
    /// By the number of activities, the largest first.
    Activities,
    /// By the number of projects, the largest first.
    Projects,
    /// By the share of activities whose amount is known, the largest first.
    Known,
}

impl MoneyOrder {
    /// The order of the page that readers open first.
    pub const FIRST: MoneyOrder = MoneyOrder::Amount(0);
}

/// The maximum number of currencies with a column.
const MOST_CURRENCIES: usize = 4;

/// The currencies that have a column: those of most activities, the most frequent first.
#[derive(Debug, Default)]
pub struct MoneyColumns(Vec<Column>);

#[derive(Debug)]
struct Column {
    currency: Currency,
    /// The code as a segment of addresses.
    segment: String,
}

impl MoneyColumns {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
        let projects = catalogue.projects.iter().flat_map(|(_, project)| &project.funding);
        let activities = catalogue.activities.iter().flat_map(|(_, activity)| &activity.funding);
        for award in projects.chain(activities) {
            *counts.entry(award.money.total().currency).or_default() += 1;
        }
        let mut counts: Vec<(Currency, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(currency, count)| (Reverse(*count), *currency));
        let column = |(currency, _): (Currency, usize)| Column {
            currency,
            segment: currency.code().to_ascii_lowercase(),
        };
        MoneyColumns(counts.into_iter().take(MOST_CURRENCIES).map(column).collect())
    }

    /// Iterates over the currencies, in the order of the columns.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> + '_ {
        self.0.iter().map(|column| column.currency)
    }

    /// Iterates over the orders that have a page of their own: all but the first.
    pub fn other_orders(&self) -> impl Iterator<Item = MoneyOrder> + use<> {
        let amounts = (1..self.0.len()).map(MoneyOrder::Amount);
        let others = [MoneyOrder::Name, MoneyOrder::Activities, MoneyOrder::Projects, MoneyOrder::Known];
        let is_shown = !self.0.is_empty();
        amounts.chain(others).filter(move |_| is_shown)
    }

    /// Returns the last segment of the address of an order: `eur`, `name`.
    pub fn segment(&self, order: MoneyOrder, language: Language) -> &str {
        let word = |sr, en| Localized { sr, en }[language];
        match order {
            MoneyOrder::Amount(at) => self.0.get(at).map_or("", |column| column.segment.as_str()),
            MoneyOrder::Name => word("naziv", "name"),
            MoneyOrder::Activities => word("aktivnosti", "activities"),
            MoneyOrder::Projects => word("projekti", "projects"),
            MoneyOrder::Known => word("poznato", "known"),
        }
    }
}
