//! Tests `katalog import`: what it adds, rejects and leaves alone.

use std::fs;
use std::path::Path;

use crate::support::site::{Tree, tree};
use crate::support::{PROGRAM, katalog, lay_over, read, small_catalogue, tests, write};
use assert_cmd::Command;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;

/// The output of the program on both streams, and its exit code.
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `katalog import` in the folder of a catalogue.
fn import(root: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(&*PROGRAM)
        .current_dir(root)
        .arg("import")
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Imports a sheet, and a mapping if there is one, into a catalogue.
fn import_texts(root: &Path, sheet: &str, mapping: &str, arguments: &[&str]) -> Outcome {
    write(&root.join("sheet.csv"), sheet.as_bytes());
    write(&root.join("map.yaml"), mapping.as_bytes());
    let map: &[&str] = if mapping.is_empty() { &[] } else { &["--map", "map.yaml"] };
    import(root, &[&["sheet.csv"], map, arguments].concat())
}

fn content(root: &Path) -> Tree {
    tree(&root.join("content"))
}

/// Returns `data/activities.csv` of a catalogue.
fn exported(root: &Path) -> String {
    let output = tempfile::tempdir().expect("a temporary folder");
    let public = output.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &public.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    fs::read_to_string(public.join("data/activities.csv")).expect("the table")
}

#[test]
fn a_table_of_very_many_cells_is_refused_before_it_needs_memory() {
    let root = small_catalogue();
    let row = ";".repeat(999) + "\n";
    let said = import_texts(root.path(), &row.repeat(3_000), "", &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("about 3000000 cells"), "{}", said.stderr);
}

#[test]
fn the_constants_of_a_mapping_are_cells_of_every_row() {
    let root = small_catalogue();
    let constants = "constants: { programme: healthy-town, sub_area: prevention, support_type: training, \
                     implementers: care-network, status: completed, currency: EUR }\n";
    let sheet = |rows: usize| format!("project;municipality\n{}", "a;bor\n".repeat(rows));
    let said = import_texts(root.path(), &sheet(250_001), constants, &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("the rows of this table have 2000008 cells"), "{}", said.stderr);
}

#[test]
fn tens_of_thousands_of_replacements_do_not_slow_an_import_down() {
    let root = small_catalogue();
    let values: String = (0..50_000).map(|number| format!("    Place {number}: cardak\n")).collect();
    let constants = "constants: { programme: healthy-town, sub_area: prevention, support_type: training, \
                     implementers: care-network }\n";
    let mapping = format!("{constants}values:\n  municipality:\n{values}");
    let rows: String = (0..20_000).map(|number| format!("project-{number};PLACE {number}\n")).collect();
    let said = import_texts(root.path(), &format!("project;municipality\n{rows}"), &mapping, &["--dry-run"]);
    assert!(!said.stderr.contains("PLACE"), "{}", said.stderr);
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
}

/// Returns a table of activities without the columns that say whose period and status it is, because an import writes what
/// all activities of a project share at the project, and without the former ids of projects, which an import does not give.
fn without_sources(table: &str) -> Vec<Vec<String>> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    let is_kept = |at: usize| !matches!(&rows[0][at], "period_source" | "status_source" | "former_ids");
    let cells = |row: &csv::StringRecord| {
        let kept = row.iter().enumerate().filter(|(at, _)| is_kept(*at));
        kept.map(|(_, cell)| cell.to_owned()).collect()
    };
    rows.iter().map(cells).collect()
}

/// Fills in every blank summary.
fn fill_blanks(root: &Path) {
    for (path, bytes) in content(root) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if text.contains("___") && path.starts_with("projects/") {
            let filled = text.replace("summary: ___", "summary: Kratak opis.");
            write(&root.join("content").join(path), filled.as_bytes());
        }
    }
}

#[test]
fn an_export_is_imported_unchanged() {
    for from in [Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf(), tests("small"), tests("everything")] {
        let root = tempfile::tempdir().expect("a temporary folder");
        lay_over(&from.join("content"), &root.path().join("content"));
        let rows = exported(root.path());
        fs::remove_dir_all(root.path().join("content/projects")).expect("a folder that can be removed");
        let outcome = import_texts(root.path(), &rows, "", &[]);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("ignored columns"), "{}", outcome.stderr);
        fill_blanks(root.path());
        assert_eq!(without_sources(&exported(root.path())), without_sources(&rows));
    }
}

