//! Tests the commits of the forms: they contain what was saved and nothing else, and run no program of the repository.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::edit::{AMOUNT, Answer, Editor, FACTS, HEADERS, PROJECT};
use crate::history::{commit, git};
use crate::support::{lay_over, read, small_catalogue, tests, write};
use tempfile::TempDir;

const OTHER: &str = "content/areas.yaml";
const TEXT: &str = "content/projects/home-nursing/sr.md";

/// Makes a repository of a catalogue, with a commit of its content by somebody known to git.
fn repository(root: &Path) {
    commit(root, "2026-01-01");
    identify(root);
}

fn identify(root: &Path) {
    git(root, &["config", "user.name", "Ana Anić"]);
    git(root, &["config", "user.email", "ana@example.org"]);
}

fn small_repository() -> TempDir {
    let root = small_catalogue();
    repository(root.path());
    root
}

/// What git tells, without the line break at the end.
fn told(root: &Path, arguments: &[&str]) -> String {
    git(root, arguments).trim_end().to_owned()
}

fn head(root: &Path) -> String {
    told(root, &["rev-parse", "HEAD"])
}

fn status(root: &Path) -> Vec<String> {
    let said = git(root, &["status", "--porcelain", "--untracked-files=all", "-z"]);
    said.split('\0').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Returns the paths in the last commit, with what it does to them.
fn committed(root: &Path) -> Vec<String> {
    let said = git(root, &["show", "--format=", "--name-status", "--no-renames", "HEAD"]);
    said.lines().map(|line| line.replace('\t', " ")).collect()
}

fn add(root: &Path, path: &str, text: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap_or_default() + text;
    write(&root.join(path), text.as_bytes());
}

impl Editor {
    /// Returns what the form for a commit would send, or one that is no longer offered.
    fn message(&self, message: &str) -> Vec<(String, String)> {
        let value = |page: &str, input: &str| {
            let found = self.get(page).select(input);
            found.first().map_or(String::new(), |input| input["value"].clone())
        };
        let token = value("/_edit/e/catalogue", "input[name=_token]");
        let seen = value("/_edit/", "#commit input[name=seen]");
        let pairs = [("_token", token), ("seen", seen), ("message", message.to_owned())];
        pairs.map(|(name, value)| (name.to_owned(), value)).into()
    }

    fn send_message(&self, pairs: &[(String, String)]) -> Answer {
        self.post("/_edit/commit?lang=en", pairs)
    }

    fn commit(&self, message: &str) -> Answer {
        self.send_message(&self.message(message))
    }

    /// Saves another amount, and returns what the page says of a commit.
    fn save_amount(&self, amount: &str) -> String {
        assert_eq!(self.save(PROJECT, &[(AMOUNT, amount)]).status, 303);
        self.offer()
    }

    /// Returns what the list of all entries says of a commit.
    fn offer(&self) -> String {
        let page = self.get("/_edit/?lang=en");
        page.select("#commit").first().map(|commit| commit["text"].clone()).unwrap_or_default()
    }
}

#[track_caller]
fn assert_committed(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(answer.header("location").starts_with("/_edit/?committed="), "{}", answer.head);
}

#[track_caller]
fn assert_refused(root: &Path, answer: &Answer, before: &str, says: &str) {
    assert!(matches!(answer.status, 403 | 409 | 422 | 500), "{}", answer.head);
    let alert = answer.select("[role=alert]").first().map(|it| it["text"].clone()).unwrap_or_default();
    assert!(alert.contains(says), "{alert}");
    assert_eq!(head(root), before);
}

#[test]
fn a_commit_has_what_was_saved_and_nothing_else() {
    let root = small_repository();
    let root = root.path();
    add(root, OTHER, "# Staged.\n");
    git(root, &["add", OTHER]);
    add(root, OTHER, "# Not staged.\n");
    add(root, "content/organisations.yaml", "# Not staged.\n");
    add(root, "staged.txt", "new\n");
    git(root, &["add", "staged.txt"]);
    git(root, &["rm", "--quiet", "--cached", "content/support-types.yaml"]);
    add(root, "untracked.txt", "new\n");
    let others = status(root);
    let staged = git(root, &["diff", "--cached"]);
    let before = head(root);
    let editor = Editor::of(root);
    assert_eq!(editor.offer(), "", "nothing was saved yet");
    let offer = editor.save_amount("1");
    assert!(offer.contains(FACTS) && !offer.contains(OTHER), "{offer}");
    assert!(offer.contains("Author: Ana Anić <ana@example.org>"), "{offer}");
    let saved = editor.get(&format!("{PROJECT}?saved=1"));
    assert_eq!(saved.select("#commit textarea[name=message]").len(), 1);
    assert!(editor.get(PROJECT).select("#commit").is_empty());
    let answer = editor.commit("  Manji iznos\r\n\r\nČekamo “plan”.\x07\0 $(touch x) -m\n\n ");
    assert_committed(&answer);
    assert_eq!(committed(root), [format!("M {FACTS}")]);
    assert_eq!(told(root, &["log", "-1", "--format=%P"]), before);
    assert_eq!(
        told(root, &["log", "-1", "--format=%an <%ae> %cn <%ce>%n%B"]),
        "Ana Anić <ana@example.org> Ana Anić <ana@example.org>\nManji iznos\n\nČekamo “plan”. $(touch x) -m"
    );
    assert_eq!(told(root, &["reflog", "-1", "--format=%gs"]), "commit: Manji iznos");
    assert_eq!(git(root, &["show", &format!("HEAD:{FACTS}")]), read(root, FACTS));
    assert_eq!(status(root), others);
    assert_eq!(git(root, &["diff", "--cached"]), staged);
    assert!(git(root, &["fsck", "--strict"]).is_empty());
    let left = fs::read_dir(root.join(".git")).expect("a folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|it| !it.file_name().to_string_lossy().contains("katalog")));
    let page = editor.get(answer.header("location"));
    let said = page.select("[role=status].notice");
    assert!(said[0]["text"].contains(&head(root)[..10]), "{said:?}");
    assert_eq!(editor.offer(), "", "there is nothing else to commit");
    // The next one follows it.
    editor.save_amount("2");
    assert_committed(&editor.commit("Još manji"));
    assert_eq!(committed(root), [format!("M {FACTS}")]);
    assert_eq!(status(root), others);
}

#[test]
fn entries_that_are_made_renamed_and_removed_are_committed() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    let made = editor.send("/_edit/new/project", &[("title-sr", "Čista voda"), ("title-en", "Clean water")]);
    assert_eq!(made.status, 303, "{}", made.body);
    assert_committed(&editor.commit("Nov projekat"));
    let files = ["en.md", "project.yaml", "sr.md"];
    let of = |sign: &str, id: &str| files.map(|name| format!("{sign} content/projects/{id}/{name}"));
    assert_eq!(committed(root), of("A", "cista-voda"));
    assert_eq!(editor.send("/_edit/remove/project/cista-voda", &[]).status, 303);
    assert_committed(&editor.commit("Ipak ne"));
    assert_eq!(committed(root), of("D", "cista-voda"));
    let rename = "/_edit/rename/project/home-nursing";
    assert_eq!(editor.send(rename, &[("id", "nursing"), ("_do", "rename")]).status, 303);
    assert_committed(&editor.commit("Kraća oznaka"));
    assert!(committed(root).contains(&"A content/projects/nursing/project.yaml".to_owned()));
    assert_eq!(status(root), [""; 0]);
    // What is made and removed again leaves nothing to commit.
    editor.send("/_edit/new/project", &[("title-sr", "Čista voda"), ("title-en", "Clean water")]);
    assert_eq!(editor.send("/_edit/remove/project/cista-voda", &[]).status, 303);
    assert_eq!(editor.offer(), "");
}

#[test]
fn permissions_stay() {
    let root = small_catalogue();
    let root = root.path();
    fs::set_permissions(root.join(FACTS), fs::Permissions::from_mode(0o755)).expect("permissions");
    repository(root);
    let editor = Editor::of(root);
    editor.save_amount("1");
    assert_committed(&editor.commit("Iznos"));
    assert!(git(root, &["ls-tree", "HEAD", FACTS]).starts_with("100755"));
    assert_eq!(status(root), [""; 0]);
}

#[test]
fn what_others_changed_stays_out() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    assert_eq!(editor.save(PROJECT, &[("text.sr.title", "Nega"), (AMOUNT, "1")]).status, 303);
    let pairs = editor.message("Iznos");
    add(root, TEXT, "\nOd nekog drugog.\n");
    let (before, of_others) = (head(root), read(root, TEXT));
    // The list that was seen is another one.
    assert_refused(root, &editor.send_message(&pairs), &before, "check the list");
    let offer = editor.offer();
    assert!(offer.contains(&format!("{TEXT}: something else has changed it")), "{offer}");
    assert_committed(&editor.commit("Iznos"));
    assert_eq!(committed(root), [format!("M {FACTS}")]);
    assert_eq!(read(root, TEXT), of_others);
    assert_eq!(status(root), [format!(" M {TEXT}")]);
    assert!(editor.offer().contains(TEXT), "it is still told");
    assert_refused(root, &editor.commit("Tekst"), &head(root), "check the list");
}

