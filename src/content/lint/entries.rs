//! Finds links whose words are the name of another entry than that to which they lead, and programmes in a wrong order.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::date::PartialDate;
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::base::problem::{Placed, Problem, Problems, Rule};
use crate::content::parse::{PlacedWords, Records, TextState, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&OTHER_ENTRY, other_entries), always(&LATER_PREDECESSOR, later_predecessors)];

pub(super) static OTHER_ENTRY: Rule = Rule::warning(
    "other-entry",
    "No link to an entry has the name of another entry of its kind as its words.",
);

static LATER_PREDECESSOR: Rule =
    Rule::warning("later-predecessor", "No programme follows itself, or one that began later.");

/// The ids of the entries by their kinds and names.
type Named<'a> = HashMap<(Kind, &'a str), BTreeSet<&'a str>>;

/// Returns the names of the entries to which texts link, except those of places, which have cases.
fn named(records: &Records) -> Named<'_> {
    fn add<'a>(named: &mut Named<'a>, kind: Kind, id: &'a str, words: Option<&'a PlacedWords>) {
        let names = words.into_iter().flat_map(|words| Language::ALL.map(|at| words.value[at].as_ref()));
        for name in names.flatten() {
            named.entry((kind, bare(&name.value))).or_default().insert(id);
        }
    }
    let mut found = Named::new();
    for (id, facts) in &records.organisations.0 {
        add(&mut found, Kind::Organisation, &id.value, facts.name.as_ref());
    }
    for (id, facts) in &records.support_types.0 {
        add(&mut found, Kind::SupportType, &id.value, facts.name.as_ref());
    }
    for (id, facts) in &records.target_groups.0 {
        add(&mut found, Kind::TargetGroup, &id.value, facts.name.as_ref());
    }
    for (id, facts) in &records.areas.0 {
        add(&mut found, Kind::Area, &id.value, facts.name.as_ref());
    }
    for entry in &records.programmes {
        let acronym = entry.facts.as_ref().and_then(|facts| facts.acronym.as_ref());
        add(&mut found, Kind::Programme, &entry.id, acronym.map(|acronym| &acronym.words));
    }
    let programmes = records.programmes.iter().map(|entry| (Kind::Programme, &entry.id, &entry.texts));
    let projects = records.projects.iter().map(|entry| (Kind::Project, &entry.id, &entry.texts));
    for (kind, id, texts) in programmes.chain(projects) {
        for language in Language::ALL {
            if let TextState::Written(text) = &texts[language]
                && let Some(title) = &text.front.title
            {
                found.entry((kind, bare(&title.value))).or_default().insert(id);
            }
        }
    }
    found
}

/// Returns a name without spaces and quotation marks around it.
fn bare(name: &str) -> &str {
    name.trim().trim_matches(['„', '“', '”', '"', '*'])
}

/// Reports links with the name of another entry as their words: `[United Nations](organisation:unops)`.
fn other_entries(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let links: Vec<_> = content.linked.iter().flat_map(|linked| &linked.entries).collect();
    if links.is_empty() {
        return problems;
    }
    let named = named(content.records);
    let known: HashSet<(Kind, &str)> =
        named.iter().flat_map(|((kind, _), ids)| ids.iter().map(|id| (*kind, *id))).collect();
    // A link to nothing is reported as such.
    for link in links.into_iter().filter(|link| known.contains(&(link.kind, link.id.as_str()))) {
        let meant = named.get(&(link.kind, bare(&link.words)));
        let Some(meant) = meant.filter(|meant| !meant.contains(link.id.as_str())) else { continue };
        let Some(first) = meant.first() else { continue };
        let (words, id) = (shorten(&link.words), shorten(&link.id));
        let message = format!(
            "the words are the name of another {}: `{words}`, but the link leads to `{id}`",
            link.kind.noun()
        );
        problems.push(Problem::new(&OTHER_ENTRY, link.place.clone(), message).help(format!(
            "did you mean `{}:{}`?",
            link.kind.word(),
            shorten(first)
        )));
    }
    problems
}

/// Reports programmes that follow themselves, or one that began later.
fn later_predecessors(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let programmes =
        || content.records.programmes.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?)));
    let starts: BTreeMap<&str, &Placed<PartialDate>> =
        programmes().filter_map(|(id, facts)| Some((id, facts.period.as_ref()?.start.as_ref()?))).collect();
    for (own, facts) in programmes() {
        for earlier in facts.follows.iter().flatten() {
            let id = shorten(&earlier.value);
            if earlier.value == own {
                let message = format!("`{id}` is this programme itself");
                problems.push(
                    Problem::new(&LATER_PREDECESSOR, earlier.place.clone(), message)
                        .help("name the earlier programme on which it builds, or remove this"),
                );
            } else if let Some((start, other)) = starts.get(own).zip(starts.get(earlier.value.as_str()))
                && other.value.first_day() > start.value.last_day()
            {
                let message = format!("`{id}` began in {}, after this programme", other.value);
                problems.push(
                    Problem::new(&LATER_PREDECESSOR, earlier.place.clone(), message)
                        .related(start.place.clone(), "the start of this programme")
                        .related(other.place.clone(), "the start of the other one")
                        .help(format!(
                            "if it follows this one, write `follows: [{}]` there; or correct the dates",
                            shorten(own)
                        )),
                );
            }
        }
    }
    problems
}
