//! The entries of index pages, with the numbers of what belongs to them.

use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Area, Programme, SubArea, Subject};
use crate::render::context::{Item, Link, PageContext, Shown};
use crate::render::figures::Bar;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;

impl<'a> PageContext<'a> {
    /// Builds an index page: a title, the number of entries, and the entries with their numbers.
    pub(super) fn list(
        &self,
        page: Page,
        title: String,
        description: &str,
        items: &[Item<'a>],
        count: usize,
    ) -> Result<View, RenderError> {
        let view = self.view(page, Shown::Own(title), description)?;
        Ok(view.with("items", &items).with("count", &count))
    }

    pub(super) fn programme_item(&self, at: Ref<Programme>) -> Item<'a> {
        let programme = &self.catalogue().programmes[at];
        let activities = self.catalogue().index.of(Subject::Programme(at));
        let subject = Subject::Programme(at);
        let mut item = Item::new(self.programme(at));
        item.summary = Some(self.shown(&programme.words.summary));
        item.detail = self.period(programme.period).map(Shown::Own);
        if !activities.is_empty() {
            item.projects = Some(self.counter(self.project_count(activities), subject, "activities"));
            item.municipalities =
                Some(self.counter(self.municipalities_of(activities).len(), subject, "municipalities"));
            item.activities = Some(self.counter(activities.len(), subject, "activities"));
        }
        item
    }

    pub(super) fn area_items(&self) -> Vec<Item<'a>> {
        let item = |at: &Ref<Area>| {
            let activities = self.catalogue().index.of(Subject::Area(*at));
            let mut item = self.counted(self.area(*at), Subject::Area(*at), activities);
            item.summary = Some(self.shown(&self.catalogue().areas[*at].description));
            item
        };
        self.order().areas.all().iter().map(item).collect()
    }

    pub(super) fn area_bars(&self) -> Result<Vec<Bar<'a>>, RenderError> {
        let count = |at: &Ref<Area>| self.catalogue().index.of(Subject::Area(*at)).len();
        self.activity_bars(self.order().areas.all().iter().map(|at| (self.area(*at), count(at))))
    }

    pub(super) fn sub_area_items(&self, area: Ref<Area>) -> Vec<Item<'a>> {
        let sub_areas = self.order().sub_areas.sort(self.catalogue().areas[area].sub_areas());
        let item = |at: Ref<SubArea>| {
            let activities = self.catalogue().index.of(Subject::SubArea(at));
            let mut item = self.counted(self.sub_area(at), Subject::SubArea(at), activities);
            item.summary = Some(self.shown(&self.catalogue().sub_areas[at].description));
            item
        };
        sub_areas.into_iter().map(item).collect()
    }

    /// Makes a list entry with the numbers of projects, municipalities and activities on its page.
    pub(super) fn counted(&self, link: Link<'a>, subject: Subject, activities: &[Ref<Activity>]) -> Item<'a> {
        let mut item = Item::new(link);
        item.projects = Some(self.counter(self.project_count(activities), subject, "activities"));
        item.municipalities =
            Some(self.counter(self.municipalities_of(activities).len(), subject, "municipalities"));
        item.activities = Some(self.counter(activities.len(), subject, "activities"));
        item
    }
}
