//! Reads the content folder into memory.

mod lines;
mod walk;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::file_type::FileType;
use crate::base::folder::FileError;
use crate::base::problem::{Place, Placed};
pub use lines::{FileLines, Lines};
pub use walk::{as_text, read, read_alone, read_bytes};
use walk::{plain_part, read_at};

/// The maximum size of a text file, in bytes, such as a list. Every list of a catalogue is far smaller; larger files are
/// not read.
pub const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;

/// The maximum size of a text or facts in the folder of one entry, in bytes: a book of 40,000 words.
const MAX_ENTRY_BYTES: u64 = 256 * 1024;

/// Returns the maximum size of the text file at a path relative to the root, in bytes.
pub fn most_bytes_of_text(path: &str) -> u64 {
    // `content/projects/the-bridge/sr.md`
    let is_of_entry = path.matches('/').count() > 2;
    match path {
        ADDRESSES => MAX_ADDRESSES_BYTES,
        _ if is_of_entry => MAX_ENTRY_BYTES,
        _ => MAX_TEXT_BYTES,
    }
}

/// The maximum size of the file with addresses, in bytes: enough for half a million.
const MAX_ADDRESSES_BYTES: u64 = 32 * 1024 * 1024;

/// The file with the addresses of the last release, one per line.
pub const ADDRESSES: &str = "content/urls.txt";

/// The file with the shapes of districts.
pub const BORDERS: &str = "content/districts.geojson";

/// The maximum size of a document or picture, in bytes: the largest file that repository hosts accept.
pub const MAX_DOCUMENT_BYTES: u64 = 100 * 1024 * 1024;

/// A file of the content folder.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path relative to the root, with `/`, for instance `content/projects/foster-care/sr.md`; in NFC, however it is
    /// written on disk, unless another file has that path.
    pub path: Arc<str>,
    /// Its text, or for a file that is only copied, the path to copy from.
    pub content: FileContent,
}

impl SourceFile {
    /// Returns whether it is the same file as `before`. A file that is reread with the same bytes keeps its text, so
    /// comparing pointers is enough.
    pub(crate) fn is(&self, before: &SourceFile) -> bool {
        let has_same_content = match (&self.content, &before.content) {
            (FileContent::Text(text), FileContent::Text(before)) => Arc::ptr_eq(text, before),
            (content, before) => content == before,
        };
        has_same_content && self.path == before.path
    }
}

/// The content of a file, as far as it is kept in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Text that the parser reads.
    Text(Arc<str>),
    /// A file that should be text but is not valid UTF-8.
    NotUtf8 {
        /// The text before the first invalid byte.
        before: Arc<str>,
        /// The first invalid byte.
        invalid: u8,
    },
    /// Text that was not read because it exceeds its limit, usually [`MAX_TEXT_BYTES`].
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// A document or picture, which is not read until it is copied.
    Asset {
        /// The path to copy it from.
        from: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// What it is by its first bytes.
        found: FileType,
        /// Its width and height, if it is a picture and they can be read.
        pixels: Option<(u32, u32)>,
    },
}

impl FileContent {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => FileContent::Text(text.into()),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                let before = std::str::from_utf8(valid).unwrap_or_default().into();
                FileContent::NotUtf8 { before, invalid: rest.first().copied().unwrap_or_default() }
            }
        }
    }

    /// Returns the text, if the file was read as text.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            FileContent::Text(text) => Some(text),
            FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. } | FileContent::Asset { .. } => None,
        }
    }
}

/// The files of the content as they are on disk. Paths are UTF-8, relative to the root, inside it, sorted and unique.
#[derive(Clone, Debug)]
pub struct Source {
    files: Vec<SourceFile>,
}

/// The error when the content cannot be read at all.
#[derive(Debug)]
pub struct ReadError(pub FileError);

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}", self.0)
    }
}

impl std::error::Error for ReadError {}

impl From<FileError> for ReadError {
    fn from(error: FileError) -> Self {
        ReadError(error)
    }
}

impl Source {
    /// Creates a source from files in memory, in any order.
    ///
    /// # Panics
    /// If two files have the same path, which is impossible in a folder.
    pub fn from_files(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(files.windows(2).all(|pair| pair[0].path != pair[1].path), "two files with one path");
        Source { files }
    }

