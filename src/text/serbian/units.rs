//! Units of measurement: symbols that are the same in every script.

use super::acronyms::Acronyms;
use super::nearby;
use super::roman::to_lower_latin;

/// The symbols that have no other meaning in Serbian, with or without a number.
#[rustfmt::skip]
const ALWAYS: &[&str] = &[
    "km", "kg", "cm", "mm", "dm", "mg", "ml", "dl", "cl", "hl", "Hz", "kHz", "MHz", "GHz", "kPa", "hPa",
    "MPa", "kJ", "MJ", "GJ", "kcal", "kB", "kV", "MV", "kVA", "MVA", "mA", "mV", "mAh", "Ah", "dB", "ppm",
    "kN", "nm", "pH", "kbps", "Mbps", "Gbps", "mmHg", "cmHg", "kA", "kT", "mT", "nT", "mSv", "µSv", "μSv", "µg", "μg", "μm",
    "µm", "μl", "µl", "mbar", "GPa", "TJ", "PJ", "ktoe", "Mtoe", "kNm", "mmol", "eV", "keV", "MeV", "GeV", "dBA", "dBm",
    "kBq", "MBq", "kbit", "Gcal", "kVAr", "mH", "nF", "pF", "THz", "mHz", "rpm", "dpi",
];

/// The symbols that are units only in context, for example after a number or next to another unit and a slash. a, A, B
/// and C are not included: after a number they are conjunctions, house numbers and school classes.
#[rustfmt::skip]
const BY_NUMBER: &[&str] = &[
    "m", "g", "l", "L", "t", "h", "s", "V", "N", "K", "ha", "min", "bar", "cal", "Pa", "MB", "GB", "TB",
    "KB", "PB", "Mb", "Gb", "Mbit", "Gbit", "mol", "lm", "kt", "Mt", "Gt", "toe", "Nm", "VA", "dag", "ccm", "Sv",
];

/// The length of the longest of these symbols, in bytes.
const LONGEST: usize = longest(BY_NUMBER, longest(ALWAYS, 0));

const fn longest(symbols: &[&str], mut longest: usize) -> usize {
    let mut at = 0;
    while at < symbols.len() {
        if symbols[at].len() > longest {
            longest = symbols[at].len();
        }
        at += 1;
    }
    longest
}

/// For each first byte of a symbol, a bit for each last one; see [`last_bit`].
static ENDS: [u32; 256] = ends(BY_NUMBER, ends(ALWAYS, [0; 256]));

const fn ends(symbols: &[&str], mut ends: [u32; 256]) -> [u32; 256] {
    let mut at = 0;
    while at < symbols.len() {
        let symbol = symbols[at].as_bytes();
        ends[symbol[0] as usize] |= last_bit(symbol);
        at += 1;
    }
    ends
}

const fn last_bit(word: &[u8]) -> u32 {
    1 << (word[word.len() - 1] % 32)
}

/// Returns whether a symbol begins and ends like a word. Few words do.
fn may_be_symbol(word: &str) -> bool {
    word.bytes().next().is_some_and(|first| ENDS[usize::from(first)] & last_bit(word.as_bytes()) != 0)
}

/// The entities for spaces between a number and its unit.
const SPACES: [&str; 7] = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;", "&thinsp;", "&#8201;", "&#8239;"];

/// The ends of emphasis around a number.
const EMPHASIS: [&str; 4] = ["**", "*", "</b>", "</strong>"];

/// Returns whether the word at `start..end` of `text` is a unit.
pub(super) fn is_unit(text: &str, start: usize, end: usize, keep: &Acronyms) -> bool {
    let (word, rest) = (&text[start..end], &text[end..]);
    let lead = &text[..start];
    if lead.ends_with('°') || lead.ends_with("&deg;") {
        return matches!(word, "C" | "F");
    }
    if word.len() > LONGEST || !may_be_symbol(word) {
        return false;
    }
    if ALWAYS.contains(&word) {
        return true;
    }
    if !BY_NUMBER.contains(&word) || is_abbreviation(word, lead, rest) {
        return false;
    }
    rest.starts_with(['²', '³'])
        || rest.starts_with("<sup>2</sup>")
        || rest.starts_with("<sup>3</sup>")
        || is_named(word, text, start, end)
        || (ends_with_number(lead) && !is_preposition(word, text, end))
        || lead.ends_with('/') && nearby::before(text, start).is_some_and(|left| measures(left.word, keep))
        || rest.starts_with('/')
            && nearby::after(text, end).is_some_and(|right| right.gap == "/" && measures(right.word, keep))
        || word.len() > 1 && lead.ends_with(['(', '[']) && rest.starts_with([')', ']'])
}

/// Returns whether a letter behind a number is an abbreviation: `2023 g.` (godina), `st. 2 t. 3` (tačka), `5 K. Marić`.
fn is_abbreviation(word: &str, lead: &str, rest: &str) -> bool {
    let (Some(rest), 1) = (rest.strip_prefix('.'), word.len()) else { return false };
    let after = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let before = lead.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_year = word == "g"
        && before[start.len()..].parse().is_ok_and(|year: u16| (1800..2200).contains(&year))
        && !start.ends_with([',', '.']);
    let of_law = matches!(word, "t" | "s" | "l") && {
        let noun = start.trim_end_matches([' ', '\u{a0}', '\u{202f}', '.']);
        let noun = noun.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let noun = if noun.len() > 24 { String::new() } else { to_lower_latin(noun) };
        ["st", "čl", "tač", "al", "br"].contains(&noun.as_str())
            || ["član", "stav", "tačk", "broj"].iter().any(|stem| noun.starts_with(stem))
    };
    is_year
        || of_law
        || matches!(word, "t" | "s" | "g" | "l" | "h") && after.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "K" | "N" | "L") && after.starts_with(char::is_uppercase)
}

/// Returns whether a unit follows a preposition: `površina u ha`, `cena po ha`. Units of one letter are not included,
/// because they are also abbreviations.
fn is_named(word: &str, text: &str, start: usize, end: usize) -> bool {
    matches!(word, "ha" | "min" | "MB" | "GB" | "TB")
        && !text[end..].starts_with(['!', '-'])
        && nearby::before(text, start)
            .is_some_and(|left| left.gap == " " && matches!(left.word, "u" | "po" | "у" | "по"))
}

/// Returns whether `s` is the preposition, as in `LIP 2 s ciljem`, and not the unit, as in `5 s`.
fn is_preposition(word: &str, text: &str, end: usize) -> bool {
    word == "s"
        && nearby::after(text, end).is_some_and(|next| next.gap == " " && !nearby::is_capitalised(next.word))
}

fn measures(word: &str, keep: &Acronyms) -> bool {
    ALWAYS.contains(&word)
        || BY_NUMBER.contains(&word)
        || word.starts_with(char::is_alphabetic) && word.ends_with(|c: char| c.is_ascii_digit())
        || matches!(word, "kW" | "MW" | "GW" | "kWh" | "MWh" | "GWh" | "W")
        || keep.match_at(word, word).is_some()
}

fn ends_with_number(lead: &str) -> bool {
    let number = lead
        .strip_suffix([' ', '\u{a0}', '\u{2009}', '\u{202f}', '-'])
        .or_else(|| SPACES.iter().find_map(|space| lead.strip_suffix(space)))
        .unwrap_or(lead);
    let number = EMPHASIS.iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number);
    number.ends_with(|c: char| c.is_numeric())
}
