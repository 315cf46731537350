//! Finds notes of authors and programs that were left in a text.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::content::{MOST_IN_ONE_TEXT, Part, Text, span_of};
use super::{CheckPart, Lint, always, if_complete};
use crate::base::bytes::{has_byte, pairs};
use crate::base::language::Localized;
use crate::base::phrases::Phrases;
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] =
    &[always(&UNFINISHED_TEXT, unfinished_texts), if_complete(&UNENDED_TEXT, unended_texts)];

pub(super) static UNENDED_TEXT: Rule = Rule::warning(
    "unended-text",
    "A paragraph or short text that ends with a full stop in one language does so in the other one.",
);

static UNFINISHED_TEXT: Rule = Rule::warning(
    "unfinished-text",
    "No text contains a reminder to write it, filler text, or what a translation program adds.",
);

/// Words in capitals that authors write where something is missing.
const REMINDERS: [&str; 5] = ["TODO", "TBD", "TBA", "FIXME", "XXX"];

/// Words in capitals with which authors remind themselves, or somebody else, of work.
const REMARKS: [&str; 8] =
    ["PROVERITI", "PROVERI", "DOPUNITI", "DOPUNI", "UNETI", "ISPRAVITI", "CHECK THIS", "TO CHECK"];

/// Words in small letters with which authors remind themselves in brackets.
const REMARKS_IN_BRACKETS: [&str; 10] = [
    "proveriti",
    "proveri ",
    "dopuniti",
    "dopuni ",
    "ispraviti",
    "pitati",
    "pitaj ",
    "check with",
    "check ",
    "ask ",
];

/// Signs with which authors ask themselves; nobody asks readers twice at once.
const DOUBTS: [&str; 3] = ["??", "(?)", "[?]"];

/// What is left of a remark in brackets without its first word.
const OPEN_REMARKS: [&str; 4] = ["[:", "[ :", "(:", "( :"];

/// Words after which a sentence goes on, in small letters.
const GO_ON: [&str; 30] = [
    "i", "ili", "ali", "u", "na", "za", "da", "sa", "od", "do", "iz", "kao", "koji", "koja", "koje", "kojim",
    "među", "između", "prema", "zbog", "and", "or", "the", "a", "an", "of", "from", "that", "which",
    "between",
];

/// Whole texts that say nothing, in small letters.
const NOTHING: [&str; 7] = ["n/a", "tbd", "todo", "xxx", "...", "…", "???"];

/// What filler texts and programs say, in small letters.
const PHRASES: [(&str, Leftover); 8] = [
    ("lorem ipsum", Leftover::Filler),
    ("as an ai language model", Leftover::Program),
    ("as an ai model", Leftover::Program),
    ("kao ai jezički model", Leftover::Program),
    ("machine translated", Leftover::Program),
    ("translated with deepl", Leftover::Program),
    ("translated by google", Leftover::Program),
    ("here is the translation", Leftover::Program),
];

/// The length of the shortest of these, in bytes.
const SHORTEST: usize = 3;

/// What was left in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leftover {
    Reminder,
    Remark,
    Doubt,
    Cut,
    Filler,
    Program,
}

impl Leftover {
    /// What is wrong, and what to do.
    fn explanation(self) -> (&'static str, &'static str) {
        match self {
            Leftover::Reminder => (
                "this text is left to be written",
                "write it; or remove this, and leave the text out until it is written",
            ),
            Leftover::Remark => {
                ("this seems to be a remark for its author", "do what it says, and remove it from the text")
            }
            Leftover::Doubt => {
                ("here an author was in doubt", "find out what is right, and remove the question marks")
            }
            Leftover::Cut => ("this text breaks off here", "write the end of the sentence"),
            Leftover::Filler => (
                "this is filler text",
                "write the text; or remove this, and leave it out until it is written",
            ),
            Leftover::Program => (
                "a program has added these words to its text",
                "remove the sentence, and read the text once more as a whole",
            ),
        }
    }
}

