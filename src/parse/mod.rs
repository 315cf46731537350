//! From [`Source`] to [`Records`]: each file by itself, in parallel, and never failing.
//!
//! A file that can not be read leaves its problems behind and, where it stands in a folder of its own, a known id,
//! so that one slip does not make every reference to it a slip as well.

mod blank;
mod decode;
mod files;
mod mapping;
mod node;
mod records;
mod text;
mod written;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

pub use blank::BLANK;
pub(crate) use decode::shorten;
pub use decode::{
    Axis, Choice, Degrees, Key, Keyed, LANGUAGES, Latitude, Longitude, Numbers, Scalar, Sdg, Shape, Words,
};
pub use files::{FILES, FactsFile};
pub use mapping::{
    Column, DateForm, DecimalSign, Delimiter, ListSeparator, Mapping, MappingRecord, Replacement, mapping,
};
pub use records::*;
pub use text::{TextRecord, markdown_start};
pub use written::*;

use crate::language::{Language, Localized};
use crate::problem::{Place, Placed, Problem, Problems};
use crate::read::{ADDRESSES, FileContent, Source, SourceFile};
use crate::rules;
use crate::serbian::Acronyms;
use crate::suggest::did_you_mean;
use decode::Decode;
use files::Facts;
use node::Yaml;

/// A folder named after its id: a YAML file, a text in each language, and what the texts show.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The folder's name.
    pub id: Arc<str>,
    /// The folder's path.
    pub folder: Arc<str>,
    /// The file that stands for the folder in problems that concern all of it.
    pub first_file: Arc<str>,
    /// The facts; nothing if they could not be read.
    pub facts: Option<T>,
    /// Texts by language.
    pub texts: Localized<TextState>,
    /// Documents and pictures in the folder.
    pub assets: Vec<Asset>,
}

/// A text that is there, is not there, or was reported as broken.
#[derive(Clone, Debug, Default)]
pub enum TextState {
    /// No file.
    #[default]
    Absent,
    /// A file that could not be read.
    Broken,
    /// As authored.
    Written(Box<TextRecord>),
}

/// A document or picture beside a text.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its name within the folder.
    pub name: Arc<str>,
    /// Where to copy it from.
    pub from: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// Everything that editors wrote, as they wrote it.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// `catalogue.yaml`
    pub catalogue: Option<CatalogueRecord>,
    /// The picture that the catalogue names as its logo, if it is there.
    pub logo: Option<Asset>,
    /// `regions.yaml`
    pub regions: Keyed<RegionRecord>,
    /// `districts.yaml`
    pub districts: Keyed<DistrictRecord>,
    /// `areas.yaml`
    pub areas: Keyed<AreaRecord>,
    /// `support-types.yaml`
    pub support_types: Keyed<SupportTypeRecord>,
    /// `organisations.yaml`
    pub organisations: Keyed<OrganisationRecord>,
    /// `sources.yaml`
    pub sources: Keyed<SourceRecord>,
    /// `municipalities/`
    pub municipalities: Vec<Entry<MunicipalityRecord>>,
    /// `programmes/`
    pub programmes: Vec<Entry<ProgrammeRecord>>,
    /// `projects/`
    pub projects: Vec<Entry<ProjectRecord>>,
    /// `pages/`
    pub pages: Vec<Entry<()>>,
    /// The addresses of the last release, below that of the site.
    pub published: Vec<Placed<String>>,
    /// Lists that could not be read, so that references into them are not reported too.
    pub broken_lists: Vec<&'static str>,
}

/// Files beside the content that people read and `katalog` does not.
const PASSED_OVER: [&str; 2] = ["LICENSE", "README.md"];

impl Records {
    /// The words that Cyrillic text keeps in Latin: the built-in list as the catalogue changes it.
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

/// Reads every file of `source`.
pub fn parse(source: &Source) -> (Records, Problems) {
    let mut problems = Problems::default();
    let mut records = Records::default();
    let root = "content/";
    let mut lists = Lists { source, root, problems: &mut problems, broken: Vec::new() };
    records.catalogue = lists.read();
    records.regions = lists.read().unwrap_or_default();
    records.districts = lists.read().unwrap_or_default();
    records.areas = lists.read().unwrap_or_default();
    records.support_types = lists.read().unwrap_or_default();
    records.organisations = lists.read().unwrap_or_default();
    records.sources = lists.read().unwrap_or_default();
    records.broken_lists = lists.broken;
    records.municipalities = collection(source, &mut problems);
    records.programmes = collection(source, &mut problems);
    records.projects = collection(source, &mut problems);
    records.pages = folders(source, "pages", None, &mut problems);
    let logo = records.catalogue.as_ref().and_then(|catalogue| catalogue.logo.as_ref());
    records.logo = logo.and_then(|name| picture(source, &name.value));
    records.published = addresses(source, &mut problems);
    report_strays(source, records.logo.as_ref(), &mut problems);
    (records, problems)
}

struct Lists<'a> {
    source: &'a Source,
    root: &'static str,
    problems: &'a mut Problems,
    broken: Vec<&'static str>,
}

