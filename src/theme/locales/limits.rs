//! Refuses messages that would take very long to read or to write.

use std::collections::BTreeMap;

use fluent::FluentResource;
use fluent_syntax::ast;
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::base::invisible::{code, first_hidden, first_hidden_in_lines};

/// The maximum size of a message in its file, in bytes.
const LONGEST_MESSAGE: usize = 8 * 1024;

/// The maximum number of brackets that a message may open. The parser recurses for each of them.
const MOST_BRACKETS: usize = 200;

/// The maximum size of a message with everything that it refers to inserted, in bytes.
pub(super) const LONGEST_TEXT: usize = 8 * 1024;

/// The maximum number of placeables (parts in braces) in a message with everything that it refers to inserted. This is
/// also Fluent's own limit.
const MOST_PLACEABLES: usize = 100;

/// The maximum number of variants in a message with everything that it refers to inserted. Fluent compares the value
/// of a selector with the key of each.
const MOST_VARIANTS: usize = 60;

/// The maximum length of a number in a message, in characters. Fluent cannot compute with more digits.
const LONGEST_NUMBER: usize = 15;

/// The maximum number of terms that a file may define. The messages are those of the site, so few terms are of use.
pub(super) const MOST_TERMS: usize = 1000;

/// Rejects messages that the parser could not handle, and invisible characters, before it runs.
///
/// A message is taken to begin at each line that starts with a name and `=`, or with `#`: no line inside brackets can
/// start like that.
pub(super) fn reject_unfit(text: &str) -> Result<(), String> {
    if let Some((at, c)) = first_hidden_in_lines(text) {
        let line = text[..at].matches('\n').count() + 1;
        return Err(format!("line {line}: the invisible character {} is not allowed; remove it", code(c)));
    }
    let (mut first, mut length, mut brackets) = (1, 0, 0);
    for (at, line) in text.split('\n').enumerate() {
        if line.starts_with('#') || begins_message(line) {
            (first, length, brackets) = (at + 1, 0, 0);
        }
        if line.starts_with('#') {
            continue;
        }
        length += line.len() + 1;
        brackets += line.bytes().filter(|byte| matches!(byte, b'{' | b'(')).count();
        if length > LONGEST_MESSAGE {
            return Err(format!(
                "line {first}: a message may have up to {} KiB; shorten this one",
                LONGEST_MESSAGE / 1024
            ));
        }
        if brackets > MOST_BRACKETS {
            return Err(format!(
                "line {first}: a message may open up to {MOST_BRACKETS} brackets, and this one opens more; split or \
                 shorten it"
            ));
        }
    }
    Ok(())
}

/// Returns whether a line begins with `name =` or `-name =`.
fn begins_message(line: &str) -> bool {
    let name = line.strip_prefix('-').unwrap_or(line);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name[end..].trim_start_matches(' ').starts_with('=')
}

/// Shortens text from a file for use in reports.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut chars = text.chars();
    let mut excerpt: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// The sizes of messages and terms with everything that they refer to inserted.
pub(super) struct Sizes<'a> {
    patterns: BTreeMap<Name<'a>, &'a ast::Pattern<&'a str>>,
    /// The known sizes; `None` while one is being computed.
    known: BTreeMap<Name<'a>, Option<Size>>,
    /// The number of sizes that are being computed.
    depth: usize,
}

/// Whether it is a term; its name; and the name of an attribute, if one is meant.
type Name<'a> = (bool, &'a str, Option<&'a str>);

/// The maximum size of a message or of a part of one.
#[derive(Clone, Copy, Default)]
struct Size {
    bytes: usize,
    placeables: usize,
    variants: usize,
}

impl Size {
    const fn of_bytes(bytes: usize) -> Self {
        Size { bytes, placeables: 0, variants: 0 }
    }

    const fn is_too_large(self) -> bool {
        self.bytes > LONGEST_TEXT || self.placeables > MOST_PLACEABLES || self.variants > MOST_VARIANTS
    }
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Size) {
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.placeables = self.placeables.saturating_add(other.placeables);
        self.variants = self.variants.saturating_add(other.variants);
    }
}

