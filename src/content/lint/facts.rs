//! Finds facts that are valid on their own but contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Part;
use super::dates::on_or_in;
use super::linked::{Linked, LinkedEntry, LinkedPlace};
use super::places::displaced;
use super::whole::Content;
use super::{CheckAll, Lint, always, if_complete};
use crate::base::date::{PartialDate, Period};
use crate::base::id::Kind;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule, some_of};
use crate::content::parse::{self, DocumentRecord, IndicatorRecord, Leaf, PeriodRecord, ProgrammeRecord};

pub(super) static LINTS: &[Lint<CheckAll>] = &[
    always(&OWN_LOCATION, own_location),
    always(&OUTSIDE_PROGRAMME, outside_programme),
    if_complete(&UNUSED_ENTRY, unused_entries),
];

static OWN_LOCATION: Rule =
    Rule::warning("own-location", "The locations of an activity include its own municipality.");

static OUTSIDE_PROGRAMME: Rule = Rule::warning(
    "outside-programme",
    "Phases, projects and activities lie within the period of their programme, and no value is measured before its programme or project begins.",
);

static UNUSED_ENTRY: Rule = Rule::warning(
    "unused-entry",
    "Every organisation, support type, target group, sub-area and document is referred to.",
);

/// Reports activities whose locations do not include their municipality.
fn own_location(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    // One that does not exist has been reported.
    let known: BTreeSet<&str> = content.records.municipalities.iter().map(|entry| &*entry.id).collect();
    let projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activity in projects.flat_map(|project| project.activities.iter().flatten()) {
        let (Some(municipality), Some(locations)) = (&activity.municipality, &activity.locations) else {
            continue;
        };
        if !known.contains(municipality.value.as_str()) {
            continue;
        }
        // A place that is not known may be meant to be it.
        let Some(first) = locations.first() else { continue };
        if locations.iter().any(|location| !known.contains(location.value.as_str())) {
            continue;
        }
        if locations.iter().all(|location| location.value != municipality.value) {
            let name = parse::shorten(&municipality.value);
            problems.push(
                Problem::new(
                    &OWN_LOCATION,
                    first.place.clone(),
                    format!("`{name}` is not among the locations of its activity"),
                )
                .related(municipality.place.clone(), "the activity's municipality")
                .help(format!("add `{name}` to `locations`, or correct the municipality")),
            );
        }
    }
    problems
}

/// Reports phases, projects and activities that begin or end outside the period of their programme.
fn outside_programme(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let records = content.records;
    let mut periods: BTreeMap<&str, &PeriodRecord> = BTreeMap::new();
    for entry in &records.programmes {
        let Some(programme) = &entry.facts else { continue };
        let Some(whole) = programme.period.as_ref().filter(|period| !is_reversed(period)) else { continue };
        periods.insert(&entry.id, whole);
        phases_outside(programme, whole, &mut problems);
        measured_before(&programme.indicators, whole, "programme", &mut problems);
    }
    for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let whole = project.programme.as_ref().and_then(|id| periods.get(id.value.as_str()));
        let own = project.period.as_ref().filter(|own| own.start.is_some() && !is_reversed(own));
        match (own, whole) {
            (Some(own), _) => measured_before(&project.indicators, own, "project", &mut problems),
            (None, Some(whole)) => measured_before(&project.indicators, whole, "programme", &mut problems),
            (None, None) => {}
        }
        let Some(whole) = whole else { continue };
        let activities = project.activities.iter().flatten().filter_map(|activity| activity.period.as_ref());
        for period in project.period.iter().chain(activities) {
            outside(period, whole, &mut problems);
        }
    }
    problems
}

/// Returns whether a period ends before it starts, which is reported elsewhere.
fn is_reversed(period: &PeriodRecord) -> bool {
    let dates = period.start.as_ref().zip(period.end.as_ref());
    dates.is_some_and(|(start, end)| Period::new(start.value, Some(end.value)).is_none())
}

fn phases_outside(programme: &ProgrammeRecord, whole: &PeriodRecord, problems: &mut Problems) {
    for period in programme.phases.iter().flatten().filter_map(|phase| phase.period.as_ref()) {
        outside(period, whole, problems);
    }
}

/// Reports values that were measured before the programme or project that they are of.
fn measured_before(
    indicators: &Option<Vec<IndicatorRecord>>,
    whole: &PeriodRecord,
    noun: &str,
    problems: &mut Problems,
) {
    let Some(start) = &whole.start else { return };
    let actual = indicators.iter().flatten().flat_map(|indicator| indicator.actual.iter().flatten());
    for date in actual.filter_map(|actual| actual.date.as_ref()) {
        if date.value.last_day() < start.value.first_day() {
            let message = format!(
                "this was measured {}, before the beginning of the {noun}, {}",
                on_or_in(date.value),
                start.value
            );
            problems.push(
                Problem::new(&OUTSIDE_PROGRAMME, date.place.clone(), message)
                    .related(start.place.clone(), format!("the beginning of the {noun}"))
                    .help("correct one of the two dates; a value from before belongs under `baseline`"),
            );
        }
    }
}

