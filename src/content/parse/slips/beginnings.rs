//! Signs with which no line and no value can begin.

use super::lines::Line;
use super::{Slip, Stop, quote, shown};

/// Signs that look like a hyphen before an entry of a list, and what they are.
const BULLETS: [(char, &str); 8] = [
    ('–', "an en dash"),
    ('—', "an em dash"),
    ('−', "a minus sign"),
    ('•', "a bullet"),
    ('·', "a dot"),
    ('*', "an asterisk"),
    ('+', "a plus sign"),
    ('‐', "a hyphen of an unusual kind (U+2010)"),
];

/// An entry of a list begins with another sign than a hyphen.
pub(super) fn bullet(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| {
        let (sign, what) = BULLETS.iter().find(|(sign, _)| {
            line.body().strip_prefix(*sign).is_some_and(|rest| rest.starts_with([' ', '\u{a0}']))
        })?;
        let start = line.start + line.indent();
        let message = format!("this is {what}; entries of a list begin with a hyphen");
        Some(Slip::new(start..start + sign.len_utf8(), message, "write `-`"))
    })
}

/// A group takes over the keys of another one: `<<: *other`.
pub(super) fn merge(stop: &Stop<'_>) -> Option<Slip> {
    let line = stop.lines.near().find(|line| line.key() == Some("<<"))?;
    let start = line.start + line.column();
    let message = "`<<` cannot take over keys from elsewhere";
    Some(Slip::new(start..start + 2, message, "write the keys and their values again"))
}

/// How many values before the place where the parser stopped may be the cause.
const MOST_VALUES: usize = 10;

/// A value begins with a sign that has a meaning of its own.
pub(super) fn sign(stop: &Stop<'_>) -> Option<Slip> {
    let line = stop.lines.last()?;
    let at = stop.at.checked_sub(line.start)?;
    let starts = line.values().into_iter().filter(|start| *start <= at && *start >= line.column());
    starts.rev().take(MOST_VALUES).find_map(|start| beginning(line, start))
}

/// Returns the slip of a value that begins with a sign of its own, given the byte in the line where it begins.
fn beginning(line: Line<'_>, start: usize) -> Option<Slip> {
    let value = value_at(line, start);
    if value.starts_with("```") && start == line.column() {
        let span = line.start + start..line.start + start + value.len();
        let message = "this line marks code on web pages and in chats, and is no YAML";
        return Some(Slip::new(span, message, "delete it, and the line with the same signs at the end"));
    }
    let first = value.chars().next()?;
    let behind = &value[first.len_utf8()..];
    let span = line.start + start..line.start + start + value.len();
    let is_wrong = match first {
        '[' | '{' => text_behind_bracket(value).is_some(),
        '-' => behind.starts_with([' ', '{', '[']) && start > line.column(),
        '?' => behind.is_empty() || behind.starts_with(' '),
        '>' | '|' => {
            behind.trim_start_matches(['-', '+', '1', '2']).starts_with(' ')
                && !behind.trim_start().starts_with('#')
        }
        '&' | '*' | '!' | ',' | '}' | ']' | '%' | '@' | '`' => true,
        _ => false,
    };
    if !is_wrong {
        return None;
    }
    if let Some(address) = link(value).filter(|_| line.text[..start].trim_end().ends_with("url:")) {
        return Some(Slip::new(span, "a link where only its address belongs", format!("write `{address}`")));
    }
    let message = format!("a value cannot begin with `{first}`");
    let word = value.split(' ').next().unwrap_or(value);
    Some(match first {
        '*' if is_name(&word[1..]) && word == value => Slip::new(
            span,
            format!("`{}` cannot stand for a value from elsewhere", shown(word)),
            "write the value itself again",
        ),
        '&' if is_name(&word[1..]) && names_a_value(line, start, value, word) => Slip::new(
            line.start + start..line.start + start + word.len() + usize::from(word != value),
            format!("values have no names such as `{}` for use elsewhere", shown(word)),
            "delete it, and write the value again where you need it",
        ),
        _ => Slip::new(span, message, quote(value)),
    })
}

/// Returns whether `&word` before a value is meant as a name for it, not as a part of a text.
fn names_a_value(line: Line<'_>, start: usize, value: &str, word: &str) -> bool {
    let is_in_list = line.text[..start].trim_end().ends_with(['[', ',', '-']);
    is_in_list
        || value[word.len()..].trim().is_empty()
        || value[word.len()..].trim_start().starts_with(['[', '{'])
}

/// Returns whether a word is one that YAML could take for the name of a value.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Returns the text of the value at a byte of a line: up to the end of the line or, between brackets, up to the next key or
/// the bracket that closes the group.
pub(super) fn value_at(line: Line<'_>, start: usize) -> &str {
    let rest = line.text[start..].trim_end();
    let is_open = |sign: char, end: char| {
        let before = &line.text[..start];
        before.matches(sign).count() > before.matches(end).count()
    };
    let (in_group, in_list) = (is_open('{', '}'), is_open('[', ']'));
    if !in_group && !in_list {
        return rest.split(" #").next().unwrap_or(rest).trim_end();
    }
    let next_key = rest.match_indices(',').map(|(at, _)| at).filter(|at| *at > 0).find(|at| {
        let next = rest[at + 1..].trim_start();
        let word =
            next.len() - next.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
        match in_group {
            true => word > 0 && next[word..].starts_with(':'),
            false => true,
        }
    });
    let end = next_key.or_else(|| rest.rfind(if in_group { '}' } else { ']' }).filter(|at| *at > 0));
    rest[..end.unwrap_or(rest.len())].trim_end()
}

/// Returns the text behind the bracket that closes a value which begins with one.
fn text_behind_bracket(value: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let behind = value[at + 1..].trim();
            return (!behind.is_empty() && !behind.starts_with([',', '#', '}', ']'])).then_some(behind);
        }
    }
    None
}

/// Returns the address of a link in Markdown.
fn link(value: &str) -> Option<&str> {
    let (_, address) = value.strip_prefix('[')?.split_once("](")?;
    address.strip_suffix(')').filter(|address| address.contains("://"))
}
