//! Finds words that are written twice, and signs without the space that they need.

use std::ops::Range;

/// A slip between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BetweenWords {
    /// A word that follows itself.
    Doubled,
    /// A full stop without a space behind it.
    Joined,
    /// A space before a comma or full stop.
    SpaceBefore,
    /// A comma, semicolon or full stop twice.
    Twice,
    /// A sentence that begins with a small letter.
    Small,
}

impl BetweenWords {
    /// What is wrong, and what to do.
    pub(super) fn explanation(self) -> (&'static str, &'static str) {
        match self {
            BetweenWords::Doubled => ("this word is written twice", "remove one of the two"),
            BetweenWords::Joined => {
                ("no space follows this full stop", "write a space behind it; or mark a name: `-{…}-`")
            }
            BetweenWords::SpaceBefore => {
                ("a space stands before this sign", "remove it; a sign stands directly behind the word")
            }
            BetweenWords::Small => (
                "a sentence begins with a small letter",
                "write a capital letter, or remove the full stop before it; or mark a name: `-{…}-`",
            ),
            BetweenWords::Twice => ("this sign is written twice", "remove one of the two"),
        }
    }
}

/// Words that may follow themselves, in small letters.
const REPEATED: [&str; 16] = [
    "da", "malo", "sve", "vrlo", "jedva", "that", "had", "very", "so", "no", "se", "ne", "to", "да", "мало",
    "све",
];

/// Ends of names of hosts and programs, which begin with a capital letter now and then.
const ENDS_OF_NAMES: [&str; 7] = ["com", "rs", "org", "net", "js", "eu", "io"];

/// Returns the slips between the words of a text.
pub(super) fn slips_between_words(text: &str) -> Vec<(Range<usize>, BetweenWords)> {
    let mut found = Vec::new();
    let mut before: Option<&str> = None;
    let mut at = 0;
    let mut run = 0_usize;
    for piece in text.split_inclusive([' ', '\u{a0}', '\t', '\n']) {
        let word = piece.trim_end();
        let span = at..at + word.len();
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '“', '”', '"']);
        // A word many times in a row is no slip.
        run = if before.is_some_and(|before| is_same(before, bare)) { run + 1 } else { 0 };
        match run {
            1 => found.push((span.start..span.start + bare.len(), BetweenWords::Doubled)),
            2 => _ = found.pop(),
            _ => {}
        }
        let follows_word = || text[..at].trim_end().ends_with(char::is_alphanumeric);
        if let Some(sign) = begins_with_sign(word).filter(|_| before.is_some() && follows_word()) {
            found.push((span.start..span.start + sign, BetweenWords::SpaceBefore));
        }
        if let Some(stop) = joining_stop(word) {
            found.push((span.start + stop..span.start + stop + 1, BetweenWords::Joined));
        }
        if let Some(first) = doubled_sign(word) {
            found.push((span.start + first..span.end, BetweenWords::Twice));
        }
        if before.is_some_and(ends_sentence) && is_small(word) {
            let first = word.chars().next().map_or(0, char::len_utf8);
            found.push((span.start..span.start + first, BetweenWords::Small));
        }
        before = Some(word).filter(|word| !word.is_empty());
        at += piece.len();
    }
    found
}

/// Returns whether a word with a full stop ends a sentence. Abbreviations are shorter. A full stop alone follows a link.
fn ends_sentence(word: &str) -> bool {
    const FEWEST: usize = 5;
    const ABBREVIATIONS: [&str; 2] = ["approx", "pribl"];
    let Some(word) = word.strip_suffix('.') else { return false };
    word.is_empty()
        || word.chars().count() >= FEWEST
            && word.chars().all(char::is_lowercase)
            && !ABBREVIATIONS.contains(&word)
}

/// Returns whether a word is written in small letters. Names such as `eUprava` and `e-uprava` are not.
fn is_small(word: &str) -> bool {
    let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')']);
    !bare.is_empty() && bare.chars().all(char::is_lowercase)
}

fn is_same(before: &str, word: &str) -> bool {
    // Most words differ in their length.
    if before.len() != word.len() {
        return false;
    }
    let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
    // Capital letters alone may be initials or Roman numbers.
    let is_lower = before.ends_with(char::is_lowercase);
    is_word && is_lower && before.to_lowercase() == word.to_lowercase() && {
        let lower = word.to_lowercase();
        !REPEATED.contains(&lower.as_str())
    }
}

/// The length of a comma or full stop at the beginning of a word, unless it is part of a row of points or a number.
fn begins_with_sign(word: &str) -> Option<usize> {
    let rest = word.strip_prefix([',', '.'])?;
    let is_name = word.starts_with('.') && !rest.is_empty();
    (!is_name && !rest.starts_with(['.', ',']) && !rest.starts_with(|c: char| c.is_ascii_digit()))
        .then_some(1)
}

/// The byte of the first of several commas, semicolons or full stops at the end of a word. Three points are a sign of
/// their own.
fn doubled_sign(word: &str) -> Option<usize> {
    let rest = word.trim_end_matches([',', ';', '.']);
    let signs = &word[rest.len()..];
    if signs.len() < 2 {
        return None;
    }
    let is_slip = match signs {
        ".." | ",." => true,
        _ => signs.contains(",,") || signs.contains(";;"),
    };
    (is_slip && rest.ends_with(char::is_alphanumeric)).then_some(rest.len())
}

/// The full stop between two sentences without a space, as in `dolaze.Mere`.
fn joining_stop(word: &str) -> Option<usize> {
    let (first, second) = word.split_once('.').filter(|(_, second)| !second.is_empty())?;
    if word.contains(['/', '@', '_', '\\']) || word.starts_with("www.") {
        return None;
    }
    let mut letters = second.chars();
    let is_capital =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    // Abbreviations such as `npr.` are shorter.
    let is_word = first.chars().count() >= 4 && first.chars().skip(1).all(|c| c.is_lowercase());
    let end: String = second.chars().take_while(|c| c.is_alphanumeric()).take(5).collect();
    let is_name = ENDS_OF_NAMES.contains(&end.to_lowercase().as_str());
    (is_word && is_capital && !is_name).then_some(first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_each_other_with_one_space() {
        let kinds = |text: &str| -> Vec<BetweenWords> {
            slips_between_words(text).into_iter().map(|(_, kind)| kind).collect()
        };
        assert_eq!(kinds("nedeljno i i mere pritisak pritisak."), [BetweenWords::Doubled; 2]);
        assert_eq!(
            kinds("Sestre dolaze.Mere pritisak ,pa"),
            [BetweenWords::Joined, BetweenWords::SpaceBefore]
        );
        assert_eq!(kinds("Sestre,, a zatim lekari.. itd., pa..."), [BetweenWords::Twice; 2]);
        assert_eq!(kinds("mere pritisak. zatim odlaze"), [BetweenWords::Small]);
        for text in ["mere pritisak. Zatim", "npr. ovo, približno. 20", "radnika. e-uprava", "stranama... pa"]
        {
            assert!(kinds(text).is_empty(), "{text}");
        }
        for text in ["da da", "", " , ", "Booking.Com", "npr.Ja", "reč ... reč", "od .NET do", "1 1", "5 ,5"]
        {
            assert!(kinds(text).is_empty(), "{text}");
        }
    }
}
