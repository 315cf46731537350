//! Text from strangers as a terminal, a log or a browser may show it: nothing in it moves the cursor, changes colours,
//! turns the direction of what stands around it, or goes on for ever.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// How many characters of a message, a label or a path people are shown.
pub const MOST_SHOWN: usize = 500;

/// How many characters of a text programs are told.
pub const MOST_TOLD: usize = 1_000;

/// Whether a terminal would obey a character instead of showing it.
fn is_command(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Writes every character that is not text as `\u{1b}`. Tabs and line ends stay: a line feed, also behind a carriage
/// return.
pub fn escaped(text: &str) -> Cow<'_, str> {
    replaced(text, |c, next| match c {
        '\n' | '\t' => false,
        '\r' => next != Some('\n'),
        _ => is_command(c),
    })
}

/// As [`escaped`], but line ends are escaped too: for names and whatever else is a part of a line.
pub fn in_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c, _| is_command(c) && c != '\t')
}

/// Escapes the characters for which `is_unfit` holds, which is told the character behind each one, too.
fn replaced(text: &str, is_unfit: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    if !text.contains(is_command) {
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

/// A message, label or remark for people: escaped, and shortened if it is very long.
pub fn brief(text: &str) -> Cow<'_, str> {
    match escaped(text) {
        Cow::Borrowed(text) => shortened(text, MOST_SHOWN),
        Cow::Owned(text) => Cow::Owned(shortened(&text, MOST_SHOWN).into_owned()),
    }
}

/// A name for people: on one line, and shortened if it is very long.
pub fn name(text: &str) -> Cow<'_, str> {
    match in_line(text) {
        Cow::Borrowed(text) => shortened(text, MOST_SHOWN),
        Cow::Owned(text) => Cow::Owned(shortened(&text, MOST_SHOWN).into_owned()),
    }
}

/// A path for people, as [`name()`] shows it.
pub fn path(path: &Path) -> String {
    name(&path.to_string_lossy()).into_owned()
}

/// Leaves out the middle of a text that has more than `most` characters.
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

/// A quoted text: each character that is not text becomes one that is as wide as any other, so that columns stay what
/// they are.
pub fn quoted(text: &str) -> Cow<'_, str> {
    if !text.contains(is_command) {
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
            _ if is_command(c) => char::REPLACEMENT_CHARACTER,
            _ => c,
        });
    }
    Cow::Owned(quoted)
}

/// A JSON document that says the same without characters that a terminal obeys, but for line ends, and without `##[`,
/// which the logs of GitHub obey.
pub fn json(document: String) -> String {
    let is_unfit = |c: char| is_command(c) && !matches!(c, '\n' | '\r' | '\t');
    // Outside of its texts a document holds neither.
    let document = if document.contains("##[") { document.replace("##[", "#\\u0023[") } else { document };
    if !document.contains(is_unfit) {
        return document;
    }
    let mut escaped = String::with_capacity(document.len() + 64);
    for c in document.chars() {
        if is_unfit(c) {
            // Writing into memory does not fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}
