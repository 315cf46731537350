//! Collects the ids of all entries and resolves references.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::aliases;
use super::area_anchors::AreaAnchors;
use super::ids::{entries, keyed};
use crate::base::id::{Id, Kind, Ref};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule, Sought, Way, some_of};
use crate::base::rules;
use crate::content::catalogue::{
    Area, District, Document, Entity, Municipality, Organisation, OwnPage, Post, Programme, Project, Region,
    SubArea, Subject, SupportType, TargetGroup,
};
use crate::content::parse::{
    Alias, AreaRecord, Entry, FORMER_SOURCES, IndicatorRecord, PageRecord, Records, Reference, Referred,
};
use crate::text::suggest::Suggestions;

/// The standing pages by the names of their folders.
pub(super) const STANDING: [(&str, Subject); 4] = [
    ("home", Subject::Home),
    ("about", Subject::About),
    ("data", Subject::Data),
    ("accessibility", Subject::Accessibility),
];

/// The ids of one kind, sorted. Their positions are those in the catalogue's table.
pub(super) struct Ids<T> {
    ids: Vec<Id>,
    positions: HashMap<String, usize>,
    /// Invalid ids, which have been reported where they are written.
    bad: BTreeSet<String>,
    /// Whether the list could not be read, so any id may exist.
    unknown: bool,
    /// The current ids by former ids.
    renamed: BTreeMap<String, String>,
    /// The former ids by current ids.
    former: BTreeMap<String, Vec<String>>,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T: Entity> Ids<T> {
    fn new((ids, bad): (Vec<Id>, BTreeSet<String>), unknown: bool, records: &Records) -> Self {
        let positions = ids.iter().enumerate().map(|(at, id)| (id.as_str().to_owned(), at)).collect();
        let renamed = aliases::renamed(records, T::KIND);
        let mut former: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (before, now) in &renamed {
            former.entry(now.clone()).or_default().push(before.clone());
        }
        Ids { ids, positions, bad, unknown, renamed, former, kind: std::marker::PhantomData }
    }

    /// Finds an entry by its id.
    pub(super) fn find(&self, id: &str) -> Option<Ref<T>> {
        self.positions.get(id).map(|at| Ref::new(*at))
    }

    /// Finds the entry that a link names.
    pub(super) fn find_linked(&self, id: &str) -> Result<Ref<T>, Missing> {
        self.find(id).ok_or_else(|| {
            let not_found = || Missing::NotFound(self.not_found(id).by(Way::Linked));
            if self.may_be_meant(id) { Missing::Unknown } else { not_found() }
        })
    }

    /// Returns the current id of an entry, given a former one.
    pub(super) fn renamed_to(&self, id: &str) -> Option<&str> {
        self.renamed.get(id).map(String::as_str)
    }

    /// Returns the former ids of an entry.
    pub(super) fn former(&self, id: &str) -> &[String] {
        self.former.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns all ids that entries have or had.
    fn ever(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.iter().map(Id::as_str).chain(self.renamed.keys().map(String::as_str))
    }

    /// Returns the ids in the order of the table.
    pub(super) fn as_slice(&self) -> &[Id] {
        &self.ids
    }

    /// Resolves a reference. Reports one to an entry that does not exist.
    pub(super) fn resolve<R: Referred>(
        &self,
        reference: &Reference<R>,
        problems: &mut Problems,
    ) -> Option<Ref<T>> {
        self.resolve_in(Way::Single, reference, problems)
    }

    /// Resolves an id. Reports one of an entry that does not exist.
    pub(super) fn resolve_text(&self, reference: &Placed<String>, problems: &mut Problems) -> Option<Ref<T>> {
        self.resolve_text_in(Way::Single, reference, problems)
    }

    fn resolve_in<R: Referred>(
        &self,
        way: Way,
        reference: &Reference<R>,
        problems: &mut Problems,
    ) -> Option<Ref<T>> {
        const { assert!(T::KIND as u8 == R::KIND as u8, "a reference is looked up among its kind") };
        self.resolve_text_in(way, reference, problems)
    }

    fn resolve_text_in(
        &self,
        way: Way,
        reference: &Placed<String>,
        problems: &mut Problems,
    ) -> Option<Ref<T>> {
        let found = self.find(&reference.value);
        if found.is_none() && !self.may_be_meant(&reference.value) {
            let missing = self.not_found(&reference.value).by(way);
            problems.push(missing.at(&rules::UNKNOWN_REFERENCE, reference.place.clone()));
        }
        found
    }

    /// Returns whether an id names no entry.
    pub(super) fn lacks(&self, id: &str) -> bool {
        self.unknown || self.find(id).is_none()
    }

    /// Returns whether entries may be missing because their ids or their list could not be read.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.unknown || !self.bad.is_empty()
    }

    /// Returns whether an id that was not found may exist but could not be read or is not valid.
    fn may_be_meant(&self, id: &str) -> bool {
        self.unknown || self.bad.contains(id)
    }

    /// Returns the message on an id that does not exist.
    fn not_found(&self, id: &str) -> NotFound {
        let kind = T::KIND;
        let message = format!("there is no {} `{}`", kind.noun(), crate::content::parse::shorten(id));
        let (help, sought) = match self.renamed.get(id) {
            Some(now) => (format!("it was renamed to `{now}`"), None),
            None => (help_on_missing(kind, id), Some(Sought::new(kind, id))),
        };
        NotFound { message, help, sought }
    }

    /// Resolves a list of references. Reports repeated ones and resolves them once.
    pub(super) fn resolve_all<'r, R: Referred + 'r>(
        &self,
        references: impl IntoIterator<Item = &'r Reference<R>>,
        problems: &mut Problems,
    ) -> Vec<Ref<T>> {
        let references = references.into_iter().map(|reference| (reference, ()));
        self.resolve_each(references, problems).into_iter().map(|(at, ())| at).collect()
    }

    /// Resolves a list of references with further values. Reports repeated ones and resolves them once.
    pub(super) fn resolve_each<'r, R: Referred + 'r, V>(
        &self,
        references: impl IntoIterator<Item = (&'r Reference<R>, V)>,
        problems: &mut Problems,
    ) -> Vec<(Ref<T>, V)> {
        let mut found = Vec::new();
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for (reference, value) in references {
            if let Some(first) = seen.insert(&reference.value, &reference.place) {
                let message =
                    format!("`{}` is in this list twice", crate::content::parse::shorten(&reference.value));
                problems.push(
                    Problem::new(&rules::REPEATED_REFERENCE, reference.place.clone(), message)
                        .related(first.clone(), "first time")
                        .help("keep one of the two"),
                );
            } else {
                found.extend(self.resolve_in(Way::Listed, reference, problems).map(|at| (at, value)));
            }
        }
        found
    }
}

/// The ids of every kind.
pub(super) struct Names {
    pub(super) regions: Ids<Region>,
    pub(super) districts: Ids<District>,
    pub(super) municipalities: Ids<Municipality>,
    pub(super) areas: Ids<Area>,
    pub(super) area_anchors: AreaAnchors,
    /// Written `area/sub-area`. Their positions are those in the table.
    pub(super) sub_areas: SubAreaNames,
    pub(super) support_types: Ids<SupportType>,
    pub(super) target_groups: Ids<TargetGroup>,
    pub(super) organisations: Ids<Organisation>,
    pub(super) programmes: Ids<Programme>,
    pub(super) projects: Ids<Project>,
    pub(super) documents: Ids<Document>,
    pub(super) posts: Ids<Post>,
    /// The catalogue's own pages, without the standing ones.
    pub(super) own_pages: Ids<OwnPage>,
    /// Whether the optional page on accessibility exists.
    pub(super) has_accessibility: bool,
    /// Whether a programme or project has indicators.
    has_indicators: bool,
    /// Whether an amount of a project or activity is known.
    has_money: bool,
    /// Whether activities are in several municipalities.
    has_comparisons: bool,
    /// Whether a programme, phase or project contributes to a Sustainable Development Goal.
    has_goals: bool,
}

/// The sub-areas by their full id, `area/sub-area`.
pub(super) struct SubAreaNames {
    names: Vec<String>,
    positions: HashMap<String, usize>,
    /// The positions of the sub-areas of each area, which are next to each other.
    of_areas: HashMap<String, Range<usize>>,
    /// The positions by the id of the sub-area alone. If several areas have one, the first counts.
    by_end: HashMap<String, usize>,
    unknown: bool,
    /// Full ids that are not valid, and what they were meant to be.
    bad: BTreeSet<String>,
    /// The ids of areas that are not valid.
    bad_areas: BTreeSet<String>,
    renamed: BTreeMap<String, String>,
}

impl Names {
    /// Collects the ids of all records. Reports ids that are not valid or clash.
    pub(super) fn new(records: &Records, problems: &mut Problems) -> Self {
        let broken = |list: &str| records.broken_lists.contains(&list);
        let areas = keyed(Kind::Area, &records.areas, problems);
        let bad_areas = areas.1.clone();
        let mut sub_areas = Vec::new();
        let mut bad_sub_areas = BTreeSet::new();
        let mut of_areas = HashMap::new();
        // If a key is written twice, the first one counts.
        let by_id: HashMap<&str, &AreaRecord> =
            records.areas.0.iter().rev().map(|(key, area)| (key.value.as_str(), area)).collect();
        for id in &areas.0 {
            let start = sub_areas.len();
            if let Some(list) = by_id.get(id.as_str()).and_then(|area| area.sub_areas.as_ref()) {
                let (valid, bad) = keyed(Kind::SubArea, list, problems);
                sub_areas.extend(valid.into_iter().map(|sub_area| format!("{id}/{sub_area}")));
                bad_sub_areas.extend(bad.into_iter().map(|sub_area| format!("{id}/{sub_area}")));
            }
            of_areas.insert(id.to_string(), start..sub_areas.len());
        }
        let areas = Ids::new(areas, broken("areas.yaml"), records);
        Names {
            has_accessibility: has_accessibility(records),
            has_indicators: has_indicators(records),
            has_money: has_money(records),
            has_comparisons: has_comparisons(records),
            has_goals: has_goals(records),
            regions: Ids::new(
                keyed(Kind::Region, &records.regions, problems),
                broken("regions.yaml"),
                records,
            ),
            districts: Ids::new(
                keyed(Kind::District, &records.districts, problems),
                broken("districts.yaml"),
                records,
            ),
            municipalities: Ids::new(
                entries(Kind::Municipality, &records.municipalities, problems),
                false,
                records,
            ),
            area_anchors: AreaAnchors::new(areas.ever()),
            areas,
            sub_areas: SubAreaNames {
                positions: sub_areas.iter().enumerate().rev().map(|(at, name)| (name.clone(), at)).collect(),
                of_areas,
                by_end: sub_areas.iter().enumerate().rev().map(|(at, name)| (end(name), at)).collect(),
                names: sub_areas,
                unknown: broken("areas.yaml"),
                bad: bad_sub_areas,
                bad_areas,
                renamed: aliases::renamed(records, Kind::SubArea),
            },
            support_types: Ids::new(
                keyed(Kind::SupportType, &records.support_types, problems),
                broken("support-types.yaml"),
                records,
            ),
            target_groups: Ids::new(
                keyed(Kind::TargetGroup, &records.target_groups, problems),
                broken("target-groups.yaml"),
                records,
            ),
            organisations: Ids::new(
                keyed(Kind::Organisation, &records.organisations, problems),
                broken("organisations.yaml"),
                records,
            ),
            programmes: Ids::new(entries(Kind::Programme, &records.programmes, problems), false, records),
            projects: Ids::new(entries(Kind::Project, &records.projects, problems), false, records),
            documents: Ids::new(
                entries(Kind::Document, &records.documents, problems),
                broken(FORMER_SOURCES),
                records,
            ),
            posts: Ids::new(entries(Kind::Post, &records.posts, problems), false, records),
            own_pages: Ids::new(entries(Kind::StandingPage, &own_pages(records), problems), false, records),
        }
    }
}

/// Returns the pages that the catalogue adds to the standing ones.
pub(super) fn own_pages(records: &Records) -> Vec<Arc<Entry<PageRecord>>> {
    let is_own = |page: &&Arc<Entry<PageRecord>>| {
        page.facts.is_some() && !STANDING.iter().any(|(name, _)| *name == &*page.id)
    };
    records.pages.iter().filter(is_own).cloned().collect()
}

impl Names {
    /// Finds the entry of a kind by the id that a link or a detail names. Kinds without pages have no entries
    /// that these could lead to.
    pub(super) fn find_linked(&self, kind: Kind, id: &str) -> Result<Subject, Missing> {
        let at = match kind {
            Kind::Programme => self.programmes.find_linked(id)?.index(),
            Kind::Project => self.projects.find_linked(id)?.index(),
            Kind::Municipality => self.municipalities.find_linked(id)?.index(),
            Kind::District => self.districts.find_linked(id)?.index(),
            Kind::Region => self.regions.find_linked(id)?.index(),
            Kind::Area => self.areas.find_linked(id)?.index(),
            Kind::SubArea => self.sub_areas.find_linked(id)?.index(),
            Kind::SupportType => self.support_types.find_linked(id)?.index(),
            Kind::TargetGroup => self.target_groups.find_linked(id)?.index(),
            Kind::Organisation => self.organisations.find_linked(id)?.index(),
            Kind::Document => self.documents.find_linked(id)?.index(),
            Kind::Post => self.posts.find_linked(id)?.index(),
            Kind::StandingPage => return self.own_pages.find_linked(id).map(Subject::Page),
        };
        Subject::of(kind, at).ok_or(Missing::Unknown)
    }

    /// Returns whether a page that is about no entry exists.
    pub(super) fn has_page(&self, subject: Subject) -> bool {
        match subject {
            Subject::Accessibility => self.has_accessibility,
            Subject::Goals => self.has_goals,
            Subject::Results => self.has_indicators,
            Subject::Money => self.has_money,
            Subject::Comparisons => self.has_comparisons,
            list => list.exists(|kind| match kind {
                Kind::TargetGroup => self.target_groups.as_slice().len(),
                Kind::Document => self.documents.as_slice().len(),
                Kind::Post => self.posts.as_slice().len(),
                _ => 0,
            }),
        }
    }

    /// Returns the former ids of the entries with pages that have some. Those that are not valid have been
    /// reported.
    pub(super) fn former_ids(&self, records: &Records) -> BTreeMap<Subject, Vec<Id>> {
        let mut former: BTreeMap<Subject, Vec<Id>> = BTreeMap::new();
        for entry in records.entries() {
            let ids = entry.facts.and_then(|facts| facts.aliases()).map(aliases::ids).unwrap_or_default();
            if ids.is_empty() {
                continue;
            }
            if let Ok(subject) = self.find_linked(entry.kind, &entry.id) {
                former.insert(subject, ids);
            }
        }
        former
    }

    /// Returns the ids of all entries of a kind. Those of sub-areas are no ids of their own.
    pub(super) fn ids(&self, kind: Kind) -> &[Id] {
        match kind {
            Kind::Programme => self.programmes.as_slice(),
            Kind::Project => self.projects.as_slice(),
            Kind::Municipality => self.municipalities.as_slice(),
            Kind::District => self.districts.as_slice(),
            Kind::Region => self.regions.as_slice(),
            Kind::Area => self.areas.as_slice(),
            Kind::SubArea => &[],
            Kind::SupportType => self.support_types.as_slice(),
            Kind::TargetGroup => self.target_groups.as_slice(),
            Kind::Organisation => self.organisations.as_slice(),
            Kind::Document => self.documents.as_slice(),
            Kind::Post => self.posts.as_slice(),
            Kind::StandingPage => self.own_pages.as_slice(),
        }
    }

    /// Returns the only entry with an id, by its kind and id: `municipality:bor`.
    pub(super) fn only_entry(&self, id: &str) -> Option<String> {
        let kinds = Subject::kinds().filter(|kind| !matches!(kind, Kind::SubArea | Kind::StandingPage));
        let mut found = kinds.filter(|kind| self.has(*kind, id));
        let only = found.next().filter(|_| found.next().is_none())?;
        Some(format!("{}:{id}", only.word()))
    }

    /// Returns whether an entry has this id.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.find_linked(kind, id).is_ok()
    }
}

/// Returns the help on an id that is like no other of its kind.
fn help_on_missing(kind: Kind, id: &str) -> String {
    let home = kind.home();
    let new = kind.noun().replace(' ', "-");
    match kind {
        Kind::Document if id.contains("://") => format!(
            "describe the document once in `{home}` with this address, which `katalog new document` begins, and write its id here"
        ),
        Kind::District | Kind::Region => format!("the ids of this kind are in `{home}`"),
        _ => format!(
            "if it was deleted by mistake, put it back into `{home}`; otherwise write the id of another {} from there, or remove it here; `katalog new {new}` adds a new one",
            kind.noun()
        ),
    }
}

fn has_indicators(records: &Records) -> bool {
    let has_some = |list: &Option<Vec<IndicatorRecord>>| list.as_ref().is_some_and(|list| !list.is_empty());
    let of_programmes = records.programmes.iter().filter_map(|entry| entry.facts.as_ref());
    let of_projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    of_programmes
        .map(|facts| &facts.indicators)
        .chain(of_projects.map(|facts| &facts.indicators))
        .any(has_some)
}

fn has_money(records: &Records) -> bool {
    let mut projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    projects.any(|facts| {
        facts.funding.is_some()
            || facts.activities.iter().flatten().any(|activity| activity.funding.is_some())
    })
}

fn has_comparisons(records: &Records) -> bool {
    let projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    let activities = projects.flat_map(|facts| facts.activities.iter().flatten());
    let mut places = activities.filter_map(|activity| Some(&activity.municipality.as_ref()?.value));
    places.next().is_some_and(|first| places.any(|other| other != first))
}

fn has_goals(records: &Records) -> bool {
    let some = |goals: &Option<Vec<_>>| goals.as_ref().is_some_and(|goals| !goals.is_empty());
    let of_programmes = records.programmes.iter().filter_map(|entry| entry.facts.as_ref());
    let mut of_programmes = of_programmes
        .flat_map(|facts| facts.phases.iter().flatten().map(|phase| &phase.sdgs).chain([&facts.sdgs]));
    let mut of_projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    of_programmes.any(some) || of_projects.any(|facts| some(&facts.sdgs))
}

fn has_accessibility(records: &Records) -> bool {
    records.pages.iter().any(|entry| &*entry.id == "accessibility")
}

/// Returns whether [`Names::new`] returns and reports the same for both.
pub(super) fn are_alike(before: &Records, now: &Records) -> bool {
    now.has_lists_of(before)
        && before.broken_lists == now.broken_lists
        && has_accessibility(before) == has_accessibility(now)
        && has_indicators(before) == has_indicators(now)
        && has_money(before) == has_money(now)
        && has_comparisons(before) == has_comparisons(now)
        && has_goals(before) == has_goals(now)
        && named_alike(&before.municipalities, &now.municipalities, |record| &record.aliases)
        && named_alike(&before.programmes, &now.programmes, |record| &record.aliases)
        && named_alike(&before.projects, &now.projects, |record| &record.aliases)
        && named_alike(&before.documents, &now.documents, |record| &record.aliases)
        && named_alike(&before.posts, &now.posts, |record| &record.aliases)
        && {
            let (before, now) = (own_pages(before), own_pages(now));
            named_alike(&before, &now, |record| &record.aliases)
        }
}

/// Returns whether folders have the same current and former ids.
fn named_alike<T>(
    before: &[Arc<Entry<T>>],
    now: &[Arc<Entry<T>>],
    aliases: fn(&T) -> &Option<Vec<Alias>>,
) -> bool {
    let former = |entry: &Arc<Entry<T>>| -> Vec<String> {
        let aliases = entry.facts.iter().flat_map(|facts| aliases(facts).iter().flatten());
        aliases.map(|alias| alias.value.clone()).collect()
    };
    let is_alike = |(before, now): (&Arc<Entry<T>>, &Arc<Entry<T>>)| {
        let is_named_alike =
            || before.id == now.id && before.first_file == now.first_file && former(before) == former(now);
        Arc::ptr_eq(before, now) || is_named_alike()
    };
    before.len() == now.len() && before.iter().zip(now).all(is_alike)
}

impl SubAreaNames {
    /// Returns the full ids of all sub-areas, in the order of the table.
    pub(super) fn as_slice(&self) -> &[String] {
        &self.names
    }

