//! Tests the search index of the real content with the script that browsers run.

use std::fs;
use std::path::Path;
use std::process::Command;

use katalog::search;

use crate::support::{PROGRAM, small_catalogue, write};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WORDS: &str = include_str!("../search/words.tsv");

#[test]
fn words_are_those_of_the_table() {
    for line in WORDS.lines().skip(1) {
        let (text, words) = line.split_once('\t').expect("two columns");
        assert_eq!(search::words(text).join(" "), words, "{text}");
    }
}

#[test]
fn the_script_answers_every_question() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let public = folder.path().join("public");
    let built = Command::new(&*PROGRAM)
        .args(["build", "--quiet", "--root", ROOT, "--output"])
        .arg(&public)
        .output()
        .expect("the program starts");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut tests: Vec<_> = fs::read_dir(Path::new(ROOT).join("tests/search"))
        .expect("a folder of tests")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    tests.sort();
    assert!(!tests.is_empty());
    let node =
        Command::new("node").arg("--test").args(&tests).env("KATALOG_PUBLIC", &public).output().expect(
            "node, version 20 or later, is needed for the tests of the search; it is not on the PATH",
        );
    assert!(
        node.status.success(),
        "{}{}",
        String::from_utf8_lossy(&node.stdout),
        String::from_utf8_lossy(&node.stderr)
    );
}

/// Builds the small catalogue with these files beside its content, and returns the words of the search index that begin
/// with `beginning`.
fn indexed(files: &[(&str, &str)], beginning: &str) -> Vec<String> {
    let root = small_catalogue();
    for (path, text) in files {
        write(&root.path().join(path), text.as_bytes());
    }
    let public = root.path().join("public");
    let built = Command::new(&*PROGRAM)
        .args(["build", "--quiet", "--root"])
        .arg(root.path())
        .arg("--output")
        .arg(&public)
        .output()
        .expect("the program starts");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(public.join("search")).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("t-") || !entry.path().parent().is_some_and(|folder| folder.ends_with("en")) {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("a readable file");
        let mut word = String::new();
        for line in text.lines() {
            let (coded, _) = line.split_once(' ').expect("two columns");
            let kept = match coded.as_bytes()[0] {
                digit @ b'A'..=b'Z' => digit - b'A',
                digit => digit - b'a' + 26,
            };
            word.truncate(kept.into());
            word.push_str(&coded[1..]);
            found.push(word.clone());
        }
    }
    found.retain(|word| word.starts_with(beginning));
    found
}

#[test]
fn a_catalogue_adds_replaces_and_removes_synonyms() {
    const FILE: &str = "locales/synonyms.en.txt";
    assert_eq!(indexed(&[], "zzz"), [""; 0]);
    assert_eq!(indexed(&[(FILE, "health*: zzzadded\n")], "zzz"), ["zzzadded"]);
    let usual = indexed(&[], "medical");
    assert_eq!(usual, ["medical"], "the built-in line for health");
    assert_eq!(indexed(&[(FILE, "health*:\n")], "medical"), [""; 0]);
}
