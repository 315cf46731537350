//! Recognition of Roman numerals by their context: *I* is also “and”; in capitals, *VI* is also “you” and *LI* a
//! particle.

use super::letters::push_latin;
use super::nearby::{self, Neighbour, is_capitalised, is_shouted};

/// Nouns that have a Roman numeral on either side: faza II, II faza.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "faz", "podfaz", "etap", "deo", "dio", "del", "dijel", "tom", "knjig", "svesk", "svezak", "razred",
    "stepen", "kategorij", "klas", "krug", "kol", "lig", "smen", "ciklus", "kvartal", "semestar", "semestr",
    "polugodišt", "tromesečj", "trimestar", "trimestr", "vek", "vijek", "stoleć", "milenijum", "glav",
    "poglavlj", "odeljak", "odeljk", "odsek", "aneks", "grup", "zon", "nivo", "instanc", "sprat", "izdanj",
    "komponent", "serij", "sezon", "rebalans", "sednic", "kongres", "red", "armij", "brigad", "korpus",
    "divizij", "bataljon", "gimnazij", "generacij", "talas", "rund",
];

/// Nouns that come only before their numeral: član II, prilog I.
#[rustfmt::skip]
const COUNTED_BEFORE: &[&str] = &[
    "član", "stav", "tačk", "alinej", "prilog", "mer", "cilj", "program", "projekat", "projekt", "aktivnost",
    "poziv", "tabel", "slik", "graf", "grafikon", "tip", "mesec", "kolon", "varijant", "blok", "modul",
    "lot", "partij", "stub", "prioritet", "os", "paket", "vežb", "lekcij", "region",
];

/// Nouns that begin a heading: in capitals, other words may follow their numeral.
const HEADINGS: &[&str] =
    &["glav", "deo", "poglavlj", "odeljak", "odsek", "tom", "knjig", "aneks", "prilog", "član"];

/// Names of rulers and popes, which are numbered.
#[rustfmt::skip]
const RULERS: &[&str] = &[
    "petar", "petr", "aleksandar", "aleksandr", "karl", "karlo", "franj", "franc", "josif", "josip", "jozef",
    "filip", "luj", "džordž", "henri", "čarls", "elizabet", "katarin", "nikol", "pavl", "pavle", "jovan",
    "pij", "pije", "fridrih", "vilhelm", "leopold", "stefan", "konstantin", "justinijan", "selim", "murat",
    "sulejman", "mehmed", "mihail", "uroš", "miloš", "milan", "benedikt", "franjo", "bonifacij", "teodosij",
    "teodosije", "rudolf",
];

#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "", "a", "e", "i", "o", "u", "om", "em", "og", "oj", "im", "ih", "ama", "ima", "ova", "ove", "ovi",
    "ovima", "eva", "evi", "evima", "iji", "ije", "iju", "ija", "ijom",
];

/// Words that cannot be followed by “and”.
#[rustfmt::skip]
const PREPOSITIONS: &[&str] = &[
    "u", "na", "za", "od", "do", "iz", "po", "pre", "posle", "nakon", "tokom", "o", "pri", "sa", "s", "kod",
    "kroz",
];

const CONNECTORS: &[&str] = &["i", "ili", "do", "te", "odnosno", "a"];

/// Abbreviations whose full stop does not end a sentence: čl. I, gl. II.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "čl", "st", "tač", "t", "al", "gl", "pogl", "odelj", "ods", "br", "knj", "sv", "str", "kat", "raz", "r",
    "kl",
];

/// Returns whether the word at `start..end` of `text` is a Roman numeral.
pub(super) fn is_numeral(text: &str, start: usize, end: usize) -> bool {
    let word = &text[start..end];
    if matches!(word, "ii" | "iii" | "iv" | "vii" | "viii") || is_lettered(word) {
        return true;
    }
    if !is_numeral_shaped(word) {
        return false;
    }
    let place = Place::new(text, start, end);
    match word {
        "I" => place.is_joined() || place.is_numeral_i(),
        "V" => place.is_joined() || !(place.is_initial() || place.is_label() || place.is_acting()),
        "VI" => place.is_joined() || !place.is_shouting() || place.is_counting() || place.begins_heading(),
        _ if is_small_numeral(word) => true,
        // C, D, L, M: vitamins, classes, sizes, initials. LI, MI, DI, DIV: words in capitals.
        _ => word.len() > 3 || word.len() > 1 && place.follows(&[COUNTED, COUNTED_BEFORE]),
    }
}

