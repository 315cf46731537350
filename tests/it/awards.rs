//! Tests projects with several types of support, amounts in several currencies, money that is not split by place, and
//! organisations with notes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{page, select};

type Files = BTreeMap<String, Vec<u8>>;

const PROJECT: &str = "projects/home-nursing/project.yaml";
const OTHER: &str = "projects/school-check-ups/project.yaml";

/// Two types of support, two amounts of one activity, and a partner with a note.
fn rich() -> Catalogue {
    Catalogue::small()
        .replacing(PROJECT, "support: grant\n", "support: [grant, training]\n")
        .replacing(
            PROJECT,
            "    funding: { currency: EUR, total: 18460 }\n",
            "    funding:\n      - { currency: EUR, total: 18460, awarded: 2020-03-02, recipient: city-of-zlatar }\n      \
             - { currency: CHF, programme: 700.50, co_funding: 99.50, awarded: 2020-04, recipient: lake-fund }\n",
        )
        .replacing(
            PROJECT,
            "partners: [health-centre-cardak, care-network]",
            "partners: [{ organisation: care-network, note: { sr: \"za okrug\", en: \"for the district\" } }, health-centre-cardak]",
        )
}

/// Money of the whole project instead of that of its activities.
fn whole() -> Catalogue {
    Catalogue::small()
        .replacing(PROJECT, "    funding: { currency: EUR, programme: 13613, co_funding: 550.50 }\n", "")
        .replacing(PROJECT, "    funding: { currency: EUR, total: 18460 }\n", "")
        .replacing(
            PROJECT,
            "sources: [final-report]\nactivities",
            "funding: { currency: CHF, total: 25000 }\nsources: [final-report]\nactivities",
        )
}

fn facts(catalogue: &Catalogue, address: &str, list: &str) -> Vec<String> {
    let page = page(catalogue.root(), address);
    let (list, rows) = (select(list), select("div"));
    let list = page.select(&list).next().expect("a list of facts");
    let text = |row: scraper::ElementRef<'_>| row.text().collect::<String>().replace('\u{a0}', " ");
    list.select(&rows).map(text).collect()
}

fn row(files: &Files, table: &str, key: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(&files[table][..]);
    let headings: Vec<String> = reader.headers().expect("headings").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        headings.iter().cloned().zip(row.iter().map(str::to_owned)).collect::<BTreeMap<_, _>>()
    });
    let has_key = |row: &BTreeMap<String, String>| {
        key.iter().all(|(name, value)| row.get(*name).is_some_and(|cell| cell == value))
    };
    rows.into_iter().find(has_key).expect("the row")
}

#[test]
fn a_project_may_have_several_types_of_support() {
    let catalogue = rich();
    let files = catalogue.built();
    assert!(
        facts(&catalogue, "en/projects/home-nursing", "dl.facts")
            .contains(&"Type of supportGrant, Training".to_owned())
    );
    for kind in ["grant", "training"] {
        let page = String::from_utf8_lossy(&files[&format!("en/support/{kind}/index.html")]).into_owned();
        assert!(page.contains("/en/projects/home-nursing/"), "{kind}");
    }
    let zlatar =
        row(&files, "data/activities.csv", &[("project", "home-nursing"), ("municipality", "zlatar")]);
    assert_eq!(
        (&*zlatar["support_type"], &*zlatar["support_type_name_en"]),
        ("grant; training", "Grant; Training")
    );
    let dubrava =
        row(&files, "data/activities.csv", &[("project", "home-nursing"), ("municipality", "dubrava")]);
    assert_eq!(&*dubrava["support_type"], "training");
}

#[test]
fn an_activity_may_have_amounts_in_several_currencies() {
    let catalogue = rich();
    let files = catalogue.built();
    let activity = facts(&catalogue, "en/projects/home-nursing", "#zlatar dl.facts");
    assert!(
        activity.contains(
            &"AmountEUR 18,460, recipient: City of Zlatar, awarded: 2 March 2020CHF 800 (CHF 700.50 from the \
              programme, CHF 99.50 from others), recipient: Lake Fund, awarded: April 2020"
                .to_owned()
        ),
        "{activity:?}"
    );
    let zlatar =
        row(&files, "data/activities.csv", &[("project", "home-nursing"), ("municipality", "zlatar")]);
    for (column, cell) in [
        ("currency", "EUR; CHF"),
        ("total", "18460; 800"),
        ("programme_funds", "; 700.50"),
        ("co_funding", "; 99.50"),
        ("awarded", "2020-03-02; 2020-04"),
        ("recipient", "city-of-zlatar; lake-fund"),
    ] {
        assert_eq!(zlatar[column], cell, "{column}");
    }
    let project = row(&files, "data/projects.csv", &[("id", "home-nursing")]);
    assert_eq!(project["totals"], "CHF 800; EUR 32623.50");
    let json: Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let projects = json["projects"].as_array().expect("projects");
    let nursing = projects.iter().find(|project| project["id"] == "home-nursing").expect("the project");
    assert_eq!(nursing["activities"][2]["funding"][1]["total"], 800);
    assert_eq!(nursing["activities"][2]["funding"][1]["recipient"], "lake-fund");
    let fund = page(catalogue.root(), "en/organisations/lake-fund");
    let headings: Vec<String> =
        fund.select(&select("#recipient")).map(|heading| heading.text().collect()).collect();
    assert_eq!(headings, ["As recipient of money – 1 activity"]);
}

