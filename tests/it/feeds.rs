//! Tests how a site reports its changes: feeds, the page of changes, dates on pages; and that it reports nothing if the
//! history is not known.

use crate::support::site::{page, select};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::history::{commit, git, git_on};
use crate::support::{self, PROGRAM, katalog, small_catalogue, tests, write};
use roxmltree::{Document, Node};
use scraper::ElementRef;
use tempfile::TempDir;
use walkdir::WalkDir;

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The small catalogue with a history: everything added on 1 March, a project changed in April, one added in May, one
/// removed in June, and a project renamed in July.
fn catalogue() -> TempDir {
    let root = small_catalogue();
    let content = root.path().join("content");
    commit(root.path(), "2025-03-01");
    touch(&content.join("projects/home-nursing/en.md"));
    commit(root.path(), "2025-04-02");
    copy_project(root.path(), "school-check-ups", "eye-tests");
    commit(root.path(), "2025-05-03");
    fs::remove_dir_all(content.join("projects/eye-tests")).expect("a removed folder");
    copy_project(root.path(), "school-check-ups", "hearing-tests");
    commit(root.path(), "2025-06-04");
    fs::rename(content.join("projects/first-lessons"), content.join("projects/lessons")).expect("a new name");
    let facts = content.join("projects/lessons/project.yaml");
    write(&facts, format!("{}aliases: [first-lessons]\n", text(&facts)).as_bytes());
    commit(root.path(), "2025-07-05");
    root
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn touch(path: &Path) {
    write(path, format!("{}\n", text(path)).as_bytes());
}

fn copy_project(root: &Path, from: &str, to: &str) {
    let projects = root.join("content/projects");
    support::lay_over(&projects.join(from), &projects.join(to));
}

/// Builds into `public/`, and returns the standard error.
fn build(root: &Path, arguments: &[&str]) -> String {
    let output = root.join("public").to_string_lossy().into_owned();
    let said = katalog("build", root, &[&["--output", &output], arguments].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    said.stderr
}

fn elements<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    within.select(&select(selector)).collect()
}

fn feeds(root: &Path) -> BTreeSet<String> {
    let public = root.join("public");
    let files = WalkDir::new(&public).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_name() == "atom.xml")
        .map(|entry| entry.path().strip_prefix(&public).expect("a path below").to_string_lossy().into_owned())
        .collect()
}

/// An entry of a feed.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Entry {
    id: String,
    title: String,
    published: String,
    updated: String,
}

fn child<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<&'a str> {
    node.children().find(|child| child.has_tag_name((ATOM, name)))?.text()
}

fn entries(root: &Path, path: &str) -> Vec<Entry> {
    let xml = text(&root.join("public").join(path));
    let document = Document::parse(&xml).expect("XML");
    let entries = document.root_element().children().filter(|node| node.has_tag_name((ATOM, "entry")));
    let get = |node, name| child(node, name).unwrap_or_else(|| panic!("{path}: no {name}")).to_owned();
    entries
        .map(|entry| Entry {
            id: get(entry, "id"),
            title: get(entry, "title"),
            published: get(entry, "published"),
            updated: get(entry, "updated"),
        })
        .collect()
}

/// Returns the middle part of each entry's id and the date of its last change.
fn news(root: &Path, path: &str) -> Vec<(String, String)> {
    let name =
        |id: &str| id.split(':').nth(2).and_then(|name| name.rsplit_once('/')).expect("an id").0.to_owned();
    entries(root, path).iter().map(|entry| (name(&entry.id), entry.updated[..10].to_owned())).collect()
}

