//! Problems for programs, as `docs/formats.md` and `schemas/problems.schema.json` describe them.

use serde::Serialize;

use super::{Region, name};
use crate::problem::{Place, Problem, Problems, Severity};
use crate::read::{Lines, Source};

/// A number that changes when a program that reads the document must change.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    counts: Counts,
    problems: Vec<Record<'a>>,
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
    message: &'a str,
    label: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Location<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

/// All problems as one document.
///
/// # Errors
/// None that content could bring about: the document is plain data.
pub fn json(problems: &Problems, source: &Source) -> Result<String, serde_json::Error> {
    let lines = &Lines::new(source);
    let document = Document {
        format: FORMAT,
        counts: Counts {
            files: source.files().len(),
            errors: problems.count(Severity::Error),
            warnings: problems.count(Severity::Warning),
        },
        problems: problems.iter().map(|problem| record(problem, lines)).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn record<'a>(problem: &'a Problem, lines: &Lines<'_>) -> Record<'a> {
    Record {
        rule: problem.rule.name,
        severity: name(problem.severity),
        place: location(&problem.place, lines),
        message: &problem.message,
        label: Some(&*problem.label).filter(|label| !label.is_empty()),
        help: problem.help.as_deref(),
        related: problem
            .related
            .iter()
            .map(|(place, remark)| Related { place: location(place, lines), message: remark })
            .collect(),
    }
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
