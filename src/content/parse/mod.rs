//! Parses a [`Source`] into [`Records`]. Each file is parsed independently, in parallel, and parsing never fails.
//!
//! A file that cannot be parsed adds its problems. If it is in an entry's folder, the id of the entry is still known,
//! so one mistake does not turn every reference to the entry into an error.

mod blank;
mod declare;
mod decode;
mod entries;
mod fields;
mod files;
mod keyed;
mod leaf;
mod limits;
mod mapping;
mod node;
mod records;
mod registers;
mod scalars;
mod shape;
mod text;
mod walk;
mod words;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

pub use blank::BLANK;
pub(crate) use decode::shorten;
pub use entries::{AnyEntry, AnyFacts, AnyFolder};
pub use files::{FILES, FactsFile};
pub use keyed::Keyed;
pub use leaf::{Leaf, Register};
pub(crate) use limits::{ANY_TEXT, most_characters, most_items};
pub use mapping::{
    Column, DateForm, DecimalSign, Delimiter, ListSeparator, Mapping, MappingRecord, Replacement, mapping,
};
pub use records::*;
pub use scalars::{Axis, Degrees, Latitude, Longitude, Sdg};
pub use shape::{Choice, DetailKey, Key, Numbers, Scalar, Shape};
pub use text::{TextRecord, markdown_start};
pub use walk::{FieldPath, Visit, Walk};
pub use words::{LANGUAGES, SharedWords, Words};
pub use written::*;

use crate::base::file_type::{Beginning, FileType, PUBLISHED, Published, is_lfs_pointer};
use crate::base::form::nfc;
use crate::base::id::Id;
use crate::base::invisible::{code, first_hidden_in_lines};
use crate::base::kept::renew;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::{ADDRESSES, FileContent, Source, SourceFile};
use crate::text::language::Acronyms;
use crate::text::suggest::did_you_mean;
use decode::Decode;
use files::Facts;
use node::Yaml;

/// An entry in a folder named after its id: a YAML file, a text in each language, documents and pictures.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The folder's name.
    pub id: Arc<str>,
    /// The folder's path.
    pub folder: Arc<str>,
    /// The file that is shown in problems that concern the whole folder.
    pub first_file: Arc<str>,
    /// The facts. `None` if they could not be read.
    pub facts: Option<T>,
    /// The texts by language.
    pub texts: Localized<TextState>,
    /// Documents and pictures in the folder.
    pub assets: Vec<Asset>,
}

/// A text in one language, which may be missing or invalid.
#[derive(Clone, Debug, Default)]
pub enum TextState {
    /// There is no file.
    #[default]
    Absent,
    /// The file could not be read, which has been reported.
    Broken,
    /// The text, as authored.
    Written(Box<TextRecord>),
}

/// A document or picture in the folder of a text.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its name within the folder.
    pub name: Arc<str>,
    /// The path to copy it from.
    pub from: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Its width and height, if it is a picture.
    pub pixels: Option<(u32, u32)>,
}

/// All content as authored. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// `catalogue.yaml`
    pub catalogue: Option<Arc<CatalogueRecord>>,
    /// The picture that the catalogue names as its logo, if it exists.
    pub logo: Option<Asset>,
    /// `regions.yaml`
    pub regions: Arc<Keyed<RegionRecord>>,
    /// `districts.yaml`
    pub districts: Arc<Keyed<DistrictRecord>>,
    /// `areas.yaml`
    pub areas: Arc<Keyed<AreaRecord>>,
    /// `support-types.yaml`
    pub support_types: Arc<Keyed<SupportTypeRecord>>,
    /// `organisations.yaml`
    pub organisations: Arc<Keyed<OrganisationRecord>>,
    /// `sources.yaml`
    pub sources: Arc<Keyed<SourceRecord>>,
    /// `municipalities/`
    pub municipalities: Vec<Arc<Entry<MunicipalityRecord>>>,
    /// `programmes/`
    pub programmes: Vec<Arc<Entry<ProgrammeRecord>>>,
    /// `projects/`
    pub projects: Vec<Arc<Entry<ProjectRecord>>>,
    /// `pages/`
    pub pages: Vec<Arc<Entry<PageRecord>>>,
    /// The addresses of the last release, relative to that of the site.
    pub published: Arc<Vec<Placed<String>>>,
    /// Lists that could not be read. References into them are not reported as well.
    pub broken_lists: Vec<&'static str>,
}

