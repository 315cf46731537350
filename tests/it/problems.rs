//! Tests the cases of `tests/problems/` as a whole, and reports about catalogues that are too large or too odd to be a
//! case. `tests/cases.rs` runs the cases.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::case::{Case, blessing};
use crate::support::catalogue::Catalogue;
use crate::support::{katalog, lay_over, small_catalogue, tests, write};
use katalog::CheckOptions;
use katalog::base::problem::{Problems, Rule, Severity};
use katalog::content::lint::all_rules;

/// Rules whose catalogues are made here, because files of that size or with those names cannot be kept in a repository.
const MADE_HERE: [(&str, Made); 3] = [
    ("file-too-large", Made { broken: too_large_a_text, kept: as_large_a_text_as_allowed }),
    ("url-clash", Made { broken: files_of_one_address, kept: files_of_like_addresses }),
    ("large-file", Made { broken: too_large_a_document, kept: as_large_a_document_as_allowed }),
];

/// Rules that only tables can break; their cases are in `import.rs`.
const OF_TABLES: [&str; 3] = ["sheet-columns", "ambiguous-name", "contradiction"];

/// How to make a catalogue that breaks a rule once, and one that just keeps it.
struct Made {
    broken: fn(&Path),
    kept: fn(&Path),
}

fn too_large_a_text(content: &Path) {
    text_of(content, 256 * 1024 + 1);
}

fn as_large_a_text_as_allowed(content: &Path) {
    text_of(content, 256 * 1024);
}

fn text_of(content: &Path, size: usize) {
    let front = "---\ntitle: First Lessons\nsummary: The first talks.\n---\n\nWords.\n\n";
    let text = format!("{front}{}", "word ".repeat((size - front.len()) / 5 + 1));
    write(&content.join("projects/first-lessons/en.md"), &text.as_bytes()[..size]);
}

fn files_of_one_address(content: &Path) {
    two_plans(content, "Plan.pdf", "plan.pdf");
}

fn files_of_like_addresses(content: &Path) {
    two_plans(content, "Plan.pdf", "plan-.pdf");
}

fn two_plans(content: &Path, one: &str, other: &str) {
    let folder = content.join("projects/first-lessons");
    for language in ["sr", "en"] {
        let links = format!("\n[1]({one}) [2]({other})\n");
        let text = fs::read_to_string(folder.join(format!("{language}.md"))).expect("a text");
        write(&folder.join(format!("{language}.md")), (text + &links).as_bytes());
    }
    write(&folder.join(one), &document_of(20));
    write(&folder.join(other), &document_of(20));
}

fn too_large_a_document(content: &Path) {
    write(&content.join("projects/clean-banks/rulebook.pdf"), &document_of(2 * 1024 * 1024 + 60_000));
}

fn as_large_a_document_as_allowed(content: &Path) {
    write(&content.join("projects/clean-banks/rulebook.pdf"), &document_of(2 * 1024 * 1024));
}

/// A PDF of so many bytes, as far as anybody looks.
fn document_of(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size, b'x');
    bytes
}

/// Returns whether a report contains one breach of the rule and nothing else.
fn tells_of_one_breach(report: &str, rule: &Rule) -> bool {
    let (severity, totals) = match rule.severity {
        Severity::Error => ("error", "\n\n1 error\n"),
        Severity::Warning => ("warning", "\n\n1 warning\n"),
    };
    report.starts_with(&format!("{severity}[{}]: ", rule.name)) && report.ends_with(totals)
}