#[test]
fn texts_that_were_guarded_against_spreadsheets_are_imported_unchanged() {
    let root = small_catalogue();
    let project = root.path().join("content/projects/home-nursing");
    for (language, title) in
        [("sr", "Hrana;=cmd|' /C calc'!A0; - b, +1"), ("en", "'=1+1; '-2; \\\"=3; ＝4; '5")]
    {
        let path = project.join(format!("{language}.md"));
        let text = fs::read_to_string(&path).expect("a text");
        let after = text.lines().map(|line| match line.starts_with("title: ") {
            true => format!("title: \"{title}\""),
            false => line.to_owned(),
        });
        write(&path, (after.collect::<Vec<_>>().join("\n") + "\n").as_bytes());
    }
    let path = project.join("project.yaml");
    let text = fs::read_to_string(&path).expect("a file of facts");
    write(&path, text.replace("Two nurses visit", "@SUM(1), -Two nurses; - visit").as_bytes());
    let rows = exported(root.path());
    for guarded in
        ["Hrana;'=cmd|’ /C calc’!A0; '- b, '+1", "; \"\"'=3; '＝4; ", "'@SUM(1), '-Two nurses; '- visit"]
    {
        assert!(rows.contains(guarded), "{guarded} in {rows}");
    }
    fs::remove_dir_all(root.path().join("content/projects")).expect("a folder that can be removed");
    let outcome = import_texts(root.path(), &rows, "", &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let title = read(root.path(), "content/projects/home-nursing/en.md");
    assert!(title.contains("title: \"’=1+1; ’-2; \\\"=3; ＝4; ’5\""), "{title}");
    fill_blanks(root.path());
    assert_eq!(without_sources(&exported(root.path())), without_sources(&rows));
}

#[test]
fn existing_activities_change_nothing() {
    for from in [Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf(), tests("small"), tests("everything")] {
        let root = tempfile::tempdir().expect("a temporary folder");
        lay_over(&from.join("content"), &root.path().join("content"));
        let rows = exported(root.path());
        let before = content(root.path());
        let outcome = import_texts(root.path(), &rows, "", &[]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
        let count = rows.lines().count() - 1;
        let expected = format!(
            "{count} rows: 0 new projects, 0 new activities, 0 new entries in lists; {count} rows are already in the catalogue\n"
        );
        assert!(outcome.stderr.starts_with(&expected), "{}", outcome.stderr);
        assert!(content(root.path()) == before);
    }
}

#[test]
fn a_constant_may_not_name_very_many_entries() {
    let root = small_catalogue();
    let names = vec!["care-network"; 51].join("; ");
    let mapping = format!("constants: {{ partners: \"{names}\" }}\n");
    let said = import_texts(root.path(), "project;municipality\nnew;cardak\n", &mapping, &["--dry-run"]);
    assert!(
        said.stderr.contains("the constant for `partners` has 51 items; it may have 50"),
        "{}",
        said.stderr
    );
    let mapping = format!("values: {{ partners: {{ all: \"{names}\" }} }}\n");
    let said = import_texts(root.path(), "project;municipality\nnew;cardak\n", &mapping, &["--dry-run"]);
    assert!(said.stderr.contains("the value for `partners` has 51 items; it may have 50"), "{}", said.stderr);
}

/// Every row repeats them.
#[test]
fn the_texts_of_a_mapping_may_not_make_a_small_table_very_large() {
    let root = small_catalogue();
    let sheet = |rows: usize| format!("project;municipality\n{}", "new;cardak\n".repeat(rows));
    let long = "š".repeat(999);
    let mapping = format!("constants: {{ note_sr: {long}, note_en: {long}, summary_sr: {long} }}\n");
    let said = |rows| import_texts(root.path(), &sheet(rows), &mapping, &["--dry-run"]).stderr;
    assert!(said(6_000).contains("this table has up to 35964000 bytes"), "{}", said(6_000));
    assert!(!said(60).contains("bytes"), "{}", said(60));
}

/// Headers, names and replaced texts mean the same in both forms of Unicode.
#[test]
fn a_sheet_and_its_mapping_may_be_written_in_different_forms() {
    let decomposed =
        |text: &str| text.replace('š', "s\u{30c}").replace('č', "c\u{30c}").replace('Č', "C\u{30c}");
    let sheet = "Projekat;Opština;Šta;Vrsta;Nosilac\nclean-banks;Čardak;x;Čišćenje;care-network\n";
    let mapping = "columns: { project: Projekat, municipality: Opština, support_type: Vrsta, sub_area: Šta, \
                   implementers: Nosilac }\nvalues: { support_type: { Čišćenje: grant }, sub_area: { x: nursing } }\n\
                   constants: { programme: first-step }\n";
    let of = |sheet: &str, mapping: &str| {
        let root = small_catalogue();
        let outcome = import_texts(root.path(), sheet, mapping, &["--dry-run"]);
        (outcome.code, outcome.stderr)
    };
    let plain = of(sheet, mapping);
    assert!(!plain.1.contains("has no column"), "{}", plain.1);
    assert_eq!(of(&decomposed(sheet), mapping).1.lines().next(), plain.1.lines().next());
    assert_eq!(of(sheet, &decomposed(mapping)).1.lines().next(), plain.1.lines().next());
    let other = of(&sheet.replace("Opština", "Opstina"), mapping).1;
    assert!(other.contains("the sheet has no column `Opština`"), "{other}");
}

/// A first line that names the sign between cells, as Excel reads it.
#[test]
fn a_first_line_that_names_the_sign_is_heeded_and_is_no_header() {
    let row = ["first-step", "clean-banks", "nowhere", "health/nursing", "grant", "care-network"];
    let head = ["programme", "project", "municipality", "sub_area", "support_type", "implementers"];
    for (first, sign, end) in [
        ("sep=;", ";", "\r\n"),
        ("sep=,", ",", "\n"),
        ("\u{feff}sep=;", ";", "\n"),
        ("sep=\t", "\t", "\n"),
        ("sep=\\t", "\t", "\r\n"),
        ("\"sep=;\"", ";", "\r\n"),
    ] {
        let root = small_catalogue();
        let sheet = [first, &head.join(sign), &row.join(sign), ""].join(end);
        let said = import_texts(root.path(), &sheet, "", &[]).stderr;
        assert!(said.contains("sheet.csv:3:24") && said.contains("`nowhere`"), "{first:?}: {said}");
        assert!(said.contains("row 2, column C (municipality)"), "{first:?}: {said}");
        assert!(said.contains("\n1 error\n"), "{first:?}: {said}");
    }
    // The line is heeded where the header would say otherwise, and the mapping too.
    let root = small_catalogue();
    let sheet = format!("sep=;\n{};x,y,z,a,b,c,d\n{}\n", head.join(";"), row.join(";"));
    let said = import_texts(root.path(), &sheet, "delimiter: comma\n", &[]).stderr;
    assert!(said.contains("sheet.csv:3:24"), "{said}");
    // What is no such line is the header, and a sign that is not known is reported.
    for (sheet, words) in [
        ("separator;municipality\nx;y\n", "sheet.csv:1:1"),
        ("sep=|\nprogramme|project\n", "the first line says that `|` stands between the cells"),
        ("sep=;\n", "this table is empty"),
    ] {
        let said = import_texts(small_catalogue().path(), sheet, "", &[]).stderr;
        assert!(said.contains(words), "{sheet:?}: {said}");
    }
}

const HEAD: &str = "programme,project,title_sr,title_en,municipality,sub_area,support_type,implementers,\
                    currency,total,programme_funds,co_funding,start,end,status,district,sources\n";

/// A sheet as Excel saves it in Serbia, in Cyrillic and with its own vocabulary.
#[test]
fn a_sheet_with_its_own_vocabulary_is_read_by_a_mapping() {
    let root = small_catalogue();
    let sheet = "\u{feff}Пројекат;Општина;Подобласт;Помоћ;Ко;Износ;Почетак;Напомена;Телефон;;\r\n\
                 Чајџиница за све;Општина Чардак;Нега;Донација;Мрежа неге;18.460,00;1.3.2023.;Прва;1;;\r\n\
                 Чајџиница за све;ZLATAR;nega;Obuka;Mreža nege;700,5;3.2023.;;2;;\r\n\
                 ;;;;;;;;;;\r\n";
    let mapping = "columns:\n  title_sr: Пројекат\n  municipality: Општина\n  sub_area: Подобласт\n  \
                   support_type: Помоћ\n  implementers: Ко\n  total: Износ\n  start: Почетак\n  note_sr: Напомена\n\
                   constants: { programme: first-step, currency: EUR, sources: work-plan }\n\
                   values:\n  support_type: { Донација: grant, Obuka: training }\n  \
                   sub_area: { Нега: health/nursing }\n  implementers: { Мрежа неге: care-network }\n\
                   delimiter: semicolon\ndecimal_sign: comma\ndates: d.m.yyyy.\n";
    let outcome = import_texts(root.path(), sheet, mapping, &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(
        outcome.stderr,
        "2 rows: 1 new project, 2 new activities, 0 new entries in lists; 0 rows are already in the catalogue\n\
         ignored columns: I (Телефон)\n"
    );
    let folder = "content/projects/cajdzinica-za-sve";
    assert_eq!(
        read(root.path(), &format!("{folder}/project.yaml")),
        "programme: first-step\narea: health/nursing\nsupport: grant\nimplementers: [care-network]\n\
         sources: [work-plan]\nactivities:\n  - municipality: cardak\n    \
         funding: { currency: EUR, total: 18460 }\n    period: { start: 2023-03-01 }\n    note:\n      sr: \"Прва\"\n  \
         - municipality: zlatar\n    support: training\n    \
         funding: { currency: EUR, total: 700.50 }\n    period: { start: 2023-03 }\n"
    );
    let sr = read(root.path(), &format!("{folder}/sr.md"));
    assert!(sr.starts_with("---\ntitle: \"Чајџиница за све\"\nsummary: ___ "), "{sr}");
    assert!(read(root.path(), &format!("{folder}/en.md")).starts_with("---\ntitle: ___ "));
    let again = import_texts(root.path(), sheet, mapping, &[]);
    assert!(again.stderr.contains("2 rows are already in the catalogue"), "{}", again.stderr);
}

/// Rows below [`HEAD`], each with one fault: its rule, place and columns, message, label and help.
const FAULTS: [(&str, [&str; 5]); 13] = [
    (
        "first-stp,aa,A,A,cardak,health/nursing,grant,care-network,,,,,,,,,",
        [
            "unknown-reference",
            "sheet.csv:2:1-10",
            "there is no programme `first-stp`",
            "row 2, column A (programme)",
            "did you mean `first-step`?",
        ],
    ),
    (
        "first-step,Bb,B,B,cardak,health/nursing,grant,care-network,,,,,,,,,",
        [
            "bad-id",
            "sheet.csv:3:12-14",
            "`Bb` cannot be an id",
            "row 3, column B (project)",
            "write `bb`; an id has 2 to 64 characters: lower-case letters a-z without accents, digits, and single hyphens between them",
        ],
    ),
    (
        "first-step,cc,C,C,Златр,health/nursing,grant,care-network,,,,,,,,,",
        [
            "unknown-reference",
            "sheet.csv:4:19-24",
            "there is no municipality `Златр`",
            "row 4, column E (municipality)",
            "did you mean `zlatar`?",
        ],
    ),
    (
        "first-step,dd,D,D,cardak,health/nursing,grant,care-network,EUR,12x,,,,,,,",
        [
            "wrong-value",
            "sheet.csv:5:64-67",
            "`12x` is not an amount",
            "row 5, column J (total)",
            "write digits, with at most two decimals: `18460`, `18460.50` or `18.460,50`; the mapping can set the decimal sign",
        ],
    ),
    (
        "first-step,ee,E,E,cardak,health/nursing,grant,care-network,EUR,10,4,5,,,,,",
        [
            "funding",
            "sheet.csv:6:64-66",
            "the parts do not add up to the total",
            "row 6, column J (total)",
            "they add up to 9; correct one of the three, or clear the total",
        ],
    ),
    (
        "first-step,ff,F,F,cardak,health/nursing,grant,care-network,,,,,2023-05,2022,,,",
        [
            "period",
            "sheet.csv:7:72-76",
            "the period ends on 2022, before it starts",
            "row 7, column N (end)",
            "correct one of the two dates",
        ],
    ),
    (
        "first-step,gg,G,G,cardak,health/nursing,grant,care-network,,,,,5/1/2023,,,,",
        [
            "wrong-value",
            "sheet.csv:8:64-72",
            "`5/1/2023` is not a date",
            "row 8, column M (start)",
            "did you mean `2023-01-05`? Format the column as text before you write it, so that the spreadsheet keeps it",
        ],
    ),
    (
        "first-step,hh,H,H,cardak,health/nursing,grant,care-network,,,,,,,ongoin,,",
        [
            "wrong-value",
            "sheet.csv:9:66-72",
            "`ongoin` is not a status",
            "row 9, column O (status)",
            "did you mean `ongoing`?",
        ],
    ),
    (
        "first-step,ii,I,I,,health/nursing,grant,care-network,,,,,,,,,",
        [
            "missing-key",
            "sheet.csv:10:1-1",
            "this row names no municipality",
            "row 10",
            "write its id or its name, or another extent in the column `scope`",
        ],
    ),
    (
        "first-step,jj,J,J,cardak,health/nursing,grant,care-network; care-network,,,,,,,,,",
        [
            "repeated-reference",
            "sheet.csv:11:61-73",
            "`care-network` is named twice",
            "row 11, column H (implementers)",
            "keep it once",
        ],
    ),
    (
        "first-step,kk,K,K,cardak,health/nursing,grant,care-network,euro,5,,,,,,,",
        [
            "wrong-value",
            "sheet.csv:12:60-64",
            "`euro` is not a currency",
            "row 12, column I (currency)",
            "did you mean `EUR`?",
        ],
    ),
    (
        "first-step,ll,L,L,cardak,health/nursing,grant,nobody,,,,,,,,,",
        [
            "unknown-reference",
            "sheet.csv:13:47-53",
            "there is no organisation `nobody`",
            "row 13, column H (implementers)",
            "the ids of this kind are in `content/organisations.yaml`; to add one, write its id here and its names in the columns `implementers_sr` and `implementers_en`",
        ],
    ),
    (
        "first-step,mm,M,M,cardak,health/nursing,grant,care-network,,,,,,,,,,more",
        [
            "sheet-columns",
            "sheet.csv:14:69-73",
            "`more` is in a column without a header",
            "row 14, column R",
            "name the column in the first row, or clear the cell; put a text that contains the delimiter between double quotes",
        ],
    ),
];

/// Returns the problems of a run: rule, place and columns, message, label and help.
fn problems(outcome: &Outcome) -> Vec<[String; 5]> {
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stderr.ends_with("nothing was written\n"), "{}", outcome.stderr);
    let document: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let list = document["problems"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let place = |one: &Value| {
        format!("{}:{}:{}-{}", text(&one["file"]), one["line"], one["column"], one["end_column"])
    };
    let problem = |one: &Value| {
        [text(&one["rule"]), place(one), text(&one["message"]), text(&one["label"]), text(&one["help"])]
    };
    list.iter().map(problem).collect()
}

#[test]
fn every_bad_cell_is_reported_in_one_run() {
    let root = small_catalogue();
    let before = content(root.path());
    let sheet: String = HEAD.to_owned() + &FAULTS.map(|(row, _)| row.to_owned() + "\n").concat();
    let outcome = import_texts(root.path(), &sheet, "", &["--format", "json"]);
    let expected: Vec<[String; 5]> = FAULTS.iter().map(|(_, fault)| fault.map(str::to_owned)).collect();
    assert_eq!(problems(&outcome), expected);
    assert!(content(root.path()) == before);
}

#[test]
fn a_report_underlines_the_cell() {
    let root = small_catalogue();
    let outcome = import_texts(root.path(), &format!("{HEAD}{}\n", FAULTS[3].0), "", &[]);
    assert_eq!(
        outcome.stderr,
        "error[wrong-value]: `12x` is not an amount\n --> sheet.csv:2:64\n  |\n\
         2 | first-step,dd,D,D,cardak,health/nursing,grant,care-network,EUR,12x,,,,,,,\n  \
         |                                                                ^^^ row 2, column J (total)\n  |\n  = help: write digits, \
         with at most two decimals: `18460`, `18460.50` or `18.460,50`; the mapping can set the decimal sign\n\n\
         1 error\nnothing was written\n"
    );
}

const GOOD: &str =
    "first-step,tea,Čaj,Tea,cardak,health/nursing,grant,care-network,EUR,18460,,,2023,,,,work-plan\n";

/// Other sheets and mappings that are rejected, with the rule and message of the problem.
#[test]
fn invalid_sheets_and_mappings_are_rejected() {
    let row = |from: &str, to: &str| format!("{HEAD}{}", GOOD.replace(from, to));
    let good = format!("{HEAD}{GOOD}");
    for (sheet, mapping, expected) in [
        (
            good.replace("municipality,", "municipalty,"),
            "",
            ["sheet-columns", "the sheet has no column `municipality`"],
        ),
        (good.replace("district", "total"), "", ["sheet-columns", "the column `total` occurs twice"]),
        (format!("{good}{GOOD}"), "", ["repeated-activity", "`tea` already has a row for `cardak`"]),
        (
            format!("{good}{}", GOOD.replace("cardak", "zlatar").replace("Tea", "Coffee")),
            "",
            ["contradiction", "`tea` has a different `title_en` in another row: `Tea`"],
        ),
        (
            row(",,,,work-plan", ",,,\"borski\",work-plan"),
            "",
            ["contradiction", "`borski` does not fit: `cardak` lies in `recni`"],
        ),
        (row("18460", "\"18460"), "", ["sheet-columns", "this quotation mark is never closed"]),
        ("\n\n".to_owned(), "", ["empty-file", "this table is empty"]),
        (good.clone(), "columns: { totl: Iznos }\n", ["unknown-key", "unknown column `totl`"]),
        (
            good.clone(),
            "columns: { note_sr: Napomena }\n",
            ["sheet-columns", "the sheet has no column `Napomena`"],
        ),
        (
            good.clone(),
            "constants: { total: 5 }\n",
            ["sheet-columns", "`total` is a constant of the mapping, but the sheet has this column too"],
        ),
        (good.clone(), "delimiter: tabs\n", ["wrong-value", "`tabs` is not a delimiter"]),
        (
            good.clone(),
            "values: { support_type: { Grant: grent } }\n",
            ["unknown-reference", "there is no support type `grent`"],
        ),
    ] {
        let root = small_catalogue();
        let before = content(root.path());
        let found = problems(&import_texts(root.path(), &sheet, mapping, &["--format", "json"]));
        let [rule, _, message, ..] = &found[0];
        assert_eq!([rule, message], expected, "{mapping}{sheet}");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(content(root.path()) == before);
    }
}

#[test]
fn a_name_of_two_entries_is_rejected() {
    let root = small_catalogue();
    let list = root.path().join("content/organisations.yaml");
    let twin = "\ncare-network-2:\n  name: { sr: Мрежа неге, en: Another }\n  kind: civil-society\n";
    write(&list, (read(root.path(), "content/organisations.yaml") + twin).as_bytes());
    let sheet = format!("{HEAD}{}", GOOD.replace("care-network", "mreza NEGE"));
    let found = problems(&import_texts(root.path(), &sheet, "", &["--format", "json"]));
    let expected = [
        "ambiguous-name",
        "sheet.csv:2:52-62",
        "more than one organisation is called `mreza NEGE`",
        "row 2, column H (implementers)",
        "write the id of the one that is meant: `care-network` or `care-network-2`",
    ];
    assert_eq!(found, [expected.map(str::to_owned)]);
}

/// A workbook as people keep it: numbers and dates of the spreadsheet, merged cells, an empty row, and further sheets.
fn workbook(fault: Option<&str>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("d.m.yyyy");
    workbook.add_worksheet().set_name("Prazan").expect("a name");
    let sheet = workbook.add_worksheet();
    for (column, header) in (0..).zip(HEAD.trim().split(',')) {
        sheet.write_string(0, column, header).expect("a cell");
    }
    for (row, place, total) in [(1, "cardak", 18460.0), (3, "zlatar", 700.5)] {
        let texts = [
            "first-step",
            "tea",
            "Čaj, i to vruć",
            "Tea",
            place,
            "health/nursing",
            "grant",
            "care-network",
            "EUR",
        ];
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text).expect("a cell");
        }
        sheet.write_number(row, 9, total).expect("a cell");
        sheet
            .write_datetime_with_format(row, 12, ExcelDateTime::from_ymd(2023, 3, 1).expect("a date"), &date)
            .expect("a cell");
    }
    sheet.merge_range(1, 16, 3, 16, "work-plan", &Format::new()).expect("merged cells");
    if let Some(fault) = fault {
        sheet.write_string(3, 4, fault).expect("a cell");
    }
    workbook.add_worksheet().write_string(0, 0, "Beleške").expect("a cell");
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn the_first_sheet_of_a_workbook_is_read_like_csv() {
    let root = small_catalogue();
    write(&root.path().join("sheet.xlsx"), &workbook(None));
    let outcome = import(root.path(), &["sheet.xlsx"]);
    assert_eq!(
        outcome.stderr,
        "2 rows: 1 new project, 2 new activities, 0 new entries in lists; 0 rows are already in the catalogue\n\
         ignored sheets: Sheet3\n"
    );
    assert_eq!(
        read(root.path(), "content/projects/tea/project.yaml"),
        "programme: first-step\narea: health/nursing\nsupport: grant\nimplementers: [care-network]\n\
         period: { start: 2023-03-01 }\nsources: [work-plan]\nactivities:\n  - municipality: cardak\n    \
         funding: { currency: EUR, total: 18460 }\n  - municipality: zlatar\n    \
         funding: { currency: EUR, total: 700.50 }\n"
    );
    assert!(read(root.path(), "content/projects/tea/sr.md").contains("Čaj, i to vruć"));
}

#[test]
fn problems_of_a_workbook_name_its_rows_and_columns() {
    let root = small_catalogue();
    write(&root.path().join("sheet.xlsx"), &workbook(Some("zlatr")));
    let before = content(root.path());
    let found = problems(&import(root.path(), &["sheet.xlsx", "--format", "json"]));
    let [rule, _, _, place, help] = &found[0];
    assert_eq!(
        [rule, place, help],
        ["unknown-reference", "row 4, column E (municipality)", "did you mean `zlatar`?"]
    );
    assert_eq!(found.len(), 1, "{found:?}");
    for (name, bytes) in [("half", workbook(None)[..2_000].to_vec()), ("no-workbook", b"PK\x03\x04".to_vec())]
    {
        write(&root.path().join("sheet.xlsx"), &bytes);
        let found = problems(&import(root.path(), &["sheet.xlsx", "--format", "json"]));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0][2].starts_with("this workbook cannot be read: "), "{name}: {found:?}");
    }
    assert!(content(root.path()) == before);
}

