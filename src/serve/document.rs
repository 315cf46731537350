//! Documents and pictures of the content, which are only copied: what is read is a plain file below the root at the
//! moment of reading, whatever stood there when the content was checked.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// How many bytes a document may have that is shown.
const LARGEST: u64 = 100 * 1024 * 1024;

/// Reads a file below `root`.
pub(super) fn document(root: &Path, from: &Path) -> io::Result<Vec<u8>> {
    let refused = |reason: &str| io::Error::new(io::ErrorKind::InvalidInput, reason.to_owned());
    let below = from.strip_prefix(root).map_err(|_| refused("this file is not below the root"))?;
    let file = open(root, below)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(refused("this is not a plain file"));
    }
    let too_large = || refused("this file is too large to be shown");
    if metadata.len() > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(too_large()) } else { Ok(bytes) }
}

/// Opens folder after folder, and follows no link.
#[cfg(unix)]
fn open(root: &Path, below: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let plain = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut open =
        rustix::fs::open(root, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY, Mode::empty())?;
    for name in below.components() {
        open = rustix::fs::openat(&open, name.as_os_str(), plain, Mode::empty())?;
    }
    Ok(File::from(open))
}

/// Refuses links where it can see them.
#[cfg(not(unix))]
fn open(root: &Path, below: &Path) -> io::Result<File> {
    let mut path = root.to_path_buf();
    for name in below.components() {
        path.push(name);
        if std::fs::symlink_metadata(&path)?.file_type().is_symlink() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is a link"));
        }
    }
    File::open(path)
}
