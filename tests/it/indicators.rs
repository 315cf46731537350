//! Tests indicators: tables on pages, the page of all results, data, and their checks.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::catalogue::Catalogue;
use crate::support::site::{page, select};

const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";
const PROJECT: &str = "projects/school-check-ups/project.yaml";

/// The small catalogue without its indicators.
fn without() -> Catalogue {
    Catalogue::small()
        .replacing(PROGRAMME, "  - id: planning", "  - id: indicator-households")
        .replacing("projects/clean-banks/project.yaml", "phase: planning", "phase: indicator-households")
        .check()
        .reports("`indicator-households` is the name of another part of the page");
    let small = Catalogue::small();
    let cut = |path: &str, end: &str| {
        let text = std::fs::read_to_string(small.root().join("content").join(path)).expect("a file");
        let start = text.find("indicators:").expect("indicators");
        let end = start + text[start..].find(end).expect("the key behind");
        format!("{}{}", &text[..start], &text[end..])
    };
    let (programme, project) = (cut(PROGRAMME, "follows:"), cut(PROJECT, "sources:"));
    small.with(PROGRAMME, programme).with(PROJECT, project)
}

#[test]
fn a_page_shows_targets_and_values_with_their_sources() {
    let catalogue = Catalogue::small();
    catalogue.built();
    let cells = catalogue.texts("en/programmes/healthy-town", "#indicator-households > *");
    assert_eq!(
        cells,
        [
            "Households visited output; unit: households; Work in Municipalities",
            "60 2022Before: 0 February 2019",
            "40 December 2021 – Final Report12 Zlatar December 2021 – Final Report",
        ]
    );
    let page = page(catalogue.root(), "en/programmes/healthy-town");
    let bar = page.select(&select("#indicator-households svg rect")).next().expect("a bar");
    assert_eq!(bar.value().attr("width"), Some("666"), "40 of 60 in thousandths");
    let serbian = catalogue.texts("sr/projekti/school-check-ups", "#indicator-examined > *");
    assert_eq!(serbian, ["Pregledani učenici ishod", "–", "87,5% 2022."]);
}

#[test]
fn all_results_are_on_one_page() {
    let catalogue = Catalogue::small();
    catalogue.built();
    assert_eq!(catalogue.texts("en/results", "main h2, main h3"), ["Healthy Town", "Check-ups in Schools"]);
    assert_eq!(catalogue.texts("en/results", "tbody tr").len(), 2);
    assert!(catalogue.texts("en/projects", "nav a").contains(&"Results".to_owned()));
}

#[test]
fn a_catalogue_without_indicators_has_no_page_of_results() {
    let catalogue = without();
    let files = catalogue.built();
    assert!(!files.keys().any(|path| path.contains("/results/") || path.contains("/rezultati/")));
    assert!(!catalogue.texts("en/projects", "nav a").contains(&"Results".to_owned()));
    without()
        .replacing("projects/home-nursing/en.md", "Nurses come", "[Nurses](page:results) come")
        .check()
        .reports("there is no page `results`");
}

#[test]
fn data_contain_every_value() {
    let files = Catalogue::small().built();
    let mut table = csv::Reader::from_reader(&files["data/indicators.csv"][..]);
    let headings: Vec<String> = table.headers().expect("headings").iter().map(str::to_owned).collect();
    let rows: Vec<BTreeMap<String, String>> = table
        .records()
        .map(|row| headings.iter().cloned().zip(row.expect("a row").iter().map(str::to_owned)).collect())
        .collect();
    for (row, column, cell) in [
        (0, "programme", "healthy-town"),
        (0, "project", ""),
        (0, "phase", "work"),
        (0, "kind", "output"),
        (0, "unit_en", "households"),
        (0, "baseline", "0"),
        (0, "target", "60"),
        (0, "target_date", "2022"),
        (0, "actual", "40; 12"),
        (0, "actual_municipality", "; zlatar"),
        (0, "actual_source", "final-report; final-report"),
        (1, "project", "school-check-ups"),
        (1, "unit_en", "%"),
        (1, "actual", "87.5"),
        (1, "target", ""),
    ] {
        assert_eq!(rows[row][column], cell, "{row} {column}");
    }
    let json: Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let programmes = json["programmes"].as_array().expect("programmes");
    let programme = programmes.iter().find(|one| one["id"] == "healthy-town").expect("the programme");
    assert_eq!(programme["indicators"][0]["actual"][1]["municipality"], "zlatar");
    assert_eq!(programme["indicators"][0]["target"]["value"], 60);
}

#[test]
fn texts_can_link_to_indicators() {
    let linked = |anchor: &str| {
        Catalogue::small().replacing(
            "projects/home-nursing/en.md",
            "Nurses come",
            &format!("[Nurses](programme:healthy-town#{anchor}) come"),
        )
    };
    linked("indicator-households").check().has_errors(0);
    linked("indicators").check().has_errors(0);
    linked("indicator-houses").check().has_errors(1);
}

#[test]
fn faults_are_reported_where_they_are() {
    for (old, new, report) in [
        ("value: 60", "value: sixty", "`sixty` is not a value"),
        ("value: 60", "value: 1.2345", "`1.2345` is not a value"),
        ("kind: output", "kind: outptu", "did you mean `output`?"),
        ("phase: work\n", "phase: wrok\n", "this programme has no phase `wrok`"),
        ("date: 2022 }", "date: 2018 }", "the target is for 2018, before the baseline"),
        ("source: final-report }", "source: final }", "there is no document `final`"),
        ("- id: households", "- id: House", "`House` cannot be the id of an indicator"),
        ("    unit:", "    units:", "unknown key `units`"),
    ] {
        Catalogue::small().replacing(PROGRAMME, old, new).check().reports(report);
    }
    let small = || {
        Catalogue::small().replacing(PROJECT, "unit: percent, actual: [{ value: 87.5, date: 2022 }] }", "@")
    };
    small().replacing(PROJECT, "@", "unit: percent }").check().reports("this indicator has no value");
    small()
        .replacing(PROJECT, "@", "phase: work, target: { value: 1 } }")
        .check()
        .reports("an indicator of a project has no phase of its own");
    let twice = "target: { value: 1 } }\n  - { id: examined, name: { sr: A, en: A }, kind: impact, target: { value: 2 } }";
    small().replacing(PROJECT, "@", twice).check().reports("two indicators have the id `examined`");
}
