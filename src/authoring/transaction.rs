//! Changes of several files, made all or not at all, whatever ends the program meanwhile.
//!
//! [`Transaction::commit`] writes every new text into a folder `.katalog-journal` first, and last of all a list of what
//! is to be done with them. From the moment that the list is there, everything is going to be done: by the command
//! itself, or by [`recover`] in the next one. Without the list nothing is done, and [`recover`] removes the folder.
//!
//! The folder can also come from a stranger, so its list is checked as strictly as any content: it names plain files
//! below `content/`, and leads nowhere else.

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

/// Holds the new texts and the list, while a command writes.
const JOURNAL: &str = ".katalog-journal";

/// The list in that folder.
const LIST: &str = "journal";

/// The list before it is whole.
const UNFINISHED_LIST: &str = "journal.new";

/// Locked while a command writes.
const LOCK: &str = ".katalog-lock";

/// The only folder in which a journal changes anything.
const CONTENT: &str = "content";

/// How many changes a transaction can have: more than the largest import makes.
const MAX_OPERATIONS: usize = 200_000;

/// How long the list can be, in bytes.
const MAX_LIST_BYTES: u64 = 64 * 1024 * 1024;

/// How large a file can be that is replaced, in bytes; the list of addresses is the largest.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// How long a title can be, in characters.
const MAX_TITLE: usize = 300;

/// From this number of files on, one wait for the whole disk is shorter than one for each of them.
const MANY: usize = 64;

/// Files to write and a folder to move, below one root.
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

/// What the list says is done with one file or folder. The new text of a file is in the file that has the operation's
/// number as its name. Digests are those of [`digest`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Operation {
    /// A file that is not there before.
    New { path: String, after: String },
    /// A file that has other bytes before.
    Replace { path: String, before: String, after: String },
    /// A folder that gets another name. It is the last operation.
    Move { from: String, to: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    title: String,
    request: String,
    operations: Vec<Operation>,
}

/// What [`recover`] found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// The changes of an interrupted command were made.
    Finished {
        /// What the command did, for people.
        title: String,
        /// What it was asked for.
        request: String,
    },
    /// An interrupted command had changed nothing; what it left was removed.
    Removed,
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recovered::Finished { title, .. } => write!(f, "finished what was interrupted: {title}"),
            Recovered::Removed => {
                f.write_str("removed what an interrupted command left; it had changed nothing")
            }
        }
    }
}

/// Why changes were not made.
#[derive(Debug)]
pub enum TransactionError {
    /// Something is there where a file or folder should be new. Nothing was written.
    Present(PathBuf),
    /// A file is not as it was read. Nothing was written.
    Changed(PathBuf),
    /// A file or folder cannot be written. Nothing was.
    Refused(FileError),
    /// A file or folder cannot be written after others were. The next command goes on.
    Interrupted(FileError),
    /// What another command left has to be finished first. Nothing was written.
    Pending(PathBuf),
    /// There are more changes than can be made at once.
    TooMany(usize),
    /// The journal of an interrupted command cannot be followed; its folder, and why.
    Journal(PathBuf, String),
}

impl fmt::Display for TransactionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TransactionError::Present(path) => {
                write!(f, "{}: this file is there already; nothing was written", visible::path(path))
            }
            TransactionError::Changed(path) => {
                write!(f, "{} was changed meanwhile; nothing was written", visible::path(path))
            }
            TransactionError::Refused(FileError { path, reason }) => {
                write!(f, "cannot write {}: {reason}; nothing was written", visible::path(path))
            }
            TransactionError::Interrupted(FileError { path, reason }) => write!(
                f,
                "cannot write {}: {reason}; not all is written yet\n\
                 make this possible, then run any command, such as `katalog check`; it writes the rest",
                visible::path(path)
            ),
            TransactionError::Pending(path) => write!(
                f,
                "{}: another command was interrupted; nothing was written\nrun `katalog check`; it finishes that command",
                visible::path(path)
            ),
            TransactionError::TooMany(count) => write!(
                f,
                "{count} files are too many at once; nothing was written\nat most {MAX_OPERATIONS} can be written; divide them"
            ),
            TransactionError::Journal(path, reason) => write!(
                f,
                "{}: {reason}\nan interrupted command left this folder, or somebody put it there; nothing was changed\n\
                 look at what is in it, then remove it",
                visible::path(path)
            ),
        }
    }
}

impl std::error::Error for TransactionError {}

/// What a file holds, in short.
fn digest(bytes: &[u8]) -> String {
    hash::hex(bytes, 64)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Transaction {
    /// Changes nothing yet. `title` says to people what is done; `request` is the same for every command that asks
    /// for the same.
    pub fn new(title: &str, request: String) -> Self {
        let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let title = title.chars().take(MAX_TITLE).map(plain).collect();
        Transaction { title, request, files: Vec::new(), moved: None }
    }

    /// Writes a file that is not there yet, and the folders that it needs.
    pub fn create(&mut self, path: &str, text: &str) {
        self.files.push(FileChange { path: path.to_owned(), before: None, after: text.into() });
    }

    /// Replaces a file that has the text `before`.
    pub fn replace(&mut self, path: &str, before: &str, after: &str) {
        let before = Some(before.into());
        self.files.push(FileChange { path: path.to_owned(), before, after: after.into() });
    }

    /// Gives a folder another name, after everything else. The paths of other changes are those before.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.moved = Some((from.to_owned(), to.to_owned()));
    }

    /// Makes the changes below `root`. Calls `waiting` if it has to wait for another command.
    ///
    /// # Errors
    /// When a file is not as it was, or cannot be written.
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
        // From here on, the changes are going to be made.
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

    /// Whether everything is as it was when the changes were worked out.
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

    /// Writes the new texts and the list into the journal.
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
            // The folder is removed; first what says that it is to be followed.
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

/// Writes files into a folder, which is made if it is absent. Each takes the place of the one that is there whole, with
/// its permissions. Where a folder is absent, it appears with all its files at once.
///
/// # Errors
/// When one of them cannot be written.
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
            // It may have been moved with its folder.
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

/// Whether a name directly in a root is one that commands use while they write.
pub fn is_of_a_transaction(name: &str) -> bool {
    [JOURNAL, LOCK].contains(&name)
}

/// Whether a file can be written there: nothing is there, or a regular file.
fn require_file(root: &Folder, path: &str) -> Result<(), FileError> {
    let failed = |reason| Err(FileError { path: root.path().join(path), reason });
    match root.entry_type(path)? {
        None | Some(EntryType::File) => Ok(()),
        Some(EntryType::Link) => failed(Reason::Link),
        Some(EntryType::Folder | EntryType::Other) => failed(Reason::NotAFile),
    }
}

/// The first part of a path that is absent; the whole path if all of it is there.
fn first_absent<'a>(root: &Folder, path: &'a str) -> Result<&'a str, FileError> {
    for (end, _) in path.match_indices('/') {
        if root.entry_type(&path[..end])?.is_none() {
            return Ok(&path[..end]);
        }
    }
    Ok(path)
}

