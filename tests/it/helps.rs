//! Checks helps by following them: where a help proposes a text, it takes the place of what is underlined, and the problem
//! must be gone.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use crate::support::case::{Case, blessing};
use crate::support::{katalog, write};

/// A problem of a report in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    file: String,
    /// The line and column where it begins and ends, counted from 1.
    from: (usize, usize),
    to: (usize, usize),
    message: String,
    help: String,
}

impl Told {
    fn of(problem: &Value) -> Self {
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| problem[key].as_u64().map_or(0, |number| number as usize);
        Told {
            file: text("file"),
            from: (number("line"), number("column")),
            to: (number("end_line"), number("end_column")),
            message: text("message"),
            help: text("help"),
        }
    }

    /// Returns the text that the help proposes instead of what is underlined, if it proposes one.
    fn proposal(&self) -> Option<&str> {
        const BEFORE: [&str; 5] = [
            "did you mean `",
            "put it between double quotes: `",
            "write `",
            "behind the colon: `",
            "part of a value: put it between double quotes: `",
        ];
        // These propose a part of a text, the name of a file, another place, or show an example.
        const OTHER: [&str; 12] = [
            "for a stroke",
            "before the words",
            "the other one too",
            "…",
            "such as",
            "write a space behind it",
            "part of a value",
            "at the end of the line",
            "behind its last value",
            "It belongs in",
            "{ sr:",
            "until then readers",
        ];
        if OTHER.iter().any(|words| self.help.contains(words)) || self.from == self.to {
            return None;
        }
        let rest = BEFORE.iter().find_map(|before| Some(self.help.split_once(before)?.1))?;
        rest.split_once('`').map(|(text, _)| text)
    }

    /// Returns the bytes of a text that are underlined.
    fn span(&self, text: &str) -> Option<Range<usize>> {
        let byte = |(line, column): (usize, usize)| {
            let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
            let rest = text.get(start..)?;
            let chars = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            chars.skip(column.checked_sub(1)?).map(|at| start + at).next()
        };
        Some(byte(self.from)?..byte(self.to)?)
    }
}

fn problems(root: &Path) -> Vec<Told> {
    let said = katalog("check", root, &["--format", "json"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap_or_default();
    report["problems"].as_array().into_iter().flatten().map(Told::of).collect()
}

/// Returns what a proposal stands for at a place: one of an anchor leaves what is before it.
fn in_place(proposal: &str, underlined: &str) -> String {
    match (proposal.strip_prefix('#'), underlined.split_once('#')) {
        (Some(_), Some((before, _))) => format!("{before}{proposal}"),
        _ => proposal.to_owned(),
    }
}

/// Follows the helps of a case. Returns the problems that are still there, and how many helps were followed.
fn follow(case: &Case) -> (Vec<String>, usize) {
    let report = fs::read_to_string(case.folder.join("report.txt")).unwrap_or_default();
    if !["did you mean `", "write `", "double quotes: `", "colon: `"]
        .iter()
        .any(|words| report.contains(words))
    {
        return (Vec::new(), 0);
    }
    let root = case.catalogue();
    let told = problems(root.path());
    let followed: Vec<&Told> = told.iter().filter(|told| told.proposal().is_some()).collect();
    let mut by_file: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
    for told in &followed {
        by_file.entry(&told.file).or_default().push(told);
    }
    for (file, mut told) in by_file {
        let path = root.path().join(file);
        let Ok(mut text) = fs::read_to_string(&path) else { continue };
        // From the end, so that no change moves a place that comes later.
        told.sort_by_key(|told| std::cmp::Reverse(told.from));
        for one in told {
            let (Some(span), Some(proposal)) = (one.span(&text), one.proposal()) else { continue };
            let new = in_place(proposal, &text[span.clone()]);
            text.replace_range(span, &new);
        }
        write(&path, text.as_bytes());
    }
    if followed.is_empty() {
        return (Vec::new(), 0);
    }
    let after = problems(root.path());
    let is_there = |told: &&Told| {
        after
            .iter()
            .any(|other| other.file == told.file && other.message == told.message && other.from == told.from)
    };
    let left = followed.iter().copied().filter(is_there);
    let left = left.map(|told| {
        format!("{}: {}:{:?}: {} (help: {})", case.name, told.file, told.from, told.message, told.help)
    });
    (left.collect(), followed.len())
}

#[test]
fn a_help_that_proposes_a_text_mends_the_problem() {
    if blessing() {
        return; // The reports are being written.
    }
    let cases = Case::all();
    let half = cases.len() / 2;
    let follow_all = |cases: &[Case]| -> (Vec<String>, usize) {
        let outcomes = cases.iter().map(follow);
        outcomes.fold((Vec::new(), 0), |(mut left, count), (more, followed)| {
            left.extend(more);
            (left, count + followed)
        })
    };
    let ((mut left, one), (more, other)) = std::thread::scope(|scope| {
        let first = scope.spawn(|| follow_all(&cases[..half]));
        let second = follow_all(&cases[half..]);
        (first.join().expect("a thread"), second)
    });
    left.extend(more);
    assert!(left.is_empty(), "these helps do not mend what they are about:\n{}", left.join("\n"));
    assert!(one + other > 100, "only {} helps were followed", one + other);
}
