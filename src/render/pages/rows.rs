//! The rows of lists of projects, under their headings.

use std::cell::Cell;

use serde::Serialize;

use crate::base::id::{Id, Ref};
use crate::content::catalogue::{Activity, Spending, Subject, anchors};
use crate::render::context::{Link, PageContext, PartyView, Shown, SpendingView, Trait};
use crate::render::shared::{SharedEntry, get_or_try_make};
use crate::render::templates::{Fragment, RenderError};
use crate::site::listing::{self, Row, Section};
use crate::site::route::Page;

/// The rows of a list under one heading.
#[derive(Serialize)]
pub(super) struct Group<'a> {
    /// The anchor of the group.
    id: Option<String>,
    /// The former anchors of the group, and those of the number of its municipalities.
    former_ids: Vec<String>,
    title: Option<Link<'a>>,
    /// The number of its activities, on all pages of the list together.
    activities: usize,
    /// The number of its municipalities, on the page of a programme.
    municipalities: usize,
    /// The anchor of that number.
    municipalities_id: Option<String>,
    /// Whether the group begins on this page of the list.
    begins_here: bool,
    /// The rows, each made from a [`RowView`].
    rows: Vec<Fragment>,
}

/// A project in a list, with the places of its activities.
#[derive(Serialize)]
struct RowView<'a> {
    project: Link<'a>,
    programme: Link<'a>,
    sub_area: Link<'a>,
    /// The number of activities in the row. It links to the project's list only if the row contains all of them.
    activities: usize,
    all_activities: Option<String>,
    places: Vec<Fragment>,
    /// The amounts of its only activity, or what is known of those of several.
    money: Vec<String>,
    /// How many of several activities have a known amount, unless all have.
    basis: Option<String>,
    traits: Vec<Trait>,
}

/// The maximum number of places of a project that the page of its programme shows at once. Others are folded.
const SHOWN_PLACES: usize = 6;

/// A project on the page of its programme.
#[derive(Serialize)]
struct ProjectRow<'a> {
    project: Link<'a>,
    sub_area: Shown<'a>,
    activities: usize,
    places: Vec<Fragment>,
    more_places: Vec<Fragment>,
    spending: Option<SpendingView>,
}

/// The activity of a project in one place.
#[derive(Serialize)]
struct ActivityRow<'a> {
    project: Link<'a>,
    programme: Link<'a>,
    sub_area: Link<'a>,
    implementers: Vec<PartyView<'a>>,
    period: Option<String>,
    status: Option<String>,
    money: Vec<String>,
    /// Where the project's page says more about it.
    details: Option<String>,
}

impl Group<'_> {
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Fragment> {
        self.rows.iter_mut()
    }
}

