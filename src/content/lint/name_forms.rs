//! Compares the forms of a place name: one lacks the marks of letters that another one has.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::problem::Placed;

/// The forms of one name.
pub(super) struct NameForms<'a> {
    /// The id of the place, which has dj for đ.
    pub(super) id: &'a str,
    /// Its names in both languages, and the cases of the Serbian one.
    pub(super) forms: Vec<&'a Placed<String>>,
}

/// A form without its marks.
pub(super) struct BareForm<'a> {
    pub(super) form: &'a Placed<String>,
    /// What to write.
    pub(super) right: String,
    /// The form that has the marks; without one, the id shows that the name has đ.
    pub(super) shown_by: Option<&'a Placed<String>>,
}

/// The letters with marks, each with its letter without them.
const MARKED: [(char, char); 5] = [('č', 'c'), ('ć', 'c'), ('š', 's'), ('ž', 'z'), ('đ', 'd')];

/// What words have to have in common to be forms of one word, in letters.
const LEAST_IN_COMMON: usize = 3;

/// The bytes to replace in a form, each with the letter to write.
type Corrections = BTreeMap<usize, (Range<usize>, char)>;

impl<'a> NameForms<'a> {
    /// Returns the forms that lack marks.
    pub(super) fn bare(&self) -> Vec<BareForm<'a>> {
        let found = self.forms.iter().filter_map(|form| {
            let mut corrections = Corrections::new();
            let mut shown_by = None;
            for model in &self.forms {
                let before = corrections.len();
                correct(&form.value, &model.value, &mut corrections);
                if corrections.len() > before {
                    shown_by.get_or_insert(*model);
                }
            }
            if corrections.is_empty() {
                correct(&form.value, &self.id_with_its_letter(), &mut corrections);
            }
            let right = (!corrections.is_empty()).then(|| corrected(&form.value, corrections))?;
            Some(BareForm { form, right, shown_by })
        });
        found.collect()
    }

    /// Returns the words of the id, with đ for dj where no form has dj.
    fn id_with_its_letter(&self) -> String {
        let has_dj = self.forms.iter().any(|form| form.value.to_lowercase().contains("dj"));
        let id = self.id.replace('-', " ");
        if has_dj { id } else { id.replace("dj", "đ") }
    }
}

/// Adds what a form lacks, compared with another form of the same name, word by word.
fn correct(form: &str, model: &str, corrections: &mut Corrections) {
    let (words, models) = (words(form), words(model));
    if words.len() != models.len() {
        return;
    }
    for (word, model_word) in words.into_iter().zip(models) {
        let found = lacking(&form[word.clone()], &model[model_word]);
        corrections.extend(found.into_iter().map(|(span, marked)| {
            let span = word.start + span.start..word.start + span.end;
            (span.start, (span, marked))
        }));
    }
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let words = text.split(|c: char| !c.is_alphanumeric()).map(|word| {
        let start = at + (text[at..].find(word).unwrap_or_default());
        at = start + word.len();
        start..at
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// Returns the letters of a word that another form of it has with marks, each with the marked one. Words that have too
/// little in common are no forms of each other.
fn lacking(word: &str, model: &str) -> Vec<(Range<usize>, char)> {
    let (mut found, mut in_common, mut at) = (Vec::new(), 0, 0);
    let mut letters = model.chars();
    while let Some(marked) = letters.clone().next() {
        let Some(letter) = word[at..].chars().next() else { break };
        let (small, model) = (small(letter), small(marked));
        let mut length = letter.len_utf8();
        if small != model {
            if !MARKED.contains(&(model, small)) {
                break;
            }
            if model == 'đ' && word[at + length..].starts_with(['j', 'J']) {
                length += 1;
            }
            found.push((at..at + length, if letter.is_uppercase() { capital(model) } else { model }));
        }
        at += length;
        in_common += 1;
        letters.next();
    }
    // *Moravica* and *Lipovac* have č before the ending of *moravički* and *lipovački* only.
    let is_last = |(span, marked): &(Range<usize>, char)| span.end == at && small(*marked) == 'č';
    let differ_behind = at < word.len() || letters.as_str().starts_with('k');
    if differ_behind && found.last().is_some_and(is_last) {
        found.pop();
    }
    if in_common < LEAST_IN_COMMON {
        found.clear();
    }
    found
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn capital(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

fn corrected(form: &str, corrections: Corrections) -> String {
    let (mut right, mut at) = (String::new(), 0);
    for (span, marked) in corrections.into_values() {
        right.push_str(&form[at..span.start]);
        right.push(marked);
        at = span.end;
    }
    right.push_str(&form[at..]);
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_lacks_the_marks_that_another_one_has_in_the_same_place() {
        for (word, model, right) in [
            ("Cačak", "Čačka", "Čačak"),
            ("Arandjelovac", "Aranđelovca", "Aranđelovac"),
            ("Bac", "Bača", "Bač"),
            ("Moravica", "Moravički", "Moravica"),
            ("Lipovac", "Lipovački", "Lipovac"),
            ("Užice", "Užički", "Užice"),
            ("Uzice", "Užički", "Užice"),
            ("Nis", "Niša", "Niš"),
        ] {
            let corrections =
                lacking(word, model).into_iter().map(|(span, marked)| (span.start, (span, marked)));
            assert_eq!(corrected(word, corrections.collect()), right, "{word} {model}");
        }
    }
}
