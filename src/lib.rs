//! `katalog` turns a folder of YAML and Markdown into a static website: a catalogue of public programmes and what
//! they do in each municipality, in Serbian and English.
//!
//! # Stages
//!
//! 1. [`content::read`] reads the content folder into a [`Source`]: paths and bytes.
//! 2. [`parse`](content::parse) turns each file into a record of [`Records`](content::parse::Records); a broken file
//!    becomes a [`Problem`](base::problem::Problem).
//! 3. [`check`](content::check::check) resolves references, compares sums, and makes a
//!    [`Catalogue`](content::catalogue::Catalogue) of the records, or returns all problems at once.
//!    [`lint`](content::lint::lint) then looks for likely mistakes, and changes nothing.
//! 4. [`route`](site::route::route) turns the catalogue into a [`Site`](site::route::Site): every page with its URL.
//! 5. [`render`] turns each page of the site into HTML, with a [`Theme`](theme::Theme) and
//!    [`Locales`](theme::locales::Locales); [`export`] writes data, sitemaps and feeds. Both get the dates of changes
//!    from the [`change_log`](site::change_log), which is made from the history in [`git`](content::git).
//!    [`search`] writes the index for the search in the browser.
//!    A [`Bundle`](publish::bundle::Bundle) combines all of this: every file of the site, and how to make it.
//! 6. [`publish`] writes the files to the output folder and leaves unchanged ones alone.
//!
//! Commands that change the content write it in a [`transaction`](authoring::transaction).
//!
//! In addition, [`draft`](mod@authoring::draft) creates new entries, [`import`](mod@authoring::import) imports entries
//! from a spreadsheet, [`starter`](authoring::starter) creates new catalogues, and [`schema`](authoring::schema)
//! describes the files of facts to editors.
//!
//! A preview runs the stages at every save. [`ParseCache`](content::parse::ParseCache),
//! [`CheckCache`](content::check::CheckCache) and [`LintCache`](content::lint::LintCache) keep the results of each
//! folder until its input changes; route and bundle reuse the unchanged parts of the last site. The result is the same
//! as without caches.
//!
//! A stage imports only its input and the basic modules in [`base`] and [`text`], and no later stage. There is no
//! default language, no clock and no randomness, and the library never prints.

pub mod authoring;
pub mod base;
pub mod content;
pub mod export;
pub mod publish;
pub mod raster;
pub mod render;
pub mod report;
pub mod search;
pub mod serve;
pub mod site;
pub mod text;
pub mod theme;

use content::git::{History, NoHistory};
use content::read::{self, Source};

pub use publish::{BuildError, BuildOptions, Built, Progress, build, build_offline};
pub use site::plan::{CheckOptions, Checked, plan};

/// Reads and checks the content, and makes its site without dates of changes.
///
/// # Errors
/// When the content cannot be read at all.
pub fn check(options: &CheckOptions) -> Result<Checked, read::ReadError> {
    let source = read::read(&options.root)?;
    let (problems, site) = plan(&source, options, None);
    Ok(Checked { source, problems, site })
}

/// Reads the content and its history, for a build.
///
/// # Errors
/// When the content cannot be read at all.
pub fn read_with_history(
    options: &CheckOptions,
) -> Result<(Source, Result<History, NoHistory>), read::ReadError> {
    let (source, history) =
        rayon::join(|| read::read(&options.root), || History::of(&options.root, options.cache.as_deref()));
    Ok((source?, history))
}
