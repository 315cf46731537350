//! Files for machines: open data and sitemaps.

mod activities;
mod catalogue;
mod sitemap;

use crate::catalogue::DataFile;
use crate::route::{self, Site};

/// A file, made only when it is wanted.
pub struct File {
    /// Its path below the output folder.
    pub path: String,
    make: Box<dyn Fn(&Site) -> Vec<u8> + Send + Sync>,
}

impl File {
    fn new(path: impl Into<String>, make: impl Fn(&Site) -> Vec<u8> + Send + Sync + 'static) -> Self {
        File { path: path.into(), make: Box::new(make) }
    }

    /// Its bytes. `site` is the one that the file was made for.
    pub fn make(&self, site: &Site) -> Vec<u8> {
        (self.make)(site)
    }
}

/// Every file for machines.
pub fn files(site: &Site) -> Vec<File> {
    let mut files = vec![
        File::new("robots.txt", |site| sitemap::robots(site).into_bytes()),
        File::new(route::data_path(DataFile::ActivitiesCsv), activities::csv),
        File::new(route::data_path(DataFile::CatalogueJson), catalogue::json),
    ];
    for locale in site.locales().iter().copied() {
        files.push(File::new(route::sitemap_path(locale), move |site| sitemap::xml(site, locale)));
    }
    files
}
