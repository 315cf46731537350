//! Tests the search index of the real content with the script that browsers run.

use std::fs;
use std::path::Path;
use std::process::Command;

use katalog::search;

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
    let built = Command::new(env!("CARGO_BIN_EXE_katalog"))
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
