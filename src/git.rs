//! What git knows about the content. The only place that runs `git`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::date::PartialDate;

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

/// How far back recent changes are looked for, in commits.
const RECENT_COMMITS: &str = "-200";

/// A commit that touches more projects than this rearranges the content; it is no change of each of them.
const AT_ONCE: usize = 20;

/// When the content was changed, as its commits say. Changes that are not committed do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The day of the last commit.
    pub last_change: PartialDate,
    /// The folders of the projects that were changed of late, the latest first, with the day.
    pub projects: Vec<(String, PartialDate)>,
}

impl History {
    /// Asks git for the history of `root/content`; nothing where there is no git, no history, or only the end of it.
    pub fn of(root: &Path) -> Option<Self> {
        if git(root, &["rev-parse", "--is-shallow-repository"])?.trim_end() != "false" {
            return None;
        }
        let log = git(
            root,
            &[
                "log",
                RECENT_COMMITS,
                "--topo-order",
                "--no-renames",
                "--relative",
                "--format=%x01%cs",
                "--name-only",
                "-z",
                "--",
                "content",
            ],
        )?;
        let commits = || log.split('\u{1}').skip(1).filter_map(Commit::read);
        let mut projects: BTreeMap<&str, (usize, PartialDate)> = BTreeMap::new();
        for (age, commit) in commits().enumerate() {
            if commit.projects.len() <= AT_ONCE {
                for project in commit.projects {
                    projects.entry(project).or_insert((age, commit.day));
                }
            }
        }
        let mut projects: Vec<_> = projects.into_iter().collect();
        projects.sort_by_key(|(_, (age, _))| *age);
        let projects = projects.into_iter().map(|(folder, (_, day))| (folder.to_owned(), day)).collect();
        Some(History { last_change: commits().next()?.day, projects })
    }
}

/// A commit of the content.
struct Commit<'a> {
    day: PartialDate,
    /// The folders below `content/projects/` that it touches.
    projects: BTreeSet<&'a str>,
}

impl<'a> Commit<'a> {
    fn read(entry: &'a str) -> Option<Self> {
        let mut parts = entry.split(['\0', '\n']).filter(|part| !part.is_empty());
        let day = PartialDate::parse(parts.next()?)?;
        let folder = |path: &'a str| path.strip_prefix("content/projects/")?.split_once('/');
        Some(Commit { day, projects: parts.filter_map(folder).map(|(folder, _)| folder).collect() })
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
        .args(["-c", "core.quotepath=off"])
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}
