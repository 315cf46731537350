//! Tests what search engines and other programs find in the heads of pages, in sitemaps and in linked data, over whole
//! sites with a history.

use crate::support::site::select;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::history::commit;
use crate::support::{katalog, lay_over, small_catalogue, write};
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{NamedOrBlankNode, Term};
use rayon::prelude::*;
use roxmltree::Document;
use scraper::Html;
use serde_json::Value;
use walkdir::WalkDir;

const BASE: &str = "https://katalog.example/sub/";
const DAY: &str = "2025-03-01";

type Files = BTreeMap<String, Vec<u8>>;

/// A site with the heads of its pages by URL.
struct Site {
    files: Files,
    heads: BTreeMap<String, Head>,
}

/// The real content and the small catalogue, as sites with a history of one commit.
static SITES: LazyLock<[Site; 2]> = LazyLock::new(|| {
    let real = tempfile::tempdir().expect("a folder");
    lay_over(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &real.path().join("content"));
    [real, small_catalogue()].map(|root| {
        commit(root.path(), DAY);
        built(root.path())
    })
});

fn built(root: &Path) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("public");
    let arguments = ["--quiet", "--base-url", BASE, "--output", &output.to_string_lossy()];
    let said = katalog("build", root, &arguments);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let entries = WalkDir::new(&output).into_iter().map(|entry| entry.expect("a readable folder"));
    let files: Files = entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&output).expect("a path below").to_string_lossy();
            (path.into_owned(), fs::read(entry.path()).expect("a readable file"))
        })
        .collect();
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    let address = |path: &str| format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path));
    let heads = pages.into_par_iter().map(|(path, bytes)| (address(path), Head::read(bytes))).collect();
    Site { files, heads }
}

/// The contents of a page's head.
struct Head {
    lang: String,
    is_noindex: bool,
    canonical: Option<String>,
    alternates: BTreeMap<String, String>,
    open_graph: BTreeMap<String, Vec<String>>,
    twitter_card: Option<String>,
    linked_data: Vec<String>,
    /// The texts of the breadcrumbs.
    trail: Vec<String>,
}

impl Head {
    fn read(html: &[u8]) -> Self {
        let html = Html::parse_document(std::str::from_utf8(html).expect("UTF-8"));
        let all = |selector: &str, attribute: &str| -> Vec<String> {
            html.select(&select(selector))
                .filter_map(|element| element.attr(attribute).map(str::to_owned))
                .collect()
        };
        let texts = |selector: &str| -> Vec<String> {
            html.select(&select(selector)).map(|element| element.text().collect()).collect()
        };
        let one = |mut list: Vec<String>| {
            assert!(list.len() < 2, "{list:?}");
            list.pop()
        };
        let mut open_graph: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let properties = all("head meta[property^='og:']", "property");
        for (property, content) in properties.into_iter().zip(all("head meta[property^='og:']", "content")) {
            open_graph.entry(property).or_default().push(content);
        }
        let languages = all("head link[rel=alternate][hreflang]", "hreflang");
        let addresses = all("head link[rel=alternate][hreflang]", "href");
        assert_eq!(languages.len(), languages.iter().collect::<BTreeSet<_>>().len(), "{languages:?}");
        Head {
            lang: one(all("html", "lang")).expect("a language"),
            is_noindex: one(all("meta[name=robots]", "content")).is_some_and(|says| says == "noindex"),
            canonical: one(all("link[rel=canonical]", "href")),
            alternates: languages.into_iter().zip(addresses).collect(),
            open_graph,
            twitter_card: one(all("meta[name='twitter:card']", "content")),
            linked_data: texts("script[type='application/ld+json']"),
            trail: texts("nav.breadcrumb li").iter().map(|text| text.trim().to_owned()).collect(),
        }
    }
}

