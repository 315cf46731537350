//! Tests releases of the content: what `katalog release` writes and refuses, and where a site shows them.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::history::{commit, git};
use crate::support::{Said, katalog, read, small_catalogue, tests, write};

const LIST: &str = "content/releases.yaml";

fn release(root: &Path, archive: &Path, arguments: &[&str]) -> Said {
    katalog("release", root, &[&["--archive", &archive.to_string_lossy()], arguments].concat())
}

fn committed() -> TempDir {
    let root = small_catalogue();
    commit(root.path(), "2026-11-30");
    root
}

fn build(root: &Path) {
    let output = root.join("public").to_string_lossy().into_owned();
    let said = katalog("build", root, &["--strict", "--output", &output]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

fn json_of(root: &Path, path: &str) -> Value {
    serde_json::from_str(&read(root, path)).expect("JSON")
}

/// Writes a tree of these lines, and returns its id.
fn make_tree(root: &Path, lines: &str) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).arg("mktree").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut git = command.spawn().expect("git");
    git.stdin.take().expect("its input").write_all(lines.as_bytes()).expect("an open pipe");
    let output = git.wait_with_output().expect("its answer");
    String::from_utf8(output.stdout).expect("an id").trim().to_owned()
}

/// What is done to a committed catalogue.
type Change<'a> = &'a dyn Fn(&Path);

/// Returns the names and the contents of the files in an archive.
fn unpacked(archive: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(fs::File::open(archive).expect("an archive")).expect("a ZIP file");
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its contents");
        files.push((file.name().expect("a name").into_owned(), bytes));
    }
    files
}

