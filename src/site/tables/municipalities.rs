//! The table of municipalities: one row for each, including those without activities.

use std::sync::LazyLock;

use super::{Cell, Column, Unit, Value, former_ids, spending, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, District, Municipality, Population, Region, Spending, Subject};
use crate::content::parse::MunicipalityRecord;
use crate::site::route::Site;

/// The columns of the table of municipalities.
pub static MUNICIPALITIES: LazyLock<Vec<Column<Municipality>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&municipality(site, at).id).into()).of(Value::Id),
        Column::by_locale("name", |site, at, locale| text(&municipality(site, at).name.name, locale)),
        Column::once("type", |site, at| Cell::Text(municipality(site, at).municipality_type.word())),
        Column::once("district", |site, at| (&district(site, at).id).into())
            .of(Value::Reference(Kind::District)),
        Column::by_locale("district_name", |site, at, locale| text(&district(site, at).name.name, locale)),
        Column::once("region", |site, at| (&region(site, at).id).into()).of(Value::Reference(Kind::Region)),
        Column::by_locale("region_name", |site, at, locale| text(&region(site, at).name, locale)),
        Column::once("latitude", |site, at| Cell::Degrees(municipality(site, at).coordinates.latitude))
            .of(Value::Number)
            .unit(Unit::Sign("°")),
        Column::once("longitude", |site, at| Cell::Degrees(municipality(site, at).coordinates.longitude))
            .of(Value::Number)
            .unit(Unit::Sign("°")),
        Column::once("projects", |site, at| Cell::Count(super::project_count(site, activities(site, at))))
            .of(Value::Count),
        Column::once("activities", |site, at| Cell::Count(activities(site, at).len())).of(Value::Count),
        Column::totals(money),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Municipality(at), locale)))
            .of(Value::Address),
        Column::once("population", |site, at| {
            let value = |population: Population| usize::try_from(population.value).unwrap_or(usize::MAX);
            municipality(site, at).population.map_or(Cell::Empty, |population| Cell::Count(value(population)))
        })
        .of(Value::Count),
        Column::once("population_date", |site, at| {
            municipality(site, at).population.map(|population| population.date.to_string()).into()
        })
        .of(Value::Date),
        Column::once("population_source", |site, at| {
            let source = municipality(site, at).population.and_then(|population| population.source);
            source.map(|at| site.catalogue.documents[at].id.as_str()).into()
        })
        .of(Value::Reference(Kind::Document)),
        Column::once("activities_per_1000", |site, at| {
            let count = activities(site, at).len();
            let share = |population: Population| population.per_thousand(count).to_string();
            municipality(site, at).population.map(share).into()
        })
        .of(Value::Number)
        .unit(Unit::Sign("‰")),
        Column::once("former_ids", |site, at| former_ids(site, Subject::Municipality(at))).list(),
    ];
    own.into_iter()
        .chain(Column::total(money))
        .chain(Column::details(MunicipalityRecord::detail_keys(), |site, at| &municipality(site, at).details))
        .collect()
});

fn municipality(site: &Site, at: Ref<Municipality>) -> &Municipality {
    &site.catalogue.municipalities[at]
}

fn district(site: &Site, at: Ref<Municipality>) -> &District {
    &site.catalogue.districts[municipality(site, at).district]
}

fn region(site: &Site, at: Ref<Municipality>) -> &Region {
    &site.catalogue.regions[district(site, at).region]
}

fn activities(site: &Site, at: Ref<Municipality>) -> &[Ref<Activity>] {
    site.catalogue.index.of(Subject::Municipality(at))
}

fn money(site: &Site, at: Ref<Municipality>) -> Spending {
    spending(site, activities(site, at).iter().copied())
}
