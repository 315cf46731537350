//! Parses amounts and dates as spreadsheets write them.

use crate::base::date::PartialDate;
use crate::base::money::Amount;
use crate::content::parse::{DateForm, DecimalSign};
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
