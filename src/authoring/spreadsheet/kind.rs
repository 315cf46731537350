//! The sheets of a workbook: which entries are their rows.

use crate::base::id::Kind;

/// A sheet whose rows are entries, or the items of a list that entries have.
#[derive(Debug)]
pub struct SheetKind {
    /// Its name.
    pub name: &'static str,
    /// The heading of the column with the names of the rows, by which the sheet is recognised.
    pub heading: &'static str,
    /// The kinds of entries.
    pub(super) entries: &'static [Kind],
    /// The list, if the rows are its items.
    pub(super) list: Option<List>,
    /// What adds an entry, because a row cannot.
    pub(super) added_with: &'static str,
}

/// A list of records that entries have.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Its key.
    pub(super) key: &'static str,
    /// The keys of which the first that is given names an item.
    pub(super) named_by: &'static [&'static str],
    /// The key that has no column, because other files refer to an item by it.
    pub(super) fixed: Option<&'static str>,
}

/// The sheets that can be exported.
pub const SHEETS: &[SheetKind] = &[
    SheetKind {
        name: "activities",
        heading: "activity",
        entries: &[Kind::Project],
        list: Some(List {
            key: "activities",
            named_by: &["municipality", "district", "region", "scope"],
            fixed: None,
        }),
        added_with: "the form of its project, or `katalog import` and a table of its own",
    },
    SheetKind {
        name: "projects",
        heading: "project",
        entries: &[Kind::Project],
        list: None,
        added_with: "`katalog new project`",
    },
    SheetKind {
        name: "organisations",
        heading: "organisation",
        entries: &[Kind::Organisation],
        list: None,
        added_with: "`katalog new organisation`",
    },
    SheetKind {
        name: "municipalities",
        heading: "municipality",
        entries: &[Kind::Municipality],
        list: None,
        added_with: "`katalog new municipality`",
    },
    SheetKind {
        name: "indicators",
        heading: "indicator",
        entries: &[Kind::Programme, Kind::Project],
        list: Some(List { key: "indicators", named_by: &["id"], fixed: Some("id") }),
        added_with: "the form of its programme or project",
    },
];

impl SheetKind {
    /// Returns the sheet with this name.
    pub fn named(name: &str) -> Option<&'static SheetKind> {
        SHEETS.iter().find(|sheet| sheet.name == name)
    }
}
