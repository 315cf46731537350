//! Finds names that one text marks for Cyrillic pages and another one does not.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::content::MOST_IN_ONE_TEXT;
use super::said_names::MarkedName;
use super::whole::Content;
use super::within_marks;
use super::{CheckAll, Lint, always};
use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::{AnyEntry, Leaf, TextRecord, TextState, shorten};
use crate::text::language::Acronyms;

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&UNMARKED_NAME, unmarked_names)];

static UNMARKED_NAME: Rule =
    Rule::warning("unmarked-name", "A name that is marked in one Serbian text is marked in all of them.");

/// Reports names without the mark that they have elsewhere, where Cyrillic pages would say something else.
fn unmarked_names(content: &Content<'_>) -> Problems {
    let keep = content.records.acronyms();
    let names = Names::of(content, &keep);
    let mut problems = Problems::default();
    if names.0.is_empty() {
        return problems;
    }
    let entries = content.records.entries();
    entries.iter().for_each(|entry| names.look_at_facts(entry, &mut problems));
    let texts = entries.iter().filter_map(|entry| match &entry.folder?.texts.sr {
        TextState::Written(text) => Some(&**text),
        TextState::Absent | TextState::Broken => None,
    });
    let texts: Vec<&TextRecord> = texts.collect();
    let found: Vec<Vec<Problem>> = texts.par_iter().map(|text| names.look_at_text(text)).collect();
    found.into_iter().flatten().for_each(|problem| problems.push(problem));
    problems
}

/// The marked names by their first words.
struct Names<'a>(HashMap<&'a str, Vec<&'a MarkedName>>);

impl<'a> Names<'a> {
    fn of(content: &Content<'a>, keep: &Acronyms) -> Self {
        /// The most names that begin with the same word.
        const MOST: usize = 8;
        let mut distinct: BTreeMap<&str, &MarkedName> = BTreeMap::new();
        for name in content.said.iter().flat_map(|said| &said.names) {
            let known = distinct.entry(&name.latin).or_insert(name);
            if name.is_for_both && !known.is_for_both {
                *known = name;
            }
        }
        let mut names: HashMap<&str, Vec<&MarkedName>> = HashMap::new();
        // Of a name that would be converted rightly without its mark, nothing is lost.
        let lost = distinct
            .into_values()
            .filter(|name| Locale::SrCyrl.in_script(&name.latin, keep).text != name.cyrillic);
        for name in lost {
            let list = names.entry(first_word(&name.latin)).or_default();
            if list.len() < MOST {
                list.push(name);
            }
        }
        Names(names)
    }

    fn look_at_facts(&self, entry: &AnyEntry<'_>, problems: &mut Problems) {
        // The facts of an area include those of its sub-areas.
        let Some(facts) = entry.facts.filter(|_| entry.kind != Kind::SubArea) else { return };
        facts.each_text(&mut |_, leaf| {
            if let Leaf::Words(words) | Leaf::Marked(words) = leaf
                && let Some(text) = &words.value.sr
            {
                self.look_at_value(text).for_each(|problem| problems.push(problem));
            }
        });
    }

    fn look_at_value(&self, value: &Placed<String>) -> impl Iterator<Item = Problem> {
        self.find(&value.value).into_iter().map(|(span, name)| unmarked(value.part(&span), name))
    }

    fn look_at_text(&self, text: &TextRecord) -> Vec<Problem> {
        let in_front = text.front.title.iter().chain(&text.front.summary);
        let mut problems: Vec<Problem> = in_front.flat_map(|value| self.look_at_value(value)).collect();
        problems.extend(self.find(&text.text[text.body.clone()]).into_iter().map(|(span, name)| {
            let span = text.body.start + span.start..text.body.start + span.end;
            unmarked(Place { file: text.file.clone(), span }, name)
        }));
        problems
    }

    /// Finds names in a text that are not in marks, code or addresses.
    fn find(&self, text: &str) -> Vec<(Range<usize>, &'a MarkedName)> {
        let mut found = Vec::new();
        let mut marks: Option<Vec<Range<usize>>> = None;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let begins =
                c.is_uppercase() && !before.is_alphanumeric() && !matches!(before, '/' | '@' | '#' | '`');
            before = c;
            if !begins {
                continue;
            }
            let names = self.0.get(first_word(&text[at..])).into_iter().flatten();
            let is_here = |name: &&&MarkedName| {
                text[at..]
                    .strip_prefix(name.latin.as_str())
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '`'))
            };
            let Some(name) = names.filter(is_here).max_by_key(|name| name.latin.len()) else { continue };
            let marks = marks.get_or_insert_with(|| within_marks::marks(text));
            let after = marks.partition_point(|mark| mark.end <= at);
            // The rule `open-mark` knows marks without an end.
            if marks.get(after).is_none_or(|mark| at < mark.start) && !within_marks::is_marked(text, at) {
                found.push((at..at + name.latin.len(), *name));
            }
            if found.len() == MOST_IN_ONE_TEXT {
                break;
            }
        }
        found
    }
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

fn unmarked(place: Place, name: &MarkedName) -> Problem {
    let mark = match name.is_for_both {
        true => format!("-{{{}|{}}}-", name.latin, name.cyrillic),
        false => format!("-{{{}}}-", name.latin),
    };
    let message = format!(
        "`{}` is marked in another text, but not here, so Cyrillic pages change it",
        shorten(&name.latin)
    );
    Problem::new(&UNMARKED_NAME, place, message)
        .related(name.place.clone(), "the mark")
        .help(format!("write `{}`", shorten(&mark)))
}
