//! What texts say that facts say too: amounts, places, counts. Rules that see the whole content compare the two.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::content::{Folder, MOST_IN_ONE_TEXT, Paragraph, Part, Phrase, Text};
use super::counted::{Counted, counted};
use super::said_addresses::{OwnAddress, own_addresses};
use super::said_amounts::{SaidAmount, in_other_currencies, of_other_currencies, of_text};
use super::said_dates::{SaidDate, dates};
use super::said_edges::{Edge, edge};
use super::said_names::{MarkedName, marked_names};
use super::said_places::{Listed, counts, lists};
use crate::base::bytes::has_byte;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed};

/// What the texts of a part say.
#[derive(Default)]
pub(super) struct Said {
    /// The entry that they are about, if it has facts to compare them with.
    pub(super) entry: Option<(Kind, Arc<str>)>,
    /// What each text says; `None` if there is no such text.
    pub(super) texts: Localized<Option<SaidInText>>,
    /// The names that are written for both scripts.
    pub(super) names: Vec<MarkedName>,
    /// The links to pages of the site by their addresses.
    pub(super) own_addresses: Vec<OwnAddress>,
    /// The amounts that have another currency in each language.
    pub(super) currencies: Vec<Localized<SaidAmount>>,
    /// The numbers in the texts and results of an entry that has indicators: those of each text, in each language.
    pub(super) numbers: Vec<Localized<Vec<SaidNumber>>>,
}

/// What a text says.
#[derive(Default)]
pub(super) struct SaidInText {
    pub(super) amounts: Vec<SaidAmount>,
    /// The municipalities that stand in one list.
    pub(super) lists: Vec<Listed>,
    /// How many municipalities there are.
    pub(super) counts: Vec<(u64, Place)>,
    /// The days and months.
    pub(super) days: Vec<SaidDay>,
    /// The municipalities that it names, and those to which it links.
    pub(super) named: BTreeSet<Arc<str>>,
    pub(super) linked: Vec<(String, Place)>,
}

/// A day or month in a text.
pub(super) struct SaidDay {
    pub(super) date: SaidDate,
    pub(super) place: Place,
    /// Whether the text says that it is the start or end of its programme or project.
    pub(super) edge: Option<Edge>,
}

/// A number in a text, with the words behind it and those of its paragraph.
pub(super) struct SaidNumber {
    pub(super) value: u64,
    pub(super) place: Place,
    pub(super) behind: Vec<String>,
    pub(super) around: Arc<[String]>,
}

impl SaidNumber {
    fn of(counted: Counted, place: impl Fn(&Range<usize>) -> Place) -> Self {
        let Counted { value, span, behind, around } = counted;
        SaidNumber { value, place: place(&span), behind, around }
    }
}

/// Returns what each text says that exists.
pub(super) fn each(texts: &Localized<Option<SaidInText>>) -> impl Iterator<Item = &SaidInText> {
    [&texts.sr, &texts.en].into_iter().flatten()
}

impl Said {
    pub(super) fn of(part: &Part<'_>) -> Self {
        let mut said = Said {
            names: marked_names(part),
            own_addresses: own_addresses(part),
            currencies: of_other_currencies(part),
            ..Said::default()
        };
        let Some(folder) = &part.folder else { return said };
        let mut amounts = Localized::from_fn(|language| {
            folder.texts[language].as_ref().map(|text| of_text(part, text)).unwrap_or_default()
        });
        said.currencies.extend(in_other_currencies(&amounts));
        if matches!(folder.kind, Kind::Programme | Kind::Project) {
            said.entry = Some((folder.kind, Arc::clone(folder.id)));
            said.texts = Localized::from_fn(|language| {
                let amounts = std::mem::take(&mut amounts[language]);
                let text = folder.texts[language].as_ref()?;
                Some(SaidInText { amounts, ..SaidInText::of(part, text, language) })
            });
            if part.phrases.iter().any(Phrase::is_of_indicator) {
                said.numbers = numbers(part, folder);
            }
        }
        said
    }
}

/// Returns the numbers of the texts and results of an entry.
fn numbers(part: &Part<'_>, folder: &Folder<'_>) -> Vec<Localized<Vec<SaidNumber>>> {
    /// The most numbers of a text, and the most results. Further ones would only take time.
    const MOST: usize = 200;
    let of_value = |value: &Placed<String>, language| -> Vec<SaidNumber> {
        let found = counted(&value.value, language).into_iter();
        found.map(|counted| SaidNumber::of(counted, |span| part.place_in(value, span))).collect()
    };
    let texts = Localized::from_fn(|language: Language| {
        let Some(text) = &folder.texts[language] else { return Vec::new() };
        let front = text.record.front.title.iter().chain(&text.record.front.summary);
        let mut found: Vec<SaidNumber> = front.flat_map(|value| of_value(value, language)).collect();
        for Paragraph { plain, .. } in text.paragraphs(part.known.places) {
            let numbers = counted(&plain.text, language).into_iter();
            found.extend(
                numbers.map(|counted| SaidNumber::of(counted, |span| text.place(&plain.written(span)))),
            );
            if found.len() > MOST {
                break;
            }
        }
        found
    });
    let results = part.phrases.iter().filter(|phrase| phrase.is_result()).take(MOST);
    let results = results.map(|phrase| {
        Localized::from_fn(|language: Language| {
            phrase.words.value[language].as_ref().map(|value| of_value(value, language)).unwrap_or_default()
        })
    });
    std::iter::once(texts).chain(results).collect()
}

impl SaidInText {
    fn of(part: &Part<'_>, text: &Text<'_>, language: Language) -> Self {
        let mut said = SaidInText::default();
        let front = &text.record.front;
        for value in front.title.iter().chain(&front.summary) {
            let names = part.known.places.named_in(&value.value);
            said.read(&value.value, &names, language, |span| part.place_in(value, span));
        }
        for Paragraph { plain, names } in text.paragraphs(part.known.places) {
            said.read(&plain.text, names, language, |span| text.place(&plain.written(span)));
        }
        said.lists.truncate(MOST_IN_ONE_TEXT);
        said.counts.truncate(MOST_IN_ONE_TEXT);
        said.days.truncate(MOST_IN_ONE_TEXT);
        let links = text.survey.destinations.iter();
        let links = links.filter_map(|link| Some((link.text.strip_prefix("municipality:")?, &link.span)));
        said.linked =
            links.take(MOST_IN_ONE_TEXT).map(|(id, span)| (id.to_owned(), text.place(span))).collect();
        said
    }

    /// Adds what a paragraph or short text says, in which `names` are those of municipalities.
    fn read(
        &mut self,
        text: &str,
        names: &[(Range<usize>, Arc<str>)],
        language: Language,
        place: impl Fn(&Range<usize>) -> Place,
    ) {
        self.named.extend(names.iter().map(|(_, id)| Arc::clone(id)));
        self.counts.extend(counts(text, language).into_iter().map(|(count, span)| (count, place(&span))));
        for list in lists(text, names) {
            self.lists.push(Listed(list.iter().map(|(span, id)| (Arc::clone(id), place(span))).collect()));
        }
        if has_byte(text, |byte| byte.is_ascii_digit()) {
            let found = dates(text, language).into_iter();
            self.days.extend(found.map(|found| SaidDay {
                date: found.date,
                place: place(&found.span),
                edge: edge(&text[..found.span.start], language),
            }));
        }
    }
}
