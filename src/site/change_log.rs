//! When entries were added, changed and removed: the history of the content, by what it is about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::date::{Moment, PartialDate};
use crate::base::id::{Id, Kind, Ref};
use crate::content::catalogue::{Activity, Catalogue, Municipality, Programme, Project, Subject};
use crate::content::git::{Commit, History, Touch};

/// A commit that touches more entries than this rearranges the content; it is no change of each of them.
const AT_ONCE: usize = 20;

/// After how many changes no earlier day is told of.
const TOLD: usize = 200;

/// What the history says about the entries of a catalogue.
#[derive(Debug)]
pub struct ChangeLog {
    began: Moment,
    last_change: Moment,
    own: Own,
    shown: Shown,
    /// The last change below each path: `projects`, `areas.yaml`, `pages/about`.
    paths: BTreeMap<String, Moment>,
    /// The ids under which entries were added, where they have others now.
    first_ids: BTreeMap<Entry, String>,
    recent: Vec<(Ref<Project>, Moment)>,
    days: Vec<Day>,
}

/// An entry that has a folder of its own, and so a history of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A programme.
    Programme(Ref<Programme>),
    /// A project.
    Project(Ref<Project>),
    /// A municipality.
    Municipality(Ref<Municipality>),
}

impl Entry {
    /// The subject of its page.
    pub fn subject(self) -> Subject {
        match self {
            Entry::Programme(at) => Subject::Programme(at),
            Entry::Project(at) => Subject::Project(at),
            Entry::Municipality(at) => Subject::Municipality(at),
        }
    }

    /// Its kind and its id.
    pub fn name(self, catalogue: &Catalogue) -> (Kind, &Id) {
        match self {
            Entry::Programme(at) => (Kind::Programme, &catalogue.programmes[at].id),
            Entry::Project(at) => (Kind::Project, &catalogue.projects[at].id),
            Entry::Municipality(at) => (Kind::Municipality, &catalogue.municipalities[at].id),
        }
    }
}

/// The days of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// When it was added.
    pub added: Moment,
    /// When anything in its folder was last changed.
    touched: Moment,
    /// When it was last added, or changed by a commit that is about few entries.
    news: Option<Moment>,
    /// When it was last touched by a commit that is about few entries.
    alone: Option<Moment>,
}

/// What happened on a day.
#[derive(Debug)]
pub struct Day {
    /// The day.
    pub day: PartialDate,
    /// What was not there before.
    pub added: Vec<Entry>,
    /// What is another one than before.
    pub changed: Vec<Entry>,
    /// What is not there any more, by kind and id.
    pub removed: Vec<(Kind, String)>,
}

/// The days of entries with folders.
#[derive(Debug)]
struct Own {
    programmes: Vec<Option<Dates>>,
    projects: Vec<Option<Dates>>,
    municipalities: Vec<Option<Dates>>,
}

impl Own {
    fn get(&self, entry: Entry) -> Option<Dates> {
        match entry {
            Entry::Programme(at) => self.programmes[at.index()],
            Entry::Project(at) => self.projects[at.index()],
            Entry::Municipality(at) => self.municipalities[at.index()],
        }
    }

    fn get_mut(&mut self, entry: Entry) -> &mut Option<Dates> {
        match entry {
            Entry::Programme(at) => &mut self.programmes[at.index()],
            Entry::Project(at) => &mut self.projects[at.index()],
            Entry::Municipality(at) => &mut self.municipalities[at.index()],
        }
    }
}

/// The last changes of what the pages of entries list: of their projects.
#[derive(Debug)]
struct Shown {
    programmes: Vec<Option<Moment>>,
    municipalities: Vec<Option<Moment>>,
    districts: Vec<Option<Moment>>,
    areas: Vec<Option<Moment>>,
    sub_areas: Vec<Option<Moment>>,
    support_types: Vec<Option<Moment>>,
    organisations: Vec<Option<Moment>>,
}

impl Shown {
    fn new(catalogue: &Catalogue, own: &Own) -> Self {
        let index = &catalogue.index;
        let touched = |at: &Ref<Activity>| {
            own.projects[catalogue.activities[*at].project.index()].map(|dates| dates.touched)
        };
        let last = |lists: &[Vec<Ref<Activity>>]| -> Vec<Option<Moment>> {
            lists.iter().map(|list| list.iter().filter_map(touched).max()).collect()
        };
        let mut organisations = last(&index.organisation);
        for (at, programme) in catalogue.programmes.iter() {
            let touched = own.programmes[at.index()].map(|dates| dates.touched);
            for institution in &programme.institutions {
                let last = &mut organisations[institution.organisation.index()];
                *last = (*last).max(touched);
            }
        }
        Shown {
            programmes: last(&index.programme),
            municipalities: last(&index.municipality),
            districts: last(&index.district),
            areas: last(&index.area),
            sub_areas: last(&index.sub_area),
            support_types: last(&index.support_type),
            organisations,
        }
    }
}

