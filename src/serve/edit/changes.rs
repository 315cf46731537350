//! New entries, other ids, and removal.

use super::asked::Reply;
use super::html::Html;
use super::page::View;
use super::words::name_of;
use crate::authoring::draft::{FORMS, Form as NewForm, Known, Need, NewEntry, recognise};
use crate::authoring::forms::{Desk, Edited, Form, Found, Removal, RemovalError};
use crate::authoring::gazetteer::Gazetteer;
use crate::authoring::rename::{RenameError, Renaming};
use crate::authoring::{self, DraftError};
use crate::base::id::{Id, Kind};
use crate::base::problem::Problems;
use crate::content::parse::BLANK;
use crate::content::references::EntryId;

/// Returns the problems as lines.
fn lines(problems: &Problems) -> String {
    let lines = problems.iter().map(|it| format!("{}: {}\n", it.place.file, it.message));
    lines.take(MOST_LINES).collect()
}

/// The maximum number of problems to show.
const MOST_LINES: usize = 30;

/// The fields for the names that a new entry can have.
const NAMES: [&str; 4] = ["title-sr", "title-en", "name-sr", "name-en"];

/// What is wrong with a request for a new entry.
#[derive(Default)]
struct Refused<'a> {
    /// What the program says of all of it, in English.
    reason: Option<&'a str>,
    /// The fields that are to be filled in.
    empty: Vec<&'static str>,
}

impl<'a> Refused<'a> {
    fn because(reason: &'a str) -> Self {
        Refused { reason: Some(reason), ..Refused::default() }
    }

    fn is_any(&self) -> bool {
        self.reason.is_some() || !self.empty.is_empty()
    }
}

/// Returns the fields without which there can be no entry, and that nobody filled in.
fn empty_fields(entry: &NewEntry) -> Vec<&'static str> {
    let is_given =
        |flag: &str| entry.answers.get(flag).is_some_and(|given| given.iter().any(|text| text != BLANK));
    let needed = |flag: &&str| entry.form.has(flag) && !is_given(flag);
    let mut empty: Vec<&'static str> = NAMES.into_iter().filter(needed).collect();
    // An id is made of the name, if that has letters or digits.
    if empty.is_empty() && entry.id.is_none() && entry.id_from_title().is_none() {
        empty.push("id");
    }
    empty
}

