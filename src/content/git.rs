//! Reads the history of the content from git. This is the only module that runs `git`.
//!
//! A repository may come from a stranger, and its settings can name programs. So every call goes through `ask()`, which
//! lets git read the history and nothing else: no hook, filter, pager, helper or protocol runs.
//!
//! `gix` would run no programs at all, but it is no faster (0.6 s instead of 0.5 s for 2,000 commits), adds 64 crates
//! and minutes of compile time, and supports each new repository format later than git does.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use sha1::Sha1;
use sha2::Sha256;

use crate::base::date::Moment;
use crate::base::hash::{Digest, Hasher};
use crate::base::visible;
use crate::content::read::{FileContent, Source};

/// The age of each file's last change, in commits. 0 means that the change is not committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(HashMap<String, usize>);

impl Changes {
    /// Reads the history of `root/content`, or returns `None` if there is no git or no history.
    ///
    /// Uncommitted changes are found by comparing the files in `source` with the last commit. If git did that, it would
    /// run the filters of the repository.
    pub fn of(root: &Path, source: &Source) -> Option<Self> {
        let log = log(root, &["--format=%x01", "--name-only", "--", CONTENT]).ok()?;
        // A history may name far more files than there are now.
        let present: HashSet<&str> = source.files().iter().map(|file| &*file.path).collect();
        let mut changes = HashMap::new();
        let mut is_empty = true;
        // Each commit begins with the separator that the format sets. Its files follow, each once.
        for (age, commit) in log.split('\u{1}').skip(1).enumerate() {
            for path in commit.split(['\0', '\n']).filter(|path| !path.is_empty()) {
                is_empty = false;
                if present.contains(path) {
                    changes.entry(path.to_owned()).or_insert(age + 1);
                }
            }
        }
        if is_empty {
            return None;
        }
        let tree = git(root, &["ls-tree", "-r", "-z", "HEAD", "--", CONTENT])?;
        let committed = committed(&tree);
        for file in source.files() {
            if !committed.get(&*file.path).is_some_and(|id| has_id(&file.content, id)) {
                changes.insert(file.path.to_string(), 0);
            }
        }
        Some(Changes(changes))
    }

    /// Returns whether `path` was changed after `other`, in a later commit.
    pub fn is_newer(&self, path: &str, other: &str) -> bool {
        match (self.0.get(path), self.0.get(other)) {
            (Some(age), Some(other)) => age < other,
            _ => false,
        }
    }
}

/// Returns the ids of the files in the output of `git ls-tree`, by path.
fn committed(tree: &str) -> HashMap<&str, &str> {
    let entries = tree.split('\0').filter_map(|entry| entry.split_once('\t'));
    entries
        .filter_map(|(facts, path)| {
            let mut facts = facts.split(' ');
            let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
            (kind == "blob" && mode.starts_with("100")).then_some((path, id))
        })
        .collect()
}

/// Returns whether git gives this text this id, either unchanged or with the line endings that commits use.
///
/// Other files count as unchanged, because nobody asks when they were changed.
fn has_id(content: &FileContent, id: &str) -> bool {
    let Some(text) = content.text() else { return true };
    blob_id(text.as_bytes(), id.len()) == id
        || (text.contains("\r\n") && blob_id(text.replace("\r\n", "\n").as_bytes(), id.len()) == id)
}

/// Returns the id that git gives to a file. It has 40 digits, or 64 in repositories that use SHA-256.
fn blob_id(bytes: &[u8], digits: usize) -> String {
    fn hex<D: sha1::Digest>(bytes: &[u8]) -> String {
        let mut hasher = D::new();
        hasher.update(format!("blob {}\0", bytes.len()));
        hasher.update(bytes);
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
    if digits == 64 { hex::<Sha256>(bytes) } else { hex::<Sha1>(bytes) }
}

/// The history of the content, from its commits. Uncommitted changes do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The date of the earliest commit.
    pub began: Moment,
    /// The date of the latest commit.
    pub last_change: Moment,
    /// The commits that touch the content, newest first.
    pub commits: Vec<Commit>,
}

