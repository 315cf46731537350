//! Files for programs: open data, sitemaps and feeds. An [`Export`] names such a file; its bytes are made on request.

mod activities;
mod calendar;
mod catalogue;
mod dcat;
mod feed;
mod geojson;
mod iati;
mod json;
mod schema;
mod sitemap;
mod table;
mod xlsx;
mod xml;

use std::borrow::Cow;
use std::sync::OnceLock;

use activities::Rows;
pub use iati::IatiSummary;
use iati::Report;

use crate::base::language::Locale;
use crate::content::catalogue::{ActivitySubset, Calendar, DataFile, Feed, SliceFormat};
use crate::site::route::{self, Site};
use crate::site::tables::{DOCUMENTS, INDICATORS, MUNICIPALITIES, ORGANISATIONS, POSTS, PROJECTS};

const ACTIVITIES_SCHEMA: &[u8] = include_bytes!("../../schemas/data/activities.schema.json");

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
#[derive(Default)]
pub struct Exporter {
    /// The rows of activities, made for the first file that needs them and then shared.
    rows: OnceLock<Rows>,
    /// The IATI report, made likewise. `None` if the catalogue does not report to IATI.
    iati: OnceLock<Option<Report>>,
}

impl Exporter {
    /// Makes the data that several of these files share, on all threads.
    pub fn prepare(&self, site: &Site, exports: &[Export]) {
        let of_rows = |export: &Export| {
            let data = matches!(export, Export::Data(DataFile::ActivitiesCsv | DataFile::ActivitiesJson));
            data || matches!(export, Export::ActivitySubset(..))
        };
        let of_iati =
            |export: &Export| matches!(export, Export::Data(DataFile::Iati | DataFile::IatiLeftOut));
        if exports.iter().any(of_rows) {
            self.rows(site);
        }
        if exports.iter().any(of_iati) {
            self.iati(site);
        }
    }

    /// Returns all files for programs that a site has.
    pub fn all(&self, site: &Site) -> Vec<Export> {
        let data = site.catalogue.data_files().map(Export::Data);
        let slices = ActivitySubset::all(&site.catalogue)
            .flat_map(|slice| SliceFormat::ALL.map(|format| Export::ActivitySubset(slice, format)));
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
                change_log.map(|change_log| feed::atom(site, change_log, feed, locale)).unwrap_or_default()
            }
            Export::Calendar(calendar, locale) => calendar::ics(site, calendar, locale),
            Export::Data(file) => return self.data(site, file),
            Export::ActivitySubset(slice, format) => self.rows(site).slice(site, slice, format),
        })
    }

    fn data(&self, site: &Site, file: DataFile) -> Cow<'_, [u8]> {
        let catalogue = &site.catalogue;
        Cow::Owned(match file {
            DataFile::ActivitiesCsv => self.rows(site).whole(site, SliceFormat::Csv),
            DataFile::ActivitiesXlsx => xlsx::activities(site),
            DataFile::ActivitiesJson => self.rows(site).whole(site, SliceFormat::Json),
            DataFile::ProjectsCsv => table::whole(&PROJECTS, &catalogue.projects, site),
            DataFile::IndicatorsCsv => table::whole(INDICATORS, &catalogue.indicators, site),
            DataFile::MunicipalitiesCsv => table::whole(&MUNICIPALITIES, &catalogue.municipalities, site),
            DataFile::MunicipalitiesGeoJson => geojson::municipalities(site),
            DataFile::DistrictsGeoJson => geojson::districts(site),
            DataFile::OrganisationsCsv => table::whole(&ORGANISATIONS, &catalogue.organisations, site),
            DataFile::DocumentsCsv => table::whole(DOCUMENTS, &catalogue.documents, site),
            DataFile::PostsCsv => table::whole(POSTS, &catalogue.posts, site),
            DataFile::CatalogueJson => catalogue::json(site),
            DataFile::CatalogueSchema => schema::catalogue(),
            DataFile::ActivitiesSchema => ACTIVITIES_SCHEMA.to_vec(),
            DataFile::Dcat => dcat::jsonld(site),
            DataFile::Iati => {
                return Cow::Borrowed(self.iati(site).map_or(&[], |report| report.xml.as_slice()));
            }
            DataFile::IatiLeftOut => self.iati(site).map(Report::left_out).unwrap_or_default(),
        })
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

    fn rows(&self, site: &Site) -> &Rows {
        self.rows.get_or_init(|| Rows::new(site))
    }
}
