//! Reads the content folder into memory.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{self, AtomicU64};

use rayon::prelude::*;

use crate::base::file_type::{FIRST_BYTES, FileType};
use crate::base::folder::{self, EntryType, FileError, Folder};
use crate::base::form::nfc;
use crate::base::invisible::is_hidden;
use crate::base::leftovers::is_leftover;
use crate::base::problem::Place;

/// The maximum total size of all texts and facts, in bytes. A catalogue of 20,000 projects needs half of it.
const MAX_ALL_TEXT_BYTES: u64 = 128 * 1024 * 1024;

/// The maximum depth of folders below the root.
const MAX_DEPTH: usize = 32;

/// The maximum size of a text file, in bytes. Every text of a catalogue is far smaller; larger files are not read.
pub const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;

/// The file with the addresses of the last release, one per line.
pub const ADDRESSES: &str = "content/urls.txt";

/// The maximum size of that file, in bytes: enough for half a million addresses.
const MAX_ADDRESSES_BYTES: u64 = 32 * 1024 * 1024;

/// The maximum size of a document or picture, in bytes: the largest file that repository hosts accept.
pub const MAX_DOCUMENT_BYTES: u64 = 100 * 1024 * 1024;

/// The maximum size of a spreadsheet to import, or of its mapping, in bytes.
const MAX_SHEET_BYTES: u64 = 32 * 1024 * 1024;

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
                let before = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                FileContent::NotUtf8 { before: before.into() }
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

/// A lookup of line numbers, which finds the lines of each file once, on request.
#[derive(Debug)]
pub struct Lines<'a> {
    source: &'a Source,
    known: RefCell<BTreeMap<&'a str, Option<Rc<FileLines<'a>>>>>,
}

/// The text of a file and the starts of its lines.
#[derive(Debug)]
pub struct FileLines<'a> {
    /// The text, as far as it is valid UTF-8.
    pub text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Creates a lookup for the files of `source`.
    pub fn new(source: &'a Source) -> Self {
        Lines { source, known: RefCell::default() }
    }

    /// Returns the lines of a file, or `None` if it does not exist or is not text.
    pub fn of(&self, path: &str) -> Option<Rc<FileLines<'a>>> {
        let file = self.source.file(path)?;
        self.known.borrow_mut().entry(&file.path).or_insert_with(|| FileLines::new(file).map(Rc::new)).clone()
    }

    /// Returns the line number of a place, counted from 1.
    pub fn line(&self, place: &Place) -> usize {
        self.of(&place.file).map_or(1, |lines| lines.number(place.span.start))
    }

    /// Formats a place as `file:line:column`, both counted from 1, columns in characters.
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
        // The byte order mark is not part of the first line.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(FileLines { text, starts })
    }

    /// Returns the number of the line that contains a byte, counted from 1.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// Returns the first byte of a line, after the byte order mark.
    pub fn start(&self, number: usize) -> usize {
        self.starts.get(number - 1).copied().unwrap_or(self.text.len())
    }
}

/// Reads a single file from anywhere. Its path in reports is the one given here.
///
/// # Errors
/// If it cannot be read, is too large, or its name is not UTF-8.
pub fn read_alone(path: &Path) -> Result<SourceFile, ReadError> {
    let fail = |reason: String| ReadError::from(FileError::content(path.to_path_buf(), reason));
    let name = path.to_str().ok_or_else(|| fail("its name is not valid UTF-8".to_owned()))?;
    let bytes = folder::read_named(path, MAX_SHEET_BYTES).map_err(|error| fail(error.reason.to_string()))?;
    Ok(SourceFile { path: name.replace('\\', "/").into(), content: FileContent::of(&bytes) })
}

/// The folder below the root that contains the content.
const CONTENT: &str = "content";

/// Returns whether `path` is `folder` or is below it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The part of a path that is written in one way only. Of a file with accents in its name, that is its folder, in which
/// another one may have the same name in another form.
fn plain_part(path: &str) -> &str {
    match path.bytes().position(|byte| !byte.is_ascii()) {
        Some(at) => path[..at].rsplit_once('/').map_or("", |(above, _)| above),
        None => path,
    }
}