/// A commit of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its date.
    pub at: Moment,
    /// The folders of entries and the single files that it touches, by their paths below `content/`:
    /// `projects/foster-care`, `areas.yaml`.
    pub touched: BTreeMap<String, Touch>,
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

impl fmt::Display for NoHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (reason, help) = match self {
            NoHistory::Absent => {
                return f.write_str("no git history, so there are no dates of changes and no feeds");
            }
            NoHistory::Shallow => (
                "git has only the latest part of the history".to_owned(),
                "run `git fetch --unshallow` to get the rest",
            ),
            NoHistory::TooLarge => (
                "the history is too large for git to read within its limits of time, memory and names"
                    .to_owned(),
                "look for a commit with very many files or a very long message",
            ),
            NoHistory::Odd(git) => (
                format!("git does not read the history: {} is not a whole repository", visible::path(git)),
                "restore it, or remove it",
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
        write!(f, "{reason}, so the site has no dates of changes and no feeds; {help}")
    }
}

impl History {
    /// Reads the history of `root/content`.
    ///
    /// # Errors
    /// If there is no history, it is not complete, or it is too large.
    pub fn of(root: &Path) -> Result<Self, NoHistory> {
        match ask(root, &["rev-parse", "--is-shallow-repository"]) {
            Ok(answer) if answer.trim_end() == "false" => {}
            Ok(_) => return Err(NoHistory::Shallow),
            Err(silence) => return Err(silence.into()),
        }
        let arguments = [
            // File names cannot contain the zero byte that surrounds the date.
            "--format=%x00%cI",
            "--name-status",
            "--",
            CONTENT,
            // This file only lists what was published.
            ":(exclude)content/urls.txt",
        ];
        let log = match log(root, &arguments) {
            Ok(log) => log,
            // A new repository has no commits yet: its branch has a name and nothing else.
            Err(_)
                if git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_none()
                    && git(root, &["symbolic-ref", "--quiet", "HEAD"]).is_some() =>
            {
                return Err(NoHistory::Absent);
            }
            Err(silence) => return Err(silence.into()),
        };
        let commits = commits(&log).ok_or(NoHistory::TooLarge)?;
        match &commits[..] {
            [] => Err(NoHistory::Absent),
            [last, ..] => {
                let began = commits.iter().map(|commit| commit.at).min().unwrap_or(last.at);
                let last_change = commits.iter().map(|commit| commit.at).max().unwrap_or(last.at);
                Ok(History { began, last_change, commits })
            }
        }
    }

    /// Returns a digest of the whole history.
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

/// The maximum number of names that all commits together may touch. Each takes up to some hundred bytes of memory.
const MOST_TOUCHED: usize = 1_000_000;

/// Parses dates, each followed by pairs of a status and a path. A merge has only the files that it changes itself, with
/// a letter for each parent; another empty part precedes them. Returns `None` if there are too many names.
fn commits(log: &str) -> Option<Vec<Commit>> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut touched = 0;
    let mut parts = log.split('\0').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() {
            if let Some(at) = parts.peek().and_then(|date| Moment::parse(date)) {
                parts.next();
                commits.push(Commit { at, touched: BTreeMap::new() });
            }
            continue;
        }
        let path = parts.next().unwrap_or_default().strip_prefix("content/");
        if let (Some(commit), Some(path)) = (commits.last_mut(), path) {
            let status = part.trim_start();
            let is_same = status.chars().all(|letter| status.starts_with(letter));
            let first = status.get(..1).unwrap_or_default();
            let before = commit.touched.len();
            commit.touch(if is_same { first } else { "M" }, path);
            touched += commit.touched.len() - before;
            if touched > MOST_TOUCHED {
                return None;
            }
        }
    }
    commits.retain(|commit| !commit.touched.is_empty());
    Some(commits)
}

impl Commit {
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

/// Returns the path of `root` below the top of its repository, ending in `/`, or `None` if git gives none.
pub fn prefix(root: &Path) -> Option<String> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    Some(prefix.trim_end_matches('\n').to_owned())
}