impl View<'_> {
    /// Answers for a new entry of a kind.
    pub(super) fn new_entry(&self, desk: &mut Desk, kind: &str) -> Reply {
        let Some(form) = FORMS.iter().find(|form| name_of(form.kind) == kind) else {
            return self.not_found();
        };
        let Some(posted) = &self.asked.posted else {
            return self.new_form(desk, form, &Refused::default());
        };
        let mut answers = crate::authoring::draft::Answers::new();
        for field in form.fields {
            let given = posted.text(field.flag).trim();
            if !given.is_empty() {
                answers.insert(field.flag, vec![given.to_owned()]);
            } else if field.need == Need::Told && !field.key.is_empty() {
                answers.insert(field.flag, vec![BLANK.to_owned()]);
            }
        }
        let id = Some(posted.text("id").trim().to_owned()).filter(|id| !id.is_empty());
        let mut entry = NewEntry::new(form, id, answers);
        if form.kind == Kind::Municipality {
            // What the program knows of the place is better than a blank.
            entry.answers.retain(|_, values| values.iter().all(|value| value != BLANK));
            recognise(&mut entry, Gazetteer::built_in());
            for field in form.fields.iter().filter(|field| field.need == Need::Told) {
                entry.answers.entry(field.flag).or_insert_with(|| vec![BLANK.to_owned()]);
            }
        }
        let empty = empty_fields(&entry);
        if !empty.is_empty() {
            return self.new_form(desk, form, &Refused { empty, ..Refused::default() });
        }
        let source = desk.look().source;
        let draft = match authoring::draft(&entry, &source) {
            Ok(draft) => draft,
            Err(DraftError::Refused(refusal)) => {
                let reason = format!("{}; {}", refusal.message, refusal.help);
                return self.new_form(desk, form, &Refused::because(&reason));
            }
            Err(DraftError::Unfit { problems, .. }) => {
                return self.new_form(desk, form, &Refused::because(&lines(&problems)));
            }
        };
        let transaction = draft.transaction(&entry.title(), entry.request(), &source);
        if let Err(error) = desk.carry_out(&transaction) {
            return self.new_form(desk, form, &Refused::because(&error.to_string()));
        }
        let own = entry.id.clone().or_else(|| entry.id_from_title()).unwrap_or_default();
        let id = match entry.answers.get("area").and_then(|area| area.first()) {
            Some(area) if form.kind == Kind::SubArea && !own.contains('/') => format!("{area}/{own}"),
            _ => own,
        };
        Reply::Elsewhere(format!("/_edit/e/{}", Edited::Entry(EntryId { kind: form.kind, id })))
    }

    fn new_form(&self, desk: &mut Desk, form: &'static NewForm, refused: &Refused<'_>) -> Reply {
        let words = self.words;
        let title = words.say_with("new", &words.kind(form.kind));
        let mut html = Html::default();
        html.element("h1", &[], &title);
        if let Some(reason) = refused.reason {
            html.element("p", &[("class", "notice bad"), ("role", "alert"), ("lang", "en")], reason);
        }
        self.begin_form(&mut html, &format!("new/{}", name_of(form.kind)), &[("autocomplete", "off")]);
        let given = |name: &str| self.asked.posted.as_ref().map_or("", |posted| posted.text(name)).to_owned();
        if form.fields.iter().any(|field| field.key.is_empty()) {
            self.area(&mut html, desk, &given("area"));
        }
        for name in NAMES.into_iter().filter(|name| form.has(name)).chain(["id"]) {
            self.input(&mut html, name, name, &given(name), refused);
        }
        html.element("button", &[("type", "submit"), ("class", "button main")], &words.say("create"));
        html.close("form");
        self.page(if refused.is_any() { 422 } else { 200 }, &title, html)
    }

    fn area(&self, html: &mut Html, desk: &mut Desk, given: &str) {
        html.open("div", &[("class", "field")]);
        html.element("label", &[("for", "area")], &self.words.kind(Kind::Area));
        html.open("select", &[("id", "area"), ("name", "area")]);
        for choice in Known::new(&desk.look().records).of(Kind::Area) {
            let mut attributes = vec![("value", choice.id.as_str())];
            if choice.id == given {
                attributes.push(("selected", ""));
            }
            html.element("option", &attributes, &choice.name);
        }
        html.close("select");
        html.close("div");
    }

    /// Writes a field, and what is to be filled in there if it is refused. `words` names its label and its help.
    fn input(&self, html: &mut Html, name: &'static str, words: &str, value: &str, refused: &Refused<'_>) {
        let help = self.words.find(&format!("{words}-help"));
        let problem = refused.empty.contains(&name).then(|| self.words.say(&format!("fill-in-{name}")));
        let (help_id, problem_id) = (format!("{name}-help"), format!("{name}-problem"));
        html.open("div", &[("class", "field")]);
        html.element("label", &[("for", name)], &self.words.say(words));
        let mut about = Vec::new();
        if let Some(help) = help {
            html.element("p", &[("class", "help"), ("id", &help_id)], &help);
            about.push(help_id.as_str());
        }
        let mut attributes = vec![("id", name), ("name", name), ("type", "text"), ("value", value)];
        if let Some(problem) = problem {
            html.element("p", &[("class", "problem"), ("id", &problem_id)], &problem);
            about.push(&problem_id);
            attributes.push(("aria-invalid", "true"));
        }
        let about = about.join(" ");
        if !about.is_empty() {
            attributes.push(("aria-describedby", &about));
        }
        if refused.empty.first() == Some(&name) {
            attributes.push(("autofocus", ""));
        }
        if let Some((_, language)) = name.split_once('-') {
            attributes.push(("lang", language));
        }
        html.open("input", &attributes);
        html.close("div");
    }

    /// Answers for another id of an entry: first shows what changes, then changes it.
    pub(super) fn rename(&self, desk: &mut Desk, edited: &Edited) -> Reply {
        let Edited::Entry(id) = edited else { return self.not_found() };
        let Found { records, source, .. } = desk.look();
        if Form::open(edited, &records, &source).is_none() {
            return self.not_found();
        }
        let Some(posted) = &self.asked.posted else { return self.rename_form(id, "", None, None) };
        let new = posted.text("id").trim();
        let Some(new_id) = Id::new(new) else {
            return self.rename_form(id, new, Some(Id::GRAMMAR), None);
        };
        let renamed = match authoring::rename(desk.root(), id, &new_id) {
            Ok(renamed) => renamed,
            Err(error) => return self.failed(500, &error.to_string()),
        };
        let renaming = match renamed.outcome {
            Ok(renaming) => renaming,
            Err(error) => {
                let problems = match &error {
                    RenameError::Hidden(problems) | RenameError::Breaks(_, problems) => lines(problems),
                    _ => String::new(),
                };
                return self.rename_form(id, new, Some(&format!("{error}\n{problems}")), None);
            }
        };
        if posted.text("_do") != "rename" {
            return self.rename_form(id, new, None, Some(&renaming));
        }
        if let Err(error) = desk.carry_out(&renaming.transaction()) {
            return self.rename_form(id, new, Some(&error.to_string()), Some(&renaming));
        }
        Reply::Elsewhere(format!("/_edit/e/{}?saved=1", Edited::Entry(renaming.to)))
    }

    fn rename_form(&self, id: &EntryId, new: &str, refused: Option<&str>, plan: Option<&Renaming>) -> Reply {
        let words = self.words;
        let edited = Edited::Entry(id.clone());
        let mut html = Html::default();
        html.element("h1", &[], &words.say("rename"));
        self.way_back(&mut html, &edited);
        if let Some(reason) = refused {
            html.element("pre", &[("class", "notice bad"), ("role", "alert"), ("lang", "en")], reason);
        }
        self.begin_form(&mut html, &format!("rename/{edited}"), &[("autocomplete", "off")]);
        self.input(&mut html, "id", "new-id", new, &Refused::default());
        html.element(
            "button",
            &[("type", "submit"), ("name", "_do"), ("value", "show"), ("class", "button")],
            &words.say("show-changes"),
        );
        if let Some(renaming) = plan {
            html.element("h2", &[], &words.say("changes"));
            html.element("p", &[("lang", "en")], &renaming.to_string());
            html.element("pre", &[("class", "diff"), ("tabindex", "0"), ("lang", "en")], &renaming.diff());
            html.element(
                "button",
                &[("type", "submit"), ("name", "_do"), ("value", "rename"), ("class", "button main")],
                &words.say("rename"),
            );
        }
        html.close("form");
        self.page(if refused.is_some() { 422 } else { 200 }, &words.say("rename"), html)
    }

    fn way_back(&self, html: &mut Html, edited: &Edited) {
        html.open("p", &[]);
        let address = format!("/_edit/e/{edited}");
        html.element("a", &[("href", &address)], &edited.to_string());
        html.close("p");
    }

    /// Answers for the removal of an entry: first shows what would go, then removes it if nothing would break.
    pub(super) fn remove(&self, desk: &mut Desk, edited: &Edited) -> Reply {
        let Edited::Entry(id) = edited else { return self.not_found() };
        let removal = match desk.removal(id) {
            None => return self.not_found(),
            Some(Ok(removal)) => removal,
            Some(Err(RemovalError::File(error))) => return self.failed(500, &error.to_string()),
            Some(Err(RemovalError::Draft(error))) => return self.failed(422, &self.refused(&error)),
        };
        let is_free = removal.problems.is_empty();
        if self.asked.posted.is_none() || !is_free {
            return self.remove_form(edited, &removal, is_free);
        }
        match desk.remove(&removal) {
            Ok(()) => Reply::Elsewhere("/_edit/".to_owned()),
            Err(error) => self.failed(409, &error.to_string()),
        }
    }

    fn remove_form(&self, edited: &Edited, removal: &Removal, is_free: bool) -> Reply {
        let words = self.words;
        let mut html = Html::default();
        html.element("h1", &[], &words.say("remove"));
        self.way_back(&mut html, edited);
        html.element("h2", &[], &words.say("files"));
        html.open("ul", &[]);
        removal.files.iter().for_each(|file| html.element("li", &[], file));
        html.close("ul");
        html.element("h2", &[], &words.say_count("used-by", removal.references.len()));
        html.open("ul", &[("lang", "en")]);
        for reference in &removal.references {
            let address = format!("/_edit/e/{}", Edited::Entry(reference.from.clone()));
            html.open("li", &[]);
            html.element("a", &[("href", &address)], &reference.to_string());
            html.close("li");
        }
        html.close("ul");
        if is_free {
            self.begin_form(&mut html, &format!("remove/{edited}"), &[]);
            html.element("button", &[("type", "submit"), ("class", "button main")], &words.say("remove"));
            html.close("form");
        } else {
            html.element("p", &[("class", "notice bad")], &words.say("would-break"));
            html.element("pre", &[("lang", "en"), ("tabindex", "0")], &lines(&removal.problems));
        }
        let is_late = self.asked.posted.is_some() && !is_free;
        self.page(if is_late { 422 } else { 200 }, &words.say("remove"), html)
    }
}
