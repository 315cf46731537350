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
//!    An [`edition::Edition`] is all of this together: every file of the site, and what makes it.
//! 6. [`publish`]: files go into the output folder, unchanged ones stay.
//!
//! Beside them, [`draft`](mod@draft) begins new entries, [`import`](mod@import) takes over those of a spreadsheet,
//! [`starter`] begins new catalogues, and [`schema`] tells editors how facts are written.
//!
//! A preview goes through the stages at every save. [`parse::Memo`], [`check::Memo`] and [`lint::Memo`] keep what came of
//! each folder for as long as what it came from stays as it is; route and edition take over from the last site what has
//! not changed. What comes out is the same as without them.
//!
//! A stage imports what it receives and the leaves ([`problem`], [`rules`], [`language`], [`serbian`], [`id`],
//! [`date`], [`money`], [`markdown`]), nothing later. There is no default language, no clock, no randomness, and the library never prints.

pub mod addresses;
pub mod catalogue;
pub mod check;
pub mod chronicle;
pub mod colour;
pub mod compress;
pub mod create;
pub mod date;
pub mod diff;
pub mod draft;
pub mod edition;
pub mod export;
pub mod format;
pub mod git;
pub mod hash;
pub mod hosts;
pub mod id;
pub mod import;
pub mod inputs;
pub mod language;
pub mod lint;
pub mod listing;
pub mod locales;
pub mod map;
pub mod markdown;
pub mod money;
pub mod order;
pub mod parse;
pub mod policy;
mod press;
pub mod problem;
pub mod publish;
pub mod read;
pub mod references;
pub mod rename;
pub mod render;
pub mod report;
pub mod route;
pub mod rules;
pub mod schema;
mod script;
pub mod search;
pub mod serbian;
pub mod serve;
pub mod starter;
mod suggest;
pub mod tables;
pub mod theme;
pub mod translations;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use url::Url;

use catalogue::Catalogue;
use edition::{Edition, EditionError};
use git::NoHistory;
use hosts::{Host, HostError, Published};
use id::Id;
use inputs::Inputs;
use press::Press;
use problem::{Problem, Problems, Severity};
use publish::{Output, Replacing};
use read::{Source, SourceFile};
use references::{EntryId, Reference};
use rename::{RenameError, Renaming};
use render::Whitespace;
use route::{SharedPage, Site};

/// What checking the content needs to know.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// The site's address, instead of the one in `catalogue.yaml`.
    pub base_url: Option<Url>,
    /// Whether warnings are errors.
    pub strict: bool,
}

/// What building the site needs to know.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// What checking needs.
    pub check: CheckOptions,
    /// The folder that the site is written to.
    pub output: PathBuf,
    /// How the new site takes the place of the old one.
    pub replacing: Replacing,
    /// What becomes of the white space in templates.
    pub whitespace: Whitespace,
    /// The host whose files are written too.
    pub host: Option<Host>,
    /// Whether compressed files are written beside those of text.
    pub precompress: bool,
}

/// The content, and what was found out about it.
pub struct Checked {
    /// The files, from which reports quote.
    pub source: Source,
    /// Every problem, in the order of files and lines.
    pub problems: Problems,
    /// The site; nothing if there is an error.
    pub site: Option<Site>,
}

/// What a build did.
pub struct Built {
    /// What was published.
    pub edition: Edition,
    /// Why the site has neither days of changes nor feeds, if it has none.
    pub no_history: Option<NoHistory>,
    /// What happened in the output folder.
    pub output: publish::Summary,
}

