//! Finds probable mistakes. Each rule is a named function that reads the records and changes nothing.
//!
//! [`check`](mod@crate::content::check) finds errors that prevent a site from being built. The rules of this module
//! find other problems that editors want to know about. `catalogue.yaml` can set the severity of each of them.

mod amounts;
mod borders;
mod contacts;
mod content;
mod copies;
mod counted;
mod currencies;
mod cut_words;
mod dates;
mod doubled;
mod entries;
mod facts;
mod files;
mod letters;
mod likely;
mod lines;
mod linked;
mod listed;
mod marked_names;
mod marks;
mod markup;
mod measured;
mod money;
mod money_facts;
mod name_forms;
mod named;
mod names;
mod noted;
mod numbers;
mod numerals;
mod odd_address;
mod open_marks;
mod other_amounts;
mod own_address;
mod place_names;
mod places;
mod plain;
mod plain_facts;
mod quotations;
mod repeated;
mod said;
mod said_addresses;
mod said_amounts;
mod said_dates;
mod said_edges;
mod said_names;
mod said_places;
mod scripts;
mod seats;
mod sections;
mod status;
mod structure;
mod targets;
mod tongues;
mod translations;
mod typos;
mod unfinished;
mod weights;
mod whole;
mod within_marks;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::id::Kind;
use crate::base::kept::renew;
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::base::rules::OF_STAGES;
use crate::content::parse::{
    DocumentRecord, Entry, MunicipalityRecord, PageRecord, PostRecord, ProgrammeRecord, ProjectRecord,
    Records, Walk,
};
use crate::content::read::Source;
use crate::text::language::Acronyms;
use content::{Folder, Known, Part};
use copies::copies;
use linked::Linked;
pub use names::near_duplicates;
use place_names::PlaceNames;
use said::Said;
use typos::Typos;
use weights::Weights;
use whole::Content;

/// A rule and the function that finds its breaches.
struct Lint<Check> {
    rule: &'static Rule,
    check: Check,
    /// Whether it needs the complete content. If so, it is skipped while part of the content cannot be read.
    needs_all: bool,
}

