//! Finds letters that a wrong encoding, or another script, has brought into words.

use std::ops::Range;

use super::within_marks::is_marked;
use crate::base::bytes::pairs;
use crate::base::invisible::code;
use crate::base::language::Language;
use crate::content::parse::shorten;
use crate::text::mojibake::mended;

/// A letter that does not belong into a text, and where it is.
pub(super) struct StrangeLetter {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Returns the strange letters of a text.
pub(super) fn strange_letters(text: &str, language: Language) -> Vec<StrangeLetter> {
    let mut found = Vec::new();
    // The letters of both languages, and their quotation marks and dashes, begin with other bytes.
    let begins_strange = |byte: u8, next: u8| {
        (byte == 0xc3) | (0xcd..=0xcf).contains(&byte) | (byte >= 0xee) | ((byte == 0xc4) & (next == 0xb9))
    };
    if pairs(text.as_bytes(), begins_strange).next().is_none() {
        return found;
    }
    let mut before = ' ';
    // One letter tells of the whole word.
    let mut is_told = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, c)| *c);
        let span = at..at + c.len_utf8();
        is_told &= !c.is_whitespace();
        let kind = Strange::of(before, c, after, language).or_else(|| Strange::alone(text, at, c, language));
        if let Some(kind) = kind.filter(|_| !is_told) {
            is_told = true;
            let meant = matches!(kind, Strange::Pair).then(|| mended(word_at(text, at))).flatten();
            let help = match meant {
                Some(meant) => {
                    format!("write `{}`, and see whether other words here have such signs", shorten(&meant))
                }
                None => kind.help().to_owned(),
            };
            found.push(StrangeLetter { span, message: kind.message(c, after), help });
        }
        before = c;
    }
    found
}

/// Returns the word at a byte, with the signs around it. A non-breaking space may stand for part of a letter.
fn word_at(text: &str, at: usize) -> &str {
    const LONGEST: usize = 60;
    let is_letter = |c: &char| !c.is_ascii_whitespace();
    let before =
        text[..at].chars().rev().take(LONGEST).take_while(is_letter).map(char::len_utf8).sum::<usize>();
    let behind = text[at..].chars().take(LONGEST).take_while(is_letter).map(char::len_utf8).sum::<usize>();
    let is_sign = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')');
    text[at - before..at + behind].trim_matches(is_sign)
}

/// What is strange about a letter.
#[derive(Clone, Copy)]
enum Strange {
    /// Two signs that stand for one letter, because UTF-8 was read as something else.
    Pair,
    /// The first of two such signs, of which the second is lost.
    First(&'static str),
    /// A Western letter that stands for a Serbian one.
    Western(char),
    /// The sign for what could not be read.
    Unreadable,
    /// A sign of its own font, such as a bullet of Word.
    OfOneFont,
    /// A letter of another script or shape.
    OtherScript,
}

impl Strange {
    fn of(before: char, c: char, after: char, language: Language) -> Option<Self> {
        match c {
            '\u{fffd}' => Some(Strange::Unreadable),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(Strange::OfOneFont),
            'Å' if matches!(after, '¡' | '¾' | '½' | '\u{a0}' | '\u{80}'..='\u{9f}') => {
                Some(Strange::Pair)
            }
            'Ä' if matches!(after, '‡' | '†' | '‘' | '’' | 'Œ' | 'Ť' | 'Ś' | '\u{80}'..='\u{9f}') => {
                Some(Strange::Pair)
            }
            'Ĺ' if matches!(after, 'ˇ' | 'ľ' | 'Ľ' | '˝') => Some(Strange::Pair),
            'Ã' if matches!(after, '\u{a0}'..='¿') => Some(Strange::Pair),
            'â' if after == '€' => Some(Strange::Pair),
            'Ð' | 'Ñ' if matches!(after, '\u{80}'..='¿' | '€' | '‚' | '„' | '…' | '‹') => {
                Some(Strange::Pair)
            }
            'è' | 'æ' | 'ð' if language == Language::Sr => Some(Strange::Western(match c {
                'è' => 'č',
                'æ' => 'ć',
                _ => 'đ',
            }))
            .filter(|_| before == ' ' || (before.is_lowercase() && after.is_lowercase())),
            // Symbols such as α and μ stand alone or before a unit.
            '\u{370}'..='\u{3ff}' if is_plain(before) && is_plain(after) => Some(Strange::OtherScript),
            '\u{391}'..='\u{3a9}' if is_plain(after) && !matches!(c, 'Δ' | 'Ω' | 'Σ' | 'Π') => {
                Some(Strange::OtherScript)
            }
            '\u{fb00}'..='\u{fb06}' | '\u{ff10}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}' => {
                Some(Strange::OtherScript)
            }
            _ => None,
        }
    }

    /// Returns what is strange about a letter that alone is left of two signs: `Ä` for č. Names of Sweden and of other
    /// countries have it too, at the beginning of a word or in a mark.
    fn alone(text: &str, at: usize, c: char, language: Language) -> Option<Self> {
        let meant = match c {
            'Ä' => "č, ć or đ",
            'Å' | 'Ĺ' => "š or ž",
            _ => return None,
        };
        let before = &text[..at];
        let is_within = before.ends_with(char::is_lowercase);
        let is_strange = is_within || language == Language::Sr;
        (is_strange && !is_marked(text, at)).then_some(Strange::First(meant))
    }

    fn message(self, c: char, after: char) -> String {
        match self {
            Strange::Pair => format!(
                "`{}` stands for one letter that was read in a wrong encoding",
                [c, after].iter().collect::<String>().trim()
            ),
            Strange::First(meant) => format!("`{c}` is what a wrong encoding left of {meant}"),
            Strange::Western(meant) => {
                format!("`{c}` ({}) is no Serbian letter; `{meant}` may be meant", code(c))
            }
            Strange::Unreadable => format!("{} stands for a letter that could not be read", code(c)),
            Strange::OfOneFont => {
                format!("only one font has this sign ({}); readers may see an empty box", code(c))
            }
            Strange::OtherScript => {
                format!("`{c}` ({}) is no plain letter of Latin or Cyrillic script", code(c))
            }
        }
    }

    fn help(self) -> &'static str {
        match self {
            Strange::Pair | Strange::Unreadable => {
                "type the word again; or copy the text again from a file that shows it correctly"
            }
            Strange::First(_) => {
                "type the word again, and see whether other words here have such signs; mark a foreign name: `-{…}-`"
            }
            Strange::Western(_) => "type the letter again; mark a foreign name: `-{…}-`",
            Strange::OfOneFont => "remove it; begin an item of a list with `- `",
            Strange::OtherScript => "type the word again with the letters of your keyboard",
        }
    }
}

/// Returns whether a letter is Latin or Cyrillic.
fn is_plain(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{4ff}')
}
