//! Checks the standing pages, and collects documents and pictures.

use std::sync::Arc;

use super::anchors::page_anchors;
use super::builder::{Builder, Findings};
use super::texts;
use crate::base::problem::{Place, Problem};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::text::suggest::did_you_mean;

/// The standing pages by the names of their folders.
const PAGES: [(&str, Subject); 4] = [
    ("home", Subject::Home),
    ("about", Subject::About),
    ("data", Subject::Data),
    ("accessibility", Subject::Accessibility),
];

impl Builder<'_> {
    pub(super) fn standing_texts(&self, found: &mut Findings) -> Option<StandingTexts> {
        for entry in &self.records.pages {
            if !PAGES.iter().any(|(name, _)| *name == &*entry.id) {
                let known = PAGES.map(|(name, _)| name);
                let help = match did_you_mean(&entry.id, known.into_iter()) {
                    Some(near) => format!("did you mean `content/pages/{near}/`?"),
                    None => format!("the pages are: {}", known.join(", ")),
                };
                let message = format!("there is no page `{}`", entry.id);
                found.problems.push(
                    Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&entry.first_file), message)
                        .help(help),
                );
            }
        }
        let [home, about, data, accessibility] =
            PAGES.map(|(name, subject)| match self.records.pages.iter().find(|entry| &*entry.id == name) {
                Some(entry) => self.words(entry, subject, page_anchors(), found),
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
            });
        Some(StandingTexts { home: home?, about: about?, data: data?, accessibility })
    }

    pub(super) fn files(&self) -> Vec<PublishedFile> {
        let records = self.records;
        let mut files: Vec<PublishedFile> = Vec::new();
        files.extend(records.municipalities.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.programmes.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.projects.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.pages.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.logo.iter().map(|logo| PublishedFile {
            path: FilePath(logo.name.clone()),
            from: logo.from.clone(),
            size: logo.size,
            pixels: logo.pixels,
        }));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}