/// Returns the Roman numeral at `start..end` of a Cyrillic text, if some of its letters are Cyrillic: `ХIХ`, `ХХ век`.
/// Those that are Cyrillic throughout must count something.
pub(super) fn in_latin(text: &str, start: usize, end: usize) -> Option<String> {
    let word = &text[start..end];
    let numeral = numeral_of(word)?;
    if word.contains(|c: char| c.is_ascii_alphabetic()) {
        return Some(numeral);
    }
    let place = Place::new(text, start, end);
    let after_connector = place.after.filter(|right| right.gap == " ").is_some_and(|right| {
        CONNECTORS.contains(&to_lower_latin(right.word).as_str())
            && nearby::after(text, right.edge)
                .is_some_and(|then| then.gap == " " && then.word.len() > 2 && numeral_of(then.word).is_some())
    });
    let counts = place.follows(&[COUNTED, COUNTED_BEFORE, RULERS])
        || place.after.is_some_and(|right| right.gap == " " && is_counted(right.word, &[COUNTED]))
        || word.chars().count() > 1 && (after_connector || place.is_joined());
    counts.then_some(numeral)
}

/// Returns a numeral with Latin letters in place of Cyrillic ones that look the same.
fn numeral_of(word: &str) -> Option<String> {
    if word.len() > 15 {
        return None;
    }
    let latin = |c: char| match c {
        'Х' => Some('X'),
        'І' | 'Ӏ' => Some('I'),
        'I' | 'V' | 'X' => Some(c),
        _ => None,
    };
    let numeral: String = word.chars().map(latin).collect::<Option<_>>()?;
    is_small_numeral(&numeral).then_some(numeral)
}

/// The context of a possible numeral.
struct Place<'a> {
    text: &'a str,
    end: usize,
    /// The word before it, unless a sentence ends between them.
    before: Option<Neighbour<'a>>,
    after: Option<Neighbour<'a>>,
    begins_line: bool,
}

impl<'a> Place<'a> {
    fn new(text: &'a str, start: usize, end: usize) -> Place<'a> {
        let before = nearby::before(text, start);
        let after = nearby::after(text, end);
        let begins_line = before.is_none_or(|left| left.gap.contains(['\n', '<', '|']));
        let before = before.filter(|left| !ends_sentence(left, after.as_ref()));
        let after = after.filter(|right| !right.gap.contains(['\n', '|']));
        Place { text, end, before, after, begins_line }
    }

    /// Returns whether it is joined to another numeral or to a number: I–III, II/I, I-1.
    fn is_joined(&self) -> bool {
        let joins = |gap: &str| matches!(gap, "-" | "–" | "—" | "/" | " – " | " - ");
        let number = |word: &str| is_small_numeral(word) || word.bytes().all(|c| c.is_ascii_digit());
        self.after.is_some_and(|right| joins(right.gap) && (number(right.word)))
            || self.before.is_some_and(|left| matches!(left.gap, "-" | "–" | "/") && number(left.word))
    }

    fn is_numeral_i(&self) -> bool {
        if self.is_date() {
            return true;
        }
        if self.is_initial() {
            return false;
        }
        match self.before {
            None => self.begins_numbered(),
            Some(_) if self.is_shouting() => self.is_numeral_among_capitals(),
            Some(left) => !self.is_and_in_title(&left),
        }
    }

    /// Returns whether it is “and” in a title whose words all have capitals: `Opština I Grad`, but not `Faza I Priprema`.
    fn is_and_in_title(&self, left: &Neighbour<'_>) -> bool {
        let Some(right) = self.after else { return false };
        let in_title = |side: &Neighbour<'_>| {
            side.gap == " "
                && is_capitalised(side.word)
                && side.word.chars().nth(1).is_some_and(char::is_lowercase)
        };
        if !in_title(left) || !in_title(&right) || self.begins_war() {
            return false;
        }
        if self.follows(&[RULERS]) {
            return is_counted(right.word, &[RULERS]);
        }
        if self.follows(&[COUNTED, COUNTED_BEFORE]) {
            // A noun in the plural counts several things: `Mere I Aktivnosti`.
            return left.word.ends_with(['i', 'e', 'и', 'е']) && left.word.chars().count() > 3;
        }
        !is_counted_in_singular(right.word) && !PREPOSITIONS.contains(&to_lower_latin(left.word).as_str())
    }

    /// Returns whether it is the month between a day and a year: `5. I 2023.`
    fn is_date(&self) -> bool {
        let day = self.before.is_some_and(|left| {
            matches!(left.gap, ". " | "." | " ")
                && left.word.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
        });
        day && self.after.is_some_and(|right| right.word.len() == 4 && right.word.parse::<u16>().is_ok())
    }

