//! Tests `katalog new` and `katalog init`: the entries and catalogues that they write.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::site::tree;
use crate::support::{PROGRAM, Said, init, katalog, read, small_catalogue, write};
use assert_cmd::Command;
use katalog::base::id::Kind;
use katalog::base::language::{Language, Locale};
use katalog::text::serbian::Acronyms;
use rayon::prelude::*;
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
    // Another process copies it: a file that this one has open for writing cannot be started while another test starts
    // a program, which has the same open files at first.
    Command::new("cp").arg(&*PROGRAM).arg(&program).assert().success();
    (away, program)
}

#[test]
fn a_new_catalogue_is_built_by_the_program_alone() {
    let (away, program) = away();
    let (code, said, error) = run(&program, away.path(), &["init", "my/catalogue"]);
    assert_eq!((code, said.lines().count(), error.as_str()), (Some(0), 4, ""), "{said}");
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

/// The folder of the municipalities of this repository, which the program knows.
fn known_municipalities() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/municipalities")
}

/// Returns the ids of the municipalities of a catalogue.
fn municipalities(root: &Path) -> Vec<String> {
    let folder = fs::read_dir(root.join("content/municipalities")).expect("municipalities");
    let mut ids: Vec<String> =
        folder.map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned()).collect();
    ids.sort();
    ids
}

/// Returns the keys at the beginning of the lines of a text.
fn keys(text: &str) -> Vec<&str> {
    let keys = text.lines().filter(|line| !line.starts_with([' ', '#']));
    keys.filter_map(|line| line.split(':').next()).collect()
}

/// A catalogue without content.
fn empty_catalogue() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(root.path().join("content")).expect("a folder");
    root
}

/// Creates a municipality in an empty catalogue by its name alone, compares it with that of this repository, and returns
/// what was written.
fn create_known(id: &str, is_cyrillic: bool) -> String {
    let facts = read(&known_municipalities(), &format!("{id}/municipality.yaml"));
    let name = facts.split("sr: ").nth(1).and_then(|rest| rest.split(',').next()).expect("a name");
    let name = match is_cyrillic {
        true => Locale::SrCyrl.in_script(name, &Acronyms::default()).text,
        false => name.to_owned(),
    };
    let root = empty_catalogue();
    new_well(root.path(), &format!("municipality | {name}"));
    let written = read(root.path(), &format!("content/municipalities/{id}/municipality.yaml"));
    assert!(!written.contains("___"), "{written}");
    let is_public = |line: &&str| !["population", "aliases", "#"].iter().any(|start| line.starts_with(start));
    let expected: Vec<&str> = facts.lines().filter(is_public).collect();
    assert_eq!(written.lines().collect::<Vec<_>>(), expected, "{name}");
    for list in ["districts", "regions"] {
        assert_eq!(keys(&read(root.path(), &format!("content/{list}.yaml"))).len(), 1, "{name}");
    }
    written
}

#[test]
fn the_program_knows_every_municipality_by_its_name() {
    let folders = fs::read_dir(known_municipalities()).expect("the municipalities");
    let ids: Vec<String> =
        folders.map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned()).collect();
    assert!(ids.len() >= 145, "{} municipalities", ids.len());
    let collected = tempfile::tempdir().expect("a temporary folder");
    init(collected.path(), &[]);
    ids.par_iter().enumerate().for_each(|(at, id)| {
        let path = format!("content/municipalities/{id}/municipality.yaml");
        write(&collected.path().join(path), create_known(id, at % 2 == 1).as_bytes());
    });
    check_strictly(collected.path());
}

#[test]
fn a_known_municipality_needs_only_its_name() {
    for name in ["niš", "Niš", "nis", "Ниш", "NIŠ"] {
        let root = small_catalogue();
        let said = new(root.path(), &format!("municipality | {name}"));
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{name}");
        let written: Vec<&str> = said.stdout.lines().collect();
        assert_eq!(written.len(), 3, "{}", said.stdout);
        assert!(written[0].ends_with("content/municipalities/nis/municipality.yaml"), "{}", said.stdout);
        let districts = read(root.path(), "content/districts.yaml");
        assert!(districts.contains("nisavski:\n") && districts.contains("  seat: nis\n"), "{districts}");
        assert!(read(root.path(), "content/regions.yaml").contains("juzna-i-istocna-srbija:\n"));
        check_strictly(root.path());
    }
    for name in ["Novi Pazar", "novi-pazar", "нови пазар", "novi_pazar"] {
        let root = small_catalogue();
        new_well(root.path(), &format!("municipality | {name}"));
        let districts = read(root.path(), "content/districts.yaml");
        assert!(root.path().join("content/municipalities/novi-pazar/municipality.yaml").is_file(), "{name}");
        // Its seat is Kraljevo, which is not there.
        assert!(districts.contains("raski:\n") && !districts.contains("seat: kraljevo"), "{districts}");
        check_strictly(root.path());
    }
    let root = small_catalogue();
    new_well(root.path(), "municipality | --name-sr | Бор");
    assert!(
        read(root.path(), "content/municipalities/bor/municipality.yaml")
            .starts_with("name: { sr: \"Бор\", en: \"Bor\" }\n")
    );
}

