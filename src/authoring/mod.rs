//! Commands that write content: new entries, imports, renaming, schemas and new catalogues; and the places that the
//! program knows.

mod change;
pub mod diff;
pub mod draft;
pub mod forms;
pub mod gazetteer;
pub mod import;
mod migrate;
pub mod release;
pub mod rename;
pub mod schema;
pub mod spreadsheet;
pub mod starter;
pub mod table;
pub mod transaction;
pub mod translate;
mod values;
mod workbook;

use std::path::Path;

use crate::base::id::Id;
use crate::base::language::Language;
use crate::base::problem::{Problems, Severity};
use crate::base::rules;
use crate::content::git::{Changes, NoHistory};
use crate::content::lint::near_duplicates;
use crate::content::read::{self, Source, SourceFile};
use crate::content::references::{self, EntryId, Reference};
use crate::content::{check, parse};
use crate::site::plan::{CheckOptions, Planner};
use rename::{RenameError, Renaming};

/// The references to an entry.
#[derive(Debug)]
pub struct Referring {
    /// The files, needed to count lines and columns.
    pub source: Source,
    /// The references, ordered by file and line.
    pub references: Vec<Reference>,
    /// Whether errors in the content may hide further references.
    pub incomplete: bool,
}

/// Finds every reference to `entry`, even in content that has errors.
///
/// # Errors
/// If there is no such entry, or the content cannot be read at all.
pub fn referring(root: &Path, entry: &EntryId) -> Result<Referring, Box<dyn std::error::Error>> {
    let source = read::read(root)?;
    let (records, problems) = parse::parse(&source);
    references::find(&records, entry)?;
    let (_, problems) = check::check(&records, problems);
    let mut references = references::references(&records, &source);
    references.retain(|reference| reference.to == *entry);
    Ok(Referring { source, references, incomplete: !references::hiding(&problems).is_empty() })
}

/// A planned renaming, or the reason why it is impossible, with the files that the reason quotes.
pub struct Renamed {
    /// The current files, or the renamed ones if the renaming itself would cause errors.
    pub source: Source,
    /// The changes to make.
    pub outcome: Result<Renaming, RenameError>,
}

/// Plans the renaming of `entry`; writes nothing.
///
/// # Errors
/// If the content cannot be read at all.
pub fn rename(root: &Path, entry: &EntryId, new: &Id) -> Result<Renamed, read::ReadError> {
    let source = read::read(root)?;
    let options = CheckOptions::of(root.to_path_buf());
    let mut planner = Planner::default();
    let mut plan = |source: &Source| {
        let mut layout = planner.lay_out(source, &options, None, None);
        let problems = planner.problems(&mut layout, source, &options);
        (layout.records, problems)
    };
    let (records, problems) = plan(&source);
    let renaming = match rename::rename(root, &source, &records, &problems, entry, new) {
        Ok(renaming) => renaming,
        Err(error) => return Ok(Renamed { source, outcome: Err(error) }),
    };
    let renamed = renaming.renamed(&source);
    let (new_records, new_problems) = plan(&renamed);
    let before = references::references(&records, &source);
    let after = references::references(&new_records, &renamed);
    let verified = renaming.verify((&problems, &before), (&new_problems, &after), &renamed);
    Ok(Renamed { source: renamed, outcome: verified.map(|()| renaming) })
}

/// A reason why a new entry cannot be drafted.
#[derive(Debug)]
pub enum DraftError {
    /// An answer is missing or invalid.
    Refused(draft::Refusal),
    /// The draft would add these errors to the content. Blanks do not count.
    Unfit {
        /// The content including the draft.
        source: Source,
        /// The errors.
        problems: Problems,
    },
}

/// Drafts a new entry for the content in `source` and checks the content with the draft added.
///
/// # Errors
/// If the request lacks a required value, contains an invalid one, or would add errors to the content.
pub fn draft(order: &draft::NewEntry, source: &Source) -> Result<draft::Draft, DraftError> {
    let mut order = order.clone();
    let (records, problems) = parse::parse(source);
    let lists = draft::lists(&mut order, &records, source).map_err(DraftError::Refused)?;
    let (_, before) = check::check(&records, problems);
    let with_lists = lists.applied_to(source);
    let (records, _) = parse::parse(&with_lists);
    let mut draft = draft::draft(&order, &records, &with_lists).map_err(DraftError::Refused)?;
    draft.changes.extend(lists.changes);
    match new_errors(&draft, source, &before) {
        None => Ok(draft),
        Some((source, problems)) => Err(DraftError::Unfit { source, problems }),
    }
}

