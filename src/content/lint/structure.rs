//! Compares the structure of the Serbian and English texts: their headings, list items, tables and links.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::content::{Folder, Part, Text, span_of};
use super::sections::{Missing, missing_heading};
use super::targets::target;
use super::{CheckPart, Lint, if_complete};
use crate::base::language::{Language, Localized};
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse;
use crate::text::markdown::Destination;

pub(super) static LINTS: &[Lint<CheckPart>] = &[if_complete(&TRANSLATION_STRUCTURE, structure)];

pub(super) static TRANSLATION_STRUCTURE: Rule = Rule::warning(
    "translation-structure",
    "A text has the same headings, list items, tables and links in both languages.",
);

/// Reports differences between the headings, list items, tables and links of the two texts of a folder.
fn structure(part: &Part<'_>, problems: &mut Problems) {
    let Some((sr, en)) = part.folder.as_ref().and_then(Folder::both_texts) else { return };
    if sr.survey.cut_short || en.survey.cut_short {
        return;
    }
    let both = Localized { sr, en };
    problems_of_headings(both, problems);
    problems_of_items(both, problems);
    problems_of_tables(both, problems);
    problems_of_links(both, problems);
    problems_of_paragraphs(both, problems);
}

/// Reports a paragraph that its indentation makes part of a list item, unlike in the other language.
fn problems_of_paragraphs(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let paragraphs = Localized::from_fn(|language| paragraphs_in_items(both[language]));
    for language in Language::ALL {
        let (own, other) = (&paragraphs[language], &paragraphs[language.other()]);
        let Some(last) = own.last().filter(|_| own.len() > other.len()) else { continue };
        let text = both[language];
        let message = "this paragraph is part of the list item above it, because it is indented";
        problems.push(
            Problem::new(&TRANSLATION_STRUCTURE, text.place(&trimmed(text, last)), message).help(format!(
                "remove the spaces before it, so that it stands on its own as in `{}`; or indent it there too",
                both[language.other()].record.file
            )),
        );
    }
}

/// Returns the further paragraphs of list items: the indented ones below an empty line.
fn paragraphs_in_items(text: &Text<'_>) -> Vec<Range<usize>> {
    let body = text.body();
    let is_indented_below_empty_line = |at: usize| {
        let before = body[..at].trim_end_matches([' ', '\t']);
        before.len() < at && (before.ends_with("\n\n") || before.ends_with("\n\r\n"))
    };
    let is_in_item = |at: usize| {
        /// Items are within each other hardly more often.
        const MOST: usize = 20;
        let after = text.survey.items.partition_point(|item| item.start <= at);
        text.survey.items[..after].iter().rev().take(MOST).any(|item| item.contains(&at))
    };
    let blocks = text.survey.blocks().map(span_of);
    blocks.filter(|span| is_indented_below_empty_line(span.start) && is_in_item(span.start)).collect()
}

