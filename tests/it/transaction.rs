//! Tests the commands that write content: however they end, and whatever is in the place of their files, the content is
//! the old or the new one.

use crate::support::site::{Tree, tree};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{PROGRAM, small_catalogue, write};
use calamine::{Data, Reader, Xlsx, open_workbook};
use rayon::prelude::*;
use tempfile::TempDir;

/// Everything below a folder, including hidden files, by path; a folder ends with `/`, a link with `@`.
/// Returns a command in a folder, with a time limit of one minute.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("timeout");
    command.args(["-s", "KILL", "60", &*PROGRAM]).args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command(folder, arguments).output().expect("the program starts");
    (status.code(), String::from_utf8(stderr).expect("UTF-8"))
}

fn run_well(folder: &Path, arguments: &[&str]) {
    let (code, stderr) = run(folder, arguments);
    assert_eq!(code, Some(0), "{arguments:?}: {stderr}");
}

/// Runs commands that are killed at one moment after another, each in a new folder; `look` gets the folder and whether
/// the number of the moment is odd. With `strace`, the moments are before every call that changes a file; without it,
/// they are spread over the duration of the command.
fn kill(prepare: impl Fn() -> TempDir + Sync, arguments: &[&str], look: impl Fn(&Path, bool) + Sync) {
    const CALLS: &str =
        "?rename,?renameat,?renameat2,?mkdir,mkdirat,?unlink,unlinkat,?rmdir,fsync,syncfs,fchmod,flock";
    const MOMENTS: u32 = 40;
    let has_strace = Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success());
    if has_strace {
        for moment in 1.. {
            let root = prepare();
            let trace = root.path().with_extension("trace");
            let status = Command::new("strace")
                .args(["-f", "-qq", "-o"])
                .arg(&trace)
                .arg(format!("--trace={CALLS}"))
                .arg(format!("--inject={CALLS}:signal=KILL:when={moment}"))
                .arg(&*PROGRAM)
                .args(arguments)
                .current_dir(root.path())
                .stdin(Stdio::null())
                .output()
                .expect("strace starts")
                .status;
            let _ = fs::remove_file(trace);
            if status.success() {
                assert!(moment > 3, "{arguments:?} is killed at {} moments only", moment - 1);
                return;
            }
            assert_eq!(status.code(), None, "{arguments:?}");
            look(root.path(), moment % 2 == 1);
        }
    }
    let root = prepare();
    let started = Instant::now();
    run_well(root.path(), arguments);
    let whole = started.elapsed();
    for moment in 1..=MOMENTS {
        let root = prepare();
        let mut program = Command::new(&*PROGRAM)
            .args(arguments)
            .current_dir(root.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // A fixed sequence of evenly spread moments (multiples of the golden ratio, modulo one).
        thread::sleep(whole.mul_f64((f64::from(moment) * 0.618_033_988_749_895).fract()));
        program.kill().expect("a program that can be killed");
        program.wait().expect("its end");
        look(root.path(), moment % 2 == 1);
    }
}

const SHEET: &str = "programme,project,title_sr,title_en,municipality,sub_area,support_type,implementers,currency,total,sources\n\
    first-step,tea,Čaj,Tea,zlatar,health/nursing,training,care-network,EUR,100,work-plan\n\
    first-step,,Kafa,Coffee,cardak,health/nursing,training,Kafe klub,EUR,50,work-plan\n\
    healthy-town,school-check-ups,,,zlatar,health/prevention,training,care-network,EUR,50,work-plan\n";

const MAPPING: &str = "constants: { status: completed }\n";

fn catalogue() -> TempDir {
    let root = small_catalogue();
    write(&root.path().join("sheet.csv"), SHEET.replace("Kafe klub", "lake-fund").as_bytes());
    write(&root.path().join("map.yaml"), MAPPING.as_bytes());
    run_well(root.path(), &["urls"]);
    root
}

