//! Facts that hold by themselves and do not fit each other.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, Part};
use crate::base::date::PartialDate;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{self, Keyed, PeriodRecord, ProgrammeRecord, Reference};

/// An activity with locations has its municipality among them.
pub(super) fn own_location(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activity in projects.flat_map(|project| project.activities.iter().flatten()) {
        let (Some(municipality), Some(locations)) = (&activity.municipality, &activity.locations) else {
            continue;
        };
        let Some(first) = locations.first() else { continue };
        if locations.iter().all(|location| location.value != municipality.value) {
            let name = parse::shorten(&municipality.value);
            problems.push(
                Problem::new(
                    &rules::OWN_LOCATION,
                    first.place.clone(),
                    format!("`{name}` is not among the locations of its own activity"),
                )
                .related(municipality.place.clone(), "the activity's municipality")
                .help(format!("add `{name}` to `locations`, or correct the municipality")),
            );
        }
    }
    problems
}

/// Phases, projects and activities begin and end while their programme lasts.
pub(super) fn outside_programme(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let records = content.records;
    let mut periods: BTreeMap<&str, &PeriodRecord> = BTreeMap::new();
    for entry in &records.programmes {
        let Some(programme) = &entry.facts else { continue };
        let Some(whole) = &programme.period else { continue };
        periods.insert(&entry.id, whole);
        phases_outside(programme, whole, &mut problems);
    }
    for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let Some(whole) = project.programme.as_ref().and_then(|id| periods.get(id.value.as_str())) else {
            continue;
        };
        let activities = project.activities.iter().flatten().filter_map(|activity| activity.period.as_ref());
        for period in project.period.iter().chain(activities) {
            outside(period, whole, &mut problems);
        }
    }
    problems
}

fn phases_outside(programme: &ProgrammeRecord, whole: &PeriodRecord, problems: &mut Problems) {
    for period in programme.phases.iter().flatten().filter_map(|phase| phase.period.as_ref()) {
        outside(period, whole, problems);
    }
}

/// Reports the dates of `period` that lie before or after `whole`, as far as they are known.
fn outside(period: &PeriodRecord, whole: &PeriodRecord, problems: &mut Problems) {
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
    let message = format!("{} lies {side} the {edge} of the programme, {}", date.value, bound.value);
    Problem::new(&rules::OUTSIDE_PROGRAMME, date.place.clone(), message)
        .related(bound.place.clone(), format!("the {edge} of the programme"))
        .help("correct one of the two dates")
}

/// Somebody refers to each organisation, support type, sub-area and source. Links count.
pub(super) fn unused_entries(content: &Content<'_>) -> Problems {
    let used = Used::of(content);
    let records = content.records;
    let mut problems = Problems::default();
    report_unused("organisation", &records.organisations, "", &used.organisations, &mut problems);
    report_unused("support type", &records.support_types, "", &used.support_types, &mut problems);
    report_unused("source", &records.sources, "", &used.sources, &mut problems);
    for (area, record) in &records.areas.0 {
        if let Some(list) = &record.sub_areas {
            report_unused("sub-area", list, &format!("{}/", area.value), &used.sub_areas, &mut problems);
        }
    }
    problems
}

fn report_unused<T>(
    noun: &str,
    list: &Keyed<T>,
    prefix: &str,
    used: &BTreeSet<&str>,
    problems: &mut Problems,
) {
    for (id, _) in &list.0 {
        let name = format!("{prefix}{}", id.value);
        if !used.contains(name.as_str()) {
            problems.push(
                Problem::new(
                    &rules::UNUSED_ENTRY,
                    id.place.clone(),
                    format!("nothing refers to the {noun} `{name}`"),
                )
                .help("refer to it where it belongs, or remove it"),
            );
        }
    }
}

/// The ids that something refers to.
#[derive(Default)]
struct Used<'a> {
    organisations: BTreeSet<&'a str>,
    support_types: BTreeSet<&'a str>,
    sub_areas: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn of(content: &'a Content<'_>) -> Self {
        let mut used = Used::default();
        for programme in content.records.programmes.iter().filter_map(|entry| entry.facts.as_ref()) {
            let institutions = programme.institutions.iter().flatten();
            used.organisations.extend(ids(institutions.filter_map(|part| part.organisation.as_ref())));
            used.sources.extend(ids(programme.sources.iter().flatten()));
        }
        for project in content.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            used.support_types.extend(ids(&project.support));
            used.sub_areas.extend(ids(&project.area));
            used.sources.extend(ids(project.sources.iter().flatten()));
            let organisations = project.implementers.iter().chain(&project.partners);
            used.organisations.extend(ids(organisations.flatten()));
            for activity in project.activities.iter().flatten() {
                used.support_types.extend(ids(&activity.support));
                used.sources.extend(ids(activity.sources.iter().flatten()));
                let organisations = activity.implementers.iter().chain(&activity.partners);
                used.organisations.extend(ids(organisations.flatten()));
            }
        }
        for linked in &content.linked {
            used.organisations.extend(linked.organisations.iter().map(String::as_str));
            used.support_types.extend(linked.support_types.iter().map(String::as_str));
            used.sub_areas.extend(linked.sub_areas.iter().map(String::as_str));
        }
        used
    }
}

/// What texts link to, of that which has to be referred to.
#[derive(Default)]
pub(super) struct Linked {
    organisations: Vec<String>,
    support_types: Vec<String>,
    sub_areas: Vec<String>,
}

impl Linked {
    pub(super) fn of(part: &Part<'_>) -> Self {
        let mut linked = Linked::default();
        part.each_text(|text| {
            for link in &text.survey.destinations {
                let Some((kind, rest)) = link.text.split_once(':') else { continue };
                let id = rest.split('#').next().unwrap_or(rest).to_owned();
                match kind {
                    "organisation" => linked.organisations.push(id),
                    "support" => linked.support_types.push(id),
                    "area" => linked.sub_areas.push(id),
                    _ => {}
                }
            }
        });
        linked
    }
}

fn ids<'a, R: 'a>(references: impl IntoIterator<Item = &'a Reference<R>>) -> impl Iterator<Item = &'a str> {
    references.into_iter().map(|reference| reference.value.as_str())
}
