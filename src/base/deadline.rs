//! Deadlines: a day, or a time on a day in Belgrade.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::date::{Moment, PartialDate};

/// The last moment for something: the end of a day, or a time on it (ISO 8601, local time of Belgrade).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    day: Date,
    time: Option<Time>,
}

/// The rule for the local time of Belgrade since 1996 (POSIX).
const BELGRADE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

impl Deadline {
    /// An ECMA 262 pattern that every deadline matches. It does not check how many days a month has.
    pub const PATTERN: &str = "^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?$";

    /// Parses `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`. Days and times must exist.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, time) = match text.split_once('T') {
            Some((day, time)) => (day, Some(time_of_day(time)?)),
            None => (text, None),
        };
        let PartialDate::Day(day) = PartialDate::parse(day)? else { return None };
        Some(Deadline { day, time })
    }

    /// Returns the day.
    pub fn day(self) -> PartialDate {
        PartialDate::Day(self.day)
    }

    /// Returns the hour and the minute, if there is a time.
    pub fn time(self) -> Option<(i8, i8)> {
        self.time.map(|time| (time.hour(), time.minute()))
    }

    /// Returns the moment when it has passed: its time, or the end of its day. `None` if that is outside the calendar.
    pub fn passes_at(self) -> Option<Moment> {
        in_belgrade(match self.time {
            Some(time) => DateTime::from_parts(self.day, time),
            None => self.day.tomorrow().ok()?.into(),
        })
    }
}

/// Returns the moment when a day, or the first day of a month or year, begins in Belgrade. `None` if that is outside the
/// calendar.
pub fn start_of(date: PartialDate) -> Option<Moment> {
    in_belgrade(date.first_day().into())
}

fn in_belgrade(local: DateTime) -> Option<Moment> {
    let at = TimeZone::posix(BELGRADE).ok()?.to_timestamp(local).ok()?;
    Some(Moment::new(at, local.date()))
}

/// Parses `hh:mm`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str| {
        let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i8>().ok())?
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

impl fmt::Display for Deadline {
    /// Writes ISO 8601 without a time zone, as editors write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        match self.time() {
            Some((hour, minute)) => write!(f, "T{hour:02}:{minute:02}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_times_that_exist() {
        for text in ["2023-06-09", "2023-06-09T16:00", "2024-02-29T00:00", "2023-12-31T23:59"] {
            assert_eq!(Deadline::parse(text).map(|deadline| deadline.to_string()).as_deref(), Some(text));
        }
        for text in [
            "2023-06",
            "2023",
            "2023-02-29",
            "2023-06-09T",
            "2023-06-09T16",
            "2023-06-09T24:00",
            "2023-06-09T16:60",
            "2023-06-09T16:00:00",
            "2023-06-09T16:00Z",
            "2023-06-09 16:00",
            "2023-06-09T+6:00",
        ] {
            assert_eq!(Deadline::parse(text), None, "{text}");
        }
    }

    #[test]
    fn passes_in_local_time() {
        for (text, passes_at) in [
            ("2023-06-09T16:00", "2023-06-09T14:00:00Z"),
            ("2023-01-09T16:00", "2023-01-09T15:00:00Z"),
            ("2023-06-09", "2023-06-09T22:00:00Z"),
            ("2023-10-28", "2023-10-28T22:00:00Z"),
            ("2023-10-29", "2023-10-29T23:00:00Z"),
            ("2023-12-31", "2023-12-31T23:00:00Z"),
        ] {
            let at = Deadline::parse(text).and_then(Deadline::passes_at).map(|at| at.to_string());
            assert_eq!(at.as_deref(), Some(passes_at), "{text}");
        }
    }
}
