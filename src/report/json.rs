//! Problems as JSON, in the format of `docs/formats.md` and `schemas/problems.schema.json`.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::{MOST_PROBLEMS, MOST_RELATED, Region, first, name};
use crate::base::problem::{Place, Problem, Problems, Severity};
use crate::base::visible::{self, MOST_TOLD, shortened};
use crate::content::read::{Lines, Source};

/// The version of the format. It changes when programs that read it must change.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    counts: Counts,
    problems: Vec<Record<'a>>,
    /// The number of problems that are not listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<usize>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Record<'a> {
    rule: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    place: Location<'a>,
    message: Cow<'a, str>,
    label: Option<Cow<'a, str>>,
    help: Option<Cow<'a, str>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Location<'a>,
    message: Cow<'a, str>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

/// Formats the problems as one document. If there are more than ten thousand, it has the first ones and the number left
/// out.
///
/// # Errors
/// When serialisation fails, which no content can cause.
pub fn json(problems: &Problems, source: &Source) -> Result<String, serde_json::Error> {
    let lines = &Lines::new(source);
    let (first, left) = first(problems, MOST_PROBLEMS);
    let document = Document {
        format: FORMAT,
        counts: Counts {
            files: source.files().len(),
            errors: problems.count(Severity::Error),
            warnings: problems.count(Severity::Warning),
        },
        problems: first.into_iter().map(|problem| record(problem, lines)).collect(),
        left_out: Some(left).filter(|left| *left > 0),
    };
    Ok(visible::json(serde_json::to_string_pretty(&document)? + "\n"))
}

fn record<'a>(problem: &'a Problem, lines: &Lines<'_>) -> Record<'a> {
    Record {
        rule: problem.rule.name,
        severity: name(problem.severity),
        place: location(&problem.place, lines),
        message: bounded(&problem.message),
        label: Some(&*problem.label).filter(|label| !label.is_empty()).map(bounded),
        help: problem.help.as_deref().map(bounded),
        related: problem
            .related
            .iter()
            .take(MOST_RELATED)
            .map(|(place, remark)| Related { place: location(place, lines), message: bounded(remark) })
            .collect(),
    }
}

fn bounded(text: &str) -> Cow<'_, str> {
    shortened(text, MOST_TOLD)
}

fn location<'a>(place: &'a Place, lines: &Lines<'_>) -> Location<'a> {
    let region = Region::of(place, lines);
    Location {
        file: &place.file,
        line: region.map(|region| region.line),
        column: region.map(|region| region.column),
        end_line: region.map(|region| region.end_line),
        end_column: region.map(|region| region.end_column),
    }
}
