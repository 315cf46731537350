//! Variables for templates: the parts that all pages have in common.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::narrow::Trait;
use super::picture;
use super::shared::{self, Called, Shared, SharedLink};
use super::templates::{Fragment, RenderError, View};
use super::whitespace::Whitespace;
use crate::base::date::{Moment, Period};
use crate::base::id::Ref;
use crate::base::language::{Language, Locale};
use crate::base::money::Money;
use crate::content::catalogue::{
    Activity, ActivitySubset, Catalogue, District, Feed, Municipality, Organisation, Picture, Programme,
    Project, SliceFormat, Source, SubArea, Subject, SupportType, Target, Text, Words,
};
use crate::site::collation::Collation;
use crate::site::listing::ROWS_PER_PART;
use crate::site::map::Mosaic;
use crate::site::route::{Page, Site};
use crate::theme::format;
use crate::theme::locales::{Argument, Locales};

/// The pages in the main navigation.
const NAVIGATION: [Subject; 9] = [
    Subject::Programmes,
    Subject::Projects,
    Subject::Municipalities,
    Subject::Districts,
    Subject::Areas,
    Subject::SupportTypes,
    Subject::Organisations,
    Subject::Data,
    Subject::About,
];

/// Builds the variables for the pages of one locale.
pub(super) struct PageContext<'a> {
    pub(super) site: &'a Site,
    pub(super) locales: &'a Locales,
    pub(super) mosaic: &'a Mosaic,
    pub(super) shared: &'a Shared,
    pub(super) locale: Locale,
    /// How white space in texts is treated.
    pub(super) whitespace: Whitespace,
    /// Whether a text in another language was shown.
    pub(super) foreign: Cell<bool>,
}

/// A text of the content. Text in another language is marked with that language.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Shown<'a> {
    Plain(&'a str),
    Own(String),
    Foreign { text: &'a str, lang: &'static str },
    Mixed { text: &'a str, parts: Vec<Part<'a>> },
}

/// A section of a text in one language.
#[derive(Clone, Serialize)]
pub(super) struct Part<'a> {
    text: &'a str,
    lang: Option<&'static str>,
}

impl Shown<'_> {
    /// Returns the language of the whole text, if it is not that of the page.
    pub(super) fn lang(&self) -> Option<&'static str> {
        match self {
            Shown::Foreign { lang, .. } => Some(lang),
            Shown::Plain(_) | Shown::Own(_) | Shown::Mixed { .. } => None,
        }
    }

    /// Returns the text without its language.
    pub(super) fn plain(&self) -> &str {
        match self {
            Shown::Plain(text) | Shown::Foreign { text, .. } | Shown::Mixed { text, .. } => text,
            Shown::Own(text) => text,
        }
    }
}

/// A link: an address and a text.
#[derive(Clone)]
pub(super) struct Link<'a> {
    pub(super) href: Cow<'a, str>,
    pub(super) text: Shown<'a>,
    /// The value for templates, if pages share it.
    piece: Option<&'a Fragment>,
}

impl<'a> Link<'a> {
    /// Makes a link that pages do not share.
    pub(super) fn new(href: String, text: Shown<'a>) -> Self {
        Link { href: Cow::Owned(href), text, piece: None }
    }
}

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.piece {
            Some(piece) => piece.serialize(serializer),
            None => Fragment::link(&self.href, &self.text).serialize(serializer),
        }
    }
}

/// A number, with a link to the list that it counts.
#[derive(Clone, Serialize)]
pub(super) struct Counter {
    pub(super) count: usize,
    pub(super) href: String,
}

/// An entry of a list: its name, its summary, and the numbers of things that belong to it.
#[derive(Clone, Serialize)]
pub(super) struct Item<'a> {
    pub(super) link: Link<'a>,
    pub(super) summary: Option<Shown<'a>>,
    /// A word or two: its kind, its period.
    pub(super) detail: Option<Shown<'a>>,
    pub(super) projects: Option<Counter>,
    pub(super) municipalities: Option<Counter>,
    pub(super) activities: Option<Counter>,
    /// The values by which the list can be filtered.
    pub(super) traits: Vec<Trait>,
}

