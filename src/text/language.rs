//! What depends on the language of a text. The only way to what is particular to Serbian.

use std::ops::Range;

pub use super::serbian::{
    Acronyms, Cases, Converted, Doubt, fold, of_city, of_city_municipality, of_district, of_municipality,
    slug, strip_marks, to_latin as in_latin,
};

use super::serbian;
use crate::base::language::{Language, Locale};

impl Locale {
    /// Converts a text of this locale's language to its script, and resolves the authors' marks. Words in `keep` stay
    /// as they are.
    pub fn in_script(self, text: &str, keep: &Acronyms) -> Converted {
        let unchanged = |text: String| Converted { text, foreign: Vec::new() };
        match self {
            Locale::SrCyrl => serbian::cyrillic(text, keep),
            Locale::SrLatn => unchanged(serbian::to_latin(text)),
            Locale::En => unchanged(text.to_owned()),
        }
    }
}

impl Language {
    /// Splits a word where it may be divided at the end of a line, with at least `least` letters before and after each
    /// place.
    pub(crate) fn divide(self, word: &str, least: usize) -> Vec<&str> {
        match self {
            Language::Sr => serbian::divide(word, least),
            Language::En => hypher::hyphenate_bounded(word, hypher::Lang::English, least, least).collect(),
        }
    }

    /// Returns the words of a text that look as if they were of another language, with what is odd about them.
    pub(crate) fn doubts(self, text: &str, keep: &Acronyms) -> Vec<(Range<usize>, Doubt)> {
        match self {
            Language::Sr => serbian::doubts(text, keep),
            Language::En => Vec::new(),
        }
    }

    /// Returns whether a place is in the plural and takes such a verb, given the name with which sentences say where.
    pub(crate) fn is_plural_place(self, locative: &str) -> bool {
        match self {
            Language::Sr => serbian::is_plural_locative(locative),
            Language::En => false,
        }
    }
}

/// Splits a text into what reads as prose and what authors write for machines: marks, code, tags and addresses.
pub(crate) fn plain_parts(text: &str) -> impl Iterator<Item = (&str, bool)> {
    serbian::plain_parts(text)
}
