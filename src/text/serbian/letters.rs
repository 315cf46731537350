//! The Serbian alphabets: letters correspond one to one, except for the Latin digraphs.

use std::sync::LazyLock;

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

/// Stems at the start of a word in which nj or dž are two separate letters, divided by a bar. They may follow *ne*:
/// neodživljen.
#[rustfmt::skip]
const SPLIT_AT_START: &[&str] = &[
    // n|j
    "an|jon", "ben|jamin", "brin|jolf", "dian|jon", "dvoan|jon", "gun|jang", "han|jang", "in|jaric", "in|jicir",
    "in|junk", "in|jurij", "jin|jang", "karban|jon", "kon|jekt", "kon|juk", "kon|junt", "kon|jur", "mikroin|jek",
    "hiperkon|jug", "nan|jang", "netan|jahu", "oksian|jon", "oksoan|jon", "pan|jelin", "pan|jerm", "pan|jevr",
    "pan|jug", "pan|juž", "polian|jon", "radikalan|jon", "šin|jang", "sin|juan", "ssrn|j", "superoksidan|jon",
    "tan|jug", "tan|juz", "tan|juž", "šen|jan", "šen|jen", "van|jadran", "van|jav", "van|jedar", "van|jedn",
    "van|jevr", "van|jez", "van|jug", "van|juž", "izvan|jez", "izvan|jedn",
    // d|ž
    "and|žej", "feld|žand", "mamud|žan", "nad|žal", "nad|žand", "nad|žanj", "nad|žanr", "nad|žar", "nad|žd",
    "nad|žeć", "nad|žeg", "nad|žel", "nad|žen", "nad|žeo", "nad|žet", "nad|žev", "nad|živ", "nad|žmur", "nad|žni",
    "nad|žnj", "nad|žu", "nad|žv", "od|žal", "od|žar", "od|žbun", "od|žd", "od|žeg", "od|žel", "od|žeć", "od|žen",
    "od|žet", "od|žic", "od|žig", "od|žil", "od|žim", "od|živ", "od|žlj", "od|žmur", "od|žnj", "od|žub", "od|žuj",
    "od|žul", "od|žur", "od|žut", "od|žvr", "od|žva", "pod|ž", "pred|ž", "sred|žan", "kod|žen", "med|žanr",
];

/// Stems at the start of a word in which dj stands for đ, mostly of names. In most words, dj are two letters: odjava.
#[rustfmt::skip]
const DJ_AT_START: &[&str] = &[
    "d|jac", "d|jak", "d|jap", "d|jav", "d|jač", "d|jek", "d|jer", "d|jevd", "d|jevđ", "d|jil", "d|jind", "d|jog",
    "d|jok", "d|jor", "d|jos", "d|jot", "d|jub", "d|juk", "d|jul", "d|jum", "d|jun", "d|jur", "d|jus", "djevd|j",
    "djind|j", "djord|j", "djurd|j", "and|jel", "and|jelk", "and|jic", "and|jus", "and|juš", "arand|jel", "grad|jan",
    "grad|jev", "ind|jij", "karad|jord", "karadjord|j", "med|ju", "srd|jan", "srd|ja", "srd|jo", "medved|j", "rod|jen",
    "rod|jak", "takod|je", "žitorad|j", "zitorad|j", "lad|jev", "lad|jar", "mlad|jan",
    "mlad|jen", "sred|jan", "sred|jen", "čad|jav", "dogad|jaj",
];

/// Stems anywhere in a word in which dj stands for đ: izgradjen, porodjaj, sprovodjenje. A `$` is the end of the word.
#[rustfmt::skip]
const DJ_ANYWHERE: &[&str] = &[
    "agod|j", "dod|jem", "dod|ju", "dogad|j", "grad|j", "hlad|j", "izmed|ju", "izrad|j", "nared|j", "nud|jen", "nud|jač",
    "obezbed|j", "obrad|j", "odred|j", "ogod|j", "oslobod|j", "osud|j", "pored|jen", "povred|j", "presud|j",
    "pronad|j", "rad|janj", "rod|j", "sud|jen", "tud|jin", "tvrd|j", "ubed|j", "ugod|j", "unapred|j", "urad|jen",
    "ured|j", "usklad|j", "vid|jen", "vod|j", "vred|j", "nasled|j", "gvožd|j",
    "lad|ja$", "lad|je$", "lad|ji$", "tud|ja$", "tud|je$", "tud|ji$",
];

/// Whole words in which dj stands for đ. In longer ones, it may not: dodjela.
const DJ_AS_A_WHOLE: &[&str] =
    &["dod|je$", "izad|je$", "pod|je$", "pred|je$", "prod|je$", "snad|je$", "ud|je$", "zad|je$", "med|ja$"];

