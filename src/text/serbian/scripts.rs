use std::borrow::Cow;
use std::ops::Range;

use super::acronyms::Acronyms;
use super::letters::{
    has_joints, is_cyrillic, is_serbian_cyrillic, is_serbian_latin, latin_digraph, push_cyrillic, push_latin,
    without_joints,
};
use super::scan::{Scanner, Token};
use super::{foreign, formula, nearby, numbered, roman, units};
use crate::base::form::nfc;

/// Converts Serbian text from Latin to Cyrillic, letter by letter. lj, nj and dž become one letter, except in known
/// stems in which they are two (injekcija, nadživeti). The result is in NFC.
///
/// These stay in Latin: URLs, e-mail addresses, hashtags, file names and paths; code spans, tags, entities, link targets
/// and text with another `lang`; words with q, w, x, y, a foreign accent or a digit; known foreign words, and words with
/// letters side by side as in no Serbian word (ch, ff, th); units; chemical formulas; Roman numerals; the words in
/// `keep`. A letter behind a number is converted (`27b`). A suffix after a hyphen is converted: `GIZ-ov` becomes
/// `GIZ-ов`. The author's marks override all of this: `-{Merhamet}-` stays as written, and `-{Google|Гугл}-` becomes its
/// second form. Cyrillic words are unchanged.
///
/// Sources: Pravopis srpskoga jezika (Matica srpska); for the marks, the language converter of Serbian Wikipedia.
pub fn to_cyrillic(text: &str, keep: &Acronyms) -> String {
    cyrillic(text, keep).text
}

/// A converted text, and the parts of it that stayed in Latin because they are not Serbian.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// The byte ranges of marked text, and of words with letters that Serbian does not have, in `text`. Acronyms,
    /// URLs, numerals and units are not among them.
    pub foreign: Vec<Range<usize>>,
}

impl Converted {
    fn push_foreign(&mut self, part: &str) {
        let start = self.text.len();
        self.text.push_str(part);
        if part.contains(is_serbian_latin) {
            self.foreign.push(start..self.text.len());
        }
    }
}

/// Converts like [`to_cyrillic`], and also returns which parts are not Serbian, because a page must declare their
/// language.
pub fn cyrillic(text: &str, keep: &Acronyms) -> Converted {
    let text = nfc(text);
    let mut out = Converted { text: String::with_capacity(text.len() * 2), foreign: Vec::new() };
    push_text_in_cyrillic(&text, keep, &mut out);
    out
}

/// Converts Serbian text from Cyrillic to Latin with a simple table. Њ becomes NJ among capitals and Nj elsewhere.
///
/// Everything that is not a Serbian Cyrillic word is unchanged, and so are URLs, code and tags. The author's marks give
/// their first form: `-{Google|Гугл}-` becomes `Google`.
pub fn to_latin(text: &str) -> String {
    if !text.contains("-{") && !text.contains(is_cyrillic) {
        return text.to_owned();
    }
    let mut out = Converted { text: String::with_capacity(text.len()), foreign: Vec::new() };
    rewrite(text, &mut out, Script::Latin, &mut |text, word, out| {
        let is_serbian = |c: char| !is_cyrillic(c) || is_serbian_cyrillic(c);
        let letters = &text[word.clone()];
        if let Some(numeral) = roman::in_latin(text, word.start, word.end) {
            out.text.push_str(&numeral);
        } else if letters.contains(is_cyrillic) && letters.chars().all(is_serbian) {
            let mut latin = String::with_capacity(letters.len());
            push_latin(letters, is_shouted_around(text, &word), &mut latin);
            out.text.push_str(&nfc(&latin));
        } else {
            out.text.push_str(letters);
        }
        word.end
    });
    out.text
}

/// Removes the author's marks from a text that is shown in Latin: `-{UNOPS}-` becomes `UNOPS`, `-{Google|Гугл}-`
/// becomes `Google`. Code spans are unchanged.
pub fn strip_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("-{") {
        return Cow::Borrowed(text);
    }
    let mut out = Converted { text: String::with_capacity(text.len()), foreign: Vec::new() };
    rewrite(text, &mut out, Script::Latin, &mut |text, word, out| {
        out.text.push_str(&text[word.clone()]);
        word.end
    });
    Cow::Owned(out.text)
}

#[derive(Clone, Copy)]
enum Script {
    Latin,
    Cyrillic,
}

/// Writes `text` to `out`. Words are written by `word`, which returns where it stopped; marks give their form for
/// `script`; everything else is unchanged.
fn rewrite(
    text: &str,
    out: &mut Converted,
    script: Script,
    word: &mut impl FnMut(&str, Range<usize>, &mut Converted) -> usize,
) {
    let mut scanner = Scanner::new(text);
    while let Some(piece) = scanner.next() {
        match (piece, script) {
            (Token::Keep(kept) | Token::Gap(kept), _) => out.text.push_str(kept),
            (Token::Mark { latin, .. }, Script::Latin) => out.text.push_str(latin),
            (Token::Mark { cyrillic, .. }, Script::Cyrillic) => out.push_foreign(cyrillic),
            (Token::Nested(value), _) => rewrite(value, out, script, word),
            (Token::Word(range), _) => {
                let end = word(text, range, out);
                scanner.skip_to(end);
            }
        }
    }
}

