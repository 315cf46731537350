//! Tests that the reference pages in `docs/` agree with the declarations.
//!
//! `BLESS=1 cargo test --test it docs::` rewrites them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use katalog::base::problem::Severity;
use katalog::content::lint::all_rules;
use katalog::content::parse::{self, Choice, FILES, FactsFile, Key, LANGUAGES, Numbers, Shape};

/// Compares a page with the expected text, or writes it.
fn hold(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).expect("a page that can be written");
        return;
    }
    let written = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        written == text,
        "docs/{name} is out of date; `BLESS=1 cargo test --test it docs::` writes it anew"
    );
}

/// Returns the heading for a group of keys or a set of words: `a phase` becomes `Phase`.
fn title(what: &str) -> String {
    let name = what.trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn link(what: &str) -> String {
    let title = title(what);
    format!("[{}](#{})", title.to_lowercase(), title.to_lowercase().replace(' ', "-"))
}

/// Describes the form of a value in a few words.
fn value(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(scalar) => match (scalar.refers_to, &scalar.numbers) {
            (Some(kind), _) => format!("id of {}", kind.with_article()),
            (None, Numbers::Whole(range)) if scalar.pattern.is_none() => {
                format!("{}, {} to {}", scalar.name, range.start(), range.end())
            }
            _ => scalar.name.replace('-', " "),
        },
        Shape::Word { what, .. } => link(what),
        Shape::Rule => "[rule](rules.md)".to_owned(),
        Shape::Words => "text in both languages".to_owned(),
        Shape::MarkedWords => "text in both languages, with links".to_owned(),
        Shape::List(items) => format!("list: {}", value(items)),
        Shape::Either(usual, other) => format!("{}, or {}", value(usual), value(other)),
        Shape::Record { what, .. } => link(what),
        Shape::Keyed(names, values) => format!("for each {}: {}", value(names), value(values)),
    }
}

fn table(keys: &[Key]) -> String {
    let mut table = "| key | | value | meaning |\n|---|---|---|---|\n".to_owned();
    for key in keys {
        let need = if key.required { "required" } else { "optional" };
        let doc = key.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(table, "| `{}` | {need} | {} | {doc} |", key.name, value(&(key.shape)())).expect("memory");
    }
    table
}

fn choices(choices: &[Choice]) -> String {
    let mut table = "| word | meaning |\n|---|---|\n".to_owned();
    for choice in choices {
        writeln!(table, "| `{}` | {} |", choice.word, choice.doc.trim()).expect("memory");
    }
    table
}

/// The groups and words that values consist of, in order of first use.
#[derive(Default)]
struct Parts {
    known: BTreeSet<&'static str>,
    text: String,
}

impl Parts {
    fn of(&mut self, shape: &Shape) {
        match shape {
            Shape::Record { what, about, keys, .. } => {
                let body = format!("{}\n\n{}", about.trim(), table(keys));
                self.add(what, &body);
                keys.iter().for_each(|key| self.of(&(key.shape)()));
            }
            Shape::Word { what, choices: words, .. } => self.add(what, &choices(words)),
            Shape::List(items) => self.of(items),
            Shape::Keyed(names, values) => {
                self.of(names);
                self.of(values);
            }
            Shape::Either(usual, other) => {
                self.of(usual);
                self.of(other);
            }
            Shape::Scalar(_) | Shape::Words | Shape::MarkedWords | Shape::Rule => {}
        }
    }

    fn add(&mut self, what: &'static str, body: &str) {
        if self.known.insert(what) {
            write!(self.text, "\n### {}\n\n{body}", title(what)).expect("memory");
        }
    }
}

/// Returns the keys of one entry of a file.
fn entry(shape: Shape) -> &'static [Key] {
    match shape {
        Shape::Record { keys, .. } => keys,
        Shape::Keyed(_, values) => entry(*values),
        other => panic!("a file of facts is {other:?}"),
    }
}

