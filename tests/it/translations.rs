//! Tests `katalog translations`: what is written, missing or stale, from the files and from git.

use crate::history::git;
use crate::support;
use crate::support::PROGRAM;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Runs the command, and returns its exit code, standard output and standard error.
fn translations(root: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(&*PROGRAM)
        .args(["translations", "--root"])
        .arg(root)
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn json(root: &Path) -> Value {
    let (code, stdout, _) = translations(root, &["--format", "json"]);
    assert_eq!(code, Some(0));
    serde_json::from_str(&stdout).expect("JSON")
}

#[test]
fn the_columns_of_the_table_are_apart() {
    let (_, stdout, _) = translations(support::everything().path(), &[]);
    let rows: Vec<Vec<&str>> = stdout
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.split("  ").filter(|cell| !cell.trim().is_empty()).collect())
        .collect();
    assert!(rows.len() > 50 && rows.iter().all(|row| row.len() == 6), "{stdout}");
    let report = json(support::everything().path());
    let fields = report["fields"].as_array().expect("rows");
    let told: Vec<&str> = fields.iter().filter_map(|row| row["field"].as_str()).collect();
    let shown: Vec<&str> = rows[1..].iter().map(|row| row[1].trim()).collect();
    assert_eq!(shown, told);
}

/// Returns the counts of one field in one language: written, missing, stale.
fn counts(report: &Value, kind: &str, field: &str, language: &str) -> [u64; 3] {
    let rows = report["fields"].as_array().expect("rows");
    let row =
        rows.iter().find(|row| row["kind"] == kind && row["field"] == field && row["language"] == language);
    let row = row.unwrap_or_else(|| panic!("no row {kind} {field} {language}"));
    ["written", "missing", "stale"].map(|state| row[state].as_u64().expect("a count"))
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).expect("a file");
    support::write(path, format!("{old}{text}").as_bytes());
}

#[test]
fn without_git_staleness_is_left_out_and_reported_as_unknown() {
    let root = support::small_catalogue();
    let (code, stdout, _) = translations(root.path(), &[]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("no git history"), "{stdout}");
    assert!(stdout.contains("English: 100.0 % written"), "{stdout}");
    assert_eq!(json(root.path())["staleness_known"], false);
}

#[test]
fn missing_texts_are_counted_and_named() {
    let root = support::small_catalogue();
    let before = json(root.path());
    let [written, missing, _] = counts(&before, "projects", "title", "en");
    assert_eq!(missing, 0);
    let folder = "content/projects/home-nursing";
    fs::remove_file(root.path().join(folder).join("en.md")).expect("a file to remove");
    let after = json(root.path());
    for field in ["title", "summary", "text"] {
        assert_eq!(counts(&after, "projects", field, "en"), [written - 1, 1, 0], "{field}");
        assert_eq!(counts(&after, "projects", field, "sr")[1], 0, "{field}");
    }
    let (_, stdout, _) = translations(root.path(), &[]);
    assert!(stdout.contains(&format!("{folder}/en.md: title (en) is missing")), "{stdout}");
}

#[test]
fn a_text_is_stale_when_its_counterpart_changed_later() {
    let root = support::small_catalogue();
    let folder = root.path().join("content/projects/home-nursing");
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "All texts together"]);
    assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 0, "changed together");

    append(&folder.join("sr.md"), "\nJoš nešto.\n");
    assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 1, "not committed yet");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "More in Serbian"]);
    let report = json(root.path());
    assert_eq!(report["staleness_known"], true);
    assert_eq!(counts(&report, "projects", "text", "en")[2], 1);
    assert_eq!(counts(&report, "projects", "text", "sr")[2], 0);

    append(&folder.join("en.md"), "\nSomething more.\n");
    let both = |report: &Value| ["sr", "en"].map(|language| counts(report, "projects", "text", language)[2]);
    assert_eq!(both(&json(root.path())), [0, 0], "the English one follows, not committed yet");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "More in English"]);
    assert_eq!(both(&json(root.path())), [0, 0], "the English one has followed");

    append(&folder.join("en.md"), "\nAnd even more.\n");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "Even more in English"]);
    assert_eq!(both(&json(root.path())), [1, 0], "the Serbian one has not followed");
    append(&folder.join("en.md"), "\nAnd again.\n");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "And again in English"]);
    assert_eq!(both(&json(root.path())), [1, 0], "nor now");
    append(&folder.join("sr.md"), "\nI još više.\n");
    assert_eq!(both(&json(root.path())), [0, 0], "now it follows");
}

