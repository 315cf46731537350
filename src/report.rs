//! Problems as people read them, in the style of rustc. The only user of `annotate-snippets`.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::language::Language;
use crate::problem::{Place, Problem, Problems, Rule, Severity};
use crate::read::{FileContent, Source};
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
    let mut report = String::new();
    for problem in problems {
        report.push_str(&renderer.render(&groups(problem, source)));
        report.push_str("\n\n");
    }
    report.push_str(&totals(problems));
    report.push('\n');
    report
}

/// "2 errors, 1 warning"
pub fn totals(problems: &Problems) -> String {
    let count = |severity, noun: &str| match problems.count(severity) {
        0 => None,
        1 => Some(format!("1 {noun}")),
        many => Some(format!("{many} {noun}s")),
    };
    let counts: Vec<String> = [count(Severity::Error, "error"), count(Severity::Warning, "warning")]
        .into_iter()
        .flatten()
        .collect();
    if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") }
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

fn groups<'a>(problem: &'a Problem, source: &'a Source) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        level.primary_title(&problem.message).id(problem.rule.name).elements(snippets(problem, source));
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// The lines of the problem's own file, then those of others.
fn snippets<'a>(problem: &'a Problem, source: &'a Source) -> Vec<annotate_snippets::Element<'a>> {
    let mut elements = Vec::new();
    match Excerpt::around(&problem.place, source) {
        Some(excerpt) => {
            let label = Some(problem.label.as_str()).filter(|label| !label.is_empty());
            let mut snippet =
                excerpt.snippet().annotation(AnnotationKind::Primary.span(excerpt.span.clone()).label(label));
            let mut apart = Vec::new();
            for (place, remark) in &problem.related {
                match excerpt.holds(place) {
                    Some(span) => {
                        snippet =
                            snippet.annotation(AnnotationKind::Context.span(span).label(remark.as_str()));
                    }
                    None => apart.push((place, remark)),
                }
            }
            elements.push(snippet.into());
            for (place, remark) in apart {
                if let Some(other) = Excerpt::around(place, source) {
                    let annotation = AnnotationKind::Context.span(other.span.clone()).label(remark.as_str());
                    elements.push(other.snippet().annotation(annotation).into());
                }
            }
        }
        None => elements.push(Origin::path(&*problem.place.file).into()),
    }
    elements
}

/// The lines of a place.
struct Excerpt<'a> {
    file: &'a str,
    text: &'a str,
    /// Where the excerpt starts in the file.
    offset: usize,
    line: usize,
    span: std::ops::Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// Nothing if the file holds no text at that place.
    fn around(place: &'a Place, source: &'a Source) -> Option<Self> {
        let file = source.file(&place.file)?;
        let FileContent::Text(bytes) = &file.content else { return None };
        let (text, span) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, place.span.clone()),
            // The valid part is enough to show where it ends.
            Err(error) => {
                let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                (valid, place.span.start.min(valid.len())..place.span.end.min(valid.len()))
            }
        };
        if text.trim().is_empty() {
            return None;
        }
        let bom = text.len() - text.trim_start_matches('\u{feff}').len();
        let span = span.start.max(bom)..span.end.max(bom);
        let start = text[..span.start].rfind('\n').map_or(bom, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let end = if text[span.end..end].ends_with('\r') { end - 1 } else { end };
        let line = text[..start].matches('\n').count() + 1;
        let span = span.start - start..span.end - start;
        Some(Excerpt { file: &place.file, text: &text[start..end], offset: start, line, span })
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).path(self.file).line_start(self.line).fold(false)
    }

    fn holds(&self, place: &Place) -> Option<std::ops::Range<usize>> {
        let end = self.offset + self.text.len();
        (*place.file == *self.file && place.span.start >= self.offset && place.span.end <= end)
            .then(|| place.span.start - self.offset..place.span.end - self.offset)
    }
}
