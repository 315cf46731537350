//! The table of projects: one row for each.

use std::sync::LazyLock;

use super::{Cell, Column, Value, end, former_ids, ids, names, spending, start, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{FactSource, Project, Spending, SubArea, Subject};
use crate::content::parse::ProjectRecord;
use crate::site::route::Site;

/// The columns of the table of projects.
pub(super) static PROJECTS: LazyLock<Vec<Column<Project>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&project(site, at).id).into()).of(Value::Id),
        Column::by_locale("title", |site, at, locale| text(&project(site, at).words.title, locale)),
        Column::by_locale("summary", |site, at, locale| text(&project(site, at).words.summary, locale)),
        Column::once("programme", |site, at| {
            (&site.catalogue.programmes[project(site, at).programme].id).into()
        })
        .of(Value::Reference(Kind::Programme)),
        Column::by_locale("programme_title", |site, at, locale| {
            text(&site.catalogue.programmes[project(site, at).programme].words.title, locale)
        }),
        Column::once("phase", |site, at| {
            let phases = &site.catalogue.programmes[project(site, at).programme].phases;
            project(site, at).phase.map(|number| phases[number].id.as_str()).into()
        }),
        Column::once("area", |site, at| (&site.catalogue.areas[sub_area(site, at).area].id).into())
            .of(Value::Reference(Kind::Area)),
        Column::by_locale("area_name", |site, at, locale| {
            text(&site.catalogue.areas[sub_area(site, at).area].name, locale)
        }),
        Column::once("sub_area", |site, at| (&sub_area(site, at).id).into()),
        Column::by_locale("sub_area_name", |site, at, locale| text(&sub_area(site, at).name, locale)),
        Column::once("support_type", |site, at| {
            ids(&site.catalogue.support_types, &project(site, at).support)
        })
        .of(Value::Reference(Kind::SupportType))
        .list(),
        Column::by_locale("support_type_name", |site, at, locale| {
            let names = project(site, at).support.iter().map(|at| &site.catalogue.support_types[*at].name);
            Cell::Several(names.map(|name| text(name, locale)).collect())
        })
        .list(),
        Column::once("start", |site, at| start(project(site, at).period)).of(Value::Date),
        Column::once("end", |site, at| end(project(site, at).period)).of(Value::Date),
        Column::once("status", |site, at| project(site, at).status.map(|status| status.word()).into()),
        Column::once("municipalities", |site, at| {
            let activities = project(site, at).activities();
            let places: Vec<_> =
                activities.filter_map(|at| site.catalogue.activities[at].municipality()).collect();
            ids(&site.catalogue.municipalities, &places)
        })
        .of(Value::Reference(Kind::Municipality))
        .list(),
        Column::once("activities", |site, at| Cell::Count(project(site, at).activities.len()))
            .of(Value::Count),
        Column::totals(money),
        Column::once("sources", |site, at| ids(&site.catalogue.documents, &project(site, at).sources))
            .of(Value::Reference(Kind::Document))
            .list(),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Project(at), locale)))
            .of(Value::Address),
        Column::once("target_groups", |site, at| {
            ids(&site.catalogue.target_groups, &project(site, at).target_groups)
        })
        .of(Value::Reference(Kind::TargetGroup))
        .list(),
        Column::by_locale("target_group_names", |site, at, locale| {
            let names =
                project(site, at).target_groups.iter().map(|at| &site.catalogue.target_groups[*at].name);
            self::names(names, locale)
        })
        .list(),
        Column::once("period_source", |site, at| {
            site.catalogue.period_source_of(project(site, at)).map(FactSource::word).into()
        }),
        Column::once("status_source", |site, at| {
            site.catalogue.status_source_of(project(site, at)).map(FactSource::word).into()
        }),
        Column::once("former_ids", |site, at| former_ids(site, Subject::Project(at))).list(),
    ];
    own.into_iter()
        .chain(Column::total(money))
        .chain(Column::details(ProjectRecord::detail_keys(), |site, at| &project(site, at).details))
        .collect()
});

fn project(site: &Site, at: Ref<Project>) -> &Project {
    &site.catalogue.projects[at]
}

fn sub_area(site: &Site, at: Ref<Project>) -> &SubArea {
    &site.catalogue.sub_areas[project(site, at).sub_area]
}

fn money(site: &Site, at: Ref<Project>) -> Spending {
    spending(site, project(site, at).activities())
}
