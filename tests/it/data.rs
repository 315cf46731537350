//! Tests the open data files: JSON with its schemas, and tables as programs of others read them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use crate::history::{commit, git};
use crate::support::catalogue::Catalogue;
use crate::support::{self, everything, katalog, small_catalogue, write};
use calamine::{Data, Reader, Xlsx};
use jsonschema::Validator;
use katalog::content::catalogue::DataFile;
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Returns the files below `data/` of a catalogue.
pub(crate) fn data_of(root: &Path) -> Files {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!((said.code, said.stderr), (Some(0), String::new()));
    data_in(&output)
}

/// Returns the files below `data/` of a site.
pub(crate) fn data_in(public: &Path) -> Files {
    let data = public.join("data");
    let entries = WalkDir::new(&data).into_iter().map(|entry| entry.expect("a readable folder"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&data).expect("a path below").to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

pub(crate) static REAL: LazyLock<Files> = LazyLock::new(|| data_of(Path::new(ROOT)));
pub(crate) static SMALL: LazyLock<Files> = LazyLock::new(|| data_of(small_catalogue().path()));
pub(crate) static EVERYTHING: LazyLock<Files> = LazyLock::new(|| data_of(everything().path()));

pub(crate) fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("valid JSON")
}

pub(crate) fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.deserialize().collect::<Result<_, _>>().expect("a valid table")
}

/// The JSON files that describe others, or are in the format of another standard.
const DESCRIBING: [&str; 6] = [
    "schema.json",
    "activities.schema.json",
    "releases.schema.json",
    "datapackage.json",
    "csv-metadata.json",
    "360giving.json",
];

