//! Drafts of new entries: a folder, or lines in a list, with marked blanks where something is still to be written.
//!
//! A [`Form`] lists the fields of one kind of entry, [`Known`] the entries it can refer to, and [`NewEntry`] the values
//! that were given. [`draft`] writes the files in memory; [`Draft::transaction`] writes them to disk.

mod form;
mod list;
pub(crate) mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use form::{FORMS, Field, Form, Need, Takes};

use crate::authoring::diff;
use crate::authoring::transaction::Transaction;
use crate::base::hash;
use crate::base::id::{Id, Kind};
use crate::base::invisible::is_hidden;
use crate::base::language::{Language, Localized};
use crate::content::parse::{
    ActivityRecord, BLANK, Entry, FrontMatter, Keyed, PlacedWords, ProjectRecord, Records, TextState,
};
use crate::content::read::Source;
use crate::text::language::{fold, slug};
use crate::text::suggest::did_you_mean;
use list::{Addition, List};

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
}

/// An entry that a new entry can refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id, as written in references.
    pub id: String,
    /// Its Serbian title or name, or else the English one; empty if neither can be read.
    pub name: String,
}

/// All entries that can be referred to, by kind.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<Kind, Vec<Choice>>);

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

/// A new entry, not yet written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The files it creates or changes, with their complete texts.
    pub changes: Vec<Change>,
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

impl Known {
    /// Collects the entries of the records, ordered by id.
    pub fn new(records: &Records) -> Self {
        let name = |words: &Option<PlacedWords>| {
            let words = words.as_ref().map(|words| &words.value);
            let text = words.and_then(|words| words.sr.as_ref().or(words.en.as_ref()));
            text.map(|text| text.value.clone()).unwrap_or_default()
        };
        let mut known = Known::default();
        known.add(Kind::Programme, records.programmes.iter().map(titled));
        known.add(Kind::Project, records.projects.iter().map(titled));
        known.add(
            Kind::Municipality,
            records.municipalities.iter().map(|entry| {
                let name = entry.facts.as_ref().map(|facts| name(&facts.name));
                Choice { id: entry.id.to_string(), name: name.unwrap_or_default() }
            }),
        );
        known.add(Kind::StandingPage, records.pages.iter().map(titled));
        known.add(Kind::Region, listed(&records.regions, |region| name(&region.name)));
        known.add(Kind::District, listed(&records.districts, |district| name(&district.name)));
        known.add(Kind::Area, listed(&records.areas, |area| name(&area.name)));
        let areas = records.areas.0.iter();
        known.add(
            Kind::SubArea,
            areas.flat_map(|(area, record)| {
                record.sub_areas.iter().flat_map(|list| list.0.iter()).map(move |(id, sub_area)| Choice {
                    id: format!("{}/{}", area.value, id.value),
                    name: name(&sub_area.name),
                })
            }),
        );
        known.add(Kind::SupportType, listed(&records.support_types, |support| name(&support.name)));
        known
            .add(Kind::Organisation, listed(&records.organisations, |organisation| name(&organisation.name)));
        known.add(Kind::Source, listed(&records.sources, |source| name(&source.name)));
        known
    }

    fn add(&mut self, kind: Kind, choices: impl Iterator<Item = Choice>) {
        let mut choices: Vec<Choice> = choices.collect();
        choices.sort_by(|a, b| a.id.cmp(&b.id));
        self.0.insert(kind, choices);
    }

