//! Tests the real content: it passes its checks and agrees with the published facts, and every count on a page matches
//! the list it links to.

use crate::support::PROGRAM;
use crate::support::site::{parsed, select};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use katalog::text::serbian::{Acronyms, slug, to_cyrillic, to_latin};
use rayon::prelude::*;
use scraper::ElementRef;
use serde_json::Value;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What PRO has published, one row for each activity, including its typos.
const PRO_FACTS: &str = include_str!("../facts/pro_activities.csv");

/// The columns of the table of activities; one that ends in `*` exists once for each locale.
const COLUMNS: [&str; 39] = [
    "programme",
    "programme_title*",
    "project",
    "title*",
    "municipality",
    "municipality_name*",
    "district",
    "district_name*",
    "area",
    "area_name*",
    "sub_area",
    "sub_area_name*",
    "support_type",
    "support_type_name*",
    "implementers",
    "implementer_names*",
    "partners",
    "partner_names*",
    "partner_municipalities",
    "locations",
    "currency",
    "total",
    "programme_funds",
    "co_funding",
    "start",
    "end",
    "status",
    "note*",
    "sources",
    "url*",
    "scope",
    "region",
    "target_groups",
    "target_group_names*",
    "awarded",
    "recipient",
    "period_source",
    "status_source",
    "former_ids",
];

const AREAS: [(&str, &str); 3] = [
    ("Good Governance", "good-governance"),
    ("Environmental Governance", "environmental-governance"),
    ("Social Inclusion", "social-inclusion"),
];

const SUB_AREAS: [(&str, &str); 15] = [
    ("Competency Units Development", "competency-units"),
    ("Gender Responsive Governance", "gender-responsive-governance"),
    ("Administrative efficiency and effectiveness", "administrative-efficiency"),
    ("Citizen participation and transparency", "citizen-participation"),
    ("Anti-corruption policies", "anti-corruption"),
    ("Environmental protection", "environmental-protection"),
    ("Improvement of Social Protection", "improvement-of-social-protection"),
    ("Rights-based child-centred governance", "child-rights-governance"),
    ("Alternative family care for children", "alternative-family-care"),
    ("Inter-Municipal Cooperation", "inter-municipal-cooperation"),
    ("Reducing age-based disrimination", "age-discrimination"),
    ("Youth Wellbeing Index", "youth-wellbeing-index"),
    ("Protection of Waste Pickers` Livelihoods", "waste-pickers"),
    ("Licensing for Service Providers", "licensing-of-service-providers"),
    ("Social Integrated Services", "social-integrated-services"),
];

const SUPPORT_TYPES: [(&str, &str); 8] = [
    ("Technical Assistance to LG", "technical-assistance-to-local-government"),
    ("Technical Assistance to CSO", "technical-assistance-to-civil-society"),
    ("Financial support to CSO", "grant-to-civil-society"),
    ("Financial support to LG", "grant-to-local-government"),
    ("Capacity Building of LG", "capacity-building-of-local-governments"),
    ("Capacity building of LGs", "capacity-building-of-local-governments"),
    ("Capacity building at the local level", "capacity-building-at-local-level"),
    ("Capacity building of local service providers", "capacity-building-of-service-providers"),
];

/// Title, sub-area where several projects share a title, and project.
const PROJECTS: [(&str, &str, &str); 34] = [
    (
        "Increasing LGs capacities for applying environmental governance processes in practice",
        "",
        "environmental-governance-capacities",
    ),
    ("Development of Good Governance Competency Units", "", "competency-units"),
    (
        "Application of Gender Responsive Governance and Budgeting in Practice",
        "",
        "gender-responsive-budgeting",
    ),
    (
        "Providing support to LGs for improving local governance",
        "administrative-efficiency",
        "municipal-support-efficiency",
    ),
    (
        "Providing support to LGs for improving local governance",
        "citizen-participation",
        "municipal-support-participation",
    ),
    (
        "Providing support to LGs for improving local governance",
        "anti-corruption",
        "municipal-support-anti-corruption",
    ),
    (
        "Support for the Improvement of Social Protection at the Local Level",
        "",
        "improvement-of-social-protection",
    ),
    (
        "Capacity building for the development of policies and budgeting based on child rights",
        "",
        "child-rights-budgeting",
    ),
    ("Improvement of the accessibility and quality of foster care for children", "", "foster-care"),
    (
        "Establishment of Inter-Municipal Cooperation in the Provision of Social Protection Services",
        "",
        "inter-municipal-cooperation",
    ),
    ("Strengthening local capacities for reducing age-based disrimination", "", "age-discrimination"),
    (
        "Developing and piloting Youth Wellbeing Index methodology at the local level",
        "",
        "youth-wellbeing-index",
    ),
    (
        "Support in Establishment of Local Coordination Mechanism to Protect Waste Pickers` Livelihoods",
        "",
        "waste-pickers",
    ),
    (
        "Support to CSO in the Licensing Procedure for Social Protection Service Providers",
        "",
        "licensing-support",
    ),
    ("Classroom of Knowledge, Support and Hope", "", "classroom-of-knowledge"),
    ("Together without Violence", "", "together-without-violence"),
    ("Safe Space Bujanovac", "", "safe-space-bujanovac"),
    ("Equal Approach", "", "equal-approach"),
    ("Prevention to Better and More Quality Life", "", "prevention-for-better-life"),
    ("Counselling Centre \"RoMala\"", "", "romala"),
    (
        "Strengthening intersector cooperation for better position of waste pickers",
        "",
        "waste-pickers-leskovac",
    ),
    ("Romani women - For a life without violence", "", "romani-women-without-violence"),
    ("Fight against drugs – fight for life – don't get hooked", "", "fight-against-drugs"),
    ("Get Involved!", "", "get-involved"),
    ("Open your eyes!", "", "open-your-eyes"),
    ("Nexus Connect: Empowering Communities", "", "nexus-connect"),
    ("Mens Sana in Corpore Sano", "", "mens-sana"),
    ("Inclusive Centre", "", "inclusive-centre"),
    (
        "Improving the cooperation of the social and health system in the municipality of Vlasotince",
        "",
        "social-and-health-vlasotince",
    ),
    ("Healthy Child - Happy Family!", "", "healthy-child"),
    ("The Bridge", "", "the-bridge"),
    ("Family Empowerment Corner", "", "family-empowerment-corner"),
    ("Empowering children and parents for the challenges that caused autism", "", "autism-vranje"),
    ("Corner of Trust", "", "corner-of-trust"),
];

