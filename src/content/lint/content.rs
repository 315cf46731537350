//! Gives lints the words and files of the content in one form, whatever records they come from.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::name_forms::NameForms;
use super::place_names::PlaceNames;
use super::plain::Plain;
use super::plain_facts::PlainFacts;
use super::typos::Typos;
use crate::base::form::is_alike;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed};
use crate::content::parse::{
    AnyEntry, Asset, Entry, Leaf, PlacedWords, Records, TextRecord, TextState, Walk,
};
use crate::content::read::Source;
use crate::text::guess::Guess;
use crate::text::language::Acronyms;
use crate::text::markdown::{Destination, InlineSurvey, Survey, inline_survey, survey};

/// The most findings of one rule that are reported in one text. Further ones would add nothing new.
pub(super) const MOST_IN_ONE_TEXT: usize = 20;

/// What the check of every part has to know of the whole content.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) source: &'a Source,
    pub(super) slips: &'a Typos,
    /// The words that stay in Latin script.
    pub(super) keep: &'a Acronyms,
    /// The contacts of offices that look like those of persons.
    pub(super) confirmed: &'a BTreeSet<String>,
    /// The names of the municipalities.
    pub(super) places: &'a PlaceNames,
    /// The address of the site.
    pub(super) site: Option<&'a str>,
}

/// A part of the content that most rules check on its own: a folder, or the lists.
pub(super) struct Part<'a> {
    /// The short texts in YAML files.
    pub(super) phrases: Vec<Phrase<'a>>,
    /// The e-mail addresses and telephone numbers in YAML files.
    pub(super) contacts: Vec<&'a Placed<String>>,
    /// The web addresses in YAML files.
    pub(super) addresses: Vec<&'a Placed<String>>,
    /// The names of files in YAML files.
    pub(super) files: Vec<&'a Placed<String>>,
    /// The forms of the names of places.
    pub(super) names: Vec<NameForms<'a>>,
    /// The dates and numbers of the folder's facts.
    pub(super) facts: PlainFacts,
    /// The folder, unless the part is the lists.
    pub(super) folder: Option<Folder<'a>>,
    pub(super) known: Known<'a>,
}

/// A short text in both languages, written in YAML.
pub(super) struct Phrase<'a> {
    pub(super) words: &'a PlacedWords,
    /// Whether it is a proper name, which need not be translated.
    pub(super) is_name: bool,
    /// The first and the last of the keys that lead to it.
    keys: [&'static str; 2],
    /// Whether it may contain links and emphasis.
    pub(super) may_have_links: bool,
    /// Its structure in the languages in which it is not plain.
    pub(super) surveys: Localized<Option<InlineSurvey>>,
}

/// A short text in one language.
pub(super) struct Short<'p> {
    pub(super) language: Language,
    pub(super) value: &'p Placed<String>,
    pub(super) may_have_links: bool,
    /// Its structure, if it is not plain.
    pub(super) survey: Option<&'p InlineSurvey>,
}

impl Phrase<'_> {
    /// Returns whether it is the title of an entry.
    pub(super) fn is_title(&self) -> bool {
        self.keys == ["title"; 2]
    }

    /// Returns whether it is a result of a programme or of a phase.
    pub(super) fn is_result(&self) -> bool {
        self.keys[1] == "results"
    }

    /// Returns whether it is part of an indicator.
    pub(super) fn is_of_indicator(&self) -> bool {
        self.keys[0] == "indicators"
    }

    /// Returns the text in each language, if it is written.
    pub(super) fn each(&self) -> impl Iterator<Item = Short<'_>> {
        let Phrase { words, may_have_links, surveys, .. } = self;
        Language::ALL.into_iter().filter_map(move |language| {
            let value = words.value[language].as_ref()?;
            Some(Short {
                language,
                value,
                may_have_links: *may_have_links,
                survey: surveys[language].as_ref(),
            })
        })
    }
}

/// An entry's folder with texts, documents and pictures.
pub(super) struct Folder<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a Arc<str>,
    pub(super) path: &'a Arc<str>,
    pub(super) texts: Localized<Option<Text<'a>>>,
    pub(super) assets: &'a [Asset],
    /// Whether its titles are place names.
    pub(super) is_place: bool,
    /// Whether its facts name its files, because it has no texts.
    pub(super) names_files: bool,
}

impl<'a> Folder<'a> {
    /// Returns the words of the blocks of the Serbian and the English text, if both have as many.
    pub(super) fn pairs_of_blocks(&self) -> Vec<(Block<'_>, Block<'_>)> {
        let Some((sr, en)) = self.both_texts() else { return Vec::new() };
        match sr.survey.blocks().count() == en.survey.blocks().count() {
            true => sr.survey.blocks().zip(en.survey.blocks()).collect(),
            false => Vec::new(),
        }
    }

