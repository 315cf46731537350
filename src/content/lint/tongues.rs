//! Finds texts that are in another language than their place says.

use std::ops::Range;

use super::content::{Folder, MOST_IN_ONE_TEXT, Part, Phrase, Short, Text};
use super::{CheckPart, Lint, always};
use crate::base::form::is_alike;
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::text::guess::{Guess, is_cyrillic};
use crate::text::language::fold;

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&WRONG_LANGUAGE, wrong_languages)];

/// Words of names of organisations that are Serbian and not English, folded.
const SERBIAN_NAMES: &[&str] = &[
    "banka",
    "biblioteka",
    "bolnica",
    "centar",
    "dece",
    "deca",
    "dom",
    "drustvo",
    "fond",
    "fondacija",
    "grad",
    "gradska",
    "hrane",
    "kancelarija",
    "krst",
    "mladih",
    "mreza",
    "muzej",
    "narodna",
    "odbor",
    "opsta",
    "opstina",
    "opstinska",
    "organizacija",
    "osnovna",
    "podrska",
    "pomoc",
    "rad",
    "savez",
    "skola",
    "sluzba",
    "srednja",
    "udruzenje",
    "uprava",
    "ustanova",
    "zavod",
    "zdravlja",
    "zena",
];

/// Words of names of organisations that are English and not Serbian, folded.
const ENGLISH_NAMES: &[&str] = &[
    "association",
    "authority",
    "bank",
    "care",
    "center",
    "centre",
    "children",
    "city",
    "committee",
    "council",
    "cross",
    "department",
    "development",
    "food",
    "foundation",
    "fund",
    "health",
    "hospital",
    "institute",
    "institution",
    "library",
    "ministry",
    "municipality",
    "museum",
    "network",
    "office",
    "organisation",
    "organization",
    "primary",
    "rights",
    "school",
    "secondary",
    "service",
    "services",
    "society",
    "support",
    "union",
    "welfare",
    "women",
    "youth",
];

pub(super) static WRONG_LANGUAGE: Rule = Rule::warning(
    "wrong-language",
    "Every text is in the language of its file or key, and English texts are in Latin script.",
);

/// Reports each text that is in the other language, once.
fn wrong_languages(part: &Part<'_>, problems: &mut Problems) {
    // The rule `same-text` reports texts that are not translated.
    for phrase in part.phrases.iter().filter(|phrase| !is_untranslated(phrase)) {
        let are_swapped = are_swapped(phrase) || (phrase.is_name && are_swapped_names(phrase));
        for short in phrase.each() {
            let is_other = are_swapped || (!phrase.is_name && guess(&short).is_other_than(short.language));
            if is_other {
                problems.push(in_other_language(short.value.place.clone(), short.language, true));
            } else if let Some(word) = cyrillic_of(short.language, &short.value.value) {
                problems.push(in_cyrillic(part.place_in(short.value, &word)));
            }
        }
    }
    let both = part.folder.as_ref().and_then(Folder::both_texts);
    if both.is_some_and(|(sr, en)| is_alike(sr.body().trim(), en.body().trim())) {
        return;
    }
    for language in Language::ALL {
        let text = part.folder.as_ref().and_then(|folder| folder.texts[language].as_ref());
        if let Some(text) = text {
            let blocks = text.survey.blocks().count();
            match text.strangers.len() {
                // Most of the text is: the first paragraph tells.
                many if many * 2 > blocks => problems.push(stranger(text, &text.strangers[0], language)),
                0 => of_text(part, text, language).into_iter().for_each(|problem| problems.push(problem)),
                _ => text
                    .strangers
                    .iter()
                    .take(MOST_IN_ONE_TEXT)
                    .for_each(|span| problems.push(stranger(text, span, language))),
            }
        }
    }
}

/// Returns whether the texts of a phrase are the same in both languages.
fn is_untranslated(phrase: &Phrase<'_>) -> bool {
    let words = &phrase.words.value;
    words
        .sr
        .as_ref()
        .zip(words.en.as_ref())
        .is_some_and(|(sr, en)| is_alike(sr.value.trim(), en.value.trim()))
}

/// Returns the problem of a paragraph that is in the other language.
fn stranger(text: &Text<'_>, span: &Range<usize>, language: Language) -> Problem {
    let lines = text.body()[span.clone()].lines().next().unwrap_or_default();
    in_other_language(text.place(&(span.start..span.start + lines.len())), language, false)
}

