//! Tests the architecture: modules only use those before them, each wrapped crate is used in one place, the library
//! prints nothing, and every rule has a test case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use katalog::content::lint::all_rules;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The top-level modules of the source, each with those that it may use and its own modules. A top-level module may use
/// only those listed above it, and a module may use only modules of the same top-level module that are listed before
/// it, so there are no cycles.
const ROOMS: &[Room] = &[
    Room {
        name: "base",
        uses: &[],
        modules: &[
            "bytes",
            "invisible",
            "visible",
            "allowance",
            "folder",
            "odd",
            "address",
            "form",
            "leftovers",
            "file_type",
            "cells",
            "hash",
            "cache",
            "kept",
            "language",
            "id",
            "date",
            "deadline",
            "money",
            "quantity",
            "outline",
            "own_files",
            "phrases",
            "colour",
            "problem",
            "rules",
        ],
    },
    Room {
        name: "text",
        uses: &["base"],
        modules: &[
            "serbian",
            "language",
            "guess",
            "mojibake",
            "spaces",
            "suggest",
            "line_starts",
            "typography",
            "markdown",
        ],
    },
    Room {
        name: "raster",
        uses: &["base"],
        modules: &[
            "exif",
            "picture",
            "jpeg_parts",
            "png_parts",
            "webp_parts",
            "decode",
            "scale",
            "encode",
            "room",
        ],
    },
    Room {
        name: "content",
        uses: &["base", "text", "raster"],
        modules: &[
            "read",
            "parse",
            "git",
            "translations",
            "catalogue",
            "references",
            "called",
            "check",
            "lint",
        ],
    },
    Room {
        name: "theme",
        uses: &["base", "text"],
        modules: &["minify_css", "minify_js", "format", "locales", "guide", "originals"],
    },
    Room {
        name: "site",
        uses: &["base", "text", "content"],
        modules: &[
            "change_log",
            "collation",
            "figures",
            "listing",
            "route",
            "published_urls",
            "borders",
            "map",
            "tables",
            "plan",
        ],
    },
    Room {
        name: "render",
        uses: &["base", "text", "raster", "content", "theme", "site"],
        modules: &[
            "whitespace",
            "hyphens",
            "constants",
            "guard",
            "fuel",
            "templates",
            "shared",
            "marks",
            "picture",
            "context",
            "details",
            "documents",
            "posts",
            "linked_data",
            "citation",
            "code",
            "frame",
            "filters",
            "figures",
            "pages",
        ],
    },
    Room {
        name: "export",
        uses: &["base", "text", "content", "theme", "site"],
        modules: &[
            "wording",
            "table",
            "json",
            "schema",
            "catalogue",
            "releases",
            "activities",
            "xlsx",
            "geojson",
            "datapackage",
            "csvw",
            "grants",
            "dcat",
            "xml",
            "feed",
            "calendar",
            "iati",
            "sitemap",
        ],
    },
    Room {
        name: "search",
        uses: &["base", "text", "content", "site"],
        modules: &["words", "encode", "part", "synonyms", "documents", "records", "describe", "terms"],
    },
    Room {
        name: "publish",
        uses: &["base", "raster", "content", "theme", "site", "render", "export", "search"],
        modules: &[
            "headers",
            "compress",
            "output",
            "hosts",
            "pictures",
            "bundle",
            "error",
            "fingerprints",
            "emitter",
            "offline",
            "options",
            "unchanged",
        ],
    },
    Room {
        name: "report",
        uses: &["base", "content"],
        modules: &["parts", "human", "json", "github", "sarif"],
    },
    Room {
        name: "authoring",
        uses: &["base", "text", "content", "site"],
        modules: &[
            "diff",
            "transaction",
            "schema",
            "gazetteer",
            "starter",
            "release",
            "rename",
            "change",
            "draft",
            "values",
            "forms",
            "migrate",
            "workbook",
            "translate",
            "table",
            "spreadsheet",
            "import",
        ],
    },
    Room {
        name: "serve",
        uses: &["base", "text", "content", "theme", "site", "render", "publish", "report", "authoring"],
        modules: &["event", "document", "state", "watch", "rebuilder", "listen", "edit", "respond"],
    },
];

/// A folder of the source with one subject.
struct Room {
    name: &'static str,
    uses: &'static [&'static str],
    /// Its modules in order; its `mod.rs` may use all of them.
    modules: &'static [&'static str],
}

/// The folder of the program, which uses the library as an outside user.
const PROGRAM: &str = "cli";

