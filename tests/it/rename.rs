//! Tests `katalog refs` and `katalog rename`: every reference is found, only ids change, and nothing is left half done.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{PROGRAM, lay_over, small_catalogue, write};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Exit code, standard output and standard error of `katalog <arguments> --root <root>`.
fn run(root: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(&*PROGRAM).args(arguments).arg("--root").arg(root).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

pub(crate) fn rename(root: &Path, entry: &str, new: &str) {
    let (code, _, stderr) = run(root, &["rename", entry, new]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{entry} -> {new}");
}

pub(crate) fn must_pass(root: &Path, after: &str) {
    let (code, _, stderr) = run(root, &["check", "--strict", "--quiet"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "after {after}");
}

fn real_catalogue() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    lay_over(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &root.path().join("content"));
    root
}

/// Returns every file below `content/`, by path.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let content = root.join("content");
    let entries = WalkDir::new(&content).into_iter().map(|entry| entry.expect("a readable folder"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&content).expect("below content");
            (path.to_string_lossy().replace('\\', "/"), fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

pub(crate) fn without_aliases(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let strip = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => {
            let lines = text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("aliases:"));
            lines.collect::<String>().into_bytes()
        }
        Err(error) => error.into_bytes(),
    };
    files.into_iter().map(|(path, bytes)| (path, strip(bytes))).collect()
}

/// One entry of each kind in the real content, and a free id.
const ENTRIES: [(&str, &str); 10] = [
    ("programme:pro", "pro-programme"),
    ("project:healthy-child", "healthy-children"),
    ("municipality:bor", "bor-grad"),
    ("district:rasinski", "rasina"),
    ("region:vojvodina", "severna-srbija"),
    ("area:social-inclusion", "inclusion"),
    ("area:social-inclusion/waste-pickers", "collectors"),
    ("support:grant-to-civil-society", "civil-grant"),
    ("organisation:sctm", "standing-conference"),
    ("document:pro-overview", "overview"),
];

fn renamed(entry: &str, new: &str) -> String {
    let at = entry.rfind([':', '/']).expect("kind and id") + 1;
    format!("{}{new}", &entry[..at])
}

fn last(entry: &str) -> &str {
    entry.rsplit([':', '/']).next().expect("an id")
}

#[test]
fn an_entry_of_each_kind_can_be_renamed_and_renamed_back() {
    ENTRIES.par_iter().for_each(|(entry, new)| {
        let root = real_catalogue();
        let before = files(root.path());
        let (_, referring, _) = run(root.path(), &["refs", entry]);
        assert!(!referring.starts_with("nobody"), "{entry}: {referring}");

        rename(root.path(), entry, new);
        must_pass(root.path(), entry);
        let (code, now, _) = run(root.path(), &["refs", &renamed(entry, new)]);
        assert_eq!((code, now.lines().count()), (Some(0), referring.lines().count()), "{entry}");
        let (code, _, stderr) = run(root.path(), &["refs", entry]);
        let way_out = format!("it was renamed to {}\n", renamed(entry, new));
        assert_eq!((code, stderr.ends_with(&way_out)), (Some(1), true), "{entry}: {stderr}");

        rename(root.path(), &renamed(entry, new), last(entry));
        let after = files(root.path());
        assert!(before != after, "{entry}");
        assert!(before == without_aliases(after), "{entry}");
    });
}

/// A project written in every way that YAML and Markdown allow.
const PROJECT: &str = "\u{feff}# Dubrava stays in comments\r
programme: 'healthy-town'   # quoted\r
area: \"health/nursing\"\r
support: grant\r
implementers: [ \"care-network\" , lake-fund ]   # odd spaces\r
sources:\r
  - final-report # dubrava\r
activities:\r
  # the first\r
  - municipality:    \"dubrava\"   # keep\r
    locations: [ 'dubrava', zlatar ]\r
    note: { sr: dubrava, en: dubrava }\r
  - { municipality: zlatar, partner_municipalities: [dubrava,lipnica] }\r
";

const TEXT: &str = "---
title: dubrava
summary: municipality:dubrava
---

A [municipality:dubrava](municipality:dubrava \"municipality:dubrava\"), <municipality:dubrava>, [activity](#dubrava),
taj [same](<project:every-way#dubrava>), [label][dubrava], [two
lines]( municipality:dubrava ), `[code](municipality:dubrava)`, [elsewhere](municipality:zlatar),
[outside](https://example.org/municipality:dubrava).

> [quoted
> link](municipality:dubrava)

[dubrava]: municipality:dubrava 'dubrava'
";

/// Returns a text with every id at the same place, but with other words.
fn serbian(text: &str) -> String {
    text.replace("quoted", "citati")
}

fn with_every_way() -> TempDir {
    let root = small_catalogue();
    let folder = root.path().join("content/projects/every-way");
    write(&folder.join("project.yaml"), PROJECT.as_bytes());
    write(&folder.join("sr.md"), serbian(TEXT).as_bytes());
    write(&folder.join("en.md"), TEXT.as_bytes());
    must_pass(root.path(), "nothing");
    root
}

#[test]
fn only_the_bytes_of_references_change() {
    let root = with_every_way();
    rename(root.path(), "municipality:dubrava", "gaj");
    must_pass(root.path(), "renaming");
    let read = |name: &str| fs::read_to_string(root.path().join("content").join(name)).expect("a file");
    let project = PROJECT
        .replace("\"dubrava\"   # keep", "\"gaj\"   # keep")
        .replace("[ 'dubrava', zlatar ]", "[ 'gaj', zlatar ]")
        .replace("[dubrava,lipnica]", "[gaj,lipnica]");
    assert_eq!(read("projects/every-way/project.yaml"), project);
    let text = TEXT
        .replace("(municipality:dubrava \"", "(municipality:gaj \"")
        .replace("<municipality:dubrava>", "<municipality:gaj>")
        .replace("(#dubrava)", "(#gaj)")
        .replace("every-way#dubrava", "every-way#gaj")
        .replace("( municipality:dubrava )", "( municipality:gaj )")
        .replace("> link](municipality:dubrava)", "> link](municipality:gaj)")
        .replace("[dubrava]: municipality:dubrava", "[dubrava]: municipality:gaj");
    assert_eq!(read("projects/every-way/sr.md"), serbian(&text));
    assert_eq!(read("projects/every-way/en.md"), text);
    assert!(!root.path().join("content/municipalities/dubrava").exists());
    let facts = read("municipalities/gaj/municipality.yaml");
    assert!(facts.starts_with("aliases: [dubrava]\nname: { sr: Dubrava, en: Dubrava }\n"), "{facts}");
}

#[test]
fn every_reference_is_shown_with_its_place() {
    let root = with_every_way();
    let (code, stdout, stderr) = run(root.path(), &["refs", "municipality:dubrava"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let text = |file: &str| {
        [
            (6, "26", "municipality:dubrava"),
            (6, "73", "municipality:dubrava"),
            (6, "107", "#dubrava"),
            (7, "13", "project:every-way#dubrava"),
            (8, "9", "municipality:dubrava"),
            (12, "9", "municipality:dubrava"),
            (14, "12", "municipality:dubrava"),
        ]
        .map(|(line, column, link)| {
            format!(
                "content/projects/every-way/{file}:{line}:{column}: link to {link} in project:every-way\n"
            )
        })
        .concat()
    };
    let facts = [
        ("10:22", "activities.municipality"),
        ("11:18", "activities.locations"),
        ("13:54", "activities.partner_municipalities"),
    ]
    .map(|(place, key)| {
        format!("content/projects/every-way/project.yaml:{place}: {key} of project:every-way\n")
    });
    let expected = [
        "content/organisations.yaml:4:17: municipality of organisation:care-network\n",
        &text("en.md"),
        &facts.concat(),
        &text("sr.md"),
        "content/projects/home-nursing/project.yaml:14:19: activities.municipality of project:home-nursing\n",
    ];
    assert_eq!(stdout, expected.concat());
}

#[test]
fn links_to_activities_and_areas_on_pages_are_references() {
    let root = small_catalogue();
    let shown = |entry: &str| run(root.path(), &["refs", entry]).1;
    assert!(
        shown("municipality:cardak").contains("link to project:home-nursing#cardak in project:clean-banks")
    );
    assert!(shown("area:health").contains("link to area:health/nursing in project:clean-banks"));
    assert!(shown("area:health").contains("area of project:home-nursing"));
    assert!(shown("document:final-report").contains("sources of programme:healthy-town"));
    assert_eq!(shown("project:school-check-ups"), "nothing refers to project:school-check-ups\n");
    let page = "---\ntitle: T\nsummary: S\n---\n\n[a](programme:healthy-town#health), \
                [b](programme:healthy-town#health-municipalities), [c](page:districts#brda).\n";
    for language in ["sr", "en"] {
        write(&root.path().join(format!("content/pages/about/{language}.md")), page.as_bytes());
    }
    must_pass(root.path(), "writing links");
    for (entry, new) in [("area:health", "well-being"), ("region:brda", "the-hills")] {
        rename(root.path(), entry, new);
        must_pass(root.path(), entry);
    }
    let page = fs::read_to_string(root.path().join("content/pages/about/en.md")).expect("a file");
    assert!(
        page.contains("#well-being), [b](programme:healthy-town#well-being-municipalities), [c]"),
        "{page}"
    );
    assert!(page.contains("(page:districts#the-hills)"), "{page}");
}

#[test]
fn aliases_keep_the_layout_of_their_list() {
    let root = small_catalogue();
    let path = root.path().join("content/organisations.yaml");
    let text = fs::read_to_string(&path).expect("a file");
    for (written, then) in [
        ("  aliases: [one, 'two' ] # x\n", "  aliases: [one, 'two', lake-fund ] # x\n"),
        ("  aliases:\n    - one # x\n\n", "  aliases:\n    - one # x\n    - lake-fund\n\n"),
        ("  aliases: [\"new-fund\", one]\n", "  aliases: [\"lake-fund\", one]\n"),
    ] {
        let head = "lake-fund:\n";
        write(&path, text.replace(head, &format!("{head}{written}")).as_bytes());
        rename(root.path(), "organisation:lake-fund", "new-fund");
        must_pass(root.path(), written);
        let now = fs::read_to_string(&path).expect("a file");
        assert!(now.contains(&format!("new-fund:\n{then}")), "{now}");
        rename(root.path(), "organisation:new-fund", "lake-fund");
    }
    let flow = text.replace(
        "ministry-of-rivers:\n  name: { sr: Ministarstvo reka, en: Ministry of Rivers }\n  kind: government\n",
        "ministry-of-rivers: { name: { sr: Ministarstvo reka, en: Ministry of Rivers }, kind: government }\n",
    );
    write(&path, flow.as_bytes());
    rename(root.path(), "organisation:ministry-of-rivers", "ministry-of-water");
    must_pass(root.path(), "renaming in a flow mapping");
    let now = fs::read_to_string(&path).expect("a file");
    assert!(now.contains("ministry-of-water: { aliases: [ministry-of-rivers], name: {"), "{now}");
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let root = small_catalogue();
    let before = files(root.path());
    let (code, stdout, stderr) =
        run(root.path(), &["rename", "municipality:ljubovo", "new-ljubovo", "--dry-run"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(
        stdout.starts_with("content/municipalities/ljubovo -> content/municipalities/new-ljubovo\n"),
        "{stdout}"
    );
    let hunk = "--- a/content/projects/home-nursing/project.yaml\n+++ b/content/projects/home-nursing/project.yaml\n";
    assert!(stdout.contains(hunk), "{stdout}");
    assert!(stdout.contains("\n+    locations: [zlatar, new-ljubovo]\n"), "{stdout}");
    assert!(stdout.contains("\n+aliases: [ljubovo]\n"), "{stdout}");
    assert!(files(root.path()) == before);
}

/// Looking for the smallest difference of such texts would take very long.
#[test]
fn a_dry_run_shows_very_many_changes_as_one() {
    let root = small_catalogue();
    let text = root.path().join("content/projects/home-nursing/en.md");
    let before = fs::read_to_string(&text).expect("a text");
    let links = "[a](municipality:ljubovo)\n".repeat(6_000);
    fs::write(&text, format!("{before}\n{links}The end.\n")).expect("a file that can be written");
    let (code, stdout, stderr) =
        run(root.path(), &["rename", "municipality:ljubovo", "new-ljubovo", "--dry-run"]);
    assert_eq!(code, Some(0), "{stderr}");
    let (_, diff) = stdout.split_once("+++ b/content/projects/home-nursing/en.md\n").expect("its diff");
    let first = before.lines().count() + 2;
    assert!(
        diff.starts_with(&format!("@@ -{first},6000 +{first},6000 @@\n-[a](municipality:ljubovo)\n")),
        "{}",
        &diff[..200]
    );
    assert_eq!(diff.matches("+[a](municipality:new-ljubovo)\n").count(), 6_000);
    assert!(!diff.contains("The end."));
}

/// Checks that a renaming is refused with these words, and changes nothing.
fn refused(root: &Path, entry: &str, new: &str, code: i32, words: &[&str]) {
    let before = files(root);
    let (said, stdout, stderr) = run(root, &["rename", entry, new]);
    assert_eq!((said, stdout.as_str()), (Some(code), ""), "{entry} -> {new}: {stderr}");
    for word in words {
        assert!(stderr.contains(word), "{entry} -> {new}: {stderr}");
    }
    assert!(files(root) == before, "{entry} -> {new}");
}

#[test]
fn ids_that_are_not_free_are_rejected() {
    let root = small_catalogue();
    let root = root.path();
    refused(root, "municipality:dubrava", "Новa Дубрава", 2, &["write nova-dubrava;", "2 to 64 characters"]);
    refused(root, "area:health/nursing", "health/care", 2, &["write only the new id: care"]);
    refused(root, "munici:dubrava", "gaj", 2, &["there is no kind `munici`"]);
    refused(root, "organization:lake-fund", "fund", 2, &["did you mean `organisation:lake-fund`?"]);
    refused(root, "dubrava", "gaj", 2, &["write kind and id, such as municipality:bor"]);
    refused(
        root,
        "municipality:dubrva",
        "gaj",
        1,
        &["there is no municipality `dubrva`", "municipality:dubrava?"],
    );
    refused(root, "municipality:dubrava", "dubrava", 1, &["already has this id"]);
    refused(root, "municipality:dubrava", "zlatar", 1, &["the municipality `zlatar` has it"]);
    refused(root, "area:health/nursing", "prevention", 1, &["the sub-area `health/prevention` has it"]);
    fs::create_dir(root.join("content/municipalities/Gaj")).expect("a folder");
    refused(root, "municipality:dubrava", "gaj", 1, &["already exists"]);
    rename(root, "municipality:dubrava", "new-dubrava");
    refused(root, "municipality:zlatar", "dubrava", 1, &["alias of the municipality `new-dubrava`"]);
    // In YAML, this is not a string.
    refused(root, "organisation:lake-fund", "null", 1, &["choose another id"]);
}

#[test]
fn content_that_may_hide_references_prevents_a_renaming() {
    for (file, text, words) in [
        ("projects/home-nursing/project.yaml", "programme: [", "error[yaml-syntax]"),
        ("projects/home-nursing/de.md", "[a](municipality:dubrava)", "error[unknown-file]"),
        (
            "projects/home-nursing/en.md",
            "---\ntitle: T\nsummary: S\n---\n\n[a](muni:dubrava)\n",
            "error[forbidden-link]",
        ),
    ] {
        let root = small_catalogue();
        write(&root.path().join("content").join(file), text.as_bytes());
        refused(root.path(), "municipality:dubrava", "gaj", 1, &[words, file, "may hide references"]);
        let (code, _, stderr) = run(root.path(), &["refs", "municipality:dubrava"]);
        assert_eq!(code, Some(0));
        assert!(stderr.contains("there may be more"), "{stderr}");
    }
    // An error that hides nothing does not prevent a renaming.
    let root = small_catalogue();
    let path = root.path().join("content/projects/home-nursing/project.yaml");
    let text = fs::read_to_string(&path).expect("a file");
    write(&path, text.replace("total: 18460", "total: 18460, programme: 1, co_funding: 2").as_bytes());
    rename(root.path(), "municipality:dubrava", "gaj");
}

#[test]
fn references_that_cannot_be_rewritten_prevent_a_renaming() {
    let root = small_catalogue();
    let path = root.path().join("content/projects/home-nursing/en.md");
    write(&path, b"---\ntitle: T\nsummary: S\n---\n\n[a](municipality&#58;dubrava)\n");
    let place = "content/projects/home-nursing/en.md:6:5: this reference to municipality:dubrava";
    refused(root.path(), "municipality:dubrava", "gaj", 1, &[place, "written with escapes"]);
}

#[test]
fn a_new_id_that_diverts_links_is_rejected() {
    let root = with_every_way();
    for language in ["sr", "en"] {
        let path = root.path().join(format!("content/projects/every-way/{language}.md"));
        let text = fs::read_to_string(&path).expect("a file");
        write(&path, format!("{text}\n## Gaj\n\n[heading](#gaj)\n").as_bytes());
    }
    must_pass(root.path(), "writing headings");
    let words = ["would refer to something else", "content/projects/every-way/"];
    refused(root.path(), "municipality:dubrava", "gaj", 1, &words);
}

/// No command may write a text that the next one could not read.
#[test]
fn a_text_that_would_become_too_large_is_not_written() {
    const LIMIT: usize = 256 * 1024;
    let root = small_catalogue();
    let path = root.path().join("content/posts/keepers-wanted/en.md");
    let text = fs::read_to_string(&path).expect("a text") + "\n[Nursing](project:home-nursing)\n";
    let padding =
        "Words and more words. ".repeat(LIMIT).chars().take(LIMIT - text.len() - 2).collect::<String>();
    write(&path, format!("{text}\n{padding}\n").as_bytes());
    let before = files(root.path());
    let (code, _, stderr) =
        run(root.path(), &["rename", "project:home-nursing", "nursing-at-home-in-all-towns"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("keepers-wanted/en.md") && stderr.contains("nothing was written"), "{stderr}");
    assert_eq!(files(root.path()), before);
    rename(root.path(), "project:home-nursing", "nursing");
}
