//! Cuts a template into tags and these into tokens, exactly as Tera's parser does.

use std::ops::Range;

/// A tag, an expression, or a comment.
pub(super) struct Tag {
    pub(super) kind: Kind,
    pub(super) whole: Range<usize>,
    /// The range without the delimiters and their `-`.
    pub(super) inner: Range<usize>,
    pub(super) tokens: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Expression,
    Statement,
    /// Text that needs no checks: a comment, or the content of `raw`.
    Inert,
}

pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Text,
    /// `...`
    Spread,
    /// One character, or the last one of `?.` and `?[`, which act like the same signs without `?`.
    Sign(u8),
    /// Any other sign of two characters.
    Pair,
}

/// The position at which a template cannot be cut into tags, and the reason.
type Unsure = (usize, &'static str);

const NO_END: &str =
    "a tag or comment that begins here does not end; close it, or write `{{ \"{{\" }}` for the sign itself";
const NO_TOKEN: &str = "a tag has a character that has no meaning there; put it in quotation marks";

/// Returns the next tag from `at` on, or `None` if there is no other. It is cut exactly as Tera's parser does it,
/// because anything that Tera reads differently would run without a check. When in doubt, it returns an error.
pub(super) fn next_tag(template: &str, at: usize) -> Result<Option<Tag>, Unsure> {
    let bytes = template.as_bytes();
    let is_open = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    let Some(start) = bytes.get(at..).and_then(|rest| rest.windows(2).position(is_open)) else {
        return Ok(None);
    };
    let start = at + start;
    let mut inner = start + 2;
    if bytes[start + 1] == b'#' {
        let end = inner + template[inner..].find("#}").ok_or((start, NO_END))? + 2;
        return Ok(Some(Tag { kind: Kind::Inert, whole: start..end, inner: inner..end, tokens: Vec::new() }));
    }
    let (kind, close) = match bytes[start + 1] {
        b'%' => (Kind::Statement, b"%}"),
        _ => (Kind::Expression, b"}}"),
    };
    if bytes.get(inner) == Some(&b'-') {
        inner += 1;
    }
    if kind == Kind::Statement
        && let Some(body) = word_tag(&template[inner..], "raw")
    {
        let end = end_of_raw(template, inner + body).ok_or((start, NO_END))?;
        return Ok(Some(Tag { kind: Kind::Inert, whole: start..end, inner: inner..end, tokens: Vec::new() }));
    }
    let mut tokens = Vec::new();
    let mut at = inner;
    loop {
        let rest = &bytes[at..];
        let first = *rest.first().ok_or((start, NO_END))?;
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if rest.starts_with(close) || (first == b'-' && rest[1..].starts_with(close)) {
            let end = at + close.len() + usize::from(first == b'-');
            return Ok(Some(Tag { kind, whole: start..end, inner: inner..at, tokens }));
        }
        let (kind, length) = next_token(rest).ok_or((start, NO_TOKEN))?;
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
}

/// Returns the kind and the length of the next token in a tag.
fn next_token(rest: &[u8]) -> Option<(TokenKind, usize)> {
    if rest.starts_with(b"...") {
        return Some((TokenKind::Spread, 3));
    }
    match rest.get(..2) {
        Some(b"?." | b"?[") => return Some((TokenKind::Sign(rest[1]), 2)),
        Some(b"//" | b"**" | b"==" | b"!=" | b">=" | b"<=" | b"</") => return Some((TokenKind::Pair, 2)),
        _ => {}
    }
    Some(match rest[0] {
        b'"' | b'\'' | b'`' => (TokenKind::Text, text_length(rest)?),
        first if first.is_ascii_digit() => (TokenKind::Number, number_length(rest)),
        first if first.is_ascii_alphabetic() || first == b'_' => {
            let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            (TokenKind::Word, rest.iter().take_while(is_word).count())
        }
        first if b"+-*/%!.,:~|=><()[]{}@".contains(&first) => (TokenKind::Sign(first), 1),
        _ => return None,
    })
}

/// Returns the length of a number: digits and one full stop, even at the end. `1.for` is a number and a word.
fn number_length(number: &[u8]) -> usize {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(number);
    match number.get(whole) {
        Some(b'.') => whole + 1 + digits(&number[whole + 1..]),
        _ => whole,
    }
}

/// Returns the length of a quoted text, including both quotation marks.
fn text_length(text: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.iter().skip(1).position(|byte| {
        let is_end = !is_escaped && *byte == text[0];
        is_escaped = !is_escaped && *byte == b'\\';
        is_end
    });
    Some(end? + 2)
}

/// Returns the end of a tag that contains only `word`. `tag` begins after `{%`.
fn word_tag(tag: &str, word: &str) -> Option<usize> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let rest = tag.strip_prefix('-').unwrap_or(tag).trim_start_matches(is_space);
    let rest = rest.strip_prefix(word)?.trim_start_matches(is_space);
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(tag.len() - rest.len())
}

fn end_of_raw(template: &str, mut at: usize) -> Option<usize> {
    loop {
        at += template[at..].find("{%")? + 2;
        if let Some(end) = word_tag(&template[at..], "endraw") {
            return Some(at + end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected tokens are those of Tera's own parser, in its `lexer.rs`.
    #[test]
    fn tags_are_cut_as_the_parser_cuts_them() {
        for (template, expected) in [
            ("{{ 1for a }}", "1 for a"),
            ("{{ 1.for a }}", "1. for a"),
            ("{{ 1.5.for }}", "1.5 . for"),
            ("{{ 1..2 }}", "1. . 2"),
            ("{{ 1...a }}", "1. . . a"),
            ("{{ 1_000 }}", "1 _000"),
            ("{{ 1e5for a }}", "1 e5for a"),
            ("{{ 0x1f }}", "0 x1f"),
            ("{{ a1for }}", "a1for"),
            ("{{ _for }}", "_for"),
            ("{{ a?.for?[1] }}", "a ?. for ?[ 1 ]"),
            ("{{ a? .b }}", "!"),
            ("{{ [...for] }}", "[ ... for ]"),
            ("{{ ....a }}", "... . a"),
            ("{{ 'a'for'b' }}", "'a' for 'b'"),
            ("{{ `a`for`b` }}", "`a` for `b`"),
            ("{{ \"a\\\"for\" }}", "\"a\\\"for\""),
            ("{{ 'a\\\\'for b }}", "'a\\\\' for b"),
            ("{{ 'a\"b' }}", "'a\"b'"),
            ("{{ '}}' }}", "'}}'"),
            ("{{ {'a':{'b':1}} }}", "{ 'a' : { 'b' : 1"),
            ("{% if a==b!=c>=d<=e</f//g**h %}", "if a == b != c >= d <= e </ f // g ** h"),
            ("{% if a===b %}", "if a == = b"),
            ("{% if a||b~~c %}", "if a | | b ~ ~ c"),
            ("{% if a%}", "if a"),
            ("{% if a %-%}", "if a %"),
            ("{%--%}", ""),
            ("{{---}}", "-"),
            ("{{\u{c}a\t}}", "a"),
            ("{{ a\u{b}b }}", "!"),
            ("{{ a\u{a0}b }}", "!"),
            ("{{ \u{444}or a }}", "!"),
            ("{{ a\u{200b}for }}", "!"),
            ("{{ 'a }}", "!"),
            ("{{ a", "!"),
            ("{{ a & b }}", "!"),
            ("{{ a ; b }}", "!"),
            ("{{ a # b }}", "!"),
            ("{# a", "!"),
            ("{#}", "!"),
            ("{% raw %} {{ a }}", "!"),
            ("{% raw a %}", "raw a"),
        ] {
            let cut = match next_tag(template, 0) {
                Ok(Some(tag)) => {
                    tag.tokens.iter().map(|it| &template[it.range.clone()]).collect::<Vec<_>>().join(" ")
                }
                Ok(None) => "none".to_owned(),
                Err(_) => "!".to_owned(),
            };
            assert_eq!(cut, expected, "{template}");
        }
        for (template, end) in [
            ("{#-#} {{ a }} #}", 5),
            ("{#}#}", 5),
            ("{%--raw-%}{%- for -%}{%- endraw -%}x", 35),
            ("{% raw %}{% endraw x %}{%endraw%}", 33),
        ] {
            let Ok(Some(tag)) = next_tag(template, 0) else { panic!("{template}") };
            assert_eq!((tag.kind == Kind::Inert, tag.whole.end), (true, end), "{template}");
        }
    }
}
