//! Former URLs: the files of an entry under its aliases go on to answer.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Page, Segments, Site, clash, file_path, push_folder};
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::{Language, Locale};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{
    ActivitySubset, Area, Calendar, Feed, FilePath, Named, Picture, Programme, SliceFormat, Subject,
};

/// A former URL that still works: a file of an entry under one of its aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The former file, relative to the output folder: `sr/projekti/foster/index.html`.
    pub path: String,
    /// What is published instead.
    pub to: MovedTo,
}

/// The target of a former URL. A former page redirects to the current one; every other file is published under both
/// URLs, so programs that read it need no redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedTo {
    /// A page.
    Page(Page, Locale),
    /// Another file of an entry.
    File(EntryFile),
    /// The document with this index in the catalogue.
    Document(usize),
}

/// The name of a feed in the folder of its page.
pub const FEED: &str = "atom.xml";

/// The name of a file with deadlines in the folder of its page.
pub const CALENDAR: &str = "deadline.ics";

/// A file whose address contains the id of an entry, other than its pages and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryFile {
    /// A feed of changes.
    Feed(Feed, Locale),
    /// Deadlines of calls.
    Calendar(Calendar, Locale),
    /// The data about the activities that a page lists.
    ActivitySubset(ActivitySubset, SliceFormat),
    /// An Open Graph image.
    Picture(Ref<Programme>),
}

impl EntryFile {
    /// Returns the language of the words in the address.
    pub(super) fn language(self) -> Language {
        match self {
            EntryFile::Feed(_, locale) | EntryFile::Calendar(_, locale) => locale.language(),
            EntryFile::ActivitySubset(..) | EntryFile::Picture(_) => Language::En,
        }
    }

    /// Returns the path for an entry with these segments, relative to the output folder.
    pub(super) fn path(self, segments: Segments<'_>) -> String {
        let in_folder = |locale: Locale, name: &str| {
            let mut path = String::new();
            push_folder(&mut path, segments, 1, locale);
            path + name
        };
        match self {
            EntryFile::Feed(_, locale) => in_folder(locale, FEED),
            EntryFile::Calendar(_, locale) => in_folder(locale, CALENDAR),
            EntryFile::ActivitySubset(_, format) => {
                let segments: Vec<&str> =
                    segments.into_iter().filter(|segment| !segment.is_empty()).collect();
                format!("data/{}.{}", segments.join("/"), format.ending())
            }
            // Programmes have a folder of their own, since a programme may have any id.
            EntryFile::Picture(_) => format!("pictures/{}/{}.png", Kind::Programme.plural(), segments[1]),
        }
    }
}

/// The maximum number of former URLs of all entries together.
const MOST_MOVED: usize = 20_000;

impl Site {
    /// Returns all former URLs at which something is published, sorted by path.
    pub fn moved(&self) -> impl Iterator<Item = &Redirect> {
        self.moved.iter().filter(|moved| self.is_published(moved))
    }

    /// Returns the former URL at a path relative to the output folder.
    pub fn moved_at(&self, path: &str) -> Option<&Redirect> {
        let at = self.moved.binary_search_by(|moved| moved.path.as_str().cmp(path)).ok()?;
        Some(&self.moved[at]).filter(|moved| self.is_published(moved))
    }

    /// Returns whether what was moved is known: without git history, there are no feeds.
    fn is_published(&self, moved: &Redirect) -> bool {
        self.change_log.is_some() || !matches!(moved.to, MovedTo::File(EntryFile::Feed(..)))
    }

