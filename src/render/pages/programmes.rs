//! The list of programmes, and their pages.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::{
    Activity, Institution, Organisation, Phase, Programme, Project, Role, Subject,
};
use crate::render::context::{EntryName, ImageView, Item, Link, PageContext, SectionLink, Shown};
use crate::render::details::{AimsView, DetailView};
use crate::render::figures::Extent;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::locales::Argument;

#[derive(Serialize)]
struct InstitutionGroup<'a> {
    role: String,
    institutions: Vec<InstitutionView<'a>>,
}

#[derive(Serialize)]
struct InstitutionView<'a> {
    organisation: Link<'a>,
    money: Option<String>,
}

#[derive(Serialize)]
struct PhaseView<'a> {
    id: &'a str,
    name: Shown<'a>,
    period: Option<String>,
    note: Option<Shown<'a>>,
    aims: AimsView<'a>,
    details: Vec<DetailView<'a>>,
    projects: Vec<Link<'a>>,
}

/// What a funder wants to be said, with its logo.
#[derive(Serialize)]
pub(super) struct StatementView<'a> {
    text: Shown<'a>,
    logo: Option<ImageView>,
    /// The name of the organisation, which describes the logo.
    name: &'a str,
}

impl<'a> PageContext<'a> {
    pub(super) fn programmes(&self, page: Page) -> Result<View, RenderError> {
        let items: Vec<Item<'a>> =
            self.order().programmes.all().iter().map(|at| self.programme_item(*at)).collect();
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("programmes-description", &[("count", Argument::Count(items.len() as u64))])?;
        let catalogue = self.catalogue();
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let mut totals = self.totals_by(&all, |activity| catalogue.projects[activity.project].programme);
        let order = self.order().programmes.all();
        let money = order.iter().filter_map(|at| Some((self.programme(*at), totals.remove(at)?)));
        let money = self.money_bars(money);
        Ok(self
            .list(page, title, &description, &items, items.len())?
            .with("time_line", &self.time_line(order.iter().copied()))
            .with("money", &money))
    }

