//! The content that is edited: reads it again before each look, checks it with a draft, and writes drafts.

use std::collections::BTreeSet;
use std::path::Path;

use super::place::entry;
use super::{DraftError, Edited, FileEdit, Form, Sent};
use crate::authoring::transaction::{Transaction, TransactionError, recover};
use crate::base::folder::{FileError, Folder};
use crate::base::hash::Digest;
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::base::problem::{Problem, Problems, Severity};
use crate::content::catalogue::Subject;
use crate::content::git::{self, CommitError, ObjectId, Uncommitted, Written};
use crate::content::parse::{Records, Structures};
use crate::content::read::{ReadError, Source};
use crate::content::references::{EntryId, Reference, references};
use crate::site::plan::{CheckOptions, Planner};
use crate::site::route::Site;

/// The content, and what is known of it.
pub struct Desk {
    options: CheckOptions,
    source: Source,
    planner: Planner,
    /// What it wrote, as far as it did not commit it.
    written: Written,
}

/// What a look at the content finds.
pub struct Found {
    /// The files.
    pub source: Source,
    /// Their records.
    pub records: Records,
    /// Every problem.
    pub problems: Problems,
    /// The site; `None` if there are errors.
    pub site: Option<Site>,
}

/// A problem, and the field of a form that it concerns.
pub struct AtField {
    /// The name of the field; empty if it concerns the entry as a whole.
    pub field: String,
    /// The problem.
    pub problem: Problem,
}

/// The removal of an entry, or what prevents it.
pub struct Removal {
    /// The files that go, or that change.
    pub files: Vec<String>,
    /// The references to the entry.
    pub references: Vec<Reference>,
    /// The errors that there would be.
    pub problems: Problems,
    /// The files without it, which the errors quote.
    pub source: Source,
    transaction: Transaction,
    /// Its folder.
    folder: Option<String>,
}

impl Desk {
    /// Prepares to edit the content of a catalogue.
    pub fn new(options: CheckOptions) -> Self {
        let source = Source::from_files(Vec::new());
        Desk { options, source, planner: Planner::default(), written: Written::new() }
    }

    /// Forgets what it knows of the content, but not what it wrote.
    pub fn forget(&mut self) {
        let written = std::mem::take(&mut self.written);
        *self = Desk { written, ..Desk::new(self.options.clone()) };
    }

    /// Returns the folder that contains `content/`.
    pub fn root(&self) -> &Path {
        &self.options.root
    }

    /// Reads what has changed.
    ///
    /// # Errors
    /// If the content cannot be read at all.
    pub fn refresh(&mut self) -> Result<(), ReadError> {
        self.source.reread(&self.options.root, &BTreeSet::from(["content".to_owned()]))?;
        Ok(())
    }

    /// Returns the content as it was read.
    pub fn look(&mut self) -> Found {
        let source = self.source.clone();
        self.look_at(source)
    }

    fn look_at(&mut self, source: Source) -> Found {
        let mut layout = self.planner.lay_out(&source, &self.options, None, None);
        let problems = self.planner.problems(&mut layout, &source, &self.options);
        Found { source, records: layout.records, problems, site: layout.site }
    }

    /// Returns the content with a draft.
    pub fn look_with(&mut self, edits: &[FileEdit]) -> Found {
        let source = applied(&self.source, edits);
        self.look_at(source)
    }

    /// Writes a draft. Waits until no other command writes.
    ///
    /// # Errors
    /// If a file has changed since it was read, or cannot be written.
    pub fn write(&mut self, title: &str, edits: &[FileEdit]) -> Result<(), TransactionError> {
        let mut transaction = Transaction::new(title, String::new());
        for FileEdit { path, before, after } in edits {
            match (before, after) {
                (Some(before), Some(after)) => transaction.replace(path, before, after),
                (None, Some(after)) => transaction.create(path, after),
                (Some(before), None) => transaction.remove(path, before),
                (None, None) => {}
            }
        }
        self.carry_out(&transaction)
    }

    /// Carries out a transaction, after one that was interrupted.
    ///
    /// # Errors
    /// As for [`Transaction::commit`].
    pub fn carry_out(&mut self, transaction: &Transaction) -> Result<(), TransactionError> {
        recover(&self.options.root, &|| {})?;
        transaction.commit(&self.options.root, &|| {})?;
        self.remember(transaction);
        Ok(())
    }

    /// Remembers the files that a transaction has written and removed.
    fn remember(&mut self, transaction: &Transaction) {
        let files = transaction.files();
        self.written.extend(files.map(|(path, after)| (path.to_owned(), after.map(Digest::of_bytes))));
        let Some((from, to)) = transaction.moved() else { return };
        let root = Folder::open(&self.options.root);
        for file in self.source.files() {
            let Some(rest) = file.path.strip_prefix(from).filter(|rest| rest.starts_with('/')) else {
                continue;
            };
            let new = format!("{to}{rest}");
            self.written.insert(file.path.to_string(), None);
            // One that cannot be read now is not known to be the same later.
            if let Some((opened, _)) = root.as_ref().ok().and_then(|root| root.open_file(&new).ok()) {
                self.written.extend(Digest::of_reader(opened).ok().map(|digest| (new, Some(digest))));
            }
        }
    }

    /// Returns the files that it wrote since the last commit. `None` if there are none, or no repository.
    pub fn uncommitted(&self) -> Option<Uncommitted> {
        let found = if self.written.is_empty() { None } else { git::uncommitted(self.root(), &self.written) };
        found.filter(|found| !found.files.is_empty() || !found.left_out.is_empty())
    }

