//! Checks links to anchors of pages.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::anchor_links::{AnchorLink, Pages};
use super::area_anchors::AreaAnchors;
use super::builder::{Builder, Findings, Headings, TextOf};
use super::names::Names;
use super::{Folders, anchor_links};
use crate::base::id::Id;
use crate::base::language::Language;
use crate::base::problem::Problems;
use crate::content::catalogue::*;
use crate::content::parse::{self, ActivityRecord, Entry, IndicatorRecord, ProgrammeRecord, ProjectRecord};
use crate::text::markdown::Taken;

impl Builder<'_> {
    /// Checks links to places on pages, which are headings or parts of pages.
    pub(super) fn check_anchors(&self, folders: &Folders, found: &mut Findings) {
        let links: Vec<&AnchorLink> = found.anchors().collect();
        let linked: BTreeSet<Subject> = links.iter().map(|link| link.subject).collect();
        let headings: BTreeMap<TextOf, &Headings> = found
            .headings()
            .filter(|((subject, _), _)| linked.contains(subject))
            .map(|(text, headings)| (*text, headings))
            .collect();
        let referred = OnceCell::new();
        let referred = || referred.get_or_init(|| Referred::by(&self.records.projects, self.names));
        let anchors = |subject: Subject, language: Language| {
            let headings = match headings.get(&(subject, language)) {
                Some(headings) => (*headings).clone()?,
                None => Vec::new(),
            };
            Some(headings.into_iter().chain(self.parts(subject, folders, &referred)?).collect())
        };
        let mut problems = Problems::default();
        let headings = |subject: Subject, language: Language| {
            let headings = headings.get(&(subject, language)).and_then(|headings| headings.as_deref());
            headings.unwrap_or_default()
        };
        anchor_links::check(&links, &Pages { anchors: &anchors, headings: &headings }, &mut problems);
        found.problems.extend(problems);
    }

    /// Returns the ids that a page gives to its parts, or `None` if its facts could not be read.
    fn parts<'r>(
        &self,
        subject: Subject,
        folders: &Folders,
        referred: &dyn Fn() -> &'r Referred<'r>,
    ) -> Option<Vec<String>> {
        Some(match subject {
            Subject::Project(at) => {
                let facts = folders.projects.get(at.index())?.entry.facts.as_ref()?;
                // A place that does not exist may be meant to be the one that is linked to.
                if facts.broken || self.has_unknown_place(facts) || has_bad_id(&facts.indicators) {
                    return None;
                }
                project_places(facts)
                    .chain(indicator_anchors(&facts.indicators))
                    .chain(strings(subject.parts()))
                    .collect()
            }
            Subject::Programme(at) => {
                let facts = folders.programmes.get(at.index())?.entry.facts.as_ref()?;
                let id = self.names.programmes.as_slice().get(at.index())?;
                let has_bad_phase = phase_ids(facts).any(|id| Id::new(&id).is_none());
                if facts.broken
                    || has_bad_phase
                    || has_bad_id(&facts.indicators)
                    || referred().are_programmes_in_doubt
                {
                    return None;
                }
                phase_ids(facts)
                    .chain(indicator_anchors(&facts.indicators))
                    .chain(referred().programme_parts(id.as_str()))
                    .chain(strings(subject.parts()))
                    .collect()
            }
            Subject::Organisation(at) => {
                let id = self.names.organisations.as_slice().get(at.index())?;
                let takes_part = referred().organisations.contains(id.as_str());
                if !takes_part && referred().are_organisations_in_doubt {
                    return None;
                }
                strings(if takes_part { &["activities"] } else { &[] }).collect()
            }
            Subject::Districts if self.names.regions.is_in_doubt() => return None,
            Subject::Districts => self.names.regions.as_slice().iter().map(Id::to_string).collect(),
            _ => strings(subject.parts()).collect(),
        })
    }
}

impl Builder<'_> {
    /// Returns whether an activity of a project is in a place that does not exist.
    fn has_unknown_place(&self, record: &ProjectRecord) -> bool {
        let names = self.names;
        record.activities.iter().flatten().any(|activity| {
            activity.municipality.as_ref().is_some_and(|id| names.municipalities.lacks(&id.value))
                || activity.district.as_ref().is_some_and(|id| names.districts.lacks(&id.value))
                || activity.region.as_ref().is_some_and(|id| names.regions.lacks(&id.value))
        })
    }
}

/// Returns whether the id of an indicator is not valid.
fn has_bad_id(records: &Option<Vec<IndicatorRecord>>) -> bool {
    let mut ids = records.iter().flatten().filter_map(|record| record.id.as_ref());
    ids.any(|id| Id::new(&id.value).is_none())
}

/// What the projects refer to, collected once for all links.
struct Referred<'r> {
    /// The organisations that carry out an activity, take part in one or receive its money.
    organisations: BTreeSet<&'r str>,
    /// The areas of the projects of each programme.
    areas: BTreeMap<&'r str, BTreeSet<&'r str>>,
    /// Whether the programme or area of a project could not be read or does not exist.
    are_programmes_in_doubt: bool,
    /// Whether an organisation that a project names could not be read or does not exist.
    are_organisations_in_doubt: bool,
}

