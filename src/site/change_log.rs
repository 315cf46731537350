//! When entries were added, changed and removed, taken from the history of the content.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::base::date::{Moment, PartialDate, on_time_line};
use crate::base::id::{Id, Kind, PerKind, Ref};
use crate::content::catalogue::{
    Activity, Catalogue, Document, Municipality, Named, Post, Programme, Project, Subject,
};
use crate::content::git::{Commit, FileTouch, FormerTexts, History, ObjectId, Touch, entry_in};
use crate::content::parse::{Difference, Fact, FileState, What, compare};

/// The change log lists no earlier days once it has this many changes.
const MOST_CHANGES: usize = 200;

/// The history of a catalogue's entries.
#[derive(Debug)]
pub struct ChangeLog {
    began: Moment,
    last_change: Moment,
    version: ObjectId,
    own: Own,
    shown: Shown,
    /// The last change of each of the catalogue's own pages.
    own_pages: Vec<Option<Moment>>,
    /// The last change below each path: `projects`, `areas.yaml`, `pages/about`.
    paths: BTreeMap<String, Moment>,
    /// The original ids of entries that have been renamed.
    first_ids: BTreeMap<Entry, String>,
    recent: Vec<(Ref<Project>, Moment)>,
    days: Vec<Day>,
    /// What was changed in the entries that the days list, by the number of the day.
    edits: BTreeMap<(i32, Entry), Edits>,
    /// The entries by kind and id, including former ids; made on first use.
    subjects: OnceLock<BTreeMap<(Kind, String), Subject>>,
}

/// An entry with a folder of its own, and therefore a history of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A programme.
    Programme(Ref<Programme>),
    /// A project.
    Project(Ref<Project>),
    /// A municipality.
    Municipality(Ref<Municipality>),
    /// A document.
    Document(Ref<Document>),
    /// A post.
    Post(Ref<Post>),
}

impl Entry {
    /// Returns the subject of its page.
    pub fn subject(self) -> Subject {
        match self {
            Entry::Programme(at) => Subject::Programme(at),
            Entry::Project(at) => Subject::Project(at),
            Entry::Municipality(at) => Subject::Municipality(at),
            Entry::Document(at) => Subject::Document(at),
            Entry::Post(at) => Subject::Post(at),
        }
    }

    /// Returns its kind and its id.
    pub fn name(self, catalogue: &Catalogue) -> (Kind, &Id) {
        match self {
            Entry::Programme(at) => (Kind::Programme, &catalogue.programmes[at].id),
            Entry::Project(at) => (Kind::Project, &catalogue.projects[at].id),
            Entry::Municipality(at) => (Kind::Municipality, &catalogue.municipalities[at].id),
            Entry::Document(at) => (Kind::Document, &catalogue.documents[at].id),
            Entry::Post(at) => (Kind::Post, &catalogue.posts[at].id),
        }
    }
}

/// The dates of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// When it was added.
    pub added: Moment,
    /// When anything in its folder was last changed.
    touched: Moment,
    /// When it was added, or last changed by a commit that touches few entries.
    news: Option<Moment>,
    /// When it was last touched by a commit that touches few entries.
    alone: Option<Moment>,
}

/// The changes of one day.
#[derive(Debug)]
pub struct Day {
    /// The day.
    pub day: PartialDate,
    /// The entries that were added.
    pub added: Vec<Entry>,
    /// The entries that were changed.
    pub changed: Vec<Entry>,
    /// The entries that were removed, by kind and id.
    pub removed: Vec<(Kind, String)>,
}

/// The dates of entries with folders.
#[derive(Debug)]
struct Own {
    programmes: Vec<Option<Dates>>,
    projects: Vec<Option<Dates>>,
    municipalities: Vec<Option<Dates>>,
    documents: Vec<Option<Dates>>,
    posts: Vec<Option<Dates>>,
}

impl Own {
    fn get(&self, entry: Entry) -> Option<Dates> {
        match entry {
            Entry::Programme(at) => self.programmes[at.index()],
            Entry::Project(at) => self.projects[at.index()],
            Entry::Municipality(at) => self.municipalities[at.index()],
            Entry::Document(at) => self.documents[at.index()],
            Entry::Post(at) => self.posts[at.index()],
        }
    }

    fn get_mut(&mut self, entry: Entry) -> &mut Option<Dates> {
        match entry {
            Entry::Programme(at) => &mut self.programmes[at.index()],
            Entry::Project(at) => &mut self.projects[at.index()],
            Entry::Municipality(at) => &mut self.municipalities[at.index()],
            Entry::Document(at) => &mut self.documents[at.index()],
            Entry::Post(at) => &mut self.posts[at.index()],
        }
    }
}

