//! The YAML of a new entry, made from the given values and the keys of its record.

use super::NewEntry;
use super::form::Takes;
use crate::base::language::Language;
use crate::content::parse::{BLANK, Key, Shape};

/// A line of YAML and the text of its comment.
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) doc: String,
}

/// Writes the lines of a record, each with the meaning of its key; optional keys without a value are commented out.
pub(super) fn facts(order: &NewEntry) -> String {
    let mut lines = Vec::new();
    for key in order.form.keys {
        match (order.value("", key), (key.shape)()) {
            (Some(value), _) => lines.push(line("", key, &value)),
            (None, Shape::List(items)) if key.is_usual => match *items {
                Shape::Record { keys, .. } => {
                    lines.push(Line { code: format!("{}:", key.name), doc: doc(key) });
                    lines.extend(items_within(order, key.name, keys));
                }
                items => lines.push(line("", key, &blank(&Shape::List(Box::new(items))))),
            },
            (None, shape) if key.is_usual => lines.push(line("", key, &blank(&shape))),
            (None, shape) => lines.push(line("# ", key, &blank(&shape))),
        }
    }
    aligned(lines)
}

/// Writes one item for each given id; the first one also lists the optional keys, commented out.
fn items_within(order: &NewEntry, within: &str, keys: &[Key]) -> Vec<Line> {
    let given = |key: &Key| order.given(within, key.name);
    let count = keys.iter().filter_map(given).map(|(_, values)| values.len()).max().unwrap_or(1);
    let mut lines = Vec::new();
    for at in 0..count {
        let mut start = "  - ";
        for key in keys {
            let value = given(key).and_then(|(_, values)| values.get(at).cloned());
            match value {
                Some(value) => lines.push(line(start, key, &value)),
                None if key.is_usual => lines.push(line(start, key, &blank(&(key.shape)()))),
                None if at == 0 => lines.push(line("    # ", key, &blank(&(key.shape)()))),
                None => continue,
            }
            start = "    ";
        }
    }
    lines
}

/// Writes the keys of an entry in a list: the given values, and blanks for the other required keys.
pub(super) fn record(order: &NewEntry) -> Vec<String> {
    let needed = order.form.keys.iter().filter_map(|key| {
        let value = order.value("", key).or_else(|| key.is_usual.then(|| blank(&(key.shape)())))?;
        Some(format!("{}: {value}", key.name))
    });
    needed.collect()
}

/// Writes the lines of an entry in a list, with its id.
pub(super) fn entry(id: &str, record: &[String]) -> Vec<String> {
    std::iter::once(format!("{id}:")).chain(record.iter().map(|line| format!("  {line}"))).collect()
}

/// Joins the lines, with indentation and line breaks.
pub(super) fn indented(lines: &[String], indent: &str, line_break: &str) -> String {
    lines.iter().map(|line| format!("{indent}{line}{line_break}")).collect()
}

fn line(start: &str, key: &Key, value: &str) -> Line {
    Line { code: format!("{start}{}: {value}", key.name), doc: doc(key) }
}

/// Returns the meaning of a key, with the words that its value can be.
pub(crate) fn doc(key: &Key) -> String {
    let doc = key.doc.trim();
    match (key.shape)() {
        Shape::Word { choices, .. } => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
            format!("{doc} One of: {}.", words.join(", "))
        }
        _ => doc.to_owned(),
    }
}

/// Joins the lines, with their comments aligned in one column except after very long lines.
pub(crate) fn aligned(lines: Vec<Line>) -> String {
    const WIDEST: usize = 48;
    let widths = lines.iter().map(|line| line.code.chars().count()).filter(|width| *width <= WIDEST);
    let column = widths.max().unwrap_or(0);
    lines
        .into_iter()
        .map(|Line { code, doc }| match doc.as_str() {
            "" => code + "\n",
            doc => format!("{code:<column$}  # {doc}\n"),
        })
        .collect()
}

/// Writes a value with a blank for everything that must be filled in.
pub(crate) fn blank(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule => BLANK.to_owned(),
        Shape::Words | Shape::MarkedWords => format!("{{ sr: {BLANK}, en: {BLANK} }}"),
        Shape::Either(usual, _) => blank(usual),
        Shape::List(items) => format!("[{}]", blank(items)),
        Shape::Record { keys, .. } => {
            let keys = keys.iter().map(|key| format!("{}: {}", key.name, blank(&(key.shape)())));
            format!("{{ {} }}", keys.collect::<Vec<_>>().join(", "))
        }
        Shape::Keyed(..) => "{}".to_owned(),
    }
}

/// Puts a text between double quotes; a blank stays as it is.
pub(crate) fn quoted(text: &str) -> String {
    if text == BLANK {
        return text.to_owned();
    }
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{text}\"")
}

/// Returns whether a text is usually written without quotes and means the same: a date, a simple address.
fn is_plain(text: &str) -> bool {
    let is_safe =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | '?' | '&');
    (text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("http"))
        && !text.ends_with(':')
        && text.chars().all(is_safe)
}

impl NewEntry {
    /// Returns the values given for a key.
    fn given(&self, within: &str, key: &str) -> Option<(Takes, &[String])> {
        let field = self.form.fields.iter().find(|field| field.within == within && field.key == key)?;
        Some((field.takes, self.answers.get(field.flag)?.as_slice()))
    }

    /// Returns the text given in one language.
    pub(super) fn words(&self, key: &str, language: Language) -> Option<String> {
        let is_asked = |field: &&super::Field| field.key == key && field.takes == Takes::Words(language);
        let field = self.form.fields.iter().find(is_asked)?;
        self.answers.get(field.flag)?.first().cloned()
    }

    /// Returns the value of a key as YAML, if any part of it was given.
    pub(super) fn value(&self, within: &str, key: &Key) -> Option<String> {
        match (key.shape)() {
            Shape::Words | Shape::MarkedWords => {
                let given = Language::ALL.map(|language| self.words(key.name, language));
                given.iter().any(Option::is_some).then(|| {
                    let [sr, en] =
                        given.map(|text| text.map_or_else(|| BLANK.to_owned(), |text| quoted(&text)));
                    format!("{{ sr: {sr}, en: {en} }}")
                })
            }
            Shape::Record { keys, .. } => {
                let values: Vec<Option<String>> =
                    keys.iter().map(|part| self.value(key.name, part)).collect();
                values.iter().any(Option::is_some).then(|| {
                    let parts = keys.iter().zip(values).map(|(part, value)| {
                        format!("{}: {}", part.name, value.unwrap_or_else(|| BLANK.to_owned()))
                    });
                    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
                })
            }
            _ => {
                let (takes, values) = self.given(within, key.name)?;
                let written: Vec<String> = values
                    .iter()
                    .map(|value| match takes {
                        Takes::Text if is_plain(value) => value.clone(),
                        Takes::Text | Takes::Words(_) => quoted(value),
                        _ => value.clone(),
                    })
                    .collect();
                match takes {
                    Takes::Many(_) => Some(format!("[{}]", written.join(", "))),
                    _ => written.into_iter().next(),
                }
            }
        }
    }
}
