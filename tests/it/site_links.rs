//! Tests the whole built site: every link works, pages are well formed and request nothing from other hosts, and the
//! same content always gives the same bytes.

use crate::support::PROGRAM;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use crate::history::commit;
use katalog::base::language::Locale;
use katalog::content::catalogue::anchors;
use katalog::content::read::{Source, SourceFile};
use katalog::publish::bundle::{Artifact, Bundle, Contents};
use katalog::render::Whitespace;
use katalog::report::{self, Style};
use katalog::{CheckOptions, content::read};
use rayon::prelude::*;
use scraper::{Html, Selector};
use tempfile::TempDir;
use url::Url;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The URLs that the site is built for: at the root of a host, and in a folder.
const BASE: &str = "https://katalog.example/";
const BASE_IN_FOLDER: &str = "https://x.example/sub/path/";

/// URL schemes that may lead out of the site.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Attributes that contain a URL.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "data", "poster", "formaction"];

/// Elements whose URL is fetched with the page.
const REQUESTS: [&str; 11] =
    ["script", "img", "iframe", "object", "embed", "audio", "video", "source", "track", "form", "button"];

/// Relations of `link` that lead to a page and fetch nothing.
const RELATIONS: [&str; 2] = ["canonical", "alternate"];

type Tree = BTreeMap<String, Vec<u8>>;

/// The site of the real content, built from a copy without a Git history.
static SITE: LazyLock<Tree> = LazyLock::new(|| built(copied_content().path(), BASE));

fn katalog(arguments: &[&str]) -> Output {
    Command::new(&*PROGRAM).args(arguments).output().expect("katalog runs")
}

/// Builds the catalogue in `root` into `output`.
fn build(root: &Path, output: &Path, base: &str) -> Output {
    let (root, output) = (root.to_string_lossy(), output.to_string_lossy());
    katalog(&["build", "--quiet", "--root", &root, "--base-url", base, "--output", &output])
}

fn build_well(root: &Path, output: &Path) {
    let done = build(root, output, BASE);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Builds a site into an empty folder.
fn built(root: &Path, base: &str) -> Tree {
    let folder = temporary();
    let output = folder.path().join("public");
    let done = build(root, &output, base);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    tree(&output)
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Returns every file below a folder, including hidden ones; empty folders end in a slash.
fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("the folder can be read");
        let path = entry.path().strip_prefix(folder).expect("it is below the folder").to_string_lossy();
        if entry.file_type().is_file() {
            files.insert(path.into_owned(), fs::read(entry.path()).expect("a readable file"));
        } else if fs::read_dir(entry.path()).expect("a readable folder").next().is_none() {
            files.insert(format!("{path}/"), Vec::new());
        }
    }
    files
}

/// Returns a copy of the real content, which a test may change.
fn copied_content() -> TempDir {
    let copy = temporary();
    for (path, bytes) in tree(&Path::new(ROOT).join("content")) {
        write(&copy.path().join("content").join(path), &bytes);
    }
    copy
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a new folder");
    fs::write(path, bytes).expect("a written file");
}

fn assert_same(left: &Tree, right: &Tree) {
    let paths: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let different: Vec<&&String> =
        paths.iter().filter(|path| left.get(**path) != right.get(**path)).collect();
    assert!(different.is_empty(), "{} files differ: {different:?}", different.len());
}

/// Fails with every fault, and prints the first one in full.
fn assert_none(wrong: &[String], what: &str) {
    let first: Vec<&str> = wrong.iter().take(25).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} × {what}:\n{}", wrong.len(), first.join("\n"));
}

/// A URL on a page.
struct Address {
    text: String,
    /// Whether it is fetched together with the page.
    is_request: bool,
}

/// The parts of a page that matter here.
struct Page {
    ids: BTreeSet<String>,
    addresses: Vec<Address>,
    faults: Vec<String>,
}