/// Files in `content/` that are only for people. `katalog` ignores them.
const PASSED_OVER: [&str; 2] = ["LICENSE", "README.md"];

impl Records {
    /// Returns whether the lists are identical to those of `before`.
    pub(crate) fn has_lists_of(&self, before: &Records) -> bool {
        Arc::ptr_eq(&self.regions, &before.regions)
            && Arc::ptr_eq(&self.districts, &before.districts)
            && Arc::ptr_eq(&self.areas, &before.areas)
            && Arc::ptr_eq(&self.support_types, &before.support_types)
            && Arc::ptr_eq(&self.organisations, &before.organisations)
            && Arc::ptr_eq(&self.sources, &before.sources)
    }

    /// Returns whether `catalogue.yaml` is identical to that of `before`.
    pub(crate) fn has_catalogue_of(&self, before: &Records) -> bool {
        match (&self.catalogue, &before.catalogue) {
            (Some(now), Some(before)) => Arc::ptr_eq(now, before),
            (now, before) => now.is_none() && before.is_none(),
        }
    }

    /// Returns the contacts of offices that look like those of persons, as the catalogue confirms them.
    pub fn office_contacts(&self) -> BTreeSet<String> {
        let record = self.catalogue.as_ref().and_then(|catalogue| catalogue.office_contacts.as_ref());
        record.into_iter().flatten().map(|contact| contact.value.trim().to_owned()).collect()
    }

    /// Returns the words that stay in Latin in Cyrillic text: the built-in list with the changes of the catalogue.
    pub fn acronyms(&self) -> Acronyms {
        let record = self.catalogue.as_ref().and_then(|catalogue| catalogue.acronyms.as_ref());
        let words = |list: Option<&Vec<Placed<String>>>| -> Vec<String> {
            list.into_iter().flatten().map(|word| word.value.clone()).collect()
        };
        let keep = words(record.and_then(|record| record.keep.as_ref()));
        let convert = words(record.and_then(|record| record.convert.as_ref()));
        Acronyms::default().with(keep, convert)
    }
}

/// Parses every file of `source`.
pub fn parse(source: &Source) -> (Records, Problems) {
    ParseCache::default().parse(source)
}

/// Caches the records of each file and folder until it changes.
///
/// After a small change, only the changed files are parsed again.
#[derive(Default)]
pub struct ParseCache {
    catalogue: Option<List<CatalogueRecord>>,
    regions: Option<List<Keyed<RegionRecord>>>,
    districts: Option<List<Keyed<DistrictRecord>>>,
    areas: Option<List<Keyed<AreaRecord>>>,
    support_types: Option<List<Keyed<SupportTypeRecord>>>,
    organisations: Option<List<Keyed<OrganisationRecord>>>,
    sources: Option<List<Keyed<SourceRecord>>>,
    municipalities: Vec<Folder<MunicipalityRecord>>,
    programmes: Vec<Folder<ProgrammeRecord>>,
    projects: Vec<Folder<ProjectRecord>>,
    pages: Vec<Folder<PageRecord>>,
    published: Option<List<Vec<Placed<String>>>>,
}

impl ParseCache {
    /// Works like [`parse`], but parses only the files that have changed since the last call.
    pub fn parse(&mut self, source: &Source) -> (Records, Problems) {
        let mut problems = Problems::default();
        let mut records = Records::default();
        let mut lists = Lists { source, problems: &mut problems, broken: Vec::new() };
        records.catalogue = lists.read(&mut self.catalogue);
        records.regions = lists.read(&mut self.regions).unwrap_or_default();
        records.districts = lists.read(&mut self.districts).unwrap_or_default();
        records.areas = lists.read(&mut self.areas).unwrap_or_default();
        records.support_types = lists.read(&mut self.support_types).unwrap_or_default();
        records.organisations = lists.read(&mut self.organisations).unwrap_or_default();
        records.sources = lists.read(&mut self.sources).unwrap_or_default();
        records.broken_lists = lists.broken;
        records.municipalities = collection(source, &mut self.municipalities, &mut problems);
        records.programmes = collection(source, &mut self.programmes, &mut problems);
        records.projects = collection(source, &mut self.projects, &mut problems);
        records.pages = collection(source, &mut self.pages, &mut problems);
        let logo = records.catalogue.as_ref().and_then(|catalogue| catalogue.logo.as_ref());
        records.logo = logo.and_then(|name| picture(source, &nfc(&name.value), &mut problems));
        records.published =
            List::read(&mut self.published, source.file(ADDRESSES), &mut problems, |file, problems| {
                file.map(|file| addresses(file, problems))
            })
            .unwrap_or_default();
        report_strays(source, records.logo.as_ref(), &mut problems);
        (records, problems)
    }
}

