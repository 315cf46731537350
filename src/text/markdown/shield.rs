//! Takes signs that would be markup by accident out of a text before it is parsed, and puts them back afterwards.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::SYNTAX;
use crate::base::bytes::has_byte;
use crate::base::language::Language;
use crate::text::line_starts;

/// The event with the signs that were taken out of its text so that they are no markup.
pub(super) fn unshielded<'a>(event: Event<'a>, written: &str) -> Event<'a> {
    let spaced = |text: CowStr<'a>| -> CowStr<'a> {
        if line_starts::is_shielded(&text) { line_starts::unshielded(&text).into() } else { text }
    };
    match event {
        Event::Text(text) if line_starts::is_shielded(written) => Event::Text(spaced(text)),
        Event::Code(text) if line_starts::is_shielded(written) => Event::Code(spaced(text)),
        // A title may be written elsewhere, with the address.
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title: spaced(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url, title: spaced(title), id })
        }
        event => event,
    }
}

/// The text, in which words that Markdown would take for markup are none.
pub(super) fn shielded(text: &str, language: Language) -> Cow<'_, str> {
    line_starts::shielded(text, language, &inert(text))
}

/// Returns the asterisks within words of paragraphs in which these make emphasis by accident (`građani*ke i
/// radnici*e`), and the tildes that stand alone.
fn inert(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        before != Some(&bytes[at]) && before != Some(&b'\\') && bytes.get(at + 1) != Some(&bytes[at])
    };
    let is_inside = |at: usize, length: usize| {
        text[..at].ends_with(char::is_alphanumeric) && text[at + length..].starts_with(char::is_alphanumeric)
    };
    let could_be = |at: usize| match bytes[at] {
        b'~' => is_alone(at),
        b'*' => is_alone(at) && is_inside(at, 1),
        _ => false,
    };
    let signs = |span: Range<usize>| span.filter(|at| could_be(*at));
    let mut found = Vec::new();
    let has_signs = has_byte(text, |byte| (byte == b'*') | (byte == b'~'));
    if !has_signs || signs(0..text.len()).next().is_none() {
        return found;
    }
    let mut asterisks = Vec::new();
    let mut is_accident = false;
    let mut in_code_block = false;
    // A link that is defined elsewhere is found by its words, so they must not change.
    let mut in_label = 0_usize;
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        let add = |within: Range<usize>, found: &mut Vec<usize>, asterisks: &mut Vec<usize>| {
            for at in signs(within) {
                if bytes[at] == b'*' { asterisks.push(at) } else { found.push(at) }
            }
        };
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                in_label += usize::from(in_label > 0 || !matches!(link_type, LinkType::Inline));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_label = in_label.saturating_sub(1),
            _ if in_label > 0 || in_code_block => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                let length = if text[span.clone()].starts_with("**") { 2 } else { 1 };
                let (first, last) = (span.start, span.end - length);
                let makes_sense = || {
                    let words = &text[first + length..last];
                    let is_split = is_inside(first, length) || is_inside(last, length);
                    !is_split || words.chars().all(char::is_alphabetic)
                };
                if bytes[first] == b'~' || length == 1 && !makes_sense() {
                    is_accident |= bytes[first] == b'*';
                    add(first..first + 1, &mut found, &mut asterisks);
                    add(last..last + 1, &mut found, &mut asterisks);
                }
            }
            Event::Text(_) => add(span, &mut found, &mut asterisks),
            Event::Start(_) => {
                if std::mem::take(&mut is_accident) {
                    found.append(&mut asterisks);
                }
                asterisks.clear();
            }
            _ => {}
        }
    }
    if is_accident {
        found.append(&mut asterisks);
    }
    found
}
