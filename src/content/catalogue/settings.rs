//! Defines the settings of the site: its name, address, locales and so on.

use std::sync::Arc;

use url::Url;

use super::{FilePath, LeftOut, OrganisationKind, Reporting, Repository, Subject, Text};
use crate::base::address::encoded;
use crate::base::colour::Accent;
use crate::base::language::Locale;
use crate::text::language::Acronyms;

/// The settings of the site.
#[derive(Debug)]
pub struct Settings {
    /// Its name.
    pub title: Text,
    /// Its address, ending in `/`.
    pub base_url: Url,
    /// The published locales, in the order of the language links.
    pub locales: Vec<Locale>,
    /// Who publishes it.
    pub publisher: Text,
    /// The name of the content's licence.
    pub licence: Text,
    /// The address of the licence.
    pub licence_url: Url,
    /// The colour of the header and of links, instead of the theme's.
    pub accent: Option<Accent>,
    /// The picture before the name of the site.
    pub logo: Option<FilePath>,
    /// Where readers can report mistakes.
    pub corrections: Option<Contact>,
    /// Where those who use the data reach the publisher, instead of the page “About”.
    pub contact: Option<Contact>,
    /// The kind of organisation that the publisher is, if that is known.
    pub publisher_kind: Option<OrganisationKind>,
    /// The repository with the content, if readers may propose changes there.
    pub repository: Option<Repository>,
    /// The pages of the menu, in its order, instead of the usual ones.
    pub menu: Option<Vec<Subject>>,
    /// The words that stay in Latin in Cyrillic text.
    pub acronyms: Arc<Acronyms>,
    /// The settings for the IATI file, if it is published.
    pub iati: Option<Iati>,
    /// The open data that are not published.
    pub left_out: LeftOut,
    /// The settings for the file of grants, if it is published.
    pub grants: Option<Grants>,
}

/// Where an office can be reached.
#[derive(Debug)]
pub enum Contact {
    /// A mail address.
    Mail(String),
    /// A page or form on the web.
    Web(Url),
}

impl Contact {
    /// Returns the address of a link on a page, which tells the receiver what page it is: a mail has its title as the
    /// subject and its address as the text; a form gets the address as the parameter `page`.
    pub fn for_page(&self, title: &str, page: &str) -> String {
        match self {
            Contact::Mail(address) => {
                // A line break could begin another field of the mail.
                let subject = title.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("mailto:{address}?subject={}&body={}", encoded(&subject), encoded(page))
            }
            Contact::Web(form) => {
                let mut form = form.clone();
                form.query_pairs_mut().append_pair("page", page);
                form.into()
            }
        }
    }
}

/// Settings for reports to the International Aid Transparency Initiative.
#[derive(Debug)]
pub struct Iati {
    /// The publisher's IATI identifier.
    pub reporting_org: IatiId,
    /// The kind of organisation that the publisher is.
    pub kind: OrganisationKind,
    /// Whose programmes it reports.
    pub reporting: Reporting,
}

/// Settings for the file of grants.
#[derive(Debug)]
pub struct Grants {
    /// The prefix of the publisher's grants, which 360Giving gives out.
    pub prefix: String,
}

impl Grants {
    /// Returns whether a text can be a prefix.
    pub fn is_prefix(text: &str) -> bool {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        text.strip_prefix("360G-")
            .is_some_and(|rest| !rest.is_empty() && rest.len() <= 60 && rest.chars().all(allowed))
    }
}

/// An IATI organisation identifier: country or agency, register, number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IatiId(Box<str>);

impl IatiId {
    /// Parses an identifier such as `RS-APR-12345678`. Rejects characters that identifiers cannot contain (rule 1.3.13
    /// of the standard).
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| !part.is_empty();
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        let well_formed = text.len() <= 100
            && text.split('-').count() >= 3
            && text.splitn(3, '-').all(is_part)
            && text.chars().all(allowed);
        well_formed.then(|| IatiId(text.into()))
    }

    /// Returns the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks the base address of a site: an origin and a path. Adds a slash at the end if necessary.
///
/// # Errors
/// If it contains anything else, such as a query, or is so long that servers may refuse it.
pub fn base_url(mut url: Url) -> Result<Url, String> {
    // The address is part of every page and of every line in a server's configuration.
    const MOST_BYTES: usize = 300;
    let length = url.as_str().len();
    if length > MOST_BYTES {
        return Err(format!("this address has {length} bytes; that of a site may have {MOST_BYTES}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("this address contains a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() || !url.has_host() {
        return Err(format!("`{url}` contains more than a host and a path"));
    }
    // Names of hosts are parts of a server's configuration, where other characters have a meaning (RFC 1123, 2.1).
    let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some(host) = url.domain().filter(|host| !host.chars().all(is_usual)) {
        return Err(format!(
            "`{host}` cannot be the name of a host: it has characters other than a to z, 0 to 9, - and ."
        ));
    }
    if url.path().contains("//") {
        return Err(format!("`{url}` has an empty part in its path"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}
