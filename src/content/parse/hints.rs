//! What was meant by a date, a number or a currency that is written in another way.

use std::borrow::Cow;

use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::money::Currency;
use crate::base::odd::{is_odd_space, is_unseen};
use crate::text::language::fold;

/// The longest text that can be meant as a single value.
const LONGEST: usize = 60;

/// Returns a text without unusual spaces and invisible signs.
fn plain(text: &str) -> Option<Cow<'_, str>> {
    if text.len() > LONGEST {
        return None;
    }
    let is_odd = |c: char| is_odd_space(c) || is_unseen(c);
    if !text.contains(is_odd) {
        return Some(Cow::Borrowed(text.trim()));
    }
    let chars = text.chars().filter(|c| !is_unseen(*c)).map(|c| if is_odd_space(c) { ' ' } else { c });
    Some(Cow::Owned(chars.collect::<String>().trim().to_owned()))
}

/// The beginnings of the names of the months in Serbian and English, as they are folded.
const MONTHS: [&[&str]; 12] = [
    &["jan", "sijecanj"],
    &["feb"],
    &["mar"],
    &["apr"],
    &["maj", "may"],
    &["jun"],
    &["jul"],
    &["avg", "aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov"],
    &["dec"],
];

const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// A part of a written date.
#[derive(Clone, Copy)]
enum Part {
    /// Digits, and how many they are.
    Number(u32, usize),
    /// A month by its name.
    Month(u32),
}

/// Returns the parts of a written date, without its time. `None` if there is anything else in it.
fn parts(text: &str) -> Option<Vec<Part>> {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | '–' | '—' | '−' | ',' | '_');
    text.split(is_between)
        .filter(|part| !part.is_empty())
        .map(|part| {
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                return part.parse().ok().map(|number| Part::Number(number, part.len()));
            }
            let part = fold(part);
            let named = MONTHS
                .iter()
                .position(|names| part.len() < 12 && names.iter().any(|name| part.starts_with(name)));
            let month = named.or_else(|| ROMAN.iter().position(|roman| *roman == part))?;
            Some(Part::Month(month as u32 + 1))
        })
        .collect()
}

/// Returns the date that was meant, in the form of ISO 8601.
pub(crate) fn date(text: &str) -> Option<String> {
    use Part::{Month, Number};
    let text = plain(text)?;
    let (text, _) = time(&text);
    let text = without_year_word(text.trim());
    let written = match *parts(text)?.as_slice() {
        [Number(year, 4)] => format!("{year:04}"),
        [Number(all, 8)] => format!("{:04}-{:02}-{:02}", all / 10_000, all / 100 % 100, all % 100),
        [Number(all, 6)] if all / 100 >= 1900 => format!("{:04}-{:02}", all / 100, all % 100),
        [Number(year, 4), Number(month, 1 | 2) | Month(month)]
        | [Number(month, 1 | 2) | Month(month), Number(year, 4)] => format!("{year:04}-{month:02}"),
        // Spreadsheets write months so.
        [Month(month), Number(year, 2)] => format!("{:04}-{month:02}", 2000 + year),
        [Number(year, 4), Number(month, 1 | 2) | Month(month), Number(day, 1 | 2)]
        | [Number(day, 1 | 2), Month(month), Number(year, 4)]
        | [Month(month), Number(day, 1 | 2), Number(year, 4)] => of_day(year, month, day),
        [Number(day, 1 | 2), Number(month, 1 | 2), Number(year, 4)] => of_day(year, month, day),
        [Number(day, 1 | 2), Number(month, 1 | 2) | Month(month), Number(year, 2)] => {
            of_day(2000 + year, month, day)
        }
        _ => return None,
    };
    PartialDate::parse(&written).map(|_| written)
}

/// Returns the first and the last date of a period that is written as a text: `2019–2021`, `od 2019. do 2021. godine`.
pub(super) fn period(text: &str) -> Option<(String, String)> {
    const BETWEEN: [&str; 5] = [" – ", " - ", " do ", " to ", "–"];
    let text = plain(text)?;
    let text = text.strip_prefix("od ").or_else(|| text.strip_prefix("from ")).unwrap_or(&text);
    let (start, end) = BETWEEN.iter().find_map(|sign| text.split_once(sign))?;
    Some((date(start)?, date(end)?))
}

/// Returns a date without the word for a year at its end: `2021. godine`, `2021. год.`.
fn without_year_word(date: &str) -> &str {
    let bare = date.trim_end_matches('.');
    match bare.rsplit_once(' ') {
        Some((before, word)) if matches!(&*fold(word), "god" | "godine" | "godina") => before.trim_end(),
        _ => date,
    }
}

/// Returns a day in the form of ISO 8601. If the month cannot be one, but the day can, they were swapped.
fn of_day(year: u32, month: u32, day: u32) -> String {
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    format!("{year:04}-{month:02}-{day:02}")
}

