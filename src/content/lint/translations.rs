//! Compares the lengths and words of the Serbian and English texts.

use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part, Text, span_of};
use super::structure::trimmed;
use super::{CheckPart, Lint, always, if_complete};
use crate::base::form::is_alike;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse;
use crate::text::guess::Guess;

pub(super) static LINTS: &[Lint<CheckPart>] =
    &[if_complete(&MUCH_SHORTER, much_shorter), always(&SAME_TEXT, same_text)];

pub(super) static SAME_TEXT: Rule = Rule::warning(
    "same-text",
    "No title, and no other text of more than a few words, is the same in both languages, unless it is a name.",
);

static MUCH_SHORTER: Rule =
    Rule::warning("much-shorter", "No long text or paragraph is much shorter in one of the two languages.");

/// The characters from which the length of a text is compared.
const LONG: usize = 150;

/// How much longer a text may be than its translation, in percent.
const MOST_LONGER: usize = 165;

/// The most words that a text may have to be the same in both languages by chance, or because it is a name.
const FEW_WORDS: usize = 3;

/// The fewest words of a title that is not the same in both languages by chance. Programmes are often called by a name.
const FEWEST_OF_TITLE: usize = 2;

/// Small Serbian words within names, which no English name has.
const WITHIN_NAMES: [&str; 9] = ["za", "sa", "od", "iz", "na", "pri", "po", "protiv", "kod"];

/// Reports short texts and paragraphs of which a part seems to be missing in one language.
fn much_shorter(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let Localized { sr, en } = Localized::from_fn(|language| phrase.words.value[language].as_ref());
        if let Some((sr, en)) = sr.zip(en) {
            let lengths = Localized { sr: sr.value.chars().count(), en: en.value.chars().count() };
            let places = Localized { sr: sr.place.clone(), en: en.place.clone() };
            shorter(lengths, places).into_iter().for_each(|problem| problems.push(problem));
        }
    }
    let Some(folder) = &part.folder else { return };
    let Some((sr, en)) = folder.both_texts() else { return };
    for (one, other) in folder.pairs_of_blocks() {
        let lengths = Localized { sr: length(sr, one), en: length(en, other) };
        let place = |text: &Text<'_>, block| text.place(&trimmed(text, &span_of(block)));
        let places = Localized { sr: place(sr, one), en: place(en, other) };
        shorter(lengths, places).into_iter().for_each(|problem| problems.push(problem));
    }
}

/// Returns the number of characters of a block, without its markup.
fn length(text: &Text<'_>, block: &[Range<usize>]) -> usize {
    block.iter().map(|words| text.body()[words.clone()].chars().count()).sum()
}

/// Returns the problem of a text that is much shorter in one language.
fn shorter(lengths: Localized<usize>, places: Localized<Place>) -> Option<Problem> {
    let language = if lengths.sr < lengths.en { Language::Sr } else { Language::En };
    let (few, many) = (lengths[language], lengths[language.other()]);
    if many < LONG || many * 100 <= few * MOST_LONGER {
        return None;
    }
    let (name, other) = (language.english_name(), language.other().english_name());
    let message = format!("the {name} text has {few} characters, and the {other} one {many}");
    let problem = Problem::new(&MUCH_SHORTER, places[language].clone(), message);
    Some(
        problem
            .related(places[language.other()].clone(), format!("the {other} text"))
            .help("compare the two: a part seems to be missing here"),
    )
}

/// Reports texts that are the same in both languages, except for names and texts of a few words.
fn same_text(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let (sr, en) = (phrase.words.value.sr.as_ref(), phrase.words.value.en.as_ref());
        if phrase.is_name && !phrase.is_title() {
            let is_place = part.folder.as_ref().is_some_and(|folder| folder.is_place);
            let names = sr.zip(en).filter(|_| !is_place);
            let untranslated = names.filter(|(sr, en)| is_untranslated_name(&sr.value, &en.value));
            untranslated.into_iter().for_each(|(sr, en)| problems.push(same_values(sr, en)));
            continue;
        }
        let fewest = if phrase.is_title() { FEWEST_OF_TITLE } else { FEW_WORDS + 1 };
        match (&phrase.surveys.sr, &phrase.surveys.en) {
            (None, None) => problems_of_values(sr, en, fewest, problems),
            (Some(sr_survey), Some(en_survey)) => {
                let is_alike = is_same(&sr_survey.plain, &en_survey.plain, fewest);
                if let Some((sr, en)) = sr.zip(en).filter(|_| is_alike) {
                    problems.push(same_values(sr, en));
                }
            }
            // Only one of them has a link.
            (Some(_), None) | (None, Some(_)) => {}
        }
    }
    let Some(folder) = &part.folder else { return };
    let Some((sr, en)) = folder.both_texts() else { return };
    if folder.has_copied_text() && words_of(en.body()) > FEW_WORDS {
        problems.push(copied(sr, en));
        return;
    }
    let (sr_front, en_front) = (&sr.record.front, &en.record.front);
    if !folder.is_place {
        let fewest = if folder.kind == Kind::Programme { FEW_WORDS + 1 } else { FEWEST_OF_TITLE };
        problems_of_values(sr_front.title.as_ref(), en_front.title.as_ref(), fewest, problems);
    }
    problems_of_values(sr_front.summary.as_ref(), en_front.summary.as_ref(), FEW_WORDS + 1, problems);
    same_headings(sr, en, problems);
}

