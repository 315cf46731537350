//! Writes the YAML and Markdown files of an import as an editor would.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::programmes::Programmes;
use super::projects::{Facts, OF_PROJECT, Project, of_programme};
use super::rows::BETWEEN;
use super::rows::{AMOUNTS, Row, Said};
use crate::authoring::draft::Change;
use crate::authoring::draft::yaml::{Line, aligned, blank, doc, quoted};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{ActivityRecord, BLANK, Column, FrontMatter, Key, ProjectRecord};
use crate::text::markdown::escaped;

/// Returns the files of a new project.
pub(super) fn project(project: &Project<'_>, programmes: &Programmes<'_>) -> Vec<Change> {
    let folder = format!("{}{}", Kind::Project.home(), project.id);
    let new = |name: String, text| Change { path: format!("{folder}/{name}"), text, added_at: None };
    let mut changes = vec![new("project.yaml".to_owned(), facts(project, programmes))];
    for language in Language::ALL {
        changes.push(new(format!("{}.md", language.code()), text(project, language)));
    }
    changes
}

fn facts(project: &Project<'_>, programmes: &Programmes<'_>) -> String {
    let value = |column| project.said(column).map(|said| said.value.as_str());
    let base = of_programme(programmes, value(Column::Programme), value(Column::Phase));
    let shared = project.shared(programmes);
    let mut written: BTreeMap<&str, String> = BTreeMap::new();
    for (key, column) in
        [("programme", Column::Programme), ("phase", Column::Phase), ("area", Column::SubArea)]
    {
        value(column).map(|value| written.insert(key, value.to_owned()));
    }
    shared.get(&Column::SupportType).map(|value| written.insert("support", one_or_more(value)));
    for (key, column) in LISTS {
        shared.get(&column).map(|value| written.insert(key, format!("[{value}]")));
    }
    if let Some(status) =
        shared.get(&Column::Status).filter(|status| base.get(&Column::Status) != Some(*status))
    {
        written.insert("status", status.clone());
    }
    let dates = |facts: &Facts| (facts.get(&Column::Start).cloned(), facts.get(&Column::End).cloned());
    if dates(&shared) != dates(&base) {
        written.insert("period", period_value(dates(&shared)));
    }
    let mut lines: Vec<Line> = ProjectRecord::KEYS
        .iter()
        .filter(|key| key.name != "activities" && (key.required || written.contains_key(key.name)))
        .map(|key| line("", key, written.get(key.name).cloned()))
        .collect();
    lines.push(Line { code: "activities:".to_owned(), doc: String::new() });
    for row in &project.rows {
        let activity = activity(row, &shared, true).into_iter();
        lines.extend(activity.map(|Line { code, doc }| Line { code: format!("  {code}"), doc }));
    }
    aligned(lines)
}

const LISTS: [(&str, Column); 4] = [
    ("target_groups", Column::TargetGroups),
    ("implementers", Column::Implementers),
    ("partners", Column::Partners),
    ("sources", Column::Sources),
];

fn period_value((start, end): (Option<String>, Option<String>)) -> String {
    let start = start.unwrap_or_else(|| BLANK.to_owned());
    match end {
        Some(end) => format!("{{ start: {start}, end: {end} }}"),
        None => format!("{{ start: {start} }}"),
    }
}

/// Writes a line with its value, or with a blank and a comment on what belongs there.
fn line(start: &str, key: &Key, value: Option<String>) -> Line {
    let value = value.unwrap_or_else(|| blank(&(key.shape)()));
    let doc = if value.contains(BLANK) { doc(key) } else { String::new() };
    Line { code: format!("{start}{}: {value}", key.name), doc }
}

