//! Turns the files of a catalogue into its site: parse, check, lint, route.

use std::path::PathBuf;

use url::Url;

use super::published_urls;
use super::route::{self, Site};
use crate::base::problem::Problems;
use crate::content::git::History;
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
    /// The folder for what this machine keeps between runs: the files that a build made, and what git said. Nobody who can
    /// change the content may be able to write there. Without it, nothing is kept.
    pub cache: Option<PathBuf>,
}

impl CheckOptions {
    /// Returns the usual options for a folder that holds `content/`.
    pub fn of(root: PathBuf) -> Self {
        CheckOptions { root, base_url: None, strict: false, cache: None }
    }
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

/// Runs the stages from the files to the site: parse, check, lint, route.
///
/// A planner keeps the results of each folder. If it is used again, it redoes only what has changed. The site is the same
/// as that of a new planner.
#[derive(Default)]
pub(crate) struct Planner {
    parsed: parse::ParseCache,
    checked: check::CheckCache,
    linted: lint::LintCache,
}

/// A site whose lints may not have run yet.
pub(crate) struct Layout {
    /// The site, or `None` if there are errors. Lints that have not run cannot find any.
    pub(crate) site: Option<Site>,
    /// The records of the files.
    pub(crate) records: parse::Records,
    /// The problems of parsing and checking, and those of the lints if they have run.
    problems: Problems,
    /// The problems of the addresses.
    of_addresses: Problems,
    is_linted: bool,
}

impl Planner {
    /// Parses and checks the files, and routes the site. Reuses the unchanged parts of the site `before`.
    ///
    /// Lints run here only if one of them could be an error; [`Planner::problems`] runs them in any case. Without a
    /// history, the site has no dates of changes.
    pub(crate) fn lay_out(
        &mut self,
        source: &Source,
        options: &CheckOptions,
        history: Option<&History>,
        before: Option<&Site>,
    ) -> Layout {
        let (records, problems) = self.parsed.parse(source);
        let (catalogue, mut problems) = self.checked.check(&records, problems);
        let is_linted = options.strict || lint::may_find_errors(&records);
        if is_linted {
            problems = self.linted.lint(&records, source, problems);
        }
        let known = if is_linted { problems.clone() } else { lint::weigh(&records, problems.clone()) };
        let catalogue = catalogue.filter(|_| !known.has_errors());
        let routed = catalogue
            .map(|catalogue| route::route_after(before, catalogue, options.base_url.clone(), history));
        let (site, of_addresses) = match routed {
            Some(Ok(site)) => {
                let lost = published_urls::check(&records.published, &site);
                (Some(site), lost)
            }
            Some(Err(clashes)) => (None, clashes),
            None => (None, Problems::default()),
        };
        let mut layout = Layout { site, records, problems, of_addresses, is_linted };
        if layout.known(options).has_errors() {
            layout.site = None;
        }
        layout
    }

    /// Returns every problem of a layout, after running the lints that have not run yet.
    pub(crate) fn problems(
        &mut self,
        layout: &mut Layout,
        source: &Source,
        options: &CheckOptions,
    ) -> Problems {
        if !layout.is_linted {
            let problems = std::mem::take(&mut layout.problems);
            layout.problems = self.linted.lint(&layout.records, source, problems);
            layout.is_linted = true;
        }
        layout.known(options)
    }
}

impl Layout {
    /// Returns whether the lints have run.
    pub(crate) fn is_linted(&self) -> bool {
        self.is_linted
    }

    /// Returns the problems found so far, in order.
    pub(crate) fn known(&self, options: &CheckOptions) -> Problems {
        let mut problems = match self.is_linted {
            true => self.problems.clone(),
            false => lint::weigh(&self.records, self.problems.clone()),
        };
        problems.extend(self.of_addresses.clone());
        if options.strict {
            problems.make_strict();
        }
        problems.sort();
        problems
    }
}

/// Runs the stages once. Without a history, the site has no dates of changes.
pub fn plan(source: &Source, options: &CheckOptions, history: Option<&History>) -> (Problems, Option<Site>) {
    let mut planner = Planner::default();
    let mut layout = planner.lay_out(source, options, history, None);
    let problems = planner.problems(&mut layout, source, options);
    (problems, layout.site)
}
