//! What the checks of all entries have in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::anchor_links::AnchorLink;
use super::names::Names;
use super::texts::Texts;
use crate::base::date::Period;
use crate::base::id::Id;
use crate::base::language::Language;
use crate::base::problem::Problems;
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry, Keyed, Records};
use crate::text::markdown::Taken;

pub(super) struct Builder<'a> {
    pub(super) records: &'a Records,
    pub(super) names: &'a Names,
    pub(super) texts: Texts<'a>,
}

/// A project and its activities, which have no positions yet.
pub(super) type Undertaking = (Project, Vec<Activity>);

/// The parts of a programme that its projects inherit or refer to.
#[derive(PartialEq)]
pub(super) struct Parent {
    pub(super) id: Id,
    pub(super) phases: Vec<(Id, Option<Period>)>,
}

impl Parent {
    pub(super) fn new(programme: &Programme) -> Self {
        Parent {
            id: programme.id.clone(),
            phases: programme.phases.iter().map(|phase| (phase.id.clone(), phase.period)).collect(),
        }
    }
}

/// The findings from checking a part of the catalogue.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Problems,
    pub(super) anchors: Vec<AnchorLink>,
    pub(super) headings: Vec<(TextOf, Headings)>,
    /// The findings of folders, whose problems are already included above.
    pub(super) of_folders: Vec<Arc<Findings>>,
}

/// The text of a page in one language.
pub(super) type TextOf = (Subject, Language);

/// The ids of the headings of a text. `None` if it could not be read.
pub(super) type Headings = Option<Vec<String>>;

impl Findings {
    pub(super) fn add_folder(&mut self, of_folder: &Arc<Findings>) {
        self.problems.extend(of_folder.problems.clone());
        self.of_folders.push(Arc::clone(of_folder));
    }

    pub(super) fn anchors(&self) -> impl Iterator<Item = &AnchorLink> {
        self.of_folders.iter().flat_map(|folder| &folder.anchors).chain(&self.anchors)
    }

    pub(super) fn headings(&self) -> impl Iterator<Item = &(TextOf, Headings)> {
        self.of_folders.iter().flat_map(|folder| &folder.headings).chain(&self.headings)
    }
}

impl Builder<'_> {
    /// Builds the table of a list, in the order of its ids.
    pub(super) fn keyed<R, T>(
        &self,
        list: &Keyed<R>,
        ids: &[Id],
        found: &mut Findings,
        build: impl Fn(&Self, &R, Id, &mut Problems) -> Option<T>,
    ) -> Option<Table<T>> {
        let by_id: BTreeMap<&str, &R> =
            list.0.iter().rev().map(|(key, record)| (key.value.as_str(), record)).collect();
        let built: Vec<Option<T>> = ids
            .iter()
            .map(|id| build(self, by_id.get(id.as_str())?, id.clone(), &mut found.problems))
            .collect();
        built.into_iter().collect::<Option<Vec<T>>>().map(Table::new)
    }

    pub(super) fn words<T>(
        &self,
        entry: &Entry<T>,
        subject: Subject,
        taken: Taken,
        found: &mut Findings,
    ) -> Option<Words> {
        let taken = Arc::new(taken);
        let words = self.texts.words(entry, subject, &taken, &mut found.anchors, &mut found.problems);
        let (words, mut headings) = words.unzip();
        for language in Language::ALL {
            let headings = match (&entry.texts[language], &mut headings) {
                (parse::TextState::Absent, _) => Some(Vec::new()),
                (parse::TextState::Written(_), Some(headings)) => {
                    Some(std::mem::take(&mut headings[language]))
                }
                _ => None,
            };
            found.headings.push(((subject, language), headings));
        }
        words
    }
}