    /// Returns all files, sorted by path.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Returns the place of some bytes of a text in YAML. If the text is written with escapes or in several lines, words
    /// that occur as often in the file are found by their number; else it is the place of the whole text.
    pub fn place_of(&self, text: &Placed<String>, span: &Range<usize>) -> Place {
        let whole = || text.place.clone();
        let part = |start: usize| {
            let start = text.place.span.start + start;
            Place { file: Arc::clone(&text.place.file), span: start..start + span.len() }
        };
        let written =
            self.file(&text.place.file).and_then(|file| file.content.text()?.get(text.place.span.clone()));
        let Some(written) = written else { return whole() };
        if let Some(at) = written.find(text.value.as_str()) {
            return part(at + span.start);
        }
        let Some(words) = text.value.get(span.clone()).filter(|words| !words.is_empty()) else {
            return whole();
        };
        let number = text.value[..span.start].matches(words).count();
        match written.matches(words).count() == text.value.matches(words).count() {
            true => written.match_indices(words).nth(number).map_or_else(whole, |(at, _)| part(at)),
            false => whole(),
        }
    }

    /// Returns a copy in which one file is added or has a different text.
    pub fn with(&self, path: &str, text: &str) -> Source {
        self.with_all([(path, text)])
    }

    /// Returns a copy in which some files are added or have different texts. The last text for a path counts.
    pub fn with_all<'a>(&self, changed: impl IntoIterator<Item = (&'a str, &'a str)>) -> Source {
        let mut files: BTreeMap<Arc<str>, SourceFile> =
            self.files.iter().map(|file| (Arc::clone(&file.path), file.clone())).collect();
        for (path, text) in changed {
            let path: Arc<str> = path.into();
            let content = FileContent::Text(text.into());
            files.insert(Arc::clone(&path), SourceFile { path, content });
        }
        Source { files: files.into_values().collect() }
    }

    /// Returns the source without some files.
    pub fn without(mut self, paths: &[String]) -> Source {
        self.files.retain(|file| !paths.iter().any(|path| **path == *file.path));
        self
    }

    /// Rereads some paths below the root, and everything below them. Returns whether anything has changed.
    ///
    /// A file with the same bytes keeps its text in memory.
    ///
    /// # Errors
    /// As for [`read`]. The source then remains unchanged.
    pub fn reread(&mut self, root: &Path, paths: &BTreeSet<String>) -> Result<bool, ReadError> {
        let mut now = Vec::new();
        for path in paths.iter().map(|path| plain_part(path)) {
            now.push((path, read_at(root, path)?));
        }
        Ok(now
            .into_iter()
            .fold(false, |is_different, (path, files)| self.replace(path, files) || is_different))
    }

    /// Replaces the files at a path and below it. Returns whether anything has changed.
    fn replace(&mut self, path: &str, now: Vec<SourceFile>) -> bool {
        let (itself, mut below): (Vec<_>, Vec<_>) = now.into_iter().partition(|file| *file.path == *path);
        below.sort_by(|a, b| a.path.cmp(&b.path));
        let folder = format!("{path}/");
        // Other names, such as `bor-2`, sort between the two.
        let is_other = self.splice(|other| other.cmp(path), itself);
        let is_within =
            |other: &str| if other.starts_with(&folder) { Ordering::Equal } else { other.cmp(&folder) };
        self.splice(is_within, below) || is_other
    }

    /// Replaces the files for whose paths `meant` returns `Equal`. Returns whether anything has changed.
    fn splice(&mut self, meant: impl Fn(&str) -> Ordering, mut now: Vec<SourceFile>) -> bool {
        let start = self.files.partition_point(|file| meant(&file.path) == Ordering::Less);
        let end = start + self.files[start..].partition_point(|file| meant(&file.path) == Ordering::Equal);
        let before = &self.files[start..end];
        let mut is_different = before.len() != now.len();
        for file in &mut now {
            let same = before.binary_search_by(|old| old.path.cmp(&file.path)).map(|at| &before[at]);
            match same.ok().filter(|old| old.content == file.content) {
                Some(old) => file.clone_from(old),
                None => is_different = true,
            }
        }
        self.files.splice(start..end, now);
        is_different
    }

    /// Returns the file at a path.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(&self.files[at])
    }
}

/// Returns whether `path` is `folder` or is below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
