//! Files and folders, opened without following links. Only this folder uses `cap-std`.
//!
//! Content, themes, messages, schemas and the output folder can come from untrusted pull requests. A [`Folder`] is an
//! open directory; every path below it is resolved from that handle, and a link, a device or a pipe on the way is an
//! error. So nothing is read, written, moved or removed outside the folder.
//!
//! [`Folder::open`] decides which part of a path given by the user is trusted.

mod error;
mod named;
mod write;

pub use error::{FileError, Reason};
pub(crate) use named::absolute;

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, Metadata, OpenOptions};

use error::fail;
use named::Named;

/// File metadata from the system; on Unix with the platform's own fields.
pub(crate) mod metadata {
    pub(crate) use cap_std::fs::Metadata;
    #[cfg(unix)]
    pub(crate) use cap_std::fs::MetadataExt;
}

/// An open folder. It gives access only to what is below it.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
    path: PathBuf,
}

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

/// What to open below a folder.
enum Opening {
    /// A folder, to list it or to open what is below it.
    Folder,
    /// A file, to read it.
    File,
    /// A file that does not exist yet, to write it.
    NewFile,
}

impl Folder {
    /// Opens a folder that the user named.
    ///
    /// The part of its path that a pull request can have changed is opened without following links: everything below
    /// the working folder, below a folder that contains `.git` or `content`, and everything a relative path names. The
    /// part above belongs to the owner of the machine, and its links are followed.
    ///
    /// # Errors
    /// When the folder is absent, the untrusted part of the path has a link, or it is not a folder.
    pub fn open(path: &Path) -> Result<Folder, FileError> {
        Named::new(path)?.open(false)
    }

    /// Opens a folder that the user named, like [`Folder::open`], and creates it first if it is absent.
    ///
    /// # Errors
    /// Those of [`Folder::open`], or when the folder cannot be created.
    pub fn create(path: &Path) -> Result<Folder, FileError> {
        Named::new(path)?.open(true)
    }

    /// Opens a folder like [`Folder::create`], and returns its parent folder, its name and the folder.
    ///
    /// # Errors
    /// Those of [`Folder::create`], or when it has no parent or its name is not UTF-8.
    pub fn create_in_parent(path: &Path) -> Result<(Folder, String, Folder), FileError> {
        let mut named = Named::new(path)?;
        let failed = |error| fail(path, error);
        let name = match named.below.pop() {
            Some(name) => name,
            None => {
                Dir::create_ambient_dir_all(&named.trusted, ambient_authority()).map_err(failed)?;
                // Resolves the owner's links, so that the folder they point to is used and they are kept.
                let whole = named.trusted.canonicalize().map_err(failed)?;
                let name = whole.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
                named.trusted = whole.parent().unwrap_or(&whole).to_path_buf();
                name.to_owned()
            }
        };
        let name = name.into_string().map_err(|_| failed(io::ErrorKind::InvalidInput.into()))?;
        let shown = path.parent().filter(|above| !above.as_os_str().is_empty());
        named.shown = shown.unwrap_or(Path::new(".")).to_path_buf();
        let parent = named.open(true)?;
        let folder = parent.step(name.as_ref(), true)?;
        Ok((parent, name, Folder { dir: folder.dir, path: path.to_path_buf() }))
    }

    /// The path of the folder, as the user wrote it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the folder with another path for messages.
    #[must_use]
    pub(crate) fn shown_as(self, path: &Path) -> Self {
        Folder { path: path.to_path_buf(), ..self }
    }

