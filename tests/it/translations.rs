//! Tests `katalog translations`: what is written, missing or stale, from the files and from git.

use crate::history::git;
use crate::support;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const BIN: &str = env!("CARGO_BIN_EXE_katalog");

/// Runs the command, and returns its exit code, standard output and standard error.
fn translations(root: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(BIN)
        .args(["translations", "--root"])
        .arg(root)
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn json(root: &Path) -> Value {
    let (code, stdout, _) = translations(root, &["--format", "json"]);
    assert_eq!(code, Some(0));
    serde_json::from_str(&stdout).expect("JSON")
}

#[test]
fn the_columns_of_the_table_are_apart() {
    let (_, stdout, _) = translations(support::everything().path(), &[]);
    let rows: Vec<Vec<&str>> = stdout
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.split("  ").filter(|cell| !cell.trim().is_empty()).collect())
        .collect();
    assert!(rows.len() > 50 && rows.iter().all(|row| row.len() == 6), "{stdout}");
    let report = json(support::everything().path());
    let fields = report["fields"].as_array().expect("rows");
    let told: Vec<&str> = fields.iter().filter_map(|row| row["field"].as_str()).collect();
    let shown: Vec<&str> = rows[1..].iter().map(|row| row[1].trim()).collect();
    assert_eq!(shown, told);
}

/// Returns the counts of one field in one language: written, missing, stale.
fn counts(report: &Value, kind: &str, field: &str, language: &str) -> [u64; 3] {
    let rows = report["fields"].as_array().expect("rows");
    let row =
        rows.iter().find(|row| row["kind"] == kind && row["field"] == field && row["language"] == language);
    let row = row.unwrap_or_else(|| panic!("no row {kind} {field} {language}"));
    ["written", "missing", "stale"].map(|state| row[state].as_u64().expect("a count"))
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).expect("a file");
    support::write(path, format!("{old}{text}").as_bytes());
}

#[test]
fn without_git_staleness_is_left_out_and_reported_as_unknown() {
    let root = support::small_catalogue();
    let (code, stdout, _) = translations(root.path(), &[]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("no git history"), "{stdout}");
    assert!(stdout.contains("English: 100.0 % written"), "{stdout}");
    assert_eq!(json(root.path())["staleness_known"], false);
}

#[test]
fn missing_texts_are_counted_and_named() {
    let root = support::small_catalogue();
    let before = json(root.path());
    let [written, missing, _] = counts(&before, "projects", "title", "en");
    assert_eq!(missing, 0);
    let folder = "content/projects/home-nursing";
    fs::remove_file(root.path().join(folder).join("en.md")).expect("a file to remove");
    let after = json(root.path());
    for field in ["title", "summary", "text"] {
        assert_eq!(counts(&after, "projects", field, "en"), [written - 1, 1, 0], "{field}");
        assert_eq!(counts(&after, "projects", field, "sr")[1], 0, "{field}");
    }
    let (_, stdout, _) = translations(root.path(), &[]);
    assert!(stdout.contains(&format!("{folder}/en.md: title (en) is missing")), "{stdout}");
}

#[test]
fn a_text_is_stale_when_its_counterpart_changed_later() {
    let root = support::small_catalogue();
    let folder = root.path().join("content/projects/home-nursing");
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "All texts together"]);
    assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 0, "changed together");

    append(&folder.join("sr.md"), "\nJoš nešto.\n");
    assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 1, "not committed yet");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "More in Serbian"]);
    let report = json(root.path());
    assert_eq!(report["staleness_known"], true);
    assert_eq!(counts(&report, "projects", "text", "en")[2], 1);
    assert_eq!(counts(&report, "projects", "text", "sr")[2], 0);

    append(&folder.join("en.md"), "\nSomething more.\n");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "More in English"]);
    let report = json(root.path());
    assert_eq!(counts(&report, "projects", "text", "en")[2], 0);
    assert_eq!(counts(&report, "projects", "text", "sr")[2], 1, "now the Serbian one is older");
}

#[test]
fn uncommitted_changes_are_found_by_comparing_bytes() {
    for format in ["sha1", "sha256"] {
        let root = support::small_catalogue();
        let folder = root.path().join("content/projects/home-nursing");
        let (sr, en) = (folder.join("sr.md"), folder.join("en.md"));
        git(root.path(), &["init", "--quiet", &format!("--object-format={format}")]);
        git(root.path(), &["add", "."]);
        git(root.path(), &["commit", "--quiet", "--message", "All texts together"]);
        let stale = |language: &str| counts(&json(root.path()), "projects", "text", language)[2];
        let before = fs::read(&sr).expect("a file");

        fs::remove_file(&sr).expect("a file to remove");
        support::write(&sr, &before);
        assert_eq!(stale("en"), 0, "{format}: written anew");

        // As on systems with other line endings.
        let text = fs::read_to_string(&sr).expect("a file");
        support::write(&sr, text.replace('\n', "\r\n").as_bytes());
        assert_eq!(stale("en"), 0, "{format}: other ends of lines");
        support::write(&sr, (text.replace('\n', "\r\n") + "Još nešto.\r\n").as_bytes());
        assert_eq!(stale("en"), 1, "{format}: other ends of lines and more");

        append(&sr, "\nJoš nešto.\n");
        git(root.path(), &["add", "."]);
        assert_eq!(stale("en"), 1, "{format}: about to be committed");
        support::write(&sr, &before);
        assert_eq!(stale("en"), 0, "{format}: as it was");

        git(root.path(), &["add", "."]);
        git(root.path(), &["rm", "--quiet", "--cached", &en.to_string_lossy()]);
        git(root.path(), &["commit", "--quiet", "--message", "Without the English text"]);
        assert_eq!(stale("sr"), 1, "{format}: a text that git does not know is new");
    }
}

#[test]
fn a_minimum_fails_only_below_it() {
    let root = support::small_catalogue();
    assert_eq!(translations(root.path(), &["--min", "en=100", "--min", "sr=100"]).0, Some(0));
    fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).expect("a file to remove");
    let (code, _, stderr) = translations(root.path(), &["--min", "en=100"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("English is at"), "{stderr}");
    assert_eq!(translations(root.path(), &["--min", "en=50"]).0, Some(0));
    for wrong in ["de=90", "en", "en=101", "en=many"] {
        assert_eq!(translations(root.path(), &["--min", wrong]).0, Some(2), "{wrong}");
    }
}