    /// Returns whether it is the initial of a name: `I. Andrić`, `M. V.`, `Marko I. iz Niša`.
    fn is_initial(&self) -> bool {
        let dotted = self.rest().starts_with('.');
        let after_initial = nearby::before(self.text, self.end - 1).is_some_and(|left| {
            matches!(left.gap, ". " | ".") && left.word.chars().count() == 1 && is_capitalised(left.word)
        });
        if after_initial {
            return dotted || self.after.is_some_and(|right| is_capitalised(right.word));
        }
        if !dotted || self.follows(&[COUNTED, COUNTED_BEFORE, RULERS]) {
            return false;
        }
        let name_follows = self.after.is_some_and(|right| {
            let dotted = self.text[right.edge..].starts_with('.');
            is_capitalised(right.word)
                && (!is_numeral_shaped(right.word) || right.word.len() == 1 && dotted && right.gap == ". ")
        });
        match self.before {
            Some(left) if is_capitalised(left.word) && !is_shouted(left.word) => true,
            Some(_) => name_follows,
            None => {
                name_follows && (!self.begins_line || self.after.is_some_and(|right| ends_name(right.word)))
            }
        }
    }

    /// Returns whether it is the V of `V. d. direktora`, short for “vršilac dužnosti” (acting).
    fn is_acting(&self) -> bool {
        nearby::after(self.text, self.end).is_some_and(|right| {
            matches!(right.gap, "." | ". " | ".\u{a0}")
                && to_lower_latin(right.word) == "d"
                && self.text[right.edge..].starts_with('.')
        })
    }

    /// Returns whether it is a letter in a list of letters: `A, B, V i G`.
    fn is_label(&self) -> bool {
        let label = |side: Option<Neighbour>| {
            side.is_some_and(|side| {
                matches!(side.word, "A" | "B" | "G" | "Đ" | "E") && matches!(side.gap, ", " | ",")
            })
        };
        label(self.before) || label(self.after)
    }

    /// Returns whether it is a numeral at the beginning of a sentence: `I faza`, `I, II i III`, `I. Uvod`, but not
    /// `I zato`, `I ja`.
    fn begins_numbered(&self) -> bool {
        let Some(right) = self.after else {
            return !self.rest().starts_with(['?', '!', '…', ',']) && !self.rest().starts_with("..");
        };
        is_counted_in_singular(right.word)
            || self.is_listed()
            || self.begins_war()
            || self.begins_heading()
            || self.rest().starts_with([')', ':'])
            || [" – ", " — "].contains(&right.gap)
    }

    fn begins_war(&self) -> bool {
        let Some(right) = self.after else { return false };
        let word = to_lower_latin(right.word);
        let then = nearby::after(self.text, right.edge).filter(|then| then.gap == " ");
        word.starts_with("svetsk")
            || word.starts_with("svjetsk")
            || ["balkansk", "srpsk"].iter().any(|stem| word.starts_with(stem))
                && then.is_some_and(|then| is_counted(then.word, &[&["rat", "ustanak", "ustank"]]))
    }

    /// Returns whether it is the number of a heading: `I. UVOD`, `VI ZAVRŠNE ODREDBE`.
    fn begins_heading(&self) -> bool {
        let Some(right) = self.after else { return self.before.is_none() };
        let dotted = self.rest().starts_with(". ") || self.rest().starts_with(".\u{a0}");
        let heading = is_shouted(right.word) && right.gap == " " && !right.word.ends_with("TE");
        self.before.is_none() && (dotted || self.begins_line && heading)
    }

    /// Returns whether it is a numeral in a text in capitals: `FAZA I`, `ZA I FAZU`, `GLAVA I OPŠTE ODREDBE`, but not
    /// `PROGRAMI I PROJEKTI`.
    fn is_numeral_among_capitals(&self) -> bool {
        let Some(left) = self.before else { return false };
        if self.before_is_numeral() {
            return self.is_listed() && left.gap.contains(',');
        }
        self.follows(&[HEADINGS, RULERS]) || PREPOSITIONS.contains(&to_lower_latin(left.word).as_str())
    }

    /// Returns whether another numeral follows: `I, II`, `I i II`, `I do III`.
    fn is_listed(&self) -> bool {
        let Some(right) = self.after else { return false };
        let then = nearby::after(self.text, right.edge).filter(|then| then.gap == " ");
        if then.is_some_and(|then| is_small_numeral(then.word))
            && CONNECTORS.contains(&to_lower_latin(right.word).as_str())
        {
            return matches!(right.gap, " " | ". ");
        }
        match right.gap {
            ", " | "," | ". " | "., " => is_small_numeral(right.word),
            " " => is_small_numeral(right.word) && !matches!(right.word, "I" | "V" | "VI"),
            _ => false,
        }
    }

