//! Tests the open data files with the tools of other programs: schemas, a spreadsheet reader, a linked data reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::LazyLock;

use crate::support::{self, everything, katalog, small_catalogue, write};
use calamine::{Data, Reader, Xlsx};
use jsonschema::Validator;
use katalog::base::language::Language;
use katalog::content::catalogue::DataFile;
use katalog::text::typography::typeset;
use oxjsonld::JsonLdParser;
use oxrdf::{NamedOrBlankNode, Term};
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

type Files = BTreeMap<String, Vec<u8>>;

/// Returns the files below `data/` of a catalogue.
fn data_of(root: &Path) -> Files {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!((said.code, said.stderr), (Some(0), String::new()));
    let data = output.join("data");
    let entries = WalkDir::new(&data).into_iter().map(|entry| entry.expect("a readable folder"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&data).expect("a path below").to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

static REAL: LazyLock<Files> = LazyLock::new(|| data_of(Path::new(ROOT)));
static SMALL: LazyLock<Files> = LazyLock::new(|| data_of(small_catalogue().path()));
static EVERYTHING: LazyLock<Files> = LazyLock::new(|| data_of(everything().path()));

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("valid JSON")
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.deserialize().collect::<Result<_, _>>().expect("a valid table")
}

#[test]
fn json_matches_its_published_schema() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let schema = |name: &str| -> Validator {
            jsonschema::validator_for(&json(&files[name])).expect("a valid schema")
        };
        let (catalogue, activities) = (schema("schema.json"), schema("activities.schema.json"));
        let mut checked = 0;
        let documents =
            files.iter().filter(|(path, _)| path.ends_with(".json") && !path.ends_with("schema.json"));
        for (path, bytes) in documents {
            let (schema, name) = match path == "catalogue.json" {
                true => (&catalogue, "schema.json"),
                false => (&activities, "activities.schema.json"),
            };
            let document = json(bytes);
            let faults: Vec<String> = schema
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{path}: {faults:?}");
            assert!(document["$schema"].as_str().is_some_and(|address| address.ends_with(name)), "{path}");
            checked += 1;
        }
        assert!(checked > 10, "{checked} documents");
    }
}

#[test]
fn a_schema_rejects_what_it_does_not_define() {
    let schema = jsonschema::validator_for(&json(&SMALL["schema.json"])).expect("a valid schema");
    let good = json(&SMALL["catalogue.json"]);
    assert!(schema.is_valid(&good));
    for (pointer, value) in [
        ("/projects/0/id", Value::from("Not an id")),
        ("/projects/0/status", Value::from("done")),
        ("/projects/0/activities", Value::from(Vec::<Value>::new())),
        ("/programmes/0/title/de", Value::from("Titel")),
        ("/municipalities/0/coordinates/latitude", Value::from("44")),
        ("/format", Value::from(1)),
    ] {
        let mut bad = good.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        bad.pointer_mut(parent).expect("a place")[key] = value;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
}

/// Returns a cell of a sheet as the table writes it.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::Float(number) => format!("{number:.2}"),
        other => panic!("{other:?} is neither a text nor a number"),
    }
}

#[test]
fn the_spreadsheet_contains_the_rows_of_the_table() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let mut book = Xlsx::new(Cursor::new(&files["activities.xlsx"][..])).expect("a workbook");
        let sheet = book.worksheet_range("activities").expect("a sheet");
        assert!(book.worksheet_formula("activities").expect("a sheet").is_empty());
        let width = sheet.width();
        let table = rows(&files["activities.csv"]);
        assert_eq!((sheet.height(), width), (table.len(), table[0].len()));
        for (row, expected) in sheet.rows().zip(&table) {
            assert_eq!(&row.iter().map(shown).collect::<Vec<_>>(), expected);
        }
        let total = table[0].iter().position(|heading| heading == "total").expect("a column");
        assert!(sheet.rows().skip(1).any(|row| matches!(row[total], Data::Float(_))), "amounts are numbers");
    }
}

