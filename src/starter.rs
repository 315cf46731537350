//! The small catalogue that a new one starts from, built in, and what its editors need.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::create::{CreateError, create};
use crate::schema;

#[derive(RustEmbed)]
#[folder = "docs/starter"]
struct BuiltIn;

/// Writes it into a folder, which is made if it is not there. Returns the paths of its files, below the folder.
///
/// # Errors
/// When the folder holds anything but a repository of git, or can not be written.
pub fn init(folder: &Path) -> Result<Vec<String>, CreateError> {
    if let Some(stranger) = stranger(folder)? {
        let reason = format!("this folder is not empty: it holds `{stranger}`");
        return Err(CreateError { path: folder.to_path_buf(), reason });
    }
    let mut files: Vec<(String, Cow<'static, [u8]>)> = BuiltIn::iter()
        .filter_map(|name| BuiltIn::get(&name).map(|file| (name.into_owned(), file.data)))
        .chain(schema::for_editors().into_iter().map(|(path, text)| (path, text.into_bytes().into())))
        .collect();
    files.sort();
    create(folder, files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)))?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// The name of something in the folder that has been there before.
fn stranger(folder: &Path) -> Result<Option<String>, CreateError> {
    let fail = |error: std::io::Error| CreateError { path: PathBuf::from(folder), reason: error.to_string() };
    if folder.symlink_metadata().is_err() {
        return Ok(None);
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        names.push(entry.map_err(fail)?.file_name().to_string_lossy().into_owned());
    }
    Ok(names.into_iter().filter(|name| name != ".git").min())
}
