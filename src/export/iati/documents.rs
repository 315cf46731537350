//! The documents about a programme or project, or from which its facts come, as document links of the standard.

use std::collections::BTreeSet;
use std::io;

use super::{Facts, File, empty};
use crate::base::id::Ref;
use crate::content::catalogue::{Document, DocumentFile, DocumentKind};
use crate::export::xml::Xml;
use crate::site::tables::file_url;

impl File<'_> {
    /// Adds documents without a file to the list of what is left out.
    pub(super) fn tell_documents(&mut self, facts: &Facts<'_>) {
        let documents = || self.documents_of(facts).into_iter().map(|at| &self.site.catalogue.documents[at]);
        let files = || documents().flat_map(|document| &document.files);
        let is_late = |document: &Document| document.date.is_some_and(|date| !self.today.has_begun(date));
        let found = [
            (
                documents().any(|document| document.files.is_empty()),
                "document-link",
                "a document has neither a file nor an address",
            ),
            (
                files().any(|file| format(file).is_none()),
                "document-link",
                "the standard does not know the format of a picture",
            ),
            (
                files().any(|file| file.language.is_some() && language(file).is_none()),
                "language",
                "the standard has no code for the language of a document",
            ),
            (
                documents().any(is_late),
                "document-date",
                "the date of a document is later than the last change of the content",
            ),
        ];
        self.leave_out_each(facts, found);
    }

    fn documents_of(&self, facts: &Facts<'_>) -> BTreeSet<Ref<Document>> {
        let catalogue = &self.site.catalogue;
        let about = catalogue.document_index.about(facts.subject).iter().copied();
        about.chain(catalogue.all_cited_by(facts.subject)).collect()
    }

    /// Writes a link to each file of each document.
    pub(super) fn documents(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        for at in self.documents_of(facts) {
            let document = &self.site.catalogue.documents[at];
            for file in &document.files {
                self.document_link(document, file, xml)?;
            }
        }
        Ok(())
    }

    fn document_link(&self, document: &Document, file: &DocumentFile, xml: &mut Xml) -> io::Result<()> {
        let Some(format) = format(file) else { return Ok(()) };
        let url = file_url(self.site, file);
        let link = xml.create_element("document-link");
        let link = link.with_attributes([("url", url.as_str()), ("format", format)]);
        link.write_inner_content(|xml| {
            self.narratives(xml, "title", &[], &document.title)?;
            empty(xml, "category", category(document.kind))?;
            if let Some(language) = language(file) {
                empty(xml, "language", language)?;
            }
            if let Some(date) = document.date.filter(|date| self.today.has_begun(*date)) {
                let day = date.first_day().to_string();
                xml.create_element("document-date")
                    .with_attribute(("iso-date", day.as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// Returns the media type of a file. `None` if it is not in the list of the standard, which is that of registered types
/// some years ago.
fn format(file: &DocumentFile) -> Option<&'static str> {
    let media_type = file.media_type().unwrap_or("text/html");
    (!matches!(media_type, "image/avif" | "image/webp")).then_some(media_type)
}

/// Returns the standard's code of the language of a file. It has languages of two letters only.
fn language(file: &DocumentFile) -> Option<&'static str> {
    file.language.map(|language| language.word()).filter(|word| word.len() == 2)
}

/// Returns the standard's code of a kind of document.
fn category(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Report | DocumentKind::Data => "A08",
        DocumentKind::Study => "A07",
        DocumentKind::Agreement => "A09",
        DocumentKind::Call => "A10",
        DocumentKind::Decision => "A06",
        DocumentKind::Law => "A04",
        DocumentKind::WebPage | DocumentKind::News => "A12",
        DocumentKind::Plan
        | DocumentKind::Guide
        | DocumentKind::Brochure
        | DocumentKind::Presentation
        | DocumentKind::Other => "A02",
    }
}
