//! Finds the activities of a programme, a place, a topic or an organisation.

use super::programme::Programme;
use super::project::{Activity, Party, Project};
use super::{Catalogue, Organisation, Subject};
use crate::base::id::{PerKind, Ref};

/// An index of the activities of each programme, municipality and so on. Each list is in the order of the activities.
#[derive(Debug, Default)]
pub struct ActivityIndex {
    /// By the entry whose page lists them.
    listed: PerKind<Vec<Vec<Ref<Activity>>>>,
    /// By municipality that an activity names as a partner or location, other than its own.
    pub naming: Vec<Vec<Ref<Activity>>>,
    /// Organisations by the municipality of their seat.
    pub seated: Vec<Vec<Ref<Organisation>>>,
    /// The programmes in which each organisation has a role, each with the role's position in its institutions.
    pub roles: Vec<Vec<(Ref<Programme>, usize)>>,
    /// The parts of each project.
    pub parts: Vec<Vec<Ref<Project>>>,
    /// By activity, what its project's page shows of it.
    shows: Vec<Shows>,
}

/// What the page of a project shows of one of its activities: only what is not the same for all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shows {
    /// Its implementers.
    pub implementers: bool,
    /// Its partners.
    pub partners: bool,
    /// More than its place.
    pub details: bool,
}

impl Shows {
    /// Returns what is shown of the activities of a project, in their order.
    fn of_activities<'a>(
        catalogue: &'a Catalogue,
        project: &'a Project,
    ) -> impl Iterator<Item = (Ref<Activity>, Shows)> + use<'a> {
        let all = || project.activities().map(|at| &catalogue.activities[at]);
        let differs =
            |list: fn(&Activity) -> &Vec<Party>| all().zip(all().skip(1)).any(|(a, b)| list(a) != list(b));
        let implementers = differs(|activity| &activity.implementers);
        let partners = differs(|activity| &activity.partners);
        project.activities().map(move |at| {
            let activity = &catalogue.activities[at];
            let details = implementers && !activity.implementers.is_empty()
                || partners && !activity.partners.is_empty()
                || !activity.partner_municipalities.is_empty()
                || !activity.locations.is_empty()
                || !activity.funding.is_empty()
                || activity.note.is_some()
                || activity.support != project.support
                || activity.target_groups != project.target_groups
                || activity.sources != project.sources
                || activity.status != project.status && activity.status.is_some()
                || activity.period != project.period && activity.period.is_some();
            (at, Shows { implementers, partners, details })
        })
    }
}

impl ActivityIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        fn empty<T: Clone>(len: usize) -> Vec<Vec<T>> {
            vec![Vec::new(); len]
        }
        let mut index = ActivityIndex {
            listed: PerKind::from_fn(|kind| empty(catalogue.count(kind))),
            naming: empty(catalogue.municipalities.len()),
            seated: empty(catalogue.municipalities.len()),
            roles: empty(catalogue.organisations.len()),
            parts: empty(catalogue.projects.len()),
            shows: vec![Shows::default(); catalogue.activities.len()],
        };
        for (at, activity) in catalogue.activities.iter() {
            for subject in catalogue.listed_on(activity) {
                if let Some(list) = subject.among_mut(&mut index.listed) {
                    list.push(at);
                }
            }
            let named = activity.partner_municipalities.iter().chain(&activity.locations);
            for municipality in named.filter(|named| Some(**named) != activity.municipality()) {
                push_once(&mut index.naming[municipality.index()], at);
            }
        }
        for (at, programme) in catalogue.programmes.iter() {
            for (position, institution) in programme.institutions.iter().enumerate() {
                index.roles[institution.organisation.index()].push((at, position));
            }
        }
        for (at, project) in catalogue.projects.iter() {
            if let Some(whole) = project.part_of {
                index.parts[whole.index()].push(at);
            }
            for (activity, shows) in Shows::of_activities(catalogue, project) {
                index.shows[activity.index()] = shows;
            }
        }
        for (at, organisation) in catalogue.organisations.iter() {
            if let Some(municipality) = organisation.municipality {
                index.seated[municipality.index()].push(at);
            }
        }
        index
    }

    /// Returns what the page of its project shows of an activity.
    pub fn shows(&self, activity: Ref<Activity>) -> Shows {
        self.shows[activity.index()]
    }

    /// Returns the activities that the page of an entry lists. Other pages have none.
    pub fn of(&self, subject: Subject) -> &[Ref<Activity>] {
        subject.among(&self.listed).map_or(&[], Vec::as_slice)
    }
}

/// Adds an activity unless it is the last one in the list already.
fn push_once(list: &mut Vec<Ref<Activity>>, at: Ref<Activity>) {
    if list.last() != Some(&at) {
        list.push(at);
    }
}