#[test]
fn alternates_link_back_and_canonical_urls_are_those_of_the_page() {
    for Site { files: _, heads } in &*SITES {
        let chooser = &heads[BASE];
        for (address, head) in heads {
            if head.is_noindex {
                assert_eq!((&head.canonical, head.alternates.len()), (&None, 0), "{address}");
                continue;
            }
            assert_eq!(head.canonical.as_ref(), Some(address), "every page is written in every locale");
            // Readers of other languages choose at the root; other pages show them their first locale.
            let others = &head.alternates["x-default"];
            let is_home = chooser.alternates.values().any(|home| home == address);
            let expected = if is_home { BASE } else { &head.alternates["sr-Latn"] };
            assert_eq!(others, expected, "{address}");
            assert_eq!(head.alternates.len(), chooser.alternates.len(), "{address}");
            for (lang, other) in &head.alternates {
                let there = heads.get(other).unwrap_or_else(|| panic!("{address}: no page {other}"));
                assert!(&there.lang == lang || lang == "x-default", "{address} -> {other}");
                if address != BASE {
                    assert_eq!(there.alternates, head.alternates, "{address} -> {other}");
                }
            }
            let own = head.alternates.get(&head.lang);
            assert!(address == BASE || own == Some(address), "{address}: {own:?}");
        }
        for (lang, home) in chooser.alternates.iter().filter(|(lang, _)| *lang != "x-default") {
            assert_eq!(heads[home].alternates, chooser.alternates, "{lang}");
        }
    }
}

#[test]
fn a_page_without_a_translation_is_found_in_the_language_of_its_text() {
    let root = small_catalogue();
    fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).expect("a file to remove");
    let site = built(root.path());
    let heads = &site.heads;
    let (sr, en) = (format!("{BASE}sr/projekti/home-nursing/"), format!("{BASE}en/projects/home-nursing/"));
    assert_eq!(heads[&en].canonical.as_ref(), Some(&sr));
    assert!(heads[&en].alternates.is_empty());
    assert_eq!(heads[&sr].alternates.keys().collect::<Vec<_>>(), ["sr-Latn", "x-default"]);
    assert!(!heads[&sr].open_graph.contains_key("og:locale:alternate"));
    let listed: BTreeSet<String> =
        sitemaps(&site.files).into_iter().flat_map(|(_, listed)| listed.into_keys()).collect();
    assert!(listed.contains(&sr) && !listed.contains(&en));
    let page: Value = serde_json::from_str(&heads[&en].linked_data[0]).expect("JSON");
    assert_eq!(page["name"]["@language"], "sr-Latn");
    assert_eq!(page["mainEntity"]["name"]["@language"], "sr-Latn");
}

#[test]
fn open_graph_describes_the_page() {
    for site in &*SITES {
        for (address, head) in site.heads.iter().filter(|(_, head)| !head.is_noindex) {
            let one = |property: &str| match head.open_graph.get(property).map(Vec::as_slice) {
                Some([value]) if !value.is_empty() => value.as_str(),
                other => panic!("{address}: {property} {other:?}"),
            };
            for property in ["og:title", "og:description", "og:site_name"] {
                one(property);
            }
            assert_eq!((one("og:type"), one("og:url")), ("website", address.as_str()));
            let (own, other) = match head.lang.as_str() {
                "en" => ("en_GB", "sr_RS"),
                _ => ("sr_RS", "en_GB"),
            };
            assert_eq!(one("og:locale"), own, "{address}");
            assert_eq!(one("og:locale:alternate"), other, "{address}");
        }
    }
}

/// Returns the width and height in the header of a PNG file.
fn size_of_png(bytes: &[u8]) -> (u32, u32) {
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "{:?}", bytes.get(..16));
    let number = |at: usize| bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    (number(16), number(20))
}

#[test]
fn every_shared_page_has_a_picture() {
    for site in &*SITES {
        let mut shown = BTreeSet::new();
        // Only the 404 page that belongs to no locale has no metadata.
        for (address, head) in site.heads.iter().filter(|(address, _)| **address != format!("{BASE}404.html"))
        {
            let one = |property: &str| match head.open_graph.get(property).map(Vec::as_slice) {
                Some([value]) => value.as_str(),
                other => panic!("{address}: {property} {other:?}"),
            };
            let path =
                one("og:image").strip_prefix(BASE).unwrap_or_else(|| panic!("{address}: a whole address"));
            assert_eq!(one("og:image:type"), "image/png", "{address}");
            let size = (one("og:image:width"), one("og:image:height"));
            assert_eq!(size, ("1200", "630"), "{address}");
            assert_eq!(head.twitter_card.as_deref(), Some("summary_large_image"), "{address}");
            let words = match head.lang.as_str() {
                "en" => "Map of activities: ",
                "sr-Cyrl" => "Мапа активности: ",
                _ => "Mapa aktivnosti: ",
            };
            let name = one("og:image:alt").strip_prefix(words);
            assert!(name.is_some_and(|name| !name.is_empty()), "{address}: {}", one("og:image:alt"));
            shown.insert(path);
        }
        let there = site.files.keys().map(String::as_str).filter(|path| path.starts_with("pictures/"));
        assert_eq!(
            shown,
            there.collect::<BTreeSet<_>>(),
            "every picture is there, and none that no page shows"
        );
        for path in shown {
            let bytes = &site.files[path];
            assert_eq!(size_of_png(bytes), (1200, 630), "{path}");
            assert!(bytes.len() <= 60 * 1024, "{path} has {} bytes", bytes.len());
        }
    }
}

