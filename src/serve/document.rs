//! Sends documents and pictures of the content. Each must be a plain file below the root when it is opened, and begin as
//! its name says, whatever was there when the content was checked. They are sent in pieces, because many browsers may request large ones at
//! once.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::{JoinHandle, spawn_blocking};
use tokio_stream::Stream;

use crate::base::file_type::{Beginning, FIRST_BYTES, FileType, Published};
use crate::base::folder::{FileError, Folder};
use crate::content::read::MAX_DOCUMENT_BYTES;

/// The size of a piece, in bytes: each browser needs this much memory.
const PIECE: u64 = 64 * 1024;

/// An open document. All pieces are read from one file handle, so the file cannot be exchanged in between.
pub(super) struct Document {
    file: File,
    /// The length when it was opened, in bytes.
    length: u64,
}

impl Document {
    /// Opens a file below `root`.
    pub(super) fn open(root: &Path, from: &Path) -> io::Result<Self> {
        let below = from.strip_prefix(root).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        let open = |root: Folder| root.open_file(below);
        let (file, metadata) = Folder::open(root).and_then(open).map_err(FileError::into_io)?;
        let length = metadata.len();
        if length > MAX_DOCUMENT_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut file = file.into_std();
        let mut start = Vec::new();
        file.by_ref().take(FIRST_BYTES).read_to_end(&mut start)?;
        let is_other = |kind: &Published| kind.begins_as(FileType::of(&start)) == Beginning::Other;
        if from.to_str().and_then(Published::of).is_some_and(is_other) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Document { file, length })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Returns a range of its bytes as a stream. The stream ends with an error if the file has become shorter; bytes
    /// added to the file are left out.
    pub(super) fn pieces(self, bytes: Range<u64>) -> Pieces {
        Pieces { next: Next::Read(self.file), bytes }
    }
}

/// A stream of pieces of a document.
pub(super) struct Pieces {
    next: Next,
    /// The bytes that have not been read yet.
    bytes: Range<u64>,
}

/// The next step of the stream.
enum Next {
    /// Read a piece.
    Read(File),
    /// Wait for a piece that another thread is reading. Disks are slow, and other browsers are served in the meantime.
    Wait(JoinHandle<io::Result<(File, Vec<u8>)>>),
    /// Nothing: the stream has ended.
    Nothing,
}

impl Stream for Pieces {
    type Item = io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::Read(file) if !self.bytes.is_empty() => {
                    let start = self.bytes.start;
                    let length = PIECE.min(self.bytes.end - start);
                    self.next = Next::Wait(spawn_blocking(move || piece(file, start, length)));
                }
                Next::Wait(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        self.next = Next::Wait(reading);
                        return Poll::Pending;
                    };
                    let read = read.map_err(io::Error::other).flatten();
                    return Poll::Ready(Some(read.map(|(file, piece)| {
                        self.bytes.start += piece.len() as u64;
                        self.next = Next::Read(file);
                        piece
                    })));
                }
                Next::Read(_) | Next::Nothing => return Poll::Ready(None),
            }
        }
    }
}

fn piece(mut file: File, start: u64, length: u64) -> io::Result<(File, Vec<u8>)> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    file.read_exact(&mut bytes)?;
    Ok((file, bytes))
}
