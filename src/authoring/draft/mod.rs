//! Drafts of new entries: a folder, or lines in a list, with marked blanks where something is still to be written.
//!
//! A [`Form`] lists the fields of one kind of entry, [`Known`] the entries it can refer to, and [`NewEntry`] the values
//! that were given. [`draft`] writes the files in memory; [`Draft::transaction`] writes them to disk.

mod additions;
mod answers;
mod form;
mod ids;
mod known;
mod list;
mod place;
pub(crate) mod yaml;

use std::collections::BTreeMap;

use crate::authoring::diff;
use crate::authoring::transaction::Transaction;
use crate::base::hash;
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{BLANK, FrontMatter, Records};
use crate::content::read::Source;
pub(crate) use additions::{add_activities, add_entries, named_entry, new_folder};
use additions::{list_entry, text_of};
use answers::check_value;
pub use answers::{answer, read_answers};
pub use form::{FORMS, Field, Form, Need, Takes};
pub use ids::{free_id, id_from};
pub use known::{Choice, Known, nearness};
use place::Recognised;
pub(crate) use place::lists;
pub use place::recognise;

/// The values that an editor gave for a new entry, by the flags of its form.
pub type Answers = BTreeMap<&'static str, Vec<String>>;

/// A request for a new entry.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The form for its kind.
    pub form: &'static Form,
    /// Its id. If none is given, one is made from the Serbian title or name.
    pub id: Option<String>,
    /// The values that were given.
    pub answers: Answers,
    /// What the gazetteer knows of it.
    recognised: Recognised,
}

/// What is wrong with a request for a new entry, and how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// How to correct it.
    pub help: String,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal { message: message.into(), help: help.into() }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\nhelp: {}", self.message, self.help)
    }
}

impl std::error::Error for Refusal {}

/// Changes to the content, such as a new entry, not yet written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The files it creates or changes, with their complete texts.
    pub changes: Vec<Change>,
    /// The paths of the files that it removes, relative to the root.
    pub removed: Vec<String>,
}

/// A file of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path, relative to the root.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The line number of the first new line, counted from 1; `None` for a new file.
    pub added_at: Option<usize>,
}

/// Writes a new entry in memory.
///
/// # Errors
/// If a required value is missing or invalid, the id is not free, or the list cannot be extended.
pub fn draft(order: &NewEntry, records: &Records, source: &Source) -> Result<Draft, Refusal> {
    let known = &Known::new(records);
    let mut order = order.clone();
    if let (Kind::SubArea, Some((area, _))) =
        (order.form.kind, order.id.as_deref().and_then(|id| id.split_once('/')))
    {
        order.answers.insert("area", vec![area.to_owned()]);
    }
    check_order(&order, known)?;
    let id = match &order.id {
        Some(id) => id.clone(),
        None => order.id_from_title().ok_or_else(|| order.nameless())?,
    };
    let id = free_id(&order, &id, known)?;
    match order.form.kind {
        kind if kind.has_folders() => Ok(folder(&order, &id)),
        _ => list_entry(&order, &id, records, source),
    }
}

impl NewEntry {
    /// Creates a request with the values that an editor gave.
    pub fn new(form: &'static Form, id: Option<String>, answers: Answers) -> Self {
        NewEntry { form, id, answers, recognised: Recognised::default() }
    }

    /// Returns the id made from the Serbian title or name.
    pub fn id_from_title(&self) -> Option<String> {
        let title = ["title-sr", "name-sr"].into_iter().find_map(|flag| self.answers.get(flag))?;
        id_from(title.first().filter(|title| *title != BLANK)?)
    }

    /// Returns the title of the transaction that creates the entry.
    pub fn title(&self) -> String {
        let id = self.id.clone().or_else(|| self.id_from_title()).unwrap_or_default();
        format!("new {} {id}", self.form.kind.noun())
    }

    /// Returns a digest that is the same for every request for the same entry with the same values.
    pub fn request(&self) -> String {
        let answers = self.answers.iter().flat_map(|(flag, given)| {
            std::iter::once(*flag).chain(given.iter().map(String::as_str)).chain(std::iter::once(""))
        });
        let title = self.title();
        hash::hex_of_all(std::iter::once(title.as_str()).chain(answers), 64)
    }