#[test]
fn a_release_has_a_name_a_commit_and_an_archive_with_its_checksum() {
    let (root, other) = (committed(), tempfile::tempdir().expect("a temporary folder"));
    let (root, archive) = (root.path(), other.path().join("content.zip"));
    // Hidden files are no content, and some of their names would lead elsewhere on Windows.
    for hidden in [".env", "projects/.notes/en.md", "..\\..\\x.bat"] {
        write(&root.join("content").join(hidden), b"");
    }
    commit(root, "2026-11-30");
    let head = git(root, &["rev-parse", "HEAD"]).trim().to_owned();
    let said = release(root, &archive, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let bytes = fs::read(&archive).expect("an archive");
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    for expected in [&format!("git tag 2026-11-30 {head}"), &format!("SHA-256: {sha256}\n")] {
        assert!(said.stdout.contains(expected.as_str()), "{}", said.stdout);
    }
    // The archive has the files of the commit.
    let mut files = unpacked(&archive);
    files.sort();
    let listed = git(root, &["ls-tree", "-r", "--name-only", "HEAD", "content"]);
    let mut expected: Vec<_> = listed
        .lines()
        .filter(|path| !path.contains("/.") && !path.starts_with('"'))
        .map(|path| (format!("2026-11-30/{path}"), fs::read(root.join(path)).expect("a file")))
        .collect();
    expected.sort();
    assert!(files == expected, "{:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>());
    // The same commit gives the same bytes.
    git(root, &["clean", "--quiet", "--force", "content"]);
    let again = other.path().join("again.zip");
    assert_eq!(release(root, &again, &[]).code, Some(0));
    assert!(fs::read(&again).expect("an archive") == bytes);

    build(root);
    let list = json_of(root, "public/data/releases.json");
    let expected = json!([{
        "name": "2026-11-30", "date": "2026-11-30", "commit": head, "sha256": sha256, "url": null, "note": {},
    }]);
    assert_eq!(list["releases"], expected);
    // The list is not a change of the content.
    let before = json_of(root, "public/data/catalogue.json");
    commit(root, "2026-12-01");
    build(root);
    let after = json_of(root, "public/data/catalogue.json");
    assert_eq!((&before["commit"], &before["date"]), (&after["commit"], &after["date"]));
    assert_eq!(after["latest_release"], "2026-11-30");
}

#[test]
fn names_are_those_of_days_or_given_and_each_is_used_once() {
    let (root, other) = (committed(), tempfile::tempdir().expect("a temporary folder"));
    let root = root.path();
    for (at, (given, name)) in [
        (None, Some("2026-11-30")),
        (None, Some("2026-11-30.2")),
        (Some("1.0"), Some("1.0")),
        (Some("1.0"), None),
        (None, Some("2026-11-30.3")),
        (Some("-x"), None),
        (Some("a..b"), None),
        (Some("a/b"), None),
        (Some("a.lock"), None),
        (Some("č"), None),
    ]
    .into_iter()
    .enumerate()
    {
        let archive = other.path().join(format!("{at}.zip"));
        let given: Vec<&str> = given.map(|given| vec!["--", given]).unwrap_or_default();
        let said = release(root, &archive, &given);
        match name {
            Some(name) => {
                assert_eq!(said.code, Some(0), "{}", said.stderr);
                assert!(said.stdout.starts_with(&format!("release {name} of")), "{}", said.stdout);
                assert!(read(root, LIST).contains(&format!("\n\"{name}\":\n")));
                commit(root, "2026-11-30");
            }
            None => {
                assert_ne!(said.code, Some(0), "{}", said.stdout);
                assert!(!archive.exists());
            }
        }
    }
    assert_eq!(katalog("check", root, &["--strict"]).code, Some(0));
}

/// A run that is stopped between its two files leaves the archive. The same command then finishes the release.
#[test]
fn a_release_that_was_stopped_is_finished() {
    let (root, other) = (committed(), tempfile::tempdir().expect("a temporary folder"));
    let (root, archive) = (root.path(), other.path().join("content.zip"));
    assert_eq!(release(root, &archive, &[]).code, Some(0));
    let list = read(root, LIST);
    fs::remove_file(root.join(LIST)).expect("a removed list");
    assert_eq!(release(root, &archive, &[]).code, Some(0));
    assert_eq!(read(root, LIST), list);

    fs::remove_file(root.join(LIST)).expect("a removed list");
    write(&archive, b"somebody's work");
    release(root, &archive, &[]).reports("exists already");
    assert_eq!(fs::read(&archive).ok().as_deref(), Some(&b"somebody's work"[..]));
}

/// A few hundred bytes can be a tree of millions of files.
#[test]
fn a_commit_with_millions_of_files_is_refused() {
    let root = committed();
    let root = root.path();
    let blob = git(root, &["hash-object", "-w", "content/catalogue.yaml"]);
    let mut entry = format!("100644 blob {}", blob.trim());
    for _ in 0..7 {
        let tree: String = ('a'..='h').map(|name| format!("{entry}\t{name}\n")).collect();
        entry = format!("040000 tree {}", make_tree(root, &tree));
    }
    let top = make_tree(root, &format!("{entry}\tcontent\n"));
    let commit = git(root, &["commit-tree", "-m", "many", &top]);
    git(root, &["update-ref", "HEAD", commit.trim()]);
    release(root, &root.join("content.zip"), &[]).reports("more than 500000 files");
}

#[test]
fn what_cannot_be_released_is_told_and_nothing_is_written() {
    let project = "content/projects/home-nursing";
    let cases: [(&str, Change<'_>, &str); 8] = [
        ("a new list", &|root| write(&root.join("content/urls.txt"), b""), "content/urls.txt"),
        (
            "a new picture",
            &|root| {
                fs::copy(tests("everything/content/logo.png"), root.join(project).join("new.png"))
                    .map(drop)
                    .expect("a copy")
            },
            "content/projects/home-nursing/new.png",
        ),
        (
            "a removed entry",
            &|root| fs::remove_dir_all(root.join("content/posts")).unwrap_or_default(),
            "content/posts",
        ),
        (
            "a staged change",
            &|root| {
                let path = root.join(project).join("en.md");
                write(&path, format!("{}\nMore.\n", read(root, &format!("{project}/en.md"))).as_bytes());
                git(root, &["add", "--all"]);
            },
            "content/projects/home-nursing/en.md",
        ),
        (
            "an ignored file",
            &|root| {
                write(&root.join(".gitignore"), b"urls.txt\n");
                write(&root.join("content/urls.txt"), b"");
            },
            "content/urls.txt",
        ),
        ("an error", &|root| write(&root.join(project).join("project.yaml"), b"title: x\n"), "error"),
        (
            "no repository",
            &|root| fs::remove_dir_all(root.join(".git")).expect("a removed folder"),
            "there is no commit to release",
        ),
        (
            "a list between braces",
            &|root| {
                let list = format!(
                    "{{ a: {{ date: 2026-01-01, commit: \"{0}\", sha256: \"{0}\" }} }}\n",
                    "a".repeat(64)
                );
                write(&root.join(LIST), list.as_bytes());
                commit(root, "2026-12-01");
            },
            "cannot be extended",
        ),
    ];
    for (what, change, told) in cases {
        let (root, other) = (committed(), tempfile::tempdir().expect("a temporary folder"));
        let (root, archive) = (root.path(), other.path().join("content.zip"));
        change(root);
        let list = fs::read(root.join(LIST)).ok();
        let said = release(root, &archive, &[]);
        assert_eq!(said.code, Some(1), "{what}: {}", said.stdout);
        assert!(said.stderr.contains(told), "{what}: {}", said.stderr);
        assert_eq!((archive.exists(), fs::read(root.join(LIST)).ok()), (false, list), "{what}");
    }
}

#[test]
fn pages_list_releases_and_citations_name_the_newest() {
    let root = crate::support::everything();
    let root = root.path();
    commit(root, "2025-06-01");
    let output = root.join("public").to_string_lossy().into_owned();
    assert_eq!(katalog("build", root, &["--output", &output]).code, Some(0));
    for (path, heading, note, cited) in [
        ("sr/podaci", "Izdanja", "Dodate su čitaonice u Kanjiži.", "poslednje izdanje"),
        ("sr-cyrl/podaci", "Издања", "Додате су читаонице у Кањижи.", "последње издање"),
        ("en/data", "Releases", "The reading rooms in Kanjiža were added.", "latest release"),
    ] {
        let html = read(root, &format!("public/{path}/index.html"));
        for part in
            [heading, note, cited, "spring-2025", "450e49c376694399", "https://doi.org/10.5555/citanje.2"]
        {
            assert!(html.contains(part), "{path}: {part}");
        }
        let places: Vec<usize> = ["<code>spring-2025</code></dt>", "<code>2025-03-01</code></dt>"]
            .iter()
            .map(|name| html.find(name).unwrap_or_else(|| panic!("{path}: {name}")))
            .collect();
        assert!(places.is_sorted(), "{path}: the newest comes first");
    }
    let dcat = json_of(root, "public/data/dcat.jsonld");
    let sets = dcat["dcat:dataset"].as_array().expect("data sets");
    let with_versions: Vec<_> = sets.iter().filter(|set| set["dcat:hasVersion"].is_array()).collect();
    assert_eq!(with_versions.len(), 1);
    // Portals list versions that can be fetched.
    let versions = with_versions[0]["dcat:hasVersion"].as_array().expect("versions");
    let [version] = &versions[..] else { panic!("{versions:?}") };
    assert_eq!(version["dcat:version"], "spring-2025");
    let archive = &version["dcat:distribution"][0];
    assert_eq!(archive["dcat:accessURL"]["@id"], "https://doi.org/10.5555/citanje.2");
}
