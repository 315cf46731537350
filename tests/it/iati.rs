//! Tests the file for the International Aid Transparency Initiative: it keeps the standard's schema and rules, and
//! anything that cannot be written correctly is in the list next to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use crate::support::{PROGRAM, everything, katalog, lay_over, small_catalogue, tests, write};
use roxmltree::{Document, Node};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// An identifier that belongs to nobody.
const REFERENCE: &str = "XM-EXAMPLE-1";

const SETTINGS: &str = "\niati: { reporting_org: XM-EXAMPLE-1, kind: civil-society, reporting: secondary }\n";

/// The built files: the report, and the rows of what is not in it.
pub(crate) struct Built {
    pub(crate) xml: String,
    pub(crate) left_out: Vec<[String; 4]>,
}

pub(crate) fn append(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    let before = fs::read_to_string(&path).expect("a readable file");
    write(&path, format!("{before}{text}").as_bytes());
}

pub(crate) fn replace(root: &Path, path: &str, from: &str, to: &str) {
    let path = root.join("content").join(path);
    let before = fs::read_to_string(&path).expect("a readable file");
    assert!(before.contains(from), "{}: {from}", path.display());
    write(&path, before.replace(from, to).as_bytes());
}

pub(crate) fn built(root: &Path) -> Built {
    let output = root.join("public");
    let said = katalog("build", root, &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!((said.code, said.stderr), (Some(0), String::new()));
    let rows = fs::read(output.join("data/iati-left-out.csv")).expect("a list");
    let mut rows = csv::Reader::from_reader(&rows[..]);
    Built {
        xml: fs::read_to_string(output.join("data/iati.xml")).expect("a file"),
        left_out: rows.deserialize().collect::<Result<_, _>>().expect("a valid table"),
    }
}

/// The small catalogue with an IATI report, and every key that only IATI needs.
pub(crate) fn small() -> TempDir {
    let root = small_catalogue();
    append(root.path(), "catalogue.yaml", SETTINGS);
    let areas = [
        ("en: Environment }", "en: Environment }\n  dac: 41010"),
        ("en: Health }", "en: Health }\n  dac: 12220"),
        ("en: Nursing }", "en: Nursing }\n      dac: 12191"),
    ];
    for (from, to) in areas {
        replace(root.path(), "areas.yaml", from, to);
    }
    let grant = ("en: Grant }", "en: Grant }\n  aid_type: C01\n  finance_type: 110");
    replace(root.path(), "support-types.yaml", grant.0, grant.1);
    replace(root.path(), "organisations.yaml", "en: Lake Fund }", "en: Lake Fund }\n  iati: XM-EXAMPLE-2");
    root
}

static SMALL: LazyLock<Built> = LazyLock::new(|| built(small().path()));
static EVERYTHING: LazyLock<Built> = LazyLock::new(|| built(everything().path()));

/// The real content with an identifier that belongs to nobody; it has none of its own.
static REAL: LazyLock<Built> = LazyLock::new(|| {
    let root = tempfile::tempdir().expect("a temporary folder");
    lay_over(&Path::new(ROOT).join("content"), &root.path().join("content"));
    append(root.path(), "catalogue.yaml", SETTINGS);
    built(root.path())
});

/// Returns the errors of a file according to the schema, checked with `xmllint` of libxml2.
pub(crate) fn schema_faults(xml: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("iati.xml");
    write(&path, xml.as_bytes());
    let done = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(tests("schemas/iati-2.03/iati-activities-schema.xsd"))
        .arg(&path)
        .output()
        .expect("xmllint must be there: install the package libxml2-utils, or libxml2 on macOS");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    (!done.status.success()).then_some(said)
}

#[test]
fn files_match_the_schema() {
    for built in [&*SMALL, &*EVERYTHING, &*REAL] {
        assert_eq!(schema_faults(&built.xml), None);
    }
}

#[test]
fn the_schema_finds_errors() {
    for (from, to) in [
        ("<iati-identifier>", "<identifier>"),
        ("<activity-status code=\"4\"/>", ""),
        ("<recipient-country code=\"RS\"/>", "<recipient-country/>"),
    ] {
        assert!(SMALL.xml.contains(from), "{from}");
        let to_end = from.replace('<', "</");
        let broken = SMALL.xml.replace(from, to).replace(&to_end, &to.replace('<', "</"));
        assert!(schema_faults(&broken).is_some(), "{from} -> {to}");
    }
}

fn children<'a>(of: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    of.children().filter(move |node| node.has_tag_name(name))
}

