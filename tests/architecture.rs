//! The shape of the source: stages look back and never forward, each wrapped crate has one home, the library is
//! silent, and every rule is shown at work.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use katalog::base::rules;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Modules that every stage may use, each with those of them that it uses itself. A module may use only what
/// stands above it, here and in the next table, so that nothing can go in circles.
const LEAVES: &[(&str, &[&str])] = &[
    ("problem", &[]),
    ("rules", &["problem"]),
    ("language", &[]),
    ("id", &[]),
    ("date", &[]),
    ("money", &[]),
    ("colour", &[]),
    ("serbian", &[]),
    ("suggest", &["serbian"]),
    ("hash", &[]),
    ("script", &[]),
    ("policy", &[]),
    ("compress", &[]),
    ("cells", &[]),
    ("invisible", &[]),
    ("markdown", &["invisible", "language", "serbian"]),
    ("folder", &["visible"]),
    ("visible", &[]),
];

/// The other modules in the order of the work, each with what it receives. A longer path allows one item only.
const STAGES: &[(&str, &[&str])] = &[
    ("read", &[]),
    ("parse", &["read"]),
    ("git", &["read"]),
    ("translations", &["git", "parse"]),
    ("report", &["read", "translations"]),
    (
        "catalogue",
        &[
            "parse::MunicipalityType",
            "parse::OrganisationKind",
            "parse::Reporting",
            "parse::Role",
            "parse::Sdg",
            "parse::Status",
        ],
    ),
    ("references", &["parse", "read"]),
    ("diff", &[]),
    ("transaction", &[]),
    ("rename", &["diff", "parse", "read", "references", "transaction"]),
    ("check", &["catalogue", "parse", "references"]),
    ("lint", &["parse", "read"]),
    ("chronicle", &["catalogue", "git"]),
    ("order", &["catalogue"]),
    ("listing", &["catalogue", "order"]),
    ("route", &["catalogue", "chronicle", "listing", "order"]),
    ("addresses", &["parse::shorten", "read::ADDRESSES", "route"]),
    ("map", &["catalogue"]),
    ("tables", &["catalogue", "route"]),
    ("format", &[]),
    ("theme", &[]),
    ("locales", &["format"]),
    (
        "render",
        &[
            "catalogue",
            "chronicle",
            "format",
            "listing",
            "locales",
            "map",
            "order",
            "route",
            "tables",
            "theme",
        ],
    ),
    ("export", &["catalogue", "chronicle", "route", "tables"]),
    ("search", &["catalogue", "order", "route"]),
    (
        "edition",
        &["catalogue", "chronicle", "export", "git", "locales", "map", "render", "route", "search", "theme"],
    ),
    ("inputs", &["catalogue", "edition", "export", "git", "parse::markdown_start", "read", "route"]),
    ("hosts", &["catalogue", "route"]),
    ("publish", &["read::MAX_DOCUMENT_BYTES"]),
    ("serve", &["catalogue", "edition", "read", "render", "report", "route"]),
    ("draft", &["diff", "parse", "read", "transaction"]),
    ("import", &["draft", "parse", "read", "references", "tables"]),
    ("schema", &["parse", "transaction"]),
    ("starter", &["schema", "transaction"]),
];

/// The files that put the stages together; they may use everything.
const TOGETHER: &[&str] = &[
    "build.rs",
    "lib.rs",
    "press.rs",
    "main.rs",
    "cli.rs",
    "ask.rs",
    "terminal.rs",
    "serve/mod.rs",
    "serve/workshop.rs",
];