#[test]
fn given_facts_of_a_known_municipality_count() {
    let root = small_catalogue();
    let district = keys(&read(root.path(), "content/districts.yaml"))[0].to_owned();
    let regions = read(root.path(), "content/regions.yaml");
    new_well(
        root.path(),
        &format!("municipality | bor | --name-en | Bor Town | --latitude | 44.5 | --district | {district}"),
    );
    let facts = read(root.path(), "content/municipalities/bor/municipality.yaml");
    for line in [
        "name: { sr: \"Bor\", en: \"Bor Town\" }",
        "genitive: Bora",
        "coordinates: { latitude: 44.5, longitude: 22.1 }",
        &format!("district: {district}"),
    ] {
        assert!(facts.lines().any(|there| there == line), "{line}: {facts}");
    }
    assert_eq!(read(root.path(), "content/regions.yaml"), regions);
    check_strictly(root.path());
    new_well(root.path(), "municipality | ada | --genitive | ___");
    assert_eq!(broken_rules(root.path()), ["blank"]);
}

#[test]
fn a_district_with_the_same_code_is_the_same_district() {
    let root = small_catalogue();
    new_well(root.path(), "municipality | bor");
    for path in ["content/districts.yaml", "content/municipalities/bor/municipality.yaml"] {
        let text = read(root.path(), path).replace("borski", "bor-district");
        write(&root.path().join(path), text.as_bytes());
    }
    let districts = read(root.path(), "content/districts.yaml");
    new_well(root.path(), "municipality | negotin");
    assert_eq!(read(root.path(), "content/districts.yaml"), districts);
    assert!(
        read(root.path(), "content/municipalities/negotin/municipality.yaml")
            .contains("district: bor-district\n")
    );
    check_strictly(root.path());
}

#[test]
fn lists_without_entries_are_begun() {
    let root = empty_catalogue();
    write(&root.path().join("content/districts.yaml"), b"# mine\n{}\n");
    new_well(root.path(), "municipality | vranje");
    let districts = read(root.path(), "content/districts.yaml");
    assert!(districts.starts_with("# mine\npcinjski:\n  name: "), "{districts}");
    let regions = read(root.path(), "content/regions.yaml");
    assert!(regions.starts_with("juzna-i-istocna-srbija:\n  name: "), "{regions}");
    let root = empty_catalogue();
    write(&root.path().join("content/districts.yaml"), b"\r\n# mine");
    new_well(root.path(), "municipality | bor");
    let districts = read(root.path(), "content/districts.yaml");
    assert!(districts.starts_with("# mine\nborski:\n  name: "), "{districts}");
}

#[test]
fn a_name_that_looks_like_a_slip_is_corrected() {
    let root = small_catalogue();
    let missing = "`--type`, `--district`, `--latitude`, `--longitude` are missing";
    for (name, near) in [("nišš", "nis"), ("sabacz", "sabac"), ("Novi Pazer", "novi-pazar")] {
        let help = format!("did you mean `katalog new municipality {near}`?");
        refused(root.path(), &format!("municipality | {name}"), missing, &help);
    }
    refused(root.path(), "municipality | Atlantis", missing, "help: write `___` for anything");
    new_well(root.path(), "municipality | nis");
    let there = "there is already a municipality `nis` in `content/municipalities/`";
    refused(root.path(), "municipality | Ниш", there, "help: if it is the same one, there is nothing to do");
}

/// The municipalities to which the examples of a new catalogue refer.
const OF_EXAMPLES: [&str; 3] = ["bela-palanka", "kanjiza", "uzice"];

#[test]
fn a_new_catalogue_starts_with_the_chosen_places() {
    let start = |places: &[&str]| {
        let root = tempfile::tempdir().expect("a temporary folder");
        init(root.path(), places);
        check_strictly(root.path());
        root
    };
    let with_examples = |others: &[&str]| {
        let mut all: Vec<String> = OF_EXAMPLES.iter().chain(others).map(|id| (*id).to_owned()).collect();
        all.sort();
        all
    };
    let districts = |root: &TempDir| keys(&read(root.path(), "content/districts.yaml")).len();
    let root = start(&[]);
    assert_eq!((municipalities(root.path()), districts(&root)), (with_examples(&[]), 25));
    assert!(!root.path().join("content/districts.geojson").exists());
    let root = start(&["--places", "district:nisavski"]);
    let nisavski = ["aleksinac", "doljevac", "gadzin-han", "merosina", "nis", "razanj", "svrljig"];
    assert_eq!((municipalities(root.path()), districts(&root)), (with_examples(&nisavski), 4));
    let root = start(&["--places", "municipality:Нови Сад,district:borski", "--places", "municipality:ub"]);
    let chosen = ["bor", "kladovo", "majdanpek", "negotin", "novi-sad", "ub"];
    assert_eq!((municipalities(root.path()), districts(&root)), (with_examples(&chosen), 6));
    let root = start(&["--places", "region:beogradski-region"]);
    assert!(read(root.path(), "content/districts.yaml").contains("\nbeogradski:\n"));
    let root = start(&["--places", "all"]);
    assert_eq!((municipalities(root.path()).len(), districts(&root)), (145, 25));
    let borders = |root: &Path| fs::read(root.join("content/districts.geojson")).expect("borders");
    assert!(borders(root.path()) == borders(Path::new(env!("CARGO_MANIFEST_DIR"))));
}

