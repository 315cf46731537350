//! Indicators as results of the standard. A target and a measured value belong to a period, which starts with the
//! programme or project.

use std::io;

use super::{Facts, File};
use crate::base::date::{PartialDate, Period};
use crate::base::quantity::Quantity;
use crate::content::catalogue::{Actual, Indicator, IndicatorKind, Unit};
use crate::export::xml::Xml;

/// A target or measured values, up to a day.
struct Stretch<'a> {
    end: PartialDate,
    target: Option<Quantity>,
    actual: Option<&'a Actual>,
}

impl File<'_> {
    /// Adds the targets and values that cannot be given to the list of what is left out.
    pub(super) fn tell_results(&mut self, facts: &Facts<'_>) {
        let indicators = self.site.catalogue.indicators_of(facts.subject);
        let is_open =
            |indicator: &Indicator| target(indicator, facts).is_none() && indicator.target.is_some();
        if indicators.iter().any(is_open) {
            let reason = "the date of a target is not recorded, and the end of the whole is not known";
            self.leave_out(facts, "target", reason);
        }
        let is_early = |end: PartialDate| facts.period.is_some_and(|period| is_before(end, period));
        let has_early = |indicator: &Indicator| {
            let ends = indicator.actual.iter().map(|actual| actual.date);
            ends.chain(target(indicator, facts).map(|(_, end)| end)).any(is_early)
        };
        if indicators.iter().any(has_early) {
            let reason = "a target or value is for a day before the start of the whole";
            self.leave_out(facts, "period", reason);
        }
    }

    /// Writes the indicators of a programme or project.
    pub(super) fn results(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        for indicator in self.site.catalogue.indicators_of(facts.subject) {
            let stretches = stretches(indicator, facts);
            if !stretches.is_empty() {
                self.result(indicator, &stretches, facts, xml)?;
            }
        }
        Ok(())
    }

    fn result(
        &self,
        indicator: &Indicator,
        stretches: &[Stretch<'_>],
        facts: &Facts<'_>,
        xml: &mut Xml,
    ) -> io::Result<()> {
        let kind = match indicator.kind {
            IndicatorKind::Output => "1",
            IndicatorKind::Outcome => "2",
            IndicatorKind::Impact => "3",
        };
        let measure = match indicator.unit {
            Some(Unit::Percent) => "2",
            Some(Unit::Things(_)) | None => "1",
        };
        xml.create_element("result").with_attribute(("type", kind)).write_inner_content(|xml| {
            self.narratives(xml, "title", &[], &indicator.name)?;
            let element = xml.create_element("indicator").with_attribute(("measure", measure));
            element.write_inner_content(|xml| {
                self.narratives(xml, "title", &[], &indicator.name)?;
                if let Some((before, date)) =
                    indicator.baseline.and_then(|before| Some((before, before.date?)))
                {
                    let (day, value) = (date.first_day().to_string(), before.value.to_string());
                    let attributes = [("year", &day[..4]), ("iso-date", &day), ("value", &value)];
                    xml.create_element("baseline").with_attributes(attributes).write_empty()?;
                }
                stretches.iter().try_for_each(|stretch| self.stretch(stretch, facts, xml))
            })?;
            Ok(())
        })?;
        Ok(())
    }

    fn stretch(&self, stretch: &Stretch<'_>, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let Some(period) = facts.period else { return Ok(()) };
        xml.create_element("period").write_inner_content(|xml| {
            let days = [("period-start", period.start().first_day()), ("period-end", stretch.end.last_day())];
            for (name, day) in days {
                let day = day.to_string();
                xml.create_element(name).with_attribute(("iso-date", day.as_str())).write_empty()?;
            }
            if let Some(target) = stretch.target {
                let target = target.to_string();
                xml.create_element("target").with_attribute(("value", target.as_str())).write_empty()?;
            }
            let Some(actual) = stretch.actual else { return Ok(()) };
            let value = actual.value.to_string();
            let element = xml.create_element("actual").with_attribute(("value", value.as_str()));
            // Only places that the activity names can be referred to.
            match actual.municipality.filter(|at| facts.places.contains(at)) {
                None => element.write_empty()?,
                Some(at) => element.write_inner_content(|xml| {
                    let place = self.site.catalogue.municipalities[at].id.as_str();
                    xml.create_element("location").with_attribute(("ref", place)).write_empty()?;
                    Ok(())
                })?,
            };
            Ok(())
        })?;
        Ok(())
    }
}

/// Returns the target and its date, which may be the end of the whole.
fn target(indicator: &Indicator, facts: &Facts<'_>) -> Option<(Quantity, PartialDate)> {
    let target = indicator.target?;
    Some((target.value, target.date.or(facts.period.and_then(|period| period.end()))?))
}

/// Returns whether a day is over before the whole starts.
fn is_before(end: PartialDate, period: Period) -> bool {
    end.last_day() < period.start().first_day()
}

/// Returns the target, with the value of the same day if there is one, and the other values.
fn stretches<'a>(indicator: &'a Indicator, facts: &Facts<'_>) -> Vec<Stretch<'a>> {
    let Some(period) = facts.period else { return Vec::new() };
    let target = target(indicator, facts);
    let of_target =
        |actual: &&Actual| target.is_some_and(|(_, due)| actual.municipality.is_none() && actual.date == due);
    let mut found: Vec<Stretch<'a>> = target
        .map(|(value, end)| Stretch {
            end,
            target: Some(value),
            actual: indicator.actual.iter().find(of_target),
        })
        .into_iter()
        .collect();
    let others = indicator.actual.iter().filter(|actual| !of_target(actual));
    found.extend(others.map(|actual| Stretch { end: actual.date, target: None, actual: Some(actual) }));
    found.retain(|stretch| !is_before(stretch.end, period));
    found
}