impl<'a> Item<'a> {
    pub(super) fn new(link: Link<'a>) -> Self {
        Item {
            link,
            summary: None,
            detail: None,
            projects: None,
            municipalities: None,
            activities: None,
            traits: Vec::new(),
        }
    }
}

/// A source of facts.
#[derive(Serialize)]
pub(super) struct SourceView<'a> {
    name: Shown<'a>,
    publisher: Option<Shown<'a>>,
    published: Option<String>,
    url: Option<&'a str>,
    note: Option<Shown<'a>>,
}

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
    /// The address of the site's logo.
    logo: Option<String>,
    /// The accessibility statement.
    accessibility: Option<String>,
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

impl<'a> PageContext<'a> {
    pub(super) fn catalogue(&self) -> &'a Catalogue {
        &self.site.catalogue
    }

    pub(super) fn order(&self) -> &'a Collation {
        &self.site.order[self.locale]
    }

    pub(super) fn shown(&self, text: &'a Text) -> Shown<'a> {
        let locale = text.shown_in(self.locale);
        let (text, foreign) = (text.get(self.locale), text.foreign_in(self.locale));
        if locale != self.locale {
            self.foreign.set(true);
            Shown::Foreign { text, lang: locale.tag() }
        } else if foreign.is_empty() {
            Shown::Plain(text)
        } else {
            Shown::Mixed { text, parts: parts(text, foreign) }
        }
    }

    pub(super) fn all_shown(&self, texts: &'a [Text]) -> Vec<Shown<'a>> {
        texts.iter().map(|text| self.shown(text)).collect()
    }

    pub(super) fn href(&self, subject: Subject) -> String {
        self.site.subject_href(subject, self.locale)
    }

    fn link(&self, subject: Subject, called: Called, text: &'a Text) -> Link<'a> {
        let text = self.shown(text);
        let make = || {
            let href = self.href(subject);
            SharedLink { piece: Fragment::link(&href, &text), href }
        };
        match self.shared.of(self.locale).link(subject, called) {
            Some(cell) => {
                let link = cell.get_or_init(make);
                Link { href: Cow::Borrowed(&link.href), text, piece: Some(&link.piece) }
            }
            None => Link::new(self.href(subject), text),
        }
    }

    pub(super) fn programme(&self, at: Ref<Programme>) -> Link<'a> {
        self.link(Subject::Programme(at), Called::ByName, &self.catalogue().programmes[at].words.title)
    }

    /// Makes a link to a programme, with its short name if it has one.
    pub(super) fn programme_short(&self, at: Ref<Programme>) -> Link<'a> {
        let programme = &self.catalogue().programmes[at];
        self.link(
            Subject::Programme(at),
            Called::Short,
            programme.acronym.as_ref().unwrap_or(&programme.words.title),
        )
    }

    pub(super) fn project(&self, at: Ref<Project>) -> Link<'a> {
        self.link(Subject::Project(at), Called::ByName, &self.catalogue().projects[at].words.title)
    }

    pub(super) fn municipality(&self, at: Ref<Municipality>) -> Link<'a> {
        self.link(Subject::Municipality(at), Called::ByName, &self.catalogue().municipalities[at].name.name)
    }

    pub(super) fn district(&self, at: Ref<District>) -> Link<'a> {
        self.link(Subject::District(at), Called::ByName, &self.catalogue().districts[at].name.name)
    }

    pub(super) fn area(&self, at: Ref<crate::content::catalogue::Area>) -> Link<'a> {
        self.link(Subject::Area(at), Called::ByName, &self.catalogue().areas[at].name)
    }

    pub(super) fn sub_area(&self, at: Ref<SubArea>) -> Link<'a> {
        self.link(Subject::SubArea(at), Called::ByName, &self.catalogue().sub_areas[at].name)
    }

    pub(super) fn support(&self, at: Ref<SupportType>) -> Link<'a> {
        self.link(Subject::SupportType(at), Called::ByName, &self.catalogue().support_types[at].name)
    }

    pub(super) fn organisation(&self, at: Ref<Organisation>) -> Link<'a> {
        self.link(Subject::Organisation(at), Called::ByName, &self.catalogue().organisations[at].name)
    }

    pub(super) fn organisations(&self, list: &[Ref<Organisation>]) -> Vec<Link<'a>> {
        self.order()
            .organisations
            .sort(list.iter().copied())
            .into_iter()
            .map(|at| self.organisation(at))
            .collect()
    }

    pub(super) fn municipalities(&self, list: impl IntoIterator<Item = Ref<Municipality>>) -> Vec<Link<'a>> {
        self.order().municipalities.sort(list).into_iter().map(|at| self.municipality(at)).collect()
    }

    /// Returns the address of an activity: on its project's page, at its municipality.
    pub(super) fn activity_href(&self, at: Ref<Activity>) -> String {
        let activity = &self.catalogue().activities[at];
        let municipality = &self.catalogue().municipalities[activity.municipality].id;
        format!("{}#{municipality}", self.href(Subject::Project(activity.project)))
    }

    /// Makes a number that links to an anchor on a subject's page.
    pub(super) fn counter(&self, count: usize, subject: Subject, anchor: &str) -> Counter {
        let href = match anchor {
            "" => self.href(subject),
            anchor => format!("{}#{anchor}", self.href(subject)),
        };
        Counter { count, href }
    }

    /// Returns the municipalities of activities, without duplicates.
    pub(super) fn municipalities_of(&self, activities: &[Ref<Activity>]) -> Vec<Ref<Municipality>> {
        let municipalities = activities.iter().map(|at| self.catalogue().activities[*at].municipality);
        self.order().municipalities.sort(municipalities)
    }

    /// Counts the projects that activities belong to.
    pub(super) fn project_count(&self, activities: &[Ref<Activity>]) -> usize {
        let project = |at: &Ref<Activity>| self.catalogue().activities[*at].project;
        activities.chunk_by(|a, b| project(a) == project(b)).count()
    }

    pub(super) fn sources(&self, list: &[Ref<Source>]) -> Vec<SourceView<'a>> {
        let view = |at: &Ref<Source>| {
            let source = &self.catalogue().sources[*at];
            SourceView {
                name: self.shown(&source.name),
                publisher: source.publisher.as_ref().map(|text| self.shown(text)),
                published: source.published.map(|date| format::date(date, self.locale)),
                url: source.url.as_ref().map(url::Url::as_str),
                note: source.note.as_ref().map(|text| self.shown(text)),
            }
        };
        list.iter().map(view).collect()
    }

    pub(super) fn money(&self, money: Money) -> String {
        format::money(money, self.locale)
    }

    pub(super) fn period(&self, period: Option<Period>) -> Option<String> {
        period.map(|period| format::period(period, self.locale))
    }

    pub(super) fn message(&self, id: &str, arguments: &[(&str, Argument)]) -> Result<String, RenderError> {
        self.locales.message(self.locale, id, arguments).map_err(RenderError::new)
    }

    /// Returns the HTML of a page's text. If it is in another language, an element around it says so.
    pub(super) fn body(&self, words: &'a Words) -> Result<String, RenderError> {
        let href = |target: &Target| self.site.target_href(target, self.locale);
        let mut unnamed = None;
        let back = |number: usize| {
            let number = Argument::Text(number.to_string());
            self.message("back-to-text", &[("number", number)]).unwrap_or_else(|error| {
                unnamed = Some(error);
                String::new()
            })
        };
        let (html, locale) = match self.whitespace {
            Whitespace::Collapsed => {
                let (prose, locale) = words.body.shown(self.locale);
                (prose.html_with_notes(href, back), locale)
            }
            Whitespace::Kept => {
                let (prose, locale) = words.body.unminified(self.locale);
                (prose.html_with_notes(href, back), locale)
            }
        };
        if let Some(error) = unnamed {
            return Err(error);
        }
        Ok(match locale == self.locale {
            true => html,
            false => {
                self.foreign.set(true);
                format!("<div lang=\"{}\">{html}</div>", locale.tag())
            }
        })
    }

    /// Returns a notice for readers if a page is not, or not completely, in their language.
    pub(super) fn notice(&self, page: Page) -> Result<Option<String>, RenderError> {
        if !self.site.written_in(page.subject).contains(&self.locale) {
            self.message("not-translated", &[]).map(Some)
        } else if self.foreign.get() {
            self.message("partly-translated", &[]).map(Some)
        } else {
            Ok(None)
        }
    }

    pub(super) fn pagination(&self, page: Page) -> Option<Pagination> {
        let parts = self.site.part_count(page.subject);
        let href = |part: usize| self.site.href(Page { part, ..page }, self.locale);
        (parts > 1).then(|| Pagination {
            part: page.part,
            parts,
            previous: (page.part > 1).then(|| href(page.part - 1)),
            next: (page.part < parts).then(|| href(page.part + 1)),
            pages: (1..=parts)
                .map(|number| PartLink { number, href: href(number), current: number == page.part })
                .collect(),
        })
    }

    /// Returns the address of an anchor on the page of a list that shows the row at `index`.
    pub(super) fn row_href(&self, subject: Subject, index: usize, anchor: &str) -> String {
        let page = Page { subject, part: index / ROWS_PER_PART + 1 };
        format!("{}#{anchor}", self.site.href(page, self.locale))
    }

    /// Returns links to the same page in each locale.
    fn languages(&self, page: Page) -> Vec<LanguageLink> {
        let link = |locale: &Locale| LanguageLink {
            name: locale.endonym(),
            lang: locale.tag(),
            href: self.site.href(page, *locale),
            current: *locale == self.locale,
        };
        self.site.locales().iter().map(link).collect()
    }

    /// Returns the page's addresses in the locales in which search engines may index it, and the chooser for readers of
    /// other languages.
    pub(super) fn alternates(&self, page: Page) -> Vec<Alternate> {
        let found = self.site.found_in(page.subject);
        // The site has no default language.
        let chooser = (!found.is_empty()).then(|| ("x-default", self.site.root_href()));
        let found = found.iter().map(|locale| (locale.tag(), self.site.href(page, *locale)));
        let alternate = |(lang, href): (_, String)| Alternate { lang, href: self.site.absolute(&href) };
        found.chain(chooser).map(alternate).collect()
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

    fn frame(&self, page: Page, breadcrumb: Vec<Link<'a>>) -> Result<Frame<'a>, RenderError> {
        let settings = &self.catalogue().settings;
        let written = self.site.written_in(page.subject);
        let own = if written.contains(&self.locale) {
            self.locale
        } else {
            written.first().copied().unwrap_or(self.locale)
        };
        let indexable = self.site.is_indexable(page.subject);
        let chronicle = self.site.chronicle.as_ref();
        let changed = chronicle.and_then(|known| known.changed(page.subject)).map(Moment::day);
        let (og_locale, og_locale_alternates) = self.open_graph_locales(&written);
        Ok(Frame {
            lang: self.locale.tag(),
            site_title: self.shown(&settings.title),
            site_name: settings.title.get(self.locale),
            home: self.href(Subject::Home),
            root: self.site.root_href(),
            canonical: self.site.absolute(&self.site.href(page, own)),
            alternates: if written.contains(&self.locale) { self.alternates(page) } else { Vec::new() },
            languages: self.languages(page),
            navigation: self.navigation(page.subject)?,
            breadcrumb,
            publisher: self.shown(&settings.publisher),
            licence: Link::new(settings.licence_url.to_string(), self.shown(&settings.licence)),
            logo: settings.logo.as_ref().map(|path| self.site.file_href(path)),
            accessibility: self
                .catalogue()
                .pages
                .accessibility
                .as_ref()
                .map(|_| self.href(Subject::Accessibility)),
            search: self.href(Subject::Search),
            last_change: chronicle.map(|known| format::date(known.last_change().day(), self.locale)),
            changed: changed
                .map(|day| Changed { day: format::date(day, self.locale), machine_day: day.to_string() }),
            changes: chronicle.map(|_| self.href(Subject::Changes)),
            feed: chronicle
                .and_then(|_| Feed::of(page.subject))
                .map(|feed| self.site.feed_href(feed, self.locale)),
            data: self.href(Subject::Data),
            indexable,
            og_locale,
            og_locale_alternates,
            picture: self.picture(page.subject)?,
        })
    }

    fn navigation(&self, here: Subject) -> Result<Vec<&'a Fragment>, RenderError> {
        let cell = &self.shared.of(self.locale).navigation;
        let links = shared::get_or_try_make(cell, || self.navigation_links())?;
        let shown = |(subject, forms): (&Subject, &'a [Fragment; 3])| match (
            *subject == here,
            *subject == here.section(),
        ) {
            (true, _) => &forms[2],
            (false, true) => &forms[1],
            (false, false) => &forms[0],
        };
        Ok(NAVIGATION.iter().zip(links).map(shown).collect())
    }

    /// Makes each link in three forms: for pages in other sections, in its section, and for its own page.
    fn navigation_links(&self) -> Result<Vec<[Fragment; 3]>, RenderError> {
        let texts = [
            self.message("nav-programmes", &[])?,
            self.message("nav-projects", &[])?,
            self.message("nav-municipalities", &[])?,
            self.message("nav-districts", &[])?,
            self.message("nav-areas", &[])?,
            self.message("nav-support", &[])?,
            self.message("nav-organisations", &[])?,
            self.message("nav-data", &[])?,
            self.message("nav-about", &[])?,
        ];
        let forms = |(subject, text): (Subject, String)| {
            let href = self.href(subject);
            let link = |current| Fragment::of(&NavigationLink { text: &text, href: &href, current });
            [link(None), link(Some("true")), link(Some("page"))]
        };
        Ok(NAVIGATION.into_iter().zip(texts).map(forms).collect())
    }

    fn data_links(&self, subject: Subject) -> Vec<DataLink> {
        let link = |slice: ActivitySubset, format: SliceFormat| DataLink {
            href: self.site.slice_href(slice, format),
            format: format.ending(),
        };
        let is_empty = |slice: &ActivitySubset| slice.activities(&self.catalogue().index).is_empty();
        let slice = ActivitySubset::of(subject).filter(|slice| !is_empty(slice));
        slice.into_iter().flat_map(|slice| SliceFormat::ALL.map(|format| link(slice, format))).collect()
    }

    /// Builds the variables for every template: the frame, the title, the description, and the navigation of long
    /// lists.
    pub(super) fn view(
        &self,
        page: Page,
        title: Shown<'a>,
        description: &str,
        breadcrumb: Vec<Link<'a>>,
    ) -> Result<View, RenderError> {
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
            /// The linked data about the page's subject.
            linked_data: Option<String>,
        }
        let linked_data = self.linked_data(page, &title, &breadcrumb, &self.message("home", &[])?);
        let frame = self.frame(page, breadcrumb)?;
        let title_text = title.plain().to_owned();
        let pagination = self.pagination(page);
        let data = self.data_links(page.subject);
        View::new(&Common { frame, title_text, title, description, pagination, data, linked_data })
    }
}

/// Returns a language in the notation of Open Graph, which does not distinguish scripts.
fn open_graph(language: Language) -> &'static str {
    match language {
        Language::Sr => "sr_RS",
        Language::En => "en_GB",
    }
}

/// Splits a text where its language changes.
fn parts<'a>(text: &'a str, foreign: &[std::ops::Range<usize>]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in foreign {
        parts.push(Part { text: &text[at..range.start], lang: None });
        parts.push(Part { text: &text[range.clone()], lang: Some(Locale::SrLatn.tag()) });
        at = range.end;
    }
    parts.push(Part { text: &text[at..], lang: None });
    parts
}