    /// Returns the full ids of an area's sub-areas, in the order of the table.
    pub(super) fn of_area(&self, area: &str) -> &[String] {
        self.of_areas.get(area).map_or(&[], |range| &self.names[range.clone()])
    }

    /// Returns the sub-area with the same end in another area, or the one with the most similar id.
    pub(super) fn near<'a>(&'a self, written: &str, to: &mut Suggestions) -> Option<&'a str> {
        let of_other_area = self.by_end.get(&end(written)).map(|at| self.names[*at].as_str());
        of_other_area.or_else(|| to.near(written, self.names.iter().map(String::as_str)))
    }

    /// Finds a sub-area by its full id.
    pub(super) fn find(&self, name: &str) -> Option<Ref<SubArea>> {
        self.positions.get(name).map(|at| Ref::new(*at))
    }

    /// Finds the entry that a link names.
    pub(super) fn find_linked(&self, name: &str) -> Result<Ref<SubArea>, Missing> {
        self.find(name).ok_or_else(|| {
            let not_found = || Missing::NotFound(self.not_found(name).by(Way::Linked));
            if self.may_be_meant(name) { Missing::Unknown } else { not_found() }
        })
    }

    /// Resolves a reference to `area/sub-area`. Reports one to a sub-area that does not exist.
    pub(super) fn resolve(
        &self,
        reference: &Placed<String>,
        problems: &mut Problems,
    ) -> Option<Ref<SubArea>> {
        let found = self.find(&reference.value);
        if found.is_none() && !self.may_be_meant(&reference.value) {
            problems.push(
                self.not_found(&reference.value).at(&rules::UNKNOWN_REFERENCE, reference.place.clone()),
            );
        }
        found
    }

    /// Returns whether an id that was not found may exist but could not be read or is not valid.
    fn may_be_meant(&self, name: &str) -> bool {
        let area = name.split('/').next().unwrap_or(name);
        self.unknown || self.bad.contains(name) || self.bad_areas.contains(area)
    }

    /// Returns the message on a sub-area that does not exist.
    fn not_found(&self, name: &str) -> NotFound {
        let message = format!("there is no sub-area `{}`", crate::content::parse::shorten(name));
        if let Some(now) = self.renamed.get(name) {
            return NotFound { message, help: format!("it was renamed to `{now}`"), sought: None };
        }
        let help = match self.of_area(name.trim_end_matches('/')) {
            [] => format!("sub-areas are written `area/sub-area` and are in `{}`", Kind::SubArea.home()),
            of_area => format!("name the sub-area too, one of: {}", some_of(of_area, ", ")),
        };
        NotFound { message, help, sought: Some(Sought::new(Kind::SubArea, name)) }
    }
}

/// Returns the part of a full id that names the sub-area within its area.
fn end(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_owned()
}

/// The reason why a link cannot be resolved.
pub(super) enum Missing {
    /// The entry may exist but could not be read or its id is not valid, which has been reported.
    Unknown,
    /// The entry does not exist.
    NotFound(NotFound),
}

/// The message on an entry that does not exist.
pub(super) struct NotFound {
    pub(super) message: String,
    pub(super) help: String,
    /// The entry, for which [`Names::suggest`] says what was meant.
    pub(super) sought: Option<Sought>,
}

impl NotFound {
    /// Sets how the entry is referred to.
    fn by(self, way: Way) -> Self {
        NotFound { sought: self.sought.map(|sought| Sought { way, ..sought }), ..self }
    }

    pub(super) fn at(self, rule: &'static Rule, place: Place) -> Problem {
        let problem = Problem::new(rule, place, self.message).help(self.help);
        Problem { sought: self.sought, ..problem }
    }
}
