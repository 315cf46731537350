//! Problems in a format for people, in the style of rustc. The only user of `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::parts::{MOST_RELATED, first, more, quotable, totals};
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems, Rule, Severity};
use crate::base::visible;
use crate::content::read::{Lines, Source};
use crate::content::translations::{FieldState, ToDo, Translations};

/// The maximum number of problems shown at once; nobody reads more.
const MOST_SHOWN: usize = 200;
/// The maximum size of a report, in bytes.
const LONGEST: usize = 900_000;
/// The maximum number of texts listed as missing or stale.
const MOST_TO_DO: usize = 1_000;
/// The maximum number of lines shown of one place.
const MOST_LINES: usize = 20;

/// Whether the report may use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For files and pipes.
    Plain,
    /// For terminals.
    Coloured,
}

/// Formats a report of all problems, with the totals at the end. If there are very many, only the first are shown,
/// errors before warnings. Text from the content is escaped and shortened.
pub fn human(problems: &Problems, source: &Source, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let lines = Lines::new(source);
    let mut report = String::new();
    let (shown, mut left) = first(problems, MOST_SHOWN);
    for problem in shown {
        let text = renderer.render(&groups(problem, &lines));
        if report.len() + text.len() > LONGEST {
            left += 1;
        } else {
            report.push_str(&text);
            report.push_str("\n\n");
        }
    }
    if left > 0 {
        report.push_str(&format!("… and {}; `--format json` lists all of them\n\n", more(left)));
    }
    report.push_str(&totals(problems));
    report.push('\n');
    report
}

/// Formats the state of translations: a table, then the list of missing and stale texts.
pub fn translations(translations: &Translations) -> String {
    let fields = &translations.fields;
    let kinds = fields.iter().map(|row| row.kind.len()).max().unwrap_or_default().max(4);
    let names = fields.iter().map(|row| row.field.len()).max().unwrap_or_default().max(5);
    let mut report = format!(
        "{:<kinds$}  {:<names$}  {:<8}{:>9}{:>9}{:>9}\n",
        "kind", "field", "language", "written", "missing", "stale"
    );
    let stale = |count: usize| if translations.staleness_known { count.to_string() } else { "?".to_owned() };
    for row in fields {
        let FieldState { kind, field, language, written, missing, stale: old } = row;
        report.push_str(&format!(
            "{kind:<kinds$}  {field:<names$}  {language:<8}{written:>9}{missing:>9}{:>9}\n",
            stale(*old)
        ));
    }
    report.push('\n');
    for ToDo { file, line, field, language, stale } in translations.to_do.iter().take(MOST_TO_DO) {
        let file = visible::name(file);
        let place = line.map_or_else(|| file.to_string(), |line| format!("{file}:{line}"));
        let state = if *stale { "is older than its counterpart" } else { "is missing" };
        report.push_str(&format!("{place}: {field} ({language}) {state}\n"));
    }
    if let left @ 1.. = translations.to_do.len().saturating_sub(MOST_TO_DO) {
        report.push_str(&format!("… and {left} more; `--format json` lists all of them\n"));
    }
    for language in Language::ALL {
        report.push_str(&format!(
            "{}: {:.1} % written\n",
            language.english_name(),
            translations.percent(language)
        ));
    }
    if let Some(reason) = &translations.no_history {
        report.push_str(&reason.explain("it is unknown which texts are stale"));
        report.push('\n');
    }
    report
}

/// Formats rules as a table: name, severity and requirement.
pub fn rules(rules: impl Iterator<Item = &'static Rule> + Clone) -> String {
    let width = rules.clone().map(|rule| rule.name.len()).max().unwrap_or_default();
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
    let mut group = level
        .primary_title(visible::brief(&problem.message))
        .id(problem.rule.name)
        .elements(snippets(problem, lines));
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(visible::brief(help)));
    }
    vec![group]
}

