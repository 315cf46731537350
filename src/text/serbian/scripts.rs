use std::borrow::Cow;
use std::ops::Range;

use super::acronyms::Acronyms;
use super::letters::{
    is_cyrillic, is_serbian_cyrillic, is_serbian_latin, latin_digraph, push_cyrillic, push_latin,
};
use super::scan::{Scanner, Token};
use super::{nearby, roman, units};
use crate::base::form::nfc;

/// Converts Serbian text from Latin to Cyrillic, letter by letter. lj, nj and dž become one letter, except in known
/// stems in which they are two (injekcija, nadživeti). The result is in NFC.
///
/// These stay in Latin: URLs, e-mail addresses, file names and paths; code spans, tags, entities, link targets and text
/// with another `lang`; words with q, w, x, y, a foreign accent or a digit; units; Roman numerals; the words in `keep`.
/// A suffix after a hyphen is converted: `GIZ-ov` becomes `GIZ-ов`. The author's marks override all of this:
/// `-{Merhamet}-` stays as written, and `-{Google|Гугл}-` becomes its second form. Cyrillic words are unchanged.
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
        if letters.contains(is_cyrillic) && letters.chars().all(is_serbian) {
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
        match treatment(text, &word, keep) {
            Treatment::Converts => push_cyrillic(letters, &mut out.text),
            Treatment::Stays => out.text.push_str(letters),
            Treatment::IsForeign => out.push_foreign(letters),
        }
        word.end
    });
}

/// The treatment of a word.
enum Treatment {
    Converts,
    /// A word with a digit in it, a unit or a Roman numeral.
    Stays,
    /// A word with a letter that Serbian does not have.
    IsForeign,
}

/// Decides the treatment of a word that is not on the list of acronyms.
fn treatment(text: &str, word: &Range<usize>, keep: &Acronyms) -> Treatment {
    let letters = &text[word.clone()];
    if letters.contains(|c: char| c.is_ascii_digit()) {
        return Treatment::Stays;
    }
    if letters.contains(|c: char| c.is_alphabetic() && !is_serbian_latin(c) && !is_cyrillic(c)) {
        return Treatment::IsForeign;
    }
    let is_latin = !letters.contains(is_cyrillic);
    if is_latin
        && (units::is_unit(text, word.start, word.end, keep) || roman::is_numeral(text, word.start, word.end))
    {
        return Treatment::Stays;
    }
    Treatment::Converts
}

/// Returns whether a word is a single capital digraph next to a word in capitals, as in `СЛОВО Љ`, so that both of its
/// Latin letters must be capitals.
fn is_shouted_around(text: &str, word: &Range<usize>) -> bool {
    let letters = &text[word.clone()];
    let is_lone = letters.chars().filter(|c| c.is_alphabetic()).count() == 1;
    is_lone
        && letters.chars().any(|c| latin_digraph(c).is_some())
        && [nearby::before(text, word.start), nearby::after(text, word.end)]
            .iter()
            .flatten()
            .any(|side| nearby::is_shouted(side.word))
}
