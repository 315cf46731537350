//! Runs git so that it runs no other program, within limits on time, memory and output.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{env, thread};

use super::repository::{Place, odd_git};
use crate::base::allowance::count_waited;

/// The largest output of git that is read, in bytes. No catalogue needs more.
pub(super) const MAX_OUTPUT: u64 = 256 * 1024 * 1024;

/// The longest time that git may take. Without it, a repository could name a pipe as a file and block git for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// The steps in which the time of git is counted with that of the run.
const STEP: Duration = Duration::from_millis(500);
const STEPS: u128 = PATIENCE.as_millis() / STEP.as_millis();

/// The maximum of what is read of the errors of git, in bytes.
const MAX_ERRORS: u64 = 64 * 1024;

/// The most memory that git may use for data, in bytes. The history of 100,000 commits needs a fifth of it.
#[cfg(target_os = "linux")]
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// Options that keep git from doing more than a plain comparison.
pub(super) const NO_MORE: [&str; 6] = [
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
const SETTINGS: [&str; 42] = [
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
    // Commits are made in the name that the user gave, or not at all.
    "user.useConfigOnly=true",
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
pub(super) fn log(root: &Path, arguments: &[&str]) -> Result<String, Silence> {
    ask(root, &log_arguments(arguments))
}

/// Returns the arguments of `git log`, the last ones of which are given.
pub(super) fn log_arguments<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let of_commits = [
        "log",
        "-c",
        "--topo-order",
        // Git makes the paths of merges relative to no folder.
        "--no-relative",
        "-z",
        "--no-mailmap",
        "--no-show-signature",
        "--no-notes",
    ];
    [&of_commits[..], &NO_MORE, arguments].concat()
}

/// Why git gives no answer.
pub(super) enum Silence {
    /// There is no repository here, or no git.
    Absent,
    /// This `.git` is no repository.
    Odd(PathBuf),
    /// It fails; what it says is wrong.
    Failed(String),
    /// It took too long, or said too much.
    Stopped,
}

/// The process ids of the gits that are running.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stops every git that is running, because this program is about to end.
pub fn stop_all() {
    #[cfg(unix)]
    for id in running().iter().filter_map(|id| i32::try_from(*id).ok()) {
        use rustix::process::{Pid, Signal, kill_process};
        // Git may have ended by itself.
        let _ = Pid::from_raw(id).map(|id| kill_process(id, Signal::KILL));
    }
}

/// Runs git and returns its output, or `None` if it failed or was stopped.
pub(super) fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    ask(root, arguments).ok()
}

/// Runs git and returns its output, within the limits on time, memory and output.
pub(super) fn ask(root: &Path, arguments: &[&str]) -> Result<String, Silence> {
    ask_with(root, arguments, Given::default()).map(text)
}

/// Returns output as text.
pub(super) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Runs `git cat-file`, which answers for each of the objects that `input` names, one on each line.
pub(super) fn objects(root: &Path, how: &str, input: String) -> Result<Vec<u8>, Silence> {
    ask_with(root, &["cat-file", how, "--buffer"], Given { input: Some(input.into()), index: None })
}

/// What git gets besides its arguments.
#[derive(Default)]
pub(super) struct Given<'a> {
    /// What it reads from its standard input.
    pub(super) input: Option<Vec<u8>>,
    /// The index that it uses instead of the repository's own.
    pub(super) index: Option<&'a Path>,
}

/// Runs git with an input or another index and returns its output, within the limits on time, memory and output.
pub(super) fn ask_with(root: &Path, arguments: &[&str], given: Given<'_>) -> Result<Vec<u8>, Silence> {
    let Given { input, index } = given;
    let Ok(Some(place)) = Place::of(root) else {
        return Err(odd_git(root).map_or(Silence::Absent, Silence::Odd));
    };
    let mut command = command(&place, arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().map_err(|_| Silence::Absent)?;
    limit(&child);
    let id = child.id();
    running().insert(id);
    let (output, errors) = (child.stdout.take().ok_or(Silence::Absent)?, child.stderr.take());
    let asked = child.stdin.take().zip(input);
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
        threads.spawn(move || {
            // Git may end before it has read everything.
            let _ = asked.map(|(mut stdin, input)| stdin.write_all(&input));
        });
        let watch = threads.spawn(move || {
            let has_ended = (0..STEPS).any(|_| {
                let is_running = end.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout);
                if is_running {
                    count_waited(STEP);
                }
                !is_running
            });
            let is_late = !has_ended;
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
    // From here on, the system may give its id to another process.
    running().remove(&id);
    let status = child.wait().map_err(|_| Silence::Absent)?;
    match (is_whole, status.success()) {
        (false, _) => Err(Silence::Stopped),
        (true, false) => Err(Silence::Failed(known(&said))),
        (true, true) => Ok(bytes),
    }
}

/// Returns what is known of a message of git. Other parts of it are not repeated, because git quotes lines of the files
/// that it cannot read.
fn known(said: &str) -> String {
    const KNOWN: [&str; 9] = [
        "bad config",
        "bad object",
        "bad revision",
        "unknown revision",
        "not a git repository",
        "unable to read",
        "object file",
        "shallow",
        "memory",
    ];
    if said.starts_with("detected dubious ownership") {
        return said.to_owned();
    }
    let found = KNOWN.iter().find(|part| said.to_ascii_lowercase().contains(*part));
    found.map_or("it fails", |part| part).to_owned()
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
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Limits the memory of a running git, because a small repository can contain folders that expand to very many files;
/// and its processor time, because it goes on when this program is stopped.
#[cfg(target_os = "linux")]
fn limit(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    for (resource, most) in [(Resource::Data, MAX_MEMORY), (Resource::Cpu, PATIENCE.as_secs())] {
        let most = Some(most);
        // If the system refuses, the time that this program waits is still limited.
        let _ = prlimit(Some(Pid::from_child(child)), resource, Rlimit { current: most, maximum: most });
    }
}

/// Does nothing: other systems cannot limit a running program. The time that this one waits is still limited.
#[cfg(not(target_os = "linux"))]
fn limit(_: &Child) {}
