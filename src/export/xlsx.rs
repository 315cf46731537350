//! `data/activities.xlsx`: the table of activities for spreadsheets.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::base::id::Ref;
use crate::content::catalogue::Activity;
use crate::site::route::Site;
use crate::site::tables::{self, ACTIVITIES, Cell};

/// The maximum number of rows that the format allows in a sheet, including the headings.
const MOST_ROWS: usize = 1_048_576;

/// The compression level, from 1 to 9. The usual 6 takes twice as long and saves an eighth.
const COMPRESSION: u8 = 4;

/// The maximum number of characters that the format allows in a cell.
const MOST_CHARACTERS: usize = 32_767;

/// Writes the same rows as `activities.csv`, with numbers as numbers.
pub(super) fn activities(site: &Site) -> Vec<u8> {
    // Writing to memory, within the limits of the format, cannot fail.
    workbook(site).and_then(|mut workbook| workbook.save_to_buffer()).unwrap_or_default()
}

fn workbook(site: &Site) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    // The format requires a date of creation. A fixed date keeps the output reproducible.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("activities")?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(tables::headings(ACTIVITIES)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, at) in (1..).zip(site.catalogue.activities.refs().take(MOST_ROWS - 1)) {
        write_row(sheet, row, site, at)?;
    }
    Ok(workbook)
}

fn write_row(sheet: &mut Worksheet, row: u32, site: &Site, at: Ref<Activity>) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(tables::cells(ACTIVITIES, site, at)) {
        match cell {
            Cell::Empty => continue,
            #[expect(clippy::cast_precision_loss, reason = "no count is near 2^53")]
            Cell::Count(count) => sheet.write_number(row, column, count as f64)?,
            #[expect(clippy::cast_precision_loss, reason = "amounts are below 2^53 hundredths times a few")]
            Cell::Amount(amount) => sheet.write_number(row, column, amount.hundredths() as f64 / 100.0)?,
            Cell::Degrees(degrees) => sheet.write_number(row, column, degrees)?,
            // Texts are written as strings, so none of them can become a formula.
            text => sheet.write_string(row, column, shortened(&text.text()))?,
        };
    }
    Ok(())
}

/// Cuts a text to the length that fits into a cell.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS).map_or(text, |(end, _)| &text[..end])
}
