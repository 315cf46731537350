//! Filters for long lists: the choices that readers have, and the values of each entry.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::context::{PageContext, Shown, Trait};
use super::shared::get_or_try_make;
use super::templates::{Fragment, RenderError, View};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, DocumentKind, OrganisationKind, Subject};
use crate::site::listing;

/// Lists with at least this many entries can be filtered.
const LONG: usize = 8;

/// How readers can narrow a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrowing {
    /// Not at all: it is short.
    None,
    /// A script hides the entries that do not have what was chosen.
    InPlace,
    /// The choices lead to the search.
    Search,
}

/// A property by which lists can be filtered, in the order in which pages offer them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Facet {
    Kind,
    DocumentKind,
    Programme,
    Area,
    SubArea,
    Scope,
    District,
    Municipality,
    SupportType,
    TargetGroup,
    Year,
    DocumentYear,
    Money,
}

impl Facet {
    /// Returns its name in attributes and addresses, and the message that is its label.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Facet::Kind => ("kind", "organisation-kind"),
            Facet::DocumentKind => ("kind", "document-kind"),
            Facet::Programme => ("programme", "programme"),
            Facet::Area => ("area", "area"),
            Facet::SubArea => ("sub-area", "sub-area"),
            Facet::Scope => ("scope", "scope"),
            Facet::District => ("district", "district"),
            Facet::Municipality => ("municipality", "municipality"),
            Facet::SupportType => ("support-type", "support-type"),
            Facet::TargetGroup => ("target-group", "target-group"),
            Facet::Year => ("year", "year"),
            Facet::DocumentYear => ("year", "document-date"),
            Facet::Money => ("money", "money"),
        }
    }
}

/// A value of a facet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FacetValue {
    Kind(OrganisationKind),
    DocumentKind(DocumentKind),
    /// An entry with a page.
    Entry(Subject),
    /// The word for a scope.
    Scope(&'static str),
    Year(i16),
    /// An amount of money is known.
    Known,
}

/// The values of an entry in a list, by facet: those of its activities, or its own.
#[derive(Default)]
pub(super) struct Facets(BTreeMap<Facet, BTreeSet<FacetValue>>);

/// A facet that readers can choose a value of.
#[derive(Serialize)]
pub(super) struct Choice {
    facet: &'static str,
    label: String,
    options: Vec<ChoiceOption>,
}

#[derive(Serialize)]
struct ChoiceOption {
    value: String,
    name: String,
    /// The language of the name, if it is not that of the page.
    lang: Option<&'static str>,
}

/// Returns whether a list on one page has enough entries to be filtered.
pub(super) fn is_long(entries: usize) -> bool {
    entries >= LONG
}

impl Facets {
    /// Adds a value of a facet.
    pub(super) fn add(&mut self, facet: Facet, value: FacetValue) {
        self.0.entry(facet).or_default().insert(value);
    }

    /// Replaces all values of a facet.
    pub(super) fn set(&mut self, facet: Facet, values: impl IntoIterator<Item = FacetValue>) {
        let values: BTreeSet<FacetValue> = values.into_iter().collect();
        match values.is_empty() {
            true => self.0.remove(&facet),
            false => self.0.insert(facet, values),
        };
    }

    /// Returns the facets that have values, as attributes of the entry.
    pub(super) fn attributes(&self, viewer: &PageContext<'_>) -> Vec<Trait> {
        let attribute = |(facet, values): (&Facet, &BTreeSet<FacetValue>)| {
            let words: Vec<String> = values.iter().map(|value| viewer.facet_word(*value)).collect();
            Trait { facet: facet.names().0, values: words.join(" ") }
        };
        self.0.iter().map(attribute).collect()
    }
}