#[test]
fn every_rule_has_a_case_in_which_it_alone_is_broken_and_one_in_which_it_is_narrowly_kept() {
    if blessing() {
        return; // The reports are being written.
    }
    let report =
        |case: &str| fs::read_to_string(tests("problems").join(case).join("report.txt")).unwrap_or_default();
    let is_made_here =
        |rule: &Rule| MADE_HERE.iter().map(|(made, _)| *made).chain(OF_TABLES).any(|made| made == rule.name);
    let without: Vec<&str> = all_rules()
        .filter(|rule| !is_made_here(rule))
        .filter(|rule| {
            let silent = format!("{}-silent", rule.name);
            let has_near_miss = tests("problems").join(&silent).join("content").is_dir();
            !(tells_of_one_breach(&report(rule.name), rule)
                && has_near_miss
                && report(&silent).starts_with("no problems in "))
        })
        .map(|rule| rule.name)
        .collect();
    assert!(without.is_empty(), "no case that breaks it once, or none that narrowly keeps it: {without:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn rules_whose_catalogues_are_made_here_are_broken_once_and_narrowly_kept() {
    for (name, Made { broken, kept }) in MADE_HERE {
        let rule = all_rules().find(|rule| rule.name == name).expect("a rule");
        let said = |change: fn(&Path)| {
            let root = small_catalogue();
            change(&root.path().join("content"));
            katalog("check", root.path(), &[]).stderr
        };
        let report = said(broken);
        assert!(tells_of_one_breach(&report, rule), "{name}: {}", start(&report));
        let report = said(kept);
        assert!(report.starts_with("no problems in "), "{name}: {}", start(&report));
    }
}

#[test]
fn eight_and_more_faults_of_one_file_are_reported_in_one_run() {
    let report =
        fs::read_to_string(tests("problems/eight-faults-in-one-file/report.txt")).expect("the report");
    let heads = report.lines().filter(|line| line.starts_with("error["));
    assert!(heads.count() >= 8, "{report}");
    let files: BTreeSet<&str> =
        report.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")?.split(':').next()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

#[test]
fn of_very_many_faults_of_one_kind_only_the_first_hundred_are_reported() {
    let text = "---\ntitle: T\nsummary: S.\n---\n\n".to_owned() + &"[x](nowhere.pdf)\n".repeat(15_000);
    let said = Catalogue::small().with(TEXT, text).check();
    let heads = said.stderr.lines().filter(|line| line.starts_with("error[broken-link]: there is no file"));
    assert_eq!(heads.count(), 100, "{}", said.start());
    said.reports("this rule is broken 14900 more times in this file");
}

#[test]
fn a_document_of_more_than_two_megabytes_is_a_warning() {
    let root = small_catalogue();
    let document = root.path().join("content/projects/clean-banks/rulebook.pdf");
    write(&document, &document_of(2 * 1024 * 1024));
    assert_eq!(katalog("check", root.path(), &["--quiet"]).stderr, "");
    write(&document, &document_of(2 * 1024 * 1024 + 60_000));
    let said = katalog("check", root.path(), &[]);
    let expected = "warning[large-file]: this file has 2.1 megabytes\n\
                    --> content/projects/clean-banks/rulebook.pdf\n";
    assert!(said.code == Some(0) && said.stderr.starts_with(expected), "{}", said.stderr);
}

#[test]
fn the_small_catalogue_keeps_every_rule() {
    Catalogue::small().check_strictly().is_clean();
    let said = katalog("check", small_catalogue().path(), &["--strict", "--quiet"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
}

#[test]
fn problems_come_in_the_same_order_every_time() {
    let cases = Case::all();
    let case = cases.iter().find(|case| case.name == "faults-in-five-files").expect("the case");
    let first = case.run().stderr;
    assert!((0..8).all(|_| case.run().stderr == first));
}

#[test]
fn a_file_of_more_than_two_megabytes_is_rejected_unread() {
    let one_line = "x".repeat(10 * 1024 * 1024);
    let text = format!("---\ntitle: Long\nsummary: Long\n---\n\n{one_line}\n");
    let said = Catalogue::small().with(TEXT, text).check();
    said.has_errors(1).reports("error[file-too-large]: this file has 10485").reports(TEXT);
    assert!(said.stderr.len() < 1000, "{}", said.start());
}

/// Made here, because not every machine to which this repository is copied can store both files.
#[cfg(target_os = "linux")]
#[test]
fn files_that_differ_only_in_case_are_reported() {
    let catalogue = Catalogue::small();
    let catalogue =
        catalogue.with("projects/home-nursing/Plan.pdf", "x").with("projects/home-nursing/plan.pdf", "x");
    let said = catalogue.check();
    assert_eq!(said.code, Some(1), "{}", said.start());
    said.reports("error[url-clash]: `plan.pdf` and `Plan.pdf` differ in case only");
}

#[test]
fn a_sub_area_and_the_second_page_of_its_area_cannot_share_a_url() {
    let root = small_catalogue();
    let content = root.path().join("content");
    let areas = fs::read_to_string(content.join("areas.yaml")).unwrap();
    write(&content.join("areas.yaml"), areas.replace("    nursing:", "    page-2:").as_bytes());
    let settings = fs::read_to_string(content.join("catalogue.yaml")).unwrap();
    write(&content.join("catalogue.yaml"), (settings + "rules: { near-duplicate: off }\n").as_bytes());
    let lesson = content.join("projects/first-lessons");
    for number in 0..101 {
        lay_over(&lesson, &content.join(format!("projects/lesson-{number}")));
    }
    for file in
        ["projects/home-nursing/project.yaml", "projects/clean-banks/en.md", "projects/clean-banks/sr.md"]
    {
        let text = fs::read_to_string(content.join(file)).unwrap();
        write(&content.join(file), text.replace("health/nursing", "health/page-2").as_bytes());
    }
    let said = katalog("check", root.path(), &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let first = "error[url-clash]: two pages have the address `en/areas/health/page-2/index.html`";
    assert!(said.stderr.starts_with(first), "{}", said.stderr);
    assert!(said.stderr.ends_with("\n\n1 error\n"), "{}", said.stderr);
}

/// Returns numbered ids, separated by commas.
fn ids(count: usize) -> String {
    (0..count).map(|number| format!("id-{number}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn activities_cannot_repeat_the_lists_of_their_project_without_limit() {
    let project = "projects/first-lessons/project.yaml";
    let name = "n".repeat(200);
    let organisations: String = (0..300)
        .map(|number| format!("id-{number}: {{ name: {{ sr: {name}, en: {name} }}, kind: civil-society }}\n"))
        .collect();
    let with = |activities: usize| {
        let places: String =
            (0..activities).map(|number| format!("  - municipality: id-{number}\n")).collect();
        let facts = "programme: healthy-town\narea: health/prevention\nsupport: training\n";
        let facts = format!("{facts}implementers: [{}]\nactivities:\n{places}", ids(300));
        Catalogue::small().with("organisations.yaml", &organisations).with(project, facts).check()
    };
    let said = with(1200);
    assert_eq!(said.code, Some(1), "{}", said.start());
    said.reports(
        "error[too-many-in-all]: the names that the activities and their projects refer to have 144 MiB in all rows \
         together, but there may be at most 128\n",
    );
    said.reports("most of them, 144 MiB, are in this project");
    said.reports(&format!("--> content/{project}:1:1"));
    let said = with(1000);
    assert!(!said.stderr.contains("in all rows together"), "{}", said.start());
    // The file of each organisation repeats these rows.
    said.reports("MiB in the files of all entries together, but there may be at most 640");
}

#[test]
fn the_names_of_places_count_in_every_row_with_what_they_are_part_of() {
    let name = "n".repeat(200);
    let with = |activities: usize| {
        let district = format!("{{ name: {{ sr: {name}, en: {name} }}, region: east }}");
        let region = format!("{{ name: {{ sr: {name}, en: {name} }} }}");
        let municipality = format!(
            "name: {{ sr: {name}, en: {name} }}\ngenitive: {name}\nlocative: {name}\ntype: municipality\ndistrict: far\n"
        );
        let mut catalogue = Catalogue::small()
            .with("districts.yaml", format!("far: {district}\n"))
            .with("regions.yaml", format!("east: {region}\n"))
            .with("municipalities/wide/municipality.yaml", municipality);
        for project in 0..activities / 2_000 {
            let places = "  - municipality: wide\n".repeat(2_000);
            let facts = format!("programme: healthy-town\nactivities:\n{places}");
            catalogue = catalogue.with(&format!("projects/project-{project}/project.yaml"), facts);
        }
        catalogue.check()
    };
    with(90_000).reports("error[too-many-in-all]: the names that the activities");
    assert!(!with(70_000).stderr.contains("too-many-in-all"));
}

/// Returns the problems of a catalogue, all of them; reports for people show only the first ones.
fn problems_of(catalogue: &Catalogue) -> Problems {
    let options = CheckOptions::of(catalogue.root().to_path_buf());
    ::katalog::check(&options).expect("readable content").problems
}

#[test]
fn of_many_lost_addresses_the_first_of_the_list_are_reported_with_advice() {
    let lost: String = (1000..1400).map(|number| format!("sr/opstine/lost-{number}/\n")).collect();
    let catalogue = Catalogue::small().with("urls.txt", format!("aa/news/\n{lost}"));
    let said = catalogue.check();
    let first = "error[vanished-url]: the address `aa/news/` would stop working\n";
    assert!(said.stderr.starts_with(first), "{}", said.start());
    said.reports("if the municipality `lost-1000` was renamed, give the renamed entry");
    let problems = problems_of(&catalogue);
    assert!(problems.iter().all(|problem| problem.help.is_some()));
    let last = problems.iter().last().expect("a problem");
    assert!(last.message.contains("this rule is broken 301 more times"), "{}", last.message);
}

#[test]
fn suggestions_have_one_limit_for_the_whole_run() {
    let organisations: String =
        (0..50_000).map(|number| format!("org-of-the-town-{number}: {{}}\n")).collect();
    let mut catalogue = Catalogue::small().with("organisations.yaml", &organisations);
    for (at, project) in ["one", "two", "wrong"].into_iter().enumerate() {
        // An id that several places name would be told once.
        let numbers = 100 * at..100 * (at + 1);
        let activities: String =
            numbers.map(|number| format!("  - partners: [orq-of-the-town-{number}]\n")).collect();
        catalogue =
            catalogue.with(&format!("projects/{project}/project.yaml"), format!("activities:\n{activities}"));
    }
    let problems = problems_of(&catalogue);
    let unknown = problems
        .iter()
        .filter(|problem| problem.message.starts_with("there is no organisation `orq-of-the-town-"));
    let has_suggestion = |help: &String| help.starts_with("did you mean `org-of-the-town-");
    let suggested =
        unknown.clone().filter(|problem| problem.help.as_ref().is_some_and(has_suggestion)).count();
    let unknown = unknown.count();
    // The limit is 200 million letters. The references of the small catalogue need some of them.
    assert!(unknown >= 300 && (150..=200).contains(&suggested), "{suggested} of {unknown}");
}

#[test]
fn projects_cannot_repeat_the_funders_of_their_programme_in_the_report_without_limit() {
    let root = small_catalogue();
    let content = root.path().join("content");
    let funders: String =
        (0..300).map(|number| format!("  - {{ organisation: id-{number}, role: funder }}\n")).collect();
    write(&content.join("programmes/wide/programme.yaml"), format!("institutions:\n{funders}").as_bytes());
    for number in 0..3_334 {
        write(&content.join(format!("projects/id-{number}/project.yaml")), b"programme: wide\n");
    }
    let check = || katalog("check", root.path(), &[]);
    assert!(!check().stderr.contains("too-many-in-all"));
    let settings = fs::read_to_string(content.join("catalogue.yaml")).expect("settings");
    let iati = "iati: { reporting_org: XM-EXAMPLE-1, kind: civil-society, reporting: secondary }\n";
    write(&content.join("catalogue.yaml"), format!("{settings}{iati}").as_bytes());
    let said = check();
    said.reports(
        "error[too-many-in-all]: the projects of the IATI report would repeat 1000206 institutions of programmes",
    );
    said.reports("at most 1000000\n --> content/programmes/wide/programme.yaml:1:1\n");
    said.reports("most of the names, 1000200, are of this programme");
}

#[test]
fn grants_cannot_repeat_the_funders_of_their_programme_without_limit() {
    let root = small_catalogue();
    let content = root.path().join("content");
    let funders: String =
        (0..300).map(|number| format!("  - {{ organisation: id-{number}, role: funder }}\n")).collect();
    write(&content.join("programmes/wide/programme.yaml"), format!("institutions:\n{funders}").as_bytes());
    for number in 0..667 {
        let facts = b"programme: wide\nfunding: { currency: EUR, total: 5 }\n";
        write(&content.join(format!("projects/id-{number}/project.yaml")), facts);
    }
    let check = || katalog("check", root.path(), &[]);
    assert!(!check().stderr.contains("too-many-in-all"));
    let settings = fs::read_to_string(content.join("catalogue.yaml")).expect("settings");
    write(&content.join("catalogue.yaml"), format!("{settings}grants: {{ prefix: 360G-a }}\n").as_bytes());
    let said = check();
    said.reports(
        "the file of grants would repeat 200106 funders of programmes, but there may be at most 200000",
    );
    said.reports("most of the names, 200100, are of this programme");
}

/// Returns the start of a text that may be long.
fn start(text: &str) -> String {
    text.chars().take(2000).collect()
}

/// Checks the small catalogue with a hostile file: the program exits properly within seconds, with a short report.
fn survives(path: &str, bytes: &[u8]) {
    let said = Catalogue::small().with(path, bytes).check();
    assert!(matches!(said.code, Some(0 | 1)), "{path}: {:?}\n{}", said.code, said.start());
    assert!(!said.stderr.contains("panicked"), "{path}:\n{}", said.start());
    assert!(said.stderr.len() < 100_000, "{path}: a report of {} bytes", said.stderr.len());
}

const FRONT: &str = "---\ntitle: T\nsummary: S\n---\n";
const PROJECT: &str = "projects/hostile/project.yaml";
const TEXT: &str = "projects/first-lessons/en.md";

#[test]
fn hostile_facts_are_survived() {
    let laughs: String =
        (1..12).map(|n| format!("l{n}: &l{n} [{}]\n", vec![format!("*l{}", n - 1); 9].join(", "))).collect();
    let staircase: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let brackets = "[".repeat(100_000);
    let braces = format!("{}{}", "{".repeat(5000), "}".repeat(5000));
    let dashes = format!("activities: {}x\n", "- ".repeat(3000));
    for yaml in [
        format!("l0: &l0 [ha, ha]\n{laughs}").as_str(),
        &staircase,
        &brackets,
        &braces,
        &dashes,
        &"key: ".repeat(5000),
        "a:\r  b: c\rd: e\r",
        "? [a, b]\n: c\n? { x: y }\n: 1\n1.5: x\nnull: y\ntrue: z\n",
        "\u{202e}programme: \u{2066}x\u{2069}\n\u{200f}: { area: \u{202e} }\n",
        "\"\\uD800\": \"\\x00\\U00110000\"\n",
        "%YAML 9.9\n%TAG ! tag:x,2000:\n---\nsupport: 99999999999999999999999999999999\narea: .nan\n",
        "programme: !!binary \"====\"\nsupport: !!int z\narea: !!python/object:os.system x\n",
        "- - - - \n-\n ?\n",
        "\"a\n\n\nb\": |9\n  x\n",
        "\u{feff}\u{feff}a: b",
        "programme: \"\\0\"\nsupport: \"\\u0007\"",
        "...\n---\n...\n",
        "&a : *a",
    ] {
        survives(PROJECT, yaml.as_bytes());
    }
    survives(
        "programmes/healthy-town/programme.yaml",
        b"period: { start: 0000, end: 9999-12-31 }\nsdgs: [999999999999999999999, -1, 1.0]\n\
          budget: { currency: EUR, amount: 99999999999999999999999 }\nphases: [~, [], {}, x, { id: ~ }]\n",
    );
    survives(PROJECT, b"\xff\xfe\x00\x00");
    survives("municipalities/\u{202e}abc/municipality.yaml", b"a: b");
    survives("municipalities/ /  .png", b"");
    survives(&format!("projects/{}/project.yaml", "x".repeat(200)), b"a: b");
}

#[test]
fn hostile_texts_are_survived() {
    for body in [
        format!("{}x{}", "[".repeat(50_000), "]()".repeat(50_000)),
        format!("{}x{}", "![".repeat(100), "](a.png)".repeat(100)),
        "*a **b ".repeat(50_000),
        "`".repeat(100_000),
        "<".repeat(100_000),
        "&amp".repeat(50_000),
        "[a]: b\n".repeat(10_000),
        format!("{}\n{}\n{}", "| a ".repeat(1000), "|---".repeat(1000), "| b ".repeat(1000)),
        "[^a]: [^b]\n[^b]: [^a]\n\n[^a][^b][^c]".to_owned(),
        "lone carriage returns\r\r## heading\r<b>\r[x](y)\r".to_owned(),
        "[x](\u{202e}javascript:a) [y](#\u{202e}) <\u{0430}> \u{2066}## z\u{2069}".to_owned(),
        "[x](java\tscript:a) [y](java&#10;script:a) [z](&#106;avascript:a) [w](\u{1f4a9}:x)".to_owned(),
        "e\u{301}".repeat(100_000),
        "-{".repeat(50_000),
        "\"'".repeat(50_000),
        "## \n\n## \n\n## 🙂\n\n## 🙂\n".to_owned(),
    ] {
        survives(TEXT, format!("{FRONT}{body}").as_bytes());
    }
    survives(TEXT, "---\rtitle: T\rsummary: S\r---\rText.\r".as_bytes());
    survives(TEXT, "---\ntitle: \u{202e}T\nsummary: \u{200b}\u{200e}\n---\n".as_bytes());
    survives(TEXT, format!("---\n{}\n---\n", "a: ".repeat(5000)).as_bytes());
}

#[test]
fn deeply_nested_texts_are_survived() {
    for opening in ["> ", "- ", "1. ", "- > "] {
        survives(TEXT, format!("{FRONT}{}x", opening.repeat(20_000)).as_bytes());
        survives("pages/about/en.md", format!("{FRONT}{}x", opening.repeat(20_000)).as_bytes());
    }
}

#[test]
fn wrong_arguments_end_with_2() {
    let root = small_catalogue();
    for (arguments, said) in [
        (&["--nonsense"][..], "--nonsense"),
        (&["extra"], "extra"),
        (&["--base-url", "nowhere"], "--base-url"),
        (&["--base-url", "ftp://example.org/"], "https://"),
        (&["--base-url", "mailto:info@example.org"], "https://"),
        (&["--base-url", "https://example.org/?a=1"], "contains more than a host and a path"),
        (&["--base-url", "https://example.org/#a"], "contains more than a host and a path"),
        (&["--base-url", "https://reader@example.org/"], "contains a user name or password"),
        (&["--base-url", "https://:secret@example.org/"], "contains a user name or password"),
        (&["--base-url", "https://example.org//a"], "has an empty part in its path"),
        (&["--base-url", "https://a.example;x/"], "`a.example;x` cannot be the name of a host"),
        (&["--base-url", "https://$host.example/"], "`$host.example` cannot be the name of a host"),
        (&["--base-url", "https://a*\"'.example/"], "cannot be the name of a host"),
        (&["--base-url", &format!("https://example.org/{}", "a".repeat(300))], "may have 300"),
        (&["--base-url"], "--base-url"),
    ] {
        for command in ["check", "build"] {
            let answer = katalog(command, root.path(), arguments);
            assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.stderr);
            assert!(answer.stderr.contains(said), "{arguments:?}: {}", answer.stderr);
        }
    }
    assert_eq!(katalog("publish", root.path(), &[]).code, Some(2));
}

#[test]
fn a_root_without_content_ends_with_2() {
    let empty = tempfile::tempdir().unwrap();
    let nowhere = empty.path().join("nowhere");
    for root in [empty.path(), nowhere.as_path()] {
        for command in ["check", "build"] {
            let said = katalog(command, root, &[]);
            assert_eq!(said.code, Some(2), "{}", said.stderr);
            assert!(said.stderr.contains("contains no folder content/"), "{}", said.stderr);
        }
    }
}

#[test]
fn a_content_folder_without_files_is_reported_list_by_list() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    let said = katalog("check", root.path(), &[]);
    assert_eq!(said.code, Some(1));
    for list in ["catalogue", "regions", "districts", "areas", "support-types", "organisations"] {
        let message = format!("error[missing-file]: there is no `content/{list}.yaml`");
        assert!(said.stderr.contains(&message), "{}", said.stderr);
    }
}

#[test]
fn a_build_with_errors_writes_nothing() {
    let root = small_catalogue();
    let output = root.path().join("site");
    fs::remove_file(root.path().join("content/projects/home-nursing/en.md")).unwrap();
    let out = output.to_string_lossy().into_owned();
    let said = katalog("build", root.path(), &["--strict", "--output", &out]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.starts_with("error[missing-translation]"), "{}", said.stderr);
    assert!(!Path::exists(&output));
}
