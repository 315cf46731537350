//! Writes rows into a workbook (XLSX) for editing: what identifies a row is locked, and cells that refer to entries offer
//! their ids.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Formula,
    Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::column::{Column, ELSEWHERE, Leaf};
use super::names::Names;
use super::rows::{CONTEXT, NAME, Row, Rows};
use crate::base::cells::guarded;
use crate::base::id::Kind;
use crate::content::parse::Scalar;

/// The heading of the hidden column with the versions of the rows.
pub(super) const VERSION: &str = "version";

/// The hidden sheet with the values that cells offer.
const OFFERED: &str = "values";

/// The width of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 40;

/// The width and the height of a note on a heading, in pixels.
const NOTE: (u32, u32) = (320, 120);

/// The values that cells offer, each list with its column in the hidden sheet.
#[derive(Default)]
struct Offered {
    lists: Vec<Vec<String>>,
    of_kinds: BTreeMap<Kind, usize>,
    of_words: BTreeMap<&'static str, usize>,
}

/// The looks of cells.
struct Formats {
    heading: Format,
    locked: Format,
    free: Format,
    number: Format,
}

/// Writes one sheet for each table.
pub(super) fn write(tables: &[(Rows, Vec<usize>)], names: &Names) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The format requires a date of creation. A fixed date keeps the output reproducible.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats = Formats {
        heading: Format::new().set_bold().set_background_color(0x00E8_ECF1),
        locked: wrapped.clone().set_font_color(0x0059_5959).set_background_color(0x00F5_F5F5),
        // Text stays what was written: a spreadsheet would take 2023-03 for a day.
        free: wrapped.clone().set_num_format("@").set_unlocked(),
        number: wrapped.set_unlocked(),
    };
    let mut offered = Offered::default();
    for (rows, chosen) in tables {
        write_sheet(workbook.add_worksheet(), (rows, chosen), names, &formats, &mut offered)?;
    }
    write_offered(workbook.add_worksheet(), &offered)?;
    workbook.save_to_buffer()
}

fn write_sheet(
    sheet: &mut Worksheet,
    (rows, chosen): (&Rows, &[usize]),
    names: &Names,
    formats: &Formats,
    offered: &mut Offered,
) -> Result<(), XlsxError> {
    sheet.set_name(rows.sheet.name)?;
    let last = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let chosen: Vec<&Row> = chosen.iter().map(|at| &rows.rows[*at]).collect();
    let mut at = Position { column: 0, last };
    let names_of_rows = chosen.iter().map(|row| row.name.clone());
    at.locked(sheet, rows.sheet.heading, names_of_rows.collect(), formats)?;
    if rows.sheet.list.is_some() {
        for (part, heading) in CONTEXT.into_iter().enumerate() {
            let texts = chosen.iter().map(|row| rows.context(row).unwrap_or_default()[part].clone());
            at.locked(sheet, heading, texts.collect(), formats)?;
        }
    }
    for (position, column) in rows.columns.iter().enumerate() {
        let cells: Vec<&str> = chosen.iter().map(|row| row.cells[position].as_str()).collect();
        at.free(sheet, column, &cells, formats)?;
        offered.offer(sheet, &at, column, names)?;
        at.column += 1;
        if column.refers_to().is_some() {
            let texts = cells.iter().map(|cell| rows.named(column, cell, names).unwrap_or_default());
            at.locked(sheet, &format!("{}{NAME}", column.heading), texts.collect(), formats)?;
        }
    }
    at.locked(sheet, VERSION, chosen.iter().map(|row| Rows::version(row)).collect(), formats)?;
    sheet.set_column_hidden(at.column - 1)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last, at.column - 1)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// Where the next column is written.
struct Position {
    column: u16,
    /// The last row.
    last: u32,
}

