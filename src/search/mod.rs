//! The search index: static files, of which each query fetches only those it needs. `themes/default/assets/search.js`
//! reads them in the browser. `docs/search.md` describes the files, and [`FORMAT`] is the version of their format.
//!
//! 1. `documents` lists all documents, in one order for all languages.
//! 2. `describe` collects the words of each document, with their weights, and the `synonyms` of these words.
//! 3. `terms` turns them into shards of folded words with their documents.
//! 4. `records` writes what the results show: titles, texts, columns, orders.
//!
//! The two Serbian locales share the terms, and all locales share columns and amounts. All files are in a folder named
//! by a hash of them all: documents are identified by numbers, so the files of different builds must not be mixed. Only
//! the root of a locale has a fixed address.

mod describe;
mod documents;
mod encode;
mod part;
mod records;
mod synonyms;
mod terms;
mod words;

pub(crate) use synonyms::own_digest as own_synonyms;
pub use synonyms::{Synonyms, load as load_synonyms};
pub use words::words;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::base::hash;
use crate::base::language::{Language, Locale};
use crate::content::catalogue::Subject;
use crate::site::route::{self, Site};
use documents::Documents;
use part::Part;
use records::{Columns, Records};
use terms::Terms;

/// The version of the format. It must change whenever the old script, cached in a browser, cannot read the new files.
pub const FORMAT: u32 = 3;

/// The number of hexadecimal digits of the hash in the name of the folder.
const HASH_DIGITS: usize = 8;

/// The folder of the files that all locales share.
const SHARED: &str = "all";

/// A file of the index.
pub struct File {
    /// The path, relative to the output folder.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Makes all files of the index, for all locales.
pub fn files(site: &Site, synonyms: &Synonyms) -> Vec<File> {
    let documents = Documents::new(site);
    let columns = Columns::new(site, &documents);
    let languages: Vec<Language> = Language::ALL
        .into_iter()
        .filter(|language| site.locales().iter().any(|locale| locale.language() == *language))
        .collect();
    let terms = || -> Vec<(Language, Terms)> {
        let of =
            |language| Terms::new(&describe::inverted(site, &documents, synonyms.of(language), language));
        languages.into_par_iter().map(|language| (language, of(language))).collect()
    };
    let records = || -> Vec<(Locale, Records)> {
        let locales = site.locales().par_iter();
        locales.map(|locale| (*locale, Records::new(site, &documents, *locale))).collect()
    };
    // Both run in parallel, since some languages have more words than others.
    let (terms, records) = rayon::join(terms, records);
    let mut roots = Vec::new();
    for (locale, records) in &records {
        for (language, terms) in &terms {
            if locale.language() == *language {
                roots.push((*locale, root(site, &documents, *locale, terms, records)));
            }
        }
    }
    let shared = columns.into_parts().map(|part| (SHARED, part));
    let of_languages = terms
        .into_iter()
        .flat_map(|(language, terms)| terms.into_parts().map(move |part| (language.code(), part)));
    let of_locales = records
        .into_iter()
        .flat_map(|(locale, records)| records.into_parts().map(move |part| (locale.tag(), part)));
    let parts: Vec<(&str, Part)> = shared.chain(of_languages).chain(of_locales).collect();
    let texts = parts.iter().flat_map(|(of, part)| [*of, &part.name, &part.text]);
    let hash = hash::hex_of_all(texts, HASH_DIGITS);
    let parts = parts.into_iter().map(|(of, part)| File {
        path: route::search_path(&hash, of, &format!("{}.txt", part.name)),
        bytes: part.text.into_bytes(),
    });
    let roots = roots.into_iter().map(|(locale, mut root)| {
        root["hash"] = json!(hash);
        File { path: route::search_root_path(locale), bytes: root.to_string().into_bytes() }
    });
    parts.chain(roots).collect()
}

/// Makes the root, which a browser reads first to learn what is in which file. The hash is added at the end.
fn root(site: &Site, documents: &Documents, locale: Locale, terms: &Terms, records: &Records) -> Value {
    let folder = |list| site.folder(list, locale);
    json!({
        "format": FORMAT,
        "language": locale.language().code(),
        "activities": documents.activity_counts(),
        "kinds": documents.kinds().map(|(kind, count, list)| json!([kind, count, folder(list)])).collect::<Vec<_>>(),
        "projects": folder(Subject::Projects),
        "terms": terms.beginnings.join(" "),
        "short": terms.short_beginnings.join(" "),
        "step": [records.title_step, records.text_step, records.name_step],
    })
}
