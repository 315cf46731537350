//! `katalog` turns a folder of YAML and Markdown into a static website: a catalogue of public programmes and what
//! they do in each municipality, in Serbian and English.
//!
//! # Stages
//!
//! 1. [`read`]: the content folder becomes a [`read::Source`], paths and bytes.
//! 2. [`parse`]: each file becomes a record of [`parse::Records`]; a broken one leaves a [`problem::Problem`].
//! 3. [`check`](check::check): the records become a [`catalogue::Catalogue`], references resolved, sums agreed, or
//!    all problems at once.
//!    [`lint`](lint::lint) then looks for what is likely to be a slip, and changes nothing.
//! 4. [`route`](route::route): the catalogue becomes a [`route::Site`], every page with its address.
//! 5. [`render`]: each page of the site becomes HTML, with a [`theme::Theme`] and [`locales::Locales`]; [`export`]
//!    writes data, sitemaps and feeds. [`chronicle`] tells both when entries were changed, as [`git`] knows it.
//!    [`search`] writes the index that the browser searches in.
//!    An [`bundle::Bundle`] is all of this together: every file of the site, and what makes it.
//! 6. [`publish`]: files go into the output folder, unchanged ones stay.
//!
//! What a command changes in the content, a [`transaction`] writes.
//!
//! Beside them, [`draft`](mod@draft) begins new entries, [`import`](mod@import) takes over those of a spreadsheet,
//! [`starter`] begins new catalogues, and [`schema`] tells editors how facts are written.
//!
//! A preview goes through the stages at every save. [`parse::ParseCache`], [`check::CheckCache`] and [`lint::LintCache`] keep what came of
//! each folder for as long as what it came from stays as it is; route and bundle take over from the last site what has
//! not changed. What comes out is the same as without them.
//!
//! A stage imports what it receives and the leaves ([`problem`], [`rules`], [`language`], [`serbian`], [`id`],
//! [`date`], [`money`], [`markdown`], [`visible`]), nothing later. There is no default language, no clock, no randomness, and the library never prints.

pub mod authoring;
pub mod base;
pub mod content;
pub mod export;
pub mod publish;
pub mod render;
pub mod report;
pub mod search;
pub mod serve;
pub mod site;
pub mod text;
pub mod theme;

use content::read;

pub use publish::{BuildError, BuildOptions, Built, Progress, build};
pub use site::plan::{CheckOptions, Checked, plan};

/// Reads and checks the content: every stage but the last two.
///
/// # Errors
/// When the content cannot be read at all.
pub fn check(options: &CheckOptions) -> Result<Checked, read::ReadError> {
    let source = read::read(&options.root)?;
    let (problems, site) = plan(&source, options);
    Ok(Checked { source, problems, site })
}