/// The cached content of a file that is directly in `content/`.
struct List<T> {
    /// The file. `None` if it did not exist.
    file: Option<SourceFile>,
    read: Option<Arc<T>>,
    problems: Problems,
}

impl<T> List<T> {
    /// Returns the content of `file`. Reuses `kept` if the file is unchanged.
    fn read(
        kept: &mut Option<Self>,
        file: Option<&SourceFile>,
        problems: &mut Problems,
        read: impl FnOnce(Option<&SourceFile>, &mut Problems) -> Option<T>,
    ) -> Option<Arc<T>> {
        let is_same = |kept: &Self| match (&kept.file, file) {
            (Some(before), Some(now)) => now.is(before),
            (before, now) => before.is_none() && now.is_none(),
        };
        let list = match kept.take().filter(is_same) {
            Some(list) => list,
            None => {
                let mut problems = Problems::default();
                let read = read(file, &mut problems).map(Arc::new);
                List { file: file.cloned(), read, problems }
            }
        };
        let List { read, problems: found, .. } = kept.insert(list);
        problems.extend(found.clone());
        read.clone()
    }
}

struct Lists<'a> {
    source: &'a Source,
    problems: &'a mut Problems,
    broken: Vec<&'static str>,
}

impl Lists<'_> {
    fn read<T: Facts>(&mut self, kept: &mut Option<List<T>>) -> Option<Arc<T>> {
        let name = T::FILE.name;
        let path = format!("content/{name}");
        let read = List::read(kept, self.source.file(&path), self.problems, |file, problems| {
            if let Some(file) = file {
                return read_yaml(file, problems);
            }
            let place = Place::start_of(&path.as_str().into());
            problems.push(
                Problem::new(&rules::MISSING_FILE, place, format!("there is no `{path}`"))
                    .help("every catalogue has this file; README.md shows its content"),
            );
            None
        });
        if read.is_none() {
            self.broken.push(name);
        }
        read
    }
}

/// Returns the text of a file, or reports that it is empty, too large or not UTF-8, or contains invisible characters.
///
/// A byte order mark is accepted.
fn read_text<'a>(file: &'a SourceFile, problems: &mut Problems) -> Option<&'a Arc<str>> {
    let start = Place::start_of(&file.path);
    let text = match &file.content {
        FileContent::Text(text) => text,
        FileContent::NotUtf8 { before } => {
            let place = Place { file: file.path.clone(), span: before.len()..before.len() + 1 };
            problems.push(
                Problem::new(&rules::INVALID_UTF8, place, "this is not valid UTF-8")
                    .label("the first invalid byte")
                    .help("open the file in an editor and save it with the encoding UTF-8"),
            );
            return None;
        }
        FileContent::TooLarge { size } => {
            problems.push(
                Problem::new(&rules::FILE_TOO_LARGE, start, format!("this file has {size} bytes"))
                    .help("texts and facts are far smaller; keep documents as files of their own type"),
            );
            return None;
        }
        FileContent::Asset { .. } => return None,
    };
    if is_lfs_pointer(text.as_bytes()) {
        problems.push(lfs_pointer(start));
        return None;
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        problems.push(
            Problem::new(&rules::EMPTY_FILE, start, "this file is empty")
                .help("write its content, or remove the file"),
        );
        return None;
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    if let Some((at, c)) = first_hidden_in_lines(&text[start..]) {
        let at = start + at;
        let place = Place { file: file.path.clone(), span: at..at + c.len_utf8() };
        let message = format!("the invisible character {} is not allowed", code(c));
        problems.push(Problem::new(&rules::CONTROL_CHARACTER, place, message).help("delete it"));
        return None;
    }
    Some(text)
}

