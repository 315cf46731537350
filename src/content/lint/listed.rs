//! Compares the places and their number in the texts of projects with the activities.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::places::municipalities;
use super::said::{Said, SaidInText, each};
use super::said_places::{FEWEST, Listed};
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::content::parse::{ProjectRecord, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] = &[
    always(&LISTED_PLACE, listed_places),
    always(&UNNAMED_PLACE, unnamed_places),
    always(&OTHER_COUNT, other_counts),
];

static LISTED_PLACE: Rule = Rule::warning(
    "listed-place",
    "No text of a project lists a municipality without an activity among those of its activities.",
);

static UNNAMED_PLACE: Rule = Rule::warning(
    "unnamed-place",
    "If the texts of a project link to a single municipality without an activity, they name those that have one.",
);

static OTHER_COUNT: Rule = Rule::warning(
    "other-count",
    "No number of municipalities in the texts of a project is one more or one less than that of its activities.",
);

/// A project, with the municipalities of its activities.
struct Places<'a> {
    programme: Option<&'a str>,
    record: &'a ProjectRecord,
    /// Those that have an activity of their own.
    own: BTreeSet<&'a str>,
    /// Those that take part in an activity.
    all: BTreeSet<&'a str>,
}

impl<'a> Places<'a> {
    /// Returns the places of a project, if all its activities are in municipalities, and all places are in `known`.
    fn of(record: &'a ProjectRecord, known: &HashSet<&str>) -> Option<Self> {
        let activities = record.activities.as_ref().filter(|activities| !activities.is_empty())?;
        let programme = record.programme.as_ref().map(|programme| programme.value.as_str());
        let mut places = Places { programme, record, own: BTreeSet::new(), all: BTreeSet::new() };
        for activity in activities {
            places.own.insert(activity.municipality.as_ref()?.value.as_str());
            let others = activity.partner_municipalities.iter().chain(&activity.locations).flatten();
            places.all.extend(others.map(|place| place.value.as_str()));
        }
        places.all.extend(&places.own);
        // An unknown place may be any of those that the texts name; it is reported as such.
        places.all.iter().all(|place| known.contains(place)).then_some(places)
    }

    /// Returns where the activities are written.
    fn first(&self) -> Option<&Place> {
        let first = self.record.activities.iter().flatten().next()?;
        first.municipality.as_ref().map(|municipality| &municipality.place)
    }
}

/// Calls `look` for every project with texts, and what they say.
fn each_project<'a>(
    content: &'a Content<'_>,
    mut look: impl FnMut(&Places<'a>, &'a Localized<Option<SaidInText>>),
) {
    let known = municipalities(content.records);
    let records: HashMap<&str, &ProjectRecord> = content
        .records
        .projects
        .iter()
        .filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?)))
        .collect();
    for said in &content.said {
        let Said { entry: Some((Kind::Project, id)), texts, .. } = said else { continue };
        let says = each(texts)
            .any(|text| !(text.lists.is_empty() && text.counts.is_empty() && text.linked.is_empty()));
        if let Some(places) =
            records.get(&**id).filter(|_| says).and_then(|record| Places::of(record, &known))
        {
            look(&places, texts);
        }
    }
}

/// Reports lists in texts that agree with the activities of their project except for one municipality or two.
fn listed_places(content: &Content<'_>) -> Problems {
    /// The most names of a list that may be slips.
    const MOST: usize = 2;
    let mut problems = Problems::default();
    each_project(content, |places, texts| {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for language in Language::ALL {
            let (Some(text), other) = (&texts[language], &texts[language.other()]) else { continue };
            for Listed(list) in &text.lists {
                let strange: Vec<_> = list.iter().filter(|(id, _)| !places.all.contains(&**id)).collect();
                if strange.len() > MOST || list.len() - strange.len() < FEWEST - 1 {
                    continue;
                }
                for (id, place) in strange {
                    if told.insert(id) {
                        problems.push(not_there(places, id, place, place_in(other, id, list)));
                    }
                }
            }
        }
    });
    lists_of_programmes(content, &mut problems);
    problems
}

