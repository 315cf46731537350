//! The names of the municipalities in all their forms, and where texts say them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::within_marks::is_marked;
use crate::base::language::{Language, Locale};
use crate::content::parse::Records;
use crate::text::language::Acronyms;

/// The names of municipalities by their first words.
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
        let mut names = PlaceNames::default();
        let keep = Acronyms::default();
        for entry in &records.municipalities {
            let Some(facts) = &entry.facts else { continue };
            let words = facts.name.iter().flat_map(|name| Language::ALL.map(|at| name.value[at].as_ref()));
            let forms = words.chain([facts.genitive.as_ref(), facts.locative.as_ref()]).flatten();
            for form in forms.map(|form| form.value.trim()).filter(|form| !form.is_empty()) {
                names.add(form.to_owned(), &entry.id);
                names.add(Locale::SrCyrl.in_script(form, &keep).text, &entry.id);
            }
        }
        names.add_bare();
        // Of two forms with the same beginning, the longer one is meant.
        names
            .forms
            .values_mut()
            .for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.text.len())));
        names
    }

    fn add(&mut self, form: String, id: &Arc<str>) {
        let forms = self.forms.entry(first_word(&form).to_owned()).or_default();
        match forms.iter_mut().find(|known| known.text == form) {
            Some(known) if known.id.as_ref() != Some(id) => known.id = None,
            Some(_) => {}
            None => forms.push(Form { text: form, id: Some(Arc::clone(id)) }),
        }
    }

    /// Adds the forms that lack their marks and are no forms of another name.
    fn add_bare(&mut self) {
        let known = |names: &PlaceNames, text: &str| {
            names.forms.get(first_word(text)).is_some_and(|forms| forms.iter().any(|form| form.text == text))
        };
        let mut bare: Vec<Bare> = Vec::new();
        for right in self.forms.values().flatten().map(|form| &form.text) {
            for dj in ["dj", "d"] {
                let text = without_marks(right, dj);
                if text != *right && text.chars().count() >= FEWEST_LETTERS && !known(self, &text) {
                    bare.push(Bare { text, right: right.clone() });
                }
            }
        }
        bare.sort_by(|a, b| (&a.text, &a.right).cmp(&(&b.text, &b.right)));
        bare.dedup_by(|later, earlier| later.text == earlier.text);
        for form in bare {
            self.bare.entry(first_word(&form.text).to_owned()).or_default().push(form);
        }
    }

    /// Finds the names in a text, each with the id of its municipality.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, &Arc<str>)> {
        let mut found: Vec<(Range<usize>, &Arc<str>)> = Vec::new();
        for start in capitals(text) {
            if found.last().is_some_and(|(span, _)| start < span.end) {
                continue;
            }
            let forms = self.forms.get(first_word(&text[start..]));
            let form = forms.into_iter().flatten().find(|form| is_at(text, start, &form.text));
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
        let forms_at = |start: usize| {
            let forms = self.bare.get(first_word(&text[start..])).into_iter().flatten();
            forms.filter(move |form| is_at(text, start, &form.text))
        };
        let found = capitals(text)
            .filter_map(|start| Some((start, forms_at(start).max_by_key(|form| form.text.len())?)));
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

/// Returns whether a whole name stands at a byte of a text.
fn is_at(text: &str, start: usize, name: &str) -> bool {
    text[start..]
        .strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
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
