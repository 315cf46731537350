//! Tests the machine-readable reports: they agree with the report for people and with the schemas of their readers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::history::git;
use crate::support::case::Case;
use crate::support::{PROGRAM, lay_over, small_catalogue, tests, write};
use jsonschema::Validator;
use katalog::content::lint::all_rules;
use rayon::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The path of a project whose facts a test breaks.
const PROJECT: &str = "content/projects/home-nursing/project.yaml";

struct Said {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `katalog <command> --root <root> <arguments>` outside of GitHub, or with a GitHub summary file.
fn katalog_with(command: &str, root: &Path, arguments: &[&str], summary: Option<&Path>) -> Said {
    let mut katalog = Command::new(&*PROGRAM);
    katalog.arg(command).arg("--root").arg(root).args(arguments).env_remove("GITHUB_STEP_SUMMARY");
    if let Some(summary) = summary {
        katalog.env("GITHUB_STEP_SUMMARY", summary);
    }
    let output = katalog.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn check(root: &Path, arguments: &[&str]) -> Said {
    katalog_with("check", root, arguments, None)
}

fn document(said: &Said) -> Value {
    serde_json::from_str(&said.stdout).expect("one JSON document")
}

/// The small catalogue with the faults of a case in `tests/problems/`.
fn with_faults(case: &str) -> TempDir {
    let mut cases = Case::all().into_iter();
    cases.find(|known| known.name == case).expect("a case").catalogue()
}

fn schema(path: &str) -> Validator {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a schema");
    // The standard has an extra bracket, which is not valid in every dialect.
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a valid schema")
}

fn faults(schema: &Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Returns the problems in the report for people: severity, rule, message and place.
fn headlines(report: &str) -> Vec<[String; 4]> {
    let mut headlines = Vec::new();
    let mut lines = report.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((head, message)) = line.split_once("]: ") else { continue };
        let Some((severity, rule)) = head.split_once('[') else { continue };
        if !matches!(severity, "error" | "warning") {
            continue;
        }
        let mut message = message.to_owned();
        // Long messages continue on the next lines.
        let place = loop {
            let Some(next) = lines.next() else { panic!("no place of {line}") };
            match next.trim_start().strip_prefix("--> ") {
                Some(place) => break place,
                None => message = format!("{message}\n{}", next.trim_start()),
            }
        };
        headlines.push([severity, rule, &message, place].map(str::to_owned));
    }
    headlines
}

/// Returns a place as the report for people writes it.
fn place(record: &Value) -> String {
    let file = record["file"].as_str().expect("a path");
    match (&record["line"], &record["column"]) {
        (Value::Null, Value::Null) => file.to_owned(),
        (line, column) => format!("{file}:{line}:{column}"),
    }
}

/// The cases with problems of several rules, and at least one for each rule.
fn cases_of_every_rule() -> Vec<Case> {
    let mut seen = BTreeSet::new();
    let is_needed = |case: &Case| {
        let report = fs::read_to_string(case.folder.join("report.txt")).expect("a report");
        let rules: BTreeSet<String> = headlines(&report).into_iter().map(|[_, rule, ..]| rule).collect();
        rules.len() > 1 || rules.into_iter().any(|rule| seen.insert(rule))
    };
    Case::all().into_iter().filter(is_needed).collect()
}

#[test]
fn every_format_agrees_with_the_report_for_people_and_keeps_its_schema() {
    let problems = schema("schemas/problems.schema.json");
    let sarif = schema("tests/schemas/sarif-2.1.0.json");
    let cases = cases_of_every_rule();
    assert!(cases.len() > 60, "{}", cases.len());
    let wrong: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| {
            let root = case.catalogue();
            let human = check(root.path(), &[]);
            let json = check(root.path(), &["--format", "json"]);
            let log = check(root.path(), &["--format", "sarif"]);
            let github = check(root.path(), &["--format", "github"]);
            let name = &case.name;
            let mut wrong = Vec::new();
            let mut must = |holds: bool, what: String| {
                if !holds {
                    wrong.push(format!("{name}: {what}"));
                }
            };
            let (told, said) = (headlines(&human.stderr), document(&json));
            let records = said["problems"].as_array().expect("problems");
            let said_places: Vec<[String; 4]> = records
                .iter()
                .map(|record| {
                    let text = |key: &str| record[key].as_str().expect("a text").to_owned();
                    [text("severity"), text("rule"), text("message"), place(record)]
                })
                .collect();
            must(said_places == told, format!("people: {told:#?}\njson: {said_places:#?}"));
            let results = document(&log);
            let results = results["runs"][0]["results"].as_array().expect("results");
            must(results.len() == told.len(), format!("{} results", results.len()));
            for (record, result) in records.iter().zip(results) {
                let region = &result["locations"][0]["physicalLocation"]["region"];
                let expected = match record["line"] {
                    Value::Null => json!({ "startLine": 1 }),
                    _ => json!({
                        "startLine": record["line"], "startColumn": record["column"],
                        "endLine": record["end_line"], "endColumn": record["end_column"],
                    }),
                };
                must(*region == expected, format!("{region} instead of {expected}"));
                must(result["ruleId"] == record["rule"], format!("{}", result["ruleId"]));
                let index = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok());
                let rule = index.and_then(|at| all_rules().nth(at)).map(|rule| rule.name);
                must(rule == record["rule"].as_str(), format!("ruleIndex leads to {rule:?}"));
            }
            let commands = github.stdout.lines().filter(|line| line.starts_with("::")).count();
            must(commands == told.len(), format!("{commands} commands"));
            for said in [&json, &log, &github] {
                must(said.code == human.code, format!("exit code {:?}", said.code));
            }
            let schemas = [(&problems, document(&json)), (&sarif, document(&log))];
            for fault in schemas.iter().flat_map(|(schema, document)| faults(schema, document)) {
                must(false, fault);
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_schemas_reject_other_documents() {
    let root = with_faults("repeated-activity");
    let problems = schema("schemas/problems.schema.json");
    let good = document(&check(root.path(), &["--format", "json"]));
    for (key, value) in
        [("line", json!(0)), ("severity", json!("bad")), ("extra", json!(1)), ("file", json!(2))]
    {
        let mut bad = good.clone();
        bad["problems"][0][key] = value.clone();
        assert!(!problems.is_valid(&bad), "{key}: {value}");
        let mut bad = good.clone();
        bad["problems"][0]["related"][0][key] = value.clone();
        assert!(key == "severity" || !problems.is_valid(&bad), "related {key}: {value}");
    }
    let mut log = document(&check(root.path(), &["--format", "sarif"]));
    log["runs"][0]["results"][0]["level"] = json!("bad");
    assert!(!schema("tests/schemas/sarif-2.1.0.json").is_valid(&log));
}

#[test]
fn json_is_as_documented() {
    let root = with_faults("repeated-activity");
    let said = check(root.path(), &["--format", "json"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(1), ""));
    let mut expected = documented("```json\n");
    let mut found = document(&said);
    // The catalogue of the tests may grow.
    for document in [&mut expected, &mut found] {
        document["counts"]["files"] = Value::Null;
    }
    assert_eq!(found, expected);
}

/// Returns the first block of `docs/formats.md` that starts with `begins`.
fn documented(begins: &str) -> Value {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md"))
        .expect("a page of the documentation");
    let block = docs.split_once(begins).and_then(|(_, rest)| rest.split_once("```")).expect("a block").0;
    serde_json::from_str(block).expect("JSON")
}

#[test]
fn github_is_as_documented() {
    let root = with_faults("repeated-activity");
    let said = check(root.path(), &["--format", "github"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(1), ""));
    let expected = said.stdout.replace(&prefix_of(&said.stdout), "");
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).unwrap();
    assert!(docs.contains(&format!("```\n{expected}```")), "{expected}");
}

/// Returns what precedes `content/` if git does not know the folder.
fn prefix_of(commands: &str) -> String {
    let file = commands.split_once("file=").expect("a file").1;
    file.split_once("content/").expect("content").0.to_owned()
}

#[test]
fn without_problems_documents_are_complete_and_github_gets_no_commands() {
    let root = small_catalogue();
    let summary = root.path().join("summary.md");
    let said = check(root.path(), &["--format", "json", "--strict"]);
    assert_eq!((said.code, document(&said)["problems"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert!(faults(&schema("schemas/problems.schema.json"), &document(&said)).is_empty());
    let said = check(root.path(), &["--format", "sarif", "--strict"]);
    assert_eq!((said.code, &document(&said)["runs"][0]["results"]), (Some(0), &json!([])));
    assert!(faults(&schema("tests/schemas/sarif-2.1.0.json"), &document(&said)).is_empty());
    let said = katalog_with("check", root.path(), &["--format", "github"], Some(&summary));
    assert_eq!((said.code, said.stdout.as_str(), summary.exists()), (Some(0), "", false));
    assert!(said.stderr.starts_with("no problems in "), "{}", said.stderr);
}

#[test]
fn sarif_has_every_rule_with_its_own_level_even_when_strict() {
    let root = with_faults("missing-translation");
    let log = document(&check(root.path(), &["--format", "sarif", "--strict"]));
    let run = &log["runs"][0];
    let described = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(described.len(), all_rules().count());
    for (described, rule) in described.iter().zip(all_rules()) {
        assert_eq!(described["id"], rule.name);
        assert_eq!(described["shortDescription"]["text"], rule.sentence);
        let level =
            if rule.severity == katalog::base::problem::Severity::Error { "error" } else { "warning" };
        assert_eq!(described["defaultConfiguration"]["level"], level);
    }
    assert_eq!(run["results"][0]["ruleId"], "missing-translation");
    assert_eq!(run["results"][0]["level"], "error");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_escaped_as_each_format_requires() {
    let root = small_catalogue();
    let name = "content/projects/home-nursing/a, b:c%č|`*.yaml";
    write(&root.path().join(name), b"a: b\n");
    git(root.path(), &["init", "--quiet"]);
    let said = check(root.path(), &["--format", "github"]);
    let start = "::error file=content/projects/home-nursing/a%2C b%3Ac%25č|`*.yaml,line=1,endLine=1,col=1,";
    assert!(said.stdout.starts_with(start), "{}", said.stdout);
    let log = document(&check(root.path(), &["--format", "sarif"]));
    let uri = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "content/projects/home-nursing/a%2C%20b%3Ac%25%C4%8D%7C%60%2A.yaml");
    let json = document(&check(root.path(), &["--format", "json"]));
    assert_eq!(json["problems"][0]["file"], name);
    let summary = root.path().join("summary.md");
    katalog_with("check", root.path(), &["--format", "github"], Some(&summary));
    let summary = fs::read_to_string(&summary).expect("a summary");
    assert!(summary.contains(r"### content/projects/home-nursing/a, b:c%č\|\`\*.yaml"), "{summary}");
}

/// Adds one or more unknown references to the project's list of partners.
fn break_partners(root: &Path, count: usize) {
    let facts = fs::read_to_string(root.join(PROJECT)).expect("facts");
    let names: Vec<String> = (0..count).map(|number| format!("nobody-{number}")).collect();
    let facts: String = facts
        .lines()
        .filter(|line| !line.starts_with("partners:"))
        .fold(String::new(), |text, line| text + line + "\n");
    write(&root.join(PROJECT), format!("partners: [{}]\n{facts}", names.join(", ")).as_bytes());
}

#[test]
fn problems_in_changed_files_come_first() {
    let repository = tempfile::tempdir().expect("a temporary folder");
    let root = repository.path().join("the catalogue");
    lay_over(&tests("small"), &root);
    for name in ["a", "z"] {
        write(&root.join(format!("content/{name}.yaml")), b"a: b\n");
    }
    git(repository.path(), &["init", "--quiet", "--initial-branch", "main"]);
    git(repository.path(), &["add", "."]);
    git(repository.path(), &["commit", "--quiet", "--message", "All"]);
    git(repository.path(), &["checkout", "--quiet", "-b", "change"]);
    break_partners(&root, 1);
    git(repository.path(), &["commit", "--quiet", "--all", "--message", "A change"]);
    // Later commits on the other branch are not part of this change.
    git(repository.path(), &["checkout", "--quiet", "main"]);
    write(&root.join("content/a.yaml"), b"a: c\n");
    git(repository.path(), &["commit", "--quiet", "--all", "--message", "Something else"]);
    git(repository.path(), &["checkout", "--quiet", "change"]);

    let summary = repository.path().join("summary.md");
    write(&summary, b"Said before.\n");
    let files = |said: &Said| -> Vec<String> {
        let commands = said.stdout.lines().filter_map(|line| line.strip_prefix("::error file="));
        commands.map(|rest| rest.split(',').next().unwrap_or_default().to_owned()).collect()
    };
    let path = |file: &str| format!("the catalogue/{file}");
    let plain = check(&root, &["--format", "github"]);
    assert_eq!(files(&plain), ["content/a.yaml", PROJECT, "content/z.yaml"].map(path));
    let arguments = ["--format", "github", "--base", "main"];
    let compared = katalog_with("check", &root, &arguments, Some(&summary));
    assert_eq!((compared.code, compared.stderr.as_str()), (Some(1), ""));
    assert_eq!(files(&compared), [PROJECT, "content/a.yaml", "content/z.yaml"].map(path));
    assert!(compared.stdout.ends_with("\n3 errors\n"), "{}", compared.stdout);
    let log = document(&check(&root, &["--format", "sarif"]));
    let uri = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "the%20catalogue/content/a.yaml");

    let summary = fs::read_to_string(&summary).expect("a summary");
    let first = "Said before.\n## Content of the catalogue: 3 errors\n\n\
        ### the catalogue/content/projects/home-nursing/project.yaml\n\n\
        | line | rule | what is wrong | what to do |\n|---:|---|---|---|\n\
        | 1 | error: `unknown-reference` | there is no organisation `nobody-0` |";
    assert!(summary.starts_with(first), "{summary}");
    let headings: Vec<&str> = summary.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert_eq!(headings, [PROJECT, "content/a.yaml", "content/z.yaml"].map(path));
}

#[test]
fn an_unknown_revision_only_changes_the_order() {
    let root = small_catalogue();
    break_partners(root.path(), 1);
    let evil = format!("--output={}", root.path().join("evil").display());
    for inited in [false, true] {
        if inited {
            git(root.path(), &["init", "--quiet"]);
        }
        for revision in ["origin/nowhere", &evil, ""] {
            let said = check(root.path(), &["--format", "github", &format!("--base={revision}")]);
            assert_eq!(said.code, Some(1), "{}", said.stderr);
            assert!(said.stdout.starts_with("::error file="), "{}", said.stdout);
            assert!(
                said.stderr.contains(&format!("git cannot compare with `{revision}`")),
                "{}",
                said.stderr
            );
        }
    }
    let names =
        fs::read_dir(root.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().starts_with("evil")));
}

#[test]
fn a_summary_stays_below_the_limit_of_github() {
    let root = small_catalogue();
    break_partners(root.path(), 80);
    let broken = fs::read_to_string(root.path().join(PROJECT)).expect("facts");
    let folder = root.path().join(PROJECT).parent().expect("a folder").to_path_buf();
    for number in 1..100 {
        let copy = folder.with_file_name(format!("copy-{number}"));
        lay_over(&folder, &copy);
        // An id that several places name would be told once.
        let broken = broken.replace("nobody-", &format!("nobody-{number}-"));
        write(&copy.join("project.yaml"), broken.as_bytes());
    }
    let summary = root.path().join("summary.md");
    let said = katalog_with("check", root.path(), &["--format", "github"], Some(&summary));
    assert_eq!(said.code, Some(1));
    assert_eq!(said.stdout.lines().filter(|line| line.starts_with("::error ")).count(), 8000);
    let summary = fs::read_to_string(&summary).expect("a summary");
    assert!((500_000..600_000).contains(&summary.len()), "{} bytes", summary.len());
    let rows = summary.lines().filter(|line| line.starts_with("| 1 |")).count();
    let end = format!("\n{} more are not shown; `katalog check` reports all of them.\n", 8000 - rows);
    assert!(summary.ends_with(&end), "{}", &summary[summary.len() - 200..]);
}

#[test]
fn a_summary_that_cannot_be_written_is_not_an_error_of_the_content() {
    let root = with_faults("missing-translation");
    let nowhere = root.path().join("nowhere/summary.md");
    let said = katalog_with("check", root.path(), &["--format", "github"], Some(&nowhere));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stdout.starts_with("::warning file="), "{}", said.stdout);
    assert!(said.stderr.contains("cannot write the summary"), "{}", said.stderr);
}

#[test]
fn a_build_reports_problems_in_every_format_and_prints_nothing_next_to_a_document() {
    let root = with_faults("missing-translation");
    let output = root.path().join("site").to_string_lossy().into_owned();
    for format in ["json", "sarif"] {
        let said = katalog_with("build", root.path(), &["--output", &output, "--format", format], None);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert!(document(&said).is_object() && said.stderr.contains(" files, "), "{}", said.stderr);
    }
    let said = katalog_with("build", root.path(), &["--output", &output, "--format", "github"], None);
    assert!(said.stdout.starts_with("::warning file="), "{}", said.stdout);
    assert!(said.stdout.contains("\n1 warning\n"), "{}", said.stdout);
    let said = katalog_with("build", root.path(), &["--strict", "--format", "json"], None);
    assert_eq!((said.code, &document(&said)["counts"]["errors"]), (Some(1), &json!(1)));
}

#[test]
fn wrong_arguments_end_with_2() {
    let root = small_catalogue();
    for (arguments, told) in [
        (&["--format", "xml"][..], "sarif"),
        (&["--base", "main"], "--format github"),
        (&["--base", "main", "--format", "json"], "--format github"),
    ] {
        for command in ["check", "build"] {
            let said = katalog_with(command, root.path(), arguments, None);
            assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.stderr);
            assert!(said.stderr.contains(told), "{}", said.stderr);
        }
    }
}

#[test]
fn every_format_is_the_same_every_time() {
    let root = with_faults("faults-in-five-files");
    for format in ["json", "github", "sarif"] {
        let first = check(root.path(), &["--format", format]).stdout;
        assert!((0..5).all(|_| check(root.path(), &["--format", format]).stdout == first), "{format}");
    }
}
