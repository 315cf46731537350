//! Builds the whole site and writes it into the output folder.

pub mod bundle;
pub mod compress;
mod emitter;
mod error;
pub mod fingerprints;
pub mod headers;
pub mod hosts;
mod offline;
mod options;
pub mod output;
mod pictures;
mod unchanged;

use rayon::prelude::*;

use crate::content::catalogue::FilePath;
use crate::content::git::{History, NoHistory};
use crate::content::read::Source;
use crate::export::{CutCell, cut_cells};
use crate::site::published_urls;
use crate::site::route::{SharedPage, Site};
use bundle::{Artifact, Bundle};
use emitter::Emitter;
pub use error::BuildError;
use fingerprints::Fingerprints;
use hosts::{Host, Published};
pub use options::BuildOptions;
use options::{MOST_FILES, site_limit};
use output::{Limits, Whole};
pub use unchanged::{Extent, Inputs, Unchanged, unchanged};

/// The maximum number of pages that a thread takes on at once.
const PAGES_AT_ONCE: usize = 32;

/// An event during a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Another build is writing into the output folder, and this one waits.
    Waiting,
    /// A page has been written or kept.
    Page,
}

/// The result of a build.
pub struct Built {
    /// The published site.
    pub bundle: Bundle,
    /// The changes in the output folder.
    pub output: output::Summary,
    /// The pictures that are damaged, and so published in their own width only.
    pub damaged: Vec<FilePath>,
    /// The cells of workbooks whose texts are cut.
    pub cut_cells: Vec<CutCell>,
    /// What the site holds.
    pub extent: Extent,
}

/// Publishes every file of a site made from `source` and `history`; keeps the files that an earlier build made from the same inputs.
/// Calls `progress` for each finished page, and before it waits. `inputs` are those of content without problems: the next
/// build from the same ones may keep the site as it is.
///
/// # Errors
/// If the theme, messages, templates, host or output folder prevent it, or a warning under `strict`; the last site then stays unchanged.
pub fn build(
    source: &Source,
    site: Site,
    history: &Result<History, NoHistory>,
    options: &BuildOptions,
    inputs: Option<Inputs>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Built, BuildError> {
    output::keep_apart(&options.output, &options.check.root).map_err(BuildError::Publish)?;
    if let Some(host) = options.host {
        host.accept(&site, options.precompress, options.https_only).map_err(BuildError::Host)?;
    }
    if let Err(reason) = history
        && options.check.strict
        && reason.is_lost()
    {
        return Err(BuildError::History(reason.clone()));
    }
    if let Err(reason) = history
        && (options.host.is_some() || options.check.strict)
        && published_urls::has_feeds(source)
    {
        return Err(BuildError::Feeds(reason.clone()));
    }
    let policy = options.host.and_then(Host::policy_in_pages);
    let bundle =
        Bundle::new(site, &options.check.root, options.whitespace, policy).map_err(BuildError::Bundle)?;
    let cut_cells = cut_cells(bundle.site());
    if options.check.strict && !cut_cells.is_empty() {
        return Err(BuildError::Cut(cut_cells));
    }
    let output = options.open_output(source, &|| progress(Progress::Waiting)).map_err(BuildError::Publish)?;
    let damaged = bundle.put_pictures(&output).map_err(BuildError::Publish)?;
    if options.check.strict && !damaged.is_empty() {
        return Err(BuildError::Damaged(damaged));
    }
    let fingerprints = Fingerprints::new(&bundle, source, history.as_ref().ok(), options.precompress);
    let emitter =
        Emitter { bundle: &bundle, inputs: &fingerprints, output: &output, precompress: options.precompress };
    let files = bundle.files().into_iter().filter(|file| !file.is_of_picture()).collect();
    let (workbooks, files): (Vec<_>, Vec<_>) =
        emitter.outdated(files)?.into_iter().partition(Artifact::is_workbook);
    // While a workbook is made, it takes more memory than anything else, so it comes first, beside what leaves cores idle.
    let (workbooks_put, search) = rayon::join(
        || workbooks.into_par_iter().try_for_each(|file| emitter.put(file)),
        || {
            bundle.prepare(&files);
            emitter.search()
        },
    );
    workbooks_put?;
    let (search, search_paths) = search?;
    for file in host_files(&bundle, &search_paths, options) {
        output.put(file.path, file.text.as_bytes(), None).map_err(BuildError::Publish)?;
    }
    let pages = || {
        // Some pages take a hundred times as long as others: small shares keep all threads busy until the end.
        bundle.pages().with_max_len(PAGES_AT_ONCE).try_for_each(|page| {
            if !emitter.keep(page)? {
                emitter.put(page)?;
            }
            progress(Progress::Page);
            Ok(())
        })
    };
    let files = || files.into_par_iter().chain(search).try_for_each(|file| emitter.put(file));
    // In parallel, because a single file can take one thread as long as thousands of pages take another.
    let (pages_put, files_put) = rayon::join(pages, files);
    pages_put.and(files_put)?;
    let extent = Extent::of(bundle.site(), bundle.iati_summary());
    let has_warnings = !damaged.is_empty()
        || !cut_cells.is_empty()
        || history.as_ref().is_err_and(|reason| reason.is_lost() || published_urls::has_feeds(source));
    let whole = inputs.filter(|_| !has_warnings).and_then(|inputs| {
        serde_json::to_string(&extent).ok().map(|extent| Whole { inputs: inputs.0, extent })
    });
    let output = output.commit(whole).map_err(BuildError::Publish)?;
    Ok(Built { bundle, output, damaged, cut_cells, extent })
}

/// Makes a copy of the site that works without a server, as an archive whose files are in a folder with this name.
///
/// # Errors
/// If the theme, messages or templates prevent it, a file cannot be read, or the copy would be too large.
pub fn build_offline(
    source: &Source,
    site: Site,
    folder: &str,
    options: &BuildOptions,
) -> Result<Vec<u8>, BuildError> {
    let site = site.rooted_at(offline::ROOT);
    let bundle =
        Bundle::new(site, &options.check.root, options.whitespace, None).map_err(BuildError::Bundle)?;
    let limits = Limits { disk: site_limit(source, false), files: MOST_FILES, host: None };
    offline::archive(&bundle, folder, limits)
}

fn host_files(bundle: &Bundle, search_paths: &[String], options: &BuildOptions) -> Vec<hosts::HostFile> {
    let Some(host) = options.host else { return Vec::new() };
    let published = Published {
        site: bundle.site(),
        unchanging: &bundle.unchanging_folders(search_paths),
        is_compressed: options.precompress,
        headers: &Vec::from_iter(
            headers::HEADERS.into_iter().chain(options.https_only.then_some(headers::HTTPS_ONLY)),
        ),
    };
    host.files(&published)
}

/// Returns the number of pages that a build renders.
pub fn page_count(site: &Site) -> usize {
    site.pages().len() * site.locales().len() + SharedPage::ALL.len()
}
