//! Tests `katalog serve` as browsers and editors see it: starts the program, sends HTTP requests, and changes files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{katalog, lay_over, preview, small_catalogue, write};
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A running preview; it is stopped on drop.
struct Preview {
    program: Child,
    /// Host and port.
    authority: String,
    agent: ureq::Agent,
}

/// A response with its body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Preview {
    fn of(root: &Path) -> Self {
        let (program, address) = preview(root, "0");
        let authority = address.trim_start_matches("http://").to_owned();
        // A time limit, so that a failing test ends.
        let limit = Some(Duration::from_secs(900));
        let config =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(limit);
        Preview { program, authority, agent: config.build().into() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(path, &[])
    }

    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("http://{}{path}", self.authority));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = request.call().expect("an answer");
        let headers = answer.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        Answer {
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: answer.body_mut().with_config().limit(u64::MAX).read_to_vec().expect("a body"),
        }
    }

    /// Sends a request byte for byte, because HTTP clients normalise requests. Returns the status.
    fn send(&self, request: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.authority).expect("a connection");
        let request = request.replace("HOST", &self.authority);
        stream.write_all(request.as_bytes()).expect("a request that is sent");
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).expect("a status line");
        line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    /// Sends a request on a connection of its own, and leaves the response unread.
    fn leave(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.authority).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.authority);
        stream.write_all(request.as_bytes()).expect("a request that is sent");
        stream
    }

    /// Returns the memory of the program, in MiB.
    #[cfg(target_os = "linux")]
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).expect("a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
    }

    /// Returns the number of files and folders that the system watches for the program.
    #[cfg(target_os = "linux")]
    fn watches(&self) -> usize {
        let handles = fs::read_dir(format!("/proc/{}/fdinfo", self.program.id())).expect("handles");
        let told = handles.map(|handle| fs::read_to_string(handle.expect("a handle").path()));
        // A handle may have been closed in the meantime.
        told.flatten().map(|text| text.lines().filter(|line| line.starts_with("inotify wd:")).count()).sum()
    }

    /// Opens the stream of events that pages receive, starting with the current state.
    fn news(&self) -> Event {
        let answer = self.agent.get(format!("http://{}/.katalog/events", self.authority)).call();
        let body = answer.expect("an answer").into_body().into_reader();
        Event(BufReader::new(Box::new(body)))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

struct Event(BufReader<Box<dyn Read>>);

impl Event {
    /// Waits for a state that satisfies a condition.
    fn wait(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).expect("news"), 0, "the preview ended");
            let Some(data) = line.strip_prefix("data: ") else { continue };
            let state: Value = serde_json::from_str(data).expect("JSON");
            if is_wanted(&state) {
                return state;
            }
        }
    }

    /// Waits for another site without a report.
    fn wait_for_other(&mut self, old: &Value) -> Value {
        self.wait(|state| state["site"] != old["site"] && state["report"].is_null())
    }

    /// Waits for a report that contains all of these words.
    fn wait_for_report(&mut self, words: &[&str]) -> Value {
        self.wait(|state| {
            let text = state["report"].to_string();
            words.iter().all(|word| text.contains(word))
        })
    }
}

/// Returns the totals of a report as `katalog check` writes them; `None` if there is no report.
fn totals_of(report: &Value) -> Option<String> {
    let count = |key: &str, noun: &str| match report[key].as_u64()? {
        0 => None,
        1 => Some(format!("1 {noun}")),
        many => Some(format!("{many} {noun}s")),
    };
    let counts: Vec<String> =
        [count("errors", "error"), count("warnings", "warning")].into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// Removes the script of the preview from a page.
fn without_script(page: &str) -> String {
    let start = page.find("<script src=\"/.katalog/preview.js\"").expect("a page with the script");
    let end = start + page[start..].find("</script>").expect("the end of the script") + "</script>".len();
    format!("{}{}", &page[..start], &page[end..])
}

fn built(root: &Path, arguments: &[&str]) -> TempDir {
    let output = tempfile::tempdir().expect("a temporary folder");
    let path = output.path().to_str().expect("a path in UTF-8");
    let said = katalog("build", root, &[&["--output", path], arguments].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    output
}

/// Returns the path of the site's URL, from the settings of a catalogue.
fn base_path(root: &Path) -> String {
    let settings = fs::read_to_string(root.join("content/catalogue.yaml")).expect("settings");
    let address = settings.lines().find_map(|line| line.strip_prefix("base_url: ")).expect("an address");
    url::Url::parse(address.trim()).expect("an address").path().to_owned()
}

#[test]
fn every_file_is_the_same_as_in_a_build() {
    let root = Path::new(ROOT);
    let output = built(root, &[]);
    let preview = Preview::of(root);
    let base = base_path(root);
    let mut count = 0;
    for entry in WalkDir::new(output.path()) {
        let entry = entry.expect("a readable folder");
        let below = entry.path().strip_prefix(output.path()).expect("below the output").to_string_lossy();
        if !entry.file_type().is_file() || below == ".katalog" {
            continue;
        }
        let address = format!("{base}{}", below.strip_suffix("index.html").unwrap_or(&below));
        let answer = preview.get(&address.replace(' ', "%20"));
        assert_eq!(answer.status, 200, "{address}");
        let written = fs::read(entry.path()).expect("a readable file");
        if below.ends_with(".html") {
            assert_eq!(without_script(&answer.text()), String::from_utf8_lossy(&written), "{address}");
        } else {
            assert_eq!(answer.body, written, "{address}");
        }
        let ending = below.rsplit('.').next().unwrap_or_default();
        let expected = match ending {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "csv" => "text/csv; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "xml" => "text/xml; charset=utf-8",
            "json" => "application/json",
            "pdf" => "application/pdf",
            "svg" => "image/svg+xml; charset=utf-8",
            _ => answer.header("content-type"),
        };
        assert_eq!(answer.header("content-type"), expected, "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{address}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'; "), "{address}");
        count += 1;
    }
    assert!(count > 100, "{count} files");
}

#[test]
fn pictures_are_those_of_a_build() {
    let root = Path::new(ROOT).join("tests/everything");
    let output = built(&root, &[]);
    let preview = Preview::of(&root);
    let base = base_path(&root);
    for path in ["narrower/960/posts/opening/reading-room.jpg.webp", "files/posts/opening/reading-room.jpg"] {
        let answer = preview.get(&format!("{base}{path}"));
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body == fs::read(output.path().join(path)).expect("a picture"), "{path}");
    }
    let page = fs::read_to_string(output.path().join("en/updates/opening/index.html")).expect("a page");
    assert!(page.contains("srcset="));
    assert_eq!(without_script(&preview.get(&format!("{base}en/updates/opening/")).text()), page);
    for path in ["narrower/1600/posts/opening/reading-room.jpg.webp", "narrower/480/posts/opening/en.md.webp"]
    {
        assert_eq!(preview.get(&format!("{base}{path}")).status, 404, "{path}");
    }
}

