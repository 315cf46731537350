//! Changes several files in one transaction: all or nothing, even if the program is killed.
//!
//! [`Transaction::commit`] first writes every new text into the folder `.katalog-journal`, and then a list of the
//! operations. Once the list is complete, all of them will be carried out: by the command itself, or by [`recover`] in
//! the next command. Without a list nothing is changed, and [`recover`] removes the folder.
//!
//! The folder may also come from an untrusted source, such as a pull request, so its list is checked as strictly as any
//! content: it can only name plain files and folders below `content/`.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::folder::{EntryType, FileError, Folder, Reason};
use crate::base::hash;
use crate::base::visible;

/// The folder for the new texts and the list while a command writes.
const JOURNAL: &str = ".katalog-journal";

/// The list in that folder.
const LIST: &str = "journal";

/// The list until it is complete.
const UNFINISHED_LIST: &str = "journal.new";

/// The lock file, locked while a command writes.
const LOCK: &str = ".katalog-lock";

/// The only folder that a journal may change.
const CONTENT: &str = "content";

/// The maximum number of changes in a transaction: more than the largest import needs.
const MAX_OPERATIONS: usize = 200_000;

/// The maximum size of the list, in bytes.
const MAX_LIST_BYTES: u64 = 64 * 1024 * 1024;

/// The maximum size of a changed file, in bytes. The list of published URLs is the largest.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The maximum length of a title, in characters.
const MAX_TITLE: usize = 300;

/// From this number of files on, one sync of the whole file system is faster than a sync of each file.
const MANY: usize = 64;

/// A set of files to write and a folder to rename, below one root.
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
    after: Vec<u8>,
}

/// One operation of the list. The new text of a file is staged under the number of its operation. Digests are computed
/// with [`digest`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Operation {
    /// Creates a file.
    New { path: String, after: String },
    /// Replaces the contents of a file.
    Replace { path: String, before: String, after: String },
    /// Renames a folder. This is the last operation.
    Move { from: String, to: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    title: String,
    request: String,
    operations: Vec<Operation>,
}

/// The outcome of [`recover`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// The changes of an interrupted command were completed.
    Finished {
        /// The title of the command, for people.
        title: String,
        /// The request, as given to [`Transaction::new`].
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

/// A reason why changes were not made.
#[derive(Debug)]
pub enum TransactionError {
    /// A file or folder to be created already exists. Nothing was written.
    Present(PathBuf),
    /// A file has changed since it was read. Nothing was written.
    Changed(PathBuf),
    /// A file or folder cannot be written. Nothing was written.
    Refused(FileError),
    /// A file or folder cannot be written after others were. The next command continues.
    Interrupted(FileError),
    /// An interrupted command must be finished first. Nothing was written.
    Pending(PathBuf),
    /// There are more changes than a transaction can have.
    TooMany(usize),
    /// The journal of an interrupted command cannot be carried out; its folder, and the reason.
    Journal(PathBuf, String),
}

impl fmt::Display for TransactionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TransactionError::Present(path) => {
                write!(f, "{} already exists; nothing was written", visible::path(path))
            }
            TransactionError::Changed(path) => {
                write!(f, "{} has changed in the meantime; nothing was written", visible::path(path))
            }
            TransactionError::Refused(FileError { path, reason }) => {
                write!(f, "cannot write {}: {reason}; nothing was written", visible::path(path))
            }
            TransactionError::Interrupted(FileError { path, reason }) => write!(
                f,
                "cannot write {}: {reason}; not everything has been written\n\
                 correct this, then run any command, such as `katalog check`; it writes the rest",
                visible::path(path)
            ),
            TransactionError::Pending(path) => write!(
                f,
                "{}: another command was interrupted; nothing was written\nrun `katalog check`, which finishes that \
                 command; if this folder remains, no command of this program made it: remove it",
                visible::path(path)
            ),
            TransactionError::TooMany(count) => write!(
                f,
                "{count} files are too many at once; nothing was written\nwrite at most {MAX_OPERATIONS} at once"
            ),
            TransactionError::Journal(path, reason) => write!(
                f,
                "{}: {reason}\nan interrupted command left this folder, or somebody put it there; nothing was changed\n\
                 check what is in it, then remove it",
                visible::path(path)
            ),
        }
    }
}

impl std::error::Error for TransactionError {}

