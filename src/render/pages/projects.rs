//! The list of projects, and their pages.

use std::collections::BTreeMap;

use super::rows::Group;
use serde::Serialize;

use crate::base::id::{Id, Kind, Ref};
use crate::base::money::Money;
use crate::content::catalogue::{Activity, Award, FactSource, Party, Project, Shows, Subject, SupportType};
use crate::render::context::{Link, PageContext, PartyView, Shown, SpendingView, Trait};
use crate::render::details::{AimsView, DetailView};
use crate::render::filters::{self, Facets, Narrowing};
use crate::render::pages::programmes::StatementView;
use crate::render::templates::{Fragment, RenderError, View};
use crate::site::listing::{self};
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// An activity on its project's page.
#[derive(Serialize)]
struct ActivityView<'a> {
    id: &'a str,
    /// The former ids of its place.
    former_ids: Vec<&'a str>,
    /// The word for its scope.
    scope: &'static str,
    place: Option<Link<'a>>,
    /// The name of a place without a page.
    place_name: Option<Shown<'a>>,
    district: Option<Link<'a>>,
    support: Vec<Link<'a>>,
    target_groups: Vec<Link<'a>>,
    implementers: Vec<PartyView<'a>>,
    partners: Vec<PartyView<'a>>,
    partner_municipalities: Vec<Link<'a>>,
    locations: Vec<Link<'a>>,
    awards: Vec<AwardView<'a>>,
    status: Option<String>,
    period: Option<String>,
    note: Option<Shown<'a>>,
    /// The sources, if they differ from those of the project.
    sources: Vec<&'a Fragment>,
    traits: Vec<Trait>,
}

/// The municipalities of a district about whose activities nothing else is known.
#[derive(Serialize)]
struct BarePlaces<'a> {
    district: Link<'a>,
    activities: Vec<ActivityView<'a>>,
}

/// An amount that an activity or project receives.
#[derive(Serialize)]
struct AwardView<'a> {
    total: String,
    split: Option<SplitView>,
    awarded: Option<String>,
    recipient: Option<Link<'a>>,
}

#[derive(Serialize)]
struct SplitView {
    programme: String,
    co_funding: String,
}

/// Links from a project to related ones.
#[derive(Serialize)]
struct Related<'a> {
    sub_area: Vec<Link<'a>>,
    district: Option<(Link<'a>, Vec<Link<'a>>)>,
}

impl<'a> PageContext<'a> {
    pub(super) fn projects(&self, page: Page) -> Result<View, RenderError> {
        let title = self.menu_name(page.subject)?;
        let count = self.catalogue().projects.len();
        let description = self.message(
            "projects-description",
            &[
                ("count", Argument::Count(count as u64)),
                ("activities", Argument::Count(self.catalogue().activities.len() as u64)),
            ],
        )?;
        let mut groups = self.groups(page)?;
        let narrowing = self.narrowing(count, self.site.part_count(page.subject));
        let mut traits: Vec<Facets> = Vec::new();
        if narrowing == Narrowing::InPlace {
            let rows = self.site.rows(page.subject, self.locale);
            traits = rows.iter().map(|row| self.traits(&row.activities)).collect();
            let shown = listing::part(&rows, page.part).iter().zip(listing::part(&traits, page.part));
            for (place, (row, traits)) in groups.iter_mut().flat_map(Group::rows_mut).zip(shown) {
                *place = self.row_with_traits(row, traits.attributes(self))?;
            }
        }
        let view = self.view(page, Shown::Own(title), &description)?;
        let view = view.with("groups", &groups).with("count", &count);
        self.with_choices(view, Kind::Project, narrowing, &traits)
    }

