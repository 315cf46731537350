//! Tests `katalog migrate`: content of a former format becomes that of the current one, and nothing else changes.

use std::fs;

use crate::support::catalogue::Catalogue;
use crate::support::site::{built, page, select};
use crate::support::{katalog, read};

const PROGRAMME: &str = "programmes/healthy-town/programme.yaml";
const OTHER: &str = "programmes/first-step/programme.yaml";

/// Target groups as programmes once wrote them, in several forms and with comments.
const FORMER: &str = "target_groups:  # from the contract
  - { sr: \"Stari ljudi, naročito oni koji žive sami\", en: Old people }   # most of them
  # schools follow
  - sr: Učenici
    en: 'Pupils'
  - { sr: stari ljudi koji žive sami, en: Old people who live alone }
";

fn former() -> Catalogue {
    Catalogue::small().replacing(PROGRAMME, "target_groups: [old-people, pupils]\n", FORMER).replacing(
        OTHER,
        "sources:",
        "target_groups: [{ sr: učenici, en: pupils }]\nsources:",
    )
}

#[test]
fn texts_become_entries_and_comments_stay() {
    let catalogue = former();
    catalogue.check().reports("`katalog migrate` makes entries of the texts in programmes");
    let said = katalog("migrate", catalogue.root(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let programme = read(catalogue.root(), &format!("content/{PROGRAMME}"));
    assert!(
        programme.contains(
            "target_groups:  # from the contract
  - old-people-2   # most of them
  # schools follow
  - pupils-2
  - old-people
"
        ),
        "{programme}"
    );
    let other = read(catalogue.root(), &format!("content/{OTHER}"));
    assert!(other.contains("target_groups: [pupils-2]"), "{other}");
    let list = read(catalogue.root(), "content/target-groups.yaml");
    assert!(list.starts_with("old-people:\n  name: { sr: Stari ljudi"), "what was there stays: {list}");
    assert!(
        list.ends_with(
            "old-people-2:\n  name: { sr: \"Stari ljudi, naročito oni koji žive sami\", en: \"Old people\" }\n\
             pupils-2:\n  name: { sr: \"učenici\", en: \"pupils\" }\n"
        ),
        "{list}"
    );
    catalogue.check().has_errors(0);
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let page = page(catalogue.root(), "en/programmes/healthy-town");
    let names: Vec<String> = page
        .select(&select("main dl.facts a[href*='/target-groups/']"))
        .map(|link| link.text().collect())
        .collect();
    assert_eq!(names, ["Old people", "pupils", "Old people who live alone"]);
}

#[test]
fn a_catalogue_without_a_list_gets_one() {
    let catalogue = former().without("target-groups.yaml").replacing(
        "projects/home-nursing/project.yaml",
        "target_groups: [old-people]\n",
        "",
    );
    assert_eq!(katalog("migrate", catalogue.root(), &[]).code, Some(0));
    catalogue.check().has_errors(0);
    let list = read(catalogue.root(), "content/target-groups.yaml");
    assert!(list.starts_with("old-people:\n  name: { sr: \"Stari ljudi, naročito"), "{list}");
}

#[test]
fn groups_whose_names_make_the_same_id_get_numbers() {
    let catalogue = Catalogue::small().replacing(
        PROGRAMME,
        "target_groups: [old-people, pupils]\n",
        "target_groups: [{ sr: a, en: Young. }, { sr: b, en: Young! }, { sr: c, en: Young? }]\n",
    );
    assert_eq!(katalog("migrate", catalogue.root(), &[]).code, Some(0));
    let programme = read(catalogue.root(), &format!("content/{PROGRAMME}"));
    assert!(programme.contains("target_groups: [young, young-2, young-3]\n"), "{programme}");
}

#[test]
fn a_second_run_and_a_dry_run_write_nothing() {
    let catalogue = former();
    let before = read(catalogue.root(), &format!("content/{PROGRAMME}"));
    assert_eq!(katalog("migrate", catalogue.root(), &["--dry-run"]).code, Some(0));
    assert_eq!(read(catalogue.root(), &format!("content/{PROGRAMME}")), before);
    assert_eq!(katalog("migrate", catalogue.root(), &[]).code, Some(0));
    let after = read(catalogue.root(), "content/target-groups.yaml");
    let again = katalog("migrate", catalogue.root(), &[]);
    assert_eq!(again.code, Some(0));
    assert!(again.stderr.contains("the content has the current format already"), "{}", again.stderr);
    assert_eq!(read(catalogue.root(), "content/target-groups.yaml"), after);
}

#[test]
fn content_that_cannot_be_read_is_left_alone() {
    let catalogue = former().replacing(PROGRAMME, "  - sr: Učenici\n", "  - sr: Učenici\n   en: x\n");
    let before = fs::read(catalogue.root().join("content").join(PROGRAMME)).expect("a file");
    katalog("migrate", catalogue.root(), &[]);
    assert_eq!(fs::read(catalogue.root().join("content").join(PROGRAMME)).expect("a file"), before);
}

/// Sources as a list, in several forms and with comments.
const SOURCES: &str = "# What the facts come from.

final-report: # the last one
  # checked in May
  name: { sr: Završni izveštaj, en: Final Report }   # as printed
  publisher:
    sr: Jezerski fond
    en: Lake Fund
  published: 2022-05-17
  # with all annexes
  url: https://lake-fund.example/report?year=2022&language=en  # alive
  note:
    sr: >-
      Iznosi su zaokruženi
      na cele evre.
    en: Amounts are rounded to whole euros.

# Nobody signed it.
'work-plan': { name: { sr: \"Plan: rada\", en: Work Plan }, url: https://lake-fund.example/plan.pdf }
# the end
";

fn with_sources() -> Catalogue {
    let catalogue = Catalogue::small();
    fs::remove_dir_all(catalogue.root().join("content/documents")).expect("a folder");
    fs::remove_dir_all(catalogue.root().join("content/posts")).expect("a folder");
    catalogue.with("sources.yaml", SOURCES)
}

#[test]
fn sources_become_documents_and_comments_stay() {
    let catalogue = with_sources();
    catalogue
        .check()
        .has_errors(1)
        .reports("help: run `katalog migrate`, which makes a document of each source");
    let said = katalog("migrate", catalogue.root(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(!catalogue.root().join("content/sources.yaml").exists());
    assert_eq!(
        read(catalogue.root(), "content/documents/final-report/document.yaml"),
        "# What the facts come from.

# the last one
# checked in May
title: { sr: Završni izveštaj, en: Final Report }   # as printed
kind: web-page
publisher:
  sr: Jezerski fond
  en: Lake Fund
date: 2022-05-17
# with all annexes
files: [{ url: \"https://lake-fund.example/report?year=2022&language=en\" }]  # alive
note:
  sr: >-
    Iznosi su zaokruženi
    na cele evre.
  en: Amounts are rounded to whole euros.
"
    );
    assert_eq!(
        read(catalogue.root(), "content/documents/work-plan/document.yaml"),
        "# Nobody signed it.
# the end
title: { sr: \"Plan: rada\", en: \"Work Plan\" }
kind: other
files: [{ url: \"https://lake-fund.example/plan.pdf\" }]
"
    );
    catalogue.check().has_errors(0);
    let again = katalog("migrate", catalogue.root(), &[]);
    assert!(again.stderr.contains("the content has the current format already"), "{}", again.stderr);
}

#[test]
fn carriage_returns_and_a_missing_last_line_break_do_no_harm() {
    let sources = SOURCES.replace('\n', "\r\n");
    let catalogue = with_sources().with("sources.yaml", sources.trim_end());
    assert_eq!(katalog("migrate", catalogue.root(), &[]).code, Some(0));
    catalogue.check().has_errors(0);
    let report = read(catalogue.root(), "content/documents/final-report/document.yaml");
    assert!(report.contains("# alive") && report.contains("kind: web-page"), "{report}");
}

#[test]
fn sources_that_cannot_become_documents_are_left_alone() {
    let taken = "title: { sr: Plan, en: Plan }\nkind: plan\n";
    for (catalogue, message) in [
        (
            with_sources().with("documents/work-plan/document.yaml", taken),
            "there is a document `work-plan` already",
        ),
        (
            with_sources().with("sources.yaml", SOURCES.replace("'work-plan'", "'../plan'")),
            "`../plan` cannot be the id of a document",
        ),
        (with_sources().with("sources.yaml", SOURCES.replace("  note:", "   note:")), "yaml-syntax"),
        (with_sources().with("sources.yaml", SOURCES.replace("note:", "nota:")), "unknown key `nota`"),
        (
            with_sources().with("sources.yaml", format!("{SOURCES}work-plan:\n  name: {{ sr: A, en: A }}\n")),
            "is written twice",
        ),
    ] {
        let before = read(catalogue.root(), "content/sources.yaml");
        let said = katalog("migrate", catalogue.root(), &[]);
        assert_eq!(said.code, Some(1), "{message}: {}", said.stderr);
        assert!(said.stderr.contains(message), "{message}: {}", said.stderr);
        assert_eq!(read(catalogue.root(), "content/sources.yaml"), before);
        assert!(!catalogue.root().join("content/documents/final-report").exists(), "{message}");
    }
}

#[test]
fn a_dry_run_shows_the_documents_and_the_removal() {
    let catalogue = with_sources();
    let said = katalog("migrate", catalogue.root(), &["--dry-run"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for line in [
        "+++ b/content/documents/work-plan/document.yaml",
        "--- a/content/sources.yaml",
        "-final-report: # the last one",
    ] {
        assert!(said.stdout.contains(line), "{line}: {}", said.stdout);
    }
    assert!(catalogue.root().join("content/sources.yaml").exists());
}
