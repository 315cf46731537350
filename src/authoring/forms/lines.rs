//! The lines of a text, and why one cannot be changed.

use std::ops::Range;

pub(super) use crate::authoring::change::line_start;

/// Why a text cannot be changed as wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unwritable {
    /// It is not valid YAML now.
    Unreadable,
    /// A comment would be lost, or a part is written in a way that is not known; the bytes of the part.
    Odd(Range<usize>),
}

/// Returns the end of a line, before its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Returns the start of the next line, or the end of the text.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// Returns whether a part of a text may contain a comment.
pub(super) fn has_comment(part: &str) -> bool {
    part.starts_with('#') || part.contains(" #") || part.contains("\n#") || part.contains("\t#")
}
