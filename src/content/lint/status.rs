//! Compares the status of programmes, projects and activities with their dates.
//!
//! There is no clock. That a day is past follows from the content: documents, posts and measured values have dates, and
//! what is under way or finished has begun.

use std::collections::HashMap;

use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::date::PartialDate;
use crate::base::problem::{Placed, Problem, Problems, Rule};
use crate::content::parse::{IndicatorRecord, PeriodRecord, Records, Status};

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&DOUBTFUL_STATUS, doubtful_statuses), always(&DOUBTFUL_DATE, doubtful_dates)];

static DOUBTFUL_STATUS: Rule = Rule::warning(
    "doubtful-status",
    "Nothing is planned, ongoing or completed against its dates, as far as other dates of the catalogue show.",
);

static DOUBTFUL_DATE: Rule = Rule::warning(
    "doubtful-date",
    "No date of a document, post or measured value is five years after all others.",
);

/// The years after which a status does not fit its dates.
const YEARS: i16 = 1;

/// The years after which something may still be said to be completed before its end.
const YEARS_BEFORE_END: i16 = 3;

/// The years between the last date and the others from which the last one is a slip.
const FAR: i16 = 5;

/// The fewest dates from which it can be seen that one is far after all others.
const FEWEST: usize = 6;

/// A date in the order of days.
type Day = (i16, i8, i8);

fn first_day(date: PartialDate) -> Day {
    let day = date.first_day();
    (day.year(), day.month(), day.day())
}

fn last_day(date: PartialDate) -> Day {
    let day = date.last_day();
    (day.year(), day.month(), day.day())
}

fn later((year, month, day): Day, years: i16) -> Day {
    (year + years, month, day)
}

/// A date that is past, with its place.
struct Past<'a> {
    date: &'a Placed<PartialDate>,
    /// Whether it is of a document, post or measured value, and not a beginning.
    is_event: bool,
}

/// Returns the dates that are past by what the content says of them, the last one first.
fn past(records: &Records) -> Vec<Past<'_>> {
    let mut past = Vec::new();
    let mut event = |date| past.push(Past { date, is_event: true });
    let documents = records.documents.iter().filter_map(|entry| entry.facts.as_ref()?.date.as_ref());
    let posts = records.posts.iter().filter_map(|entry| entry.facts.as_ref()?.date.as_ref());
    documents.chain(posts).for_each(&mut event);
    let programmes = || records.programmes.iter().filter_map(|entry| entry.facts.as_ref());
    let projects = || records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    let indicators = programmes().flat_map(|facts| facts.indicators.iter().flatten());
    let indicators = indicators.chain(projects().flat_map(|facts| facts.indicators.iter().flatten()));
    indicators.flat_map(measured).for_each(&mut event);
    let activities = projects().flat_map(|facts| facts.activities.iter().flatten());
    let awards =
        activities.clone().flat_map(|activity| activity.funding.iter().flat_map(|funding| &funding.0));
    awards.filter_map(|award| award.awarded.as_ref()).for_each(event);
    let entries = programmes().map(|facts| (&facts.status, &facts.period));
    let entries = entries.chain(projects().map(|facts| (&facts.status, &facts.period)));
    let entries = entries.chain(activities.map(|activity| (&activity.status, &activity.period)));
    for (status, period) in entries {
        let Some(period) = period.as_ref().filter(|_| has_begun(status)) else { continue };
        past.extend(period.start.as_ref().map(|date| Past { date, is_event: false }));
    }
    past.sort_by_key(|past| std::cmp::Reverse(first_day(past.date.value)));
    past
}

fn measured(indicator: &IndicatorRecord) -> impl Iterator<Item = &Placed<PartialDate>> {
    indicator.actual.iter().flatten().filter_map(|actual| actual.date.as_ref())
}

fn has_begun(status: &Option<Placed<Status>>) -> bool {
    status.as_ref().is_some_and(|status| {
        matches!(status.value, Status::Ongoing | Status::Closing | Status::Completed | Status::Suspended)
    })
}

