//! Digests of the inputs of each file of the site. A file that an earlier build made from the same inputs is not made
//! again.
//!
//! All inputs count for every file, with two exceptions that change often and appear in few files: the texts of
//! projects below their front matter, and the history of the content.

use std::collections::BTreeMap;

use crate::base::hash::{Digest, Hasher};
use crate::content::catalogue::Subject;
use crate::content::git::History;
use crate::content::parse::markdown_start;
use crate::content::read::{ADDRESSES, FileContent, Source};
use crate::export::Export;
use crate::publish::bundle::{Artifact, Bundle};
use crate::site::route::{MovedTo, Page, Site};

/// The digests of the inputs of a site's files.
pub struct Fingerprints<'a> {
    site: &'a Site,
    /// The inputs of every file.
    common: Digest,
    /// The texts of each project, by its id.
    texts: BTreeMap<&'a str, Digest>,
    /// The texts of all projects.
    all_texts: Digest,
    history: Digest,
    /// The inputs of the search index. No other file has this digest, so it identifies the files of the index.
    search: Digest,
}

impl<'a> Fingerprints<'a> {
    /// Computes the digests for the files of `bundle`. Whether files are precompressed counts as an input too.
    pub fn new(bundle: &'a Bundle, source: &'a Source, history: Option<&History>, precompress: bool) -> Self {
        let site = bundle.site();
        let mut common = Hasher::default();
        common.add(env!("KATALOG_SOURCES").as_bytes());
        common.add(bundle.look().to_string().as_bytes());
        common.add(site.absolute(&site.root_href()).as_bytes());
        common.add(&[precompress, history.is_some()].map(u8::from));
        let mut texts: BTreeMap<&str, Digest> = BTreeMap::new();
        // The list of published URLs is never shown.
        for file in source.files().iter().filter(|file| *file.path != *ADDRESSES) {
            common.add(file.path.as_bytes());
            match (&file.content, text_of_project(&file.path)) {
                (FileContent::Text(text), Some(project)) => {
                    let (front, body) = text.split_at(markdown_start(text));
                    common.add(front.as_bytes());
                    let body = Digest::of_bytes(body.as_bytes());
                    let others = texts.entry(project).or_insert(body);
                    *others = Digest::of(&[*others, body]);
                }
                (FileContent::Text(text), None) => common.add(text.as_bytes()),
                // Pages show the sizes of documents and pictures; their contents do not matter to others.
                (FileContent::Asset { size, pixels, .. }, _) => {
                    common.add(&size.to_le_bytes());
                    let (width, height) = pixels.unwrap_or_default();
                    common.add(&[width.to_le_bytes(), height.to_le_bytes()].concat());
                }
                (FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. }, _) => {}
            }
        }
        // Pages name the narrower copies of pictures, which depend on the contents of these.
        for file in &site.catalogue.files {
            for width in bundle.widths(&file.path).iter() {
                common.add(file.path.0.as_bytes());
                common.add(&width.to_le_bytes());
            }
        }
        let all_texts = Digest::of(&texts.values().copied().collect::<Vec<_>>());
        let history = history.map_or_else(|| Digest::of(&[]), History::digest);
        let mut search = common.clone();
        search.add(b"search");
        search.add(all_texts.to_string().as_bytes());
        Fingerprints { site, common: common.digest(), texts, all_texts, history, search: search.digest() }
    }

    /// Returns the digest of a file's inputs; `None` if its bytes are at hand and only need to be compared.
    pub fn of(&self, product: Artifact<'_>) -> Option<Digest> {
        match product {
            Artifact::Page(page, _) => Some(self.of_page(page)),
            Artifact::Export(export) => Some(self.of_export(export)),
            Artifact::Search(_) => Some(self.of_search()),
            Artifact::Redirect(moved) => match moved.to {
                MovedTo::Page(..) => Some(self.common),
                MovedTo::File(file) => self.of(file.into()),
                MovedTo::Document(_) => None,
            },
            Artifact::SharedPage(_) | Artifact::Picture(_) => Some(self.common),
            Artifact::Asset(_) | Artifact::Document(_) | Artifact::Narrower(..) => None,
        }
    }

    /// Returns the digest of the search index's inputs, which no other file has.
    pub fn of_search(&self) -> Digest {
        self.search
    }

    /// Returns the digest of a page's inputs. A page shows at most the text of its own project. Apart from the home
    /// page and the list of changes, it shows only the date of its own change and that of the last one, with its version.
    fn of_page(&self, page: Page) -> Digest {
        match page.subject {
            Subject::Home | Subject::Changes => Digest::of(&[self.common, self.history]),
            Subject::Project(at) => {
                let text = self.texts.get(self.site.catalogue.projects[at].id.as_str());
                Digest::of(&[self.common, self.days(page), text.copied().unwrap_or(self.all_texts)])
            }
            _ => Digest::of(&[self.common, self.days(page)]),
        }
    }

    fn days(&self, page: Page) -> Digest {
        let mut days = Hasher::default();
        if let Some(change_log) = &self.site.change_log {
            days.add(change_log.last_change().day().to_string().as_bytes());
            days.add(change_log.version().as_bytes());
            let changed = change_log.changed(page.subject);
            days.add(changed.map(|moment| moment.to_string()).unwrap_or_default().as_bytes());
            days.add(changed.map(|moment| moment.day().to_string()).unwrap_or_default().as_bytes());
        }
        days.digest()
    }

    fn of_export(&self, export: Export) -> Digest {
        match export {
            Export::Data(file) if file.has_texts() || file.has_dates() => {
                let texts = if file.has_texts() { self.all_texts } else { Digest::of(&[]) };
                let history = if file.has_dates() { self.history } else { Digest::of(&[]) };
                Digest::of(&[self.common, texts, history])
            }
            Export::Data(_) | Export::ActivitySubset(..) | Export::Robots => self.common,
            Export::SitemapIndex
            | Export::SharedSitemap
            | Export::Sitemap(..)
            | Export::Feed(..)
            | Export::Calendar(..) => Digest::of(&[self.common, self.history]),
        }
    }
}

/// Returns the id of the project whose text is in a file.
fn text_of_project(path: &str) -> Option<&str> {
    let (project, name) = path.strip_prefix("content/projects/")?.split_once('/')?;
    name.ends_with(".md").then_some(project)
}