/// Writes the lines of an activity, without the values that it inherits from its project. In a new project, a support
/// type or sources that other rows give and this one does not are left blank.
pub(super) fn activity(row: &Row, inherited: &Facts, is_new: bool) -> Vec<Line> {
    let mut written: BTreeMap<&str, String> = BTreeMap::new();
    written.insert(row.place_key, row.place.value.clone());
    let own = |column: Column| {
        let said = row.said.get(&column).map(|said| said.value.as_str());
        let project = inherited.get(&column).map(String::as_str);
        match (said, project) {
            (Some(said), _) => (Some(said) != project).then(|| said.to_owned()),
            (None, Some(_)) if is_new && matches!(column, Column::SupportType | Column::Sources) => {
                Some(BLANK.to_owned())
            }
            (None, None) if column == Column::Implementers => Some(BLANK.to_owned()),
            (None, _) => None,
        }
    };
    own(Column::SupportType).map(|value| written.insert("support", one_or_more(&value)));
    for (key, column) in LISTS {
        own(column).map(|value| written.insert(key, format!("[{value}]")));
    }
    for (key, column) in
        [("partner_municipalities", Column::PartnerMunicipalities), ("locations", Column::Locations)]
    {
        row.said.get(&column).map(|said| written.insert(key, format!("[{}]", said.value)));
    }
    funding(row).map(|value| written.insert("funding", value));
    own(Column::Status).map(|value| written.insert("status", value));
    let inherited_dates = (inherited.get(&Column::Start).cloned(), inherited.get(&Column::End).cloned());
    let dates = row.period().filter(|dates| *dates != inherited_dates);
    dates.map(|dates| written.insert("period", period_value(dates)));
    let keys = ActivityRecord::KEYS.iter().filter(|key| written.contains_key(key.name));
    let mut lines: Vec<Line> = keys
        .enumerate()
        .map(|(at, key)| line(if at == 0 { "- " } else { "  " }, key, written.get(key.name).cloned()))
        .collect();
    lines.extend(note(row));
    lines
}

/// Writes the amounts, each with its currency and with the total or both parts.
fn funding(row: &Row) -> Option<String> {
    let values = |column| row.said.get(&column).map(|said| said.value.split(BETWEEN).collect::<Vec<_>>());
    let columns = AMOUNTS.map(|column| values(column).unwrap_or_default());
    let [currencies, totals, programme, co_funding, awarded, recipients] = &columns;
    let at = |values: &Vec<&str>, at: usize| {
        values.get(at).copied().filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let award = |number: usize| {
        let mut award = format!("currency: {}", at(currencies, number).unwrap_or_else(|| BLANK.to_owned()));
        match (at(programme, number), at(co_funding, number), at(totals, number)) {
            (Some(programme), Some(co_funding), _) => {
                award += &format!(", programme: {programme}, co_funding: {co_funding}");
            }
            (_, _, total) => award += &format!(", total: {}", total?),
        }
        for (key, value) in [("awarded", at(awarded, number)), ("recipient", at(recipients, number))] {
            award.extend(value.map(|value| format!(", {key}: {value}")));
        }
        Some(format!("{{ {award} }}"))
    };
    let awards: Vec<String> = (0..totals.len().max(programme.len())).filter_map(award).collect();
    match awards.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("[{}]", awards.join(", "))),
    }
}

/// Writes one value, or a list of several.
fn one_or_more(value: &str) -> String {
    if value.contains(BETWEEN) { format!("[{value}]") } else { value.to_owned() }
}

fn note(row: &Row) -> Vec<Line> {
    let texts = [(Language::Sr, Column::NoteSr), (Language::En, Column::NoteEn)];
    let said = texts.into_iter().filter_map(|(language, column)| Some((language, row.said.get(&column)?)));
    // A cell has no markup, so none of its signs is any.
    let line = |(language, said): (Language, &Arc<Said>)| {
        format!("    {}: {}", language.code(), quoted(&escaped(&said.value, language)))
    };
    let mut lines: Vec<String> = said.map(line).collect();
    if !lines.is_empty() {
        lines.insert(0, "  note:".to_owned());
    }
    lines.into_iter().map(|code| Line { code, doc: String::new() }).collect()
}

/// Writes the front matter with title and summary in one language.
fn text(project: &Project<'_>, language: Language) -> String {
    let [_, _, _, title_sr, title_en, summary_sr, summary_en] = OF_PROJECT;
    let columns = match language {
        Language::Sr => [title_sr, summary_sr],
        Language::En => [title_en, summary_en],
    };
    let lines = FrontMatter::KEYS
        .iter()
        .zip(columns)
        .map(|(key, column)| line("", key, project.said(column).map(|said| quoted(&said.value))));
    format!("---\n{}---\n", aligned(lines.collect()))
}