/// Reports activities in a municipality that no text names, while all texts link to one without an activity.
fn unnamed_places(content: &Content<'_>) -> Problems {
    /// The most activities of which a text names each place.
    const MOST: usize = 4;
    let mut problems = Problems::default();
    each_project(content, |places, texts| {
        let is_named = |id: &str| {
            each(texts)
                .any(|text| text.named.contains(id) || text.linked.iter().any(|(linked, _)| linked == id))
        };
        let unnamed: Vec<&str> = places.own.iter().copied().filter(|id| !is_named(id)).collect();
        let ([unnamed], true) = (&unnamed[..], places.own.len() <= MOST) else { return };
        let Some(first) = each(texts).next() else { return };
        let is_in_all = |id: &str| each(texts).all(|text| text.linked.iter().any(|(linked, _)| linked == id));
        let strange =
            first.linked.iter().filter(|(id, _)| !places.all.contains(id.as_str()) && is_in_all(id));
        let strange: BTreeMap<&str, &Place> = strange.map(|(id, place)| (id.as_str(), place)).collect();
        let activity =
            places.record.activities.iter().flatten().filter_map(|activity| activity.municipality.as_ref());
        let activity =
            activity.filter(|municipality| municipality.value == *unnamed).map(|it| &it.place).next();
        if let (Some(place), Some((meant, link)), 1) = (activity, strange.first_key_value(), strange.len()) {
            let (unnamed, meant) = (shorten(unnamed), shorten(meant));
            let message = format!(
                "this activity is in `{unnamed}`, but the texts of the project link to `{meant}` and do not name `{unnamed}`"
            );
            problems.push(
                Problem::new(&UNNAMED_PLACE, place.clone(), message)
                    .related((*link).clone(), "the link")
                    .help(format!(
                        "write `municipality: {meant}`; or name `{unnamed}` in the texts in both languages"
                    )),
            );
        }
    });
    problems
}

/// Reports lists in the texts of programmes that have all municipalities of a project, and one more.
fn lists_of_programmes(content: &Content<'_>, problems: &mut Problems) {
    let of_programmes = content.said.iter().filter_map(|said| match &said.entry {
        Some((Kind::Programme, id)) if each(&said.texts).any(|text| !text.lists.is_empty()) => {
            Some((&**id, &said.texts))
        }
        _ => None,
    });
    let of_programmes: HashMap<&str, &Localized<Option<SaidInText>>> = of_programmes.collect();
    if of_programmes.is_empty() {
        return;
    }
    let mut projects: BTreeMap<&str, Vec<Places<'_>>> = BTreeMap::new();
    let known = municipalities(content.records);
    let all = content.records.projects.iter();
    for places in all.filter_map(|entry| Places::of(entry.facts.as_ref()?, &known)) {
        let programme = places.programme.filter(|programme| of_programmes.contains_key(programme));
        if let Some(programme) = programme {
            projects.entry(programme).or_default().push(places);
        }
    }
    for (programme, projects) in projects {
        let texts = of_programmes[programme];
        let mut told: HashSet<(&str, &Place)> = HashSet::new();
        for language in Language::ALL {
            let (Some(text), other) = (&texts[language], &texts[language.other()]) else { continue };
            for Listed(list) in &text.lists {
                let named: BTreeSet<&str> = list.iter().map(|(id, _)| &**id).collect();
                let nearly = |places: &&Places<'_>| {
                    places.own.len() >= FEWEST
                        && places.own.len() + 1 == named.len()
                        && places.own.is_subset(&named)
                };
                // The list may be that of another project.
                if projects.iter().any(|places| places.own == named) {
                    continue;
                }
                let Some(places) = projects.iter().find(nearly) else { continue };
                let strange = list.iter().find(|(id, _)| !places.all.contains(&**id));
                if let (Some((id, place)), Some(first)) = (strange, places.first())
                    && told.insert((id, first))
                {
                    problems.push(not_there(places, id, place, place_in(other, id, list)));
                }
            }
        }
    }
}