/// What a commit touches.
#[derive(Default)]
struct Touched {
    /// What happened to each entry, and the name of its folder.
    entries: BTreeMap<Entry, (Touch, String)>,
    /// What is no entry any more.
    gone: Vec<(Kind, String)>,
}

/// The entries by the names of their folders, also by those of earlier.
struct Folders<'a>(BTreeMap<(Kind, &'a str), Entry>);

impl<'a> Folders<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        let mut folders = BTreeMap::new();
        let mut add = |kind: Kind, id: &'a Id, aliases: &'a [Id], entry: Entry| {
            for id in aliases.iter().chain([id]) {
                folders.insert((kind, id.as_str()), entry);
            }
        };
        for (at, programme) in catalogue.programmes.iter() {
            add(Kind::Programme, &programme.id, &programme.aliases, Entry::Programme(at));
        }
        for (at, project) in catalogue.projects.iter() {
            add(Kind::Project, &project.id, &project.aliases, Entry::Project(at));
        }
        for (at, municipality) in catalogue.municipalities.iter() {
            add(Kind::Municipality, &municipality.id, &municipality.aliases, Entry::Municipality(at));
        }
        Folders(folders)
    }

    fn touched(&self, commit: &Commit) -> Touched {
        let mut touched = Touched::default();
        for (path, touch) in &commit.touched {
            let Some((kind, id)) = folder(path) else { continue };
            match self.0.get(&(kind, id)) {
                Some(entry) => {
                    let here = touched.entries.entry(*entry).or_insert_with(|| (*touch, id.to_owned()));
                    if here.0 != *touch {
                        // It went from one folder to another.
                        *here = (Touch::Changed, id.to_owned());
                    }
                }
                None if *touch == Touch::Removed => touched.gone.push((kind, id.to_owned())),
                None => {}
            }
        }
        touched
    }
}

/// The kind and the id of the entry in a folder.
fn folder(path: &str) -> Option<(Kind, &str)> {
    let (collection, id) = path.split_once('/')?;
    let kind = match collection {
        "programmes" => Kind::Programme,
        "projects" => Kind::Project,
        "municipalities" => Kind::Municipality,
        _ => return None,
    };
    Some((kind, id))
}

#[derive(Default)]
struct Events {
    added: BTreeSet<Entry>,
    changed: BTreeSet<Entry>,
    removed: BTreeSet<(Kind, String)>,
}

impl Events {
    fn len(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }

    /// What was added on a day was not changed on it.
    fn on(self, day: PartialDate) -> Day {
        Day {
            day,
            changed: self.changed.difference(&self.added).copied().collect(),
            added: self.added.into_iter().collect(),
            removed: self.removed.into_iter().collect(),
        }
    }
}

impl ChangeLog {
    /// Takes what the history says about the entries of a catalogue.
    pub fn new(catalogue: &Catalogue, history: &History) -> Self {
        let folders = Folders::new(catalogue);
        let mut own = Own {
            programmes: vec![None; catalogue.programmes.len()],
            projects: vec![None; catalogue.projects.len()],
            municipalities: vec![None; catalogue.municipalities.len()],
        };
        let mut paths: BTreeMap<String, Moment> = BTreeMap::new();
        let mut first_ids = BTreeMap::new();
        let mut days: BTreeMap<_, (PartialDate, Events)> = BTreeMap::new();
        for commit in &history.commits {
            let (at, day) = (commit.at, commit.at.day());
            let is_alone = commit.touched.keys().filter(|path| folder(path).is_some()).count() <= AT_ONCE;
            for path in commit.touched.keys() {
                let collection = folder(path).and_then(|_| path.split('/').next()).unwrap_or(path);
                let last = paths.entry(collection.to_owned()).or_insert(at);
                *last = at.max(*last);
            }
            let Touched { entries, gone } = folders.touched(commit);
            let (_, events) = days.entry(day.first_day()).or_insert_with(|| (day, Events::default()));
            events.removed.extend(gone);
            for (entry, (touch, id)) in entries {
                own.get_mut(entry).get_or_insert_with(|| Dates::of(at)).take_in(at, touch, is_alone);
                match touch {
                    Touch::Added => _ = events.added.insert(entry),
                    Touch::Changed | Touch::Removed if is_alone => _ = events.changed.insert(entry),
                    Touch::Changed | Touch::Removed => {}
                }
                first_ids.insert(entry, id);
            }
        }
        first_ids.retain(|entry, id| entry.name(catalogue).1.as_str() != id);
        let mut recent: Vec<(Ref<Project>, Moment)> =
            catalogue.projects.refs().filter_map(|at| Some((at, own.projects[at.index()]?.alone?))).collect();
        recent.sort_by_key(|(at, moment)| (Reverse(*moment), *at));
        ChangeLog {
            began: history.began,
            last_change: history.last_change,
            shown: Shown::new(catalogue, &own),
            own,
            paths,
            first_ids,
            recent,
            days: told(days.into_values().rev()),
        }
    }