/// The commands that write content, as they change [`catalogue`].
const WRITING: [&[&str]; 11] = [
    &["rename", "project:clean-banks", "cleaner-banks"],
    &["rename", "organisation:lake-fund", "water-fund"],
    &["import", "sheet.csv", "--map", "map.yaml"],
    &[
        "new",
        "project",
        "tea-house",
        "--programme",
        "first-step",
        "--area",
        "health/nursing",
        "--support",
        "training",
        "--implementer",
        "care-network",
        "--municipality",
        "zlatar,cardak",
        "--source",
        "work-plan",
    ],
    &["new", "organisation", "tea-club", "--kind", "civil-society"],
    &["urls"],
    &["migrate"],
    &["theme", "copy", "project.html"],
    &["import", "--update", "changed.csv"],
    &["translations", "--import", "en.po"],
    &["translations", "--confirm", "content/projects/home-nursing/en.md"],
];

/// A translation of the text that [`before`] removes.
const TRANSLATION: &str = r#"msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: en\n"

msgctxt "content/projects/home-nursing/en.md#title"
msgid "Nega kod kuće: sestre na vratima"
msgstr "Nursing at home: nurses at the door"

msgctxt "content/projects/home-nursing/en.md#summary"
msgid "Medicinske sestre obilaze stare ljude koji žive sami."
msgstr "Nurses visit old people who live alone."

msgctxt "content/projects/home-nursing/en.md#text"
msgid ""
"Sestre dolaze dva puta nedeljno i mere pritisak.\n"
"\n"
"1. Porodica podnosi zahtev.\n"
"2. Sestra dolazi u roku od *tri dana*."
msgstr ""
"Nurses come twice a week and measure blood pressure.\n"
"\n"
"1. The family applies.\n"
"2. A nurse comes within *three days*."
"#;

/// The exported sheet of organisations, with another name in it.
fn changed_table() -> &'static str {
    static TABLE: OnceLock<String> = OnceLock::new();
    TABLE.get_or_init(|| {
        let root = catalogue();
        run_well(root.path(), &["export", "organisations.xlsx"]);
        let workbook: Result<Xlsx<_>, _> = open_workbook(root.path().join("organisations.xlsx"));
        let range = workbook.expect("a workbook").worksheet_range("organisations").expect("a sheet");
        let quoted = |cell: &Data| format!("\"{}\"", cell.to_string().replace("Lake Fund", "Lakes Fund"));
        let rows = range.rows().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","));
        rows.collect::<Vec<_>>().join("\n")
    })
}

/// Documents in their former format.
const FORMER: &str = "final-report:\n  name: { sr: Izveštaj, en: Report }\n\
    work-plan:\n  name: { sr: Plan, en: Plan }\n";

/// Returns a catalogue that is ready for one of these commands.
fn before(arguments: &[&str]) -> TempDir {
    let root = catalogue();
    if arguments == ["urls"] {
        run_well(root.path(), &["rename", "project:home-nursing", "nursing"]);
    }
    if arguments.contains(&"changed.csv") {
        write(&root.path().join("changed.csv"), changed_table().as_bytes());
    }
    if arguments.contains(&"en.po") {
        write(&root.path().join("en.po"), TRANSLATION.as_bytes());
        fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).expect("a text");
    }
    if arguments == ["migrate"] {
        let content = root.path().join("content");
        fs::remove_dir_all(content.join("documents")).expect("a folder");
        fs::remove_dir_all(content.join("posts")).expect("a folder");
        fs::remove_file(content.join("urls.txt")).expect("a file");
        write(&content.join("sources.yaml"), FORMER.as_bytes());
    }
    root
}