#[test]
fn urls_resolve_as_on_a_server() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let base = base_path(root.path());
    let cases = [
        ("", 200),
        ("index.html", 200),
        ("sr/", 200),
        ("sr", 307),
        ("en/projects", 307),
        ("en/projects/", 200),
        ("en/nothing/", 404),
        ("sr/nothing", 404),
        ("nothing.txt", 404),
        ("%ff", 404),
        ("../content/catalogue.yaml", 404),
        ("..%2f..%2fcontent/catalogue.yaml", 404),
        ("%2e%2e/%2e%2e/etc/passwd", 404),
        ("files/..%2f..%2fcatalogue.yaml", 404),
        ("content/catalogue.yaml", 404),
        (".katalog", 404),
        ("sr//", 404),
        ("en/projects/index.html/", 404),
    ];
    for (path, status) in cases {
        let request = format!("GET {base}{path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
        assert_eq!(preview.send(&request), status, "{path}");
    }
    assert_eq!(
        preview.get(&format!("{base}en/projects?q=1")).header("location"),
        format!("{base}en/projects/?q=1")
    );
    for (path, lang) in [("sr/nothing/", "sr-Latn"), ("en/nothing/", "en")] {
        let page = preview.get(&format!("{base}{path}")).text();
        assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{page}");
    }
    let written = "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(preview.send(written), 405);
    let head = format!("HEAD {base}sr/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.send(&head), 200);
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let root = small_catalogue();
    let settings = root.path().join("content/catalogue.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    let line = text.lines().find(|line| line.starts_with("base_url: ")).expect("an address");
    write(&settings, text.replace(line, "base_url: https://example.org/kat/alog/").as_bytes());
    let preview = Preview::of(root.path());
    for path in ["/", "/kat/", "/kat/alog"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, "/kat/alog/"), "{path}");
    }
    assert_eq!(preview.get("/kat/alog/sr/").status, 200);
    assert_eq!(preview.get("/sr/").status, 404);
}

#[test]
fn other_host_names_are_rejected() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let base = base_path(root.path());
    let port = preview.authority.rsplit(':').next().expect("a port");
    // The forms are at `localhost`, and the site is not.
    let cases = [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 307),
        (format!("[::1]:{port}"), 200),
        ("localhost".to_owned(), 307),
        ("example.org".to_owned(), 421),
        (format!("example.org:{port}"), 421),
        (format!("localhost.example.org:{port}"), 421),
        (format!("127.0.0.1.example.org:{port}"), 421),
        (String::new(), 421),
        ("localhost@example.org".to_owned(), 421),
        ("example.org@localhost".to_owned(), 421),
        ("localhost\r\nHost: example.org".to_owned(), 421),
    ];
    for path in [format!("{base}sr/"), "/.katalog/preview.js".to_owned()] {
        for (host, status) in &cases {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let status = if path.starts_with("/.katalog") && *status == 307 { 200 } else { *status };
            assert_eq!(preview.send(&request), status, "{path} of {host:?}");
        }
        let nameless = format!("GET {path} HTTP/1.0\r\n\r\n");
        assert_eq!(preview.send(&nameless), 421, "{path}");
    }
}

