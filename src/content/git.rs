//! What git knows about the content. The only place that runs `git`.
//!
//! A repository can come from a stranger, and its settings can name programs. So each call goes through `git()`, which
//! lets git read the history and nothing else: no hook, filter, pager, helper or protocol runs.
//!
//! `gix` would run no programs at all, but it is no faster (0.6 s against 0.5 s for 2,000 commits), brings 64 more crates
//! and minutes of compiling, and reads each new form of repository later than git does.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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

/// When files were last changed, counted in commits back from now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(HashMap<String, usize>);

impl Changes {
    /// Asks git for the history of `root/content`; nothing where there is no git or no history. What differs from the last
    /// commit is told from the files in `source`, as git would run the filters of the repository to tell.
    pub fn of(root: &Path, source: &Source) -> Option<Self> {
        let log = log(root, &["--format=%x01", "--name-only", "--", CONTENT])?;
        let mut changes = HashMap::new();
        // Each commit begins with the mark of the format; its files follow, each once.
        for (age, commit) in log.split('\u{1}').skip(1).enumerate() {
            for path in commit.split(['\0', '\n']).filter(|path| !path.is_empty()) {
                changes.entry(path.to_owned()).or_insert(age + 1);
            }
        }
        if changes.is_empty() {
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

    /// Whether `path` was changed after `other`, and not together with it.
    pub fn is_newer(&self, path: &str, other: &str) -> bool {
        match (self.0.get(path), self.0.get(other)) {
            (Some(age), Some(other)) => age < other,
            _ => false,
        }
    }
}

/// The ids of the files in a listing of a tree, by path.
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

/// Whether git gives this text this id, as it is or with the ends of lines that it has in a commit. Of what is no text,
/// nobody asks when it was changed.
fn has_id(content: &FileContent, id: &str) -> bool {
    let Some(text) = content.text() else { return true };
    blob_id(text.as_bytes(), id.len()) == id
        || (text.contains("\r\n") && blob_id(text.replace("\r\n", "\n").as_bytes(), id.len()) == id)
}

/// The id of a file in git, which has 40 digits, or 64 in repositories that were made for it.
fn blob_id(bytes: &[u8], digits: usize) -> String {
    fn hex<D: sha1::Digest>(bytes: &[u8]) -> String {
        let mut hasher = D::new();
        hasher.update(format!("blob {}\0", bytes.len()));
        hasher.update(bytes);
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
    if digits == 64 { hex::<Sha256>(bytes) } else { hex::<Sha1>(bytes) }
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
    /// Reading it takes git more time, memory or words than it may have.
    TooLarge,
}

impl History {
    /// Asks git for the history of `root/content`, once.
    ///
    /// # Errors
    /// When there is none, or not all of it.
    pub fn of(root: &Path) -> Result<Self, NoHistory> {
        match ask(root, &["rev-parse", "--is-shallow-repository"]).as_deref().map(str::trim_end) {
            Ok("false") => {}
            Ok(_) => return Err(NoHistory::Shallow),
            Err(Silence::Stopped) => return Err(NoHistory::TooLarge),
            Err(Silence::Failed) => return Err(NoHistory::Absent),
        }
        let arguments = [
            // No name of a file can hold the byte that stands around the date.
            "--format=%x00%cI",
            "--name-status",
            "--",
            CONTENT,
            // It lists what was published, and says nothing itself.
            ":(exclude)content/urls.txt",
        ];
        let Some(log) = log(root, &arguments) else {
            // Where there are commits, git could not take them in.
            return Err(match git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]) {
                Some(_) => NoHistory::TooLarge,
                None => NoHistory::Absent,
            });
        };
        let commits = commits(&log);
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
/// git cannot tell.
pub fn changed_since(root: &Path, revision: &str) -> Option<BTreeSet<String>> {
    let range = format!("{revision}...");
    let arguments = ["diff", "--name-only", "--relative", "-z"];
    let diff = git(root, &[&arguments[..], &NO_MORE, &["--end-of-options", &range, "--"]].concat())?;
    Some(diff.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// A folder that git could take for a repository, though it has no `.git`: whoever can add files to the content can make
/// one, with settings of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The folder.
    pub folder: PathBuf,
    /// What it holds.
    holds: &'static str,
}

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Planted { folder, holds } = self;
        write!(f, "{} holds {holds}, like a git repository without .git; remove them", visible::path(folder))
    }
}

impl std::error::Error for Planted {}

/// Sees to it that git cannot take a folder for a repository that is none: neither one on the way from `root` up to the
/// top of its repository, nor `content/` and the folders in it.
///
/// # Errors
/// When there is such a folder.
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
    /// Looks at a folder as git does, in any letter case: the files may be meant for another system.
    fn at(folder: &Path) -> Option<Self> {
        let names: BTreeSet<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().to_ascii_lowercase())
            .collect();
        // Some systems know a file by other names than the one in the list, or do not let folders be listed.
        let has = |name: &str| {
            names.contains(&name.to_ascii_lowercase()) || folder.join(name).symlink_metadata().is_ok()
        };
        let holds = if !has("HEAD") {
            return None;
        } else if has("objects") && has("refs") {
            "HEAD, objects/ and refs/"
        } else if has("commondir") {
            // Says where the other two are.
            "HEAD and commondir"
        } else {
            return None;
        };
        Some(Planted { folder: folder.to_path_buf(), holds })
    }
}

