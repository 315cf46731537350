//! Where an entry is written: its facts, as a file or as a part of a list, and its texts.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::control::{Control, Record};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::base::problem::Place;
use crate::content::catalogue::Subject;
use crate::content::parse::{AnyEntry, FILES, FactsFile, FrontMatter, HomeFrontMatter, Records, Shape};
use crate::content::read::Source;
use crate::content::references::EntryId;

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The settings of the catalogue.
    Catalogue,
    /// An entry.
    Entry(EntryId),
}

/// The word for the settings of the catalogue.
const CATALOGUE: &str = "catalogue";

/// The file with them.
const CATALOGUE_FILE: &str = "catalogue.yaml";

impl fmt::Display for Edited {
    /// Writes it as a path: `project/waste-pickers`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edited::Catalogue => f.write_str(CATALOGUE),
            Edited::Entry(EntryId { kind, id }) => write!(f, "{}/{id}", kind.word()),
        }
    }
}

impl FromStr for Edited {
    type Err = ();

    fn from_str(path: &str) -> Result<Self, ()> {
        match path.split_once('/') {
            None if path == CATALOGUE => Ok(Edited::Catalogue),
            None => Err(()),
            Some((kind, id)) => format!("{kind}:{id}").parse().map(Edited::Entry).map_err(|_| ()),
        }
    }
}

/// The files of an entry.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// Its facts; `None` if it has none, as some pages.
    pub(super) facts: Option<FactsHome>,
    /// Its folder, if it may have texts.
    pub(super) texts: Option<String>,
}

/// The place of facts.
#[derive(Clone, Debug)]
pub(super) struct FactsHome {
    pub(super) path: String,
    /// The keys that lead to them in the file.
    pub(super) keys: Vec<String>,
    pub(super) record: Record,
}

/// Returns the record of one entry of a file.
fn record(shape: &Shape) -> Option<Record> {
    match shape {
        Shape::Record { what, keys, .. } => Some(Record::new(what, keys)),
        Shape::Keyed(_, values) => record(values),
        _ => None,
    }
}

fn file_of(kind: Kind) -> Option<&'static FactsFile> {
    let home = kind.home().strip_prefix("content/")?;
    FILES.iter().find(|file| match file.collection {
        Some(collection) => home.strip_suffix('/') == Some(collection),
        None => file.name == home,
    })
}

/// Returns the record of the facts of an entry of this kind, which is not a sub-area.
pub fn facts_of(kind: Kind) -> Option<Record> {
    record(&(file_of(kind)?.shape)())
}

/// Returns the record of the front matter of the texts of an entry of this kind, if such entries have texts.
pub fn front_matter_of(kind: Kind) -> Option<Record> {
    let has_texts = file_of(kind)?.has_texts && kind.has_folders();
    has_texts.then(|| Record::new("front matter", FrontMatter::KEYS))
}

/// Returns the record of the front matter of an entry's texts.
pub(super) fn front_matter(edited: &Edited) -> Record {
    match edited {
        Edited::Entry(EntryId { kind: Kind::StandingPage, id }) if id == "home" => {
            Record::new("front matter", HomeFrontMatter::KEYS)
        }
        _ => Record::new("front matter", FrontMatter::KEYS),
    }
}

/// Returns the entry, if there is one.
pub(super) fn entry<'r>(records: &'r Records, entry: &EntryId) -> Option<AnyEntry<'r>> {
    records.entries().into_iter().find(|other| other.kind == entry.kind && other.id == entry.id)
}

impl Home {
    /// Finds the files of what is edited. `None` if there is no such entry.
    pub(super) fn of(edited: &Edited, records: &Records, source: &Source) -> Option<Self> {
        let id = match edited {
            Edited::Catalogue => {
                let file = FILES.iter().find(|file| file.name == CATALOGUE_FILE)?;
                let path = format!("content/{}", file.name);
                let record = record(&(file.shape)())?;
                return Some(Home { facts: Some(FactsHome { path, keys: Vec::new(), record }), texts: None });
            }
            Edited::Entry(id) => id,
        };
        Home::of_entry(&entry(records, id)?, id, source)
    }

