//! How each value is edited in a form, made from its declaration.

use crate::content::lint::all_rules;
use crate::content::parse::{Choice, Key, LANGUAGES, Numbers, Scalar, Shape};

/// How a value is edited.
#[derive(Clone, Debug)]
pub enum Control {
    /// A single value.
    Single(Scalar),
    /// One of some words.
    Word {
        /// The words.
        choices: Vec<Choice>,
        /// The beginning of the ids of their messages, if readers see them.
        messages: Option<&'static str>,
    },
    /// A text in each language. It may contain links and emphasis, or not.
    Words {
        /// Whether it may.
        is_marked: bool,
    },
    /// Any number of values.
    List(Box<Control>),
    /// Any number of values, of which a single one is written without a list.
    OneOrMore(Box<Control>),
    /// The keys of a record.
    Record(Record),
    /// The keys of a record that is written as the value of its key `short` if it has no other.
    Shortened {
        /// This key.
        short: &'static str,
        /// The record.
        record: Record,
    },
    /// A value in the first form or in the second.
    Either(Box<Control>, Box<Control>),
    /// Pairs of a name and a value.
    Pairs(Box<Control>, Box<Control>),
    /// Entries that have forms of their own.
    Entries,
}

/// The keys of a record.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it is, with an article: `a phase`.
    pub what: &'static str,
    /// Its keys in the order of their declaration.
    pub fields: Vec<Field>,
}

/// A key of a record, and how its value is edited.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: &'static Key,
    /// How its value is edited.
    pub control: Control,
}

impl Record {
    /// Makes the fields for some keys.
    pub fn new(what: &'static str, keys: &'static [Key]) -> Self {
        let fields = keys.iter().map(|key| Field { key, control: Control::of(&(key.shape)()) });
        Record { what, fields: fields.collect() }
    }

    /// Returns the field of a key.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key.name == name)
    }
}

impl Control {
    /// Returns how a value of this shape is edited.
    pub fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Scalar(scalar) => Control::Single(scalar.clone()),
            Shape::Word { choices, messages, .. } => {
                Control::Word { choices: choices.clone(), messages: *messages }
            }
            Shape::Rule => {
                let choices = all_rules().map(|rule| Choice { word: rule.name, doc: rule.sentence });
                Control::Word { choices: choices.collect(), messages: None }
            }
            Shape::Words => Control::Words { is_marked: false },
            Shape::MarkedWords => Control::Words { is_marked: true },
            Shape::List(items) => Control::List(Box::new(Control::of(items))),
            Shape::Either(usual, other) => Control::of_either(usual, other),
            Shape::Record { what, keys, .. } => Control::Record(Record::new(what, keys)),
            Shape::Keyed(_, values) if matches!(**values, Shape::Record { .. }) => Control::Entries,
            Shape::Keyed(names, values) => {
                Control::Pairs(Box::new(Control::of(names)), Box::new(Control::of(values)))
            }
        }
    }

    fn of_either(usual: &Shape, other: &Shape) -> Self {
        match (Control::of(usual), Control::of(other)) {
            (one, Control::List(_)) => Control::OneOrMore(Box::new(one)),
            (Control::Single(id), Control::Record(record)) if id.refers_to.is_some() => {
                let stands_for = |field: &&Field| match &field.control {
                    Control::Single(scalar) => field.key.required && scalar.refers_to == id.refers_to,
                    _ => false,
                };
                match record.fields.iter().find(stands_for).map(|field| field.key.name) {
                    Some(short) => Control::Shortened { short, record },
                    None => Control::Either(Box::new(Control::Single(id)), Box::new(Control::Record(record))),
                }
            }
            (one, other) => Control::Either(Box::new(one), Box::new(other)),
        }
    }

    /// Returns the fields of a record, or of a text in each language.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Control::Record(record) | Control::Shortened { record, .. } => record.fields.clone(),
            Control::Words { .. } => Record::new("a text", LANGUAGES).fields,
            _ => Vec::new(),
        }
    }

    /// Returns how the items of a list are edited.
    pub fn items(&self) -> Option<&Control> {
        match self {
            Control::List(items) | Control::OneOrMore(items) => Some(items),
            _ => None,
        }
    }
}

/// How a single value is written in YAML where it is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Words that people read, in quotes.
    Words,
    /// A text such as an id or a date, without quotes if it can be; one that looks like a number has them.
    Text,
    /// Digits, such as those of a register, or another text without quotes. In quotes they mean the same.
    Digits,
    /// A number, or another text without quotes.
    Number,
}

impl Sort {
    pub(super) fn of(scalar: &Scalar) -> Self {
        match scalar.numbers {
            Numbers::Any => Sort::Words,
            Numbers::None => Sort::Text,
            Numbers::Unsigned => Sort::Digits,
            Numbers::Whole(_) | Numbers::Between(_) => Sort::Number,
        }
    }
}