/// PRO on the home page, and its areas on its own page: the name in each language, municipalities and activities.
const PRO_IN_NUMBERS: [(&str, &str, usize, usize); 4] = [
    ("PRO – Local Governance for People and Nature", "PRO – Lokalno upravljanje za ljude i prirodu", 88, 215),
    ("Good governance", "Dobro upravljanje", 45, 55),
    ("Social inclusion", "Socijalno uključivanje", 68, 139),
    ("Environmental governance", "Upravljanje životnom sredinom", 21, 21),
];

/// Typos of the sources that must not appear on the site.
const SLIPS: [&str; 2] = ["disrimination", "muncipal"];

/// Every file of the built site, by path.
static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let done = katalog(&[
        "build",
        "--quiet",
        "--root",
        ROOT,
        "--base-url",
        "https://katalog.example/",
        "--output",
        &output.to_string_lossy(),
    ]);
    assert!(done.status.success(), "the real content does not build:\n{}", stderr(&done));
    files_in(&output)
});

/// Every page, by path.
static PAGES: LazyLock<BTreeMap<String, Page>> = LazyLock::new(|| {
    let pages: Vec<_> = SITE.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    pages.into_par_iter().map(|(path, bytes)| (path.clone(), Page::read(&text(bytes)))).collect()
});

static JSON: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_slice(&SITE["data/catalogue.json"]).expect("catalogue.json is valid JSON")
});

fn katalog(arguments: &[&str]) -> Output {
    Command::new(&*PROGRAM).args(arguments).output().expect("katalog runs")
}

fn stderr(done: &Output) -> String {
    text(&done.stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.expect("the folder can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it is below the folder");
            files.insert(
                path.to_string_lossy().into_owned(),
                fs::read(entry.path()).expect("a readable file"),
            );
        }
    }
    files
}

fn words_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fails with every fault, and prints the first one in full.
fn assert_none(wrong: &[String], what: &str) {
    let first: Vec<&str> = wrong.iter().take(25).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} × {what}:\n{}", wrong.len(), first.join("\n"));
}

/// A link whose text starts with a count.
struct Counter {
    text: String,
    href: String,
}

/// The entries that a section of a page lists, by the URLs it links to.
#[derive(Clone, Default)]
struct Entries {
    programmes: BTreeSet<String>,
    projects: BTreeSet<String>,
    municipalities: BTreeSet<String>,
    /// A list, so that an activity that occurs twice counts twice.
    activities: Vec<String>,
}

impl Entries {
    fn of(section: ElementRef<'_>) -> Self {
        let mut entries = Entries::default();
        // The page of a municipality has a row for each activity, whose title links to its project. Some have a further
        // link to its details.
        let in_place: BTreeSet<&str> =
            section.select(&select(".in-place a[href*='#']")).filter_map(|link| link.attr("href")).collect();
        for row in section.select(&select(".in-place > li .entry-title a")) {
            entries.activities.push(row.attr("href").unwrap_or_default().to_owned());
        }
        for link in section.select(&select("a[href]")) {
            let href = link.attr("href").unwrap_or_default();
            if count_in(&words_of(link)).is_some() || in_place.contains(href) {
                continue;
            }
            let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
            let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
            let found = match (&segments[..], fragment) {
                ([_, "programi" | "programmes", _], "") => &mut entries.programmes,
                ([_, "projekti" | "projects", _], "") => &mut entries.projects,
                ([_, "opstine" | "municipalities", _], "") => &mut entries.municipalities,
                ([_, "projekti" | "projects", _], _) => {
                    entries.activities.push(href.to_owned());
                    continue;
                }
                _ => continue,
            };
            found.insert(path.to_owned());
        }
        // The page of a project does not link to its activities, it contains them.
        for activity in section.select(&select("ul.activities > li[id], dl.places li[id]")) {
            entries.activities.push(format!("#{}", activity.attr("id").unwrap_or_default()));
        }
        entries
    }

