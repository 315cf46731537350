//! What this machine knows of the sites it built: which inputs each file was made from, and its stamp.
//!
//! The record is in the user's own cache folder, where no pull request can write. With it, a build keeps a file that
//! it made from the same inputs and that nothing has happened to since. Without it, everything is made again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::found::Stamp;
use crate::base::folder::Folder;
use crate::base::hash::{self, Digest};

/// How large a record may be, in bytes: a few million files.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// How many sites are remembered; of more, the oldest are forgotten.
const MOST_RECORDS: usize = 100;

/// The ending of the names of records.
const ENDING: &str = ".build";

/// Where the record of one output folder is.
pub(super) struct RecordFile {
    folder: PathBuf,
    name: String,
}

/// What is known of the site in an output folder.
#[derive(Default)]
pub(super) struct Record {
    /// The files that may be kept.
    pub(super) files: BTreeMap<String, Made>,
    /// The stamp of the list when the record was made. What is not older may have changed without another stamp.
    pub(super) listed: Option<Stamp>,
}

/// How a file came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) inputs: Digest,
    pub(super) stamp: Option<Stamp>,
}

impl RecordFile {
    /// The record of the output folder at an absolute path, in a folder of records.
    pub(super) fn new(records: &Path, output: &Path) -> Self {
        let name = format!("{}{ENDING}", hash::hex(output.as_os_str().as_encoded_bytes(), 32));
        RecordFile { folder: records.to_path_buf(), name }
    }

    /// Reads the record; an empty one unless it is whole and belongs to this list of files.
    pub(super) fn read(&self, list: &[u8]) -> Record {
        let read = || {
            let bytes = Folder::open(&self.folder).ok()?.read(&self.name, MAX_BYTES).ok()?;
            Record::parse(std::str::from_utf8(&bytes).ok()?, list)
        };
        read().unwrap_or_default()
    }

    /// Writes the record. If that fails, the next build only takes longer.
    pub(super) fn write(&self, record: &Record, list: &str) {
        let text = record.text(list.as_bytes());
        if let Ok(folder) = Folder::create(&self.folder)
            && folder.replace_unsynced(&self.name, text.as_bytes()).is_ok()
        {
            forget_oldest(&folder);
        }
    }

    /// Forgets what is known, before anything is changed in the output folder.
    pub(super) fn remove(&self) {
        if let Ok(folder) = Folder::open(&self.folder) {
            // What is not removed does not fit the next list.
            let _ = folder.remove_file(&self.name);
        }
    }
}

/// Removes the oldest records if there are many.
fn forget_oldest(folder: &Folder) {
    let entries = folder.entries().unwrap_or_default();
    let names = entries.iter().filter_map(|entry| entry.name.to_str());
    let names: Vec<&str> = names.filter(|name| name.ends_with(ENDING)).collect();
    if names.len() <= MOST_RECORDS {
        return;
    }
    let time = |name: &str| folder.metadata(name).ok().flatten()?.modified().ok();
    let mut by_time: Vec<_> = names.iter().map(|name| (time(name), *name)).collect();
    by_time.sort();
    for (_, name) in &by_time[..by_time.len() - MOST_RECORDS] {
        let _ = folder.remove_file(name);
    }
}

impl Record {
    /// The first line is a digest of all others; the second is one of the list, and its stamp.
    fn text(&self, list: &[u8]) -> String {
        let mut text = format!("{}\t{}\n", Digest::of_bytes(list), shown(self.listed));
        for (path, Made { inputs, stamp }) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{path}\t{inputs}\t{}", shown(*stamp));
        }
        format!("{}\n{text}", Digest::of_bytes(text.as_bytes()))
    }

    fn parse(text: &str, list: &[u8]) -> Option<Self> {
        let (digest, text) = text.split_once('\n')?;
        if digest.parse() != Ok(Digest::of_bytes(text.as_bytes())) {
            return None;
        }
        let mut lines = text.lines();
        let (of_list, listed) = lines.next()?.split_once('\t')?;
        if of_list.parse() != Ok(Digest::of_bytes(list)) {
            return None;
        }
        let file = |line: &str| {
            let (path, made) = line.split_once('\t')?;
            let (inputs, stamp) = made.split_once('\t')?;
            Some((path.to_owned(), Made { inputs: inputs.parse().ok()?, stamp: parse_stamp(stamp) }))
        };
        Some(Record { files: lines.filter_map(file).collect(), listed: parse_stamp(listed) })
    }
}

fn shown(stamp: Option<Stamp>) -> String {
    stamp.map_or_else(String::new, |it| format!("{} {} {}", it.inode, it.seconds, it.nanoseconds))
}

fn parse_stamp(text: &str) -> Option<Stamp> {
    let mut parts = text.split(' ');
    let inode = parts.next()?.parse().ok()?;
    let seconds = parts.next()?.parse().ok()?;
    Some(Stamp { inode, seconds, nanoseconds: parts.next()?.parse().ok()? })
}
