//! Tests the shapes of districts: maps with borders, their data, and the commands that read and write them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use crate::support::catalogue::Catalogue;
use crate::support::site::{Tree, built, page, select};
use crate::support::{katalog, tests};
use scraper::{ElementRef, Html};
use serde_json::Value;

/// The shapes of the districts of the small catalogue.
fn shapes() -> String {
    let path = tests("problems/missing-shape-silent/content/districts.geojson");
    fs::read_to_string(path).expect("a readable file")
}

/// The site of the catalogue in this repository.
static REAL: LazyLock<Tree> = LazyLock::new(|| {
    let output = tempfile::tempdir().expect("a folder");
    built(Path::new(env!("CARGO_MANIFEST_DIR")), &output.path().join("public"), &["--quiet"])
});

fn with_shapes() -> Catalogue {
    Catalogue::small().with("districts.geojson", shapes())
}

fn title(link: ElementRef<'_>) -> String {
    link.select(&select("title")).flat_map(|title| title.text()).collect()
}

/// Returns the first number in a text, as it is written in English.
fn number(text: &str) -> usize {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit()).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in `{text}`"))
}

#[test]
fn each_district_is_one_tab_stop_and_in_the_class_of_its_number() {
    let catalogue = with_shapes();
    catalogue.built();
    for address in ["en", "en/programmes/healthy-town", "en/areas/health"] {
        let html = page(catalogue.root(), address);
        let figure = html.select(&select("figure.map.borders.country")).next().expect("a map with borders");
        let legend: Vec<(String, String)> = figure
            .select(&select("ul.legend:not(.of-towns) li"))
            .map(|entry| {
                let swatch = entry.select(&select("path")).next().and_then(|path| path.attr("class"));
                (swatch.unwrap_or_default().to_owned(), entry.text().collect::<String>().trim().to_owned())
            })
            .collect();
        let links: Vec<ElementRef<'_>> = figure.select(&select("svg a[href]:not([tabindex])")).collect();
        assert_eq!(links.len(), 3, "{address}");
        for link in links {
            let tile = link.select(&select("path.tile")).next().expect("a shape");
            let (name, count) = title(link)
                .split_once(": ")
                .map(|(name, count)| (name.to_owned(), number(count)))
                .expect("a number");
            let class = tile.attr("class").unwrap_or_default();
            let (_, range) = legend
                .iter()
                .find(|(swatch, _)| swatch == class)
                .unwrap_or_else(|| panic!("{class} in {legend:?}"));
            let (from, to) = range.split_once('–').unwrap_or((range, range));
            assert!((number(from)..=number(to)).contains(&count), "{address}: {name}: {count} in {range}");
        }
        for town in figure.select(&select("svg a:has(path.mark)")) {
            assert_eq!((town.attr("class"), town.attr("tabindex")), (Some("town"), Some("-1")), "{address}");
        }
    }
}

#[test]
fn marks_tell_all_areas_and_lead_where_the_table_leads() {
    let html = Html::parse_document(&String::from_utf8_lossy(&REAL["en/index.html"]));
    let marks: Vec<ElementRef<'_>> = html.select(&select("figure.map svg a.town")).collect();
    let rows: Vec<ElementRef<'_>> = html.select(&select(".same-data tbody tr")).collect();
    assert_eq!(marks.len(), rows.len());
    let with_areas: Vec<String> =
        marks.iter().map(|mark| title(*mark)).filter(|title| title.contains('(')).collect();
    assert!(!with_areas.is_empty());
    for title in with_areas {
        let (all, areas) = title.trim_end_matches(')').split_once(" (").expect("areas");
        let sum: usize =
            areas.split(", ").map(|area| number(area.rsplit(": ").next().unwrap_or_default())).sum();
        assert_eq!(sum, number(all), "{title}");
        assert!(areas.contains(", "), "{title}");
    }
}

#[test]
fn a_municipality_is_shown_in_its_district() {
    let catalogue = with_shapes();
    catalogue.built();
    let html = page(catalogue.root(), "en/municipalities/zlatar");
    let locator = html.select(&select("svg.locator[aria-hidden=true]")).next().expect("a map");
    assert_eq!(locator.select(&select("path")).count(), 3);
    let district = page(catalogue.root(), "en/districts/planinski");
    let figure = district.select(&select("figure.map.borders:not(.country)")).next().expect("a map");
    assert_eq!(figure.select(&select("path.tile.c1")).count(), 1);
}

#[test]
fn a_site_without_shapes_is_as_if_nobody_knew_of_them() {
    let catalogue = Catalogue::small();
    let before = catalogue.built();
    let catalogue = catalogue.with("districts.geojson", shapes());
    assert!(catalogue.built().contains_key("data/districts.geojson"));
    let catalogue = catalogue.without("districts.geojson");
    assert_eq!(catalogue.built(), before);
    for (path, bytes) in before.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = Html::parse_document(&String::from_utf8_lossy(bytes));
        assert!(
            html.select(&select(".borders, .locator, .map-list, [class~=c1]")).next().is_none(),
            "{path}"
        );
    }
    assert!(!before.contains_key("data/districts.geojson"));
}

