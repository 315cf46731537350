//! Checks the standing pages, and collects documents and pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::anchors::page_anchors;
use super::builder::{Builder, Findings};
use super::ids::bad_id;
use super::names::STANDING;
use super::texts;
use crate::base::id::{Id, Kind, Ref};
use crate::base::problem::{Place, Problem};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry, PageRecord};
use crate::text::suggest::did_you_mean;

/// The maximum number of the catalogue's own pages in a menu, which every page contains.
const MOST_IN_MENU: usize = 20;

impl Builder<'_> {
    pub(super) fn standing_texts(&self, found: &mut Findings) -> Option<StandingTexts> {
        for entry in &self.records.pages {
            let is_standing = STANDING.iter().any(|(name, _)| *name == &*entry.id);
            let place = Place::start_of(&entry.first_file);
            match (&entry.facts, is_standing) {
                (Some(facts), true) => found.problems.push(
                    Problem::new(
                        &rules::UNKNOWN_FILE,
                        facts.place.clone(),
                        "a standing page has no `page.yaml`",
                    )
                    .help("delete the file: the menus contain the standing pages already"),
                ),
                (None, false) if Id::new(&entry.id).is_none() => {
                    let mut known: Vec<Id> = STANDING.iter().filter_map(|(name, _)| Id::new(name)).collect();
                    known.sort();
                    let place = Place::start_of(&entry.folder);
                    found.problems.push(bad_id(Kind::StandingPage, &entry.id, place, &known));
                }
                // A `page.yaml` that could not be read has been reported.
                (None, false) if !place.file.ends_with(".yaml") => {
                    let known = STANDING.map(|(name, _)| name);
                    let add = format!("to add a page of your own, write `{}/page.yaml`", entry.folder);
                    let help = match did_you_mean(&entry.id, known.into_iter()) {
                        Some(near) => format!("did you mean `content/pages/{near}/`? {add}"),
                        None => add,
                    };
                    let message = format!("there is no page `{}`", entry.id);
                    found.problems.push(Problem::new(&rules::UNKNOWN_FILE, place, message).help(help));
                }
                _ => {}
            }
        }
        let [home, about, data, accessibility] = STANDING.map(|(name, subject)| {
            match self.records.pages.iter().find(|entry| &*entry.id == name) {
                Some(entry) => self.words(entry, subject, page_anchors(std::iter::empty()), found),
                None if subject == Subject::Accessibility => None,
                None => {
                    let folder: Arc<str> = format!("content/pages/{name}/sr.md").into();
                    let message = format!("the page `{name}` has no text");
                    found.problems.push(
                        Problem::new(&rules::MISSING_FILE, Place::start_of(&folder), message).help(format!(
                            "write `content/pages/{name}/sr.md` and `content/pages/{name}/en.md`"
                        )),
                    );
                    None
                }
            }
        });
        Some(StandingTexts { home: home?, about: about?, data: data?, accessibility })
    }

    /// Builds the catalogue's own pages, in the order of their ids.
    pub(super) fn own_pages(&self, found: &mut Findings) -> Option<Table<OwnPage>> {
        let by_id: BTreeMap<&str, (&Entry<PageRecord>, &PageRecord)> = self
            .records
            .pages
            .iter()
            .filter_map(|entry| Some((&*entry.id, (&**entry, entry.facts.as_ref()?))))
            .collect();
        let mut counts: BTreeMap<Menu, usize> = BTreeMap::new();
        let mut pages = Vec::new();
        for (at, id) in self.names.own_pages.as_slice().iter().enumerate() {
            let Some((entry, facts)) = by_id.get(id.as_str()) else { continue };
            let words =
                self.words(entry, Subject::Page(Ref::new(at)), page_anchors(std::iter::empty()), found);
            let problems = &mut found.problems;
            let below = facts.below.as_ref().and_then(|page| {
                let above = self.names.own_pages.resolve(page, problems)?;
                let is_below_another =
                    by_id.get(&*page.value).is_some_and(|(_, above)| above.below.is_some());
                if above.index() == at || is_below_another {
                    problems.push(
                        Problem::new(
                            &rules::WRONG_VALUE,
                            page.place.clone(),
                            format!("`{}` cannot be above this page", parse::shorten(&page.value)),
                        )
                        .help("name a page that is itself below no other"),
                    );
                }
                Some(above)
            });
            let menu = facts.menu.unwrap_or(Menu::Footer);
            let count = counts.entry(menu).or_default();
            *count += 1;
            if menu != Menu::None && *count == MOST_IN_MENU + 1 {
                let message =
                    format!("the menu `{}` has more than {MOST_IN_MENU} pages of your own", menu.word());
                problems.push(
                    Problem::new(&rules::LIST_TOO_LONG, facts.place.clone(), message)
                        .help("write `menu: none` in some of them, and link to them from another page"),
                );
            }
            pages.push((|| {
                Some(OwnPage {
                    id: id.clone(),
                    words: words?,
                    menu,
                    order: facts.order.as_ref().map(|order| order.value.0),
                    below,
                    pages_below: Vec::new(),
                })
            })());
        }
        pages.into_iter().collect::<Option<Vec<_>>>().map(with_pages_below).map(Table::new)
    }

    pub(super) fn files(&self) -> Vec<PublishedFile> {
        let records = self.records;
        let mut files: Vec<PublishedFile> = Vec::new();
        files.extend(records.municipalities.iter().flat_map(|entry| texts::published_files(entry, true)));
        files.extend(records.programmes.iter().flat_map(|entry| texts::published_files(entry, true)));
        files.extend(records.projects.iter().flat_map(|entry| texts::published_files(entry, true)));
        files.extend(records.documents.iter().flat_map(|entry| texts::published_files(entry, false)));
        files.extend(records.posts.iter().flat_map(|entry| texts::published_files(entry, true)));
        files.extend(records.pages.iter().flat_map(|entry| texts::published_files(entry, true)));
        files.extend(records.logos.iter().map(|logo| PublishedFile {
            path: FilePath(logo.name.clone()),
            from: logo.from.clone(),
            size: logo.size,
            found: logo.found,
            pixels: logo.pixels,
            is_shown: true,
        }));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

/// Enters at each page the pages below it, in their order.
fn with_pages_below(mut pages: Vec<OwnPage>) -> Vec<OwnPage> {
    let mut ordered: Vec<usize> = (0..pages.len()).collect();
    ordered.sort_by_key(|at| pages[*at].rank());
    for at in ordered {
        if let Some(above) = pages[at].below.and_then(|above| pages.get_mut(above.index())) {
            above.pages_below.push(Ref::new(at));
        }
    }
    pages
}
