//! What is likely to be a slip: rules that look at the records and change nothing, each a function with a name.
//!
//! [`check`](mod@crate::content::check) finds what a site cannot be built with. These rules find what an editor would want to
//! know, and a catalogue may decide in `catalogue.yaml` how much each of them weighs.

mod content;
mod facts;
mod files;
mod markup;
mod names;
mod translations;
mod weights;
mod words;

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::id::Kind;
use crate::base::problem::{Problems, Rule};
use crate::base::rules;
use crate::content::parse::{Entry, MunicipalityRecord, ProgrammeRecord, ProjectRecord, Records, Walk};
use crate::content::read::Source;
use content::{Content, Part};
use facts::Linked;
use weights::Weights;
use words::Typos;

/// A rule and the function that looks for its breaches.
struct Lint<Look> {
    rule: &'static Rule,
    look: Look,
    /// Whether it has to see everything, so that it is silent while some of the content cannot be read.
    needs_all: bool,
}

/// Looks at everything at once.
type LookAtAll = fn(&Content<'_>) -> Problems;

/// Looks at a folder, or at the lists, without regard to the others.
type LookAtPart = fn(&Part<'_>, &mut Problems);

const fn always<Look: Copy>(rule: &'static Rule, look: Look) -> Lint<Look> {
    Lint { rule, look, needs_all: false }
}

const fn if_complete<Look: Copy>(rule: &'static Rule, look: Look) -> Lint<Look> {
    Lint { rule, look, needs_all: true }
}

static LINTS_OF_ALL: [Lint<LookAtAll>; 3] = [
    always(&rules::OWN_LOCATION, facts::own_location),
    always(&rules::OUTSIDE_PROGRAMME, facts::outside_programme),
    if_complete(&rules::UNUSED_ENTRY, facts::unused_entries),
];

static LINTS_OF_PARTS: [Lint<LookAtPart>; 14] = [
    if_complete(&rules::UNUSED_FILE, files::unused_files),
    always(&rules::LARGE_FILE, files::large_files),
    always(&rules::MISSING_ALT_TEXT, files::missing_alt_texts),
    if_complete(&rules::TRANSLATION_STRUCTURE, translations::structure),
    always(&rules::SAME_TEXT, translations::same_text),
    always(&rules::LONG_TITLE, words::long_titles),
    always(&rules::LONG_SUMMARY, words::long_summaries),
    always(&rules::STRAIGHT_QUOTES, words::straight_quotes),
    always(&rules::OPEN_MARK, words::open_marks),
    always(&rules::LIST_NUMBER, markup::list_numbers),
    always(&rules::LEFTOVER_MARKUP, markup::leftover_markup),
    always(&rules::MIXED_SCRIPT, markup::mixed_scripts),
    always(&rules::SPELLING_SLIP, words::spelling_slips),
    always(&rules::PERSONAL_CONTACT, words::personal_contacts),
];

/// Adds what the rules of this stage find to `problems`, and weighs all of them as the catalogue asks.
pub fn lint(records: &Records, source: &Source, problems: Problems) -> Problems {
    LintCache::default().lint(records, source, problems)
}

/// Whether a rule may find errors here, in this stage or before, that are none by themselves.
pub fn may_find_errors(records: &Records) -> bool {
    Weights::read(records, &mut Problems::default()).make_errors()
}

/// Weighs `problems` as the catalogue asks, without a look for others.
pub fn weigh(records: &Records, mut problems: Problems) -> Problems {
    let weights = Weights::read(records, &mut problems);
    problems.weigh(|problem| weights.of(problem.rule));
    problems
}

/// What was found, for as long as that stays as it is which it was found in: of records that changed a little, little is
/// looked at again.
#[derive(Default)]
pub struct LintCache {
    /// What was looked at.
    records: Records,
    weights: Weights,
    slips: Typos,
    lists: Option<Found>,
    municipalities: Vec<Seen<MunicipalityRecord>>,
    programmes: Vec<Seen<ProgrammeRecord>>,
    projects: Vec<Seen<ProjectRecord>>,
    pages: Vec<Seen<()>>,
    near_duplicates: Option<Problems>,
}

/// A folder, and what was found in it.
struct Seen<R> {
    entry: Arc<Entry<R>>,
    found: Found,
}

/// What was found in a part of the content.
#[derive(Default)]
struct Found {
    problems: Problems,
    /// Those that count only if all of the content can be read.
    if_complete: Problems,
    /// What its texts link to.
    linked: Linked,
}

impl LintCache {
    /// Looks at what is not as it was the last time, and does what [`lint`] does.
    pub fn lint(&mut self, records: &Records, source: &Source, mut problems: Problems) -> Problems {
        let weights = Weights::read(records, &mut problems);
        let complete = !problems.has_errors();
        let slips = Typos::of(records);
        if weights != self.weights || !slips.are(&self.slips) {
            *self = LintCache { weights, slips, ..LintCache::default() };
        }
        self.look_at_parts(records, source);
        let parts = || {
            let lists = self.lists.iter();
            let places = self.municipalities.iter().map(|seen| &seen.found);
            let programmes = self.programmes.iter().map(|seen| &seen.found);
            let projects = self.projects.iter().map(|seen| &seen.found);
            let pages = self.pages.iter().map(|seen| &seen.found);
            lists.chain(places).chain(programmes).chain(projects).chain(pages)
        };
        let content = Content { records, linked: parts().map(|found| &found.linked).collect() };
        let is_due =
            |rule: &Rule, needs_all: bool| (complete || !needs_all) && self.weights.of(rule).is_some();
        let due = LINTS_OF_ALL.par_iter().filter(|lint| is_due(lint.rule, lint.needs_all));
        let of_all: Vec<Problems> = due.map(|lint| (lint.look)(&content)).collect();
        of_all.into_iter().for_each(|found| problems.extend(found));
        for found in parts() {
            problems.extend(found.problems.clone());
            if complete {
                problems.extend(found.if_complete.clone());
            }
        }
        if is_due(&rules::NEAR_DUPLICATE, true) {
            let found = self.near_duplicates.get_or_insert_with(|| names::near_duplicates(records));
            problems.extend(found.clone());
        }
        problems.weigh(|problem| self.weights.of(problem.rule));
        problems
    }

    /// Looks at what is new, and forgets what is not as it was.
    fn look_at_parts(&mut self, records: &Records, source: &Source) {
        let before = std::mem::replace(&mut self.records, records.clone());
        if !names::are_alike(&before, records) {
            self.near_duplicates = None;
        }
        let LintCache { weights, slips, .. } = self;
        let surroundings = Surroundings { source, slips, weights };
        if !(records.has_lists_of(&before) && records.has_catalogue_of(&before)) {
            self.lists = None;
        }
        self.lists.get_or_insert_with(|| Found::of(&Part::of_lists(records, source, slips), weights));
        surroundings.look_at(Kind::Municipality, &records.municipalities, &mut self.municipalities);
        surroundings.look_at(Kind::Programme, &records.programmes, &mut self.programmes);
        surroundings.look_at(Kind::Project, &records.projects, &mut self.projects);
        surroundings.look_at(Kind::StandingPage, &records.pages, &mut self.pages);
    }
}

/// What folders are looked at with.
struct Surroundings<'a> {
    source: &'a Source,
    slips: &'a Typos,
    weights: &'a Weights,
}

impl Surroundings<'_> {
    /// Looks at folders in parallel, but for those that were `seen` as they are.
    fn look_at<R: Walk + Send + Sync>(&self, kind: Kind, entries: &[Arc<Entry<R>>], seen: &mut Vec<Seen<R>>) {
        // Both stand in the order of their files.
        let mut before = std::mem::take(seen).into_iter().peekable();
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| {
                while before.next_if(|seen| seen.entry.first_file < entry.first_file).is_some() {}
                (entry, before.next_if(|seen| Arc::ptr_eq(&seen.entry, entry)))
            })
            .collect();
        let look = |(entry, seen): (&Arc<Entry<R>>, Option<Seen<R>>)| {
            seen.unwrap_or_else(|| {
                let part = Part::of_folder(kind, entry, self.source, self.slips);
                Seen { entry: Arc::clone(entry), found: Found::of(&part, self.weights) }
            })
        };
        entries.into_par_iter().map(look).collect_into_vec(seen);
    }
}

impl Found {
    fn of(part: &Part<'_>, weights: &Weights) -> Self {
        let mut found = Found::default();
        for lint in LINTS_OF_PARTS.iter().filter(|lint| weights.of(lint.rule).is_some()) {
            let problems = if lint.needs_all { &mut found.if_complete } else { &mut found.problems };
            (lint.look)(part, problems);
        }
        found.linked = Linked::of(part);
        found
    }
}
