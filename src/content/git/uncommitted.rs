//! Finds out which of the files that the forms wrote can be committed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::CONTENT;
use super::ask::{Given, Silence, ask, ask_with, git, text};
use super::changes::blob_id;
use super::former_texts::ObjectId;
use super::history::Touch;
use super::repository::writes_elsewhere;
use crate::base::folder::Folder;
use crate::base::hash::Digest;
use crate::base::invisible::first_hidden;
use crate::content::read::MAX_DOCUMENT_BYTES;

/// What the forms wrote last: the digest of each file, by its path below the root; `None` if they removed it.
pub type Written = BTreeMap<String, Option<Digest>>;

/// The files that the forms changed since the last commit.
#[derive(Clone, Debug)]
pub struct Uncommitted {
    /// The branch that is checked out; empty if there is none.
    pub branch: String,
    /// Those that a commit would contain.
    pub files: Vec<ChangedFile>,
    /// The others, by their paths.
    pub left_out: Vec<(String, LeftOut)>,
    /// Who the author would be, or why there can be no commit now.
    pub author: Result<String, Refusal>,
    /// The commit that is checked out; `None` if there is none.
    pub(super) head: Option<ObjectId>,
    /// The folder of the repository, or of this worktree.
    pub(super) folder: PathBuf,
    /// What precedes paths in the repository.
    pub(super) prefix: String,
}

/// A file that can be committed.
#[derive(Clone, Debug)]
pub struct ChangedFile {
    /// Its path, relative to the root.
    pub path: String,
    /// What the commit does to it.
    pub touch: Touch,
    /// The id of its new content; `None` if it is removed.
    pub id: Option<ObjectId>,
    /// Its permissions as git writes them.
    pub(super) mode: String,
    /// Whether it is already in the index as it will be committed.
    pub(super) is_staged: bool,
}

/// Why a file cannot be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Something else has changed it since the forms wrote it.
    Changed,
    /// Git has something else of it in its index.
    Staged,
    /// Git would change it on the way: its line ends, or all of it with a filter.
    Converted,
    /// Git is told to ignore it.
    Ignored,
    /// It is in a repository of its own, or git has a file where there is a folder.
    Nested,
    /// It cannot be read.
    Unreadable,
}

/// Why there can be no commit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no commit yet.
    Unborn,
    /// No branch is checked out.
    Detached,
    /// A merge, a rebase, a cherry-pick or a revert is not finished.
    Unfinished,
    /// The settings of git name programs that run with a commit.
    Programs,
    /// There are links among the files that git would write.
    Links,
    /// Git does not know the name or the address of the author.
    NoAuthor,
}

/// The files and folders that show that git is in the midst of something.
const UNFINISHED: [&str; 5] =
    ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"];

/// The permissions of a file that is no program, and of one that is.
const PLAIN: &str = "100644";
const PROGRAM: &str = "100755";

