//! Tests the schemas for text editors: they are up to date, accept what the program accepts, and reject what it
//! rejects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::support::{PROGRAM, init, katalog, small_catalogue, tests, write};
use assert_cmd::Command;
use jsonschema::Validator;
use katalog::authoring::schema;
use katalog::base::date::PartialDate;
use katalog::base::id::{Id, Kind};
use katalog::base::money::{Amount, Currency};
use katalog::content::lint::all_rules;
use katalog::content::parse::{FILES, Shape};
use proptest::prelude::*;
use serde_json::{Value, json};
use walkdir::WalkDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Parses a YAML file as JSON, as text editors do; `None` if it is not valid YAML.
pub(crate) fn facts(text: &str) -> Option<Value> {
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(text, options).ok()
}

/// Returns the schema of a YAML file, by its name.
fn of(name: &str) -> Value {
    let path = root().join("schemas").join(name.replace(".yaml", ".schema.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON")
}

static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let validator = |name| jsonschema::validator_for(&of(name)).expect("a valid schema");
    FILES.iter().map(|file| (file.name, validator(file.name))).collect()
});

fn faults(name: &str, facts: &Value) -> Vec<String> {
    let Some(validator) = VALIDATORS.get(name) else { return vec![format!("no schema for {name}")] };
    validator.iter_errors(facts).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Returns every YAML file below a folder, by name.
fn yaml_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = walk.map(|entry| (entry.path().to_owned(), entry.file_name().to_string_lossy().into_owned()));
    files.filter(|(_, name)| name.ends_with(".yaml")).collect()
}

#[test]
fn the_schemas_are_fresh() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("schemas/mine.schema.json"), b"mine");
    for _ in 0..2 {
        let output = Command::new(&*PROGRAM)
            .current_dir(folder.path())
            .arg("schema")
            .output()
            .expect("the program starts");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
        assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), FILES.len());
    }
    let name_of = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let list = |folder: &Path| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        // The schemas of published data have their own folder.
        entries.filter(|entry| entry.path().is_file()).map(name_of).collect()
    };
    let (mut made, mut kept) = (list(&folder.path().join("schemas")), list(&root().join("schemas")));
    assert!(made.remove("mine.schema.json") && kept.remove("problems.schema.json"));
    assert_eq!(made, kept);
    for name in made {
        let read = |root: &Path| fs::read_to_string(root.join("schemas").join(&name)).expect("a schema");
        let is_fresh = read(folder.path()) == read(root());
        assert!(is_fresh, "schemas/{name} is stale; renew it: cargo run -- schema");
    }
    let settings = fs::read_to_string(root().join(schema::SETTINGS)).expect("the settings");
    assert_eq!(settings, schema::settings(), "{} is stale: write it so", schema::SETTINGS);
    let ours = fs::read_to_string(root().join(".vscode/extensions.json")).expect("the extensions");
    let starter = root().join("docs/starter/.vscode/extensions.json");
    assert_eq!(ours, fs::read_to_string(starter).expect("the extensions"));
}

