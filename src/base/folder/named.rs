//! Paths that the user named: which part of them is trusted.

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::Folder;
use super::error::{FileError, fail};

/// A folder that the user named, split into the trusted part, whose links are followed, and the names below it.
pub(super) struct Named {
    pub(super) shown: PathBuf,
    pub(super) trusted: PathBuf,
    pub(super) below: Vec<OsString>,
}

impl Named {
    pub(super) fn new(path: &Path) -> Result<Self, FileError> {
        let working = std::env::current_dir().map_err(|error| fail(path, error))?;
        let whole = absolute(path).map_err(|error| fail(path, error))?;
        let is_border = |folder: &Path| {
            folder == working
                || (path.is_relative()
                    && working.starts_with(folder)
                    && is_last_shared(folder, &whole, &working))
                || [".git", "content"].iter().any(|name| folder.join(name).symlink_metadata().is_ok())
        };
        let above: Vec<&Path> = whole.ancestors().collect();
        let border = above.into_iter().rev().find(|folder| is_border(folder));
        let trusted = border.unwrap_or(&whole).to_path_buf();
        let below = whole.strip_prefix(&trusted).unwrap_or(Path::new(""));
        let below = below.components().map(|name| name.as_os_str().to_owned()).collect();
        Ok(Named { shown: path.to_path_buf(), trusted, below })
    }

    pub(super) fn open(self, create: bool) -> Result<Folder, FileError> {
        let failed = |error| fail(&self.shown, error);
        if create && self.below.is_empty() {
            Dir::create_ambient_dir_all(&self.trusted, ambient_authority()).map_err(failed)?;
        }
        let dir = open_trusted(&self.trusted).map_err(failed)?;
        let mut at = Folder { dir, path: self.trusted.clone() };
        for name in &self.below {
            at = at.step(name.as_ref(), create)?;
        }
        Ok(Folder { dir: at.dir, path: self.shown })
    }
}

/// Opens a trusted folder with read access, so that it can be listed through the same handle.
#[cfg(target_os = "linux")]
fn open_trusted(path: &Path) -> io::Result<Dir> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(Dir::from_std_file(open(path, flags, Mode::empty())?.into()))
}

#[cfg(not(target_os = "linux"))]
fn open_trusted(path: &Path) -> io::Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

/// Returns whether `folder` is the deepest common ancestor of two paths.
fn is_last_shared(folder: &Path, one: &Path, other: &Path) -> bool {
    let depth = folder.components().count();
    one.starts_with(folder) && one.components().nth(depth) != other.components().nth(depth)
}

/// Returns the absolute path, without `.` and `..`.
///
/// # Errors
/// When the working folder no longer exists.
pub(crate) fn absolute(path: &Path) -> io::Result<PathBuf> {
    Ok(without_dots(&std::env::current_dir()?.join(path)))
}

/// Removes `.` and `..` from a path without looking at the file system. This is safe for relative paths, because the
/// path of the working folder has no links.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