    /// Returns the entries of a kind, ordered by id.
    pub fn of(&self, kind: Kind) -> &[Choice] {
        self.0.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the existing id of this kind that equals `id`, ignoring case.
    fn taken(&self, kind: Kind, id: &str) -> Option<&str> {
        let same = |choice: &&Choice| choice.id.to_lowercase() == id.to_lowercase();
        self.of(kind).iter().find(same).map(|choice| choice.id.as_str())
    }
}

fn titled<T>(entry: &Arc<Entry<T>>) -> Choice {
    let title = Language::ALL.into_iter().find_map(|language| match &entry.texts[language] {
        TextState::Written(text) => text.front.title.as_ref().map(|title| title.value.clone()),
        _ => None,
    });
    Choice { id: entry.id.to_string(), name: title.unwrap_or_default() }
}

fn listed<T>(list: &Keyed<T>, name: impl Fn(&T) -> String) -> impl Iterator<Item = Choice> {
    list.0.iter().map(move |(id, record)| Choice { id: id.value.clone(), name: name(record) })
}

/// Parses and checks the values from the command line; splits lists into their items.
///
/// # Errors
/// If a value is invalid, or a flag that takes one value is given twice.
pub fn read_answers(order: &mut NewEntry, known: &Known) -> Result<(), Refusal> {
    for field in order.form.fields {
        let Some(given) = order.answers.get(field.flag) else { continue };
        if given.len() > 1 && !matches!(field.takes, Takes::Many(_)) {
            let message = format!("`--{}` is given twice", field.flag);
            return Err(Refusal::new(message, "keep one of the two"));
        }
        let read: Result<Vec<Vec<String>>, Refusal> =
            given.iter().map(|value| answer(field, value, known)).collect();
        order.answers.insert(field.flag, read?.concat());
    }
    Ok(())
}

/// Parses the value of a field: one value, or several separated by commas if the field is a list.
///
/// # Errors
/// If the value is invalid, for example an id that does not exist or an unknown word.
pub fn answer(field: &Field, given: &str, known: &Known) -> Result<Vec<String>, Refusal> {
    let values: Vec<&str> = match field.takes {
        Takes::Many(_) => given.split(',').map(str::trim).filter(|value| !value.is_empty()).collect(),
        _ => vec![given.trim()],
    };
    for value in &values {
        if *value != BLANK {
            check_value(field, value, known)?;
        }
    }
    if values.first().is_none_or(|value| value.is_empty()) {
        let message = format!("`--{}` has no value", field.flag);
        return Err(Refusal::new(message, format!("leave it out, or write `{BLANK}` to fill it in later")));
    }
    Ok(values.into_iter().map(str::to_owned).collect())
}

fn check_value(field: &Field, value: &str, known: &Known) -> Result<(), Refusal> {
    let (kind, ids): (&str, Vec<&str>) = match field.takes {
        Takes::One(kind) | Takes::Many(kind) => {
            (kind.noun(), known.of(kind).iter().map(|choice| choice.id.as_str()).collect())
        }
        Takes::Word(what, words) => (what, words.to_vec()),
        Takes::Text | Takes::Words(_) | Takes::Number => {
            if value.chars().any(is_hidden) {
                let message = format!("`--{}` contains a line break or a control character", field.flag);
                return Err(Refusal::new(message, "write it on one line"));
            }
            if field.takes == Takes::Number && value.parse::<f64>().is_err() {
                let message = format!("`{value}` is not a number");
                return Err(Refusal::new(message, "write digits with a decimal point: `44.75`"));
            }
            return Ok(());
        }
    };
    if ids.contains(&value) {
        return Ok(());
    }
    let help = match (did_you_mean(value, ids.iter().copied()), field.takes) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Takes::One(of) | Takes::Many(of)) => {
            let adds = form::form(of).map(|form| format!("; `{}` adds one", form.command()));
            format!("the ids of this kind are in `{}`{}", of.home(), adds.unwrap_or_default())
        }
        (None, _) => format!("one of: {}", ids.join(", ")),
    };
    Err(Refusal::new(format!("there is no {kind} `{}`", crate::content::parse::shorten(value)), help))
}

/// Rates how well a choice matches what the user is typing; `None` if it does not match.
pub fn nearness(written: &str, choice: &Choice) -> Option<u8> {
    let key = fold(written.trim());
    if choice.id.starts_with(&key) {
        Some(3)
    } else if choice.id.contains(&key) || fold(&choice.name).contains(&key) {
        Some(2)
    } else {
        did_you_mean(written.trim(), std::iter::once(choice.id.as_str())).map(|_| 1)
    }
}

