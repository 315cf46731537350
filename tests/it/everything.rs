//! Tests the catalogue in `everything/`: it uses every kind, key, word and form of the content format, and every
//! command treats it as it should.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rename::{must_pass, rename, without_aliases};
use crate::schema::facts;
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{built, select, tree};
use katalog::authoring::spreadsheet::SHEETS;
use katalog::base::id::Kind;
use katalog::content::parse::{FILES, FrontMatter, LANGUAGES, Records, Reporting, Shape, parse};
use katalog::content::read::{BORDERS, read};
use katalog::content::references::EntryId;
use scraper::Html;
use serde_json::Value;
use walkdir::WalkDir;

/// The parts of the content format, and those that content uses, by their descriptions.
#[derive(Default)]
struct Usage {
    declared: BTreeSet<String>,
    used: BTreeSet<String>,
}

/// Returns whether a value is written in a form.
fn has_form(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Record { .. } | Shape::Keyed(..) | Shape::Words | Shape::MarkedWords => value.is_object(),
        Shape::List(_) => value.is_array(),
        Shape::Either(usual, other) => has_form(usual, value) || has_form(other, value),
        Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule => !value.is_object() && !value.is_array(),
    }
}

fn form(shape: &Shape) -> &'static str {
    match shape {
        Shape::Record { .. } | Shape::Keyed(..) | Shape::Words | Shape::MarkedWords => "a group",
        Shape::List(_) => "a list",
        Shape::Either(usual, _) => form(usual),
        Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule => "a single value",
    }
}

fn key(name: &str, what: &str) -> String {
    format!("`{name}` of {what}")
}

impl Usage {
    /// Adds the parts of a shape. `is_once` if a catalogue has one value of it, so one word of several.
    fn declare(&mut self, at: &str, shape: &Shape, is_once: bool) {
        match shape {
            Shape::Record { what, keys, .. } => {
                for part in *keys {
                    let at = key(part.name, what);
                    self.declared.insert(at.clone());
                    self.declare(&at, &(part.shape)(), is_once);
                }
            }
            Shape::Words | Shape::MarkedWords => {
                self.declared.extend(LANGUAGES.iter().map(|part| key(part.name, "a text")))
            }
            Shape::Word { what, .. } if is_once => _ = self.declared.insert((*what).to_owned()),
            Shape::Word { what, choices, .. } => {
                self.declared.extend(choices.iter().map(|choice| key(choice.word, what)));
            }
            Shape::List(items) => self.declare(at, items, false),
            Shape::Keyed(names, values) => {
                self.declare(at, names, false);
                self.declare(at, values, false);
            }
            Shape::Either(usual, other) => {
                for shape in [usual, other] {
                    self.declared.insert(format!("{at} as {}", form(shape)));
                    self.declare(at, shape, is_once);
                }
            }
            Shape::Scalar(_) | Shape::Rule => {}
        }
    }

    /// Adds the parts of a shape that a value uses.
    fn count(&mut self, at: &str, shape: &Shape, value: &Value) {
        let group = value.as_object();
        match shape {
            Shape::Record { what, keys, .. } => {
                for part in *keys {
                    let Some(value) = group.and_then(|group| group.get(part.name)) else { continue };
                    let at = key(part.name, what);
                    self.used.insert(at.clone());
                    self.count(&at, &(part.shape)(), value);
                }
            }
            Shape::Words | Shape::MarkedWords => {
                self.used.extend(group.iter().flat_map(|group| group.keys()).map(|name| key(name, "a text")))
            }
            Shape::Word { what, .. } => {
                let word = value.as_str().unwrap_or_else(|| panic!("{at} is {value}"));
                self.used.extend([key(word, what), (*what).to_owned()]);
            }
            Shape::List(items) => {
                value.as_array().into_iter().flatten().for_each(|value| self.count(at, items, value))
            }
            Shape::Keyed(names, values) => {
                for (name, value) in group.into_iter().flatten() {
                    self.count(at, names, &Value::from(name.as_str()));
                    self.count(at, values, value);
                }
            }
            Shape::Either(usual, other) => {
                let shape = if has_form(usual, value) { usual } else { other };
                self.used.insert(format!("{at} as {}", form(shape)));
                self.count(at, shape, value);
            }
            Shape::Scalar(_) | Shape::Rule => {}
        }
    }

