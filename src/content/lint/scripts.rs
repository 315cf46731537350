//! Finds passages of Serbian texts that are in another script than the rest.

use std::ops::Range;

use super::content::{Part, Text, span_of};
use super::{CheckPart, Lint, always};
use crate::base::bytes::has_byte;
use crate::base::language::{Language, Locale};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::text::guess::Guess;
use crate::text::language::Acronyms;

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&OTHER_SCRIPT, other_scripts)];

static OTHER_SCRIPT: Rule = Rule::warning(
    "other-script",
    "No sentence of a Serbian text is in Cyrillic script while the rest is in Latin script, or the reverse.",
);

/// A script of Serbian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
}

impl Script {
    fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Cyrillic => "Cyrillic",
        }
    }

    /// Returns the script of a word.
    fn of(word: &str) -> Self {
        match word.starts_with(|c: char| matches!(c, '\u{400}'..='\u{4ff}')) {
            true => Script::Cyrillic,
            false => Script::Latin,
        }
    }
}

/// The words of a paragraph or short text, each with its script and place.
type Line = Vec<(Script, Range<usize>)>;

/// Reports the first passage of each text that is in the other script.
fn other_scripts(part: &Part<'_>, problems: &mut Problems) {
    let values = part.phrases.iter().filter_map(|phrase| phrase.words.value.sr.as_ref());
    for value in values.filter(|value| may_be_cyrillic(&value.value)) {
        if let Some(found) = of_texts(&[whole(value)]) {
            problems.push(found.problem(part.place_in(value, &found.span)));
        }
    }
    let text = part.folder.as_ref().and_then(|folder| folder.texts[Language::Sr].as_ref());
    text.and_then(|text| of_text(part, text)).into_iter().for_each(|problem| problems.push(problem));
}

/// Returns the problem of the first passage of a text, its title or its summary.
fn of_text(part: &Part<'_>, text: &Text<'_>) -> Option<Problem> {
    let front = &text.record.front;
    let values: Vec<&Placed<String>> = front.title.iter().chain(&front.summary).collect();
    let body = text.body();
    if !may_be_cyrillic(body) && !values.iter().any(|value| may_be_cyrillic(&value.value)) {
        return None;
    }
    let short = values.iter().map(|value| whole(value));
    let blocks = text.survey.blocks().map(|block| lines_of(body, block)).collect();
    let texts: Vec<(&str, Vec<Line>)> = short.chain([(body, blocks)]).collect();
    let found = of_texts(&texts)?;
    let place = match values.get(found.text) {
        Some(value) => part.place_in(value, &found.span),
        None => text.place(&found.span),
    };
    Some(found.problem(place))
}

/// Returns whether a text has the bytes of Cyrillic letters.
fn may_be_cyrillic(text: &str) -> bool {
    has_byte(text, |byte| (byte == 0xd0) | (byte == 0xd1))
}

/// Returns a short text with its words.
fn whole(value: &Placed<String>) -> (&str, Vec<Line>) {
    let all = 0..value.value.len();
    (&value.value, vec![lines_of(&value.value, std::slice::from_ref(&all))])
}

/// Returns the words of a block that are outside of quotation marks and of the marks of names.
fn lines_of(text: &str, block: &[Range<usize>]) -> Line {
    let (mut line, mut guess) = (Line::new(), Guess::default());
    for words in block {
        let stretch = &text[words.clone()];
        guess.read(stretch, |word| {
            line.push((Script::of(&stretch[word.clone()]), words.start + word.start..words.start + word.end));
        });
    }
    line
}

/// A passage in another script than most of its text.
struct Passage {
    /// The number of the text.
    text: usize,
    span: Range<usize>,
    script: Script,
    /// What to write instead, if that is certain.
    instead: Option<String>,
}

/// Finds the first passage of some texts that is in another script than most of their words.
fn of_texts(texts: &[(&str, Vec<Line>)]) -> Option<Passage> {
    let words = || texts.iter().flat_map(|(_, lines)| lines).flatten();
    let cyrillic = words().filter(|(script, _)| *script == Script::Cyrillic).count();
    if cyrillic == 0 {
        return None;
    }
    let script = if cyrillic * 2 > words().count() { Script::Latin } else { Script::Cyrillic };
    let mut all = texts.iter().enumerate();
    all.find_map(|(at, (text, lines))| {
        let span = lines.iter().find_map(|line| passage(text, line, script))?;
        // Markup stays as it is when Cyrillic letters are replaced, but not when Latin ones are.
        let written = Some(&text[span.clone()]).filter(|_| script == Script::Cyrillic);
        let instead = written.map(|written| Locale::SrLatn.in_script(written, &Acronyms::default()).text);
        Some(Passage { text: at, span, script, instead })
    })
}

/// Returns the first run of words in a script that is long enough to be no name, or all words of the line.
fn passage(text: &str, line: &[(Script, Range<usize>)], script: Script) -> Option<Range<usize>> {
    /// The fewest words of a run.
    const FEWEST: usize = 3;
    line.chunk_by(|(one, _), (other, _)| one == other).find_map(|run| {
        let is_long = run.len() >= FEWEST || run.len() == line.len();
        let spans: Vec<Range<usize>> = run.iter().map(|(_, span)| span.clone()).collect();
        let span = span_of(&spans);
        // Foreign names in Cyrillic text are in Latin script.
        let is_serbian =
            || script == Script::Cyrillic || Guess::of(&text[span.clone()]).is_other_than(Language::En);
        (run[0].0 == script && is_long && is_serbian()).then_some(span)
    })
}

impl Passage {
    fn problem(&self, place: Place) -> Problem {
        const LONGEST: usize = 200;
        let other = match self.script {
            Script::Latin => Script::Cyrillic,
            Script::Cyrillic => Script::Latin,
        };
        let (name, other) = (self.script.name(), other.name());
        let message = format!("this is in {name} script, and the rest of the text in {other} script");
        let write = match self.instead.as_ref().filter(|instead| instead.chars().count() <= LONGEST) {
            Some(instead) => format!("write `{instead}`"),
            None => format!("write it in {other} script"),
        };
        Problem::new(&OTHER_SCRIPT, place, message).help(format!(
            "{write}; readers see it in the script of their page, but editors cannot search for it"
        ))
    }
}