/// Returns the digest of a file's contents.
fn digest(bytes: &[u8]) -> String {
    hash::hex(bytes, 64)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
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
        self.files.push(FileChange { path: path.to_owned(), before: None, after: text.into() });
    }

    /// Adds the replacement of a file whose text is `before`.
    pub fn replace(&mut self, path: &str, before: &str, after: &str) {
        let before = Some(before.into());
        self.files.push(FileChange { path: path.to_owned(), before, after: after.into() });
    }

    /// Adds the renaming of a folder, which happens last. The paths of other changes are those before the renaming.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.moved = Some((from.to_owned(), to.to_owned()));
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
            let (path, after) = (file.path.clone(), digest(&file.after));
            match &file.before {
                None => Operation::New { path, after },
                Some(before) => Operation::Replace { path, before: digest(before), after },
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
            .map(|(number, file)| Staged { name: number.to_string(), path: &file.path, bytes: &file.after })
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

/// Returns whether a name directly in a root is one that commands use while they write.
pub fn is_of_a_transaction(name: &str) -> bool {
    [JOURNAL, LOCK].contains(&name)
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

/// Returns the folder of a path, or `None` if it is directly in the root.
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// The exclusive right to write below a root, until it is dropped. The system releases the lock of a killed program.
struct Lock<'a> {
    root: &'a Folder,
    file: File,
}

impl<'a> Lock<'a> {
    fn take(root: &'a Folder, waiting: &dyn Fn()) -> Result<Self, FileError> {
        let failed = |error| FileError { path: root.path().join(LOCK), reason: Reason::Io(error) };
        let mut has_waited = false;
        loop {
            let file = root.open_to_lock(LOCK)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if !has_waited {
                        waiting();
                    }
                    has_waited = true;
                    file.lock().map_err(failed)?;
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            // The previous holder removes the file, and another command may have created a new one.
            if root.is_same_file(LOCK, &file)? {
                return Ok(Lock { root, file });
            }
        }
    }

    /// Removes the lock file of a killed program, unless a running one holds it. Ignores failures.
    fn tidy(root: &'a Folder) {
        let is_left = root.entry_type(LOCK).is_ok_and(|found| found == Some(EntryType::File));
        let Some(file) = is_left.then(|| root.open_to_lock(LOCK).ok()).flatten() else { return };
        if file.try_lock().is_ok() && root.is_same_file(LOCK, &file).unwrap_or(false) {
            drop(Lock { root, file });
        }
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // A lock file that is not empty was not made by this program. If removal fails, a later command retries.
        if self.file.metadata().is_ok_and(|found| found.len() == 0) {
            let _ = self.root.remove_file(LOCK);
        }
    }
}

/// A journal that is being written; it is removed on drop.
struct Staging<'a> {
    root: &'a Folder,
    journal: Arc<Folder>,
    is_kept: bool,
}

/// A text to stage, and the path that it is for.
struct Staged<'a> {
    name: String,
    path: &'a str,
    bytes: &'a [u8],
}

impl<'a> Staging<'a> {
    /// Creates the folder. The lock is held, so an existing folder was left by an interrupted command.
    fn begin(root: &'a Folder) -> Result<Self, TransactionError> {
        if let Some(left) = root.folder_if_present(JOURNAL).map_err(TransactionError::Refused)? {
            if left.entry_type(LIST).map_err(TransactionError::Refused)?.is_some() {
                return Err(TransactionError::Pending(left.path().to_path_buf()));
            }
            root.remove_all(JOURNAL).map_err(TransactionError::Refused)?;
        }
        let journal = root.create_private_folder(JOURNAL).map_err(TransactionError::Refused)?;
        Ok(Staging { root, journal: Arc::new(journal), is_kept: false })
    }

    /// Writes texts, with the permissions of the files that they replace, and syncs them to disk.
    fn write(&self, texts: &[Staged<'_>]) -> Result<(), FileError> {
        let is_each_synced = texts.len() < MANY || !cfg!(target_os = "linux");
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for text in texts {
            if let Some(folder) = above(&text.name).filter(|folder| folders.insert(folder)) {
                self.journal.create_folder(folder)?;
            }
            let replaced = self.root.metadata(text.path)?;
            self.journal.stage(&text.name, text.bytes, replaced.as_ref(), is_each_synced)?;
        }
        if !is_each_synced {
            self.journal.sync_file_system()?;
            return Ok(());
        }
        for folder in with_those_above(folders) {
            self.journal.folder(folder)?.sync()?;
        }
        self.journal.sync()
    }

    /// Keeps the folder, so that its list can be carried out.
    fn keep(mut self) -> Arc<Folder> {
        self.is_kept = true;
        Arc::clone(&self.journal)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // If this fails, the next command removes the folder.
            let _ = self.root.remove_all(JOURNAL);
        }
    }
}

/// Returns the folders and all folders above them.
fn with_those_above<'a>(folders: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    for folder in folders {
        let mut next = Some(folder);
        while let Some(folder) = next.filter(|folder| all.insert(*folder)) {
            next = above(folder);
        }
    }
    all
}

/// Carries out the operations with the numbers `pending`, and syncs the changed folders to disk.
fn carry_out(
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
fn finish(root: &Folder, journal: &Folder) -> Result<(), FileError> {
    for entry in journal.entries()?.iter().filter(|entry| entry.name != LIST) {
        journal.remove_all(&entry.name)?;
    }
    journal.remove_file(LIST)?;
    root.remove_if_empty(JOURNAL)?;
    root.sync()
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

/// Reads the list of a journal, and rejects anything that no command of this program writes.
fn read_list(journal: &Folder) -> Result<List, String> {
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

/// Checks that all paths have plain names below `content/`, that none occurs twice, and that a folder is renamed only
/// in the last operation.
fn check_paths(operations: &[Operation]) -> Result<(), &str> {
    let mut seen = BTreeSet::new();
    for (number, operation) in operations.iter().enumerate() {
        let paths: &[&String] = match operation {
            Operation::New { path, .. } | Operation::Replace { path, .. } => &[path],
            Operation::Move { from, to } => &[from, to],
        };
        for path in paths {
            // Some systems ignore case in names.
            if !is_content(path) || !seen.insert(path.to_lowercase()) {
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

fn is_content(path: &str) -> bool {
    let mut names = path.split('/');
    let is_plain = |name: &str| {
        !name.is_empty()
            && name.len() <= 255
            && !name.starts_with('.')
            && !name.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    names.next() == Some(CONTENT) && path.len() > CONTENT.len() && path.len() <= 1024 && names.all(is_plain)
}

/// Returns whether `path` is `folder` or is below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
            Operation::New { path, after } => (path, None, &*after),
            Operation::Replace { path, before, after } => (path, Some(&*before), &*after),
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
        if found.as_ref() == Some(after) {
            continue;
        }
        if found.as_ref() != before {
            return Err(unexpected(&list.title, path));
        }
        let staged = journal.read(number.to_string(), MAX_FILE_BYTES);
        if staged.map_or(true, |bytes| digest(&bytes) != *after) {
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
