//! Compares the amounts in the texts of programmes and projects with those of their facts.

use std::collections::BTreeSet;

use super::money_facts::{Facts, Money, each_with_amounts, units};
use super::said::{SaidInText, each};
use super::said_amounts::SaidAmount;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::language::Localized;
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&OTHER_AMOUNT, other_amounts)];

static OTHER_AMOUNT: Rule = Rule::warning(
    "other-amount",
    "No amount in a text differs from one of the facts of its entry by zeros, by one digit or by two digits that are swapped.",
);

/// Reports amounts in the texts of programmes and projects that are nearly those of their facts.
fn other_amounts(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    each_with_amounts(content, |said, facts, of_others| {
        compare(&said.texts, facts, of_others, &mut problems);
    });
    problems
}

/// Returns the amount that was meant by another one: the same with other zeros, one other digit, or two digits
/// swapped.
fn near<'a>(
    facts: &Facts<'a>,
    (currency, hundredths): Money,
    is_said: impl Fn(Money) -> bool,
) -> Option<(u64, Option<&'a Place>)> {
    let known = |value: u64| {
        let place = facts.amounts.get(&(currency, value)).filter(|_| !is_said((currency, value)))?;
        Some((value, *place))
    };
    alike(hundredths).into_iter().find_map(known)
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
        let Some((fact, place)) = near(facts, sought, is_said) else { continue };
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
