//! Commits files that the forms wrote, and nothing else.
//!
//! A commit is put together from its parts, because `git commit` runs hooks, filters and programs that sign: the contents
//! of the files are stored as they are, a temporary index gets the files of the last commit and these, and the branch is
//! moved to a commit with them. In the user's own index, only these files change, under the lock that git takes too.

use std::io;
use std::path::{Path, PathBuf};

use super::ask::{Given, Silence, ask, ask_with, git, text};
use super::changes::blob_id;
use super::former_texts::ObjectId;
use super::uncommitted::{ChangedFile, Uncommitted};
use crate::base::folder::{FileError, Folder, Reason};
use crate::content::read::MAX_DOCUMENT_BYTES;

/// Why files were not committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitError {
    /// One of them has changed a moment ago.
    Changed,
    /// Another git is changing the index, or was stopped while it did.
    Locked,
    /// Somebody else has committed a moment ago.
    Moved,
    /// Git cannot do it.
    Failed,
}

impl From<Silence> for CommitError {
    fn from(_: Silence) -> Self {
        CommitError::Failed
    }
}

impl From<FileError> for CommitError {
    fn from(_: FileError) -> Self {
        CommitError::Failed
    }
}

/// The longest subject in the log of a branch, in characters.
const LONGEST: usize = 100;

impl Uncommitted {
    /// Commits the files with a message, and returns the id of the commit.
    ///
    /// # Errors
    /// If a file, the index or the branch has changed in the meantime, or git fails. Nothing is committed then, and the
    /// index is as it was.
    pub fn commit(&self, root: &Path, message: &str) -> Result<ObjectId, CommitError> {
        let Some(head) = self.head.as_ref().filter(|_| self.author.is_ok()) else {
            return Err(CommitError::Failed);
        };
        self.store(root)?;
        let scratch = Scratch::new(&self.folder)?;
        let tree = self.tree(root, head, &scratch.path(NEW))?;
        let given = Given { input: Some(format!("{message}\n").into()), index: None };
        let commit = id(ask_with(root, &["commit-tree", "-p", head.as_str(), tree.as_str()], given)?)?;
        let subject: String = message.lines().next().unwrap_or_default().chars().take(LONGEST).collect();
        let logged = format!("commit: {subject}");
        // While this program holds the lock, nobody else can commit the index.
        let _lock = IndexLock::take(&scratch.above)?;
        self.change_index(root, &scratch)?;
        let moved = ask(root, &["update-ref", "-m", &logged, "HEAD", commit.as_str(), head.as_str()]);
        moved.map_err(|_| {
            // If this fails, the files stay staged, and nothing is lost.
            let _ = scratch.put_back();
            let now = git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]);
            let is_moved = now.is_some_and(|now| now.trim_end() != head.as_str());
            if is_moved { CommitError::Moved } else { CommitError::Failed }
        })?;
        Ok(commit)
    }

    /// Changes the files in the user's own index, and keeps the former one.
    fn change_index(&self, root: &Path, scratch: &Scratch) -> Result<(), CommitError> {
        let unstaged: Vec<&ChangedFile> = self.files.iter().filter(|file| !file.is_staged).collect();
        if unstaged.is_empty() {
            return Ok(());
        }
        let Scratch { above, folder, .. } = scratch;
        if above.entry_type(INDEX)?.is_some() {
            above.link(INDEX, folder, FORMER)?;
            above.link(INDEX, folder, OWN)?;
        }
        self.stage(root, &unstaged, &scratch.path(OWN))?;
        Ok(folder.rename(OWN, above, INDEX)?)
    }

    /// Stores the contents of the files in the repository.
    fn store(&self, root: &Path) -> Result<(), CommitError> {
        let folder = Folder::open(root)?;
        for file in &self.files {
            let Some(wanted) = &file.id else {
                match folder.entry_type(&file.path)? {
                    None => continue,
                    Some(_) => return Err(CommitError::Changed),
                }
            };
            let bytes = folder.read(&file.path, MAX_DOCUMENT_BYTES).map_err(|_| CommitError::Changed)?;
            if blob_id(&bytes, wanted.as_str().len()) != wanted.as_str() {
                return Err(CommitError::Changed);
            }
            let given = Given { input: Some(bytes), index: None };
            let stored = ask_with(root, &["hash-object", "-w", "--no-filters", "--stdin"], given)?;
            if id(stored)? != *wanted {
                return Err(CommitError::Failed);
            }
        }
        Ok(())
    }

    /// Returns the folder of the last commit with these files changed.
    fn tree(&self, root: &Path, head: &ObjectId, index: &Path) -> Result<ObjectId, CommitError> {
        let with_index = |arguments: &[&str]| {
            // An index in parts would leave one of them in the repository.
            let arguments = [&["-c", "core.splitIndex=false"], arguments].concat();
            ask_with(root, &arguments, Given { input: None, index: Some(index) })
        };
        with_index(&["read-tree", head.as_str()])?;
        self.stage(root, &self.files.iter().collect::<Vec<_>>(), index)?;
        // A clone may lack contents of other files, which stay as they are.
        id(with_index(&["write-tree", "--missing-ok"])?)
    }

    /// Puts files as they are to be committed into an index.
    fn stage(&self, root: &Path, files: &[&ChangedFile], index: &Path) -> Result<(), Silence> {
        let lines: String = files.iter().map(|file| self.line(file)).collect();
        let given = Given { input: Some(lines.into()), index: Some(index) };
        ask_with(root, &["update-index", "-z", "--index-info"], given).map(drop)
    }

    /// Returns a file as git reads it for an index. Without permissions, it is removed.
    fn line(&self, ChangedFile { path, id, mode, .. }: &ChangedFile) -> String {
        let prefix = &self.prefix;
        match id {
            Some(id) => format!("{mode} {}\t{prefix}{path}\0", id.as_str()),
            None => {
                let zeros = "0".repeat(self.head.as_ref().map_or(40, |head| head.as_str().len()));
                format!("0 {zeros}\t{prefix}{path}\0")
            }
        }
    }
}

