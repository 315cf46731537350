//! Tests that an untrusted repository can neither run programs nor supply another history, while trusted repositories
//! work as usual.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::history::{commit, git, git_on};
use crate::support::{self, PROGRAM, small_catalogue, write};
use tempfile::TempDir;
use walkdir::WalkDir;

const DAY: &str = "2025-03-01";
/// Every command that reads the content, with arguments that take it as far as possible.
const COMMANDS: [&[&str]; 13] = [
    &["check"],
    &["build"],
    &["serve"],
    &["translations"],
    &["check", "--format", "github", "--base", "HEAD"],
    &["check", "--format", "github", "--base", "HEAD~1"],
    &["check", "--format", "sarif"],
    &["refs", "project:home-nursing"],
    &["rename", "project:home-nursing", "nursing", "--dry-run"],
    &["urls"],
    &["new", "project", "another"],
    &["import", "SHEET", "--dry-run"],
    &["build", "--strict"],
];
/// The commands that call git.
const ASKING: [&[&str]; 7] =
    [COMMANDS[0], COMMANDS[1], COMMANDS[2], COMMANDS[3], COMMANDS[4], COMMANDS[5], COMMANDS[6]];

/// A folder with a catalogue, and a list of the planted programs that have run.
struct Trial {
    folder: TempDir,
}

