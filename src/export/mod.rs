//! Files for programs: open data, sitemaps and feeds. An [`Export`] names such a file; its bytes are made on request.

mod activities;
mod calendar;
mod catalogue;
mod csvw;
mod datapackage;
mod dcat;
mod feed;
mod geojson;
mod grants;
mod iati;
mod json;
mod releases;
mod schema;
mod sitemap;
mod table;
mod wording;
mod xlsx;
mod xml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use activities::Rows;
use catalogue::Entries;
pub use iati::IatiSummary;
use iati::Report;
use rayon::prelude::*;
use wording::Wording;
pub use xlsx::{CutCell, cut_cells};

use crate::base::language::Locale;
use crate::content::catalogue::{ActivitySubset, Calendar, DataFile, Feed, SliceFormat};
use crate::site::route::{self, Site};
use crate::site::tables::{self, Description};
use crate::theme::locales::Locales;

/// A file for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// `robots.txt`.
    Robots,
    /// The list of the sitemaps.
    SitemapIndex,
    /// The sitemap of pages that belong to no locale.
    SharedSitemap,
    /// A sitemap of a locale. Parts are counted from 1.
    Sitemap(Locale, usize),
    /// A feed of additions and changes, in a locale.
    Feed(Feed, Locale),
    /// The calendar entry of a call, or of all calls, in a locale.
    Calendar(Calendar, Locale),
    /// Open data about the whole catalogue.
    Data(DataFile),
    /// Open data about the activities that a page lists.
    ActivitySubset(ActivitySubset, SliceFormat),
}

/// Makes the files for programs of one site. Several threads may use it at once.
pub struct Exporter {
    /// The texts of the interface, some of which the files contain.
    locales: Locales,
    /// The rows of activities, made for the first file that needs them and then shared.
    rows: OnceLock<Rows>,
    /// The tables as CSV other than that of activities, made likewise: the description of the files says their sizes.
    tables: OnceLock<BTreeMap<DataFile, Vec<u8>>>,
    /// All entries as JSON, made likewise.
    entries: OnceLock<Entries>,
    /// The IATI report, made likewise. `None` if the catalogue does not report to IATI.
    iati: OnceLock<Option<Report>>,
}

impl Exporter {
    /// Prepares to make files with these texts of the interface.
    pub fn new(locales: Locales) -> Self {
        Exporter {
            locales,
            rows: OnceLock::new(),
            tables: OnceLock::new(),
            entries: OnceLock::new(),
            iati: OnceLock::new(),
        }
    }

    /// Makes the data that several of these files share, on all threads.
    pub fn prepare(&self, site: &Site, exports: &[Export]) {
        let of_rows = |export: &Export| {
            use DataFile::{ActivitiesCsv, ActivitiesJson, DataPackage, Dcat};
            let data = matches!(export, Export::Data(ActivitiesCsv | ActivitiesJson | DataPackage | Dcat));
            data || matches!(export, Export::ActivitySubset(..))
        };
        let of_tables = |export: &Export| match export {
            Export::Data(file) => matches!(file, DataFile::Dcat | DataFile::DataPackage) || is_table(*file),
            _ => false,
        };
        let of_entries = |export: &Export| {
            use DataFile::{CatalogueJson, CatalogueLines};
            matches!(export, Export::Data(CatalogueJson | CatalogueLines))
        };
        let of_iati = |export: &Export| {
            use DataFile::{DataPackage, Dcat, Iati, IatiLeftOut};
            matches!(export, Export::Data(Iati | IatiLeftOut | DataPackage | Dcat))
        };
        if exports.iter().any(of_rows) {
            self.rows(site);
        }
        if exports.iter().any(of_tables) {
            self.tables(site);
        }
        if exports.iter().any(of_entries) {
            self.entries(site);
        }
        if exports.iter().any(of_iati) {
            self.iati(site);
        }
    }

    /// Returns all files for programs that a site has.
    pub fn all(&self, site: &Site) -> Vec<Export> {
        let data = site.catalogue.data_files().map(Export::Data);
        let formats = || site.catalogue.settings.left_out.slice_formats();
        let slices = ActivitySubset::all(&site.catalogue)
            .flat_map(|slice| formats().map(move |format| Export::ActivitySubset(slice, format)));
        let parts = |locale: Locale| 1..=sitemap::part_count(site, locale);
        let sitemaps = site
            .locales()
            .iter()
            .flat_map(|locale| parts(*locale).map(move |part| Export::Sitemap(*locale, part)));
        // Without a change log, there are no feeds.
        let feeds = site.change_log.iter().flat_map(|_| Feed::all(&site.catalogue));
        let feeds =
            feeds.flat_map(|feed| site.locales().iter().map(move |locale| Export::Feed(feed, *locale)));
        let calendars = Calendar::all(&site.catalogue);
        let calendars = calendars
            .flat_map(|calendar| site.locales().iter().map(move |at| Export::Calendar(calendar, *at)));
        [Export::Robots, Export::SitemapIndex, Export::SharedSitemap]
            .into_iter()
            .chain(sitemaps)
            .chain(feeds)
            .chain(calendars)
            .chain(data)
            .chain(slices)
            .collect()
    }