/// Crates that are wrapped, and the files that may know of them.
const WRAPPED: &[(&str, &[&str])] = &[
    ("aho_corasick", &["lint/words.rs"]),
    ("annotate_snippets", &["report/human.rs"]),
    ("axum", &["serve/listen.rs", "serve/respond.rs"]),
    ("blake3", &["build.rs", "hash.rs"]),
    ("brotli", &["compress.rs"]),
    ("cap_fs_ext", &["folder.rs"]),
    ("cap_std", &["folder.rs"]),
    ("clap", &["cli.rs", "main.rs"]),
    ("clap_complete", &["cli.rs", "main.rs"]),
    ("clap_mangen", &["main.rs"]),
    ("csv", &["export/table.rs"]),
    ("csv_core", &["import/sheet.rs"]),
    ("flate2", &["compress.rs"]),
    ("fluent", &["locales.rs"]),
    ("fluent_syntax", &["locales.rs"]),
    ("icu_calendar", &["format.rs"]),
    ("icu_collator", &["order.rs"]),
    ("icu_datetime", &["format.rs"]),
    ("icu_decimal", &["format.rs"]),
    ("http_range_header", &["serve/respond.rs"]),
    ("hyper", &["serve/listen.rs"]),
    ("hyper_util", &["serve/listen.rs"]),
    ("i_overlay", &["map.rs"]),
    ("indicatif", &["main.rs"]),
    ("inquire", &["ask.rs"]),
    ("jiff", &["date.rs"]),
    ("mime_guess", &["serve/respond.rs"]),
    ("minify_html", &["markdown.rs"]),
    ("oxc_allocator", &["script.rs"]),
    ("oxc_codegen", &["script.rs"]),
    ("oxc_minifier", &["script.rs"]),
    ("oxc_parser", &["script.rs"]),
    ("oxc_span", &["script.rs"]),
    ("palette", &["colour.rs"]),
    ("notify", &["serve/watch.rs"]),
    ("open", &["main.rs"]),
    ("percent_encoding", &["report/mod.rs", "serve/respond.rs"]),
    ("png", &["render/picture.rs"]),
    ("pulldown_cmark", &["markdown.rs"]),
    ("resvg", &["render/picture.rs"]),
    ("rustix", &["folder.rs", "publish/swap.rs"]),
    ("quick_xml", &["export/feed.rs", "export/iati.rs", "export/sitemap.rs"]),
    ("rust_embed", &["locales.rs", "starter.rs", "theme.rs"]),
    ("rust_xlsxwriter", &["export/xlsx.rs"]),
    ("serde_yaml", &["parse/node.rs"]),
    ("sha1", &["git.rs"]),
    ("sha2", &["git.rs"]),
    ("similar", &["diff.rs"]),
    ("spade", &["map.rs"]),
    ("strsim", &["suggest.rs"]),
    ("tera", &["render/fuel.rs", "render/templates.rs"]),
    ("tokio_stream", &["serve/respond.rs"]),
    ("unic_langid", &["locales.rs"]),
    ("walkdir", &["serve/workshop.rs"]),
];

/// What only the program may do, and the files in which it does.
const OUTSIDE_WORLD: [(&str, &[&str]); 12] = [
    ("print!", &[]),
    ("println!", &["build.rs"]),
    ("eprint!", &[]),
    ("eprintln!", &[]),
    ("stdin()", &["terminal.rs"]),
    ("stdout()", &["terminal.rs"]),
    ("stderr()", &["terminal.rs"]),
    ("dbg!", &[]),
    ("SystemTime", &[]),
    ("Instant", &["main.rs", "render/fuel.rs"]),
    ("env::", &["build.rs", "folder.rs", "git.rs", "main.rs", "terminal.rs"]),
    ("process::Command", &["build.rs", "git.rs"]),
];

/// A file of the source, by its path below `src`.
struct Source {
    path: String,
    text: String,
    /// The text without comments.
    code: String,
}

fn sources() -> Vec<Source> {
    let folder = Path::new(ROOT).join("src");
    let walk = WalkDir::new(&folder).sort_by_file_name();
    let entries = walk.into_iter().map(|entry| entry.expect("a readable folder").into_path());
    entries
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("readable source");
            let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
            let code = lines.collect::<Vec<_>>().join("\n");
            let path: PathBuf = path.strip_prefix(&folder).expect("below src").into();
            Source { path: path.to_string_lossy().replace('\\', "/"), text, code }
        })
        .collect()
}

impl Source {
    /// The module it belongs to, among those of `lib.rs`.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// Whether it names a thing, as a whole word or path.
    fn names(&self, thing: &str) -> bool {
        self.code.match_indices(thing).any(|(at, _)| !self.code[..at].ends_with(is_word))
    }

    /// Whether it names a crate, as the beginning of a path.
    fn names_crate(&self, name: &str) -> bool {
        let path = format!("{name}::");
        let begins = |at: usize| !self.code[..at].ends_with(|c: char| is_word(c) || matches!(c, ':' | '.'));
        self.code.match_indices(&path).any(|(at, _)| begins(at))
    }

