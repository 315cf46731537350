//! Tests what the design of a site takes from the catalogue and its history: accent, logo, map, dates of changes.

use crate::support::site::{page, select};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::history::commit;
use crate::support::{katalog, small_catalogue, write};
use scraper::ElementRef;

/// Adds lines to `catalogue.yaml`.
fn set(root: &Path, lines: &str) {
    let path = root.join("content/catalogue.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    write(&path, format!("{text}{lines}\n").as_bytes());
}

fn build(root: &Path) {
    let output = root.join("public").to_string_lossy().into_owned();
    let said = katalog("build", root, &["--strict", "--output", &output]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

fn style(root: &Path) -> String {
    let assets = fs::read_dir(root.join("public/assets")).expect("assets");
    let style = assets
        .map(|entry| entry.expect("an asset").path())
        .find(|path| path.extension().is_some_and(|ending| ending == "css"));
    fs::read_to_string(style.expect("a style")).expect("a readable file")
}

#[test]
fn the_accent_colours_both_themes() {
    let root = small_catalogue();
    build(root.path());
    let usual = style(root.path());
    set(root.path(), "accent: \"#7A1F1F\"");
    build(root.path());
    let own = style(root.path());
    let added = own.strip_prefix(&usual).expect("the rest of the style stays");
    assert!(added.contains(":root{--accent:#7a1f1f;--accent-ground:#7a1f1f}"), "{added}");
    assert!(added.contains("(prefers-color-scheme:dark){:root{--accent:#"), "{added}");
}

/// A picture, as far as anybody looks.
const PICTURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82";

#[test]
fn the_logo_comes_before_the_name() {
    let root = small_catalogue();
    let logos = |root: &Path| {
        let html = page(root, "en");
        let pictures: Vec<String> = html
            .select(&select("header .site-name > img[alt='']"))
            .filter_map(|picture| picture.attr("src").map(str::to_owned))
            .collect();
        pictures
    };
    build(root.path());
    assert!(logos(root.path()).is_empty());
    set(root.path(), "logo: sign.png");
    write(&root.path().join("content/sign.png"), PICTURE);
    build(root.path());
    let [address] = &logos(root.path())[..] else { panic!("one logo") };
    assert!(address.ends_with("/files/sign.png"), "{address}");
    assert_eq!(fs::read(root.path().join("public/files/sign.png")).unwrap(), PICTURE);
}

#[test]
fn the_logo_of_a_funder_is_with_its_statement() {
    let root = small_catalogue();
    let organisations = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&organisations).expect("a readable file");
    let text = text.replace(
        "lake-fund:\n",
        "lake-fund:\n  logo: lake.png\n  statement: { sr: Plaća Jezerski fond., en: The Lake Fund pays. }\n",
    );
    write(&organisations, text.as_bytes());
    write(&root.path().join("content/lake.png"), PICTURE);
    build(root.path());
    for (address, count) in [
        ("en/programmes/healthy-town", 1),
        ("en/projects/home-nursing", 1),
        ("en/organisations/lake-fund", 1),
        ("en/projects/first-lessons", 0),
        ("en/organisations/care-network", 0),
    ] {
        let html = page(root.path(), address);
        let logos = select("main img.funder-logo[src$='/files/lake.png'][alt='Lake Fund']");
        assert_eq!(html.select(&logos).count(), count, "{address}");
        let data: String =
            html.select(&select("script[type='application/ld+json']")).flat_map(|data| data.text()).collect();
        let is_described = data.contains("\"logo\":\"https://") && data.contains("/files/lake.png\"");
        assert_eq!(is_described, address == "en/organisations/lake-fund", "{address}");
    }
}

/// Returns the places that the elements link to.
fn leading_to<'a>(elements: impl Iterator<Item = ElementRef<'a>>) -> BTreeSet<String> {
    elements.filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

#[test]
fn a_map_agrees_with_its_table() {
    let root = small_catalogue();
    build(root.path());
    for path in ["en", "sr", "en/areas/health", "sr/oblasti/health"] {
        let html = page(root.path(), path);
        let marks: Vec<ElementRef<'_>> =
            html.select(&select("figure.map > svg > a:has(path.mark)")).collect();
        let rows = leading_to(html.select(&select(".same-data tbody th a")));
        assert!(!rows.is_empty(), "{path}");
        assert_eq!(leading_to(marks.iter().copied()), rows, "{path}");
        for link in html.select(&select("figure.map > svg a")) {
            let title: String = link.select(&select("title")).flat_map(|title| title.text()).collect();
            assert!(!title.trim().is_empty(), "{path}: {}", link.html());
        }
        for row in html.select(&select(".same-data tbody tr")) {
            let name: String = row.select(&select("th")).flat_map(|cell| cell.text()).collect();
            let count: String = row.select(&select("td.number")).flat_map(|cell| cell.text()).collect();
            let begins = format!("{}: {} ", name.trim(), count.trim());
            let said =
                marks.iter().filter(|mark| mark.text().collect::<String>().starts_with(&begins)).count();
            assert_eq!(said, 1, "{path}: {begins}");
        }
    }
    let district = page(root.path(), "en/districts/recni");
    assert!(district.select(&select("figure.map path.cells")).next().is_some());
}

#[test]
fn dates_of_changes_are_those_of_commits() {
    let root = small_catalogue();
    let footer = |path: &str| -> String {
        page(root.path(), path).select(&select("footer")).flat_map(|footer| footer.text()).collect()
    };
    build(root.path());
    assert!(!footer("en").contains("last changed"));
    assert!(page(root.path(), "en").select(&select("#recent")).next().is_none());
    commit(root.path(), "2025-03-01");
    let file = root.path().join("content/projects/home-nursing/en.md");
    let text = fs::read_to_string(&file).unwrap();
    write(&file, format!("{text}\nMore.\n").as_bytes());
    commit(root.path(), "2025-04-09");
    // Uncommitted changes do not count.
    write(&file, format!("{text}\nStill more.\n").as_bytes());
    build(root.path());
    assert!(footer("en").contains("Content last changed: 9 April 2025"), "{}", footer("en"));
    assert!(footer("sr/projekti").contains("Poslednja promena sadržaja: 9. april 2025."));
    let home = page(root.path(), "en");
    let first = home.select(&select("#recent + .posts li")).next().expect("a change");
    assert!(first.select(&select("a[href$='/projects/home-nursing/']")).next().is_some());
    assert_eq!(
        first.select(&select("time")).next().and_then(|time| time.attr("datetime")),
        Some("2025-04-09")
    );
}
