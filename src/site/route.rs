//! From [`Catalogue`] to [`Site`]: every page of every locale and its address. The only place that spells a URL.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use url::Url;

use crate::base::id::{Id, Kind};
use crate::base::language::{Language, Locale, Localized, PerLocale};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{
    ActivitySubset, Catalogue, DataFile, Feed, FilePath, Named, Picture, SliceFormat, Subject, Target,
    anchors,
};
use crate::site::change_log::ChangeLog;
use crate::site::collation::{Collation, Ordered};
use crate::site::listing::{self, Listings, Row, Section};

/// A page: its subject, and which part of the subject's list it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Page {
    /// What it is about.
    pub subject: Subject,
    /// Counted from 1.
    pub part: usize,
}

impl Page {
    /// The first page about a subject.
    pub const fn first(subject: Subject) -> Self {
        Page { subject, part: 1 }
    }
}

/// A page that belongs to no locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedPage {
    /// The choice of languages.
    Chooser,
    /// What is shown where nothing is found.
    NotFound,
}

impl SharedPage {
    /// Both of them.
    pub const ALL: [SharedPage; 2] = [SharedPage::Chooser, SharedPage::NotFound];

    /// The file that it is written to, below the output folder.
    pub fn path(self) -> &'static str {
        match self {
            SharedPage::Chooser => "index.html",
            SharedPage::NotFound => "404.html",
        }
    }
}

/// A file of earlier, whose address goes on to answer: that of an entry under one of its aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where it stood, below the output folder: `sr/projekti/foster/index.html`.
    pub path: String,
    /// Where it stands now.
    pub to: MovedTo,
}

/// What became of a file of earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedTo {
    /// This page, to which another one leads on.
    Page(Page, Locale),
    /// These data, which stand at both places: no server has to lead a program on.
    ActivitySubset(ActivitySubset, SliceFormat),
    /// The document at this place among those of the catalogue, which stands at both places too.
    Document(usize),
}

/// Everything that is published: the catalogue, its pages, their addresses and the order of lists.
#[derive(Debug)]
pub struct Site {
    /// What the pages show.
    pub catalogue: Catalogue,
    /// Alphabetical orders of the locales that are published.
    pub order: PerLocale<Collation>,
    listings: Listings,
    /// When the content was changed, where that is known. Nothing at first: content can be checked without it.
    pub chronicle: Option<ChangeLog>,
    base_url: Url,
    pages: Vec<Page>,
    /// The pages by the paths of their files below the folder of a locale; both scripts have the same.
    by_path: Arc<Localized<BTreeMap<String, Page>>>,
    moved: Arc<Vec<Redirect>>,
}

/// Lays the site out. `base_url` replaces the one of the catalogue.
///
/// # Errors
/// When two pages would have the same address, also against case, or an alias would take that of a page.
pub fn route(catalogue: Catalogue, base_url: Option<Url>) -> Result<Site, Problems> {
    route_after(None, catalogue, base_url)
}

/// The same, with what is as it was on the site `before`.
///
/// # Errors
/// As [`route`].
pub(crate) fn route_after(
    before: Option<&Site>,
    catalogue: Catalogue,
    base_url: Option<Url>,
) -> Result<Site, Problems> {
    let order = PerLocale::from_fn_at_once(|locale| {
        if !catalogue.settings.locales.contains(&locale) {
            return Collation::default();
        }
        let before = before.filter(|site| site.locales().contains(&locale));
        let before = before.map(|site| Ordered { catalogue: &site.catalogue, order: &site.order[locale] });
        Collation::new(&catalogue, locale, before)
    });
    let base_url = base_url.unwrap_or_else(|| catalogue.settings.base_url.clone());
    let subjects = subjects(&catalogue);
    let listings = Listings::new(&catalogue, &subjects);
    let parts = |subject: Subject| (1..=listings.part_count(subject)).map(move |part| Page { subject, part });
    let pages = subjects.into_iter().flat_map(parts).collect();
    let mut site = Site {
        catalogue,
        order,
        listings,
        chronicle: None,
        base_url,
        pages,
        by_path: Arc::default(),
        moved: Arc::default(),
    };
    if let Some(before) = before.filter(|before| before.has_files_of(&site)) {
        site.by_path = Arc::clone(&before.by_path);
        site.moved = Arc::clone(&before.moved);
        return Ok(site);
    }
    let (by_path, mut problems) = site.by_path();
    site.by_path = Arc::new(by_path);
    site.moved = Arc::new(site.find_moved(&mut problems));
    if problems.has_errors() { Err(problems) } else { Ok(site) }
}