impl Trial {
    fn new() -> Self {
        Trial { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Returns a catalogue with a warning, so that `--base` is used.
    fn catalogue(&self, below: &str) -> PathBuf {
        let root = self.path(below);
        support::lay_over(small_catalogue().path(), &root);
        write(&root.join("content/pages/about/x.txt"), b"x\n");
        root
    }

    /// Returns a program that records its name when it runs.
    fn program(&self, path: &Path, name: &str) -> String {
        write(path, format!("#!/bin/sh\necho '{name}' >> '{}'\n", self.path("ran").display()).as_bytes());
        executable(path);
        path.display().to_string()
    }

    fn ran(&self) -> String {
        fs::read_to_string(self.path("ran")).unwrap_or_default()
    }

    fn forget(&self) {
        let _ = fs::remove_file(self.path("ran"));
    }

    /// Checks that an ordinary call of git triggers the trap; otherwise the test would prove nothing.
    fn assert_springs(&self, root: &Path, arguments: &[&str], name: &str) {
        let said = Command::new("git").arg("-C").arg(root).args(arguments).env("GIT_PAGER", "cat").output();
        let said = said.expect("git is there");
        assert!(self.ran().contains(name), "{name} does not run: {said:?}");
        self.forget();
    }

    /// Runs a command, and checks that it ran no planted program. Returns its exit code and all its output.
    fn run(&self, root: &Path, arguments: &[&str], environment: &[(&str, String)]) -> (Option<i32>, String) {
        let mut command = Command::new(&*PROGRAM);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let sheet = elsewhere.path().join("sheet.csv");
        write(&sheet, b"project,area\n");
        let named = |argument: &&str| match *argument {
            "SHEET" => sheet.display().to_string(),
            argument => argument.to_owned(),
        };
        command.current_dir(elsewhere.path()).args(arguments.iter().map(named)).arg("--root").arg(root);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let (code, said) = match arguments[0] {
            "serve" => (None, serve(command.args(["--port", "0"]))),
            _ => {
                let output = command.stdin(Stdio::null()).output().expect("the program starts");
                let said = [output.stdout, output.stderr].concat();
                (output.status.code(), String::from_utf8_lossy(&said).into_owned())
            }
        };
        assert_eq!(self.ran(), "", "{arguments:?}");
        (code, said)
    }
}

/// Runs a preview until it shows a page.
fn serve(command: &mut Command) -> String {
    let mut program =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut url = String::new();
    BufReader::new(program.stdout.take().expect("an output")).read_line(&mut url).expect("an address");
    if !url.is_empty() {
        let limit = Some(Duration::from_secs(120));
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(limit).build();
        ureq::Agent::from(config).get(url.trim()).call().expect("an answer");
        program.kill().expect("a program that runs");
    }
    let output = program.wait_with_output().expect("an end");
    url + &String::from_utf8_lossy(&output.stderr)
}

fn executable(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

fn set(root: &Path, settings: &[(&str, &str)]) {
    for (key, value) in settings {
        git(root, &["config", key, value]);
    }
}

/// Returns the feeds of a site, which show its history.
fn feeds(root: &Path, environment: &[(&str, String)]) -> BTreeMap<String, String> {
    let trial = Trial::new();
    let output = trial.path("public");
    let (code, said) = trial.run(root, &["build", "--output", &output.display().to_string()], environment);
    assert_eq!(code, Some(0), "{said}");
    let files = WalkDir::new(&output).into_iter().map(|entry| entry.expect("a readable folder").into_path());
    let feeds = files.filter(|path| path.ends_with("atom.xml"));
    let below = |path: &Path| path.strip_prefix(&output).expect("below").display().to_string();
    feeds.map(|path| (below(&path), fs::read_to_string(&path).expect("a feed"))).collect()
}

/// Returns a catalogue with a history of two days.
fn with_past(trial: &Trial, below: &str) -> PathBuf {
    let root = trial.catalogue(below);
    commit(&root, DAY);
    let text = root.join("content/projects/home-nursing/sr.md");
    let longer = fs::read_to_string(&text).expect("a text") + "\nJoš nešto.\n";
    write(&text, longer.as_bytes());
    commit(&root, "2025-04-02");
    root
}

/// Plants plain files that git takes for a bare repository, whose settings run a program.
fn plant(trial: &Trial, folder: &Path) {
    let bare = trial.path("bare");
    git(trial.folder.path(), &["init", "--quiet", "--bare", "bare"]);
    for name in ["HEAD", "objects", "refs"] {
        let copied = Command::new("cp").arg("-r").arg(bare.join(name)).arg(folder).status();
        assert!(copied.expect("cp is there").success());
    }
    let program = trial.program(&folder.join("monitor.sh"), "planted");
    write(
        &folder.join("config"),
        format!(
            "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {program}\n\
             [alias]\n\tx = !{program}\n"
        )
        .as_bytes(),
    );
}

#[track_caller]
fn assert_refused(trial: &Trial, root: &Path, commands: &[&[&str]], holds: &str) {
    for command in commands {
        let (code, said) = trial.run(root, command, &[]);
        if command[0] != "serve" {
            assert_eq!(code, Some(1), "{command:?}: {said}");
        }
        assert!(said.contains(&format!("holds {holds}, like a git repository")), "{command:?}: {said}");
        assert!(said.contains("remove them"), "{said}");
    }
}

const ALL_THREE: &str = "HEAD, objects/ and refs/";

#[test]
fn a_repository_planted_next_to_the_content_is_rejected_by_every_command() {
    let trial = Trial::new();
    let root = trial.catalogue("repository/site");
    let top = trial.path("repository");
    git(&top, &["init", "--quiet"]);
    git(&top, &["add", "--all"]);
    git(&top, &["commit", "--quiet", "--message", "Content"]);
    plant(&trial, &root);
    trial.assert_springs(&root, &["ls-files", "--modified"], "planted");
    assert_refused(&trial, &root, &COMMANDS, ALL_THREE);
}

#[test]
fn a_planted_repository_is_found_wherever_git_would_look() {
    let check: &[&[&str]] = &[&["check"], &["build"]];
    // Between the root and the top of the repository.
    let trial = Trial::new();
    let root = trial.catalogue("repository/a/b/site");
    git(&trial.path("repository"), &["init", "--quiet"]);
    plant(&trial, &trial.path("repository/a"));
    assert_refused(&trial, &root, check, ALL_THREE);
    // Outside any repository.
    let trial = Trial::new();
    let root = trial.catalogue("site");
    plant(&trial, &root);
    assert_refused(&trial, &root, check, ALL_THREE);
    // Through a link.
    std::os::unix::fs::symlink(&root, trial.path("link")).expect("a link");
    assert_refused(&trial, &trial.path("link"), check, ALL_THREE);
    // In letters that some systems treat as the same.
    for (from, to) in [("HEAD", "head"), ("objects", "Objects"), ("refs", "REFS")] {
        fs::rename(root.join(from), root.join(to)).expect("another name");
    }
    assert_refused(&trial, &root, check, ALL_THREE);
    // Next to a `.git` that git ignores.
    fs::create_dir(root.join(".git")).expect("a folder");
    assert_refused(&trial, &root, check, ALL_THREE);
    write(&root.join(".git/HEAD"), b"nothing\n");
    assert_refused(&trial, &root, check, ALL_THREE);
    // Within the content.
    for below in ["content", "content/projects", "content/x"] {
        let trial = Trial::new();
        let root = with_past(&trial, "site");
        fs::create_dir_all(root.join(below)).expect("a folder");
        plant(&trial, &root.join(below));
        assert_refused(&trial, &root, check, ALL_THREE);
    }
}

#[test]
fn a_planted_repository_may_have_its_objects_elsewhere() {
    let trial = Trial::new();
    let root = trial.catalogue("repository/site");
    git(&trial.path("repository"), &["init", "--quiet"]);
    let elsewhere = trial.path("repository/other");
    fs::create_dir(&elsewhere).expect("a folder");
    plant(&trial, &elsewhere);
    write(&root.join("HEAD"), b"ref: refs/heads/main\n");
    write(&root.join("commondir"), b"../other\n");
    trial.assert_springs(&root, &["x"], "planted");
    assert_refused(&trial, &root, &ASKING, "HEAD and commondir");
}

#[test]
fn files_that_only_resemble_a_repository_are_accepted() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    assert!(!before.is_empty());
    for names in [&["HEAD"][..], &["HEAD", "objects"], &["objects", "refs"], &["HEADS", "objects", "refs"]] {
        for name in names {
            fs::create_dir_all(root.join("beside").join(name)).expect("a folder");
            fs::create_dir_all(root.join("content").join(name)).expect("a folder");
        }
        assert_eq!(feeds(&root, &[]), before, "{names:?}");
        for name in names {
            fs::remove_dir(root.join("content").join(name)).expect("an empty folder");
        }
    }
    // A complete repository in another folder.
    fs::create_dir(root.join("server")).expect("a folder");
    plant(&trial, &root.join("server"));
    assert_eq!(feeds(&root, &[]), before);
}

/// Returns the `.git` of a partial clone that lacks a tree, which git would fetch with a program.
fn lacking(trial: &Trial) -> PathBuf {
    let root = with_past(trial, "site");
    let program = trial.program(&trial.path("fetched.sh"), "fetched");
    write(&root.join("tree.txt"), b"gone\n");
    git(&root, &["add", "tree.txt"]);
    git(&root, &["commit", "--quiet", "--message", "A tree that will be gone"]);
    git(&root, &["rm", "--quiet", "tree.txt"]);
    git(&root, &["commit", "--quiet", "--message", "The same as before"]);
    let tree = Command::new("git").arg("-C").arg(&root).args(["rev-parse", "HEAD~1:"]).output().expect("git");
    let tree = String::from_utf8(tree.stdout).expect("hexadecimal digits");
    fs::remove_file(root.join(".git/objects").join(&tree[..2]).join(tree[2..].trim_end())).expect("a tree");
    set(
        &root,
        &[
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.url", "."),
            ("remote.origin.promisor", "true"),
            ("remote.origin.uploadpack", &program),
            ("protocol.allow", "always"),
            ("protocol.file.allow", "always"),
            ("safe.bareRepository", "all"),
        ],
    );
    root
}

#[test]
fn nothing_is_fetched() {
    let trial = Trial::new();
    let root = lacking(&trial);
    trial.assert_springs(&root, &["log", "--name-only", "--", "content"], "fetched");
    for command in ASKING {
        trial.run(&root, command, &[]);
    }
}

#[test]
fn nothing_is_fetched_by_an_older_git_either() {
    let trial = Trial::new();
    let root = lacking(&trial);
    // Older versions do not know the variable that forbids fetching.
    let which = Command::new("sh").args(["-c", "command -v git"]).output().expect("a shell");
    let real = String::from_utf8(which.stdout).expect("a path");
    let old = trial.path("old/git");
    write(
        &old,
        format!("#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec '{}' \"$@\"\n", real.trim_end()).as_bytes(),
    );
    executable(&old);
    let path = format!("{}:{}", trial.path("old").display(), std::env::var("PATH").unwrap_or_default());
    let path = [("PATH", path)];
    let alias = format!("!{}", trial.path("fetched.sh").display());
    for helper in [None, Some(""), Some("file"), Some("ext"), Some("none"), Some("?")] {
        if let Some(helper) = helper {
            // The helper of a remote can be an alias.
            set(&root, &[("remote.origin.vcs", helper), ("alias.remote-", &alias)]);
            set(&root, &[("alias.remote-file", &alias), ("alias.remote-none", &alias)]);
        }
        for command in [ASKING[1], ASKING[3], ASKING[5]] {
            trial.run(&root, command, &path);
        }
    }
}

#[test]
fn no_program_in_the_settings_of_a_repository_runs() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    let keys = [
        "alias.diff",
        "alias.log",
        "alias.ls-tree",
        "alias.rev-parse",
        "core.alternateRefsCommand",
        "core.askPass",
        "core.editor",
        "core.fsmonitor",
        "core.gitProxy",
        "core.pager",
        "core.sshCommand",
        "credential.helper",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.x.process",
        "filter.x.smudge",
        "gpg.program",
        "gpg.ssh.program",
        "pager.diff",
        "pager.log",
        "pager.ls-tree",
        "pager.rev-parse",
        "sequence.editor",
        "uploadpack.packObjectsHook",
    ];
    for key in keys {
        let program = trial.program(&root.join(".git/programs").join(key), key);
        let mark = if key.starts_with("alias.") { "!" } else { "" };
        git(&root, &["config", key, &format!("{mark}{program}")]);
    }
    for hook in ["fsmonitor-watchman", "post-checkout", "post-index-change", "reference-transaction"] {
        trial.program(&root.join(".git/hooks").join(hook), hook);
    }
    write(&root.join(".gitattributes"), b"* diff=x filter=x\n");
    write(&root.join(".git/info/attributes"), b"* diff=x filter=x\n");
    // Other times, so that git would read the files again, and an index that is out of date.
    for name in ["content/areas.yaml", "content/projects/home-nursing/en.md"] {
        let bytes = fs::read(root.join(name)).expect("a file");
        fs::remove_file(root.join(name)).expect("a file");
        write(&root.join(name), &bytes);
    }
    trial.assert_springs(&root, &["ls-files", "--modified"], "core.fsmonitor");
    let filter = ["-c", "core.fsmonitor=false", "ls-files", "--modified"];
    trial.assert_springs(&root, &filter, "filter.x");
    let others = [
        ("color.ui", "always"),
        ("core.attributesFile", "/dev/zero"),
        ("core.quotePath", "true"),
        ("diff.ignoreSubmodules", "none"),
        ("diff.noPrefix", "true"),
        ("diff.orderFile", "/dev/zero"),
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("format.pretty", "%an"),
        ("log.date", "human"),
        ("log.decorate", "full"),
        ("log.follow", "true"),
        ("log.mailmap", "true"),
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("mailmap.file", "/dev/zero"),
        ("trace2.eventTarget", "/dev/stdout"),
    ];
    set(&root, &others);
    for command in ASKING {
        trial.run(&root, command, &[]);
    }
    assert_eq!(feeds(&root, &[]), before, "git was asked, and answered");
    let (_, said) = trial.run(&root, &["translations", "--format", "json"], &[]);
    assert!(said.contains("\"staleness_known\": true"), "{said}");
}

#[test]
fn no_program_in_included_settings_runs() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    let program = trial.program(&root.join("monitor.sh"), "included");
    write(&root.join("settings"), format!("[core]\n\tfsmonitor = {program}\n").as_bytes());
    write(&root.join("others"), format!("[diff]\n\texternal = {program}\n").as_bytes());
    set(&root, &[("include.path", "../settings"), ("includeIf.gitdir:**.path", "../others")]);
    trial.assert_springs(&root, &["ls-files", "--modified"], "included");
    for command in ASKING {
        trial.run(&root, command, &[]);
    }
    assert_eq!(feeds(&root, &[]), before);
}