impl Page {
    fn read(html: &str) -> Self {
        let html = Html::parse_document(html);
        let everything = Selector::parse("*").expect("a valid selector");
        let mut page = Page { ids: BTreeSet::new(), addresses: Vec::new(), faults: Vec::new() };
        let mut level = 0;
        for element in html.select(&everything) {
            let name = element.value().name();
            if let Some(id) = element.attr("id")
                && !page.ids.insert(id.to_owned())
            {
                page.faults.push(format!("the id `{id}` stands twice"));
            }
            if let Some(next) = heading_level(name) {
                if next > level + 1 {
                    page.faults.push(format!("h{next} follows h{level}"));
                }
                level = next;
            }
            // A block of data is not executed.
            let is_run = name == "script" && element.attr("type") != Some("application/ld+json");
            if name == "style" || (is_run && element.attr("src").is_none()) {
                page.faults.push(format!("an inline {name}"));
            }
            for (attribute, value) in element.value().attrs() {
                if attribute == "style" || attribute.starts_with("on") || attribute == "srcdoc" {
                    page.faults.push(format!("the attribute {attribute}=\"{value}\""));
                }
                let is_request = match name {
                    "link" => !element.attr("rel").is_some_and(|relation| RELATIONS.contains(&relation)),
                    name => REQUESTS.contains(&name),
                };
                if ADDRESSES.contains(&attribute) {
                    page.addresses.push(Address { text: value.to_owned(), is_request });
                } else if attribute == "srcset" {
                    let pictures = value.split(',').filter_map(|picture| picture.split_whitespace().next());
                    page.addresses
                        .extend(pictures.map(|text| Address { text: text.to_owned(), is_request: true }));
                }
            }
        }
        page
    }
}

fn heading_level(name: &str) -> Option<u32> {
    name.strip_prefix('h').filter(|rest| rest.len() == 1).and_then(|level| level.parse().ok())
}

fn pages(site: &Tree) -> BTreeMap<&str, Page> {
    let html: Vec<_> = site.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    html.into_par_iter()
        .map(|(path, bytes)| (path.as_str(), Page::read(std::str::from_utf8(bytes).expect("it is UTF-8"))))
        .collect()
}

