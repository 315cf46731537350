//! What hosts want to be told beside the site itself: headers, how long files may be kept, what was moved.

mod netlify;
mod nginx;
mod s3;

use std::fmt;

use crate::content::catalogue::FilePath;
use crate::publish::csp;
use crate::site::route::{MovedTo, Site};

/// Where a site is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// GitHub Pages, which sends no headers of ours: the policy stands in each page.
    Github,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// A bucket of Amazon S3 that is a website. It sends no headers of ours either.
    S3,
    /// nginx.
    Nginx,
}

/// The most addresses of earlier that Cloudflare leads on.
/// Source: <https://developers.cloudflare.com/pages/configuration/redirects/>.
const CLOUDFLARE_REDIRECTS: usize = 2000;

/// The largest file that Cloudflare takes, in bytes.
/// Source: <https://developers.cloudflare.com/pages/platform/limits/>.
const CLOUDFLARE_FILE: u64 = 25 * 1024 * 1024;

/// How long a file whose name changes with its bytes may be kept: a year, the longest that is heeded.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What a host's files depend on.
pub struct Published<'a> {
    /// The site.
    pub site: &'a Site,
    /// The folders whose files have hashes in their names, below the output folder, with a slash at the end.
    pub unchanging: &'a [String],
    /// Whether compressed files stand beside those of text.
    pub is_compressed: bool,
}

/// A file for a host.
#[derive(Debug, PartialEq, Eq)]
pub struct HostFile {
    /// Where it stands, below the output folder.
    pub path: &'static str,
    /// What stands in it.
    pub text: String,
}

/// The files for hosts, of all of them.
const HOST_FILES: [&str; 6] =
    [".nojekyll", "CNAME", "_headers", "_redirects", "nginx.conf", "s3-website.json"];

/// Whether a path below the output folder is one of the files for hosts.
pub fn is_host_path(path: &str) -> bool {
    HOST_FILES.contains(&path)
}

/// Why a host cannot publish a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// It serves sites at the top of a host name only.
    Path(Host, String),
    /// Its settings cannot spell the path.
    Spelling(Host, String),
    /// It compresses by itself, or not at all, and knows nothing of compressed files.
    Compressed(Host),
    /// It leads on fewer addresses than there are of earlier.
    Redirects(Host, usize),
    /// A document is too large for it.
    TooLarge(Host, FilePath),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostError::Path(host, path) => write!(
                f,
                "{} serves a site at the top of a host name, and this one belongs in {path}\n\
                 give an address without a path as base_url in content/catalogue.yaml, or with --base-url",
                host.name()
            ),
            HostError::Spelling(host, path) => write!(
                f,
                "the settings of {} cannot spell the path {path} safely\n\
                 give an address as base_url whose path has only the letters a to z, digits, and the signs - . _ ~ /",
                host.name()
            ),
            HostError::Compressed(host) => write!(
                f,
                "{} does nothing with files that are compressed beforehand; it would publish them as they are\n\
                 leave out --precompress",
                host.name()
            ),
            HostError::Redirects(host, count) => write!(
                f,
                "{} leads on at most {CLOUDFLARE_REDIRECTS} addresses of earlier, and this site has {count}\n\
                 remove aliases that are hardly asked for any more, or publish elsewhere",
                host.name()
            ),
            HostError::TooLarge(host, path) => write!(
                f,
                "{} takes no file larger than 25 megabytes, and content/{} is one\n\
                 save it smaller, or link to it where it is published elsewhere",
                host.name(),
                path.0
            ),
        }
    }
}

impl std::error::Error for HostError {}

impl Host {
    /// All of them.
    pub const ALL: [Host; 5] = [Host::Github, Host::Netlify, Host::Cloudflare, Host::S3, Host::Nginx];

    /// How the command line calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Host::Github => "github",
            Host::Netlify => "netlify",
            Host::Cloudflare => "cloudflare",
            Host::S3 => "s3",
            Host::Nginx => "nginx",
        }
    }

    /// The one that the command line calls so.
    pub fn of_word(word: &str) -> Option<Host> {
        Host::ALL.into_iter().find(|host| host.word() == word)
    }

    /// What each page says of what browsers may do, where the host sends no headers that say so.
    pub const fn policy_in_pages(self) -> Option<&'static str> {
        match self {
            Host::Github | Host::S3 => Some(csp::IN_PAGE),
            Host::Netlify | Host::Cloudflare | Host::Nginx => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
            Host::S3 => "Amazon S3",
            Host::Nginx => "nginx",
        }
    }

    /// The files for the host, which accepts the site.
    pub fn files(self, published: &Published<'_>) -> Vec<HostFile> {
        let file = |path, text| HostFile { path, text };
        match self {
            Host::Github => github(published.site),
            Host::Netlify => vec![
                file("_headers", netlify::headers(published)),
                file("_redirects", netlify::redirects(published.site)),
            ],
            Host::Cloudflare => vec![
                file("_headers", netlify::headers(published)),
                file("_redirects", netlify::cloudflare_redirects(published.site)),
            ],
            Host::S3 => vec![file("s3-website.json", s3::website(published.site))],
            Host::Nginx => vec![file("nginx.conf", nginx::snippet(published))],
        }
    }

    /// Whether the host can publish a site.
    ///
    /// # Errors
    /// What it cannot do.
    pub fn accept(self, site: &Site, is_compressed: bool) -> Result<(), HostError> {
        if is_compressed && self != Host::Nginx {
            return Err(HostError::Compressed(self));
        }
        if matches!(self, Host::Netlify | Host::Cloudflare) && site.root_href() != "/" {
            return Err(HostError::Path(self, site.root_href()));
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        if self == Host::Nginx && !site.root_href().chars().all(is_plain) {
            return Err(HostError::Spelling(self, site.root_href()));
        }
        if self == Host::Cloudflare {
            let count = redirects(site).count();
            if count > CLOUDFLARE_REDIRECTS {
                return Err(HostError::Redirects(self, count));
            }
            let too_large = site.catalogue.files.iter().find(|file| file.size > CLOUDFLARE_FILE);
            if let Some(file) = too_large {
                return Err(HostError::TooLarge(self, file.path.clone()));
            }
        }
        Ok(())
    }
}

/// GitHub passes files over whose names begin with `_` unless it is told not to. A host name of one's own is written
/// down where the site has the whole of it.
fn github(site: &Site) -> Vec<HostFile> {
    let mut files = vec![HostFile { path: ".nojekyll", text: String::new() }];
    let own = site.host().filter(|host| !host.ends_with(".github.io") && site.root_href() == "/");
    files.extend(own.map(|host| HostFile { path: "CNAME", text: format!("{host}\n") }));
    files
}

/// The addresses of pages of earlier, each with that of now, on their host.
fn redirects(site: &Site) -> impl Iterator<Item = (String, String)> + '_ {
    site.moved().iter().filter_map(|moved| match moved.to {
        MovedTo::Page(page, locale) => {
            let folder = moved.path.strip_suffix("index.html")?;
            Some((format!("{}{folder}", site.root_href()), site.href(page, locale)))
        }
        MovedTo::ActivitySubset(..) | MovedTo::Document(_) => None,
    })
}
