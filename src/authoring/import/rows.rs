//! Interprets the cells of a row: resolves names to ids, and brings each value into the form that the catalogue uses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::names::{Meaning, Names};
use super::replacements::Replacements;
use super::sheet::{Cell, MOST_CELLS, Sheet, SheetRow, letters};
use super::values::{amount, date};
use crate::authoring::draft::id_from;
use crate::base::date::Period;
use crate::base::id::{Id, Kind};
use crate::base::language::{Locale, Localized};
use crate::base::money::{Amount, Currency};
use crate::base::problem::{MOST_ALIKE, Place, Placed, Problem, Problems, some_of};
use crate::base::rules;
use crate::content::parse::{BLANK, Column, ListSeparator, Mapping, Records, Status, WideScope};
use crate::site::tables;
use crate::text::language::Acronyms;
use crate::text::suggest::did_you_mean;

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
    pub(super) said: BTreeMap<Column, Said>,
}

impl Row {
    /// Returns start and end if the row gives either.
    pub(super) fn period(&self) -> Option<(Option<String>, Option<String>)> {
        let date = |column| self.said.get(&column).map(|said: &Said| said.value.clone());
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

/// The columns that every sheet needs, unless the mapping has a constant for them, with the columns that can replace
/// each of them.
const NEEDED: [(Column, &[Column]); 6] = [
    (Column::Project, &[Column::TitleSr, Column::TitleEn]),
    (Column::Municipality, &[Column::MunicipalityName, Column::Scope]),
    (Column::Programme, &[]),
    (Column::SubArea, &[]),
    (Column::SupportType, &[]),
    (Column::Implementers, &[]),
];

/// Returns the heading in `data/activities.csv` of a column that the export has once for each locale.
fn exported_as(column: Column) -> Option<&'static str> {
    Some(match column {
        Column::TitleSr => "title_sr_latn",
        Column::MunicipalityName => "municipality_name_sr_latn",
        Column::SubAreaSr => "sub_area_name_sr_latn",
        Column::SubAreaEn => "sub_area_name_en",
        Column::SupportTypeSr => "support_type_name_sr_latn",
        Column::SupportTypeEn => "support_type_name_en",
        Column::ImplementersSr => "implementer_names_sr_latn",
        Column::ImplementersEn => "implementer_names_en",
        Column::PartnersSr => "partner_names_sr_latn",
        Column::PartnersEn => "partner_names_en",
        Column::NoteSr => "note_sr_latn",
        _ => return None,
    })
}

/// The Serbian text columns whose Cyrillic form the export has in a column of its own.
const TEXTS: [Column; 4] = [Column::TitleSr, Column::NoteSr, Column::SubAreaSr, Column::SupportTypeSr];

/// Returns whether a heading of `data/activities.csv` is that of the same texts in Cyrillic.
fn is_cyrillic_of(heading: &str, column: Column) -> bool {
    let stem = exported_as(column).and_then(|heading| heading.strip_suffix("_sr_latn"));
    stem.is_some_and(|stem| heading.strip_suffix("_sr_cyrl") == Some(stem))
}

/// The positions of the import's columns in a sheet.
pub(super) struct Columns {
    at: BTreeMap<Column, usize>,
    /// The positions of the Cyrillic forms of texts.
    cyrillic: BTreeMap<Column, usize>,
    /// The headers that match no column, with their letters.
    pub(super) ignored: Vec<String>,
}

impl Columns {
    /// Finds each column by its header; reports missing and repeated columns.
    pub(super) fn find(sheet: &Sheet, mapping: &Mapping, problems: &mut Problems) -> Self {
        let mut columns = Columns { at: BTreeMap::new(), cyrillic: BTreeMap::new(), ignored: Vec::new() };
        let mut first: BTreeMap<Column, &Cell> = BTreeMap::new();
        let exported = tables::headings(tables::ACTIVITIES);
        for header in &sheet.headers {
            let text = header.cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_meant = |column: &Column| mapping.header(*column).eq_ignore_ascii_case(&text);
            let is_exported = |column: &Column| {
                !mapping.columns.contains_key(column) && exported_as(*column) == Some(text.as_str())
            };
            let all = || Column::ALL.iter().copied();
            let Some(column) = all().find(is_meant).or_else(|| all().find(is_exported)) else {
                if let Some(column) = TEXTS.into_iter().find(|column| is_cyrillic_of(&text, *column)) {
                    columns.cyrillic.insert(column, header.column);
                }
                if exported.contains(&text) {
                    // The same text in another script, or a value that the catalogue computes.
                    continue;
                }
                columns.ignored.push(format!("{} ({text})", letters(header.column)));
                continue;
            };
            if let Some(other) = first.insert(column, &header.cell) {
                problems.push(
                    header
                        .cell
                        .problem(&rules::SHEET_COLUMNS, format!("the column `{text}` occurs twice"))
                        .related(other.place.clone(), "first time")
                        .help("keep one of the two, or rename one of them"),
                );
            }
            if let Some(constant) = mapping.constants.get(&column) {
                let message = format!(
                    "`{}` is a constant of the mapping, but the sheet has this column too",
                    column.word()
                );
                problems.push(
                    Problem::new(&rules::SHEET_COLUMNS, constant.place.clone(), message)
                        .related(header.cell.place.clone(), "the column")
                        .help("remove the constant, or rename the column"),
                );
            }
            columns.at.insert(column, header.column);
        }
        columns.report_missing(sheet, mapping, problems);
        columns
    }

