//! Tests the small catalogue as it is published: a page of each template in each locale, and the other files.
//!
//! `cargo insta review`, or `INSTA_UPDATE=always cargo test --test it pages::`, accepts changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{katalog, small_catalogue, tests, write};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A page for each template: its URLs in Serbian and English.
const PAGES: &[(&str, &str, &str)] = &[
    ("404.html", "sr/404.html", "en/404.html"),
    ("area.html", "sr/oblasti/health/", "en/areas/health/"),
    ("areas.html", "sr/oblasti/", "en/areas/"),
    ("district.html", "sr/okruzi/recni/", "en/districts/recni/"),
    ("changes.html", "sr/promene/", "en/changes/"),
    ("districts.html", "sr/okruzi/", "en/districts/"),
    ("home.html", "sr/", "en/"),
    ("municipalities.html", "sr/opstine/", "en/municipalities/"),
    ("municipality.html", "sr/opstine/zlatar/", "en/municipalities/zlatar/"),
    ("organisation.html", "sr/organizacije/lake-fund/", "en/organisations/lake-fund/"),
    ("organisations.html", "sr/organizacije/", "en/organisations/"),
    ("programme.html", "sr/programi/healthy-town/", "en/programmes/healthy-town/"),
    ("programmes.html", "sr/programi/", "en/programmes/"),
    ("project.html", "sr/projekti/home-nursing/", "en/projects/home-nursing/"),
    ("projects.html", "sr/projekti/", "en/projects/"),
    ("search.html", "sr/pretraga/", "en/search/"),
    ("sub-area.html", "sr/oblasti/health/nursing/", "en/areas/health/nursing/"),
    ("support-type.html", "sr/podrska/grant/", "en/support/grant/"),
    ("support-types.html", "sr/podrska/", "en/support/"),
    ("goals.html", "sr/ciljevi/", "en/goals/"),
    ("results.html", "sr/rezultati/", "en/results/"),
    ("money.html", "sr/novac/", "en/money/"),
    ("comparisons.html", "sr/uporedi/", "en/compare/"),
    ("comparison.html", "sr/uporedi/zlatar/", "en/compare/zlatar/"),
    ("target-group.html", "sr/ciljne-grupe/old-people/", "en/target-groups/old-people/"),
    ("target-groups.html", "sr/ciljne-grupe/", "en/target-groups/"),
    ("document.html", "sr/dokumenti/final-report/", "en/documents/final-report/"),
    ("documents.html", "sr/dokumenti/", "en/documents/"),
    ("post.html", "sr/aktuelno/keepers-wanted/", "en/updates/keepers-wanted/"),
    ("posts.html", "sr/aktuelno/", "en/updates/"),
    ("data.html", "sr/podaci/", "en/data/"),
    ("text.html", "sr/o-katalogu/", "en/about/"),
    // The whole document; of the others, only `<main>`.
    ("base.html", "sr/o-katalogu/", "en/about/"),
];

/// Templates that belong to no locale, with their files.
const SHARED: [(&str, &str); 2] = [("404-shared.html", "404.html"), ("chooser.html", "index.html")];

/// Templates that other templates use.
const PARTS: [&str; 3] = ["components.html", "list.html", "topic.html"];

/// The template for former URLs, and that for the further pages of long lists. Nothing in the small catalogue was
/// renamed or has a long list; `hosts.rs` and `limits.rs` test them.
const ELSEWHERE: [&str; 2] = ["continuation.html", "moved.html"];

/// Further pages worth testing: a text with every kind of Markdown, one written in Cyrillic, empty ones.
const MORE: [(&str, &str, &str); 6] = [
    ("clean-banks", "sr/projekti/clean-banks/", "en/projects/clean-banks/"),
    ("school-check-ups", "sr/projekti/school-check-ups/", "en/projects/school-check-ups/"),
    ("first-step", "sr/programi/first-step/", "en/programmes/first-step/"),
    ("cardak", "sr/opstine/cardak/", "en/municipalities/cardak/"),
    ("ljubovo", "sr/opstine/ljubovo/", "en/municipalities/ljubovo/"),
    ("sipovo", "sr/opstine/sipovo/", "en/municipalities/sipovo/"),
];

/// A built site and the catalogue it was built from.
struct Site {
    root: TempDir,
}

impl Site {
    /// Builds the small catalogue with further files added to it.
    fn with(files: &[(&str, &str)]) -> Self {
        let site = Site { root: small_catalogue() };
        for (path, text) in files {
            write(&site.root.path().join(path), text.as_bytes());
        }
        let said = site.build(&[]);
        assert_eq!(said, (Some(0), String::new()));
        site
    }

    fn build(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.root.path().join("public").to_string_lossy().into_owned();
        let said = katalog("build", self.root.path(), &[&["--output", &output], arguments].concat());
        (said.code, said.stderr)
    }

