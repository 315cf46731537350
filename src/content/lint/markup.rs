//! Finds markup that has another effect than its author meant.

use std::cell::LazyCell;
use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part, Short, Text};
use super::letters::strange_letters;
use super::{CheckPart, Lint, always, lines};
use crate::base::bytes::has_byte;
use crate::base::id::Kind;
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse::shorten;
use crate::text::markdown::{Accident, Foreign, OUTSIDE};

pub(super) static LINTS: &[Lint<CheckPart>] = &[
    always(&LIST_NUMBER, list_numbers),
    always(&LEFTOVER_MARKUP, leftover_markup),
    always(&ACCIDENTAL_MARKUP, accidental_markup),
    always(&MIXED_SCRIPT, mixed_scripts),
];

static LIST_NUMBER: Rule =
    Rule::warning("list-number", "The numbers of a list are written as readers see them.");

/// The rules whose breach may explain why a heading, item or link is missing.
pub(super) static HIDING: [&Rule; 2] = [&LEFTOVER_MARKUP, &ACCIDENTAL_MARKUP];

static LEFTOVER_MARKUP: Rule =
    Rule::warning("leftover-markup", "No markup is shown to readers as it is written.");

static ACCIDENTAL_MARKUP: Rule = Rule::warning(
    "accidental-markup",
    "Spaces, hyphens and strokes make code, headings and cells only on purpose.",
);

static MIXED_SCRIPT: Rule = Rule::warning(
    "mixed-script",
    "No word has letters of both scripts, of another script or of a wrong encoding.",
);

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
            // The rule `unused-file` reports files that are linked to in this way.
            if names_a_file(part, &text.body()[span.clone()]) {
                continue;
            }
            let (message, help) = kind.explanation();
            let help = without_space(&text.body()[span.clone()]).unwrap_or_else(|| help.to_owned());
            problems.push(Problem::new(&LEFTOVER_MARKUP, text.place(&span), message).help(help));
        }
        lines_without_markup(text, problems);
        bare_addresses(text, problems);
        surplus_asterisks(text, problems);
        lone_asterisks(text, problems);
        in_front_matter(part, text, problems);
    });
    part.each_short().filter(|text| text.may_have_links).for_each(|text| in_short(part, &text, problems));
}

/// Returns whether `[words](name)` has the name of a file in the folder.
fn names_a_file(part: &Part<'_>, link: &str) -> bool {
    let address = link.split_once("](").and_then(|(_, rest)| rest.strip_suffix(')'));
    let assets = part.folder.iter().flat_map(|folder| folder.assets);
    address.is_some_and(|address| assets.into_iter().any(|asset| *asset.name == *address))
}

/// Titles and summaries have no markup at all.
fn in_front_matter(part: &Part<'_>, text: &Text<'_>, problems: &mut Problems) {
    let front = &text.record.front;
    for value in front.title.iter().chain(&front.summary) {
        let links = value.value.match_indices("](").map(|(at, sign)| at..at + sign.len());
        let found = links.chain(leftovers(&value.value).into_iter().map(|(span, _)| span));
        for span in found.take(MOST_IN_ONE_TEXT) {
            problems.push(
                Problem::new(
                    &LEFTOVER_MARKUP,
                    part.place_in(value, &span),
                    "readers see these signs: titles and summaries have no markup",
                )
                .help("write only the words here; a link belongs in the text below"),
            );
        }
    }
}

/// Reports beginnings of lines that were meant as markup.
fn lines_without_markup(text: &Text<'_>, problems: &mut Problems) {
    let found = text.survey.blocks().flat_map(|block| lines::leftovers(text.body(), block));
    for (span, leftover) in found.take(MOST_IN_ONE_TEXT) {
        let (message, help) = leftover.explanation();
        problems.push(Problem::new(&LEFTOVER_MARKUP, text.place(&span), message).help(help));
    }
}

