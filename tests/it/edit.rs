//! Tests the forms of the preview as browsers and attackers see them: starts the program and sends HTTP requests.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::site::{Tree, tree};
use crate::support::{PROGRAM, everything, init, katalog, read, small_catalogue, write};
use scraper::{Html, Selector};
use tempfile::TempDir;

/// A running preview whose content can be edited; it is stopped on drop.
pub(crate) struct Editor {
    program: Child,
    /// Host and port.
    authority: String,
    /// The path with the token.
    way_in: String,
    cookie: String,
}

/// A response.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    pub(crate) fn select(&self, selector: &str) -> Vec<BTreeMap<String, String>> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).expect("a selector");
        let found = page.select(&selector).map(|element| {
            let mut attributes: BTreeMap<String, String> =
                element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            attributes.insert("text".to_owned(), element.text().collect());
            attributes
        });
        found.collect()
    }

    /// Returns the pairs that a browser would send for the form of an entry.
    fn pairs(&self) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let inputs = Selector::parse("#form input[name], #form textarea[name], #form select[name]")
            .expect("a selector");
        let chosen = Selector::parse("option[selected]").expect("a selector");
        let pairs = page.select(&inputs).map(|element| {
            let value = match element.value().name() {
                "textarea" => element.text().collect::<String>().trim_start_matches('\n').to_owned(),
                "select" => element
                    .select(&chosen)
                    .next()
                    .and_then(|option| option.value().attr("value"))
                    .unwrap_or_default()
                    .to_owned(),
                _ => element.value().attr("value").unwrap_or_default().to_owned(),
            };
            (element.value().attr("name").unwrap_or_default().to_owned(), value)
        });
        pairs.collect()
    }
}

