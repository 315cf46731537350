//! Interprets the cells of a row: resolves names to ids, and brings each value into the form that the catalogue uses.

mod entries;
mod facts;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::columns::Columns;
use super::programmes::Programmes;
use super::replacements::Replacements;
use crate::authoring::draft::id_from;
use crate::authoring::table::{Cell, SheetRow};
use crate::base::id::{Id, Kind};
use crate::base::language::{Locale, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::called::{Meaning, Names};
use crate::content::parse::{BLANK, Column, ListSeparator, Mapping, Records, WideScope, most_items};
use crate::text::language::Acronyms;

/// The separator between several values of a column.
pub(super) const BETWEEN: &str = ", ";

/// A value in the form that the catalogue uses, and the cell it comes from. Several ids are joined with `, `.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) value: String,
    pub(super) cell: Cell,
}

/// The values of a row. Columns without a valid value are left out.
#[derive(Debug)]
pub(super) struct Row {
    /// The id of its project.
    pub(super) project: String,
    /// The key for the place of the activity: `municipality`, `district`, `region` or `scope`.
    pub(super) place_key: &'static str,
    /// The id of the place, or the word for a scope without one.
    pub(super) place: Said,
    pub(super) said: BTreeMap<Column, Arc<Said>>,
}

impl Row {
    /// Returns start and end if the row gives either.
    pub(super) fn period(&self) -> Option<(Option<String>, Option<String>)> {
        let date = |column| self.said.get(&column).map(|said| said.value.clone());
        let (start, end) = (date(Column::Start), date(Column::End));
        (start.is_some() || end.is_some()).then_some((start, end))
    }
}

/// An entry that the sheet names and that is not in the catalogue.
#[derive(Debug)]
pub(super) struct NamedEntry {
    pub(super) names: Localized<Option<String>>,
    cell: Cell,
}

/// The new entries, by kind and id.
pub(super) type NamedEntries = BTreeMap<(Kind, String), NamedEntry>;

/// The state while the rows of a sheet are read.
pub(super) struct Reader<'a> {
    /// The words that Cyrillic texts keep in Latin script.
    pub(super) keep: Acronyms,
    pub(super) names: &'a Names,
    pub(super) programmes: &'a Programmes<'a>,
    pub(super) mapping: &'a Mapping,
    pub(super) replacements: Replacements<'a>,
    /// The districts of the municipalities, by id.
    pub(super) districts: HashMap<&'a str, &'a str>,
    pub(super) columns: &'a Columns,
    /// The text of the sheet.
    pub(super) text: &'a str,
    pub(super) new: NamedEntries,
    /// The values of lists that are the same in every row, because they are constants of the mapping.
    pub(super) constants: HashMap<Column, Option<Arc<Said>>>,
    /// The number of cells that name an unknown entry.
    pub(super) unknown: usize,
    pub(super) problems: &'a mut Problems,
}