impl<'a> PageContext<'a> {
    /// Returns the rows of a subject's list that a page shows, under their headings.
    pub(super) fn groups(&self, page: Page) -> Result<Vec<Group<'a>>, RenderError> {
        let rows = self.site.rows(page.subject, self.locale);
        let from = (page.part - 1) * listing::ROWS_PER_PART;
        let to = (from + listing::ROWS_PER_PART).min(rows.len());
        let mut groups = Vec::new();
        let mut start = 0;
        for group in rows.chunk_by(|a, b| a.section == b.section) {
            let end = start + group.len();
            let (first, last) = (start.max(from), end.min(to));
            if first < last {
                groups.push(self.group(page, group, first - start..last - start)?);
            }
            start = end;
        }
        Ok(groups)
    }

    fn group(
        &self,
        page: Page,
        all: &[Row],
        shown: std::ops::Range<usize>,
    ) -> Result<Group<'a>, RenderError> {
        let catalogue = self.catalogue();
        let activities = activities_of(all);
        let (id, title) = match all[0].section {
            Section::Area(area) => (Some(catalogue.areas[area].id.to_string()), Some(self.area(area))),
            Section::Part(part) => (Some(part.word().to_owned()), None),
            Section::Whole => (None, None),
        };
        let is_programme = matches!(page.subject, Subject::Programme(_));
        let former_ids = match all[0].section {
            Section::Area(area) => {
                catalogue.former_ids.get(&Subject::Area(area)).map_or(&[][..], Vec::as_slice)
            }
            Section::Part(_) | Section::Whole => &[],
        };
        let former_anchors = |id: &Id| {
            let municipalities = is_programme.then(|| anchors::municipalities_of(id.as_str()));
            [Some(id.to_string()), municipalities].into_iter().flatten()
        };
        let municipalities =
            if is_programme && shown.start == 0 { self.municipalities_of(&activities).len() } else { 0 };
        Ok(Group {
            municipalities_id: id.as_deref().map(anchors::municipalities_of),
            former_ids: former_ids.iter().flat_map(former_anchors).collect(),
            id,
            title,
            activities: activities.len(),
            municipalities,
            begins_here: shown.start == 0,
            rows: match page.subject {
                Subject::Municipality(_) => all[shown]
                    .iter()
                    .flat_map(|row| &row.activities)
                    .map(|activity| self.activity_row(*activity))
                    .collect::<Result<_, _>>()?,
                Subject::Programme(_) => {
                    all[shown].iter().map(|row| self.project_row(row)).collect::<Result<_, _>>()?
                }
                _ => all[shown].iter().map(|row| self.row(row)).collect::<Result<_, _>>()?,
            },
        })
    }

    fn activity_row(&self, at: Ref<Activity>) -> Result<Fragment, RenderError> {
        let catalogue = self.catalogue();
        let activity = &catalogue.activities[at];
        let project = &catalogue.projects[activity.project];
        Ok(Fragment::of(&ActivityRow {
            project: self.project(activity.project),
            programme: self.programme_short(project.programme),
            sub_area: self.sub_area(project.sub_area),
            implementers: self.parties(&activity.implementers),
            period: self.period(activity.period),
            status: self.status(activity.status)?,
            money: activity.funding.iter().map(|award| self.money(award.money.total())).collect(),
            details: catalogue.index.shows(at).details.then(|| self.activity_href(at)),
        }))
    }

    fn project_row(&self, row: &Row) -> Result<Fragment, RenderError> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[row.project];
        let mut places = self.places_of(row)?;
        // A fold that hides a single place saves nothing.
        let shown = if places.len() == SHOWN_PLACES + 1 { places.len() } else { SHOWN_PLACES };
        let more_places = places.split_off(shown.min(places.len()));
        Ok(Fragment::of(&ProjectRow {
            project: self.project(row.project),
            sub_area: self.shown(&catalogue.sub_areas[project.sub_area].name),
            activities: row.activities.len(),
            places,
            more_places,
            spending: self.spending(row.activities.iter().map(|at| &catalogue.activities[*at]))?,
        }))
    }

    /// Returns links to the activities of a row, named by their places.
    fn places_of(&self, row: &Row) -> Result<Vec<Fragment>, RenderError> {
        let place = |at: &Ref<Activity>| {
            let name = self.scope_name(self.catalogue().activities[*at].scope)?;
            Ok(Fragment::link(&self.activity_href(*at), &name))
        };
        row.activities.iter().map(place).collect()
    }

    fn row(&self, row: &Row) -> Result<Fragment, RenderError> {
        if row.activities.len() < self.catalogue().projects[row.project].activities.len() {
            return Ok(Fragment::of(&self.row_view(row)?));
        }
        let shared = get_or_try_make(self.shared.of(self.locale).row(row.project), || {
            let viewer = PageContext { foreign: Cell::new(false), ..*self };
            let piece = Fragment::of(&viewer.row_view(row)?);
            Ok::<_, RenderError>(SharedEntry { piece, is_foreign: viewer.foreign.get() })
        })?;
        if shared.is_foreign {
            self.foreign.set(true);
        }
        Ok(shared.piece.clone())
    }

    /// Makes a row of a list that can be filtered.
    pub(super) fn row_with_traits(&self, row: &Row, traits: Vec<Trait>) -> Result<Fragment, RenderError> {
        Ok(Fragment::of(&RowView { traits, ..self.row_view(row)? }))
    }

    /// Returns the money of a row, and how much of it is known if that is not all.
    fn money_of(&self, row: &Row) -> Result<(Vec<String>, Option<String>), RenderError> {
        let activities = || row.activities.iter().map(|at| &self.catalogue().activities[*at]);
        if let ([_], Some(only)) = (&row.activities[..], activities().next()) {
            return Ok((only.funding.iter().map(|award| self.money(award.money.total())).collect(), None));
        }
        let spending = Spending::of(self.catalogue(), activities());
        let is_known = spending.known == spending.activities;
        Ok(match self.spending(activities())? {
            Some(SpendingView { totals, basis, .. }) if !totals.is_empty() => {
                (totals, (!is_known).then_some(basis))
            }
            _ => (Vec::new(), None),
        })
    }

    fn row_view(&self, row: &Row) -> Result<RowView<'a>, RenderError> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[row.project];
        let (money, basis) = self.money_of(row)?;
        Ok(RowView {
            project: self.project(row.project),
            programme: self.programme_short(project.programme),
            sub_area: self.sub_area(project.sub_area),
            activities: row.activities.len(),
            all_activities: (row.activities.len() == project.activities.len()).then(|| {
                self.counter(row.activities.len(), Subject::Project(row.project), "activities").href
            }),
            places: self.places_of(row)?,
            money,
            basis,
            traits: Vec::new(),
        })
    }
}

pub(super) fn activities_of(rows: &[Row]) -> Vec<Ref<Activity>> {
    rows.iter().flat_map(|row| row.activities.iter().copied()).collect()
}
