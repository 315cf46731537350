//! Finishes or removes what an interrupted command left.

use std::fmt;
use std::path::Path;

use super::carry_out::{carry_out, finish};
use super::error::TransactionError;
use super::list::{List, Operation, digest, read_list};
use super::lock::Lock;
use super::{JOURNAL, LIST, MAX_FILE_BYTES};
use crate::base::folder::{EntryType, FileError, Folder};

/// The outcome of [`recover`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// The changes of an interrupted command were completed.
    Finished {
        /// The title of the command, for people.
        title: String,
        /// The request, as given to [`super::Transaction::new`].
        request: String,
    },
    /// An interrupted command had changed nothing; its leftover files were removed.
    Removed,
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recovered::Finished { title, .. } => write!(f, "finished an interrupted command: {title}"),
            Recovered::Removed => {
                f.write_str("removed the leftover files of an interrupted command; it had changed nothing")
            }
        }
    }
}

/// Finishes an interrupted command, or removes its leftover files; returns what was done, if anything. Calls `waiting`
/// if it must wait for a running command. Writes nothing if no command was interrupted.
///
/// # Errors
/// If the journal cannot be carried out, or a file cannot be written.
pub fn recover(root: &Path, waiting: &dyn Fn()) -> Result<Option<Recovered>, TransactionError> {
    let root = Folder::open(root).map_err(TransactionError::Refused)?;
    let is_left = || root.folder_if_present(JOURNAL).map_err(|error| refuse_journal(&root, &error));
    let Some(left) = is_left()? else {
        Lock::tidy(&root);
        return Ok(None);
    };
    let has_list = |left: &Folder| left.entry_type(LIST).map_err(|error| refuse_journal(&root, &error));
    let _lock = match Lock::take(&root, waiting) {
        Ok(lock) => lock,
        // A folder without a list is harmless where nothing can be written.
        Err(_) if has_list(&left)?.is_none() => return Ok(None),
        Err(error) => return Err(TransactionError::Interrupted(error)),
    };
    // The command that held the lock may have finished.
    let Some(journal) = is_left()? else { return Ok(None) };
    // A finished command may have been killed just before it removed the folder.
    if root.remove_if_empty(JOURNAL).map_err(TransactionError::Interrupted)? {
        return Ok(None);
    }
    if has_list(&journal)?.is_none() {
        root.remove_all(JOURNAL).map_err(TransactionError::Interrupted)?;
        return Ok(Some(Recovered::Removed));
    }
    let fail = |reason| TransactionError::Journal(journal.path().to_path_buf(), reason);
    let mut list = read_list(&journal).map_err(fail)?;
    let pending = examine(&root, &journal, &mut list).map_err(fail)?;
    carry_out(&root, &journal, &list.operations, &pending)
        .and_then(|()| finish(&root, &journal))
        .map_err(TransactionError::Interrupted)?;
    Ok(Some(Recovered::Finished { title: list.title, request: list.request }))
}

fn refuse_journal(root: &Folder, error: &FileError) -> TransactionError {
    TransactionError::Journal(root.path().join(JOURNAL), error.reason.to_string())
}

/// Returns the numbers of the operations that are still to be done. If the folder has already been renamed, the files
/// in it get their new paths.
fn examine(root: &Folder, journal: &Folder, list: &mut List) -> Result<Vec<usize>, String> {
    let mut pending = Vec::new();
    let count = list.operations.len();
    let moved = match list.operations.last() {
        Some(Operation::Move { from, to }) => {
            let at = |path: &str| root.entry_type(path).map_err(|error| error.to_string());
            match (at(from)?, at(to)?) {
                (Some(EntryType::Folder), None) => {
                    pending.push(count - 1);
                    None
                }
                (None, Some(EntryType::Folder)) => Some((from.clone(), to.clone())),
                _ => return Err(unexpected(&list.title, from)),
            }
        }
        _ => None,
    };
    let mut to_do = Vec::new();
    for (number, operation) in list.operations.iter_mut().enumerate() {
        let (path, before, after) = match operation {
            Operation::New { path, after } => (path, None, Some(&*after)),
            Operation::Replace { path, before, after } => (path, Some(&*before), Some(&*after)),
            Operation::Remove { path, before } => (path, Some(&*before), None),
            Operation::Move { .. } => continue,
        };
        if let Some((from, to)) = &moved
            && let Some(rest) = path.strip_prefix(from.as_str()).filter(|rest| rest.starts_with('/'))
        {
            *path = format!("{to}{rest}");
        }
        let found = match root.read(&*path, MAX_FILE_BYTES) {
            Ok(bytes) => Some(digest(&bytes)),
            Err(error) if error.is_absent() => None,
            Err(error) => return Err(error.to_string()),
        };
        if found.as_ref() == after {
            continue;
        }
        if found.as_ref() != before {
            return Err(unexpected(&list.title, path));
        }
        let is_staged = |after: &String| {
            let staged = journal.read(number.to_string(), MAX_FILE_BYTES);
            staged.is_ok_and(|bytes| digest(&bytes) == *after)
        };
        if !after.is_none_or(is_staged) {
            return Err(format!("the new text of `{path}`, file `{number}`, is missing or damaged"));
        }
        to_do.push(number);
    }
    to_do.append(&mut pending);
    Ok(to_do)
}

fn unexpected(title: &str, path: &str) -> String {
    format!("`{path}` matches neither its state before `{title}` nor the expected one after it")
}
