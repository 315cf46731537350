//! Forms for entries, made from the declarations of their records, and the changes that they make to the files.
//!
//! 1. [`Form::open`] finds the files of an entry and reads the values that they have.
//! 2. An editor sends other values as [`Posted`].
//! 3. [`Form::draft`] compares the two, and changes only what differs in the text of the files.
//! 4. [`Desk`] checks the content with a draft, and writes it.

mod control;
mod desk;
mod lines;
mod lists;
mod locate;
mod merge;
mod place;
mod posted;
#[cfg(test)]
mod tests;
mod value;
mod want;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::hash;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::content::parse::{BLANK, Records, Structure, markdown_start};
use crate::content::read::Source;
use crate::content::references::EntryId;
pub use control::{Control, Field, Record};
pub use desk::{AtField, Desk, Found, Removal, RemovalError};
use lines::Unwritable;
use merge::merged;
pub use place::{Edited, Owners, facts_of, front_matter_of};
use place::{FactsHome, Home, front_matter, text_of, text_path};
pub use posted::Posted;
pub use value::{FIRST, Item, SECOND, Value};
use want::{GivenTwice, Want};

/// The form of an entry.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for.
    pub edited: Edited,
    /// The facts; `None` if the entry has none.
    pub facts: Option<Facts>,
    /// The texts; `None` if the entry has none.
    pub texts: Option<Localized<Text>>,
}

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    /// Its path, relative to the root.
    pub path: String,
    /// Its text; `None` if there is none.
    pub text: Option<Arc<str>>,
}

impl FileState {
    fn of(source: &Source, path: String) -> Self {
        FileState { text: text_of(source, &path), path }
    }

    /// Returns a digest of the text.
    pub fn digest(&self) -> String {
        self.text.as_ref().map_or_else(|| "none".to_owned(), |text| hash::hex(text.as_bytes(), 32))
    }
}

/// The facts of an entry.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The file.
    pub file: FileState,
    /// The keys that lead to them in the file.
    keys: Vec<String>,
    /// Their keys.
    pub control: Control,
    /// Their values; [`Value::Kept`] if the file cannot be read.
    pub value: Value,
}

/// The text of an entry in one language.
#[derive(Clone, Debug)]
pub struct Text {
    /// The file.
    pub file: FileState,
    /// The keys between the lines of `---`.
    pub control: Control,
    /// Their values; [`Value::Kept`] if they cannot be read.
    pub value: Value,
    /// The Markdown below.
    pub body: String,
}

/// Why the values of a form cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// A value is given in two forms at once, or a name twice; the path of the field.
    Twice(String),
    /// The file is not valid, so it has to be corrected first; its path.
    Unreadable(String),
    /// The file is written in a way that this form cannot change; its path and the number of the line.
    Odd(String, usize),
}

/// A file with another text, or one that is new or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// Its path, relative to the root.
    pub path: String,
    /// Its text; `None` if it is new.
    pub before: Option<Arc<str>>,
    /// Its new text; `None` if it is removed.
    pub after: Option<String>,
}

/// The names of the parts of a form.
pub const FACTS: &str = "facts";
/// See [`FACTS`].
pub const TEXT: &str = "text";
/// The name of the Markdown of a text.
pub const BODY: &str = "body";

/// Returns the part of a file at some keys.
fn within<'s>(structure: &'s Structure, keys: &[String]) -> Option<&'s Structure> {
    keys.iter().try_fold(structure, |structure, key| structure.get(key))
}

impl Facts {
    /// `last` is the last file that was read: the entries of a list are in the same one.
    fn open(home: FactsHome, source: &Source, last: &mut Option<(String, Option<Structure>)>) -> Self {
        let FactsHome { path, keys, record } = home;
        let file = FileState::of(source, path);
        let control = Control::from(record);
        let value = match &file.text {
            None if source.file(&file.path).is_some() => Value::Kept,
            None => Value::Nothing,
            Some(text) => {
                let read = last.take().filter(|(path, _)| *path == file.path);
                let (_, structure) =
                    last.insert(read.unwrap_or_else(|| (file.path.clone(), Structure::of_facts(text))));
                match structure {
                    None => Value::Kept,
                    Some(structure) => Value::written(&control, within(structure, &keys)),
                }
            }
        };
        Facts { file, keys, control, value }
    }

