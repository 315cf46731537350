//! Tests what describes the open data to other programs: the description for portals, Data Package, CSV on the Web, and
//! the file of grants.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::data::{EVERYTHING, Files, REAL, SMALL, data_of, json, rows};
use crate::support::{everything, katalog, write};
use oxjsonld::JsonLdParser;
use oxrdf::{NamedOrBlankNode, Term};
use serde_json::Value;

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
    assert_eq!(names, [&expected[..], &["programmes", "projects"]].concat());
    let mut published: BTreeSet<String> = REAL
        .keys()
        .filter(|path| !path.contains('/') && !path.contains("schema"))
        .filter(|path| !["dcat.jsonld", "datapackage.json", "csv-metadata.json"].contains(&path.as_str()))
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
                // Its type is not registered.
                "jsonl" => "",
                "csv" => "text/csv",
                "json" => "application/json",
                "geojson" => "application/geo+json",
                "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                other => panic!("nobody knows the type of .{other}"),
            };
            let media_type = (!expected.is_empty())
                .then(|| format!("https://www.iana.org/assignments/media-types/{expected}"));
            assert_eq!(get(&file, "mediaType"), BTreeSet::from_iter(media_type));
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

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// Returns the values of a column of a CSV file.
fn column(files: &Files, path: &str, heading: &str) -> Vec<String> {
    let table = rows(&files[path]);
    let at = table[0].iter().position(|it| it == heading).unwrap_or_else(|| panic!("{path}: {heading}"));
    table[1..].iter().map(|row| row[at].clone()).collect()
}

/// What a description says of a table: its columns, the column that tells rows apart, and the columns with ids of another.
type Described = BTreeMap<String, (Vec<String>, Option<String>, BTreeSet<(String, String)>)>;

fn in_datapackage(files: &Files) -> Described {
    let package = json(&files["datapackage.json"]);
    let paths: BTreeMap<&str, &str> =
        list(&package["resources"]).iter().map(|of| (text(&of["name"]), text(&of["path"]))).collect();
    let table = |of: &Value| {
        let schema = &of["schema"];
        let foreign = list(&schema["foreignKeys"]).iter().map(|key| {
            assert_eq!(key["reference"]["fields"][0], "id");
            (text(&key["fields"][0]).to_owned(), paths[text(&key["reference"]["resource"])].to_owned())
        });
        let fields = list(&schema["fields"]).iter().map(|field| text(&field["name"]).to_owned()).collect();
        let key = list(&schema["primaryKey"]).first().map(|key| text(key).to_owned());
        (text(&of["path"]).to_owned(), (fields, key, foreign.collect()))
    };
    list(&package["resources"]).iter().map(table).collect()
}

fn in_csv_metadata(files: &Files) -> Described {
    let group = json(&files["csv-metadata.json"]);
    let table = |of: &Value| {
        let schema = &of["tableSchema"];
        let foreign = list(&schema["foreignKeys"]).iter().map(|key| {
            let resource = text(&key["reference"]["resource"]);
            (text(&key["columnReference"]).to_owned(), resource.to_owned())
        });
        let columns = list(&schema["columns"]).iter().map(|column| {
            assert_eq!(column["name"], column["titles"]);
            text(&column["titles"]).to_owned()
        });
        let key = list(&schema["primaryKey"]).first().map(|key| text(key).to_owned());
        (text(&of["url"]).to_owned(), (columns.collect(), key, foreign.collect()))
    };
    list(&group["tables"]).iter().map(table).collect()
}

#[test]
fn every_table_is_described_with_its_keys_and_references() {
    for files in [&*REAL, &*SMALL, &*EVERYTHING] {
        let described = in_datapackage(files);
        assert_eq!(described, in_csv_metadata(files));
        let tables = files
            .keys()
            .filter(|path| path.ends_with(".csv") && !path.contains('/') && !path.ends_with("-left-out.csv"));
        assert_eq!(described.keys().collect::<Vec<_>>(), tables.collect::<Vec<_>>());
        for (path, (columns, key, foreign)) in &described {
            assert_eq!(columns, &rows(&files[path])[0], "{path}");
            if let Some(key) = key {
                let values = column(files, path, key);
                assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), values.len(), "{path}: {key}");
                assert!(values.iter().all(|value| !value.is_empty()), "{path}: {key}");
            }
            for (of, other) in foreign {
                let known: BTreeSet<String> = column(files, other, "id").into_iter().collect();
                let unknown =
                    column(files, path, of).into_iter().find(|id| !id.is_empty() && !known.contains(id));
                assert_eq!(unknown, None, "{path}: {of}");
            }
        }
        assert!(described["activities.csv"].2.contains(&("project".to_owned(), "projects.csv".to_owned())));
        assert_eq!(described["projects.csv"].1.as_deref(), Some("id"));
    }
}

