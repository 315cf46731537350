//! Why a build stops.

use super::bundle::EditionError;
use super::hosts::HostError;
use super::output;

/// Why a build stopped for another reason than the content.
#[derive(Debug)]
pub enum BuildError {
    /// Theme, messages or templates are at fault.
    Edition(EditionError),
    /// The host can not publish this site.
    Host(HostError),
    /// The output folder refuses.
    Publish(output::PublishError),
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
