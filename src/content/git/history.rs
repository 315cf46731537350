//! The commits of the content, or the reason why they are not known.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::ask::{Silence, ask, git, log};
use super::former_texts::{FormerTexts, ObjectId};
use super::{content_folder, kept_log, prefix};
use crate::base::date::Moment;
use crate::base::hash::{Digest, Hasher};
use crate::base::id::{Id, Kind};
use crate::base::visible;

/// The history of the content, from its commits. Uncommitted changes do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The date of the earliest commit.
    pub began: Moment,
    /// The date of the latest commit.
    pub last_change: Moment,
    /// The id of the first commit of `commits`, which has the content as it is now.
    pub version: ObjectId,
    /// The commits that touch the content, newest first.
    pub commits: Vec<Commit>,
    /// The texts of files before and after the latest commits.
    pub texts: FormerTexts,
}

/// A commit of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// Its date.
    pub at: Moment,
    /// The folders of entries and the single files that it touches, by their paths below `content/`:
    /// `projects/foster-care`, `areas.yaml`.
    pub touched: BTreeMap<String, Touch>,
    /// The files in the folders of entries that it touches. Empty if the commit is not one of the latest, or touches many
    /// entries.
    pub files: Vec<FileTouch>,
}

/// What a commit does to a file in the folder of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTouch {
    /// Its path below `content/`: `projects/foster-care/sr.md`.
    pub path: String,
    /// Its content before. `None` if it did not exist.
    pub before: Option<ObjectId>,
    /// Its content afterwards. `None` if it no longer exists.
    pub after: Option<ObjectId>,
}

/// A commit that touches more entries than this reorganises the content, and does not count as a change of each entry.
const MOST_ENTRIES: usize = 20;

/// The maximum number of files whose changes are known, in all commits together, and in one. The change log lists fewer
/// entries.
const MOST_FILES: usize = 600;
const MOST_FILES_OF_COMMIT: usize = 200;

/// Returns the kind and the id of the entry in a folder, given its path below `content/`. Pages are no entries here.
pub fn entry_in(folder: &str) -> Option<(Kind, &str)> {
    let (collection, id) = folder.split_once('/')?;
    let kind = match collection {
        "programmes" => Kind::Programme,
        "projects" => Kind::Project,
        "municipalities" => Kind::Municipality,
        "documents" => Kind::Document,
        "posts" => Kind::Post,
        _ => return None,
    };
    // No entry can have had another name, whatever a commit contains.
    Id::new(id).map(|_| (kind, id))
}

/// What a commit does to a folder or file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Adds it.
    Added,
    /// Changes it.
    Changed,
    /// Removes it.
    Removed,
}

/// The reason why the history is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoHistory {
    /// There is no git, no repository, or no commit of the content.
    Absent,
    /// The repository is a shallow clone, so earlier changes are not known.
    Shallow,
    /// Reading it exceeds the limits on time, memory or output.
    TooLarge,
    /// A commit has a date that is none, or no date.
    Undated(ObjectId),
    /// Git does not read the repository; what it says.
    Refused(String),
    /// This `.git` is no repository, although it looks like one.
    Odd(PathBuf),
}

impl NoHistory {
    /// Returns whether there is a history that the site lacks.
    pub fn is_lost(&self) -> bool {
        *self != NoHistory::Absent
    }
}

impl NoHistory {
    /// Returns what is wrong, that `what` follows from it, and what an editor can do.
    pub fn explain(&self, what: &str) -> String {
        let (reason, help) = match self {
            NoHistory::Absent => return format!("no git history, or no git, so {what}"),
            NoHistory::Shallow => (
                "git has only the latest part of the history".to_owned(),
                "run `git fetch --unshallow` to get the rest; if content/ is a repository of its own, run it there: `git -C content fetch --unshallow`",
            ),
            NoHistory::TooLarge => (
                "the history is too large for git to read within its limits of time, memory and names"
                    .to_owned(),
                "look for a commit with very many files or a very long message",
            ),
            NoHistory::Undated(commit) => (
                format!("the commit {} has no valid date", commit.as_str()),
                "give it a date from the year 1970 to 9999, or begin a new history without it",
            ),
            NoHistory::Odd(git) => (
                format!(
                    "git does not read the history: {} is not a whole repository of this folder, or links lead out of it",
                    visible::path(git)
                ),
                "restore it without links, or remove it",
            ),
            NoHistory::Refused(said) if said.contains("dubious ownership") => (
                format!("git does not read the repository: {said}"),
                "run `git config --global --add safe.directory FOLDER` with the folder of the repository",
            ),
            NoHistory::Refused(said) => (
                format!("git does not read the history: {said}"),
                "run `git fsck` and `git log -- content` to see what is wrong",
            ),
        };
        format!("{reason}, so {what}; {help}")
    }
}

