//! Puts files into the output folder: unchanged ones stay, changed ones are replaced whole, old ones go.
//!
//! Files are staged beside the site while pages are still being rendered, and moved into place only when all of
//! them are there. So a build that fails leaves the last site as it was. An atomic build stages the whole site beside
//! the output folder, and the two change places in one step.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::hash::Digest;

/// The list of files that the last build wrote; it marks the folder as ours.
const MANIFEST: &str = ".katalog";

/// The beginning of the name of the folder that a build collects new files in.
const STAGING_PREFIX: &str = ".katalog-staging-";

/// The folder within it that holds the files of the new site.
const STAGED_SITE: &str = "site";

/// What the manifest says first, for people who find it.
const MANIFEST_HEAD: &str = "# Written by katalog: the files of this site. Files that are not listed are never touched.\n\
    # Behind a file stand its size in bytes, and a digest of what it was made from.\n";

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

/// How the new site takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacing {
    /// File by file.
    Files,
    /// The whole folder at once. What no build wrote goes with it.
    Folder,
}

/// An output folder that is being filled.
pub struct Output {
    root: PathBuf,
    replacing: Replacing,
    staging: tempfile::TempDir,
    previous: Manifest,
    state: Mutex<State>,
}

/// The files of a site.
type Files = BTreeMap<String, Option<Origin>>;

/// How a file came about, where that says whether it has to be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Origin {
    /// In bytes.
    size: u64,
    inputs: Digest,
}

/// What the last build wrote.
#[derive(Default)]
struct Manifest {
    files: Files,
    /// When it was complete.
    written: Option<Moment>,
}

