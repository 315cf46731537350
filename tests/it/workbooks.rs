//! Tests the workbooks: each contains the rows of its table with typed values, explains them, and runs nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};

use crate::data::{
    EVERYTHING, Files, LIVE, LIVE_LINE, REAL, SMALL, catalogue_of_live_texts, data_in, data_of, rows,
};
use crate::support::{katalog, small_catalogue, write};
use calamine::{Data, Range, Reader, Xlsx};
use katalog::base::language::Language;
use katalog::text::typography::typeset;

/// Returns the files in a ZIP archive, by its table of contents.
fn unzipped(archive: &[u8]) -> BTreeMap<String, String> {
    let number = |at: usize, length: usize| -> usize {
        archive[at..at + length].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let heads = (0..archive.len()).filter(|at| archive[*at..].starts_with(b"PK\x01\x02"));
    heads
        .map(|at| {
            let name = String::from_utf8_lossy(&archive[at + 46..][..number(at + 28, 2)]).into_owned();
            let local = number(at + 42, 4);
            let start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
            let packed = &archive[start..start + number(at + 20, 4)];
            let mut text = String::new();
            match number(at + 10, 2) {
                0 => text.push_str(&String::from_utf8_lossy(packed)),
                _ => {
                    let mut unpacked = flate2::read::DeflateDecoder::new(packed);
                    unpacked.read_to_string(&mut text).expect("a packed text");
                }
            }
            (name, text)
        })
        .collect()
}

/// Returns the tables that have both forms, without their endings.
fn tables(files: &Files) -> Vec<&str> {
    let tables: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix(".xlsx")).collect();
    // The catalogue that uses everything leaves out the workbook of posts.
    assert!(tables.len() >= 8 && files.contains_key("projects.xlsx"), "{tables:?}");
    tables
}

/// Returns a sheet of a workbook, and makes sure that it has no formulas.
fn sheet(files: &Files, table: &str, name: &str) -> Range<Data> {
    let mut book = Xlsx::new(Cursor::new(&files[&format!("{table}.xlsx")][..])).expect("a workbook");
    assert_eq!(book.sheet_names(), [table, "columns"]);
    assert!(book.worksheet_formula(name).expect("a sheet").is_empty());
    book.worksheet_range(name).expect("a sheet")
}

/// Returns the number of days since the first day of the format, as the format counts them.
fn days(date: &str) -> f64 {
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().expect("a number")).collect();
    let [year, month, day] = parts[..] else { panic!("{date} is not a day") };
    let (year, month) = if month < 3 { (year - 1, month + 12) } else { (year, month) };
    let of_months = (153 * (month - 3) + 2) / 5;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + of_months + day;
    #[expect(clippy::cast_precision_loss, reason = "no day is near 2^53")]
    let days = (days - 693_900) as f64;
    days
}

/// Checks that a cell says the same as the one in the CSV file.
fn assert_same(cell: &Data, expected: &str, place: &str) {
    match cell {
        Data::Empty => assert_eq!(expected, "", "{place}"),
        // CSV has apostrophes before signs with which a formula could begin.
        Data::String(text) => assert_eq!(text.replace('\'', ""), expected.replace('\'', ""), "{place}"),
        Data::Float(number) => {
            let expected: f64 = expected.parse().unwrap_or_else(|_| panic!("{place}: {expected}"));
            assert!((number - expected).abs() < 1e-9, "{place}: {number} {expected}");
        }
        Data::DateTime(at) => {
            let (day, time) = expected.split_once('T').unwrap_or((expected, "00:00"));
            let (hours, minutes) = time.split_once(':').expect("a time");
            let number = |text: &str| -> f64 { text.parse().expect("a number") };
            let expected = days(day) + (number(hours) + number(minutes) / 60.0) / 24.0;
            assert!((at.as_f64() - expected).abs() < 1e-6, "{place}: {at:?} {expected}");
        }
        other => panic!("{place}: {other:?}"),
    }
}

#[test]
fn every_workbook_contains_the_rows_of_its_table() {
    assert_eq!((tables(&REAL).len(), tables(&SMALL).len()), (9, 9));
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        for table in tables(files) {
            let (sheet, expected) = (sheet(files, table, table), rows(&files[&format!("{table}.csv")]));
            assert_eq!((sheet.height(), sheet.width()), (expected.len(), expected[0].len()), "{table}");
            for (number, (row, expected)) in sheet.rows().zip(&expected).enumerate() {
                for (cell, expected) in row.iter().zip(expected) {
                    assert_same(cell, expected, &format!("{table}, row {number}"));
                }
            }
        }
    }
}