/// Returns a text without the time of day at its end, and this time.
fn time(text: &str) -> (&str, Option<(u32, u32)>) {
    let Some((at, _)) = text.match_indices(':').next() else { return (text, None) };
    let before = &text[..at];
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let minutes = &text[at + 1..];
    let length = minutes.len() - minutes.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    match (number(&before[start..]), number(&minutes[..length])) {
        (Some(hour), Some(minute)) => {
            let day = before[..start].trim_end();
            let day = day.strip_suffix('T').or_else(|| day.strip_suffix(" u")).unwrap_or(day);
            (day, Some((hour, minute)))
        }
        _ => (text, None),
    }
}

/// Returns the deadline that was meant.
pub(super) fn deadline(text: &str) -> Option<String> {
    let day = date(text)?;
    let text = plain(text)?;
    let written = match time(&text).1 {
        Some((hour, minute)) => format!("{day}T{hour:02}:{minute:02}"),
        None => day,
    };
    Deadline::parse(&written).map(|_| written)
}

/// Says why a date in the right form does not exist: "April has 30 days".
pub(super) fn no_such_day(text: &str) -> Option<String> {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = text.split('T').next().unwrap_or(text);
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month) = (parts.next()??, usize::from(parts.next()??));
    if !(1900..=2100).contains(&year) {
        return (text.len() >= 4).then(|| "its year is not between 1900 and 2100".to_owned());
    }
    let Some(name) = month.checked_sub(1).and_then(|at| NAMES.get(at)) else {
        return Some("a year has 12 months".to_owned());
    };
    let day = i8::try_from(parts.next().flatten()?).unwrap_or(i8::MAX);
    let last = PartialDate::parse(&format!("{year:04}-{month:02}"))?.last_day().day();
    if (1..=last).contains(&day) {
        return None;
    }
    let in_year = if month == 2 { format!(" in {year}") } else { String::new() };
    Some(format!("{name} has {last} days{in_year}"))
}

/// Returns the number that was meant: without separators, signs of currencies and words, with a point before its decimals.
pub(super) fn number(text: &str) -> Option<String> {
    let text = plain(text)?;
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−');
    let is_word = |c: char| !is_sign(c) && c != '+';
    let digits = text.trim_matches(is_word);
    let (before, behind) = text.split_once(digits)?;
    if ![before, behind].into_iter().all(is_harmless) {
        return None;
    }
    let negative = digits.starts_with(['-', '−']);
    let digits = digits.trim_matches(|c: char| !c.is_ascii_digit());
    let digits: String = digits.chars().filter(|c| !matches!(c, ' ' | '\'' | '’')).collect();
    if digits.is_empty() || digits.contains(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')) {
        return None;
    }
    let number = without_separators(&digits)?;
    Some(if negative { format!("-{number}") } else { number })
}

/// Returns whether a word beside a number does not change it: a currency, a sign or "about".
fn is_harmless(word: &str) -> bool {
    const WORDS: [&str; 12] =
        ["oko", "cca", "ca", "about", "approx", "eur", "euro", "rsd", "chf", "usd", "posto", "percent"];
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    word.is_empty()
        || WORDS.contains(&fold(word).as_str())
        || ["evr", "eur", "din", "fran", "dolar"].iter().any(|stem| fold(word).starts_with(stem))
}

/// Returns digits without separators of thousands, with a point before the decimals. `None` if the signs contradict.
fn without_separators(digits: &str) -> Option<String> {
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let parts: Vec<&str> = digits.split(['.', ',']).collect();
    let (first, rest) = parts.split_first()?;
    let (Some(last), Some(sign)) = (rest.last(), signs.last()) else { return Some(digits.to_owned()) };
    let are_thousands = |parts: &[&str]| first.len() <= 3 && parts.iter().all(|part| part.len() == 3);
    let is_one_kind = signs.iter().all(|other| other == sign);
    if are_thousands(rest) && is_one_kind {
        return Some(parts.concat());
    }
    let middle = &rest[..rest.len() - 1];
    let is_middle_of_one_kind = signs[..signs.len() - 1].windows(2).all(|pair| pair[0] == pair[1]);
    let may_be_decimals = (1..=2).contains(&last.len()) || middle.is_empty();
    (are_thousands(middle) && is_middle_of_one_kind && may_be_decimals || middle.is_empty())
        .then(|| format!("{first}{}.{last}", middle.concat()))
}