    /// Returns the path of a file, relative to the output folder.
    pub fn path(&self, site: &Site, export: Export) -> String {
        match export {
            Export::Robots => "robots.txt".to_owned(),
            Export::SitemapIndex => route::SITEMAP_INDEX_PATH.to_owned(),
            Export::SharedSitemap => route::SHARED_SITEMAP_PATH.to_owned(),
            Export::Sitemap(locale, part) => route::sitemap_path(locale, part),
            Export::Feed(feed, locale) => site.feed_path(feed, locale),
            Export::Calendar(calendar, locale) => site.calendar_path(calendar, locale),
            Export::Data(file) => route::data_path(file),
            Export::ActivitySubset(slice, format) => site.slice_path(slice, format),
        }
    }

    /// Makes the content of a file.
    pub fn bytes(&self, site: &Site, export: Export) -> Cow<'_, [u8]> {
        Cow::Owned(match export {
            Export::Robots => sitemap::robots(site).into_bytes(),
            Export::SitemapIndex => sitemap::index(site),
            Export::SharedSitemap => sitemap::shared(site),
            Export::Sitemap(locale, part) => sitemap::xml(site, locale, part),
            Export::Feed(feed, locale) => {
                let change_log = site.change_log.as_ref();
                let wording = self.wording(site);
                change_log
                    .map(|change_log| feed::atom(site, wording, change_log, feed, locale))
                    .unwrap_or_default()
            }
            Export::Calendar(calendar, locale) => calendar::ics(site, calendar, locale),
            Export::Data(file) => return self.data(site, file),
            Export::ActivitySubset(slice, format) => self.rows(site).slice(site, slice, format),
        })
    }

    fn data(&self, site: &Site, file: DataFile) -> Cow<'_, [u8]> {
        Cow::Owned(match file {
            DataFile::ActivitiesCsv => self.rows(site).whole(site, SliceFormat::Csv),
            DataFile::ActivitiesJson => self.rows(site).whole(site, SliceFormat::Json),
            DataFile::MunicipalitiesGeoJson => geojson::municipalities(site),
            DataFile::DistrictsGeoJson => geojson::districts(site),
            DataFile::CatalogueJson => self.entries(site).json(site),
            DataFile::CatalogueLines => return Cow::Borrowed(&self.entries(site).lines),
            DataFile::CatalogueSchema => schema::catalogue(site),
            DataFile::ActivitiesSchema => schema::activities(site),
            DataFile::DataPackage => datapackage::json(site, self.wording(site), &self.sizes(site)),
            DataFile::CsvMetadata => csvw::json(site, self.wording(site)),
            DataFile::Releases => releases::json(site),
            DataFile::ReleasesSchema => schema::releases(site),
            DataFile::Dcat => dcat::jsonld(site, self.wording(site), &self.sizes(site)),
            DataFile::Iati => {
                return Cow::Borrowed(self.iati(site).map_or(&[], |report| report.xml.as_slice()));
            }
            DataFile::IatiLeftOut => self.iati(site).map(Report::left_out).unwrap_or_default(),
            DataFile::Grants => {
                let settings = site.catalogue.settings.grants.as_ref();
                settings.map(|settings| grants::json(site, self.wording(site), settings)).unwrap_or_default()
            }
            DataFile::GrantsLeftOut => grants::left_out(site),
            csv if csv.is_csv() => {
                return Cow::Borrowed(self.tables(site).get(&csv).map_or(&[], Vec::as_slice));
            }
            xlsx => Description::of(xlsx)
                .map(|table| xlsx::workbook(&table, site, self.wording(site)))
                .unwrap_or_default(),
        })
    }

    /// Returns the sizes in bytes of the files that are at hand or can be put together from what is.
    fn sizes(&self, site: &Site) -> BTreeMap<DataFile, usize> {
        let mut sizes: BTreeMap<DataFile, usize> =
            self.tables(site).iter().map(|(file, bytes)| (*file, bytes.len())).collect();
        sizes.insert(DataFile::ActivitiesCsv, self.rows(site).size_of_whole(site, SliceFormat::Csv));
        sizes.insert(DataFile::ActivitiesJson, self.rows(site).size_of_whole(site, SliceFormat::Json));
        sizes.extend(self.iati(site).map(|report| (DataFile::Iati, report.xml.len())));
        sizes
    }

    fn wording<'a>(&'a self, site: &'a Site) -> Wording<'a> {
        Wording::new(site, &self.locales)
    }

    /// Returns how much of the catalogue is reported to IATI, or `None` if it does not report.
    pub fn iati_summary(&self, site: &Site) -> Option<IatiSummary> {
        self.iati(site).map(Report::summary)
    }

    fn iati(&self, site: &Site) -> Option<&Report> {
        let report = || {
            let settings = site.catalogue.settings.iati.as_ref();
            settings.map(|settings| Report::new(site, settings))
        };
        self.iati.get_or_init(report).as_ref()
    }

    fn tables(&self, site: &Site) -> &BTreeMap<DataFile, Vec<u8>> {
        let csv = |table: Description| {
            let file = *table.files.iter().find(|file| is_table(**file))?;
            Some((file, table::whole(&table, site)))
        };
        self.tables.get_or_init(|| tables::descriptions().into_par_iter().filter_map(csv).collect())
    }

    fn entries(&self, site: &Site) -> &Entries {
        self.entries.get_or_init(|| Entries::new(site))
    }

    fn rows(&self, site: &Site) -> &Rows {
        self.rows.get_or_init(|| Rows::new(site))
    }
}

/// Returns whether a file is a whole table as CSV, other than that of activities.
fn is_table(file: DataFile) -> bool {
    use DataFile::{ActivitiesCsv, GrantsLeftOut, IatiLeftOut};
    file.is_csv() && !matches!(file, ActivitiesCsv | GrantsLeftOut | IatiLeftOut)
}
