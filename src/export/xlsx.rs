//! Tables as workbooks for spreadsheet programs: a sheet with the rows of a table, and one that explains its columns.

use std::borrow::Cow;
use std::fmt;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};

use super::wording::Wording;
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::content::catalogue::{DataFile, Subject};
use crate::site::route::Site;
use crate::site::tables::{self, Cell, ColumnFacts, Description, Unit, Value};

/// The maximum number of rows that the format allows in a sheet, including the headings.
const MOST_ROWS: u32 = 1_048_576;

/// The maximum number of characters that the format allows in a cell.
const MOST_CHARACTERS: usize = 32_767;

/// The maximum number of links that the format allows in a sheet.
const MOST_LINKS: usize = 65_530;

/// The maximum number of bytes of an address that is a link; the format allows about as many characters.
const LONGEST_LINK: usize = 2_000;

/// The compression level, from 1 to 9. The usual 6 takes twice as long and saves an eighth.
const COMPRESSION: u8 = 4;

/// The widths of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;

/// How many cells that do not fit are listed.
const MOST_CUT: usize = 100;

/// Writes the rows of a table with typed values, and a sheet that explains the columns.
pub(super) fn workbook(table: &Description, site: &Site, wording: Wording<'_>) -> Vec<u8> {
    // Writing to memory, within the limits of the format, cannot fail.
    filled(table, site, wording).and_then(|mut workbook| workbook.save_to_buffer()).unwrap_or_default()
}

fn filled(table: &Description, site: &Site, wording: Wording<'_>) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    // The format requires a date of creation. A fixed date keeps the output reproducible.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let mut rows = Rows::new(table, site);
    rows.write(workbook.add_worksheet())?;
    explain(table, site, wording, &rows.cut, workbook.add_worksheet())?;
    Ok(workbook)
}

/// A column of a sheet.
struct SheetColumn<'t> {
    facts: &'t ColumnFacts,
    heading: &'t str,
    /// The number of characters in its widest cell.
    width: usize,
    /// Whether its addresses are links.
    has_links: bool,
}

/// Writes the sheet with the rows.
struct Rows<'t> {
    table: &'t Description,
    site: &'t Site,
    columns: Vec<SheetColumn<'t>>,
    day: Format,
    time: Format,
    /// The cells whose texts do not fit, and are cut: `E17`.
    cut: Vec<String>,
}

impl<'t> Rows<'t> {
    fn new(table: &'t Description, site: &'t Site) -> Self {
        // As many columns of addresses have links as the format allows.
        let mut left = MOST_LINKS.checked_div(table.rows(site)).unwrap_or(MOST_LINKS);
        let mut columns = Vec::new();
        for facts in &table.columns {
            for (heading, locale) in &facts.headings {
                let is_published = locale.is_none_or(|locale| site.locales().contains(&locale));
                let has_links = facts.value == Value::Address && is_published && left > 0;
                left -= usize::from(has_links);
                columns.push(SheetColumn { facts, heading, width: heading.len(), has_links });
            }
        }
        Rows {
            table,
            site,
            columns,
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            cut: Vec::new(),
        }
    }