#[test]
fn what_others_staged_stays_as_it_is() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    editor.save_amount("1");
    git(root, &["add", FACTS]);
    assert_committed(&editor.commit("Kao što je pripremljeno"));
    assert_eq!(status(root), [""; 0]);
    add(root, FACTS, "# Staged.\n");
    git(root, &["add", FACTS]);
    let staged = git(root, &["diff", "--cached"]);
    let before = head(root);
    let offer = editor.save_amount("2");
    assert!(offer.contains(&format!("{FACTS}: git has something else staged")), "{offer}");
    assert_refused(root, &editor.commit("Drugi iznos"), &before, "check the list");
    assert_eq!(git(root, &["diff", "--cached"]), staged);
}

/// Plants a program that writes its name into a file when it runs.
fn trap(folder: &Path, path: &Path, name: &str) -> String {
    let ran = folder.join("ran");
    write(path, format!("#!/bin/sh\necho '{name}' >> '{}'\nexit 0\n", ran.display()).as_bytes());
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
    path.display().to_string()
}

fn ran(folder: &Path) -> String {
    let ran = fs::read_to_string(folder.join("ran")).unwrap_or_default();
    let _ = fs::remove_file(folder.join("ran"));
    ran
}

#[test]
fn no_program_of_the_repository_runs() {
    let traps = tempfile::tempdir().expect("a folder");
    let root = small_repository();
    let root = root.path();
    let hooks = [
        "pre-commit",
        "prepare-commit-msg",
        "commit-msg",
        "post-commit",
        "post-rewrite",
        "reference-transaction",
        "post-index-change",
        "fsmonitor-watchman",
        "pre-auto-gc",
    ];
    for hook in hooks {
        trap(traps.path(), &root.join(".git/hooks").join(hook), hook);
    }
    let keys = [
        "alias.commit-tree",
        "alias.hash-object",
        "alias.update-index",
        "alias.update-ref",
        "alias.write-tree",
        "core.alternateRefsCommand",
        "core.askPass",
        "core.editor",
        "core.fsmonitor",
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
        "merge.x.driver",
        "pager.commit-tree",
        "remote.origin.uploadpack",
        "sequence.editor",
    ];
    for key in keys {
        let program = trap(traps.path(), &traps.path().join(key), key);
        let mark = if key.starts_with("alias.") { "!" } else { "" };
        git(root, &["-c", "core.hooksPath=/dev/null", "config", key, &format!("{mark}{program}")]);
    }
    for (key, value) in [("commit.gpgSign", "true"), ("gc.auto", "1"), ("user.signingKey", "x")] {
        git(root, &["config", key, value]);
    }
    write(&root.join(".git/info/attributes"), b"* diff=x merge=x\n");
    ran(traps.path());
    let editor = Editor::of(root);
    let offer = editor.save_amount("1");
    assert!(offer.contains(FACTS), "{offer}");
    assert_committed(&editor.commit("Iznos"));
    // A file with a filter stays out.
    write(&root.join(".gitattributes"), b"content/projects/** filter=x\n");
    let offer = editor.save_amount("2");
    assert!(offer.contains(&format!("{FACTS}: git would change its line ends")), "{offer}");
    assert_eq!(editor.commit("Iznos").status, 409);
    assert_eq!(ran(traps.path()), "");
    assert_eq!(told(root, &["-c", "core.fsmonitor=false", "log", "-1", "--format=%G?%s"]), "NIznos");
    ran(traps.path());
    // The user's own git would run them.
    git(root, &["-c", "core.fsmonitor=false", "config", "--unset", "filter.x.process"]);
    let own = ["-c", "commit.gpgSign=false", "commit", "--quiet", "--all", "--message", "x"];
    let _ = Command::new("git").arg("-C").arg(root).args(own).output().expect("git is there");
    let ran = ran(traps.path());
    for name in ["pre-commit", "reference-transaction", "post-index-change", "core.fsmonitor", "filter.x"] {
        assert!(ran.contains(name), "{name} would not run: {ran}");
    }
}

