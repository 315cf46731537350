//! The index that readers search in: static files, of which a question fetches only those it needs. The browser's
//! half is `themes/default/assets/search.js`; `docs/search.md` describes the files, whose layout is [`FORMAT`].
//!
//! 1. `documents` lists what can be found, in one order for all languages.
//! 2. `describe` says with which words each document is found, and how much each says about it.
//! 3. `terms` turns that into shards of folded words with their documents.
//! 4. `records` writes what the results show: titles, texts, columns, orders.
//!
//! The two Serbian locales share the terms; columns and amounts are shared by all. A name says what the file is and,
//! in a hash, what is in it. Only the root of a locale has a fixed name.

mod describe;
mod documents;
mod encode;
mod records;
mod terms;
mod words;

pub use words::words;

use rayon::prelude::*;
use serde_json::json;

use crate::catalogue::Subject;
use crate::hash;
use crate::language::{Language, Locale};
use crate::route::{self, Site};
use documents::Documents;
use records::{Columns, Records};
use terms::Terms;

/// The version of the layout. It changes whenever a browser that has the old script could not read the new files.
pub const FORMAT: u32 = 1;

/// How many hexadecimal digits of its hash a file's name carries.
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

/// A file of the index whose name is known only when its bytes are.
struct Part {
    name: String,
    hash: String,
    text: String,
}

impl Part {
    fn new(name: impl Into<String>, text: String) -> Self {
        Part { name: name.into(), hash: hash::hex(text.as_bytes(), HASH_DIGITS), text }
    }

    fn file(self, of: &str) -> File {
        let path = route::search_path(of, &format!("{}.{}.txt", self.name, self.hash));
        File { path, bytes: self.text.into_bytes() }
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
    let terms: Vec<(Language, Terms)> = languages
        .into_par_iter()
        .map(|language| (language, Terms::new(&describe::inverted(site, &documents, language))))
        .collect();
    let records: Vec<(Locale, Records)> = site
        .locales()
        .to_vec()
        .into_par_iter()
        .map(|locale| (locale, Records::new(site, &documents, locale)))
        .collect();
    let mut files = Vec::new();
    for (locale, records) in records {
        for (language, terms) in &terms {
            if locale.language() == *language {
                files.push(root(site, &documents, locale, terms, &records, &columns));
            }
        }
        files.extend(records.into_parts().map(|part| part.file(locale.tag())));
    }
    for (language, terms) in terms {
        files.extend(terms.into_parts().map(|part| part.file(language.code())));
    }
    files.extend(columns.into_parts().map(|part| part.file(SHARED)));
    files
}

/// What a browser reads first: which file holds what.
fn root(
    site: &Site,
    documents: &Documents,
    locale: Locale,
    terms: &Terms,
    records: &Records,
    columns: &Columns,
) -> File {
    let folder = |list| site.folder(list, locale);
    let root = json!({
        "format": FORMAT,
        "language": locale.language().code(),
        "activities": documents.activity_counts(),
        "kinds": documents.kinds().map(|(kind, count, list)| json!([kind, count, folder(list)])).collect::<Vec<_>>(),
        "projects": folder(Subject::Projects),
        "terms": named_hashes(&terms.shards),
        "short": named_hashes(&terms.short),
        "step": [records::TITLES, records.text_step, records.name_step],
        "titles": hashes(&records.titles),
        "texts": hashes(&records.texts),
        "names": hashes(&records.names),
        "about": records.about.hash,
        "spelling": records.spelling.hash,
        "byName": records.by_name.hash,
        "columns": columns.columns.hash,
        "byAmount": columns.by_amount.hash,
    });
    File { path: route::search_root_path(locale), bytes: root.to_string().into_bytes() }
}

/// The first word, without its sort, and the hash of each file.
fn named_hashes(parts: &[Part]) -> String {
    let entries: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", part.name.split_once('-').map_or("", |(_, prefix)| prefix), part.hash))
        .collect();
    entries.join(" ")
}

/// The hashes of files that are counted.
fn hashes(parts: &[Part]) -> String {
    parts.iter().map(|part| part.hash.as_str()).collect()
}
