//! Which texts have not followed the changes of their counterparts, as git knows it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use sha1::Sha1;
use sha2::Sha256;

use super::ask::ask;
use super::former_texts::{FormerTexts, ObjectId};
use super::history::{NoHistory, contents, log_of_content};
use super::{CONTENT, below_content, content_folder, prefix};
use crate::base::language::{Language, Localized};
use crate::content::read::{FileContent, Source};

/// What git knows of the texts: which are behind their counterparts, and what these said before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The texts whose counterparts changed and that have not followed.
    behind: HashSet<String>,
    /// What the counterparts of these said when both were up to date, by the paths of the counterparts.
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
        let git = &content_folder(root);
        // File names cannot contain the zero byte that precedes the id of a commit.
        let log = log_of_content(git, &["--format=%x00%H", "--raw", "--no-abbrev", "--", "."])?;
        let tree = ask(git, &["ls-tree", "-r", "-z", "HEAD"])?;
        let mut pairs = Pairs::default();
        pairs.add_uncommitted(source, &committed(&tree));
        if !pairs.add_commits(&log, &prefix(git).unwrap_or_default(), source) {
            return Err(NoHistory::Absent);
        }
        let (mut behind, mut before) = (HashSet::new(), BTreeMap::new());
        for (folder, pair) in &pairs.0 {
            if let Some((language, id)) = pair.behind() {
                behind.insert(text_path(folder, language));
                before.extend(id.map(|id| (text_path(folder, language.other()), id)));
            }
        }
        let texts = FormerTexts::of(git, before.values());
        let former = before.into_iter().filter_map(|(path, id)| Some((path, Arc::clone(texts.get(&id)?))));
        Ok(Changes { former: former.collect(), behind })
    }

    /// Returns whether the counterpart of a text changed, and the text has not followed.
    pub fn is_behind(&self, path: &str) -> bool {
        self.behind.contains(path)
    }

    /// Returns what a text said before the changes that its counterpart has not followed. `None` if git does not know
    /// it, or there are none.
    pub fn former(&self, path: &str) -> Option<&str> {
        self.former.get(path).map(|text| &**text)
    }
}

/// The content of a text before a change; `None` if there was none.
type Before = Option<ObjectId>;

/// The texts in both languages, by their folders below that of the content.
#[derive(Default)]
struct Pairs(BTreeMap<String, Pair>);

/// The changes of a text in both languages, the latest first.
///
/// A change of one language alone leaves the other one behind. Its own next change is taken to follow that. A change of
/// both at once leaves none behind, so what is older does not matter.
#[derive(Default)]
struct Pair {
    runs: Vec<Run>,
    is_closed: bool,
}

/// Changes of one language, with none of the other between them.
struct Run {
    language: Language,
    /// What the text said before the first of them.
    first: Before,
    /// What it said before the second one, if there is one.
    second: Option<Before>,
}

impl Pair {
    /// Adds a change that is older than the others.
    fn add(&mut self, change: Localized<Option<Before>>) {
        match change {
            _ if self.is_closed => {}
            Localized { sr: Some(before), en: None } => self.add_one(Language::Sr, before),
            Localized { sr: None, en: Some(before) } => self.add_one(Language::En, before),
            Localized { sr: Some(_), en: Some(_) } => self.is_closed = true,
            Localized { sr: None, en: None } => {}
        }
    }

    fn add_one(&mut self, language: Language, before: Before) {
        match self.runs.last_mut().filter(|run| run.language == language) {
            Some(run) => run.second = Some(std::mem::replace(&mut run.first, before)),
            None => self.runs.push(Run { language, first: before, second: None }),
        }
    }

    /// Returns the language that is behind, and what the other one said before the changes that it has not followed.
    fn behind(&self) -> Option<(Language, Before)> {
        let mut behind: Option<(Language, Before)> = None;
        for Run { language, first, second } in self.runs.iter().rev() {
            // If this language was behind, its first change follows the other one.
            let change = if behind.is_some() { second.clone() } else { Some(first.clone()) };
            behind = change.map(|before| (language.other(), before));
        }
        behind
    }
}

impl Pairs {
    /// Adds the texts that differ from the last commit.
    fn add_uncommitted(&mut self, source: &Source, committed: &HashMap<&str, &str>) {
        let mut changes: BTreeMap<&str, Localized<Option<Before>>> = BTreeMap::new();
        for file in source.files() {
            let Some(path) = below_content(&file.path) else { continue };
            let Some((folder, language)) = text_of(path) else { continue };
            let id = committed.get(path);
            if !id.is_some_and(|id| has_id(&file.content, id)) {
                changes.entry(folder).or_default()[language] = Some(id.and_then(|id| ObjectId::parse(id)));
            }
        }
        self.add(changes);
    }

    /// Adds the commits, the latest first: an empty part and an id begin each, and the facts and the path of each file
    /// follow. Returns whether a commit touches any file at all.
    fn add_commits(&mut self, log: &str, prefix: &str, source: &Source) -> bool {
        // A history may name far more files than there are now.
        let present: HashSet<&str> =
            source.files().iter().filter_map(|file| below_content(&file.path)).collect();
        let (mut is_any, mut changes) = (false, BTreeMap::new());
        let mut parts = log.split('\0').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() {
                if parts.next_if(|id| ObjectId::parse(id.trim_end()).is_some()).is_some() {
                    self.add(std::mem::take(&mut changes));
                }
                continue;
            }
            let Some(path) = parts.next().and_then(|path| path.strip_prefix(prefix)) else { continue };
            is_any = true;
            if let Some((folder, language)) = text_of(path).filter(|_| present.contains(path)) {
                let facts = part.rsplit_once(' ').map_or("", |(facts, _)| facts);
                let (before, _) = contents(facts.trim_start().trim_start_matches(':'));
                let change: &mut Localized<Option<Before>> = changes.entry(folder).or_default();
                change[language] = Some(before);
            }
        }
        self.add(changes);
        is_any
    }

    fn add(&mut self, changes: BTreeMap<&str, Localized<Option<Before>>>) {
        for (folder, change) in changes {
            self.0.entry(folder.to_owned()).or_default().add(change);
        }
    }
}

/// Returns the folder and the language of a text. `None` if the file is no text.
fn text_of(path: &str) -> Option<(&str, Language)> {
    let (folder, name) = path.rsplit_once('/')?;
    Some((folder, Language::of_code(name.strip_suffix(".md")?)?))
}

fn text_path(folder: &str, language: Language) -> String {
    format!("{CONTENT}/{folder}/{}.md", language.code())
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