    /// Returns the text with other values.
    fn draft(&self, value: &Value) -> Result<String, DraftError> {
        let text = self.file.text.as_deref().unwrap_or_default();
        let structure = Structure::of_facts(text);
        let now = structure.as_ref().and_then(|structure| within(structure, &self.keys));
        self.merge(&self.want(value, now)?)
    }

    /// Returns the text with what is wanted.
    fn merge(&self, want: &Want) -> Result<String, DraftError> {
        let text = self.file.text.as_deref().unwrap_or_default();
        merged(text, Structure::of_facts, want).map_err(|error| refused(error, &self.file.path, text))
    }

    /// Returns what is wanted of the file if the entry, which is written like `now`, has these values.
    fn want(&self, value: &Value, now: Option<&Structure>) -> Result<Want, DraftError> {
        let want = Want::new(&self.control, value, now, FACTS).map_err(twice)?;
        let outer = |want, key: &String| Want::Group(vec![(key.clone(), want)]);
        // An entry without keys stays in its list.
        let want = match want {
            Want::Nothing => {
                let keys = self.control.fields().into_iter();
                Want::Group(keys.map(|field| (field.key.name.to_owned(), Want::Nothing)).collect())
            }
            want => want,
        };
        Ok(self.keys.iter().rev().fold(want, outer))
    }

    /// Returns the change of the file with another text.
    fn edit(&self, after: String) -> Option<FileEdit> {
        let is_same = self.file.text.as_deref() == Some(after.as_str());
        let is_absent = self.file.text.is_none() && after.is_empty();
        let FileState { path, text } = self.file.clone();
        (!is_same && !is_absent).then_some(FileEdit { path, before: text, after: Some(after) })
    }
}

fn twice(GivenTwice(path): GivenTwice) -> DraftError {
    DraftError::Twice(path)
}

fn refused(error: Unwritable, path: &str, text: &str) -> DraftError {
    match error {
        Unwritable::Unreadable => DraftError::Unreadable(path.to_owned()),
        Unwritable::Odd(span) => {
            let before = text.get(..span.start.min(text.len())).unwrap_or_default();
            DraftError::Odd(path.to_owned(), before.matches('\n').count() + 1)
        }
    }
}

/// Returns the Markdown of a text as a form shows it.
fn shown_body(text: &str) -> String {
    let body = text[markdown_start(text)..].replace("\r\n", "\n");
    let body = body.trim_start_matches('\n').trim_end();
    if body == BLANK { String::new() } else { body.to_owned() }
}

impl Text {
    fn open(folder: &str, language: Language, control: Control, source: &Source) -> Self {
        let file = FileState::of(source, text_path(folder, language));
        let (value, body) = match &file.text {
            None if source.file(&file.path).is_some() => (Value::Kept, String::new()),
            None => (Value::Nothing, String::new()),
            Some(text) => match Structure::of_front_matter(text) {
                None => (Value::Kept, String::new()),
                Some(structure) => (Value::written(&control, Some(&structure)), shown_body(text)),
            },
        };
        Text { file, control, value, body }
    }

    /// Returns the text with other values; `None` if nothing is left of it.
    fn draft(&self, value: &Value, body: &str, path: &str) -> Result<Option<String>, DraftError> {
        let body = body.replace("\r\n", "\n");
        let body = body.trim_start_matches('\n').trim_end();
        let is_empty = value.is_nothing() && body.is_empty();
        let (text, is_new) = match &self.file.text {
            None if is_empty => return Ok(None),
            None => ("---\n---\n\n", true),
            Some(text) => (&**text, false),
        };
        let structure = Structure::of_front_matter(text);
        let want = Want::new(&self.control, value, structure.as_ref(), path).map_err(twice)?;
        if is_empty && !is_new && want == Want::Nothing {
            return Ok(None);
        }
        let text = match want {
            Want::Nothing => text.to_owned(),
            want => merged(text, Structure::of_front_matter, &want)
                .map_err(|error| refused(error, &self.file.path, text))?,
        };
        Ok(Some(with_body(&text, body, is_new)))
    }
}