#[test]
fn uncommitted_changes_are_found_by_comparing_bytes() {
    for format in ["sha1", "sha256"] {
        let root = support::small_catalogue();
        let folder = root.path().join("content/projects/home-nursing");
        let (sr, en) = (folder.join("sr.md"), folder.join("en.md"));
        git(root.path(), &["init", "--quiet", &format!("--object-format={format}")]);
        git(root.path(), &["add", "."]);
        git(root.path(), &["commit", "--quiet", "--message", "All texts together"]);
        let stale = |language: &str| counts(&json(root.path()), "projects", "text", language)[2];
        let before = fs::read(&sr).expect("a file");

        fs::remove_file(&sr).expect("a file to remove");
        support::write(&sr, &before);
        assert_eq!(stale("en"), 0, "{format}: written anew");

        // As on systems with other line endings.
        let text = fs::read_to_string(&sr).expect("a file");
        support::write(&sr, text.replace('\n', "\r\n").as_bytes());
        assert_eq!(stale("en"), 0, "{format}: other ends of lines");
        support::write(&sr, (text.replace('\n', "\r\n") + "Još nešto.\r\n").as_bytes());
        assert_eq!(stale("en"), 1, "{format}: other ends of lines and more");

        append(&sr, "\nJoš nešto.\n");
        git(root.path(), &["add", "."]);
        assert_eq!(stale("en"), 1, "{format}: about to be committed");
        support::write(&sr, &before);
        assert_eq!(stale("en"), 0, "{format}: as it was");

        git(root.path(), &["add", "."]);
        git(root.path(), &["rm", "--quiet", "--cached", &en.to_string_lossy()]);
        git(root.path(), &["commit", "--quiet", "--message", "Without the English text"]);
        assert_eq!(stale("sr"), 0, "{format}: a text that git does not know says what it said");
        append(&en, "\nSomething more.\n");
        assert_eq!(stale("sr"), 1, "{format}: a text that git does not know says more");
    }
}

#[test]
fn a_minimum_fails_only_below_it() {
    let root = support::small_catalogue();
    assert_eq!(translations(root.path(), &["--min", "en=100", "--min", "sr=100"]).0, Some(0));
    fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).expect("a file to remove");
    let (code, _, stderr) = translations(root.path(), &["--min", "en=100"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("English is at"), "{stderr}");
    assert_eq!(translations(root.path(), &["--min", "en=50"]).0, Some(0));
    for wrong in ["de=90", "en", "en=101", "en=many"] {
        assert_eq!(translations(root.path(), &["--min", wrong]).0, Some(2), "{wrong}");
    }
}

fn is_valid(root: &Path) {
    let said = support::katalog("check", root, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// Commits everything in the folder.
fn commit(root: &Path, message: &str) {
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", message]);
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from} in {text}");
    support::write(path, text.replace(from, to).as_bytes());
}

#[test]
fn only_other_words_make_a_text_stale() {
    let cases = [
        ("a link", "Sestre dolaze", "Sestre [dolaze](organisation:lake-fund)", 0),
        ("emphasis and space", "Sestre dolaze", "Sestre  **dolaze**", 0),
        ("a slip", "nedeljno", "nedejlno", 0),
        ("another script", "Sestre dolaze", "Сестре долазе", 0),
        ("another word", "Sestre dolaze", "Lekari dolaze", 1),
        ("another ending", "pritisak", "pritiske", 1),
        ("another number", "1. Porodica", "1. 12 porodica", 1),
        ("one word more", "pritisak.", "pritisak i puls.", 1),
    ];
    for (what, from, to, stale) in cases {
        let root = support::small_catalogue();
        let sr = root.path().join("content/projects/home-nursing/sr.md");
        git(root.path(), &["init", "--quiet"]);
        commit(root.path(), "All texts together");
        replace(&sr, from, to);
        assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], stale, "{what}, not committed");
        commit(root.path(), "A change");
        let report = json(root.path());
        assert_eq!(counts(&report, "projects", "text", "en")[2], stale, "{what}");
        assert_eq!(counts(&report, "projects", "title", "en")[2], 0, "{what}: only its field");
        // The next change is compared with the text as it was when its counterpart was last changed.
        replace(&sr, to, from);
        commit(root.path(), "And back");
        assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 0, "{what}, and back");
    }
}

