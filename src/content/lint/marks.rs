//! Finds Serbian texts that are typed without the marks of č, ć, đ, š and ž.

use std::ops::Range;

use super::content::{Part, Text};
use super::{CheckPart, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&MISSING_MARKS, missing_marks)];

static MISSING_MARKS: Rule = Rule::warning(
    "missing-marks",
    "No long Serbian text in Latin script lacks the letters č, ć, đ, š and ž.",
);

/// The fewest letters of a text that cannot lack them by chance: about one letter in 30 has a mark.
const FEWEST_LETTERS: usize = 250;

/// Reports paragraphs and short texts that are long and have no letter with a mark.
fn missing_marks(part: &Part<'_>, problems: &mut Problems) {
    for short in part.each_short().filter(|short| short.language == Language::Sr) {
        if lacks_marks([short.value.value.as_str()]) {
            problems.push(without_marks(short.value.place.clone()));
        }
    }
    let Some(text) = part.folder.as_ref().and_then(|folder| folder.texts.sr.as_ref()) else { return };
    let front = [&text.record.front.title, &text.record.front.summary];
    for value in front.into_iter().flatten().filter(|value| lacks_marks([value.value.as_str()])) {
        problems.push(without_marks(value.place.clone()));
    }
    let lacking = text
        .survey
        .blocks()
        .filter(|block| lacks_marks(block.iter().map(|words| &text.body()[words.clone()])));
    if let Some(span) = lacking.filter_map(|block| first_line(text, block)).next() {
        problems.push(without_marks(text.place(&span)));
    }
}

/// Returns the first line of a block that is not in the other language.
fn first_line(text: &Text<'_>, block: &[Range<usize>]) -> Option<Range<usize>> {
    let start = block.first()?.start;
    let line = text.body()[start..block.last()?.end].lines().next()?;
    let is_strange = text.strangers.iter().any(|span| span.contains(&start));
    (!is_strange).then(|| start..start + line.trim_end().len())
}

/// Returns whether a text has many Latin letters, and none with a mark.
fn lacks_marks<'a>(stretches: impl IntoIterator<Item = &'a str>) -> bool {
    let mut letters = 0;
    for stretch in stretches {
        if !stretch.is_ascii() && stretch.contains(|c: char| c.is_alphabetic() && !c.is_ascii()) {
            return false;
        }
        letters += stretch.bytes().filter(u8::is_ascii_alphabetic).count();
    }
    letters >= FEWEST_LETTERS
}

fn without_marks(place: Place) -> Problem {
    let message = "this text has no č, ć, đ, š or ž, as if it were typed without marks";
    Problem::new(&MISSING_MARKS, place, message)
        .help("write them where they belong: without them, Cyrillic text and search are wrong too")
}
