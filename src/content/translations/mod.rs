//! The state of translations: for each language, kind and field, how many texts are written, missing or stale.

mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::git::{self, Changes, NoHistory};
use super::{parse, read};
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::Place;
use crate::content::parse::{AnyEntry, AnyFolder, BLANK, Leaf, Records, TextRecord, TextState, Walk};
pub use wording::{Field, digest};

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
    let texts = texts(&records, changes.as_ref().ok());
    Ok(translations(&texts, changes.err(), &|place| lines.line(place)))
}

/// Counts texts. `line_of` returns the line of a place. `no_history` says why it is not known which texts are stale.
fn translations(
    texts: &[Text<'_>],
    no_history: Option<NoHistory>,
    line_of: &dyn Fn(&Place) -> usize,
) -> Translations {
    let mut counts: BTreeMap<(&'static str, &str), Localized<Counts>> = BTreeMap::new();
    for text in texts {
        let counts = &mut counts.entry((text.kind, &text.field)).or_default()[text.language];
        match text.state {
            State::Written => counts.written += 1,
            State::Missing => counts.missing += 1,
            State::Stale => counts.stale += 1,
        }
    }
    let mut fields = Vec::new();
    for ((kind, field), counts) in counts {
        for language in Language::ALL {
            let Counts { written, missing, stale } = counts[language];
            let field = field.to_owned();
            fields.push(FieldState { kind, field, language: language.code(), written, missing, stale });
        }
    }
    let to_do = texts.iter().filter(|text| text.state != State::Written).map(|text| ToDo {
        file: text.file.clone(),
        line: text.words.map(line_of),
        field: text.field.clone(),
        language: text.language.code(),
        stale: text.state == State::Stale,
    });
    let mut to_do: Vec<ToDo> = to_do.collect();
    to_do.sort();
    Translations { staleness_known: no_history.is_none(), no_history, fields, to_do }
}

#[derive(Default)]
struct Counts {
    written: usize,
    missing: usize,
    stale: usize,
}

/// The state of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is written, and up to date as far as is known.
    Written,
    /// It is not written.
    Missing,
    /// Its counterpart says something else since it was last changed.
    Stale,
}

/// A text in one language: a part of a file of its own, or a short text in facts.
pub struct Text<'a> {
    /// The kind of entry, in the plural; `catalogue` for the settings.
    pub kind: &'static str,
    /// The entry, unless it is the settings.
    pub entry: Option<(Kind, String)>,
    /// The field: the part of the text, or the keys that lead to it.
    pub field: String,
    /// The language.
    pub language: Language,
    /// The file that contains it, or should.
    pub file: Arc<str>,
    /// The place of a short text in both languages; `None` for a part of a file of its own.
    pub words: Option<&'a Place>,
    /// Whether a short text may contain links and emphasis.
    pub is_marked: bool,
    /// Its state.
    pub state: State,
    /// What it says; `None` if it is not written, or cannot be read.
    pub own: Option<&'a str>,
    /// What the text in the other language says.
    pub counterpart: Option<&'a str>,
}

/// Returns all texts, in each language, in the order of entries. `changes` come from git, if known.
pub fn texts<'a>(records: &'a Records, changes: Option<&Changes>) -> Vec<Text<'a>> {
    let mut survey = Survey { changes, confirmed: confirmed(records), texts: Vec::new() };
    if let Some(catalogue) = &records.catalogue {
        survey.words("catalogue", None, &**catalogue);
    }
    survey.words("releases", None, &*records.releases);
    for entry in records.entries() {
        // The facts of an area include those of its sub-areas.
        if let Some(facts) = entry.facts.filter(|_| entry.kind != Kind::SubArea) {
            survey.words(entry.kind.plural(), Some(&entry), facts);
        }
    }
    for entry in records.entries() {
        if let Some(folder) = entry.folder {
            survey.folder(&entry, folder);
        }
    }
    survey.texts
}

/// The texts that editors confirmed: entry, language, and the digest of what the counterpart said.
type Confirmed<'a> = BTreeSet<(&'a str, &'static str, &'a str)>;