/// Returns where the text in the other language lists a municipality: in the list that is most like this one.
fn place_in<'a>(text: &'a Option<SaidInText>, id: &str, list: &[(Arc<str>, Place)]) -> Option<&'a Place> {
    let own: BTreeSet<&str> = list.iter().map(|(id, _)| &**id).collect();
    let others = text.iter().flat_map(|text| &text.lists).map(|other| &other.0);
    let with_id = others.filter_map(|other| Some((other, other.iter().find(|(named, _)| **named == *id)?)));
    let found = with_id.min_by_key(|(other, _)| {
        let other: BTreeSet<&str> = other.iter().map(|(id, _)| &**id).collect();
        own.symmetric_difference(&other).count()
    });
    found.map(|(_, (_, place))| place)
}

fn not_there(places: &Places<'_>, id: &str, place: &Place, other: Option<&Place>) -> Problem {
    let id = shorten(id);
    let message = format!("the text lists `{id}` among the places of the project, but no activity is there");
    let mut problem = Problem::new(&LISTED_PLACE, place.clone(), message);
    if let Some(other) = other {
        problem = problem.related(other.clone(), "the other language");
    }
    let locations =
        places.record.activities.iter().flatten().filter_map(|activity| activity.locations.as_ref());
    let add = format!("add an activity with `municipality: {id}`");
    let add = match (locations.flatten().next(), places.first()) {
        (Some(location), _) => {
            problem = problem.related(location.place.clone(), "the locations of an activity");
            format!(
                "add `{id}` to the `locations:` of the activity there; if it has money of its own, {add} instead"
            )
        }
        (None, first) => {
            let first = first.cloned().into_iter();
            problem = first.fold(problem, |problem, first| problem.related(first, "the activities"));
            add
        }
    };
    problem.help(format!(
        "if it takes part, {add}; if it takes no part, remove it from the texts in both languages"
    ))
}

/// Reports numbers of municipalities that are next to the number of those with an activity, in both languages.
fn other_counts(content: &Content<'_>) -> Problems {
    /// The fewest activities of which somebody counts the places.
    const FEWEST_PLACES: u64 = 4;
    let copied: HashSet<Arc<str>> = content.copies.iter().map(|copy| Arc::clone(&copy.place.file)).collect();
    let mut problems = Problems::default();
    each_project(content, |places, texts| {
        let Ok(count) = u64::try_from(places.own.len()) else { return };
        let says = |said: u64| each(texts).all(|text| text.counts.iter().any(|(count, _)| *count == said));
        let is_right = each(texts).any(|text| text.counts.iter().any(|(said, _)| *said == count));
        let has_others = places.all.len() != places.own.len();
        // A copy is reported as such.
        let has_copies = || places.first().is_some_and(|place| copied.contains(&*place.file));
        if count + 1 < FEWEST_PLACES || is_right || has_others || has_copies() {
            return;
        }
        let first_text = each(texts).next().into_iter().flat_map(|text| &text.counts);
        let near: Vec<&(u64, Place)> =
            first_text.filter(|(said, _)| said.abs_diff(count) == 1 && says(*said)).collect();
        let Some((_, place)) = near.first() else { return };
        let said: BTreeSet<u64> = near.iter().map(|(said, _)| *said).collect();
        let said: Vec<String> = said.iter().map(u64::to_string).collect();
        let message = format!(
            "the texts say {}, but the project has activities in {count} municipalities",
            said.join(" and ")
        );
        let mut problem = Problem::new(&OTHER_COUNT, place.clone(), message);
        if let Some(first) = places.first() {
            problem = problem.related(first.clone(), "the activities");
        }
        problems.push(problem.help(format!(
            "if that is the number of the activities, add the one that is missing or remove the one too many; or write {count} in the texts in both languages"
        )));
    });
    problems
}