    /// Returns whether each of the two texts is in the other language as a whole.
    pub(super) fn has_swapped_texts(&self) -> bool {
        let is_strange = |(text, language): (&Text<'_>, Language)| {
            !text.strangers.is_empty() && text.guess().is_other_than(language)
        };
        let both = self.both_texts();
        both.is_some_and(|(sr, en)| [(sr, Language::Sr), (en, Language::En)].into_iter().all(is_strange))
    }

    /// Returns whether one of the two texts is a copy of the other one.
    pub(super) fn has_copied_text(&self) -> bool {
        let bodies = self.both_texts().map(|(sr, en)| [sr.body().trim(), en.body().trim()]);
        bodies.is_some_and(|[sr, en]| !en.is_empty() && is_alike(sr, en))
    }

    /// Returns the Serbian text and the English text, if both exist.
    pub(super) fn both_texts(&self) -> Option<(&Text<'a>, &Text<'a>)> {
        self.texts.sr.as_ref().zip(self.texts.en.as_ref())
    }
}

/// The words of a paragraph, heading, list item or cell.
pub(super) type Block<'a> = &'a [Range<usize>];

/// Returns the bytes of a block, from its first to its last word.
pub(super) fn span_of(block: Block<'_>) -> Range<usize> {
    let ends = block.first().zip(block.last());
    ends.map_or(0..0, |(first, last)| first.start..last.end)
}

/// A text of a folder, in one language.
pub(super) struct Text<'a> {
    pub(super) record: &'a TextRecord,
    pub(super) survey: Survey,
    /// Its paragraphs, headings and the like that are in the other language.
    pub(super) strangers: Vec<Range<usize>>,
    paragraphs: OnceCell<Vec<Paragraph>>,
}

/// A paragraph, heading, list item or cell as plain text, with the municipalities that it names.
pub(super) struct Paragraph {
    pub(super) plain: Plain,
    pub(super) names: Vec<(Range<usize>, Arc<str>)>,
}

impl<'a> Text<'a> {
    fn new(record: &'a TextRecord, language: Language) -> Self {
        let body = &record.text[record.body.clone()];
        let survey = survey(body, language);
        let strangers = survey.blocks().filter_map(|block| {
            let mut guess = Guess::default();
            block.iter().for_each(|words| guess.read(&body[words.clone()], |_| {}));
            guess.is_other_than(language).then(|| span_of(block))
        });
        let strangers = strangers.collect();
        Text { record, survey, strangers, paragraphs: OnceCell::new() }
    }

    /// Guesses the language of the whole text.
    pub(super) fn guess(&self) -> Guess {
        let mut guess = Guess::default();
        self.survey.words.iter().for_each(|words| guess.read(&self.body()[words.clone()], |_| {}));
        guess
    }

    /// Returns whether a byte is in a paragraph of the other language.
    fn is_strange_at(&self, at: usize) -> bool {
        let after = self.strangers.partition_point(|span| span.end <= at);
        self.strangers.get(after).is_some_and(|span| span.start <= at)
    }

    /// Returns its Markdown.
    pub(super) fn body(&self) -> &'a str {
        &self.record.text[self.record.body.clone()]
    }

    /// Returns its paragraphs and the like as plain text. They are made once for all rules.
    pub(super) fn paragraphs(&self, places: &PlaceNames) -> &[Paragraph] {
        self.paragraphs.get_or_init(|| {
            let plain = self.survey.blocks().map(|block| Plain::of(self.body(), block));
            plain.map(|plain| Paragraph { names: places.named_in(&plain.text), plain }).collect()
        })
    }

    /// Returns the place of some bytes of its Markdown.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let start = self.record.body.start;
        Place { file: Arc::clone(&self.record.file), span: start + span.start..start + span.end }
    }
}

/// A run of plain words in one language, without markup.
pub(super) struct Passage<'a> {
    pub(super) language: Language,
    pub(super) text: &'a str,
    written: Written<'a>,
}

