//! Inserts checks into templates, so that none can run or grow without end. There is a check at the start of every
//! loop, block and component, before every condition and include, for every value that gets a name or is copied, and
//! for all output. [`super::fuel`] explains what the checks do.
//!
//! The checks are only text without line breaks. Tera has already accepted the template.

use std::ops::Range;

/// The function that counts a step and weighs its arguments. It returns `false`.
pub(super) const STEP: &str = "katalog_step";
/// The filter that weighs output.
pub(super) const WRITTEN: &str = "katalog_written";
/// The filter that weighs the value before a `~`.
pub(super) const JOINED: &str = "katalog_joined";
/// The filter that weighs a text before another filter, and after one that may have made it longer.
pub(super) const FILTERED: &str = "katalog_filtered";
/// The filter that weighs lists and maps whose values are copied one by one.
pub(super) const COPIED: &str = "katalog_copied";
/// The filter that weighs the value that a `for` tag loops over.
pub(super) const LOOPED: &str = "katalog_looped";

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
/// The variable that contains all variables. Tera makes a new copy wherever it is used.
const ALL_VARIABLES: &str = "__tera_context";

/// The maximum number of `~` in a tag.
const MOST_JOINS: usize = 16;
/// The maximum number of words in a tag. The clock is read only between tags, and each word can stand for a value that
/// takes long to compare.
const MOST_WORDS: usize = 100;
/// The maximum number of `...` in a tag.
const MOST_SPREADS: usize = 8;

