//! The amounts of money that texts say.

use super::amounts::amounts;
use super::content::{MOST_IN_ONE_TEXT, Part, Text};
use crate::base::bytes::has_byte;
use crate::base::language::{Language, Localized};
use crate::base::money::Currency;
use crate::base::problem::{Place, Placed};

/// An amount of money in a text.
#[derive(Clone)]
pub(super) struct SaidAmount {
    pub(super) currency: Currency,
    /// In hundredths of the currency's unit.
    pub(super) hundredths: u64,
    pub(super) place: Place,
}

/// Returns the amounts of a text.
pub(super) fn of_text(part: &Part<'_>, text: &Text<'_>) -> Vec<SaidAmount> {
    let front = &text.record.front;
    let mut found: Vec<SaidAmount> =
        front.title.iter().chain(&front.summary).flat_map(|value| of_value(part, value)).collect();
    // An amount has digits.
    if has_byte(text.body(), |byte| byte.is_ascii_digit()) {
        for paragraph in text.paragraphs(part.known.places) {
            let plain = &paragraph.plain;
            found.extend(amounts(&plain.text).into_iter().map(|amount| SaidAmount {
                currency: amount.currency,
                hundredths: amount.hundredths,
                place: text.place(&plain.written(&amount.span)),
            }));
        }
    }
    found.truncate(MOST_IN_ONE_TEXT);
    found
}

fn of_value(part: &Part<'_>, value: &Placed<String>) -> Vec<SaidAmount> {
    if !has_byte(&value.value, |byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let found = amounts(&value.value).into_iter().take(MOST_IN_ONE_TEXT);
    found
        .map(|amount| SaidAmount {
            currency: amount.currency,
            hundredths: amount.hundredths,
            place: part.place_in(value, &amount.span),
        })
        .collect()
}

/// Returns the amounts that the short texts of a part say in another currency in each language.
pub(super) fn of_other_currencies(part: &Part<'_>) -> Vec<Localized<SaidAmount>> {
    let mut found = Vec::new();
    for phrase in &part.phrases {
        let words = &phrase.words.value;
        if let Some((sr, en)) = words.sr.as_ref().zip(words.en.as_ref()) {
            let amounts = Localized { sr: of_value(part, sr), en: of_value(part, en) };
            found.extend(in_other_currencies(&amounts));
        }
    }
    found
}

/// Returns the amounts that both texts say, each in another currency.
pub(super) fn in_other_currencies(amounts: &Localized<Vec<SaidAmount>>) -> Vec<Localized<SaidAmount>> {
    let mut found: Vec<Localized<SaidAmount>> = Vec::new();
    for amount in &amounts.sr {
        if found.iter().any(|pair| pair.sr.hundredths == amount.hundredths) {
            continue;
        }
        let [sr, en] =
            [Language::Sr, Language::En].map(|language| only_in(amounts, language, amount.hundredths));
        if let Some((sr, en)) = sr.zip(en) {
            found.push(Localized { sr: sr.clone(), en: en.clone() });
        }
    }
    found
}

/// Returns the amount of this value in the only currency that the other language does not say it in.
fn only_in(amounts: &Localized<Vec<SaidAmount>>, language: Language, hundredths: u64) -> Option<&SaidAmount> {
    let of_value =
        |language: Language| amounts[language].iter().filter(move |amount| amount.hundredths == hundredths);
    let is_there =
        |amount: &SaidAmount| of_value(language.other()).any(|other| other.currency == amount.currency);
    let mut only = of_value(language).filter(|amount| !is_there(amount));
    let first = only.next()?;
    only.all(|other| other.currency == first.currency).then_some(first)
}
