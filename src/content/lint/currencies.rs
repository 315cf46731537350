//! Compares the currencies of the amounts that texts say, in both languages and with the facts.

use super::money_facts::{Facts, Money, each_with_amounts, units};
use super::said::each;
use super::said_amounts::SaidAmount;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&OTHER_CURRENCY, other_currencies)];

static OTHER_CURRENCY: Rule = Rule::warning(
    "other-currency",
    "No amount in a text has another currency than in the other language, or than the same amount among the facts.",
);

/// The least amount that is looked for in the facts, in hundredths. Smaller ones are the same by chance.
const LEAST: u64 = 10_000;

/// Reports amounts that have another currency in the other language or in the facts.
fn other_currencies(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let of_no_facts = content.said.iter().filter(|said| said.entry.is_none());
    let no_facts = Facts::default();
    for pair in of_no_facts.flat_map(|said| &said.currencies) {
        problems.push(between_languages(pair, [&no_facts, &no_facts]));
    }
    each_with_amounts(content, |said, facts, of_others| {
        for pair in &said.currencies {
            problems.push(between_languages(pair, [facts, of_others]));
        }
        let texts = &said.texts;
        let says = |currency, hundredths| {
            move |amount: &&SaidAmount| amount.currency == currency && amount.hundredths == hundredths
        };
        let Some(first) = each(texts).next() else { return };
        for (at, amount) in first.amounts.iter().enumerate() {
            let money = (amount.currency, amount.hundredths);
            let is_agreed =
                each(texts).all(|text| text.amounts.iter().any(|other| says(money.0, money.1)(&other)));
            let is_told = first.amounts[..at].iter().any(|other| says(money.0, money.1)(&other));
            let is_fact = [facts, of_others].iter().any(|facts| facts.amounts.contains_key(&money));
            if !is_agreed || is_told || is_fact || amount.hundredths < LEAST {
                continue;
            }
            let is_said = |fact: Money| {
                each(texts).any(|text| text.amounts.iter().any(|other| says(fact.0, fact.1)(&other)))
            };
            let Some((fact, place)) = in_other_currency(facts, money).filter(|(fact, _)| !is_said(*fact))
            else {
                continue;
            };
            let (said, code, units) = (money.0.code(), fact.0.code(), units(amount.hundredths));
            let message = format!("the texts say {units} {said}, but the facts {units} {code}");
            let others = each(texts).skip(1);
            let others = others.filter_map(|text| text.amounts.iter().find(says(money.0, money.1)));
            let problem = Problem::new(&OTHER_CURRENCY, amount.place.clone(), message)
                .related(place.clone(), "the amount among the facts")
                .help(format!(
                    "write `{code}` in the texts in both languages; or, if these are right, `{said}` in the facts"
                ));
            problems.push(
                others.fold(problem, |problem, other| {
                    problem.related(other.place.clone(), "the other language")
                }),
            );
        }
    });
    problems
}

/// Returns the fact that is the same amount in another currency, if there is one such currency, and its place.
fn in_other_currency<'a>(facts: &Facts<'a>, (currency, hundredths): Money) -> Option<(Money, &'a Place)> {
    let others = facts.currencies.iter().filter(|other| **other != currency);
    let mut found = others.filter_map(|other| {
        let money = (*other, hundredths);
        Some((money, (*facts.amounts.get(&money)?)?))
    });
    found.next().filter(|_| found.next().is_none())
}

/// Returns the problem of an amount that has another currency in each language: in the language that the facts
/// contradict, or else in both.
fn between_languages(pair: &Localized<SaidAmount>, facts: [&Facts<'_>; 2]) -> Problem {
    let is_fact = |language: Language| {
        let money = (pair[language].currency, pair[language].hundredths);
        facts.iter().any(|facts| facts.amounts.contains_key(&money))
    };
    let right = Language::ALL.into_iter().find(|language| is_fact(*language) && !is_fact(language.other()));
    let wrong = right.map_or(Language::Sr, Language::other);
    let [own, other] = [wrong, wrong.other()].map(|language| &pair[language]);
    let (name, other_name) = (wrong.english_name(), wrong.other().english_name());
    let (code, other_code, units) = (own.currency.code(), other.currency.code(), units(own.hundredths));
    let (message, help) = match right {
        Some(_) => (
            format!(
                "the {name} text says {units} {code}, but the {other_name} one and the facts say {other_code}"
            ),
            format!("write this amount in {other_code}"),
        ),
        None => (
            format!("the {name} text says {units} {code}, and the {other_name} one {units} {other_code}"),
            "write the right currency in both languages".to_owned(),
        ),
    };
    Problem::new(&OTHER_CURRENCY, own.place.clone(), message)
        .related(other.place.clone(), format!("the {other_name} text"))
        .help(help)
}
