//! Entries of a list that are indented too little or too much, so that they are read as keys of another entry.

use std::collections::BTreeSet;

use super::decode::shorten;
use super::node::Node;
use super::shape::{Key, Shape};
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;

type Entry = (Placed<String>, Placed<Node>);

/// Reports the entries in a tree of a shape that begin in a wrong column, and moves them to where they belong, so that
/// nothing else seems to be missing.
pub(super) fn put_right(text: &str, tree: &mut Placed<Node>, shape: &Shape, problems: &mut Problems) {
    match (&mut tree.value, shape) {
        (Node::Map(entries), Shape::Record { keys, .. }) => in_record(text, entries, keys, problems),
        (Node::Map(entries), Shape::Keyed(_, values)) => {
            if let Shape::Record { keys, .. } = **values {
                in_list(text, entries, keys, None, problems);
            }
        }
        _ => {}
    }
}

/// Finds entries that are indented too much, as keys of another entry. The entries of the list have `keys`; `list` is its
/// own key, unless it is a whole file.
fn in_list(
    text: &str,
    entries: &mut Vec<Entry>,
    keys: &'static [Key],
    list: Option<&str>,
    problems: &mut Problems,
) {
    let mut found = Vec::new();
    for (key, value) in entries.iter_mut() {
        let Node::Map(own) = &mut value.value else { continue };
        in_record(text, own, keys, problems);
        let Some(right) = column(text, key) else { continue };
        for lost in take(own, |entry| is_lost(entry, keys, keys) && column(text, &entry.0) > Some(right)) {
            let surplus = column(text, &lost.0).unwrap_or(right) - right;
            let help = format!("delete {} before it and before each of its lines", spaces(surplus, ""));
            problems.push(problem(&lost.0, list, "much", &help));
            found.push(lost);
        }
    }
    entries.extend(found);
}

/// Finds entries of a list of a record that are indented too little, as keys of the record.
fn in_record(text: &str, entries: &mut Vec<Entry>, keys: &'static [Key], problems: &mut Problems) {
    let has_strangers = entries.iter().any(|(key, value)| is_stranger(key, value, keys));
    // A list of records begins with one. Most groups do not, so the shapes of few keys are needed.
    let may_be_list = |value: &Node| match value {
        Node::Map(entries) => entries.first().is_some_and(|(_, value)| matches!(value.value, Node::Map(_))),
        _ => value.is_null() && has_strangers,
    };
    // A key that is written several times is one.
    let mut seen = BTreeSet::new();
    let lists = entries.iter().filter(|(_, value)| may_be_list(&value.value)).filter_map(|(key, _)| {
        let key = keys.iter().find(|known| known.name == key.value && seen.insert(known.name))?;
        let Shape::Keyed(_, values) = (key.shape)() else { return None };
        let Shape::Record { keys, .. } = *values else { return None };
        Some((key.name, keys))
    });
    let lists: Vec<(&str, &'static [Key])> = lists.collect();
    for (name, inner) in lists {
        in_list_of_record(text, entries, (name, inner), keys, problems);
    }
}

fn in_list_of_record(
    text: &str,
    entries: &mut Vec<Entry>,
    (name, inner): (&str, &'static [Key]),
    keys: &'static [Key],
    problems: &mut Problems,
) {
    let list = entries.iter().find(|(key, _)| key.value == name);
    let right = list.and_then(|(key, value)| match &value.value {
        Node::Map(listed) => column(text, &listed.first()?.0),
        _ => column(text, key).map(|own| own + 2),
    });
    let lost = take(entries, |entry| {
        is_lost(entry, keys, inner) && column(text, &entry.0).is_some_and(|own| Some(own) < right)
    });
    let Some((_, list)) = entries.iter_mut().find(|(key, _)| key.value == name) else { return };
    if list.value.is_null() && !lost.is_empty() {
        list.value = Node::Map(Vec::new());
    }
    let Node::Map(listed) = &mut list.value else { return };
    for (key, mut value) in lost {
        let missing = right.unwrap_or_default() - column(text, &key).unwrap_or_default();
        let help = format!("write {} before it and before each of its lines", spaces(missing, " more"));
        problems.push(problem(&key, Some(name), "little", &help));
        // The entries below it became its keys.
        let swallowed = match &mut value.value {
            Node::Map(own) => take(own, |entry| is_lost(entry, inner, inner)),
            _ => Vec::new(),
        };
        listed.push((key, value));
        listed.extend(swallowed);
    }
    in_list(text, listed, inner, Some(name), problems);
}

/// Returns whether a key is none of `keys` and has a group of keys.
fn is_stranger(key: &Placed<String>, value: &Placed<Node>, keys: &[Key]) -> bool {
    matches!(value.value, Node::Map(_)) && !is_key(&key.value, keys)
}

/// Returns whether what stands among `keys` is an entry of a list whose entries have the keys `inner`. Its group may have
/// swallowed other entries.
fn is_lost((key, value): &Entry, keys: &[Key], inner: &[Key]) -> bool {
    let Node::Map(own) = &value.value else { return false };
    let is_swallowed = |value: &Node| match value {
        Node::Map(own) => own.iter().any(|(key, _)| is_key(&key.value, inner)),
        _ => false,
    };
    is_stranger(key, value, keys)
        && own.iter().any(|(key, _)| inner.iter().any(|known| known.required && known.name == key.value))
        && own.iter().all(|(key, value)| is_key(&key.value, inner) || is_swallowed(&value.value))
}

fn is_key(name: &str, keys: &[Key]) -> bool {
    keys.iter().any(|key| key.name == name)
}

/// Takes some entries out of a group.
fn take(entries: &mut Vec<Entry>, is_taken: impl Fn(&Entry) -> bool) -> Vec<Entry> {
    if !entries.iter().any(&is_taken) {
        return Vec::new();
    }
    let (taken, left) = std::mem::take(entries).into_iter().partition(is_taken);
    *entries = left;
    taken
}

/// Returns the number of spaces before a key, if it is the first in its line.
fn column(text: &str, key: &Placed<String>) -> Option<usize> {
    let before = text.get(..key.place.span.start)?;
    let rest = before.trim_end_matches(' ');
    (rest.is_empty() || rest.ends_with('\n')).then_some(before.len() - rest.len())
}

fn spaces(count: usize, more: &str) -> String {
    if count == 1 { format!("1{more} space") } else { format!("{count}{more} spaces") }
}

fn problem(key: &Placed<String>, list: Option<&str>, how: &str, help: &str) -> Problem {
    let what = list.map_or("an entry of its own".to_owned(), |list| format!("an entry of `{list}`"));
    let message = format!("`{}` looks like {what}, but is indented too {how}", shorten(&key.value));
    Problem::new(&rules::UNKNOWN_KEY, key.place.clone(), message).help(help)
}