#[test]
fn pages_of_a_programme_have_its_picture() {
    let [real, small] = &*SITES;
    for (site, path, name) in [
        (small, "", "catalogue"),
        (small, "en/", "catalogue"),
        (small, "en/404.html", "catalogue"),
        (small, "en/areas/health/", "catalogue"),
        (small, "en/municipalities/zlatar/", "catalogue"),
        (small, "en/programmes/", "catalogue"),
        (small, "en/programmes/healthy-town/", "programmes/healthy-town"),
        (small, "sr/programi/healthy-town/", "programmes/healthy-town"),
        (small, "sr/projekti/home-nursing/", "programmes/healthy-town"),
        (small, "en/projects/first-lessons/", "programmes/first-step"),
        (real, "sr-cyrl/programi/pro/", "programmes/pro"),
        // This programme has no activities in single places.
        (real, "en/programmes/ipa-2020/", "catalogue"),
    ] {
        let shown = &site.heads[&format!("{BASE}{path}")].open_graph["og:image"];
        assert_eq!(*shown, [format!("{BASE}pictures/{name}.png")], "{path}");
    }
    let of = |name: &str| &small.files[&format!("pictures/{name}.png")];
    let pictures: BTreeSet<&Vec<u8>> =
        ["catalogue", "programmes/healthy-town", "programmes/first-step"].into_iter().map(of).collect();
    assert_eq!(pictures.len(), 3, "each shows other activities");
}

#[test]
fn pictures_change_only_with_what_they_show() {
    let root = small_catalogue();
    let pictures = || -> Files {
        built(root.path()).files.into_iter().filter(|(path, _)| path.starts_with("pictures/")).collect()
    };
    let change = |path: &str, from: &str, to: &str| {
        let path = root.path().join("content").join(path);
        let text = fs::read_to_string(&path).expect("a readable file");
        assert!(text.contains(from), "{}", path.display());
        write(&path, text.replacen(from, to, 1).as_bytes());
    };
    let before = pictures();
    assert_eq!(pictures(), before, "made twice, they are the same");
    change("programmes/healthy-town/en.md", "\ntitle: ", "\ntitle: \"</svg>\" #");
    assert_eq!(pictures(), before, "no text stands in them");
    change("catalogue.yaml", "\n", "\naccent: \"#7a1f1f\"\n");
    let after = pictures();
    assert!(after.keys().eq(before.keys()));
    assert!(after.iter().all(|(path, bytes)| before[path] != *bytes), "they have the accent of the site");
}

/// A URL in a sitemap.
struct Listed {
    day: Option<String>,
    alternates: BTreeMap<String, String>,
}

/// Returns the sitemaps that the index lists, by path, with the URLs in each.
fn sitemaps(site: &Files) -> Vec<(String, BTreeMap<String, Listed>)> {
    let text = |path: &str| std::str::from_utf8(&site[path]).expect("UTF-8");
    let index = Document::parse(text("sitemap.xml")).expect("XML");
    assert_eq!(index.root_element().tag_name().name(), "sitemapindex");
    let places = index.descendants().filter(|node| node.has_tag_name(name("loc")));
    places
        .map(|place| {
            let path = place.text().and_then(|text| text.strip_prefix(BASE)).expect("an address of the site");
            let sitemap = Document::parse(text(path)).expect("XML");
            let urls = sitemap.root_element().children().filter(|node| node.has_tag_name(name("url")));
            let mut listed = BTreeMap::new();
            for url in urls {
                let child = |wanted: &'static str| {
                    let found = url.children().find(|node| node.has_tag_name(name(wanted)))?;
                    found.text().map(str::to_owned)
                };
                let links = url.children().filter(|node| node.tag_name().name() == "link");
                let attribute = |node: roxmltree::Node<'_, '_>, name: &str| {
                    node.attribute(name).expect("an attribute").to_owned()
                };
                let entry = Listed {
                    day: child("lastmod"),
                    alternates: links
                        .map(|link| (attribute(link, "hreflang"), attribute(link, "href")))
                        .collect(),
                };
                let address = child("loc").expect("an address");
                assert!(listed.insert(address, entry).is_none(), "{path} lists an address twice");
            }
            (path.to_owned(), listed)
        })
        .collect()
}

