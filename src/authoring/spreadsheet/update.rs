//! Finds what was changed in a workbook, and changes the content so.

use std::collections::{BTreeMap, HashMap};

use super::compare::Comparison;
use super::kind::SheetKind;
use super::names::Names;
use super::rows::{Row, Rows, entry};
use super::table::{Columns, NOT_EXPORTED, kind_of, refusal};
use crate::authoring::draft::{Change, Draft};
use crate::authoring::forms::{DraftError, FACTS, FileEdit, Form, Sent, TEXT, Value};
use crate::authoring::table::{self, Cell, Sheet, SheetRow};
use crate::authoring::values::is_total;
use crate::base::problem::{MOST_ALIKE, Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{Delimiter, Parts, Records, Structures};
use crate::content::read::{Source, SourceFile};
use crate::text::suggest::did_you_mean;

/// The problems of the content for which the cell is looked for. Reports show only the first of many.
const MOST_LOCATED: usize = 100;

/// A planned update of the content from a workbook.
pub struct Update {
    /// The files to write.
    pub draft: Draft,
    /// The number of rows that were read.
    pub rows: usize,
    /// The number of cells that say something else than the content.
    pub cells: usize,
    /// The columns that were ignored, by letter and heading.
    pub ignored: Vec<String>,
    /// The sheets that were ignored.
    pub other_sheets: Vec<String>,
    /// The cells that differ, in columns that only show something.
    pub unread: Vec<String>,
    edited: Vec<Edited>,
}

/// An entry that changes.
struct Edited {
    form: Form,
    sent: Sent,
    cells: Vec<Edit>,
}

/// A cell whose value changes.
struct Edit {
    cell: Cell,
    /// The path of its value in the form of its entry.
    field: String,
    /// The key whose values it shows, if those of several keys belong together.
    part: Option<&'static str>,
}

/// A table with its delimiter, if that is known.
type Table = (SourceFile, Option<Delimiter>);

/// Plans the changes of the content that tables want. `removes` says whether an empty cell removes what the content says.
/// Cells that cannot be read are reported and left out. `None` if the files cannot be changed, which is reported too.
pub fn update(
    tables: &[Table],
    removes: bool,
    records: &Records,
    source: &Source,
    problems: &mut Problems,
) -> Option<Update> {
    let names = Names::new(records);
    let mut found = Problems::default();
    let mut reader = Reader {
        names: &names,
        removes,
        edited: BTreeMap::new(),
        update: Update {
            draft: Draft::default(),
            rows: 0,
            cells: 0,
            ignored: Vec::new(),
            other_sheets: Vec::new(),
            unread: Vec::new(),
            edited: Vec::new(),
        },
        unknown: 0,
        problems: &mut found,
    };
    let mut refused = None;
    let mut seen: Vec<&SheetKind> = Vec::new();
    for (file, delimiter) in tables {
        let Some(sheet) = table::read(file, *delimiter, reader.problems) else { continue };
        let Some(kind) = kind_of(&sheet) else {
            refused = refused.or_else(|| refusal(&sheet));
            reader.update.other_sheets.push(file.path.to_string());
            continue;
        };
        if seen.iter().any(|other| other.name == kind.name) {
            second(&sheet, kind).into_iter().for_each(|problem| reader.problems.push(problem));
            continue;
        }
        seen.push(kind);
        let text = file.content.text().map_or("", |text| text);
        if !sheet.report_cells(text, reader.problems) {
            continue;
        }
        reader.read(&sheet, &Rows::of(kind, records, source));
    }
    let Reader { edited, mut update, .. } = reader;
    if seen.is_empty() && found.is_empty() {
        let file = tables.first().map_or("".into(), |(file, _)| file.path.clone());
        let empty = || Problem::new(&rules::SHEET_COLUMNS, Place::start_of(&file), NOT_EXPORTED);
        found.push(refused.unwrap_or_else(empty));
    }
    update.edited = edited.into_values().collect();
    let update = update.drafted(&mut found);
    problems.extend(found);
    update
}

/// Says that a workbook has two sheets with the same rows.
fn second(sheet: &Sheet, kind: &SheetKind) -> Option<Problem> {
    let first = &sheet.headers.first()?.cell;
    let message = format!("there is more than one sheet of {}", kind.name);
    Some(first.problem(&rules::SHEET_COLUMNS, message).help("delete the copy"))
}

/// The state while tables are read.
struct Reader<'a> {
    names: &'a Names,
    removes: bool,
    /// The entries that change, by the paths of their forms.
    edited: BTreeMap<String, Edited>,
    update: Update,
    /// The number of rows that the content does not have.
    unknown: usize,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn read(&mut self, sheet: &Sheet, rows: &Rows) {
        let mut columns = Columns::find(sheet, rows, self.problems);
        self.update.ignored.append(&mut columns.ignored);
        let by_name: HashMap<&str, &Row> = rows.rows.iter().map(|row| (row.name.as_str(), row)).collect();
        let mut seen: HashMap<&str, &Cell> = HashMap::new();
        for row in &sheet.rows {
            let Some(name) = self.name(row, &columns, rows) else { continue };
            self.update.rows += 1;
            if let Some(first) = seen.insert(&name.text, name) {
                let message = format!("the row of `{}` is there twice", name.shown());
                self.problems.push(
                    name.problem(&rules::CONTRADICTION, message)
                        .related(first.place.clone(), "first time")
                        .help(format!(
                            "delete the copy; a new {} is added with {}",
                            rows.sheet.heading, rows.sheet.added_with
                        )),
                );
                continue;
            }
            match by_name.get(name.text.as_str()) {
                Some(known) => self.compare(&Comparison { row, name, columns: &columns, rows, known }),
                None => self.report_unknown(name, rows),
            }
        }
    }

    /// Returns the cell with the name of a row. Reports a row without one.
    fn name<'r>(&mut self, row: &'r SheetRow, columns: &Columns, rows: &Rows) -> Option<&'r Cell> {
        let name = row.cells.get(columns.name).and_then(Option::as_ref);
        if name.is_none()
            && let Some(first) = row.cells.iter().flatten().next()
        {
            let message = format!(
                "row {} has no name in the first column, so it is none of the exported rows",
                row.number
            );
            let help = format!(
                "delete the row; a new {} is added with {}",
                rows.sheet.heading, rows.sheet.added_with
            );
            self.problems.push(first.problem(&rules::SHEET_COLUMNS, message).help(help));
        }
        name
    }

    fn report_unknown(&mut self, name: &Cell, rows: &Rows) {
        if is_total(&name.text) {
            let message = "this row seems to be one of totals";
            self.problems.push(name.problem(&rules::SHEET_COLUMNS, message).help("delete the row"));
            return;
        }
        let message = format!("the content has no {} `{}`", rows.sheet.heading, name.shown());
        // Reports show only the first of many similar problems, so the others need no suggestion.
        self.unknown += 1;
        let is_shown = self.unknown <= MOST_ALIKE;
        let new = rows.sheet.added_with;
        let names = || rows.rows.iter().map(|row| row.name.as_str());
        let near = is_shown.then(|| did_you_mean(&name.text, names())).flatten();
        let help = match near {
            Some(near) => format!(
                "if it is new, add it with {new}; if not, the names of the rows must stay as they were exported, such as `{near}`"
            ),
            None => format!(
                "if it is new, add it with {new}; if not, export the workbook again, because the row was removed or renamed in the content"
            ),
        };
        self.problems.push(name.problem(&rules::UNKNOWN_REFERENCE, message).help(help));
    }

    /// Collects the values of a row that are to change, and reports those that cannot.
    fn compare(&mut self, comparison: &Comparison<'_>) {
        let Comparison { rows, known, .. } = *comparison;
        for at in 0..rows.columns.len() {
            let Some((cell, values)) = comparison.other(at, self.names) else { continue };
            match comparison.refusal(at, &cell, &values, self.removes) {
                Some((message, help)) => {
                    self.problems.push(cell.problem(&rules::CONTRADICTION, message).help(help));
                }
                None => self.edit(rows, known, at, cell, &values),
            }
        }
        self.update.unread.extend(comparison.unread(self.names));
    }

    fn edit(&mut self, rows: &Rows, known: &Row, at: usize, cell: Cell, values: &[String]) {
        let (column, form) = (&rows.columns[at], rows.form(known));
        let edited = self.edited.entry(form.edited.to_string()).or_insert_with(|| Edited {
            form: form.clone(),
            sent: form.shown(),
            cells: Vec::new(),
        });
        let sent = &mut edited.sent;
        let (root, whole) = match (column.language, rows.sheet.list, known.item) {
            (Some(language), ..) => {
                (format!("{TEXT}.{}", language.code()), Some(&mut sent.texts[language].0))
            }
            (None, Some(list), Some(item)) => {
                let item = item.to_string();
                (format!("{FACTS}.{}.{item}", list.key), sent.facts.at_mut(&[list.key, &item]))
            }
            (None, ..) => (FACTS.to_owned(), Some(&mut sent.facts)),
        };
        let Some(whole) = whole else { return };
        let value = match values.is_empty() {
            true => Value::Nothing,
            false => column.applied(whole.at(column.keys()), values),
        };
        whole.set(column.keys(), value);
        let field = [&[root.as_str()], column.keys()].concat().join(".");
        edited.cells.push(Edit { cell, field, part: column.part() });
        self.update.cells += 1;
    }
}