/// Newer versions of git run programs from settings with names of their own.
#[test]
fn programs_in_settings_of_hooks_prevent_a_commit() {
    let traps = tempfile::tempdir().expect("a folder");
    let root = small_repository();
    let root = root.path();
    let program = trap(traps.path(), &traps.path().join("hook.sh"), "hook");
    write(&root.join("settings"), format!("[hook \"x\"]\n\tcommand = {program}\n").as_bytes());
    git(root, &["config", "hook.x.event", "reference-transaction"]);
    git(root, &["config", "include.path", "../settings"]);
    let before = head(root);
    let editor = Editor::of(root);
    ran(traps.path());
    let offer = editor.save_amount("1");
    assert!(offer.contains("The settings of git name programs"), "{offer}");
    assert_refused(root, &editor.commit("Iznos"), &before, "check the list");
    assert_eq!(ran(traps.path()), "");
}

#[test]
fn files_that_git_would_convert_stay_out() {
    // The attributes, the setting, and whether a file with long line ends is committed as it is.
    let cases = [
        ("", "", true),
        ("", "true", false),
        ("", "input", false),
        ("* text=auto\n", "", false),
        ("* text\n", "", false),
        ("* crlf\n", "", false),
        ("* eol=lf\n", "", false),
        ("* -text\n", "true", true),
        ("* binary\n", "true", true),
        ("* ident\n", "", false),
        ("* working-tree-encoding=UTF-16\n", "", false),
        ("* filter=lfs\n", "", false),
        ("* -filter diff=x\n", "", true),
    ];
    for (attributes, setting, is_committed) in cases {
        let root = small_catalogue();
        let root = root.path();
        let long = read(root, FACTS).replace('\n', "\r\n");
        write(&root.join(FACTS), long.as_bytes());
        repository(root);
        write(&root.join(".gitattributes"), attributes.as_bytes());
        if !setting.is_empty() {
            git(root, &["config", "core.autocrlf", setting]);
        }
        let editor = Editor::of(root);
        let offer = editor.save_amount("1");
        let is_left_out = offer.contains(&format!("{FACTS}: git would change its line ends"));
        assert_eq!(is_left_out, !is_committed, "{attributes} {setting}: {offer}");
        if is_committed {
            assert_committed(&editor.commit("Iznos"));
            assert_eq!(git(root, &["show", &format!("HEAD:{FACTS}")]), read(root, FACTS));
        }
    }
    // With usual line ends, these settings change nothing.
    let root = small_repository();
    write(&root.path().join(".gitattributes"), b"* text=auto eol=lf\n");
    git(root.path(), &["config", "core.autocrlf", "true"]);
    let editor = Editor::of(root.path());
    editor.save_amount("1");
    assert_committed(&editor.commit("Iznos"));
}