fn attribute<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_else(|| panic!("{node:?} has no {name}"))
}

fn identifier<'a>(activity: Node<'a, 'a>) -> &'a str {
    children(activity, "iati-identifier").next().and_then(|node| node.text()).expect("an identifier")
}

/// The standard's own rules for the contents of such a file, by their ids.
#[test]
fn files_keep_the_rules_of_the_standard() {
    for built in [&*SMALL, &*EVERYTHING, &*REAL] {
        let document = Document::parse(&built.xml).expect("well-formed");
        let activities: Vec<Node<'_, '_>> = children(document.root_element(), "iati-activity").collect();
        assert!(!activities.is_empty());
        let identifiers: BTreeSet<&str> = activities.iter().map(|activity| identifier(*activity)).collect();
        assert_eq!(identifiers.len(), activities.len(), "identifiers are unique");
        for activity in activities {
            let id = identifier(activity);
            let holds = |rule: &str, holds: bool| assert!(holds, "{id} breaks rule {rule}");
            holds("1.1.3", id != REFERENCE);
            holds("1.1.21", id.starts_with(&format!("{REFERENCE}-")));
            holds("1.3.13", !id.contains(['/', '&', '|', '?', ' ']));
            for narrative in activity.descendants().filter(|node| node.has_tag_name("narrative")) {
                holds("4.3.1", narrative.text().is_some_and(|text| !text.trim().is_empty()));
            }
            holds("4.1.1", activity.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).is_some());
            let has_narrative =
                |node: Node<'_, '_>| node.children().any(|node| node.has_tag_name("narrative"));
            for participant in children(activity, "participating-org") {
                holds("6.10.1", participant.attribute("ref").is_some() || has_narrative(participant));
            }
            let date = |kind: &str| -> Option<&str> {
                let mut dates = children(activity, "activity-date");
                dates.find(|date| attribute(*date, "type") == kind).map(|date| attribute(date, "iso-date"))
            };
            let start = date("2").or(date("1"));
            holds("6.11.1", start.is_some());
            if let Some(end) = date("4").or(date("3")) {
                holds("11.1.1", start.is_some_and(|start| start <= end));
            }
            let finished =
                children(activity, "activity-status").any(|status| attribute(status, "code") == "4");
            holds("11.1.5", finished || date("4").is_none());
            let countries =
                children(activity, "recipient-country").filter(|at| attribute(*at, "code") == "RS");
            holds("3.7.1", countries.count() == 1);
            let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
            for sector in children(activity, "sector") {
                let vocabulary = attribute(sector, "vocabulary");
                let share: f64 = attribute(sector, "percentage").parse().expect("a number");
                *sums.entry(vocabulary).or_default() += share;
                holds("2.2.1", vocabulary != "99" || has_narrative(sector));
            }
            holds("6.2.2", sums.contains_key("99"));
            holds("2.1.1", sums.values().all(|sum| (sum - 100.0).abs() < 1e-9));
            for tag in children(activity, "tag").filter(|tag| attribute(*tag, "vocabulary") == "99") {
                holds("2.2.1", has_narrative(tag));
            }
            for budget in children(activity, "budget") {
                let day =
                    |name: &'static str| children(budget, name).map(|at| attribute(at, "iso-date")).next();
                let (start, end) = (day("period-start"), day("period-end"));
                // No part crosses the end of a calendar year.
                holds(
                    "7.5.3",
                    start.zip(end).is_some_and(|(start, end)| start <= end && start[..4] == end[..4]),
                );
                holds("7.8.1", children(budget, "value").all(|value| value.attribute("currency").is_some()));
            }
            for related in children(activity, "related-activity") {
                holds("1.7.1", identifiers.contains(attribute(related, "ref")));
            }
        }
    }
}

