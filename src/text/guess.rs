//! Guesses from its commonest words in which language a text is written.

use std::ops::Range;
use std::sync::LazyLock;

use super::language::fold;
use crate::base::language::Language;

/// Common words that are Serbian and not English, folded.
const SERBIAN: &[&str] = &[
    "ali", "bez", "bi", "bila", "bilo", "bio", "biti", "ce", "da", "dana", "deca", "do", "dok", "dve", "dva",
    "godina", "godine", "i", "ih", "ili", "ima", "imaju", "iz", "je", "jedan", "jedna", "jer", "kad", "kada",
    "kako", "kao", "kod", "koja", "koje", "koji", "kojima", "koju", "kroz", "ljudi", "moze", "mogu", "na",
    "nad", "nakon", "nije", "nisu", "njih", "od", "oko", "ova", "ove", "ovaj", "po", "pod", "pre", "preko",
    "pri", "sa", "samo", "se", "sto", "su", "sve", "svi", "svih", "te", "tokom", "u", "uz", "vise", "za",
    "zbog",
];

/// Common words that are English and not Serbian.
const ENGLISH: &[&str] = &[
    "about", "after", "all", "an", "and", "are", "as", "at", "be", "been", "before", "between", "but", "by",
    "can", "children", "during", "each", "every", "for", "from", "had", "has", "have", "how", "in", "into",
    "is", "it", "its", "more", "not", "of", "or", "other", "our", "over", "people", "than", "that", "the",
    "their", "them", "there", "these", "they", "this", "those", "through", "was", "we", "were", "when",
    "where", "which", "who", "will", "with", "within", "years", "you", "your",
];

/// The fewest words of a text of which the language is guessed.
const FEWEST_WORDS: usize = 4;

/// What the words of a text say about its language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Guess {
    words: usize,
    serbian: usize,
    english: usize,
    /// The sign that ends the quotation that is open.
    quotation: Option<Quotation>,
}

/// Words that may be of any language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotation {
    /// Between quotation marks.
    Quotes,
    /// Between the marks of words that stay as they are.
    Marks,
}

impl Guess {
    /// Guesses the language of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut guess = Guess::default();
        guess.read(text, |_| {});
        guess
    }

    /// Reads a further stretch of the text. Calls `look` with the place of each word outside of quotation marks.
    pub(crate) fn read(&mut self, text: &str, mut look: impl FnMut(Range<usize>)) {
        let mut start = None;
        let mut last = ' ';
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphabetic(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    start = None;
                    if self.quotation.is_none() {
                        self.count(&text[from..at]);
                        look(from..at);
                    }
                }
                _ => {}
            }
            self.quotation = match (self.quotation, c) {
                (None, '„' | '“' | '”' | '«' | '»' | '"') => Some(Quotation::Quotes),
                (Some(Quotation::Quotes), '“' | '”' | '«' | '»' | '"') => None,
                (None, '{') if last == '-' => Some(Quotation::Marks),
                (Some(Quotation::Marks), '-') if last == '}' => None,
                (open, _) => open,
            };
            last = c;
        }
    }

    /// Returns whether the text is not in `language`, but in the other one.
    pub(crate) fn is_other_than(&self, language: Language) -> bool {
        let (own, other) = self.signs(language);
        self.words >= FEWEST_WORDS && other >= 2 && (own == 0 || other >= 4 * own)
    }

    /// Returns whether only the other language has left its signs in the text.
    pub(crate) fn may_be_other_than(&self, language: Language) -> bool {
        let (own, other) = self.signs(language);
        own == 0 && other > 0
    }

    /// How many words are signs of a language, and how many of the other one.
    fn signs(&self, language: Language) -> (usize, usize) {
        match language {
            Language::Sr => (self.serbian, self.english),
            Language::En => (self.english, self.serbian),
        }
    }

    fn count(&mut self, word: &str) {
        self.words += 1;
        // No common word is longer.
        if word.len() > 40 {
            return;
        }
        // Names are of any language; common words of one letter are never capital.
        let is_name = word.starts_with(char::is_uppercase);
        let is_written_so =
            !word.is_ascii() && (is_cyrillic(word) || (!is_name && word.contains(['č', 'ć', 'š', 'ž', 'đ'])));
        let common = || match word.is_ascii() {
            true => common(word),
            false => common(&fold(word)),
        };
        match is_written_so.then_some(Language::Sr).or_else(common) {
            Some(Language::Sr) if is_name && word.len() == 1 => {}
            Some(Language::Sr) => self.serbian += 1,
            Some(Language::En) => self.english += 1,
            None => {}
        }
    }
}

/// Returns the language of a common word of ASCII letters, in any case.
fn common(word: &str) -> Option<Language> {
    static COMMON: LazyLock<Vec<(u64, Language)>> = LazyLock::new(|| {
        let words = |list: &'static [&str], language| {
            list.iter().filter_map(move |word| Some((packed(word)?, language)))
        };
        let mut common: Vec<_> = words(SERBIAN, Language::Sr).chain(words(ENGLISH, Language::En)).collect();
        common.sort_by_key(|(word, _)| *word);
        common
    });
    let packed = packed(word)?;
    let at = COMMON.binary_search_by_key(&packed, |(word, _)| *word).ok()?;
    Some(COMMON[at].1)
}

/// Returns the small letters of a word of at most eight bytes as one number.
fn packed(word: &str) -> Option<u64> {
    let is_short = word.len() <= size_of::<u64>() && word.is_ascii();
    is_short.then(|| word.bytes().fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase())))
}

/// Returns whether a word has several letters, all Cyrillic.
pub(crate) fn is_cyrillic(word: &str) -> bool {
    let mut letters = word.chars();
    letters.clone().nth(1).is_some() && letters.all(|c| matches!(c, '\u{400}'..='\u{4ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_word_is_known() {
        for (list, language) in [(SERBIAN, Language::Sr), (ENGLISH, Language::En)] {
            for word in list {
                assert_eq!(common(word), Some(language), "{word}");
            }
        }
    }

    #[test]
    fn common_words_tell_the_language() {
        let is_serbian = |text: &str| Guess::of(text).is_other_than(Language::En);
        let is_english = |text: &str| Guess::of(text).is_other_than(Language::Sr);
        for text in ["Sestre dolaze dva puta nedeljno i mere pritisak.", "Лекари долазе аутобусом у школе."]
        {
            assert!(is_serbian(text) && !is_english(text), "{text}");
        }
        let text = "Nurses come twice a week and measure blood pressure of people.";
        assert!(is_english(text) && !is_serbian(text));
        for text in [
            "",
            "„",
            "The work in “Dom za decu i mlade” goes on.",
            "Sestre rade za -{Office of the Mayor and all}-.",
        ] {
            assert!(!is_english(text) || !is_serbian(text), "{text}");
        }
    }
}
