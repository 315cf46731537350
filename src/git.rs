//! What git knows about the content. The only place that runs `git`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::date::Moment;
use crate::hash::{Digest, Hasher};

/// When files were last changed, counted in commits back from now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(HashMap<String, usize>);

impl Changes {
    /// Asks git for the history of `root/content`; nothing where there is no git or no history.
    pub fn of(root: &Path) -> Option<Self> {
        let log = git(
            root,
            &[
                "log",
                "--topo-order",
                "--no-renames",
                "--relative",
                "--format=%x01",
                "--name-only",
                "-z",
                "--",
                "content",
            ],
        )?;
        let mut changes = HashMap::new();
        // Each commit begins with the mark of the format; its files follow, each once.
        for (age, commit) in log.split('\u{1}').skip(1).enumerate() {
            for path in commit.split(['\0', '\n']).filter(|path| !path.is_empty()) {
                changes.entry(path.to_owned()).or_insert(age + 1);
            }
        }
        let status =
            git(root, &["ls-files", "--modified", "--others", "--exclude-standard", "-z", "--", "content"])?;
        for path in status.split('\0').filter(|path| !path.is_empty()) {
            changes.insert(path.to_owned(), 0);
        }
        (!changes.is_empty()).then_some(Changes(changes))
    }

    /// Whether `path` was changed after `other`, and not together with it.
    pub fn is_newer(&self, path: &str, other: &str) -> bool {
        match (self.0.get(path), self.0.get(other)) {
            (Some(age), Some(other)) => age < other,
            _ => false,
        }
    }
}

/// When the content was changed, as its commits say. Changes that are not committed do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// When the first commit was made.
    pub began: Moment,
    /// When the last commit was made.
    pub last_change: Moment,
    /// Those that touch the content, the last one first.
    pub commits: Vec<Commit>,
}

/// A commit of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// When it was made.
    pub at: Moment,
    /// What it touches: folders of entries and single files, by their paths below `content/`: `projects/foster-care`,
    /// `areas.yaml`.
    pub touched: BTreeMap<String, Touch>,
}

/// What becomes of a folder or file in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It was not there before.
    Added,
    /// It is another one than before.
    Changed,
    /// It is not there any more.
    Removed,
}

/// Why nothing can be said about the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHistory {
    /// There is no git, no repository, or no commit of the content.
    Absent,
    /// There is the end of it only, and nobody can tell what was changed before.
    Shallow,
}

impl History {
    /// Asks git for the history of `root/content`, once.
    ///
    /// # Errors
    /// When there is none, or not all of it.
    pub fn of(root: &Path) -> Result<Self, NoHistory> {
        match git(root, &["rev-parse", "--is-shallow-repository"]).as_deref().map(str::trim_end) {
            Some("false") => {}
            Some(_) => return Err(NoHistory::Shallow),
            None => return Err(NoHistory::Absent),
        }
        let log = [
            "log",
            "--topo-order",
            "--no-renames",
            "--relative",
            // No name of a file can hold the byte that stands around the date.
            "--format=%x00%cI",
            "--name-status",
            "-z",
            "--",
            "content",
            // It lists what was published, and says nothing itself.
            ":(exclude)content/urls.txt",
        ];
        let commits = commits(&git(root, &log).ok_or(NoHistory::Absent)?);
        match &commits[..] {
            [] => Err(NoHistory::Absent),
            [last, ..] => {
                let began = commits.iter().map(|commit| commit.at).min().unwrap_or(last.at);
                let last_change = commits.iter().map(|commit| commit.at).max().unwrap_or(last.at);
                Ok(History { began, last_change, commits })
            }
        }
    }

    /// Of all of it.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        for commit in &self.commits {
            hasher.add(commit.at.to_string().as_bytes());
            hasher.add(commit.at.day().to_string().as_bytes());
            for (path, touch) in &commit.touched {
                hasher.add(path.as_bytes());
                hasher.add(&[*touch as u8]);
            }
        }
        hasher.digest()
    }
}

/// Reads dates, each followed by pairs of a status and a path. Merges that change nothing themselves have none.
fn commits(log: &str) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut parts = log.split('\0');
    while let Some(part) = parts.next() {
        let next = parts.next().unwrap_or_default();
        if part.is_empty() {
            commits.extend(Moment::parse(next).map(|at| Commit { at, touched: BTreeMap::new() }));
        } else if let (Some(commit), Some(path)) = (commits.last_mut(), next.strip_prefix("content/")) {
            commit.touch(part.trim_start(), path);
        }
    }
    commits.retain(|commit| !commit.touched.is_empty());
    commits
}

impl Commit {
    fn touch(&mut self, status: &str, path: &str) {
        let mut parts = path.split('/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next());
        let thing = second.map_or_else(|| first.to_owned(), |second| format!("{first}/{second}"));
        // A folder is there as long as its facts are.
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

/// Where `root` stands below the top of its repository, ending with `/`; nothing where there is no git.
pub fn prefix(root: &Path) -> Option<String> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    Some(prefix.trim_end_matches('\n').to_owned())
}

/// The files below `root`, relative to it, that were changed since this history left that of `revision`; nothing where
/// git can not tell.
pub fn changed_since(root: &Path, revision: &str) -> Option<BTreeSet<String>> {
    let range = format!("{revision}...");
    let diff = git(
        root,
        &["diff", "--name-only", "--no-renames", "--relative", "-z", "--end-of-options", &range, "--"],
    )?;
    Some(diff.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args([
            "-c",
            "core.quotepath=off",
            "-c",
            "log.showSignature=false",
            "-c",
            "log.follow=false",
            "-c",
            "log.showRoot=true",
        ])
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
