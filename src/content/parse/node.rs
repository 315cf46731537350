//! Reads YAML into a tree in which every value has a place. The only user of the YAML crate.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Location, MergeKeyPolicy, RequireIndent, Spanned};

use super::slips::{self, quote};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;

/// The maximum nesting. No content needs more; deeper files are refused before they can exhaust the stack.
const MAX_DEPTH: usize = 32;

/// The maximum number of values of a file: texts, lists and groups, keys included.
const MAX_VALUES: usize = 250_000;

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// `~`, `null` or nothing, with the comment that stands behind the key in the same line.
    Null(Option<Box<Placed<String>>>),
    /// `true` or `false`.
    Bool,
    /// A plain number, as written.
    Number(String),
    /// Any other scalar.
    Text(String),
    /// A sequence.
    List(Vec<Placed<Node>>),
    /// A mapping, in the order of its keys. A key that is written twice occurs twice.
    Map(Vec<(Placed<String>, Placed<Node>)>),
}

impl Node {
    /// Returns whether it is another value that is written in the same way, wherever it stands.
    pub(super) fn is_like(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::List(one), Node::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.value.is_like(&two.value))
            }
            (Node::Map(one), Node::Map(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|((key, one), (other, two))| {
                        key.value == other.value && one.value.is_like(&two.value)
                    })
            }
            (Node::List(_) | Node::Map(_), _) | (_, Node::List(_) | Node::Map(_)) => false,
            (one, two) => one == two,
        }
    }

    /// Returns whether it is `~`, `null` or nothing.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Node::Null(_))
    }

    /// Returns what it is, for messages: "a list".
    pub(super) fn description(&self) -> &'static str {
        match self {
            Node::Null(_) => "nothing",
            Node::Bool => "a yes-or-no value",
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a group of keys",
        }
    }
}

/// The tree as the deserialiser returns it, with the locations of the YAML crate.
enum Raw {
    Null,
    Bool,
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Bool)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

/// Reads the tree of some YAML.
fn raw(yaml: &str) -> Result<Spanned<Raw>, serde_yaml::Error> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_VALUES,
            max_anchors: 0,
            max_documents: 1,
        },
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        reject_unsupported_tags: true,
        require_indent: RequireIndent::Unchecked,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options::<Spanned<Raw>>(yaml, options)
}

/// The YAML in a file: the whole file or its front matter.
pub(super) struct Yaml<'a> {
    /// The file's path.
    pub(super) file: &'a Arc<str>,
    /// The file's whole text.
    pub(super) text: &'a str,
    /// The bytes that are YAML.
    pub(super) span: Range<usize>,
}

