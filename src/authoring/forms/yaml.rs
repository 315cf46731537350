//! Writes new values as YAML: between brackets on one line, or on lines of their own.

use super::control::Sort;
use super::want::Want;
use crate::authoring::draft::yaml::quoted;

/// The longest line with a group or list between brackets, in characters.
const LONGEST: usize = 118;

/// The longest item between brackets of a list with an item on each line.
const LONGEST_ITEM: usize = 90;

/// Where lines are written: their indentation, and how they end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) indent: usize,
    pub(super) line_break: &'static str,
}

impl Layout {
    fn deeper(self) -> Self {
        Layout { indent: self.indent + 2, ..self }
    }

    /// Returns the break before the next line, with its indentation.
    pub(super) fn next_line(self) -> String {
        format!("{}{}", self.line_break, " ".repeat(self.indent))
    }
}

/// Returns whether a text can be written without quotes and is read as the same.
pub(super) fn is_plain(text: &str, in_flow: bool) -> bool {
    const WORDS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan"];
    let is_sign = |c: char| in_flow && matches!(c, ',' | '[' | ']' | '{' | '}');
    text.starts_with(char::is_alphanumeric)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') || is_sign(c))
        && !WORDS.contains(&text.to_lowercase().as_str())
}

fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | '+' | '-' | '_' | 'x' | 'o' | 'X');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// Writes a single value.
pub(super) fn single(text: &str, sort: Sort, in_flow: bool) -> String {
    let is_bare = match sort {
        Sort::Words => false,
        Sort::Text => !is_number(text),
        Sort::Digits | Sort::Number => true,
    };
    if is_bare && is_plain(text, true) && is_plain(text, in_flow) { text.to_owned() } else { quoted(text) }
}

/// Writes a single value in the place of one that was written in some style.
pub(super) fn restyled(before: &str, text: &str, sort: Sort, in_flow: bool) -> String {
    let may_be_bare = match sort {
        Sort::Digits | Sort::Number => true,
        Sort::Words | Sort::Text => is_number(before) == is_number(text),
    };
    if sort == Sort::Number && is_number(text) {
        return single(text, sort, in_flow);
    }
    match before.chars().next() {
        Some('"') => quoted(text),
        Some('\'') if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        Some('|') => block(before, text.split('\n').map(str::to_owned)),
        Some('>') => block(before, folded(before, text)),
        Some(_) if !before.contains('\n') && is_plain(text, in_flow) && may_be_bare => text.to_owned(),
        _ => single(text, sort, in_flow),
    }
}

/// Writes lines below the sign of a text of several lines, indented as before.
fn block(before: &str, lines: impl Iterator<Item = String>) -> String {
    let mut old = before.split_inclusive('\n');
    let head = old.next().unwrap_or("|\n");
    let first = old.find(|line| !line.trim().is_empty()).unwrap_or("  ");
    let indent = &first[..first.len() - first.trim_start().len()];
    let line_break = if head.ends_with("\r\n") { "\r\n" } else { "\n" };
    let lines = lines.map(|line| if line.is_empty() { line } else { format!("{indent}{line}") });
    format!("{}{}", head, lines.collect::<Vec<_>>().join(line_break))
}

/// Breaks a text into lines as long as those before.
fn folded(before: &str, text: &str) -> impl Iterator<Item = String> {
    const USUAL: usize = 100;
    let lines = before.lines().skip(1).map(|line| line.trim().chars().count());
    let widest = if before.lines().count() > 2 { lines.max().unwrap_or(USUAL) } else { USUAL };
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > widest {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        lines.push(String::new());
    }
    lines.pop();
    lines.into_iter()
}

fn has_value(want: &Want) -> bool {
    !matches!(want, Want::Kept | Want::Nothing)
}

/// Writes a value on one line.
pub(super) fn flow(want: &Want, in_flow: bool) -> String {
    match want {
        Want::Kept | Want::Nothing => String::new(),
        Want::Single(text, sort) => single(text, *sort, in_flow),
        Want::List(items) => {
            let items: Vec<String> = items.iter().map(|(_, item)| flow(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Want::Group(keys) => {
            let keys: Vec<String> = keys
                .iter()
                .filter(|(_, value)| has_value(value))
                .map(|(name, value)| format!("{}: {}", name_of(name), flow(value, true)))
                .collect();
            if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) }
        }
    }
}

/// Writes the name of a key.
fn name_of(name: &str) -> String {
    if is_plain(name, true) { name.to_owned() } else { quoted(name) }
}

/// Writes a key and its value, on one line if there is room.
pub(super) fn entry(name: &str, want: &Want, layout: Layout) -> String {
    let name = name_of(name);
    let line = format!("{name}: {}", flow(want, false));
    let is_short = layout.indent + line.chars().count() <= LONGEST;
    match want {
        Want::Group(_) if !is_short => format!("{name}:{}", block_of(want, layout.deeper())),
        Want::List(items) if items.iter().any(|(_, item)| matches!(item, Want::Group(_))) => {
            format!("{name}:{}", block_of(want, layout.deeper()))
        }
        Want::List(_) if !is_short => format!("{name}:{}", block_of(want, layout.deeper())),
        _ => line,
    }
}

/// Writes a value on lines of its own, each with the break before it.
pub(super) fn block_of(want: &Want, layout: Layout) -> String {
    match want {
        Want::List(items) => {
            let items = items
                .iter()
                .map(|(_, want)| format!("{}- {}", layout.next_line(), item(want, None, layout.deeper())));
            items.collect()
        }
        Want::Group(keys) => {
            let keys = keys.iter().filter(|(_, value)| has_value(value));
            keys.map(|(name, value)| layout.next_line() + &entry(name, value, layout)).collect()
        }
        other => format!(" {}", flow(other, false)),
    }
}

/// Writes an item of a list behind its hyphen. `layout` is that of its keys; `is_flow` whether its neighbours are
/// written between brackets.
pub(super) fn item(want: &Want, is_flow: Option<bool>, layout: Layout) -> String {
    let line = flow(want, false);
    let Want::Group(keys) = want else { return line };
    let mut written = keys.iter().filter(|(_, value)| has_value(value));
    let is_nested = |(_, value): &&(String, Want)| matches!(value, Want::Group(_) | Want::List(_));
    let is_small = line.chars().count() <= LONGEST_ITEM
        && written.clone().count() > 1
        && !written.clone().any(|it| is_nested(&it));
    let is_words = written.clone().all(|(name, _)| matches!(name.as_str(), "sr" | "en"));
    if is_flow.unwrap_or(is_small || is_words && layout.indent + line.chars().count() <= LONGEST) {
        return line;
    }
    let Some((name, value)) = written.next() else { return line };
    let rest = written.map(|(name, value)| layout.next_line() + &entry(name, value, layout));
    entry(name, value, layout) + &rest.collect::<String>()
}