fn start(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (Child, Vec<String>) {
    let mut program = Command::new(&*PROGRAM)
        .args(["serve", "--port", "0", "--root"])
        .arg(root)
        .args(arguments)
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::new(program.stdout.take().expect("an output"));
    let mut lines = Vec::new();
    for _ in 0..if arguments.contains(&"--read-only") { 1 } else { 2 } {
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        lines.push(line.trim().to_owned());
    }
    (program, lines)
}

/// Returns the host and port of the forms, and the path that lets a browser in.
fn addresses(lines: &[String]) -> (String, String) {
    let way_in = lines[1].trim().trim_start_matches("edit: http://");
    let (authority, path) = way_in.split_once('/').expect("an address");
    (authority.to_owned(), format!("/{path}"))
}

fn encoded(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Editor {
    pub(crate) fn of(root: &Path) -> Self {
        Editor::with(root, &[])
    }

    /// Starts a preview with further variables in its environment.
    pub(crate) fn with(root: &Path, environment: &[(&str, &str)]) -> Self {
        let (program, lines) = start(root, &[], environment);
        let (authority, way_in) = addresses(&lines);
        let mut editor = Editor { program, authority, way_in, cookie: String::new() };
        let answer = editor.ask(&format!("GET {} HTTP/1.1\r\nHost: HOST\r\n\r\n", editor.way_in));
        assert_eq!((answer.status, answer.header("location")), (303, "/_edit/"));
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
        cookie.split(';').next().unwrap_or_default().clone_into(&mut editor.cookie);
        editor
    }

    /// Sends a request byte for byte; `HOST` stands for the host and the port, `COOKIE` for the cookie.
    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.authority).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(300))).expect("a limit");
        let request = request.replace("HOST", &self.authority).replace("COOKIE", &self.cookie);
        let request = request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
        // The program may refuse a request before it has read all of it.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n"))
    }

    /// Sends a form with other headers than a browser would.
    pub(crate) fn post_with(&self, path: &str, headers: &str, pairs: &[(String, String)]) -> Answer {
        let body = encoded(pairs);
        self.ask(&format!("POST {path} HTTP/1.1\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()))
    }

    pub(crate) fn post(&self, path: &str, pairs: &[(String, String)]) -> Answer {
        self.post_with(path, HEADERS, pairs)
    }

    /// Returns the form of an entry as a browser would send it, with changes.
    fn filled(&self, path: &str, order: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let mut pairs = answer.pairs();
        for (name, value) in changes {
            match pairs.iter_mut().find(|(other, _)| other == name) {
                Some(pair) => (*value).clone_into(&mut pair.1),
                None => panic!("{path} has no field {name}"),
            }
        }
        pairs.push(("_do".to_owned(), order.to_owned()));
        pairs
    }

    pub(crate) fn save(&self, path: &str, changes: &[(&str, &str)]) -> Answer {
        self.post(path, &self.filled(path, "save", changes))
    }

    /// Sends the small form of a page, with changes.
    pub(crate) fn send(&self, path: &str, changes: &[(&str, &str)]) -> Answer {
        let page = self.get(path);
        let token = page.select("input[name=_token]");
        let token = token.first().map_or(String::new(), |token| token["value"].clone());
        let mut pairs = vec![("_token".to_owned(), token)];
        pairs.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(path, &pairs)
    }
}

/// The headers of a browser that sends a form of this server.
pub(crate) const HEADERS: &str = "Host: HOST\r\nOrigin: http://HOST\r\nSec-Fetch-Site: same-origin\r\nCookie: COOKIE\r\n\
                       Content-Type: application/x-www-form-urlencoded\r\n";

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Returns the lines that differ between two texts, with a sign.
fn diff(before: &str, after: &str) -> Vec<String> {
    let one = |sign: char, text: &str, other: &str| {
        let other: Vec<String> = other.lines().map(str::to_owned).collect();
        text.lines()
            .filter(|line| !other.iter().any(|it| it == line))
            .map(|line| format!("{sign}{line}"))
            .collect::<Vec<_>>()
    };
    [one('-', before, after), one('+', after, before)].concat()
}

pub(crate) const PROJECT: &str = "/_edit/e/project/home-nursing";
pub(crate) const FACTS: &str = "content/projects/home-nursing/project.yaml";
pub(crate) const AMOUNT: &str = "facts.activities.0.funding.0.programme";

#[test]
fn an_amount_changes_one_line() {
    let root = small_catalogue();
    let commented = read(root.path(), FACTS)
        .replace("support: grant\n", "# Agreed in May.\nsupport: grant   # see the plan\n");
    write(&root.path().join(FACTS), commented.as_bytes());
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let answer = editor.save(PROJECT, &[(AMOUNT, "13614")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/_edit/e/project/home-nursing?saved=1"));
    let now = read(root.path(), FACTS);
    assert_eq!(
        diff(&commented, &now),
        [
            "-    funding: { currency: EUR, programme: 13613, co_funding: 550.50 }",
            "+    funding: { currency: EUR, programme: 13614, co_funding: 550.50 }",
        ]
    );
    let mut changed = tree(root.path());
    changed.insert(FACTS.to_owned(), old[FACTS].clone());
    assert!(changed == old, "only that file changes");
}

/// Forms read numbers and dates as `katalog import` does, and write them as the content does.
#[test]
fn numbers_are_read_as_people_write_them() {
    let root = small_catalogue();
    let before = read(root.path(), FACTS);
    let quoted = before.replace("programme: 13613,", "programme: \"13 613,5x\",");
    assert_ne!(quoted, before);
    write(&root.path().join(FACTS), quoted.as_bytes());
    let editor = Editor::of(root.path());
    assert_eq!(editor.save(PROJECT, &[]).status, 303);
    assert_eq!(read(root.path(), FACTS), quoted, "nothing changes that nobody changed");
    for (typed, written) in [("13.613,50", "13613.50"), ("14 000", "14000"), ("15000.5", "15000.5")] {
        assert_eq!(editor.save(PROJECT, &[(AMOUNT, typed)]).status, 303);
        let now = read(root.path(), FACTS);
        assert_eq!(now, before.replace("programme: 13613,", &format!("programme: {written},")), "{typed}");
    }
    assert_eq!(editor.save(PROJECT, &[("facts.activities.1.period.end", "1.3.2024.")]).status, 303);
    assert!(read(root.path(), FACTS).contains("end: 2024-03-01"));
}

#[test]
fn every_form_that_is_saved_unchanged_changes_nothing() {
    let root = everything();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let index = editor.get("/_edit/");
    let links = index.select("a[href^='/_edit/e/']");
    assert!(links.len() > 30, "{}", links.len());
    for link in links {
        let path = &link["href"];
        let answer = editor.save(path, &[]);
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        assert!(tree(root.path()) == old, "{path}");
    }
}

#[test]
fn texts_and_lists_are_saved() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let text = "content/projects/home-nursing/sr.md";
    let before = read(root.path(), text);
    let mut pairs = editor.filled(PROJECT, "save", &[("text.sr.title", "Nega u „kući“")]);
    let body = pairs.iter_mut().find(|(name, _)| name == "text.sr.body").expect("the text");
    body.1 = format!("{}\n\nNov pasus.", body.1).replace('\n', "\r\n");
    // A further activity, and the first one moves to the end.
    let start = "facts.activities.0";
    let (first, mut others): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, _)| name == start || name.starts_with("facts.activities.0."));
    others.extend(first);
    others.push(("facts.activities.n0".to_owned(), String::new()));
    others.push(("facts.activities.n0.scope".to_owned(), "national".to_owned()));
    let old = read(root.path(), FACTS);
    assert_eq!(editor.post(PROJECT, &others).status, 303);
    let now = read(root.path(), text);
    let added: Vec<String> =
        diff(&before, &now).into_iter().filter(|line| line.starts_with('+') && line.len() > 1).collect();
    assert_eq!(added, ["+title: \"Nega u „kući“\"", "+Nov pasus."], "{now}");
    let facts = read(root.path(), FACTS);
    assert_eq!(diff(&old, &facts), ["+  - scope: national"]);
    let places: Vec<&str> = facts.lines().filter_map(|line| line.strip_prefix("  - ")).collect();
    assert_eq!(
        places,
        ["municipality: dubrava", "municipality: zlatar", "municipality: cardak", "scope: national"]
    );
}

