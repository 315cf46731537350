//! Finds markup that has another effect than its author meant.

use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part, Short};
use super::{CheckPart, Lint, always};
use crate::base::bytes::has_byte;
use crate::base::problem::{Problem, Problems, Rule};
use crate::text::markdown::{Accident, Foreign};

pub(super) static LINTS: &[Lint<CheckPart>] = &[
    always(&LIST_NUMBER, list_numbers),
    always(&LEFTOVER_MARKUP, leftover_markup),
    always(&ACCIDENTAL_MARKUP, accidental_markup),
    always(&MIXED_SCRIPT, mixed_scripts),
];

static LIST_NUMBER: Rule =
    Rule::warning("list-number", "The numbers of a list are written as readers see them.");

static LEFTOVER_MARKUP: Rule =
    Rule::warning("leftover-markup", "No markup is shown to readers as it is written.");

static ACCIDENTAL_MARKUP: Rule = Rule::warning(
    "accidental-markup",
    "Spaces, hyphens and strokes make code, headings and cells only on purpose.",
);

static MIXED_SCRIPT: Rule = Rule::warning("mixed-script", "No word has letters of both scripts.");

/// Readers see the numbers of a list as they are written.
fn list_numbers(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for (digits, number) in text.survey.renumbered.iter().take(MOST_IN_ONE_TEXT) {
            let written = &text.body()[digits.clone()];
            problems.push(
                Problem::new(
                    &LIST_NUMBER,
                    text.place(digits),
                    format!(
                        "readers see {number}. here: the line is an item of a list, which is numbered anew"
                    ),
                )
                .help(format!(
                    "write `{written}\\.` if this is a date or an ordinal number; else write {number}."
                )),
            );
        }
    });
}

/// No markup is shown to readers as it is written.
fn leftover_markup(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for note in text.survey.unused_notes.iter().take(MOST_IN_ONE_TEXT) {
            problems.push(
                Problem::new(&LEFTOVER_MARKUP, text.place(note), "nothing refers to this note")
                    .help("refer to it with its label, as in `[^1]`, or remove it"),
            );
        }
        let leftovers = text.survey.words.iter().flat_map(|words| {
            leftovers(&text.body()[words.clone()])
                .into_iter()
                .map(|(span, kind)| (words.start + span.start..words.start + span.end, kind))
        });
        for (span, kind) in leftovers.take(MOST_IN_ONE_TEXT) {
            let (message, help) = kind.explanation();
            problems.push(Problem::new(&LEFTOVER_MARKUP, text.place(&span), message).help(help));
        }
    });
    part.each_short().filter(|text| text.may_have_links).for_each(|text| in_short(part, &text, problems));
}

/// A short text has links and emphasis; any other markup is shown as it is written.
fn in_short(part: &Part<'_>, text: &Short<'_>, problems: &mut Problems) {
    let whole = || vec![Range { start: 0, end: text.value.value.len() }];
    let words = text.survey.map_or_else(whole, |survey| survey.words.clone());
    let foreign = text.survey.into_iter().flat_map(|survey| &survey.foreign);
    let foreign = foreign.map(|(foreign, span)| (span.clone(), explanation(*foreign)));
    let leftovers = words.iter().flat_map(|words| {
        leftovers(&text.value.value[words.clone()])
            .into_iter()
            .map(|(span, kind)| (words.start + span.start..words.start + span.end, kind.explanation()))
    });
    for (span, (message, help)) in foreign.chain(leftovers).take(MOST_IN_ONE_TEXT) {
        let place = part.place_in(text.value, &span);
        problems.push(Problem::new(&LEFTOVER_MARKUP, place, message).help(help));
    }
}

/// What is wrong with markup that short texts do not have, and what to do.
fn explanation(foreign: Foreign) -> (&'static str, &'static str) {
    match foreign {
        Foreign::Picture => (
            "readers see this picture as it is written: a short text has only links and emphasis",
            "show the picture in the text of a page; if it is meant as a link, remove the `!`, or write `\\!`",
        ),
        Foreign::Code => (
            "readers see these backticks: a short text has only links and emphasis",
            "remove them, or use quotation marks",
        ),
        Foreign::Html => (
            "readers see this as it is written: a short text has no HTML, only links and emphasis",
            "write `**bold**`, `*italics*` or `[text](address)`, and signs as they are",
        ),
        Foreign::Title => (
            "readers do not see the title of this link",
            "write what it says in the text, or remove it: `[text](address)`",
        ),
        Foreign::Block => (
            "readers see this sign: a short text is one paragraph without headings, lists and quotations",
            "remove the sign; write several short texts, or the list in the text of the page",
        ),
        Foreign::Nested => {
            ("readers see these signs: emphases are nested too deeply", "use only one or two levels")
        }
    }
}

/// What is left of markup.
#[derive(Clone, Copy)]
enum Leftover {
    /// `[^label]` without a note.
    Note,
    /// `[words][label]` without a target.
    Reference,
    /// `**` or `~~` that begins or ends nothing.
    Emphasis,
}