#[test]
fn texts_that_are_empty_in_both_languages_are_not_missing() {
    let root = support::small_catalogue();
    let before = counts(&json(root.path()), "projects", "text", "en");
    for language in ["sr", "en"] {
        let path = root.path().join(format!("content/projects/home-nursing/{language}.md"));
        let text = fs::read_to_string(&path).expect("a file");
        let end = text[4..].find("---\n").expect("front matter") + 8;
        support::write(&path, &text.as_bytes()[..end]);
    }
    assert_eq!(counts(&json(root.path()), "projects", "text", "en"), [before[0] - 1, 0, 0]);
}

const NURSING: &str = "content/projects/home-nursing/en.md";

#[test]
fn a_text_can_be_confirmed_until_its_counterpart_says_something_else() {
    let root = support::small_catalogue();
    let sr = root.path().join("content/projects/home-nursing/sr.md");
    git(root.path(), &["init", "--quiet"]);
    commit(root.path(), "All texts together");
    append(&sr, "\nJoš nešto.\n");
    commit(root.path(), "More in Serbian");
    let stale = || counts(&json(root.path()), "projects", "text", "en")[2];
    assert_eq!(stale(), 1);
    for _ in 0..2 {
        let (code, stdout, _) = translations(root.path(), &["--confirm", NURSING]);
        assert_eq!(code, Some(0));
        assert!(stdout.ends_with("content/translations.yaml\n"), "{stdout}");
        assert_eq!(stale(), 0);
    }
    let list = root.path().join("content/translations.yaml");
    let text = fs::read_to_string(&list).expect("the list");
    assert_eq!(text.matches("project:home-nursing").count(), 1, "{text}");
    is_valid(root.path());

    // Comments and other items stay.
    replace(&list, "confirmed:\n", "confirmed:\n  # Read by an editor\n");
    let municipality = "content/projects/clean-banks/sr.md";
    assert_eq!(translations(root.path(), &["--confirm", municipality]).0, Some(0));
    let text = fs::read_to_string(&list).expect("the list");
    assert!(text.contains("  # Read by an editor\n  - { text: \"project:home-nursing\""), "{text}");
    assert!(text.contains("\n  - { text: \"project:clean-banks\", language: sr,"), "{text}");

    // A new id is written here too.
    support::katalog("rename", root.path(), &["project:home-nursing", "home-care"]);
    let text = fs::read_to_string(&list).expect("the list");
    assert!(text.contains("project:home-care"), "{text}");
    is_valid(root.path());

    commit(root.path(), "Another id");
    append(&root.path().join("content/projects/home-care/sr.md"), "\nI još nešto.\n");
    commit(root.path(), "Even more in Serbian");
    assert_eq!(stale(), 1);

    for (wrong, message) in [
        ("content/projects/no-such/en.md", "there is no text `content/projects/no-such/en.md`"),
        ("content/projects/home-care/project.yaml", "there is no text"),
        ("content/../../en.md", "there is no text"),
    ] {
        let (code, _, stderr) = translations(root.path(), &["--confirm", wrong]);
        assert_eq!(code, Some(1), "{wrong}");
        assert!(stderr.contains(message), "{stderr}");
    }
}

/// Leaves out the English text of a project, the English name of a target group, and one of two equal notes.
fn with_missing_texts() -> tempfile::TempDir {
    let root = support::small_catalogue();
    fs::remove_file(root.path().join(NURSING)).expect("a file to remove");
    let groups = root.path().join("content/target-groups.yaml");
    let text = fs::read_to_string(&groups).expect("a list");
    let start = text.find(", en: ").expect("an English text");
    let end = start + text[start..].find(" }").expect("its end");
    support::write(&groups, format!("{}{}", &text[..start], &text[end..]).as_bytes());
    root
}

