//! Records that a text is up to date although its counterpart changed later.

use std::fmt;

use crate::authoring::change::{Replacement, replaced};
use crate::authoring::draft::{Change, Draft};
use crate::base::language::Language;
use crate::content::parse::{AnyEntry, Parts, Records, Structure, TextRecord, TextState};
use crate::content::read::Source;
use crate::content::translations::digest;

/// The list of confirmed translations.
const LIST: &str = "content/translations.yaml";

const HEAD: &str = "\
# Translations that are up to date although their counterparts changed later.
# `katalog translations --confirm FILE` adds them.
confirmed:
";

/// A reason why a text cannot be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmError {
    /// There is no such text.
    Unknown(String),
    /// The text in the other language cannot be read.
    Alone(String),
    /// The list is written in a way that cannot be extended.
    Layout,
}

impl fmt::Display for ConfirmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfirmError::Unknown(path) => write!(
                f,
                "there is no text `{path}`; write the path of a text, such as content/projects/open-libraries/en.md"
            ),
            ConfirmError::Alone(path) => {
                write!(
                    f,
                    "the text `{path}` has no counterpart that can be read, so there is nothing to confirm"
                )
            }
            ConfirmError::Layout => {
                write!(f, "{LIST} cannot be read; `katalog check` says what is wrong with it")
            }
        }
    }
}

impl std::error::Error for ConfirmError {}

/// Confirms the texts at these paths, as they are now.
///
/// # Errors
/// If one of them does not exist, or has no counterpart.
pub fn confirm(paths: &[String], records: &Records, source: &Source) -> Result<Draft, ConfirmError> {
    let entries = records.entries();
    let items: Result<Vec<Item>, ConfirmError> = paths.iter().map(|path| item(path, &entries)).collect();
    let items = items?;
    let before = source.file(LIST).and_then(|file| file.content.text());
    let (text, added_at) = match before {
        None => (format!("{HEAD}{}", lines(&items)), None),
        Some(text) => (extended(text, &items).ok_or(ConfirmError::Layout)?, Some(1)),
    };
    Ok(Draft { changes: vec![Change { path: LIST.to_owned(), text, added_at }], ..Draft::default() })
}

/// An item of the list.
struct Item {
    text: String,
    language: Language,
    counterpart: String,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Item { text, language, counterpart } = self;
        write!(f, "{{ text: \"{text}\", language: {}, counterpart: {counterpart} }}", language.code())
    }
}

fn lines(items: &[Item]) -> String {
    items.iter().map(|item| format!("  - {item}\n")).collect()
}

fn item(path: &str, entries: &[AnyEntry<'_>]) -> Result<Item, ConfirmError> {
    let unknown = || ConfirmError::Unknown(path.to_owned());
    let path = path.trim_start_matches("./").replace('\\', "/");
    let below = path.strip_prefix("content/").unwrap_or(&path);
    let (folder, name) = below.rsplit_once('/').ok_or_else(unknown)?;
    let language = name.strip_suffix(".md").and_then(Language::of_code).ok_or_else(unknown)?;
    let of_folder = |entry: &&AnyEntry<'_>| {
        entry.folder.is_some_and(|found| found.path.strip_prefix("content/") == Some(folder))
    };
    let entry = entries.iter().find(of_folder).ok_or_else(unknown)?;
    let texts = entry.folder.map(|folder| folder.texts).ok_or_else(unknown)?;
    let record = |language: Language| -> Option<&TextRecord> {
        match &texts[language] {
            TextState::Written(record) => Some(record),
            TextState::Broken | TextState::Absent => None,
        }
    };
    record(language).ok_or_else(unknown)?;
    let counterpart = record(language.other()).ok_or_else(|| ConfirmError::Alone(path.clone()))?;
    Ok(Item {
        text: format!("{}:{}", entry.kind.word(), entry.id),
        language,
        counterpart: digest(counterpart, language.other()),
    })
}

/// Returns the list with these items: one that is there already is replaced, and the others are added at its end.
fn extended(text: &str, items: &[Item]) -> Option<String> {
    let structure = Structure::of_facts(text)?;
    let Some(list) = structure.get("confirmed") else {
        return Some(format!("{}\n{HEAD}{}", text.trim_end(), lines(items)));
    };
    let Parts::List(known) = &list.parts else {
        let value = format!("\n{}", lines(items).trim_end());
        return list
            .span
            .is_empty()
            .then(|| replaced(text, vec![Replacement::new(list.span.clone(), value)]));
    };
    let said = |item: &Structure, key: &str| {
        item.get(key).map(|value| text[value.span.clone()].trim_matches(['"', '\'']).to_owned())
    };
    let mut replacements = Vec::new();
    let mut added = Vec::new();
    for item in items {
        let same = known.iter().find(|known| {
            said(known, "text").as_ref() == Some(&item.text)
                && said(known, "language").as_deref() == Some(item.language.code())
        });
        match same {
            Some(same) => replacements.push(Replacement::new(same.span.clone(), item.to_string())),
            None => added.push(item.to_string()),
        }
    }
    let is_flow = list.is_flow(text);
    if let Some(last) = known.last() {
        let end = last.span.end;
        let indent = text[..known[0].span.start].rsplit('\n').next()?;
        let between = if is_flow { ", ".to_owned() } else { format!("\n{indent}") };
        let rest = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let at = if is_flow { end } else { rest };
        let added: String = added.iter().map(|item| format!("{between}{item}")).collect();
        replacements.push(Replacement::new(at..at, added));
    } else {
        replacements.push(Replacement::new(list.span.clone(), format!("[{}]", added.join(", "))));
    }
    Some(replaced(text, replacements))
}
