//! Finds amounts of money in texts.

use std::ops::Range;

use crate::base::money::Currency;

/// An amount that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) span: Range<usize>,
    pub(super) currency: Currency,
    /// In hundredths of the currency's unit.
    pub(super) hundredths: u64,
}

/// The beginnings of words for currencies, in small letters, with their codes.
const WORDS: [(&str, &str); 12] = [
    ("€", "EUR"),
    ("evr", "EUR"),
    ("eur", "EUR"),
    ("евр", "EUR"),
    ("dinar", "RSD"),
    ("динар", "RSD"),
    ("švajcarskih fran", "CHF"),
    ("swiss franc", "CHF"),
    ("швајцарских фран", "CHF"),
    ("američkih dolar", "USD"),
    ("us dollar", "USD"),
    ("u.s. dollar", "USD"),
];

/// The beginnings of words for large numbers, in small letters.
const SCALES: [(&str, u64); 8] = [
    ("hiljad", 1_000),
    ("thousand", 1_000),
    ("хиљад", 1_000),
    ("milijard", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("милијард", 1_000_000_000),
    ("mil", 1_000_000),
    ("милион", 1_000_000),
];

/// Finds the amounts of a text: `6.500.000 EUR`, `CHF 25,000`, `9 miliona evra`.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + first;
        let (end, hundredths) = number(text, start);
        at = end;
        let is_part =
            text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '/'));
        let Some(hundredths) = hundredths.filter(|_| !is_part) else { continue };
        let (end, scale) = scale(text, end);
        let Some(hundredths) = hundredths.checked_mul(scale) else { continue };
        let behind = currency_behind(text, end);
        if let Some((end, currency)) = behind {
            found.push(Amount { span: start..end, currency, hundredths });
        } else if let Some((start, currency)) = currency_before(text, start) {
            found.push(Amount { span: start..end, currency, hundredths });
        }
    }
    found
}

/// Returns the end of the number at `start`, and the number in hundredths. Signs separate its thousands, or its decimals.
fn number(text: &str, start: usize) -> (usize, Option<u64>) {
    let digits = |at: usize| {
        text.as_bytes().get(at..).into_iter().flatten().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let sign_at = |at: usize| {
        text.get(at..)?.chars().next().filter(|c| matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'))
    };
    let mut end = start + digits(start);
    let mut whole = text[start..end].to_owned();
    let mut separator = None;
    while (separator.is_some() || whole.len() <= 3)
        && let Some(sign) = sign_at(end)
        && separator.is_none_or(|separator| separator == sign)
        && digits(end + sign.len_utf8()) == 3
    {
        let next = end + sign.len_utf8();
        whole.push_str(&text[next..next + 3]);
        end = next + 3;
        separator = Some(sign);
    }
    let mut cents = 0;
    if let Some(sign) = sign_at(end).filter(|sign| matches!(sign, '.' | ',') && Some(*sign) != separator) {
        let next = end + sign.len_utf8();
        let count = digits(next);
        if (1..=2).contains(&count) {
            cents = text[next..next + count].parse().unwrap_or(0) * if count == 1 { 10 } else { 1 };
            end = next + count;
        }
    }
    let value = whole.parse::<u64>().ok().and_then(|whole| whole.checked_mul(100)?.checked_add(cents));
    (end, value)
}

/// Returns the end of the word for a large number at `at`, and the number.
fn scale(text: &str, at: usize) -> (usize, u64) {
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let found = SCALES.iter().find(|(word, _)| rest.starts_with(word));
    let Some((_, scale)) = found else { return (at, 1) };
    let word = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let stop = usize::from(&rest[..word] == "mil" && rest[word..].starts_with('.'));
    (text.len() - rest.len() + word + stop, *scale)
}

/// Returns the currency that follows a number, and its end.
fn currency_behind(text: &str, at: usize) -> Option<(usize, Currency)> {
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '\n']);
    let start = text.len() - rest.len();
    if let Some(code) = code_at(rest).filter(|_| start > at) {
        return Some((start + 3, code));
    }
    let head: String = rest.chars().take(20).collect::<String>().to_lowercase();
    let (word, code) = WORDS.iter().find(|(word, _)| head.starts_with(word))?;
    // Small letters may be shorter than capital ones.
    let tail = rest.get(word.len()..)?;
    let ending =
        if *word == "€" { 0 } else { tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len()) };
    Some((start + word.len() + ending, Currency::parse(code)?))
}

/// Returns the currency before a number, and where it begins.
fn currency_before(text: &str, at: usize) -> Option<(usize, Currency)> {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if let Some(start) = before.strip_suffix('€').map(str::len) {
        return Some((start, Currency::parse("EUR")?));
    }
    let start = before.len().checked_sub(3).filter(|start| before.is_char_boundary(*start))?;
    let code = code_at(&before[start..]).filter(|_| !before[..start].ends_with(char::is_alphanumeric))?;
    Some((start, code))
}

/// Returns the code of a currency with which a text begins.
fn code_at(text: &str) -> Option<Currency> {
    let code = text.get(..3)?;
    let is_whole = !text[3..].starts_with(char::is_alphanumeric);
    Currency::parse(code).filter(|currency| is_whole && currency.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_with_a_currency() {
        let found = |text: &str| -> Vec<(String, u64)> {
            let found = amounts(text).into_iter();
            found
                .map(|amount| {
                    (format!("{} {}", &text[amount.span], amount.currency.code()), amount.hundredths)
                })
                .collect()
        };
        let one = |text: &str, said: &str, hundredths: u64| {
            assert_eq!(found(text), [(said.to_owned(), hundredths)], "{text}");
        };
        one("vredan 6.500.000 EUR.", "6.500.000 EUR EUR", 650_000_000);
        one("worth EUR 9,000,000 in all", "EUR 9,000,000 EUR", 900_000_000);
        one("po 3.000 CHF i", "3.000 CHF CHF", 300_000);
        one("9,5 miliona evra", "9,5 miliona evra EUR", 950_000_000);
        one("€12 million", "€12 million EUR", 1_200_000_000);
        one("1.250,50 dinara", "1.250,50 dinara RSD", 125_050);
        one("12 500 švajcarskih franaka", "12 500 švajcarskih franaka CHF", 1_250_000);
        assert_eq!(found("2019. godine, 51 učesnik, EU 2020, IPA 2016, 2.500 ljudi"), []);
    }
}
