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
//!    writes data and sitemaps.
//! 6. [`publish`]: files go into the output folder, unchanged ones stay.
//!
//! Beside them, [`draft`](mod@draft) begins new entries and [`starter`] new catalogues.
//!
//! A stage imports what it receives and the leaves ([`problem`], [`rules`], [`language`], [`serbian`], [`id`],
//! [`date`], [`money`], [`markdown`]), nothing later. There is no default language, no clock, no randomness, and the library never prints.

pub mod catalogue;
pub mod check;
pub mod create;
pub mod date;
pub mod draft;
pub mod export;
pub mod format;
pub mod git;
pub mod id;
pub mod language;
pub mod lint;
pub mod listing;
pub mod locales;
pub mod markdown;
pub mod money;
pub mod order;
pub mod parse;
pub mod problem;
pub mod publish;
pub mod read;
pub mod references;
pub mod rename;
pub mod render;
pub mod report;
pub mod route;
pub mod rules;
pub mod serbian;
pub mod starter;
mod suggest;
pub mod tables;
pub mod theme;
pub mod translations;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use url::Url;

use export::{Exporter, IatiSummary};
use id::Id;
use language::Locale;
use problem::{Problem, Problems, Severity};
use publish::Output;
use read::Source;
use references::{EntryId, Reference};
use rename::{RenameError, Renaming};
use render::{Renderer, Whitespace};
use route::Site;

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
    /// What becomes of the white space in templates.
    pub whitespace: Whitespace,
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
#[derive(Debug)]
pub struct Built {
    /// Pages of each published locale.
    pub pages: Vec<(Locale, usize)>,
    /// How much of the catalogue is reported to IATI, if it is.
    pub iati: Option<IatiSummary>,
    /// What happened in the output folder.
    pub output: publish::Summary,
}

/// Why a build stopped for another reason than the content.
#[derive(Debug)]
pub enum BuildError {
    /// The theme is broken.
    Theme(theme::ThemeError),
    /// The messages are broken.
    Locales(locales::LocalesError),
    /// A template does not fit what it is given.
    Render(render::RenderError),
    /// The output folder refuses.
    Publish(publish::PublishError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Theme(error) => error.fmt(f),
            BuildError::Locales(error) => error.fmt(f),
            BuildError::Render(error) => error.fmt(f),
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
    let (catalogue, problems) = check::check(&records, problems);
    let mut problems = lint::lint(&records, source, problems);
    let catalogue = catalogue.filter(|_| !problems.has_errors());
    let mut site = match catalogue.map(|catalogue| route::route(catalogue, options.base_url.clone())) {
        Some(Ok(site)) => Some(site),
        Some(Err(clashes)) => {
            problems.extend(clashes);
            None
        }
        None => None,
    };
    if options.strict {
        problems.make_strict();
        site = site.filter(|_| !problems.has_errors());
    }
    problems.sort();
    (problems, site)
}

/// Surveys the translations of the content, also of content that has errors.
///
/// # Errors
/// When the content can not be read at all.
pub fn translations(root: &Path) -> Result<translations::Translations, read::ReadError> {
    let source = read::read(root)?;
    let (records, _) = parse::parse(&source);
    let changes = git::Changes::of(root);
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
    let (records, _) = parse::parse(&source);
    references::find(&records, entry)?;
    let (problems, _) =
        plan(&source, &CheckOptions { root: root.to_path_buf(), base_url: None, strict: false });
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
    let (records, _) = parse::parse(&source);
    let (problems, _) = plan(&source, &options);
    let renaming = match rename::rename(root, &source, &records, &problems, entry, new) {
        Ok(renaming) => renaming,
        Err(error) => return Ok(Renamed { source, outcome: Err(error) }),
    };
    let renamed = renaming.renamed(&source);
    let (new_records, _) = parse::parse(&renamed);
    let (new_problems, _) = plan(&renamed, &options);
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
    if after.is_empty() { Ok(draft) } else { Err(DraftError::Unfit { source, problems: after }) }
}

/// Renders every page of a checked site and publishes it. `progress` is told of each page that is done.
///
/// # Errors
/// When theme, messages, templates or the output folder are at fault; the last site stays as it was.
pub fn build(site: &Site, options: &BuildOptions, progress: &(dyn Fn() + Sync)) -> Result<Built, BuildError> {
    let theme = theme::load(&options.check.root).map_err(BuildError::Theme)?;
    let locales =
        locales::load(&options.check.root, &site.catalogue.settings.acronyms).map_err(BuildError::Locales)?;
    let renderer = Renderer::new(site, &theme, &locales, options.whitespace).map_err(BuildError::Render)?;
    let output = Output::open(&options.output).map_err(BuildError::Publish)?;
    publish_pages(site, &renderer, &output, progress)?;
    let iati = publish_exports(site, &output)?;
    for asset in theme.assets.values() {
        output.put(&route::asset_path(&asset.hashed_name), &asset.bytes).map_err(BuildError::Publish)?;
    }
    for file in &site.catalogue.files {
        output.copy(&route::file_path(&file.path), &file.from).map_err(BuildError::Publish)?;
    }
    let output = output.commit().map_err(BuildError::Publish)?;
    let pages = site.locales().iter().map(|locale| (*locale, site.pages().len())).collect();
    Ok(Built { pages, iati, output })
}

fn publish_exports(site: &Site, output: &Output) -> Result<Option<IatiSummary>, BuildError> {
    let exporter = Exporter::new(site);
    exporter.all().into_par_iter().try_for_each(|export| {
        output.put(&exporter.path(export), &exporter.bytes(export)).map_err(BuildError::Publish)
    })?;
    Ok(exporter.iati_summary())
}

/// How many pages a build renders.
pub fn page_count(site: &Site) -> usize {
    site.pages().len() * site.locales().len() + Renderer::SHARED_PAGES
}

fn publish_pages(
    site: &Site,
    renderer: &Renderer<'_>,
    output: &Output,
    progress: &(dyn Fn() + Sync),
) -> Result<(), BuildError> {
    for (path, html) in renderer.shared_pages().map_err(BuildError::Render)? {
        output.put(&path, html.as_bytes()).map_err(BuildError::Publish)?;
        progress();
    }
    for locale in site.locales() {
        site.pages().par_iter().try_for_each(|page| {
            let html = renderer.page(*page, *locale).map_err(BuildError::Render)?;
            output.put(&site.path(*page, *locale), html.as_bytes()).map_err(BuildError::Publish)?;
            progress();
            Ok(())
        })?;
    }
    Ok(())
}
