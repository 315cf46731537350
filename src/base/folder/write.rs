//! Writes, moves and removes files below a folder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Metadata, OpenOptions};

use super::entries::{Entry, EntryType};
use super::error::{FileError, Reason, fail};
use super::{Folder, Opening};

/// The name prefix of files that are being written. They remain only if the program is killed.
pub(crate) const UNFINISHED: &str = ".katalog-new-";

/// Makes the names of unfinished files unique within a run.
static UNFINISHED_COUNT: AtomicU64 = AtomicU64::new(0);

impl Folder {
    /// Writes a new file and returns its metadata. Its folder must exist.
    ///
    /// # Errors
    /// When the name already exists, or the file cannot be written.
    pub fn write_new(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<Metadata, FileError> {
        let path = path.as_ref();
        let file = self.new_file(path, bytes)?;
        file.metadata().map_err(|error| fail(&self.path.join(path), error))
    }

    fn new_file(&self, path: &Path, bytes: &[u8]) -> Result<cap_std::fs::File, FileError> {
        let mut file = match self.open_at_once(path, &Opening::NewFile) {
            Some(Ok(file)) => cap_std::fs::File::from_std(file),
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Err(fail(&self.path.join(path), error));
            }
            _ => self.new_by_names(path)?,
        };
        if let Err(error) = file.write_all(bytes) {
            // If the rest cannot be removed, the write error still names it.
            let _ = self.remove_file(path);
            return Err(fail(&self.path.join(path), error));
        }
        Ok(file)
    }

