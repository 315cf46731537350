//! Brackets that are not closed, or closed twice.

use super::beginnings::value_at;
use super::lines::{Line, closing};
use super::words::known_key;
use super::{Slip, Stop, quote};

/// A ` #` between brackets, behind which everything is lost, even the closing bracket.
pub(super) fn comment(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| {
        let open = open_bracket(line)?;
        let hash = line.text[open..].find(" #").map(|at| open + at)?;
        let behind = &line.text[hash + 2..];
        let closed = behind.find(['}', ']'])?;
        let closing = &behind[closed..closed + 1];
        let start = line.values().into_iter().rfind(|start| *start <= hash)?;
        let text = value_at(line, start);
        let span = line.start + hash + 1..line.start + line.text.trim_end().len();
        let message = format!("` #` begins a comment, so the `{closing}` behind it does not count");
        Some(Slip::new(span, message, format!("the text before it is part of a value: {}", quote(text))))
    })
}

/// A closing bracket without an opening one.
pub(super) fn surplus(stop: &Stop<'_>) -> Option<Slip> {
    let line = stop.lines.last()?;
    let at = stop.at.checked_sub(line.start)?;
    let sign = line.text.get(at..)?.chars().next().filter(|c| matches!(c, ']' | '}'))?;
    if !stop.is_said(&["misplaced bracket", "expected key", "expected '-'", "block"]) {
        return None;
    }
    let is_double = line.text[..at].trim_end().ends_with(sign);
    let what = if is_double { "is one too many" } else { "closes nothing" };
    Some(Slip::new(stop.at..stop.at + 1, format!("this `{sign}` {what}"), "delete it"))
}

/// A bracket that is closed by one of the other kind: `{ total: 13810 ]`.
pub(super) fn mismatched(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| {
        let (at, wanted) = mismatch(line)?;
        let start = line.start + at;
        let (open, written) = (if wanted == '}' { '{' } else { '[' }, &line.text[at..at + 1]);
        let message = format!("this `{written}` closes a `{open}`");
        Some(Slip::new(start..start + 1, message, format!("write `{wanted}`")))
    })
}

/// Returns the byte of the first bracket of a line that closes one of the other kind, and the one that is wanted.
fn mismatch(line: Line<'_>) -> Option<(usize, char)> {
    let mut wanted = Vec::new();
    let mut found = None;
    each_bracket(line, |at, c| match c {
        '{' => wanted.push('}'),
        '[' => wanted.push(']'),
        _ => found = found.or(wanted.pop().filter(|wanted| *wanted != c).map(|wanted| (at, wanted))),
    });
    found
}

/// A text with a colon between brackets, without quotes; or a comma is missing before a key.
pub(super) fn colon(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["expected ',' or"]) {
        return None;
    }
    let line = stop.lines.last()?;
    let at = stop.at.checked_sub(line.start)?;
    // Behind the key of its line, the colon is right: a bracket above is not closed.
    let is_own = line.key().is_some_and(|key| line.column() + key.len() == at);
    if is_own || !line.text.get(at..)?.starts_with(':') {
        return None;
    }
    let start = line.values().into_iter().rfind(|start| *start < at)?;
    let before = &line.text[start..at];
    if before.starts_with(['"', '\'', '{', '[']) {
        return None;
    }
    let word = before.rfind(' ').map_or(start, |space| start + space + 1);
    let key = &line.text[word..at];
    if word > start && known_key(key).is_some() {
        let span = line.start + word..line.start + at;
        let (message, help) = match line.text[..word].trim_end().ends_with(';') {
            true => (
                format!("`;` does not separate `{key}` from what stands before it"),
                "write `,` in its place",
            ),
            false => (format!("a `,` is missing before `{key}`"), "write one before it"),
        };
        return Some(Slip::new(span, message, help));
    }
    let text = value_at(line, start);
    let span = line.start + start..line.start + start + text.len();
    Some(Slip::new(span, "a text with a colon needs quotation marks", quote(text)))
}

/// An opening bracket that nothing closes.
pub(super) fn open(stop: &Stop<'_>) -> Option<Slip> {
    const SAID: [&str; 6] = [
        "unclosed bracket",
        "illegal placement of ':'",
        "expected ',' or",
        "flow",
        "EOF",
        "only valid inside a block",
    ];
    if !stop.is_said(&SAID) {
        return None;
    }
    let last = stop.lines.last()?;
    // A line that opens and closes a bracket wants a comma or quotes; the parser stopped there.
    let is_behind_bracket = last.text.find(['{', '[']).is_some_and(|at| stop.at > last.start + at);
    if stop.is_said(&["expected ',' or"]) && is_behind_bracket && closes_itself(last) {
        return None;
    }
    let mut closed = 0_usize;
    for line in stop.lines.upwards() {
        let (surplus, open) = brackets(line);
        if let Some(at) = open.len().checked_sub(closed + 1).and_then(|at| open.get(at)) {
            let bracket = &line.text[*at..*at + 1];
            let end = if bracket == "{" { " }" } else { "]" };
            let is_all_here = line.start == last.start || line.text[*at + 1..].trim().len() > 1;
            let help = match is_all_here {
                true => format!("write `{end}` at the end of the line"),
                false => format!("write `{end}` behind its last value"),
            };
            let start = line.start + at;
            return Some(Slip::new(start..start + 1, format!("this `{bracket}` is not closed"), help));
        }
        closed = closed.saturating_sub(open.len()) + surplus;
    }
    None
}

fn closes_itself(line: Line<'_>) -> bool {
    let (surplus, open) = brackets(line);
    surplus == 0 && open.is_empty() && line.text.contains(['{', '['])
}

/// Returns the byte of the first bracket of a line that is not closed before a comment.
fn open_bracket(line: Line<'_>) -> Option<usize> {
    brackets(line).1.first().copied()
}

/// Returns how many brackets a line closes that it does not open, and the bytes of those that it opens and does not close.
fn brackets(line: Line<'_>) -> (usize, Vec<usize>) {
    let (mut surplus, mut open) = (0, Vec::new());
    each_bracket(line, |at, c| match c {
        '{' | '[' => open.push(at),
        _ => surplus += usize::from(open.pop().is_none()),
    });
    (surplus, open)
}

/// Calls `look` with the byte of each bracket of a line outside of quoted texts, up to a comment.
fn each_bracket(line: Line<'_>, mut look: impl FnMut(usize, char)) {
    let mut at = line.indent();
    let mut before = ' ';
    while let Some(c) = line.text[at..].chars().next() {
        match c {
            '#' if before == ' ' => break,
            '"' | '\'' if matches!(before, ' ' | '[' | '{' | ',') => match closing(line.text, at) {
                Some(end) => at = end,
                None => break,
            },
            '{' | '[' if matches!(before, ' ' | '[' | '{' | ',') => look(at, c),
            '}' | ']' => look(at, c),
            _ => {}
        }
        before = c;
        at += c.len_utf8();
    }
}
