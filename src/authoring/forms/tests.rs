//! Tests that a form changes what an editor changes, and nothing else.

use std::path::Path;

use super::control::Sort;
use super::merge::merged;
use super::want::Want;
use super::{Control, DraftError, Edited, FIRST, FileEdit, Form, Posted, SECOND, Value};
use crate::base::language::Language;
use crate::content::parse::{self, Records, Structure};
use crate::content::read::{self, FileContent, Source, SourceFile};
use crate::content::references::EntryId;

/// Returns the pairs that a browser sends for a value.
fn pairs(control: &Control, value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match control {
        Control::Single(_) | Control::Word { .. } => found.push((path.to_owned(), value.text().to_owned())),
        Control::Words { .. } | Control::Record(_) | Control::Shortened { .. } => {
            for field in control.fields() {
                let path = format!("{path}.{}", field.key.name);
                pairs(&field.control, value.get(field.key.name), &path, found);
            }
        }
        Control::List(items) | Control::OneOrMore(items) => {
            found.push((path.to_owned(), String::new()));
            for item in value.items() {
                if !matches!(**items, Control::Single(_) | Control::Word { .. }) {
                    found.push((format!("{path}.{}", item.name), String::new()));
                }
                pairs(items, &item.value, &format!("{path}.{}", item.name), found);
            }
        }
        Control::Either(one, other) => {
            pairs(one, value.get(FIRST), &format!("{path}.{FIRST}"), found);
            pairs(other, value.get(SECOND), &format!("{path}.{SECOND}"), found);
        }
        Control::Pairs(names, values) => {
            found.push((path.to_owned(), String::new()));
            for item in value.items() {
                let path = format!("{path}.{}", item.name);
                pairs(names, item.value.get(FIRST), &format!("{path}.{FIRST}"), found);
                pairs(values, item.value.get(SECOND), &format!("{path}.{SECOND}"), found);
            }
        }
        Control::Entries => {}
    }
}

fn all_pairs(form: &Form) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(facts) = &form.facts {
        pairs(&facts.control, &facts.value, "facts", &mut found);
    }
    for (language, text) in Language::ALL.into_iter().zip(form.texts.iter().flat_map(|it| [&it.sr, &it.en])) {
        let path = format!("text.{}", language.code());
        pairs(&text.control, &text.value, &path, &mut found);
        found.push((format!("{path}.body"), text.body.clone()));
    }
    found
}

fn every_form(records: &Records, source: &Source) -> Vec<Form> {
    let ids = records.entries();
    let ids = ids.iter().map(|entry| Edited::Entry(EntryId { kind: entry.kind, id: entry.id.to_string() }));
    let all = ids.chain([Edited::Catalogue]);
    all.map(|edited| Form::open(&edited, records, source).expect("a form")).collect()
}

#[test]
fn a_form_that_is_sent_back_changes_nothing() {
    for root in ["", "tests/small", "tests/everything", "docs/starter"] {
        let source = read::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root)).expect("content");
        let (records, _) = parse::parse(&source);
        let forms = every_form(&records, &source);
        assert!(forms.len() > 5, "{root}");
        for form in forms {
            let sent = form.read(&Posted::new(all_pairs(&form)));
            assert_eq!(form.draft(&sent), Ok(Vec::new()), "{root}: {}", form.edited);
        }
    }
}

/// Every single value of every entry, set to another one: only its line changes.
#[test]
fn another_value_changes_only_its_lines() {
    // Of the real content, some values stand for all.
    for (root, step) in [("tests/small", 1), ("tests/everything", 1), ("", 41)] {
        let source = read::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root)).expect("content");
        let (records, _) = parse::parse(&source);
        let mut count = 0;
        for form in every_form(&records, &source) {
            let all = all_pairs(&form);
            for (at, (name, text)) in all.iter().enumerate() {
                if text.is_empty() || text.contains('\n') || (at + name.len()) % step != 0 {
                    continue;
                }
                count += 1;
                let mut other = all.clone();
                other[at].1 = format!("{text}7");
                let edits = form
                    .draft(&form.read(&Posted::new(other)))
                    .unwrap_or_else(|error| panic!("{name} of {}: {error:?}", form.edited));
                let [FileEdit { before: Some(before), after: Some(after), .. }] = &edits[..] else {
                    panic!("{name} of {}: {edits:?}", form.edited);
                };
                if name.ends_with(".body") {
                    continue;
                }
                let differing = before.lines().zip(after.lines()).filter(|(one, other)| one != other).count();
                // The name of a pair goes with its value.
                let is_pair = name.contains("rules.") || name.contains("slips.");
                assert!(
                    is_pair || before.lines().count() == after.lines().count() && differing == 1,
                    "{name} of {}",
                    form.edited
                );
            }
        }
        assert!(count * step > 400, "{count}");
    }
}

const PROJECT: &str = "# Head
programme: one            # why
area: x/y
# About the support.
support: [grant, loan]
sources:
  - report   # page 3
  - law
activities:
  # The first one.
  - municipality: bor
    funding: { currency: EUR, total: 700 } # agreed
  - municipality: zlatar
    note:
      sr: \"Prva\"
      en: >-
        One two three
        four
