//! Tests what a site needs on its host: former URLs, and the configuration files for each host.

use crate::support::site::{Tree, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;

use crate::support::{PROGRAM, Said, katalog, lay_over, small_catalogue, write};
use scraper::{Html, Selector};
use tempfile::TempDir;
use url::Url;

/// An entry of each kind that has pages, and another id for it. The area is renamed before and after its sub-area.
const RENAMED: [(&str, &str); 9] = [
    ("programme:healthy-town", "healthier-town"),
    ("project:clean-banks", "cleaner-banks"),
    ("municipality:zlatar", "zlatari"),
    ("district:recni", "rechni"),
    ("area:health", "good-health"),
    ("area:good-health/nursing", "nursing-at-home"),
    ("area:good-health", "public-health"),
    ("support:grant", "donation"),
    ("organisation:lake-fund", "lakes-fund"),
];

/// A catalogue and a folder for its site.
struct Catalogue {
    root: TempDir,
    base_url: &'static str,
}

impl Catalogue {
    fn small() -> Self {
        Catalogue { root: small_catalogue(), base_url: "https://example.org/" }
    }

    fn in_folder() -> Self {
        Catalogue { base_url: "https://example.org/katalog/", ..Catalogue::small() }
    }

    fn renamed(self) -> Self {
        for (entry, new) in RENAMED {
            let said = katalog("rename", self.root.path(), &[entry, new]);
            assert_eq!(said.code, Some(0), "{entry}: {}", said.stderr);
        }
        self
    }

    fn output(&self) -> std::path::PathBuf {
        self.root.path().join("public")
    }

    fn build(&self, arguments: &[&str]) -> Said {
        let output = self.output();
        let always = ["--base-url", self.base_url, "--output", output.to_str().expect("a path in UTF-8")];
        katalog("build", self.root.path(), &[&always, arguments].concat())
    }

    fn built(&self, arguments: &[&str]) -> Tree {
        let said = self.build(arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        tree(&self.output())
    }
}

/// Returns whether a page is an order of the money table, or a comparison: they arrange what other pages say.
fn is_view(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    matches!(parts.next(), Some("novac" | "money" | "uporedi" | "compare")) && parts.count() > 1
}

/// Returns the files whose URLs readers may have saved.
fn kept_addresses(site: &Tree) -> BTreeSet<&str> {
    let is_kept = |path: &&str| {
        path.ends_with(".html") && !is_view(path)
            || ["data/", "files/"].iter().any(|folder| path.starts_with(folder))
    };
    site.keys().map(String::as_str).filter(is_kept).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text in UTF-8")
}

fn attribute<'a>(html: &'a Html, selector: &str, name: &str) -> Option<&'a str> {
    let selector = Selector::parse(selector).expect("a valid selector");
    html.select(&selector).next().and_then(|element| element.attr(name))
}