    /// Returns a file of the site; for a folder, its page.
    fn file(&self, path: &str) -> String {
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        fs::read_to_string(self.root.path().join("public").join(&path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns every file of the site, by path.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let public = self.root.path().join("public");
        let entries = WalkDir::new(&public).into_iter().map(|entry| entry.expect("a readable folder"));
        let path =
            |path: &Path| path.strip_prefix(&public).expect("a path below").to_string_lossy().into_owned();
        entries
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| (path(entry.path()), fs::read(entry.path()).expect("a readable file")))
            .collect()
    }
}

/// Returns the part of a page that is not on every page.
fn main_part(html: &str) -> &str {
    let start = html.find("<main").expect("a page has <main>");
    let end = html.find("</main>").expect("<main> is closed") + "</main>".len();
    &html[start..end]
}

/// Puts each block on its own line, so that differences are readable.
fn in_lines(html: &str) -> String {
    const INLINE: [&str; 13] =
        ["a", "abbr", "b", "br", "code", "del", "em", "i", "img", "span", "strong", "sub", "sup"];
    let mut lines = String::new();
    for (at, part) in html.split('<').enumerate() {
        if at > 0 {
            let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            let opens_block = !name.is_empty() && !INLINE.contains(&name.as_str());
            if opens_block && !lines.ends_with('\n') {
                lines.push('\n');
            }
            lines.push('<');
        }
        lines.push_str(part);
    }
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().is_empty()).collect();
    without_hashes(&lines.join("\n"))
}

/// Removes the hash from `style.0a1b2c3d4e5f6071.css`, `map.….js` and `search/0a1b2c3d/…`, which changes with every
/// byte of them.
fn without_hashes(text: &str) -> String {
    let is_hash = |part: &&str| {
        matches!(part.len(), 8 | 16) && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let without = |text: &str, between: &str| {
        text.split(between).filter(|part| !is_hash(part)).collect::<Vec<_>>().join(between)
    };
    without(&without(text, "."), "/")
}

#[test]
fn pages_of_every_template_look_as_they_did() {
    let site = Site::with(&[]);
    for (template, sr, en) in PAGES.iter().copied().chain(MORE) {
        for (language, path) in [("sr", sr), ("en", en)] {
            let html = site.file(path);
            let html = if template == "base.html" { &html } else { main_part(&html) };
            let name = format!("{}-{language}", template.trim_end_matches(".html"));
            insta::assert_snapshot!(name, in_lines(html));
        }
    }
    for (template, path) in SHARED {
        insta::assert_snapshot!(template.trim_end_matches(".html"), in_lines(&site.file(path)));
    }
}

#[test]
fn files_for_machines_look_as_they_did() {
    let site = Site::with(&[]);
    for (name, path) in [
        ("activities-csv", "data/activities.csv"),
        ("activities-json", "data/activities.json"),
        ("programmes-csv", "data/programmes.csv"),
        ("money-csv", "data/money-by-programme-year.csv"),
        ("projects-csv", "data/projects.csv"),
        ("municipalities-csv", "data/municipalities.csv"),
        ("municipalities-geojson", "data/municipalities.geojson"),
        ("organisations-csv", "data/organisations.csv"),
        ("documents-csv", "data/documents.csv"),
        ("posts-csv", "data/posts.csv"),
        ("call-ics", "en/updates/keepers-wanted/deadline.ics"),
        ("slice-csv", "data/areas/health/nursing.csv"),
        ("slice-json", "data/areas/health/nursing.json"),
        ("catalogue-json", "data/catalogue.json"),
        ("sitemap-sr", "sr/sitemap.xml"),
        ("sitemap-en", "en/sitemap.xml"),
        ("sitemap-index", "sitemap.xml"),
        ("sitemap-shared", "sitemap-shared.xml"),
        ("robots-txt", "robots.txt"),
    ] {
        insta::assert_snapshot!(name, site.file(path));
    }
    let paths: Vec<String> = site.files().into_keys().map(|path| without_hashes(&path)).collect();
    insta::assert_snapshot!("files", paths.join("\n"));
}

#[test]
fn every_template_has_a_page_here() {
    let folder = tests("../themes/default/templates");
    let templates: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let named = PAGES.iter().map(|(template, ..)| *template);
    let named = named.chain(SHARED.iter().map(|(template, _)| *template)).chain(PARTS).chain(ELSEWHERE);
    assert_eq!(templates, named.map(str::to_owned).collect::<BTreeSet<_>>());
}

#[test]
fn every_page_and_every_file_belongs_to_both_locales() {
    let site = Site::with(&[]);
    let count = |locale: &str| site.files().keys().filter(|path| path.starts_with(locale)).count();
    assert_eq!(count("sr/"), count("en/"));
    let files = site.files();
    for name in ["river.png", "rulebook.pdf"] {
        let original = fs::read(tests("small/content/projects/clean-banks").join(name)).unwrap();
        assert_eq!(files[&format!("files/projects/clean-banks/{name}")], original);
    }
}

#[test]
fn a_second_build_changes_nothing() {
    let site = Site::with(&[]);
    let first = site.files();
    assert_eq!(site.build(&[]), (Some(0), String::new()));
    assert!(site.files() == first);
    let other = Site::with(&[]);
    assert!(other.files() == first);
}

#[test]
fn a_template_of_the_catalogue_replaces_the_built_in_one() {
    let own = "{% extends \"base.html\" %}{% block content %}<p>Own: {{ title | shown }}</p>{% endblock %}";
    let site = Site::with(&[("themes/default/templates/text.html", own)]);
    assert_eq!(
        in_lines(main_part(&site.file("en/about/"))).lines().last(),
        Some("<p>Own: About the Catalogue</p></main>")
    );
    let usual = Site::with(&[]);
    assert_eq!(
        changed(&usual, &site),
        [
            "en/about/index.html",
            "en/accessibility/index.html",
            "sr/o-katalogu/index.html",
            "sr/pristupacnost/index.html",
        ]
    );
}

#[test]
fn a_message_of_the_catalogue_replaces_the_built_in_one() {
    let site = Site::with(&[("locales/en.ftl", "nav-areas = Fields of work\n")]);
    assert!(site.file("en/").contains("Fields of work"));
    let changed = changed(&Site::with(&[]), &site);
    assert!(changed.iter().all(|path| path.starts_with("en/")), "{changed:?}");
    assert!(changed.iter().any(|path| path == "en/areas/index.html"), "{changed:?}");
}

#[test]
fn a_style_of_the_catalogue_replaces_the_built_in_one() {
    let site = Site::with(&[("themes/default/assets/style.css", "main { color: navy }\n")]);
    let styles: Vec<Vec<u8>> = site
        .files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("assets/") && path.ends_with(".css"))
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(styles, [b"main { color: navy }\n"]);
}