/// When the projects that each entry's page lists were last changed, by kind.
type Shown = PerKind<Vec<Option<Moment>>>;

/// Finds when the projects that each entry's page lists were last changed. The page of an organisation also
/// lists programmes.
fn shown(catalogue: &Catalogue, own: &Own) -> Shown {
    let touched = |at: &Ref<Activity>| {
        own.projects[catalogue.activities[*at].project.index()].map(|dates| dates.touched)
    };
    let last = |subject: Subject| catalogue.index.of(subject).iter().filter_map(touched).max();
    let mut shown = PerKind::from_fn(|kind| catalogue.entries(kind).map(last).collect::<Vec<_>>());
    for (at, programme) in catalogue.programmes.iter() {
        let touched = own.programmes[at.index()].map(|dates| dates.touched);
        for institution in &programme.institutions {
            let last = &mut shown[Kind::Organisation][institution.organisation.index()];
            *last = (*last).max(touched);
        }
    }
    shown
}

/// The entries that a commit touches.
#[derive(Default)]
struct Touched {
    /// How each entry was touched, and the name of its folder.
    entries: BTreeMap<Entry, (Touch, String)>,
    /// The entries that no longer exist.
    gone: Vec<(Kind, String)>,
}

/// The entries by the names of their folders, including former names.
struct Folders<'a>(BTreeMap<(Kind, &'a str), Entry>);

