//! The table of indicators: one row for each.

use super::{Cell, Column, optional_text, text, url};
use crate::base::id::Ref;
use crate::content::catalogue::{
    Actual, Indicator, IndicatorOf, Measure, Programme, Project, Subject, Unit, anchors,
};
use crate::site::route::Site;

/// The columns of the table of indicators.
pub const INDICATORS: &[Column<IndicatorOf>] = &[
    Column::once("programme", |site, at| programme(site, at).map(|programme| programme.id.as_str()).into()),
    Column::once("project", |site, at| project(site, at).map(|project| project.id.as_str()).into()),
    Column::once("phase", |site, at| {
        let phase = indicator(site, at).phase.and_then(|phase| programme(site, at)?.phases.get(phase));
        phase.map(|phase| phase.id.as_str()).into()
    }),
    Column::once("id", |site, at| (&indicator(site, at).id).into()),
    Column::by_locale("name", |site, at, locale| text(&indicator(site, at).name, locale)),
    Column::once("indicator_kind", |site, at| Cell::Text(indicator(site, at).kind.word())),
    Column::by_locale("unit", |site, at, locale| match &indicator(site, at).unit {
        Some(Unit::Percent) => Cell::Text("%"),
        Some(Unit::Things(things)) => optional_text(Some(things), locale),
        None => Cell::Empty,
    }),
    Column::once("baseline", |site, at| value(indicator(site, at).baseline)),
    Column::once("baseline_date", |site, at| date(indicator(site, at).baseline)),
    Column::once("target", |site, at| value(indicator(site, at).target)),
    Column::once("target_date", |site, at| date(indicator(site, at).target)),
    Column::once("actual", |site, at| each(site, at, |_, actual| Cell::Own(actual.value.to_string()))),
    Column::once("actual_date", |site, at| each(site, at, |_, actual| Cell::Own(actual.date.to_string()))),
    Column::once("actual_municipality", |site, at| {
        each(site, at, |site, actual| {
            actual.municipality.map(|at| site.catalogue.municipalities[at].id.as_str()).into()
        })
    }),
    Column::once("actual_source", |site, at| {
        each(site, at, |site, actual| actual.source.map(|at| site.catalogue.documents[at].id.as_str()).into())
    }),
    Column::by_locale("url", |site, at, locale| {
        let page = url(site, site.catalogue.indicators[at].subject, locale);
        Cell::Own(format!("{page}#{}", anchors::indicator(indicator(site, at).id.as_str())))
    }),
];

fn indicator(site: &Site, at: Ref<IndicatorOf>) -> &Indicator {
    site.catalogue.indicator(site.catalogue.indicators[at])
}

fn project(site: &Site, at: Ref<IndicatorOf>) -> Option<&Project> {
    match site.catalogue.indicators[at].subject {
        Subject::Project(at) => Some(&site.catalogue.projects[at]),
        _ => None,
    }
}

fn programme(site: &Site, at: Ref<IndicatorOf>) -> Option<&Programme> {
    match (site.catalogue.indicators[at].subject, project(site, at)) {
        (Subject::Programme(at), _) => Some(&site.catalogue.programmes[at]),
        (_, project) => project.map(|project| &site.catalogue.programmes[project.programme]),
    }
}

fn value(measure: Option<Measure>) -> Cell<'static> {
    measure.map(|measure| measure.value.to_string()).into()
}

fn date(measure: Option<Measure>) -> Cell<'static> {
    measure.and_then(|measure| measure.date).map(|date| date.to_string()).into()
}

/// Makes a cell with a part for each measured value. What is not known is empty.
fn each<'a>(site: &'a Site, at: Ref<IndicatorOf>, cell: fn(&'a Site, &Actual) -> Cell<'a>) -> Cell<'a> {
    super::one_or_more(indicator(site, at).actual.iter().map(|actual| cell(site, actual)))
}
