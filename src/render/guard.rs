//! Templates with checks in them, so that none can run or grow without end: one at the start of every loop, block and
//! component, before what depends on something or is included, one for every value that gets a name, and one for all that is written. What the
//! checks do stands in [`super::fuel`].
//!
//! Only text is inserted, and no line breaks. The template has been parsed before.

use std::ops::Range;

/// The function that counts a step and weighs the values it is given. It gives `false`.
pub(super) const STEP: &str = "katalog_step";
/// The filter that weighs what is written.
pub(super) const WRITTEN: &str = "katalog_written";
/// The filter that weighs what stands before a `~`.
pub(super) const JOINED: &str = "katalog_joined";
/// The filter that weighs a text before another filter gets it.
pub(super) const FILTERED: &str = "katalog_filtered";

/// How many `~` a tag may have.
const MOST_JOINS: usize = 16;
/// How many `...` a tag may have.
const MOST_SPREADS: usize = 8;

/// Puts the checks into the template `name`. `size_of` gives how many bytes another template has.
///
/// # Errors
/// When the template has something that can not be checked.
pub(super) fn guard(name: &str, template: &str, size_of: impl Fn(&str) -> usize) -> Result<String, String> {
    let mut guarded = Guarded { name, template, pieces: Vec::new(), open: Vec::new(), sets: Vec::new() };
    let mut at = 0;
    while let Some(tag) = next_tag(template, at) {
        guarded.push(&template[at..tag.whole.start]);
        guarded.push_tag(&tag, &size_of)?;
        at = tag.whole.end;
    }
    guarded.push(&template[at..]);
    Ok(guarded.pieces.concat())
}

/// A tag, an expression, or a comment.
struct Tag {
    kind: Kind,
    whole: Range<usize>,
    /// Without its delimiters, and the `-` that belong to these.
    inner: Range<usize>,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Expression,
    Statement,
    /// What the checks pass over: a comment, or what stands in `raw`.
    Inert,
}

struct Token {
    kind: TokenKind,
    range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Word,
    Text,
    Sign(u8),
}

/// The next one from `at` on, as the parser of templates finds it; nothing if none follows that ends.
fn next_tag(template: &str, at: usize) -> Option<Tag> {
    let bytes = template.as_bytes();
    let is_open = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    let start = at + bytes.get(at..)?.windows(2).position(is_open)?;
    let mut inner = start + 2;
    if bytes[start + 1] == b'#' {
        let end = inner + template[inner..].find("#}")? + 2;
        return Some(Tag { kind: Kind::Inert, whole: start..end, inner: inner..end, tokens: Vec::new() });
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
        let end = end_of_raw(template, inner + body)?;
        return Some(Tag { kind: Kind::Inert, whole: start..end, inner: inner..end, tokens: Vec::new() });
    }
    let mut tokens = Vec::new();
    let mut at = inner;
    loop {
        let rest = &bytes[at..];
        let first = *rest.first()?;
        if rest.starts_with(close) || (first == b'-' && rest[1..].starts_with(close)) {
            let end = at + close.len() + usize::from(first == b'-');
            return Some(Tag { kind, whole: start..end, inner: inner..at, tokens });
        }
        let (kind, length) = match first {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
                at += 1;
                continue;
            }
            b'"' | b'\'' | b'`' => (TokenKind::Text, text_length(rest)?),
            _ if is_word(first) => (TokenKind::Word, rest.iter().take_while(|byte| is_word(**byte)).count()),
            _ => (TokenKind::Sign(first), 1),
        };
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// With both quotation marks.
fn text_length(text: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.iter().skip(1).position(|byte| {
        let is_end = !is_escaped && *byte == text[0];
        is_escaped = !is_escaped && *byte == b'\\';
        is_end
    });
    Some(end? + 2)
}

/// Where a tag ends that has nothing but this word, counted from behind its `{%`.
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

struct Guarded<'a> {
    name: &'a str,
    template: &'a str,
    pieces: Vec<String>,
    /// What is open: the piece that waits for the length of the body, and where this begins.
    open: Vec<(usize, usize)>,
    /// Names that get a value when their tag is closed.
    sets: Vec<String>,
}

