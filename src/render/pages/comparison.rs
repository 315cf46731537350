//! The pages on which readers compare municipalities: one to choose them, and one for each beside its neighbours.
//!
//! The script `compare.js` puts together other comparisons from these pages.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tiles::Tiles;
use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Municipality, Project, Subject};
use crate::render::context::{Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::collation;
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// The number of neighbours beside a municipality.
const NEIGHBOURS: usize = 3;

/// The maximum number of a municipality's projects on its page. The page tells how many more there are.
const MOST_PROJECTS: usize = 200;

/// The places that begin with a letter.
#[derive(Serialize)]
struct LetterGroup<'a> {
    letter: String,
    places: Vec<Choice<'a>>,
}

/// A municipality that can be compared.
#[derive(Serialize)]
struct Choice<'a> {
    id: &'a str,
    /// Its name, which leads to its comparison.
    link: Link<'a>,
}

/// A municipality in a comparison.
#[derive(Serialize)]
struct ColumnView<'a> {
    place: Link<'a>,
    district: Link<'a>,
    population: Option<String>,
    tiles: Option<Tiles>,
    projects: usize,
}

/// A project in a comparison.
#[derive(Serialize)]
struct SharedProject<'a> {
    project: Link<'a>,
    /// By column, what the project does there, if it does.
    cells: Vec<Option<CellView>>,
}

/// A project in the list of a municipality's projects.
#[derive(Serialize)]
struct OwnProject<'a> {
    id: &'a str,
    project: Link<'a>,
    cell: CellView,
}

/// The activity of a project in a municipality.
#[derive(Serialize)]
struct CellView {
    href: String,
    money: Vec<String>,
    status: Option<String>,
}