/// Returns the file of the site that a URL leads to; `None` if it leads elsewhere.
fn file_of(address: &Url, base: &Url) -> Option<String> {
    let path = address.path().strip_prefix(base.path()).filter(|_| address.origin() == base.origin())?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// Returns whether the site has the target of a URL.
fn arrives(site: &Tree, pages: &BTreeMap<&str, Page>, address: &Url, base: &Url) -> bool {
    let Some(file) = file_of(address, base) else { return false };
    match address.fragment() {
        None => site.contains_key(&file),
        Some(id) => pages.get(&file[..]).is_some_and(|page| page.ids.contains(id)),
    }
}

/// Returns the broken links of a site that is published at `base`.
fn faults_of_links(site: &Tree, base: &str) -> Vec<String> {
    let base = Url::parse(base).expect("a valid address");
    let pages = pages(site);
    let mut faults = Vec::new();
    for (path, page) in &pages {
        let here = base.join(path).expect("a valid address");
        for Address { text, is_request } in &page.addresses {
            let has_scheme = Url::parse(text).is_ok();
            let mut fault = |what: &str| faults.push(format!("{path}: {text} {what}"));
            if !has_scheme && (!text.starts_with(['/', '#']) || text.starts_with("//")) {
                fault("does not begin at the top of the host");
                continue;
            }
            let Ok(address) = here.join(text) else {
                fault("is no address");
                continue;
            };
            let is_internal = address.origin() == base.origin();
            if is_internal && !arrives(site, &pages, &address, &base) {
                fault("leads nowhere");
            }
            if !is_internal && *is_request {
                fault("is fetched from another host");
            }
            if !SCHEMES.contains(&address.scheme()) {
                fault("has a scheme that is not allowed");
            }
        }
    }
    faults
}

/// Returns the faults of the pages themselves.
fn faults_of_pages(site: &Tree) -> Vec<String> {
    let of = |(path, page): (&str, Page)| -> Vec<String> {
        page.faults.iter().map(|fault| format!("{path}: {fault}")).collect()
    };
    pages(site).into_iter().flat_map(of).collect()
}

#[test]
fn every_link_works() {
    assert!(SITE.len() > 100, "the site is hardly there");
    assert_none(&faults_of_links(&SITE, BASE), "links that do not hold");
}

#[test]
fn every_link_works_below_a_folder() {
    let site = built(copied_content().path(), BASE_IN_FOLDER);
    assert_none(&faults_of_links(&site, BASE_IN_FOLDER), "links that do not hold");
    let mut paths: (Vec<_>, Vec<_>) = (site.keys().collect(), SITE.keys().collect());
    paths.0.retain(|path| !path.starts_with("assets/"));
    paths.1.retain(|path| !path.starts_with("assets/"));
    assert_eq!(paths.0, paths.1, "the address changes which files there are");
}

#[test]
fn every_link_works_with_a_history() {
    let content = copied_content();
    commit(content.path(), "2025-03-01");
    let site = built(content.path(), BASE);
    assert!(site.contains_key("en/atom.xml"));
    assert_none(&faults_of_links(&site, BASE), "links that do not hold");
    assert_none(&faults_of_pages(&site), "faults of pages");
}

#[test]
fn every_link_works_in_every_locale() {
    let content = copied_content();
    let settings = content.path().join("content/catalogue.yaml");
    let all = format!("locales: [{}]", Locale::ALL.map(Locale::tag).join(", "));
    let lines: Vec<String> = read_text(&settings)
        .lines()
        .map(|line| if line.starts_with("locales:") { all.clone() } else { line.to_owned() })
        .collect();
    write(&settings, lines.join("\n").as_bytes());
    let site = built(content.path(), BASE);
    for locale in Locale::ALL {
        assert!(site.contains_key(&format!("{}/index.html", locale.prefix())));
    }
    assert_none(&faults_of_links(&site, BASE), "links that do not hold");
    assert_none(&faults_of_pages(&site), "faults of pages");
}

#[test]
fn pages_are_well_formed() {
    assert_none(&faults_of_pages(&SITE), "faults of pages");
}

#[test]
fn faults_are_found() {
    let page = "<html><body><h1 id=a>One</h1><h3 id=a style='color: red'>Three</h3>\
                <a href='/missing/'>1</a><a href='#b'>2</a><a href='#a'>good</a><a href='other.html'>3</a>\
                <a href='ftp://y.example/'>4</a><a href='https://y.example/'>good</a><a onclick='x()'>5</a>\
                <img src='https://y.example/x.png'><script>x()</script></body></html>";
    let site = Tree::from([("index.html".to_owned(), page.as_bytes().to_vec())]);
    assert_eq!(
        faults_of_links(&site, BASE),
        [
            "index.html: /missing/ leads nowhere",
            "index.html: #b leads nowhere",
            "index.html: other.html does not begin at the top of the host",
            "index.html: ftp://y.example/ has a scheme that is not allowed",
            "index.html: https://y.example/x.png is fetched from another host",
        ]
    );
    assert_eq!(
        faults_of_pages(&site),
        [
            "index.html: the id `a` stands twice",
            "index.html: h3 follows h1",
            "index.html: the attribute style=\"color: red\"",
            "index.html: the attribute onclick=\"x()\"",
            "index.html: an inline script",
        ]
    );
}

#[test]
fn stylesheets_fetch_nothing_from_other_hosts() {
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("//") && !text.contains("@import"), "{path}");
    }
}

