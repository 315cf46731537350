//! What a file is to say, whatever it says now.

use std::collections::{HashMap, HashSet};

use super::control::{Control, Field, Sort};
use super::value::{FIRST, Item, SECOND, Value};
use crate::authoring::values::typed;
use crate::content::parse::{BLANK, Parts, Scalar, Structure};

/// What a value is to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Want {
    /// As it is.
    Kept,
    /// Absent.
    Nothing,
    /// A single value.
    Single(String, Sort),
    /// A list. Each item has its present position, unless it is new.
    List(Vec<(Option<usize>, Want)>),
    /// A group. Keys that it does not name are kept.
    Group(Vec<(String, Want)>),
}

/// A value that was given in two forms, by its path in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GivenTwice(pub(super) String);

impl Want {
    /// Returns what is wanted of a value that is now written like `now`. `path` is its name in the form.
    pub(super) fn new(
        control: &Control,
        value: &Value,
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        if Value::written(control, now) == Value::Kept {
            return Ok(Want::Kept);
        }
        Ok(match (control, value) {
            (_, Value::Kept) | (Control::Entries, _) => Want::Kept,
            // A blank that nobody filled in stays.
            (_, value) if value.is_nothing() && now.is_some_and(is_blank) => Want::Kept,
            (_, value) if value.is_nothing() => Want::Nothing,
            (Control::Single(scalar), Value::Text(text)) => Want::single(scalar, text, now),
            (Control::Word { .. }, Value::Text(text)) => Want::Single(text.clone(), Sort::Text),
            (Control::List(items), Value::List(list)) => Want::list(items, list, now, path)?,
            (Control::OneOrMore(items), Value::List(list)) => Want::one_or_more(items, list, now, path)?,
            (Control::Words { .. }, value) => Want::group(&control.fields(), value, now, path)?,
            (Control::Record(record), value) => Want::record(&record.fields, value, now, path)?,
            (Control::Shortened { short, record }, value) => {
                let is_short = |field: &Field| {
                    field.key.name == *short
                        || matches!(value.get(field.key.name), it if it.is_nothing() || *it == Value::Kept)
                };
                match record.fields.iter().all(is_short) {
                    true => Want::Single(value.get(short).text().to_owned(), Sort::Text),
                    false => Want::record(&record.fields, value, now, path)?,
                }
            }
            (Control::Either(one, other), value) => Want::either(one, other, value, now, path)?,
            (Control::Pairs(_, values), Value::List(list)) => Want::pairs(values, list, now, path)?,
            _ => Want::Kept,
        })
    }

    fn single(scalar: &Scalar, text: &str, now: Option<&Structure>) -> Self {
        let written = now.and_then(|now| now.value.as_deref());
        let is_same = written.is_some_and(|written| written.trim() == text);
        Want::Single(if is_same { text.to_owned() } else { typed(scalar, text) }, Sort::of(scalar))
    }

    fn list(
        control: &Control,
        items: &[Item],
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        let mut wanted = Vec::new();
        for item in items.iter().filter(|item| !item.value.is_nothing()) {
            let now = item.from().and_then(|from| now?.item(from));
            let want = Want::new(control, &item.value, now, &format!("{path}.{}", item.name))?;
            if want != Want::Nothing {
                wanted.push((now.and(item.from()), want));
            }
        }
        Ok(if wanted.is_empty() { Want::Nothing } else { Want::List(wanted) })
    }

    fn one_or_more(
        control: &Control,
        items: &[Item],
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        if now.is_some_and(|now| matches!(now.parts, Parts::List(_))) {
            return Want::list(control, items, now, path);
        }
        let mut given = items.iter().filter(|item| !item.value.is_nothing());
        match (given.next(), given.next()) {
            (Some(item), None) => {
                let now = now.filter(|_| item.from() == Some(0));
                Want::new(control, &item.value, now, &format!("{path}.{}", item.name))
            }
            _ => Want::list(control, items, None, path),
        }
    }

    /// Returns what is wanted of a record. A blank that nobody filled in goes, unless the record needs its key.
    fn record(
        fields: &[Field],
        value: &Value,
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        let mut want = Want::group(fields, value, now, path)?;
        if let Want::Group(keys) = &mut want {
            for ((name, want), field) in keys.iter_mut().zip(fields) {
                let is_left =
                    value.get(name).is_nothing() && now.and_then(|now| now.get(name)).is_some_and(is_blank);
                if is_left && !field.key.is_usual {
                    *want = Want::Nothing;
                }
            }
        }
        Ok(want)
    }

    fn group(
        fields: &[Field],
        value: &Value,
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        let fields = fields.iter().map(|Field { key, control }| {
            let now = now.and_then(|now| now.get(key.name));
            let path = joined(path, key.name);
            Ok((key.name.to_owned(), Want::new(control, value.get(key.name), now, &path)?))
        });
        let fields: Vec<(String, Want)> = fields.collect::<Result<_, _>>()?;
        let says_nothing = |(_, want): &(String, Want)| matches!(want, Want::Kept | Want::Nothing);
        Ok(match now.is_none() && fields.iter().all(says_nothing) {
            true => Want::Nothing,
            false => Want::Group(fields),
        })
    }