    /// Creates a new file, name by name, and finds the reason if that fails.
    fn new_by_names(&self, path: &Path) -> Result<cap_std::fs::File, FileError> {
        let (folder, name) = self.parent_of(path)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).follow(FollowSymlinks::No);
        let opened = folder.as_ref().unwrap_or(self).dir.open_with(name, &options);
        opened.map_err(|error| fail(&self.path.join(path), error))
    }

    /// Writes a new file and waits until it is on disk.
    ///
    /// # Errors
    /// Those of [`Folder::write_new`].
    pub fn write_new_synced(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileError> {
        let path = path.as_ref();
        let file = self.new_file(path, bytes)?;
        file.sync_all().map_err(|error| fail(&self.path.join(path), error))
    }

    /// Replaces a file atomically: writes a temporary file beside it and renames that, so that a reader always finds
    /// either the old content or the new. Waits until it is on disk. An existing file's permissions are kept.
    ///
    /// # Errors
    /// When the path is a link, a folder or a device, or the file cannot be written. The old file then remains.
    pub fn replace(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileError> {
        self.replace_file(path.as_ref(), bytes, true)
    }

    /// Replaces a file like [`Folder::replace`], without waiting for the disk.
    ///
    /// # Errors
    /// Those of [`Folder::replace`].
    pub fn replace_unsynced(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileError> {
        self.replace_file(path.as_ref(), bytes, false)
    }

    fn replace_file(&self, path: &Path, bytes: &[u8], sync: bool) -> Result<(), FileError> {
        let (folder, name) = self.parent_of(path)?;
        let folder = folder.as_ref().unwrap_or(self);
        let whole = self.path.join(path);
        let old = folder.metadata(name)?;
        match &old {
            Some(found) if found.is_symlink() => return Err(FileError { path: whole, reason: Reason::Link }),
            Some(found) if !found.is_file() => {
                return Err(FileError { path: whole, reason: Reason::NotAFile });
            }
            _ => {}
        }
        let (unfinished, file) = folder.unfinished(bytes)?;
        let finish = || {
            if let Some(old) = old {
                file.set_permissions(old.permissions())?;
            }
            if sync {
                file.sync_all()?;
            }
            drop(file);
            folder.dir.rename(&unfinished, &folder.dir, name)
        };
        if let Err(error) = finish() {
            let _ = folder.dir.remove_file(&unfinished);
            return Err(fail(&whole, error));
        }
        if sync { folder.sync() } else { Ok(()) }
    }

    /// Writes a temporary file under an unused name.
    fn unfinished(&self, bytes: &[u8]) -> Result<(PathBuf, cap_std::fs::File), FileError> {
        loop {
            let count = UNFINISHED_COUNT.fetch_add(1, Ordering::Relaxed);
            let name = PathBuf::from(format!("{UNFINISHED}{}-{count}", std::process::id()));
            match self.new_file(&name, bytes) {
                Ok(file) => return Ok((name, file)),
                Err(FileError { reason: Reason::Io(error), .. })
                    if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns whether a name is that of a temporary file of [`Folder::replace`], left when the program was killed.
    pub fn is_unfinished(name: &std::ffi::OsStr) -> bool {
        name.as_encoded_bytes().starts_with(UNFINISHED.as_bytes())
    }

    /// Waits until the folder's list of entries is on disk.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn sync(&self) -> Result<(), FileError> {
        #[cfg(unix)]
        {
            self.readable()?.sync_all().map_err(|error| fail(&self.path, error))?;
        }
        Ok(())
    }

    /// Moves a file or folder to another folder and replaces a file of the same name. If either path ends in a link,
    /// the link itself is moved or replaced.
    ///
    /// # Errors
    /// When a folder on either path is a link, or the system refuses.
    pub fn rename(
        &self,
        from: impl AsRef<Path>,
        to: &Folder,
        target: impl AsRef<Path>,
    ) -> Result<(), FileError> {
        let (from_folder, from_name) = self.parent_of(from.as_ref())?;
        let (to_folder, to_name) = to.parent_of(target.as_ref())?;
        let (from_folder, to_folder) =
            (from_folder.as_ref().unwrap_or(self), to_folder.as_ref().unwrap_or(to));
        from_folder
            .dir
            .rename(from_name, &to_folder.dir, to_name)
            .map_err(|error| fail(&to.path.join(target.as_ref()), error))
    }

    /// Makes a hard link to a regular file, or a copy where hard links are not possible.
    ///
    /// # Errors
    /// When it is not a regular file, or the system refuses.
    pub fn link(
        &self,
        from: impl AsRef<Path>,
        to: &Folder,
        target: impl AsRef<Path>,
    ) -> Result<(), FileError> {
        let (from, target) = (from.as_ref(), target.as_ref());
        let (from_folder, from_name) = self.parent_of(from)?;
        let (to_folder, to_name) = to.parent_of(target)?;
        let (from_folder, to_folder) =
            (from_folder.as_ref().unwrap_or(self), to_folder.as_ref().unwrap_or(to));
        if from_folder.dir.hard_link(from_name, &to_folder.dir, to_name).is_ok() {
            return Ok(());
        }
        let (mut file, _) = self.open_file(from)?;
        let failed = |error| fail(&self.path.join(from), error);
        let mut copy = to.new_file(target, b"")?;
        io::copy(&mut file, &mut copy).map(drop).map_err(failed)
    }

    /// Removes a file, or a link itself. Returns whether it existed.
    ///
    /// # Errors
    /// When a folder on the way is a link, or the system refuses.
    pub fn remove_file(&self, path: impl AsRef<Path>) -> Result<bool, FileError> {
        let path = path.as_ref();
        let (folder, name) = match self.parent_of(path) {
            Err(error) if error.is_absent() => return Ok(false),
            found => found?,
        };
        match folder.as_ref().unwrap_or(self).dir.remove_file_or_symlink(name) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(fail(&self.path.join(path), error)),
        }
    }

    /// Removes a folder if it is empty. Returns whether it did.
    ///
    /// # Errors
    /// When a folder on the way is a link.
    pub fn remove_if_empty(&self, path: impl AsRef<Path>) -> Result<bool, FileError> {
        let (folder, name) = self.parent_of(path.as_ref())?;
        let dir = &folder.as_ref().unwrap_or(self).dir;
        Ok(dir.symlink_metadata(name).is_ok_and(|found| found.is_dir()) && dir.remove_dir(name).is_ok())
    }

    /// Removes a folder with everything in it. Links in it are removed, not followed.
    ///
    /// # Errors
    /// When it is not a folder, or something in it cannot be removed.
    pub fn remove_all(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        let folder = self.folder(path)?;
        while folder.remove_entries(&folder, 0)? {}
        drop(folder);
        self.dir.remove_dir(path).map_err(|error| fail(&self.path.join(path), error))
    }

    /// Removes what is in the folder. What is nested too deeply is moved up to `top` instead, so that any depth needs few
    /// open folders. Returns whether something was moved.
    fn remove_entries(&self, top: &Folder, depth: usize) -> Result<bool, FileError> {
        const DEEPEST: usize = 32;
        let mut has_moved = false;
        for Entry { name, entry_type } in self.entries()? {
            let failed = |error| fail(&self.path.join(&name), error);
            if entry_type != EntryType::Folder {
                self.dir.remove_file(&name).map_err(failed)?;
            } else if depth < DEEPEST {
                has_moved |= self.folder(Path::new(&name))?.remove_entries(top, depth + 1)?;
                self.dir.remove_dir(&name).map_err(failed)?;
            } else {
                let number = UNFINISHED_COUNT.fetch_add(1, Ordering::Relaxed);
                let moved = format!("{UNFINISHED}{}-{number}", std::process::id());
                self.dir.rename(&name, &top.dir, moved).map_err(failed)?;
                has_moved = true;
            }
        }
        Ok(has_moved)
    }

    /// Writes a new file with the permissions of the file that it will replace, if there is one. With `synced`, waits
    /// until it is on disk.
    ///
    /// # Errors
    /// Those of [`Folder::write_new`].
    pub fn stage(
        &self,
        path: impl AsRef<Path>,
        bytes: &[u8],
        replaced: Option<&Metadata>,
        synced: bool,
    ) -> Result<(), FileError> {
        let path = path.as_ref();
        let failed = |error| fail(&self.path.join(path), error);
        let file = self.new_file(path, bytes)?;
        if let Some(replaced) = replaced {
            file.set_permissions(replaced.permissions()).map_err(failed)?;
        }
        if synced { file.sync_all().map_err(failed) } else { Ok(()) }
    }

    /// Waits until everything written to the folder's file system is on disk. Returns whether this system can do that.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn sync_file_system(&self) -> Result<bool, FileError> {
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(self.readable()?).map_err(|error| fail(&self.path, error.into()))?;
        Ok(cfg!(target_os = "linux"))
    }

    /// Opens the folder again for reading: a handle without read access cannot be synced.
    #[cfg(unix)]
    fn readable(&self) -> Result<std::fs::File, FileError> {
        use rustix::fs::{Mode, OFlags, openat};
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let opened = openat(&self.dir, ".", flags, Mode::empty());
        opened.map(Into::into).map_err(|error| fail(&self.path, error.into()))
    }
}
