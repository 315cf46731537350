//! The errors that stop a build.

use zip::result::ZipError;

use super::bundle::BundleError;
use super::hosts::HostError;
use super::output;
use crate::base::problem::{some_of, some_of_many};
use crate::base::visible;
use crate::content::catalogue::FilePath;
use crate::content::git::NoHistory;
use crate::export::CutCell;

/// Why a build stopped although the check found no errors.
#[derive(Debug)]
pub enum BuildError {
    /// The theme, the messages or a template has an error.
    Bundle(BundleError),
    /// The host cannot publish this site.
    Host(HostError),
    /// The site would lack the dates of changes, and warnings are errors.
    History(NoHistory),
    /// The list of published addresses names feeds, which need the history.
    Feeds(NoHistory),
    /// These pictures are damaged, and warnings are errors.
    Damaged(Vec<FilePath>),
    /// The texts of these cells of workbooks are cut, and warnings are errors.
    Cut(Vec<CutCell>),
    /// The archive of the offline copy cannot be made.
    Archive(ZipError),
    /// The output folder cannot be used.
    Publish(output::PublishError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Bundle(error) => error.fmt(f),
            BuildError::Host(error) => error.fmt(f),
            BuildError::History(reason) => reason.fmt(f),
            BuildError::Feeds(reason) => write!(
                f,
                "{}; content/urls.txt lists feeds, which would stop working: build in the repository with its whole history, or remove the feeds from the list",
                reason.explain("the site would have no feeds")
            ),
            BuildError::Damaged(pictures) => {
                let names = pictures.iter().map(|FilePath(path)| visible::name(path));
                write!(
                    f,
                    "damaged pictures in content/: {}; open each, and save it again",
                    some_of(names, ", ")
                )
            }
            BuildError::Cut(cells) => {
                let cells = some_of_many(cells.iter().map(ToString::to_string), cells.len(), ", ");
                write!(
                    f,
                    "texts that are too long for a cell of a workbook: {cells}; shorten what they consist of, or leave the workbook out with `data: leave_out` in content/catalogue.yaml"
                )
            }
            BuildError::Archive(error) => write!(f, "the offline copy cannot be made: {error}"),
            BuildError::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}
