//! Texts and numbers between braces that end at a comma, because they are written without quotes.

use super::hints;
use super::node::Node;
use super::slips::{known_key, quote, spaceless_key, without_comma};
use crate::base::problem::{Place, Placed, Problem};
use crate::base::rules;

/// Returns a problem for each group between braces in which a comma cut a text or number: what follows it would be a key.
/// Keys without a space behind their colon are such keys too.
pub(super) fn cut_at_commas(text: &str, node: &Placed<Node>) -> Vec<Problem> {
    match &node.value {
        Node::List(items) => items.iter().flat_map(|item| cut_at_commas(text, item)).collect(),
        Node::Map(entries) => {
            let is_between_braces = text[node.place.span.start..].starts_with('{');
            let inner = entries.iter().flat_map(|(_, value)| cut_at_commas(text, value));
            let mut found: Vec<Problem> = inner.collect();
            if is_between_braces {
                found.extend(of_group(text, entries));
            }
            found
        }
        Node::Text(_) | Node::Null(_) | Node::Bool | Node::Number(_) => Vec::new(),
    }
}

type Entry = (Placed<String>, Placed<Node>);

fn of_group(text: &str, entries: &[Entry]) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(entry) = entries.get(at) {
        let rest = entries[at + 1..].iter().take_while(|next| is_left_over(next)).count();
        if let Some(problem) = without_space(entry) {
            found.push(problem);
        } else if let Some(last) = rest.checked_sub(1).and_then(|last| entries[at + 1..].get(last)) {
            found.extend(cut(text, entry, last));
            at += rest;
        }
        at += 1;
    }
    found
}

/// Returns whether a key is what a comma left over: it has no value, and no record has such a key.
fn is_left_over((key, value): &Entry) -> bool {
    let is_known = known_key(&key.value).is_some();
    value.value.is_null() && !is_known && spaceless_key(&key.value).is_none()
}

/// Returns the problem of a key without a space behind its colon: `{ currency:EUR }`.
fn without_space((key, value): &Entry) -> Option<Problem> {
    let length = spaceless_key(&key.value).filter(|_| value.value.is_null())?;
    let (name, written) = (&key.value[..length], &key.value[length + 1..]);
    known_key(name)?;
    let help = format!("write `{name}: {}`", super::shorten(written));
    Some(
        Problem::new(&rules::YAML_SYNTAX, key.place.clone(), "there is no space behind the colon").help(help),
    )
}

/// Returns a number that has points between its thousands and a comma before its decimals.
fn grouped(written: &str) -> Option<String> {
    let is_number = written.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    hints::number(written).filter(|_| is_number)
}

/// Returns the problem of a value that a comma cut, given its entry and the last key that was to be part of it.
fn cut(text: &str, (key, value): &Entry, (last, _): &Entry) -> Option<Problem> {
    let span = value.place.span.start..last.place.span.end;
    let written = text.get(span.clone())?;
    let is_scalar = matches!(value.value, Node::Text(_) | Node::Number(_));
    if !is_scalar || written.starts_with(['"', '\'']) || written.contains('\n') {
        return None;
    }
    let is_degrees = matches!(key.value.as_str(), "latitude" | "longitude");
    let is_mail = written.contains('@') && !written.contains(' ');
    let (message, help) =
        if let Some(number) = without_comma(written, is_degrees).or_else(|| grouped(written)) {
            ("a comma in a number".to_owned(), format!("write `{number}`"))
        } else if is_mail {
            ("a comma in an address".to_owned(), format!("write `{}`", written.replace(',', ".")))
        } else {
            (
                "this text ends at its comma: between braces, a text with a comma needs quotes".to_owned(),
                quote(written),
            )
        };
    let place = Place { file: key.place.file.clone(), span };
    Some(Problem::new(&rules::CUT_TEXT, place, message).help(help))
}
