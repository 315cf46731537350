//! Turns a [`Catalogue`] into a [`Site`]: every page of every locale, and its address. The only place that spells URLs.

mod moved;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use moved::{CALENDAR, EntryFile, FEED, MovedTo, Redirect};
use url::Url;

use crate::base::id::{Id, Kind, Ref};
use crate::base::language::{Language, Locale, Localized, PerLocale};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{
    ActivitySubset, Area, Calendar, Catalogue, DataFile, Feed, FilePath, Municipality, Named, Picture,
    SliceFormat, Subject, Target, anchors,
};
use crate::content::git::History;
use crate::site::change_log::ChangeLog;
use crate::site::collation::{Collation, Ordered};
use crate::site::figures::{Figures, PlaceFigures};
use crate::site::listing::{self, Listings, Row, Section};

/// A page: its subject, and the number of the page in the subject's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Page {
    /// The subject of the page.
    pub subject: Subject,
    /// The page number, counted from 1.
    pub part: usize,
}

impl Page {
    /// Returns the first page about a subject.
    pub const fn first(subject: Subject) -> Self {
        Page { subject, part: 1 }
    }

    /// Returns whether the page continues the list of an entry, which the first page describes.
    pub fn continues_entry(self) -> bool {
        self.part > 1 && self.subject.entry_kind().is_some()
    }
}

/// A page that belongs to no locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedPage {
    /// The page on which readers choose a language.
    Chooser,
    /// The page for addresses that do not exist.
    NotFound,
}

impl SharedPage {
    /// Both pages.
    pub const ALL: [SharedPage; 2] = [SharedPage::Chooser, SharedPage::NotFound];

    /// Returns the file that the page is written to, relative to the output folder.
    pub fn path(self) -> &'static str {
        match self {
            SharedPage::Chooser => "index.html",
            SharedPage::NotFound => "404.html",
        }
    }
}

/// Everything that is published: the catalogue, its pages, their addresses and the order of lists.
#[derive(Debug)]
pub struct Site {
    /// The content of the pages.
    pub catalogue: Catalogue,
    /// The alphabetical order of each published locale.
    pub order: PerLocale<Collation>,
    listings: Listings,
    place_figures: PlaceFigures,
    /// When the content was changed, if that is known.
    pub change_log: Option<ChangeLog>,
    base_url: Url,
    /// What the addresses of pages and files begin with on their host.
    root: String,
    pages: Vec<Page>,
    /// The pages by the paths of their files, relative to the folder of a locale. Both scripts have the same paths.
    by_path: Arc<Localized<BTreeMap<String, Page>>>,
    moved: Arc<Vec<Redirect>>,
}

/// Routes the catalogue. `base_url` replaces the one in the catalogue. Without a history, there is no change log.
///
/// # Errors
/// When two pages would have the same address, ignoring case, an alias would have the address of a page, or there are
/// too many former URLs.
pub fn route(
    catalogue: Catalogue,
    base_url: Option<Url>,
    history: Option<&History>,
) -> Result<Site, Problems> {
    route_after(None, catalogue, base_url, history)
}