#[test]
fn settings_do_not_lead_to_other_files() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    let (_, places) = trial.run(&root, &["check", "--format", "sarif"], &[]);
    assert!(places.contains("\"content/pages/about/x.txt\""), "{places}");
    let other = trial.catalogue("other").display().to_string();
    let above = trial.folder.path().display().to_string();
    for worktree in [&*other, &above, "../content", "/nonexistent"] {
        set(&root, &[("core.worktree", worktree)]);
        assert_eq!(feeds(&root, &[]), before, "{worktree}");
        let (_, said) = trial.run(&root, &["check", "--format", "sarif"], &[]);
        assert_eq!(said, places, "{worktree}");
        let (_, said) = trial.run(&root, &["check", "--format", "github", "--base", "HEAD~1"], &[]);
        assert!(!said.contains("cannot compare"), "{worktree}: {said}");
    }
}

#[test]
fn the_environment_of_the_caller_does_not_lead_elsewhere() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    let other = trial.catalogue("other");
    commit(&other, "2020-01-01");
    let program = trial.program(&trial.path("program.sh"), "from the environment");
    let path = |below: &str| trial.path(below).display().to_string();
    write(&trial.path("global"), format!("[core]\n\tfsmonitor = {program}\n").as_bytes());
    let environment = [
        ("GIT_DIR", path("other/.git")),
        ("GIT_WORK_TREE", path("other")),
        ("GIT_COMMON_DIR", path("other/.git")),
        ("GIT_OBJECT_DIRECTORY", path("other/.git/objects")),
        ("GIT_INDEX_FILE", path("other/.git/index")),
        ("GIT_NAMESPACE", "x".to_owned()),
        ("GIT_CEILING_DIRECTORIES", path("")),
        ("GIT_CONFIG_COUNT", "1".to_owned()),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor".to_owned()),
        ("GIT_CONFIG_VALUE_0", program.clone()),
        ("GIT_CONFIG_GLOBAL", path("global")),
        ("GIT_CONFIG_PARAMETERS", format!("'core.fsmonitor'='{program}'")),
        ("GIT_EXTERNAL_DIFF", program.clone()),
        ("GIT_PAGER", program.clone()),
        ("GIT_ASKPASS", program.clone()),
        ("GIT_SSH_COMMAND", program.clone()),
        ("GIT_EXEC_PATH", path("nowhere")),
        ("GIT_TRACE", path("trace")),
        ("GIT_TRACE2_EVENT", path("trace2")),
        ("GIT_LITERAL_PATHSPECS", "1".to_owned()),
        ("GIT_NO_LAZY_FETCH", "0".to_owned()),
        ("SSH_ASKPASS", program),
    ];
    for command in ASKING {
        trial.run(&root, command, &environment);
    }
    assert_eq!(feeds(&root, &environment), before);
    for name in ["trace", "trace2"] {
        assert!(!trial.path(name).exists(), "{name}");
    }
    // Without a repository, none is used from there either.
    let alone = trial.catalogue("alone");
    assert_eq!(feeds(&alone, &environment[..2]), BTreeMap::new());
}

