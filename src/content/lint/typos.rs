//! Finds words with a known misspelling.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Match, MatchKind};

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use crate::base::form::{Composed, nfc};
use crate::base::language::Language;
use crate::content::parse::{Records, most_items};

/// Common misspellings in project catalogues, each with the correct spelling.
const SLIPS: &[(&str, &str)] = &[
    ("accomodation", "accommodation"),
    ("acheive", "achieve"),
    ("acheived", "achieved"),
    ("assosiation", "association"),
    ("beneficaries", "beneficiaries"),
    ("beneficiares", "beneficiaries"),
    ("comission", "commission"),
    ("cooparation", "cooperation"),
    ("developement", "development"),
    ("disrimination", "discrimination"),
    ("engagment", "engagement"),
    ("enviroment", "environment"),
    ("enviromental", "environmental"),
    ("goverment", "government"),
    ("govermental", "governmental"),
    ("implementaion", "implementation"),
    ("infrastucture", "infrastructure"),
    ("inovation", "innovation"),
    ("maintainance", "maintenance"),
    ("managment", "management"),
    ("muncipal", "municipal"),
    ("muncipalities", "municipalities"),
    ("muncipality", "municipality"),
    ("occured", "occurred"),
    ("recieve", "receive"),
    ("recieved", "received"),
    ("responsability", "responsibility"),
    ("seperate", "separate"),
    ("strenghten", "strengthen"),
    ("strenghtening", "strengthening"),
    ("succesful", "successful"),
    ("sucessful", "successful"),
    ("sustainabe", "sustainable"),
    ("untill", "until"),
    ("nebi", "ne bi"),
    ("nemože", "ne može"),
    ("neznam", "ne znam"),
    ("ustvari", "u stvari"),
];

/// Frequent Serbian words that are no words without their marks, one in each line: *opstina* is none.
const MARKED: &str = include_str!("marked.txt");

/// The misspellings to look for, all in one pass.
#[derive(Default)]
pub(super) struct Typos {
    /// The wrong forms, each with the right one.
    forms: Vec<(String, String)>,
    /// How many of them, at the beginning, are wrong in any language. The others are wrong in Serbian.
    of_any_language: usize,
    /// Made when the first text is read: most lists are only compared with the one before.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Typos {
    /// Combines the built-in misspellings with those of the catalogue.
    pub(super) fn of(records: &Records) -> Self {
        let own = records.catalogue.as_ref().and_then(|catalogue| catalogue.slips.as_ref());
        let own = own.into_iter().flat_map(|list| &list.0).take(most_items("slips"));
        let own = own.map(|(wrong, right)| (wrong.value.trim(), right.value.trim()));
        Typos::new(own.chain(SLIPS.iter().copied()))
    }

    fn new<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut forms: Vec<(String, String)> = Vec::new();
        for (wrong, right) in pairs.filter(|(wrong, _)| !wrong.is_empty()) {
            let lower = nfc(wrong).to_lowercase();
            // The automaton ignores case only for ASCII. It is faster with fewer forms.
            if !lower.is_ascii() {
                forms.push((capitalised(&lower), right.to_owned()));
                forms.push((lower.to_uppercase(), right.to_owned()));
            }
            forms.push((lower, right.to_owned()));
        }
        keep_first_of_equal(&mut forms);
        let of_any_language = forms.len();
        for word in MARKED.lines() {
            let bare = without_marks(word);
            if bare.contains('đ') {
                forms.push((bare.replace('đ', "d"), word.to_owned()));
            }
            forms.push((bare.replace('đ', "dj"), word.to_owned()));
        }
        keep_first_of_equal(&mut forms);
        Typos { forms, of_any_language, automaton: OnceLock::new() }
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        let make = || {
            let builder = &mut AhoCorasick::builder();
            // A table with an entry for each byte takes some megabytes and half the time.
            builder.kind(Some(AhoCorasickKind::DFA));
            builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
            builder.build(self.forms.iter().map(|(form, _)| form)).ok()
        };
        self.automaton.get_or_init(make).as_ref()
    }

    /// Returns whether these are the same as `others`.
    pub(super) fn are(&self, others: &Typos) -> bool {
        self.forms == others.forms
    }

    /// Finds misspelt whole words in a text, with their correct forms.
    pub(super) fn found_in(&self, written: &str, language: Language) -> Vec<(Range<usize>, &str)> {
        let composed = Composed::of(written);
        let text = &*composed.text;
        let found = self.automaton().into_iter().flat_map(|automaton| automaton.find_iter(text));
        let whole = found.filter(|found| {
            (language == Language::Sr || found.pattern().as_usize() < self.of_any_language)
                && !text[..found.start()].ends_with(char::is_alphanumeric)
                && !text[found.end()..].starts_with(char::is_alphanumeric)
        });
        let right = |found: &Match| self.forms[found.pattern().as_usize()].1.as_str();
        whole.map(|found| (composed.written(&found.range()), right(&found))).collect()
    }
}

/// Returns a word without the marks of č, ć, š and ž.
fn without_marks(word: &str) -> String {
    let bare = |c| match c {
        'č' | 'ć' => 'c',
        'š' => 's',
        'ž' => 'z',
        other => other,
    };
    word.chars().map(bare).collect()
}

/// Keeps each form once: the automaton walks over all equal ones.
fn keep_first_of_equal(forms: &mut Vec<(String, String)>) {
    let mut seen = BTreeSet::new();
    forms.retain(|(form, _)| seen.insert(form.clone()));
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn in_the_case_of(wrong: &str, right: &str) -> String {
    let mut letters = wrong.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase);
    match letters.next().map(char::is_uppercase) {
        Some(true) if capital => right.to_uppercase(),
        _ if capital => capitalised(right),
        _ => right.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_whole_words_in_any_case() {
        let slips = Typos::new(
            [("muncipal", "municipal"), ("žirija", "žirija"), ("čest itam", "čestitam")].into_iter(),
        );
        let found = |text: &'static str| -> Vec<String> {
            slips
                .found_in(text, Language::Sr)
                .into_iter()
                .map(|(span, right)| in_the_case_of(&text[span], right))
                .collect()
        };
        assert_eq!(found("Muncipal muncipal, MUNCIPAL muncipality"), ["Municipal", "municipal", "MUNICIPAL"]);
        assert_eq!(found("Opstina SMESTAJ gradjana, skolica"), ["Opština", "SMEŠTAJ", "građana"]);
        assert_eq!(slips.found_in("Opstina", Language::En), []);
        assert_eq!(found("ČEST ITAM"), ["ČESTITAM"]);
        assert_eq!(found("Z\u{30c}irija z\u{30c}irijaz\u{30c} c\u{30c}est itam"), ["Žirija", "čestitam"]);
    }
}
