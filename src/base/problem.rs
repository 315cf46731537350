//! Problems of the content: values with a place, a message and a way to fix them. This module does not print them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::base::id::Kind;

/// A location: a file below the root, and a byte range in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The path relative to the root, with `/`.
    pub file: Arc<str>,
    /// The byte range; empty where something is missing.
    pub span: Range<usize>,
}

impl Place {
    /// Returns the start of a file, for problems of the whole file.
    pub fn start_of(file: &Arc<str>) -> Self {
        Place { file: Arc::clone(file), span: 0..0 }
    }
}

/// A value and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value as authored.
    pub value: T,
    /// The location.
    pub place: Place,
}

impl<T> Placed<T> {
    /// Makes a value with a location.
    pub fn new(value: T, place: Place) -> Self {
        Placed { value, place }
    }
}

impl Placed<String> {
    /// Returns the place of some bytes of a text that is written as it is, with or without quotation marks. For any other,
    /// such as one with escapes, it is the whole place.
    pub fn part(&self, span: &Range<usize>) -> Place {
        let before = match self.place.span.len().checked_sub(self.value.len()) {
            Some(0) => 0,
            Some(2) => 1,
            _ => return self.place.clone(),
        };
        let start = self.place.span.start + before;
        Place { file: Arc::clone(&self.place.file), span: start + span.start..start + span.end }
    }
}

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site can be built, but someone should check. With `--strict`, this is an error.
    Warning,
    /// The site cannot be built.
    Error,
}

/// A rule that content must follow: a name to look up, a severity and one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, shown in brackets after the severity.
    pub name: &'static str,
    /// The default severity of its problems.
    pub severity: Severity,
    /// What the rule requires.
    pub sentence: &'static str,
}

impl Rule {
    /// Creates a rule for probable mistakes.
    pub const fn warning(name: &'static str, sentence: &'static str) -> Self {
        Rule { name, severity: Severity::Warning, sentence }
    }

    /// Returns whether a catalogue may set the severity of this rule. Only warnings can be set: errors prevent a build.
    pub fn can_be_set(&self) -> bool {
        self.severity == Severity::Warning
    }
}

/// An entry that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sought {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its id, as written.
    pub(crate) id: Box<str>,
    /// How it is referred to.
    pub(crate) way: Way,
}

/// How an entry is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By its id, as the only value of a key.
    Single,
    /// By its id, in a list.
    Listed,
    /// By its kind and id: `municipality:bor`.
    Linked,
    /// By the words of a link without an address, which may be its name. Its kind is not known.
    Worded,
    /// Not at all: a key that needs its id is empty.
    Unwritten,
}

impl Sought {
    /// Makes an entry that is referred to by its id alone.
    pub(crate) fn new(kind: Kind, id: &str) -> Self {
        Sought { kind, id: id.into(), way: Way::Single }
    }

    /// Returns what to write for an id instead of what is underlined.
    pub(crate) fn written(&self, id: &str) -> String {
        match self.way {
            Way::Single | Way::Listed | Way::Unwritten => id.to_owned(),
            Way::Linked | Way::Worded => format!("{}:{id}", self.kind.word()),
        }
    }
}

/// One violation of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The severity in this run.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, as one clause in lower case without a full stop.
    pub message: String,
    /// A remark on the place itself, shown beside the underline; may be empty.
    pub label: String,
    /// Related places, each with a remark.
    pub related: Vec<(Place, String)>,
    /// How to fix it.
    pub help: Option<String>,
    /// An entry that does not exist. The check replaces the help if it finds what was meant.
    pub(crate) sought: Option<Sought>,
}

impl Problem {
    /// Makes a problem of `rule` at `place`.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Problem {
            rule,
            severity: rule.severity,
            place,
            message: bounded(message.into()),
            label: String::new(),
            related: Vec::new(),
            help: None,
            sought: None,
        }
    }

    /// Sets the remark beside the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the help on how to fix it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(bounded(help.into()));
        self
    }

    /// Adds a related place.
    pub fn related(mut self, place: Place, remark: impl Into<String>) -> Self {
        self.related.push((place, remark.into()));
        self
    }
}