    /// Returns the segments of a subject under its former ids, and those of a sub-area also under former ids of its
    /// area.
    fn former_segments(&self, subject: Subject, language: Language) -> Vec<Segments<'_>> {
        if let Subject::Page(_) = subject {
            return self.former_ids(subject).iter().map(|id| [id.as_str(), "", ""]).collect();
        }
        let Some(Named { aliases, area, .. }) = self.catalogue.entry(subject) else { return Vec::new() };
        let (ids, narrower_ids) = match area {
            Some(area) => (self.former_ids_of_area(area), aliases),
            None => (aliases, &[][..]),
        };
        let [collection, id, narrower] = self.segments(subject, language);
        let ids = std::iter::once(id).chain(ids.iter().map(Id::as_str));
        let every = ids.flat_map(|id| {
            let narrower_ids = std::iter::once(narrower).chain(narrower_ids.iter().map(Id::as_str));
            narrower_ids.map(move |narrower| [collection, id, narrower])
        });
        every.skip(1).collect()
    }

    fn former_ids(&self, subject: Subject) -> &[Id] {
        self.catalogue.former_ids.get(&subject).map_or(&[], Vec::as_slice)
    }

    fn former_ids_of_area(&self, area: Ref<Area>) -> &[Id] {
        self.catalogue.entry(Subject::Area(area)).map_or(&[], |area| area.aliases)
    }

    /// Returns the number of former URLs of each entry.
    fn moved_counts(&self) -> BTreeMap<Subject, usize> {
        let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
        for folder in self.catalogue.files.iter().filter_map(|file| file.path.0.rsplit_once('/')) {
            *documents.entry(folder.0).or_default() += 1;
        }
        let mut counts = BTreeMap::new();
        for page in &self.pages {
            let (aliases, area) = match self.catalogue.entry(page.subject) {
                Some(Named { aliases, area, .. }) => (aliases, area),
                None => (self.former_ids(page.subject), None),
            };
            if aliases.is_empty() && area.is_none() {
                continue;
            }
            let of_area = area.map_or(0, |area| self.former_ids_of_area(area).len());
            let former = (aliases.len() + 1) * (of_area + 1) - 1;
            let mut copies = self.locales().len();
            if page.part == 1 {
                copies += self.entry_files(page.subject).len();
                let folder = Self::document_folder(page.subject, &self.segments(page.subject, Language::En));
                let own = folder.and_then(|folder| documents.get(folder.trim_end_matches('/')).copied());
                copies += own.unwrap_or_default();
            }
            *counts.entry(page.subject).or_default() += former * copies;
        }
        counts
    }

    /// Returns the problem of too many former URLs, at the entry that has most of them.
    pub(super) fn too_many_moved(&self) -> Option<Problem> {
        let counts = self.moved_counts();
        let all: usize = counts.values().sum();
        let (subject, most) = counts.iter().max_by_key(|(subject, count)| (**count, Reverse(**subject)))?;
        if all <= MOST_MOVED {
            return None;
        }
        let (kind, id, area) = match *subject {
            Subject::Page(at) => (Kind::StandingPage, &self.catalogue.own_pages[at].id, None),
            _ => {
                let Named { id, area, .. } = self.catalogue.entry(*subject)?;
                (subject.entry_kind()?, id, area)
            }
        };
        let of_area = area.map(|area| format!("{}/", self.catalogue.areas[area].id)).unwrap_or_default();
        let advice = match area {
            Some(_) => "; each alias of its area counts once for every id of its own",
            None => "",
        };
        let message = format!(
            "the aliases of all entries lead to {all} former addresses, but there may be at most {MOST_MOVED}"
        );
        let help = format!(
            "remove aliases that nobody uses any more; most of the addresses, {most}, are those of the {} \
             `{of_area}{id}`{advice}",
            kind.noun()
        );
        Some(
            Problem::new(&rules::TOO_MANY_IN_ALL, Place::start_of(&facts_file(kind, id)), message).help(help),
        )
    }

    /// Returns the folder with the documents of an entry, now or under a former id, relative to that of all documents.
    /// Entries in lists have none.
    fn document_folder(subject: Subject, segments: &Segments<'_>) -> Option<String> {
        let (kind, id) = match subject {
            Subject::Page(_) => (Kind::StandingPage, segments[0]),
            _ => (subject.entry_kind()?, segments[1]),
        };
        let home = kind.home().strip_prefix("content/")?;
        kind.has_folders().then(|| format!("{home}{id}/"))
    }

    /// Finds all former URLs, sorted by path.
    pub(super) fn find_moved(&self, problems: &mut Problems) -> Vec<Redirect> {
        let mut moved = Vec::new();
        for page in &self.pages {
            for locale in self.locales() {
                for segments in self.former_segments(page.subject, locale.language()) {
                    let mut path = String::new();
                    push_folder(&mut path, segments, page.part, *locale);
                    path.push_str("index.html");
                    match self.page_at(&path) {
                        Some((other, _)) => problems.push(clash(&path, page.subject.max(other.subject))),
                        None => moved.push(Redirect { path, to: MovedTo::Page(*page, *locale) }),
                    }
                }
            }
            if page.part == 1 {
                for file in self.entry_files(page.subject) {
                    let former = self.former_segments(page.subject, file.language());
                    let redirect = |segments| Redirect { path: file.path(segments), to: MovedTo::File(file) };
                    moved.extend(former.into_iter().map(redirect));
                }
                self.push_moved_documents(page.subject, &mut moved);
            }
        }
        moved.sort_by(|a, b| a.path.cmp(&b.path));
        moved
    }

    /// Returns the files of a subject whose addresses contain its id, other than its pages and documents.
    ///
    /// There are no feeds without git history, but their addresses are the same.
    pub(super) fn entry_files(&self, subject: Subject) -> Vec<EntryFile> {
        let locales = || self.locales().iter().copied();
        let feed = Feed::of(subject).filter(|feed| feed.subject() == subject);
        let feeds = feed.into_iter().flat_map(|feed| locales().map(move |at| EntryFile::Feed(feed, at)));
        let calendar = Calendar::of(subject, &self.catalogue);
        let calendars = calendar
            .into_iter()
            .flat_map(|calendar| locales().map(move |at| EntryFile::Calendar(calendar, at)));
        let formats = || self.catalogue.settings.left_out.slice_formats();
        let slices = ActivitySubset::of(subject)
            .into_iter()
            .flat_map(|slice| formats().map(move |format| EntryFile::ActivitySubset(slice, format)));
        let picture = match (subject, Picture::of(subject, &self.catalogue)) {
            (Subject::Programme(at), Picture::Programme(_)) => Some(EntryFile::Picture(at)),
            _ => None,
        };
        feeds.chain(calendars).chain(slices).chain(picture).collect()
    }

    /// Adds the documents in the folder of an entry, under its former ids.
    fn push_moved_documents(&self, subject: Subject, moved: &mut Vec<Redirect>) {
        let former = self.former_segments(subject, Language::En);
        if former.is_empty() {
            return;
        }
        let segments = self.segments(subject, Language::En);
        let Some(folder) = Self::document_folder(subject, &segments) else { return };
        let former = former.iter().filter_map(|segments| Self::document_folder(subject, segments));
        let former: Vec<String> = former.collect();
        // The files are in the order of their paths, so those of a folder follow each other.
        let files = &self.catalogue.files;
        let from = files.partition_point(|file| *file.path.0 < *folder);
        for (at, file) in files.iter().enumerate().skip(from) {
            let Some(name) = file.path.0.strip_prefix(&folder) else { break };
            moved.extend(former.iter().map(|folder| Redirect {
                path: file_path(&FilePath(format!("{folder}{name}").into())),
                to: MovedTo::Document(at),
            }));
        }
    }
}

/// Returns the file in which the facts of an entry are written: in its folder, or the list of its kind.
fn facts_file(kind: Kind, id: &Id) -> Arc<str> {
    match kind.home().strip_suffix('/') {
        Some(folder) => format!("{folder}/{id}/{}.yaml", kind.noun()).into(),
        None => kind.home().into(),
    }
}
