//! Counts translations: for each language, kind and field, how many texts are written, missing or stale.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::git::{self, Changes, NoHistory};
use super::{parse, read};
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::content::parse::{AnyFolder, Leaf, Records, TextState, Walk};

/// The state of all translations.
#[derive(Debug, Serialize)]
pub struct Translations {
    /// Whether the history from git was available, so that stale texts are known.
    pub staleness_known: bool,
    /// Why it was not available.
    #[serde(skip)]
    pub no_history: Option<NoHistory>,
    /// One row for each kind, field and language, in that order.
    pub fields: Vec<FieldState>,
    /// The texts to write or update, in the order of files.
    pub to_do: Vec<ToDo>,
}

/// The state of one field of one kind in one language.
#[derive(Debug, Serialize)]
pub struct FieldState {
    /// The kind of entry, in the plural.
    pub kind: &'static str,
    /// The field.
    pub field: String,
    /// The language's code.
    pub language: &'static str,
    /// The number of texts that are written and up to date.
    pub written: usize,
    /// The number of texts that are missing in this language.
    pub missing: usize,
    /// The number of texts whose counterpart has changed since.
    pub stale: usize,
}

/// A text that should be written or updated.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ToDo {
    /// The file that contains it, or should.
    pub file: Arc<str>,
    /// The line, counted from 1, if the file contains several texts.
    pub line: Option<usize>,
    /// The field.
    pub field: String,
    /// The language's code.
    pub language: &'static str,
    /// Whether it is written but stale.
    pub stale: bool,
}

impl Translations {
    /// Returns the percentage of texts that are written in `language` and up to date. Without texts, it is 100.
    pub fn percent(&self, language: Language) -> f64 {
        let of_language = || self.fields.iter().filter(|row| row.language == language.code());
        let written: usize = of_language().map(|row| row.written).sum();
        let all: usize = of_language().map(|row| row.written + row.missing + row.stale).sum();
        #[expect(clippy::cast_precision_loss, reason = "no catalogue has 2^52 texts")]
        let percent = if all == 0 { 100.0 } else { 100.0 * written as f64 / all as f64 };
        percent
    }
}

/// Surveys the translations of the content, even if it has errors.
///
/// # Errors
/// If the content cannot be read at all.
pub fn of(root: &Path) -> Result<Translations, read::ReadError> {
    let source = read::read(root)?;
    let (records, _) = parse::parse(&source);
    let changes = git::Changes::of(root, &source);
    let lines = read::Lines::new(&source);
    Ok(translations(&records, changes, &|place| lines.line(place)))
}

/// Surveys the translations of all records. `line_of` returns the line of a place. `changes` come from git, if known.
pub fn translations(
    records: &Records,
    changes: Result<Changes, NoHistory>,
    line_of: &dyn Fn(&crate::base::problem::Place) -> usize,
) -> Translations {
    let mut survey =
        Survey { changes: changes.as_ref().ok(), line_of, counts: BTreeMap::new(), to_do: Vec::new() };
    survey.facts(records);
    for entry in records.entries() {
        if let Some(folder) = entry.folder {
            survey.folder(entry.kind, folder);
        }
    }
    survey.to_do.sort();
    let (fields, to_do) = (survey.rows(), survey.to_do);
    Translations { staleness_known: changes.is_ok(), no_history: changes.err(), fields, to_do }
}

#[derive(Default)]
struct Counts {
    written: usize,
    missing: usize,
    stale: usize,
}

struct Survey<'a> {
    changes: Option<&'a Changes>,
    line_of: &'a dyn Fn(&crate::base::problem::Place) -> usize,
    counts: BTreeMap<(&'static str, String), Localized<Counts>>,
    to_do: Vec<ToDo>,
}

impl Survey<'_> {
    fn rows(&self) -> Vec<FieldState> {
        let mut rows = Vec::new();
        for ((kind, field), counts) in &self.counts {
            for language in Language::ALL {
                let Counts { written, missing, stale } = counts[language];
                let field = field.clone();
                rows.push(FieldState { kind, field, language: language.code(), written, missing, stale });
            }
        }
        rows
    }

    /// Counts the short texts in facts.
    fn facts(&mut self, records: &Records) {
        if let Some(catalogue) = &records.catalogue {
            self.words("catalogue", &**catalogue);
        }
        // The facts of an area include those of its sub-areas.
        for entry in records.entries().iter().filter(|entry| entry.kind != Kind::SubArea) {
            if let Some(facts) = entry.facts {
                self.words(entry.kind.plural(), facts);
            }
        }
    }

    /// Counts the short texts of a record. Both languages are in one file, so git cannot tell which one is stale.
    fn words<W: Walk + ?Sized>(&mut self, kind: &'static str, facts: &W) {
        facts.each_text(&mut |path, leaf| {
            let (Leaf::Words(words) | Leaf::Marked(words)) = leaf else { return };
            for language in Language::ALL {
                let is_written = words.value[language].is_some();
                let line = Some((self.line_of)(&words.place));
                let field = path.to_string();
                self.count(kind, &field, language, is_written, false, words.place.file.clone(), line);
            }
        });
    }

    /// Counts the title, summary and text of a folder. Municipalities may have no texts, and documents have none.
    fn folder(&mut self, kind: Kind, folder: AnyFolder<'_>) {
        let is_present = |language: Language| !matches!(folder.texts[language], TextState::Absent);
        if matches!(kind, Kind::Municipality | Kind::Document) && !Language::ALL.into_iter().any(is_present) {
            return;
        }
        // The home page may have the title of the catalogue, which is counted there.
        let is_titled = Language::ALL.into_iter().any(|language| match &folder.texts[language] {
            TextState::Written(record) => record.front.title.is_some(),
            TextState::Broken | TextState::Absent => true,
        });
        let fields: &[&str] = if is_titled { &["title", "summary", "text"] } else { &["summary", "text"] };
        for language in Language::ALL {
            let path = |language: Language| format!("{}/{}.md", folder.path, language.code());
            let (own, other) = (path(language), path(language.other()));
            let stale = self.changes.is_some_and(|changes| changes.is_newer(&other, &own));
            for field in fields {
                let is_written = match &folder.texts[language] {
                    TextState::Written(record) => match *field {
                        "title" => record.front.title.is_some(),
                        "summary" => record.front.summary.is_some(),
                        _ => !record.text[record.body.clone()].trim().is_empty(),
                    },
                    TextState::Broken | TextState::Absent => false,
                };
                self.count(kind.plural(), field, language, is_written, stale, own.as_str().into(), None);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a text is, its state and its place")]
    fn count(
        &mut self,
        kind: &'static str,
        field: &str,
        language: Language,
        is_written: bool,
        is_stale: bool,
        file: Arc<str>,
        line: Option<usize>,
    ) {
        let counts = &mut self.counts.entry((kind, field.to_owned())).or_default()[language];
        match (is_written, is_stale) {
            (true, false) => {
                counts.written += 1;
                return;
            }
            (true, true) => counts.stale += 1,
            (false, _) => counts.missing += 1,
        }
        self.to_do.push(ToDo {
            file,
            line,
            field: field.to_owned(),
            language: language.code(),
            stale: is_written,
        });
    }
}
