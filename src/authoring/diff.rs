//! Unified diffs of changed files. The only user of `similar`.

use similar::TextDiff;

/// Returns the difference between two texts of the file at `path`. Without a `before`, the file is new.
pub fn unified(path: &str, before: Option<&str>, after: &str) -> String {
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{path}"));
    let diff = TextDiff::from_lines(before.unwrap_or_default(), after);
    diff.unified_diff().header(&old, &format!("b/{path}")).to_string()
}
