//! The cases of `tests/problems/`: broken catalogues and the reports that editors see.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{Said, katalog, lay_over, small_catalogue, tests};

/// A folder of `tests/problems/`.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

impl Case {
    pub(crate) fn all() -> Vec<Case> {
        let folders = fs::read_dir(tests("problems")).expect("the folder of cases");
        let mut cases: Vec<Case> = folders
            .map(|entry| entry.expect("a readable folder"))
            .filter(|entry| entry.path().is_dir())
            .map(|entry| Case {
                name: entry.file_name().into_string().expect("a name in UTF-8"),
                folder: entry.path(),
            })
            .collect();
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases
    }

    /// Returns the small catalogue with the changes of the case.
    pub(crate) fn catalogue(&self) -> TempDir {
        let root = small_catalogue();
        let overlay = self.folder.join("content");
        if overlay.exists() {
            lay_over(&overlay, &root.path().join("content"));
        }
        for path in self.removed() {
            fs::remove_file(root.path().join(&path))
                .unwrap_or_else(|error| panic!("{}: removing {path}: {error}", self.name));
        }
        root
    }

    /// Checks the catalogue that the case describes.
    pub(crate) fn run(&self) -> Said {
        let root = self.catalogue();
        let strict = self.folder.join("strict").exists();
        katalog("check", root.path(), if strict { &["--strict"] } else { &[] })
    }

    fn removed(&self) -> Vec<String> {
        let list = fs::read_to_string(self.folder.join("removed.txt")).unwrap_or_default();
        list.lines().map(str::to_owned).collect()
    }
}

/// Returns whether the reports are to be rewritten.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}
