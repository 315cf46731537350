//! Compares the Serbian and English texts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::content::{Folder, Part, Text, span_of};
use super::{CheckPart, Lint, always, if_complete};
use crate::base::form::is_alike;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse;
use crate::text::markdown::{Destination, OUTSIDE};

pub(super) static LINTS: &[Lint<CheckPart>] = &[
    if_complete(&TRANSLATION_STRUCTURE, structure),
    if_complete(&MUCH_SHORTER, much_shorter),
    always(&SAME_TEXT, same_text),
];

pub(super) static TRANSLATION_STRUCTURE: Rule = Rule::warning(
    "translation-structure",
    "A text has the same headings, list items and links in both languages.",
);

static SAME_TEXT: Rule = Rule::warning(
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

/// Reports differences between the headings, list items and links of the two texts of a folder.
fn structure(part: &Part<'_>, problems: &mut Problems) {
    let Some((sr, en)) = part.folder.as_ref().and_then(Folder::both_texts) else { return };
    if sr.survey.cut_short || en.survey.cut_short {
        return;
    }
    let both = Localized { sr, en };
    problems_of_headings(both, problems);
    problems_of_items(both, problems);
    problems_of_links(both, problems);
}

fn problems_of_headings(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let headings = Localized::from_fn(|language| both[language].survey.headings.as_slice());
    let pairs = headings.sr.iter().zip(headings.en);
    let alike = pairs.take_while(|((sr, _), (en, _))| sr == en).count();
    match (headings.sr.get(alike), headings.en.get(alike)) {
        (None, None) => {}
        (Some((level, sr)), Some((other_level, en))) => problems.push(
            differing(&both, Language::Sr, sr, format!(
                "this heading is of level {level}, and its counterpart in the English text of level {other_level}"
            ))
            .related(both.en.place(&trimmed(both.en, en)), "the English heading"),
        ),
        (Some((_, only)), None) => problems.push(one_sided(&both, Language::Sr, only, "heading", headings.sr.len(), headings.en.len())),
        (None, Some((_, only))) => problems.push(one_sided(&both, Language::En, only, "heading", headings.en.len(), headings.sr.len())),
    }
}

fn problems_of_items(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let lists = Localized::from_fn(|language| lists(both[language]));
    if lists.sr.len() == lists.en.len() {
        let pairs = lists.sr.iter().zip(&lists.en);
        if let Some((sr, en)) = pairs.clone().find(|(sr, en)| sr.len() != en.len()) {
            problems.push(longer_list(&both, &Localized { sr, en }));
        }
        return;
    }
    let counts = Localized::from_fn(|language| both[language].survey.items.len());
    for language in Language::ALL {
        let (more, fewer) = (counts[language], counts[language.other()]);
        if more > fewer {
            let item = &both[language].survey.items[fewer];
            problems.push(one_sided(&both, language, item, "list item", more, fewer));
        }
    }
}

/// Returns the items of each list, with those of the lists in it.
fn lists<'a>(text: &'a Text<'_>) -> Vec<&'a [Range<usize>]> {
    let body = text.body();
    let goes_on = |one: &Range<usize>, next: &Range<usize>| {
        next.start <= one.end || body[one.end..next.start].trim().is_empty()
    };
    text.survey.items.chunk_by(goes_on).collect()
}

/// Returns the problem of a list with more items than its counterpart. Which of them is the one too many, nobody knows.
fn longer_list(both: &Localized<&Text<'_>>, lists: &Localized<&&[Range<usize>]>) -> Problem {
    let language = if lists.sr.len() > lists.en.len() { Language::Sr } else { Language::En };
    let other = language.other();
    let place = |language: Language| both[language].place(&trimmed(both[language], &lists[language][0]));
    let (name, other_name) = (language.english_name(), other.english_name());
    let message = format!(
        "this list has {} items, and the {other_name} one {}",
        lists[language].len(),
        lists[other].len()
    );
    Problem::new(&TRANSLATION_STRUCTURE, place(language), message)
        .related(place(other), format!("the {other_name} list"))
        .help(format!(
            "compare the two item by item; translate the {name} item that the other list lacks, or remove it here"
        ))
}

/// Returns the problem of a heading or list item that only the text in `language` has.
fn one_sided(
    both: &Localized<&Text<'_>>,
    language: Language,
    span: &Range<usize>,
    noun: &str,
    more: usize,
    fewer: usize,
) -> Problem {
    let (name, other) = (language.english_name(), language.other().english_name());
    let plural = if more == 1 { "" } else { "s" };
    let message = format!("the {name} text has {more} {noun}{plural}, the {other} text {fewer}");
    differing(both, language, span, message)
}

fn differing(
    both: &Localized<&Text<'_>>,
    language: Language,
    span: &Range<usize>,
    message: String,
) -> Problem {
    let text = both[language];
    Problem::new(&TRANSLATION_STRUCTURE, text.place(&trimmed(text, span)), message).help(format!(
        "give both texts the same structure; the other one is `{}`",
        both[language.other()].record.file
    ))
}

/// Returns the first line of some Markdown.
fn trimmed(text: &Text<'_>, span: &Range<usize>) -> Range<usize> {
    let first = text.body()[span.clone()].lines().next().unwrap_or_default();
    span.start..span.start + first.trim_end().len()
}

fn problems_of_links(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let counts = Localized::from_fn(|language| count_targets(&both[language].survey.destinations));
    for language in Language::ALL {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for link in &both[language].survey.destinations {
            let target = target(link);
            let there = counts[language.other()].get(&target).copied().unwrap_or_default();
            let so_far = seen.entry(target).or_default();
            *so_far += 1;
            // One problem for each target is enough.
            if *so_far == there + 1 {
                let other = language.other().english_name();
                let message = match there {
                    0 => format!("the {other} text has no counterpart of `{}`", parse::shorten(&link.text)),
                    _ => {
                        format!("the {other} text has fewer counterparts of `{}`", parse::shorten(&link.text))
                    }
                };
                problems.push(differing(&both, language, &link.span, message));
            }
        }
    }
}

fn count_targets(links: &[Destination]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for link in links {
        *counts.entry(target(link)).or_default() += 1;
    }
    counts
}

/// Returns the part of a link that must be the same in both languages.
///
/// Links to entries must name the same entry. Headings, files and external addresses may differ, so only the fact that
/// there is one counts.
fn target(link: &Destination) -> String {
    let text = link.text.as_str();
    match text.split_once(':') {
        _ if link.is_image => "a picture".to_owned(),
        _ if text.starts_with('#') => "#".to_owned(),
        Some((scheme, _)) if OUTSIDE.contains(&scheme.to_ascii_lowercase().as_str()) => "outside".to_owned(),
        Some(_) => text.split('#').next().unwrap_or(text).to_owned(),
        None => "a file".to_owned(),
    }
}

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
        if phrase.is_name && !phrase.is_title {
            let is_place = part.folder.as_ref().is_some_and(|folder| folder.is_place);
            let names = sr.zip(en).filter(|_| !is_place);
            let untranslated = names.filter(|(sr, en)| is_untranslated_name(&sr.value, &en.value));
            untranslated.into_iter().for_each(|(sr, en)| problems.push(same_values(sr, en)));
            continue;
        }
        let fewest = if phrase.is_title { FEWEST_OF_TITLE } else { FEW_WORDS + 1 };
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
    let (sr_front, en_front) = (&sr.record.front, &en.record.front);
    if !folder.is_place {
        let fewest = if folder.kind == Kind::Programme { FEW_WORDS + 1 } else { FEWEST_OF_TITLE };
        problems_of_values(sr_front.title.as_ref(), en_front.title.as_ref(), fewest, problems);
    }
    problems_of_values(sr_front.summary.as_ref(), en_front.summary.as_ref(), FEW_WORDS + 1, problems);
    if is_same(sr.body(), en.body(), FEW_WORDS + 1) {
        let at = en.body().len() - en.body().trim_start().len();
        let place = en.place(&trimmed(en, &(at..en.body().len())));
        problems.push(same(place));
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
    let problem = same(en.place.clone()).related(sr.place.clone(), "the Serbian text");
    match words_of(&en.value) > FEW_WORDS {
        true => problem,
        // So few words may be a name.
        false => problem.help(format!(
            "translate one of the two; if it is a foreign name, mark it in the Serbian text: `\"-{{{}}}-\"`",
            parse::shorten(en.value.trim())
        )),
    }
}

fn same(place: Place) -> Problem {
    Problem::new(&SAME_TEXT, place, "this text is the same in Serbian and in English")
        .help("translate it, or leave one language out until it is translated; in the Serbian text, mark a foreign name: `-{…}-`")
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
