//! The frame of every page of the forms.

use super::Editor;
use super::asked::{Asked, Reply};
use super::html::Html;
use super::words::Words;
use crate::base::language::Language;

/// What a page is made with.
pub(super) struct View<'a> {
    pub(super) editor: &'a Editor,
    pub(super) words: Words<'a>,
    pub(super) asked: &'a Asked,
}

impl<'a> View<'a> {
    pub(super) fn new(editor: &'a Editor, asked: &'a Asked) -> Self {
        View { editor, words: Words::new(&editor.messages, asked.language), asked }
    }

    /// Returns a page with a heading and content.
    pub(super) fn page(&self, status: u16, title: &str, content: Html) -> Reply {
        let words = self.words;
        let mut html = self.begin(title);
        html.element("script", &[("src", "/_edit/edit.js"), ("defer", "")], "");
        html.close("head");
        html.open("body", &[]);
        html.element("a", &[("class", "skip"), ("href", "#content")], &words.say("skip"));
        html.open("header", &[]);
        html.open("nav", &[("aria-label", &words.say("navigation"))]);
        html.element("a", &[("href", "/_edit/")], &words.say("all-entries"));
        html.element("a", &[("href", "/")], &words.say("preview"));
        html.close("nav");
        self.languages(&mut html);
        html.close("header");
        self.end(status, html, content)
    }

    /// Returns the page for a browser without the token. It says how to get in, and shows nothing of the content.
    pub(super) fn closed(&self) -> Reply {
        let words = self.words;
        let title = words.say("closed");
        let mut html = self.begin(&title);
        html.close("head");
        html.open("body", &[]);
        html.open("header", &[]);
        self.languages(&mut html);
        html.close("header");
        let mut content = Html::default();
        content.element("h1", &[], &title);
        content.element("p", &[], &words.say("closed-help"));
        content.open("p", &[]);
        content.element("a", &[("class", "button"), ("href", "/")], &words.say("closed-back"));
        content.close("p");
        self.end(403, html, content)
    }

    /// Begins a page, up to what only some have in their heads.
    fn begin(&self, title: &str) -> Html {
        let words = self.words;
        let mut html = Html::default();
        html.prose("<!doctype html>\n");
        html.open("html", &[("lang", words.tag())]);
        html.open("head", &[]);
        html.open("meta", &[("charset", "utf-8")]);
        html.open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        html.element("title", &[], &format!("{title} – {}", words.say("editor")));
        html.open("link", &[("rel", "icon"), ("href", "/_edit/icon.svg"), ("type", "image/svg+xml")]);
        html.open("link", &[("rel", "stylesheet"), ("href", "/_edit/edit.css")]);
        html
    }

    /// Ends a page with its content.
    fn end(&self, status: u16, mut html: Html, content: Html) -> Reply {
        html.open("main", &[("id", "content"), ("tabindex", "-1")]);
        html.append(content);
        html.close("main");
        html.close("body");
        html.close("html");
        Reply::Page(status, html.into_string())
    }

    /// Writes the choice of languages.
    fn languages(&self, html: &mut Html) {
        let words = self.words;
        html.open("p", &[("class", "languages")]);
        for language in Language::ALL {
            let name = words.say(&format!("own-name-{}", language.code()));
            if language == words.language {
                html.element("span", &[("aria-current", "true"), ("lang", language.code())], &name);
            } else {
                let address = format!("?lang={}", language.code());
                html.element("a", &[("href", &address), ("lang", language.code())], &name);
            }
        }
        html.close("p");
    }

    /// Begins a form that this server takes.
    pub(super) fn begin_form(&self, html: &mut Html, path: &str, further: &[(&'static str, &str)]) {
        let address = format!("/_edit/{path}");
        let mut attributes = vec![("method", "post"), ("action", address.as_str())];
        attributes.extend_from_slice(further);
        html.open("form", &attributes);
        html.open("input", &[("type", "hidden"), ("name", "_token"), ("value", self.editor.guard.form())]);
    }

    /// Says what has happened, and whether it is bad.
    pub(super) fn said(&self, html: &mut Html, said: Option<&(String, bool)>) {
        let Some((notice, is_bad)) = said else { return };
        let role = if *is_bad { "alert" } else { "status" };
        let class = if *is_bad { "notice bad" } else { "notice" };
        html.element("p", &[("class", class), ("role", role)], notice);
    }

    /// Returns a page that says one thing.
    pub(super) fn notice(&self, status: u16, title: &str, text: &str) -> Reply {
        let mut html = Html::default();
        html.element("h1", &[], title);
        html.element("p", &[], text);
        self.page(status, title, html)
    }

    pub(super) fn not_found(&self) -> Reply {
        self.notice(404, &self.words.say("not-found"), &self.words.say("not-found-help"))
    }

    /// Returns a page that says why something failed. What the program says is in English.
    pub(super) fn failed(&self, status: u16, reason: &str) -> Reply {
        let mut html = Html::default();
        html.element("h1", &[], &self.words.say("failed"));
        html.element("pre", &[("lang", "en"), ("tabindex", "0")], reason);
        self.page(status, &self.words.say("failed"), html)
    }
}
