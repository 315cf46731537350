//! Checks the marks of words that stay as they are: their ends and their forms for each script.

use std::ops::Range;

use super::content::{MOST_IN_ONE_TEXT, Part};
use super::within_marks::marks;
use super::{CheckPart, Lint, always};
use crate::base::bytes::has_byte;
use crate::base::language::{Language, Locale};
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse::shorten;
use crate::text::language::Acronyms;

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&OPEN_MARK, open_marks)];

pub(super) static OPEN_MARK: Rule = Rule::warning(
    "open-mark",
    "Every `-{` has its matching `}-`, with no link, emphasis or line break in between, and no mark has more than two forms.",
);

/// The marks before and after words that are left unchanged.
const MARK: (&str, &str) = ("-{", "}-");

/// A finding in a text.
struct Finding {
    span: Range<usize>,
    message: &'static str,
    help: String,
    /// The bytes of the beginning of the mark, if it is not at `span`.
    beginning: Option<Range<usize>>,
}

impl Finding {
    fn new(span: Range<usize>, message: &'static str, help: impl Into<String>) -> Self {
        Finding { span, message, help: help.into(), beginning: None }
    }
}

/// Reports marks of unconverted words that lack a beginning or an end, or have too many signs.
fn open_marks(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        if !has_byte(passage.text, |byte| (byte == b'{') | (byte == b'}')) {
            return;
        }
        let mut found: Vec<Finding> = swapped_mark(passage.text).into_iter().collect();
        found.extend(halves_of_marks(passage.text).into_iter().map(|half| of_half(passage.text, half)));
        // What a mark lacks may be what another one has too much of.
        if found.is_empty() {
            found.extend(behind_ends(passage.text));
            if passage.language == Language::Sr {
                found.extend(wrong_forms(passage.text, part.known.keep));
            }
        }
        for Finding { span, message, help, beginning } in found.into_iter().take(MOST_IN_ONE_TEXT) {
            let problem = Problem::new(&OPEN_MARK, part.place(passage, &span), message).help(help);
            problems.push(match beginning {
                Some(span) => problem.related(part.place(passage, &span), "its beginning"),
                None => problem,
            });
        }
    });
}

/// Finds `{-words-}`.
fn swapped_mark(text: &str) -> Option<Finding> {
    let (start, _) = text.match_indices("{-").find(|(at, _)| !text[..*at].ends_with('-'))?;
    let end = start + text[start..].find("-}")? + 2;
    (!text[end..].starts_with('-')).then(|| {
        let help = "write `-{` before the words to leave unchanged, and `}-` after them";
        Finding::new(start..end, "this mark has its signs the wrong way round", help)
    })
}

fn halves_of_marks(text: &str) -> Vec<Range<usize>> {
    let mut signs: Vec<(usize, &str)> =
        text.match_indices(MARK.0).chain(text.match_indices(MARK.1)).collect();
    signs.sort_unstable();
    let (mut halves, mut open, mut end_of_last) = (Vec::new(), None, 0);
    for (at, sign) in signs {
        // `}-{` is only an end, not also a beginning.
        if at < end_of_last {
            continue;
        }
        let span = at..at + sign.len();
        end_of_last = span.end;
        if sign == MARK.0 {
            halves.extend(open.replace(span));
        } else if open.take().is_none() {
            halves.push(span);
        }
    }
    halves.extend(open);
    halves
}

