//! Finds paragraphs that are twice in one text.

use std::collections::HashMap;

use super::content::{MOST_IN_ONE_TEXT, Part, span_of};
use super::{CheckPart, Lint, always};
use crate::base::problem::{Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&REPEATED_PARAGRAPH, repeated_paragraphs)];

pub(super) static REPEATED_PARAGRAPH: Rule = Rule::warning(
    "repeated-paragraph",
    "No paragraph or list item of eight words or more is in a text twice.",
);

/// The fewest words of a paragraph that nobody writes twice on purpose.
const FEWEST: usize = 8;

/// Reports paragraphs that stand in the same text before.
fn repeated_paragraphs(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        let body = text.body();
        let mut seen = HashMap::new();
        let mut told = 0;
        for span in text.survey.blocks().map(span_of) {
            let written = &body[span.clone()];
            // Cells of a table may repeat each other.
            let is_cell = || {
                let line = body[..span.start].rsplit('\n').next().unwrap_or_default();
                line.trim_start().starts_with('|')
            };
            if written.split_whitespace().nth(FEWEST - 1).is_none() || told == MOST_IN_ONE_TEXT || is_cell() {
                continue;
            }
            let Some(first) = seen.insert(written, span.clone()) else { continue };
            told += 1;
            let first_line = |span: &std::ops::Range<usize>| {
                let line = body[span.clone()].lines().next().unwrap_or_default();
                text.place(&(span.start..span.start + line.len()))
            };
            problems.push(
                Problem::new(&REPEATED_PARAGRAPH, first_line(&span), "this paragraph is twice in the text")
                    .label("second time")
                    .related(first_line(&first), "first time")
                    .help("delete one of the two"),
            );
        }
    });
}
