//! Finds names that are probably meant to be the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::language::{Language, Localized};
use crate::base::problem::{Placed, Problem, Problems, Rule};
use crate::content::parse::{Entry, PlacedWords, ProjectRecord, Records, TextState};
use crate::text::language::{fold, strip_marks};

pub(super) static NEAR_DUPLICATE: Rule = Rule::warning(
    "near-duplicate",
    "No two organisations, support types, target groups, projects or sub-areas of one area have nearly the same name.",
);

/// The length from which names are compared, in bytes. Shorter names that differ in one letter often differ in meaning.
const LONG_NAME: usize = 16;
/// The length from which words are compared, in letters. Shorter words can be different: Marija and Marina.
const LONG_WORD: usize = 8;
/// The length up to which names are compared, in bytes. Real names are shorter, and comparing longer ones is slow.
const LONGEST_NAME: usize = 200;

/// Reports entries of one kind with nearly the same name in either language.
pub fn near_duplicates(records: &Records) -> Problems {
    let places = place_words(records);
    let mut problems = Problems::default();
    let mut look = |noun: &str, names: Vec<Localized<Option<&Placed<String>>>>| {
        problems.extend(compare(noun, &names, &places));
    };
    look("organisation", records.organisations.0.iter().map(|(_, it)| of(&it.name)).collect());
    look("support type", records.support_types.0.iter().map(|(_, it)| of(&it.name)).collect());
    look("target group", records.target_groups.0.iter().map(|(_, it)| of(&it.name)).collect());
    for (_, area) in &records.areas.0 {
        let list = area.sub_areas.iter().flat_map(|list| &list.0);
        look("sub-area", list.map(|(_, it)| of(&it.name)).collect());
    }
    look("project", records.projects.iter().map(|entry| titles(entry)).collect());
    problems
}

/// Returns whether both have the same names at the same places.
pub(super) fn are_alike(before: &Records, now: &Records) -> bool {
    let (places_before, places) = (&before.municipalities, &now.municipalities);
    let is_same_place = |(before, now)| Arc::ptr_eq(before, now);
    let (projects_before, projects) = (&before.projects, &now.projects);
    let is_titled_alike = |(before, now): (&Arc<Entry<ProjectRecord>>, &Arc<Entry<ProjectRecord>>)| {
        Arc::ptr_eq(before, now) || titles(before) == titles(now)
    };
    now.has_lists_of(before)
        && places_before.len() == places.len()
        && places_before.iter().zip(places).all(is_same_place)
        && projects_before.len() == projects.len()
        && projects_before.iter().zip(projects).all(is_titled_alike)
}

fn titles(project: &Entry<ProjectRecord>) -> Localized<Option<&Placed<String>>> {
    Localized::from_fn(|language| match &project.texts[language] {
        TextState::Written(text) => text.front.title.as_ref(),
        TextState::Absent | TextState::Broken => None,
    })
}

fn of(name: &Option<PlacedWords>) -> Localized<Option<&Placed<String>>> {
    let name = name.as_ref();
    Localized::from_fn(|language| name.and_then(|words| words.value[language].as_ref()))
}

/// Returns the words of place names in all their forms. A difference of one letter in them is not a mistake.
fn place_words(records: &Records) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut take = |name: &Option<PlacedWords>, forms: [&Option<Placed<String>>; 2]| {
        let names = name.iter().flat_map(|words| [&words.value.sr, &words.value.en]).flatten();
        for text in names.chain(forms.into_iter().flatten()) {
            words.extend(key(&text.value).split(' ').map(str::to_owned));
        }
    };
    for municipality in records.municipalities.iter().filter_map(|entry| entry.facts.as_ref()) {
        take(&municipality.name, [&municipality.genitive, &municipality.locative]);
    }
    for (_, district) in &records.districts.0 {
        take(&district.name, [&district.genitive, &district.locative]);
    }
    words
}

/// Returns a name in the form for comparison: folded words of letters and digits without the plural s.
fn key(name: &str) -> String {
    let folded = fold(&strip_marks(name));
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stems = words.map(|word| match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 && !stem.ends_with('s') => stem,
        _ => word,
    });
    stems.collect::<Vec<_>>().join(" ")
}

/// Reports each name that is nearly the same as an earlier one, once for both languages.
fn compare(noun: &str, names: &[Localized<Option<&Placed<String>>>], places: &BTreeSet<String>) -> Problems {
    let (serbian, english) =
        rayon::join(|| alike(Language::Sr, names, places), || alike(Language::En, names, places));
    let mut found: BTreeMap<usize, Problem> = BTreeMap::new();
    for (language, pairs) in [(Language::Sr, serbian), (Language::En, english)] {
        for (first, second) in pairs {
            if let (Some(first), Some(name)) = (names[first][language], names[second][language]) {
                found.entry(second).or_insert_with(|| near(noun, first, name));
            }
        }
    }
    let mut problems = Problems::default();
    found.into_values().for_each(|problem| problems.push(problem));
    problems
}

/// Returns pairs of names that are nearly the same in one language, the earlier one first.
fn alike(
    language: Language,
    names: &[Localized<Option<&Placed<String>>>],
    places: &BTreeSet<String>,
) -> Vec<(usize, usize)> {
    let keys: Vec<Option<String>> =
        names.par_iter().map(|name| name[language].map(|name| key(&name.value))).collect();
    let mut firsts: HashMap<String, usize> = HashMap::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut distinct: Vec<(String, usize)> = Vec::new();
    for (at, key) in keys.into_iter().enumerate() {
        let Some(key) = key else { continue };
        let joined = key.replace(' ', "");
        if joined.is_empty() {
            continue;
        }
        match firsts.get(&joined) {
            Some(first) => pairs.push((*first, at)),
            None => {
                firsts.insert(joined, at);
                distinct.push((key, at));
            }
        }
    }
    pairs.extend(one_edit_apart(&distinct, places));
    pairs
}

