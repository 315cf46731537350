//! An [`Bundle`]: the site with its look and its words, and every file that it is published as.
//!
//! `build` writes all of its products, `serve` makes those that are asked for. Both get the same bytes from here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::hash::{Digest, Hasher};
use crate::base::language::Locale;
use crate::content::catalogue::{Picture, PublishedFile};
use crate::content::git::History;
use crate::export::{Export, Exporter, IatiSummary};
use crate::render::{Budget, RenderError, Renderer, Shared, Templates, Whitespace};
use crate::search;
use crate::site::change_log::ChangeLog;
use crate::site::map::{self, Mosaic};
use crate::site::route::{self, MovedTo, Page, Redirect, SharedPage, Site};
use crate::theme::locales::{self, Locales, LocalesError};
use crate::theme::{self, Asset, Theme, ThemeError};

/// A site that is ready to be written or shown.
pub struct Bundle {
    site: Site,
    theme: Arc<Theme>,
    locales: Locales,
    templates: Arc<Templates>,
    whitespace: Whitespace,
    policy: Option<&'static str>,
    mosaic: Arc<Mosaic>,
    shared: Shared,
    /// What templates that are not built in may use up on all pages together.
    budget: Option<Arc<Budget>>,
    exporter: Exporter,
    /// The files for machines by their paths, for who asks for one.
    exports: OnceLock<BTreeMap<String, Export>>,
    /// Contents when the first file of it is asked for.
    search: OnceLock<Vec<search::File>>,
}

/// Why a site cannot be shown, though its content is in order.
#[derive(Debug)]
pub enum BundleError {
    /// The theme is broken.
    Theme(ThemeError),
    /// The messages are broken.
    Locales(LocalesError),
    /// A template does not parse, or does not fit what it is given.
    Render(RenderError),
}