impl fmt::Display for NoHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain("the site has no dates of changes and no feeds"))
    }
}

/// Asks git for the commits of the content in `folder`.
///
/// # Errors
/// If there are none, or git does not answer.
pub(super) fn log_of_content(folder: &Path, arguments: &[&str]) -> Result<String, NoHistory> {
    log(folder, arguments).map_err(|silence| no_history(folder, silence))
}

/// Returns why git says nothing of the commits.
pub(super) fn no_history(folder: &Path, silence: Silence) -> NoHistory {
    // A new repository has no commits yet: its branch has a name and nothing else.
    let is_new = git(folder, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_none()
        && git(folder, &["symbolic-ref", "--quiet", "HEAD"]).is_some();
    if is_new { NoHistory::Absent } else { silence.into() }
}

impl History {
    /// Reads the history of `root/content`. What git says is kept in `cache`, the folder of the user's cache.
    ///
    /// # Errors
    /// If there is no history, it is not complete, or it is too large.
    pub fn of(root: &Path, cache: Option<&Path>) -> Result<Self, NoHistory> {
        let folder = &content_folder(root);
        match ask(folder, &["rev-parse", "--is-shallow-repository"]) {
            Ok(answer) if answer.trim_end() == "false" => {}
            Ok(_) => return Err(NoHistory::Shallow),
            Err(silence) => return Err(silence.into()),
        }
        let log = kept_log::read(folder, cache).map_err(|silence| no_history(folder, silence))?;
        let mut commits = commits(&log, &prefix(folder).unwrap_or_default())?;
        tell_apart(&mut commits);
        match &commits[..] {
            [] => Err(NoHistory::Absent),
            [last, ..] => {
                let began = commits.iter().map(|commit| commit.at).min().unwrap_or(last.at);
                let last_change = commits.iter().map(|commit| commit.at).max().unwrap_or(last.at);
                let texts = FormerTexts::of(folder, texts_of(&commits));
                let version = last.id.clone();
                Ok(History { began, last_change, version, commits, texts })
            }
        }
    }

    /// Returns a digest of the whole history.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        for commit in &self.commits {
            hasher.add(commit.id.as_str().as_bytes());
            hasher.add(commit.at.to_string().as_bytes());
            hasher.add(commit.at.day().to_string().as_bytes());
            for (path, touch) in &commit.touched {
                hasher.add(path.as_bytes());
                hasher.add(&[*touch as u8]);
            }
            for FileTouch { path, before, after } in &commit.files {
                hasher.add(path.as_bytes());
                for id in [before, after] {
                    hasher.add(id.as_ref().map_or("", ObjectId::as_str).as_bytes());
                }
            }
        }
        self.texts.ids().for_each(|id| hasher.add(id.as_str().as_bytes()));
        hasher.digest()
    }
}

/// Makes the dates of commits differ. Git knows only seconds, and a rebase makes many commits in one: of those, each is a
/// microsecond later than the one before, so that feeds tell the changes apart.
fn tell_apart(commits: &mut [Commit]) {
    let mut earlier: BTreeMap<Moment, u32> = BTreeMap::new();
    for commit in commits.iter_mut().rev() {
        let count = earlier.entry(commit.at).or_default();
        commit.at = commit.at.later_by(*count);
        *count += 1;
    }
}

/// Returns the contents of the facts and texts that commits touch, the latest first.
fn texts_of(commits: &[Commit]) -> impl Iterator<Item = &ObjectId> {
    let files = commits.iter().flat_map(|commit| &commit.files);
    let texts = files.filter(|file| file.path.ends_with(".yaml") || file.path.ends_with(".md"));
    texts.flat_map(|file| [&file.after, &file.before]).flatten()
}

/// The maximum number of names that all commits together may touch. Each takes up to some hundred bytes of memory.
const MOST_TOUCHED: usize = 1_000_000;

