//! The form of an entry: shows it, checks what is typed, and saves it.

use std::collections::BTreeMap;

use serde_json::json;

use super::asked::Reply;
use super::conflict::merge;
use super::fields::{Fields, Shown};
use super::html::Html;
use super::lists::Lists;
use super::page::View;
use super::preview::markdown;
use super::words::Words;
use crate::authoring::draft::Known;
use crate::authoring::forms::{
    BODY, Control, Desk, DraftError, Edited, FACTS, Form, Found, Item, Posted, Sent, TEXT, Value,
};
use crate::authoring::transaction::TransactionError;
use crate::base::language::Language;
use crate::base::problem::{Problem, Problems, Severity};
use crate::base::rules;
use crate::content::git;
use crate::content::references::references;

/// What a form shows besides its values.
#[derive(Default)]
pub(super) struct Shows<'a> {
    /// The digests of the files as they were when the form was opened; `None` for those of now.
    pub(super) digests: Option<BTreeMap<&'static str, String>>,
    /// What is said above the form, and whether it is bad.
    pub(super) notice: Option<(String, bool)>,
    /// The two versions, if the files changed in the meantime.
    pub(super) versions: Option<Html>,
    /// What can be committed.
    pub(super) uncommitted: Html,
    /// The field that gets the focus.
    pub(super) focus: Option<&'a str>,
}

/// What the check says of a form.
pub(super) struct Checked {
    /// The problems by the names of the fields.
    pub(super) fields: BTreeMap<String, Vec<Shown>>,
    /// New errors in other entries.
    pub(super) others: Vec<String>,
}

impl Checked {
    pub(super) fn new(found: &Found, form: &Form, sent: &Sent, before: &Problems, words: Words<'_>) -> Self {
        let (own, others) = found.at_fields(form, sent, before);
        let mut fields: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
        for at in own {
            let Problem { rule, severity, message, help, .. } = at.problem;
            // A field that is empty has no mark to replace.
            let (text, help, lang) = match rule == &rules::BLANK {
                true => (words.say("blank"), String::new(), words.tag()),
                false => (message, help.unwrap_or_default(), "en"),
            };
            let label = label_of(&at.field, words);
            let shown = Shown { is_error: severity == Severity::Error, label, text, help, lang };
            fields.entry(at.field).or_default().push(shown);
        }
        let others = others.iter().map(|problem| format!("{}: {}", problem.place.file, problem.message));
        Checked { fields, others: others.collect() }
    }
}

/// Returns the names of the keys that lead to a field.
fn label_of(field: &str, words: Words<'_>) -> String {
    let parts = field.split('.').skip(1).filter(|part| !Item::is_name(part));
    let label = |part: &str| match Language::of_code(part) {
        Some(language) => words.say(&format!("language-name-{}", language.code())),
        None if part == BODY => words.say("body"),
        None => words.label(part),
    };
    parts.map(label).collect::<Vec<_>>().join(" – ")
}

/// Returns the digests that a form was sent with.
fn digests_of(form: &Form, posted: &Posted) -> BTreeMap<&'static str, String> {
    let sent = |name| posted.get("hash").map_or("", |hashes| hashes.text(name)).to_owned();
    form.files().into_keys().map(|name| (name, sent(name))).collect()
}

fn is_stale(form: &Form, digests: &BTreeMap<&'static str, String>) -> bool {
    form.files().into_iter().any(|(name, file)| digests.get(name) != Some(&file.digest()))
}

