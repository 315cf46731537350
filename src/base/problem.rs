//! What is wrong with the content: values with a place, a message and a way out, never printed here.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Where something stands: a file below the root and the bytes in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Path relative to the root, with `/`.
    pub file: Arc<str>,
    /// Bytes of the file, start to end; empty where something is missing.
    pub span: Range<usize>,
}

impl Place {
    /// The very beginning of a file, for what concerns all of it.
    pub fn start_of(file: &Arc<str>) -> Self {
        Place { file: Arc::clone(file), span: 0..0 }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value as authored.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Placed<T> {
    /// Puts a value at a place.
    pub fn new(value: T, place: Place) -> Self {
        Placed { value, place }
    }
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site can be built, but someone should look; an error with `--strict`.
    Warning,
    /// The site cannot be built.
    Error,
}

/// A rule that content keeps: a name to look up, a weight and one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, shown in brackets behind the severity.
    pub name: &'static str,
    /// How much a breach weighs.
    pub severity: Severity,
    /// What holds when nothing is wrong.
    pub sentence: &'static str,
}

impl Rule {
    /// Whether a catalogue may decide how much it weighs. Without the others no site can be built.
    pub fn can_be_set(&self) -> bool {
        self.severity == Severity::Warning
    }
}

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much it weighs in this run.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, as one clause in lower case without a full stop.
    pub message: String,
    /// What stands at the place, said beside the underline; may be empty.
    pub label: String,
    /// Other places that belong to it, each with a remark.
    pub related: Vec<(Place, String)>,
    /// A way out.
    pub help: Option<String>,
}

impl Problem {
    /// A breach of `rule` at `place`.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Problem {
            rule,
            severity: rule.severity,
            place,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Says something beside the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that belongs to it.
    pub fn related(mut self, place: Place, remark: impl Into<String>) -> Self {
        self.related.push((place, remark.into()));
        self
    }
}

/// All problems of a run. Of very many breaches of one rule in one file only some are kept, and the number of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    /// How many breaches of a rule there were in a file.
    counts: BTreeMap<(Arc<str>, &'static str), usize>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        let count = self.counts.entry((Arc::clone(&problem.place.file), problem.rule.name)).or_default();
        *count += 1;
        if *count <= MOST_KEPT {
            self.kept.push(problem);
        }
    }

    /// Adds those of another stage or file.
    pub fn extend(&mut self, other: Problems) {
        other.kept.into_iter().for_each(|problem| self.push(problem));
        for (of, count) in other.counts.into_iter().filter(|(_, count)| *count > MOST_KEPT) {
            *self.counts.entry(of).or_default() += count - MOST_KEPT;
        }
    }

    /// Whether there is none, not even a warning.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether any of them stops a build.
    pub fn has_errors(&self) -> bool {
        self.kept.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// How many weigh `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.kept.iter().filter(|problem| problem.severity == severity).count()
    }

    /// The errors whose rule is wanted.
    pub fn errors(&self, wanted: impl Fn(&'static Rule) -> bool) -> Problems {
        let errors = self.kept.iter().filter(|problem| problem.severity == Severity::Error);
        let mut found = Problems::default();
        errors.filter(|problem| wanted(problem.rule)).for_each(|problem| found.push(problem.clone()));
        found
    }

    /// Keeps those for which `is_kept` holds.
    pub fn retain(&mut self, is_kept: impl Fn(&Problem) -> bool) {
        self.kept.retain(is_kept);
    }

    /// Keeps the first ones.
    pub fn truncate(&mut self, most: usize) {
        self.kept.truncate(most);
    }

    /// Makes every warning an error, as `--strict` asks.
    pub fn make_strict(&mut self) {
        for problem in &mut self.kept {
            problem.severity = Severity::Error;
        }
    }

    /// Weighs each as `weight` says of its rule; those that weigh nothing are left out.
    pub fn weigh(&mut self, weight: impl Fn(&Problem) -> Option<Severity>) {
        self.kept.retain_mut(|problem| match weight(problem) {
            Some(severity) => {
                problem.severity = severity;
                true
            }
            None => false,
        });
    }

    /// Orders by file and place, so that the report does not depend on the order of the stages. Of very many breaches
    /// of one rule in one file the first are kept, and one that says how many more there are.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| {
            (&a.place.file, a.place.span.start, a.place.span.end, a.rule.name, &a.message).cmp(&(
                &b.place.file,
                b.place.span.start,
                b.place.span.end,
                b.rule.name,
                &b.message,
            ))
        });
        self.kept.dedup();
        let all = std::mem::take(&mut self.kept);
        for file in all.chunk_by(|a, b| a.place.file == b.place.file) {
            self.kept.extend(without_repetition(file, &self.counts));
        }
    }

    /// In their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }
}

/// Breaches of one rule in one file beyond this number say nothing new, and reporting them would take long.
pub const MOST_ALIKE: usize = 100;

/// So many are kept until they can be put in the order of their places, which is not that of the stages.
const MOST_KEPT: usize = 3 * MOST_ALIKE;

/// The problems of a file, of each rule the first ones only. `found` tells how many there were.
fn without_repetition(
    of_file: &[Problem],
    found: &BTreeMap<(Arc<str>, &'static str), usize>,
) -> impl Iterator<Item = Problem> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in of_file {
        *counts.entry(problem.rule.name).or_default() += 1;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    of_file.iter().filter_map(move |problem| {
        let so_far = seen.entry(problem.rule.name).or_default();
        *so_far += 1;
        match (*so_far).cmp(&(MOST_ALIKE + 1)) {
            Ordering::Less => Some(problem.clone()),
            Ordering::Equal => {
                let of = (Arc::clone(&problem.place.file), problem.rule.name);
                let beyond = found.get(&of).map_or(0, |count| count.saturating_sub(MOST_KEPT));
                let left = counts.get(problem.rule.name).map_or(0, |count| count - MOST_ALIKE) + beyond;
                let message = format!("this rule is broken {left} more times in this file, from here on");
                let mut rest = Problem::new(problem.rule, problem.place.clone(), message);
                rest.severity = problem.severity;
                Some(rest.help("correct those above; perhaps one slip is the cause of all"))
            }
            Ordering::Greater => None,
        }
    })
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
