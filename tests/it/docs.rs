//! Tests that the reference pages in `docs/` agree with the declarations.
//!
//! `BLESS=1 cargo test --test it docs::` rewrites them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
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
    let mut table = "| rule | weight | what must hold |\n|---|---|---|\n".to_owned();
    for rule in all_rules() {
        let weight = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let link = format!("[`{0}`](#{0})", rule.name);
        writeln!(table, "| {link} | {weight} | {} |", rule.sentence).expect("memory");
    }
    hold("rules.md", &replaced(&page("rules.md"), RULES, &format!("\n{table}\n")));
}

/// The markers around the table of blocks in `docs/themes.md`.
const BLOCKS: (&str, &str) = (
    "<!-- The table of blocks, written from themes/default/templates/. -->\n",
    "<!-- End of the table. -->\n",
);

/// Returns what is between two markers replaced.
fn replaced(page: &str, markers: (&str, &str), text: &str) -> String {
    let (before, rest) = page.split_once(markers.0).expect("the first marker");
    let (_, after) = rest.split_once(markers.1).expect("the second marker");
    format!("{before}{}{text}{}{after}", markers.0, markers.1)
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    fs::read_to_string(path).expect("a page").replace("\r\n", "\n")
}

/// Returns the words after a tag, such as the names of all blocks.
fn named(text: &str, tag: &str) -> Vec<String> {
    let start = format!("{{% {tag} ");
    let names = text.split(&start).skip(1);
    names.map(|rest| rest.split([' ', '%']).next().unwrap_or_default().trim_matches('"').to_owned()).collect()
}

#[test]
fn every_block_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let templates: BTreeMap<String, String> = fs::read_dir(folder)
        .expect("the templates")
        .map(|entry| entry.expect("a template").path())
        .map(|path| {
            (
                path.file_name().expect("a name").to_string_lossy().into_owned(),
                fs::read_to_string(path).expect("text"),
            )
        })
        .collect();
    let mut blocks: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for (name, text) in &templates {
        for block in named(text, "block") {
            let mut at = name.clone();
            let mut home = name.clone();
            while let Some(parent) = named(&templates[&at], "extends").pop() {
                if named(&templates[&parent], "block").contains(&block) {
                    home.clone_from(&parent);
                }
                at = parent;
            }
            let fillers = blocks.entry((home.clone(), block)).or_default();
            if home != *name {
                fillers.push(name);
            }
        }
    }
    let mut table = "\n| block | stands in | filled by |\n|---|---|---|\n".to_owned();
    for ((home, block), fillers) in blocks {
        let fillers: Vec<String> = fillers.iter().map(|name| format!("`{name}`")).collect();
        writeln!(table, "| `{block}` | `{home}` | {} |", fillers.join(", ")).expect("memory");
    }
    table.push('\n');
    hold("themes.md", &replaced(&page("themes.md"), BLOCKS, &table));
}

/// Returns a pattern of a message in one line, with the form for other counts, and the variables in it.
fn message(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => text.push_str(value),
            ast::PatternElement::Placeable { expression } => text.push_str(&placeable(expression, variables)),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn placeable(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) -> String {
    match expression {
        ast::Expression::Inline(inline) => inline_text(inline, variables),
        ast::Expression::Select { selector, variants } => {
            inline_text(selector, variables);
            let texts: Vec<(bool, String)> = variants
                .iter()
                .map(|variant| (variant.default, message(&variant.value, variables)))
                .collect();
            texts.into_iter().find(|(is_default, _)| *is_default).map(|(_, text)| text).unwrap_or_default()
        }
    }
}

fn inline_text(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) -> String {
    match inline {
        ast::InlineExpression::StringLiteral { value } => (*value).to_owned(),
        ast::InlineExpression::NumberLiteral { value } => (*value).to_owned(),
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(format!("`${}`", id.name));
            format!("{{ ${} }}", id.name)
        }
        ast::InlineExpression::MessageReference { id, .. } => format!("{{ {} }}", id.name),
        ast::InlineExpression::TermReference { id, .. } => format!("{{ -{} }}", id.name),
        ast::InlineExpression::FunctionReference { id, arguments } => {
            arguments.positional.iter().for_each(|argument| _ = inline_text(argument, variables));
            format!("{{ {}() }}", id.name)
        }
        ast::InlineExpression::Placeable { expression } => placeable(expression, variables),
    }
}

#[test]
fn every_message_is_listed() {
    let mut page = "# Messages\n\n\
        Every interface text, in English, with the variables that it has in either language. Of a text that depends on a\n\
        count, the table shows the form for most counts. [themes.md](themes.md#interface-texts) explains how to change a\n\
        text.\n"
        .to_owned();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let [sr, en] =
        ["sr.ftl", "en.ftl"].map(|name| fs::read_to_string(folder.join(name)).expect("the messages"));
    let [sr, en] = [&sr, &en].map(|text| fluent_syntax::parser::parse(text.as_str()).expect("messages"));
    let mut variables: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entry in sr.body.iter().chain(&en.body) {
        if let ast::Entry::Message(ast::Message { id, value: Some(value), .. }) = entry {
            message(value, variables.entry(id.name).or_default());
        }
    }
    for entry in &en.body {
        match entry {
            ast::Entry::GroupComment(comment) if !comment.content.join("").trim().is_empty() => {
                let heading = comment.content.join(" ");
                write!(page, "\n## {heading}\n\n| message | variables | text |\n|---|---|---|\n")
                    .expect("memory");
            }
            ast::Entry::Message(ast::Message { id, value: Some(value), .. }) => {
                let text = message(value, &mut BTreeSet::new());
                let text =
                    ['|', '<', '*', '_'].iter().fold(text, |text, c| text.replace(*c, &format!("\\{c}")));
                let variables = variables[id.name].iter().cloned().collect::<Vec<_>>().join(", ");
                writeln!(page, "| `{}` | {variables} | {text} |", id.name).expect("memory");
            }
            _ => {}
        }
    }
    hold("messages.md", &page);
}

/// The headings in `docs/ci.md` below which the pipelines of a new catalogue stand, in the order of their files.
const PIPELINES: [&str; 2] = ["## GitHub: check and publish\n", "## GitLab: check and publish\n"];

#[test]
fn the_pipelines_of_a_new_catalogue_are_those_of_the_page() {
    let mut text = page("ci.md");
    for (heading, file) in PIPELINES.into_iter().zip(katalog::authoring::starter::PIPELINES) {
        let written = katalog::authoring::starter::for_this_program(&page(&format!("starter/{file}")));
        let (before, below) = text.split_once(heading).expect("the heading");
        let (introduction, rest) = below.split_once("```yaml\n").expect("a pipeline");
        assert!(introduction.contains(&format!("`{file}`")), "the page names {file}");
        let (_, after) = rest.split_once("```\n").expect("the end of the pipeline");
        text = format!("{before}{heading}{introduction}```yaml\n{written}```\n{after}");
    }
    hold("ci.md", &text);
}

#[test]
fn the_pages_name_the_action_of_this_version() {
    for name in ["ci.md", "publishing.md"] {
        let text = page(name);
        let lines = text.split_inclusive('\n').map(|line| match line.split_once("- uses: ") {
            Some((indent, action)) if action.contains("/katalog@") => {
                katalog::authoring::starter::for_this_program(&format!(
                    "{indent}- uses: OWNER/katalog@COMMIT # vX.Y.Z\n"
                ))
            }
            _ => line.to_owned(),
        });
        let named: String = lines.collect();
        assert!(named.contains("/katalog@COMMIT # v"), "{name}");
        hold(name, &named);
    }
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
