//! Searches texts for many words or phrases at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Words or phrases to search for. Make them once, because that takes longer than a search.
pub(crate) struct Phrases(Option<AhoCorasick>);

impl Phrases {
    /// Prepares the search for some words or phrases. There may be a few hundred.
    pub(crate) fn of(sought: impl IntoIterator<Item = &'static str>) -> Self {
        // It fails only for more than a table can hold.
        Phrases(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(sought).ok())
    }

    /// Finds every occurrence, also one within another. Returns the number of the phrase and its place in bytes.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let found = self.0.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.map(|found| (found.pattern().as_usize(), found.range()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_is_found() {
        let phrases = Phrases::of(["tri", "trista", "sta"]);
        let found: Vec<_> = phrases.find("trista tri").collect();
        assert_eq!(found, [(0, 0..3), (1, 0..6), (2, 3..6), (0, 7..10)]);
    }
}
