//! Reads the history of the content from git, and commits what the forms wrote. This is the only module that runs `git`.
//!
//! A repository may come from a stranger, and its settings can name programs. So every call goes through `ask()`, which
//! lets git run nothing else: no hook, filter, pager, helper or protocol.
//!
//! `gix` would run no programs at all, but it is no faster (0.6 s instead of 0.5 s for 2,000 commits), adds 64 crates
//! and minutes of compile time, and supports each new repository format later than git does.

mod ask;
mod changes;
mod commit;
mod committed;
mod former_texts;
mod history;
mod kept_log;
mod latest;
mod repository;
mod uncommitted;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use ask::stop_all;
use ask::{NO_MORE, git};
pub use changes::Changes;
pub use commit::CommitError;
pub use committed::{Committed, NotCommitted};
pub use former_texts::{FormerTexts, ObjectId};
pub use history::{Commit, FileTouch, History, NoHistory, Touch, entry_in};
pub use latest::{Latest, latest};
pub use repository::{Planted, lacks_submodule, refuse_planted};
pub use uncommitted::{ChangedFile, LeftOut, Refusal, Uncommitted, Written, uncommitted};

/// The folder below the root that contains the content.
const CONTENT: &str = "content";

/// Returns the folder of the content, in which git looks for its history. So the repository may be that of the root, or
/// one of its own, such as a submodule; and paths are relative to it.
fn content_folder(root: &Path) -> PathBuf {
    root.join(CONTENT)
}

/// Returns a path relative to the root as git gives it: relative to the folder of the content.
fn below_content(path: &str) -> Option<&str> {
    path.strip_prefix(CONTENT)?.strip_prefix('/')
}

/// Returns the path of `root` below the top of its repository, ending in `/`, or `None` if git gives none.
pub fn prefix(root: &Path) -> Option<String> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    Some(prefix.trim_end_matches('\n').to_owned())
}

/// Returns the files below `root` that were committed since this branch forked from `revision`, relative to `root`.
///
/// Returns `None` if git cannot tell.
pub fn changed_since(root: &Path, revision: &str) -> Option<BTreeSet<String>> {
    let range = format!("{revision}...");
    let arguments = ["diff", "--name-only", "--relative", "-z"];
    let diff = git(root, &[&arguments[..], &NO_MORE, &["--end-of-options", &range, "--"]].concat())?;
    Some(diff.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}