/// A root and the top of its repository, the folder that holds `.git`.
struct Place {
    root: PathBuf,
    top: PathBuf,
}

impl Place {
    /// Looks for the top, from the root upwards; nothing where there is no repository.
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

/// Whether git takes this `.git` for one: where it does not, it looks whether the folder around it is a repository. A
/// file names the repository; if it does so wrongly, git looks no further.
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

/// A path without the mark of Windows for long ones, which git does not know.
fn plain(path: PathBuf) -> PathBuf {
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    let with_drive = short.filter(|path| path.chars().nth(1) == Some(':')).map(PathBuf::from);
    with_drive.unwrap_or(path)
}

/// The folder of the root that holds the content.
const CONTENT: &str = "content";

/// More than git ever says of a catalogue, in bytes.
const MAX_OUTPUT: u64 = 256 * 1024 * 1024;

/// How long git may take. It ends waiting for a pipe that the settings of a repository name as a file.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much memory git may have for what it works out, in bytes. The history of 100,000 commits needs a tenth.
#[cfg(target_os = "linux")]
const MAX_MEMORY: u64 = 1024 * 1024 * 1024;

/// What git may not do when it compares, beyond what is asked of it.
const NO_MORE: [&str; 6] = [
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--ignore-submodules=all",
    // The order of paths is that of git.
    "-O/dev/null",
];

/// Settings of the repository that could run a program, read another file, or change what git says; git takes these
/// instead. The settings of submodules, filters, aliases and remotes have names of their own and cannot be listed: no
/// command here reads them, and nothing is fetched.
const SETTINGS: [&str; 39] = [
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

/// What git finds in its environment, beside what is left of that of the caller.
const ENVIRONMENT: [(&str, &str); 12] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    // Nothing is called this, and no program or alias can be; an empty list allows what has an empty name.
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

/// Variables of the caller that git would obey, beside those that begin with `GIT_`.
const OBEYED: [&str; 7] =
    ["SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "PAGER", "LESS", "EDITOR", "VISUAL", "LANGUAGE"];

fn is_obeyed(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy().to_ascii_uppercase();
    name.starts_with("GIT_") || OBEYED.contains(&&*name)
}

/// The commits and the files that they touch.
fn log(root: &Path, arguments: &[&str]) -> Option<String> {
    let of_commits =
        ["log", "--topo-order", "--relative", "-z", "--no-mailmap", "--no-show-signature", "--no-notes"];
    git(root, &[&of_commits[..], &NO_MORE, arguments].concat())
}

/// Why git says nothing.
enum Silence {
    /// It has nothing to say, is not there, or could take another folder for the repository.
    Failed,
    /// It took too long, or said too much.
    Stopped,
}

/// Runs git on the history, and takes in what it says; nothing where it does not say it.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    ask(root, arguments).ok()
}

/// Runs git on the history, and takes in what it says.
fn ask(root: &Path, arguments: &[&str]) -> Result<String, Silence> {
    let Ok(Some(place)) = Place::of(root) else { return Err(Silence::Failed) };
    let mut child = command(&place, arguments).spawn().map_err(|_| Silence::Failed)?;
    limit_memory(&child);
    let output = child.stdout.take().ok_or(Silence::Failed)?;
    let child = Mutex::new(child);
    let stop = || child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    let mut bytes = Vec::new();
    let is_whole = thread::scope(|threads| {
        let (ended, end) = mpsc::channel::<()>();
        let watch = threads.spawn(move || {
            let is_late = end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if is_late {
                // It may have ended by itself.
                let _ = stop();
            }
            is_late
        });
        let is_read = output.take(MAX_OUTPUT + 1).read_to_end(&mut bytes).is_ok();
        drop(ended);
        let is_late = watch.join().unwrap_or(true);
        is_read && !is_late && bytes.len() as u64 <= MAX_OUTPUT
    });
    let mut child = child.into_inner().unwrap_or_else(PoisonError::into_inner);
    if !is_whole {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|_| Silence::Failed)?;
    match (is_whole, status.success()) {
        (false, _) => Err(Silence::Stopped),
        (true, false) => Err(Silence::Failed),
        (true, true) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

fn command(Place { root, top }: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for (name, _) in env::vars_os().filter(|(name, _)| is_obeyed(name)) {
        command.env_remove(name);
    }
    command.envs(ENVIRONMENT);
    // Whatever the settings of the repository say, its files are those around it.
    command.env("GIT_WORK_TREE", top);
    if let Some(above) = top.parent() {
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    command.arg("-C").arg(root).args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Limits what a running git may keep in memory: a small repository can hold folders that unfold to very many files.
#[cfg(target_os = "linux")]
fn limit_memory(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let most = Some(MAX_MEMORY);
    // Where the system refuses, there is still the limit on time.
    let _ = prlimit(Some(Pid::from_child(child)), Resource::Data, Rlimit { current: most, maximum: most });
}

/// Other systems cannot limit a program that runs; there is the limit on time.
#[cfg(not(target_os = "linux"))]
fn limit_memory(_: &Child) {}
