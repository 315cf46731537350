//! Finds the slip behind front matter that has no two lines of `---`.

use std::ops::Range;

/// What is wrong with the front matter of a text.
pub(super) struct Slip {
    /// The bytes to change.
    pub(super) span: Range<usize>,
    /// What is wrong, as one clause.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

const FENCE: &str = "---";

/// Returns the lines of a text, each with the byte where it begins, without breaks and white space at their end.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

/// Returns whether a line looks like `---`, but is not.
fn is_nearly_fence(line: &str) -> bool {
    let dashes = line.trim().chars().filter(|c| *c != ' ').count();
    let is_dash = |c: char| matches!(c, '-' | ' ' | '\u{a0}' | '‐'..='―' | '−' | '_');
    let is_dashes = (1..=12).contains(&dashes) && line.chars().all(is_dash) && line.trim() != "-";
    line != FENCE && (is_dashes || line == "..." || line == "+++")
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Returns whether a line has a key, or goes on with what is above.
fn is_facts(line: &str) -> bool {
    let key = line.split_once(':').map(|(key, _)| key.trim());
    key.is_some_and(is_key) || line.starts_with([' ', '\t', '#'])
}

/// Returns what is wrong with the front matter of a text that has none between two lines of `---`.
pub(super) fn missing(text: &str) -> Slip {
    let blank = lines(text).take_while(|(_, line)| line.is_empty()).count();
    let Some((start, first)) = lines(text).nth(blank) else {
        return general(0..0);
    };
    let span = start..start + first.len();
    if first == FENCE && blank > 0 {
        return Slip {
            span: start.saturating_sub(1)..start.saturating_sub(1),
            message: "an empty line stands above the first `---`",
            help: "delete the empty lines at the beginning of the file",
        };
    }
    let is_rule = ["***", "===", "~~~", "```", "+++"].contains(&first);
    if is_nearly_fence(first) || is_rule {
        return nearly(span);
    }
    if first == FENCE {
        return unclosed(text);
    }
    if first.split_once(':').is_some_and(|(key, _)| is_key(key)) {
        return Slip {
            span: start..start,
            message: "the line of `---` above the title is missing",
            help: "write a line of `---` above this line",
        };
    }
    general(span)
}

/// Returns what is wrong with front matter that ends at a second line of `---`, which was to be a horizontal line.
pub(super) fn too_long(text: &str, front: &Range<usize>) -> Option<Slip> {
    let within = |at: usize| (front.start..front.end).contains(&at);
    let found = lines(text).filter(|(at, _)| within(*at)).find(|(_, line)| is_nearly_fence(line));
    if let Some((start, line)) = found {
        return Some(nearly(start..start + line.len()));
    }
    let mut above = None;
    for (start, line) in lines(text).filter(|(at, _)| within(*at)) {
        match (line.is_empty(), above) {
            (true, None) => above = Some(start),
            (true, Some(_)) => {}
            (false, Some(at)) if !is_facts(line) && !line.starts_with(['-', '}', ']', '"']) => {
                return Some(no_second(at..at));
            }
            (false, _) => above = None,
        }
    }
    None
}

fn general(span: Range<usize>) -> Slip {
    Slip {
        span,
        message: "this text does not begin with front matter",
        help: "begin with a line of `---`, then `title:` and `summary:`, then a second line of `---`",
    }
}

fn nearly(span: Range<usize>) -> Slip {
    Slip { span, message: "this line is not exactly three hyphens", help: "write `---`" }
}

fn no_second(span: Range<usize>) -> Slip {
    Slip {
        span,
        message: "the second line of `---` is missing",
        help: "write a line of `---` here, above the text",
    }
}

/// Returns what is wrong with front matter that begins and does not end.
fn unclosed(text: &str) -> Slip {
    if let Some((start, line)) = lines(text).skip(1).find(|(_, line)| is_nearly_fence(line)) {
        return nearly(start..start + line.len());
    }
    let end = lines(text).skip(1).find(|(_, line)| !is_facts(line)).map_or(text.len(), |(start, _)| start);
    no_second(end..end)
}
