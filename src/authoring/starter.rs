//! The built-in starter catalogue for `katalog init`, with places of the gazetteer, and with schemas and settings for
//! text editors.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::authoring::gazetteer::{PlaceChoice, Selection};
use crate::authoring::schema;
use crate::authoring::transaction::{TransactionError, is_of_a_transaction, write_files};
use crate::base::folder::{EntryType, FileError, Folder};
use crate::base::id::Kind;
use crate::base::visible;
use crate::content::parse;
use crate::content::read::{FileContent, Source, SourceFile};
use crate::content::references;

#[derive(RustEmbed)]
#[folder = "docs/starter"]
struct BuiltIn;

/// The files of a new catalogue with which GitHub and GitLab check and publish it; `docs/ci.md` has the same text.
pub const PIPELINES: [&str; 2] = [".github/workflows/site.yml", ".gitlab-ci.yml"];

/// The commit of a program that `dist/build` made.
const RELEASE: Option<&str> = option_env!("KATALOG_RELEASE");

/// Returns a pipeline with the repository and the version of this program, and with the commit of its release if it is
/// known. `COMMIT` and `DIGEST` stay where something is not known.
pub fn for_this_program(pipeline: &str) -> String {
    let pipeline = pipeline.replace("X.Y.Z", env!("CARGO_PKG_VERSION"));
    let repository = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    let pipeline = pipeline.replace("OWNER/katalog", repository);
    match RELEASE {
        Some(commit) => pipeline.replace("@COMMIT", &format!("@{commit}")),
        None => pipeline,
    }
}

/// A reason why a new catalogue was not written.
#[derive(Debug)]
pub enum InitError {
    /// The folder contains something else.
    Taken(PathBuf, String),
    /// A file or folder cannot be written.
    Transaction(TransactionError),
}

impl std::fmt::Display for InitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            InitError::Taken(folder, other) => write!(
                f,
                "{}: this folder is not empty: it contains `{other}`; nothing was written",
                visible::path(folder)
            ),
            InitError::Transaction(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InitError {}

/// Writes the starter catalogue into a folder and returns the paths of its files, relative to the folder. Creates the
/// folder if necessary. Calls `waiting` if it must wait for another command that writes there. `places` are those of the
/// gazetteer to begin with, besides those that the examples need.
///
/// The content is written last and appears all at once. If the program ends before that, the same call can be repeated:
/// the files that it wrote are recognised by their bytes.
///
/// # Errors
/// If the folder contains anything but a Git repository or files of the starter catalogue, or cannot be written.
pub fn init(folder: &Path, places: &[PlaceChoice], waiting: &dyn Fn()) -> Result<Vec<String>, InitError> {
    let mut files = built_in();
    let mut selection = Selection::new(places);
    municipalities_of_examples(&files).iter().for_each(|id| selection.add_municipality(id));
    let texts = selection.files().into_iter().chain(schema::for_editors());
    files.extend(texts.map(|(path, text)| (path, text.into_bytes())));
    files.sort_by_key(|(path, _)| (path.starts_with("content/"), path.clone()));
    let refused = |error| InitError::Transaction(TransactionError::Refused(error));
    let there = match Folder::open(folder) {
        Err(error) if error.is_absent() => None,
        opened => Some(opened.map_err(refused)?),
    };
    if let Some(other) = there.map_or(Ok(None), |there| find_other(&there, "", &files)).map_err(refused)? {
        return Err(InitError::Taken(folder.to_path_buf(), other));
    }
    write_files(folder, &files, waiting).map_err(InitError::Transaction)?;
    let mut paths: Vec<String> = files.into_iter().map(|(path, _)| path).collect();
    paths.sort();
    Ok(paths)
}

fn built_in() -> Vec<(String, Vec<u8>)> {
    let file = |name: Cow<'static, str>| {
        let bytes = BuiltIn::get(&name)?.data.into_owned();
        let is_pipeline = PIPELINES.contains(&name.as_ref());
        let fill = |bytes: Vec<u8>| for_this_program(&String::from_utf8_lossy(&bytes)).into_bytes();
        Some((name.into_owned(), if is_pipeline { fill(bytes) } else { bytes }))
    };
    BuiltIn::iter().filter_map(file).collect()
}

/// Returns the ids of the municipalities to which the examples refer.
fn municipalities_of_examples(files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let files =
        files.iter().filter(|(path, _)| path.starts_with("content/")).map(|(path, bytes)| SourceFile {
            path: path.as_str().into(),
            content: FileContent::Text(String::from_utf8_lossy(bytes).into()),
        });
    let source = Source::from_files(files.collect());
    let (records, _) = parse::parse(&source);
    let references = references::references(&records, &source).into_iter().map(|reference| reference.to);
    references.filter(|entry| entry.kind == Kind::Municipality).map(|entry| entry.id).collect()
}

/// Returns the path of the first entry in a folder that is not one of these files. `within` is the path of the folder,
/// with a `/` at the end.
fn find_other(
    folder: &Folder,
    within: &str,
    files: &[(String, Vec<u8>)],
) -> Result<Option<String>, FileError> {
    for entry in folder.entries()? {
        let name = entry.name.to_string_lossy().into_owned();
        if within.is_empty() && (name == ".git" || is_of_a_transaction(&name)) {
            continue;
        }
        let path = format!("{within}{name}");
        let found = match entry.entry_type {
            EntryType::Folder if files.iter().any(|(file, _)| file.starts_with(&format!("{path}/"))) => {
                find_other(&folder.folder(&entry.name)?, &format!("{path}/"), files)?
            }
            EntryType::File => match files.iter().find(|(file, _)| *file == path) {
                Some((_, bytes)) if is_same(folder, &name, bytes)? => None,
                _ => Some(path),
            },
            _ => Some(path),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn is_same(folder: &Folder, name: &str, bytes: &[u8]) -> Result<bool, FileError> {
    let has_length = folder.metadata(name)?.is_some_and(|found| found.len() == bytes.len() as u64);
    Ok(has_length && folder.read(name, bytes.len() as u64)? == bytes)
}
