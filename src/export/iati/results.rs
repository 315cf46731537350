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
    /// Adds what cannot be given of the indicators to the list of what is left out.
    pub(super) fn tell_results(&mut self, facts: &Facts<'_>) {
        let indicators = self.site.catalogue.indicators_of(facts.subject);
        let today = &self.today;
        let is_open =
            |indicator: &Indicator| target(indicator, facts).is_none() && indicator.target.is_some();
        let is_early = |end: PartialDate| facts.period.is_some_and(|period| is_before(end, period));
        let has_early = |indicator: &Indicator| {
            let ends = indicator.actual.iter().map(|actual| actual.date);
            ends.chain(target(indicator, facts).map(|(_, end)| end)).any(is_early)
        };
        let has_late = |indicator: &Indicator| indicator.actual.iter().any(|at| !today.is_over(at.date));
        let before = |indicator: &Indicator| indicator.baseline.map(|before| before.date);
        let is_undated = |indicator: &Indicator| before(indicator) == Some(None);
        let is_future =
            |indicator: &Indicator| before(indicator).flatten().is_some_and(|date| !today.has_begun(date));
        let is_empty = |indicator: &Indicator| {
            self.stretches(indicator, facts).is_empty() && self.baseline(indicator).is_none()
        };
        let any = |is_so: &dyn Fn(&Indicator) -> bool| indicators.iter().any(is_so);
        let found = [
            (
                any(&is_open),
                "target",
                "the date of a target is not recorded, and the end of the whole is not known",
            ),
            (any(&has_early), "period", "a target or value is for a day before the start of the whole"),
            (
                any(&has_late),
                "actual",
                "the year or month of a value may not be over, or its day is later than the last change of the content",
            ),
            (any(&is_undated), "baseline", "the date of a baseline is not recorded"),
            (
                any(&is_future),
                "baseline",
                "the date of a baseline is later than the last change of the content",
            ),
            (any(&is_empty), "result", "an indicator has neither a target nor a value that can be given"),
        ];
        self.leave_out_each(facts, found);
    }

    /// Writes the indicators of a programme or project.
    pub(super) fn results(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        for indicator in self.site.catalogue.indicators_of(facts.subject) {
            let stretches = self.stretches(indicator, facts);
            if !stretches.is_empty() || self.baseline(indicator).is_some() {
                self.result(indicator, &stretches, facts, xml)?;
            }
        }
        Ok(())
    }

    /// Returns the value before the whole with its date, without which the standard does not accept it.
    fn baseline(&self, indicator: &Indicator) -> Option<(Quantity, PartialDate)> {
        let before = indicator.baseline?;
        Some((before.value, before.date.filter(|date| self.today.has_begun(*date))?))
    }

    /// Returns the target, with the value of the same day if there is one, and the other values.
    fn stretches<'a>(&self, indicator: &'a Indicator, facts: &Facts<'_>) -> Vec<Stretch<'a>> {
        let Some(period) = facts.period else { return Vec::new() };
        let target = target(indicator, facts);
        let of_target = |actual: &&Actual| {
            target.is_some_and(|(_, due)| actual.municipality.is_none() && actual.date == due)
        };
        let measured = || indicator.actual.iter().filter(|actual| self.today.is_over(actual.date));
        let mut found: Vec<Stretch<'a>> = target
            .map(|(value, end)| Stretch { end, target: Some(value), actual: measured().find(of_target) })
            .into_iter()
            .collect();
        let others = measured().filter(|actual| !of_target(actual));
        found.extend(others.map(|actual| Stretch { end: actual.date, target: None, actual: Some(actual) }));
        found.retain(|stretch| !is_before(stretch.end, period));
        found
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
                if let Some((value, date)) = self.baseline(indicator) {
                    let (day, value) = (date.first_day().to_string(), value.to_string());
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