/// Returns the file that a URL on the host leads to.
fn file_of(base: &Url, address: &str) -> Option<String> {
    let address = base.join(address).ok()?;
    let path = address.path().strip_prefix(base.path())?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// Returns what is wrong with the page at a former URL, if anything.
fn fault_of_stub(site: &Tree, path: &str, base: &Url) -> Option<String> {
    let source = text(&site[path]);
    let html = Html::parse_document(source);
    // One script keeps the part of the page that an address names.
    let script = attribute(&html, "script", "src");
    if !script.is_some_and(|script| script.contains("/assets/moved."))
        || source.matches("<script").count() > 1
        || source.contains("style=")
    {
        return Some(format!("{path} is not plain HTML"));
    }
    let lang = path.split('/').next().map(|prefix| if prefix == "sr" { "sr-Latn" } else { prefix });
    if attribute(&html, "html", "lang") != lang {
        return Some(format!("{path} does not say its language"));
    }
    if attribute(&html, "meta[name=robots]", "content") != Some("noindex") {
        return Some(format!("{path} may be indexed"));
    }
    let href = attribute(&html, "main a", "href")?;
    let target = file_of(base, href)?;
    if !site.contains_key(&target) || text(&site[&target]).contains("http-equiv=\"refresh\"") {
        return Some(format!("{path} leads to {href}, where no page is"));
    }
    let refresh = attribute(&html, "meta[http-equiv=refresh]", "content");
    if refresh != Some(format!("0; url={href}").as_str()) {
        return Some(format!("{path} does not lead on: {refresh:?}"));
    }
    let absolute = base.join(href).ok()?;
    (attribute(&html, "link[rel=canonical]", "href") != Some(absolute.as_str()))
        .then(|| format!("{path} names another page as the true one"))
}

#[test]
fn every_former_url_leads_to_its_page() {
    for (before, after) in [
        (Catalogue::small(), Catalogue::small().renamed()),
        (Catalogue::in_folder(), Catalogue::in_folder().renamed()),
    ] {
        let base = Url::parse(after.base_url).expect("an address");
        let (before, after) = (before.built(&[]), after.built(&[]));
        let (old, new) = (kept_addresses(&before), kept_addresses(&after));
        let lost: Vec<_> = old.difference(&new).collect();
        assert!(lost.is_empty(), "{lost:?}");
        let is_stub = |path: &&&str| text(&after[**path]).contains("http-equiv=\"refresh\"");
        let stubs: Vec<&str> =
            new.iter().filter(|path| path.ends_with(".html")).filter(is_stub).copied().collect();
        for path in ["sr/projekti/clean-banks/index.html", "en/areas/health/nursing/index.html"] {
            assert!(stubs.contains(&path), "{path}");
        }
        // Intermediate ids of the area, with both ids of its sub-area.
        for path in
            ["en/areas/good-health/nursing/index.html", "sr/oblasti/good-health/nursing-at-home/index.html"]
        {
            assert!(stubs.contains(&path), "{path}");
        }
        let faults: Vec<String> =
            stubs.iter().filter_map(|path| fault_of_stub(&after, path, &base)).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(
            after["data/areas/health/nursing.csv"],
            after["data/areas/public-health/nursing-at-home.csv"]
        );
        assert_eq!(
            after["files/projects/clean-banks/rulebook.pdf"],
            after["files/projects/cleaner-banks/rulebook.pdf"]
        );
        let sitemap = text(&after["en/sitemap.xml"]);
        assert!(!sitemap.contains("/clean-banks/") && sitemap.contains("/cleaner-banks/"));
    }
}

/// Removes the policy from a page; leaves any other file unchanged.
fn without_policy(path: &str, bytes: &[u8]) -> Vec<u8> {
    const BEGINNING: &str = "<meta http-equiv=\"Content-Security-Policy\"";
    if !path.ends_with(".html") {
        return bytes.to_vec();
    }
    let mut page = text(bytes).to_owned();
    if let Some(start) = page.find(BEGINNING) {
        let length = page[start..].find('>').expect("an end");
        page.replace_range(start..=start + length, "");
    }
    page.into_bytes()
}

/// Returns the files of a build for a host that a build without a host does not have or has otherwise.
fn of_host(catalogue: &Catalogue, host: &str) -> Tree {
    let plain = catalogue.built(&[]);
    let mut site = catalogue.built(&["--host", host]);
    let beside = || fs::read(catalogue.output().with_file_name(".public.katalog")).ok();
    let manifest = site.remove(".katalog").or_else(beside).expect("a manifest");
    assert!(
        text(&manifest)
            .lines()
            .any(|line| line.split('\t').next().is_some_and(|path| site.contains_key(path)))
    );
    site.retain(|path, bytes| plain.get(path) != Some(&without_policy(path, bytes)));
    // A later build without the host removes the files for the host.
    assert_eq!(catalogue.built(&[]), plain);
    site
}

/// Returns the rules of `_headers`: paths with their headers.
fn headers(file: &[u8]) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut rules: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    let mut path = "";
    for line in text(file).lines() {
        match line.strip_prefix("  ") {
            Some(header) => {
                let rule = rules.get_mut(path).expect("a path stands first");
                rule.push(header.split_once(": ").expect("name and value"));
            }
            None => {
                path = line;
                assert!(rules.insert(path, Vec::new()).is_none(), "{path} stands twice");
            }
        }
    }
    rules
}

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'";

/// Returns the paths of files with a hash in the name of the file or of a folder.
fn unchanging(site: &Tree) -> Vec<&str> {
    let is_hash = |part: &str| {
        matches!(part.len(), 8 | 16) && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
    };
    let in_folder = |path: &&str| path.starts_with("assets/") || path.starts_with("search/");
    let paths = site.keys().map(String::as_str).filter(in_folder);
    paths.filter(|path| path.split(['.', '/']).any(is_hash)).collect()
}

