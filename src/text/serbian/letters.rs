//! The Serbian alphabets: letters correspond one to one, except for the Latin digraphs.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The letters that correspond one to one, Latin first. đ is one of them; lj, nj and dž are handled below.
#[rustfmt::skip]
const LETTERS: [(char, char); 27] = [
    ('a', 'а'), ('b', 'б'), ('c', 'ц'), ('č', 'ч'), ('ć', 'ћ'), ('d', 'д'), ('đ', 'ђ'), ('e', 'е'),
    ('f', 'ф'), ('g', 'г'), ('h', 'х'), ('i', 'и'), ('j', 'ј'), ('k', 'к'), ('l', 'л'), ('m', 'м'),
    ('n', 'н'), ('o', 'о'), ('p', 'п'), ('r', 'р'), ('s', 'с'), ('š', 'ш'), ('t', 'т'), ('u', 'у'),
    ('v', 'в'), ('z', 'з'), ('ž', 'ж'),
];

/// The accents that on a vowel (or r) can only be marks of Serbian prosody: circumflex, macron, double grave, inverted
/// breve. Acute, grave and diaeresis are not included, because they often belong to foreign names.
const PROSODY: [char; 4] = ['\u{302}', '\u{304}', '\u{30f}', '\u{311}'];

/// Stems at the start of a word in which nj or dž are two separate letters, divided by a bar.
#[rustfmt::skip]
const SPLIT_AT_START: &[&str] = &[
    // n|j
    "an|jon", "dian|jon", "oksian|jon", "polian|jon", "in|jaric", "in|jicir", "in|junk", "in|jurij",
    "kon|jekt", "kon|jukc", "kon|jukt", "kon|junt", "mikroin|jek", "hiperkon|jug", "netan|jahu", "ssrn|j",
    "tan|jug", "tan|juz", "tan|juž", "šen|jang", "šen|janš", "šen|janž", "šen|jeng", "van|jadran",
    "van|jedar", "van|jevrop", "van|jezi", "van|jugoslov", "izvan|jezi",
    // d|ž
    "and|žej", "feld|žand", "mamud|žan", "nad|žanj", "nad|žanr", "nad|ždrel", "nad|žeć", "nad|žel",
    "nad|žeo", "nad|žet", "nad|žev", "nad|žni", "nad|živ", "nad|žnj", "nad|žup", "od|žale", "od|žali",
    "od|žalj", "od|žar", "od|žel", "od|živ", "od|žubor", "od|žvak", "od|žval", "od|žvać", "pod|žanr",
    "pod|žargon", "pod|ždr", "pod|žeg", "pod|žel", "pod|žet", "pod|žig", "pod|žil", "pod|žnj", "pod|žup",
    "pred|žalb", "pred|želu", "pred|žetv", "pred|živ",
];

/// Stems anywhere in a word in which nj are two separate letters: reinjekcija, dekonjugacija, nekonjunkturni.
const SPLIT_ANYWHERE: &[&str] = &["in|jek", "kon|jug", "kon|junk"];

/// Returns whether `c` can be part of a word. Superscripts and signs cannot.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || is_combining_mark(c)
}

/// Returns whether `c` is a letter of the Cyrillic script, Serbian or not.
pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}')
        && c.is_alphabetic()
}

/// Returns whether `c` is in the Serbian Latin alphabet, which lacks q, w, x, y and foreign accents.
pub(super) fn is_serbian_latin(c: char) -> bool {
    ligature(c).is_some() || plain_cyrillic(c).is_some() || accented_cyrillic(c).is_some()
}

/// Returns whether `c` is in the Serbian Cyrillic alphabet, which lacks й, щ, ѓ and others.
pub(super) fn is_serbian_cyrillic(c: char) -> bool {
    latin_digraph(c).is_some() || plain_latin(c).is_some()
}

/// Writes a Serbian word in Cyrillic. Other characters than Serbian Latin letters are unchanged.
pub(super) fn push_cyrillic(word: &str, out: &mut String) {
    let letters: Vec<char> = word.chars().collect();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        if let Some(cyrillic) = digraph(letter, letters.get(at + 1).copied())
            && !is_split(&letters, at)
        {
            out.push(cyrillic);
            at += 2;
            continue;
        }
        if let Some(cyrillic) = ligature(letter).or_else(|| plain_cyrillic(letter)) {
            out.push(cyrillic);
        } else if let Some((cyrillic, accent)) = accented_cyrillic(letter) {
            out.extend([cyrillic, accent]);
        } else {
            out.push(letter);
        }
        at += 1;
    }
}