fn name(name: &'static str) -> (&'static str, &'static str) {
    ("http://www.sitemaps.org/schemas/sitemap/0.9", name)
}

#[test]
fn sitemaps_list_every_indexed_page_and_no_other() {
    for site in &*SITES {
        let robots = String::from_utf8_lossy(&site.files["robots.txt"]);
        assert!(robots.lines().any(|line| line == format!("Sitemap: {BASE}sitemap.xml")), "{robots}");
        let mut found = BTreeSet::new();
        for (path, listed) in sitemaps(&site.files) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for (address, entry) in listed {
                assert!(address.starts_with(&format!("{BASE}{folder}")), "{path}: {address}");
                assert_eq!(entry.alternates, site.heads[&address].alternates, "{address}");
                assert!(entry.day.as_deref().is_none_or(|day| day == DAY), "{address}: {:?}", entry.day);
                assert!(found.insert(address), "listed twice");
            }
        }
        let pages: BTreeSet<String> = site
            .heads
            .iter()
            .filter(|(_, head)| !head.is_noindex)
            .map(|(address, _)| address.clone())
            .collect();
        assert_eq!(found, pages);
    }
}

#[test]
fn sitemaps_know_when_pages_were_changed() {
    let root = small_catalogue();
    let days = |root: &Path| -> BTreeMap<String, String> {
        let all = sitemaps(&built(root).files).into_iter().flat_map(|(_, listed)| listed);
        all.filter_map(|(address, entry)| Some((address.strip_prefix(BASE)?.to_owned(), entry.day?)))
            .collect()
    };
    assert!(days(root.path()).is_empty(), "nobody knows without git");
    commit(root.path(), "2025-03-01");
    let change = |path: &str, day: &str| {
        let path = root.path().join("content").join(path);
        let text = fs::read_to_string(&path).expect("a readable file");
        write(&path, format!("{text}\n").as_bytes());
        commit(root.path(), day);
    };
    change("projects/home-nursing/en.md", "2025-04-02");
    change("pages/about/sr.md", "2025-05-03");
    change("organisations.yaml", "2025-06-04");
    let days = days(root.path());
    for (path, day) in [
        ("en/", Some("2025-06-04")),
        ("en/projects/home-nursing/", Some("2025-04-02")),
        ("sr/projekti/home-nursing/", Some("2025-04-02")),
        ("en/projects/clean-banks/", Some("2025-03-01")),
        ("en/programmes/healthy-town/", Some("2025-04-02")),
        ("en/municipalities/zlatar/", Some("2025-04-02")),
        ("en/areas/health/nursing/", Some("2025-04-02")),
        ("en/support/grant/", Some("2025-04-02")),
        ("en/organisations/care-network/", Some("2025-04-02")),
        ("en/about/", Some("2025-05-03")),
        ("en/data/", Some("2025-03-01")),
        ("en/organisations/", Some("2025-06-04")),
        ("en/municipalities/sumarak/", Some("2025-03-01")),
    ] {
        assert_eq!(days.get(path).map(String::as_str), day, "{path}");
    }
}

type Statements = BTreeMap<(String, String), BTreeSet<String>>;

