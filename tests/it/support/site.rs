//! Reads a built site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scraper::{Html, Selector};
use tempfile::TempDir;
use walkdir::WalkDir;

use super::{katalog, small_catalogue, write};

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

/// Returns the texts of elements on a page, with single spaces.
pub(crate) fn texts(page: &Html, selector: &str) -> Vec<String> {
    let text = |element: scraper::ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&select(selector)).map(text).collect()
}

/// A built site of a small catalogue, with the folders that are removed after the test.
pub(crate) struct Published {
    pub(crate) public: PathBuf,
    _folders: [TempDir; 2],
}

impl Published {
    /// Builds the small catalogue in three locales, after `change`.
    pub(crate) fn in_three_locales(change: impl Fn(&Path)) -> Self {
        let root = small_catalogue();
        let settings = root.path().join("content/catalogue.yaml");
        let text = fs::read_to_string(&settings).expect("the settings");
        let text = text.replace("locales: [sr-Latn, en]", "locales: [sr-Latn, sr-Cyrl, en]");
        write(&settings, text.as_bytes());
        change(root.path());
        let output = tempfile::tempdir().expect("a folder");
        let public = output.path().join("public");
        let said = katalog("build", root.path(), &["--quiet", "--output", &public.display().to_string()]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        Published { public, _folders: [root, output] }
    }

    /// Reads a file of the site.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.public.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Reads a page of the site.
    pub(crate) fn page(&self, path: &str) -> Html {
        parsed(&self.text(&format!("{path}index.html")))
    }
}

/// Parses a page, without the soft hyphens of its headings and labels.
pub(crate) fn parsed(html: &str) -> Html {
    Html::parse_document(&html.replace('\u{ad}', ""))
}

/// Reads the page at an address of the site in `root/public`.
pub(crate) fn page(root: &Path, address: &str) -> Html {
    let path = root.join("public").join(address).join("index.html");
    let html = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    parsed(&html)
}

/// Parses a CSS selector.
pub(crate) fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a valid selector")
}
