//! The lock that a command holds while it writes.

use std::fs::{File, TryLockError};

use crate::base::folder::{EntryType, FileError, Folder, Reason};

/// The lock file, locked while a command writes.
pub(super) const LOCK: &str = ".katalog-lock";

/// The exclusive right to write below a root, until it is dropped. The system releases the lock of a killed program.
pub(super) struct Lock<'a> {
    root: &'a Folder,
    file: File,
}

impl<'a> Lock<'a> {
    pub(super) fn take(root: &'a Folder, waiting: &dyn Fn()) -> Result<Self, FileError> {
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
    pub(super) fn tidy(root: &'a Folder) {
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