impl Position {
    /// Writes a column that cannot be changed.
    fn locked(
        &mut self,
        sheet: &mut Worksheet,
        heading: &str,
        texts: Vec<String>,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(0, self.column, heading, &formats.heading)?;
        for (row, text) in (1..).zip(&texts) {
            sheet.write_string_with_format(row, self.column, guarded(text), &formats.locked)?;
        }
        sheet.set_column_width(self.column, width(heading, texts.iter().map(String::as_str)))?;
        self.column += 1;
        Ok(())
    }

    /// Writes a column that can be changed. Texts are written as strings, so none of them can become a formula.
    fn free(
        &self,
        sheet: &mut Worksheet,
        column: &Column,
        cells: &[&str],
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let at = self.column;
        sheet.write_string_with_format(0, at, &column.heading, &formats.heading)?;
        let note = Note::new(column.key.doc.trim()).add_author_prefix(false);
        sheet.insert_note(0, at, &note.set_width(NOTE.0).set_height(NOTE.1))?;
        let is_numeric = column.leaf.number("0").is_some();
        let free = if is_numeric { &formats.number } else { &formats.free };
        for (row, text) in (1..).zip(cells) {
            match column.leaf.number(text) {
                Some(number) => sheet.write_number_with_format(row, at, number, &formats.number)?,
                None if text.is_empty() => sheet.write_blank(row, at, free)?,
                None if *text == ELSEWHERE => {
                    sheet.write_string_with_format(row, at, *text, &formats.locked)?
                }
                None => sheet.write_string_with_format(row, at, guarded(text), &formats.free)?,
            };
        }
        sheet.set_column_width(at, width(&column.heading, cells.iter().copied()))?;
        Ok(())
    }
}

/// Returns the width of a column, in characters.
fn width<'a>(heading: &'a str, texts: impl Iterator<Item = &'a str>) -> f64 {
    let longest = texts.chain([heading]).map(|text| text.chars().count() + 2).max().unwrap_or_default();
    let width = u16::try_from(longest.clamp(NARROWEST, WIDEST)).unwrap_or_default();
    f64::from(width)
}

impl Offered {
    /// Offers the values of a column. Other values can be written: names, or those of entries that are new.
    fn offer(
        &mut self,
        sheet: &mut Worksheet,
        at: &Position,
        column: &Column,
        names: &Names,
    ) -> Result<(), XlsxError> {
        if !column.is_of_one() || at.last == 0 {
            return Ok(());
        }
        let Some(list) = self.list(column, names) else { return Ok(()) };
        let letters = crate::authoring::table::letters(list);
        let formula = format!("={OFFERED}!${letters}$1:${letters}${}", self.lists[list].len());
        let validation = DataValidation::new()
            .allow_list_formula(Formula::new(formula))
            .set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(1, at.column, at.last, at.column, &validation)?;
        Ok(())
    }

    /// Returns the position of the list with the values of a column.
    fn list(&mut self, column: &Column, names: &Names) -> Option<usize> {
        let lists = &mut self.lists;
        let mut add = |values: Vec<String>| {
            lists.push(values);
            lists.len() - 1
        };
        let list = match &column.leaf {
            Leaf::Single(Scalar { refers_to: Some(kind), .. }) => *self
                .of_kinds
                .entry(*kind)
                .or_insert_with(|| add(names.ids(*kind).map(str::to_owned).collect())),
            Leaf::Word(choices) => {
                let first = choices.first()?.word;
                let words = || choices.iter().map(|choice| choice.word.to_owned()).collect();
                *self.of_words.entry(first).or_insert_with(|| add(words()))
            }
            Leaf::Single(_) | Leaf::Text => return None,
        };
        (!self.lists[list].is_empty()).then_some(list)
    }
}

fn write_offered(sheet: &mut Worksheet, offered: &Offered) -> Result<(), XlsxError> {
    sheet.set_name(OFFERED)?;
    sheet.set_hidden(true);
    for (column, list) in (0..).zip(&offered.lists) {
        for (row, value) in (0..).zip(list) {
            sheet.write_string(row, column, guarded(value))?;
        }
    }
    Ok(())
}