/// Parses ids with dates, each followed by pairs of facts and a path. The facts are modes, the ids of the contents before and
/// after, and a status. A merge has only the files that it changes itself, with a mode, an id and a letter for each parent;
/// another empty part precedes them.
fn commits(log: &str, prefix: &str) -> Result<Vec<Commit>, NoHistory> {
    let mut commits: Vec<Commit> = Vec::new();
    let (mut touched, mut files) = (0, 0);
    let mut named: Option<(ObjectId, &str)> = None;
    let mut parts = log.split('\0').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() {
            let next = parts.peek().and_then(|next| next.split_once(' '));
            if let Some((id, at)) = next.and_then(|(id, at)| Some((ObjectId::parse(id)?, at))) {
                named = Some((id, at));
                parts.next();
            }
            continue;
        }
        let Some(path) = parts.next().and_then(|path| path.strip_prefix(prefix)) else { continue };
        // A commit that touches nothing here does not count.
        if let Some((id, at)) = named.take() {
            let Some(at) = Moment::parse(at) else { return Err(NoHistory::Undated(id)) };
            files += commits.last_mut().map_or(0, Commit::keep_files);
            commits.push(Commit { id, at, touched: BTreeMap::new(), files: Vec::new() });
        }
        if let Some(commit) = commits.last_mut() {
            let facts = part.trim_start().trim_start_matches(':');
            let (facts, status) = facts.rsplit_once(' ').unwrap_or(("", facts));
            let is_same = status.chars().all(|letter| status.starts_with(letter));
            let first = status.get(..1).unwrap_or_default();
            let before = commit.touched.len();
            commit.touch(if is_same { first } else { "M" }, path);
            touched += commit.touched.len() - before;
            if touched > MOST_TOUCHED {
                return Err(NoHistory::TooLarge);
            }
            if files < MOST_FILES {
                commit.touch_file(facts, path);
            }
        }
    }
    commits.last_mut().map(Commit::keep_files);
    Ok(commits)
}

/// Returns the contents of a file before and after a commit, from its modes and ids. A merge has those of each parent, of
/// which the first counts.
pub(super) fn contents(facts: &str) -> (Option<ObjectId>, Option<ObjectId>) {
    let states = facts.split(' ').count() / 2;
    let before = facts.split(' ').nth(states).and_then(ObjectId::parse);
    (before, facts.split(' ').next_back().and_then(ObjectId::parse))
}

impl Commit {
    /// Returns whether it touches so few entries that it counts as a change of each.
    pub fn touches_few(&self) -> bool {
        self.touched.keys().filter(|path| entry_in(path).is_some()).count() <= MOST_ENTRIES
    }

    /// Adds what it does to a file in the folder of an entry. `facts` has a mode and an id for each state of the file.
    fn touch_file(&mut self, facts: &str, path: &str) {
        let is_of_entry = path.rsplit_once('/').is_some_and(|(folder, _)| entry_in(folder).is_some());
        if !is_of_entry || self.files.len() > MOST_FILES_OF_COMMIT {
            return;
        }
        let (before, after) = contents(facts);
        self.files.push(FileTouch { path: path.to_owned(), before, after });
    }

    /// Forgets its files if it touches many. Returns the number of those that are kept.
    fn keep_files(&mut self) -> usize {
        if self.files.len() > MOST_FILES_OF_COMMIT || !self.touches_few() {
            self.files = Vec::new();
        }
        self.files.len()
    }

    fn touch(&mut self, status: &str, path: &str) {
        let mut parts = path.split('/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next());
        let thing = second.map_or_else(|| first.to_owned(), |second| format!("{first}/{second}"));
        // A folder exists as long as its YAML file does.
        let is_decisive = path.ends_with(".yaml");
        let touch = match status {
            "A" if is_decisive => Touch::Added,
            "D" if is_decisive => Touch::Removed,
            _ => Touch::Changed,
        };
        let before = self.touched.entry(thing).or_insert(touch);
        if touch != Touch::Changed {
            *before = touch;
        }
    }
}

impl From<Silence> for NoHistory {
    fn from(silence: Silence) -> Self {
        match silence {
            Silence::Absent => NoHistory::Absent,
            Silence::Odd(git) => NoHistory::Odd(git),
            // Git says this where it may not have more memory.
            Silence::Failed(said) if said.contains("emory") => NoHistory::TooLarge,
            Silence::Failed(said) => NoHistory::Refused(said),
            Silence::Stopped => NoHistory::TooLarge,
        }
    }
}
