//! Finds the repository of a folder as git does, and refuses folders that git could take for one.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::CONTENT;
use crate::base::folder::Folder;
use crate::base::visible;

/// A folder that git could take for a repository although it has no `.git`.
///
/// Anyone who can add files to the content can create one, with settings of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The folder.
    pub folder: PathBuf,
    /// The files that make it look like a repository.
    holds: &'static str,
}

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Planted { folder, holds } = self;
        write!(f, "{} holds {holds}, like a git repository without .git; remove them", visible::path(folder))
    }
}

impl std::error::Error for Planted {}

/// Checks that git cannot mistake an ordinary folder for a repository.
///
/// Checks the folders from `root` up to the top of its repository, and `content/` and the folders in it.
///
/// # Errors
/// If there is such a folder.
pub fn refuse_planted(root: &Path) -> Result<(), Planted> {
    let called_by_name = |planted: Planted| match root.canonicalize() {
        Ok(canonical) if plain(canonical.clone()) == planted.folder => {
            Planted { folder: root.to_path_buf(), ..planted }
        }
        _ => planted,
    };
    Place::of(root).map_err(called_by_name)?;
    let content = root.join(CONTENT);
    // The content may have a repository of its own, which is read like that of the root.
    let is_other = |entry: &fs::DirEntry| entry.file_name() != ".git";
    let entries = fs::read_dir(&content).into_iter().flatten().flatten().filter(is_other);
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders.insert(0, content);
    match folders.iter().find_map(|folder| Planted::at(folder)) {
        Some(planted) => Err(planted),
        None => Ok(()),
    }
}

/// Returns whether the content is an empty folder that git would fill with a submodule.
pub fn lacks_submodule(root: &Path) -> bool {
    const LONGEST_LIST: u64 = 64 << 10;
    let is_empty = || root.join(CONTENT).read_dir().is_ok_and(|mut entries| entries.next().is_none());
    let list = || Folder::open(root).and_then(|root| root.read(".gitmodules", LONGEST_LIST));
    let is_content = |line: &str| {
        line.split_once('=').is_some_and(|(key, path)| key.trim() == "path" && path.trim() == CONTENT)
    };
    is_empty() && list().is_ok_and(|list| String::from_utf8_lossy(&list).lines().any(is_content))
}

impl Planted {
    /// Checks a folder as git does, but ignores case, because the files may be meant for another system.
    fn at(folder: &Path) -> Option<Self> {
        let names: BTreeSet<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().to_ascii_lowercase())
            .collect();
        // Some systems accept other names for a file than the listed one, or forbid listing a folder.
        let has = |name: &str| {
            names.contains(&name.to_ascii_lowercase()) || folder.join(name).symlink_metadata().is_ok()
        };
        let holds = if !has("HEAD") {
            return None;
        } else if has("objects") && has("refs") {
            "HEAD, objects/ and refs/"
        } else if has("commondir") {
            // This file gives the path of the other two.
            "HEAD and commondir"
        } else {
            return None;
        };
        Some(Planted { folder: folder.to_path_buf(), holds })
    }
}

/// A root and the top of its repository, the folder that contains `.git`.
pub(super) struct Place {
    pub(super) root: PathBuf,
    pub(super) top: PathBuf,
}

impl Place {
    /// Finds the top from the root upwards. Returns `None` if there is no repository.
    pub(super) fn of(root: &Path) -> Result<Option<Self>, Planted> {
        let Ok(root) = root.canonicalize().map(plain) else { return Ok(None) };
        for folder in root.ancestors() {
            if leads_away(&folder.join(".git")) {
                return Ok(None);
            }
            if is_repository(&folder.join(".git")) {
                let top = folder.to_path_buf();
                return Ok(Some(Place { root, top }));
            }
            if let Some(planted) = Planted::at(folder) {
                return Err(planted);
            }
        }
        Ok(None)
    }
}

/// Returns the `.git` at or above `root` that looks like a repository and is none, such as a pipe, a link to itself, or a
/// folder whose `HEAD` is lost. An empty folder is left to other programs.
pub(super) fn odd_git(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().map(plain).ok()?;
    let is_odd = |git: &PathBuf| {
        exists(git) && (!git.is_dir() || exists(&git.join("HEAD")) || git.join("objects").is_dir())
    };
    root.ancestors().map(|folder| folder.join(".git")).find(is_odd)
}

/// Returns whether a `.git` is a link, or has links where git would read other files than its own. These could be the
/// history of another repository, or a file of which git quotes a line when it is not what git expects.
///
/// In worktrees and submodules, `.git` is a file that names another folder, which may have no such links either, and
/// must be below this folder, or name it in turn.
fn leads_away(git: &Path) -> bool {
    if is_link(git) {
        return true;
    }
    if git.is_dir() {
        // Git makes the file `commondir` only for worktrees.
        return exists(&git.join("commondir")) || has_links(git);
    }
    if !exists(git) {
        return false;
    }
    let Some(named) = named_by(git, "gitdir: ") else { return true };
    if named.is_dir() && !is_below(&named, git) && !points_back(&named, git) {
        return true;
    }
    let is_shared = exists(&named.join("commondir"));
    let common = named_by(&named.join("commondir"), "");
    has_links(&named)
        || is_shared
            && common.is_none_or(|common| has_links(&common) || !is_worktree_of(&named, &common, git))
}

/// Returns the folder that a file of a repository names, read as git does: line breaks at the end do not count, spaces
/// do. `None` if it is no such file.
fn named_by(file: &Path, prefix: &str) -> Option<PathBuf> {
    let text = small(file)?;
    let path = text.strip_prefix(prefix)?.trim_end_matches(['\n', '\r']);
    let is_plain = !path.is_empty() && !path.contains(['\0', '\n']);
    is_plain.then(|| file.parent().map(|folder| folder.join(path)))?
}

