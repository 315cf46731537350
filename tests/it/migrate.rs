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