    /// Returns whether the rows have few enough cells, with the constants of the mapping. Otherwise reports it.
    pub(super) fn fit(
        &self,
        file: &Arc<str>,
        sheet: &Sheet,
        mapping: &Mapping,
        problems: &mut Problems,
    ) -> bool {
        let cells = sheet.rows.len() * (self.at.len() + mapping.constants.len());
        if cells > MOST_CELLS {
            let message = format!(
                "with the constants of the mapping, the rows of this table have {cells} cells, and at most \
                 {MOST_CELLS} can be imported"
            );
            problems.push(
                Problem::new(&rules::SHEET_COLUMNS, Place::start_of(file), message).help("split the table"),
            );
        }
        cells <= MOST_CELLS
    }

    fn report_missing(&self, sheet: &Sheet, mapping: &Mapping, problems: &mut Problems) {
        let is_there =
            |column: &Column| self.at.contains_key(column) || mapping.constants.contains_key(column);
        let headers = || sheet.headers.iter().map(|header| header.cell.text.as_str());
        for (column, header) in &mapping.columns {
            if !is_there(column) {
                let message = format!("the sheet has no column `{}`", header.value);
                let help = match did_you_mean(&header.value, headers()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its columns are {}", some_of(headers(), ", ")),
                };
                problems.push(Problem::new(&rules::SHEET_COLUMNS, header.place.clone(), message).help(help));
            }
        }
        let Some(first) = sheet.headers.first() else { return };
        for (column, others) in NEEDED {
            if is_there(&column) || others.iter().any(is_there) || mapping.columns.contains_key(&column) {
                continue;
            }
            let word = column.word();
            let help = match did_you_mean(word, headers()) {
                Some(near) => {
                    format!("is it `{near}`? Name it `{word}`, or map it: `columns: {{ {word}: {near} }}`")
                }
                None => format!(
                    "add the column, map it with `columns: {{ {word}: … }}`, or give its value with `constants: {{ {word}: … }}`; `{BLANK}` leaves it to be filled in"
                ),
            };
            let message = format!("the sheet has no column `{word}`");
            problems.push(Problem::new(&rules::SHEET_COLUMNS, first.cell.place.clone(), message).help(help));
        }
    }
}

/// The state while the rows of a sheet are read.
pub(super) struct Reader<'a> {
    /// The words that Cyrillic texts keep in Latin script.
    pub(super) keep: Acronyms,
    pub(super) names: &'a Names,
    pub(super) records: &'a Records,
    pub(super) mapping: &'a Mapping,
    pub(super) replacements: Replacements<'a>,
    /// The districts of the municipalities, by id.
    pub(super) districts: HashMap<&'a str, &'a str>,
    pub(super) columns: &'a Columns,
    /// The text of the sheet.
    pub(super) text: &'a str,
    pub(super) new: NamedEntries,
    /// The number of cells that name an unknown entry.
    pub(super) unknown: usize,
    pub(super) problems: &'a mut Problems,
}

