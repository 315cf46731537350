//! The documents that the search finds, and their numbers.

use std::cmp::Reverse;

use crate::base::id::Ref;
use crate::content::catalogue::{
    Activity, Area, Catalogue, District, Municipality, Organisation, Programme, Project, SubArea, Subject,
    SupportType,
};
use crate::site::route::Site;

/// A document that the search can find.
#[derive(Clone, Copy, Debug)]
pub(super) enum Document {
    Project(Ref<Project>),
    Activity(Ref<Activity>),
    Municipality(Ref<Municipality>),
    District(Ref<District>),
    Area(Ref<Area>),
    SubArea(Ref<SubArea>),
    Programme(Ref<Programme>),
    SupportType(Ref<SupportType>),
    Organisation(Ref<Organisation>),
}

/// A kind of entry that projects refer to, with its position among the kinds.
#[derive(Clone, Copy)]
pub(super) enum EntryKind {
    Municipality = 0,
    District = 1,
    SubArea = 3,
    Programme = 4,
}

/// All documents in order: each project followed by its activities, then everything else, kind by kind.
///
/// Projects are sorted by their number of activities, so that the root can give their positions in a few numbers.
/// Within that, they are sorted by place and topic, so that the documents of a word are near each other.
pub(super) struct Documents {
    pub(super) all: Vec<Document>,
    pub(super) projects: Vec<Ref<Project>>,
    activity_counts: Vec<usize>,
    kind_counts: [usize; 7],
}

impl Documents {
    pub(super) fn new(site: &Site) -> Self {
        let catalogue = &site.catalogue;
        let mut projects: Vec<Ref<Project>> = catalogue.projects.refs().collect();
        projects.sort_by_cached_key(|at| {
            (Reverse(catalogue.projects[*at].activities.len()), place_and_topic(catalogue, *at))
        });
        let mut all = Vec::new();
        for at in &projects {
            all.push(Document::Project(*at));
            all.extend(catalogue.projects[*at].activities().map(Document::Activity));
        }
        all.extend(catalogue.municipalities.refs().map(Document::Municipality));
        all.extend(catalogue.districts.refs().map(Document::District));
        all.extend(catalogue.areas.refs().map(Document::Area));
        all.extend(catalogue.sub_areas.refs().map(Document::SubArea));
        all.extend(catalogue.programmes.refs().map(Document::Programme));
        all.extend(catalogue.support_types.refs().map(Document::SupportType));
        all.extend(catalogue.organisations.refs().map(Document::Organisation));
        let activity_counts = projects.iter().map(|at| catalogue.projects[*at].activities.len()).collect();
        let kind_counts = [
            catalogue.municipalities.len(),
            catalogue.districts.len(),
            catalogue.areas.len(),
            catalogue.sub_areas.len(),
            catalogue.programmes.len(),
            catalogue.support_types.len(),
            catalogue.organisations.len(),
        ];
        Documents { all, projects, activity_counts, kind_counts }
    }

    /// Returns all documents except projects and activities.
    pub(super) fn entries(&self) -> &[Document] {
        &self.all[self.all.len() - self.kind_counts.iter().sum::<usize>()..]
    }

    /// Returns the position among the entries of the entry with this index in its kind.
    pub(super) fn entry(&self, kind: EntryKind, index: usize) -> usize {
        self.kind_counts[..kind as usize].iter().sum::<usize>() + index
    }

    /// Encodes the numbers of activities, each with the number of projects that have so many.
    pub(super) fn activity_counts(&self) -> String {
        let runs = self.activity_counts.chunk_by(|a, b| a == b);
        super::encode::numbers(runs.flat_map(|run| [run[0], run.len()]))
    }

    /// Returns the kinds of entries: name, number of entries, and the page that lists them.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (&'static str, usize, Subject)> {
        let kinds = [
            ("municipality", Subject::Municipalities),
            ("district", Subject::Districts),
            ("area", Subject::Areas),
            ("sub-area", Subject::Areas),
            ("programme", Subject::Programmes),
            ("support-type", Subject::SupportTypes),
            ("organisation", Subject::Organisations),
        ];
        kinds.into_iter().zip(self.kind_counts).map(|((kind, list), count)| (kind, count, list))
    }
}

fn place_and_topic(
    catalogue: &Catalogue,
    at: Ref<Project>,
) -> (Option<Ref<District>>, Option<Ref<Municipality>>, Ref<SubArea>) {
    let project = &catalogue.projects[at];
    let first = project.activities().next().map(|at| &catalogue.activities[at]);
    let municipality = first.and_then(Activity::municipality);
    let district = first.and_then(|activity| catalogue.district_of(activity));
    (district, municipality, project.sub_area)
}
