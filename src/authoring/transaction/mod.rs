//! Changes several files in one transaction: all or nothing, even if the program is killed.
//!
//! [`Transaction::commit`] first writes every new text into the folder `.katalog-journal`, and then a list of the
//! operations. Once the list is complete, all of them will be carried out: by the command itself, or by [`recover()`] in
//! the next command. Without a list nothing is changed, and [`recover()`] removes the folder.
//!
//! The folder may also come from an untrusted source, such as a pull request, so its list is checked as strictly as any
//! content: it can only name plain files and folders below `content/`, and new files where a catalogue replaces built-in
//! ones.

mod carry_out;
mod error;
mod list;
mod lock;
mod paths;
mod recover;
mod staging;
mod write_files;

use std::io;
use std::path::{Path, PathBuf};

use crate::base::folder::{FileError, Folder, Reason};
use crate::content::read::most_bytes_of_text;
use carry_out::{carry_out, finish};
pub use error::TransactionError;
use list::{List, MAX_LIST_BYTES, Operation, check_paths, digest};
use lock::{LOCK, Lock};
pub use recover::{Recovered, recover};
use staging::{Staged, Staging};
pub use write_files::write_files;

/// The folder for the new texts and the list while a command writes.
const JOURNAL: &str = ".katalog-journal";

/// The list in that folder.
const LIST: &str = "journal";

/// The list until it is complete.
const UNFINISHED_LIST: &str = "journal.new";

/// The maximum number of changes in a transaction: more than the largest import needs.
const MAX_OPERATIONS: usize = 200_000;

/// The maximum size of a changed file, in bytes. The list of published URLs is the largest.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The maximum length of a title, in characters.
const MAX_TITLE: usize = 300;

/// From this number of files on, one sync of the whole file system is faster than a sync of each file.
const MANY: usize = 64;

/// A set of files to write or to remove and a folder to rename, below one root.
#[derive(Clone, Debug)]
pub struct Transaction {
    title: String,
    request: String,
    files: Vec<FileChange>,
    moved: Option<(String, String)>,
}

#[derive(Clone, Debug)]
struct FileChange {
    path: String,
    before: Option<Vec<u8>>,
    /// The new text. `None` if the file is removed.
    after: Option<Vec<u8>>,
}

impl Transaction {
    /// Creates a transaction without changes. `title` describes it to people; `request` is equal for commands that
    /// request the same.
    pub fn new(title: &str, request: String) -> Self {
        let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let title = title.chars().take(MAX_TITLE).map(plain).collect();
        Transaction { title, request, files: Vec::new(), moved: None }
    }

    /// Adds the creation of a file, and of the folders that it needs.
    pub fn create(&mut self, path: &str, text: &str) {
        self.files.push(FileChange { path: path.to_owned(), before: None, after: Some(text.into()) });
    }

    /// Adds the replacement of a file whose text is `before`.
    pub fn replace(&mut self, path: &str, before: &str, after: &str) {
        let before = Some(before.into());
        self.files.push(FileChange { path: path.to_owned(), before, after: Some(after.into()) });
    }

    /// Adds the removal of a file whose text is `before`.
    pub fn remove(&mut self, path: &str, before: &str) {
        self.files.push(FileChange { path: path.to_owned(), before: Some(before.into()), after: None });
    }

    /// The maximum size of a file that can be removed or replaced, in bytes.
    pub const MOST_BYTES: u64 = MAX_FILE_BYTES;

    /// Adds the removal of a file whose contents are `before`.
    pub fn remove_bytes(&mut self, path: &str, before: Vec<u8>) {
        self.files.push(FileChange { path: path.to_owned(), before: Some(before), after: None });
    }

