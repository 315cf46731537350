//! Tests `katalog theme`: the built-in files that it lists, shows and copies, and what it says of the data of templates.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::site::tree;
use crate::support::{PROGRAM, Said, everything, init, katalog, read, small_catalogue, write};
use assert_cmd::Command;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Runs `katalog theme` in a folder.
fn theme(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(&*PROGRAM)
        .current_dir(folder)
        .arg("theme")
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Returns the built-in files, relative to this repository.
fn built_in() -> BTreeSet<String> {
    let files = ["themes/default", "locales"]
        .into_iter()
        .flat_map(|folder| WalkDir::new(Path::new(ROOT).join(folder)));
    let files =
        files.map(|entry| entry.expect("a readable folder")).filter(|entry| entry.file_type().is_file());
    let below = |path: &Path| path.strip_prefix(ROOT).expect("below").to_string_lossy().replace('\\', "/");
    files.map(|entry| below(entry.path())).collect()
}

/// Builds a site and returns its files.
fn site(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().expect("a temporary folder");
    let public = output.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &public.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    tree(&public)
}

#[test]
fn every_built_in_file_is_listed_with_what_it_is() {
    let said = theme(Path::new("/"), &["list"]);
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    let (mut folder, mut listed) = ("", BTreeSet::new());
    for line in said.stdout.lines() {
        match line.strip_prefix("  ") {
            None => folder = line,
            Some(line) => {
                let (name, about) = line.split_once(' ').expect("what it is");
                assert!(about.trim().len() > 3, "{line}");
                listed.insert(format!("{folder}{name}"));
            }
        }
    }
    assert_eq!(listed, built_in());
}

#[test]
fn a_file_is_shown_as_it_is_with_the_data_of_a_template() {
    for path in built_in() {
        let text = read(Path::new(ROOT), &path);
        let own = path.rsplit('/').next().expect("a name");
        for name in [path.as_str(), own] {
            let said = theme(Path::new("/"), &["show", name]);
            assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{name}");
            let head = said.stdout.strip_suffix(&text).unwrap_or_else(|| panic!("{name}: {}", said.stdout));
            let is_template = path.contains("/templates/");
            assert_eq!(!head.is_empty(), is_template, "{head}");
            assert!(!is_template || head.starts_with("{#\n") && head.ends_with("\n-#}\n"), "{head}");
        }
    }
    let head = theme(Path::new("/"), &["show", "templates/municipality.html"]).stdout;
    for part in ["`neighbours`", "- `frame.lang`: the language tag", "- a *counter*: a `count`"] {
        assert!(head.contains(part), "{part}: {head}");
    }
}

#[test]
fn unknown_names_are_refused() {
    for action in ["show", "copy"] {
        let root = small_catalogue();
        let before = tree(root.path());
        for (name, help) in [
            ("proejct.html", "did you mean `project.html`? `katalog theme list` lists all"),
            ("../content/catalogue.yaml", "`katalog theme list` lists all"),
        ] {
            let said = theme(root.path(), &[action, name]);
            assert_eq!(said.code, Some(2));
            assert_eq!(said.stderr, format!("error: there is no built-in file `{name}`\nhelp: {help}\n"));
        }
        assert!(tree(root.path()) == before);
    }
}

#[test]
fn copies_replace_the_built_in_files_and_change_nothing_by_themselves() {
    let root = everything();
    let before = site(root.path());
    for path in built_in() {
        let said = theme(root.path(), &["copy", &path]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{path}");
        let lines: Vec<&str> = said.stdout.lines().collect();
        assert!(
            lines[0].ends_with(&path) && said.stdout.contains("\nsee it: katalog serve --open\n"),
            "{lines:?}"
        );
    }
    let after = site(root.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    // The record of the program notes what the site was made from.
    for (path, bytes) in before.into_iter().filter(|(path, _)| path != ".katalog") {
        assert!(after[&path] == bytes, "{path}");
    }
    let style = root.path().join("themes/default/templates/project.html");
    write(&style, b"mine");
    let said = theme(root.path(), &["copy", "project.html"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.stderr.contains("project.html already exists; nothing was written\nhelp: edit that file"),
        "{}",
        said.stderr
    );
    assert_eq!(fs::read(style).expect("the file"), b"mine");
}

#[cfg(unix)]
#[test]
fn a_copy_follows_no_link() {
    let (root, elsewhere) = (small_catalogue(), tempfile::tempdir().expect("a folder"));
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("themes")).expect("a link");
    let said = theme(root.path(), &["copy", "project.html"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(tree(elsewhere.path()).is_empty());
    let said = theme(elsewhere.path(), &["copy", "project.html"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("contains no folder content/"), "{}", said.stderr);
}

/// Returns the variables that a template sees, according to the comment that shows them.
fn described(template: &str) -> BTreeSet<String> {
    let shown = theme(Path::new("/"), &["show", template]).stdout;
    let (head, _) = shown.split_once("\nMost variables consist").expect("a comment");
    let (own, common) = head.split_once("\nThe variables of every template:\n").unwrap_or((head, ""));
    let own = own.split_once("Its variables:").expect("variables").1;
    // What is in brackets are the parts of a variable.
    let mut depth = 0;
    let outside = |c: &char| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0
    };
    let own: String = own.split(": empty").next().unwrap_or_default().chars().filter(outside).collect();
    let common = common.lines().filter_map(|line| line.strip_prefix("- ")?.split(": ").next());
    let names = own.split('`').skip(1).step_by(2).map(str::to_owned);
    let common = common.flat_map(|names| names.split('`').skip(1).step_by(2));
    names.chain(common.map(|name| name.split('.').next().unwrap_or_default().to_owned())).collect()
}

/// Replaces each template that a page has by one that writes the names of its variables, and compares these.
#[test]
fn the_described_variables_are_those_that_templates_see() {
    // Places near each other can be compared, and more than a hundred projects of one programme have further pages.
    let places = tempfile::tempdir().expect("a temporary folder");
    init(places.path(), &["--places", "district:nisavski"]);
    for name in ["project.yaml", "sr.md", "en.md"] {
        let text = read(places.path(), &format!("content/projects/town-memory/{name}"));
        for number in 1..=101 {
            let path = format!("content/projects/town-memory-{number}/{name}");
            write(&places.path().join(path), text.as_bytes());
        }
    }
    let roots = [everything(), places];
    let shared = ["base.html", "list.html", "topic.html", "components.html"];
    let mut names = BTreeSet::new();
    for path in built_in() {
        let Some(name) = path.strip_prefix("themes/default/templates/") else { continue };
        if !shared.contains(&name) {
            let text = format!(
                "template {name} {{% for key, value in __tera_context %}}{{{{ key }}}} {{% endfor %}}"
            );
            roots.iter().for_each(|root| write(&root.path().join(&path), text.as_bytes()));
            names.insert(name.to_owned());
        }
    }
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for bytes in roots.iter().flat_map(|root| site(root.path()).into_values()) {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let Some((name, variables)) = text.strip_prefix("template ").and_then(|text| text.split_once(' '))
        else {
            continue;
        };
        seen.entry(name.to_owned()).or_default().extend(variables.split_whitespace().map(str::to_owned));
    }
    assert_eq!(seen.keys().cloned().collect::<BTreeSet<_>>(), names, "templates that no page has");
    let different: Vec<String> = seen
        .iter()
        .map(|(name, seen)| (name, seen, described(name)))
        .filter(|(_, seen, described)| *seen != described)
        .map(|(name, seen, described)| {
            let missing: Vec<_> = seen.difference(&described).collect();
            let unknown: Vec<_> = described.difference(seen).collect();
            format!("{name}: not described {missing:?}, described without need {unknown:?}")
        })
        .collect();
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}
