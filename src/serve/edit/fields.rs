//! The fields of a form as HTML.

use std::collections::BTreeMap;

use super::html::{Attribute, Html};
use super::lists::Lists;
use super::preview::markdown;
use super::words::{Words, help_ids, name_of};
use crate::authoring::draft::Known;
use crate::authoring::forms::{Control, FIRST, Field, Item, Record, SECOND, Value};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{Choice, Numbers, Scalar, most_characters};

/// A problem as a form shows it.
pub(super) struct Shown {
    pub(super) is_error: bool,
    /// The names of the keys that lead to its field.
    pub(super) label: String,
    pub(super) text: String,
    pub(super) help: String,
    /// The language of both: what the check says is in English.
    pub(super) lang: &'static str,
}

/// Writes fields, and collects what they need.
pub(super) struct Fields<'a> {
    pub(super) words: Words<'a>,
    pub(super) known: &'a Known,
    /// The problems, by the names of the fields.
    pub(super) problems: &'a BTreeMap<String, Vec<Shown>>,
    /// The name of the field that gets the focus.
    pub(super) focus: Option<&'a str>,
    pub(super) html: Html,
    pub(super) lists: Lists,
    /// The language of the single values, if they are texts in one language.
    pub(super) lang: Option<&'static str>,
}

/// The number of items above which they are folded.
const MOST_OPEN: usize = 2;

/// The number of fields of a record up to which all are shown.
const FEW_FIELDS: usize = 6;

/// The name of a field, its label and its help.
struct Named<'n> {
    path: &'n str,
    label: &'n str,
    help: Option<(String, bool)>,
    /// The language in which it is written.
    lang: Option<&'static str>,
}