    pub(super) fn project_page(&self, page: Page, at: Ref<Project>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct ProjectView<'a> {
            summary: Shown<'a>,
            body: String,
            programme: Link<'a>,
            phase: Option<Shown<'a>>,
            area: Link<'a>,
            sub_area: Link<'a>,
            support: Vec<Link<'a>>,
            target_groups: Vec<Link<'a>>,
            status: Option<String>,
            period: Option<String>,
            /// Whether the period is that of its phase.
            has_period_of_phase: bool,
            implementers: Vec<PartyView<'a>>,
            partners: Vec<PartyView<'a>>,
            part_of: Option<Link<'a>>,
            parts: Vec<Link<'a>>,
            aims: AimsView<'a>,
            details: Vec<DetailView<'a>>,
            awards: Vec<AwardView<'a>>,
            spending: Option<SpendingView>,
            statements: Vec<StatementView<'a>>,
            /// The number of its activities.
            count: usize,
            /// The activities of which more than the municipality is known.
            activities: Vec<ActivityView<'a>>,
            /// The others, by district.
            places: Vec<BarePlaces<'a>>,
        }
        let catalogue = self.catalogue();
        let project = &catalogue.projects[at];
        let activities: Vec<&'a Activity> =
            project.activities().map(|at| &catalogue.activities[at]).collect();
        // Empty if some activity shows its own.
        let common = |is_own: fn(Shows) -> bool, list: fn(&Activity) -> &Vec<Party>| {
            let first = project.activities().next().filter(|at| !is_own(catalogue.index.shows(*at)));
            first.map_or_else(Vec::new, |at| self.parties(list(&catalogue.activities[at])))
        };
        let mut sorted: Vec<Ref<Activity>> = project.activities().collect();
        sorted.sort_by_key(|at| self.order().scope_rank(catalogue.activities[*at].scope));
        let traits: Vec<Facets> = sorted.iter().map(|at| self.traits(&[*at])).collect();
        let choices = if filters::is_long(sorted.len()) { self.choices(&traits)? } else { Vec::new() };
        let count = sorted.len();
        let mut views = Vec::new();
        let mut bare: BTreeMap<u32, BarePlaces<'a>> = BTreeMap::new();
        for (at, traits) in sorted.into_iter().zip(traits) {
            let mut view = self.activity(at, project)?;
            if !choices.is_empty() {
                view.traits = traits.attributes(self);
            }
            let municipality = catalogue.activities[at].municipality();
            match municipality.filter(|_| !catalogue.index.shows(at).details) {
                Some(municipality) => {
                    let district = catalogue.municipalities[municipality].district;
                    let places = bare.entry(self.order().districts.rank(district));
                    let new = || BarePlaces { district: self.district(district), activities: Vec::new() };
                    places.or_insert_with(new).activities.push(view);
                }
                None => views.push(view),
            }
        }
        let programme = &catalogue.programmes[project.programme];
        let area = catalogue.sub_areas[project.sub_area].area;
        let details = ProjectView {
            summary: self.shown(&project.words.summary),
            body: self.body(&project.words)?,
            programme: self.programme(project.programme),
            phase: project.phase.map(|number| self.shown(&programme.phases[number].name)),
            area: self.area(area),
            sub_area: self.sub_area(project.sub_area),
            support: self.supports(&project.support),
            target_groups: self.groups_of(&project.target_groups),
            status: self.status(project.status)?,
            period: self.period(project.period),
            has_period_of_phase: project.period_source == Some(FactSource::Phase),
            implementers: common(|shows| shows.implementers, |activity| &activity.implementers),
            partners: common(|shows| shows.partners, |activity| &activity.partners),
            part_of: project.part_of.map(|whole| self.project(whole)),
            parts: self
                .order()
                .projects
                .sort(catalogue.index.parts[at.index()].iter().copied())
                .into_iter()
                .map(|part| self.project(part))
                .collect(),
            aims: self.aims(&project.aims)?,
            details: self.details(&project.details)?,
            awards: self.awards(&project.funding),
            spending: self.spending(activities.iter().copied())?,
            statements: self.statements(project.programme),
            count,
            activities: views,
            places: bare.into_values().collect(),
        };
        Ok(self
            .view(page, self.shown(&project.words.title), project.words.summary.get(self.locale))?
            .with("project", &details)
            .with("choices", &choices)
            .with("indicators", &self.indicators(Subject::Project(at))?)
            .with("documents", &self.attachments("projects", project.id.as_str()))
            .with("related", &self.related(at))
            .with("sources", &self.sources_of(Subject::Project(at))?))
    }

    /// Returns other projects of the same sub-area. If the project is in only one district, also others of that
    /// district.
    fn related(&self, at: Ref<Project>) -> Related<'a> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[at];
        let district_of = |at: Ref<Activity>| catalogue.district_of(&catalogue.activities[at]);
        let mut districts = project.activities().map(district_of);
        let district =
            districts.next().flatten().filter(|first| districts.all(|other| other == Some(*first)));
        let links = |all: &[Ref<Activity>]| -> Vec<Link<'a>> {
            listing::beside(catalogue, all, at).into_iter().map(|other| self.project(other)).collect()
        };
        Related {
            sub_area: links(catalogue.index.of(Subject::SubArea(project.sub_area))),
            district: district
                .map(|district| {
                    (self.district(district), links(catalogue.index.of(Subject::District(district))))
                })
                .filter(|(_, links)| !links.is_empty()),
        }
    }

    fn supports(&self, list: &[Ref<SupportType>]) -> Vec<Link<'a>> {
        list.iter().map(|at| self.support(*at)).collect()
    }

    fn awards(&self, list: &[Award]) -> Vec<AwardView<'a>> {
        let view = |award: &Award| {
            let total = award.money.total();
            let part = |amount| self.money(Money { amount, ..total });
            AwardView {
                total: self.money(total),
                split: award.money.split().map(|split| SplitView {
                    programme: part(split.programme),
                    co_funding: part(split.co_funding),
                }),
                awarded: award.awarded.map(|date| format::date(date, self.locale)),
                recipient: award.recipient.map(|at| self.organisation(at)),
            }
        };
        list.iter().map(view).collect()
    }

    /// Makes an activity on its project's page, without the facts that are shown for the whole project.
    fn activity(&self, at: Ref<Activity>, project: &Project) -> Result<ActivityView<'a>, RenderError> {
        let catalogue = self.catalogue();
        let activity = &catalogue.activities[at];
        let shows = catalogue.index.shows(at);
        let own = |is_own: bool, list: &'a [Party]| if is_own { self.parties(list) } else { Vec::new() };
        Ok(ActivityView {
            id: catalogue.scope_id(activity.scope),
            former_ids: catalogue.former_scope_ids(activity.scope).iter().map(Id::as_str).collect(),
            scope: activity.scope.word(),
            place: activity.scope.subject().map(|place| self.entry(place)),
            place_name: match activity.scope.subject() {
                Some(_) => None,
                None => Some(self.scope_name(activity.scope)?),
            },
            district: activity
                .municipality()
                .map(|municipality| self.district(catalogue.municipalities[municipality].district)),
            support: match activity.support == project.support {
                true => Vec::new(),
                false => self.supports(&activity.support),
            },
            target_groups: match activity.target_groups == project.target_groups {
                true => Vec::new(),
                false => self.groups_of(&activity.target_groups),
            },
            implementers: own(shows.implementers, &activity.implementers),
            partners: own(shows.partners, &activity.partners),
            partner_municipalities: self.municipalities(activity.partner_municipalities.iter().copied()),
            locations: self.municipalities(activity.locations.iter().copied()),
            awards: self.awards(&activity.funding),
            status: if activity.status == project.status { None } else { self.status(activity.status)? },
            period: if activity.period == project.period { None } else { self.period(activity.period) },
            note: activity.note.as_ref().map(|text| self.shown(text)),
            sources: if activity.sources == project.sources {
                Vec::new()
            } else {
                self.document_list(&activity.sources)?
            },
            traits: Vec::new(),
        })
    }
}
