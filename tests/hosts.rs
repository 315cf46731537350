//! What a site needs on its host: addresses of earlier, and the files that tell each host what to do.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};
use support::{Said, katalog, small_catalogue};
use tempfile::TempDir;
use url::Url;
use walkdir::WalkDir;

/// An entry of each kind that has pages, and another id for it. The area is renamed before and after its sub-area.
const RENAMED: [(&str, &str); 9] = [
    ("programme:healthy-town", "healthier-town"),
    ("project:clean-banks", "cleaner-banks"),
    ("municipality:zlatar", "zlatari"),
    ("district:recni", "rechni"),
    ("area:health", "good-health"),
    ("area:good-health/nursing", "nursing-at-home"),
    ("area:good-health", "public-health"),
    ("support:grant", "donation"),
    ("organisation:lake-fund", "lakes-fund"),
];

type Tree = BTreeMap<String, Vec<u8>>;

/// A catalogue and a folder for its site.
struct Catalogue {
    root: TempDir,
    base_url: &'static str,
}

impl Catalogue {
    fn small() -> Self {
        Catalogue { root: small_catalogue(), base_url: "https://example.org/" }
    }

    fn in_folder() -> Self {
        Catalogue { base_url: "https://example.org/katalog/", ..Catalogue::small() }
    }

    fn renamed(self) -> Self {
        for (entry, new) in RENAMED {
            let said = katalog("rename", self.root.path(), &[entry, new]);
            assert_eq!(said.code, Some(0), "{entry}: {}", said.stderr);
        }
        self
    }

    fn output(&self) -> std::path::PathBuf {
        self.root.path().join("public")
    }

    fn build(&self, arguments: &[&str]) -> Said {
        let output = self.output();
        let always = ["--base-url", self.base_url, "--output", output.to_str().expect("a path in UTF-8")];
        katalog("build", self.root.path(), &[&always, arguments].concat())
    }

    fn built(&self, arguments: &[&str]) -> Tree {
        let said = self.build(arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        tree(&self.output())
    }
}

/// Every file below a folder.
fn tree(folder: &Path) -> Tree {
    let entries = WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let below = |path: &Path| path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
    files.map(|entry| (below(entry.path()), fs::read(entry.path()).expect("a readable file"))).collect()
}

/// Files that readers may have kept the address of.
fn kept_addresses(site: &Tree) -> BTreeSet<&str> {
    let is_kept = |path: &&str| path.ends_with(".html") || path.starts_with("data/");
    site.keys().map(String::as_str).filter(is_kept).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text in UTF-8")
}

fn attribute<'a>(html: &'a Html, selector: &str, name: &str) -> Option<&'a str> {
    let selector = Selector::parse(selector).expect("a valid selector");
    html.select(&selector).next().and_then(|element| element.attr(name))
}

/// The file that an address on the host leads to.
fn file_of(base: &Url, address: &str) -> Option<String> {
    let address = base.join(address).ok()?;
    let path = address.path().strip_prefix(base.path())?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// What is wrong with the page that stands where another was, if anything.
fn fault_of_stub(site: &Tree, path: &str, base: &Url) -> Option<String> {
    let source = text(&site[path]);
    let html = Html::parse_document(source);
    if !source.starts_with("<!doctype html>") || source.contains("<script") || source.contains("style=") {
        return Some(format!("{path} is not plain HTML"));
    }
    let lang = path.split('/').next().map(|prefix| if prefix == "sr" { "sr-Latn" } else { prefix });
    if attribute(&html, "html", "lang") != lang {
        return Some(format!("{path} does not say its language"));
    }
    if attribute(&html, "meta[name=robots]", "content") != Some("noindex") {
        return Some(format!("{path} may be indexed"));
    }
    let href = attribute(&html, "main a", "href")?;
    let target = file_of(base, href)?;
    if !site.contains_key(&target) || text(&site[&target]).contains("http-equiv=\"refresh\"") {
        return Some(format!("{path} leads to {href}, where no page is"));
    }
    let refresh = attribute(&html, "meta[http-equiv=refresh]", "content");
    if refresh != Some(&format!("0; url={href}")) {
        return Some(format!("{path} does not lead on: {refresh:?}"));
    }
    let absolute = base.join(href).ok()?;
    (attribute(&html, "link[rel=canonical]", "href") != Some(absolute.as_str()))
        .then(|| format!("{path} names another page as the true one"))
}

#[test]
fn every_address_of_earlier_leads_to_the_page_that_it_had() {
    for (before, after) in [
        (Catalogue::small(), Catalogue::small().renamed()),
        (Catalogue::in_folder(), Catalogue::in_folder().renamed()),
    ] {
        let base = Url::parse(after.base_url).expect("an address");
        let (before, after) = (before.built(&[]), after.built(&[]));
        let (old, new) = (kept_addresses(&before), kept_addresses(&after));
        let lost: Vec<_> = old.difference(&new).collect();
        assert!(lost.is_empty(), "{lost:?}");
        let is_stub = |path: &&&str| text(&after[**path]).contains("http-equiv=\"refresh\"");
        let stubs: Vec<&str> =
            new.iter().filter(|path| path.ends_with(".html")).filter(is_stub).copied().collect();
        for path in ["sr/projekti/clean-banks/index.html", "en/areas/health/nursing/index.html"] {
            assert!(stubs.contains(&path), "{path}");
        }
        // Ids of the area that lie between, with both ids of its sub-area.
        for path in ["en/areas/good-health/nursing/index.html", "sr/oblasti/good-health/nursing-at-home/index.html"]
        {
            assert!(stubs.contains(&path), "{path}");
        }
        let faults: Vec<String> =
            stubs.iter().filter_map(|path| fault_of_stub(&after, path, &base)).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(after["data/areas/health/nursing.csv"], after["data/areas/public-health/nursing-at-home.csv"]);
        let sitemap = text(&after["en/sitemap.xml"]);
        assert!(!sitemap.contains("/clean-banks/") && sitemap.contains("/cleaner-banks/"));
    }
}
