//! A letter behind a number, which is converted: `član 27b`, `ulica broj 5đ`. A unit or a format stays: `20g`, `5G`.

use super::nearby;
use super::roman::to_lower_latin;

/// The letters that mean nothing else behind a number.
const ALWAYS: &[&str] = &[
    "a", "b", "c", "č", "ć", "đ", "e", "ž", "z", "š", "r", "o", "u", "v", "Č", "Ć", "Đ", "Ž", "Š", "lj",
    "nj", "dž",
];

/// The nouns before a number with any letter, and their abbreviations.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "član", "stav", "tačk", "alinej", "broj", "ulic", "stan", "odeljenj", "razred", "prilog", "obrazac", "obrasc",
    "tabel", "slik", "lamel", "ulaz", "zgrad", "kuć", "parcel", "bulevar", "trg", "kvart", "aneks",
];
const ABBREVIATIONS: &[&str] = &["čl", "st", "tač", "t", "al", "br", "ul", "bul", "b", "no"];

/// Returns whether the word at `start..end` of `text` is a number with a letter of an enumeration behind it.
pub(super) fn ends_with_letter(text: &str, start: usize, end: usize) -> bool {
    let word = &text[start..end];
    let letter = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - letter.len();
    // Behind a point, it is part of a version or a standard: 802.11b.
    if !(1..=4).contains(&digits)
        || text[..start].ends_with(['.', ',', '/', '_', '-']) && is_behind_digit(text, start)
    {
        return false;
    }
    if ALWAYS.contains(&letter) {
        return true;
    }
    let is_letter = letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic)
        || matches!(letter, "Lj" | "LJ" | "Nj" | "NJ" | "Dž" | "DŽ");
    is_letter
        && !matches!(letter, "q" | "w" | "x" | "y" | "Q" | "W" | "X" | "Y")
        && nearby::before(text, start).is_some_and(|left| {
            let noun = to_lower_latin(left.word);
            matches!(left.gap, " " | ". " | "." | ".\u{a0}")
                && (ABBREVIATIONS.contains(&noun.as_str()) || NOUNS.iter().any(|stem| noun.starts_with(stem)))
        })
}

fn is_behind_digit(text: &str, start: usize) -> bool {
    text[..start].chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}
