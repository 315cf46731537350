//! Invisible characters that no text needs.

use std::ops::RangeInclusive;

use crate::base::bytes::position;

/// Characters that change the direction of text, so that it reads differently from how it is stored.
const TURNING: [RangeInclusive<char>; 4] =
    ['\u{61c}'..='\u{61c}', '\u{200e}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{206f}'];

/// Characters without any shape: spaces of no width, fillers, marks of lines, paragraphs, notes, music and languages; and
/// code points that XML does not allow (XML 1.0, 2.2).
const NOTHING: [RangeInclusive<char>; 14] = [
    '\u{34f}'..='\u{34f}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180e}'..='\u{180e}',
    '\u{200b}'..='\u{200b}',
    '\u{2028}'..='\u{2029}',
    '\u{2060}'..='\u{2065}',
    '\u{3164}'..='\u{3164}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{fffe}'..='\u{ffff}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Returns whether a character is invisible and no text needs it. Tabs and line breaks count as such; soft hyphens,
/// joiners and non-breaking spaces do not.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || [&TURNING[..], &NOTHING].iter().any(|ranges| ranges.iter().any(|range| range.contains(&c)))
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
    // U+0080 and beyond, U+034F, U+061C; U+1000 to U+3FFF; U+F000 and beyond.
    let may_begin = |byte: u8| {
        (byte < b' ') | matches!(byte, 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf0 | 0xf3)
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_found_wherever_they_are() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("Ниш š{c}a");
            assert_eq!(first_hidden(&text).map(|(_, c)| c), is_hidden(c).then_some(c), "{}", code(c));
        }
    }
}
