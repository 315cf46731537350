//! Locks an output folder, so that only one build at a time writes into it.
//!
//! The lock is a system lock on a file next to the output folder, or in it if the folder above cannot be written to.
//! The system releases it when a program ends, even if it is killed, so there are no stale locks.

use std::fs::{File, TryLockError};

use super::PublishError;
use crate::base::folder::{FileError, Folder, Reason};

/// A lock that is held until drop.
pub(super) struct Lock {
    folder: Folder,
    name: String,
    /// Closed, and thereby unlocked, on drop.
    file: File,
}

/// What to do if another build holds the lock.
#[derive(Clone, Copy)]
pub(super) enum Wait<'a> {
    /// Call this function, and then wait.
    Tell(&'a (dyn Fn() + Sync)),
    /// Fail.
    No,
}

impl Lock {
    /// Takes the lock `name` in `folder`.
    pub(super) fn take(folder: Folder, name: String, wait: Wait<'_>) -> Result<Self, PublishError> {
        let failed = |error| {
            PublishError::File(FileError { path: folder.path().join(&name), reason: Reason::Io(error) })
        };
        loop {
            let file = folder.open_to_lock(&name).map_err(PublishError::File)?;
            match (file.try_lock(), wait) {
                (Ok(()), _) => {}
                (Err(TryLockError::WouldBlock), Wait::No) => return Err(PublishError::Locked),
                (Err(TryLockError::WouldBlock), Wait::Tell(tell)) => {
                    tell();
                    file.lock().map_err(failed)?;
                }
                // Some file systems have no locks; then users must make sure that only one build runs at a time.
                (Err(TryLockError::Error(error)), _) if error.kind() == std::io::ErrorKind::Unsupported => {}
                (Err(TryLockError::Error(error)), _) => return Err(failed(error)),
            }
            // The previous holder has removed the file, and there may already be a new one.
            if is_at(&file, &folder, &name) {
                return Ok(Lock { folder, name, file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that remains is harmless: the next build locks it. A file that is not empty is not ours.
        if self.file.metadata().is_ok_and(|found| found.len() == 0) {
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

/// Returns whether an open file is still the one with this name.
#[cfg(unix)]
fn is_at(file: &File, folder: &Folder, name: &str) -> bool {
    use crate::base::folder::metadata::MetadataExt as _;
    use std::os::unix::fs::MetadataExt as _;
    let named = folder.metadata(name).ok().flatten();
    let own = file.metadata().ok();
    named.zip(own).is_some_and(|(named, own)| named.ino() == own.ino() && named.dev() == own.dev())
}

/// Returns whether an open file is still the one with this name. On this system, open files cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Folder, _: &str) -> bool {
    true
}