impl Fields<'_> {
    /// Writes the fields of a record: first those that are usual or written, then the others, folded. Few are never folded.
    pub(super) fn record(&mut self, record: &Record, value: &Value, path: &str) {
        let is_small = record.fields.len() <= FEW_FIELDS;
        let is_first = |field: &&Field| {
            let path = format!("{path}.{}", field.key.name);
            let is_written = !value.get(field.key.name).is_nothing();
            is_small || field.key.is_usual || is_written || self.has_problem(&path) || self.has_focus(&path)
        };
        let (first, others): (Vec<&Field>, Vec<&Field>) = record.fields.iter().partition(is_first);
        for field in first {
            self.field(record.what, field, value, path);
        }
        let others: Vec<&Field> =
            others.into_iter().filter(|field| !matches!(field.control, Control::Entries)).collect();
        if others.is_empty() {
            return;
        }
        let id = format!("{path}-more");
        self.html.open("details", &[("class", "more"), ("id", &id)]);
        let labels: Vec<String> = others.iter().map(|field| self.words.label(field.key.name)).collect();
        let labels = labels.join(", ");
        self.html.open("summary", &[]);
        self.html.text(&self.words.say("further-keys"));
        self.html.element("span", &[("class", "quiet")], &format!(" {labels}"));
        self.html.close("summary");
        for field in others {
            self.field(record.what, field, value, path);
        }
        self.html.close("details");
    }

    /// Writes the Markdown of a text, and how it looks.
    pub(super) fn body(&mut self, path: &str, body: &str, language: Language) {
        let label = self.words.say("body");
        let help = Some((self.words.say("body-help"), true));
        let named = Named { path, label: &label, help, lang: Some(language.code()) };
        self.html.open("div", &[("class", "field")]);
        self.label(&named);
        self.help_and_problem(&named);
        self.input(&named, &[("rows", "14"), ("class", "markdown")], |html, attributes| {
            html.text_area(attributes, body);
        });
        self.html.close("div");
        self.html.open("details", &[("class", "preview"), ("open", "")]);
        self.html.element("summary", &[], &self.words.say("looks-like"));
        let id = format!("preview-{}", language.code());
        self.html.open("div", &[("id", &id), ("lang", language.code()), ("class", "prose")]);
        self.html.prose(&markdown(body, language));
        self.html.close("div");
        self.html.close("details");
    }

    fn has_problem(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.problems.keys().any(|field| field == path || field.starts_with(&below))
    }

    /// Returns whether a field, or one below it, gets the focus.
    fn has_focus(&self, path: &str) -> bool {
        let rest = self.focus.and_then(|focus| focus.strip_prefix(path));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    fn field(&mut self, what: &str, field: &Field, value: &Value, path: &str) {
        let path = format!("{path}.{}", field.key.name);
        let label = self.words.label(field.key.name);
        let help = Some(self.help(what, field)).filter(|(help, _)| says_more(help, &label));
        let named = Named { path: &path, label: &label, help, lang: self.lang };
        self.control(&field.control, value.get(field.key.name), &named, field.key.name);
    }

    /// Returns the help of a key, and whether it is in the language of the form.
    fn help(&self, what: &str, field: &Field) -> (String, bool) {
        let doc = field.key.doc.trim().replace('`', "");
        if self.words.language == Language::En {
            return (doc, true);
        }
        let ids = help_ids(what, field.key.name);
        match ids.iter().find_map(|id| self.words.find(id)) {
            Some(help) => (help, true),
            None => (doc, false),
        }
    }

    fn control(&mut self, control: &Control, value: &Value, named: &Named<'_>, key: &str) {
        if *value == Value::Kept {
            return self.kept(named);
        }
        match control {
            Control::Single(scalar) => self.single(scalar, value.text(), named, key),
            Control::Word { choices, messages } => self.word(choices, *messages, value.text(), named),
            Control::Words { is_marked } => self.both(*is_marked, value, named, key),
            Control::Record(record) | Control::Shortened { record, .. } => {
                self.group(named, |fields| fields.record(record, value, named.path));
            }
            Control::List(items) | Control::OneOrMore(items) => self.list(items, value, named, key),
            Control::Either(one, other) => self.group(named, |fields| {
                fields.alternative(one, value.get(FIRST), named.path, FIRST, key);
                fields.alternative(other, value.get(SECOND), named.path, SECOND, key);
            }),
            Control::Pairs(names, values) => self.pairs(names, values, value, named, key),
            Control::Entries => {}
        }
    }

    fn alternative(&mut self, control: &Control, value: &Value, path: &str, name: &'static str, key: &str) {
        let path = format!("{path}.{name}");
        let label = match control {
            Control::Single(Scalar { refers_to: Some(kind), .. }) => self.words.kind(*kind),
            Control::Words { .. } => self.words.say("in-each-language"),
            _ => self.words.say("in-both-languages"),
        };
        self.control(control, value, &Named { path: &path, label: &label, help: None, lang: None }, key);
    }

    /// Says that a value is written in a way that no form has.
    fn kept(&mut self, named: &Named<'_>) {
        self.html.open("div", &[("class", "field")]);
        self.html.element("p", &[("class", "label")], named.label);
        self.html.element("p", &[("class", "help")], &self.words.say("kept"));
        self.problem(named.path);
        self.html.close("div");
    }

    fn help_and_problem(&mut self, named: &Named<'_>) {
        if let Some((help, is_own)) = &named.help {
            let id = format!("{}-help", named.path);
            let mut attributes = vec![("class", "help"), ("id", id.as_str())];
            if !is_own {
                attributes.push(("lang", "en"));
            }
            self.html.element("p", &attributes, help);
        }
        self.problem(named.path);
    }

    fn problem(&mut self, path: &str) {
        let id = format!("{path}-problem");
        self.html.open("div", &[("class", "problems"), ("id", &id)]);
        for problem in self.problems.get(path).into_iter().flatten() {
            let class = if problem.is_error { "problem" } else { "problem warning" };
            self.html.open("p", &[("class", class), ("lang", problem.lang)]);
            self.html.text(&problem.text);
            if !problem.help.is_empty() {
                self.html.element("span", &[("class", "advice")], &format!(" {}", problem.help));
            }
            self.html.close("p");
        }
        self.html.close("div");
    }

    /// Calls `write` with the attributes that every input has.
    fn input(
        &mut self,
        named: &Named<'_>,
        further: &[Attribute<'_>],
        write: impl FnOnce(&mut Html, &[Attribute<'_>]),
    ) {
        let mut about = format!("{0}-problem", named.path);
        if named.help.is_some() {
            about = format!("{0}-help {about}", named.path);
        }
        let mut attributes =
            vec![("id", named.path), ("name", named.path), ("aria-describedby", about.as_str())];
        if self.problems.get(named.path).is_some_and(|found| found.iter().any(|one| one.is_error)) {
            attributes.push(("aria-invalid", "true"));
        }
        if self.focus == Some(named.path) {
            attributes.push(("autofocus", ""));
        }
        attributes.extend(named.lang.map(|lang| ("lang", lang)));
        attributes.extend_from_slice(further);
        write(&mut self.html, &attributes);
    }

    fn label(&mut self, named: &Named<'_>) {
        self.html.element("label", &[("for", named.path)], named.label);
    }

    fn single(&mut self, scalar: &Scalar, text: &str, named: &Named<'_>, key: &str) {
        self.html.open("div", &[("class", "field")]);
        self.label(named);
        self.help_and_problem(named);
        self.value(scalar, text, named, key);
        self.html.close("div");
    }

    /// Writes the input of a single value.
    fn value(&mut self, scalar: &Scalar, text: &str, named: &Named<'_>, key: &str) {
        if text.contains('\n') || key == "summary" {
            return self.input(named, &[("rows", "4")], |html, attributes| html.text_area(attributes, text));
        }
        let mut further = vec![("value", text), ("type", "text"), ("autocomplete", "off")];
        let list = match scalar.refers_to {
            Some(kind) => {
                self.lists.kinds.insert(kind);
                Some(format!("list-{}", name_of(kind)))
            }
            None if scalar.name == "entry" => {
                self.lists.is_any = true;
                Some("list-any".to_owned())
            }
            None => scalar.codes.map(|list| {
                let id = format!("list-{}", scalar.name.to_lowercase().replace(' ', "-"));
                self.lists.codelists.insert(id.clone(), list);
                id
            }),
        };
        if let Some(list) = &list {
            further.extend([("list", list.as_str()), ("class", "choice"), ("spellcheck", "false")]);
        } else if matches!(scalar.numbers, Numbers::Whole(_) | Numbers::Between(_)) {
            further.extend([("inputmode", "decimal"), ("class", "short")]);
        } else if most_characters(key).is_none() && scalar.numbers != Numbers::Any {
            further.push(("class", "short"));
        }
        self.input(named, &further, |html, attributes| html.open("input", attributes));
        if let Some(kind) = scalar.refers_to {
            let entry = self.known.of(kind).iter().find(|choice| choice.id == text);
            self.chosen(entry.map_or("", |choice| &choice.name), "sr-Latn", named.path);
        } else if let Some(list) = scalar.codes {
            self.chosen(list.find(text).map_or("", |code| code.name), "en", named.path);
        }
    }

    /// Writes the name of what was chosen.
    fn chosen(&mut self, name: &str, lang: &str, path: &str) {
        let id = format!("{path}-name");
        self.html.element("span", &[("class", "chosen"), ("id", &id), ("lang", lang)], name);
    }

    fn word(&mut self, choices: &[Choice], messages: Option<&str>, text: &str, named: &Named<'_>) {
        self.html.open("div", &[("class", "field")]);
        self.label(named);
        self.help_and_problem(named);
        self.select(choices, messages, text, named);
        self.html.close("div");
    }

    fn select(&mut self, choices: &[Choice], messages: Option<&str>, text: &str, named: &Named<'_>) {
        let mut options = vec![(String::new(), "–".to_owned())];
        options.extend(choices.iter().map(|choice| {
            let label = messages.and_then(|start| self.words.find(&format!("{start}{}", choice.word)));
            (choice.word.to_owned(), label.unwrap_or_else(|| choice.word.to_owned()))
        }));
        if !options.iter().any(|(word, _)| word == text) {
            options.push((text.to_owned(), text.to_owned()));
        }
        self.input(named, &[], |html, attributes| {
            html.open("select", attributes);
            for (word, label) in &options {
                let mut attributes = vec![("value", word.as_str())];
                if word == text {
                    attributes.push(("selected", ""));
                }
                html.element("option", &attributes, label);
            }
            html.close("select");
        });
    }

    /// Writes a text in both languages, side by side.
    fn both(&mut self, is_marked: bool, value: &Value, named: &Named<'_>, key: &str) {
        let is_long = is_marked || most_characters(key).is_none();
        self.group(named, |fields| {
            fields.html.open("div", &[("class", "both")]);
            for language in Language::ALL {
                let path = format!("{}.{}", named.path, language.code());
                let label = fields.words.say(&format!("language-name-{}", language.code()));
                let text = value.get(language.code()).text();
                let lang = Some(language.code());
                let own = Named { path: &path, label: &label, help: None, lang };
                fields.html.open("div", &[("class", "field")]);
                fields.label(&own);
                fields.problem(&path);
                match is_long || text.contains('\n') {
                    true => fields
                        .input(&own, &[("rows", "3")], |html, attributes| html.text_area(attributes, text)),
                    false => {
                        let further = [("value", text), ("type", "text"), ("autocomplete", "off")];
                        fields.input(&own, &further, |html, attributes| html.open("input", attributes));
                    }
                }
                fields.html.close("div");
            }
            fields.html.close("div");
        });
    }

    fn group(&mut self, named: &Named<'_>, content: impl FnOnce(&mut Self)) {
        self.html.open("fieldset", &[("class", "group"), ("id", named.path), ("tabindex", "-1")]);
        self.html.element("legend", &[], named.label);
        self.help_and_problem(named);
        content(self);
        self.html.close("fieldset");
    }

    fn marker(&mut self, path: &str) {
        self.html.open("input", &[("type", "hidden"), ("name", path), ("value", "")]);
    }

    /// Writes a button that changes the form.
    fn button(&mut self, order: &str, path: &str, text: &str, about: &str) {
        let value = format!("{order} {path}");
        let attributes = [("type", "submit"), ("name", "_do"), ("value", value.as_str()), ("class", "small")];
        self.html.open("button", &attributes);
        self.html.text(text);
        if !about.is_empty() {
            self.html.element("span", &[("class", "hidden")], &format!(" {about}"));
        }
        self.html.close("button");
    }

    fn list(&mut self, items: &Control, value: &Value, named: &Named<'_>, key: &str) {
        self.group(named, |fields| {
            fields.marker(named.path);
            match items {
                Control::Single(_) | Control::Word { .. } => fields.plain_items(items, value, named, key),
                _ => fields.folded_items(value, named, |fields, item| fields.item(items, item, named, key)),
            }
        });
    }

    /// Writes single values below each other, and an empty one for the next.
    fn plain_items(&mut self, items: &Control, value: &Value, named: &Named<'_>, key: &str) {
        let empty = Item { name: value.empty_item(), value: Value::Nothing };
        let written = value.items().iter().filter(|item| !item.value.is_nothing());
        self.html.open("ol", &[("class", "plain")]);
        for (at, item) in written.chain([&empty]).enumerate() {
            let path = format!("{}.{}", named.path, item.name);
            let label = format!("{} {}", named.label, at + 1);
            let own = Named { path: &path, label: &label, help: None, lang: None };
            self.html.open("li", &[]);
            self.html.element("label", &[("for", &path), ("class", "hidden")], &label);
            self.problem(&path);
            match items {
                Control::Word { choices, messages } => {
                    self.select(choices, *messages, item.value.text(), &own);
                }
                Control::Single(scalar) => self.value(scalar, item.value.text(), &own, key),
                _ => {}
            }
            if !item.value.is_nothing() {
                self.button("remove", &path, &self.words.say("remove-item"), &label);
            }
            self.html.close("li");
        }
        self.html.close("ol");
        self.button("add", named.path, &self.words.say("add-item"), named.label);
    }

    fn folded_items(&mut self, value: &Value, named: &Named<'_>, write: impl Fn(&mut Self, &Item)) {
        let items = value.items();
        for (at, item) in items.iter().enumerate() {
            let path = format!("{}.{}", named.path, item.name);
            let is_open = items.len() <= MOST_OPEN
                || item.from().is_none()
                || self.has_problem(&path)
                || self.focus.is_some_and(|focus| focus.starts_with(&path));
            let mut attributes = vec![("class", "item"), ("id", path.as_str())];
            if is_open {
                attributes.push(("open", ""));
            }
            self.html.open("details", &attributes);
            let about = self.about(&item.value);
            let has_focus = self.focus == Some(path.as_str());
            let attributes: &[Attribute<'_>] = if has_focus { &[("autofocus", "")] } else { &[] };
            self.html.element("summary", attributes, &format!("{}. {about}", at + 1));
            self.marker(&path);
            self.problem(&path);
            write(self, item);
            self.html.open("p", &[("class", "actions")]);
            let about = format!("{}: {}. {about}", named.label, at + 1);
            if at > 0 {
                self.button("up", &path, &self.words.say("move-up"), &about);
            }
            if at + 1 < items.len() {
                self.button("down", &path, &self.words.say("move-down"), &about);
            }
            self.button("remove", &path, &self.words.say("remove-item"), &about);
            self.html.close("p");
            self.html.close("details");
        }
        self.button("add", named.path, &self.words.say("add-item"), named.label);
    }

    fn item(&mut self, control: &Control, item: &Item, named: &Named<'_>, key: &str) {
        let path = format!("{}.{}", named.path, item.name);
        match control {
            Control::Record(record) | Control::Shortened { record, .. } if item.value != Value::Kept => {
                self.record(record, &item.value, &path);
            }
            control => {
                let named = Named { path: &path, label: named.label, help: None, lang: None };
                match control {
                    // The item itself has this id.
                    Control::Words { .. } if item.value != Value::Kept => {
                        self.words_of(control, item, &named, key)
                    }
                    _ => self.control(control, &item.value, &named, key),
                }
            }
        }
    }

    fn words_of(&mut self, control: &Control, item: &Item, named: &Named<'_>, key: &str) {
        let is_marked = matches!(control, Control::Words { is_marked: true });
        let is_long = is_marked || most_characters(key).is_none();
        self.html.open("div", &[("class", "both")]);
        for language in Language::ALL {
            let path = format!("{}.{}", named.path, language.code());
            let label = self.words.say(&format!("language-name-{}", language.code()));
            let text = item.value.get(language.code()).text();
            let own = Named { path: &path, label: &label, help: None, lang: Some(language.code()) };
            self.html.open("div", &[("class", "field")]);
            self.label(&own);
            self.problem(&path);
            let rows = if is_long { "3" } else { "1" };
            self.input(&own, &[("rows", rows)], |html, attributes| html.text_area(attributes, text));
            self.html.close("div");
        }
        self.html.close("div");
    }

    fn pairs(&mut self, names: &Control, values: &Control, value: &Value, named: &Named<'_>, key: &str) {
        self.group(named, |fields| {
            fields.marker(named.path);
            fields.folded_items(value, named, |fields, item| {
                let path = format!("{}.{}", named.path, item.name);
                for (control, name, label) in [(names, FIRST, "pair-name"), (values, SECOND, "pair-value")] {
                    let path = format!("{path}.{name}");
                    let label = fields.words.say(label);
                    let own = Named { path: &path, label: &label, help: None, lang: None };
                    fields.control(control, item.value.get(name), &own, key);
                }
            });
        });
    }

    /// Returns the first texts of a value, by which people recognise it.
    fn about(&self, value: &Value) -> String {
        let mut texts = Vec::new();
        collect_texts(value, &mut texts);
        let named = texts.into_iter().take(2).map(|text| {
            let name =
                Kind::ALL.iter().flat_map(|kind| self.known.of(*kind)).find(|choice| choice.id == text);
            let name = name.map_or(text, |choice| if choice.name.is_empty() { text } else { &choice.name });
            name.chars().take(60).collect::<String>()
        });
        let named: Vec<String> = named.collect();
        if named.is_empty() { self.words.say("new-item") } else { named.join(" · ") }
    }
}

/// Returns whether a help says more than the label above it.
fn says_more(help: &str, label: &str) -> bool {
    let help = help.trim_end_matches('.').to_lowercase();
    let without_article = ["the ", "its "].iter().find_map(|article| help.strip_prefix(article));
    without_article.unwrap_or(&help) != label.to_lowercase()
}

fn collect_texts<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::Text(text) => texts.push(text),
        Value::Group(fields) => fields.iter().for_each(|(_, value)| collect_texts(value, texts)),
        Value::List(items) => items.iter().for_each(|item| collect_texts(&item.value, texts)),
        Value::Kept | Value::Nothing => {}
    }
}