/// The small catalogue with a name that a spreadsheet would treat as a formula.
fn hostile_catalogue() -> TempDir {
    let root = small_catalogue();
    let path = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    let hostile = "{ sr: \"=HYPERLINK(1)\", en: \"@SUM(1+1)\" }";
    write(&path, text.replace("{ sr: Mreža nege, en: Care Network }", hostile).as_bytes());
    root
}

#[test]
fn untrusted_texts_are_not_formulas() {
    let files = data_of(hostile_catalogue().path());
    let table = String::from_utf8(files["organisations.csv"].clone()).expect("UTF-8");
    assert!(table.contains("care-network,'=HYPERLINK(1),,'@SUM(1+1),"), "{table}");
    // In JSON and in typed cells nothing can become a formula, so texts stay unchanged.
    let catalogue = json(&files["catalogue.json"]);
    assert_eq!(catalogue["organisations"][0]["name"]["en"], "@SUM(1+1)");
    let mut book = Xlsx::new(Cursor::new(&files["activities.xlsx"][..])).expect("a workbook");
    assert!(book.worksheet_formula("activities").expect("a sheet").is_empty());
    let sheet = book.worksheet_range("activities").expect("a sheet");
    assert!(sheet.rows().flatten().any(|cell| *cell == Data::String("@SUM(1+1)".to_owned())));
}

/// Texts that would be formulas or links in their own cell, or in a cell that a program cuts out of a longer text.
const LIVE: [&str; 9] = [
    "=1+1",
    "Hrana;=",
    "Hrana;=cmd|' /C calc'!A0;b",
    "Hrana, +1, -2",
    "Hrana; \"=1+1\"",
    "http://example.org/",
    "internal:activities!A1",
    "mailto:info@example.org",
    "external:C:/a.xlsx",
];

/// A text whose second line would be a formula. Titles, names and summaries have one line, but notes may have several.
const LIVE_LINE: &str = "Hrana\n@SUM(1+1)";

/// The small catalogue with [`LIVE`] texts everywhere in its tables, and [`LIVE_LINE`] in its notes.
fn catalogue_of_live_texts() -> TempDir {
    let root = small_catalogue();
    let content = root.path().join("content");
    let in_turn = |texts: &'static [&str]| {
        let mut texts = texts.iter().cycle().map(|text| serde_json::to_string(text).expect("JSON"));
        move || texts.next().expect("a text without an end")
    };
    let mut text = in_turn(&LIVE);
    // In a list of notes, the second text would leave its sign alone in a cell, where it begins no formula.
    let mut note = in_turn(&LIVE[2..]);
    for entry in WalkDir::new(&content).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if !["yaml", "md"].iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let before = fs::read_to_string(path).expect("a readable file");
        let lines = before.lines().map(|line| {
            let (start, key) = (&line[..line.len() - line.trim_start().len()], line.trim_start());
            match key.split_once(": ") {
                Some((key @ ("note" | "description"), value)) if value.starts_with('{') => {
                    let line = serde_json::to_string(LIVE_LINE).expect("JSON");
                    format!("{start}{key}: {{ sr: {line}, en: {} }}", note())
                }
                Some((key @ ("name" | "publisher"), value)) if value.starts_with('{') => {
                    format!("{start}{key}: {{ sr: {}, en: {} }}", text(), text())
                }
                Some((key @ ("title" | "summary" | "genitive" | "locative" | "acronym"), value))
                    if !value.starts_with('{') =>
                {
                    format!("{start}{key}: {}", text())
                }
                _ => line.to_owned(),
            }
        });
        let after: Vec<String> = lines.collect();
        write(path, (after.join("\n") + "\n").as_bytes());
    }
    let settings = content.join("catalogue.yaml");
    let iati = "iati: { reporting_org: RS-APR-1, kind: programme, reporting: own }\n";
    let off = "rules: { foreign-form: off, near-duplicate: off, same-text: off, straight-quotes: off, personal-contact: off }\n";
    write(&settings, (fs::read_to_string(&settings).expect("settings") + iati + off).as_bytes());
    root
}

/// Returns whether a program would treat the text of a cell as more than text.
fn is_live(cell: &str) -> bool {
    let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err()
}

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