    /// Returns whether the word after it is in capitals, and so is the word before it, if there is one.
    fn is_shouting(&self) -> bool {
        let shouted =
            |side: Neighbour| is_shouted(side.word) || side.word.len() == 1 && is_capitalised(side.word);
        let next =
            self.after.filter(|right| !right.gap.contains(['.', '!', '?', ':', ';', '–', '—', '(', ')']));
        self.before.is_none_or(shouted) && next.is_some_and(shouted)
    }

    fn is_counting(&self) -> bool {
        self.follows(&[COUNTED, COUNTED_BEFORE])
            || self.after.is_some_and(|right| is_counted(right.word, &[COUNTED]))
            || self.is_listed()
            || self.before.is_some_and(|left| {
                CONNECTORS.contains(&to_lower_latin(left.word).as_str())
                    && nearby::before(self.text, left.edge).is_some_and(|first| is_small_numeral(first.word))
            })
    }

    fn follows(&self, nouns: &[&[&str]]) -> bool {
        self.before.is_some_and(|left| is_counted(left.word, nouns))
    }

    fn before_is_numeral(&self) -> bool {
        self.before.is_some_and(|left| is_small_numeral(left.word))
    }

    fn rest(&self) -> &str {
        &self.text[self.end..]
    }
}

/// Returns whether a sentence, or a part of one after which “and” could follow, ends before the numeral.
fn ends_sentence(left: &Neighbour, after: Option<&Neighbour>) -> bool {
    let gap = left.gap;
    if gap.contains(['!', '?', '…', ':', ';', '(', '[', '•', '#', '|'])
        || ["..", " – ", " — ", "\n\n", "\n- ", "\n* "].iter().any(|end| gap.contains(end))
        || gap.ends_with(['„', '“', '”', '"', '«', '»', '‚', '‘', '\''])
    {
        return true;
    }
    let is_abbreviation = ABBREVIATIONS.contains(&to_lower_latin(left.word).as_str());
    let digits = |word: &str| word.bytes().all(|c| c.is_ascii_digit());
    let date = digits(left.word) && after.is_some_and(|right| digits(right.word));
    gap.contains('.') && !is_abbreviation && !date
}

/// Returns whether `word` is one of `nouns` in any grammatical case.
fn is_counted(word: &str, nouns: &[&[&str]]) -> bool {
    let word = to_lower_latin(word);
    nouns
        .iter()
        .copied()
        .flatten()
        .any(|noun| word.strip_prefix(noun).is_some_and(|ending| ENDINGS.contains(&ending)))
}

/// Returns whether `word` is a counted noun in the singular: `I grupa`, not `I grupe`.
fn is_counted_in_singular(word: &str) -> bool {
    let small = to_lower_latin(word);
    let ends = |endings: &[&str]| endings.iter().any(|ending| small.ends_with(ending));
    is_counted(word, &[COUNTED])
        && !ends(&["ama", "ima", "ova", "i"])
        && (!ends(&["e"]) || ends(&["je", "će", "šte"]))
}

/// Returns whether `word` may follow the initial of a first name: a surname or another initial.
fn ends_name(word: &str) -> bool {
    let word = to_lower_latin(word);
    word.chars().count() == 1
        || ["ić", "ića", "iću", "ićem", "ićev", "ićeva"].iter().any(|ending| word.ends_with(ending))
}

/// Converts a word to Latin script and lower case, as in the lists above.
pub(super) fn to_lower_latin(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    push_latin(&word.to_lowercase(), false, &mut latin);
    latin
}

/// Returns whether `word` is a numeral of I, V and X, the usual ones for counting.
fn is_small_numeral(word: &str) -> bool {
    word.bytes().all(|c| b"IVX".contains(&c)) && is_numeral_shaped(word)
}

/// Returns whether `word` is a school class, a number with a letter: `IVa`, `VIIIb`.
fn is_lettered(word: &str) -> bool {
    word.strip_suffix(['a', 'b', 'c', 'd', 'e'])
        .is_some_and(|number| number.len() > 1 && is_small_numeral(number))
}

/// Returns whether `word` is a Roman numeral in standard form: thousands, hundreds, tens, ones.
fn is_numeral_shaped(word: &str) -> bool {
    if word.is_empty() || word.len() > 15 {
        return false;
    }
    let mut rest = word.trim_start_matches('M');
    for [one, five, ten] in [["C", "D", "M"], ["X", "L", "C"], ["I", "V", "X"]] {
        if let Some(after) =
            rest.strip_prefix(one).and_then(|rest| rest.strip_prefix(ten).or_else(|| rest.strip_prefix(five)))
        {
            rest = after;
            continue;
        }
        rest = rest.strip_prefix(five).unwrap_or(rest);
        for _ in 0..3 {
            rest = rest.strip_prefix(one).unwrap_or(rest);
        }
    }
    rest.is_empty()
}
