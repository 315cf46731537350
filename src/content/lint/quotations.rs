//! Finds quotations that begin and do not end.

use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part};
use super::{CheckPart, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] =
    &[always(&OPEN_QUOTATION, open_quotations), always(&OPEN_BRACKET, open_brackets)];

static OPEN_QUOTATION: Rule =
    Rule::warning("open-quotation", "Every quotation that begins in a paragraph or short text ends in it.");

static OPEN_BRACKET: Rule = Rule::warning(
    "open-bracket",
    "Every round bracket that opens in a paragraph or short text closes in it.",
);

/// Reports round brackets that open and do not close.
fn open_brackets(part: &Part<'_>, problems: &mut Problems) {
    let open = |place: Place| {
        Problem::new(&OPEN_BRACKET, place, "this bracket opens and does not close")
            .help("write `)` where the remark ends, or remove the bracket")
    };
    for short in part.each_short() {
        let found = open_bracket([(0, short.value.value.as_str())]);
        found.into_iter().for_each(|span| problems.push(open(part.place_in(short.value, &span))));
    }
    part.each_text(|text| {
        for value in text.record.front.title.iter().chain(&text.record.front.summary) {
            let found = open_bracket([(0, value.value.as_str())]);
            found.into_iter().for_each(|span| problems.push(open(part.place_in(value, &span))));
        }
        let found = text.survey.blocks().filter_map(|block| {
            open_bracket(block.iter().map(|words| (words.start, &text.body()[words.clone()])))
        });
        found.take(MOST_IN_ONE_TEXT).for_each(|span| problems.push(open(text.place(&span))));
    });
}

/// Returns the bytes of a bracket that opens and does not close. One in a face made of signs does not open
/// any, and one behind a square bracket belongs to a broken link, which is reported as such.
fn open_bracket<'a>(stretches: impl IntoIterator<Item = (usize, &'a str)>) -> Option<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    for (start, text) in stretches {
        for (at, sign) in text.match_indices(['(', ')']) {
            let is_face = text[..at].ends_with([':', ';', '-', '=', ']']) || open.len() > 100;
            match sign {
                "(" if !is_face => open.push(start + at),
                ")" => _ = open.pop(),
                _ => {}
            }
        }
    }
    open.first().map(|at| *at..at + 1)
}

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
