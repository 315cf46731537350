//! Renames an entry: its folder or key and every reference to it. The old id becomes an alias.
//!
//! All changes are computed before the first byte is written. References change only in the bytes that spell the id.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::authoring::diff;
use crate::authoring::transaction::Transaction;
use crate::base::folder::Folder;
use crate::base::id::{Id, Kind};
use crate::base::problem::{Place, Problems, Rule, Severity};
use crate::base::visible;
use crate::content::parse::{self, Records};
use crate::content::read::{FileContent, Lines, Source, SourceFile};
use crate::content::references::{self, EntryId, Home, NoSuchEntry, Reference};

/// The changes that rename an entry.
#[derive(Clone, Debug)]
pub struct Renaming {
    /// The old name.
    pub from: EntryId,
    /// The new name.
    pub to: EntryId,
    /// The number of references to rewrite.
    pub references: usize,
    /// The files that change, ordered by path, under their old paths.
    pub files: Vec<Rewritten>,
    /// The old and the new path of the entry's folder, if it has one.
    pub folder: Option<(String, String)>,
}

impl fmt::Display for Renaming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let Renaming { from, to, references, files, .. } = self;
        write!(f, "{from} -> {to}: {}, ", many(*references, "reference"))?;
        write!(f, "{} rewritten", many(files.len(), "file"))
    }
}

/// A file whose text changes.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// Its path, relative to the root.
    pub path: Arc<str>,
    /// Its current text.
    pub before: String,
    /// Its new text.
    pub after: String,
}

/// Why an entry cannot be renamed.
#[derive(Debug)]
pub enum RenameError {
    /// There is no such entry.
    NoSuchEntry(NoSuchEntry),
    /// The new id is the old one.
    Same(EntryId),
    /// Another entry has the new id now or as an alias, or something else is where its folder would be.
    Taken(EntryId, String),
    /// Errors in the content may hide references.
    Hidden(Problems),
    /// A reference is written with escapes and cannot be rewritten; file, line and column.
    Unspelt(EntryId, String),
    /// The renaming would add these errors to the content.
    Breaks(EntryId, Problems),
    /// A reference would lead to another target, because the new id also names something else; file, line and column.
    Diverts(EntryId, String),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenameError::NoSuchEntry(error) => error.fmt(f),
            RenameError::Same(entry) => write!(f, "{entry} already has this id"),
            RenameError::Taken(entry, reason) => {
                write!(f, "{entry} cannot be the new name: {reason}\nchoose another id")
            }
            RenameError::Hidden(_) => {
                write!(f, "these errors may hide references; correct them, then rename")
            }
            RenameError::Unspelt(entry, place) => write!(
                f,
                "{place}: this reference to {entry} is written with escapes\nwrite the id plainly, then rename"
            ),
            RenameError::Breaks(entry, _) => {
                write!(f, "with the new name {entry} the content would have these errors; choose another id")
            }
            RenameError::Diverts(entry, place) => write!(
                f,
                "{place}: with the new name {entry} this would refer to something else\nchoose another id"
            ),
        }
    }
}

impl std::error::Error for RenameError {}

/// Computes the changes that rename `entry`. `problems` are all the problems of the content.
///
/// # Errors
/// If there is no such entry, the new id is not free, or references may be hidden or cannot be rewritten.
pub fn rename(
    root: &Path,
    source: &Source,
    records: &Records,
    problems: &Problems,
    entry: &EntryId,
    new: &Id,
) -> Result<Renaming, RenameError> {
    let hiding = references::hiding(problems);
    if !hiding.is_empty() {
        return Err(RenameError::Hidden(hiding));
    }
    let home = references::find(records, entry).map_err(RenameError::NoSuchEntry)?;
    let to = EntryId { kind: entry.kind, id: home.with_last(new.as_str()) };
    require_free(root, records, &home, &to)?;
    let mut edits = Edits { source, by_file: BTreeMap::new() };
    let mut count = 0;
    for reference in references::references(records, source).iter().filter(|one| one.to == *entry) {
        let Some(spelt) = &reference.spelt else {
            return Err(RenameError::Unspelt(entry.clone(), Lines::new(source).shown(&reference.place)));
        };
        edits.replace(&reference.place.file, spelt.clone(), new.as_str());
        count += 1;
    }
    if let Some(key) = home.key {
        edits
            .replace_scalar(&key.place, &key.value, new)
            .ok_or_else(|| unspelt(entry, &key.place, source))?;
    }
    edits.keep_alias(&home, new).map_err(|place| unspelt(entry, &place, source))?;
    let folder = home.folder.map(|folder| {
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        (folder.to_string(), format!("{parent}/{new}"))
    });
    Ok(Renaming { from: entry.clone(), to, references: count, files: edits.apply(), folder })
}

