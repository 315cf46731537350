//! The lists of areas and types of support, and their pages.

use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Area, SubArea, Subject, SupportType, TargetGroup, Text};
use crate::render::context::{Item, Link, PageContext, Shown};
use crate::render::figures::Extent;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::locales::Argument;

impl<'a> PageContext<'a> {
    pub(super) fn areas(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct AreaEntry<'a> {
            item: Item<'a>,
            sub_areas: Vec<Item<'a>>,
        }
        let entries: Vec<AreaEntry<'a>> = self
            .order()
            .areas
            .all()
            .iter()
            .zip(self.area_items())
            .map(|(at, item)| AreaEntry { item, sub_areas: self.sub_area_items(*at) })
            .collect();
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("areas-description", &[("count", Argument::Count(entries.len() as u64))])?;
        let count = entries.len();
        let bars = self.area_bars()?;
        Ok(self
            .view(page, Shown::Own(title), &description)?
            .with("bars", &bars)
            .with("areas", &entries)
            .with("count", &count))
    }

    pub(super) fn support_types(&self, page: Page) -> Result<View, RenderError> {
        let item = |at: &Ref<SupportType>| {
            let activities = self.catalogue().index.of(Subject::SupportType(*at));
            let mut item = self.counted(self.support(*at), Subject::SupportType(*at), activities);
            item.summary = Some(self.shown(&self.catalogue().support_types[*at].description));
            item
        };
        let items: Vec<Item<'a>> = self.order().support_types.all().iter().map(item).collect();
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("support-description", &[("count", Argument::Count(items.len() as u64))])?;
        let count = |at: &Ref<SupportType>| self.catalogue().index.of(Subject::SupportType(*at)).len();
        let all = self.order().support_types.all();
        let bars = self.activity_bars(all.iter().map(|at| (self.support(*at), count(at))))?;
        Ok(self.list(page, title, &description, &items, items.len())?.with("bars", &bars))
    }

    /// Builds a page with a name, a description and a list of activities.
    fn topic(
        &self,
        page: Page,
        name: &'a Text,
        description: &'a Text,
        activities: &[Ref<Activity>],
    ) -> Result<View, RenderError> {
        Ok(self
            .view(page, self.shown(name), description.get(self.locale))?
            .with("summary", &self.shown(description))
            .with("tiles", &self.tiles(page.subject)?)
            .with("map", &self.map(activities, Extent::Small)?)
            .with("activities", &activities.len())
            .with("projects", &self.project_count(activities))
            .with("municipalities", &self.municipalities(self.municipalities_of(activities)))
            .with("groups", &self.groups(page)?))
    }

    pub(super) fn area_page(&self, page: Page, at: Ref<Area>) -> Result<View, RenderError> {
        let area = &self.catalogue().areas[at];
        let programmes =
            self.catalogue().programmes.iter().filter(|(_, programme)| programme.areas.contains(&at));
        let programmes = self.order().programmes.sort(programmes.map(|(programme, _)| programme));
        let programmes: Vec<Link<'a>> =
            programmes.into_iter().map(|programme| self.programme(programme)).collect();
        Ok(self
            .topic(page, &area.name, &area.description, self.catalogue().index.of(Subject::Area(at)))?
            .with("sub_areas", &self.sub_area_items(at))
            .with("programmes", &programmes))
    }

    pub(super) fn sub_area_page(&self, page: Page, at: Ref<SubArea>) -> Result<View, RenderError> {
        let sub_area = &self.catalogue().sub_areas[at];
        let activities = self.catalogue().index.of(Subject::SubArea(at));
        self.topic(page, &sub_area.name, &sub_area.description, activities)
    }

    pub(super) fn support_type_page(&self, page: Page, at: Ref<SupportType>) -> Result<View, RenderError> {
        let support = &self.catalogue().support_types[at];
        let activities = self.catalogue().index.of(Subject::SupportType(at));
        self.topic(page, &support.name, &support.description, activities)
    }

    pub(super) fn target_groups_page(&self, page: Page) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let item = |at: &Ref<TargetGroup>| {
            let subject = Subject::TargetGroup(*at);
            let mut item = self.counted(self.entry(subject), subject, catalogue.index.of(subject));
            item.summary = catalogue.target_groups[*at].description.as_ref().map(|text| self.shown(text));
            item
        };
        let items: Vec<Item<'a>> = self.order().target_groups.all().iter().map(item).collect();
        let title = self.menu_name(page.subject)?;
        let description =
            self.message("target-groups-description", &[("count", Argument::Count(items.len() as u64))])?;
        self.list(page, title, &description, &items, items.len())
    }

    pub(super) fn target_group_page(&self, page: Page, at: Ref<TargetGroup>) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let group = &catalogue.target_groups[at];
        let programmes =
            catalogue.programmes.iter().filter(|(_, programme)| programme.target_groups.contains(&at));
        let programmes = self.order().programmes.sort(programmes.map(|(programme, _)| programme));
        let programmes: Vec<Link<'a>> =
            programmes.into_iter().map(|programme| self.programme(programme)).collect();
        let activities = catalogue.index.of(Subject::TargetGroup(at));
        let description = group.description.as_ref().unwrap_or(&group.name);
        let view = self.topic(page, &group.name, description, activities)?;
        let summary = group.description.as_ref().map(|text| self.shown(text));
        Ok(view.with("programmes", &programmes).with("summary", &summary))
    }
}
