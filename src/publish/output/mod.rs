//! Writes the output folder: unchanged files stay, changed ones are replaced in one step, obsolete ones are removed.
//!
//! Files are staged while pages are being rendered, and moved into place only when all of them are complete. So a
//! build that fails leaves the last site unchanged. An atomic build stages the whole site next to the output folder,
//! and swaps the two in one step where the system can.
//!
//! The output folder is untrusted input: a pull request can contain one. So `list` only says which files may be
//! replaced or removed, and `record`, which nobody else can write, says which may be kept. `lock` allows one build at
//! a time, and `found` lists the contents of the folder before the build.

mod commit;
mod error;
mod found;
mod keep_apart;
mod list;
mod lock;
mod record;
mod swap;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::base::folder::{self, Entry, EntryType, FileError, Folder};
use crate::base::hash::Digest;
use crate::content::read::MAX_DOCUMENT_BYTES;
pub use error::PublishError;
use found::{Found, Stamp, Thing};
pub use keep_apart::keep_apart;
use keep_apart::whole_path;
use list::{Content, LIST, Listed};
use lock::{Lock, Wait};
pub use record::Whole;
use record::{Record, RecordFile};
use swap::Staging;

/// How the new site replaces the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacing {
    /// File by file.
    Files,
    /// The whole folder at once. The new folder takes over the files that no build wrote.
    Folder,
}

/// Where and how a site is published.
pub struct Destination<'a> {
    /// The folder of the catalogue, whose files may come from strangers.
    pub root: &'a Path,
    /// The output folder.
    pub output: &'a Path,
    /// How the new site replaces the old one.
    pub replacing: Replacing,
    /// The folder where this machine records the sites that it built. Without it, no file of an earlier build is kept.
    pub records: Option<&'a Path>,
    /// Returns whether a path can be that of a site's file, for any content.
    pub is_site_path: &'a dyn Fn(&str) -> bool,
    /// Whether other files in the folder stop the build, because they would be published with the site.
    pub refuses_strangers: bool,
    /// Called once before this build waits for another one that writes into the folder. `None` makes that an error.
    pub waiting: Option<&'a (dyn Fn() + Sync)>,
    /// Whether the list of files is kept beside the folder, because readers could open it there.
    pub hides_list: bool,
    /// What the site may have.
    pub limits: Limits,
}

/// The limits of a site.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum size on the disk, in bytes.
    pub disk: u64,
    /// The maximum number of files.
    pub files: usize,
    /// The limits of the host, if it has some.
    pub host: Option<HostLimits>,
}

/// The limits of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostLimits {
    /// The name of the host.
    pub host: &'static str,
    /// The maximum number of files.
    pub files: usize,
    /// The maximum size of a file, in bytes.
    pub file: u64,
    /// The maximum size of all files, in bytes.
    pub all: u64,
}

/// An output folder that is being filled.
pub struct Output {
    parent: Folder,
    /// The name of the output folder in its parent.
    name: String,
    shown: PathBuf,
    root: Folder,
    replacing: Replacing,
    refuses_strangers: bool,
    hides_list: bool,
    limits: Limits,
    /// The number of bytes of the old site that were compared with its list.
    compared: AtomicU64,
    staging: Staging,
    listed: Listed,
    /// The text of the list.
    list: Vec<u8>,
    /// Whether the folder holds a site.
    is_site: bool,
    found: Found,
    record: Record,
    record_file: Option<RecordFile>,
    /// What the record will say of this build as a whole.
    whole: Option<Whole>,
    state: Mutex<State>,
    // Released last.
    _lock: Lock,
    _outer: Vec<Lock>,
}

/// A file of the new site.
#[derive(Clone, Copy)]
struct NewFile {
    content: Content,
    /// The digest of its inputs, if that decides whether it must be made again.
    inputs: Option<Digest>,
    /// `None` if it is not known yet.
    stamp: Option<Stamp>,
    is_staged: bool,
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, NewFile>,
    /// The size of all files, in bytes.
    size: u64,
    /// The room that they take on the disk, in bytes.
    disk: u64,
}

/// The changes that a build made to the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The number of files of the site.
    pub files: usize,
    /// The number of new or changed files.
    pub written: usize,
    /// The number of removed files.
    pub removed: usize,
    /// The files that were left alone: those that no build wrote, and files of the last site that have been changed
    /// since and do not belong to the new one.
    pub strangers: Vec<String>,
}

/// The repository of a published site, which is not part of the site.
const REPOSITORY: &str = ".git";

/// The name of a page's file in its folder.
const PAGE_NAME: &str = "index.html";

/// The number of bytes in which a disk gives room to files. Even an empty file takes this much.
const BLOCK: u64 = 4096;