/// Routes the catalogue, reusing the unchanged parts of the site `before`.
///
/// # Errors
/// The same as for [`route`].
pub(crate) fn route_after(
    before: Option<&Site>,
    catalogue: Catalogue,
    base_url: Option<Url>,
    history: Option<&History>,
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
    let change_log = history.map(|history| ChangeLog::new(&catalogue, history));
    let mut site = Site {
        catalogue,
        order,
        listings,
        place_figures: PlaceFigures::default(),
        change_log,
        root: base_url.path().to_owned(),
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
    if let Some(problem) = site.too_many_moved() {
        let mut problems = Problems::default();
        problems.push(problem);
        return Err(problems);
    }
    let (by_path, mut problems) = site.by_path();
    site.by_path = Arc::new(by_path);
    site.moved = Arc::new(site.find_moved(&mut problems));
    if problems.has_errors() { Err(problems) } else { Ok(site) }
}

/// Returns every subject that has pages, in the order of the pages.
fn subjects(catalogue: &Catalogue) -> Vec<Subject> {
    let mut subjects = vec![Subject::Home, Subject::About, Subject::Data];
    subjects.extend(catalogue.pages.accessibility.as_ref().map(|_| Subject::Accessibility));
    subjects.extend([Subject::Goals, Subject::Results].into_iter().filter(|page| catalogue.has_page(*page)));
    if catalogue.has_page(Subject::Money) {
        subjects.push(Subject::Money);
        subjects.extend(catalogue.money_columns.other_orders().map(Subject::MoneyBy));
    }
    if catalogue.has_page(Subject::Comparisons) {
        subjects.push(Subject::Comparisons);
        subjects.extend(catalogue.compared().map(Subject::Comparison));
    }
    subjects.extend(catalogue.own_pages.refs().map(Subject::Page));
    subjects.push(Subject::Changes);
    subjects.push(Subject::Search);
    for list in catalogue.lists() {
        subjects.push(list);
        if list == Subject::Posts {
            subjects.extend(catalogue.post_index.groups().map(Subject::PostGroup));
        }
        subjects.extend(list.listed_kinds().iter().flat_map(|kind| catalogue.entries(*kind)));
    }
    subjects.push(Subject::NotFound);
    subjects
}

impl Site {
    /// Returns all pages of a locale: every locale has the same ones.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Returns the number of pages that a subject has in each locale.
    pub fn part_count(&self, subject: Subject) -> usize {
        self.listings.part_count(subject)
    }

    /// Returns all rows of a subject's list, on all of its pages.
    pub fn rows(&self, subject: Subject, locale: Locale) -> Cow<'_, [Row]> {
        self.listings.rows(&self.catalogue, &self.order, subject, locale)
    }

    /// Returns the figures of the municipalities with activities, in the order of the catalogue.
    pub fn place_figures(&self) -> &[(Ref<Municipality>, Figures)] {
        self.place_figures.get(&self.catalogue)
    }

    /// Returns the published locales.
    pub fn locales(&self) -> &[Locale] {
        &self.catalogue.settings.locales
    }

    /// Returns whether both sites have the same pages, documents and other files under the same paths.
    fn has_files_of(&self, other: &Site) -> bool {
        let (own, others) = (&self.catalogue.files, &other.catalogue.files);
        self.pages == other.pages
            && self.catalogue.settings.left_out == other.catalogue.settings.left_out
            && Calendar::all(&self.catalogue).eq(Calendar::all(&other.catalogue))
            && Picture::all(&self.catalogue).eq(Picture::all(&other.catalogue))
            && self.locales() == other.locales()
            && own.len() == others.len()
            && own.iter().zip(others).all(|(own, other)| own.path == other.path)
            && self.catalogue.has_ids_of(&other.catalogue)
    }

    /// Returns the page that is written to a file, given its path relative to the output folder.
    pub fn page_at(&self, path: &str) -> Option<(Page, Locale)> {
        let (prefix, below) = path.split_once('/')?;
        let locale = self.locales().iter().find(|locale| locale.prefix() == prefix)?;
        Some((*self.by_path[locale.language()].get(below)?, *locale))
    }

    /// Returns the addresses that others may rely on, relative to that of the site: entries, lists, data and documents.
    /// Further pages of a list are not among them, because their content moves as the list changes; nor are views, which
    /// depend on what is known.
    pub fn own_addresses(&self) -> impl Iterator<Item = String> + '_ {
        let is_lasting =
            |page: &&Page| page.part == 1 && page.subject != Subject::NotFound && !page.subject.is_view();
        let first = self.pages.iter().filter(is_lasting);
        let pages = first.flat_map(|page| {
            self.locales().iter().map(|locale| {
                let mut address = String::new();
                self.push_path(&mut address, *page, *locale);
                address
            })
        });
        let beside = self.pages.iter().filter(|page| page.part == 1).flat_map(|page| {
            let files = self.entry_files(page.subject);
            files.into_iter().map(|file| self.entry_file_path(file, page.subject)).collect::<Vec<_>>()
        });
        let data = self.catalogue.data_files().map(data_path);
        let documents = self.catalogue.files.iter().map(|file| self.below_root(&file_path(&file.path)));
        pages.chain(beside).chain(data).chain(documents)
    }

    /// Returns the address of a file, relative to that of the site.
    fn below_root(&self, path: &str) -> String {
        self.encoded(path)[self.root_href().len()..].to_owned()
    }

    /// Returns the addresses that others may rely on, including former ones that still work, without those of parts of
    /// pages.
    pub fn addresses(&self) -> BTreeSet<String> {
        let is_first = |moved: &&Redirect| !matches!(moved.to, MovedTo::Page(page, _) if page.part > 1);
        let moved = self.moved.iter().filter(is_first).map(|moved| &moved.path);
        let moved = moved.map(|path| self.below_root(path.strip_suffix("index.html").unwrap_or(path)));
        self.own_addresses().chain(moved).collect()
    }

    /// Returns the ids of the parts of a page that others may rely on: the activities of a project, by their places.
    /// The data name these addresses. Former ids are among them.
    pub fn lasting_anchors(&self, page_address: &str) -> BTreeSet<&str> {
        let path = format!("{page_address}index.html");
        let moved = || match self.moved_at(&path)?.to {
            MovedTo::Page(page, _) => Some(page),
            MovedTo::File(_) | MovedTo::Document(_) => None,
        };
        let page = self.page_at(&path).map(|(page, _)| page).or_else(moved);
        let Some(Page { subject: Subject::Project(at), .. }) = page else { return BTreeSet::new() };
        let catalogue = &self.catalogue;
        let activities = catalogue.projects[at].activities();
        let scopes = activities.map(|at| catalogue.activities[at].scope);
        scopes
            .flat_map(|scope| {
                let former = catalogue.former_scope_ids(scope).iter().map(Id::as_str);
                std::iter::once(catalogue.scope_id(scope)).chain(former)
            })
            .collect()
    }

    /// Returns the locales in whose language the page is written. They are its alternates, also in sitemaps.
    pub fn written_in(&self, subject: Subject) -> Vec<Locale> {
        let catalogue = &self.catalogue;
        let written = |language: Language| match subject {
            Subject::Home => catalogue.pages.home.is_in(language),
            Subject::About => catalogue.pages.about.is_in(language),
            Subject::Data => catalogue.pages.data.is_in(language),
            Subject::Accessibility => {
                catalogue.pages.accessibility.as_ref().is_some_and(|words| words.is_in(language))
            }
            Subject::Page(at) => catalogue.own_pages[at].words.is_in(language),
            Subject::Municipality(at) => {
                let municipality = &catalogue.municipalities[at];
                municipality.name.name.is_in(language)
                    && municipality.words.as_ref().is_none_or(|words| words.is_in(language))
            }
            _ => catalogue.entry(subject).is_none_or(|entry| entry.name.is_in(language)),
        };
        self.locales().iter().copied().filter(|locale| written(locale.language())).collect()
    }

    /// Returns whether search engines may index a page. The search and the page for missing addresses have no content
    /// of their own.
    pub fn is_indexable(&self, subject: Subject) -> bool {
        match subject {
            Subject::Search | Subject::NotFound => false,
            view if view.is_view() => false,
            Subject::Changes => self.change_log.is_some(),
            _ => true,
        }
    }

    /// Returns the locales in which search engines may index a page.
    pub fn found_in(&self, subject: Subject) -> Vec<Locale> {
        if self.is_indexable(subject) { self.written_in(subject) } else { Vec::new() }
    }

    /// Returns the addresses of a page for search engines, each with its language: those in the locales in which they
    /// may index it, and the one for readers of other languages.
    pub fn alternates(&self, page: Page) -> Vec<(&'static str, String)> {
        let found = self.found_in(page.subject);
        let others = found.first().map(|first| match page.subject {
            // The site has no default language: there, readers choose.
            Subject::Home => self.root_href(),
            // Each alternate must link back, which the chooser does to home pages only.
            _ => self.href(page, *first),
        });
        let found = found.iter().map(|locale| (locale.tag(), self.href(page, *locale)));
        found.chain(others.map(|href| ("x-default", href))).collect()
    }

    /// Returns the address of a page on its host: `/catalogue/sr/projekti/foster-care/`.
    pub fn href(&self, page: Page, locale: Locale) -> String {
        let mut href = self.root_href();
        self.push_path(&mut href, page, locale);
        href
    }

    /// Returns the address of the first page about a subject.
    pub fn subject_href(&self, subject: Subject, locale: Locale) -> String {
        self.href(Page::first(subject), locale)
    }

    /// Returns the address of a link within the site for readers of `locale`.
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

    /// Returns the number of the page that has an anchor: in a programme's list, an area may be on a further page.
    fn part_with(&self, subject: Subject, anchor: &str, locale: Locale) -> usize {
        if self.part_count(subject) == 1 {
            return 1;
        }
        let rows = self.rows(subject, locale);
        // The rows are in the order of their areas.
        let rank = |area: Ref<Area>| self.order[locale].areas.rank(area);
        let first = anchors::areas_of(anchor).filter_map(|id| self.area(id)).find_map(|area| {
            let before = |row: &Row| matches!(row.section, Section::Area(at) if rank(at) < rank(area));
            let at = rows.partition_point(before);
            (rows.get(at)?.section == Section::Area(area)).then_some(at)
        });
        first.map_or(1, |row| row / listing::ROWS_PER_PART + 1)
    }

    fn area(&self, id: &str) -> Option<Ref<Area>> {
        let (at, _) = self.catalogue.areas.iter().find(|(_, area)| area.id.as_str() == id)?;
        Some(at)
    }

    /// Returns the address of the chooser, below which everything is published.
    pub fn root_href(&self) -> String {
        self.root.clone()
    }

    /// Returns the address of a file of open data.
    pub fn data_href(&self, file: DataFile) -> String {
        format!("{}{}", self.root_href(), data_path(file))
    }

    /// Returns the address of the data about the activities that a page lists.
    pub fn slice_href(&self, slice: ActivitySubset, format: SliceFormat) -> String {
        format!("{}{}", self.root_href(), self.slice_path(slice, format))
    }

    /// Returns the file of those data, relative to the output folder. It is the same in every locale.
    pub fn slice_path(&self, slice: ActivitySubset, format: SliceFormat) -> String {
        self.entry_file_path(EntryFile::ActivitySubset(slice, format), slice.subject())
    }

    /// Returns the file of a feed of changes, relative to the output folder. It is in the folder of its page.
    pub fn feed_path(&self, feed: Feed, locale: Locale) -> String {
        self.entry_file_path(EntryFile::Feed(feed, locale), feed.subject())
    }

    fn entry_file_path(&self, file: EntryFile, subject: Subject) -> String {
        file.path(self.segments(subject, file.language()))
    }

    /// Returns the address of a feed.
    pub fn feed_href(&self, feed: Feed, locale: Locale) -> String {
        format!("{}{}", self.root_href(), self.feed_path(feed, locale))
    }

    /// Returns the file of a calendar, relative to the output folder. It is in the folder of its page.
    pub fn calendar_path(&self, calendar: Calendar, locale: Locale) -> String {
        self.entry_file_path(EntryFile::Calendar(calendar, locale), calendar.subject())
    }

    /// Returns the address of a calendar.
    pub fn calendar_href(&self, calendar: Calendar, locale: Locale) -> String {
        format!("{}{}", self.root_href(), self.calendar_path(calendar, locale))
    }

    /// Returns the file of an Open Graph image, relative to the output folder. It is the same in every locale. Its name
    /// has no hash, so that a page can be rendered without drawing the image.
    pub fn picture_path(&self, picture: Picture) -> String {
        match picture {
            Picture::Catalogue => "pictures/catalogue.png".to_owned(),
            Picture::Programme(at) => self.entry_file_path(EntryFile::Picture(at), Subject::Programme(at)),
        }
    }

    /// Returns the address of an Open Graph image.
    pub fn picture_href(&self, picture: Picture) -> String {
        format!("{}{}", self.root_href(), self.picture_path(picture))
    }

    /// Returns the address of a document or picture of the content.
    pub fn file_href(&self, path: &FilePath) -> String {
        self.encoded(&file_path(path))
    }

    /// Returns the address of a narrower copy of a picture.
    pub fn narrower_href(&self, path: &FilePath, width: u32) -> String {
        self.encoded(&narrower_path(path, width))
    }

    /// Returns the address of a file in the output folder, whose name may contain any character.
    fn encoded(&self, path: &str) -> String {
        let mut url = self.base_url.clone();
        url.set_path("");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        format!("{}{}", self.root, url.path().trim_start_matches('/'))
    }

    /// Returns the name of the site's host.
    pub fn host(&self) -> Option<&str> {
        self.base_url.host_str()
    }

    /// Adds scheme and host to an address, as canonical links and sitemaps need it.
    pub fn absolute(&self, href: &str) -> String {
        let origin = || self.base_url.as_str().trim_end_matches(self.base_url.path());
        match href.strip_prefix(&self.root) {
            Some(below) => format!("{}{below}", self.base_url),
            None => format!("{}{href}", origin()),
        }
    }

    /// Returns the site with other beginnings of the addresses on its host, for a copy elsewhere. Absolute addresses stay.
    #[must_use]
    pub fn rooted_at(self, root: &str) -> Self {
        Site { root: root.to_owned(), ..self }
    }

    /// Returns the folder of the page about a subject, relative to the root of the site: `sr/projekti/`. An entry's
    /// folder is named by its id and lies in the folder of the list; that of a sub-area lies in the folder of its area.
    pub fn folder(&self, subject: Subject, locale: Locale) -> String {
        let mut path = String::new();
        self.push_path(&mut path, Page::first(subject), locale);
        path
    }

    /// Returns the file that a page is written to, relative to the output folder.
    pub fn path(&self, page: Page, locale: Locale) -> String {
        let mut path = String::new();
        self.push_path(&mut path, page, locale);
        if page.subject != Subject::NotFound {
            path.push_str("index.html");
        }
        path
    }

    /// Appends the locale, words and ids of a page, with a slash at the end if it is a folder.
    fn push_path(&self, path: &mut String, page: Page, locale: Locale) {
        if page.subject == Subject::NotFound {
            path.push_str(locale.prefix());
            path.push_str("/404.html");
            return;
        }
        push_folder(path, self.segments(page.subject, locale.language()), page.part, locale);
    }

    /// Returns the first word of a subject's address and the ids that follow it. Missing ones are empty.
    fn segments(&self, subject: Subject, language: Language) -> Segments<'_> {
        if let Subject::Page(at) = subject {
            return [self.catalogue.own_pages[at].id.as_str(), "", ""];
        }
        let first = subject.address().map_or("", |address| address[language]);
        let second = match subject {
            Subject::PostGroup(group) => self.catalogue.post_index.segment(group, language),
            Subject::MoneyBy(order) => self.catalogue.money_columns.segment(order, language),
            Subject::Comparison(at) => self.catalogue.municipalities[at].id.as_str(),
            _ => "",
        };
        if !second.is_empty() {
            return [first, second, ""];
        }
        let Some(Named { id, area, .. }) = self.catalogue.entry(subject) else { return [first, "", ""] };
        match area {
            Some(area) => [first, self.catalogue.areas[area].id.as_str(), id.as_str()],
            None => [first, id.as_str(), ""],
        }
    }

    fn by_path(&self) -> (Localized<BTreeMap<String, Page>>, Problems) {
        let ((sr, mut problems), (en, others)) =
            rayon::join(|| self.paths_in(Language::Sr), || self.paths_in(Language::En));
        problems.extend(others);
        (Localized { sr, en }, problems)
    }

    /// Returns the pages of one language by their paths, and the clashes between them.
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

