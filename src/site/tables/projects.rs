//! The table of projects: one row for each.

use std::sync::LazyLock;

use super::details::columns;
use super::{Cell, Column, end, ids, start, text, totals, url};
use crate::base::id::Ref;
use crate::content::catalogue::{FactSource, Project, SubArea, Subject};
use crate::content::parse::ProjectRecord;
use crate::site::route::Site;

/// The columns of the table of projects.
pub static PROJECTS: LazyLock<Vec<Column<Project>>> = LazyLock::new(|| {
    let own = [
        Column::once("id", |site, at| (&project(site, at).id).into()),
        Column::by_locale("title", |site, at, locale| text(&project(site, at).words.title, locale)),
        Column::by_locale("summary", |site, at, locale| text(&project(site, at).words.summary, locale)),
        Column::once("programme", |site, at| {
            (&site.catalogue.programmes[project(site, at).programme].id).into()
        }),
        Column::by_locale("programme_title", |site, at, locale| {
            text(&site.catalogue.programmes[project(site, at).programme].words.title, locale)
        }),
        Column::once("phase", |site, at| {
            let phases = &site.catalogue.programmes[project(site, at).programme].phases;
            project(site, at).phase.map(|number| phases[number].id.as_str()).into()
        }),
        Column::once("area", |site, at| (&site.catalogue.areas[sub_area(site, at).area].id).into()),
        Column::by_locale("area_name", |site, at, locale| {
            text(&site.catalogue.areas[sub_area(site, at).area].name, locale)
        }),
        Column::once("sub_area", |site, at| (&sub_area(site, at).id).into()),
        Column::by_locale("sub_area_name", |site, at, locale| text(&sub_area(site, at).name, locale)),
        Column::once("support_type", |site, at| {
            ids(&site.catalogue.support_types, &project(site, at).support)
        }),
        Column::by_locale("support_type_name", |site, at, locale| {
            let names = project(site, at).support.iter().map(|at| &site.catalogue.support_types[*at].name);
            Cell::Several(names.map(|name| text(name, locale)).collect())
        }),
        Column::once("start", |site, at| start(project(site, at).period)),
        Column::once("end", |site, at| end(project(site, at).period)),
        Column::once("status", |site, at| project(site, at).status.map(|status| status.word()).into()),
        Column::once("municipalities", |site, at| {
            let activities = project(site, at).activities();
            let places: Vec<_> =
                activities.filter_map(|at| site.catalogue.activities[at].municipality()).collect();
            ids(&site.catalogue.municipalities, &places)
        }),
        Column::once("activities", |site, at| Cell::Count(project(site, at).activities.len())),
        Column::once("totals", |site, at| totals(site, project(site, at).activities())),
        Column::once("sources", |site, at| ids(&site.catalogue.documents, &project(site, at).sources)),
        Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Project(at), locale))),
        Column::once("target_groups", |site, at| {
            ids(&site.catalogue.target_groups, &project(site, at).target_groups)
        }),
        Column::by_locale("target_group_names", |site, at, locale| {
            let names =
                project(site, at).target_groups.iter().map(|at| &site.catalogue.target_groups[*at].name);
            Cell::List(names.map(|name| name.get(locale)).collect())
        }),
        Column::once("period_source", |site, at| {
            site.catalogue.period_source_of(project(site, at)).map(FactSource::word).into()
        }),
        Column::once("status_source", |site, at| {
            site.catalogue.status_source_of(project(site, at)).map(FactSource::word).into()
        }),
    ];
    own.into_iter()
        .chain(columns(ProjectRecord::detail_keys(), |site, at| &project(site, at).details))
        .collect()
});

fn project(site: &Site, at: Ref<Project>) -> &Project {
    &site.catalogue.projects[at]
}

fn sub_area(site: &Site, at: Ref<Project>) -> &SubArea {
    &site.catalogue.sub_areas[project(site, at).sub_area]
}
