//! Deadlines of calls for calendars (iCalendar, RFC 5545). Written without a library: the known ones take the time of the
//! build and random ids for what is not given, and this needs six properties only.

use crate::base::date::Moment;
use crate::base::deadline::{Deadline, start_of};
use crate::base::id::Ref;
use crate::base::language::Locale;
use crate::content::catalogue::{Calendar, Post, Subject};
use crate::site::change_log::Entry;
use crate::site::route::Site;

/// The maximum length of a line in bytes, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// Writes the deadlines of a calendar.
pub(super) fn ics(site: &Site, calendar: Calendar, locale: Locale) -> Vec<u8> {
    let mut lines = Lines::default();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//katalog//katalog//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        lines.add(name, value);
    }
    let title = site.catalogue.settings.title.get(locale);
    lines.add("X-WR-CALNAME", &escaped(title));
    let calls = match calendar {
        Calendar::AllCalls => site.catalogue.calls_with_deadlines().collect(),
        Calendar::Call(at) => Vec::from_iter(site.catalogue.deadline(at).map(|deadline| (at, deadline))),
    };
    for (at, deadline) in calls {
        event(site, at, deadline, locale, &mut lines);
    }
    lines.add("END", "VCALENDAR");
    lines.0.into_bytes()
}

fn event(site: &Site, at: Ref<Post>, deadline: Deadline, locale: Locale, lines: &mut Lines) {
    let catalogue = &site.catalogue;
    let post = &catalogue.posts[at];
    let Some(changed) = last_change(site, at) else { return };
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &uid(site, at));
    lines.add("DTSTAMP", &changed.compact());
    match deadline.passes_at().filter(|_| deadline.time().is_some()) {
        Some(passes_at) => lines.add("DTSTART", &passes_at.compact()),
        None => lines.add("DTSTART;VALUE=DATE", &deadline.day().to_string().replace('-', "")),
    }
    let language = |name: &str, shown_in: Locale| format!("{name};LANGUAGE={}", shown_in.tag());
    let (title, summary) = (&post.words.title, &post.words.summary);
    lines.add(&language("SUMMARY", title.shown_in(locale)), &escaped(title.get(locale)));
    lines.add(&language("DESCRIPTION", summary.shown_in(locale)), &escaped(summary.get(locale)));
    lines.add("URL", &site.absolute(&site.subject_href(Subject::Post(at), locale)));
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
}

/// Returns the id of a call in calendars. It stays the same when the call gets another id, because its first alias is its
/// original id, and when the site is built for another address. It is the same in every locale.
fn uid(site: &Site, at: Ref<Post>) -> String {
    let catalogue = &site.catalogue;
    let former = catalogue.former_ids.get(&Subject::Post(at)).and_then(|ids| ids.first());
    let host = catalogue.settings.base_url.host_str().unwrap_or_default();
    format!("call-{}@{host}", former.unwrap_or(&catalogue.posts[at].id))
}

/// Returns when a call was last changed, or else the beginning of the day on which it was published.
fn last_change(site: &Site, at: Ref<Post>) -> Option<Moment> {
    let dates = site.change_log.as_ref().and_then(|known| known.dates(Entry::Post(at)));
    dates.map(|dates| dates.updated()).or_else(|| start_of(site.catalogue.posts[at].date))
}

/// Escapes a text (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.lines() {
        if !escaped.is_empty() {
            escaped.push_str("\\n");
        }
        for c in line.chars().filter(|c| *c != '\r') {
            if matches!(c, '\\' | ';' | ',') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// The lines of a calendar.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Adds a line. A long one is folded between characters.
    fn add(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        let text = "Позив за општине, градове и удружења ".repeat(4);
        lines.add("SUMMARY", &text);
        let folded: Vec<&str> = lines.0.trim_end_matches("\r\n").split("\r\n").collect();
        assert!(folded.len() > 3 && folded.iter().all(|line| line.len() <= LINE), "{folded:?}");
        let whole: String =
            folded.iter().enumerate().map(|(at, line)| &line[usize::from(at > 0)..]).collect();
        assert_eq!(whole, format!("SUMMARY:{text}"));
    }

    #[test]
    fn separators_and_line_breaks_are_escaped() {
        assert_eq!(escaped("a;b,c\\d\r\nEND:VEVENT\re"), "a\\;b\\,c\\\\d\\nEND:VEVENTe");
    }
}