    /// Declares the parts of every file, and counts those that the files of a catalogue use.
    fn of(root: &Path) -> Usage {
        let mut usage = Usage::default();
        usage.declare_all();
        usage.used.extend(records(root).entries().iter().map(|entry| entry.kind.with_article()));
        for entry in WalkDir::new(root.join("content")).sort_by_file_name() {
            usage.count_file(entry.expect("a readable folder").path());
        }
        usage
    }

    fn declare_all(&mut self) {
        self.declared.extend(Kind::ALL.iter().map(|kind| kind.with_article()));
        self.declared.insert(BORDERS.to_owned());
        self.declare("", &front_matter(), false);
        for file in FILES {
            let shape = (file.shape)();
            let is_once = file.collection.is_none() && matches!(shape, Shape::Record { .. });
            self.declare(file.name, &shape, is_once);
            if let Some(collection) = file.collection.filter(|_| file.has_texts) {
                let texts = LANGUAGES.iter().map(|part| key(&format!("{}.md", part.name), collection));
                self.declared.extend(texts);
            }
        }
    }

    fn count_file(&mut self, path: &Path) {
        let name = path.file_name().expect("a name").to_string_lossy();
        let read = || fs::read_to_string(path).expect("a text");
        let value = |text: &str| facts(text).unwrap_or_else(|| panic!("{} is YAML", path.display()));
        if let Some(file) = FILES.iter().find(|file| file.name == name) {
            self.count(file.name, &(file.shape)(), &value(&read()));
        } else if path.ends_with(BORDERS) {
            self.used.insert(BORDERS.to_owned());
        } else if name.ends_with(".md") {
            let collection = path.iter().rev().nth(2).expect("a folder").to_string_lossy();
            self.used.insert(key(&name, &collection));
            self.count("", &front_matter(), &value(read().split("---\n").nth(1).expect("front matter")));
        }
    }

    fn unused(&self) -> Vec<&str> {
        self.declared.difference(&self.used).map(String::as_str).collect()
    }
}

fn front_matter() -> Shape {
    Shape::Record { what: "front matter", about: "", keys: FrontMatter::KEYS, exactly_one: &[] }
}

pub(crate) fn records(root: &Path) -> Records {
    parse(&read(root).expect("content that can be read")).0
}

#[test]
fn every_kind_key_word_and_form_is_used() {
    let usage = Usage::of(Catalogue::everything().root());
    assert!(usage.declared.len() > 200, "{} parts", usage.declared.len());
    assert!(
        usage.unused().is_empty(),
        "tests/everything/content does not use:\n{}",
        usage.unused().join("\n")
    );
}

#[test]
fn a_part_that_is_not_used_is_named() {
    const PROJECT: &str = "projects/reading-rooms/project.yaml";
    for (path, from, to, parts) in [
        ("districts.yaml", "  seat: kamengrad\n", "", &["`seat` of a district"][..]),
        (
            "catalogue.yaml",
            ", reporting: secondary",
            "",
            &["`reporting` of settings of IATI", "a way of reporting"],
        ),
        (
            "programmes/first-pages/programme.yaml",
            "acronym: PS 1\n",
            "",
            &["`acronym` of a programme as a single value"],
        ),
        (PROJECT, ", recipient: city-of-kamengrad", "", &["`recipient` of funding"]),
        (PROJECT, "status: suspended", "status: planned", &["`suspended` of a status"]),
        (
            "documents/leaflet/document.yaml",
            "language: rsk",
            "language: sr",
            &["`rsk` of a language of documents"],
        ),
    ] {
        let catalogue = Catalogue::everything().replacing(path, from, to);
        assert_eq!(Usage::of(catalogue.root()).unused(), parts, "{path}");
    }
}

