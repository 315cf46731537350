//! Tests the Cyrillic pages of the real site: all Latin text in them is marked, and nothing gets lost.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::support::site::parsed;
use crate::support::{PROGRAM, katalog as run, small_catalogue, write};
use assert_cmd::Command;
use katalog::text::serbian::{Acronyms, to_cyrillic, to_latin};
use scraper::{ElementRef, Html, Node};

/// Acronyms that Cyrillic text keeps in Latin: those of the built-in list that the content uses, and its own.
const KEPT: [&str; 24] = [
    "EU", "IPA", "GIZ", "UNOPS", "UNICEF", "UNFPA", "UNEP", "LIP", "PRO", "SDC", "CHF", "EUR", "CFCU", "ISO",
    "YUROM", "SIPRU", "CSV", "JSON", "SCTM", "GeoNames", "ROR", "BibTeX", "Excel", "XLSX",
];

static SITE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a built site");
    let public = folder.path().join("public");
    Command::new(&*PROGRAM)
        .args(["build", "--quiet", "--strict", "--root", env!("CARGO_MANIFEST_DIR"), "--output"])
        .arg(&public)
        .assert()
        .success();
    (folder, public)
});

fn pages(below: &str) -> Vec<(String, Html)> {
    let root = SITE.1.join(below);
    let mut pages = Vec::new();
    collect(&root, &mut pages);
    assert!(pages.len() > 300, "{} pages below {below}", pages.len());
    pages
}

fn collect(folder: &Path, pages: &mut Vec<(String, Html)>) {
    for entry in std::fs::read_dir(folder).expect("a built site") {
        let path = entry.expect("a built site").path();
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let html = std::fs::read_to_string(&path).expect("a built site");
            pages.push((
                path.strip_prefix(&SITE.1).expect("a built site").display().to_string(),
                parsed(&html),
            ));
        }
    }
}

/// Collects the texts that a reader meets in the page's own language: words, and attributes that are read out.
fn own_texts(element: ElementRef<'_>, texts: &mut Vec<String>) {
    let of_another_language = element.attr("lang").is_some_and(|lang| lang != "sr-Cyrl");
    if of_another_language || ["code", "script", "style"].contains(&element.value().name()) {
        return;
    }
    for attribute in ["alt", "title", "aria-label", "placeholder"] {
        texts.extend(element.attr(attribute).map(str::to_owned));
    }
    if element.value().name() == "meta" && element.attr("name") == Some("description") {
        texts.extend(element.attr("content").map(str::to_owned));
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => texts.push(text.to_string()),
            _ => {
                if let Some(child) = ElementRef::wrap(child) {
                    own_texts(child, texts);
                }
            }
        }
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c))
}

#[test]
fn every_latin_letter_on_a_cyrillic_page_is_marked() {
    let mut offending: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, html) in pages("sr-cyrl") {
        let mut texts = Vec::new();
        own_texts(html.root_element(), &mut texts);
        for text in texts {
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(is_latin)) {
                let is_roman = word.chars().all(|c| "IVXLCDM".contains(c));
                if !KEPT.contains(&word) && !is_roman {
                    offending.entry(word.to_owned()).or_default().push(format!("{path}: {}", text.trim()));
                }
            }
        }
    }
    let report: Vec<String> = offending
        .iter()
        .map(|(word, places)| format!("{word} ({} times): {}", places.len(), places[0]))
        .collect();
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

#[test]
fn both_scripts_have_the_same_text() {
    let cyrillic: BTreeMap<String, Html> = pages("sr-cyrl").into_iter().collect();
    for (path, latin) in pages("sr") {
        let twin = path.replacen("sr/", "sr-cyrl/", 1);
        let html = cyrillic.get(&twin).unwrap_or_else(|| panic!("{path} has no twin in Cyrillic"));
        let selector = scraper::Selector::parse("main h1").expect("a built site");
        let heading =
            |html: &Html| html.select(&selector).next().expect("a built site").text().collect::<String>();
        let converted = to_latin(&heading(html)).replace("Neksus konekt", "Nexus Connect");
        let converted = converted.replace("Mens sana in korpore sano", "Mens Sana in Corpore Sano");
        assert_eq!(converted, heading(&latin), "{path}");
    }
}

#[test]
fn every_serbian_word_of_the_site_survives_the_way_to_cyrillic_and_back() {
    let keep = Acronyms::default().with(["YUROM".to_owned(), "SIPRU".to_owned()], []);
    let mut words = std::collections::BTreeSet::new();
    for (_, html) in pages("sr") {
        for text in html.root_element().text() {
            let latin = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().all(is_latin));
            words.extend(latin.map(str::to_owned));
        }
    }
    assert!(words.len() > 2_000, "{} words", words.len());
    let lost: Vec<String> = words
        .into_iter()
        // Addresses are in code, where they stay: zitoradja.
        .filter(|word| !["arandjelovac", "indjija", "medvedja", "zitoradja"].contains(&word.as_str()))
        .filter(|word| to_latin(&to_cyrillic(word, &keep)) != *word)
        .map(|word| format!("{word} -> {}", to_cyrillic(&word, &keep)))
        .collect();
    assert!(lost.is_empty(), "\n{}", lost.join("\n"));
}

/// Builds the small catalogue in three locales with this Serbian text, and returns the words of a page of its project.
fn project_in(locale: &str, body: &str) -> String {
    let root = small_catalogue();
    let settings = root.path().join("content/catalogue.yaml");
    let written = std::fs::read_to_string(&settings).expect("settings");
    write(&settings, written.replace("[sr-Latn, en]", "[sr-Latn, sr-Cyrl, en]").as_bytes());
    let text = format!("---\ntitle: Prvi časovi\nsummary: Predavanja.\n---\n\n{body}\n");
    write(&root.path().join("content/projects/first-lessons/sr.md"), text.as_bytes());
    let output = root.path().join("public");
    let said = run("build", root.path(), &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let page = output.join(locale).join("projekti/first-lessons/index.html");
    let html = parsed(&std::fs::read_to_string(page).expect("a page"));
    let prose = scraper::Selector::parse(".prose").expect("a selector");
    html.select(&prose).next().expect("a text").text().collect::<String>().trim().to_owned()
}

#[test]
fn texts_are_converted_on_pages_as_readers_expect() {
    let body = "Google mapa i CO₂ po članu 27b, pod žbunom i podžbunje; Djordje je 2023 g. na t.me/opstina, \
                uz coaching i Council of Europe.";
    let expected = "Google мапа и CO₂ по члану 27б, под жбуном и поджбуње; Ђорђе је 2023 г. на t.me/opstina, \
                    уз coaching и Council of Europe.";
    assert_eq!(project_in("sr-cyrl", body), expected);
    let near = "Zoološka koordinacija, prethodna ishrana, kocka i kanjon; odjava 300 g brašna.";
    let expected = "Зоолошка координација, претходна исхрана, коцка и кањон; одјава 300\u{a0}g брашна.";
    assert_eq!(project_in("sr-cyrl", near).replace("300 g", "300\u{a0}g"), expected);
    assert_eq!(project_in("sr", "Од ХIХ века, КУД „Љ. Ненадовић“."), "Od XIX veka, KUD „Lj. Nenadović“.");
}