#[test]
fn projects_and_programmes_name_each_other() {
    for built in [&*SMALL, &*EVERYTHING, &*REAL] {
        let document = Document::parse(&built.xml).expect("well-formed");
        let mut pairs: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for activity in children(document.root_element(), "iati-activity") {
            let id = identifier(activity);
            for related in children(activity, "related-activity") {
                let other = attribute(related, "ref");
                match (attribute(activity, "hierarchy"), attribute(related, "type")) {
                    ("1", "2") => pairs.entry("programmes say").or_default().insert((id, other)),
                    ("2", "1") => pairs.entry("projects say").or_default().insert((other, id)),
                    other => panic!("{id}: {other:?}"),
                };
            }
        }
        assert_eq!(pairs["programmes say"], pairs["projects say"]);
    }
}

/// Returns the activity with this id in the file of the small catalogue.
fn part(id: &str) -> String {
    let start = SMALL.xml.find(&format!("<iati-identifier>{REFERENCE}-{id}<")).expect("it is written");
    let end = SMALL.xml[start..].find("</iati-activity>").expect("its end") + start;
    let lines = SMALL.xml[start..end].lines().map(str::trim);
    lines.collect::<Vec<_>>().concat()
}

#[test]
fn facts_are_where_the_standard_wants_them() {
    for (id, expected) in [
        (
            "programme-healthy-town",
            "<reporting-org ref=\"XM-EXAMPLE-1\" type=\"22\" secondary-reporter=\"1\">",
        ),
        ("programme-healthy-town", "<narrative xml:lang=\"sr\">Zdrav grad</narrative>"),
        ("programme-healthy-town", "<narrative xml:lang=\"en\">Healthy Town</narrative>"),
        ("programme-healthy-town", "<description type=\"2\"><narrative xml:lang=\"sr\">Nega kod kuće"),
        ("programme-healthy-town", "<description type=\"3\"><narrative xml:lang=\"sr\">Stari ljudi"),
        ("programme-healthy-town", "<participating-org ref=\"XM-EXAMPLE-2\" type=\"40\" role=\"1\">"),
        ("programme-healthy-town", "<participating-org type=\"10\" role=\"2\">"),
        ("programme-healthy-town", "<participating-org type=\"90\" role=\"4\">"),
        ("programme-healthy-town", "<activity-status code=\"4\"/>"),
        // Known only to the month, which is stated.
        (
            "programme-healthy-town",
            "<activity-date type=\"2\" iso-date=\"2019-02-01\"><narrative>2019-02</narrative></activity-date>",
        ),
        ("programme-healthy-town", "<activity-date type=\"4\" iso-date=\"2022-03-31\"/>"),
        ("programme-healthy-town", "<activity-scope code=\"5\"/>"),
        ("programme-healthy-town", "<sector vocabulary=\"1\" code=\"12220\" percentage=\"50\"/>"),
        ("programme-healthy-town", "<tag vocabulary=\"2\" code=\"17\"/>"),
        // 1,350,000 in proportion to the 334, 366, 365 and 90 days of the years.
        ("programme-healthy-town", "<value currency=\"EUR\" value-date=\"2019-02-01\">390389.61</value>"),
        (
            "programme-healthy-town",
            "<related-activity ref=\"XM-EXAMPLE-1-project-home-nursing\" type=\"2\"/>",
        ),
        ("project-home-nursing", "<sector vocabulary=\"1\" code=\"12191\" percentage=\"100\"/>"),
        ("project-home-nursing", "<location ref=\"cardak\"><location-reach code=\"1\"/>"),
        ("project-home-nursing", "srsName=\"http://www.opengis.net/def/crs/EPSG/0/4326\"><pos>45."),
        ("project-home-nursing", "<default-finance-type code=\"110\"/><default-aid-type code=\"C01\"/>"),
        (
            "project-home-nursing",
            "<related-activity ref=\"XM-EXAMPLE-1-programme-healthy-town\" type=\"1\"/>",
        ),
        (
            "project-school-check-ups",
            "<activity-status code=\"2\"/><activity-date type=\"2\" iso-date=\"2021-09-01\">",
        ),
    ] {
        assert!(part(id).contains(expected), "{id} lacks {expected}\n{}", part(id));
    }
    assert_eq!(SMALL.xml.matches("<budget ").count(), 4);
    let document = Document::parse(&SMALL.xml).expect("well-formed");
    let values = document.descendants().filter(|node| node.has_tag_name("value"));
    let hundredths: u64 = values
        .filter_map(|value| value.text())
        .map(|text| {
            let (units, rest) = text.split_once('.').unwrap_or((text, "00"));
            units.parse::<u64>().expect("units") * 100 + rest.parse::<u64>().expect("hundredths")
        })
        .sum();
    assert_eq!(hundredths, 135_000_000, "the parts of a budget add up");
}