#[test]
fn no_cell_of_a_table_is_live_wherever_a_program_splits_its_lines() {
    let files = data_of(catalogue_of_live_texts().path());
    let tables: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".csv")).collect();
    assert!(tables.iter().any(|(path, _)| path.ends_with("iati-left-out.csv")), "{:?}", files.keys());
    let mut guarded = 0;
    for (path, bytes) in tables {
        let text = String::from_utf8_lossy(bytes);
        guarded += text.matches("'=").count();
        for delimiter in [b',', b';', b'\t'] {
            let mut reader = csv::ReaderBuilder::new();
            let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
            for row in reader.from_reader(&bytes[..]).records() {
                let row = row.expect("a row");
                let live: Vec<&str> = row.iter().flat_map(str::lines).filter(|cell| is_live(cell)).collect();
                assert!(live.is_empty(), "{path}, cut at {:?}: {live:?}", char::from(delimiter));
            }
        }
        // Programs that ignore quotation marks.
        let live: Vec<&str> = text.split([',', ';', '\t', '\r', '\n']).filter(|cell| is_live(cell)).collect();
        assert!(live.is_empty(), "{path}: {live:?}");
    }
    assert!(guarded > 20, "{guarded}");
}

#[test]
fn a_workbook_contains_texts_and_neither_formulas_nor_links() {
    let files = data_of(catalogue_of_live_texts().path());
    let parts = unzipped(&files["activities.xlsx"]);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("<c "), "{sheet}");
    for forbidden in ["<f>", "<f ", "hyperlink", "externalReference", "ddeLink"] {
        for (name, part) in &parts {
            assert!(!part.contains(forbidden), "{name} holds {forbidden}");
        }
    }
    assert!(!parts.keys().any(|name| name.contains("worksheets/_rels")), "{:?}", parts.keys());
    let mut book = Xlsx::new(Cursor::new(&files["activities.xlsx"][..])).expect("a workbook");
    let range = book.worksheet_range("activities").expect("a sheet");
    let texts: BTreeSet<&str> = range
        .rows()
        .flatten()
        .filter_map(|cell| match cell {
            Data::String(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    for text in LIVE.into_iter().chain([LIVE_LINE]) {
        let is_there = |language: Language| texts.contains(&*typeset(text, language));
        assert!(Language::ALL.into_iter().any(is_there), "{text} in {texts:?}");
    }
}

#[test]
fn texts_that_no_program_takes_for_formulas_stay_unchanged() {
    let root = small_catalogue();
    let path = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    let plain = "{ sr: \"Bor; Čačak, 1; - ; a=b;c=d\", en: \"A; B, e-mail; ’so’\" }";
    write(&path, text.replace("{ sr: Mreža nege, en: Care Network }", plain).as_bytes());
    let table = String::from_utf8(data_of(root.path())["organisations.csv"].clone()).expect("UTF-8");
    for text in ["\"Bor; Čačak, 1; - ; a=b;c=d\"", "\"A; B, e-mail; ’so’\""] {
        assert!(table.contains(&format!(",{text},")), "{table}");
    }
}

#[test]
fn tables_have_no_byte_order_mark_and_use_the_standard_line_breaks() {
    for (path, bytes) in
        REAL.iter().chain(&*SMALL).chain(&*EVERYTHING).filter(|(path, _)| path.ends_with(".csv"))
    {
        assert!(!bytes.starts_with(b"\xef\xbb\xbf"), "{path}");
        assert!(bytes.ends_with(b"\r\n"), "{path}");
    }
}

type Statements = BTreeMap<(String, String), BTreeSet<String>>;

/// Returns the statements of a description, by subject and predicate; URLs and texts in plain form.
fn statements(jsonld: &[u8]) -> Statements {
    let mut statements = Statements::new();
    for quad in JsonLdParser::new().for_slice(jsonld) {
        let quad = quad.expect("valid JSON-LD");
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
            panic!("{} has no address", quad.subject)
        };
        let object = match quad.object {
            Term::NamedNode(node) => node.into_string(),
            Term::Literal(literal) => match literal.language() {
                Some(language) => format!("{}@{language}", literal.value()),
                None => literal.value().to_owned(),
            },
            other => panic!("{other} has no address"),
        };
        let predicate = quad.predicate.into_string();
        let short = predicate.rsplit(['#', '/']).next().unwrap_or_default().to_owned();
        statements.entry((subject.into_string(), short)).or_default().insert(object);
    }
    statements
}

#[test]
fn portals_find_every_file_with_its_type_and_licence() {
    const DCAT: &str = "http://www.w3.org/ns/dcat#";
    let base = "https://katalog.example/data/";
    let said = statements(&REAL["dcat.jsonld"]);
    let get = |subject: &str, predicate: &str| -> BTreeSet<String> {
        said.get(&(subject.to_owned(), predicate.to_owned())).cloned().unwrap_or_default()
    };
    let one = |subject: &str, predicate: &str| -> String {
        let all = get(subject, predicate);
        assert_eq!(all.len(), 1, "{subject} {predicate}: {all:?}");
        all.into_iter().next().unwrap_or_default()
    };
    let catalogue = format!("{base}dcat.jsonld#catalogue");
    assert_eq!(one(&catalogue, "type"), format!("{DCAT}Catalog"));
    let sets = get(&catalogue, "dataset");
    let names: Vec<&str> = sets.iter().filter_map(|set| set.strip_prefix(base)?.split('#').nth(1)).collect();
    let expected = ["activities", "dataset", "documents", "indicators", "organisations", "places", "posts"];
    assert_eq!(names, [&expected[..], &["projects"]].concat());
    let mut published: BTreeSet<String> = REAL
        .keys()
        .filter(|path| !path.contains('/') && !path.contains("schema") && *path != "dcat.jsonld")
        .map(|path| format!("{base}{path}"))
        .collect();
    for described in sets.iter().chain([&catalogue]) {
        for predicate in ["title", "description"] {
            let texts = get(described, predicate);
            let languages: BTreeSet<&str> =
                texts.iter().filter_map(|text| text.rsplit_once('@')).map(|(_, language)| language).collect();
            assert_eq!(
                languages,
                BTreeSet::from(["en", "sr", "sr-cyrl", "sr-latn"]),
                "{described} {predicate}"
            );
        }
        assert_eq!(&one(described, "identifier"), described);
        let languages = get(described, "language");
        let ends: Vec<&str> = languages.iter().filter_map(|address| address.rsplit('/').next()).collect();
        assert_eq!(ends, ["ENG", "SRP"], "{described}");
        assert_eq!(one(described, "license"), "https://creativecommons.org/licenses/by/4.0/");
        let publisher = one(described, "publisher");
        assert!(get(&publisher, "type").contains("http://xmlns.com/foaf/0.1/Agent"));
        assert!(!get(&publisher, "name").is_empty());
    }
    for set in &sets {
        assert_eq!(one(set, "type"), format!("{DCAT}Dataset"));
        let contact = one(set, "contactPoint");
        assert_eq!(one(&contact, "hasURL"), "https://katalog.example/sr/o-katalogu/");
        for file in get(set, "distribution") {
            assert!(published.remove(&file), "{file} is not published, or described twice");
            assert_eq!(one(&file, "type"), format!("{DCAT}Distribution"));
            assert_eq!(one(&file, "identifier"), file);
            assert_eq!((one(&file, "accessURL"), one(&file, "downloadURL")), (file.clone(), file.clone()));
            assert_eq!(one(&file, "license"), "https://creativecommons.org/licenses/by/4.0/");
            let ending = file.rsplit('.').next().unwrap_or_default();
            let expected = match ending {
                "csv" => "text/csv",
                "json" => "application/json",
                "geojson" => "application/geo+json",
                "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                other => panic!("nobody knows the type of .{other}"),
            };
            let media_type = one(&file, "mediaType");
            assert_eq!(media_type, format!("https://www.iana.org/assignments/media-types/{expected}"));
            let path = file.strip_prefix(base).expect("a file of the data");
            for size in get(&file, "byteSize") {
                assert_eq!(size, REAL[path].len().to_string(), "{path}");
            }
            assert!(ending != "csv" || !get(&file, "byteSize").is_empty(), "{path}");
        }
    }
    assert!(published.is_empty(), "not described: {published:?}");
}

#[test]
fn the_settings_say_who_publishes_and_whom_to_ask() {
    let said = statements(&EVERYTHING["dcat.jsonld"]);
    let base = "https://citanje.example/katalog/data/dcat.jsonld";
    let get = |part: &str, predicate: &str| -> BTreeSet<String> {
        said.get(&(format!("{base}#{part}"), predicate.to_owned())).cloned().unwrap_or_default()
    };
    let only = |address: &str| BTreeSet::from([address.to_owned()]);
    assert_eq!(get("contact", "hasURL"), only("https://citanje.example/kontakt"));
    let types = get("publisher", "type");
    assert!(types.contains("http://purl.org/adms/publishertype/NonGovernmentalOrganisation"), "{types:?}");
    let root = everything();
    let settings = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let with = |contact: &str| {
        write(&settings, text.replace("contact: https://citanje.example/kontakt", contact).as_bytes());
    };
    with("contact: mailto:citaonica@citanje.example");
    let said = String::from_utf8(data_of(root.path())["dcat.jsonld"].clone()).expect("UTF-8");
    assert!(said.contains("\"mailto:citaonica@citanje.example\""), "{said}");
    with("contact: javascript:alert(1)");
    assert_ne!(katalog("check", root.path(), &[]).code, Some(0));
    // The address of a person is reported.
    with("contact: mailto:ana.ilic@citanje.example");
    assert!(katalog("check", root.path(), &[]).stderr.contains("personal-contact"));
}

/// Those of this repository, of the starter, of the small catalogue and of the one that uses everything.
#[test]
fn the_dictionary_explains_every_column_of_every_table() {
    let (small, starter) = (small_catalogue(), tempfile::tempdir().expect("a folder"));
    support::init(starter.path(), &[]);
    let everything = everything();
    for root in [Path::new(ROOT), starter.path(), small.path(), everything.path()] {
        assert_dictionary(root);
    }
}

fn assert_dictionary(root: &Path) {
    let public = tempfile::tempdir().expect("a temporary folder");
    let output = public.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let pages = ["sr/podaci", "sr-cyrl/podaci", "en/data"].map(|page| output.join(page).join("index.html"));
    for page in pages.iter().filter(|page| page.exists()) {
        let html = fs::read_to_string(page).expect("a page");
        let html = scraper::Html::parse_document(&html);
        let cells = scraper::Selector::parse("tr > td").expect("a selector");
        let code = scraper::Selector::parse("td > code").expect("a selector");
        let named = scraper::Selector::parse("main p > code, main li > code").expect("a selector");
        let page = page.display();
        let explained: BTreeSet<String> = html.select(&code).map(|code| code.text().collect()).collect();
        let mut columns = BTreeSet::new();
        for table in [
            "activities.csv",
            "projects.csv",
            "indicators.csv",
            "municipalities.csv",
            "organisations.csv",
            "documents.csv",
            "posts.csv",
        ] {
            columns.extend(rows(&fs::read(output.join("data").join(table)).expect("a table"))[0].clone());
        }
        // The shapes of districts have no table, but properties, of which texts are objects.
        if let Ok(shapes) = fs::read(output.join("data/districts.geojson")) {
            let shapes: Value = serde_json::from_slice(&shapes).expect("JSON");
            let properties = shapes["features"][0]["properties"].as_object().expect("properties");
            columns.extend(properties.iter().filter(|(_, of)| !of.is_object()).map(|(name, _)| name.clone()));
        }
        assert_eq!(explained, columns, "{page}");
        // Words with `_` in a text are names of columns.
        let mut named = html.select(&named).map(|code| code.text().collect::<String>());
        assert_eq!(named.find(|name| name.contains('_') && !columns.contains(name)), None, "{page}");
        for cell in html.select(&cells) {
            assert!(!cell.text().collect::<String>().trim().is_empty(), "{page}: an empty cell");
        }
        for file in DataFile::ALL.iter().filter(|file| output.join("data").join(file.name()).exists()) {
            let link = format!("dt > a[href$='/data/{}']", file.name());
            let link = scraper::Selector::parse(&link).expect("a selector");
            assert_eq!(html.select(&link).count(), 1, "{page}: {}", file.name());
        }
    }
    assert!(pages[0].exists() && pages[2].exists());
}
