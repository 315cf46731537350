//! Tests `katalog build --offline`. `tests/browser/offline.spec.mjs` opens the copy in a browser.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zip::ZipArchive;

use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::Tree;

/// Makes a copy, and returns what the program prints and the files.
fn copy(root: &Path, name: &str) -> (String, Tree) {
    let file = root.join(name);
    let said = katalog("build", root, &["--offline", &file.display().to_string()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let mut archive = ZipArchive::new(File::open(&file).expect("an archive")).expect("an archive");
    let mut files = Tree::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("a file");
        let path = entry
            .name()
            .expect("a name")
            .strip_prefix("copy/")
            .expect("all files are in one folder")
            .to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a whole file");
        assert!(files.insert(path, bytes).is_none(), "each file is there once");
    }
    (said.stdout, files)
}

#[test]
fn it_has_the_whole_site_and_no_link_that_needs_a_server() {
    let catalogue = Catalogue::everything();
    let (said, files) = copy(catalogue.root(), "copy.zip");
    assert!(said.contains("unpack it, and open index.html"), "{said}");
    assert!(!catalogue.root().join("public").exists());
    let site = catalogue.built();
    let is_for_servers = |path: &str| path == ".katalog" || path.ends_with("404.html");
    for (path, bytes) in &site {
        let is_moved = String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\"");
        if path.starts_with("search/") {
            assert!(files.contains_key(&format!("{path}.js")), "{path}");
        } else if !is_for_servers(path) && !is_moved {
            let is_page = path.ends_with(".html") && files.contains_key(path);
            // What is also published at a former address is there once.
            let is_there = || files.get(path) == Some(bytes) || files.values().any(|other| other == bytes);
            assert!(is_page || is_there(), "{path} is not copied as it is");
        }
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("katalog-offline") && !text.contains("type=\"module\""), "{path}");
        assert!(!text.contains("href=\"/") && !text.contains("src=\"/"), "{path}");
        // The address on the web stays that of the site.
        assert!(text.contains("https://citanje.example/katalog/"), "{path}");
    }
}

/// A text that looks like a link or a tag stays a text: nothing of it becomes an attribute.
#[test]
fn texts_that_look_like_links_stay_texts() {
    let text = "\n![`<link rel=\"preload\"` /~katalog-offline~/ x](river.png)\n\n\
        See `' onerror=document.title='MARKER' src=x:x ` and /~katalog-offline~/ there.\n";
    let mut catalogue = Catalogue::small();
    for language in ["sr", "en"] {
        catalogue = catalogue.appending(&format!("projects/clean-banks/{language}.md"), text);
    }
    let (_, files) = copy(catalogue.root(), "copy.zip");
    let page = String::from_utf8_lossy(&files["en/projects/clean-banks/index.html"]);
    let page = scraper::Html::parse_document(&page);
    let found =
        |selector: &str| page.select(&scraper::Selector::parse(selector).expect("a selector")).count();
    assert_eq!(found("[onerror]"), 0);
    let described = "img[alt='<link rel=\"preload\" /~katalog-offline~/ x'][src*='/river.']";
    assert_eq!(found(described), 1, "{}", page.html());
}

#[test]
fn nothing_is_overwritten_or_mixed_with_a_site() {
    let catalogue = Catalogue::small();
    let file = catalogue.root().join("copy.zip");
    std::fs::write(&file, b"mine").expect("a file");
    let name = file.display().to_string();
    let said = katalog("build", catalogue.root(), &["--offline", &name]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("copy.zip exists already"), "{}", said.stderr);
    assert_eq!(std::fs::read(&file).expect("a file"), b"mine");
    for other in [&["--host", "nginx"][..], &["--output", "elsewhere"], &["--atomic"], &["--precompress"]] {
        let said = katalog("build", catalogue.root(), &[other, &["--offline", "x.zip"]].concat());
        assert_eq!(said.code, Some(2), "{other:?}");
    }
}