/// The translations of the missing texts, by the end of their names.
const WORDS: [(&str, &str); 4] = [
    ("en.md#title", "Care at home: \"nurses\" at the door"),
    ("en.md#summary", "Nurses visit old people who live alone."),
    (
        "en.md#text",
        "Nurses come twice a week.\n\n1. The family applies.\n2. A nurse comes within *three days*.",
    ),
    ("target-groups.yaml#", "Old & ill \\ \"people\""),
];

fn word(id: &str) -> &'static str {
    WORDS.iter().find(|(end, _)| id.contains(end)).unwrap_or_else(|| panic!("{id}")).1
}

/// Fills in the translations as a program of a translator would.
fn fill_in(path: &Path) {
    match path.extension().and_then(|ending| ending.to_str()).expect("an ending") {
        "po" => {
            let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let mut id = String::new();
            let lines = fs::read_to_string(path).expect("messages");
            let lines = lines.lines().map(|line| {
                if let Some(context) = line.strip_prefix("msgctxt \"") {
                    id = context.trim_end_matches('"').to_owned();
                }
                match line == "msgstr \"\"" && !id.is_empty() {
                    true => format!("msgstr \"{}\"\n", quoted(word(&id))),
                    false => format!("{line}\n"),
                }
            });
            support::write(path, lines.collect::<String>().as_bytes());
        }
        "xliff" => {
            let escaped =
                |text: &str| text.replace('&', "&amp;").replace("twice", "tw&#105;<g id=\"1\">ce</g>");
            let mut id = String::new();
            let lines = fs::read_to_string(path).expect("units");
            let lines = lines.split_inclusive('\n').map(|line| {
                if let Some(name) = line.split("resname=\"").nth(1) {
                    id = name.split('"').next().expect("a name").to_owned();
                }
                let target =
                    format!("</source><target state=\"translated\">{}</target>", escaped(&word_or_none(&id)));
                line.replace("</source>", &target)
            });
            support::write(path, lines.collect::<String>().as_bytes());
        }
        _ => {
            use calamine::{Data, Reader};
            let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
            let rows = book.worksheet_range("en").expect("the sheet");
            let mut new = rust_xlsxwriter::Workbook::new();
            let sheet = new.add_worksheet();
            sheet.set_name("en").expect("a name");
            // Somebody added a row and a column, and left out those that are not read.
            for (at, row) in (2..).zip(rows.rows()) {
                for (column, from) in [(1, 0), (2, 2), (3, 3)] {
                    let Data::String(text) = &row[from] else { continue };
                    sheet.write_string(at, column, text).expect("a cell");
                }
                if at > 2 {
                    sheet.write_string(at, 3, word(&row[0].to_string())).expect("a cell");
                }
            }
            new.save(path).expect("a workbook");
        }
    }
}

fn word_or_none(id: &str) -> String {
    if id.is_empty() { String::new() } else { word(id).to_owned() }
}

