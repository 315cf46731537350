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
        let has_none = |at: Ref<Document>| self.site.catalogue.documents[at].files.is_empty();
        if self.documents_of(facts).into_iter().any(has_none) {
            self.leave_out(facts, "document-link", "a document has neither a file nor an address");
        }
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
        let url = file_url(self.site, file);
        let link = xml.create_element("document-link");
        let link = link
            .with_attributes([("url", url.as_str()), ("format", file.media_type().unwrap_or("text/html"))]);
        link.write_inner_content(|xml| {
            self.narratives(xml, "title", &[], &document.title)?;
            empty(xml, "category", category(document.kind))?;
            // The standard has languages of two letters only.
            if let Some(language) =
                file.language.map(|language| language.word()).filter(|word| word.len() == 2)
            {
                empty(xml, "language", language)?;
            }
            if let Some(date) = document.date {
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