/// Reads every file below `root/content`. Names that begin with a dot and leftovers of programs are skipped.
///
/// # Errors
/// If a folder or file cannot be read, a name is not UTF-8, or the content contains a symbolic link or a device.
pub fn read(root: &Path) -> Result<Source, ReadError> {
    Ok(Source::from_files(read_below(root, CONTENT)?))
}

/// Reads the file or folder at a path below the root. Returns no files if it does not exist or is not content.
fn read_at(root: &Path, path: &str) -> Result<Vec<SourceFile>, ReadError> {
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    if is_hidden || !is_within(path, CONTENT) {
        return Ok(Vec::new());
    }
    if path == CONTENT {
        return read_below(root, path);
    }
    let folder = Folder::open(root)?;
    let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
    match folder.entry_type(path)? {
        None => Ok(Vec::new()),
        Some(EntryType::Folder) => read_below(root, path),
        Some(_) if is_leftover(name) => Ok(Vec::new()),
        Some(EntryType::File) => {
            let within = Within::new(folder.folder(above)?, above, &canonical(root)?.join(above));
            Ok(vec![within.file(name, name, &mut Vec::new())?])
        }
        Some(_) => Err(not_plain(root.join(path))),
    }
}

fn canonical(root: &Path) -> Result<PathBuf, ReadError> {
    root.canonicalize()
        .map_err(|error| FileError { path: root.to_path_buf(), reason: folder::Reason::Io(error) }.into())
}

fn not_plain(path: PathBuf) -> ReadError {
    let reason = "content/ may contain only plain files and folders, no links".to_owned();
    ReadError::from(FileError::content(path, reason))
}

/// Reads all files of a folder below the root.
fn read_below(root: &Path, path: &str) -> Result<Vec<SourceFile>, ReadError> {
    let top = Within::new(Folder::open(root)?.folder(path)?, path, &canonical(root)?.join(path));
    let mut files = Vec::new();
    if path != CONTENT {
        top.read_all(&mut Vec::new(), &mut files)?;
        return Ok(files);
    }
    let mut entries = Vec::new();
    for collection in top.read_files(&mut Vec::new(), &mut files)? {
        let collection = Arc::new(top.below(&collection)?);
        let folders = collection.read_files(&mut Vec::new(), &mut files)?;
        entries.extend(folders.into_iter().map(|entry| (Arc::clone(&collection), entry)));
    }
    // Folders of entries are numerous, so they are read in parallel.
    let read = entries.into_par_iter().map_init(Vec::new, |buffer, (collection, entry)| {
        let mut files = Vec::new();
        collection.below(&entry)?.read_all(buffer, &mut files)?;
        Ok(files)
    });
    for read in read.collect::<Vec<Result<_, ReadError>>>() {
        files.extend(read?);
    }
    Ok(files)
}

/// An open folder of the content.
struct Within {
    folder: Folder,
    /// Its path below the root.
    path: String,
    /// Where it is on disk.
    on_disk: PathBuf,
    /// The number of bytes of text read so far, in all folders.
    read: Arc<AtomicU64>,
}

/// The name of a file or folder.
struct Name {
    /// As it is written on disk.
    on_disk: String,
    /// As the catalogue knows it.
    known: String,
}

impl Within {
    fn new(folder: Folder, path: &str, on_disk: &Path) -> Self {
        Within { folder, path: path.to_owned(), on_disk: on_disk.to_path_buf(), read: Arc::default() }
    }

    fn below(&self, name: &Name) -> Result<Within, ReadError> {
        Ok(Within {
            folder: self.folder.folder(&name.on_disk)?,
            path: format!("{}/{}", self.path, name.known),
            on_disk: self.on_disk.join(&name.on_disk),
            read: Arc::clone(&self.read),
        })
    }