/// What has pages, in their order.
fn subjects(catalogue: &Catalogue) -> Vec<Subject> {
    let mut subjects = vec![Subject::Home, Subject::About, Subject::Data];
    subjects.extend(catalogue.pages.accessibility.as_ref().map(|_| Subject::Accessibility));
    subjects.push(Subject::Changes);
    subjects.push(Subject::Search);
    subjects.push(Subject::Programmes);
    subjects.extend(catalogue.programmes.refs().map(Subject::Programme));
    subjects.push(Subject::Projects);
    subjects.extend(catalogue.projects.refs().map(Subject::Project));
    subjects.push(Subject::Municipalities);
    subjects.extend(catalogue.municipalities.refs().map(Subject::Municipality));
    subjects.push(Subject::Districts);
    subjects.extend(catalogue.districts.refs().map(Subject::District));
    subjects.push(Subject::Areas);
    subjects.extend(catalogue.areas.refs().map(Subject::Area));
    subjects.extend(catalogue.sub_areas.refs().map(Subject::SubArea));
    subjects.push(Subject::SupportTypes);
    subjects.extend(catalogue.support_types.refs().map(Subject::SupportType));
    subjects.push(Subject::Organisations);
    subjects.extend(catalogue.organisations.refs().map(Subject::Organisation));
    subjects.push(Subject::NotFound);
    subjects
}

impl Site {
    /// Every page of one locale.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// How many pages a subject has in each locale.
    pub fn part_count(&self, subject: Subject) -> usize {
        self.listings.part_count(subject)
    }

