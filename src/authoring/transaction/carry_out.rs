//! Carries out the operations of a journal, and removes it afterwards.

use std::collections::BTreeSet;
use std::io;

use super::list::Operation;
use super::paths::{above, is_within, with_those_above};
use super::{JOURNAL, LIST, MANY, MAX_FILE_BYTES};
use crate::base::folder::{EntryType, FileError, Folder, Reason};

/// Carries out the operations with the numbers `pending`, and syncs the changed folders to disk.
pub(super) fn carry_out(
    root: &Folder,
    journal: &Folder,
    operations: &[Operation],
    pending: &[usize],
) -> Result<(), FileError> {
    let mut touched = BTreeSet::new();
    for number in pending {
        match &operations[*number] {
            Operation::New { path, .. } => {
                if let Some(folder) = above(path).filter(|folder| touched.insert(*folder)) {
                    root.create_folder(folder)?;
                }
                put(root, journal, *number, path)?;
            }
            Operation::Replace { path, .. } => {
                touched.extend(above(path));
                put(root, journal, *number, path)?;
            }
            Operation::Remove { path, .. } => {
                touched.extend(above(path));
                root.remove_file(path)?;
            }
            Operation::Move { from, to } => {
                root.rename(from, root, to)?;
                touched.retain(|folder| !is_within(folder, from));
                touched.extend([above(from), Some(to.as_str())].into_iter().flatten());
            }
        }
    }
    let touched = with_those_above(touched);
    if touched.len() >= MANY && root.sync_file_system()? {
        return Ok(());
    }
    touched.into_iter().try_for_each(|folder| root.folder(folder)?.sync())
}

/// Moves a staged text to its place.
fn put(root: &Folder, journal: &Folder, number: usize, path: &str) -> Result<(), FileError> {
    let staged = number.to_string();
    match journal.rename(&staged, root, path) {
        // The content is on another file system than the journal.
        Err(FileError { reason: Reason::Io(error), .. }) if error.kind() == io::ErrorKind::CrossesDevices => {
            root.replace(path, &journal.read(&staged, MAX_FILE_BYTES)?)
        }
        moved => moved,
    }
}

/// Removes the journal, the list last: a journal without a list is that of a command that had changed nothing.
pub(super) fn finish(root: &Folder, journal: &Folder) -> Result<(), FileError> {
    for entry in journal.entries()?.iter().filter(|entry| entry.name != LIST) {
        match entry.entry_type {
            EntryType::Folder => journal.remove_all(&entry.name)?,
            // A text that had to be copied, or a file that somebody else put there.
            EntryType::File | EntryType::Link | EntryType::Other => {
                journal.remove_file(&entry.name)?;
            }
        }
    }
    journal.remove_file(LIST)?;
    root.remove_if_empty(JOURNAL)?;
    root.sync()
}
