//! The table of money: one row for each programme and year in which activities of it began.

use std::sync::LazyLock;

use super::{Cell, Column, Value, former_ids, spending, text};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, Programme, ProgrammeYear, Spending, Subject};
use crate::site::route::Site;

/// The columns of the table of money.
pub(super) static MONEY: LazyLock<Vec<Column<ProgrammeYear>>> = LazyLock::new(|| {
    let own = [
        Column::once("programme", |site, at| (&programme(site, at).id).into())
            .of(Value::Reference(Kind::Programme)),
        Column::by_locale("programme_title", |site, at, locale| {
            text(&programme(site, at).words.title, locale)
        }),
        Column::once("year", |site, at| {
            let year = part(site, at).year.and_then(|year| usize::try_from(year).ok());
            year.map_or(Cell::Empty, Cell::Count)
        })
        .of(Value::Count),
        Column::once("projects", |site, at| {
            let project = |at: &Ref<Activity>| site.catalogue.activities[*at].project;
            let activities = &part(site, at).activities;
            Cell::Count(activities.chunk_by(|a, b| project(a) == project(b)).count())
        })
        .of(Value::Count),
        Column::once("activities", |site, at| Cell::Count(part(site, at).activities.len())).of(Value::Count),
        Column::once("activities_with_amounts", |site, at| Cell::Count(money(site, at).known))
            .of(Value::Count),
        Column::totals(money),
        Column::once("former_ids", |site, at| former_ids(site, Subject::Programme(part(site, at).programme)))
            .list(),
    ];
    own.into_iter().chain(Column::total(money)).collect()
});

fn part(site: &Site, at: Ref<ProgrammeYear>) -> &ProgrammeYear {
    &site.catalogue.programme_years[at]
}

fn programme(site: &Site, at: Ref<ProgrammeYear>) -> &Programme {
    &site.catalogue.programmes[part(site, at).programme]
}

fn money(site: &Site, at: Ref<ProgrammeYear>) -> Spending {
    spending(site, part(site, at).activities.iter().copied())
}