    fn extend(&mut self, other: &Entries) {
        self.programmes.extend(other.programmes.iter().cloned());
        self.projects.extend(other.projects.iter().cloned());
        self.municipalities.extend(other.municipalities.iter().cloned());
        self.activities.extend(other.activities.iter().cloned());
    }

    /// Returns the number of entries that a counter counts.
    fn count(&self, counter: &Counter) -> usize {
        let counted = to_latin(&counter.text);
        let is = |word: &str| counted.contains(word);
        if is("program") {
            self.programmes.len()
        } else if is("proje") {
            self.projects.len()
        } else if is("opštin") || is("municipalit") || counter.href.ends_with("municipalities") {
            self.municipalities.len()
        } else {
            self.activities.len()
        }
    }
}

/// Returns the number at the start of a text, if there is one; digits may be grouped.
fn count_in(text: &str) -> Option<usize> {
    let number = text.split_whitespace().next()?.replace([',', '.'], "");
    number.parse().ok()
}

/// Returns whether this is the id of a municipality.
fn is_municipality(id: &str) -> bool {
    JSON["municipalities"].as_array().into_iter().flatten().any(|one| one["id"] == id)
}

/// A section of a page that counters link to.
struct Section {
    /// Its heading, which identifies it on the further pages of a list.
    heading: String,
    entries: Entries,
}

struct Page {
    lang: String,
    headings: Vec<String>,
    title: String,
    description: String,
    canonical: Vec<String>,
    alternates: Vec<(String, String)>,
    main: String,
    /// Elements in another language than the page, except the language links.
    foreign: Vec<String>,
    text: String,
    counters: Vec<Counter>,
    /// Sections by id; the whole of `main` has an empty id.
    sections: BTreeMap<String, Section>,
    next: Option<String>,
}

impl Page {
    fn read(html: &str) -> Self {
        let html = parsed(html);
        let all = |selector: &str| -> Vec<String> { html.select(&select(selector)).map(words_of).collect() };
        let attributes = |selector: &str, name: &str| -> Vec<String> {
            let attribute = |element: ElementRef<'_>| element.attr(name).map(str::to_owned);
            html.select(&select(selector)).filter_map(attribute).collect()
        };
        let alternates = attributes("link[rel=alternate]", "hreflang")
            .into_iter()
            .zip(attributes("link[rel=alternate]", "href"))
            .collect();
        let in_languages = |element: &ElementRef<'_>| {
            element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|around| around.attr("class") == Some("languages"))
        };
        let foreign = html
            .select(&select("body [lang]"))
            .filter(|element| !in_languages(element))
            .map(words_of)
            .collect();
        let mut sections = BTreeMap::new();
        if let Some(main) = html.select(&select("main")).next() {
            sections.insert(String::new(), Section { heading: String::new(), entries: Entries::of(main) });
        }
        for element in html.select(&select("main h2[id], main h3[id], main p[id]")) {
            let around = match element.value().name() {
                "p" => Some(element),
                _ => {
                    element.ancestors().filter_map(ElementRef::wrap).find(|up| up.value().name() == "section")
                }
            };
            if let Some(around) = around {
                let id = element.attr("id").unwrap_or_default().to_owned();
                sections.insert(id, Section { heading: words_of(element), entries: Entries::of(around) });
            }
        }
        // A programme has a table of its projects, with a part for each area. Its places are those of the activities.
        for element in html.select(&select("main th[id], main h2 span[id], main th span[id]")) {
            let is_around = |up: &ElementRef<'_>| ["tbody", "section"].contains(&up.value().name());
            if let Some(around) = element.ancestors().filter_map(ElementRef::wrap).find(is_around) {
                let mut entries = Entries::of(around);
                let places =
                    entries.activities.iter().filter_map(|href| Some(href.split_once('#')?.1.to_owned()));
                entries.municipalities = places.filter(|id| is_municipality(id)).collect();
                let id = element.attr("id").unwrap_or_default().to_owned();
                sections.insert(id, Section { heading: words_of(element), entries });
            }
        }
        // The further pages of a list repeat a heading without its id.
        for element in html.select(&select("main section.group > h3:not([id])")) {
            let around = element.parent().and_then(ElementRef::wrap);
            if let Some(around) = around {
                let heading = words_of(element);
                sections.insert(format!("({heading})"), Section { heading, entries: Entries::of(around) });
            }
        }
        let in_list = |element: &ElementRef<'_>| {
            !element.ancestors().filter_map(ElementRef::wrap).any(|around| {
                // In comparisons, a link to an activity is its amount.
                let is_comparison =
                    around.attr("class") == Some("compared") || around.attr("id") == Some("compare_projects");
                around.value().name() == "nav" || around.attr("class") == Some("prose") || is_comparison
            })
        };
        let counters = html
            .select(&select("main a[href]"))
            .filter(in_list)
            .map(|link| Counter {
                text: words_of(link),
                href: link.attr("href").unwrap_or_default().to_owned(),
            })
            .filter(|counter| count_in(&counter.text).is_some())
            .collect();
        Page {
            lang: attributes("html", "lang").concat(),
            headings: all("h1"),
            title: all("title").concat(),
            description: attributes("meta[name=description]", "content").concat(),
            canonical: attributes("link[rel=canonical]", "href"),
            alternates,
            main: all("main").concat(),
            foreign,
            text: html.root_element().text().collect(),
            counters,
            sections,
            next: attributes("nav.pagination a[rel=next]", "href").pop(),
        }
    }
}