#[test]
fn without_a_repository_no_commit_is_offered() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    assert_eq!(editor.save_amount("1"), "");
    let saved = editor.get(&format!("{PROJECT}?saved=1&lang=en"));
    assert!(saved.select("#commit").is_empty());
    let answer = editor.commit("x");
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("There is nothing to commit."), "{}", answer.body);
    assert_eq!(editor.get("/_edit/commit").header("location"), "/_edit/");
    // One that git could take for another one, and one that is none.
    write(&root.path().join("elsewhere/HEAD"), b"ref: refs/heads/main\n");
    symlink("elsewhere", root.path().join(".git")).expect("a link");
    assert_eq!(editor.save_amount("2"), "");
}

/// Commits are refused kindly while a repository is not ready for one.
#[test]
fn a_repository_must_be_ready() {
    type Prepare = fn(&Path);
    let cases: [(&str, Prepare); 7] = [
        ("has no commits yet", |root| {
            fs::remove_dir_all(root.join(".git")).expect("a repository");
            git(root, &["init", "--quiet"]);
            identify(root);
        }),
        ("No branch is checked out", |root| {
            git(root, &["checkout", "--quiet", "--detach"]);
        }),
        ("is not finished", |root| {
            git(root, &["checkout", "--quiet", "-b", "other"]);
            git(root, &["commit", "--quiet", "--allow-empty", "--message", "Other"]);
            git(root, &["checkout", "--quiet", "-"]);
            git(root, &["merge", "--quiet", "--no-ff", "--no-commit", "other"]);
        }),
        ("is not finished", |root| {
            write(&root.join(".git/rebase-merge/onto"), b"");
        }),
        ("There are links", |root| {
            fs::rename(root.join(".git/index"), root.join("index")).expect("an index");
            symlink("../index", root.join(".git/index")).expect("a link");
        }),
        ("There are links", |root| {
            fs::rename(root.join(".git/logs/HEAD"), root.join("log")).expect("a log");
            symlink("../../log", root.join(".git/logs/HEAD")).expect("a link");
        }),
        ("There are links", |root| {
            fs::create_dir(root.join("objects-elsewhere")).expect("a folder");
            let _ = fs::remove_dir_all(root.join(".git/objects/00"));
            symlink("../../objects-elsewhere", root.join(".git/objects/00")).expect("a link");
        }),
    ];
    for (says, prepare) in cases {
        let root = small_repository();
        let root = root.path();
        prepare(root);
        let before = git(root, &["for-each-ref"]);
        let editor = Editor::of(root);
        let offer = editor.save_amount("1");
        assert!(offer.contains(says), "{says}: {offer}");
        assert!(!offer.contains("Message"), "{says}: {offer}");
        assert_eq!(editor.commit("x").status, 409, "{says}");
        assert_eq!(git(root, &["for-each-ref"]), before, "{says}");
    }
}

