//! Finds numbers in texts, with the words that say what is counted.

use std::ops::Range;
use std::sync::Arc;

use super::content::MOST_IN_ONE_TEXT;
use super::numbers::numbers;
use super::numerals::{numeral, sum};
use crate::base::language::Language;
use crate::text::language::fold;

/// A number in a text.
pub(super) struct Counted {
    pub(super) value: u64,
    pub(super) span: Range<usize>,
    /// The words behind it in the same sentence, in small letters and without marks.
    pub(super) behind: Vec<String>,
    /// The first words of the paragraph, in the same form.
    pub(super) around: Arc<[String]>,
}

/// How many words behind a number may say what is counted.
const BEHIND: usize = 3;

/// How many words of a paragraph are kept.
const AROUND: usize = 300;

/// A word of a text.
struct Word {
    span: Range<usize>,
    folded: String,
}

/// Finds the whole numbers of a paragraph, in digits or words.
pub(super) fn counted(text: &str, language: Language) -> Vec<Counted> {
    let words = words(text);
    let mut found: Vec<(u64, Range<usize>)> =
        numbers(text).into_iter().map(|number| (number.value, number.span)).collect();
    let mut end = 0;
    for (at, word) in words.iter().enumerate() {
        let Some(value) = numeral(&word.folded, language).filter(|_| word.span.start >= end) else {
            continue;
        };
        let ones =
            words.get(at + 1).and_then(|next| Some((sum(value, numeral(&next.folded, language)?)?, next)));
        let (value, last) = ones.map_or((value, word), |(value, next)| (value, next));
        end = last.span.end;
        found.push((value, word.span.start..end));
    }
    if found.is_empty() {
        return Vec::new();
    }
    found.sort_by_key(|(_, span)| span.start);
    found.truncate(MOST_IN_ONE_TEXT);
    let mut around: Vec<String> = words.iter().take(AROUND).map(|word| word.folded.clone()).collect();
    around.sort();
    let around: Arc<[String]> = around.into();
    let with_words = |(value, span): (u64, Range<usize>)| {
        let first = words.partition_point(|word| word.span.start < span.end);
        let mut last = span.end;
        let mut behind = Vec::new();
        for word in words[first..].iter().take(BEHIND) {
            if text[last..word.span.start].contains(['.', ',', ';', ':', '!', '?', '(', '\n']) {
                break;
            }
            last = word.span.end;
            behind.push(word.folded.clone());
        }
        Counted { value, span, behind, around: Arc::clone(&around) }
    };
    found.into_iter().map(with_words).collect()
}

/// Returns the words of a text. A hyphen is part of a word.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_part = c.is_alphabetic() || (c == '-' && start.is_some());
        match (is_part, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                words.push(Word { span: from..at, folded: fold(text[from..at].trim_end_matches('-')) });
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_words_behind_them() {
        let found = |text: &str, language| -> Vec<(u64, String)> {
            let found = counted(text, language).into_iter();
            found.map(|counted| (counted.value, counted.behind.join(" "))).collect()
        };
        assert_eq!(
            found("Na pet sastanaka došao je 51 učesnik, a pedeset jedan mentor", Language::Sr),
            [(5, "sastanaka dosao je".to_owned()), (51, "ucesnik".to_owned()), (51, "mentor".to_owned())]
        );
        assert_eq!(
            found("Fifty-one participants (5 of them young)", Language::En),
            [(51, "participants".to_owned()), (5, "of them young".to_owned())]
        );
    }
}