/// A check of the whole content.
type CheckAll = fn(&Content<'_>) -> Problems;

/// A check of one folder, or of the lists, on its own.
type CheckPart = fn(&Part<'_>, &mut Problems);

const fn always<Check: Copy>(rule: &'static Rule, check: Check) -> Lint<Check> {
    Lint { rule, check, needs_all: false }
}

const fn if_complete<Check: Copy>(rule: &'static Rule, check: Check) -> Lint<Check> {
    Lint { rule, check, needs_all: true }
}

static LINTS_OF_ALL: [&[Lint<CheckAll>]; 16] = [
    facts::LINTS,
    places::LINTS,
    entries::LINTS,
    seats::LINTS,
    likely::LINTS,
    status::LINTS,
    dates::LINTS_OF_ALL,
    money::LINTS,
    other_amounts::LINTS,
    currencies::LINTS,
    measured::LINTS,
    listed::LINTS,
    noted::LINTS,
    own_address::LINTS,
    marked_names::LINTS,
    borders::LINTS,
];

static LINTS_OF_PARTS: [&[Lint<CheckPart>]; 17] = [
    files::LINTS,
    structure::LINTS,
    translations::LINTS,
    repeated::LINTS,
    tongues::LINTS,
    scripts::LINTS,
    unfinished::LINTS,
    marks::LINTS,
    numbers::LINTS,
    dates::LINTS,
    named::LINTS,
    quotations::LINTS,
    open_marks::LINTS,
    words::LINTS,
    markup::LINTS,
    contacts::LINTS,
    odd_address::LINTS,
];

/// Returns all rules that content must follow: those of the stages of a build in their order, then those of this module.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> + Clone {
    let of_all = LINTS_OF_ALL.into_iter().flatten().map(|lint| lint.rule);
    let of_parts = LINTS_OF_PARTS.into_iter().flatten().map(|lint| lint.rule);
    OF_STAGES.iter().copied().chain([&names::NEAR_DUPLICATE]).chain(of_all).chain(of_parts)
}

/// Adds the findings of this stage to `problems`, and gives all of them the severities that the catalogue sets.
pub fn lint(records: &Records, source: &Source, problems: Problems) -> Problems {
    LintCache::default().lint(records, source, problems)
}

/// Returns whether the catalogue turns the warnings of some rule into errors.
pub fn may_find_errors(records: &Records) -> bool {
    Weights::read(records, &mut Problems::default()).make_errors()
}

/// Gives `problems` the severities that the catalogue sets, without looking for more.
pub fn weigh(records: &Records, mut problems: Problems) -> Problems {
    let weights = Weights::read(records, &mut problems);
    problems.weigh(|problem| weights.of(problem.rule));
    problems
}

/// Caches the findings of each part of the content until that part changes.
///
/// After a small change, only the changed parts are checked again.
#[derive(Default)]
pub struct LintCache {
    /// The records that were checked last.
    records: Records,
    weights: Weights,
    slips: Typos,
    keep: Acronyms,
    confirmed: BTreeSet<String>,
    places: PlaceNames,
    site: Option<String>,
    lists: Option<Found>,
    municipalities: Vec<Seen<MunicipalityRecord>>,
    programmes: Vec<Seen<ProgrammeRecord>>,
    projects: Vec<Seen<ProjectRecord>>,
    documents: Vec<Seen<DocumentRecord>>,
    posts: Vec<Seen<PostRecord>>,
    pages: Vec<Seen<PageRecord>>,
    near_duplicates: Option<Problems>,
}

/// A folder and the findings in it.
struct Seen<R> {
    entry: Arc<Entry<R>>,
    found: Found,
}

/// The findings in a part of the content.
#[derive(Default)]
struct Found {
    problems: Problems,
    /// The problems that count only if the complete content can be read.
    if_complete: Problems,
    /// The entries that its texts link to.
    linked: Linked,
    /// What its texts say that facts say too.
    said: Said,
}

impl LintCache {
    /// Works like [`lint`], but checks only the parts that have changed since the last call.
    pub fn lint(&mut self, records: &Records, source: &Source, mut problems: Problems) -> Problems {
        let weights = Weights::read(records, &mut problems);
        let complete = !problems.has_errors();
        let (slips, keep) = (Typos::of(records), records.acronyms());
        let confirmed = records.office_contacts();
        let (places, site) = (PlaceNames::of(records), site_of(records));
        let is_same = weights == self.weights && slips.are(&self.slips) && keep == self.keep;
        if !is_same || confirmed != self.confirmed || places != self.places || site != self.site {
            *self = LintCache { weights, slips, keep, confirmed, places, site, ..LintCache::default() };
        }
        self.check_parts(records, source);
        let parts = || {
            let lists = self.lists.iter();
            let places = self.municipalities.iter().map(|seen| &seen.found);
            let programmes = self.programmes.iter().map(|seen| &seen.found);
            let projects = self.projects.iter().map(|seen| &seen.found);
            let documents = self.documents.iter().map(|seen| &seen.found);
            let posts = self.posts.iter().map(|seen| &seen.found);
            let pages = self.pages.iter().map(|seen| &seen.found);
            lists.chain(places).chain(programmes).chain(projects).chain(documents).chain(posts).chain(pages)
        };
        let content = Content {
            records,
            linked: parts().map(|found| &found.linked).collect(),
            said: parts().map(|found| &found.said).collect(),
            copies: copies(records),
            places: &self.places,
        };
        let is_due =
            |rule: &Rule, needs_all: bool| (complete || !needs_all) && self.weights.of(rule).is_some();
        let due = LINTS_OF_ALL.into_par_iter().flatten().filter(|lint| is_due(lint.rule, lint.needs_all));
        let of_all: Vec<Problems> = due.map(|lint| (lint.check)(&content)).collect();
        let of_all = of_all.into_iter().fold(Problems::default(), |mut all, found| {
            all.extend(found);
            all
        });
        let mislinked = mislinked_folders(&of_all);
        problems.extend(of_all);
        for found in parts() {
            problems.extend(found.problems.clone());
            if complete {
                problems.extend(found.if_complete_but_in(&mislinked));
            }
        }
        if is_due(&names::NEAR_DUPLICATE, true) {
            let found = self.near_duplicates.get_or_insert_with(|| names::near_duplicates(records));
            problems.extend(found.clone());
        }
        problems.weigh(|problem| self.weights.of(problem.rule));
        problems
    }

    /// Checks the parts that are new or changed, and drops the findings of their former versions.
    fn check_parts(&mut self, records: &Records, source: &Source) {
        let before = std::mem::replace(&mut self.records, records.clone());
        if !names::are_alike(&before, records) {
            self.near_duplicates = None;
        }
        let LintCache { weights, slips, keep, confirmed, places, site, .. } = self;
        let known = Known { source, slips, keep, confirmed, places, site: site.as_deref() };
        let surroundings = Surroundings { known, weights };
        if !(records.has_lists_of(&before) && records.has_catalogue_of(&before)) {
            self.lists = None;
        }
        self.lists.get_or_insert_with(|| Found::of(&Part::of_lists(records, known), weights));
        surroundings.check_folders(Kind::Municipality, &records.municipalities, &mut self.municipalities);
        surroundings.check_folders(Kind::Programme, &records.programmes, &mut self.programmes);
        surroundings.check_folders(Kind::Project, &records.projects, &mut self.projects);
        surroundings.check_folders(Kind::Document, &records.documents, &mut self.documents);
        surroundings.check_folders(Kind::Post, &records.posts, &mut self.posts);
        surroundings.check_folders(Kind::StandingPage, &records.pages, &mut self.pages);
    }
}

/// Returns the address of the site.
fn site_of(records: &Records) -> Option<String> {
    let catalogue = records.catalogue.as_ref()?;
    catalogue.base_url.as_ref().map(|address| address.value.clone())
}

/// Returns the folders with a link to another place or entry than its words say.
fn mislinked_folders(problems: &Problems) -> BTreeSet<Arc<str>> {
    let is_mislinked = |rule: &Rule| *rule == places::OTHER_PLACE || *rule == entries::OTHER_ENTRY;
    let found = problems.iter().filter(|problem| is_mislinked(problem.rule));
    found.filter_map(|problem| folder_of(&problem.place.file)).map(Arc::from).collect()
}

/// Returns the folder of a file.
fn folder_of(file: &str) -> Option<&str> {
    file.rsplit_once('/').map(|(folder, _)| folder)
}

/// The data that the check of every folder needs.
struct Surroundings<'a> {
    known: Known<'a>,
    weights: &'a Weights,
}

