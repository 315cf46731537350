//! Finds the activities of a programme, a place, a topic or an organisation.

use super::project::{Activity, Project};
use super::{Catalogue, Organisation};
use crate::base::id::Ref;

/// An index of the activities of each programme, municipality and so on. Each list is in the order of the activities.
#[derive(Debug, Default)]
pub struct ActivityIndex {
    /// By programme.
    pub programme: Vec<Vec<Ref<Activity>>>,
    /// By municipality.
    pub municipality: Vec<Vec<Ref<Activity>>>,
    /// By district.
    pub district: Vec<Vec<Ref<Activity>>>,
    /// By area.
    pub area: Vec<Vec<Ref<Activity>>>,
    /// By sub-area.
    pub sub_area: Vec<Vec<Ref<Activity>>>,
    /// By support type.
    pub support_type: Vec<Vec<Ref<Activity>>>,
    /// By organisation, as implementer or partner.
    pub organisation: Vec<Vec<Ref<Activity>>>,
    /// By municipality that an activity names as a partner or location, other than its own.
    pub naming: Vec<Vec<Ref<Activity>>>,
    /// Organisations by the municipality of their seat.
    pub seated: Vec<Vec<Ref<Organisation>>>,
    /// The parts of each project.
    pub parts: Vec<Vec<Ref<Project>>>,
}

impl ActivityIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        fn empty<T: Clone>(len: usize) -> Vec<Vec<T>> {
            vec![Vec::new(); len]
        }
        let mut index = ActivityIndex {
            programme: empty(catalogue.programmes.len()),
            municipality: empty(catalogue.municipalities.len()),
            district: empty(catalogue.districts.len()),
            area: empty(catalogue.areas.len()),
            sub_area: empty(catalogue.sub_areas.len()),
            support_type: empty(catalogue.support_types.len()),
            organisation: empty(catalogue.organisations.len()),
            naming: empty(catalogue.municipalities.len()),
            seated: empty(catalogue.municipalities.len()),
            parts: empty(catalogue.projects.len()),
        };
        for (at, activity) in catalogue.activities.iter() {
            let project = &catalogue.projects[activity.project];
            index.programme[project.programme.index()].push(at);
            if let Some(municipality) = activity.municipality() {
                index.municipality[municipality.index()].push(at);
            }
            if let Some(district) = catalogue.district_of(activity) {
                index.district[district.index()].push(at);
            }
            index.area[catalogue.sub_areas[project.sub_area].area.index()].push(at);
            index.sub_area[project.sub_area.index()].push(at);
            index.support_type[activity.support.index()].push(at);
            for organisation in activity.implementers.iter().chain(&activity.partners) {
                push_once(&mut index.organisation[organisation.index()], at);
            }
            let named = activity.partner_municipalities.iter().chain(&activity.locations);
            for municipality in named.filter(|named| Some(**named) != activity.municipality()) {
                push_once(&mut index.naming[municipality.index()], at);
            }
        }
        for (at, project) in catalogue.projects.iter() {
            if let Some(whole) = project.part_of {
                index.parts[whole.index()].push(at);
            }
        }
        for (at, organisation) in catalogue.organisations.iter() {
            if let Some(municipality) = organisation.municipality {
                index.seated[municipality.index()].push(at);
            }
        }
        index
    }
}

/// Adds an activity unless it is the last one in the list already.
fn push_once(list: &mut Vec<Ref<Activity>>, at: Ref<Activity>) {
    if list.last() != Some(&at) {
        list.push(at);
    }
}
