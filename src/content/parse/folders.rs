//! Reads the folders of entries: facts, texts, documents and pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::assets::report_asset;
use super::files::{FILES, Facts, FactsFile};
use super::misnamed::{self, Meant};
use super::readable::{read_text_record, read_yaml};
use super::{Asset, Entry, TextState};
use crate::base::kept::renew;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::read::{FileContent, Source, SourceFile};

/// The cached content of a folder.
pub(super) struct Folder<T> {
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
pub(super) fn collection<T: Facts + Send + Sync>(
    source: &Source,
    kept: &mut Vec<Folder<T>>,
    problems: &mut Problems,
) -> Vec<Arc<Entry<T>>> {
    T::FILE.collection.map(|collection| folders(source, collection, kept, problems)).unwrap_or_default()
}

/// Reads all folders of `content/<collection>/` in parallel, in the order of their names.
///
/// Reuses the folders in `kept` whose files are unchanged.
pub(super) fn folders<T: Facts + Send + Sync>(
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
    let mut strangers = Vec::new();
    let mut by_small_letters: BTreeMap<String, &str> = BTreeMap::new();
    let nested = nested_entries(files, &entry.folder, problems);
    for file in files {
        let name = &file.path[entry.folder.len() + 1..];
        if name.split_once('/').is_some_and(|(folder, _)| nested.contains(folder)) {
            continue;
        }
        let language = Language::ALL.into_iter().find(|language| name == format!("{}.md", language.code()));
        let language = language.filter(|_| T::FILE.has_texts);
        match (&file.content, language) {
            _ if name == T::FILE.name => {
                has_facts = true;
                entry.facts = read_yaml(file, problems);
            }
            (_, Some(language)) => entry.texts[language] = read_text_record(file, problems),
            (FileContent::Asset { .. }, None) if misnamed::meant(name, &T::FILE).is_some() => {
                strangers.push((file, name))
            }
            (FileContent::Asset { from, size, found, pixels }, None) => {
                report_asset(file, name, (*found, *pixels), &mut by_small_letters, problems);
                entry.assets.push(Asset {
                    name: name.into(),
                    from: from.clone(),
                    size: *size,
                    found: *found,
                    pixels: *pixels,
                });
            }
            (FileContent::Text(_) | FileContent::NotUtf8 { .. } | FileContent::TooLarge { .. }, None) => {
                strangers.push((file, name));
            }
        }
    }
    let has_facts = report_strangers(&strangers, has_facts, &mut entry, problems);
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

/// Reports the folders of other entries in the folder of an entry. Returns their names.
fn nested_entries<'a>(files: &'a [SourceFile], folder: &str, problems: &mut Problems) -> BTreeSet<&'a str> {
    let mut nested = BTreeSet::new();
    for file in files {
        let Some((inner, name)) = file.path[folder.len() + 1..].split_once('/') else { continue };
        let facts = FILES.iter().find(|facts| facts.name == name);
        let Some((facts, collection)) = facts.and_then(|facts| Some((facts, facts.collection?))) else {
            continue;
        };
        if nested.insert(inner) {
            let noun = facts.name.trim_end_matches(".yaml");
            let message =
                format!("the folder of this {noun} is in that of another entry, and is not read there");
            problems.push(
                Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), message)
                    .help(format!("move the folder to `content/{collection}/{inner}`")),
            );
        }
    }
    nested
}

/// Reports the files of a folder that are not read. Returns whether the file of the facts is here, under its
/// own name or another one.
///
/// A text that has another name is not missing as well.
fn report_strangers<T: Facts>(
    strangers: &[(&SourceFile, &str)],
    mut has_facts: bool,
    entry: &mut Entry<T>,
    problems: &mut Problems,
) -> bool {
    let is_missing = |entry: &Entry<T>, has_facts: bool, name: &str| match name.strip_suffix(".md") {
        Some(code) => Language::ALL
            .iter()
            .any(|language| language.code() == code && matches!(entry.texts[*language], TextState::Absent)),
        None => !has_facts,
    };
    for (file, name) in strangers {
        let is_only_yaml = !has_facts
            && [".yaml", ".yml"].iter().any(|ending| name.ends_with(ending))
            && strangers.iter().filter(|(_, name)| name.contains(".y")).count() == 1;
        let meant = misnamed::meant(name, &T::FILE)
            .or_else(|| is_only_yaml.then(|| Meant::File(T::FILE.name.to_owned())));
        let (message, help) = match meant {
            Some(Meant::File(target) | Meant::CopyOf(target)) if is_missing(entry, has_facts, &target) => {
                let language =
                    Language::ALL.into_iter().find(|language| target == format!("{}.md", language.code()));
                match language {
                    Some(language) => entry.texts[language] = TextState::Broken,
                    None => has_facts = true,
                }
                ("this file is not read, because it has another name", format!("rename it to `{target}`"))
            }
            Some(Meant::File(target) | Meant::CopyOf(target)) => (
                "no file of this name is read here",
                format!("`{target}` is here too: keep what is right in it, and remove this file"),
            ),
            None => ("no file of this name is read here", expected_files(&T::FILE)),
        };
        let place = Place::start_of(&file.path);
        problems.push(Problem::new(&rules::UNKNOWN_FILE, place, message).help(help));
    }
    has_facts
}

fn expected_files(facts: &FactsFile) -> String {
    let texts = if facts.has_texts { " `sr.md`, `en.md`," } else { "" };
    format!("this folder may contain `{}`,{texts} documents and pictures", facts.name)
}
