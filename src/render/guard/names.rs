//! Limits the names in templates that nothing has, such as misspelt filters. Tera's report quotes the whole line of each.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::{Kind, Tag, TokenKind, next_tag};

/// The most names that nothing has, in all templates together.
const MOST_UNKNOWN: usize = 20;

/// Words before a value, which may be in brackets.
const BEFORE_VALUES: [&str; 8] = ["and", "or", "not", "in", "is", "if", "elif", "else"];

/// What a template calls by its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) enum Called {
    Filter,
    Test,
    Function,
    Component,
    Template,
}

impl Called {
    fn noun(self) -> &'static str {
        match self {
            Called::Filter => "filter",
            Called::Test => "test",
            Called::Function => "function",
            Called::Component => "component",
            Called::Template => "template",
        }
    }
}

/// A name in a template, and the byte where its tag begins.
type Call<'a> = (Called, &'a str, usize);

/// Refuses templates with very many names that nothing has. `is_known` answers for filters, tests and functions.
///
/// # Errors
/// When there are too many.
pub(in crate::render) fn limit_unknown(
    templates: &[(String, String)],
    is_known: impl Fn(Called, &str) -> bool,
) -> Result<(), String> {
    let mut components = BTreeSet::new();
    for (_, text) in templates {
        each_tag(text, |tag| components.extend(defined(text, tag)));
    }
    let names: BTreeSet<&str> = templates.iter().map(|(name, _)| name.as_str()).collect();
    let mut known: BTreeMap<(Called, &str), bool> = BTreeMap::new();
    let mut unknown = 0;
    let mut first = None;
    for (name, text) in templates {
        let mut calls: Vec<Call<'_>> = Vec::new();
        each_tag(text, |tag| calls.extend(called(text, tag)));
        for (called, word, at) in calls {
            let is_known = *known.entry((called, word)).or_insert_with(|| match called {
                Called::Component => components.contains(word),
                Called::Template => names.contains(word),
                _ => is_known(called, word),
            });
            if is_known {
                continue;
            }
            unknown += 1;
            first.get_or_insert((name, text, called, word, at));
            if let (Some((name, text, called, word, at)), true) = (first, unknown > MOST_UNKNOWN) {
                let line = text[..at].matches('\n').count() + 1;
                let noun = called.noun();
                return Err(format!(
                    "{name}, line {line}: there is no {noun} `{word}`, and more than {MOST_UNKNOWN} such names in all"
                ));
            }
        }
    }
    Ok(())
}

/// Calls `take` with each tag. Stops at one that cannot be cut, which Tera does not accept either.
fn each_tag(text: &str, mut take: impl FnMut(&Tag)) {
    let mut at = 0;
    while let Ok(Some(tag)) = next_tag(text, at) {
        at = tag.whole.end;
        take(&tag);
    }
}

/// Returns the component that a tag defines.
fn defined<'a>(text: &'a str, tag: &Tag) -> Option<&'a str> {
    let is_component = tag.kind == Kind::Statement && word(text, tag, 0) == "component";
    is_component.then(|| dotted(text, tag, 1))
}

/// Returns what a tag calls.
fn called<'a>(text: &'a str, tag: &Tag) -> Vec<Call<'a>> {
    let kind = |at: usize| tag.tokens.get(at).map(|token| token.kind);
    let sign = |at: Option<usize>| match at.and_then(kind) {
        Some(TokenKind::Sign(sign)) => Some(sign),
        _ => None,
    };
    let first = if tag.kind == Kind::Statement { word(text, tag, 0) } else { "" };
    let mut calls = Vec::new();
    if first == "include" && kind(1) == Some(TokenKind::Text) {
        calls.push((Called::Template, word(text, tag, 1).trim_matches(['"', '\'', '`'])));
    }
    for (at, token) in tag.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
        let name = &text[token.range.clone()];
        let before = at.checked_sub(1);
        // `a is not b` has a word between.
        let test = before.filter(|at| word(text, tag, *at) == "not").map_or(before, |at| at.checked_sub(1));
        let is_test =
            test.is_some_and(|at| word(text, tag, at) == "is" && sign(at.checked_sub(1)) != Some(b'.'));
        if sign(before) == Some(b'|') || (first == "filter" && at == 1) {
            calls.push((Called::Filter, name));
        } else if is_test && !matches!(name, "not") {
            calls.push((Called::Test, name));
        } else if sign(before) == Some(b'<') && is_start(text, tag, before) {
            calls.push((Called::Component, dotted(text, tag, at)));
        } else if sign(Some(at + 1)) == Some(b'(')
            && sign(before) != Some(b'.')
            && first != "component"
            && !BEFORE_VALUES.contains(&name)
        {
            calls.push((Called::Function, name));
        }
    }
    calls.into_iter().map(|(called, name)| (called, name, tag.whole.start)).collect()
}

/// Returns whether a value begins at a token, so that `<` there begins a component and compares nothing.
fn is_start(text: &str, tag: &Tag, at: Option<usize>) -> bool {
    let Some(before) = at.and_then(|at| at.checked_sub(1)) else { return true };
    match tag.tokens.get(before).map(|token| token.kind) {
        Some(TokenKind::Sign(sign)) => !matches!(sign, b')' | b']' | b'}'),
        Some(TokenKind::Word) => BEFORE_VALUES.contains(&word(text, tag, before)),
        Some(TokenKind::Number | TokenKind::Text) => false,
        _ => true,
    }
}

fn word<'a>(text: &'a str, tag: &Tag, at: usize) -> &'a str {
    tag.tokens.get(at).map_or("", |token| &text[token.range.clone()])
}

/// Returns the name that begins at a token and may have several parts, `a.b.c`.
fn dotted<'a>(text: &'a str, tag: &Tag, at: usize) -> &'a str {
    let Some(first) = tag.tokens.get(at) else { return "" };
    let parts = tag.tokens.iter().skip(at).enumerate().take_while(|(number, token)| match number % 2 {
        0 => token.kind == TokenKind::Word,
        _ => token.kind == TokenKind::Sign(b'.'),
    });
    let end = parts.last().map_or(first.range.end, |(_, token)| token.range.end);
    &text[first.range.start..end]
}