impl Yaml<'_> {
    /// Parses the tree. Invalid YAML is reported as one problem, at its cause or where the parser stopped.
    pub(super) fn parse(&self, problems: &mut Problems) -> Option<Placed<Node>> {
        match raw(&self.text[self.span.clone()]) {
            Ok(raw) => {
                let tree = self.place(raw);
                let cut = self.cut_texts(&tree);
                let is_whole = cut.is_empty();
                cut.into_iter().for_each(|problem| problems.push(problem));
                is_whole.then_some(tree)
            }
            Err(error) => {
                problems.push(self.syntax_problem(&error));
                None
            }
        }
    }

    fn syntax_problem(&self, error: &serde_yaml::Error) -> Problem {
        let full = error.without_snippet().to_string();
        let said = full.split(" at line ").next().unwrap_or(&full).trim_end_matches('.');
        let stopped = error.location().map_or(self.span.start, |at| self.line_column(at.line(), at.column()));
        if let Some(slip) = self.slip(said, stopped) {
            return slip;
        }
        let start = self.cause(said, stopped);
        let rest = &self.text[start..self.span.end];
        let length = match rest.starts_with("---") {
            true => 3,
            false => rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8),
        };
        let (message, help) = match is_second_part(said) && self.is_list() {
            true => ("this `---` would divide the file in two".to_owned(), "remove the line".to_owned()),
            false => explain(said),
        };
        let place = Place { file: self.file.clone(), span: start..start + length };
        Problem::new(&rules::YAML_SYNTAX, place, message).help(help)
    }

    /// Returns whether the file is directly in `content/`, so that its entries have no files of their own.
    fn is_list(&self) -> bool {
        self.file.strip_prefix("content/").is_some_and(|name| !name.contains('/'))
    }

    /// Returns the problem of the slip for which the parser stopped at a byte, if it is of a known kind.
    fn slip(&self, said: &str, stopped: usize) -> Option<Problem> {
        if is_second_part(said) {
            return None;
        }
        let yaml = &self.text[self.span.clone()];
        let is_english = self.file.ends_with("/en.md");
        let slip = slips::slip(yaml, stopped - self.span.start, said, is_english, |yaml| raw(yaml).is_ok())?;
        let span = self.span.start + slip.span.start..self.span.start + slip.span.end;
        let place = Place { file: self.file.clone(), span };
        let problem = Problem::new(&rules::YAML_SYNTAX, place, slip.message).help(slip.help);
        let related = slip.related.into_iter().map(|(span, remark)| {
            let span = self.span.start + span.start..self.span.start + span.end;
            (Place { file: self.file.clone(), span }, remark)
        });
        Some(related.fold(problem, |problem, (place, remark)| problem.related(place, remark)))
    }

    /// Returns a problem for each text without quotes of which YAML drops a part: a ` #` begins a comment, and a `!`
    /// before a text is a tag. Comments with a space after the `#`, or with more space before it, are meant.
    fn cut_texts(&self, node: &Placed<Node>) -> Vec<Problem> {
        match &node.value {
            Node::List(items) => items.iter().flat_map(|item| self.cut_texts(item)).collect(),
            Node::Map(entries) => entries.iter().flat_map(|(_, value)| self.cut_texts(value)).collect(),
            Node::Text(text) => self.cut_text(text, &node.place.span).into_iter().collect(),
            Node::Null(_) | Node::Bool | Node::Number(_) => Vec::new(),
        }
    }

    fn cut_text(&self, text: &str, span: &Range<usize>) -> Option<Problem> {
        let written = self.text.get(span.clone())?;
        if written.is_empty() || written.starts_with(['"', '\'', '|', '>']) {
            return None;
        }
        let behind = &self.text[span.end..self.span.end];
        // Most texts end their line or are followed by another sign. The line is only read if it is needed, because a whole
        // file can be one.
        let is_space = |c: char| c.is_whitespace() && c != '\n';
        let next = behind.trim_start_matches(is_space).chars().next();
        let line = next.filter(|sign| *sign == '#').and_then(|_| behind.lines().next()).unwrap_or_default();
        let before = &self.text[self.span.start..span.start];
        let (message, cut, whole) = if is_cut(line) {
            let message = "the text ends here: YAML reads ` #` as the beginning of a comment";
            (message, span.end + 1..span.end + line.len(), format!("{text}{}", line.trim_end()))
        } else if let Some(next) =
            next.filter(|sign| *sign == '\n').and_then(|_| self.cut_line(behind, span.start))
        {
            let message = "the text ends above: YAML reads a line that begins with `#` as a comment";
            let start = span.end + (next.as_ptr() as usize - behind.as_ptr() as usize);
            (message, start..start + next.len(), format!("{text} {next}"))
        } else if written.starts_with("! ") {
            ("YAML drops this `!`", span.start..span.start + 1, format!("! {text}"))
        } else if before.ends_with("! ") {
            ("YAML drops this `!`", span.start - 2..span.start - 1, format!("! {text}"))
        } else {
            return None;
        };
        let help = format!("if the whole text is meant, {}", quote(&whole));
        let place = Place { file: self.file.clone(), span: cut };
        Some(Problem::new(&rules::CUT_TEXT, place, message).help(help))
    }

    /// Returns the line below a text that was to go on in it: it is indented further than the key of the text.
    fn cut_line<'t>(&self, behind: &'t str, start: usize) -> Option<&'t str> {
        let mut lines = behind.lines();
        let next = lines.next().filter(|rest| rest.trim().is_empty()).and_then(|_| lines.next())?;
        let key = self.text[self.span.start..start].rsplit('\n').next()?;
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let is_further = key.contains(": ") && indent(next) > indent(key);
        (is_further && is_cut(&format!(" {}", next.trim()))).then(|| next.trim())
    }

    /// Returns the byte of the mistake that stopped the parser, which may be elsewhere than where it stopped.
    fn cause(&self, message: &str, stopped: usize) -> usize {
        let before = &self.text[self.span.start..stopped];
        if message.contains("multiline quoted scalar") {
            // The last unpaired quotation mark before this place.
            let unpaired = before.rsplit('\n').find_map(|line| {
                let quote = ['"', '\''].into_iter().find(|quote| line.matches(*quote).count() % 2 == 1)?;
                Some(line.as_ptr() as usize - self.text.as_ptr() as usize + line.rfind(quote)?)
            });
            return unpaired.unwrap_or(stopped);
        }
        stopped
    }

    /// Returns the byte at a line and column, both counted from 1, columns in characters.
    fn line_column(&self, line: u64, column: u64) -> usize {
        let yaml = &self.text[self.span.clone()];
        let line_start = match line.checked_sub(2) {
            None => 0,
            Some(breaks) => yaml
                .match_indices('\n')
                .nth(usize::try_from(breaks).unwrap_or(usize::MAX))
                .map_or(yaml.len(), |(at, _)| at + 1),
        };
        let skip = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let rest = &yaml[line_start..];
        let offset = rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at);
        self.span.start + line_start + offset
    }

    fn place(&self, raw: Spanned<Raw>) -> Placed<Node> {
        let mut span = self.bytes(&raw.referenced);
        let node = match raw.value {
            Raw::Null => Node::Null(None),
            Raw::Bool => Node::Bool,
            Raw::Number => Node::Number(self.text[span.clone()].to_owned()),
            Raw::Text(text) => {
                span.end = span.start + self.text[span.clone()].trim_end().len();
                Node::Text(text)
            }
            Raw::List(items) => {
                let items = items.into_iter().map(|item| {
                    let mut item = self.place(item);
                    if let Node::Null(comment) = &mut item.value {
                        *comment = self.comment_of_item(item.place.span.start).map(Box::new);
                    }
                    item
                });
                let items: Vec<_> = items.collect();
                span.end = self.bracket_end(&span, items.last().map(|item| item.place.span.end));
                Node::List(items)
            }
            Raw::Map(entries) => {
                let is_between_braces = self.text[span.start..self.span.end].starts_with('{');
                let entries = entries.into_iter().map(|(key, value)| {
                    let place = Place { file: self.file.clone(), span: self.bytes(&key.referenced) };
                    let mut value = self.place(value);
                    if let Node::Null(comment) = &mut value.value {
                        *comment = self.comment_behind(place.span.end, is_between_braces).map(Box::new);
                    }
                    (Placed::new(key.value, place), value)
                });
                let entries: Vec<_> = entries.collect();
                let last = entries.last().map(|(key, value)| value.place.span.end.max(key.place.span.end));
                span.end = self.bracket_end(&span, last);
                Node::Map(entries)
            }
        };
        Placed::new(node, Place { file: self.file.clone(), span })
    }

    /// Returns the comment that stands in the same line behind a key that ends at a byte, where its value belongs. Between
    /// braces, it is only what the value would be.
    fn comment_behind(&self, key: usize, is_between_braces: bool) -> Option<Placed<String>> {
        let behind = self.text[key..self.span.end].trim_start_matches(' ').strip_prefix(':')?;
        let comment = behind.trim_start_matches(' ');
        let line = comment.starts_with('#').then(|| comment.lines().next())??;
        let end = line.find([',', '}', ']']).filter(|_| is_between_braces);
        let line = line[..end.unwrap_or(line.len())].trim_end();
        let start = comment.as_ptr() as usize - self.text.as_ptr() as usize;
        let place = Place { file: self.file.clone(), span: start..start + line.len() };
        Some(Placed::new(line.to_owned(), place))
    }

    /// Returns the comment that stands in the place of an entry of a list, of which the line ends at a byte: `- #2`.
    fn comment_of_item(&self, end: usize) -> Option<Placed<String>> {
        const LONGEST: usize = 500;
        let before = &self.text.as_bytes()[..end];
        let start = end - before.iter().rev().take(LONGEST).position(|byte| *byte == b'\n')?;
        let line = self.text.get(start..end)?;
        let comment = line.trim_start().strip_prefix('-')?.trim_start();
        let at = end - comment.len();
        let place = Place { file: self.file.clone(), span: at..at + comment.trim_end().len() };
        comment.starts_with('#').then(|| Placed::new(comment.trim_end().to_owned(), place))
    }

    /// Returns where a list or group ends whose last value ends at `last`: behind its closing bracket, if it has one.
    fn bracket_end(&self, span: &Range<usize>, last: Option<usize>) -> usize {
        let closing = match self.text[span.start..self.span.end].chars().next() {
            Some('{') => '}',
            Some('[') => ']',
            _ => return span.end,
        };
        let from = last.unwrap_or(span.start + 1).max(span.start + 1);
        let rest = &self.text[from..self.span.end];
        // Only quotation marks, white space, commas and comments can stand before it. Long ones are not passed over.
        const MOST: usize = 200;
        let end = rest.char_indices().take(MOST).find(|(_, c)| *c == closing || *c == '#');
        end.filter(|(_, c)| *c == closing).map_or(span.end, |(at, c)| from + at + c.len_utf8())
    }

    fn bytes(&self, location: &Location) -> Range<usize> {
        let span = location.span();
        let as_usize = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let start = match span.byte_offset() {
            Some(offset) => self.span.start + as_usize(offset),
            None => self.line_column(location.line(), location.column()),
        };
        let end = start.saturating_add(span.byte_len().map_or(0, as_usize));
        let (start, end) = (start.min(self.span.end), end.min(self.span.end));
        if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) { start..end } else { 0..0 }
    }
}

