//! Problems as people and programs read them, one form a module, and translations as people read them.

pub mod github;
mod human;
pub mod json;
pub mod sarif;

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::problem::{Place, Problem, Problems, Severity};
use crate::read::{FileContent, Source};

pub use human::{Style, human, translations};

/// "2 errors, 1 warning"
pub fn totals(problems: &Problems) -> String {
    let count = |severity, noun: &str| match problems.count(severity) {
        0 => None,
        1 => Some(format!("1 {noun}")),
        many => Some(format!("{many} {noun}s")),
    };
    let counts: Vec<String> = [count(Severity::Error, "error"), count(Severity::Warning, "warning")]
        .into_iter()
        .flatten()
        .collect();
    if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The folder of the catalogue below the folder that a service knows, which counts paths from there: nothing, or a
/// path that ends with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes a path such as `catalogue` or `catalogue/`.
    pub fn new(path: &str) -> Self {
        let path = path.trim_matches('/');
        Base(if path.is_empty() { String::new() } else { format!("{path}/") })
    }

    fn path(&self, file: &str) -> String {
        format!("{}{file}", self.0)
    }

    /// The path as a relative reference of RFC 3986.
    fn uri(&self, file: &str) -> String {
        let path = self.path(file);
        let segments = path.split('/').map(|segment| utf8_percent_encode(segment, RESERVED).to_string());
        segments.collect::<Vec<_>>().join("/")
    }
}

/// What may not stand for itself everywhere in a path.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a place stands in its file. Lines and columns count from 1; a column is a character (a code point).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    /// The column after the last character; where something is missing, `column` itself.
    end_column: usize,
}

impl Region {
    /// Nothing if the file holds no text at that place.
    fn of(place: &Place, source: &Source) -> Option<Self> {
        let (text, span) = quotable(place, source)?;
        let position = |at: usize| {
            let start = text[..at].rfind('\n').map_or_else(|| mark_length(text), |at| at + 1);
            (text[..start].matches('\n').count() + 1, text[start..at].chars().count() + 1)
        };
        let ((line, column), (end_line, end_column)) = (position(span.start), position(span.end));
        Some(Region { line, column, end_line, end_column })
    }
}

/// The text of a place's file without what is not UTF-8, and the place in it; nothing if there is no text to quote.
fn quotable<'a>(place: &Place, source: &'a Source) -> Option<(&'a str, Range<usize>)> {
    let FileContent::Text(bytes) = &source.file(&place.file)?.content else { return None };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // The valid part is enough to show where it ends.
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    if text.trim().is_empty() {
        return None;
    }
    let within = |at: usize| at.clamp(mark_length(text), text.len());
    Some((text, within(place.span.start)..within(place.span.end)))
}

/// The bytes of the byte order mark, which is no character of the first line.
fn mark_length(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// All that a problem says, for forms that have room for one text: the message, then a line for each thing more.
/// Related places are left to forms that have no place of their own for them.
fn sentences(problem: &Problem) -> Vec<String> {
    let mut lines = vec![problem.message.clone()];
    if !problem.label.is_empty() {
        lines.push(format!("here: {}", problem.label));
    }
    lines.extend(problem.help.iter().map(|help| format!("help: {help}")));
    lines
}
