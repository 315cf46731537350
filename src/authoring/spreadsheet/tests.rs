//! Tests that a workbook brings back what was changed in it, and nothing else.

use std::path::Path;

use proptest::prelude::*;

use super::column::{ELSEWHERE, Wanted};
use super::names::Names;
use super::rows::Rows;
use super::workbook::VERSION;
use super::{SHEETS, SheetKind, Update, export, update};
use crate::authoring::table::TableFile;
use crate::base::problem::Problems;
use crate::content::parse::{self, Delimiter};
use crate::content::read::{self, FileContent, Source, SourceFile};

fn content(root: &str) -> Source {
    read::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root)).expect("content")
}

/// Reads back tables, and returns the update with the messages of all problems.
fn read_back(tables: &[(SourceFile, Option<Delimiter>)], source: &Source) -> (Option<Update>, Vec<String>) {
    let (records, _) = parse::parse(source);
    let mut problems = Problems::default();
    let update = update(tables, false, &records, source, &mut problems);
    (update, problems.iter().map(|problem| format!("{}: {}", problem.label, problem.message)).collect())
}

/// Exports all sheets, and returns their tables.
fn exported(source: &Source) -> Vec<(SourceFile, Option<Delimiter>)> {
    let (records, _) = parse::parse(source);
    let all: Vec<&'static SheetKind> = SHEETS.iter().collect();
    let bytes = export(&all, &[], &records, source).expect("a workbook").bytes;
    let text = SourceFile { path: "all.xlsx".into(), content: FileContent::Text("".into()) };
    TableFile { text, bytes }.tables(&mut Problems::default()).expect("tables")
}

#[test]
fn a_workbook_that_is_not_changed_changes_nothing() {
    for root in ["", "tests/small", "tests/everything", "docs/starter"] {
        let source = content(root);
        let (update, problems) = read_back(&exported(&source), &source);
        let update = update.expect("an update");
        assert_eq!(problems, [""; 0], "{root}");
        assert_eq!((update.cells, update.draft.changes.len()), (0, 0), "{root}");
        assert!(update.rows > 5 && update.unread.is_empty(), "{root}");
    }
}

/// A text with what tables and YAML could take for something else.
fn text() -> impl Strategy<Value = String> {
    "[=+@' \"#:;,\\-0-9ačЖ\\[{|…]{1,12}|[a-zč]{1,9}|[0-9]{1,3}[.,][0-9]{3}|2023-03"
}

