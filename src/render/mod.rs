//! From [`Site`] to HTML: a pure function of site, theme, messages and page.

mod figures;
mod narrow;
mod page;
mod templates;
mod view;
mod whitespace;

pub use templates::RenderError;
pub use whitespace::Whitespace;

use std::cell::Cell;

use crate::git::History;
use crate::language::Locale;
use crate::locales::Locales;
use crate::map::Mosaic;
use crate::route::{Page, Site};
use crate::theme::Theme;
use templates::Templates;
use view::Viewer;

/// Renders pages, on as many threads as one likes.
pub struct Renderer<'a> {
    site: &'a Site,
    locales: &'a Locales,
    history: Option<&'a History>,
    mosaic: Mosaic,
    templates: Templates,
}

impl<'a> Renderer<'a> {
    /// Pages that belong to no locale: the chooser and the page for what is not found.
    pub const SHARED_PAGES: usize = 2;

    /// Makes templates, messages and the map ready. Without a history no page says when it was changed.
    ///
    /// # Errors
    /// When a template does not parse.
    pub fn new(
        site: &'a Site,
        theme: &Theme,
        locales: &'a Locales,
        history: Option<&'a History>,
        whitespace: Whitespace,
    ) -> Result<Self, RenderError> {
        let templates = Templates::new(theme, locales, site, whitespace)?;
        Ok(Renderer { site, locales, history, mosaic: Mosaic::new(&site.catalogue), templates })
    }

    /// One page of one locale.
    ///
    /// # Errors
    /// When its template does not fit what it is given, or a message is missing.
    pub fn page(&self, page: Page, locale: Locale) -> Result<String, RenderError> {
        let viewer = self.viewer(locale);
        let view = viewer.context(page)?;
        let view = view.with("notice", &viewer.notice(page)?);
        self.templates.render(locale, viewer.template(page), &view)
    }

    /// The paths and the HTML of the pages that belong to no locale.
    ///
    /// # Errors
    /// As [`Renderer::page`].
    pub fn shared_pages(&self) -> Result<[(String, String); Renderer::SHARED_PAGES], RenderError> {
        let first = self.site.locales()[0];
        let context = self.viewer(first).shared()?;
        Ok([
            ("index.html".to_owned(), self.templates.render(first, "chooser.html", &context)?),
            ("404.html".to_owned(), self.templates.render(first, "404-shared.html", &context)?),
        ])
    }

    fn viewer(&self, locale: Locale) -> Viewer<'_> {
        Viewer {
            site: self.site,
            locales: self.locales,
            history: self.history,
            mosaic: &self.mosaic,
            locale,
            foreign: Cell::new(false),
        }
    }
}