/// Prefixes before j, and other beginnings of words in which dj are two letters.
const PREFIXES_BEFORE_J: &[&str] = &[
    "ad", "od", "nad", "pod", "pred", "neod", "nepod", "ispod", "iznad", "najpod", "preod", "pood", "ponad",
];

/// Stems anywhere in a word in which nj are two separate letters: reinjekcija, dekonjugacija, nekonjunkturni.
const SPLIT_ANYWHERE: &[&str] = &["in|jek", "kon|jug", "kon|junk"];

/// The length in bytes above which something is no word that is on any list.
pub(super) const LONGEST_WORD: usize = 48;

/// Returns whether `c` can be part of a word. Superscripts and signs cannot.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || is_combining_mark(c)
}

/// Returns the length of the soft hyphen that `rest` begins with, which shows where a word may be divided.
pub(super) fn joint_length(rest: &str) -> Option<usize> {
    ["\u{ad}", "&shy;"].iter().find(|joint| rest.starts_with(**joint)).map(|joint| joint.len())
}

/// Returns whether a word contains soft hyphens.
pub(super) fn has_joints(word: &str) -> bool {
    word.contains(['\u{ad}', '&'])
}

/// Removes the soft hyphens of a word.
pub(super) fn without_joints(word: &str) -> String {
    word.replace('\u{ad}', "").replace("&shy;", "")
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
///
/// A soft hyphen divides only its own letters: the stems above are recognised across it, and a digraph is not.
pub(super) fn push_cyrillic(word: &str, out: &mut String) {
    if !has_joints(word) {
        return push_letters(word, &[], out);
    }
    let mut joints = Vec::new();
    let (mut bare, mut count, mut rest) = (String::with_capacity(word.len()), 0, word);
    while let Some(first) = rest.chars().next() {
        let joint = joint_length(rest);
        if let Some(length) = joint {
            joints.push((count, &rest[..length]));
        } else {
            bare.push(first);
            count += 1;
        }
        rest = &rest[joint.unwrap_or(first.len_utf8())..];
    }
    push_letters(&bare, &joints, out);
}

/// Writes a word with joints before the letters of these numbers.
fn push_letters(word: &str, joints: &[(usize, &str)], out: &mut String) {
    let letters: Vec<char> = word.chars().collect();
    let mut joints = joints.iter().peekable();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        while let Some((_, joint)) = joints.next_if(|(before, _)| *before <= at) {
            out.push_str(joint);
        }
        let divided = joints.peek().is_some_and(|(before, _)| *before == at + 1);
        if let Some(cyrillic) = digraph(letter, letters.get(at + 1).copied())
            && !divided
            && !is_split(&letters, at)
        {
            out.push(cyrillic);
            at += 2;
            continue;
        }
        if lower(letter) == 'd'
            && letters.get(at + 1).is_some_and(|next| lower(*next) == 'j')
            && is_dj(&letters, at)
        {
            out.push(in_case_of(letter, 'ђ'));
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
    let is_silent = |c: char| is_combining_mark(c) || c == '\u{ad}';
    let letters: Vec<char> = word.chars().filter(|c| !is_silent(*c)).collect();
    let mut at = 0;
    for c in word.chars() {
        if is_silent(c) {
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

/// The Cyrillic letter for each small Latin letter that corresponds one to one, by its code point.
const CYRILLIC: [Option<char>; 0x180] = {
    let mut table = [None; 0x180];
    let mut at = 0;
    while at < LETTERS.len() {
        table[LETTERS[at].0 as usize] = Some(LETTERS[at].1);
        at += 1;
    }
    table
};

/// The first small Cyrillic letter of Unicode that is in [`LATIN`].
const FIRST_CYRILLIC: usize = 'а' as usize;

/// The Latin letter for each small Cyrillic letter that corresponds one to one, by its distance from the first one.
const LATIN: [Option<char>; 0x30] = {
    let mut table = [None; 0x30];
    let mut at = 0;
    while at < LETTERS.len() {
        table[LETTERS[at].1 as usize - FIRST_CYRILLIC] = Some(LETTERS[at].0);
        at += 1;
    }
    table
};

/// Returns the Cyrillic letter for a Latin letter that corresponds one to one.
fn plain_cyrillic(c: char) -> Option<char> {
    let cyrillic = *CYRILLIC.get(lower(c) as usize)?;
    cyrillic.map(|cyrillic| in_case_of(c, cyrillic))
}

/// Returns the Latin letter for a Cyrillic letter that corresponds one to one.
fn plain_latin(c: char) -> Option<char> {
    let latin = *LATIN.get((lower(c) as usize).checked_sub(FIRST_CYRILLIC)?)?;
    latin.map(|latin| in_case_of(c, latin))
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
    static AT_START: LazyLock<Vec<Stem>> = LazyLock::new(|| stems(SPLIT_AT_START));
    static ANYWHERE: LazyLock<Vec<Stem>> = LazyLock::new(|| stems(SPLIT_ANYWHERE));
    let after_ne = letters.len() > 2 && lower(letters[0]) == 'n' && lower(letters[1]) == 'e';
    AT_START.iter().any(|stem| {
        let start = stem.start(letters, at);
        start == Some(0) || after_ne && start == Some(2)
    }) || ANYWHERE.iter().any(|stem| stem.start(letters, at).is_some())
}

/// Returns whether the letters dj at `at` stand for đ.
fn is_dj(letters: &[char], at: usize) -> bool {
    static AT_START: LazyLock<Vec<Stem>> =
        LazyLock::new(|| [stems(DJ_AT_START), stems(DJ_AS_A_WHOLE)].into_iter().flatten().collect());
    static ANYWHERE: LazyLock<Vec<Stem>> = LazyLock::new(|| stems(DJ_ANYWHERE));
    AT_START.iter().any(|stem| stem.start(letters, at) == Some(0))
        || ANYWHERE.iter().any(|stem| stem.start(letters, at).is_some())
}

/// The letters dj in a word.
pub(super) enum Dj {
    /// They stand for đ; the word is written with it here.
    Sure(String),
    /// They may stand for đ.
    Doubtful,
}

impl Dj {
    /// Returns how the letters dj of a word are meant, unless they are two letters or there are none.
    pub(super) fn of(word: &str) -> Option<Self> {
        let has_dj = word.as_bytes().windows(2).any(|pair| matches!(pair, [b'd' | b'D', b'j' | b'J']));
        if word.len() > LONGEST_WORD || !has_dj {
            return None;
        }
        let with_its_letter = with_dj(word);
        match with_its_letter == word {
            true => is_dj_doubtful(word).then_some(Dj::Doubtful),
            false => Some(Dj::Sure(with_its_letter)),
        }
    }
}

/// Writes đ for the letters dj of a word that stand for it.
fn with_dj(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut written = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let begins = lower(letter) == 'd' && letters.get(at + 1).is_some_and(|next| lower(*next) == 'j');
        if begins && is_dj(&letters, at) {
            written.push(in_case_of(letter, 'đ'));
            at += 2;
        } else {
            written.push(letter);
            at += 1;
        }
    }
    written
}

/// Returns whether a word has dj where Serbian may have đ: before a, i, o or u, other than behind a prefix.
fn is_dj_doubtful(word: &str) -> bool {
    let small = word.to_lowercase();
    let letters: Vec<char> = small.chars().collect();
    letters.windows(2).enumerate().any(|(at, pair)| {
        if pair != ['d', 'j'] {
            return false;
        }
        let before: String = letters[..=at].iter().collect();
        let next = letters.get(at + 2).copied();
        let in_doubt = match next {
            Some('a' | 'i' | 'o' | 'u') => true,
            // Ijekavian: djeca, djed, djelo, djevojka.
            Some('e') => {
                at == 0
                    && matches!(
                        letters.get(at + 3),
                        Some('b' | 'f' | 'g' | 'k' | 'm' | 'n' | 'p' | 'r' | 'z')
                    )
            }
            _ => false,
        };
        in_doubt && !PREFIXES_BEFORE_J.contains(&before.as_str()) && !is_dj(&letters, at)
    })
}

/// The letters of a stem before its bar and behind it.
struct Stem {
    before: Vec<char>,
    behind: Vec<char>,
    /// Whether the word ends with them.
    is_end: bool,
}

fn stems(list: &[&str]) -> Vec<Stem> {
    let divided = list.iter().filter_map(|stem| stem.split_once('|'));
    divided
        .map(|(before, behind)| Stem {
            before: before.chars().collect(),
            behind: behind.trim_end_matches('$').chars().collect(),
            is_end: behind.ends_with('$'),
        })
        .collect()
}

impl Stem {
    /// Returns where the stem starts if its bar is between the letters at `at` and behind it.
    fn start(&self, letters: &[char], at: usize) -> Option<usize> {
        let bar = at + 1;
        let start = bar.checked_sub(self.before.len())?;
        let behind = letters.get(bar..bar + self.behind.len())?;
        let is_same = |(letter, own): (&char, &char)| lower(*letter) == *own;
        let is_there = letters[start..bar].iter().zip(&self.before).all(is_same)
            && behind.iter().zip(&self.behind).all(is_same)
            && (!self.is_end || letters.len() == bar + self.behind.len());
        is_there.then_some(start)
    }
}

fn lower(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        'č' | 'ć' | 'đ' | 'š' | 'ž' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn in_case_of(model: char, c: char) -> char {
    if !model.is_ascii_lowercase() && model.is_uppercase() { upper(c) } else { c }
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