    /// All rows of a subject's list, of which each of its pages shows a part.
    pub fn rows(&self, subject: Subject, locale: Locale) -> Cow<'_, [Row]> {
        self.listings.rows(&self.catalogue, &self.order, subject, locale)
    }

    /// The locales that are published.
    pub fn locales(&self) -> &[Locale] {
        &self.catalogue.settings.locales
    }

    /// Whether the same pages and documents stand at the same places of both sites.
    fn has_files_of(&self, other: &Site) -> bool {
        let (own, others) = (&self.catalogue.files, &other.catalogue.files);
        self.pages == other.pages
            && self.locales() == other.locales()
            && own.len() == others.len()
            && own.iter().zip(others).all(|(own, other)| own.path == other.path)
            && self.catalogue.has_ids_of(&other.catalogue)
    }

    /// The page that is written to a file below the output folder.
    pub fn page_at(&self, path: &str) -> Option<(Page, Locale)> {
        let (prefix, below) = path.split_once('/')?;
        let locale = self.locales().iter().find(|locale| locale.prefix() == prefix)?;
        Some((*self.by_path[locale.language()].get(below)?, *locale))
    }

    /// The addresses that others may keep, below that of the site: those of entries, lists, data and documents, not of
    /// further pages of a list, which change with it.
    pub fn own_addresses(&self) -> impl Iterator<Item = String> + '_ {
        let first = self.pages.iter().filter(|page| page.part == 1 && page.subject != Subject::NotFound);
        let pages = first.flat_map(|page| {
            self.locales().iter().map(|locale| {
                let mut address = String::new();
                self.push_path(&mut address, *page, *locale);
                address
            })
        });
        let slices = ActivitySubset::all(&self.catalogue)
            .flat_map(|slice| SliceFormat::ALL.map(|format| self.slice_path(slice, format)));
        let data = self.catalogue.data_files().map(data_path);
        let documents = self.catalogue.files.iter().map(|file| self.below_root(&file_path(&file.path)));
        pages.chain(slices).chain(data).chain(documents)
    }

    /// The address of a file, below that of the site.
    fn below_root(&self, path: &str) -> String {
        self.encoded(path)[self.root_href().len()..].to_owned()
    }

    /// Those, and those of earlier.
    pub fn addresses(&self) -> BTreeSet<String> {
        let is_first = |moved: &&Redirect| !matches!(moved.to, MovedTo::Page(page, _) if page.part > 1);
        let moved = self.moved.iter().filter(is_first).map(|moved| &moved.path);
        let moved = moved.map(|path| self.below_root(path.strip_suffix("index.html").unwrap_or(path)));
        self.own_addresses().chain(moved).collect()
    }

    /// The files of earlier, by their paths.
    pub fn moved(&self) -> &[Redirect] {
        &self.moved
    }

    /// The file of earlier at a path below the output folder.
    pub fn moved_at(&self, path: &str) -> Option<&Redirect> {
        let at = self.moved.binary_search_by(|moved| moved.path.as_str().cmp(path)).ok()?;
        Some(&self.moved[at])
    }

    /// The locales in whose language the page is written: those it has as alternates and in sitemaps.
    pub fn written_in(&self, subject: Subject) -> Vec<Locale> {
        let catalogue = &self.catalogue;
        let written = |language: Language| match subject {
            Subject::Home => catalogue.pages.home.is_in(language),
            Subject::About => catalogue.pages.about.is_in(language),
            Subject::Data => catalogue.pages.data.is_in(language),
            Subject::Accessibility => {
                catalogue.pages.accessibility.as_ref().is_some_and(|words| words.is_in(language))
            }
            Subject::Programme(at) => catalogue.programmes[at].words.is_in(language),
            Subject::Project(at) => catalogue.projects[at].words.is_in(language),
            Subject::Municipality(at) => {
                let municipality = &catalogue.municipalities[at];
                municipality.name.name.is_in(language)
                    && municipality.words.as_ref().is_none_or(|words| words.is_in(language))
            }
            _ => catalogue.entry(subject).is_none_or(|entry| entry.name.is_in(language)),
        };
        self.locales().iter().copied().filter(|locale| written(locale.language())).collect()
    }

    /// Whether search engines may keep a page: those of the catalogue, not the answers of a page without its own words.
    pub fn is_indexable(&self, subject: Subject) -> bool {
        match subject {
            Subject::Search | Subject::NotFound => false,
            Subject::Changes => self.chronicle.is_some(),
            _ => true,
        }
    }

    /// The locales in which search engines find a page: none of a page that they may not keep.
    pub fn found_in(&self, subject: Subject) -> Vec<Locale> {
        if self.is_indexable(subject) { self.written_in(subject) } else { Vec::new() }
    }

    /// The address of a page on its host: `/catalogue/sr/projekti/foster-care/`.
    pub fn href(&self, page: Page, locale: Locale) -> String {
        let mut href = self.root_href();
        self.push_path(&mut href, page, locale);
        href
    }

    /// The address of the first page about a subject.
    pub fn subject_href(&self, subject: Subject, locale: Locale) -> String {
        self.href(Page::first(subject), locale)
    }

    /// Where a link within the site leads a reader of `locale`.
    pub fn target_href(&self, target: &Target, locale: Locale) -> String {
        match target {
            Target::Page(subject, None) => self.subject_href(*subject, locale),
            Target::Page(subject, Some(anchor)) => {
                let part = self.part_with(*subject, anchor, locale);
                format!("{}#{anchor}", self.href(Page { subject: *subject, part }, locale))
            }
            Target::Here(anchor) => format!("#{anchor}"),
            Target::Data(file) => self.data_href(*file),
            Target::File(path) => self.file_href(path),
        }
    }

    /// The part of a subject's list that has a place: that of an area in a programme's list may be a further one.
    fn part_with(&self, subject: Subject, anchor: &str, locale: Locale) -> usize {
        if self.part_count(subject) == 1 {
            return 1;
        }
        let areas: Vec<&str> = anchors::areas_of(anchor).collect();
        let rows = self.rows(subject, locale);
        let first = rows.iter().position(|row| match row.section {
            Section::Area(at) => areas.contains(&self.catalogue.areas[at].id.as_str()),
            _ => false,
        });
        first.map_or(1, |row| row / listing::ROWS_PER_PART + 1)
    }

    /// The address of the chooser, below which everything stands.
    pub fn root_href(&self) -> String {
        self.base_url.path().to_owned()
    }

    /// The address of a file of open data.
    pub fn data_href(&self, file: DataFile) -> String {
        format!("{}{}", self.root_href(), data_path(file))
    }

    /// The address of the data about the activities that a page lists.
    pub fn slice_href(&self, slice: ActivitySubset, format: SliceFormat) -> String {
        format!("{}{}", self.root_href(), self.slice_path(slice, format))
    }

    /// The file of those data, below the output folder: the same in every locale.
    pub fn slice_path(&self, slice: ActivitySubset, format: SliceFormat) -> String {
        slice_path(self.segments(slice.subject(), Language::En), format)
    }

    /// The feed that tells of changes, below the output folder: beside the page that it belongs to.
    pub fn feed_path(&self, feed: Feed, locale: Locale) -> String {
        format!("{}atom.xml", self.folder(feed.subject(), locale))
    }

    /// The address of a feed.
    pub fn feed_href(&self, feed: Feed, locale: Locale) -> String {
        format!("{}{}", self.root_href(), self.feed_path(feed, locale))
    }

    /// The picture that stands for pages, below the output folder: the same in every locale. It has no hash in its name,
    /// so that a page can be made without drawing it.
    pub fn picture_path(&self, picture: Picture) -> String {
        match picture {
            Picture::Catalogue => "pictures/catalogue.png".to_owned(),
            // In a folder of their own, since a programme may have any id.
            Picture::Programme(at) => {
                format!("pictures/{}/{}.png", Kind::Programme.plural(), self.catalogue.programmes[at].id)
            }
        }
    }

    /// The address of a picture that stands for pages.
    pub fn picture_href(&self, picture: Picture) -> String {
        format!("{}{}", self.root_href(), self.picture_path(picture))
    }

    /// The address of a document or picture of the content.
    pub fn file_href(&self, path: &FilePath) -> String {
        self.encoded(&file_path(path))
    }

    /// The address of a file below the output folder, whose name may hold any character.
    fn encoded(&self, path: &str) -> String {
        let mut url = self.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        url.path().to_owned()
    }

    /// The name of the host that it is published at.
    pub fn host(&self) -> Option<&str> {
        self.base_url.host_str()
    }

    /// An address on its host with scheme and host, as canonical links and sitemaps need it.
    pub fn absolute(&self, href: &str) -> String {
        let origin = self.base_url.as_str().trim_end_matches(self.base_url.path());
        format!("{origin}{href}")
    }

    /// The folder of the page about a subject, below the base of the site: `sr/projekti/`. The folder of a thing's page
    /// is its id in that of the list, that of a sub-area's page lies in its area's.
    pub fn folder(&self, subject: Subject, locale: Locale) -> String {
        let mut path = String::new();
        self.push_path(&mut path, Page::first(subject), locale);
        path
    }

    /// The file that a page is written to, below the output folder.
    pub fn path(&self, page: Page, locale: Locale) -> String {
        let mut path = String::new();
        self.push_path(&mut path, page, locale);
        if page.subject != Subject::NotFound {
            path.push_str("index.html");
        }
        path
    }

    /// Locale, words and ids, with a slash at the end where it is a folder.
    fn push_path(&self, path: &mut String, page: Page, locale: Locale) {
        if page.subject == Subject::NotFound {
            path.push_str(locale.prefix());
            path.push_str("/404.html");
            return;
        }
        push_folder(path, self.segments(page.subject, locale.language()), page.part, locale);
    }

    /// The first word of a subject's address, and its ids below that; what is not there is empty.
    fn segments(&self, subject: Subject, language: Language) -> Segments<'_> {
        let first = subject.address().map_or("", |address| address[language]);
        let Some(Named { id, area, .. }) = self.catalogue.entry(subject) else { return [first, "", ""] };
        match area {
            Some(area) => [first, self.catalogue.areas[area].id.as_str(), id.as_str()],
            None => [first, id.as_str(), ""],
        }
    }

    /// The segments of a subject under its former ids, a sub-area also under those of its area.
    fn former_segments(&self, subject: Subject, language: Language) -> Vec<Segments<'_>> {
        let Some(Named { aliases, area, .. }) = self.catalogue.entry(subject) else { return Vec::new() };
        let (ids, narrower_ids) = match area {
            Some(area) => (&*self.catalogue.areas[area].aliases, aliases),
            None => (aliases, &[][..]),
        };
        let [collection, id, narrower] = self.segments(subject, language);
        let ids = std::iter::once(id).chain(ids.iter().map(Id::as_str));
        let every = ids.flat_map(|id| {
            let narrower_ids = std::iter::once(narrower).chain(narrower_ids.iter().map(Id::as_str));
            narrower_ids.map(move |narrower| [collection, id, narrower])
        });
        every.skip(1).collect()
    }

    /// Every file of earlier, by its path.
    fn find_moved(&self, problems: &mut Problems) -> Vec<Redirect> {
        let mut moved = Vec::new();
        for page in &self.pages {
            for locale in self.locales() {
                for segments in self.former_segments(page.subject, locale.language()) {
                    let mut path = String::new();
                    push_folder(&mut path, segments, page.part, *locale);
                    path.push_str("index.html");
                    match self.page_at(&path) {
                        Some((other, _)) => problems.push(clash(&path, page.subject.max(other.subject))),
                        None => moved.push(Redirect { path, to: MovedTo::Page(*page, *locale) }),
                    }
                }
            }
            if let Some(slice) = ActivitySubset::of(page.subject).filter(|_| page.part == 1) {
                for segments in self.former_segments(page.subject, Language::En) {
                    moved.extend(SliceFormat::ALL.map(|format| Redirect {
                        path: slice_path(segments, format),
                        to: MovedTo::ActivitySubset(slice, format),
                    }));
                }
            }
            if page.part == 1 {
                self.push_moved_documents(page.subject, &mut moved);
            }
        }
        moved.sort_by(|a, b| a.path.cmp(&b.path));
        moved
    }

    /// The documents that stand in the folder of an entry, under its ids of earlier.
    fn push_moved_documents(&self, subject: Subject, moved: &mut Vec<Redirect>) {
        let former = self.former_segments(subject, Language::En);
        if former.is_empty() {
            return;
        }
        let [collection, id, _] = self.segments(subject, Language::En);
        let folder = format!("{collection}/{id}/");
        for (at, file) in self.catalogue.files.iter().enumerate() {
            let Some(name) = file.path.0.strip_prefix(&folder) else { continue };
            let path = |id: &str| file_path(&FilePath(format!("{collection}/{id}/{name}").into()));
            moved.extend(
                former.iter().map(|[_, id, _]| Redirect { path: path(id), to: MovedTo::Document(at) }),
            );
        }
    }

    fn by_path(&self) -> (Localized<BTreeMap<String, Page>>, Problems) {
        let ((sr, mut problems), (en, others)) =
            rayon::join(|| self.paths_in(Language::Sr), || self.paths_in(Language::En));
        problems.extend(others);
        (Localized { sr, en }, problems)
    }

    /// The pages of one language by their paths, and the clashes between them.
    fn paths_in(&self, language: Language) -> (BTreeMap<String, Page>, Problems) {
        let mut problems = Problems::default();
        let mut by_path = BTreeMap::new();
        let locale = self.locales().iter().find(|locale| locale.language() == language);
        for (locale, page) in locale.into_iter().flat_map(|at| self.pages.iter().map(move |page| (at, page)))
        {
            let path = self.path(*page, *locale);
            let below = &path[locale.prefix().len() + 1..];
            let Some(other) = by_path.insert(below.to_lowercase(), *page) else { continue };
            problems.push(clash(&path, other.subject.max(page.subject)));
        }
        (by_path, problems)
    }
}

