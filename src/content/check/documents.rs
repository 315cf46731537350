//! Checks documents: their files, their publishers and what they are about.

use std::collections::BTreeMap;

use super::addresses::web_address;
use super::builder::{Builder, Findings};
use super::names::{Missing, NotFound};
use super::texts::{Surroundings, file_path};
use crate::base::form::nfc;
use crate::base::id::{Id, Kind};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{Document, DocumentFile, Location, Publisher, Subject};
use crate::content::parse::{
    AnyEntryId, Asset, DocumentFileRecord, DocumentRecord, Entry, ShortOrLong, Written, WrittenPublisher,
    shorten,
};
use crate::text::suggest::{MOST_FILES_SUGGESTED, did_you_mean};

impl Builder<'_> {
    pub(super) fn document(
        &self,
        entry: &Entry<DocumentRecord>,
        id: Id,
        _: usize,
        found: &mut Findings,
    ) -> Option<Document> {
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        let title = record.title.as_ref().and_then(|words| self.texts.short(words, problems));
        let publisher = record.publisher.as_ref().and_then(|written| self.publisher(written, problems));
        let files = record.files.iter().flatten().enumerate();
        let files = files
            .filter_map(|(at, file)| document_file(file, entry, at < MOST_FILES_SUGGESTED, problems))
            .collect();
        let about = self.subjects(record.about.as_deref().unwrap_or_default(), problems);
        let around = Surroundings::of(entry);
        let note = record.note.as_ref();
        let note = note.and_then(|words| self.texts.marked(words, &around, &mut found.anchors, problems));
        let date = record.date.as_ref().map(|date| date.value);
        Some(Document { id, title: title?, kind: record.kind?, date, publisher, files, about, note })
    }

    fn publisher(&self, written: &WrittenPublisher, problems: &mut Problems) -> Option<Publisher> {
        match written {
            ShortOrLong::Short(id) => {
                self.names.organisations.resolve(id, problems).map(Publisher::Organisation)
            }
            ShortOrLong::Long(words) => self.texts.short(words, problems).map(Publisher::Named),
        }
    }

    /// Resolves a list of entries of any kind. Reports repeated ones and resolves them once.
    pub(super) fn subjects(&self, list: &[Written<AnyEntryId>], problems: &mut Problems) -> Vec<Subject> {
        let mut subjects = Vec::new();
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for written in list {
            match seen.insert(&written.value, &written.place) {
                Some(first) => problems.push(
                    Problem::new(
                        &rules::REPEATED_REFERENCE,
                        written.place.clone(),
                        format!("`{}` is in this list twice", shorten(&written.value)),
                    )
                    .related(first.clone(), "first time")
                    .help("keep one of the two"),
                ),
                None => subjects.extend(self.any_entry(written, problems)),
            }
        }
        subjects
    }

    fn any_entry(&self, written: &Placed<String>, problems: &mut Problems) -> Option<Subject> {
        let has_page = |kind: &Kind| Subject::list(*kind).is_some();
        let named = written
            .value
            .split_once(':')
            .and_then(|(word, id)| Some((Kind::of_reference(word, id).filter(has_page)?, id)));
        let missing = match named.map(|(kind, id)| self.names.find_linked(kind, id)) {
            Some(Ok(subject)) => return Some(subject),
            Some(Err(Missing::Unknown)) => return None,
            Some(Err(Missing::NotFound(not_found))) => not_found,
            None => not_an_entry(&written.value, self.names.only_entry(written.value.trim())),
        };
        problems.push(missing.at(&rules::UNKNOWN_REFERENCE, written.place.clone()));
        None
    }
}

/// Returns the message on a text that is not the kind and id of an entry. `meant` is the only entry that has it as its id.
fn not_an_entry(written: &str, meant: Option<String>) -> NotFound {
    let words = Subject::kinds().filter(|kind| *kind != Kind::SubArea).map(Kind::word);
    let word = written.split(':').next().unwrap_or(written);
    let help = match (meant, did_you_mean(word, words.clone())) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Some(near)) if written.contains(':') => {
            format!("did you mean `{near}:{}`?", shorten(written.split_once(':').map_or("", |(_, id)| id)))
        }
        _ => {
            let kinds: Vec<String> = words.map(|word| format!("{word}:")).collect();
            format!("{}; the kinds are {}", AnyEntryId::HELP, kinds.join(", "))
        }
    };
    NotFound { message: format!("`{}` is not an entry", shorten(written)), help, sought: None }
}

/// Checks a file of a document. `None` if it does not exist or its address is not valid. With `suggests`, the report
/// names a similar file.
fn document_file(
    record: &DocumentFileRecord,
    entry: &Entry<DocumentRecord>,
    suggests: bool,
    problems: &mut Problems,
) -> Option<DocumentFile> {
    let location = match (&record.file, &record.url) {
        (Some(name), _) => {
            let asset = asset(name, &entry.assets, &entry.folder, suggests, problems)?;
            Location::Folder { path: file_path(&entry.folder, &asset.name), size: asset.size }
        }
        (None, Some(address)) => Location::Web(web_address(address, problems)?),
        (None, None) => return None,
    };
    Some(DocumentFile { location, language: record.language })
}

/// Finds a file in the folder of an entry. Reports one that does not exist; with `suggests`, the report names a similar
/// one.
pub(super) fn asset<'e>(
    name: &Placed<String>,
    assets: &'e [Asset],
    folder: &str,
    suggests: bool,
    problems: &mut Problems,
) -> Option<&'e Asset> {
    // Assets are in the order of their names.
    let wanted = nfc(&name.value);
    if let Ok(at) = assets.binary_search_by(|asset| (*asset.name).cmp(&*wanted)) {
        return Some(&assets[at]);
    }
    let help = match did_you_mean(&name.value, assets.iter().map(|asset| &*asset.name).filter(|_| suggests)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put the file in the folder `{folder}`"),
    };
    let message = format!("there is no file `{}` in `{folder}`", shorten(&name.value));
    problems.push(Problem::new(&rules::MISSING_FILE, name.place.clone(), message).help(help));
    None
}