/// Returns the files below `root` that were committed since this branch forked from `revision`, relative to `root`.
///
/// Returns `None` if git cannot tell.
pub fn changed_since(root: &Path, revision: &str) -> Option<BTreeSet<String>> {
    let range = format!("{revision}...");
    let arguments = ["diff", "--name-only", "--relative", "-z"];
    let diff = git(root, &[&arguments[..], &NO_MORE, &["--end-of-options", &range, "--"]].concat())?;
    Some(diff.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// A folder that git could take for a repository although it has no `.git`.
///
/// Anyone who can add files to the content can create one, with settings of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The folder.
    pub folder: PathBuf,
    /// The files that make it look like a repository.
    holds: &'static str,
}

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Planted { folder, holds } = self;
        write!(f, "{} holds {holds}, like a git repository without .git; remove them", visible::path(folder))
    }
}

impl std::error::Error for Planted {}

/// Checks that git cannot mistake an ordinary folder for a repository.
///
/// Checks the folders from `root` up to the top of its repository, and `content/` and the folders in it.
///
/// # Errors
/// If there is such a folder.
pub fn refuse_planted(root: &Path) -> Result<(), Planted> {
    let called_by_name = |planted: Planted| match root.canonicalize() {
        Ok(canonical) if plain(canonical.clone()) == planted.folder => {
            Planted { folder: root.to_path_buf(), ..planted }
        }
        _ => planted,
    };
    Place::of(root).map_err(called_by_name)?;
    let content = root.join(CONTENT);
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&content).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders.insert(0, content);
    match folders.iter().find_map(|folder| Planted::at(folder)) {
        Some(planted) => Err(planted),
        None => Ok(()),
    }
}

impl Planted {
    /// Checks a folder as git does, but ignores case, because the files may be meant for another system.
    fn at(folder: &Path) -> Option<Self> {
        let names: BTreeSet<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().to_ascii_lowercase())
            .collect();
        // Some systems accept other names for a file than the listed one, or forbid listing a folder.
        let has = |name: &str| {
            names.contains(&name.to_ascii_lowercase()) || folder.join(name).symlink_metadata().is_ok()
        };
        let holds = if !has("HEAD") {
            return None;
        } else if has("objects") && has("refs") {
            "HEAD, objects/ and refs/"
        } else if has("commondir") {
            // This file gives the path of the other two.
            "HEAD and commondir"
        } else {
            return None;
        };
        Some(Planted { folder: folder.to_path_buf(), holds })
    }
}

/// A root and the top of its repository, the folder that contains `.git`.
struct Place {
    root: PathBuf,
    top: PathBuf,
}

impl Place {
    /// Finds the top from the root upwards. Returns `None` if there is no repository.
    fn of(root: &Path) -> Result<Option<Self>, Planted> {
        let Ok(root) = root.canonicalize().map(plain) else { return Ok(None) };
        for folder in root.ancestors() {
            if is_repository(&folder.join(".git")) {
                let top = folder.to_path_buf();
                return Ok(Some(Place { root, top }));
            }
            if let Some(planted) = Planted::at(folder) {
                return Err(planted);
            }
        }
        Ok(None)
    }
}

/// Returns the `.git` at or above `root` that looks like a repository and is none, such as a pipe, a link to itself, or a
/// folder whose `HEAD` is lost. An empty folder is left to other programs.
fn odd_git(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().map(plain).ok()?;
    let exists = |path: &Path| path.symlink_metadata().is_ok();
    let is_odd = |git: &PathBuf| {
        exists(git) && (!git.is_dir() || exists(&git.join("HEAD")) || git.join("objects").is_dir())
    };
    root.ancestors().map(|folder| folder.join(".git")).find(is_odd)
}

