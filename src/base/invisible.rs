//! Characters that nobody sees and no text needs.

use std::ops::RangeInclusive;

/// Those that turn the letters behind them round, so that a text reads otherwise than it is written.
const TURNING: [RangeInclusive<char>; 2] = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];

/// Those without a width, and those that are no characters (XML 1.0, 2.2).
const NOTHING: [char; 4] = ['\u{200b}', '\u{feff}', '\u{fffe}', '\u{ffff}'];

/// Whether a character is invisible and no text needs it, tabs and line breaks among them. Soft hyphens, joiners and
/// spaces that do not break are needed.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || NOTHING.contains(&c) || TURNING.iter().any(|range| range.contains(&c))
}

/// Whether a character is invisible and no text needs it, but for tabs and line breaks.
pub(crate) fn is_hidden_in_lines(c: char) -> bool {
    is_hidden(c) && !matches!(c, '\t' | '\n' | '\r')
}

/// The first character of a text that is invisible and not needed, but for tabs and line breaks, and the byte it is at.
pub(crate) fn first_hidden_in_lines(text: &str) -> Option<(usize, char)> {
    first(text, is_hidden_in_lines)
}

/// The first character of a text that is invisible and not needed.
pub(crate) fn first_hidden(text: &str) -> Option<(usize, char)> {
    first(text, is_hidden)
}

/// Looks at the characters whose first byte is one of those that hidden characters begin with.
fn first(text: &str, is_sought: fn(char) -> bool) -> Option<(usize, char)> {
    let may_begin = |byte: u8| byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(|byte| may_begin(*byte)) {
        let c = text[from + at..].chars().next()?;
        if is_sought(c) {
            return Some((from + at, c));
        }
        from += at + c.len_utf8();
    }
    None
}

/// The name of a character by its code: `U+202E`.
pub(crate) fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