#[test]
fn a_file_that_leads_to_an_untrusted_repository_runs_nothing() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    fs::rename(root.join(".git"), root.join("data")).expect("another name");
    write(&root.join(".git"), b"gitdir: data\n");
    let program = trial.program(&root.join("monitor.sh"), "monitor");
    set(&root, &[("core.fsmonitor", &program), ("core.worktree", "/")]);
    for command in ASKING {
        trial.run(&root, command, &[]);
    }
    assert_eq!(feeds(&root, &[]), before);
    // A file that leads nowhere ends the search too.
    write(&root.join(".git"), b"gitdir: nowhere\n");
    assert_eq!(feeds(&root, &[]), BTreeMap::new());
}

/// An unpacked archive may contain such a file.
#[test]
fn a_file_that_leads_to_the_repository_of_another_folder_leads_nowhere() {
    let trial = Trial::new();
    let other = with_past(&trial, "private");
    assert!(!feeds(&other, &[]).is_empty());
    let root = trial.catalogue("site");
    for leads in
        ["gitdir: ../private/.git\n".to_owned(), format!("gitdir: {}\n", other.join(".git").display())]
    {
        write(&root.join(".git"), leads.as_bytes());
        assert_eq!(feeds(&root, &[]), BTreeMap::new(), "{leads}");
        let output = trial.path("output").display().to_string();
        let (_, said) = trial.run(&root, &["build", "--output", &output], &[]);
        assert!(said.contains("is not a whole repository of this folder"), "{leads}: {said}");
    }
}