/// Returns what half of a mark lacks, where one of the two signs of the other half stands, if it does.
fn of_half(text: &str, half: Range<usize>) -> Finding {
    const NOTHING_BETWEEN: &str = "no link, emphasis or line break may come in between";
    if text[half.clone()] == *MARK.1 {
        let end_of_last = text[..half.start].rfind(MARK.1).map_or(0, |at| at + MARK.1.len());
        let before = &text[end_of_last..half.start];
        if end_of_last > 0 && before.starts_with('|') {
            let message = "this end comes before the form for Cyrillic pages, so the mark has two ends";
            return Finding::new(end_of_last - MARK.1.len()..end_of_last, message, "delete it");
        }
        if let Some(at) = before.rfind('{') {
            let at = end_of_last + at;
            let message = "the `-` before this bracket is missing, so the mark has no beginning";
            return Finding::new(at..at + 1, message, "write `-{`");
        }
        let help = format!("write `-{{` before the words to leave unchanged; {NOTHING_BETWEEN}");
        return Finding::new(half, "this mark has no beginning", help);
    }
    let rest = &text[half.end..];
    let rest = &rest[..rest.find(MARK.0).unwrap_or(rest.len())];
    if let Some(at) = rest.find('}') {
        let at = half.end + at;
        let message = "the `-` behind this bracket is missing, so the mark has no end";
        return Finding { beginning: Some(half), ..Finding::new(at..at + 1, message, "write `}-`") };
    }
    if let Some(at) = lone_hyphen(rest) {
        let (before, behind) = rest.split_at(at);
        let word = before.rsplit([' ', '|']).next().unwrap_or(before);
        let sign = behind[1..].chars().next().filter(|c| !c.is_whitespace());
        let sign = sign.map(String::from).unwrap_or_default();
        let help = format!("write `{}}}-{sign}` here", shorten(word));
        let at = half.end + at;
        let message = "the `}` before this hyphen is missing, so the mark has no end";
        return Finding { beginning: Some(half), ..Finding::new(at..at + 1, message, help) };
    }
    let help = format!("write `}}-` after the words to leave unchanged; {NOTHING_BETWEEN}");
    Finding::new(half, "this mark has no end", help)
}

/// Returns the first hyphen directly behind a word that does not go on behind it.
fn lone_hyphen(text: &str) -> Option<usize> {
    let is_lone = |at: &usize| {
        text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    text.match_indices('-').map(|(at, _)| at).find(is_lone)
}

/// Finds signs directly behind the ends of marks that belong into the marks or nowhere.
fn behind_ends(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for mark in marks(text) {
        let rest = &text[mark.end..];
        let behind = mark.end..mark.end + 1;
        // An ending may follow a hyphen: `-{UNDP}--a`.
        if let Some(rest) = rest.strip_prefix('-')
            && !rest.starts_with(char::is_alphanumeric)
        {
            let message = "this hyphen stands directly behind the end of a mark, and readers see it";
            let help = "delete it, so that the mark ends with `}-`; for a dash, write ` – `";
            found.push(Finding::new(behind, message, help));
        } else if rest.starts_with('|') {
            let message = "this `|` stands behind the end of a mark, and readers see it";
            let help = "delete it; a form for Cyrillic pages stands within the mark: `-{Google|Гугл}-`";
            found.push(Finding::new(behind, message, help));
        }
    }
    found
}

/// Finds marks with more than two forms, or with a form for Cyrillic pages in Latin script.
fn wrong_forms(text: &str, keep: &Acronyms) -> Vec<Finding> {
    let mut found = Vec::new();
    for mark in marks(text) {
        let forms = mark.start + MARK.0.len()..mark.end - MARK.1.len();
        let Some(bar) = text[forms.clone()].find('|').map(|at| forms.start + at) else { continue };
        let second = bar + 1..forms.end;
        let (latin, cyrillic) = (&text[forms.start..bar], &text[second.clone()]);
        if let Some(at) = cyrillic.find('|') {
            let at = second.start + at;
            let message = "this is the second `|` of a mark, which has two forms at most";
            let help =
                "write the form for Latin pages, one `|`, and the form for Cyrillic pages: `-{Google|Гугл}-`";
            found.push(Finding::new(at..at + 1, message, help));
        } else if is_latin(latin) && is_latin(cyrillic) {
            let message = "this form for Cyrillic pages is in Latin script";
            let help = match latin.trim() == cyrillic.trim() {
                true => format!("write `-{{{}}}-`, which is the same on all pages", shorten(latin.trim())),
                false => format!(
                    "write it in Cyrillic, such as `{}`; or write `-{{{}}}-`, which is the same on all pages",
                    shorten(&Locale::SrCyrl.in_script(cyrillic, keep).text),
                    shorten(latin)
                ),
            };
            found.push(Finding::new(second, message, help));
        }
    }
    found
}

/// Returns whether a text has letters, all of them Latin.
fn is_latin(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| (c as u32) < 0x370)
}
