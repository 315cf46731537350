//! Renders a [`Site`] to HTML, as a pure function of site, theme, messages and page. Also draws the Open Graph images.

mod citation;
mod code;
mod constants;
mod context;
mod details;
mod documents;
mod figures;
mod filters;
mod frame;
mod fuel;
mod guard;
mod hyphens;
mod linked_data;
mod marks;
mod pages;
mod picture;
mod posts;
mod shared;
mod templates;
mod whitespace;

pub use fuel::Budget;
pub use shared::Shared;
pub use templates::{RenderError, Templates};
pub use whitespace::Whitespace;

use std::cell::Cell;
use std::sync::Arc;

use crate::base::language::Locale;
use crate::content::catalogue::Picture;
use crate::site::map::Mosaic;
use crate::site::route::{Page, SharedPage, Site};
use crate::theme::locales::Locales;
use context::PageContext;
pub use context::Widths;

/// Renders pages. Several threads may use it at once.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    site: &'a Site,
    locales: &'a Locales,
    templates: &'a Templates,
    mosaic: &'a Mosaic,
    shared: &'a Shared,
    widths: Widths<'a>,
    budget: Option<&'a Arc<Budget>>,
}

impl<'a> Renderer<'a> {
    /// Makes a renderer. The pages of a theme with its own templates count against `budget`, if there is one.
    pub fn new(
        site: &'a Site,
        locales: &'a Locales,
        templates: &'a Templates,
        mosaic: &'a Mosaic,
        shared: &'a Shared,
        widths: Widths<'a>,
        budget: Option<&'a Arc<Budget>>,
    ) -> Self {
        Renderer { site, locales, templates, mosaic, shared, widths, budget }
    }

    /// Renders a page in a locale.
    ///
    /// # Errors
    /// When the template fails, for instance because it uses a missing variable, or a message is missing.
    pub fn page(&self, page: Page, locale: Locale) -> Result<Vec<u8>, RenderError> {
        let viewer = self.viewer(locale);
        let view = viewer.context(page)?;
        let view = view.with("notice", &viewer.notice(page)?);
        let html = self.templates.render(locale, viewer.template(page), &view, self.budget)?;
        Ok(match std::str::from_utf8(&html) {
            Ok(html) => hyphens::hyphenate(html, locale).into_bytes(),
            Err(_) => html,
        })
    }

    /// Renders a page that belongs to no locale.
    ///
    /// # Errors
    /// The same as for [`Renderer::page`].
    pub fn shared_page(&self, page: SharedPage) -> Result<Vec<u8>, RenderError> {
        let first = self.site.locales()[0];
        let template = match page {
            SharedPage::Chooser => "chooser.html",
            SharedPage::NotFound => "404-shared.html",
        };
        self.templates.render(first, template, &self.viewer(first).shared()?, self.budget)
    }

    /// Draws an Open Graph image, as PNG.
    ///
    /// # Errors
    /// When the image cannot be drawn.
    pub fn picture(&self, picture: Picture) -> Result<Vec<u8>, RenderError> {
        picture::png(&self.site.catalogue, self.mosaic, picture)
    }

    /// Renders the redirect from a former URL to a page.
    ///
    /// # Errors
    /// The same as for [`Renderer::page`].
    pub fn moved_page(&self, page: Page, locale: Locale) -> Result<Vec<u8>, RenderError> {
        self.templates.render(locale, "moved.html", &self.viewer(locale).moved(page)?, self.budget)
    }

    fn viewer(&self, locale: Locale) -> PageContext<'a> {
        PageContext {
            site: self.site,
            locales: self.locales,
            mosaic: self.mosaic,
            shared: self.shared,
            locale,
            widths: self.widths,
            whitespace: self.templates.whitespace,
            foreign: Cell::new(false),
        }
    }
}