#[test]
fn every_page_carries_the_policy_where_the_host_sends_no_headers() {
    let catalogue = Catalogue::small().renamed();
    for (host, expected) in [
        (&["--host", "github"][..], Some(POLICY)),
        (&["--host", "s3"], Some(POLICY)),
        (&["--host", "netlify"], None),
        (&["--host", "cloudflare"], None),
        (&["--host", "nginx"], None),
        (&[], None),
    ] {
        let site = catalogue.built(host);
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = Html::parse_document(text(bytes));
            let policy = attribute(&html, "meta[http-equiv=Content-Security-Policy]", "content");
            assert_eq!(policy, expected, "{host:?} {path}");
        }
    }
}

#[test]
fn hosts_with_headers_send_them_and_cache_only_what_never_changes() {
    for host in ["netlify", "cloudflare"] {
        let catalogue = Catalogue::small();
        let site = catalogue.built(&["--host", host]);
        let rules = headers(&site["_headers"]);
        let all: BTreeMap<&str, &str> = rules["/*"].iter().copied().collect();
        assert_eq!(all["Content-Security-Policy"], format!("{POLICY}; frame-ancestors 'none'"));
        assert_eq!((all["X-Content-Type-Options"], all.contains_key("Referrer-Policy")), ("nosniff", true));
        let kept: Vec<&str> = rules
            .iter()
            .filter(|(_, headers)| {
                headers.contains(&("Cache-Control", "public, max-age=31536000, immutable"))
            })
            .map(|(path, _)| path.trim_start_matches('/').trim_end_matches('*'))
            .collect();
        let hashed = unchanging(&site);
        for path in site.keys() {
            let rules = kept.iter().filter(|folder| path.starts_with(**folder)).count();
            assert_eq!(rules, usize::from(hashed.contains(&path.as_str())), "{host}: {path}");
        }
        assert!(hashed.len() > 10);
        assert_eq!(rules["/data/*"], [("Access-Control-Allow-Origin", "*")]);
    }
}

#[test]
fn hosts_with_redirects_get_them() {
    for (host, code, not_found) in [("netlify", "301!", 2), ("cloudflare", "301", 0)] {
        let catalogue = Catalogue::small().renamed();
        let site = catalogue.built(&["--host", host]);
        let mut told = BTreeMap::new();
        let mut not_found_told = 0;
        for line in text(&site["_redirects"]).lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                [from, to, given] if given == code => {
                    assert!(site.contains_key(&format!("{}index.html", &to[1..])), "{line}");
                    told.insert(format!("{}index.html", &from[1..]), to);
                }
                [from, to, "404"] => {
                    assert_eq!(from.replace('*', "404.html"), to);
                    assert!(site.contains_key(&to[1..]));
                    not_found_told += 1;
                }
                _ => panic!("{host}: {line}"),
            }
        }
        assert_eq!(not_found_told, not_found);
        let is_stub = |bytes: &[u8]| {
            std::str::from_utf8(bytes).is_ok_and(|text| text.contains("http-equiv=\"refresh\""))
        };
        let stubs: Vec<&String> =
            site.iter().filter(|(_, bytes)| is_stub(bytes)).map(|(path, _)| path).collect();
        assert_eq!(stubs, told.keys().collect::<Vec<_>>());
    }
}

#[test]
fn each_host_gets_its_own_files_and_no_others() {
    for (host, base_url, files) in [
        ("github", "https://someone.github.io/katalog/", &[".nojekyll"][..]),
        ("github", "https://someone.github.io/", &[".nojekyll"]),
        ("github", "https://example.org/", &[".nojekyll", "CNAME"]),
        ("netlify", "https://example.org/", &["_headers", "_redirects"]),
        ("cloudflare", "https://example.org/", &["_headers", "_redirects"]),
        ("s3", "https://example.org/katalog/", &["s3-website.json"]),
        ("nginx", "https://example.org/katalog/", &["nginx.conf"]),
    ] {
        let catalogue = Catalogue { base_url, ..Catalogue::small() };
        let site = of_host(&catalogue, host);
        assert_eq!(site.keys().collect::<Vec<_>>(), files, "{host} {base_url}");
        match host {
            "github" => assert_eq!(
                site.get("CNAME").map(|it| text(it)),
                files.contains(&"CNAME").then_some("example.org\n")
            ),
            "s3" => {
                let website: serde_json::Value =
                    serde_json::from_slice(&site["s3-website.json"]).expect("valid JSON");
                assert_eq!(website["ErrorDocument"]["Key"], "katalog/404.html");
                assert_eq!(website["IndexDocument"]["Suffix"], "index.html");
            }
            _ => {}
        }
    }
}

