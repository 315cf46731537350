//! Defines the published parts of a catalogue other than pages and data files: feeds, pictures, files, data of pages.

use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::base::file_type::FileType;

/// The destination of a link within the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page, or a place on it.
    Page(Subject, Option<String>),
    /// A place on the same page.
    Here(String),
    /// A file of open data.
    Data(DataFile),
    /// A document or picture.
    File(FilePath),
}

/// The path of a document or picture below `files/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(pub Arc<str>);

/// A document or picture that is published.
#[derive(Clone, Debug)]
pub struct PublishedFile {
    /// Its path on the site.
    pub path: FilePath,
    /// The path to copy it from.
    pub from: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// What it is by its first bytes.
    pub found: FileType,
    /// Its width and height, if it is a picture.
    pub pixels: Option<(u32, u32)>,
    /// Whether pages may show it: what belongs to the catalogue's documents is only linked to.
    pub is_shown: bool,
}

/// An entry whose page lists its activities. These are also published as data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivitySubset(Subject);

impl ActivitySubset {
    /// Returns the subset of activities that the page about a subject lists, if it lists any.
    pub fn of(subject: Subject) -> Option<ActivitySubset> {
        subject.lists_activities().then_some(ActivitySubset(subject))
    }

    /// Returns the subject of its page.
    pub fn subject(self) -> Subject {
        self.0
    }

    /// Returns every subset of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = ActivitySubset> {
        let kinds = Subject::LISTS.iter().flat_map(|list| list.listed_kinds());
        kinds.flat_map(|kind| catalogue.entries(*kind)).filter_map(ActivitySubset::of)
    }

    /// Returns its activities, in the order of projects and municipalities.
    pub fn activities(self, index: &ActivityIndex) -> &[Ref<Activity>] {
        index.of(self.0)
    }
}

/// An Open Graph image: a map of activities, shown where a page is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Picture {
    /// A map of all activities.
    Catalogue,
    /// A map of the activities of a programme that has some.
    Programme(Ref<Programme>),
}

impl Picture {
    /// Returns the picture for the pages about a subject.
    pub fn of(subject: Subject, catalogue: &Catalogue) -> Picture {
        let programme = match subject {
            Subject::Programme(at) => Some(at),
            Subject::Project(at) => Some(catalogue.projects[at].programme),
            _ => None,
        };
        programme.and_then(|at| Picture::of_programme(at, catalogue)).unwrap_or(Picture::Catalogue)
    }

    /// Returns every picture of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = Picture> {
        let own = catalogue.programmes.refs().filter_map(|at| Picture::of_programme(at, catalogue));
        std::iter::once(Picture::Catalogue).chain(own)
    }

    fn of_programme(at: Ref<Programme>, catalogue: &Catalogue) -> Option<Picture> {
        let mut activities = catalogue.index.of(Subject::Programme(at)).iter();
        let is_on_map =
            |activity: &Ref<Activity>| catalogue.district_of(&catalogue.activities[*activity]).is_some();
        activities.any(is_on_map).then_some(Picture::Programme(at))
    }
}

/// The format of a data file with a subset of the activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SliceFormat {
    /// One row for each activity.
    Csv,
    /// One object for each activity.
    Json,
}

impl SliceFormat {
    /// Both formats.
    pub const ALL: [SliceFormat; 2] = [SliceFormat::Csv, SliceFormat::Json];

    /// Returns the ending of file names.
    pub const fn ending(self) -> &'static str {
        match self {
            SliceFormat::Csv => "csv",
            SliceFormat::Json => "json",
        }
    }
}

/// A feed of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// The whole catalogue.
    Site,
    /// A programme and its projects.
    Programme(Ref<Programme>),
    /// A municipality and the projects in it.
    Municipality(Ref<Municipality>),
    /// The projects of an area.
    Area(Ref<Area>),
    /// All documents.
    Documents,
    /// All posts.
    Posts,
}

impl Feed {
    /// Returns every feed of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = Feed> + use<> {
        let programmes = catalogue.programmes.refs().map(Feed::Programme);
        let municipalities = catalogue.municipalities.refs().map(Feed::Municipality);
        let areas = catalogue.areas.refs().map(Feed::Area);
        let lists = [Feed::Documents, Feed::Posts].into_iter();
        let lists = lists.filter(|feed| catalogue.has_page(feed.subject())).collect::<Vec<_>>();
        std::iter::once(Feed::Site).chain(programmes).chain(municipalities).chain(areas).chain(lists)
    }

    /// Returns the feed to which the page about a subject links, if any.
    pub fn of(subject: Subject) -> Option<Feed> {
        match subject {
            Subject::Home | Subject::Changes => Some(Feed::Site),
            Subject::Programme(at) => Some(Feed::Programme(at)),
            Subject::Municipality(at) => Some(Feed::Municipality(at)),
            Subject::Area(at) => Some(Feed::Area(at)),
            Subject::Documents => Some(Feed::Documents),
            Subject::Posts => Some(Feed::Posts),
            _ => None,
        }
    }

    /// Returns the subject of the page whose changes it reports.
    pub fn subject(self) -> Subject {
        match self {
            Feed::Site => Subject::Home,
            Feed::Programme(at) => Subject::Programme(at),
            Feed::Municipality(at) => Subject::Municipality(at),
            Feed::Area(at) => Subject::Area(at),
            Feed::Documents => Subject::Documents,
            Feed::Posts => Subject::Posts,
        }
    }
}

/// A file for calendars with deadlines of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// The deadlines of all calls that have one.
    AllCalls,
    /// The deadline of a call.
    Call(Ref<Post>),
}

impl Calendar {
    /// Returns every calendar of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = Calendar> + use<> {
        let calls: Vec<Calendar> =
            catalogue.calls_with_deadlines().map(|(at, _)| Calendar::Call(at)).collect();
        calls.first().map(|_| Calendar::AllCalls).into_iter().chain(calls.clone())
    }

    /// Returns the calendar to which the page about a subject links, if any.
    pub fn of(subject: Subject, catalogue: &Catalogue) -> Option<Calendar> {
        let calendar = match subject {
            Subject::Post(at) => Calendar::Call(at),
            Subject::PostGroup(PostGroup::Kind(PostKind::Call)) => Calendar::AllCalls,
            _ => return None,
        };
        let has_deadline = match calendar {
            Calendar::AllCalls => catalogue.calls_with_deadlines().next().is_some(),
            Calendar::Call(at) => catalogue.deadline(at).is_some(),
        };
        has_deadline.then_some(calendar)
    }

    /// Returns the subject of the page in whose folder it is.
    pub fn subject(self) -> Subject {
        match self {
            Calendar::AllCalls => Subject::PostGroup(PostGroup::Kind(PostKind::Call)),
            Calendar::Call(at) => Subject::Post(at),
        }
    }
}
