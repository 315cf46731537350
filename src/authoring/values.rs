//! Parses numbers and dates as people and spreadsheets write them.

use crate::base::date::PartialDate;
use crate::base::money::Amount;
use crate::content::parse::{DateForm, DecimalSign, Numbers, Scalar};
use crate::text::language::fold;

/// Returns whether a text is what people write before totals.
pub(in crate::authoring) fn is_total(text: &str) -> bool {
    const WORDS: [&str; 8] = ["ukupno", "svega", "zbir", "suma", "total", "totals", "sum", "grand total"];
    WORDS.contains(&fold(text.trim().trim_end_matches([':', '.']).trim()).as_str())
}

/// Parses an amount as spreadsheets write it: `18460.5`, `18.460,50`, `18 460`.
///
/// If the decimal sign is unknown, a single sign before three digits separates thousands, since no amount has three
/// decimals.
pub(in crate::authoring) fn amount(text: &str, sign: Option<DecimalSign>) -> Option<Amount> {
    let text: String = text.chars().map(|c| if c.is_whitespace() || c == '’' { ' ' } else { c }).collect();
    let sign = match sign {
        Some(DecimalSign::Point) => '.',
        Some(DecimalSign::Comma) => ',',
        None => likely_sign(&text),
    };
    let (units, decimals) = match text.rsplit_once(sign) {
        Some((units, decimals)) => (units, Some(decimals)),
        None => (text.as_str(), None),
    };
    let units = without_separators(units, sign)?;
    Amount::parse(&decimals.map_or(units.clone(), |decimals| format!("{units}.{decimals}")))
}

fn likely_sign(text: &str) -> char {
    let Some(last) = text.rfind([',', '.']) else { return '.' };
    let sign = if text[last..].starts_with(',') { ',' } else { '.' };
    let other = if sign == ',' { '.' } else { ',' };
    let is_grouping = text.matches(sign).count() > 1 || (!text.contains(other) && text.len() - last == 4);
    if is_grouping { other } else { sign }
}

/// Returns the digits without the thousands separators, which must all be the same sign.
fn without_separators(units: &str, decimal_sign: char) -> Option<String> {
    let Some(separator) = units.chars().find(|c| !c.is_ascii_digit()) else { return Some(units.to_owned()) };
    let mut groups = units.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let is_separator = separator != decimal_sign && matches!(separator, '.' | ',' | ' ');
    (is_separator && groups.all(|group| group.len() == 3))
        .then(|| first.chars().chain(units[first.len()..].chars().filter(|c| *c != separator)).collect())
}

/// Parses a date: `2023-03-01`, `2023-03`, `2023`, or `1.3.2023.`, `3.2023.`, `2023.`.
pub(in crate::authoring) fn date(text: &str, form: Option<DateForm>) -> Option<PartialDate> {
    match form {
        Some(DateForm::Iso) => PartialDate::parse(text),
        Some(DateForm::DayMonthYear) => day_month_year(text),
        None => PartialDate::parse(text).or_else(|| day_month_year(text)),
    }
}

fn day_month_year(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.strip_suffix('.').unwrap_or(text).split('.').map(str::trim).collect();
    let (year, rest) = parts.split_last()?;
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if rest.len() > 2 || !parts.iter().all(is_number) {
        return None;
    }
    let rest = rest.iter().rev().map(|part| format!("-{part:0>2}"));
    PartialDate::parse(&format!("{year}{}", rest.collect::<String>()))
}

/// Returns a number or a date as the content writes it, if it is one.
pub(in crate::authoring) fn as_written(scalar: &Scalar, text: &str) -> Option<String> {
    match (scalar.name.as_str(), &scalar.numbers) {
        ("date", _) => date(text, None).map(|date| date.to_string()),
        ("amount", _) => amount(text, None).map(|amount| amount.to_string()),
        (_, Numbers::Whole(_)) => amount(text, None).map(|amount| amount.to_string()),
        (_, Numbers::Between(_)) => decimal(text),
        _ => None,
    }
}

/// Returns a number without what does not change it: `12,50` is `12.5`.
fn decimal(text: &str) -> Option<String> {
    let text = text.replacen(',', ".", 1);
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.matches('.').count() <= 1;
    is_number.then(|| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    })
}

