//! Unified diffs of changed files. The only user of `similar`.

use similar::TextDiff;

/// The maximum number of steps in which the smallest difference is looked for.
const MOST_STEPS: usize = 50_000_000;

/// Returns the difference between two texts of the file at `path`. Without a `before`, the file is new.
pub fn unified(path: &str, before: Option<&str>, after: &str) -> String {
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{path}"));
    let (new, before) = (format!("b/{path}"), before.unwrap_or_default());
    if !is_found_soon(before, after) {
        return format!("--- {old}\n+++ {new}\n{}", one_hunk(before, after));
    }
    TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

/// Returns whether the smallest difference is found in [`MOST_STEPS`]: lines times differences.
fn is_found_soon(before: &str, after: &str) -> bool {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let most = MOST_STEPS / (before.len() + after.len()).max(1);
    differ_by_at_most(most.min(before.len() + after.len()), &before, &after)
}

/// Returns whether at most `most` lines must be removed and added to turn one text into the other (E. W. Myers, An O(ND)
/// Difference Algorithm and Its Variations, 1986: the greedy algorithm).
fn differ_by_at_most(most: usize, before: &[&str], after: &[&str]) -> bool {
    // The number of lines of `before` that the longest path on each diagonal has passed. Diagonal 0 is in the middle.
    let mut passed = vec![0; 2 * most + 3];
    let middle = most + 1;
    for differences in 0..=most {
        for diagonal in (middle - differences..=middle + differences).step_by(2) {
            let is_added = diagonal == middle - differences
                || (diagonal != middle + differences && passed[diagonal - 1] < passed[diagonal + 1]);
            let mut x = if is_added { passed[diagonal + 1] } else { passed[diagonal - 1] + 1 };
            let Some(mut y) = (x + middle).checked_sub(diagonal) else { continue };
            while x < before.len() && y < after.len() && before[x] == after[y] {
                x += 1;
                y += 1;
            }
            passed[diagonal] = x;
            if x >= before.len() && y >= after.len() {
                return true;
            }
        }
    }
    false
}

/// Writes the lines from the first to the last difference as one hunk without context.
fn one_hunk(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[start..], &after[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[..before.len() - end], &after[..after.len() - end]);
    // The number of the line before an empty range stands for it.
    let range = |lines: &[&str]| format!("{},{}", start + usize::from(!lines.is_empty()), lines.len());
    let mut hunk = format!("@@ -{} +{} @@\n", range(before), range(after));
    for (sign, lines) in [("-", before), ("+", after)] {
        for line in lines {
            hunk.extend([sign, line, "\n"]);
        }
    }
    hunk
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_counted_up_to_a_limit() {
        for (before, after, differences) in [
            ("", "", 0),
            ("a b c", "a b c", 0),
            ("a b c", "a x c", 2),
            ("a b c", "a b c d", 1),
            ("a b c d", "b c d", 1),
            ("a b c d e f", "d e f a b c", 6),
            ("", "a b", 2),
            ("a b", "", 2),
            ("a b a b", "b a b a", 2),
        ] {
            let lines = |text: &'static str| -> Vec<&str> { text.split_whitespace().collect() };
            let (old, new) = (lines(before), lines(after));
            assert!(differ_by_at_most(differences, &old, &new), "{before} / {after}");
            assert!(
                differences == 0 || !differ_by_at_most(differences - 1, &old, &new),
                "{before} / {after}"
            );
        }
    }
}
