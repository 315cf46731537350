//! Compares the values of indicators with the numbers in the texts of their programme or project.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::said::{Said, SaidNumber};
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Placed, Problem, Problems, Rule};
use crate::base::quantity::Quantity;
use crate::content::parse::IndicatorRecord;
use crate::text::language::fold;

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&OTHER_VALUE, other_values)];

static OTHER_VALUE: Rule = Rule::warning(
    "other-value",
    "No value of an indicator differs from the number in the texts by two swapped digits, or by a digit that is missing or too many.",
);

/// The values of an indicator that are compared; further ones are hardly in any text.
const MOST_VALUES: usize = 20;

/// The values of all indicators of an entry that are compared, because each is compared with all numbers of the texts.
const MOST_VALUES_OF_ENTRY: usize = 500;

/// Reports values that are nearly the numbers that texts and results say of the same thing.
fn other_values(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let said = content.said.iter().filter(|said| !said.numbers.is_empty());
    let said: HashMap<(Kind, &str), &Said> =
        said.filter_map(|said| said.entry.as_ref().map(|(kind, id)| ((*kind, &**id), *said))).collect();
    if said.is_empty() {
        return problems;
    }
    for entry in &content.records.programmes {
        let indicators = entry.facts.as_ref().and_then(|facts| facts.indicators.as_ref());
        if let Some((indicators, said)) = indicators.zip(said.get(&(Kind::Programme, &*entry.id))) {
            of_entry(indicators, said, &mut problems);
        }
    }
    for entry in &content.records.projects {
        let indicators = entry.facts.as_ref().and_then(|facts| facts.indicators.as_ref());
        if let Some((indicators, said)) = indicators.zip(said.get(&(Kind::Project, &*entry.id))) {
            of_entry(indicators, said, &mut problems);
        }
    }
    problems
}

/// Compares the indicators of a programme or project with its texts.
fn of_entry(indicators: &[IndicatorRecord], said: &Said, problems: &mut Problems) {
    let numbers = Numbers::of(indicators, said);
    let mut compared = 0;
    for indicator in indicators {
        let words = IndicatorWords::of(indicator);
        let mut seen = BTreeSet::new();
        for value in own_values(indicator) {
            let Some(number) = whole(value.value) else { continue };
            if !seen.insert(number) || seen.len() > MOST_VALUES {
                continue;
            }
            compared += 1;
            if compared > MOST_VALUES_OF_ENTRY {
                return;
            }
            let Some((text, said)) = numbers.meant(number, &words) else { continue };
            let message = format!("this is {number}, but the texts say {said}");
            let problem = Problem::new(&OTHER_VALUE, value.place.clone(), message).help(format!(
                "write `{said}` here if the texts are right; otherwise correct the texts in both languages"
            ));
            let places = Language::ALL.into_iter().filter_map(|language| {
                let numbers = text[language].iter();
                let mut named =
                    numbers.filter(|found| found.value == said && words.are_behind(found, language));
                named.next().map(|found| &found.place)
            });
            problems.push(places.fold(problem, |problem, place| problem.related(place.clone(), "the text")));
        }
    }
}

/// Returns all values of an indicator.
fn values(indicator: &IndicatorRecord) -> impl Iterator<Item = &Placed<Quantity>> {
    let measures =
        indicator.baseline.iter().chain(&indicator.target).filter_map(|measure| measure.value.as_ref());
    measures.chain(indicator.actual.iter().flatten().filter_map(|actual| actual.value.as_ref()))
}

/// Returns the values of an indicator that are of the whole programme or project.
fn own_values(indicator: &IndicatorRecord) -> impl Iterator<Item = &Placed<Quantity>> {
    let target = indicator.target.iter().filter_map(|target| target.value.as_ref());
    let of_whole = indicator.actual.iter().flatten().filter(|actual| actual.municipality.is_none());
    target.chain(of_whole.filter_map(|actual| actual.value.as_ref()))
}

