//! Tests limits on tables that come from strangers: workbooks, CSV, and files of translators.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::catalogue::Catalogue;
use crate::support::{Said, katalog, read, small_catalogue, write};

const PACKAGE: &str = "_rels/.rels";
const BOOK: &str = "xl/workbook.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

/// A part of a workbook, and what it contains.
type Part<'a> = (&'a str, String);

fn relations(relations: &[(&str, &str)]) -> String {
    let relations = relations.iter().map(|(kind, target)| {
        format!(
            "<Relationship Id=\"r{kind}\" Target=\"{target}\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\"/>"
        )
    });
    format!("<Relationships>{}</Relationships>", relations.collect::<String>())
}

fn book(sheets: usize) -> String {
    let sheet = |number| format!("<sheet name=\"s{number}\" sheetId=\"{number}\" r:id=\"rworksheet\"/>");
    format!(
        "<workbook xmlns:r=\"r\"><sheets>{}</sheets></workbook>",
        (0..sheets).map(sheet).collect::<String>()
    )
}

fn sheet(rows: &str, behind: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>")
}

fn cell(name: &str, text: &str) -> String {
    format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A workbook with one small sheet, and other contents of some parts.
fn workbook(others: &[Part<'_>]) -> Vec<u8> {
    let mut parts: Vec<Part<'_>> = vec![
        (PACKAGE, relations(&[("officeDocument", BOOK)])),
        (BOOK, book(1)),
        ("xl/_rels/workbook.xml.rels", relations(&[("worksheet", "worksheets/sheet1.xml")])),
        (SHEET, sheet(&format!("<row r=\"1\">{}</row>", cell("A1", "project")), "")),
    ];
    for (name, content) in others {
        parts.retain(|(other, _)| other != name);
        parts.push((*name, content.clone()));
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content.as_bytes()).expect("a part");
    }
    archive.finish().expect("a workbook").into_inner()
}

/// Reads a table with each command that does.
fn all_read(root: &Path, name: &str) -> [Said; 3] {
    let path = root.join(name).display().to_string();
    [
        katalog("import", root, &["--dry-run", &path]),
        katalog("import", root, &["--update", "--dry-run", &path]),
        katalog("translations", root, &["--import", &path]),
    ]
}

/// What is wrong in a workbook is told, never a mistake of the program.
#[test]
fn no_workbook_stops_the_program() {
    let upside_down = "<mergeCells><mergeCell ref=\"A5:A1\"/><mergeCell ref=\"B1:A5\"/></mergeCells>";
    let rows = format!("<row r=\"1\">{}</row><row r=\"5\">{}</row>", cell("A1", "x"), cell("A5", "y"));
    let announced =
        |count: &str| (TEXTS, format!("<!-- uniqueCount=\"1\" --><sst uniqueCount=\"{count}\"></sst>"));
    let root = small_catalogue();
    for part in [
        (SHEET, sheet(&rows, upside_down)),
        (SHEET, sheet(&rows, "<mergeCells><mergeCell ref=\"A1:ZZZZZZZZ4294967295\"/></mergeCells>")),
        announced("9223372036854775807"),
        announced("300000000000000000"),
        announced("30000000000"),
    ] {
        write(&root.path().join("x.xlsx"), &workbook(std::slice::from_ref(&part)));
        for said in all_read(root.path(), "x.xlsx") {
            assert_eq!(said.code, Some(1), "{part:?}: {}", said.stderr);
            assert!(said.stderr.starts_with("error") && !said.stderr.contains("mistake"), "{}", said.stderr);
        }
    }
}