#[test]
fn columns_are_described_in_every_language() {
    let package = json(&EVERYTHING["datapackage.json"]);
    for resource in list(&package["resources"]) {
        for field in list(&resource["schema"]["fields"]) {
            let languages: Vec<&str> =
                field["descriptions"].as_object().expect("texts").keys().map(String::as_str).collect();
            assert_eq!(languages, ["sr-Latn", "sr-Cyrl", "en"], "{field}");
            assert_eq!(field["description"], field["descriptions"]["en"], "{field}");
        }
    }
    let type_of = |table: &str, name: &str| -> String {
        let resources = list(&package["resources"]);
        let resource = resources.iter().find(|of| of["name"] == table).expect("a table");
        let fields = list(&resource["schema"]["fields"]);
        let field = fields.iter().find(|field| field["name"] == name).unwrap_or_else(|| panic!("{name}"));
        text(&field["type"]).to_owned()
    };
    for (table, name, expected) in [
        ("projects", "id", "string"),
        ("projects", "activities", "integer"),
        ("projects", "total_eur", "number"),
        ("municipalities", "latitude", "number"),
        ("municipalities", "population", "integer"),
        ("projects", "start", "string"),
    ] {
        assert_eq!(type_of(table, name), expected, "{table}: {name}");
    }
}

/// Returns the official schema of 360Giving, if it is there.
fn official_schema() -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/standards/360giving");
    let read = |name: &str| fs::read(folder.join(name)).ok().map(|bytes| json(&bytes));
    let mut package = read("360-giving-package-schema.json")?;
    let mut grant = read("360-giving-schema.json")?;
    for schema in [&mut package, &mut grant] {
        let schema = schema.as_object_mut()?;
        schema.remove("$schema");
        schema.remove("$id");
    }
    package["$defs"] = grant.as_object_mut()?.remove("$defs")?;
    package["properties"]["grants"]["items"] = grant;
    Some(package)
}

#[test]
fn grants_are_published_and_other_awards_are_listed_with_the_reason() {
    let package = json(&EVERYTHING["360giving.json"]);
    let grants = list(&package["grants"]);
    let ids: Vec<&str> = grants.iter().map(|grant| text(&grant["id"])).collect();
    assert_eq!(ids, ["360G-citanje-reading-rooms.kamengrad"]);
    let grant = &grants[0];
    assert_eq!((&grant["currency"], &grant["amountAwarded"]), (&"EUR".into(), &18000.into()));
    assert_eq!(grant["awardDate"], "2022-02-15");
    assert_eq!(grant["recipientOrganization"][0]["id"], "360G-citanje-ORG:city-of-kamengrad");
    assert_eq!(grant["fundingOrganization"][0]["id"], "XM-EXAMPLE-2");
    let left_out = rows(&EVERYTHING["360giving-left-out.csv"]);
    let reasons: BTreeSet<(&str, &str)> =
        left_out[1..].iter().map(|row| (row[0].as_str(), row[4].as_str())).collect();
    assert!(reasons.contains(&("travelling-books", "the day of the award is not recorded")), "{reasons:?}");
    assert!(reasons.contains(&("evening-school", "its type of support is not a grant")), "{reasons:?}");
    let awards = json(&EVERYTHING["catalogue.json"]);
    let awards = list(&awards["projects"]).iter().map(|project| {
        let activities = list(&project["activities"]).iter();
        list(&project["funding"]).len()
            + activities.map(|activity| list(&activity["funding"]).len()).sum::<usize>()
    });
    assert_eq!(awards.sum::<usize>(), grants.len() + left_out.len() - 1, "each award is in one of the two");
    match official_schema() {
        Some(schema) => {
            let schema = jsonschema::validator_for(&schema).expect("a schema");
            let faults: Vec<String> = schema
                .iter_errors(&package)
                .filter(|fault| !fault.to_string().contains("valid under more than one"))
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{faults:?}");
        }
        None => println!("THE SCHEMA OF 360GIVING IS NOT CHECKED: ../shared/standards is not there"),
    }
}

#[test]
fn the_file_of_grants_needs_a_prefix_and_a_grant() {
    let root = everything();
    let settings = root.path().join("content/catalogue.yaml");
    let before = fs::read_to_string(&settings).expect("settings");
    write(&settings, before.replace("360G-citanje", "citanje").as_bytes());
    let said = katalog("check", root.path(), &[]);
    assert!(said.stderr.contains("`citanje` is not a prefix of 360Giving"), "{}", said.stderr);
    write(&settings, before.as_bytes());
    let project = root.path().join("content/projects/reading-rooms/project.yaml");
    let text = fs::read_to_string(&project).expect("a project");
    write(&project, text.replace(", awarded: 2022-02-15", "").as_bytes());
    let said = katalog("check", root.path(), &[]);
    assert!(said.stderr.contains("there is no grant to publish"), "{}", said.stderr);
    assert!(!SMALL.contains_key("360giving.json"), "it is published only if it is set up");
}