#[test]
fn translators_get_missing_texts_and_bring_them_back_in_every_format() {
    for name in ["texts.xlsx", "texts.po", "texts.xliff"] {
        let root = with_missing_texts();
        let groups = root.path().join("content/target-groups.yaml");
        let before = fs::read_to_string(&groups).expect("a list");
        let path = root.path().join(name);
        let file = path.display().to_string();
        let (code, stdout, stderr) = translations(root.path(), &["--language", "en", "--export", &file]);
        assert_eq!(code, Some(0), "{name}: {stderr}");
        assert!(stdout.contains("4 texts to translate into English, of which stale: 0"), "{stdout}");
        // An export never replaces the work of a translator.
        let (code, _, stderr) = translations(root.path(), &["--language", "en", "--export", &file]);
        assert_eq!(code, Some(1));
        assert!(stderr.contains("exists already"), "{stderr}");

        let (_, _, stderr) = translations(root.path(), &["--import", &file]);
        assert!(
            stderr.contains("0 texts in 0 files; in the content already: 0; not translated yet: 4"),
            "{stderr}"
        );

        fill_in(&path);
        let (code, stdout, _) = translations(root.path(), &["--import", &file, "--dry-run"]);
        assert_eq!(code, Some(0));
        assert!(stdout.contains("+title: \"Care at home: \\\"nurses\\\" at the door\""), "{stdout}");
        assert!(!root.path().join(NURSING).exists());

        let (code, _, stderr) = translations(root.path(), &["--import", &file]);
        assert_eq!(code, Some(0), "{name}: {stderr}");
        assert!(stderr.contains("4 texts in 2 files"), "{stderr}");
        is_valid(root.path());
        let text = fs::read_to_string(root.path().join(NURSING)).expect("the text");
        assert!(text.ends_with(&format!("---\n\n{}\n", WORDS[2].1)), "{text}");
        // Only the line with the new name differs.
        let after = fs::read_to_string(&groups).expect("a list");
        let changed: Vec<_> = after.lines().zip(before.lines()).filter(|(now, then)| now != then).collect();
        assert_eq!((changed.len(), after.lines().count()), (1, before.lines().count()), "{after}");
        assert!(changed[0].0.contains(r#", en: "Old & ill \\ \"people\"" }"#), "{}", changed[0].0);

        let (code, _, stderr) = translations(root.path(), &["--import", &file]);
        assert_eq!(code, Some(0));
        assert!(stderr.contains("0 texts in 0 files; in the content already: 4"), "{name}: {stderr}");
    }
}

#[test]
fn translations_that_no_longer_fit_are_refused_all_at_once() {
    let root = with_missing_texts();
    let path = root.path().join("texts.po");
    let file = path.display().to_string();
    translations(root.path(), &["--language", "en", "--export", &file]);
    fill_in(&path);
    replace(&root.path().join("content/projects/home-nursing/sr.md"), "tri dana", "dva dana");
    replace(&root.path().join("content/target-groups.yaml"), "sr: ", "en: Others, sr: ");
    let list = fs::read_to_string(root.path().join("content/target-groups.yaml")).expect("a list");
    let (code, _, stderr) = translations(root.path(), &["--import", &file]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("the original of `content/projects/home-nursing/en.md#text` has changed"),
        "{stderr}"
    );
    assert!(stderr.contains("nothing was written"), "{stderr}");
    assert!(!root.path().join(NURSING).exists());
    assert_eq!(fs::read_to_string(root.path().join("content/target-groups.yaml")).expect("a list"), list);

    // What another program wrote is refused with a reason.
    for (name, text, reason) in [
        ("odd.po", "msgid \"\"\nmsgstr \"Language: de\\n\"\n", "`Language:` is `de`"),
        ("odd.xliff", "<xliff><file target-language=\"de\"></file></xliff>", "neither sr nor en"),
        ("odd.xliff", "<xliff><file", "odd.xliff: "),
        ("odd.xlsx", "no workbook", "it is no workbook"),
        ("odd.po", "#\n", "`Language:` is ``"),
        ("odd.po", "\"x\"\n", "line 1: this text belongs to no message"),
        ("odd.po", "msgid \"\n", "line 1: this is no line of a PO file"),
        ("odd.po", "msgctxt č\u{1b}[31m\n", "line 1: this is no line of a PO file"),
        ("odd.po", "msgid \"a\\x\"\n", "line 1: this is no line of a PO file"),
    ] {
        support::write(&root.path().join(name), text.as_bytes());
        let odd = root.path().join(name).display().to_string();
        let (code, _, stderr) = translations(root.path(), &["--import", &odd]);
        assert_eq!(code, Some(1), "{stderr}");
        assert!(stderr.contains(reason), "{stderr}");
    }
    // Very many refusals are not all listed.
    let rows =
        (0..500).map(|at| format!("msgctxt \"x{at}\"\nmsgid \"a\"\nmsgstr \"{}\"\n\n", "b".repeat(30_000)));
    let text = format!("msgid \"\"\nmsgstr \"Language: en\\n\"\n\n{}", rows.collect::<String>());
    support::write(&root.path().join("many.po"), text.as_bytes());
    let many = root.path().join("many.po").display().to_string();
    let (_, _, stderr) = translations(root.path(), &["--import", &many]);
    assert!(stderr.lines().count() < 110 && stderr.contains("… and 400 more"), "{stderr}");
    assert_eq!(translations(root.path(), &["--import", "texts.txt"]).0, Some(2));
    assert_eq!(translations(root.path(), &["--export", "texts.po"]).0, Some(2));
}

#[test]
fn stale_texts_go_to_translators_with_what_they_say() {
    let root = support::small_catalogue();
    git(root.path(), &["init", "--quiet"]);
    commit(root.path(), "All texts together");
    replace(
        &root.path().join("content/projects/home-nursing/sr.md"),
        "Sestre dolaze dva",
        "Sestre dolaze tri",
    );
    commit(root.path(), "Three times");
    let path = root.path().join("texts.po");
    let file = path.display().to_string();
    let (_, stdout, _) = translations(root.path(), &["--language", "en", "--export", &file]);
    assert!(stdout.contains("1 text to translate into English, of which stale: 1"), "{stdout}");
    let text = fs::read_to_string(&path).expect("messages");
    assert!(text.contains("#, fuzzy\n") && text.contains("Nurses come"), "{text}");
    // A fuzzy message is not finished.
    let (_, _, stderr) = translations(root.path(), &["--import", &file]);
    assert!(stderr.contains("not translated yet: 1"), "{stderr}");
    replace(&path, "#, fuzzy\n", "");
    replace(&path, "Nurses come twice", "Nurses come three times");
    let (code, _, stderr) = translations(root.path(), &["--import", &file]);
    assert_eq!(code, Some(0), "{stderr}");
    commit(root.path(), "The translation");
    assert_eq!(counts(&json(root.path()), "projects", "text", "en")[2], 0);
    let text = fs::read_to_string(root.path().join(NURSING)).expect("the text");
    assert!(text.contains("Nurses come three times"), "{text}");
}

#[test]
fn translations_that_cause_problems_are_not_written() {
    let root = with_missing_texts();
    let path = root.path().join("texts.po");
    let file = path.display().to_string();
    translations(root.path(), &["--language", "en", "--export", &file]);
    fill_in(&path);
    replace(&path, "1. The family applies.\\n", "");
    let (code, _, stderr) = translations(root.path(), &["--import", &file]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("warning[translation-structure]") && stderr.contains("nothing was written"),
        "{stderr}"
    );
    assert!(!root.path().join(NURSING).exists());
    let (code, _, _) = translations(root.path(), &["--import", &file, "--with-warnings"]);
    assert_eq!(code, Some(0));

    replace(&path, "twice a week", "[twice](project:no-such) a week");
    fs::remove_file(root.path().join(NURSING)).expect("a file to remove");
    let (code, _, stderr) = translations(root.path(), &["--import", &file, "--with-warnings"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("error[broken-link]"), "{stderr}");
    assert!(!root.path().join(NURSING).exists());
}

/// Files of translators come from outside, too.
#[test]
fn files_without_an_end_or_of_very_many_texts_are_refused() {
    let root = with_missing_texts();
    let header = "msgid \"\"\nmsgstr \"Language: en\\n\"\n";
    let cases = [
        ("open.xliff", "<xliff><file target-language=\"en\"><body>".to_owned(), "its end is missing"),
        ("deep.xliff", "<xliff>".repeat(200), "its elements are nested too deeply"),
        (
            "many.po",
            format!("{header}{}", "msgid \"a\"\nmsgstr \"b\"\n".repeat(100_001)),
            "it has more than 100000 texts",
        ),
    ];
    for (name, text, reason) in cases {
        let path = root.path().join(name);
        fs::write(&path, text).expect("a file");
        let (code, _, stderr) = translations(root.path(), &["--import", &path.display().to_string()]);
        assert_eq!(code, Some(1), "{name}");
        assert!(stderr.contains(reason), "{name}: {stderr}");
    }
}
