//! Limits the names that the whole catalogue repeats: activities inherit the lists of their project, and in the IATI
//! report, projects inherit those who pay for their programme. A short file could fill gigabytes of data.

use std::collections::HashMap;

use super::builder::Builder;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{Entry, InstitutionRecord, ProjectRecord, Role};

/// The maximum number of names that activities, and the projects of the IATI report, may repeat together.
const MOST_NAMES: usize = 1_000_000;

/// A sum, and the largest part of it with its place.
#[derive(Default)]
struct Total {
    names: usize,
    largest: Option<(usize, Place)>,
}

impl Total {
    fn add<T>(&mut self, entry: &Entry<T>, names: usize) {
        self.names += names;
        if self.largest.as_ref().is_none_or(|(most, _)| names > *most) {
            self.largest = Some((names, Place::start_of(&entry.first_file)));
        }
    }

    /// Returns whether the sum is within the limit. Otherwise reports it at its largest part. `message` and `help` get
    /// the number of names.
    fn fits(
        self,
        message: impl Fn(usize) -> String,
        help: impl Fn(usize) -> String,
        problems: &mut Problems,
    ) -> bool {
        match self.largest {
            Some((most, place)) if self.names > MOST_NAMES => {
                let message = format!("{}, but there may be at most {MOST_NAMES}", message(self.names));
                problems.push(Problem::new(&rules::TOO_MANY_IN_ALL, place, message).help(help(most)));
                false
            }
            _ => true,
        }
    }
}

impl Builder<'_> {
    /// Returns whether the lists of all activities, and of the IATI report, have few enough names. Reports too many.
    pub(super) fn check_totals(&self, problems: &mut Problems) -> bool {
        let mut of_activities = Total::default();
        for entry in &self.records.projects {
            of_activities.add(entry, entry.facts.as_ref().map_or(0, names_of_activities));
        }
        let activities_fit = of_activities.fits(
            |names| format!("the lists of all activities, including those of their projects, have {names} names"),
            |most| {
                format!(
                    "name fewer organisations, places and sources; most of the names, {most}, are in this project, \
                     whose activities repeat its lists unless they have their own"
                )
            },
            problems,
        );
        activities_fit & (!self.texts.reports_to_iati || self.payers_fit(problems))
    }

    /// Returns whether few enough institutions of programmes are repeated in the IATI report. Reports too many.
    fn payers_fit(&self, problems: &mut Problems) -> bool {
        let mut projects: HashMap<&str, usize> = HashMap::new();
        for project in self.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            if let Some(programme) = &project.programme {
                *projects.entry(programme.value.as_str()).or_default() += 1;
            }
        }
        let is_repeated = |part: &&InstitutionRecord| {
            let role = part.role.as_ref().map(|role| role.value);
            matches!(role, Some(Role::Funder | Role::ContractingAuthority | Role::Responsible))
        };
        let mut repeated = Total::default();
        for entry in &self.records.programmes {
            let institutions = entry.facts.iter().flat_map(|facts| facts.institutions.iter().flatten());
            let projects = projects.get(&*entry.id).copied().unwrap_or_default();
            repeated.add(entry, institutions.filter(is_repeated).count() * projects);
        }
        repeated.fits(
            |names| format!("the projects of the IATI report would repeat {names} institutions of programmes"),
            |most| {
                format!(
                    "name fewer institutions that pay or are responsible; most of the names, {most}, are of this \
                     programme, whose projects repeat them"
                )
            },
            problems,
        )
    }
}

/// Returns the number of names in the lists of a project's activities.
fn names_of_activities(project: &ProjectRecord) -> usize {
    fn length<T>(list: &Option<Vec<T>>, otherwise: usize) -> usize {
        list.as_ref().map_or(otherwise, Vec::len)
    }
    let implementers = length(&project.implementers, 0);
    let partners = length(&project.partners, 0);
    let sources = length(&project.sources, 0);
    let names = project.activities.iter().flatten().map(|activity| {
        length(&activity.implementers, implementers)
            + length(&activity.partners, partners)
            + length(&activity.sources, sources)
            + length(&activity.partner_municipalities, 0)
            + length(&activity.locations, 0)
    });
    names.sum()
}
