//! Words that readers ask with where the texts say something else: built-in lists, which a catalogue can override line
//! by line.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::words::{HYPHENS, compounds, words};
use crate::base::folder::{FileError, Folder};
use crate::base::hash::Digest;
use crate::base::language::{Language, Localized};
use crate::base::own_files::OwnFiles;
use crate::base::visible;
use crate::text::language::fold;

const BUILT_IN: Localized<&str> = Localized {
    sr: include_str!("../../locales/synonyms.sr.txt"),
    en: include_str!("../../locales/synonyms.en.txt"),
};

/// The maximum size of a file, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The maximum number of lines with words in a file.
const MOST_LINES: usize = 500;

/// The maximum number of words on each side of a colon.
const MOST_WORDS: usize = 30;

/// The maximum length of a word, in characters.
const LONGEST_WORD: usize = 40;

/// The minimum length of a beginning, in characters: a shorter one would stand for too many words.
const SHORTEST_BEGINNING: usize = 3;

/// The maximum number of other words for one word, over all lines that it matches.
const MOST_OTHERS: usize = 40;

/// The synonyms of both languages.
#[derive(Clone, Debug)]
pub struct Synonyms {
    of: Localized<List>,
    own: Digest,
}

/// The synonyms of one language. All words are in search form.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// Other words for whole words, and for beginnings, which end with `*`.
    others: HashMap<String, Vec<String>>,
}

impl Synonyms {
    /// Returns the synonyms of a language.
    pub(super) fn of(&self, language: Language) -> &List {
        &self.of[language]
    }

    /// Returns the digest of the lists that replace built-in lines.
    pub fn own(&self) -> Digest {
        self.own
    }
}

impl List {
    /// Returns other words for the subject of a word.
    pub(super) fn others(&self, word: &str) -> Vec<&str> {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let beginnings = ends.skip(SHORTEST_BEGINNING - 1).take(LONGEST_WORD);
        let patterns = beginnings.map(|end| format!("{}*", &word[..end]));
        let found = std::iter::once(word.to_owned()).chain(patterns).filter_map(|it| self.others.get(&it));
        let mut others: Vec<&str> = Vec::new();
        for other in found.flatten() {
            if others.len() < MOST_OTHERS && other != word && !others.contains(&other.as_str()) {
                others.push(other);
            }
        }
        others
    }
}

/// Loads the built-in synonyms and replaces the lines for which `root/locales/synonyms.*.txt` has a line for the same
/// word or beginning.
///
/// # Errors
/// When a file cannot be read, is too large, or has a line that is not one of words, a colon and words.
pub fn load(root: &Path) -> Result<Synonyms, FileError> {
    let own = own_files(root)?;
    own.count();
    let list = |language: Language| -> Result<List, FileError> {
        let built_in = parse(BUILT_IN[language])
            .map_err(|reason| FileError::content(PathBuf::from(file_name(language)), reason))?;
        let mut others: HashMap<String, Vec<String>> = built_in.into_iter().collect();
        if let Some((path, text)) = own.get(language) {
            let own = parse(text).map_err(|reason| FileError::content(path.clone(), reason))?;
            others.extend(own);
        }
        Ok(List { others })
    };
    let of = Localized { sr: list(Language::Sr)?, en: list(Language::En)? };
    Ok(Synonyms { of, own: own.digest() })
}

/// Returns the digest of the lists that replace lines of built-in ones in a catalogue.
///
/// # Errors
/// As [`load`], as far as files cannot be read.
pub(crate) fn own_digest(root: &Path) -> Result<Digest, FileError> {
    Ok(own_files(root)?.digest())
}

fn own_files(root: &Path) -> Result<OwnFiles, FileError> {
    let folder = Folder::open(root)?.folder_if_present("locales")?;
    if let Some(folder) = &folder {
        reject_strays(folder)?;
    }
    OwnFiles::read(folder.as_ref(), file_name, MAX_BYTES)
}

fn file_name(language: Language) -> String {
    format!("synonyms.{}.txt", language.code())
}

/// Rejects files of synonyms that nothing would read, because they are mistakes.
fn reject_strays(folder: &Folder) -> Result<(), FileError> {
    let known = Language::ALL.map(file_name);
    let is_stray = |name: &str| name.starts_with("synonyms") && !known.iter().any(|known| known == name);
    let names = folder.entries()?.into_iter().map(|entry| entry.name);
    match names.into_iter().find(|name| is_stray(&name.to_string_lossy())) {
        None => Ok(()),
        Some(name) => {
            let reason = format!("synonyms belong in {}", known.join(" and "));
            Err(FileError::content(folder.path().join(name), reason))
        }
    }
}

