//! When each file of the content was last changed, in commits.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use sha1::Sha1;
use sha2::Sha256;

use super::CONTENT;
use super::ask::ask;
use super::history::{NoHistory, log_of_content};
use crate::content::read::{FileContent, Source};

/// The age of each file's last change, in commits. 0 means that the change is not committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(HashMap<String, usize>);

impl Changes {
    /// Reads the history of `root/content`.
    ///
    /// Uncommitted changes are found by comparing the files in `source` with the last commit. If git did that, it would
    /// run the filters of the repository.
    ///
    /// # Errors
    /// If there is no history, or git does not read it.
    pub fn of(root: &Path, source: &Source) -> Result<Self, NoHistory> {
        let log = log_of_content(root, &["--format=%x01", "--name-only", "--", CONTENT])?;
        // A history may name far more files than there are now.
        let present: HashSet<&str> = source.files().iter().map(|file| &*file.path).collect();
        let mut changes = HashMap::new();
        let mut is_empty = true;
        // Each commit begins with the separator that the format sets. Its files follow, each once.
        for (age, commit) in log.split('\u{1}').skip(1).enumerate() {
            for path in commit.split(['\0', '\n']).filter(|path| !path.is_empty()) {
                is_empty = false;
                if present.contains(path) {
                    changes.entry(path.to_owned()).or_insert(age + 1);
                }
            }
        }
        if is_empty {
            return Err(NoHistory::Absent);
        }
        let tree = ask(root, &["ls-tree", "-r", "-z", "HEAD", "--", CONTENT])?;
        let committed = committed(&tree);
        for file in source.files() {
            if !committed.get(&*file.path).is_some_and(|id| has_id(&file.content, id)) {
                changes.insert(file.path.to_string(), 0);
            }
        }
        Ok(Changes(changes))
    }

    /// Returns whether `path` was changed after `other`, in a later commit.
    pub fn is_newer(&self, path: &str, other: &str) -> bool {
        match (self.0.get(path), self.0.get(other)) {
            (Some(age), Some(other)) => age < other,
            _ => false,
        }
    }
}

/// Returns the ids of the files in the output of `git ls-tree`, by path.
fn committed(tree: &str) -> HashMap<&str, &str> {
    let entries = tree.split('\0').filter_map(|entry| entry.split_once('\t'));
    entries
        .filter_map(|(facts, path)| {
            let mut facts = facts.split(' ');
            let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
            (kind == "blob" && mode.starts_with("100")).then_some((path, id))
        })
        .collect()
}

/// Returns whether git gives this text this id, either unchanged or with the line endings that commits use.
///
/// Other files count as unchanged, because nobody asks when they were changed.
fn has_id(content: &FileContent, id: &str) -> bool {
    let Some(text) = content.text() else { return true };
    blob_id(text.as_bytes(), id.len()) == id
        || (text.contains("\r\n") && blob_id(text.replace("\r\n", "\n").as_bytes(), id.len()) == id)
}

/// Returns the id that git gives to a file. It has 40 digits, or 64 in repositories that use SHA-256.
fn blob_id(bytes: &[u8], digits: usize) -> String {
    fn hex<D: sha1::Digest>(bytes: &[u8]) -> String {
        let mut hasher = D::new();
        hasher.update(format!("blob {}\0", bytes.len()));
        hasher.update(bytes);
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
    if digits == 64 { hex::<Sha256>(bytes) } else { hex::<Sha1>(bytes) }
}
