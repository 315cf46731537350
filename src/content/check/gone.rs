//! Entries that several places name and that do not exist: they were deleted, or their folder was renamed by hand.

use std::collections::HashMap;

use crate::base::id::{Id, Kind};
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems, Rule, Sought};
use crate::base::rules;
use crate::content::parse::{AnyEntry, Leaf, Records, TextState, shorten};
use crate::text::language::slug;

/// The fewest places that show that an entry existed.
const FEWEST: usize = 3;

/// For how many ids a renamed folder is looked for, which takes reading everything. More folders are not renamed by hand.
const MOST_RENAMED: usize = 20;

/// The problems of ids that several places name and that no entry has.
pub(super) struct Gone {
    /// How many problems there are of each id.
    counts: HashMap<(Kind, Box<str>), usize>,
    /// Those that are told together, in the order in which they were found.
    groups: Vec<Group>,
    /// Their numbers.
    numbers: HashMap<(Kind, Box<str>), usize>,
}

/// The problems of one id.
struct Group {
    sought: Sought,
    rule: &'static Rule,
    places: Vec<Place>,
    /// The entry with the most similar id.
    near: Option<String>,
}

impl Gone {
    /// Counts the problems of each id.
    pub(super) fn new(problems: &Problems) -> Self {
        let mut counts: HashMap<(Kind, Box<str>), usize> = HashMap::new();
        for sought in problems.iter().filter_map(|problem| problem.sought.as_ref()) {
            *counts.entry((sought.kind, sought.id.clone())).or_default() += 1;
        }
        Gone { counts, groups: Vec::new(), numbers: HashMap::new() }
    }

    /// Keeps the problem of an id for later, if there are several. `near` finds the entry with the most similar id.
    pub(super) fn keeps(
        &mut self,
        problem: &mut Problem,
        sought: &Sought,
        near: impl FnOnce() -> Option<String>,
    ) -> bool {
        let id = (sought.kind, sought.id.clone());
        let is_id = sought.id.split('/').all(|part| Id::new(part).is_some());
        if !is_id || self.counts.get(&id).is_none_or(|count| *count < FEWEST) {
            return false;
        }
        let number = *self.numbers.entry(id).or_insert_with(|| {
            self.groups.push(Group {
                sought: sought.clone(),
                rule: problem.rule,
                places: Vec::new(),
                near: None,
            });
            self.groups.len() - 1
        });
        let group = &mut self.groups[number];
        // The words of one link may tell more than those of another.
        if group.near.is_none() && group.places.len() < FEWEST {
            group.near = near();
        }
        group.places.push(problem.place.clone());
        // A key says more surely than a link that the entry existed.
        if *problem.rule == rules::UNKNOWN_REFERENCE {
            group.rule = problem.rule;
        }
        problem.sought = Some(sought.clone());
        true
    }

    /// Replaces the problems of each id by a single one.
    pub(super) fn tell(self, records: &Records, problems: &mut Problems) {
        if self.groups.is_empty() {
            return;
        }
        problems.retain(|problem| problem.sought.is_none());
        let entries = records.entries();
        for (at, group) in self.groups.into_iter().enumerate() {
            let renamed = if at < MOST_RENAMED { group.renamed(&entries) } else { None };
            problems.push(group.problem(renamed));
        }
    }
}

impl Group {
    /// Returns the problem of the id, given the folder that had it and now has another name.
    fn problem(mut self, renamed: Option<(Place, String)>) -> Problem {
        self.places.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
        let (kind, id, count) = (self.sought.kind, shorten(&self.sought.id), self.places.len());
        if let Some((place, now)) = renamed {
            let message = format!(
                "this folder seems to have been renamed from `{id}`, which {count} places still name"
            );
            let help = format!(
                "name it `{id}` again, because its address is published; if its id should change, `katalog rename {}:{id} {now}` changes it everywhere after that",
                kind.word()
            );
            return self.related_to(Problem::new(self.rule, place, message).help(help), 0);
        }
        let message = format!("there is no {} `{id}`, which {count} places name", kind.noun());
        let home = kind.home();
        let restore = match kind.has_folders() {
            true => format!("put the folder `{home}{id}/` back"),
            false => format!("put it back into `{home}`"),
        };
        let near = self.near.as_ref().filter(|near| !differ_in_digits(near, &self.sought.id));
        let start = near.map_or(String::new(), |near| format!("did you mean `{near}`? Otherwise, "));
        let help = format!(
            "{start}if it was deleted or renamed by mistake, {restore}; otherwise write the id of another {} in all these places, or remove it where none is needed",
            kind.noun()
        );
        let Some(first) = self.places.first().cloned() else {
            // Every group has the problem with which it began.
            return Problem::new(self.rule, Place::start_of(&home.into()), message).help(help);
        };
        self.related_to(Problem::new(self.rule, first, message).help(help), 1)
    }

