//! Texts for translators: written into a file with their counterparts, and read back with the translations.
//!
//! A text is recognised by its file, its field and what its counterpart says. So a translation of a counterpart that has
//! changed in the meantime finds no text, and is refused.

mod apply;
mod confirm;
mod format;
mod gettext;
mod workbook;
mod xliff;

use std::collections::{BTreeMap, BTreeSet};

pub use apply::{Applied, Refusal, apply};
pub use confirm::{ConfirmError, confirm};
pub use format::Format;

use crate::base::language::{Language, Locale};
use crate::content::git::Changes;
use crate::content::parse::Records;
use crate::content::translations::{State, Text, texts};
use crate::site::route::Site;

/// Texts to translate into one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The language to translate into.
    pub language: Language,
    /// The texts, in the order of entries.
    pub units: Vec<Unit>,
}

/// A text to translate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The file and the field: `content/projects/open-libraries/en.md#title`.
    pub id: String,
    /// What its counterpart says.
    pub source: String,
    /// What it says, if it is stale.
    pub target: Option<String>,
    /// What an equal text was translated as.
    pub suggestion: Option<String>,
    /// The address of the page with its counterpart, if it has one.
    pub page: Option<String>,
}

/// A translation that was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Where it stands in the file, for messages: `row 5`.
    pub at: String,
    /// The file and the field, as in [`Unit`].
    pub id: String,
    /// The text that was translated.
    pub source: String,
    /// The translation. Empty if there is none yet.
    pub target: String,
}

/// The maximum number of texts in a file of a translator.
const MOST_TEXTS: usize = 100_000;

/// Refuses one text more than a file may have.
fn refuse_many(texts: usize) -> Result<(), String> {
    if texts < MOST_TEXTS { Ok(()) } else { Err(format!("it has more than {MOST_TEXTS} texts")) }
}

/// Returns the missing and stale texts in `language` whose counterparts are written. Equal ones of a file are one.
pub fn job(records: &Records, changes: Option<&Changes>, site: Option<&Site>, language: Language) -> Job {
    let texts = texts(records, changes);
    let of_language = || texts.iter().filter(|text| text.language == language);
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for text in of_language().filter(|text| text.state == State::Written) {
        if let Some((source, own)) = text.counterpart.zip(text.own) {
            known.entry(source).or_insert(own);
        }
    }
    let pages = site.map(|site| pages(site, language)).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let units = of_language().filter(|text| text.state != State::Written).filter_map(|text| {
        let (id, source) = (id(text), text.counterpart?);
        seen.insert((id.clone(), source)).then(|| Unit {
            id,
            source: source.to_owned(),
            target: text.own.map(str::to_owned),
            suggestion: known.get(source).map(|text| (*text).to_owned()),
            page: text
                .entry
                .as_ref()
                .and_then(|(kind, id)| pages.get(&format!("{}:{id}", kind.word())).cloned()),
        })
    });
    Job { language, units: units.collect() }
}

/// Returns the file and the field of a text, as one name.
fn id(text: &Text<'_>) -> String {
    format!("{}#{}", text.file, text.field)
}

/// Returns the addresses of the pages of all entries in the language that is not `language`, by kind and id.
fn pages(site: &Site, language: Language) -> BTreeMap<String, String> {
    let locale = site.locales().iter().copied().find(|locale: &Locale| locale.language() != language);
    let subjects = site.pages().iter().map(|page| page.subject);
    let address = |locale, subject| site.absolute(&site.subject_href(subject, locale));
    let pages = locale.into_iter().flat_map(|locale| {
        subjects
            .clone()
            .filter_map(move |subject| Some((site.catalogue.typed_id(subject)?, address(locale, subject))))
    });
    pages.collect()
}