/// The first problem of the title or summary of a text, or of a word of its Markdown.
fn of_text(part: &Part<'_>, text: &Text<'_>, language: Language) -> Option<Problem> {
    let front = &text.record.front;
    let is_place = part.folder.as_ref().is_some_and(|folder| folder.is_place);
    let title = front.title.as_ref().filter(|_| !is_place);
    for value in title.into_iter().chain(&front.summary) {
        if Guess::of(&value.value).is_other_than(language) {
            return Some(in_other_language(value.place.clone(), language, false));
        }
    }
    if language == Language::Sr {
        return None;
    }
    let in_front: Option<(&Placed<String>, Range<usize>)> = front
        .title
        .iter()
        .chain(&front.summary)
        .find_map(|value| Some((value, cyrillic_of(language, &value.value)?)));
    if let Some((value, word)) = in_front {
        return Some(in_cyrillic(part.place_in(value, &word)));
    }
    text.survey.blocks().find_map(|block| cyrillic_in(text, block)).map(|word| in_cyrillic(text.place(&word)))
}

/// Returns whether each text of a pair has words of the language of the other one, and none of its own.
fn are_swapped(phrase: &Phrase<'_>) -> bool {
    phrase.words.value.sr.is_some()
        && phrase.words.value.en.is_some()
        && phrase.each().all(|short| guess(&short).may_be_other_than(short.language))
}

/// Returns whether each of two names has common words of names in the language of the other one, and none of its own.
fn are_swapped_names(phrase: &Phrase<'_>) -> bool {
    let has = |text: &str, list: &[&str]| {
        let mut found = false;
        Guess::default().read(text, |word| found |= list.contains(&fold(&text[word]).as_str()));
        found
    };
    let Some((sr, en)) = phrase.words.value.sr.as_ref().zip(phrase.words.value.en.as_ref()) else {
        return false;
    };
    let (sr, en) = (sr.value.as_str(), en.value.as_str());
    // English names are in Latin script, so a Serbian one in Cyrillic is not swapped.
    has(sr, ENGLISH_NAMES) && has(en, SERBIAN_NAMES) && !has(sr, SERBIAN_NAMES) && !has(en, ENGLISH_NAMES)
}

fn guess(short: &Short<'_>) -> Guess {
    let Some(survey) = short.survey else { return Guess::of(&short.value.value) };
    let mut guess = Guess::default();
    survey.words.iter().for_each(|words| guess.read(&short.value.value[words.clone()], |_| {}));
    guess
}

/// The first word of an English text that is in Cyrillic.
fn cyrillic_of(language: Language, text: &str) -> Option<Range<usize>> {
    let mut found = None;
    if language == Language::En && !text.is_ascii() {
        Guess::default().read(text, |word| {
            if found.is_none() && is_cyrillic(&text[word.clone()]) {
                found = Some(word);
            }
        });
    }
    found
}

/// The first word of a paragraph that is in Cyrillic.
fn cyrillic_in(text: &Text<'_>, block: &[Range<usize>]) -> Option<Range<usize>> {
    if block.iter().all(|words| text.body()[words.clone()].is_ascii()) {
        return None;
    }
    let mut found = None;
    let mut guess = Guess::default();
    for words in block {
        let stretch = &text.body()[words.clone()];
        guess.read(stretch, |word| {
            if found.is_none() && is_cyrillic(&stretch[word.clone()]) {
                found = Some(words.start + word.start..words.start + word.end);
            }
        });
    }
    found
}

fn in_other_language(place: Place, language: Language, is_short: bool) -> Problem {
    let (name, other) = (language.english_name(), language.other().english_name());
    let (own_key, other_key) = match (is_short, language) {
        (true, Language::Sr) => ("sr:", "en:"),
        (true, Language::En) => ("en:", "sr:"),
        (false, Language::Sr) => ("sr.md", "en.md"),
        (false, Language::En) => ("en.md", "sr.md"),
    };
    let message = format!("this seems to be {other}, but stands where readers expect {name}");
    Problem::new(&WRONG_LANGUAGE, place, message).help(format!(
        "write it in {name}; if the two languages were swapped, move the {name} text to `{own_key}` and the {other} one to `{other_key}`; put a foreign name in quotation marks"
    ))
}

fn in_cyrillic(place: Place) -> Problem {
    Problem::new(&WRONG_LANGUAGE, place, "this word of an English text is in Cyrillic script").help(
        "write it in English or in Latin letters; put a name that must stay in Cyrillic in quotation marks",
    )
}
