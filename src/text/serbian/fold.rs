use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letters::push_latin;
use super::scripts::strip_marks;

/// The key under which a word is searched for: the same for every spelling of it (Šabac, Шабац, Sabac;
/// Aranđelovac, Аранђеловац, Arandjelovac, Arandelovac).
///
/// Lower case, Cyrillic as Latin, đ and dj as d, no accents, no separators in numbers (`14.163` and `14,163` are
/// `14163`; a separator stands before three digits, so dates stay apart). Whatever else there is stays.
/// The browser has the same function; `tests/serbian/fold_cases.tsv` holds the two together.
pub fn fold(text: &str) -> String {
    let plain = plain_latin(text);
    let mut out = String::with_capacity(plain.len());
    let mut after_d = false;
    for (at, c) in plain.char_indices() {
        match c {
            'đ' => out.push('d'),
            'j' if after_d => continue,
            '.' | ',' | '\u{a0}' | '\u{2009}' | '\u{202f}' if is_separator(&plain, at, c) => {}
            _ => out.push(c),
        }
        after_d = matches!(c, 'd' | 'đ');
    }
    if out.is_ascii() { out } else { out.nfc().collect() }
}

/// The path segment for a name: ASCII letters, digits and single hyphens. Both scripts give the same.
///
/// đ is dj; č and ć are c, š is s, ž is z; lj, nj and dž keep two letters; other accents are dropped. Whatever else
/// there is becomes a hyphen. The author's marks give their Latin form.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain_latin(&strip_marks(text)).chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'đ' => out.push_str("dj"),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Lower case, Latin, without combining marks: č is c, but đ is still đ.
fn plain_latin(text: &str) -> String {
    // What nearly all texts are made of is quick.
    if let Some(plain) = text.chars().map(plain_letter).collect() {
        return plain;
    }
    let without_marks = |text: &str| text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    let bare = without_marks(&text.to_lowercase()).replace('ǆ', "dž").replace('ǉ', "lj").replace('ǌ', "nj");
    let mut latin = String::with_capacity(bare.len());
    push_latin(&bare, false, &mut latin);
    without_marks(&latin)
}

/// The same for a character of ASCII, a letter of Serbian Latin or a mark of its punctuation.
fn plain_letter(c: char) -> Option<char> {
    Some(match c {
        c if c.is_ascii() => c.to_ascii_lowercase(),
        'č' | 'ć' | 'Č' | 'Ć' => 'c',
        'š' | 'Š' => 's',
        'ž' | 'Ž' => 'z',
        'đ' | 'Đ' => 'đ',
        '„' | '”' | '“' | '’' | '–' | '…' => c,
        _ => return None,
    })
}

/// Whether the character at `at` parts thousands: a digit before it, three after it and no fourth.
fn is_separator(text: &str, at: usize, separator: char) -> bool {
    let digits = text[at + separator.len_utf8()..].bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3 && text[..at].ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_separators_and_dates_keep_theirs() {
        assert_eq!(fold("14.163 EUR, 1,234,567"), "14163 eur, 1234567");
        assert_eq!(fold("25.08.2021. i 3,5 km"), "25.08.2021. i 3,5 km");
    }

    #[test]
    fn plain_letters_are_plain_in_other_texts_too() {
        for c in (0..=0x2fff).filter_map(char::from_u32) {
            // What is not among the letters that are quick takes the other way.
            let (quick, other) = (plain_latin(&c.to_string()), plain_latin(&format!("{c}ш")));
            assert_eq!(other.strip_suffix('s'), Some(&*quick), "{c:?}");
        }
    }

    #[test]
    fn slugs_are_the_same_from_both_scripts() {
        for text in ["Љубовија – Ниш (2023)", "Ljubovija – Niš (2023)", "  ljubovija & niš, 2023!"]
        {
            assert_eq!(slug(text), "ljubovija-nis-2023");
        }
        assert_eq!(slug("Ђевђелија"), "djevdjelija");
        assert_eq!(slug("-{Google|Гугл}- mapa"), "google-mapa");
        assert_eq!(slug("–"), "");
    }
}