#[test]
fn limits_of_a_host_are_reported_before_anything_is_written() {
    for (catalogue, arguments, said) in [
        (
            Catalogue::in_folder(),
            &["--host", "netlify"][..],
            "Netlify serves a site only at the root of a host name",
        ),
        (Catalogue::in_folder(), &["--host", "cloudflare"], "but this site is for the path /katalog/"),
        (
            Catalogue { base_url: "https://example.org/katalog;$x/", ..Catalogue::small() },
            &["--host", "nginx"],
            "the configuration of nginx cannot express the path /katalog;$x/",
        ),
        (
            Catalogue { base_url: "https://example.org/каталог/", ..Catalogue::small() },
            &["--host", "nginx"],
            "cannot express the path /%D0%BA",
        ),
        (
            Catalogue::small(),
            &["--host", "github", "--precompress"],
            "GitHub Pages does not use precompressed files",
        ),
        (
            Catalogue::small(),
            &["--host", "s3", "--https-only"],
            "Amazon S3 sends no headers of a site\nleave out --https-only",
        ),
        (
            with_document_named("rule#book.pdf"),
            &["--host", "netlify"],
            "Netlify accepts no file with `#` or `?` in its name: content/projects/clean-banks/rule#book.pdf",
        ),
        (
            with_large_document(),
            &["--host", "cloudflare"],
            "accepts no file larger than 25 megabytes, but content/projects/clean-banks/rulebook.pdf",
        ),
    ] {
        let output = catalogue.build(arguments);
        assert_eq!(output.code, Some(1), "{said}");
        assert!(output.stderr.contains("error: ") && output.stderr.contains(said), "{}", output.stderr);
        assert!(!catalogue.output().exists(), "{said}");
    }
    let unknown = Catalogue::small().build(&["--host", "geocities"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("github, netlify, cloudflare, s3, nginx"), "{}", unknown.stderr);
}

/// Cloudflare accepts 2,000 redirects. Pages redirect from the other former addresses.
#[test]
fn former_addresses_beyond_the_limit_of_a_host_are_pages() {
    let site = with_many_aliases(1001).built(&["--host", "cloudflare"]);
    let told = text(&site["_redirects"]);
    assert_eq!(told.lines().count(), 2000);
    let told: BTreeSet<&str> = told.lines().filter_map(|line| line.split(' ').next()).collect();
    let is_stub = |path: &str| text(&site[path]).contains("http-equiv=\"refresh\"");
    let pages = site.keys().filter(|path| path.ends_with("/index.html") && is_stub(path));
    let untold = pages.filter(|path| !told.contains(&*format!("/{}", path.trim_end_matches("index.html"))));
    assert_eq!(untold.count(), 2);
}

#[test]
fn only_hosts_that_can_hide_it_get_the_list_of_files() {
    let catalogue = Catalogue::small();
    let beside = catalogue.output().with_file_name(".public.katalog");
    for (host, is_beside) in [
        (&["--host", "github"][..], true),
        (&["--host", "github"], true),
        (&["--host", "s3"], true),
        (&["--host", "s3", "--atomic"], true),
        (&["--host", "netlify"], true),
        (&["--host", "nginx"], false),
        (&["--host", "cloudflare"], true),
        (&[], false),
    ] {
        let site = catalogue.built(host);
        assert_eq!((site.contains_key(".katalog"), beside.exists()), (!is_beside, is_beside), "{host:?}");
    }
    // The next build knows its files, wherever the list was, and removes those that are gone.
    let copy = catalogue.root.path().join("content/projects/copy");
    lay_over(&catalogue.root.path().join("content/projects/home-nursing"), &copy);
    let page = catalogue.output().join("en/projects/copy/index.html");
    assert!(catalogue.build(&["--host", "github"]).code == Some(0) && page.exists());
    fs::remove_dir_all(copy).expect("a project");
    assert!(catalogue.build(&["--host", "github"]).code == Some(0) && !page.exists());
    // A build that fails leaves no list in the folder either.
    write(&catalogue.root.path().join("themes/default/templates/about.html"), b"{% if %}");
    assert_eq!(catalogue.build(&["--host", "github"]).code, Some(1));
    assert!(beside.exists() && !catalogue.output().join(".katalog").exists());
}

#[test]
fn https_only_is_told_on_demand() {
    let catalogue = Catalogue::small();
    for (host, file) in [("netlify", "_headers"), ("nginx", "nginx.conf")] {
        assert!(!text(&catalogue.built(&["--host", host])[file]).contains("Strict-Transport-Security"));
        let site = catalogue.built(&["--host", host, "--https-only"]);
        assert!(text(&site[file]).contains("max-age=31536000"), "{host}");
    }
}

#[test]
fn a_site_below_a_path_says_where_its_robots_txt_belongs() {
    let said = |catalogue: Catalogue| text(&catalogue.built(&[])["robots.txt"]).to_owned();
    assert!(said(Catalogue::small()).starts_with("User-agent: *\n"));
    assert!(said(Catalogue::in_folder()).starts_with("# Search engines read only https://"));
}

/// A municipality with many former ids. Each is a URL in both locales.
fn with_many_aliases(count: usize) -> Catalogue {
    let catalogue = Catalogue::small();
    // The maximum for one entry.
    const MOST: usize = 300;
    for (entry, first) in ["zlatar", "ljubovo", "novi-most", "sumarak"].iter().zip((0..count).step_by(MOST)) {
        let file = catalogue.root.path().join(format!("content/municipalities/{entry}/municipality.yaml"));
        let facts = fs::read_to_string(&file).expect("facts");
        let ids = first..count.min(first + MOST);
        let aliases: Vec<String> = ids.map(|at| format!("{entry}-{at}")).collect();
        write(&file, format!("aliases: [{}]\n{facts}", aliases.join(", ")).as_bytes());
    }
    catalogue
}

fn with_document_named(name: &str) -> Catalogue {
    let catalogue = Catalogue::small();
    let folder = catalogue.root.path().join("content/projects/clean-banks");
    fs::rename(folder.join("rulebook.pdf"), folder.join(name)).expect("a document");
    for text in ["sr.md", "en.md"] {
        let path = folder.join(text);
        let old = fs::read_to_string(&path).expect("a text");
        write(&path, old.replace("rulebook.pdf", name).as_bytes());
    }
    catalogue
}

fn with_large_document() -> Catalogue {
    let catalogue = Catalogue::small();
    let file = catalogue.root.path().join("content/projects/clean-banks/rulebook.pdf");
    fs::File::create(file).and_then(|file| file.set_len(26 * 1024 * 1024)).expect("a large file");
    catalogue
}

fn unpacked(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    match path.rsplit_once('.') {
        Some((_, "br")) => brotli::BrotliDecompress(&mut &bytes[..], &mut unpacked).expect("valid Brotli"),
        _ => {
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).expect("valid gzip");
        }
    }
    unpacked
}