/// Returns the lines of the problem's own file, then those of related places elsewhere.
fn snippets<'a>(problem: &'a Problem, lines: &Lines<'a>) -> Vec<Element<'a>> {
    let Some(excerpt) = Excerpt::around(&problem.place, lines) else {
        return vec![Origin::path(visible::name(&problem.place.file)).into()];
    };
    let label = Some(visible::brief(&problem.label)).filter(|label| !label.is_empty());
    let mut snippet = excerpt
        .snippet()
        .annotation(AnnotationKind::Primary.span(excerpt.in_quoted(&excerpt.span)).label(label));
    let mut apart = Vec::new();
    for (place, remark) in problem.related.iter().take(MOST_RELATED) {
        let remark = visible::brief(remark);
        match excerpt.holds(place) {
            Some(span) => {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(remark));
            }
            None => apart.push((place, remark)),
        }
    }
    let mut elements = excerpt.origin(&problem.place);
    elements.push(snippet.into());
    for (place, remark) in apart {
        if let Some(other) = Excerpt::around(place, lines) {
            let annotation = AnnotationKind::Context.span(other.in_quoted(&other.span)).label(remark);
            elements.extend(other.origin(place));
            elements.push(other.snippet().annotation(annotation).into());
        }
    }
    elements
}

/// The lines of a place, or part of a very long line.
struct Excerpt<'a> {
    file: &'a str,
    text: &'a str,
    /// The start of the excerpt in the file, in bytes.
    offset: usize,
    line: usize,
    /// The column of the place, counted from 1 in characters, if the excerpt is part of a very long line.
    column: Option<usize>,
    span: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// Cuts out the lines around a place; `None` if its file has no text.
    fn around(place: &'a Place, lines: &Lines<'a>) -> Option<Self> {
        /// How much of a very long line is shown on each side of the place.
        const REACH: usize = 500;
        let (file, span) = quotable(place, lines)?;
        let text = file.text;
        let line = file.number(span.start);
        let start = file.start(line);
        let span = span.start..Self::end(text, &span, 2 * REACH);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let end = if text[span.end..end].ends_with('\r') { end - 1 } else { end };
        let is_long = end - start > 4 * REACH;
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

    /// Returns the end of the shown part of a place.
    fn end(text: &str, span: &Range<usize>, most: usize) -> usize {
        let line_ends = text[span.clone()].match_indices('\n');
        let last = line_ends.map(|(at, _)| span.start + at).nth(MOST_LINES - 1).unwrap_or(span.end);
        if last - span.start > most { floor(text, span.start + most).max(span.start) } else { last }
    }

    /// Returns a line with the place itself, if the excerpt is part of a line and would give the wrong column.
    fn origin(&self, place: &'a Place) -> Vec<Element<'a>> {
        let path = visible::name(&place.file);
        let origin = |column| Origin::path(path).line(self.line).char_column(column).into();
        self.column.map(origin).into_iter().collect()
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let path = self.column.is_none().then(|| visible::name(self.file));
        Snippet::source(visible::quoted(self.text)).path(path).line_start(self.line).fold(false)
    }

    /// Converts a byte range to the quoted text, in which characters may be longer.
    fn in_quoted(&self, span: &Range<usize>) -> Range<usize> {
        let quoted = |at: usize| {
            let (before, behind) = self.text.split_at(floor(self.text, at.min(self.text.len())));
            match before.strip_suffix('\r').filter(|_| behind.starts_with('\n')) {
                // The carriage return and line feed are one line end.
                Some(before) => visible::quoted(before).len() + 1,
                None => visible::quoted(before).len(),
            }
        };
        quoted(span.start)..quoted(span.end)
    }

    fn holds(&self, place: &Place) -> Option<Range<usize>> {
        let end = self.offset + self.text.len();
        (*place.file == *self.file && place.span.start >= self.offset && place.span.end <= end)
            .then(|| self.in_quoted(&(place.span.start - self.offset..place.span.end - self.offset)))
    }
}

/// Returns the nearest character boundary at or before a byte position.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
