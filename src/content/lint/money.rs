//! Compares amounts of money with each other, and with those that texts say.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::said::{Said, SaidAmount, SaidInText, each};
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::id::Kind;
use crate::base::language::Localized;
use crate::base::money::Currency;
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::content::parse::{FundingRecord, MoneyRecord, ProgrammeRecord, ProjectRecord, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&ODD_AWARD, odd_awards), always(&OTHER_AMOUNT, other_amounts), always(&LONE_ACTIVITY, lone_activities)];

static ODD_AWARD: Rule = Rule::warning(
    "odd-award",
    "No award differs only by its currency, or by a zero, from one that several others of its project or programme share.",
);

static OTHER_AMOUNT: Rule = Rule::warning(
    "other-amount",
    "No amount in a text differs from one of the facts of its entry by zeros, by one digit or by two digits that are swapped.",
);

static LONE_ACTIVITY: Rule = Rule::warning(
    "money-of-lone-activity",
    "If a project has a single activity, its money is that of the activity, so that it counts for the municipality.",
);

/// An amount of money: its currency, and hundredths of its unit.
type Money = (Currency, u64);

/// An amount of an activity or project, with the place to correct.
struct Award<'a> {
    money: Money,
    /// Where the currency is written.
    currency: &'a Place,
    /// Where the amount is written, if it is not the sum of several.
    amount: Option<&'a Place>,
}

impl<'a> Award<'a> {
    fn of(record: &'a FundingRecord) -> Option<Self> {
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
        let message =
            format!("this money is that of the project, and does not count for `{id}`, where its only activity is");
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

/// Writes hundredths as an amount in facts.
fn units(hundredths: u64) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        cents => format!("{}.{cents:02}", hundredths / 100),
    }
}

/// The amounts of an entry.
#[derive(Default)]
struct Facts<'a> {
    /// Those that texts may mean, each with its place if it is written as such.
    amounts: HashMap<Money, Option<&'a Place>>,
}

impl<'a> Facts<'a> {
    fn add(&mut self, money: Money, place: Option<&'a Place>) {
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

    /// Returns the amount that was meant by another one: the same with other zeros, one other digit, or two digits
    /// swapped.
    fn near(
        &self,
        (currency, hundredths): Money,
        is_said: impl Fn(Money) -> bool,
    ) -> Option<(u64, Option<&'a Place>)> {
        let known = |value: u64| {
            let place = self.amounts.get(&(currency, value)).filter(|_| !is_said((currency, value)))?;
            Some((value, *place))
        };
        alike(hundredths).into_iter().find_map(known)
    }
}

/// Returns the amounts for which one may be a slip.
fn alike(hundredths: u64) -> Vec<u64> {
    let units = hundredths / 100;
    if units == 0 || !hundredths.is_multiple_of(100) {
        return Vec::new();
    }
    let digits: Vec<u8> = units.to_string().into_bytes();
    let significant = digits.len() - digits.iter().rev().take_while(|digit| **digit == b'0').count();
    // Round numbers are multiples of each other by chance.
    let factors: &[u64] = match (significant, digits[0]) {
        (1, b'1') => &[10],
        (1, _) => &[10, 1_000],
        _ => &[10, 100, 1_000],
    };
    let mut alike = Vec::new();
    for by in factors {
        alike.extend(units.checked_mul(*by));
        alike.extend(Some(units / by).filter(|_| units.is_multiple_of(*by)));
    }
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_u64, |number, digit| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
    };
    for at in 1..digits.len() {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        if swapped[0] != b'0' && swapped != digits {
            alike.extend(number(&swapped));
        }
    }
    /// The fewest digits of a number that is hardly another one but for one digit.
    const MANY: usize = 4;
    if significant >= MANY {
        for at in 0..digits.len() {
            for other in b'0'..=b'9' {
                let mut changed = digits.clone();
                changed[at] = other;
                if changed[0] != b'0' && changed != digits {
                    alike.extend(number(&changed));
                }
            }
        }
    }
    alike.into_iter().filter_map(|units| units.checked_mul(100)).collect()
}

/// Reports amounts in the texts of programmes and projects that are nearly those of their facts.
fn other_amounts(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let has_amounts = |said: &&&Said| each(&said.texts).any(|text| !text.amounts.is_empty());
    let said: Vec<_> = content
        .said
        .iter()
        .filter(has_amounts)
        .filter_map(|said| Some((said.entry.as_ref()?, &said.texts)))
        .collect();
    if said.is_empty() {
        return problems;
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
    for ((kind, id), texts) in said {
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
        compare(texts, &facts, &of_others, &mut problems);
    }
    problems
}

/// Returns all money of a project.
fn funding(project: &ProjectRecord) -> Vec<&FundingRecord> {
    let activities = project.activities.iter().flatten().filter_map(|activity| activity.funding.as_ref());
    project.funding.iter().chain(activities).flat_map(|funding| &funding.0).collect()
}

/// Reports amounts that all texts of an entry say, and that are nearly one of its facts which none of them says.
fn compare(
    texts: &Localized<Option<SaidInText>>,
    facts: &Facts<'_>,
    of_others: &Facts<'_>,
    problems: &mut Problems,
) {
    let money = |amount: &SaidAmount| (amount.currency, amount.hundredths);
    let says = |text: &SaidInText, sought: Money| text.amounts.iter().any(|amount| money(amount) == sought);
    let mut told: BTreeSet<u64> = BTreeSet::new();
    let Some(first) = each(texts).next() else { return };
    for amount in &first.amounts {
        let sought = money(amount);
        let is_agreed = each(texts).all(|text| says(text, sought));
        let is_fact = [facts, of_others].iter().any(|facts| facts.amounts.contains_key(&sought));
        if !is_agreed || is_fact || told.contains(&sought.1) {
            continue;
        }
        let is_said = |fact: Money| each(texts).any(|text| says(text, fact));
        let Some((fact, place)) = facts.near(sought, is_said) else { continue };
        told.insert(sought.1);
        let (code, said, fact) = (amount.currency.code(), units(amount.hundredths), units(fact));
        let places = each(texts).flat_map(|text| text.amounts.iter().find(|amount| money(amount) == sought));
        let places: Vec<&Place> = places.map(|amount| &amount.place).collect();
        let problem = match place {
            Some(place) => Problem::new(
                &OTHER_AMOUNT,
                place.clone(),
                format!("this is {fact} {code}, but the texts say {said} {code}"),
            )
            .help(format!(
                "write `{said}` here if the texts are right; otherwise correct the texts in both languages"
            )),
            None => Problem::new(
                &OTHER_AMOUNT,
                amount.place.clone(),
                format!("the texts say {said} {code}, but the amounts of the facts add up to {fact} {code}"),
            )
            .help("correct the texts in both languages, or the amounts"),
        };
        let others = places.into_iter().filter(|other| place.is_some() || **other != amount.place);
        problems.push(others.fold(problem, |problem, other| problem.related(other.clone(), "the text")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_alike_up_to_zeros_and_single_digits() {
        let is_alike = |one: u64, other: u64| alike(one * 100).contains(&(other * 100));
        for (one, other) in
            [(9_000_000, 900_000), (25_000, 250), (25_000, 52_000), (14_208, 14_280), (14_208, 14_218)]
        {
            assert!(is_alike(one, other), "{one} {other}");
        }
        for (one, other) in [(1_000_000, 10_000), (25_000, 35_000), (25_000, 24_000), (0, 10)] {
            assert!(!is_alike(one, other), "{one} {other}");
        }
    }
}
