//! Decodes YAML trees into values. Reports every mistake, and keeps everything else.

use super::blank::BLANK;
use super::limits::is_short;
use super::node::Node;
use super::shape::{Numbers, Scalar, Shape};
use super::slips::quote;
use super::synonyms;
use crate::base::id::Kind;
use crate::base::invisible::{code, first_hidden};
use crate::base::odd::as_meant;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::text::suggest::did_you_mean;

/// A type that can be decoded from a YAML value.
pub(super) trait Decode: Sized {
    /// Decodes a value, or reports why it is not valid.
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self>;

    /// Returns how the value is written.
    fn shape() -> Shape;
}

/// Reports that `node` is not of the expected type.
pub(super) fn wrong_type<T>(
    node: &Placed<Node>,
    expected: &str,
    help: &str,
    problems: &mut Problems,
) -> Option<T> {
    if let Node::Null(Some(comment)) = &node.value {
        problems.push(only_comment(comment));
        return None;
    }
    let message = format!("expected {expected}, found {}", node.value.description());
    problems.push(Problem::new(&rules::WRONG_TYPE, node.place.clone(), message).help(help));
    None
}

/// Returns the problem of a comment in the place of a value.
fn only_comment(comment: &Placed<String>) -> Problem {
    let (written, quoted) = (&comment.value, quote(&comment.value));
    let is_meant = written[1..].starts_with(|c: char| c.is_whitespace() || c == '#');
    let help = match is_meant || written.len() == 1 {
        true => format!("write the value before it; or, if this is the value, {quoted}"),
        false => format!("delete the `#` if it is not part of the value; else {quoted}"),
    };
    let message = "nothing is left here: `#` begins a comment";
    Problem::new(&rules::CUT_TEXT, comment.place.clone(), message).help(help)
}

/// Reports that a value is not valid.
pub(super) fn wrong_value<T>(
    place: Place,
    message: String,
    help: &str,
    problems: &mut Problems,
) -> Option<T> {
    problems.push(Problem::new(&rules::WRONG_VALUE, place, message).help(help));
    None
}

impl<T: Decode> Decode for Placed<T> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let place = node.place.clone();
        Some(Placed::new(T::decode(node, problems)?, place))
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl Decode for String {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        if let Node::Map(entries) = &node.value
            && let Some(Placed { value, place }) = split_reference(entries)
        {
            let message = "a space behind the colon makes this a key and its value";
            let help = format!("write it without the space: `{}`", shorten(&value));
            problems.push(Problem::new(&rules::WRONG_TYPE, place, message).help(help));
            return None;
        }
        match node.value {
            Node::Text(text) if text.trim().is_empty() => wrong_value(
                node.place,
                "this text is empty".to_owned(),
                "write the text, or remove the key if it is not required",
                problems,
            ),
            // YAML reads a title such as 2030 as a number, but its author means text.
            Node::Text(text) | Node::Number(text) => {
                if let Some((_, c)) = text.split('\n').find_map(first_hidden) {
                    let message = format!("this text contains the invisible character {}", code(c));
                    problems.push(
                        Problem::new(&rules::CONTROL_CHARACTER, node.place, message)
                            .help(format!("delete it, or its escape, such as `\\u{:04X}`", u32::from(c))),
                    );
                    return None;
                }
                is_short(&text, &node.place, problems).then_some(text)
            }
            Node::Null(Some(comment)) => {
                problems.push(only_comment(&comment));
                None
            }
            Node::Null(None) => wrong_value(
                node.place,
                "nothing is written here".to_owned(),
                "write the text, or remove the key if it is not required",
                problems,
            ),
            Node::Bool => {
                let help = "write one text; put it in double quotes if it contains special characters";
                wrong_type(&node, "text", help, problems)
            }
            Node::List(_) | Node::Map(_) => wrong_type(&node, "text", &single_help(&node.value), problems),
        }
    }

    fn shape() -> Shape {
        // Not empty, not a blank, and without hidden characters except line breaks.
        const PATTERN: &str = r"^(?!\s*$)(?!_{3,}$)[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]*$";
        let help = format!("write a text; `{BLANK}` marks one that is still to be written");
        Shape::Scalar(Scalar { numbers: Numbers::Any, ..Scalar::text("text", PATTERN, &help) })
    }
}

/// Returns the help on a list or group where a single text belongs.
pub(super) fn single_help(node: &Node) -> String {
    match node {
        Node::List(items) => match items.as_slice() {
            [Placed { value: Node::Text(one) | Node::Number(one), .. }] => {
                format!("only one is possible here: write `{}`", shorten(one))
            }
            _ => "only one is possible here: keep the one that fits, without brackets and hyphens".to_owned(),
        },
        Node::Map(_) => "write one text; a text with a colon needs double quotes".to_owned(),
        Node::Null(_) | Node::Bool | Node::Number(_) | Node::Text(_) => "write one text".to_owned(),
    }
}

/// Returns a reference such as `project:home-nursing` that a space behind its colon has made a group of keys.
fn split_reference(entries: &[(Placed<String>, Placed<Node>)]) -> Option<Placed<String>> {
    let [(key, Placed { value: Node::Text(id) | Node::Number(id), place })] = entries else { return None };
    Kind::of_reference(&key.value, id)?;
    let span = key.place.span.start..place.span.end;
    Some(Placed::new(format!("{}:{id}", key.value), Place { span, ..place.clone() }))
}