/// Returns the files that differ, except the list of files, which records their digests.
fn changed(a: &Site, b: &Site) -> Vec<String> {
    let (a, b) = (a.files(), b.files());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let is_another = |(path, bytes): &(String, Vec<u8>)| path != ".katalog" && b[path] != *bytes;
    a.into_iter().filter(is_another).map(|(path, _)| path).collect()
}

#[test]
fn files_that_replace_nothing_are_refused() {
    for (path, text, said) in [
        ("themes/default/templates/tex.html", "x", "the theme has no template of this name"),
        ("themes/default/pictures/logo.svg", "x", "a theme has two folders, templates/ and assets/"),
        ("themes/default/templates/text.html", "{% extends \"bas.html\" %}", "bas.html"),
        ("themes/default/templates/text.html", "{% if %}", "text.html"),
        ("themes/default/templates/text.html", "{{ nothing_of_this_name }}", "nothing_of_this_name"),
        ("themes/default/templates/text.html", "{# of\ntwo #}\n\n\n  {% if %}", "text.html:5:9"),
        ("themes/default/templates/text.html", "{# of\ntwo #}\n\n\n  {{ nothing }}", "text.html:5:6"),
        ("themes/default/templates/text.html", "{{ t(key=\"nav-ares\") }}", "nav-ares"),
        (
            "locales/en.ftl",
            "nav-ares = Areas\n",
            "the site has no message `nav-ares`; did you mean `nav-areas`?",
        ),
        ("locales/sr.ftl", "nav-areas = { $nothing }\n", "nav-areas"),
        ("locales/sr.ftl", "nav-areas\n", "line 1"),
        ("locales/synonyms.sr.txt", "# deca\ndeca klinci\n", "line 2: a colon is missing"),
        ("locales/synonyms.en.txt", "ol*: elderly\n", "line 1: `ol*` stands for too many words"),
        ("locales/synonyms.en.txt", "age: <b>\u{1b}\n", "line 1: `<b>\\u{1b}` is not a word"),
        (
            "locales/synonyms.de.txt",
            "Kind: Junge\n",
            "synonyms belong in synonyms.sr.txt and synonyms.en.txt",
        ),
    ] {
        let site = Site { root: small_catalogue() };
        write(&site.root.path().join(path), text.as_bytes());
        let (code, stderr) = site.build(&[]);
        assert_eq!(code, Some(1), "{path}: {text}\n{stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains(said), "{path}: {text}\n{stderr}");
        assert!(!site.root.path().join("public/index.html").exists(), "{path}: {text}");
    }
}
