//! The table of indicators: one row for each.

use super::{Cell, Column, Unit, Value, former_ids, optional_text, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{
    Actual, Indicator, IndicatorOf, Measure, Programme, Project, Subject, Unit as Measured, anchors,
};
use crate::site::route::Site;

/// The columns of the table of indicators.
pub(super) const INDICATORS: &[Column<IndicatorOf>] = &[
    Column::once("programme", |site, at| programme(site, at).map(|programme| programme.id.as_str()).into())
        .of(Value::Reference(Kind::Programme)),
    Column::once("project", |site, at| project(site, at).map(|project| project.id.as_str()).into())
        .of(Value::Reference(Kind::Project)),
    Column::once("phase", |site, at| {
        let phase = indicator(site, at).phase.and_then(|phase| programme(site, at)?.phases.get(phase));
        phase.map(|phase| phase.id.as_str()).into()
    }),
    Column::once("id", |site, at| (&indicator(site, at).id).into()),
    Column::by_locale("name", |site, at, locale| text(&indicator(site, at).name, locale)),
    Column::once("kind", |site, at| Cell::Text(indicator(site, at).kind.word())),
    Column::by_locale("unit", |site, at, locale| match &indicator(site, at).unit {
        Some(Measured::Percent) => Cell::Text("%"),
        Some(Measured::Things(things)) => optional_text(Some(things), locale),
        None => Cell::Empty,
    }),
    Column::once("baseline", |site, at| value(indicator(site, at).baseline))
        .of(Value::Number)
        .unit(Unit::Column("unit")),
    Column::once("baseline_date", |site, at| date(indicator(site, at).baseline)).of(Value::Date),
    Column::once("target", |site, at| value(indicator(site, at).target))
        .of(Value::Number)
        .unit(Unit::Column("unit")),
    Column::once("target_date", |site, at| date(indicator(site, at).target)).of(Value::Date),
    Column::once("actual", |site, at| each(site, at, |_, actual| Cell::Own(actual.value.to_string())))
        .of(Value::Number)
        .list()
        .unit(Unit::Column("unit")),
    Column::once("actual_date", |site, at| each(site, at, |_, actual| Cell::Own(actual.date.to_string())))
        .of(Value::Date)
        .list(),
    Column::once("actual_municipality", |site, at| {
        each(site, at, |site, actual| {
            actual.municipality.map(|at| site.catalogue.municipalities[at].id.as_str()).into()
        })
    })
    .of(Value::Reference(Kind::Municipality))
    .list(),
    Column::once("actual_source", |site, at| {
        each(site, at, |site, actual| actual.source.map(|at| site.catalogue.documents[at].id.as_str()).into())
    })
    .of(Value::Reference(Kind::Document))
    .list(),
    Column::by_locale("url", |site, at, locale| {
        let page = url(site, site.catalogue.indicators[at].subject, locale);
        Cell::Own(format!("{page}#{}", anchors::indicator(indicator(site, at).id.as_str())))
    })
    .of(Value::Address),
    Column::once("former_ids", |site, at| former_ids(site, site.catalogue.indicators[at].subject)).list(),
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
