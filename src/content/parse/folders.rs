//! Reads the folders of entries: facts, texts, documents and pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assets::report_asset;
use super::files::{Facts, FactsFile};
use super::readable::{read_text_record, read_yaml};
use super::{Asset, Entry};
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
    let mut by_small_letters: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        let name = &file.path[entry.folder.len() + 1..];
        let language = Language::ALL.into_iter().find(|language| name == format!("{}.md", language.code()));
        let language = language.filter(|_| T::FILE.has_texts);
        match (&file.content, language) {
            _ if name == T::FILE.name => {
                has_facts = true;
                entry.facts = read_yaml(file, problems);
            }
            (_, Some(language)) => entry.texts[language] = read_text_record(file, problems),
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
                problems.push(
                    Problem::new(
                        &rules::UNKNOWN_FILE,
                        Place::start_of(&file.path),
                        "no file of this name is read here",
                    )
                    .help(expected_files(&T::FILE)),
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

fn expected_files(facts: &FactsFile) -> String {
    let texts = if facts.has_texts { " `sr.md`, `en.md`," } else { "" };
    format!("this folder may contain `{}`,{texts} documents and pictures", facts.name)
}