impl Reader<'_> {
    /// Reads a row. If it names no project or municipality, reports that and returns `None`.
    pub(super) fn row(&mut self, row: &SheetRow) -> Option<Row> {
        let mut said = BTreeMap::new();
        let mut keep = |column: Column, value: Option<Arc<Said>>| {
            value.map(|value| said.insert(column, value));
        };
        for column in [
            Column::TitleSr,
            Column::TitleEn,
            Column::SummarySr,
            Column::SummaryEn,
            Column::NoteSr,
            Column::NoteEn,
        ] {
            keep(column, self.words(row, column).map(Arc::new));
        }
        keep(Column::Programme, self.one(row, Column::Programme, Kind::Programme).map(Arc::new));
        keep(Column::SubArea, self.sub_area(row).map(Arc::new));
        for (column, kind) in [
            (Column::SupportType, Kind::SupportType),
            (Column::TargetGroups, Kind::TargetGroup),
            (Column::Implementers, Kind::Organisation),
            (Column::Partners, Kind::Organisation),
            (Column::PartnerMunicipalities, Kind::Municipality),
            (Column::Locations, Kind::Municipality),
            (Column::Sources, Kind::Document),
        ] {
            keep(column, self.many(row, column, kind));
        }
        for column in AMOUNTS {
            keep(column, self.of_awards(row, column).map(Arc::new));
        }
        for column in [Column::Start, Column::End] {
            keep(column, self.date(row, column).map(Arc::new));
        }
        keep(Column::Status, self.status(row).map(Arc::new));
        let phase = self.phase(row, said.get(&Column::Programme).map(|said| &**said));
        phase.map(|phase| said.insert(Column::Phase, Arc::new(phase)));
        self.check_period(&said);
        self.check_funding(&said);
        let project = self.project(row, &said);
        let place = self.place(row);
        let (place_key, place) = place?;
        Some(Row { project: project?, place_key, place, said })
    }

    /// Returns the cell of a column, or its constant, after the replacements of the mapping.
    fn cell(&self, row: &SheetRow, column: Column) -> Option<Cell> {
        let cell = match (self.columns.at.get(&column), self.mapping.constants.get(&column)) {
            (Some(at), _) => self.in_both_scripts(row, column, row.cells.get(*at)?.clone()?),
            (None, Some(constant)) => mapped(constant),
            (None, None) => return None,
        };
        let cell = self.meant(column, cell);
        (cell.text != BLANK).then_some(cell)
    }

    /// Adds the Cyrillic form to the text as `-{Latin|Cyrillic}-` if transliteration would give a different one.
    fn in_both_scripts(&self, row: &SheetRow, column: Column, mut cell: Cell) -> Cell {
        let cyrillic = self.columns.cyrillic.get(&column).and_then(|at| row.cells.get(*at)?.as_ref());
        let Some(cyrillic) = cyrillic else { return cell };
        let can_be_marked = !cell.text.contains(['|', '}']) && !cyrillic.text.contains(['|', '}']);
        if can_be_marked && Locale::SrCyrl.in_script(&cell.text, &self.keep).text != cyrillic.text {
            cell.text = format!("-{{{}|{}}}-", cell.text, cyrillic.text);
        }
        cell
    }

    fn meant(&self, column: Column, cell: Cell) -> Cell {
        match self.replacements.get(column, &cell.text) {
            Some(meant) => Cell { text: meant.to_owned(), ..cell },
            None => cell,
        }
    }

    fn words(&self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let value = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Said { value, cell })
    }

    /// Splits a cell into its items.
    fn items(&mut self, row: &SheetRow, column: Column) -> Vec<Cell> {
        let separator = match self.mapping.list_separator {
            Some(ListSeparator::Comma) => ',',
            Some(ListSeparator::Semicolon) | None => ';',
        };
        let parts = self.parts(row, column, &[separator, '\n', '\r']);
        parts.into_iter().filter(|part| !part.text.is_empty()).collect()
    }

    /// Splits a cell, each part with its own place if the sheet contains the text literally. Reports one with more parts
    /// than a list may have.
    fn parts(&mut self, row: &SheetRow, column: Column, separators: &[char]) -> Vec<Cell> {
        let Some(cell) = self.cell(row, column) else { return Vec::new() };
        let (count, most) = (cell.text.split(separators).count(), most_items(column.word()));
        if count > most {
            let message = format!("this cell has {count} items; a list may have at most {most}");
            let help = "keep the items that readers need, and combine those that say the same";
            self.problems.push(cell.problem(&rules::LIST_TOO_LONG, message).help(help));
            return Vec::new();
        }
        let texts = cell.text.split(separators).map(str::trim);
        let start = self.start_of(&cell);
        let item = |text: &str| {
            let at = text.as_ptr() as usize - cell.text.as_ptr() as usize;
            let place = match start {
                Some(start) => {
                    Place { file: cell.place.file.clone(), span: start + at..start + at + text.len() }
                }
                None => cell.place.clone(),
            };
            self.meant(column, Cell { text: text.to_owned(), place, position: cell.position.clone() })
        };
        texts.map(item).collect()
    }

    /// Returns the position of a cell's text in the sheet, if the sheet contains it literally.
    fn start_of(&self, cell: &Cell) -> Option<usize> {
        let raw = self.text.get(cell.place.span.clone())?;
        Some(cell.place.span.start + raw.find(&cell.text)?)
    }

    /// Returns the id of the project: the given one, that of the project with this title, or one made from the title.
    fn project(&mut self, row: &SheetRow, said: &BTreeMap<Column, Arc<Said>>) -> Option<String> {
        if let Some(cell) = self.cell(row, Column::Project) {
            if let Some(id) = self.names.today(Kind::Project, &cell.text) {
                return Some(id.to_owned());
            }
            if Id::new(&cell.text).is_some() {
                return Some(cell.text);
            }
            let help = how_to_write(id_from(&cell.text));
            let message = format!("`{}` cannot be an id", cell.shown());
            self.problems.push(cell.problem(&rules::BAD_ID, message).help(help));
            return None;
        }
        let titles = [Column::TitleSr, Column::TitleEn].into_iter().filter_map(|column| said.get(&column));
        let mut ids = titles.filter_map(|title| match self.names.find(Kind::Project, &title.value, "") {
            Meaning::One(id) => Some(id),
            _ => id_from(&title.value),
        });
        let id = ids.next();
        if id.is_none() {
            let columns = [Column::Project, Column::TitleSr, Column::TitleEn];
            self.report_missing(
                row,
                &columns,
                "project",
                "write the id of the project, or its title in Serbian",
            );
        }
        id
    }

    /// Returns the key for the place of an activity, and the place.
    fn place(&mut self, row: &SheetRow) -> Option<(&'static str, Said)> {
        let Some(scope) = self.cell(row, Column::Scope) else {
            return self.municipality(row).map(|said| ("municipality", said));
        };
        let (column, kind, key) = match scope.text.as_str() {
            "municipality" => return self.municipality(row).map(|said| ("municipality", said)),
            "district" => (Column::District, Kind::District, "district"),
            "region" => (Column::Region, Kind::Region, "region"),
            wide if WideScope::ALL.iter().any(|scope| scope.word() == wide) => {
                return Some(("scope", Said { value: scope.text.clone(), cell: scope }));
            }
            _ => {
                let message = format!("`{}` is not a scope", scope.shown());
                let help = "write `municipality`, `district`, `region`, `national` or `unknown`";
                self.problems.push(scope.problem(&rules::WRONG_VALUE, message).help(help));
                return None;
            }
        };
        let Some(cell) = self.cell(row, column) else {
            let help = format!("write its id or its name in the column `{}`", column.word());
            self.report_missing(row, &[column], kind.noun(), &help);
            return None;
        };
        let value = self.entry(column, kind, &cell, Localized::default(), "")?;
        Some((key, Said { value, cell }))
    }

    fn municipality(&mut self, row: &SheetRow) -> Option<Said> {
        let name = self.cell(row, Column::MunicipalityName);
        let cell = self.cell(row, Column::Municipality).or_else(|| name.clone());
        let Some(cell) = cell else {
            let columns = [Column::Municipality, Column::MunicipalityName];
            self.report_missing(
                row,
                &columns,
                "municipality",
                "write its id or its name, or another extent in the column `scope`",
            );
            return None;
        };
        let id = self.entry(Column::Municipality, Kind::Municipality, &cell, Localized::default(), "")?;
        if let Some(name) = name {
            self.compare(Kind::Municipality, &name, &id, &format!("the municipality is `{id}`"));
        }
        if let Some(district) = self.cell(row, Column::District)
            && let Some(home) = self.districts.get(id.as_str()).copied()
        {
            self.compare(Kind::District, &district, home, &format!("`{id}` lies in `{home}`"));
        }
        Some(Said { value: id, cell })
    }

    /// Reports a row that lacks a required value. A missing column was already reported once for all rows.
    fn report_missing(&mut self, row: &SheetRow, columns: &[Column], what: &str, help: &str) {
        if !columns.iter().any(|column| self.columns.at.contains_key(column)) {
            return;
        }
        let Some(first) = row.cells.iter().flatten().next() else { return };
        let place =
            Place { file: first.place.file.clone(), span: first.place.span.start..first.place.span.start };
        self.problems.push(
            Problem::new(&rules::MISSING_KEY, place, format!("this row names no {what}"))
                .label(format!("row {}", row.number))
                .help(help),
        );
    }
}

/// Returns the districts of the municipalities, by the id of the municipality.
pub(super) fn districts(records: &Records) -> HashMap<&str, &str> {
    let facts = records.municipalities.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?)));
    facts.filter_map(|(id, facts)| Some((id, facts.district.as_ref()?.value.as_str()))).collect()
}

/// The columns of amounts. A cell of each has a value for every amount.
pub(super) const AMOUNTS: [Column; 6] = [
    Column::Currency,
    Column::Total,
    Column::ProgrammeFunds,
    Column::CoFunding,
    Column::Awarded,
    Column::Recipient,
];

/// Returns a constant of the mapping as a cell without a position in a sheet.
fn mapped(constant: &Placed<String>) -> Cell {
    Cell { text: constant.value.trim().to_owned(), place: constant.place.clone(), position: String::new() }
}

/// Explains the grammar of ids, and suggests `id` if there is one.
fn how_to_write(id: Option<String>) -> String {
    match id {
        Some(id) => format!("write `{id}`; {}", Id::GRAMMAR),
        None => Id::GRAMMAR.to_owned(),
    }
}
