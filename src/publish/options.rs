//! Options for a build, and the output folder that they name.

use std::path::PathBuf;

use crate::content::read::{FileContent, Source, SourceFile};
use crate::publish::hosts::{self, Host};
use crate::publish::output::{Destination, Limits, Output, PublishError, Replacing};
use crate::render::Whitespace;
use crate::site::plan::CheckOptions;
use crate::site::route;

/// Options for a build.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Options for checking the content.
    pub check: CheckOptions,
    /// The folder that the site is written to.
    pub output: PathBuf,
    /// How the new site replaces the old one.
    pub replacing: Replacing,
    /// How white space in templates is treated.
    pub whitespace: Whitespace,
    /// The host for which configuration files are written.
    pub host: Option<Host>,
    /// Whether the host tells browsers to open the site over HTTPS only.
    pub https_only: bool,
    /// Whether compressed copies of text files are written too.
    pub precompress: bool,
    /// Whether to wait while another build writes into the output folder.
    pub wait: bool,
}

/// The number of bytes that a site may have in addition to those that its content allows.
const MIN_SITE_LIMIT: u64 = 1 << 30;

/// The same for a site with compressed copies: making these takes most of the time.
const MIN_COMPRESSED_LIMIT: u64 = 64 << 20;

/// The number of bytes that a site may have for each byte of text in its content.
const SITE_PER_TEXT: u64 = 100;

/// The number of bytes that a site may have for each byte of documents and pictures in its content.
const SITE_PER_DOCUMENT: u64 = 4;

/// The maximum number of files of a site.
pub(super) const MOST_FILES: usize = 500_000;

/// Returns the maximum size in bytes of a site made from `source`, with or without compressed copies.
pub(super) fn site_limit(source: &Source, precompress: bool) -> u64 {
    let least = if precompress { MIN_COMPRESSED_LIMIT } else { MIN_SITE_LIMIT };
    let bytes = |file: &SourceFile| match &file.content {
        FileContent::Asset { size, .. } => size.saturating_mul(SITE_PER_DOCUMENT),
        content => content.text().map_or(0, |text| text.len() as u64 * SITE_PER_TEXT),
    };
    source.files().iter().map(bytes).fold(least, u64::saturating_add)
}

impl BuildOptions {
    /// Opens the output folder for a site made from `source`. Calls `waiting` before it waits for another build.
    ///
    /// # Errors
    /// As [`Output::open`].
    pub(super) fn open_output(
        &self,
        source: &Source,
        waiting: &(dyn Fn() + Sync),
    ) -> Result<Output, PublishError> {
        let is_site_path = |path: &str| route::is_site_path(path) || hosts::is_host_path(path);
        Output::open(&Destination {
            root: &self.check.root,
            output: &self.output,
            replacing: self.replacing,
            records: self.check.cache.as_deref(),
            is_site_path: &is_site_path,
            refuses_strangers: self.host.is_some() || self.check.strict,
            waiting: self.wait.then_some(waiting),
            hides_list: self.host.is_some_and(|host| !host.hides_list()),
            limits: Limits {
                disk: site_limit(source, self.precompress),
                files: MOST_FILES,
                host: self.host.and_then(Host::limits),
            },
        })
    }
}
