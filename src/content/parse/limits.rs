//! How long texts and lists may be. A text of facts stands in tables and headings of many pages, so that one of a
//! megabyte would become gigabytes of pages.

use super::decode::Key;
use super::node::Node;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;

/// What can be no longer than so many characters.
struct Limit {
    /// The keys of such texts.
    keys: &'static [&'static str],
    /// What they are, said to editors.
    what: &'static str,
    most: usize,
}

/// The texts that have a limit of their own, by their keys.
const OF_KEYS: [Limit; 3] = [
    Limit { keys: &["title"], what: "a title", most: 300 },
    Limit { keys: &["name", "acronym", "genitive", "locative"], what: "a name", most: 200 },
    Limit { keys: &["summary"], what: "a summary", most: 1000 },
];

/// Any other text of facts: notes, descriptions, addresses, words.
pub(crate) const ANY_TEXT: usize = 1000;

/// The items of a list.
const ANY_LIST: usize = 300;

/// The items of lists that have a limit of their own, by their keys.
const OF_LISTS: [(&str, usize); 3] = [("activities", 2000), ("keep", 200), ("convert", 200)];

/// How many characters a text below a key may have, if the key has a limit of its own.
pub(crate) fn most_characters(key: &str) -> Option<usize> {
    OF_KEYS.iter().find(|limit| limit.keys.contains(&key)).map(|limit| limit.most)
}

/// How many items a list below a key may have.
pub(crate) fn most_items(key: &str) -> usize {
    OF_LISTS.iter().find(|(name, _)| *name == key).map_or(ANY_LIST, |(_, most)| *most)
}

/// The value of `key`, unless it is too long, which is reported.
pub(super) fn within_limits(value: Placed<Node>, key: &Key, problems: &mut Problems) -> Option<Placed<Node>> {
    if let Node::List(items) = &value.value {
        return has_room(items.len(), key.name, &value.place, problems).then_some(value);
    }
    let Some(limit) = OF_KEYS.iter().find(|limit| limit.keys.contains(&key.name)) else { return Some(value) };
    let texts: Vec<&Placed<Node>> = match &value.value {
        // In both languages.
        Node::Map(entries) => entries.iter().map(|(_, text)| text).collect(),
        _ => vec![&value],
    };
    let is_kept = |text: &Placed<Node>, problems: &mut Problems| match &text.value {
        Node::Text(written) | Node::Number(written) => {
            fits(written, limit.most, limit.what, &text.place, problems)
        }
        _ => true,
    };
    let kept = texts.iter().filter(|text| is_kept(text, problems)).count();
    (kept == texts.len()).then_some(value)
}

/// Whether a list has no more items than it may; one that has is reported.
fn has_room(items: usize, key: &str, place: &Place, problems: &mut Problems) -> bool {
    let most = most_items(key);
    if items > most {
        let start = Place { file: place.file.clone(), span: place.span.start..place.span.start };
        let message = format!("this list has {items} items; `{key}` may have {most}");
        problems.push(
            Problem::new(&rules::LIST_TOO_LONG, start, message)
                .help("keep those that readers need; what is one and the same for all is said once"),
        );
    }
    items <= most
}

/// Whether a text without a limit of its own is no longer than it may be; one that is longer is reported.
pub(super) fn is_short(text: &str, place: &Place, problems: &mut Problems) -> bool {
    fits(text, ANY_TEXT, "a text of facts", place, problems)
}

fn fits(text: &str, most: usize, what: &str, place: &Place, problems: &mut Problems) -> bool {
    // No character takes less than a byte.
    let is_short = text.len() <= most || text.chars().nth(most).is_none();
    if !is_short {
        let length = text.chars().count();
        let start = Place { file: place.file.clone(), span: place.span.start..place.span.start };
        let message = format!("this text has {length} characters; {what} may have {most}");
        problems.push(
            Problem::new(&rules::TEXT_TOO_LONG, start, message)
                .help("shorten it: it stands on many pages; what is long belongs into the text of a page"),
        );
    }
    is_short
}
