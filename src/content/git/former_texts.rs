//! The texts of files before and after the latest commits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::ask::objects;

/// The largest text that is read, in bytes. Facts and texts of entries are far smaller.
const MOST_OF_ONE: usize = 256 * 1024;

/// The maximum of all texts together, in bytes.
const MOST_OF_ALL: usize = 4 * 1024 * 1024;

/// The id that git gives to the content of a file, or to a commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(Box<str>);

impl ObjectId {
    /// Parses an id: 40 hexadecimal digits, or 64 in repositories that use SHA-256. `None` if it is none, or consists of
    /// zeros, with which git says that there is no file.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_id = matches!(text.len(), 40 | 64)
            && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
            && text.bytes().any(|digit| digit != b'0');
        is_id.then(|| ObjectId(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The texts of files by their ids. Texts that are too large, or that git does not have, are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormerTexts(BTreeMap<ObjectId, Arc<str>>);

impl FormerTexts {
    /// Reads these texts in their order, with two calls of git however many there are.
    ///
    /// If git does not answer, there are none: pages then say that an entry was changed, and not how.
    pub(super) fn of<'a>(root: &Path, wanted: impl Iterator<Item = &'a ObjectId>) -> Self {
        let mut seen = BTreeSet::new();
        let wanted: Vec<&ObjectId> = wanted.filter(|id| seen.insert(*id)).collect();
        let small = sizes(root, &wanted);
        FormerTexts(small.and_then(|small| contents(root, &small)).unwrap_or_default())
    }

    /// Returns the text with an id, if it was read.
    pub fn get(&self, id: &ObjectId) -> Option<&Arc<str>> {
        self.0.get(id)
    }

    /// Returns the ids of all texts, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &ObjectId> {
        self.0.keys()
    }
}

/// Asks git for these objects.
pub(super) fn ask(root: &Path, how: &str, ids: &[&ObjectId]) -> Option<Vec<u8>> {
    if ids.is_empty() {
        return None;
    }
    objects(root, how, ids.iter().map(|id| format!("{}\n", id.as_str())).collect()).ok()
}

/// Returns those of the objects that are files and small enough.
fn sizes<'a>(root: &Path, wanted: &[&'a ObjectId]) -> Option<Vec<&'a ObjectId>> {
    let answer = String::from_utf8(ask(root, "--batch-check", wanted)?).ok()?;
    let mut all = 0;
    let mut small = Vec::new();
    for (id, line) in wanted.iter().zip(answer.lines()) {
        let Some(size) = size(id, line) else { continue };
        if size <= MOST_OF_ONE && all + size <= MOST_OF_ALL {
            all += size;
            small.push(*id);
        }
    }
    Some(small)
}

/// Returns the size of an object from what git says of it: `ID blob SIZE`. `None` if it is missing, or not a file.
fn size(id: &ObjectId, line: &str) -> Option<usize> {
    line.strip_prefix(id.as_str())?.strip_prefix(" blob ")?.parse().ok()
}

/// Reads the texts of objects.
fn contents(root: &Path, ids: &[&ObjectId]) -> Option<BTreeMap<ObjectId, Arc<str>>> {
    let answer = ask(root, "--batch", ids)?;
    let texts = split(&answer, ids)?.into_iter().zip(ids);
    let texts = texts.filter_map(|(bytes, id)| Some(((*id).clone(), str::from_utf8(bytes).ok()?.into())));
    Some(texts.collect())
}

/// Divides what git says of objects into their contents: each follows a line with its size, and ends with a line break.
pub(super) fn split<'a>(answer: &'a [u8], ids: &[&ObjectId]) -> Option<Vec<&'a [u8]>> {
    let mut rest = answer;
    let mut contents = Vec::with_capacity(ids.len());
    for id in ids {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let size = size(id, str::from_utf8(&rest[..end]).ok()?)?;
        contents.push(rest.get(end + 1..end + 1 + size)?);
        rest = rest.get(end + 2 + size..)?;
    }
    Some(contents)
}