/// Returns the localised pages, without the two that belong to no locale.
fn localised_pages() -> impl Iterator<Item = (&'static String, &'static Page)> {
    PAGES.iter().filter(|(path, _)| path.contains('/'))
}

/// Returns whether search engines may index a page; the 404 and search pages are excluded.
fn is_indexed(path: &str) -> bool {
    // Comparisons, and the page of money in other orders.
    let is_view = ["/uporedi/", "/compare/", "/novac/", "/money/"]
        .iter()
        .any(|list| path.split_once(list).is_some_and(|(_, below)| below != "index.html"));
    let is_excluded =
        ["/404.html", "/pretraga/index.html", "/search/index.html"].iter().any(|end| path.ends_with(end));
    !is_view && !is_excluded
}

/// Returns the file that a URL on the site's host leads to.
fn file_of(href: &str) -> String {
    let path = href.split('#').next().unwrap_or_default().trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn translate<'a>(table: &[(&str, &'a str)], word: &str) -> &'a str {
    table.iter().find(|(from, _)| *from == word).unwrap_or_else(|| panic!("the table lacks `{word}`")).1
}

fn project_of(title: &str, sub_area: &str) -> &'static str {
    PROJECTS
        .iter()
        .find(|(of, within, _)| *of == title && (within.is_empty() || *within == sub_area))
        .unwrap_or_else(|| panic!("the table lacks `{title}`, {sub_area}"))
        .2
}

/// Returns the rows of `data/activities.csv`, by column name.
fn exported_rows() -> Vec<BTreeMap<String, String>> {
    rows_of(&SITE["data/activities.csv"])
}

fn rows_of(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().collect::<Result<_, _>>().expect("a valid table")
}

