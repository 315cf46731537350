//! The neighbours of a word, by which Roman numerals and units are recognised.

use super::letters::is_word_char;
use super::scan::entity_length;

/// The maximum distance of a neighbour, in characters. Words farther away mean nothing, and the limit bounds the work.
const REACH: usize = 48;

/// A neighbouring word and the text between it and our word. Tags and entities between them are not taken for words,
/// and a non-breaking space counts as a space.
#[derive(Clone, Copy)]
pub(super) struct Neighbour<'a> {
    pub(super) gap: &'a str,
    pub(super) word: &'a str,
    /// The start of a word before ours, or the end of a word after it, in the text.
    pub(super) edge: usize,
}

/// Returns the word after the byte `at`.
pub(super) fn after(text: &str, at: usize) -> Option<Neighbour<'_>> {
    let rest = head(&text[at..]);
    let mut in_tag = false;
    let mut entity_end = 0;
    let (start, _) = rest.char_indices().find(|&(at, c)| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '&' => entity_end = at + entity_length(&rest[at..]).unwrap_or(0),
            _ => return !in_tag && at >= entity_end && is_word_char(c),
        }
        false
    })?;
    let word = &rest[start..];
    let word = &word[..word.find(|c| !is_word_char(c)).unwrap_or(word.len())];
    Some(Neighbour { gap: plain_gap(&rest[..start]), word, edge: at + start + word.len() })
}

/// Returns the word before the byte `at`.
pub(super) fn before(text: &str, at: usize) -> Option<Neighbour<'_>> {
    let rest = tail(&text[..at]);
    let mut in_tag = false;
    let mut entity_start = rest.len();
    let (end, _) = rest.char_indices().rev().find(|&(at, c)| {
        match c {
            '>' => in_tag = true,
            '<' => in_tag = false,
            ';' => entity_start = entity_before(&rest[..=at]).unwrap_or(entity_start),
            _ => return !in_tag && at < entity_start && is_word_char(c),
        }
        false
    })?;
    let gap_start = end + rest[end..].chars().next().map_or(0, char::len_utf8);
    let word_start = rest[..end].rfind(|c| !is_word_char(c)).map_or(0, |other| next_char(rest, other));
    Some(Neighbour {
        gap: plain_gap(&rest[gap_start..]),
        word: &rest[word_start..gap_start],
        edge: at - (rest.len() - word_start),
    })
}

/// Returns whether `word` is in capitals: it has at least two, and no lower-case letter.
pub(super) fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

/// Returns whether `word` begins with a capital letter.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn head(text: &str) -> &str {
    &text[..text.char_indices().nth(REACH).map_or(text.len(), |(end, _)| end)]
}

fn tail(text: &str) -> &str {
    &text[text.char_indices().rev().nth(REACH).map_or(0, |(start, c)| start + c.len_utf8())..]
}

/// Returns the start of the entity at the end of `text`.
fn entity_before(text: &str) -> Option<usize> {
    let inner = text.trim_end_matches(';').trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    let start = inner.strip_suffix('&')?.len();
    (entity_length(&text[start..]) == Some(text.len() - start)).then_some(start)
}

fn plain_gap(gap: &str) -> &str {
    match gap {
        "\u{a0}" | "\u{202f}" | "&nbsp;" | "&#160;" => " ",
        "&ndash;" => "–",
        "&mdash;" => "—",
        _ => gap,
    }
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}
