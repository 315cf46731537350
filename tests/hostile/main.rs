//! Tests hostile content: whatever a file contains, the program exits properly, soon and within limits.
//!
//! They are a program of their own, because the memory of the program that starts another one counts as that of the other.
//!
//! Every case is laid over a copy of the small catalogue. The cases are made here, and are the same in every run.

#![cfg(unix)]

mod attacks;
mod broken;
#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "../it/support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;
use scraper::Html;
use support::{PROGRAM, lay_over, small_catalogue, tests, write};
use tempfile::TempDir;
use wait4::Wait4;
use walkdir::WalkDir;

/// The limits of a run: working time on all cores together, and memory.
#[derive(Clone, Copy)]
struct Bounds {
    /// In seconds.
    work: u32,
    /// In bytes.
    memory: u64,
}

/// For one bad file in a catalogue.
const ALONE: Bounds = Bounds { work: 20, memory: 500_000_000 };
/// For hundreds of bad files, some as large as files may be.
const TOGETHER: Bounds = Bounds { work: 120, memory: 500_000_000 };
/// A run that takes longer is waiting for something that never comes.
const LONGEST: Duration = Duration::from_secs(600);
/// The maximum length of a report, in bytes.
const LONGEST_REPORT: usize = 2_000_000;
/// The contents of files outside the catalogue.
const SECRET: &str = "kljuc-od-kapije-7c1f";

/// The kinds of files in the content, each with a file of the small catalogue that the bad one replaces.
const PLACES: [&str; 15] = [
    "catalogue.yaml",
    "regions.yaml",
    "districts.yaml",
    "areas.yaml",
    "support-types.yaml",
    "organisations.yaml",
    "documents/final-report/document.yaml",
    "posts/keepers-wanted/post.yaml",
    "municipalities/zlatar/municipality.yaml",
    "municipalities/zlatar/en.md",
    "programmes/healthy-town/programme.yaml",
    "programmes/healthy-town/sr.md",
    "projects/clean-banks/project.yaml",
    "projects/clean-banks/en.md",
    "pages/about/sr.md",
];

/// The file for the text of an attack: its folder has a picture, a document and links of every kind.
const TEXT: &str = "projects/clean-banks/en.md";
const PROJECT: &str = "projects/clean-banks/project.yaml";
const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";

/// A bad file, and the file below `content/` that it replaces.
struct Case {
    name: String,
    place: &'static str,
    /// Made when needed: the memory of a process is measured starting with that of the one that started it.
    bytes: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
}

impl Case {
    fn new<B: Into<Vec<u8>>>(
        name: impl Into<String>,
        place: &'static str,
        bytes: impl Fn() -> B + Send + Sync + 'static,
    ) -> Self {
        Case { name: name.into(), place, bytes: Box::new(move || bytes().into()) }
    }

    fn all() -> Vec<Case> {
        let mut cases = broken::cases();
        cases.extend(attacks::facts());
        cases.extend(attacks::texts());
        cases
    }

    /// Lays the bad file over a catalogue.
    fn plant(&self, root: &Path) {
        write(&root.join("content").join(self.place), &(self.bytes)());
    }

    /// Restores the good file.
    fn mend(&self, root: &Path) {
        let good = fs::read(tests("small/content").join(self.place)).expect("a good file");
        write(&root.join("content").join(self.place), &good);
    }

    /// Lays the bad file over a catalogue with other cases: in its own folder, next to the others. The lists of a
    /// catalogue have no folder, so only the last one planted stays.
    fn plant_among_others(&self, number: usize, root: &Path) {
        let content = root.join("content");
        let parts: Vec<&str> = self.place.split('/').collect();
        match parts[..] {
            [collection @ ("municipalities" | "programmes" | "projects"), id, file] => {
                let folder = content.join(collection).join(format!("bad-{number}"));
                lay_over(&tests("small/content").join(collection).join(id), &folder);
                write(&folder.join(file), &(self.bytes)());
            }
            _ => self.plant(root),
        }
    }
}

/// The outcome of a run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
    /// The maximum memory at one time, in bytes.
    memory: u64,
    /// The working time, on all cores together.
    work: Duration,
    bounds: Bounds,
}

