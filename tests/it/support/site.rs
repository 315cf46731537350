//! Reads a built site.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};
use walkdir::WalkDir;

use super::katalog;

/// The files below a folder, by their paths with `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Reads every file below a folder.
pub(crate) fn tree(folder: &Path) -> Tree {
    let entries = WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let below = |path: &Path| path.strip_prefix(folder).expect("a path below").to_string_lossy().into_owned();
    files.map(|file| (below(file.path()), fs::read(file.path()).expect("a readable file"))).collect()
}

/// Builds the site of a catalogue without problems, and returns its files.
pub(crate) fn built(root: &Path, output: &Path, arguments: &[&str]) -> Tree {
    let folder = output.to_str().expect("a path in UTF-8");
    let said = katalog("build", root, &[&["--output", folder], arguments].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    tree(output)
}

/// Reads the page at an address of the site in `root/public`.
pub(crate) fn page(root: &Path, address: &str) -> Html {
    let path = root.join("public").join(address).join("index.html");
    let html = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Html::parse_document(&html)
}

/// Parses a CSS selector.
pub(crate) fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a valid selector")
}