/// Returns the name of the lock file next to an output folder.
fn lock_name(output: &str) -> String {
    format!(".{output}.katalog-lock")
}

/// The name of the lock file in an output folder whose parent cannot be written to.
const LOCK_INSIDE: &str = ".katalog-lock";

fn take_lock(parent: &Folder, name: &str, root: &Folder, wait: Wait<'_>) -> Result<Lock, PublishError> {
    match Lock::take(parent.folder("")?, lock_name(name), wait) {
        Err(PublishError::File(error)) if error.is_refused() => {
            Lock::take(root.folder("")?, LOCK_INSIDE.to_owned(), wait)
        }
        taken => taken,
    }
}

/// Locks the output folders that contain an output folder, from the outermost in: a build that swaps one of them would
/// take away what is being written in it.
///
/// A folder that contains the catalogue is no output folder, whatever a file in it pretends, so nothing is written there.
fn lock_outer(output: &Path, root: &Path, wait: Wait<'_>) -> Result<Vec<Lock>, PublishError> {
    let (whole, whole_root) = (whole_path(output), whole_path(root));
    let is_outer = |path: &&Path| !whole_root.starts_with(path) && is_output(path);
    let mut above: Vec<&Path> = whole.ancestors().skip(1).filter(is_outer).collect();
    above.reverse();
    let lock = |path: &Path| {
        let (parent, name, root) = Folder::create_in_parent(path).map_err(PublishError::File)?;
        match take_lock(&parent, &name, &root, wait) {
            // Nor can this user build there.
            Err(PublishError::File(error)) if error.is_refused() => Ok(None),
            taken => taken.map(Some),
        }
    };
    above.into_iter().filter_map(|path| lock(path).transpose()).collect()
}

/// Returns whether a folder is the output of a build.
fn is_output(path: &Path) -> bool {
    let beside = path.file_name().and_then(OsStr::to_str).map(list::name_beside);
    let is_file = |list: &Path| list.symlink_metadata().is_ok_and(|found| found.is_file());
    is_file(&path.join(LIST)) || beside.is_some_and(|name| is_file(&path.with_file_name(name)))
}

/// Returns whether an entry at the top of an output folder is katalog's own or a repository. Only things of the type that
/// katalog makes are its own: anybody could bring a page with such a name.
fn is_own(entry: &Entry) -> bool {
    let name = &*entry.name;
    name == REPOSITORY
        || match entry.entry_type {
            EntryType::File => name == LIST || name == LOCK_INSIDE,
            EntryType::Folder => name.as_encoded_bytes().starts_with(swap::STAGING_PREFIX.as_bytes()),
            EntryType::Link | EntryType::Other => false,
        }
}

/// Returns the lock within an output folder if it is a file with content, which katalog never writes.
fn foreign_lock(root: &Folder) -> Result<Option<(OsString, Thing)>, FileError> {
    let metadata = root.metadata(LOCK_INSIDE)?.filter(|metadata| metadata.is_file() && metadata.len() > 0);
    Ok(metadata.map(|metadata| {
        (LOCK_INSIDE.into(), Thing::File { size: metadata.len(), stamp: Stamp::of(&metadata) })
    }))
}

/// Removes the unfinished files of killed builds.
fn remove_unfinished(root: &Folder) -> Result<(), FileError> {
    for entry in root.entries()? {
        if entry.entry_type == EntryType::File && Folder::is_unfinished(&entry.name) {
            root.remove_file(&entry.name)?;
        }
    }
    Ok(())
}

/// Returns whether the record of an output folder is of a whole build from these inputs.
pub(crate) fn was_built_from(records: &Path, output: &Path, inputs: Digest) -> bool {
    RecordFile::new(records, &whole_path(output)).is_of(inputs)
}

