//! Reads the files of a content folder from the disk, and no others.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{self, AtomicU64, AtomicUsize};

use rayon::prelude::*;

use super::{
    ADDRESSES, BORDERS, FileContent, MAX_DOCUMENT_BYTES, ReadError, Source, SourceFile, is_within,
    most_bytes_of_text,
};
use crate::base::allowance::count_input;
use crate::base::file_type::{FIRST_BYTES, FileType};
use crate::base::folder::{self, EntryType, FileError, Folder};
use crate::base::form::nfc;
use crate::base::invisible::{code, is_hidden};
use crate::base::leftovers::is_leftover;
use crate::raster;

/// The maximum total size of all texts and facts, in bytes. A catalogue of 20,000 projects needs half of it.
const MAX_ALL_TEXT_BYTES: u64 = 128 * 1024 * 1024;

/// The maximum number of files. A catalogue of 20,000 projects has half of it. Even empty files take memory, and a
/// Git repository of a few hundred bytes can have millions.
const MOST_FILES: usize = 120_000;

/// The maximum depth of folders below the root.
const MAX_DEPTH: usize = 32;

/// The maximum size of a spreadsheet to import, or of its mapping, in bytes.
const MAX_SHEET_BYTES: u64 = 32 * 1024 * 1024;

/// Reads a single file from anywhere. Its path in reports is the one given here.
///
/// # Errors
/// If it cannot be read, is too large, or its name is not UTF-8.
pub fn read_alone(path: &Path) -> Result<SourceFile, ReadError> {
    as_text(path, &read_bytes(path)?)
}

/// Makes a file of the bytes that [`read_bytes`] has read.
///
/// # Errors
/// If its name is not valid UTF-8.
pub fn as_text(path: &Path, bytes: &[u8]) -> Result<SourceFile, ReadError> {
    let fail = |reason: String| ReadError::from(FileError::content(path.to_path_buf(), reason));
    let name = path.to_str().ok_or_else(|| fail("its name is not valid UTF-8".to_owned()))?;
    Ok(SourceFile { path: name.replace('\\', "/").into(), content: FileContent::of(bytes) })
}

/// Reads the bytes of one file outside the content, such as a workbook.
///
/// # Errors
/// If it cannot be read, or is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let fail = |reason: String| ReadError::from(FileError::content(path.to_path_buf(), reason));
    let bytes = folder::read_named(path, MAX_SHEET_BYTES).map_err(|error| fail(error.reason.to_string()))?;
    count_input(bytes.len() as u64);
    Ok(bytes)
}

/// How many bytes of a document are copied in the time that one byte of text needs.
const COPIED_AS_FAST: u64 = 20;

/// The folder below the root that contains the content.
const CONTENT: &str = "content";

/// The part of a path that is written in one way only. Of a file with accents in its name, that is its folder, in which
/// another one may have the same name in another form.
pub(super) fn plain_part(path: &str) -> &str {
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
pub(super) fn read_at(root: &Path, path: &str) -> Result<Vec<SourceFile>, ReadError> {
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

/// Returns the error of content that exceeds a limit as a whole.
fn beyond(limit: String) -> ReadError {
    ReadError::from(FileError::content(PathBuf::from(CONTENT), limit))
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
    /// What has been read so far, in all folders.
    read: Arc<Count>,
}

/// Numbers of files, and of bytes of text.
#[derive(Default)]
struct Count {
    files: AtomicUsize,
    bytes: AtomicU64,
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
        self.count_file()?;
        let path = format!("{}/{known}", self.path);
        if let Some(c) = path.chars().find(|c| is_hidden(*c)) {
            let what = if c == '\n' {
                "a line break".to_owned()
            } else {
                format!("the invisible character {}", code(c))
            };
            let reason = format!("its name contains {what}; rename it");
            return Err(ReadError::from(FileError::content(self.folder.path().join(on_disk), reason)));
        }
        let content = if [ADDRESSES, BORDERS].contains(&path.as_str()) || is_text(known) {
            match self.folder.read_into(on_disk, most_bytes_of_text(&path), buffer) {
                Ok(()) => {
                    self.count_bytes(buffer.len())?;
                    count_input(buffer.len() as u64);
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
            // Pictures are not only copied.
            count_input(if raster::is_known(found) { size } else { size / COPIED_AS_FAST });
            FileContent::Asset { from, size, found, pixels: self.pixels(on_disk, found) }
        };
        Ok(SourceFile { path: path.into(), content })
    }

    /// Counts a file. Fails if there are too many.
    fn count_file(&self) -> Result<(), ReadError> {
        match self.read.files.fetch_add(1, atomic::Ordering::Relaxed) < MOST_FILES {
            true => Ok(()),
            false => Err(beyond(format!("the content may have at most {MOST_FILES} files"))),
        }
    }

    /// Adds to the number of bytes read. Fails if it exceeds the limit.
    fn count_bytes(&self, bytes: usize) -> Result<(), ReadError> {
        let bytes = bytes as u64;
        match self.read.bytes.fetch_add(bytes, atomic::Ordering::Relaxed) + bytes <= MAX_ALL_TEXT_BYTES {
            true => Ok(()),
            false => Err(beyond(format!(
                "the texts and facts of a catalogue may have at most {} MiB",
                MAX_ALL_TEXT_BYTES >> 20
            ))),
        }
    }

    /// Returns the width and height at which a picture is shown. `found` is what the file is.
    fn pixels(&self, name: &str, found: FileType) -> Option<(u32, u32)> {
        use FileType::{Avif, Gif, Jpeg, Png, WebP};
        if !matches!(found, Avif | Gif | Jpeg | Png | WebP) {
            return None;
        }
        // Most files say it at once, but parts of any number may come before.
        const FIRST: u64 = 64 << 10;
        const NEXT: u64 = 1 << 20;
        let size = |head: &[u8]| match found {
            Jpeg | Png | WebP => raster::size(head, found),
            _ => {
                let size = imagesize::blob_size(head).ok()?;
                Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
            }
        };
        let (mut file, _) = self.folder.open_file(name).ok()?;
        let mut head = Vec::new();
        [FIRST, NEXT, MAX_DOCUMENT_BYTES].into_iter().find_map(|more| {
            file.by_ref().take(more).read_to_end(&mut head).ok()?;
            size(&head)
        })
    }

    fn size(&self, name: &str) -> Result<u64, ReadError> {
        Ok(self.folder.metadata(name)?.map_or(0, |metadata| metadata.len()))
    }
}

/// Returns whether the name of a file is that of a text that the parser reads.
fn is_text(name: &str) -> bool {
    [".yaml", ".yml", ".md"].iter().any(|ending| name.ends_with(ending))
}