#[test]
fn compressed_files_are_next_to_those_of_text() {
    for arguments in [&["--precompress"][..], &["--precompress", "--atomic"]] {
        let catalogue = Catalogue::small();
        let plain = catalogue.built(&arguments[1..]);
        let site = catalogue.built(arguments);
        assert_eq!(Catalogue::small().built(arguments), site);
        let (packed, others): (Vec<_>, Vec<_>) =
            site.iter().partition(|(path, _)| path.ends_with(".br") || path.ends_with(".gz"));
        let others: Vec<_> = others.into_iter().filter(|(path, _)| *path != ".katalog").collect();
        assert!(others.iter().all(|(path, bytes)| plain.get(*path) == Some(*bytes)));
        assert_eq!(others.len(), plain.len() - 1);
        for (path, bytes) in &packed {
            let original = &plain[&path[..path.len() - 3]];
            assert!(bytes.len() < original.len() && original.len() >= 1024, "{path}");
            assert!(unpacked(path, bytes) == *original, "{path}");
        }
        for path in ["en/index.html", "data/catalogue.json", "sr/sitemap.xml"] {
            for ending in ["br", "gz"] {
                assert!(site.contains_key(&format!("{path}.{ending}")), "{path}.{ending}");
            }
        }
        for path in ["files/projects/clean-banks/rulebook.pdf.gz", "data/activities.xlsx.gz", "robots.txt.gz"]
        {
            assert!(!site.contains_key(path), "{path}");
        }
        // A later build without the option removes them.
        assert_eq!(catalogue.built(&arguments[1..]), plain);
    }
}

