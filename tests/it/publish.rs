//! Tests what a build does to the output folder, even when it is interrupted or refused.

use crate::support::site::{Tree, built, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Instant, SystemTime};

use crate::support::{PROGRAM, Said, katalog, small_catalogue, write};
use tempfile::TempDir;

/// How often a build is killed.
const KILLS: u32 = 20;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| name(entry.expect("an entry"))).collect();
    names.sort();
    names
}

fn build(root: &Path, output: &Path, arguments: &[&str]) -> Said {
    let output = output.to_str().expect("a path in UTF-8");
    katalog("build", root, &[&["--output", output], arguments].concat())
}

/// The small catalogue after a change of nearly every page: another title, one more project, one less.
fn changed_catalogue() -> TempDir {
    let root = small_catalogue();
    let settings = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let title = text.lines().find(|line| line.starts_with("title: ")).expect("a title");
    write(
        &settings,
        text.replace(title, "title: { sr: Sasvim drugi katalog, en: Quite another catalogue }").as_bytes(),
    );
    let projects = root.path().join("content/projects");
    fs::rename(projects.join("clean-banks"), projects.join("cleaner-banks"))
        .expect("a folder that can be moved");
    let guide = root.path().join("content/documents/river-guide/document.yaml");
    let text = fs::read_to_string(&guide).expect("a document");
    write(&guide, text.replace("project:clean-banks", "project:cleaner-banks").as_bytes());
    root
}

/// Kills builds of two sites over each other, in turn, at moments spread over their duration; `look` checks what is
/// left.
fn kill_builds(arguments: &[&str], look: impl Fn(&Path, &Tree, &Tree)) {
    let (old_root, new_root) = (small_catalogue(), changed_catalogue());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let old = built(old_root.path(), &folder.path().join("old"), &[]);
    let new = built(new_root.path(), &folder.path().join("new"), &[]);
    assert_ne!(old, new);
    let output = folder.path().join("public");
    built(old_root.path(), &output, arguments);
    let started = Instant::now();
    built(new_root.path(), &output, arguments);
    let whole = started.elapsed();
    let mut turns = [(&old_root, &old), (&new_root, &new)].into_iter().cycle();
    // A fixed sequence of evenly spread moments (multiples of the golden ratio, modulo one).
    let moments = (1..=KILLS).map(|at| (f64::from(at) * 0.618_033_988_749_895).fract());
    for (moment, (root, site)) in moments.zip(&mut turns) {
        let mut program = Command::new(&*PROGRAM)
            .args(["build", "--root"])
            .arg(root.path())
            .arg("--output")
            .arg(&output)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(whole.mul_f64(moment));
        program.kill().expect("a program that can be killed");
        program.wait().expect("its end");
        look(&output, &old, &new);
        assert_eq!(built(root.path(), &output, arguments), *site);
        assert_eq!(names(folder.path()), ["new", "old", "public"]);
    }
}

#[test]
fn a_killed_build_leaves_complete_files() {
    kill_builds(&[], |output, old, new| {
        for (path, bytes) in tree(output) {
            let is_staged = path == ".katalog" || path.starts_with(".katalog-staging-");
            let is_whole = [old.get(&path), new.get(&path)].contains(&Some(&bytes));
            assert!(is_staged || is_whole, "{}", path);
        }
    });
}

#[test]
fn a_killed_atomic_build_leaves_the_old_or_the_new_site() {
    kill_builds(&["--atomic"], |output, old, new| {
        let left = tree(output);
        assert!(left == *old || left == *new, "{:?}", names(output));
    });
}

/// The time of each file, and which file it is to the system.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let files = tree(folder).into_keys();
    let time = |path: &str| fs::metadata(folder.join(path)).and_then(|it| it.modified()).expect("a time");
    files.map(|path| (path.clone(), time(&path))).collect()
}

#[test]
fn unchanged_files_keep_their_time() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        let first = built(root.path(), &output, arguments);
        let before = times(&output);
        let text = root.path().join("content/projects/clean-banks/en.md");
        let words = fs::read_to_string(&text).expect("a text") + "\nMore words.\n";
        write(&text, words.as_bytes());
        let second = built(root.path(), &output, arguments);
        let after = times(&output);
        let page = "en/projects/clean-banks/index.html";
        assert_ne!(first[page], second[page]);
        for (path, bytes) in &second {
            if first.get(path) == Some(bytes) && path != ".katalog" {
                assert_eq!(before[path], after[path], "{} {arguments:?}", path);
            }
        }
    }
}

#[test]
fn a_file_that_was_changed_by_hand_is_written_again() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        let site = built(root.path(), &output, arguments);
        // The same length and the same time.
        let page = output.join("index.html");
        let time = fs::metadata(&page).and_then(|it| it.modified()).expect("a time");
        let text = fs::read_to_string(&page).expect("a page");
        fs::write(&page, text.replace("html", "htmm")).expect("a file that can be written");
        fs::File::options().write(true).open(&page).and_then(|file| file.set_modified(time)).expect("a time");
        assert_eq!(built(root.path(), &output, arguments), site);
    }
}

