//! Tests that no published address dies when entries are renamed: pages and their parts, feeds, deadlines, pictures, data
//! and documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use katalog::base::id::Kind;
use katalog::content::references::EntryId;
use scraper::Html;

use crate::everything::records;
use crate::history::commit;
use crate::rename::{must_pass, rename};
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{Tree, parsed, select};

/// Writes the list of published addresses, and returns it.
fn urls(root: &Path) -> BTreeSet<String> {
    let said = katalog("urls", root, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let list = fs::read_to_string(root.join("content/urls.txt")).expect("a list");
    list.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// Renames every entry. Its new id begins with `new-`.
fn rename_all(root: &Path) {
    let records = records(root);
    // Sub-areas first, because their ids contain those of areas.
    let mut entries = records.entries();
    entries.sort_by_key(|entry| entry.kind != Kind::SubArea);
    for entry in entries {
        let is_named = match entry.kind {
            Kind::StandingPage => entry.facts.is_some(),
            kind => Kind::of_reference(kind.word(), &entry.id) == Some(kind),
        };
        if is_named {
            let last = entry.id.rsplit('/').next().expect("an id");
            let name = EntryId { kind: entry.kind, id: entry.id.to_string() }.to_string();
            rename(root, &name, &format!("new-{last}"));
        }
    }
}

fn page<'a>(site: &'a Tree, folder: &str) -> Option<&'a str> {
    std::str::from_utf8(site.get(&format!("{folder}index.html"))?).ok()
}

/// Returns the folder of the page to which a redirect page leads, or the folder itself.
fn target(html: &Html, folder: &str) -> String {
    let is_redirect = html.select(&select("meta[http-equiv=refresh]")).next().is_some();
    let link = select("main a");
    let href = html.select(&link).next().and_then(|link| link.attr("href")).filter(|_| is_redirect);
    href.map_or_else(|| folder.to_owned(), |href| href.trim_start_matches('/').to_owned())
}

/// Returns whether an address answers with what it named.
fn answers(site: &Tree, address: &str) -> bool {
    let (address, anchor) = address.split_once('#').unwrap_or((address, ""));
    if !address.is_empty() && !address.ends_with('/') {
        return site.contains_key(address);
    }
    let Some(text) = page(site, address) else { return false };
    let target = target(&parsed(text), address);
    let Some(text) = page(site, &target) else { return false };
    let html = parsed(text);
    html.select(&select("meta[http-equiv=refresh]")).next().is_none()
        && (anchor.is_empty() || html.select(&select(&format!("[id=\"{anchor}\"]"))).count() == 1)
}

/// With and without git history, because feeds come from it.
#[test]
fn no_address_dies_when_every_entry_is_renamed() {
    let catalogue = Catalogue::everything().replacing("catalogue.yaml", "/katalog/", "/");
    let root = catalogue.root();
    commit(root, "2026-01-01");
    let before = urls(root);
    for kind in [
        "en/programmes/reading-together/",
        "en/programmes/reading-together/atom.xml",
        "sr/opstine/kamengrad/atom.xml",
        "sr/aktuelno/reading-rooms-call/deadline.ics",
        "pictures/programmes/reading-together.png",
        "data/programmes/reading-together.csv",
        "en/projects/reading-rooms/#kamengrad",
        "files/documents/annual-report/",
    ] {
        assert!(before.iter().any(|address| address.starts_with(kind)), "{kind}");
    }
    let site = catalogue.built();
    let dead: Vec<&String> = before.iter().filter(|address| !answers(&site, address)).collect();
    assert!(dead.is_empty(), "not published: {dead:#?}");
    rename_all(root);
    must_pass(root, "renaming every entry");
    commit(root, "2026-02-01");
    let site = catalogue.built();
    let dead: Vec<&String> = before.iter().filter(|address| !answers(&site, address)).collect();
    assert!(dead.is_empty(), "dead: {dead:#?}");
    // The next list names the former addresses too, so they stay protected.
    let after = urls(root);
    let forgotten: Vec<&String> = before.difference(&after).collect();
    assert!(forgotten.is_empty(), "forgotten: {forgotten:#?}");
    // Both addresses of a feed have the same bytes, with the ids that its entries had before.
    let feed = "en/programmes/reading-together/atom.xml";
    assert!(site[feed] == site["en/programmes/new-reading-together/atom.xml"]);
    // A clone without history has no feeds, but loses no address by that.
    fs::remove_dir_all(root.join(".git")).expect("a repository");
    must_pass(root, "removing the history");
    assert!(!catalogue.built().contains_key(feed));
}

#[test]
fn a_part_of_a_page_that_would_vanish_is_told() {
    let catalogue = Catalogue::everything();
    urls(catalogue.root());
    let activity = "  - region: dolina\n    status: suspended\n";
    let catalogue = catalogue.replacing("projects/reading-rooms/project.yaml", activity, "");
    catalogue.check_strictly().reports("the address `en/projects/reading-rooms/#dolina` would stop working").reports(
        "this part of the page of the project `reading-rooms` was an activity: restore it, or, if its place was renamed, \
         give the place its former id under `aliases:`",
    );
}
