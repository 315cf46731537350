//! Imports a spreadsheet: each row becomes an activity, and the rows of one project become a project.
//!
//! `rows` interprets them, `projects` groups the rows and compares them with the catalogue,
//! and `write` makes the files. An import never replaces anything in the catalogue.

mod columns;
mod extra;
mod programmes;
mod projects;
mod replacements;
mod rows;
mod write;

use std::collections::HashMap;

use crate::authoring::draft::yaml::aligned;
use crate::authoring::draft::{Draft, add_activities, add_entries, named_entry, new_folder};
use crate::authoring::table;
use crate::base::id::Kind;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::called::Names;
use crate::content::parse::{Mapping, Records};
use crate::content::read::{Source, SourceFile};
use columns::Columns;
use programmes::Programmes;
use projects::Project;
use replacements::Replacements;
use rows::{NamedEntries, Reader, Row};

/// A planned import: the files to write, and statistics.
#[derive(Clone, Debug)]
pub struct Import {
    /// The files to write.
    pub draft: Draft,
    /// The number of non-empty rows.
    pub rows: usize,
    /// The number of new projects.
    pub projects: usize,
    /// The number of new activities, including those of new projects.
    pub activities: usize,
    /// The number of rows whose activity is already in the catalogue.
    pub unchanged: usize,
    /// The number of new entries in lists.
    pub entries: usize,
    /// The columns that were ignored, by letter and header.
    pub ignored: Vec<String>,
    /// The names of the sheets of the workbook that were ignored.
    pub other_sheets: Vec<String>,
}

/// Computes what the rows of `sheet` add to the content; `None` if there is an error.
pub fn import(
    sheet: &SourceFile,
    mapping: &Mapping,
    records: &Records,
    source: &Source,
    problems: &mut Problems,
) -> Option<Import> {
    let mut found = Problems::default();
    let import = read_sheet(sheet, mapping, records, source, &mut found);
    let import = import.filter(|_| !found.has_errors());
    problems.extend(found);
    import
}

fn read_sheet(
    file: &SourceFile,
    mapping: &Mapping,
    records: &Records,
    source: &Source,
    problems: &mut Problems,
) -> Option<Import> {
    let mut sheet = table::read(file, mapping.delimiter, problems)?;
    let written = extra::exported_for_editing(&sheet);
    if let Some(problem) = written.or_else(|| extra::rows_above_headers(&sheet, mapping)) {
        problems.push(problem);
        return None;
    }
    let text = file.content.text().map_or("", |text| text);
    if !sheet.report_cells(text, problems) {
        return None;
    }
    let columns = Columns::find(&sheet, mapping, problems);
    if !columns.fit(&file.path, &sheet, mapping, problems) {
        return None;
    }
    extra::take_totals(&mut sheet, &columns).into_iter().for_each(|problem| problems.push(problem));
    let names = Names::new(records);
    let programmes = programmes::programmes(records);
    let mut reader = Reader {
        keep: records.acronyms(),
        names: &names,
        programmes: &programmes,
        mapping,
        replacements: Replacements::of(mapping),
        districts: rows::districts(records),
        columns: &columns,
        text,
        new: NamedEntries::new(),
        constants: HashMap::new(),
        unknown: 0,
        problems,
    };
    let rows: Vec<Row> = sheet.rows.iter().filter_map(|row| reader.row(row)).collect();
    let new = reader.new;
    let mut import = Import {
        draft: Draft::default(),
        rows: sheet.rows.len(),
        projects: 0,
        activities: 0,
        unchanged: 0,
        entries: new.len(),
        ignored: columns.ignored,
        other_sheets: Vec::new(),
    };
    let projects = projects::projects(&rows, records);
    if !projects::fit(&projects, &file.path, problems) {
        return None;
    }
    for project in projects {
        project.check_rows(problems);
        import.add(&project, &programmes, source, problems);
    }
    import.add_entries(&new, records, source, &Place::start_of(&file.path), problems);
    Some(import)
}

impl Import {
    fn add(
        &mut self,
        project: &Project<'_>,
        programmes: &Programmes<'_>,
        source: &Source,
        problems: &mut Problems,
    ) {
        let Some(entry) = project.there else {
            self.projects += 1;
            self.activities += project.rows.len();
            self.draft.changes.extend(write::project(project, programmes));
            return;
        };
        let missing = project.missing(entry, programmes, problems);
        self.unchanged += project.rows.len() - missing.len();
        self.activities += missing.len();
        let (Some(record), Some(first)) = (&entry.facts, missing.first()) else { return };
        let inherited = projects::inherited(record, programmes);
        let mut activities: Vec<(String, Vec<String>)> = missing
            .iter()
            .map(|row| {
                let lines = aligned(write::activity(row, &inherited, false));
                (row.place.value.clone(), lines.lines().map(str::to_owned).collect())
            })
            .collect();
        activities.sort();
        match add_activities(record, &activities, source) {
            Ok(change) => self.draft.changes.push(change),
            Err(reason) => {
                let message = format!("cannot add to `{}`: {reason}", record.place.file);
                problems.push(
                    first
                        .place
                        .cell
                        .problem(&rules::CONTRADICTION, message)
                        .related(record.place.clone(), "the file")
                        .help("write its activities one below the other, each beginning with `- `"),
                );
            }
        }
    }

    fn add_entries(
        &mut self,
        new: &NamedEntries,
        records: &Records,
        source: &Source,
        place: &Place,
        problems: &mut Problems,
    ) {
        for kind in [Kind::SubArea, Kind::SupportType, Kind::Organisation, Kind::Document] {
            let entries: Vec<(String, Vec<String>)> = new
                .iter()
                .filter(|((of, _), _)| *of == kind)
                .filter_map(|((_, id), entry)| Some((id.clone(), named_entry(kind, &entry.names)?)))
                .collect();
            if kind.has_folders() {
                self.draft.changes.extend(entries.iter().map(|(id, facts)| new_folder(kind, id, facts)));
                continue;
            }
            if entries.is_empty() {
                continue;
            }
            match add_entries(kind, &entries, records, source) {
                Ok(change) => self.draft.changes.push(change),
                Err(refusal) => problems.push(
                    Problem::new(&rules::CONTRADICTION, place.clone(), refusal.message).help(refusal.help),
                ),
            }
        }
    }
}

impl std::fmt::Display for Import {
    /// "12 rows: 3 new projects, 7 new activities, 2 new entries in lists; 5 rows are already in the catalogue"
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let many =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        write!(f, "{}: ", many(self.rows, "row", "rows"))?;
        write!(f, "{}, ", many(self.projects, "new project", "new projects"))?;
        write!(f, "{}, ", many(self.activities, "new activity", "new activities"))?;
        write!(f, "{}; ", many(self.entries, "new entry in lists", "new entries in lists"))?;
        write!(
            f,
            "{}",
            many(self.unchanged, "row is already in the catalogue", "rows are already in the catalogue")
        )
    }
}
