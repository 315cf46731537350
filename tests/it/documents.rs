//! Tests documents: their pages, and the lists of them on other pages.

use crate::history::commit;
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{page, select};

const GUIDE: &str = "documents/river-guide/document.yaml";

#[test]
fn a_page_shows_the_document_and_what_it_belongs_to() {
    let catalogue = Catalogue::small();
    let files = catalogue.built();
    let address = "en/documents/final-report";
    assert_eq!(
        catalogue.texts(address, "main dl.facts dd"),
        ["report", "17 May 2022", "Lake Fund", "Healthy Town", "Zlatar"]
    );
    assert_eq!(
        catalogue.texts(address, "main section li")[..2],
        [
            "https://lake-fund.example/report?year=2022&language=en (lake-fund.example, English)",
            "final-report.pdf (PDF, 1 kB, Serbian)",
        ],
        "the file in the language of the page comes first"
    );
    let cited = catalogue.texts(address, "main section li")[2..].to_vec();
    assert_eq!(
        cited,
        ["Healthy Town", "Check-ups in Schools", "Clean Banks", "Home Nursing: Nurses at the Door", "Zlatar"]
    );
    assert!(files.contains_key("files/documents/final-report/final-report.pdf"));
}

#[test]
fn the_list_shows_kinds_and_dates() {
    let catalogue = Catalogue::small();
    catalogue.built();
    assert_eq!(
        catalogue.texts("sr/dokumenti", ".entries .entry"),
        [
            "Plan rada drugi dokument",
            "Vodič za čuvare reka vodič ili priručnik, mart 2021.",
            "Završni izveštaj izveštaj, 17. maj 2022."
        ]
        .map(|text| text.to_owned())
    );
    assert!(catalogue.texts("en/projects", "nav a").contains(&"Documents".to_owned()));
}

/// Lists with several documents can be filtered by their kind and year.
#[test]
fn long_lists_have_filters() {
    let mut catalogue = Catalogue::small();
    for (at, kind) in ["law", "call", "data", "guide", "study", "brochure"].into_iter().enumerate() {
        let facts = format!(
            "title: {{ sr: Spis {at}, en: Paper {at} }}\nkind: {kind}\ndate: 202{at}\nabout: [area:health]\n"
        );
        catalogue = catalogue.with(&format!("documents/paper-{at}/document.yaml"), &facts);
    }
    catalogue.built();
    let labels = catalogue.texts("en/documents", ".narrow select option");
    for option in ["guide or handbook", "law or regulation", "2022"] {
        assert!(labels.contains(&option.to_owned()), "{labels:?}");
    }
    let laws = catalogue.texts("en/documents", ".entry[data-kind=law] .entry-title");
    assert_eq!(laws, ["Paper 0"]);
}

#[test]
fn pages_list_documents_in_the_language_of_the_reader_first() {
    let both = "documents/a-plan/document.yaml";
    let catalogue = Catalogue::small().with(
        both,
        "title: { sr: Akt, en: Act }\nkind: law\nfiles: [{ url: https://a.example/akt, language: sr }]\n\
         about: [project:clean-banks]\n",
    );
    catalogue.built();
    let of = |address| catalogue.texts(address, "section:has(> #documents) li > a:first-child");
    assert_eq!(of("en/projects/clean-banks")[1..], ["Guide for River Keepers", "Act"]);
    assert_eq!(of("sr/projekti/clean-banks")[1..], ["Akt", "Vodič za čuvare reka"]);
    for address in ["en/areas/environment", "en/organisations/ministry-of-rivers"] {
        assert_eq!(of(address), ["Guide for River Keepers"], "{address}");
    }
    // What a page cites is among its sources only.
    assert!(of("en/programmes/healthy-town").is_empty());
    let sources = catalogue.texts("en/municipalities/zlatar", ".sources li > a:first-child");
    assert_eq!(sources, ["Final Report"], "the number of inhabitants has a source");
}

#[test]
fn data_name_what_a_document_is_about() {
    let catalogue = Catalogue::small();
    let files = catalogue.built();
    let table = String::from_utf8_lossy(&files["data/documents.csv"]).into_owned();
    let guide = table.lines().find(|line| line.starts_with("river-guide")).expect("a row");
    assert!(guide.contains(",guide,2021-03,,Savez jezera,"), "{guide}");
    assert!(
        guide.contains("project:clean-banks; area:environment; organisation:ministry-of-rivers"),
        "{guide}"
    );
    let all: serde_json::Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let report = &all["documents"][0];
    assert_eq!(report["publisher"]["organisation"], "lake-fund");
    assert_eq!(report["files"][0]["language"], "sr");
    assert!(report["files"][0]["bytes"].as_u64().is_some_and(|bytes| bytes > 100), "{report}");
    assert_eq!(report["citations"], 5);
}

