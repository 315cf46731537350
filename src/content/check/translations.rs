//! Checks that confirmed translations belong to entries that exist, each once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::id::Kind;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{Records, WordsDigest, shorten};
use crate::content::references::EntryId;

const HELP: &str = "remove this item, or write the id that the entry has now";

pub(super) fn check(records: &Records, problems: &mut Problems) {
    let Some(confirmed) = records.translations.as_ref().and_then(|record| record.confirmed.as_ref()) else {
        return;
    };
    let entries = records.entries();
    let entries: BTreeSet<(Kind, &str)> = entries.iter().map(|entry| (entry.kind, &*entry.id)).collect();
    let mut seen: BTreeMap<_, &Place> = BTreeMap::new();
    for record in confirmed {
        if let Some(digest) =
            record.counterpart.as_ref().filter(|digest| !WordsDigest::is_valid(&digest.value))
        {
            let message = format!("`{}` is not the digest of a text", shorten(&digest.value));
            problems.push(
                Problem::new(&rules::WRONG_VALUE, digest.place.clone(), message).help(WordsDigest::HELP),
            );
        }
        let Some(text) = &record.text else { continue };
        let is_known = |entry: EntryId| entries.contains(&(entry.kind, &*entry.id));
        if !text.value.parse().is_ok_and(is_known) {
            let message = format!("there is no entry `{}`", shorten(&text.value));
            problems.push(Problem::new(&rules::UNKNOWN_REFERENCE, text.place.clone(), message).help(HELP));
        } else if let Some(first) = seen.insert((&text.value, record.language), &text.place) {
            let message = format!("the same text of `{}` is confirmed twice", shorten(&text.value));
            problems.push(
                Problem::new(&rules::REPEATED_REFERENCE, text.place.clone(), message)
                    .related(first.clone(), "first time")
                    .help("keep one of the two"),
            );
        }
    }
}
