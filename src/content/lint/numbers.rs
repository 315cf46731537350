//! Finds numbers that are written as in the other language, or that differ between the languages.

use std::collections::BTreeMap;
use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part, Text};
use super::plain_facts::{Differing, PlainFacts};
use super::{CheckPart, Lint, always};
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] =
    &[always(&NUMBER_FORMAT, number_formats), always(&OTHER_NUMBER, other_numbers)];

static NUMBER_FORMAT: Rule = Rule::warning(
    "number-format",
    "Serbian texts separate thousands with points, and English ones with commas.",
);

pub(super) static OTHER_NUMBER: Rule =
    Rule::warning("other-number", "No number from ten on differs between the two languages of a text.");

/// The least number that is compared. Smaller ones are often written in words.
const LEAST: u64 = 10;

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) span: Range<usize>,
    /// The sign that separates its thousands.
    sign: Option<char>,
}

/// Finds the whole numbers of a text. Thousands may be separated by points, commas or spaces.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let digits_from = |start: usize| bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        let first = digits_from(at);
        at += first;
        let mut signs = Vec::new();
        while (1..=3).contains(&first) {
            let Some(sign) =
                text[at..].chars().next().filter(|c| matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'))
            else {
                break;
            };
            if digits_from(at + sign.len_utf8()) != 3 || signs.first().is_some_and(|other| *other != sign) {
                break;
            }
            at += sign.len_utf8() + 3;
            signs.push(sign);
        }
        let written: String = text[start..at].chars().filter(char::is_ascii_digit).collect();
        let is_word =
            text[..start].ends_with(char::is_alphanumeric) || text[at..].starts_with(char::is_alphabetic);
        if let Some(value) = written.parse().ok().filter(|_| !is_word) {
            found.push(Number { value, span: start..at, sign: signs.first().copied() });
        }
    }
    found
}

/// Reports numbers whose thousands are separated as in the other language: `25.000` in English, `25,000` in Serbian.
fn number_formats(part: &Part<'_>, problems: &mut Problems) {
    /// What follows decimals rather than thousands.
    const UNITS: [&str; 10] =
        ["%", "million", "billion", "milion", "milijard", "percent", "per cent", "odsto", "km", "m"];
    part.each_passage(|passage| {
        let (wrong, right) = match passage.language {
            Language::Sr => (',', '.'),
            Language::En => ('.', ','),
        };
        if !passage.text.contains(wrong) {
            return;
        }
        let is_decimal = |number: &Number| {
            let rest = passage.text[number.span.end..].trim_start();
            UNITS.iter().any(|unit| {
                rest.strip_prefix(unit)
                    .is_some_and(|rest| unit.len() > 2 || !rest.starts_with(char::is_alphabetic))
            })
        };
        let found = numbers(passage.text).into_iter();
        let found = found.filter(|number| number.sign == Some(wrong) && !is_decimal(number));
        for number in found.take(MOST_IN_ONE_TEXT) {
            let written = &passage.text[number.span.clone()];
            let message =
                format!("in {}, `{written}` is a number with decimals", passage.language.english_name());
            problems.push(
                Problem::new(&NUMBER_FORMAT, part.place(passage, &number.span), message)
                    .help(format!("write `{}`", written.replace(wrong, &right.to_string()))),
            );
        }
    });
}

/// The numbers of a text in one language, with their places.
type Numbers = BTreeMap<u64, Place>;

/// Reports a number that only one language has, if the other one has another number instead.
fn other_numbers(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let words = &phrase.words.value;
        if let Some((sr, en)) = words.sr.as_ref().zip(words.en.as_ref()) {
            compare(&of_value(sr), &of_value(en), &part.facts, problems);
        }
    }
    let Some((sr, en)) = part.folder.as_ref().and_then(|folder| folder.both_texts()) else { return };
    let fronts = |text: &Text<'_>| {
        let front = &text.record.front;
        front.title.iter().chain(&front.summary).flat_map(of_value).collect::<Numbers>()
    };
    compare(&fronts(sr), &fronts(en), &part.facts, problems);
    compare(&of_body(sr), &of_body(en), &part.facts, problems);
}

fn of_value(value: &Placed<String>) -> Numbers {
    let found = numbers(&value.value).into_iter();
    let found = found.filter(|number| number.value >= LEAST && !is_scaled(&value.value, number));
    found.map(|number| (number.value, value.place.clone())).collect()
}

/// Returns whether a number is part of a larger one, as in `13.5 million`, which the other language may write in digits.
fn is_scaled(text: &str, number: &Number) -> bool {
    /// No number has more digits behind its thousands, in bytes with their signs.
    const LONGEST: usize = 30;
    let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(**byte, b'.' | b',');
    let more = text.as_bytes()[number.span.end..].iter().take(LONGEST).take_while(is_part).count();
    let rest = &text[number.span.end + more..];
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    ["mil", "billion", "thousand", "hiljad", "мил", "хиљад"].iter().any(|scale| rest.starts_with(scale))
}

fn of_body(text: &Text<'_>) -> Numbers {
    let mut found = Numbers::new();
    let body = text.body();
    // No number that is compared is shorter.
    let words = text.survey.words.iter().filter(|words| words.len() > 1);
    for words in words {
        for number in numbers(&body[words.clone()]) {
            if number.value >= LEAST && !is_scaled(&body[words.clone()], &number) {
                let span = words.start + number.span.start..words.start + number.span.end;
                found.entry(number.value).or_insert_with(|| text.place(&span));
            }
        }
    }
    found
}

fn compare(sr: &Numbers, en: &Numbers, facts: &PlainFacts, problems: &mut Problems) {
    let only = |one: &Numbers, other: &Numbers| -> Vec<(u64, Place)> {
        let found = one.iter().filter(|(value, _)| !other.contains_key(value));
        found.map(|(value, place)| (*value, place.clone())).collect()
    };
    if let ([(serbian, place)], [(english, other)]) = (&only(sr, en)[..], &only(en, sr)[..]) {
        let differing = Differing {
            places: Localized { sr: place.clone(), en: other.clone() },
            said: Localized { sr: serbian.to_string(), en: english.to_string() },
            is_fact: Localized { sr: facts.have_number(*serbian), en: facts.have_number(*english) },
        };
        problems.push(differing.problem(&OTHER_NUMBER));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_separators() {
        let values = |text: &str| numbers(text).into_iter().map(|number| number.value).collect::<Vec<_>>();
        for (text, expected) in [
            ("2.500 ljudi", vec![2_500]),
            ("25,000 people in 2021", vec![25_000, 2_021]),
            ("2. juna 2021. godine", vec![2, 2_021]),
            ("1.250.000,50 RSD", vec![1_250_000, 50]),
            ("12 500 i 3", vec![12_500, 3]),
            ("u 14.30 sati", vec![14, 30]),
            ("ISO9001, 3D", vec![]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }
}