/// A text in both languages.
fn words() -> impl Strategy<Value = String> {
    (text(), prop::option::of(text())).prop_map(|(sr, en)| match en {
        Some(en) => format!("{{ sr: {}, en: {} }}", quoted(&sr), quoted(&en)),
        None => format!("{{ sr: {} }}", quoted(&sr)),
    })
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("JSON")
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

prop_compose! {
    fn money()(
        currency in "EUR|RSD|CHF",
        total in prop::option::of("[1-9][0-9]{0,5}(\\.[0-9]{1,2})?"),
        awarded in prop::option::of("2023|2023-03|2023-03-01"),
    ) -> String {
        let total = total.map(|total| format!(", total: {total}")).unwrap_or_default();
        let awarded = awarded.map(|awarded| format!(", awarded: {awarded}")).unwrap_or_default();
        format!("{{ currency: {currency}{total}{awarded} }}")
    }
}

prop_compose! {
    fn activity()(
        place in "bor|zlatar|čardak|[0-9]{2}",
        note in prop::option::of(words()),
        funding in prop::collection::vec(money(), 0..3),
        locations in prop::collection::vec("zlatar|cardak|[a-z]{3}", 0..3),
    ) -> String {
        let note = note.map(|note| format!("    note: {note}\n")).unwrap_or_default();
        let funding = match funding.len() {
            0 => String::new(),
            1 => format!("    funding: {} # one\n", funding[0]),
            _ => format!("    funding: {}\n", list(&funding)),
        };
        format!("  - municipality: \"{place}\"\n{note}{funding}    locations: {}\n", list(&locations))
    }
}

prop_compose! {
    fn project()(
        partners in prop::collection::vec((text(), prop::option::of(words())), 0..3),
        objectives in prop::collection::vec(words(), 0..3),
        goals in prop::collection::vec(1..17u8, 0..3),
        activities in prop::collection::vec(activity(), 1..4),
    ) -> String {
        let partners = partners.iter().map(|(id, note)| match note {
            Some(note) => format!("{{ organisation: {}, note: {note} }}", quoted(id)),
            None => quoted(id),
        });
        let partners: Vec<String> = partners.collect();
        let goals: Vec<String> = goals.iter().map(u8::to_string).collect();
        format!(
            "# A comment\nprogramme: clean-banks\nsupport: training # why\npartners: {}\nobjectives: {}\nsdgs: {}\nactivities:\n{}",
            list(&partners),
            list(&objectives),
            list(&goals),
            activities.concat()
        )
    }
}

/// Returns content with another project.
fn with_project(facts: &str) -> Source {
    content("tests/small").with_all([("content/projects/home-nursing/project.yaml", facts)])
}

/// Writes the rows of a sheet as CSV, with another text in one cell.
fn csv(rows: &Rows, other: (usize, usize, &str)) -> Vec<(SourceFile, Option<Delimiter>)> {
    let quoted = |text: &str| format!("\"{}\"", crate::base::cells::guarded(text).replace('"', "\"\""));
    let headings = rows.columns.iter().map(|column| column.heading.as_str());
    let headings: Vec<String> =
        [rows.sheet.heading].into_iter().chain(headings).chain([VERSION]).map(quoted).collect();
    let mut lines = vec![headings.join(",")];
    for (at, row) in rows.rows.iter().enumerate() {
        let cells =
            row.cells.iter().enumerate().map(|(column, text)| match (at, column) == (other.0, other.1) {
                true => quoted(other.2),
                false => quoted(text),
            });
        let version = quoted(&Rows::version(row));
        let cells: Vec<String> = [quoted(&row.name)].into_iter().chain(cells).chain([version]).collect();
        lines.push(cells.join(","));
    }
    let text = FileContent::Text(lines.join("\n").into());
    vec![(SourceFile { path: "t.csv".into(), content: text }, Some(Delimiter::Comma))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_project_says_comes_back_as_it_is(facts in project()) {
        let source = with_project(&facts);
        let (update, problems) = read_back(&exported(&source), &source);
        let none: Vec<String> = Vec::new();
        prop_assert_eq!(problems, none);
        let update = update.expect("an update");
        prop_assert_eq!((update.cells, update.draft.changes.len()), (0, 0));
    }

    #[test]
    fn a_cell_changes_its_value_and_no_other(
        facts in project(),
        sheet in 0..2usize,
        row in any::<prop::sample::Index>(),
        column in any::<prop::sample::Index>(),
        wanted in text(),
    ) {
        let source = with_project(&facts);
        let (records, _) = parse::parse(&source);
        let names = Names::new(&records);
        let rows = Rows::of(&SHEETS[sheet], &records, &source);
        let (row, column) = (row.index(rows.rows.len()), column.index(rows.columns.len()));
        let wanted = wanted.trim();
        let before = rows.rows[row].cells[column].clone();
        prop_assume!(before != ELSEWHERE && !wanted.is_empty() && !rows.columns[column].is_aligned());
        let (update, problems) = read_back(&csv(&rows, (row, column, wanted)), &source);
        let is_refused = problems.iter().any(|problem| problem.contains("thousands"));
        prop_assert!(is_refused || problems.is_empty(), "{:?}", problems);
        let after = update.expect("an update").draft.applied_to(&source);
        let (records, _) = parse::parse(&after);
        let now = Rows::of(&SHEETS[sheet], &records, &after);
        let is_name = SHEETS[sheet].list.is_some_and(|list| list.named_by.contains(&rows.columns[column].heading.as_str()));
        for (before, after) in rows.rows.iter().zip(&now.rows) {
            prop_assert!(is_name || before.name == after.name);
            for (at, (old, new)) in before.cells.iter().zip(&after.cells).enumerate() {
                let is_cell = at == column && before.name == rows.rows[row].name;
                let is_same = |said: &str| new == ELSEWHERE || matches!(rows.columns[at].wanted(said, new, &names), Wanted::Same);
                prop_assert!(is_same(if is_cell && !is_refused { wanted } else { old }), "{}: {:?} {:?}", rows.columns[at].heading, old, new);
            }
        }
    }
}
