//! Where the program keeps what saves time in the next run.

use std::path::{Path, PathBuf};

/// Returns the folder for what this machine keeps between runs, in the user's cache folder; `None` if it is inside the
/// repository of `root`, where anyone who can change the content could change it too.
pub(crate) fn folder(root: &Path) -> Option<PathBuf> {
    let cache = || {
        let named = |name| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        if cfg!(windows) {
            return named("LOCALAPPDATA");
        }
        let below_home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        named("XDG_CACHE_HOME").or_else(|| Some(std::env::home_dir()?.join(below_home)))
    };
    let cache = cache().filter(|path| path.is_absolute())?;
    let whole = cache.canonicalize().unwrap_or_else(|_| cache.clone());
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&root);
    let is_within_reach = whole.starts_with(top) || cache.starts_with(top);
    (!is_within_reach).then(|| cache.join("katalog"))
}
