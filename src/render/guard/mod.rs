//! Inserts checks into templates, so that none can run or grow without end. There is a check at the start of every
//! loop, block and component, before every condition and include, for every value that gets a name or is copied, and
//! for all output. [`super::fuel`] explains what the checks do.
//!
//! The checks are only text without line breaks. Tera has already accepted the template.

mod checks;
mod names;
mod report;
mod tags;

pub(super) use names::{Called, limit_unknown};
pub(super) use report::without_checks;
use tags::{Kind, Tag, Token, TokenKind, next_tag};

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
    let breaks = template.match_indices('\n').map(|(at, _)| at).collect();
    let mut guarded =
        Guarded { name, template, breaks, pieces: Vec::new(), open: Vec::new(), sets: Vec::new() };
    let mut at = 0;
    while let Some(tag) = next_tag(template, at).map_err(|(at, reason)| guarded.fail_at(at, reason))? {
        guarded.push(&template[at..tag.whole.start]);
        guarded.push_tag(&tag, &size_of)?;
        at = tag.whole.end;
    }
    guarded.push(&template[at..]);
    Ok(guarded.pieces.concat())
}

struct Guarded<'a> {
    name: &'a str,
    template: &'a str,
    /// The positions of the line breaks, in order.
    breaks: Vec<usize>,
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
        let line = self.line(tag.whole.start);
        format!("at=\"{}, line {line}\"", self.name)
    }

    /// Returns the number of the line at a position.
    fn line(&self, at: usize) -> usize {
        self.breaks.partition_point(|line_break| *line_break < at) + 1
    }

    fn fail(&self, tag: &Tag, reason: &str) -> String {
        self.fail_at(tag.whole.start, reason)
    }

    fn fail_at(&self, at: usize, reason: &str) -> String {
        let line = self.line(at);
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
