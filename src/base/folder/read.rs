//! Opens and reads files below an open folder.

use std::io::Read;
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Metadata, OpenOptions};

use super::error::{FileError, Reason, fail};
use super::{Folder, Opening};

impl Folder {
    /// Reads a regular file below the folder.
    ///
    /// # Errors
    /// When it is absent, a link, not a regular file, or larger than `limit` bytes.
    pub fn read(&self, path: impl AsRef<Path>, limit: u64) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        self.read_into(path, limit, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads a regular file below the folder into a buffer, which it clears first.
    ///
    /// # Errors
    /// Those of [`Folder::read`].
    pub fn read_into(
        &self,
        path: impl AsRef<Path>,
        limit: u64,
        buffer: &mut Vec<u8>,
    ) -> Result<(), FileError> {
        let path = path.as_ref();
        let (file, metadata) = self.open_file(path)?;
        let whole = self.path.join(path);
        if metadata.len() > limit {
            return Err(FileError { path: whole, reason: Reason::TooLarge(limit) });
        }
        buffer.clear();
        // The file may have grown since.
        file.take(limit + 1).read_to_end(buffer).map_err(|error| fail(&whole, error))?;
        if buffer.len() as u64 > limit {
            return Err(FileError { path: whole, reason: Reason::TooLarge(limit) });
        }
        Ok(())
    }

    /// Reads the first bytes of a regular file below the folder into a buffer that is emptied first, and returns how many
    /// bytes it has in all.
    ///
    /// # Errors
    /// As [`Folder::open_file`]; or when it cannot be read.
    pub fn read_start(
        &self,
        path: impl AsRef<Path>,
        most: u64,
        buffer: &mut Vec<u8>,
    ) -> Result<u64, FileError> {
        let path = path.as_ref();
        let (file, metadata) = self.open_file(path)?;
        buffer.clear();
        file.take(most).read_to_end(buffer).map_err(|error| fail(&self.path.join(path), error))?;
        Ok(metadata.len())
    }

    /// Opens a regular file below the folder, to read it.
    ///
    /// # Errors
    /// When it is absent, a link or not a regular file.
    pub fn open_file(&self, path: impl AsRef<Path>) -> Result<(cap_std::fs::File, Metadata), FileError> {
        let path = path.as_ref();
        let failed = |error| fail(&self.path.join(path), error);
        let file = match self.open_at_once(path, &Opening::File) {
            Some(Ok(file)) => cap_std::fs::File::from_std(file),
            _ => self.open_by_names(path)?,
        };
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(FileError { path: self.path.join(path), reason: Reason::NotAFile });
        }
        Ok((file, metadata))
    }

    /// Opens a file for reading, name by name, and finds the reason if that fails.
    fn open_by_names(&self, path: &Path) -> Result<cap_std::fs::File, FileError> {
        let (folder, name) = self.parent_of(path)?;
        let folder = folder.as_ref().unwrap_or(self);
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No);
        #[cfg(unix)]
        {
            use cap_std::fs::OpenOptionsExt;
            // Without this flag, opening a pipe would wait until something writes to it.
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
        folder.dir.open_with(name, &options).map_err(|error| {
            let path = self.path.join(path);
            match folder.dir.symlink_metadata(name) {
                Ok(found) if found.is_symlink() => FileError { path, reason: Reason::Link },
                Ok(found) if !found.is_file() => FileError { path, reason: Reason::NotAFile },
                _ => fail(&path, error),
            }
        })
    }
}

/// Reads a file that the user named, with the same trust as [`Folder::open`].
///
/// # Errors
/// When it is absent, the untrusted part of its path has a link, it is not a regular file, or it is larger than
/// `limit` bytes.
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let Some(name) = path.file_name() else {
        return Err(FileError { path: path.to_path_buf(), reason: Reason::NotAFile });
    };
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = Folder { path: above.to_path_buf(), ..Folder::open(above)? };
    folder.read(name, limit)
}
