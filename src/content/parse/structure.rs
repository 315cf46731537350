//! Where each key and value of a file is written, for commands that change single values of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use super::node::{Node, Yaml};
use super::text::split;
use crate::base::problem::{Placed, Problems};
use crate::content::read::Source;

/// The structures of the files of a source, each made once, on request.
pub struct Structures<'s> {
    source: &'s Source,
    facts: RefCell<BTreeMap<String, Option<Rc<Structure>>>>,
    front_matter: RefCell<BTreeMap<String, Option<Rc<Structure>>>>,
}

impl<'s> Structures<'s> {
    /// Makes none yet.
    pub fn new(source: &'s Source) -> Self {
        Structures { source, facts: RefCell::default(), front_matter: RefCell::default() }
    }

    /// Returns the text of a file.
    pub fn text(&self, path: &str) -> Option<&'s str> {
        self.source.file(path)?.content.text().map(|text| &**text)
    }

    /// Returns the structure of a file of facts. `None` if there is none, or it is not valid YAML.
    pub fn facts(&self, path: &str) -> Option<Rc<Structure>> {
        let made = || Some(Rc::new(Structure::of_facts(self.text(path)?)?));
        self.facts.borrow_mut().entry(path.to_owned()).or_insert_with(made).clone()
    }

    /// Returns the structure of the front matter of a text. `None` if it has none that is valid.
    pub fn front_matter(&self, path: &str) -> Option<Rc<Structure>> {
        let made = || Some(Rc::new(Structure::of_front_matter(self.text(path)?)?));
        self.front_matter.borrow_mut().entry(path.to_owned()).or_insert_with(made).clone()
    }
}

/// A value as it is written. All ranges are bytes of the file.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Its bytes, with quotes and brackets. Empty if nothing is written.
    pub span: Range<usize>,
    /// What it consists of.
    pub parts: Parts,
    /// Its text, if it is a single value and anything is written.
    pub value: Option<String>,
    /// The positions of the keys in the order of their names, to find one of many.
    by_name: OnceLock<Vec<usize>>,
}

/// The number of keys of a group above which they are looked up in their order.
const MANY: usize = 32;

/// What a value consists of.
#[derive(Clone, Debug)]
pub enum Parts {
    /// A single value, or nothing.
    Scalar,
    /// The items of a list.
    List(Vec<Structure>),
    /// The keys of a group, each with its bytes and its value.
    Group(Vec<(String, Range<usize>, Structure)>),
}

impl Parts {
    /// Returns whether it is a single value, or nothing.
    pub const fn is_scalar(&self) -> bool {
        matches!(self, Parts::Scalar)
    }
}

impl Structure {
    /// Returns the structure of the facts in a file. `None` if it is not valid YAML.
    pub fn of_facts(text: &str) -> Option<Self> {
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        Structure::of(text, bom..text.len())
    }

    /// Returns the structure of the front matter of a text. `None` if it has none that is valid.
    pub fn of_front_matter(text: &str) -> Option<Self> {
        Structure::of(text, split(text)?.0)
    }

    fn of(text: &str, span: Range<usize>) -> Option<Self> {
        let file: Arc<str> = "".into();
        let start = span.start;
        let tree = Yaml { file: &file, text, span }.parse(&mut Problems::default())?;
        Some(structure(text, start, &tree))
    }

    /// Makes one of several parts.
    fn made_of(span: Range<usize>, parts: Parts) -> Self {
        Structure { span, parts, value: None, by_name: OnceLock::new() }
    }

    /// Returns a list with this one as its only item.
    pub fn as_single_item(&self) -> Self {
        Structure::made_of(self.span.clone(), Parts::List(vec![self.clone()]))
    }

