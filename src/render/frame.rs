//! The frame around the content of every page: its head, the navigation, and links to the page in other forms.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::citation::Citation;
use super::code::Code;
use super::context::{ImageView, Link, PageContext, Shown};
use super::picture;
use super::posts::PostLine;
use super::shared::{self};
use super::templates::{Fragment, RenderError, View};
use crate::base::date::Moment;
use crate::base::id::Ref;
use crate::base::language::{Language, Locale};
use crate::content::catalogue::{ActivitySubset, Feed, Menu, OwnPage, Picture, SliceFormat, Subject};
use crate::site::listing::MOST_FILTERED_PARTS;
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// The navigation between the pages of a long list.
#[derive(Serialize)]
pub(super) struct Pagination {
    part: usize,
    parts: usize,
    previous: Option<String>,
    next: Option<String>,
    pages: Vec<PartLink>,
}

#[derive(Serialize)]
struct PartLink {
    number: usize,
    href: String,
    current: bool,
    /// Whether pages between this and the one before it are left out.
    follows_gap: bool,
}

/// A link to a data file of the activities that a page lists.
#[derive(Serialize)]
struct DataLink {
    href: String,
    /// `csv` or `json`.
    format: &'static str,
}

/// The frame around the content of every page.
#[derive(Serialize)]
struct Frame<'a> {
    lang: &'static str,
    site_title: Shown<'a>,
    site_name: &'a str,
    home: String,
    root: String,
    canonical: String,
    alternates: Vec<Alternate>,
    languages: Vec<LanguageLink>,
    navigation: Vec<&'a Fragment>,
    breadcrumb: Vec<Link<'a>>,
    publisher: Shown<'a>,
    licence: Link<'a>,
    /// The site's logo.
    logo: Option<ImageView>,
    /// The accessibility statement.
    accessibility: Option<String>,
    /// The pages that the foot of every page links to: lists and standing pages outside the menu, and the catalogue's
    /// own pages for it.
    footer: &'a [Fragment],
    /// Where readers can report mistakes.
    corrections: Option<String>,
    /// Where readers can propose a change of the page's text.
    edit: Option<String>,
    /// The search page.
    search: String,
    /// The day of the last change of the content.
    last_change: Option<String>,
    /// The day of the last change of the page's content.
    changed: Option<Changed>,
    /// The change log.
    changes: Option<String>,
    /// The feed of changes of the page's content.
    feed: Option<String>,
    data: String,
    indexable: bool,
    /// The page's language and the others, in the notation of Open Graph.
    og_locale: &'static str,
    og_locale_alternates: Vec<&'static str>,
    picture: &'a Fragment,
}

/// The Open Graph image of a page.
#[derive(Serialize)]
struct PictureView {
    /// The address with scheme and host.
    href: String,
    width: u32,
    height: u32,
    media_type: &'static str,
    /// A description of the image.
    alt: String,
}

/// The day of a change.
#[derive(Serialize)]
struct Changed {
    day: String,
    /// ISO 8601.
    machine_day: String,
}

#[derive(Serialize)]
pub(super) struct Alternate {
    lang: &'static str,
    href: String,
}

#[derive(Serialize)]
pub(super) struct LanguageLink {
    pub(super) name: &'static str,
    pub(super) short: &'static str,
    pub(super) lang: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

#[derive(Serialize)]
struct NavigationLink<'a> {
    text: &'a str,
    href: &'a str,
    /// The value of `aria-current`: this page, or the section that it belongs to.
    current: Option<&'static str>,
}

/// Returns whether a page tells figures about many entries.
fn tells_figures(subject: Subject) -> bool {
    matches!(
        subject,
        Subject::Money | Subject::Comparison(_) | Subject::Results | Subject::Goals | Subject::Data
    )
}

