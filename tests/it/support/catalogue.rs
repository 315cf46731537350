//! A copy of a catalogue with changes: `Catalogue::small().with("projects/x/sr.md", "…").check().reports("…")`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::site::{Tree, built, page, texts};
use super::{Said, everything, katalog, small_catalogue, write};

/// A catalogue that a test may change. Paths are relative to `content/`.
pub(crate) struct Catalogue {
    root: TempDir,
}

impl Catalogue {
    /// A copy of the small catalogue.
    pub(crate) fn small() -> Self {
        Catalogue { root: small_catalogue() }
    }

    /// A copy of the catalogue that uses every kind and key.
    pub(crate) fn everything() -> Self {
        Catalogue { root: everything() }
    }

    /// Writes a file.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        write(&self.path(path), content.as_ref());
        self
    }

    /// Removes a file.
    pub(crate) fn without(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    /// Removes a folder and what it contains.
    pub(crate) fn without_folder(self, path: &str) -> Self {
        fs::remove_dir_all(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    /// Replaces a text in a file, which must contain it.
    pub(crate) fn replacing(self, path: &str, old: &str, new: &str) -> Self {
        let file = self.path(path);
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(text.contains(old), "{path} has no `{old}`");
        self.with(path, text.replace(old, new))
    }

    /// Adds lines at the end of a file.
    pub(crate) fn appending(self, path: &str, lines: &str) -> Self {
        let text = fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        self.with(path, text + lines)
    }

    /// Returns the folder that contains `content/`.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join("content").join(path)
    }

    /// Checks the catalogue.
    pub(crate) fn check(&self) -> Said {
        katalog("check", self.root(), &[])
    }

    /// Builds its site in the folder `public`, and returns the files.
    pub(crate) fn built(&self) -> Tree {
        built(self.root(), &self.root().join("public"), &["--quiet"])
    }

    /// Returns the texts of elements on a page of the built site.
    pub(crate) fn texts(&self, address: &str, selector: &str) -> Vec<String> {
        texts(&page(self.root(), address), selector)
    }

    /// Checks the catalogue; warnings are errors.
    pub(crate) fn check_strictly(&self) -> Said {
        katalog("check", self.root(), &["--strict"])
    }
}

impl Said {
    /// The report contains a text.
    pub(crate) fn reports(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "`{text}` in:\n{}", self.start());
        self
    }

    /// There are exactly so many errors, and the program says so with its exit code.
    pub(crate) fn has_errors(&self, count: usize) -> &Self {
        let found = self.stderr.lines().filter(|line| line.starts_with("error[")).count();
        assert_eq!((self.code, found), (Some(i32::from(count > 0)), count), "{}", self.start());
        self
    }

    /// There is neither an error nor a warning.
    pub(crate) fn is_clean(&self) -> &Self {
        assert_eq!(self.code, Some(0), "{}", self.start());
        assert!(self.stderr.starts_with("no problems in "), "{}", self.start());
        self
    }

    /// Returns the start of a report that may be long.
    pub(crate) fn start(&self) -> String {
        self.stderr.chars().take(2000).collect()
    }
}
