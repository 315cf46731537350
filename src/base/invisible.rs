//! Invisible characters that no text needs.

use std::ops::RangeInclusive;

use crate::base::bytes::position;

/// Characters that reverse the direction of the text after them, so that it reads differently from how it is stored.
const TURNING: [RangeInclusive<char>; 2] = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];

/// Zero-width characters, and code points that XML does not allow (XML 1.0, 2.2).
const NOTHING: [char; 4] = ['\u{200b}', '\u{feff}', '\u{fffe}', '\u{ffff}'];

/// Returns whether a character is invisible and no text needs it. Tabs and line breaks count as such; soft hyphens,
/// joiners and non-breaking spaces do not.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || NOTHING.contains(&c) || TURNING.iter().any(|range| range.contains(&c))
}

/// Returns whether a character is invisible and no text needs it, except tabs and line breaks.
pub(crate) fn is_hidden_in_lines(c: char) -> bool {
    is_hidden(c) && !matches!(c, '\t' | '\n' | '\r')
}

/// Returns the first hidden character of a text, except tabs and line breaks, and its byte position.
pub(crate) fn first_hidden_in_lines(text: &str) -> Option<(usize, char)> {
    first(text, is_hidden_in_lines)
}

/// Returns the first hidden character of a text and its byte position.
pub(crate) fn first_hidden(text: &str) -> Option<(usize, char)> {
    first(text, is_hidden)
}

/// Finds the first match, checking only characters whose first byte can begin a hidden character.
fn first(text: &str, is_sought: fn(char) -> bool) -> Option<(usize, char)> {
    let may_begin =
        |byte: u8| (byte < b' ') | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2) | (byte == 0xef);
    let mut from = 0;
    while let Some(at) = position(&text.as_bytes()[from..], may_begin) {
        let c = text[from + at..].chars().next()?;
        if is_sought(c) {
            return Some((from + at, c));
        }
        from += at + c.len_utf8();
    }
    None
}

/// Returns the code of a character, such as `U+202E`.
pub(crate) fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
