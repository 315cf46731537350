//! The words and files of the content in one form, whatever records they stand in.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::language::{Language, Localized};
use crate::markdown::{Survey, survey};
use crate::parse::{Asset, Entry, PlacedWords, Records, TextRecord, TextState};
use crate::problem::{Place, Placed, Problems};
use crate::read::Source;

/// Findings of one rule in one text beyond this number say nothing new.
pub(super) const MOST_IN_ONE_TEXT: usize = 20;

/// What the rules look at.
pub(super) struct Content<'a> {
    /// As authored.
    pub(super) records: &'a Records,
    /// The short texts of YAML files.
    pub(super) phrases: Vec<Phrase<'a>>,
    /// The folders with texts of their own.
    pub(super) folders: Vec<Folder<'a>>,
    source: &'a Source,
}

/// A short text in both languages, written in YAML.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'a> {
    pub(super) words: &'a PlacedWords,
    /// Whether it is a proper name, which need not be translated.
    pub(super) is_name: bool,
}

/// A folder with texts, documents and pictures.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Arc<str>,
    pub(super) texts: Localized<Option<Text<'a>>>,
    pub(super) assets: &'a [Asset],
    /// Whether its titles are names of places.
    pub(super) is_place: bool,
}

/// A text of a folder, in one language.
pub(super) struct Text<'a> {
    pub(super) record: &'a TextRecord,
    pub(super) survey: Survey,
}

impl<'a> Text<'a> {
    /// Its Markdown.
    pub(super) fn body(&self) -> &'a str {
        &self.record.text[self.record.body.clone()]
    }

    /// The place of some bytes of its Markdown.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let start = self.record.body.start;
        Place { file: Arc::clone(&self.record.file), span: start + span.start..start + span.end }
    }
}

/// Words without anything else among them, in one language.
pub(super) struct Passage<'a> {
    pub(super) language: Language,
    pub(super) text: &'a str,
    written: Written<'a>,
}

enum Written<'a> {
    /// As a value of YAML.
    Yaml(&'a Place),
    /// In the Markdown of a text, from this byte of it.
    Markdown(&'a Text<'a>, usize),
}

impl<'a> Passage<'a> {
    fn yaml(language: Language, value: &'a Placed<String>) -> Self {
        Passage { language, text: &value.value, written: Written::Yaml(&value.place) }
    }

    /// Whether it is a value of YAML, which is shown as it is written.
    pub(super) fn is_yaml(&self) -> bool {
        matches!(self.written, Written::Yaml(_))
    }

    /// The character before some byte of it.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }
}

impl<'a> Content<'a> {
    /// Gathers everything; Markdown is read here once for all rules.
    pub(super) fn new(records: &'a Records, source: &'a Source) -> Self {
        let mut folders = Vec::new();
        let municipalities = records.municipalities.par_iter().map(|entry| folder(entry, true));
        folders.par_extend(municipalities);
        folders.par_extend(records.programmes.par_iter().map(|entry| folder(entry, false)));
        folders.par_extend(records.projects.par_iter().map(|entry| folder(entry, false)));
        folders.par_extend(records.pages.par_iter().map(|entry| folder(entry, false)));
        Content { records, phrases: phrases(records), folders, source }
    }