#[test]
fn it_is_without_problems_and_is_built() {
    for reporting in Reporting::ALL {
        let word = format!("reporting: {}", reporting.word());
        let catalogue = Catalogue::everything().replacing("catalogue.yaml", "reporting: secondary", &word);
        catalogue.check_strictly().is_clean();
        let public = catalogue.root().join("public");
        let first = built(catalogue.root(), &public, &["--strict"]);
        assert!(first.len() > 300, "{} files", first.len());
        let said = katalog("build", catalogue.root(), &["--output", &public.display().to_string()]);
        assert!(said.stdout.contains(" 0 written, 0 removed"), "{}", said.stdout);
        assert!(tree(&public) == first);
    }
}

/// Lists and tables say something, and sections have a heading. The answers of a search come by a script.
#[test]
fn no_part_of_a_page_is_empty() {
    let catalogue = Catalogue::everything();
    let files = catalogue.built();
    let (parts, children, heading) = (
        select("ul, ol:not(.entries), dl, table, tbody, section"),
        select("li, dt, tr"),
        select("h1, h2, h3, h4"),
    );
    let mut checked = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(&String::from_utf8_lossy(bytes));
        for part in page.select(&parts) {
            let content = if part.value().name() == "section" { &heading } else { &children };
            assert!(part.select(content).next().is_some(), "{path}: {}", part.html());
            checked += 1;
        }
    }
    assert!(checked > 1000, "{checked} parts");
}

#[test]
fn nothing_is_to_be_migrated_or_translated() {
    let catalogue = Catalogue::everything();
    let content = || tree(&catalogue.root().join("content"));
    let before = content();
    let said = katalog("migrate", catalogue.root(), &[]);
    assert_eq!(
        (said.code, format!("{}{}", said.stdout, said.stderr)),
        (Some(0), "the content has the current format already\n".to_owned())
    );
    assert!(content() == before);
    let said = katalog("translations", catalogue.root(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for language in ["Serbian", "English"] {
        assert!(said.stdout.contains(&format!("\n{language}: 100.0 % written\n")), "{}", said.stdout);
    }
}

#[test]
fn a_workbook_of_every_sheet_comes_back_as_it_is() {
    let catalogue = Catalogue::everything();
    let before = tree(&catalogue.root().join("content"));
    let workbook = catalogue.root().join("all.xlsx").display().to_string();
    let said = katalog("export", catalogue.root(), &[&workbook]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for sheet in SHEETS {
        assert!(said.stdout.contains(&format!("{}: ", sheet.name)), "{}", said.stdout);
    }
    let said = katalog("import", catalogue.root(), &["--update", &workbook]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{}", said.stderr);
    assert!(said.stderr.ends_with(": the content says the same\n"), "{}", said.stderr);
    assert!(tree(&catalogue.root().join("content")) == before);
}

/// All entries can be renamed; of the pages, only those that the catalogue adds.
#[test]
fn an_entry_of_each_kind_is_renamed_and_renamed_back() {
    let catalogue = Catalogue::everything();
    let root = catalogue.root();
    let content = || tree(&root.join("content"));
    let before = content();
    let records = records(root);
    let mut renamed = BTreeSet::new();
    for entry in records.entries() {
        let is_named = match entry.kind {
            Kind::StandingPage => entry.facts.is_some(),
            kind => Kind::of_reference(kind.word(), &entry.id) == Some(kind),
        };
        if !is_named || !renamed.insert(entry.kind) {
            continue;
        }
        let last = entry.id.rsplit('/').next().expect("an id");
        let other = entry.id.replace(last, "renamed");
        let named = |id: &str| EntryId { kind: entry.kind, id: id.to_owned() }.to_string();
        rename(root, &named(&entry.id), "renamed");
        assert!(content() != before, "{}", named(&entry.id));
        must_pass(root, &named(&entry.id));
        rename(root, &named(&other), last);
        must_pass(root, &named(&other));
    }
    assert_eq!(renamed.len(), Kind::ALL.len());
    assert!(without_aliases(content()) == without_aliases(before));
}