#[test]
fn data_link_to_pages() {
    let base = Url::parse(BASE).expect("a valid address");
    let pages = pages(&SITE);
    let mut faults = Vec::new();
    let mut table = csv::Reader::from_reader(&SITE["data/activities.csv"][..]);
    let header = table.headers().expect("a header").clone();
    for row in table.records() {
        let row = row.expect("a row");
        for (_, cell) in header.iter().zip(&row).filter(|(column, _)| column.starts_with("url_")) {
            if !arrives(&SITE, &pages, &Url::parse(cell).expect("an address"), &base) {
                faults.push(format!("activities.csv: {cell} leads nowhere"));
            }
        }
    }
    assert_none(&faults, "addresses that do not hold");
}

#[test]
fn two_builds_give_the_same_bytes() {
    assert_same(&SITE, &built(copied_content().path(), BASE));
}

#[test]
fn a_failed_build_changes_nothing() {
    let content = copied_content();
    let output = content.path().join("public");
    build_well(content.path(), &output);
    let before = tree(&output);

    let broken = content.path().join("content/areas.yaml");
    let whole = fs::read(&broken).expect("a readable file");
    write(&broken, b"good-governance: [");
    let done = build(content.path(), &output, BASE);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    assert_same(&before, &tree(&output));

    write(&broken, &whole);
    build_well(content.path(), &output);
    assert_same(&SITE, &tree(&output));
}

#[test]
fn an_older_site_of_other_content_leaves_nothing_behind() {
    let content = copied_content();
    let organisations = content.path().join("content/organisations.yaml");
    let prose = content.path().join("content/projects/waste-pickers/en.md");
    let document = content.path().join("content/projects/waste-pickers/leaflet.pdf");
    let (before, prose_before) = (read_text(&organisations), read_text(&prose));
    let other = "zz-older-body:\n  name: { sr: Starije telo, en: An older body }\n  kind: government\n";
    write(&organisations, format!("{before}{other}").as_bytes());
    write(&prose, format!("{prose_before}\nOnce there was more.\n").as_bytes());
    write(&document, b"%PDF-1.4");
    let output = content.path().join("public");
    build_well(content.path(), &output);
    let older = tree(&output);
    assert!(older.contains_key("en/organisations/zz-older-body/index.html"));
    assert!(older.keys().any(|path| path.ends_with("leaflet.pdf")), "the document is not published");

    // Files that no build wrote are left alone.
    write(&output.join("en/notes.txt"), b"mine");
    write(&organisations, before.as_bytes());
    write(&prose, prose_before.as_bytes());
    fs::remove_file(&document).expect("a removed file");
    build_well(content.path(), &output);
    let mut after = tree(&output);
    assert_eq!(after.remove("en/notes.txt").as_deref(), Some(&b"mine"[..]));
    assert_same(&SITE, &after);
}

fn read_text(path: &Path) -> String {
    fs::read_to_string(path).expect("a readable text")
}

#[test]
fn a_folder_with_foreign_files_is_left_alone() {
    let output = temporary();
    write(&output.path().join("notes.txt"), b"mine");
    let before = tree(output.path());
    let done = build(Path::new(ROOT), output.path(), BASE);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    assert_same(&before, &tree(output.path()));
}

/// Returns the files in other orders: reversed, every seventh first, and shuffled.
fn orders(files: &[SourceFile]) -> Vec<Vec<SourceFile>> {
    let backwards = files.iter().rev().cloned().collect();
    let stepping = (0..7).flat_map(|start| files.iter().skip(start).step_by(7)).cloned().collect();
    let mut shuffled = files.to_vec();
    // A linear congruential generator, so that the order is the same in every run.
    let mut state = 20_261_u64;
    for last in (1..shuffled.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = (state >> 33) % (last as u64 + 1);
        shuffled.swap(last, usize::try_from(other).expect("a small number"));
    }
    vec![files.to_vec(), backwards, stepping, shuffled]
}