impl Run {
    /// Runs `katalog <arguments>` in its own folder, which contains only a secret.
    fn of(arguments: &[&str], root: &Path, bounds: Bounds) -> Run {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let said = |name: &str| elsewhere.path().join(name);
        let into = |name: &str| Stdio::from(File::create(said(name)).expect("a file for what is said"));
        let mut child = Command::new("sh")
            .args(["-c", &format!("ulimit -t {} && exec \"$0\" \"$@\"", bounds.work), &PROGRAM])
            .current_dir(elsewhere.path())
            .args(arguments)
            .arg("--root")
            .arg(root)
            .stdin(Stdio::null())
            .stdout(into("stdout"))
            .stderr(into("stderr"))
            .spawn()
            .expect("the program starts");
        let id = child.id();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait4()));
        let Ok(ended) = receiver.recv_timeout(LONGEST) else {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
            panic!("{arguments:?} waits for ever");
        };
        let ended = ended.expect("the program ends");
        let text = |name: &str| {
            String::from_utf8(fs::read(said(name)).expect("what was said"))
                .expect("all that is said is UTF-8")
        };
        Run {
            code: ended.status.code(),
            stdout: text("stdout"),
            stderr: text("stderr"),
            memory: ended.rusage.maxrss,
            work: ended.rusage.utime + ended.rusage.stime,
            bounds,
        }
    }

    /// Returns what is wrong with the run, whatever the content was.
    fn fault(&self) -> Option<String> {
        let beginning: String = self.stderr.chars().take(600).collect();
        let said = self.stdout.len().max(self.stderr.len());
        if !matches!(self.code, Some(0..=2)) {
            Some(format!("ended with {:?} after {:?}: {beginning}", self.code, self.work))
        } else if self.stderr.contains("panicked at") {
            Some(format!("panicked: {beginning}"))
        } else if self.memory > self.bounds.memory {
            Some(format!("needed {} bytes of memory", self.memory))
        } else if said > LONGEST_REPORT {
            Some(format!("said {said} bytes: {beginning}"))
        } else if self.stdout.contains(SECRET) || self.stderr.contains(SECRET) {
            Some("told what stands outside the catalogue".to_owned())
        } else if self.code != Some(0) && self.stderr.is_empty() && self.stdout.is_empty() {
            Some("failed without a word".to_owned())
        } else {
            None
        }
    }
}

/// Runs every command on a catalogue, and returns what is wrong with the outcome.
fn faults_of_commands(name: &str, root: &Path, bounds: Bounds) -> Vec<String> {
    let commands: &[&[&str]] = &[
        &["refs", "organisation:lake-fund"],
        &["rename", "--dry-run", "project:clean-banks", "clean-rivers"],
        &["translations"],
        &["new", "project", "--title-sr", "Novi projekat", "--title-en", "New project"],
    ];
    let fault = |arguments: &&[&str]| {
        Some(format!("{name}, {arguments:?}: {}", Run::of(arguments, root, bounds).fault()?))
    };
    commands.par_iter().filter_map(fault).collect()
}

/// Checks a catalogue, builds it if it can be built, and returns what is wrong with the outcome.
fn fault_of_catalogue(name: &str, root: &Path, bounds: Bounds) -> Option<String> {
    let checked = Run::of(&["check"], root, bounds);
    if let Some(fault) = checked.fault() {
        return Some(format!("{name}: {fault}"));
    }
    if checked.code != Some(0) {
        return None;
    }
    let output = tempfile::tempdir().expect("a temporary folder");
    let site = output.path().join("site");
    let built = Run::of(&["build", "--output", &site.to_string_lossy()], root, bounds);
    match built.fault() {
        Some(fault) => Some(format!("{name}, built: {fault}")),
        None if built.code != Some(0) => {
            Some(format!("{name} passes its check and is not built: {}", built.stderr))
        }
        None => fault_of_site(&site).map(|fault| format!("{name}, built: {fault}")),
    }
}

/// Returns what is wrong with a site built from hostile content: secrets in it, or something that a browser would run.
fn fault_of_site(site: &Path) -> Option<String> {
    let files = WalkDir::new(site).into_iter().map(|entry| entry.expect("a readable folder"));
    files.filter(|entry| !entry.file_type().is_dir()).find_map(|entry| {
        let path = entry.path();
        if !entry.file_type().is_file() {
            return Some(format!("{} is no plain file", path.display()));
        }
        let bytes = fs::read(path).expect("a readable file");
        if String::from_utf8_lossy(&bytes).contains(SECRET) {
            return Some(format!("{} holds the secret", path.display()));
        }
        let below = path.strip_prefix(site).expect("a path below the site");
        let is_page = path.extension().is_some_and(|ending| ending == "html")
            && GOOD_SITE.get(below).is_none_or(|good| *good != bytes);
        let fault = is_page.then(|| fault_of_page(&String::from_utf8_lossy(&bytes))).flatten()?;
        Some(format!("{}: {fault}", path.display()))
    })
}

