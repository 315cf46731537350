//! Checks the length of texts, their marks and their spelling.

use super::content::{MOST_IN_ONE_TEXT, Part, Passage, Short};
use super::cut_words::{CutWord, cut_at_line_ends, cut_words};
use super::doubled::slips_between_words;
use super::name_forms::{BareForm, NameForms};
use super::typos::in_the_case_of;
use super::{CheckPart, Lint, always};
use crate::base::bytes::has_byte;
use crate::base::form::nfc;
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::{FrontMatter, shorten};
use crate::text::language::{Doubt, strip_marks};
use crate::text::typography::unpaired;

pub(super) static LINTS: &[Lint<CheckPart>] = &[
    always(&LONG_TITLE, long_titles),
    always(&LONG_SUMMARY, long_summaries),
    always(&STRAIGHT_QUOTES, straight_quotes),
    always(&QUOTED_TEXT, quoted_texts),
    always(&FOREIGN_WORD, foreign_words),
    always(&SPELLING_SLIP, spelling_slips),
];

static LONG_TITLE: Rule = Rule::warning("long-title", "No title is longer than 120 characters.");

static LONG_SUMMARY: Rule = Rule::warning("long-summary", "No summary is longer than 300 characters.");

static STRAIGHT_QUOTES: Rule = Rule::warning(
    "straight-quotes",
    "Every straight quotation mark has its partner, and no backtick or accent stands for one.",
);

static QUOTED_TEXT: Rule =
    Rule::warning("quoted-text", "No title, name or other short text stands in quotation marks as a whole.");

pub(super) static FOREIGN_WORD: Rule = Rule::warning(
    "foreign-word",
    "Words of Serbian texts that look foreign are marked or known, and đ is not written as dj.",
);

pub(super) static SPELLING_SLIP: Rule = Rule::warning(
    "spelling-slip",
    "No word is misspelt as on the list, divided or written twice, and signs stand directly behind words.",
);

/// Reports titles that are longer than lists and search results can show.
fn long_titles(part: &Part<'_>, problems: &mut Problems) {
    too_long(part, &LONG_TITLE, ("title", 120), |front| &front.title, problems);
}

/// Reports summaries that are longer than about two sentences.
fn long_summaries(part: &Part<'_>, problems: &mut Problems) {
    too_long(part, &LONG_SUMMARY, ("summary", 300), |front| &front.summary, problems);
}

fn too_long(
    part: &Part<'_>,
    rule: &'static Rule,
    (noun, most): (&str, usize),
    field: fn(&FrontMatter) -> &Option<Placed<String>>,
    problems: &mut Problems,
) {
    part.each_text(|text| {
        let Some(value) = field(&text.record.front) else { return };
        let length = strip_marks(value.value.trim()).chars().count();
        if length > most {
            problems.push(
                Problem::new(rule, value.place.clone(), format!("this {noun} has {length} characters"))
                    .help(format!("shorten it to {most} characters, and move the rest to the text below")),
            );
        }
    });
}

/// Reports straight quotation marks without a partner, which readers see as they are written, and backticks and accents
/// that stand for a mark.
fn straight_quotes(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        if passage.is_yaml() {
            let unpaired = unpaired(passage.text, passage.language);
            let is_only_the_end = unpaired.len() == 1 && unpaired[0].end == passage.text.trim_end().len();
            for span in unpaired.into_iter().take(MOST_IN_ONE_TEXT) {
                let place = part.place(passage, &span);
                problems.push(match is_only_the_end {
                    true => without_beginning(place),
                    false => without_partner(place, passage.language),
                });
            }
        }
        // Bytes tell sooner; an acute accent begins with the last of them.
        if !has_byte(passage.text, |byte| (byte == b'`') | (byte == 0xc2)) {
            return;
        }
        let found = passage.text.char_indices().filter(|(at, c)| is_typewritten(passage, *at, *c));
        for (at, c) in found.take(MOST_IN_ONE_TEXT) {
            let place = part.place(passage, &(at..at + c.len_utf8()));
            let behind = passage.text[at + c.len_utf8()..].chars().next();
            let help = help_on_typewritten(passage.before(at), c, behind, passage.language);
            problems.push(Problem::new(&STRAIGHT_QUOTES, place, name_of(c)).help(help));
        }
    });
    for Short { language, value, survey, .. } in part.each_short() {
        let unpaired = survey.iter().flat_map(|survey| &survey.unpaired).take(MOST_IN_ONE_TEXT);
        unpaired.for_each(|span| problems.push(without_partner(part.place_in(value, span), language)));
    }
    for language in Language::ALL {
        let text = part.folder.as_ref().and_then(|folder| folder.texts[language].as_ref());
        let unpaired = text.iter().flat_map(|text| text.survey.unpaired.iter().map(|span| text.place(span)));
        unpaired.take(MOST_IN_ONE_TEXT).for_each(|place| problems.push(without_partner(place, language)));
    }
    part.each_text(|text| {
        let body = text.body();
        let glued =
            text.survey.code.iter().filter(|code| body[..code.start].ends_with(char::is_alphanumeric));
        for code in glued.take(MOST_IN_ONE_TEXT) {
            let place = text.place(&(code.start..code.start + 1));
            problems.push(
                Problem::new(&STRAIGHT_QUOTES, place, name_of('`'))
                    .label("begins code, up to the next backtick")
                    .help("write the apostrophe `’`, or a space before the code"),
            );
        }
    });
}

