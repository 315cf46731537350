//! Where words may be divided at the end of a line.

use hypher::Lang;

use super::letters::{is_cyrillic, push_cyrillic};

/// Splits a word in either script where it may be divided, with at least `least` letters of its Cyrillic form before and
/// after each place. The rules are those for Cyrillic, so that both scripts are divided alike: do-ma-ćin-stvo.
pub(crate) fn divide(word: &str, least: usize) -> Vec<&str> {
    if word.chars().any(is_cyrillic) {
        return hypher::hyphenate_bounded(word, Lang::Serbian, least, least).collect();
    }
    let mut cyrillic = String::with_capacity(2 * word.len());
    push_cyrillic(word, &mut cyrillic);
    let (mut parts, mut rest) = (Vec::new(), word);
    for part in hypher::hyphenate_bounded(&cyrillic, Lang::Serbian, least, least) {
        let length: usize = part.chars().scan(rest.chars(), |latin, c| Some(take(latin, c))).sum();
        let Some((part, after)) = rest.split_at_checked(length) else { return vec![word] };
        parts.push(part);
        rest = after;
    }
    if rest.is_empty() { parts } else { vec![word] }
}

/// Takes the Latin letters for a Cyrillic one, and returns their length in bytes.
fn take(latin: &mut std::str::Chars<'_>, cyrillic: char) -> usize {
    let before = latin.as_str().len();
    let first = latin.next();
    let is_digraph = match cyrillic {
        'љ' | 'Љ' | 'њ' | 'Њ' | 'џ' | 'Џ' => matches!(first, Some('l' | 'L' | 'n' | 'N' | 'd' | 'D')),
        'ђ' | 'Ђ' => matches!(first, Some('d' | 'D')),
        _ => false,
    };
    if is_digraph {
        latin.next();
    }
    before - latin.as_str().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_are_divided_alike() {
        for (latin, cyrillic) in [
            ("aktiv-no-sti", "актив-но-сти"),
            ("dru-štvo", "дру-штво"),
            ("pre-du-zet-ni-štvo", "пре-ду-зет-ни-штво"),
            ("zapo-šlja-vanje", "запо-шља-вање"),
            ("sta-ra-telj-stvo", "ста-ра-тељ-ство"),
            ("Odžač-kog", "Оџач-ког"),
            ("ČUPRIJ-SKI", "ЧУПРИЈ-СКИ"),
            ("ljubav", "љубав"),
            ("rein-jek-cija", "реин-јек-ција"),
            ("", ""),
        ] {
            for written in [latin, cyrillic] {
                assert_eq!(divide(&written.replace('-', ""), 3).join("-"), written);
            }
        }
        assert_eq!(divide("Würzburg", 3).concat(), "Würzburg");
    }
}
