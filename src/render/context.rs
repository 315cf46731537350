//! What the pages of a locale show of the catalogue: texts, links, numbers, and how they are written.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::shared::{Called, Shared, SharedLink};
use super::templates::{Fragment, RenderError};
use super::whitespace::Whitespace;
use crate::base::date::Period;
use crate::base::id::Ref;
use crate::base::language::Locale;
use crate::base::money::{Money, Totals};
use crate::content::catalogue::{
    Activity, Catalogue, District, Entity, FilePath, Municipality, MunicipalityType, Organisation,
    OrganisationKind, OwnPage, Party, Programme, Project, Region, Role, Scope, Spending, Status, SubArea,
    Subject, SupportType, Target, TargetGroup, Text, Words,
};
use crate::raster::WIDTHS;
use crate::site::collation::Collation;
use crate::site::map::Mosaic;
use crate::site::route::{Page, Site};
use crate::text::markdown::NoteLink;
use crate::theme::format;
use crate::theme::locales::{Argument, Locales};

/// Returns the widths of the narrower copies of a picture, from the widest to the narrowest.
pub type Widths<'a> = &'a (dyn Fn(&FilePath) -> Arc<[u32]> + Sync);

/// How wide pictures in texts are on a page: as wide as a line, or as a small screen.
const SIZE_IN_TEXT: &str = "(min-width: 44rem) 42rem, 100vw";

/// A picture of the content.
#[derive(Serialize)]
pub(super) struct ImageView {
    href: String,
    /// Its width and height.
    pixels: Option<(u32, u32)>,
    /// Its copies of all widths for the attribute `srcset`, if there are any.
    srcset: Option<String>,
}

/// Builds the variables for the pages of one locale.
pub(super) struct PageContext<'a> {
    pub(super) site: &'a Site,
    pub(super) locales: &'a Locales,
    pub(super) mosaic: &'a Mosaic,
    pub(super) shared: &'a Shared,
    pub(super) locale: Locale,
    /// Returns the widths of the narrower copies of a picture.
    pub(super) widths: Widths<'a>,
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
    Foreign {
        text: &'a str,
        lang: &'static str,
    },
    Mixed {
        text: &'a str,
        parts: Vec<Part<'a>>,
    },
    /// A text with links or emphasis.
    Marked {
        text: &'a str,
        html: Fragment,
        lang: Option<&'static str>,
    },
}

impl Shown<'_> {
    /// Returns the language of the whole text, if it is not that of the page.
    pub(super) fn lang(&self) -> Option<&'static str> {
        match self {
            Shown::Foreign { lang, .. } => Some(lang),
            Shown::Marked { lang, .. } => *lang,
            Shown::Plain(_) | Shown::Own(_) | Shown::Mixed { .. } => None,
        }
    }

    /// Returns the text without its language.
    pub(super) fn plain(&self) -> &str {
        match self {
            Shown::Plain(text)
            | Shown::Foreign { text, .. }
            | Shown::Mixed { text, .. }
            | Shown::Marked { text, .. } => text,
            Shown::Own(text) => text,
        }
    }
}

/// A section of a text in one language.
#[derive(Clone, Serialize)]
pub(super) struct Part<'a> {
    text: &'a str,
    lang: Option<&'static str>,
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

/// The name of an entry, with a link if its kind has pages.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum EntryName<'a> {
    Link(Link<'a>),
    Name(Shown<'a>),
}

/// An organisation that takes part, with a note if it has one.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum PartyView<'a> {
    Link(Link<'a>),
    Noted(Fragment),
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
    /// The municipality of its seat.
    pub(super) place: Option<Link<'a>>,
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
            place: None,
            projects: None,
            municipalities: None,
            activities: None,
            traits: Vec::new(),
        }
    }
}

/// An entry's values of one facet, in the form of an attribute.
#[derive(Clone, Serialize)]
pub(super) struct Trait {
    pub(super) facet: &'static str,
    pub(super) values: String,
}

/// The money of activities, and what it consists of.
#[derive(Serialize)]
pub(super) struct SpendingView {
    pub(super) totals: Vec<String>,
    /// How many activities have a known amount.
    pub(super) basis: String,
    /// What suspended activities would cost, which is not included.
    suspended: Vec<String>,
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
        let html = text.html(self.locale, |target| self.site.target_href(target, self.locale));
        let (text, foreign) = text.on_page(self.locale);
        if let Some(html) = html {
            let lang = (locale != self.locale).then(|| locale.tag());
            self.foreign.set(self.foreign.get() || lang.is_some());
            Shown::Marked { text, html: Fragment::html(&html), lang }
        } else if locale != self.locale {
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

    /// Returns the name of a subject, as links to its page show it.
    pub(super) fn name_of(&self, subject: Subject) -> Shown<'a> {
        let catalogue = self.catalogue();
        let text = catalogue.entry(subject).map_or(&catalogue.settings.title, |entry| entry.name);
        self.shown(text)
    }

