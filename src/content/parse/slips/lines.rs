//! The lines of YAML up to where the parser stopped.

use std::ops::Range;

/// A line, without its break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The byte in the YAML where it begins.
    pub(super) start: usize,
    /// Its text.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    /// Returns the number of spaces before its first sign.
    pub(super) fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Returns its text without the spaces around it.
    pub(super) fn body(self) -> &'a str {
        self.text.trim_matches(|c: char| c == ' ' || c == '\r')
    }

    /// Returns whether it has more than a comment.
    pub(super) fn has_content(self) -> bool {
        let body = self.text.trim();
        !body.is_empty() && !body.starts_with('#')
    }

    /// Returns the bytes in the YAML of its text without the spaces around it.
    pub(super) fn span(self) -> Range<usize> {
        let start = self.start + self.indent();
        start..start + self.body().len()
    }

    /// Returns the byte in its text where its key or text begins, behind the `- ` of entries.
    pub(super) fn column(self) -> usize {
        let mut at = self.indent();
        while let Some(rest) = self.text[at..].strip_prefix("- ") {
            at += 2 + rest.len() - rest.trim_start_matches(' ').len();
        }
        at
    }

    /// Returns whether it begins an entry of a list.
    pub(super) fn is_entry(self) -> bool {
        self.body().starts_with("- ") || self.body() == "-"
    }

    /// Returns its key, if it has one.
    pub(super) fn key(self) -> Option<&'a str> {
        let text = &self.text[self.column()..];
        let end = match text.chars().next()? {
            quote @ ('"' | '\'') => text[1..].find(quote).map(|at| at + 2)?,
            '{' | '[' | '#' => return None,
            _ => {
                let mut ends = text.match_indices(':').map(|(at, _)| at);
                ends.find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\r']))?
            }
        };
        let key = &text[..end];
        (text[end..].starts_with(':') && !key.trim().is_empty() && !key.contains(" #")).then_some(key)
    }

    /// Returns the byte in its text where the value behind its key begins, if it has a key. If nothing stands there, this
    /// is the end.
    pub(super) fn value(self) -> Option<usize> {
        let colon = self.column() + self.key()?.len() + 1;
        let rest = &self.text[colon..];
        Some(colon + rest.len() - rest.trim_start_matches(' ').len())
    }

    /// Returns whether a key without a value ends it.
    pub(super) fn is_open(self) -> bool {
        self.value().is_some_and(|value| {
            let rest = self.text[value..].trim();
            rest.is_empty() || rest.starts_with('#')
        })
    }

    /// Returns whether it has a key and a text without quotes or brackets.
    pub(super) fn has_plain_text(self) -> bool {
        let starts = ['"', '\'', '{', '[', '|', '>', '#'];
        self.value().is_some_and(|value| {
            let rest = self.text[value..].trim();
            !rest.is_empty() && !rest.starts_with(starts)
        })
    }

    /// Returns the bytes in its text where values begin: at its own beginning, behind `: ` and `- `, and behind brackets and
    /// commas. Quoted texts are passed over.
    pub(super) fn values(self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = self.indent();
        let mut is_start = true;
        while let Some(c) = self.text[at..].chars().next() {
            let rest = &self.text[at + c.len_utf8()..];
            match c {
                ' ' => {}
                '-' if is_start && rest.starts_with(' ') => found.push(at),
                _ if is_start => {
                    found.push(at);
                    is_start = matches!(c, '[' | '{' | ',');
                    if matches!(c, '"' | '\'')
                        && let Some(end) = closing(self.text, at)
                    {
                        at = end;
                    }
                }
                ':' if rest.starts_with(' ') => is_start = true,
                '[' | '{' | ',' => is_start = true,
                _ => {}
            }
            at += self.text[at..].chars().next().map_or(1, char::len_utf8);
        }
        found
    }
}

/// Returns the byte of the quotation mark that closes the one at a byte of a line.
pub(super) fn closing(line: &str, quote: usize) -> Option<usize> {
    let mut chars = line[quote..].char_indices().peekable();
    let (_, mark) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if mark == '"' => {
                chars.next();
            }
            '\'' if mark == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            c if c == mark => return Some(quote + at),
            _ => {}
        }
    }
    None
}

/// The lines up to where the parser stopped.
pub(super) struct Lines<'a> {
    all: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    /// Returns the lines of the YAML, up to the one with a byte.
    pub(super) fn until(yaml: &'a str, at: usize) -> Self {
        let mut all = Vec::new();
        let mut start = 0;
        for text in yaml.split('\n') {
            if start > at && !all.is_empty() {
                break;
            }
            all.push(Line { start, text: text.trim_end_matches('\r') });
            start += text.len() + 1;
        }
        Lines { all }
    }

    /// Returns the line where the parser stopped. If it is empty, the last one with content.
    pub(super) fn last(&self) -> Option<Line<'a>> {
        self.upwards().next()
    }

    /// Returns the lines with content, from where the parser stopped to the first one.
    pub(super) fn upwards(&self) -> impl Iterator<Item = Line<'a>> + '_ {
        self.all.iter().rev().copied().filter(|line| line.has_content())
    }

    /// Returns the line above the last one, if both have content.
    pub(super) fn above(&self) -> Option<Line<'a>> {
        self.upwards().nth(1)
    }

    /// Returns the last two lines with content, the upper one first: the slip is in one of them, if it is near.
    pub(super) fn near(&self) -> impl Iterator<Item = Line<'a>> {
        self.above().into_iter().chain(self.last())
    }
}