#[test]
fn range_requests_are_supported() {
    let root = small_catalogue();
    let document: Vec<u8> = (0..=255).cycle().take(3000).collect();
    let folder = fs::read_dir(root.path().join("content/projects")).expect("projects").next();
    let folder = folder.expect("a project").expect("a project");
    write(&folder.path().join("plan.pdf"), &document);
    let preview = Preview::of(root.path());
    let address =
        format!("{}files/projects/{}/plan.pdf", base_path(root.path()), folder.file_name().to_string_lossy());
    let cases = [
        ("", 200, 0..3000, ""),
        ("bytes=0-9", 206, 0..10, "bytes 0-9/3000"),
        ("bytes=2990-", 206, 2990..3000, "bytes 2990-2999/3000"),
        ("bytes=-5", 206, 2995..3000, "bytes 2995-2999/3000"),
        ("bytes=100-100000", 206, 100..3000, "bytes 100-2999/3000"),
        ("bytes=2999-2999", 206, 2999..3000, "bytes 2999-2999/3000"),
        ("bytes=3000-", 416, 0..0, "bytes */3000"),
        ("bytes=9-3", 416, 0..0, "bytes */3000"),
        // A range that is too long, several ranges or an unknown unit get the whole document.
        ("bytes=-5000", 200, 0..3000, ""),
        ("bytes=0-9,20-29", 200, 0..3000, ""),
        ("lines=0-9", 200, 0..3000, ""),
        ("bytes=a-b", 200, 0..3000, ""),
    ];
    for (range, status, bytes, content_range) in cases {
        let headers: &[(&str, &str)] = if range.is_empty() { &[] } else { &[("range", range)] };
        let answer = preview.ask(&address, headers);
        assert_eq!((answer.status, answer.header("content-range")), (status, content_range), "{range}");
        if status != 416 {
            assert_eq!(answer.body, &document[bytes], "{range}");
            assert_eq!(answer.header("content-type"), "application/pdf", "{range}");
        }
    }
}