/// Reports addresses that nobody can click.
fn bare_addresses(text: &Text<'_>, problems: &mut Problems) {
    let body = text.body();
    let found = text.survey.words.iter().flat_map(|words| {
        let is_linked = body[..words.start].ends_with(['<', '[']) || body[words.end..].starts_with("](");
        let stretch = if is_linked { "" } else { &body[words.clone()] };
        let starts = stretch.match_indices("http").filter(|(at, _)| {
            let is_address = stretch[*at..].starts_with("https://") || stretch[*at..].starts_with("http://");
            is_address
                && !stretch[..*at].ends_with("](")
                && !stretch[..*at].ends_with(")[")
                && !is_behind_words(&stretch[..*at])
        });
        starts.map(|(at, _)| {
            let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '“' | '”' | ',');
            let address =
                stretch[at..].split(ends).next().unwrap_or_default().trim_end_matches(['.', ';', ':']);
            words.start + at..words.start + at + address.len()
        })
    });
    for span in found.take(MOST_IN_ONE_TEXT) {
        problems.push(
            Problem::new(
                &LEFTOVER_MARKUP,
                text.place(&span),
                "readers cannot follow this address: it is no link",
            )
            .help("write it in angle brackets: `<https://…>`; or as a link with words: `[words](https://…)`"),
        );
    }
}

/// Returns whether words in square brackets and a space stand before the bracket at the end of some words.
fn is_behind_words(before: &str) -> bool {
    before.strip_suffix('(').is_some_and(|before| before.trim_end_matches(' ').ends_with(']'))
}

/// Reports signs of emphasis that are left beside an emphasis.
fn surplus_asterisks(text: &Text<'_>, problems: &mut Problems) {
    let body = text.body();
    let found = text.survey.words.iter().flat_map(|words| {
        let stretch = &body[words.clone()];
        let is_single = |rest: &str| !rest.starts_with('*');
        let first = stretch.strip_prefix('*').is_some_and(is_single) && body[..words.start].ends_with('*');
        let last = stretch.len() > 1 && stretch.ends_with('*') && !stretch.ends_with("**");
        let last = last && body[words.end..].starts_with('*');
        let first = first.then(|| words.start..words.start + 1);
        first.into_iter().chain(last.then(|| words.end - 1..words.end))
    });
    for span in found.take(MOST_IN_ONE_TEXT) {
        problems.push(
            Problem::new(
                &LEFTOVER_MARKUP,
                text.place(&span),
                "readers see this asterisk: it is one too many",
            )
            .help("write as many asterisks before the words as behind them; `\\*` is a plain asterisk"),
        );
    }
}

/// Reports an asterisk before a word that begins no emphasis, because its end is missing. One behind a word may refer to a
/// remark, and one before a whole paragraph may begin it.
fn lone_asterisks(text: &Text<'_>, problems: &mut Problems) {
    let body = text.body();
    let has_remark =
        LazyCell::new(|| text.survey.words.iter().any(|words| refers_to_remark(&body[words.clone()])));
    for block in text.survey.blocks() {
        let lone = block.iter().flat_map(|words| {
            let signs = body[words.clone()].match_indices('*').map(|(at, _)| words.start + at);
            signs.filter(|at| is_single(body, *at))
        });
        let [at] = lone.collect::<Vec<_>>()[..] else { continue };
        let begins_block = block.first().is_some_and(|words| words.start == at);
        let before = body[..at].chars().next_back();
        let is_before_word = body[at + 1..].starts_with(char::is_alphabetic)
            && (begins_block || before.is_some_and(|c| c.is_whitespace() || c == '('));
        if is_before_word && !(begins_block && *has_remark) {
            problems.push(
                Problem::new(
                    &LEFTOVER_MARKUP,
                    text.place(&(at..at + 1)),
                    "readers see this sign, because the `*` that ends the words in italics is missing",
                )
                .help("the second `*` is missing: write it directly behind the last word that should be in italics, in the same paragraph; or remove this one; `\\*` is a plain asterisk"),
            );
        }
    }
}

/// Returns whether the asterisk at a byte stands alone, and not for itself.
fn is_single(text: &str, at: usize) -> bool {
    !text[..at].ends_with(['*', '\\']) && !text[at + 1..].starts_with('*')
}

