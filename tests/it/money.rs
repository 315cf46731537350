//! Tests how the money of activities is added up: what counts, what does not, and what pages and tables say about it.

use crate::support::catalogue::Catalogue;
use crate::support::site::{built, page, select};

const PROJECT: &str = "projects/home-nursing/project.yaml";

/// Returns the facts of the project on its page, and its totals in the table of projects.
fn money(catalogue: &Catalogue) -> (String, String) {
    let public = catalogue.root().join("public");
    let files = built(catalogue.root(), &public, &["--quiet"]);
    let page = page(catalogue.root(), "en/projects/home-nursing");
    let (list, cells) = (select("dl.facts"), select("dt, dd"));
    let list = page.select(&list).next().expect("the facts of the project");
    let facts = list.select(&cells).map(|cell| cell.text().collect::<String>());
    let facts: Vec<String> = facts.map(|text| text.replace('\u{a0}', " ")).collect();
    let first = facts.iter().position(|text| text == "Total amount" || text == "Suspended");
    let facts = first.map_or(String::new(), |first| facts[first..].join(" | "));
    let mut table = csv::Reader::from_reader(&files["data/projects.csv"][..]);
    let totals = table.headers().expect("headings").iter().position(|name| name == "totals").expect("totals");
    let row = table.records().map(|row| row.expect("a row")).find(|row| &row[0] == "home-nursing");
    (facts, row.expect("the project")[totals].to_owned())
}

#[test]
fn amounts_are_added_up_with_the_number_of_those_that_are_known() {
    let (facts, totals) = money(&Catalogue::small());
    assert_eq!(facts, "Total amount | EUR 32,623.50 | The amounts of 2 of 2 activities are known.");
    assert_eq!(totals, "EUR 32623.50");
}

#[test]
fn cancelled_activities_cost_nothing() {
    let cancelled =
        Catalogue::small().replacing(PROJECT, "total: 18460 }", "total: 18460 }\n    status: cancelled");
    let (facts, totals) = money(&cancelled);
    assert_eq!(facts, "Total amount | EUR 14,163.50 | The amount of 1 of 1 activity is known.");
    assert_eq!(totals, "EUR 14163.50");
}

#[test]
fn suspended_activities_are_told_apart() {
    let suspended =
        Catalogue::small().replacing(PROJECT, "total: 18460 }", "total: 18460 }\n    status: suspended");
    let (facts, totals) = money(&suspended);
    assert_eq!(
        facts,
        "Total amount | EUR 14,163.50 | The amount of 1 of 1 activity is known. | Suspended | EUR 18,460 | These \
         activities are suspended; their amounts are not included in the total."
    );
    assert_eq!(totals, "EUR 14163.50");
}

#[test]
fn a_suspended_project_is_suspended_as_a_whole_unless_an_activity_says_otherwise() {
    let project =
        || Catalogue::small().replacing(PROJECT, "support: grant\n", "support: grant\nstatus: suspended\n");
    let others = "These activities are suspended; their amounts are not included in the total.";
    assert_eq!(money(&project()), (format!("Suspended | EUR 32,623.50 | {others}"), String::new()));
    for (status, facts, totals) in [
        (
            "completed",
            format!(
                "Total amount | EUR 18,460 | The amount of 1 of 1 activity is known. | Suspended | EUR 14,163.50 \
                 | {others}"
            ),
            "EUR 18460",
        ),
        ("cancelled", format!("Suspended | EUR 14,163.50 | {others}"), ""),
    ] {
        let new = format!("total: 18460 }}\n    status: {status}");
        let found = money(&project().replacing(PROJECT, "total: 18460 }", &new));
        assert_eq!(found, (facts, totals.to_owned()), "{status}");
    }
}

#[test]
fn an_activity_of_a_cancelled_project_may_have_been_carried_out() {
    let cancelled =
        Catalogue::small().replacing(PROJECT, "support: grant\n", "support: grant\nstatus: cancelled\n");
    let (facts, totals) =
        money(&cancelled.replacing(PROJECT, "total: 18460 }", "total: 18460 }\n    status: completed"));
    assert_eq!(facts, "Total amount | EUR 18,460 | The amount of 1 of 1 activity is known.");
    assert_eq!(totals, "EUR 18460");
}

#[test]
fn a_status_of_the_project_holds_for_its_activities() {
    let cancelled =
        Catalogue::small().replacing(PROJECT, "support: grant\n", "support: grant\nstatus: cancelled\n");
    assert_eq!(money(&cancelled), (String::new(), String::new()));
}

#[test]
fn other_states_change_nothing() {
    for status in ["planned", "ongoing", "closing", "completed"] {
        let new = format!("total: 18460 }}\n    status: {status}");
        let (_, totals) = money(&Catalogue::small().replacing(PROJECT, "total: 18460 }", &new));
        assert_eq!(totals, "EUR 32623.50", "{status}");
    }
}