#[test]
fn a_document_that_becomes_something_else_is_not_sent() {
    let root = small_catalogue();
    let path = root.path().join("content/projects/clean-banks/plan.pdf");
    write(&path, b"%PDF-1.7\nplan");
    let preview = Preview::of(root.path());
    let address = "/katalog/files/projects/clean-banks/plan.pdf";
    assert_eq!(preview.get(address).text(), "%PDF-1.7\nplan");
    write(&path, b"<html><script>alert(1)</script>");
    // At once, and while the preview notices the change.
    for _ in 0..20 {
        assert!(!preview.get(address).text().contains("alert"));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_document_that_becomes_a_link_is_not_followed() {
    use std::os::unix::fs::symlink;

    let root = small_catalogue();
    let outside = tempfile::tempdir().expect("a temporary folder");
    write(&outside.path().join("plan.pdf"), b"from outside");
    let folder = root.path().join("content/projects/clean-banks");
    let path = folder.join("plan.pdf");
    write(&path, b"from inside");
    let preview = Preview::of(root.path());
    let address = "/katalog/files/projects/clean-banks/plan.pdf";
    assert_eq!(preview.get(address).text(), "from inside");
    // Each is requested at once, and again and again while the preview notices the change.
    let away = root.path().join("away");
    let swaps: [&dyn Fn(); 4] = [
        &|| {
            fs::remove_file(&path).expect("a file that can be removed");
            symlink(outside.path().join("plan.pdf"), &path).expect("a link");
        },
        &|| {
            fs::remove_file(&path).expect("a link that can be removed");
            symlink("/dev/zero", &path).expect("a link");
        },
        &|| {
            fs::remove_file(&path).expect("a link that can be removed");
            let made = Command::new("mkfifo").arg(&path).status().expect("a pipe");
            assert!(made.success());
        },
        &|| {
            fs::remove_file(&path).expect("a pipe that can be removed");
            fs::rename(&folder, &away).expect("a folder that can be moved");
            symlink(outside.path(), &folder).expect("a link");
        },
    ];
    for (at, swap) in swaps.into_iter().enumerate() {
        swap();
        for _ in 0..100 {
            let answer = preview.get(address);
            assert_ne!(answer.text(), "from outside", "swap {at}");
            assert_ne!(answer.status, 200, "swap {at}");
        }
    }
}

#[test]
fn connections_without_a_request_are_closed() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let state = news.wait(|state| state["site"].is_string());
    let mut half_open: Vec<TcpStream> = (0..1000)
        .map(|_| {
            let mut stream = TcpStream::connect(&preview.authority).expect("a connection");
            // The preview may already have closed it.
            let _ = stream.write_all(b"GET /katalog/en/ HTTP/1.1\r\nHost: loc");
            stream
        })
        .collect();
    let start = Instant::now();
    let request = "GET /katalog/en/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
    assert_eq!(preview.send(request), 200);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // All are closed after a while, even if there is room for more.
    let mut silent = TcpStream::connect(&preview.authority).expect("a connection");
    for stream in half_open.iter_mut().chain([&mut silent]) {
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        let mut rest = Vec::new();
        match stream.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}"),
        }
    }
    // Pages that were open all the time still receive changes.
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    write(&root.path().join(TEXT), format!("{text}\nMore.\n").as_bytes());
    news.wait_for_other(&state);
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_document_needs_little_memory_and_browsers_that_read_nothing_are_disconnected() {
    const SIZE: usize = 50_000_000;
    let root = small_catalogue();
    // No two pieces are the same.
    let line: Vec<u8> = (0..251).collect();
    let mut document = line.repeat(SIZE / line.len() + 1);
    document.truncate(SIZE);
    document[..9].copy_from_slice(b"%PDF-1.7\n");
    write(&root.path().join("content/projects/clean-banks/plan.pdf"), &document);
    let address = "/katalog/files/projects/clean-banks/plan.pdf";
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let state = news.wait(|state| state["site"].is_string());
    let before = preview.memory();
    let start = Instant::now();
    let idle: Vec<TcpStream> = (0..20).map(|_| preview.leave(address)).collect();
    let mut slow = preview.leave(address);
    let mut taken = Vec::new();
    let mut most = 0;
    let is_dropped = |stream: &TcpStream| stream.take_error().expect("a state").is_some();
    let mut left: Vec<&TcpStream> = idle.iter().collect();
    while !left.is_empty() {
        assert!(start.elapsed() < Duration::from_secs(60), "{} are left", left.len());
        left.retain(|stream| !is_dropped(stream));
        most = most.max(preview.memory());
        let mut part = vec![0; 20_000];
        slow.read_exact(&mut part).expect("a part of the document");
        taken.extend(part);
        sleep(Duration::from_millis(200));
    }
    assert!(start.elapsed() >= Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(most < before + 40, "{before} MiB became {most} MiB");
    // A slow browser gets the whole document, and so does a later one.
    let head = taken.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    let mut rest = vec![0; head + SIZE - taken.len()];
    slow.read_exact(&mut rest).expect("the rest of the document");
    taken.extend(rest);
    assert!(taken[head..] == document, "other bytes");
    let answer = preview.get(address);
    assert_eq!(answer.header("content-length"), SIZE.to_string());
    assert!(answer.body == document, "other bytes");
    let answer = preview.ask(address, &[("range", "bytes=65000-1000000")]);
    assert_eq!(answer.status, 206);
    assert_eq!(answer.header("content-range"), format!("bytes 65000-1000000/{SIZE}"));
    assert!(answer.body == document[65_000..=1_000_000], "other bytes");
    // A page that received nothing in all that time still receives changes.
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    write(&root.path().join(TEXT), format!("{text}\nMore.\n").as_bytes());
    news.wait_for_other(&state);
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_theme_file_is_in_memory_once_for_all_browsers() {
    const SIZE: u64 = 15 << 20;
    let root = small_catalogue();
    write(&root.path().join("themes/default/assets/large.bin"), &vec![b'a'; 15 << 20]);
    let output = built(root.path(), &[]);
    let files = WalkDir::new(output.path()).into_iter().filter_map(Result::ok);
    let large = files.filter(|file| file.metadata().is_ok_and(|found| found.len() == SIZE)).last();
    let large = large.expect("a large file").into_path();
    let below = large.strip_prefix(output.path()).expect("below the output").to_string_lossy();
    let address = format!("/katalog/{below}");
    let preview = Preview::of(root.path());
    preview.news().wait(|state| state["site"].is_string());
    assert_eq!(preview.get("/katalog/en/").status, 200);
    let before = preview.memory();
    let asked: Vec<TcpStream> = (0..30).map(|_| preview.leave(&address)).collect();
    for mut stream in &asked {
        stream.read_exact(&mut [0; 1000]).expect("the first bytes");
    }
    // A few copies may be made at the same time.
    let after = preview.memory();
    assert!(after < before + 120, "{before} MiB became {after} MiB");
    assert_eq!(preview.get(&address).body.len() as u64, SIZE);
}

#[test]
fn a_document_that_becomes_shorter_ends_the_response() {
    const SIZE: usize = 50_000_000;
    let root = small_catalogue();
    let path = root.path().join("content/projects/clean-banks/plan.pdf");
    write(&path, &vec![b'a'; SIZE]);
    let preview = Preview::of(root.path());
    preview.news().wait(|state| state["site"].is_string());
    let mut stream = preview.leave("/katalog/files/projects/clean-banks/plan.pdf");
    stream.read_exact(&mut [0; 1000]).expect("the first bytes");
    let file = fs::File::options().write(true).open(&path).expect("a file that can be written");
    file.set_len(1000).expect("a file that can become shorter");
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < SIZE, "{} bytes", rest.len());
    assert_eq!(preview.get("/katalog/en/").status, 200);
}

#[test]
fn pages_that_listen_leave_room_for_others() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let state = news.wait(|state| state["site"].is_string());
    let listen = || {
        let mut listener = BufReader::new(preview.leave("/.katalog/events"));
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(listener.read_line(&mut head).expect("a head"), 0, "{head}");
        }
        (listener, head)
    };
    let has_place = |head: &str| head.starts_with("HTTP/1.1 200 ");
    let listeners: Vec<_> = (0..70).map(|_| listen()).collect();
    let without = listeners.iter().filter(|(_, head)| !has_place(head));
    let without: Vec<&str> = without.map(|(_, head)| &head[..]).collect();
    assert_eq!(without.len(), 70 + 1 - 64);
    for head in without {
        assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("retry-after: "), "{head}");
    }
    assert_eq!(preview.get("/katalog/en/").status, 200);
    // Idle connections that have sent a request leave room too.
    let _others: Vec<TcpStream> = (0..300).map(|_| preview.leave("/katalog/en/")).collect();
    let request = "GET /katalog/en/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
    assert_eq!(preview.send(request), 200);
    // Browsers open several connections at once; none of these is closed for another.
    let at_once: Vec<TcpStream> = (0..20).map(|_| preview.leave("/katalog/en/")).collect();
    for mut stream in at_once {
        let mut status = [0; 13];
        stream.read_exact(&mut status).expect("a status");
        assert_eq!(&status, b"HTTP/1.1 200 ");
    }
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    write(&root.path().join(TEXT), format!("{text}\nMore.\n").as_bytes());
    news.wait_for_other(&state);
    // Closed pages make room for others.
    drop(listeners);
    let start = Instant::now();
    while !has_place(&listen().1) {
        assert!(start.elapsed() < Duration::from_secs(30), "no room");
        sleep(Duration::from_millis(50));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_link_in_place_of_a_folder_is_not_watched() {
    use std::os::unix::fs::symlink;

    let root = small_catalogue();
    let outside = tempfile::tempdir().expect("a temporary folder");
    for at in 0..200 {
        write(&outside.path().join(format!("{at}/en.ftl")), b"home = From outside\n");
    }
    let (themes, locales) = (root.path().join("themes"), root.path().join("locales"));
    symlink(outside.path(), &themes).expect("a link");
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    let folders = || {
        let content = WalkDir::new(root.path().join("content")).into_iter().filter_map(Result::ok);
        content.filter(|entry| entry.file_type().is_dir()).count() + 1
    };
    // By the time a change is reported, the watches are up to date.
    let watches_after_change = |news: &mut Event| {
        write(&root.path().join(TEXT), b"");
        news.wait_for_report(&["empty-file"]);
        write(&root.path().join(TEXT), text.as_bytes());
        news.wait(|state| !state.to_string().contains("empty-file"));
        preview.watches()
    };
    news.wait_for_report(&["link"]);
    assert_eq!(watches_after_change(&mut news), folders());
    symlink(outside.path(), &locales).expect("a link");
    assert_eq!(watches_after_change(&mut news), folders());
    fs::remove_file(&themes).expect("a link that can be removed");
    fs::remove_file(&locales).expect("a link that can be removed");
    news.wait(|state| state["report"].is_null());
    write(&locales.join("en.ftl"), b"home = The very first page\n");
    while !preview.get(PAGE).text().contains("The very first page") {
        news.wait(|_| true);
    }
    assert_eq!(watches_after_change(&mut news), folders() + 1);
}

#[test]
#[cfg(target_os = "linux")]
fn files_that_no_page_uses_need_little_memory() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    preview.news().wait(|state| state["site"].is_string());
    let before = preview.memory();
    drop(preview);
    for at in 0..40 {
        let path = root.path().join(format!("themes/other/{at}"));
        write(&path, b"");
        let file = fs::File::options().write(true).open(path).expect("a file that can be written");
        file.set_len(15 << 20).expect("a file that can be larger");
    }
    let preview = Preview::of(root.path());
    preview.news().wait(|state| state["site"].is_string());
    // While files are compared, both old and new ones are in memory.
    let after = preview.memory();
    assert!(after < before + 150, "{before} MiB became {after} MiB");
}