/// Returns whether an asterisk behind a word refers to a remark below.
fn refers_to_remark(words: &str) -> bool {
    words.match_indices('*').any(|(at, _)| words[..at].ends_with(|c: char| c.is_alphanumeric() || c == '”'))
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

/// Returns the help on a link with a space behind the colon of its address: `[Kula](municipality: kula)`.
fn without_space(link: &str) -> Option<String> {
    let (_, address) = link.strip_suffix(')')?.split_once("](")?;
    let (scheme, rest) = address.split_once(':')?;
    let rest = rest.trim();
    let is_known = OUTSIDE.contains(&scheme) || Kind::of_reference(scheme, rest).is_some();
    let is_meant = is_known && !rest.contains(char::is_whitespace);
    is_meant.then(|| {
        format!("write it without the space behind the colon: `({})`", shorten(&format!("{scheme}:{rest}")))
    })
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
    /// `**` before words, without those behind them.
    NoEnd,
    /// `**` behind words, without those before them.
    NoBeginning,
    /// `[words](a b)`, which is no link because its address has spaces.
    AddressWithSpaces,
    /// `[words](address` without its last bracket.
    OpenAddress,
    /// `[words] (address)`.
    SpaceInLink,
    /// `(words)[address]`.
    SwappedBrackets,
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
            Leftover::AddressWithSpaces => (
                "this is no link: its address has spaces, or is a telephone number",
                "write the address without spaces: `%20` stands for one in the name of a file; begin a telephone number with `tel:`",
            ),
            Leftover::OpenAddress => {
                ("this is no link: the bracket behind its address is missing", "write `)` behind the address")
            }
            Leftover::SpaceInLink => (
                "this is no link: there is a space between its brackets",
                "remove the space: `[words](address)`",
            ),
            Leftover::SwappedBrackets => (
                "this is no link: its brackets are swapped",
                "write the words in `[ ]` and the address in `( )`: `[words](address)`",
            ),
            Leftover::NoEnd => (
                "readers see these signs, because the `**` that ends the bold words is missing",
                "the second `**` is missing: write it directly behind the last word that should be bold, in the same paragraph; or remove this one",
            ),
            Leftover::NoBeginning => (
                "readers see these signs, because the `**` that begins the bold words is missing",
                "the first `**` is missing: write it directly before the first word that should be bold, in the same paragraph; or remove this one",
            ),
            Leftover::Emphasis => (
                "readers see these signs: they begin or end no emphasis here",
                "put them directly before and behind the words, without spaces inside and letters outside; `\\*` is a plain asterisk",
            ),
        }
    }
}

/// The links among some words that miss their form.
fn broken_links(words: &str) -> Vec<(Range<usize>, Leftover)> {
    let mut found = Vec::new();
    if !has_byte(words, |byte| (byte == b'[') | (byte == b']')) {
        return found;
    }
    let mut open = None;
    let mut last = 0;
    for (at, c) in words.char_indices() {
        match c {
            '[' => open = Some(at),
            ']' => {
                let behind = &words[at + 1..];
                let Some(start) = open.take() else { continue };
                let inner = behind.trim_start_matches([' ', '\u{a0}']);
                if let Some(address) = enclosed(inner, '(', ')') {
                    let kind = match behind.len() == inner.len() {
                        true => Some(Leftover::AddressWithSpaces)
                            .filter(|_| address.contains(char::is_whitespace)),
                        false => Some(Leftover::SpaceInLink).filter(|_| is_like_address(address)),
                    };
                    let end = words.len() - inner.len() + address.len() + 2;
                    found.extend(kind.map(|kind| (start..end, kind)));
                } else if let Some(address) = open_address(behind) {
                    found.push((start..at + 2 + address.len(), Leftover::OpenAddress));
                }
            }
            '(' => last = at,
            ')' => {
                let address = enclosed(&words[at + 1..], '[', ']').filter(|address| is_like_address(address));
                found
                    .extend(address.map(|address| (last..at + address.len() + 3, Leftover::SwappedBrackets)));
            }
            _ => {}
        }
    }
    found
}

/// The longest address that is looked for, in bytes.
const LONGEST_ADDRESS: usize = 200;

/// What stands between two brackets at the beginning of some words.
fn enclosed(words: &str, first: char, last: char) -> Option<&str> {
    let inner = words.strip_prefix(first)?;
    let end = inner.bytes().take(LONGEST_ADDRESS).position(|byte| char::from(byte) == last)?;
    inner.get(..end).filter(|inner| !inner.is_empty())
}

/// The address at the beginning of some words whose last bracket is missing.
fn open_address(words: &str) -> Option<&str> {
    let inner = words.strip_prefix('(')?;
    let end = inner.bytes().take(LONGEST_ADDRESS).position(|byte| byte.is_ascii_whitespace());
    let end = end.unwrap_or(inner.len().min(LONGEST_ADDRESS));
    let address = inner.get(..end)?.trim_end_matches(['.', ',', ';']);
    is_like_address(address).then_some(address)
}