impl Reader<'_> {
    /// Reads a row. If it names no project or municipality, reports that and returns `None`.
    pub(super) fn row(&mut self, row: &SheetRow) -> Option<Row> {
        let mut said = BTreeMap::new();
        let mut keep = |column: Column, value: Option<Said>| {
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
            keep(column, self.words(row, column));
        }
        keep(Column::Programme, self.one(row, Column::Programme, Kind::Programme));
        keep(Column::SubArea, self.sub_area(row));
        keep(Column::SupportType, self.one(row, Column::SupportType, Kind::SupportType));
        for (column, kind) in [
            (Column::Implementers, Kind::Organisation),
            (Column::Partners, Kind::Organisation),
            (Column::PartnerMunicipalities, Kind::Municipality),
            (Column::Locations, Kind::Municipality),
            (Column::Sources, Kind::Source),
        ] {
            keep(column, self.many(row, column, kind));
        }
        for column in [Column::Total, Column::ProgrammeFunds, Column::CoFunding] {
            keep(column, self.amount(row, column));
        }
        keep(Column::Currency, self.currency(row));
        for column in [Column::Start, Column::End] {
            keep(column, self.date(row, column));
        }
        keep(Column::Status, self.status(row));
        let phase = self.phase(row, said.get(&Column::Programme));
        phase.map(|phase| said.insert(Column::Phase, phase));
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

    /// Splits a cell into its items, each with its own place if the sheet contains the text literally.
    fn items(&self, row: &SheetRow, column: Column) -> Vec<Cell> {
        let separator = match self.mapping.list_separator {
            Some(ListSeparator::Comma) => ',',
            Some(ListSeparator::Semicolon) | None => ';',
        };
        let Some(cell) = self.cell(row, column) else { return Vec::new() };
        let texts = cell.text.split([separator, '\n', '\r']).map(str::trim).filter(|text| !text.is_empty());
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

    fn one(&mut self, row: &SheetRow, column: Column, kind: Kind) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let names = name_columns(column).map(|(sr, en)| {
            let name = |column| self.words(row, column).map(|said| said.value);
            Localized { sr: name(sr), en: name(en) }
        });
        let value = self.entry(column, kind, &cell, names.unwrap_or_default(), |_| true)?;
        Some(Said { value, cell })
    }

    fn many(&mut self, row: &SheetRow, column: Column, kind: Kind) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let items = self.items(row, column);
        let names = self.names_of_items(row, column, &items);
        let mut ids: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.text != BLANK) {
            let name = |names: &Vec<String>| names.get(at).filter(|name| *name != BLANK).cloned();
            let names = Localized { sr: name(&names.sr), en: name(&names.en) };
            let Some(id) = self.entry(column, kind, item, names, |_| true) else { continue };
            if !seen.insert(id.clone()) {
                let message = format!("`{id}` is named twice");
                self.problems.push(item.problem(&rules::REPEATED_REFERENCE, message).help("keep it once"));
            }
            ids.push(id);
        }
        (!ids.is_empty()).then(|| Said { value: ids.join(", "), cell })
    }

    /// Returns the names that belong to a list of ids; reports a count that differs.
    fn names_of_items(&mut self, row: &SheetRow, column: Column, items: &[Cell]) -> Localized<Vec<String>> {
        let Some((sr, en)) = name_columns(column) else { return Localized::default() };
        let mut names = |column| {
            let cells = self.items(row, column);
            if let Some(cell) = cells.first().filter(|_| cells.len() != items.len()) {
                let message = format!("there are {} names here, but {} ids", cells.len(), items.len());
                let help = format!(
                    "write as many names as ids, in the same order; `{BLANK}` for one that is not known"
                );
                self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            }
            cells.into_iter().map(|cell| cell.text).collect()
        };
        Localized { sr: names(sr), en: names(en) }
    }

    /// Returns the id of the entry that a cell names. If the sheet also gives its name, it can be a new entry.
    fn entry(
        &mut self,
        column: Column,
        kind: Kind,
        cell: &Cell,
        names: Localized<Option<String>>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<String> {
        match self.names.find(kind, &cell.text, &is_wanted) {
            Meaning::One(id) => return Some(id),
            Meaning::Several(ids) => {
                let ids = ids.iter().map(|id| format!("`{id}`"));
                let message = format!("more than one {} is called `{}`", kind.noun(), cell.shown());
                let help = format!("write the id of the one that is meant: {}", some_of(ids, " or "));
                self.problems.push(cell.problem(&rules::AMBIGUOUS_NAME, message).help(help));
                return None;
            }
            Meaning::Nothing => {}
        }
        if names.sr.is_some() || names.en.is_some() {
            return self.new_entry(kind, cell, names);
        }
        let message = format!("there is no {} `{}`", kind.noun(), cell.shown());
        // Reports show only the first of many similar problems, so the others need no suggestion.
        self.unknown += 1;
        let is_shown = self.unknown <= MOST_ALIKE;
        let near = is_shown.then(|| self.names.near(kind, &cell.text, is_wanted)).flatten();
        let help = match (near, name_columns(column)) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some((sr, en))) => format!(
                "the ids of this kind are in `{}`; to add one, write its id here and its names in the columns `{}` and `{}`",
                kind.home(),
                sr.word(),
                en.word()
            ),
            (None, None) => format!("the ids of this kind are in `{}`", kind.home()),
        };
        self.problems.push(cell.problem(&rules::UNKNOWN_REFERENCE, message).help(help));
        None
    }

    /// Returns the id of a new entry. That of a sub-area starts with an existing area.
    fn new_id(&mut self, kind: Kind, cell: &Cell, names: &Localized<Option<String>>) -> Option<String> {
        let (area, own) = match (kind, cell.text.split_once('/')) {
            (Kind::SubArea, Some((area, own))) => (Some(area), own),
            (Kind::SubArea, None) => {
                let message = format!("the new sub-area `{}` has no area", cell.shown());
                let help = format!("write the id of its area before it: `area/{}`", cell.shown());
                self.problems.push(cell.problem(&rules::MISSING_KEY, message).help(help));
                return None;
            }
            _ => (None, cell.text.as_str()),
        };
        if Id::new(own).is_none() {
            let help = how_to_write(names.sr.as_deref().or(names.en.as_deref()).and_then(id_from));
            let message = format!("`{}` cannot be the id of a new {}", cell.shown(), kind.noun());
            self.problems.push(cell.problem(&rules::BAD_ID, message).help(help));
            return None;
        }
        let Some(area) = area else { return Some(own.to_owned()) };
        let area = Cell { text: area.to_owned(), ..cell.clone() };
        let area = self.entry(Column::Area, Kind::Area, &area, Localized::default(), |_| true)?;
        Some(format!("{area}/{own}"))
    }

    fn new_entry(&mut self, kind: Kind, cell: &Cell, names: Localized<Option<String>>) -> Option<String> {
        let id = self.new_id(kind, cell, &names)?;
        match self.new.get(&(kind, id.clone())) {
            None => {
                self.new.insert((kind, id.clone()), NamedEntry { names, cell: cell.clone() });
            }
            Some(first) if first.names != names => {
                let message = format!("the new {} `{id}` has different names here", kind.noun());
                self.problems.push(
                    cell.problem(&rules::CONTRADICTION, message)
                        .related(first.cell.place.clone(), "first time")
                        .help("write the same names in every row"),
                );
            }
            Some(_) => {}
        }
        Some(id)
    }

    fn sub_area(&mut self, row: &SheetRow) -> Option<Said> {
        let area = self.cell(row, Column::Area);
        let Some(mut cell) = self.cell(row, Column::SubArea) else {
            if let Some(area) = area {
                let message = format!("the area `{}` is given without a sub-area", area.shown());
                self.problems.push(
                    area.problem(&rules::MISSING_KEY, message)
                        .help(format!("write the sub-area, or `{BLANK}` for both")),
                );
            }
            return None;
        };
        let area = match area {
            Some(area) => Some(self.entry(Column::Area, Kind::Area, &area, Localized::default(), |_| true)?),
            None => None,
        };
        let prefix = area.map(|area| format!("{area}/")).unwrap_or_default();
        let name = |column| self.words(row, column).map(|said| said.value);
        let names = Localized { sr: name(Column::SubAreaSr), en: name(Column::SubAreaEn) };
        let is_new = Id::new(&cell.text).is_some() && (names.sr.is_some() || names.en.is_some());
        if is_new
            && !prefix.is_empty()
            && matches!(
                self.names.find(Kind::SubArea, &cell.text, |id| id.starts_with(&prefix)),
                Meaning::Nothing
            )
        {
            cell.text = format!("{prefix}{}", cell.text);
        }
        let value = self.entry(Column::SubArea, Kind::SubArea, &cell, names, |id| id.starts_with(&prefix))?;
        if !value.starts_with(&prefix) {
            let message =
                format!("`{value}` does not fit: it is not in the area `{}`", prefix.trim_end_matches('/'));
            self.problems
                .push(cell.problem(&rules::CONTRADICTION, message).help("correct one of the two cells"));
        }
        Some(Said { value, cell })
    }

    fn phase(&mut self, row: &SheetRow, programme: Option<&Said>) -> Option<Said> {
        let cell = self.cell(row, Column::Phase)?;
        let programme = &programme?.value;
        let entry = self.records.programmes.iter().find(|entry| *entry.id == **programme)?;
        let phases = entry.facts.iter().flat_map(|facts| facts.phases.iter().flatten());
        let ids: Vec<&str> =
            phases.filter_map(|phase| phase.id.as_ref()).map(|id| id.value.as_str()).collect();
        if ids.contains(&cell.text.as_str()) {
            return Some(Said { value: cell.text.clone(), cell });
        }
        let help = match did_you_mean(&cell.text, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => format!("`{programme}` has no phases"),
            None => format!("its phases are {}", some_of(&ids, ", ")),
        };
        let message = format!("the programme `{programme}` has no phase `{}`", cell.shown());
        self.problems.push(cell.problem(&rules::UNKNOWN_REFERENCE, message).help(help));
        None
    }

    fn amount(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let Some(amount) = amount(&cell.text, self.mapping.decimal_sign) else {
            let message = format!("`{}` is not an amount", cell.shown());
            let help = "write digits, with at most two decimals: `18460`, `18460.50` or `18.460,50`; \
                        the mapping can set the decimal sign";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: amount.to_string(), cell })
    }

    fn currency(&mut self, row: &SheetRow) -> Option<Said> {
        let cell = self.cell(row, Column::Currency)?;
        let Some(currency) = Currency::parse(&cell.text) else {
            let message = format!("`{}` is not a currency", cell.shown());
            let help = "write the three capital letters of ISO 4217: `EUR`, `CHF`, `RSD`";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: currency.code().to_owned(), cell })
    }

    fn date(&mut self, row: &SheetRow, column: Column) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let Some(date) = date(&cell.text, self.mapping.dates) else {
            let message = format!("`{}` is not a date", cell.shown());
            let help = "write `2023`, `2023-03`, `2023-03-01`, or `1.3.2023.`; the mapping can set the form of dates";
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        };
        Some(Said { value: date.to_string(), cell })
    }

    fn status(&mut self, row: &SheetRow) -> Option<Said> {
        let cell = self.cell(row, Column::Status)?;
        let words = || Status::ALL.iter().map(|status| status.word());
        if words().any(|word| word == cell.text) {
            return Some(Said { value: cell.text.clone(), cell });
        }
        let help = match did_you_mean(&cell.text, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", words().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("`{}` is not a status", cell.shown());
        self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
        None
    }

    fn check_period(&mut self, said: &BTreeMap<Column, Said>) {
        let (Some(start), Some(end)) = (said.get(&Column::Start), said.get(&Column::End)) else { return };
        let dates = date(&start.value, None).zip(date(&end.value, None));
        if dates.is_some_and(|(start, end)| Period::new(start, Some(end)).is_none()) {
            let message = format!("the period ends on {}, before it starts", end.value);
            self.problems.push(
                end.cell
                    .problem(&rules::PERIOD, message)
                    .related(start.cell.place.clone(), format!("the start, {}", start.value))
                    .help("correct one of the two dates"),
            );
        }
    }

    fn check_funding(&mut self, said: &BTreeMap<Column, Said>) {
        let amount = |column| said.get(&column).and_then(|said: &Said| Amount::parse(&said.value));
        let parts = (said.get(&Column::ProgrammeFunds), said.get(&Column::CoFunding));
        let problem = match parts {
            (Some(_), Some(_)) => {
                let sum =
                    amount(Column::ProgrammeFunds).zip(amount(Column::CoFunding)).map(|(a, b)| a.plus(b));
                match (said.get(&Column::Total), sum) {
                    (Some(total), Some(sum)) if sum.to_string() != total.value => total
                        .cell
                        .problem(&rules::FUNDING, "the parts do not add up to the total")
                        .help(format!("they add up to {sum}; correct one of the three, or clear the total")),
                    _ => return,
                }
            }
            (Some(part), None) => part
                .cell
                .problem(&rules::FUNDING, "the programme's part is given without the co-funding")
                .help("write the co-funding too, or only the total"),
            (None, Some(part)) => part
                .cell
                .problem(&rules::FUNDING, "the co-funding is given without the programme's part")
                .help("write the programme's part too, or only the total"),
            (None, None) => return,
        };
        self.problems.push(problem);
    }

    /// Returns the id of the project: the given one, that of the project with this title, or one made from the title.
    fn project(&mut self, row: &SheetRow, said: &BTreeMap<Column, Said>) -> Option<String> {
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
        let mut ids =
            titles.filter_map(|title| match self.names.find(Kind::Project, &title.value, |_| true) {
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
        let value = self.entry(column, kind, &cell, Localized::default(), |_| true)?;
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
        let id =
            self.entry(Column::Municipality, Kind::Municipality, &cell, Localized::default(), |_| true)?;
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

    /// Reports a cell that does not name the entry `id`, which follows from another cell.
    fn compare(&mut self, kind: Kind, cell: &Cell, id: &str, reason: &str) {
        if !matches!(self.names.find(kind, &cell.text, |other| other == id), Meaning::One(_)) {
            let message = format!("`{}` does not fit: {reason}", cell.shown());
            self.problems
                .push(cell.problem(&rules::CONTRADICTION, message).help("correct one of the two cells"));
        }
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

/// Returns the columns with the Serbian and English names of the entries in a column.
fn name_columns(column: Column) -> Option<(Column, Column)> {
    match column {
        Column::SubArea => Some((Column::SubAreaSr, Column::SubAreaEn)),
        Column::SupportType => Some((Column::SupportTypeSr, Column::SupportTypeEn)),
        Column::Implementers => Some((Column::ImplementersSr, Column::ImplementersEn)),
        Column::Partners => Some((Column::PartnersSr, Column::PartnersEn)),
        Column::Sources => Some((Column::SourcesSr, Column::SourcesEn)),
        _ => None,
    }
}
