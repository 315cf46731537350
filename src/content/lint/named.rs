//! Compares the municipalities that the two languages of a text name, and those that texts name with the activities.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::content::{Paragraph, Part, Text};
use super::{CheckPart, Lint, always};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::shorten;

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&NAMED_PLACE, named_places)];

static NAMED_PLACE: Rule = Rule::warning(
    "named-place",
    "No municipality that only one language of a text names stands where the other language names another one.",
);

/// The municipalities that a text names, each where it first stands.
type Named = BTreeMap<Arc<str>, Place>;

/// Reports a municipality that only one language names, if the other one names another one instead.
fn named_places(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let words = &phrase.words.value;
        if let Some((sr, en)) = words.sr.as_ref().zip(words.en.as_ref()) {
            compare(&of_value(part, sr), &of_value(part, en), problems);
        }
    }
    let Some((sr, en)) = part.folder.as_ref().and_then(|folder| folder.both_texts()) else { return };
    let fronts = |text: &Text<'_>| -> Named {
        let front = text.record.front.title.iter().chain(&text.record.front.summary);
        front.flat_map(|value| of_value(part, value)).collect()
    };
    compare(&fronts(sr), &fronts(en), problems);
    compare(&of_body(part, sr), &of_body(part, en), problems);
}

fn of_value(part: &Part<'_>, value: &Placed<String>) -> Named {
    let found = part.known.places.find(&value.value).into_iter();
    found.map(|(span, id)| (Arc::clone(id), part.place_in(value, &span))).collect()
}

fn of_body(part: &Part<'_>, text: &Text<'_>) -> Named {
    let mut found = Named::new();
    for Paragraph { plain, names } in text.paragraphs(part.known.places) {
        for (span, id) in names {
            found.entry(Arc::clone(id)).or_insert_with(|| text.place(&plain.written(span)));
        }
    }
    found
}

fn compare(sr: &Named, en: &Named, problems: &mut Problems) {
    let only = |one: &Named, other: &Named| -> Vec<(Arc<str>, Place)> {
        let found = one.iter().filter(|(id, _)| !other.contains_key(*id));
        found.map(|(id, place)| (Arc::clone(id), place.clone())).collect()
    };
    if let ([(serbian, place)], [(english, other)]) = (&only(sr, en)[..], &only(en, sr)[..]) {
        let (serbian, english) = (shorten(serbian), shorten(english));
        let message = format!("the Serbian text names `{serbian}`, and the English one `{english}`");
        problems.push(
            Problem::new(&NAMED_PLACE, place.clone(), message)
                .related(other.clone(), "the English text")
                .help("name the same municipality in both"),
        );
    }
}