#[test]
fn the_content_passes_its_checks() {
    let done = katalog(&["check", "--strict", "--root", ROOT]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(done.stdout.is_empty(), "{}", text(&done.stdout));
    let said = stderr(&done);
    assert!(said.starts_with("no problems ") && said.lines().count() == 1, "{said}");
}

#[test]
fn the_table_has_its_columns_and_one_row_per_activity() {
    let mut reader = csv::Reader::from_reader(&SITE["data/activities.csv"][..]);
    let header = reader.headers().expect("a header");
    let expected: Vec<String> = COLUMNS
        .iter()
        .flat_map(|column| match column.strip_suffix('*') {
            Some(name) => ["sr_latn", "sr_cyrl", "en"].map(|locale| format!("{name}_{locale}")).to_vec(),
            None => vec![(*column).to_owned()],
        })
        .collect();
    assert_eq!(header.iter().collect::<Vec<_>>(), expected);
    let rows = exported_rows();
    let count = |programme: &str, project: &str| {
        let of = |row: &&BTreeMap<String, String>| {
            row["programme"] == programme && row["project"].starts_with(project)
        };
        rows.iter().filter(of).count()
    };
    assert_eq!(rows.len(), 245);
    assert_eq!(count("pro", ""), 215);
    assert_eq!(
        (count("lip-2", "lip-2-developing-solutions"), count("lip-2", "lip-2-testing-solutions")),
        (15, 9)
    );
    assert_eq!((count("lip-1", ""), count("ipa-2020", ""), count("joint-approach", "")), (0, 3, 3));
    let pairs: BTreeSet<_> = rows.iter().map(|row| (&row["project"], &row["municipality"])).collect();
    assert_eq!(pairs.len(), rows.len(), "a project stands twice in one municipality");
}

#[test]
fn rows_of_pro_agree_with_its_publication() {
    type Facts = BTreeMap<(String, String), [String; 8]>;
    let published: Vec<_> = rows_of(PRO_FACTS.as_bytes());
    let mut expected = Facts::new();
    for row in &published {
        let sub_area = translate(&SUB_AREAS, &row["sub_area"]);
        let district = row["district"].strip_suffix(" District").expect("a district");
        let currency = if row["total_eur"].is_empty() { "" } else { "EUR" };
        let facts = [
            &slug(district),
            translate(&AREAS, &row["area"]),
            sub_area,
            translate(&SUPPORT_TYPES, &row["support_type"]),
            currency,
            &row["total_eur"],
            &row["programme_eur"],
            &row["co_funding_eur"],
        ];
        let key = (project_of(&row["title"], sub_area).to_owned(), row["municipality"].clone());
        assert!(expected.insert(key, facts.map(str::to_owned)).is_none(), "twice: {row:?}");
    }
    let rows = exported_rows();
    let exported: Facts = rows
        .iter()
        .filter(|row| row["programme"] == "pro")
        .map(|row| {
            let columns = [
                "district",
                "area",
                "sub_area",
                "support_type",
                "currency",
                "total",
                "programme_funds",
                "co_funding",
            ];
            let key = (row["project"].clone(), row["municipality_name_sr_latn"].clone());
            (key, columns.map(|column| row[column].clone()))
        })
        .collect();
    let keys: BTreeSet<_> = expected.keys().chain(exported.keys()).collect();
    let wrong: Vec<String> = keys
        .into_iter()
        .filter(|key| expected.get(*key) != exported.get(*key))
        .map(|key| {
            format!("{key:?}\n  published {:?}\n  exported  {:?}", expected.get(key), exported.get(key))
        })
        .collect();
    assert_none(&wrong, "activities that differ");
}

#[test]
fn small_grants_of_pro_do_not_show_its_period_and_status() {
    let rows: Vec<_> = exported_rows().into_iter().filter(|row| row["programme"] == "pro").collect();
    assert_eq!(rows.len(), 215);
    for row in &rows {
        assert_eq!([&row["start"], &row["end"], &row["status"]], ["", "", ""], "{}", row["project"]);
    }
    let page = |path: &str| text(&SITE[path]);
    for path in ["sr/projekti/healthy-child/index.html", "en/projects/healthy-child/index.html"] {
        let page = page(path);
        assert!(!page.contains("decembar 2026") && !page.contains("December 2026"), "{path}");
        assert!(!page.contains("u toku") && !page.contains("ongoing"), "{path}");
    }
    assert!(page("sr/programi/pro/index.html").contains("31. decembar 2026."));
    let developing = page("sr/projekti/lip-2-developing-solutions/index.html");
    assert!(developing.contains("završeno") && developing.contains("oktobar 2019."));
}

#[test]
fn plural_places_take_a_plural_verb() {
    let page = |id: &str| text(&SITE[&format!("sr/opstine/{id}/index.html")]);
    for (id, name) in [
        ("lucani", "Lučani"),
        ("odzaci", "Odžaci"),
        ("pecinci", "Pećinci"),
        ("sremski-karlovci", "Sremski Karlovci"),
        ("vladimirci", "Vladimirci"),
        ("zabari", "Žabari"),
    ] {
        assert!(page(id).contains(&format!("{name} su opština")), "{id}");
    }
    assert!(page("vladimirci").contains("pominju Vladimirci"));
    assert!(page("ruma").contains("Ruma je opština"));
    assert!(text(&SITE["sr/okruzi/index.html"]).contains("24 upravna okruga i Grad Beograd"));
    assert!(text(&SITE["en/districts/index.html"]).contains("24 districts and the City of Belgrade"));
}

#[test]
fn money_adds_up() {
    let rows = exported_rows();
    let amount = |row: &BTreeMap<String, String>| -> u64 {
        row["total"].parse().unwrap_or_else(|_| panic!("a whole amount: {row:?}"))
    };
    let funded = |row: &&BTreeMap<String, String>| row["programme"] == "pro" && !row["total"].is_empty();
    assert_eq!(rows.iter().filter(funded).map(amount).sum::<u64>(), 510_900);
    for row in &rows {
        let expected = match &row["project"][..] {
            "lip-2-developing-solutions" => ("CHF", "3000"),
            "lip-2-testing-solutions" => ("CHF", "25000"),
            _ if row["total"].is_empty() => ("", ""),
            _ => ("EUR", &row["total"][..]),
        };
        assert_eq!((&row["currency"][..], &row["total"][..]), expected, "{row:?}");
    }
}

#[test]
fn pro_is_shown_in_numbers() {
    let numbers = |text: &str| -> Vec<usize> {
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        digits.map(|part| part.parse().expect("a number")).collect()
    };
    let mut seen = 0;
    for (path, bytes) in SITE.iter().filter(|(path, _)| {
        ["/programi/pro/index.html", "/programmes/pro/index.html"].iter().any(|page| path.ends_with(page))
    }) {
        let lang = &PAGES[path].lang;
        let Some(home) = SITE.get(&format!("{}/index.html", path.split('/').next().unwrap_or_default()))
        else {
            continue;
        };
        seen += 1;
        let (page, home) = (parsed(&text(bytes)), parsed(&text(home)));
        let mut shown: Vec<(String, Vec<usize>)> = page
            .select(&select(".projects .group th"))
            .map(|group| {
                let name = group.select(&select("a")).map(words_of).collect::<String>();
                let counts = group.select(&select(".numbers")).map(words_of).collect::<String>();
                (name, numbers(&counts).into_iter().rev().collect())
            })
            .collect();
        let row = home
            .select(&select(".programmes tbody tr"))
            .find(|row| row.select(&select("th > a[href$='/pro/']")).next().is_some())
            .unwrap_or_else(|| panic!("the home page of {path} does not show PRO"));
        let name = row.select(&select("th")).map(words_of).collect::<String>();
        let counts =
            row.select(&select("td.number")).map(|cell| numbers(&words_of(cell))).collect::<Vec<_>>();
        shown.push((name, counts.concat()));
        shown.sort();
        let mut expected: Vec<(String, Vec<usize>)> = PRO_IN_NUMBERS
            .iter()
            .map(|(en, sr, municipalities, activities)| {
                let name = match &lang[..] {
                    "en" => (*en).to_owned(),
                    "sr-Cyrl" => to_cyrillic(sr, &Acronyms::default()),
                    _ => (*sr).to_owned(),
                };
                (name, vec![*municipalities, *activities])
            })
            .collect();
        expected.sort();
        assert_eq!(shown, expected, "{path}");
    }
    assert_eq!(seen, JSON["locales"].as_array().map_or(0, Vec::len));
}

#[test]
fn every_count_links_to_a_list_of_that_length() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, page) in localised_pages() {
        for counter in &page.counters {
            seen.insert(path.split('/').nth(1));
            match listed_at(&counter.href) {
                None => wrong.push(format!("{path}: `{}` leads nowhere: {}", counter.text, counter.href)),
                Some(entries) => {
                    let listed = entries.count(counter);
                    if Some(listed) != count_in(&counter.text) {
                        wrong
                            .push(format!("{path}: `{}`, but {} lists {listed}", counter.text, counter.href));
                    }
                }
            }
        }
    }
    assert!(seen.len() > 8, "counts are missing from whole kinds of pages: {seen:?}");
    assert_none(&wrong, "counts that do not hold");
}

