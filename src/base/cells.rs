//! Texts in the cells of CSV files, which no spreadsheet may take for formulas (OWASP, CSV injection).
//!
//! Programs cut a line where they are set to: at commas, semicolons or tabs. So a formula can begin at any of them, and
//! at every line break. There an apostrophe goes before the sign that it begins with, and is taken away again when the
//! cell is read.

use std::borrow::Cow;

/// What formulas begin with, in both widths.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What cells end with, in one program or another.
const ENDS: [char; 10] = [',', ';', '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

const GUARD: char = '\'';

/// The text with an apostrophe before each sign that could begin a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    changed(text, |cell, at, out| {
        out.push_str(&cell[..at]);
        out.push(GUARD);
    })
}

/// The text without the apostrophes that [`guarded`] gave it.
pub(crate) fn unguarded(text: &str) -> Cow<'_, str> {
    changed(text, |cell, at, out| out.push_str(cell[..at].strip_suffix(GUARD).unwrap_or(&cell[..at])))
}

/// The text with what stands before the sign in each of its possible cells as `write` writes it.
fn changed(text: &str, write: impl Fn(&str, usize, &mut String)) -> Cow<'_, str> {
    // Of the signs in full width, this is the first byte.
    let may_be_of_sign = |byte: u8| matches!(byte, b'=' | b'+' | b'-' | b'@' | 0xef);
    if !text.bytes().any(may_be_of_sign) {
        return Cow::Borrowed(text);
    }
    let mut changed: Option<String> = None;
    let mut done = 0;
    for cell in text.split_inclusive(ENDS) {
        let start = cell.as_ptr() as usize - text.as_ptr() as usize;
        if let Some(at) = sign(cell) {
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

/// Where the sign is that a formula would begin with, behind white space and quotation marks. A sign alone, such as a
/// dash between two commas, is none.
fn sign(cell: &str) -> Option<usize> {
    let is_passed_over = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let rest = cell.trim_start_matches(is_passed_over);
    let behind = rest.strip_prefix(SIGNS)?;
    let says_something = !behind.trim_end_matches(ENDS).trim_matches(is_passed_over).is_empty();
    says_something.then_some(cell.len() - rest.len())
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
            "1; -",
            "-",
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
