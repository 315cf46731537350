//! The words and files of the content in one form, whatever records they stand in.

use std::ops::Range;
use std::sync::Arc;

use super::facts::Linked;
use super::words::Typos;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed};
use crate::content::parse::{
    Asset, Entry, MunicipalityRecord, PlacedWords, ProgrammeRecord, ProjectRecord, Records, TextRecord,
    TextState,
};
use crate::content::read::Source;
use crate::text::markdown::{Survey, survey};

/// Findings of one rule in one text beyond this number say nothing new.
pub(super) const MOST_IN_ONE_TEXT: usize = 20;

/// What rules look at that have to see everything at once.
pub(super) struct Content<'a> {
    /// As authored.
    pub(super) records: &'a Records,
    /// What texts link to.
    pub(super) linked: Vec<&'a Linked>,
}

/// What most rules look at by itself: a folder, or the lists.
pub(super) struct Part<'a> {
    /// The short texts of YAML files.
    pub(super) phrases: Vec<Phrase<'a>>,
    /// The folder with texts of its own.
    pub(super) folder: Option<Folder<'a>>,
    pub(super) slips: &'a Typos,
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

impl<'a> Folder<'a> {
    /// The Serbian text and the English one, if there are both.
    pub(super) fn both_texts(&self) -> Option<(&Text<'a>, &Text<'a>)> {
        self.texts.sr.as_ref().zip(self.texts.en.as_ref())
    }
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

impl<'a> Part<'a> {
    /// The lists, and the catalogue's own words.
    pub(super) fn of_lists(records: &'a Records, source: &'a Source, slips: &'a Typos) -> Self {
        let mut phrases = Phrases(Vec::new());
        phrases.add_lists(records);
        Part { phrases: phrases.0, folder: None, slips, source }
    }

    /// A folder; its Markdown is read here once for all rules.
    pub(super) fn of_folder<R: Facts>(entry: &'a Entry<R>, source: &'a Source, slips: &'a Typos) -> Self {
        let mut phrases = Phrases(Vec::new());
        entry.facts.iter().for_each(|facts| facts.add_phrases(&mut phrases));
        Part { phrases: phrases.0, folder: Some(folder(entry)), slips, source }
    }

    /// Looks at every text that stands in a folder.
    pub(super) fn each_text(&self, look: impl FnMut(&Text<'a>)) {
        let texts = self.folder.iter().flat_map(|folder| [&folder.texts.sr, &folder.texts.en]);
        texts.flatten().for_each(look);
    }

    /// Looks at all words there are.
    pub(super) fn each_passage(&self, mut look: impl FnMut(&Passage<'_>)) {
        for phrase in &self.phrases {
            for language in Language::ALL {
                if let Some(words) = &phrase.words.value[language] {
                    look(&Passage::yaml(language, words));
                }
            }
        }
        for language in Language::ALL {
            let Some(text) = self.folder.as_ref().and_then(|folder| folder.texts[language].as_ref()) else {
                continue;
            };
            let front = &text.record.front;
            for value in front.title.iter().chain(&front.summary) {
                look(&Passage::yaml(language, value));
            }
            for words in &text.survey.words {
                let written = Written::Markdown(text, words.start);
                look(&Passage { language, text: &text.body()[words.clone()], written });
            }
        }
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

fn folder<R: Facts>(entry: &Entry<R>) -> Folder<'_> {
    let texts = Localized::from_fn(|language| match &entry.texts[language] {
        TextState::Written(record) => {
            Some(Text { record, survey: survey(&record.text[record.body.clone()]) })
        }
        TextState::Absent | TextState::Broken => None,
    });
    Folder { path: &entry.folder, texts, assets: &entry.assets, is_place: R::ARE_OF_PLACE }
}

/// The facts of a folder.
pub(super) trait Facts {
    /// Whether they are those of a place.
    const ARE_OF_PLACE: bool = false;

    /// Adds the short texts among them.
    fn add_phrases<'a>(&'a self, phrases: &mut Phrases<'a>);
}

impl Facts for MunicipalityRecord {
    const ARE_OF_PLACE: bool = true;

    fn add_phrases<'a>(&'a self, phrases: &mut Phrases<'a>) {
        phrases.names([&self.name]);
    }
}

impl Facts for ProgrammeRecord {
    fn add_phrases<'a>(&'a self, phrases: &mut Phrases<'a>) {
        for list in [&self.target_groups, &self.objectives, &self.results] {
            phrases.0.extend(list.iter().flatten().map(|words| Phrase { words, is_name: false }));
        }
        for phase in self.phases.iter().flatten() {
            phrases.words([&phase.name, &phase.note]);
        }
    }
}

impl Facts for ProjectRecord {
    fn add_phrases<'a>(&'a self, phrases: &mut Phrases<'a>) {
        phrases.words(self.activities.iter().flatten().map(|activity| &activity.note));
    }
}

impl Facts for () {
    fn add_phrases<'a>(&'a self, _: &mut Phrases<'a>) {}
}

/// Short texts, in the order in which they stand in the records.
pub(super) struct Phrases<'a>(Vec<Phrase<'a>>);

impl<'a> Phrases<'a> {
    fn add_lists(&mut self, records: &'a Records) {
        if let Some(catalogue) = &records.catalogue {
            self.names([&catalogue.title, &catalogue.publisher]);
            self.names(catalogue.licence.iter().map(|licence| &licence.name));
        }
        self.names(records.regions.0.iter().map(|(_, region)| &region.name));
        self.names(records.districts.0.iter().map(|(_, district)| &district.name));
        for (_, area) in &records.areas.0 {
            self.words([&area.name, &area.description]);
            for (_, sub_area) in area.sub_areas.iter().flat_map(|list| &list.0) {
                self.words([&sub_area.name, &sub_area.description]);
            }
        }
        for (_, support_type) in &records.support_types.0 {
            self.words([&support_type.name, &support_type.description]);
        }
        self.names(records.organisations.0.iter().map(|(_, organisation)| &organisation.name));
        for (_, source) in &records.sources.0 {
            self.names([&source.name, &source.publisher]);
            self.words([&source.note]);
        }
    }

    fn names(&mut self, names: impl IntoIterator<Item = &'a Option<PlacedWords>>) {
        self.0.extend(names.into_iter().flatten().map(|words| Phrase { words, is_name: true }));
    }

    fn words(&mut self, words: impl IntoIterator<Item = &'a Option<PlacedWords>>) {
        self.0.extend(words.into_iter().flatten().map(|words| Phrase { words, is_name: false }));
    }
}
