//! Lines whose key and value are not told apart, and lines without a key.

use super::beginnings::value_at;
use super::lines::Line;
use super::words::{known_key, prefix_key};
use super::{LONGEST, Slip, Stop, quote, shown};
use crate::text::markdown::OUTSIDE;

/// A group on the line of its key without braces: `funding: currency: EUR, total: 18460`.
pub(super) fn group_on_one_line(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["mapping values are not allowed"]) {
        return None;
    }
    let line = stop.lines.last()?;
    let start = line.value().filter(|start| line.start + start < stop.at)?;
    let value = line.text[start..].trim_end();
    let inner = value.strip_prefix('(').unwrap_or(value).trim();
    let inner = inner.strip_suffix(')').filter(|_| value.starts_with('(')).unwrap_or(inner).trim();
    let key = inner.split_once(':').map(|(key, _)| key)?;
    let is_group = known_key(key).is_some() && inner[key.len() + 1..].starts_with(' ');
    let span = line.start + start..line.start + start + value.len();
    let help = format!("write `{{ {inner} }}`");
    let help = if help.chars().count() <= LONGEST { help } else { "put it between `{` and `}`".to_owned() };
    is_group.then(|| Slip::new(span, "a group of keys on one line needs braces", help))
}

/// Returns the length of a key that is followed by a colon and no space: `currency:EUR`.
pub(crate) fn spaceless_key(text: &str) -> Option<usize> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'));
    let has_value = !value.is_empty() && !value.starts_with([' ', ':', '\r']) && !value.starts_with("//");
    (is_key && has_value).then_some(key.len())
}

/// An entry of a list without a space behind its hyphen: `-municipality: kula`.
pub(super) fn hyphen_without_space(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| {
        let entry = line.body().strip_prefix('-')?;
        let key =
            entry.split(':').next().filter(|key| known_key(key).is_some() && entry.len() > key.len())?;
        let start = line.start + line.indent();
        let shown = shown(&format!("- {entry}"));
        Some(Slip::new(
            start..start + 1 + key.len(),
            "there is no space behind the hyphen",
            format!("write a space behind it: `{shown}`"),
        ))
    })
}

/// A key whose colon has no space behind it: `title:"Nega"`.
pub(super) fn no_space(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| {
        let text = line.text[line.column()..].trim_end();
        let length = spaceless_key(text)?;
        let (key, value) = (&text[..length], &text[length + 1..]);
        // A text such as `project:home-nursing` may be meant; a key that is known is not.
        let is_meant = known_key(key).is_some() || value.starts_with(['"', '\'', '{', '[']);
        let start = line.start + line.column() + length;
        is_meant.then(|| {
            let shown = shown(&format!("{key}: {value}"));
            Slip::new(
                start..start + 1,
                "there is no space behind the colon",
                format!("write a space behind it: `{shown}`"),
            )
        })
    })
}

/// A known key without a colon: `title "Nega"`, `title = Nega`.
pub(super) fn no_colon(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().filter(|line| line.key().is_none()).find_map(|line| {
        let text = line.text[line.column()..].trim_end();
        let (key, value) = prefix_key(text)?;
        let value = value.trim_start_matches([';', '=', '.', '：', '-', '–']).trim_start();
        let written = if value.is_empty() { format!("{key}:") } else { format!("{key}: {value}") };
        let start = line.start + line.column();
        let help = match written.chars().count() <= LONGEST {
            true => format!("write `{written}`"),
            false => "write a colon and a space behind it".to_owned(),
        };
        Some(Slip::new(start..start + text.len(), format!("the colon behind `{key}` is missing"), help))
    })
}

/// A text with a colon, without quotes: `title: Nega: kod kuće`.
pub(super) fn second_colon(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["mapping values are not allowed"]) {
        return None;
    }
    let line = stop.lines.last()?;
    let at = stop
        .at
        .checked_sub(line.start)
        .filter(|at| line.text[..].get(*at..).is_some_and(|rest| rest.starts_with(':')))?;
    // What begins an entry of a list may be a text with two colons.
    let is_text = line.is_entry() && line.key().and_then(known_key).is_none();
    let start = if is_text { line.column() } else { line.value()? };
    if start >= at || line.text[start..].starts_with(['"', '\'', '{', '[']) {
        return None;
    }
    let text = value_at(line, start);
    let span = line.start + start..line.start + start + text.len();
    if let Some(address) = without_space(text) {
        let help = format!("write `{}`", shown(&address));
        return Some(Slip::new(span, "an address has no space behind its colon", help));
    }
    Some(Slip::new(span, "a text with a colon needs quotation marks", quote(text)))
}

/// Returns an address that is written with a space behind its scheme: `mailto: ana@example.org`.
fn without_space(text: &str) -> Option<String> {
    let (scheme, address) = text.split_once(':')?;
    let address = address.trim();
    let is_address = OUTSIDE.contains(&scheme) && !address.contains(' ');
    is_address.then(|| format!("{scheme}:{address}"))
}

/// Returns the line without a key for which the parser stopped, and the one above it.
fn without_key<'a>(stop: &Stop<'a>) -> Option<(Line<'a>, Option<Line<'a>>)> {
    let mut lines = stop.lines.upwards();
    let last = lines.next()?;
    let above = lines.next();
    let is_bare =
        |line: Line<'_>| line.key().is_none() && !line.body().starts_with(['{', '[', '"', '\'', '}', ']']);
    if is_bare(last)
        && stop.is_said(&["simple key", "expected ':'", "expected key", "expected '-'", "document"])
    {
        return Some((last, above));
    }
    let above = above.filter(|above| is_bare(*above) && !above.is_entry());
    let is_own_colon = last.key().is_some()
        && stop.is_said(&["mapping values are not allowed", "expected ':'", "simple key", "document"]);
    above.filter(|_| is_own_colon).map(|above| (above, lines.next()))
}

/// A line that goes on with the text above, but is not indented.
pub(super) fn continued(stop: &Stop<'_>) -> Option<Slip> {
    let (line, above) = without_key(stop)?;
    let above = above.filter(|above| above.has_plain_text() && line.indent() <= above.column())?;
    let message = "this line has no key; if it goes on with the text above, it has to be indented";
    let more = above.column() + 2 - line.indent();
    let help = format!("write {more} more spaces before it, or join it with the line above");
    Some(Slip::new(line.span(), message, help))
}

/// A remark that does not begin with `#`.
pub(super) fn remark(stop: &Stop<'_>) -> Option<Slip> {
    const MARKS: [&str; 5] = ["//", "/*", "<!--", "-- ", ";"];
    let (line, _) = without_key(stop)?;
    let mark = MARKS.iter().find(|mark| line.body().starts_with(**mark))?;
    let start = line.start + line.indent();
    let message = format!("`{mark}` does not begin a remark");
    Some(Slip::new(start..start + mark.len(), message, "write `#`"))
}

/// A line that is neither a key with a value nor anything else.
pub(super) fn not_a_key(stop: &Stop<'_>) -> Option<Slip> {
    let (line, _) = without_key(stop)?;
    if line.is_entry() || matches!(line.body(), "---" | "...") {
        return None;
    }
    let message = "this line has no `: ` between key and value";
    let help =
        "write a key, a colon and a space before the value; begin a remark with `# `, or delete the line";
    Some(Slip::new(line.span(), message, help))
}