#[test]
fn data_at_a_former_url_that_were_removed_by_hand_are_written_again() {
    let root = small_catalogue();
    let said = katalog("rename", root.path(), &["municipality:cardak", "cardakovo"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let site = built(root.path(), &output, &[]);
    let is_moved = |path: &&String| path.starts_with("data/municipalities/cardak.");
    let moved: Vec<_> = site.keys().filter(is_moved).collect();
    assert_eq!(moved.len(), 2, "{moved:?}");
    for path in moved {
        fs::remove_file(output.join(path)).expect("a file that can be removed");
    }
    assert_eq!(built(root.path(), &output, &[]), site);
}

#[test]
fn foreign_files_are_never_lost() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let foreign = folder.path().join("foreign");
        write(&foreign.join("thesis.txt"), b"three years of work");
        let said = build(root.path(), &foreign, arguments);
        assert_eq!(said.code, Some(1));
        assert!(
            said.stderr.contains("contains files that katalog did not write; nothing was changed"),
            "{}",
            said.stderr
        );
        assert_eq!(names(&foreign), ["thesis.txt"]);

        let output = folder.path().join("public");
        let mut site = built(root.path(), &output, arguments);
        for path in [".well-known/security.txt", "CNAME", "sr/note.txt"] {
            write(&output.join(path), path.as_bytes());
            site.insert(path.into(), path.into());
        }
        fs::create_dir(output.join("empty")).expect("a folder");
        assert_eq!(built(root.path(), &output, arguments), site);
        assert!(output.join("empty").is_dir());
        assert_eq!(names(folder.path()), ["foreign", "public"]);
    }
}

/// Two such names look the same in a report.
#[cfg(target_os = "linux")]
#[test]
fn foreign_files_whose_names_are_not_utf8_are_never_lost() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        built(root.path(), &output, arguments);
        let names =
            [&b"sr/\xff.txt"[..], b"sr/\xfe.txt", b"\xff/a.txt", b"\xff/b/c.txt"].map(OsStr::from_bytes);
        for name in names {
            write(&output.join(name), name.as_bytes());
        }
        std::os::unix::fs::symlink("nowhere", output.join(OsStr::from_bytes(b"\xfd"))).expect("a link");
        fs::create_dir(output.join(OsStr::from_bytes(b"\xff/empty"))).expect("a folder");
        let said = build(root.path(), &output, arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        for name in names {
            assert_eq!(fs::read(output.join(name)).expect("the file is kept"), name.as_bytes());
        }
        assert!(output.join(OsStr::from_bytes(b"\xfd")).is_symlink());
        assert!(output.join(OsStr::from_bytes(b"\xff/empty")).is_dir());
    }
}

#[test]
fn a_foreign_file_in_the_place_of_a_folder_is_reported_before_anything_is_changed() {
    let root = small_catalogue();
    let settings = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let locales = text.lines().find(|line| line.starts_with("locales: ")).expect("locales");
    write(&settings, text.replace(locales, "locales: [sr-Latn]").as_bytes());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    built(root.path(), &output, &[]);
    write(&output.join("en"), b"notes");
    let before = tree(&output);
    write(&settings, text.as_bytes());
    let said = build(root.path(), &output, &[]);
    assert_eq!(said.code, Some(1));
    let place = output.join("en").display().to_string();
    assert!(said.stderr.contains(&format!("the site has a file {place}")), "{}", said.stderr);
    assert_eq!(tree(&output), before);
}

#[test]
fn a_full_folder_in_the_place_of_a_file_is_reported_before_anything_is_changed() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        built(root.path(), &output, &[]);
        let page = output.join("en/index.html");
        fs::remove_file(&page).expect("a page");
        write(&page.join("notes/a.txt"), b"notes");
        let before = tree(&output);
        let settings = root.path().join("content/catalogue.yaml");
        let text = fs::read_to_string(&settings).expect("settings");
        write(&settings, text.replacen("title:", "title:  ", 1).replace("en: ", "en: New ").as_bytes());
        let said = build(root.path(), &output, arguments);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        assert!(
            said.stderr.contains("katalog did not write is already there; nothing was changed"),
            "{}",
            said.stderr
        );
        assert_eq!(tree(&output), before);
    }
}

#[test]
fn an_output_folder_behind_a_link_is_updated_behind_it() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        let site = built(root.path(), &real, &[]);
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        fs::write(real.join("index.html"), "old").expect("a file that can be written");
        assert_eq!(built(root.path(), &link, arguments), site);
        assert!(link.is_symlink());
        assert_eq!(tree(&real), site);
    }
}

/// Runs a build with a limit on the size of files, as on a full disk.
fn build_with_limit(root: &Path, output: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let said = Command::new("sh")
        .args(["-c", "ulimit -f 4; trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(&*PROGRAM)
        .args(["build", "--root"])
        .arg(root)
        .arg("--output")
        .arg(output)
        .args(arguments)
        .output()
        .expect("the program starts");
    (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned())
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    for arguments in [&[][..], &["--atomic"]] {
        let (old_root, new_root) = (small_catalogue(), changed_catalogue());
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        let old = built(old_root.path(), &output, arguments);
        let (code, stderr) = build_with_limit(new_root.path(), &output, arguments);
        assert_eq!(code, Some(1), "{stderr}");
        assert!(stderr.contains("error: cannot write ") && stderr.contains("too large"), "{stderr}");
        assert_eq!(tree(&output), old);
        assert_eq!(names(folder.path()), ["public"]);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_reported() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Even for a privileged user, a file is not a folder.
        let file = folder.path().join("file");
        write(&file, b"kept");
        let said = build(root.path(), &file.join("public"), arguments);
        assert_eq!(said.code, Some(1));
        assert!(
            said.stderr.contains("error: cannot write ") && said.stderr.contains("file/public"),
            "{}",
            said.stderr
        );
        let said = build(root.path(), &file, arguments);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        assert_eq!(fs::read(&file).expect("a readable file"), b"kept");
        // Nobody can create a folder here, not even a privileged user.
        let said = build(root.path(), Path::new("/proc/katalog/public"), arguments);
        assert_eq!(said.code, Some(1));
        assert!(said.stderr.contains("error: cannot write /proc/katalog/public"), "{}", said.stderr);
    }
}
