//! The folders above a path.

use std::collections::BTreeSet;

/// Returns the folder of a path, or `None` if it is directly in the root.
pub(super) fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// Returns the folders and all folders above them.
pub(super) fn with_those_above<'a>(folders: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    for folder in folders {
        let mut next = Some(folder);
        while let Some(folder) = next.filter(|folder| all.insert(*folder)) {
            next = above(folder);
        }
    }
    all
}

/// Returns whether `path` is `folder` or is below it.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
