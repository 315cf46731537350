//! Tests what the file for IATI says of single facts: no date that may lie in the future is given as actual, organisations
//! and places have their codes in registers, and what the standard cannot express is listed.

use std::path::Path;

use crate::history::commit;
use crate::iati::{Built, append, built, replace, schema_faults, small};
use crate::support::write;

const PROJECT: &str = "projects/school-check-ups/project.yaml";

/// The rules that other dates than those of the small catalogue would break.
const OFF: &str = "\nrules: { unused-entry: off, outside-programme: off, doubtful-status: off, doubtful-date: off, unused-file: off, older-source: off }\n";

/// Returns the part of the file about an entry, without white space between elements.
fn part(built: &Built, id: &str) -> String {
    let id = format!("<iati-identifier>XM-EXAMPLE-1-{id}<");
    let activity = built.xml.split("</iati-activity>").find(|activity| activity.contains(&id));
    activity.expect("it is written").lines().map(str::trim).collect::<Vec<_>>().concat()
}

/// Returns the elements that are left out of an entry, with the reasons that contain some words.
fn left_out<'b>(built: &'b Built, id: &str, words: &str) -> Vec<&'b str> {
    let rows = built.left_out.iter().filter(|row| row[1] == id && row[3].contains(words));
    rows.map(|row| row[2].as_str()).collect()
}

/// The small catalogue with some facts of a project changed, built as it was committed on 1 March 2025.
fn committed(changes: &[(&str, &str, &str)]) -> Built {
    let root = small();
    for (path, from, to) in changes {
        replace(root.path(), path, from, to);
    }
    append(root.path(), "catalogue.yaml", OFF);
    commit(root.path(), "2025-03-01");
    let built = built(root.path());
    assert_eq!(schema_faults(&built.xml), None);
    built
}

#[test]
fn actual_dates_are_not_later_than_the_last_change() {
    for (status, period, expected, told) in [
        ("completed", "{ start: 2021-09, end: 2024 }", [("2", "2021-09-01"), ("4", "2024-12-31")], 0),
        ("completed", "{ start: 2021-09, end: 2025-03-01 }", [("2", "2021-09-01"), ("4", "2025-03-01")], 0),
        ("completed", "{ start: 2021-09, end: 2025-03-02 }", [("2", "2021-09-01"), ("3", "2025-03-02")], 1),
        ("completed", "{ start: 2021-09, end: 2025-02 }", [("2", "2021-09-01"), ("4", "2025-02-28")], 0),
        ("completed", "{ start: 2021-09, end: 2025-03 }", [("2", "2021-09-01"), ("3", "2025-03-31")], 1),
        ("completed", "{ start: 2021-09, end: 2025 }", [("2", "2021-09-01"), ("3", "2025-12-31")], 1),
        ("ongoing", "{ start: 2025, end: 2026 }", [("2", "2025-01-01"), ("3", "2026-12-31")], 0),
        ("ongoing", "{ start: 2025-03-02, end: 2026 }", [("1", "2025-03-02"), ("3", "2026-12-31")], 1),
        ("completed", "{ start: 2025-04, end: 2025-05 }", [("1", "2025-04-01"), ("3", "2025-05-31")], 2),
        ("planned", "{ start: 2020, end: 2021 }", [("1", "2020-01-01"), ("3", "2021-12-31")], 0),
        ("suspended", "{ start: 2020, end: 2021 }", [("2", "2020-01-01"), ("3", "2021-12-31")], 0),
        ("cancelled", "{ start: 2020, end: 2021 }", [("1", "2020-01-01"), ("3", "2021-12-31")], 0),
    ] {
        let status_line = format!("status: {status}");
        let built = committed(&[
            (PROJECT, "status: ongoing", &status_line),
            (PROJECT, "{ start: 2021-09 }", period),
            (PROJECT, "date: 2022", "date: 2022-05"),
        ]);
        let part = part(&built, "project-school-check-ups");
        for (kind, day) in expected {
            let date = format!("<activity-date type=\"{kind}\" iso-date=\"{day}\"");
            assert!(part.contains(&date), "{status}, {period}: {date}\n{part}");
        }
        let rows = left_out(&built, "school-check-ups", "planned");
        assert_eq!(rows, vec!["activity-date"; told], "{status}, {period}");
    }
}