/// Returns the problem of a text that is a copy of the one in the other language.
fn copied(sr: &Text<'_>, en: &Text<'_>) -> Problem {
    let is_english = sr.guess().is_other_than(Language::Sr);
    let ((copy, language), (other, _)) = match is_english {
        true => ((sr, Language::Sr), (en, Language::En)),
        false => ((en, Language::En), (sr, Language::Sr)),
    };
    let first = |text: &Text<'_>| {
        let at = text.body().len() - text.body().trim_start().len();
        text.place(&trimmed(text, &(at..text.body().len())))
    };
    let (name, file) = (language.english_name(), &other.record.file);
    Problem::new(&SAME_TEXT, first(copy), format!("this text is a copy of `{file}`"))
        .related(first(other), "the same text")
        .help(format!(
            "write or restore the {name} text here, with its title and summary; or remove this file until it is translated"
        ))
}

/// Reports headings that are the same in both languages.
fn same_headings(sr: &Text<'_>, en: &Text<'_>, problems: &mut Problems) {
    let (sr_headings, en_headings) = (&sr.survey.headings, &en.survey.headings);
    if sr_headings.len() != en_headings.len() {
        return;
    }
    let pairs = sr_headings.iter().zip(en_headings).map(|((_, sr), (_, en))| (sr, en));
    let same_pairs = pairs.filter(|(one, other)| {
        let words = |text: &Text<'_>, span: &Range<usize>| {
            text.body()[span.clone()].trim_matches(['#', ' ', '\n', '\r']).to_owned()
        };
        // One in a wrong language is reported as such.
        let is_strange = |text: &Text<'_>, span: &Range<usize>| {
            text.strangers.iter().any(|stranger| span.contains(&stranger.start))
        };
        is_same(&words(sr, one), &words(en, other), FEWEST_OF_TITLE)
            && !is_strange(sr, one)
            && !is_strange(en, other)
    });
    for (one, other) in same_pairs.take(MOST_IN_ONE_TEXT) {
        let untranslated = untranslated(&en.body()[other.clone()]);
        let place = |language| match language {
            Language::Sr => sr.place(&trimmed(sr, one)),
            Language::En => en.place(&trimmed(en, other)),
        };
        let there = untranslated.other();
        problems.push(
            same(untranslated, place(untranslated))
                .related(place(there), format!("the {} text", there.english_name())),
        );
    }
}

fn problems_of_values(
    sr: Option<&Placed<String>>,
    en: Option<&Placed<String>>,
    fewest: usize,
    problems: &mut Problems,
) {
    if let Some((sr, en)) = sr.zip(en).filter(|(sr, en)| is_same(&sr.value, &en.value, fewest)) {
        problems.push(same_values(sr, en));
    }
}

fn same_values(sr: &Placed<String>, en: &Placed<String>) -> Problem {
    let untranslated = untranslated(&en.value);
    let place = |language| if language == Language::Sr { sr.place.clone() } else { en.place.clone() };
    let problem = same(untranslated, place(untranslated))
        .related(place(untranslated.other()), format!("the {} text", untranslated.other().english_name()));
    match words_of(&en.value) > FEW_WORDS {
        true => problem,
        // So few words may be a name.
        false => problem.help(format!(
            "translate one of the two; if it is a foreign name, mark it in the Serbian text: `\"-{{{}}}-\"`",
            parse::shorten(en.value.trim())
        )),
    }
}

/// Returns the language that lacks a translation, given the text that stands in both. If the text does not tell its
/// language, that is the English one.
fn untranslated(text: &str) -> Language {
    let guess = Guess::of(text);
    let is_english = guess.is_other_than(Language::Sr) || guess.may_be_other_than(Language::Sr);
    if is_english { Language::Sr } else { Language::En }
}

/// Returns the problem of the text in `language`, which is that of the other language.
fn same(language: Language, place: Place) -> Problem {
    let (name, other) = (language.english_name(), language.other().english_name());
    let mark = match language {
        Language::Sr => "; mark a foreign name: `-{name}-`",
        Language::En => "; in the Serbian text, mark a foreign name: `-{name}-`",
    };
    Problem::new(&SAME_TEXT, place, format!("this {name} text is the same as the {other} one"))
        .help(format!("write it in {name} here, and leave the {other} one as it is{mark}"))
}

/// Returns whether two texts of at least so many words are the same.
fn is_same(sr: &str, en: &str, fewest: usize) -> bool {
    // A text that is marked as a foreign name differs by its marks.
    is_alike(sr.trim(), en.trim()) && words_of(en) >= fewest
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}

/// Returns whether a name is the same in both languages, and has small words that only Serbian has.
fn is_untranslated_name(sr: &str, en: &str) -> bool {
    let mut words = en.split_whitespace().skip(1);
    words.any(|word| WITHIN_NAMES.contains(&word)) && is_alike(sr.trim(), en.trim())
}
