//! Documents as lists on other pages show them.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde::Serialize;

use super::context::{EntryName, Link, PageContext, Shown};
use super::shared::{SharedEntry, get_or_try_make};
use super::templates::{Fragment, RenderError};
use crate::base::address::readable;
use crate::base::file_type::Published;
use crate::base::id::Ref;
use crate::base::language::Locale;
use crate::content::catalogue::{
    Document, DocumentFile, DocumentKind, DocumentLanguage, FilePath, Location, Organisation, Publisher,
    Subject,
};
use crate::site::tables::file_url;
use crate::theme::format;

/// A document in a list.
#[derive(Serialize)]
struct DocumentView<'a> {
    link: Link<'a>,
    /// Its kind, if that says something.
    kind: Option<String>,
    date: Option<String>,
    publisher: Option<EntryName<'a>>,
    files: Vec<FileView>,
    note: Option<Shown<'a>>,
}

/// A file of a document.
#[derive(Serialize)]
pub(super) struct FileView {
    href: String,
    /// Its name, or its whole address.
    name: String,
    /// Its format and size, or its host: `PDF, 120 kB`.
    short: String,
    /// The locale tag of these texts, if it differs from that of the page.
    lang: Option<&'static str>,
    /// The name of its language.
    language: Option<String>,
    /// The tag of its language.
    hreflang: Option<&'static str>,
}

impl<'a> PageContext<'a> {
    /// Makes the documents that the facts of an entry come from.
    pub(super) fn sources_of(&self, subject: Subject) -> Result<Vec<&'a Fragment>, RenderError> {
        self.document_list(&self.catalogue().cited_by(subject))
    }

    /// Makes the documents that an organisation published.
    pub(super) fn documents_by(&self, at: Ref<Organisation>) -> Result<Vec<&'a Fragment>, RenderError> {
        self.document_list(self.catalogue().document_index.published_by(at))
    }

    /// Makes the documents about an entry, except those that its facts come from, and those that it published.
    pub(super) fn documents_about(&self, subject: Subject) -> Result<Vec<&'a Fragment>, RenderError> {
        let about = self.catalogue().document_index.about(subject);
        if about.is_empty() {
            return Ok(Vec::new());
        }
        let catalogue = self.catalogue();
        let mut shown: BTreeSet<Ref<Document>> = catalogue.cited_by(subject).into_iter().collect();
        if let Subject::Organisation(at) = subject {
            shown.extend(catalogue.document_index.published_by(at));
        }
        let others: Vec<Ref<Document>> = about.iter().copied().filter(|at| !shown.contains(at)).collect();
        self.document_list(&others)
    }

    /// Makes a list of documents by title, those in the language of the page first.
    pub(super) fn document_list(&self, list: &[Ref<Document>]) -> Result<Vec<&'a Fragment>, RenderError> {
        let documents = &self.catalogue().documents;
        let mut sorted = list.to_vec();
        sorted.sort_by_cached_key(|at| {
            (!documents[*at].is_in(self.locale.language()), self.order().documents.rank(*at))
        });
        sorted.into_iter().map(|at| self.document_in_list(at)).collect()
    }

    /// Returns a document as all lists of its locale show it.
    fn document_in_list(&self, at: Ref<Document>) -> Result<&'a Fragment, RenderError> {
        let shared = get_or_try_make(self.shared.of(self.locale).document(at), || {
            let viewer = PageContext { foreign: Cell::new(false), ..*self };
            let piece = Fragment::of(&viewer.document_view(at)?);
            Ok::<_, RenderError>(SharedEntry { piece, is_foreign: viewer.foreign.get() })
        })?;
        if shared.is_foreign {
            self.foreign.set(true);
        }
        Ok(&shared.piece)
    }

    fn document_view(&self, at: Ref<Document>) -> Result<DocumentView<'a>, RenderError> {
        let document = &self.catalogue().documents[at];
        Ok(DocumentView {
            link: self.document(at),
            kind: (document.kind != DocumentKind::Other)
                .then(|| self.document_kind(document.kind))
                .transpose()?,
            date: document.date.map(|date| format::date(date, self.locale)),
            publisher: document.publisher.as_ref().map(|publisher| self.publisher_name(publisher)),
            files: self.document_files(document)?,
            note: document.note.as_ref().map(|text| self.shown(text)),
        })
    }

    pub(super) fn document(&self, at: Ref<Document>) -> Link<'a> {
        self.entry(Subject::Document(at))
    }

    pub(super) fn document_kind(&self, kind: DocumentKind) -> Result<String, RenderError> {
        self.message(&format!("document-kind-{}", kind.word()), &[])
    }

    pub(super) fn publisher_name(&self, publisher: &'a Publisher) -> EntryName<'a> {
        match publisher {
            Publisher::Organisation(at) => EntryName::Link(self.organisation(*at)),
            Publisher::Named(name) => EntryName::Name(self.shown(name)),
        }
    }

    /// Makes the files of a document, those in the language of the page first.
    pub(super) fn document_files(&self, document: &Document) -> Result<Vec<FileView>, RenderError> {
        let own = |file: &&DocumentFile| {
            file.language.is_some_and(|language| language.word() == self.locale.language().code())
        };
        let mut files: Vec<&DocumentFile> = document.files.iter().collect();
        files.sort_by_key(|file| !own(file));
        files.into_iter().map(|file| self.document_file(file)).collect()
    }

    fn document_file(&self, file: &DocumentFile) -> Result<FileView, RenderError> {
        let (name, short) = match &file.location {
            Location::Folder { path, size } => {
                let FilePath(path) = path;
                let name = path.rsplit('/').next().unwrap_or_default();
                let size = format::file_size(*size, self.locale);
                (name.to_owned(), format!("{}, {size}", file_format(name).unwrap_or_default()))
            }
            Location::Web(url) => {
                let whole = readable(url);
                let behind_scheme = whole.split_once("://").map_or(whole.as_str(), |(_, rest)| rest);
                let host = behind_scheme.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
                let short = match file_format(url.path()) {
                    Some(format) => format!("{format}, {host}"),
                    None => host,
                };
                (whole, short)
            }
        };
        Ok(FileView {
            href: file_href(self, file),
            name,
            short,
            lang: (self.locale == Locale::SrCyrl).then(|| Locale::SrLatn.tag()),
            language: file.language.map(|language| self.language(language)).transpose()?,
            hreflang: file.language.map(DocumentLanguage::word),
        })
    }

    fn language(&self, language: DocumentLanguage) -> Result<String, RenderError> {
        self.message(&format!("language-{}", language.word()), &[])
    }
}

/// Returns the address of a file: on this site without its host.
fn file_href(viewer: &PageContext<'_>, file: &DocumentFile) -> String {
    match &file.location {
        Location::Folder { path, .. } => viewer.site.file_href(path),
        Location::Web(_) => file_url(viewer.site, file),
    }
}

/// Returns the format of a file that is not a web page, by the ending of its name: `PDF`.
fn file_format(name: &str) -> Option<String> {
    Published::of(name).map(|kind| kind.ending.to_ascii_uppercase())
}