    /// Adds the renaming of a folder, which happens last. The paths of other changes are those before the renaming.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.moved = Some((from.to_owned(), to.to_owned()));
    }

    /// Returns the files that it writes, with their new contents, and those that it removes.
    pub fn files(&self) -> impl Iterator<Item = (&str, Option<&[u8]>)> {
        self.files.iter().map(|file| (file.path.as_str(), file.after.as_deref()))
    }

    /// Returns the folder that it renames, and the new path of it.
    pub fn moved(&self) -> Option<(&str, &str)> {
        self.moved.as_ref().map(|(from, to)| (from.as_str(), to.as_str()))
    }

    /// Makes the changes below `root`. Calls `waiting` if it must wait for another command.
    ///
    /// # Errors
    /// If a file has changed since it was read, or cannot be written.
    pub fn commit(&self, root: &Path, waiting: &dyn Fn()) -> Result<(), TransactionError> {
        if self.files.is_empty() && self.moved.is_none() {
            return Ok(());
        }
        let list = self.list();
        if list.operations.len() > MAX_OPERATIONS {
            return Err(TransactionError::TooMany(list.operations.len()));
        }
        let root = Folder::open(root).map_err(TransactionError::Refused)?;
        check_paths(&list.operations)
            .map_err(|path| TransactionError::Refused(outside(root.path().join(path))))?;
        let _lock = Lock::take(&root, waiting).map_err(TransactionError::Refused)?;
        self.check_sizes(&root)?;
        self.check_before(&root)?;
        let staging = Staging::begin(&root)?;
        self.stage(&root, &staging, &list).map_err(TransactionError::Refused)?;
        // From here on, the changes will be made, if necessary by the next command.
        let journal = &staging.keep();
        let pending: Vec<usize> = (0..list.operations.len()).collect();
        carry_out(&root, journal, &list.operations, &pending)
            .and_then(|()| finish(&root, journal))
            .map_err(TransactionError::Interrupted)
    }

    fn list(&self) -> List {
        let file = |file: &FileChange| {
            let path = file.path.clone();
            let before = file.before.as_deref().map(digest);
            match (before, file.after.as_deref().map(digest)) {
                (None, after) => Operation::New { path, after: after.unwrap_or_default() },
                (Some(before), Some(after)) => Operation::Replace { path, before, after },
                (Some(before), None) => Operation::Remove { path, before },
            }
        };
        let moved =
            self.moved.iter().map(|(from, to)| Operation::Move { from: from.clone(), to: to.clone() });
        List {
            title: self.title.clone(),
            request: self.request.clone(),
            operations: self.files.iter().map(file).chain(moved).collect(),
        }
    }

    /// Checks that each new text can be read again.
    fn check_sizes(&self, root: &Folder) -> Result<(), TransactionError> {
        let is_too_large = |file: &&FileChange| {
            let limit = most_bytes_of_text(&file.path);
            file.after.as_ref().is_some_and(|after| after.len() as u64 > limit)
        };
        match self.files.iter().find(is_too_large) {
            Some(FileChange { path, .. }) => Err(TransactionError::Refused(FileError {
                path: root.path().join(path),
                reason: Reason::TooLarge(most_bytes_of_text(path)),
            })),
            None => Ok(()),
        }
    }

    /// Checks that nothing has changed since the transaction was computed.
    fn check_before(&self, root: &Folder) -> Result<(), TransactionError> {
        let whole = |path: &str| root.path().join(path);
        for file in &self.files {
            match &file.before {
                None => require_absent(root, &file.path)?,
                Some(before) => match root.read(&file.path, before.len() as u64) {
                    Ok(bytes) if bytes == *before => {}
                    Ok(_) | Err(FileError { reason: Reason::TooLarge(_), .. }) => {
                        return Err(TransactionError::Changed(whole(&file.path)));
                    }
                    Err(error) if error.is_absent() => {
                        return Err(TransactionError::Changed(whole(&file.path)));
                    }
                    Err(error) => return Err(TransactionError::Refused(error)),
                },
            }
        }
        if let Some((from, to)) = &self.moved {
            match root.folder_if_present(from).map_err(TransactionError::Refused)? {
                Some(_) => require_absent(root, to)?,
                None => return Err(TransactionError::Changed(whole(from))),
            }
        }
        Ok(())
    }

    /// Writes the new texts and then the list into the journal.
    fn stage(&self, root: &Folder, staging: &Staging<'_>, list: &List) -> Result<(), FileError> {
        let journal = &staging.journal;
        let texts: Vec<Staged<'_>> = self
            .files
            .iter()
            .enumerate()
            .filter_map(|(number, file)| {
                let bytes = file.after.as_deref()?;
                Some(Staged { name: number.to_string(), path: &file.path, bytes })
            })
            .collect();
        staging.write(&texts)?;
        let path = journal.path().join(UNFINISHED_LIST);
        let bytes = serde_json::to_vec(list)
            .map_err(|error| FileError { path: path.clone(), reason: Reason::Io(io::Error::other(error)) })?;
        if bytes.len() as u64 > MAX_LIST_BYTES {
            return Err(FileError { path, reason: Reason::TooLarge(MAX_LIST_BYTES) });
        }
        journal.write_new_synced(UNFINISHED_LIST, &bytes)?;
        journal.rename(UNFINISHED_LIST, journal, LIST)?;
        let durable = journal.sync().and_then(|()| root.sync());
        if durable.is_err() {
            // The folder will be removed. The list goes first, so that nobody carries it out.
            let _ = journal.remove_file(LIST);
        }
        durable
    }
}

fn require_absent(root: &Folder, path: &str) -> Result<(), TransactionError> {
    match root.entry_type(path).map_err(TransactionError::Refused)? {
        None => Ok(()),
        Some(_) => Err(TransactionError::Present(root.path().join(path))),
    }
}

fn outside(path: PathBuf) -> FileError {
    FileError { path, reason: Reason::Outside }
}

/// Returns whether a name directly in a root is one that commands use while they write.
pub fn is_of_a_transaction(name: &str) -> bool {
    [JOURNAL, LOCK].contains(&name)
}
