//! Files and folders, opened without following links. Only this folder uses `cap-std`.
//!
//! Content, themes, messages, schemas and the output folder can come from untrusted pull requests. A [`Folder`] is an
//! open directory; every path below it is resolved from that handle, and a link, a device or a pipe on the way is an
//! error. So nothing is read, written, moved or removed outside the folder.
//!
//! [`Folder::open`] decides which part of a path given by the user is trusted.

mod entries;
mod error;
mod named;
mod read;
mod write;

use std::io;
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, Metadata, OpenOptions};

pub use entries::{Entry, EntryType};
use error::fail;
pub use error::{FileError, Reason};
use named::Named;
pub(crate) use named::absolute;
pub use read::read_named;
pub(crate) use write::UNFINISHED;

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

    /// Returns what tells the folder apart from any other one, even one that is later at the same path: where the file
    /// system keeps it, and since when. Returns `None` where the system does not say.
    pub(crate) fn identity(&self) -> Option<String> {
        let own = self.own_metadata().ok()?;
        let created = own.created().ok()?.into_std().duration_since(std::time::UNIX_EPOCH).ok()?;
        #[cfg(unix)]
        let place = format!("{}-{}", own.dev(), own.ino());
        #[cfg(not(unix))]
        let place = String::new();
        Some(format!("{place}-{}", created.as_nanos()))
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