#[test]
fn an_author_must_be_known() {
    let root = small_catalogue();
    let root = root.path();
    commit(root, "2026-01-01");
    let home = tempfile::tempdir().expect("a folder");
    let own = home.path().display().to_string();
    let environment = [("HOME", &*own), ("XDG_CONFIG_HOME", &own), ("EMAIL", "")];
    let editor = Editor::with(root, &environment);
    let offer = editor.save_amount("1");
    assert!(offer.contains("git config --global user.email") && !offer.contains("Message"), "{offer}");
    // Hidden characters could show another name.
    git(root, &["config", "user.email", "ana@example.org"]);
    for name in ["A\u{1b}[2Jna", "A\u{202e}na", "\t"] {
        git(root, &["config", "user.name", name]);
        assert!(editor.offer().contains("Git does not know who you are"), "{name:?}");
    }
    git(root, &["config", "--unset", "user.name"]);
    write(&home.path().join(".gitconfig"), b"[user]\n\tname = Ana <x> Anic\n");
    let offer = editor.offer();
    assert!(offer.contains("Author: Ana x Anic <ana@example.org>"), "{offer}");
    assert_committed(&editor.commit("Iznos"));
    assert_eq!(told(root, &["log", "-1", "--format=%ae"]), "ana@example.org");
}

#[test]
fn only_forms_of_this_server_commit() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    editor.save_amount("1");
    let before = head(root);
    let pairs = editor.message("Iznos");
    let cases = [
        ("another host", HEADERS.replacen("Host: HOST", "Host: attacker.example", 1)),
        ("another origin", HEADERS.replace("Origin: http://HOST", "Origin: http://attacker.example")),
        ("no cookie", HEADERS.replace("Cookie: COOKIE\r\n", "")),
        ("plain text", HEADERS.replace("application/x-www-form-urlencoded", "text/plain")),
    ];
    for (what, headers) in cases {
        let answer = editor.post_with("/_edit/commit", &headers, &pairs);
        assert!(matches!(answer.status, 400 | 403 | 415 | 421), "{what}: {}", answer.head);
        assert_eq!(head(root), before, "{what}");
    }
    let mut wrong = pairs.clone();
    wrong[0].1 = "0".repeat(64);
    assert_eq!(editor.send_message(&wrong).status, 403);
    assert_eq!(editor.post("/_edit/commit/x", &pairs).status, 404);
    assert_eq!(editor.get("/_edit/commit?message=x").status, 303);
    assert_eq!(head(root), before);
    assert_committed(&editor.send_message(&pairs));
    // The same form again has nothing to commit.
    assert_eq!(editor.send_message(&pairs).status, 409);
    let page = editor.get("/_edit/?lang=en&committed=%3Cscript%3E");
    assert!(page.select(".notice").is_empty(), "{}", page.body);
}