/// Reports what was left in texts.
fn unfinished_texts(part: &Part<'_>, problems: &mut Problems) {
    let mut files_with_lost_letters: BTreeSet<Arc<str>> = BTreeSet::new();
    part.each_passage(|passage| {
        for (span, leftover) in leftovers(passage.text, passage.is_yaml()).into_iter().take(MOST_IN_ONE_TEXT)
        {
            if let Some(word) = word_with_lost_letters(passage.text, &span, leftover) {
                let place = part.place(passage, &word);
                // What saved the file did it to all its words.
                if files_with_lost_letters.insert(Arc::clone(&place.file)) {
                    problems.push(lost_letters(place));
                }
                continue;
            }
            let place = part.place(passage, &span);
            if leftover == Leftover::Doubt && files_with_lost_letters.contains(&place.file) {
                continue;
            }
            let (message, help) = leftover.explanation();
            let is_in_brackets =
                passage.text[span.clone()].starts_with(['[', '(']) && span.len() > "[?]".len();
            let help = match (is_in_brackets, leftover) {
                (true, Leftover::Doubt) => {
                    "find out what is right, then remove the brackets and all that is in them".to_owned()
                }
                (true, _) => format!("{help}; remove the brackets and all that is in them"),
                (false, _) => help.to_owned(),
            };
            problems.push(Problem::new(&UNFINISHED_TEXT, place, message).help(help));
        }
    });
}

/// Returns the bytes of the word in which question marks stand for letters.
fn word_with_lost_letters(text: &str, signs: &Range<usize>, leftover: Leftover) -> Option<Range<usize>> {
    if leftover != Leftover::Doubt || !text[signs.clone()].bytes().all(|byte| byte == b'?') {
        return None;
    }
    let is_of_word = |c: &char| c.is_alphanumeric() || *c == '?';
    let length = |c: char| c.len_utf8();
    let start =
        signs.start - text[..signs.start].chars().rev().take_while(is_of_word).map(length).sum::<usize>();
    let end = signs.end + text[signs.end..].chars().take_while(is_of_word).map(length).sum::<usize>();
    let word = &text[start..end];
    let is_within = word.starts_with(char::is_alphabetic) && word.ends_with(char::is_alphabetic);
    is_within.then_some(start..end)
}

fn lost_letters(place: Place) -> Problem {
    let message = "letters were lost when this file was saved, and question marks stand for them";
    Problem::new(&UNFINISHED_TEXT, place, message)
        .label("the first such word")
        .help("restore the file from before, or type the words again, and save it as UTF-8")
}

/// Reports texts that break off, although their counterpart ends with a full stop.
fn unended_texts(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let Localized { sr, en } = &phrase.words.value;
        let Some((sr, en)) = sr.as_ref().zip(en.as_ref()) else { continue };
        for (one, other) in [(sr, en), (en, sr)] {
            if let Some(span) = breaks_off(&one.value, &other.value) {
                problems.push(
                    unended(part.place_in(one, &span)).related(other.place.clone(), "the other language"),
                );
            }
        }
    }
    let Some(folder) = &part.folder else { return };
    let Some((sr, en)) = folder.both_texts() else { return };
    for (one, other) in folder.pairs_of_blocks() {
        let (one, other) = (&span_of(one), &span_of(other));
        for ((text, span), (counterpart, there)) in [((sr, one), (en, other)), ((en, other), (sr, one))] {
            // Whether items of lists end with a full stop is a matter of style.
            let last = breaks_off(&text.body()[span.clone()], &counterpart.body()[there.clone()])
                .filter(|_| !is_in_item(text, span.start));
            if let Some(last) = last {
                let place = text.place(&(span.start + last.start..span.start + last.end));
                let end = counterpart.place(&last_words(counterpart.body(), there));
                problems.push(unended(place).related(end, "the other language"));
            }
        }
    }
}

/// Returns the last words of a passage, up to its end.
fn last_words(body: &str, span: &Range<usize>) -> Range<usize> {
    const SHOWN: usize = 40;
    let text = &body[span.clone()];
    let line = text.len() - text.rsplit('\n').next().unwrap_or(text).len();
    let start = text.char_indices().rev().nth(SHOWN).map_or(0, |(at, _)| at).max(line);
    span.start + start..span.end
}

/// Returns whether a byte is in an item of a list.
fn is_in_item(text: &Text<'_>, at: usize) -> bool {
    let after = text.survey.items.partition_point(|item| item.start <= at);
    after.checked_sub(1).is_some_and(|last| text.survey.items[last].contains(&at))
}