#[test]
fn the_shapes_are_published_as_they_are_written() {
    let catalogue = with_shapes();
    let files = catalogue.built();
    let written: Value = serde_json::from_str(&shapes()).expect("JSON");
    let published: Value = serde_json::from_slice(&files["data/districts.geojson"]).expect("JSON");
    let by_id = |collection: &Value| -> BTreeMap<String, Value> {
        let features = collection["features"].as_array().expect("features");
        let named = |feature: &Value| {
            (feature["properties"]["id"].as_str().expect("an id").to_owned(), feature["geometry"].clone())
        };
        features.iter().map(named).collect()
    };
    let numbers = |shapes: BTreeMap<String, Value>| -> BTreeMap<String, Vec<f64>> {
        fn all(value: &Value, found: &mut Vec<f64>) {
            found.extend(value.as_f64());
            value.as_array().into_iter().flatten().for_each(|value| all(value, found));
        }
        let of = |(id, geometry): (String, Value)| {
            let mut found = Vec::new();
            all(&geometry["coordinates"], &mut found);
            (id, found)
        };
        shapes.into_iter().map(of).collect()
    };
    assert_eq!(numbers(by_id(&published)), numbers(by_id(&written)));
    for feature in published["features"].as_array().expect("features") {
        let properties = &feature["properties"];
        let address = properties["url"]["en"].as_str().expect("an address");
        let path = address.split("/en/").nth(1).expect("a page");
        let html = Html::parse_document(&String::from_utf8_lossy(&files[&format!("en/{path}index.html")]));
        let heading: String =
            html.select(&select("h2#activities")).flat_map(|heading| heading.text()).collect();
        assert_eq!(properties["activities"], number(&heading), "{path}");
        assert_eq!(
            properties["iso_3166_2"],
            html.select(&select("dl.facts code")).flat_map(|code| code.text()).collect::<String>()
        );
    }
    let data = catalogue.texts("en/data", "main").join(" ");
    assert!(data.contains("districts.geojson") && data.contains("ISO 3166-2"), "{data}");
}

#[test]
fn a_renamed_district_keeps_its_shape() {
    let catalogue = with_shapes();
    let refs = katalog("refs", catalogue.root(), &["district:recni"]);
    assert!(
        refs.stdout.contains("content/districts.geojson:4:") && refs.stdout.contains("shape on the map"),
        "{}",
        refs.stdout
    );
    let said = katalog("rename", catalogue.root(), &["district:recni", "velikorecni"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let after =
        fs::read_to_string(catalogue.root().join("content/districts.geojson")).expect("a readable file");
    assert_eq!(after, shapes().replace("recni", "velikorecni"));
    catalogue.check_strictly().is_clean();
}

#[test]
fn an_id_with_escapes_is_known_but_cannot_be_rewritten() {
    let catalogue = Catalogue::small().with("districts.geojson", shapes().replace("recni", "re\\u0063ni"));
    catalogue.check_strictly().is_clean();
    let said = katalog("rename", catalogue.root(), &["district:recni", "velikorecni"]);
    assert_ne!(said.code, Some(0));
    said.reports("is written with escapes");
}

#[test]
fn texts_may_link_to_the_shapes_only_if_there_are_any() {
    let link = "\n[data](data:districts.geojson)\n";
    let linking = |catalogue: Catalogue| {
        catalogue.appending("pages/about/en.md", link).appending("pages/about/sr.md", link)
    };
    linking(with_shapes()).check_strictly().is_clean();
    linking(Catalogue::small()).check().has_errors(2).reports("there is no data file `districts.geojson`");
}

/// Returns a file with one shape that has `rings` rings of `points` points each.
fn large(rings: usize, points: usize) -> String {
    let ring = |ring: usize| {
        let (column, row) = (ring % 40, ring / 40);
        let at = |point: usize| {
            // A circle of many teeth.
            let angle = point as f64 * std::f64::consts::TAU / (points - 1) as f64;
            let radius = if point.is_multiple_of(2) { 0.02 } else { 0.05 };
            let (east, north) = (18.5 + column as f64 * 0.13, 41.5 + row as f64 * 0.13);
            format!("[{:.4},{:.4}]", east + radius * angle.cos(), north + radius * angle.sin())
        };
        let mut written: Vec<String> = (0..points - 1).map(at).collect();
        written.push(written[0].clone());
        format!("[[{}]]", written.join(","))
    };
    let rings: Vec<String> = (0..rings).map(ring).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"id\":\"recni\"}},\
         \"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}}}]}}",
        rings.join(",")
    )
}

#[test]
fn shapes_of_any_size_are_refused_or_simplified() {
    let catalogue = |shapes: String| Catalogue::small().with("districts.geojson", shapes);
    catalogue(large(1001, 5)).check().has_errors(1).reports("in 1001 rings");
    let most = large(1000, 100);
    assert!(most.len() < 2 << 20);
    let files = catalogue(most).built();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(bytes.len() < 400_000, "{path}: {}", bytes.len());
    }
    let nested = shapes().replacen("[[[", &"[".repeat(1 << 20), 1);
    catalogue(nested).check().has_errors(1).reports("recursion limit");
}

#[test]
fn the_map_of_the_home_page_is_small_enough_for_phones() {
    for locale in ["sr", "sr-cyrl", "en"] {
        let html = String::from_utf8_lossy(&REAL[&format!("{locale}/index.html")]).into_owned();
        let start = html
            .find("<figure class=\"map")
            .and_then(|at| Some(at + html[at..].find("<svg")?))
            .expect("a map");
        let end = start + html[start..].find("</svg>").expect("its end") + "</svg>".len();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        encoder.write_all(&html.as_bytes()[start..end]).expect("compressed");
        let size = encoder.finish().expect("compressed").len();
        assert!(size <= 9 * 1024, "{locale}: {size}");
    }
}
