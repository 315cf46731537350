//! Splits texts into words for the search.

use crate::text::language::fold;

/// Returns the words of a text in the form in which they are searched: folded runs of letters or digits. `18.460,00`
/// becomes `18460`.
///
/// The browser has the same function. `tests/search/words.tsv` ensures that they agree.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            0
        };
        if length == 0 {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        words.push(rest[..length].to_owned());
        rest = &rest[length..];
        if first.is_ascii_digit() {
            rest = &rest[zero_decimals(rest)..];
        }
    }
    words
}

/// Returns the words of a text that consist of several with hyphens, without these: `inter-municipal` gives
/// `intermunicipal`.
///
/// The browser has the same function.
pub(super) fn compounds(text: &str) -> Vec<String> {
    if !text.contains(HYPHENS) {
        return Vec::new();
    }
    let folded = fold(text);
    let is_part = |c: char| c.is_alphabetic() || HYPHENS.contains(&c);
    let runs = folded.split(|c| !is_part(c)).map(|run| run.trim_matches(HYPHENS));
    let is_compound = |run: &&str| run.contains(HYPHENS) && run.split(HYPHENS).all(|part| !part.is_empty());
    runs.filter(is_compound).map(|run| run.replace(HYPHENS, "")).collect()
}

/// The hyphens of compounds; the second one does not break.
pub(super) const HYPHENS: [char; 2] = ['-', '\u{2011}'];

/// Returns the length of `,0` or `,00` directly after a number.
fn zero_decimals(rest: &str) -> usize {
    let Some(decimals) = rest.strip_prefix([',', '.']) else { return 0 };
    let digits = decimals.bytes().take_while(u8::is_ascii_digit).count();
    match decimals.as_bytes().get(..digits) {
        Some(b"0" | b"00") => 1 + digits,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_joined() {
        for (text, joined) in [
            ("Inter-municipal co‑operation", "intermunicipal cooperation"),
            ("međuopštinska", ""),
            ("LIP-2, e-učenje", "eucenje"),
            ("well-being-index -a b- a--b - ", "wellbeingindex"),
        ] {
            assert_eq!(compounds(text).join(" "), joined, "{text}");
        }
    }
}
