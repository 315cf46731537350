//! Finds blanks: marks that a new entry leaves where its editor must still write something.

use std::ops::Range;

use super::node::Node;
use super::shape::Key;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;

/// The mark for a value or text that is still to be written.
pub const BLANK: &str = "___";

/// Finds the bytes of each blank in a text: three or more underscores that are not part of a word, code or an address.
pub(super) fn blanks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '`' | '/' | '\\');
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(BLANK)?;
            let length = text[start..].bytes().take_while(|byte| *byte == b'_').count();
            from = start + length;
            if !text[..start].ends_with(is_joined) && !text[from..].starts_with(is_joined) {
                return Some(start..from);
            }
        }
    })
}

/// Reports the blanks in a value of `key`. Returns the rest of the value, and whether it had blanks.
pub(super) fn without_blanks(
    value: Placed<Node>,
    key: &Key,
    problems: &mut Problems,
) -> (Option<Placed<Node>>, bool) {
    match value.value {
        Node::Text(ref text) if blanks(text).next().is_some() => {
            let otherwise = if key.required { "" } else { "; or remove the key" };
            let doc = key.description();
            let help = format!("replace `{BLANK}` – {doc}{otherwise}");
            problems.push(still_to_be_written(value.place).help(help));
            (None, true)
        }
        Node::List(items) => {
            let count = items.len();
            let items: Vec<Placed<Node>> =
                items.into_iter().filter_map(|item| without_blanks(item, key, problems).0).collect();
            let had_blanks = items.len() < count;
            let left = !had_blanks || !items.is_empty();
            (left.then(|| Placed::new(Node::List(items), value.place)), had_blanks)
        }
        _ => (Some(value), false),
    }
}

/// Returns the problem of a blank, without help.
pub(super) fn still_to_be_written(place: Place) -> Problem {
    Problem::new(&rules::BLANK, place, "this is still to be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_stands_alone() {
        let count = |text: &str| blanks(text).count();
        assert_eq!(blanks("a ___, ____").collect::<Vec<_>>(), [2..5, 7..11]);
        assert_eq!([count("„___“"), count("**___**"), count("___\n\n___")], [1, 1, 2]);
        assert_eq!([count("a___b"), count("___x___"), count("`___`"), count("/a/___"), count("__")], [0; 5]);
        assert_eq!(count(r"\_\_\_ \___"), 0);
    }
}