/// Returns what a URL lists, on all pages of the list together.
fn listed_at(href: &str) -> Option<Entries> {
    let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
    let mut page = PAGES.get(&file_of(href))?;
    let section = page.sections.get(fragment)?;
    let mut entries = section.entries.clone();
    while let Some(next) = &page.next {
        page = PAGES.get(&file_of(next))?;
        let same = page.sections.values().find(|further| further.heading == section.heading);
        if let Some(further) = same {
            entries.extend(&further.entries);
        }
    }
    Some(entries)
}

#[test]
fn the_whole_model_is_exported() {
    let list = |name: &str| JSON[name].as_array().unwrap_or_else(|| panic!("{name} is a list"));
    let counts: Vec<(&str, usize)> =
        ["programmes", "projects", "municipalities", "districts", "areas", "support_types"]
            .map(|name| (name, list(name).len()))
            .to_vec();
    let expected = [
        ("programmes", 5),
        ("projects", 42),
        ("municipalities", 145),
        ("districts", 25),
        ("areas", 3),
        ("support_types", 8),
    ];
    assert_eq!(counts, expected);
    let inner = |name: &str, field: &str| -> usize {
        list(name).iter().map(|item| item[field].as_array().map_or(0, Vec::len)).sum()
    };
    assert_eq!(inner("areas", "sub_areas"), 18);
    assert_eq!(inner("projects", "activities"), exported_rows().len());
    for (names, collection) in [
        ("programmes", "programmes"),
        ("projects", "projects"),
        ("municipalities", "municipalities"),
        ("districts", "districts"),
        ("areas", "areas"),
        ("support_types", "support"),
        ("organisations", "organisations"),
    ] {
        for item in list(names) {
            let id = item["id"].as_str().unwrap_or_default();
            assert!(
                SITE.contains_key(&format!("en/{collection}/{id}/index.html")),
                "{names}: {id} has no page"
            );
        }
    }
}

/// Returns the English pages that have their own data files, with the path of the files without the extension.
fn pages_with_data() -> Vec<(&'static String, &'static Page, String)> {
    const COLLECTIONS: [&str; 6] =
        ["programmes", "municipalities", "districts", "areas", "support", "organisations"];
    localised_pages()
        .filter_map(|(path, page)| {
            let of = path.strip_prefix("en/")?.strip_suffix("/index.html")?;
            let (collection, rest) = of.split_once('/')?;
            let is_further_part = rest.split('/').any(|part| part.starts_with("page-"));
            let has_data = COLLECTIONS.contains(&collection) && !is_further_part;
            has_data.then(|| (path, page, format!("data/{of}")))
        })
        .collect()
}

