//! Typography: straight quotation marks, apostrophes, hyphens and points become the marks of the language.
//!
//! A mark changes only if its place says what it means. An opening mark needs a closing one; both together become the
//! marks of the language ([`Language::quotes`]). A straight mark that closes `„…"` or `“…"` becomes the partner of
//! what the author chose. Behind a digit, a mark without a partner means inches, feet or minutes, and stays.
//!
//! Texts are read through a mask of the same length, in which signs stand for what is not plain words, so that a
//! quotation can contain emphasis, links and code, and every place stays right.

use std::borrow::Cow;
use std::ops::Range;

use super::line_starts::NO_ITEM;
use crate::base::bytes::pairs;
use crate::base::language::Language;
use crate::text::language::plain_parts;

/// In a mask, stands for markup, which is not there for readers.
pub(super) const MARKUP: char = '\u{3}';

/// In a mask, stands for a thing that counts as a word but never changes: code, an address, an author's mark.
pub(super) const THING: char = '\u{4}';

/// In a mask, stands for a sign that never changes, because it is escaped or an entity.
pub(super) const SIGN: char = '\u{5}';

/// In a mask, begins a paragraph. A quotation may go on in the next one.
pub(super) const PARAGRAPH: char = '\u{6}';

/// In a mask, begins a heading, a list item, a cell or the like.
pub(super) const BLOCK: char = '\u{7}';

/// A sign that readers see in another way than it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    at: u32,
    length: u8,
    shown: char,
}

impl Change {
    pub(super) fn span(self) -> Range<usize> {
        let at = self.at as usize;
        at..at + usize::from(self.length)
    }
}

/// The typography of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typeset {
    /// The changes, in the order of the text.
    pub(super) changes: Vec<Change>,
    /// The straight marks without a partner, in the order of the text.
    pub(super) unpaired: Vec<Range<usize>>,
}

/// Returns a short text without markup as readers see it.
pub fn typeset(text: &str, language: Language) -> Cow<'_, str> {
    if !may_change(text) {
        return Cow::Borrowed(text);
    }
    let changes = of_mask(text, language).changes;
    if changes.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(changed(text, 0, changes)) }
}

/// Returns the straight marks of a short text that nothing is paired with.
pub fn unpaired(text: &str, language: Language) -> Vec<Range<usize>> {
    if may_change(text) { of_mask(text, language).unpaired } else { Vec::new() }
}

/// Returns `text`, which begins at byte `start` of the whole, with the changes in it.
pub(super) fn changed(text: &str, start: usize, changes: impl IntoIterator<Item = Change>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for change in changes {
        let span = change.span();
        let Some(unchanged) = span.start.checked_sub(start).and_then(|at| text.get(done..at)) else {
            continue;
        };
        out.push_str(unchanged);
        out.push(change.shown);
        done = span.end - start;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Returns whether a text contains anything that could change.
pub(super) fn may_change(text: &str) -> bool {
    let is_quote = |byte| (byte == b'"') | (byte == b'\'');
    let may_be_double = |byte| (byte == b'-') | (byte == b'.') | (byte == b',');
    pairs(text.as_bytes(), |byte, next| is_quote(byte) | ((byte == next) & may_be_double(byte)))
        .next()
        .is_some()
}

/// Returns the typography of a text, or of the mask of one.
pub(super) fn of_mask(mask: &str, language: Language) -> Typeset {
    let mut setter = Setter { language, found: Typeset::default(), carried: None };
    let mut start = 0;
    for block in mask.split_inclusive([PARAGRAPH, BLOCK]) {
        setter.block(&protected(block), start);
        if block.ends_with(BLOCK) {
            setter.give_up_carried();
        }
        start += block.len();
    }
    setter.give_up_carried();
    let Typeset { mut changes, mut unpaired } = setter.found;
    changes.sort_unstable_by_key(|change| change.at);
    unpaired.sort_unstable_by_key(|span| span.start);
    Typeset { changes, unpaired }
}

/// Returns the block with [`THING`]s in place of code, addresses and authors' marks.
fn protected(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    for (part, is_plain) in plain_parts(block) {
        if is_plain {
            out.push_str(part);
        } else {
            out.extend(std::iter::repeat_n(THING, part.len()));
        }
    }
    out
}

/// The neighbour of a mark, apart from markup and other marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Word,
    /// An opening bracket.
    Opening,
    /// A closing bracket or punctuation.
    Closing,
    Other,
}

impl Side {
    fn of(c: char) -> Self {
        match c {
            PARAGRAPH | BLOCK | NO_ITEM => Side::Space,
            THING => Side::Word,
            '(' | '[' | '{' | '¿' | '¡' => Side::Opening,
            ')' | ']' | '}' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '%' => Side::Closing,
            _ if c.is_whitespace() => Side::Space,
            _ if c.is_alphanumeric() => Side::Word,
            _ => Side::Other,
        }
    }
}

/// What a mark can do, as its sides tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// Between two letters or digits.
    Inside,
    Either,
    /// Between two spaces.
    Alone,
}

