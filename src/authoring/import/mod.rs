//! From a spreadsheet to content: each row becomes an activity, the rows of one project a project.
//!
//! `sheet` reads cells, `rows` what each of them says, `projects` puts rows together and compares them with
//! what is there, `write` makes the files. Nothing that is there is ever replaced.

mod names;
mod projects;
mod rows;
mod sheet;
mod values;
mod write;

use crate::authoring::draft::yaml::aligned;
use crate::authoring::draft::{Draft, add_activities, add_entries, named_entry};
use crate::base::id::Kind;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{Mapping, Records};
use crate::content::read::{Source, SourceFile};
use names::Names;
use projects::Project;
use rows::{Columns, NamedEntries, Reader, Row};

/// What an import would write, and what became of the rows.
#[derive(Clone, Debug)]
pub struct Import {
    /// The files.
    pub draft: Draft,
    /// Rows with something in them.
    pub rows: usize,
    /// Projects that are new.
    pub projects: usize,
    /// Activities that are new, with those of new projects.
    pub activities: usize,
    /// Rows that say what the catalogue has already.
    pub unchanged: usize,
    /// Entries of lists that are new.
    pub entries: usize,
    /// Columns that were not read, by letter and header.
    pub ignored: Vec<String>,
}

/// Works out what the rows of `sheet` add to the content; nothing if there is a problem.
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
    let sheet = sheet::read(file, mapping.delimiter, problems)?;
    let columns = Columns::find(&sheet, mapping, problems);
    let text = file.content.text().map_or("", |text| text);
    let names = Names::new(records);
    let mut reader = Reader {
        keep: records.acronyms(),
        names: &names,
        records,
        mapping,
        columns: &columns,
        text,
        new: NamedEntries::new(),
        unknown: 0,
        problems,
    };
    let rows: Vec<Row> = sheet.rows.iter().filter_map(|row| reader.row(row)).collect();
    let new = reader.new;
    let mut import = Import {
        draft: Draft { changes: Vec::new() },
        rows: sheet.rows.len(),
        projects: 0,
        activities: 0,
        unchanged: 0,
        entries: new.len(),
        ignored: columns.ignored,
    };
    for project in projects::projects(&rows, records) {
        project.check_rows(problems);
        import.add(&project, records, source, problems);
    }
    import.add_entries(&new, records, source, &Place::start_of(&file.path), problems);
    Some(import)
}

impl Import {
    fn add(&mut self, project: &Project<'_>, records: &Records, source: &Source, problems: &mut Problems) {
        let Some(entry) = project.there else {
            self.projects += 1;
            self.activities += project.rows.len();
            self.draft.changes.extend(write::project(project, records));
            return;
        };
        let missing = project.missing(entry, records, problems);
        self.unchanged += project.rows.len() - missing.len();
        self.activities += missing.len();
        let (Some(record), Some(first)) = (&entry.facts, missing.first()) else { return };
        let inherited = projects::inherited(record, records);
        let mut activities: Vec<(String, Vec<String>)> = missing
            .iter()
            .map(|row| {
                let lines = aligned(write::activity(row, &inherited, false));
                (row.municipality.value.clone(), lines.lines().map(str::to_owned).collect())
            })
            .collect();
        activities.sort();
        match add_activities(record, &activities, source) {
            Ok(change) => self.draft.changes.push(change),
            Err(reason) => {
                let message = format!("`{}` cannot be added to: {reason}", record.place.file);
                problems.push(
                    first
                        .municipality
                        .cell
                        .problem(&rules::CONTRADICTION, message)
                        .related(record.place.clone(), "the file")
                        .help(
                            "write its activities one below the other, each beginning with `- municipality:`",
                        ),
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
        for kind in [Kind::SubArea, Kind::SupportType, Kind::Organisation, Kind::Source] {
            let entries: Vec<(String, Vec<String>)> = new
                .iter()
                .filter(|((of, _), _)| *of == kind)
                .filter_map(|((_, id), entry)| Some((id.clone(), named_entry(kind, &entry.names)?)))
                .collect();
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
    /// "12 rows: 3 new projects, 7 new activities, 2 new entries in lists; 5 rows are there already"
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let many =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        write!(f, "{}: ", many(self.rows, "row", "rows"))?;
        write!(f, "{}, ", many(self.projects, "new project", "new projects"))?;
        write!(f, "{}, ", many(self.activities, "new activity", "new activities"))?;
        write!(f, "{}; ", many(self.entries, "new entry in lists", "new entries in lists"))?;
        write!(f, "{}", many(self.unchanged, "row is there already", "rows are there already"))
    }
}
