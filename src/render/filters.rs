//! Filters for long lists: the choices that readers have, and the values of each entry.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::context::{PageContext, Shown, Trait};
use super::templates::RenderError;
use crate::base::id::Ref;
use crate::content::catalogue::{
    Activity, Area, District, Municipality, OrganisationKind, Programme, SubArea, SupportType,
};

/// Lists with at least this many entries can be filtered.
const LONG: usize = 8;

/// Lists with more pages than this cannot be filtered; readers use the search instead.
const MOST_PARTS: usize = 10;

/// The facets of an entry in a list: those of its activities, or its own.
#[derive(Default)]
pub(super) struct Facets {
    pub(super) kind: Option<OrganisationKind>,
    programmes: BTreeSet<Ref<Programme>>,
    areas: BTreeSet<Ref<Area>>,
    sub_areas: BTreeSet<Ref<SubArea>>,
    pub(super) districts: BTreeSet<Ref<District>>,
    pub(super) municipalities: BTreeSet<Ref<Municipality>>,
    support_types: BTreeSet<Ref<SupportType>>,
    years: BTreeSet<i16>,
    has_money: bool,
}

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

impl Facets {
    /// Returns the values by facet, in the order of the facets.
    fn values(&self, viewer: &PageContext<'_>) -> Vec<(&'static str, Vec<String>)> {
        let catalogue = viewer.catalogue();
        vec![
            ("kind", self.kind.iter().map(|kind| kind.word().to_owned()).collect()),
            (
                "programme",
                self.programmes.iter().map(|at| catalogue.programmes[*at].id.to_string()).collect(),
            ),
            ("area", self.areas.iter().map(|at| catalogue.areas[*at].id.to_string()).collect()),
            ("sub-area", self.sub_areas.iter().map(|at| catalogue.sub_areas[*at].id.to_string()).collect()),
            ("district", self.districts.iter().map(|at| catalogue.districts[*at].id.to_string()).collect()),
            (
                "municipality",
                self.municipalities.iter().map(|at| catalogue.municipalities[*at].id.to_string()).collect(),
            ),
            (
                "support-type",
                self.support_types.iter().map(|at| catalogue.support_types[*at].id.to_string()).collect(),
            ),
            ("year", self.years.iter().map(ToString::to_string).collect()),
            ("money", self.has_money.then(|| "1".to_owned()).into_iter().collect()),
        ]
    }

    /// Returns the facets that have values, as attributes of the entry.
    pub(super) fn attributes(&self, viewer: &PageContext<'_>) -> Vec<Trait> {
        let found = self.values(viewer).into_iter().filter(|(_, values)| !values.is_empty());
        found.map(|(facet, values)| Trait { facet, values: values.join(" ") }).collect()
    }
}