    /// Adds the places, without the first ones.
    fn related_to(&self, problem: Problem, skipped: usize) -> Problem {
        /// The most places that are shown.
        const MOST: usize = 9;
        let places = self.places[..self.places.len().min(MOST)].iter().skip(skipped);
        places.fold(problem, |problem, place| problem.related(place.clone(), "named here"))
    }

    /// Returns the folder that has another name now and that nothing refers to, and this name.
    fn renamed(&self, entries: &[AnyEntry<'_>]) -> Option<(Place, String)> {
        let near = self.near.as_ref().filter(|near| !differ_in_digits(near, &self.sought.id))?;
        let entry =
            entries.iter().find(|entry| entry.kind == self.sought.kind && entry.id == near.as_str())?;
        let folder =
            entry.folder.filter(|_| !is_named(entry) && !entries.iter().any(|other| refers(other, entry)))?;
        Some((Place::start_of(folder.first_file), near.clone()))
    }
}

/// Returns whether two ids have the same letters and other digits, so that they are hardly slips of each other.
pub(super) fn differ_in_digits(one: &str, other: &str) -> bool {
    let letters = |id: &str| id.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    one != other && letters(one) == letters(other)
}

/// Returns whether the id of an entry is that of its name or title.
fn is_named(entry: &AnyEntry<'_>) -> bool {
    let mut found = false;
    if let Some(facts) = entry.facts {
        facts.each_text(&mut |path, leaf| {
            let is_name =
                path.depth() == 1 && path.last().is_some_and(|key| ["name", "title"].contains(&key.name));
            if let (Leaf::Words(words), true) = (leaf, is_name) {
                let mut forms =
                    Language::ALL.into_iter().filter_map(|language| words.value[language].as_ref());
                found |= forms.any(|form| slug(&form.value) == entry.id);
            }
        });
    }
    let titles = texts(entry).filter_map(|text| text.front.title.as_ref());
    found || titles.into_iter().any(|title| slug(&title.value) == entry.id)
}

/// Returns the texts of an entry.
fn texts<'r>(entry: &AnyEntry<'r>) -> impl Iterator<Item = &'r crate::content::parse::TextRecord> {
    let texts = entry.folder.map(|folder| folder.texts);
    Language::ALL.into_iter().filter_map(move |language| match &texts?[language] {
        TextState::Written(text) => Some(&**text),
        TextState::Absent | TextState::Broken => None,
    })
}

/// Returns whether an entry refers to another one.
fn refers(entry: &AnyEntry<'_>, to: &AnyEntry<'_>) -> bool {
    let link = format!("{}:{}", to.kind.word(), to.id);
    let has_link = |text: &str| {
        text.match_indices(&link).any(|(at, _)| {
            !text[at + link.len()..].starts_with(|c: char| c == '-' || c.is_ascii_alphanumeric())
        })
    };
    let mut found = false;
    if let Some(facts) = entry.facts {
        facts.each_text(&mut |_, leaf| {
            found |= match leaf {
                Leaf::Reference(kind, id) => kind == to.kind && id.value == to.id,
                Leaf::Entry(entry) => entry.value == link,
                Leaf::Marked(words) => Language::ALL
                    .iter()
                    .filter_map(|at| words.value[*at].as_ref())
                    .any(|form| has_link(&form.value)),
                _ => false,
            };
        });
    }
    found || texts(entry).any(|text| has_link(&text.text))
}
