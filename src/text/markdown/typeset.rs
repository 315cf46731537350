//! The typography of a Markdown text: only its words change, never its markup.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::SYNTAX;
use crate::base::language::Language;
use crate::text::typography::{self, BLOCK, MARKUP, PARAGRAPH, SIGN, THING, Typeset};

/// The event with the title of its link or picture as readers see it. A title with escapes or entities, or one that is
/// written elsewhere, stays as it is.
pub(super) fn with_title<'a>(event: Event<'a>, written: &str, language: Language) -> Event<'a> {
    let set = |title: CowStr<'a>| -> CowStr<'a> {
        match typography::typeset(&title, language) {
            Cow::Owned(shown) if written.contains(&*title) => shown.into(),
            _ => title,
        }
    };
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title: set(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url, title: set(title), id })
        }
        event => event,
    }
}

/// Returns the typography of a text, which has been shielded.
pub(super) fn typeset(text: &str, language: Language) -> Typeset {
    if typography::may_change(text) { typography::of_mask(&mask(text), language) } else { Typeset::default() }
}

/// Returns the words of a text at their places, with signs in place of everything else.
fn mask(text: &str) -> String {
    let mut mask = vec![MARKUP as u8; text.len()];
    let mut in_code_block = false;
    let mut in_address = false;
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                in_address = true;
            }
            Event::End(TagEnd::Link) => in_address = false,
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough,
            ) => {}
            Event::Start(tag) => {
                let sign = if tag == Tag::Paragraph { PARAGRAPH } else { BLOCK };
                // The byte before a block is never part of a text.
                if let Some(before) = span.start.checked_sub(1).and_then(|at| mask.get_mut(at)) {
                    *before = sign as u8;
                }
            }
            Event::SoftBreak | Event::HardBreak => mask[span].fill(b' '),
            Event::Code(_) => mask[span].fill(THING as u8),
            Event::Text(_) if in_address => mask[span].fill(THING as u8),
            Event::Text(words) if !in_code_block => {
                if text[span.clone()] != *words {
                    let sign = match words.chars().next() {
                        Some(c) if c.is_whitespace() => ' ',
                        Some(c) if c.is_alphanumeric() => THING,
                        _ => SIGN,
                    };
                    mask[span].fill(sign as u8);
                    continue;
                }
                let is_escaped = text[..span.start].ends_with('\\')
                    && mask.get(span.start.wrapping_sub(1)) == Some(&(MARKUP as u8));
                mask[span.clone()].copy_from_slice(words.as_bytes());
                if is_escaped && let Some(first) = mask.get_mut(span.start) {
                    *first = SIGN as u8;
                }
            }
            _ => {}
        }
    }
    String::from_utf8(mask).unwrap_or_default()
}
