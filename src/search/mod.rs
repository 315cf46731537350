//! The index that readers search in: static files, of which a question fetches only those it needs. The browser's
//! half is `themes/default/assets/search.js`; `docs/search.md` describes the files, whose layout is [`FORMAT`].
//!
//! 1. `documents` lists what can be found, in one order for all languages.
//! 2. `describe` says with which words each document is found, and how much each says about it.
//! 3. `terms` turns that into shards of folded words with their documents.
//! 4. `records` writes what the results show: titles, texts, columns, orders.
//!
//! The two Serbian locales share the terms; columns and amounts are shared by all. All files stand in a folder that is
//! named after a hash of them all: documents are numbers, so that one file is of no use with another build's. Only the
//! root of a locale has a fixed address.

mod describe;
mod documents;
mod encode;
mod records;
mod terms;
mod words;

pub use words::words;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::base::hash;
use crate::base::language::{Language, Locale};
use crate::content::catalogue::Subject;
use crate::site::route::{self, Site};
use documents::Documents;
use records::{Columns, Records};
use terms::Terms;

/// The version of the layout. It changes whenever a browser that has the old script could not read the new files.
pub const FORMAT: u32 = 2;

/// How many hexadecimal digits of the hash the folder's name carries.
const HASH_DIGITS: usize = 8;

/// The folder of what all locales share.
const SHARED: &str = "all";

/// A file of the index.
pub struct File {
    /// Its path below the output folder.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// A file of the index before the folder of all is named.
struct Part {
    name: String,
    text: String,
}

impl Part {
    fn new(name: impl Into<String>, text: String) -> Self {
        Part { name: name.into(), text }
    }
}

/// Every file of every locale's index.
pub fn files(site: &Site) -> Vec<File> {
    let documents = Documents::new(site);
    let columns = Columns::new(site, &documents);
    let languages: Vec<Language> = Language::ALL
        .into_iter()
        .filter(|language| site.locales().iter().any(|locale| locale.language() == *language))
        .collect();
    let terms = || -> Vec<(Language, Terms)> {
        let of = |language| Terms::new(&describe::inverted(site, &documents, language));
        languages.into_par_iter().map(|language| (language, of(language))).collect()
    };
    let records = || -> Vec<(Locale, Records)> {
        let locales = site.locales().par_iter();
        locales.map(|locale| (*locale, Records::new(site, &documents, *locale))).collect()
    };
    // Together, since some languages have more words than others.
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

/// What a browser reads first: which file holds what. Its hash is added when all else is known.
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