fn unspelt(entry: &EntryId, place: &Place, source: &Source) -> RenameError {
    RenameError::Unspelt(entry.clone(), Lines::new(source).shown(place))
}

/// Checks that no entry has the new id, now or as an alias, and that nothing is where its folder would be.
fn require_free(root: &Path, records: &Records, home: &Home<'_>, to: &EntryId) -> Result<(), RenameError> {
    let taken = |reason: String| Err(RenameError::Taken(to.clone(), reason));
    let noun = to.kind.noun();
    for other in references::homes(records, to.kind) {
        if other.id == to.id && other.id == home.id {
            return Err(RenameError::Same(to.clone()));
        }
        if other.id.eq_ignore_ascii_case(&to.id) {
            return taken(format!("the {noun} `{}` has it", other.id));
        }
        let claims = |alias: &parse::Alias| other.with_last(&alias.value) == to.id;
        if other.id != home.id && other.aliases().any(claims) {
            return taken(format!("it is an alias of the {noun} `{}`", other.id));
        }
    }
    let Some((parent, _)) = home.folder.and_then(|folder| folder.rsplit_once('/')) else { return Ok(()) };
    // This also finds what is not content, such as an empty folder or a file. Some systems ignore case in names.
    let entries = Folder::open(root).and_then(|root| root.folder(parent)?.entries());
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => return taken(error.to_string()),
    };
    match entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(to.id.as_str())) {
        Some(entry) => {
            taken(format!("{} already exists", visible::path(&root.join(parent).join(&entry.name))))
        }
        None => Ok(()),
    }
}

/// Replacements in files, by file and range of bytes.
struct Edits<'a> {
    source: &'a Source,
    by_file: BTreeMap<Arc<str>, Vec<(Range<usize>, String)>>,
}

impl Edits<'_> {
    fn replace(&mut self, file: &Arc<str>, span: Range<usize>, by: &str) {
        self.by_file.entry(Arc::clone(file)).or_default().push((span, by.to_owned()));
    }

    fn text(&self, file: &str) -> &str {
        self.source.file(file).and_then(|file| file.content.text()).map_or("", |text| text)
    }

    /// Replaces an id, and keeps the quotes around it.
    fn replace_scalar(&mut self, place: &Place, value: &str, by: &Id) -> Option<()> {
        let written = self.text(&place.file).get(place.span.clone())?;
        let plain = written.trim_end().trim_matches(['"', '\'']);
        if plain != value {
            return None;
        }
        let start = place.span.start + written.find(value)?;
        self.replace(&place.file, start..start + value.len(), by.as_str());
        Some(())
    }

    /// Adds the old id to the aliases. If the new id is one of them, the old id takes its place.
    fn keep_alias(&mut self, home: &Home<'_>, new: &Id) -> Result<(), Place> {
        let Some((facts, _)) = home.facts else { return Ok(()) };
        let old = home.id.rsplit('/').next().unwrap_or(&home.id);
        if let Some(alias) = home.aliases().find(|alias| alias.value == new.as_str()) {
            let old = Id::new(old).ok_or_else(|| alias.place.clone())?;
            return self.replace_scalar(&alias.place, &alias.value, &old).ok_or_else(|| alias.place.clone());
        }
        match home.aliases().last() {
            Some(last) => self.add_to_list(&last.place, old),
            None => self.add_key(facts, old),
        }
        Ok(())
    }

    /// Adds an item after the last one, in the layout of the list.
    fn add_to_list(&mut self, last: &Place, item: &str) {
        let text = self.text(&last.file);
        let line_start = text[..last.span.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line_start..last.span.start];
        let (at, added) = if before.trim() == "-" {
            let rest = &text[last.span.end..];
            let line_end = last.span.end + rest.find('\n').unwrap_or(rest.len());
            let line_end = if text[..line_end].ends_with('\r') { line_end - 1 } else { line_end };
            (line_end, format!("{}{before}{item}", line_break(text)))
        } else {
            (last.span.end, format!(", {item}"))
        };
        self.replace(&last.file, at..at, &added);
    }

    /// Adds `aliases:` as the first key of a record, in the layout of the record.
    fn add_key(&mut self, facts: &Place, item: &str) {
        let text = self.text(&facts.file);
        let at = facts.span.start;
        let (at, added) = if text[at..].starts_with('{') {
            let space = if text[at + 1..].starts_with(char::is_whitespace) { "" } else { " " };
            (at + 1, format!(" aliases: [{item}],{space}"))
        } else {
            let line_start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let before = text[line_start..at].trim_start_matches('\u{feff}');
            (at, format!("aliases: [{item}]{}{}", line_break(text), " ".repeat(before.chars().count())))
        };
        self.replace(&facts.file, at..at, &added);
    }

    fn apply(self) -> Vec<Rewritten> {
        let mut files = Vec::new();
        for (path, edits) in &self.by_file {
            let before = self.text(path);
            let mut sorted: Vec<_> = edits.iter().collect();
            sorted.sort_by_key(|(span, _)| (span.start, span.end));
            let mut after = String::new();
            let mut at = 0;
            for (span, by) in sorted {
                after.push_str(&before[at..span.start]);
                after.push_str(by);
                at = span.end;
            }
            after.push_str(&before[at..]);
            files.push(Rewritten { path: Arc::clone(path), before: before.to_owned(), after });
        }
        files
    }
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