#[test]
fn messages_are_plain_and_of_limited_length() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    editor.save_amount("1");
    let before = head(root);
    for message in ["", " \r\n\t\r\n", "\0\x1b"] {
        assert_refused(root, &editor.commit(message), &before, "write a message first");
    }
    let long = "š".repeat(10_001);
    let refused = editor.commit(&long);
    assert_refused(root, &refused, &before, "longer than 10,000 characters");
    assert!(refused.body.contains(&long), "what was written stays in the form");
    let hostile =
        "-F /etc/passwd\n# not a comment\n\n</textarea><script>alert(1)</script>\u{85}\u{7f}\x1b[2J";
    assert_committed(&editor.commit(hostile));
    assert_eq!(
        told(root, &["log", "-1", "--format=%B"]),
        "-F /etc/passwd\n# not a comment\n\n</textarea><script>alert(1)</script>[2J"
    );
    editor.save_amount("2");
    assert_committed(&editor.commit(&long[2..]));
    assert_eq!(told(root, &["log", "-1", "--format=%B"]), long[2..]);
}

#[test]
fn another_git_at_work_loses_nothing() {
    let root = small_repository();
    let root = root.path();
    let editor = Editor::of(root);
    editor.save_amount("1");
    let (before, changed) = (head(root), status(root));
    write(&root.join(".git/index.lock"), b"");
    assert_refused(root, &editor.commit("Iznos"), &before, "another git is at work");
    fs::remove_file(root.join(".git/index.lock")).expect("a lock");
    assert_eq!(status(root), changed);
    let branch = told(root, &["symbolic-ref", "HEAD"]);
    let lock = root.join(".git").join(format!("{branch}.lock"));
    write(&lock, b"");
    assert_refused(root, &editor.commit("Iznos"), &before, "Git could not commit");
    fs::remove_file(lock).expect("a lock");
    assert_eq!(status(root), changed);
    // A commit of somebody else becomes its parent.
    git(root, &["commit", "--quiet", "--allow-empty", "--message", "Other"]);
    let parent = head(root);
    assert!(git(root, &["show", "--format=", "--name-only", "HEAD"]).lines().count() <= 1);
    editor.save_amount("2");
    assert_committed(&editor.commit("Iznos"));
    assert_eq!(told(root, &["rev-parse", "HEAD~1"]), parent);
    assert_eq!(status(root), [""; 0]);
}

/// Somebody else commits just before the branch is moved.
#[test]
fn a_commit_at_the_same_moment_is_not_lost() {
    let root = small_repository();
    let root = root.path();
    let folder = tempfile::tempdir().expect("a folder");
    let which = Command::new("sh").args(["-c", "command -v git"]).output().expect("a shell");
    let real = String::from_utf8(which.stdout).expect("a path").trim_end().to_owned();
    let (own, armed) = (folder.path().join("git"), folder.path().join("armed"));
    let at = format!("'{real}' -C '{}' -c user.name=x -c user.email=x", root.display());
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *update-ref*) if rm '{}' 2>/dev/null; then\n\
         {at} update-ref HEAD \"$({at} commit-tree -p HEAD -m Other HEAD^{{tree}})\"\n\
         fi ;; esac\nexec '{real}' \"$@\"\n",
        armed.display(),
    );
    write(&own, script.as_bytes());
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).expect("permissions");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let editor = Editor::with(root, &[("PATH", &path)]);
    add(root, OTHER, "# Not staged.\n");
    editor.save_amount("1");
    let changed = status(root);
    write(&armed, b"");
    let refused = editor.commit("Iznos");
    assert_eq!(told(root, &["log", "-1", "--format=%s"]), "Other");
    assert_refused(root, &refused, &head(root), "somebody else has just committed");
    assert_eq!(status(root), changed, "nothing is staged");
    assert!(refused.body.contains("\nIznos</textarea>"), "what was written stays in the form");
    assert_committed(&editor.commit("Iznos"));
    assert_eq!(committed(root), [format!("M {FACTS}")]);
    assert_eq!(told(root, &["log", "-1", "--skip=1", "--format=%s"]), "Other");
    assert_eq!(status(root), [format!(" M {OTHER}")]);
}

