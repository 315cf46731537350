//! Words that Markdown takes for markup: `2. juna 2021.` and `5. član` at the beginning of a line, `građani*ke i
//! radnici*e`, `~5~ km`.
//!
//! CommonMark reads a number and a point at the beginning of a line as a list item. In Serbian that is how a day, a year
//! or any ordinal number is written, and a list shows its own numbers: `31. decembra` would become `3. decembra`.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::bytes::has_byte;
use crate::base::language::Language;
use crate::text::language::in_latin;

/// Stands for the space behind a number or sign that begins no list item. No text can hold it: the check refuses control
/// characters. It has the length of a space, so that places stay right.
pub(super) const NO_ITEM: char = '\u{2}';

/// Stands for an asterisk within a word that begins or ends no emphasis.
const NO_ASTERISK: char = '\u{e}';

/// Stands for a single tilde, which strikes nothing through: only two do.
const NO_TILDE: char = '\u{f}';

/// The months, without their endings.
const MONTHS: [&str; 12] = [
    "januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septemb", "oktob", "novemb",
    "decemb",
];

/// The endings of months in their cases.
const ENDINGS: [&str; 9] = ["", "a", "u", "om", "em", "ar", "ra", "ru", "rom"];

/// Words that follow an ordinal number: of years, centuries, articles and the like.
const AFTER_ORDINALS: [&str; 24] = [
    "godine", "godina", "godini", "godinu", "god", "vek", "veka", "veku", "vekom", "član", "člana", "članu",
    "članom", "stav", "stava", "stavu", "tačka", "tačke", "mesto", "mesta", "mestu", "razred", "razreda",
    "razredu",
];

/// The text of a language, in which no line begins a list item that is none. The signs at `inert` are no markup either.
pub(super) fn shielded<'a>(text: &'a str, language: Language, inert: &[usize]) -> Cow<'a, str> {
    let spaces = spaces(text, language);
    if spaces.is_empty() && inert.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for at in spaces.iter().chain(inert) {
        bytes[*at] = match bytes[*at] {
            b'*' => NO_ASTERISK,
            b'~' => NO_TILDE,
            _ => NO_ITEM,
        } as u8;
    }
    // A sign and its replacement have one byte each.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns whether a text contains signs that stand for others.
pub(super) fn is_shielded(text: &str) -> bool {
    // All three are ASCII.
    has_byte(text, |byte| (byte == NO_ITEM as u8) | (byte == NO_ASTERISK as u8) | (byte == NO_TILDE as u8))
}

/// Returns the text with the signs that others stand for.
pub(super) fn unshielded(text: &str) -> String {
    let sign = |c| match c {
        NO_ITEM => ' ',
        NO_ASTERISK => '*',
        NO_TILDE => '~',
        c => c,
    };
    text.chars().map(sign).collect()
}

/// The spaces that [`NO_ITEM`] replaces.
fn spaces(text: &str, language: Language) -> Vec<usize> {
    let starts: Vec<Start<'_>> = lines(text).filter_map(|line| Start::of_line(text, line)).collect();
    let is_text = |(at, start): &(usize, &Start<'_>)| match start.kind {
        Kind::Sum => true,
        Kind::Number(_) if language != Language::Sr => false,
        Kind::Number(number) => match start.follower() {
            Follower::Date => true,
            // A list of the members of a board may begin with `1. član`.
            Follower::Ordinal => neighbour(&starts, *at, number)
                .is_none_or(|other| matches!(other.follower(), Follower::Ordinal)),
            Follower::SmallLetter => neighbour(&starts, *at, number).is_none(),
            Follower::Other => false,
        },
    };
    starts.iter().enumerate().filter(is_text).map(|(_, start)| start.space).collect()
}

/// The spans of the lines of a text.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start..start + line.trim_end_matches(['\n', '\r']).len())
    })
}

/// What a line begins with, if that could begin a list item.
struct Start<'a> {
    kind: Kind,
    /// The byte of the space behind it.
    space: usize,
    /// What follows the space.
    rest: &'a str,
}