fn near(noun: &str, first: &Placed<String>, second: &Placed<String>) -> Problem {
    let shorten = crate::content::parse::shorten;
    let message = if first.value == second.value {
        format!("two {noun}s have the name `{}`", shorten(&second.value))
    } else {
        format!("`{}` is nearly the name of another {noun}", shorten(&second.value))
    };
    Problem::new(&NEAR_DUPLICATE, second.place.clone(), message)
        .related(first.place.clone(), "the other one")
        .help(match noun {
            "project" => "if they are the same project, keep one, and move the activities of the other into it; if not, make the titles clearly different",
            _ => "if they are the same, keep one and refer to it; if not, make the names clearly different",
        })
}

/// Returns pairs of long names that differ in one letter of a long word.
///
/// Two such names become equal when the letter is left out of one or both, so hashes of the shortened names find them
/// in nearly linear time.
fn one_edit_apart(names: &[(String, usize)], places: &BTreeSet<String>) -> Vec<(usize, usize)> {
    let mut without: Vec<(u64, usize)> = Vec::new();
    for (at, (name, _)) in names.iter().enumerate() {
        if !(LONG_NAME..=LONGEST_NAME).contains(&name.len()) {
            continue;
        }
        let hashes = Hashes::of(name);
        without.push((hashes.without(name.len()..name.len()), at));
        for word in long_words(name, places) {
            let letters = name[word.clone()].char_indices();
            without.extend(letters.map(|(letter, c)| {
                let start = word.start + letter;
                (hashes.without(start..start + c.len_utf8()), at)
            }));
        }
    }
    without.sort_unstable();
    without.dedup();
    let mut pairs = BTreeSet::new();
    for group in without.chunk_by(|a, b| a.0 == b.0) {
        // Names that share a form with many others are a series, not mistakes. So only neighbours are compared.
        for pair in group.windows(2) {
            let ((first, first_at), (second, second_at)) = (&names[pair[0].1], &names[pair[1].1]);
            if differ_in_one_letter(first, second) {
                pairs.insert((*first_at.min(second_at), *first_at.max(second_at)));
            }
        }
    }
    pairs.into_iter().collect()
}

/// Returns the words in which a different letter may be a typo.
fn long_words<'a>(
    name: &'a str,
    places: &'a BTreeSet<String>,
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let mut at = 0;
    name.split(' ').filter_map(move |word| {
        let span = at..at + word.len();
        at = span.end + 1;
        // The typo may have dropped a letter.
        let long = word.chars().count() + 1 >= LONG_WORD;
        (long && !word.contains(|c: char| c.is_numeric()) && !places.contains(word)).then_some(span)
    })
}

/// Polynomial hashes of all beginnings of a name, from which those of the name without some of its bytes follow. Names
/// with equal hashes are compared afterwards.
struct Hashes {
    beginnings: Vec<u64>,
    /// The powers of [`Hashes::BASE`].
    powers: Vec<u64>,
}

impl Hashes {
    const BASE: u64 = 0x0100_0000_01b3;

    fn of(name: &str) -> Self {
        let mut hashes = Hashes {
            beginnings: Vec::with_capacity(name.len() + 1),
            powers: Vec::with_capacity(name.len() + 1),
        };
        hashes.beginnings.push(0);
        hashes.powers.push(1);
        let (mut hash, mut power) = (0_u64, 1_u64);
        for byte in name.bytes() {
            hash = hash.wrapping_mul(Self::BASE).wrapping_add(u64::from(byte));
            power = power.wrapping_mul(Self::BASE);
            hashes.beginnings.push(hash);
            hashes.powers.push(power);
        }
        hashes
    }

    /// Returns the hash of the name without some of its bytes.
    fn without(&self, left_out: Range<usize>) -> u64 {
        let end = self.beginnings.len() - 1;
        let power = self.powers[end - left_out.end];
        let behind = self.beginnings[end].wrapping_sub(self.beginnings[left_out.end].wrapping_mul(power));
        self.beginnings[left_out.start].wrapping_mul(power).wrapping_add(behind)
    }
}

/// Returns whether the names differ by one added, missing or different letter at most.
fn differ_in_one_letter(a: &str, b: &str) -> bool {
    let same_start = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().skip(same_start).collect(), b.chars().skip(same_start).collect());
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    a.len().max(b.len()) - same_end <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_forget_case_script_punctuation_and_plurals() {
        assert_eq!(key("Capacity building of LGs"), key("Capacity Building of LG"));
        assert_eq!(key("Центар за социјални рад – Бор"), key("Centar za socijalni rad Bor"));
        assert_ne!(key("Class"), key("Clas"));
    }

    #[test]
    fn one_letter_counts_in_long_words_only() {
        let apart = |a: &str, b: &str, places: &[&str]| {
            let names = [(key(a), 0), (key(b), 1)];
            !one_edit_apart(&names, &places.iter().map(|place| key(place)).collect()).is_empty()
        };
        assert!(apart("Muncipal Library Bor", "Municipal Library Bor", &[]));
        assert!(apart("Public Administrations", "Public Administratoon", &[]));
        assert!(!apart("Centre for Social Welfare Bor", "Centre for Social Welfare Bač", &[]));
        assert!(!apart("Opštinska uprava Kruševac", "Opštinska uprava Krušević", &["Kruševac", "Krušević"]));
        assert!(!apart("Youth Development Project 17", "Youth Development Project 18", &[]));
        assert!(!apart("Udruženje žena Marija", "Udruženje žena Marina", &[]));
    }
}