    /// Every path below `crate` that it names.
    fn imports(&self) -> BTreeSet<String> {
        let mut paths = BTreeSet::new();
        for (at, root) in self.code.match_indices("crate::") {
            if !self.code[..at].ends_with(is_word) {
                expand("", &self.code[at + root.len()..], &mut paths);
            }
        }
        paths
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Writes a tree of imports, such as `a::{b, c::d}`, as its paths.
fn expand(before: &str, tree: &str, paths: &mut BTreeSet<String>) {
    let tree = tree.trim_start();
    if let Some(list) = tree.strip_prefix('{') {
        let (mut depth, mut start) = (1, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                if !list[start..at].trim().is_empty() {
                    expand(before, &list[start..at], paths);
                }
                start = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
        return;
    }
    let name: String = tree.chars().take_while(|c| is_word(*c) || *c == '*').collect();
    if name.is_empty() {
        paths.insert(before.to_owned());
        return;
    }
    let path = if before.is_empty() { name.clone() } else { format!("{before}::{name}") };
    match tree[name.len()..].strip_prefix("::") {
        Some(rest) => expand(&path, rest, paths),
        None => {
            paths.insert(path);
        }
    }
}

#[test]
fn trees_of_imports_are_expanded() {
    let mut paths = BTreeSet::new();
    expand("", "a::{b, c::{self, d},\n e::F} ;", &mut paths);
    expand("", "g::h(i)", &mut paths);
    expand("", "k::L::<M>::new()", &mut paths);
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_eq!(paths, ["a::b", "a::c::d", "a::c::self", "a::e::F", "g::h", "k::L"]);
}

/// Whether `path` is `allowed` or stands below it.
fn is_within(path: &str, allowed: &str) -> bool {
    path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn the_tables_name_every_module_and_go_one_way() {
    let mut above: Vec<&str> = Vec::new();
    for (module, allowed) in LEAVES.iter().chain(STAGES) {
        for other in *allowed {
            let other = other.split("::").next().unwrap_or_default();
            assert!(above.contains(&other), "{module} would use {other}, which stands below it");
        }
        above.push(module);
    }
    let named: BTreeSet<&str> = above.into_iter().collect();
    let sources = sources();
    let there: BTreeSet<&str> =
        sources.iter().filter(|source| !TOGETHER.contains(&&source.path[..])).map(Source::module).collect();
    assert_eq!(there, named);
}

#[test]
fn stages_use_what_they_receive_and_nothing_later() {
    let leaves: Vec<&str> = LEAVES.iter().map(|(module, _)| *module).collect();
    let tables: BTreeMap<&str, Vec<&str>> = LEAVES
        .iter()
        .map(|(module, allowed)| (*module, allowed.to_vec()))
        .chain(STAGES.iter().map(|(module, allowed)| (*module, [&leaves, *allowed].concat())))
        .collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !TOGETHER.contains(&&source.path[..])) {
        let module = source.module();
        let Some(allowed) = tables.get(module) else { continue };
        for path in source.imports() {
            if !is_within(&path, module) && !allowed.iter().any(|allowed| is_within(&path, allowed)) {
                wrong.push(format!("src/{} uses crate::{path}", source.path));
            }
        }
        if source.code.contains("super::super") {
            wrong.push(format!("src/{} climbs out of its module", source.path));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn wrapped_crates_have_one_home() {
    let sources = sources();
    let mut wrong = Vec::new();
    for (name, homes) in WRAPPED {
        let users: Vec<&str> =
            sources.iter().filter(|source| source.names_crate(name)).map(|source| &source.path[..]).collect();
        if users != *homes {
            wrong.push(format!("{name} is used in {users:?} and should be in {homes:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_only_users_of_a_crate_are_the_only_ones() {
    let sources = sources();
    let mut wrong = Vec::new();
    for source in &sources {
        let head: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let Some((_, claim)) = head.iter().find_map(|line| line.split_once("The only user of ")) else {
            continue;
        };
        for name in claim.split('`').skip(1).step_by(2).map(|name| name.replace('-', "_")) {
            let users: Vec<&str> = sources
                .iter()
                .filter(|other| other.names_crate(&name))
                .map(|other| &other.path[..])
                .collect();
            if users != [&source.path[..]] {
                wrong.push(format!("src/{} says it is the only user of {name}: {users:?}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_library_is_silent_and_knows_no_clock() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (thing, homes) in OUTSIDE_WORLD {
            if source.names(thing) && !homes.contains(&&source.path[..]) {
                wrong.push(format!("src/{} names {thing}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_broken_by_a_case() {
    let folder = Path::new(ROOT).join("tests/problems");
    let mut reports: Vec<String> = WalkDir::new(&folder)
        .min_depth(2)
        .max_depth(2)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect();
    // Content too large for a folder of cases is made there.
    reports.extend(fs::read_to_string(folder.with_extension("rs")));
    let imports = fs::read_to_string(Path::new(ROOT).join("tests/import.rs")).expect("a readable file");
    let missing: Vec<&str> = rules::ALL
        .iter()
        .map(|rule| rule.name)
        .filter(|name| {
            let heads = [format!("error[{name}]:"), format!("warning[{name}]:")];
            let is_imported = imports.contains(&format!("\"{name}\""));
            !is_imported && !reports.iter().any(|report| heads.iter().any(|head| report.contains(head)))
        })
        .collect();
    assert!(missing.is_empty(), "no case in tests/problems breaks {missing:?}");
}

#[test]
fn the_readme_names_every_rule_with_its_sentence() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a readable file");
    let missing: Vec<&str> = rules::ALL
        .iter()
        .filter(|rule| {
            let row = |weight| format!("| `{}`{weight} | {} |", rule.name, rule.sentence);
            let weight = match rule.severity {
                katalog::base::problem::Severity::Error => "",
                katalog::base::problem::Severity::Warning => " (warning)",
            };
            !readme.contains(&row(weight))
        })
        .map(|rule| rule.name)
        .collect();
    assert!(missing.is_empty(), "README.md lacks {missing:?}");
}