    fn write(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let name = self.table.files[0].name();
        sheet.set_name(name.strip_suffix(".xlsx").unwrap_or(name))?;
        let bold = Format::new().set_bold();
        for (column, SheetColumn { heading, .. }) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, *heading, &bold)?;
        }
        let mut last = 0;
        for (row, number) in (1..MOST_ROWS).zip(0..self.table.rows(self.site)) {
            for (column, cell) in (0..).zip(self.table.cells(self.site, number)) {
                self.write_cell(sheet, row, column, &cell)?;
            }
            last = row;
        }
        for (column, SheetColumn { width, .. }) in (0..).zip(&self.columns) {
            let width = u32::try_from((width + 2).clamp(NARROWEST, WIDEST)).unwrap_or_default();
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last, last_column)?;
        Ok(())
    }

    fn write_cell(
        &mut self,
        sheet: &mut Worksheet,
        row: u32,
        number: u16,
        cell: &Cell<'_>,
    ) -> Result<(), XlsxError> {
        let column = &mut self.columns[usize::from(number)];
        let text = match cell {
            Cell::Empty => return Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "no count is near 2^53")]
            Cell::Count(count) => return sheet.write_number(row, number, *count as f64).map(|_| ()),
            #[expect(clippy::cast_precision_loss, reason = "amounts are below 2^53 hundredths times a few")]
            Cell::Amount(amount) => {
                return sheet.write_number(row, number, amount.hundredths() as f64 / 100.0).map(|_| ());
            }
            Cell::Degrees(degrees) => return sheet.write_number(row, number, *degrees).map(|_| ()),
            texts => texts.text(),
        };
        if text.is_empty() {
            return Ok(());
        }
        let characters = text.chars().count();
        column.width = column.width.max(characters);
        if let Some(start) = cut(&text) {
            self.cut.push(rust_xlsxwriter::utility::row_col_to_cell(row, number));
            return sheet.write_string(row, number, start).map(|_| ());
        }
        match column.facts.value {
            Value::Number => {
                if let Ok(value) = text.parse::<f64>() {
                    return sheet.write_number(row, number, value).map(|_| ());
                }
            }
            Value::Date => {
                if let Some(PartialDate::Day(_)) = PartialDate::parse(&text) {
                    return sheet
                        .write_datetime_with_format(
                            row,
                            number,
                            ExcelDateTime::parse_from_str(&text)?,
                            &self.day,
                        )
                        .map(|_| ());
                }
            }
            Value::Deadline => {
                if let Some(deadline) = Deadline::parse(&text) {
                    let format = if deadline.time().is_some() { &self.time } else { &self.day };
                    let at = ExcelDateTime::parse_from_str(&text)?;
                    return sheet.write_datetime_with_format(row, number, at, format).map(|_| ());
                }
            }
            Value::Address if column.has_links && is_link(&text) => {
                return sheet.write_url(row, number, Url::new(text)).map(|_| ());
            }
            _ => {}
        }
        // Texts are written as strings, so none of them can become a formula or a link.
        sheet.write_string(row, number, text).map(|_| ())
    }
}

/// A cell of a workbook whose text does not fit, and is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutCell {
    /// The workbook.
    pub file: DataFile,
    /// The heading of its column.
    pub column: String,
    /// The entry whose row it is in, such as `project foster-care`.
    pub entry: String,
}

impl fmt::Display for CutCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CutCell { file, column, entry } = self;
        write!(f, "`{column}` of the {entry} in data/{}", file.name())
    }
}

/// Finds the cells of published workbooks whose texts do not fit, and are cut.
pub fn cut_cells(site: &Site) -> Vec<CutCell> {
    let published: Vec<DataFile> = site.catalogue.data_files().collect();
    let mut found = Vec::new();
    for table in tables::descriptions() {
        let Some(file) = published.iter().copied().find(|file| file.is_xlsx() && table.files.contains(file))
        else {
            continue;
        };
        let in_row = |row: usize| {
            let cells = table.cells(site, row);
            let is_cut = |at: &usize| cut(&cells[*at].text()).is_some();
            let cut: Vec<usize> = (0..cells.len()).filter(is_cut).collect();
            let column = |at: usize| table.headings().nth(at).unwrap_or_default().to_owned();
            let entry = if cut.is_empty() { String::new() } else { entry_of(&table, &cells) };
            cut.into_iter()
                .map(move |at| CutCell { file, column: column(at), entry: entry.clone() })
                .collect::<Vec<_>>()
        };
        let rows = (0..table.rows(site)).into_par_iter().flat_map_iter(in_row);
        found.extend(rows.collect::<Vec<CutCell>>());
    }
    found
}

