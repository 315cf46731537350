//! Why a build stops.

use super::bundle::BundleError;
use super::hosts::HostError;
use super::output;

/// Why a build stopped for another reason than the content.
#[derive(Debug)]
pub enum BuildError {
    /// Theme, messages or templates are at fault.
    Bundle(BundleError),
    /// The host cannot publish this site.
    Host(HostError),
    /// The output folder refuses.
    Publish(output::PublishError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Bundle(error) => error.fmt(f),
            BuildError::Host(error) => error.fmt(f),
            BuildError::Publish(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}