    /// Commits files that it wrote, and returns the id of the commit.
    ///
    /// # Errors
    /// As for [`Uncommitted::commit`].
    pub fn commit(&mut self, files: &Uncommitted, message: &str) -> Result<ObjectId, CommitError> {
        let id = files.commit(&self.options.root, message)?;
        for file in &files.files {
            self.written.remove(&file.path);
        }
        Ok(id)
    }

    /// Plans the removal of an entry. `None` if there is no such entry.
    ///
    /// # Errors
    /// If its list cannot be changed so, or a file of it cannot be read.
    pub fn removal(&mut self, id: &EntryId) -> Option<Result<Removal, RemovalError>> {
        let Found { source, records, problems: before, .. } = self.look();
        let folder = entry(&records, id)?.folder.map(|folder| folder.path.to_string());
        let form = Form::open(&Edited::Entry(id.clone()), &records, &source)?;
        let mut found = references(&records, &source);
        found.retain(|reference| reference.to == *id && reference.from != *id);
        let mut transaction = Transaction::new(&format!("remove {id}"), String::new());
        let (files, after) = match self.without(folder.as_deref(), &form, &source, &mut transaction) {
            Ok(left) => left,
            Err(error) => return Some(Err(error)),
        };
        let Found { source, problems, .. } = self.look_at(after);
        let mut problems = problems.without(&before);
        problems.retain(|problem| problem.severity == Severity::Error);
        Some(Ok(Removal { files, references: found, problems, source, transaction, folder }))
    }

    /// Adds the removal to a transaction; returns the files concerned, and the content afterwards.
    fn without(
        &self,
        folder: Option<&str>,
        form: &Form,
        source: &Source,
        transaction: &mut Transaction,
    ) -> Result<(Vec<String>, Source), RemovalError> {
        let Some(folder) = folder else {
            let edit = form.without_entry().map_err(RemovalError::Draft)?;
            let edits: Vec<FileEdit> = edit.into_iter().collect();
            for edit in &edits {
                let (before, after) = (edit.before.as_deref(), edit.after.as_deref());
                transaction.replace(&edit.path, before.unwrap_or_default(), after.unwrap_or_default());
            }
            let files = edits.iter().map(|edit| edit.path.clone()).collect();
            return Ok((files, applied(source, &edits)));
        };
        let start = format!("{folder}/");
        let files = source.files().iter().map(|file| file.path.to_string());
        let files: Vec<String> = files.filter(|path| path.starts_with(&start)).collect();
        let root = Folder::open(&self.options.root).map_err(RemovalError::File)?;
        for path in &files {
            let bytes = root.read(path, Transaction::MOST_BYTES).map_err(RemovalError::File)?;
            transaction.remove_bytes(path, bytes);
        }
        let after = source.clone().without(&files);
        Ok((files, after))
    }

    /// Removes an entry.
    ///
    /// # Errors
    /// If a file has changed since it was read, or cannot be removed.
    pub fn remove(&mut self, removal: &Removal) -> Result<(), TransactionError> {
        self.carry_out(&removal.transaction)?;
        if let Some(folder) = &removal.folder {
            // An empty folder that stays does no harm.
            let _ = Folder::open(&self.options.root).and_then(|root| root.remove_if_empty(folder));
        }
        Ok(())
    }
}

/// Why the removal of an entry cannot be planned.
#[derive(Debug)]
pub enum RemovalError {
    /// Its list cannot be changed so.
    Draft(DraftError),
    /// A file of it cannot be read.
    File(FileError),
}

/// Returns the content with a draft.
fn applied(source: &Source, edits: &[FileEdit]) -> Source {
    let changed = edits.iter().filter_map(|edit| Some((edit.path.as_str(), edit.after.as_deref()?)));
    let removed: Vec<String> =
        edits.iter().filter(|edit| edit.after.is_none()).map(|edit| edit.path.clone()).collect();
    source.with_all(changed).without(&removed)
}

impl Found {
    /// Returns the address of the page of an entry, in a language if the site has it.
    pub fn page_of(&self, entry: &EntryId, language: Language) -> Option<String> {
        let site = self.site.as_ref()?;
        let is_meant =
            |subject: &Subject| site.catalogue.typed_id(*subject).is_some_and(|id| id == entry.to_string());
        let own = |subject: &Subject| match subject {
            Subject::Page(at) => site.catalogue.own_pages[*at].id.as_str() == entry.id,
            subject => subject.name() == Some(entry.id.as_str()),
        };
        let subjects = site.pages().iter().map(|page| page.subject);
        let subject = match entry.kind {
            Kind::StandingPage => subjects.into_iter().find(own)?,
            kind => site.catalogue.entries(kind).find(is_meant)?,
        };
        let locales = site.locales();
        let locale = locales.iter().find(|locale| locale.language() == language).or(locales.first())?;
        Some(site.subject_href(subject, *locale))
    }

    /// Returns the problems of an entry with the fields that they concern, and the errors elsewhere that were not
    /// there before.
    pub fn at_fields(&self, form: &Form, sent: &Sent, before: &Problems) -> (Vec<AtField>, Vec<Problem>) {
        let files = Structures::new(&self.source);
        let field_of = |problem: &Problem| form.field_of(problem, sent, &files);
        let own = self.problems.iter().filter_map(|problem| {
            let field = field_of(problem)?;
            Some(AtField { field, problem: problem.clone() })
        });
        let new = self.problems.clone().without(before);
        let is_other =
            |problem: &&Problem| problem.severity == Severity::Error && field_of(problem).is_none();
        (own.collect(), new.iter().filter(is_other).cloned().collect())
    }
}
