//! Non-breaking spaces in amounts and dates, so that no line ends between `3.000` and `CHF`.

use std::borrow::Cow;

use crate::base::bytes::has_byte;

/// The months of dates, in the cases of dates.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septembar", "oktobar", "novembar", "decembar",
    "januara", "februara", "marta", "aprila", "maja", "juna", "jula", "avgusta", "septembra", "oktobra", "novembra",
    "decembra",
    "јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септембар", "октобар", "новембар", "децембар",
    "јануара", "фебруара", "марта", "априла", "маја", "јуна", "јула", "августа", "септембра", "октобра", "новембра",
    "децембра",
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];

/// Signs and units that stand behind a number.
const BEHIND: &[&str] = &[
    "%",
    "€",
    "m²",
    "km²",
    "m",
    "km",
    "kg",
    "ha",
    "kW",
    "kWh",
    "MB",
    "kB",
    "din",
    "evra",
    "dinara",
    "динара",
];

/// The currencies of amounts.
const CURRENCIES: &[&str] = &[
    "EUR", "RSD", "CHF", "USD", "GBP", "BAM", "BGN", "CZK", "DKK", "HUF", "JPY", "MKD", "NOK", "PLN", "RON",
    "SEK",
];

/// Replaces the spaces inside amounts, between day and month, and between an acronym and its number by non-breaking ones:
/// `3.000 CHF`, `EUR 14,163`, `25. avgust`, `25 August`, `LIP 2`. All other spaces are unchanged.
pub fn bound(text: &str) -> Cow<'_, str> {
    if !has_byte(text, |byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b' ') {
        if may_bind(text.as_bytes(), at) && binds(last_word(&text[..at]), next_word(&text[at + 1..])) {
            out.push_str(&text[copied..at]);
            out.push('\u{a0}');
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Returns whether the signs beside the space at `at` can be those of an amount or a date, which few are.
fn may_bind(text: &[u8], at: usize) -> bool {
    let is_digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    match before {
        Some(b'.') => is_digit(at.checked_sub(2)),
        Some(byte) if byte.is_ascii_uppercase() => is_digit(Some(at + 1)),
        Some(byte) => byte.is_ascii_digit(),
        None => false,
    }
}

/// Returns whether the space between two words belongs to an amount or a date.
fn binds(before: &str, after: &str) -> bool {
    let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.ends_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    let day = before.strip_suffix('.').unwrap_or(before);
    let is_day = day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)) && day.len() <= 2;
    let after = after.trim_end_matches(|c: char| !c.is_alphanumeric() && !"%€²".contains(c));
    let is_acronym = (3..=6).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_uppercase());
    is_number(before) && (CURRENCIES.contains(&after) || BEHIND.contains(&after))
        || CURRENCIES.contains(&before) && is_number(after)
        || is_day && MONTHS.contains(&after)
        || is_acronym && after.len() <= 4 && after.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of amounts and dates are shorter than this number of bytes.
const LONGEST: usize = 24;

fn last_word(text: &str) -> &str {
    let word = text.bytes().rev().take(LONGEST).position(|byte| byte.is_ascii_whitespace());
    match word {
        Some(length) => &text[text.len() - length..],
        None if text.len() < LONGEST => text,
        None => "",
    }
}

fn next_word(text: &str) -> &str {
    let word = text.bytes().take(LONGEST).position(|byte| byte.is_ascii_whitespace());
    match word {
        Some(length) => &text[..length],
        None if text.len() < LONGEST => text,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_dates_do_not_break() {
        for (written, shown) in [
            ("po 3.000 CHF i 25.000 CHF.", "po 3.000~CHF i 25.000~CHF."),
            ("(EUR 14,163), 6.500.000 EUR", "(EUR~14,163), 6.500.000~EUR"),
            ("do 2. juna 2021. godine", "do 2.~juna 2021. godine"),
            ("25 August 2021, 10 %", "25~August 2021, 10~%"),
            ("LIP 2 EURO", "LIP~2 EURO"),
            ("од 25. августа и 120 m²", "од 25.~августа и 120~m²"),
        ] {
            assert_eq!(bound(written), shown.replace('~', "\u{a0}"), "{written}");
        }
        for other in ["u 2021. maja", "40. maj", "EUR i CHF", "5 projekata", "UN 5", "5. projekat", "May 5"] {
            assert_eq!(bound(other), other);
        }
    }
}
