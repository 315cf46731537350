//! Protection of CSV cells against being read as formulas by spreadsheets (OWASP, CSV injection).
//!
//! Depending on their settings, programs split a line at commas, semicolons or tabs. A formula can therefore begin
//! after any of these and after every line break. Writing puts an apostrophe before the sign that begins the formula;
//! reading removes it again.

use std::borrow::Cow;

use crate::base::bytes::has_byte;

/// The characters that begin a formula, in normal and full width.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The characters that end a cell in at least one program.
const ENDS: [char; 10] = [',', ';', '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

const GUARD: char = '\'';

/// Puts an apostrophe before each sign that could begin a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    changed(text, |cell, at, out| {
        out.push_str(&cell[..at]);
        out.push(GUARD);
    })
}

/// Removes the apostrophes that [`guarded`] added.
pub(crate) fn unguarded(text: &str) -> Cow<'_, str> {
    changed(text, |cell, at, out| out.push_str(cell[..at].strip_suffix(GUARD).unwrap_or(&cell[..at])))
}

/// Rewrites the part before the sign in each possible cell with `write`, which gets the cell and the sign's position.
fn changed(text: &str, write: impl Fn(&str, usize, &mut String)) -> Cow<'_, str> {
    // 0xef is the first byte of every full-width sign.
    let may_be_of_sign =
        |byte: u8| (byte == b'=') | (byte == b'+') | (byte == b'-') | (byte == b'@') | (byte == 0xef);
    if !has_byte(text, may_be_of_sign) {
        return Cow::Borrowed(text);
    }
    // Most fields are a single cell. 0xc2 and 0xe2 are the first bytes of the ends that are not ASCII.
    let may_end_cell = |byte: u8| {
        let is_break = (b'\t'..=b'\r').contains(&byte);
        (byte == b',') | (byte == b';') | is_break | (byte == 0xc2) | (byte == 0xe2)
    };
    if !has_byte(text, may_end_cell) && sign(text, Following { text: "", continues: true }).is_none() {
        return Cow::Borrowed(text);
    }
    let mut changed: Option<String> = None;
    let mut done = 0;
    for cell in text.split_inclusive(ENDS) {
        let start = cell.as_ptr() as usize - text.as_ptr() as usize;
        if let Some(at) = sign(cell, Following::of(text, start, start + cell.len())) {
            let out = changed.get_or_insert_default();
            out.push_str(&text[done..start]);
            write(cell, at, out);
            done = start + at;
        }
    }
    match changed {
        Some(mut out) => {
            out.push_str(&text[done..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(text),
    }
}

/// What follows a part of a field in the same cell.
struct Following<'a> {
    /// The rest of the cell within the field.
    text: &'a str,
    /// Whether the cell may continue in the next field of the line.
    continues: bool,
}

impl<'a> Following<'a> {
    /// Returns what the cell that begins at `start` contains from `from` on. After a separator, it ends at the next one
    /// of the same kind, because only a program that splits at this separator begins a cell there. If the separator is
    /// not a comma, the comma after the field does not end the cell.
    fn of(text: &'a str, start: usize, from: usize) -> Self {
        let rest = &text[from..];
        let separator = text[..start].chars().next_back().filter(|c| matches!(c, ',' | ';' | '\t'));
        let Some(separator) = separator else { return Following { text: rest, continues: true } };
        if text[..from].ends_with(separator) {
            return Following { text: "", continues: false };
        }
        match rest.split_once(separator) {
            Some((text, _)) => Following { text, continues: false },
            None => Following { text: rest, continues: separator != ',' },
        }
    }
}

/// Returns the position of the sign that would begin a formula, after white space and quotation marks. A sign behind
/// which the cell contains only separators, such as a dash between two semicolons, begins no formula.
fn sign(cell: &str, following: Following<'_>) -> Option<usize> {
    let is_skipped = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let rest = cell.trim_start_matches(is_skipped);
    let behind = rest.strip_prefix(SIGNS)?;
    let is_empty = |text: &str| text.chars().all(|c| is_skipped(c) || ENDS.contains(&c));
    let begins_formula = following.continues || !(is_empty(behind) && is_empty(following.text));
    begins_formula.then_some(cell.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_look_like_formulas_are_neutralised() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+381", "'+381"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("＝1", "'＝1"),
            (" =1", " '=1"),
            ("\"=1\"", "\"'=1\""),
            ("'=1", "''=1"),
            ("Hrana;=cmd|' /C calc'!A0", "Hrana;'=cmd|' /C calc'!A0"),
            ("Hrana, +1; -2\t@x", "Hrana, '+1; '-2\t'@x"),
            ("a\n=1\r\n=2\u{2028}=3\u{85}=4", "a\n'=1\r\n'=2\u{2028}'=3\u{85}'=4"),
            ("a; \" =1", "a; \" '=1"),
            ("a;＝1", "a;'＝1"),
            ("=\nHYPERLINK(A1)", "'=\nHYPERLINK(A1)"),
            ("=\";\"&HYPERLINK(A1)", "'=\";\"&HYPERLINK(A1)"),
            ("=\",\"&WEBSERVICE(A1)", "'=\",\"&WEBSERVICE(A1)"),
            ("a; -, b", "a; '-, b"),
            ("-;-", "'-;'-"),
            // The cell may continue in the next field.
            ("-", "'-"),
            ("=,", "'=,"),
            ("1; -", "1; '-"),
            ("Hrana;=", "Hrana;'="),
            ("Hrana\t@, ", "Hrana\t'@, "),
            ("Hrana\n+;", "Hrana\n'+;"),
            ("a;-,=\tb;c", "a;'-,'=\tb;c"),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "",
            "a=b",
            "a=b;c=d",
            "a; b",
            "Bor; Čačak",
            "1; - ; a, -, b",
            "1, -",
            "—, – 5",
            "Bor-Čačak, e-mail",
            "it's; 'so'",
        ] {
            assert!(matches!(guarded(text), Cow::Borrowed(same) if same == text), "{text}");
            assert!(matches!(unguarded(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[=+\\-@＝,; \t\n\r'\"\u{2028}ač]{0,12}") {
            let (guarded, text) = (guarded(&text), text.as_str());
            prop_assert_eq!(unguarded(&guarded), text);
        }
    }
}
