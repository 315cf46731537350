//! Checks the indicators of programmes and projects.

use std::collections::BTreeMap;

use super::builder::Builder;
use crate::base::id::Id;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{Actual, Indicator, Measure, Unit};
use crate::content::parse::{self, IndicatorRecord, MeasureRecord, PhaseId, SharedWords, Written};

/// Resolves the phase of an indicator.
pub(super) type FindPhase<'f> = dyn Fn(&Written<PhaseId>, &mut Problems) -> Option<usize> + 'f;

impl Builder<'_> {
    /// Builds the indicators of a programme or project. `None` if an error leaves one incomplete.
    pub(super) fn indicators(
        &self,
        records: &Option<Vec<IndicatorRecord>>,
        find_phase: &FindPhase<'_>,
        problems: &mut Problems,
    ) -> Option<Vec<Indicator>> {
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        let mut built = Vec::new();
        for record in records.iter().flatten() {
            if let Some(id) = &record.id
                && let Some(first) = seen.insert(&id.value, &id.place)
            {
                let message = format!("two indicators have the id `{}`", parse::shorten(&id.value));
                problems.push(
                    Problem::new(&rules::DUPLICATE_ID, id.place.clone(), message)
                        .related(first.clone(), "the other one")
                        .help("give each indicator an id of its own"),
                );
            }
            built.push(self.indicator(record, find_phase, problems));
        }
        built.into_iter().collect()
    }

    fn indicator(
        &self,
        record: &IndicatorRecord,
        find_phase: &FindPhase<'_>,
        problems: &mut Problems,
    ) -> Option<Indicator> {
        let id = record.id.as_ref().and_then(|written| {
            let id = Id::new(&written.value);
            if id.is_none() {
                let message =
                    format!("`{}` cannot be the id of an indicator", parse::shorten(&written.value));
                problems.push(Problem::new(&rules::BAD_ID, written.place.clone(), message).help(Id::GRAMMAR));
            }
            id
        });
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let unit = record.unit.as_ref().and_then(|unit| self.unit(unit, problems));
        let phase = record.phase.as_ref().and_then(|phase| find_phase(phase, problems));
        let (baseline, target) = (measure(&record.baseline), measure(&record.target));
        let mut actual: Vec<Actual> = Vec::new();
        for record in record.actual.iter().flatten() {
            let source = record.source.as_ref().and_then(|id| self.names.documents.resolve(id, problems));
            let municipality =
                record.municipality.as_ref().and_then(|id| self.names.municipalities.resolve(id, problems));
            if let (Some(value), Some(date)) = (&record.value, &record.date) {
                actual.push(Actual { value: value.value, date: date.value, source, municipality });
            }
        }
        actual.sort_by_key(|actual| actual.date.first_day());
        check_dates(record, problems);
        // One that cannot be read has been reported.
        let is_written = record.baseline.is_some()
            || record.target.is_some()
            || record.actual.as_ref().is_some_and(|values| !values.is_empty());
        if !is_written && !record.broken {
            problems.push(
                Problem::new(&rules::MISSING_KEY, record.place.clone(), "this indicator has no value")
                    .help("add `target:`, `actual:` or `baseline:`"),
            );
        }
        Some(Indicator { id: id?, name: name?, kind: record.kind?, unit, phase, baseline, target, actual })
    }

    fn unit(&self, unit: &SharedWords, problems: &mut Problems) -> Option<Unit> {
        match unit.once() {
            Some("percent") => Some(Unit::Percent),
            _ => self.texts.short(&unit.words, problems).map(Unit::Things),
        }
    }
}

fn measure(record: &Option<MeasureRecord>) -> Option<Measure> {
    let record = record.as_ref()?;
    let date = record.date.as_ref().map(|date| date.value);
    Some(Measure { value: record.value.as_ref()?.value, date })
}

/// Reports a target that is due before its baseline.
fn check_dates(record: &IndicatorRecord, problems: &mut Problems) {
    let date = |measure: &'_ Option<MeasureRecord>| measure.as_ref().and_then(|record| record.date.clone());
    if let (Some(before), Some(due)) = (date(&record.baseline), date(&record.target))
        && due.value.last_day() < before.value.first_day()
    {
        let message = format!("the target is for {}, before the baseline", due.value);
        problems.push(
            Problem::new(&rules::PERIOD, due.place, message)
                .related(before.place, format!("the baseline, {}", before.value))
                .help("correct one of the two dates"),
        );
    }
}