/// Wrapped crates, and the files that may use them.
const WRAPPED: &[(&str, &[&str])] = &[
    ("aho_corasick", &["base/phrases.rs", "content/lint/typos.rs"]),
    ("annotate_snippets", &["report/human.rs"]),
    ("axum", &["serve/edit/guard.rs", "serve/edit/mod.rs", "serve/listen.rs", "serve/respond.rs"]),
    ("blake3", &["base/hash.rs"]),
    ("brotli", &["publish/compress.rs"]),
    ("calamine", &["authoring/workbook.rs"]),
    ("cap_fs_ext", &["base/folder/mod.rs", "base/folder/read.rs", "base/folder/write.rs"]),
    (
        "cap_std",
        &[
            "base/folder/entries.rs",
            "base/folder/mod.rs",
            "base/folder/named.rs",
            "base/folder/read.rs",
            "base/folder/write.rs",
        ],
    ),
    ("clap", &["cli/mod.rs", "main.rs"]),
    ("clap_complete", &["cli/mod.rs", "main.rs"]),
    ("clap_mangen", &["main.rs"]),
    ("csv", &["export/table.rs"]),
    ("csv_core", &["authoring/table/sheet.rs"]),
    ("fast_image_resize", &["raster/scale.rs"]),
    ("flate2", &["publish/compress.rs", "raster/png_parts.rs"]),
    ("fluent", &["theme/locales/limits.rs", "theme/locales/mod.rs"]),
    ("fluent_syntax", &["theme/locales/limits.rs", "theme/locales/mod.rs"]),
    ("icu_calendar", &["theme/format.rs"]),
    ("icu_collator", &["site/collation.rs"]),
    ("icu_datetime", &["theme/format.rs"]),
    ("icu_decimal", &["theme/format.rs"]),
    ("idna", &["base/address.rs"]),
    ("getrandom", &["serve/edit/guard.rs", "serve/edit/mod.rs", "serve/mod.rs"]),
    ("http_range_header", &["serve/respond.rs"]),
    ("hyper", &["serve/listen.rs"]),
    ("hyper_util", &["serve/listen.rs"]),
    ("hypher", &["text/language.rs", "text/serbian/syllables.rs"]),
    ("i_overlay", &["site/map.rs"]),
    ("image_webp", &["raster/decode.rs"]),
    ("imagesize", &["content/read/walk.rs"]),
    ("fast_qr", &["render/code.rs"]),
    ("indicatif", &["cli/build.rs"]),
    ("inquire", &["cli/ask.rs"]),
    ("jiff", &["base/date.rs", "base/deadline.rs"]),
    ("lightningcss", &["theme/minify_css.rs"]),
    ("memchr", &["render/hyphens.rs"]),
    ("mime_guess", &["serve/respond.rs"]),
    ("minify_html", &["text/markdown/minify.rs"]),
    ("oxc_allocator", &["theme/minify_js.rs"]),
    ("oxc_codegen", &["theme/minify_js.rs"]),
    ("oxc_minifier", &["theme/minify_js.rs"]),
    ("oxc_parser", &["theme/minify_js.rs"]),
    ("oxc_span", &["theme/minify_js.rs"]),
    ("palette", &["base/colour.rs"]),
    ("notify", &["serve/watch.rs"]),
    ("open", &["main.rs"]),
    ("percent_encoding", &["base/address.rs", "serve/respond.rs"]),
    ("png", &["raster/decode.rs", "render/picture.rs"]),
    (
        "pulldown_cmark",
        &[
            "text/markdown/destinations.rs",
            "text/markdown/events.rs",
            "text/markdown/html.rs",
            "text/markdown/ids.rs",
            "text/markdown/inline.rs",
            "text/markdown/mod.rs",
            "text/markdown/shield.rs",
            "text/markdown/survey.rs",
            "text/markdown/typeset.rs",
        ],
    ),
    ("resvg", &["render/picture.rs"]),
    (
        "rustix",
        &[
            "base/folder/entries.rs",
            "base/folder/mod.rs",
            "base/folder/named.rs",
            "base/folder/read.rs",
            "base/folder/write.rs",
            "cli/watch.rs",
            "content/git/ask.rs",
            "publish/output/swap.rs",
        ],
    ),
    ("polib", &["authoring/translate/gettext.rs"]),
    ("quick_xml", &["authoring/translate/xliff.rs", "authoring/workbook.rs", "export/xml.rs"]),
    ("rust_embed", &["authoring/starter.rs", "theme/locales/mod.rs", "theme/originals.rs"]),
    (
        "rust_xlsxwriter",
        &["authoring/spreadsheet/workbook.rs", "authoring/translate/workbook.rs", "export/xlsx.rs"],
    ),
    ("serde_yaml", &["content/parse/node.rs"]),
    ("sha1", &["content/git/changes.rs"]),
    ("sha2", &["authoring/release.rs", "content/git/changes.rs"]),
    ("similar", &["authoring/diff.rs"]),
    ("socket2", &["serve/listen.rs"]),
    ("spade", &["site/map.rs"]),
    ("strsim", &["text/suggest.rs"]),
    ("tera", &["render/fuel.rs", "render/templates.rs"]),
    ("tokio_stream", &["serve/document.rs", "serve/respond.rs"]),
    ("unic_langid", &["theme/locales/mod.rs"]),
    ("walkdir", &["content/git/repository.rs", "serve/rebuilder.rs"]),
    ("webp", &["raster/encode.rs"]),
    ("zip", &["authoring/release.rs", "authoring/workbook.rs", "publish/error.rs", "publish/offline/mod.rs"]),
    ("zune_jpeg", &["raster/decode.rs"]),
];