fn confirmed(records: &Records) -> Confirmed<'_> {
    let confirmed = records.translations.iter().flat_map(|record| record.confirmed.iter().flatten());
    let confirmed = confirmed.filter_map(|record| {
        let text = record.text.as_ref()?;
        Some((&*text.value, record.language?.word(), &*record.counterpart.as_ref()?.value))
    });
    confirmed.collect()
}

struct Survey<'s, 'a> {
    changes: Option<&'s Changes>,
    confirmed: Confirmed<'a>,
    texts: Vec<Text<'a>>,
}

impl<'a> Survey<'_, 'a> {
    /// Adds the short texts of a record. Both languages are in one file, so git cannot tell which one is stale.
    fn words<W: Walk + ?Sized>(&mut self, kind: &'static str, entry: Option<&AnyEntry<'a>>, facts: &'a W) {
        facts.each_text(&mut |path, leaf| {
            let (words, is_marked) = match leaf {
                Leaf::Words(words) => (words, false),
                Leaf::Marked(words) => (words, true),
                _ => return,
            };
            for language in Language::ALL {
                let said = |language: Language| words.value[language].as_ref().map(|text| text.value.trim());
                let own = said(language);
                self.texts.push(Text {
                    kind,
                    entry: entry.map(|entry| (entry.kind, entry.id.to_string())),
                    field: path.to_string(),
                    language,
                    file: words.place.file.clone(),
                    words: Some(&words.place),
                    is_marked,
                    state: if own.is_some() { State::Written } else { State::Missing },
                    own,
                    counterpart: said(language.other()),
                });
            }
        });
    }

    /// Adds the title, summary and text of a folder. Municipalities may have no texts, and documents have none.
    fn folder(&mut self, entry: &AnyEntry<'a>, folder: AnyFolder<'a>) {
        let is_present = |language: Language| !matches!(folder.texts[language], TextState::Absent);
        let may_lack = matches!(entry.kind, Kind::Municipality | Kind::Document);
        if may_lack && !Language::ALL.into_iter().any(is_present) {
            return;
        }
        let record = |language: Language| match &folder.texts[language] {
            TextState::Written(record) => Some(&**record),
            TextState::Broken | TextState::Absent => None,
        };
        for language in Language::ALL {
            let path = |language: Language| format!("{}/{}.md", folder.path, language.code());
            let (own, other) = (path(language), path(language.other()));
            for field in Field::ALL {
                let said = |language: Language| {
                    record(language).and_then(|record| field.of(record)).filter(|text| *text != BLANK)
                };
                let (text, counterpart) = (said(language), said(language.other()));
                let are_empty = || text.is_none() && counterpart.is_none();
                // The home page may do without a title of its own, and any text without a body.
                if field != Field::Summary && record(language).is_some() && are_empty() {
                    continue;
                }
                let is_stale = || {
                    let record = record(language.other());
                    record.is_some_and(|record| self.is_stale(entry, language, field, record, (&own, &other)))
                };
                let state = match text {
                    None => State::Missing,
                    Some(_) if is_stale() => State::Stale,
                    Some(_) => State::Written,
                };
                self.texts.push(Text {
                    kind: entry.kind.plural(),
                    entry: Some((entry.kind, entry.id.to_string())),
                    field: field.name().to_owned(),
                    language,
                    file: own.as_str().into(),
                    words: None,
                    is_marked: field == Field::Text,
                    state,
                    own: text,
                    counterpart,
                });
            }
        }
    }

    /// Returns whether the counterpart of a text says something else and the text has not followed, and nobody has
    /// confirmed the text since.
    fn is_stale(
        &self,
        entry: &AnyEntry<'_>,
        language: Language,
        field: Field,
        counterpart: &TextRecord,
        (own, other): (&str, &str),
    ) -> bool {
        let Some(changes) = self.changes.filter(|changes| changes.is_behind(own)) else { return false };
        let former = changes.former(other).and_then(TextRecord::of_former);
        let other = language.other();
        let says_the_same =
            former.is_some_and(|former| wording::says_the_same(field, &former, counterpart, other));
        if says_the_same {
            return false;
        }
        let name = format!("{}:{}", entry.kind.word(), entry.id);
        !self.confirmed.contains(&(&*name, language.code(), &*digest(counterpart, other)))
    }
}