#[test]
fn items_are_added_and_removed_without_a_script() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let added = editor.post(PROJECT, &editor.filled(PROJECT, "add facts.activities", &[(AMOUNT, "99")]));
    assert_eq!(added.status, 200);
    let pairs: BTreeMap<String, String> = added.pairs().into_iter().collect();
    assert!(pairs.contains_key("facts.activities.n0.municipality"));
    assert_eq!(pairs[AMOUNT], "99", "what was typed stays");
    let removed = editor.post(PROJECT, &editor.filled(PROJECT, "remove facts.activities.0", &[]));
    assert!(removed.pairs().iter().all(|(name, _)| !name.starts_with("facts.activities.0")));
    assert!(tree(root.path()) == old, "nothing is written before it is saved");
}

#[test]
fn problems_are_shown_at_their_fields() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let changes = [
        ("facts.activities.1.period.end", "2020-13"),
        ("facts.activities.2.municipality", "zltar"),
        ("facts.area", ""),
    ];
    let answer = editor.post(PROJECT, &editor.filled(PROJECT, "check", &changes));
    let found: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let fields: BTreeMap<&str, (&str, &str)> = found["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().expect("a text");
            (text("field"), (text("text"), text("help")))
        })
        .collect();
    assert!(fields["facts.activities.1.period.end"].0.contains("2020-13"), "{fields:?}");
    assert!(fields["facts.activities.2.municipality"].1.contains("did you mean `zlatar`?"), "{fields:?}");
    assert!(fields["facts.area"].0.contains("lacks `area`"), "{fields:?}");
    assert!(tree(root.path()) == old);
    // It can be saved, as a file could be.
    assert_eq!(editor.post(PROJECT, &editor.filled(PROJECT, "save", &changes)).status, 303);
    let page = editor.get(PROJECT);
    let invalid = page.select("[aria-invalid=true]");
    let names: Vec<&str> = invalid.iter().map(|input| input["name"].as_str()).collect();
    assert!(names.contains(&"facts.activities.2.municipality"), "{names:?}");
    assert!(page.select(".summary a[href='#facts.activities.2.municipality']").len() == 1);
}

#[test]
fn codes_are_offered_with_their_names() {
    let root = everything();
    let editor = Editor::of(root.path());
    for (entry, field, name, offered, withdrawn) in [
        ("area/education", "facts.dac", "Primary education", "11230", "41050"),
        ("support/grant", "facts.aid_type", "Project-type interventions", "D01", ""),
        ("support/grant", "facts.finance_type", "Standard grant", "421", "410"),
    ] {
        let page = editor.get(&format!("/_edit/e/{entry}"));
        let input = page.select(&format!("input[name='{field}']"));
        let list = &input.first().unwrap_or_else(|| panic!("{entry}: {}", page.body))["list"];
        let option = |code: &str| page.select(&format!("#{list} option[value='{code}']")).len();
        assert_eq!((option(offered), option(withdrawn)), (1, 0), "{field}");
        assert_eq!(page.select(&format!("[id='{field}-name']"))[0]["text"], name);
    }
}

#[test]
fn a_file_that_changed_is_not_overwritten() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let (first, second) = (
        editor.filled(PROJECT, "save", &[(AMOUNT, "1")]),
        editor.filled(PROJECT, "save", &[(AMOUNT, "2"), ("facts.status", "ongoing")]),
    );
    assert_eq!(editor.post(PROJECT, &first).status, 303);
    let other = read(root.path(), FACTS).replace("phase: work", "phase: planning");
    write(&root.path().join(FACTS), other.as_bytes());
    let old = tree(root.path());
    let refused = editor.post(PROJECT, &second);
    assert_eq!(refused.status, 409);
    assert!(tree(root.path()) == old, "nothing is written");
    let cells: Vec<String> =
        refused.select(".conflict td").into_iter().map(|cell| cell["text"].clone()).collect();
    assert!(cells.contains(&"1".to_owned()) && cells.contains(&"2".to_owned()), "{cells:?}");
    // What the others changed is in the form, and what this editor changed.
    let mut pairs = refused.pairs();
    let values: BTreeMap<String, String> = pairs.iter().cloned().collect();
    assert_eq!(
        (&*values["facts.phase"], &*values["facts.status"], &*values[AMOUNT]),
        ("planning", "ongoing", "2")
    );
    pairs.push(("_do".to_owned(), "save".to_owned()));
    assert_eq!(editor.post(PROJECT, &pairs).status, 303);
    assert_eq!(
        read(root.path(), FACTS),
        other.replace("programme: 1,", "programme: 2,").replace(
            "partners: [ministry-of-rivers]\nsources",
            "partners: [ministry-of-rivers]\nstatus: ongoing\nsources"
        )
    );
}