/// Returns whether git accepts this `.git`.
///
/// If git does not, it checks next whether the parent folder is itself a repository. If `.git` is a file, it names the
/// repository; if that name is wrong, git stops there.
fn is_repository(git: &Path) -> bool {
    let small = |path: &Path| {
        let mut text = String::new();
        let file = fs::metadata(path).ok()?.is_file().then(|| File::open(path).ok())??;
        file.take(4096).read_to_string(&mut text).ok()?;
        Some(text)
    };
    if git.is_file() {
        return true;
    }
    let head = git.join("HEAD");
    let has_head = match fs::read_link(&head) {
        Ok(target) => target.starts_with("refs"),
        Err(_) => small(&head).is_some_and(|text| match text.strip_prefix("ref:") {
            Some(branch) => branch.trim_start().starts_with("refs/"),
            None => text.len() >= 40 && text.bytes().take(40).all(|byte| byte.is_ascii_hexdigit()),
        }),
    };
    let common = small(&git.join("commondir")).map(|path| git.join(path.trim_end()));
    let common = common.as_deref().unwrap_or(git);
    has_head && common.join("objects").is_dir() && common.join("refs").is_dir()
}

/// Removes the Windows prefix for long paths, which git does not understand.
fn plain(path: PathBuf) -> PathBuf {
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    let with_drive = short.filter(|path| path.chars().nth(1) == Some(':')).map(PathBuf::from);
    with_drive.unwrap_or(path)
}

/// The folder below the root that contains the content.
const CONTENT: &str = "content";

/// The largest output of git that is read, in bytes. No catalogue needs more.
const MAX_OUTPUT: u64 = 256 * 1024 * 1024;

/// The longest time that git may take. Without it, a repository could name a pipe as a file and block git for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// The maximum of what is read of the errors of git, in bytes.
const MAX_ERRORS: u64 = 64 * 1024;

/// The most memory that git may use for data, in bytes. The history of 100,000 commits needs a tenth of it.
#[cfg(target_os = "linux")]
const MAX_MEMORY: u64 = 1024 * 1024 * 1024;

/// Options that keep git from doing more than a plain comparison.
const NO_MORE: [&str; 6] = [
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--ignore-submodules=all",
    // Keeps the default order of paths.
    "-O/dev/null",
];

/// Safe values for the settings with which a repository could run a program, read another file or change git's output.
///
/// Submodules, filters, aliases and remotes have settings with names of their own, which cannot be listed here. No
/// command in this module reads them, and nothing is fetched.
const SETTINGS: [&str; 41] = [
    "i18n.logOutputEncoding=UTF-8",
    "i18n.commitEncoding=UTF-8",
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.pager=cat",
    "core.editor=:",
    "core.askPass=",
    "core.sshCommand=false",
    "core.gitProxy=false",
    "core.alternateRefsCommand=false",
    "core.quotePath=false",
    "credential.helper=",
    "protocol.allow=never",
    "protocol.file.allow=never",
    "protocol.ext.allow=never",
    "protocol.git.allow=never",
    "protocol.ssh.allow=never",
    "protocol.http.allow=never",
    "protocol.https.allow=never",
    "submodule.recurse=false",
    "gpg.program=false",
    "gpg.openpgp.program=false",
    "gpg.x509.program=false",
    "gpg.ssh.program=false",
    "mailmap.file=",
    "mailmap.blob=",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    "log.showRoot=true",
    "log.decorate=false",
    "diff.external=",
    "diff.autoRefreshIndex=false",
    "diff.ignoreSubmodules=all",
    "diff.orderFile=/dev/null",
    "diff.relative=false",
    "color.ui=false",
];

