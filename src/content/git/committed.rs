//! The files of the content in the last commit, and which of them have changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::ask::{NO_MORE, ask};
use super::changes::blob_id;
use super::former_texts::{self, ObjectId, split};
use super::history::{NoHistory, no_history};
use super::{CONTENT, below_content, content_folder};
use crate::base::date::Moment;
use crate::base::folder::Folder;
use crate::base::form::nfc;
use crate::content::read::{MAX_DOCUMENT_BYTES, Source};

/// The files that a commit may have. A tree of a few hundred bytes can have millions.
const MOST_FILES: usize = 500_000;

/// The content of the last commit.
#[derive(Debug)]
pub struct Committed {
    /// The id of the commit.
    pub id: ObjectId,
    /// The date of the commit.
    pub at: Moment,
    folder: PathBuf,
    /// The files by their paths below `content/`.
    files: BTreeMap<String, ObjectId>,
    /// What is no plain file: links and repositories of their own.
    others: Vec<String>,
}

/// Why the content of the last commit is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCommitted {
    /// There is no commit, or git does not answer.
    History(NoHistory),
    /// There are more files than a release may have.
    Files,
    /// The contents of the files cannot be read, or are too large.
    Contents,
}

impl fmt::Display for NotCommitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotCommitted::History(reason) => f.write_str(&reason.explain("there is no commit to release")),
            NotCommitted::Files => {
                write!(f, "the last commit has more than {MOST_FILES} files below {CONTENT}; a release may have that many")
            }
            NotCommitted::Contents => f.write_str(
                "git cannot read the files of the last commit, or they have more than 256 MB; run `git fsck` to see what is wrong",
            ),
        }
    }
}

impl std::error::Error for NotCommitted {}

impl Committed {
    /// Asks git for the last commit and its files below `root/content`.
    ///
    /// # Errors
    /// If there is no commit, git does not answer, or there are too many files.
    pub fn of(root: &Path) -> Result<Self, NotCommitted> {
        let folder = content_folder(root);
        let start = ["log", "--max-count=1", "--no-mailmap", "--no-show-signature", "--no-notes"];
        let arguments = [&start[..], &NO_MORE, &["--no-patch", "--format=%H %cI", "HEAD", "--"]].concat();
        let unknown = |silence| NotCommitted::History(no_history(&folder, silence));
        let said = ask(&folder, &arguments).map_err(unknown)?;
        let (id, at) = said.trim_end().split_once(' ').unwrap_or_default();
        let id = ObjectId::parse(id).ok_or(NotCommitted::History(NoHistory::Absent))?;
        let at = Moment::parse(at).ok_or_else(|| NotCommitted::History(NoHistory::Undated(id.clone())))?;
        let tree = ask(&folder, &["ls-tree", "-r", "-z", id.as_str()]).map_err(unknown)?;
        if tree.split('\0').count() > MOST_FILES {
            return Err(NotCommitted::Files);
        }
        let (mut files, mut others) = (BTreeMap::new(), Vec::new());
        // Hidden files are no content, and nothing checks them.
        let is_content = |path: &str| !path.split('/').any(|name| name.starts_with('.'));
        let entries = tree.split('\0').filter_map(|entry| entry.split_once('\t'));
        for (facts, path) in entries.filter(|(_, path)| is_content(path)) {
            let is_plain = facts.starts_with("100");
            match facts.split(' ').nth(2).and_then(ObjectId::parse).filter(|_| is_plain) {
                Some(id) => _ = files.insert(path.to_owned(), id),
                None => others.push(path.to_owned()),
            }
        }
        Ok(Committed { id, at, folder, files, others })
    }

    /// Returns the paths of the files that are not as in the commit, those that are not in it, and those that cannot be
    /// released, relative to the root.
    pub fn changed(&self, source: &Source) -> BTreeSet<String> {
        let known: BTreeSet<_> = self.files.keys().map(|path| nfc(path)).collect();
        let new = source.files().iter().filter_map(|file| below_content(&file.path));
        let new = new.filter(|path| !known.contains(&nfc(path))).map(str::to_owned);
        let open = Folder::open(&self.folder).ok();
        let is_changed = |(path, id): &(&String, &ObjectId)| {
            let bytes = open.as_ref().and_then(|folder| folder.read(path, MAX_DOCUMENT_BYTES).ok());
            !bytes.is_some_and(|bytes| is_same(&bytes, id.as_str()))
        };
        let changed = self.files.iter().filter(is_changed).map(|(path, _)| path.clone());
        let all = changed.chain(new).chain(self.others.iter().cloned());
        all.map(|path| format!("{CONTENT}/{path}")).collect()
    }

    /// Reads the files, with their paths relative to the root, in the order of these.
    ///
    /// # Errors
    /// If git cannot read all of them within its limits.
    pub fn contents(&self) -> Result<Vec<(String, Vec<u8>)>, NotCommitted> {
        let ids: Vec<&ObjectId> = self.files.values().collect();
        let answer = former_texts::ask(&self.folder, "--batch", &ids).ok_or(NotCommitted::Contents)?;
        let contents = split(&answer, &ids).ok_or(NotCommitted::Contents)?;
        let files = self.files.keys().zip(contents);
        Ok(files.map(|(path, bytes)| (format!("{CONTENT}/{path}"), bytes.to_vec())).collect())
    }
}

/// Returns whether a file is the one with this id, as it is or with the line ends that commits use.
fn is_same(bytes: &[u8], id: &str) -> bool {
    blob_id(bytes, id.len()) == id
        || str::from_utf8(bytes)
            .is_ok_and(|text| blob_id(text.replace("\r\n", "\n").as_bytes(), id.len()) == id)
}