    /// Gives the folder the permissions of another one.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn set_permissions_of(&self, other: &Folder) -> Result<(), FileError> {
        let permissions = other.own_metadata()?.permissions();
        self.dir.set_permissions(".", permissions).map_err(|error| fail(&self.path, error))
    }

    /// Opens a folder below this one.
    ///
    /// # Errors
    /// When it is absent, a link or not a folder.
    pub fn folder(&self, path: impl AsRef<Path>) -> Result<Folder, FileError> {
        self.descend(path.as_ref(), false)
    }

    /// Opens a folder below this one; `None` if it is absent.
    ///
    /// # Errors
    /// When it is a link or not a folder.
    pub fn folder_if_present(&self, path: impl AsRef<Path>) -> Result<Option<Folder>, FileError> {
        match self.folder(path) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.is_absent() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a folder below this one, and creates it and its parents if they are absent.
    ///
    /// # Errors
    /// When one of them is a link, is not a folder, or cannot be created.
    pub fn create_folder(&self, path: impl AsRef<Path>) -> Result<Folder, FileError> {
        self.descend(path.as_ref(), true)
    }

    /// Creates a folder below this one, and its parents, if they are absent. Does not open it.
    ///
    /// # Errors
    /// When one of its parents is a link or not a folder, or one of them cannot be created.
    pub fn make_folder(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        let above = path.parent().unwrap_or(Path::new(""));
        let (parent, name) = match self.parent_of(path) {
            Err(error) if error.is_absent() => {
                self.make_folder(above)?;
                self.parent_of(path)?
            }
            found => found?,
        };
        match parent.as_ref().unwrap_or(self).dir.create_dir(name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(fail(&self.path.join(path), error))
            }
            _ => Ok(()),
        }
    }

    /// Creates a folder below this one that only this user may open.
    ///
    /// # Errors
    /// When the name already exists, or the folder cannot be created.
    pub fn create_private_folder(&self, name: &str) -> Result<Folder, FileError> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        {
            use cap_std::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        let path = self.path.join(name);
        self.dir.create_dir_with(name, &builder).map_err(|error| fail(&path, error))?;
        self.folder(name)
    }

    fn descend(&self, path: &Path, create: bool) -> Result<Folder, FileError> {
        if let Some(dir) = self.descend_at_once(path) {
            return Ok(Folder { dir, path: self.path.join(path) });
        }
        let mut names = path.components();
        match names.next_back() {
            None => Ok(Folder { dir: self.duplicate()?, path: self.path.clone() }),
            Some(Component::Normal(name)) if names.as_path().as_os_str().is_empty() => {
                self.step(name.as_ref(), create)
            }
            Some(Component::Normal(name)) => {
                self.descend(names.as_path(), create)?.step(name.as_ref(), create)
            }
            Some(_) => Err(FileError { path: self.path.join(path), reason: Reason::Outside }),
        }
    }

    fn open_at(&self, name: &Path) -> io::Result<Dir> {
        self.descend_at_once(name).map_or_else(|| self.dir.open_dir_nofollow(name), Ok)
    }

    /// Opens a folder below this one in one call. If that fails, callers resolve it name by name.
    fn descend_at_once(&self, path: &Path) -> Option<Dir> {
        let opened = self.open_at_once(path, &Opening::Folder)?.ok()?;
        Some(Dir::from_std_file(opened))
    }

    /// Opens an entry below this folder in one call; `None` if the system cannot refuse links by itself.
    #[cfg(target_os = "linux")]
    fn open_at_once(&self, path: &Path, opening: &Opening) -> Option<io::Result<std::fs::File>> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let (flags, mode) = match opening {
            Opening::Folder => (OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()),
            // Without this flag, opening a pipe would wait until something writes to it.
            Opening::File => (OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()),
            Opening::NewFile => (OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, Mode::from_raw_mode(0o666)),
        };
        let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        let is_plain = !path.as_os_str().is_empty()
            && path.components().all(|part| matches!(part, Component::Normal(_)));
        match is_plain.then(|| openat2(&self.dir, path, flags, mode, resolve))? {
            // The kernel is too old, or the call is forbidden here, or it raced with a rename.
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => None,
            opened => Some(opened.map(Into::into).map_err(Into::into)),
        }
    }

    /// Always `None`: this system cannot refuse links by itself.
    #[cfg(not(target_os = "linux"))]
    fn open_at_once(&self, _: &Path, _: &Opening) -> Option<io::Result<std::fs::File>> {
        None
    }

    fn step(&self, name: &Path, create: bool) -> Result<Folder, FileError> {
        let path = self.path.join(name);
        // It may exist already, or another thread may create it at the same time.
        let made = if create { self.dir.create_dir(name) } else { Ok(()) };
        let error = match self.open_at(name) {
            Ok(dir) => return Ok(Folder { dir, path }),
            Err(error) => error,
        };
        Err(match (self.dir.symlink_metadata(name), made) {
            (Ok(found), _) if found.is_symlink() => FileError { path, reason: Reason::Link },
            (Ok(found), _) if !found.is_dir() => FileError { path, reason: Reason::NotAFolder },
            (Err(_), Err(error)) => fail(&path, error),
            _ => fail(&path, error),
        })
    }

    fn duplicate(&self) -> Result<Dir, FileError> {
        self.dir.try_clone().map_err(|error| fail(&self.path, error))
    }

    /// Splits a path into its folder (`None` if that is this one) and its name.
    fn parent_of<'a>(&self, path: &'a Path) -> Result<(Option<Folder>, &'a Path), FileError> {
        let outside = || FileError { path: self.path.join(path), reason: Reason::Outside };
        let mut names = path.components();
        let Some(Component::Normal(name)) = names.next_back() else { return Err(outside()) };
        let above = names.as_path();
        let folder = if above.as_os_str().is_empty() { None } else { Some(self.folder(above)?) };
        Ok((folder, Path::new(name)))
    }

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

    /// The file descriptor of the open folder, for calls that only Unix has.
    #[cfg(unix)]
    pub(crate) fn descriptor(&self) -> std::os::fd::BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.dir)
    }

    /// Returns the metadata of the folder itself.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn own_metadata(&self) -> Result<Metadata, FileError> {
        self.dir.dir_metadata().map_err(|error| fail(&self.path, error))
    }

    /// Opens a file to lock it, and creates it if it is absent.
    ///
    /// # Errors
    /// When it is a link, is not a regular file, or cannot be created.
    pub fn open_to_lock(&self, name: &str) -> Result<std::fs::File, FileError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).follow(FollowSymlinks::No);
        #[cfg(unix)]
        {
            use cap_std::fs::OpenOptionsExt;
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
        let path = self.path.join(name);
        let file = match self.dir.open_with(name, &options) {
            Ok(file) => file,
            Err(error) => {
                return Err(match self.dir.symlink_metadata(name) {
                    Ok(found) if found.is_symlink() => FileError { path, reason: Reason::Link },
                    Ok(found) if !found.is_file() => FileError { path, reason: Reason::NotAFile },
                    _ => fail(&path, error),
                });
            }
        };
        match file.metadata() {
            Ok(found) if found.is_file() => Ok(file.into_std()),
            Ok(_) => Err(FileError { path, reason: Reason::NotAFile }),
            Err(error) => Err(fail(&path, error)),
        }
    }

    /// Returns whether an open file is the one that has this name in the folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn is_same_file(&self, name: &str, file: &std::fs::File) -> Result<bool, FileError> {
        let failed = |error| fail(&self.path.join(name), error);
        let open = Metadata::from_file(file).map_err(failed)?;
        Ok(self.metadata(name)?.is_some_and(|found| (found.dev(), found.ino()) == (open.dev(), open.ino())))
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
