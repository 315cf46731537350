//! Records of the sites that this machine built: the inputs and the stamp of each file.
//!
//! The record is in the user's own cache folder, where no pull request can write. With it, a build keeps a file that
//! was made from the same inputs and has not changed since. Without it, every file is made again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::found::Stamp;
use crate::base::folder::Folder;
use crate::base::hash::{self, Digest};

/// The maximum size of a record, in bytes: enough for a few million files.
const MAX_BYTES: u64 = 1024 * 1024 * 1024;

/// The maximum number of records; the oldest ones are removed first.
const MOST_RECORDS: usize = 100;

/// The file extension of records.
const ENDING: &str = ".build";

/// The location of the record for one output folder.
pub(super) struct RecordFile {
    folder: PathBuf,
    name: String,
}

/// The record of the site in an output folder.
#[derive(Default)]
pub(super) struct Record {
    /// The files that the next build may keep.
    pub(super) files: BTreeMap<String, Made>,
    /// The stamp of the list when the record was made. A file that is not older than it may have changed without
    /// getting another stamp.
    pub(super) listed: Option<Stamp>,
}

/// The inputs and the stamp of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) inputs: Digest,
    pub(super) stamp: Option<Stamp>,
}

impl RecordFile {
    /// Returns the location of the record for the output folder at an absolute path.
    pub(super) fn new(records: &Path, output: &Path) -> Self {
        let name = format!("{}{ENDING}", hash::hex(output.as_os_str().as_encoded_bytes(), 32));
        RecordFile { folder: records.to_path_buf(), name }
    }

    /// Reads the record. Returns an empty one unless it is intact and belongs to this list of files.
    pub(super) fn read(&self, list: &[u8]) -> Record {
        let read = || {
            let bytes = Folder::open(&self.folder).ok()?.read(&self.name, MAX_BYTES).ok()?;
            Record::parse(std::str::from_utf8(&bytes).ok()?, list)
        };
        read().unwrap_or_default()
    }

    /// Writes the record. If that fails, the only effect is a slower next build.
    pub(super) fn write(&self, record: &Record, list: &str) {
        let text = record.text(list.as_bytes());
        if let Ok(folder) = Folder::create(&self.folder)
            && folder.replace_unsynced(&self.name, text.as_bytes()).is_ok()
        {
            forget_oldest(&folder);
        }
    }

    /// Removes the record, before anything in the output folder changes.
    pub(super) fn remove(&self) {
        if let Ok(folder) = Folder::open(&self.folder) {
            // A record that remains will not match the next list.
            let _ = folder.remove_file(&self.name);
        }
    }
}

/// Removes the oldest records if there are too many.
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
    /// Writes the record. The first line is a digest of all others; the second has the digest and stamp of the list.
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
