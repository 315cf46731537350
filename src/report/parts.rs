//! What the formats have in common: totals, limits, positions, and paths.

use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use crate::base::address::encoded;
use crate::base::problem::{Place, Problem, Problems, Severity};
use crate::base::visible::{MOST_TOLD, shortened};
use crate::content::read::{FileLines, Lines};

/// Formats the totals: "2 errors, 1 warning".
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

pub(super) fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The maximum number of problems in a report for programs.
pub(super) const MOST_PROBLEMS: usize = 10_000;
/// The maximum number of related places reported for a problem.
pub(super) const MOST_RELATED: usize = 20;

/// Returns at most `most` problems, and how many are left out. If any are, errors come first.
pub(super) fn first(problems: &Problems, most: usize) -> (Vec<&Problem>, usize) {
    let mut first: Vec<&Problem> = problems.iter().collect();
    let left = first.len().saturating_sub(most);
    if left > 0 {
        first.sort_by_key(|problem| Reverse(problem.severity));
        first.truncate(most);
    }
    (first, left)
}

/// Formats the number of problems left out: "3 more problems".
pub(super) fn more(left: usize) -> String {
    format!("{left} more problem{}", if left == 1 { "" } else { "s" })
}

/// The path from the folder that a service knows, such as a repository, to the catalogue: empty, or ending with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Makes it from a path such as `catalogue` or `catalogue/`.
    pub fn new(path: &str) -> Self {
        let path = path.trim_matches('/');
        Base(if path.is_empty() { String::new() } else { format!("{path}/") })
    }

    pub(super) fn path(&self, file: &str) -> String {
        format!("{}{file}", self.0)
    }

    /// Returns the path of a file as a relative reference (RFC 3986).
    pub(super) fn uri(&self, file: &str) -> String {
        let path = self.path(file);
        let segments = path.split('/').map(encoded);
        segments.collect::<Vec<_>>().join("/")
    }
}

/// The position of a place in its file. Lines and columns count from 1; a column is a character (a code point).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    /// The column after the last character; where something is missing, `column` itself.
    pub(super) end_column: usize,
}

impl Region {
    /// Finds the position of a place; `None` if its file has no text.
    pub(super) fn of(place: &Place, lines: &Lines<'_>) -> Option<Self> {
        let (file, span) = quotable(place, lines)?;
        let position = |at: usize| {
            let line = file.number(at);
            (line, file.text[file.start(line)..at].chars().count() + 1)
        };
        let ((line, column), (end_line, end_column)) = (position(span.start), position(span.end));
        Some(Region { line, column, end_line, end_column })
    }
}

/// Returns the lines of a place's file and the byte range in them; `None` if there is no text to quote.
pub(super) fn quotable<'a>(place: &Place, lines: &Lines<'a>) -> Option<(Rc<FileLines<'a>>, Range<usize>)> {
    let file = lines.of(&place.file)?;
    if file.text.trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let within = |at: usize| at.clamp(file.start(1), file.text.len());
    let span = within(place.span.start)..within(place.span.end);
    Some((file, span))
}

/// Returns the texts of a problem as lines, for formats that have one text field: the message, the label and the help.
/// Related places are not included: some formats have a separate field for them.
pub(super) fn sentences(problem: &Problem) -> Vec<String> {
    let mut lines = vec![shortened(&problem.message, MOST_TOLD).into_owned()];
    if !problem.label.is_empty() {
        lines.push(format!("here: {}", shortened(&problem.label, MOST_TOLD)));
    }
    lines.extend(problem.help.iter().map(|help| format!("help: {}", shortened(help, MOST_TOLD))));
    lines
}
