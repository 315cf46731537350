//! The reasons why changes are not made, as the user reads them.

use std::fmt;
use std::path::PathBuf;

use super::MAX_OPERATIONS;
use crate::base::folder::FileError;
use crate::base::visible;

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