/// Why a build stopped for another reason than the content.
#[derive(Debug)]
pub enum BuildError {
    /// Theme, messages or templates are at fault.
    Edition(EditionError),
    /// The host can not publish this site.
    Host(HostError),
    /// The output folder refuses.
    Publish(publish::PublishError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Edition(error) => error.fmt(f),
            BuildError::Host(error) => error.fmt(f),
            BuildError::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}

/// Reads and checks the content: every stage but the last two.
///
/// # Errors
/// When the content can not be read at all.
pub fn check(options: &CheckOptions) -> Result<Checked, read::ReadError> {
    let source = read::read(&options.root)?;
    let (problems, site) = plan(&source, options);
    Ok(Checked { source, problems, site })
}

/// From the files to the site, in memory.
pub fn plan(source: &Source, options: &CheckOptions) -> (Problems, Option<Site>) {
    let (records, problems) = parse::parse(source);
    plan_records(&records, problems, source, options)
}

/// From what was read to the site. `problems` are those of the reading.
fn plan_records(
    records: &parse::Records,
    problems: Problems,
    source: &Source,
    options: &CheckOptions,
) -> (Problems, Option<Site>) {
    let (catalogue, problems) = check::check(records, problems);
    let mut problems = lint::lint(records, source, problems);
    let catalogue = catalogue.filter(|_| !problems.has_errors());
    let (site, found) = lay_out(None, catalogue, records, options);
    problems.extend(found);
    conclude(&mut problems, options);
    let site = site.filter(|_| !problems.has_errors());
    (problems, site)
}

/// Lays the site out, with what is as it was on the site `before`; and what is wrong with its addresses.
fn lay_out(
    before: Option<&Site>,
    catalogue: Option<Catalogue>,
    records: &parse::Records,
    options: &CheckOptions,
) -> (Option<Site>, Problems) {
    match catalogue.map(|catalogue| route::route_after(before, catalogue, options.base_url.clone())) {
        Some(Ok(site)) => {
            let lost = addresses::check(&records.published, &site);
            (Some(site), lost)
        }
        Some(Err(clashes)) => (None, clashes),
        None => (None, Problems::default()),
    }
}

/// Weighs problems as these options say, and puts them in their order.
fn conclude(problems: &mut Problems, options: &CheckOptions) {
    if options.strict {
        problems.make_strict();
    }
    problems.sort();
}

/// Surveys the translations of the content, also of content that has errors.
///
/// # Errors
/// When the content can not be read at all.
pub fn translations(root: &Path) -> Result<translations::Translations, read::ReadError> {
    let source = read::read(root)?;
    let (records, _) = parse::parse(&source);
    let changes = git::Changes::of(root, &source);
    let lines = read::Lines::new(&source);
    Ok(translations::translations(&records, changes.as_ref(), &|place| lines.line(place)))
}

/// Who refers to an entry.
#[derive(Debug)]
pub struct Referring {
    /// The files, from which lines and columns are counted.
    pub source: Source,
    /// The references, in the order of files and lines.
    pub references: Vec<Reference>,
    /// Whether errors in the content may hide more of them.
    pub incomplete: bool,
}

/// Finds every reference to `entry`, also in content that has errors.
///
/// # Errors
/// When there is no such entry, or the content can not be read at all.
pub fn referring(root: &Path, entry: &EntryId) -> Result<Referring, Box<dyn std::error::Error>> {
    let source = read::read(root)?;
    let (records, problems) = parse::parse(&source);
    references::find(&records, entry)?;
    let (_, problems) = check::check(&records, problems);
    let mut references = references::references(&records, &source);
    references.retain(|reference| reference.to == *entry);
    Ok(Referring { source, references, incomplete: !references::hiding(&problems).is_empty() })
}

/// A renaming that was worked out, or why it can not be, with the files that the reason quotes.
pub struct Renamed {
    /// The files as they are, or as they would be if that is what is wrong.
    pub source: Source,
    /// What is to be changed.
    pub outcome: Result<Renaming, RenameError>,
}

/// Works out what renaming `entry` changes; writes nothing.
///
/// # Errors
/// When the content can not be read at all.
pub fn rename(root: &Path, entry: &EntryId, new: &Id) -> Result<Renamed, read::ReadError> {
    let source = read::read(root)?;
    let options = CheckOptions { root: root.to_path_buf(), base_url: None, strict: false };
    let (records, problems) = parse::parse(&source);
    let (problems, _) = plan_records(&records, problems, &source, &options);
    let renaming = match rename::rename(root, &source, &records, &problems, entry, new) {
        Ok(renaming) => renaming,
        Err(error) => return Ok(Renamed { source, outcome: Err(error) }),
    };
    let renamed = renaming.renamed(&source);
    let (new_records, new_problems) = parse::parse(&renamed);
    let (new_problems, _) = plan_records(&new_records, new_problems, &renamed, &options);
    let before = references::references(&records, &source);
    let after = references::references(&new_records, &renamed);
    let verified = renaming.verify((&problems, &before), (&new_problems, &after), &renamed);
    Ok(Renamed { source: renamed, outcome: verified.map(|()| renaming) })
}

/// Why there is no draft of a new entry.
#[derive(Debug)]
pub enum DraftError {
    /// What was told does not do.
    Refused(draft::Refusal),
    /// The content would have these errors, which it has not now; blanks are none of them.
    Unfit {
        /// The content with the draft in it.
        source: Source,
        /// The errors.
        problems: Problems,
    },
}

/// Drafts a new entry of the content in `source`, and checks the content with the draft in it.
///
/// # Errors
/// When something is missing in the order, or a value of it does not do.
pub fn draft(order: &draft::Order, source: &Source) -> Result<draft::Draft, DraftError> {
    let (records, problems) = parse::parse(source);
    let draft = draft::draft(order, &records, source).map_err(DraftError::Refused)?;
    let (_, before) = check::check(&records, problems);
    match new_errors(&draft, source, &before) {
        None => Ok(draft),
        Some((source, problems)) => Err(DraftError::Unfit { source, problems }),
    }
}

/// The content with a draft in it and the errors that it then has and had not before; blanks are none of them.
fn new_errors(draft: &draft::Draft, source: &Source, before: &Problems) -> Option<(Source, Problems)> {
    let source = draft.applied_to(source);
    let (records, problems) = parse::parse(&source);
    let (_, mut after) = check::check(&records, problems);
    after.retain(|problem| {
        let is_same = |other: &Problem| {
            (other.rule, &other.place.file, &other.message)
                == (problem.rule, &problem.place.file, &problem.message)
        };
        problem.severity == Severity::Error && problem.rule != &rules::BLANK && !before.iter().any(is_same)
    });
    after.sort();
    (!after.is_empty()).then_some((source, after))
}

/// An import that was worked out, or why there is none.
pub struct Imported {
    /// The files that the problems quote: the content, with what is imported if that is what is wrong; the sheet and
    /// the mapping.
    pub source: Source,
    /// Everything that is wrong.
    pub problems: Problems,
    /// What would be written; nothing if there is a problem.
    pub import: Option<import::Import>,
}

/// Works out what importing a sheet adds to the content, and checks the content with it; writes nothing.
pub fn import(sheet: &SourceFile, mapping: Option<&SourceFile>, content: &Source) -> Imported {
    let quoted = |content: &Source| {
        let files = content.files().iter().chain([sheet]).chain(mapping).cloned();
        let by_path: std::collections::BTreeMap<_, _> = files.map(|file| (file.path.clone(), file)).collect();
        Source::from_files(by_path.into_values().collect())
    };
    let (records, found) = parse::parse(content);
    let mut problems = found.errors(|_| true);
    problems.retain(|problem| {
        records.broken_lists.iter().any(|list| problem.place.file.strip_prefix("content/") == Some(*list))
    });
    let read = match mapping {
        Some(file) => parse::mapping(file, &mut problems),
        None => Some(parse::Mapping::default()),
    };
    let read = read.filter(|_| problems.is_empty());
    let import = read.and_then(|mapping| import::import(sheet, &mapping, &records, content, &mut problems));
    problems.sort();
    let Some(import) = import else { return Imported { source: quoted(content), problems, import: None } };
    let (_, before) = check::check(&records, found);
    match new_errors(&import.draft, content, &before) {
        None => Imported { source: quoted(content), problems, import: Some(import) },
        Some((source, problems)) => Imported { source: quoted(&source), problems, import: None },
    }
}

/// Publishes every product of a site that was made from `source`; what an earlier build made from the same is kept.
/// `progress` is told of each page that is done.
///
/// # Errors
/// When theme, messages, templates, the host or the output folder are at fault; the last site stays as it was.
pub fn build(
    source: &Source,
    site: Site,
    options: &BuildOptions,
    progress: &(dyn Fn() + Sync),
) -> Result<Built, BuildError> {
    if let Some(host) = options.host {
        host.accept(&site, options.precompress).map_err(BuildError::Host)?;
    }
    let (history, no_history) = match git::History::of(&options.check.root) {
        Ok(history) => (Some(Arc::new(history)), None),
        Err(reason) => (None, Some(reason)),
    };
    let policy = options.host.and_then(Host::policy_in_pages);
    let edition = Edition::new(site, &options.check.root, history.clone(), options.whitespace, policy)
        .map_err(BuildError::Edition)?;
    let inputs = Inputs::new(&edition, source, history.as_deref(), options.precompress);
    let output = Output::open(&options.output, options.replacing).map_err(BuildError::Publish)?;
    let press =
        Press { edition: &edition, inputs: &inputs, output: &output, precompress: options.precompress };
    let files = press.outdated(edition.files())?;
    edition.prepare(&files);
    let (search, search_paths) = press.search()?;
    for file in host_files(&edition, &search_paths, options) {
        output.put(file.path, file.text.as_bytes(), None).map_err(BuildError::Publish)?;
    }
    let pages = || {
        edition.pages().try_for_each(|page| {
            if !press.keep(page)? {
                press.put(page)?;
            }
            progress();
            Ok(())
        })
    };
    let files = || files.into_par_iter().chain(search).try_for_each(|file| press.put(file));
    // Together, since some files are the work of one thread for as long as thousands of pages are of another.
    let (pages_put, files_put) = rayon::join(pages, files);
    pages_put.and(files_put)?;
    let output = output.commit().map_err(BuildError::Publish)?;
    Ok(Built { edition, no_history, output })
}

fn host_files(edition: &Edition, search_paths: &[String], options: &BuildOptions) -> Vec<hosts::HostFile> {
    let Some(host) = options.host else { return Vec::new() };
    let published = Published {
        site: edition.site(),
        unchanging: &edition.unchanging_folders(search_paths),
        is_compressed: options.precompress,
    };
    host.files(&published)
}

/// How many pages a build renders.
pub fn page_count(site: &Site) -> usize {
    site.pages().len() * site.locales().len() + SharedPage::ALL.len()
}
