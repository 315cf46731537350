//! Texts for translators as a workbook (XLSX). Only the column of translations can be changed.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Job, Returned, Unit};
use crate::authoring::workbook::{self, MOST_CHARACTERS, Rows, Value};
use crate::base::language::Language;

/// The headings of the columns that are read.
const TEXT: &str = "text";
const ORIGINAL: &str = "original";
const TRANSLATION: &str = "translation";

/// The columns, each with its width in characters.
const COLUMNS: [(&str, f64); 6] = [
    (TEXT, 30.0),
    ("page", 20.0),
    (ORIGINAL, 60.0),
    (TRANSLATION, 60.0),
    ("translation until now", 40.0),
    ("translated elsewhere", 40.0),
];

/// The column of translations.
const OWN: u16 = 3;

/// Writes one row for each text. The name of the sheet is the code of the language.
pub(super) fn write(job: &Job) -> Result<Vec<u8>, String> {
    for unit in &job.units {
        let cells = [Some(&unit.source), unit.target.as_ref(), unit.suggestion.as_ref()];
        if cells.into_iter().flatten().any(|text| text.encode_utf16().count() > MOST_CHARACTERS) {
            return Err(format!("{} is too long for a cell; write a .po or .xliff file", unit.id));
        }
    }
    workbook(job).and_then(|mut workbook| workbook.save_to_buffer()).map_err(|error| error.to_string())
}

fn workbook(job: &Job) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // The format requires a date of creation. A fixed date keeps the output reproducible.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name(job.language.code())?;
    let (bold, wrapped) =
        (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let free = wrapped.clone().set_unlocked();
    for (column, (heading, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, unit) in (1..).zip(&job.units) {
        write_row(sheet, row, unit, (&wrapped, &free))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.protect();
    Ok(workbook)
}

/// Writes texts as strings, so none of them can become a formula.
fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    unit: &Unit,
    (wrapped, free): (&Format, &Format),
) -> Result<(), XlsxError> {
    let Unit { id, source, target, suggestion, page } = unit;
    sheet.write_string_with_format(row, 0, id, wrapped)?;
    sheet.write_string_with_format(row, 1, page.as_deref().unwrap_or_default(), wrapped)?;
    sheet.write_string_with_format(row, 2, source, wrapped)?;
    sheet.write_blank(row, OWN, free)?;
    for (column, text) in [(4, target), (5, suggestion)] {
        if let Some(text) = text {
            sheet.write_string_with_format(row, column, text, wrapped)?;
        }
    }
    Ok(())
}

/// Reads the rows of the sheet whose name is the code of a language.
pub(super) fn read(file: &[u8]) -> Result<(Language, Vec<Returned>), String> {
    let mut workbook = workbook::Workbook::open(file)?;
    let names = workbook.sheets();
    let sheet = names.iter().find_map(|name| Some((Language::of_code(name)?, name)));
    let Some((language, name)) = sheet else {
        return Err("no sheet of it is named sr or en, as those of an exported file are".to_owned());
    };
    let rows = workbook.rows(name)?;
    returned(rows).map(|returned| (language, returned))
}

fn returned(mut rows: Rows) -> Result<Vec<Returned>, String> {
    let (_, headings) = rows.pop_first().unwrap_or_default();
    let column = |heading: &str| {
        let is_meant = |cell: &Value| matches!(cell, Value::String(text) if text.trim() == heading);
        let at = headings.iter().find(|(_, cell)| is_meant(cell)).map(|(at, _)| *at);
        at.ok_or_else(|| format!("its first row has no column `{heading}`, as an exported file has"))
    };
    let [id, source, target] = [column(TEXT)?, column(ORIGINAL)?, column(TRANSLATION)?];
    let returned = rows.into_iter().map(|(row, cells)| {
        let at = format!("row {}", u64::from(row) + 1);
        let cell = |column: u32| {
            text(cells.get(&column).unwrap_or(&Value::Empty))
                .ok_or_else(|| format!("{at}: a cell is no text"))
        };
        Ok(Returned { id: cell(id)?, source: cell(source)?, target: cell(target)?, at: at.clone() })
    });
    let returned: Result<Vec<Returned>, String> = returned.collect();
    Ok(returned?.into_iter().filter(|row| !row.id.is_empty()).collect())
}

/// Returns the text of a cell. `None` if it is a date, or the error of a formula.
fn text(cell: &Value) -> Option<String> {
    match cell {
        Value::Empty => Some(String::new()),
        Value::String(text) => Some(text.replace("\r\n", "\n").trim().to_owned()),
        Value::Float(_) | Value::Int(_) => Some(cell.to_string()),
        _ => None,
    }
}