/// Returns whether words in brackets are an address or the name of a file.
fn is_like_address(words: &str) -> bool {
    let has_end = words.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty() && (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    let has_scheme = words.split_once(':').is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_lowercase()) && !rest.is_empty()
    });
    !words.contains(char::is_whitespace) && (has_end || has_scheme || words.starts_with('#'))
}

/// The maximum length of the label of a note, in bytes.
const LONGEST_LABEL: usize = 100;

/// The leftovers in a stretch of words.
fn leftovers(words: &str) -> Vec<(Range<usize>, Leftover)> {
    let mut found = Vec::new();
    if !has_byte(words, |byte| (byte == b'[') | (byte == b']') | (byte == b'*') | (byte == b'~')) {
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
    let is_only = words.matches("**").nth(1).is_none();
    for mark in ["**", "~~"] {
        for (start, _) in words.match_indices(mark) {
            // A row of such signs is a line, or stands for words that were left out.
            let is_row = words[start + 2..].starts_with(&mark[..1]) || words[..start].ends_with(&mark[..1]);
            if !is_row {
                found.push((start..start + 2, of_emphasis(words, start, is_only)));
            }
        }
    }
    found.extend(broken_links(words));
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// Returns which kind of leftover the signs of emphasis are that stand at a byte of some words. `is_only` says whether
/// there are no further asterisks like these.
fn of_emphasis(words: &str, at: usize, is_only: bool) -> Leftover {
    let is_alone = is_only && words[at..].starts_with("**");
    let (before, behind) = (words[..at].chars().next_back(), words[at + 2..].chars().next());
    let is_outside = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '(');
    let is_inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    match is_alone {
        true if is_outside(before) && is_inside(behind) => Leftover::NoEnd,
        true if is_inside(before) && !behind.is_some_and(char::is_alphanumeric) => Leftover::NoBeginning,
        _ => Leftover::Emphasis,
    }
}

/// Returns the headings below which nothing stands before one of the same or a higher level, or before the end.
fn empty_sections(text: &Text<'_>) -> Vec<Range<usize>> {
    let body = text.body();
    let headings = &text.survey.headings;
    let is_empty = |at: usize| {
        let (level, span) = &headings[at];
        let (next_level, end) =
            headings.get(at + 1).map_or((0, body.len()), |(level, next)| (*level, next.start));
        next_level <= *level && body.get(span.end..end).is_some_and(|between| between.trim().is_empty())
    };
    let trimmed = |span: &Range<usize>| span.start..span.start + body[span.clone()].trim_end().len();
    (0..headings.len()).filter(|at| is_empty(*at)).map(|at| trimmed(&headings[at].1)).collect()
}

/// Spaces, hyphens and strokes make code, headings and cells on purpose.
fn accidental_markup(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for span in empty_sections(text).into_iter().take(MOST_IN_ONE_TEXT) {
            problems.push(
                Problem::new(&ACCIDENTAL_MARKUP, text.place(&span), "nothing stands below this heading")
                    .help("write what belongs below it, or delete it"),
            );
        }
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
                Accident::UnclosedCode => (
                    "code begins here and has no end, so all that follows is code".to_owned(),
                    "write a line with the same signs, such as ```, behind the code; or remove this line",
                ),
                Accident::BoldHeading => (
                    "this bold line looks like a heading, but is a paragraph".to_owned(),
                    "begin the line with `## ` and remove the asterisks; or end it as a sentence",
                ),
                Accident::EmptyHeading => (
                    "this heading has no words".to_owned(),
                    "write its words behind a space in the same line, or remove the signs",
                ),
                Accident::SkippedLevel(level) => (
                    format!("this heading is of level {level}, which skips a level above it"),
                    "remove signs: headings begin with `##`, and those below them with `###`",
                ),
                Accident::LinkedPicture => (
                    "this is a link to a picture, which readers do not see here".to_owned(),
                    "write `!` directly before the bracket to show it: `![What it shows](picture.jpg)`",
                ),
                Accident::EmptyLink => (
                    "readers do not see this link: it has no words".to_owned(),
                    "write what it leads to between the brackets: `[words](address)`",
                ),
            };
            problems.push(Problem::new(&ACCIDENTAL_MARKUP, text.place(span), message).help(help));
        }
    });
}

/// No word has letters of both scripts.
fn mixed_scripts(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        for letter in strange_letters(passage.text, passage.language).into_iter().take(MOST_IN_ONE_TEXT) {
            let place = part.place(passage, &letter.span);
            problems.push(Problem::new(&MIXED_SCRIPT, place, letter.message).help(letter.help));
        }
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
