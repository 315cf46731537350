//! The table of districts: the properties of their shapes.

use super::{Cell, Column, text, totals, url};
use crate::base::id::Ref;
use crate::content::catalogue::{Activity, District, Region, Subject};
use crate::site::route::Site;

/// The columns of the table of districts.
pub static DISTRICTS: &[Column<District>] = &[
    Column::once("id", |site, at| (&district(site, at).id).into()),
    Column::by_locale("name", |site, at, locale| text(&district(site, at).name.name, locale)),
    Column::once("iso", |site, at| Cell::Text(&district(site, at).iso)),
    Column::once("region", |site, at| (&region(site, at).id).into()),
    Column::by_locale("region_name", |site, at, locale| text(&region(site, at).name, locale)),
    Column::once("projects", |site, at| {
        let project = |at: &Ref<Activity>| site.catalogue.activities[*at].project;
        Cell::Count(activities(site, at).chunk_by(|a, b| project(a) == project(b)).count())
    }),
    Column::once("activities", |site, at| Cell::Count(activities(site, at).len())),
    Column::once("totals", |site, at| totals(site, activities(site, at).iter().copied())),
    Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::District(at), locale))),
];

fn district(site: &Site, at: Ref<District>) -> &District {
    &site.catalogue.districts[at]
}

fn region(site: &Site, at: Ref<District>) -> &Region {
    &site.catalogue.regions[district(site, at).region]
}

fn activities(site: &Site, at: Ref<District>) -> &[Ref<Activity>] {
    site.catalogue.index.of(Subject::District(at))
}