    /// Makes a link to the page of an entry.
    pub(super) fn entry(&self, subject: Subject) -> Link<'a> {
        let catalogue = self.catalogue();
        let text = catalogue.entry(subject).map_or(&catalogue.settings.title, |entry| entry.name);
        self.link(subject, Called::ByName, text)
    }

    pub(super) fn programme(&self, at: Ref<Programme>) -> Link<'a> {
        self.entry(Subject::Programme(at))
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
        self.entry(Subject::Project(at))
    }

    pub(super) fn municipality(&self, at: Ref<Municipality>) -> Link<'a> {
        self.entry(Subject::Municipality(at))
    }

    pub(super) fn district(&self, at: Ref<District>) -> Link<'a> {
        self.entry(Subject::District(at))
    }

    pub(super) fn region(&self, at: Ref<Region>) -> EntryName<'a> {
        self.entry_name(at, &self.catalogue().regions[at].name)
    }

    fn entry_name<T: Entity>(&self, at: Ref<T>, name: &'a Text) -> EntryName<'a> {
        match Subject::of(T::KIND, at.index()) {
            Some(subject) => EntryName::Link(self.entry(subject)),
            None => EntryName::Name(self.shown(name)),
        }
    }

    pub(super) fn area(&self, at: Ref<crate::content::catalogue::Area>) -> Link<'a> {
        self.entry(Subject::Area(at))
    }

    pub(super) fn sub_area(&self, at: Ref<SubArea>) -> Link<'a> {
        self.entry(Subject::SubArea(at))
    }

    pub(super) fn support(&self, at: Ref<SupportType>) -> Link<'a> {
        self.entry(Subject::SupportType(at))
    }

    /// Makes links to target groups, in the order in which they are written.
    pub(super) fn groups_of(&self, list: &[Ref<TargetGroup>]) -> Vec<Link<'a>> {
        list.iter().map(|at| self.entry(Subject::TargetGroup(*at))).collect()
    }

    pub(super) fn organisation(&self, at: Ref<Organisation>) -> Link<'a> {
        self.entry(Subject::Organisation(at))
    }

    pub(super) fn own_page_link(&self, at: Ref<OwnPage>) -> Link<'a> {
        self.link(Subject::Page(at), Called::ByName, &self.catalogue().own_pages[at].words.title)
    }

    /// Makes links to organisations that take part, with what they do.
    pub(super) fn parties(&self, list: &'a [Party]) -> Vec<PartyView<'a>> {
        let mut sorted: Vec<&Party> = list.iter().collect();
        sorted.sort_by_key(|party| self.order().organisations.rank(party.organisation));
        let view = |party: &'a Party| {
            let link = self.organisation(party.organisation);
            match &party.note {
                Some(note) => {
                    PartyView::Noted(Fragment::noted_link(&link.href, &link.text, &self.shown(note)))
                }
                None => PartyView::Link(link),
            }
        };
        sorted.into_iter().map(view).collect()
    }

    pub(super) fn municipalities(&self, list: impl IntoIterator<Item = Ref<Municipality>>) -> Vec<Link<'a>> {
        self.order().municipalities.sort(list).into_iter().map(|at| self.municipality(at)).collect()
    }

    /// Returns the name of the place of an activity.
    pub(super) fn scope_name(&self, scope: Scope) -> Result<Shown<'a>, RenderError> {
        match self.catalogue().scope_name(scope) {
            Some(name) => Ok(self.shown(name)),
            None => self.message(&format!("scope-{}", scope.word()), &[]).map(Shown::Own),
        }
    }

    /// Returns the address of an activity: on its project's page, at its municipality.
    pub(super) fn activity_href(&self, at: Ref<Activity>) -> String {
        let activity = &self.catalogue().activities[at];
        let place = self.catalogue().scope_id(activity.scope);
        format!("{}#{place}", self.href(Subject::Project(activity.project)))
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
        let municipalities =
            activities.iter().filter_map(|at| self.catalogue().activities[*at].municipality());
        self.order().municipalities.sort(municipalities)
    }

    /// Counts the projects that activities belong to.
    pub(super) fn project_count(&self, activities: &[Ref<Activity>]) -> usize {
        let project = |at: &Ref<Activity>| self.catalogue().activities[*at].project;
        activities.chunk_by(|a, b| project(a) == project(b)).count()
    }

    /// Adds up the money of activities. `None` if no amount is known.
    pub(super) fn spending<'s>(
        &self,
        activities: impl IntoIterator<Item = &'s Activity>,
    ) -> Result<Option<SpendingView>, RenderError> {
        let spending = Spending::of(self.catalogue(), activities);
        if spending == (Spending { activities: spending.activities, ..Spending::default() }) {
            return Ok(None);
        }
        let (known, count) = (spending.known as u64, spending.activities as u64);
        let all = |totals: &Totals| totals.iter().map(|money| self.money(money)).collect();
        Ok(Some(SpendingView {
            totals: all(&spending.totals),
            basis: self.message(
                "money-basis",
                &[("known", Argument::Count(known)), ("count", Argument::Count(count))],
            )?,
            suspended: all(&spending.suspended),
        }))
    }

    pub(super) fn money(&self, money: Money) -> String {
        format::money(money, self.locale)
    }

    pub(super) fn period(&self, period: Option<Period>) -> Option<String> {
        period.map(|period| format::period(period, self.locale))
    }

    pub(super) fn status(&self, status: Option<Status>) -> Result<Option<String>, RenderError> {
        status.map(|status| self.message(&format!("status-{}", status.word()), &[])).transpose()
    }

    /// Returns the name of a role for `count` organisations.
    pub(super) fn role(&self, role: Role, count: usize) -> Result<String, RenderError> {
        self.message(&format!("role-{}", role.word()), &[("count", Argument::Count(count as u64))])
    }

    pub(super) fn organisation_kind(&self, kind: OrganisationKind) -> Result<String, RenderError> {
        self.message(&format!("organisation-{}", kind.word()), &[])
    }

    pub(super) fn municipality_type(&self, kind: MunicipalityType) -> Result<String, RenderError> {
        self.message(&format!("type-{}", kind.word()), &[])
    }

    pub(super) fn message(&self, id: &str, arguments: &[(&str, Argument)]) -> Result<String, RenderError> {
        self.locales.message(self.locale, id, arguments).map_err(RenderError::new)
    }

    /// Returns a picture with its narrower copies. The original is among them unless it is wider than all of these.
    pub(super) fn image(&self, path: &FilePath) -> ImageView {
        let files = &self.catalogue().files;
        let at = files.binary_search_by(|file| file.path.cmp(path));
        let pixels = at.ok().and_then(|at| files[at].pixels);
        let href = self.site.file_href(path);
        let widths = (self.widths)(path);
        let srcset = pixels.filter(|_| !widths.is_empty()).map(|(width, _)| {
            let is_widest = widths.first() == WIDTHS.last();
            let own = (!is_widest).then(|| format!("{href} {width}w"));
            let narrower =
                widths.iter().map(|width| format!("{} {width}w", self.site.narrower_href(path, *width)));
            own.into_iter().chain(narrower).collect::<Vec<_>>().join(", ")
        });
        ImageView { href, pixels, srcset }
    }

    /// Returns the HTML of a page's text. If it is in another language, an element around it says so.
    pub(super) fn body(&self, words: &'a Words) -> Result<String, RenderError> {
        let href = |target: &Target| self.site.target_href(target, self.locale);
        let attributes = |target: &Target| {
            let mut attributes = vec![("loading", "lazy".to_owned())];
            if let Target::File(path) = target
                && let Some(srcset) = self.image(path).srcset
            {
                attributes.extend([("srcset", srcset), ("sizes", SIZE_IN_TEXT.to_owned())]);
            }
            attributes
        };
        let mut unnamed = None;
        let name = |link: NoteLink, number: usize| {
            let number = Argument::Text(number.to_string());
            let named = match link {
                NoteLink::There => self.message("note-number", &[("number", number)]),
                NoteLink::Back => self.message("back-to-text", &[("number", number)]),
            };
            named.unwrap_or_else(|error| {
                unnamed = Some(error);
                String::new()
            })
        };
        let (html, locale) = match self.whitespace {
            Whitespace::Collapsed => {
                let (prose, locale) = words.body.shown(self.locale);
                (prose.html_for_page(href, attributes, name), locale)
            }
            Whitespace::Kept => {
                let (prose, locale) = words.body.unminified(self.locale);
                (prose.html_for_page(href, attributes, name), locale)
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

    /// Returns links to the sections of a page's text.
    pub(super) fn sections(&self, words: &'a Words) -> Vec<SectionLink> {
        let (sections, locale) = words.body.sections(self.locale);
        let lang = (locale != self.locale).then(|| locale.tag());
        let link = |(id, name): (&str, String)| SectionLink { href: format!("#{id}"), name, lang };
        sections.into_iter().map(link).collect()
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
}

/// A link to a section of a page's text.
#[derive(Serialize)]
pub(super) struct SectionLink {
    href: String,
    name: String,
    /// The language tag of the name, if it is another than that of the page.
    lang: Option<&'static str>,
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