impl Output {
    /// Opens an output folder, which may be missing, empty or the site of an earlier build.
    ///
    /// # Errors
    /// If it contains anything else, another build is writing into it, or it cannot be written to.
    pub fn open(destination: &Destination<'_>) -> Result<Self, PublishError> {
        let &Destination {
            root: catalogue,
            output,
            replacing,
            records,
            is_site_path,
            refuses_strangers,
            waiting,
            hides_list,
            limits,
        } = destination;
        let outer = lock_outer(output, catalogue, waiting.map_or(Wait::No, Wait::Tell))?;
        let (parent, name, root) = Folder::create_in_parent(output).map_err(|error| match error.reason {
            folder::Reason::Link => PublishError::Link(error.path),
            _ => PublishError::File(error),
        })?;
        let lock = take_lock(&parent, &name, &root, waiting.map_or(Wait::No, Wait::Tell))?;
        list::put_into(&parent, &name)?;
        swap::put_back(&parent, &name)?;
        // In the meantime, another build may have put a new folder there.
        let root = parent.create_folder(&name)?.shown_as(output);
        let read = list::read(&root, is_site_path)?;
        let is_site = read.is_some();
        if !is_site && !root.entries()?.iter().all(is_own) {
            return Err(PublishError::NotOurs(output.to_path_buf()));
        }
        let (listed, list) = read.unwrap_or_default();
        // A new folder takes over the repository together with everything else.
        let is_skipped =
            |entry: &Entry| is_own(entry) && (entry.name != REPOSITORY || replacing == Replacing::Files);
        remove_unfinished(&root)?;
        let mut found = found::look(&root, &is_skipped)?;
        found.extend(foreign_lock(&root)?);
        let canonical = whole_path(output);
        let record_file = records.map(|records| RecordFile::new(records, &canonical));
        let record = record_file.as_ref().map(|file| file.read(&list)).unwrap_or_default();
        let staging = match replacing {
            Replacing::Files => Staging::new(root.folder("")?, swap::STAGING_PREFIX)?,
            Replacing::Folder => Staging::new(parent.folder("")?, &swap::prefix_beside(&name))?,
        };
        Ok(Output {
            parent,
            name,
            shown: output.to_path_buf(),
            root,
            replacing,
            refuses_strangers,
            hides_list,
            limits,
            compared: AtomicU64::new(0),
            staging,
            listed,
            list,
            is_site,
            found,
            record,
            record_file,
            whole: None,
            state: Mutex::default(),
            _lock: lock,
            _outer: outer,
        })
    }

    /// Keeps some files of the last build if all of them were made from the same inputs and none has changed since.
    /// Returns whether they were kept.
    ///
    /// # Errors
    /// If a file cannot be brought into the folder of the new site, or the site becomes too large.
    pub fn keep(&self, paths: &[&str], inputs: Digest) -> Result<bool, PublishError> {
        let mut kept = Vec::new();
        for path in paths {
            match self.record.files.get(*path) {
                Some(made) if made.inputs == inputs => match self.untouched(path, made.stamp) {
                    Some(file) => kept.push((*path, NewFile { inputs: Some(inputs), ..file })),
                    None => return Ok(false),
                },
                _ => return Ok(false),
            }
        }
        for (path, file) in kept {
            self.stage_same(path)?;
            self.record(path, file)?;
        }
        Ok(true)
    }

    /// Returns the number of files of the last build and what its site holds, if it was made from these inputs, there was
    /// nothing to tell about it, and nothing in the folder has changed since.
    pub fn untouched_site(self, inputs: Digest) -> Option<(usize, String)> {
        let whole = self.record.whole.as_ref().filter(|whole| whole.inputs == inputs)?;
        let is_untouched = |(path, _): (&String, _)| {
            let made = self.record.files.get(path).and_then(|made| made.stamp);
            self.untouched(path, made).is_some()
        };
        let is_whole = self.is_free_of_strangers() && self.listed.par_iter().all(is_untouched);
        is_whole.then(|| (self.listed.len(), whole.extent.clone()))
    }

    /// Returns whether the last build wrote a file.
    pub fn is_listed(&self, path: &str) -> bool {
        self.listed.contains_key(path)
    }

    /// Returns whether the last build made a file from these inputs.
    pub fn was_made_from(&self, path: &str, inputs: Digest) -> bool {
        self.record.files.get(path).is_some_and(|made| made.inputs == inputs)
    }

    /// Returns the files that the last build made from these inputs.
    pub fn made_from(&self, inputs: Digest) -> Vec<&str> {
        let files = self.record.files.iter().filter(|(_, made)| made.inputs == inputs);
        files.map(|(path, _)| path.as_str()).collect()
    }

    /// Returns a file if it is as the last build left it: its stamp is the same, or it still has the listed digest.
    fn untouched(&self, path: &str, made: Option<Stamp>) -> Option<NewFile> {
        let content = self.listed.get(path).copied().flatten()?;
        let Some(Thing::File { size, stamp }) = self.found.get(OsStr::new(path)) else { return None };
        if *size != content.size {
            return None;
        }
        let is_older = |stamp: Stamp| self.record.listed.is_some_and(|listed| stamp.is_before(listed));
        let is_untouched = stamp.is_some() && *stamp == made && stamp.is_some_and(is_older);
        let is_same = || {
            self.root.read(path, content.size).is_ok_and(|bytes| Digest::of_bytes(&bytes) == content.digest)
        };
        let file = NewFile { content, inputs: None, stamp: *stamp, is_staged: false };
        (is_untouched || is_same()).then_some(file)
    }

