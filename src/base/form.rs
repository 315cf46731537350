//! One form for each accented letter. Unicode writes `č` as one character (the form NFC) or as a `c` and a mark behind
//! it (NFD, in which macOS and some programs write); both mean the same.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::base::bytes::has_byte;

/// A text in the form NFC.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Whether two texts are the same in NFC, but for the case of ASCII letters.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    let small = |c: char| c.to_ascii_lowercase();
    one.nfc().map(small).eq(other.nfc().map(small))
}

/// Whether a text is in NFC for certain, without a look at the characters that may go together.
fn is_nfc(text: &str) -> bool {
    // What nearly all texts are made of is quick: characters before the first mark (U+0300), and Cyrillic ones.
    let is_special = |byte: u8| (byte >= 0xcc) & (byte != 0xd0) & (byte != 0xd1);
    !has_byte(text, is_special) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// A text in the form NFC, with the positions of its letters in the original text.
pub(crate) struct Composed<'a> {
    /// The text in the form NFC.
    pub(crate) text: Cow<'a, str>,
    /// Where each letter begins, here and as written, and where the last one ends. Empty if nothing is written otherwise.
    letters: Vec<(usize, usize)>,
}

impl<'a> Composed<'a> {
    pub(crate) fn of(written: &'a str) -> Self {
        if is_nfc(written) {
            return Composed { text: Cow::Borrowed(written), letters: Vec::new() };
        }
        let (mut text, mut letters) = (String::with_capacity(written.len()), Vec::new());
        let begins = |(_, c): &(usize, char)| canonical_combining_class(*c) == 0;
        let mut starts = written.char_indices().filter(begins).map(|(at, _)| at).filter(|at| *at > 0);
        let mut from = 0;
        while from < written.len() {
            let to = starts.next().unwrap_or(written.len());
            letters.push((text.len(), from));
            text.extend(written[from..to].nfc());
            from = to;
        }
        letters.push((text.len(), written.len()));
        Composed { text: Cow::Owned(text), letters }
    }

    /// Converts a range of bytes of this text to one of the original text, in whole letters.
    pub(crate) fn written(&self, span: &Range<usize>) -> Range<usize> {
        if self.letters.is_empty() {
            return span.clone();
        }
        let first = self.letters.partition_point(|(here, _)| *here <= span.start).saturating_sub(1);
        let end = self.letters.partition_point(|(here, _)| *here < span.end);
        let at = |index: usize| self.letters.get(index).or(self.letters.last()).map_or(0, |(_, at)| *at);
        at(first)..at(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_where_they_are_written() {
        let written = "a c\u{30c}es\u{30c}a b\u{300}\u{323}";
        let composed = Composed::of(written);
        assert_eq!(composed.text, "a češa ḅ\u{300}");
        let found = |word: &str| {
            let at = composed.text.find(word).expect("it is there");
            &written[composed.written(&(at..at + word.len()))]
        };
        assert_eq!(found("češa"), "c\u{30c}es\u{30c}a");
        assert_eq!(found("e"), "e");
        assert_eq!(found("ša"), "s\u{30c}a");
        assert_eq!(found("ḅ\u{300}"), "b\u{300}\u{323}");
        let plain = Composed::of("čaša");
        assert_eq!(plain.written(&(0..2)), 0..2);
    }

    #[test]
    fn plain_characters_are_in_nfc() {
        for c in ('\0'..'\u{300}').chain('\u{400}'..'\u{480}') {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
        }
        assert!(is_alike("čAša", "c\u{30c}as\u{30c}a") && !is_alike("čaša", "časa"));
    }
}