#[test]
fn a_killed_command_leaves_the_old_or_the_new_content() {
    WRITING.par_iter().for_each(|arguments| {
        let root = before(arguments);
        let old = tree(root.path());
        run_well(root.path(), arguments);
        let new = tree(root.path());
        assert!(old != new, "{arguments:?}");
        assert!(!new.keys().any(|path| path.contains("/.") || path.starts_with('.')), "{:?}", new.keys());
        kill(
            || before(arguments),
            arguments,
            |root, is_odd| {
                let left = tree(root);
                let is_whole = |tree: &Tree| *tree == old || *tree == new;
                let files = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
                if is_odd {
                    let (_, stderr) = run(root, &["check", "--quiet"]);
                    let now = tree(root);
                    assert!(is_whole(&now), "{arguments:?}: {stderr}{:?}", files(&now));
                    let has_changed = left
                        .iter()
                        .any(|(path, bytes)| path.starts_with("content/") && old.get(path) != Some(bytes));
                    assert!(!has_changed || now == new, "{arguments:?} was undone");
                } else {
                    let was_new = new.keys().all(|path| left.contains_key(path))
                        && !left.contains_key(".katalog-journal/");
                    let (code, stderr) = run(root, arguments);
                    assert!(code == Some(0) || was_new, "{arguments:?}: {stderr}");
                    let now = tree(root);
                    assert!(now == new, "{arguments:?}: {stderr}{:?}", files(&now));
                }
            },
        );
    });
}

#[test]
fn a_killed_init_can_be_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    run_well(folder.path(), &["init", "."]);
    let new = tree(folder.path());
    let empty = || {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        folder
    };
    kill(empty, &["init", "."], |root, is_odd| {
        let content = |tree: &Tree| -> Tree {
            tree.iter()
                .filter(|(path, _)| path.starts_with("content"))
                .map(|(a, b)| (a.clone(), b.clone()))
                .collect()
        };
        let left = content(&tree(root));
        assert!(left.is_empty() || left == content(&new), "{:?}", left.keys());
        if is_odd {
            run(root, &["check"]);
        }
        run_well(root, &["init", "."]);
        let now = tree(root);
        assert!(now == new, "{:?}", now.keys());
    });
}

#[test]
fn schemas_of_a_killed_command_are_complete() {
    let folder = || {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["catalogue", "project", "areas"] {
            write(&folder.path().join(format!("schemas/{name}.schema.json")), b"old");
        }
        folder
    };
    let first = folder();
    run_well(first.path(), &["schema"]);
    let new = tree(first.path());
    kill(folder, &["schema"], |root, _| {
        for (path, bytes) in tree(root) {
            let is_staged = path.contains(".katalog-");
            assert!(is_staged || bytes == b"old" || new.get(&path) == Some(&bytes), "{path}");
        }
        run_well(root, &["schema"]);
        let now = tree(root);
        assert!(now == new, "{:?}", now.keys());
    });
}

#[test]
fn a_workbook_of_a_killed_export_is_whole_or_absent() {
    for arguments in
        [&["export", "all.xlsx"][..], &["translations", "--language", "en", "--export", "all.po"]]
    {
        let file = arguments[arguments.len() - 1];
        let prepared = || {
            let root = catalogue();
            fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).expect("a text");
            root
        };
        let first = prepared();
        let old = tree(first.path());
        run_well(first.path(), arguments);
        let new = tree(first.path());
        kill(prepared, arguments, |root, _| {
            let left = tree(root);
            assert!(left.get(file).is_none_or(|bytes| Some(bytes) == new.get(file)), "{file}");
            assert!(old.iter().all(|(path, bytes)| left.get(path) == Some(bytes)), "{file}");
            let (code, stderr) = run(root, arguments);
            assert!(code == Some(0) || stderr.contains("exists already"), "{stderr}");
            let now = tree(root);
            assert!(now == new, "{:?}", now.keys());
        });
    }
}

/// What can be in the place of a file or folder.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Trap {
    Link,
    Dangling,
    Pipe,
    HardLink,
}

/// Sets a trap at a path, replacing what is there. `outside` is the target of a link: a file, or a folder if one was
/// there.
fn set(trap: Trap, path: &Path, outside: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let is_folder = path.is_dir();
    let target = if is_folder { outside.join("folder") } else { outside.join("file") };
    if is_folder {
        if trap == Trap::HardLink {
            return;
        }
        let _ = fs::remove_dir_all(&target);
        fs::rename(path, &target).expect("a folder that moves");
    } else if path.is_file() {
        fs::copy(path, &target).expect("a copy");
        fs::remove_file(path).expect("a file");
    } else {
        fs::write(&target, "secret").expect("a file");
    }
    match trap {
        Trap::Link => symlink(&target, path).expect("a link"),
        Trap::Dangling => symlink(outside.join("nothing"), path).expect("a link"),
        Trap::HardLink => fs::hard_link(&target, path).expect("a second name"),
        Trap::Pipe => {
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        }
    }
}