/// The word of a collection and the ids of a subject in it. Missing ones are empty.
type Segments<'a> = [&'a str; 3];

/// Appends the folder of a page; `part` is its number.
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

fn clash(path: &str, subject: Subject) -> Problem {
    let place = Place::start_of(&subject.entry_kind().unwrap_or(Kind::Area).home().into());
    Problem::new(&rules::URL_CLASH, place, format!("two pages have the address `{path}`"))
        .help("give one of the two another id: ids like `page-2` and `strana-2` belong to the further pages of long lists")
}

/// Returns the locale of an address, which is relative to that of the site.
pub fn locale_of(address: &str) -> Option<Locale> {
    let (prefix, _) = address.split_once('/')?;
    Locale::ALL.into_iter().find(|locale| locale.prefix() == prefix)
}

/// Returns the page of an address and the id of the part of that page, if it names one.
pub fn split_anchor(address: &str) -> (&str, Option<&str>) {
    address.split_once('#').map_or((address, None), |(page, anchor)| (page, Some(anchor)))
}

/// Returns the entry whose page or other files are, or were, at an address, which is relative to that of the site. The id of a
/// sub-area includes that of its area.
pub fn entry_of(address: &str) -> Option<(Kind, String)> {
    let (page, _) = split_anchor(address);
    let (first, rest) = page.split_once('/')?;
    let (language, rest) = match locale_of(page) {
        // A page ends with a slash; its feed and calendar are in the same folder.
        Some(locale) => (locale.language(), rest.rsplit_once('/')?.0),
        None if matches!(first, "data" | "pictures") => (Language::En, rest.rsplit_once('.')?.0),
        None => return None,
    };
    let (collection, id) = rest.split_once('/')?;
    let is_meant = |list: &&Subject| list.address().is_some_and(|address| address[language] == collection);
    let kind = *Subject::LISTS.iter().find(is_meant)?.listed_kinds().first()?;
    let kind = if kind == Kind::Area && id.contains('/') { Kind::SubArea } else { kind };
    id.split('/').all(|id| Id::new(id).is_some()).then(|| (kind, id.to_owned()))
}

