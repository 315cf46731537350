//! Reads the content folder into memory. Walks with `walkdir`, as `theme` does.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::problem::Place;

/// Larger files of text are not read: every text of a catalogue is far smaller.
pub const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;

/// The addresses of the last release, one a line.
pub const ADDRESSES: &str = "content/urls.txt";

/// How long that list may be, in bytes: half a million addresses.
const MAX_ADDRESSES_BYTES: u64 = 32 * 1024 * 1024;

/// A file of the content folder.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the root, with `/`, for instance `content/projects/foster-care/sr.md`.
    pub path: Arc<str>,
    /// Its bytes, or where they can be read from when they are only passed on.
    pub content: FileContent,
}

impl SourceFile {
    /// Whether it is `before`, as a file stays the one it was when it is read again with the same bytes.
    pub(crate) fn is(&self, before: &SourceFile) -> bool {
        let has_same_content = match (&self.content, &before.content) {
            (FileContent::Text(text), FileContent::Text(before)) => Arc::ptr_eq(text, before),
            (content, before) => content == before,
        };
        has_same_content && self.path == before.path
    }
}

/// What is kept of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Text that the parser reads.
    Text(Arc<str>),
    /// What should be text, but is not UTF-8.
    NotUtf8 {
        /// What stands before the first byte that does not fit.
        before: Arc<str>,
    },
    /// Text that is larger than [`MAX_TEXT_BYTES`], and was not read.
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// A document or picture, which is not read until it is copied.
    Asset {
        /// Where to copy it from.
        from: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
}

impl FileContent {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => FileContent::Text(text.into()),
            Err(error) => {
                let before = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                FileContent::NotUtf8 { before: before.into() }
            }
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            FileContent::Text(text) => Some(text),
            FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. } | FileContent::Asset { .. } => None,
        }
    }
}

/// The content as it is on disk: relative UTF-8 paths, sorted, unique, inside the root.
#[derive(Clone, Debug)]
pub struct Source {
    files: Vec<SourceFile>,
}

/// Why the content could not be read at all.
#[derive(Debug)]
pub struct ReadError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "can not read {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for ReadError {}

impl Source {
    /// Takes files from memory, in any order.
    ///
    /// # Panics
    /// When two files have the same path, which no folder can hold.
    pub fn from_files(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(files.windows(2).all(|pair| pair[0].path != pair[1].path), "two files with one path");
        Source { files }
    }

    /// All files, sorted by path.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The same files, but for one that is new or has another text.
    pub fn with(&self, path: &str, text: &str) -> Source {
        self.with_all([(path, text)])
    }

    /// The same files, but for those that are new or have another text; the last text of a path counts.
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

    /// Reads again what stands at some paths below the root, and everything below them; says whether anything is
    /// different. A file with the same bytes stays the one it was.
    ///
    /// # Errors
    /// As [`read`]; the files then stay as they were.
    pub fn reread(&mut self, root: &Path, paths: &BTreeSet<String>) -> Result<bool, ReadError> {
        let mut now = Vec::new();
        for path in paths {
            now.push((path, read_at(root, path)?));
        }
        Ok(now
            .into_iter()
            .fold(false, |is_different, (path, files)| self.replace(path, files) || is_different))
    }

    /// Puts what stands at a path and below it now in the place of what stood there; says whether anything is different.
    fn replace(&mut self, path: &str, now: Vec<SourceFile>) -> bool {
        let (itself, mut below): (Vec<_>, Vec<_>) = now.into_iter().partition(|file| *file.path == *path);
        below.sort_by(|a, b| a.path.cmp(&b.path));
        let folder = format!("{path}/");
        // Files of other names, such as `bor-2`, stand between the two.
        let is_other = self.splice(|other| other.cmp(path), itself);
        let is_within =
            |other: &str| if other.starts_with(&folder) { Ordering::Equal } else { other.cmp(&folder) };
        self.splice(is_within, below) || is_other
    }

    /// Replaces the files whose paths are equal to what is meant.
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

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(&self.files[at])
    }
}

/// The lines of files, found once for each file that is asked for.
#[derive(Debug)]
pub struct Lines<'a> {
    source: &'a Source,
    known: RefCell<BTreeMap<&'a str, Option<Rc<FileLines<'a>>>>>,
}

/// The text of a file and where its lines start.
#[derive(Debug)]
pub struct FileLines<'a> {
    /// The text, as far as it is valid UTF-8.
    pub text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Knows no file yet.
    pub fn new(source: &'a Source) -> Self {
        Lines { source, known: RefCell::default() }
    }

    /// The lines of a file; nothing if it is not there or no text.
    pub fn of(&self, path: &str) -> Option<Rc<FileLines<'a>>> {
        let file = self.source.file(path)?;
        self.known.borrow_mut().entry(&file.path).or_insert_with(|| FileLines::new(file).map(Rc::new)).clone()
    }

    /// The line of a place, counted from 1.
    pub fn line(&self, place: &Place) -> usize {
        self.of(&place.file).map_or(1, |lines| lines.number(place.span.start))
    }

    /// A place as `file:line:column`, both counted from 1, columns in characters.
    pub fn shown(&self, place: &Place) -> String {
        let (line, column) = self.of(&place.file).map_or((1, 1), |file| {
            let line = file.number(place.span.start);
            let start = file.start(line).min(place.span.start);
            (line, file.text[start..place.span.start.min(file.text.len())].chars().count() + 1)
        });
        format!("{}:{line}:{column}", place.file)
    }
}

