//! Events that the preview reports to the program.

use crate::base::problem::Problems;
use crate::content::read::Source;

/// An event during a preview.
pub enum PreviewEvent<'a> {
    /// The site was read and checked, for the first time or after a change.
    Checked {
        /// The files that reports quote.
        source: &'a Source,
        /// The problems found. If there is no error, browsers now see the new site.
        problems: &'a Problems,
    },
    /// Something other than the content prevents the site or a page from being shown; the reason.
    Broken(&'a str),
    /// Changes are found by polling, because the system cannot report them; the reason.
    Polling(&'a str),
}

/// A function that handles events.
pub type OnEvent = dyn Fn(PreviewEvent<'_>) + Send + Sync;