    /// Reads the files directly in the folder and returns the names of its subfolders.
    fn read_files(&self, buffer: &mut Vec<u8>, files: &mut Vec<SourceFile>) -> Result<Vec<Name>, ReadError> {
        let entries = self.folder.entries()?;
        let mut folders = Vec::new();
        // What already has a name in NFC keeps it.
        let mut taken: BTreeSet<String> =
            entries.iter().filter_map(|entry| entry.name.to_str()).map(str::to_owned).collect();
        for entry in entries {
            let is_left_over =
                entry.entry_type != EntryType::Folder && entry.name.to_str().is_some_and(is_leftover);
            if is_left_over || entry.name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = self.folder.path().join(&entry.name);
            let fail = |reason: &str| ReadError::from(FileError::content(path.clone(), reason));
            let on_disk = entry.name.into_string().map_err(|_| fail("its name is not valid UTF-8"))?;
            let composed = nfc(&on_disk);
            let known = if composed == on_disk || !taken.insert(composed.clone().into_owned()) {
                on_disk.clone()
            } else {
                composed.into_owned()
            };
            match entry.entry_type {
                EntryType::Folder => folders.push(Name { on_disk, known }),
                EntryType::File => files.push(self.file(&on_disk, &known, buffer)?),
                EntryType::Link | EntryType::Other => return Err(not_plain(path)),
            }
        }
        Ok(folders)
    }

    /// Reads every file of the folder and its subfolders.
    fn read_all(&self, buffer: &mut Vec<u8>, files: &mut Vec<SourceFile>) -> Result<(), ReadError> {
        if self.path.matches('/').count() > MAX_DEPTH {
            let reason = format!("folders may be nested up to {MAX_DEPTH} deep");
            return Err(ReadError::from(FileError::content(self.folder.path().to_path_buf(), reason)));
        }
        for folder in self.read_files(buffer, files)? {
            self.below(&folder)?.read_all(buffer, files)?;
        }
        Ok(())
    }

    /// Reads a file of the folder.
    fn file(&self, on_disk: &str, known: &str, buffer: &mut Vec<u8>) -> Result<SourceFile, ReadError> {
        let path = format!("{}/{known}", self.path);
        if path.contains(is_hidden) {
            let reason = "its name contains a line break or another invisible character".to_owned();
            return Err(ReadError::from(FileError::content(self.folder.path().join(on_disk), reason)));
        }
        let content = if path == ADDRESSES || is_text(known) {
            let most = if path == ADDRESSES { MAX_ADDRESSES_BYTES } else { MAX_TEXT_BYTES };
            match self.folder.read_into(on_disk, most, buffer) {
                Ok(()) => {
                    self.count(buffer.len())?;
                    FileContent::of(buffer)
                }
                Err(FileError { reason: folder::Reason::TooLarge(_), .. }) => {
                    FileContent::TooLarge { size: self.size(on_disk)? }
                }
                Err(error) => return Err(error.into()),
            }
        } else {
            let size = self.folder.read_start(on_disk, FIRST_BYTES, buffer)?;
            if size > MAX_DOCUMENT_BYTES {
                let reason = folder::Reason::TooLarge(MAX_DOCUMENT_BYTES).to_string();
                return Err(ReadError::from(FileError::content(self.folder.path().join(on_disk), reason)));
            }
            let (from, found) = (self.on_disk.join(on_disk), FileType::of(buffer));
            FileContent::Asset { from, size, found, pixels: self.pixels(on_disk, found) }
        };
        Ok(SourceFile { path: path.into(), content })
    }

    /// Adds to the number of bytes read. Fails if it exceeds the limit.
    fn count(&self, bytes: usize) -> Result<(), ReadError> {
        let bytes = bytes as u64;
        if self.read.fetch_add(bytes, atomic::Ordering::Relaxed) + bytes <= MAX_ALL_TEXT_BYTES {
            return Ok(());
        }
        let reason =
            format!("the texts and facts of a catalogue may have at most {} MiB", MAX_ALL_TEXT_BYTES >> 20);
        Err(ReadError::from(FileError::content(PathBuf::from(CONTENT), reason)))
    }

    /// Returns the width and height of a picture. `found` is what the file is.
    fn pixels(&self, name: &str, found: FileType) -> Option<(u32, u32)> {
        use FileType::{Avif, Gif, Jpeg, Png, WebP};
        if !matches!(found, Avif | Gif | Jpeg | Png | WebP) {
            return None;
        }
        let (file, _) = self.folder.open_file(name).ok()?;
        let size = imagesize::reader_size(BufReader::new(file)).ok()?;
        Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
    }

    fn size(&self, name: &str) -> Result<u64, ReadError> {
        Ok(self.folder.metadata(name)?.map_or(0, |metadata| metadata.len()))
    }
}

/// Returns whether the name of a file is that of a text that the parser reads.
fn is_text(name: &str) -> bool {
    [".yaml", ".yml", ".md"].iter().any(|ending| name.ends_with(ending))
}