/// Returns the list of published URLs.
fn urls(catalogue: &Catalogue) -> String {
    let said = katalog("urls", catalogue.root.path(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    fs::read_to_string(catalogue.root.path().join("content/urls.txt")).expect("the list")
}

fn addresses(list: &str) -> BTreeSet<String> {
    list.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn the_list_of_published_urls_names_what_a_build_publishes() {
    let catalogue = Catalogue::small();
    let site = catalogue.built(&[]);
    let list = urls(&catalogue);
    let listed = addresses(&list);
    let base = Url::parse(catalogue.base_url).expect("an address");
    // There is no git history, and so no feeds.
    for address in listed.iter().filter(|address| !address.ends_with("/atom.xml")) {
        let file = file_of(&base, address).expect("an address of the site");
        assert!(site.contains_key(&file), "{address}");
    }
    let is_listed = |path: &str| listed.contains(path.trim_end_matches("index.html"));
    for path in site.keys() {
        let is_page = path.ends_with("/index.html") && !is_view(path);
        let is_beside = ["data/", "files/", "pictures/programmes/"].iter().any(|it| path.starts_with(it));
        let is_kept = is_beside || path.ends_with("/deadline.ics") || is_page;
        assert_eq!(is_listed(path), is_kept, "{path}");
    }
    // The list is not content, and is the same for any base URL.
    assert_eq!(catalogue.built(&[]), site);
    assert_eq!(urls(&catalogue), list);
}

#[test]
fn a_url_that_would_vanish_is_kept_by_an_alias() {
    let catalogue = Catalogue::small();
    let before = addresses(&urls(&catalogue));
    let projects = catalogue.root.path().join("content/projects");
    for (entry, id) in RENAMED {
        let said = katalog("rename", catalogue.root.path(), &[entry, id]);
        assert_eq!(said.code, Some(0), "{entry}: {}", said.stderr);
    }
    // Renaming keeps every URL, and adds the current ones to the list.
    let after = addresses(&urls(&catalogue));
    assert!(before.is_subset(&after) && before != after);
    // Remove the alias by hand.
    let facts = projects.join("cleaner-banks/project.yaml");
    let text = fs::read_to_string(&facts).expect("facts");
    write(&facts, text.replace("aliases: [clean-banks]\n", "").as_bytes());
    let said = catalogue.build(&[]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("error[vanished-url]"), "{}", said.stderr);
    assert!(said.stderr.contains("`aliases: [clean-banks]`"), "{}", said.stderr);
    assert!(!catalogue.output().exists());
    let said = katalog("urls", catalogue.root.path(), &[]);
    assert_eq!(said.code, Some(1), "the promise is not given up by listing anew");
    write(&facts, text.as_bytes());
    catalogue.built(&[]);
}

/// Returns the output of the program without a catalogue.
fn printed(arguments: &[&str]) -> String {
    let output = std::process::Command::new(&*PROGRAM)
        .args(arguments)
        .current_dir(tempfile::tempdir().expect("a temporary folder").path())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("text in UTF-8")
}

/// Returns the commands that the help names.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let list = help.split("Commands:\n").nth(1).expect("commands").split("\n\n").next().expect("a list");
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_program_prints_its_version() {
    let version = printed(&["--version"]);
    let (name, rest) = version.trim_end().split_once(' ').expect("name and version");
    assert_eq!(name, "katalog");
    let (number, commit) = rest.split_once(' ').unwrap_or((rest, ""));
    assert_eq!(number, env!("CARGO_PKG_VERSION"));
    let is_commit = |commit: &str| {
        let hash =
            commit.strip_prefix('(').and_then(|it| it.strip_suffix(')')).and_then(|it| it.split_once(' '));
        hash.is_some_and(|(hash, day)| hash.bytes().all(|b| b.is_ascii_hexdigit()) && day.len() == 10)
    };
    assert!(commit.is_empty() || is_commit(commit), "{version}");
}

#[test]
fn manual_pages_and_completions_know_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    printed(&["man", folder.path().to_str().expect("a path in UTF-8")]);
    let pages = tree(folder.path());
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for command in &commands {
        let page = text(&pages[&format!("katalog-{command}.1")]);
        assert!(page.contains(".SH NAME") && page.contains(".SH OPTIONS"), "{command}");
    }
    assert!(text(&pages["katalog-build.1"]).contains("precompress"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
        // The other two shells do not complete values.
        let hosts = ["github", "netlify", "cloudflare", "s3", "nginx"];
        for host in hosts.iter().filter(|_| ["bash", "zsh", "fish"].contains(&shell)) {
            assert!(script.contains(*host), "{shell}: {host}");
        }
    }
}