/// Returns whether a text may be a number with three decimals, or thousands with a separator.
pub(in crate::authoring) fn is_doubtful(scalar: &Scalar, text: &str) -> bool {
    let parts = text.trim_start_matches('-').split_once(['.', ',']);
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = |(units, rest): (&str, &str)| {
        (1..=3).contains(&units.len()) && rest.len() == 3 && is_digits(units) && is_digits(rest)
    };
    let may_be_either = matches!(scalar.numbers, Numbers::Between(_)) && scalar.name != "amount";
    may_be_either && parts.is_some_and(is_grouped)
}

/// Returns what an editor typed as the content writes it. What the content can take as it is stays so.
pub(in crate::authoring) fn typed(scalar: &Scalar, text: &str) -> String {
    let can_stay = match (scalar.name.as_str(), &scalar.numbers) {
        ("date", _) => PartialDate::parse(text).is_some(),
        ("amount", _) => Amount::parse(text).is_some(),
        (_, Numbers::Whole(_)) => text.parse::<i64>().is_ok(),
        _ => text.parse::<f64>().is_ok(),
    };
    let read = (!can_stay && !is_doubtful(scalar, text)).then(|| as_written(scalar, text));
    read.flatten().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_spreadsheets_write_them() {
        let read = |text, sign| amount(text, sign).map(|amount| amount.to_string());
        for (text, value) in [
            ("18460", "18460"),
            ("18460.5", "18460.50"),
            ("18460,50", "18460.50"),
            ("18.460,00", "18460"),
            ("18,460.00", "18460"),
            ("18.460", "18460"),
            ("18,460", "18460"),
            ("1.234.567", "1234567"),
            ("1 234 567,5", "1234567.50"),
            ("18\u{a0}460", "18460"),
            ("0", "0"),
        ] {
            assert_eq!(read(text, None).as_deref(), Some(value), "{text}");
        }
        for text in
            ["", "-1", "1.23.456", "1.234,567", "12.34.56", "1,", ",5", "18460 EUR", "1.234 567", "1e3"]
        {
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(read("18.46", Some(DecimalSign::Comma)), None);
        assert_eq!(read("18.460", Some(DecimalSign::Point)), None);
        assert_eq!(read("18.460", Some(DecimalSign::Comma)).as_deref(), Some("18460"));
    }

    #[test]
    fn what_is_typed_is_read_as_in_a_spreadsheet() {
        let scalar = |name: &str, numbers: Numbers| Scalar {
            name: name.to_owned(),
            pattern: None,
            numbers,
            help: String::new(),
            refers_to: None,
            codes: None,
        };
        let amount = scalar("amount", Numbers::Between(0.0..=1e9));
        let degrees = scalar("latitude", Numbers::Between(-90.0..=90.0));
        let count = scalar("count", Numbers::Whole(0..=1_000_000));
        let date = scalar("date", Numbers::Whole(0..=9999));
        let words = scalar("text", Numbers::Any);
        for (scalar, text, value) in [
            (&amount, "18.460,50", "18460.50"),
            (&amount, "18 460,50", "18460.50"),
            (&amount, "1.500", "1500"),
            (&amount, "1500.5", "1500.5"),
            (&amount, "about 5", "about 5"),
            (&degrees, "44,53", "44.53"),
            (&degrees, "44,530", "44,530"),
            (&degrees, "44.530", "44.530"),
            (&count, "1.234", "1234"),
            (&count, "0012", "0012"),
            (&date, "1.3.2023.", "2023-03-01"),
            (&date, "2023", "2023"),
            (&words, "18.460,50", "18.460,50"),
        ] {
            assert_eq!(typed(scalar, text), value, "{} {text}", scalar.name);
        }
    }

    #[test]
    fn dates_are_read_in_both_forms() {
        let read = |text, form| date(text, form).map(|date| date.to_string());
        for (text, value) in [
            ("2023", "2023"),
            ("2023-03", "2023-03"),
            ("2023-03-01", "2023-03-01"),
            ("2023.", "2023"),
            ("3.2023.", "2023-03"),
            ("1.3.2023.", "2023-03-01"),
            ("01. 03. 2023", "2023-03-01"),
        ] {
            assert_eq!(read(text, None).as_deref(), Some(value), "{text}");
        }
        for text in ["", "3/1/2023", "31.2.2023.", "1.3.23.", "May 2023", "1..2023", "1.2.3.2023"] {
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(read("1.3.2023.", Some(DateForm::Iso)), None);
        assert_eq!(read("2023-03-01", Some(DateForm::DayMonthYear)), None);
    }
}
