//! Problems for GitHub Actions: workflow commands, which become annotations, and a Markdown job summary.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{Base, MOST_PROBLEMS, MOST_RELATED, Region, first, more, name, sentences, totals};
use crate::base::problem::{Problem, Problems};
use crate::base::visible::{self, MOST_TOLD, escaped, shortened};
use crate::content::read::{Lines, Source};

/// The maximum size of a summary, in bytes. GitHub rejects more than 1 MiB per step, and other tools may add to it.
const LONGEST_SUMMARY: usize = 512 * 1024;

/// Formats a workflow command for each problem, and a line of totals. GitHub shows only the first ten errors and the
/// first ten warnings of a step, so problems in `changed` files come first.
pub fn commands(problems: &Problems, source: &Source, base: &Base, changed: &BTreeSet<String>) -> String {
    let lines = &Lines::new(source);
    let (shown, left) = first(problems, MOST_PROBLEMS);
    let (first, rest): (Vec<&Problem>, Vec<&Problem>) =
        shown.into_iter().partition(|problem| changed.contains(&*problem.place.file));
    let mut report = String::new();
    for problem in first.into_iter().chain(rest) {
        report.push_str(&command(problem, lines, base));
        report.push('\n');
    }
    if left > 0 {
        report.push_str(&format!("::notice::{} left out\n", more(left)));
    }
    report.push_str(&totals(problems));
    report.push('\n');
    report
}

/// Formats `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=rule::message`.
fn command(problem: &Problem, lines: &Lines<'_>, base: &Base) -> String {
    let mut properties = vec![format!("file={}", property(&base.path(&problem.place.file)))];
    if let Some(Region { line, column, end_line, end_column }) = Region::of(&problem.place, lines) {
        properties.push(format!("line={line},endLine={end_line}"));
        // GitHub accepts columns only within one line.
        if line == end_line {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    }
    properties.push(format!("title={}", property(problem.rule.name)));
    let mut text = sentences(problem);
    text.extend(problem.related.iter().take(MOST_RELATED).map(|(place, remark)| {
        let line = Region::of(place, lines).map_or_else(String::new, |region| format!(":{}", region.line));
        format!("{}{line}: {}", base.path(&place.file), shortened(remark, MOST_TOLD))
    }));
    format!("::{} {}::{}", name(problem.severity), properties.join(","), data(&text.join("\n")))
}

/// Escapes the text after the second `::`, as the documentation of workflow commands requires.
fn data(text: &str) -> String {
    // GitHub interprets `##[` anywhere in a line.
    let text = escaped(text).replace("##[", "#\\u{23}[");
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Formats the report as Markdown, with a table for each file, `changed` files first. Problems beyond the size limit
/// are only counted.
pub fn summary(problems: &Problems, source: &Source, base: &Base, changed: &BTreeSet<String>) -> String {
    let lines = &Lines::new(source);
    let mut report = format!("## Content of the catalogue: {}\n", totals(problems));
    let mut files: BTreeMap<(bool, &str), Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        let file = &*problem.place.file;
        files.entry((!changed.contains(file), file)).or_default().push(problem);
    }
    let mut left_out = 0;
    for ((_, file), problems) in files {
        let mut head = format!("\n### {}\n\n", markdown(&base.path(file)));
        head.push_str("| line | rule | what is wrong | what to do |\n|---:|---|---|---|\n");
        for problem in problems {
            let row = row(problem, lines);
            if left_out > 0 || report.len() + head.len() + row.len() > LONGEST_SUMMARY {
                left_out += 1;
            } else {
                report.push_str(&std::mem::take(&mut head));
                report.push_str(&row);
            }
        }
    }
    if left_out > 0 {
        report.push_str(&format!("\n{left_out} more are not shown; `katalog check` reports all of them.\n"));
    }
    report
}

fn row(problem: &Problem, lines: &Lines<'_>) -> String {
    let line = Region::of(&problem.place, lines).map_or_else(String::new, |region| region.line.to_string());
    format!(
        "| {line} | {}: `{}` | {} | {} |\n",
        name(problem.severity),
        problem.rule.name,
        markdown(&problem.message),
        problem.help.as_deref().map(markdown).unwrap_or_default()
    )
}

/// Formats text for a table cell: code in backticks stays code, and all other markup is escaped.
fn markdown(text: &str) -> String {
    let text = visible::brief(text);
    let pieces: Vec<&str> = text.split('`').collect();
    // Markdown has no empty inline code.
    let has_code = pieces.len() % 2 == 1 && !pieces.iter().skip(1).step_by(2).any(|code| code.is_empty());
    let mut cell = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let is_code = has_code && at % 2 == 1;
        if at > 0 {
            cell.push_str(if has_code { "`" } else { "\\`" });
        }
        for c in piece.chars() {
            match c {
                '\r' | '\n' => cell.push(' '),
                '|' => cell.push_str("\\|"),
                _ if !is_code && c.is_ascii_punctuation() && !".,;:'\"()/-=?%".contains(c) => {
                    cell.extend(['\\', c])
                }
                _ => cell.push(c),
            }
        }
    }
    cell
}
