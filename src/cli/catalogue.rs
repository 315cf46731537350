//! Opens the catalogue of a command, and writes its changes, one command after the other.

use std::path::{Path, PathBuf};

use katalog::authoring::transaction::{self, Recovered, Transaction};
use katalog::base::visible;

use super::output::{FAILED, WRONG_ARGUMENTS, failed};
use super::terminal::message;

/// Checks that there is content, and finishes or cleans up an interrupted command. Returns what it recovered, if any.
pub(crate) fn require_content(root: &Path) -> Result<Option<Recovered>, u8> {
    if !root.join("content").is_dir() {
        message(format_args!("error: {} contains no folder content/", visible::path(root)));
        message("give the folder of your catalogue with --root");
        return Err(WRONG_ARGUMENTS);
    }
    if katalog::content::git::lacks_submodule(root) {
        message("error: content/ is empty, because it is a submodule that is not checked out");
        message("run `git submodule update --init`");
        return Err(FAILED);
    }
    katalog::content::git::refuse_planted(root).map_err(failed)?;
    let recovered = transaction::recover(root, &waiting).map_err(failed)?;
    if let Some(recovered) = &recovered {
        message(recovered);
    }
    Ok(recovered)
}

/// Returns whether recovery has just finished the same request, so that there is nothing left to do.
pub(super) fn is_finished(recovered: Option<&Recovered>, asked: &str) -> bool {
    matches!(recovered, Some(Recovered::Finished { request, .. }) if request == asked)
}

/// Reports that another command must finish first.
pub(crate) fn waiting() {
    message("another katalog command is writing here; waiting for it");
}

pub(super) fn commit(transaction: &Transaction, root: &Path) -> Result<(), u8> {
    transaction.commit(root, &waiting).map_err(failed)
}

/// Writes a file, unless there is one: it may contain somebody's work.
pub(super) fn write_new(path: &Path, bytes: Vec<u8>) -> Result<(), u8> {
    if path.symlink_metadata().is_ok() {
        return Err(failed(format!(
            "{} exists already; move it away, or give another name",
            visible::path(path)
        )));
    }
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let name =
        name.ok_or_else(|| failed(format!("{} is no name of a file in UTF-8", visible::path(path))))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let files = [(name, bytes)];
    transaction::write_files(&folder, &files, &waiting).map_err(failed)
}