/// Reports the known dates of `period` that are before or after `whole`.
fn outside(period: &PeriodRecord, whole: &PeriodRecord, problems: &mut Problems) {
    if is_reversed(period) {
        return;
    }
    for date in period.start.iter().chain(&period.end) {
        let bounds = [
            whole.start.as_ref().filter(|start| date.value.last_day() < start.value.first_day()),
            whole.end.as_ref().filter(|end| date.value.first_day() > end.value.last_day()),
        ];
        let [starts, ends] = bounds;
        if let Some(start) = starts {
            problems.push(beyond(date, start, "beginning", "before"));
        } else if let Some(end) = ends {
            problems.push(beyond(date, end, "end", "after"));
        }
    }
}

fn beyond(date: &Placed<PartialDate>, bound: &Placed<PartialDate>, edge: &str, side: &str) -> Problem {
    let message = format!("{} is {side} the {edge} of the programme, {}", date.value, bound.value);
    Problem::new(&OUTSIDE_PROGRAMME, date.place.clone(), message)
        .related(bound.place.clone(), format!("the {edge} of the programme"))
        .help("correct one of the two dates")
}

/// The kinds of entries that exist only to be referred to. A document is also of use if it is about something.
const TO_BE_USED: [Kind; 5] =
    [Kind::Organisation, Kind::SupportType, Kind::TargetGroup, Kind::SubArea, Kind::Document];

/// Returns the entry that a link or a typed reference names, if it is of a kind that must be used.
fn to_be_used(link: &str) -> Option<(Kind, &str)> {
    let (word, rest) = link.split_once(':')?;
    let id = rest.split('#').next().unwrap_or(rest);
    let kind = Kind::of_reference(word, id)?;
    TO_BE_USED.contains(&kind).then_some((kind, id))
}

/// Reports organisations, support types, target groups, sub-areas and documents that nothing refers to. Links count as
/// references.
fn unused_entries(content: &Content<'_>) -> Problems {
    let entries = content.records.entries();
    let mut used: BTreeSet<(Kind, &str)> = BTreeSet::new();
    for facts in entries.iter().filter_map(|entry| entry.facts) {
        facts.each_text(&mut |_, leaf| match leaf {
            Leaf::Reference(kind, id) => {
                used.insert((kind, &id.value));
            }
            Leaf::Entry(entry) => used.extend(to_be_used(&entry.value)),
            _ => {}
        });
    }
    let linked = content.linked.iter().flat_map(|linked| &linked.used);
    used.extend(linked.map(|(kind, id)| (*kind, id.as_str())));
    let documents = content.records.documents.iter();
    let is_about = |record: &DocumentRecord| record.about.as_ref().is_some_and(|list| !list.is_empty());
    let about = documents.filter(|entry| entry.facts.as_ref().is_some_and(is_about));
    used.extend(about.map(|entry| (Kind::Document, &*entry.id)));
    let displaced = displaced(content);
    let mut problems = Problems::default();
    for kind in TO_BE_USED {
        let entries = entries.iter().filter(|entry| entry.kind == kind);
        let is_displaced = |id: &str| kind == Kind::Organisation && displaced.contains(id);
        let unused = entries.filter(|entry| !used.contains(&(kind, &*entry.id)) && !is_displaced(&entry.id));
        let unused = unused.filter_map(|entry| Some((&*entry.id, entry.place()?)));
        unused_of(kind, &unused.collect::<Vec<_>>(), &mut problems);
    }
    problems
}

/// Reports the unused entries of a kind: each on its own, or all in one line if there are many, as in a new catalogue.
fn unused_of(kind: Kind, unused: &[(&str, Place)], problems: &mut Problems) {
    const MOST: usize = 3;
    if let Some((_, first)) = unused.first().filter(|_| unused.len() > MOST) {
        let ids = some_of(unused.iter().map(|(id, _)| format!("`{id}`")), ", ");
        let message = format!("nothing refers to {} {}: {ids}", unused.len(), kind.plural());
        problems.push(
            Problem::new(&UNUSED_ENTRY, first.clone(), message)
                .label("the first of them")
                .help("refer to them where they belong, or remove them"),
        );
        return;
    }
    for (id, place) in unused {
        let message = format!("nothing refers to the {} `{id}`", kind.noun());
        problems.push(
            Problem::new(&UNUSED_ENTRY, place.clone(), message)
                .help("refer to it where it belongs, or remove it"),
        );
    }
}

impl Linked {
    pub(super) fn of(part: &Part<'_>) -> Self {
        let mut linked = Linked::default();
        for (link, place) in part.destinations() {
            linked.used.extend(to_be_used(&link.text).map(|(kind, id)| (kind, id.to_owned())));
            let municipality = link.text.strip_prefix("municipality:").filter(|id| !id.contains('#'));
            if let Some((id, words)) = municipality.zip(part.words_of_link(&place)) {
                linked.municipalities.push(LinkedPlace { id: id.to_owned(), words: words.to_owned(), place });
                continue;
            }
            let entry = link.text.split_once(':').filter(|(_, id)| !id.contains('#'));
            let entry = entry.and_then(|(word, id)| Some((Kind::of_reference(word, id)?, id)));
            if let Some(((kind, id), words)) = entry.zip(part.words_of_link(&place)) {
                linked.entries.push(LinkedEntry { kind, id: id.to_owned(), words: words.to_owned(), place });
            }
        }
        linked
    }
}