impl std::fmt::Display for BundleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BundleError::Theme(error) => error.fmt(f),
            BundleError::Locales(error) => error.fmt(f),
            BundleError::Render(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BundleError {}

/// A file of the published site, by what it is made from.
#[derive(Clone, Copy)]
pub enum Artifact<'a> {
    /// A page of a locale.
    Page(Page, Locale),
    /// A page that belongs to no locale.
    SharedPage(SharedPage),
    /// What stands at an address of earlier.
    Redirect(&'a Redirect),
    /// A file for machines.
    Export(Export),
    /// A file of the index that readers search in.
    Search(&'a search::File),
    /// What stands for pages where they are shared.
    Picture(Picture),
    /// A file of the theme.
    Asset(&'a Asset),
    /// A document or picture of the content.
    Document(&'a PublishedFile),
}

/// What is in a product.
pub enum Contents<'a> {
    /// Bytes that were made, or that the theme holds.
    Bytes(std::borrow::Cow<'a, [u8]>),
    /// A copy of this file.
    Copy(&'a Path),
}

impl Bundle {
    /// Puts a site together with the theme and the messages of `root`. Without a history no page says when it was
    /// changed, and there are no feeds. `policy` is what pages themselves say of what browsers may do. Each page is to be
    /// made once: templates that are not built in have a budget for all pages together.
    ///
    /// # Errors
    /// When theme, messages or templates are at fault.
    pub fn new(
        site: Site,
        root: &Path,
        history: Option<Arc<History>>,
        whitespace: Whitespace,
        policy: Option<&'static str>,
    ) -> Result<Self, BundleError> {
        let mut bundle = Bundle::after(None, site, root, history, whitespace, policy)?;
        bundle.budget = Some(Budget::new(bundle.page_count() + bundle.site.moved().len()));
        Ok(bundle)
    }

    /// Puts the next site together and reuses the unchanged parts of `before`: theme and messages must not have changed
    /// since, and `whitespace` and `policy` must be the same. Readers may ask for a page again and again, so only the
    /// limits of each page apply.
    ///
    /// # Errors
    /// As [`Bundle::new`].
    pub(crate) fn after(
        before: Option<&Bundle>,
        mut site: Site,
        root: &Path,
        history: Option<Arc<History>>,
        whitespace: Whitespace,
        policy: Option<&'static str>,
    ) -> Result<Self, BundleError> {
        let settings = &site.catalogue.settings;
        let (theme, locales, templates) = match before.filter(|before| before.looks_as(&site)) {
            Some(before) => (before.theme.clone(), before.locales.clone(), before.templates.clone()),
            None => {
                let theme = theme::load(root, settings.accent).map_err(BundleError::Theme)?;
                let locales = locales::load(root, &settings.acronyms).map_err(BundleError::Locales)?;
                let templates = Templates::new(&theme, &locales, &site.root_href(), whitespace, policy)
                    .map_err(BundleError::Render)?;
                (Arc::new(theme), locales, Arc::new(templates))
            }
        };
        let mosaic = match before {
            Some(before) if map::has_same_places(&before.site.catalogue, &site.catalogue) => {
                Arc::clone(&before.mosaic)
            }
            _ => Arc::new(Mosaic::new(&site.catalogue)),
        };
        let shared = Shared::new(&site.catalogue);
        site.chronicle = history.map(|history| ChangeLog::new(&site.catalogue, &history));
        Ok(Bundle {
            site,
            theme,
            locales,
            templates,
            whitespace,
            policy,
            mosaic,
            shared,
            budget: None,
            exporter: Exporter::default(),
            exports: OnceLock::new(),
            search: OnceLock::new(),
        })
    }

    /// Of all that is neither content nor history: theme, messages, and how pages are written.
    pub fn look(&self) -> Digest {
        let mut hasher = Hasher::default();
        for (name, text) in &self.theme.templates {
            hasher.add(name.as_bytes());
            hasher.add(text.as_bytes());
        }
        for (name, asset) in &self.theme.assets {
            hasher.add(name.as_bytes());
            hasher.add(&asset.bytes);
        }
        hasher.add(&[u8::from(self.whitespace == Whitespace::Kept)]);
        hasher.add(self.policy.unwrap_or_default().as_bytes());
        Digest::of(&[hasher.digest(), self.locales.own()])
    }

    /// Whether another site takes the same theme and the same messages.
    fn looks_as(&self, other: &Site) -> bool {
        let (own, others) = (&self.site.catalogue.settings, &other.catalogue.settings);
        own.accent == others.accent
            && own.acronyms == others.acronyms
            && self.site.root_href() == other.root_href()
    }

    /// What is shown.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Every page, each locale's after another.
    pub fn pages(&self) -> impl IndexedParallelIterator<Item = Artifact<'_>> {
        let pages = self.site.pages();
        (0..self.page_count()).into_par_iter().map(move |at| match at.checked_sub(SharedPage::ALL.len()) {
            None => Artifact::SharedPage(SharedPage::ALL[at]),
            Some(at) => Artifact::Page(pages[at % pages.len()], self.site.locales()[at / pages.len()]),
        })
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        SharedPage::ALL.len() + self.site.pages().len() * self.site.locales().len()
    }

    /// Every file that is neither a page nor of the index that readers search in.
    pub fn files(&self) -> Vec<Artifact<'_>> {
        let exports = self.exporter.all(&self.site).into_iter().map(Artifact::Export);
        let pictures = Picture::all(&self.site.catalogue).map(Artifact::Picture);
        let assets = self.theme.assets.values().map(Artifact::Asset);
        let documents = self.site.catalogue.files.iter().map(Artifact::Document);
        let moved = self.site.moved().iter().map(Artifact::Redirect);
        exports.chain(pictures).chain(assets).chain(documents).chain(moved).collect()
    }

    /// The files of the index that readers search in. They are made, on all threads, when they are first asked for.
    pub fn search_files(&self) -> Vec<Artifact<'_>> {
        self.search().iter().map(Artifact::Search).collect()
    }

    /// Makes what several products have in common, on all threads, before the first of them is made: a thread that waits
    /// for others takes up further work, and would wait for itself if that asked for the same thing.
    pub fn prepare(&self, products: &[Artifact<'_>]) {
        let export = |product: &Artifact<'_>| match product {
            Artifact::Export(export) => Some(*export),
            Artifact::Redirect(Redirect { to: MovedTo::ActivitySubset(slice, format), .. }) => {
                Some(Export::ActivitySubset(*slice, *format))
            }
            _ => None,
        };
        self.exporter.prepare(&self.site, &products.iter().filter_map(export).collect::<Vec<_>>());
    }

    /// The folders whose files have hashes in their names, so that they never change, with a slash at the end. `search`
    /// are the paths of the index.
    pub fn unchanging_folders(&self, search: &[String]) -> Vec<String> {
        let assets = self.theme.assets.values().map(|asset| route::asset_path(&asset.hashed_name));
        let search = search.iter().cloned();
        let fixed: BTreeSet<String> =
            self.site.locales().iter().map(|it| route::search_root_path(*it)).collect();
        let folder = |path: String| path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let folders: BTreeSet<String> =
            assets.chain(search.filter(|path| !fixed.contains(path))).filter_map(folder).collect();
        folders.into_iter().collect()
    }

    /// How much of the catalogue is reported to IATI, if it is.
    pub fn iati_summary(&self) -> Option<IatiSummary> {
        self.exporter.iati_summary(&self.site)
    }

    fn exports(&self) -> &BTreeMap<String, Export> {
        let by_path = || {
            let all = self.exporter.all(&self.site).into_iter();
            all.map(|export| (self.exporter.path(&self.site, export), export)).collect()
        };
        self.exports.get_or_init(by_path)
    }

    fn search(&self) -> &[search::File] {
        self.search.get_or_init(|| search::files(&self.site))
    }

    /// Where a product is written to, below the output folder.
    pub fn path(&self, product: Artifact<'_>) -> String {
        match product {
            Artifact::Page(page, locale) => self.site.path(page, locale),
            Artifact::SharedPage(page) => page.path().to_owned(),
            Artifact::Redirect(moved) => moved.path.clone(),
            Artifact::Export(export) => self.exporter.path(&self.site, export),
            Artifact::Search(file) => file.path.clone(),
            Artifact::Picture(picture) => self.site.picture_path(picture),
            Artifact::Asset(asset) => route::asset_path(&asset.hashed_name),
            Artifact::Document(file) => route::file_path(&file.path),
        }
    }

    /// The product that is written to a path below the output folder.
    pub fn product(&self, path: &str) -> Option<Artifact<'_>> {
        let page = || self.site.page_at(path).map(|(page, locale)| Artifact::Page(page, locale));
        let shared = || {
            let page = SharedPage::ALL.into_iter().find(|page| page.path() == path);
            page.map(Artifact::SharedPage)
        };
        let export = || self.exports().get(path).copied().map(Artifact::Export);
        let is_here = |product: &Artifact<'_>| self.path(*product) == path;
        let picture = || Picture::all(&self.site.catalogue).map(Artifact::Picture).find(is_here);
        let asset = || self.theme.assets.values().map(Artifact::Asset).find(is_here);
        let document = || self.site.catalogue.files.iter().map(Artifact::Document).find(is_here);
        let search = || self.search().iter().find(|file| file.path == path).map(Artifact::Search);
        let moved = || self.site.moved_at(path).map(Artifact::Redirect);
        page()
            .or_else(shared)
            .or_else(moved)
            .or_else(export)
            .or_else(picture)
            .or_else(asset)
            .or_else(document)
            .or_else(search)
    }

    /// Makes what is in a product.
    ///
    /// # Errors
    /// When a template does not fit what it is given, a message is missing, or a picture cannot be drawn.
    pub fn make<'a>(&'a self, product: Artifact<'a>) -> Result<Contents<'a>, RenderError> {
        let budget = self.budget.as_ref();
        let renderer =
            Renderer::new(&self.site, &self.locales, &self.templates, &self.mosaic, &self.shared, budget);
        let bytes = match product {
            Artifact::Page(page, locale) => renderer.page(page, locale)?.into(),
            Artifact::SharedPage(page) => renderer.shared_page(page)?.into(),
            Artifact::Redirect(moved) => match moved.to {
                MovedTo::Page(page, locale) => renderer.moved_page(page, locale)?.into(),
                MovedTo::ActivitySubset(slice, format) => {
                    self.exporter.bytes(&self.site, Export::ActivitySubset(slice, format)).into()
                }
                MovedTo::Document(at) => return Ok(Contents::Copy(&self.site.catalogue.files[at].from)),
            },
            Artifact::Export(export) => self.exporter.bytes(&self.site, export).into(),
            Artifact::Search(file) => file.bytes.as_slice().into(),
            Artifact::Picture(picture) => renderer.picture(picture)?.into(),
            Artifact::Asset(asset) => asset.bytes.as_slice().into(),
            Artifact::Document(file) => return Ok(Contents::Copy(&file.from)),
        };
        Ok(Contents::Bytes(bytes))
    }
}
