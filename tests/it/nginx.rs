//! Tests the small catalogue on nginx with its snippet: headers, redirects, missing pages, compressed files.

use crate::history;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::{katalog, small_catalogue, write};
use scraper::{Html, Selector};
use tempfile::TempDir;
use ureq::Agent;
use url::Url;
use walkdir::WalkDir;

/// The configuration around the snippet, with the types that every nginx knows.
const SETTINGS: &str = "
daemon off;
master_process off;
pid FOLDER/nginx.pid;
error_log FOLDER/error.log;
events {}
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    types {
        application/javascript js;
        application/json json;
        application/pdf pdf;
        image/png png;
        image/svg+xml svg;
        text/css css;
        text/html html;
        text/plain txt;
        text/xml xml;
    }
    default_type application/octet-stream;
    server {
        listen 127.0.0.1:PORT;
        root FOLDER/root;
        include FOLDER/rootPATHnginx.conf;
    }
}
";

/// A renamed project and area, so that there are redirects.
const RENAMED: [(&str, &str); 2] = [("project:clean-banks", "cleaner-banks"), ("area:health", "good-health")];

/// A running nginx with a site; it is stopped on drop.
struct Nginx {
    program: Child,
    agent: Agent,
    base: Url,
    site: BTreeMap<String, Vec<u8>>,
    _folder: TempDir,
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}

impl Nginx {
    /// Builds the small catalogue for a URL with this path, and serves it.
    fn serving(path: &str) -> Self {
        let root = small_catalogue();
        for (entry, new) in RENAMED {
            assert_eq!(katalog("rename", root.path(), &[entry, new]).code, Some(0), "{entry}");
        }
        history::commit(root.path(), "2026-03-01");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("root").join(path.trim_matches('/'));
        let base_url = format!("https://example.org{path}");
        let output_path = output.to_str().expect("a path in UTF-8");
        let arguments =
            ["--host", "nginx", "--precompress", "--base-url", &base_url, "--output", output_path];
        let said = katalog("build", root.path(), &arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        let (program, port) = start(folder.path(), path);
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Nginx {
            program,
            agent: config.build().into(),
            base: Url::parse(&format!("http://127.0.0.1:{port}{path}")).expect("an address"),
            site: files(&output),
            _folder: folder,
        }
    }

    fn get(&self, path: &str, encoding: &str) -> Answer {
        let address = self.base.join(path).expect("an address");
        let request = self.agent.get(address.as_str()).header("Accept-Encoding", encoding);
        let mut response = request.call().unwrap_or_else(|error| panic!("{address}: {error}"));
        let headers = response.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), value.to_str().expect("a readable header").to_owned())
        });
        let headers = headers.collect();
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_vec().expect("a whole answer");
        Answer { status, headers, body }
    }

    fn page(&self, path: &str) -> Answer {
        self.get(path, "identity")
    }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// Starts nginx on a free port. If another program takes the port first, tries another one.
fn start(folder: &Path, path: &str) -> (Child, u16) {
    for _ in 0..5 {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
        let settings = SETTINGS
            .replace("FOLDER", &folder.to_string_lossy())
            .replace("PATH", path)
            .replace("PORT", &free.port().to_string());
        write(&folder.join("settings.conf"), settings.as_bytes());
        let mut program = Command::new("nginx")
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("settings.conf"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx, which README.md names among the needs of the tests");
        for _ in 0..500 {
            if std::net::TcpStream::connect(free).is_ok() {
                return (program, free.port());
            }
            if program.try_wait().expect("its state").is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        program.kill().ok();
        program.wait().ok();
    }
    panic!("nginx does not start: {}", fs::read_to_string(folder.join("error.log")).unwrap_or_default());
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let below = |path: &Path| path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
    files.map(|entry| (below(entry.path()), fs::read(entry.path()).expect("a readable file"))).collect()
}

/// Returns the URL path under which readers find a file.
fn address(file: &str) -> &str {
    file.strip_suffix("index.html").unwrap_or(file)
}

fn leads_on(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains("http-equiv=\"refresh\""))
}

/// Checks the headers that every response has, found or not.
fn fault_of_headers(path: &str, answer: &Answer) -> Option<String> {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    let is_right = policy.starts_with("default-src 'none'; ")
        && policy.ends_with("; frame-ancestors 'none'")
        && answer.header("x-content-type-options") == Some("nosniff")
        && answer.header("referrer-policy").is_some()
        && answer.header("vary") == Some("Accept-Encoding");
    (!is_right).then(|| format!("{path}: {:?}", answer.headers))
}

/// Returns the expected media type of a file and how long it may be cached.
fn expected(path: &str) -> (&'static str, &'static str) {
    let is_hashed =
        path.starts_with("assets/") || path.strip_prefix("search/").is_some_and(|it| it.contains('/'));
    let kept = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let content_type = match path.rsplit_once('.').map(|(_, ending)| ending) {
        None | Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("geojson") => "application/geo+json; charset=utf-8",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("js") => "application/javascript; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("jsonl") => "application/x-ndjson; charset=utf-8",
        Some("jsonld") => "application/ld+json; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") if path.ends_with("/atom.xml") => "application/atom+xml",
        Some("xml") => "text/xml; charset=utf-8",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some(other) => panic!("no type is known for .{other}"),
    };
    (content_type, kept)
}

