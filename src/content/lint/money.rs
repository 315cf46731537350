//! Compares awards of money with each other, and finds those in the wrong place.

use std::collections::{BTreeMap, HashMap};

use super::money_facts::{Award, Money, units};
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::money::Currency;
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse::{FundingRecord, ProjectRecord, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&ODD_AWARD, odd_awards), always(&LONE_ACTIVITY, lone_activities)];

static ODD_AWARD: Rule = Rule::warning(
    "odd-award",
    "No award differs only by its currency, or by a zero, from one that several others of its project or programme share.",
);

static LONE_ACTIVITY: Rule = Rule::warning(
    "money-of-lone-activity",
    "If a project has a single activity, its money is that of the activity, so that it counts for the municipality.",
);

/// Returns the money of an entry, if it is one award.
fn only_award(records: Option<&Vec<FundingRecord>>) -> Option<Award<'_>> {
    match records?.as_slice() {
        [only] => Award::of(only),
        _ => None,
    }
}

/// Reports money of projects whose only activity has none.
fn lone_activities(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for project in content.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let (Some(funding), Some([activity])) = (&project.funding, project.activities.as_deref()) else {
            continue;
        };
        let Some(municipality) = activity.municipality.as_ref().filter(|_| activity.funding.is_none()) else {
            continue;
        };
        let (Some(first), id) = (funding.0.first(), shorten(&municipality.value)) else { continue };
        let Some(currency) = &first.currency else { continue };
        let message = format!(
            "this money is that of the project, and does not count for `{id}`, where its only activity is"
        );
        problems.push(
            Problem::new(&LONE_ACTIVITY, currency.place.clone(), message)
                .related(municipality.place.clone(), "the only activity")
                .help("move `funding` into the activity: indent it by four spaces, below `municipality`"),
        );
    }
    problems
}

/// Returns the awards of a project’s activities.
fn awards(project: &ProjectRecord) -> impl Iterator<Item = Award<'_>> {
    let activities = project.activities.iter().flatten();
    activities.filter_map(|activity| only_award(activity.funding.as_ref().map(|funding| &funding.0)))
}

/// Reports an award whose currency, or number of zeros, no other one of its project or programme has.
fn odd_awards(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let mut of_programmes: BTreeMap<&str, Vec<Award<'_>>> = BTreeMap::new();
    for project in content.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        odd_among(&awards(project).collect::<Vec<_>>(), "activities of the project", &mut problems);
        let whole = only_award(project.funding.as_ref().map(|funding| &funding.0));
        if let Some((programme, award)) = project.programme.as_ref().zip(whole) {
            of_programmes.entry(&programme.value).or_default().push(award);
        }
    }
    for awards in of_programmes.values() {
        odd_among(awards, "projects of the programme", &mut problems);
    }
    problems
}

/// Reports the odd ones among awards.
fn odd_among(awards: &[Award<'_>], others: &str, problems: &mut Problems) {
    /// The fewest awards of the same money of which another one may be a slip.
    const FEWEST: usize = 3;
    if awards.len() <= FEWEST {
        return;
    }
    let mut count: HashMap<Money, usize> = HashMap::new();
    let mut currencies: BTreeMap<u64, Vec<Currency>> = BTreeMap::new();
    for award in awards {
        let seen = count.entry(award.money).or_default();
        *seen += 1;
        if *seen == 1 {
            currencies.entry(award.money.1).or_default().push(award.money.0);
        }
    }
    for award in awards.iter().filter(|award| count[&award.money] == 1) {
        let (currency, hundredths) = award.money;
        let shared = |money: &Money| count.get(money).copied().filter(|count| *count >= FEWEST);
        let same = currencies[&hundredths].iter().map(|other| (*other, hundredths));
        let mut same = same.filter_map(|money| Some((money, shared(&money)?)));
        if let (Some(((other, _), times)), None) = (same.next(), same.next()) {
            let (code, other) = (currency.code().to_owned(), other.code().to_owned());
            let message = format!(
                "this award is in {code}, but {times} other {others} have the same amount in {other}"
            );
            problems.push(
                Problem::new(&ODD_AWARD, award.currency.clone(), message)
                    .help(format!("write `{other}` if that is meant, and correct the amount if it is not")),
            );
            continue;
        }
        let mut zeros = [10, 100, 1_000]
            .into_iter()
            .flat_map(|by| {
                [hundredths.checked_mul(by), Some(hundredths / by).filter(|_| hundredths.is_multiple_of(by))]
            })
            .flatten()
            .filter_map(|other| Some((other, shared(&(currency, other))?)));
        if let (Some((other, times)), Some(place)) = (zeros.next(), award.amount) {
            let (code, other) = (currency.code(), units(other));
            let message = format!(
                "this award is {} {code}, but {times} other {others} have {other} {code}",
                units(hundredths)
            );
            problems.push(
                Problem::new(&ODD_AWARD, place.clone(), message)
                    .help(format!("write `{other}` if a zero is missing or too many")),
            );
        }
    }
}