/// The word of a collection and the ids of a subject in it; what is not there is empty.
type Segments<'a> = [&'a str; 3];

/// The folder of a part of a page.
fn push_folder(path: &mut String, segments: Segments<'_>, part: usize, locale: Locale) {
    path.push_str(locale.prefix());
    path.push('/');
    for segment in segments.into_iter().filter(|segment| !segment.is_empty()) {
        path.push_str(segment);
        path.push('/');
    }
    if part > 1 {
        path.push_str(PART[locale.language()]);
        path.push('-');
        path.push_str(&part.to_string());
        path.push('/');
    }
}

/// The file of the activities that a page lists, below the output folder.
fn slice_path(segments: Segments<'_>, format: SliceFormat) -> String {
    let segments: Vec<&str> = segments.into_iter().filter(|segment| !segment.is_empty()).collect();
    format!("data/{}.{}", segments.join("/"), format.ending())
}

fn clash(path: &str, subject: Subject) -> Problem {
    let place = Place::start_of(&subject.entry_kind().unwrap_or(Kind::Area).home().into());
    Problem::new(&rules::URL_CLASH, place, format!("two pages have the address `{path}`"))
        .help("give one of the two another id: ids like `page-2` and `strana-2` belong to the further pages of long lists")
}

/// The locale that an address below that of the site belongs to.
pub fn locale_of(address: &str) -> Option<Locale> {
    let (prefix, _) = address.split_once('/')?;
    Locale::ALL.into_iter().find(|locale| locale.prefix() == prefix)
}