    /// Finds the files of an entry.
    pub(super) fn of_entry(found: &AnyEntry<'_>, id: &EntryId, source: &Source) -> Option<Self> {
        let file = file_of(id.kind)?;
        let whole = record(&(file.shape)())?;
        let Some(folder) = &found.folder else {
            let path = format!("content/{}", file.name);
            let (keys, record) = match id.id.split_once('/') {
                Some((area, own)) => {
                    let keys = ["sub_areas", own].map(str::to_owned);
                    (std::iter::once(area.to_owned()).chain(keys).collect(), sub_area()?)
                }
                None => (vec![id.id.clone()], whole),
            };
            return Some(Home { facts: Some(FactsHome { path, keys, record }), texts: None });
        };
        let path = format!("{}/{}", folder.path, file.name);
        let is_standing = || Subject::STANDING.iter().any(|page| page.name() == Some(&*id.id));
        let has_facts = source.file(&path).is_some() || id.kind != Kind::StandingPage || !is_standing();
        let facts = has_facts.then_some(FactsHome { path, keys: Vec::new(), record: whole });
        Some(Home { facts, texts: file.has_texts.then(|| folder.path.to_string()) })
    }
}

/// Says to which entry a place in the files belongs.
pub struct Owners {
    /// The entries by their folders.
    folders: BTreeMap<String, EntryId>,
    /// Where the entries of a list begin, by its file.
    starts: BTreeMap<Arc<str>, Vec<(usize, EntryId)>>,
}

impl Owners {
    /// Collects the places of all entries.
    pub fn of(records: &Records) -> Self {
        let mut owners = Owners { folders: BTreeMap::new(), starts: BTreeMap::new() };
        for entry in records.entries() {
            let id = EntryId { kind: entry.kind, id: entry.id.to_string() };
            match (entry.folder, entry.key) {
                (Some(folder), _) => {
                    owners.folders.insert(folder.path.to_string(), id);
                }
                (None, Some(key)) => {
                    let file = owners.starts.entry(Arc::clone(&key.place.file)).or_default();
                    file.push((key.place.span.start, id));
                }
                (None, None) => {}
            }
        }
        owners.starts.values_mut().for_each(|file| file.sort());
        owners
    }

    /// Returns whose a place is. `None` if it is in no form.
    pub fn owner(&self, place: &Place) -> Option<Edited> {
        let (folder, name) = place.file.rsplit_once('/')?;
        if folder == "content" && name == CATALOGUE_FILE {
            return Some(Edited::Catalogue);
        }
        let in_list = || {
            let file = self.starts.get(&place.file)?;
            let next = file.partition_point(|(start, _)| *start <= place.span.start);
            Some(&file.get(next.checked_sub(1)?)?.1)
        };
        self.folders.get(folder).or_else(in_list).cloned().map(Edited::Entry)
    }
}

/// Returns the record of a sub-area, which is a part of that of an area.
fn sub_area() -> Option<Record> {
    let areas = file_of(Kind::Area)?;
    let Shape::Keyed(_, area) = (areas.shape)() else { return None };
    let Shape::Record { keys, .. } = *area else { return None };
    let key = keys.iter().find(|key| key.name == "sub_areas")?;
    record(&(key.shape)())
}

/// Returns the path of a text.
pub(super) fn text_path(folder: &str, language: Language) -> String {
    format!("{folder}/{}.md", language.code())
}

/// Returns the text of a file, if it can be read as text.
pub(super) fn text_of(source: &Source, path: &str) -> Option<Arc<str>> {
    source.file(path)?.content.text().cloned()
}

impl From<Record> for Control {
    fn from(record: Record) -> Self {
        Control::Record(record)
    }
}