/// Returns the errors of a feed according to the grammar of RFC 4287, checked with `xmllint` of libxml2.
fn grammar_faults(path: &Path) -> Option<String> {
    let done = Command::new("xmllint")
        .args(["--nonet", "--noout", "--relaxng"])
        .arg(tests("schemas/atom.rng"))
        .arg(path)
        .output()
        .expect("xmllint must be there: install the package libxml2-utils, or libxml2 on macOS");
    (!done.status.success()).then(|| String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn feeds_are_valid_in_every_locale() {
    let root = catalogue();
    build(root.path(), &[]);
    let feeds = feeds(root.path());
    for path in ["en", "sr", "en/programmes/healthy-town", "sr/opstine/zlatar", "en/areas/health"] {
        assert!(feeds.contains(&format!("{path}/atom.xml")), "{path}: {feeds:?}");
    }
    let mut ids = BTreeSet::new();
    for path in &feeds {
        let file = root.path().join("public").join(path);
        assert_eq!(grammar_faults(&file), None, "{path}");
        let xml = text(&file);
        let document = Document::parse(&xml).expect("XML");
        let feed = document.root_element();
        assert!(
            ids.insert(child(feed, "id").expect("an id").to_owned()),
            "{path} has the id of another feed"
        );
        let lang = feed.attribute(("http://www.w3.org/XML/1998/namespace", "lang"));
        assert_eq!(lang, Some(if path.starts_with("sr/") { "sr-Latn" } else { "en" }), "{path}");
        let newest = entries(root.path(), path).into_iter().map(|entry| entry.updated).max();
        assert!(newest.is_none_or(|newest| Some(&newest[..]) == child(feed, "updated")), "{path}");
        // Rules that the grammar cannot express (RFC 4287, 4.1.1 and 4.1.2).
        assert!(feed.children().any(|node| node.has_tag_name((ATOM, "author"))), "{path}");
        for parent in
            document.descendants().filter(|node| ["feed", "entry"].contains(&node.tag_name().name()))
        {
            let links: Vec<Node<'_, '_>> =
                parent.children().filter(|node| node.has_tag_name((ATOM, "link"))).collect();
            let alternates = links.iter().filter(|link| link.attribute("rel") == Some("alternate"));
            let kinds: Vec<_> =
                alternates.map(|link| (link.attribute("type"), link.attribute("hreflang"))).collect();
            assert!(!kinds.is_empty(), "{path}");
            assert_eq!(kinds.len(), kinds.iter().collect::<BTreeSet<_>>().len(), "{path}: {kinds:?}");
            for link in links {
                let address =
                    link.attribute("href").and_then(|href| href.strip_prefix("https://example.org/katalog/"));
                let mut target = address.unwrap_or_else(|| panic!("{path}: {link:?}")).to_owned();
                if target.ends_with('/') {
                    target.push_str("index.html");
                }
                assert!(root.path().join("public").join(&target).exists(), "{path}: {target}");
            }
        }
        let entries = entries(root.path(), path);
        assert_eq!(
            entries.len(),
            entries.iter().map(|entry| &entry.id).collect::<BTreeSet<_>>().len(),
            "{path}"
        );
        assert!(entries.is_sorted_by(|a, b| a.updated >= b.updated), "{path}");
        assert!(entries.len() <= 30, "{path}");
    }
}

#[test]
fn the_grammar_finds_errors() {
    let root = catalogue();
    build(root.path(), &[]);
    let xml = text(&root.path().join("public/en/atom.xml"));
    for (from, to) in [
        ("<updated>2025-", "<updated>on "),
        ("<author>", "<author><age>9</age>"),
        (" hreflang=\"en\"", " hreflang=\"?\""),
        ("<rights>", "<rights>a</rights><rights>"),
    ] {
        let broken = root.path().join("broken.xml");
        write(&broken, xml.replacen(from, to, 1).as_bytes());
        assert!(grammar_faults(&broken).is_some(), "{from} -> {to}");
    }
}

#[test]
fn feeds_report_additions_and_changes_where_they_matter() {
    let root = catalogue();
    build(root.path(), &[]);
    let told = |path: &str| news(root.path(), path);
    let named = |name: &str, day: &str| (name.to_owned(), day.to_owned());
    let all = told("en/atom.xml");
    assert_eq!(
        all[..4],
        [
            named("project/first-lessons", "2025-07-05"),
            named("project/hearing-tests", "2025-06-04"),
            named("project/home-nursing", "2025-04-02"),
            named("programme/first-step", "2025-03-01"),
        ]
    );
    assert_eq!(told("sr/atom.xml"), all);
    let nursing = named("project/home-nursing", "2025-04-02");
    for (path, is_told) in [
        ("en/programmes/healthy-town/atom.xml", true),
        ("en/programmes/first-step/atom.xml", false),
        ("en/municipalities/zlatar/atom.xml", true),
        ("en/municipalities/sumarak/atom.xml", false),
        ("en/areas/health/atom.xml", true),
    ] {
        assert_eq!(told(path).contains(&nursing), is_told, "{path}");
    }
    let nursing = entries(root.path(), "en/areas/health/atom.xml")
        .into_iter()
        .find(|entry| entry.id.contains("home-nursing"))
        .expect("an entry");
    assert_eq!(nursing.published, "2025-03-01T12:00:00Z");
    assert_eq!(nursing.updated, "2025-04-02T12:00:00Z");
    assert_eq!(nursing.id, "tag:example.org,2025-03-01:project/home-nursing/en");
    assert_eq!(nursing.title, "Home Nursing: Nurses at the Door");
}

#[test]
fn ids_stay_when_urls_change() {
    let root = catalogue();
    let ids = |root: &Path| -> Vec<String> {
        entries(root, "en/atom.xml").into_iter().map(|entry| entry.id).collect()
    };
    build(root.path(), &[]);
    let before = ids(root.path());
    build(root.path(), &["--base-url", "https://elsewhere.example/"]);
    assert_eq!(ids(root.path()), before);
    assert!(text(&root.path().join("public/en/atom.xml")).contains("href=\"https://elsewhere.example/en/\""));
    let projects = root.path().join("content/projects");
    fs::rename(projects.join("lessons"), projects.join("more-lessons")).expect("a new name");
    let facts = projects.join("more-lessons/project.yaml");
    write(&facts, text(&facts).replace("[first-lessons]", "[lessons, first-lessons]").as_bytes());
    commit(root.path(), "2025-08-06");
    build(root.path(), &[]);
    assert_eq!(ids(root.path()), before);
}

#[test]
fn a_commit_that_adds_everything_is_not_news_for_each_entry() {
    let root = small_catalogue();
    for number in 0..25 {
        copy_project(root.path(), "school-check-ups", &format!("check-ups-{number}"));
    }
    commit(root.path(), "2025-03-01");
    let projects = root.path().join("content/projects");
    for number in 0..25 {
        touch(&projects.join(format!("check-ups-{number}/en.md")));
    }
    commit(root.path(), "2025-09-07");
    touch(&projects.join("check-ups-7/en.md"));
    commit(root.path(), "2025-10-08");
    build(root.path(), &[]);
    let told = news(root.path(), "en/atom.xml");
    assert_eq!(told[0], ("project/check-ups-7".to_owned(), "2025-10-08".to_owned()));
    assert!(told[1..].iter().all(|(_, day)| day == "2025-03-01"), "{told:?}");
    assert_eq!(told.len(), 30);
    // The page itself still counts as changed.
    let sitemap = text(&root.path().join("public/en/sitemap.xml"));
    let place = sitemap.split("/projects/check-ups-3/</loc>").nth(1).expect("a place");
    assert!(place.trim_start().starts_with("<lastmod>2025-09-07</lastmod>"), "{}", &place[..80]);
}

/// Git knows only seconds, and a rebase makes many commits in one.
#[test]
fn entries_that_different_commits_changed_have_different_times() {
    let root = small_catalogue();
    let projects = root.path().join("content/projects");
    commit(root.path(), "2025-03-01");
    let changed = ["clean-banks", "home-nursing", "school-check-ups"];
    for project in changed {
        touch(&projects.join(project).join("en.md"));
        commit(root.path(), "2025-04-02");
    }
    build(root.path(), &[]);
    let times = |root: &Path| -> Vec<(String, String)> {
        let entries = entries(root, "en/atom.xml").into_iter().take(changed.len());
        entries.map(|entry| (entry.id, entry.updated)).collect()
    };
    let told = times(root.path());
    for (at, (project, time)) in [
        ("school-check-ups", "2025-04-02T12:00:00.000002Z"),
        ("home-nursing", "2025-04-02T12:00:00.000001Z"),
        ("clean-banks", "2025-04-02T12:00:00Z"),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(told[at], (format!("tag:example.org,2025-03-01:project/{project}/en"), time.to_owned()));
    }
    let all: Vec<String> =
        entries(root.path(), "en/atom.xml").into_iter().map(|entry| entry.updated).collect();
    assert!(all[changed.len()..].iter().all(|time| time == "2025-03-01T12:00:00Z"), "{all:?}");
    // A later commit in the same second changes no other time.
    touch(&projects.join("first-lessons/en.md"));
    commit(root.path(), "2025-04-02");
    build(root.path(), &[]);
    let now = times(root.path());
    assert_eq!((now[0].1.as_str(), &now[1..]), ("2025-04-02T12:00:00.000003Z", &told[..2]));
    for path in feeds(root.path()) {
        assert_eq!(grammar_faults(&root.path().join("public").join(&path)), None, "{path}");
    }
}

#[test]
fn every_entry_has_a_summary() {
    let root = catalogue();
    build(root.path(), &[]);
    for path in feeds(root.path()) {
        let xml = text(&root.path().join("public").join(&path));
        let document = Document::parse(&xml).expect("XML");
        for entry in document.descendants().filter(|node| node.has_tag_name((ATOM, "entry"))) {
            assert!(
                child(entry, "summary").is_some_and(|text| text.len() > 10),
                "{path}: {}",
                child(entry, "id").unwrap_or_default()
            );
        }
    }
    for (path, id, summary) in [
        ("en/atom.xml", "municipality/cardak/", "What programmes do in Čardak"),
        ("sr/atom.xml", "municipality/cardak/", "u Čardaku"),
        ("en/documents/atom.xml", "document/river-guide/", "Guide for River Keepers: guide or handbook"),
    ] {
        let xml = text(&root.path().join("public").join(path));
        let document = Document::parse(&xml).expect("XML");
        let mut entries = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry")));
        let entry = entries.find(|entry| child(*entry, "id").is_some_and(|found| found.contains(id)));
        let told = child(entry.expect("an entry"), "summary").expect("a summary");
        assert!(told.contains(summary), "{path}: {told}");
    }
}

#[test]
fn pages_link_to_their_feeds() {
    let root = catalogue();
    build(root.path(), &[]);
    for (path, feed) in [
        ("en", Some("en/atom.xml")),
        ("en/changes", Some("en/atom.xml")),
        ("sr/programi/healthy-town", Some("sr/programi/healthy-town/atom.xml")),
        ("sr/opstine/zlatar", Some("sr/opstine/zlatar/atom.xml")),
        ("en/areas/health", Some("en/areas/health/atom.xml")),
        ("en/projects/home-nursing", None),
        ("en/districts", None),
    ] {
        let html = page(root.path(), path);
        let links = |selector: &str| -> Vec<String> {
            let links = elements(html.root_element(), selector);
            links.into_iter().filter_map(|link| link.attr("href").map(str::to_owned)).collect()
        };
        let expected: Vec<String> = feed.into_iter().map(|feed| format!("/katalog/{feed}")).collect();
        assert_eq!(links("head link[rel=alternate][type='application/atom+xml']"), expected, "{path}");
        assert_eq!(links("main a[type='application/atom+xml']"), expected, "{path}");
        assert_eq!(
            links("footer a[href$='/en/changes/'], footer a[href$='/sr/promene/']").len(),
            1,
            "{path}"
        );
    }
    for (path, day) in [
        ("en/projects/home-nursing", "2025-04-02"),
        ("sr/projekti/clean-banks", "2025-03-01"),
        ("en/municipalities/zlatar", "2025-04-02"),
    ] {
        let html = page(root.path(), path);
        let days: Vec<&str> =
            html.select(&select("main > .detail time")).filter_map(|time| time.attr("datetime")).collect();
        assert_eq!(days, [day], "{path}");
    }
}

/// The entries below a heading.
type Told = (String, Vec<String>);

/// Returns the page of changes: for each day and heading, the entries by their links, or their ids.
fn told_on(root: &Path, path: &str) -> Vec<(String, Vec<Told>)> {
    let html = page(root, path);
    let name = |name: &ElementRef<'_>| -> String {
        let id = name.attr("href").and_then(|href| href.trim_end_matches('/').rsplit('/').next());
        id.map_or_else(|| name.text().collect(), str::to_owned)
    };
    let sections = elements(html.root_element(), "main section").into_iter();
    sections
        .map(|section| {
            let day = elements(section, "h2 time")[0].attr("datetime").expect("a day").to_owned();
            let headings = elements(section, "h3").into_iter().map(|heading| heading.text().collect());
            let lists = elements(section, "section > ul").into_iter();
            let lists = lists
                .map(|list| elements(list, "section > ul > li > :is(a, code)").iter().map(name).collect());
            (day, headings.zip(lists).collect())
        })
        .collect()
}

#[test]
fn a_page_reports_changes_day_by_day() {
    let root = catalogue();
    build(root.path(), &[]);
    let list = |heading: &str, names: &[&str]| {
        (heading.to_owned(), names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    };
    let told = told_on(root.path(), "en/changes");
    let day = |at: usize| (told[at].0.as_str(), told[at].1.clone());
    assert_eq!(day(0), ("2025-07-05", vec![list("Changed", &["lessons"])]));
    assert_eq!(
        day(1),
        ("2025-06-04", vec![list("Added", &["hearing-tests"]), list("Removed", &["eye-tests"])])
    );
    // The entry added on that day has been removed since, and nothing else happened on that day.
    assert_eq!(day(2), ("2025-04-02", vec![list("Changed", &["home-nursing"])]));
    assert_eq!(told.len(), 4);
    assert!(told[3].1[0].1.contains(&"zlatar".to_owned()), "{:?}", told[3]);
    let serbian = told_on(root.path(), "sr/promene");
    assert_eq!(serbian[1].1[1], list("Uklonjeno", &["eye-tests"]));
}

#[test]
fn the_list_of_published_urls_is_not_a_change_of_the_content() {
    let root = catalogue();
    let last_day = || {
        build(root.path(), &[]);
        let sitemap = text(&root.path().join("public/en/sitemap.xml"));
        let days = sitemap.split("<lastmod>").skip(1).map(|rest| rest[..10].to_owned());
        days.max().expect("days")
    };
    let before = last_day();
    assert_eq!(katalog("urls", root.path(), &[]).code, Some(0));
    assert!(root.path().join("content/urls.txt").exists());
    commit(root.path(), "2025-08-01");
    assert_eq!(last_day(), before);
    touch(&root.path().join("content/projects/home-nursing/en.md"));
    commit(root.path(), "2025-08-02");
    assert_eq!(last_day(), "2025-08-02");
}

#[test]
fn without_a_history_nothing_is_reported() {
    let root = small_catalogue();
    assert_eq!(build(root.path(), &[]), "");
    assert_untold(root.path());
    let said = Command::new(&*PROGRAM)
        .args(["build", "--root", "."])
        .current_dir(root.path())
        .output()
        .expect("the program starts");
    let said = String::from_utf8(said.stdout).expect("the summary is UTF-8");
    assert!(said.contains("no git history"), "{said}");
}

#[test]
fn with_an_incomplete_history_nothing_is_reported_and_the_publisher_is_warned() {
    let origin = catalogue();
    let folder = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", origin.path().display());
    git_on(folder.path(), "2025-07-06", &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let clone = folder.path().join("clone");
    let warned = build(&clone, &["--quiet"]);
    let is_warned = |said: &str| {
        said.lines().any(|line| line.starts_with("warning: git ") && line.contains("`git fetch --unshallow`"))
    };
    assert!(is_warned(&warned), "{warned}");
    assert_untold(&clone);
    git_on(&clone, "2025-07-06", &["fetch", "--quiet", "--unshallow"]);
    assert!(!is_warned(&build(&clone, &["--quiet"])));
    build(origin.path(), &[]);
    assert_eq!(news(&clone, "en/atom.xml"), news(origin.path(), "en/atom.xml"));
}

/// Feeds that were published must not vanish: a site for a host, and a strict one, are not built without the history.
#[test]
fn published_feeds_need_the_history() {
    let root = small_catalogue();
    let list = root.path().join("content/urls.txt");
    let output = root.path().join("public").to_string_lossy().into_owned();
    for (addresses, is_built) in [("en/\n", true), ("en/\nen/atom.xml\n", false)] {
        fs::write(&list, addresses).expect("a list");
        for (arguments, needs_feeds) in
            [(&[][..], false), (&["--strict"], true), (&["--host", "nginx"], true)]
        {
            let said = katalog("build", root.path(), &[&["--output", &output], arguments].concat());
            assert_eq!(said.code == Some(0), is_built || !needs_feeds, "{arguments:?}: {}", said.stderr);
            if said.code != Some(0) {
                said.reports("no git history, or no git, so the site would have no feeds");
                said.reports("content/urls.txt lists feeds");
            }
        }
    }
}

/// Returns the file that names the last commit.
fn branch(git: &Path) -> PathBuf {
    let head = text(&git.join("HEAD"));
    git.join(head.trim_end().trim_start_matches("ref: "))
}

/// Git refuses to read a history, or reads past it: a build says so, and does not publish if it is strict.
#[test]
fn a_history_that_git_does_not_read_is_never_lost_in_silence() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 8] = [
        ("objects gone", |git| {
            for folder in fs::read_dir(git.join("objects")).expect("objects") {
                fs::remove_dir_all(folder.expect("a folder").path()).expect("a removed folder");
            }
        }),
        ("settings cut", |git| write(&git.join("config"), b"[core")),
        ("settings of a later git", |git| {
            write(&git.join("config"), b"[core]\nrepositoryformatversion = 99\n");
        }),
        ("HEAD empty", |git| write(&git.join("HEAD"), b"")),
        ("HEAD gone", |git| fs::remove_file(git.join("HEAD")).expect("a removed file")),
        ("branch empty", |git| {
            write(&branch(git), b"");
        }),
        ("branch leads nowhere", |git| {
            write(&branch(git), &[b'1'; 40]);
        }),
        ("worktree broken", |git| {
            fs::remove_dir_all(git).expect("a removed folder");
            write(git, b"gitdir: /nowhere/.git/worktrees/x\n");
        }),
    ];
    for (name, damage) in damages {
        let root = small_catalogue();
        commit(root.path(), "2025-03-01");
        damage(&root.path().join(".git"));
        let said = build(root.path(), &["--quiet"]);
        let is_told = said.starts_with("warning: git does not read the history: ");
        assert!(is_told && said.contains("no dates of changes and no feeds"), "{name}: {said}");
        let output = root.path().join("strict").to_string_lossy().into_owned();
        let said = katalog("build", root.path(), &["--strict", "--output", &output]);
        assert!(
            said.code == Some(1) && said.stderr.starts_with("error: git does not"),
            "{name}: {}",
            said.stderr
        );
        assert!(!Path::new(&output).exists(), "{name}");
    }
    let healthy: [(&str, Damage); 4] = [
        ("no commits", |git| {
            fs::remove_dir_all(git).expect("a removed folder");
            git_on(git.parent().expect("a folder"), "2025-03-01", &["init", "--quiet"]);
        }),
        ("no repository", |git| fs::remove_dir_all(git).expect("a removed folder")),
        ("a folder of that name", |git| {
            fs::remove_dir_all(git).expect("a removed folder");
            fs::create_dir(git).expect("a folder");
        }),
        ("without what git makes again", |git| {
            fs::remove_file(git.join("index")).expect("a removed file");
            fs::remove_dir_all(git.join("logs")).expect("a removed folder");
        }),
    ];
    for (name, change) in healthy {
        let root = small_catalogue();
        commit(root.path(), "2025-03-01");
        change(&root.path().join(".git"));
        assert_eq!(build(root.path(), &["--quiet", "--strict"]), "", "{name}");
    }
}

/// Only root can give files to another owner.
#[cfg(unix)]
#[test]
fn a_repository_of_another_owner_is_never_passed_over_in_silence() {
    let root = small_catalogue();
    commit(root.path(), "2025-03-01");
    for entry in WalkDir::new(root.path()) {
        let entry = entry.expect("a file");
        if std::os::unix::fs::lchown(entry.path(), Some(1234), None).is_err() {
            return;
        }
    }
    let said = katalog("build", root.path(), &["--strict", "--output", "/nonexistent/public"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let said = build(root.path(), &["--quiet"]);
    assert!(said.starts_with("warning: git does not read the repository: detected dubious"), "{said}");
    assert!(said.contains("safe.directory"), "{said}");
    assert_untold(root.path());
}

fn assert_untold(root: &Path) {
    assert_eq!(feeds(root), BTreeSet::new());
    assert!(!text(&root.join("public/en/sitemap.xml")).contains("lastmod"));
    let changes = page(root, "en/changes");
    assert!(changes.select(&select("meta[name=robots][content=noindex]")).next().is_some());
    assert!(changes.select(&select("main section")).next().is_none());
    for path in ["en", "en/projects/home-nursing", "en/municipalities/zlatar"] {
        let html = page(root, path);
        for nothing in ["main > .detail time", "[type='application/atom+xml']", "footer a[href$='/changes/']"]
        {
            assert!(html.select(&select(nothing)).next().is_none(), "{path}: {nothing}");
        }
        assert!(!html.html().contains("dateModified"), "{path}");
    }
}

#[test]
fn a_commit_without_a_valid_date_is_told() {
    let root = small_catalogue();
    commit(root.path(), "2025-03-01");
    let before = git(root.path(), &["cat-file", "commit", "HEAD"]);
    let (start, end) = before.rsplit_once("\ncommitter ").expect("a committer");
    let (name, end) = end.split_once("> ").expect("an address");
    let (_, message) = end.split_once('\n').expect("a message");
    for date in ["10000000000000 +0000", "1740000000 +9999"] {
        let file = root.path().join("commit");
        write(&file, format!("{start}\ncommitter {name}> {date}\n{message}").as_bytes());
        let id = git(root.path(), &["hash-object", "-t", "commit", "-w", "--literally", "commit"]);
        fs::remove_file(file).expect("a removed file");
        git(root.path(), &["update-ref", "HEAD", id.trim()]);
        let output = root.path().join("public").display().to_string();
        let said = katalog("build", root.path(), &["--strict", "--output", &output]);
        assert_eq!(said.code, Some(1), "{date}");
        let told = format!("error: the commit {} has no valid date, so the site has no dates", id.trim());
        assert!(said.stderr.starts_with(&told), "{date}: {}", said.stderr);
    }
}
