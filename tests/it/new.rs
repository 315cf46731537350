//! Tests `katalog new` and `katalog init`: the entries and catalogues that they write.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::site::tree;
use crate::support::{Said, katalog, read, small_catalogue, write};
use assert_cmd::Command;
use katalog::base::id::Kind;
use katalog::base::language::Language;
use tempfile::TempDir;

/// Runs `katalog new` on a catalogue; the arguments are separated by `|`.
fn new(root: &Path, arguments: &str) -> Said {
    let parts: Vec<&str> = arguments.split('|').map(str::trim).collect();
    katalog("new", root, &parts)
}

fn new_well(root: &Path, arguments: &str) {
    let said = new(root, arguments);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{arguments}");
}

/// Checks that a command is refused with exit code 2, a message at the start and a help text, and that every file is
/// unchanged.
fn refused(root: &Path, arguments: &str, message: &str, help: &str) {
    let before = tree(root);
    let said = new(root, arguments);
    assert_eq!(said.code, Some(2), "{arguments}: {}", said.stderr);
    assert!(said.stderr.starts_with(&format!("error: {message}\n")), "{arguments}: {}", said.stderr);
    assert!(said.stderr.contains(help), "{arguments}: {}", said.stderr);
    assert!(tree(root) == before, "{arguments}: something was written");
}

/// Fills every blank, with different text for each language.
fn fill_blanks(root: &Path) {
    for (below, bytes) in tree(&root.join("content")) {
        let path = root.join("content").join(below);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if !name.ends_with(".yaml") && !name.ends_with(".md") {
            continue;
        }
        let lines = text.split_inclusive('\n').enumerate().map(|(number, line)| {
            if line.trim_start().starts_with('#') {
                return line.to_owned();
            }
            let file = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
            let sr = format!("Nova stvar {file} {number}");
            let en = format!("A new thing {file} {number}");
            let line = line
                .replace("sr: ___", &format!("sr: \"{sr}\""))
                .replace("en: ___", &format!("en: \"{en}\""));
            line.replace("___", if name == "en.md" { &en } else { &sr })
        });
        let filled: String = lines.collect();
        if filled != text {
            write(&path, filled.as_bytes());
        }
    }
}

