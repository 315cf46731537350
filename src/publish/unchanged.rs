//! Recognises a build that would make the site of the last one: all its inputs are the same, there is nothing to tell,
//! and nobody has changed the site. It then needs neither a check nor pages.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::folder::read_named;
use crate::base::hash::{Digest, Hasher};
use crate::content::git::{History, NoHistory};
use crate::content::read::{FileContent, MAX_DOCUMENT_BYTES, Source, SourceFile};
use crate::export::IatiSummary;
use crate::publish::options::BuildOptions;
use crate::publish::output;
use crate::render::Whitespace;
use crate::search;
use crate::site::route::Site;
use crate::theme::{self, locales};

/// The digest of all that the files of a build depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs(pub(super) Digest);

/// What a site holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// The number of pages in each locale.
    pub pages: usize,
    /// The tags of the locales.
    pub locales: Vec<String>,
    /// How much of the catalogue is reported to IATI, if it reports.
    pub iati: Option<IatiSummary>,
}

/// The site of the last build, which is also that of this one.
pub struct Unchanged {
    /// What the site holds.
    pub extent: Extent,
    /// The number of its files.
    pub files: usize,
}

impl Inputs {
    /// Reads all inputs of a build. Returns `None` if one cannot be read: the build says why.
    pub fn of(source: &Source, history: &Result<History, NoHistory>, options: &BuildOptions) -> Option<Self> {
        let BuildOptions { check, whitespace, host, https_only, precompress, .. } = options;
        let mut inputs = Hasher::default();
        inputs.add(env!("KATALOG_SOURCES").as_bytes());
        let address = check.base_url.as_ref().map_or("", |address| address.as_str());
        inputs.add(address.as_bytes());
        inputs.add(host.map_or("", |host| host.name()).as_bytes());
        let switches = [*whitespace == Whitespace::Kept, *https_only, *precompress, check.strict];
        inputs.add(&switches.map(u8::from));
        let history = history.as_ref().map_or_else(
            |reason| Digest::of_bytes(reason.to_string().as_bytes()),
            |history| history.digest(),
        );
        let theme = theme::own_digest(&check.root).ok()?;
        let messages = locales::own_digest(&check.root).ok()?;
        let synonyms = search::own_synonyms(&check.root).ok()?;
        inputs.add(Digest::of(&[history, theme, messages, synonyms]).to_string().as_bytes());
        let is_text = |file: &&SourceFile| !matches!(file.content, FileContent::Asset { .. });
        let texts: Option<Vec<Digest>> =
            source.files().par_iter().filter(is_text).map(digest_of_text).collect();
        inputs.add(Digest::of(&texts?).to_string().as_bytes());
        for file in source.files() {
            // One after the other, because each can be large.
            if let FileContent::Asset { from, .. } = &file.content {
                inputs.add(file.path.as_bytes());
                inputs.add(&read_named(from, MAX_DOCUMENT_BYTES).ok()?);
            }
        }
        Some(Inputs(inputs.digest()))
    }
}

/// Returns the digest of the path and the text of a file, or `None` if it cannot be read.
fn digest_of_text(file: &SourceFile) -> Option<Digest> {
    let mut digest = Hasher::default();
    digest.add(file.path.as_bytes());
    digest.add(file.content.text()?.as_bytes());
    Some(digest.digest())
}

impl Extent {
    pub(super) fn of(site: &Site, iati: Option<IatiSummary>) -> Self {
        let locales = site.locales().iter().map(ToString::to_string).collect();
        Extent { pages: site.pages().len(), locales, iati }
    }
}

/// Returns what the last build made, if it was made from these inputs, there was nothing to tell about it, and its files
/// are as it left them. Calls `waiting` before it waits for another build.
pub fn unchanged(
    source: &Source,
    inputs: Inputs,
    options: &BuildOptions,
    waiting: &(dyn Fn() + Sync),
) -> Option<Unchanged> {
    output::keep_apart(&options.output, &options.check.root).ok()?;
    let records = options.check.cache.as_deref()?;
    if !output::was_built_from(records, &options.output, inputs.0) {
        return None;
    }
    // Whatever prevents this also prevents the build, which says so.
    let (files, told) = options.open_output(source, waiting).ok()?.untouched_site(inputs.0)?;
    Some(Unchanged { extent: serde_json::from_str(&told).ok()?, files })
}
