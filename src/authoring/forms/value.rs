//! The values of a form: as a file has them, or as an editor sends them.

use super::control::{Control, Field};
use super::posted::Posted;
use crate::content::parse::{BLANK, Parts, Structure};

/// The value of a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One that the form does not show, because it is written in a form of its own, or that was not sent.
    Kept,
    /// None.
    Nothing,
    /// A single value.
    Text(String),
    /// The items of a list.
    List(Vec<Item>),
    /// The values of fields, by the names of their keys.
    Group(Vec<(&'static str, Value)>),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in the form: the position in the file, or `n` and a number if it is new.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// The names of the two forms of [`Control::Either`], and of the parts of [`Control::Pairs`].
pub const FIRST: &str = "short";
/// See [`FIRST`].
pub const SECOND: &str = "long";

impl Item {
    /// Returns its position in the list of the file; `None` if it is new.
    pub fn from(&self) -> Option<usize> {
        self.name.parse().ok()
    }

    /// Returns whether a text is the name of an item.
    pub fn is_name(name: &str) -> bool {
        let digits = name.strip_prefix('n').unwrap_or(name);
        (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl Value {
    /// Returns whether it says nothing.
    pub fn is_nothing(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Kept | Value::Text(_) => false,
            Value::List(items) => items.iter().all(|item| item.value.is_nothing()),
            Value::Group(fields) => fields.iter().all(|(_, value)| value.is_nothing()),
        }
    }

    /// Returns the value of a field.
    pub fn get(&self, name: &str) -> &Value {
        match self {
            Value::Group(fields) => {
                fields.iter().find(|(field, _)| *field == name).map_or(&Value::Nothing, |(_, value)| value)
            }
            Value::Kept => &Value::Kept,
            _ => &Value::Nothing,
        }
    }

    /// Returns the value at the keys that lead to it.
    pub fn at(&self, keys: &[&str]) -> &Value {
        keys.iter().fold(self, |value, key| value.get(key))
    }

    /// Sets the value at the keys that lead to it. Groups that are not there are made.
    pub fn set(&mut self, keys: &[&'static str], value: Value) {
        let Some((first, rest)) = keys.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Value::Group(_)) {
            *self = Value::Group(Vec::new());
        }
        let Value::Group(fields) = self else { return };
        match fields.iter_mut().find(|(name, _)| name == first) {
            Some((_, field)) => field.set(rest, value),
            None => {
                let mut field = Value::Nothing;
                field.set(rest, value);
                fields.push((first, field));
            }
        }
    }

    /// Returns a single value; empty if it is none.
    pub fn text(&self) -> &str {
        if let Value::Text(text) = self { text } else { "" }
    }

    /// Returns the items of a list.
    pub fn items(&self) -> &[Item] {
        if let Value::List(items) = self { items } else { &[] }
    }

    /// Returns the name of the item of a list that is still to be filled in: of one that is empty, or else of a new one.
    pub fn empty_item(&self) -> String {
        let items = self.items();
        let numbers = items.iter().filter_map(|item| item.name.strip_prefix('n')?.parse::<u32>().ok());
        let next = || format!("n{}", numbers.max().map_or(0, |last| last.saturating_add(1)));
        items.iter().find(|item| item.value.is_nothing()).map_or_else(next, |item| item.name.clone())
    }

    /// Returns the value that a file has.
    pub fn written(control: &Control, structure: Option<&Structure>) -> Self {
        let Some(structure) = structure.filter(|it| !it.parts.is_scalar() || it.value.is_some()) else {
            return Value::Nothing;
        };
        match control {
            Control::Single(_) | Control::Word { .. } => match &structure.value {
                Some(text) => Value::of_text(text),
                None => Value::Kept,
            },
            Control::Words { .. } | Control::Record(_) => Value::of_group(&control.fields(), structure),
            Control::Shortened { short, .. } => match &structure.value {
                Some(text) => Value::Group(vec![(short, Value::of_text(text))]),
                None => Value::of_group(&control.fields(), structure),
            },
            Control::List(items) => match &structure.parts {
                Parts::List(written) => Value::of_list(items, written),
                _ => Value::Kept,
            },
            Control::OneOrMore(items) => match &structure.parts {
                Parts::List(written) => Value::of_list(items, written),
                _ => Value::of_list(items, std::slice::from_ref(structure)),
            },
            Control::Either(one, other) => match Value::written(one, Some(structure)) {
                Value::Kept => match Value::written(other, Some(structure)) {
                    Value::Kept => Value::Kept,
                    value => Value::Group(vec![(SECOND, value)]),
                },
                value => Value::Group(vec![(FIRST, value)]),
            },
            Control::Pairs(_, values) => match &structure.parts {
                Parts::Group(entries) => Value::of_pairs(values, entries),
                _ => Value::Kept,
            },
            Control::Entries => Value::Kept,
        }
    }

    /// Returns a text of a file. One that is still to be written is none.
    fn of_text(text: &str) -> Self {
        if text.trim() == BLANK { Value::Nothing } else { Value::Text(text.trim().to_owned()) }
    }

    fn of_group(fields: &[Field], structure: &Structure) -> Self {
        if !matches!(structure.parts, Parts::Group(_)) {
            return Value::Kept;
        }
        let fields = fields
            .iter()
            .map(|Field { key, control }| (key.name, Value::written(control, structure.get(key.name))));
        Value::Group(fields.collect())
    }

    fn of_list(items: &Control, written: &[Structure]) -> Self {
        let items = written
            .iter()
            .enumerate()
            .map(|(at, item)| Item { name: at.to_string(), value: Value::written(items, Some(item)) });
        Value::List(items.collect())
    }

    fn of_pairs(values: &Control, entries: &[(String, std::ops::Range<usize>, Structure)]) -> Self {
        let items = entries.iter().enumerate().map(|(at, (name, _, value))| {
            let pair =
                vec![(FIRST, Value::Text(name.clone())), (SECOND, Value::written(values, Some(value)))];
            Item { name: at.to_string(), value: Value::Group(pair) }
        });
        Value::List(items.collect())
    }

    /// Returns the value that an editor sent. Fields that were not sent are kept.
    pub fn sent(control: &Control, posted: Option<&Posted>) -> Self {
        let Some(posted) = posted else { return Value::Kept };
        match control {
            Control::Single(_) | Control::Word { .. } => match &posted.value {
                Some(text) if text.trim().is_empty() => Value::Nothing,
                Some(text) => Value::Text(text.trim().to_owned()),
                None => Value::Kept,
            },
            Control::Words { .. } | Control::Record(_) | Control::Shortened { .. } => {
                let fields = control.fields();
                let values = fields
                    .iter()
                    .map(|Field { key, control }| (key.name, Value::sent(control, posted.get(key.name))));
                Value::Group(values.collect())
            }
            Control::List(items) | Control::OneOrMore(items) => {
                Value::items_sent(posted, |item| Value::sent(items, Some(item)))
            }
            Control::Either(one, other) => Value::Group(vec![
                (FIRST, Value::sent(one, posted.get(FIRST))),
                (SECOND, Value::sent(other, posted.get(SECOND))),
            ]),
            Control::Pairs(names, values) => Value::items_sent(posted, |item| {
                Value::Group(vec![
                    (FIRST, Value::sent(names, item.get(FIRST))),
                    (SECOND, Value::sent(values, item.get(SECOND))),
                ])
            }),
            Control::Entries => Value::Kept,
        }
    }

    fn items_sent(posted: &Posted, value: impl Fn(&Posted) -> Value) -> Self {
        let items = posted.parts.iter().filter(|(name, _)| Item::is_name(name));
        Value::List(items.map(|(name, item)| Item { name: name.clone(), value: value(item) }).collect())
    }

    /// Returns the value of the control at a path such as `activities.0.funding`.
    pub fn at_mut(&mut self, path: &[&str]) -> Option<&mut Value> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let within = match self {
            Value::Group(fields) => fields.iter_mut().find(|(name, _)| name == first).map(|(_, value)| value),
            Value::List(items) => {
                items.iter_mut().find(|item| item.name == *first).map(|item| &mut item.value)
            }
            _ => None,
        };
        within?.at_mut(rest)
    }
}
