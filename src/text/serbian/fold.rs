use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letters::push_latin;
use super::scripts::strip_marks;

/// Returns the search key of a text, which is the same for all its spellings (Šabac, Шабац, Sabac; Aranđelovac,
/// Аранђеловац, Arandjelovac, Arandelovac).
///
/// The key is in lower case and in Latin script, with đ and dj as d and without accents. Numbers have no separators:
/// `14.163` and `14,163` become `14163`. A separator must be followed by exactly three digits, so dates are unchanged.
/// Everything else is unchanged. The browser has the same function; the cases in `tests/serbian/fold_cases.tsv` make
/// sure that both agree.
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

/// Returns the URL path segment for a name: ASCII letters, digits and single hyphens, the same for both scripts.
///
/// đ becomes dj; č and ć become c, š becomes s and ž becomes z; lj, nj and dž stay two letters; other accents are
/// dropped, and Latin letters without a plain form become similar ones (Łódź: lodz, Straße: strasse). All other characters become hyphens. The author's marks give their Latin form.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain_latin(&strip_marks(text)).chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'đ' => out.push_str("dj"),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ŋ' => out.push('n'),
            'ŧ' => out.push('t'),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Converts to lower case and Latin script without combining marks: č becomes c, but đ stays đ.
fn plain_latin(text: &str) -> String {
    // A fast path for the characters that nearly all texts consist of.
    if let Some(plain) = text.chars().map(plain_letter).collect() {
        return plain;
    }
    let without_marks = |text: &str| text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    let bare = without_marks(&text.to_lowercase()).replace('ǆ', "dž").replace('ǉ', "lj").replace('ǌ', "nj");
    let mut latin = String::with_capacity(bare.len());
    push_latin(&bare, false, &mut latin);
    without_marks(&latin)
}

/// Converts one character like [`plain_latin`]; `None` unless it is ASCII, Serbian Latin or common punctuation.
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

/// Returns whether the character at `at` separates thousands: it has a digit before it and exactly three after it.
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
            // The letter ш is not on the fast path, so it sends the whole text down the slow one.
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
