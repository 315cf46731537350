//! Limits the length of texts and lists, and keeps short texts on one line.
//!
//! A text of facts appears in tables and headings of many pages, so one of a megabyte could produce gigabytes of pages.

use super::node::Node;
use super::shape::Key;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;

/// A limit on the characters of some texts.
struct Limit {
    /// The keys of these texts.
    keys: &'static [&'static str],
    /// What the texts are, for messages.
    what: &'static str,
    /// The most characters.
    most: usize,
}

/// The limits for texts with special keys.
const OF_KEYS: [Limit; 4] = [
    Limit { keys: &["title"], what: "a title", most: 300 },
    Limit { keys: &["name", "acronym", "genitive", "locative"], what: "a name", most: 200 },
    Limit { keys: &["summary"], what: "a summary", most: 1000 },
    // Every text is searched for these words.
    Limit { keys: &["slips"], what: "a word", most: 60 },
];

/// The most characters of any other text of facts, such as a note, description or address.
pub(crate) const ANY_TEXT: usize = 1000;

/// The most items of a list.
const ANY_LIST: usize = 300;

/// The most items of lists with special keys.
const OF_LISTS: [(&str, usize); 5] =
    [("activities", 2000), ("files", 30), ("menu", 30), ("keep", 200), ("convert", 200)];

/// Returns the most characters of a text with this key, if the key has a limit of its own.
pub(crate) fn most_characters(key: &str) -> Option<usize> {
    OF_KEYS.iter().find(|limit| limit.keys.contains(&key)).map(|limit| limit.most)
}

/// Returns the most items of a list with this key.
pub(crate) fn most_items(key: &str) -> usize {
    OF_LISTS.iter().find(|(name, _)| *name == key).map_or(ANY_LIST, |(_, most)| *most)
}

/// Returns the value of `key`, or reports that it is too long.
pub(super) fn within_limits(value: Placed<Node>, key: &Key, problems: &mut Problems) -> Option<Placed<Node>> {
    if let Node::List(items) = &value.value {
        return has_room(items.len(), key.name, &value.place, problems).then_some(value);
    }
    let Some(limit) = OF_KEYS.iter().find(|limit| limit.keys.contains(&key.name)) else { return Some(value) };
    fn written(node: &Placed<Node>) -> Option<(&str, &Place)> {
        match &node.value {
            Node::Text(written) | Node::Number(written) => Some((written, &node.place)),
            _ => None,
        }
    }
    let texts: Vec<(&str, &Place)> = match &value.value {
        // A text in both languages, or pairs of words.
        Node::Map(entries) => entries
            .iter()
            .flat_map(|(key, text)| [Some((key.value.as_str(), &key.place)), written(text)])
            .flatten()
            .collect(),
        _ => written(&value).into_iter().collect(),
    };
    let is_kept = |(text, place): &&(&str, &Place)| {
        fits(text, limit.most, limit.what, place, problems) && is_one_line(text, limit.what, place, problems)
    };
    let kept = texts.iter().filter(is_kept).count();
    (kept == texts.len()).then_some(value)
}

/// Returns whether a list has few enough items. Reports one that has too many.
fn has_room(items: usize, key: &str, place: &Place, problems: &mut Problems) -> bool {
    let most = most_items(key);
    if items > most {
        let start = Place { file: place.file.clone(), span: place.span.start..place.span.start };
        let message = format!("this list has {items} items; `{key}` may have at most {most}");
        problems.push(
            Problem::new(&rules::LIST_TOO_LONG, start, message)
                .help("keep the items that readers need, and combine those that say the same"),
        );
    }
    items <= most
}

/// Returns whether a text without a limit of its own is short enough. Reports one that is too long.
pub(super) fn is_short(text: &str, place: &Place, problems: &mut Problems) -> bool {
    fits(text, ANY_TEXT, "a text of facts", place, problems)
}

/// Returns whether a text is written on one line. Otherwise, a page would show it differently, and so would a table.
fn is_one_line(text: &str, what: &str, place: &Place, problems: &mut Problems) -> bool {
    let is_one = !text.trim_end().contains('\n');
    if !is_one {
        let message = format!("this text has a line break; {what} may have none");
        problems.push(
            Problem::new(&rules::WRONG_VALUE, place.clone(), message)
                .help("write it on one line, or begin a text of several lines with `>-` instead of `|`"),
        );
    }
    is_one
}

fn fits(text: &str, most: usize, what: &str, place: &Place, problems: &mut Problems) -> bool {
    // Every character takes at least one byte.
    let is_short = text.len() <= most || text.chars().nth(most).is_none();
    if !is_short {
        let length = text.chars().count();
        let start = Place { file: place.file.clone(), span: place.span.start..place.span.start };
        let message = format!("this text has {length} characters; {what} may have at most {most}");
        problems.push(
            Problem::new(&rules::TEXT_TOO_LONG, start, message)
                .help("shorten it: it appears on many pages; long texts belong in the text of a page"),
        );
    }
    is_short
}
