//! Words that readers ask with, where the texts use another word for the same thing.

use crate::base::language::Language;

/// The beginnings of words in titles, names and summaries, in search form, each with other words for their subject.
#[rustfmt::skip]
const SERBIAN: &[(&str, &str)] = &[
    ("autiz", "autistična autistično autistični"),
    ("dete", "deca dece deci decu dečja dečje dečji"),
    ("drog", "narkomanija narkotici zavisnost"),
    ("evropsk", "fondovi fondova"),
    ("finansijsk", "novac novca pare"),
    ("fizikaln", "fizioterapija rehabilitacija"),
    ("invaliditet", "invalidi invalida"),
    ("sakupljac", "reciklaža reciklaže otpad"),
    ("starosn", "stari stariji starije starijih ljudi osobe penzioneri penzionera"),
    ("zaposljavanj", "nezaposleni nezaposlenih nezaposlenost posao"),
    ("civiln", "udruženja udruženje"),
];

#[rustfmt::skip]
const ENGLISH: &[(&str, &str)] = &[
    ("age", "elderly old older people seniors pensioners"),
    ("autism", "autistic"),
    ("disabilit", "disabled"),
    ("drug", "addiction narcotics"),
    ("employment", "unemployed unemployment jobs"),
    ("physiotherap", "rehabilitation"),
    ("picker", "recycling waste"),
];

/// Returns other words for the subject of a word in search form. Short beginnings are whole words.
pub(super) fn related(word: &str, language: Language) -> Option<&'static str> {
    let list = match language {
        Language::Sr => SERBIAN,
        Language::En => ENGLISH,
    };
    let matches = |stem: &str| if stem.len() < 4 { word == stem } else { word.starts_with(stem) };
    list.iter().find(|(stem, _)| matches(stem)).map(|(_, words)| *words)
}