#[test]
fn a_new_catalogue_has_the_schemas() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let catalogue = folder.path().join("new");
    Command::new(&*PROGRAM).arg("init").arg(&catalogue).assert().success();
    let read = |root: &Path, path: &str| fs::read_to_string(root.join(path)).expect("a file");
    for (path, _) in schema::for_editors() {
        assert_eq!(read(&catalogue, &path), read(root(), &path), "{path}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_reported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let taken = folder.path().join("taken");
    write(&taken, b"mine");
    let output = Command::new(&*PROGRAM)
        .args(["schema", "--output"])
        .arg(&taken)
        .output()
        .expect("the program starts");
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(error.starts_with(&format!("error: cannot write {}: ", taken.display())), "{error}");
}

#[test]
fn the_schemas_are_valid() {
    for file in FILES {
        let schema = of(file.name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{}: {error}", file.name));
    }
}

/// Checks that every key of a shape is documented at its place in the schema.
fn documented(shape: &Shape, schema: &Value, whole: &Value, lacking: &mut Vec<String>) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(path) => whole.pointer(path.trim_start_matches('#')).expect("a part"),
        None => schema,
    };
    match shape {
        Shape::Record { keys, .. } => {
            for key in *keys {
                let part = &schema["properties"][key.name];
                let doc = part["description"].as_str().unwrap_or_default();
                if key.doc.trim().is_empty() || !doc.starts_with(key.doc.trim()) {
                    lacking.push(key.name.to_owned());
                }
                documented(&(key.shape)(), part, whole, lacking);
            }
            assert_eq!(schema["properties"].as_object().map(serde_json::Map::len), Some(keys.len()));
        }
        Shape::List(items) => documented(items, &schema["items"], whole, lacking),
        Shape::Keyed(names, values) => match &**names {
            Shape::Word { choices, .. } => {
                for choice in choices {
                    assert_eq!(schema["properties"][choice.word]["description"], choice.doc);
                }
            }
            Shape::Rule => {
                for rule in all_rules() {
                    assert_eq!(schema["properties"][rule.name]["description"], rule.sentence);
                }
            }
            _ => documented(values, &schema["additionalProperties"], whole, lacking),
        },
        Shape::Word { choices, .. } => {
            let docs: Vec<&str> = choices.iter().map(|choice| choice.doc.trim()).collect();
            assert!(docs.iter().all(|doc| !doc.is_empty()));
            assert_eq!(schema["enumDescriptions"], json!(docs));
        }
        Shape::Scalar(_) | Shape::Words | Shape::MarkedWords | Shape::Rule | Shape::Either(..) => {
            assert!(schema.is_object())
        }
    }
}

#[test]
fn every_key_and_word_is_documented() {
    for file in FILES {
        let (schema, mut lacking) = (of(file.name), Vec::new());
        documented(&(file.shape)(), &schema, &schema, &mut lacking);
        assert!(lacking.is_empty(), "{}: {lacking:?}", file.name);
    }
}

