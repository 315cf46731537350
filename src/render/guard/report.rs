//! Turns Tera's reports about templates with checks into reports about the templates as they are written.

use super::{COPIED, FILTERED, JOINED, LOOPED, STEP, WRITTEN};

/// Turns Tera's report about templates with checks into one about the original templates. The two functions return a
/// line of each.
pub(in crate::render) fn without_checks<'a>(
    report: &str,
    guarded: impl Fn(&str, usize) -> Option<&'a str>,
    written: impl Fn(&str, usize) -> Option<&'a str>,
) -> String {
    let mut lines = Vec::new();
    let mut quoted: Option<(usize, &str, &str)> = None;
    for line in report.lines() {
        if let Some((before, name, number, column)) = place(line)
            && let (Some(guarded), Some(written)) = (guarded(name, number), written(name, number))
        {
            lines.push(format!("{before}{name}:{number}:{}", column_of(guarded, written, column - 1) + 1));
            quoted = Some((number, guarded, written));
            continue;
        }
        let Some((number, guarded, written)) = quoted else {
            lines.push(line.to_owned());
            continue;
        };
        if line.starts_with(&format!("{number} | ")) {
            lines.push(format!("{number} | {written}"));
        } else if let Some((margin, carets)) = line.split_once("| ")
            && carets.trim_start().starts_with('^')
        {
            let start = carets.chars().take_while(|c| *c != '^').count();
            let end = start + carets.chars().filter(|c| *c == '^').count();
            let (start, end) = (column_of(guarded, written, start), column_of(guarded, written, end));
            let carets = "^".repeat(end.saturating_sub(start).max(1));
            lines.push(format!("{margin}| {}{carets}", " ".repeat(start)));
            quoted = None;
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

/// Splits a line such as `--> home.html:3:5` into the text before the name, the name, the line and the column.
pub(super) fn place(line: &str) -> Option<(&str, &str, usize, usize)> {
    if !line.trim_start().starts_with("--> ") && !line.starts_with("note: ") {
        return None;
    }
    let (rest, column) = line.rsplit_once(':')?;
    let (rest, number) = rest.rsplit_once(':')?;
    let (before, name) = rest.split_at(rest.rfind(' ')? + 1);
    Some((before, name, number.parse().ok()?, column.parse().ok().filter(|column| *column > 0)?))
}

/// Returns the column in the original line, given one in the line with checks.
fn column_of(guarded: &str, written: &str, column: usize) -> usize {
    let guarded: Vec<char> = guarded.chars().collect();
    let written: Vec<char> = written.chars().collect();
    let begins = |at: usize, text: &str| {
        text.chars().enumerate().all(|(offset, c)| guarded.get(at + offset) == Some(&c))
    };
    let (mut at, mut found) = (0, 0);
    while at < column.min(guarded.len()) {
        let filter = [WRITTEN, JOINED, FILTERED, COPIED, LOOPED]
            .into_iter()
            .any(|name| begins(at, &format!(" | {name}(")));
        let is_step = begins(at, &format!("{{% if {STEP}(")) || begins(at, &format!("{{%- if {STEP}("));
        if filter {
            at += guarded[at..].iter().position(|c| *c == ')').map_or(1, |end| end + 2);
        } else if is_step {
            let is_end = |pair: &[char]| pair == ['%', '}'];
            let first = guarded[at..].windows(2).position(is_end).map_or(1, |end| end + 2);
            let rest = guarded.get(at + first..).unwrap_or_default();
            at += first + rest.windows(2).position(is_end).map_or(0, |end| end + 2);
        } else {
            found += usize::from(written.get(found) == guarded.get(at));
            at += 1;
        }
    }
    found.min(written.len())
}
