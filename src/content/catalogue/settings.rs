//! How the site is called and where it is published.

use std::sync::Arc;

use url::Url;

use super::{FilePath, OrganisationKind, Reporting, Text};
use crate::base::colour::Accent;
use crate::base::language::Locale;
use crate::text::serbian::Acronyms;

/// How the site is called and where it is published.
#[derive(Debug)]
pub struct Settings {
    /// Its name.
    pub title: Text,
    /// Its address, ending in `/`.
    pub base_url: Url,
    /// The locales that are published, in the order of the language links.
    pub locales: Vec<Locale>,
    /// Who publishes it.
    pub publisher: Text,
    /// The name of the content's licence.
    pub licence: Text,
    /// Where the licence can be read.
    pub licence_url: Url,
    /// The colour of the header and of links, instead of the theme's.
    pub accent: Option<Accent>,
    /// The picture before the name of the site.
    pub logo: Option<FilePath>,
    /// The words that Cyrillic text keeps in Latin.
    pub acronyms: Arc<Acronyms>,
    /// What the file for IATI needs, where there is to be one.
    pub iati: Option<Iati>,
}

/// Who reports to the International Aid Transparency Initiative.
#[derive(Debug)]
pub struct Iati {
    /// The publisher's identifier there.
    pub reporting_org: IatiId,
    /// What sort of organisation the publisher is.
    pub kind: OrganisationKind,
    /// Whose programmes it reports.
    pub reporting: Reporting,
}

/// An identifier of an organisation in IATI: country or agency, register, number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IatiId(Box<str>);

impl IatiId {
    /// Takes `RS-APR-12345678` and the like; without what identifiers may not hold (rule 1.3.13 of the standard).
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| !part.is_empty();
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        let well_formed = text.len() <= 100
            && text.split('-').count() >= 3
            && text.splitn(3, '-').all(is_part)
            && text.chars().all(allowed);
        well_formed.then(|| IatiId(text.into()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Takes an address as the base of a site: an origin and a path, with a slash at its end.
///
/// # Errors
/// When it holds anything else, such as a query, or is so long that servers refuse it.
pub fn base_url(mut url: Url) -> Result<Url, String> {
    // It stands in every page and in every line of a server's settings.
    const MOST_BYTES: usize = 300;
    let length = url.as_str().len();
    if length > MOST_BYTES {
        return Err(format!("this address has {length} bytes; that of a site may have {MOST_BYTES}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("this address holds a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() || !url.has_host() {
        return Err(format!("`{url}` holds more than a host and a path"));
    }
    if url.path().contains("//") {
        return Err(format!("`{url}` has a part of its path that is empty"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}
