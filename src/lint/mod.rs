//! What is likely to be a slip: rules that look at the records and change nothing, each a function with a name.
//!
//! [`check`](mod@crate::check) finds what a site can not be built with. These rules find what an editor would want to
//! know, and a catalogue may decide in `catalogue.yaml` how much each of them weighs.

mod content;
mod facts;
mod files;
mod names;
mod translations;
mod weights;
mod words;

use rayon::prelude::*;

use crate::parse::Records;
use crate::problem::{Problems, Rule};
use crate::read::Source;
use crate::rules;
use content::Content;
use weights::Weights;

/// A rule and the function that looks for its breaches.
struct Lint {
    rule: &'static Rule,
    look: fn(&Content<'_>) -> Problems,
    /// Whether it has to see everything, so that it is silent while some of the content can not be read.
    needs_all: bool,
}

const fn lint_of_parts(rule: &'static Rule, look: fn(&Content<'_>) -> Problems) -> Lint {
    Lint { rule, look, needs_all: false }
}

const fn lint_of_all(rule: &'static Rule, look: fn(&Content<'_>) -> Problems) -> Lint {
    Lint { rule, look, needs_all: true }
}

static LINTS: [Lint; 15] = [
    lint_of_all(&rules::NEAR_DUPLICATE, names::near_duplicates),
    lint_of_parts(&rules::OWN_LOCATION, facts::own_location),
    lint_of_parts(&rules::OUTSIDE_PROGRAMME, facts::outside_programme),
    lint_of_all(&rules::UNUSED_ENTRY, facts::unused_entries),
    lint_of_all(&rules::UNUSED_FILE, files::unused_files),
    lint_of_parts(&rules::LARGE_FILE, files::large_files),
    lint_of_parts(&rules::MISSING_ALT_TEXT, files::missing_alt_texts),
    lint_of_all(&rules::TRANSLATION_STRUCTURE, translations::structure),
    lint_of_parts(&rules::SAME_TEXT, translations::same_text),
    lint_of_parts(&rules::LONG_TITLE, words::long_titles),
    lint_of_parts(&rules::LONG_SUMMARY, words::long_summaries),
    lint_of_parts(&rules::STRAIGHT_QUOTES, words::straight_quotes),
    lint_of_parts(&rules::OPEN_MARK, words::open_marks),
    lint_of_parts(&rules::SPELLING_SLIP, words::spelling_slips),
    lint_of_parts(&rules::PERSONAL_CONTACT, words::personal_contacts),
];

/// Adds what the rules of this stage find to `problems`, and weighs all of them as the catalogue asks.
pub fn lint(records: &Records, source: &Source, mut problems: Problems) -> Problems {
    let weights = Weights::read(records, &mut problems);
    let complete = !problems.has_errors();
    let content = Content::new(records, source);
    let due =
        LINTS.par_iter().filter(|lint| (complete || !lint.needs_all) && weights.of(lint.rule).is_some());
    let found: Vec<Problems> = due.map(|lint| (lint.look)(&content)).collect();
    found.into_iter().for_each(|found| problems.extend(found));
    problems.weigh(|problem| weights.of(problem.rule));
    problems
}
