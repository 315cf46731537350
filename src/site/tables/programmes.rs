//! The table of programmes: one row for each.

use std::sync::LazyLock;

use super::{
    Cell, Column, Unit, Value, end, former_ids, ids, names, optional_text, spending, start, text, url,
};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, Institution, Programme, Project, Role, Spending, Subject};
use crate::content::parse::ProgrammeRecord;
use crate::site::route::Site;

/// The columns of the table of programmes.
pub(super) static PROGRAMMES: LazyLock<Vec<Column<Programme>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&programme(site, at).id).into()).of(Value::Id),
        Column::by_locale("acronym", |site, at, locale| {
            optional_text(programme(site, at).acronym.as_ref(), locale)
        }),
        Column::by_locale("title", |site, at, locale| text(&programme(site, at).words.title, locale)),
        Column::by_locale("summary", |site, at, locale| text(&programme(site, at).words.summary, locale)),
        Column::once("areas", |site, at| ids(&site.catalogue.areas, &programme(site, at).areas))
            .of(Value::Reference(Kind::Area))
            .list(),
        Column::by_locale("area_names", |site, at, locale| {
            names(programme(site, at).areas.iter().map(|at| &site.catalogue.areas[*at].name), locale)
        })
        .list(),
        Column::once("funders", |site, at| {
            let ids =
                funders(site, at).map(|part| site.catalogue.organisations[part.organisation].id.as_str());
            Cell::List(ids.collect())
        })
        .of(Value::Reference(Kind::Organisation))
        .list(),
        Column::by_locale("funder_names", |site, at, locale| {
            let funders = funders(site, at);
            names(funders.map(|part| &site.catalogue.organisations[part.organisation].name), locale)
        })
        .list(),
        Column::once("budget", |site, at| {
            programme(site, at).budget.map_or(Cell::Empty, |money| Cell::Amount(money.amount))
        })
        .of(Value::Number)
        .unit(Unit::Column("currency")),
        Column::once("currency", |site, at| {
            programme(site, at).budget.map(|money| money.currency.code().to_owned()).into()
        }),
        Column::once("start", |site, at| start(programme(site, at).period)).of(Value::Date),
        Column::once("end", |site, at| end(programme(site, at).period)).of(Value::Date),
        Column::once("status", |site, at| programme(site, at).status.map(|status| status.word()).into()),
        Column::once("regions", |site, at| ids(&site.catalogue.regions, &programme(site, at).regions))
            .of(Value::Reference(Kind::Region))
            .list(),
        Column::once("target_groups", |site, at| {
            ids(&site.catalogue.target_groups, &programme(site, at).target_groups)
        })
        .of(Value::Reference(Kind::TargetGroup))
        .list(),
        Column::once("projects", |site, at| {
            let project = |at: &Ref<Activity>| -> Ref<Project> { site.catalogue.activities[*at].project };
            Cell::Count(activities(site, at).chunk_by(|a, b| project(a) == project(b)).count())
        })
        .of(Value::Count),
        Column::once("activities", |site, at| Cell::Count(activities(site, at).len())).of(Value::Count),
        Column::totals(money),
        Column::once("follows", |site, at| ids(&site.catalogue.programmes, &programme(site, at).follows))
            .of(Value::Reference(Kind::Programme))
            .list(),
        Column::once("sources", |site, at| ids(&site.catalogue.documents, &programme(site, at).sources))
            .of(Value::Reference(Kind::Document))
            .list(),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Programme(at), locale)))
            .of(Value::Address),
        Column::once("former_ids", |site, at| former_ids(site, Subject::Programme(at))).list(),
    ];
    own.into_iter()
        .chain(Column::total(money))
        .chain(Column::details(ProgrammeRecord::detail_keys(), |site, at| &programme(site, at).details))
        .collect()
});

fn programme(site: &Site, at: Ref<Programme>) -> &Programme {
    &site.catalogue.programmes[at]
}

fn funders(site: &Site, at: Ref<Programme>) -> impl Iterator<Item = &Institution> {
    programme(site, at).institutions.iter().filter(|part| part.role == Role::Funder)
}

fn activities(site: &Site, at: Ref<Programme>) -> &[Ref<Activity>] {
    site.catalogue.index.of(Subject::Programme(at))
}

fn money(site: &Site, at: Ref<Programme>) -> Spending {
    spending(site, activities(site, at).iter().copied())
}
