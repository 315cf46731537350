//! Linked data: a JSON-LD block in the head of a page describes its subject with terms of schema.org.

mod entities;
mod terms;

use serde::Serialize;

use super::context::{Link, PageContext, Shown};
use crate::base::language::Locale;
use crate::content::catalogue::{Subject, Text};
use crate::site::route::Page;

use terms::{About, Body, BreadcrumbList, ListItem, Reference, Thing, WebPage, Words};

/// Serialises linked data for an element of a page, so that nothing in it can close the element.
fn in_html(linked_data: &impl Serialize) -> String {
    // Serialising texts, numbers and lists of them cannot fail.
    serde_json::to_string(linked_data).unwrap_or_default().replace('<', "\\u003c")
}

impl<'a> PageContext<'a> {
    /// Describes the subject of a page. The page for missing addresses has none.
    pub(super) fn linked_data(
        &self,
        page: Page,
        title: &Shown<'a>,
        breadcrumb: &[Link<'a>],
        home: &str,
    ) -> Option<String> {
        if page.subject == Subject::NotFound {
            return None;
        }
        let url = self.absolute(self.site.href(page, self.locale));
        Some(in_html(&WebPage {
            context: "https://schema.org",
            kind: kind(page.subject),
            name: Words::shown(title),
            in_language: self.locale.tag(),
            is_part_of: Box::new(self.web_site()),
            date_modified: self.changed(page.subject),
            breadcrumb: self.breadcrumb(page.subject, title, breadcrumb, home),
            about: page.continues_entry().then(|| self.reference(page.subject)),
            main_entity: self.main_entity(page.subject).filter(|_| !page.continues_entry()),
            url,
        }))
    }

    /// Describes the whole site, for the page that belongs to no locale.
    pub(super) fn linked_data_of_site(&self) -> String {
        #[derive(Serialize)]
        struct Root<'a> {
            #[serde(rename = "@context")]
            context: &'static str,
            #[serde(flatten)]
            site: Thing<'a>,
        }
        let about = About { url: Some(self.absolute(self.site.root_href())), ..self.site_name() };
        in_html(&Root {
            context: "https://schema.org",
            site: Thing::WebSite {
                about,
                in_language: Some(self.tags()),
                publisher: Some(Box::new(self.publisher())),
            },
        })
    }

    fn absolute(&self, href: String) -> String {
        self.site.absolute(&href)
    }

    fn changed(&self, subject: Subject) -> Option<String> {
        let changed = self.site.change_log.as_ref()?.changed(subject)?;
        Some(changed.day().to_string())
    }

    fn tags(&self) -> Vec<&'static str> {
        self.site.locales().iter().map(|locale| locale.tag()).collect()
    }

    /// Makes a text of an entry with its language: all pages together describe the entry in all languages.
    fn words(&self, text: &'a Text) -> Words<'a> {
        Words::marked(text.get(self.locale), text.shown_in(self.locale))
    }

    /// Returns a name in the other script, if it differs.
    fn in_other_script(&self, text: &'a Text) -> Option<Words<'a>> {
        let other = match self.locale {
            Locale::SrLatn => Locale::SrCyrl,
            Locale::SrCyrl => Locale::SrLatn,
            Locale::En => return None,
        };
        let name = text.get(other);
        (name != text.get(self.locale)).then(|| Words::marked(name, text.shown_in(other)))
    }

    /// Makes the identifier and the name of a thing, which are used wherever it is mentioned.
    fn named(&self, subject: Subject, name: &'a Text) -> About<'a> {
        About { id: Some(self.id(subject)), name: Some(self.words(name)), ..About::default() }
    }

    fn reference(&self, subject: Subject) -> Reference {
        Reference { id: self.id(subject) }
    }

    /// Returns the identifier of what a page is about, which is the same in every locale, whatever their order.
    fn id(&self, subject: Subject) -> String {
        let entry = self.catalogue().typed_id(subject).unwrap_or_default();
        format!("{}#{entry}", self.absolute(self.site.root_href()))
    }

    /// Makes the properties of a thing for its own page.
    fn about(
        &self,
        subject: Subject,
        name: &'a Text,
        identifier: &'a str,
        description: Option<&'a Text>,
    ) -> About<'a> {
        About {
            alternate_name: self.in_other_script(name).into_iter().collect(),
            identifier: Some(identifier),
            description: description.map(|text| self.words(text)),
            url: Some(self.absolute(self.href(subject))),
            ..self.named(subject, name)
        }
    }

    fn site_name(&self) -> About<'a> {
        About {
            id: Some(self.absolute(self.site.root_href()) + "#site"),
            name: Some(self.words(&self.catalogue().settings.title)),
            ..About::default()
        }
    }

    fn web_site(&self) -> Thing<'a> {
        let about = About { url: Some(self.absolute(self.href(Subject::Home))), ..self.site_name() };
        Thing::WebSite { about, in_language: None, publisher: None }
    }

    fn publisher(&self) -> Thing<'a> {
        let name = Some(self.words(&self.catalogue().settings.publisher));
        Thing::Organization(Body { about: About { name, ..About::default() }, location: None, logo: None })
    }

    fn breadcrumb<'s>(
        &self,
        subject: Subject,
        title: &'s Shown<'a>,
        trail: &'s [Link<'a>],
        home: &'s str,
    ) -> Option<BreadcrumbList<'s>> {
        if subject == Subject::Home {
            return None;
        }
        let first = (Words::Own(home), Some(self.absolute(self.href(Subject::Home))));
        let above = trail.iter().map(|link| (Words::shown(&link.text), Some(self.site.absolute(&link.href))));
        let last = (Words::shown(title), None);
        let entries = std::iter::once(first).chain(above).chain([last]);
        let items = entries.zip(1..).map(|((name, item), position)| ListItem { position, name, item });
        Some(BreadcrumbList { item_list_element: items.collect() })
    }
}

/// Returns the type of a page in schema.org.
fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Changes | Subject::Goals | Subject::Results | Subject::Money => "CollectionPage",
        Subject::About => "AboutPage",
        Subject::Search => "SearchResultsPage",
        _ if subject.is_collection() => "CollectionPage",
        _ => "WebPage",
    }
}