/// Variables that are set in git's environment, in addition to those of the caller that remain.
const ENVIRONMENT: [(&str, &str); 12] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    // No protocol, program or alias can have this name. An empty list would allow a protocol with an empty name.
    ("GIT_ALLOW_PROTOCOL", "?"),
    ("GIT_PROTOCOL_FROM_USER", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", ""),
    ("SSH_ASKPASS", ""),
    ("GIT_PAGER", "cat"),
    ("GIT_EDITOR", ":"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("LC_ALL", "C"),
];

/// Variables of the caller that git would obey, in addition to those that begin with `GIT_`.
const OBEYED: [&str; 7] =
    ["SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "PAGER", "LESS", "EDITOR", "VISUAL", "LANGUAGE"];

fn is_obeyed(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy().to_ascii_uppercase();
    name.starts_with("GIT_") || OBEYED.contains(&&*name)
}

/// Runs `git log`, which lists commits and the files that they touch.
fn log(root: &Path, arguments: &[&str]) -> Result<String, Silence> {
    let of_commits = [
        "log",
        "-c",
        "--topo-order",
        "--relative",
        "-z",
        "--no-mailmap",
        "--no-show-signature",
        "--no-notes",
    ];
    ask(root, &[&of_commits[..], &NO_MORE, arguments].concat())
}

/// Why git gives no answer.
enum Silence {
    /// There is no repository here, or no git.
    Absent,
    /// This `.git` is no repository.
    Odd(PathBuf),
    /// It fails; what it says is wrong.
    Failed(String),
    /// It took too long, or said too much.
    Stopped,
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

/// Runs git and returns its output, or `None` if it failed or was stopped.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    ask(root, arguments).ok()
}

/// Runs git and returns its output, within the limits on time, memory and output.
fn ask(root: &Path, arguments: &[&str]) -> Result<String, Silence> {
    let Ok(Some(place)) = Place::of(root) else {
        return Err(odd_git(root).map_or(Silence::Absent, Silence::Odd));
    };
    let mut child = command(&place, arguments).spawn().map_err(|_| Silence::Absent)?;
    limit_memory(&child);
    let (output, errors) = (child.stdout.take().ok_or(Silence::Absent)?, child.stderr.take());
    let child = Mutex::new(child);
    let stop = || child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    let mut bytes = Vec::new();
    let (is_whole, said) = thread::scope(|threads| {
        let (ended, end) = mpsc::channel::<()>();
        let said = threads.spawn(move || {
            let mut said = Vec::new();
            // What cannot be read is not needed.
            let _ = errors.map(|errors| errors.take(MAX_ERRORS).read_to_end(&mut said));
            let said = String::from_utf8_lossy(&said);
            // Advice follows what is wrong.
            let wrong = said.lines().find_map(|line| line.strip_prefix("fatal: "));
            wrong.or(said.lines().next()).unwrap_or_default().to_owned()
        });
        let watch = threads.spawn(move || {
            let is_late = end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if is_late {
                // Git may have ended by itself.
                let _ = stop();
            }
            is_late
        });
        let is_read = output.take(MAX_OUTPUT + 1).read_to_end(&mut bytes).is_ok();
        drop(ended);
        let is_late = watch.join().unwrap_or(true);
        let is_whole = is_read && !is_late && bytes.len() as u64 <= MAX_OUTPUT;
        (is_whole, said.join().unwrap_or_default())
    });
    let mut child = child.into_inner().unwrap_or_else(PoisonError::into_inner);
    if !is_whole {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|_| Silence::Absent)?;
    match (is_whole, status.success()) {
        (false, _) => Err(Silence::Stopped),
        (true, false) => Err(Silence::Failed(said)),
        (true, true) => Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
    }
}

fn command(Place { root, top }: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for (name, _) in env::vars_os().filter(|(name, _)| is_obeyed(name)) {
        command.env_remove(name);
    }
    command.envs(ENVIRONMENT);
    // The work tree is the folder around `.git`, whatever the settings of the repository say.
    command.env("GIT_WORK_TREE", top);
    if let Some(above) = top.parent() {
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    command.arg("-C").arg(root).args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Limits the memory of a running git, because a small repository can contain folders that expand to very many files.
#[cfg(target_os = "linux")]
fn limit_memory(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let most = Some(MAX_MEMORY);
    // If the system refuses, the time limit still applies.
    let _ = prlimit(Some(Pid::from_child(child)), Resource::Data, Rlimit { current: most, maximum: most });
}

/// Does nothing: other systems cannot limit a running program. The time limit still applies.
#[cfg(not(target_os = "linux"))]
fn limit_memory(_: &Child) {}