";

/// Changes a project and returns its new text.
fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    let edits = edits(text, changes).expect("a draft");
    edits.into_iter().next().and_then(|edit| edit.after).unwrap_or_else(|| text.to_owned())
}

fn edits(text: &str, changes: &[(&str, &str)]) -> Result<Vec<FileEdit>, DraftError> {
    let file =
        |path: &str, text: &str| SourceFile { path: path.into(), content: FileContent::Text(text.into()) };
    let source = Source::from_files(vec![file("content/projects/one/project.yaml", text)]);
    let (records, _) = parse::parse(&source);
    let form = Form::open(&"project/one".parse().expect("an entry"), &records, &source).expect("a form");
    let mut all = all_pairs(&form);
    for (name, value) in changes {
        match *value {
            "-" => all.retain(|(other, _)| other != name && !other.starts_with(&format!("{name}."))),
            value => match all.iter_mut().find(|(other, _)| other == name) {
                Some(pair) => value.clone_into(&mut pair.1),
                None => all.push(((*name).to_owned(), value.to_owned())),
            },
        }
    }
    form.draft(&form.read(&Posted::new(all)))
}

#[track_caller]
fn becomes(changes: &[(&str, &str)], old: &str, new: &str) {
    assert!(PROJECT.contains(old), "{old}");
    assert_eq!(changed(PROJECT, changes), PROJECT.replacen(old, new, 1));
}

#[test]
fn values_change_in_their_places() {
    becomes(&[("facts.activities.0.funding.0.total", "800")], "total: 700", "total: 800");
    becomes(&[("facts.programme", "two")], "programme: one ", "programme: two ");
    becomes(&[("facts.activities.1.note.sr", "Prva: \"nova\"")], "\"Prva\"", "\"Prva: \\\"nova\\\"\"");
    becomes(&[("facts.activities.1.note.en", "One two three five")], "        four\n", "        five\n");
    becomes(&[("facts.support.1", "gift")], "loan", "gift");
    becomes(&[("facts.area", "x y: z # 1")], "area: x/y", "area: \"x y: z # 1\"");
}

#[test]
fn keys_are_added_and_removed() {
    becomes(
        &[("facts.status", "ongoing")],
        "# About the support.\nsupport: [grant, loan]\n",
        "# About the support.\nsupport: [grant, loan]\nstatus: ongoing\n",
    );
    becomes(&[("facts.phase", "work")], "# why\n", "# why\nphase: work\n");
    becomes(&[("facts.area", "")], "area: x/y\n", "");
    becomes(
        &[("facts.activities.0.funding.0.total", "")],
        "{ currency: EUR, total: 700 }",
        "{ currency: EUR }",
    );
    becomes(
        &[("facts.activities.0.funding.0.awarded", "2023-05")],
        "total: 700",
        "total: 700, awarded: 2023-05",
    );
    becomes(
        &[("facts.period.start", "2020"), ("facts.period.end", "2021")],
        "loan]\n",
        "loan]\nperiod: { start: 2020, end: 2021 }\n",
    );
    becomes(
        &[("facts.activities.1.note.en", "")],
        "\n      en: >-\n        One two three\n        four\n",
        "\n",
    );
    becomes(
        &[("facts.activities.1.note.en", ""), ("facts.activities.1.note.sr", "")],
        "    note:\n      sr: \"Prva\"\n      en: >-\n        One two three\n        four\n",
        "",
    );
    becomes(
        &[("facts.activities.0.municipality", ""), ("facts.activities.0.district", "borski")],
        "municipality: bor\n",
        "district: borski\n",
    );
}

#[test]
fn many_keys_change_in_few_steps() {
    let single = |text: &str| Want::Single(text.to_owned(), Sort::Number);
    let wanted = ["k", "a", "b", "c", "l", "d", "m"];
    let want = |kept: &str, new: &str| {
        let of = |name: &str| match name {
            name if kept.contains(name) => Want::Kept,
            name if new.contains(name) => single("9"),
            _ => Want::Nothing,
        };
        Want::Group(wanted.map(|name| (name.to_owned(), of(name))).into())
    };
    let becomes = |text: &str, kept: &str, new: &str, expected: Result<&str, ()>| {
        let merged = merged(text, Structure::of_facts, &want(kept, new));
        assert_eq!(merged.as_deref().map_err(|_| ()), expected, "{text:?}, {kept}, {new}");
    };
    let block = "a: 1 # one\nb: 2\n# three\nc: 3\nd: 4\n";
    becomes(block, "ac", "klm", Ok("k: 9\na: 1 # one\n# three\nc: 3\nl: 9\nm: 9\n"));
    becomes(block, "bd", "", Ok("b: 2\n# three\nd: 4\n"));
    becomes(block, "", "klm", Ok("k: 9\n# three\nl: 9\nm: 9\n"));
    becomes("a: 1\no: 5\nb: 2\n", "", "km", Ok("o: 5\nk: 9\nm: 9\n"));
    let flow = "{ a: 1, b: 2, c: 3, d: 4 }\n";
    becomes(flow, "ac", "klm", Ok("{ k: 9, a: 1, c: 3, l: 9, m: 9 }\n"));
    becomes(flow, "cd", "", Ok("{ c: 3, d: 4 }\n"));
    becomes(flow, "b", "", Ok("{ b: 2 }\n"));
    becomes(flow, "", "klm", Ok("{ k: 9, l: 9, m: 9 }\n"));
    becomes("{}\n", "", "klm", Ok("{ k: 9, l: 9, m: 9 }\n"));
    becomes("{ }\n", "", "klm", Ok("{ k: 9, l: 9, m: 9 }\n"));

    let many = 2_000;
    let old: String = (0..many).map(|at| format!("a{at}: 1\n")).collect();
    let new: String = (0..many).map(|at| format!("b{at}: 1\n")).collect();
    let unwanted = (0..many).map(|at| (format!("a{at}"), Want::Nothing));
    let wanted = (0..many).map(|at| (format!("b{at}"), single("1")));
    let want = Want::Group(unwanted.chain(wanted).collect());
    assert_eq!(merged(&old, Structure::of_facts, &want).as_deref().map_err(|_| ()), Ok(new.as_str()));
}

