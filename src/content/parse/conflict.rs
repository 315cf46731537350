//! Marks that git leaves where two people changed the same lines.

use std::ops::Range;

/// The marks: of one version, of the version before both, and of the other version.
const MARKS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];

/// The line between the versions, which alone is none: it can underline a heading.
const BETWEEN: &str = "=======";

/// A merge conflict that was left in a file.
pub(super) struct Conflict {
    /// The bytes of the line of its first mark.
    pub(super) span: Range<usize>,
    /// The marks that are left, in their order.
    pub(super) marks: Vec<&'static str>,
}

/// Returns the first merge conflict of a text.
pub(super) fn conflict(text: &str) -> Option<Conflict> {
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut found: Option<Conflict> = None;
    // The line between the versions, if the mark before the first one is gone already.
    let mut between = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        let span = start..start + written.len();
        start += line.len();
        let Some(mark) = mark(written) else { continue };
        match &mut found {
            Some(conflict) if mark == MARKS[0] || conflict.marks.contains(&mark) => break,
            Some(conflict) => conflict.marks.push(mark),
            None if mark == BETWEEN => between = Some(span),
            None => {
                found = Some(match between.take().filter(|_| mark == MARKS[2]) {
                    Some(span) => Conflict { span, marks: vec![BETWEEN, mark] },
                    None => Conflict { span, marks: vec![mark] },
                });
            }
        }
    }
    found
}

/// Returns the mark that a line is.
fn mark(line: &str) -> Option<&'static str> {
    let is =
        |mark: &&str| line.strip_prefix(*mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    MARKS.into_iter().find(|mark| is(mark)).or((line == BETWEEN).then_some(BETWEEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_told_from_headings_and_quotes() {
        let marks = |text: &str| conflict(text).map(|conflict| (conflict.span.start, conflict.marks.len()));
        assert_eq!(marks("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n"), Some((2, 3)));
        assert_eq!(marks("<<<<<<< HEAD\r\nb\r\n||||||| 1\r\n=======\r\nc\r\n>>>>>>> x\r\n"), Some((0, 4)));
        assert_eq!(marks("a\n=======\nb\n>>>>>>> x\n"), Some((2, 2)));
        assert_eq!(marks("a\nb\n>>>>>>> x\n"), Some((4, 1)));
        for other in ["Heading\n=======\n", "<<<<<<<<<<", "a <<<<<<< b", ">>>>>> quote", ""] {
            assert_eq!(marks(other), None, "{other}");
        }
    }
}