fn options() -> CheckOptions {
    CheckOptions::of(ROOT.into())
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let source = read::read(Path::new(ROOT)).expect("readable content");
    let outcomes: Vec<Tree> = orders(source.files())
        .into_par_iter()
        .map(|files| {
            let (problems, site) = katalog::plan(&Source::from_files(files), &options(), None);
            assert!(problems.is_empty(), "{problems:?}");
            let site = site.expect("a site");
            let bundle = Bundle::new(site, Path::new(ROOT), Whitespace::Collapsed, None).expect("an bundle");
            let pages: Vec<Artifact<'_>> = bundle.pages().step_by(19).collect();
            let mut outcome = Tree::new();
            for product in pages.into_iter().chain(bundle.files()) {
                if let Contents::Bytes(bytes) = bundle.make(product).expect("a file") {
                    outcome.insert(bundle.path(product), bytes.into_owned());
                }
            }
            outcome
        })
        .collect();
    for outcome in &outcomes[1..] {
        assert_same(&outcomes[0], outcome);
    }
}

#[test]
fn the_order_of_files_makes_no_difference_to_problems() {
    let source = read::read(Path::new(ROOT)).expect("readable content");
    let lost = ["content/organisations.yaml", "content/projects/foster-care/en.md"];
    let rest: Vec<SourceFile> =
        source.files().iter().filter(|file| !lost.contains(&&*file.path)).cloned().collect();
    let reports: BTreeSet<String> = orders(&rest)
        .into_iter()
        .map(|files| {
            let source = Source::from_files(files);
            let (problems, site) = katalog::plan(&source, &options(), None);
            assert!(site.is_none());
            report::human(&problems, &source, Style::Plain)
        })
        .collect();
    assert_eq!(reports.len(), 1);
    assert!(reports.iter().all(|report| report.contains("error[")), "{reports:?}");
}

/// Whoever can change the list of an output folder's files must not reach files elsewhere.
#[test]
fn a_list_that_names_files_elsewhere_removes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let victim = folder.path().join("victim.txt");
    std::fs::write(&victim, "mine").expect("a file");
    let output = folder.path().join("public");
    std::fs::create_dir(&output).expect("a folder");
    let manifest = format!("../victim.txt\n{}\nsr/../../victim.txt\n", victim.display());
    std::fs::write(output.join(".katalog"), manifest).expect("a manifest");
    assert_cmd::Command::new(&*PROGRAM)
        .args(["build", "--quiet", "--root", env!("CARGO_MANIFEST_DIR"), "--output"])
        .arg(&output)
        .assert()
        .success();
    assert_eq!(std::fs::read_to_string(&victim).expect("the file is still there"), "mine");
}

/// A file that no build wrote is not replaced, even if the site has one with that name.
#[test]
fn a_foreign_file_in_the_way_stops_the_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("public");
    std::fs::create_dir_all(output.join("en")).expect("a folder");
    std::fs::write(output.join(".katalog"), "robots.txt\n").expect("a manifest");
    std::fs::write(output.join("en/index.html"), "by hand").expect("a file");
    let said = assert_cmd::Command::new(&*PROGRAM)
        .args(["build", "--quiet", "--root", env!("CARGO_MANIFEST_DIR"), "--output"])
        .arg(&output)
        .assert()
        .code(1);
    let stderr = String::from_utf8_lossy(&said.get_output().stderr).into_owned();
    assert!(stderr.contains("katalog did not write"), "{stderr}");
    assert_eq!(std::fs::read_to_string(output.join("en/index.html")).expect("the file"), "by hand");
    assert!(!output.join("sr").exists(), "nothing was written");
}

#[test]
fn templates_and_the_list_of_anchors_agree() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut written = BTreeSet::new();
    for entry in fs::read_dir(templates).expect("the templates") {
        let text = fs::read_to_string(entry.expect("a template").path()).expect("a text");
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        written.extend(ids.filter(|id| !id.contains(['{', '_'])).map(str::to_owned));
    }
    // The program sets these.
    let made = ["implementer", "partner", "recipient"];
    let known: BTreeSet<String> = anchors::PARTS.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(written.union(&made.map(str::to_owned).into()).cloned().collect::<BTreeSet<_>>(), known);
}