#[test]
fn awards_and_values_have_come() {
    let award = "total: 9000";
    let value = "date: 2022";
    for (from, to, element, is_written) in [
        (award, "total: 9000, awarded: 2025-03-01", "transaction", true),
        (award, "total: 9000, awarded: 2025-03-02", "transaction", false),
        (award, "total: 9000, awarded: 2024", "transaction", false),
        (value, "date: 2024", "actual", true),
        (value, "date: 2025", "actual", false),
        (value, "date: 2025-02", "actual", true),
        (value, "date: 2025-03-01", "actual", true),
        (value, "date: 2025-03-02", "actual", false),
    ] {
        let built = committed(&[(PROJECT, from, to)]);
        let part = part(&built, "project-school-check-ups");
        assert_eq!(part.contains(&format!("<{element}")), is_written, "{to}\n{part}");
        let words = if element == "actual" { "may not be over" } else { "day of the award is" };
        let rows = left_out(&built, "school-check-ups", words);
        let others = usize::from(element == "transaction");
        assert_eq!(rows.len(), others + usize::from(!is_written && !to.ends_with("2024")), "{to}: {rows:?}");
    }
}

#[test]
fn a_target_stays_without_a_value_that_may_not_have_come() {
    let target = "target: { value: 90, date: 2025 }, actual: [{ value: 87.5, date: 2025 }]";
    let built = committed(&[(PROJECT, "actual: [{ value: 87.5, date: 2022 }]", target)]);
    let part = part(&built, "project-school-check-ups");
    assert!(part.contains("<target value=\"90\"/>") && !part.contains("<actual"), "{part}");
}

#[test]
fn what_cannot_be_said_of_an_indicator_is_listed() {
    let values = "actual: [{ value: 87.5, date: 2022 }]";
    for (to, expected, element) in [
        (
            "baseline: { value: 5, date: 2020 }",
            Some("<baseline year=\"2020\" iso-date=\"2020-01-01\" value=\"5\"/>"),
            None,
        ),
        ("baseline: { value: 5, date: 2025-03-02 }", None, Some("baseline")),
        ("baseline: { value: 5 }", None, Some("baseline")),
        ("target: { value: 5 }", None, Some("target")),
    ] {
        let built = committed(&[(PROJECT, values, to)]);
        let part = part(&built, "project-school-check-ups");
        match expected {
            Some(written) => assert!(part.contains(written), "{to}\n{part}"),
            None => assert!(!part.contains("<result"), "{to}\n{part}"),
        }
        let rows = ["baseline", "target", "result"].map(|row| {
            built.left_out.iter().filter(|left| left[1] == "school-check-ups" && left[2] == row).count()
        });
        let is_told = |name: &str| usize::from(element == Some(name));
        assert_eq!(rows, [is_told("baseline"), is_told("target"), usize::from(expected.is_none())], "{to}");
    }
}

#[test]
fn codes_that_are_left_out_are_listed() {
    let training = "en: Training }";
    for (code, support, expected) in [
        ("finance_type: 110", "[grant, training]", [0, 0]),
        ("finance_type: 421", "[grant, training]", [1, 0]),
        ("finance_type: 421\n  aid_type: D01", "[grant, training]", [1, 1]),
        ("finance_type: 421\n  aid_type: D01", "grant", [0, 0]),
    ] {
        let built = committed(&[
            ("support-types.yaml", training, &format!("{training}\n  {code}")),
            ("projects/home-nursing/project.yaml", "\nsupport: grant", &format!("\nsupport: {support}")),
        ]);
        assert!(part(&built, "project-home-nursing").contains("<default-finance-type code=\"110\"/>"));
        let rows = left_out(&built, "home-nursing", "several codes");
        let count = |element: &str| rows.iter().filter(|row| **row == element).count();
        assert_eq!([count("default-finance-type"), count("default-aid-type")], expected, "{code}, {support}");
    }
    // All areas of the catalogue have a code, apart from this one.
    let built = committed(&[("areas.yaml", "  dac: 41010\n", "")]);
    assert!(part(&built, "project-clean-banks").contains("<sector vocabulary=\"99\""));
    assert!(!part(&built, "project-clean-banks").contains("<sector vocabulary=\"1\""));
    assert_eq!(left_out(&built, "clean-banks", "add `dac`"), ["sector"]);
    assert_eq!(left_out(&built, "home-nursing", "add `dac`"), [""; 0]);
}

#[test]
fn each_activity_says_when_it_was_changed() {
    let root = small();
    commit(root.path(), "2025-03-01");
    append(root.path(), PROJECT, "# Checked.\n");
    commit(root.path(), "2025-04-02");
    let built = built(root.path());
    let changed = |activity: &str, day: &str| {
        let text = part(&built, activity);
        let attribute = format!("last-updated-datetime=\"{day}T12:00:00Z\"");
        assert!(text.contains(&attribute), "{activity}: {text}");
    };
    changed("project-school-check-ups", "2025-04-02");
    changed("project-home-nursing", "2025-03-01");
    // Its page lists the project.
    changed("programme-healthy-town", "2025-04-02");
    assert!(!crate::iati::built(small().path()).xml.contains("last-updated-datetime"), "no history");
}

