//! Pages that belong to no locale, and redirects.

use std::cell::Cell;

use serde::Serialize;

use crate::content::catalogue::Subject;
use crate::render::context::{Link, PageContext, Shown};
use crate::render::frame::{Alternate, LanguageLink};
use crate::render::templates::{Fragment, RenderError, View};
use crate::site::route::Page;

impl<'a> PageContext<'a> {
    /// Builds the variables for the pages that belong to no locale.
    pub(in crate::render) fn shared(&self) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Welcome<'a> {
            link: LanguageLink,
            site_title: Shown<'a>,
            site_name: &'a str,
            summary: Shown<'a>,
            summary_text: &'a str,
            not_found_title: String,
            not_found_text: String,
        }
        #[derive(Serialize)]
        struct Shared<'a> {
            root: String,
            canonical: String,
            locales: Vec<Welcome<'a>>,
            alternates: Vec<Alternate>,
            og_locale: &'static str,
            og_locale_alternates: Vec<&'static str>,
            picture: &'a Fragment,
            linked_data: String,
        }
        let mut locales = Vec::new();
        for locale in self.site.locales() {
            let viewer = PageContext { locale: *locale, foreign: Cell::new(false), ..*self };
            locales.push(Welcome {
                link: LanguageLink {
                    name: locale.endonym(),
                    short: locale.short_endonym(),
                    lang: locale.tag(),
                    href: viewer.href(Subject::Home),
                    current: false,
                },
                site_title: viewer.shown(&self.catalogue().settings.title),
                site_name: self.catalogue().settings.title.get(*locale),
                summary: viewer.shown(&self.catalogue().pages.home.summary),
                summary_text: self.catalogue().pages.home.summary.get(*locale),
                not_found_title: viewer.message("not-found-title", &[])?,
                not_found_text: viewer.message("not-found-text", &[])?,
            });
        }
        let root = self.site.root_href();
        let (og_locale, og_locale_alternates) = self.open_graph_locales(self.site.locales());
        View::new(&Shared {
            canonical: self.site.absolute(&root),
            alternates: self.alternates(Page::first(Subject::Home)),
            og_locale,
            og_locale_alternates,
            picture: self.picture(Subject::Home)?,
            linked_data: self.linked_data_of_site(),
            root,
            locales,
        })
    }

    /// Builds the variables for the redirect to a page.
    pub(in crate::render) fn moved(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Redirect<'a> {
            lang: &'static str,
            site_name: &'a str,
            canonical: String,
            page: Link<'a>,
        }
        let href = self.site.href(page, self.locale);
        View::new(&Redirect {
            lang: self.locale.tag(),
            site_name: self.catalogue().settings.title.get(self.locale),
            canonical: self.site.absolute(&href),
            page: Link::new(href, self.name_of(page.subject)),
        })
    }
}
