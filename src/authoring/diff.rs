//! Unified diffs of changed files. The only user of `similar`.

use std::collections::HashMap;

use similar::TextDiff;

/// The maximum number of steps in which the smallest difference is looked for.
const MOST_STEPS: usize = 50_000_000;

/// Returns the difference between two texts of the file at `path`. Without a `before`, the file is new.
pub fn unified(path: &str, before: Option<&str>, after: &str) -> String {
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{path}"));
    let (new, before) = (format!("b/{path}"), before.unwrap_or_default());
    if steps(before, after) > MOST_STEPS {
        return format!("--- {old}\n+++ {new}\n{}", one_hunk(before, after));
    }
    TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

/// Returns about how many steps it takes to find the smallest difference: lines times differences.
fn steps(before: &str, after: &str) -> usize {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    before.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    after.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    let differences: usize = counts.values().map(|count| count.unsigned_abs()).sum();
    (before.lines().count() + after.lines().count()).saturating_mul(differences)
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