/// Every way in which somebody else's page could send a form.
#[test]
fn only_forms_of_this_server_are_taken() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let pairs = editor.filled(PROJECT, "save", &[(AMOUNT, "1")]);
    let old = tree(root.path());
    let port = editor.authority.rsplit(':').next().unwrap_or_default().to_owned();
    let cases: [(&str, String, u16); 14] = [
        (
            "another name of this machine",
            HEADERS.replacen("Host: HOST", &format!("Host: attacker.example:{port}"), 1),
            421,
        ),
        (
            "a name that leads to this machine",
            HEADERS.replace("HOST", &format!("rebind.example:{port}")),
            421,
        ),
        ("another port", HEADERS.replacen("Host: HOST", "Host: 127.0.0.1:1", 1), 421),
        ("no host", HEADERS.replacen("Host: HOST\r\n", "", 1), 421),
        ("two hosts", HEADERS.replacen("Host: HOST", "Host: HOST\r\nHost: attacker.example", 1), 421),
        ("another origin", HEADERS.replace("Origin: http://HOST", "Origin: http://attacker.example"), 403),
        (
            "the pages of the catalogue",
            HEADERS.replace("Origin: http://HOST", &format!("Origin: http://127.0.0.1:{port}")),
            403,
        ),
        (
            "an origin on this machine",
            HEADERS.replace("Origin: http://HOST", "Origin: http://127.0.0.1:1"),
            403,
        ),
        ("no origin", HEADERS.replace("Origin: http://HOST\r\n", ""), 403),
        ("an opaque origin", HEADERS.replace("Origin: http://HOST", "Origin: null"), 403),
        ("another site", HEADERS.replace("same-origin", "cross-site"), 403),
        ("no cookie", HEADERS.replace("Cookie: COOKIE\r\n", ""), 403),
        ("a wrong cookie", HEADERS.replace("COOKIE", "COOKIEx"), 403),
        ("plain text", HEADERS.replace("application/x-www-form-urlencoded", "text/plain"), 415),
    ];
    for (what, headers, status) in cases {
        let answer = editor.post_with(PROJECT, &headers, &pairs);
        // The web server itself refuses some requests.
        assert!(answer.status == status || answer.status == 400, "{what}: {}", answer.head);
        assert!(tree(root.path()) == old, "{what}");
    }
    let without: Vec<(String, String)> = pairs.iter().filter(|(name, _)| name != "_token").cloned().collect();
    assert_eq!(editor.post(PROJECT, &without).status, 403, "no token");
    let mut wrong = pairs.clone();
    wrong.iter_mut().filter(|(name, _)| name == "_token").for_each(|pair| pair.1 = "0".repeat(64));
    assert_eq!(editor.post(PROJECT, &wrong).status, 403, "a wrong token");
    for (method, status) in [("PUT", 405), ("DELETE", 405)] {
        let answer =
            editor.ask(&format!("{method} {PROJECT} HTTP/1.1\r\n{HEADERS}Content-Length: 0\r\n\r\n"));
        assert_eq!(answer.status, status, "{method}");
    }
    assert!(tree(root.path()) == old);
    assert_eq!(editor.post(PROJECT, &pairs).status, 303, "the form itself is taken");
}

#[test]
fn nothing_is_read_without_the_token() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    for path in ["/_edit/", "/_edit", PROJECT, "/_edit/edit.js", "/_edit/?token=", "/_edit/?token=0"] {
        let answer = editor.ask(&format!("GET {path} HTTP/1.1\r\nHost: HOST\r\n\r\n"));
        assert!(answer.status == 403 || answer.header("location") == "/_edit/", "{path}: {}", answer.head);
        assert!(!answer.body.contains("home-nursing"), "{path}");
    }
    let locked = editor.ask(&format!("GET {PROJECT}?lang=en HTTP/1.1\r\nHost: HOST\r\n\r\n"));
    assert_eq!(locked.select("h1")[0]["text"], "Editing is locked");
    assert!(locked.body.contains("behind “edit:”"), "{}", locked.body);
    assert!(locked.header("content-security-policy").contains("default-src 'none'"), "{}", locked.head);
    assert_eq!(locked.select("main a[href='/']").len(), 1);
    assert!(locked.select("script, form, input").is_empty() && locked.header("set-cookie").is_empty());
    for address in locked.select("link[href]") {
        let file = editor.ask(&format!("GET {} HTTP/1.1\r\nHost: HOST\r\n\r\n", address["href"]));
        assert_eq!(file.status, 200, "{address:?}");
    }
    let rebound = editor.ask(&format!("GET {} HTTP/1.1\r\nHost: attacker.example\r\n\r\n", editor.way_in));
    assert_eq!(rebound.status, 421);
    let page = editor.get(PROJECT);
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(
        !page.body.contains(editor.way_in.rsplit('=').next().unwrap_or_default()),
        "the token is in no page"
    );
}

