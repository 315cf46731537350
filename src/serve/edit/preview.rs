//! How a text in Markdown looks. Its links into the site lead nowhere here.

use std::sync::Arc;

use crate::base::language::Language;
use crate::text::language::Converted;
use crate::text::markdown::{Destination, Markdown, Resolved, Taken};

/// The longest text that is shown, in bytes.
const LONGEST: usize = 200_000;

/// Returns the HTML of a text: only the tags and links that a page of the site may have.
pub(super) fn markdown(body: &str, language: Language) -> String {
    if body.len() > LONGEST {
        return String::new();
    }
    let resolve = |destination: &Destination| -> Resolved<()> {
        let text = destination.text.to_ascii_lowercase();
        let is_outside = ["https://", "http://", "mailto:"].iter().any(|scheme| text.starts_with(scheme));
        if is_outside && !destination.is_image { Resolved::Outside } else { Resolved::Broken }
    };
    let text: Arc<str> = body.into();
    let taken: Arc<Taken> = Arc::default();
    let (markdown, _) = Markdown::read(&text, 0..text.len(), language, &taken, resolve);
    let as_written = |text: &str| Converted { text: text.to_owned(), foreign: Vec::new() };
    markdown.unminified(&as_written).html(|()| String::new())
}
