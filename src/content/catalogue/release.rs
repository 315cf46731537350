//! Defines a release of the content.

use url::Url;

use super::Text;
use crate::base::date::PartialDate;

/// A version of the content that has a name and can be cited.
#[derive(Debug)]
pub struct Release {
    /// Its name, which is also that of a tag of git.
    pub name: String,
    /// The day of its commit.
    pub date: PartialDate,
    /// The id of its commit.
    pub commit: String,
    /// The SHA-256 of the archive with its content.
    pub sha256: String,
    /// Where the archive is kept.
    pub url: Option<Url>,
    /// What is new in it.
    pub note: Option<Text>,
}