#[test]
fn oversized_requests_are_rejected() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let long = "a".repeat(2_000_000);
    for (request, status) in [
        (format!("GET /{long} HTTP/1.1\r\nHost: HOST\r\n\r\n"), [414, 431]),
        (format!("GET / HTTP/1.1\r\nHost: HOST\r\nX: {long}\r\n\r\n"), [431, 431]),
        ("GET / HTTP/1.1\r\nHost: HOST\r\n".to_owned() + &"X: a\r\n".repeat(1000) + "\r\n", [431, 431]),
        ("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 999999999999\r\n\r\n".to_owned(), [405, 405]),
    ] {
        let mut stream = TcpStream::connect(&preview.authority).expect("a connection");
        let request = request.replace("HOST", &preview.authority);
        // The preview need not read all of it.
        let _ = stream.write_all(request.as_bytes());
        let mut line = String::new();
        let told = BufReader::new(stream).read_line(&mut line).is_ok_and(|length| length > 0);
        let told = told.then(|| line.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()));
        assert!(told.is_none_or(|told| told.is_some_and(|told| status.contains(&told))), "{line}");
    }
    assert_eq!(preview.get("/katalog/en/").status, 200);
}

/// A text of the small catalogue, and the page that shows it.
const TEXT: &str = "content/projects/clean-banks/en.md";
const PAGE: &str = "/katalog/en/projects/clean-banks/";

#[test]
fn a_save_makes_a_new_page() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    let mut last = news.wait(|state| state["site"].is_string());
    // The ways in which text editors save: in place, truncating first, moving a new file over it, moving the old one
    // away.
    let save: [fn(&Path, &str); 4] = [
        |path, text| fs::write(path, text).expect("a file that can be written"),
        |path, text| {
            let mut file = fs::File::create(path).expect("a file that can be written");
            for line in text.split_inclusive('\n') {
                file.write_all(line.as_bytes()).expect("a line that is written");
                file.sync_all().expect("a line that is kept");
            }
        },
        |path, text| {
            let beside = path.with_file_name(".en.md.swp");
            fs::write(&beside, text).expect("a file that can be written");
            fs::rename(&beside, path).expect("a file that can be moved");
        },
        |path, text| {
            fs::rename(path, path.with_file_name(".en.md~")).expect("a file that can be moved");
            fs::write(path, text).expect("a file that can be written");
        },
    ];
    for (at, save) in save.into_iter().enumerate() {
        let words = format!("Words that were added {at} times.");
        save(&root.path().join(TEXT), &format!("{text}\n{words}\n"));
        loop {
            last = news.wait_for_other(&last);
            if preview.get(PAGE).text().contains(&words) {
                break;
            }
        }
    }
}