    pub(super) fn programme_page(&self, page: Page, at: Ref<Programme>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct ProgrammeView<'a> {
            summary: Shown<'a>,
            body: String,
            sections: Vec<SectionLink>,
            acronym: Option<Shown<'a>>,
            status: Option<String>,
            period: Option<String>,
            areas: Vec<Link<'a>>,
            institutions: Vec<InstitutionGroup<'a>>,
            budget: Option<String>,
            regions: Vec<EntryName<'a>>,
            target_groups: Vec<Link<'a>>,
            phases: Vec<PhaseView<'a>>,
            aims: AimsView<'a>,
            follows: Vec<Link<'a>>,
            followed_by: Vec<Link<'a>>,
            details: Vec<DetailView<'a>>,
            statements: Vec<StatementView<'a>>,
        }
        let catalogue = self.catalogue();
        let programme = &catalogue.programmes[at];
        let followed_by = catalogue
            .programmes
            .iter()
            .filter(|(_, other)| other.follows.contains(&at))
            .map(|(other, _)| other);
        let details = ProgrammeView {
            summary: self.shown(&programme.words.summary),
            body: self.body(&programme.words)?,
            sections: self.sections(&programme.words),
            acronym: programme.acronym.as_ref().map(|text| self.shown(text)),
            status: self.status(programme.status)?,
            period: self.period(programme.period),
            areas: self
                .order()
                .areas
                .sort(programme.areas.iter().copied())
                .into_iter()
                .map(|at| self.area(at))
                .collect(),
            institutions: self.institutions(programme)?,
            budget: programme.budget.map(|money| self.money(money)),
            regions: self
                .order()
                .regions
                .sort(programme.regions.iter().copied())
                .into_iter()
                .map(|at| self.region(at))
                .collect(),
            target_groups: self.groups_of(&programme.target_groups),
            phases: self.phases(at)?,
            aims: self.aims(&programme.aims)?,
            follows: self
                .order()
                .programmes
                .sort(programme.follows.iter().copied())
                .into_iter()
                .map(|at| self.programme(at))
                .collect(),
            followed_by: self
                .order()
                .programmes
                .sort(followed_by)
                .into_iter()
                .map(|at| self.programme(at))
                .collect(),
            details: self.details(&programme.details)?,
            statements: self.statements(at),
        };
        let activities = catalogue.index.of(Subject::Programme(at));
        let mut totals = self.totals_by(activities, Activity::municipality);
        let places = self.order().municipalities.sort(totals.keys().copied().flatten());
        let money =
            places.into_iter().filter_map(|at| Some((self.municipality(at), totals.remove(&Some(at))?)));
        let money = self.money_bars(money);
        let has_phases = programme.phases.iter().any(|phase| phase.period.is_some());
        let time_line = self.time_line(has_phases.then_some(at));
        Ok(self
            .view(page, self.shown(&programme.words.title), programme.words.summary.get(self.locale))?
            .with("programme", &details)
            .with("groups", &self.groups(page)?)
            .with("municipalities", &self.municipalities_of(activities).len())
            .with("activities", &activities.len())
            .with("map", &self.map(activities, Extent::Small)?)
            .with("money", &money)
            .with("time_line", &time_line)
            .with("indicators", &self.indicators(Subject::Programme(at))?)
            .with("documents", &self.attachments("programmes", programme.id.as_str()))
            .with("sources", &self.sources_of(Subject::Programme(at))?))
    }

    /// Returns what the funders of a programme want to be said on every page of what they pay for.
    pub(super) fn statements(&self, at: Ref<Programme>) -> Vec<StatementView<'a>> {
        let catalogue = self.catalogue();
        let funders = catalogue.programmes[at].institutions.iter().filter(|part| part.role == Role::Funder);
        funders.filter_map(|part| self.statement(&catalogue.organisations[part.organisation])).collect()
    }

    /// Returns what an organisation wants to be said, with its logo.
    fn statement(&self, organisation: &'a Organisation) -> Option<StatementView<'a>> {
        Some(StatementView {
            text: self.shown(organisation.statement.as_ref()?),
            logo: organisation.logo.as_ref().map(|path| self.image(path)),
            name: organisation.name.get(self.locale),
        })
    }

    fn institutions(&self, programme: &'a Programme) -> Result<Vec<InstitutionGroup<'a>>, RenderError> {
        let mut groups = Vec::new();
        for role in Role::ALL {
            let mut taking_part: Vec<_> =
                programme.institutions.iter().filter(|institution| institution.role == *role).collect();
            taking_part.sort_by_key(|institution| self.order().organisations.rank(institution.organisation));
            if !taking_part.is_empty() {
                let view = |institution: &&'a Institution| InstitutionView {
                    organisation: self.organisation(institution.organisation),
                    money: institution.funding.map(|money| self.money(money)),
                };
                groups.push(InstitutionGroup {
                    role: self.role(*role, taking_part.len())?,
                    institutions: taking_part.iter().map(view).collect(),
                });
            }
        }
        Ok(groups)
    }

    fn phases(&self, at: Ref<Programme>) -> Result<Vec<PhaseView<'a>>, RenderError> {
        let catalogue = self.catalogue();
        let mut by_phase: BTreeMap<usize, Vec<Ref<Project>>> = BTreeMap::new();
        let mut projects: Vec<Ref<Project>> = catalogue
            .index
            .of(Subject::Programme(at))
            .iter()
            .map(|at| catalogue.activities[*at].project)
            .collect();
        projects.dedup();
        for project in projects {
            if let Some(number) = catalogue.projects[project].phase {
                by_phase.entry(number).or_default().push(project);
            }
        }
        let in_phase =
            |number: usize| self.order().projects.sort(by_phase.get(&number).into_iter().flatten().copied());
        let view = |(number, phase): (usize, &'a Phase)| {
            Ok(PhaseView {
                id: phase.id.as_str(),
                name: self.shown(&phase.name),
                period: self.period(phase.period),
                note: phase.note.as_ref().map(|text| self.shown(text)),
                aims: self.aims(&phase.aims)?,
                details: self.details(&phase.details)?,
                projects: in_phase(number).into_iter().map(|project| self.project(project)).collect(),
            })
        };
        catalogue.programmes[at].phases.iter().enumerate().map(view).collect()
    }
}