#[test]
fn items_are_added_removed_and_moved() {
    becomes(&[("facts.support.n0", "gift")], "loan]", "loan, gift]");
    becomes(&[("facts.support.0", "")], "[grant, loan]", "[loan]");
    becomes(&[("facts.sources.n0", "plan")], "  - law\n", "  - law\n  - plan\n");
    becomes(&[("facts.sources.0", "-")], "  - report   # page 3\n", "");
    becomes(
        &[
            ("facts.activities.n0.scope", "national"),
            ("facts.activities.n0.funding.n0.total", "5"),
            ("facts.activities.n0.funding.n0.currency", "EUR"),
        ],
        "        four\n",
        "        four\n  - scope: national\n    funding: { currency: EUR, total: 5 }\n",
    );
    becomes(
        &[
            ("facts.implementers.n0.organisation", "a"),
            ("facts.implementers.n1.organisation", "b"),
            ("facts.implementers.n1.note.sr", "x"),
        ],
        "loan]\n",
        "loan]\nimplementers:\n  - a\n  - organisation: b\n    note: { sr: \"x\" }\n",
    );
    // The first activity goes to the end; a comment below the key of a list belongs to the list.
    let first = "  - municipality: bor\n    funding: { currency: EUR, total: 700 } # agreed\n";
    let moved = PROJECT.replacen(first, "", 1) + first;
    let file_order = changed(
        PROJECT,
        &[
            ("facts.activities.0", "-"),
            ("facts.activities.0.municipality", "bor"),
            ("facts.activities.0.funding.0.total", "700"),
            ("facts.activities.0.funding.0.currency", "EUR"),
        ],
    );
    assert_eq!(file_order, moved);
}

#[test]
fn names_keep_their_order_and_have_the_last_text() {
    let pairs = [("b.0", "1"), ("a", "2"), ("b.n0", "3"), ("b.0", "4")];
    let posted = Posted::new(pairs.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let names = |posted: &Posted| posted.parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&posted), ["b", "a"]);
    let b = posted.get("b").expect("a name");
    assert_eq!((names(b), b.text("0"), b.text("n0")), (vec!["0".to_owned(), "n0".to_owned()], "4", "3"));
    assert_eq!(posted.get("c"), None);
}

#[test]
fn a_second_amount_makes_a_list() {
    becomes(
        &[("facts.activities.0.funding.n0.total", "5"), ("facts.activities.0.funding.n0.currency", "CHF")],
        "    funding: { currency: EUR, total: 700 } # agreed\n",
        "    funding:\n      - { currency: EUR, total: 700 }\n      - { currency: CHF, total: 5 } # agreed\n",
    );
}

#[test]
fn a_comment_is_not_lost() {
    let text = "programme: one\nsupport: [\n  grant, # why\n  loan,\n]\nperiod:\n  # Known.\n  start: 2020\n";
    let path = "content/projects/one/project.yaml".to_owned();
    assert_eq!(edits(text, &[("facts.support.0", "")]), Err(DraftError::Odd(path, 2)));
    assert_eq!(changed(text, &[("facts.support.1", "gift")]), text.replace("loan", "gift"));
    assert_eq!(changed(text, &[("facts.period.end", "2021")]), format!("{text}  end: 2021\n"));
}

#[test]
fn what_is_no_yaml_stays_as_it_is() {
    let file = |text: &str| edits(text, &[]);
    assert_eq!(file("programme: [\n"), Ok(Vec::new()));
    assert_eq!(file("- a\n- b\n"), Ok(Vec::new()));
    assert_eq!(file(""), Ok(Vec::new()));
    assert_eq!(
        changed("# Head\n", &[("facts.programme", "one\u{1}"), ("facts.period.start", "2020")]),
        "# Head\nprogramme: one\nperiod: { start: 2020 }\n"
    );
    assert_eq!(changed("programme: one\r\n", &[("facts.area", "x/y")]), "programme: one\r\narea: x/y\r\n");
}
