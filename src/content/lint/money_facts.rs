//! The amounts among the facts of programmes and projects.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::said::{Said, each};
use super::whole::Content;
use crate::base::id::Kind;
use crate::base::money::Currency;
use crate::base::problem::Place;
use crate::content::parse::{FundingRecord, MoneyRecord, ProgrammeRecord, ProjectRecord};

/// An amount of money: its currency, and hundredths of its unit.
pub(super) type Money = (Currency, u64);

/// An amount of an activity or project, with the place to correct.
pub(super) struct Award<'a> {
    pub(super) money: Money,
    /// Where the currency is written.
    pub(super) currency: &'a Place,
    /// Where the amount is written, if it is not the sum of several.
    pub(super) amount: Option<&'a Place>,
}

impl<'a> Award<'a> {
    pub(super) fn of(record: &'a FundingRecord) -> Option<Self> {
        let currency = record.currency.as_ref()?;
        let parts = [&record.programme, &record.co_funding].map(Option::as_ref);
        let sum =
            || parts.iter().flatten().try_fold(0_u64, |sum, part| sum.checked_add(part.value.hundredths()));
        let hundredths = match &record.total {
            Some(total) => total.value.hundredths(),
            None => sum()?,
        };
        let is_whole = parts.iter().all(Option::is_none);
        let amount = record.total.as_ref().map(|total| &total.place).filter(|_| is_whole);
        Some(Award { money: (currency.value, hundredths), currency: &currency.place, amount })
    }
}

/// The amounts of an entry.
#[derive(Default)]
pub(super) struct Facts<'a> {
    /// Those that texts may mean, each with its place if it is written as such.
    pub(super) amounts: HashMap<Money, Option<&'a Place>>,
    /// Their currencies.
    pub(super) currencies: BTreeSet<Currency>,
}

impl<'a> Facts<'a> {
    fn add(&mut self, money: Money, place: Option<&'a Place>) {
        self.currencies.insert(money.0);
        let known = self.amounts.entry(money).or_insert(place);
        *known = known.or(place);
    }

    /// Adds awards, their parts and their sums.
    fn add_funding(&mut self, records: &[&'a FundingRecord]) {
        let mut sums: BTreeMap<Currency, [u64; 3]> = BTreeMap::new();
        for record in records {
            let Some(currency) = &record.currency else { continue };
            let sums = sums.entry(currency.value).or_default();
            for (sum, part) in sums.iter_mut().zip([&record.total, &record.programme, &record.co_funding]) {
                let Some(part) = part else { continue };
                self.add((currency.value, part.value.hundredths()), Some(&part.place));
                *sum = sum.saturating_add(part.value.hundredths());
            }
            if let Some(award) = Award::of(record) {
                self.add(award.money, award.amount);
            }
        }
        for (currency, [total, programme, co_funding]) in sums {
            for sum in [total, programme, co_funding, programme.saturating_add(co_funding)] {
                self.add((currency, sum), None);
            }
        }
    }

    fn add_money(&mut self, record: Option<&'a MoneyRecord>) {
        if let Some((currency, amount)) =
            record.and_then(|record| record.currency.as_ref().zip(record.amount.as_ref()))
        {
            self.add((currency.value, amount.value.hundredths()), Some(&amount.place));
        }
    }

    fn add_programme(&mut self, record: &'a ProgrammeRecord) {
        self.add_money(record.budget.as_ref());
        let shares =
            record.institutions.iter().flatten().filter_map(|institution| institution.funding.as_ref());
        let mut sums: BTreeMap<Currency, u64> = BTreeMap::new();
        for share in shares {
            self.add_money(Some(share));
            let Some((currency, amount)) = share.currency.as_ref().zip(share.amount.as_ref()) else {
                continue;
            };
            let sum = sums.entry(currency.value).or_default();
            *sum = sum.saturating_add(amount.value.hundredths());
        }
        for sum in sums {
            self.add(sum, None);
        }
    }
}

/// Writes hundredths as an amount in facts.
pub(super) fn units(hundredths: u64) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        cents => format!("{}.{cents:02}", hundredths / 100),
    }
}

/// Calls `look` for every programme and project whose texts say amounts: with the texts, its facts, and those of the
/// programme of a project.
pub(super) fn each_with_amounts<'a>(
    content: &'a Content<'_>,
    mut look: impl FnMut(&'a Said, &Facts<'a>, &Facts<'a>),
) {
    let has_amounts =
        |said: &&&Said| !said.currencies.is_empty() || each(&said.texts).any(|text| !text.amounts.is_empty());
    let said = content.said.iter().copied().filter(|said| has_amounts(&said));
    let said: Vec<_> = said.filter_map(|said| Some((said.entry.as_ref()?, said))).collect();
    if said.is_empty() {
        return;
    }
    let records = content.records;
    let programmes: HashMap<&str, &ProgrammeRecord> =
        records.programmes.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?))).collect();
    let projects: HashMap<&str, &ProjectRecord> =
        records.projects.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?))).collect();
    let mut of_programme: HashMap<&str, Vec<&ProjectRecord>> = HashMap::new();
    let asked: HashSet<&str> =
        said.iter().filter(|((kind, _), _)| *kind == Kind::Programme).map(|((_, id), _)| &**id).collect();
    for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let programme =
            project.programme.as_ref().filter(|programme| asked.contains(programme.value.as_str()));
        programme
            .into_iter()
            .for_each(|programme| of_programme.entry(&programme.value).or_default().push(project));
    }
    for ((kind, id), said) in said {
        let (mut facts, mut of_others) = (Facts::default(), Facts::default());
        match kind {
            Kind::Programme => {
                let Some(programme) = programmes.get(&**id) else { continue };
                facts.add_programme(programme);
                let projects = of_programme.get(&**id).into_iter().flatten();
                projects.for_each(|project| facts.add_funding(&funding(project)));
            }
            _ => {
                let Some(project) = projects.get(&**id) else { continue };
                facts.add_funding(&funding(project));
                let programme = project.programme.as_ref().and_then(|id| programmes.get(id.value.as_str()));
                programme.into_iter().for_each(|programme| of_others.add_programme(programme));
            }
        }
        look(said, &facts, &of_others);
    }
}

/// Returns all money of a project.
fn funding(project: &ProjectRecord) -> Vec<&FundingRecord> {
    let activities = project.activities.iter().flatten().filter_map(|activity| activity.funding.as_ref());
    project.funding.iter().chain(activities).flat_map(|funding| &funding.0).collect()
}
