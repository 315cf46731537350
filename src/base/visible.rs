//! Untrusted text, made safe to show in a terminal, a log or a browser: it cannot move the cursor, change colours,
//! reverse the direction of the text around it, or be endless.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

use crate::base::invisible::{first_hidden, first_hidden_in_lines, is_hidden, is_hidden_in_lines};

/// The maximum number of characters of a message, a label or a path in output for people.
pub const MOST_SHOWN: usize = 500;

/// The maximum number of characters of a text in output for programs.
pub const MOST_TOLD: usize = 1_000;

/// Escapes every control character and every invisible character that no text needs, for example as `\u{1b}`. Tabs and
/// line ends (a line feed, or a carriage return and a line feed) are kept.
pub fn escaped(text: &str) -> Cow<'_, str> {
    replaced(text, |c, next| c != '\t' && is_hidden_in_text(c, next))
}

fn is_hidden_in_text(c: char, next: Option<char>) -> bool {
    match c {
        '\n' => false,
        '\r' => next != Some('\n'),
        _ => is_hidden(c),
    }
}

/// Escapes like [`escaped`], and tabs and line ends too: for names and other parts of a line.
pub fn in_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c, _| is_hidden(c))
}

/// Escapes the characters for which `is_unfit` returns true. It gets each character and the next one.
fn replaced(text: &str, is_unfit: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    if first_hidden(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_unfit(c, chars.peek().copied()) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Escapes a message, label or remark for people, tabs included, and shortens it if it is very long.
pub fn brief(text: &str) -> Cow<'_, str> {
    match replaced(text, is_hidden_in_text) {
        Cow::Borrowed(text) => shortened(text, MOST_SHOWN),
        Cow::Owned(text) => Cow::Owned(shortened(&text, MOST_SHOWN).into_owned()),
    }
}

/// Escapes a name for people onto one line, and shortens it if it is very long.
pub fn name(text: &str) -> Cow<'_, str> {
    match in_line(text) {
        Cow::Borrowed(text) => shortened(text, MOST_SHOWN),
        Cow::Owned(text) => Cow::Owned(shortened(&text, MOST_SHOWN).into_owned()),
    }
}

/// Escapes a path for people, like [`name()`].
pub fn path(path: &Path) -> String {
    name(&path.to_string_lossy()).into_owned()
}

/// Shortens a text of more than `most` characters by leaving out its middle.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most || text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let tail = most / 3;
    let head = most.saturating_sub(tail + 1);
    let head = text.char_indices().nth(head).map_or(text.len(), |(at, _)| at);
    let tail = tail
        .checked_sub(1)
        .and_then(|tail| text.char_indices().rev().nth(tail))
        .map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("{}…{}", &text[..head], &text[tail.max(head)..]))
}

/// Replaces each control character and each invisible character that no text needs in a quoted text with a visible one
/// of normal width, so that columns do not shift.
pub fn quoted(text: &str) -> Cow<'_, str> {
    if first_hidden_in_lines(text).is_none() && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        quoted.push(match c {
            '\n' | '\t' => c,
            '\r' if chars.peek() == Some(&'\n') => c,
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\u{7f}' => '\u{2421}',
            _ if is_hidden(c) => char::REPLACEMENT_CHARACTER,
            _ => c,
        });
    }
    Cow::Owned(quoted)
}

/// Escapes a JSON document so that it has no control characters except line ends and tabs, no invisible characters that
/// no text needs, and no `##[`, which GitHub's logs interpret. Its meaning is unchanged.
pub fn json(document: String) -> String {
    // Outside strings, JSON has no `##[` and no control characters except line ends.
    let document = if document.contains("##[") { document.replace("##[", "#\\u0023[") } else { document };
    if first_hidden_in_lines(&document).is_none() {
        return document;
    }
    let mut escaped = String::with_capacity(document.len() + 64);
    for c in document.chars() {
        if is_hidden_in_lines(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}