/// Git takes every byte of a name but the line breaks at its end. If katalog read another name, it would check another
/// folder than the one that git reads.
#[test]
fn names_of_folders_are_read_as_git_reads_them() {
    let trial = Trial::new();
    let other = with_past(&trial, "private");
    let assert_refused = |root: &Path, of: &str| {
        let output = trial.path("output").display().to_string();
        let (_, said) = trial.run(root, &["build", "--output", &output], &[]);
        assert!(said.contains("is not a whole repository of this folder"), "{of}: {said}");
        assert_eq!(feeds(root, &[]), BTreeMap::new(), "{of}");
    };
    for (at, name) in
        [&b" data"[..], b"data ", b"data\t", b"data\xc2\xa0", b"data\xff"].into_iter().enumerate()
    {
        // `data` is a repository of this folder, but the file names another one.
        let root = with_past(&trial, &format!("site-{at}"));
        fs::rename(root.join(".git"), root.join("data")).expect("another name");
        symlink(other.join(".git"), root.join(OsStr::from_bytes(name))).expect("a link");
        write(&root.join(".git"), &[b"gitdir: ", name, b"\n"].concat());
        assert_refused(&root, &format!("gitdir {name:?}"));

        let root = with_past(&trial, &format!("shared-{at}"));
        fs::rename(root.join(".git"), root.join("data")).expect("another name");
        let worktree = root.join("data/worktrees/this");
        symlink(other.join(".git"), root.join("data").join(OsStr::from_bytes(name))).expect("a link");
        write(&worktree.join("HEAD"), b"ref: refs/heads/main\n");
        write(&worktree.join("gitdir"), root.join(".git").as_os_str().as_bytes());
        write(&worktree.join("commondir"), &[b"../../", name, b"\n"].concat());
        write(&root.join(".git"), b"gitdir: data/worktrees/this\n");
        assert_refused(&root, &format!("commondir {name:?}"));
    }
}