/// The marks that begin and end a quotation in print.
const OPENING: [char; 6] = ['“', '„', '”', '«', '»', '‟'];

/// Reports short texts in quotation marks as a whole: a word processor makes them of those that YAML needs.
fn quoted_texts(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        let text = passage.text.trim();
        let inner = text.strip_prefix(OPENING).and_then(|text| text.strip_suffix(OPENING));
        let is_one = inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(OPENING));
        let Some((first, last)) = text.chars().next().zip(text.chars().next_back()).filter(|_| is_one) else {
            return;
        };
        if passage.is_yaml() {
            let start = passage.text.len() - passage.text.trim_start().len();
            let place = part.place(passage, &(start..start + text.len()));
            let message = "this text stands in quotation marks as a whole, and readers see them";
            problems.push(
                Problem::new(&QUOTED_TEXT, place, message)
                    .help(format!("delete `{first}` at its beginning and `{last}` at its end")),
            );
        }
    });
}

/// A straight mark at the end of a whole text, which was perhaps meant for YAML.
fn without_beginning(place: Place) -> Problem {
    let message = "this text ends with a quotation mark, and does not begin with one";
    Problem::new(&STRAIGHT_QUOTES, place, message)
        .help("write one before the whole text too, or delete this one")
}

/// A straight mark that begins or ends no quotation.
fn without_partner(place: Place, language: Language) -> Problem {
    let (first, last) = language.quotes().double;
    Problem::new(&STRAIGHT_QUOTES, place, "this quotation mark has no partner, so it stays straight").help(
        format!(
            "write the other one too, without spaces inside: `{first}` before the words and `{last}` after them; for inches, write `″` directly behind the number"
        ),
    )
}

/// Returns whether a backtick or accent stands for an apostrophe or quotation mark.
fn is_typewritten(passage: &Passage<'_>, at: usize, c: char) -> bool {
    let beside_letter = || {
        let after = passage.text[at + c.len_utf8()..].chars().next();
        passage.before(at).into_iter().chain(after).any(char::is_alphabetic)
    };
    matches!(c, '`' | '´') && beside_letter()
}

/// Returns what to write in place of a backtick or accent between two characters.
fn help_on_typewritten(before: Option<char>, c: char, behind: Option<char>, language: Language) -> String {
    let is_behind_word = before.is_some_and(char::is_alphanumeric);
    let is_before_word = behind.is_some_and(char::is_alphanumeric);
    let (first, last) = language.quotes().double;
    match (is_behind_word, c) {
        (true, '`') if !is_before_word => format!(
            "for an apostrophe, write `’`; for a quotation, write `{first}` before its first word and `{last}` here; for code, the first backtick is missing: write it before the first word of the code"
        ),
        (true, _) => "write the apostrophe `’`".to_owned(),
        (false, '`') => format!(
            "for a quotation, write `{first}` here and `{last}` behind its last word; for code, the second backtick is missing: write it behind the last word of the code"
        ),
        (false, _) => format!("write `{first}` before the words and `{last}` after them"),
    }
}

fn name_of(c: char) -> &'static str {
    match c {
        '`' => "a backtick where an apostrophe or quotation mark belongs",
        _ => "an accent where an apostrophe or quotation mark belongs",
    }
}