impl Lists<'_> {
    fn read<T: Facts>(&mut self) -> Option<T> {
        let name = T::FILE.name;
        let path = format!("{}{name}", self.root);
        let read = match self.source.file(&path) {
            Some(file) => read_yaml(file, self.problems),
            None => {
                let place = Place::start_of(&path.as_str().into());
                self.problems.push(
                    Problem::new(&rules::MISSING_FILE, place, format!("there is no `{path}`"))
                        .help("every catalogue has this file; README.md shows what stands in it"),
                );
                None
            }
        };
        if read.is_none() {
            self.broken.push(name);
        }
        read
    }
}

/// The text of a file, unless it is empty, too large or not UTF-8. A byte order mark is passed over.
fn read_text<'a>(file: &'a SourceFile, problems: &mut Problems) -> Option<&'a Arc<str>> {
    let start = Place::start_of(&file.path);
    let text = match &file.content {
        FileContent::Text(text) => text,
        FileContent::NotUtf8 { before } => {
            let place = Place { file: file.path.clone(), span: before.len()..before.len() + 1 };
            problems.push(
                Problem::new(&rules::INVALID_UTF8, place, "this is not valid UTF-8")
                    .label("the first byte that does not fit")
                    .help("open the file in an editor and save it again in the encoding UTF-8"),
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
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        problems.push(
            Problem::new(&rules::EMPTY_FILE, start, "this file is empty")
                .help("write what belongs into it, or remove the file"),
        );
        return None;
    }
    let control = |c: char| is_control(c) && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    if let Some((at, c)) = text.char_indices().find(|(_, c)| control(*c)) {
        let place = Place { file: file.path.clone(), span: at..at + c.len_utf8() };
        let message = format!("the invisible control character U+{:04X} stands here", u32::from(c));
        problems.push(Problem::new(&rules::CONTROL_CHARACTER, place, message).help("delete it"));
        return None;
    }
    Some(text)
}

/// Whether a character controls something, or is none: XML 1.0 (2.2) has no room for U+FFFE and U+FFFF either.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn read_yaml<T: Decode>(file: &SourceFile, problems: &mut Problems) -> Option<T> {
    let text = read_text(file, problems)?;
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let node = Yaml { file: &file.path, text, span: bom..text.len() }.parse(problems)?;
    T::decode(node, problems)
}

