//! Turns the files of a catalogue into its site: parse, check, lint, route.

use std::path::PathBuf;

use url::Url;

use super::published_urls;
use super::route::{self, Site};
use crate::base::problem::Problems;
use crate::content::catalogue::Catalogue;
use crate::content::read::Source;
use crate::content::{check, lint, parse};

/// Options for checking the content.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// The site's address, instead of the one in `catalogue.yaml`.
    pub base_url: Option<Url>,
    /// Whether warnings are errors.
    pub strict: bool,
}

/// The content, the problems found in it, and its site.
pub struct Checked {
    /// The files, which reports quote.
    pub source: Source,
    /// Every problem, in the order of files and lines.
    pub problems: Problems,
    /// The site, or `None` if there are errors.
    pub site: Option<Site>,
}

/// Parses and checks the files and routes the site, all in memory.
pub fn plan(source: &Source, options: &CheckOptions) -> (Problems, Option<Site>) {
    let (records, problems) = parse::parse(source);
    plan_records(&records, problems, source, options)
}

/// Checks the parsed records and routes the site. `problems` are those found while parsing.
pub(crate) fn plan_records(
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

/// Routes the site, reusing the unchanged parts of `before`, and reports problems with its addresses.
pub(crate) fn lay_out(
    before: Option<&Site>,
    catalogue: Option<Catalogue>,
    records: &parse::Records,
    options: &CheckOptions,
) -> (Option<Site>, Problems) {
    match catalogue.map(|catalogue| route::route_after(before, catalogue, options.base_url.clone())) {
        Some(Ok(site)) => {
            let lost = published_urls::check(&records.published, &site);
            (Some(site), lost)
        }
        Some(Err(clashes)) => (None, clashes),
        None => (None, Problems::default()),
    }
}

/// Sorts problems, after turning warnings into errors if the options say so.
pub(crate) fn conclude(problems: &mut Problems, options: &CheckOptions) {
    if options.strict {
        problems.make_strict();
    }
    problems.sort();
}