#[test]
fn clones_of_all_kinds_have_their_history() {
    let trial = Trial::new();
    let root = with_past(&trial, "site");
    let before = feeds(&root, &[]);
    assert!(before["en/atom.xml"].contains("2025-04-02"), "{before:?}");
    let top = trial.folder.path();
    let from = format!("file://{}", root.display());
    set(&root, &[("uploadpack.allowFilter", "true")]);
    git(top, &["clone", "--quiet", &from, "clone"]);
    git(top, &["clone", "--quiet", "--shared", "site", "shared"]);
    git(top, &["clone", "--quiet", "--filter=blob:none", &from, "partial"]);
    git(&root, &["worktree", "add", "--quiet", "--detach", "../worktree"]);
    git(&root, &["worktree", "add", "--quiet", "--detach", "within"]);
    // Worktrees within a bare repository.
    git(top, &["clone", "--quiet", "--bare", "site", "bare.git"]);
    git(&trial.path("bare.git"), &["worktree", "add", "--quiet", "--detach", "main"]);
    git(top, &["init", "--quiet", "super"]);
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "site"];
    git(&trial.path("super"), &add);
    std::os::unix::fs::symlink(&root, trial.path("link")).expect("a link");
    for clone in
        ["clone", "shared", "partial", "worktree", "site/within", "bare.git/main", "super/site", "link"]
    {
        assert_eq!(feeds(&trial.path(clone), &[]), before, "{clone}");
        let (_, said) = trial.run(&trial.path(clone), &["check", "--format", "github", "--base=HEAD~1"], &[]);
        assert!(!said.contains("cannot compare"), "{clone}: {said}");
        let (_, said) = trial.run(&trial.path(clone), &["check", "--format", "sarif"], &[]);
        assert!(said.contains("\"content/pages/about/x.txt\""), "{clone}: {said}");
    }
}

#[test]
fn a_root_in_a_subfolder_has_its_history() {
    let trial = Trial::new();
    let top = trial.path("repository");
    let root = trial.catalogue("repository/sites/ours");
    // The contents of other folders do not matter.
    plant(&trial, &trial.path("repository/sites"));
    fs::create_dir(top.join("server")).expect("a folder");
    for name in ["HEAD", "objects", "refs", "config", "monitor.sh"] {
        fs::rename(top.join("sites").join(name), top.join("server").join(name)).expect("another name");
    }
    git(&top, &["init", "--quiet"]);
    git(&top, &["add", "--all", "sites"]);
    git(&top, &["commit", "--quiet", "--message", "Content"]);
    let text = root.join("content/projects/home-nursing/en.md");
    write(&text, (fs::read_to_string(&text).expect("a text") + "\nMore.\n").as_bytes());
    git_on(&top, "2025-04-02", &["commit", "--quiet", "--all", "--message", "More"]);
    assert!(feeds(&root, &[])["en/atom.xml"].contains("2025-04-02"));
    let (_, said) = trial.run(&root, &["check", "--format", "sarif"], &[]);
    assert!(said.contains("\"sites/ours/content/pages/about/x.txt\""), "{said}");
}

/// Stores a folder in a repository, and returns its id.
fn mktree(trial: &Trial, root: &Path, text: &str) -> String {
    let file = trial.path("import");
    write(&file, text.as_bytes());
    let file = fs::File::open(file).expect("a file");
    let ended = Command::new("git").arg("-C").arg(root).args(["mktree", "--missing"]).stdin(file).output();
    String::from_utf8(ended.expect("git is there").stdout).expect("an id").trim_end().to_owned()
}

#[test]
fn the_output_of_git_is_limited() {
    let trial = Trial::new();
    let root = trial.catalogue("site");
    commit(&root, DAY);
    // 400 folders with the same 10,000 files with long names: gigabytes of paths in a few small objects.
    let import = |text: &str| mktree(&trial, &root, text);
    let blob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
    let long = "x".repeat(200);
    let files: String = (0..10_000).map(|n| format!("100644 blob {blob}\t{n:05}{long}\n")).collect();
    let files = import(&files);
    let folders: String = (0..400).map(|n| format!("040000 tree {files}\tf{n:03}\n")).collect();
    let content = import(&folders);
    let tree = import(&format!("040000 tree {content}\tcontent\n"));
    git(&root, &["update-ref", "refs/heads/large", &commit_of(&root, &tree)]);
    git(&root, &["symbolic-ref", "HEAD", "refs/heads/large"]);
    assert_eq!(feeds(&root, &[]), BTreeMap::new());
}

