//! Tests where periods and statuses come from: data say whose they are, and pages show none as a project's own that is not.

use std::collections::BTreeMap;

use crate::support::catalogue::Catalogue;

/// Returns the values of some columns by the ids in the column `key`.
fn columns(table: &[u8], key: [&str; 2], columns: [&str; 4]) -> BTreeMap<String, String> {
    let mut rows = csv::Reader::from_reader(table);
    let header = rows.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect(name);
    let value = |row: &csv::StringRecord, name: &str| row.get(at(name)).unwrap_or_default().to_owned();
    let of = |row: csv::StringRecord| {
        let ids: Vec<String> =
            key.iter().filter(|name| !name.is_empty()).map(|name| value(&row, name)).collect();
        (ids.join("#"), columns.map(|name| value(&row, name)).join(" "))
    };
    rows.records().map(|row| of(row.expect("a row"))).collect()
}

#[test]
fn data_say_whose_period_and_status_it_is() {
    let site = Catalogue::small()
        .replacing(
            "projects/school-check-ups/project.yaml",
            "  - municipality: celije\n",
            "  - municipality: celije\n    period: { start: 2021-10 }\n    status: completed\n",
        )
        .built();
    const COLUMNS: [&str; 4] = ["start", "period_source", "status", "status_source"];
    let projects = columns(&site["data/projects.csv"], ["id", ""], COLUMNS);
    for (id, expected) in [
        ("school-check-ups", "2021-09 own ongoing own"),
        ("clean-banks", "2019-02 phase  programme"),
        ("home-nursing", " programme  programme"),
        ("first-lessons", "   "),
    ] {
        assert_eq!(projects[id], expected, "{id}");
    }
    let activities = columns(&site["data/activities.csv"], ["project", "municipality"], COLUMNS);
    for (id, expected) in [
        ("school-check-ups#cardak", "2021-09 project ongoing project"),
        ("school-check-ups#celije", "2021-10 own completed own"),
        ("clean-banks#crnobor", "2019-02 phase  programme"),
        ("home-nursing#dubrava", "2020 own cancelled own"),
        ("home-nursing#zlatar", " programme  programme"),
        ("first-lessons#cardak", "   "),
    ] {
        assert_eq!(activities[id], expected, "{id}");
    }
}

#[test]
fn the_period_of_a_phase_is_shown_as_such() {
    let site = Catalogue::small().built();
    let text = |path: &str| String::from_utf8(site[path].clone()).expect("UTF-8");
    let of_phase = text("en/projects/clean-banks/index.html");
    assert!(of_phase.contains(r#"<span class="detail">(of the phase)</span>"#));
    assert!(!of_phase.contains("foundingDate"), "the dates of the phase are not those of the project");
    let own = text("en/projects/school-check-ups/index.html");
    assert!(!own.contains("(of the phase)") && own.contains("foundingDate"));
}
