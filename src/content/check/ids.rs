//! Collects the ids of one kind, and reports those that are not valid or clash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::id::{Id, Kind};
use crate::base::odd::{Odd, as_meant};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{Entry, Keyed};

/// Returns the ids of a list in one file, like [`valid_ids`].
pub(super) fn keyed<T>(kind: Kind, list: &Keyed<T>, problems: &mut Problems) -> (Vec<Id>, BTreeSet<String>) {
    valid_ids(kind, list.0.iter().map(|(key, _)| (key.value.as_str(), key.place.clone())), problems)
}

/// Returns the ids of entries in folders of their own, like [`valid_ids`].
pub(super) fn entries<T>(
    kind: Kind,
    list: &[Arc<Entry<T>>],
    problems: &mut Problems,
) -> (Vec<Id>, BTreeSet<String>) {
    valid_ids(kind, list.iter().map(|entry| (&*entry.id, Place::start_of(&entry.folder))), problems)
}

/// Returns the valid ids, sorted and unique, and those that are not in the catalogue. Reports invalid ones, those that
/// clash, and more than the kind may have.
///
/// Ids clash if they differ in case only. Keys that are written twice have been reported by the parser.
fn valid_ids<'a>(
    kind: Kind,
    written: impl Iterator<Item = (&'a str, Place)>,
    problems: &mut Problems,
) -> (Vec<Id>, BTreeSet<String>) {
    let mut ids: Vec<Id> = Vec::new();
    let mut bad = BTreeSet::new();
    let mut is_full = false;
    let mut by_key: BTreeMap<String, (&str, Place)> = BTreeMap::new();
    let mut not_valid = Vec::new();
    for (text, place) in written {
        match by_key.get(&text.to_lowercase()) {
            Some((first, _)) if *first == text => continue,
            Some((first, first_place)) => problems.push(
                Problem::new(
                    &rules::DUPLICATE_ID,
                    place.clone(),
                    format!("the ids `{text}` and `{first}` of two {} differ in case only", kind.plural()),
                )
                .related(first_place.clone(), "the other one")
                .help("give one of them another id, or merge the two"),
            ),
            None => {
                by_key.insert(text.to_lowercase(), (text, place.clone()));
            }
        }
        match Id::new(text) {
            Some(_) if kind.most() == Some(ids.len()) => {
                if !is_full {
                    problems.push(too_many(kind, ids.len(), place));
                }
                is_full = true;
                bad.insert(text.to_owned());
            }
            Some(id) => ids.push(id),
            None => {
                bad.insert(text.to_owned());
                // References to what it was meant to be are right, once it is put right.
                let meant = as_meant(text).map_or_else(|| crate::text::language::slug(text), |(id, _)| id);
                bad.extend(Id::new(&meant).map(|id| id.as_str().to_owned()));
                not_valid.push((text, place));
            }
        }
    }
    ids.sort();
    not_valid.into_iter().for_each(|(text, place)| problems.push(bad_id(kind, text, place, &ids)));
    (ids, bad)
}

/// Returns the problem of more entries than a kind may have, at the first that is too many.
fn too_many(kind: Kind, most: usize, place: Place) -> Problem {
    let whole = if kind == Kind::SubArea { "an area" } else { "a catalogue" };
    let message = format!("{whole} can have at most {most} {}", kind.plural());
    Problem::new(&rules::TOO_MANY_ENTRIES, place, message)
        .help(format!("merge {} that belong together, or divide the catalogue", kind.plural()))
}

/// Returns the problem of an invalid id, and suggests a valid one. `ids` are the valid ones.
pub(super) fn bad_id(kind: Kind, text: &str, place: Place, ids: &[Id]) -> Problem {
    let slug = crate::text::language::slug(text);
    let shown = crate::content::parse::shorten(text);
    // An id that is not written in a file is the name of a folder.
    let is_folder = place.span.is_empty();
    let message = match is_folder {
        true => format!("the name of the folder `{shown}` cannot be the id of {}", kind.with_article()),
        false => format!("`{shown}` cannot be the id of {}", kind.with_article()),
    };
    if let Some((meant, odd)) = as_meant(text).filter(|(meant, _)| Id::new(meant).is_some()) {
        return odd_id(kind, &meant, odd, text, place);
    }
    if let Some(original) = original_of(&slug, ids).filter(|_| is_folder) {
        let message = format!("the folder `{shown}` seems to be a copy of `{original}`");
        let help = format!(
            "delete it; or, for a new {}, rename the folder and change its texts; {}",
            kind.noun(),
            Id::GRAMMAR
        );
        return Problem::new(&rules::BAD_ID, place, message).help(help);
    }
    let problem = Problem::new(&rules::BAD_ID, place, message);
    let write = if is_folder { "rename the folder to" } else { "write" };
    if Id::is_reserved(text) {
        let why = "on Windows, this is the name of a device, and no folder can have it";
        problem.help(format!("{write} another one, such as `{text}-1`; {why}"))
    } else if Id::new(&slug).is_some() && slug != text {
        problem.help(format!("{write} `{slug}`; {}", Id::GRAMMAR))
    } else {
        problem.help(Id::GRAMMAR)
    }
}

/// Returns the id of which a name, as an id, is that of a copy: `romala-kopija-2`, `copy-of-romala`.
fn original_of<'a>(name: &str, ids: &'a [Id]) -> Option<&'a str> {
    const BEFORE: [&str; 3] = ["copy-of-", "kopija-od-", "kopija-"];
    const BEHIND: [&str; 2] = ["-copy", "-kopija"];
    let find = |name: &str| ids.binary_search_by(|id| id.as_str().cmp(name)).ok().map(|at| ids[at].as_str());
    if let Some(rest) = BEFORE.iter().find_map(|sign| name.strip_prefix(sign)) {
        return find(rest).or_else(|| original_of(rest, ids));
    }
    let without_number = || {
        let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
        rest.strip_suffix('-').filter(|_| rest.len() < name.len())
    };
    let rest = BEHIND.iter().find_map(|sign| name.strip_suffix(sign)).or_else(without_number)?;
    find(rest).or_else(|| original_of(rest, ids))
}

/// Returns the problem of an id with a character that looks like another or like nothing, at this character.
fn odd_id(kind: Kind, meant: &str, odd: Odd, text: &str, place: Place) -> Problem {
    let message = format!("the id of {} contains {}", kind.with_article(), odd.what());
    if place.span.len() != text.len() {
        return Problem::new(&rules::BAD_ID, place, message).help(format!("rename the folder to `{meant}`"));
    }
    let at = place.span.start + odd.at;
    let place = Place { span: at..at + odd.written.len_utf8(), ..place };
    let help = match odd.meant.filter(|c| *c != ' ') {
        None => "delete it".to_owned(),
        Some(twin) => format!("write `{twin}`, so that the id is `{meant}`"),
    };
    Problem::new(&rules::BAD_ID, place, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_name() {
        let ids: Vec<Id> = ["lip-2", "romala"].iter().filter_map(|id| Id::new(id)).collect();
        for (name, original) in [
            ("romala-copy", Some("romala")),
            ("romala-kopija-2", Some("romala")),
            ("romala-1", Some("romala")),
            ("copy-of-romala", Some("romala")),
            ("kopija-romala-2", Some("romala")),
            ("lip-2-copy", Some("lip-2")),
            ("lip-2-copy-copy", Some("lip-2")),
            ("romala", None),
            ("lip-copy", None),
            ("copy", None),
            ("2", None),
            ("", None),
        ] {
            assert_eq!(original_of(name, &ids), original, "{name}");
        }
    }
}