/// Returns whether the folder that the file `git` names is one of the worktrees of a repository, and that of this file.
/// Otherwise, the repository is another one, which does not know of this folder.
fn is_worktree_of(named: &Path, common: &Path, git: &Path) -> bool {
    is_below(named, &common.join("worktrees/.git")) && points_back(named, git)
}

/// Returns whether the folder that the file `git` names is below the folder of that file.
fn is_below(named: &Path, git: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    canonical(named).zip(git.parent().and_then(canonical)).is_some_and(|(named, top)| named.starts_with(top))
}

/// Returns whether the folder that the file `git` names is that of this worktree or submodule.
fn points_back(named: &Path, git: &Path) -> bool {
    let is_same = |path: &str, other: Option<&Path>| {
        let other = other.and_then(|other| other.canonicalize().ok());
        other.is_some() && named.join(path).canonicalize().ok() == other
    };
    let of_worktree = small(&named.join("gitdir"));
    if of_worktree.is_some_and(|path| is_same(path.trim_end(), Some(git))) {
        return true;
    }
    let settings = text_of(&named.join("config"), 1 << 20).unwrap_or_default();
    let mut worktrees = settings.lines().filter_map(|line| {
        let (key, path) = line.split_once('=')?;
        key.trim().eq_ignore_ascii_case("worktree").then(|| path.trim().trim_matches('"'))
    });
    worktrees.any(|path| is_same(path, git.parent()))
}

/// Returns whether there are links among the files of a repository that git reads for a history.
fn has_links(git: &Path) -> bool {
    const READ: [&str; 12] = [
        "config",
        "config.worktree",
        "commondir",
        "packed-refs",
        "shallow",
        "info",
        "objects",
        "objects/info",
        "objects/info/alternates",
        "objects/pack",
        "refs",
        "reftable",
    ];
    // Old versions of git write `HEAD` as a link to a branch.
    let is_head_elsewhere = fs::read_link(git.join("HEAD")).is_ok_and(|target| !is_branch(&target));
    is_head_elsewhere || READ.iter().any(|path| is_link(&git.join(path))) || has_links_among_refs(git)
}

/// Returns whether there are links among the files that git writes for a commit, so that it would write elsewhere.
/// `git` is the folder of the repository, or of one of its worktrees.
pub(super) fn writes_elsewhere(git: &Path) -> bool {
    let common = named_by(&git.join("commondir"), "");
    let has_links = |git: &Path| {
        let objects = WalkDir::new(git.join("objects")).max_depth(1).into_iter();
        let mut written = objects.chain(WalkDir::new(git.join("logs"))).enumerate();
        ["index", "logs"].iter().any(|name| is_link(&git.join(name)))
            || written.any(|(at, entry)| at >= MOST_FILES || entry.is_ok_and(|entry| entry.path_is_symlink()))
    };
    has_links(git) || common.is_some_and(|common| has_links(&common))
}

/// The most files of a repository that are looked at. Git packs references long before there are so many.
const MOST_FILES: usize = 100_000;

/// Returns whether there are links where git looks for the ids of commits. One reference can name another, so each of
/// them counts: those in `refs` and `reftable`, and those next to `HEAD`, whose names have only capital letters.
fn has_links_among_refs(git: &Path) -> bool {
    let is_reference = |name: &OsStr| {
        name != "HEAD"
            && name.as_encoded_bytes().iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
    };
    let mut beside = fs::read_dir(git).into_iter().flatten().flatten();
    let mut below =
        ["refs", "reftable"].into_iter().flat_map(|folder| WalkDir::new(git.join(folder))).enumerate();
    beside.any(|entry| is_reference(&entry.file_name()) && is_link(&entry.path()))
        || below.any(|(at, entry)| at >= MOST_FILES || entry.is_ok_and(|entry| entry.path_is_symlink()))
}

/// Returns whether the target of a link is a branch of the same repository.
fn is_branch(target: &Path) -> bool {
    target.starts_with("refs") && target.components().all(|part| matches!(part, Component::Normal(_)))
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Returns the text of a file, if it is a short one.
fn small(path: &Path) -> Option<String> {
    text_of(path, 4096)
}

/// Returns the text of a file, if it has at most `most` bytes.
fn text_of(path: &Path, most: u64) -> Option<String> {
    let file = fs::metadata(path).ok()?.is_file().then(|| File::open(path).ok())??;
    let mut text = String::new();
    file.take(most + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= most).then_some(text)
}

/// Returns whether git accepts this `.git`.
///
/// If git does not, it checks next whether the parent folder is itself a repository. If `.git` is a file, it names the
/// repository; if that name is wrong, git stops there.
fn is_repository(git: &Path) -> bool {
    if git.is_file() {
        return true;
    }
    let head = git.join("HEAD");
    let has_head = match fs::read_link(&head) {
        Ok(target) => is_branch(&target),
        Err(_) => small(&head).is_some_and(|text| match text.strip_prefix("ref:") {
            Some(branch) => branch.trim_start().starts_with("refs/"),
            None => text.len() >= 40 && text.bytes().take(40).all(|byte| byte.is_ascii_hexdigit()),
        }),
    };
    has_head && git.join("objects").is_dir() && git.join("refs").is_dir()
}

/// Removes the Windows prefix for long paths, which git does not understand.
fn plain(path: PathBuf) -> PathBuf {
    let short = path.to_str().and_then(|path| path.strip_prefix(r"\\?\"));
    let with_drive = short.filter(|path| path.chars().nth(1) == Some(':')).map(PathBuf::from);
    with_drive.unwrap_or(path)
}
