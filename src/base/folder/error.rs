//! The error of opening, reading or writing a file or folder.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::base::visible;

/// The error of opening, reading or writing a file or folder.
#[derive(Debug)]
pub struct FileError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a file or folder.
#[derive(Debug)]
pub enum Reason {
    /// It is a link.
    Link,
    /// It is a device, a pipe or a socket, or a folder where a file is needed.
    NotAFile,
    /// It is a file where a folder is needed.
    NotAFolder,
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// Its path leads out of the folder.
    Outside,
    /// The system refuses.
    Io(io::Error),
    /// Its content is wrong in this way.
    Content(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Link => f.write_str(
                "this is a link, and links are not followed; put the file or folder itself in its place",
            ),
            Reason::NotAFile => f.write_str("this is not a regular file"),
            Reason::NotAFolder => f.write_str("this is not a folder"),
            Reason::TooLarge(limit) => write!(f, "this file is larger than {}", size(*limit)),
            Reason::Outside => f.write_str("this path leads out of its folder"),
            Reason::Io(error) => error.fmt(f),
            Reason::Content(reason) => f.write_str(reason),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", visible::path(&self.path), self.reason)
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// Makes the error of a file with wrong content.
    pub(crate) fn content(path: PathBuf, reason: impl Into<String>) -> Self {
        FileError { path, reason: Reason::Content(reason.into()) }
    }

    /// Returns whether nothing exists at the path.
    pub fn is_absent(&self) -> bool {
        matches!(&self.reason, Reason::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Returns whether the user has no permission to write there.
    pub fn is_refused(&self) -> bool {
        let refusals = [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem];
        matches!(&self.reason, Reason::Io(error) if refusals.contains(&error.kind()))
    }

    /// Converts to an [`io::Error`], for callers that add the path themselves.
    pub fn into_io(self) -> io::Error {
        match self.reason {
            Reason::Io(error) => error,
            reason => io::Error::other(reason.to_string()),
        }
    }
}

/// Formats a number of bytes in the largest unit that divides it: `2 MiB`.
fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

pub(super) fn fail(path: &Path, error: io::Error) -> FileError {
    FileError { path: path.to_path_buf(), reason: Reason::Io(error) }
}