#[test]
fn organisations_have_the_identifiers_of_registers() {
    let number = "register: \"17123456\"";
    for (kind, keys, expected) in [
        ("civil-society", "", None),
        ("civil-society", "iati: RS-APR-1", Some("RS-APR-1")),
        ("civil-society", &*format!("ids: {{ {number} }}"), Some("RS-APR-17123456")),
        ("civil-society", &format!("iati: XM-EXAMPLE-3\n  ids: {{ {number} }}"), Some("XM-EXAMPLE-3")),
        ("civil-society", &format!("ids: {{ {number}, ror: 02qsmb048 }}"), Some("RS-APR-17123456")),
        // The Business Registers Agency does not register ministries and public institutions.
        ("government", &format!("ids: {{ {number} }}"), None),
        ("public-institution", &format!("ids: {{ {number}, wikidata: Q12 }}"), Some("XI-WIKIDATA-Q12")),
        ("public-institution", "ids: { wikidata: Q12, ror: 02qsmb048 }", Some("XI-ROR-02qsmb048")),
    ] {
        let entry = format!("kind: {kind}\n  {keys}");
        let built = committed(&[("organisations.yaml", "kind: civil-society", &entry)]);
        let text = part(&built, "project-home-nursing");
        let element = text.split("<participating-org ").find(|part| part.contains("Care Network"));
        let reference = element.and_then(|element| element.strip_prefix("ref=\"")?.split('"').next());
        assert_eq!(reference, expected, "{kind}, {keys}");
    }
}

#[test]
fn places_have_their_numbers_in_geonames() {
    let place = "municipalities/cardak/municipality.yaml";
    for (place_ids, district_ids, expected) in [
        ("", "", "<location-reach code=\"1\"/><name>"),
        ("ids: { geonames: 787657 }", "", "<location-id vocabulary=\"G1\" code=\"787657\"/><name>"),
        ("ids: { wikidata: Q12 }", "", "<location-reach code=\"1\"/><name>"),
        (
            "",
            "ids: { geonames: 12 }",
            "</name><administrative vocabulary=\"G1\" level=\"1\" code=\"12\"/><point",
        ),
    ] {
        let root = small();
        append(root.path(), place, &format!("{place_ids}\n"));
        replace(root.path(), "districts.yaml", "\nrecni:\n", &format!("\nrecni:\n  {district_ids}\n"));
        let built = built(root.path());
        assert_eq!(schema_faults(&built.xml), None);
        let text = part(&built, "project-home-nursing");
        let location = text.split("<location ").find(|part| part.starts_with("ref=\"cardak\""));
        assert!(location.is_some_and(|location| location.contains(expected)), "{expected}\n{text}");
    }
}

/// Adds a document about the project.
fn add_document(root: &Path, facts: &str, file: Option<&str>) {
    let folder = root.join("content/documents/poster");
    let about = "about: [project:school-check-ups]\n";
    write(
        &folder.join("document.yaml"),
        format!("title: {{ sr: Plakat, en: Poster }}\n{about}{facts}").as_bytes(),
    );
    if let Some(name) = file {
        write(
            &folder.join(name),
            b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0",
        );
    }
}

#[test]
fn what_cannot_be_said_of_a_document_is_listed() {
    let link = "https://league.example/poster";
    for (facts, file, expected, element) in [
        (
            format!("kind: other\ndate: 2025\nfiles: [{{ url: \"{link}\", language: sr }}]\n"),
            None,
            "<language code=\"sr\"/><document-date iso-date=\"2025-01-01\"/>",
            None,
        ),
        (
            format!("kind: other\nfiles: [{{ url: \"{link}\", language: rom }}]\n"),
            None,
            "<category code=\"A02\"/></document-link>",
            Some("language"),
        ),
        (
            format!("kind: other\ndate: 2025-03-02\nfiles: [{{ url: \"{link}\" }}]\n"),
            None,
            "<category code=\"A02\"/></document-link>",
            Some("document-date"),
        ),
        (
            "kind: other\nfiles: [{ file: poster.webp }]\n".to_owned(),
            Some("poster.webp"),
            "",
            Some("document-link"),
        ),
    ] {
        let root = small();
        add_document(root.path(), &facts, file);
        append(root.path(), "catalogue.yaml", OFF);
        commit(root.path(), "2025-03-01");
        let built = built(root.path());
        assert_eq!(schema_faults(&built.xml), None);
        let text = part(&built, "project-school-check-ups");
        let links = format!(
            "{}</x>",
            text.split("<document-link ").filter(|part| part.contains("Poster")).collect::<String>()
        );
        match expected {
            "" => assert!(!text.contains("poster.webp"), "{text}"),
            written => assert!(links.contains(written), "{facts}: {links}"),
        }
        let told: Vec<&str> = ["language", "document-date", "document-link"]
            .into_iter()
            .filter(|row| built.left_out.iter().any(|left| left[1] == "school-check-ups" && left[2] == *row))
            .collect();
        assert_eq!(told, element.into_iter().collect::<Vec<_>>(), "{facts}");
    }
}