#[test]
fn dates_and_numbers_are_typed() {
    let column = |table: &str, heading: &str| -> Vec<Data> {
        let files = if table == "posts" { &*SMALL } else { &*EVERYTHING };
        let sheet = sheet(files, table, table);
        let at =
            sheet.rows().next().expect("a row").iter().position(|cell| *cell == Data::String(heading.into()));
        let at = at.unwrap_or_else(|| panic!("{table} has no {heading}"));
        sheet.rows().skip(1).map(|row| row[at].clone()).filter(|cell| *cell != Data::Empty).collect()
    };
    for (table, heading) in [
        ("programmes", "total_eur"),
        ("programmes", "activities"),
        ("money-by-programme-year", "year"),
        ("money-by-programme-year", "total_eur"),
        ("projects", "total_eur"),
        ("municipalities", "total_eur"),
        ("municipalities", "latitude"),
        ("municipalities", "population"),
        ("organisations", "total_eur"),
        ("indicators", "target"),
    ] {
        let cells = column(table, heading);
        let is_number = |cell: &Data| matches!(cell, Data::Float(_));
        assert!(!cells.is_empty() && cells.iter().all(is_number), "{table} {heading}: {cells:?}");
    }
    // A year or month stays as precise as it is known.
    for (table, heading) in
        [("activities", "end"), ("documents", "date"), ("posts", "deadline"), ("posts", "date")]
    {
        let cells = column(table, heading);
        assert!(cells.iter().any(|cell| matches!(cell, Data::DateTime(_))), "{table} {heading}: {cells:?}");
    }
}

#[test]
fn a_workbook_is_easy_to_read() {
    for table in tables(&EVERYTHING) {
        let parts = unzipped(&EVERYTHING[&format!("{table}.xlsx")]);
        let part = &parts["xl/worksheets/sheet1.xml"];
        assert!(part.contains("<pane ySplit=\"1\""), "{table}: the headings stay in view");
        let filtered = part.split("<autoFilter ref=\"A1:").nth(1).expect("a filter");
        let csv = rows(&EVERYTHING[&format!("{table}.csv")]);
        let last = format!("{}\"", csv.len());
        assert!(
            filtered.split('/').next().is_some_and(|range| range.ends_with(&last)),
            "{table}: {filtered:.20}"
        );
        assert!(part.contains("customWidth=\"1\""), "{table}: widths");
        // Every column is explained in every locale.
        let columns = sheet(&EVERYTHING, table, "columns");
        let explained: BTreeMap<String, Vec<String>> = columns
            .rows()
            .filter(|row| row[0] != Data::Empty)
            .map(|row| (row[0].to_string(), row[2..].iter().map(ToString::to_string).collect()))
            .collect();
        for heading in &csv[0] {
            let meanings = explained.get(heading).unwrap_or_else(|| panic!("{table}: {heading}"));
            assert!(
                meanings.len() == 3 && meanings.iter().all(|text| !text.is_empty()),
                "{heading}: {meanings:?}"
            );
        }
    }
    let units: BTreeMap<String, String> = sheet(&EVERYTHING, "projects", "columns")
        .rows()
        .filter(|row| row[1] != Data::Empty)
        .map(|row| (row[0].to_string(), row[1].to_string()))
        .collect();
    assert_eq!(units["total_chf"], "CHF");
}

/// Returns the cells of a table that are links, by heading, with the addresses.
fn links(archive: &[u8], table: &[Vec<String>]) -> BTreeMap<String, BTreeSet<String>> {
    let parts = unzipped(archive);
    let sheet = roxmltree::Document::parse(&parts["xl/worksheets/sheet1.xml"]).expect("XML");
    let Some(targets) = parts.get("xl/worksheets/_rels/sheet1.xml.rels") else { return BTreeMap::new() };
    let targets = roxmltree::Document::parse(targets).expect("XML");
    let targets: BTreeMap<&str, &str> = targets
        .descendants()
        .filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?)))
        .collect();
    let mut links: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for link in sheet.descendants().filter(|node| node.has_tag_name((MAIN, "hyperlink"))) {
        let cell = link.attribute("ref").expect("a cell");
        let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
        let column = letters.fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1) - 1;
        let address = targets[link.attribute((RELATIONS, "id")).expect("a target")];
        links.entry(table[0][column].clone()).or_default().insert(address.to_owned());
    }
    links
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[test]
fn only_addresses_are_links() {
    let live = data_of(catalogue_of_live_texts().path());
    for files in [&live, &*EVERYTHING, &*SMALL] {
        for table in tables(files) {
            let csv = rows(&files[&format!("{table}.csv")]);
            let links = links(&files[&format!("{table}.xlsx")], &csv);
            for (heading, addresses) in &links {
                // No column of texts has links.
                assert!(
                    !["title", "name", "summary", "note"].iter().any(|it| heading.starts_with(it)),
                    "{heading}"
                );
                for address in addresses {
                    assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}");
                    assert!(!LIVE.contains(&address.as_str()), "{table}: {heading} {address}");
                }
            }
            let has_pages = csv[0].iter().any(|heading| heading == "url_en") && csv.len() > 1;
            assert_eq!(links.contains_key("url_en"), has_pages, "{table}");
        }
    }
    let organisations = links(&EVERYTHING["organisations.xlsx"], &rows(&EVERYTHING["organisations.csv"]));
    assert!(organisations.contains_key("website"), "{organisations:?}");
}

