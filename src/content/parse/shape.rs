//! How values are written: their types, patterns and limits, for checks, schemas and documentation.

use std::ops::RangeInclusive;

use super::codelist::Codelist;
use crate::base::id::Kind;

/// The way in which a value is written, for schemas and documentation.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A single value, such as a text, id, date or number.
    Scalar(Scalar),
    /// One of these words.
    Word {
        /// What it is, with an article: `a role`.
        what: &'static str,
        /// The words.
        choices: Vec<Choice>,
        /// The beginning of the ids of their messages, if readers see them: `role-`.
        messages: Option<&'static str>,
    },
    /// The name of a rule that content must follow.
    Rule,
    /// A text in both languages, below [`super::LANGUAGES`].
    Words,
    /// A text in both languages that may contain links and emphasis.
    MarkedWords,
    /// A list of values.
    List(Box<Shape>),
    /// A value in one of two forms, of which the first is the usual one.
    Either(Box<Shape>, Box<Shape>),
    /// A group of keys.
    Record {
        /// What it is, with an article: `a phase`.
        what: &'static str,
        /// Its description, in one sentence.
        about: &'static str,
        /// The keys that it may have.
        keys: &'static [Key],
        /// The keys of which it has exactly one, if there are such keys.
        exactly_one: &'static [&'static str],
    },
    /// A group whose keys are ids or other names. The first shape is that of the keys, the second that of the values.
    Keyed(Box<Shape>, Box<Shape>),
}

/// The way in which a single value is written: as text, or as what YAML reads as a number.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Its name: `date`.
    pub name: String,
    /// The ECMA 262 pattern that its text matches. `None` if it is never text.
    pub pattern: Option<String>,
    /// The numbers that it can be.
    pub numbers: Numbers,
    /// Advice to editors on what to write.
    pub help: String,
    /// The kind of entry that it names by id, if it names one.
    pub refers_to: Option<Kind>,
    /// The codelist from which it is, if it is from one.
    pub codes: Option<&'static Codelist>,
}

impl Scalar {
    /// Creates the shape of a text with a pattern, which is never a number.
    pub(super) fn text(name: &str, pattern: impl Into<String>, help: &str) -> Scalar {
        Scalar {
            name: name.to_owned(),
            pattern: Some(pattern.into()),
            numbers: Numbers::None,
            help: help.to_owned(),
            refers_to: None,
            codes: None,
        }
    }
}

/// The numbers that a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// None.
    None,
    /// Any number, because it is read as text.
    Any,
    /// Whole numbers without a sign, because they are read as text.
    Unsigned,
    /// Whole numbers in a range.
    Whole(RangeInclusive<i64>),
    /// Numbers in a range.
    Between(RangeInclusive<f64>),
}

/// A word of a closed set.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The word, as written.
    pub word: &'static str,
    /// Its meaning.
    pub doc: &'static str,
}

/// A key of a record, with its documentation.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key, as written.
    pub name: &'static str,
    /// Whether the record requires it.
    pub required: bool,
    /// Whether a new entry has it: it is required, or the usual one of several.
    pub is_usual: bool,
    /// Whether its value is a proper name, which need not be translated.
    pub is_name: bool,
    /// Whether its value is a detail: a fact that pages and data only show.
    pub is_detail: bool,
    /// Whether its values are former ids, which only `katalog rename` writes.
    pub is_former: bool,
    /// Its description for editors.
    pub doc: &'static str,
    /// The shape of its value.
    pub shape: fn() -> Shape,
}

impl Key {
    /// Returns its description in the middle of a sentence.
    pub(super) fn description(&self) -> String {
        let mut chars = self.doc.trim().trim_end_matches('.').chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    }
}

/// A key whose value is a detail, or the part of one.
#[derive(Clone, Debug)]
pub struct DetailKey {
    /// The key with those that contain it: `contact_email`.
    pub name: String,
    /// How one of its values is written.
    pub shape: Shape,
    /// Whether it may have several values.
    pub is_list: bool,
}

impl DetailKey {
    /// Returns the details among the keys of a record, in the order of its declaration.
    pub(super) fn all(keys: &'static [Key]) -> Vec<DetailKey> {
        let mut found = Vec::new();
        for key in keys.iter().filter(|key| key.is_detail) {
            Self::collect(key.name, (key.shape)(), false, &mut found);
        }
        found
    }

    fn collect(name: &str, shape: Shape, is_list: bool, found: &mut Vec<DetailKey>) {
        match shape {
            Shape::Record { keys, .. } => {
                for part in keys {
                    Self::collect(&format!("{name}_{}", part.name), (part.shape)(), is_list, found);
                }
            }
            Shape::List(items) => Self::collect(name, *items, true, found),
            shape => found.push(DetailKey { name: name.to_owned(), shape, is_list }),
        }
    }

    /// Returns whether its values are texts in both languages.
    pub fn is_text(&self) -> bool {
        matches!(self.shape, Shape::Words | Shape::MarkedWords)
    }
}