impl View<'_> {
    /// Answers for the form of an entry.
    pub(super) fn entry(&self, desk: &mut Desk, edited: &Edited) -> Reply {
        let now = desk.look();
        let Some(form) = Form::open(edited, &now.records, &now.source) else { return self.not_found() };
        let Some(posted) = &self.asked.posted else {
            self.editor.remember(&form);
            let mut shows = Shows::default();
            if !self.asked.query.text("saved").is_empty() {
                shows.notice = Some((self.words.say("saved"), false));
                self.uncommitted(&mut shows.uncommitted, desk, false);
            }
            return self.form(&now, &now, &form, &form.shown(), shows);
        };
        let mut sent = form.read(posted);
        let digests = digests_of(&form, posted);
        match posted.text("_do") {
            "check" => self.check(desk, &now, &form, &sent),
            "save" if is_stale(&form, &digests) => {
                let sent = merge(self.editor, edited, &form, &sent, &digests, &now);
                self.versions(desk, &now, &form, &sent)
            }
            "save" => self.save(desk, &now, &form, &sent, digests),
            other => {
                let focus = other.split_once(' ').and_then(|(order, path)| change(&mut sent, order, path));
                let shows = Shows { digests: Some(digests), focus: focus.as_deref(), ..Shows::default() };
                self.form_of_draft(desk, &now, &form, &sent, shows)
            }
        }
    }

    /// Shows the form again with both versions, because a file has changed.
    fn versions(&self, desk: &mut Desk, now: &Found, form: &Form, sent: &Sent) -> Reply {
        self.editor.remember(form);
        let versions = Some(self.both_versions(form, sent));
        self.form_of_draft(desk, now, form, sent, Shows { versions, ..Shows::default() })
    }

    fn save(
        &self,
        desk: &mut Desk,
        now: &Found,
        form: &Form,
        sent: &Sent,
        digests: BTreeMap<&'static str, String>,
    ) -> Reply {
        let shows = |notice| Shows {
            digests: Some(digests.clone()),
            notice: Some((notice, true)),
            ..Shows::default()
        };
        let edits = match form.draft(sent) {
            Ok(edits) => edits,
            Err(error) => return self.form(now, now, form, sent, shows(self.refused(&error))),
        };
        let address = format!("/_edit/e/{}?saved=1", form.edited);
        match desk.write(&format!("edit {}", form.edited), &edits) {
            Ok(()) => Reply::Elsewhere(address),
            Err(TransactionError::Changed(_) | TransactionError::Present(_)) => {
                // It changed a moment ago.
                if let Err(error) = desk.refresh() {
                    return self.failed(500, &error.to_string());
                }
                let now = desk.look();
                match Form::open(&form.edited, &now.records, &now.source) {
                    Some(form) => {
                        let sent = merge(self.editor, &form.edited, &form, sent, &digests, &now);
                        self.versions(desk, &now, &form, &sent)
                    }
                    None => self.not_found(),
                }
            }
            Err(error) => self.form(now, now, form, sent, shows(error.to_string())),
        }
    }

    /// Returns why a draft cannot be written.
    pub(super) fn refused(&self, error: &DraftError) -> String {
        match error {
            DraftError::Twice(path) => self.words.say_with("given-twice", path),
            DraftError::Unreadable(path) => self.words.say_with("unreadable", path),
            DraftError::Odd(path, line) => self.words.say_with("odd", &format!("{path}:{line}")),
        }
    }

    /// Returns what the check says of a draft, for the script.
    fn check(&self, desk: &mut Desk, now: &Found, form: &Form, sent: &Sent) -> Reply {
        let (checked, refused) = match form.draft(sent) {
            Ok(edits) => (Checked::new(&desk.look_with(&edits), form, sent, &now.problems, self.words), None),
            Err(error) => {
                let none = Checked { fields: BTreeMap::new(), others: Vec::new() };
                (none, Some(self.refused(&error)))
            }
        };
        let problems = checked.fields.iter().flat_map(|(field, problems)| {
            problems.iter().map(
                move |it| json!({ "field": field, "label": it.label, "text": it.text, "help": it.help, "lang": it.lang, "error": it.is_error }),
            )
        });
        let preview =
            |language: Language| sent.texts[language].1.as_deref().map(|body| markdown(body, language));
        let data = json!({
            "problems": problems.collect::<Vec<_>>(),
            "others": checked.others,
            "refused": refused,
            "preview": { "sr": preview(Language::Sr), "en": preview(Language::En) },
        });
        Reply::Data(data.to_string())
    }

    fn form_of_draft(
        &self,
        desk: &mut Desk,
        now: &Found,
        form: &Form,
        sent: &Sent,
        mut shows: Shows<'_>,
    ) -> Reply {
        match form.draft(sent) {
            Ok(edits) => self.form(now, &desk.look_with(&edits), form, sent, shows),
            Err(error) => {
                shows.notice = Some((self.refused(&error), true));
                self.form(now, now, form, sent, shows)
            }
        }
    }

    /// Returns the form with some values. `found` is the content with them.
    fn form(&self, now: &Found, found: &Found, form: &Form, sent: &Sent, shows: Shows<'_>) -> Reply {
        let words = self.words;
        let known = Known::new(&now.records);
        let checked = Checked::new(found, form, sent, &now.problems, words);
        let mut fields = Fields {
            words,
            known: &known,
            problems: &checked.fields,
            focus: shows.focus,
            html: Html::default(),
            lists: Lists::default(),
            lang: None,
        };
        self.facts(&mut fields, form, sent);
        self.texts(&mut fields, form, sent);
        let (lists, own) = (fields.lists, fields.html);
        let name = form.name(words.language).unwrap_or_else(|| form.edited.to_string());
        let mut html = Html::default();
        self.head(&mut html, now, form, &name);
        let is_conflict = shows.versions.is_some();
        self.said(&mut html, shows.notice.as_ref());
        html.append(shows.uncommitted);
        shows.versions.into_iter().for_each(|versions| html.append(versions));
        self.summary(&mut html, &checked);
        let path = format!("e/{}", form.edited);
        self.begin_form(&mut html, &path, &[("id", "form"), ("novalidate", ""), ("autocomplete", "off")]);
        // What the Enter key does, too.
        let save = [("type", "submit"), ("name", "_do"), ("value", "save"), ("class", "button main")];
        html.element("button", &save, &words.say("save"));
        for (name, file) in form.files() {
            let digest = shows.digests.as_ref().and_then(|digests| digests.get(name).cloned());
            let (name, digest) = (format!("hash.{name}"), digest.unwrap_or_else(|| file.digest()));
            html.open("input", &[("type", "hidden"), ("name", &name), ("value", &digest)]);
        }
        html.append(own);
        html.open("div", &[("class", "bar")]);
        html.element("button", &save, &words.say("save"));
        html.element("p", &[("role", "status"), ("id", "state")], "");
        html.close("div");
        html.close("form");
        lists.write(&mut html, &known);
        self.uses(&mut html, now, &form.edited);
        self.history(&mut html, form);
        self.page(if is_conflict { 409 } else { 200 }, &name, html)
    }

    fn head(&self, html: &mut Html, now: &Found, form: &Form, name: &str) {
        let words = self.words;
        html.element("h1", &[], name);
        let Edited::Entry(id) = &form.edited else { return };
        html.open("p", &[("class", "about")]);
        html.text(&format!("{} · ", words.kind(id.kind)));
        html.element("code", &[], &id.id);
        if let Some(address) = now.page_of(id, words.language) {
            html.text(" · ");
            html.element("a", &[("href", &address)], &words.say("view"));
        }
        for order in ["rename", "remove"] {
            let address = format!("/_edit/{order}/{}", form.edited);
            html.text(" · ");
            html.element("a", &[("href", &address)], &words.say(order));
        }
        html.close("p");
    }

    /// Lists the problems, with links to their fields.
    fn summary(&self, html: &mut Html, checked: &Checked) {
        let errors: usize = checked.fields.values().map(Vec::len).sum::<usize>() + checked.others.len();
        let mut attributes = vec![
            ("class", "summary"),
            ("id", "summary"),
            ("tabindex", "-1"),
            ("aria-labelledby", "summary-title"),
        ];
        if errors == 0 {
            attributes.push(("hidden", ""));
        }
        html.open("section", &attributes);
        html.element("h2", &[("id", "summary-title")], &self.words.say("problems-title"));
        html.open("ul", &[]);
        for (field, problems) in &checked.fields {
            for problem in problems {
                html.open("li", &[]);
                match field.as_str() {
                    "" => {
                        let text = format!("{}; {}", problem.text, problem.help);
                        html.element("span", &[("lang", problem.lang)], &text);
                    }
                    field => {
                        html.open("a", &[("href", &format!("#{field}"))]);
                        html.text(&format!("{}: ", problem.label));
                        html.element("span", &[("lang", problem.lang)], &problem.text);
                        html.close("a");
                    }
                }
                html.close("li");
            }
        }
        for other in &checked.others {
            html.element("li", &[("lang", "en")], other);
        }
        html.close("ul");
        html.close("section");
    }

    fn facts(&self, fields: &mut Fields<'_>, form: &Form, sent: &Sent) {
        let Some(facts) = &form.facts else { return };
        fields.html.open("section", &[("aria-labelledby", "facts-title")]);
        fields.html.element("h2", &[("id", "facts-title")], &self.words.say("facts"));
        match (&facts.control, &facts.value) {
            (_, Value::Kept) => {
                fields.html.element("p", &[], &self.words.say_with("unreadable", &facts.file.path));
            }
            (Control::Record(record), _) => fields.record(record, &sent.facts, FACTS),
            _ => {}
        }
        fields.html.close("section");
    }

    fn texts(&self, fields: &mut Fields<'_>, form: &Form, sent: &Sent) {
        let Some(texts) = &form.texts else { return };
        let words = self.words;
        fields.html.open("section", &[("aria-labelledby", "texts-title")]);
        fields.html.element("h2", &[("id", "texts-title")], &words.say("texts"));
        fields.html.open("div", &[("class", "both texts")]);
        for language in Language::ALL {
            let code = language.code();
            let text = &texts[language];
            fields.html.open("fieldset", &[("class", "group")]);
            fields.html.element("legend", &[], &words.say(&format!("language-name-{code}")));
            let path = format!("{TEXT}.{code}");
            let (value, body) = &sent.texts[language];
            match (&text.control, &text.value) {
                (_, Value::Kept) => {
                    fields.html.element("p", &[], &words.say_with("unreadable", &text.file.path));
                }
                (Control::Record(record), _) => {
                    fields.front_matter(record, value, &path, language);
                    fields.body(&format!("{path}.{BODY}"), body.as_deref().unwrap_or_default(), language);
                }
                _ => {}
            }
            fields.html.close("fieldset");
        }
        fields.html.close("div");
        fields.html.close("section");
    }

    /// Lists the entries that refer to this one.
    fn uses(&self, html: &mut Html, now: &Found, edited: &Edited) {
        let Edited::Entry(id) = edited else { return };
        let mut found = references(&now.records, &now.source);
        found.retain(|reference| reference.to == *id && reference.from != *id);
        html.open("details", &[("class", "more")]);
        html.element("summary", &[], &self.words.say_count("used-by", found.len()));
        html.open("ul", &[]);
        for reference in &found {
            let address = format!("/_edit/e/{}", Edited::Entry(reference.from.clone()));
            html.open("li", &[("lang", "en")]);
            html.element("a", &[("href", &address)], &reference.to_string());
            html.close("li");
        }
        html.close("ul");
        html.close("details");
    }

    /// Lists the latest commits of the files.
    fn history(&self, html: &mut Html, form: &Form) {
        let paths: Vec<&str> = form.files().values().map(|file| file.path.as_str()).collect();
        let commits = git::latest(self.editor.root(), &paths);
        html.open("details", &[("class", "more")]);
        html.element("summary", &[], &self.words.say("history"));
        if commits.is_empty() {
            html.element("p", &[], &self.words.say("no-history"));
        }
        html.open("ul", &[]);
        for commit in &commits {
            html.open("li", &[]);
            html.element("code", &[], commit.id.as_str().get(..10).unwrap_or_default());
            html.text(&format!(" {} ", commit.at.day()));
            html.element("span", &[], &commit.subject);
            html.close("li");
        }
        html.close("ul");
        html.close("details");
    }
}