impl Guarded<'_> {
    fn push(&mut self, text: &str) {
        self.pieces.push(text.to_owned());
    }

    /// Where a tag stands, as an argument of a check.
    fn place(&self, tag: &Tag) -> String {
        let line = self.template[..tag.whole.start].matches('\n').count() + 1;
        format!("at=\"{}, line {line}\"", self.name)
    }

    fn fail(&self, tag: &Tag, reason: &str) -> String {
        let line = self.template[..tag.whole.start].matches('\n').count() + 1;
        format!("{}, line {line}: {reason}", self.name)
    }

    fn text(&self, token: &Token) -> &str {
        &self.template[token.range.clone()]
    }

    fn push_tag(&mut self, tag: &Tag, size_of: impl Fn(&str) -> usize) -> Result<(), String> {
        if tag.kind == Kind::Inert {
            self.push(&self.template[tag.whole.clone()]);
            return Ok(());
        }
        self.refuse_growth(tag)?;
        let template = self.template;
        let word =
            |at: usize| tag.tokens.get(at).map_or("", |token| &template[token.range.clone()]).to_owned();
        let (first, second) = (word(0), word(1));
        if tag.kind == Kind::Expression {
            self.push_expression(tag);
            return Ok(());
        }
        match first.as_str() {
            "for" => {
                let names = if word(2) == "," { vec![second, word(3)] } else { vec![second] };
                self.push_checked(tag);
                self.open(
                    tag,
                    ["v", "w"].iter().zip(names).map(|(value, name)| format!(", {value}={name}")).collect(),
                );
            }
            "component" => {
                self.push(&self.template[tag.whole.clone()]);
                self.open(tag, ", all=__tera_context".to_owned());
            }
            "block" => {
                self.push_checked(tag);
                self.open(tag, String::new());
            }
            "endfor" | "endcomponent" | "endblock" => {
                if let Some((piece, start)) = self.open.pop() {
                    self.pieces[piece] = (tag.whole.start - start).to_string();
                }
                self.push_checked(tag);
            }
            "include" => {
                let size = size_of(second.trim_matches(['"', '\'', '`']));
                self.push_step(tag, &format!(", size={size}"));
                self.push_checked(tag);
            }
            "if" => {
                self.push_step(tag, "");
                self.push_checked(tag);
            }
            "set" | "set_global" => {
                self.push_checked(tag);
                if word(2) == "=" {
                    self.push_named(tag, &second);
                } else {
                    self.sets.push(second);
                }
            }
            "endset" => {
                self.push_checked(tag);
                if let Some(name) = self.sets.pop() {
                    self.push_named(tag, &name);
                }
            }
            _ => self.push_checked(tag),
        }
        Ok(())
    }

    /// Lists that are made from lists run without a check.
    fn refuse_growth(&self, tag: &Tag) -> Result<(), String> {
        let sign = |at: usize| tag.tokens.get(at).map(|token| token.kind);
        let count = |wanted: u8| {
            let signs = tag.tokens.iter().filter(|token| token.kind == TokenKind::Sign(wanted));
            signs.count()
        };
        if count(b'~') > MOST_JOINS {
            return Err(
                self.fail(tag, &format!("a tag may join texts with up to {MOST_JOINS} `~`; use several"))
            );
        }
        let spreads = self.template[tag.inner.clone()].matches("...").count();
        if spreads > MOST_SPREADS {
            return Err(self.fail(tag, &format!("a tag may have up to {MOST_SPREADS} `...`; use several")));
        }
        for (at, token) in tag.tokens.iter().enumerate() {
            let is_first = at == 0 && tag.kind == Kind::Statement;
            let is_name = at.checked_sub(1).and_then(sign) == Some(TokenKind::Sign(b'.'));
            let is_for = token.kind == TokenKind::Word && self.text(token) == "for";
            if is_for && !is_first && !is_name && sign(at + 1) == Some(TokenKind::Word) {
                let reason = "a theme may not make lists with `for` in brackets; use a `for` tag";
                return Err(self.fail(tag, reason));
            }
        }
        Ok(())
    }

    /// The tag, with its texts weighed before filters and `~` get them.
    fn push_checked(&mut self, tag: &Tag) {
        let mut at = tag.whole.start;
        for token in &tag.tokens {
            let check = match token.kind {
                TokenKind::Sign(b'|') => FILTERED,
                TokenKind::Sign(b'~') => JOINED,
                _ => continue,
            };
            let place = self.place(tag);
            self.push(&self.template[at..token.range.start]);
            self.push(&format!(" | {check}({place}) "));
            at = token.range.start;
        }
        self.push(&self.template[at..tag.whole.end]);
    }

    /// A component writes by itself.
    fn push_expression(&mut self, tag: &Tag) {
        let is_component = tag.tokens.first().is_some_and(|token| token.kind == TokenKind::Sign(b'<'));
        if is_component || tag.tokens.is_empty() {
            self.push_checked(tag);
            return;
        }
        let start = self.pieces.len();
        self.push_checked(tag);
        let (before, after) = (tag.inner.start - tag.whole.start, tag.whole.end - tag.inner.end);
        let whole = self.pieces.drain(start..).collect::<Vec<_>>().concat();
        let place = self.place(tag);
        let (open, inner) = whole.split_at(before);
        let (inner, close) = inner.split_at(inner.len() - after);
        self.push(&format!("{open} ({inner}) | {WRITTEN}({place}) {close}"));
    }

    /// Before a tag. One that takes the space before it away still does.
    fn push_step(&mut self, tag: &Tag, values: &str) {
        let dash = if self.template[tag.whole.start..].starts_with("{%-") { "-" } else { "" };
        let place = self.place(tag);
        self.push(&format!("{{%{dash} if {STEP}({place}{values}) %}}{{% endif %}}"));
    }

    fn push_named(&mut self, tag: &Tag, name: &str) {
        let (place, dash) = (self.place(tag), self.dash(tag));
        self.push(&format!("{{% if {STEP}({place}, v={name}) %}}{{% endif {dash}%}}"));
    }

    /// Begins a body: with each step, its text counts as written.
    fn open(&mut self, tag: &Tag, values: String) {
        let (place, dash) = (self.place(tag), self.dash(tag));
        self.push(&format!("{{% if {STEP}({place}{values}, size="));
        self.open.push((self.pieces.len(), tag.whole.end));
        self.push("0");
        self.push(&format!(") %}}{{% endif {dash}%}}"));
    }

    /// A tag that takes the space behind it away still does, with a check between them.
    fn dash(&self, tag: &Tag) -> &'static str {
        if self.template[..tag.whole.end].ends_with("-%}") { "-" } else { "" }
    }
}

