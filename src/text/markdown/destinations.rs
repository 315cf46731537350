//! The destinations of links and pictures, and where they are written in the text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::SYNTAX;

/// The destination of a link as written: `[…](municipality:bor)`, `[…](rulebook.pdf)`, `[…](https://…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The destination as written, with entities decoded.
    pub text: String,
    /// Its byte range in the Markdown.
    pub span: Range<usize>,
    /// Whether it is the source of a picture, not of a link.
    pub is_image: bool,
}

/// The schemes of destinations outside of the site.
pub const OUTSIDE: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The maximum length in bytes of the title behind a destination that is still found.
const LONGEST_TITLE: usize = 1000;

impl Destination {
    /// Finds the destination in `text[span]`, the whole link or picture.
    pub(super) fn new(
        written: &str,
        link_type: LinkType,
        text: &str,
        span: Range<usize>,
        is_image: bool,
    ) -> Self {
        let written = match link_type {
            // The parser leaves out the scheme of e-mail addresses; rendering adds it.
            LinkType::Email => format!("mailto:{written}"),
            _ => written.to_owned(),
        };
        // The destination is near the end. Pictures can be nested, so the whole of each cannot be searched.
        let from = span.end.saturating_sub(written.len() + LONGEST_TITLE).max(span.start);
        let from = (from..span.end).find(|from| text.is_char_boundary(*from)).unwrap_or(span.end);
        let at = text[from..span.end].rfind(written.as_str());
        let span = at.map_or(span, |at| from + at..from + at + written.len());
        Destination { text: written, span, is_image }
    }
}

/// Returns every destination in `text`, in the order of the text. A destination in a definition (`[label]: …`) is
/// returned once, at the definition.
///
/// The span covers exactly the destination. If that is written with escapes, it includes what follows too.
pub fn destinations(text: &str) -> Vec<Destination> {
    let mut parser = Parser::new_ext(text, SYNTAX).into_offset_iter();
    let mut found = Vec::new();
    let mut open: Vec<OpenLink<'_>> = Vec::new();
    for (event, span) in parser.by_ref() {
        let closed = match &event {
            Event::End(TagEnd::Link | TagEnd::Image) => open.pop(),
            _ => None,
        };
        found.extend(closed.and_then(|link| link.destination(text)));
        if let Some(link) = open.last_mut() {
            link.label_end = link.label_end.max(span.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let label_end = span.start + 1;
                open.push(OpenLink { link_type, dest_url, span, label_end, is_image: false });
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                let label_end = span.start + 2;
                open.push(OpenLink { link_type, dest_url, span, label_end, is_image: true });
            }
            _ => {}
        }
    }
    for (_, definition) in parser.reference_definitions().iter() {
        found.extend(behind("]:", &definition.dest, text, definition.span.clone(), false));
    }
    found.sort_by_key(|destination| destination.span.start);
    found
}

/// A link whose end has not been read yet.
struct OpenLink<'a> {
    link_type: LinkType,
    dest_url: CowStr<'a>,
    span: Range<usize>,
    /// The end of the last element in its brackets.
    label_end: usize,
    is_image: bool,
}

impl OpenLink<'_> {
    /// Returns its destination, unless it is in a definition or is an e-mail address.
    fn destination(&self, text: &str) -> Option<Destination> {
        match self.link_type {
            LinkType::Inline => {
                behind("](", &self.dest_url, text, self.label_end..self.span.end, self.is_image)
            }
            LinkType::Autolink => behind("<", &self.dest_url, text, self.span.clone(), self.is_image),
            _ => None,
        }
    }
}

/// Returns the first destination after a mark in `span`. `reads` is its decoded text.
fn behind(mark: &str, reads: &str, text: &str, span: Range<usize>, is_image: bool) -> Option<Destination> {
    let start = span.start + text[span.clone()].find(mark)? + mark.len();
    let span = match text[start..span.end].find(reads) {
        Some(at) => start + at..start + at + reads.len(),
        None => start..span.end,
    };
    Some(Destination { text: reads.to_owned(), span, is_image })
}
