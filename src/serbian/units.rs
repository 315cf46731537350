//! Units of measurement are symbols, not words: they are the same in every script.

use super::acronyms::Acronyms;
use super::nearby;

/// Symbols that are nothing else in Serbian, with or without a number.
#[rustfmt::skip]
const ALWAYS: &[&str] = &[
    "km", "kg", "cm", "mm", "dm", "mg", "ml", "dl", "cl", "hl", "Hz", "kHz", "MHz", "GHz", "kPa", "hPa",
    "MPa", "kJ", "MJ", "GJ", "kcal", "kB", "kV", "MV", "kVA", "MVA", "mA", "mV", "mAh", "Ah", "dB", "ppm",
];

/// Symbols that need a number before them, or another unit across a slash. Not here: a, A, B, C, which after a
/// number are conjunctions, house numbers and school classes.
#[rustfmt::skip]
const BY_NUMBER: &[&str] = &[
    "m", "g", "l", "L", "t", "h", "s", "V", "N", "K", "ha", "min", "bar", "cal", "Pa", "MB", "GB", "TB",
    "KB", "PB", "mol", "lm",
];

/// Whether the word at `start..end` of `text` is a unit.
pub(super) fn is_unit(text: &str, start: usize, end: usize, keep: &Acronyms) -> bool {
    let (word, rest) = (&text[start..end], &text[end..]);
    let lead = &text[..start];
    if lead.ends_with('°') {
        return matches!(word, "C" | "F");
    }
    if ALWAYS.contains(&word) {
        return true;
    }
    if !BY_NUMBER.contains(&word) {
        return false;
    }
    rest.starts_with(['²', '³'])
        || (ends_with_number(lead) && !is_preposition(word, text, end))
        || lead.ends_with('/') && nearby::before(text, start).is_some_and(|left| measures(left.word, keep))
        || rest.starts_with('/')
            && nearby::after(text, end).is_some_and(|right| right.gap == "/" && measures(right.word, keep))
        || word.len() > 1 && lead.ends_with(['(', '[']) && rest.starts_with([')', ']'])
}

/// `5 s` is five seconds, `LIP 2 s ciljem` is not.
fn is_preposition(word: &str, text: &str, end: usize) -> bool {
    word == "s"
        && nearby::after(text, end).is_some_and(|next| next.gap == " " && !nearby::is_capitalised(next.word))
}

fn measures(word: &str, keep: &Acronyms) -> bool {
    ALWAYS.contains(&word)
        || BY_NUMBER.contains(&word)
        || word.starts_with(char::is_alphabetic) && word.ends_with(|c: char| c.is_ascii_digit())
        || matches!(word, "kW" | "MW" | "GW" | "kWh" | "MWh" | "GWh" | "W")
        || keep.match_at(word, word).is_some()
}

fn ends_with_number(lead: &str) -> bool {
    let number = lead.strip_suffix([' ', '\u{a0}', '\u{2009}', '\u{202f}', '-']).unwrap_or(lead);
    number.ends_with(|c: char| c.is_numeric())
}