impl PageContext<'_> {
    /// Returns whether readers can filter a list of `entries` entries on `parts` pages.
    pub(super) fn is_narrowed(&self, entries: usize, parts: usize) -> bool {
        entries >= LONG && parts <= MOST_PARTS
    }

    /// Returns the combined facets of activities.
    pub(super) fn traits(&self, activities: &[Ref<Activity>]) -> Facets {
        let catalogue = self.catalogue();
        let mut traits = Facets::default();
        for at in activities {
            let activity = &catalogue.activities[*at];
            let project = &catalogue.projects[activity.project];
            traits.programmes.insert(project.programme);
            traits.areas.insert(catalogue.sub_areas[project.sub_area].area);
            traits.sub_areas.insert(project.sub_area);
            traits.districts.insert(catalogue.municipalities[activity.municipality].district);
            traits.municipalities.insert(activity.municipality);
            traits.support_types.insert(activity.support);
            traits.years.extend(activity.period.map(|period| period.start().first_day().year()));
            traits.has_money |= activity.funding.is_some();
        }
        traits
    }

    /// Returns the choices for a list: each facet in which its entries differ.
    pub(super) fn choices(&self, entries: &[Facets]) -> Result<Vec<Choice>, RenderError> {
        let mut names = self.names(entries)?;
        let mut differ: BTreeMap<&'static str, BTreeSet<Vec<String>>> = BTreeMap::new();
        for entry in entries {
            for (facet, values) in entry.values(self) {
                differ.entry(facet).or_default().insert(values);
            }
        }
        names.retain(|choice| {
            !choice.options.is_empty() && differ.get(choice.facet).is_some_and(|values| values.len() > 1)
        });
        Ok(names)
    }

    /// Returns all values of the entries with their names, in the locale's order.
    fn names(&self, entries: &[Facets]) -> Result<Vec<Choice>, RenderError> {
        let (catalogue, order) = (self.catalogue(), self.order());
        let of = |value: String, name: Shown<'_>| ChoiceOption {
            value,
            lang: name.lang(),
            name: name.plain().to_owned(),
        };
        let mut kinds = Vec::new();
        for kind in
            OrganisationKind::ALL.iter().filter(|kind| entries.iter().any(|entry| entry.kind == Some(**kind)))
        {
            kinds.push(of(kind.word().to_owned(), Shown::Own(self.organisation_kind(*kind)?)));
        }
        let programmes =
            order.programmes.sort(entries.iter().flat_map(|entry| entry.programmes.iter().copied()));
        let areas = order.areas.sort(entries.iter().flat_map(|entry| entry.areas.iter().copied()));
        let sub_areas =
            order.sub_areas.sort(entries.iter().flat_map(|entry| entry.sub_areas.iter().copied()));
        let districts =
            order.districts.sort(entries.iter().flat_map(|entry| entry.districts.iter().copied()));
        let municipalities =
            order.municipalities.sort(entries.iter().flat_map(|entry| entry.municipalities.iter().copied()));
        let support_types =
            order.support_types.sort(entries.iter().flat_map(|entry| entry.support_types.iter().copied()));
        let years: BTreeSet<i16> = entries.iter().flat_map(|entry| entry.years.iter().copied()).collect();
        let money = entries.iter().any(|entry| entry.has_money);
        let money = money.then(|| self.message("money-known", &[])).transpose()?;
        Ok(vec![
            Choice { facet: "kind", label: self.message("organisation-kind", &[])?, options: kinds },
            Choice {
                facet: "programme",
                label: self.message("programme", &[])?,
                options: programmes
                    .into_iter()
                    .map(|at| of(catalogue.programmes[at].id.to_string(), self.programme(at).text))
                    .collect(),
            },
            Choice {
                facet: "area",
                label: self.message("area", &[])?,
                options: areas
                    .into_iter()
                    .map(|at| of(catalogue.areas[at].id.to_string(), self.area(at).text))
                    .collect(),
            },
            Choice {
                facet: "sub-area",
                label: self.message("sub-area", &[])?,
                options: sub_areas
                    .into_iter()
                    .map(|at| of(catalogue.sub_areas[at].id.to_string(), self.sub_area(at).text))
                    .collect(),
            },
            Choice {
                facet: "district",
                label: self.message("district", &[])?,
                options: districts
                    .into_iter()
                    .map(|at| of(catalogue.districts[at].id.to_string(), self.district(at).text))
                    .collect(),
            },
            Choice {
                facet: "municipality",
                label: self.message("municipality", &[])?,
                options: municipalities
                    .into_iter()
                    .map(|at| of(catalogue.municipalities[at].id.to_string(), self.municipality(at).text))
                    .collect(),
            },
            Choice {
                facet: "support-type",
                label: self.message("support-type", &[])?,
                options: support_types
                    .into_iter()
                    .map(|at| of(catalogue.support_types[at].id.to_string(), self.support(at).text))
                    .collect(),
            },
            Choice {
                facet: "year",
                label: self.message("year", &[])?,
                options: years
                    .iter()
                    .rev()
                    .map(|year| of(year.to_string(), Shown::Own(year.to_string())))
                    .collect(),
            },
            Choice {
                facet: "money",
                label: self.message("money", &[])?,
                options: money.into_iter().map(|name| of("1".to_owned(), Shown::Own(name))).collect(),
            },
        ])
    }
}
