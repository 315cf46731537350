//! Reads a text as a series of parser events, and reports what violates the rules for texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::ids::{Ids, footnote_id};
use super::shield::unshielded;
use super::typeset::with_title;
use super::{MAX_DEPTH, MAX_NOTE_REFERENCES, SYNTAX};
use crate::base::invisible::{first_hidden_in_lines, is_hidden_in_lines};
use crate::base::language::Language;
use crate::text::typography::{self, Change};

/// A violation of a rule in a text, with its byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Raw HTML, which is never output.
    RawHtml(Range<usize>),
    /// A heading of the first level, which is reserved for the title.
    HeadingLevel(Range<usize>),
    /// An invisible character that is not needed, written as an entity.
    Hidden(Range<usize>, char),
    /// Lists, quotes or emphasis nested deeper than [`MAX_DEPTH`]. Such a text is not rendered at all.
    TooDeep(Range<usize>),
    /// The first reference to a note beyond [`MAX_NOTE_REFERENCES`]. Such a text is not rendered at all.
    TooManyNotes(Range<usize>),
}

/// A parser event or a rule violation.
pub(super) enum Step<'a> {
    Event(Event<'a>),
    Slip(Slip),
}

/// A link or picture whose address is needed.
pub(super) struct Link<'a> {
    pub(super) written: CowStr<'a>,
    pub(super) link_type: LinkType,
    pub(super) span: Range<usize>,
    pub(super) is_image: bool,
}

/// Iterates over the events of a text, without what violates the rules, and over the violations. A list of all events
/// would need many times the memory of the text. `address` returns the address to write for each link.
pub(super) fn steps<'a>(
    text: &'a str,
    language: Language,
    changes: &[Change],
    ids: &mut Ids<'_>,
    mut address: impl FnMut(Link<'a>) -> CowStr<'a>,
) -> impl Iterator<Item = Step<'a>> {
    let parser = Parser::new_ext(text, SYNTAX).into_offset_iter();
    let mut changes = changes.iter().copied().peekable();
    let typeset = parser.map(move |(event, span)| {
        let written = &text[span.clone()];
        let event = match unshielded(event, written) {
            Event::Text(words) => {
                while changes.next_if(|change| change.span().start < span.start).is_some() {}
                let within = std::iter::from_fn(|| changes.next_if(|change| change.span().end <= span.end));
                let mut within = within.peekable();
                match within.peek() {
                    Some(_) => Event::Text(typography::changed(&words, span.start, within).into()),
                    None => Event::Text(words),
                }
            }
            event => with_title(event, written, language),
        };
        (event, span)
    });
    let mut events = TextMergeWithOffset::new(typeset);
    let mut footnotes = BTreeMap::new();
    let mut defined = BTreeSet::new();
    let mut depth = 0_usize;
    let mut references = 0_usize;
    // The event to return after a violation: a reported first-level heading, for example, is still a heading.
    let mut held = None;
    std::iter::from_fn(move || {
        if let Some(event) = held.take() {
            return Some(Step::Event(event));
        }
        loop {
            let is_excessive = depth > MAX_DEPTH || references > MAX_NOTE_REFERENCES;
            let (event, span) = events.next().filter(|_| !is_excessive)?;
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::FootnoteReference(_) => references += 1,
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Some(Step::Slip(Slip::TooDeep(span)));
            }
            if references > MAX_NOTE_REFERENCES {
                return Some(Step::Slip(Slip::TooManyNotes(span)));
            }
            let mut link = |written, link_type, is_image| {
                address(Link { written, link_type, span: span.clone(), is_image })
            };
            return Some(Step::Event(match event {
                Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                    return Some(Step::Slip(Slip::RawHtml(span)));
                }
                Event::Html(_) | Event::End(TagEnd::HtmlBlock) => continue,
                Event::FootnoteReference(label) => {
                    Event::FootnoteReference(footnote_id(&label, &mut footnotes, ids))
                }
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let id = footnote_id(&label, &mut footnotes, ids);
                    // A second definition of the same footnote gets an id that nothing refers to.
                    let is_first = defined.insert(id.to_string());
                    let own = id.split(' ').next().unwrap_or_default();
                    let id = if is_first { id } else { format!("{} ", ids.unused(own)).into() };
                    Event::Start(Tag::FootnoteDefinition(id))
                }
                Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                    held = Some(event);
                    return Some(Step::Slip(Slip::HeadingLevel(span)));
                }
                Event::Text(words) => match first_hidden_in_lines(&words) {
                    Some((_, c)) => {
                        held = Some(Event::Text(visible(words)));
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    None => Event::Text(words),
                },
                Event::Code(code) => Event::Code(visible(code)),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let hidden = first_hidden_in_lines(&info);
                    let event = Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(visible(info))));
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = link(dest_url, link_type, false);
                    let hidden = first_hidden_in_lines(&title);
                    let event = Event::Start(Tag::Link { link_type, dest_url, title: visible(title), id });
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    let dest_url = link(dest_url, link_type, true);
                    let hidden = first_hidden_in_lines(&title);
                    let event = Event::Start(Tag::Image { link_type, dest_url, title: visible(title), id });
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                event => event,
            }));
        }
    })
}

/// Replaces hidden characters, which entities such as `&#1;` can produce. Control characters mark targets here.
fn visible(text: CowStr<'_>) -> CowStr<'_> {
    match first_hidden_in_lines(&text) {
        Some(_) => text.replace(is_hidden_in_lines, "\u{fffd}").into(),
        None => text,
    }
}

/// The maximum length of the number in an entity: an x and six digits, or seven digits (CommonMark 0.31, 2.5).
const LONGEST_NUMBER: usize = 7;

/// Finds the numeric entity of a character in `text[span]`. Returns the whole span if it is written in another way.
fn entity(text: &str, span: Range<usize>, c: char) -> Range<usize> {
    let within = &text[span.clone()];
    let found = within.match_indices("&#").find_map(|(at, mark)| {
        let behind = &within[at + mark.len()..];
        let end = behind.bytes().take(LONGEST_NUMBER + 1).position(|byte| byte == b';')?;
        let number = &behind[..end];
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let start = span.start + at;
        (code == Ok(u32::from(c))).then(|| start..start + mark.len() + number.len() + ";".len())
    });
    found.unwrap_or(span)
}
