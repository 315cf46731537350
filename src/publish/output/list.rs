//! The list of a site's files, `.katalog`. It marks the output folder as written by katalog. Between builds it may be kept
//! beside the folder, as `.FOLDER.katalog`.
//!
//! It contains the path, size and digest of every file, and is the same for the same site. It is untrusted input,
//! because a pull request can contain an output folder. So it only says which files may be replaced or removed, never
//! which may be kept.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Component, Path};

use super::PublishError;
use crate::base::folder::{EntryType, FileError, Folder};
use crate::base::hash::Digest;

/// The name of the list.
pub(super) const LIST: &str = ".katalog";

/// The maximum size of a list, in bytes.
const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// The maximum number of files in a list.
const MAX_FILES: usize = 1_000_000;

/// The maximum length of a path, in bytes.
const MAX_PATH: usize = 1_000;

/// The head of the list, for people who find it.
const HEAD: &str = "# Written by katalog: the files of this site, each with its size in bytes and a digest of its bytes.\n\
    # Files that are not listed are never touched.\n";

/// Returns the name of the list of an output folder while it is kept beside the folder.
pub(super) fn name_beside(output: &str) -> String {
    format!(".{output}.katalog")
}

/// Moves a list that is kept beside an output folder into the folder, where builds work with it.
pub(super) fn put_into(parent: &Folder, output: &str) -> Result<(), FileError> {
    let beside = name_beside(output);
    let inside = format!("{output}/{LIST}");
    let is_kept_beside = parent.entry_type(&beside)? == Some(EntryType::File);
    if is_kept_beside
        && parent.entry_type(output)? == Some(EntryType::Folder)
        && parent.entry_type(&inside)?.is_none()
    {
        let folder = parent.folder(output)?;
        parent.rename(&beside, &folder, LIST)?;
    }
    Ok(())
}

/// Moves the list of an output folder beside the folder. If that fails, the list stays in the folder, where it does no
/// harm.
pub(super) fn put_beside(parent: &Folder, output: &str) {
    if let Ok(folder) = parent.folder(output)
        && matches!(folder.entry_type(LIST), Ok(Some(EntryType::File)))
    {
        let _ = folder.rename(LIST, parent, name_beside(output));
    }
}

/// The files of a site, by path.
pub(super) type Listed = BTreeMap<String, Option<Content>>;

/// The size and digest of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// In bytes.
    pub(super) size: u64,
    /// Of its bytes.
    pub(super) digest: Digest,
}

/// Reads the list of an output folder; `None` if there is none. Skips lines whose path no site can have, so that the
/// files they name are never changed.
pub(super) fn read(
    folder: &Folder,
    is_site_path: &dyn Fn(&str) -> bool,
) -> Result<Option<(Listed, Vec<u8>)>, PublishError> {
    let bytes = match folder.read(LIST, MAX_BYTES) {
        Err(error) if error.is_absent() => return Ok(None),
        read => read.map_err(PublishError::File)?,
    };
    let file = |line: &str| {
        let (path, content) = line.split_once('\t').unwrap_or((line, ""));
        (is_below(path) && is_site_path(path)).then(|| (path.to_owned(), Content::parse(content)))
    };
    let text = String::from_utf8_lossy(&bytes);
    if text.lines().count() > MAX_FILES {
        let reason = "this list names more than 1,000,000 files; delete it and the site next to it";
        return Err(PublishError::File(FileError::content(folder.path().join(LIST), reason)));
    }
    let listed = text.lines().filter(|line| !line.starts_with('#')).filter_map(file).collect();
    Ok(Some((listed, bytes)))
}

/// Writes the text of the list.
pub(super) fn text<'a>(files: impl Iterator<Item = (&'a String, Option<Content>)>) -> String {
    let mut text = HEAD.to_owned();
    for (path, content) in files {
        text.push_str(path);
        if let Some(Content { size, digest }) = content {
            // Writing to a string cannot fail.
            let _ = write!(text, "\t{size}\t{digest}");
        }
        text.push('\n');
    }
    text
}

impl Content {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Content { size: bytes.len() as u64, digest: Digest::of_bytes(bytes) }
    }

    fn parse(text: &str) -> Option<Self> {
        let (size, digest) = text.split_once('\t')?;
        Some(Content { size: size.parse().ok()?, digest: digest.parse().ok()? })
    }
}

/// Returns whether a path leads to a file below the output folder.
fn is_below(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= MAX_PATH
        && !path.contains(|c: char| c.is_control() || c == '\\')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