impl Leftover {
    /// What is wrong, and what to do.
    fn explanation(self) -> (&'static str, &'static str) {
        match self {
            Leftover::Note => {
                ("there is no note with this label", "write the note on a line of its own: `[^label]: …`")
            }
            Leftover::Reference => (
                "there is no link target with this label",
                "write the address behind the words: `[words](https://…)`",
            ),
            Leftover::Emphasis => (
                "readers see these signs: they begin or end no emphasis here",
                "put them directly before and behind the words, without spaces inside and letters outside; `\\*` is a plain asterisk",
            ),
        }
    }
}

/// The maximum length of the label of a note, in bytes.
const LONGEST_LABEL: usize = 1_000;

/// The leftovers in a stretch of words.
fn leftovers(words: &str) -> Vec<(Range<usize>, Leftover)> {
    let mut found = Vec::new();
    if !has_byte(words, |byte| (byte == b'[') | (byte == b'*') | (byte == b'~')) {
        return found;
    }
    for (start, _) in words.match_indices("[^") {
        let behind = &words[start + 2..];
        let end = behind.bytes().take(LONGEST_LABEL + 1).position(|byte| byte == b']');
        let label = end.map(|end| &behind[..end]);
        if let Some(label) = label.filter(|label| !label.is_empty() && !label.contains(char::is_whitespace)) {
            found.push((start..start + label.len() + 3, Leftover::Note));
        }
    }
    for (middle, _) in words.match_indices("][") {
        let start = words[..middle].rfind('[');
        let end = words[middle + 2..].find(']').map(|end| middle + 2 + end + 1);
        if let (Some(start), Some(end)) = (start, end) {
            found.push((start..end, Leftover::Reference));
        }
    }
    for mark in ["**", "~~"] {
        for (start, _) in words.match_indices(mark) {
            // A row of such signs is a line, or stands for words that were left out.
            let is_row = words[start + 2..].starts_with(&mark[..1]) || words[..start].ends_with(&mark[..1]);
            if !is_row {
                found.push((start..start + 2, Leftover::Emphasis));
            }
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// Spaces, hyphens and strokes make code, headings and cells on purpose.
fn accidental_markup(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for (accident, span) in text.survey.accidents.iter().take(MOST_IN_ONE_TEXT) {
            let (message, help) = match accident {
                Accident::IndentedCode => (
                    "four spaces make this line code, in which no other markup works".to_owned(),
                    "remove the spaces; if it is code, put it between two lines of ```",
                ),
                Accident::UnderlinedHeading => (
                    "hyphens directly below a line make it a heading".to_owned(),
                    "leave a line free above them for a horizontal line; begin a heading with `## `",
                ),
                Accident::Dialogue => (
                    "this line becomes an item of a list; it looks like a dialogue".to_owned(),
                    "begin what people say with `–`; for a list, write `*` in place of the hyphens",
                ),
                Accident::SurplusCells(columns) => (
                    format!(
                        "readers do not see this: the first row of the table has {columns} {}",
                        if *columns == 1 { "cell" } else { "cells" }
                    ),
                    "give the first two rows as many cells, or write `\\|` for a stroke within a cell",
                ),
            };
            problems.push(Problem::new(&ACCIDENTAL_MARKUP, text.place(span), message).help(help));
        }
    });
}

/// No word has letters of both scripts.
fn mixed_scripts(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        // Most texts are in one script, which their bytes tell.
        let has_cyrillic = has_byte(passage.text, |byte| byte & 0xfc == 0xd0);
        if !has_cyrillic || !passage.text.contains(is_latin) {
            return;
        }
        for (span, strange) in mixed_words(passage.text).into_iter().take(MOST_IN_ONE_TEXT) {
            let word = &passage.text[span.clone()];
            let script = if is_cyrillic(strange) { "Cyrillic" } else { "Latin" };
            problems.push(
                Problem::new(
                    &MIXED_SCRIPT,
                    part.place(passage, &span),
                    format!("`{word}` mixes two scripts: its `{strange}` is {script}"),
                )
                .help("type the word again in one script; letters of the two may look the same"),
            );
        }
    });
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}') && !matches!(c, '×' | '÷')
}

/// The words with letters of both scripts, each with the first letter of the rarer one.
fn mixed_words(text: &str) -> Vec<(Range<usize>, char)> {
    let mut found = Vec::new();
    let mut rest = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let start = rest;
        rest += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        let (cyrillic, latin) =
            (word.chars().filter(|c| is_cyrillic(*c)).count(), word.chars().filter(|c| is_latin(*c)).count());
        if cyrillic == 0 || latin == 0 {
            continue;
        }
        let is_rarer = |c: &char| if cyrillic <= latin { is_cyrillic(*c) } else { is_latin(*c) };
        found.extend(word.chars().find(is_rarer).map(|c| (start..start + word.len(), c)));
    }
    found
}
