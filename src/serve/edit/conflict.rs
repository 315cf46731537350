//! Both versions of an entry whose files changed while it was edited.

use std::collections::{BTreeMap, BTreeSet};

use super::Editor;
use super::html::Html;
use super::page::View;
use crate::authoring::forms::{BODY, Edited, Form, Found, Sent, Value};
use crate::base::language::{Language, Localized};

/// Returns the values that an editor sent, with those of the files where the editor changed nothing since the form was
/// opened.
pub(super) fn merge(
    editor: &Editor,
    edited: &Edited,
    form: &Form,
    sent: &Sent,
    digests: &BTreeMap<&'static str, String>,
    now: &Found,
) -> Sent {
    let files = form.files();
    let opened = files
        .iter()
        .filter_map(|(name, file)| Some((file.path.clone(), editor.remembered(digests.get(name)?)?)));
    let opened: Vec<(String, std::sync::Arc<str>)> = opened.collect();
    let source = now.source.with_all(opened.iter().map(|(path, text)| (path.as_str(), &**text)));
    let base = Form::open(edited, &now.records, &source).map(|form| form.shown());
    let (Some(base), theirs) = (base, form.shown()) else { return sent.clone() };
    let text = |language: Language| {
        let (mine, base, theirs) = (&sent.texts[language], &base.texts[language], &theirs.texts[language]);
        let body = if mine.1 == base.1 { theirs.1.clone() } else { mine.1.clone() };
        (merged(&mine.0, &base.0, &theirs.0), body)
    };
    Sent { facts: merged(&sent.facts, &base.facts, &theirs.facts), texts: Localized::from_fn(text) }
}

/// Returns a group with the values of `mine` that differ from `base`, and the others of `theirs`.
fn merged(mine: &Value, base: &Value, theirs: &Value) -> Value {
    let Value::Group(fields) = mine else { return mine.clone() };
    let fields = fields.iter().map(|(name, value)| {
        let is_same = says_same(value, base.get(name));
        (*name, if is_same { theirs.get(name).clone() } else { value.clone() })
    });
    Value::Group(fields.collect())
}

/// Returns whether two values say the same. What is left out in one may be nothing in the other.
fn says_same(one: &Value, other: &Value) -> bool {
    let texts = |value: &Value| {
        let mut texts = BTreeMap::new();
        collect(value, "", &mut texts);
        texts
    };
    texts(one) == texts(other)
}

/// Collects the single values by their paths. Items are numbered.
fn collect(value: &Value, path: &str, texts: &mut BTreeMap<String, String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Text(text) => {
            texts.insert(path.to_owned(), text.clone());
        }
        Value::Group(fields) => fields.iter().for_each(|(name, value)| collect(value, &below(name), texts)),
        Value::List(items) => {
            let items = items.iter().filter(|item| !item.value.is_nothing()).enumerate();
            items.for_each(|(at, item)| collect(&item.value, &below(&(at + 1).to_string()), texts));
        }
        Value::Kept | Value::Nothing => {}
    }
}

fn texts_of(sent: &Sent) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    collect(&sent.facts, "", &mut texts);
    for language in Language::ALL {
        let (value, body) = &sent.texts[language];
        collect(value, language.code(), &mut texts);
        texts.extend(body.clone().map(|body| (format!("{}.body", language.code()), body)));
    }
    texts
}

impl View<'_> {
    /// Returns the labels of the keys in a path; items have numbers.
    fn label_of(&self, path: &str) -> String {
        let label = |part: &str| match Language::of_code(part) {
            Some(language) => self.words.say(&format!("language-name-{}", language.code())),
            None if part == BODY => self.words.say("body"),
            None => self.words.label(part),
        };
        path.split('.').map(label).collect::<Vec<_>>().join(" › ")
    }

    /// Returns the fields in which an editor's version and the file differ.
    pub(super) fn both_versions(&self, form: &Form, sent: &Sent) -> Html {
        let words = self.words;
        let (mine, theirs) = (texts_of(sent), texts_of(&form.shown()));
        let mut html = Html::default();
        html.open("section", &[("class", "summary conflict"), ("role", "alert")]);
        html.element("h2", &[], &words.say("conflict"));
        html.element("p", &[], &words.say("conflict-help"));
        html.open(
            "div",
            &[
                ("class", "wide"),
                ("tabindex", "0"),
                ("role", "group"),
                ("aria-label", &words.say("conflict")),
            ],
        );
        html.open("table", &[]);
        html.open("tr", &[]);
        for head in ["field", "version-yours", "version-on-disk"] {
            html.element("th", &[("scope", "col")], &words.say(head));
        }
        html.close("tr");
        let paths: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
        for path in paths.into_iter().filter(|path| mine.get(*path) != theirs.get(*path)) {
            html.open("tr", &[]);
            html.element("th", &[("scope", "row")], &self.label_of(path));
            for version in [&mine, &theirs] {
                html.element("td", &[], version.get(path).map_or("–", String::as_str));
            }
            html.close("tr");
        }
        html.close("table");
        html.close("div");
        html.open("p", &[]);
        let address = format!("/_edit/e/{}", form.edited);
        html.element("a", &[("class", "button"), ("href", &address)], &words.say("take-theirs"));
        html.close("p");
        html.close("section");
        html
    }
}
