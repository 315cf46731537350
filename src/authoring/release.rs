//! Makes releases of the content: versions with a name, which can be cited and found.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{Cursor, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::transaction::Transaction;
use crate::base::visible;
use crate::content::catalogue::Release;
use crate::content::git::{Committed, NotCommitted, ObjectId};
use crate::content::parse;
use crate::content::read::Source;

/// The list of releases.
pub const LIST: &str = "content/releases.yaml";

const HEAD: &str = "\
# The releases of this content. `katalog release` adds them; you may add `url` and `note`.
";

/// A release that is not yet written.
pub struct NewRelease {
    /// Its name.
    pub name: String,
    /// Its commit.
    pub commit: ObjectId,
    /// The number of files in its archive.
    pub files: usize,
    /// Its archive.
    pub archive: Vec<u8>,
    /// The SHA-256 of the archive.
    pub sha256: String,
    /// The change that adds it to the list.
    pub transaction: Transaction,
}

/// The reason why there can be no release now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleaseError {
    /// Git does not give the content of the last commit.
    Git(NotCommitted),
    /// These files have changed since the last commit.
    Uncommitted(BTreeSet<String>),
    /// There is a release with this name.
    Taken(String),
    /// The archive cannot be written.
    Archive,
    /// The list is written in a way that cannot be extended.
    Layout,
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 5;
        match self {
            ReleaseError::Git(reason) => reason.fmt(f),
            ReleaseError::Uncommitted(paths) => {
                let first: Vec<_> = paths.iter().take(MOST).map(|path| visible::name(path)).collect();
                let more = match paths.len().saturating_sub(MOST) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                write!(
                    f,
                    "these files are not in the last commit as they are now: {}{more}; commit or remove them, then release",
                    first.join(", ")
                )
            }
            ReleaseError::Taken(name) => {
                write!(f, "{LIST} has a release `{name}` already; give another name, or none")
            }
            ReleaseError::Archive => write!(f, "the content is too large for an archive"),
            ReleaseError::Layout => {
                write!(f, "{LIST} cannot be extended; write each release on lines of its own, without braces")
            }
        }
    }
}

impl std::error::Error for ReleaseError {}

impl From<NotCommitted> for ReleaseError {
    fn from(reason: NotCommitted) -> Self {
        ReleaseError::Git(reason)
    }
}

/// Makes a release of the last commit, with this name or that of the day of the commit. `known` are the releases that
/// the list has.
///
/// # Errors
/// If the content has changed since the commit, the name is taken, or the archive or the list cannot be written.
pub fn release(
    root: &Path,
    source: &Source,
    known: &[Release],
    name: Option<String>,
) -> Result<NewRelease, ReleaseError> {
    let committed = Committed::of(root)?;
    let changed = committed.changed(source);
    if !changed.is_empty() {
        return Err(ReleaseError::Uncommitted(changed));
    }
    let is_taken = |name: &str| known.iter().any(|release| release.name == name);
    let day = committed.at.day().to_string();
    let name = match name {
        Some(name) if is_taken(&name) => return Err(ReleaseError::Taken(name)),
        Some(name) => name,
        None => free_name(&day, &is_taken),
    };
    let contents = committed.contents()?;
    let archive = archive(&name, &contents).map_err(|_| ReleaseError::Archive)?;
    let sha256: String = Sha256::digest(&archive).iter().map(|byte| format!("{byte:02x}")).collect();
    let commit = committed.id.as_str();
    let item = format!("\"{name}\":\n  date: {day}\n  commit: \"{commit}\"\n  sha256: \"{sha256}\"\n");
    let before = source.file(LIST).and_then(|file| file.content.text());
    let mut transaction = Transaction::new("release", String::new());
    match before {
        None => transaction.create(LIST, &format!("{HEAD}{item}")),
        Some(before) => {
            let after = extended(before, &item);
            let (records, _) = parse::parse(&source.with(LIST, &after));
            let listed = &records.releases.0;
            let is_last = listed.last().is_some_and(|(key, _)| key.value == name);
            if listed.len() != known.len() + 1 || !is_last {
                return Err(ReleaseError::Layout);
            }
            transaction.replace(LIST, before, &after);
        }
    }
    Ok(NewRelease { name, commit: committed.id, files: contents.len(), archive, sha256, transaction })
}

/// Returns the day, with a number if it is the name of another release.
fn free_name(day: &str, is_taken: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2u32..).map(|number| format!("{day}.{number}"));
    std::iter::once(day.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// Adds an item at the end of the list, with the line ends of the list.
fn extended(before: &str, item: &str) -> String {
    let item = if before.contains("\r\n") { item.replace('\n', "\r\n") } else { item.to_owned() };
    let line_end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{line_end}{item}")
}

/// Writes an archive of files in a folder with this name. They are stored without compression and with the time of the
/// format's beginning, so every version of this program writes the same bytes on every machine.
fn archive(folder: &str, files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let options =
        SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored).unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::default());
    for (path, bytes) in files {
        writer.start_file(format!("{folder}/{path}"), options)?;
        writer.write_all(bytes)?;
    }
    writer.finish().map(Cursor::into_inner)
}