impl<'a> PageContext<'a> {
    /// Builds the variables for every template: the frame, the title, the description, and the navigation of long
    /// lists.
    pub(super) fn view(&self, page: Page, title: Shown<'a>, description: &str) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Common<'a> {
            frame: Frame<'a>,
            title: Shown<'a>,
            /// The title for places that allow no markup.
            title_text: String,
            description: &'a str,
            pagination: Option<Pagination>,
            /// The data files of the activities that the page lists.
            data: Vec<DataLink>,
            /// The documents about the page's subject, except those that its facts come from.
            about_documents: Vec<&'a Fragment>,
            /// The posts about the page's subject.
            about_posts: Vec<PostLine<'a>>,
            /// The linked data about the page's subject.
            linked_data: Option<String>,
            /// How to cite the page, if it tells facts.
            citation: Option<Citation>,
            /// The address as a QR code, on pages of entries that list activities.
            code: Option<Code>,
        }
        let breadcrumb = self.pages_above(page.subject)?;
        let linked_data = self.linked_data(page, &title, &breadcrumb, &self.message("home", &[])?);
        let frame = self.frame(page, &title, breadcrumb)?;
        let is_cited = page.subject.entry_kind().is_some() || tells_figures(page.subject);
        let citation = (is_cited && page.part == 1).then(|| self.citation(title.plain(), &frame.canonical));
        let has_code = page.subject.lists_activities() && page.part == 1;
        let code = has_code.then(|| Code::of(&frame.canonical)).flatten();
        let title_text = title.plain().to_owned();
        let pagination = self.pagination(page);
        let data = self.data_links(page.subject);
        let (about_documents, about_posts) = match page.continues_entry() {
            true => (Vec::new(), Vec::new()),
            false => (self.documents_about(page.subject)?, self.posts_about(page.subject)?),
        };
        View::new(&Common {
            frame,
            title_text,
            title,
            description,
            pagination,
            data,
            about_documents,
            about_posts,
            linked_data,
            citation,
            code,
        })
    }

    /// Returns the entries that an entry belongs to, from the nearest up, and the list of the uppermost.
    fn trail(&self, subject: Subject) -> (Vec<Subject>, Subject) {
        let above = |subject: &Subject| self.catalogue().above(*subject);
        let above: Vec<Subject> = std::iter::successors(above(&subject), above).collect();
        let list = above.last().unwrap_or(&subject).section();
        (above, list)
    }

