//! The signs that stand for addresses and names in rendered HTML, until they are cut out of it.

use super::prose::{NoteLink, escape_attribute};

/// The character that encloses the number of a target. No text contains it: files with control characters are rejected.
pub(super) const MARK: char = '\u{1}';

/// Precede the number of a note whose link needs a name, where the number of a target could be.
pub(super) const THERE_NUMBER: char = 't';

pub(super) const BACK_NUMBER: char = 'b';

/// Stands for the name of a link. The space makes the minifier keep the quotes around it.
pub(super) fn name_of(link: NoteLink, number: usize) -> String {
    let kind = match link {
        NoteLink::There => THERE_NUMBER,
        NoteLink::Back => BACK_NUMBER,
    };
    format!("{MARK} {kind}{number}{MARK}")
}

pub(super) fn numbered(target: usize) -> String {
    format!("{MARK}{target}{MARK}")
}

/// Puts a space into the number of a target, so that the minifier keeps the quotes around it; escapes other addresses.
pub(super) fn spaced(url: &str) -> String {
    match url.strip_prefix(MARK) {
        Some(rest) => format!("{MARK} {rest}"),
        None => escape_attribute(url),
    }
}