#[test]
fn nothing_is_written_through_links_and_pipes() {
    let cases: &[(&[&str], &[&str])] = &[
        (
            WRITING[0],
            &[
                "content/projects/clean-banks/project.yaml",
                "content/projects/clean-banks",
                "content/projects",
            ],
        ),
        (WRITING[0], &["content/projects/cleaner-banks", ".katalog-journal", ".katalog-lock", "content"]),
        (WRITING[1], &["content/organisations.yaml", ".katalog-journal", ".katalog-lock"]),
        (
            WRITING[2],
            &["content/projects/tea", "content/projects/tea/sr.md", ".katalog-journal", ".katalog-lock"],
        ),
        (WRITING[3], &["content/projects/tea-house", "content/projects/tea-house/en.md", ".katalog-journal"]),
        (WRITING[4], &["content/organisations.yaml", "content", ".katalog-lock"]),
        (WRITING[5], &["content/urls.txt", "content", ".katalog-journal", ".katalog-lock"]),
        (
            WRITING[6],
            &["content/sources.yaml", "content/documents", "content/documents/work-plan", ".katalog-journal"],
        ),
        (WRITING[8], &["content/organisations.yaml", ".katalog-journal", ".katalog-lock"]),
        (WRITING[9], &["content/projects/home-nursing/en.md", "content/projects", ".katalog-journal"]),
        (WRITING[10], &["content/translations.yaml", "content", ".katalog-journal", ".katalog-lock"]),
        (&["export", "all.xlsx"], &["all.xlsx", ".katalog-journal", ".katalog-lock"]),
        (
            &["schema"],
            &["schemas/project.schema.json", "schemas", "schemas/.katalog-journal", "schemas/.katalog-lock"],
        ),
        (&["man", "man"], &["man/katalog.1", "man/katalog-build.1", "man", "man/.katalog-journal"]),
        (
            &["init", "made"],
            &["made/README.md", "made/content", "made/schemas", "made", "made/.katalog-journal"],
        ),
    ];
    let all = [Trap::Link, Trap::Dangling, Trap::Pipe, Trap::HardLink];
    let cases: Vec<_> = cases
        .iter()
        .flat_map(|(arguments, paths)| paths.iter().map(move |path| (*arguments, *path)))
        .flat_map(|(arguments, path)| all.map(|trap| (arguments, path, trap)))
        .collect();
    cases.into_par_iter().for_each(|(arguments, path, trap)| {
        let root = before(arguments);
        if arguments == ["schema"] {
            run_well(root.path(), arguments);
        } else if arguments[0] == "man" && path != "man" {
            fs::create_dir(root.path().join("man")).expect("a folder");
        }
        let outside = tempfile::tempdir().expect("a folder");
        set(trap, &root.path().join(path), outside.path());
        let (secret, old) = (tree(outside.path()), tree(root.path()));
        let (code, stderr) = run(root.path(), arguments);
        let case = format!("{arguments:?} {path} {trap:?}: {stderr}");
        assert!(matches!(code, Some(0..=2)), "{case}");
        assert!(tree(outside.path()) == secret, "{case}");
        if trap != Trap::HardLink {
            assert_ne!(code, Some(0), "{case}");
            assert!(tree(root.path()) == old, "{case}\n{:?}", tree(root.path()).keys());
        } else if code != Some(0) {
            assert!(tree(root.path()) == old, "{case}");
        }
    });
}

/// Takes the lock of a folder, as a command does.
fn lock(root: &Path) -> fs::File {
    let file = fs::File::create(root.join(".katalog-lock")).expect("a lock");
    file.lock().expect("a lock");
    file
}

