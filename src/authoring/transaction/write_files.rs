//! Writes files without a journal, each in one step.

use std::path::Path;

use super::error::TransactionError;
use super::lock::Lock;
use super::paths::above;
use super::staging::{Staged, Staging};
use crate::base::folder::{EntryType, FileError, Folder, Reason};

/// Writes files into a folder, which is created if necessary. Each file replaces an existing one in one step and takes
/// over its permissions. A folder that does not exist yet appears together with all its files.
///
/// # Errors
/// If one of them cannot be written.
pub fn write_files(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    waiting: &dyn Fn(),
) -> Result<(), TransactionError> {
    let root = Folder::create(folder).map_err(TransactionError::Refused)?;
    let _lock = Lock::take(&root, waiting).map_err(TransactionError::Refused)?;
    for (path, _) in files {
        require_file(&root, path).map_err(TransactionError::Refused)?;
    }
    let staging = Staging::begin(&root)?;
    let texts: Vec<Staged<'_>> =
        files.iter().map(|(path, bytes)| Staged { name: path.clone(), path, bytes }).collect();
    staging.write(&texts).map_err(TransactionError::Refused)?;
    let journal = &staging.journal;
    let move_all = || {
        for (path, _) in files {
            // It may already have been moved with its folder.
            if journal.entry_type(path)?.is_some() {
                let moved = first_absent(&root, path)?;
                journal.rename(moved, &root, moved)?;
                above(moved).map_or_else(|| root.sync(), |folder| root.folder(folder)?.sync())?;
            }
        }
        Ok(())
    };
    move_all().map_err(TransactionError::Refused)
}

/// Checks that a file can be written at a path: nothing is there, or a regular file.
fn require_file(root: &Folder, path: &str) -> Result<(), FileError> {
    let failed = |reason| Err(FileError { path: root.path().join(path), reason });
    match root.entry_type(path)? {
        None | Some(EntryType::File) => Ok(()),
        Some(EntryType::Link) => failed(Reason::Link),
        Some(EntryType::Folder | EntryType::Other) => failed(Reason::NotAFile),
    }
}

/// Returns the shortest prefix of a path that does not exist, or the whole path if all folders above it exist.
fn first_absent<'a>(root: &Folder, path: &'a str) -> Result<&'a str, FileError> {
    for (end, _) in path.match_indices('/') {
        if root.entry_type(&path[..end])?.is_none() {
            return Ok(&path[..end]);
        }
    }
    Ok(path)
}