impl Renaming {
    /// Returns the content after the renaming.
    pub fn renamed(&self, source: &Source) -> Source {
        let rewritten: BTreeMap<&str, &str> =
            self.files.iter().map(|file| (&*file.path, file.after.as_str())).collect();
        let file = |file: &SourceFile| SourceFile {
            path: self.new_path(&file.path),
            content: match rewritten.get(&*file.path) {
                Some(text) => FileContent::Text((*text).into()),
                None => file.content.clone(),
            },
        };
        Source::from_files(source.files().iter().map(file).collect())
    }

    fn new_path(&self, path: &Arc<str>) -> Arc<str> {
        let below = self.folder.as_ref().and_then(|(old, new)| {
            let rest = path.strip_prefix(old.as_str()).filter(|rest| rest.starts_with('/'))?;
            Some(format!("{new}{rest}").into())
        });
        below.unwrap_or_else(|| Arc::clone(path))
    }

    /// Checks that the renaming adds no errors, and that every reference keeps its target.
    ///
    /// # Errors
    /// If there would be a new error, or a reference would lead to another target.
    pub fn verify(
        &self,
        before: (&Problems, &[Reference]),
        after: (&Problems, &[Reference]),
        renamed: &Source,
    ) -> Result<(), RenameError> {
        let breaches = |problems: &Problems, rule: &Rule| {
            problems
                .iter()
                .filter(|problem| problem.severity == Severity::Error && problem.rule == rule)
                .count()
        };
        let worse = after.0.errors(|rule| breaches(after.0, rule) > breaches(before.0, rule));
        if !worse.is_empty() {
            return Err(RenameError::Breaks(self.to.clone(), worse));
        }
        let mut wanted: Vec<(EntryId, EntryId)> =
            before.1.iter().map(|one| (self.new_name(&one.from), self.new_name(&one.to))).collect();
        wanted.sort();
        let mut left = after.1.iter().collect::<Vec<_>>();
        left.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        let differs =
            left.iter().zip(&wanted).find(|(one, wanted)| (&one.from, &one.to) != (&wanted.0, &wanted.1));
        match differs {
            Some((one, _)) => {
                Err(RenameError::Diverts(self.to.clone(), Lines::new(renamed).shown(&one.place)))
            }
            None if left.len() != wanted.len() => Err(RenameError::Diverts(
                self.to.clone(),
                self.files.first().map_or_else(String::new, |file| file.path.to_string()),
            )),
            None => Ok(()),
        }
    }

    /// Returns the new name of an entry; the name of a sub-area includes its area.
    fn new_name(&self, entry: &EntryId) -> EntryId {
        if *entry == self.from {
            return self.to.clone();
        }
        match entry.id.split_once('/') {
            Some((area, rest))
                if self.from.kind == Kind::Area && entry.kind == Kind::SubArea && area == self.from.id =>
            {
                EntryId { kind: Kind::SubArea, id: format!("{}/{rest}", self.to.id) }
            }
            _ => entry.clone(),
        }
    }

    /// Returns the renamed folder, and the changes of the files as a unified diff.
    pub fn diff(&self) -> String {
        let mut shown = String::new();
        if let Some((old, new)) = &self.folder {
            shown.push_str(&format!("{old} -> {new}\n"));
        }
        for file in &self.files {
            shown.push_str(&diff::unified(&file.path, Some(&file.before), &file.after));
        }
        shown
    }

    /// Returns the transaction that renames the entry.
    pub fn transaction(&self) -> Transaction {
        let title = title(&self.from, self.to.id.rsplit('/').next().unwrap_or(&self.to.id));
        let mut transaction = Transaction::new(&title, title.clone());
        for file in &self.files {
            transaction.replace(&file.path, &file.before, &file.after);
        }
        if let Some((from, to)) = &self.folder {
            transaction.rename(from, to);
        }
        transaction
    }
}

/// Returns the title of a renaming. Two renamings with the same title are the same.
pub fn title(entry: &EntryId, new: &str) -> String {
    format!("rename {entry} -> {new}")
}
