//! The dictionary: sorted, front-coded words in shards. The documents of common words are in files of their own.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::describe::{Inverted, Posting, Weight};
use super::encode::{self, ONE_DIGIT};
use super::part::Part;

/// The minimum and the maximum of the approximate size of a shard, in bytes. Smaller shards mean less to fetch, but
/// more files.
const SHARD_BYTES: (usize, usize) = (1_400, 16_000);

/// The number of shards of an index of medium size.
const SHARDS: usize = 280;

/// Postings longer than this, in bytes, are in a file of their own, or together with a few others.
const LONG: usize = 3_000;

/// The maximum size of the postings in such a file, in bytes, unless it has only one word.
const LONG_BYTES: usize = 21_000;

/// A beginning of words that occurs in more shards than this has entries of its own, in the file of its first letter.
const SHARDS_PER_WORD: usize = 2;

/// The maximum length of such a beginning.
const LONGEST_BEGINNING: usize = 4;

/// The maximum number of documents that are listed for a beginning.
const BEST: usize = 60;

/// The files of a language's dictionary.
pub(super) struct Terms {
    /// The beginning of the words of each shard.
    pub(super) beginnings: Vec<String>,
    /// The beginnings that many words share.
    pub(super) short_beginnings: Vec<String>,
    parts: Vec<Part>,
}

/// A word with its encoded documents.
struct Entry<'a> {
    term: Cow<'a, str>,
    postings: String,
}

/// A beginning that many words share.
struct Short<'a> {
    beginning: &'a str,
    /// The entry of the beginning itself if it is a word, and an entry with a star for the best documents of all its
    /// words.
    entries: Vec<Entry<'a>>,
}

impl Terms {
    pub(super) fn new(inverted: &Inverted) -> Self {
        let encoded = inverted
            .iter()
            .map(|(term, postings)| Entry { term: term.into(), postings: encode_postings(postings) });
        let mut entries: Vec<Entry<'_>> = encoded.collect();
        let mut parts = common_words(&mut entries);
        let bytes: usize = entries.iter().map(Entry::bytes).sum();
        let limit = (bytes / SHARDS).clamp(SHARD_BYTES.0, SHARD_BYTES.1);
        let shards = cut(&entries, limit);
        for (prefix, entries) in &shards {
            parts.push(Part::new(format!("t-{prefix}"), front_coded(*entries)));
        }
        let short = short_beginnings(inverted, &entries, &shards);
        for same_letter in short.chunk_by(|a, b| a.beginning[..1] == b.beginning[..1]) {
            let lines = front_coded(same_letter.iter().flat_map(|short| &short.entries));
            parts.push(Part::new(format!("b-{}", &same_letter[0].beginning[..1]), lines));
        }
        Terms {
            beginnings: shards.iter().map(|(beginning, _)| (*beginning).to_owned()).collect(),
            short_beginnings: short.iter().map(|short| short.beginning.to_owned()).collect(),
            parts,
        }
    }

    pub(super) fn into_parts(self) -> impl Iterator<Item = Part> {
        self.parts.into_iter()
    }
}

impl Entry<'_> {
    fn bytes(&self) -> usize {
        self.term.len() / 2 + self.postings.len() + 3
    }
}

/// Moves long postings into files of consecutive words. Their entries then refer to the file, which is named after its
/// first word.
fn common_words(entries: &mut [Entry<'_>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut common: Vec<&mut Entry<'_>> =
        entries.iter_mut().filter(|entry| entry.postings.len() > LONG).collect();
    let mut rest = &mut common[..];
    while !rest.is_empty() {
        let mut bytes = 0;
        let fit = rest.iter().take_while(|entry| {
            bytes += entry.postings.len();
            bytes <= LONG_BYTES
        });
        let (file, after) = rest.split_at_mut(fit.count().max(1));
        let first = file_name(&file[0].term, parts.len());
        parts.push(Part::new(format!("w-{first}"), front_coded(file.iter().map(|entry| &**entry))));
        for entry in file {
            entry.postings = format!("!{first}");
        }
        rest = after;
    }
    parts
}

/// Returns the name of a file for a word and those after it: the word, or its beginning and a number if it is too long
/// for a name.
fn file_name(word: &str, number: usize) -> String {
    const LONGEST: usize = 100;
    if word.len() <= LONGEST {
        return word.to_owned();
    }
    let beginning = (0..=LONGEST).rev().find_map(|end| word.get(..end)).unwrap_or_default();
    format!("{beginning}-{number}")
}

/// Encodes each document as the distance from the previous one, with the weight in the three lowest bits.
fn encode_postings(postings: &[Posting]) -> String {
    let mut next = 0;
    let mut encoded = String::new();
    for (document, weight) in postings {
        encode::push((((document - next) as usize) << 3) | *weight as usize, &mut encoded);
        next = document + 1;
    }
    encoded
}

/// Divides the words into shards of about `limit` bytes, each with the beginning that separates it from the previous
/// one. It cuts between words that have little in common, so that forms of a word stay together.
fn cut<'a>(entries: &'a [Entry<'a>], limit: usize) -> Vec<(&'a str, &'a [Entry<'a>])> {
    let mut shards = Vec::new();
    let mut start = 0;
    let mut prefix = "";
    while start < entries.len() {
        let (mut bytes, mut best) = (0, None);
        for at in start..entries.len() {
            bytes += entries[at].bytes();
            let Some(next) = entries.get(at + 1) else {
                best = None;
                break;
            };
            let common = common_prefix(&entries[at].term, &next.term);
            // Words that are equal so far may differ only behind what is compared.
            let differs = common < ONE_DIGIT;
            let parts = next.term.get(..=common).filter(|prefix| differs && prefix.is_ascii());
            if let Some(parts) = parts.filter(|_| bytes * 2 >= limit)
                && best.is_none_or(|(least, _, _)| common <= least)
            {
                best = Some((common, at + 1, parts));
            }
            if bytes >= limit && best.is_some() {
                break;
            }
        }
        let (_, end, next_prefix) = best.unwrap_or((0, entries.len(), ""));
        shards.push((prefix, &entries[start..end]));
        (start, prefix) = (end, next_prefix);
    }
    shards
}