impl Role {
    fn of(before: Side, after: Side) -> Self {
        match (before, after) {
            (Side::Space, Side::Space) => Role::Alone,
            (Side::Space, _) => Role::Opens,
            (_, Side::Space) => Role::Closes,
            (Side::Word, Side::Word) => Role::Inside,
            (Side::Word, _) => Role::Closes,
            (Side::Opening, _) => Role::Opens,
            (_, Side::Closing) => Role::Closes,
            _ => Role::Either,
        }
    }
}

/// A quotation mark or apostrophe.
#[derive(Clone, Copy)]
struct Mark {
    span: (usize, usize),
    /// The mark itself; the first sign of `,,` and `''`.
    sign: char,
    before: Side,
    after: Side,
    /// Whether a digit stands directly before it.
    behind_digit: bool,
    before_digit: bool,
}

impl Mark {
    fn role(&self) -> Role {
        Role::of(self.before, self.after)
    }

    fn is_double(&self) -> bool {
        self.span.1 - self.span.0 == 2 && self.sign.is_ascii()
            || matches!(self.sign, '"' | '„' | '“' | '”' | '«' | '»')
    }

    /// Whether it is typewritten, and not chosen by the author.
    fn is_straight(&self) -> bool {
        self.sign.is_ascii()
    }

    fn is_single(&self) -> bool {
        !self.is_double()
    }

    /// Whether it can only close, and does not mean inches or feet.
    fn surely_closes(&self) -> bool {
        self.role() == Role::Closes && !self.behind_digit
    }
}

const SINGLE: [char; 6] = ['\'', '‘', '’', '‚', '‹', '›'];
const DOUBLE: [char; 6] = ['"', '„', '“', '”', '«', '»'];

