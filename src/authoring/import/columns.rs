//! Finds the columns that the import reads in the header of a sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::authoring::table::{Cell, MOST_BYTES, Sheet, letters};
use crate::authoring::workbook::MOST_CELLS;
use crate::base::problem::{Place, Problem, Problems, some_of};
use crate::base::rules;
use crate::content::parse::{BLANK, Column, Mapping};
use crate::site::tables;
use crate::text::language::fold;
use crate::text::suggest::did_you_mean;

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

/// What people call the needed columns in sheets of their own, in lower case without accents.
const CALLED: [(&str, Column); 24] = [
    ("opstina", Column::Municipality),
    ("grad", Column::Municipality),
    ("grad/opstina", Column::Municipality),
    ("opstina/grad", Column::Municipality),
    ("jls", Column::Municipality),
    ("mesto", Column::Municipality),
    ("place", Column::Municipality),
    ("program", Column::Programme),
    ("naziv programa", Column::Programme),
    ("projekat", Column::Project),
    ("naziv projekta", Column::Project),
    ("naziv", Column::Project),
    ("title", Column::Project),
    ("oblast", Column::SubArea),
    ("podoblast", Column::SubArea),
    ("tema", Column::SubArea),
    ("area", Column::SubArea),
    ("vrsta podrske", Column::SupportType),
    ("vrsta pomoci", Column::SupportType),
    ("tip podrske", Column::SupportType),
    ("support", Column::SupportType),
    ("nosilac", Column::Implementers),
    ("sprovodi", Column::Implementers),
    ("organizacija", Column::Implementers),
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
    pub(super) at: BTreeMap<Column, usize>,
    /// The positions of the Cyrillic forms of texts.
    pub(super) cyrillic: BTreeMap<Column, usize>,
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
        let bytes = sheet.rows.len() * self.bytes_of_mapping(mapping);
        if bytes > MOST_BYTES {
            let message = format!(
                "with the constants and values of the mapping, this table has up to {bytes} bytes, and at most \
                 {MOST_BYTES} can be imported"
            );
            problems.push(
                Problem::new(&rules::SHEET_COLUMNS, Place::start_of(file), message)
                    .help("split the table, or shorten the texts of the mapping"),
            );
        }
        cells <= MOST_CELLS && bytes <= MOST_BYTES
    }

    /// Returns the most bytes that a mapping adds to a row.
    fn bytes_of_mapping(&self, mapping: &Mapping) -> usize {
        let constants = mapping.constants.values().map(|constant| constant.value.len());
        let replaced = mapping.values.iter().filter(|(column, _)| self.at.contains_key(column));
        let replaced = replaced
            .map(|(_, list)| list.iter().map(|(_, meant)| meant.value.len()).max().unwrap_or_default());
        constants.chain(replaced).sum()
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
            let is_called = |text: &str| CALLED.contains(&(fold(text.trim()).as_str(), column));
            let called = sheet.headers.iter().find(|header| is_called(&header.cell.text));
            let cell = called.map_or(&first.cell, |header| &header.cell);
            let near = called.map(|header| header.cell.text.as_str());
            let help = match near.or_else(|| did_you_mean(word, headers())) {
                Some(near) => {
                    format!("is it `{near}`? Name it `{word}`, or map it: `columns: {{ {word}: {near} }}`")
                }
                None => format!(
                    "add the column, map it with `columns: {{ {word}: … }}`, or give its value with `constants: {{ {word}: … }}`; `{BLANK}` leaves it to be filled in"
                ),
            };
            let message = format!("the sheet has no column `{word}`");
            problems.push(Problem::new(&rules::SHEET_COLUMNS, cell.place.clone(), message).help(help));
        }
    }
}
