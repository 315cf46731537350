//! The list of operations in a journal, which is read as strictly as any content.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::paths::is_within;
use super::{LIST, MAX_OPERATIONS, MAX_TITLE};
use crate::base::folder::Folder;
use crate::base::hash;

/// The only folder in which a journal may change what is there.
const CONTENT: &str = "content/";

/// The folders in which a journal may create files, besides the content: where a catalogue replaces built-in ones.
const REPLACEMENTS: [&str; 3] = ["themes/default/templates/", "themes/default/assets/", "locales/"];

/// The maximum size of the list, in bytes.
pub(super) const MAX_LIST_BYTES: u64 = 64 * 1024 * 1024;

/// One operation of the list. The new text of a file is staged under the number of its operation. Digests are computed
/// with [`digest`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Operation {
    /// Creates a file.
    New { path: String, after: String },
    /// Replaces the contents of a file.
    Replace { path: String, before: String, after: String },
    /// Removes a file.
    Remove { path: String, before: String },
    /// Renames a folder. This is the last operation.
    Move { from: String, to: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) title: String,
    pub(super) request: String,
    pub(super) operations: Vec<Operation>,
}

/// Returns the digest of a file's contents.
pub(super) fn digest(bytes: &[u8]) -> String {
    hash::hex(bytes, 64)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads the list of a journal, and rejects anything that no command of this program writes.
pub(super) fn read_list(journal: &Folder) -> Result<List, String> {
    let bytes = journal.read(LIST, MAX_LIST_BYTES).map_err(|error| format!("`{LIST}`: {}", error.reason))?;
    let list: List =
        serde_json::from_slice(&bytes).map_err(|error| format!("`{LIST}` cannot be read: {error}"))?;
    if list.operations.is_empty() {
        return Err(format!("`{LIST}` lists no change"));
    }
    if list.operations.len() > MAX_OPERATIONS {
        return Err(format!("`{LIST}` lists more than {MAX_OPERATIONS} changes"));
    }
    let is_plain = |text: &str| text.chars().count() <= MAX_TITLE && !text.chars().any(char::is_control);
    if !is_plain(&list.title) || !is_plain(&list.request) {
        return Err(format!("`{LIST}` has no title that can be shown"));
    }
    check_paths(&list.operations)
        .map_err(|path| format!("`{LIST}` names `{}`, which no command changes", shown(path)))?;
    let digests = |operation: &Operation| match operation {
        Operation::New { after, .. } => is_digest(after),
        Operation::Replace { before, after, .. } => is_digest(before) && is_digest(after),
        Operation::Remove { before, .. } => is_digest(before),
        Operation::Move { .. } => true,
    };
    if !list.operations.iter().all(digests) {
        return Err(format!("`{LIST}` has an invalid digest"));
    }
    Ok(list)
}

/// Returns the beginning of a path, with unreadable characters escaped.
fn shown(path: &str) -> String {
    const MOST: usize = 100;
    let start: String = path.chars().take(MOST).collect();
    let more = if start.len() < path.len() { "…" } else { "" };
    format!("{}{more}", start.escape_debug())
}

/// Checks that all paths have plain names below `content/`, or below a folder with replacements of built-in files if
/// they are new, that none occurs twice, and that a folder is renamed only in the last operation.
pub(super) fn check_paths(operations: &[Operation]) -> Result<(), &str> {
    let mut seen = BTreeSet::new();
    for (number, operation) in operations.iter().enumerate() {
        let paths: &[&String] = match operation {
            Operation::New { path, .. }
            | Operation::Replace { path, .. }
            | Operation::Remove { path, .. } => &[path],
            Operation::Move { from, to } => &[from, to],
        };
        for path in paths {
            // Some systems ignore case in names.
            let is_new = matches!(operation, Operation::New { .. });
            let is_allowed = is_plain(path, CONTENT)
                || is_new && REPLACEMENTS.into_iter().any(|folder| is_plain(path, folder));
            if !is_allowed || !seen.insert(path.to_lowercase()) {
                return Err(path);
            }
        }
        if let Operation::Move { from, to } = operation {
            let is_nested = is_within(from, to) || is_within(to, from);
            if number + 1 != operations.len() || is_nested {
                return Err(from);
            }
        }
    }
    Ok(())
}

/// The maximum number of names in a path: more than a path of content has, which is read 32 folders deep.
const MOST_NAMES: usize = 40;

/// Returns whether a path has plain names and is below `folder`.
fn is_plain(path: &str, folder: &str) -> bool {
    let is_plain = |name: &str| {
        !name.is_empty()
            && name.len() <= 255
            && !name.starts_with('.')
            && !name.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    let Some(below) = path.strip_prefix(folder) else { return false };
    path.len() <= 1024 && path.split('/').count() <= MOST_NAMES && below.split('/').all(is_plain)
}