/// Starts a command and waits until it reports that it is waiting.
fn start_waiting(root: &Path, arguments: &[&str]) -> (Child, BufReader<std::process::ChildStderr>) {
    let mut child = command(root, arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stderr = BufReader::new(child.stderr.take().expect("its errors"));
    let mut line = String::new();
    while !line.contains("another katalog command is writing here; waiting for it") {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).expect("a line"), 0, "{arguments:?} does not wait");
    }
    (child, stderr)
}

fn end(child: &mut Child, mut stderr: BufReader<std::process::ChildStderr>) -> (Option<i32>, String) {
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("UTF-8");
    (child.wait().expect("its end").code(), rest)
}

#[test]
fn a_second_command_waits() {
    WRITING.par_iter().for_each(|arguments| {
        let root = before(arguments);
        let old = tree(root.path());
        let file = lock(root.path());
        let (mut child, stderr) = start_waiting(root.path(), arguments);
        thread::sleep(Duration::from_millis(100));
        fs::remove_file(root.path().join(".katalog-lock")).expect("a lock");
        assert!(tree(root.path()) == old);
        drop(file);
        let (code, rest) = end(&mut child, stderr);
        assert_eq!(code, Some(0), "{rest}");
        let now = tree(root.path());
        assert!(now != old && !now.contains_key(".katalog-lock"));
    });
}

#[test]
fn changes_made_in_the_meantime_are_not_lost() {
    let cases: [(&[&str], &str, &str); 8] = [
        (
            WRITING[0],
            "content/projects/clean-banks/project.yaml",
            "has changed in the meantime; nothing was written",
        ),
        (WRITING[0], "content/projects/cleaner-banks/x.yaml", "already exists; nothing was written"),
        (WRITING[3], "content/projects/tea-house/en.md", "already exists; nothing was written"),
        (WRITING[4], "content/organisations.yaml", "has changed in the meantime; nothing was written"),
        (WRITING[5], "content/urls.txt", "has changed in the meantime; nothing was written"),
        (WRITING[8], "content/organisations.yaml", "has changed in the meantime; nothing was written"),
        (WRITING[9], "content/projects/home-nursing/en.md", "already exists; nothing was written"),
        (WRITING[10], "content/translations.yaml", "already exists; nothing was written"),
    ];
    for (arguments, path, message) in cases {
        let root = before(arguments);
        let file = lock(root.path());
        let (mut child, stderr) = start_waiting(root.path(), arguments);
        write(&root.path().join(path), b"meanwhile");
        fs::remove_file(root.path().join(".katalog-lock")).expect("a lock");
        let old = tree(root.path());
        drop(file);
        let (code, rest) = end(&mut child, stderr);
        assert_eq!(code, Some(1), "{arguments:?} {path}: {rest}");
        assert!(rest.contains(message) && rest.contains(path.trim_end_matches("/x.yaml")), "{rest}");
        assert!(tree(root.path()) == old, "{arguments:?} {path}");
    }
}