    /// Returns the pages above a page: its list, and the entries that it belongs to.
    fn pages_above(&self, subject: Subject) -> Result<Vec<Link<'a>>, RenderError> {
        let (mut above, list) = self.trail(subject);
        let mut breadcrumb = Vec::new();
        if !list.listed_kinds().is_empty() && list != subject {
            breadcrumb.push(Link::new(self.href(list), Shown::Own(self.menu_name(list)?)));
        }
        above.reverse();
        breadcrumb.extend(above.into_iter().map(|subject| match subject {
            Subject::Programme(at) => self.programme_short(at),
            Subject::Page(at) => self.own_page_link(at),
            other => self.entry(other),
        }));
        Ok(breadcrumb)
    }

    fn frame(
        &self,
        page: Page,
        title: &Shown<'a>,
        breadcrumb: Vec<Link<'a>>,
    ) -> Result<Frame<'a>, RenderError> {
        let settings = &self.catalogue().settings;
        let written = self.site.written_in(page.subject);
        let own = if written.contains(&self.locale) {
            self.locale
        } else {
            written.first().copied().unwrap_or(self.locale)
        };
        let canonical = self.site.absolute(&self.site.href(page, own));
        let corrections = settings.corrections.as_ref().map(|to| to.for_page(title.plain(), &canonical));
        let indexable = self.site.is_indexable(page.subject);
        let change_log = self.site.change_log.as_ref();
        let changed = change_log.and_then(|known| known.changed(page.subject)).map(Moment::day);
        let (og_locale, og_locale_alternates) = self.open_graph_locales(&written);
        Ok(Frame {
            lang: self.locale.tag(),
            site_title: self.shown(&settings.title),
            site_name: settings.title.get(self.locale),
            home: self.href(Subject::Home),
            root: self.site.root_href(),
            canonical,
            alternates: if written.contains(&self.locale) { self.alternates(page) } else { Vec::new() },
            languages: self.languages(page),
            navigation: self.navigation(page.subject)?,
            breadcrumb,
            publisher: self.shown(&settings.publisher),
            licence: Link::new(settings.licence_url.to_string(), self.shown(&settings.licence)),
            logo: settings.logo.as_ref().map(|path| self.image(path)),
            accessibility: self
                .catalogue()
                .pages
                .accessibility
                .as_ref()
                .map(|_| self.href(Subject::Accessibility)),
            footer: self.footer()?,
            corrections,
            edit: self.edit_href(page),
            search: self.href(Subject::Search),
            last_change: change_log.map(|known| format::date(known.last_change().day(), self.locale)),
            changed: changed
                .map(|day| Changed { day: format::date(day, self.locale), machine_day: day.to_string() }),
            changes: change_log.map(|_| self.href(Subject::Changes)),
            feed: change_log
                .and_then(|_| Feed::of(page.subject))
                .map(|feed| self.site.feed_href(feed, self.locale)),
            data: self.href(Subject::Data),
            indexable,
            og_locale,
            og_locale_alternates,
            picture: self.picture(page.subject)?,
        })
    }

    /// Returns the address of the editor of the page's file, if the catalogue names a repository.
    fn edit_href(&self, page: Page) -> Option<String> {
        let repository = self.catalogue().settings.repository.as_ref()?;
        let file = self.catalogue().source_file(page.subject, self.locale.language())?;
        Some(repository.editor(&file))
    }

    pub(super) fn pagination(&self, page: Page) -> Option<Pagination> {
        let parts = self.site.part_count(page.subject);
        let href = |part: usize| self.site.href(Page { part, ..page }, self.locale);
        (parts > 1).then(|| Pagination {
            part: page.part,
            parts,
            previous: (page.part > 1).then(|| href(page.part - 1)),
            next: (page.part < parts).then(|| href(page.part + 1)),
            pages: parts_near(page.part, parts)
                .map(|(number, follows_gap)| PartLink {
                    number,
                    href: href(number),
                    current: number == page.part,
                    follows_gap,
                })
                .collect(),
        })
    }

    /// Returns links to the same page in each locale.
    fn languages(&self, page: Page) -> Vec<LanguageLink> {
        let link = |locale: &Locale| LanguageLink {
            name: locale.endonym(),
            short: locale.short_endonym(),
            lang: locale.tag(),
            href: self.site.href(page, *locale),
            current: *locale == self.locale,
        };
        self.site.locales().iter().map(link).collect()
    }

    /// Returns the page's addresses for search engines.
    pub(super) fn alternates(&self, page: Page) -> Vec<Alternate> {
        let alternates = self.site.alternates(page).into_iter();
        alternates.map(|(lang, href)| Alternate { lang, href: self.site.absolute(&href) }).collect()
    }

    /// Returns the language of the page and the others of `locales`, in the notation of Open Graph.
    pub(super) fn open_graph_locales(&self, locales: &[Locale]) -> (&'static str, Vec<&'static str>) {
        let own = self.locale.language();
        let others: BTreeSet<&str> = locales
            .iter()
            .map(|locale| locale.language())
            .filter(|language| *language != own)
            .map(open_graph)
            .collect();
        (open_graph(own), others.into_iter().collect())
    }

    /// Returns the Open Graph image of the pages about a subject.
    pub(super) fn picture(&self, subject: Subject) -> Result<&'a Fragment, RenderError> {
        let picture = Picture::of(subject, self.catalogue());
        let cell = self.shared.of(self.locale).picture(picture);
        shared::get_or_try_make(cell, || Ok(Fragment::of(&self.picture_view(picture)?)))
    }

    fn picture_view(&self, picture: Picture) -> Result<PictureView, RenderError> {
        let catalogue = self.catalogue();
        let name = match picture {
            Picture::Catalogue => &catalogue.settings.title,
            Picture::Programme(at) => &catalogue.programmes[at].words.title,
        };
        let name = Argument::Text(name.get(self.locale).to_owned());
        let (width, height) = picture::SIZE;
        Ok(PictureView {
            href: self.site.absolute(&self.site.picture_href(picture)),
            width,
            height,
            media_type: picture::MEDIA_TYPE,
            alt: self.message("picture-alt", &[("name", name)])?,
        })
    }

    fn navigation(&self, here: Subject) -> Result<Vec<&'a Fragment>, RenderError> {
        let cell = &self.shared.of(self.locale).navigation;
        let links = shared::get_or_try_make(cell, || self.navigation_links())?;
        // The menu and the breadcrumb name the same list.
        let (above, list) = self.trail(here);
        let shown = |(subject, forms): (&Subject, &'a [Fragment; 3])| match (
            *subject == here,
            *subject == list || above.contains(subject),
        ) {
            (true, _) => &forms[2],
            (false, true) => &forms[1],
            (false, false) => &forms[0],
        };
        Ok(self.navigated().iter().zip(links).map(shown).collect())
    }

    /// Returns the pages in the main navigation: those that the catalogue names, or the lists and its own pages.
    fn navigated(&self) -> Vec<Subject> {
        if let Some(menu) = &self.catalogue().settings.menu {
            return menu.clone();
        }
        let own = self.own_pages_in(Menu::Main).map(Subject::Page);
        let exists = |subject: &Subject| self.catalogue().has_page(*subject);
        Subject::MENU.iter().copied().filter(exists).chain(own).collect()
    }

    /// Returns links to the lists and standing pages that are not in the menu, then to the catalogue's own pages for the
    /// foot of the page.
    fn footer(&self) -> Result<&'a [Fragment], RenderError> {
        let cell = &self.shared.of(self.locale).footer;
        let make = || {
            let navigated = self.navigated();
            let is_left =
                |subject: &&Subject| !navigated.contains(subject) && self.catalogue().has_page(**subject);
            let left = Subject::MENU.iter().chain(&[Subject::Comparisons]).filter(is_left);
            let link = |subject: &Subject| {
                let name = match subject {
                    Subject::Comparisons => self.message("compare", &[])?,
                    other => self.menu_name(*other)?,
                };
                Ok(Fragment::link(&self.href(*subject), &Shown::Own(name)))
            };
            let own = self.own_pages_in(Menu::Footer).map(|at| {
                let link = self.own_page_link(at);
                Ok(Fragment::link(&link.href, &link.text))
            });
            left.map(link).chain(own).collect::<Result<Vec<_>, RenderError>>()
        };
        Ok(shared::get_or_try_make(cell, make)?)
    }

    /// Returns the catalogue's own pages in a menu, in its order.
    fn own_pages_in(&self, menu: Menu) -> impl Iterator<Item = Ref<OwnPage>> + use<'a> {
        let menus = self.shared.of(self.locale).menus.get_or_init(|| {
            let mut menus: BTreeMap<Menu, Vec<Ref<OwnPage>>> = BTreeMap::new();
            for (at, page) in self.catalogue().own_pages.iter() {
                menus.entry(page.menu).or_default().push(at);
            }
            let rank = |at: &Ref<OwnPage>| self.catalogue().own_pages[*at].rank();
            menus.values_mut().for_each(|pages| pages.sort_by_key(rank));
            menus
        });
        menus.get(&menu).into_iter().flatten().copied()
    }

    /// Makes each link in three forms: for pages in other sections, in its section, and for its own page.
    fn navigation_links(&self) -> Result<Vec<[Fragment; 3]>, RenderError> {
        let text = |subject: Subject| match subject {
            Subject::Page(at) => Ok(self.own_page_link(at).text.plain().to_owned()),
            _ if Subject::MENU.contains(&subject) => self.menu_name(subject),
            other => Ok(self.name_of(other).plain().to_owned()),
        };
        let forms = |subject: Subject| {
            let (text, href) = (text(subject)?, self.href(subject));
            let link = |current| Fragment::of(&NavigationLink { text: &text, href: &href, current });
            Ok([link(None), link(Some("true")), link(Some("page"))])
        };
        self.navigated().into_iter().map(forms).collect()
    }

    /// Returns the name of a page that is in the menu unless the catalogue orders it. It is also the title of
    /// a list.
    pub(super) fn menu_name(&self, subject: Subject) -> Result<String, RenderError> {
        self.message(&format!("nav-{}", subject.name().unwrap_or_default()), &[])
    }

    fn data_links(&self, subject: Subject) -> Vec<DataLink> {
        let link = |slice: ActivitySubset, format: SliceFormat| DataLink {
            href: self.site.slice_href(slice, format),
            format: format.ending(),
        };
        let is_empty = |slice: &ActivitySubset| slice.activities(&self.catalogue().index).is_empty();
        let slice = ActivitySubset::of(subject).filter(|slice| !is_empty(slice));
        let formats = || self.catalogue().settings.left_out.slice_formats();
        slice.into_iter().flat_map(|slice| formats().map(move |format| link(slice, format))).collect()
    }
}