#[derive(Default)]
struct State {
    /// Every file of the new site.
    files: Files,
    /// Those that are new or changed.
    staged: Vec<String>,
    /// Whether one was touched since the last build, and is as it was all the same.
    is_touched: bool,
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
    pub fn open(root: &Path, replacing: Replacing) -> Result<Self, PublishError> {
        let fail = |error| PublishError::Io(root.to_path_buf(), error);
        // A link keeps leading where it leads.
        let path = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        if let Some(swap) = Swap::of(&path) {
            swap.finish().map_err(fail)?;
        }
        let previous = match Manifest::read(root) {
            Ok(manifest) => manifest,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if root.exists() && !holds_nothing_else(root).map_err(fail)? {
                    return Err(PublishError::NotOurs(root.to_path_buf()));
                }
                Manifest::default()
            }
            Err(error) => return Err(fail(error)),
        };
        fs::create_dir_all(root).map_err(fail)?;
        remove_leftovers(root, STAGING_PREFIX).map_err(fail)?;
        let root = root.canonicalize().map_err(fail)?;
        let staging = match replacing {
            Replacing::Files => {
                tempfile::Builder::new().prefix(STAGING_PREFIX).tempdir_in(&root).map_err(fail)?
            }
            Replacing::Folder => {
                let swap = Swap::of(&root).ok_or_else(|| fail(io::ErrorKind::InvalidInput.into()))?;
                swap.stage().map_err(|error| PublishError::Io(swap.parent.clone(), error))?
            }
        };
        Ok(Output { root, replacing, staging, previous, state: Mutex::default() })
    }

    /// Keeps some files of the last build for this one, if that made all of them from the same inputs, and nobody has
    /// touched one since. Says whether they were kept.
    ///
    /// # Errors
    /// When the new site has its own folder, and one can not be brought there.
    pub fn keep(&self, paths: &[&str], inputs: Digest) -> Result<bool, PublishError> {
        let mut kept = Vec::new();
        for path in paths {
            match self.previous.files.get(*path).copied().flatten() {
                Some(origin) if origin.inputs == inputs && self.is_untouched(path, origin) => {
                    kept.push((*path, origin));
                }
                _ => return Ok(false),
            }
        }
        for (path, origin) in kept {
            if self.replacing == Replacing::Folder {
                self.stage_same(path)?;
            }
            self.record(path, Some(origin), false);
        }
        Ok(true)
    }

    /// Whether the last build wrote a file.
    pub fn is_listed(&self, path: &str) -> bool {
        self.previous.files.contains_key(path)
    }

    /// The files of the last build that were made from some inputs.
    pub fn made_from(&self, inputs: Digest) -> Vec<&str> {
        let is_from = |origin: &Option<Origin>| origin.is_some_and(|origin| origin.inputs == inputs);
        let files = self.previous.files.iter().filter(|(_, origin)| is_from(origin));
        files.map(|(path, _)| path.as_str()).collect()
    }

    /// Whether a file is as the last build left it: nothing has happened to it since that was complete.
    fn is_untouched(&self, path: &str, origin: Origin) -> bool {
        let Ok(metadata) = self.root.join(path).symlink_metadata() else { return false };
        let is_older = moment(&metadata).is_some_and(|changed| Some(changed) < self.previous.written);
        metadata.is_file() && metadata.len() == origin.size && is_older
    }

    /// Adds a file; it is staged only if it is not there already, with the same bytes. `inputs` are those that it was
    /// made from, if the next build may keep it for their sake.
    ///
    /// # Errors
    /// When it can not be written.
    pub fn put(&self, path: &str, bytes: &[u8], inputs: Option<Digest>) -> Result<(), PublishError> {
        let target = self.root.join(path);
        let is_ours = self.is_listed(path);
        if !is_ours && let Some(foreign) = self.foreign(path) {
            return Err(PublishError::Foreign(foreign));
        }
        let unchanged = is_ours && is_plain(&target) && fs::read(&target).is_ok_and(|old| old == bytes);
        if !unchanged {
            let staged = self.stage(path)?;
            fs::write(&staged, bytes).map_err(|error| PublishError::Io(staged, error))?;
        } else if self.replacing == Replacing::Folder {
            self.stage_same(path)?;
        } else if inputs.is_some() {
            self.state().is_touched = true;
        }
        self.record(path, inputs.map(|inputs| Origin { size: bytes.len() as u64, inputs }), !unchanged);
        Ok(())
    }

    /// What stands where a new file, or a folder above it, is to stand, and was written by no build.
    fn foreign(&self, path: &str) -> Option<PathBuf> {
        // An output folder without a site is empty.
        self.previous.written?;
        let target = self.root.join(path);
        if target.symlink_metadata().is_ok() {
            return Some(target);
        }
        let folders = Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new(""));
        let is_ours = |folder: &Path| folder.to_str().is_some_and(|folder| self.is_listed(folder));
        let blocked = |folder: &&Path| {
            self.root.join(folder).metadata().is_ok_and(|found| !found.is_dir()) && !is_ours(folder)
        };
        folders.into_iter().find(blocked).map(|folder| self.root.join(folder))
    }

    /// Adds a copy of the file `from`.
    ///
    /// # Errors
    /// When it can not be read or written.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), PublishError> {
        let bytes = fs::read(from).map_err(|error| PublishError::Io(from.to_path_buf(), error))?;
        self.put(path, &bytes, None)
    }

    /// Has the file of the last build stand in the folder of the new site too.
    fn stage_same(&self, path: &str) -> Result<(), PublishError> {
        let staged = self.stage(path)?;
        keep(&self.root.join(path), &staged).map_err(|error| PublishError::Io(staged, error))
    }

    fn stage(&self, path: &str) -> Result<PathBuf, PublishError> {
        let staged = self.staged_site().join(path);
        let folder = staged.parent().unwrap_or(self.staging.path());
        fs::create_dir_all(folder).map_err(|error| PublishError::Io(folder.to_path_buf(), error))?;
        Ok(staged)
    }

    /// The folder for the files of the new site. The staging folder itself is closed to others.
    fn staged_site(&self) -> PathBuf {
        self.staging.path().join(STAGED_SITE)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, path: &str, origin: Option<Origin>, staged: bool) {
        let mut state = self.state();
        state.files.insert(path.to_owned(), origin);
        if staged {
            state.staged.push(path.to_owned());
        }
    }

    /// Moves the staged files into place and removes the files of the last build that are no more.
    ///
    /// # Errors
    /// When a file can not be moved or removed. Each file is whole also then, and the next build finishes the work.
    pub fn commit(self) -> Result<Summary, PublishError> {
        let staged_site = self.staged_site();
        let Output { root, replacing, staging, previous, state } = self;
        let State { files, staged, is_touched } = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Manifest { files: previous, written } = previous;
        let gone: Vec<&String> = previous.keys().filter(|path| !files.contains_key(*path)).collect();
        match replacing {
            Replacing::Files => {
                if !staged.is_empty() || !gone.is_empty() {
                    // First both old and new, so that whatever is interrupted now can be cleaned up by the next build;
                    // and nothing of how they came about, which is no longer sure.
                    let all: BTreeSet<&String> = files.keys().chain(previous.keys()).collect();
                    write_manifest(&root, staging.path(), all.into_iter().map(|path| (path, None)))?;
                }
                for path in &gone {
                    remove(&root, path)?;
                }
                if written.is_none() {
                    move_all(&staged_site, &root)?;
                } else {
                    staged.par_iter().try_for_each(|path| move_one(path, &staged_site, &root))?;
                }
                write_manifest(&root, staging.path(), files.iter().map(|(path, origin)| (path, *origin)))?;
                if is_touched || !staged.is_empty() {
                    date_manifest(&root, &root.join(staged.last().map_or(MANIFEST, String::as_str)));
                }
            }
            Replacing::Folder => {
                let fail = |error| PublishError::Io(root.clone(), error);
                fs::create_dir_all(&staged_site).map_err(fail)?;
                keep_foreign(&root, &staged_site, &previous).map_err(fail)?;
                let files = files.iter().map(|(path, origin)| (path, *origin));
                write_manifest(&staged_site, staging.path(), files)?;
                fs::set_permissions(&staged_site, fs::metadata(&root).map_err(fail)?.permissions())
                    .map_err(fail)?;
                let swap = Swap::of(&root).ok_or_else(|| fail(io::ErrorKind::InvalidInput.into()))?;
                swap.with(&staged_site).map_err(fail)?;
                // Files that both sites share are touched once more when the old one goes.
                if staging.close().is_ok() {
                    date_manifest(&root, &swap.parent);
                }
            }
        }
        Ok(Summary { files: files.len(), written: staged.len(), removed: gone.len() })
    }
}