/// What only the program may use, and the files where it does.
const OUTSIDE_WORLD: [(&str, &[&str]); 12] = [
    ("print!", &[]),
    ("println!", &[]),
    ("eprint!", &[]),
    ("eprintln!", &[]),
    ("stdin()", &["cli/terminal.rs"]),
    ("stdout()", &["cli/terminal.rs"]),
    ("stderr()", &["cli/terminal.rs"]),
    ("dbg!", &[]),
    ("SystemTime", &[]),
    ("Instant", &["cli/build.rs", "render/fuel.rs"]),
    (
        "env::",
        &[
            "base/folder/named.rs",
            "cli/cache.rs",
            "cli/check.rs",
            "cli/terminal.rs",
            "content/git/ask.rs",
            "main.rs",
        ],
    ),
    ("process::Command", &["content/git/ask.rs"]),
];

/// A source file, with its path relative to `src`.
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
    /// Returns its top-level module and its module there; `None` for `mod.rs` and files outside.
    fn home(&self) -> (&str, Option<&str>) {
        let (room, below) = self.path.split_once('/').unwrap_or(("", &self.path));
        let module = below.split(['/', '.']).next().filter(|module| *module != "mod");
        (room, module)
    }

    /// Returns whether the file names a thing, as a whole word or path.
    fn names(&self, thing: &str) -> bool {
        self.code.match_indices(thing).any(|(at, _)| !self.code[..at].ends_with(is_word))
    }

    /// Returns whether the file names a crate, at the start of a path.
    fn names_crate(&self, name: &str) -> bool {
        let path = format!("{name}::");
        let begins = |at: usize| !self.code[..at].ends_with(|c: char| is_word(c) || matches!(c, ':' | '.'));
        self.code.match_indices(&path).any(|(at, _)| begins(at))
    }

    /// Returns every path below `crate` that the file names, including paths through `super` to its top-level module.
    fn imports(&self) -> BTreeSet<String> {
        let (room, _) = self.home();
        let is_module = self.path.matches('/').count() == 1 && !self.path.ends_with("mod.rs")
            || self.path.matches('/').count() == 2 && self.path.ends_with("mod.rs");
        let mut starts = vec![("crate::", "")];
        if is_module {
            starts.push(("super::", room));
        }
        let mut paths = BTreeSet::new();
        for (start, before) in starts {
            for (at, root) in self.code.match_indices(start) {
                if !self.code[..at].ends_with(is_word) && !self.code[..at].ends_with("(in ") {
                    expand(before, &self.code[at + root.len()..], &mut paths);
                }
            }
        }
        paths
    }
}

impl Source {
    /// Returns its path as a module: `content::parse::walk`.
    fn module(&self) -> String {
        let path = self.path.trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    }

