//! Start and end of a programme or project, and which dates have surely come. No clock says so, because the same content
//! has to give the same file.

use std::io;

use super::{Facts, File};
use crate::base::date::PartialDate;
use crate::content::catalogue::{Catalogue, FactSource, Status};
use crate::export::xml::{Xml, leaf};
use crate::site::route::Site;

/// What is known of the present day.
pub(super) enum Today {
    /// The content was last changed on this day, according to its history. It cannot know of later ones.
    Changed(PartialDate),
    /// The history is not known. If the content is right, the first day of this date has come. `None` if it mentions no
    /// date that is past.
    Mentioned(Option<PartialDate>),
}

impl Today {
    pub(super) fn of(site: &Site) -> Self {
        match &site.change_log {
            Some(change_log) => Today::Changed(change_log.last_change().day()),
            None => Today::Mentioned(latest(&site.catalogue)),
        }
    }

    /// Returns whether a date that is past according to the content has begun.
    pub(super) fn has_begun(&self, date: PartialDate) -> bool {
        match self {
            Today::Changed(today) => date.first_day() <= today.first_day(),
            Today::Mentioned(_) => true,
        }
    }

    /// Returns whether a date that is past according to the content is over. Of a year or month, its last day has to have
    /// come.
    pub(super) fn is_over(&self, date: PartialDate) -> bool {
        match (self, date) {
            (Today::Changed(today), _) => date.last_day() <= today.first_day(),
            (Today::Mentioned(_), PartialDate::Day(_)) => true,
            (Today::Mentioned(latest), _) => {
                latest.is_some_and(|latest| date.last_day() <= latest.first_day())
            }
        }
    }
}

/// Returns the latest date of the content that has come if the content is right: the start of what runs or is completed,
/// the end of what is completed, the day of an award or of a measured value, and the publication of a document. Of a year
/// or month, only the first day counts.
fn latest(catalogue: &Catalogue) -> Option<PartialDate> {
    let programmes = catalogue.programmes.iter().map(|(_, programme)| (programme.status, programme.period));
    let projects = catalogue.projects.iter().map(|(_, project)| (project.status, project.period));
    let periods = programmes.chain(projects).filter_map(|(status, period)| Some((status?, period?)));
    let past = periods.flat_map(|(status, period)| {
        let end = period.end().filter(|_| status == Status::Completed);
        [has_started(status).then(|| period.start()), end]
    });
    let published = catalogue.documents.iter().map(|(_, document)| document.date);
    let awarded = catalogue.awards().map(|of| of.award.awarded);
    let indicators = catalogue.list_indicators();
    let measured = indicators.iter().flat_map(|of| &catalogue.indicator(*of).actual);
    let measured = measured.map(|actual| Some(actual.date));
    past.chain(published).chain(awarded).chain(measured).flatten().max_by_key(|date| date.first_day())
}

fn has_started(status: Status) -> bool {
    match status {
        Status::Completed | Status::Ongoing | Status::Closing | Status::Suspended => true,
        Status::Planned | Status::Cancelled => false,
    }
}

impl File<'_> {
    /// Adds dates that are past according to the status, but are given as planned, to the list of what is left out.
    pub(super) fn tell_dates(&mut self, facts: &Facts<'_>) {
        let (Some(period), Some(status)) = (facts.period, facts.status) else { return };
        if has_started(status) && !self.today.has_begun(period.start()) {
            let reason = "its start is later than the last change of the content, so it is given as planned";
            self.leave_out(facts, "activity-date", reason);
        }
        let Some(end) = period.end().filter(|end| status == Status::Completed && !self.today.is_over(*end))
        else {
            return;
        };
        let reason = match end {
            PartialDate::Day(_) => {
                "its end is later than the last change of the content, so it is given as planned"
            }
            PartialDate::Year(_) | PartialDate::Month(..) => {
                "only the year or month of its end is recorded, which may not be over, so the end is given as planned; record the day"
            }
        };
        self.leave_out(facts, "activity-date", reason);
    }

    /// Writes start and end. They are actual dates if they are past according to the status and may be so today, otherwise
    /// planned ones.
    pub(super) fn dates(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let Some(period) = facts.period else { return Ok(()) };
        let is_past = |status: Status| has_started(status) && self.today.has_begun(period.start());
        let start = if facts.status.is_some_and(is_past) { "2" } else { "1" };
        date(xml, start, period.start().first_day().to_string(), period.start(), facts.period_source)?;
        let Some(end) = period.end() else { return Ok(()) };
        let is_past = facts.status == Some(Status::Completed) && self.today.is_over(end);
        let kind = if is_past { "4" } else { "3" };
        date(xml, kind, end.last_day().to_string(), end, facts.period_source)
    }
}

/// Writes a date. If only a year or a month is known, or the date is that of the phase or programme, a narrative says so.
fn date(
    xml: &mut Xml,
    kind: &str,
    day: String,
    known: PartialDate,
    source: Option<FactSource>,
) -> io::Result<()> {
    let known = known.to_string();
    let date = xml.create_element("activity-date");
    let date = date.with_attributes([("type", kind), ("iso-date", day.as_str())]);
    let whole = match source {
        Some(FactSource::Programme) => Some("programme"),
        Some(FactSource::Phase) => Some("phase"),
        Some(FactSource::Own | FactSource::Project) | None => None,
    };
    if let Some(whole) = whole {
        let words = format!("{known}: of the whole {whole}; the dates of the project are not known");
        date.write_inner_content(|xml| leaf(xml, "narrative", [("xml:lang", "en")], &words))?;
    } else if day == known {
        date.write_empty()?;
    } else {
        date.write_inner_content(|xml| leaf(xml, "narrative", [], &known))?;
    }
    Ok(())
}