impl Surroundings<'_> {
    /// Checks folders in parallel, and reuses the findings of those that are unchanged since they were `seen`.
    fn check_folders<R: Walk + Send + Sync>(
        &self,
        kind: Kind,
        entries: &[Arc<Entry<R>>],
        seen: &mut Vec<Seen<R>>,
    ) {
        renew(
            seen,
            entries,
            |seen, entry| seen.entry.first_file.cmp(&entry.first_file),
            |seen, entry| Arc::ptr_eq(&seen.entry, entry),
            |_, entry| {
                let part = Part::of_folder(kind, entry, self.known);
                Seen { entry: Arc::clone(entry), found: Found::of(&part, self.weights) }
            },
        );
    }
}

impl Found {
    fn of(part: &Part<'_>, weights: &Weights) -> Self {
        let mut found = Found::default();
        for lint in LINTS_OF_PARTS.into_iter().flatten().filter(|lint| weights.of(lint.rule).is_some()) {
            let problems = if lint.needs_all { &mut found.if_complete } else { &mut found.problems };
            (lint.check)(part, problems);
        }
        // A list or link that is not one is missing in its text, which need not be said twice.
        let is_in_text = |problem: &Problem| problem.place.file.ends_with(".md");
        if found.problems.iter().any(|problem| markup::HIDING.contains(&problem.rule) && is_in_text(problem))
        {
            found.if_complete.retain(|problem| *problem.rule != structure::TRANSLATION_STRUCTURE);
        }
        // In two texts that were swapped, all words are wrong.
        if part.folder.as_ref().is_some_and(Folder::has_swapped_texts) {
            let is_of_words = |problem: &Problem| {
                problem.place.file.ends_with(".md") && *problem.rule != tongues::WRONG_LANGUAGE
            };
            found.problems.retain(|problem| !is_of_words(problem));
            found.if_complete.retain(|problem| !is_of_words(problem));
        }
        // So they are in a text that is a copy of the other one.
        if part.folder.as_ref().is_some_and(Folder::has_copied_text) {
            let is_of_words =
                |problem: &Problem| is_in_text(problem) && *problem.rule != translations::SAME_TEXT;
            found.problems.retain(|problem| !is_of_words(problem));
            found.if_complete.retain(|problem| !is_of_words(problem));
        }
        // A link that is lost with the end of a sentence is part of it.
        let is_cut = |problem: &Problem| *problem.rule == unfinished::UNENDED_TEXT && is_in_text(problem);
        if found.if_complete.iter().any(is_cut) {
            found.if_complete.retain(|problem| *problem.rule != structure::TRANSLATION_STRUCTURE);
        }
        // A paragraph that is twice has no second counterpart.
        if found.problems.iter().any(|problem| *problem.rule == repeated::REPEATED_PARAGRAPH) {
            found.if_complete.retain(|problem| *problem.rule != structure::TRANSLATION_STRUCTURE);
        }
        // A word is not foreign in a text that is in the other language as a whole.
        found.forget_within(&tongues::WRONG_LANGUAGE, &words::FOREIGN_WORD);
        // Nor is a text that is the same in both languages told twice.
        found.forget_within(&translations::SAME_TEXT, &tongues::WRONG_LANGUAGE);
        // Nor is a word that is misspelt.
        found.forget_within(&words::SPELLING_SLIP, &words::FOREIGN_WORD);
        // The hyphen that is left of the end of a mark divides no word.
        found.forget_within(&open_marks::OPEN_MARK, &words::SPELLING_SLIP);
        // Nor is a word foreign within a mark that has no end.
        let of_marks = found.problems.iter().filter(|problem| *problem.rule == open_marks::OPEN_MARK);
        let ends_of_marks = of_marks
            .flat_map(|mark| mark.related.iter().map(|(place, _)| place).chain([&mark.place]))
            .cloned();
        let open: Vec<Place> = ends_of_marks.collect();
        found.problems.retain(|problem| {
            *problem.rule != words::FOREIGN_WORD || !open.iter().any(|mark| is_near(mark, &problem.place))
        });
        // The number of a day is part of its date.
        found.forget_within(&dates::OTHER_DATE, &numbers::OTHER_NUMBER);
        found.linked = Linked::of(part);
        found.said = Said::of(part);
        // So is a link whose counterpart is the address of the same page, or one that leads nowhere.
        let leads_nowhere =
            |problem: &Problem| *problem.rule == odd_address::ODD_ADDRESS && is_in_text(problem);
        if found.problems.iter().any(leads_nowhere)
            || found.said.own_addresses.iter().any(|link| link.place.file.ends_with(".md"))
        {
            found.if_complete.retain(|problem| *problem.rule != structure::TRANSLATION_STRUCTURE);
        }
        found
    }