/// Returns the pages of a list that one of them links to, and whether pages before each are left out. Of a long list,
/// these are the first, the last and those beside it; of one that readers can filter, all, since the filter loads them.
fn parts_near(here: usize, parts: usize) -> impl Iterator<Item = (usize, bool)> {
    let beside = if parts <= MOST_FILTERED_PARTS { parts } else { 2 };
    let mut shown = vec![1];
    shown.extend(here.saturating_sub(beside).max(2)..=(here + beside).min(parts));
    if shown.last() != Some(&parts) {
        shown.push(parts);
    }
    let before = std::iter::once(0).chain(shown.clone());
    shown.into_iter().zip(before).map(|(number, before)| (number, number > before + 1))
}

/// Returns a language in the notation of Open Graph, which does not distinguish scripts.
fn open_graph(language: Language) -> &'static str {
    match language {
        Language::Sr => "sr_RS",
        Language::En => "en_GB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_links_to_its_ends_and_its_neighbours() {
        for (here, parts, shown) in [
            (1, 1, "1"),
            (1, 2, "1 2"),
            (2, 9, "1 2 3 4 5 6 7 8 9"),
            (2, 10, "1 2 3 4 … 10"),
            (1, 20, "1 2 3 … 20"),
            (10, 20, "1 … 8 9 10 11 12 … 20"),
            (20, 20, "1 … 18 19 20"),
        ] {
            let names = parts_near(here, parts)
                .map(|(number, follows_gap)| format!("{}{number}", if follows_gap { "… " } else { "" }));
            assert_eq!(names.collect::<Vec<_>>().join(" "), shown, "{here} of {parts}");
        }
    }
}