#[test]
fn a_workbook_contains_texts_and_no_formulas() {
    let files = data_of(catalogue_of_live_texts().path());
    let mut texts = BTreeSet::new();
    for table in tables(&files) {
        for (name, part) in &unzipped(&files[&format!("{table}.xlsx")]) {
            for forbidden in ["<f>", "<f ", "externalReference", "ddeLink"] {
                assert!(!part.contains(forbidden), "{table}: {name} holds {forbidden}");
            }
        }
        texts.extend(sheet(&files, table, table).rows().flatten().filter_map(|cell| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        }));
    }
    for text in LIVE.into_iter().chain([LIVE_LINE]) {
        let is_there = |language: Language| texts.contains(&*typeset(text, language));
        assert!(Language::ALL.into_iter().any(is_there), "{text} in {texts:?}");
    }
}

#[test]
fn a_text_that_does_not_fit_is_told() {
    let root = small_catalogue();
    let long = "𝄞".repeat(180);
    let mut organisations = String::new();
    let mut ids = Vec::new();
    for number in 0..120 {
        ids.push(format!("choir-{number}"));
        organisations += &format!(
            "choir-{number}:\n  name: {{ sr: \"Hor {number} {long}\", en: \"Choir {number} {long}\" }}\n"
        );
        organisations += "  kind: civil-society\n";
    }
    let path = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    write(&path, (text + &organisations).as_bytes());
    let path = root.path().join("content/projects/home-nursing/project.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    let several = format!("partners: [{}]", ids.join(", "));
    write(&path, text.replace("partners: [health-centre-cardak, care-network]", &several).as_bytes());
    // The build tells it each time; with `--strict`, nothing is written.
    let output = root.path().join("public").to_string_lossy().into_owned();
    let cell = "`partner_names_en` of the project home-nursing in data/activities.xlsx";
    for (arguments, code) in [(&[][..], 0), (&[], 0), (&["--strict"], 1)] {
        let said = katalog("build", root.path(), &[&["--output", &output], arguments].concat());
        assert_eq!(said.code, Some(code), "{}", said.stderr);
        assert!(said.stderr.contains(cell), "{}", said.stderr);
    }
    let files = data_in(&root.path().join("public"));
    let csv = rows(&files["activities.csv"]);
    let at = csv[0].iter().position(|heading| heading == "partner_names_en").expect("a column");
    let row = csv.iter().position(|row| row[at].contains("Choir 119")).expect("the CSV file has all of it");
    let rows = sheet(&files, "activities", "activities");
    // A letter beyond the first 65,536 counts as two in the format.
    let length = rows.get((row, at)).expect("a cell").to_string().encode_utf16().count();
    assert!((32_766..=32_767).contains(&length), "{length}");
    let told = sheet(&files, "activities", "columns");
    let told: Vec<String> = told.rows().flatten().map(ToString::to_string).collect();
    let is_told = |text: &String| text.contains("are cut") && text.ends_with(&format!("{}", row + 1));
    assert!(
        told.iter().any(is_told),
        "{:?}",
        told.iter().filter(|text| text.contains("cut")).collect::<Vec<_>>()
    );
    let path = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    write(&path, (text + "data: { leave_out: [activities.xlsx] }\n").as_bytes());
    let said = katalog("build", root.path(), &["--output", &output]);
    assert!(!said.stderr.contains("in data/"), "a workbook that is left out: {}", said.stderr);
    let fine = sheet(&files, "projects", "columns");
    assert!(!fine.rows().flatten().any(|cell| cell.to_string().contains("are cut")));
}