/// Writes a Serbian word in Latin. `shouts` tells whether its neighbours are in capitals: a word of only one capital
/// digraph does not show whether its second letter is a capital too.
pub(super) fn push_latin(word: &str, shouts: bool, out: &mut String) {
    let letters: Vec<char> = word.chars().filter(|c| !is_combining_mark(*c)).collect();
    let mut at = 0;
    for c in word.chars() {
        if is_combining_mark(c) {
            out.push(c);
            continue;
        }
        if let Some((capital, small)) = latin_digraph(c) {
            let neighbour =
                letters.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| letters.get(before)));
            let all_capital = neighbour.map_or(shouts, |c| c.is_uppercase());
            match c.is_uppercase() {
                true if all_capital => out.extend([capital, upper(small)]),
                true => out.extend([capital, small]),
                false => out.extend([lower(capital), small]),
            }
        } else {
            out.push(plain_latin(c).unwrap_or(c));
        }
        at += 1;
    }
}

/// Returns the Cyrillic letter for a Latin letter that corresponds one to one.
fn plain_cyrillic(c: char) -> Option<char> {
    if !c.is_alphabetic() {
        return None;
    }
    let small = lower(c);
    let (_, cyrillic) = LETTERS.iter().find(|(latin, _)| *latin == small)?;
    Some(in_case_of(c, *cyrillic))
}

/// Returns the Latin letter for a Cyrillic letter that corresponds one to one.
fn plain_latin(c: char) -> Option<char> {
    if !is_cyrillic(c) {
        return None;
    }
    let small = lower(c);
    let (latin, _) = LETTERS.iter().find(|(_, cyrillic)| *cyrillic == small)?;
    Some(in_case_of(c, *latin))
}

/// Returns the Latin digraph for љ, њ or џ in either case: a capital first letter and a small second one.
pub(super) fn latin_digraph(c: char) -> Option<(char, char)> {
    match lower(c) {
        'љ' => Some(('L', 'j')),
        'њ' => Some(('N', 'j')),
        'џ' => Some(('D', 'ž')),
        _ => None,
    }
}

fn digraph(first: char, second: Option<char>) -> Option<char> {
    let cyrillic = match (lower(first), lower(second?)) {
        ('l', 'j') => 'љ',
        ('n', 'j') => 'њ',
        ('d', 'ž') => 'џ',
        _ => return None,
    };
    Some(in_case_of(first, cyrillic))
}

/// Returns the Cyrillic letter for a digraph that is one Unicode character: ǆ, ǉ or ǌ, in any of their three cases.
fn ligature(c: char) -> Option<char> {
    match c {
        'ǆ' => Some('џ'),
        'Ǆ' | 'ǅ' => Some('Џ'),
        'ǉ' => Some('љ'),
        'Ǉ' | 'ǈ' => Some('Љ'),
        'ǌ' => Some('њ'),
        'Ǌ' | 'ǋ' => Some('Њ'),
        _ => None,
    }
}

fn accented_cyrillic(c: char) -> Option<(char, char)> {
    let (mut base, mut accent, mut parts) = (None, None, 0);
    decompose_canonical(c, |part| {
        match parts {
            0 => base = Some(part),
            _ => accent = Some(part),
        }
        parts += 1;
    });
    let (base, accent) = (base?, accent?);
    let serbian = parts == 2 && PROSODY.contains(&accent) && "aeiourAEIOUR".contains(base);
    serbian.then(|| plain_cyrillic(base).map(|cyrillic| (cyrillic, accent)))?
}

/// Returns whether the digraph at `at` is two separate letters: it is at the bar of one of the stems above.
fn is_split(letters: &[char], at: usize) -> bool {
    let stem_at = |stem: &str| {
        let (before, after) = stem.split_once('|')?;
        let start = (at + 1).checked_sub(before.chars().count())?;
        let mut letters = letters[start..].iter().map(|letter| lower(*letter));
        before.chars().chain(after.chars()).all(|c| letters.next() == Some(c)).then_some(start)
    };
    SPLIT_AT_START.iter().any(|stem| stem_at(stem) == Some(0))
        || SPLIT_ANYWHERE.iter().any(|stem| stem_at(stem).is_some())
}

fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn in_case_of(model: char, c: char) -> char {
    if model.is_uppercase() { upper(c) } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_stems_are_split_at_the_bar() {
        for stem in SPLIT_AT_START.iter().chain(SPLIT_ANYWHERE) {
            let (before, after) = stem.split_once('|').expect("a bar");
            let [mut whole, mut halves] = [String::new(), String::new()];
            push_cyrillic(&[before, after].concat(), &mut whole);
            push_cyrillic(before, &mut halves);
            push_cyrillic(after, &mut halves);
            assert_eq!(whole, halves, "{stem}");
        }
    }
}
