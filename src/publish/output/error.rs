//! The reasons why a site is not published, as the user reads them.

use std::path::PathBuf;

use super::HostLimits;
use crate::base::folder::FileError;
use crate::base::visible;

/// A reason why the site could not be published.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder contains files, but no site that a build wrote.
    NotOurs(PathBuf),
    /// Something that no build wrote is where the site has a file.
    Foreign(PathBuf),
    /// A link is in the place of a file or folder of the site.
    Link(PathBuf),
    /// The output folder contains other files than the site, which would be published with it: the first ones, and
    /// their number.
    Strangers(PathBuf, Vec<String>, usize),
    /// The output folder is a source folder of the site, contains one or is inside one.
    Inside(PathBuf, PathBuf),
    /// The site is larger than this many bytes.
    TooLarge(u64),
    /// The site has more than this many files.
    TooMany(usize),
    /// The host accepts no file as large as this one.
    HostFile(HostLimits, String, u64),
    /// The host accepts no site with so many files.
    HostFiles(HostLimits),
    /// The host accepts no site as large as this one.
    HostSize(HostLimits),
    /// Another build is writing into the folder.
    Locked,
    /// A file or folder could not be read or written.
    File(FileError),
}

/// What helps against the limits of a host.
const LEAVE_OUT: &str = "leave out open data that other files contain too, with `data:` in content/catalogue.yaml, or \
                         publish on another host";

/// Returns a size as people read it. A MiB has 1,048,576 bytes.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(104_858);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PublishError::NotOurs(folder) => write!(
                f,
                "the output folder {} contains files that katalog did not write; nothing was changed\n\
                 choose another folder with --output, or empty this one yourself",
                visible::path(folder)
            ),
            PublishError::Foreign(path) => write!(
                f,
                "the site has a file {}, but something that katalog did not write is already there; nothing was changed\n\
                 move it away, or choose another folder with --output",
                visible::path(path)
            ),
            PublishError::Link(path) => write!(
                f,
                "{} is a link, and katalog never writes through a link; nothing was changed\n\
                 remove the link, or choose another folder with --output",
                visible::path(path)
            ),
            PublishError::Strangers(folder, first, count) => write!(
                f,
                "the output folder {} contains {count} {} that katalog did not write and that would be published: {}{}; \
                 nothing was changed\n\
                 remove {}, or choose a new folder with --output",
                visible::path(folder),
                if *count == 1 { "file" } else { "files" },
                first.iter().map(|path| visible::name(path)).collect::<Vec<_>>().join(", "),
                if *count > first.len() { ", …" } else { "" },
                if *count == 1 { "it" } else { "them" },
            ),
            PublishError::Inside(output, source) => write!(
                f,
                "the output folder {} and {} must not contain one another\n\
                 choose another folder with --output",
                visible::path(output),
                visible::path(source)
            ),
            PublishError::TooLarge(bytes) => write!(
                f,
                "the site would be larger than {} MB, far larger than its content; nothing was changed\n\
                 look for a text or a list that is repeated on very many pages",
                bytes / 1_000_000
            ),
            PublishError::TooMany(files) => write!(
                f,
                "the site would have more than {files} files; nothing was changed\n\
                 look for entries or aliases that are not needed, or leave out --precompress"
            ),
            PublishError::HostFile(HostLimits { host, file, .. }, path, size) => write!(
                f,
                "{} would have {}, but {host} accepts no file larger than {}; nothing was changed\n{LEAVE_OUT}",
                visible::name(path),
                megabytes(*size),
                megabytes(*file),
            ),
            PublishError::HostFiles(HostLimits { host, files, .. }) => write!(
                f,
                "the site would have more than {files} files, the most that {host} accepts; nothing was changed\n\
                 {LEAVE_OUT}"
            ),
            PublishError::HostSize(HostLimits { host, all, .. }) => write!(
                f,
                "the site would be larger than {}, the most that {host} publishes; nothing was changed\n{LEAVE_OUT}",
                megabytes(*all)
            ),
            PublishError::Locked => f.write_str(
                "another build is writing into the output folder; nothing was changed\n\
                 wait until it has finished, or leave out --no-wait so that this build waits",
            ),
            PublishError::File(FileError { path, reason }) => {
                write!(f, "cannot write {}: {reason}", visible::path(path))
            }
        }
    }
}

impl std::error::Error for PublishError {}

impl From<FileError> for PublishError {
    fn from(error: FileError) -> Self {
        PublishError::File(error)
    }
}