impl Update {
    /// Changes the files. Reports what cannot be changed.
    fn drafted(mut self, problems: &mut Problems) -> Option<Self> {
        let sent: Vec<(&Form, &Sent)> =
            self.edited.iter().map(|edited| (&edited.form, &edited.sent)).collect();
        match Form::draft_all(&sent) {
            Ok(edits) => {
                self.draft = draft(edits);
                Some(self)
            }
            Err(error) => {
                let (file, reason) = match error {
                    DraftError::Twice(field) => (None, format!("`{field}` would have a value twice")),
                    DraftError::Unreadable(file) => {
                        let reason = format!("{file} is not valid YAML");
                        (Some(file), reason)
                    }
                    DraftError::Odd(file, line) => {
                        let reason =
                            format!("line {line} of {file} is written in a way that cannot be changed here");
                        (Some(file), reason)
                    }
                };
                let is_of = |edited: &&Edited| {
                    file.is_none() || edited.form.files().values().any(|own| Some(&own.path) == file.as_ref())
                };
                let cell = self.edited.iter().find(is_of).and_then(|edited| edited.cells.first());
                let problem = cell.map(|edit| edit.cell.problem(&rules::CONTRADICTION, reason.clone()));
                if let Some(problem) = problem {
                    problems.push(problem.help("make the change in the file itself"));
                }
                None
            }
        }
    }