enum Written<'a> {
    /// As a YAML value.
    Yaml(&'a Place),
    /// In a YAML value, starting at this byte.
    Part(&'a Placed<String>, usize),
    /// In the Markdown of a text, starting at this byte.
    Markdown(&'a Text<'a>, usize),
}

impl<'a> Passage<'a> {
    fn yaml(language: Language, value: &'a Placed<String>) -> Self {
        Passage { language, text: &value.value, written: Written::Yaml(&value.place) }
    }

    /// Returns whether it is a YAML value, which is a whole text and not a part of one.
    pub(super) fn is_yaml(&self) -> bool {
        matches!(self.written, Written::Yaml(_))
    }

    /// Returns whether it is part of a paragraph, or of a short text, that is in the other language.
    pub(super) fn is_strange(&self) -> bool {
        match self.written {
            Written::Markdown(text, start) => text.is_strange_at(start),
            Written::Yaml(_) | Written::Part(..) => Guess::of(self.text).is_other_than(self.language),
        }
    }

    /// Returns the character before a byte.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }
}

impl<'a> Part<'a> {
    /// Collects the short texts of the lists, of `catalogue.yaml` and of `releases.yaml`.
    pub(super) fn of_lists(records: &'a Records, known: Known<'a>) -> Self {
        let catalogue = records.catalogue.as_deref();
        let mut phrases: Vec<_> = catalogue.into_iter().flat_map(phrases_of).collect();
        let mut contacts: Vec<_> = catalogue.into_iter().flat_map(contacts_of).collect();
        let mut addresses: Vec<_> = catalogue.into_iter().flat_map(addresses_of).collect();
        phrases.extend(phrases_of(&*records.releases));
        addresses.extend(addresses_of(&*records.releases));
        // The facts of an area include those of its sub-areas.
        let in_lists = |entry: &AnyEntry<'_>| entry.folder.is_none() && entry.kind != Kind::SubArea;
        for entry in records.entries().into_iter().filter(in_lists) {
            phrases.extend(entry.facts.into_iter().flat_map(phrases_of));
            contacts.extend(entry.facts.into_iter().flat_map(contacts_of));
            addresses.extend(entry.facts.into_iter().flat_map(addresses_of));
        }
        let districts = records.districts.0.iter();
        let names = districts.filter_map(|(id, facts)| names_of(&id.value, facts)).collect();
        let (files, facts) = (Vec::new(), PlainFacts::default());
        Part { phrases, contacts, addresses, files, names, facts, folder: None, known }
    }

    /// Collects the texts of a folder. Its Markdown is surveyed once here for all rules.
    pub(super) fn of_folder<R: Walk>(kind: Kind, entry: &'a Entry<R>, known: Known<'a>) -> Self {
        Part {
            phrases: phrases_of(&entry.facts),
            contacts: contacts_of(&entry.facts),
            addresses: addresses_of(&entry.facts),
            files: files_of(&entry.facts),
            names: names_of(&entry.id, &entry.facts).into_iter().collect(),
            facts: PlainFacts::of(&entry.facts),
            folder: Some(folder(kind, entry)),
            known,
        }
    }

    /// Calls `look` for every text of the folder.
    pub(super) fn each_text(&self, look: impl FnMut(&Text<'a>)) {
        let texts = self.folder.iter().flat_map(|folder| [&folder.texts.sr, &folder.texts.en]);
        texts.flatten().for_each(look);
    }

    /// Returns the short texts in YAML files, in each language.
    pub(super) fn each_short(&self) -> impl Iterator<Item = Short<'_>> {
        self.phrases.iter().flat_map(Phrase::each)
    }

    /// Returns the destinations of all links and pictures, in short and long texts, with their places.
    pub(super) fn destinations(&self) -> Vec<(&Destination, Place)> {
        let mut found = Vec::new();
        for Short { value, survey, .. } in self.each_short() {
            let links = survey.into_iter().flat_map(|survey| &survey.destinations);
            found.extend(links.map(|link| (link, self.known.source.place_of(value, &link.span))));
        }
        let texts = self.folder.iter().flat_map(|folder| [&folder.texts.sr, &folder.texts.en]);
        for text in texts.flatten() {
            found.extend(text.survey.destinations.iter().map(|link| (link, text.place(&link.span))));
        }
        found
    }

    /// Returns the words of an inline link, given the place of its destination.
    pub(super) fn words_of_link(&self, destination: &Place) -> Option<&str> {
        const LONGEST: usize = 100;
        let text = self.known.source.file(&destination.file)?.content.text()?;
        let before = text.get(..destination.span.start)?.strip_suffix("](")?;
        let start = before.bytes().rev().take(LONGEST).position(|byte| byte == b'[' || byte == b'\n')?;
        before.get(before.len() - start..).filter(|_| before[..before.len() - start].ends_with('['))
    }

    /// Returns the place of some bytes of a short text.
    pub(super) fn place_in(&self, value: &Placed<String>, span: &Range<usize>) -> Place {
        self.known.source.place_of(value, span)
    }

    /// Calls `look` for every passage, in YAML and in Markdown.
    pub(super) fn each_passage(&self, mut look: impl FnMut(&Passage<'_>)) {
        for Short { language, value, survey, .. } in self.each_short() {
            match survey {
                Some(survey) => survey.words.iter().for_each(|words| {
                    let written = Written::Part(value, words.start);
                    look(&Passage { language, text: &value.value[words.clone()], written });
                }),
                None => look(&Passage::yaml(language, value)),
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

    /// Returns the place of some bytes of a passage. For a YAML value written with escapes, it is the whole value.
    pub(super) fn place(&self, passage: &Passage<'_>, span: &Range<usize>) -> Place {
        match passage.written {
            Written::Markdown(text, start) => text.place(&(start + span.start..start + span.end)),
            Written::Part(value, start) => {
                self.known.source.place_of(value, &(start + span.start..start + span.end))
            }
            Written::Yaml(place) => {
                let Some(at) = self.written(place).and_then(|written| written.find(passage.text)) else {
                    return place.clone();
                };
                let start = place.span.start + at;
                Place { file: Arc::clone(&place.file), span: start + span.start..start + span.end }
            }
        }
    }

    /// Returns the source text at a place.
    fn written(&self, place: &Place) -> Option<&str> {
        self.known.source.file(&place.file)?.content.text()?.get(place.span.clone())
    }
}

fn folder<R>(kind: Kind, entry: &Entry<R>) -> Folder<'_> {
    let texts = Localized::from_fn(|language| match &entry.texts[language] {
        TextState::Written(record) => Some(Text::new(record, language)),
        TextState::Absent | TextState::Broken => None,
    });
    Folder {
        kind,
        id: &entry.id,
        path: &entry.folder,
        texts,
        assets: &entry.assets,
        is_place: kind == Kind::Municipality,
        names_files: kind == Kind::Document,
    }
}

/// Returns the e-mail addresses and telephone numbers of a record.
fn contacts_of<W: Walk + ?Sized>(record: &W) -> Vec<&Placed<String>> {
    let mut contacts = Vec::new();
    record.each_text(&mut |_, leaf| match leaf {
        Leaf::Mail(contact) | Leaf::Phone(contact) => contacts.push(contact),
        Leaf::Text(text) if text.value.starts_with("mailto:") => contacts.push(text),
        _ => {}
    });
    contacts
}

/// Returns the web addresses of a record.
fn addresses_of<W: Walk + ?Sized>(record: &W) -> Vec<&Placed<String>> {
    let mut addresses = Vec::new();
    record.each_text(&mut |_, leaf| {
        if let Leaf::Address(address) = leaf {
            addresses.push(address);
        }
    });
    addresses
}

/// Returns the names of files that a record names.
fn files_of<W: Walk + ?Sized>(record: &W) -> Vec<&Placed<String>> {
    let mut files = Vec::new();
    record.each_text(&mut |_, leaf| {
        if let Leaf::File(file) = leaf {
            files.push(file);
        }
    });
    files
}

/// Returns the forms of the name of a place, if its cases are written.
fn names_of<'a, W: Walk + ?Sized>(id: &'a str, record: &'a W) -> Option<NameForms<'a>> {
    const CASES: [&str; 2] = ["genitive", "locative"];
    let (mut forms, mut has_cases) = (Vec::new(), false);
    record.each_text(&mut |path, leaf| match (leaf, path.last().map(|key| key.name)) {
        (Leaf::Words(words), Some("name")) if path.depth() == 1 => {
            forms.extend(Language::ALL.into_iter().filter_map(|language| words.value[language].as_ref()));
        }
        (Leaf::Text(text), Some(key)) if path.depth() == 1 && CASES.contains(&key) => {
            forms.push(text);
            has_cases = true;
        }
        _ => {}
    });
    has_cases.then_some(NameForms { id, forms })
}

/// Returns the short texts of a record, in the order in which its fields are declared.
fn phrases_of<W: Walk + ?Sized>(record: &W) -> Vec<Phrase<'_>> {
    let mut phrases = Vec::new();
    record.each_text(&mut |path, leaf| {
        let (words, may_have_links) = match leaf {
            Leaf::Words(words) => (words, false),
            Leaf::Marked(words) => (words, true),
            _ => return,
        };
        let is_name = path.last().is_some_and(|key| key.is_name);
        let keys = [path.first(), path.last()].map(|key| key.map_or("", |key| key.name));
        let surveys = Localized::from_fn(|language| {
            let value = words.value[language].as_ref().filter(|_| may_have_links)?;
            inline_survey(&value.value, language)
        });
        phrases.push(Phrase { words, is_name, keys, may_have_links, surveys });
    });
    phrases
}
