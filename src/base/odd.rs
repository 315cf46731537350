//! Characters that look like others, or like nothing: a Cyrillic `а` in an id, a soft hyphen, a non-breaking space.

use super::invisible::{code, is_hidden};

/// A character that an id, key or other plain word cannot have, although nobody sees that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    /// The byte where it stands.
    pub(crate) at: usize,
    /// The character.
    pub(crate) written: char,
    /// The character that it looks like. `None` if it is invisible.
    pub(crate) meant: Option<char>,
}

impl Odd {
    /// Says what it is: "the Cyrillic letter `а` (U+0430)".
    pub(crate) fn what(self) -> String {
        let Odd { written, meant, .. } = self;
        match meant {
            None => format!("the invisible character {}", code(written)),
            Some(' ') => format!("a space of an unusual kind ({})", code(written)),
            Some('-') => format!("`{written}` ({}) instead of a hyphen", code(written)),
            Some(_) => format!("the {} letter `{written}` ({})", script(written), code(written)),
        }
    }
}

/// Returns the name of the script of a letter that looks like a Latin one.
fn script(letter: char) -> &'static str {
    match letter {
        '\u{370}'..='\u{3ff}' => "Greek",
        '\u{400}'..='\u{4ff}' => "Cyrillic",
        _ => "wide",
    }
}

/// Latin letters, and the letters of other scripts that look the same.
const TWINS: [(char, &str); 29] = [
    ('a', "а"),
    ('c', "с"),
    ('d', "ԁ"),
    ('e', "е"),
    ('h', "һ"),
    ('i', "і"),
    ('j', "јϳ"),
    ('o', "оο"),
    ('p', "рρ"),
    ('s', "ѕ"),
    ('u', "υ"),
    ('v', "ν"),
    ('x', "х"),
    ('y', "уү"),
    ('A', "АΑ"),
    ('B', "ВΒ"),
    ('C', "С"),
    ('E', "ЕΕ"),
    ('H', "НΗ"),
    ('I', "ІΙ"),
    ('J', "Ј"),
    ('K', "КΚ"),
    ('M', "МΜ"),
    ('O', "ОΟ"),
    ('P', "РΡ"),
    ('S', "Ѕ"),
    ('T', "ТΤ"),
    ('X', "ХΧ"),
    ('Y', "ҮΥ"),
];

/// Returns whether a character is a space of an unusual kind, such as the non-breaking one.
pub(crate) fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Returns whether a character cannot be seen, even where texts may have it: a soft hyphen, a joiner.
pub(crate) fn is_unseen(c: char) -> bool {
    is_hidden(c)
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

/// Returns the plain character that an odd one looks like: `Some(None)` if it looks like nothing.
fn plain(c: char) -> Option<Option<char>> {
    match c {
        c if c.is_ascii() && !c.is_ascii_control() => None,
        c if is_odd_space(c) => Some(Some(' ')),
        c if is_unseen(c) => Some(None),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(Some('-')),
        '\u{ff01}'..='\u{ff5e}' => Some(char::from_u32(u32::from(c) - 0xfee0)),
        c => TWINS.iter().find(|(_, twins)| twins.contains(c)).map(|(latin, _)| Some(*latin)),
    }
}

/// Returns what a word of Latin letters was meant to be, and its first odd character. `None` if it has none, or is a word
/// of another script.
pub(crate) fn as_meant(word: &str) -> Option<(String, Odd)> {
    const LONGEST: usize = 200;
    if word.is_ascii() && !word.contains(|c: char| c.is_ascii_control()) || word.len() > LONGEST {
        return None;
    }
    let mut first = None;
    let mut meant = String::with_capacity(word.len());
    for (at, written) in word.char_indices() {
        match plain(written) {
            None if written.is_ascii() => meant.push(written),
            None => return None,
            Some(twin) => {
                meant.extend(twin);
                first = first.or(Some(Odd { at, written, meant: twin }));
            }
        }
    }
    let is_latin = word.contains(|c: char| c.is_ascii_alphanumeric());
    first.filter(|_| is_latin).map(|odd| (meant.trim().to_owned(), odd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_odd_characters_are_read_as_they_look() {
        for (written, meant, code) in [
            ("zlat\u{430}r", "zlatar", "U+0430"),
            ("trai\u{ad}ning", "training", "U+00AD"),
            ("grant\u{a0}", "grant", "U+00A0"),
            ("lake\u{2013}fund", "lake-fund", "U+2013"),
            ("\u{200d}bor", "bor", "U+200D"),
        ] {
            let (read, odd) = as_meant(written).expect("an odd character");
            assert_eq!(read, meant);
            assert!(odd.what().contains(code), "{}", odd.what());
        }
        for other in ["zlatar", "роса", "čačak", "", "–"] {
            assert_eq!(as_meant(other), None, "{other}");
        }
    }
}