#[test]
fn json_matches_its_published_schema() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let schema = |name: &str| -> Validator {
            jsonschema::validator_for(&json(&files[name])).expect("a valid schema")
        };
        let (catalogue, activities) = (schema("schema.json"), schema("activities.schema.json"));
        let mut checked = 0;
        let documents =
            files.iter().filter(|(path, _)| path.ends_with(".json") && !DESCRIBING.contains(&path.as_str()));
        for (path, bytes) in documents {
            let (schema, name) = match path.as_str() {
                "catalogue.json" => (&catalogue, "schema.json"),
                "releases.json" => (&schema("releases.schema.json"), "releases.schema.json"),
                _ => (&activities, "activities.schema.json"),
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
pub(crate) const LIVE: [&str; 9] = [
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
pub(crate) const LIVE_LINE: &str = "Hrana\n@SUM(1+1)";

/// The small catalogue with [`LIVE`] texts everywhere in its tables, and [`LIVE_LINE`] in its notes.
pub(crate) fn catalogue_of_live_texts() -> TempDir {
    let root = small_catalogue();
    let content = root.path().join("content");
    let in_turn = |texts: &'static [&str]| {
        let mut texts = texts.iter().cycle().map(|text| serde_json::to_string(text).expect("JSON"));
        move || texts.next().expect("a text without an end")
    };
    let mut text = in_turn(&LIVE);
    // In a list of notes or names, the second text would leave its sign alone in a cell, where it begins no formula.
    let mut note = in_turn(&LIVE[2..]);
    let mut in_list = in_turn(&LIVE[2..]);
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
                    format!("{start}{key}: {{ sr: {}, en: {} }}", in_list(), in_list())
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
            "programmes.csv",
            "money-by-programme-year.csv",
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

#[test]
fn json_lines_contain_the_same_entries() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let document = json(&files["catalogue.json"]);
        let lines = String::from_utf8(files["catalogue.jsonl"].clone()).expect("UTF-8");
        let mut lines = lines.lines().map(|line| {
            let Value::Object(mut entry) = json(line.as_bytes()) else { panic!("{line} is no object") };
            let kind = entry.shift_remove("entry_kind").expect("a kind");
            (kind.as_str().expect("a word").to_owned(), Value::Object(entry))
        });
        let (kind, head) = lines.next().expect("a line");
        assert_eq!(kind, "catalogue");
        let mut rest = document.as_object().expect("an object").clone();
        for (key, value) in head.as_object().expect("an object") {
            assert_eq!(rest.shift_remove(key).as_ref(), Some(value), "{key}");
        }
        let entries = rest.values().flat_map(|list| list.as_array().expect("a list"));
        let lines: Vec<(String, Value)> = lines.collect();
        assert_eq!(lines.iter().map(|(_, entry)| entry).collect::<Vec<_>>(), entries.collect::<Vec<_>>());
        let kinds: BTreeSet<&str> = lines.iter().map(|(kind, _)| kind.as_str()).collect();
        assert!(kinds.contains("project") && kinds.contains("support type"), "{kinds:?}");
    }
}

#[test]
fn data_say_which_version_of_the_content_they_are() {
    let root = small_catalogue();
    let without = json(&data_of(root.path())["catalogue.json"]);
    assert_eq!((&without["commit"], &without["date"]), (&Value::Null, &Value::Null));
    commit(root.path(), "2025-03-01");
    let commit = git(root.path(), &["rev-parse", "HEAD"]);
    let files = data_of(root.path());
    let catalogue = json(&files["catalogue.json"]);
    let version = catalogue["commit"].as_str().expect("a commit");
    assert!(version.len() == 12 && commit.starts_with(version), "{version} {commit}");
    assert_eq!(catalogue["date"], "2025-03-01");
    assert_eq!(json(&files["datapackage.json"])["version"], version);
    for (name, document) in [("schema.json", "catalogue.json"), ("activities.schema.json", "activities.json")]
    {
        let address = &json(&files[name])["$id"];
        assert!(
            address.as_str().is_some_and(|address| address.ends_with(&format!("/data/{name}"))),
            "{address}"
        );
        assert_eq!(address, &json(&files[document])["$schema"]);
    }
}

#[test]
fn data_contain_the_former_ids_of_entries() {
    let cell = |table: &str, (key, id): (&str, &str)| -> String {
        let rows = rows(&EVERYTHING[table]);
        let at = |name: &str| {
            rows[0].iter().position(|it| it == name).unwrap_or_else(|| panic!("{table}: {name}"))
        };
        let row = rows.iter().find(|row| row[at(key)] == id).unwrap_or_else(|| panic!("{table}: {id}"));
        row[at("former_ids")].clone()
    };
    for (table, row, expected) in [
        ("activities.csv", ("project", "reading-rooms"), "reading-corners"),
        ("projects.csv", ("id", "reading-rooms"), "reading-corners"),
        ("programmes.csv", ("id", "reading-together"), "reading-programme"),
        ("money-by-programme-year.csv", ("programme", "reading-together"), "reading-programme"),
        ("municipalities.csv", ("id", "kamengrad"), "stari-kamengrad"),
        ("organisations.csv", ("id", "reading-fund"), "fund-for-reading"),
        ("posts.csv", ("id", "reading-rooms-call"), "first-call"),
        ("projects.csv", ("id", "travelling-books"), ""),
    ] {
        assert_eq!(cell(table, row), expected, "{table}");
    }
    let catalogue = json(&EVERYTHING["catalogue.json"]);
    let former = |list: &str, id: &str| -> Value {
        let list = catalogue[list].as_array().expect("a list");
        list.iter().find(|entry| entry["id"] == id).unwrap_or_else(|| panic!("{id}"))["former_ids"].clone()
    };
    for (list, id, expected) in [
        ("projects", "reading-rooms", "reading-corners"),
        ("target_groups", "pupils", "schoolchildren"),
        ("areas", "education", "schools"),
        ("pages", "contact", "reach-us"),
    ] {
        assert_eq!(former(list, id), Value::from(vec![expected]), "{list}");
    }
    let activities = json(&EVERYTHING["activities.json"]);
    let activities = activities["activities"].as_array().expect("a list");
    assert!(activities.iter().any(|activity| activity["former_ids"] == Value::from(vec!["reading-corners"])));
}

#[test]
fn sums_are_numbers_in_a_column_for_each_usual_currency() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let mut sums = 0;
        for table in ["programmes", "projects", "municipalities", "organisations", "money-by-programme-year"]
        {
            let rows = rows(&files[&format!("{table}.csv")]);
            let at = |name: &str| rows[0].iter().position(|it| it == name).expect("a column");
            for row in &rows[1..] {
                let all: BTreeMap<&str, &str> =
                    row[at("totals")].split("; ").filter_map(|sum| sum.split_once(' ')).collect();
                for (column, code) in [("total_eur", "EUR"), ("total_chf", "CHF"), ("total_rsd", "RSD")] {
                    assert_eq!(
                        row[at(column)],
                        all.get(code).copied().unwrap_or_default(),
                        "{table}: {row:?}"
                    );
                    sums += usize::from(all.contains_key(code));
                }
            }
        }
        assert!(sums > 5, "{sums}");
        // The years of a programme have all of its activities.
        let count = |table: &str, key: &str| -> BTreeMap<String, usize> {
            let rows = rows(&files[table]);
            let at = |name: &str| rows[0].iter().position(|it| it == name).expect("a column");
            let mut counts = BTreeMap::new();
            for row in &rows[1..] {
                let number: usize = row[at("activities")].parse().expect("a number");
                *counts.entry(row[at(key)].clone()).or_default() += number;
            }
            counts.retain(|_, number| *number > 0);
            counts
        };
        assert_eq!(count("money-by-programme-year.csv", "programme"), count("programmes.csv", "id"));
    }
}

#[test]
fn what_the_settings_leave_out_is_not_published_and_nothing_leads_to_it() {
    let left_out = "data: { leave_out: [slices.json, activities.xlsx, catalogue.jsonl] }\n";
    let whole = Catalogue::small().built();
    let site = Catalogue::small().appending("catalogue.yaml", left_out).built();
    let gone: Vec<&String> = whole.keys().filter(|path| !site.contains_key(*path)).collect();
    let is_meant = |path: &str| match path.strip_prefix("data/") {
        Some(name) => {
            ["activities.xlsx", "catalogue.jsonl"].contains(&name)
                || name.ends_with(".json") && name.contains('/')
        }
        // Addresses of assets have a hash of their bytes, and those of the index too.
        None => path.starts_with("search/") || path.starts_with("assets/"),
    };
    assert!(gone.len() > 10 && gone.iter().all(|path| is_meant(path)), "{gone:#?}");
    let gone: Vec<&str> = gone.into_iter().filter_map(|path| path.strip_prefix("data/")).collect();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html") || path.starts_with("data/"))
    {
        let text = String::from_utf8_lossy(bytes);
        let named: Vec<&&str> = gone.iter().filter(|name| text.contains(&format!("/data/{name}"))).collect();
        assert!(named.is_empty(), "{path} leads to {named:?}");
    }
}