/// Returns a text with other Markdown; the lines above it stay.
fn with_body(text: &str, body: &str, is_new: bool) -> String {
    if !is_new && shown_body(text) == body {
        return text.to_owned();
    }
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (front, old) = text.split_at(markdown_start(text));
    let lead = &old[..old.len() - old.trim_start_matches(['\n', '\r']).len()];
    let lead = if lead.is_empty() { line_break } else { lead };
    match body {
        "" => front.to_owned(),
        body => format!("{front}{lead}{}{line_break}", body.replace('\n', line_break)),
    }
}

/// The values that an editor sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The values of the facts.
    pub facts: Value,
    /// The keys and the Markdown of the texts.
    pub texts: Localized<(Value, Option<String>)>,
}

impl Form {
    /// Opens the form of an entry. `None` if there is no such entry.
    pub fn open(edited: &Edited, records: &Records, source: &Source) -> Option<Self> {
        let home = Home::of(edited, records, source)?;
        Some(Form::at(edited.clone(), home, source, &mut None))
    }

    /// Opens the forms of all entries of some kinds, in the order of the files.
    pub fn open_all(kinds: &[Kind], records: &Records, source: &Source) -> Vec<Self> {
        let mut last = None;
        let entries = records.entries().into_iter().filter(|entry| kinds.contains(&entry.kind));
        let forms = entries.filter_map(|entry| {
            let id = EntryId { kind: entry.kind, id: entry.id.to_string() };
            let home = Home::of_entry(&entry, &id, source)?;
            Some(Form::at(Edited::Entry(id), home, source, &mut last))
        });
        forms.collect()
    }

    fn at(
        edited: Edited,
        home: Home,
        source: &Source,
        last: &mut Option<(String, Option<Structure>)>,
    ) -> Self {
        let texts = home.texts.map(|folder| {
            Localized::from_fn(|language| Text::open(&folder, language, front_matter(&edited).into(), source))
        });
        let facts = home.facts.map(|facts| Facts::open(facts, source, last));
        Form { edited, facts, texts }
    }

    /// Returns the files that other values of several entries change. The changes of a file are made at once.
    ///
    /// # Errors
    /// As for [`Form::draft`].
    pub fn draft_all(sent: &[(&Form, &Sent)]) -> Result<Vec<FileEdit>, DraftError> {
        let mut edits = Vec::new();
        let mut lists: BTreeMap<&str, Vec<(&Facts, &Value)>> = BTreeMap::new();
        for (form, sent) in sent {
            match form.facts.as_ref().filter(|facts| !facts.keys.is_empty()) {
                Some(facts) => lists.entry(&facts.file.path).or_default().push((facts, &sent.facts)),
                None => edits.extend(form.draft(sent)?),
            }
        }
        for list in lists.into_values() {
            let Some((first, _)) = list.first() else { continue };
            let structure = Structure::of_facts(first.file.text.as_deref().unwrap_or_default());
            let entries = structure.as_ref().map(Structure::values).unwrap_or_default();
            let wants = list.iter().map(|(facts, value)| {
                let (first, rest) = facts.keys.split_first().unzip();
                let outermost = first.and_then(|key| entries.get(key.as_str()));
                facts.want(value, outermost.and_then(|entry| within(entry, rest.unwrap_or_default())))
            });
            let wants: Vec<Want> = wants.collect::<Result<_, _>>()?;
            edits.extend(first.edit(first.merge(&Want::all(wants))?));
        }
        Ok(edits)
    }

