//! Problems as people read them, in the style of rustc. The only user of `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{quotable, totals};
use crate::language::Language;
use crate::problem::{Place, Problem, Problems, Rule, Severity};
use crate::read::{Lines, Source};
use crate::translations::{FieldState, ToDo, Translations};

/// Whether the report may use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For files and pipes.
    Plain,
    /// For terminals.
    Coloured,
}

/// A report of all problems, with a line of the totals at its end.
pub fn human(problems: &Problems, source: &Source, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let lines = Lines::new(source);
    let mut report = String::new();
    for problem in problems {
        report.push_str(&renderer.render(&groups(problem, &lines)));
        report.push_str("\n\n");
    }
    report.push_str(&totals(problems));
    report.push('\n');
    report
}

/// Translations as a table, then what is to do.
pub fn translations(translations: &Translations) -> String {
    let mut report = format!(
        "{:<16}{:<14}{:<10}{:>9}{:>9}{:>9}\n",
        "kind", "field", "language", "written", "missing", "stale"
    );
    let stale = |count: usize| if translations.staleness_known { count.to_string() } else { "?".to_owned() };
    for row in &translations.fields {
        let FieldState { kind, field, language, written, missing, stale: old } = row;
        report.push_str(&format!(
            "{kind:<16}{field:<14}{language:<10}{written:>9}{missing:>9}{:>9}\n",
            stale(*old)
        ));
    }
    report.push('\n');
    for ToDo { file, line, field, language, stale } in &translations.to_do {
        let place = line.map_or_else(|| file.to_string(), |line| format!("{file}:{line}"));
        let state = if *stale { "is older than its counterpart" } else { "is missing" };
        report.push_str(&format!("{place}: {field} ({language}) {state}\n"));
    }
    for language in Language::ALL {
        report.push_str(&format!(
            "{}: {:.1} % written\n",
            language.english_name(),
            translations.percent(language)
        ));
    }
    if !translations.staleness_known {
        report.push_str("this folder has no history in git, so it is not known which texts are stale\n");
    }
    report
}

/// Rules as a table: name, severity and what must hold.
pub fn rules(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let row = |name, severity, sentence| format!("{name:<width$}  {severity:<8}  {sentence}\n");
    let mut table = row("rule", "severity", "what must hold");
    for Rule { name, severity, sentence } in rules {
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        table.push_str(&row(name, severity, sentence));
    }
    table
}

fn groups<'a>(problem: &'a Problem, lines: &Lines<'a>) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        level.primary_title(&problem.message).id(problem.rule.name).elements(snippets(problem, lines));
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// The lines of the problem's own file, then those of others.
fn snippets<'a>(problem: &'a Problem, lines: &Lines<'a>) -> Vec<Element<'a>> {
    let Some(excerpt) = Excerpt::around(&problem.place, lines) else {
        return vec![Origin::path(&*problem.place.file).into()];
    };
    let label = Some(problem.label.as_str()).filter(|label| !label.is_empty());
    let mut snippet =
        excerpt.snippet().annotation(AnnotationKind::Primary.span(excerpt.span.clone()).label(label));
    let mut apart = Vec::new();
    for (place, remark) in &problem.related {
        match excerpt.holds(place) {
            Some(span) => {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(remark.as_str()));
            }
            None => apart.push((place, remark)),
        }
    }
    let mut elements = excerpt.origin(&problem.place);
    elements.push(snippet.into());
    for (place, remark) in apart {
        if let Some(other) = Excerpt::around(place, lines) {
            let annotation = AnnotationKind::Context.span(other.span.clone()).label(remark.as_str());
            elements.extend(other.origin(place));
            elements.push(other.snippet().annotation(annotation).into());
        }
    }
    elements
}

/// The lines of a place, or a part of one that is very long.
struct Excerpt<'a> {
    file: &'a str,
    text: &'a str,
    /// Where the excerpt starts in the file.
    offset: usize,
    line: usize,
    /// The column of the place, counted from 1 in characters, where the excerpt does not begin with its line.
    column: Option<usize>,
    span: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// Nothing if the file holds no text at that place.
    fn around(place: &'a Place, lines: &Lines<'a>) -> Option<Self> {
        /// How much of a very long line is shown on each side of the place.
        const REACH: usize = 500;
        let (file, span) = quotable(place, lines)?;
        let text = file.text;
        let line = file.number(span.start);
        let start = file.start(line);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let end = if text[span.end..end].ends_with('\r') { end - 1 } else { end };
        let is_long = end - start > 4 * REACH && span.len() <= 2 * REACH;
        let column = is_long.then(|| text[start..span.start].chars().count() + 1);
        let (from, to) = match is_long {
            true => (
                floor(text, span.start.saturating_sub(REACH).max(start)),
                floor(text, (span.end + REACH).min(end)),
            ),
            false => (start, end),
        };
        let span = span.start - from..span.end - from;
        Some(Excerpt { file: &place.file, text: &text[from..to], offset: from, line, column, span })
    }

    /// The place itself, where the excerpt can not tell it.
    fn origin(&self, place: &'a Place) -> Vec<Element<'a>> {
        let origin = |column| Origin::path(&*place.file).line(self.line).char_column(column).into();
        self.column.map(origin).into_iter().collect()
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let path = self.column.is_none().then_some(self.file);
        Snippet::source(self.text).path(path).line_start(self.line).fold(false)
    }

    fn holds(&self, place: &Place) -> Option<Range<usize>> {
        let end = self.offset + self.text.len();
        (*place.file == *self.file && place.span.start >= self.offset && place.span.end <= end)
            .then(|| place.span.start - self.offset..place.span.end - self.offset)
    }
}

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