#[test]
fn dates_of_the_programme_are_not_given_as_those_of_a_project() {
    let whole = "of the whole programme; the dates of the project are not known</narrative>";
    let before = SMALL.xml.matches(whole).count();
    let root = small();
    replace(
        root.path(),
        "projects/school-check-ups/project.yaml",
        "status: ongoing\nperiod: { start: 2021-09 }\n",
        "",
    );
    let built = built(root.path());
    assert!(built.xml.matches(whole).count() > before);
    assert!(built.xml.contains("<narrative xml:lang=\"en\">2019-02: of the whole programme"));
    assert_eq!(schema_faults(&built.xml), None);
}

#[test]
fn documents_are_links_of_what_they_are_about_and_what_cites_them() {
    let of = |activity: &str| {
        let start = SMALL.xml.find(&format!("{REFERENCE}-{activity}<")).expect("an activity");
        &SMALL.xml[start..start + SMALL.xml[start..].find("</iati-activity>").expect("its end")]
    };
    let report = "files/documents/final-report/final-report.pdf\" format=\"application/pdf\"";
    let guide = "<document-link url=\"https://league.example/guide.pdf\" format=\"application/pdf\">";
    assert!(of("programme-healthy-town").contains(report) && !of("programme-healthy-town").contains(guide));
    let project = of("project-clean-banks");
    assert!(project.contains(report) && project.contains(guide), "{project}");
    let link = &project[project.find(guide).expect("a link")..];
    let link = &link[..link.find("</document-link>").expect("its end")];
    for part in [
        "<category code=\"A02\"/>",
        "<language code=\"en\"/>",
        "iso-date=\"2021-03-01\"",
        "Guide for River Keepers",
    ] {
        assert!(link.contains(part), "{part}: {link}");
    }
}

#[test]
fn incomplete_entries_are_listed_and_not_written() {
    let left = |built: &Built, kind: &str, id: &str| -> Vec<(String, String)> {
        let of = built.left_out.iter().filter(|row| row[0] == kind && row[1] == id);
        of.map(|[_, _, element, reason]| (element.clone(), reason.clone())).collect()
    };
    let said = |element: &str, reason: &str| (element.to_owned(), reason.to_owned());
    let whole = |reason: &str| said("iati-activity", reason);
    assert_eq!(
        left(&SMALL, "programme", "first-step"),
        [
            whole("it names nobody who pays for it or carries it out"),
            whole("its status is not recorded"),
            whole("its start is not known"),
        ]
    );
    assert_eq!(
        left(&SMALL, "project", "first-lessons"),
        [whole("its status is not recorded"), whole("its start is not known")]
    );
    assert_eq!(
        left(&SMALL, "project", "home-nursing"),
        [
            said("document-link", "a document has neither a file nor an address"),
            said("transaction", "the day of the award is not recorded"),
        ]
    );
    for built in [&*SMALL, &*EVERYTHING, &*REAL] {
        for [kind, id, element, _] in &built.left_out {
            let is_written = built.xml.contains(&format!("<iati-identifier>{REFERENCE}-{kind}-{id}<"));
            assert_eq!(is_written, element != "iati-activity", "{kind} {id}");
        }
        let has_dates = std::ptr::eq(built, &*EVERYTHING);
        assert_eq!(built.xml.contains("<transaction"), has_dates, "transactions have the date of the award");
    }
    // Each programme and project is either written or in the list.
    let unwritten: BTreeSet<(&String, &String)> = REAL
        .left_out
        .iter()
        .filter(|row| row[2] == "iati-activity")
        .map(|[kind, id, ..]| (kind, id))
        .collect();
    assert_eq!(REAL.xml.matches("<iati-activity ").count() + unwritten.len(), 5 + 42);
}

