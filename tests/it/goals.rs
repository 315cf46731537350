//! Tests the page of the Sustainable Development Goals.

use crate::support::catalogue::Catalogue;
use crate::support::site::{page, select};

const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";

#[test]
fn the_page_shows_what_contributes_to_each_goal() {
    let catalogue = Catalogue::small()
        .replacing(PROGRAMME, "    name: { sr: Priprema", "    sdgs: [17]\n    name: { sr: Priprema")
        .replacing(
            "projects/home-nursing/project.yaml",
            "sources: [final-report]",
            "sdgs: [3]\nsources: [final-report]",
        );
    catalogue.built();
    let headings = catalogue.texts("en/goals", "main h2");
    assert_eq!(headings.len(), 3, "{headings:?}");
    assert!(headings[0].starts_with("Goal 3"), "{headings:?}");
    let links = catalogue.texts("en/goals", "main section:first-of-type li");
    assert_eq!(links, ["Healthy Town", "Home Nursing: Nurses at the Door"]);
    let links = catalogue.texts("en/goals", "main section:last-of-type li");
    assert_eq!(links, ["Healthy Town", "Planning (Healthy Town)"]);
    let programme = page(catalogue.root(), "en/programmes/healthy-town");
    let links = select(".goals a[href$='/en/goals/#goal-3']");
    assert_eq!(programme.select(&links).count(), 1);
}

#[test]
fn a_catalogue_without_goals_has_no_page_of_goals() {
    let catalogue = Catalogue::small().replacing(PROGRAMME, "sdgs: [3, 6, 17]\n", "");
    let files = catalogue.built();
    assert!(!files.keys().any(|path| path.contains("/goals/") || path.contains("/ciljevi/")));
}