#[test]
fn paths_lead_nowhere_else() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let paths = [
        "e/project/../../../etc/passwd",
        "e/project/%2e%2e%2f%2e%2e%2fcatalogue",
        "e/project/..",
        "e/project/",
        "e/project/home-nursing/../first-lessons",
        "e/project/home-nursing%00",
        "e/area/health/../nursing",
        "e/page/../projects/home-nursing",
        "e//etc/passwd",
        "new/../../x",
        "remove/project/..",
        "rename/project/../x",
        "nothing",
    ];
    for path in paths {
        for answer in
            [editor.get(&format!("/_edit/{path}")), editor.send(&format!("/_edit/{path}"), &[("id", "../x")])]
        {
            assert!(matches!(answer.status, 400 | 403 | 404), "{path}: {}", answer.status);
            assert!(!answer.body.contains("root:"), "{path}");
        }
    }
    // Names of fields that no form has are left out, and ids are checked.
    let mut pairs = editor.filled(PROJECT, "save", &[]);
    for name in [
        "facts.../x",
        "facts.__proto__",
        "hash.../../x",
        "text.../x.body",
        "facts.activities.999999.note.sr",
        &"a.".repeat(500),
    ] {
        pairs.push((name.to_owned(), "x".to_owned()));
    }
    let _ = editor.post(PROJECT, &pairs);
    for id in ["../x", "a/b", "..", "x\0", "CON", "con"] {
        let changes = [("title-sr", "Naslov"), ("title-en", "Title"), ("id", id)];
        assert_eq!(editor.send("/_edit/new/project", &changes).status, 422, "{id}");
        assert_eq!(
            editor.send("/_edit/rename/project/home-nursing", &[("id", id), ("_do", "rename")]).status,
            422,
            "{id}"
        );
    }
    let mut now = tree(root.path());
    now.insert(FACTS.to_owned(), old[FACTS].clone());
    assert!(now == old);
}

#[test]
fn links_are_not_followed() {
    let root = small_catalogue();
    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("project.yaml");
    fs::copy(root.path().join(FACTS), &target).expect("a copy");
    let before = fs::read(&target).expect("a file");
    let editor = Editor::of(root.path());
    let pairs = editor.filled(PROJECT, "save", &[(AMOUNT, "1")]);
    fs::remove_file(root.path().join(FACTS)).expect("removed");
    std::os::unix::fs::symlink(&target, root.path().join(FACTS)).expect("a link");
    let answer = editor.post(PROJECT, &pairs);
    assert_ne!(answer.status, 303, "{}", answer.head);
    assert!(!editor.get(PROJECT).body.contains("13613"), "what a link leads to is not shown");
    assert_eq!(fs::read(&target).expect("a file"), before);
}

#[test]
fn only_the_order_to_save_saves() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    for order in ["", "sav", "add", "add nowhere"] {
        let mut pairs = editor.filled(PROJECT, order, &[("facts.status", "ongoing")]);
        let shown = editor.post(PROJECT, &pairs);
        assert_eq!(shown.status, 200, "{order}: {}", shown.head);
        let values: BTreeMap<String, String> = shown.pairs().into_iter().collect();
        assert_eq!(values["facts.status"], "ongoing", "{order}");
        pairs.retain(|(name, _)| name != "_do");
        assert_eq!(editor.post(PROJECT, &pairs).status, 200);
    }
    assert!(tree(root.path()) == old, "nothing is written");
}

#[test]
fn a_large_form_is_refused() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let mut pairs = editor.filled(PROJECT, "save", &[]);
    pairs.push(("text.sr.body".to_owned(), "x".repeat(5_000_000)));
    assert!(matches!(editor.post(PROJECT, &pairs).status, 413 | 0));
    // A length that is not true, and none.
    let claimed =
        editor.ask(&format!("POST {PROJECT} HTTP/1.1\r\n{HEADERS}Content-Length: 99999999999\r\n\r\n"));
    assert_eq!(claimed.status, 413);
    let chunk = format!("{:x}\r\n{}\r\n", 1_000_000, "y".repeat(1_000_000));
    let chunked = format!(
        "POST {PROJECT} HTTP/1.1\r\n{HEADERS}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
        chunk.repeat(5)
    );
    assert!(matches!(editor.ask(&chunked).status, 413 | 0));
    // Without the last fields, the entry would lose what they say.
    let mut pairs = vec![(String::new(), String::new()); 200_000];
    pairs.extend(editor.filled(PROJECT, "save", &[(AMOUNT, "1")]));
    let refused = editor.post(PROJECT, &pairs);
    assert!(refused.status == 413 && refused.body.contains("Nothing was saved"), "{}", refused.head);
    assert!(tree(root.path()) == old);
    assert_eq!(editor.get(PROJECT).status, 200, "the preview goes on");
}