#[test]
fn what_editors_leave_beside_a_text_is_no_news() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let first = news.wait(|state| state["site"].is_string());
    let path = root.path().join(TEXT);
    for name in ["en.md~", "#en.md#", "en.md.swp", "en.md___jb_tmp___", "4913"] {
        write(&path.with_file_name(name), b"\xff");
        write(&root.path().join("themes/default/assets").join(name), b"\xff");
        sleep(Duration::from_millis(30));
        fs::remove_file(path.with_file_name(name)).expect("a file that can be removed");
    }
    sleep(Duration::from_secs(1));
    let text = fs::read_to_string(&path).expect("a text");
    fs::write(&path, format!("{text}\nOther words.\n")).expect("a file that can be written");
    // Of all that was written, only the text makes another site.
    let next = news.wait(|state| state["site"] != first["site"] || !state["report"].is_null());
    assert!(next["report"].is_null(), "{next}");
    assert!(preview.get(PAGE).text().contains("Other words."));
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_is_one_whatever_the_form_of_its_name() {
    let root = small_catalogue();
    let path = root.path().join(TEXT);
    let text = fs::read_to_string(&path).expect("a text");
    fs::write(&path, format!("{text}\n[x](čaša.pdf)\n")).expect("a file that can be written");
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    news.wait_for_report(&["there is no file `čaša.pdf`"]);
    let (one, other) = (path.with_file_name("c\u{30c}as\u{30c}a.pdf"), path.with_file_name("čaša.pdf"));
    write(&one, b"%PDF-1.7\n1");
    news.wait(|state| state["site"].is_string() && state["report"].is_null());
    write(&other, b"%PDF-1.7\n2");
    news.wait_for_report(&["two files are called `čaša.pdf`"]);
    fs::remove_file(&one).expect("a file that can be removed");
    news.wait(|state| state["report"].is_null());
    fs::remove_file(&other).expect("a file that can be removed");
    news.wait_for_report(&["there is no file `čaša.pdf`"]);
}

#[test]
fn a_problem_is_reported_until_it_is_corrected_and_the_last_good_site_stays() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let good = news.wait(|state| state["site"].is_string());
    let path = root.path().join(TEXT);
    let text = fs::read_to_string(&path).expect("a text");
    let cases: [(String, &[&str]); 3] = [
        (format!("{text}\n[nowhere](municipality:nowhere)\n"), &["broken-link", "en.md:", "nowhere"]),
        (String::new(), &["empty-file", TEXT]),
        (text.replacen("---", "--", 1), &["front-matter", TEXT]),
    ];
    for (broken, words) in cases {
        fs::write(&path, broken).expect("a file that can be written");
        let state = news.wait_for_report(words);
        assert_eq!(state["report"]["is_stale"], true, "{state}");
        // The page leads to its form.
        assert_eq!(state["report"]["problems"][0]["entry"], "project/clean-banks", "{state}");
        assert_eq!(preview.get(PAGE).status, 200);
        fs::write(&path, &text).expect("a file that can be written");
        let mended = news.wait_for_other(&good);
        assert_ne!(mended["site"], good["site"]);
    }
    fs::remove_file(&path).expect("a file that can be removed");
    let state = news.wait_for_report(&["missing-translation", "has no English text"]);
    assert_eq!(state["report"]["is_stale"], false, "{state}");
    write(&path, text.as_bytes());
    news.wait(|state| state["report"].is_null());
}

#[test]
fn a_preview_can_start_with_broken_content() {
    let root = small_catalogue();
    let path = root.path().join(TEXT);
    let text = fs::read_to_string(&path).expect("a text");
    write(&path, b"");
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    let state = news.wait_for_report(&["empty-file"]);
    assert!(state["site"].is_null(), "{state}");
    let page = preview.get("/katalog/en/");
    assert_eq!(page.status, 503);
    without_script(&page.text());
    write(&path, text.as_bytes());
    news.wait(|state| state["site"].is_string() && state["report"].is_null());
    assert_eq!(preview.get(PAGE).status, 200);
}

/// The report and the pages of a preview; no pages if there is no site.
#[derive(Debug, PartialEq)]
struct Seen {
    report: Value,
    pages: Option<Vec<String>>,
}

impl Seen {
    /// Files that different stages make from different parts of the content.
    const PATHS: [&'static str; 16] = [
        "",
        "en/",
        "sr/",
        "en/projects/",
        "en/projects/clean-banks/",
        "sr/projekti/home-nursing/",
        "en/projects/old-nursing/",
        "en/municipalities/cardak/",
        "sr/programi/healthy-town/",
        "en/organisations/lake-fund/",
        "en/about/",
        "sr-cyrl/projekti/",
        "data/catalogue.json",
        "sr/sitemap.xml",
        "search/en.json",
        "files/projects/clean-banks/plan.pdf",
    ];

    fn of(preview: &Preview, root: &Path) -> Self {
        let state = preview.news().wait(|_| true);
        let base = base_path(root);
        let page = |path: &&str| {
            let answer = preview.get(&format!("{base}{path}"));
            let text = answer.text();
            let is_page = text.contains("/.katalog/preview.js");
            format!("{path} {}\n{}", answer.status, if is_page { without_script(&text) } else { text })
        };
        let pages = state["site"].is_string().then(|| Seen::PATHS.iter().map(page).collect());
        Seen { report: state["report"].clone(), pages }
    }
}