#[test]
fn another_encoding_is_reported() {
    let root = small_catalogue();
    let mut bytes = HEAD.as_bytes().to_vec();
    bytes.extend(b"first-step,tea,\xc8aj,Tea\n");
    write(&root.path().join("sheet.csv"), &bytes);
    let outcome = import(root.path(), &["sheet.csv"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome
            .stderr
            .starts_with("error[invalid-utf8]: this table is not encoded in UTF-8\n --> sheet.csv:2:16\n"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("CSV UTF-8"), "{}", outcome.stderr);
    assert_eq!(import(root.path(), &["none.csv"]).code, Some(1));
}

#[test]
fn new_activities_are_added_to_an_existing_project() {
    let root = small_catalogue();
    let path = "content/projects/home-nursing/project.yaml";
    let before = read(root.path(), path)
        .replace("  - municipality: dubrava", "  # later\n  - municipality: dubrava # a village");
    write(&root.path().join(path), before.as_bytes());
    let row = "healthy-town,home-nursing,,,celije,health/nursing,grant,healthy-town-team,EUR,500,,,,,,,\n";
    let sheet = format!("{HEAD}{row}");
    let dry = import_texts(root.path(), &sheet, "", &["--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.stderr);
    assert!(
        dry.stdout.contains("+  - municipality: celije\n+    funding: { currency: EUR, total: 500 }\n"),
        "{}",
        dry.stdout
    );
    assert_eq!(read(root.path(), path), before);
    let outcome = import_texts(root.path(), &sheet, "", &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let activity = "  - municipality: celije\n    funding: { currency: EUR, total: 500 }\n";
    assert_eq!(read(root.path(), path), before.replace("  # later\n", &format!("{activity}  # later\n")));
    assert_eq!(katalog("check", root.path(), &[]).code, Some(0));
}

#[test]
fn existing_values_are_never_replaced() {
    let root = small_catalogue();
    let before = content(root.path());
    let row = "first-step,home-nursing,,,cardak,health/nursing,grant,care-network,EUR,13613,,,,,,,\n";
    let found = problems(&import_texts(root.path(), &format!("{HEAD}{row}"), "", &["--format", "json"]));
    let messages: Vec<&str> = found.iter().map(|problem| problem[2].as_str()).collect();
    assert_eq!(
        messages,
        [
            "the catalogue has a different `programme` for `home-nursing`: `healthy-town`",
            "the catalogue has a different `implementers` for `home-nursing#cardak`: `healthy-town-team`",
            "the catalogue has a different `total` for `home-nursing#cardak`: `14163.50`",
        ]
    );
    assert!(
        found
            .iter()
            .all(|problem| problem[0] == "contradiction" && problem[4].contains("never replaces anything"))
    );
    assert!(content(root.path()) == before);
}

#[test]
fn an_export_from_before_ids_changed_is_still_recognised() {
    let root = small_catalogue();
    let rows = exported(root.path());
    for (entry, id) in [
        ("project:home-nursing", "nurses-at-home"),
        ("organisation:care-network", "network-of-care"),
        ("municipality:cardak", "cardak-on-the-river"),
        ("area:health/nursing", "care-at-home"),
        ("area:health", "health-care"),
    ] {
        let said = katalog("rename", root.path(), &[entry, id]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    }
    let before = content(root.path());
    let outcome = import_texts(root.path(), &rows, "", &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains(": 0 new projects, 0 new activities, 0 new entries in lists;"),
        "{}",
        outcome.stderr
    );
    assert!(content(root.path()) == before);
}

/// The columns area, sub-area and organisation of a row with new entries, and the expected problem.
#[test]
fn new_entries_are_rejected_where_they_do_not_belong() {
    let head = HEAD.replace("sources", "sources,area,sub_area_sr,implementers_sr");
    for (area, sub_area, implementer, expected) in [
        (
            "",
            "helth/tea",
            "care-network",
            ["unknown-reference", "there is no area `helth`", "did you mean `health`?"],
        ),
        (
            "",
            "tea",
            "care-network",
            [
                "missing-key",
                "the new sub-area `tea` has no area",
                "write the id of its area before it: `area/tea`",
            ],
        ),
        (
            "",
            "health/te a",
            "care-network",
            ["bad-id", "`health/te a` cannot be the id of a new sub-area", "write `caj`; "],
        ),
        (
            "health",
            "environment/tea",
            "care-network",
            [
                "contradiction",
                "`environment/tea` does not fit: it is not in the area `health`",
                "correct one of the two cells",
            ],
        ),
        (
            "",
            "health/nursing",
            "clubs/tea",
            ["bad-id", "`clubs/tea` cannot be the id of a new organisation", "write `caj`; "],
        ),
    ] {
        let root = small_catalogue();
        let before = content(root.path());
        let row =
            format!("first-step,tea,Čaj,Tea,cardak,{sub_area},grant,{implementer},,,,,,,,,,{area},Čaj,Čaj\n");
        let found = problems(&import_texts(root.path(), &format!("{head}{row}"), "", &["--format", "json"]));
        let [rule, message, help] = expected;
        assert!(
            matches!(&found[..], [[a, _, b, _, c]] if a == rule && b == message && c.starts_with(help)),
            "{found:?}"
        );
        assert!(content(root.path()) == before);
    }
}

#[test]
fn new_entries_with_names_are_added_to_their_lists() {
    let root = small_catalogue();
    let head = HEAD.replace("sources", "sources,implementers_sr,implementers_en,sub_area_sr,support_type_en");
    let row = "first-step,tea,Čaj,Tea,cardak,health/tea,tools,care-network; tea-club; city-club,,,,,,,,,work-plan,\
               ___;Klub čaja;Gradski klub,___;Tea Club;City Club,Čaj,Tools\n";
    let outcome = import_texts(root.path(), &format!("{head}{row}"), "", &[]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("1 new project, 1 new activity, 4 new entries in lists;"),
        "{}",
        outcome.stderr
    );
    let list = read(root.path(), "content/organisations.yaml");
    assert!(
        list.contains("city-club:\n  name: { sr: \"Gradski klub\", en: \"City Club\" }\n  kind: ___\n"),
        "{list}"
    );
    assert!(
        list.contains("tea-club:\n  name: { sr: \"Klub čaja\", en: \"Tea Club\" }\n  kind: ___\n"),
        "{list}"
    );
    let areas = read(root.path(), "content/areas.yaml");
    assert!(areas.contains("    tea:\n      name: { sr: \"Čaj\", en: ___ }\n"), "{areas}");
    let said = katalog("check", root.path(), &[]);
    let rules: Vec<&str> = said.stderr.lines().filter(|line| line.starts_with("error[")).collect();
    assert!(
        !rules.is_empty() && rules.iter().all(|line| line.starts_with("error[blank]")),
        "{}",
        said.stderr
    );
}