/// Returns the help on a value where a list belongs.
fn list_help(node: &Node, items: &Shape) -> String {
    match (node, items) {
        (Node::Map(entries), Shape::Record { .. }) => {
            let first = entries.first().map_or("its first key", |(key, _)| key.value.as_str());
            format!(
                "each entry begins with `- `: write it before `{}`, and two more spaces before the other keys of the entry",
                shorten(first)
            )
        }
        (
            Node::Text(text) | Node::Number(text),
            Shape::Scalar(_) | Shape::Word { .. } | Shape::Either(..),
        ) => match as_list(text) {
            Some(list) if text.ends_with(']') => format!("the `[` before it is missing: write `{list}`"),
            Some(list) => format!("here stands a list: write `{list}`"),
            None => "write a list: `[one, two]`, or one `- item` per line".to_owned(),
        },
        _ => "write a list: `[one, two]`, or one `- item` per line".to_owned(),
    }
}

/// Returns a text with simple words between commas as a list.
fn as_list(text: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let text = text.strip_prefix('-').unwrap_or(text).trim();
    let text = text.strip_suffix(']').unwrap_or(text);
    let is_simple = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '.' | ' ');
    let items: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let are_simple = items.iter().all(|item| !item.is_empty() && item.chars().all(is_simple));
    (text.len() <= LONGEST && are_simple).then(|| format!("[{}]", items.join(", ")))
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::List(items) => {
                let items = items.into_iter().flat_map(|item| split_entry(item, &T::shape, problems));
                let items: Vec<_> = items.collect();
                let decoded = items.into_iter().filter_map(|item| T::decode(item, problems));
                let mut decoded: Vec<T> = decoded.collect();
                // Most lists have one item, and records are large.
                decoded.shrink_to_fit();
                Some(decoded)
            }
            _ => wrong_type(&node, "a list", &list_help(&node.value, &T::shape()), problems),
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Returns the help on a word with a character that looks like another or like nothing, if the word is right without it.
pub(super) fn without_odd_signs(word: &str, is_right: impl Fn(&str) -> bool) -> Option<String> {
    let (meant, odd) = as_meant(word).filter(|(meant, _)| is_right(meant))?;
    Some(format!("write `{meant}`: here stands {}", odd.what()))
}

/// Divides an entry of a list in which its first key is written again: the hyphen of a new entry is missing there.
fn split_entry(
    mut item: Placed<Node>,
    shape: &dyn Fn() -> Shape,
    problems: &mut Problems,
) -> Vec<Placed<Node>> {
    /// How many times an entry is divided. One with more such slips has another fault.
    const MOST: usize = 20;
    let mut parts = Vec::new();
    let start = item.place.span.start;
    // No entry begins between the braces of another one.
    let is_in_lines = |entries: &[(Placed<String>, Placed<Node>)]| {
        entries.first().is_none_or(|(key, _)| key.place.span.start <= start)
    };
    while let Node::Map(entries) = &mut item.value
        && parts.len() < MOST
        && (!parts.is_empty() || is_in_lines(entries))
        && let Some(at) = second_beginning(entries, shape)
    {
        let rest = entries.split_off(at);
        let Some((key, value)) = rest.first() else { break };
        let name = shorten(&key.value);
        let written = match &value.value {
            Node::Text(text) | Node::Number(text) => shorten(text),
            _ => "…".to_owned(),
        };
        problems.push(
            Problem::new(&rules::DUPLICATE_KEY, key.place.clone(), format!("this entry has `{name}` already"))
                .related(entries[0].0.place.clone(), "the first one")
                .help(format!("if a new entry begins here, write `- {name}: {written}`, with the hyphen below those of the others; if not, keep one of the two")),
        );
        let place = key.place.clone();
        parts.push(std::mem::replace(&mut item, Placed::new(Node::Map(rest), place)));
    }
    parts.push(item);
    parts
}

/// Returns where the first key of an entry is written again: with other keys in between, or directly below with another
/// value, if an entry may have this key alone.
fn second_beginning(entries: &[(Placed<String>, Placed<Node>)], shape: &dyn Fn() -> Shape) -> Option<usize> {
    let (first, value) = entries.first()?;
    let again = entries.iter().skip(1).position(|(key, _)| key.value == first.value)? + 1;
    let may_be_alone = || match shape() {
        Shape::Record { keys, .. } => keys.iter().all(|key| !key.required || key.name == first.value),
        _ => false,
    };
    // A line that is written twice as it is was copied.
    (again > 1 || (entries[again].1.value != value.value && may_be_alone())).then_some(again)
}

/// Reports an unknown word, and suggests known ones.
pub(super) fn report_choice(
    what: &str,
    word: &str,
    known: &[&'static str],
    place: Place,
    problems: &mut Problems,
) {
    problems.push(
        Problem::new(&rules::WRONG_VALUE, place, format!("`{}` is not {what}", shorten(word)))
            .help(help_on_choice(word, known)),
    );
}

/// Returns the known word that a word is like, or stands for in another language.
pub(crate) fn word_meant(word: &str, known: &[&'static str]) -> Option<&'static str> {
    did_you_mean(word, known.iter().copied()).or_else(|| synonyms::word(word, known))
}

/// Returns the help on a word that is none of the known ones.
pub(crate) fn help_on_choice(word: &str, known: &[&'static str]) -> String {
    let near = || word_meant(word, known);
    without_odd_signs(word, |meant| known.contains(&meant))
        .or_else(|| near().map(|near| format!("did you mean `{near}`?")))
        .unwrap_or_else(|| format!("one of: {}", known.join(", ")))
}

/// Cuts a long text after 60 characters, and replaces control characters with spaces, for messages.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let start = text.chars().take(LONGEST + 1);
    let flat: String = start.map(|c| if c.is_control() { ' ' } else { c }).collect();
    match flat.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &flat[..cut]),
        None => flat,
    }
}
