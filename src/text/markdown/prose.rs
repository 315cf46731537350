//! A rendered text, with places for the addresses of pages and for the names of links to its notes.

/// A rendered text with placeholders for links to other pages, so that each locale can fill in its own URLs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose<Target> {
    pub(super) pieces: Vec<Fragment<Target>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fragment<Target> {
    Html(Box<str>),
    /// The value of an `href` or `src`.
    Url(Target),
    /// The value of the `src` of a picture, which further attributes may follow.
    Picture(Target),
    /// The accessible name of a link to or from the note with this number.
    Note(NoteLink, usize),
}

/// A link between a text and one of its notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteLink {
    /// The number in the text, which leads to the note.
    There,
    /// The sign behind the note, which leads back to the text.
    Back,
}

impl<Target> Prose<Target> {
    /// Returns whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Returns the HTML, with each internal URL written by `url`. Links to notes and back are named in no language.
    pub fn html(&self, url: impl FnMut(&Target) -> String) -> String {
        let name = |link, number: usize| match link {
            NoteLink::There => number.to_string(),
            NoteLink::Back => format!("{BACK} {number}"),
        };
        self.html_for_page(url, |_| Vec::new(), name)
    }

    /// Returns the HTML like [`Prose::html`]. `attributes` returns further attributes of a picture, `name` names the links
    /// to the note with a number and back.
    pub fn html_for_page(
        &self,
        mut url: impl FnMut(&Target) -> String,
        mut attributes: impl FnMut(&Target) -> Vec<(&'static str, String)>,
        mut name: impl FnMut(NoteLink, usize) -> String,
    ) -> String {
        let mut html = String::new();
        for piece in &self.pieces {
            match piece {
                Fragment::Html(part) => html.push_str(part),
                Fragment::Url(target) => html.push_str(&escape_attribute(&url(target))),
                Fragment::Picture(target) => {
                    html.push_str(&escape_attribute(&url(target)));
                    // The next fragment begins with the quote that ends the last value.
                    for (name, value) in attributes(target) {
                        html.push_str(&format!("\" {name}=\"{}", escape_attribute(&value)));
                    }
                }
                Fragment::Note(link, number) => html.push_str(&escape_attribute(&name(*link, *number))),
            }
        }
        html
    }

    /// Returns the text without tags. Different blocks are on different lines.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut tag = None;
        for piece in &self.pieces {
            if let Fragment::Html(part) = piece {
                push_text(part, &mut tag, &mut text);
            }
        }
        if text.contains(BACK) { text.replace(&format!(" {BACK}"), "") } else { text }
    }
}

/// A tag that is being skipped: its name, and the quote that encloses the current attribute value.
#[derive(Default)]
struct OpenTag {
    name: String,
    is_named: bool,
    quote: Option<char>,
}

/// Appends the text of a piece of HTML made here, which may begin and end within a tag.
fn push_text(html: &str, tag: &mut Option<OpenTag>, text: &mut String) {
    let start = text.len();
    let mut rest = html.chars();
    loop {
        if tag.is_none() {
            // Most of the HTML is text, so it is copied up to the next tag at once.
            let (words, behind) = rest.as_str().split_once('<').unwrap_or((rest.as_str(), ""));
            text.push_str(words);
            if words.len() == rest.as_str().len() {
                break;
            }
            *tag = Some(OpenTag::default());
            rest = behind.chars();
        }
        let (Some(open), Some(c)) = (tag.as_mut(), rest.next()) else { break };
        match (open.quote, c) {
            (Some(quote), _) if quote == c => open.quote = None,
            (Some(_), _) => {}
            (None, '>') => {
                if !INLINE_TAGS.contains(&open.name.trim_start_matches('/')) {
                    text.push('\n');
                }
                *tag = None;
            }
            (None, '"' | '\'') => open.quote = Some(c),
            (None, _) if c.is_whitespace() => open.is_named = true,
            (None, _) if !open.is_named => open.name.push(c),
            (None, _) => {}
        }
    }
    if text[start..].contains('&') {
        let plain =
            ENTITIES.iter().fold(text[start..].to_owned(), |text, (entity, c)| text.replace(entity, c));
        text.replace_range(start.., &plain);
    }
}

/// Tags that do not separate words.
const INLINE_TAGS: [&str; 6] = ["a", "code", "del", "em", "strong", "sup"];

/// The entities used in HTML made here. `&amp;` is last, so that nothing is decoded twice.
const ENTITIES: [(&str, &str); 4] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];

pub(super) fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// The sign of a link from a note back to the text. The selector keeps it from being drawn as a picture.
pub(super) const BACK: &str = "↩\u{fe0e}";
