//! When each file of the content was last changed, and what texts said when their counterparts were.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use sha1::Sha1;
use sha2::Sha256;

use super::CONTENT;
use super::ask::ask;
use super::former_texts::{FormerTexts, ObjectId};
use super::history::{NoHistory, contents, log_of_content};
use crate::base::language::Language;
use crate::content::read::{FileContent, Source};

/// What git knows of the files: when each was last changed, and what texts said when their counterparts were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The age of each file's last change, in commits. 0 means that the change is not committed.
    ages: HashMap<String, usize>,
    /// The texts that changed later than their counterparts, as they were when these last changed.
    former: HashMap<String, Arc<str>>,
}

impl Changes {
    /// Reads the history of `root/content`.
    ///
    /// Uncommitted changes are found by comparing the files in `source` with the last commit. If git did that, it would
    /// run the filters of the repository.
    ///
    /// # Errors
    /// If there is no history, or git does not read it.
    pub fn of(root: &Path, source: &Source) -> Result<Self, NoHistory> {
        // File names cannot contain the zero byte that precedes the id of a commit.
        let log = log_of_content(root, &["--format=%x00%H", "--raw", "--no-abbrev", "--", CONTENT])?;
        let mut touched = Touched::of(&log, source);
        if !touched.is_any {
            return Err(NoHistory::Absent);
        }
        let tree = ask(root, &["ls-tree", "-r", "-z", "HEAD", "--", CONTENT])?;
        let committed = committed(&tree);
        for file in source.files() {
            if !committed.get(&*file.path).is_some_and(|id| has_id(&file.content, id)) {
                touched.ages.insert(file.path.to_string(), 0);
            }
        }
        let former = touched.former(&committed);
        let texts = FormerTexts::of(root, former.values());
        let former = former.into_iter().filter_map(|(path, id)| Some((path, Arc::clone(texts.get(&id)?))));
        Ok(Changes { former: former.collect(), ages: touched.ages })
    }

    /// Returns whether `path` was changed after `other`, in a later commit.
    pub fn is_newer(&self, path: &str, other: &str) -> bool {
        is_newer(&self.ages, path, other)
    }

    /// Returns what a text said when its counterpart in the other language was last changed. `None` if git does not know
    /// it, or the text has not changed since.
    pub fn former(&self, path: &str) -> Option<&str> {
        self.former.get(path).map(|text| &**text)
    }
}

fn is_newer(ages: &HashMap<String, usize>, path: &str, other: &str) -> bool {
    match (ages.get(path), ages.get(other)) {
        (Some(age), Some(other)) => age < other,
        _ => false,
    }
}

/// The files that the commits touch.
#[derive(Default)]
struct Touched {
    ages: HashMap<String, usize>,
    /// The contents of texts before the earliest commit after that of their counterpart.
    before: HashMap<String, Option<ObjectId>>,
    /// Whether a commit touches any file at all.
    is_any: bool,
}

impl Touched {
    /// Reads the commits, the latest first: an empty part and an id begin each, and the facts and the path of each file
    /// follow.
    fn of(log: &str, source: &Source) -> Self {
        // A history may name far more files than there are now.
        let present: HashSet<&str> = source.files().iter().map(|file| &*file.path).collect();
        let mut touched = Touched::default();
        let (mut age, mut files) = (0, BTreeMap::new());
        let mut parts = log.split('\0').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() {
                if parts.next_if(|id| ObjectId::parse(id.trim_end()).is_some()).is_some() {
                    touched.add(age, std::mem::take(&mut files));
                    age += 1;
                }
                continue;
            }
            let path = parts.next().unwrap_or_default();
            touched.is_any |= !path.is_empty();
            if present.contains(path) {
                files.insert(path, part);
            }
        }
        touched.add(age, files);
        touched
    }

    fn add(&mut self, age: usize, files: BTreeMap<&str, &str>) {
        for (path, facts) in &files {
            let Some(counterpart) = counterpart(path) else { continue };
            if !self.ages.contains_key(&counterpart) && !files.contains_key(&*counterpart) {
                let facts = facts.rsplit_once(' ').map_or("", |(facts, _)| facts);
                let (before, _) = contents(facts.trim_start().trim_start_matches(':'));
                self.before.insert((*path).to_owned(), before);
            }
        }
        for path in files.into_keys() {
            self.ages.entry(path.to_owned()).or_insert(age);
        }
    }

    /// Returns the former contents of the texts that are newer than their counterparts.
    fn former(&self, committed: &HashMap<&str, &str>) -> BTreeMap<String, ObjectId> {
        let newer = self.ages.keys().filter(|path| {
            counterpart(path).is_some_and(|counterpart| is_newer(&self.ages, path, &counterpart))
        });
        let id = |path: &str| match self.before.get(path) {
            Some(before) => before.clone(),
            // Only the change that is not committed is newer.
            None => committed.get(path).and_then(|id| ObjectId::parse(id)),
        };
        newer.filter_map(|path| Some((path.clone(), id(path)?))).collect()
    }
}

/// Returns the path of the same text in the other language. `None` if the file is no text.
fn counterpart(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let language = Language::of_code(name.strip_suffix(".md")?)?;
    Some(format!("{folder}/{}.md", language.other().code()))
}

/// Returns the ids of the files in the output of `git ls-tree`, by path.
fn committed(tree: &str) -> HashMap<&str, &str> {
    let entries = tree.split('\0').filter_map(|entry| entry.split_once('\t'));
    entries
        .filter_map(|(facts, path)| {
            let mut facts = facts.split(' ');
            let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
            (kind == "blob" && mode.starts_with("100")).then_some((path, id))
        })
        .collect()
}

/// Returns whether git gives this text this id, either unchanged or with the line endings that commits use.
///
/// Other files count as unchanged, because nobody asks when they were changed.
fn has_id(content: &FileContent, id: &str) -> bool {
    let Some(text) = content.text() else { return true };
    blob_id(text.as_bytes(), id.len()) == id
        || (text.contains("\r\n") && blob_id(text.replace("\r\n", "\n").as_bytes(), id.len()) == id)
}

/// Returns the id that git gives to a file. It has 40 digits, or 64 in repositories that use SHA-256.
pub(super) fn blob_id(bytes: &[u8], digits: usize) -> String {
    fn hex<D: sha1::Digest>(bytes: &[u8]) -> String {
        let mut hasher = D::new();
        hasher.update(format!("blob {}\0", bytes.len()));
        hasher.update(bytes);
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
    if digits == 64 { hex::<Sha256>(bytes) } else { hex::<Sha1>(bytes) }
}
