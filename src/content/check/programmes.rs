//! Checks programmes and their phases.

use std::collections::BTreeMap;

use super::anchors::{indicator_anchors, page_anchors, programme_anchors};
use super::builder::{Builder, Findings};
use super::facts::{self, Short};
use super::texts::Surroundings;
use crate::base::id::{Id, Ref};
use crate::base::problem::{Place, Problem, Problems, some_of};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry, ProgrammeRecord};
use crate::text::suggest::did_you_mean;

impl Builder<'_> {
    pub(super) fn programme(
        &self,
        entry: &Entry<ProgrammeRecord>,
        id: Id,
        at: usize,
        found: &mut Findings,
    ) -> Option<Programme> {
        let taken = programme_anchors(entry.facts.as_ref(), &self.names.area_anchors);
        let words = self.words(entry, Subject::Programme(Ref::new(at)), taken, found);
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        let acronym = record.acronym.as_ref().and_then(|acronym| self.texts.short(&acronym.words, problems));
        let areas = record
            .areas
            .as_ref()
            .map(|list| self.names.areas.resolve_all(list, problems))
            .unwrap_or_default();
        let regions = record
            .regions
            .as_ref()
            .map(|list| self.names.regions.resolve_all(list, problems))
            .unwrap_or_default();
        let follows = record
            .follows
            .as_ref()
            .map(|list| self.names.programmes.resolve_all(list, problems))
            .unwrap_or_default();
        let sources = record
            .sources
            .as_ref()
            .map(|list| self.names.documents.resolve_all(list, problems))
            .unwrap_or_default();
        let institutions: Vec<Institution> = record
            .institutions
            .iter()
            .flatten()
            .filter_map(|record| {
                let organisation = self.names.organisations.resolve(record.organisation.as_ref()?, problems);
                let funding = record.funding.as_ref().and_then(facts::money);
                Some(Institution { organisation: organisation?, role: record.role.as_ref()?.value, funding })
            })
            .collect();
        facts::check_currencies(record, problems);
        let around = Surroundings::of(entry);
        let mut short = |words: &parse::MarkedWords, problems: &mut Problems| {
            self.texts.marked(words, &around, &mut found.anchors, problems)
        };
        let phases = self.phases(record, &mut short, problems);
        let indicators = self.indicators(
            &record.indicators,
            &|written, problems| phase_at(record, written, problems),
            problems,
        );
        let period = record.period.as_ref().and_then(|record| facts::period(record, problems));
        let details = self.details(record, problems);
        Some(Programme {
            id,
            acronym,
            status: record.status.as_ref().map(|status| status.value),
            period,
            areas,
            institutions,
            budget: record.budget.as_ref().and_then(facts::money),
            regions,
            target_groups: facts::groups(&record.target_groups, self.names, problems),
            phases: phases?,
            indicators: indicators?,
            aims: facts::aims(&record.objectives, &record.results, &record.sdgs, &mut short, problems),
            follows,
            sources,
            details,
            words: words?,
        })
    }

    /// Builds the phases. Returns `None` if one of them is incomplete.
    fn phases(
        &self,
        record: &ProgrammeRecord,
        short: &mut Short<'_>,
        problems: &mut Problems,
    ) -> Option<Vec<Phase>> {
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        let taken = page_anchors(indicator_anchors(&record.indicators));
        let mut phases = Vec::new();
        for phase in record.phases.iter().flatten() {
            let Some(written) = &phase.id else {
                phases.push(None);
                continue;
            };
            if let Some(first) = seen.insert(&written.value, &written.place) {
                let message = format!("two phases have the id `{}`", parse::shorten(&written.value));
                problems.push(
                    Problem::new(&rules::DUPLICATE_ID, written.place.clone(), message)
                        .related(first.clone(), "the other one")
                        .help("give each phase an id of its own"),
                );
            }
            let id = Id::new(&written.value);
            if taken.contains(&written.value) || self.names.areas.find(&written.value).is_some() {
                let message =
                    format!("`{}` is the name of another part of the page", parse::shorten(&written.value));
                problems.push(
                    Problem::new(&rules::DUPLICATE_ID, written.place.clone(), message)
                        .help("give the phase another id"),
                );
            }
            if id.is_none() {
                let message = format!("`{}` cannot be the id of a phase", parse::shorten(&written.value));
                problems.push(Problem::new(&rules::BAD_ID, written.place.clone(), message).help(Id::GRAMMAR));
            }
            let name = phase.name.as_ref().and_then(|words| self.texts.short(words, problems));
            let period = phase.period.as_ref().and_then(|record| facts::period(record, problems));
            let note = phase.note.as_ref().and_then(|words| short(words, problems));
            let aims = facts::aims(&phase.objectives, &phase.results, &phase.sdgs, short, problems);
            let details = self.details(phase, problems);
            phases.push((|| Some(Phase { id: id?, name: name?, period, note, aims, details }))());
        }
        phases.into_iter().collect()
    }
}

/// Returns the position of a phase of the same programme.
fn phase_at(
    record: &ProgrammeRecord,
    written: &parse::Written<parse::PhaseId>,
    problems: &mut Problems,
) -> Option<usize> {
    let ids = || record.phases.iter().flatten().map(|phase| phase.id.as_ref().map(|id| id.value.as_str()));
    let found = ids().position(|id| id == Some(written.value.as_str()));
    if found.is_none() {
        let message = format!("this programme has no phase `{}`", parse::shorten(&written.value));
        let help = match did_you_mean(&written.value, ids().flatten()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids().next().is_none() => "this programme has no phases: remove the key".to_owned(),
            None => format!(
                "its phases are: {}; if the phase was deleted on purpose, remove the key",
                some_of(ids().flatten(), ", ")
            ),
        };
        problems.push(Problem::new(&rules::UNKNOWN_REFERENCE, written.place.clone(), message).help(help));
    }
    found
}