/// The lines of the list of published addresses, where there is one; those with `#` in front are remarks.
fn addresses(source: &Source, problems: &mut Problems) -> Vec<Placed<String>> {
    let Some(file) = source.file(ADDRESSES) else { return Vec::new() };
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

/// Reads all folders that hold such facts.
fn collection<T: Facts + Send>(source: &Source, problems: &mut Problems) -> Vec<Entry<T>> {
    let FactsFile { collection, name, .. } = T::FILE;
    collection.map(|collection| folders(source, collection, Some(name), problems)).unwrap_or_default()
}

/// Reads all folders of `content/<collection>/`, in parallel, in the order of their names.
fn folders<T: Decode + Send>(
    source: &Source,
    collection: &str,
    facts_name: Option<&str>,
    problems: &mut Problems,
) -> Vec<Entry<T>> {
    let prefix = format!("content/{collection}/");
    let files = source.files();
    let start = files.partition_point(|file| *file.path < *prefix);
    let end = start + files[start..].partition_point(|file| file.path.starts_with(&prefix));
    let id_of = |file: &SourceFile| {
        let rest = &file.path[prefix.len()..];
        rest.find('/').unwrap_or(rest.len())
    };
    let groups: Vec<&[SourceFile]> = files[start..end]
        .chunk_by(|a, b| a.path[..prefix.len() + id_of(a)] == b.path[..prefix.len() + id_of(b)])
        .filter(|group| group[0].path.len() > prefix.len() + id_of(&group[0]))
        .collect();
    let read: Vec<(Entry<T>, Problems)> = groups
        .par_iter()
        .map(|group| {
            let folder: Arc<str> = group[0].path[..prefix.len() + id_of(&group[0])].into();
            let mut problems = Problems::default();
            let entry = read_folder(group, folder, facts_name, &mut problems);
            (entry, problems)
        })
        .collect();
    let collect = |(entry, found): (Entry<T>, Problems)| {
        problems.extend(found);
        entry
    };
    read.into_iter().map(collect).collect()
}

fn read_folder<T: Decode>(
    files: &[SourceFile],
    folder: Arc<str>,
    facts_name: Option<&str>,
    problems: &mut Problems,
) -> Entry<T> {
    let id: Arc<str> = folder.rsplit('/').next().unwrap_or_default().into();
    let first_file = files.iter().find(|file| file.path.ends_with(".yaml")).unwrap_or(&files[0]).path.clone();
    let mut entry =
        Entry { id, folder, first_file, facts: None, texts: Localized::default(), assets: Vec::new() };
    let mut has_facts = false;
    for file in files {
        let name = &file.path[entry.folder.len() + 1..];
        let language = Language::ALL.into_iter().find(|language| name == format!("{}.md", language.code()));
        match (&file.content, language) {
            _ if Some(name) == facts_name => {
                has_facts = true;
                entry.facts = read_yaml(file, problems);
            }
            (_, Some(language)) => entry.texts[language] = read_text_record(file, problems),
            (FileContent::Asset { from, size }, None) => {
                report_asset(file, name, &entry.assets, problems);
                entry.assets.push(Asset { name: name.into(), from: from.clone(), size: *size });
            }
            (FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. }, None) => {
                problems.push(
                    Problem::new(
                        &rules::UNKNOWN_FILE,
                        Place::start_of(&file.path),
                        "no file of this name is read here",
                    )
                    .help(expected_files(facts_name)),
                )
            }
        }
    }
    if let Some(facts_name) = facts_name.filter(|_| !has_facts) {
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

/// What is published as it is: documents, tables and pictures that no browser runs anything from.
const PUBLISHED: [&str; 21] = [
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "txt", "zip",
    "png", "jpg", "jpeg", "gif", "webp", "avif", "epub",
];

/// Reports a file that is not published, or that differs from another one in case only.
fn report_asset(file: &SourceFile, name: &str, others: &[Asset], problems: &mut Problems) {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let is_text = ["md", "yaml", "yml"].iter().any(|text| ending.as_deref() == Some(*text));
    if !ending.is_some_and(|ending| PUBLISHED.contains(&ending.as_str())) {
        let message = format!("files like `{}` are not published", shorten(name));
        let help = if is_text {
            "texts are called `sr.md` and `en.md`, in small letters".to_owned()
        } else {
            format!("documents and pictures end in {}", PUBLISHED.join(", "))
        };
        problems.push(Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message).help(help));
    }
    if let Some(other) = others.iter().find(|other| other.name.to_lowercase() == name.to_lowercase()) {
        let message = format!("`{}` and `{}` differ in case only", shorten(name), shorten(&other.name));
        problems.push(
            Problem::new(&rules::URL_CLASH, Place::start_of(&file.path), message)
                .help("give one of the two another name"),
        );
    }
}

fn expected_files(facts_name: Option<&str>) -> String {
    match facts_name {
        Some(facts_name) => {
            format!("this folder holds `{facts_name}`, `sr.md`, `en.md`, documents and pictures")
        }
        None => "this folder holds `sr.md` and `en.md`".to_owned(),
    }
}

fn read_text_record(file: &SourceFile, problems: &mut Problems) -> TextState {
    let record = read_text(file, problems).and_then(|text| TextRecord::parse(&file.path, text, problems));
    record.map_or(TextState::Broken, |record| TextState::Written(Box::new(record)))
}

/// A file beside the lists that is only passed on.
fn picture(source: &Source, name: &str) -> Option<Asset> {
    let file = source.file(&format!("content/{name}")).filter(|_| !name.contains('/'))?;
    match &file.content {
        FileContent::Asset { from, size } => {
            Some(Asset { name: name.into(), from: from.clone(), size: *size })
        }
        FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. } => None,
    }
}

/// Reports files of text that stand where nothing is read.
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

impl Decode for () {
    fn decode(_: crate::problem::Placed<node::Node>, _: &mut Problems) -> Option<Self> {
        Some(())
    }

    fn shape() -> Shape {
        Shape::Record { about: "", keys: &[] }
    }
}
