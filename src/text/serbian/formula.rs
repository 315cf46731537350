//! Chemical formulas, which are the same in every script: CO₂, Ca(OH)₂, olovo (Pb).

use super::nearby;
use super::roman::to_lower_latin;

/// The symbols of the elements.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "Ac", "Ag", "Al", "Am", "Ar", "As", "At", "Au", "B", "Ba", "Be", "Bi", "Br", "C", "Ca", "Cd", "Ce", "Cl", "Co",
    "Cr", "Cs", "Cu", "D", "Eu", "F", "Fe", "Fr", "Ga", "Ge", "H", "He", "Hf", "Hg", "I", "In", "Ir", "K", "Kr", "La",
    "Li", "Mg", "Mn", "Mo", "N", "Na", "Nb", "Nd", "Ne", "Ni", "O", "Os", "P", "Pa", "Pb", "Pd", "Po", "Pr", "Pt",
    "Pu", "Ra", "Rb", "Re", "Rh", "Rn", "Ru", "S", "Sb", "Sc", "Se", "Si", "Sm", "Sn", "Sr", "Ta", "Tb", "Te", "Th",
    "Ti", "Tl", "U", "V", "W", "Xe", "Y", "Zn", "Zr",
];

/// The stems of substances, after which a formula in brackets can follow: olovo (Pb), ugljen-monoksid (CO).
#[rustfmt::skip]
const SUBSTANCES: &[&str] = &[
    "aluminijum", "amonija", "antimon", "arsen", "azot", "bak", "barijum", "berilijum", "bor", "brom", "cink",
    "fluor", "fosfor", "gvožđ", "helijum", "hlor", "hlorid", "hlorovodoni", "hrom", "jod", "kadmijum", "kalaj",
    "kalcijum", "kalijum", "kiseonik", "kobalt", "litijum", "magnezijum", "mangan", "molibden", "monoksid",
    "natrijum", "neon", "nikl", "nikal", "nitrat", "nitrit", "oksid", "olov", "ozon", "platin", "radijum", "radon",
    "selen", "silicijum", "srebr", "sulfat", "sumpor", "sumporovodonik", "titan", "ugljenik", "uranijum",
    "vanadijum", "vodonik", "zlat", "živ", "hidroksid", "fluorovodonik", "cijanid", "kiselin",
];

const ENDINGS: &[&str] =
    &["", "a", "e", "i", "o", "u", "om", "em", "ar", "ra", "ru", "rom", "na", "nom", "k", "ka", "ni"];

/// Formulas of small and capital letters, or without another meaning in Serbian, that need no sign around them.
const ALWAYS: &[&str] =
    &["CO", "HCl", "NaCl", "KCl", "NaOH", "KOH", "CaO", "MgO", "NaF", "KCN", "HCN", "ZnO", "FeO"];

/// Returns whether the word at `start..end` of `text` is a chemical formula or a part of one.
pub(super) fn is_formula(text: &str, start: usize, end: usize) -> bool {
    let (word, lead, rest) = (&text[start..end], &text[..start], &text[end..]);
    if ALWAYS.contains(&word) {
        return true;
    }
    let index_before = lead.ends_with(is_index) || lead.ends_with("</sub>");
    if index_before && matches!(word, "e" | "eq") {
        return true;
    }
    let index_after = rest.starts_with(is_index) || rest.starts_with("<sub>");
    if index_after && word.len() <= 3 {
        return true;
    }
    let has_signs = index_before
        || index_after
        || is_charge(rest)
        || is_followed_by_group(rest)
        || rest.strip_prefix(')').is_some_and(|rest| rest.starts_with(is_index));
    let is_in_brackets = || lead.ends_with('(') && rest.starts_with([')', ',']);
    (has_signs || is_in_brackets()) && is_of_elements(word) && (has_signs || names_substance(text, start))
}

/// Returns whether a word consists of symbols of elements. Serbian words can be the same.
fn is_of_elements(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let length = [2, 1]
            .into_iter()
            .find(|length| rest.get(..*length).is_some_and(|part| ELEMENTS.contains(&part)));
        let Some(length) = length else { return false };
        rest = &rest[length..];
    }
    !word.is_empty()
}

/// Returns whether `c` is a number below the line.
fn is_index(c: char) -> bool {
    matches!(c, '₀'..='₉' | 'ₓ' | 'ₙ')
}

/// Returns whether a text begins with the charge of an ion: `⁺`, `²⁻`.
fn is_charge(rest: &str) -> bool {
    rest.trim_start_matches(['²', '³', '⁴']).starts_with(['⁺', '⁻'])
}

/// Returns whether a group of atoms with an index follows: `(OH)₂`.
fn is_followed_by_group(rest: &str) -> bool {
    rest.strip_prefix('(')
        .and_then(|group| {
            let end = group.bytes().take(8).position(|c| c == b')')?;
            (group.get(..end).is_some_and(is_of_elements) && group[end + 1..].starts_with(is_index))
                .then_some(())
        })
        .is_some()
}

/// Returns whether the word before the bracket is the name of a substance.
fn names_substance(text: &str, start: usize) -> bool {
    nearby::before(text, start).is_some_and(|left| {
        let name = to_lower_latin(left.word);
        left.gap == " ("
            && SUBSTANCES.iter().any(|stem| {
                let found = name.rfind(stem).filter(|at| *at == 0 || stem.len() > 4);
                found.is_some_and(|at| ENDINGS.contains(&&name[at + stem.len()..]))
            })
    })
}
