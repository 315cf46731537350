//! Finds words that a hyphen divides, as at the end of a printed line.

use std::ops::Range;

use super::content::Text;

/// Words behind which a part of a compound may stand alone: *dvo- i trosobni*, *pre- and post-test*.
const CONNECTING: [&str; 26] = [
    "i",
    "ili",
    "ni",
    "a",
    "te",
    "odnosno",
    "do",
    "kao",
    "pa",
    "već",
    "sve",
    "and",
    "or",
    "to",
    "nor",
    "but",
    "versus",
    "vs",
    "as",
    "through",
    "и",
    "или",
    "ни",
    "до",
    "односно",
    "те",
];

/// A word in two parts.
pub(super) struct CutWord {
    /// Both parts, and what is between them.
    pub(super) span: Range<usize>,
    /// The word without the hyphen.
    pub(super) joined: String,
    /// The word with the hyphen, without what follows it.
    pub(super) hyphenated: String,
}

/// Returns the words of a text of one paragraph that a hyphen and a space divide.
pub(super) fn cut_words(text: &str) -> Vec<CutWord> {
    let found = text.match_indices('-').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let second = rest.trim_start_matches([' ', '\n', '\r']);
        let spaces = rest.len() - second.len();
        (spaces > 0).then(|| cut_word(text, at, at + 1 + spaces))?
    });
    found.collect()
}

/// Returns the words of a text that a hyphen at the end of a line divides.
pub(super) fn cut_at_line_ends(text: &Text<'_>) -> Vec<CutWord> {
    let body = text.body();
    let mut found = Vec::new();
    for block in text.survey.blocks() {
        for pair in block.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            let gap = &body[first.end..second.start];
            let is_line_end = gap.contains('\n') && gap.trim_matches([' ', '\n', '\r', '>', '\t']).is_empty();
            if is_line_end && body[..first.end].ends_with('-') {
                found.extend(cut_word(body, first.end - 1, second.start));
            }
        }
    }
    found
}

/// Returns the word whose hyphen is at a byte, and whose second part begins at another one.
fn cut_word(text: &str, hyphen: usize, second: usize) -> Option<CutWord> {
    /// The fewest letters of each part.
    const FEWEST: usize = 2;
    let before = &text[..hyphen];
    let first = &before[before.trim_end_matches(char::is_alphabetic).len()..];
    let rest = &text[second..];
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (second_part, behind) = rest.split_at(end);
    let is_part = |part: &str| part.chars().count() >= FEWEST && part.chars().skip(1).all(char::is_lowercase);
    let is_word = is_part(first) && is_part(second_part) && second_part.starts_with(char::is_lowercase);
    // Such as `-{`, `e-`, `COVID-`, `non-profit-`; and `i-` of another part that follows.
    let is_alone = !before[..before.len() - first.len()].ends_with(['-', '.', '@', '/', '{'])
        && !behind.starts_with(['-', '@', '/']);
    (is_word && is_alone && !CONNECTING.contains(&second_part)).then(|| CutWord {
        span: hyphen - first.len()..second + end,
        joined: format!("{first}{second_part}"),
        hyphenated: format!("{first}-{second_part}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_by_a_hyphen_and_a_space() {
        let joined =
            |text: &str| -> Vec<String> { cut_words(text).into_iter().map(|cut| cut.joined).collect() };
        assert_eq!(joined("Otvara se saveto- valište, a counsel-\nling"), ["savetovalište", "counselling"]);
        for text in [
            "dvo- i trosobni stanovi",
            "pre- and post-test",
            "2019- bez",
            "reč - druga",
            "Novi Sad- Beograd",
            "kratko-, srednje- i dugoročni",
            "e- uprava",
            "socijalno-ekonomski",
            "-{Open- source}-",
        ] {
            assert_eq!(joined(text), [""; 0], "{text}");
        }
    }
}
