//! The commands for spreadsheets: `import`, and `export` and `import --update` to edit what is there.

use std::path::Path;

use katalog::authoring::spreadsheet::{SHEETS, SheetKind};
use katalog::authoring::table::TableFile;
use katalog::authoring::{Imported, Updated};
use katalog::base::problem::Problems;
use katalog::base::visible;
use katalog::content::read::{self, Source};
use katalog::report;

use super::catalogue::{commit, require_content, write_new};
use super::edit::{print_changed, print_places};
use super::output::{FAILED, counted, failed, print, say, style};
use super::terminal::{self, message};
use super::{ImportFormat, ask};

/// The maximum number of cells that are listed.
const MOST_CELLS: usize = 20;

/// Writes a workbook for editing.
pub(crate) fn export(arguments: &super::Export) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let path = &arguments.file;
    let exported =
        katalog::authoring::export(&content, &sheets(arguments), &arguments.filter).map_err(failed)?;
    for file in &exported.unread {
        message(format_args!("left out, because it is not valid YAML: {}", visible::name(file)));
    }
    for reason in &exported.without {
        message(format_args!("left out: {}", visible::name(reason)));
    }
    write_new(path, exported.bytes)?;
    let sheets = exported.sheets.iter().map(|(name, rows)| format!("{name}: {}", counted(*rows, "row")));
    print(format_args!("{}: {}\n", visible::path(path), sheets.collect::<Vec<_>>().join(", ")))
}

/// Returns the sheets to export: those that are named, or that by which the file is named, or all.
fn sheets(arguments: &super::Export) -> Vec<&'static SheetKind> {
    let stem = arguments.file.file_stem().and_then(|stem| stem.to_str());
    match (arguments.sheet.is_empty(), stem.and_then(SheetKind::named)) {
        (false, _) => arguments.sheet.clone(),
        (true, Some(sheet)) => vec![sheet],
        (true, None) => SHEETS.iter().collect(),
    }
}

/// Reads a table that the user named.
fn table(path: &Path) -> Result<TableFile, u8> {
    let bytes = read::read_bytes(path).map_err(failed)?;
    Ok(TableFile { text: read::as_text(path, &bytes).map_err(failed)?, bytes })
}

/// Reports problems in the format that was asked for.
fn report(format: ImportFormat, problems: &Problems, source: &Source) -> Result<(), u8> {
    match format {
        ImportFormat::Json => say(&report::json::json(problems, source).map_err(failed)?),
        ImportFormat::Human if problems.is_empty() => Ok(()),
        ImportFormat::Human => {
            terminal::report(&report::human(problems, source, style()));
            Ok(())
        }
    }
}

/// Adds the rows of a table to the content.
pub(crate) fn import(arguments: &super::Import) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let table = table(&arguments.sheet)?;
    let mapping = arguments.map.as_deref().map(read::read_alone).transpose().map_err(failed)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let Imported { source, problems, import } =
        katalog::authoring::import(&table, mapping.as_ref(), &content);
    report(arguments.format, &problems, &source)?;
    let Some(import) = import else {
        message("nothing was written");
        return Err(FAILED);
    };
    message(&import);
    if !import.ignored.is_empty() {
        message(format_args!("ignored columns: {}", import.ignored.join(", ")));
    }
    if !import.other_sheets.is_empty() {
        message(format_args!("ignored sheets: {}", import.other_sheets.join(", ")));
    }
    if !arguments.dry_run {
        // A repeated import finds its rows in the content, so it needs no request for recovery.
        let title = format!("import {}", visible::path(&arguments.sheet));
        commit(&import.draft.transaction(&title, String::new(), &content), &arguments.root)?;
    }
    match arguments.format {
        // Standard output must hold a single document.
        ImportFormat::Json => Ok(()),
        ImportFormat::Human if arguments.dry_run => print(import.draft.diff(&content)),
        ImportFormat::Human => print_places(&import.draft, &arguments.root),
    }
}

/// Brings the changes that were made in a workbook into the content.
pub(crate) fn update(arguments: &super::Import) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let table = table(&arguments.sheet)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let Updated { source, problems, update } =
        katalog::authoring::update(&arguments.root, &table, arguments.remove, &content);
    report(arguments.format, &problems, &source)?;
    let Some(update) = update else {
        message("nothing was written");
        return Err(FAILED);
    };
    let rows = counted(update.rows, "row");
    let files = update.draft.changes.len() + update.draft.removed.len();
    match update.cells {
        0 => message(format_args!("{rows}: the content says the same")),
        cells => message(format_args!(
            "{rows}: {} to change in {}",
            counted(cells, "cell"),
            counted(files, "file")
        )),
    }
    for (what, names) in [
        ("ignored columns", &update.ignored),
        ("ignored sheets", &update.other_sheets),
        ("not read, because these columns only show something", &update.unread),
    ] {
        list(what, names);
    }
    let is_for_people = arguments.format == ImportFormat::Human;
    if is_for_people {
        print(update.draft.diff(&content))?;
    }
    if arguments.dry_run || update.cells == 0 {
        return Ok(());
    }
    if is_for_people && terminal::can_ask() && !ask::confirm("Write this?").map_err(failed)? {
        message("nothing was written");
        return Err(FAILED);
    }
    // A repeated update finds its values in the content, so it needs no request for recovery.
    let title = format!("update from {}", visible::path(&arguments.sheet));
    commit(&update.draft.transaction(&title, String::new(), &content), &arguments.root)?;
    if is_for_people { print_changed(&update.draft, &arguments.root) } else { Ok(()) }
}

fn list(what: &str, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let shown = names.iter().take(MOST_CELLS).map(|name| visible::name(name)).collect::<Vec<_>>().join("; ");
    match names.len().saturating_sub(MOST_CELLS) {
        0 => message(format_args!("{what}: {shown}")),
        more => message(format_args!("{what}: {shown} and {more} more")),
    }
}
