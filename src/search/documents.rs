//! The documents that the search finds, and their numbers.

use std::cmp::Reverse;

use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, Catalogue, District, Municipality, Project, SubArea, Subject};
use crate::site::route::Site;

/// A document that the search can find.
#[derive(Clone, Copy, Debug)]
pub(super) enum Document {
    Project(Ref<Project>),
    Activity(Ref<Activity>),
    /// An entry of one of [`KINDS`].
    Entry(Subject),
}

/// The other kinds that the search finds, in the order of their documents. Organisations come last because
/// their texts are not shown.
const KINDS: [Kind; 10] = [
    Kind::Municipality,
    Kind::District,
    Kind::Area,
    Kind::SubArea,
    Kind::Programme,
    Kind::SupportType,
    Kind::TargetGroup,
    Kind::Document,
    Kind::Post,
    Kind::Organisation,
];

/// All documents in order: each project followed by its activities, then everything else, kind by kind.
///
/// Projects are sorted by their number of activities, so that the root can give their positions in a few numbers.
/// Within that, they are sorted by place and topic, so that the documents of a word are near each other.
pub(super) struct Documents {
    pub(super) all: Vec<Document>,
    pub(super) projects: Vec<Ref<Project>>,
    activity_counts: Vec<usize>,
    kind_counts: [usize; KINDS.len()],
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
        all.extend(KINDS.into_iter().flat_map(|kind| catalogue.entries(kind)).map(Document::Entry));
        let activity_counts = projects.iter().map(|at| catalogue.projects[*at].activities.len()).collect();
        let kind_counts = KINDS.map(|kind| catalogue.count(kind));
        Documents { all, projects, activity_counts, kind_counts }
    }

    /// Returns all documents except projects and activities.
    pub(super) fn entries(&self) -> &[Document] {
        &self.all[self.all.len() - self.kind_counts.iter().sum::<usize>()..]
    }

    /// Returns the position among the entries of an entry.
    pub(super) fn position(&self, entry: Subject) -> Option<usize> {
        let (kind, at) = entry.entry_at()?;
        let before = KINDS.iter().position(|other| *other == kind)?;
        Some(self.kind_counts[..before].iter().sum::<usize>() + at)
    }

    /// Returns the number of entries of the kinds by which results are narrowed, which come first.
    pub(super) fn listed(&self) -> usize {
        let others = KINDS.iter().zip(self.kind_counts).skip_while(|(kind, _)| **kind != Kind::TargetGroup);
        self.entries().len() - others.skip(1).map(|(_, count)| count).sum::<usize>()
    }

    /// Encodes the numbers of activities, each with the number of projects that have so many.
    pub(super) fn activity_counts(&self) -> String {
        let runs = self.activity_counts.chunk_by(|a, b| a == b);
        super::encode::numbers(runs.flat_map(|run| [run[0], run.len()]))
    }

    /// Returns the kinds of entries: name, number of entries, and the page that lists them.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (String, usize, Subject)> {
        let kinds = KINDS.into_iter().zip(self.kind_counts);
        kinds.filter_map(|(kind, count)| Some((kind.noun().replace(' ', "-"), count, Subject::list(kind)?)))
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