fn read_yaml<T: Decode>(file: &SourceFile, problems: &mut Problems) -> Option<T> {
    let text = read_text(file, problems)?;
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let node = Yaml { file: &file.path, text, span: bom..text.len() }.parse(problems)?;
    T::decode(node, problems)
}

/// Returns the published addresses, one per line. Lines that begin with `#` are comments.
fn addresses(file: &SourceFile, problems: &mut Problems) -> Vec<Placed<String>> {
    let text = read_text(file, problems).map_or("", |text| text);
    let mut addresses = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let address = line.trim_start_matches('\u{feff}').trim();
        if !address.is_empty() && !address.starts_with('#') {
            let at = start + line.find(address).unwrap_or_default();
            let place = Place { file: file.path.clone(), span: at..at + address.len() };
            addresses.push(Placed::new(address.to_owned(), place));
        }
        start += line.len();
    }
    addresses
}

/// The cached content of a folder.
struct Folder<T> {
    files: Vec<SourceFile>,
    entry: Arc<Entry<T>>,
    problems: Problems,
}

impl<T: Facts> Folder<T> {
    fn read(files: &[SourceFile], path: &str) -> Self {
        let mut problems = Problems::default();
        let entry = read_folder(files, path.into(), &mut problems);
        Folder { files: files.to_vec(), entry: Arc::new(entry), problems }
    }

    /// Returns whether it was read from exactly these files.
    fn is_of(&self, files: &[SourceFile]) -> bool {
        files.len() == self.files.len() && files.iter().zip(&self.files).all(|(now, before)| now.is(before))
    }
}

/// Reads all folders of the collection of `T`.
fn collection<T: Facts + Send + Sync>(
    source: &Source,
    kept: &mut Vec<Folder<T>>,
    problems: &mut Problems,
) -> Vec<Arc<Entry<T>>> {
    T::FILE.collection.map(|collection| folders(source, collection, kept, problems)).unwrap_or_default()
}

/// Reads all folders of `content/<collection>/` in parallel, in the order of their names.
///
/// Reuses the folders in `kept` whose files are unchanged.
fn folders<T: Facts + Send + Sync>(
    source: &Source,
    collection: &str,
    kept: &mut Vec<Folder<T>>,
    problems: &mut Problems,
) -> Vec<Arc<Entry<T>>> {
    let prefix = format!("content/{collection}/");
    let files = source.files();
    let start = files.partition_point(|file| *file.path < *prefix);
    let end = start + files[start..].partition_point(|file| file.path.starts_with(&prefix));
    let id_of = |file: &SourceFile| {
        let rest = &file.path[prefix.len()..];
        rest.find('/').unwrap_or(rest.len())
    };
    let path_of = |file: &SourceFile| prefix.len() + id_of(file);
    let groups = files[start..end]
        .chunk_by(|a, b| a.path[..path_of(a)] == b.path[..path_of(b)])
        .filter(|group| group[0].path.len() > path_of(&group[0]));
    let order = |folder: &Folder<T>, group: &&[SourceFile]| folder.files[0].path.cmp(&group[0].path);
    renew(
        kept,
        groups,
        order,
        |folder, group| folder.is_of(group),
        |_, group| Folder::read(group, &group[0].path[..path_of(&group[0])]),
    );
    let entry = |folder: &Folder<T>| {
        problems.extend(folder.problems.clone());
        Arc::clone(&folder.entry)
    };
    kept.iter().map(entry).collect()
}

