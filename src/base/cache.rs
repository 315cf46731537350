//! Files in the user's own cache folder, which save time. No pull request can write there, and nothing depends on them: a
//! file that is missing, damaged or cannot be written only makes the next run slower.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::folder::{Folder, UNFINISHED};
use crate::base::hash::{self, Digest};

/// The maximum size of a file, in bytes: enough for a few million files of a site, or for long histories.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// The maximum number of files of a kind; the oldest ones are removed first.
const MOST_FILES: usize = 100;

/// No file takes longer to write.
const LONGEST_WRITE: Duration = Duration::from_secs(60 * 60);

/// What a file in the cache folder is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cached {
    /// The files that a build made.
    Build,
    /// The git history of a content folder.
    History,
}

impl Cached {
    /// Returns the ending of the names of such files.
    const fn ending(self) -> &'static str {
        match self {
            Cached::Build => ".build",
            Cached::History => ".history",
        }
    }
}

/// A file in the cache folder.
pub(crate) struct CacheFile {
    folder: PathBuf,
    kind: Cached,
    name: String,
}

impl CacheFile {
    /// Returns the file about the folder at an absolute path.
    pub(crate) fn new(folder: &Path, kind: Cached, about: &Path) -> Self {
        let name = format!("{}{}", hash::hex(about.as_os_str().as_encoded_bytes(), 32), kind.ending());
        CacheFile { folder: folder.to_path_buf(), kind, name }
    }

    /// Reads the text. Returns `None` unless the file is whole.
    pub(crate) fn read(&self) -> Option<String> {
        let bytes = Folder::open(&self.folder).ok()?.read(&self.name, MAX_BYTES).ok()?;
        let mut text = String::from_utf8(bytes).ok()?;
        let end = text.find('\n')?;
        if text[..end].parse() != Ok(Digest::of_bytes(&text.as_bytes()[end + 1..])) {
            return None;
        }
        text.drain(..=end);
        Some(text)
    }

    /// Writes the text, after a line with its digest.
    pub(crate) fn write(&self, text: &str) {
        let whole = format!("{}\n{text}", Digest::of_bytes(text.as_bytes()));
        if let Ok(folder) = Folder::create(&self.folder)
            && folder.replace_unsynced(&self.name, whole.as_bytes()).is_ok()
        {
            self.forget_oldest(&folder);
            self.forget_unfinished(&folder);
        }
    }

    /// Removes the file.
    pub(crate) fn remove(&self) {
        if let Ok(folder) = Folder::open(&self.folder) {
            let _ = folder.remove_file(&self.name);
        }
    }

    /// Removes what killed programs have left, which is much older than the file that was just written.
    fn forget_unfinished(&self, folder: &Folder) {
        let time = |name: &str| folder.metadata(name).ok().flatten()?.modified().ok();
        let Some(now) = time(&self.name) else { return };
        for name in folder.entries().unwrap_or_default().iter().filter_map(|entry| entry.name.to_str()) {
            let is_old = || {
                time(name)
                    .and_then(|time| now.duration_since(time).ok())
                    .is_some_and(|age| age > LONGEST_WRITE)
            };
            if name.starts_with(UNFINISHED) && is_old() {
                let _ = folder.remove_file(name);
            }
        }
    }

    /// Removes the oldest files of this kind if there are too many.
    fn forget_oldest(&self, folder: &Folder) {
        let entries = folder.entries().unwrap_or_default();
        let names = entries.iter().filter_map(|entry| entry.name.to_str());
        let names: Vec<&str> = names.filter(|name| name.ends_with(self.kind.ending())).collect();
        if names.len() <= MOST_FILES {
            return;
        }
        let time = |name: &str| folder.metadata(name).ok().flatten()?.modified().ok();
        let mut by_time: Vec<_> = names.iter().map(|name| (time(name), *name)).collect();
        by_time.sort();
        for (_, name) in &by_time[..by_time.len() - MOST_FILES] {
            let _ = folder.remove_file(name);
        }
    }
}
