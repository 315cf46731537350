//! A copy of the site as one archive, which works from a folder or a USB stick without a server or a network.
//!
//! Browsers treat every file opened from a disk as a site of its own: they load no module and fetch no file. So links are
//! relative and name files, and `offline.js` brings the scripts of the theme, and the files that they fetch, as classic
//! scripts.

mod links;

use std::io::{Cursor, Write};

use rayon::prelude::*;
use serde_json::json;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::error::BuildError;
use super::output::{Limits, PublishError};
use crate::base::folder;
use crate::content::catalogue::Subject;
use crate::content::read::MAX_DOCUMENT_BYTES;
use crate::publish::bundle::{Artifact, Bundle, BundleError, Contents};
use crate::site::route::{Page, SharedPage, Site};

/// What links on pages begin with while they are made. No address of the content can begin with it.
pub(super) const ROOT: &str = "/~katalog-offline~/";

/// The script that pages load instead of the modules of the theme, at the top of the copy.
const SCRIPT: &str = "offline.js";

/// The part of [`SCRIPT`] that does not depend on the theme.
const LOADER: &str = include_str!("offline.js");

/// The number of files that are made in parallel before they are written.
const AT_ONCE: usize = 64;

/// Makes an archive of the whole site, whose links must begin with [`ROOT`]. All files are in a folder with this name.
/// Former addresses are left out: nobody can have links to them.
///
/// # Errors
/// If a template cannot be rendered, a file of the content cannot be read, or the copy would be too large.
pub(super) fn archive(bundle: &Bundle, folder: &str, limits: Limits) -> Result<Vec<u8>, BuildError> {
    let exported = bundle.files().into_iter().filter(|file| !matches!(file, Artifact::Redirect(_)));
    let exported: Vec<Artifact<'_>> = exported.collect();
    bundle.prepare(&exported);
    let pages: Vec<Artifact<'_>> = bundle.pages().filter(|page| !is_not_found(page)).collect();
    let all: Vec<Artifact<'_>> = pages.into_iter().chain(exported).chain(bundle.search_files()).collect();
    let mut archive = Archive::new(folder, limits);
    archive.add(SCRIPT, script(bundle).as_bytes())?;
    for some in all.chunks(AT_ONCE) {
        let made: Vec<_> = some.par_iter().map(|file| files_of(bundle, *file)).collect();
        for files in made {
            for (path, bytes) in files? {
                archive.add(&path, &bytes)?;
            }
        }
    }
    archive.finish()
}

/// Returns whether a page is only shown by servers.
fn is_not_found(page: &Artifact<'_>) -> bool {
    match page {
        Artifact::SharedPage(page) => *page == SharedPage::NotFound,
        Artifact::Page(page, _) => page.subject == Subject::NotFound,
        _ => false,
    }
}

/// Makes a file of the site, and the script that brings it to pages that fetch it.
fn files_of(bundle: &Bundle, file: Artifact<'_>) -> Result<Vec<(String, Vec<u8>)>, BuildError> {
    let path = bundle.path(file);
    let made = bundle.make(file).map_err(|error| BuildError::Bundle(BundleError::Render(error)))?;
    let bytes = match made {
        Contents::Bytes(bytes) => bytes.into_owned(),
        Contents::Copy(from) => {
            let read = folder::read_named(from, MAX_DOCUMENT_BYTES);
            read.map_err(|error| BuildError::Publish(error.into()))?
        }
    };
    Ok(match file {
        Artifact::Page(page, _) => {
            let html = String::from_utf8_lossy(&bytes);
            let script = is_fetched(bundle.site(), page).then(|| fetched(&path, &html));
            let page = (path.clone(), links::relative(&html, &path).into_bytes());
            std::iter::once(page).chain(script).collect()
        }
        Artifact::SharedPage(_) => {
            vec![(path.clone(), links::relative(&String::from_utf8_lossy(&bytes), &path).into_bytes())]
        }
        // Only scripts read the index.
        Artifact::Search(_) => vec![fetched(&path, &String::from_utf8_lossy(&bytes))],
        _ => vec![(path, bytes)],
    })
}

/// Returns whether scripts on other pages fetch a page: the further pages of its list, to filter it as a whole, and the
/// figures of a municipality, to compare them.
fn is_fetched(site: &Site, page: Page) -> bool {
    matches!(page.subject, Subject::Comparison(_)) || site.part_count(page.subject) > 1
}

/// Makes the script that brings the text of a file.
fn fetched(path: &str, text: &str) -> (String, Vec<u8>) {
    (format!("{path}.js"), format!("offline.add({},{});\n", json!(path), json!(text)).into_bytes())
}

/// Makes the script of all pages: the loader, and the modules of the theme by the names of their files.
fn script(bundle: &Bundle) -> String {
    let modules = bundle.assets().filter(|asset| asset.hashed_name.ends_with(".js"));
    let modules: serde_json::Map<String, serde_json::Value> = modules
        .map(|asset| (asset.hashed_name.clone(), String::from_utf8_lossy(&asset.bytes).into_owned().into()))
        .collect();
    LOADER.replace("\"ROOT\"", &json!(ROOT).to_string()).replace("\"MODULES\"", &json!(modules).to_string())
}

/// An archive that is being written, within the limits of a site.
struct Archive<'a> {
    folder: &'a str,
    limits: Limits,
    writer: ZipWriter<Cursor<Vec<u8>>>,
    /// The size of the files, in bytes.
    size: u64,
    files: usize,
}

impl<'a> Archive<'a> {
    fn new(folder: &'a str, limits: Limits) -> Self {
        Archive { folder, limits, writer: ZipWriter::new(Cursor::default()), size: 0, files: 0 }
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), BuildError> {
        self.size += bytes.len() as u64;
        self.files += 1;
        if self.size > self.limits.disk {
            return Err(BuildError::Publish(PublishError::TooLarge(self.limits.disk)));
        }
        if self.files > self.limits.files {
            return Err(BuildError::Publish(PublishError::TooMany(self.limits.files)));
        }
        // The time of the format's beginning: the same files give the same archive.
        let options = SimpleFileOptions::DEFAULT;
        let started = self.writer.start_file(format!("{}/{path}", self.folder), options);
        started.and_then(|()| Ok(self.writer.write_all(bytes)?)).map_err(BuildError::Archive)
    }

    fn finish(self) -> Result<Vec<u8>, BuildError> {
        self.writer.finish().map(Cursor::into_inner).map_err(|error: ZipError| BuildError::Archive(error))
    }
}