fn read_folder<T: Facts>(files: &[SourceFile], folder: Arc<str>, problems: &mut Problems) -> Entry<T> {
    let id: Arc<str> = folder.rsplit('/').next().unwrap_or_default().into();
    let first_file = files.iter().find(|file| file.path.ends_with(".yaml")).unwrap_or(&files[0]).path.clone();
    let mut entry =
        Entry { id, folder, first_file, facts: None, texts: Localized::default(), assets: Vec::new() };
    let mut has_facts = false;
    let mut by_small_letters: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        let name = &file.path[entry.folder.len() + 1..];
        let language = Language::ALL.into_iter().find(|language| name == format!("{}.md", language.code()));
        match (&file.content, language) {
            _ if name == T::FILE.name => {
                has_facts = true;
                entry.facts = read_yaml(file, problems);
            }
            (_, Some(language)) => entry.texts[language] = read_text_record(file, problems),
            (FileContent::Asset { from, size, found, pixels }, None) => {
                report_asset(file, name, *found, &mut by_small_letters, problems);
                entry.assets.push(Asset {
                    name: name.into(),
                    from: from.clone(),
                    size: *size,
                    pixels: *pixels,
                });
            }
            (FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. }, None) => {
                problems.push(
                    Problem::new(
                        &rules::UNKNOWN_FILE,
                        Place::start_of(&file.path),
                        "no file of this name is read here",
                    )
                    .help(expected_files(T::FILE.name)),
                )
            }
        }
    }
    if !has_facts && !T::FILE.is_optional {
        let facts_name = T::FILE.name;
        let place = Place::start_of(&format!("{}/{facts_name}", entry.folder).into());
        problems.push(
            Problem::new(
                &rules::MISSING_FILE,
                place,
                format!("the folder `{}` has no `{facts_name}`", entry.folder),
            )
            .help(format!("write `{facts_name}`, or remove the folder")),
        );
    }
    entry
}

/// Reports a file that is not published or not what its name says, or whose name differs from that of another one in
/// case or in its form only. `others` are the files before it, by their lower-case names in NFC.
fn report_asset<'a>(
    file: &SourceFile,
    name: &'a str,
    found: FileType,
    others: &mut BTreeMap<String, &'a str>,
    problems: &mut Problems,
) {
    match Published::of(name) {
        Some(kind) => report_bytes(file, kind, found, problems),
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

/// Reports a document or picture that does not begin as its name says.
fn report_bytes(file: &SourceFile, kind: &Published, found: FileType, problems: &mut Problems) {
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

/// A file that Git LFS has not fetched.
fn lfs_pointer(place: Place) -> Problem {
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

fn expected_files(facts_name: &str) -> String {
    format!("this folder may contain `{facts_name}`, `sr.md`, `en.md`, documents and pictures")
}

fn read_text_record(file: &SourceFile, problems: &mut Problems) -> TextState {
    let record = read_text(file, problems).and_then(|text| TextRecord::parse(&file.path, text, problems));
    record.map_or(TextState::Broken, |record| TextState::Written(Box::new(record)))
}

/// Returns a picture directly in `content/`, which is only copied.
fn picture(source: &Source, name: &str, problems: &mut Problems) -> Option<Asset> {
    let file = source.file(&format!("content/{name}")).filter(|_| !name.contains('/'))?;
    match &file.content {
        FileContent::Asset { from, size, found, pixels } => {
            if let Some(kind) = Published::of(name) {
                report_bytes(file, kind, *found, problems);
            }
            Some(Asset { name: name.into(), from: from.clone(), size: *size, pixels: *pixels })
        }
        FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. } => None,
    }
}

/// Reports files in places where no file is read.
fn report_strays(source: &Source, logo: Option<&Asset>, problems: &mut Problems) {
    const COLLECTIONS: [&str; 4] = ["municipalities", "programmes", "projects", "pages"];
    for file in source.files() {
        let below = file.path.strip_prefix("content/").unwrap_or(&file.path);
        let help = match below.split_once('/') {
            None if files::lists().any(|list| list == below) || PASSED_OVER.contains(&below) => continue,
            None if *file.path == *ADDRESSES => continue,
            None if logo.is_some_and(|logo| &*logo.name == below) => continue,
            None => {
                let near = did_you_mean(below, files::lists());
                near.map_or_else(
                    || {
                        format!(
                            "the lists of a catalogue are {}",
                            files::lists().collect::<Vec<_>>().join(", ")
                        )
                    },
                    |near| format!("did you mean `{near}`?"),
                )
            }
            Some((collection, rest)) if COLLECTIONS.contains(&collection) => {
                if rest.contains('/') {
                    continue;
                }
                format!("give it a folder of its own: `content/{collection}/<id>/`")
            }
            Some((collection, _)) => match did_you_mean(collection, COLLECTIONS.into_iter()) {
                Some(near) => format!("did you mean the folder `content/{near}/`?"),
                None => format!("the folders of a catalogue are {}", COLLECTIONS.join(", ")),
            },
        };
        problems.push(
            Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), "no file is read here")
                .help(help),
        );
    }
}
