//! The latest commits of some files, as an editor sees them.

use std::path::Path;

use super::ask::{NO_MORE, git};
use super::former_texts::ObjectId;
use super::{below_content, content_folder};
use crate::base::date::Moment;

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Its id.
    pub id: ObjectId,
    /// Its date.
    pub at: Moment,
    /// The first line of its message.
    pub subject: String,
}

/// The maximum number of commits.
const MOST: &str = "--max-count=10";

/// The longest subject that is shown, in characters.
const LONGEST: usize = 200;

/// Returns the latest commits that touch files of the content, given by their paths below `root`, newest first. There are
/// none if git does not know them.
pub fn latest(root: &Path, paths: &[&str]) -> Vec<Latest> {
    let start =
        ["log", MOST, "-z", "--no-mailmap", "--no-show-signature", "--no-notes", "--format=%H%x09%cI%x09%s"];
    let paths = paths.iter().filter_map(|path| below_content(path));
    let literal: Vec<String> = paths.map(|path| format!(":(literal){path}")).collect();
    let files = literal.iter().map(String::as_str);
    let arguments: Vec<&str> = start.into_iter().chain(NO_MORE).chain(["--"]).chain(files).collect();
    let log = if literal.is_empty() { None } else { git(&content_folder(root), &arguments) };
    let commit = |line: &str| {
        let mut parts = line.splitn(3, '\t');
        let id = ObjectId::parse(parts.next()?)?;
        let at = Moment::parse(parts.next()?)?;
        Some(Latest { id, at, subject: parts.next()?.chars().take(LONGEST).collect() })
    };
    log.iter()
        .flat_map(|log| log.split('\0'))
        .filter_map(|line| commit(line.trim_start_matches('\n')))
        .collect()
}