/// Makes an id from a title or name: its words in ASCII, cut between two words if it is too long.
pub fn id_from(title: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let mut id = slug(title);
    while id.len() > LONGEST {
        let cut = id[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        id.truncate(cut);
    }
    Id::new(&id).map(|id| id.to_string())
}

/// Checks that an id is free for a new entry, and returns it as written in references.
///
/// # Errors
/// If it breaks the grammar of ids, or an entry of the same kind already has it.
pub fn free_id(order: &NewEntry, id: &str, known: &Known) -> Result<String, Refusal> {
    let kind = order.form.kind;
    let (parent, own) = match (kind, id.split_once('/')) {
        (Kind::SubArea, Some((area, own))) => (Some(area.to_owned()), own),
        (Kind::SubArea, None) => (order.answers.get("area").and_then(|area| area.first()).cloned(), id),
        _ => (None, id),
    };
    if Id::new(own).is_none() {
        let help = match id_from(own) {
            Some(id) if id != own => format!("write `{id}`; {}", Id::GRAMMAR),
            _ => Id::GRAMMAR.to_owned(),
        };
        return Err(Refusal::new(format!("`{}` cannot be an id", crate::content::parse::shorten(own)), help));
    }
    let full = |own: &str| parent.as_ref().map_or_else(|| own.to_owned(), |area| format!("{area}/{own}"));
    let id = full(own);
    match known.taken(kind, &id) {
        None => Ok(id),
        Some(there) => {
            let stem = own[..own.len().min(60)].trim_end_matches('-');
            let other =
                (2..).map(|n| format!("{stem}-{n}")).find(|other| known.taken(kind, &full(other)).is_none());
            let message = format!("there is already {} `{there}` in `{}`", kind.with_article(), kind.home());
            Err(Refusal::new(message, format!("choose another id, such as `{}`", other.unwrap_or_default())))
        }
    }
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
        Kind::Project | Kind::Programme | Kind::Municipality | Kind::StandingPage => Ok(folder(&order, &id)),
        _ => list_entry(&order, &id, records, source),
    }
}

impl NewEntry {
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
        return Err(Refusal::new(message, format!("write `{BLANK}` for anything you do not know yet")));
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
    let facts = yaml::facts(order);
    let head = format!(
        "# The facts of the {noun}. Fill in what is marked `{BLANK}`; to use a key behind `#`, remove the `#`.\n"
    );
    let mut changes =
        vec![Change { path: format!("{folder}/{noun}.yaml"), text: head + &facts, added_at: None }];
    // The text of a municipality is optional, and its title is its name.
    if form.kind != Kind::Municipality {
        for language in Language::ALL {
            let path = format!("{folder}/{}.md", language.code());
            changes.push(Change { path, text: text(order, language), added_at: None });
        }
    }
    Draft { changes }
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

/// Adds an entry to the list of its kind.
fn list_entry(order: &NewEntry, id: &str, records: &Records, source: &Source) -> Result<Draft, Refusal> {
    let entries = [(id.to_owned(), yaml::record(order))];
    Ok(Draft { changes: vec![add_entries(order.form.kind, &entries, records, source)?] })
}

/// Returns the lines of a new entry in a list of which only the names are given.
pub(crate) fn named_entry(kind: Kind, names: &Localized<Option<String>>) -> Option<Vec<String>> {
    let mut answers = Answers::new();
    for (flag, name) in [("name-sr", &names.sr), ("name-en", &names.en)] {
        if let Some(name) = name {
            answers.insert(flag, vec![name.clone()]);
        }
    }
    Some(yaml::record(&NewEntry { form: form::form(kind)?, id: None, answers }))
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

fn text_of<'a>(source: &'a Source, path: &str) -> Option<&'a str> {
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
        Kind::Area => keys(&records.areas),
        Kind::SupportType => keys(&records.support_types),
        Kind::Organisation => keys(&records.organisations),
        Kind::Source => keys(&records.sources),
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

impl Draft {
    /// Returns whether the draft contains blanks.
    pub fn has_blanks(&self) -> bool {
        self.changes.iter().any(|change| change.text.contains(BLANK))
    }

    /// Returns the content including the draft.
    pub fn applied_to(&self, source: &Source) -> Source {
        source.with_all(self.changes.iter().map(|change| (change.path.as_str(), change.text.as_str())))
    }

    /// Returns the changes to the content of `source` as a unified diff.
    pub fn diff(&self, source: &Source) -> String {
        let before = |change: &Change| change.added_at.and_then(|_| text_of(source, &change.path));
        self.changes.iter().map(|change| diff::unified(&change.path, before(change), &change.text)).collect()
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
        transaction
    }
}