/// Moves one file of a staged site into place.
fn move_one(path: &str, staged_site: &Path, root: &Path) -> Result<(), PublishError> {
    let target = root.join(path);
    let fail = |error| PublishError::Io(target.clone(), error);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::rename(staged_site.join(path), &target).map_err(fail)
}

/// Moves all of a staged site into a folder that has no site yet: whole folders at once.
fn move_all(staged_site: &Path, root: &Path) -> Result<(), PublishError> {
    let fail = |error| PublishError::Io(staged_site.to_path_buf(), error);
    for entry in fs::read_dir(staged_site).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let target = root.join(entry.file_name());
        fs::rename(entry.path(), &target).map_err(|error| PublishError::Io(target, error))?;
    }
    Ok(())
}

/// Two folders that change places: the output folder, and one beside it in which the new site was staged.
struct Swap {
    root: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Swap {
    /// Nothing if the folder has no name or none in UTF-8, like the root of a disk.
    fn of(root: &Path) -> Option<Self> {
        let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = root.file_name()?.to_str()?.to_owned();
        Some(Swap { root: root.to_path_buf(), parent: parent.to_path_buf(), name })
    }

    fn prefix(&self) -> String {
        format!(".{}{STAGING_PREFIX}", self.name)
    }

    /// Where the old site stands for a moment, if the system can not let two folders change places in one step.
    fn aside(&self) -> PathBuf {
        self.parent.join(format!("{}old", self.prefix()))
    }

    fn stage(&self) -> io::Result<tempfile::TempDir> {
        tempfile::Builder::new().prefix(&self.prefix()).tempdir_in(&self.parent)
    }

    /// Cleans up behind a build that was interrupted.
    fn finish(&self) -> io::Result<()> {
        if self.aside().exists() && !self.root.exists() {
            fs::rename(self.aside(), &self.root)?;
        }
        if self.parent.is_dir() { remove_leftovers(&self.parent, &self.prefix()) } else { Ok(()) }
    }

    fn with(&self, staged: &Path) -> io::Result<()> {
        if exchange(staged, &self.root)? {
            return Ok(());
        }
        fs::rename(&self.root, self.aside())?;
        let outcome = fs::rename(staged, &self.root);
        if outcome.is_err() {
            fs::rename(self.aside(), &self.root)?;
            return outcome;
        }
        fs::remove_dir_all(self.aside())
    }
}

/// Lets two folders change places in one step; says whether the system can.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Lets two folders change places in one step; says whether the system can.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Whether a file stands there, not a link to one.
fn is_plain(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

/// The same file at another place: with its time, and without another copy where the system allows it.
fn keep(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| {
        fs::copy(from, to)?;
        fs::File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
    })
}

/// Keeps what no build wrote: files, links and empty folders.
fn keep_foreign(root: &Path, staged: &Path, previous: &Files) -> io::Result<()> {
    for entry in WalkDir::new(root).min_depth(1) {
        let entry = entry?;
        let Ok(below) = entry.path().strip_prefix(root) else { continue };
        let is_ours = below.to_str().is_some_and(|path| path == MANIFEST || previous.contains_key(path));
        let target = staged.join(below);
        let has_children = || fs::read_dir(entry.path()).is_ok_and(|mut children| children.next().is_some());
        if is_ours || (entry.file_type().is_dir() && has_children()) {
            continue;
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else if entry.file_type().is_file() {
            keep(entry.path(), &target)?;
        } else {
            fs::hard_link(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// When anything last happened to a file: to its bytes, its name, or what is known of it. Programs can not set it.
#[cfg(unix)]
type Moment = (i64, i64);

#[cfg(unix)]
fn moment(metadata: &fs::Metadata) -> Option<Moment> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ctime(), metadata.ctime_nsec()))
}

/// When the bytes of a file were last changed: the system tells no more.
#[cfg(not(unix))]
type Moment = std::time::SystemTime;

#[cfg(not(unix))]
fn moment(metadata: &fs::Metadata) -> Option<Moment> {
    metadata.modified().ok()
}

/// How often the manifest is dated anew until it is later than the files: clocks of file systems go on every ten
/// milliseconds or sooner.
const DATINGS: usize = 20;

/// Dates the manifest of `root` later than what has happened to the files, of which the last is what happened to `last`.
/// A file that is as late as the manifest is made again by the next build; so are all where the system refuses.
fn date_manifest(root: &Path, last: &Path) {
    let manifest = root.join(MANIFEST);
    let before = last.symlink_metadata().ok().and_then(|metadata| moment(&metadata));
    for _ in 0..DATINGS {
        let Ok(metadata) = manifest.metadata() else { return };
        if moment(&metadata) > before || fs::set_permissions(&manifest, metadata.permissions()).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

impl Manifest {
    fn read(root: &Path) -> io::Result<Self> {
        let path = root.join(MANIFEST);
        let text = fs::read_to_string(&path)?;
        // No name of a file can hold a tab: those of documents are refused when they are read.
        let file = |line: &str| {
            let (path, origin) = line.split_once('\t').unwrap_or((line, ""));
            stays_inside(path).then(|| (path.to_owned(), Origin::parse(origin)))
        };
        Ok(Manifest { files: text.lines().filter_map(file).collect(), written: moment(&path.metadata()?) })
    }
}

impl Origin {
    fn parse(text: &str) -> Option<Self> {
        let (size, inputs) = text.split_once('\t')?;
        Some(Origin { size: size.parse().ok()?, inputs: inputs.parse().ok()? })
    }
}

/// Whether a line of the manifest names a file below the output folder. No other one was written by a build.
fn stays_inside(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with('#')
        && Path::new(line).components().all(|part| matches!(part, Component::Normal(_)))
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
fn remove_leftovers(folder: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_staging = entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes());
        if is_staging && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn is_staging(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(STAGING_PREFIX.as_bytes())
}

/// Writes the manifest whole. It is begun in `staging`, so that nothing of it is left if the build is interrupted.
fn write_manifest<'a>(
    root: &Path,
    staging: &Path,
    files: impl Iterator<Item = (&'a String, Option<Origin>)>,
) -> Result<(), PublishError> {
    let mut manifest = MANIFEST_HEAD.to_owned();
    for (path, origin) in files {
        manifest.push_str(path);
        if let Some(Origin { size, inputs }) = origin {
            manifest.push_str(&format!("\t{size}\t{inputs}"));
        }
        manifest.push('\n');
    }
    let path = root.join(MANIFEST);
    if fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
        return Ok(());
    }
    let fail = |error| PublishError::Io(path.clone(), error);
    let staged = staging.join(MANIFEST);
    fs::write(&staged, manifest).map_err(fail)?;
    fs::rename(&staged, &path).map_err(fail)
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