    fn nameless(&self) -> Refusal {
        let noun = self.form.kind.noun();
        let flag = self.form.fields[0].flag;
        let flag = if flag == "area" { "name-sr" } else { flag };
        let message = format!("the {noun} has no id");
        Refusal::new(
            message,
            format!("write it after `{}`, or give `--{flag}` to make one from", self.form.command()),
        )
    }
}

fn check_order(order: &NewEntry, known: &Known) -> Result<(), Refusal> {
    let missing: Vec<String> = order
        .form
        .fields
        .iter()
        .filter(|field| field.need == Need::Told && !order.answers.contains_key(field.flag))
        .map(|field| format!("`--{}`", field.flag))
        .collect();
    if !missing.is_empty() {
        let message =
            format!("{} {} missing", missing.join(", "), if missing.len() == 1 { "is" } else { "are" });
        let doubt = order.doubt().map(|doubt| format!("{doubt}; otherwise ")).unwrap_or_default();
        return Err(Refusal::new(
            message,
            format!("{doubt}write `{BLANK}` for anything you do not know yet"),
        ));
    }
    for field in order.form.fields {
        for value in order.answers.get(field.flag).into_iter().flatten() {
            if value != BLANK {
                check_value(field, value, known)?;
            }
        }
    }
    Ok(())
}

fn folder(order: &NewEntry, id: &str) -> Draft {
    let form = order.form;
    let noun = form.kind.noun();
    let folder = format!("{}{id}", form.kind.home());
    let with_head = || {
        let facts = yaml::facts(order);
        format!(
            "# The facts of the {noun}. Fill in what is marked `{BLANK}`; to use a key behind `#`, remove the `#`.\n{facts}"
        )
    };
    let facts = order.known_facts().unwrap_or_else(with_head);
    let mut changes = vec![Change { path: format!("{folder}/{noun}.yaml"), text: facts, added_at: None }];
    // The text of a municipality is optional, and its title is its name. A document has none.
    if !matches!(form.kind, Kind::Municipality | Kind::Document) {
        for language in Language::ALL {
            let path = format!("{folder}/{}.md", language.code());
            changes.push(Change { path, text: text(order, language), added_at: None });
        }
    }
    Draft { changes, ..Draft::default() }
}

/// Returns the front matter and a blank for the text.
fn text(order: &NewEntry, language: Language) -> String {
    let lines = FrontMatter::KEYS.iter().map(|key| {
        let given =
            order.words(key.name, language).map_or_else(|| BLANK.to_owned(), |text| yaml::quoted(&text));
        yaml::Line { code: format!("{}: {given}", key.name), doc: key.doc.trim().to_owned() }
    });
    format!("---\n{}---\n\n{BLANK}\n", yaml::aligned(lines.collect()))
}

impl Draft {
    /// Returns whether the draft contains blanks.
    pub fn has_blanks(&self) -> bool {
        self.changes.iter().any(|change| change.text.contains(BLANK))
    }

    /// Returns the content including the draft.
    pub fn applied_to(&self, source: &Source) -> Source {
        let changes = self.changes.iter().map(|change| (change.path.as_str(), change.text.as_str()));
        source.with_all(changes).without(&self.removed)
    }

    /// Returns the changes to the content of `source` as a unified diff.
    pub fn diff(&self, source: &Source) -> String {
        let before = |change: &Change| change.added_at.and_then(|_| text_of(source, &change.path));
        let changes = self.changes.iter();
        let changes = changes.map(|change| diff::unified(&change.path, before(change), &change.text));
        let removed = self.removed.iter();
        let removed = removed.map(|path| diff::unified(path, Some(text_of(source, path).unwrap_or("")), ""));
        changes.chain(removed).collect()
    }

    /// Returns the transaction that writes the draft to the content of `source`.
    pub fn transaction(&self, title: &str, request: String, source: &Source) -> Transaction {
        let mut transaction = Transaction::new(title, request);
        for change in &self.changes {
            match text_of(source, &change.path).filter(|_| change.added_at.is_some()) {
                Some(before) => transaction.replace(&change.path, before, &change.text),
                None => transaction.create(&change.path, &change.text),
            }
        }
        for path in &self.removed {
            if let Some(before) = text_of(source, path) {
                transaction.remove(path, before);
            }
        }
        transaction
    }
}