/// Returns how many of the last dates are slips: one that is far after all others.
fn slips(past: &[Past<'_>]) -> usize {
    let is_slip =
        past.len() >= FEWEST && later(first_day(past[1].date.value), FAR) < first_day(past[0].date.value);
    usize::from(is_slip)
}

/// Reports the last date, if it is far after all others.
fn doubtful_dates(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let past = past(content.records);
    if slips(&past) == 1 && past[0].is_event {
        let (date, before) = (past[0].date, past[1].date);
        let message = format!(
            "no other date is within five years of {}; the last one before it is {}",
            date.value, before.value
        );
        problems.push(
            Problem::new(&DOUBTFUL_DATE, date.place.clone(), message)
                .related(before.place.clone(), "the last one before")
                .help("correct the year; if it is right, other dates are missing or wrong"),
        );
    }
    problems
}

/// Reports statuses that contradict the dates of the same entry.
fn doubtful_statuses(content: &Content<'_>) -> Problems {
    let records = content.records;
    let mut problems = Problems::default();
    let past = past(records);
    let Some(now) = past.get(slips(&past)).map(|past| past.date) else { return problems };
    let now = Now { date: now, is_certain: past.len() >= FEWEST };
    let mut look = |status: &Option<Placed<Status>>, start, end| {
        let found = status.as_ref().and_then(|status| contradiction(status, start, end, &now));
        found.into_iter().for_each(|problem| problems.push(problem));
    };
    let mut periods: HashMap<&str, Option<&PeriodRecord>> = HashMap::new();
    let mut phases: HashMap<(&str, &str), Option<&PeriodRecord>> = HashMap::new();
    for entry in &records.programmes {
        let Some(facts) = &entry.facts else { continue };
        periods.insert(&entry.id, facts.period.as_ref());
        for phase in facts.phases.iter().flatten() {
            let Some(id) = &phase.id else { continue };
            phases.insert((&entry.id, &id.value), phase.period.as_ref());
        }
        look(&facts.status, start_of(facts.period.as_ref()), end_of(facts.period.as_ref()));
    }
    for facts in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let programme = facts.programme.as_ref().map(|id| id.value.as_str());
        let phase = programme
            .zip(facts.phase.as_ref())
            .and_then(|(id, phase)| *phases.get(&(id, phase.value.as_str()))?);
        let of_programme = programme.and_then(|id| *periods.get(id)?);
        let own = facts.period.as_ref();
        let end = end_of(own.or(phase).or(of_programme));
        look(&facts.status, start_of(own), end);
        for activity in facts.activities.iter().flatten() {
            let period = activity.period.as_ref();
            look(&activity.status, start_of(period), end_of(period.or(own).or(phase).or(of_programme)));
        }
    }
    problems
}

fn start_of(period: Option<&PeriodRecord>) -> Option<&Placed<PartialDate>> {
    period.and_then(|period| period.start.as_ref())
}

fn end_of(period: Option<&PeriodRecord>) -> Option<&Placed<PartialDate>> {
    period.and_then(|period| period.end.as_ref())
}

/// The last date that is past.
struct Now<'a> {
    date: &'a Placed<PartialDate>,
    /// Whether there are so many dates that today is hardly much later.
    is_certain: bool,
}

/// Returns the problem of a status that contradicts the dates of its entry.
fn contradiction(
    status: &Placed<Status>,
    start: Option<&Placed<PartialDate>>,
    end: Option<&Placed<PartialDate>>,
    now: &Now<'_>,
) -> Option<Problem> {
    let today = first_day(now.date.value);
    let has_ended = |end: &&Placed<PartialDate>| later(last_day(end.value), YEARS) < today;
    let has_begun = |start: &&Placed<PartialDate>| later(last_day(start.value), YEARS) < today;
    let is_open =
        |end: &&Placed<PartialDate>| now.is_certain && later(today, YEARS_BEFORE_END) < first_day(end.value);
    let (date, edge, help) = match status.value {
        Status::Ongoing | Status::Planned if end.is_some_and(|end| has_ended(&end)) => {
            (end?, "end", "write `status: completed`, or correct the end")
        }
        Status::Planned => (
            start.filter(has_begun)?,
            "start",
            "write `status: ongoing`, or `completed` if it is over; or correct the start",
        ),
        Status::Completed => (end.filter(is_open)?, "end", "write `status: ongoing`, or correct the end"),
        _ => return None,
    };
    let word = status.value.word();
    let message = format!(
        "this is `{word}`, but its {edge} is {}, and other dates of the catalogue reach {}",
        date.value, now.date.value
    );
    Some(
        Problem::new(&DOUBTFUL_STATUS, status.place.clone(), message)
            .related(date.place.clone(), format!("the {edge}"))
            .related(now.date.place.clone(), "the last date that is past")
            .help(help),
    )
}