enum Kind {
    /// A number and a point.
    Number(u32),
    /// A plus before a number: `+ 381 …`.
    Sum,
}

impl<'a> Start<'a> {
    fn of_line(text: &'a str, span: Range<usize>) -> Option<Self> {
        let line = &text[span.clone()];
        let first = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        if !first.starts_with(|c: char| c.is_ascii_digit() || c == '+') {
            return None;
        }
        // Quotes and items contain lines of their own.
        let body = line.trim_start_matches([' ', '\t', '>']);
        let body = ["- ", "* "].iter().find_map(|item| body.strip_prefix(item)).unwrap_or(body).trim_start();
        let at = span.start + line.len() - body.len();
        if let Some(rest) = body.strip_prefix("+ ") {
            let is_sum = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
            return is_sum.then_some(Start { kind: Kind::Sum, space: at + 1, rest });
        }
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        let number = body.get(..digits).filter(|digits| (1..=9).contains(&digits.len()))?;
        let rest = body[digits..].strip_prefix(". ")?;
        Some(Start { kind: Kind::Number(number.parse().ok()?), space: at + digits + 1, rest })
    }

    /// What follows the number and the point.
    fn follower(&self) -> Follower {
        let rest = self.rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        // 1. 2. 2023.
        if digits > 0 && rest[digits..].starts_with('.') {
            return Follower::Date;
        }
        if !rest.starts_with(char::is_lowercase) {
            return Follower::Other;
        }
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        let word = in_latin(&word);
        let is_ending = |ending: &str| ENDINGS.contains(&ending);
        match () {
            () if MONTHS.iter().any(|month| word.strip_prefix(month).is_some_and(is_ending)) => {
                Follower::Date
            }
            () if AFTER_ORDINALS.contains(&&*word) => Follower::Ordinal,
            () => Follower::SmallLetter,
        }
    }
}

/// What follows a number and a point.
enum Follower {
    /// A month, or the next number of a date.
    Date,
    /// A word that is used with ordinal numbers.
    Ordinal,
    /// Another word that begins no sentence.
    SmallLetter,
    /// Anything else.
    Other,
}

/// The line that counts on from this one, or that it counts on from: then both are list items, however they go on.
fn neighbour<'s, 'a>(starts: &'s [Start<'a>], at: usize, number: u32) -> Option<&'s Start<'a>> {
    let other = if number == 1 { starts.get(at + 1) } else { starts.get(at.checked_sub(1)?) };
    let expected = if number == 1 { 2 } else { number - 1 };
    other.filter(|other| matches!(other.kind, Kind::Number(number) if number == expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> usize {
        let shielded = shielded(text, Language::Sr, &[]);
        shielded.lines().filter(|line| !line.contains(NO_ITEM)).count()
    }

    #[test]
    fn dates_and_ordinals_are_no_items() {
        for text in [
            "2. juna 2021. otvorena je prva.",
            "31. decembra 2026.",
            "31. децембра 2026.",
            "5. član Zakona",
            "2024. godine",
            "19. veka",
            "1. 2. 2023.",
            "3. sprat je zatvoren",
            "> 7. maja",
            "- 7. maja",
            "+ 381 11 123",
        ] {
            assert_eq!(items(text), 0, "{text}");
        }
    }

    #[test]
    fn lists_stay_lists() {
        for (text, count) in [
            ("1. Prva\n2. Druga", 2),
            ("1. prva\n2. druga\n3. treća", 3),
            ("1. član\n2. predsednik", 2),
            ("5. Peta stavka", 1),
            ("1) prva", 1),
            ("10.5 odsto", 1),
            ("1. majka\n2. otac", 2),
            ("+ dodatak", 1),
            ("Reč 2. juna", 1),
        ] {
            assert_eq!(items(text), count, "{text}");
        }
        assert_eq!(items("1. januara\n2. februara"), 0);
        assert_eq!(items("1. član\n2. član"), 0);
    }

    #[test]
    fn english_numbers_begin_items() {
        assert_eq!(shielded("2. june", Language::En, &[]), "2. june");
    }
}
