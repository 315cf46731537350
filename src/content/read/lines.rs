//! Numbers the lines of files, for reports.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{FileContent, Source, SourceFile};
use crate::base::problem::Place;

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
    /// A byte, and its column: the next place is often further on in the same line.
    last: Cell<(usize, usize)>,
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
        let (line, column) = self
            .of(&place.file)
            .map_or((1, 1), |file| (file.number(place.span.start), file.column(place.span.start)));
        format!("{}:{line}:{column}", place.file)
    }
}

impl<'a> FileLines<'a> {
    fn new(file: &'a SourceFile) -> Option<Self> {
        let (FileContent::Text(text) | FileContent::NotUtf8 { before: text, .. }) = &file.content else {
            return None;
        };
        // The byte order mark is not part of the first line.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(FileLines { text, starts, last: Cell::default() })
    }

    /// Returns the column of a byte in its line, in characters, counted from 1.
    fn column(&self, at: usize) -> usize {
        let start = self.start(self.number(at)).min(at);
        let (before, known) = match self.last.get() {
            last if (start..=at).contains(&last.0) && last.1 > 0 => last,
            _ => (start, 1),
        };
        let end = at.min(self.text.len());
        let column = known + self.text[before.min(end)..end].chars().count();
        self.last.set((end, column));
        column
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