    /// Adds a file. Stages it only if the last build did not write the same bytes. `inputs` is the digest of its
    /// inputs, if the next build may keep the file when that is the same.
    ///
    /// # Errors
    /// If it cannot be written, or something that no build wrote is in its place.
    pub fn put(&self, path: &str, bytes: &[u8], inputs: Option<Digest>) -> Result<(), PublishError> {
        self.refuse_blocked(path)?;
        let content = Content::of(bytes);
        let same = self.same(path, bytes);
        let stamp = match same {
            Some(stamp) => {
                self.stage_same(path)?;
                stamp
            }
            None => self.stage(path, bytes)?,
        };
        self.record(path, NewFile { content, inputs, stamp, is_staged: same.is_none() })
    }

    /// Returns the stamp of a file of the last build if it has these bytes.
    fn same(&self, path: &str, bytes: &[u8]) -> Option<Option<Stamp>> {
        let Some(Thing::File { size, stamp }) = self.found.get(OsStr::new(path)) else { return None };
        let is_same = self.is_listed(path)
            && *size == bytes.len() as u64
            && self.root.read(path, *size).is_ok_and(|old| old == bytes);
        is_same.then_some(*stamp)
    }

    /// Rejects a path if something that no build wrote, or a link, is there or in the place of a folder above it.
    fn refuse_blocked(&self, path: &str) -> Result<(), PublishError> {
        if self.found.is_empty() {
            return Ok(());
        }
        let whole = || self.shown.join(path);
        match self.found.get(OsStr::new(path)) {
            Some(Thing::EmptyFolder) => return Err(PublishError::Foreign(whole())),
            Some(_) if !self.is_listed(path) => return Err(PublishError::Foreign(whole())),
            // A link in the place of a listed file is replaced itself, not its target.
            _ => {}
        }
        // A folder with this name, which contains something.
        let below = OsString::from(format!("{path}/"));
        let next = self.found.range(below.clone()..).next();
        if next.is_some_and(|(next, _)| next.as_encoded_bytes().starts_with(below.as_encoded_bytes())) {
            return Err(PublishError::Foreign(whole()));
        }
        for (end, _) in path.match_indices('/') {
            let above = &path[..end];
            match self.found.get(OsStr::new(above)) {
                None | Some(Thing::EmptyFolder) => {}
                Some(Thing::Link) => return Err(PublishError::Link(self.shown.join(above))),
                Some(_) if self.is_listed(above) => {}
                Some(_) => return Err(PublishError::Foreign(self.shown.join(above))),
            }
        }
        Ok(())
    }

    /// Adds a copy of the file `from`.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), PublishError> {
        let bytes = folder::read_named(from, MAX_DOCUMENT_BYTES)?;
        self.put(path, &bytes, None)
    }

    /// Links the file of the last build into the folder of the new site, if that is a folder of its own.
    fn stage_same(&self, path: &str) -> Result<(), PublishError> {
        if self.replacing == Replacing::Folder {
            self.folder_of(path)?;
            self.root.link(path, self.staging.site(), path)?;
        }
        Ok(())
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<Option<Stamp>, PublishError> {
        let site = self.staging.site();
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        // Most pages are alone in their folder, so it does not exist yet.
        if name == PAGE_NAME && !above.is_empty() {
            site.make_folder(above)?;
        }
        let written = match site.write_new(path, bytes) {
            Err(error) if error.is_absent() => {
                site.make_folder(above)?;
                site.write_new(path, bytes)
            }
            written => written,
        };
        Ok(Stamp::of(&written?))
    }

    /// Returns the folder of the new site for a file, and the name of the file there.
    fn folder_of<'a>(&self, path: &'a str) -> Result<(Folder, &'a str), PublishError> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        Ok((self.staging.site().create_folder(above)?, name))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, path: &str, file: NewFile) -> Result<(), PublishError> {
        let mut state = self.state();
        state.size += file.content.size;
        state.disk += file.content.size.max(1).next_multiple_of(BLOCK);
        state.files.insert(path.to_owned(), file);
        if let Some(limits) = &self.limits.host {
            limits.accept(path, file.content.size, &state)?;
        }
        if state.disk > self.limits.disk {
            Err(PublishError::TooLarge(self.limits.disk))
        } else if state.files.len() > self.limits.files {
            Err(PublishError::TooMany(self.limits.files))
        } else {
            Ok(())
        }
    }
}

impl HostLimits {
    /// Checks the site with a new file of this size.
    fn accept(self, path: &str, size: u64, site: &State) -> Result<(), PublishError> {
        if size > self.file {
            Err(PublishError::HostFile(self, path.to_owned(), size))
        } else if site.files.len() > self.files {
            Err(PublishError::HostFiles(self))
        } else if site.size > self.all {
            Err(PublishError::HostSize(self))
        } else {
            Ok(())
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if self.hides_list {
            list::put_beside(&self.parent, &self.name);
        }
    }
}
