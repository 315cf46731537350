//! The command `check`, whose problems are also those of `build`.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use katalog::base::problem::Problems;
use katalog::base::visible;
use katalog::content::read::Source;
use katalog::report::{self, Base};
use katalog::{CheckOptions, Checked};

use super::cache;
use super::catalogue::require_content;
use super::output::{FAILED, WRONG_ARGUMENTS, failed, say, style};
use super::terminal::{self, message};
use super::{Common, ProblemsFormat};

pub(super) fn options(common: &Common) -> CheckOptions {
    let Common { root, base_url, strict, .. } = common.clone();
    CheckOptions { cache: cache::folder(&root), root, base_url, strict }
}

/// Checks the content and reports its problems. Returns an error unless the site can be built.
pub(crate) fn check(common: &Common) -> Result<(), u8> {
    accept(common)?;
    let Checked { source, problems, site } = katalog::check(&options(common)).map_err(failed)?;
    report(common, &source, &problems)?;
    if site.is_some() { Ok(()) } else { Err(FAILED) }
}

/// Refuses a folder without content, and options that do not belong together.
pub(super) fn accept(common: &Common) -> Result<(), u8> {
    require_content(&common.root)?;
    if common.base.is_some() && common.format != ProblemsFormat::Github {
        message("error: --base can only be used with --format github");
        return Err(WRONG_ARGUMENTS);
    }
    Ok(())
}

/// Reports problems in the format that was asked for.
pub(super) fn report(common: &Common, source: &Source, problems: &Problems) -> Result<(), u8> {
    match common.format {
        ProblemsFormat::Json => say(&report::json::json(problems, source).map_err(failed)?),
        ProblemsFormat::Sarif => {
            say(&report::sarif::sarif(problems, source, &base(&common.root)).map_err(failed)?)
        }
        _ if problems.is_empty() => {
            if !common.quiet {
                message(format_args!("no problems in {} files", source.files().len()));
            }
            Ok(())
        }
        ProblemsFormat::Human => {
            terminal::report(&report::human(problems, source, style()));
            Ok(())
        }
        ProblemsFormat::Github => annotate(common, source, problems),
    }
}

/// Returns the path of the catalogue in its repository, for services that show files. Without git, the path is relative
/// to the working folder.
fn base(root: &Path) -> Base {
    let named = || {
        let names = root.components().filter(|part| matches!(part, Component::Normal(_)));
        if root.is_relative() {
            names.collect::<PathBuf>().to_string_lossy().replace('\\', "/")
        } else {
            String::new()
        }
    };
    Base::new(&katalog::content::git::prefix(root).unwrap_or_else(named))
}

/// Prints annotations for GitHub and adds the whole report to the job summary.
fn annotate(common: &Common, source: &Source, problems: &Problems) -> Result<(), u8> {
    let base = base(&common.root);
    let changed = common.base.as_ref().map(|revision| {
        katalog::content::git::changed_since(&common.root, revision).unwrap_or_else(|| {
            message(format_args!(
                "git cannot compare with `{revision}`, so problems are listed in the order of files"
            ));
            BTreeSet::new()
        })
    });
    let changed = changed.unwrap_or_default();
    say(&report::github::commands(problems, source, &base, &changed))?;
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        let summary = report::github::summary(problems, source, &base, &changed);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        if let Err(error) = file.and_then(|mut file| file.write_all(summary.as_bytes())) {
            message(format_args!("cannot write the summary to {}: {error}", visible::path(Path::new(&path))));
        }
    }
    Ok(())
}