/// The maximum length of a message or help, in bytes.
const LONGEST: usize = 2000;

/// Cuts a text after [`LONGEST`] bytes.
fn bounded(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The maximum number of names in a help.
const MOST_LISTED: usize = 8;

/// Joins the first names of a list by `between`, and says if there are more.
pub(crate) fn some_of<T: AsRef<str>>(names: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut names = names.into_iter();
    let listed = first_of(names.by_ref(), between);
    with_rest(listed, names.count())
}

/// Works like [`some_of`] for `count` names, of which it makes only those that it lists.
pub(crate) fn some_of_many<T: AsRef<str>>(
    names: impl IntoIterator<Item = T>,
    count: usize,
    between: &str,
) -> String {
    with_rest(first_of(&mut names.into_iter(), between), count.saturating_sub(MOST_LISTED))
}

fn first_of<T: AsRef<str>>(names: &mut impl Iterator<Item = T>, between: &str) -> String {
    let mut listed = String::new();
    for (at, name) in names.take(MOST_LISTED).enumerate() {
        listed.push_str(if at == 0 { "" } else { between });
        listed.push_str(name.as_ref());
    }
    listed
}

fn with_rest(listed: String, left: usize) -> String {
    match left {
        0 => listed,
        left => format!("{listed} and {left} more"),
    }
}

/// The problems of a run. If one rule is broken very often in one file, only some problems are kept; the others are
/// counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    /// The number of problems by file and rule, including those not kept.
    counts: BTreeMap<(Arc<str>, &'static str), usize>,
    /// What is kept of each rule.
    by_rule: BTreeMap<&'static str, OfRule>,
}

/// What is kept of one rule in all files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OfRule {
    /// The number of problems.
    kept: usize,
    /// The problem that stands for all further ones. It is rare, and there is room for it in each of very many.
    beyond: Option<Box<Problem>>,
}

