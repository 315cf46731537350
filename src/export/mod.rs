//! Files for machines: open data and sitemaps. Each is a value that says what it is; its bytes are made when asked for.

mod activities;
mod catalogue;
mod dcat;
mod geojson;
mod iati;
mod json;
mod sitemap;
mod table;
mod xlsx;

use std::sync::OnceLock;

use activities::Rows;
pub use iati::IatiSummary;
use iati::Report;

use crate::catalogue::{DataFile, Slice, SliceFormat};
use crate::language::Locale;
use crate::route::{self, Site};
use crate::tables::{MUNICIPALITIES, ORGANISATIONS, PROJECTS};

const CATALOGUE_SCHEMA: &[u8] = include_bytes!("../../schemas/catalogue.schema.json");
const ACTIVITIES_SCHEMA: &[u8] = include_bytes!("../../schemas/activities.schema.json");

/// A file for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// `robots.txt`.
    Robots,
    /// The sitemap of a locale.
    Sitemap(Locale),
    /// Open data about the whole catalogue.
    Data(DataFile),
    /// The activities that a page lists.
    Slice(Slice, SliceFormat),
}

/// Makes the files for machines of a site, on as many threads as one likes.
pub struct Exporter<'a> {
    site: &'a Site,
    /// Made for the first file that needs them, then shared.
    rows: OnceLock<Rows>,
    /// Likewise; nothing in a catalogue that does not report to IATI.
    iati: OnceLock<Option<Report>>,
}

impl<'a> Exporter<'a> {
    /// Makes nothing yet.
    pub fn new(site: &'a Site) -> Self {
        Exporter { site, rows: OnceLock::new(), iati: OnceLock::new() }
    }

    /// Every file there is.
    pub fn all(&self) -> Vec<Export> {
        let site = self.site;
        let data = site.catalogue.data_files().map(Export::Data);
        let slices = Slice::all(&site.catalogue)
            .flat_map(|slice| SliceFormat::ALL.map(|format| Export::Slice(slice, format)));
        let sitemaps = site.locales().iter().map(|locale| Export::Sitemap(*locale));
        std::iter::once(Export::Robots).chain(sitemaps).chain(data).chain(slices).collect()
    }

    /// Where a file stands, below the output folder.
    pub fn path(&self, export: Export) -> String {
        match export {
            Export::Robots => "robots.txt".to_owned(),
            Export::Sitemap(locale) => route::sitemap_path(locale),
            Export::Data(file) => route::data_path(file),
            Export::Slice(slice, format) => self.site.slice_path(slice, format),
        }
    }

    /// What stands in it.
    pub fn bytes(&self, export: Export) -> Vec<u8> {
        match export {
            Export::Robots => sitemap::robots(self.site).into_bytes(),
            Export::Sitemap(locale) => sitemap::xml(self.site, locale),
            Export::Data(file) => self.data(file),
            Export::Slice(slice, format) => self.rows().slice(self.site, slice, format),
        }
    }

    fn data(&self, file: DataFile) -> Vec<u8> {
        let site = self.site;
        let catalogue = &site.catalogue;
        match file {
            DataFile::ActivitiesCsv => self.rows().whole(site, SliceFormat::Csv),
            DataFile::ActivitiesXlsx => xlsx::activities(site),
            DataFile::ActivitiesJson => self.rows().whole(site, SliceFormat::Json),
            DataFile::ProjectsCsv => table::whole(PROJECTS, &catalogue.projects, site),
            DataFile::MunicipalitiesCsv => table::whole(MUNICIPALITIES, &catalogue.municipalities, site),
            DataFile::MunicipalitiesGeoJson => geojson::municipalities(site),
            DataFile::OrganisationsCsv => table::whole(ORGANISATIONS, &catalogue.organisations, site),
            DataFile::CatalogueJson => catalogue::json(site),
            DataFile::CatalogueSchema => CATALOGUE_SCHEMA.to_vec(),
            DataFile::ActivitiesSchema => ACTIVITIES_SCHEMA.to_vec(),
            DataFile::Dcat => dcat::jsonld(site),
            DataFile::Iati => self.iati().map(|report| report.xml.clone()).unwrap_or_default(),
            DataFile::IatiLeftOut => self.iati().map(Report::left_out).unwrap_or_default(),
        }
    }

    /// How much of the catalogue is reported to IATI, if it is.
    pub fn iati_summary(&self) -> Option<IatiSummary> {
        self.iati().map(Report::summary)
    }

    fn iati(&self) -> Option<&Report> {
        let report = || {
            let settings = self.site.catalogue.settings.iati.as_ref();
            settings.map(|settings| Report::new(self.site, settings))
        };
        self.iati.get_or_init(report).as_ref()
    }

    fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| Rows::new(self.site))
    }
}
