//! Tests that the history which is kept between runs is the one that git gives, and that only new commits are read.

use std::fs;
use std::path::Path;

use katalog::content::git::History;
use tempfile::TempDir;

use crate::history::{commit, git, git_on};
use crate::support::{small_catalogue, write};

/// Changes the text of a project, and commits it on a day.
fn change(root: &Path, project: &str, day: &str) {
    let path = root.join(format!("content/projects/{project}/en.md"));
    let text = fs::read_to_string(&path).expect("a text");
    write(&path, format!("{text}\nChanged on {day}.\n").as_bytes());
    commit(root, day);
}

/// Reads the history with what is kept, and compares it with what git says without.
fn same(root: &Path, cache: &TempDir, after: &str) -> History {
    let fresh = History::of(root, None);
    assert_eq!(History::of(root, Some(cache.path())), fresh, "{after}");
    fresh.expect("a history")
}

#[test]
fn it_is_the_history_that_git_gives() {
    let (root, cache) = (small_catalogue(), tempfile::tempdir().expect("a temporary folder"));
    let root = root.path();
    commit(root, "2026-01-01");
    same(root, &cache, "the first commit");
    same(root, &cache, "nothing");
    change(root, "home-nursing", "2026-01-02");
    same(root, &cache, "a change");
    write(&root.join("README.md"), b"No content.");
    git_on(root, "2026-01-03", &["add", "README.md"]);
    git_on(root, "2026-01-03", &["commit", "--quiet", "--message", "No content"]);
    same(root, &cache, "a commit of something else");
    // Branches that are merged in both orders, also with dates that do not fit the order.
    for (at, (ours, theirs)) in
        [("2026-02-03", "2026-02-02"), ("2026-02-04", "2026-02-08")].into_iter().enumerate()
    {
        git(root, &["switch", "--quiet", "--create", &format!("branch-{at}")]);
        change(root, "clean-banks", theirs);
        same(root, &cache, "a commit on a branch");
        git(root, &["switch", "--quiet", "-"]);
        change(root, "home-nursing", ours);
        same(root, &cache, "a commit beside the branch");
        git_on(root, "2026-02-09", &["merge", "--quiet", "--no-ff", "--no-edit", &format!("branch-{at}")]);
        let history = same(root, &cache, "a merge");
        assert!(history.commits.iter().any(|commit| commit.at.to_string().starts_with(theirs)));
    }
    git_on(root, "2026-02-10", &["commit", "--quiet", "--amend", "--message", "Another message"]);
    same(root, &cache, "another message");
    git(root, &["reset", "--quiet", "--hard", "HEAD~3"]);
    same(root, &cache, "fewer commits");
}

/// Git cannot read the first commit any more, so nobody asks it to.
#[test]
fn only_new_commits_are_read() {
    let (root, cache) = (small_catalogue(), tempfile::tempdir().expect("a temporary folder"));
    let root = root.path();
    commit(root, "2026-01-01");
    change(root, "home-nursing", "2026-01-02");
    let before = same(root, &cache, "two commits");
    let tree = git(root, &["rev-parse", "HEAD~1:content/municipalities"]);
    change(root, "clean-banks", "2026-01-03");
    // The folder has not changed since, so only the first commit, which has no parent, needs its content.
    let (folder, name) = tree.trim().split_at(2);
    let object = root.join(".git/objects").join(folder).join(name);
    fs::remove_file(&object).or_else(|_| fs::remove_file(object.with_extension(""))).expect("a loose object");
    assert!(History::of(root, None).is_err(), "git reads the first commit");
    let after = History::of(root, Some(cache.path())).expect("a history");
    assert_eq!(after.commits.len(), before.commits.len() + 1);
    assert_eq!(after.commits[1..], before.commits[..]);
}

#[test]
fn what_is_kept_and_damaged_is_read_again() {
    let (root, cache) = (small_catalogue(), tempfile::tempdir().expect("a temporary folder"));
    let root = root.path();
    commit(root, "2026-01-01");
    same(root, &cache, "a commit");
    let kept = || {
        let files = fs::read_dir(cache.path()).expect("a folder").map(|entry| entry.expect("a file").path());
        Vec::from_iter(files)
    };
    let [file] = &kept()[..] else { panic!("{:?}", kept()) };
    let whole = fs::read(file).expect("a file");
    let changed: Vec<u8> = String::from_utf8_lossy(&whole).replace("home-nursing", "home-sweeping").into();
    for damaged in [&b""[..], b"\n", &whole[..whole.len() / 2], &changed] {
        fs::write(file, damaged).expect("a writable file");
        same(root, &cache, "damage");
        assert!(fs::read(file).expect("a file") == whole);
    }
}

/// A repository at the same path may have other commits under the same ids, because git does not compare the two.
#[test]
fn another_repository_at_the_same_path_is_read_itself() {
    let (root, cache) = (small_catalogue(), tempfile::tempdir().expect("a temporary folder"));
    let root = root.path();
    commit(root, "2026-01-01");
    same(root, &cache, "a commit");
    let file = || {
        let mut files =
            fs::read_dir(cache.path()).expect("a folder").map(|entry| entry.expect("a file").path());
        files.next().expect("a file")
    };
    let first_line = |path: &Path| {
        let kept = fs::read_to_string(path).expect("a text");
        kept.lines().nth(1).expect("two lines").to_owned()
    };
    let before = first_line(&file());
    let (git_folder, moved) = (root.join(".git"), root.join(".git-moved"));
    fs::rename(&git_folder, &moved).expect("a folder");
    let copied = std::process::Command::new("cp").arg("-r").arg(&moved).arg(&git_folder).status();
    assert!(copied.expect("a program").success());
    same(root, &cache, "another repository");
    assert_ne!(first_line(&file()), before);
}