/// Names the entry that a row is about, or is a part of.
fn entry_of(table: &Description, cells: &[Cell<'_>]) -> String {
    let of_row = table.kind.map(|kind| ("id", kind));
    let owners = [("project", Kind::Project), ("programme", Kind::Programme)];
    let named = of_row.into_iter().chain(owners).find_map(|(name, kind)| {
        let at = table.headings().position(|heading| heading == name)?;
        let id = cells[at].text();
        (!id.is_empty()).then(|| format!("{} {id}", kind.noun()))
    });
    named.unwrap_or_default()
}

/// Returns the start of a text that does not fit into a cell. The format counts as UTF-16 does.
fn cut(text: &str) -> Option<&str> {
    if text.len() <= MOST_CHARACTERS {
        return None;
    }
    let mut length = 0;
    let end = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > MOST_CHARACTERS
    });
    end.map(|(end, _)| &text[..end])
}

/// Returns whether a cell is a single address of a page or file on the web.
fn is_link(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && text.len() <= LONGEST_LINK
        && !text.contains([' ', '"'])
}

/// Writes the sheet that explains the columns: where the table comes from, then the unit and the meaning of each column.
fn explain(
    table: &Description,
    site: &Site,
    wording: Wording<'_>,
    cut: &[String],
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    const MEANINGS: u16 = 2;
    sheet.set_name("columns")?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let settings = &site.catalogue.settings;
    let mut row = 0;
    let mut in_locales =
        |sheet: &mut Worksheet, texts: Vec<(Locale, String)>, format: &Format| -> Result<u32, XlsxError> {
            for (column, (_, text)) in (MEANINGS..).zip(texts) {
                sheet.write_string_with_format(row, column, text, format)?;
            }
            row += 1;
            Ok(row)
        };
    let of = |text: &dyn Fn(Locale) -> String| -> Vec<(Locale, String)> {
        site.locales().iter().map(|locale| (*locale, text(*locale))).collect()
    };
    in_locales(sheet, of(&|locale| settings.title.get(locale).to_owned()), &bold)?;
    in_locales(sheet, wording.file(table.files[0]), &wrapped)?;
    in_locales(sheet, of(&|locale| site.absolute(&site.subject_href(Subject::Data, locale))), &wrapped)?;
    in_locales(sheet, of(&|locale| settings.licence.get(locale).to_owned()), &wrapped)?;
    in_locales(sheet, wording.message("data-workbook"), &wrapped)?;
    if !cut.is_empty() {
        let mut cells = cut.iter().take(MOST_CUT).map(String::as_str).collect::<Vec<_>>().join(", ");
        if cut.len() > MOST_CUT {
            cells += " …";
        }
        let words = wording.message("data-cut-cells");
        let texts = words.into_iter().map(|(locale, text)| (locale, format!("{text} {cells}")));
        in_locales(sheet, texts.collect(), &bold)?;
    }
    let head = in_locales(sheet, Vec::new(), &bold)?;
    for (column, words) in [(0, wording.message("data-column")), (1, wording.message("data-unit"))] {
        let mut words: Vec<String> = words.into_iter().map(|(_, text)| text).collect();
        words.dedup();
        sheet.write_string_with_format(head, column, words.join(" / "), &bold)?;
    }
    in_locales(sheet, wording.message("data-meaning"), &bold)?;
    for column in &table.columns {
        let meanings = wording.message(&column.message);
        for (heading, _) in &column.headings {
            let next = in_locales(sheet, meanings.clone(), &wrapped)?;
            sheet.write_string(next - 1, 0, heading.as_str())?;
            if let Some(unit) = column.unit {
                sheet.write_string(next - 1, 1, unit_text(unit))?;
            }
        }
    }
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 16)?;
    for (column, _) in (MEANINGS..).zip(site.locales()) {
        sheet.set_column_width(column, u32::try_from(WIDEST).unwrap_or_default())?;
    }
    Ok(())
}

/// Returns a unit: a sign, or the column that contains it in brackets.
fn unit_text(unit: Unit) -> Cow<'static, str> {
    match unit {
        Unit::Sign(sign) => Cow::Borrowed(sign),
        Unit::Column(name) => Cow::Owned(format!("[{name}]")),
    }
}