/// Returns the last word of a text of several words that ends without a sign, while its counterpart ends with a full stop.
fn breaks_off(text: &str, counterpart: &str) -> Option<Range<usize>> {
    const FEW: usize = 6;
    let text = text.trim_end();
    if !ends_a_sentence(counterpart) || !text.ends_with(char::is_alphanumeric) {
        return None;
    }
    let start = text.len() - text.rsplit(char::is_whitespace).next()?.len();
    (text.split_whitespace().count() > FEW).then_some(start..text.len())
}

/// Returns whether a text ends with a full stop that is not one of an abbreviation, such as `p.m.` and `itd.`.
fn ends_a_sentence(text: &str) -> bool {
    const ABBREVIATIONS: [&str; 9] = ["itd", "god", "din", "str", "etc", "mil", "Inc", "Ltd", "No"];
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let Some(word) = last.strip_suffix('.') else { return false };
    // A link or a quotation may end the sentence.
    let is_closed = word.ends_with([')', '“', '”', '"', '*', '_']);
    is_closed
        || (word.ends_with(char::is_alphabetic) && !word.contains('.') && !ABBREVIATIONS.contains(&word))
}

fn unended(place: Place) -> Problem {
    Problem::new(&UNENDED_TEXT, place, "this text ends without a full stop, unlike the other language")
        .help("write the end of the sentence, or only the full stop if nothing is missing")
}

/// What was left in a text, which is complete or a part of one.
fn leftovers(text: &str, is_whole: bool) -> Vec<(Range<usize>, Leftover)> {
    if text.len() < SHORTEST {
        return Vec::new();
    }
    if is_whole && NOTHING.iter().any(|nothing| text.trim().eq_ignore_ascii_case(nothing)) {
        return vec![(0..text.len(), Leftover::Reminder)];
    }
    let mut found: Vec<(Range<usize>, Leftover)> = Vec::new();
    // Only ASCII letters change, so places stay right.
    let lower = text.to_ascii_lowercase();
    found.extend(phrases(&lower));
    if pairs(text.as_bytes(), |one, next| one.is_ascii_uppercase() & next.is_ascii_uppercase())
        .next()
        .is_some()
    {
        found.extend(reminders(text));
    }
    if has_byte(text, |byte| byte == b'?') {
        found.extend(doubts(text));
    }
    if has_byte(text, |byte| (byte == b'(') | (byte == b'[')) {
        found.extend(remarks_in_brackets(text, &lower));
    }
    found.extend(is_whole.then(|| last_word_of_cut(text)).flatten().map(|span| (span, Leftover::Cut)));
    found.sort_by_key(|(span, _)| span.start);
    found.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    found
}

/// Finds filler texts and what programs say, in a text in small letters.
fn phrases(lower: &str) -> impl Iterator<Item = (Range<usize>, Leftover)> {
    static SOUGHT: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::of(PHRASES.iter().map(|(phrase, _)| *phrase)));
    SOUGHT.find(lower).map(|(at, span)| (span, PHRASES[at].1))
}

/// Finds words in capitals with which authors remind themselves.
fn reminders(text: &str) -> impl Iterator<Item = (Range<usize>, Leftover)> {
    static SOUGHT: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(REMINDERS.into_iter().chain(REMARKS)));
    let found = SOUGHT.find(text).filter(|(_, span)| is_reminder(text, span));
    found.map(|(at, span)| {
        let leftover = if at < REMINDERS.len() { Leftover::Reminder } else { Leftover::Remark };
        (with_brackets(text, span), leftover)
    })
}

/// Finds signs with which authors ask themselves.
fn doubts(text: &str) -> impl Iterator<Item = (Range<usize>, Leftover)> {
    let found = DOUBTS.iter().flat_map(|doubt| text.match_indices(doubt));
    found.map(|(at, found)| (in_whole_brackets(text, at..at + found.len()), Leftover::Doubt))
}

