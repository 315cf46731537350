//! Finds the places within a tag where values are copied or grow, and the check for each.

use std::ops::Range;

use super::tags::{Kind, Tag, TokenKind};
use super::{COPIED, FILTERED, Guarded, JOINED, LOOPED};

/// Filters whose result is a list or a map as long as their input.
const COPYING: [&str; 7] = ["reverse", "sort", "unique", "values", "keys", "pairs", "group_by"];
/// Filters that return a number, a part of their input, or a value that they have weighed themselves.
const PLAIN: [&str; 16] = [
    "length",
    "first",
    "last",
    "nth",
    "get",
    "default",
    "abs",
    "round",
    "int",
    "float",
    "wordcount",
    "replace",
    "indent",
    "join",
    "split",
    "str",
];
impl Guarded<'_> {
    /// Returns the checks within a tag and their positions, in order.
    pub(super) fn checks(&self, tag: &Tag) -> Result<Vec<(usize, String)>, String> {
        let (tokens, place) = (&tag.tokens, self.place(tag));
        let check = |name: &str| format!(" | {name}({place}) ");
        let sign = |at: usize| match tokens.get(at).map(|token| token.kind) {
            Some(TokenKind::Sign(sign)) => Some(sign),
            _ => None,
        };
        let word = |at: usize| tokens.get(at).map_or("", |token| self.text(token));
        let tag_word = if tag.kind == Kind::Statement { word(0) } else { "" };
        // The final value of these tags is weighed when it is output or named.
        let is_weighed_at_end = tag.kind == Kind::Expression || matches!(tag_word, "set" | "set_global");
        let mut checks = Vec::new();
        // The open brackets, and whether each contains a `:`.
        let mut open: Vec<(u8, bool)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let Range { start, end } = token.range;
            match token.kind {
                TokenKind::Sign(b'~') => checks.push((start, check(JOINED))),
                TokenKind::Sign(b'|') => {
                    let filter = word(at + 1);
                    match filter {
                        // The only filter for variables that do not exist.
                        "default" => {}
                        _ if COPYING.contains(&filter) => {
                            checks.push((start, format!(" | {COPIED}({place}, by=\"{filter}\") ")));
                        }
                        _ => checks.push((start, check(FILTERED))),
                    }
                    let last = match sign(at + 2) {
                        Some(b'(') => self.closing(tag, at + 2)?,
                        _ => at + 1,
                    };
                    let is_weighed = match tokens.get(last + 1) {
                        Some(next) => matches!(next.kind, TokenKind::Sign(b'|' | b'~')),
                        None => is_weighed_at_end,
                    };
                    if !is_weighed && !PLAIN.contains(&filter) && !COPYING.contains(&filter) {
                        let end = tokens.get(last).map_or(tag.inner.end, |token| token.range.end);
                        checks.push((end, check(FILTERED)));
                    }
                }
                TokenKind::Spread if tag_word != "component" => {
                    let behind = self.end_of_item(tag, at + 1)?;
                    checks.push((end, "(".to_owned()));
                    checks.push((tokens[behind].range.start, format!("){}", check(COPIED))));
                }
                TokenKind::Sign(bracket @ (b'(' | b'[' | b'{')) => open.push((bracket, false)),
                TokenKind::Sign(b':') => {
                    if let Some((b'[', has_colon)) = open.last_mut() {
                        *has_colon = true;
                    }
                }
                TokenKind::Sign(b')' | b']' | b'}') => {
                    let closed = open.pop();
                    if closed == Some((b'[', true)) {
                        if matches!(sign(at + 1), Some(b'.' | b'[')) {
                            let reason = "a theme may not index `[…:…]` directly; give it a name with `set`";
                            return Err(self.fail(tag, reason));
                        }
                        checks.push((end, check(COPIED)));
                    }
                }
                _ => {}
            }
        }
        if tag_word == "elif"
            && let Some(elif) = tokens.first()
        {
            checks.push((elif.range.end, " (".to_owned()));
            checks.push((tag.inner.end, format!("){}", check(LOOPED))));
        }
        if tag_word == "for" {
            let before = if sign(2) == Some(b',') { 4 } else { 2 };
            let Some(before) = tokens.get(before) else {
                return Err(self.fail(tag, "a `for` tag needs `in` and a list"));
            };
            checks.push((before.range.end, " (".to_owned()));
            checks.push((tag.inner.end, format!("){}", check(LOOPED))));
        }
        checks.sort_by_key(|(place, _)| *place);
        Ok(checks)
    }

    /// Returns the index of the bracket that closes the one at `open`.
    fn closing(&self, tag: &Tag, open: usize) -> Result<usize, String> {
        let mut depth = 0_usize;
        for (at, token) in tag.tokens.iter().enumerate().skip(open) {
            match token.kind {
                TokenKind::Sign(b'(' | b'[' | b'{') => depth += 1,
                TokenKind::Sign(b')' | b']' | b'}') if depth == 1 => return Ok(at),
                TokenKind::Sign(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Err(self.fail(tag, "a bracket is not closed"))
    }

    /// Returns the index of the token after an item of a list or map that begins at `start`: a `,` or a bracket.
    fn end_of_item(&self, tag: &Tag, start: usize) -> Result<usize, String> {
        let mut at = start;
        while let Some(token) = tag.tokens.get(at) {
            at = match token.kind {
                TokenKind::Sign(b',' | b')' | b']' | b'}') => return Ok(at),
                TokenKind::Sign(b'(' | b'[' | b'{') => self.closing(tag, at)? + 1,
                _ => at + 1,
            };
        }
        Err(self.fail(tag, "`...` is outside brackets"))
    }
}