#[test]
fn the_data_of_a_page_contain_what_the_page_counts() {
    let mut wrong = Vec::new();
    let mut counted = 0;
    let all: BTreeMap<String, BTreeMap<String, String>> =
        exported_rows().into_iter().map(|row| (row["url_en"].clone(), row)).collect();
    for (path, _, data) in pages_with_data() {
        let html = parsed(&text(&SITE[path]));
        let shown = html.select(&select("h2#activities > .numbers")).map(words_of).next();
        let shown = shown.map_or(0, |numbers| count_in(numbers.trim_start_matches(['–', ' '])).unwrap_or(0));
        counted += usize::from(shown > 0);
        let rows = rows_of(&SITE[&format!("{data}.csv")]);
        let json: Value = serde_json::from_slice(&SITE[&format!("{data}.json")]).expect("valid JSON");
        let objects = json["activities"].as_array().map_or(0, Vec::len);
        if [rows.len(), objects] != [shown; 2] || json["count"] != shown {
            wrong.push(format!("{path}: {shown} activities, {} rows, {objects} objects", rows.len()));
        }
        wrong.extend(
            rows.iter()
                .filter(|row| all.get(&row["url_en"]) != Some(*row))
                .map(|row| format!("{data}.csv: {row:?} is no row of activities.csv")),
        );
        let linked: Vec<&str> = html
            .select(&select("main a[href]"))
            .filter_map(|link| link.attr("href"))
            .filter(|href| href.starts_with("/data/"))
            .collect();
        let expected = ["csv", "json"].map(|ending| format!("/{data}.{ending}"));
        if (shown > 0) != (linked == expected) {
            wrong.push(format!("{path}: {shown} activities, links to {linked:?}"));
        }
    }
    assert!(counted > 150, "only {counted} pages list activities");
    assert_none(&wrong, "data that differ from their page");
}

#[test]
fn json_objects_contain_the_same_as_table_rows() {
    let json: Value = serde_json::from_slice(&SITE["data/activities.json"]).expect("valid JSON");
    let objects = json["activities"].as_array().expect("a list");
    let rows = exported_rows();
    assert_eq!(objects.len(), rows.len());
    for (object, row) in objects.iter().zip(&rows) {
        for column in COLUMNS {
            match column.strip_suffix('*') {
                Some(name) => {
                    for (tag, locale) in [("sr-Latn", "sr_latn"), ("sr-Cyrl", "sr_cyrl"), ("en", "en")] {
                        assert_eq!(cell(&object[name][tag]), row[&format!("{name}_{locale}")], "{row:?}");
                    }
                }
                None => assert_eq!(cell(&object[column]), row[column], "{column}: {row:?}"),
            }
        }
    }
}

/// Returns a JSON value as a table writes it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[test]
fn tables_of_places_projects_and_organisations_count_what_their_pages_list() {
    for (table, list, rows) in [
        ("projects", "projects", 42),
        ("municipalities", "municipalities", 145),
        ("organisations", "organisations", JSON["organisations"].as_array().map_or(0, Vec::len)),
    ] {
        let table_rows = rows_of(&SITE[&format!("data/{table}.csv")]);
        assert_eq!(table_rows.len(), rows, "{table}");
        for row in table_rows {
            let listed = match table {
                "projects" => {
                    exported_rows().iter().filter(|activity| activity["project"] == row["id"]).count()
                }
                _ => rows_of(&SITE[&format!("data/{list}/{}.csv", row["id"])]).len(),
            };
            assert_eq!(row["activities"], listed.to_string(), "{row:?}");
        }
    }
    let organisations = rows_of(&SITE["data/organisations.csv"]);
    let number =
        |row: &BTreeMap<String, String>, column: &str| row[column].parse::<usize>().expect("a count");
    for row in &organisations {
        assert_eq!(number(row, "as_implementer") + number(row, "as_partner"), number(row, "activities"));
    }
}

#[test]
fn municipalities_are_points_on_the_map() {
    let map: Value = serde_json::from_slice(&SITE["data/municipalities.geojson"]).expect("valid JSON");
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().expect("a list");
    let rows = rows_of(&SITE["data/municipalities.csv"]);
    assert_eq!(features.len(), rows.len());
    for (feature, row) in features.iter().zip(&rows) {
        assert_eq!((&feature["type"], &feature["geometry"]["type"]), (&"Feature".into(), &"Point".into()));
        let point = &feature["geometry"]["coordinates"];
        // Longitude first: Serbia lies between 18 and 24 degrees east.
        assert!((18.0..=24.0).contains(&point[0].as_f64().expect("a number")), "{feature}");
        for (degrees, column) in [(&point[0], "longitude"), (&point[1], "latitude")] {
            assert_eq!(degrees.as_f64(), row[column].parse().ok(), "{row:?}");
        }
        let properties = &feature["properties"];
        assert_eq!(cell(&properties["id"]), row["id"]);
        assert_eq!(cell(&properties["activities"]), row["activities"]);
        assert_eq!(cell(&properties["name"]["sr-Cyrl"]), row["name_sr_cyrl"]);
    }
    let total: u64 = features.iter().filter_map(|feature| feature["properties"]["activities"].as_u64()).sum();
    let in_municipalities = exported_rows().iter().filter(|row| !row["municipality"].is_empty()).count();
    assert_eq!((total as usize, in_municipalities), (239, 239));
}