/// Returns the path of a file of open data, relative to the output folder.
pub fn data_path(file: DataFile) -> String {
    format!("data/{}", file.name())
}

/// Returns the path of a document or picture, relative to the output folder.
pub fn file_path(path: &FilePath) -> String {
    format!("files/{}", path.0)
}

/// Returns the path of a narrower copy of a picture, relative to the output folder. No file of the content is published
/// in that folder.
pub fn narrower_path(path: &FilePath, width: u32) -> String {
    format!("narrower/{width}/{}.webp", path.0)
}

/// The list of all sitemaps, relative to the output folder.
pub const SITEMAP_INDEX_PATH: &str = "sitemap.xml";

/// The sitemap of pages and files that belong to no locale, relative to the output folder.
pub const SHARED_SITEMAP_PATH: &str = "sitemap-shared.xml";

/// Returns the path of a locale's sitemap, relative to the output folder. Parts are counted from 1.
pub fn sitemap_path(locale: Locale, part: usize) -> String {
    match part {
        1 => format!("{}/sitemap.xml", locale.prefix()),
        part => format!("{}/sitemap-{part}.xml", locale.prefix()),
    }
}

/// Returns the path of a file of the theme, relative to the output folder.
pub fn asset_path(name: &str) -> String {
    format!("assets/{name}")
}

