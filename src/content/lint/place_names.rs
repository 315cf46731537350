//! The names of the municipalities in all their forms, and where texts say them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::within_marks::is_marked;
use crate::base::language::{Language, Locale};
use crate::content::parse::Records;
use crate::text::language::Acronyms;

/// The names of municipalities, by their first words.
#[derive(Default, PartialEq, Eq)]
pub(super) struct PlaceNames {
    /// The municipality of each form, unless several have it.
    forms: HashMap<String, Forms<Option<Arc<str>>>>,
    /// The right form of each form without the marks of its letters.
    bare: HashMap<String, Forms<String>>,
}

/// The letters of the shortest form that is looked for without its marks: shorter ones are other words too, such as *Nisu*.
const FEWEST_LETTERS: usize = 5;

impl PlaceNames {
    pub(super) fn of(records: &Records) -> Self {
        let mut ids: BTreeMap<String, Option<Arc<str>>> = BTreeMap::new();
        let mut add = |form: String, id: &Arc<str>| match ids.entry(form) {
            Entry::Occupied(mut known) => {
                if known.get().as_ref() != Some(id) {
                    known.insert(None);
                }
            }
            Entry::Vacant(vacant) => {
                vacant.insert(Some(Arc::clone(id)));
            }
        };
        let keep = Acronyms::default();
        for entry in &records.municipalities {
            let Some(facts) = &entry.facts else { continue };
            let words = facts.name.iter().flat_map(|name| Language::ALL.map(|at| name.value[at].as_ref()));
            let forms = words.chain([facts.genitive.as_ref(), facts.locative.as_ref()]).flatten();
            for form in forms.map(|form| form.value.trim()).filter(|form| !form.is_empty()) {
                add(form.to_owned(), &entry.id);
                add(Locale::SrCyrl.in_script(form, &keep).text, &entry.id);
            }
        }
        PlaceNames { bare: by_first_word(bare(&ids)), forms: by_first_word(ids) }
    }

    /// Finds the names in a text, each with the id of its municipality.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, &Arc<str>)> {
        let mut found: Vec<(Range<usize>, &Arc<str>)> = Vec::new();
        for start in capitals(text) {
            if found.last().is_some_and(|(span, _)| start < span.end) {
                continue;
            }
            let forms = self.forms.get(first_word(&text[start..]));
            let longest = forms.and_then(|forms| forms.longest_at(&text[start..]));
            if let Some((length, id)) = longest.and_then(|(length, id)| Some((length, id.as_ref()?))) {
                found.push((start..start + length, id));
            }
        }
        found
    }

    /// Works like [`PlaceNames::find`], and returns what can be kept.
    pub(super) fn named_in(&self, text: &str) -> Vec<(Range<usize>, Arc<str>)> {
        self.find(text).into_iter().map(|(span, id)| (span, Arc::clone(id))).collect()
    }

    /// Finds the names that are typed without their marks, each with its right form.
    pub(super) fn find_bare(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let form_at = |start: usize| {
            let (length, right) = self.bare.get(first_word(&text[start..]))?.longest_at(&text[start..])?;
            Some((start..start + length, right.as_str()))
        };
        let found = capitals(text).filter_map(form_at);
        found.filter(|(span, _)| !is_marked(text, span.start)).collect()
    }
}

/// Returns where words with a capital letter begin.
fn capitals(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_uppercase() && !before.is_alphanumeric();
        before = c;
        begins.then_some(at)
    })
}

/// Returns the letters with which a text begins.
fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

/// Forms of names that have the same first word, each with what is known of it.
#[derive(PartialEq, Eq)]
struct Forms<Known> {
    /// In the order of the texts.
    forms: Vec<(String, Known)>,
    /// The longest other form that each form begins with.
    within: Vec<Option<usize>>,
}

impl<Known> Default for Forms<Known> {
    fn default() -> Self {
        Forms { forms: Vec::new(), within: Vec::new() }
    }
}

impl<Known> Forms<Known> {
    /// Adds the next form in the order of the texts.
    fn add(&mut self, form: String, known: Known) {
        let mut within = self.forms.len().checked_sub(1);
        while let Some(at) = within.filter(|at| !form.starts_with(&self.forms[*at].0)) {
            within = self.within[at];
        }
        self.forms.push((form, known));
        self.within.push(within);
    }

    /// Returns the length of the form that begins a text and is no part of a longer word, and what is known of it. Of
    /// several, the longest one is meant.
    fn longest_at(&self, text: &str) -> Option<(usize, &Known)> {
        let after = self.forms.partition_point(|(form, _)| form.as_str() <= text);
        // All forms that begin the text begin the last one before it too.
        let mut at = after.checked_sub(1)?;
        let pairs = self.forms[at].0.bytes().zip(text.bytes());
        let common = pairs.take_while(|(one, other)| one == other).count();
        loop {
            let (form, known) = &self.forms[at];
            if form.len() <= common && ends_word(&text[form.len()..]) {
                return Some((form.len(), known));
            }
            at = self.within[at]?;
        }
    }
}

/// Groups forms by their first words. They are in the order of their texts.
fn by_first_word<Known>(forms: impl IntoIterator<Item = (String, Known)>) -> HashMap<String, Forms<Known>> {
    let mut by_word: HashMap<String, Forms<Known>> = HashMap::new();
    for (form, known) in forms {
        by_word.entry(first_word(&form).to_owned()).or_default().add(form, known);
    }
    by_word
}

/// Returns whether a word ends before the rest of a text.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

fn without_marks(name: &str, dj: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'č' | 'ć' => bare.push('c'),
            'š' => bare.push('s'),
            'ž' => bare.push('z'),
            'đ' => bare.push_str(dj),
            'Č' | 'Ć' => bare.push('C'),
            'Š' => bare.push('S'),
            'Ž' => bare.push('Z'),
            'Đ' => {
                bare.push('D');
                bare.push_str(&dj[1..]);
            }
            _ => bare.push(c),
        }
    }
    bare
}

/// Returns the forms that lack their marks and are no forms of another name, each with its right form.
fn bare(ids: &BTreeMap<String, Option<Arc<str>>>) -> BTreeMap<String, String> {
    let mut bare = BTreeMap::new();
    for right in ids.keys() {
        for dj in ["dj", "d"] {
            let text = without_marks(right, dj);
            if text != *right && text.chars().count() >= FEWEST_LETTERS && !ids.contains_key(&text) {
                bare.entry(text).or_insert_with(|| right.clone());
            }
        }
    }
    bare
}