/// A workbook of a few kilobytes can unpack to very much, and can say the same thing very often.
#[test]
fn limits_of_workbooks_are_told() {
    let long = "x".repeat(32_767);
    let shared = |text: &str| (TEXTS, format!("<sst><si><t>{text}</t></si></sst>"));
    let first = |name: &str| format!("<row r=\"1\"><c r=\"{name}\" t=\"s\"><v>0</v></c></row>");
    let below: String =
        (2..2_100).map(|row| format!("<row r=\"{row}\">{}</row>", cell(&format!("A{row}"), "x"))).collect();
    let merged = "<mergeCells><mergeCell ref=\"B1:B3000\"/></mergeCells>";
    let styles = |inside: String| (STYLES, format!("<styleSheet>{inside}</styleSheet>"));
    let format = format!("<numFmts><numFmt numFmtId=\"170\" formatCode=\"{}\"/></numFmts>", "0".repeat(256));
    let cases: [(&[Part<'_>], &str); 10] = [
        (&[(BOOK, book(101))], "it has more than 100 sheets"),
        (&[(BOOK, book(2))], "the sheet `s1` is the same part of it as another one"),
        (&[(SHEET, sheet(&"<c/>".repeat(2_000_001), ""))], "its sheets have more than 2000000 cells"),
        (&[(SHEET, sheet(&first("A1"), "")), shared(&format!("{long}x"))], "has more than 32767 characters"),
        (
            &[(SHEET, sheet(&(first("B1") + &below), merged)), shared(&long)],
            "its cells have more than 64 MiB of text",
        ),
        (&[(TEXTS, "<sst>".to_owned() + &"<si/>".repeat(2_000_001))], "it has more than 2000000 texts"),
        (&[styles("<cellXfs>".to_owned() + &"<xf/>".repeat(65_491))], "it has more than 65490 styles"),
        (&[styles(format)], "a value in its styles has more than 255 characters"),
        (
            &[("xl/x.xml", " ".repeat(17 * 1024 * 1024))],
            "its part `xl/x.xml` is too large when it is unpacked",
        ),
        (
            &[(PACKAGE, relations(&[("officeDocument", "xl/worksheets/workbook.xml")]))],
            "its list of sheets is not where it belongs",
        ),
    ];
    let root = small_catalogue();
    for (parts, reason) in cases {
        write(&root.path().join("x.xlsx"), &workbook(parts));
        let path = root.path().join("x.xlsx").display().to_string();
        for arguments in [&["--dry-run", &path][..], &["--update", "--dry-run", &path]] {
            let said = katalog("import", root.path(), arguments);
            said.reports("this workbook cannot be read: ").reports(reason);
            assert_eq!(said.code, Some(1), "{reason}");
        }
    }
}

#[test]
fn cells_of_csv_are_as_long_as_those_of_workbooks() {
    let root = small_catalogue();
    let table = format!("project,title_sr\nx,{}\ny,{}\n", "š".repeat(32_767), "š".repeat(32_768));
    write(&root.path().join("x.csv"), table.as_bytes());
    let path = root.path().join("x.csv").display().to_string();
    katalog("import", root.path(), &["--dry-run", &path])
        .reports("this cell has more than 32767 characters")
        .reports("row 3, column B (title_sr)")
        .has_errors(1);
}

/// What is compared with every row is computed once.
#[test]
fn a_long_title_in_the_first_row_costs_nothing_in_the_others() {
    let root = small_catalogue();
    let head = "project,programme,municipality,sub_area,support_type,implementers,title_sr,title_en";
    let row = |title: &str| format!("p1,healthy-town,zlatar,,,,{title},x\n");
    let others: String = (0..5_000).map(|number| row(&format!("a{number}"))).collect();
    write(&root.path().join("x.csv"), format!("{head}\n{}{others}", row(&"a".repeat(32_000))).as_bytes());
    let path = root.path().join("x.csv").display().to_string();
    katalog("import", root.path(), &["--dry-run", "--max-seconds", "60", &path])
        .reports("`p1` has a different `title_sr` in another row");
}

#[test]
fn a_cell_has_as_many_values_as_a_list() {
    let root = small_catalogue();
    let table = root.path().join("x.xlsx").display().to_string();
    assert_eq!(katalog("export", root.path(), &["--sheet", "projects", &table]).code, Some(0));
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&table).expect("a workbook");
    let range = calamine::Reader::worksheet_range(&mut workbook, "projects").expect("a sheet");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut is_changed = false;
    let mut at = None;
    for row in range.rows() {
        let mut cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        match at {
            None => at = cells.iter().position(|heading| heading == "objectives.sr"),
            Some(at) if !is_changed => {
                cells[at] = "a\n".repeat(300) + "a";
                is_changed = true;
            }
            Some(_) => {}
        }
        writer.write_record(&cells).expect("a row");
    }
    let path = root.path().join("x.csv").display().to_string();
    write(Path::new(&path), &writer.into_inner().expect("a table"));
    katalog("import", root.path(), &["--update", "--dry-run", &path])
        .reports("this cell has 301 items; a list may have at most 300");
}

#[test]
fn an_import_has_at_most_20000_new_projects() {
    let root = small_catalogue();
    let constants = "constants: { programme: healthy-town, implementers: care-network, support_type: grant, \
                     sub_area: environment/clean-rivers }\n";
    let rows: String = (0..20_001).map(|number| format!("p{number},zlatar\n")).collect();
    write(&root.path().join("m.yaml"), constants.as_bytes());
    write(&root.path().join("x.csv"), format!("project,municipality\n{rows}").as_bytes());
    let [map, path] = ["m.yaml", "x.csv"].map(|name| root.path().join(name).display().to_string());
    katalog("import", root.path(), &["--dry-run", "--map", &map, &path])
        .reports("this table has 20001 new projects, and at most 20000 can be imported at once");
}

/// The changes of different entries are made at once.
#[test]
fn the_list_of_many_changed_entries_is_read_few_times() {
    let entries: String = (0..700)
        .map(|number| {
            format!("o{number}: # {number}\n  name: {{ sr: Savez {number}, en: League {number} }}\n  kind: civil-society\n")
        })
        .collect();
    let catalogue = Catalogue::small().appending("organisations.yaml", &format!("\n{entries}"));
    let root = catalogue.root();
    let table = root.join("x.xlsx").display().to_string();
    assert_eq!(katalog("export", root, &["--sheet", "organisations", &table]).code, Some(0));
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&table).expect("a workbook");
    let range = calamine::Reader::worksheet_range(&mut workbook, "organisations").expect("a sheet");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = |cell: &calamine::Data| *cell == *"url";
    let at = range.rows().next().and_then(|row| row.iter().position(heading)).expect("a column");
    for row in range.rows() {
        let mut cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        if cells[0].starts_with('o') && cells[at].is_empty() {
            cells[at] = format!("https://example.org/{}", cells[0]);
        }
        writer.write_record(&cells).expect("a row");
    }
    let before = read(root, "content/organisations.yaml");
    let path = root.join("x.csv").display().to_string();
    write(Path::new(&path), &writer.into_inner().expect("a table"));
    let said = katalog("import", root, &["--update", "--max-seconds", "60", &path]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    // Only the new lines differ.
    let after = read(root, "content/organisations.yaml");
    let is_new = |line: &&str| line.contains("https://example.org/o");
    assert_eq!(after.lines().filter(is_new).count(), 700);
    let kept: Vec<&str> = after.lines().filter(|line| !is_new(line)).collect();
    assert_eq!(kept, before.lines().collect::<Vec<_>>());
    assert!(after.contains("  kind: civil-society\n  url: https://example.org/o5\no6: # 6\n"));
}

#[test]
fn a_text_is_translated_once() {
    let entries: String = (0..3)
        .map(|number| format!("o{number}:\n  name: {{ sr: Savez }}\n  kind: civil-society\n"))
        .collect();
    let catalogue = Catalogue::small().appending("organisations.yaml", &format!("\n{entries}"));
    let message = "msgctxt \"content/organisations.yaml#name\"\nmsgid \"Savez\"\nmsgstr \"League\"\n\n";
    let messages = |count| format!("msgid \"\"\nmsgstr \"Language: en\\n\"\n\n{}", message.repeat(count));
    let path = catalogue.root().join("x.po").display().to_string();
    for (count, code) in [(2, 1), (1, 0)] {
        write(Path::new(&path), messages(count).as_bytes());
        let said = katalog("translations", catalogue.root(), &["--import", &path]);
        assert_eq!(said.code, Some(code), "{}", said.stderr);
        if count == 2 {
            said.reports("`content/organisations.yaml#name` is there twice");
        }
    }
    let list = read(catalogue.root(), "content/organisations.yaml");
    assert_eq!(list.matches("{ sr: Savez, en: \"League\" }").count(), 3, "{list}");
}