/// The entry whose page or data stand, or stood, at an address below that of the site; of a sub-area with that of its
/// area.
pub fn entry_of(address: &str) -> Option<(Kind, String)> {
    let (first, rest) = address.split_once('/')?;
    let (language, rest) = match locale_of(address) {
        Some(locale) => (locale.language(), rest.strip_suffix('/')?),
        None if first == "data" => (Language::En, rest.rsplit_once('.')?.0),
        None => return None,
    };
    let (collection, id) = rest.split_once('/')?;
    let is_meant = |kind: &Kind| kind.address().is_some_and(|address| address[language] == collection);
    let kind = Kind::with_pages().find(is_meant)?;
    let kind = if kind == Kind::Area && id.contains('/') { Kind::SubArea } else { kind };
    id.split('/').all(|id| Id::new(id).is_some()).then(|| (kind, id.to_owned()))
}

/// The file of open data, below the output folder.
pub fn data_path(file: DataFile) -> String {
    format!("data/{}", file.name())
}

/// The file of a document or picture, below the output folder.
pub fn file_path(path: &FilePath) -> String {
    format!("files/{}", path.0)
}

/// The list of all sitemaps, below the output folder.
pub const SITEMAP_INDEX_PATH: &str = "sitemap.xml";

/// The sitemap of what belongs to no locale, below the output folder.
pub const SHARED_SITEMAP_PATH: &str = "sitemap-shared.xml";