    /// Returns whether it is written between brackets: `{ … }` or `[ … ]`.
    pub fn is_flow(&self, text: &str) -> bool {
        text[self.span.clone()].starts_with(['{', '['])
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Structure> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Returns the bytes of a key, and its value.
    pub fn entry(&self, key: &str) -> Option<(&Range<usize>, &Structure)> {
        let Parts::Group(entries) = &self.parts else { return None };
        let found = if entries.len() > MANY {
            let by_name = self.by_name.get_or_init(|| {
                let mut positions: Vec<usize> = (0..entries.len()).collect();
                positions.sort_by_key(|at| &entries[*at].0);
                positions
            });
            let first = by_name.partition_point(|at| entries[*at].0.as_str() < key);
            by_name.get(first).map(|at| &entries[*at]).filter(|(name, ..)| name == key)
        } else {
            entries.iter().find(|(name, ..)| name == key)
        };
        found.map(|(_, key, value)| (key, value))
    }

    /// Returns the values of all keys, the first of each. To look up one key, [`Structure::get`] is enough.
    pub fn values(&self) -> HashMap<&str, &Structure> {
        let Parts::Group(entries) = &self.parts else { return HashMap::new() };
        entries.iter().rev().map(|(name, _, value)| (name.as_str(), value)).collect()
    }

    /// Returns an item of a list.
    pub fn item(&self, at: usize) -> Option<&Structure> {
        if let Parts::List(items) = &self.parts { items.get(at) } else { None }
    }

    /// Returns whether another value says the same, however it is written.
    pub fn says_what(&self, other: &Structure) -> bool {
        match (&self.parts, &other.parts) {
            (Parts::Scalar, Parts::Scalar) => self.value == other.value,
            (Parts::List(items), Parts::List(others)) => {
                items.len() == others.len()
                    && items.iter().zip(others).all(|(one, other)| one.says_what(other))
            }
            (Parts::Group(entries), Parts::Group(others)) => {
                let mut pairs = entries.iter().zip(others);
                entries.len() == others.len()
                    && pairs.all(|(one, other)| one.0 == other.0 && one.2.says_what(&other.2))
            }
            _ => false,
        }
    }

    /// Returns the group that begins at a byte.
    pub fn group_at(&self, at: usize) -> Option<&Structure> {
        match &self.parts {
            Parts::Group(_) if self.span.start == at => Some(self),
            Parts::Group(entries) => {
                let next = entries.partition_point(|(_, _, value)| value.span.start <= at);
                entries.get(next.checked_sub(1)?)?.2.group_at(at)
            }
            Parts::List(items) => {
                let next = items.partition_point(|item| item.span.start <= at);
                items.get(next.checked_sub(1)?)?.group_at(at)
            }
            Parts::Scalar => None,
        }
    }
}

/// Returns the structure of a node. `before` is the end of its key, or of what else precedes it.
fn structure(text: &str, before: usize, node: &Placed<Node>) -> Structure {
    let written = node.place.span.clone();
    match &node.value {
        Node::Null(_) if written.is_empty() || !text[written.clone()].starts_with(['~', 'n', 'N']) => {
            Structure::made_of(before..before, Parts::Scalar)
        }
        Node::Null(_) | Node::Bool | Node::Number(_) | Node::Text(_) => {
            let end = written.start + text[written.clone()].trim_end().len();
            // A text of several lines begins with a sign of its own: `|` or `>`.
            let lead = text.get(before..written.start).unwrap_or_default();
            let sign = lead.trim_start_matches([' ', '-']);
            let start = if sign.starts_with(['|', '>']) { written.start - sign.len() } else { written.start };
            let value = match &node.value {
                Node::Number(value) | Node::Text(value) => Some(value.clone()),
                Node::Bool => text.get(written).map(str::to_owned),
                _ => None,
            };
            Structure { value, ..Structure::made_of(start..end, Parts::Scalar) }
        }
        Node::List(items) => {
            let mut before = written.start;
            let items = items.iter().map(|item| {
                let item = structure(text, before, item);
                before = item.span.end;
                item
            });
            let items: Vec<_> = items.collect();
            let last = items.last().map(|item| item.span.end);
            let span = written.start..end(text, written.start, last);
            Structure::made_of(span, Parts::List(items))
        }
        Node::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key_span = key.place.span.clone();
                let rest = &text[key_span.end..];
                let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '"', '\'']).len();
                let has_colon = rest[spaces..].starts_with(':');
                let colon = if has_colon { key_span.end + spaces + 1 } else { key_span.end };
                (key.value.clone(), key_span, structure(text, colon, value))
            });
            let entries: Vec<_> = entries.collect();
            let last = entries.last().map(|(_, _, value)| value.span.end);
            let span = written.start..end(text, written.start, last);
            Structure::made_of(span, Parts::Group(entries))
        }
    }
}

/// Returns where a list or group ends whose last value ends at `last`: behind its closing bracket, if it has one.
fn end(text: &str, start: usize, last: Option<usize>) -> usize {
    let closing = match text[start..].chars().next() {
        Some('{') => '}',
        Some('[') => ']',
        _ => return last.unwrap_or(start),
    };
    let mut at = last.unwrap_or(start + 1);
    // Only white space, commas and comments can stand before it.
    while let Some(c) = text[at..].chars().next() {
        match c {
            c if c == closing => return at + 1,
            '#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            c => at += c.len_utf8(),
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_are_written() {
        let text =
            "name: { sr: \"Dom\", en: Home } # both\nempty:\nlist:\n  - a: 1\n    b: [x, y]\n  - a: 2\n";
        let structure = Structure::of_facts(text).expect("YAML");
        let written = |structure: Option<&Structure>| structure.map(|value| &text[value.span.clone()]);
        let name = structure.get("name");
        assert_eq!(written(name), Some("{ sr: \"Dom\", en: Home }"));
        assert_eq!(written(name.and_then(|name| name.get("sr"))), Some("\"Dom\""));
        assert_eq!(written(name.and_then(|name| name.get("en"))), Some("Home"));
        assert_eq!(structure.get("empty").map(|empty| empty.span.clone()), Some(43..43));
        let first = structure.group_at(text.find("a: 1").expect("a key"));
        assert_eq!(written(first), Some("a: 1\n    b: [x, y]"));
        assert_eq!(written(structure.group_at(6)), written(name));
        assert_eq!(written(structure.group_at(7)), None);
    }

    #[test]
    fn one_of_many_keys_is_found_and_the_first_of_two_with_its_name() {
        let text: String = (0..100).map(|at| format!("k{}: {at}\n", at % 60)).collect();
        let structure = Structure::of_facts(&text).expect("YAML");
        for at in 0..60 {
            let value = structure.get(&format!("k{at}")).and_then(|found| found.value.clone());
            assert_eq!(value, Some(at.to_string()));
        }
        assert!(structure.get("k60").is_none() && structure.get("").is_none());
    }
}
