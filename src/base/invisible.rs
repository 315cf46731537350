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

/// The name of a character by its code: `U+202E`.
pub(crate) fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
