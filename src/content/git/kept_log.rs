//! The commits of the content as git prints them. They are kept between runs, so that only new commits are read: what a
//! commit did never changes.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::ask::{Given, MAX_OUTPUT, Silence, ask, ask_with, log_arguments, text};
use super::former_texts::ObjectId;
use crate::base::cache::{CacheFile, Cached};
use crate::base::folder::Folder;

/// The arguments of `git log`. A file in the cache begins with them, so that no version of this program takes that of
/// another for its own.
const ARGUMENTS: [&str; 9] = [
    "--no-walk=unsorted",
    "--stdin",
    // File names cannot contain the zero byte that surrounds the id and the date.
    "--format=%x00%H %cI",
    "--raw",
    "--no-abbrev",
    "--",
    ".",
    // These files only list what was published.
    ":(exclude)urls.txt",
    ":(exclude)releases.yaml",
];

/// The longest history that is kept, in bytes. It is read as a whole in each run.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// The number of commits that one git reads at least.
const FEW: usize = 500;

/// Returns what git says of all commits, newest first, even of those that do not touch the content in `folder`. `cache` is the
/// folder of the user's cache.
pub(super) fn read(folder: &Path, cache: Option<&Path>) -> Result<String, Silence> {
    let listed = ask(folder, &["rev-list", "--topo-order", "HEAD", "--"])?;
    let ids: Vec<&str> = listed.lines().filter(|id| ObjectId::parse(id).is_some()).collect();
    let head = head(folder)?;
    let file = cache.zip(folder.canonicalize().ok()).filter(|_| head.is_some());
    let file = file.map(|(cache, folder)| CacheFile::new(cache, Cached::History, &folder));
    let head = head.unwrap_or_default();
    let kept = file.as_ref().and_then(CacheFile::read).unwrap_or_default();
    let kept = kept.strip_prefix(&head).unwrap_or_default();
    let mut known = by_commit(kept);
    let missing: Vec<&str> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
    let new = logs(folder, &missing)?;
    known.extend(new.iter().flat_map(|log| by_commit(log)));
    let mut all = head.clone();
    ids.iter().filter_map(|id| known.get(id)).for_each(|commit| all.push_str(commit));
    if all.len() as u64 > MAX_OUTPUT {
        return Err(Silence::Stopped);
    }
    if let Some(file) = file.filter(|_| !missing.is_empty() && all.len() <= MOST_KEPT) {
        file.write(&all);
    }
    all.drain(..head.len());
    Ok(all)
}

/// Returns the first line of a file in the cache. What git says depends on where the content is in its repository, and on
/// the repository: git does not compare commits with their ids, so another one at the same path may have forged them.
/// `None` where the system does not tell repositories apart.
fn head(folder: &Path) -> Result<Option<String>, Silence> {
    let said = ask(folder, &["rev-parse", "--absolute-git-dir", "--show-prefix"])?;
    let (git_folder, prefix) = said.split_once('\n').unwrap_or_default();
    let identity = Folder::open(Path::new(git_folder)).ok().and_then(|git| git.identity());
    let prefix = prefix.trim_end_matches('\n').escape_default();
    Ok(identity.map(|identity| format!("{} {identity} {prefix}\n", log_arguments(&ARGUMENTS).join(" "))))
}

/// Asks git for these commits, several gits at once if there are many.
fn logs(folder: &Path, ids: &[&str]) -> Result<Vec<String>, Silence> {
    let share = ids.len().div_ceil(rayon::current_num_threads()).max(FEW);
    let log = |ids: &[&str]| {
        let input: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
        ask_with(folder, &log_arguments(&ARGUMENTS), Given { input: Some(input.into()), index: None })
            .map(text)
    };
    ids.par_chunks(share).map(log).collect()
}

/// Divides what git says into its commits, by their ids. Each begins with an empty part, followed by its id and its date.
fn by_commit(log: &str) -> HashMap<&str, &str> {
    let id_at = |at: usize| {
        let (id, _) = log.get(at + 1..)?.split_once([' ', '\0'])?;
        ObjectId::parse(id).map(|_| id)
    };
    let mut commits = HashMap::new();
    let mut begun: Option<(usize, &str)> = None;
    let mut part = 0;
    for (end, _) in log.match_indices('\0') {
        if end == part
            && let Some(id) = id_at(part)
        {
            commits.extend(begun.replace((part, id)).map(|(from, id)| (id, &log[from..part])));
        }
        part = end + 1;
    }
    commits.extend(begun.map(|(from, id)| (id, &log[from..])));
    commits
}