/// The folder that a path is in; nothing for one directly in the root.
fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// The sole right to write below a root, until it is dropped. A program that is killed loses it at once.
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
            // The one before removes the file, and another may have made a new one.
            if root.is_same_file(LOCK, &file)? {
                return Ok(Lock { root, file });
            }
        }
    }

    /// Removes the file that a killed program left; not if a running one has it, or it cannot be removed.
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
        // A file with something in it is not of this program. One that stays is removed by a later command.
        if self.file.metadata().is_ok_and(|found| found.len() == 0) {
            let _ = self.root.remove_file(LOCK);
        }
    }
}

/// A journal that is being written; it is removed when it is dropped.
struct Staging<'a> {
    root: &'a Folder,
    journal: Arc<Folder>,
    is_kept: bool,
}

/// A text on the way to its path.
struct Staged<'a> {
    name: String,
    path: &'a str,
    bytes: &'a [u8],
}

impl<'a> Staging<'a> {
    /// Makes the folder. The lock is held, so one that is there was left by a command that was interrupted.
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

    /// Writes texts, with the permissions of the files that they replace, and waits until the disk has them.
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

    /// Leaves the folder to those who follow its list.
    fn keep(mut self) -> Arc<Folder> {
        self.is_kept = true;
        Arc::clone(&self.journal)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // What stays is removed by the next command.
            let _ = self.root.remove_all(JOURNAL);
        }
    }
}

/// Folders and all those that they are in.
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

/// Does the operations with the numbers `pending`, and waits until the disk has what they did.
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
        // The content is on another disk than the journal.
        Err(FileError { reason: Reason::Io(error), .. }) if error.kind() == io::ErrorKind::CrossesDevices => {
            root.replace(path, &journal.read(&staged, MAX_FILE_BYTES)?)
        }
        moved => moved,
    }
}

/// Removes the journal: first the list, so that what is left of it, if anything, is not followed again.
fn finish(root: &Folder, journal: &Folder) -> Result<(), FileError> {
    journal.remove_file(LIST)?;
    root.remove_all(JOURNAL)?;
    root.sync()
}

/// Finishes what an interrupted command began, or removes what it left; says what was done, if anything. Calls `waiting`
/// if it has to wait for a command that runs. Writes nothing if nothing was left.
///
/// # Errors
/// When the journal cannot be followed, or a file cannot be written.
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
        // Without the list, the folder does no harm where nothing can be written.
        Err(_) if has_list(&left)?.is_none() => return Ok(None),
        Err(error) => return Err(TransactionError::Interrupted(error)),
    };
    // The command that had the lock may have finished.
    let Some(journal) = is_left()? else { return Ok(None) };
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

/// Reads the list of a journal, and refuses what no command of this program writes.
fn read_list(journal: &Folder) -> Result<List, String> {
    let bytes = journal.read(LIST, MAX_LIST_BYTES).map_err(|error| format!("`{LIST}`: {}", error.reason))?;
    let list: List =
        serde_json::from_slice(&bytes).map_err(|error| format!("`{LIST}` cannot be read: {error}"))?;
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
        return Err(format!("`{LIST}` has a digest that is none"));
    }
    Ok(list)
}

/// The beginning of a path, with escapes for what could not be read.
fn shown(path: &str) -> String {
    const MOST: usize = 100;
    let start: String = path.chars().take(MOST).collect();
    let more = if start.len() < path.len() { "…" } else { "" };
    format!("{}{more}", start.escape_debug())
}

/// Whether all paths are of plain names below `content/`, none of them twice, and at most one folder moves, last.
fn check_paths(operations: &[Operation]) -> Result<(), &str> {
    let mut seen = BTreeSet::new();
    for (number, operation) in operations.iter().enumerate() {
        let paths: &[&String] = match operation {
            Operation::New { path, .. } | Operation::Replace { path, .. } => &[path],
            Operation::Move { from, to } => &[from, to],
        };
        for path in paths {
            // Some systems do not tell cases apart.
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

/// Whether `path` is `folder` or is below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Finds out which operations are still to be done, by their numbers. Files in a folder that has moved already get their
/// new paths.
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
            return Err(format!("the new text of `{path}`, file `{number}`, is not there or damaged"));
        }
        to_do.push(number);
    }
    to_do.append(&mut pending);
    Ok(to_do)
}

fn unexpected(title: &str, path: &str) -> String {
    format!("`{path}` is neither as it was before `{title}` nor as it should be after it")
}
