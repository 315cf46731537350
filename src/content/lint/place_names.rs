//! The names of the municipalities in all their forms, and where texts say them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::within_marks::is_marked;
use crate::base::language::{Language, Locale};
use crate::content::parse::Records;
use crate::text::language::Acronyms;

/// The names of municipalities by their first words, each list in the order of its texts.
#[derive(Default, PartialEq, Eq)]
pub(super) struct PlaceNames {
    forms: HashMap<String, Vec<Form>>,
    /// Forms that are typed without their marks, by their first words.
    bare: HashMap<String, Vec<Bare>>,
}

/// A form of a name.
#[derive(PartialEq, Eq)]
struct Form {
    text: String,
    /// The municipality, unless several have this form.
    id: Option<Arc<str>>,
}

/// A form without the marks of its letters.
#[derive(PartialEq, Eq)]
struct Bare {
    text: String,
    right: String,
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
        let mut names = PlaceNames { bare: bare(&ids), ..PlaceNames::default() };
        for (text, id) in ids {
            names.forms.entry(first_word(&text).to_owned()).or_default().push(Form { text, id });
        }
        names
    }

    /// Finds the names in a text, each with the id of its municipality.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, &Arc<str>)> {
        let mut found: Vec<(Range<usize>, &Arc<str>)> = Vec::new();
        for start in capitals(text) {
            if found.last().is_some_and(|(span, _)| start < span.end) {
                continue;
            }
            let forms = self.forms.get(first_word(&text[start..]));
            let form = forms.and_then(|forms| longest_at(forms, |form| &form.text, &text[start..]));
            if let Some((form, id)) = form.and_then(|form| Some((form, form.id.as_ref()?))) {
                found.push((start..start + form.text.len(), id));
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
            let forms = self.bare.get(first_word(&text[start..]))?;
            Some((start, longest_at(forms, |form| &form.text, &text[start..])?))
        };
        let found = capitals(text).filter_map(form_at);
        found
            .filter(|(start, _)| !is_marked(text, *start))
            .map(|(start, form)| (start..start + form.text.len(), form.right.as_str()))
            .collect()
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

/// Returns the form that begins a text and is no part of a longer word. Of several, the longest one is meant.
///
/// `forms` are sorted, so those that begin the text are not before the shorter ones, and few have to be compared.
fn longest_at<'a, F>(forms: &'a [F], name: impl Fn(&F) -> &str, text: &str) -> Option<&'a F> {
    let mut longest = text;
    loop {
        let after = forms.partition_point(|form| name(form) <= longest);
        let form = &forms[after.checked_sub(1)?];
        match longest.strip_prefix(name(form)) {
            Some(rest) if ends_word(rest) => return Some(form),
            Some(_) => longest = until_whole(text, name(form).len())?,
            None => longest = common_start(longest, name(form)),
        }
    }
}

/// Returns whether a word ends before the rest of a text.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// Returns the longest beginning of a text that is shorter than `length` bytes and ends a word.
fn until_whole(text: &str, length: usize) -> Option<&str> {
    let mut ends = text[..length].char_indices().map(|(at, _)| at).rev();
    ends.find(|at| *at > 0 && ends_word(&text[*at..])).map(|at| &text[..at])
}

/// Returns the characters with which both texts begin.
fn common_start<'a>(text: &'a str, other: &str) -> &'a str {
    let pairs = text.char_indices().zip(other.chars());
    let differing = pairs.clone().find(|((_, one), other)| one != other).map(|((at, _), _)| at);
    &text[..differing.unwrap_or_else(|| text.len().min(other.len()))]
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

/// Returns the forms that lack their marks and are no forms of another name, by their first words.
fn bare(ids: &BTreeMap<String, Option<Arc<str>>>) -> HashMap<String, Vec<Bare>> {
    let mut bare: Vec<Bare> = Vec::new();
    for right in ids.keys() {
        for dj in ["dj", "d"] {
            let text = without_marks(right, dj);
            if text != *right && text.chars().count() >= FEWEST_LETTERS && !ids.contains_key(&text) {
                bare.push(Bare { text, right: right.clone() });
            }
        }
    }
    bare.sort_by(|a, b| (&a.text, &a.right).cmp(&(&b.text, &b.right)));
    bare.dedup_by(|later, earlier| later.text == earlier.text);
    let mut by_word: HashMap<String, Vec<Bare>> = HashMap::new();
    for form in bare {
        by_word.entry(first_word(&form.text).to_owned()).or_default().push(form);
    }
    by_word
}
