//! Configuration for hosts: headers, caching and redirects.

mod netlify;
mod nginx;
mod s3;

use std::fmt;

use crate::base::visible;
use crate::content::catalogue::FilePath;
use crate::publish::headers;
use crate::publish::output::HostLimits;
use crate::site::route::{MovedTo, Site};

/// A host that a site can be published on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// GitHub Pages. It cannot send custom headers, so each page contains the policy.
    Github,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// An Amazon S3 bucket that serves a website. It cannot send custom headers either.
    S3,
    /// nginx.
    Nginx,
}

/// The maximum number of redirects that Cloudflare supports.
/// Source: <https://developers.cloudflare.com/pages/configuration/redirects/>.
const CLOUDFLARE_REDIRECTS: usize = 2000;

/// Source: <https://developers.cloudflare.com/pages/platform/limits/>.
const CLOUDFLARE: HostLimits =
    HostLimits { host: "Cloudflare Pages", files: 20_000, file: 25 * 1024 * 1024, all: u64::MAX };

/// Source: <https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits>.
const GITHUB: HostLimits =
    HostLimits { host: "GitHub Pages", files: usize::MAX, file: u64::MAX, all: 1_000_000_000 };

/// The `Cache-Control` header of files whose names change with their bytes: a year, the longest time that has effect.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The facts that a host's files depend on.
pub struct Published<'a> {
    /// The site.
    pub site: &'a Site,
    /// The folders whose files have hashes in their names, below the output folder, with a slash at the end.
    pub unchanging: &'a [String],
    /// Whether there are compressed copies of text files.
    pub is_compressed: bool,
    /// The headers of every file.
    pub headers: &'a [(&'static str, &'static str)],
}

/// A configuration file for a host.
#[derive(Debug, PartialEq, Eq)]
pub struct HostFile {
    /// Its path, relative to the output folder.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

/// The media types of files that hosts do not know by their endings, or know as plain XML or text.
const FEED_TYPE: &str = "application/atom+xml";
const CALENDAR_TYPE: &str = "text/calendar";

/// The configuration files of all hosts.
const HOST_FILES: [&str; 6] =
    [".nojekyll", "CNAME", "_headers", "_redirects", "nginx.conf", "s3-website.json"];

/// Returns whether a path relative to the output folder is a configuration file for a host.
pub fn is_host_path(path: &str) -> bool {
    HOST_FILES.contains(&path)
}

/// A reason why a host cannot publish a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// It serves sites only at the root of a host name.
    Path(Host, String),
    /// Its configuration cannot express the path safely.
    Spelling(Host, String),
    /// It compresses files itself or not at all, and does not use precompressed files.
    Compressed(Host),
    /// It sends its own headers only.
    Headers(Host),
    /// It does not accept a document of this size.
    TooLarge(Host, FilePath),
    /// It does not accept a file whose name has one of these characters.
    Name(Host, FilePath),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostError::Path(host, path) => write!(
                f,
                "{} serves a site only at the root of a host name, but this site is for the path {path}\n\
                 use a URL without a path as base_url in content/catalogue.yaml, or with --base-url",
                host.name()
            ),
            HostError::Spelling(host, path) => write!(
                f,
                "the configuration of {} cannot express the path {path} safely\n\
                 use a URL as base_url whose path contains only ASCII letters, digits and the characters - . _ ~ /",
                host.name()
            ),
            HostError::Compressed(host) => write!(
                f,
                "{} does not use precompressed files; it would publish them as separate files\n\
                 leave out --precompress",
                host.name()
            ),
            HostError::Headers(host) => write!(
                f,
                "{} sends no headers of a site\nleave out --https-only, and set this up at the host",
                host.name()
            ),
            HostError::Name(host, path) => write!(
                f,
                "{} accepts no file with `#` or `?` in its name: content/{}\nrename it, also where a text links to it",
                host.name(),
                visible::name(&path.0)
            ),
            HostError::TooLarge(host, path) => write!(
                f,
                "{} accepts no file larger than 25 megabytes, but content/{} is larger\n\
                 make it smaller, or publish it elsewhere and link to it",
                host.name(),
                visible::name(&path.0)
            ),
        }
    }
}

impl std::error::Error for HostError {}

impl Host {
    /// All hosts.
    pub const ALL: [Host; 5] = [Host::Github, Host::Netlify, Host::Cloudflare, Host::S3, Host::Nginx];

    /// Returns the name of the host on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Host::Github => "github",
            Host::Netlify => "netlify",
            Host::Cloudflare => "cloudflare",
            Host::S3 => "s3",
            Host::Nginx => "nginx",
        }
    }

    /// Returns the host with this name on the command line.
    pub fn of_word(word: &str) -> Option<Host> {
        Host::ALL.into_iter().find(|host| host.word() == word)
    }

    /// Returns the Content Security Policy to put into pages, if the host cannot send it as a header.
    pub const fn policy_in_pages(self) -> Option<&'static str> {
        match self {
            Host::Github | Host::S3 => Some(headers::POLICY_IN_PAGE),
            Host::Netlify | Host::Cloudflare | Host::Nginx => None,
        }
    }

    /// Returns the limits of the host, if it publishes any.
    pub const fn limits(self) -> Option<HostLimits> {
        match self {
            Host::Cloudflare => Some(CLOUDFLARE),
            Host::Github => Some(GITHUB),
            Host::Netlify | Host::S3 | Host::Nginx => None,
        }
    }

    /// Returns whether the configuration keeps readers from opening the list of files.
    pub const fn hides_list(self) -> bool {
        matches!(self, Host::Nginx)
    }

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
            Host::S3 => "Amazon S3",
            Host::Nginx => "nginx",
        }
    }

    /// Returns the configuration files for the host. [`Host::accept`] must have accepted the site.
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

    /// Checks that the host can publish a site.
    ///
    /// # Errors
    /// If it cannot.
    pub fn accept(self, site: &Site, is_compressed: bool, is_https_only: bool) -> Result<(), HostError> {
        if is_https_only && self.policy_in_pages().is_some() {
            return Err(HostError::Headers(self));
        }
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
        let mut files = site.catalogue.files.iter();
        if let Some(limits) = self.limits()
            && let Some(file) = files.clone().find(|file| file.size > limits.file)
        {
            return Err(HostError::TooLarge(self, file.path.clone()));
        }
        if self == Host::Netlify
            && let Some(file) = files.find(|file| file.path.0.contains(['#', '?']))
        {
            return Err(HostError::Name(self, file.path.clone()));
        }
        Ok(())
    }
}

/// Returns the files for GitHub Pages. `.nojekyll` stops it from ignoring files whose names start with `_`. `CNAME`
/// names the custom domain, if the site is at its root.
fn github(site: &Site) -> Vec<HostFile> {
    let mut files = vec![HostFile { path: ".nojekyll", text: String::new() }];
    let own = site.host().filter(|host| !host.ends_with(".github.io") && site.root_href() == "/");
    files.extend(own.map(|host| HostFile { path: "CNAME", text: format!("{host}\n") }));
    files
}

/// Returns the former URLs of pages, each with the current one, as paths on the host.
fn redirects(site: &Site) -> impl Iterator<Item = (String, String)> + '_ {
    site.moved().filter_map(|moved| match moved.to {
        MovedTo::Page(page, locale) => {
            let folder = moved.path.strip_suffix("index.html")?;
            Some((format!("{}{folder}", site.root_href()), site.href(page, locale)))
        }
        MovedTo::File(_) | MovedTo::Document(_) => None,
    })
}
