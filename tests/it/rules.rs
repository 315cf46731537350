//! Tests the table of rules, which the program prints and `docs/rules.md` explains.

use crate::support::PROGRAM;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use katalog::base::problem::Severity;
use katalog::content::lint::all_rules;

#[test]
fn check_list_prints_every_rule_and_needs_no_content() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(&*PROGRAM)
        .current_dir(elsewhere.path())
        .args(["check", "--list"])
        .output()
        .expect("the program starts");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<[&str; 3]> = table.lines().skip(1).map(columns).collect();
    let expected: Vec<[&str; 3]> = all_rules()
        .map(|rule| {
            let severity = match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            [rule.name, severity, rule.sentence]
        })
        .collect();
    assert_eq!(rows, expected);
    let column = |line: &str, what: &str| line.find(what);
    let head = column(&table, "what must hold");
    assert!(table.lines().skip(1).zip(&expected).all(|(line, row)| column(line, row[2]) == head), "{table}");
}

/// Returns name, severity and sentence of a row.
fn columns(line: &str) -> [&str; 3] {
    let (name, rest) = line.split_once(' ').expect("a row");
    let (severity, sentence) = rest.trim_start().split_once(' ').expect("a row");
    [name, severity, sentence.trim_start()]
}

#[test]
fn every_rule_is_explained_with_a_wrong_and_a_right_example() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = fs::read_to_string(page).expect("a readable file");
    let sections: Vec<&str> = page.split("\n### ").skip(1).collect();
    let named: Vec<&str> = sections.iter().filter_map(|section| section.split('`').nth(1)).collect();
    assert_eq!(named, all_rules().map(|rule| rule.name).collect::<Vec<_>>());
    for (rule, section) in all_rules().zip(sections) {
        let weight = if rule.can_be_set() { "\n\nWarning: " } else { "\n\nError: " };
        for part in [weight, rule.sentence, "\n\nWrong:\n\n```", "\n\nRight:\n\n```"] {
            assert!(section.contains(part), "the section of {} lacks {part:?}", rule.name);
        }
    }
}