#[test]
fn simultaneous_commands_lose_nothing() {
    let root = catalogue();
    let ids: Vec<String> = (1..=8).map(|number| format!("club-{number}")).collect();
    let done: Vec<&String> = ids
        .iter()
        .map(|id| {
            let arguments = ["new", "organisation", id, "--kind", "civil-society"];
            let child = command(root.path(), &arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
            (id, child.expect("the program starts"))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|(id, child)| {
            let output = child.wait_with_output().expect("its end");
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            let is_done = output.status.success();
            assert!(is_done || stderr.contains("has changed in the meantime"), "{stderr}");
            is_done.then_some(id)
        })
        .collect();
    assert!(!done.is_empty());
    let text = fs::read_to_string(root.path().join("content/organisations.yaml")).expect("a list");
    for id in &ids {
        assert_eq!(text.contains(&format!("\n{id}:")), done.contains(&id), "{id}");
    }
    assert!(!tree(root.path()).keys().any(|path| path.starts_with('.')));
}

#[test]
fn a_full_disk_leaves_the_old_content() {
    let commands = [WRITING[1], WRITING[4], WRITING[5], WRITING[8], &["schema"], &["export", "all.xlsx"]];
    for arguments in commands {
        let root = before(arguments);
        for path in ["content/organisations.yaml", "content/urls.txt"] {
            let text = fs::read_to_string(root.path().join(path)).expect("a text");
            write(&root.path().join(path), (format!("# {}\n", "x".repeat(9000)) + &text).as_bytes());
        }
        let old = tree(root.path());
        let said = Command::new("sh")
            .args(["-c", "ulimit -f 4; trap '' XFSZ; exec \"$@\"", "sh", &*PROGRAM])
            .args(arguments)
            .current_dir(root.path())
            .output()
            .expect("the program starts");
        let stderr = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(stderr.contains("too large") && stderr.contains("nothing was written"), "{stderr}");
        let mut now = tree(root.path());
        now.remove("schemas/");
        assert!(now == old, "{arguments:?}: {:?}", now.keys());
    }
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Writes a journal below a root, with the texts of its operations.
fn plant(root: &Path, list: &str, texts: &[&str]) {
    write(&root.join(".katalog-journal/journal"), list.as_bytes());
    for (number, text) in texts.iter().enumerate() {
        write(&root.join(format!(".katalog-journal/{number}")), text.as_bytes());
    }
}

fn list(operations: &str) -> String {
    format!(r#"{{"title":"rename a -> b","request":"","operations":[{operations}]}}"#)
}

fn new_file(path: &str) -> String {
    format!(r#"{{"kind":"new","path":{},"after":"{}"}}"#, serde_json::json!(path), digest("evil"))
}

/// Checks that every command that reads content reports the journal, and changes nothing.
fn refuses(root: &Path, words: &str) {
    let old = tree(root);
    for arguments in [&["check"][..], &["refs", "project:clean-banks"], &["urls"]] {
        let (code, stderr) = run(root, arguments);
        assert_eq!(code, Some(1), "{words}: {stderr}");
        assert!(stderr.contains(".katalog-journal: ") && stderr.contains(words), "{words}: {stderr}");
        assert!(!stderr.contains('\u{1b}') && stderr.len() < 2000, "{words}: {}", stderr.len());
        assert!(tree(root) == old, "{words}");
    }
}

#[test]
fn a_journal_that_leads_elsewhere_is_rejected() {
    let elsewhere = [
        "/tmp/katalog-evil",
        "../evil",
        "content/../../evil",
        "content/../evil",
        "content",
        "content/",
        "content//evil",
        "content/./evil.md",
        ".git/hooks/post-checkout",
        "content/.git/config",
        "themes/default/page.html",
        "themes/default/templates/",
        "themes/default/templates/../../../evil",
        "themes/other/templates/page.html",
        "locales/.git/config",
        "schemas/project.schema.json",
        "public/index.html",
        "contents/evil.md",
        "Content/evil.md",
        "content\\evil.md",
        "content/C:evil.md",
        "content/a\u{1b}[2J.md",
        "content/a\nb.md",
        "",
    ];
    for path in elsewhere {
        let root = catalogue();
        fs::create_dir_all(root.path().join(".git/hooks")).expect("a folder");
        plant(root.path(), &list(&new_file(path)), &["evil"]);
        refuses(root.path(), "which no command changes");
    }
    let long = format!("content/{}", "x/".repeat(3000));
    let moved = |from: &str, to: &str| format!(r#"{{"kind":"move","from":"{from}","to":"{to}"}}"#);
    let replaced = format!(
        r#"{{"kind":"replace","path":"content/areas.yaml","before":"{}","after":"{}"}}"#,
        digest("else"),
        digest("evil")
    );
    let (project, other) = ("content/projects/clean-banks", "content/projects/other");
    let template = "themes/default/templates/page.html";
    for (operations, words) in [
        (replaced.replace("content/areas.yaml", template), "which no command changes"),
        (moved(project, template), "which no command changes"),
        (new_file(&long), "which no command changes"),
        (moved(project, "themes"), "which no command changes"),
        (moved("../outside", other), "which no command changes"),
        (moved(".git", other), "which no command changes"),
        (moved(project, "content/projects/clean-banks/below"), "which no command changes"),
        (format!("{},{}", moved(project, other), new_file("content/x.md")), "which no command changes"),
        (format!("{},{}", new_file("content/x.md"), new_file("content/X.md")), "which no command changes"),
        (moved("content/projects/none", other), "matches neither its state"),
        (moved(project, "content/projects/home-nursing"), "matches neither its state"),
        (replaced, "matches neither its state"),
        (new_file("content/areas.yaml"), "matches neither its state"),
        (new_file("content/areas.yaml/x.md"), "not a folder"),
        (new_file("content/x.md").replace("evil", "").replace(&digest("evil"), "12"), "digest"),
        (new_file("content/x.md").replace(&digest("evil"), &digest("other")), "damaged"),
        (new_file("content/x.md").replace("new", "remove"), "cannot be read"),
        (new_file("content/x.md").replace("kind", "sort"), "cannot be read"),
        (new_file("content/x.md").replace("{", r#"{"more":1,"#), "cannot be read"),
    ] {
        let root = catalogue();
        plant(root.path(), &list(&operations), &["evil", "evil"]);
        refuses(root.path(), words);
    }
    let many = vec![new_file("content/x.md"); 200_001].join(",");
    for (text, words) in [
        (String::new(), "cannot be read"),
        ("nonsense".to_owned(), "cannot be read"),
        ("\u{0}".repeat(100), "cannot be read"),
        ("[".repeat(100_000), "cannot be read"),
        ("{}".to_owned(), "cannot be read"),
        (list(""), "lists no change"),
        (list(&new_file("content/x.md")).replace("rename a", "\\u001b[2J"), "title"),
        (list(&new_file("content/x.md")).replace("rename a", &"x".repeat(5000)), "title"),
        (list(&many), "200000 changes"),
    ] {
        let root = catalogue();
        plant(root.path(), &text, &[]);
        refuses(root.path(), words);
    }
    let root = catalogue();
    plant(root.path(), "", &[]);
    let huge = fs::File::create(root.path().join(".katalog-journal/journal")).expect("a file");
    huge.set_len(1 << 40).expect("a sparse file");
    let (code, stderr) = run(root.path(), &["check"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("larger than 64 MiB"), "{stderr}");
}

#[test]
fn a_journal_of_links_and_pipes_is_rejected() {
    let outside = tempfile::tempdir().expect("a folder");
    write(&outside.path().join("file"), b"evil");
    let own = || list(&new_file("content/projects/clean-banks/x.md"));
    for path in [".katalog-journal/journal", ".katalog-journal/0", ".katalog-journal", "content/projects"] {
        for trap in [Trap::Link, Trap::Dangling, Trap::Pipe] {
            let root = catalogue();
            plant(root.path(), &own(), &["evil"]);
            set(trap, &root.path().join(path), outside.path());
            let (secret, old) = (tree(outside.path()), tree(root.path()));
            let (code, stderr) = run(root.path(), &["check"]);
            assert_eq!(code, Some(1), "{path} {trap:?}: {stderr}");
            assert!(stderr.contains(".katalog-journal: "), "{path} {trap:?}: {stderr}");
            assert!(tree(root.path()) == old && tree(outside.path()) == secret, "{path} {trap:?}");
        }
    }
    // A folder without a list is removed, but nothing behind its links.
    let root = catalogue();
    let old = tree(root.path());
    fs::create_dir(root.path().join(".katalog-journal")).expect("a folder");
    symlink(outside.path(), root.path().join(".katalog-journal/deep")).expect("a link");
    let secret = tree(outside.path());
    let (_, stderr) = run(root.path(), &["check", "--quiet"]);
    assert!(
        stderr.starts_with("removed the leftover files of an interrupted command; it had changed nothing\n"),
        "{stderr}"
    );
    assert!(tree(root.path()) == old && tree(outside.path()) == secret);
}

#[test]
fn a_complete_journal_is_carried_out_by_every_command() {
    for arguments in [
        &["check"][..],
        &["build", "--output", "public"],
        &["translations"],
        &["refs", "area:health"],
        &["urls"],
        &["import", "sheet.csv", "--map", "map.yaml", "--dry-run"],
        &["new", "organisation", "tea-club", "--kind", "civil-society"],
        &["rename", "area:health", "well-being"],
    ] {
        let root = catalogue();
        let move_it =
            r#"{"kind":"move","from":"content/projects/clean-banks","to":"content/projects/cleaner"}"#;
        let operations =
            format!("{},{move_it}", new_file("content/projects/clean-banks/.x").replace(".x", "x.txt"));
        plant(root.path(), &list(&operations), &["evil"]);
        // Where the content is on another file system, texts are copied and remain in the journal.
        write(&root.path().join(".katalog-journal/1"), b"copied");
        write(&root.path().join(".katalog-journal/folder/1"), b"copied");
        let (_, stderr) = run(root.path(), arguments);
        assert!(
            stderr.starts_with("finished an interrupted command: rename a -> b\n"),
            "{arguments:?}: {stderr}"
        );
        let now = tree(root.path());
        assert_eq!(now.get("content/projects/cleaner/x.txt").map(Vec::as_slice), Some(&b"evil"[..]));
        assert!(!now.contains_key("content/projects/clean-banks/"), "{arguments:?}");
        assert!(!now.keys().any(|path| path.starts_with('.')), "{arguments:?}: {:?}", now.keys());
    }
}

#[test]
fn an_interrupted_command_that_is_repeated_has_nothing_left_to_do() {
    let root = catalogue();
    let request = "rename project:clean-banks -> cleaner";
    let move_it = r#"{"kind":"move","from":"content/projects/clean-banks","to":"content/projects/cleaner"}"#;
    plant(
        root.path(),
        &list(move_it)
            .replace("rename a -> b", request)
            .replace(r#""request":"""#, &format!(r#""request":"{request}""#)),
        &[],
    );
    let (code, stderr) = run(root.path(), &["rename", "project:clean-banks", "cleaner"]);
    assert_eq!((code, stderr), (Some(0), format!("finished an interrupted command: {request}\n")));
    // A second call is computed from the start.
    let (code, _) = run(root.path(), &["rename", "project:clean-banks", "cleaner"]);
    assert_eq!(code, Some(1));
}

#[test]
fn a_lock_file_that_is_not_empty_stays() {
    let root = catalogue();
    write(&root.path().join(".katalog-lock"), b"mine");
    run_well(root.path(), WRITING[0]);
    assert_eq!(tree(root.path()).get(".katalog-lock").map(Vec::as_slice), Some(&b"mine"[..]));
    // An empty one is removed, even by a command that only reads.
    write(&root.path().join(".katalog-lock"), b"");
    run_well(root.path(), &["refs", "area:health"]);
    assert!(!tree(root.path()).contains_key(".katalog-lock"));
}

#[test]
fn replaced_files_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let root = catalogue();
    let path = root.path().join("content/organisations.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    run_well(root.path(), WRITING[1]);
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    let made: PathBuf = root.path().join("content/projects/tea-house");
    run_well(root.path(), WRITING[3]);
    let mode = fs::metadata(&made).expect("a folder").permissions().mode() & 0o777;
    assert_eq!(
        mode,
        fs::metadata(root.path().join("content/projects")).expect("a folder").permissions().mode() & 0o777
    );
}

/// Such a folder would need more open folders than a system allows.
#[test]
fn deeply_nested_leftovers_are_removed() {
    let root = small_catalogue();
    let journal = root.path().join(".katalog-journal");
    fs::create_dir_all(journal.join("a/".repeat(1500))).expect("nested folders");
    fs::write(journal.join("a/a/file"), "text").expect("a file");
    symlink("..", journal.join("a/link")).expect("a link");
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 128; exec \"$0\" check --root \"$1\"", &*PROGRAM])
        .arg(root.path())
        .output()
        .expect("katalog runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!journal.exists());
    assert!(root.path().join("content").exists(), "the link is not followed");
}