/// Finds remarks in brackets, and what is left of them without their first words.
fn remarks_in_brackets(text: &str, lower: &str) -> impl Iterator<Item = (Range<usize>, Leftover)> {
    static SOUGHT: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(REMARKS_IN_BRACKETS));
    let asides = SOUGHT.find(lower);
    let asides = asides
        .map(|(_, span)| with_brackets(text, span))
        .filter(|span| text[span.clone()].starts_with(['[', '(']));
    let rests = OPEN_REMARKS.iter().flat_map(|rest| text.match_indices(rest));
    let rests = rests.map(|(at, _)| at).filter(|at| !text[*at..].starts_with("(:)"));
    let rests = rests.map(|at| with_brackets(text, at + 1..at + 1)).filter(|span| span.len() > 2);
    asides.chain(rests).map(|span| (span, Leftover::Remark))
}

/// Returns the bytes of the brackets around some words, or these words alone.
fn in_whole_brackets(text: &str, span: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 300;
    let before = text[..span.start].char_indices().rev().take(LONGEST);
    let open = before.map(|(at, _)| at).find(|at| text[*at..].starts_with(['[', '(', ']', ')']));
    let end = match open.and_then(|at| text[at..].chars().next()) {
        Some('[') => ']',
        Some('(') => ')',
        _ => return span,
    };
    let mut behind = text[span.end..].char_indices().take(LONGEST);
    match open.zip(behind.find(|(_, c)| *c == end)) {
        Some((open, (length, _))) => open..span.end + length + 1,
        None => span,
    }
}

/// Returns the bytes of the remark in brackets that begins with some words, or these words alone.
fn with_brackets(text: &str, span: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 300;
    let before = text[..span.start].trim_end();
    let end = match before.chars().next_back() {
        Some('[') => ']',
        Some('(') => ')',
        _ => return span,
    };
    let mut behind = text[span.end..].char_indices().take(LONGEST);
    match behind.find(|(_, c)| *c == end) {
        Some((length, _)) => before.len() - 1..span.end + length + 1,
        None => span,
    }
}

/// Returns the last word of a text of several words, if the sentence cannot end with it.
fn last_word_of_cut(text: &str) -> Option<Range<usize>> {
    const FEW: usize = 4;
    let text = text.trim_end();
    let start = text.len() - text.rsplit(char::is_whitespace).next()?.len();
    let is_cut = GO_ON.contains(&text[start..].to_lowercase().as_str());
    (is_cut && text.split_whitespace().count() > FEW).then_some(start..text.len())
}

/// Returns whether a word is a reminder and no part of another word; `XXX vek` and `XXX. sednica` have a Roman number.
fn is_reminder(text: &str, span: &Range<usize>) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let is_whole = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
    let is_number = &text[span.clone()] == "XXX"
        && (after.starts_with(['.', '-', '–'])
            || after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
    is_whole && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_whole_words() {
        let count = |text: &str| leftovers(text, true).len();
        assert_eq!(count("[TODO: dopuniti] XXX Lorem ipsum dolor"), 2);
        assert_eq!(count("TODO, XXX?"), 2);
        assert_eq!(count("N/A"), 1);
        let text = "Ima 20 mesta [TODO: broj] i (: broj).";
        let found: Vec<&str> = leftovers(text, true).into_iter().map(|(span, _)| &text[span]).collect();
        assert_eq!(found, ["[TODO: broj]", "(: broj)"]);
        let text =
            "Obuka (??? proveriti sa Anom) traje (pitati Anu) dan [možda dva??]; proveriti (tako) rok.";
        let found: Vec<&str> = leftovers(text, true).into_iter().map(|(span, _)| &text[span]).collect();
        assert_eq!(found, ["(??? proveriti sa Anom)", "(pitati Anu)", "[možda dva??]"]);
        assert_eq!(count("TODOR, XXX vek, XXX. sednica"), 0);
        assert_eq!(count("2.500 ljudi (PROVERITI SA JELENOM???)"), 1, "one remark in brackets");
        assert_eq!(count("2.500 ljudi, PROVERITI SA JELENOM???"), 2);
        assert_eq!(count("Ko može da se prijavi? Svi."), 0);
        assert_eq!(count("Pomoć da opština uvede ili"), 1);
        assert_eq!(count("Pomoć opštinama i"), 0, "a title");
        // White space of several bytes before the last word.
        for space in ['\u{a0}', '\u{202f}', '\u{2003}', '\u{3000}', '\u{1680}'] {
            assert_eq!(count(&format!("Pomoć da opština uvede{space}ili")), 1, "{space:?}");
            assert_eq!(count(&format!("Care{space}x")), 0, "{space:?}");
        }
    }
}
