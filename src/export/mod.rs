//! Files for machines: open data and sitemaps.

mod activities;
mod catalogue;
mod sitemap;

use crate::catalogue::DataFile;
use crate::route::{self, Site};

/// A file and what is in it.
pub struct File {
    /// Its path below the output folder.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every file for machines.
pub fn files(site: &Site) -> Vec<File> {
    let mut files = vec![
        File { path: "robots.txt".to_owned(), bytes: sitemap::robots(site).into_bytes() },
        File { path: route::data_path(DataFile::ActivitiesCsv), bytes: activities::csv(site) },
        File { path: route::data_path(DataFile::CatalogueJson), bytes: catalogue::json(site) },
    ];
    for locale in site.locales() {
        files.push(File { path: route::sitemap_path(*locale), bytes: sitemap::xml(site, *locale) });
    }
    files
}