    /// Returns where a rule is broken.
    fn places_of(&self, rule: &Rule) -> Vec<Place> {
        let of_rule = self.problems.iter().filter(|problem| *problem.rule == *rule);
        of_rule.map(|problem| problem.place.clone()).collect()
    }

    /// Forgets the problems of one rule where those of another one say more.
    fn forget_within(&mut self, telling: &Rule, forgotten: &Rule) {
        let places = self.places_of(telling);
        if places.is_empty() {
            return;
        }
        let overlap = |one: &Place, other: &Place| {
            one.file == other.file && one.span.start <= other.span.end && other.span.start <= one.span.end
        };
        self.problems.retain(|problem| {
            *problem.rule != *forgotten || !places.iter().any(|place| overlap(place, &problem.place))
        });
    }

    /// Returns the problems that count if the content is complete. A link to a wrong place differs from that of the other
    /// language, which need not be said twice.
    fn if_complete_but_in(&self, mislinked: &BTreeSet<Arc<str>>) -> Problems {
        let mut problems = self.if_complete.clone();
        let is_told = |problem: &Problem| {
            *problem.rule == structure::TRANSLATION_STRUCTURE
                && folder_of(&problem.place.file).is_some_and(|folder| mislinked.contains(folder))
        };
        problems.retain(|problem| !is_told(problem));
        problems
    }
}

/// Returns whether two places are so near each other that they may be of one name.
fn is_near(one: &Place, other: &Place) -> bool {
    const FARTHEST: usize = 60;
    one.file == other.file && one.span.start.abs_diff(other.span.start) <= FARTHEST
}