/// Returns the content including a draft, with the errors that the draft adds; blanks do not count.
fn new_errors(draft: &draft::Draft, source: &Source, before: &Problems) -> Option<(Source, Problems)> {
    let source = draft.applied_to(source);
    let (records, problems) = parse::parse(&source);
    let (_, after) = check::check(&records, problems);
    let mut new = after.without(before);
    new.retain(|problem| problem.severity == Severity::Error && problem.rule != &rules::BLANK);
    (!new.is_empty()).then_some((source, new))
}

/// Texts for translators, and why it is not known which texts are stale, if it is not.
pub struct Translatable {
    /// The missing and stale texts.
    pub job: translate::Job,
    /// Why stale texts are not among them.
    pub no_history: Option<NoHistory>,
}

/// Collects the texts to translate into a language, even if the content has errors.
///
/// # Errors
/// If the content cannot be read at all.
pub fn translatable(root: &Path, language: Language) -> Result<Translatable, read::ReadError> {
    let source = read::read(root)?;
    let changes = Changes::of(root, &source);
    let options = CheckOptions::of(root.to_path_buf());
    let layout = Planner::default().lay_out(&source, &options, None, None);
    let job = translate::job(&layout.records, changes.as_ref().ok(), layout.site.as_ref(), language);
    Ok(Translatable { job, no_history: changes.err() })
}

/// Planned translations, with what is wrong with them.
pub struct Translated {
    /// The current files.
    pub before: Source,
    /// The files with the translations, which the problems quote.
    pub after: Source,
    /// The translations to write, or those that cannot be written.
    pub outcome: Result<translate::Applied, Vec<translate::Refusal>>,
    /// The errors and warnings that the translations cause.
    pub problems: Problems,
}

/// Plans how translations are written, and checks the content with them; writes nothing.
///
/// # Errors
/// If the content cannot be read at all.
pub fn translate(
    root: &Path,
    language: Language,
    returned: &[translate::Returned],
) -> Result<Translated, read::ReadError> {
    let before = read::read(root)?;
    let changes = Changes::of(root, &before);
    let options = CheckOptions::of(root.to_path_buf());
    let mut planner = Planner::default();
    let mut layout = planner.lay_out(&before, &options, None, None);
    let known = planner.problems(&mut layout, &before, &options);
    let outcome = translate::apply(language, returned, &layout.records, &before, changes.as_ref().ok());
    let Ok(applied) = &outcome else {
        return Ok(Translated { after: before.clone(), before, outcome, problems: Problems::default() });
    };
    let after = applied.draft.applied_to(&before);
    let mut layout = planner.lay_out(&after, &options, None, None);
    let problems = planner.problems(&mut layout, &after, &options).without(&known);
    Ok(Translated { before, after, outcome, problems })
}

/// A planned migration to the current format of content.
pub struct Migrated {
    /// The current files, or the rewritten ones if these would have further errors.
    pub source: Source,
    /// The changes to make, or the errors that prevent them or that they would add.
    pub outcome: Result<draft::Draft, Problems>,
}

/// Plans how content of a former format is rewritten; writes nothing.
pub fn migrate(source: Source) -> Migrated {
    let (records, problems) = parse::parse(&source);
    let draft = match migrate::migrate(&records, &source) {
        Ok(draft) => draft,
        Err(problems) => return Migrated { source, outcome: Err(problems) },
    };
    let (_, before) = check::check(&records, problems);
    match new_errors(&draft, &source, &before) {
        None => Migrated { source, outcome: Ok(draft) },
        Some((source, problems)) => Migrated { source, outcome: Err(problems) },
    }
}

/// Returns content together with other files that problems quote.
fn quoted(content: &Source, others: impl IntoIterator<Item = SourceFile>) -> Source {
    let files = content.files().iter().cloned().chain(others);
    let by_path: std::collections::BTreeMap<_, _> = files.map(|file| (file.path.clone(), file)).collect();
    Source::from_files(by_path.into_values().collect())
}