impl Fields<'_> {
    fn front_matter(
        &mut self,
        record: &crate::authoring::forms::Record,
        value: &Value,
        path: &str,
        language: Language,
    ) {
        self.lang = Some(language.code());
        self.record(record, value, path);
        self.lang = None;
    }
}

/// Adds, removes or moves an item. An empty one is not added twice. Returns the name of the field that gets the focus.
fn change(sent: &mut Sent, order: &str, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('.').collect();
    let (root, rest) = parts.split_first()?;
    if *root != FACTS {
        return None;
    }
    if order == "add" {
        let list = sent.facts.at_mut(rest)?;
        let name = list.empty_item();
        let item = Item { name: name.clone(), value: Value::Nothing };
        match list {
            Value::List(items) if items.iter().any(|item| item.name == name) => {}
            Value::List(items) => items.push(item),
            other => *other = Value::List(vec![item]),
        }
        return Some(format!("{path}.{name}"));
    }
    let (name, list) = rest.split_last()?;
    let Value::List(items) = sent.facts.at_mut(list)? else { return None };
    let at = items.iter().position(|item| item.name == *name)?;
    match order {
        "remove" => {
            items.remove(at);
            return Some(format!("{FACTS}.{}", list.join(".")));
        }
        "up" if at > 0 => items.swap(at - 1, at),
        "down" if at + 1 < items.len() => items.swap(at, at + 1),
        _ => {}
    }
    Some(path.to_owned())
}
