//! One build at a time in one output folder.
//!
//! The lock is the system's own, on a file beside the output folder: the system releases it when a program ends, however
//! that happens, so no stale lock keeps anybody waiting.

use std::fs::{File, TryLockError};

use super::PublishError;
use crate::base::folder::{FileError, Folder, Reason};

/// A lock that is held until it is dropped.
pub(super) struct Lock {
    folder: Folder,
    name: String,
    /// Closed, and thereby unlocked, when this is dropped.
    file: File,
}

/// What to do if another build has the lock.
#[derive(Clone, Copy)]
pub(super) enum Wait<'a> {
    /// Say so, and wait.
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
                // Some file systems have no locks; then one build at a time is up to the user.
                (Err(TryLockError::Error(error)), _) if error.kind() == std::io::ErrorKind::Unsupported => {}
                (Err(TryLockError::Error(error)), _) => return Err(failed(error)),
            }
            // Whoever had the lock has removed the file; another one may be there by now.
            if is_at(&file, &folder, &name) {
                return Ok(Lock { folder, name, file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays does no harm: the next build locks it. One with something in it is somebody else's.
        if self.file.metadata().is_ok_and(|found| found.len() == 0) {
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

/// Whether an open file still is the one with this name.
#[cfg(unix)]
fn is_at(file: &File, folder: &Folder, name: &str) -> bool {
    use crate::base::folder::metadata::MetadataExt as _;
    use std::os::unix::fs::MetadataExt as _;
    let named = folder.metadata(name).ok().flatten();
    let own = file.metadata().ok();
    named.zip(own).is_some_and(|(named, own)| named.ino() == own.ino() && named.dev() == own.dev())
}

/// Whether an open file still is the one with this name: files that are open cannot be removed here.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Folder, _: &str) -> bool {
    true
}