#[test]
fn no_typo_and_no_email_address_is_published() {
    let mut wrong = Vec::new();
    let is_text = |path: &str| !path.ends_with(".xlsx") && !path.ends_with(".png");
    for (path, bytes) in SITE.iter().filter(|(path, _)| is_text(path)) {
        let text = text(bytes);
        let small = text.to_lowercase();
        wrong
            .extend(SLIPS.iter().filter(|slip| small.contains(**slip)).map(|slip| format!("{path}: {slip}")));
        let addresses = email_addresses(&text).into_iter().filter(|address| address != CORRECTIONS);
        wrong.extend(addresses.map(|address| format!("{path}: {address}")));
        if PAGES.get(path).is_some_and(|page| page.text.contains('`')) {
            wrong.push(format!("{path}: a backtick"));
        }
    }
    assert_none(&wrong, "slips");
}

/// Where readers report mistakes.
const CORRECTIONS: &str = "ispravke@katalog.example";

/// Returns everything that looks like `name@host.domain`.
fn email_addresses(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let name = text[..at].rsplit(|c| !is_part(c)).next().unwrap_or_default();
        let host = text[at + 1..].split(|c| !is_part(c)).next().unwrap_or_default();
        if !name.is_empty() && host.trim_end_matches('.').contains('.') {
            found.push(format!("{name}@{host}"));
        }
    }
    found
}

#[test]
fn email_addresses_are_recognised() {
    assert_eq!(email_addresses("Write to a.b@c.example. @media x@y"), ["a.b@c.example."]);
}

#[test]
fn every_page_describes_itself() {
    let mut wrong = Vec::new();
    let mut titles: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (path, page) in localised_pages() {
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{path}: {what}"));
            }
        };
        let locale = path.split('/').next().unwrap_or_default();
        expect(page.headings.len() == 1 && !page.headings[0].is_empty(), "not one h1 with text");
        expect(!page.title.is_empty(), "no title");
        expect(!page.description.trim().is_empty(), "no description");
        expect(!page.lang.is_empty(), "no language");
        expect(page.main.chars().count() >= 40, "hardly any text");
        // On Cyrillic pages, text that the author marked as Latin is marked as such; everything else is in the page's
        // language.
        let marked = [
            "Creative Commons",
            "CC BY 4.0",
            "Natural Earth",
            "discrimination",
            "municipal",
            "JSON",
            "UTF-8",
            "WCAG 2.2",
        ];
        let foreign = |part: &String| locale != "sr-cyrl" || !marked.contains(&part.as_str());
        // What texts said before is shown in the language in which it was changed.
        let shows_both =
            ["changes", "promene"].iter().any(|name| path.ends_with(&format!("/{name}/index.html")));
        expect(
            shows_both || !page.foreign.iter().any(foreign),
            &format!("in another language: {:?}", page.foreign),
        );
        if let Some(other) = titles.insert((locale, &page.title), path) {
            expect(false, &format!("`{}` is the title of {other} too", page.title));
        }
        expect(page.canonical.len() == usize::from(is_indexed(path)), "not one canonical address");
        expect(page.alternates.is_empty() != is_indexed(path), "no alternates, or some that lead to no page");
    }
    assert_none(&wrong, "faults of pages");
}

#[test]
fn alternates_are_reciprocal() {
    let mut wrong = Vec::new();
    for (path, page) in localised_pages().filter(|(path, _)| is_indexed(path)) {
        let here = format!("https://katalog.example/{}", path.trim_end_matches("index.html"));
        let mut languages: Vec<&str> = page.alternates.iter().map(|(lang, _)| &lang[..]).collect();
        let mut expected: Vec<&str> =
            JSON["locales"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        expected.push("x-default");
        languages.sort_unstable();
        expected.sort_unstable();
        if languages != expected {
            wrong.push(format!("{path}: alternates in {languages:?}"));
        }
        if page.canonical != [here.clone()] || !page.alternates.contains(&(page.lang.clone(), here)) {
            wrong.push(format!("{path}: it is not its own canonical address and alternate"));
        }
        for (lang, href) in &page.alternates {
            let file = file_of(href.trim_start_matches("https://katalog.example"));
            let other = PAGES.get(&file);
            let agrees = |other: &Page| {
                lang == "x-default" || (other.alternates == page.alternates && other.lang == *lang)
            };
            if !other.is_some_and(agrees) {
                wrong.push(format!("{path}: {href} does not list the same alternates"));
            }
        }
    }
    assert_none(&wrong, "alternates that do not agree");
}