/// Returns the beginnings of words that occur in too many shards, in alphabetical order.
fn short_beginnings<'a>(
    inverted: &Inverted,
    entries: &'a [Entry<'a>],
    shards: &[(&str, &[Entry<'_>])],
) -> Vec<Short<'a>> {
    let mut all = Vec::new();
    for length in 1..=LONGEST_BEGINNING {
        for words in entries.chunk_by(|a, b| beginning(a, length) == beginning(b, length)) {
            let Some(prefix) = beginning(&words[0], length).filter(|prefix| prefix.is_ascii()) else {
                continue;
            };
            let first = shards.partition_point(|(start, _)| *start <= prefix).saturating_sub(1);
            let behind = shards.partition_point(|(start, _)| *start <= prefix || start.starts_with(prefix));
            if behind - first <= SHARDS_PER_WORD {
                continue;
            }
            let start = inverted.partition_point(|(term, _)| **term < *words[0].term);
            let best = best_documents(&inverted[start..start + words.len()]);
            let itself = words.iter().take(1).filter(|word| word.term == prefix);
            let itself =
                itself.map(|word| Entry { term: Cow::from(prefix), postings: word.postings.clone() });
            let all_of_them = Entry { term: format!("{prefix}*").into(), postings: encode_postings(&best) };
            all.push(Short { beginning: prefix, entries: itself.chain([all_of_them]).collect() });
        }
    }
    all.sort_unstable_by_key(|short| short.beginning);
    all
}

fn beginning<'a>(entry: &'a Entry<'_>, length: usize) -> Option<&'a str> {
    entry.term.get(..length)
}

/// Returns the documents in which any of the words has the greatest weight, in their order.
fn best_documents(words: &[(String, Vec<Posting>)]) -> Vec<Posting> {
    let mut weights: Vec<Option<Weight>> = Vec::new();
    for (document, weight) in words.iter().flat_map(|(_, postings)| postings) {
        let at = *document as usize;
        if at >= weights.len() {
            weights.resize(at + 1, None);
        }
        weights[at] = weights[at].max(Some(*weight));
    }
    let weighted = (0..).zip(weights);
    let mut all: Vec<Posting> = weighted.filter_map(|(document, weight)| Some((document, weight?))).collect();
    all.sort_by_key(|(_, weight)| Reverse(*weight));
    all.truncate(BEST);
    all.sort_unstable();
    all
}

/// Writes a line for each word: the number of letters shared with the previous word, the other letters, the postings.
fn front_coded<'a>(entries: impl IntoIterator<Item = &'a Entry<'a>>) -> String {
    let mut lines = String::new();
    let mut before = "";
    for entry in entries {
        let common = common_prefix(before, &entry.term);
        lines.push(encode::digit(common));
        lines.push_str(&entry.term[common..]);
        lines.push(' ');
        lines.push_str(&entry.postings);
        lines.push('\n');
        before = &entry.term;
    }
    lines
}

/// Counts the ASCII characters that two words have in common at their beginning.
fn common_prefix(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take(ONE_DIGIT).take_while(|(a, b)| a == b && a.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_of_files_are_short_and_differ() {
        let long = |letters: usize| "č".repeat(letters);
        assert_eq!(file_name("banke", 3), "banke");
        assert_eq!(file_name(&long(50), 3), long(50));
        assert_eq!(file_name(&long(51), 3), format!("{}-3", long(50)));
        assert_eq!(file_name(&format!("a{}", long(200)), 4), format!("a{}-4", long(49)));
    }

    #[test]
    fn shards_of_words_with_the_same_beginning_have_names_of_their_own() {
        for length in [10, ONE_DIGIT - 1, ONE_DIGIT, ONE_DIGIT + 1, 200] {
            let word = |number: usize| format!("{}{number:04}", "a".repeat(length));
            let inverted: Inverted =
                (0..400).map(|number| (word(number), vec![(7, Weight::Title)])).collect();
            let names: Vec<String> = Terms::new(&inverted).into_parts().map(|part| part.name).collect();
            let different: BTreeSet<&String> = names.iter().collect();
            assert_eq!(different.len(), names.len(), "{length}: {names:?}");
        }
    }
}
