//! Quotation marks within quotation marks, backslashes, and quoted texts of several lines.

use super::lines::{Line, closing};
use super::words::known_key;
use super::{Slip, Stop, quote};

/// The signs that may follow a backslash in double quotes.
const ESCAPES: &str = "0abt\tnvfre \"/\\N_LP\r\n";

/// A backslash in double quotes that begins nothing: `"C:\Users"`.
pub(super) fn backslash(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.upwards().take(3).find_map(|line| {
        let mut quoted = line.values().into_iter().filter(|at| line.text[*at..].starts_with('"'));
        quoted.find_map(|at| wrong_escape(line.text, at)).map(|at| {
            let start = line.start + at;
            Slip::new(
                start..start + 1,
                "a `\\` has a special meaning in double quotes",
                "write `\\\\`, or put the text between single quotes",
            )
        })
    })
}

/// Returns the byte of the first backslash in a quoted text that begins nothing.
fn wrong_escape(line: &str, quote: usize) -> Option<usize> {
    let end = closing(line, quote).unwrap_or(line.len());
    let mut chars = line[quote + 1..end].char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let rest = chars.as_str();
        let digits = match chars.next() {
            Some((_, 'x')) => 2,
            Some((_, 'u')) => 4,
            Some((_, 'U')) => 8,
            Some((_, c)) if !ESCAPES.contains(c) => return Some(quote + 1 + at),
            _ => 0,
        };
        let are_digits = rest.chars().skip(1).take(digits).filter(char::is_ascii_hexdigit).count() == digits;
        if !are_digits {
            return Some(quote + 1 + at);
        }
    }
    None
}

/// A quotation mark ends a text before its end: `"Nega "kod kuće""`, `'sestra's'`, `"Nega" kod kuće`.
pub(super) fn within_quotes(stop: &Stop<'_>) -> Option<Slip> {
    let near = stop.lines.upwards().take(3);
    near.into_iter().find_map(|line| {
        let mut quoted = line.values().into_iter().filter(|at| line.text[*at..].starts_with(['"', '\'']));
        quoted.find_map(|start| ended_early(line, start, stop.is_english))
    })
}

fn ended_early(line: Line<'_>, start: usize, is_english: bool) -> Option<Slip> {
    let text = line.text;
    let mark = text[start..].chars().next()?;
    let end = closing(text, start)?;
    let behind = &text[end + 1..];
    let next = behind.trim_start();
    if next.is_empty() || next.starts_with([',', '}', ']', ':', '#']) {
        return None;
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if mark == '\'' && is_letter(text[..end].chars().next_back()) && is_letter(behind.chars().next()) {
        let at = line.start + end;
        let message = "this `'` ends the text, because the text begins with one";
        return Some(Slip::new(at..at + 1, message, "write `''`"));
    }
    let is_english = is_english || text[..start].trim_end().ends_with("en:");
    let (opening, closed) = if is_english { ('“', '”') } else { ('„', '“') };
    if let Some(length) = behind.find(mark).filter(|_| !behind.starts_with(' ')) {
        let inner = &behind[..length];
        let span = line.start + end..line.start + end + 1 + length + 1;
        let help = format!("write `{opening}{inner}{closed}`");
        return Some(Slip::new(span, "quotation marks within quotation marks", help));
    }
    let whole = text[start..].trim_end();
    let words = &text[start + 1..end];
    let is_alone = line.value() == Some(start) && !behind.contains(mark) && !words.contains('\\');
    let help = match is_alone {
        true => quote(&format!("{opening}{words}{closed}{}", behind.trim_end())),
        false => format!("put the whole text between double quotes, and write {opening}…{closed} inside it"),
    };
    let span = line.start + start..line.start + start + whole.len();
    Some(Slip::new(span, "words follow the closing quotation mark", help))
}

/// How many lines below its first one a quoted text may go on.
const MOST_LINES: usize = 10;

/// A quoted text goes on in a line that is not indented. Its quotation mark is closed there, or in a line below.
pub(super) fn continued(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["quoted scalar", "unclosed quote"]) {
        return None;
    }
    let near = stop.lines.upwards().take(MOST_LINES);
    let (first, open) = near.into_iter().find_map(|line| Some((line, unclosed(line)?)))?;
    let mark = &first.text[open..open + 1];
    let mut start = first.start;
    let lines = stop.yaml[first.start..].split('\n').map(|text| {
        let line = Line { start, text: text.trim_end_matches('\r') };
        start += text.len() + 1;
        line
    });
    let mut wrong = None;
    for line in lines.skip(1).take(MOST_LINES).filter(|line| !line.body().is_empty()) {
        // A key begins something else, so the mark is missing indeed.
        if line.key().is_some_and(|key| known_key(key).is_some()) {
            return None;
        }
        wrong = wrong.or_else(|| (line.indent() <= first.indent()).then_some(line));
        // The line is read as if the text began in it.
        let quoted = format!("{mark}{}", line.text);
        if let Some(end) = closing(&quoted, 0) {
            let behind = quoted[end + 1..].trim_start();
            let is_end = behind.is_empty() || behind.starts_with([',', '}', ']', '#']);
            return wrong.filter(|_| is_end).map(|wrong| outdented(first, open, wrong));
        }
    }
    None
}

/// Returns the byte of a quotation mark that begins a value of a line and is not closed in it.
fn unclosed(line: Line<'_>) -> Option<usize> {
    let mut values = line.values().into_iter();
    values.find(|at| line.text[*at..].starts_with(['"', '\'']) && closing(line.text, *at).is_none())
}

fn outdented(first: Line<'_>, open: usize, line: Line<'_>) -> Slip {
    let message = match line.indent() {
        0 => "a text in quotation marks goes on here, at the start of the line",
        _ => "a text in quotation marks goes on here, but is not indented",
    };
    let more = first.column() + 2 - line.indent();
    let help = format!("join this line to the one above, or write {more} more spaces before it");
    let start = first.start + open;
    Slip::new(line.span(), message, help).related(start..start + 1, "the text begins here")
}