impl<'a> PageContext<'a> {
    /// Builds the page on which readers choose the municipalities.
    pub(super) fn comparisons(&self, page: Page) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let places = self.order().municipalities.sort(catalogue.compared());
        let count = places.len() as u64;
        let name = |at: &Ref<Municipality>| &catalogue.municipalities[*at].name.name;
        let letter = |at: &Ref<Municipality>| collation::letter(self.locale, name(at).get(self.locale));
        let groups: Vec<LetterGroup<'a>> = places
            .chunk_by(|a, b| letter(a) == letter(b))
            .map(|group| LetterGroup {
                letter: letter(&group[0]),
                places: group.iter().map(|at| self.choice(*at)).collect(),
            })
            .collect();
        let title = self.message("compare", &[])?;
        let description = self.message("compare-description", &[("count", Argument::Count(count))])?;
        Ok(self
            .view(page, Shown::Own(title), &description)?
            .with("groups", &groups)
            .with("all", &self.href(Subject::Comparisons)))
    }

    fn choice(&self, at: Ref<Municipality>) -> Choice<'a> {
        let municipality = &self.catalogue().municipalities[at];
        Choice {
            id: municipality.id.as_str(),
            link: Link::new(self.href(Subject::Comparison(at)), self.shown(&municipality.name.name)),
        }
    }

    /// Builds the page of a municipality beside its neighbours.
    pub(super) fn comparison(&self, page: Page, at: Ref<Municipality>) -> Result<View, RenderError> {
        let municipality = &self.catalogue().municipalities[at];
        let compared: Vec<Ref<Municipality>> = std::iter::once(at).chain(self.nearest(at)).collect();
        let columns = compared.iter().map(|at| self.column(*at)).collect::<Result<Vec<_>, _>>()?;
        let name = municipality.name.name.get(self.locale).to_owned();
        let title = self.message("compare-title", &[("name", Argument::Text(name))])?;
        let description = self.message(
            "compare-place-description",
            &[("loc", Argument::Text(municipality.name.locative.get(self.locale).to_owned()))],
        )?;
        let (own, more) = self.own_projects(at)?;
        let (shared, more_shared) = self.shared_projects(&compared)?;
        Ok(self
            .view(page, Shown::Own(title), &description)?
            .with("columns", &columns)
            .with("has_population", &self.has_population())
            .with("shared", &shared)
            .with("more_shared", &more_shared)
            .with("own", &own)
            .with("more", &more)
            .with("place", &self.municipality(at))
            .with("place_id", &municipality.id.as_str())
            .with("locative", &municipality.name.locative.get(self.locale))
            .with("all", &self.href(Subject::Comparisons)))
    }

    /// Returns the municipalities with activities that are nearest to one, the nearest first.
    fn nearest(&self, at: Ref<Municipality>) -> Vec<Ref<Municipality>> {
        let here = self.mosaic.seat(at);
        let distance = |other: &Ref<Municipality>| {
            let there = self.mosaic.seat(*other);
            let (x, y) = (i64::from(here.x - there.x), i64::from(here.y - there.y));
            x * x + y * y
        };
        let mut others: Vec<Ref<Municipality>> =
            self.catalogue().compared().filter(|other| *other != at).collect();
        others.sort_by_key(distance);
        others.truncate(NEIGHBOURS);
        others
    }

    /// Returns whether the inhabitants of a municipality are known. If not, no comparison tells them.
    fn has_population(&self) -> bool {
        self.catalogue().municipalities.iter().any(|(_, municipality)| municipality.population.is_some())
    }

    fn column(&self, at: Ref<Municipality>) -> Result<ColumnView<'a>, RenderError> {
        let catalogue = self.catalogue();
        let municipality = &catalogue.municipalities[at];
        let subject = Subject::Municipality(at);
        Ok(ColumnView {
            place: self.municipality(at),
            district: self.district(municipality.district),
            population: municipality.population.map(|it| format::number(it.value.into(), self.locale)),
            tiles: self.tiles(subject)?,
            projects: self.project_count(catalogue.index.of(subject)),
        })
    }

    /// Returns the projects that are in several of the municipalities, those in most of them first, and the number of
    /// those that are left out.
    fn shared_projects(
        &self,
        places: &[Ref<Municipality>],
    ) -> Result<(Vec<SharedProject<'a>>, usize), RenderError> {
        let catalogue = self.catalogue();
        let mut found: BTreeMap<Ref<Project>, Vec<Option<Ref<Activity>>>> = BTreeMap::new();
        for (column, place) in places.iter().enumerate() {
            for at in catalogue.index.of(Subject::Municipality(*place)) {
                let cells = found.entry(catalogue.activities[*at].project).or_default();
                cells.resize(places.len(), None);
                cells[column] = Some(*at);
            }
        }
        let count = |cells: &[Option<Ref<Activity>>]| cells.iter().flatten().count();
        let mut shared: Vec<_> = found.into_iter().filter(|(_, cells)| count(cells) > 1).collect();
        shared.sort_by_key(|(at, cells)| (places.len() - count(cells), self.order().projects.rank(*at)));
        let row = |(at, cells): (Ref<Project>, Vec<Option<Ref<Activity>>>)| {
            let cell = |at: Option<Ref<Activity>>| at.map(|at| self.cell(at)).transpose();
            Ok(SharedProject {
                project: self.project(at),
                cells: cells.into_iter().map(cell).collect::<Result<_, RenderError>>()?,
            })
        };
        let more = shared.len().saturating_sub(MOST_PROJECTS);
        shared.truncate(MOST_PROJECTS);
        Ok((shared.into_iter().map(row).collect::<Result<_, RenderError>>()?, more))
    }

    /// Returns the projects of a municipality, and the number of those that are left out.
    fn own_projects(&self, at: Ref<Municipality>) -> Result<(Vec<OwnProject<'a>>, usize), RenderError> {
        let catalogue = self.catalogue();
        let mut activities = catalogue.index.of(Subject::Municipality(at)).to_vec();
        let project_of = |at: &Ref<Activity>| catalogue.activities[*at].project;
        activities.sort_by_key(|at| self.order().projects.rank(project_of(at)));
        let more = activities.len().saturating_sub(MOST_PROJECTS);
        let own = |at: &Ref<Activity>| {
            let project = project_of(at);
            Ok(OwnProject {
                id: catalogue.projects[project].id.as_str(),
                project: self.project(project),
                cell: self.cell(*at)?,
            })
        };
        let shown = activities.iter().take(MOST_PROJECTS);
        Ok((shown.map(own).collect::<Result<_, RenderError>>()?, more))
    }

    fn cell(&self, at: Ref<Activity>) -> Result<CellView, RenderError> {
        let activity = &self.catalogue().activities[at];
        Ok(CellView {
            href: self.activity_href(at),
            money: activity.funding.iter().map(|award| self.money(award.money.total())).collect(),
            status: self.status(activity.status)?,
        })
    }
}