/// A sitemap of a locale, below the output folder; parts are counted from 1.
pub fn sitemap_path(locale: Locale, part: usize) -> String {
    match part {
        1 => format!("{}/sitemap.xml", locale.prefix()),
        part => format!("{}/sitemap-{part}.xml", locale.prefix()),
    }
}

/// A file of the theme, below the output folder.
pub fn asset_path(name: &str) -> String {
    format!("assets/{name}")
}

/// The root of a locale's search index, below the output folder: the one file of the index whose address is fixed.
pub fn search_root_path(locale: Locale) -> String {
    format!("search/{}.json", locale.tag())
}

/// A file of a search index, below the output folder. `hash` is that of the whole index, `of` a language, a locale or
/// what they share.
pub fn search_path(hash: &str, of: &str, name: &str) -> String {
    format!("search/{hash}/{of}/{name}")
}

/// The word before the number of a further page of a list.
const PART: Localized<&str> = Localized { sr: "strana", en: "page" };

/// The folders and files at the top of an output folder, but for those of locales and hosts.
const TOP: [&str; 10] = [
    "index.html",
    "404.html",
    "robots.txt",
    SITEMAP_INDEX_PATH,
    SHARED_SITEMAP_PATH,
    "assets",
    "data",
    "files",
    "pictures",
    "search",
];

/// Whether a path below the output folder may be one of a site's files, whatever the content. Compressed files are
/// beside what they were made from.
pub fn is_site_path(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    let plain = ["br", "gz"].iter().find_map(|ending| top.strip_suffix(ending)?.strip_suffix('.'));
    let top = plain.unwrap_or(top);
    TOP.contains(&top) || Locale::ALL.iter().any(|locale| locale.prefix() == top)
}