#[test]
fn hostile_content_is_escaped() {
    let root = small_catalogue();
    let text = "content/projects/home-nursing/sr.md";
    let hostile = "---\ntitle: \"<script>alert(1)</script>\"\nsummary: \"\\\"><img src=x onerror=alert(1)>\"\n---\n\n\
                   </textarea><script>alert(2)</script> [x](javascript:alert(3))\n";
    write(&root.path().join(text), hostile.as_bytes());
    let editor = Editor::of(root.path());
    for path in
        ["/_edit/", PROJECT, "/_edit/?q=%3Cscript%3Ealert(4)%3C/script%3E", "/_edit/%3Cscript%3E?lang=en"]
    {
        let page = editor.get(path);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{path}");
        assert!(page.select("a[href^='javascript']").is_empty(), "{path}");
        assert_eq!(page.select("script").len(), 1, "{path}");
    }
    assert_eq!(
        editor
            .get(PROJECT)
            .pairs()
            .into_iter()
            .find(|(name, _)| name == "text.sr.title")
            .map(|pair| pair.1)
            .as_deref(),
        Some("<script>alert(1)</script>")
    );
}

#[test]
fn an_entry_is_made_filled_in_renamed_and_removed() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let answer = editor
        .send("/_edit/new/organisation", &[("name-sr", "Dom kulture"), ("name-en", "House of Culture")]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/_edit/e/organisation/dom-kulture"),
        "{}",
        answer.body
    );
    let before = read(root.path(), "content/organisations.yaml");
    assert_eq!(
        editor
            .save(
                "/_edit/e/organisation/dom-kulture",
                &[("facts.kind", "civil-society"), ("facts.municipality", "zlatar")]
            )
            .status,
        303
    );
    let now = read(root.path(), "content/organisations.yaml");
    assert_eq!(diff(&before, &now), ["-  kind: ___"], "{now}");
    assert!(now.contains("dom-kulture:\n  name: { sr: \"Dom kulture\", en: \"House of Culture\" }\n  kind: civil-society\n  municipality: zlatar\n"), "{now}");
    assert_eq!(katalog("check", root.path(), &["--quiet"]).code, Some(0));
    let rename = "/_edit/rename/organisation/dom-kulture";
    let shown = editor.send(rename, &[("id", "house-of-culture"), ("_do", "show")]);
    assert!(shown.body.contains("+house-of-culture:"), "{}", shown.body);
    assert_eq!(read(root.path(), "content/organisations.yaml"), now, "showing changes nothing");
    assert_eq!(editor.send(rename, &[("id", "house-of-culture"), ("_do", "rename")]).status, 303);
    let remove = "/_edit/remove/organisation/house-of-culture";
    assert_eq!(editor.send(remove, &[]).status, 303);
    assert!(!read(root.path(), "content/organisations.yaml").contains("culture"));
}

/// A new entry says at its fields which names it needs.
#[test]
fn a_new_entry_needs_its_names() {
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("katalog");
    init(&root, &["--places", "district:nisavski"]);
    let editor = Editor::of(&root);
    let old = tree(&root);
    let empty = |path: &str, given: &[(&str, &str)]| {
        let answer = editor.send(path, given);
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(!answer.body.contains("katalog new"), "{}", answer.body);
        let said = answer.select(".problem").iter().map(|it| it["text"].clone()).collect::<Vec<_>>();
        let fields = answer.select("[aria-invalid=true]").iter().map(|it| it["name"].clone()).collect();
        (fields, said)
    };
    let (fields, said): (Vec<String>, _) = empty("/_edit/new/project", &[]);
    assert_eq!(fields, ["title-sr", "title-en"]);
    assert_eq!(said, ["Upišite naslov na srpskom.", "Upišite naslov na engleskom."]);
    let (fields, said) = empty("/_edit/new/project?lang=en", &[("title-sr", "Most")]);
    assert_eq!((fields, said), (vec!["title-en".to_owned()], vec!["Write the title in English.".to_owned()]));
    let (fields, _) = empty("/_edit/new/organisation", &[("name-sr", "!"), ("name-en", "!")]);
    assert_eq!(fields, ["id"]);
    assert!(tree(&root) == old);
    // The program knows the other names of a place.
    let place = editor.send("/_edit/new/municipality", &[("name-sr", "Vranje")]);
    assert_eq!(place.header("location"), "/_edit/e/municipality/vranje", "{}", place.body);
}