#[test]
fn a_renamed_entry_is_renamed_in_documents_too() {
    let catalogue = Catalogue::small().replacing(GUIDE, "area:environment", "area:health/nursing");
    for (entry, new) in [
        ("project:clean-banks", "cleaner-banks"),
        ("area:health", "wellness"),
        ("area:wellness/nursing", "care"),
        ("document:river-guide", "guide"),
        ("organisation:lake-fund", "water-fund"),
    ] {
        let said = katalog("rename", catalogue.root(), &[entry, new]);
        assert_eq!(said.code, Some(0), "{entry}: {}", said.stderr);
    }
    let guide = crate::support::read(catalogue.root(), "content/documents/guide/document.yaml");
    assert!(
        guide.contains("[project:cleaner-banks, area:wellness/care, organisation:ministry-of-rivers]"),
        "{guide}"
    );
    assert!(guide.contains("aliases: [river-guide]"), "{guide}");
    let report = crate::support::read(catalogue.root(), "content/documents/final-report/document.yaml");
    assert!(report.contains("publisher: water-fund"), "{report}");
    catalogue.check().has_errors(0);
    let files = catalogue.built();
    assert!(files.contains_key("en/documents/river-guide/index.html"), "the former address redirects");
}

#[test]
fn texts_can_link_to_documents() {
    let catalogue = Catalogue::small().replacing(
        "projects/home-nursing/en.md",
        "\n---\n",
        "\n---\n\n[the guide](document:river-guide)\n",
    );
    catalogue.built();
    let page = page(catalogue.root(), "en/projects/home-nursing");
    let href = page.select(&select(".prose a")).find_map(|link| link.value().attr("href"));
    assert!(href.is_some_and(|href| href.ends_with("/en/documents/river-guide/")), "{href:?}");
}

#[test]
fn a_document_without_a_use_is_reported_unless_it_is_about_something() {
    let unused = "nothing refers to the document `river-guide`";
    Catalogue::small().check().has_errors(0);
    let about = "about: [project:clean-banks, area:environment, organisation:ministry-of-rivers]\n";
    let without_posts = Catalogue::small().without_folder("posts");
    without_posts.replacing(GUIDE, about, "").check().reports(unused);
}

#[test]
fn a_new_document_is_news_of_the_site_and_of_what_it_is_about() {
    let catalogue = Catalogue::small();
    commit(catalogue.root(), "2025-03-01");
    let facts = "title: { sr: Propis, en: Rule }\nkind: law\nabout: [programme:healthy-town]\n";
    let catalogue = catalogue.with("documents/new-rule/document.yaml", facts);
    commit(catalogue.root(), "2025-04-02");
    let files = catalogue.built();
    for (feed, count) in [
        ("en/atom.xml", 1),
        ("en/programmes/healthy-town/atom.xml", 1),
        ("en/municipalities/zlatar/atom.xml", 0),
    ] {
        let xml = String::from_utf8_lossy(&files[feed]).into_owned();
        assert_eq!(xml.matches("document/new-rule/en</id>").count(), count, "{feed}");
    }
    let changes = catalogue.texts("en/changes", "main li");
    assert_eq!(changes[0], "Rule Document");
    let day = catalogue.texts("en/documents/new-rule", "time");
    assert_eq!(day.last().map(String::as_str), Some("2 April 2025"));
}

/// Each list of documents repeats them, and so does the report for IATI.
#[test]
fn documents_and_their_files_are_limited() {
    let files: String = (0..31).map(|number| format!("  - url: https://example.org/{number}\n")).collect();
    let many = format!("title: {{ sr: Plan, en: Plan }}\nkind: plan\nfiles:\n{files}");
    Catalogue::small()
        .with("documents/many/document.yaml", &many)
        .check()
        .reports("this list has 31 items; `files` may have at most 30");
    let long = |sign: &str| sign.repeat(990);
    let about = vec!["programme:first-step"; 300].join(", ");
    let wordy = format!(
        "title: {{ sr: Plan, en: Plan }}\nkind: plan\nnote: {{ sr: \"{}\", en: {} }}\nabout: [{about}]\n",
        long("š"),
        long("a")
    );
    let mut catalogue = Catalogue::small();
    for number in 0..160 {
        catalogue = catalogue.with(&format!("documents/plan-{number}/document.yaml"), &wordy);
    }
    catalogue.check().reports("the documents have 138 MiB on the pages that they are about");
}

#[test]
fn an_organisation_lists_what_it_published() {
    // The report is also about its publisher, but listed once.
    let about = "about: [programme:healthy-town, municipality:zlatar]";
    let catalogue = Catalogue::small().replacing(
        "documents/final-report/document.yaml",
        about,
        "about: [programme:healthy-town, municipality:zlatar, organisation:lake-fund]",
    );
    catalogue.built();
    let titles = |selector: &str| catalogue.texts("en/organisations/lake-fund", selector);
    assert_eq!(titles("#published_documents"), ["Published documents"]);
    assert_eq!(titles("#published_documents + ul > li > a:first-child"), ["Final Report"]);
    assert!(titles("#documents").is_empty());
    assert!(catalogue.texts("en/organisations/ministry-of-rivers", "#published_documents").is_empty());
}
