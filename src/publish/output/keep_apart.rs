//! Keeps the output folder apart from the folders that a site is made from.

use std::path::{Path, PathBuf};

use super::REPOSITORY;
use super::error::PublishError;
use crate::base::folder;

/// The folders of a catalogue that must not contain an output folder.
const SOURCES: [&str; 5] = ["content", "locales", "schemas", "themes", ".git"];

/// Rejects an output folder that is inside a source folder of the site, or contains one.
///
/// # Errors
/// If it is or does.
pub fn keep_apart(output: &Path, root: &Path) -> Result<(), PublishError> {
    let inside = |source: PathBuf| Err(PublishError::Inside(output.to_path_buf(), source));
    let Ok(whole_root) = root.canonicalize() else { return Ok(()) };
    let whole = whole_path(output);
    if whole_root.starts_with(&whole) {
        return inside(root.to_path_buf());
    }
    if whole.iter().any(|name| name.eq_ignore_ascii_case(REPOSITORY)) {
        return inside(PathBuf::from(REPOSITORY));
    }
    let first = whole.strip_prefix(&whole_root).ok().and_then(|below| below.iter().next());
    match SOURCES.iter().find(|source| first.is_some_and(|name| name.eq_ignore_ascii_case(source))) {
        Some(source) => inside(root.join(source)),
        None => Ok(()),
    }
}

/// Returns the absolute path, with links resolved in the part that exists.
pub(super) fn whole_path(path: &Path) -> PathBuf {
    let absolute = folder::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = absolute.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match there {
        Some((above, canonical)) => canonical.join(absolute.strip_prefix(above).unwrap_or(Path::new(""))),
        None => absolute,
    }
}