#[test]
fn several_amounts_and_types_of_support_import_without_loss() {
    let catalogue = rich();
    let files = catalogue.built();
    let sheet = catalogue.root().join("activities.csv");
    std::fs::write(&sheet, &files["data/activities.csv"]).expect("the sheet is written");
    let import = |root: &std::path::Path| katalog("import", root, &[sheet.to_str().expect("UTF-8")]);
    let report = import(catalogue.root());
    assert!(report.code == Some(0) && report.stderr.contains("0 new activities"), "{}", report.stderr);
    std::fs::remove_dir_all(catalogue.root().join("content/projects/home-nursing")).expect("it is removed");
    import(catalogue.root());
    let written =
        std::fs::read_to_string(catalogue.root().join("content").join(PROJECT)).expect("it is back");
    assert!(
        written.contains(
            "funding: [{ currency: EUR, total: 18460, awarded: 2020-03-02, recipient: city-of-zlatar }, { currency: CHF, \
             programme: 700.50, co_funding: 99.50, awarded: 2020-04, recipient: lake-fund }]"
        ),
        "{written}"
    );
    assert!(written.contains("support: [grant, training]"), "{written}");
}

#[test]
fn money_that_is_not_split_by_place_is_that_of_the_project() {
    let catalogue = whole();
    let files = catalogue.built();
    let project = facts(&catalogue, "en/projects/home-nursing", "dl.facts");
    assert!(project.contains(&"AmountCHF 25,000The amount is not split by place.".to_owned()), "{project:?}");
    assert_eq!(row(&files, "data/projects.csv", &[("id", "home-nursing")])["totals"], "CHF 25000");
    // The municipality does not know its part.
    let municipality = String::from_utf8_lossy(&files["en/municipalities/zlatar/index.html"]).into_owned();
    assert!(!municipality.contains("25,000"));
    let json: Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let projects = json["projects"].as_array().expect("projects");
    let nursing = projects.iter().find(|project| project["id"] == "home-nursing").expect("the project");
    assert_eq!(nursing["funding"][0]["total"], 25000);
    assert_eq!(nursing["activities"][0]["funding"], Value::Array(Vec::new()));
}

#[test]
fn organisations_may_have_notes() {
    let catalogue = rich().replacing("catalogue.yaml", "[sr-Latn, en]", "[sr-Latn, sr-Cyrl, en]");
    let files = catalogue.built();
    let activity = facts(&catalogue, "en/projects/home-nursing", "#cardak dl.facts");
    assert!(
        activity.contains(&"PartnersCare Network (for the district), Health Centre Čardak".to_owned()),
        "{activity:?}"
    );
    let cyrillic = facts(&catalogue, "sr-cyrl/projekti/home-nursing", "#cardak dl.facts");
    assert!(cyrillic.iter().any(|fact| fact.contains("(за округ)")), "{cyrillic:?}");
    let json: Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let projects = json["projects"].as_array().expect("projects");
    let nursing = projects.iter().find(|project| project["id"] == "home-nursing").expect("the project");
    assert_eq!(nursing["activities"][0]["notes"][0]["organisation"], "care-network");
    let cardak =
        row(&files, "data/activities.csv", &[("project", "home-nursing"), ("municipality", "cardak")]);
    assert_eq!(cardak["partners"], "care-network; health-centre-cardak");
}

#[test]
fn values_that_cannot_be_read_are_reported_where_they_are_written() {
    for (old, new, report) in [
        ("support: grant\n", "support: []\n", "this list is empty"),
        ("support: grant\n", "support: [grant, grant]\n", "`grant` is in this list twice"),
        ("support: grant\n", "support: [grant, grnat]\n", "there is no support type `grnat`"),
        ("total: 18460 }", "total: 18460, awarded: march }", "march"),
        ("total: 18460 }", "total: 18460, recipient: nobody }", "there is no organisation `nobody`"),
        (
            "partners: [health-centre-cardak, care-network]",
            "partners: [care-network, { organisation: care-network, note: { sr: a, en: b } }]",
            "`care-network` is in this list twice",
        ),
        (
            "partners: [health-centre-cardak, care-network]",
            "partners: [{ organisation: care-network }]",
            "an organisation with a note lacks `note`",
        ),
    ] {
        Catalogue::small().replacing(PROJECT, old, new).check().reports(report);
    }
    Catalogue::small()
        .replacing(OTHER, "sources:", "funding: { currency: CHF, total: 5 }\nsources:")
        .check()
        .reports("the project has money, and so has one of its activities");
}
