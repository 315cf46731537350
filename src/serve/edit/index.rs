//! The list of all entries.

use std::collections::BTreeMap;

use super::asked::Reply;
use super::html::Html;
use super::page::View;
use super::words::name_of;
use crate::authoring::draft::{Choice, FORMS, Known};
use crate::authoring::forms::{Desk, Edited, Owners};
use crate::base::id::Kind;
use crate::base::problem::Problem;
use crate::content::parse::Records;
use crate::content::references::EntryId;
use crate::text::language::fold;

/// The order of the kinds.
const KINDS: [Kind; 13] = [
    Kind::Programme,
    Kind::Project,
    Kind::Post,
    Kind::Document,
    Kind::Organisation,
    Kind::Municipality,
    Kind::Area,
    Kind::SubArea,
    Kind::SupportType,
    Kind::TargetGroup,
    Kind::District,
    Kind::Region,
    Kind::StandingPage,
];

/// Counts the problems of each entry.
fn problems_by_entry<'p>(
    records: &Records,
    problems: impl Iterator<Item = &'p Problem>,
) -> BTreeMap<EntryId, usize> {
    let owners = Owners::of(records);
    let mut counts = BTreeMap::new();
    for problem in problems {
        if let Some(Edited::Entry(id)) = owners.owner(&problem.place) {
            *counts.entry(id).or_default() += 1;
        }
    }
    counts
}

impl View<'_> {
    /// Returns the page with all entries, or those that a search finds. Above them it says something, perhaps bad.
    pub(super) fn index(&self, desk: &mut Desk, status: u16, said: Option<(String, bool)>) -> Reply {
        let found = desk.look();
        let words = self.words;
        let counts = problems_by_entry(&found.records, found.problems.iter());
        let known = Known::new(&found.records);
        let sought = self.asked.query.text("q").trim();
        let mut html = Html::default();
        html.element("h1", &[], &words.say("editor"));
        self.said(&mut html, said.as_ref());
        self.search(&mut html, sought);
        self.uncommitted(&mut html, desk, true);
        html.open("p", &[]);
        html.element("a", &[("href", "/_edit/e/catalogue")], &words.say("catalogue"));
        html.close("p");
        for kind in KINDS {
            let entries = known.of(kind).iter().filter(|choice| fits(choice, sought));
            self.kind(&mut html, kind, &entries.collect::<Vec<_>>(), &counts, !sought.is_empty());
        }
        self.page(status, &words.say("all-entries"), html)
    }

    fn search(&self, html: &mut Html, sought: &str) {
        html.open(
            "form",
            &[("method", "get"), ("action", "/_edit/"), ("role", "search"), ("class", "search")],
        );
        html.element("label", &[("for", "q")], &self.words.say("search"));
        html.open("input", &[("id", "q"), ("name", "q"), ("type", "search"), ("value", sought)]);
        html.element("button", &[("type", "submit")], &self.words.say("search-button"));
        html.close("form");
        html.element("p", &[("role", "status"), ("id", "found"), ("class", "hidden")], "");
    }

    fn kind(
        &self,
        html: &mut Html,
        kind: Kind,
        entries: &[&Choice],
        counts: &BTreeMap<EntryId, usize>,
        is_search: bool,
    ) {
        let can_be_new = FORMS.iter().any(|form| form.kind == kind);
        if entries.is_empty() && (is_search || !can_be_new) {
            return;
        }
        let words = self.words;
        let problems = entries.iter().filter_map(|entry| counts.get(&EntryId { kind, id: entry.id.clone() }));
        let problems: usize = problems.sum();
        let mut attributes = vec![("class", "kind")];
        if is_search {
            attributes.push(("open", ""));
        }
        html.open("details", &attributes);
        html.open("summary", &[]);
        html.element("h2", &[], &words.kinds(kind));
        html.element("span", &[("class", "quiet")], &format!(" {}", entries.len()));
        if problems > 0 {
            html.element("span", &[("class", "count")], &words.say_count("problems", problems));
        }
        html.close("summary");
        if can_be_new {
            let address = format!("/_edit/new/{}", name_of(kind));
            html.open("p", &[]);
            html.element(
                "a",
                &[("class", "button"), ("href", &address)],
                &words.say_with("new", &words.kind(kind)),
            );
            html.close("p");
        }
        html.open("ul", &[("class", "entries")]);
        for entry in entries {
            self.link(html, kind, entry, counts);
        }
        html.close("ul");
        html.close("details");
    }

    fn link(&self, html: &mut Html, kind: Kind, entry: &Choice, counts: &BTreeMap<EntryId, usize>) {
        let id = EntryId { kind, id: entry.id.clone() };
        let count = counts.get(&id).copied().unwrap_or_default();
        let address = format!("/_edit/e/{}", Edited::Entry(id));
        let key = format!("{} {}", fold(&entry.name), entry.id);
        html.open("li", &[("data-key", &key)]);
        let name = if entry.name.is_empty() { &entry.id } else { &entry.name };
        html.element("a", &[("href", &address)], name);
        html.element("span", &[("class", "quiet")], &format!(" {}", entry.id));
        if count > 0 {
            html.element("span", &[("class", "count")], &self.words.say_count("problems", count));
        }
        html.close("li");
    }
}

/// Returns whether an entry has the sought words in its name, in either script, or in its id.
fn fits(choice: &Choice, sought: &str) -> bool {
    let name = fold(&choice.name);
    let key = fold(sought);
    key.split_whitespace().all(|word| name.contains(word) || choice.id.contains(word))
}
