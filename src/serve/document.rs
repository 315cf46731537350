//! Documents and pictures of the content, which are only copied: what is read is a plain file below the root at the
//! moment of reading, whatever was there when the content was checked.

use std::io;
use std::path::Path;

use crate::base::folder::{FileError, Folder};
use crate::content::read::MAX_DOCUMENT_BYTES;

/// Reads a file below `root`.
pub(super) fn document(root: &Path, from: &Path) -> io::Result<Vec<u8>> {
    let below = from.strip_prefix(root).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    let read = |root: Folder| root.read(below, MAX_DOCUMENT_BYTES);
    Folder::open(root).and_then(read).map_err(FileError::into_io)
}
