//! Writes files that are not there yet, all of them or none; and stages those that take the place of others.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Why the files were not written. Nothing is left of them but folders.
#[derive(Debug)]
pub struct CreateError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for CreateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; nothing was written", crate::visible::path(&self.path), self.reason)
    }
}

impl std::error::Error for CreateError {}

/// Writes files below `root`, with the folders that they need.
///
/// # Errors
/// When one of them is there already, or can not be written.
pub fn create<'a>(
    root: &Path,
    files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone,
) -> Result<(), CreateError> {
    let there = files.clone().map(|(path, _)| root.join(path)).find(|path| path.symlink_metadata().is_ok());
    if let Some(path) = there {
        return Err(CreateError { path, reason: "this file is there already".to_owned() });
    }
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, bytes) in files {
        let path = root.join(path);
        if let Err(error) = create_file(&path, bytes, &mut written) {
            for path in &written {
                // What can not be removed is named by the error of writing it.
                let _ = fs::remove_file(path);
            }
            let reason = match error.kind() {
                ErrorKind::AlreadyExists => "this file is there already".to_owned(),
                _ => error.to_string(),
            };
            return Err(CreateError { path, reason });
        }
    }
    Ok(())
}

/// Writes a text beside the file that it is to replace, with the same permissions.
///
/// # Errors
/// When it can not be written.
pub fn stage(path: &Path, text: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().unwrap_or(path);
    let mut staged = tempfile::NamedTempFile::new_in(folder)?;
    staged.write_all(text.as_bytes())?;
    staged.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    Ok(staged)
}

fn create_file(path: &Path, bytes: &[u8], written: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    written.push(path.to_path_buf());
    file.write_all(bytes)
}
