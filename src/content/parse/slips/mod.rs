//! Finds the slip behind a file that is not valid YAML.
//!
//! The parser says where it stopped, which may be lines below the mistake. Editors want to know which line to change, and
//! how. Each detector knows one kind of slip; the first one that recognises its kind has the word.

mod beginnings;
mod brackets;
mod columns;
mod keys;
mod lines;
mod quotes;
mod spaces;
mod tabs;
mod words;

use std::ops::Range;

pub(super) use keys::spaceless_key;
use lines::Lines;
#[cfg(test)]
pub(super) use words::{KEYS, Sort};
pub(super) use words::{known_key, without_comma};

/// A slip: the bytes to change, what is wrong with them, and what to do.
#[derive(Debug)]
pub(super) struct Slip {
    /// The bytes in the YAML.
    pub(super) span: Range<usize>,
    /// What is wrong, as one clause.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
    /// Other bytes that explain the slip or have it too, and what they are.
    pub(super) related: Vec<(Range<usize>, String)>,
}

impl Slip {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Slip { span, message: message.into(), help: help.into(), related: Vec::new() }
    }

    fn related(mut self, span: Range<usize>, remark: impl Into<String>) -> Self {
        self.related.push((span, remark.into()));
        self
    }
}

/// The place where the parser stopped.
struct Stop<'a> {
    /// The whole YAML.
    yaml: &'a str,
    /// The lines up to this place.
    lines: Lines<'a>,
    /// The byte in the YAML.
    at: usize,
    /// What the parser said.
    said: &'a str,
    /// Whether the file is a text in English, so its quotation marks are English ones.
    is_english: bool,
    /// Returns whether YAML is valid.
    is_valid: fn(&str) -> bool,
}

impl Stop<'_> {
    /// Returns whether the parser said one of these.
    fn is_said(&self, any: &[&str]) -> bool {
        any.iter().any(|words| self.said.contains(words))
    }
}

/// The detectors, in their order. Those that look for a certain sign come before those that compare lines.
const DETECTORS: &[fn(&Stop<'_>) -> Option<Slip>] = &[
    spaces::odd_space,
    tabs::tab,
    quotes::backslash,
    quotes::within_quotes,
    quotes::continued,
    beginnings::bullet,
    beginnings::merge,
    brackets::comment,
    keys::hyphen_without_space,
    keys::group_on_one_line,
    brackets::mismatched,
    beginnings::sign,
    brackets::surplus,
    brackets::colon,
    brackets::open,
    keys::no_space,
    keys::no_colon,
    keys::second_colon,
    columns::first_line,
    keys::continued,
    keys::remark,
    columns::unlike_neighbour,
    columns::entry,
    columns::dedented,
    keys::not_a_key,
];

/// Returns the slip for which the parser stopped at a byte of the YAML, if its kind is known.
pub(super) fn slip(
    yaml: &str,
    at: usize,
    said: &str,
    is_english: bool,
    is_valid: fn(&str) -> bool,
) -> Option<Slip> {
    let stop = Stop { yaml, lines: Lines::until(yaml, at), at, said, is_english, is_valid };
    let found = DETECTORS.iter().find_map(|detector| detector(&stop))?;
    let spans = found.related.iter().map(|(span, _)| span).chain([&found.span]);
    let is_within = spans.into_iter().all(|span| yaml.get(span.clone()).is_some());
    is_within.then_some(found)
}

/// Cuts a long word for messages.
fn shown(word: &str) -> String {
    const MOST: usize = 60;
    match word.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", &word[..cut]),
        None => word.to_owned(),
    }
}

/// The longest text that a help repeats, in characters.
const LONGEST: usize = 120;

/// Returns the help to put a text between double quotes.
pub(super) fn quote(text: &str) -> String {
    const OF_WORD: [char; 3] = ['„', '“', '”'];
    // A word processor makes them of the straight ones.
    let inner = text.strip_prefix(OF_WORD).and_then(|text| text.strip_suffix(OF_WORD));
    let inner = inner.filter(|inner| !inner.contains(OF_WORD));
    let quoted = format!("\"{}\"", inner.unwrap_or(text).replace('\\', "\\\\").replace('"', "\\\""));
    match quoted.chars().count() <= LONGEST {
        true if inner.is_some() => format!("replace its quotation marks by straight ones: `{quoted}`"),
        true => format!("put it between double quotes: `{quoted}`"),
        false => {
            let (first, last) = (quoted.split_whitespace().next(), quoted.split_whitespace().next_back());
            let (first, last) = (shown(first.unwrap_or_default()), last.unwrap_or_default());
            match last.chars().count() <= LONGEST {
                true => format!("put it between double quotes, from `{first}` to `{last}`"),
                false => "put it between double quotes".to_owned(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PARTS: &str = "[a-c \n\"'{}\\[\\],:#&*!|>%@`?<–•\u{a0}\t\\\\(-]{0,60}";

    proptest! {
        #[test]
        fn slips_lie_within_any_text(text in PARTS, at in 0usize..70, said in 0usize..8) {
            let said = [
                "mapping values are not allowed", "quoted scalar", "found a tab", "did not find expected key",
                "did not find expected ',' or '}'", "simple key expected ':'", "document start", "misplaced bracket",
            ][said];
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            if let Some(slip) = slip(&text, at, said, false, |text| text.len() % 2 == 0) {
                prop_assert!(text.get(slip.span).is_some());
            }
        }
    }
}
