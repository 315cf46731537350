//! The list of documents, and their pages.

use serde::Serialize;

use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Document, Subject};
use crate::render::context::{EntryName, Item, Link, PageContext, Shown};
use crate::render::documents::FileView;
use crate::render::filters::{Facet, FacetValue, Facets, Narrowing};
use crate::render::templates::{RenderError, View};
use crate::site::listing::{self, ROWS_PER_PART};
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// What a page shows of its document.
#[derive(Serialize)]
struct DocumentFacts<'a> {
    kind: String,
    date: Option<String>,
    publisher: Option<EntryName<'a>>,
    files: Vec<FileView>,
    about: Vec<Link<'a>>,
    note: Option<Shown<'a>>,
    cited_by: Vec<Link<'a>>,
    /// How many more entries cite it than the page shows.
    cited_by_more: usize,
}

impl<'a> PageContext<'a> {
    pub(super) fn documents_page(&self, page: Page) -> Result<View, RenderError> {
        let all = self.order().documents.all();
        let narrowing = self.narrowing(all.len(), self.site.part_count(page.subject));
        let traits: Vec<Facets> = match narrowing {
            Narrowing::InPlace => all.iter().map(|at| self.document_traits(*at)).collect(),
            Narrowing::None | Narrowing::Search => Vec::new(),
        };
        let mut shown = listing::part(&traits, page.part).iter();
        let mut items = Vec::new();
        for at in listing::part(all, page.part) {
            let document = &self.catalogue().documents[*at];
            let mut item = Item::new(self.document(*at));
            let kind = self.document_kind(document.kind)?;
            item.detail = Some(Shown::Own(match document.date {
                Some(date) => format!("{kind}, {}", format::date(date, self.locale)),
                None => kind,
            }));
            item.traits = shown.next().map(|traits| traits.attributes(self)).unwrap_or_default();
            items.push(item);
        }
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("documents-description", &[("count", Argument::Count(all.len() as u64))])?;
        let view = self.list(page, title, &description, &items, all.len())?;
        self.with_choices(view, Kind::Document, narrowing, &traits)
    }

    fn document_traits(&self, at: Ref<Document>) -> Facets {
        let document = &self.catalogue().documents[at];
        let mut traits = Facets::default();
        traits.add(Facet::DocumentKind, FacetValue::DocumentKind(document.kind));
        if let Some(date) = document.date {
            traits.add(Facet::DocumentYear, FacetValue::Year(date.first_day().year()));
        }
        traits
    }

    pub(super) fn document_page(&self, page: Page, at: Ref<Document>) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let document = &catalogue.documents[at];
        let kind = self.document_kind(document.kind)?;
        let title = Argument::Text(document.title.get(self.locale).to_owned());
        let noun = Argument::Text(kind.clone());
        let description = self.message("document-description", &[("title", title), ("kind", noun)])?;
        let citing = catalogue.document_index.citing(at);
        let view = DocumentFacts {
            kind,
            date: document.date.map(|date| format::date(date, self.locale)),
            publisher: document.publisher.as_ref().map(|publisher| self.publisher_name(publisher)),
            files: self.document_files(document)?,
            about: document.about.iter().map(|subject| self.entry(*subject)).collect(),
            note: document.note.as_ref().map(|text| self.shown(text)),
            cited_by: self.first_citing(citing),
            cited_by_more: citing.len().saturating_sub(ROWS_PER_PART),
        };
        Ok(self.view(page, self.shown(&document.title), &description)?.with("document", &view))
    }

    /// Makes links to the first entries that cite a document, each kind in its alphabetical order.
    fn first_citing(&self, citing: &[Subject]) -> Vec<Link<'a>> {
        let mut shown = citing.to_vec();
        shown.sort_by_cached_key(|subject| (subject.entry_kind(), self.order().rank(*subject)));
        shown.iter().take(ROWS_PER_PART).map(|subject| self.entry(*subject)).collect()
    }
}