    /// When the first commit of the content was made.
    pub fn began(&self) -> Moment {
        self.began
    }

    /// When the last commit of the content was made.
    pub fn last_change(&self) -> Moment {
        self.last_change
    }

    /// The days of an entry; nothing where it is in no commit yet.
    pub fn dates(&self, entry: Entry) -> Option<Dates> {
        self.own.get(entry)
    }

    /// The id under which an entry was added, where it has another one now.
    pub fn first_id(&self, entry: Entry) -> Option<&str> {
        self.first_ids.get(&entry).map(String::as_str)
    }

    /// The projects that were changed by themselves, the last one first.
    pub fn recent_projects(&self) -> &[(Ref<Project>, Moment)] {
        &self.recent
    }

    /// The days on which something was changed, the last one first; not all of a long history.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// When the content of a page was last changed: of its own files, and of the projects that it lists. What stands
    /// in a file together with others has no day of its own.
    pub fn changed(&self, subject: Subject) -> Option<Moment> {
        let own = |entry| self.own.get(entry).map(|dates| dates.touched);
        let last = |paths: &[&str]| paths.iter().filter_map(|path| self.paths.get(*path)).max().copied();
        match subject {
            Subject::Home | Subject::Changes => Some(self.last_change),
            Subject::Programme(at) => own(Entry::Programme(at)).max(self.shown.programmes[at.index()]),
            Subject::Project(at) => own(Entry::Project(at)),
            Subject::Municipality(at) => {
                own(Entry::Municipality(at)).max(self.shown.municipalities[at.index()])
            }
            Subject::District(at) => self.shown.districts[at.index()],
            Subject::Area(at) => self.shown.areas[at.index()],
            Subject::SubArea(at) => self.shown.sub_areas[at.index()],
            Subject::SupportType(at) => self.shown.support_types[at.index()],
            Subject::Organisation(at) => self.shown.organisations[at.index()],
            Subject::Programmes => last(&["programmes", "projects"]),
            Subject::Projects => last(&["projects"]),
            Subject::Municipalities => last(&["municipalities", "projects"]),
            Subject::Districts => last(&["districts.yaml", "municipalities", "projects"]),
            Subject::Areas => last(&["areas.yaml", "projects"]),
            Subject::SupportTypes => last(&["support-types.yaml", "projects"]),
            Subject::Organisations => last(&["organisations.yaml", "projects"]),
            Subject::Data => last(&["pages/data"]),
            Subject::About => last(&["pages/about"]),
            Subject::Accessibility => last(&["pages/accessibility"]),
            Subject::Search | Subject::NotFound => None,
        }
    }
}

impl Dates {
    /// Of an entry that a commit touches at `at`.
    fn of(at: Moment) -> Self {
        Dates { added: at, touched: at, news: None, alone: None }
    }

    /// Takes in a further commit. Those of a branch that was merged may be later than those taken in before.
    fn take_in(&mut self, at: Moment, touch: Touch, is_alone: bool) {
        self.added = at.min(self.added);
        self.touched = at.max(self.touched);
        if is_alone || touch == Touch::Added {
            self.news = self.news.max(Some(at));
        }
        if is_alone {
            self.alone = self.alone.max(Some(at));
        }
    }

    /// When it was last changed so that readers should hear of it: not together with most of the others.
    pub fn updated(&self) -> Moment {
        self.news.unwrap_or(self.added)
    }
}

/// The last days, until there are enough changes.
fn told(days: impl Iterator<Item = (PartialDate, Events)>) -> Vec<Day> {
    let mut told = 0;
    let mut shown = Vec::new();
    for (day, events) in days.filter(|(_, events)| events.len() > 0) {
        if told >= TOLD {
            break;
        }
        told += events.len();
        shown.push(events.on(day));
    }
    shown
}
