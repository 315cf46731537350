//! Lists the entries of an open folder.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use cap_std::fs::Metadata;

use super::Folder;
use super::error::{FileError, fail};

/// The type of a folder entry. Links are not followed: a link is a [`EntryType::Link`] whatever it points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryType {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, or a junction.
    Link,
    /// A device, a pipe or a socket.
    Other,
}

impl EntryType {
    fn of(file_type: &cap_std::fs::FileType) -> Self {
        match () {
            () if file_type.is_symlink() => EntryType::Link,
            () if file_type.is_file() => EntryType::File,
            () if file_type.is_dir() => EntryType::Folder,
            () => EntryType::Other,
        }
    }
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: OsString,
    /// What it is.
    pub entry_type: EntryType,
}

impl Folder {
    /// Lists the folder, sorted by name.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, FileError> {
        let mut entries = self.unsorted_entries().map_err(|error| fail(&self.path, error))?;
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// Lists the open folder without opening it a second time, which Linux allows.
    #[cfg(target_os = "linux")]
    fn unsorted_entries(&self) -> io::Result<Vec<Entry>> {
        use std::os::unix::ffi::OsStringExt;

        use rustix::fs::{FileType, RawDir, SeekFrom, seek};
        const ROOM: usize = 8 * 1024;
        // Such a handle cannot be listed: the folder was opened name by name, without read access.
        if seek(&self.dir, SeekFrom::Start(0)).is_err() {
            return self.list_reopened();
        }
        let mut room = Vec::with_capacity(ROOM);
        let mut listing = RawDir::new(&self.dir, room.spare_capacity_mut());
        let mut entries = Vec::new();
        while let Some(entry) = listing.next() {
            let entry = entry?;
            let name = OsString::from_vec(entry.file_name().to_bytes().to_vec());
            if name == "." || name == ".." {
                continue;
            }
            let entry_type = match entry.file_type() {
                FileType::RegularFile => EntryType::File,
                FileType::Directory => EntryType::Folder,
                FileType::Symlink => EntryType::Link,
                // Some file systems do not give the type here.
                FileType::Unknown => EntryType::of(&self.dir.symlink_metadata(&name)?.file_type()),
                _ => EntryType::Other,
            };
            entries.push(Entry { name, entry_type });
        }
        Ok(entries)
    }

    #[cfg(not(target_os = "linux"))]
    fn unsorted_entries(&self) -> io::Result<Vec<Entry>> {
        self.list_reopened()
    }

    fn list_reopened(&self) -> io::Result<Vec<Entry>> {
        let entry = |entry: io::Result<cap_std::fs::DirEntry>| {
            let entry = entry?;
            Ok(Entry { name: entry.file_name(), entry_type: EntryType::of(&entry.file_type()?) })
        };
        self.dir.entries()?.map(entry).collect()
    }

    /// Returns the type of the entry at a path below the folder; `None` if it is absent.
    ///
    /// # Errors
    /// When a folder on the way is a link, or the system refuses.
    pub fn entry_type(&self, path: impl AsRef<Path>) -> Result<Option<EntryType>, FileError> {
        Ok(self.metadata(path.as_ref())?.map(|found| EntryType::of(&found.file_type())))
    }

    /// Returns the metadata of a path below the folder, without following links; `None` if it is absent.
    ///
    /// # Errors
    /// When a folder on the way is a link, or the system refuses.
    pub fn metadata(&self, path: impl AsRef<Path>) -> Result<Option<Metadata>, FileError> {
        let path = path.as_ref();
        let (folder, name) = match self.parent_of(path) {
            Err(error) if error.is_absent() => return Ok(None),
            found => found?,
        };
        match folder.as_ref().unwrap_or(self).dir.symlink_metadata(name) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fail(&self.path.join(path), error)),
        }
    }
}
