//! The home page.

use super::places::RegionGroup;
use serde::Serialize;

use crate::base::id::Ref;
use crate::base::money::{Money, Totals};
use crate::content::catalogue::{Activity, Programme, Role, Subject};
use crate::render::context::{Counter, Item, Link, PageContext, Shown};
use crate::render::figures::Extent;
use crate::render::posts::PostLine;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::format;

/// A programme on the home page.
#[derive(Serialize)]
struct ProgrammeRow<'a> {
    programme: Link<'a>,
    period: Option<String>,
    /// Its budget, or what its funders give, or what is known of its activities.
    money: Vec<String>,
    /// What `money` is: the total value, or a part of what its activities receive.
    basis: Option<String>,
    areas: Vec<Link<'a>>,
    municipalities: Counter,
    activities: Counter,
}

/// The maximum number of programmes on the home page. It leads to the list of all.
const MOST_PROGRAMMES: usize = 20;

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
            programmes: Vec<ProgrammeRow<'a>>,
            /// Whether there are more programmes than those.
            has_more_programmes: bool,
            news: Vec<PostLine<'a>>,
            calls: Vec<PostLine<'a>>,
            areas: Vec<Item<'a>>,
            regions: Vec<RegionGroup<'a>>,
            recent: Vec<Recent<'a>>,
            data: String,
        }
        let catalogue = self.catalogue();
        let words = &catalogue.pages.home;
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let programmes = self.order().programmes.all();
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
            programmes: programmes
                .iter()
                .take(MOST_PROGRAMMES)
                .map(|at| self.programme_row(*at))
                .collect::<Result<_, _>>()?,
            has_more_programmes: programmes.len() > MOST_PROGRAMMES,
            news: self.latest_posts(false)?,
            calls: self.latest_posts(true)?,
            areas: self.area_items(),
            regions: self.region_groups(),
            recent: self.recent(),
            data: self.href(Subject::Data),
        };
        let map = self.map(&all, Extent::Country)?;
        let description = words.summary.get(self.locale);
        Ok(self.view(page, self.shown(&words.title), description)?.with("home", &home).with("map", &map))
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

    fn programme_row(&self, at: Ref<Programme>) -> Result<ProgrammeRow<'a>, RenderError> {
        let catalogue = self.catalogue();
        let programme = &catalogue.programmes[at];
        let subject = Subject::Programme(at);
        let activities = catalogue.index.of(subject);
        let given: Vec<Money> = match programme.budget {
            Some(budget) => vec![budget],
            None => {
                let funders = programme.institutions.iter().filter(|part| part.role == Role::Funder);
                Totals::of(funders.filter_map(|funder| funder.funding)).iter().collect()
            }
        };
        let spending = match given.is_empty() {
            true => self.spending(activities.iter().map(|at| &catalogue.activities[*at]))?,
            false => None,
        };
        let (money, basis) = match spending {
            Some(spending) => (spending.totals, Some(spending.basis)),
            None if given.is_empty() => (Vec::new(), None),
            None => {
                let money = given.into_iter().map(|money| self.money(money)).collect();
                (money, Some(self.message("money-is-budget", &[])?))
            }
        };
        let areas = self.order().areas.sort(programme.areas.iter().copied());
        Ok(ProgrammeRow {
            programme: self.programme(at),
            period: self.period(programme.period),
            money,
            basis,
            areas: areas.into_iter().map(|at| self.area(at)).collect(),
            municipalities: self.counter(self.municipalities_of(activities).len(), subject, "municipalities"),
            activities: self.counter(activities.len(), subject, "activities"),
        })
    }

    /// Returns the latest posts that are calls, or those that are not.
    fn latest_posts(&self, are_calls: bool) -> Result<Vec<PostLine<'a>>, RenderError> {
        const SHOWN: usize = 3;
        let catalogue = self.catalogue();
        let latest = catalogue.post_index.latest().iter();
        let wanted = latest.filter(|at| catalogue.posts[**at].call().is_some() == are_calls);
        wanted.take(SHOWN).map(|at| self.post_line(*at, false)).collect()
    }
}