    /// Returns a problem that the changes cause, at the cell that causes it. `after` is the content with the changes.
    fn located(&self, problem: &Problem, after: &Structures<'_>) -> Problem {
        let owner = owner(problem, after);
        let is_owner = |edited: &&Edited| {
            let id = entry(&edited.form).filter(|entry| !entry.kind.has_folders());
            id.is_none_or(|entry| Some(&entry.id) == owner.as_ref())
        };
        let edit = self.edited.iter().filter(is_owner).find_map(|edited| {
            let field = edited.form.field_of(problem, &edited.sent, after)?;
            let last = field.rsplit('.').next();
            let shared = |edit: &Edit| {
                let (own, other) = (edit.field.split('.'), field.split('.'));
                own.zip(other).take_while(|(own, other)| own == other).count()
            };
            // A group that lacks a key, or a value that occurs twice, is nearest to the cell that shares most keys.
            edited
                .cells
                .iter()
                .rev()
                .max_by_key(|edit| (shared(edit), edit.part.is_some() && edit.part == last))
        });
        match edit {
            None => problem.clone(),
            Some(Edit { cell, .. }) => {
                let mut located = problem.clone();
                located.place = cell.place.clone();
                located.label = cell.position.clone();
                located
            }
        }
    }

    /// Returns the problems at the cells that cause them, the first of many.
    pub(in crate::authoring) fn all_located(&self, found: &Problems, after: &Source) -> Problems {
        let mut problems = Problems::default();
        let files = Structures::new(after);
        for (at, problem) in found.iter().enumerate() {
            problems.push(if at < MOST_LOCATED { self.located(problem, &files) } else { problem.clone() });
        }
        problems
    }
}

/// Returns the name of the entry of a list that a problem concerns.
fn owner(problem: &Problem, files: &Structures<'_>) -> Option<String> {
    let structure = files.facts(&problem.place.file)?;
    let Parts::Group(entries) = &structure.parts else { return None };
    let next = entries.partition_point(|(_, key, _)| key.start <= problem.place.span.start);
    Some(entries.get(next.checked_sub(1)?)?.0.clone())
}

/// Returns the changes of files.
fn draft(edits: Vec<FileEdit>) -> Draft {
    let mut draft = Draft::default();
    for FileEdit { path, before, after } in edits {
        let Some(text) = after else {
            draft.removed.push(path);
            continue;
        };
        let first =
            |before: &str| before.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
        let added_at = before.as_deref().map(|before| first(before) + 1);
        draft.changes.push(Change { path, text, added_at });
    }
    draft
}
