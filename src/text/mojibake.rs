//! Mends words whose letters were read in a wrong encoding: `ÄŒajetina` for `Čajetina`.
//!
//! UTF-8 writes such a letter in two bytes. A program that takes them for Windows-1252 or Windows-1250 shows two signs.

/// The characters of the bytes from 0x80 to 0x9f in Windows-1252. From 0xa0 on, they are those of Unicode.
#[rustfmt::skip]
const WESTERN: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// The characters of the bytes from 0x80 on in Windows-1250.
#[rustfmt::skip]
const CENTRAL: [char; 128] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{83}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{88}', '\u{2030}', '\u{160}', '\u{2039}', '\u{15a}', '\u{164}', '\u{17d}', '\u{179}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{98}', '\u{2122}', '\u{161}', '\u{203a}', '\u{15b}', '\u{165}', '\u{17e}', '\u{17a}',
    '\u{a0}', '\u{2c7}', '\u{2d8}', '\u{141}', '\u{a4}', '\u{104}', '\u{a6}', '\u{a7}',
    '\u{a8}', '\u{a9}', '\u{15e}', '\u{ab}', '\u{ac}', '\u{ad}', '\u{ae}', '\u{17b}',
    '\u{b0}', '\u{b1}', '\u{2db}', '\u{142}', '\u{b4}', '\u{b5}', '\u{b6}', '\u{b7}',
    '\u{b8}', '\u{105}', '\u{15f}', '\u{bb}', '\u{13d}', '\u{2dd}', '\u{13e}', '\u{17c}',
    '\u{154}', '\u{c1}', '\u{c2}', '\u{102}', '\u{c4}', '\u{139}', '\u{106}', '\u{c7}',
    '\u{10c}', '\u{c9}', '\u{118}', '\u{cb}', '\u{11a}', '\u{cd}', '\u{ce}', '\u{10e}',
    '\u{110}', '\u{143}', '\u{147}', '\u{d3}', '\u{d4}', '\u{150}', '\u{d6}', '\u{d7}',
    '\u{158}', '\u{16e}', '\u{da}', '\u{170}', '\u{dc}', '\u{dd}', '\u{162}', '\u{df}',
    '\u{155}', '\u{e1}', '\u{e2}', '\u{103}', '\u{e4}', '\u{13a}', '\u{107}', '\u{e7}',
    '\u{10d}', '\u{e9}', '\u{119}', '\u{eb}', '\u{11b}', '\u{ed}', '\u{ee}', '\u{10f}',
    '\u{111}', '\u{144}', '\u{148}', '\u{f3}', '\u{f4}', '\u{151}', '\u{f6}', '\u{f7}',
    '\u{159}', '\u{16f}', '\u{fa}', '\u{171}', '\u{fc}', '\u{fd}', '\u{163}', '\u{2d9}',
];

/// Returns a word as it was meant, if letters of it were read in a wrong encoding.
pub(crate) fn mended(word: &str) -> Option<String> {
    let (western, central) = (mend(word, western), mend(word, central));
    match (western, central) {
        (Some((one, count)), Some((_, other))) if count >= other => Some(one),
        (_, Some((other, _))) => Some(other),
        (one, None) => one.map(|(one, _)| one),
    }
}

/// Returns a word with each letter that was read in an encoding, and how many these are; `None` for none.
fn mend(word: &str, byte_of: fn(char) -> Option<u8>) -> Option<(String, usize)> {
    let mut meant = String::with_capacity(word.len());
    let mut count = 0;
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let bytes = rest.chars().map_while(byte_of).take(3).collect::<Vec<u8>>();
        let letter = (2..=bytes.len()).find_map(|length| letter(&bytes[..length]));
        match letter {
            Some((letter, length)) => {
                meant.push(letter);
                count += 1;
                rest = rest.char_indices().nth(length).map_or("", |(at, _)| &rest[at..]);
            }
            None => {
                meant.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    (count > 0).then_some((meant, count))
}

/// Returns the letter or sign of Serbian and English texts of which these are all bytes, and their number.
fn letter(bytes: &[u8]) -> Option<(char, usize)> {
    let mut letters = std::str::from_utf8(bytes).ok()?.chars();
    let (only, None) = (letters.next()?, letters.next()) else { return None };
    let is_usual = matches!(only, 'č' | 'ć' | 'đ' | 'š' | 'ž' | 'Č' | 'Ć' | 'Đ' | 'Š' | 'Ž')
        || matches!(only, 'à'..='ÿ' | 'Ö' | 'Ü' | 'Ä' | 'É' | '\u{400}'..='\u{45f}')
        || matches!(only, '„' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '€' | '«' | '»');
    is_usual.then_some((only, bytes.len()))
}

fn western(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte).filter(|byte| *byte >= 0x80);
    }
    WESTERN.iter().position(|known| *known == c).and_then(|at| u8::try_from(at + 0x80).ok())
}

fn central(c: char) -> Option<u8> {
    let known = CENTRAL.iter().position(|known| *known == c).and_then(|at| u8::try_from(at + 0x80).ok());
    known.or_else(|| u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..0xa0).contains(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_mended() {
        for (word, meant) in [
            ("ukljuÄ\u{8d}ivanje", "uključivanje"),
            ("PodrÅ¾ao", "Podržao"),
            ("Å\u{a0}kola", "Škola"),
            ("ÄŒajetina,", "Čajetina,"),
            ("PodrĹľao", "Podržao"),
            ("â€žDomâ€œ", "„Dom“"),
        ] {
            assert_eq!(mended(word).as_deref(), Some(meant), "{word}");
        }
        for word in ["uključivanje", "Ängelholm", "Ålesund", "„Dom“", "São", "Šabac"] {
            assert_eq!(mended(word), None, "{word}");
        }
    }
}