/// Finds out which of the files that the forms wrote can be committed. `None` if there is no repository, or git does not
/// read it.
pub fn uncommitted(root: &Path, written: &Written) -> Option<Uncommitted> {
    let folder = PathBuf::from(line(git(root, &["rev-parse", "--absolute-git-dir"])?));
    let prefix = line(git(root, &["rev-parse", "--show-prefix"])?);
    let settings = Settings::of(root)?;
    let id = git(root, &["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
    let head = id.and_then(|id| ObjectId::parse(id.trim_end()));
    let reference = line(git(root, &["symbolic-ref", "--quiet", "HEAD"]).unwrap_or_default());
    let branch = reference.strip_prefix("refs/heads/").unwrap_or_default().to_owned();
    let known = Known::of(root, &prefix, head.as_ref()).ok()?;
    let (files, left_out) = sorted(root, written, &known, &settings)?;
    let refusal = match () {
        () if head.is_none() => Some(Refusal::Unborn),
        () if UNFINISHED.iter().any(|name| folder.join(name).symlink_metadata().is_ok()) => {
            Some(Refusal::Unfinished)
        }
        () if branch.is_empty() => Some(Refusal::Detached),
        () if settings.has_programs => Some(Refusal::Programs),
        () if writes_elsewhere(&folder) => Some(Refusal::Links),
        () => None,
    };
    let author = match refusal {
        Some(refusal) => Err(refusal),
        None => author(root).ok_or(Refusal::NoAuthor),
    };
    Some(Uncommitted { branch, files, left_out, author, head, folder, prefix })
}

/// Returns the line that git said.
fn line(said: String) -> String {
    said.strip_suffix('\n').map(str::to_owned).unwrap_or(said)
}

/// Returns the name and the address of the author, if git knows those of the author and of the committer.
fn author(root: &Path) -> Option<String> {
    let person = |variable: &str| {
        let said = git(root, &["var", variable])?;
        let (person, _) = said.rsplit_once("> ")?;
        let is_plain = first_hidden(person).is_none() && !person.contains(char::REPLACEMENT_CHARACTER);
        is_plain.then(|| format!("{person}>"))
    };
    person("GIT_COMMITTER_IDENT").and_then(|_| person("GIT_AUTHOR_IDENT"))
}

/// What the settings of git say that matters for a commit.
struct Settings {
    /// Whether git would change the ends of lines.
    converts: bool,
    /// Whether they name programs that newer versions of git run with a commit. These have names of their own, so
    /// `ask()` cannot switch them off.
    has_programs: bool,
}

impl Settings {
    fn of(root: &Path) -> Option<Self> {
        let all = git(root, &["config", "--list", "-z"])?;
        let mut settings = Settings { converts: false, has_programs: false };
        for entry in all.split('\0') {
            let (key, value) = entry.split_once('\n').unwrap_or((entry, "true"));
            settings.has_programs |= key.starts_with("hook.");
            if key == "core.autocrlf" {
                settings.converts = !["false", "no", "off", "0", ""].contains(&&*value.to_ascii_lowercase());
            }
        }
        Some(settings)
    }
}

/// What git knows of files, by their paths: the parts of what it says of each.
struct Listed(BTreeMap<String, Vec<Vec<String>>>);

impl Listed {
    fn of(said: &str) -> Self {
        let mut listed: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for (facts, path) in said.split('\0').filter_map(|entry| entry.split_once('\t')) {
            let facts = facts.split(' ').map(str::to_owned).collect();
            listed.entry(path.to_owned()).or_default().push(facts);
        }
        Listed(listed)
    }

    /// Returns a part of what git says of a path.
    fn part(&self, path: &str, at: usize) -> Option<&str> {
        self.0.get(path)?.first()?.get(at).map(String::as_str)
    }
}

/// The commit and the index.
struct Known {
    committed: Listed,
    staged: Listed,
    ignored: BTreeSet<String>,
    /// Whether the root itself is in a folder that git takes for something else, such as a submodule that is not there.
    is_nested: bool,
    /// The number of digits of an id.
    digits: usize,
}

/// Returns the folders above a path.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

impl Known {
    fn of(root: &Path, prefix: &str, head: Option<&ObjectId>) -> Result<Self, Silence> {
        let committed = match head {
            Some(head) => ask(root, &["ls-tree", "-r", "-z", head.as_str(), "--", CONTENT])?,
            None => String::new(),
        };
        let staged = ask(root, &["ls-files", "--stage", "-z", "--", CONTENT])?;
        let others = ["ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", CONTENT];
        let ignored = ask(root, &others)?;
        let folders: Vec<&str> = above(prefix).collect();
        let roots = match head {
            Some(head) if !folders.is_empty() => {
                let start = ["ls-tree", "-z", "--full-tree", head.as_str(), "--"];
                ask(root, &[&start[..], &folders].concat())?
            }
            _ => String::new(),
        };
        let mut kinds = roots.split('\0').filter_map(|entry| entry.split(' ').nth(1));
        Ok(Known {
            is_nested: kinds.any(|kind| kind != "tree"),
            committed: Listed::of(&committed),
            staged: Listed::of(&staged),
            ignored: ignored.split('\0').map(str::to_owned).collect(),
            digits: head.map_or(40, |head| head.as_str().len()),
        })
    }

    /// Returns what the index has of a file: nothing, its permissions and its id, or several versions of it.
    fn in_index(&self, path: &str) -> Option<(&str, &str)> {
        let Some(entries) = self.staged.0.get(path) else { return Some(("", "")) };
        let [entry] = &entries[..] else { return None };
        let [mode, id, stage] = &entry[..] else { return None };
        (stage == "0").then_some((mode, id))
    }

    /// Returns whether one of the folders above a file is a repository of its own, or git has a file where there is a
    /// folder. In an index, the one would replace the other.
    fn is_nested(&self, root: &Path, path: &str) -> bool {
        let below = format!("{path}/");
        let clashes = |listed: &Listed| {
            let mut further = listed.0.range(below.clone()..);
            above(path).any(|folder| listed.0.contains_key(folder))
                || further.next().is_some_and(|(other, _)| other.starts_with(&below))
        };
        let has_own = |folder: &str| root.join(folder).join(".git").symlink_metadata().is_ok();
        self.is_nested || clashes(&self.committed) || clashes(&self.staged) || above(path).any(has_own)
    }
}

type Sorted = (Vec<ChangedFile>, Vec<(String, LeftOut)>);

/// Sorts the files that differ from the commit into those that can be committed, and those that cannot.
fn sorted(root: &Path, written: &Written, known: &Known, settings: &Settings) -> Option<Sorted> {
    let folder = Folder::open(root).ok()?;
    let (mut files, mut left_out, mut lines) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (path, wanted) in written {
        let bytes = match folder.read(path, MAX_DOCUMENT_BYTES) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_absent() => None,
            Err(_) => {
                left_out.push((path.clone(), LeftOut::Unreadable));
                continue;
            }
        };
        let old = known.committed.part(path, 2);
        let id = bytes.as_deref().map(|bytes| blob_id(bytes, known.digits));
        if id.as_deref() == old {
            continue;
        }
        if bytes.as_deref().map(Digest::of_bytes) != *wanted {
            left_out.push((path.clone(), LeftOut::Changed));
            continue;
        }
        match changed(root, known, path, id.as_deref()) {
            Ok(file) => files.push(file),
            Err(reason) => left_out.push((path.clone(), reason)),
        }
        lines.extend(bytes.map(|bytes| (path.clone(), LineEnds::of(&bytes))));
    }
    let converted = converted(root, &lines, settings).ok()?;
    let (converted, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file: &ChangedFile| converted.contains(&file.path));
    left_out.extend(converted.into_iter().map(|file| (file.path, LeftOut::Converted)));
    left_out.sort_by(|(one, _), (other, _)| one.cmp(other));
    Some((files, left_out))
}

/// Returns what a commit does to a file that has a new id.
fn changed(root: &Path, known: &Known, path: &str, id: Option<&str>) -> Result<ChangedFile, LeftOut> {
    let old = known.committed.part(path, 0).zip(known.committed.part(path, 2));
    if known.is_nested(root, path) {
        return Err(LeftOut::Nested);
    }
    let mode = if old.is_some_and(|(mode, _)| mode == PROGRAM) { PROGRAM } else { PLAIN };
    let new = id.map_or(("", ""), |id| (mode, id));
    let staged = known.in_index(path).ok_or(LeftOut::Staged)?;
    if staged != old.unwrap_or_default() && staged != new {
        return Err(LeftOut::Staged);
    }
    if known.ignored.contains(path) {
        return Err(LeftOut::Ignored);
    }
    let touch = match (old, id) {
        (_, None) => Touch::Removed,
        (None, _) => Touch::Added,
        (Some(_), _) => Touch::Changed,
    };
    let id = id.and_then(ObjectId::parse);
    Ok(ChangedFile { path: path.to_owned(), touch, id, mode: mode.to_owned(), is_staged: staged == new })
}

/// What git looks at before it changes the ends of lines.
struct LineEnds {
    has_long: bool,
    has_zero: bool,
}

impl LineEnds {
    fn of(bytes: &[u8]) -> Self {
        LineEnds { has_long: bytes.windows(2).any(|pair| pair == b"\r\n"), has_zero: bytes.contains(&0) }
    }
}

/// The attributes with which git changes files on their way into a commit.
const ATTRIBUTES: [&str; 6] = ["filter", "ident", "working-tree-encoding", "text", "crlf", "eol"];

/// Returns the files that git would not commit as they are, because of its attributes or settings.
fn converted(
    root: &Path,
    files: &BTreeMap<String, LineEnds>,
    settings: &Settings,
) -> Result<BTreeSet<String>, Silence> {
    if files.is_empty() {
        return Ok(BTreeSet::new());
    }
    let input: String = files.keys().map(|path| format!("{path}\0")).collect();
    let given = Given { input: Some(input.into()), index: None };
    let arguments = [&["check-attr", "-z", "--stdin"][..], &ATTRIBUTES].concat();
    let said = text(ask_with(root, &arguments, given)?);
    let mut attributes: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    let parts: Vec<&str> = said.split('\0').collect();
    for triple in parts.chunks_exact(3) {
        attributes.entry(triple[0]).or_default().insert(triple[1], triple[2]);
    }
    let is_converted = |(path, lines): &(&String, &LineEnds)| {
        // Git says something of every file.
        attributes.get(path.as_str()).is_none_or(|of_file| converts(of_file, lines, settings))
    };
    Ok(files.iter().filter(is_converted).map(|(path, _)| path.clone()).collect())
}

/// Returns whether git would change a file with these attributes.
fn converts(attributes: &BTreeMap<&str, &str>, lines: &LineEnds, settings: &Settings) -> bool {
    let of = |name: &str| attributes.get(name).copied().unwrap_or("unspecified");
    let is_set = |name: &str| !["unspecified", "unset"].contains(&of(name));
    if ["filter", "ident", "working-tree-encoding"].into_iter().any(is_set) {
        return true;
    }
    // The former name of an attribute counts where it does not have the present one.
    let kind = if of("text") == "unspecified" { of("crlf") } else { of("text") };
    lines.has_long
        && match kind {
            "unset" => false,
            "auto" => !lines.has_zero,
            "unspecified" => is_set("eol") || settings.converts && !lines.has_zero,
            _ => true,
        }
}