impl PageContext<'_> {
    /// Returns how readers can narrow a list of `entries` entries on `parts` pages.
    pub(super) fn narrowing(&self, entries: usize, parts: usize) -> Narrowing {
        match parts > listing::MOST_FILTERED_PARTS {
            true => Narrowing::Search,
            false if is_long(entries) => Narrowing::InPlace,
            false => Narrowing::None,
        }
    }

    /// Adds the choices that narrow a list of entries of a kind. `traits` are those of each entry if the list is filtered
    /// in place.
    pub(super) fn with_choices(
        &self,
        view: View,
        kind: Kind,
        narrowing: Narrowing,
        traits: &[Facets],
    ) -> Result<View, RenderError> {
        let is_searched = narrowing == Narrowing::Search;
        let view = view.with("searched", &if is_searched { kind.word() } else { "" });
        Ok(match is_searched && kind == Kind::Project {
            true => view.with("choices", self.search_choices()?),
            false => view.with("choices", &self.choices(traits)?),
        })
    }

    /// Returns the facets by which the search narrows projects, each with all values that activities have.
    fn search_choices(&self) -> Result<&Fragment, RenderError> {
        get_or_try_make(&self.shared.of(self.locale).search_choices, || {
            let activities: Vec<Ref<Activity>> = self.catalogue().activities.refs().collect();
            let Facets(mut all) = self.traits(&activities);
            all.retain(|facet, _| *facet != Facet::Scope);
            Ok(Fragment::of(&self.choices(&[Facets(all), Facets::default()])?))
        })
    }

    /// Returns the combined facets of activities.
    pub(super) fn traits(&self, activities: &[Ref<Activity>]) -> Facets {
        let catalogue = self.catalogue();
        let mut traits = Facets::default();
        for at in activities {
            let activity = &catalogue.activities[*at];
            let project = &catalogue.projects[activity.project];
            let mut add = |facet, subject| traits.add(facet, FacetValue::Entry(subject));
            add(Facet::Programme, Subject::Programme(project.programme));
            add(Facet::Area, Subject::Area(catalogue.sub_areas[project.sub_area].area));
            add(Facet::SubArea, Subject::SubArea(project.sub_area));
            if let Some(district) = catalogue.district_of(activity) {
                add(Facet::District, Subject::District(district));
            }
            if let Some(municipality) = activity.municipality() {
                add(Facet::Municipality, Subject::Municipality(municipality));
            }
            for support in &activity.support {
                add(Facet::SupportType, Subject::SupportType(*support));
            }
            for group in &activity.target_groups {
                add(Facet::TargetGroup, Subject::TargetGroup(*group));
            }
            traits.add(Facet::Scope, FacetValue::Scope(activity.scope.word()));
            if let Some(period) = activity.period {
                traits.add(Facet::Year, FacetValue::Year(period.start().first_day().year()));
            }
            if catalogue.has_money(activity) {
                traits.add(Facet::Money, FacetValue::Known);
            }
        }
        traits
    }

    /// Returns the choices for a list: each facet in which its entries differ, with its values in the locale's order.
    pub(super) fn choices(&self, entries: &[Facets]) -> Result<Vec<Choice>, RenderError> {
        let none = BTreeSet::new();
        let facets: BTreeSet<Facet> = entries.iter().flat_map(|entry| entry.0.keys().copied()).collect();
        let mut choices = Vec::new();
        for facet in facets {
            let of_entries = || entries.iter().map(|entry| entry.0.get(&facet).unwrap_or(&none));
            if of_entries().collect::<BTreeSet<_>>().len() < 2 {
                continue;
            }
            let values: BTreeSet<FacetValue> = of_entries().flatten().copied().collect();
            let mut values: Vec<FacetValue> = values.into_iter().collect();
            values.sort_by_key(|value| self.facet_rank(*value));
            let (name, label) = facet.names();
            let options = values.into_iter().map(|value| self.choice_option(value));
            choices.push(Choice {
                facet: name,
                label: self.message(label, &[])?,
                options: options.collect::<Result<_, _>>()?,
            });
        }
        Ok(choices)
    }

    fn choice_option(&self, value: FacetValue) -> Result<ChoiceOption, RenderError> {
        let name = match value {
            FacetValue::Kind(kind) => Shown::Own(self.organisation_kind(kind)?),
            FacetValue::DocumentKind(kind) => Shown::Own(self.document_kind(kind)?),
            FacetValue::Entry(subject) => self.name_of(subject),
            FacetValue::Scope(word) => Shown::Own(self.message(&format!("in-{word}"), &[])?),
            FacetValue::Year(year) => Shown::Own(year.to_string()),
            FacetValue::Known => Shown::Own(self.message("money-known", &[])?),
        };
        Ok(ChoiceOption { value: self.facet_word(value), lang: name.lang(), name: name.plain().to_owned() })
    }

    /// Returns a value in the form that attributes and addresses have.
    fn facet_word(&self, value: FacetValue) -> String {
        match value {
            FacetValue::Kind(kind) => kind.word().to_owned(),
            FacetValue::DocumentKind(kind) => kind.word().to_owned(),
            FacetValue::Entry(subject) => {
                self.catalogue().entry(subject).map(|entry| entry.id.to_string()).unwrap_or_default()
            }
            FacetValue::Scope(word) => word.to_owned(),
            FacetValue::Year(year) => year.to_string(),
            FacetValue::Known => "1".to_owned(),
        }
    }

    /// Returns the position of a value among those of its facet. The latest year comes first.
    fn facet_rank(&self, value: FacetValue) -> i64 {
        match value {
            FacetValue::Kind(kind) => kind as i64,
            FacetValue::DocumentKind(kind) => kind as i64,
            FacetValue::Entry(subject) => self.order().rank(subject).into(),
            FacetValue::Year(year) => -i64::from(year),
            FacetValue::Scope(_) | FacetValue::Known => 0,
        }
    }
}
