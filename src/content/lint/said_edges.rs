//! Finds out whether a text says that its programme or project began or ended on a date.

use crate::base::language::Language;
use crate::text::language::fold;

/// One of the two ends of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

/// The longest part of a sentence that is read before a date, in bytes.
const LONGEST: usize = 200;

/// The most words between the programme and its verb.
const MOST_BEFORE_VERB: usize = 6;

/// The most words between the verb and the date.
const MOST_BEHIND_VERB: usize = 5;

/// The words that make another thing than the whole programme begin or end.
const PARTS: [&str; 24] = [
    "phase",
    "stage",
    "part",
    "half",
    "call",
    "training",
    "work",
    "year",
    "round",
    "component",
    "activities",
    "activity",
    "first",
    "second",
    "faz",
    "etap",
    "deo",
    "delov",
    "poziv",
    "konkurs",
    "obuk",
    "rad",
    "aktivnost",
    "polovin",
];

/// Returns which end of the whole programme or project a text names with the date that follows these words.
pub(super) fn edge(before: &str, language: Language) -> Option<Edge> {
    let sentence = fold(last_sentence(before));
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let is_subject = |word: &&str| match language {
        Language::En => matches!(*word, "programme" | "program" | "project"),
        Language::Sr => matches!(*word, "program" | "projekat"),
    };
    let subject = words.iter().rposition(is_subject)?;
    let behind = &words[subject + 1..];
    let is_part = |word: &&str| PARTS.iter().any(|part| word.starts_with(part));
    if words.iter().any(is_part) {
        return None;
    }
    let (at, verb) = behind.iter().enumerate().find_map(|(at, word)| Some((at, verb(word, language)?)))?;
    let near = at <= MOST_BEFORE_VERB;
    let last = *words.last()?;
    let between = behind.len() - at - 1;
    match verb {
        Verb::Begin if near && between <= MOST_BEHIND_VERB => Some(Edge::Start),
        Verb::End if near && between <= MOST_BEHIND_VERB => Some(Edge::End),
        Verb::Last if near && between <= 2 * MOST_BEHIND_VERB => match last {
            "from" | "since" | "od" => Some(Edge::Start),
            "to" | "until" | "till" | "do" => Some(Edge::End),
            _ => None,
        },
        _ => None,
    }
}

/// What programmes do.
enum Verb {
    Begin,
    End,
    Last,
}

/// Returns what a folded word says that a programme does.
fn verb(word: &str, language: Language) -> Option<Verb> {
    let is_of = |begins: &[&str]| match language {
        Language::En => begins.contains(&word),
        Language::Sr => begins.iter().any(|stem| word.starts_with(stem)),
    };
    let (begin, end, last): (&[&str], &[&str], &[&str]) = match language {
        Language::En => (
            &["began", "begins", "started", "starts", "launched"],
            &["ended", "ends", "finished", "closed", "concluded", "completed"],
            &["ran", "runs", "lasted", "lasts"],
        ),
        Language::Sr => (
            &["poce", "zapoce", "pokrenut"],
            &["zavrs", "okonc", "zakljucen"],
            &["traj", "sprovod", "sproved"],
        ),
    };
    if is_of(begin) {
        Some(Verb::Begin)
    } else if is_of(end) {
        Some(Verb::End)
    } else {
        is_of(last).then_some(Verb::Last)
    }
}

/// Returns the last sentence of a text, as far as it is read. A full stop before a small letter or a digit ends none.
fn last_sentence(text: &str) -> &str {
    let mut start = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let text = &text[start..];
    let mut ends = text.match_indices(['.', '!', '?', ';', ':']).map(|(at, _)| at + 1);
    let begins_sentence = |at: &usize| {
        let rest = text[*at..].trim_start();
        text[*at..].starts_with(char::is_whitespace) && rest.starts_with(char::is_uppercase)
    };
    ends.rfind(begins_sentence).map_or(text, |at| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_whole_programme_does_counts() {
        for (before, language, expected) in [
            ("The programme ended in ", Language::En, Some(Edge::End)),
            ("It was new. The project, financed by three funds, began on ", Language::En, Some(Edge::Start)),
            ("The programme ran from February 2019 to ", Language::En, Some(Edge::End)),
            ("Program je trajao od februara 2019. do ", Language::Sr, Some(Edge::End)),
            ("Пројекат је завршен у ", Language::Sr, Some(Edge::End)),
            ("Program je završen ", Language::Sr, Some(Edge::End)),
            ("The first phase of the programme ended in ", Language::En, None),
            ("The programme ended. The talks were held in ", Language::En, None),
            ("The call of the project ended in ", Language::En, None),
            ("The programme was presented in ", Language::En, None),
            ("Program je trajao tri godine, a izložba je otvorena u ", Language::Sr, None),
        ] {
            assert_eq!(edge(before, language), expected, "{before}");
        }
    }
}
