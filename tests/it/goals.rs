//! Tests the page of the Sustainable Development Goals.

use crate::support::catalogue::Catalogue;
use crate::support::site::{built, page, select};

const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";

fn texts(catalogue: &Catalogue, address: &str, selector: &str) -> Vec<String> {
    let page = page(catalogue.root(), address);
    page.select(&select(selector)).map(|element| element.text().collect::<String>()).collect()
}

#[test]
fn the_page_shows_what_contributes_to_each_goal() {
    let catalogue = Catalogue::small()
        .replacing(PROGRAMME, "    name: { sr: Priprema", "    sdgs: [17]\n    name: { sr: Priprema")
        .replacing(
            "projects/home-nursing/project.yaml",
            "sources: [final-report]",
            "sdgs: [3]\nsources: [final-report]",
        );
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let headings = texts(&catalogue, "en/goals", "main h2");
    assert_eq!(headings.len(), 3, "{headings:?}");
    assert!(headings[0].starts_with("Goal 3"), "{headings:?}");
    let links = texts(&catalogue, "en/goals", "main section:first-of-type li");
    assert_eq!(links, ["Healthy Town", "Home Nursing: Nurses at the Door"]);
    let links = texts(&catalogue, "en/goals", "main section:last-of-type li");
    assert_eq!(links, ["Healthy Town", "Planning (Healthy Town)"]);
    let programme = page(catalogue.root(), "en/programmes/healthy-town");
    let links = select(".goals a[href$='/en/goals/#goal-3']");
    assert_eq!(programme.select(&links).count(), 1);
}

#[test]
fn a_catalogue_without_goals_has_no_page_of_goals() {
    let catalogue = Catalogue::small().replacing(PROGRAMME, "sdgs: [3, 6, 17]\n", "");
    let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    assert!(!files.keys().any(|path| path.contains("/goals/") || path.contains("/ciljevi/")));
}