#[test]
fn the_work_of_git_is_limited() {
    let trial = Trial::new();
    let root = trial.catalogue("site");
    commit(&root, DAY);
    let mktree = |text: &str| mktree(&trial, &root, text);
    // Nine levels of ten folders each: a thousand million files, only in a past commit.
    let blob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
    let folders = |kind: &str, id: &str| (0..10).map(|n| format!("{kind} {id}\t{n}\n")).collect::<String>();
    let mut tree = mktree(&folders("100644 blob", blob));
    for _ in 0..8 {
        tree = mktree(&folders("040000 tree", &tree));
    }
    let content = mktree(&format!("040000 tree {tree}\tbomb\n"));
    let bomb = commit_of(&root, &mktree(&format!("040000 tree {content}\tcontent\n")));
    git(&root, &["update-ref", "HEAD", &bomb]);
    commit(&root, DAY);
    let said = trial.run(&root, &["build", "--output", "site"], &[]);
    assert_eq!(said.0, Some(0), "{}", said.1);
    assert!(said.1.contains("the history is too large for git"), "{}", said.1);
}

#[test]
fn the_names_of_a_history_are_limited() {
    let trial = Trial::new();
    let root = trial.catalogue("site");
    commit(&root, DAY);
    let mktree = |text: &str| {
        let file = trial.path("import");
        write(&file, text.as_bytes());
        let file = fs::File::open(file).expect("a file");
        let ended =
            Command::new("git").arg("-C").arg(&root).args(["mktree", "--missing"]).stdin(file).output();
        String::from_utf8(ended.expect("git is there").stdout).expect("an id").trim_end().to_owned()
    };
    let blob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
    let files: String = (0..1000).map(|n| format!("100644 blob {blob}\t{n:03}\n")).collect();
    let files = mktree(&files);
    let folders: String = (0..1001).map(|n| format!("040000 tree {files}\t{n:04}\n")).collect();
    let content = mktree(&folders);
    let many = commit_of(&root, &mktree(&format!("040000 tree {content}\tcontent\n")));
    git(&root, &["update-ref", "HEAD", &many]);
    commit(&root, DAY);
    let said = trial.run(&root, &["build", "--quiet", "--output", "site"], &[]);
    assert_eq!(said.0, Some(0), "{}", said.1);
    assert!(said.1.contains("the history is too large for git"), "{}", said.1);
}

#[test]
fn a_repository_that_is_none_is_told() {
    let kinds: [fn(&Path); 3] = [
        |git| assert!(Command::new("mkfifo").arg(git).status().expect("mkfifo").success()),
        |git| symlink(git, git).expect("a link"),
        |git| write(&git.join("HEAD"), b"not a branch"),
    ];
    for plant in kinds {
        let root = small_catalogue();
        plant(&root.path().join(".git"));
        for (arguments, code, word) in
            [(&["--quiet"][..], 0, "warning: "), (&["--quiet", "--strict"][..], 1, "error: ")]
        {
            let said = support::katalog("build", root.path(), arguments);
            assert_eq!(said.code, Some(code), "{}", said.stderr);
            assert!(said.stderr.starts_with(word), "{}", said.stderr);
            assert!(said.stderr.contains(".git is not a whole repository"), "{}", said.stderr);
        }
    }
}

#[test]
fn the_waiting_time_of_git_is_limited() {
    let trial = Trial::new();
    let root = trial.catalogue("site");
    commit(&root, DAY);
    assert!(Command::new("mkfifo").arg(root.join(".git/pipe")).status().expect("mkfifo").success());
    set(&root, &[("include.path", "pipe")]);
    let said = trial.run(&root, &["build", "--output", "site"], &[]);
    assert_eq!(said.0, Some(0), "{}", said.1);
    assert!(said.1.contains("the history is too large for git"), "{}", said.1);
}

