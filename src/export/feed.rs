//! Feeds of additions and changes (Atom, RFC 4287), one for each locale.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use super::wording::Wording;
use super::xml::{Xml, document, leaf};
use crate::base::id::Ref;
use crate::base::language::Locale;
use crate::content::catalogue::{Activity, Feed, Subject, Text};
use crate::site::change_log::{ChangeLog, Dates, Entry};
use crate::site::route::Site;
use crate::theme::locales::Argument;

const ATOM: &str = "application/atom+xml";
const HTML: &str = "text/html";

/// The maximum number of entries in a feed.
const ENTRIES: usize = 30;

/// Writes a feed of the latest changes.
pub(super) fn atom(
    site: &Site,
    wording: Wording<'_>,
    change_log: &ChangeLog,
    feed: Feed,
    locale: Locale,
) -> Vec<u8> {
    let writer = FeedWriter { site, wording, change_log, locale };
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", locale.tag())];
    document("feed", &attributes, |xml| writer.feed(feed, xml))
}

struct FeedWriter<'a> {
    site: &'a Site,
    wording: Wording<'a>,
    change_log: &'a ChangeLog,
    locale: Locale,
}

impl<'a> FeedWriter<'a> {
    fn feed(&self, feed: Feed, xml: &mut Xml) -> io::Result<()> {
        let settings = &self.site.catalogue.settings;
        let entries = self.latest(feed);
        let updated = entries.iter().map(|(_, dates)| dates.updated()).max();
        let updated = updated.unwrap_or_else(|| self.change_log.began());
        let own = self.site.feed_href(feed, self.locale);
        leaf(xml, "id", [], &self.feed_id(feed))?;
        match self.title(feed.subject()) {
            Some(title) => self.text(xml, "title", title)?,
            None => self.text(xml, "title", &settings.title)?,
        }
        if self.title(feed.subject()).is_some() {
            self.text(xml, "subtitle", &settings.title)?;
        }
        leaf(xml, "updated", [], &updated.to_string())?;
        self.link(xml, "self", ATOM, self.locale, &own)?;
        let page = self.site.subject_href(feed.subject(), self.locale);
        self.link(xml, "alternate", HTML, self.locale, &page)?;
        for other in self.site.locales().iter().filter(|other| **other != self.locale) {
            self.link(xml, "alternate", ATOM, *other, &self.site.feed_href(feed, *other))?;
        }
        xml.create_element("author").write_inner_content(|xml| {
            leaf(xml, "name", [], settings.publisher.get(self.locale))?;
            leaf(xml, "uri", [], &self.site.absolute(&self.site.root_href()))
        })?;
        self.text(xml, "rights", &settings.licence)?;
        entries.iter().try_for_each(|(entry, dates)| self.entry(*entry, *dates, xml))
    }

    /// Returns the entries of a feed, the latest first. Of entries with the same time, programmes come before projects.
    fn latest(&self, feed: Feed) -> Vec<(Entry, Dates)> {
        let catalogue = &self.site.catalogue;
        let projects = |activities: &[Ref<Activity>]| -> BTreeSet<Entry> {
            activities.iter().map(|at| Entry::Project(catalogue.activities[*at].project)).collect()
        };
        let about = |subject| {
            let documents = catalogue.document_index.about(subject).iter().copied().map(Entry::Document);
            documents.chain(catalogue.post_index.about(subject).iter().copied().map(Entry::Post))
        };
        let posts = || catalogue.posts.refs().map(Entry::Post);
        let index = &catalogue.index;
        let entries: BTreeSet<Entry> = match feed {
            Feed::Site => {
                let programmes = catalogue.programmes.refs().map(Entry::Programme);
                let municipalities = catalogue.municipalities.refs().map(Entry::Municipality);
                programmes
                    .chain(catalogue.projects.refs().map(Entry::Project))
                    .chain(municipalities)
                    .chain(catalogue.documents.refs().map(Entry::Document))
                    .chain(posts())
                    .collect()
            }
            Feed::Programme(at) => {
                let mut entries = projects(index.of(Subject::Programme(at)));
                entries.insert(Entry::Programme(at));
                entries.extend(about(Subject::Programme(at)));
                entries
            }
            Feed::Municipality(at) => {
                let mut entries = projects(index.of(Subject::Municipality(at)));
                entries.insert(Entry::Municipality(at));
                entries.extend(about(Subject::Municipality(at)));
                entries
            }
            Feed::Area(at) => {
                let mut entries = projects(index.of(Subject::Area(at)));
                entries.extend(about(Subject::Area(at)));
                entries
            }
            Feed::Documents => catalogue.documents.refs().map(Entry::Document).collect(),
            Feed::Posts => posts().collect(),
        };
        let dated = entries.into_iter().filter_map(|entry| Some((entry, self.change_log.dates(entry)?)));
        let mut latest: Vec<(Entry, Dates)> = dated.collect();
        latest.sort_by_key(|(entry, dates)| (Reverse(dates.updated()), *entry));
        latest.truncate(ENTRIES);
        latest
    }

