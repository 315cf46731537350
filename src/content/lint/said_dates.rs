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

impl SaidDate {
    /// Returns whether it is a date of the facts, as far as both are known.
    pub(super) fn is_within(self, fact: PartialDate) -> bool {
        match fact {
            PartialDate::Year(year) => self.year == year,
            PartialDate::Month(year, month) => (self.year, self.month) == (year, month),
            PartialDate::Day(date) => {
                (self.year, self.month) == (date.year(), date.month())
                    && self.day.is_none_or(|day| day == date.day())
            }
        }
    }
}

/// A date, and where a text says it.
pub(super) struct DateInText {
    pub(super) date: SaidDate,
    pub(super) span: Range<usize>,
    /// Whether its year is that of the second date, up to which it goes.
    pub(super) borrows_year: bool,
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
pub(super) fn dates(text: &str, language: Language) -> Vec<DateInText> {
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
                found.extend(
                    month(&text[from..at], language).and_then(|month| date(text, from..at, month, language)),
                );
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
    if !(3..=LONGEST).contains(&word.len()) || !begins_like_a_month(word) || !word.is_ascii() {
        return None;
    }
    let is_ending = |end: &str| match language {
        Language::Sr => ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(end)),
        Language::En => end.is_empty(),
    };
    let is_form = |stem: &&str| {
        let parts = word.split_at_checked(stem.len());
        parts.is_some_and(|(start, end)| start.eq_ignore_ascii_case(stem) && is_ending(end))
    };
    let is_it = |stems: &&[&str]| stems.iter().any(&is_form);
    let months = if language == Language::Sr { SERBIAN } else { ENGLISH };
    months.iter().position(is_it).and_then(|at| i8::try_from(at + 1).ok())
}

/// Returns whether the first three letters are those of a month in one of the languages, which few words have.
fn begins_like_a_month(word: &str) -> bool {
    let Some(start) = word.as_bytes().first_chunk::<3>() else { return false };
    let known = [
        b"jan", b"feb", b"mar", b"apr", b"maj", b"may", b"jun", b"jul", b"avg", b"aug", b"sep", b"okt",
        b"oct", b"nov", b"dec",
    ];
    known.contains(&&start.map(|byte| byte | 0x20))
}

/// Returns the date of which a month stands in a text, with its day and year. The year may be that of a second date that
/// the first one goes up to: `from June to October 2019`.
fn date(text: &str, word: Range<usize>, month: i8, language: Language) -> Option<DateInText> {
    let before = text[..word.start].trim_end_matches(SPACES);
    let bare =
        ["st", "nd", "rd", "th", "."].iter().find_map(|end| before.strip_suffix(end)).unwrap_or(before);
    let count = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_day = (1..=2).contains(&count) && word.start > before.len();
    let mut day = if is_day { bare[bare.len() - count..].parse().ok() } else { None };
    let start = if is_day { bare.len() - count } else { word.start };
    let mut rest = text[word.end..].trim_start_matches(SPACES);
    if let (None, 1..=2) = (day, digits(rest))
        && let behind = &rest[digits(rest)..]
        && (behind.starts_with(',') || up_to(behind).is_some())
    {
        day = rest[..digits(rest)].parse().ok();
        rest = behind.trim_start_matches(',').trim_start_matches(SPACES);
    }
    let own_year = year(rest);
    let (year, end) = match own_year {
        Some(year) => (year, text.len() - rest.len() + 4),
        None => {
            let (last, year) = month_and_year(up_to(rest)?, language)?;
            // From November to February: the first month is in the year before.
            (if month > last { year - 1 } else { year }, word.end)
        }
    };
    let date = SaidDate { year, month, day };
    let found = DateInText { date, span: start..end, borrows_year: own_year.is_none() };
    PartialDate::YEARS.contains(&year).then_some(found)
}

/// The spaces between the parts of a date.
const SPACES: [char; 3] = [' ', '\u{a0}', '\n'];

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Returns the year with which a text begins.
fn year(text: &str) -> Option<i16> {
    text.get(..4).filter(|_| digits(text) == 4)?.parse().ok()
}

/// Returns what follows the word or dash between two dates with which a text begins.
fn up_to(text: &str) -> Option<&str> {
    const BETWEEN: [&str; 10] = ["to ", "until ", "till ", "through ", "and ", "do ", "i ", "–", "—", "-"];
    let text = text.trim_start_matches(SPACES);
    BETWEEN.iter().find_map(|word| text.strip_prefix(word)).map(|rest| rest.trim_start_matches(SPACES))
}

/// Returns the month and year of the date with which a text begins: `5. oktobra 2019`, `October 5, 2019`.
fn month_and_year(text: &str, language: Language) -> Option<(i8, i16)> {
    let without_day = |text: &'_ str| -> usize {
        let day = digits(text);
        let ends = ["st", "nd", "rd", "th", ".", ","];
        let end = ends.iter().find(|end| text[day..].starts_with(**end)).map_or(0, |end| end.len());
        if (1..=2).contains(&day) { day + end } else { 0 }
    };
    let text = text[without_day(text)..].trim_start_matches(SPACES);
    let word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let month = self::month(&text[..word], language)?;
    let rest = text[word..].trim_start_matches(SPACES);
    let rest = rest[without_day(rest)..].trim_start_matches(SPACES);
    Some((month, year(rest)?))
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
            dates(text, language).into_iter().map(|found| found.date.to_string()).collect()
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

    #[test]
    fn the_first_of_two_dates_may_have_the_year_of_the_second() {
        let said = |text: &str, language| -> Vec<String> {
            dates(text, language).into_iter().map(|found| found.date.to_string()).collect()
        };
        for (text, language, expected) in [
            ("traje od juna do oktobra 2019. godine", Language::Sr, ["2019-06", "2019-10"]),
            ("od 3. novembra do 28. februara 2020.", Language::Sr, ["2019-11-03", "2020-02-28"]),
            ("from 3 July to 5 October 2019", Language::En, ["2019-07-03", "2019-10-05"]),
            ("March 3–May 5, 2022", Language::En, ["2022-03-03", "2022-05-05"]),
            ("in June and July 2019", Language::En, ["2019-06", "2019-07"]),
        ] {
            assert_eq!(said(text, language), expected, "{text}");
        }
        assert_eq!(said("you may march to 2019, or June to October", Language::En), [""; 0]);
    }
}
