//! What each file of the site is made from, as digests: a file that an earlier build made from the same need not be
//! made again.
//!
//! Everything counts for every file, but for two things that change often and that few files show: the texts of
//! projects (what stands below their front matter), and the history of the content.

use std::collections::BTreeMap;

use crate::base::hash::{Digest, Hasher};
use crate::content::catalogue::{DataFile, Subject};
use crate::content::git::History;
use crate::content::parse::markdown_start;
use crate::content::read::{ADDRESSES, FileContent, Source};
use crate::export::Export;
use crate::publish::bundle::{Artifact, Bundle};
use crate::site::route::{Page, Site};

/// What the files of one site are made from.
pub struct Fingerprints<'a> {
    site: &'a Site,
    /// All that counts for every file.
    common: Digest,
    /// The texts of each project, by its id.
    texts: BTreeMap<&'a str, Digest>,
    /// Those of all projects.
    all_texts: Digest,
    history: Digest,
    /// Of no other file, so that those of the index can be told from all others.
    search: Digest,
}

impl<'a> Fingerprints<'a> {
    /// Takes all that the files of `bundle` are made from. What compressed files are made from is something else than
    /// what the same files are made from where they are not compressed.
    pub fn new(bundle: &'a Bundle, source: &'a Source, history: Option<&History>, precompress: bool) -> Self {
        let site = bundle.site();
        let mut common = Hasher::default();
        common.add(env!("KATALOG_SOURCES").as_bytes());
        common.add(bundle.look().to_string().as_bytes());
        common.add(site.absolute(&site.root_href()).as_bytes());
        common.add(&[precompress, history.is_some()].map(u8::from));
        let mut texts: BTreeMap<&str, Hasher> = BTreeMap::new();
        // The list of addresses says what was published, and is not shown.
        for file in source.files().iter().filter(|file| *file.path != *ADDRESSES) {
            common.add(file.path.as_bytes());
            match (&file.content, text_of_project(&file.path)) {
                (FileContent::Text(text), Some(project)) => {
                    let (front, body) = text.split_at(markdown_start(text));
                    common.add(front.as_bytes());
                    texts.entry(project).or_default().add(body.as_bytes());
                }
                (FileContent::Text(text), None) => common.add(text.as_bytes()),
                // Readers are told how large a document is; what stands in it is only copied.
                (FileContent::Asset { size, .. }, _) => common.add(&size.to_le_bytes()),
                (FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. }, _) => {}
            }
        }
        let texts: BTreeMap<&str, Digest> =
            texts.into_iter().map(|(project, texts)| (project, texts.digest())).collect();
        let all_texts = Digest::of(&texts.values().copied().collect::<Vec<_>>());
        let history = history.map_or_else(|| Digest::of(&[]), History::digest);
        let mut search = common.clone();
        search.add(b"search");
        search.add(all_texts.to_string().as_bytes());
        Fingerprints { site, common: common.digest(), texts, all_texts, history, search: search.digest() }
    }

    /// What a product is made from; nothing where its bytes are at hand, and only have to be compared.
    pub fn of(&self, product: Artifact<'_>) -> Option<Digest> {
        match product {
            Artifact::Page(page, _) => Some(self.of_page(page)),
            Artifact::Export(export) => Some(self.of_export(export)),
            Artifact::Search(_) => Some(self.of_search()),
            Artifact::SharedPage(_) | Artifact::Redirect(_) | Artifact::Picture(_) => Some(self.common),
            Artifact::Asset(_) | Artifact::Document(_) => None,
        }
    }

    /// What the index that readers search in is made from, and nothing else.
    pub fn of_search(&self) -> Digest {
        self.search
    }

    /// A page shows the texts of its own project alone, and of the history the days of its own and of the last change.
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
        if let Some(chronicle) = &self.site.chronicle {
            days.add(chronicle.last_change().day().to_string().as_bytes());
            let changed = chronicle.changed(page.subject);
            days.add(changed.map(|moment| moment.to_string()).unwrap_or_default().as_bytes());
            days.add(changed.map(|moment| moment.day().to_string()).unwrap_or_default().as_bytes());
        }
        days.digest()
    }

    fn of_export(&self, export: Export) -> Digest {
        match export {
            Export::Data(DataFile::CatalogueJson) => Digest::of(&[self.common, self.all_texts]),
            Export::Data(_) | Export::ActivitySubset(..) | Export::Robots => self.common,
            Export::SitemapIndex | Export::SharedSitemap | Export::Sitemap(..) | Export::Feed(..) => {
                Digest::of(&[self.common, self.history])
            }
        }
    }
}

/// The id of the project whose texts stand in a file.
fn text_of_project(path: &str) -> Option<&str> {
    let (project, name) = path.strip_prefix("content/projects/")?.split_once('/')?;
    name.ends_with(".md").then_some(project)
}