/// A description of a change, whether it causes an error, and the change itself.
type Change = (&'static str, bool, fn(&Path));

/// Replaces words in a file.
fn replace(root: &Path, path: &str, words: &str, others: &str) {
    let path = root.join(path);
    let text = fs::read_to_string(&path).expect("a text");
    assert!(text.contains(words), "{words}");
    write(&path, text.replace(words, others).as_bytes());
}

#[test]
fn after_every_change_the_preview_is_the_same_as_after_a_fresh_start() {
    const FACTS: &str = "content/projects/clean-banks/project.yaml";
    const NURSING: &str = "content/projects/home-nursing/project.yaml";
    const PROGRAMME: &str = "content/programmes/healthy-town/programme.yaml";
    const SETTINGS: &str = "content/catalogue.yaml";
    let changes: &[Change] = &[
        ("a text", false, |root| replace(root, TEXT, "Water remembers.", "Water forgets nothing.")),
        ("a title", false, |root| replace(root, TEXT, "title: Clean Banks", "title: Yellow Banks")),
        ("an amount", false, |root| replace(root, FACTS, "2500000", "2600000")),
        ("a place that is linked to", true, |root| {
            replace(root, NURSING, "municipality: cardak", "municipality: celije")
        }),
        ("the link", false, |root| {
            replace(root, TEXT, "#cardak", "#celije");
            replace(root, "content/projects/clean-banks/sr.md", "#cardak", "#celije");
        }),
        ("a new project before the others", false, |root| {
            let projects = root.join("content/projects");
            lay_over(&projects.join("clean-banks"), &projects.join("a-bank"));
        }),
        ("the project is gone", false, |root| {
            fs::remove_dir_all(root.join("content/projects/a-bank")).expect("a folder that can be removed");
        }),
        ("a name of a place", false, |root| {
            replace(root, "content/municipalities/cardak/municipality.yaml", "en: Čardak", "en: Čarapan");
        }),
        ("a name of an organisation", false, |root| {
            replace(root, "content/organisations.yaml", "en: Lake Fund", "en: Fund of Lakes");
        }),
        ("a period that projects take over", false, |root| {
            replace(root, PROGRAMME, "2019-02, end: 2022", "2018-02, end: 2023")
        }),
        ("a phase that a project names", true, |root| {
            replace(root, PROGRAMME, "id: planning", "id: preparation")
        }),
        ("what refers to it follows", false, |root| {
            replace(root, FACTS, "phase: planning", "phase: preparation");
            for language in ["sr", "en"] {
                let text = format!("content/programmes/healthy-town/{language}.md");
                replace(root, &text, "#planning", "#preparation");
            }
        }),
        ("a former id", false, |root| {
            replace(root, NURSING, "\narea:", "\naliases: [old-nursing]\narea:");
        }),
        ("a link to no document", true, |root| replace(root, TEXT, "(rulebook.pdf)", "(plan.pdf)")),
        ("the document", false, |root| {
            write(&root.join("content/projects/clean-banks/plan.pdf"), b"%PDF-1.4\n");
        }),
        ("no link to it", false, |root| replace(root, TEXT, "(plan.pdf)", "(rulebook.pdf)")),
        ("no document", false, |root| {
            fs::remove_file(root.join("content/projects/clean-banks/plan.pdf"))
                .expect("a file that can be removed");
        }),
        ("a word that is misspelt", false, |root| {
            replace(root, TEXT, "Most of it", "Most of the muncipal waste")
        }),
        ("an empty text", true, |root| write(&root.join("content/pages/about/en.md"), b"")),
        ("a text again", false, |root| {
            write(
                &root.join("content/pages/about/en.md"),
                b"---\ntitle: About\nsummary: All of it.\n---\n\nNew.\n",
            );
        }),
        ("a rule weighs more", true, |root| {
            replace(root, SETTINGS, "title:", "rules: { spelling-slip: error }\ntitle:")
        }),
        ("no word is misspelt", false, |root| replace(root, TEXT, "muncipal waste", "waste")),
        ("a slip of the catalogue's own", true, |root| {
            replace(root, SETTINGS, "title:", "slips: { Anglers: Anglerss }\ntitle:")
        }),
        ("a rule is off", false, |root| {
            replace(root, SETTINGS, "spelling-slip: error", "spelling-slip: off")
        }),
        ("no rules, another script and other words in Latin", false, |root| {
            replace(root, SETTINGS, "slips: { Anglers: Anglerss }\n", "");
            replace(root, SETTINGS, "rules: { spelling-slip: off }\n", "");
            replace(root, SETTINGS, "[sr-Latn, en]", "[sr-Latn, sr-Cyrl, en]\nacronyms: { keep: [Obala] }");
        }),
        ("no text in one language", false, |root| {
            fs::remove_file(root.join("content/projects/home-nursing/en.md"))
                .expect("a file that can be removed");
        }),
        ("an address that vanished", true, |root| {
            write(&root.join("content/urls.txt"), b"en/projects/lost/\n")
        }),
        ("an address that is there", false, |root| write(&root.join("content/urls.txt"), b"en/projects/\n")),
        ("a list is gone", true, |root| {
            let (list, away) = (root.join("content/support-types.yaml"), root.join("support-types.yaml"));
            fs::rename(list, away).expect("a file that can be moved");
        }),
        ("the list is back", false, |root| {
            let (list, away) = (root.join("content/support-types.yaml"), root.join("support-types.yaml"));
            fs::rename(away, list).expect("a file that can be moved");
        }),
        ("a template", false, |root| {
            let path = "themes/default/templates/project.html";
            let template = fs::read_to_string(Path::new(ROOT).join(path)).expect("a template");
            let block = "{% block content %}";
            write(&root.join(path), template.replace(block, &format!("{block}<p>Own</p>")).as_bytes());
        }),
        ("a colour", false, |root| replace(root, SETTINGS, "title:", "accent: \"#7a1f1f\"\ntitle:")),
        ("an address of the site", false, |root| replace(root, SETTINGS, "/katalog/", "/other/")),
    ];
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut shown = Seen::of(&preview, root.path()).pages;
    for (what, is_error, change) in changes {
        change(root.path());
        let fresh = Preview::of(root.path());
        let said = katalog("check", root.path(), &[]).stderr;
        let totals = said.lines().last().filter(|totals| !totals.starts_with("no problems"));
        // Content with an error leaves the last good site.
        let expected = || {
            let fresh = Seen::of(&fresh, root.path());
            Seen { pages: fresh.pages.or_else(|| shown.clone()), ..fresh }
        };
        let is_told = |seen: &Seen| totals_of(&seen.report).as_deref() == totals;
        let start = Instant::now();
        let (mut seen, mut fresh) = (Seen::of(&preview, root.path()), expected());
        while !(seen == fresh && is_told(&seen)) && start.elapsed() < Duration::from_secs(30) {
            sleep(Duration::from_millis(5));
            (seen, fresh) = (Seen::of(&preview, root.path()), expected());
        }
        assert_eq!(seen.report, fresh.report, "{what}");
        assert!(is_told(&seen), "{what}: {said}");
        assert_eq!(seen.report["is_stale"] == true, *is_error, "{what}: {said}");
        let pairs = seen.pages.iter().flatten().zip(fresh.pages.iter().flatten());
        pairs.for_each(|(seen, fresh)| assert_eq!(seen, fresh, "{what}"));
        shown = seen.pages;
    }
}

#[test]
fn theme_and_messages_are_watched_even_where_there_were_none() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    news.wait(|state| state["site"].is_string());
    let shows = |news: &mut Event, words: &str| {
        while !preview.get("/katalog/en/").text().contains(words) {
            news.wait(|_| true);
        }
    };
    write(&root.path().join("locales/en.ftl"), "home = The very first page\n".as_bytes());
    while !preview.get(PAGE).text().contains("The very first page") {
        news.wait(|_| true);
    }
    let template =
        fs::read_to_string(Path::new(ROOT).join("themes/default/templates/home.html")).expect("a template");
    let own = root.path().join("themes/default/templates/home.html");
    let block = "{% block content %}";
    assert!(template.contains(block));
    write(&own, template.replace(block, &format!("{block}<p>Our own template</p>")).as_bytes());
    shows(&mut news, "Our own template");
    write(&own, b"{% if %}");
    let state = news.wait_for_report(&["home.html"]);
    assert_eq!(state["report"]["is_stale"], true, "{state}");
    shows(&mut news, "Our own template");
    fs::remove_dir_all(root.path().join("themes")).expect("a folder that can be removed");
    news.wait(|state| state["report"].is_null());
    assert!(!preview.get("/katalog/en/").text().contains("Our own template"));
}

