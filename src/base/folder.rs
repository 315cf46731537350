//! Files and folders, opened without following links. The only user of `cap-std`.
//!
//! Content, themes, messages, schemas and the output folder can come from untrusted pull requests. A [`Folder`] is an
//! open directory; every path below it is resolved from that handle, and a link, a device or a pipe on the way is an
//! error. So nothing is read, written, moved or removed outside the folder.
//!
//! [`Folder::open`] decides which part of a path given by the user is trusted.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, Metadata, OpenOptions};

use crate::base::visible;

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

/// The name prefix of files that are being written. They remain only if the program is killed.
const UNFINISHED: &str = ".katalog-new-";

/// Makes the names of unfinished files unique within a run.
static UNFINISHED_COUNT: AtomicU64 = AtomicU64::new(0);

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
    pub fn link(&self, from: &str, to: &Folder, target: &str) -> Result<(), FileError> {
        let (from_folder, from_name) = self.parent_of(from.as_ref())?;
        let (to_folder, to_name) = to.parent_of(target.as_ref())?;
        let (from_folder, to_folder) =
            (from_folder.as_ref().unwrap_or(self), to_folder.as_ref().unwrap_or(to));
        if from_folder.dir.hard_link(from_name, &to_folder.dir, to_name).is_ok() {
            return Ok(());
        }
        let bytes = self.read(from, u64::MAX - 1)?;
        to.write_new(target, &bytes).map(drop)
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
        let whole = self.path.join(path);
        folder.dir.remove_open_dir_all().map_err(|error| fail(&whole, error))
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

/// A folder that the user named, split into the trusted part, whose links are followed, and the names below it.
struct Named {
    shown: PathBuf,
    trusted: PathBuf,
    below: Vec<OsString>,
}

impl Named {
    fn new(path: &Path) -> Result<Self, FileError> {
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

    fn open(self, create: bool) -> Result<Folder, FileError> {
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

fn fail(path: &Path, error: io::Error) -> FileError {
    FileError { path: path.to_path_buf(), reason: Reason::Io(error) }
}
