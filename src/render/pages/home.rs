//! The home page.

use super::places::RegionGroup;
use super::rows::activities_of;
use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Programme, Subject, anchors};
use crate::render::context::{Counter, Item, Link, PageContext, Shown};
use crate::render::figures::Extent;
use crate::render::templates::{RenderError, View};
use crate::site::listing::Section;
use crate::site::route::Page;
use crate::theme::format;

/// The numbers of one area within a programme.
#[derive(Serialize)]
struct AreaCounts<'a> {
    area: Link<'a>,
    municipalities: Counter,
    activities: Counter,
}

/// A programme on the home page.
#[derive(Serialize)]
struct ProgrammeCounts<'a> {
    item: Item<'a>,
    areas: Vec<AreaCounts<'a>>,
}

/// A recently changed project.
#[derive(Serialize)]
struct Recent<'a> {
    project: Link<'a>,
    programme: Link<'a>,
    day: String,
    /// ISO 8601.
    machine_day: String,
}

impl<'a> PageContext<'a> {
    pub(super) fn home(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Home<'a> {
            summary: Shown<'a>,
            body: String,
            programmes_count: Counter,
            projects_count: Counter,
            municipalities_count: Counter,
            activities_count: Counter,
            programmes: Vec<ProgrammeCounts<'a>>,
            areas: Vec<Item<'a>>,
            regions: Vec<RegionGroup<'a>>,
            recent: Vec<Recent<'a>>,
            data: String,
        }
        let catalogue = self.catalogue();
        let words = &catalogue.pages.home;
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let home = Home {
            summary: self.shown(&words.summary),
            body: self.body(words)?,
            programmes_count: self.counter(catalogue.programmes.len(), Subject::Programmes, ""),
            projects_count: self.counter(catalogue.projects.len(), Subject::Projects, ""),
            municipalities_count: self.counter(
                self.municipalities_of(&all).len(),
                Subject::Municipalities,
                "active",
            ),
            activities_count: self.counter(all.len(), Subject::Projects, ""),
            programmes: self.order().programmes.all().iter().map(|at| self.programme_counts(*at)).collect(),
            areas: self.area_items(),
            regions: self.region_groups(),
            recent: self.recent(),
            data: self.href(Subject::Data),
        };
        let map = self.map(&all, Extent::Country)?;
        let area_bars = self.area_bars()?;
        let time_line = self.time_line(self.order().programmes.all().iter().copied());
        let description = words.summary.get(self.locale);
        Ok(self
            .view(page, self.shown(&words.title), description)?
            .with("home", &home)
            .with("map", &map)
            .with("area_bars", &area_bars)
            .with("time_line", &time_line))
    }

    /// Returns the most recently changed projects.
    fn recent(&self) -> Vec<Recent<'a>> {
        const SHOWN: usize = 5;
        let changed = self.site.change_log.iter().flat_map(|change_log| change_log.recent_projects());
        let found = changed.map(|(at, moment)| Recent {
            project: self.project(*at),
            programme: self.programme_short(self.catalogue().projects[*at].programme),
            day: format::date(moment.day(), self.locale),
            machine_day: moment.day().to_string(),
        });
        found.take(SHOWN).collect()
    }

    /// Counts a programme's activities by area, with links to the places in the programme's list.
    fn programme_counts(&self, at: Ref<Programme>) -> ProgrammeCounts<'a> {
        let subject = Subject::Programme(at);
        let rows = self.site.rows(subject, self.locale);
        let mut areas = Vec::new();
        let mut first = 0;
        for group in rows.chunk_by(|a, b| a.section == b.section) {
            if let Section::Area(area) = group[0].section {
                let activities = activities_of(group);
                let id = &self.catalogue().areas[area].id;
                let municipalities = self.municipalities_of(&activities).len();
                areas.push(AreaCounts {
                    area: self.area(area),
                    municipalities: Counter {
                        count: municipalities,
                        href: self.row_href(subject, first, &anchors::municipalities_of(id.as_str())),
                    },
                    activities: Counter {
                        count: activities.len(),
                        href: self.row_href(subject, first, id.as_str()),
                    },
                });
            }
            first += group.len();
        }
        ProgrammeCounts { item: self.programme_item(at), areas }
    }
}
