//! Problems as SARIF 2.1.0, the format of code scanning services and editors.

use std::collections::HashMap;

use serde::Serialize;

use super::parts::{Base, MOST_PROBLEMS, MOST_RELATED, Region, first, more, name, sentences};
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::base::visible::{self, MOST_TOLD, shortened};
use crate::content::lint::all_rules;
use crate::content::read::{Lines, Source};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invocations: Vec<Invocation<'a>>,
    column_kind: &'a str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    tool_execution_notifications: [Notification<'a>; 1],
}

#[derive(Serialize)]
struct Notification<'a> {
    level: &'a str,
    message: Text,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message<'a>,
    full_description: Message<'a>,
    help: Message<'a>,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Part,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

/// Formats the problems as a log of one run, with all rules. If there are more than ten thousand, it has the first ones
/// and a notification with the number left out. URIs begin with `base`.
///
/// # Errors
/// When serialisation fails, which no content can cause.
pub fn sarif(problems: &Problems, source: &Source, base: &Base) -> Result<String, serde_json::Error> {
    let lines = &Lines::new(source);
    let indices: HashMap<&str, usize> = all_rules().enumerate().map(|(at, rule)| (rule.name, at)).collect();
    let (first, left) = first(problems, MOST_PROBLEMS);
    let left_out = (left > 0).then(|| Invocation {
        execution_successful: true,
        tool_execution_notifications: [Notification {
            level: "warning",
            message: Text { text: format!("{} left out", more(left)) },
        }],
    });
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: all_rules().map(descriptor).collect(),
                },
            },
            invocations: left_out.into_iter().collect(),
            column_kind: "unicodeCodePoints",
            results: first
                .into_iter()
                .map(|problem| Outcome {
                    rule_index: indices.get(problem.rule.name).copied(),
                    ..outcome(problem, lines, base)
                })
                .collect(),
        }],
    };
    Ok(visible::json(serde_json::to_string_pretty(&log)? + "\n"))
}

fn descriptor(rule: &'static Rule) -> Descriptor<'static> {
    // GitHub requires all three texts.
    Descriptor {
        id: rule.name,
        short_description: Message { text: rule.sentence },
        full_description: Message { text: rule.sentence },
        help: Message { text: rule.sentence },
        default_configuration: Configuration { level: name(rule.severity) },
    }
}

fn outcome<'a>(problem: &'a Problem, lines: &Lines<'_>, base: &Base) -> Outcome<'a> {
    Outcome {
        rule_id: problem.rule.name,
        rule_index: None,
        level: name(problem.severity),
        message: Text { text: sentences(problem).join("\n") },
        locations: [location(&problem.place, &problem.label, lines, base)],
        related_locations: problem
            .related
            .iter()
            .take(MOST_RELATED)
            .map(|(place, remark)| location(place, remark, lines, base))
            .collect(),
    }
}

fn location(place: &Place, remark: &str, lines: &Lines<'_>, base: &Base) -> Location {
    let region = match Region::of(place, lines) {
        Some(Region { line, column, end_line, end_column }) => Part {
            start_line: line,
            start_column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
        },
        // SARIF has no region for a whole file, but GitHub requires a line.
        None => Part { start_line: 1, start_column: None, end_line: None, end_column: None },
    };
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: base.uri(&place.file) },
            region,
        },
        message: Some(Text { text: shortened(remark, MOST_TOLD).into_owned() })
            .filter(|message| !message.text.is_empty()),
    }
}
