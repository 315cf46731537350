//! Checks projects and their activities.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::anchors::project_anchors;
use super::builder::{Builder, Findings, Parent, Undertaking};
use super::facts;
use super::texts::Surroundings;
use crate::base::id::{Id, Ref};
use crate::base::problem::{Problem, Problems, some_of};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry, ProjectRecord};
use crate::text::suggest::did_you_mean;

impl Builder<'_> {
    pub(super) fn project(
        &self,
        entry: &Entry<ProjectRecord>,
        id: Id,
        at: usize,
        parents: Option<&[Parent]>,
        found: &mut Findings,
    ) -> Option<Undertaking> {
        let taken = project_anchors(entry.facts.as_ref(), self.names);
        let words = self.words(entry, Subject::Project(Ref::new(at)), taken, found);
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        facts::check_activities(record, problems);
        facts::check_split(record, problems);
        let programme = record
            .programme
            .as_ref()
            .and_then(|reference| self.names.programmes.resolve(reference, problems));
        let parent = programme.zip(parents).map(|(at, parents)| &parents[at.index()]);
        let phase = match (&record.phase, parent) {
            (Some(reference), Some(parent)) => phase_of(reference, parent, problems),
            _ => None,
        };
        let sub_area =
            record.area.as_ref().and_then(|reference| self.names.sub_areas.resolve(reference, problems));
        let support =
            record.support.as_ref().and_then(|written| facts::support(written, self.names, problems));
        let own_period = record.period.as_ref().and_then(|record| facts::period(record, problems));
        let phase_period = parent.zip(phase).and_then(|(parent, at)| parent.phases[at].1);
        // The period and the status of the programme are not those of the project, which may be a few months of it.
        let period = own_period.or(phase_period);
        let of_phase = phase_period.map(|_| FactSource::Phase);
        let period_source = if own_period.is_some() { Some(FactSource::Own) } else { of_phase };
        let status = record.status.as_ref().map(|status| status.value);
        let around = Surroundings::of(entry);
        let mut short = |words: &parse::MarkedWords, problems: &mut Problems| {
            self.texts.marked(words, &around, &mut found.anchors, problems)
        };
        let mut organisations = |list: &Option<Vec<parse::WrittenParty>>, problems: &mut Problems| {
            facts::parties(list.as_deref().unwrap_or_default(), self.names, &mut short, problems)
        };
        let inherited = facts::Inherited {
            support,
            target_groups: facts::groups(&record.target_groups, self.names, problems),
            implementers: organisations(&record.implementers, problems),
            partners: organisations(&record.partners, problems),
            status,
            period,
            period_source,
            sources: record
                .sources
                .as_ref()
                .map(|list| self.names.documents.resolve_all(list, problems))
                .unwrap_or_default(),
        };
        let reference = Ref::new(at);
        let built: Vec<Option<Activity>> = record
            .activities
            .iter()
            .flatten()
            .map(|activity| {
                facts::activity(activity, reference, &inherited, self.names, &mut short, problems)
            })
            .collect();
        let mut activities = built.into_iter().collect::<Option<Vec<Activity>>>()?;
        if let (Some(scope), Some(support)) = (&record.scope, &inherited.support) {
            activities.push(facts::whole(facts::wide(scope.value), reference, support.clone(), &inherited));
        }
        activities.sort_by_key(|activity| activity.scope);
        activities.shrink_to_fit();
        let details = self.details(record, problems);
        let aims = facts::aims(&record.objectives, &record.results, &record.sdgs, &mut short, problems);
        let indicators =
            self.indicators(&record.indicators, &|written, problems| no_phase(written, problems), problems);
        let funding = facts::awards(&record.funding, self.names, problems);
        let part_of = record.part_of.as_ref().and_then(|whole| self.names.projects.resolve(whole, problems));
        let project = Project {
            id,
            programme: programme?,
            phase,
            sub_area: sub_area?,
            support: inherited.support?,
            target_groups: inherited.target_groups,
            words: words?,
            status,
            period,
            period_source,
            sources: inherited.sources,
            funding,
            indicators: indicators?,
            part_of,
            aims,
            details,
            activities: 0..0,
        };
        Some((project, activities))
    }
}

impl Builder<'_> {
    /// Reports projects that are parts of themselves.
    pub(super) fn check_wholes(&self, problems: &mut Problems) {
        let wholes: BTreeMap<&str, &parse::Reference<ProjectRecord>> = self
            .records
            .projects
            .iter()
            .filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?.part_of.as_ref()?)))
            .collect();
        for (id, whole) in &wholes {
            let others = std::iter::successors(Some(*whole), |part| wholes.get(part.value.as_str()).copied());
            let others: Vec<&str> = others.take(MOST_LEVELS).map(|whole| whole.value.as_str()).collect();
            let written = parse::shorten(&whole.value);
            let message = match others.contains(id) {
                true => format!("`{written}` is this project, or a part of it"),
                false if others.len() == MOST_LEVELS => {
                    format!("`{written}` is a part of a part, and so on, {MOST_LEVELS} times")
                }
                false => continue,
            };
            problems.push(
                Problem::new(&rules::WRONG_VALUE, whole.place.clone(), message)
                    .help("name the larger project, or remove the key from one of the two"),
            );
        }
    }
}

/// The number of projects at which a chain of parts is too long.
const MOST_LEVELS: usize = 8;

/// Reports a phase of an indicator whose project says the phase itself.
fn no_phase(written: &parse::Written<parse::PhaseId>, problems: &mut Problems) -> Option<usize> {
    let message = "an indicator of a project has no phase of its own";
    problems.push(
        Problem::new(&rules::WRONG_VALUE, written.place.clone(), message)
            .help("remove the key; `phase:` of the project says it"),
    );
    None
}

fn phase_of(
    reference: &parse::Written<parse::PhaseId>,
    programme: &Parent,
    problems: &mut Problems,
) -> Option<usize> {
    let found = programme.phases.iter().position(|(id, _)| id.as_str() == reference.value);
    if found.is_none() {
        let known = || programme.phases.iter().map(|(id, _)| id.as_str());
        let help = match did_you_mean(&reference.value, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if programme.phases.is_empty() => "this programme has no phases: remove the key".to_owned(),
            None => format!(
                "its phases are: {}; if the phase was deleted on purpose, remove the key",
                some_of(known(), ", ")
            ),
        };
        let message =
            format!("the programme `{}` has no phase `{}`", programme.id, parse::shorten(&reference.value));
        problems.push(Problem::new(&rules::UNKNOWN_REFERENCE, reference.place.clone(), message).help(help));
    }
    found
}

/// Puts the activities of all projects into one table, project by project.
pub(super) fn number_activities(built: &[Arc<Undertaking>]) -> (Table<Project>, Table<Activity>) {
    let mut projects = Vec::with_capacity(built.len());
    let mut all = Vec::with_capacity(built.iter().map(|undertaking| undertaking.1.len()).sum());
    for undertaking in built {
        let (project, activities) = &**undertaking;
        let start = all.len();
        all.extend_from_slice(activities);
        projects.push(Project { activities: start..all.len(), ..project.clone() });
    }
    (Table::new(projects), Table::new(all))
}