/// English words that begin with an apostrophe.
const ELISIONS: [&str; 12] =
    ["n", "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "bout", "round", "cuz"];

/// The maximum number of quotations within each other. Marks that would open more are left as they are.
const MOST_OPEN: usize = 32;

struct Setter {
    language: Language,
    found: Typeset,
    /// A mark that opens a quotation which may end in the next paragraph.
    carried: Option<Mark>,
}

impl Setter {
    /// Sets a paragraph, which begins at byte `start` of the whole.
    fn block(&mut self, block: &str, start: usize) {
        let marks = self.marks(block, start);
        let closes_later = closers_behind(&marks);
        let last_single = marks.iter().rposition(|mark| mark.is_single() && mark.surely_closes());
        let mut open: Vec<Mark> = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            match mark.is_double() {
                true => self.double(mark, closes_later[at], &mut open),
                false => {
                    let closes_later = last_single.is_some_and(|last| last > at);
                    let word = &block[mark.span.1 - start..];
                    self.single(mark, word, closes_later, &mut open);
                }
            }
        }
        for mark in open.into_iter().filter(Mark::is_straight) {
            if mark.is_single() {
                self.show(&mark, APOSTROPHE);
            } else {
                self.give_up_carried();
                self.carried = Some(mark);
            }
        }
    }

    /// Finds the marks of a block, and changes its hyphens and points.
    fn marks(&mut self, block: &str, start: usize) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        // The number of marks whose right side is known.
        let mut complete = 0;
        let mut before = Side::Space;
        let mut last = ' ';
        let mut rest = block;
        while let Some(c) = rest.chars().next() {
            let at = start + block.len() - rest.len();
            let run = match c {
                '-' => rest.len() - rest.trim_start_matches(c).len(),
                // Longer runs are read in several steps.
                _ => rest.chars().take(3).take_while(|next| *next == c).count(),
            };
            let mut length = c.len_utf8();
            let is_low = c == ',' && run == 2 && before != Side::Word && begins_word(&rest[2..]);
            if is_low || SINGLE.contains(&c) || DOUBLE.contains(&c) {
                length = if is_low || c == '\'' && run >= 2 { 2 } else { length };
                marks.push(Mark {
                    span: (at, at + length),
                    sign: c,
                    before,
                    after: Side::Space,
                    behind_digit: last.is_numeric(),
                    before_digit: false,
                });
                last = c;
            } else if c != MARKUP {
                length = match c {
                    '-' if run > 1 => self.dashes(at, run),
                    '.' if run > 2 => self.change(at, 3, '…'),
                    _ => length,
                };
                before = Side::of(c);
                for mark in &mut marks[complete..] {
                    mark.after = before;
                    mark.before_digit = c.is_numeric();
                }
                complete = marks.len();
                last = c;
            }
            rest = &rest[length..];
        }
        marks
    }

    /// Changes a run of hyphens as Markdown does: into dashes of one length, if that is possible.
    fn dashes(&mut self, at: usize, run: usize) -> usize {
        let (long, short) = match run % 6 {
            0 | 3 => (run / 3, 0),
            1 => (run / 3 - 1, 2),
            5 => (run / 3, 1),
            _ => (0, run / 2),
        };
        (0..long).for_each(|number| _ = self.change(at + 3 * number, 3, '—'));
        (0..short).for_each(|number| _ = self.change(at + 3 * long + 2 * number, 2, '–'));
        run
    }

    fn double(&mut self, mark: &Mark, closes_later: bool, open: &mut Vec<Mark>) {
        let partner = open.iter().rposition(Mark::is_double);
        let opens = match (mark.sign, mark.role()) {
            (',' | '„', Role::Opens | Role::Either) => true,
            ('„', _) => return,
            (_, Role::Alone) => return self.give_up(mark),
            (_, Role::Opens) => true,
            (_, Role::Either) => partner.is_none() && self.carried.is_none(),
            (_, Role::Closes | Role::Inside) => false,
        };
        if opens {
            return self.open(mark, open);
        }
        let is_inch = mark.is_straight() && mark.behind_digit && (partner.is_none() || closes_later);
        if is_inch {
            return;
        }
        match partner {
            Some(partner) => {
                for single in open.drain(partner + 1..).filter(Mark::is_straight).collect::<Vec<_>>() {
                    self.show(&single, APOSTROPHE);
                }
                open.pop().iter().for_each(|opening| self.pair(opening, mark));
            }
            None if mark.role() == Role::Inside => self.give_up(mark),
            None => match self.carried.take() {
                Some(opening) => self.pair(&opening, mark),
                None => self.give_up(mark),
            },
        }
    }

    /// Sets an apostrophe or single quotation mark. `rest` is the text behind it.
    fn single(&mut self, mark: &Mark, rest: &str, closes_later: bool, open: &mut Vec<Mark>) {
        let has_partner = open.last().is_some_and(Mark::is_single);
        match mark.role() {
            Role::Alone => self.give_up(mark),
            Role::Inside if mark.is_straight() && !(mark.behind_digit && mark.before_digit) => {
                self.show(mark, APOSTROPHE);
            }
            Role::Inside => {}
            Role::Opens if mark.is_straight() && is_elision(rest, closes_later) => {
                self.show(mark, APOSTROPHE)
            }
            Role::Opens => self.open(mark, open),
            Role::Either if !has_partner => self.open(mark, open),
            Role::Closes | Role::Either if has_partner => {
                open.pop().iter().for_each(|opening| self.pair(opening, mark));
            }
            Role::Closes | Role::Either if mark.is_straight() && !mark.behind_digit => {
                self.show(mark, APOSTROPHE);
            }
            Role::Closes | Role::Either => {}
        }
    }

    fn open(&mut self, mark: &Mark, open: &mut Vec<Mark>) {
        if open.len() < MOST_OPEN { open.push(*mark) } else { self.give_up(mark) }
    }

    /// Shows the two marks of a quotation.
    fn pair(&mut self, opening: &Mark, closing: &Mark) {
        let quotes = self.language.quotes();
        let (first, last) = if opening.is_double() { quotes.double } else { quotes.single };
        if opening.is_straight() {
            let shown = match closing.sign {
                '«' => '»',
                '»' => '«',
                '‹' => '›',
                '›' => '‹',
                _ => first,
            };
            self.show(opening, shown);
        }
        if closing.is_straight() {
            let shown = match opening.sign {
                '«' => '»',
                '»' => '«',
                '‹' => '›',
                '›' => '‹',
                '“' | '”' => '”',
                '‘' | '’' => '’',
                _ => last,
            };
            self.show(closing, shown);
        }
    }

    fn show(&mut self, mark: &Mark, shown: char) {
        self.change(mark.span.0, mark.span.1 - mark.span.0, shown);
    }

    /// Adds a change, and returns its length.
    fn change(&mut self, at: usize, length: usize, shown: char) -> usize {
        // Texts are far shorter than the largest number of 32 bits.
        if let (Ok(at), Ok(length)) = (u32::try_from(at), u8::try_from(length)) {
            self.found.changes.push(Change { at, length, shown });
        }
        length
    }

    /// Leaves a mark as written, because nothing is paired with it.
    fn give_up(&mut self, mark: &Mark) {
        if mark.is_straight() {
            self.found.unpaired.push(mark.span.0..mark.span.1);
        }
    }

    fn give_up_carried(&mut self) {
        self.carried.take().iter().for_each(|mark| self.give_up(mark));
    }
}