/// What is completed has an actual end. Of a year or month that the content does not show to be over, nobody knows.
#[test]
fn an_actual_end_is_over() {
    let told = "only the year or month of its end is recorded";
    for (period, source, expected, is_told) in [
        ("{ start: 2021-09, end: 2069 }", None, ("3", "2069-12-31"), true),
        ("{ start: 2021-09, end: 2069-02 }", Some("2069-02-27"), ("3", "2069-02-28"), true),
        ("{ start: 2021-09, end: 2069-02 }", Some("2069-03"), ("4", "2069-02-28"), false),
        ("{ start: 2021-09, end: 2021 }", None, ("4", "2021-12-31"), false),
        ("{ start: 2021-09, end: 2023-05-07 }", None, ("4", "2023-05-07"), false),
    ] {
        let root = small();
        let path = "projects/school-check-ups/project.yaml";
        replace(root.path(), path, "status: ongoing", "status: completed");
        replace(root.path(), path, "{ start: 2021-09 }", period);
        if let Some(day) = source {
            let document = format!("title: {{ sr: Izveštaj, en: Report }}\nkind: report\ndate: {day}\n");
            let path = root.path().join("content/documents/late-report/document.yaml");
            write(&path, document.as_bytes());
        }
        let off = "\nrules: { unused-entry: off, outside-programme: off, doubtful-status: off, doubtful-date: off }\n";
        append(root.path(), "catalogue.yaml", off);
        let built = built(root.path());
        let (kind, day) = expected;
        let date = format!("<activity-date type=\"{kind}\" iso-date=\"{day}\"");
        assert!(built.xml.contains(&date), "{period}: {date}");
        let rows =
            built.left_out.iter().filter(|row| row[1] == "school-check-ups" && row[3].starts_with(told));
        assert_eq!(rows.count(), usize::from(is_told), "{period}");
    }
}

#[test]
fn a_build_reports_how_much_was_left_out() {
    let root = small();
    let output = root.path().join("public");
    let done = assert_cmd::Command::new(&*PROGRAM)
        .args(["build", "--root"])
        .arg(root.path())
        .arg("--output")
        .arg(&output)
        .output()
        .expect("the program runs");
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let is_told = |line: &str| {
        line.starts_with("IATI: 4 programmes and projects; ") && line.ends_with("in data/iati-left-out.csv")
    };
    assert!(said.lines().any(is_told), "{said}");
}

#[test]
fn without_settings_there_is_no_file() {
    let root = small_catalogue();
    let output = root.path().join("public");
    let said = katalog("build", root.path(), &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!((said.code, said.stderr), (Some(0), String::new()));
    assert!(output.join("data/activities.csv").exists());
    assert!(!output.join("data/iati.xml").exists() && !output.join("data/iati-left-out.csv").exists());
    let link = "---\ntitle: Data\nsummary: Data.\n---\n\n[IATI](data:iati.xml)\n";
    write(&root.path().join("content/pages/data/en.md"), link.as_bytes());
    let said = katalog("check", root.path(), &[]);
    assert!(said.stderr.contains("there is no data file `iati.xml`"), "{}", said.stderr);
    append(root.path(), "catalogue.yaml", SETTINGS);
    let said = katalog("check", root.path(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn wrong_settings_are_rejected() {
    for (file, from, to, message) in [
        ("catalogue.yaml", "XM-EXAMPLE-1", "12345678", "`12345678` is not an IATI identifier"),
        ("catalogue.yaml", "XM-EXAMPLE-1", "XM-A-1/2", "`XM-A-1/2` is not an IATI identifier"),
        ("catalogue.yaml", "reporting: secondary", "reporting: third", "`third`"),
        ("areas.yaml", "dac: 41010", "dac: 4101", "`4101` is not a DAC sector code"),
        ("areas.yaml", "dac: 12191", "dac: nursing", "`nursing` is not a DAC sector code"),
        ("support-types.yaml", "aid_type: C01", "aid_type: X1", "`X1` is not an IATI aid type"),
        ("support-types.yaml", "finance_type: 110", "finance_type: 11", "`11` is not an IATI finance type"),
        ("organisations.yaml", "XM-EXAMPLE-2", "lake", "`lake` is not an IATI identifier"),
    ] {
        let root = small();
        replace(root.path(), file, from, to);
        let said = katalog("check", root.path(), &[]);
        assert_eq!(said.code, Some(1), "{to}");
        assert!(said.stderr.contains(message), "{to}: {}", said.stderr);
    }
}