/// Returns a value that is a whole number.
fn whole(value: Quantity) -> Option<u64> {
    let thousandths = value.thousandths();
    u64::try_from(thousandths / 1000).ok().filter(|_| thousandths % 1000 == 0)
}

/// The beginnings of the words that say what an indicator counts.
struct IndicatorWords {
    /// Those of its unit, or the first ones of its name.
    counted: Localized<Vec<String>>,
    /// The other ones of its name.
    further: Localized<Vec<String>>,
    /// What [`IndicatorWords::agree_on`] found: by the number of the text, the value, and whether it needs the name.
    agreed: RefCell<HashMap<(usize, u64, bool), bool>>,
}

impl IndicatorWords {
    fn of(indicator: &IndicatorRecord) -> Self {
        /// How many words of a name say what is counted, if there is no unit.
        const FIRST: usize = 2;
        let unit = indicator.unit.as_ref();
        let counted = Localized::from_fn(|language: Language| {
            let words = match unit {
                Some(unit) => unit.words.value[language].as_ref().map(|words| stems(&words.value)),
                None => name(indicator, language).map(|mut stems| {
                    stems.truncate(FIRST);
                    stems
                }),
            };
            words.unwrap_or_default()
        });
        let further = Localized::from_fn(|language: Language| {
            let mut words = name(indicator, language).unwrap_or_default();
            words.retain(|word| !counted[language].contains(word));
            words
        });
        IndicatorWords { counted, further, agreed: RefCell::default() }
    }

    /// Returns whether the words behind a number say that it counts the same.
    fn are_behind(&self, number: &SaidNumber, language: Language) -> bool {
        is_one_of(&number.behind, &self.counted[language])
    }

    /// Returns whether a text says in all its languages that this is the number of what is counted. `at` is the number of
    /// the text.
    fn agree_on(&self, value: u64, at: usize, text: &Localized<Vec<SaidNumber>>, needs_name: bool) -> bool {
        let question = (at, value, needs_name);
        if let Some(answer) = self.agreed.borrow().get(&question) {
            return *answer;
        }
        let is_counted = |found: &SaidNumber, language: Language| {
            found.value == value
                && self.are_behind(found, language)
                && (!needs_name || self.are_around(found, language))
        };
        let mut languages = Language::ALL.into_iter().filter(|language| !text[*language].is_empty());
        let answer = languages.all(|language| text[language].iter().any(|found| is_counted(found, language)));
        self.agreed.borrow_mut().insert(question, answer);
        answer
    }

    /// Returns whether the paragraph of a number also has another word of the name.
    fn are_around(&self, number: &SaidNumber, language: Language) -> bool {
        // The words are sorted.
        let begins = |stem: &String| {
            let at = number.around.partition_point(|word| word < stem);
            number.around.get(at).is_some_and(|word| word.starts_with(stem.as_str()))
        };
        self.further[language].iter().any(begins)
    }
}

fn is_one_of(words: &[String], stems: &[String]) -> bool {
    words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem.as_str())))
}

fn name(indicator: &IndicatorRecord, language: Language) -> Option<Vec<String>> {
    let name = indicator.name.as_ref()?.value[language].as_ref()?;
    Some(stems(&name.value))
}

/// Returns the beginnings of the longer words of a text, which their other cases have too.
fn stems(text: &str) -> Vec<String> {
    const SHORTEST: usize = 4;
    const LONGEST: usize = 6;
    /// The words of a unit or name that are compared.
    const MOST: usize = 10;
    let words = text.split(|c: char| !c.is_alphabetic()).map(fold);
    let long = words.filter(|word| word.chars().count() >= SHORTEST).take(MOST);
    long.map(|word| {
        let letters = word.chars().count().saturating_sub(3).clamp(SHORTEST, LONGEST);
        word.chars().take(letters).collect()
    })
    .collect()
}

/// The numbers that the texts of a programme or project say.
struct Numbers<'s> {
    texts: &'s [Localized<Vec<SaidNumber>>],
    /// Each number, with the texts that say it.
    said_in: BTreeMap<u64, BTreeSet<usize>>,
    /// The values of the indicators.
    known: BTreeSet<u64>,
}