impl Problems {
    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        let count = self.counts.entry((Arc::clone(&problem.place.file), problem.rule.name)).or_default();
        *count += 1;
        if *count > MOST_KEPT {
            return;
        }
        let of_rule = self.by_rule.entry(problem.rule.name).or_default();
        of_rule.kept += 1;
        match of_rule.kept.cmp(&MOST_OF_RULE) {
            Ordering::Less => {
                // Most parts of the content have one problem or none, and there may be very many parts.
                if self.kept.is_empty() {
                    self.kept.reserve_exact(1);
                }
                self.kept.push(problem);
            }
            Ordering::Equal => of_rule.beyond = Some(Box::new(of_which_there_are_more(&problem))),
            Ordering::Greater => {}
        }
    }

    /// Adds the problems of another stage or file.
    pub fn extend(&mut self, other: Problems) {
        other.kept.into_iter().for_each(|problem| self.push(problem));
        for (of, count) in other.counts.into_iter().filter(|(_, count)| *count > MOST_KEPT) {
            *self.counts.entry(of).or_default() += count - MOST_KEPT;
        }
        for (rule, of_rule) in other.by_rule.into_iter().filter(|(_, of_rule)| of_rule.beyond.is_some()) {
            self.by_rule.entry(rule).or_default().beyond = of_rule.beyond;
        }
    }

    /// Returns whether there are no problems, not even warnings.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Returns whether any problem prevents a build.
    pub fn has_errors(&self) -> bool {
        self.kept.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Counts the problems of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.kept.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Returns the errors whose rule is `wanted`.
    pub fn errors(&self, wanted: impl Fn(&'static Rule) -> bool) -> Problems {
        let errors = self.kept.iter().filter(|problem| problem.severity == Severity::Error);
        let mut found = Problems::default();
        errors.filter(|problem| wanted(problem.rule)).for_each(|problem| found.push(problem.clone()));
        found
    }

    /// Keeps the problems for which `is_kept` returns true.
    pub fn retain(&mut self, is_kept: impl Fn(&Problem) -> bool) {
        self.kept.retain(&is_kept);
        for of_rule in self.by_rule.values_mut() {
            of_rule.beyond.take_if(|problem| !is_kept(problem));
        }
    }

    /// Returns the problems that are not among others, sorted. Places do not count, because lines move.
    pub fn without(mut self, known: &Problems) -> Problems {
        let identity =
            |problem: &Problem| (problem.rule.name, Arc::clone(&problem.place.file), problem.message.clone());
        let known: BTreeSet<_> = known.iter().map(identity).collect();
        self.retain(|problem| !known.contains(&identity(problem)));
        self.sort();
        self
    }

    /// Keeps the first `most` problems.
    pub fn truncate(&mut self, most: usize) {
        self.kept.truncate(most);
    }

    /// Iterates over the problems in the order in which they were added.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Problem> {
        self.kept.iter_mut()
    }

    /// Makes every warning an error, for `--strict`.
    pub fn make_strict(&mut self) {
        for problem in self
            .kept
            .iter_mut()
            .chain(self.by_rule.values_mut().filter_map(|of_rule| of_rule.beyond.as_deref_mut()))
        {
            problem.severity = Severity::Error;
        }
    }

    /// Sets each problem's severity to what `weight` returns, and removes those for which it returns `None`.
    pub fn weigh(&mut self, weight: impl Fn(&Problem) -> Option<Severity>) {
        let weigh = |problem: &mut Problem| match weight(problem) {
            Some(severity) => {
                problem.severity = severity;
                true
            }
            None => false,
        };
        self.kept.retain_mut(weigh);
        for of_rule in self.by_rule.values_mut() {
            of_rule.beyond.take_if(|problem| !weigh(problem));
        }
    }

    /// Sorts by file and place, so that the report does not depend on the order of the stages. If one rule is broken
    /// very often in one file, keeps the first problems and adds one that says how many more there are. Rules that are
    /// broken too often in all come first.
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
        let beyond =
            self.by_rule.values_mut().filter_map(|of_rule| of_rule.beyond.take()).map(|beyond| *beyond);
        self.kept.splice(0..0, beyond);
    }

    /// Iterates over the problems in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }
}

/// The maximum number of problems reported for one rule in one file. More say nothing new and would take long.
pub const MOST_ALIKE: usize = 100;

/// The maximum number kept until they are sorted by place. Stages find problems in another order, so this is larger.
const MOST_KEPT: usize = 3 * MOST_ALIKE;

/// The maximum number kept of each rule in all files together.
const MOST_OF_RULE: usize = 20_000;

/// Returns the problem that stands for all further ones of its rule.
fn of_which_there_are_more(problem: &Problem) -> Problem {
    let message = format!("this rule is broken more than {MOST_OF_RULE} times; not all places are listed");
    let mut rest = Problem::new(problem.rule, problem.place.clone(), message);
    rest.severity = problem.severity;
    rest.help("correct some of them, and check again")
}

/// Returns the problems of a file, limited to the first ones of each rule. `found` has the full counts.
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
                Some(rest.help("correct those above; perhaps one mistake causes all of them"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_lists_in_them_have_a_limit() {
        static RULE: Rule = Rule { name: "rule", severity: Severity::Error, sentence: "It is kept." };
        let place = Place::start_of(&"content/areas.yaml".into());
        let long = format!("a{}", "č".repeat(LONGEST));
        let problem = Problem::new(&RULE, place, long.clone()).help(long);
        let cut = format!("a{}…", "č".repeat((LONGEST - 1) / 2));
        assert_eq!((problem.message, problem.help), (cut.clone(), Some(cut)));
        assert_eq!(some_of(["a", "b"], " or "), "a or b");
        assert_eq!(some_of(["a"; 10], ", "), "a, a, a, a, a, a, a, a and 2 more");
    }
}
