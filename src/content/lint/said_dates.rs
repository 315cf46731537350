//! Finds dates in texts.

use std::ops::Range;

use crate::base::bytes::has_byte;
use crate::base::date::PartialDate;
use crate::base::language::Language;

/// A date in a text: a day, or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SaidDate {
    pub(super) year: i16,
    pub(super) month: i8,
    pub(super) day: Option<i8>,
}

/// The months as texts write them, in small letters; a longer word has an ending.
const SERBIAN: [&[&str]; 12] = [
    &["januar"],
    &["februar"],
    &["mart"],
    &["april"],
    &["maj"],
    &["jun"],
    &["jul"],
    &["avgust"],
    &["septembar", "septembr"],
    &["oktobar", "oktobr"],
    &["novembar", "novembr"],
    &["decembar", "decembr"],
];
const ENGLISH: [&[&str]; 12] = [
    &["january"],
    &["february"],
    &["march"],
    &["april"],
    &["may"],
    &["june"],
    &["july"],
    &["august"],
    &["september"],
    &["october"],
    &["november"],
    &["december"],
];

/// Finds the dates of a text that have a month in words and a year: `2. juna 2021`, `June 2020`.
pub(super) fn dates(text: &str, language: Language) -> Vec<(SaidDate, Range<usize>)> {
    let mut found = Vec::new();
    // A year has digits.
    if !has_byte(text, |byte| byte.is_ascii_digit()) {
        return found;
    }
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                found.extend(month(&text[from..at], language).and_then(|month| date(text, from..at, month)));
            }
            _ => {}
        }
    }
    found
}

/// Returns the month that a word says.
fn month(word: &str, language: Language) -> Option<i8> {
    const LONGEST: usize = 12;
    const ENDINGS: [&str; 4] = ["", "a", "u", "om"];
    if !(3..=LONGEST).contains(&word.len()) {
        return None;
    }
    let word = word.to_lowercase();
    let is_it = |stems: &&[&str]| match language {
        Language::Sr => {
            stems.iter().any(|stem| word.strip_prefix(stem).is_some_and(|end| ENDINGS.contains(&end)))
        }
        Language::En => stems.contains(&word.as_str()),
    };
    let months = if language == Language::Sr { SERBIAN } else { ENGLISH };
    months.iter().position(is_it).and_then(|at| i8::try_from(at + 1).ok())
}

/// Returns the date of which a month stands in a text, with its day and year.
fn date(text: &str, word: Range<usize>, month: i8) -> Option<(SaidDate, Range<usize>)> {
    let spaces = [' ', '\u{a0}', '\n'];
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..word.start].trim_end_matches(spaces);
    let bare =
        ["st", "nd", "rd", "th", "."].iter().find_map(|end| before.strip_suffix(end)).unwrap_or(before);
    let count = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_day = (1..=2).contains(&count) && word.start > before.len();
    let mut day = if is_day { bare[bare.len() - count..].parse().ok() } else { None };
    let start = if is_day { bare.len() - count } else { word.start };
    let mut rest = text[word.end..].trim_start_matches(spaces);
    if let (None, 1..=2) = (day, digits(rest))
        && let Some(behind) = rest[digits(rest)..].strip_prefix(',')
    {
        day = rest[..digits(rest)].parse().ok();
        rest = behind.trim_start_matches(spaces);
    }
    let year = rest.get(..4).filter(|_| digits(rest) == 4)?.parse().ok()?;
    let end = text.len() - rest.len() + 4;
    (PartialDate::YEARS.contains(&year)).then_some((SaidDate { year, month, day }, start..end))
}

impl std::fmt::Display for SaidDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_a_month_in_words_and_a_year() {
        let said = |text: &str, language| -> Vec<String> {
            dates(text, language).into_iter().map(|(date, _)| date.to_string()).collect()
        };
        assert_eq!(
            said("od februara 2019. do 2. juna 2021. godine, u julu", Language::Sr),
            ["2019-02", "2021-06-02"]
        );
        assert_eq!(
            said("May 2020, 2nd June 2021 and March 3, 2022; you may 12", Language::En),
            ["2020-05", "2021-06-02", "2022-03-03"]
        );
    }
}