/// A planned import, or the problems that prevent it.
pub struct Imported {
    /// The files that the problems quote: the sheet, the mapping and the content. The content includes the imported
    /// entries if they are what causes the problems.
    pub source: Source,
    /// All problems.
    pub problems: Problems,
    /// The changes to write; `None` if there is a problem.
    pub import: Option<import::Import>,
}

/// A planned update from a workbook, or the problems that prevent it.
pub struct Updated {
    /// The files that the problems quote: the tables and the content with the changes.
    pub source: Source,
    /// All problems that the changes cause, at the cells that cause them.
    pub problems: Problems,
    /// The changes to write; `None` if there is an error.
    pub update: Option<spreadsheet::Update>,
}

/// Plans how the changes that were made in a workbook are brought into the content, and checks the content with them;
/// writes nothing. `removes` says whether an empty cell removes what the content says.
pub fn update(root: &Path, table: &table::TableFile, removes: bool, content: &Source) -> Updated {
    let options = CheckOptions::of(root.to_path_buf());
    let mut planner = Planner::default();
    let mut layout = planner.lay_out(content, &options, None, None);
    let mut problems = Problems::default();
    let tables = table.tables(&mut problems).unwrap_or_default();
    let update = match problems.is_empty() {
        true => spreadsheet::update(&tables, removes, &layout.records, content, &mut problems),
        false => None,
    };
    let mut files: Vec<SourceFile> = tables.into_iter().map(|(file, _)| file).collect();
    if files.is_empty() {
        files.push(table.text.clone());
    }
    problems.sort();
    let Some(update) = update else {
        return Updated { source: quoted(content, files), problems, update: None };
    };
    let known = planner.problems(&mut layout, content, &options);
    let after = update.draft.applied_to(content);
    let mut layout = planner.lay_out(&after, &options, None, None);
    let new = planner.problems(&mut layout, &after, &options).without(&known);
    problems.extend(update.all_located(&new, &after));
    problems.sort();
    let update = (!problems.has_errors()).then_some(update);
    Updated { source: quoted(&after, files), problems, update }
}

/// Exports entries into a workbook for editing, even if the content has errors.
///
/// # Errors
/// If a sheet has no column for a filter, or no or too many rows are left.
pub fn export(
    content: &Source,
    sheets: &[&'static spreadsheet::SheetKind],
    filters: &[spreadsheet::Filter],
) -> Result<spreadsheet::Exported, spreadsheet::ExportError> {
    let (records, _) = parse::parse(content);
    spreadsheet::export(sheets, filters, &records, content)
}

/// Plans the import of a table and checks the content with the new entries added; writes nothing.
pub fn import(table: &table::TableFile, mapping: Option<&SourceFile>, content: &Source) -> Imported {
    let mut sheet = table.text.clone();
    let (records, found) = parse::parse(content);
    let mut problems = found.errors(|_| true);
    problems.retain(|problem| {
        records.broken_lists.iter().any(|list| problem.place.file.strip_prefix("content/") == Some(*list))
    });
    let read = match mapping {
        Some(file) => parse::mapping(file, &mut problems),
        None => Some(parse::Mapping::default()),
    };
    let read = read.filter(|_| problems.is_empty());
    let import = read.and_then(|mut mapping| {
        let others = table.unpack(&mut sheet, &mut mapping, &mut problems)?;
        let import = import::import(&sheet, &mapping, &records, content, &mut problems)?;
        Some(import::Import { other_sheets: others, ..import })
    });
    problems.sort();
    let files = |sheet| [sheet].into_iter().chain(mapping.cloned());
    let Some(import) = import else {
        return Imported { source: quoted(content, files(sheet)), problems, import: None };
    };
    let (_, before) = check::check(&records, found);
    match new_errors(&import.draft, content, &before) {
        None => {
            let after = import.draft.applied_to(content);
            let (new_records, _) = parse::parse(&after);
            problems.extend(near_duplicates(&new_records).without(&near_duplicates(&records)));
            Imported { source: quoted(&after, files(sheet)), problems, import: Some(import) }
        }
        Some((source, problems)) => {
            Imported { source: quoted(&source, files(sheet)), problems, import: None }
        }
    }
}
