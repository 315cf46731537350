//! Finds quotations that begin and do not end.

use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part};
use super::{CheckPart, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&OPEN_QUOTATION, open_quotations)];

static OPEN_QUOTATION: Rule =
    Rule::warning("open-quotation", "Every quotation that begins in a paragraph or short text ends in it.");

/// Reports marks of quotations in print that have no partner in their paragraph or short text.
fn open_quotations(part: &Part<'_>, problems: &mut Problems) {
    for short in part.each_short() {
        let text = &short.value.value;
        if let Some(span) = open_quotation([(0, text.as_str())], short.language) {
            problems.push(open(part.place_in(short.value, &span), short.language));
        }
    }
    for language in Language::ALL {
        let Some(text) = part.folder.as_ref().and_then(|folder| folder.texts[language].as_ref()) else {
            continue;
        };
        let front = [&text.record.front.title, &text.record.front.summary];
        for value in front.into_iter().flatten() {
            if let Some(span) = open_quotation([(0, value.value.as_str())], language) {
                problems.push(open(part.place_in(value, &span), language));
            }
        }
        let found = text.survey.blocks().filter_map(|block| {
            let stretches = block.iter().map(|words| (words.start, &text.body()[words.clone()]));
            open_quotation(stretches, language)
        });
        found.take(MOST_IN_ONE_TEXT).for_each(|span| problems.push(open(text.place(&span), language)));
    }
}

/// Returns the bytes of a mark that begins a quotation which does not end. A straight mark ends one too.
fn open_quotation<'a>(
    stretches: impl IntoIterator<Item = (usize, &'a str)>,
    language: Language,
) -> Option<Range<usize>> {
    let mut begun = None;
    for (start, text) in stretches {
        if text.is_ascii() && begun.is_none() {
            continue;
        }
        for (at, c) in text.char_indices() {
            let begins = match language {
                Language::Sr => c == '„',
                Language::En => c == '“',
            };
            if begins {
                begun = Some(start + at..start + at + c.len_utf8());
            } else if matches!(c, '“' | '”' | '"') {
                begun = None;
            }
        }
    }
    begun
}

fn open(place: Place, language: Language) -> Problem {
    let (first, last) = language.quotes().double;
    Problem::new(&OPEN_QUOTATION, place, "this quotation begins and does not end")
        .help(format!("write `{last}` behind its last word, or remove the `{first}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_end_in_their_paragraph() {
        let is_open = |text: &str, language| open_quotation([(0, text)], language).is_some();
        for (text, language, expected) in [
            ("Savetovalište „RoMala. Vodi ga udruženje.", Language::Sr, true),
            ("Savetovalište „RoMala“ i „Dom”.", Language::Sr, false),
            ("Savetovalište „RoMala\" i dom.", Language::Sr, false),
            ("Klub “Dom”", Language::Sr, false),
            ("The “Home. It is new.", Language::En, true),
            ("The “Home” is new.", Language::En, false),
        ] {
            assert_eq!(is_open(text, language), expected, "{text}");
        }
    }
}
