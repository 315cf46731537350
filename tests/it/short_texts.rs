//! Tests short texts with links and emphasis: pages show them, data contain only words, and links are references.

use std::fs;

use crate::rename::{must_pass, rename};
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::Published;

const PROJECT: &str = "projects/home-nursing/project.yaml";
const NOTE: &str = r#"note: { sr: "Dve medicinske sestre obilaze 40 domaćinstava.", en: "Two nurses visit 40 households." }"#;

/// A note with a link that is on one line, and one with a link in a text of several lines.
const LINKED: &str = r#"note:
      sr: "Vidi *plan* „[Obale](project:clean-banks#crnobor)“ i \\*sajt\\*."
      en: >-
        See the *plan*
        “[Banks](project:clean-banks#crnobor)” and
        [Banks again](project:clean-banks)."#;

fn linked() -> Catalogue {
    Catalogue::small().replacing(PROJECT, NOTE, LINKED)
}

#[test]
fn pages_show_links_and_data_only_words() {
    let site = Published::in_three_locales(|root| {
        let path = root.join("content").join(PROJECT);
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(&path, text.replace(NOTE, LINKED)).expect("a file that can be written");
    });
    for (page, shown) in [
        (
            "sr/projekti/home-nursing/index.html",
            r#"Vidi <em>plan</em> „<a href="/katalog/sr/projekti/clean-banks/#crnobor">Obale</a>“ i *sajt*."#,
        ),
        (
            "sr-cyrl/projekti/home-nursing/index.html",
            r#"Види <em>план</em> „<a href="/katalog/sr-cyrl/projekti/clean-banks/#crnobor">Обале</a>“ и *сајт*."#,
        ),
        (
            "en/projects/home-nursing/index.html",
            r#"See the <em>plan</em> “<a href="/katalog/en/projects/clean-banks/#crnobor">Banks</a>” and <a href="/katalog/en/projects/clean-banks/">Banks again</a>."#,
        ),
    ] {
        assert!(site.text(page).contains(shown), "{page}: {}", site.text(page));
    }
    let plain = [
        "Vidi plan „Obale“ i *sajt*.",
        "Види план „Обале“ и *сајт*.",
        "See the plan “Banks” and Banks again.",
    ];
    for file in ["data/activities.csv", "data/catalogue.json"] {
        let text = site.text(file);
        plain.iter().for_each(|words| assert!(text.contains(words), "{file} lacks {words}"));
        assert!(!text.contains("](project:"), "{file} has markup");
    }
}

#[test]
fn links_in_short_texts_are_references() {
    let catalogue = linked();
    catalogue.check_strictly().is_clean();
    let shown = katalog("refs", catalogue.root(), &["project:clean-banks"]).stdout;
    for place in ["project.yaml:14:33", "project.yaml:17:18", "project.yaml:18:23"] {
        let line = format!("content/projects/home-nursing/{place}: link to project:clean-banks");
        assert!(shown.contains(&line), "{place} is not in {shown}");
    }
    rename(catalogue.root(), "project:clean-banks", "river-banks");
    rename(catalogue.root(), "municipality:crnobor", "crni-bor");
    must_pass(catalogue.root(), "two renamings");
    let text = fs::read_to_string(catalogue.root().join("content").join(PROJECT)).expect("a file");
    let expected = LINKED.replace("clean-banks", "river-banks").replace("crnobor", "crni-bor");
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn an_import_keeps_the_signs_of_a_cell() {
    let signs = "note_sr,note_en";
    let root = Catalogue::small();
    let sheet = format!(
        "project,programme,sub_area,support_type,implementers,sources,municipality,title_sr,title_en,summary_sr,summary_en,{signs}\n\
         new-talks,first-step,health/prevention,training,lake-fund,work-plan,zlatar,Nova,New,Sažetak.,Summary.,2 *a* [b](c),[d](area:health) e\n"
    );
    let path = root.root().join("sheet.csv");
    fs::write(&path, sheet).expect("a file that can be written");
    let said = katalog("import", root.root(), &[path.to_str().expect("UTF-8")]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let text =
        fs::read_to_string(root.root().join("content/projects/new-talks/project.yaml")).expect("a file");
    assert!(text.contains(r#"sr: "2 \\*a\\* \\[b\\](c)""#), "{text}");
    assert!(text.contains(r#"en: "\\[d\\](area:health) e""#), "{text}");
}