/// What is still to be written is at the fields, also in lists.
#[test]
fn blanks_are_at_their_fields() {
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("katalog");
    init(&root, &["--places", "district:nisavski"]);
    let editor = Editor::of(&root);
    editor.send("/_edit/new/project", &[("title-sr", "Most"), ("title-en", "Bridge")]);
    const NEW: &str = "/_edit/e/project/most";
    const FIELDS: [&str; 6] = [
        "facts.programme",
        "facts.area",
        "facts.support.0",
        "facts.implementers.0.organisation",
        "facts.sources.0",
        "facts.activities.0.municipality",
    ];
    let page = editor.get(NEW);
    let invalid = page.select("[aria-invalid=true]");
    let invalid: Vec<&str> = invalid.iter().map(|input| input["name"].as_str()).collect();
    assert!(FIELDS.iter().all(|field| invalid.contains(field)), "{invalid:?}");
    assert_eq!(
        page.select(".summary a[href='#facts.support.0']")[0]["text"],
        "Vrsta podrške: ovo tek treba upisati"
    );
    // An emptied list that is missing then, too.
    assert_eq!(
        editor.save(NEW, &[("facts.support.0", "grant"), ("facts.sources.0", "founding-paper")]).status,
        303
    );
    let answer = editor.post(NEW, &editor.filled(NEW, "check", &[("facts.support.0", "")]));
    assert!(answer.body.contains("\"facts.support.0\""), "{}", answer.body);
    // Adding something leaves the other lists as they are, and adds only one empty item.
    let rows = |answer: &Answer, list: &str| {
        let start = format!("facts.{list}.");
        answer.pairs().iter().filter(|(name, _)| name.starts_with(&start)).count()
    };
    let page = editor.get(NEW);
    let place = ("facts.activities.0.municipality", "nis");
    let added = editor.post(NEW, &editor.filled(NEW, "add facts.activities", &[place]));
    let mut again = added.pairs();
    again.push(("_do".to_owned(), "add facts.activities".to_owned()));
    let again = editor.post(NEW, &again);
    for list in ["support", "sources", "implementers"] {
        assert_eq!(rows(&page, list), rows(&again, list), "{list}");
    }
    assert_eq!(again.select("fieldset[id='facts.activities'] > details").len(), 2);
    assert_eq!(again.select("[autofocus]").len(), 1);
}

/// A help that only repeats its label is left out.
#[test]
fn helps_say_more_than_labels() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    for language in ["sr", "en"] {
        let page = editor.get(&format!("{PROJECT}?lang={language}"));
        assert!(page.select("[id='facts.status-help']").is_empty(), "{language}");
        assert_eq!(page.select("[id='facts.phase-help']").len(), 1, "{language}");
    }
}

#[test]
fn what_others_need_is_not_removed() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    for entry in
        ["organisation/lake-fund", "municipality/zlatar", "document/work-plan", "area/health/nursing"]
    {
        let page = editor.get(&format!("/_edit/remove/{entry}"));
        assert!(!page.select("main a[href^='/_edit/e/project/']").is_empty(), "{entry}: {}", page.body);
        assert_eq!(
            editor.send(&format!("/_edit/remove/{entry}"), &[]).status,
            403,
            "{entry}: without a form"
        );
    }
    assert!(tree(root.path()) == old);
}

#[test]
fn a_new_project_is_removed_with_its_folder() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let old = tree(root.path());
    let answer =
        editor.send("/_edit/new/project", &[("title-sr", "Čista voda"), ("title-en", "Clean water")]);
    assert_eq!(answer.header("location"), "/_edit/e/project/cista-voda", "{}", answer.body);
    assert!(root.path().join("content/projects/cista-voda/sr.md").is_file());
    assert_eq!(editor.send("/_edit/remove/project/cista-voda", &[]).status, 303);
    assert!(tree(root.path()) == old);
}

#[test]
fn a_preview_to_read_has_no_forms() {
    let root = small_catalogue();
    let (mut program, lines) = start(root.path(), &["--read-only"], &[]);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.get(format!("{}_edit/", lines[0])).call().expect("an answer");
    assert_eq!(answer.status(), 404);
    assert!(!answer.body_mut().read_to_string().expect("a page").contains("_token"));
    let _ = program.kill();
    let _ = program.wait();
}

