//! New texts, written next to their places before anything changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::TransactionError;
use super::paths::{above, with_those_above};
use super::{JOURNAL, LIST, MANY};
use crate::base::folder::{FileError, Folder};

/// A journal that is being written; it is removed on drop.
pub(super) struct Staging<'a> {
    root: &'a Folder,
    pub(super) journal: Arc<Folder>,
    is_kept: bool,
}

/// A text to stage, and the path that it is for.
pub(super) struct Staged<'a> {
    pub(super) name: String,
    pub(super) path: &'a str,
    pub(super) bytes: &'a [u8],
}

impl<'a> Staging<'a> {
    /// Creates the folder. The lock is held, so an existing folder was left by an interrupted command.
    pub(super) fn begin(root: &'a Folder) -> Result<Self, TransactionError> {
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
    pub(super) fn write(&self, texts: &[Staged<'_>]) -> Result<(), FileError> {
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
    pub(super) fn keep(mut self) -> Arc<Folder> {
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
