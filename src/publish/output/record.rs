//! Records of the sites that this machine built: the inputs and the stamp of each file.
//!
//! The record is in the user's own cache folder, where no pull request can write. With it, a build keeps a file that
//! was made from the same inputs and has not changed since. Without it, every file is made again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::found::Stamp;
use crate::base::cache::{CacheFile, Cached};
use crate::base::hash::Digest;

/// The location of the record for one output folder.
pub(super) struct RecordFile(CacheFile);

/// The record of the site in an output folder.
#[derive(Default)]
pub(super) struct Record {
    /// The files that the next build may keep.
    pub(super) files: BTreeMap<String, Made>,
    /// The stamp of the list when the record was made. A file that is not older than it may have changed without
    /// getting another stamp.
    pub(super) listed: Option<Stamp>,
    /// The whole build, if the next one from the same inputs may keep all its files.
    pub(super) whole: Option<Whole>,
}

/// A build about which there was nothing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The digest of all its inputs.
    pub inputs: Digest,
    /// What its site holds, in one line.
    pub extent: String,
}

/// The inputs and the stamp of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) inputs: Digest,
    pub(super) stamp: Option<Stamp>,
}

impl RecordFile {
    /// Returns the location of the record for the output folder at an absolute path.
    pub(super) fn new(cache: &Path, output: &Path) -> Self {
        RecordFile(CacheFile::new(cache, Cached::Build, output))
    }

    /// Reads the record. Returns an empty one unless it is intact and belongs to this list of files.
    pub(super) fn read(&self, list: &[u8]) -> Record {
        self.0.read().and_then(|text| Record::parse(&text, list)).unwrap_or_default()
    }

    /// Returns whether the record is of a whole build from these inputs, without reading all of it.
    pub(super) fn is_of(&self, inputs: Digest) -> bool {
        let text = self.0.read().unwrap_or_default();
        let second = text.lines().nth(1).and_then(Whole::parse);
        second.is_some_and(|whole| whole.inputs == inputs)
    }

    /// Writes the record. If that fails, the only effect is a slower next build.
    pub(super) fn write(&self, record: &Record, list: &str) {
        self.0.write(&record.text(list.as_bytes()));
    }

    /// Removes the record, before anything in the output folder changes.
    pub(super) fn remove(&self) {
        // A record that remains will not match the next list.
        self.0.remove();
    }
}

impl Record {
    /// Writes the record. The first line has the digest and stamp of the list, the second one the whole build.
    fn text(&self, list: &[u8]) -> String {
        let whole = self.whole.as_ref().map(|whole| format!("{}\t{}", whole.inputs, whole.extent));
        let whole = whole.unwrap_or_default();
        let mut text = format!("{}\t{}\n{whole}\n", Digest::of_bytes(list), shown(self.listed));
        for (path, Made { inputs, stamp }) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{path}\t{inputs}\t{}", shown(*stamp));
        }
        text
    }

    fn parse(text: &str, list: &[u8]) -> Option<Self> {
        let mut lines = text.lines();
        let (of_list, listed) = lines.next()?.split_once('\t')?;
        if of_list.parse() != Ok(Digest::of_bytes(list)) {
            return None;
        }
        let whole = lines.next().and_then(Whole::parse);
        let file = |line: &str| {
            let (path, made) = line.split_once('\t')?;
            let (inputs, stamp) = made.split_once('\t')?;
            Some((path.to_owned(), Made { inputs: inputs.parse().ok()?, stamp: parse_stamp(stamp) }))
        };
        Some(Record { files: lines.filter_map(file).collect(), listed: parse_stamp(listed), whole })
    }
}

impl Whole {
    fn parse(line: &str) -> Option<Self> {
        let (inputs, extent) = line.split_once('\t')?;
        Some(Whole { inputs: inputs.parse().ok()?, extent: extent.to_owned() })
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