    /// Looks at every folder, in parallel.
    pub(super) fn each_folder(&self, look: impl Fn(&Folder<'a>, &mut Problems) + Sync) -> Problems {
        gather(&self.folders, look)
    }

    /// Looks at every text that stands in a folder, in parallel.
    pub(super) fn each_text(&self, look: impl Fn(&Text<'a>, &mut Problems) + Sync) -> Problems {
        self.each_folder(|folder, problems| {
            for language in Language::ALL {
                if let Some(text) = &folder.texts[language] {
                    look(text, problems);
                }
            }
        })
    }

    /// Looks at all words there are, in parallel.
    pub(super) fn each_passage(&self, look: impl Fn(&Passage<'_>, &mut Problems) + Sync) -> Problems {
        let mut problems = gather(&self.phrases, |phrase, problems| {
            for language in Language::ALL {
                if let Some(words) = &phrase.words.value[language] {
                    look(&Passage::yaml(language, words), problems);
                }
            }
        });
        problems.extend(self.each_folder(|folder, problems| {
            for language in Language::ALL {
                let Some(text) = &folder.texts[language] else { continue };
                let front = &text.record.front;
                for value in front.title.iter().chain(&front.summary) {
                    look(&Passage::yaml(language, value), problems);
                }
                for words in &text.survey.words {
                    let written = Written::Markdown(text, words.start);
                    look(&Passage { language, text: &text.body()[words.clone()], written }, problems);
                }
            }
        }));
        problems
    }

    /// The place of some bytes of a passage: in YAML the whole value, where it is not written as it is read.
    pub(super) fn place(&self, passage: &Passage<'_>, span: &Range<usize>) -> Place {
        match passage.written {
            Written::Markdown(text, start) => text.place(&(start + span.start..start + span.end)),
            Written::Yaml(place) => {
                let Some(at) = self.written(place).and_then(|written| written.find(passage.text)) else {
                    return place.clone();
                };
                let start = place.span.start + at;
                Place { file: Arc::clone(&place.file), span: start + span.start..start + span.end }
            }
        }
    }

    /// What stands at a place, letter for letter.
    fn written(&self, place: &Place) -> Option<&str> {
        self.source.file(&place.file)?.content.text()?.get(place.span.clone())
    }
}

/// Looks at each of `items` in parallel and gathers what was found in their order.
fn gather<T: Sync>(items: &[T], look: impl Fn(&T, &mut Problems) + Sync) -> Problems {
    let found: Vec<Problems> = items
        .par_iter()
        .map(|item| {
            let mut problems = Problems::default();
            look(item, &mut problems);
            problems
        })
        .filter(|problems| !problems.is_empty())
        .collect();
    found.into_iter().fold(Problems::default(), |mut all, problems| {
        all.extend(problems);
        all
    })
}

fn folder<T>(entry: &Entry<T>, is_place: bool) -> Folder<'_> {
    let texts = Localized::from_fn(|language| match &entry.texts[language] {
        TextState::Written(record) => {
            Some(Text { record, survey: survey(&record.text[record.body.clone()]) })
        }
        TextState::Absent | TextState::Broken => None,
    });
    Folder { path: &entry.folder, texts, assets: &entry.assets, is_place }
}

/// Every short text of the records, in their order.
fn phrases(records: &Records) -> Vec<Phrase<'_>> {
    let mut phrases = Phrases(Vec::new());
    if let Some(catalogue) = &records.catalogue {
        phrases.names([&catalogue.title, &catalogue.publisher]);
        phrases.names(catalogue.licence.iter().map(|licence| &licence.name));
    }
    phrases.names(records.regions.0.iter().map(|(_, region)| &region.name));
    phrases.names(records.districts.0.iter().map(|(_, district)| &district.name));
    for (_, area) in &records.areas.0 {
        phrases.words([&area.name, &area.description]);
        for (_, sub_area) in area.sub_areas.iter().flat_map(|list| &list.0) {
            phrases.words([&sub_area.name, &sub_area.description]);
        }
    }
    for (_, support_type) in &records.support_types.0 {
        phrases.words([&support_type.name, &support_type.description]);
    }
    phrases.names(records.organisations.0.iter().map(|(_, organisation)| &organisation.name));
    for (_, source) in &records.sources.0 {
        phrases.names([&source.name, &source.publisher]);
        phrases.words([&source.note]);
    }
    let municipalities = records.municipalities.iter().filter_map(|entry| entry.facts.as_ref());
    phrases.names(municipalities.map(|municipality| &municipality.name));
    for programme in records.programmes.iter().filter_map(|entry| entry.facts.as_ref()) {
        for list in [&programme.target_groups, &programme.objectives, &programme.results] {
            phrases.0.extend(list.iter().flatten().map(|words| Phrase { words, is_name: false }));
        }
        for phase in programme.phases.iter().flatten() {
            phrases.words([&phase.name, &phase.note]);
        }
    }
    for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        phrases.words(project.activities.iter().flatten().map(|activity| &activity.note));
    }
    phrases.0
}

struct Phrases<'a>(Vec<Phrase<'a>>);

impl<'a> Phrases<'a> {
    fn names(&mut self, names: impl IntoIterator<Item = &'a Option<PlacedWords>>) {
        self.0.extend(names.into_iter().flatten().map(|words| Phrase { words, is_name: true }));
    }

    fn words(&mut self, words: impl IntoIterator<Item = &'a Option<PlacedWords>>) {
        self.0.extend(words.into_iter().flatten().map(|words| Phrase { words, is_name: false }));
    }
}
