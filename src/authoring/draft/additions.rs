//! Adds entries to the lists of a catalogue, and activities to its projects.

use std::collections::BTreeMap;

use super::list::{Addition, List};
use super::{Answers, Change, Draft, NewEntry, Refusal, form, list, yaml};
use crate::base::id::Kind;
use crate::base::language::Localized;
use crate::content::parse::{ActivityRecord, DocumentKind, Keyed, ProjectRecord, Records};
use crate::content::read::Source;

/// Adds an entry to the list of its kind.
pub(super) fn list_entry(
    order: &NewEntry,
    id: &str,
    records: &Records,
    source: &Source,
) -> Result<Draft, Refusal> {
    let entries = [(id.to_owned(), yaml::record(order))];
    let changes = vec![add_entries(order.form.kind, &entries, records, source)?];
    Ok(Draft { changes, ..Draft::default() })
}

/// Returns the lines of the facts of a new entry of which only the names are given.
pub(crate) fn named_entry(kind: Kind, names: &Localized<Option<String>>) -> Option<Vec<String>> {
    let mut answers = Answers::new();
    let flags = match kind {
        Kind::Document => ["title-sr", "title-en"],
        _ => ["name-sr", "name-en"],
    };
    if kind == Kind::Document {
        answers.insert("kind", vec![DocumentKind::Other.word().to_owned()]);
    }
    for (flag, name) in flags.into_iter().zip([&names.sr, &names.en]) {
        if let Some(name) = name {
            answers.insert(flag, vec![name.clone()]);
        }
    }
    Some(yaml::record(&NewEntry::new(form::form(kind)?, None, answers)))
}

/// Makes the facts of a new entry that has a folder.
pub(crate) fn new_folder(kind: Kind, id: &str, facts: &[String]) -> Change {
    let path = format!("{}{id}/{}.yaml", kind.home(), kind.noun());
    Change { path, text: yaml::indented(facts, "", "\n"), added_at: None }
}

/// Adds entries, each an id and its lines, to the list of their kind. The id of a sub-area is `area/sub-area`.
///
/// # Errors
/// If the list cannot be read, or its layout makes adding to it impossible.
pub(crate) fn add_entries(
    kind: Kind,
    entries: &[(String, Vec<String>)],
    records: &Records,
    source: &Source,
) -> Result<Change, Refusal> {
    let path = kind.home();
    let text = text_of(source, path);
    let is_broken = records.broken_lists.iter().any(|list| path.ends_with(list));
    let Some(text) = text.filter(|_| !is_broken) else {
        let message = format!("`{path}` is missing or cannot be read");
        return Err(Refusal::new(message, "`katalog check` says what is wrong with it"));
    };
    let own = |id: &str| id.rsplit('/').next().unwrap_or(id).to_owned();
    let entries: Vec<(&str, Vec<String>)> =
        entries.iter().map(|(id, record)| (id.as_str(), yaml::entry(&own(id), record))).collect();
    let added: Result<Vec<Addition>, &'static str> = match kind {
        Kind::SubArea => {
            let areas = records.areas.0.iter().enumerate().rev();
            let areas: BTreeMap<&str, usize> = areas.map(|(at, (key, _))| (key.value.as_str(), at)).collect();
            entries
                .chunk_by(|(a, _), (b, _)| area_of(a) == area_of(b))
                .map(|group| add_to_area(records, &areas, text, area_of(group[0].0), group))
                .collect::<Result<Vec<_>, _>>()
                .map(|groups| groups.into_iter().flatten().collect())
        }
        _ => {
            let list = List { text, entries: keys_of(records, kind) };
            list.add_all(entries.iter().map(|(id, lines)| (*id, lines.as_slice())))
        }
    };
    let added = added.map_err(|reason| {
        let lines: String = entries.iter().map(|(_, lines)| yaml::indented(lines, "", "\n")).collect();
        let message = format!("cannot add to `{path}`: {reason}");
        Refusal::new(message, format!("write the entry there yourself:\n\n{lines}"))
    })?;
    Ok(changed(path, text, added))
}

/// Adds activities, each the id of a municipality and its lines, to the file of a project.
///
/// # Errors
/// If the layout of its activities makes adding to them impossible.
pub(crate) fn add_activities(
    project: &ProjectRecord,
    activities: &[(String, Vec<String>)],
    source: &Source,
) -> Result<Change, &'static str> {
    let path = &*project.place.file;
    let text = text_of(source, path).ok_or("it cannot be read")?;
    let hyphen = |record: &'_ ActivityRecord| text[..record.place.span.start].rfind('-');
    let entries: Option<Vec<(&str, usize)>> = project
        .activities
        .iter()
        .flatten()
        .map(|record| Some((record.written_place()?.0, hyphen(record)?)))
        .collect();
    let list = List { text, entries: entries.ok_or("its activities cannot be read")? };
    let added = list.add_all(activities.iter().map(|(id, lines)| (id.as_str(), lines.as_slice())))?;
    Ok(changed(path, text, added))
}

fn area_of(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

pub(super) fn text_of<'a>(source: &'a Source, path: &str) -> Option<&'a str> {
    Some(source.file(path)?.content.text()?)
}

fn changed(path: &str, text: &str, added: Vec<Addition>) -> Change {
    let first = added.iter().min_by_key(|addition| addition.at.start);
    let line = first.map(|added| {
        let start = added.at.start + added.lines.len() - added.lines.trim_start_matches(['\r', '\n']).len();
        added.applied_to(text)[..start].matches('\n').count() + 1
    });
    Change { path: path.to_owned(), text: list::apply_all(added, text), added_at: line }
}

/// Returns the keys of a list in file order, with their positions.
fn keys_of(records: &Records, kind: Kind) -> Vec<(&str, usize)> {
    match kind {
        Kind::Region => keys(&records.regions),
        Kind::District => keys(&records.districts),
        Kind::Area => keys(&records.areas),
        Kind::SupportType => keys(&records.support_types),
        Kind::TargetGroup => keys(&records.target_groups),
        Kind::Organisation => keys(&records.organisations),
        _ => Vec::new(),
    }
}

fn keys<T>(list: &Keyed<T>) -> Vec<(&str, usize)> {
    list.0.iter().map(|(id, _)| (id.value.as_str(), id.place.span.start)).collect()
}

fn add_to_area(
    records: &Records,
    at: &BTreeMap<&str, usize>,
    text: &str,
    area: &str,
    entries: &[(&str, Vec<String>)],
) -> Result<Vec<Addition>, &'static str> {
    let areas = &records.areas.0;
    let at = *at.get(area).ok_or("its areas cannot be read")?;
    let start = areas[at].0.place.span.start;
    let end = areas.get(at + 1).map_or(text.len(), |(key, _)| key.place.span.start);
    let sub_areas = areas[at].1.sub_areas.as_ref().ok_or("the sub-areas of the area cannot be read")?;
    if sub_areas.0.is_empty() {
        let lines: Vec<String> = entries.iter().flat_map(|(_, lines)| lines.clone()).collect();
        return Ok(vec![list::begin(text, start..end, "sub_areas", &lines)?]);
    }
    let list = List { text, entries: keys(sub_areas) };
    list.add_all(
        entries.iter().map(|(id, lines)| (id.rsplit('/').next().unwrap_or_default(), lines.as_slice())),
    )
}
