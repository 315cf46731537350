//! Finds the names that texts mark for Cyrillic pages.

use super::content::{MOST_IN_ONE_TEXT, Part};
use super::within_marks::marks;
use crate::base::bytes::has_byte;
use crate::base::language::Language;
use crate::base::problem::Place;

/// A name with its mark.
pub(super) struct MarkedName {
    /// The name in Latin script.
    pub(super) latin: String,
    /// What Cyrillic pages say.
    pub(super) cyrillic: String,
    /// Whether it is written for each script.
    pub(super) is_for_both: bool,
    pub(super) place: Place,
}

/// Finds the marked names in the Serbian texts of a part.
pub(super) fn marked_names(part: &Part<'_>) -> Vec<MarkedName> {
    let mut found = Vec::new();
    part.each_passage(|passage| {
        if passage.language != Language::Sr || !has_byte(passage.text, |byte| byte == b'{') {
            return;
        }
        for span in marks(passage.text).into_iter().take(MOST_IN_ONE_TEXT) {
            let inner = &passage.text[span.start + 2..span.end - 2];
            let (latin, cyrillic) = inner.split_once('|').unwrap_or((inner, inner));
            let (latin, cyrillic) = (latin.trim(), cyrillic.trim());
            let is_for_both = inner.contains('|');
            if is_name(latin, is_for_both) {
                found.push(MarkedName {
                    latin: latin.to_owned(),
                    cyrillic: cyrillic.to_owned(),
                    is_for_both,
                    place: part.place(passage, &span),
                });
            }
        }
    });
    found
}

/// Returns whether marked words are a name that means the same wherever it stands. One word that is marked for Latin
/// script alone may be another word elsewhere.
fn is_name(latin: &str, is_for_both: bool) -> bool {
    const FEWEST_LETTERS: usize = 4;
    const LONGEST: usize = 100;
    let words = latin.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    latin.starts_with(char::is_uppercase)
        && latin.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
        && latin.len() <= LONGEST
        && words >= if is_for_both { 1 } else { 2 }
}