/// Inserts the checks into the template `name`. `size_of` returns the size of another template, in bytes.
///
/// # Errors
/// When the template contains something that cannot be checked.
pub(super) fn guard(name: &str, template: &str, size_of: impl Fn(&str) -> usize) -> Result<String, String> {
    let mut guarded = Guarded { name, template, pieces: Vec::new(), open: Vec::new(), sets: Vec::new() };
    let mut at = 0;
    while let Some(tag) = next_tag(template, at).map_err(|(at, reason)| guarded.fail_at(at, reason))? {
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
    /// The range without the delimiters and their `-`.
    inner: Range<usize>,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Expression,
    Statement,
    /// Text that needs no checks: a comment, or the content of `raw`.
    Inert,
}

struct Token {
    kind: TokenKind,
    range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
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
fn next_tag(template: &str, at: usize) -> Result<Option<Tag>, Unsure> {
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

struct Guarded<'a> {
    name: &'a str,
    template: &'a str,
    pieces: Vec<String>,
    /// The open bodies: the piece that will contain the length of the body, and where the body begins.
    open: Vec<(usize, usize)>,
    /// The names in open `set` tags, which get their value when the tag is closed.
    sets: Vec<String>,
}

impl Guarded<'_> {
    fn push(&mut self, text: &str) {
        self.pieces.push(text.to_owned());
    }

    /// Returns the place of a tag, as an argument of a check.
    fn place(&self, tag: &Tag) -> String {
        let line = self.template[..tag.whole.start].matches('\n').count() + 1;
        format!("at=\"{}, line {line}\"", self.name)
    }

    fn fail(&self, tag: &Tag, reason: &str) -> String {
        self.fail_at(tag.whole.start, reason)
    }

    fn fail_at(&self, at: usize, reason: &str) -> String {
        let line = self.template[..at].matches('\n').count() + 1;
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
            return self.push_expression(tag);
        }
        match first.as_str() {
            "for" => {
                let names = if word(2) == "," { vec![second, word(3)] } else { vec![second] };
                self.push_checked(tag)?;
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
                self.push_checked(tag)?;
                self.open(tag, String::new());
            }
            "endfor" | "endcomponent" | "endblock" => {
                if let Some((piece, start)) = self.open.pop() {
                    self.pieces[piece] = (tag.whole.start - start).to_string();
                }
                self.push_checked(tag)?;
            }
            "include" => {
                if second.contains('\\') {
                    return Err(
                        self.fail(tag, "the name of a template may not contain `\\`; write it without")
                    );
                }
                let size = size_of(second.trim_matches(['"', '\'', '`']));
                self.push_step(tag, &format!(", size={size}"));
                self.push_checked(tag)?;
            }
            "if" => {
                self.push_step(tag, "");
                self.push_checked(tag)?;
            }
            "set" | "set_global" => {
                self.push_checked(tag)?;
                if word(2) == "=" {
                    self.push_named(tag, &second);
                } else {
                    self.sets.push(second);
                }
            }
            "endset" => {
                self.push_checked(tag)?;
                if let Some(name) = self.sets.pop() {
                    self.push_named(tag, &name);
                }
            }
            _ => self.push_checked(tag)?,
        }
        Ok(())
    }

    /// Refuses tags that make values grow where no check can be inserted, such as `for` in brackets.
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
        let words = tag.tokens.iter().filter(|token| token.kind == TokenKind::Word).count();
        if words > MOST_WORDS {
            return Err(self.fail(tag, &format!("a tag may have up to {MOST_WORDS} words; use several")));
        }
        let spreads = tag.tokens.iter().filter(|token| token.kind == TokenKind::Spread).count();
        if spreads > MOST_SPREADS {
            return Err(self.fail(tag, &format!("a tag may have up to {MOST_SPREADS} `...`; use several")));
        }
        let is_all = |token: &&Token| token.kind == TokenKind::Word && self.text(token) == ALL_VARIABLES;
        if tag.tokens.iter().filter(is_all).count() > 1 {
            return Err(
                self.fail(tag, &format!("a tag may have one `{ALL_VARIABLES}`; give it a name with `set`"))
            );
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

    /// Adds the tag, with a check wherever a value is copied or grows.
    fn push_checked(&mut self, tag: &Tag) -> Result<(), String> {
        let mut at = tag.whole.start;
        for (place, check) in self.checks(tag)? {
            self.push(&self.template[at..place]);
            self.pieces.push(check);
            at = place;
        }
        self.push(&self.template[at..tag.whole.end]);
        Ok(())
    }

    /// Returns the checks within a tag and their positions, in order.
    fn checks(&self, tag: &Tag) -> Result<Vec<(usize, String)>, String> {
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

    /// Adds an expression with a check on its output. The output of a component is checked inside it. A plain name gets
    /// its check before the tag, so that Tera reports an unknown name as such.
    fn push_expression(&mut self, tag: &Tag) -> Result<(), String> {
        let is_component = tag.tokens.first().is_some_and(|token| token.kind == TokenKind::Sign(b'<'));
        if is_component || tag.tokens.is_empty() {
            return self.push_checked(tag);
        }
        let is_name = tag.tokens.iter().enumerate().all(|(at, token)| match at % 2 {
            0 => token.kind == TokenKind::Word,
            _ => token.kind == TokenKind::Sign(b'.'),
        });
        if is_name && tag.tokens.len() % 2 == 1 {
            self.push_step(tag, &format!(", v={}", self.template[tag.inner.clone()].trim()));
            self.push(&self.template[tag.whole.clone()]);
            return Ok(());
        }
        let start = self.pieces.len();
        self.push_checked(tag)?;
        let (before, after) = (tag.inner.start - tag.whole.start, tag.whole.end - tag.inner.end);
        let whole = self.pieces.drain(start..).collect::<Vec<_>>().concat();
        let place = self.place(tag);
        let (open, inner) = whole.split_at(before);
        let (inner, close) = inner.split_at(inner.len() - after);
        self.push(&format!("{open} ({inner}) | {WRITTEN}({place}) {close}"));
        Ok(())
    }

    /// Adds a check before a tag. If the tag removes the space before it, the check does that too.
    fn push_step(&mut self, tag: &Tag, values: &str) {
        let dash = if self.template[tag.whole.start + 2..].starts_with('-') { "-" } else { "" };
        let place = self.place(tag);
        self.push(&format!("{{%{dash} if {STEP}({place}{values}) %}}{{% endif %}}"));
    }

    fn push_named(&mut self, tag: &Tag, name: &str) {
        let (place, dash) = (self.place(tag), self.dash(tag));
        self.push(&format!("{{% if {STEP}({place}, v={name}) %}}{{% endif {dash}%}}"));
    }

    /// Begins a body: each step through it counts the body's text as output.
    fn open(&mut self, tag: &Tag, values: String) {
        let (place, dash) = (self.place(tag), self.dash(tag));
        self.push(&format!("{{% if {STEP}({place}{values}, size="));
        self.open.push((self.pieces.len(), tag.whole.end));
        self.push("0");
        self.push(&format!(") %}}{{% endif {dash}%}}"));
    }

    /// Returns the `-` of a tag that removes the space after it, for the check that is inserted there.
    fn dash(&self, tag: &Tag) -> &'static str {
        if self.template[..tag.whole.end].ends_with("-%}") { "-" } else { "" }
    }
}

/// Turns Tera's report about templates with checks into one about the original templates. The two functions return a
/// line of each.
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

/// Splits a line such as `--> home.html:3:5` into the text before the name, the name, the line and the column.
fn place(line: &str) -> Option<(&str, &str, usize, usize)> {
    if !line.trim_start().starts_with("--> ") && !line.starts_with("note: ") {
        return None;
    }
    let (rest, column) = line.rsplit_once(':')?;
    let (rest, number) = rest.rsplit_once(':')?;
    let (before, name) = rest.split_at(rest.rfind(' ')? + 1);
    Some((before, name, number.parse().ok()?, column.parse().ok().filter(|column| *column > 0)?))
}

/// Returns the column in the original line, given one in the line with checks.
fn column_of(guarded: &str, written: &str, column: usize) -> usize {
    let guarded: Vec<char> = guarded.chars().collect();
    let written: Vec<char> = written.chars().collect();
    let begins = |at: usize, text: &str| {
        text.chars().enumerate().all(|(offset, c)| guarded.get(at + offset) == Some(&c))
    };
    let (mut at, mut found) = (0, 0);
    while at < column.min(guarded.len()) {
        let filter = [WRITTEN, JOINED, FILTERED, COPIED, LOOPED]
            .into_iter()
            .any(|name| begins(at, &format!(" | {name}(")));
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
    fn checks_are_inserted_where_bodies_begin_and_values_get_names() {
        let place = "at=\"a.html, line 1\"";
        assert_eq!(
            guarded("{% for a, b in c -%} x {% endfor %}"),
            format!(
                "{{% for a, b in ( c ) | {LOOPED}({place}) -%}}{{% if {STEP}({place}, v=a, w=b, size=3) %}}{{% endif -%}} x {{% endfor %}}"
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
        assert_eq!(guarded("{{- [a] -}}"), format!("{{{{- ( [a] ) | {WRITTEN}({place}) -}}}}"));
        assert_eq!(
            guarded("{{- a.b -}}"),
            format!("{{%- if {STEP}({place}, v=a.b) %}}{{% endif %}}{{{{- a.b -}}}}")
        );
        assert_eq!(
            guarded("{% if 0 %}{% elif a == b -%}{% endif %}"),
            format!(
                "{{% if {STEP}({place}) %}}{{% endif %}}{{% if 0 %}}{{% elif ( a == b ) | {LOOPED}({place}) -%}}{{% endif %}}"
            )
        );
        assert_eq!(
            guarded("{{ f(a=b[1:], ...c|d) }}"),
            format!(
                "{{{{ ( f(a=b[1:] | {COPIED}({place}) , ...(c | {FILTERED}({place}) |d) | {COPIED}({place})  \
                 | {FILTERED}({place}) ) ) | {WRITTEN}({place}) }}}}"
            )
        );
    }

    #[test]
    fn text_that_only_looks_like_a_tag_is_unchanged() {
        for template in [
            "{# {% for a in b %} #}",
            "{% raw %}{% for a in b %}{% endraw %}",
            "{% include_not '{% for a in b %}' %}",
            "{ { a } }",
        ] {
            assert_eq!(guarded(template), template);
        }
        assert!(guarded("{{ \"}}\" }}").starts_with("{{ ( \"}}\" ) | "));
    }

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

    #[test]
    fn templates_that_cannot_be_checked_are_refused() {
        for template in [
            "{{ [a for a in b] }}",
            "{% set x = [a for a in b if a] %}",
            "{{ [1for a in b] }}",
            "{{ [1.for a in b] }}",
            "{{ ['a'for a in b] }}",
            "{{ [a[1]for a in b] }}",
            "{{ [{}for a in b] }}",
            "{{ [a if b else 1for a in b] }}",
            "{% for a in [1for a in b] %}",
            "{{ a[1:][1:] }}",
            "{{ a[1:].b }}",
            "{{ [__tera_context, __tera_context] }}",
            "{% include \"a\\/b.html\" %}",
            "{{ a",
            &format!("{{% if [{}] %}}", "a, ".repeat(100)),
        ] {
            assert!(guard("a.html", template, |_| 0).is_err(), "{template}");
        }
        for template in [
            "{{ <label for=\"a\" /> }}",
            "{{ a.for }}",
            "{{ \"[a for a in b]\" }}",
            &format!("{{% if [{}] %}}", "a, ".repeat(99)),
            &format!("{{% set a = [{}] %}}", "\"a\", 1, ".repeat(200)),
        ] {
            assert!(guard("a.html", template, |_| 0).is_ok(), "{template}");
        }
    }
}