/// The pages of the small catalogue without a bad file. Only pages that differ from them need to be examined.
static GOOD_SITE: LazyLock<BTreeMap<PathBuf, Vec<u8>>> = LazyLock::new(|| {
    let output = tempfile::tempdir().expect("a temporary folder");
    let built = Run::of(
        &["build", "--output", &output.path().join("site").to_string_lossy()],
        small_catalogue().path(),
        ALONE,
    );
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let site = output.path().join("site");
    let files = WalkDir::new(&site).into_iter().map(|entry| entry.expect("a readable folder"));
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(&site).expect("a path below the site").to_path_buf();
            (below, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
});

fn fault_of_page(html: &str) -> Option<String> {
    Html::parse_document(html).root_element().descendent_elements().find_map(|node| {
        let element = node.value();
        let is_active = match element.name() {
            "iframe" | "object" | "embed" | "base" | "style" | "math" => true,
            "foreignObject" | "use" | "image" | "animate" | "animateTransform" | "set" => true,
            // Data is not executed, as long as nothing ends the block early.
            "script" if element.attr("type") == Some("application/ld+json") => {
                serde_json::from_str::<serde_json::Value>(&node.inner_html()).is_err()
            }
            "script" => !element.attr("src").is_some_and(|src| src.contains("/assets/")),
            // Maps, charts and icons of the theme have a role.
            "svg" => element.attr("aria-hidden") != Some("true") && element.attr("role") != Some("group"),
            _ => false,
        };
        let runs = |(name, value): (&str, &str)| {
            let value: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let value = value.to_lowercase();
            name.starts_with("on")
                || matches!(name, "href" | "src" | "action")
                    && ["javascript:", "vbscript:", "data:", "file:"]
                        .iter()
                        .any(|scheme| value.starts_with(scheme))
        };
        (is_active || element.attrs().any(runs)).then(|| format!("holds {element:?}"))
    })
}

#[test]
fn there_are_hundreds_of_cases_and_each_has_a_name() {
    let cases = Case::all();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert!(cases.len() >= 300, "{} cases", cases.len());
    assert_eq!(names.len(), cases.len());
}

#[test]
fn each_bad_file_alone_is_survived() {
    let fault = |root: &mut TempDir, case: &Case| {
        case.plant(root.path());
        let fault = fault_of_catalogue(&case.name, root.path(), ALONE);
        case.mend(root.path());
        fault
    };
    let faults: Vec<String> = Case::all().par_iter().map_init(small_catalogue, fault).flatten().collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn all_bad_files_together_are_survived_by_every_command() {
    let cases = Case::all();
    let is_list = |case: &&Case| !case.place.contains('/');
    let all = small_catalogue();
    let without_lists = small_catalogue();
    for (number, case) in cases.iter().enumerate() {
        case.plant_among_others(number, all.path());
    }
    for (number, case) in cases.iter().enumerate().filter(|(_, case)| !is_list(case)) {
        case.plant_among_others(number, without_lists.path());
    }
    let mut faults = Vec::new();
    for (name, root) in [("all", &all), ("all but the lists", &without_lists)] {
        faults.extend(fault_of_catalogue(name, root.path(), TOGETHER));
    }
    faults.extend(faults_of_commands("all but the lists", without_lists.path(), TOGETHER));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Something that no repository can contain, and where it is.
type Oddity = (&'static str, fn(&Path, &Path));

/// Each function gets `content/`, and a folder outside with the secret in `secret.md` and `secret.pdf`.
const ODDITIES: [Oddity; 22] = [
    ("a link to a file outside", |content, outside| {
        replace(&content.join("projects/clean-banks/en.md"), &outside.join("secret.md"));
    }),
    ("a link for a document", |content, outside| {
        replace(&content.join("projects/clean-banks/rulebook.pdf"), &outside.join("secret.pdf"));
    }),
    ("a link for facts", |content, outside| {
        replace(&content.join("projects/clean-banks/project.yaml"), &outside.join("secret.yaml"));
    }),
    ("a link for the settings", |content, outside| {
        replace(&content.join("catalogue.yaml"), &outside.join("secret.yaml"));
    }),
    ("a link to a folder outside", |content, outside| link(outside, &content.join("projects/outside"))),
    ("a link for all projects", |content, outside| {
        fs::remove_dir_all(content.join("projects")).expect("the projects");
        link(outside, &content.join("projects"));
    }),
    ("a link for the content", |content, outside| {
        let moved = outside.join("moved");
        fs::rename(content, &moved).expect("the content");
        link(&moved, content);
    }),
    ("a link to its own folder", |content, _| link(Path::new("."), &content.join("projects/loop"))),
    ("a link to the folder above", |content, _| link(Path::new("../.."), &content.join("projects/up"))),
    ("a link to itself", |content, _| {
        link(Path::new("self.md"), &content.join("projects/home-nursing/self.md"))
    }),
    ("a dangling link", |content, _| {
        link(Path::new("nowhere"), &content.join("projects/home-nursing/plan.pdf"))
    }),
    ("a link to an endless file", |content, _| {
        replace(&content.join("projects/clean-banks/en.md"), Path::new("/dev/zero"));
    }),
    ("a pipe", |content, _| {
        let pipe = content.join("projects/clean-banks/pipe.pdf");
        assert!(Command::new("mkfifo").arg(pipe).status().is_ok_and(|status| status.success()));
    }),
    ("a folder for facts", |content, _| folder_for(&content.join("projects/clean-banks/project.yaml"))),
    ("a folder for a text", |content, _| folder_for(&content.join("projects/clean-banks/en.md"))),
    ("a folder for a list", |content, _| folder_for(&content.join("areas.yaml"))),
    ("a file for a folder", |content, _| {
        fs::remove_dir_all(content.join("projects/clean-banks")).expect("the project");
        write(&content.join("projects/clean-banks"), b"programme: healthy-town\n");
    }),
    ("a file for a collection", |content, _| {
        fs::remove_dir_all(content.join("projects")).expect("the projects");
        write(&content.join("projects"), b"clean-banks: {}\n");
    }),
    ("a name that is not UTF-8", |content, _| {
        write(&content.join("projects").join(std::ffi::OsStr::from_bytes(b"b\xff\xfe/sr.md")), b"x");
    }),
    ("a name of several lines", |content, _| write(&content.join("projects/a\nerror: b/sr.md"), b"x")),
    ("names that change the direction of writing", |content, _| {
        for name in ["\u{202e}gpj.exe", " . ", "CLEAN-BANKS", "...", "-rf", "a\u{200b}b", "%2e%2e", "..\\x"] {
            write(&content.join("projects").join(name).join("project.yaml"), b"a: b\n");
            write(&content.join("projects/clean-banks").join(format!("{name}.pdf")), b"x");
        }
    }),
    ("long names in deep folders", |content, _| {
        let long = "n".repeat(250);
        let deep: PathBuf = (0..12).map(|_| &long[..200]).collect();
        write(&content.join("projects").join(&long).join("project.yaml"), b"a: b\n");
        write(&content.join("projects").join(deep).join("sr.md"), b"x");
        let nested: PathBuf = (0..200).map(|_| "d").collect();
        write(&content.join("pages").join(nested).join("sr.md"), b"x");
    }),
];

fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a link");
}

fn replace(file: &Path, by: &Path) {
    fs::remove_file(file).expect("the file");
    link(by, file);
}

fn folder_for(file: &Path) {
    fs::remove_file(file).expect("the file");
    write(&file.join("sr.md"), b"x");
}

/// Returns a folder with secrets.
fn outside() -> TempDir {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let text = format!("---\ntitle: {SECRET}\nsummary: {SECRET}\n---\n\n{SECRET}\n");
    write(&outside.path().join("secret.md"), text.as_bytes());
    write(&outside.path().join("secret.yaml"), format!("title: {SECRET}\nprogramme: {SECRET}\n").as_bytes());
    write(&outside.path().join("secret.pdf"), SECRET.as_bytes());
    for name in ["sr.md", "en.md"] {
        write(&outside.path().join("leak").join(name), text.as_bytes());
    }
    outside
}

#[test]
fn special_files_are_rejected_and_nothing_outside_is_read() {
    let faults: Vec<String> = ODDITIES
        .par_iter()
        .flat_map_iter(|(name, plant)| {
            let (root, outside) = (small_catalogue(), outside());
            plant(&root.path().join("content"), outside.path());
            let checked = Run::of(&["check"], root.path(), ALONE);
            let accepted =
                (checked.code != Some(1)).then(|| format!("{name}: ended with {:?}", checked.code));
            let mut faults = faults_of_commands(name, root.path(), ALONE);
            faults.extend(fault_of_catalogue(name, root.path(), ALONE));
            faults.extend(accepted);
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