/// Returns the path of a locale's search root, relative to the output folder. It is the only file of the index with a
/// fixed address.
pub fn search_root_path(locale: Locale) -> String {
    format!("search/{}.json", locale.tag())
}

/// Returns the path of a file of a search index, relative to the output folder. `hash` is that of the whole index, `of`
/// names a language, a locale or what they share.
pub fn search_path(hash: &str, of: &str, name: &str) -> String {
    format!("search/{hash}/{of}/{name}")
}

/// The word before the number of a further page of a list.
const PART: Localized<&str> = Localized { sr: "strana", en: "page" };

/// The folders and files at the top of an output folder, except those of locales and hosts.
const TOP: [&str; 11] = [
    "index.html",
    "404.html",
    "robots.txt",
    SITEMAP_INDEX_PATH,
    SHARED_SITEMAP_PATH,
    "assets",
    "data",
    "files",
    "narrower",
    "pictures",
    "search",
];

/// Returns whether a path relative to the output folder may be a file of a site, whatever the content. Compressed files
/// are next to the originals.
pub fn is_site_path(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    let plain = ["br", "gz"].iter().find_map(|ending| top.strip_suffix(ending)?.strip_suffix('.'));
    let top = plain.unwrap_or(top);
    TOP.contains(&top) || Locale::ALL.iter().any(|locale| locale.prefix() == top)
}