impl<'r> Referred<'r> {
    fn by(projects: &'r [Arc<Entry<ProjectRecord>>], names: &Names) -> Self {
        let is_broken =
            |entry: &Arc<Entry<ProjectRecord>>| entry.facts.as_ref().is_none_or(|facts| facts.broken);
        let is_broken = projects.iter().any(is_broken);
        let mut found = Referred {
            organisations: BTreeSet::new(),
            areas: BTreeMap::new(),
            are_programmes_in_doubt: is_broken,
            are_organisations_in_doubt: is_broken,
        };
        for project in projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            let activities = || project.activities.iter().flatten();
            let of_activities = activities().flat_map(|one| [&one.implementers, &one.partners]);
            let parties = [&project.implementers, &project.partners].into_iter().chain(of_activities);
            let parties = parties.flatten().flatten().filter_map(parse::WrittenParty::organisation);
            let awards = activities().map(|one| &one.funding).chain([&project.funding]).flatten();
            let recipients = awards.flat_map(|awards| &awards.0).filter_map(|award| award.recipient.as_ref());
            found.organisations.extend(parties.chain(recipients).map(|id| id.value.as_str()));
            if let (Some(programme), Some(area)) = (&project.programme, &project.area) {
                found.are_programmes_in_doubt |=
                    names.programmes.lacks(&programme.value) || names.sub_areas.find(&area.value).is_none();
                let area = area.value.split('/').next().unwrap_or_default();
                found.areas.entry(programme.value.as_str()).or_default().insert(area);
            }
        }
        found.are_organisations_in_doubt |=
            found.organisations.iter().any(|id| names.organisations.lacks(id));
        found
    }

    /// Returns the ids of the lists on a programme's page, which exist if it has projects.
    fn programme_parts(&self, programme: &str) -> impl Iterator<Item = String> {
        let areas = self.areas.get(programme).into_iter().flatten();
        let of_areas: Vec<String> =
            areas.flat_map(|area| [(*area).to_owned(), anchors::municipalities_of(area)]).collect();
        let lists: &[&str] = if of_areas.is_empty() { &[] } else { &["activities", "municipalities"] };
        of_areas.into_iter().chain(strings(lists))
    }
}

fn strings(ids: &[&str]) -> impl Iterator<Item = String> + use<> {
    ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>().into_iter()
}

/// Returns the municipalities in which a project has activities.
fn project_places(record: &ProjectRecord) -> impl Iterator<Item = String> {
    let places = record.activities.iter().flatten().filter_map(ActivityRecord::written_place);
    let wide = record.scope.iter().map(|scope| scope.value.word().to_owned());
    places.map(|(id, _)| id.to_owned()).chain(wide)
}

fn phase_ids(record: &ProgrammeRecord) -> impl Iterator<Item = String> {
    let phases = record.phases.iter().flatten().filter_map(|phase| phase.id.as_ref());
    phases.map(|id| id.value.clone())
}

/// Returns the ids of the table of indicators and of its rows, if there are any.
pub(super) fn indicator_anchors(records: &Option<Vec<IndicatorRecord>>) -> impl Iterator<Item = String> {
    let ids = records.iter().flatten().filter_map(|record| record.id.as_ref());
    let rows = ids.map(|id| anchors::indicator(&id.value));
    let table = records.iter().filter(|records| !records.is_empty()).map(|_| "indicators".to_owned());
    table.chain(rows)
}

/// Returns the ids that a page may give to its parts: those that any page may have, and `own`.
pub(super) fn page_anchors(own: impl Iterator<Item = String>) -> Taken {
    Taken::new(&anchors::PARTS, own)
}

/// Returns the ids that a project's page may give to its parts.
pub(super) fn project_anchors(record: Option<&ProjectRecord>, names: &Names) -> Taken {
    let indicators = record.into_iter().flat_map(|record| indicator_anchors(&record.indicators));
    let former = record.into_iter().flat_map(|record| former_places(record, names));
    page_anchors(record.into_iter().flat_map(project_places).chain(former).chain(indicators))
}

/// Returns the former ids of the places in which a project has activities.
fn former_places(record: &ProjectRecord, names: &Names) -> impl Iterator<Item = String> {
    let activities = record.activities.iter().flatten();
    let former = |activity: &ActivityRecord| {
        let ActivityRecord { municipality, district, region, .. } = activity;
        match (municipality, district, region) {
            (Some(id), ..) => names.municipalities.former(&id.value),
            (None, Some(id), _) => names.districts.former(&id.value),
            (None, None, Some(id)) => names.regions.former(&id.value),
            (None, None, None) => &[],
        }
        .to_vec()
    };
    activities.flat_map(former)
}

/// Returns the ids that a municipality's page may give to its parts.
pub(super) fn municipality_anchors(areas: &AreaAnchors) -> Taken {
    page_anchors(std::iter::empty()).with(&areas.of_municipalities)
}

/// Returns the ids that a programme's page may give to its parts.
pub(super) fn programme_anchors(record: Option<&ProgrammeRecord>, areas: &AreaAnchors) -> Taken {
    let phases = record.into_iter().flat_map(phase_ids);
    let indicators = record.into_iter().flat_map(|record| indicator_anchors(&record.indicators));
    page_anchors(phases.chain(indicators)).with(&areas.of_programmes)
}
