//! Tests editing in a spreadsheet: `katalog export` and `katalog import --update`.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use crate::support::site::{Tree, tree};
use crate::support::{PROGRAM, katalog, read, small_catalogue, write};
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use zip::ZipArchive;

/// What a command printed, and its exit code.
struct Said {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(root: &Path, arguments: &[&str]) -> Said {
    let output = assert_cmd::Command::new(&*PROGRAM)
        .current_dir(root)
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A change of a cell: the sheet, the name of the row, the heading of the column, and the new text.
type Change<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Exports all sheets to `all.xlsx`, and writes them with some cells changed to `changed.xlsx`.
fn change(root: &Path, changes: &[Change<'_>]) {
    let _ = fs::remove_file(root.join("all.xlsx"));
    let said = run(root, &["export", "all.xlsx"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let mut read: Xlsx<_> = open_workbook(root.join("all.xlsx")).expect("a workbook");
    let mut written = Workbook::new();
    let mut left = changes.to_vec();
    for (name, range) in read.worksheets() {
        let sheet = written.add_worksheet();
        sheet.set_name(&name).expect("a name").set_hidden(name == "values");
        let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
        for (row, cells) in (0..).zip(&rows) {
            for (column, cell) in (0..).zip(cells) {
                let heading = rows[0][usize::from(column)].to_string();
                let is_meant = |change: &Change<'_>| {
                    (change.0, change.2) == (&*name, &*heading) && cells[0] == *change.1
                };
                if let Some(at) = left.iter().position(is_meant).filter(|_| row > 0) {
                    let (.., text) = left.remove(at);
                    match text.parse::<f64>() {
                        Ok(number) => sheet.write_number(row, column, number),
                        Err(_) => sheet.write_string(row, column, text),
                    }
                    .expect("a cell");
                    continue;
                }
                match cell {
                    Data::Float(number) => sheet.write_number(row, column, *number).map(|_| ()),
                    Data::Empty => Ok(()),
                    cell => sheet.write_string(row, column, cell.to_string()).map(|_| ()),
                }
                .expect("a cell");
            }
        }
    }
    assert_eq!(left, [], "every change has a cell");
    written.save(root.join("changed.xlsx")).expect("a workbook");
}

/// Brings changes of cells into the content.
fn update(root: &Path, changes: &[Change<'_>], arguments: &[&str]) -> Said {
    change(root, changes);
    run(root, &[&["import", "--update", "changed.xlsx"], arguments].concat())
}

fn content(root: &Path) -> Tree {
    tree(&root.join("content"))
}

/// Returns the first problem of a report, from its rule to its help, without the quoted lines.
fn problems(said: &Said) -> Vec<[String; 3]> {
    let mut problems: Vec<[String; 3]> = Vec::new();
    for line in said.stderr.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            problems.push([line.to_owned(), String::new(), String::new()]);
        } else if let Some(problem) = problems.last_mut() {
            if let Some((_, label)) = line.split_once("^ ") {
                problem[1] = label.to_owned();
            }
            if let Some((_, help)) = line.split_once("= help: ") {
                problem[2] = help.to_owned();
            }
        }
    }
    problems
}

#[test]
fn changed_cells_change_their_values_and_nothing_else() {
    let root = small_catalogue();
    let root = root.path();
    let facts = root.join("content/projects/home-nursing/project.yaml");
    let text = fs::read_to_string(&facts).expect("facts");
    write(&facts, text.replace("phase: work\n", "phase: work # since 2023\n").as_bytes());
    let said = update(
        root,
        &[
            ("activities", "home-nursing/cardak", "funding.co_funding", "600"),
            ("activities", "home-nursing/cardak", "partners", "Dom zdravlja Čardak, Lake Fund"),
            ("activities", "first-lessons/novi-most", "period.start", "1.3.2023."),
            ("projects", "home-nursing", "title.en", "Nurses at the door"),
            ("projects", "home-nursing", "phase", "planning"),
            ("organisations", "lake-fund", "municipality", "Златар"),
            ("municipalities", "cardak", "coordinates.latitude", "44.5"),
        ],
        &[],
    );
    assert_eq!(said.code, Some(0), "{}{}", said.stderr, said.stdout);
    assert!(said.stderr.ends_with(" to change in 5 files\n"), "{}", said.stderr);
    insta::assert_snapshot!("changes_of_cells", said.stdout);
    assert_eq!(katalog("check", root, &["--quiet"]).code, Some(0));
    let again = run(root, &["import", "--update", "changed.xlsx"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""), "{}", again.stderr);
    assert!(again.stderr.contains("the content says the same"), "{}", again.stderr);
}

#[test]
fn a_dry_run_shows_the_changes_and_writes_nothing() {
    let root = small_catalogue();
    let before = content(root.path());
    let said = update(root.path(), &[("projects", "home-nursing", "title.en", "X and Y")], &["--dry-run"]);
    assert!(said.code == Some(0) && said.stdout.contains("\n+title: \"X and Y\"\n"), "{}", said.stdout);
    assert!(content(root.path()) == before);
}

#[test]
fn what_a_cell_cannot_say_is_reported_at_the_cell() {
    let cases: &[(Change<'_>, &str, &str)] = &[
        (
            ("organisations", "city-of-zlatar", "municipality", "Zltar"),
            "error[unknown-reference]: there is no municipality `Zltar`",
            "did you mean `zlatar`?",
        ),
        (
            ("organisations", "city-of-zlatar", "municipality", ""),
            "error[contradiction]: this cell is empty, but the content has `zlatar`",
            "write it into the cell again; or remove it from the content with --remove",
        ),
        (
            ("organisations", "city-of-zlatar", "kind", "opština"),
            "error[wrong-value]: `opština` is not a kind of organisation",
            "did you mean `local-government`?",
        ),
        (
            ("organisations", "city-of-zlatar", "url", "zlatar.example"),
            "error[wrong-value]: `zlatar.example` is not a web address",
            "did you mean `https://zlatar.example`?",
        ),
        (
            ("organisations", "city-of-zlatar", "organisation", "city-of-zlatr"),
            "error[unknown-reference]: the content has no organisation `city-of-zlatr`",
            "if it is new, add it with `katalog new organisation`; if not, the names of the rows must stay as they were exported, such as `city-of-zlatar`",
        ),
        (
            ("organisations", "city-of-zlatar", "organisation", "Ukupno:"),
            "error[sheet-columns]: this row seems to be one of totals",
            "delete the row",
        ),
        (
            ("organisations", "city-of-zlatar", "organisation", "care-network"),
            "error[contradiction]: the row of `care-network` is there twice",
            "delete the copy; a new organisation is added with `katalog new organisation`",
        ),
        (
            ("municipalities", "crnobor", "coordinates.latitude", "44,123"),
            "error[contradiction]: `44,123` can be thousands, or a number with three decimals",
            "write thousands without a separator: `1000`; and decimals with zeros: `1.0000`",
        ),
        (
            ("municipalities", "crnobor", "population.value", "5000"),
            "error[missing-key]: a population lacks `date`",
            "add `date:` – when they were counted",
        ),
    ];
    for (change, message, help) in cases {
        let root = small_catalogue();
        let before = content(root.path());
        let said = update(root.path(), &[*change], &[]);
        let found = problems(&said);
        assert_eq!((said.code, found.len()), (Some(1), 1), "{}", said.stderr);
        assert_eq!([&found[0][0], &found[0][2]], [message, help]);
        let row = found[0][1].split(',').next();
        assert!(matches!(row, Some("row 3" | "row 4")), "{}", said.stderr);
        assert!(said.stderr.ends_with("nothing was written\n"), "{}", said.stderr);
        assert!(content(root.path()) == before, "{message}");
    }
}

#[test]
fn values_that_belong_together_have_the_same_number() {
    let root = small_catalogue();
    let name = "home-nursing/cardak";
    let said = update(
        root.path(),
        &[
            ("activities", name, "funding.currency", "EUR; RSD"),
            ("activities", name, "funding.programme", "13613"),
            ("activities", name, "funding.co_funding", "550.5; 1"),
        ],
        &[],
    );
    let found = problems(&said);
    assert!(
        found.iter().all(|problem| problem[0]
            .contains("the number of values here is 2, but that in `funding.programme` is 1")),
        "{}",
        said.stderr
    );
    let said = update(
        root.path(),
        &[
            ("activities", name, "funding.currency", "EUR; RSD"),
            ("activities", name, "funding.total", "; 1.000,50"),
            ("activities", name, "funding.programme", "13613;"),
            ("activities", name, "funding.co_funding", "550,50;"),
        ],
        &[],
    );
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let facts = read(root.path(), "content/projects/home-nursing/project.yaml");
    assert!(facts.contains("      - { currency: EUR, programme: 13613, co_funding: 550.50 }\n      - { currency: RSD, total: 1000.50 }\n"), "{facts}");
}

#[test]
fn a_row_that_changed_since_the_export_is_refused_with_both_values() {
    let root = small_catalogue();
    let root = root.path();
    change(
        root,
        &[
            ("projects", "home-nursing", "title.en", "From the table"),
            ("projects", "home-nursing", "phase", "work"),
        ],
    );
    let path = root.join("content/projects/home-nursing/en.md");
    let text = fs::read_to_string(&path).expect("a text");
    let text = text.replace("\"Home Nursing: Nurses at the Door\"", "From the file");
    write(&path, text.as_bytes());
    let before = content(root);
    let said = run(root, &["import", "--update", "changed.xlsx"]);
    let found = problems(&said);
    assert_eq!(found.len(), 1, "{}", said.stderr);
    assert_eq!(
        found[0],
        [
            "error[contradiction]: this row has changed in the content since it was exported; here `From the table`, in \
             the content `From the file`",
            "row 4, column C (title.en)",
            "export the workbook again, and make the change there"
        ]
    );
    assert!(content(root) == before);
    // What both say in the end is no contradiction.
    write(&path, text.replace("From the file", "From the table").as_bytes());
    assert_eq!(run(root, &["import", "--update", "changed.xlsx"]).code, Some(0));
}

#[test]
fn an_empty_cell_removes_a_value_only_if_that_is_wanted() {
    let root = small_catalogue();
    let money = ["funding.currency", "funding.programme", "funding.co_funding"];
    let money = money.map(|heading| ("activities", "home-nursing/cardak", heading, ""));
    let said = update(root.path(), &money, &[]);
    assert_eq!(problems(&said).len(), 3, "{}", said.stderr);
    let said = update(root.path(), &money, &["--remove"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let facts = read(root.path(), "content/projects/home-nursing/project.yaml");
    assert!(!facts.contains("13613") && facts.contains("note:") && facts.contains("total: 18460"), "{facts}");
}

#[test]
fn columns_that_only_show_something_are_not_read_in_silence() {
    let root = small_catalogue();
    let said = update(
        root.path(),
        &[("activities", "first-lessons/novi-most", "municipality (name)", "Čardak")],
        &[],
    );
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(
        said.stderr.contains("not read, because these columns only show something: row ")
            && said.stderr.contains("(municipality (name))"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_table_that_was_not_exported_is_refused() {
    let root = small_catalogue();
    let root = root.path();
    for (table, message, help) in [
        (
            "a,b\n1,2\n",
            "this table is none that `katalog export` wrote",
            "change a workbook of `katalog export`",
        ),
        (
            "Spisak\n\norganisation,kind,version\ncare-network,x,y\n",
            "they seem to be in row 3",
            "delete the rows above row 3",
        ),
        ("", "this table is empty", "write the names of the columns"),
    ] {
        write(&root.join("table.csv"), table.as_bytes());
        let said = run(root, &["import", "--update", "table.csv"]);
        let found = problems(&said);
        assert!(found[0][0].contains(message) && found[0][2].starts_with(help), "{}", said.stderr);
        assert_eq!((said.code, found.len()), (Some(1), 1), "{}", said.stderr);
    }
    change(root, &[]);
    let said = run(root, &["import", "changed.xlsx"]);
    assert!(said.stderr.contains("= help: add --update"), "{}", said.stderr);
}

#[test]
fn a_sheet_saved_as_csv_is_read_too() {
    let root = small_catalogue();
    let root = root.path();
    change(root, &[]);
    let mut workbook: Xlsx<_> = open_workbook(root.join("all.xlsx")).expect("a workbook");
    let range = workbook.worksheet_range("organisations").expect("a sheet");
    let mut text = "sep=;\r\n".to_owned();
    for row in range.rows() {
        let cells = row.iter().map(|cell| cell.to_string().replace("Lake Fund", "Lakes Fund"));
        text.push_str(&(cells.collect::<Vec<_>>().join(";") + "\r\n"));
    }
    write(&root.join("organisations.csv"), text.as_bytes());
    let said = run(root, &["import", "--update", "organisations.csv"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(read(root, "content/organisations.yaml").contains("en: Lakes Fund }"));
}

#[test]
fn rows_are_chosen_by_their_values() {
    let root = small_catalogue();
    let root = root.path();
    for (number, (arguments, expected)) in [
        (&["--sheet", "activities", "--filter", "municipality=Чардак"][..], "activities: 3 rows"),
        (
            &["--sheet", "activities", "--filter", "programme=healthy-town", "--filter", "municipality=bor"],
            "error",
        ),
        (
            &["--sheet", "projects", "--sheet", "activities", "--filter", "project=home-nursing"],
            "activities: 3 rows, projects: 1 row",
        ),
        (&["--sheet", "organisations", "--filter", "kind=public-institution"], "organisations: 1 row"),
        (&["--sheet", "organisations", "--filter", "colour=red"], "error"),
        (&["--filter", "colour"], "error"),
        (&["--sheet", "colours"], "error"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = format!("{number}.xlsx");
        let said = run(root, &[&["export", &file], arguments].concat());
        if expected == "error" {
            assert!(said.code != Some(0) && said.stderr.starts_with("error"), "{}", said.stderr);
            assert!(!root.join(&file).exists(), "{arguments:?}");
        } else {
            let rows = said.stdout.trim_start_matches(&format!("{file}: ")).trim_end().to_owned();
            let expected: Vec<&str> = expected.split(", ").collect();
            let found: Vec<&str> = rows.split(", ").collect();
            assert!(
                expected.iter().all(|one| found.contains(one)) && found.len() == expected.len(),
                "{rows}{}",
                said.stderr
            );
        }
    }
}

#[test]
fn a_workbook_is_made_for_editing() {
    let root = small_catalogue();
    let root = root.path();
    for file in ["organisations.xlsx", "again.xlsx"] {
        let said = run(root, &["export", file, "--sheet", "organisations"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    }
    let bytes = fs::read(root.join("organisations.xlsx")).expect("a workbook");
    assert!(bytes == fs::read(root.join("again.xlsx")).expect("a workbook"));
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a workbook");
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("XML");
    for part in [
        "<sheetProtection sheet=\"1\"",
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:",
        "hidden=\"1\"",
        "<dataValidation type=\"list\" errorStyle=\"warning\"",
    ] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    assert!(!sheet.contains("<f>"), "formulas");
    let said = run(root, &["export", "organisations.xlsx"]);
    assert!(said.code == Some(1) && said.stderr.contains("exists already"), "{}", said.stderr);
}
