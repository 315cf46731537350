//! Puts translations into the files of the content.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::{Returned, id};
use crate::authoring::change::{Replacement, replaced};
use crate::authoring::draft::yaml::quoted;
use crate::authoring::draft::{Change, Draft};
use crate::base::language::Language;
use crate::content::git::Changes;
use crate::content::parse::{FrontMatter, Records, Structure, markdown_start, shorten};
use crate::content::read::Source;
use crate::content::translations::{Field, State, Text, texts};

/// The translations to write.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The files to write.
    pub draft: Draft,
    /// The number of texts that it writes.
    pub written: usize,
    /// The number of translations that the content has already.
    pub unchanged: usize,
    /// The number of texts that are not translated yet.
    pub unfinished: usize,
}

/// A translation that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it stands in the file.
    pub at: String,
    /// Why.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

/// Plans how translations into `language` are written.
///
/// # Errors
/// All translations that cannot be written.
pub fn apply(
    language: Language,
    returned: &[Returned],
    records: &Records,
    source: &Source,
    changes: Option<&Changes>,
) -> Result<Applied, Vec<Refusal>> {
    let texts = texts(records, changes);
    let mut known: BTreeMap<String, Named<'_, '_>> = BTreeMap::new();
    for text in texts.iter().filter(|text| text.language == language) {
        known.entry(id(text)).or_default().entry(text.counterpart).or_default().push(text);
    }
    let mut applied = Applied::default();
    let mut refusals = Vec::new();
    let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
    let mut seen: HashMap<(&str, &str), &str> = HashMap::new();
    for row in returned {
        let target = row.target.trim();
        if target.is_empty() {
            applied.unfinished += 1;
            continue;
        }
        if let Some(other) = seen.insert((&row.id, row.source.trim()), &row.at) {
            let message =
                format!("`{}` is there twice, also at {other}; keep one of the two", shorten(&row.id));
            refusals.push(Refusal { at: row.at.clone(), message });
            continue;
        }
        match meant(row, known.get(&row.id)) {
            Err(message) => refusals.push(Refusal { at: row.at.clone(), message }),
            Ok(meant) if meant.is_empty() => applied.unchanged += 1,
            Ok(meant) => {
                applied.written += 1;
                for text in meant {
                    let file = files.entry(&text.file).or_default();
                    file.add(text, target, &row.at);
                }
            }
        }
    }
    for (path, file) in files {
        match file.change(path, language, source) {
            Ok(change) => applied.draft.changes.push(change),
            Err(message) => refusals.push(Refusal { at: file.at, message }),
        }
    }
    if refusals.is_empty() { Ok(applied) } else { Err(refusals) }
}

/// The texts with one name, by what their counterparts say.
type Named<'t, 'a> = BTreeMap<Option<&'a str>, Vec<&'t Text<'a>>>;

/// Returns the texts that a translation is meant for: those with the same name whose counterpart says what was
/// translated. None if all of them say it already.
fn meant<'t, 'a>(row: &Returned, named: Option<&Named<'t, 'a>>) -> Result<Vec<&'t Text<'a>>, String> {
    let (target, original) = (row.target.trim(), row.source.trim());
    let Some(named) = named else {
        return Err(format!("there is no text `{}` any more; export the texts again", shorten(&row.id)));
    };
    let same = named.get(&Some(original)).map_or(&[][..], Vec::as_slice);
    if same.is_empty() {
        let now = named.keys().flatten().next();
        let now = now.map_or("there is none".to_owned(), |now| format!("now it is `{}`", shorten(now)));
        return Err(format!(
            "the original of `{}` has changed since: it was `{}`, and {now}; export the texts again",
            shorten(&row.id),
            shorten(original)
        ));
    }
    let open: Vec<_> = same.iter().filter(|text| text.state != State::Written).copied().collect();
    match same.iter().find(|text| text.state == State::Written && text.own != Some(target)) {
        Some(other) if open.is_empty() => Err(format!(
            "`{}` is up to date already: `{}`; change it in its file if this translation is better",
            shorten(&row.id),
            shorten(other.own.unwrap_or_default())
        )),
        _ => Ok(open),
    }
}

/// The translations of one file.
#[derive(Default)]
struct File<'a> {
    /// Where the first of them stands, for messages.
    at: String,
    /// Short texts, by where their group begins.
    words: BTreeMap<usize, &'a str>,
    /// The parts of a text with front matter.
    parts: BTreeMap<&'static str, &'a str>,
}

impl<'a> File<'a> {
    fn add(&mut self, text: &Text<'_>, target: &'a str, at: &str) {
        if self.at.is_empty() {
            at.clone_into(&mut self.at);
        }
        match text.words {
            Some(place) => {
                self.words.insert(place.span.start, target);
            }
            None => {
                let field = Field::ALL.into_iter().find(|field| field.name() == text.field);
                self.parts.extend(field.map(|field| (field.name(), target)));
            }
        }
    }

    fn change(&self, path: &str, language: Language, source: &Source) -> Result<Change, String> {
        let before = source.file(path).and_then(|file| file.content.text());
        let text = match before {
            None => self.new_text(path)?,
            Some(text) if self.parts.is_empty() => self.with_words(path, text, language)?,
            Some(text) => self.with_parts(path, text)?,
        };
        Ok(Change { path: path.to_owned(), text, added_at: before.map(|_| 1) })
    }

    /// Writes a text that has no file yet.
    fn new_text(&self, path: &str) -> Result<String, String> {
        let mut front = String::new();
        for key in FrontMatter::KEYS {
            let Some(value) = self.parts.get(key.name) else {
                return Err(format!("{path} does not exist yet; translate its title and its summary too"));
            };
            front.push_str(&format!("{}: {}\n", key.name, quoted(value)));
        }
        let body = self.parts.get(Field::Text.name()).map(|text| format!("\n{text}\n")).unwrap_or_default();
        Ok(format!("---\n{front}---\n{body}"))
    }

    fn with_words(&self, path: &str, text: &str, language: Language) -> Result<String, String> {
        let unfit =
            || format!("{path} is written in a way that cannot be changed here; write the text there");
        let structure = Structure::of_facts(text).ok_or_else(unfit)?;
        let order = Language::ALL.map(Language::code);
        let replacements = self.words.iter().map(|(at, target)| {
            let group = structure.group_at(*at)?;
            Replacement::set(text, group, language.code(), &quoted(target), &order)
        });
        let replacements: Option<Vec<Replacement>> = replacements.collect();
        Ok(replaced(text, replacements.ok_or_else(unfit)?))
    }

    fn with_parts(&self, path: &str, text: &str) -> Result<String, String> {
        let unfit = || format!("the front matter of {path} cannot be read; `katalog check` says why");
        let structure = Structure::of_front_matter(text).ok_or_else(unfit)?;
        let order: Vec<&str> = FrontMatter::KEYS.iter().map(|key| key.name).collect();
        let mut replacements = Vec::new();
        for key in &order {
            if let Some(value) = self.parts.get(key) {
                let set = Replacement::set(text, &structure, key, &quoted(value), &order);
                replacements.push(set.ok_or_else(unfit)?);
            }
        }
        if let Some(body) = self.parts.get(Field::Text.name()) {
            let start = markdown_start(text);
            replacements.push(Replacement::new(start..text.len(), format!("\n{body}\n")));
        }
        Ok(replaced(text, replacements))
    }
}