/// A git that is at work would go on for a long time after a run that is stopped.
#[test]
fn a_run_that_is_stopped_stops_git() {
    let trial = Trial::new();
    let root = trial.catalogue("site");
    commit(&root, DAY);
    assert!(Command::new("mkfifo").arg(root.join(".git/pipe")).status().expect("mkfifo").success());
    set(&root, &[("include.path", "pipe")]);
    let said = trial.run(&root, &["--max-seconds", "1", "build", "--output", "site"], &[]);
    assert_eq!(said.0, Some(1), "{}", said.1);
    assert!(said.1.contains("stopped: 1 seconds of processor time"), "{}", said.1);
    let running = || {
        let processes = fs::read_dir("/proc").expect("processes").filter_map(Result::ok);
        let lines = processes.map(|process| fs::read(process.path().join("cmdline")).unwrap_or_default());
        let of_this_root = |line: &Vec<u8>| String::from_utf8_lossy(line).contains(&*root.to_string_lossy());
        lines.filter(|line| line.starts_with(b"git") && of_this_root(line)).count()
    };
    // A busy system takes a moment to end it. By itself, it would go on for 20 seconds.
    for _ in 0..50 {
        if running() == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("git goes on");
}

fn commit_of(root: &Path, tree: &str) -> String {
    let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    let output =
        Command::new("git").arg("-C").arg(root).args(who).args(["commit-tree", "-m", "x", tree]).output();
    String::from_utf8(output.expect("git is there").stdout).expect("an id").trim_end().to_owned()
}

/// Returns the file of the current branch.
fn branch_of(root: &Path) -> PathBuf {
    let head = fs::read_to_string(root.join(".git/HEAD")).expect("a branch");
    root.join(".git").join(head.trim_start_matches("ref: ").trim_end())
}

/// Lets a repository read the objects of another one.
fn share_objects(root: &Path, other: &Path) {
    let objects = other.join(".git/objects").display().to_string();
    write(&root.join(".git/objects/info/alternates"), format!("{objects}\n").as_bytes());
}

/// Git quotes a line of a file that is not what it expects, and would follow a link to another repository.
#[test]
fn links_within_a_repository_lead_nowhere() {
    const SECRET: &str = "TOP-SECRET-1234567890abcdef";
    let trial = Trial::new();
    let secret = trial.path("secret");
    write(&secret, format!("{SECRET}\n").as_bytes());
    let other = with_past(&trial, "other");
    let build = |root: &Path| {
        let mut command = Command::new(&*PROGRAM);
        command.args(["build", "--output", "public"]).current_dir(root).output().expect("katalog runs")
    };
    build(&other);
    assert!(other.join("public/en/atom.xml").exists(), "a history gives feeds");
    for name in ["shallow", "packed-refs", "config", "HEAD", "refs", "objects", "commondir"] {
        let root = with_past(&trial, name);
        let file = root.join(".git").join(name);
        let moved = root.join(".git").join("moved");
        if file.exists() {
            fs::rename(&file, &moved).expect("a name for it");
        }
        let target = if moved.is_dir() { other.join(".git").join(name) } else { secret.clone() };
        symlink(&target, &file).expect("a link");
        for arguments in [&["check"][..], &["build", "--output", "public"], &["translations"]] {
            let said = Command::new(&*PROGRAM).args(arguments).current_dir(&root).output();
            let said = said.expect("katalog runs");
            let text = [said.stdout, said.stderr].concat();
            assert!(!String::from_utf8_lossy(&text).contains(SECRET), "{name} {arguments:?}");
        }
        assert!(!root.join("public/en/atom.xml").exists(), "{name}: no history is read");
    }
    type Plant<'a> = (&'a str, &'a dyn Fn(&Path));
    let plants: [Plant<'_>; 6] = [
        ("branch", &|root| {
            fs::remove_file(branch_of(root)).expect("a branch");
            symlink(branch_of(&other), branch_of(root)).expect("a link");
        }),
        ("folder", &|root| {
            fs::rename(root.join(".git"), root.join("data")).expect("another name");
            write(&root.join(".git"), b"gitdir: data\n");
            symlink(&secret, root.join("data/shallow")).expect("a link");
        }),
        ("worktree", &|root| {
            fs::rename(root.join(".git"), root.join("data")).expect("another name");
            write(&root.join(".git"), b"gitdir: wt\n");
            write(&root.join("wt/HEAD"), b"ref: refs/heads/main\n");
            write(&root.join("wt/commondir"), other.join(".git").to_string_lossy().as_bytes());
        }),
        ("another branch that the branch names", &|root| {
            let branch = branch_of(root);
            let beside = branch.with_file_name("beside");
            fs::write(&branch, "ref: refs/heads/beside\n").expect("a branch");
            symlink(branch_of(&other), beside).expect("a link");
            share_objects(root, &other);
        }),
        ("a name beside HEAD that the branch names", &|root| {
            fs::write(branch_of(root), "ref: FETCH_HEAD\n").expect("a branch");
            symlink(branch_of(&other), root.join(".git/FETCH_HEAD")).expect("a link");
            share_objects(root, &other);
        }),
        ("shared", &|root| {
            write(&root.join(".git/commondir"), other.join(".git").to_string_lossy().as_bytes());
        }),
    ];
    for (name, plant) in plants {
        let root = with_past(&trial, name);
        plant(&root);
        let built = build(&root);
        assert!(!String::from_utf8_lossy(&built.stderr).contains(SECRET), "{name}");
        assert!(!root.join("public/en/atom.xml").exists(), "{name}: no history is read");
    }
    let root = trial.catalogue("linked");
    symlink(other.join(".git"), root.join(".git")).expect("a link");
    let built = build(&root);
    assert!(built.status.success());
    assert!(!root.join("public/en/atom.xml").exists(), "the history of another repository is not read");
}