fn check_strictly(root: &Path) {
    let said = katalog("check", root, &["--strict"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// Returns the rules that the content breaks, without duplicates.
fn broken_rules(root: &Path) -> Vec<String> {
    let said = katalog("check", root, &[]);
    let heads = said.stderr.lines().filter_map(|line| {
        line.strip_prefix("error[").or(line.strip_prefix("warning[")).and_then(|rest| rest.split(']').next())
    });
    let mut rules: Vec<String> = heads.map(str::to_owned).collect();
    rules.sort();
    rules.dedup();
    rules
}

const PROJECT: &str = "project | tea-house | --programme | first-step | --area | health/nursing | --support | training \
    | --implementer | care-network | --municipality | zlatar,cardak | --source | work-plan";

/// One new entry of each kind; each refers to those before it, so that none is unused.
const ONE_OF_EACH: [&str; 9] = [
    "area | sport",
    "sub-area | sport/running",
    "support-type | tools",
    "target-group | runners",
    "document | sport-plan | --kind | plan | --date | 2024-05 | --publisher | lake-fund",
    "municipality | indjija | --type | municipality | --district | | --latitude | 45.05 | --longitude | 20.08",
    "organisation | running-club | --kind | civil-society | --municipality | indjija",
    "programme | run | --area | sport | --source | sport-plan",
    "project | first-race | --programme | run | --area | sport/running | --support | tools \
     | --implementer | running-club | --municipality | indjija | --source | sport-plan | --target-group | runners",
];

#[test]
fn new_entries_pass_check_once_their_blanks_are_filled() {
    let root = small_catalogue();
    let districts = read(root.path(), "content/districts.yaml");
    let district = districts.lines().find_map(|line| line.strip_suffix(':')).expect("a district");
    for arguments in ONE_OF_EACH {
        new_well(root.path(), &arguments.replace("--district | ", &format!("--district | {district}")));
    }
    assert_eq!(broken_rules(root.path()), ["blank"]);
    fill_blanks(root.path());
    check_strictly(root.path());
}

#[test]
fn each_kind_by_itself_has_no_fault_except_its_blanks() {
    for arguments in [
        "area | --name-sr | Sport",
        "sub-area | --area | health | --name-sr | Čista voda",
        "support-type | --name-sr | Алат",
        "target-group | --name-sr | Trkači",
        "document | --title-sr | Plan | --kind | plan",
        "organisation | --name-sr | Klub | --kind | local-body",
        "programme | --title-sr | Trka | --area | health | --source | work-plan",
        "municipality | --name-sr | Inđija | --type | ___ | --district | ___ | --latitude | ___ | --longitude | ___",
        PROJECT,
    ] {
        let root = small_catalogue();
        new_well(root.path(), arguments);
        assert_eq!(broken_rules(root.path()), ["blank"], "{arguments}");
    }
}

/// Every key that a record may have is in the file, with its meaning.
#[test]
fn every_optional_key_is_ready_to_use() {
    let root = small_catalogue();
    new_well(root.path(), PROJECT);
    new_well(root.path(), "programme | run | --area | health | --source | work-plan");
    for (path, keys) in [
        ("content/projects/tea-house/project.yaml", katalog::content::parse::ProjectRecord::KEYS),
        ("content/projects/tea-house/project.yaml", katalog::content::parse::ActivityRecord::KEYS),
        ("content/programmes/run/programme.yaml", katalog::content::parse::ProgrammeRecord::KEYS),
    ] {
        let text = read(root.path(), path);
        for key in keys {
            let is_line = |line: &str| {
                let code = line.trim_start().trim_start_matches(['-', '#', ' ']);
                code.starts_with(&format!("{}:", key.name)) && line.contains(&format!("# {}", key.doc.trim()))
            };
            assert!(text.lines().any(is_line), "{path} lacks {}:\n{text}", key.name);
        }
        let use_key = |line: &str| match line.trim_start().strip_prefix("# ") {
            // A record has exactly one of these and the key that is written.
            Some(code) if ["district:", "region:", "scope:"].iter().any(|key| code.starts_with(key)) => {
                String::new()
            }
            Some(code) => format!("{}{code}\n", &line[..line.len() - line.trim_start().len()]),
            None => format!("{line}\n"),
        };
        let used: String = text.lines().skip(1).map(use_key).collect();
        write(&root.path().join(path), used.as_bytes());
        assert_eq!(broken_rules(root.path()), ["blank"], "{used}");
        write(&root.path().join(path), text.as_bytes());
    }
}

#[test]
fn given_values_are_written() {
    let root = small_catalogue();
    let title = r#" | --title-sr | Čaj: "crni" i \zeleni | --title-en | Tea"#;
    new_well(root.path(), &PROJECT.replace("project | tea-house", &format!("project{title}")));
    let folder = "content/projects/caj-crni-i-zeleni";
    let sr = read(root.path(), &format!("{folder}/sr.md"));
    assert!(
        sr.starts_with(
            r#"---
title: "Čaj: \"crni\" i \\zeleni"  # "#
        ),
        "{sr}"
    );
    assert!(sr.ends_with("---\n\n___\n"), "{sr}");
    let facts = read(root.path(), &format!("{folder}/project.yaml"));
    for line in ["programme: first-step ", "area: health/nursing ", "implementers: [care-network] "] {
        assert!(facts.lines().any(|there| there.starts_with(line)), "{facts}");
    }
    for line in ["  - municipality: zlatar ", "  - municipality: cardak "] {
        assert!(facts.lines().any(|there| there.starts_with(line)), "{facts}");
    }
    fill_blanks(root.path());
    // Readers see the quotation marks of the language.
    assert_eq!(broken_rules(root.path()), [""; 0]);
}

#[test]
fn invalid_values_are_reported_and_nothing_is_written() {
    let root = small_catalogue();
    let root = root.path();
    let missing =
        "`--programme`, `--area`, `--support`, `--implementer`, `--municipality`, `--source` are missing";
    refused(root, "project | tea-house", missing, "`___`");
    refused(root, "organisation | klub", "`--kind` is missing", "`___`");
    refused(root, "document | --kind | law", "the document has no id", "`--title-sr`");
    refused(root, "sub-area | --name-sr | Čaj", "`--area` is missing", "`___`");
    let flag = |flag: &str, value: &str| {
        let words: Vec<&str> = PROJECT.split('|').map(str::trim).collect();
        let at = words.iter().position(|word| *word == flag).expect("a flag of the project");
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        words[at + 1] = value.to_owned();
        words.join("|")
    };
    refused(root, &flag("--programme", "frist-step"), "there is no programme `frist-step`", "`first-step`");
    refused(root, &flag("--area", "nursing"), "there is no sub-area `nursing`", "`katalog new sub-area`");
    refused(root, &flag("--municipality", "zlatar,Чардак"), "there is no municipality `Чардак`", "`cardak`");
    refused(root, &flag("--source", " , "), "`--source` has no value", "`___`");
    refused(root, &PROJECT.replace("tea-house", "Tea House"), "`Tea House` cannot be an id", "`tea-house`");
    let said = "there is already a project `home-nursing` in `content/projects/`";
    refused(root, &PROJECT.replace("tea-house", "home-nursing"), said, "`home-nursing-2`");
    refused(
        root,
        "organisation | lake-fund | --kind | programme",
        "there is already an organisation `lake-fund` in `content/organisations.yaml`",
        "`lake-fund-2`",
    );
    refused(
        root,
        "sub-area | health/nursing",
        "there is already a sub-area `health/nursing` in `content/areas.yaml`",
        "`nursing-2`",
    );
    refused(
        root,
        "organisation | klub | --kind | civil",
        "there is no kind of organisation `civil`",
        "one of: government",
    );
    refused(
        root,
        "area | klub | --name-sr | a\nb",
        "`--name-sr` contains a line break or a control character",
        "one line",
    );
    refused(root, "area | klub | --name-sr | a | --name-sr | b", "`--name-sr` is given twice", "keep one");
    assert_eq!(new(root, "district | x").code, Some(2));
}

#[test]
fn entries_that_would_not_pass_check_are_not_written() {
    let root = small_catalogue();
    let before = tree(root.path());
    for (arguments, rule) in [
        ("organisation | klub | --kind | programme | --url | example.org", "wrong-value"),
        ("document | plan | --kind | plan | --date | May", "wrong-value"),
        (
            "municipality | ada | --type | city | --district | ___ | --latitude | 20.1 | --longitude | 45.8",
            "wrong-value",
        ),
        (&PROJECT.replace("zlatar,cardak", "zlatar,zlatar"), "repeated-activity"),
        (&PROJECT.replace("work-plan", "work-plan,work-plan"), "repeated-reference"),
    ] {
        let said = new(root.path(), arguments);
        assert_eq!(said.code, Some(2), "{arguments}: {}", said.stderr);
        assert!(said.stderr.starts_with(&format!("error[{rule}]: ")), "{arguments}: {}", said.stderr);
        assert!(said.stderr.ends_with("nothing was written\n"), "{arguments}: {}", said.stderr);
        assert!(tree(root.path()) == before, "{arguments}: something was written");
    }
}

#[test]
fn an_id_is_taken_whatever_its_case() {
    let root = small_catalogue();
    write(&root.path().join("content/projects/Tea-House/notes.pdf"), b"");
    refused(
        root.path(),
        PROJECT,
        "there is already a project `Tea-House` in `content/projects/`",
        "`tea-house-2`",
    );
}

#[test]
fn an_existing_file_is_never_replaced() {
    let root = small_catalogue();
    let there = root.path().join("content/projects/tea-house/.sr.md");
    write(&there, b"hidden");
    new_well(root.path(), PROJECT);
    assert_eq!(fs::read(&there).unwrap(), b"hidden");
}

#[test]
fn existing_errors_do_not_prevent_a_new_entry() {
    let root = small_catalogue();
    write(&root.path().join("content/projects/first-lessons/project.yaml"), b"programme: nowhere\n");
    new_well(root.path(), PROJECT);
}

#[test]
fn lists_keep_every_other_byte() {
    let root = small_catalogue();
    let path = root.path().join("content/organisations.yaml");
    let list = "# who takes part\r\n\r\n\
        care-network:   # nurses\r\n  name: { sr: Mreža nege, en: Care Network }\r\n  kind: civil-society\r\n  # url: later\r\n\
        # the city\r\n\"city-of-zlatar\":\r\n  name: { sr: Grad Zlatar, en: City of Zlatar }\r\n  kind: local-government";
    for (id, before) in [("alpha", "care-network:"), ("cats", "# the city"), ("zebra", "")] {
        write(&path, list.as_bytes());
        new(root.path(), &format!("organisation | {id} | --kind | programme"));
        let entry = format!("{id}:\r\n  name: {{ sr: ___, en: ___ }}\r\n  kind: programme\r\n");
        let expected = match before {
            "" => format!("{list}\r\n{entry}"),
            before => list.replace(before, &format!("{entry}{before}")),
        };
        assert_eq!(fs::read_to_string(&path).unwrap(), expected, "{id}");
    }
}

#[test]
fn a_list_that_cannot_be_extended_is_left_alone() {
    for list in ["{ a-b: { name: { sr: A, en: B }, kind: programme } }", "a-b: [", "# nothing\n"] {
        let root = small_catalogue();
        let path = root.path().join("content/organisations.yaml");
        write(&path, list.as_bytes());
        let said = new(root.path(), "organisation | klub | --kind | programme");
        assert_eq!(said.code, Some(2), "{list}: {}", said.stderr);
        assert!(
            said.stderr.lines().next().is_some_and(|line| line.contains("`content/organisations.yaml`")),
            "{list}: {}",
            said.stderr
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), list);
    }
}

#[test]
fn every_kind_that_is_written_by_hand_has_a_command() {
    let kinds: Vec<Kind> = katalog::authoring::draft::FORMS.iter().map(|form| form.kind).collect();
    assert!(!kinds.contains(&Kind::District) && !kinds.contains(&Kind::Region), "they do not change");
    for form in &katalog::authoring::draft::FORMS {
        for language in Language::ALL {
            let flag = |name: &str| format!("{name}-{}", language.code());
            let named = |field: &katalog::authoring::draft::Field| {
                [flag("title"), flag("name")].contains(&field.flag.to_owned())
            };
            assert!(form.fields.iter().any(named), "{:?}", form.kind);
        }
        for field in form.fields {
            let is_key = field.key.is_empty()
                || field.key == "title"
                || !field.within.is_empty()
                || form.keys.iter().any(|key| key.name == field.key);
            assert!(is_key, "{:?}: --{} is written to no key", form.kind, field.flag);
        }
    }
}

/// Runs a copy of the program in a folder that contains nothing else.
fn run(program: &Path, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(program).current_dir(folder).args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("reports are UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn away() -> (TempDir, PathBuf) {
    let away = tempfile::tempdir().expect("a temporary folder");
    let program = away.path().join("a-copy");
    fs::copy(env!("CARGO_BIN_EXE_katalog"), &program).expect("a copy of the program");
    (away, program)
}

#[test]
fn a_new_catalogue_is_built_by_the_program_alone() {
    let (away, program) = away();
    let (code, said, error) = run(&program, away.path(), &["init", "my/catalogue"]);
    assert_eq!((code, said.lines().count(), error.as_str()), (Some(0), 3, ""), "{said}");
    assert!(said.contains("cd my/catalogue && katalog serve --open"), "{said}");
    let folder = away.path().join("my/catalogue");
    let (code, _, error) = run(&program, &folder, &["check", "--strict"]);
    assert_eq!((code, error.lines().count()), (Some(0), 1), "{error}");
    let (code, _, error) = run(&program, &folder, &["build", "--strict"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    for page in ["sr/projekti/reading-rooms", "sr-cyrl/opstine/bela-palanka", "en/areas/culture/libraries"] {
        assert!(folder.join("public").join(page).join("index.html").is_file(), "{page}");
    }
    let project =
        PROJECT.replace("first-step", "open-libraries").replace("health/nursing", "culture/libraries");
    let project = project.replace("care-network", "reading-society").replace("zlatar,cardak", "uzice");
    new_well(&folder, &project.replace("work-plan", "founding-paper"));
    fill_blanks(&folder);
    check_strictly(&folder);
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let (away, program) = away();
    let folder = away.path().join("taken");
    write(&folder.join("notes.txt"), b"mine");
    let (code, said, error) = run(&program, away.path(), &["init", "taken"]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    let message = "error: taken: this folder is not empty: it contains `notes.txt`; nothing was written\n";
    assert_eq!(error, message);
    assert_eq!(tree(&folder).len(), 1);
    assert_eq!(run(&program, &folder, &["init", "notes.txt"]).0, Some(1));
    assert_eq!(run(&program, away.path(), &["init"]).0, Some(2));
    fs::create_dir_all(away.path().join("cloned/.git")).unwrap();
    assert_eq!(run(&program, away.path(), &["init", "cloned"]).0, Some(0));
}