/// Returns whether the line after a text goes on with something that only looks like a comment: `Room #3`.
fn is_cut(line: &str) -> bool {
    let is_comment =
        |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '#');
    line.strip_prefix(" #").is_some_and(|rest| !is_comment(rest))
}

/// Returns whether the parser stopped at a line of `---` within the file.
fn is_second_part(message: &str) -> bool {
    message.contains("multiple YAML documents") || message.contains("Documents {")
}

/// Turns a message of the parser into one for editors, with help for the frequent ones.
fn explain(message: &str) -> (String, String) {
    const TABLE: &[(&str, &str, &str)] = &[
        (
            "mapping values are not allowed",
            "a second `:` on one line",
            "put the value between double quotes: `title: \"One: two\"`",
        ),
        (
            "unexpected character",
            "a value cannot begin with this character",
            "put the value between double quotes",
        ),
        (
            "did not find expected key",
            "this line does not fit the lines above it",
            "keys of one group start in the same column; use spaces, not tabs",
        ),
        (
            "did not find expected '-' indicator",
            "this line does not fit the lines above it",
            "keys of one group start in the same column; use spaces, not tabs",
        ),
        (
            "did not find expected ',' or '}'",
            "a `,` or the closing `}` is missing before this",
            "close `{ … }`, and put texts with `:` or `,` in them between double quotes",
        ),
        (
            "did not find expected ',' or ']'",
            "a `,` or the closing `]` is missing before this",
            "close `[ … ]`, and put texts with `:` or `,` in them between double quotes",
        ),
        (
            "illegal placement of ':'",
            "a key where a list or group is still open",
            "close the `[` or `{` on the line above",
        ),
        (
            "simple key expected ':'",
            "this line has no `: ` between key and value",
            "write a colon and a space after the key: `key: value`",
        ),
        (
            "quoted scalar",
            "a quotation mark was opened and not closed",
            "close it on the line where it was opened",
        ),
        (
            "unclosed quote",
            "a quotation mark was opened and not closed",
            "close it on the line where it was opened",
        ),
        ("found a tab", "a tab in the indentation", "indent with spaces"),
        ("tabs disallowed", "a tab in the indentation", "indent with spaces"),
        ("cannot deserialize null into string", "a key that is empty", "write the key before the `:`"),
        (
            "alias references unknown anchor",
            "a value cannot begin with `*`",
            "put the value between double quotes",
        ),
        ("Anchors {", "a value cannot begin with `&`", "put the value between double quotes"),
        ("Depth {", "this is nested too deeply", "no record needs so many levels of groups"),
        (
            "Nodes {",
            "this file has too many values: it can have 250,000, and they end here",
            "remove entries that nothing refers to, or divide the catalogue",
        ),
        ("expected string scalar", "a key that is a list or a group", "write keys as plain words"),
        ("tag", "a value cannot begin with `!`", "put the value between double quotes"),
    ];
    if is_second_part(message) {
        return (
            "a second `---`: one file holds one record".to_owned(),
            "remove the line, or move what follows into a file of its own".to_owned(),
        );
    }
    for (start, said, help) in TABLE {
        if message.contains(start) {
            return ((*said).to_owned(), (*help).to_owned());
        }
    }
    (
        "this line, or the one above it, cannot be read".to_owned(),
        "write one `key: value` per line, and put texts with special characters between double quotes"
            .to_owned(),
    )
}