#[test]
fn files_that_git_ignores_or_keeps_elsewhere_stay_out() {
    let root = small_repository();
    let root = root.path();
    write(&root.join(".gitignore"), b"content/projects/cista-voda/\ncontent/projects/home-nursing/\n");
    let editor = Editor::of(root);
    let made = editor.send("/_edit/new/project", &[("title-sr", "Čista voda"), ("title-en", "Clean water")]);
    assert_eq!(made.status, 303);
    let offer = editor.save_amount("1");
    assert!(offer.contains("content/projects/cista-voda/project.yaml: git is told to ignore it"), "{offer}");
    assert_committed(&editor.commit("Iznos"));
    assert_eq!(committed(root), [format!("M {FACTS}")], "a file that git knows is not ignored");
    git(root, &["init", "--quiet", "content/projects/home-nursing"]);
    let offer = editor.save_amount("2");
    assert!(offer.contains(&format!("{FACTS}: it belongs to another repository")), "{offer}");
}

#[test]
fn worktrees_submodules_and_clones_are_committed_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let top = folder.path();
    let path = |below: &str| -> PathBuf { top.join(below) };
    let root = path("site");
    lay_over(&tests("small"), &root);
    repository(&root);
    let from = format!("file://{}", root.display());
    git(&root, &["config", "uploadpack.allowFilter", "true"]);
    git(&root, &["worktree", "add", "--quiet", "-b", "side", "../worktree"]);
    git(top, &["clone", "--quiet", "--depth", "1", &from, "shallow"]);
    git(top, &["clone", "--quiet", "--filter=blob:none", "--no-checkout", &from, "partial"]);
    git(&path("partial"), &["sparse-checkout", "set", "--sparse-index", "content"]);
    git(&path("partial"), &["checkout", "--quiet"]);
    git(top, &["init", "--quiet", "super"]);
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "site"];
    git(&path("super"), &add);
    git(&path("super"), &["commit", "--quiet", "--message", "Site"]);
    git(top, &["init", "--quiet", "above"]);
    lay_over(&tests("small"), &path("above/sites/ours"));
    add_all(&path("above"));
    git(top, &["init", "--quiet", "--object-format=sha256", "long"]);
    lay_over(&tests("small"), &path("long"));
    add_all(&path("long"));
    git(&path("long"), &["update-index", "--split-index"]);
    for below in ["worktree", "shallow", "partial", "super/site", "above/sites/ours", "long"] {
        let root = path(below);
        identify(&root);
        let before = head(&root);
        let editor = Editor::of(&root);
        editor.save_amount("1");
        assert_committed(&editor.commit("Iznos"));
        assert_eq!(told(&root, &["rev-parse", "HEAD~1"]), before, "{below}");
        let names = git(&root, &["show", "--format=", "--name-only", "--relative", "HEAD"]);
        assert_eq!(names.trim_end(), FACTS, "{below}");
        assert_eq!(status(&root), [""; 0], "{below}");
        assert!(!told(&root, &["symbolic-ref", "HEAD"]).is_empty(), "{below}");
    }
    assert_eq!(status(&path("super")), [" M site"]);
    assert_eq!(status(&root), [""; 0], "the branch of the worktree is another one");
}

fn add_all(root: &Path) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", "Content"]);
}

/// A submodule with the content gets no commit in the repository around it.
#[test]
fn content_in_a_repository_of_its_own_stays_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, root) = (folder.path().join("source"), folder.path().join("site"));
    lay_over(&tests("small/content"), &source);
    git(folder.path(), &["init", "--quiet", "source"]);
    add_all(&source);
    git(folder.path(), &["init", "--quiet", "site"]);
    let from = source.display().to_string();
    git(&root, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "content"]);
    identify(&root);
    add_all(&root);
    let editor = Editor::of(&root);
    let says = format!("{FACTS}: it belongs to another repository");
    let offer = editor.save_amount("1");
    assert!(offer.contains(&says), "{offer}");
    // Nor does one that is not there, although git knows of it.
    fs::remove_file(root.join("content/.git")).expect("a file");
    assert!(editor.offer().contains(&says));
    let within = root.join("content/within");
    lay_over(&tests("small"), &within);
    let editor = Editor::of(&within);
    let offer = editor.save_amount("1");
    assert!(offer.contains(&says), "{offer}");
}
