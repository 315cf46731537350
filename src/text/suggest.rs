//! "Did you mean …": suggests the nearest known name.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::text::language::{fold, slug};

/// Returns the known name nearest to `written`, if it is near enough to be a likely match.
///
/// Names are compared by their search keys, so that `šabac`, `Шабац` and `sabac` are equal.
pub(crate) fn did_you_mean<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest(written, known, |_| true)
}

/// Returns the nearest of the known names that are near enough and likely.
fn nearest<'a>(
    written: &str,
    known: impl Iterator<Item = &'a str>,
    is_likely: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let key = fold(written).replace(['_', ' '], "-");
    let length = key.chars().count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).clamp(1, 4);
    let pattern = Pattern::new(&key);
    known
        .map(|name| (folded(name), name))
        // The distance is at least the difference in length, so most names need no comparison.
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= allowed)
        .map(|(known, name)| (pattern.distance(&known), name))
        .filter(|(distance, name)| *distance <= allowed && is_likely(name))
        .min()
        .map(|(_, name)| name)
}

/// Returns the known code nearest to `written`, if it is near enough to be a likely match.
///
/// The first characters of a code are those of its group. Of codes that are equally near, the one that has more of them in
/// common with `written` is returned.
pub(crate) fn nearest_code<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = written.chars().filter(char::is_ascii_alphanumeric).take(LONGEST);
    let key = plain.collect::<String>().to_ascii_uppercase();
    let allowed = (key.len() / 3).clamp(1, 2);
    let pattern = Pattern::new(&key);
    let in_common =
        |code: &str| key.bytes().zip(code.bytes()).take_while(|(one, other)| one == other).count();
    known
        .filter(|code| in_common(code) > 0)
        .map(|code| (pattern.distance(code), Reverse(in_common(code)), code))
        .filter(|(distance, ..)| *distance <= allowed)
        .min()
        .map(|(.., code)| code)
}

/// Returns whether a word is another one with a corrected slip: one letter is new, gone or another, or two are swapped.
///
/// The last letter is the ending of a Serbian word, and digits are facts; a difference there is none of spelling.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    const SHORTEST: usize = 4;
    let is_word = |word: &str| {
        (SHORTEST..LONGEST).contains(&word.chars().count()) && !word.contains(|c: char| c.is_numeric())
    };
    is_word(word)
        && is_word(other)
        && word.chars().next_back() == other.chars().next_back()
        && Pattern::new(word).distance(other) <= 1
}

/// Suggests ids like [`did_you_mean`], if each of their words is alike, but only as long as the run has not compared too many names: content with
/// very many wrong names would take hours. What it suggests depends only on the order of the questions.
pub(crate) struct Suggestions {
    /// The number of letters that may still be compared.
    left: usize,
}

/// The words of an id, to compare with those of many others.
struct IdWords<'a>(Vec<(&'a str, Pattern)>);

impl<'a> IdWords<'a> {
    /// Reads the words of the search key of an id, with hyphens between them.
    fn of(key: &'a str) -> Self {
        IdWords(key.split('-').map(|word| (word, Pattern::new(word))).collect())
    }

    /// Returns whether each word is like the one in its place in another id: `health-centre-bor` is another thing than
    /// `health-centre-nis`, and no slip.
    fn are_alike(&self, name: &str) -> bool {
        let other = folded(name);
        let is_alike = |((one, pattern), other): (&(&str, Pattern), &str)| {
            let length = pattern.length;
            let start = || one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
            // An ending may be another one.
            *one == other
                || one.len() > LONGEST
                || pattern.distance(other) <= (length / 3).max(1)
                || (start() >= 3 && 3 * start() >= 2 * length)
        };
        self.0.len() != other.split('-').count() || self.0.iter().zip(other.split('-')).all(is_alike)
    }
}

/// The maximum number of letters of known names that are compared for the suggestions of a run: a second or two of work.
const MOST_COMPARED: usize = 200_000_000;

/// How many letters are compared in the time in which the search key of a name is made from one letter.
const FOLDED_AS_FAST: usize = 20;

impl Default for Suggestions {
    fn default() -> Self {
        Suggestions { left: MOST_COMPARED }
    }
}

impl Suggestions {
    /// Returns the known name nearest to `written`; `None` if there is none, or no more names are compared.
    pub(crate) fn near<'a>(
        &mut self,
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let known: Vec<&str> = known.collect();
        let work = |name: &&str| if is_own_key(name) { name.len() } else { FOLDED_AS_FAST * name.len() };
        self.left = self.left.checked_sub(known.iter().map(work).sum())?;
        let key = fold(written).replace(['_', ' '], "-");
        let words = IdWords::of(&key);
        nearest(written, known.iter().copied(), |name| words.are_alike(name))
            .or_else(|| only_longer(written, &known))
    }
}