#[test]
fn pages_lead_to_their_forms() {
    let root = small_catalogue();
    let editor = Editor::of(root.path());
    let site = editor.authority.replace("localhost", "127.0.0.1");
    let of_site = |path: &str| editor.ask(&format!("GET {path} HTTP/1.1\r\nHost: {site}\r\n\r\n"));
    let base = of_site("/").header("location").to_owned();
    // No script of a theme may run where the forms are, and no form is answered where such scripts run.
    let elsewhere = editor.get(&format!("{base}en/"));
    assert_eq!((elsewhere.status, elsewhere.header("location")), (307, &*format!("http://{site}{base}en/")));
    assert_eq!(of_site("/_edit/").status, 421);
    let form = |path: &str| {
        let page = of_site(&format!("{base}{path}"));
        let script = page.select("script[data-site]");
        let form = script.first().and_then(|script| script.get("data-form").cloned()).unwrap_or_default();
        form.trim_start_matches(&format!("http://{}", editor.authority)).to_owned()
    };
    assert_eq!(form("en/projects/home-nursing/"), PROJECT);
    assert_eq!(form("sr/opstine/zlatar/"), "/_edit/e/municipality/zlatar");
    assert_eq!(form("en/about/"), "/_edit/e/page/about");
    assert_eq!(form("en/projects/"), "/_edit/");
    assert_eq!(form(""), "/_edit/");
}

/// A program that is killed while it writes leaves the old or the new file.
#[test]
fn an_interrupted_save_is_finished_or_undone() {
    let root = small_catalogue();
    let before = read(root.path(), FACTS);
    for wait in [0, 1, 2, 4, 8, 16, 32] {
        let mut editor = Editor::of(root.path());
        let pairs = editor.filled(PROJECT, "save", &[(AMOUNT, &format!("{}", 100 + wait))]);
        let body = encoded(&pairs);
        let request =
            format!("POST {PROJECT} HTTP/1.1\r\n{HEADERS}Content-Length: {}\r\n\r\n{body}", body.len());
        let request = request.replace("HOST", &editor.authority).replace("COOKIE", &editor.cookie);
        let mut stream = TcpStream::connect(&editor.authority).expect("a connection");
        stream.write_all(request.as_bytes()).expect("sent");
        std::thread::sleep(Duration::from_millis(wait));
        let _ = editor.program.kill();
        let _ = editor.program.wait();
        assert_eq!(katalog("check", root.path(), &["--quiet"]).code, Some(0));
        let now = read(root.path(), FACTS);
        assert!(diff(&before, &now).len() <= 2, "{now}");
        assert!(!tree(root.path()).keys().any(|path| path.starts_with('.')));
    }
}

#[test]
fn a_full_disk_leaves_the_old_file() {
    let root = small_catalogue();
    let long = format!("# {}\n{}", "x".repeat(9000), read(root.path(), FACTS));
    write(&root.path().join(FACTS), long.as_bytes());
    let mut program = Command::new("sh")
        .args([
            "-c",
            "ulimit -f 4; trap '' XFSZ; exec \"$@\"",
            "sh",
            &*PROGRAM,
            "serve",
            "--port",
            "0",
            "--root",
        ])
        .arg(root.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::new(program.stdout.take().expect("an output"));
    let mut lines = [String::new(), String::new()];
    lines.iter_mut().for_each(|line| {
        output.read_line(line).expect("a line");
    });
    let (authority, way_in) = addresses(&lines);
    let mut editor = Editor { program, authority, way_in, cookie: String::new() };
    let cookie = editor.ask(&format!("GET {} HTTP/1.1\r\nHost: HOST\r\n\r\n", editor.way_in));
    cookie.header("set-cookie").split(';').next().unwrap_or_default().clone_into(&mut editor.cookie);
    let answer = editor.save(PROJECT, &[(AMOUNT, "1")]);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("nothing was written"), "{}", answer.body);
    assert_eq!(read(root.path(), FACTS), long);
}

/// From an empty folder to a page that is built.
#[test]
fn a_project_is_made_from_nothing() {
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    init(&folder.path().join("katalog"), &["--places", "district:nisavski"]);
    let root = folder.path().join("katalog");
    let editor = Editor::of(&root);
    let answer = editor
        .send("/_edit/new/project", &[("title-sr", "Letnja čitaonica"), ("title-en", "Summer reading")]);
    assert_eq!(answer.header("location"), "/_edit/e/project/letnja-citaonica", "{}", answer.body);
    let form = editor.get("/_edit/e/project/letnja-citaonica");
    assert!(!form.pairs().iter().any(|(_, value)| value.contains("___")), "blanks are empty fields");
    let changes = [
        ("facts.programme", "open-libraries"),
        ("facts.area", "culture/libraries"),
        ("facts.support.0", "grant"),
        ("facts.implementers.0.organisation", "reading-society"),
        ("facts.sources.0", "founding-paper"),
        ("facts.activities.0.municipality", "nis"),
        ("text.sr.summary", "Čitanje u parku."),
        ("text.en.summary", "Reading in the park."),
        ("text.sr.body", "Svakog leta."),
        ("text.en.body", "Every summer."),
    ];
    assert_eq!(editor.save("/_edit/e/project/letnja-citaonica", &changes).status, 303);
    let check = katalog("check", &root, &[]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
    let output: Tree = crate::support::site::built(&root, &folder.path().join("public"), &[]);
    assert!(output.keys().any(|path| path.ends_with("en/projects/letnja-citaonica/index.html")));
}
