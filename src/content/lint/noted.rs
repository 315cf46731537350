//! Compares the municipalities that the notes of activities name with those that take part.

use std::collections::BTreeSet;

use super::place_names::PlaceNames;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Placed, Problem, Problems, Rule};
use crate::content::parse::{ActivityRecord, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&NOTED_PLACE, noted_places)];

static NOTED_PLACE: Rule = Rule::warning(
    "noted-place",
    "No note of an activity names another municipality in the place of one that takes part.",
);

/// Reports activities whose note names another municipality than the activity does.
fn noted_places(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activity in projects.flat_map(|project| project.activities.iter().flatten()) {
        let Some(note) = &activity.note else { continue };
        let words = Language::ALL.into_iter().filter_map(|language| note.0.value[language].as_ref());
        let named: Vec<BTreeSet<&str>> = words.map(|words| named(content.places, &words.value)).collect();
        let Some((strange, unnamed)) = mistaken(activity, &named) else { continue };
        let (strange, unnamed_id) = (shorten(strange), shorten(&unnamed.value));
        let message = format!(
            "`{unnamed_id}` takes part here, but the note does not name it; it names `{strange}` instead"
        );
        problems.push(
            Problem::new(&NOTED_PLACE, unnamed.place.clone(), message)
                .related(note.0.place.clone(), "the note")
                .help(format!(
                    "write `{strange}` here if that is meant; if both take part, add `{strange}` to `partner_municipalities`"
                )),
        );
    }
    problems
}

/// Returns the municipalities that a note names.
fn named<'a>(places: &'a PlaceNames, note: &str) -> BTreeSet<&'a str> {
    places.find(note).into_iter().map(|(_, id)| &**id).collect()
}

/// Returns the only municipality that every language of a note names and that does not take part, with the only one
/// that takes part and that no language names, if the note names another one that takes part.
fn mistaken<'a>(
    activity: &'a ActivityRecord,
    named: &[BTreeSet<&'a str>],
) -> Option<(&'a str, &'a Placed<String>)> {
    let partners = activity.partner_municipalities.iter().flatten();
    let all: Vec<_> = activity.municipality.iter().chain(partners).collect();
    let locations = activity.locations.iter().flatten();
    let known: BTreeSet<&str> =
        all.iter().copied().chain(locations).map(|place| place.value.as_str()).collect();
    let in_all = |id: &&str| named.iter().all(|names| names.contains(id));
    let strange: Vec<&str> =
        named.first()?.iter().copied().filter(|id| !known.contains(id) && in_all(id)).collect();
    let (taking_part, unnamed): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|place| named.iter().any(|ids| ids.contains(place.value.as_str())));
    match (&strange[..], &unnamed[..]) {
        ([strange], [unnamed]) if !taking_part.is_empty() => Some((strange, &***unnamed)),
        _ => None,
    }
}
