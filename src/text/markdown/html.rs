//! Writes parser events as HTML, with the words in the script of a locale.

use std::collections::VecDeque;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd, html};

use super::Script;
use super::notes::{NOTE, NOTE_END, NoteNumbers, with_notes_last};
use super::placeholders::{name_of, spaced};
use super::prose::{NoteLink, escape_attribute};
use crate::base::language::Locale;
use crate::text::language::Converted;

/// Renders events as HTML, with the words in `script`. `pixels` returns the width and height of a picture.
pub(super) fn rendered<'a>(
    mut written: impl Iterator<Item = Event<'a>>,
    pixels: &dyn Fn(&str) -> Option<(u32, u32)>,
    script: Script<'_>,
) -> String {
    let mut in_code_block = false;
    let mut image: Option<(String, String)> = None;
    let mut images_within = 0_usize;
    let mut numbers = NoteNumbers::new();
    let attribute = |title: &str| match title {
        "" => String::new(),
        title => format!(" title=\"{}\"", escape_attribute(&script(title).text)),
    };
    let mut queue = VecDeque::new();
    let events = std::iter::from_fn(|| {
        while queue.is_empty() {
            let event = written.next()?;
            match &event {
                Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
                Event::End(TagEnd::CodeBlock) => in_code_block = false,
                _ => {}
            }
            match (event, &mut image) {
                (Event::Start(Tag::Image { dest_url, title, .. }), None) => {
                    let size = pixels(&dest_url).map_or_else(String::new, |(width, height)| {
                        format!(" width=\"{width}\" height=\"{height}\"")
                    });
                    image = Some((
                        format!("<img src=\"{}\"{size}{}", spaced(&dest_url), attribute(&title)),
                        String::new(),
                    ));
                }
                (Event::Start(Tag::Image { .. }), Some(_)) => images_within += 1,
                (Event::End(TagEnd::Image), Some(_)) if images_within > 0 => images_within -= 1,
                (Event::End(TagEnd::Image), Some((tag, alt))) => {
                    let alt = escape_attribute(&script(alt).text);
                    queue.push_back(Event::InlineHtml(format!("{tag} alt=\"{alt}\">").into()));
                    image = None;
                }
                (Event::Text(text) | Event::Code(text), Some((_, alt))) => alt.push_str(&text),
                (_, Some(_)) => {}
                (Event::Start(Tag::Link { link_type, dest_url, title, .. }), None) => {
                    let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                    let (address, title) = (spaced(&dest_url), attribute(&title));
                    queue.push_back(Event::InlineHtml(
                        format!("<a href=\"{scheme}{address}\"{title}>").into(),
                    ));
                }
                (Event::Start(Tag::Table(alignments)), None) => {
                    queue.push_back(Event::InlineHtml("<div class=\"table\">".into()));
                    queue.push_back(Event::Start(Tag::Table(alignments)));
                }
                (event @ Event::End(TagEnd::Table), None) => {
                    queue.push_back(event);
                    queue.push_back(Event::InlineHtml("</div>".into()));
                }
                (Event::FootnoteReference(ids), None) => {
                    let next = numbers.len() + 1;
                    let is_first = !numbers.contains_key(&*ids);
                    let number = *numbers.entry(ids.to_string()).or_insert(next);
                    let (id, back) = ids.split_once(' ').unwrap_or((&ids, ""));
                    let place = if is_first { format!(" id=\"{back}\"") } else { String::new() };
                    queue.push_back(Event::InlineHtml(
                        format!(
                            "<sup class=\"footnote-reference\"><a href=\"#{id}\"{place} aria-label=\"{}\">{number}</a></sup>",
                            name_of(NoteLink::There, number)
                        )
                        .into(),
                    ));
                }
                (Event::Start(Tag::FootnoteDefinition(ids)), None) => {
                    queue.push_back(Event::InlineHtml(format!("{NOTE}{ids}{NOTE}").into()));
                }
                (Event::End(TagEnd::FootnoteDefinition), None) => {
                    queue.push_back(Event::InlineHtml(NOTE_END.to_string().into()));
                }
                (Event::Text(text), None) if !in_code_block => push_words(&script(&text), &mut queue),
                (other, None) => queue.push_back(other),
            }
        }
        queue.pop_front()
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    with_notes_last(with_classes(rendered), &numbers)
}

/// The alignment of cells as the writer of HTML says it, and as the style sheet knows it: the policy of pages allows no
/// styles within them. Texts hold no such quotation marks, since they are written as entities.
const ALIGNMENTS: [(&str, &str); 3] = [
    (r#" style="text-align: left""#, ""),
    (r#" style="text-align: center""#, r#" class="center""#),
    (r#" style="text-align: right""#, r#" class="right""#),
];

fn with_classes(html: String) -> String {
    if !html.contains("<table>") {
        return html;
    }
    ALIGNMENTS.into_iter().fold(html, |html, (style, class)| html.replace(style, class))
}

/// Adds a text, with foreign words in it marked as Latin script.
fn push_words(converted: &Converted, events: &mut VecDeque<Event<'_>>) {
    let mut at = 0;
    for foreign in &converted.foreign {
        events.push_back(Event::Text(converted.text[at..foreign.start].to_owned().into()));
        events.push_back(Event::InlineHtml(format!("<span lang=\"{}\">", Locale::SrLatn.tag()).into()));
        events.push_back(Event::Text(converted.text[foreign.clone()].to_owned().into()));
        events.push_back(Event::InlineHtml("</span>".into()));
        at = foreign.end;
    }
    events.push_back(Event::Text(converted.text[at..].to_owned().into()));
}