    fn entry(&self, entry: Entry, dates: Dates, xml: &mut Xml) -> io::Result<()> {
        let subject = entry.subject();
        xml.create_element("entry").write_inner_content(|xml| {
            leaf(xml, "id", [], &self.tag(&self.name(entry)))?;
            if let Some(title) = self.title(subject) {
                self.text(xml, "title", title)?;
            }
            let written = self.site.written_in(subject);
            let others = written.into_iter().filter(|locale| *locale != self.locale);
            for locale in std::iter::once(self.locale).chain(others) {
                self.link(xml, "alternate", HTML, locale, &self.site.subject_href(subject, locale))?;
            }
            leaf(xml, "published", [], &dates.added.to_string())?;
            leaf(xml, "updated", [], &dates.updated().to_string())?;
            match self.summary(entry) {
                Some(summary) => self.text(xml, "summary", summary),
                None => leaf(xml, "summary", [], &self.made_summary(entry)),
            }
        })?;
        Ok(())
    }

    fn summary(&self, entry: Entry) -> Option<&'a Text> {
        let catalogue = &self.site.catalogue;
        match entry {
            Entry::Programme(at) => Some(&catalogue.programmes[at].words.summary),
            Entry::Project(at) => Some(&catalogue.projects[at].words.summary),
            Entry::Municipality(at) => {
                catalogue.municipalities[at].words.as_ref().map(|words| &words.summary)
            }
            Entry::Document(at) => catalogue.documents[at].note.as_ref(),
            Entry::Post(at) => Some(&catalogue.posts[at].words.summary),
        }
    }

    /// Makes a summary of an entry that has none: the description of its page.
    fn made_summary(&self, entry: Entry) -> String {
        let catalogue = &self.site.catalogue;
        let text = |text: &Text| Argument::Text(text.get(self.locale).to_owned());
        match entry {
            Entry::Municipality(at) => {
                let count = catalogue.index.of(Subject::Municipality(at)).len() as u64;
                let place = text(&catalogue.municipalities[at].name.locative);
                let arguments = [("loc", place), ("count", Argument::Count(count))];
                self.wording.message_in(self.locale, "municipality-description", &arguments)
            }
            Entry::Document(at) => {
                let document = &catalogue.documents[at];
                let kind = format!("document-kind-{}", document.kind.word());
                let kind = Argument::Text(self.wording.message_in(self.locale, &kind, &[]));
                let arguments = [("title", text(&document.title)), ("kind", kind)];
                self.wording.message_in(self.locale, "document-description", &arguments)
            }
            Entry::Programme(_) | Entry::Project(_) | Entry::Post(_) => String::new(),
        }
    }

    fn title(&self, subject: Subject) -> Option<&'a Text> {
        let catalogue = &self.site.catalogue;
        match subject {
            Subject::Programme(at) => Some(&catalogue.programmes[at].words.title),
            Subject::Project(at) => Some(&catalogue.projects[at].words.title),
            Subject::Municipality(at) => Some(&catalogue.municipalities[at].name.name),
            Subject::Area(at) => Some(&catalogue.areas[at].name),
            Subject::Document(at) => Some(&catalogue.documents[at].title),
            Subject::Post(at) => Some(&catalogue.posts[at].words.title),
            _ => None,
        }
    }

    fn feed_id(&self, feed: Feed) -> String {
        match feed {
            Feed::Site => self.tag("feed"),
            Feed::Programme(at) => self.tag(&format!("feed/{}", self.name(Entry::Programme(at)))),
            Feed::Municipality(at) => self.tag(&format!("feed/{}", self.name(Entry::Municipality(at)))),
            Feed::Area(at) => self.tag(&format!("feed/area/{}", self.site.catalogue.areas[at].id)),
            Feed::Documents => self.tag("feed/documents"),
            Feed::Posts => self.tag("feed/posts"),
        }
    }

    /// Returns the kind and the original id of an entry, so that the name stays the same when the id changes.
    fn name(&self, entry: Entry) -> String {
        let (kind, id) = entry.name(&self.site.catalogue);
        format!("{}/{}", kind.word(), self.change_log.first_id(entry).unwrap_or(id.as_str()))
    }

    /// Makes a `tag:` id (RFC 4151). It belongs to whoever owned the host in `catalogue.yaml` on the day of the first
    /// commit, and does not change when the site is built for another address.
    fn tag(&self, name: &str) -> String {
        let host = self.site.catalogue.settings.base_url.host_str().unwrap_or_default();
        format!("tag:{host},{}:{name}/{}", self.change_log.began().day(), self.locale.tag())
    }

    fn link(&self, xml: &mut Xml, relation: &str, kind: &str, lang: Locale, href: &str) -> io::Result<()> {
        let href = self.site.absolute(href);
        let link = [("rel", relation), ("type", kind), ("hreflang", lang.tag()), ("href", &href)];
        xml.create_element("link").with_attributes(link).write_empty()?;
        Ok(())
    }

    /// Writes a text of the content. A text in another language is marked with that language.
    fn text(&self, xml: &mut Xml, name: &str, text: &Text) -> io::Result<()> {
        let shown_in = text.shown_in(self.locale);
        let lang = (shown_in != self.locale).then(|| ("xml:lang", shown_in.tag()));
        leaf(xml, name, lang, text.get(self.locale))
    }
}