    /// Returns the other files that it uses. A folder's `mod.rs` and the files below it do not count for each other.
    fn used_modules(&self, known: &BTreeSet<String>) -> BTreeSet<String> {
        let own = self.module();
        let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
        let mut paths = BTreeSet::new();
        for (start, before) in [("crate::", ""), ("super::", parent)] {
            for (at, root) in self.code.match_indices(start) {
                if !self.code[..at].ends_with(|c: char| is_word(c) || matches!(c, ':' | '$')) {
                    expand(before, &self.code[at + root.len()..], &mut paths);
                }
            }
        }
        let is_below = |one: &str, other: &str| {
            one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let modules = paths.iter().filter_map(|path| {
            let mut path = path.as_str();
            while !known.contains(path) {
                path = path.rsplit_once("::")?.0;
            }
            Some(path.to_owned())
        });
        modules.filter(|module| !is_below(module, &own) && !is_below(&own, module)).collect()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Expands a tree of imports, such as `a::{b, c::d}`, into paths.
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

#[test]
fn the_table_names_every_room_and_module() {
    let mut above: Vec<&str> = Vec::new();
    for Room { name, uses, .. } in ROOMS {
        for other in *uses {
            assert!(above.contains(other), "{name} would use {other}, which is not above it");
        }
        above.push(name);
    }
    let sources = sources();
    let rooms: BTreeSet<&str> =
        sources.iter().map(|source| source.home().0).filter(|room| !["", PROGRAM].contains(room)).collect();
    assert_eq!(rooms, BTreeSet::from_iter(above));
    for Room { name, modules, .. } in ROOMS {
        let there: BTreeSet<&str> = sources
            .iter()
            .map(Source::home)
            .filter(|(room, _)| room == name)
            .filter_map(|(_, module)| module)
            .collect();
        assert_eq!(there, modules.iter().copied().collect::<BTreeSet<_>>(), "the modules of {name}");
    }
}

#[test]
fn a_module_uses_only_what_is_above_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        let (name, module) = source.home();
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else { continue };
        let place = |module: &str| room.modules.iter().position(|it| *it == module);
        for path in source.imports() {
            let mut parts = path.split("::");
            let (other, item) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let is_allowed = item == "*"
                || match (other == name, module.and_then(place), place(item)) {
                    (false, ..) => room.uses.contains(&other),
                    (true, Some(own), Some(used)) => used <= own,
                    // Where the order is checked, a module must not use items of its own `mod.rs`.
                    (true, Some(_), None) => false,
                    (true, None, _) => true,
                };
            if !is_allowed {
                wrong.push(format!("src/{} uses {path}", source.path));
            }
        }
        if source.code.contains("super::super") {
            wrong.push(format!("src/{} climbs out of its module", source.path));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = sources();
    let known: BTreeSet<String> = sources.iter().map(Source::module).collect();
    let uses: BTreeMap<String, BTreeSet<String>> =
        sources.iter().map(|source| (source.module(), source.used_modules(&known))).collect();
    let mut open = uses.clone();
    // Files that use none that is still open are in no circle.
    loop {
        let before = open.len();
        let left: BTreeSet<String> = open.keys().cloned().collect();
        open.retain(|_, used| used.iter().any(|other| left.contains(other)));
        if open.len() == before {
            break;
        }
    }
    // The same the other way round: what no open file uses is in none either.
    loop {
        let before = open.len();
        let used: BTreeSet<String> = open.values().flatten().cloned().collect();
        open.retain(|module, _| used.contains(module));
        if open.len() == before {
            break;
        }
    }
    assert!(open.is_empty(), "these files are in or between circles: {:?}", open.keys().collect::<Vec<_>>());
}

/// What is particular to Serbian is reached through `Language` and `Locale`, so that another language has one home.
#[test]
fn only_one_module_uses_the_serbian_one() {
    let outside =
        |source: &&Source| !source.path.starts_with("text/serbian/") && source.path != "text/language.rs";
    let sources = sources();
    let users: Vec<&str> = sources
        .iter()
        .filter(outside)
        .filter(|source| source.imports().iter().any(|path| path.starts_with("text::serbian")))
        .map(|source| &source.path[..])
        .collect();
    assert_eq!(users, [""; 0]);
}

#[test]
fn wrapped_crates_are_used_in_one_place() {
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
fn nothing_else_uses_a_crate_with_an_only_user() {
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
fn the_library_prints_nothing_and_reads_no_clock() {
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
fn every_rule_is_broken_by_a_test_case() {
    let folder = Path::new(ROOT).join("tests/problems");
    let mut reports: Vec<String> = WalkDir::new(&folder)
        .min_depth(2)
        .max_depth(2)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect();
    // Cases whose content is too large for a folder are made in that file.
    reports.extend(fs::read_to_string(Path::new(ROOT).join("tests/it/problems.rs")));
    let imports = fs::read_to_string(Path::new(ROOT).join("tests/it/import.rs")).expect("a readable file");
    let missing: Vec<&str> = all_rules()
        .map(|rule| rule.name)
        .filter(|name| {
            let heads = [format!("error[{name}]:"), format!("warning[{name}]:")];
            let is_imported = imports.contains(&format!("\"{name}\""));
            !is_imported && !reports.iter().any(|report| heads.iter().any(|head| report.contains(head)))
        })
        .collect();
    assert!(missing.is_empty(), "no case in tests/problems breaks {missing:?}");
}