    fn either(
        one: &Control,
        other: &Control,
        value: &Value,
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        let is_given = |value: &Value| !value.is_nothing() && *value != Value::Kept;
        let fits = |control: &Control| now.filter(|now| Value::written(control, Some(now)) != Value::Kept);
        match (value.get(FIRST), value.get(SECOND)) {
            (first, second) if is_given(first) && is_given(second) => Err(GivenTwice(path.to_owned())),
            (first, _) if is_given(first) => Want::new(one, first, fits(one), &joined(path, FIRST)),
            (_, second) => Want::new(other, second, fits(other), &joined(path, SECOND)),
        }
    }

    fn pairs(
        values: &Control,
        items: &[Item],
        now: Option<&Structure>,
        path: &str,
    ) -> Result<Self, GivenTwice> {
        let mut pairs = Vec::new();
        for item in items.iter().filter(|item| !item.value.is_nothing()) {
            let name = item.value.get(FIRST).text();
            let now = now.and_then(|now| now.get(name));
            let path = format!("{path}.{}", item.name);
            if name.is_empty() || pairs.iter().any(|(other, _)| other == name) {
                return Err(GivenTwice(path));
            }
            pairs.push((name.to_owned(), Want::new(values, item.value.get(SECOND), now, &path)?));
        }
        if let Some(Structure { parts: Parts::Group(entries), .. }) = now {
            let removed = entries.iter().map(|(name, ..)| name);
            let removed: Vec<_> =
                removed.filter(|name| !pairs.iter().any(|(other, _)| other == *name)).cloned().collect();
            pairs.extend(removed.into_iter().map(|name| (name, Want::Nothing)));
        }
        Ok(Want::Group(pairs))
    }

    /// Returns what all of these want, of which each concerns other keys.
    pub(super) fn all(wants: Vec<Want>) -> Want {
        let mut keys: Vec<(String, Vec<Want>)> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        for want in wants {
            let Want::Group(entries) = want else { return want };
            for (key, want) in entries {
                let at = *positions.entry(key).or_insert_with_key(|key| {
                    keys.push((key.clone(), Vec::new()));
                    keys.len() - 1
                });
                keys[at].1.push(want);
            }
        }
        let one = |mut wants: Vec<Want>| match wants.len() {
            1 => wants.pop().unwrap_or(Want::Kept),
            _ => Want::all(wants),
        };
        Want::Group(keys.into_iter().map(|(key, wants)| (key, one(wants))).collect())
    }

    /// Takes the items of its lists to be written, in their order.
    pub(super) fn settle(&mut self) {
        match self {
            Want::List(items) => {
                for (at, (from, item)) in items.iter_mut().enumerate() {
                    *from = Some(at);
                    item.settle();
                }
            }
            Want::Group(keys) => keys.iter_mut().for_each(|(_, want)| want.settle()),
            Want::Kept | Want::Nothing | Want::Single(..) => {}
        }
    }

    /// Returns whether a file says what was wanted, given what it said before.
    pub(super) fn is_met(&self, before: Option<&Structure>, after: Option<&Structure>) -> bool {
        let is_written = |it: &&Structure| !it.parts.is_scalar() || it.value.is_some();
        let (before, after) = (before.filter(is_written), after.filter(is_written));
        match (self, after) {
            (Want::Kept, after) => match (before, after) {
                (Some(before), Some(after)) => before.says_what(after),
                (None, None) => true,
                _ => false,
            },
            (Want::Nothing, after) => after.is_none(),
            (Want::Single(text, _), Some(after)) => {
                after.value.as_ref().is_some_and(|value| value.trim() == text)
            }
            (Want::List(items), Some(Structure { parts: Parts::List(written), .. })) => {
                let is_met = |((from, want), after): (&(Option<usize>, Want), &Structure)| {
                    want.is_met(from.and_then(|from| before?.item(from)), Some(after))
                };
                items.len() == written.len() && items.iter().zip(written).all(is_met)
            }
            (Want::Group(keys), after) => Want::are_met(keys, before, after),
            _ => false,
        }
    }

    fn are_met(keys: &[(String, Want)], before: Option<&Structure>, after: Option<&Structure>) -> bool {
        let wanted: HashSet<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
        let others = |it: Option<&Structure>| -> Vec<String> {
            let Some(Structure { parts: Parts::Group(entries), .. }) = it else { return Vec::new() };
            let names = entries.iter().map(|(name, ..)| name);
            names.filter(|name| !wanted.contains(name.as_str())).cloned().collect()
        };
        let values_before = before.map(Structure::values).unwrap_or_default();
        let values_after = after.map(Structure::values).unwrap_or_default();
        let is_met = |name: &str, want: &Want| {
            want.is_met(values_before.get(name).copied(), values_after.get(name).copied())
        };
        let kept = others(before);
        kept == others(after)
            && kept.iter().all(|name| is_met(name, &Want::Kept))
            && keys.iter().all(|(name, want)| is_met(name, want))
    }
}

/// Returns whether everything in a value is still to be written.
fn is_blank(value: &Structure) -> bool {
    match &value.parts {
        Parts::Scalar => value.value.as_deref() == Some(BLANK),
        Parts::List(items) => !items.is_empty() && items.iter().all(is_blank),
        Parts::Group(entries) => !entries.is_empty() && entries.iter().all(|(_, _, value)| is_blank(value)),
    }
}

/// Returns the path of a field within that of its group, which may be empty.
pub(super) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