/// Returns the only name that begins with the words of the written one: `sumadija-i-zapadna-srbija` for `Šumadija`.
fn only_longer<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    const SHORTEST: usize = 4;
    let start = slug(written);
    let mut longer = known
        .iter()
        .filter(|name| name.strip_prefix(start.as_str()).is_some_and(|rest| rest.starts_with('-')));
    let only = *longer.next()?;
    (start.len() >= SHORTEST && longer.next().is_none()).then_some(only)
}

/// The maximum number of names in one text or list for which a similar file in its folder is suggested. A folder may
/// contain very many files.
pub(crate) const MOST_FILES_SUGGESTED: usize = 10;

/// Returns whether a name is its own search key. Most names are ids, which are.
fn is_own_key(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().all(is_plain) && !name.contains("dj")
}

/// Returns the search key of a known name, with hyphens.
fn folded(name: &str) -> Cow<'_, str> {
    match is_own_key(name) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(fold(name).replace('_', "-")),
    }
}

/// The length of the longest name that is compared, in characters: one for each bit of a `u64`.
const LONGEST: usize = 64;

/// A name to compare with many others.
struct Pattern {
    /// The positions of each character in the name, as bits.
    ascii: [u64; 128],
    others: BTreeMap<char, u64>,
    length: usize,
}

impl Pattern {
    /// Makes a pattern of a name of at most [`LONGEST`] characters.
    fn new(name: &str) -> Self {
        let mut pattern = Pattern { ascii: [0; 128], others: BTreeMap::new(), length: 0 };
        for c in name.chars().take(LONGEST) {
            let places = match pattern.ascii.get_mut(c as usize) {
                Some(places) => places,
                None => pattern.others.entry(c).or_default(),
            };
            *places |= 1 << pattern.length;
            pattern.length += 1;
        }
        pattern
    }

    /// Counts the letters to add, remove, replace or swap with their neighbour to turn one name into the other
    /// (H. Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances, 2003).
    fn distance(&self, name: &str) -> usize {
        let Some(last) = self.length.checked_sub(1) else { return name.chars().count() };
        let mut distance = self.length;
        let (mut more, mut less) = (u64::MAX, 0_u64);
        let (mut diagonal, mut before) = (0_u64, 0_u64);
        for c in name.chars() {
            let equal = match self.ascii.get(c as usize) {
                Some(places) => *places,
                None => self.others.get(&c).copied().unwrap_or_default(),
            };
            let swapped = ((!diagonal & equal) << 1) & before;
            diagonal = ((equal & more).wrapping_add(more) ^ more) | equal | less | swapped;
            let (up, down) = (less | !(diagonal | more), diagonal & more);
            distance += usize::from(up >> last & 1 == 1);
            distance -= usize::from(down >> last & 1 == 1);
            let (up, down) = (up << 1 | 1, down << 1);
            more = down | !(diagonal | up);
            less = up & diagonal;
            before = equal;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn distances_are_those_of_the_table(
            one in "[a-dčш]{0,12}|[a-c]{50,64}",
            other in "[a-dčш]{0,12}|[a-c]{50,64}",
        ) {
            prop_assert_eq!(Pattern::new(&one).distance(&other), strsim::osa_distance(&one, &other));
        }
    }

    #[test]
    fn slips_are_told_from_other_words() {
        for (word, other, expected) in [
            ("opstina", "opsitna", true),
            ("bibloteka", "biblioteka", true),
            ("skola", "skole", false),
            ("2023", "2024", false),
            ("rad", "red", false),
        ] {
            assert_eq!(is_slip(word, other), expected, "{word} {other}");
        }
    }

    #[test]
    fn suggestions_stop_when_too_many_names_were_compared() {
        let mut suggestions = Suggestions { left: 20 };
        let mut near = |written| suggestions.near(written, ["bor", "cacak"].into_iter());
        assert_eq!([near("bar"), near("xyz"), near("bar")], [Some("bor"), None, None]);
    }

    #[test]
    fn names_are_compared_by_their_keys() {
        let near = |written, known: &[&'static str]| did_you_mean(written, known.iter().copied());
        assert_eq!(near("Шабац", &["sabac", "bor"]), Some("sabac"));
        assert_eq!(near("aranđelovac", &["arandjelovac", "arandelovaca"]), Some("arandjelovac"));
        assert_eq!(near("sub area", &["sub_area"]), Some("sub_area"));
        assert_eq!(near("bor", &["cacak"]), None);
    }
}
