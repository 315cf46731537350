//! The errors that stop a build.

use super::bundle::BundleError;
use super::hosts::HostError;
use super::output;
use crate::content::git::NoHistory;

/// A reason other than the content why a build stopped.
#[derive(Debug)]
pub enum BuildError {
    /// The theme, the messages or a template has an error.
    Bundle(BundleError),
    /// The host cannot publish this site.
    Host(HostError),
    /// The site would lack the dates of changes, and warnings are errors.
    History(NoHistory),
    /// The output folder cannot be used.
    Publish(output::PublishError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Bundle(error) => error.fmt(f),
            BuildError::Host(error) => error.fmt(f),
            BuildError::History(reason) => reason.fmt(f),
            BuildError::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}