impl<'a> Folders<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        let mut folders = BTreeMap::new();
        let programmes = catalogue.programmes.refs().map(Entry::Programme);
        let projects = catalogue.projects.refs().map(Entry::Project);
        let municipalities = catalogue.municipalities.refs().map(Entry::Municipality);
        let documents = catalogue.documents.refs().map(Entry::Document);
        let posts = catalogue.posts.refs().map(Entry::Post);
        for entry in programmes.chain(projects).chain(municipalities).chain(documents).chain(posts) {
            let (kind, _) = entry.name(catalogue);
            let Some(Named { id, aliases, .. }) = catalogue.entry(entry.subject()) else { continue };
            for id in aliases.iter().chain([id]) {
                folders.insert((kind, id.as_str()), entry);
            }
        }
        Folders(folders)
    }

    fn touched(&self, commit: &Commit) -> Touched {
        let mut touched = Touched::default();
        for (path, touch) in &commit.touched {
            let Some((kind, id)) = entry_in(path) else { continue };
            match self.0.get(&(kind, id)) {
                Some(entry) => {
                    let here = touched.entries.entry(*entry).or_insert_with(|| (*touch, id.to_owned()));
                    if here.0 != *touch {
                        // It was moved from one folder to another.
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

/// The changes of an entry's files on one day, as differences when they are first asked for.
#[derive(Debug)]
struct Edits {
    kind: Kind,
    files: Vec<Edit>,
    differences: OnceLock<Vec<Difference>>,
}

/// The state of a file before and after a day.
#[derive(Debug)]
struct Edit {
    name: String,
    before: Content,
    after: Content,
}

/// The content of a file at one time.
#[derive(Debug)]
enum Content {
    Absent,
    Unread,
    Text(Arc<str>),
}

impl Content {
    fn of(id: Option<&ObjectId>, texts: &FormerTexts) -> Self {
        match id {
            None => Content::Absent,
            Some(id) => texts.get(id).map_or(Content::Unread, |text| Content::Text(Arc::clone(text))),
        }
    }

    fn state(&self) -> FileState<'_> {
        match self {
            Content::Absent => FileState::Absent,
            Content::Unread => FileState::Unread,
            Content::Text(text) => FileState::Text(text),
        }
    }
}

/// Returns the number of a day, in the order of days.
fn number(day: PartialDate) -> i32 {
    on_time_line(day.first_day())
}

/// The first and the last content of a file on a day, by ids.
type Ends<'a> = (Option<&'a ObjectId>, Option<&'a ObjectId>);

/// The files that commits of few entries touch, by the number of the day, entry and name.
#[derive(Default)]
struct TouchedFiles<'a>(BTreeMap<(i32, Entry), BTreeMap<&'a str, Ends<'a>>>);

impl<'a> TouchedFiles<'a> {
    /// Adds the files of a commit, which is older than those added before.
    fn add(&mut self, commit: &'a Commit, folders: &Folders<'_>) {
        // A folder that is renamed is removed and added by the same commit.
        let mut files: BTreeMap<(Entry, &str), Ends<'a>> = BTreeMap::new();
        for FileTouch { path, before, after } in &commit.files {
            let Some((folder, name)) = path.rsplit_once('/') else { continue };
            let Some(entry) = entry_in(folder).and_then(|folder| folders.0.get(&folder)) else { continue };
            let ends = files.entry((*entry, name)).or_default();
            *ends = (ends.0.or(before.as_ref()), ends.1.or(after.as_ref()));
        }
        let day = number(commit.at.day());
        for ((entry, name), (before, after)) in files {
            self.0.entry((day, entry)).or_default().entry(name).or_insert((before, after)).0 = before;
        }
    }

    /// Returns the edits of the entries that some days list as changed.
    fn on(
        mut self,
        days: &[Day],
        catalogue: &Catalogue,
        texts: &FormerTexts,
    ) -> BTreeMap<(i32, Entry), Edits> {
        let listed = days.iter().flat_map(|day| day.changed.iter().map(|entry| (number(day.day), *entry)));
        let edits = listed.filter_map(|key| {
            let files = self.0.remove(&key)?.into_iter();
            let files =
                files.filter(|(_, (before, after))| before != after).map(|(name, (before, after))| {
                    let (before, after) = (Content::of(before, texts), Content::of(after, texts));
                    Edit { name: name.to_owned(), before, after }
                });
            let (kind, _) = key.1.name(catalogue);
            Some((key, Edits { kind, files: files.collect(), differences: OnceLock::new() }))
        });
        edits.collect()
    }
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

    /// Makes the entry of a day. An entry that was added on that day does not count as changed.
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
    /// Collects the changes of a catalogue's entries from the history.
    pub fn new(catalogue: &Catalogue, history: &History) -> Self {
        let folders = Folders::new(catalogue);
        let mut own = Own {
            programmes: vec![None; catalogue.programmes.len()],
            projects: vec![None; catalogue.projects.len()],
            municipalities: vec![None; catalogue.municipalities.len()],
            documents: vec![None; catalogue.documents.len()],
            posts: vec![None; catalogue.posts.len()],
        };
        let mut paths: BTreeMap<String, Moment> = BTreeMap::new();
        let mut first_ids = BTreeMap::new();
        let mut days: BTreeMap<_, (PartialDate, Events)> = BTreeMap::new();
        let mut files = TouchedFiles::default();
        for commit in &history.commits {
            let (at, day) = (commit.at, commit.at.day());
            let is_alone = commit.touches_few();
            if is_alone {
                files.add(commit, &folders);
            }
            for path in commit.touched.keys() {
                let collection = entry_in(path).and_then(|_| path.split('/').next()).unwrap_or(path);
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
        let days = latest_days(days.into_values().rev());
        ChangeLog {
            began: history.began,
            last_change: history.last_change,
            version: history.version.clone(),
            shown: shown(catalogue, &own),
            own,
            own_pages: catalogue
                .own_pages
                .iter()
                .map(|(_, page)| paths.get(&format!("pages/{}", page.id)).copied())
                .collect(),
            paths,
            first_ids,
            recent,
            edits: files.on(&days, catalogue, &history.texts),
            days,
            subjects: OnceLock::new(),
        }
    }

    /// Returns the time of the content's first commit.
    pub fn began(&self) -> Moment {
        self.began
    }

    /// Returns the time of the content's last commit.
    pub fn last_change(&self) -> Moment {
        self.last_change
    }

    /// Returns the beginning of the id of the content's last commit, which tells it from the others.
    pub fn version(&self) -> &str {
        let id = self.version.as_str();
        id.get(..12).unwrap_or(id)
    }

    /// Returns the dates of an entry, or `None` if no commit contains it yet.
    pub fn dates(&self, entry: Entry) -> Option<Dates> {
        self.own.get(entry)
    }

    /// Returns the original id of an entry that has been renamed.
    pub fn first_id(&self, entry: Entry) -> Option<&str> {
        self.first_ids.get(&entry).map(String::as_str)
    }

    /// Returns the projects that commits of few entries changed, the latest change first.
    pub fn recent_projects(&self) -> &[(Ref<Project>, Moment)] {
        &self.recent
    }

    /// Returns the days with changes, the latest first. A long history is cut off.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// Returns what was changed in an entry on a day that lists it: facts first, then texts and other files. Empty if that
    /// is not known.
    pub fn differences(&self, catalogue: &Catalogue, day: &Day, entry: Entry) -> &[Difference] {
        let Some(edits) = self.edits.get(&(number(day.day), entry)) else { return &[] };
        edits.differences.get_or_init(|| {
            let mut files: Vec<&Edit> = edits.files.iter().collect();
            files.sort_by_key(|file| !file.name.ends_with(".yaml"));
            let compared =
                |file: &&Edit| compare(edits.kind, &file.name, file.before.state(), file.after.state());
            let all = files.iter().flat_map(compared);
            all.filter_map(|difference| self.without_renames(catalogue, difference)).collect()
        })
    }

    /// Removes what differs only because another entry got a new id. Returns `None` if nothing else differs.
    fn without_renames(&self, catalogue: &Catalogue, difference: Difference) -> Option<Difference> {
        let subject = |fact: &Fact| match fact {
            Fact::Entry(kind, id) => self.subject(catalogue, *kind, id),
            _ => None,
        };
        let what = match difference.what {
            What::Replaced(before, after) => {
                if subject(&before).is_some() && subject(&before) == subject(&after) {
                    return None;
                }
                What::Replaced(before, after)
            }
            What::Listed { mut removed, mut added } => {
                let subjects = |facts: &[Fact]| facts.iter().filter_map(subject).collect::<BTreeSet<_>>();
                let (before, after) = (subjects(&removed), subjects(&added));
                let is_in = |others: &BTreeSet<Subject>, fact: &Fact| {
                    subject(fact).is_some_and(|subject| others.contains(&subject))
                };
                removed.retain(|fact| !is_in(&after, fact));
                added.retain(|fact| !is_in(&before, fact));
                if removed.is_empty() && added.is_empty() {
                    return None;
                }
                What::Listed { removed, added }
            }
            what => what,
        };
        Some(Difference { what, ..difference })
    }

    /// Returns the entry with a page that has, or had, an id.
    pub fn subject(&self, catalogue: &Catalogue, kind: Kind, id: &str) -> Option<Subject> {
        let subjects = self.subjects.get_or_init(|| {
            let mut subjects = BTreeMap::new();
            for kind in Subject::kinds() {
                for subject in catalogue.entries(kind) {
                    let Some(named) = catalogue.entry(subject) else { continue };
                    for alias in named.aliases {
                        let former = catalogue.full_id(Named { id: alias, ..named });
                        subjects.entry((kind, former)).or_insert(subject);
                    }
                    subjects.insert((kind, catalogue.full_id(named)), subject);
                }
            }
            subjects
        });
        subjects.get(&(kind, id.to_owned())).copied()
    }

    /// Returns when the content of a page was last changed: its own files, or the projects that it lists. An entry that
    /// shares a file with others has no date of its own.
    pub fn changed(&self, subject: Subject) -> Option<Moment> {
        let own = |entry| self.own.get(entry).map(|dates| dates.touched);
        let last = |paths: &[&str]| paths.iter().filter_map(|path| self.paths.get(*path)).max().copied();
        let shown = subject.among(&self.shown).copied().flatten();
        match subject {
            Subject::Home | Subject::Changes => Some(self.last_change),
            Subject::Programme(at) => own(Entry::Programme(at)).max(shown),
            Subject::Project(at) => own(Entry::Project(at)),
            Subject::Document(at) => own(Entry::Document(at)),
            Subject::Post(at) => own(Entry::Post(at)),
            Subject::Posts | Subject::PostGroup(_) => last(&["posts"]),
            Subject::Municipality(at) => own(Entry::Municipality(at)).max(shown),
            Subject::Districts => last(&["districts.yaml", "municipalities", "projects"]),
            Subject::Money | Subject::MoneyBy(_) | Subject::Comparisons | Subject::Comparison(_) => {
                last(&["municipalities", "programmes", "projects"])
            }
            Subject::Goals | Subject::Results => last(&["programmes", "projects"]),
            Subject::Data => last(&["pages/data"]),
            Subject::About => last(&["pages/about"]),
            Subject::Accessibility => last(&["pages/accessibility"]),
            Subject::Page(at) => self.own_pages[at.index()],
            list => match list.listed_kinds() {
                [kind, ..] => last(&[collection(*kind), "projects"]),
                [] => shown,
            },
        }
    }
}

/// Returns the folder or the file of a kind's entries, relative to `content/`.
fn collection(kind: Kind) -> &'static str {
    kind.home().trim_start_matches("content/").trim_end_matches('/')
}

impl Dates {
    /// Makes the dates of an entry that a commit touches at `at`.
    fn of(at: Moment) -> Self {
        Dates { added: at, touched: at, news: None, alone: None }
    }

    /// Adds another commit. Commits of a merged branch may be later than those added before.
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

    /// Returns the date of the last change that readers should hear of: not one that touched many entries at once.
    pub fn updated(&self) -> Moment {
        self.news.unwrap_or(self.added)
    }
}

/// Returns the latest days with changes, until the limit of changes is reached.
fn latest_days(days: impl Iterator<Item = (PartialDate, Events)>) -> Vec<Day> {
    let mut count = 0;
    let mut shown = Vec::new();
    for (day, events) in days.filter(|(_, events)| events.len() > 0) {
        if count >= MOST_CHANGES {
            break;
        }
        count += events.len();
        shown.push(events.on(day));
    }
    shown
}