/// Returns the statements of a linked data block, by subject and predicate, with the schema.org prefix removed.
fn statements(block: &str) -> Statements {
    const SCHEMA: &str = "https://schema.org/";
    let context = format!("{{\"@context\": {{\"@vocab\": \"{SCHEMA}\"}}}}");
    let parser = JsonLdParser::new().for_slice(block.as_bytes());
    let parser = parser.with_load_document_callback(move |address, _| {
        assert_eq!(address, "https://schema.org");
        Ok(JsonLdRemoteDocument { document: context.clone().into_bytes(), document_url: address.to_owned() })
    });
    let mut statements = Statements::new();
    for quad in parser {
        let quad = quad.expect("valid JSON-LD");
        let subject = match quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.into_string(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let object = match quad.object {
            Term::NamedNode(node) => node.into_string().replace(SCHEMA, ""),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => literal.value().to_owned(),
        };
        let predicate = quad.predicate.into_string();
        let predicate = predicate.rsplit(['#', '/']).next().unwrap_or_default().to_owned();
        statements.entry((subject, predicate)).or_default().insert(object);
    }
    statements
}

/// The types of pages and of their subjects, by the English URL of the page below `en/`.
const TYPES: [(&str, &str, &str); 24] = [
    ("", "WebPage", "WebSite"),
    ("programmes/", "CollectionPage", "ItemList"),
    ("programmes/healthy-town/", "WebPage", "Project"),
    ("projects/", "CollectionPage", "ItemList"),
    ("projects/home-nursing/", "WebPage", "Project"),
    ("municipalities/", "CollectionPage", "ItemList"),
    ("municipalities/zlatar/", "WebPage", "AdministrativeArea"),
    ("districts/", "CollectionPage", "ItemList"),
    ("districts/recni/", "CollectionPage", "AdministrativeArea"),
    ("areas/", "CollectionPage", "ItemList"),
    ("areas/health/", "CollectionPage", "DefinedTerm"),
    ("areas/health/nursing/", "CollectionPage", "DefinedTerm"),
    ("support/", "CollectionPage", "ItemList"),
    ("support/grant/", "CollectionPage", "DefinedTerm"),
    ("target-groups/", "CollectionPage", "ItemList"),
    ("target-groups/old-people/", "WebPage", "DefinedTerm"),
    ("organisations/", "CollectionPage", "ItemList"),
    ("organisations/ministry-of-rivers/", "WebPage", "GovernmentOrganization"),
    ("organisations/care-network/", "WebPage", "NGO"),
    ("organisations/lake-fund/", "WebPage", "Organization"),
    ("documents/", "CollectionPage", "ItemList"),
    ("documents/final-report/", "WebPage", "DigitalDocument"),
    ("data/", "WebPage", "Dataset"),
    ("about/", "AboutPage", ""),
];

#[test]
fn linked_data_have_the_type_of_the_pages_subject() {
    let heads = &SITES[1].heads;
    for (path, page_type, entity_type) in TYPES {
        let address = format!("{BASE}en/{path}");
        let [block] = &heads[&address].linked_data[..] else { panic!("{address}: one block") };
        let said = statements(block);
        let typed = |wanted: &str| -> Vec<&String> {
            let of_type =
                said.iter().filter(|((_, predicate), types)| predicate == "type" && types.contains(wanted));
            of_type.map(|((subject, _), _)| subject).collect()
        };
        let [page] = typed(page_type)[..] else { panic!("{path}: no {page_type} in {block}") };
        let main = said.get(&(page.clone(), "mainEntity".to_owned()));
        match entity_type {
            "" => assert_eq!(main, None, "{path}"),
            entity_type => {
                let main = main.and_then(BTreeSet::first).unwrap_or_else(|| panic!("{path}: about nothing"));
                assert!(typed(entity_type).contains(&main), "{path}: {block}");
            }
        }
        assert!(said.values().all(|objects| !objects.contains("")), "{path}: {block}");
    }
}

#[test]
fn linked_data_agree_with_the_page() {
    for site in &*SITES {
        for (address, head) in &site.heads {
            if head.is_noindex {
                assert!(head.linked_data.len() < 2, "{address}");
                continue;
            }
            let [block] = &head.linked_data[..] else { panic!("{address}: one block") };
            assert!(!statements(block).is_empty(), "{address}");
            let page: Value = serde_json::from_str(block).expect("JSON");
            assert_eq!(page["url"], address.as_str());
            if address == BASE {
                continue;
            }
            assert_eq!(page["inLanguage"], head.lang.as_str(), "{address}");
            let items = page["breadcrumb"]["itemListElement"].as_array().cloned().unwrap_or_default();
            let names: Vec<&str> = items.iter().filter_map(|item| item["name"].as_str()).collect();
            assert_eq!(names, head.trail, "{address}");
            for (item, position) in items.iter().zip(1..) {
                assert_eq!(item["position"], position, "{address}");
                let leads = item["item"].as_str().and_then(|item| item.strip_prefix(BASE));
                let is_last = usize::try_from(position).is_ok_and(|position| position == items.len());
                assert!(
                    is_last
                        || leads.is_some_and(|path| site.files.contains_key(&format!("{path}index.html"))),
                    "{address}: {item}"
                );
            }
            assert!(page["dateModified"].as_str().is_none_or(|day| day == DAY), "{address}");
        }
    }
}

#[test]
fn the_data_page_describes_the_files_for_data_portals() {
    for site in &*SITES {
        let heads = &site.heads;
        let page: Value =
            serde_json::from_str(&heads[&format!("{BASE}en/data/")].linked_data[0]).expect("JSON");
        let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
        let text = |of: &Value| of.as_str().expect("a text").to_owned();
        // The file, with the data set that it belongs to and its type.
        let mut described = BTreeSet::new();
        let whole = &page["mainEntity"];
        for set in [whole.clone()].into_iter().chain(list(&whole["hasPart"])) {
            assert!(set["name"]["@value"].is_string() && set["description"]["@value"].is_string(), "{set}");
            for file in list(&set["distribution"]) {
                described.insert([&file["contentUrl"], &set["@id"], &file["encodingFormat"]].map(text));
            }
        }
        let dcat: Value = serde_json::from_slice(&site.files["data/dcat.jsonld"]).expect("JSON");
        let mut expected = BTreeSet::new();
        for set in list(&dcat["dcat:dataset"]) {
            for file in list(&set["dcat:distribution"]) {
                // A type that is not registered has no address.
                let media_type =
                    file["dcat:mediaType"]["@id"].as_str().unwrap_or("media-types/application/x-ndjson");
                let media_type = media_type.split("media-types/").nth(1).expect("a media type").to_owned();
                expected.insert([text(&file["@id"]), text(&set["@id"]), media_type]);
            }
        }
        assert!(expected.iter().map(|[_, set, _]| set).collect::<BTreeSet<_>>().len() > 5, "{expected:?}");
        assert_eq!(described, expected);
    }
}

/// All identifiers in the linked data of a page in English.
fn identifiers(site: &Site, path: &str) -> BTreeSet<String> {
    fn collect(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("@id").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| collect(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let block = &site.heads[&format!("{BASE}en/{path}")].linked_data[0];
    let mut found = BTreeSet::new();
    collect(&serde_json::from_str(block).expect("JSON"), &mut found);
    found
}

#[test]
fn identifiers_do_not_depend_on_locales_and_names_have_their_language() {
    let root = small_catalogue();
    let settings = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let turned = text.replace("locales: [sr-Latn, en]", "locales: [en, sr-Cyrl]");
    assert_ne!(turned, text);
    write(&settings, turned.as_bytes());
    let (turned, usual) = (built(root.path()), &SITES[1]);
    for (path, ..) in TYPES {
        assert_eq!(identifiers(&turned, path), identifiers(usual, path), "{path}");
    }
    let name = |folder: &str| -> Value {
        let page: Value =
            serde_json::from_str(&SITES[0].heads[&format!("{BASE}{folder}/sabac/")].linked_data[0])
                .expect("JSON");
        assert_eq!(page["mainEntity"]["@id"], format!("{BASE}#municipality:sabac"));
        page["mainEntity"]["name"].clone()
    };
    let languages = ["sr/opstine", "sr-cyrl/opstine", "en/municipalities"]
        .map(|folder| name(folder)["@language"].as_str().expect("a language").to_owned());
    assert_eq!(languages, ["sr-Latn", "sr-Cyrl", "en"]);
}

#[test]
fn untrusted_texts_cannot_end_the_block() {
    let root = small_catalogue();
    let hostile = "</script><script>alert(1)</script><!-- \\u003c & \"";
    let path = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&path).expect("a readable file");
    let quoted = format!("'{hostile}'");
    let text =
        text.replace("{ sr: Mreža nege, en: Care Network }", &format!("{{ sr: {quoted}, en: {quoted} }}"));
    write(&path, text.as_bytes());
    let site = built(root.path());
    let html = &site.files["en/organisations/care-network/index.html"];
    let head = Head::read(html);
    let page: Value = serde_json::from_str(&head.linked_data[0]).expect("JSON");
    assert_eq!(page["name"], hostile.replace("--", "–"));
    let html = Html::parse_document(std::str::from_utf8(html).expect("UTF-8"));
    let scripts = select("script");
    let mut run = html.select(&scripts).filter(|script| script.attr("type") != Some("application/ld+json"));
    assert!(run.all(|script| script.attr("src").is_some()));
}
