//! The marks of words that stay as they are: `-{words}-`.

use std::ops::Range;

/// Returns the marks of a text with their signs.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("-{").map(|start| at + start) {
        let Some(end) = text[start..].find("}-").map(|end| start + end + 2) else { break };
        if end - start >= "-{}-".len() {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// Returns whether a byte of a text is within a mark of at most a hundred bytes.
pub(super) fn is_marked(text: &str, at: usize) -> bool {
    const LONGEST: usize = 100;
    let before = &text.as_bytes()[at.saturating_sub(LONGEST)..at];
    let last = before.windows(2).rfind(|signs| *signs == b"-{" || *signs == b"}-");
    last.is_some_and(|signs| signs == b"-{")
}
