//! The tables of indicators on pages, and the page of all results.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::{Actual, Indicator, Measure, Programme, Project, Subject, Unit, anchors};
use crate::render::context::{Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// An indicator in a table.
#[derive(Serialize)]
pub(super) struct IndicatorView<'a> {
    id: String,
    name: Shown<'a>,
    kind: String,
    unit: Option<Shown<'a>>,
    phase: Option<Shown<'a>>,
    baseline: Option<ValueView<'a>>,
    target: Option<ValueView<'a>>,
    actual: Vec<ValueView<'a>>,
    /// How much of the target is reached, in thousandths.
    progress: Option<i32>,
}

/// A value, and what is known about it.
#[derive(Serialize)]
struct ValueView<'a> {
    value: String,
    date: Option<String>,
    place: Option<Link<'a>>,
    source: Option<Link<'a>>,
}

/// The indicators of a programme or project on the page of all results.
#[derive(Serialize)]
struct ResultsView<'a> {
    link: Link<'a>,
    /// Whether it is a project below its programme, which has indicators too.
    is_below: bool,
    indicators: Vec<IndicatorView<'a>>,
}

impl<'a> PageContext<'a> {
    /// Makes the indicators of a programme or project.
    pub(super) fn indicators(&self, subject: Subject) -> Result<Vec<IndicatorView<'a>>, RenderError> {
        let catalogue = self.catalogue();
        let phases = match subject {
            Subject::Programme(at) => catalogue.programmes[at].phases.as_slice(),
            _ => &[],
        };
        let view = |indicator: &'a Indicator| {
            let number = |value| self.quantity(value, indicator);
            let measure = |measure: Measure| ValueView {
                value: number(measure.value),
                date: measure.date.map(|date| format::date(date, self.locale)),
                place: None,
                source: None,
            };
            let actual = |actual: &Actual| ValueView {
                value: number(actual.value),
                date: Some(format::date(actual.date, self.locale)),
                place: actual.municipality.map(|at| self.municipality(at)),
                source: actual.source.map(|at| self.document(at)),
            };
            Ok(IndicatorView {
                id: anchors::indicator(indicator.id.as_str()),
                name: self.shown(&indicator.name),
                kind: self.message(&format!("indicator-kind-{}", indicator.kind.word()), &[])?,
                unit: match &indicator.unit {
                    Some(Unit::Things(text)) => Some(self.shown(text)),
                    Some(Unit::Percent) | None => None,
                },
                phase: indicator.phase.and_then(|at| phases.get(at)).map(|phase| self.shown(&phase.name)),
                baseline: indicator.baseline.map(measure),
                target: indicator.target.map(measure),
                actual: indicator.actual.iter().map(actual).collect(),
                progress: progress(indicator),
            })
        };
        catalogue.indicators_of(subject).iter().map(view).collect()
    }

    fn quantity(&self, value: crate::base::quantity::Quantity, indicator: &Indicator) -> String {
        let number = format::quantity(value, self.locale);
        match indicator.unit {
            Some(Unit::Percent) => format!("{number}%"),
            _ => number,
        }
    }

    /// Builds the page of all indicators: programme by programme, each followed by its projects.
    pub(super) fn results(&self, page: Page) -> Result<View, RenderError> {
        let catalogue = self.catalogue();
        let mut projects: BTreeMap<Ref<Programme>, Vec<Ref<Project>>> = BTreeMap::new();
        for at in self.order().projects.all() {
            let project = &catalogue.projects[*at];
            if !project.indicators.is_empty() {
                projects.entry(project.programme).or_default().push(*at);
            }
        }
        let mut groups = Vec::new();
        for at in self.order().programmes.all() {
            let has_own = !catalogue.programmes[*at].indicators.is_empty();
            if has_own {
                groups.push(self.results_of(Subject::Programme(*at), false)?);
            }
            for project in projects.remove(at).unwrap_or_default() {
                groups.push(self.results_of(Subject::Project(project), has_own)?);
            }
        }
        let title = self.menu_name(page.subject)?;
        let description = self.message(
            "results-description",
            &[("count", Argument::Count(catalogue.indicators.len() as u64))],
        )?;
        Ok(self.view(page, Shown::Own(title), &description)?.with("groups", &groups))
    }

    fn results_of(&self, subject: Subject, is_below: bool) -> Result<ResultsView<'a>, RenderError> {
        Ok(ResultsView { link: self.entry(subject), is_below, indicators: self.indicators(subject)? })
    }
}

/// Returns how much of the way from the baseline to the target is done. `None` if the target or a value is not known.
fn progress(indicator: &Indicator) -> Option<i32> {
    let start = indicator.baseline.map_or(crate::base::quantity::Quantity::ZERO, |baseline| baseline.value);
    indicator.latest()?.value.progress(start, indicator.target?.value)
}