impl<'a> Sizes<'a> {
    /// Collects the patterns of two resources. Those of the second replace those of the first.
    pub(super) fn of(resources: [&'a FluentResource; 2]) -> Self {
        let mut patterns = BTreeMap::new();
        for entry in resources.into_iter().flat_map(FluentResource::entries) {
            let (is_term, id, value, attributes) = match entry {
                ast::Entry::Message(message) => {
                    (false, message.id.name, message.value.as_ref(), &message.attributes)
                }
                ast::Entry::Term(term) => (true, term.id.name, Some(&term.value), &term.attributes),
                _ => continue,
            };
            if let Some(value) = value {
                patterns.insert((is_term, id, None), value);
            }
            for attribute in attributes {
                // If an attribute name is repeated, the first counts.
                let name = (is_term, id, Some(attribute.id.name));
                patterns.entry(name).or_insert(&attribute.value);
            }
        }
        Sizes { patterns, known: BTreeMap::new(), depth: 0 }
    }

    /// Rejects messages that refer to themselves or become too large. Built-in messages are checked too, because they
    /// may refer to replaced ones.
    pub(super) fn check(&mut self, text: &str) -> Result<(), String> {
        let names: Vec<Name<'a>> = self.patterns.keys().copied().collect();
        for name in names {
            let size = self.named(name).map_err(|reason| about(text, name, &reason))?;
            if size.is_too_large() {
                let reason = format!(
                    "with all that it refers to, it may have up to {} KiB, {MOST_PLACEABLES} parts in braces and \
                     {MOST_VARIANTS} variants, but has more; shorten it or refer to fewer messages",
                    LONGEST_TEXT / 1024
                );
                return Err(about(text, name, &reason));
            }
        }
        Ok(())
    }

    fn named(&mut self, name: Name<'a>) -> Result<Size, String> {
        match self.known.get(&name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                return Err(
                    "it refers to itself, directly or indirectly; remove one of the references".to_owned()
                );
            }
            None => {}
        }
        // A missing message is reported when it is shown.
        let Some(pattern) = self.patterns.get(&name).copied() else { return Ok(Size::default()) };
        if self.depth >= MOST_PLACEABLES {
            return Err(format!(
                "it refers to a chain of more than {MOST_PLACEABLES} others; shorten the chain"
            ));
        }
        self.known.insert(name, None);
        self.depth += 1;
        let size = self.pattern(pattern)?;
        self.depth -= 1;
        self.known.insert(name, Some(size));
        Ok(size)
    }

    fn pattern(&mut self, pattern: &'a ast::Pattern<&'a str>) -> Result<Size, String> {
        let mut size = Size::default();
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { value } => {
                    size.bytes = size.bytes.saturating_add(value.len())
                }
                ast::PatternElement::Placeable { expression } => {
                    size.placeables = size.placeables.saturating_add(1);
                    size += self.expression(expression)?;
                }
            }
        }
        Ok(size)
    }

    /// Adds up all variants of a selection.
    fn expression(&mut self, expression: &'a ast::Expression<&'a str>) -> Result<Size, String> {
        match expression {
            ast::Expression::Inline(inline) => self.inline(inline),
            ast::Expression::Select { selector, variants } => {
                let mut size = self.inline(selector)?;
                size.variants = size.variants.saturating_add(variants.len());
                for variant in variants {
                    size += self.pattern(&variant.value)?;
                }
                Ok(size)
            }
        }
    }

    fn inline(&mut self, inline: &'a ast::InlineExpression<&'a str>) -> Result<Size, String> {
        match inline {
            ast::InlineExpression::StringLiteral { value } => {
                if let Some((_, c)) = first_hidden(&unescape_unicode_to_string(value)) {
                    return Err(format!("the invisible character {} is not allowed; remove it", code(c)));
                }
                Ok(Size::of_bytes(value.len()))
            }
            ast::InlineExpression::NumberLiteral { value } if value.len() > LONGEST_NUMBER => {
                Err(format!("a number may have up to {LONGEST_NUMBER} digits; shorten it"))
            }
            ast::InlineExpression::NumberLiteral { value } => Ok(Size::of_bytes(value.len())),
            ast::InlineExpression::VariableReference { .. } => Ok(Size::default()),
            ast::InlineExpression::MessageReference { id, attribute } => {
                self.named((false, id.name, attribute.as_ref().map(|attribute| attribute.name)))
            }
            ast::InlineExpression::TermReference { id, attribute, arguments } => {
                let mut size =
                    self.named((true, id.name, attribute.as_ref().map(|attribute| attribute.name)))?;
                if let Some(arguments) = arguments {
                    // Each part in braces may insert an argument.
                    let mut inserted = self.arguments(arguments)?;
                    inserted.bytes = inserted.bytes.saturating_mul(size.placeables.max(1));
                    size += inserted;
                }
                Ok(size)
            }
            ast::InlineExpression::FunctionReference { arguments, .. } => self.arguments(arguments),
            ast::InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &'a ast::CallArguments<&'a str>) -> Result<Size, String> {
        let mut size = Size::default();
        for argument in &arguments.positional {
            size += self.inline(argument)?;
        }
        for argument in &arguments.named {
            size += self.inline(&argument.value)?;
        }
        Ok(size)
    }
}

/// Formats a report about a message, with its line if it is in `text`.
fn about(text: &str, (is_term, id, _): Name<'_>, reason: &str) -> String {
    let name = format!("{}{id}", if is_term { "-" } else { "" });
    let is_here = |line: &str| {
        line.strip_prefix(&name).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('='))
    };
    let line = text.lines().position(is_here).map(|at| format!("line {}: ", at + 1)).unwrap_or_default();
    format!("{line}message `{}`: {reason}", excerpt(&name))
}