#[test]
fn unknown_places_are_refused_with_the_nearest() {
    let (away, program) = away();
    for (places, message) in [
        ("district:nisavsk", "the program knows no district `nisavsk`; did you mean `district:nisavski`?"),
        (
            "nisavski",
            "write `all`, `region:ID`, `district:ID` or `municipality:ID`; did you mean `district:nisavski`?",
        ),
        ("Ниш", "did you mean `municipality:nis`?"),
        ("distrikt:nisavski", "there are no places of the kind `distrikt`; write `all`,"),
        ("region:atlantis", "the ids of this kind are: beogradski-region, "),
        ("all,municipality:bpr", "did you mean `municipality:bor`?"),
    ] {
        let (code, said, error) = run(&program, away.path(), &["init", "new", "--places", places]);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{places}");
        assert!(error.contains(message), "{error}");
        assert!(!away.path().join("new").exists());
    }
}

/// The texts of a page, by language.
fn data_pages(root: &Path) -> [String; 2] {
    Language::ALL.map(|language| read(root, &format!("content/pages/data/{}.md", language.code())))
}

#[test]
fn the_data_page_of_a_new_catalogue_names_what_a_build_writes() {
    let root = tempfile::tempdir().expect("a temporary folder");
    init(root.path(), &[]);
    let output = root.path().join("public");
    let said = katalog("build", root.path(), &["--strict", "--output", &output.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let mut columns = Vec::new();
    for (path, bytes) in tree(&output.join("data")) {
        if path.ends_with(".csv") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            columns.extend(text.lines().next().unwrap_or_default().split(',').map(str::to_owned));
        }
    }
    let named = data_pages(root.path()).map(|page| {
        let (mut files, mut named_columns) = (Vec::new(), Vec::new());
        for word in page.split('`').skip(1).step_by(2).map(str::to_owned) {
            match word.rsplit_once('.') {
                Some(_) => files.push(word),
                None if word.starts_with(|c: char| c.is_ascii_lowercase()) => named_columns.push(word),
                None => {}
            }
        }
        for file in &files {
            assert!(output.join("data").join(file).is_file(), "there is no file {file}");
            assert!(page.contains(&format!("(data:{file})")), "{file} is no link");
        }
        for column in &named_columns {
            assert!(columns.contains(column), "there is no column {column}");
        }
        assert!(files.len() > 5 && named_columns.len() > 5);
        files.sort();
        named_columns.sort();
        (files, named_columns)
    });
    assert_eq!(named[0], named[1], "the two languages name the same");
}

#[test]
fn the_home_page_has_the_title_of_the_catalogue_unless_it_has_its_own() {
    let root = tempfile::tempdir().expect("a temporary folder");
    init(root.path(), &[]);
    let build = || {
        let said =
            katalog("build", root.path(), &["--output", &root.path().join("public").to_string_lossy()]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        ["sr", "en"].map(|page| read(root.path(), &format!("public/{page}/index.html")))
    };
    let path = root.path().join("content/catalogue.yaml");
    let settings = read(root.path(), "content/catalogue.yaml");
    let settings = settings.replace("Katalog otvorenih biblioteka", "Moj katalog");
    write(&path, settings.replace("Catalogue of Open Libraries", "My Catalogue").as_bytes());
    let [sr, en] = build();
    assert!(sr.contains("<h1>Moj katalog</h1>") && en.contains("<h1>My Catalogue</h1>"));
    let home = "content/pages/home/en.md";
    let text = read(root.path(), home);
    write(&root.path().join(home), text.replacen("---\n", "---\ntitle: Welcome\n", 1).as_bytes());
    let [sr, en] = build();
    assert!(sr.contains("<h1>Moj katalog</h1>") && en.contains("<h1>Welcome</h1>"));
    // Every other page needs a title.
    let about = root.path().join("content/pages/about/en.md");
    let text = read(root.path(), "content/pages/about/en.md");
    write(&about, text.replace("title: About the catalogue\n", "").as_bytes());
    assert_eq!(broken_rules(root.path()), ["missing-key"]);
}
