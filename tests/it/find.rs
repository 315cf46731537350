//! Tests how readers find entries: the search box, the search page, and the filters of long lists.

use crate::support::site::{page, select};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{katalog, small_catalogue};
use scraper::{ElementRef, Html};
use tempfile::TempDir;
use walkdir::WalkDir;

fn built() -> TempDir {
    let root = small_catalogue();
    let output = root.path().join("public").to_string_lossy().into_owned();
    let said = katalog("build", root.path(), &["--output", &output]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    root
}

fn read(path: &Path) -> Html {
    Html::parse_document(&fs::read_to_string(path).expect("a built page"))
}

fn pages(root: &Path) -> Vec<PathBuf> {
    let public = root.join("public");
    let files = WalkDir::new(&public).into_iter().map(|entry| entry.expect("a file").into_path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .filter(|path| path.parent() != Some(public.as_path()))
        .collect()
}

#[test]
fn every_page_has_one_search_box_that_works_without_scripts() {
    let root = built();
    let mut seen = 0;
    for path in pages(root.path()) {
        let html = read(&path);
        let forms: Vec<ElementRef<'_>> = html.select(&select("form[role=search]")).collect();
        let [form] = &forms[..] else { panic!("{}: {} boxes", path.display(), forms.len()) };
        let action = form.attr("action").expect("an action").trim_start_matches("/katalog/");
        assert!(root.path().join("public").join(action).join("index.html").is_file(), "{action}");
        assert!(form.attr("method").is_none());
        let id = form.select(&select("input[name=q]")).next().and_then(|input| input.attr("id"));
        let label = form.select(&select("label")).next().and_then(|label| label.attr("for"));
        assert!(id.is_some() && id == label, "{}", path.display());
        let script = form.attr("data-script").expect("a script").trim_start_matches("/katalog/");
        assert!(root.path().join("public").join(script).is_file(), "{script}");
        assert_eq!(form.attr("data-index"), Some("/katalog/"));
        let attributes = ["role", "aria-expanded", "aria-controls"];
        let input = form.select(&select("input[name=q]")).next().expect("a box");
        assert!(
            attributes.iter().all(|name| input.attr(name).is_none()),
            "without a script it is no combobox"
        );
        seen += 1;
    }
    assert!(seen > 50);
}

#[test]
fn the_search_page_is_for_readers_and_not_indexed() {
    let root = built();
    for (locale, path) in [("en", "en/search"), ("sr", "sr/pretraga")] {
        let html = page(root.path(), path);
        assert!(html.select(&select("meta[name=robots][content=noindex]")).next().is_some());
        // Styles hide the form where scripts do not run. If a script showed it, the page would move.
        assert!(html.select(&select("form#search_form[role=search]")).next().is_some());
        assert_eq!(html.select(&select("noscript")).count(), 1);
        assert_eq!(html.select(&select("#search_browse a")).count(), 10);
        let sitemap = root.path().join("public").join(locale).join("sitemap.xml");
        assert!(!fs::read_to_string(sitemap).expect("a sitemap").contains(path));
    }
}

#[test]
fn filters_offer_what_the_entries_have() {
    let root = built();
    for (path, items) in [("en/municipalities", "main .columns > li"), ("sr/opstine", "main .columns > li")] {
        let html = page(root.path(), path);
        let form = html.select(&select("form.narrow[hidden]")).next().expect("something to choose");
        assert_eq!(form.attr("data-items"), Some(items));
        let entries: Vec<ElementRef<'_>> = html.select(&select(items)).collect();
        assert_eq!(entries.len(), 15);
        let mut facets = 0;
        for choice in form.select(&select("select")) {
            let facet = choice.attr("name").expect("a name");
            let offered: BTreeSet<&str> = choice
                .select(&select("option"))
                .filter_map(|option| option.attr("value"))
                .filter(|value| !value.is_empty())
                .collect();
            let held: BTreeSet<&str> = entries
                .iter()
                .filter_map(|entry| entry.attr(&format!("data-{facet}")))
                .flat_map(|values| values.split(' '))
                .collect();
            assert_eq!(offered, held, "{path}: {facet}");
            facets += 1;
        }
        assert!(facets > 4, "{path}: {facets}");
        let district = |entry: &ElementRef<'_>| entry.attr("data-district").is_some();
        assert!(entries.iter().all(district), "places without activities are in a district too");
    }
}

#[test]
fn short_lists_have_no_filters() {
    let root = built();
    for path in ["en/projects", "en/projects/home-nursing", "en/areas"] {
        let html = page(root.path(), path);
        assert!(html.select(&select("form.narrow, [data-programme]")).next().is_none());
    }
}

#[test]
fn lists_of_ten_pages_lead_to_the_search() {
    let root = small_catalogue();
    let projects = root.path().join("content/projects");
    let first = projects.join("home-nursing");
    let files = ["project.yaml", "sr.md", "en.md"]
        .map(|name| (name, fs::read_to_string(first.join(name)).expect("a file of a project")));
    for number in 0..900 {
        let folder = projects.join(format!("further-{number}"));
        fs::create_dir(&folder).expect("a folder");
        for (name, text) in &files {
            fs::write(folder.join(name), text).expect("a copy");
        }
    }
    let output = root.path().join("public").to_string_lossy().into_owned();
    assert_eq!(katalog("build", root.path(), &["--output", &output]).code, Some(0));
    for (path, search) in
        [("sr/projekti", "/katalog/sr/pretraga/"), ("en/projects/page-10", "/katalog/en/search/")]
    {
        let html = page(root.path(), path);
        // No script may be needed to see or to use it.
        let form =
            html.select(&select("form.narrow:not([hidden]):not([data-script])")).next().expect("a form");
        assert_eq!(form.attr("action"), Some(search));
        assert_eq!(
            form.select(&select("input[name=kind]")).next().and_then(|kind| kind.attr("value")),
            Some("project")
        );
        assert!(
            form.select(&select("input[name=q]")).next().is_some()
                && form.select(&select("button")).count() == 1
        );
        let facets: Vec<&str> =
            form.select(&select("select")).filter_map(|choice| choice.attr("name")).collect();
        assert!(facets.starts_with(&["programme", "area", "sub-area", "district"]), "{facets:?}");
        let offered = facets_of_the_search(root.path());
        assert!(
            facets.iter().all(|facet| offered.contains(*facet)),
            "{facets:?} are facets of the search: {offered:?}"
        );
        assert_eq!(html.select(&select("[data-programme]")).count(), 0);
    }
}

/// Returns the facets of the search page.
fn facets_of_the_search(root: &Path) -> BTreeSet<String> {
    let html = page(root, "en/search");
    html.select(&select(".facet")).filter_map(|facet| facet.attr("data-facet")).map(str::to_owned).collect()
}