fn problems_of_headings(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let headings = Localized::from_fn(|language| both[language].survey.headings.as_slice());
    if headings.sr.len() == headings.en.len() {
        let mut pairs = headings.sr.iter().zip(headings.en);
        if let Some(((level, sr), (other_level, en))) = pairs.find(|((sr, _), (en, _))| sr != en) {
            problems.push(
                differing(&both, Language::Sr, sr, format!(
                    "this heading is of level {level}, and its counterpart in the English text of level {other_level}"
                ))
                .related(both.en.place(&trimmed(both.en, en)), "the English heading"),
            );
        }
        return;
    }
    let language = if headings.sr.len() > headings.en.len() { Language::Sr } else { Language::En };
    let (text, other) = (both[language], both[language.other()]);
    let (more, fewer) = (headings[language].len(), headings[language.other()].len());
    let (name, other_name) = (language.english_name(), language.other().english_name());
    let plural = if more == 1 { "" } else { "s" };
    let counts = format!("the {name} text has {more} heading{plural}, the {other_name} text {fewer}");
    let file = &other.record.file;
    let problem = |span: &Range<usize>, message: String| {
        Problem::new(&TRANSLATION_STRUCTURE, text.place(&trimmed(text, span)), message)
    };
    problems.push(match missing_heading(text, other) {
        Some(Missing { heading, above: Some(above) }) => {
            problem(&heading, format!("{counts}: this one seems to be missing there"))
                .related(other.place(&trimmed(other, &above)), "above this")
                .help(format!("write it in {other_name} in `{file}`, above the marked lines, or remove it here"))
        }
        Some(Missing { heading, above: None }) => {
            problem(&heading, format!("{counts}: this one seems to be missing there"))
                .help(format!("write it and what belongs to it in {other_name} in `{file}`, or remove both here"))
        }
        // Which one is missing, nobody knows.
        None => {
            let (_, surplus) = &headings[language][fewer];
            problem(surplus, counts).help(format!(
                "compare the headings one by one; write those that are missing in `{file}` there, or remove them here"
            ))
        }
    });
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

/// Reports a table that only one text has, or the first one that has more rows than its counterpart.
fn problems_of_tables(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let tables = Localized::from_fn(|language| both[language].survey.tables.as_slice());
    let place =
        |language: Language, span: &Range<usize>| both[language].place(&trimmed(both[language], span));
    for language in Language::ALL {
        let other = language.other();
        let (own, there) = (tables[language], tables[other]);
        let (name, other_name) = (language.english_name(), other.english_name());
        let file = &both[other].record.file;
        if let Some((_, table)) = own.get(there.len()) {
            let counts = format!(
                "the {name} text has {}, the {other_name} text {}",
                tables_of(own.len()),
                there.len()
            );
            let help = match there.len() {
                0 => format!("write this table in {other_name} in `{file}` too, or remove it here"),
                _ => format!(
                    "compare the tables one by one; write the one that is missing in `{file}` there, or remove it here"
                ),
            };
            problems.push(Problem::new(&TRANSLATION_STRUCTURE, place(language, table), counts).help(help));
        }
        let same_number = own.len() == there.len();
        let mut pairs = own.iter().zip(there).filter(|_| same_number);
        if let Some(((more, table), (fewer, counterpart))) = pairs.find(|(own, there)| own.0 > there.0) {
            let message = format!("this table has {}, and the {other_name} one {fewer}", rows_of(*more));
            problems.push(
                Problem::new(&TRANSLATION_STRUCTURE, place(language, table), message)
                    .related(place(other, counterpart), format!("the {other_name} table"))
                    .help(format!(
                        "compare the two row by row; translate the {name} row that the other table lacks, or remove it here"
                    )),
            );
        }
    }
}

fn tables_of(count: usize) -> String {
    if count == 1 { "1 table".to_owned() } else { format!("{count} tables") }
}

fn rows_of(count: usize) -> String {
    if count == 1 { "1 row below its head".to_owned() } else { format!("{count} rows below its head") }
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
pub(super) fn trimmed(text: &Text<'_>, span: &Range<usize>) -> Range<usize> {
    let first = text.body()[span.clone()].lines().next().unwrap_or_default();
    span.start..span.start + first.trim_end().len()
}

/// A link, and its number among those of its text.
type Numbered<'a> = (usize, &'a Destination);

fn problems_of_links(both: Localized<&Text<'_>>, problems: &mut Problems) {
    let counts = Localized::from_fn(|language| count_targets(&both[language].survey.destinations));
    let mut surplus =
        Localized::from_fn(|language: Language| surplus_links(both[language], &counts[language.other()]));
    let are_alone = surplus.sr.len() == 1 && surplus.en.len() == 1;
    let en: BTreeMap<usize, Numbered<'_>> = surplus.en.iter().map(|link| (link.0, *link)).collect();
    let counterpart = |sr: &Numbered<'_>| match are_alone {
        true => surplus.en.first().copied(),
        false => en.get(&sr.0).copied(),
    };
    let of_entries = surplus.sr.iter().filter(|sr| is_entry(sr.1));
    let pairs: Vec<(Numbered<'_>, Numbered<'_>)> =
        of_entries.filter_map(|sr| Some((*sr, counterpart(sr).filter(|en| is_entry(en.1))?))).collect();
    let paired = Localized {
        sr: pairs.iter().map(|(sr, _)| sr.0).collect::<BTreeSet<usize>>(),
        en: pairs.iter().map(|(_, en)| en.0).collect::<BTreeSet<usize>>(),
    };
    surplus.sr.retain(|(at, _)| !paired.sr.contains(at));
    surplus.en.retain(|(at, _)| !paired.en.contains(at));
    for ((_, sr), (_, en)) in pairs {
        let message = format!(
            "this link leads to `{}`, and its counterpart in the English text to `{}`",
            parse::shorten(&sr.text),
            parse::shorten(&en.text)
        );
        problems.push(
            Problem::new(&TRANSLATION_STRUCTURE, both.sr.place(&sr.span), message)
                .related(both.en.place(&en.span), "the English link")
                .help("let both lead to the same page"),
        );
    }
    for language in Language::ALL {
        let other = language.other().english_name();
        for (_, link) in &surplus[language] {
            let there = counts[language.other()].get(&target(link)).copied().unwrap_or_default();
            let message = match there {
                0 => format!("the {other} text has no counterpart of `{}`", parse::shorten(&link.text)),
                _ => format!("the {other} text has fewer counterparts of `{}`", parse::shorten(&link.text)),
            };
            let help = match link.is_image {
                true => format!("show the picture in the {other} text too, or remove it here"),
                false => format!("link the same words in the {other} text too, or make this one plain text"),
            };
            problems.push(
                Problem::new(&TRANSLATION_STRUCTURE, both[language].place(&link.span), message).help(help),
            );
        }
    }
}

/// Returns the links of a text to each target that the other text has fewer of: the first one of them that is too many.
fn surplus_links<'a>(text: &'a Text<'_>, counts: &BTreeMap<String, usize>) -> Vec<Numbered<'a>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let links = text.survey.destinations.iter().enumerate();
    links
        .filter(|(_, link)| {
            let target = target(link);
            let there = counts.get(&target).copied().unwrap_or_default();
            let so_far = seen.entry(target).or_default();
            *so_far += 1;
            // One problem for each target is enough.
            *so_far == there + 1
        })
        .collect()
}

/// Returns whether a link leads to an entry.
fn is_entry(link: &Destination) -> bool {
    target(link).contains(':')
}

fn count_targets(links: &[Destination]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for link in links {
        *counts.entry(target(link)).or_default() += 1;
    }
    counts
}
