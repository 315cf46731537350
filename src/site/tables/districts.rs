//! The table of districts: the properties of their shapes.

use std::sync::LazyLock;

use super::{Cell, Column, Value, former_ids, spending, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, District, Region, Spending, Subject};
use crate::site::route::Site;

/// The columns of the table of districts.
pub static DISTRICTS: LazyLock<Vec<Column<District>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&district(site, at).id).into()).of(Value::Id),
        Column::by_locale("name", |site, at, locale| text(&district(site, at).name.name, locale)),
        Column::once("iso_3166_2", |site, at| Cell::Text(&district(site, at).iso)),
        Column::once("region", |site, at| (&region(site, at).id).into()).of(Value::Reference(Kind::Region)),
        Column::by_locale("region_name", |site, at, locale| text(&region(site, at).name, locale)),
        Column::once("projects", |site, at| Cell::Count(super::project_count(site, activities(site, at))))
            .of(Value::Count),
        Column::once("activities", |site, at| Cell::Count(activities(site, at).len())).of(Value::Count),
        Column::totals(money),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::District(at), locale)))
            .of(Value::Address),
        Column::once("former_ids", |site, at| former_ids(site, Subject::District(at))).list(),
    ];
    own.into_iter().chain(Column::total(money)).collect()
});

fn district(site: &Site, at: Ref<District>) -> &District {
    &site.catalogue.districts[at]
}

fn region(site: &Site, at: Ref<District>) -> &Region {
    &site.catalogue.regions[district(site, at).region]
}

fn activities(site: &Site, at: Ref<District>) -> &[Ref<Activity>] {
    site.catalogue.index.of(Subject::District(at))
}

fn money(site: &Site, at: Ref<District>) -> Spending {
    spending(site, activities(site, at).iter().copied())
}