/// Returns the currency that was meant.
pub(crate) fn currency(text: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("€", "EUR"),
        ("evr", "EUR"),
        ("eur", "EUR"),
        ("din", "RSD"),
        ("rsd", "RSD"),
        ("serbian dinar", "RSD"),
        ("$", "USD"),
        ("dolar", "USD"),
        ("us dollar", "USD"),
        ("dollar", "USD"),
        ("frank", "CHF"),
        ("franc", "CHF"),
        ("swiss franc", "CHF"),
        ("sfr", "CHF"),
        ("svajcars", "CHF"),
        ("£", "GBP"),
        ("funt", "GBP"),
        ("pound", "GBP"),
        ("km", "BAM"),
        ("konvertibil", "BAM"),
        ("svedsk", "SEK"),
        ("norvesk", "NOK"),
        ("swedish", "SEK"),
        ("norwegian", "NOK"),
    ];
    let text = plain(text)?;
    let folded = fold(&text);
    let capitals = text.trim_matches(|c: char| !c.is_alphabetic()).to_uppercase();
    let known = |code: &str| Currency::CODES.iter().copied().find(|known| *known == code);
    let named = || NAMES.iter().find(|(name, _)| folded.starts_with(name)).map(|(_, code)| *code);
    known(&capitals).or_else(named).or_else(|| near(&capitals))
}

/// Returns the frequent currency whose code differs from another one in one letter, or in the order of two.
fn near(code: &str) -> Option<&'static str> {
    const FREQUENT: [&str; 7] = ["RSD", "EUR", "CHF", "USD", "GBP", "SEK", "NOK"];
    let letters = |code: &str| -> Vec<u8> {
        let mut letters = code.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    let differs = |known: &str| code.bytes().zip(known.bytes()).filter(|(one, other)| one != other).count();
    if code.len() != 3 {
        return None;
    }
    let swapped = FREQUENT.into_iter().find(|known| letters(known) == letters(code));
    swapped.or_else(|| FREQUENT.into_iter().find(|known| differs(known) == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_understood_in_many_forms() {
        for (written, meant) in [
            ("2024-3", Some("2024-03")),
            ("2020/06", Some("2020-06")),
            ("31.03.2024", Some("2024-03-31")),
            ("30.6.2020.", Some("2020-06-30")),
            ("2020.", Some("2020")),
            ("06/30/2020", Some("2020-06-30")),
            ("2020–06", Some("2020-06")),
            ("2020-06-30T12:00", Some("2020-06-30")),
            ("12. april 2021", Some("2021-04-12")),
            ("12. априла 2021. године", Some("2021-04-12")),
            ("April 12, 2021", Some("2021-04-12")),
            ("30. VI 2020", Some("2020-06-30")),
            ("20200630", Some("2020-06-30")),
            ("mar.24", Some("2024-03")),
            ("01.03.24.", Some("2024-03-01")),
            ("2020-06-31", None),
            ("danas", None),
            ("II kvartal 2020", None),
            ("", None),
        ] {
            assert_eq!(date(written).as_deref(), meant, "{written}");
        }
        assert_eq!(deadline("9.6.2023. u 16:00").as_deref(), Some("2023-06-09T16:00"));
        assert_eq!((deadline("č16:00"), date("9.6.2023 у16:00")), (None, None));
        let both = |start: &str, end: &str| Some((start.to_owned(), end.to_owned()));
        assert_eq!(period("2019-02 – 2021-06-02"), both("2019-02", "2021-06-02"));
        assert_eq!(period("od 1.3.2019. do 2021. godine"), both("2019-03-01", "2021"));
        assert_eq!(no_such_day("2024-04-31").as_deref(), Some("April has 30 days"));
        assert_eq!(no_such_day("2021-02-29").as_deref(), Some("February has 28 days in 2021"));
        assert_eq!(no_such_day("2021-13-01").as_deref(), Some("a year has 12 months"));
        assert_eq!(no_such_day("2021-5"), None);
    }

    #[test]
    fn numbers_are_understood_in_many_forms() {
        for (written, meant) in [
            ("20.000", Some("20000")),
            ("1.250.000", Some("1250000")),
            ("18.460,50", Some("18460.50")),
            ("18,460.50", Some("18460.50")),
            ("18460,50", Some("18460.50")),
            ("18 460 EUR", Some("18460")),
            ("€ 18’460", Some("18460")),
            ("18.460.00", Some("18460.00")),
            ("-5", Some("-5")),
            ("44,75°", Some("44.75")),
            ("1.2.3", None),
            ("5 mil. 3", None),
            ("", None),
        ] {
            assert_eq!(number(written).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn currencies_are_understood_by_their_names_and_slips() {
        for (written, meant) in [
            ("EURO", Some("EUR")),
            ("€", Some("EUR")),
            ("evra", Some("EUR")),
            ("eur", Some("EUR")),
            ("dinara", Some("RSD")),
            ("din.", Some("RSD")),
            ("RDS", Some("RSD")),
            ("EUS", Some("EUR")),
            ("KM", Some("BAM")),
            ("XYZ", None),
        ] {
            assert_eq!(currency(written), meant, "{written}");
        }
    }
}
