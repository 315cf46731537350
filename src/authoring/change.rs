//! Changes single values of YAML. Everything else stays as it is written: comments, order, quotes, spaces.

use std::ops::Range;

use crate::content::parse::{Parts, Structure};

/// A replacement of some bytes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    at: Range<usize>,
    text: String,
}

impl Replacement {
    /// Replaces these bytes.
    pub(crate) fn new(at: Range<usize>, text: impl Into<String>) -> Self {
        Replacement { at, text: text.into() }
    }

    /// Sets the value of a key of a group. A new key is written after those that precede it in `order`.
    ///
    /// Returns `None` if the value of the key has lines of its own, or the group is none.
    pub(crate) fn set(text: &str, group: &Structure, key: &str, value: &str, order: &[&str]) -> Option<Self> {
        let Parts::Group(entries) = &group.parts else { return None };
        if let Some((name, written)) = group.entry(key) {
            let is_block = !written.parts.is_scalar() && !written.is_flow(text);
            return match () {
                () if is_block => None,
                () if written.span.is_empty() && written.span.start == name.end => None,
                () if written.span.is_empty() => {
                    Some(Replacement::new(written.span.clone(), format!(" {value}")))
                }
                () => Some(Replacement::new(written.span.clone(), value)),
            };
        }
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let before = entries.iter().rfind(|(name, ..)| rank(name) < rank(key));
        let new = format!("{key}: {value}");
        if group.is_flow(text) {
            let inside = group.span.start + 1;
            return Some(match (before, entries.is_empty()) {
                (Some((.., value)), _) => {
                    Replacement::new(value.span.end..value.span.end, format!(", {new}"))
                }
                (None, true) => Replacement::new(inside..group.span.end - 1, format!(" {new} ")),
                (None, false) => Replacement::new(inside..inside, format!(" {new},")),
            });
        }
        let (_, first, _) = entries.first()?;
        let indent = " ".repeat(first.start - line_start(text, first.start));
        let Some((.., before)) = before else {
            let line_break = line_break(&text[first.end..]);
            return Some(Replacement::new(first.start..first.start, format!("{new}{line_break}{indent}")));
        };
        // Behind the line where the value ends, so that a comment there stays with it.
        let rest = &text[before.span.end..];
        let end = before.span.end + rest.find('\n').unwrap_or(rest.len());
        let at = if text[..end].ends_with('\r') { end - 1 } else { end };
        Some(Replacement::new(at..at, format!("{}{indent}{new}", line_break(&text[at..]))))
    }
}

/// Returns the line break at the end of the first line.
fn line_break(rest: &str) -> &'static str {
    let is_long = rest.find('\n').is_some_and(|at| rest[..at].ends_with('\r'));
    if is_long { "\r\n" } else { "\n" }
}

/// Returns the start of the line with a byte.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line_break| line_break + 1)
}

/// Returns a text with all replacements made. Those at the same place are made in their order.
pub(crate) fn replaced(text: &str, mut replacements: Vec<Replacement>) -> String {
    replacements.sort_by_key(|replacement| replacement.at.start);
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for Replacement { at: span, text: new } in replacements {
        // One that overlaps with the one before it is left out.
        if span.start >= at {
            replaced.push_str(&text[at..span.start]);
            replaced.push_str(&new);
            at = span.end;
        }
    }
    replaced.push_str(&text[at..]);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn set(text: &str, key: &str, value: &str, expected: &str) {
        let structure = Structure::of_facts(text).expect("YAML");
        let replacement = Replacement::set(text, &structure, key, value, &["a", "b", "c"]);
        let new = replacement.map(|replacement| replaced(text, vec![replacement]));
        assert_eq!(new.as_deref().unwrap_or("none"), expected);
    }

    #[test]
    fn only_the_value_changes() {
        set("a: 1 # one\nb: 2\n", "a", "3", "a: 3 # one\nb: 2\n");
        set("a: \"x # y\"\n", "a", "3", "a: 3\n");
        set("a: [1, 2]\nb: {c: 1 }\n", "a", "3", "a: 3\nb: {c: 1 }\n");
        set("a: |\n  one\n  two\nb: 2\n", "a", "3", "a: 3\nb: 2\n");
        set("a:\nb: 2\n", "a", "3", "a: 3\nb: 2\n");
        set("a: # one\nb: 2\n", "a", "3", "a: 3 # one\nb: 2\n");
        set("{ a: 1, b: 2 }\n", "b", "3", "{ a: 1, b: 3 }\n");
    }

    #[test]
    fn a_new_key_follows_those_that_precede_it() {
        set("a: 1 # one\nc: 2\n", "b", "3", "a: 1 # one\nb: 3\nc: 2\n");
        set("a: 1", "b", "3", "a: 1\nb: 3");
        set("b: 1\r\nc: 2\r\n", "a", "3", "a: 3\r\nb: 1\r\nc: 2\r\n");
        set("a: 1\r\nc: 2\r\n", "b", "3", "a: 1\r\nb: 3\r\nc: 2\r\n");
        set("a: |\n  one\n  two\n\nc: 2\n", "b", "3", "a: |\n  one\n  two\nb: 3\n\nc: 2\n");
        set("{ a: 1, c: 2 }\n", "b", "3", "{ a: 1, b: 3, c: 2 }\n");
        set("{ b: 1 }\n", "a", "3", "{ a: 3, b: 1 }\n");
        set("{}\n", "a", "3", "{ a: 3 }\n");
    }

    #[test]
    fn lines_with_comments_of_their_own_are_not_lost() {
        set("a:\n  x: 1 # why\nb: 2\n", "a", "3", "none");
    }
}