    /// Returns the text of the list in which the entry is, without it.
    ///
    /// # Errors
    /// If the list cannot be changed so.
    pub fn without_entry(&self) -> Result<Option<FileEdit>, DraftError> {
        let Some(facts) = self.facts.as_ref().filter(|facts| !facts.keys.is_empty()) else { return Ok(None) };
        let text = facts.file.text.as_deref().unwrap_or_default();
        let outer = |want, key: &String| Want::Group(vec![(key.clone(), want)]);
        let want = facts.keys.iter().rev().fold(Want::Nothing, outer);
        let after = merged(text, Structure::of_facts, &want)
            .map_err(|error| refused(error, &facts.file.path, text))?;
        let FileState { path, text } = facts.file.clone();
        Ok(Some(FileEdit { path, before: text, after: Some(after) }))
    }

    /// Returns the files that it shows, by the names of their digests.
    pub fn files(&self) -> BTreeMap<&'static str, &FileState> {
        let texts = self.texts.iter().flat_map(|texts| Language::ALL.map(|at| (at.code(), &texts[at].file)));
        self.facts.iter().map(|facts| (FACTS, &facts.file)).chain(texts).collect()
    }

    /// Returns the values that it shows.
    pub fn shown(&self) -> Sent {
        let facts = self.facts.as_ref().map_or(Value::Kept, |facts| facts.value.clone());
        let text = |language| match &self.texts {
            Some(texts) => (texts[language].value.clone(), Some(texts[language].body.clone())),
            None => (Value::Kept, None),
        };
        Sent { facts, texts: Localized::from_fn(text) }
    }

    /// Reads the values that an editor sent.
    pub fn read(&self, posted: &Posted) -> Sent {
        let facts = self.facts.as_ref().map(|facts| Value::sent(&facts.control, posted.get(FACTS)));
        let text = |language: Language| {
            let Some(texts) = &self.texts else { return (Value::Kept, None) };
            let posted = posted.get(TEXT).and_then(|posted| posted.get(language.code()));
            let body = posted.and_then(|posted| posted.get(BODY)?.value.clone());
            (Value::sent(&texts[language].control, posted), body)
        };
        Sent { facts: facts.unwrap_or(Value::Kept), texts: Localized::from_fn(text) }
    }

    /// Returns the files that other values change.
    ///
    /// # Errors
    /// If a value is given twice, or a file cannot be changed as wanted.
    pub fn draft(&self, sent: &Sent) -> Result<Vec<FileEdit>, DraftError> {
        let mut edits = Vec::new();
        if let Some(facts) = self.facts.as_ref().filter(|facts| facts.value != Value::Kept) {
            edits.extend(facts.edit(facts.draft(&sent.facts)?));
        }
        for language in Language::ALL {
            let text = self.texts.as_ref().map(|texts| &texts[language]);
            let (value, body) = &sent.texts[language];
            if let (Some(text), Some(body)) = (text.filter(|text| text.value != Value::Kept), body) {
                let after = text.draft(value, body, &format!("{TEXT}.{}", language.code()))?;
                let FileState { path, text } = text.file.clone();
                if text.as_deref() != after.as_deref() {
                    edits.push(FileEdit { path, before: text, after });
                }
            }
        }
        Ok(edits)
    }

    /// Returns the name of the entry in a language, or else in the other one.
    pub fn name(&self, language: Language) -> Option<String> {
        let languages = [language, language.other()];
        let first = |texts: [&str; 2]| texts.into_iter().find(|text| !text.is_empty()).map(str::to_owned);
        let of_facts = || {
            let facts = self.facts.as_ref()?;
            let of_key = |key| first(languages.map(|it| facts.value.get(key).get(it.code()).text()));
            ["name", "title"].into_iter().find_map(of_key)
        };
        let of_texts = || {
            let texts = self.texts.as_ref()?;
            first(languages.map(|language| texts[language].value.get("title").text()))
        };
        of_facts().or_else(of_texts)
    }
}