fn path(file: &FactsFile) -> String {
    match file.collection {
        Some(collection) => format!("{collection}/ID/{}", file.name),
        None => file.name.to_owned(),
    }
}

#[test]
fn every_key_is_listed() {
    let mut page = "# Keys\n\n\
        Every key of every file, as the program declares it. [content.md](content.md) explains how a catalogue is\n\
        written; `katalog schema` writes the same for editors that complete keys.\n\n\
        A text in both languages has these keys:\n\n"
        .to_owned();
    page.push_str(&table(LANGUAGES));
    page.push_str("\n## Files\n");
    let mut parts = Parts::default();
    for file in FILES {
        let keys = entry((file.shape)());
        let each = if file.collection.is_none() && file.name != "catalogue.yaml" {
            "An id and a colon begin each entry; below it are these keys:\n\n"
        } else {
            ""
        };
        write!(page, "\n### `{}`\n\n{each}{}", path(file), table(keys)).expect("memory");
        keys.iter().for_each(|key| parts.of(&(key.shape)()));
    }
    page.push_str("\n## Parts and words\n");
    page.push_str(&parts.text);
    page.push_str("\n## Mapping of an import\n\n");
    page.push_str(&table(parse::MappingRecord::KEYS));
    let mut of_mapping = Parts { known: parts.known, text: String::new() };
    parse::MappingRecord::KEYS.iter().for_each(|key| of_mapping.of(&(key.shape)()));
    page.push_str(&of_mapping.text);
    hold("keys.md", &page);
}

/// The markers around the generated part of `docs/rules.md`.
const RULES: (&str, &str) =
    ("<!-- The table of rules, written from src/base/rules.rs. -->\n", "<!-- End of the table. -->\n");

#[test]
fn every_rule_is_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = fs::read_to_string(path).expect("a page").replace("\r\n", "\n");
    let (before, rest) = page.split_once(RULES.0).expect("the beginning of the table");
    let (_, after) = rest.split_once(RULES.1).expect("the end of the table");
    let mut table = "| rule | weight | what must hold |\n|---|---|---|\n".to_owned();
    for rule in all_rules() {
        let weight = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let link = format!("[`{0}`](#{0})", rule.name);
        writeln!(table, "| {link} | {weight} | {} |", rule.sentence).expect("memory");
    }
    hold("rules.md", &format!("{before}{}\n{table}\n{}{after}", RULES.0, RULES.1));
}

/// Returns the paths of all documents.
fn documents(root: &Path) -> impl Iterator<Item = PathBuf> {
    let pages =
        fs::read_dir(root.join("docs")).expect("the documents").map(|page| page.expect("a page").path());
    let others = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "tests/README.md", "benches/README.md"];
    pages
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .chain(others.map(|name| root.join(name)))
}

/// Returns a document without its blocks of code.
fn without_code(page: &Path) -> String {
    let text = fs::read_to_string(page).expect("a readable page");
    text.split("```").step_by(2).collect()
}

/// Returns the id that hosts of repositories give to a heading.
fn id_of(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn links_between_documents_lead_to_headings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for page in documents(root) {
        let prose: String = without_code(&page).split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((to, id)) = link.split_once('#').filter(|(to, _)| !to.contains(':')) else { continue };
            let target = if to.is_empty() { page.clone() } else { page.parent().expect("a folder").join(to) };
            let text = without_code(&target);
            seen += 1;
            if !text.lines().any(|line| line.starts_with('#') && id_of(line) == id) {
                missing.insert(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(seen > 100, "only {seen} links were found");
}

#[test]
fn files_of_the_source_that_documents_name_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = BTreeSet::new();
    for page in documents(root) {
        let text = fs::read_to_string(&page).expect("a readable page");
        for part in text
            .split(['`', '(', ')'])
            .filter(|part| part.starts_with("src/") || part.starts_with("tests/it/"))
        {
            let is_path = part.chars().all(|c| c.is_ascii_alphanumeric() || "/_.-".contains(c));
            if is_path && !root.join(part).exists() {
                missing.insert(format!("{}: {part}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