impl<'a> FileLines<'a> {
    fn new(file: &'a SourceFile) -> Option<Self> {
        let (FileContent::Text(text) | FileContent::NotUtf8 { before: text }) = &file.content else {
            return None;
        };
        // The byte order mark is no character of the first line.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(FileLines { text, starts })
    }

    /// The number of the line that a byte stands in, counted from 1.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// The first byte of a line, behind the byte order mark.
    pub fn start(&self, number: usize) -> usize {
        self.starts.get(number - 1).copied().unwrap_or(self.text.len())
    }
}

/// Reads one file from anywhere, to be called as it was named.
///
/// # Errors
/// When it can not be read, or its name is not UTF-8.
pub fn read_alone(path: &Path) -> Result<SourceFile, ReadError> {
    let fail = |reason: String| ReadError { path: path.to_path_buf(), reason };
    let name = path.to_str().ok_or_else(|| fail("its name is not valid UTF-8".to_owned()))?;
    let bytes = fs::read(path).map_err(|error| fail(error.to_string()))?;
    Ok(SourceFile { path: name.replace('\\', "/").into(), content: FileContent::of(&bytes) })
}

/// The folder of the root that holds the content.
const CONTENT: &str = "content";

/// Whether `path` is `folder` or stands below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Reads every file below `root/content`. Names beginning with a dot are left out, links are not followed.
///
/// # Errors
/// When a folder or file can not be read, a name is not UTF-8, or a link stands among the content.
pub fn read(root: &Path) -> Result<Source, ReadError> {
    Ok(Source::from_files(read_below(root, CONTENT)?))
}

/// Reads what stands at a path below the root; nothing if nothing is there, or nothing of the content.
fn read_at(root: &Path, path: &str) -> Result<Vec<SourceFile>, ReadError> {
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    if is_hidden || !is_within(path, CONTENT) || (path != CONTENT && !is_there(&root.join(path))) {
        return Ok(Vec::new());
    }
    read_below(root, path)
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn read_below(root: &Path, path: &str) -> Result<Vec<SourceFile>, ReadError> {
    let top = root.join(path);
    let mut walked = Walked::default();
    if path == CONTENT {
        walked.walk(root, &top, WalkDir::new(&top).follow_root_links(true).max_depth(DEPTH_OF_ENTRIES))?;
        let entries: Vec<PathBuf> = std::mem::take(&mut walked.folders);
        let below = entries.par_iter().map(|folder| {
            let mut walked = Walked::default();
            walked.walk(root, folder, WalkDir::new(folder).follow_root_links(false)).map(|()| walked.files)
        });
        for files in below.collect::<Vec<_>>() {
            walked.files.extend(files?);
        }
    } else {
        walked.walk(root, &top, WalkDir::new(&top).follow_root_links(false))?;
    }
    walked
        .files
        .into_par_iter()
        .map_init(Vec::new, |buffer, (path, from)| {
            let content = read_file(&from, &path, buffer)
                .map_err(|error| ReadError { path: from.clone(), reason: error.to_string() })?;
            Ok(SourceFile { path, content })
        })
        .collect()
}

/// How deep below the content the folders of entries lie. There are many of them, so each is walked by itself.
const DEPTH_OF_ENTRIES: usize = 2;

/// What was met on a walk.
#[derive(Default)]
struct Walked {
    files: Vec<(Arc<str>, PathBuf)>,
    /// Folders of entries, whose own files may not have been met.
    folders: Vec<PathBuf>,
}

impl Walked {
    fn walk(&mut self, root: &Path, top: &Path, walk: WalkDir) -> Result<(), ReadError> {
        let visible = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        for entry in walk.sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = entry.map_err(|error| ReadError {
                path: error.path().unwrap_or(top).to_path_buf(),
                reason: error.io_error().map_or_else(|| "a loop of links".to_owned(), ToString::to_string),
            })?;
            if entry.file_type().is_dir() {
                if entry.depth() == DEPTH_OF_ENTRIES {
                    self.folders.push(entry.into_path());
                }
                continue;
            }
            let fail =
                |reason: &str| ReadError { path: entry.path().to_path_buf(), reason: reason.to_owned() };
            if !entry.file_type().is_file() {
                return Err(fail("only plain files and folders may stand in content/, no links"));
            }
            let relative =
                relative_path(root, entry.path()).ok_or_else(|| fail("its name is not valid UTF-8"))?;
            if relative.contains(char::is_control) {
                return Err(fail("its name holds a line break or another invisible character"));
            }
            self.files.push((relative, entry.into_path()));
        }
        Ok(())
    }
}

fn relative_path(root: &Path, path: &Path) -> Option<Arc<str>> {
    let segments: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.iter().map(|segment| segment.to_str()).collect();
    Some(segments?.join("/").into())
}

fn read_file(from: &Path, path: &str, buffer: &mut Vec<u8>) -> std::io::Result<FileContent> {
    let most = if path == ADDRESSES { MAX_ADDRESSES_BYTES } else { MAX_TEXT_BYTES };
    if path == ADDRESSES || path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".md") {
        buffer.clear();
        // One byte more tells that it is too large.
        File::open(from)?.take(most + 1).read_to_end(buffer)?;
        if buffer.len() as u64 > most {
            return Ok(FileContent::TooLarge { size: fs::metadata(from)?.len() });
        }
        Ok(FileContent::of(buffer))
    } else {
        Ok(FileContent::Asset { from: from.to_path_buf(), size: fs::metadata(from)?.len() })
    }
}