/// Reads the id that git says.
fn id(said: Vec<u8>) -> Result<ObjectId, CommitError> {
    ObjectId::parse(text(said).trim_end()).ok_or(CommitError::Failed)
}

/// The user's own index, and the file that shows that somebody changes it.
const INDEX: &str = "index";
const LOCK: &str = "index.lock";

/// The names of temporary indexes: that of the commit, and the user's own one with the changes and without.
const NEW: &str = "new";
const OWN: &str = "own";
const FORMER: &str = "former";

fn is_present(error: &FileError) -> bool {
    matches!(&error.reason, Reason::Io(error) if error.kind() == io::ErrorKind::AlreadyExists)
}

/// A folder for temporary indexes; it is removed on drop.
struct Scratch {
    /// The folder of the repository.
    above: Folder,
    folder: Folder,
    name: String,
}

impl Scratch {
    /// Makes the folder in that of the repository, where nobody else writes.
    fn new(git: &Path) -> Result<Self, FileError> {
        /// Programs that were killed leave theirs.
        const MOST: u32 = 100;
        let above = Folder::open(git)?;
        let mut number = 0;
        loop {
            let name = format!("katalog-commit-{}-{number}", std::process::id());
            match above.create_private_folder(&name) {
                Ok(folder) => return Ok(Scratch { above, folder, name }),
                Err(error) if is_present(&error) && number < MOST => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.above.path().join(&self.name).join(name)
    }

    /// Puts the former index back, if another one is in its place.
    fn put_back(&self) -> Result<(), FileError> {
        match self.folder.entry_type(FORMER)? {
            Some(_) => self.folder.rename(FORMER, &self.above, INDEX),
            None => Ok(()),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder that stays does no harm.
        let _ = self.above.remove_all(&self.name);
    }
}

/// The right to change the user's own index, which git takes in the same way; it is given back on drop.
struct IndexLock<'a>(&'a Folder);

impl<'a> IndexLock<'a> {
    fn take(git: &'a Folder) -> Result<Self, CommitError> {
        match git.write_new(LOCK, b"") {
            Ok(_) => Ok(IndexLock(git)),
            Err(error) if is_present(&error) => Err(CommitError::Locked),
            Err(_) => Err(CommitError::Failed),
        }
    }
}

impl Drop for IndexLock<'_> {
    fn drop(&mut self) {
        // If it stays, git says so, and how to remove it.
        let _ = self.0.remove_file(LOCK);
    }
}
