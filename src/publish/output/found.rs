//! The contents of an output folder before a build.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use rayon::prelude::*;

use crate::base::folder::{Entry, EntryType, FileError, Folder, Reason, metadata};

/// Everything below an output folder except non-empty folders, by path. A path need not be UTF-8.
pub(super) type Found = BTreeMap<OsString, Thing>;

/// A file or another entry in an output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A regular file.
    File {
        /// In bytes.
        size: u64,
        /// The last change of the file, if the system reports it.
        stamp: Option<Stamp>,
    },
    /// An empty folder.
    EmptyFolder,
    /// A link.
    Link,
    /// A device, a pipe or a socket.
    Other,
}

/// The inode of a file, and the time of the last change to its bytes, name or metadata. Programs cannot set that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) inode: u64,
    pub(super) seconds: i64,
    pub(super) nanoseconds: i64,
}

impl Stamp {
    /// Returns the stamp of a file; `None` where programs can set the time, or the system has no inode numbers.
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
    pub(super) fn of(found: &metadata::Metadata) -> Option<Self> {
        use metadata::MetadataExt as _;
        Some(Stamp { inode: found.ino(), seconds: found.ctime(), nanoseconds: found.ctime_nsec() })
    }

    /// Returns the stamp of a file; `None` where programs can set the time, or the system has no inode numbers.
    #[cfg(not(unix))]
    pub(super) fn of(_: &metadata::Metadata) -> Option<Self> {
        None
    }

    /// Returns whether this change happened before `other`.
    pub(super) fn is_before(self, other: Stamp) -> bool {
        (self.seconds, self.nanoseconds) < (other.seconds, other.nanoseconds)
    }
}

/// The maximum depth of nested folders.
const MAX_DEPTH: usize = 32;

/// Lists everything below a folder; at the top level, skips names for which `is_skipped` holds.
pub(super) fn look(
    folder: &Folder,
    is_skipped: &(dyn Fn(&Entry) -> bool + Sync),
) -> Result<Found, FileError> {
    let mut found = Vec::new();
    look_below(folder, OsStr::new(""), MAX_DEPTH, is_skipped, &mut found)?;
    found.retain(|(path, _)| !path.is_empty());
    Ok(found.into_iter().collect())
}

fn look_below(
    folder: &Folder,
    below: &OsStr,
    depth: usize,
    is_skipped: &(dyn Fn(&Entry) -> bool + Sync),
    found: &mut Vec<(OsString, Thing)>,
) -> Result<(), FileError> {
    let mut folders = Vec::new();
    let entries = folder.entries()?;
    if entries.is_empty() {
        found.push((below.to_owned(), Thing::EmptyFolder));
    }
    for entry in entries.into_iter().filter(|entry| !is_skipped(entry)) {
        let mut path = below.to_os_string();
        if !path.is_empty() {
            path.push("/");
        }
        path.push(&entry.name);
        match entry.entry_type {
            EntryType::Folder => folders.push((entry.name, path)),
            EntryType::Link => found.push((path, Thing::Link)),
            EntryType::Other => found.push((path, Thing::Other)),
            EntryType::File => {
                if let Some(metadata) = folder.metadata(&entry.name)? {
                    let thing = Thing::File { size: metadata.len(), stamp: Stamp::of(&metadata) };
                    found.push((path, thing));
                }
            }
        }
    }
    if depth == 0 && !folders.is_empty() {
        let reason = Reason::Io(std::io::Error::other("folders are nested too deeply"));
        return Err(FileError { path: folder.path().to_path_buf(), reason });
    }
    let look = |(name, path): (OsString, OsString)| {
        let mut found = Vec::new();
        look_below(&folder.folder(&name)?, &path, depth.saturating_sub(1), &|_| false, &mut found)?;
        Ok(found)
    };
    let looked: Vec<Result<_, FileError>> = folders.into_par_iter().map(look).collect();
    for below in looked {
        found.extend(below?);
    }
    Ok(())
}