fn push_text_in_cyrillic(text: &str, keep: &Acronyms, out: &mut Converted) {
    rewrite(text, out, Script::Cyrillic, &mut |text, word, out| {
        let letters = &text[word.clone()];
        if let Some(length) = keep.match_at(&text[word.start..], letters) {
            out.text.push_str(&text[word.start..word.start + length]);
            return word.start + length;
        }
        if let Some(numeral) = letters.contains(is_cyrillic).then(|| mixed_numeral(text, &word)).flatten() {
            out.text.push_str(&numeral);
            return word.end;
        }
        if has_joints(letters) {
            push_divided(letters, keep, out);
            return word.end;
        }
        match treatment(text, &word, keep) {
            Treatment::Converts => push_cyrillic(letters, &mut out.text),
            Treatment::Stays => out.text.push_str(letters),
            Treatment::IsForeign(length) => {
                out.push_foreign(&text[word.start..word.start + length]);
                return word.start + length;
            }
        }
        word.end
    });
}

/// Returns a Roman numeral with letters of both scripts in Latin ones.
fn mixed_numeral(text: &str, word: &Range<usize>) -> Option<String> {
    let letters = &text[word.clone()];
    letters
        .contains(|c: char| c.is_ascii_alphabetic())
        .then(|| roman::in_latin(text, word.start, word.end))?
}

/// Writes a word with soft hyphens in it.
fn push_divided(letters: &str, keep: &Acronyms, out: &mut Converted) {
    let bare = without_joints(letters);
    if keep.match_at(&bare, &bare).is_some() {
        out.text.push_str(letters);
        return;
    }
    match treatment(&bare, &(0..bare.len()), keep) {
        Treatment::Converts => push_cyrillic(letters, &mut out.text),
        Treatment::Stays => out.text.push_str(letters),
        Treatment::IsForeign(_) => out.push_foreign(letters),
    }
}

/// The treatment of a word.
enum Treatment {
    Converts,
    /// A word with a digit in it, a unit, a formula or a Roman numeral.
    Stays,
    /// A word with a letter that Serbian does not have, or a known foreign word or phrase, of this length.
    IsForeign(usize),
}

/// Decides the treatment of a word that is not on the list of acronyms.
fn treatment(text: &str, word: &Range<usize>, keep: &Acronyms) -> Treatment {
    let letters = &text[word.clone()];
    if letters.contains(|c: char| c.is_ascii_digit()) {
        let converts = numbered::ends_with_letter(text, word.start, word.end);
        return if converts { Treatment::Converts } else { Treatment::Stays };
    }
    if letters.contains(|c: char| c.is_alphabetic() && !is_serbian_latin(c) && !is_cyrillic(c)) {
        if units::is_unit(text, word.start, word.end, keep) {
            return Treatment::Stays;
        }
        let phrase = foreign::match_at(&text[word.start..], letters, keep);
        return Treatment::IsForeign(phrase.unwrap_or(letters.len()));
    }
    if letters.contains(is_cyrillic) {
        return Treatment::Converts;
    }
    if units::is_unit(text, word.start, word.end, keep)
        || roman::is_numeral(text, word.start, word.end)
        || !keep.converts(letters)
            && (formula::is_formula(text, word.start, word.end) || foreign::is_mixed_acronym(letters))
    {
        return Treatment::Stays;
    }
    match foreign::match_at(&text[word.start..], letters, keep) {
        Some(length) => Treatment::IsForeign(length),
        None => Treatment::Converts,
    }
}

/// Returns whether a word is a single capital digraph among words in capitals, as in `СЛОВО Љ`, so that both of its
/// Latin letters must be capitals. For the initial of a name, the name decides: `КУД „Љ. Ненадовић“`.
fn is_shouted_around(text: &str, word: &Range<usize>) -> bool {
    let is_lone = |letters: &str| letters.chars().filter(|c| c.is_alphabetic()).count() == 1;
    let letters = &text[word.clone()];
    if !is_lone(letters) || !letters.chars().any(|c| latin_digraph(c).is_some()) {
        return false;
    }
    let mut end = word.end;
    for _ in 0..3 {
        let Some(right) = nearby::after(text, end) else { break };
        let behind_initial = matches!(right.gap, "." | ". " | ".\u{a0}" | "-" | " ");
        if !behind_initial || !nearby::is_capitalised(right.word) {
            break;
        }
        if !is_lone(right.word) {
            return nearby::is_shouted(right.word);
        }
        end = right.edge;
    }
    [nearby::before(text, word.start), nearby::after(text, word.end)]
        .iter()
        .flatten()
        .any(|side| nearby::is_shouted(side.word) && !side.gap.contains(['„', '“', '”', '"', '(', ')', ':']))
}