/// A report of the parser of templates about guarded ones, as one about the templates as they are written. The two
/// functions give a line of each.
pub(super) fn without_checks<'a>(
    report: &str,
    guarded: impl Fn(&str, usize) -> Option<&'a str>,
    written: impl Fn(&str, usize) -> Option<&'a str>,
) -> String {
    let mut lines = Vec::new();
    let mut quoted: Option<(usize, &str, &str)> = None;
    for line in report.lines() {
        if let Some((before, name, number, column)) = place(line)
            && let (Some(guarded), Some(written)) = (guarded(name, number), written(name, number))
        {
            lines.push(format!("{before}{name}:{number}:{}", column_of(guarded, written, column - 1) + 1));
            quoted = Some((number, guarded, written));
            continue;
        }
        let Some((number, guarded, written)) = quoted else {
            lines.push(line.to_owned());
            continue;
        };
        if line.starts_with(&format!("{number} | ")) {
            lines.push(format!("{number} | {written}"));
        } else if let Some((margin, carets)) = line.split_once("| ")
            && carets.trim_start().starts_with('^')
        {
            let start = carets.chars().take_while(|c| *c != '^').count();
            let end = start + carets.chars().filter(|c| *c == '^').count();
            let (start, end) = (column_of(guarded, written, start), column_of(guarded, written, end));
            let carets = "^".repeat(end.saturating_sub(start).max(1));
            lines.push(format!("{margin}| {}{carets}", " ".repeat(start)));
            quoted = None;
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

/// `--> home.html:3:5` with what stands before the name.
fn place(line: &str) -> Option<(&str, &str, usize, usize)> {
    if !line.trim_start().starts_with("--> ") && !line.starts_with("note: ") {
        return None;
    }
    let (rest, column) = line.rsplit_once(':')?;
    let (rest, number) = rest.rsplit_once(':')?;
    let (before, name) = rest.split_at(rest.rfind(' ')? + 1);
    Some((before, name, number.parse().ok()?, column.parse().ok().filter(|column| *column > 0)?))
}

/// The column of a line as it is written, from one of the line with checks.
fn column_of(guarded: &str, written: &str, column: usize) -> usize {
    let guarded: Vec<char> = guarded.chars().collect();
    let written: Vec<char> = written.chars().collect();
    let begins = |at: usize, text: &str| {
        text.chars().enumerate().all(|(offset, c)| guarded.get(at + offset) == Some(&c))
    };
    let (mut at, mut found) = (0, 0);
    while at < column.min(guarded.len()) {
        let filter = [WRITTEN, JOINED, FILTERED].into_iter().any(|name| begins(at, &format!(" | {name}(")));
        let is_step = begins(at, &format!("{{% if {STEP}(")) || begins(at, &format!("{{%- if {STEP}("));
        if filter {
            at += guarded[at..].iter().position(|c| *c == ')').map_or(1, |end| end + 2);
        } else if is_step {
            let is_end = |pair: &[char]| pair == ['%', '}'];
            let first = guarded[at..].windows(2).position(is_end).map_or(1, |end| end + 2);
            let rest = guarded.get(at + first..).unwrap_or_default();
            at += first + rest.windows(2).position(is_end).map_or(0, |end| end + 2);
        } else {
            found += usize::from(written.get(found) == guarded.get(at));
            at += 1;
        }
    }
    found.min(written.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(template: &str) -> String {
        guard("a.html", template, |_| 70).expect("a template that can be checked")
    }

    #[test]
    fn checks_stand_where_something_begins_or_gets_a_name() {
        let place = "at=\"a.html, line 1\"";
        assert_eq!(
            guarded("{% for a, b in c -%} x {% endfor %}"),
            format!(
                "{{% for a, b in c -%}}{{% if {STEP}({place}, v=a, w=b, size=3) %}}{{% endif -%}} x {{% endfor %}}"
            )
        );
        assert_eq!(
            guarded("{% set a = b ~ c %}"),
            format!("{{% set a = b  | {JOINED}({place}) ~ c %}}{{% if {STEP}({place}, v=a) %}}{{% endif %}}")
        );
        assert_eq!(
            guarded("{%- include \"b.html\" %}"),
            format!("{{%- if {STEP}({place}, size=70) %}}{{% endif %}}{{%- include \"b.html\" %}}")
        );
        assert_eq!(guarded("{{- a -}}"), format!("{{{{- ( a ) | {WRITTEN}({place}) -}}}}"));
    }

    #[test]
    fn what_only_looks_like_a_tag_stays() {
        for template in [
            "{# {% for a in b %} #}",
            "{% raw %}{% for a in b %}{% endraw %}",
            "{% include_not '{% for a in b %}' %}",
            "{ { a } }",
            "{{ a",
        ] {
            assert_eq!(guarded(template), template);
        }
        assert!(guarded("{{ \"}}\" }}").starts_with("{{ ( \"}}\" ) | "));
    }

    #[test]
    fn what_can_not_be_checked_is_refused() {
        for template in ["{{ [a for a in b] }}", "{% set x = [a for a in b if a] %}"] {
            assert!(guard("a.html", template, |_| 0).is_err(), "{template}");
        }
        for template in ["{{ <label for=\"a\" /> }}", "{{ a.for }}", "{{ \"[a for a in b]\" }}"] {
            assert!(guard("a.html", template, |_| 0).is_ok(), "{template}");
        }
    }
}
