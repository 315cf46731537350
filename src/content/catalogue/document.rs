//! Documents: what they are about, and what cites them.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::publication::FilePath;
use super::text::Text;
use super::{Catalogue, Organisation, Subject};
use crate::base::date::PartialDate;
use crate::base::file_type::Published;
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::Language;
use crate::content::parse::{DocumentKind, DocumentLanguage};

/// A document that is about entries or that facts come from.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// The kind of document.
    pub kind: DocumentKind,
    /// When it was published.
    pub date: Option<PartialDate>,
    /// Who published it.
    pub publisher: Option<Publisher>,
    /// Its files, in the order in which they are written.
    pub files: Vec<DocumentFile>,
    /// What it is about, each once.
    pub about: Vec<Subject>,
    /// A remark for readers.
    pub note: Option<Text>,
}

/// The publisher of a document.
#[derive(Clone, Debug)]
pub enum Publisher {
    /// An organisation of the catalogue.
    Organisation(Ref<Organisation>),
    /// Any other body.
    Named(Text),
}

/// A file of a document.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// Where it is.
    pub location: Location,
    /// Its language.
    pub language: Option<DocumentLanguage>,
}

/// Where a file of a document is.
#[derive(Clone, Debug)]
pub enum Location {
    /// In the folder of the document.
    Folder {
        /// The path at which it is published.
        path: FilePath,
        /// Its size in bytes.
        size: u64,
    },
    /// On another website.
    Web(Url),
}

impl DocumentFile {
    /// Returns its media type by its name. `None` for an address without a known ending, which leads to a page.
    pub fn media_type(&self) -> Option<&'static str> {
        let kind = match &self.location {
            Location::Folder { path, .. } => Published::of(&path.0),
            Location::Web(address) => Published::of(address.path()),
        };
        kind.map(|kind| kind.media_type)
    }
}

impl Document {
    /// Returns whether one of its files is in a language of the site.
    pub fn is_in(&self, language: Language) -> bool {
        self.files.iter().any(|file| file.language.is_some_and(|of| of.word() == language.code()))
    }
}

/// Finds the documents that are about an entry, and the entries that cite a document.
#[derive(Debug, Default)]
pub struct DocumentIndex {
    about: BTreeMap<Subject, Vec<Ref<Document>>>,
    /// The documents that each organisation published, if it published any.
    published: BTreeMap<Ref<Organisation>, Vec<Ref<Document>>>,
    /// The entries that cite each document, kind by kind.
    citing: Vec<Vec<Subject>>,
}

impl DocumentIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let citing = vec![Vec::new(); catalogue.documents.len()];
        let mut index = DocumentIndex { citing, ..DocumentIndex::default() };
        for (at, document) in catalogue.documents.iter() {
            for subject in &document.about {
                index.about.entry(*subject).or_default().push(at);
            }
            if let Some(Publisher::Organisation(publisher)) = &document.publisher {
                index.published.entry(*publisher).or_default().push(at);
            }
        }
        for kind in [Kind::Programme, Kind::Project, Kind::Municipality, Kind::Post] {
            for subject in catalogue.entries(kind) {
                for document in catalogue.all_cited_by(subject) {
                    index.citing[document.index()].push(subject);
                }
            }
        }
        index
    }

    /// Returns the documents about an entry.
    pub fn about(&self, subject: Subject) -> &[Ref<Document>] {
        self.about.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// Returns the documents that an organisation published.
    pub fn published_by(&self, organisation: Ref<Organisation>) -> &[Ref<Document>] {
        self.published.get(&organisation).map_or(&[], Vec::as_slice)
    }

    /// Returns the entries whose facts come from a document, kind by kind, in the order of their ids.
    pub fn citing(&self, document: Ref<Document>) -> &[Subject] {
        &self.citing[document.index()]
    }
}

impl Catalogue {
    /// Returns the documents that the facts of an entry come from, without those of single activities.
    pub fn cited_by(&self, subject: Subject) -> Vec<Ref<Document>> {
        let sources = match subject {
            Subject::Programme(at) => self.programmes[at].sources.as_slice(),
            Subject::Project(at) => self.projects[at].sources.as_slice(),
            Subject::Post(at) => self.posts[at].sources.as_slice(),
            _ => &[],
        };
        let population = match subject {
            Subject::Municipality(at) => self.municipalities[at].population.and_then(|it| it.source),
            _ => None,
        };
        let values = self.indicators_of(subject).iter().flat_map(|indicator| &indicator.actual);
        let further: Vec<Ref<Document>> = values.filter_map(|value| value.source).chain(population).collect();
        let mut cited = sources.to_vec();
        if !further.is_empty() {
            let mut seen: BTreeSet<Ref<Document>> = cited.iter().copied().collect();
            cited.extend(further.into_iter().filter(|at| seen.insert(*at)));
        }
        cited
    }

    /// Returns the documents that the facts of an entry and of its activities come from, each once.
    pub fn all_cited_by(&self, subject: Subject) -> Vec<Ref<Document>> {
        let mut cited = self.cited_by(subject);
        let Subject::Project(at) = subject else { return cited };
        let project = &self.projects[at];
        for activity in project.activities() {
            let sources = &self.activities[activity].sources;
            // Most activities have the sources of their project.
            if *sources != project.sources {
                cited.extend(sources);
            }
        }
        cited.sort_unstable();
        cited.dedup();
        cited
    }
}