const APOSTROPHE: char = '’';

/// Returns whether a word or other mark follows, apart from markup.
fn begins_word(rest: &str) -> bool {
    rest.trim_start_matches(MARKUP)
        .starts_with(|c: char| Side::of(c) == Side::Word || SINGLE.contains(&c) || DOUBLE.contains(&c))
}

/// For each mark: whether the next double mark behind it that can do only one thing closes.
fn closers_behind(marks: &[Mark]) -> Vec<bool> {
    let mut closes = false;
    let mut behind: Vec<bool> = Vec::with_capacity(marks.len());
    for mark in marks.iter().rev() {
        behind.push(closes);
        closes = match mark.role() {
            _ if mark.is_single() => closes,
            _ if mark.surely_closes() => true,
            Role::Opens => false,
            _ => closes,
        };
    }
    behind.reverse();
    behind
}

/// Returns whether the text behind an apostrophe is a word that begins with one, or a year: `'tis`, `'90s`, `'08`.
fn is_elision(rest: &str, closes_later: bool) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let word = rest[..end].to_ascii_lowercase();
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, &word[digits..]) {
        (2, "s") => true,
        (2, "") => !closes_later,
        _ => ELISIONS.contains(&&*word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serbian_marks() {
        for (written, shown) in [
            ("Ustanova „Dom\" i ,,Vrt\" ima ekran od 24\" .", "Ustanova „Dom“ i „Vrt“ ima ekran od 24\" ."),
            (",,Njiva'' i ''Vrt''", "„Njiva“ i „Vrt“"),
            ("\"Dom\"-ova k'o 'nako", "„Dom“-ova k’o ’nako"),
            ("\"Prva 'mala' škola\" (\"Vrt\")", "„Prva ’mala’ škola“ („Vrt“)"),
            ("„Plan 2020\" i \"Plan 2021\"", "„Plan 2020“ i „Plan 2021“"),
            ("\"ekran od 24\" i tastatura\"", "„ekran od 24\" i tastatura“"),
            ("“mixed\" »Dom\" \"Vrt“", "“mixed” »Dom« „Vrt“"),
            ("Цена 'Дома' је \"мала\"...", "Цена ’Дома’ је „мала“…"),
            ("2020--2021 --- kraj", "2020–2021 — kraj"),
            ("\"А\"/\"Б\"", "„А“/„Б“"),
        ] {
            assert_eq!(typeset(written, Language::Sr), shown);
        }
    }

    #[test]
    fn english_marks() {
        for (written, shown) in [
            ("A screen of 24\" and a “mixed\" quote", "A screen of 24\" and a “mixed” quote"),
            (
                "rock 'n' roll of the '90s, O'Brien's and 'tis",
                "rock ’n’ roll of the ’90s, O’Brien’s and ’tis",
            ),
            ("the dogs' \"He said 'yes'\"", "the dogs’ “He said ‘yes’”"),
            ("\"'Yes' it's\", ,,Field'' and „Field\"", "“‘Yes’ it’s”, “Field” and „Field”"),
            ("5'10\" by 24\"x36\", class of '08", "5'10\" by 24\"x36\", class of ’08"),
        ] {
            assert_eq!(typeset(written, Language::En), shown);
        }
    }

    #[test]
    fn what_is_no_plain_text_stays() {
        for text in [
            "https://example.org/a--b...c",
            "`\"x\"` -{\"x\"}- &quot;x&quot;",
            "a - b . c, d",
            "„Dom“ i “x” ‘y’ ’z’",
        ] {
            for language in Language::ALL {
                assert_eq!(typeset(text, language), text);
                assert!(unpaired(text, language).is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn marks_without_partner() {
        let cases: [(&str, &[usize]); 7] = [
            ("\"Dom je", &[0]),
            ("Dom\" je", &[3]),
            ("\" Dom \"", &[0, 6]),
            ("5\" 5' k'o", &[]),
            ("„Dom i \"Vrt\"", &[]),
            ("Dom \"A \"B\"", &[4]),
            ("a , ,b,,c", &[]),
        ];
        for (text, starts) in cases {
            let found: Vec<usize> = unpaired(text, Language::Sr).iter().map(|span| span.start).collect();
            assert_eq!(found, starts, "{text}");
        }
    }
}
