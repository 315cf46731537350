//! Parses `sr.md` and `en.md`: front matter, then Markdown.

use std::ops::Range;
use std::sync::Arc;

use super::blank::{BLANK, blanks, still_to_be_written};
use super::decode::Decode;
use super::front;
use super::node::Yaml;
use super::records::{FrontMatter, HomeFrontMatter};
use crate::base::id::Kind;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;

/// A text as authored.
#[derive(Clone, Debug)]
pub struct TextRecord {
    /// The file's path.
    pub file: Arc<str>,
    /// The file's whole text.
    pub text: Arc<str>,
    /// Title and summary.
    pub front: FrontMatter,
    /// The bytes of the file that contain Markdown.
    pub body: Range<usize>,
}

impl TextRecord {
    pub(super) fn parse(file: &Arc<str>, text: &Arc<str>, problems: &mut Problems) -> Option<Self> {
        let Some((front, body)) = split(text) else {
            problems.push(front_slip(file, front::missing(text)));
            return None;
        };
        if let Some(slip) = front::too_long(text, &front) {
            problems.push(front_slip(file, slip));
            return None;
        }
        let node = Yaml { file, text, span: front }.parse(problems)?;
        let front = match is_of_home(file) {
            true => HomeFrontMatter::decode(node, problems)?.into(),
            false => FrontMatter::decode(node, problems)?,
        };
        for blank in blanks(&text[body.clone()]) {
            let place = Place { file: file.clone(), span: body.start + blank.start..body.start + blank.end };
            let help = format!("replace `{BLANK}` with the text; for a horizontal line, write `***`");
            problems.push(still_to_be_written(place).help(help));
        }
        Some(TextRecord { file: file.clone(), text: Arc::clone(text), front, body })
    }
}

impl TextRecord {
    /// Reads a text as it once was; `None` if it had no front matter that can be read.
    pub fn of_former(text: &str) -> Option<Self> {
        TextRecord::parse(&"".into(), &text.into(), &mut Problems::default())
    }
}

/// Returns whether a text is that of the home page, which needs no title of its own.
fn is_of_home(file: &str) -> bool {
    file.strip_prefix(Kind::StandingPage.home()).is_some_and(|below| below.starts_with("home/"))
}

/// The problem of front matter with a slip.
fn front_slip(file: &Arc<str>, slip: front::Slip) -> Problem {
    let place = Place { file: Arc::clone(file), span: slip.span };
    Problem::new(&rules::FRONT_MATTER, place, slip.message).help(slip.help)
}

fn is_fence(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim_end() == "---"
}

/// Returns the byte where the Markdown of a text begins: its end, if it has no complete front matter.
pub fn markdown_start(text: &str) -> usize {
    split(text).map_or(text.len(), |(_, body)| body.start)
}

/// Returns the bytes between the two lines of `---`, and the bytes after them.
pub(super) fn split(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line))?;
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Some((start..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    None
}