/// Reads the lines of a file: words or beginnings, a colon, other words. Each word of the left side gets an entry.
fn parse(text: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
    let mut others = BTreeMap::new();
    let mut lines = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        lines += 1;
        if lines > MOST_LINES {
            return Err(format!(
                "line {number}: a file may have up to {MOST_LINES} lines of words, and this is one more"
            ));
        }
        let entries = parse_line(line).map_err(|reason| format!("line {number}: {reason}"))?;
        for (pattern, words) in entries {
            others.entry(pattern).or_insert_with(Vec::new).extend(words);
        }
    }
    Ok(others)
}

fn parse_line(line: &str) -> Result<Vec<(String, Vec<String>)>, String> {
    let Some((left, right)) = line.split_once(':') else {
        return Err("a colon is missing; write the words of the texts, a colon, and other words".to_owned());
    };
    let sides = [left, right].map(|side| side.split_whitespace().collect::<Vec<_>>());
    let [left, right] = &sides;
    if left.is_empty() {
        return Err("words are missing before the colon".to_owned());
    }
    if sides.iter().any(|side| side.len() > MOST_WORDS) {
        return Err(format!("there may be up to {MOST_WORDS} words on each side of the colon"));
    }
    let others: Vec<String> = right.iter().map(|word| one_word(word)).collect::<Result<_, String>>()?;
    let patterns: Vec<String> = left.iter().map(|word| pattern(word)).collect::<Result<_, String>>()?;
    Ok(patterns.into_iter().map(|pattern| (pattern, others.clone())).collect())
}

fn pattern(written: &str) -> Result<String, String> {
    let Some(beginning) = written.strip_suffix('*') else { return one_word(written) };
    let beginning = one_word(beginning)?;
    if beginning.chars().count() < SHORTEST_BEGINNING {
        return Err(format!(
            "`{}` stands for too many words; write at least {SHORTEST_BEGINNING} letters before the star",
            visible::brief(written)
        ));
    }
    Ok(beginning + "*")
}

/// Returns a word in search form. The parts of a compound with hyphens are joined.
fn one_word(written: &str) -> Result<String, String> {
    if written.chars().count() > LONGEST_WORD {
        return Err(format!("a word may have up to {LONGEST_WORD} letters; shorten it"));
    }
    let is_word = fold(written).chars().all(|c| c.is_alphanumeric() || HYPHENS.contains(&c));
    let mut found = if is_word { compounds(written) } else { Vec::new() };
    if is_word && found.is_empty() {
        found = words(written);
    }
    match <[String; 1]>::try_from(found) {
        Ok([word]) => Ok(word),
        Err(_) => Err(format!("`{}` is not a word of letters or digits", visible::brief(written))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_match_and_words_match_whole() {
        let list = List {
            others: parse("autiz*: autistična\nage: elderly\n").expect("lines").into_iter().collect(),
        };
        assert_eq!(list.others("autizmom"), ["autisticna"]);
        assert_eq!(list.others("age"), ["elderly"]);
        assert!(list.others("agenda").is_empty());
        assert!(list.others("aut").is_empty());
    }

    #[test]
    fn wrong_lines_are_named() {
        for (text, said) in [
            ("\nautizam autistična\n", "line 2: a colon is missing"),
            (": autistična", "line 1: words are missing before the colon"),
            ("a*: b", "line 1: `a*` stands for too many words"),
            ("# a\nage: ?", "line 2: `?` is not a word"),
            ("age: elderly, old", "line 1"),
        ] {
            let reason = parse(text).map_or_else(|reason| reason, |_| String::new());
            assert!(reason.starts_with(said), "{text}: {reason}");
        }
        let long = "a".repeat(LONGEST_WORD + 1);
        assert!(parse(&format!("age: {long}")).is_err());
        assert!(parse(&format!("age:{}", " old".repeat(MOST_WORDS + 1))).is_err());
        assert!(parse(&"age: old\n".repeat(MOST_LINES + 1)).is_err());
        assert!(parse(&"age: old\n".repeat(MOST_LINES)).is_ok());
    }
}
