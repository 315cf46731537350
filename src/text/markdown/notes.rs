//! Puts the notes of a rendered text behind everything else, with links back.

use std::collections::BTreeMap;

use super::placeholders::name_of;
use super::prose::{BACK, NoteLink};

/// Encloses the ids of a note, which its HTML follows.
pub(super) const NOTE: char = '\u{3}';

/// Ends the HTML of a note.
pub(super) const NOTE_END: char = '\u{4}';

/// The numbers of notes by their ids, in the order in which the text refers to them.
pub(super) type NoteNumbers = BTreeMap<String, usize>;

/// Returns the HTML with its notes behind everything else, in the order of their numbers, each with a link back.
pub(super) fn with_notes_last(html: String, numbers: &NoteNumbers) -> String {
    if !html.contains(NOTE) {
        return html;
    }
    let mut text = String::with_capacity(html.len());
    let mut notes: Vec<(usize, &str, String)> = Vec::new();
    // Notes within notes.
    let mut open: Vec<(&str, String)> = Vec::new();
    let mut rest = &html[..];
    while let Some(at) = rest.find([NOTE, NOTE_END]) {
        open.last_mut().map_or(&mut text, |(_, note)| note).push_str(&rest[..at]);
        let is_end = rest[at..].starts_with(NOTE_END);
        rest = &rest[at + NOTE.len_utf8()..];
        if is_end {
            let note = open.pop();
            let number = |ids: &str| numbers.get(ids).copied().unwrap_or(usize::MAX);
            notes.extend(note.map(|(ids, note)| (number(ids), ids, note)));
        } else if let Some((ids, behind)) = rest.split_once(NOTE) {
            open.push((ids, String::new()));
            rest = behind;
        }
    }
    text.push_str(rest);
    notes.sort_by_key(|(number, ..)| *number);
    for (at, (number, ids, note)) in notes.iter().enumerate() {
        let (id, back) = ids.split_once(' ').unwrap_or((ids, ""));
        let label = if *number == usize::MAX { at + 1 } else { *number };
        text.push_str(&format!(
            "<div class=\"footnote-definition\" id=\"{id}\"><sup class=\"footnote-definition-label\">{label}</sup>\n"
        ));
        let link = match *number {
            usize::MAX => String::new(),
            _ => {
                format!(" <a href=\"#{back}\" aria-label=\"{}\">{BACK}</a>", name_of(NoteLink::Back, *number))
            }
        };
        match note.trim_end().strip_suffix("</p>") {
            Some(paragraphs) => text.push_str(&format!("{paragraphs}{link}</p>\n</div>\n")),
            None => text.push_str(&format!("{note}{link}</div>\n")),
        }
    }
    text
}
