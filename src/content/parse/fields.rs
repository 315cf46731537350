//! Decodes the keys of a record one by one, so that no mistake hides another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::blank::without_blanks;
use super::decode::{Decode, shorten, wrong_type};
use super::limits::within_limits;
use super::node::Node;
use super::shape::Key;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::text::suggest::did_you_mean;

/// The fields of a record that is being decoded.
pub(super) struct Fields {
    entries: Vec<(Placed<String>, Option<Placed<Node>>)>,
    /// Whether a key is unknown or its value could not be read.
    broken: bool,
    /// Whether a value is still to be written.
    has_blanks: bool,
}

impl Fields {
    /// Creates the fields from the entries of a group. Reports keys that are unknown or written twice, and blanks.
    pub(super) fn new(
        entries: Vec<(Placed<String>, Placed<Node>)>,
        keys: &[Key],
        problems: &mut Problems,
    ) -> Self {
        report_duplicates(&entries, problems);
        let mut broken = false;
        for (key, _) in &entries {
            if !keys.iter().any(|known| known.name == key.value) {
                broken = true;
                let message = format!("unknown key `{}`", shorten(&key.value));
                let help = match did_you_mean(&key.value, keys.iter().map(|known| known.name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        let known: Vec<&str> = keys.iter().map(|known| known.name).collect();
                        format!("known here: {}", known.join(", "))
                    }
                };
                problems.push(Problem::new(&rules::UNKNOWN_KEY, key.place.clone(), message).help(help));
            }
        }
        let mut has_blanks = false;
        let entries = entries.into_iter().map(|(key, value)| {
            let Some(known) = keys.iter().find(|known| known.name == key.value) else {
                return (key, Some(value));
            };
            let (value, had_blanks) = without_blanks(value, known, problems);
            has_blanks |= had_blanks;
            let had_value = value.is_some();
            let value = value.and_then(|value| within_limits(value, known, problems));
            broken |= had_value && value.is_none();
            (key, value)
        });
        let entries = entries.collect();
        Fields { entries, broken: broken || has_blanks, has_blanks }
    }

    /// Returns whether something in the record was reported. If so, missing values may not be truly missing.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Returns whether a value is still to be written.
    pub(super) fn has_blanks(&self) -> bool {
        self.has_blanks
    }

    /// Returns the place of a key, if it is written.
    pub(super) fn place_of(&self, name: &str) -> Option<&Place> {
        self.entries.iter().find(|(key, _)| key.value == name).map(|(key, _)| &key.place)
    }

    /// Reports that none or several of the keys are written of which a record has exactly one.
    pub(super) fn report_other_than_one(
        &mut self,
        keys: &[&str],
        what: &str,
        place: &Place,
        problems: &mut Problems,
    ) {
        let all: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let all = all.join(", ");
        let mut written = keys.iter().filter_map(|key| Some((key, self.place_of(key)?)));
        let problem = match (written.next(), written.next()) {
            (None, _) => {
                let start = Place { file: Arc::clone(&place.file), span: place.span.start..place.span.start };
                Problem::new(&rules::MISSING_KEY, start, format!("{what} lacks one of {all}"))
                    .help("add the one that fits")
            }
            (Some((first, at)), Some((other, place))) => {
                let message = format!("{what} has both `{first}` and `{other}`");
                Problem::new(&rules::WRONG_VALUE, place.clone(), message)
                    .related(at.clone(), "the other key")
                    .help(format!("keep exactly one of {all}"))
            }
            _ => return,
        };
        problems.push(problem);
        self.broken = true;
    }

    /// Decodes the value of a key, if it is written.
    pub(super) fn take<T: Decode>(&mut self, name: &str, problems: &mut Problems) -> Option<T> {
        let (key, value) = self.entries.iter_mut().find(|(key, _)| key.value == name)?;
        let mut value = value.take()?;
        if value.value == Node::Null {
            // There is nothing to underline, so point at the key.
            value.place = key.place.clone();
        }
        let decoded = T::decode(value, problems);
        self.broken |= decoded.is_none();
        decoded
    }
}

/// Reports each required key that is missing.
pub(super) fn report_missing(
    fields: &Fields,
    keys: &[Key],
    what: &str,
    place: &Place,
    problems: &mut Problems,
) {
    for key in keys.iter().filter(|key| key.required && fields.place_of(key.name).is_none()) {
        let start = Place { file: Arc::clone(&place.file), span: place.span.start..place.span.start };
        problems.push(
            Problem::new(&rules::MISSING_KEY, start, format!("{what} lacks `{}`", key.name)).help(format!(
                "add `{}:` – {}",
                key.name,
                key.description()
            )),
        );
    }
}

/// Returns the entries of a group of keys, or reports that the value is not a group. An empty value is an empty group.
pub(super) fn entries_of(
    node: Placed<Node>,
    what: &str,
    keys: &[Key],
    problems: &mut Problems,
) -> Option<Vec<(Placed<String>, Placed<Node>)>> {
    match node.value {
        Node::Map(entries) => Some(entries),
        Node::Null => Some(Vec::new()),
        _ => {
            let shown: Vec<String> = keys.iter().take(3).map(|key| format!("{}: …", key.name)).collect();
            let help = format!(
                "write its keys and their values: `{{ {} }}`, or one `key: value` per line",
                shown.join(", ")
            );
            wrong_type(&node, what, &help, problems)
        }
    }
}

pub(super) fn report_duplicates(entries: &[(Placed<String>, Placed<Node>)], problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (key, _) in entries {
        match seen.get(key.value.as_str()) {
            None => {
                seen.insert(&key.value, &key.place);
            }
            Some(first) => problems.push(
                Problem::new(
                    &rules::DUPLICATE_KEY,
                    key.place.clone(),
                    format!("the key `{}` is written twice", shorten(&key.value)),
                )
                .label("second time")
                .related((*first).clone(), "first time")
                .help("keep one of the two"),
            ),
        }
    }
}