impl<'s> Numbers<'s> {
    fn of(indicators: &[IndicatorRecord], said: &'s Said) -> Self {
        let known = indicators.iter().flat_map(values).filter_map(|value| whole(value.value)).collect();
        let mut said_in: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
        for (at, text) in said.numbers.iter().enumerate() {
            for (_, found) in each_number(text) {
                said_in.entry(found.value).or_default().insert(at);
            }
        }
        Numbers { texts: &said.numbers, said_in, known }
    }

    /// Returns the number that texts say in all languages instead of one that none of them says, and these texts.
    fn meant(&self, number: u64, words: &IndicatorWords) -> Option<(&'s Localized<Vec<SaidNumber>>, u64)> {
        let saying = self.said_in.get(&number);
        let mut said = saying.into_iter().flatten().flat_map(|at| each_number(&self.texts[*at]));
        if said.any(|(language, found)| found.value == number && words.are_behind(found, language)) {
            return None;
        }
        let is_meant = |at: usize, value: u64, slip: Slip| match slip {
            Slip::Swapped => words.agree_on(value, at, &self.texts[at], false),
            // Shorter numbers are part of each other by chance.
            Slip::Digit => saying.is_none() && words.agree_on(value, at, &self.texts[at], true),
        };
        let others = slips(number).into_iter().filter(|(value, _)| !self.known.contains(value));
        let said = others.flat_map(|(value, slip)| {
            self.said_in.get(&value).into_iter().flatten().map(move |at| (*at, value, slip))
        });
        let meant = said.filter(|(at, value, slip)| is_meant(*at, *value, *slip));
        meant.map(|(at, value, _)| (at, value)).min().map(|(at, value)| (&self.texts[at], value))
    }
}

fn each_number(text: &Localized<Vec<SaidNumber>>) -> impl Iterator<Item = (Language, &SaidNumber)> {
    Language::ALL.into_iter().flat_map(|language| text[language].iter().map(move |found| (language, found)))
}

/// How one number may have become another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// Two digits next to each other are swapped.
    Swapped,
    /// A digit is missing or too many.
    Digit,
}

/// Returns what a number may have become, or been, by a slip.
fn slips(number: u64) -> BTreeMap<u64, Slip> {
    let digits = number.to_string().into_bytes();
    let swaps = (1..digits.len()).map(|at| {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        (swapped, Slip::Swapped)
    });
    let without = |at: usize| [&digits[..at], &digits[at + 1..]].concat();
    let with = |at: usize, digit: u8| [&digits[..at], &[digit], &digits[at..]].concat();
    let missing = (0..digits.len()).map(without);
    let surplus = (0..=digits.len()).flat_map(|at| (b'0'..=b'9').map(move |digit| with(at, digit)));
    let all = swaps.chain(missing.chain(surplus).map(|digits| (digits, Slip::Digit)));
    // No number is written with a zero before it.
    let numbers = all.filter(|(digits, _)| digits.len() == 1 || !digits.starts_with(b"0"));
    let numbers =
        numbers.filter_map(|(digits, slip)| Some((str::from_utf8(&digits).ok()?.parse().ok()?, slip)));
    numbers.filter(|(other, _)| *other != number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_swapped_missing_or_too_many() {
        for (one, other, slip) in [
            (51, 15, Some(Slip::Swapped)),
            (1_253, 1_235, Some(Slip::Swapped)),
            (150, 1_500, Some(Slip::Digit)),
            (15, 5, Some(Slip::Digit)),
            (15, 115, Some(Slip::Digit)),
            (15, 16, None),
            (15, 15, None),
            (15, 1_500, None),
            (0, 7, None),
        ] {
            assert_eq!(slips(one).get(&other).copied(), slip, "{one} {other}");
            assert_eq!(slips(other).get(&one).copied(), slip, "{other} {one}");
        }
    }
}