#[test]
fn existing_content_is_accepted() {
    let starter = tempfile::tempdir().expect("a temporary folder");
    init(starter.path(), &["--places", "all"]);
    let mut wrong = Vec::new();
    for (folder, least) in [
        (root().join("content"), 30),
        (tests("small/content"), 10),
        (tests("everything/content"), 30),
        (starter.path().join("content"), 150),
    ] {
        let files = yaml_files(&folder);
        assert!(files.len() >= least, "{} files in {}", files.len(), folder.display());
        for (path, name) in files {
            let text = fs::read_to_string(&path).expect("a readable file");
            let value = facts(&text).unwrap_or_else(|| panic!("{} is YAML", path.display()));
            wrong.extend(faults(&name, &value).into_iter().map(|fault| format!("{}{fault}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Files of cases in `tests/problems/` whose fault a schema cannot detect.
const UNSEEN: [&str; 9] = [
    // Contrast must be computed.
    "accent-too-pale/content/catalogue.yaml",
    // An empty list is a valid list.
    "no-locale/content/catalogue.yaml",
    // A schema sees one file.
    "part-of-circle/content/projects/clean-banks/project.yaml",
    "part-of-circle/content/projects/first-lessons/project.yaml",
    "part-of-itself/content/projects/clean-banks/project.yaml",
    // A schema sees the number, not how it is written.
    "wrong-value-thousands/content/projects/home-nursing/project.yaml",
    // A pattern does not know which days and currencies there are.
    "bad-currency-unknown/content/projects/home-nursing/project.yaml",
    "bad-date-no-such-day/content/projects/home-nursing/project.yaml",
    // Text editors resolve merge keys.
    "yaml-merge-key/content/projects/first-lessons/project.yaml",
];

#[test]
fn faults_of_form_are_rejected() {
    const RULES: [&str; 6] =
        ["unknown-key", "missing-key", "wrong-type", "wrong-value", "bad-id", "repeated-reference"];
    let (mut seen, mut unseen) = (0, BTreeSet::new());
    for (path, name) in yaml_files(&tests("problems")) {
        let below = path.strip_prefix(tests("problems")).expect("below it").to_string_lossy().into_owned();
        let (case, file) = below.split_once('/').expect("a case");
        let report = fs::read_to_string(tests("problems").join(case).join("report.txt")).expect("a report");
        let is_at_fault = report.split("\n\n").any(|problem| {
            // A schema does not see the name of the folder.
            let is_of_form = RULES.iter().any(|rule| problem.starts_with(&format!("error[{rule}]: ")));
            is_of_form
                && !problem.contains("the id of a project")
                && !problem.contains("the id of a document")
                && problem.contains(&format!("> {file}:"))
        });
        let Some(value) = facts(&fs::read_to_string(&path).unwrap_or_default()) else { continue };
        if is_at_fault {
            seen += 1;
            if faults(&name, &value).is_empty() {
                unseen.insert(below);
            }
        }
    }
    assert!(seen > 30, "{seen} files");
    assert_eq!(unseen, BTreeSet::from(UNSEEN.map(str::to_owned)));
}

/// Values of one key: those that the program accepts and those that it rejects. The schema must agree on each.
#[test]
fn values_are_accepted_as_the_program_accepts_them() {
    const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";
    const PLACE: &str = "municipalities/zlatar/municipality.yaml";
    const DOCUMENT: &str = "documents/final-report/document.yaml";
    let table: [(&str, &str, &[&str], &[&str]); 12] = [
        (
            PROGRAMME,
            "acronym",
            &["HT", "2030", "2.5", "\"yes\"", "yes"],
            &["true", "[a]", "\"\"", "\" \"", "___", "~", "{ a: b }", "\"\\u0001\"", "\"a\\u202eb\""],
        ),
        (PROGRAMME, "status", &["ongoing", "\"planned\""], &["Ongoing", "1", "[ongoing]", "___", "true"]),
        (
            PROGRAMME,
            "period",
            &["{ start: 2018 }", "{ start: 2018-03, end: 2022-03-01 }", "{ start: \"2018\" }"],
            &[
                "2018",
                "{ end: 2022 }",
                "{ start: 2018-13 }",
                "{ start: 03.2018. }",
                "{ start: 2018, stop: 2022 }",
                "{ start: ___ }",
                "{ start: true }",
                "{ start: -2018 }",
                "~",
            ],
        ),
        (
            PROGRAMME,
            "budget",
            &[
                "{ currency: EUR, amount: 18460 }",
                "{ currency: EUR, amount: 18460.50 }",
                "{ currency: EUR, amount: \"18460.50\" }",
                "{ currency: CHF, amount: 0 }",
                "{ currency: CHF, amount: 1000000000000 }",
            ],
            &[
                "18460",
                "{ currency: eur, amount: 1 }",
                "{ currency: EUR, amount: -1 }",
                "{ currency: EUR, amount: \"1,000\" }",
                "{ currency: EUR, amount: 1.000.000 }",
                "{ currency: EUR, amount: 1000000000001 }",
                "{ currency: 1, amount: 1 }",
                "{ amount: 1 }",
            ],
        ),
        (PROGRAMME, "sdgs", &["[3]", "[1, 17]"], &["3", "[0]", "[18]", "[three]", "[\"3\"]", "[1.5]"]),
        (
            PROGRAMME,
            "target_groups",
            &["[old-people]", "[old-people, pupils]", "[]"],
            &["[Deca]", "[{ sr: Deca, en: Children }]", "[{}]", "old-people", "[~]"],
        ),
        (
            PROGRAMME,
            "aliases",
            &["[old-id]", "[]", "[2020]"],
            &["[Old]", "[a]", "[a--b]", "[2.5]", "[-20]", "old-id", "[old_id]"],
        ),
        (
            DOCUMENT,
            "publisher",
            &["lake-fund", "{ sr: Fond, en: Fund }"],
            &["Jezerski fond", "[lake-fund]", "{ de: Fonds }", "~", "{}"],
        ),
        (
            DOCUMENT,
            "about",
            &["[programme:healthy-town]", "[area:health/nursing, support:grant]", "[]"],
            &[
                "programme:healthy-town",
                "[healthy-town]",
                "[\"programme: healthy-town\"]",
                "[:a]",
                "[{ programme: a }]",
            ],
        ),
        (
            DOCUMENT,
            "files",
            &["[{ url: \"https://a.example/b\", language: sr }]", "[{ file: final-report.pdf }]", "[]"],
            &[
                "[final-report.pdf]",
                "[{ language: sr }]",
                "[{ file: final-report.pdf, url: \"https://a.example/b\" }]",
                "[{ url: a.example }]",
                "[{ file: final-report.pdf, language: Serbian }]",
                "[{ file: ../a.pdf }]",
            ],
        ),
        (
            PLACE,
            "coordinates",
            &["{ latitude: 44.5, longitude: 20 }", "{ latitude: \"44.5\", longitude: 20 }"],
            &[
                "{ latitude: 20, longitude: 44 }",
                "{ latitude: north, longitude: 20 }",
                "{ latitude: 44.5 }",
                "[44.5, 20]",
            ],
        ),
        (PLACE, "type", &["city"], &["town", "~", "City"]),
    ];
    for (file, key, good, bad) in table {
        let small = small_catalogue();
        let path = small.path().join("content").join(file);
        let text = fs::read_to_string(&path).expect("a readable file");
        let name = file.rsplit('/').next().expect("a name");
        for (value, is_good) in
            good.iter().map(|value| (value, true)).chain(bad.iter().map(|value| (value, false)))
        {
            let text = with_key(&text, key, value);
            let refused = faults(name, &facts(&text).expect("YAML"));
            assert_eq!(refused.is_empty(), is_good, "schema: {key}: {value}: {refused:?}");
            write(&path, text.as_bytes());
            let said = katalog("check", small.path(), &[]);
            assert_eq!(said.code == Some(0), is_good, "check: {key}: {value}\n{}", said.stderr);
        }
    }
}

/// Returns a record with the value of one key replaced, including the lines that belong to it.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let start = format!("{key}:");
    let mut is_inside = false;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| {
            if !line.starts_with([' ', '-']) {
                is_inside = line.starts_with(&start);
            }
            !is_inside
        })
        .collect();
    format!("{}\n{key}: {value}\n", kept.join("\n"))
}

static PATTERNS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let fixed = [PartialDate::PATTERN, Amount::PATTERN, Currency::PATTERN].map(str::to_owned);
    let patterns = fixed.into_iter().chain([Id::pattern(), Kind::SubArea.pattern()]);
    let validator = |pattern: &str| jsonschema::validator_for(&json!({ "pattern": pattern }));
    patterns.map(|pattern| (pattern.clone(), validator(&pattern).expect("a pattern"))).collect()
});

proptest! {
    /// The patterns agree with the parsers.
    #[test]
    fn patterns_say_what_is_read(
        id in "[a-cA-Cč0-1_/-]{0,6}|[a-z-]{60,66}|[a-z-]{1,5}/[a-z-]{1,5}",
        date in "[0-9]{3,4}|[0-9]{4}-[0-1][0-9]|[0-9]{4}-[0-1]?[0-9]-[0-3]?[0-9]|[0-9-]{0,10}",
        amount in "[0-9]{0,13}(\\.[0-9]{0,3})?|[0-9,. -]{0,8}",
        currency in "[A-Z]{2,4}|[A-Za-z€]{0,4}",
    ) {
        let fits = |pattern: &str, text: &str| PATTERNS[pattern].is_valid(&json!(text));
        prop_assert_eq!(fits(&Id::pattern(), &id), Id::new(&id).is_some(), "{}", id);
        let parts: Vec<bool> = id.split('/').map(|part| Id::new(part).is_some()).collect();
        prop_assert_eq!(fits(&Kind::SubArea.pattern(), &id), parts == [true, true], "{}", id);
        prop_assert_eq!(fits(Currency::PATTERN, &currency), Currency::parse(&currency).is_some(), "{}", currency);
        prop_assert!(PartialDate::parse(&date).is_none() || fits(PartialDate::PATTERN, &date), "{}", date);
        prop_assert!(Amount::parse(&amount).is_none() || fits(Amount::PATTERN, &amount), "{}", amount);
    }
}