/// Returns whether a file is served under its own name: it is neither for the server nor a compressed copy.
fn is_for_readers(path: &str) -> bool {
    ![".katalog", "nginx.conf"].contains(&path) && !path.ends_with(".gz") && !path.ends_with(".br")
}

fn serves_well(path: &str) {
    let nginx = Nginx::serving(path);
    let site = &nginx.site;
    let (mut faults, mut moved) = (Vec::new(), 0);
    for (file, bytes) in site.iter().filter(|(file, _)| is_for_readers(file)) {
        let answer = nginx.page(address(file));
        faults.extend(fault_of_headers(file, &answer));
        if leads_on(bytes) {
            let to = answer.header("location").unwrap_or_default();
            let is_asked_again = answer.header("cache-control") == Some("no-cache");
            if answer.status != 301
                || !is_asked_again
                || nginx.page(to).status != 200
                || !to.starts_with(path)
            {
                faults.push(format!("{file} is answered with {} {to}", answer.status));
            }
            moved += 1;
            continue;
        }
        let said = (answer.header("content-type"), answer.header("cache-control"));
        let (content_type, kept) = expected(file);
        if said != (Some(content_type), Some(kept)) || answer.status != 200 || answer.body != *bytes {
            faults.push(format!("{file} is answered with {} {said:?}", answer.status));
        }
        let is_open = answer.header("access-control-allow-origin") == Some("*");
        if is_open != file.starts_with("data/") {
            faults.push(format!("{file} may be fetched by others: {is_open}"));
        }
        if let Some(packed) = site.get(&format!("{file}.gz")) {
            let answer = nginx.get(address(file), "gzip");
            if answer.header("content-encoding") != Some("gzip") || answer.body != *packed {
                faults.push(format!("{file} does not come compressed"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
    assert!(moved > 5, "{moved}");
    for (asked, shown) in [
        ("nothing/", "404.html"),
        ("assets/nothing.css", "404.html"),
        ("data/nothing.csv", "404.html"),
        (".katalog", "404.html"),
        ("nginx.conf", "404.html"),
        ("sr/nema/", "sr/404.html"),
        ("en/projects/nothing/", "en/404.html"),
    ] {
        let answer = nginx.page(asked);
        assert_eq!((answer.status, answer.header("cache-control")), (404, Some("no-cache")), "{asked}");
        assert!(answer.body == site[shown], "{asked}");
        assert_eq!(fault_of_headers(asked, &answer), None);
    }
    let folder = nginx.page("en/projects");
    assert_eq!((folder.status, folder.header("location")), (301, Some(&*format!("{path}en/projects/"))));
}

#[test]
fn nginx_serves_a_site_at_the_root_of_a_host() {
    serves_well("/");
}

#[test]
fn nginx_serves_a_site_in_a_folder() {
    serves_well("/katalog/");
}

#[test]
fn a_crawl_finds_no_dead_link() {
    let nginx = Nginx::serving("/katalog/");
    let links = Selector::parse("[href], [src], [action]").expect("a valid selector");
    let (mut found, mut open) = (BTreeSet::from([nginx.base.clone()]), vec![nginx.base.clone()]);
    let mut dead = Vec::new();
    while let Some(address) = open.pop() {
        let answer = nginx.page(address.as_str());
        if answer.status != 200 {
            dead.push(format!("{address}: {}", answer.status));
        }
        if answer.header("content-type") != Some("text/html; charset=utf-8") {
            continue;
        }
        let text = String::from_utf8(answer.body).expect("a page in UTF-8");
        let html = Html::parse_document(&text);
        let attributes = |name| html.select(&links).filter_map(move |element| element.attr(name));
        for link in attributes("href").chain(attributes("src")).chain(attributes("action")) {
            let Ok(mut link) = address.join(link) else { continue };
            link.set_fragment(None);
            if link.origin() == nginx.base.origin() && found.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    let pages = nginx.site.iter().filter(|(file, bytes)| file.ends_with("/index.html") && !leads_on(bytes));
    let missed: Vec<&String> = pages
        .map(|(file, _)| file)
        .filter(|file| !found.contains(&nginx.base.join(address(file)).expect("an address")))
        .collect();
    assert!(missed.is_empty(), "no link leads to {missed:?}");
}
