//! Checks that documents and pictures are what their names say.

use std::collections::BTreeMap;

use super::Asset;
use super::decode::shorten;
use crate::base::file_type::{Beginning, FileType, PUBLISHED, Published};
use crate::base::form::nfc;
use crate::base::id::Id;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::read::{FileContent, Source, SourceFile};
use crate::raster::MOST_PIXELS;

/// The maximum length in bytes of the name of a published file, in NFC. Files next to it have this name and an ending.
const LONGEST_NAME: usize = 200;

/// Reports a file that is not published or not what its name says, or whose name differs from that of another one in
/// case or in its form only. `others` are the files before it, by their lower-case names in NFC.
pub(super) fn report_asset<'a>(
    file: &SourceFile,
    name: &'a str,
    (found, pixels): (FileType, Option<(u32, u32)>),
    others: &mut BTreeMap<String, &'a str>,
    problems: &mut Problems,
) {
    match Published::of(name) {
        Some(kind) => report_bytes(file, kind, (found, pixels), problems),
        None => {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
            let is_text = ["md", "yaml", "yml"].iter().any(|text| ending.as_deref() == Some(*text));
            let message = format!("files like `{}` are not published", shorten(name));
            let help = if is_text {
                "texts must be named `sr.md` and `en.md`, in lower case".to_owned()
            } else {
                let endings: Vec<&str> = PUBLISHED.iter().map(|kind| kind.ending).collect();
                format!("documents and pictures end in {}", endings.join(", "))
            };
            problems
                .push(Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message).help(help));
        }
    }
    report_name(name, file, others, problems);
}

/// Reports a document or picture whose name another one has too, or that cannot be published everywhere. `others` are the
/// names so far, without differences in case and form.
pub(super) fn report_name<'a>(
    name: &'a str,
    file: &SourceFile,
    others: &mut BTreeMap<String, &'a str>,
    problems: &mut Problems,
) {
    let before_ending = name.split('.').next().unwrap_or(name);
    if Id::is_reserved(&before_ending.to_ascii_lowercase()) {
        let message = format!(
            "Windows reserves the name `{before_ending}`, so a checkout there fails: `{}`",
            shorten(name)
        );
        problems.push(
            Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message).help("rename the file"),
        );
    }
    // Windows, and addresses of the site, take a backslash for the end of a folder's name.
    if let Some(sign) = name.chars().find(|c| matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')) {
        let message =
            format!("Windows allows no `{sign}` in names, so a checkout there fails: `{}`", shorten(name));
        problems.push(
            Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message)
                .help(format!("rename the file without `{sign}`")),
        );
    }
    let length = nfc(name).len();
    if length > LONGEST_NAME {
        let message =
            format!("the name of this file has {length} bytes, and at most {LONGEST_NAME} are published");
        problems.push(
            Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message)
                .help("give it a shorter name"),
        );
    }
    let other = *others.entry(nfc(&name.to_lowercase()).into_owned()).or_insert(name);
    if other != name {
        let (name, other) = (shorten(name), shorten(other));
        let message = if nfc(&name) == nfc(&other) {
            format!("two files are called `{}`: one writes each accent as a character of its own", nfc(&name))
        } else {
            format!("`{name}` and `{other}` differ in case only")
        };
        problems.push(
            Problem::new(&rules::URL_CLASH, Place::start_of(&file.path), message)
                .help("give one of the two another name"),
        );
    }
}

/// Reports a document or picture that does not begin as its name says, or has too many pixels.
fn report_bytes(
    file: &SourceFile,
    kind: &Published,
    (found, pixels): (FileType, Option<(u32, u32)>),
    problems: &mut Problems,
) {
    report_pixels(file, pixels, problems);
    let place = Place::start_of(&file.path);
    if found == FileType::Blank {
        problems.push(
            Problem::new(&rules::EMPTY_FILE, place, "this file is empty")
                .help("put the whole document or picture in its place, or remove it"),
        );
        return;
    }
    match kind.begins_as(found) {
        Beginning::Right => {}
        Beginning::Other if found == FileType::LfsPointer => problems.push(lfs_pointer(place)),
        Beginning::Other => {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let message = format!("this is {}, not {}", found.what(), kind.what);
            problems.push(
                Problem::new(&rules::FILE_TYPE, place, message).help(as_it_should_be(name, kind, found)),
            );
        }
        Beginning::Strange => {
            let message = format!("this does not begin as {} does", kind.what);
            problems.push(Problem::new(&rules::DAMAGED_FILE, place, message).help(
                "open it: if no program can read it, it was damaged on the way; save or download it again",
            ));
        }
    }
}

/// Reports a picture that needs too much memory, here and in the browsers of readers.
fn report_pixels(file: &SourceFile, pixels: Option<(u32, u32)>, problems: &mut Problems) {
    let Some((width, height)) = pixels else { return };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let message = format!("this picture has {width} by {height} pixels");
        problems.push(
            Problem::new(&rules::TOO_MANY_PIXELS, Place::start_of(&file.path), message)
                .help("make it smaller: no screen is wider than a few thousand pixels"),
        );
    }
}

/// A file that Git LFS has not fetched.
pub(super) fn lfs_pointer(place: Place) -> Problem {
    let message = "this is a pointer of Git LFS, not the file itself";
    Problem::new(&rules::FILE_TYPE, place, message).help(
        "fetch the file with `git lfs pull`; a workflow that builds the site has to fetch it too, on GitHub with \
         `lfs: true` below `actions/checkout`",
    )
}

/// How a file becomes what its name says.
fn as_it_should_be(name: &str, kind: &Published, found: FileType) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match (found, found.ending()) {
        (_, Some(ending)) => format!(
            "call it `{}`, also in the links to it, or save it again as {}",
            shorten(&format!("{stem}.{ending}")),
            kind.what
        ),
        (FileType::Html | FileType::MailedPage, None) => format!(
            "open it: a download may have brought a page with a message or a login; download the file again, or save it as {}",
            kind.what
        ),
        (FileType::OldOffice, None) => {
            format!("open it and save it again as {}, without a password", kind.what)
        }
        (FileType::Utf16 | FileType::ZeroBytes, None) => {
            format!("open it and save it again as {} in UTF-8", kind.what)
        }
        (_, None) => format!(
            "open it and save it again as {}; another name alone does not change what a file is",
            kind.what
        ),
    }
}

/// Returns a picture directly in `content/`, which is only copied.
pub(super) fn picture(source: &Source, name: &str, problems: &mut Problems) -> Option<Asset> {
    let file = source.file(&format!("content/{name}")).filter(|_| !name.contains('/'))?;
    match &file.content {
        FileContent::Asset { from, size, found, pixels } => {
            if let Some(kind) = Published::of(name) {
                report_bytes(file, kind, (*found, *pixels), problems);
            }
            Some(Asset { name: name.into(), from: from.clone(), size: *size, found: *found, pixels: *pixels })
        }
        FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. } => None,
    }
}