#[test]
fn folders_come_and_go() {
    let root = small_catalogue();
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    news.wait(|state| state["site"].is_string());
    let wait_for = |news: &mut Event, path: &str, status: u16| {
        while preview.get(path).status != status {
            news.wait(|_| true);
        }
    };
    // In two steps: the folder appears before its files.
    let from = root.path().join("content/projects/clean-banks");
    lay_over(&from, &root.path().join("content/projects/another-bank"));
    wait_for(&mut news, "/katalog/en/projects/another-bank/", 200);
    let projects = root.path().join("content/projects");
    fs::rename(projects.join("another-bank"), projects.join("third-bank"))
        .expect("a folder that can be moved");
    wait_for(&mut news, "/katalog/en/projects/third-bank/", 200);
    wait_for(&mut news, "/katalog/en/projects/another-bank/", 404);
    // As git does when it switches branches.
    let (content, away) = (root.path().join("content"), root.path().join("away"));
    fs::rename(&content, &away).expect("a folder that can be moved");
    news.wait(|state| state["report"]["is_stale"] == true);
    fs::remove_dir_all(away.join("projects/third-bank")).expect("a folder that can be removed");
    fs::rename(&away, &content).expect("a folder that can be moved");
    wait_for(&mut news, "/katalog/en/projects/third-bank/", 404);
    let text = fs::read_to_string(root.path().join(TEXT)).expect("a text");
    write(&root.path().join(TEXT), format!("{text}\nWords after the return.\n").as_bytes());
    while !preview.get(PAGE).text().contains("Words after the return.") {
        news.wait(|_| true);
    }
}

#[test]
fn a_link_in_the_content_is_rejected_and_not_followed() {
    let root = small_catalogue();
    let outside = tempfile::tempdir().expect("a temporary folder");
    write(&outside.path().join("secret.pdf"), b"secret");
    let preview = Preview::of(root.path());
    let mut news = preview.news();
    news.wait(|state| state["site"].is_string());
    let link = root.path().join("content/projects/clean-banks/secret.pdf");
    std::os::unix::fs::symlink(outside.path().join("secret.pdf"), &link).expect("a link");
    news.wait_for_report(&["no links", "secret.pdf"]);
    assert_eq!(preview.get("/katalog/files/projects/clean-banks/secret.pdf").status, 404);
    fs::remove_file(&link).expect("a file that can be removed");
    news.wait(|state| state["report"].is_null());
}

#[test]
fn the_next_free_port_is_used() {
    let root = small_catalogue();
    let first = Preview::of(root.path());
    let port: u16 = first.authority.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let (mut second, address) = preview(root.path(), &port.to_string());
    let _ = second.kill();
    let _ = second.wait();
    let other: u16 = address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    assert!(other > port, "{address}");
}