/// Reports words of Serbian texts that look foreign and are not marked, and dj where đ may be meant.
fn foreign_words(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        // A whole text in English is no foreign word; the rules `wrong-language` and `same-text` know it.
        if passage.language != Language::Sr || is_english(passage.text) || passage.is_strange() {
            return;
        }
        for (span, doubt) in passage.language.doubts(passage.text, part.known.keep).into_iter().take(MOST_IN_ONE_TEXT) {
            let word = &passage.text[span.clone()];
            let (message, help) = match doubt {
                Doubt::Strange(letters) => (
                    format!("`{word}` looks foreign: no Serbian word has `{letters}` like this"),
                    format!(
                        "write `-{{{word}}}-` if Cyrillic text should keep it in Latin script; else write it as Serbian does, or add it to `acronyms:` in catalogue.yaml, under `keep:` or `convert:`"
                    ),
                ),
                Doubt::ForDj(right) => (
                    format!("`{word}` has `dj` for `đ`"),
                    format!("write `{right}`; if the word is not Serbian, `-{{{word}}}-` keeps it as it is"),
                ),
                Doubt::Dj => (
                    format!("`{word}` has `dj`, which Cyrillic text shows as two letters, `дј`"),
                    "write `đ` if it is one letter; else add the word to `acronyms:` in catalogue.yaml, under `convert:`".to_owned(),
                ),
            };
            problems.push(Problem::new(&FOREIGN_WORD, part.place(passage, &span), message).help(help));
        }
    });
}

/// Returns whether a text has several of the commonest English words.
fn is_english(text: &str) -> bool {
    let common = ["the", "The", "of", "and", "for", "with", "is", "are", "to"];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| common.contains(word));
    text.contains("the") && words.take(2).count() == 2
}

/// Reports words with a known misspelling, and slips between words.
fn spelling_slips(part: &Part<'_>, problems: &mut Problems) {
    /// No slip is shorter, in bytes.
    const SHORTEST: usize = 3;
    part.each_passage(|passage| {
        if passage.text.len() < SHORTEST {
            return;
        }
        for (span, right) in
            part.known.slips.found_in(passage.text, passage.language).into_iter().take(MOST_IN_ONE_TEXT)
        {
            let wrong = nfc(&passage.text[span.clone()]);
            let right = in_the_case_of(&wrong, right);
            let help = match wrong.is_ascii() && !right.is_ascii() {
                true => format!("write `{right}`, and see whether other words here lack their marks too"),
                false => format!("write `{right}`"),
            };
            let message = format!("`{wrong}` is misspelt");
            problems.push(Problem::new(&SPELLING_SLIP, part.place(passage, &span), message).help(help));
        }
        let cut = cut_words(passage.text).into_iter().take(MOST_IN_ONE_TEXT);
        cut.for_each(|cut| problems.push(divided(&cut, part.place(passage, &cut.span))));
        let bare = part.known.places.find_bare(passage.text);
        for (span, right) in bare.into_iter().take(MOST_IN_ONE_TEXT) {
            let message = format!("`{}` lacks its marks", &passage.text[span.clone()]);
            problems.push(
                Problem::new(&SPELLING_SLIP, part.place(passage, &span), message)
                    .help(format!("write `{right}`")),
            );
        }
        for (span, slip) in slips_between_words(passage.text).into_iter().take(MOST_IN_ONE_TEXT) {
            let (message, help) = slip.explanation();
            problems.push(Problem::new(&SPELLING_SLIP, part.place(passage, &span), message).help(help));
        }
    });
    for BareForm { form, right, shown_by } in part.names.iter().flat_map(NameForms::bare) {
        let message = format!("`{}` lacks its marks", shorten(&form.value));
        let problem = Problem::new(&SPELLING_SLIP, form.place.clone(), message);
        problems.push(match shown_by {
            Some(other) => problem
                .related(other.place.clone(), "another form of the name")
                .help(format!("write `{}`", shorten(&right))),
            None => problem.help(format!("write `{}`: the `dj` in the id stands for `đ`", shorten(&right))),
        });
    }
    part.each_text(|text| {
        let cut = cut_at_line_ends(text).into_iter().take(MOST_IN_ONE_TEXT);
        cut.for_each(|cut| problems.push(divided(&cut, text.place(&cut.span))));
    });
}

/// The problem of a word that a hyphen divides.
fn divided(cut: &CutWord, place: Place) -> Problem {
    let CutWord { joined, hyphenated, .. } = cut;
    Problem::new(&SPELLING_SLIP, place, "a hyphen divides this word, as at the end of a printed line")
        .help(format!("write `{joined}`; or `{hyphenated}` if the hyphen belongs to it, and a dash with spaces, ` – `, if these are two words"))
}
