//! Puts files into the output folder: unchanged ones stay, changed ones are replaced whole, old ones go.
//!
//! Files are staged beside the site while pages are still being rendered, and moved into place only when all of
//! them are there. So a build that fails leaves the last site as it was.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The list of files that the last build wrote; it marks the folder as ours.
const MANIFEST: &str = ".katalog";

/// The beginning of the name of the folder that a build collects new files in.
const STAGING_PREFIX: &str = ".katalog-staging-";

/// What the manifest says first, for people who find it.
const MANIFEST_HEAD: &str =
    "# Written by katalog: the files of this site. Files that are not listed are never touched.\n";

/// Why the site could not be published.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder holds files that no build wrote.
    NotOurs(PathBuf),
    /// A file stands where the site has one, and no build wrote it.
    Foreign(PathBuf),
    /// A file or folder could not be read or written.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PublishError::NotOurs(folder) => write!(
                f,
                "the output folder {} holds files that katalog did not write; nothing was changed\n\
                 name another folder with --output, or empty this one yourself",
                folder.display()
            ),
            PublishError::Foreign(path) => write!(
                f,
                "the site has a file {}, and one that katalog did not write stands there; nothing was changed\n\
                 move that file away, or name another folder with --output",
                path.display()
            ),
            PublishError::Io(path, error) => write!(f, "can not write {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for PublishError {}

/// An output folder that is being filled.
pub struct Output {
    root: PathBuf,
    staging: tempfile::TempDir,
    previous: BTreeSet<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Every file of the new site.
    files: BTreeSet<String>,
    /// Those that are new or changed.
    staged: Vec<String>,
}

/// What a build did to the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Files of the site.
    pub files: usize,
    /// Files that were new or changed.
    pub written: usize,
    /// Files that were gone.
    pub removed: usize,
}

impl Output {
    /// Opens `root`, which may be absent, empty or the site of an earlier build.
    ///
    /// # Errors
    /// When it holds anything else, or can not be written to.
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        let fail = |error| PublishError::Io(root.to_path_buf(), error);
        let previous = match fs::read_to_string(root.join(MANIFEST)) {
            Ok(manifest) => manifest.lines().filter(|line| stays_inside(line)).map(str::to_owned).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if root.exists() && !holds_nothing_else(root).map_err(fail)? {
                    return Err(PublishError::NotOurs(root.to_path_buf()));
                }
                BTreeSet::new()
            }
            Err(error) => return Err(fail(error)),
        };
        fs::create_dir_all(root).map_err(fail)?;
        remove_leftovers(root).map_err(fail)?;
        let staging = tempfile::Builder::new().prefix(STAGING_PREFIX).tempdir_in(root).map_err(fail)?;
        Ok(Output { root: root.to_path_buf(), staging, previous, state: Mutex::default() })
    }

    /// Adds a file; it is staged only if it is not there already, with the same bytes.
    ///
    /// # Errors
    /// When it can not be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let target = self.root.join(path);
        let is_ours = self.previous.contains(path);
        if !is_ours && target.exists() {
            return Err(PublishError::Foreign(target));
        }
        let unchanged = is_ours && fs::read(target).is_ok_and(|old| old == bytes);
        if !unchanged {
            let staged = self.stage(path)?;
            fs::write(&staged, bytes).map_err(|error| PublishError::Io(staged, error))?;
        }
        self.record(path, !unchanged);
        Ok(())
    }

    /// Adds a copy of the file `from`.
    ///
    /// # Errors
    /// When it can not be read or written.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), PublishError> {
        let bytes = fs::read(from).map_err(|error| PublishError::Io(from.to_path_buf(), error))?;
        self.put(path, &bytes)
    }

    fn stage(&self, path: &str) -> Result<PathBuf, PublishError> {
        let staged = self.staging.path().join(path);
        let folder = staged.parent().unwrap_or(self.staging.path());
        fs::create_dir_all(folder).map_err(|error| PublishError::Io(folder.to_path_buf(), error))?;
        Ok(staged)
    }

    fn record(&self, path: &str, staged: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.files.insert(path.to_owned());
        if staged {
            state.staged.push(path.to_owned());
        }
    }

    /// Moves the staged files into place and removes the files of the last build that are no more.
    ///
    /// # Errors
    /// When a file can not be moved or removed. Each file is whole also then, and the next build finishes the work.
    pub fn commit(self) -> Result<Summary, PublishError> {
        let Output { root, staging, previous, state } = self;
        let State { files, staged } = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        // First both old and new, so that whatever is interrupted now can be cleaned up by the next build.
        write_manifest(&root, files.union(&previous))?;
        let gone: Vec<&String> = previous.difference(&files).collect();
        for path in &gone {
            remove(&root, path)?;
        }
        for path in &staged {
            let target = root.join(path);
            let fail = |error| PublishError::Io(target.clone(), error);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(fail)?;
            }
            fs::rename(staging.path().join(path), &target).map_err(fail)?;
        }
        write_manifest(&root, files.iter())?;
        Ok(Summary { files: files.len(), written: staged.len(), removed: gone.len() })
    }
}

/// Whether a line of the manifest names a file below the output folder. No other one was written by a build.
fn stays_inside(line: &str) -> bool {
    !line.starts_with('#') && Path::new(line).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a folder is empty but for what a build that was interrupted left behind.
fn holds_nothing_else(root: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(root)? {
        if !is_staging(&entry?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what a build that was interrupted left behind.
fn remove_leftovers(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if is_staging(&entry.file_name()) && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn is_staging(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(STAGING_PREFIX.as_bytes())
}

fn write_manifest<'a>(root: &Path, files: impl Iterator<Item = &'a String>) -> Result<(), PublishError> {
    let mut manifest = MANIFEST_HEAD.to_owned();
    for path in files {
        manifest.push_str(path);
        manifest.push('\n');
    }
    let path = root.join(MANIFEST);
    if fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
        return Ok(());
    }
    let fail = |error| PublishError::Io(path.clone(), error);
    let mut file = tempfile::NamedTempFile::new_in(root).map_err(fail)?;
    io::Write::write_all(&mut file, manifest.as_bytes()).map_err(fail)?;
    file.persist(&path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Removes a file and the folders that become empty.
fn remove(root: &Path, path: &str) -> Result<(), PublishError> {
    let file = root.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(PublishError::Io(file, error)),
        _ => {}
    }
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root && fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
    Ok(())
}
