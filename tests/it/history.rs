//! Repositories with commits on given days.

use std::path::Path;
use std::process::Command;

/// Runs git in `root` on a day of no importance.
pub(crate) fn git(root: &Path, arguments: &[&str]) -> String {
    git_on(root, "2026-01-01", arguments)
}

/// Runs git in `root`, at noon of a day, and returns what it says.
pub(crate) fn git_on(root: &Path, day: &str, arguments: &[&str]) -> String {
    let who = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(who)
        .args(arguments)
        .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Commits the current content on a day; the first call creates the repository.
pub(crate) fn commit(root: &Path, day: &str) {
    if !root.join(".git").exists() {
        git_on(root, day, &["init", "--quiet"]);
    }
    git_on(root, day, &["add", "--all", "content"]);
    git_on(root, day, &["commit", "--quiet", "--message", "Content"]);
}
