//! Dates as precise as the source documents give them: a year, a month or a day.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// A date that is known to the year, the month or the day (ISO 8601; EDTF level 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialDate {
    /// `2015`
    Year(i16),
    /// `2019-06`
    Month(i16, i8),
    /// `2021-06-02`
    Day(Date),
}

impl PartialDate {
    /// An ECMA 262 pattern that every date matches. It does not check how many days a month has.
    pub const PATTERN: &str = "^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

    /// The years of which dates may be. Others are slips, and what is written for each year of a period stays short.
    pub const YEARS: RangeInclusive<i16> = 1900..=2100;

    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Days must exist.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4).filter(|year| Self::YEARS.contains(year))?;
        let Some(month) = parts.next() else { return Some(PartialDate::Year(year)) };
        let month = i8::try_from(number(month, 2)?).ok()?;
        if !(1..=12).contains(&month) {
            return None;
        }
        let Some(day) = parts.next() else { return Some(PartialDate::Month(year, month)) };
        let day = i8::try_from(number(day, 2)?).ok()?;
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month, day).ok().map(PartialDate::Day)
    }

    /// The first day of the year, month or day.
    pub fn first_day(self) -> Date {
        match self {
            PartialDate::Year(year) => jiff::civil::date(year, 1, 1),
            PartialDate::Month(year, month) => jiff::civil::date(year, month, 1),
            PartialDate::Day(date) => date,
        }
    }

    /// The last day of the year, month or day.
    pub fn last_day(self) -> Date {
        match self {
            PartialDate::Year(year) => jiff::civil::date(year, 12, 31),
            PartialDate::Month(year, month) => jiff::civil::date(year, month, 1).last_of_month(),
            PartialDate::Day(date) => date,
        }
    }
}

/// A point in time, with the local date of its time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    at: Timestamp,
    day: Date,
}

impl Moment {
    /// Parses an RFC 3339 timestamp such as `2025-04-09T12:00:00+02:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.get(..10)?.parse().ok()?;
        Some(Moment { at: text.parse().ok()?, day })
    }

    /// Makes a point in time with its local date.
    pub(super) fn new(at: Timestamp, day: Date) -> Self {
        Moment { at, day }
    }

    /// Returns the point in time that is so many microseconds later, with the same local date.
    pub fn later_by(self, microseconds: u32) -> Self {
        let duration = SignedDuration::from_micros(microseconds.into());
        Moment { at: self.at.checked_add(duration).unwrap_or(self.at), ..self }
    }

    /// Writes ISO 8601 in UTC without separators: `20230609T140000Z`.
    pub fn compact(self) -> String {
        self.at.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The local date.
    pub fn day(self) -> PartialDate {
        PartialDate::Day(self.day)
    }
}

impl fmt::Display for Moment {
    /// Writes RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.at.fmt(f)
    }
}

/// Returns the position of a day on a timeline, in thousandths of a year.
pub fn on_time_line(day: Date) -> i32 {
    i32::from(day.year()) * 1000 + (i32::from(day.day_of_year()) - 1) * 1000 / i32::from(day.days_in_year())
}

impl fmt::Display for PartialDate {
    /// Writes ISO 8601 at the known precision.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(date) => write!(f, "{date}"),
        }
    }
}

/// A period of time. Its end is open if it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    start: PartialDate,
    end: Option<PartialDate>,
}

impl Period {
    /// Makes a period from `start` to `end`; `None` if it would end before it starts.
    pub fn new(start: PartialDate, end: Option<PartialDate>) -> Option<Self> {
        match end {
            Some(end) if end.last_day() < start.first_day() => None,
            _ => Some(Period { start, end }),
        }
    }

    /// The start.
    pub fn start(&self) -> PartialDate {
        self.start
    }

    /// The end, if it is known.
    pub fn end(&self) -> Option<PartialDate> {
        self.end
    }
}

/// The part of a period that lies in one calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearPart {
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub end: Date,
    /// The number of days.
    pub days: u64,
}

impl Period {
    /// Splits the period by calendar year, from the first possible day to the last; `None` if its end is open.
    pub fn years(self) -> Option<Vec<YearPart>> {
        let (first, last) = (self.start.first_day(), self.end?.last_day());
        let part = |year: i16| {
            let whole = PartialDate::Year(year);
            let (start, end) = (whole.first_day().max(first), whole.last_day().min(last));
            let days = i64::from(end.day_of_year() - start.day_of_year()) + 1;
            YearPart { start, end, days: days.unsigned_abs() }
        };
        Some((first.year()..=last.year()).map(part).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_years_months_and_days_that_exist() {
        for text in ["2015", "2019-06", "2021-06-02", "2024-02-29"] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "15",
            "2015-1",
            "2015-13",
            "2015-00",
            "2023-02-29",
            "2021-6-2",
            "2021-06-02-1",
            "02.06.2021.",
            "+015",
            "0202",
            "1899",
            "2101",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_is_cut_where_years_end() {
        let date = |text: &str| PartialDate::parse(text).unwrap();
        let parts = |start, end: Option<&str>| {
            let years = Period::new(date(start), end.map(date)).unwrap().years();
            years.map(|years| {
                let part = |part: &YearPart| format!("{} {} {}", part.start, part.end, part.days);
                years.iter().map(part).collect::<Vec<_>>()
            })
        };
        assert_eq!(parts("2019", None), None);
        assert_eq!(parts("2020", Some("2020")).unwrap(), ["2020-01-01 2020-12-31 366"]);
        assert_eq!(
            parts("2019-11", Some("2021-01-31")).unwrap(),
            ["2019-11-01 2019-12-31 61", "2020-01-01 2020-12-31 366", "2021-01-01 2021-01-31 31"]
        );
    }

    #[test]
    fn a_period_may_end_within_the_year_or_month_it_starts_in() {
        let date = |text| PartialDate::parse(text).unwrap();
        for (start, end) in
            [("2015", "2015"), ("2015-06", "2015"), ("2015-06-05", "2015-06"), ("2015-06-05", "2015-06-05")]
        {
            assert!(Period::new(date(start), Some(date(end))).is_some(), "{start} {end}");
        }
        for (start, end) in [("2016", "2015"), ("2015-07", "2015-06"), ("2015-06-05", "2015-06-04")] {
            assert!(Period::new(date(start), Some(date(end))).is_none(), "{start} {end}");
        }
    }
}
