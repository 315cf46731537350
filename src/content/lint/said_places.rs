//! Finds lists and numbers of municipalities in texts.

use std::ops::Range;
use std::sync::Arc;

use super::numerals::numeral;
use crate::base::language::Language;
use crate::base::problem::Place;
use crate::text::language::fold;

/// The municipalities in a list, each with the place of its name.
pub(super) struct Listed(pub(super) Vec<(Arc<str>, Place)>);

/// The fewest municipalities of a list.
pub(super) const FEWEST: usize = 4;

/// Words between the names of a list.
const BETWEEN: [&str; 18] = [
    "",
    "i",
    "te",
    "u",
    "iz",
    "i u",
    "i iz",
    "kao i",
    "kao i u",
    "and",
    "in",
    "from",
    "and in",
    "and from",
    "as well as",
    "и",
    "и у",
    "као и",
];

/// Finds lists of municipalities in a text, given where it names them: `Pirot, Bor, Raška i Bojnik`.
pub(super) fn lists<'a>(
    text: &str,
    names: &'a [(Range<usize>, Arc<str>)],
) -> Vec<&'a [(Range<usize>, Arc<str>)]> {
    let goes_on = |pair: &[(Range<usize>, Arc<str>)]| {
        let between = &text[pair[0].0.end..pair[1].0.start];
        let words = between.trim_start_matches(',').trim();
        BETWEEN.contains(&words) && (between.starts_with(',') || !words.is_empty())
    };
    let mut lists = Vec::new();
    let mut start = 0;
    for end in 1..=names.len() {
        if end == names.len() || !goes_on(&names[end - 1..=end]) {
            lists.push(&names[start..end]);
            start = end;
        }
    }
    lists.retain(|list| list.len() >= FEWEST);
    lists
}

/// Returns the beginnings of words for municipalities, each with the words that must follow.
fn nouns(language: Language) -> [(&'static str, &'static str); 2] {
    match language {
        Language::Sr => [("opštin", ""), ("jedinic", " lokalne samouprave")],
        Language::En => [("municipalit", ""), ("local self-government", "")],
    }
}

/// What stands between a number and the word for municipalities: `12 gradova i opština`.
const CITIES: [&str; 4] = ["gradova i", "grada i", "cities and", "towns and"];

/// Words before a number that is not that of the project, or not exact, in small letters.
const OF_ALL: [&str; 20] = [
    "od", "svih", "ukupno", "još", "drugih", "više", "oko", "najmanje", "preko", "do", "of", "all",
    "another", "other", "over", "about", "least", "than", "to", "further",
];

/// Finds numbers of municipalities in a text: `nine municipalities`, `15 opština`.
pub(super) fn counts(text: &str, language: Language) -> Vec<(u64, Range<usize>)> {
    let mut found = Vec::new();
    for (noun, behind) in nouns(language) {
        let at = text.match_indices(noun).map(|(at, _)| at);
        let at = at.filter(|at| text[..*at].ends_with([' ', '\u{a0}']));
        let whole = at.filter(|at| text[*at..].trim_start_matches(char::is_alphabetic).starts_with(behind));
        found.extend(whole.filter_map(|at| number_before(&text[..at], language)));
    }
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// Returns the number that stands before a word.
fn number_before(text: &str, language: Language) -> Option<(u64, Range<usize>)> {
    let spaces = [' ', '\u{a0}'];
    let before = text.trim_end_matches(spaces);
    let before = CITIES.iter().find_map(|cities| before.strip_suffix(cities)).unwrap_or(before);
    let before = before.trim_end_matches(spaces);
    let start = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |sign| sign + before[sign..].chars().next().map_or(1, char::len_utf8));
    // A sign before it makes it part of a larger number.
    if before[..start].ends_with(['.', ',', '-', '–']) {
        return None;
    }
    let word_before = before[..start].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    if OF_ALL.contains(&word_before.to_lowercase().as_str()) {
        return None;
    }
    let word = fold(&before[start..]);
    // One alone is rather an article.
    let in_words = numeral(&word, language).filter(|number| *number > 1);
    let count = in_words.or_else(|| word.parse().ok().filter(|_| word.len() <= 3))?;
    Some((count, start..before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_municipalities_stand_before_the_word() {
        let values = |text: &str, language| -> Vec<u64> {
            counts(text, language).into_iter().map(|(count, _)| count).collect()
        };
        assert_eq!(values("Devet jedinica lokalne samouprave i 21 opština.", Language::Sr), [9, 21]);
        assert_eq!(values("Nine local self-governments of 1.200 municipalities.", Language::En), [9]);
        assert_eq!(values("Sve opštine, u opštini i novih opština", Language::Sr), [0_u64; 0]);
    }
}
