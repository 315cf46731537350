//! Tests that a build over an older site gives the same files as a build into an empty folder, whatever was changed.

use crate::support::site::built;
use std::fs;
use std::path::Path;

use crate::history::commit;
use crate::support::{lay_over, small_catalogue, write};

/// A change by an editor, a publisher or a theme author.
struct Change {
    what: &'static str,
    make: fn(&Path),
    /// The arguments of the build from then on.
    arguments: &'static [&'static str],
}

const fn change(what: &'static str, make: fn(&Path)) -> Change {
    Change { what, make, arguments: &[] }
}

const fn way(what: &'static str, arguments: &'static [&'static str]) -> Change {
    Change { what, make: |_| (), arguments }
}

/// The changes, made one after the other.
const CHANGES: &[Change] = &[
    change("nothing", |_| ()),
    change("the text of a project", |root| replace(root, "projects/home-nursing/en.md", "twice", "thrice")),
    change("the text of a project that others link to", |root| {
        replace(root, "projects/clean-banks/sr.md", "Voda pamti", "Reka pamti");
    }),
    change("the text of a programme", |root| {
        append(root, "programmes/first-step/sr.md", "\nNova rečenica.\n")
    }),
    change("the text of a municipality", |root| {
        append(root, "municipalities/zlatar/en.md", "\nMore words.\n")
    }),
    change("the text of the first page", |root| append(root, "pages/home/sr.md", "\nNova rečenica.\n")),
    change("a title", |root| replace(root, "projects/home-nursing/en.md", "Home Nursing", "Nursing at Home")),
    change("a summary", |root| replace(root, "projects/clean-banks/en.md", "anglers.", "many anglers.")),
    change("money", |root| replace(root, "projects/home-nursing/project.yaml", "13613", "13614")),
    change("a status", |root| replace(root, "projects/home-nursing/project.yaml", "cancelled", "completed")),
    change("a place", |root| {
        replace(root, "projects/clean-banks/project.yaml", "municipality: njivice", "municipality: celije");
    }),
    change("an area", |root| {
        replace(root, "projects/clean-banks/project.yaml", "environment/clean-rivers", "health/nursing");
    }),
    change("a support type", |root| {
        replace(root, "projects/clean-banks/project.yaml", "support: grant", "support: training");
    }),
    change("a new project", |root| {
        let projects = root.join("content/projects");
        lay_over(&projects.join("school-check-ups"), &projects.join("eye-tests"));
    }),
    change("a commit", |root| commit(root, "2025-03-01")),
    change("a commit of a text, on another day", |root| {
        append(root, "projects/first-lessons/sr.md", "\nNova rečenica.\n");
        commit(root, "2025-04-02");
    }),
    change("a commit of a text, on the same day", |root| {
        append(root, "projects/clean-banks/en.md", "\nMore words.\n");
        commit(root, "2025-04-02");
    }),
    change("a commit of facts, on the same day", |root| {
        replace(root, "projects/clean-banks/project.yaml", "support: training", "support: grant");
        commit(root, "2025-04-02");
    }),
    change("another commit of facts, on the same day", |root| {
        replace(root, "projects/home-nursing/project.yaml", "13614", "13615");
        commit(root, "2025-04-02");
    }),
    change("a translation less", |root| {
        fs::remove_file(root.join("content/projects/first-lessons/en.md")).expect("a removed text");
    }),
    change("a project less", |root| {
        fs::remove_dir_all(root.join("content/projects/eye-tests")).expect("a removed folder");
    }),
    change("the name of a municipality", |root| {
        replace(root, "municipalities/cardak/municipality.yaml", "en: Čardak", "en: Chardak");
    }),
    change("the name of an organisation", |root| replace(root, "organisations.yaml", "name: {", "name:  {")),
    change("a document of the same size", |root| {
        replace(root, "projects/clean-banks/rulebook.pdf", "%PDF-1.4", "%PDF-1.5");
    }),
    change("a longer document", |root| append(root, "projects/clean-banks/rulebook.pdf", "%%EOF\n")),
    change("the title of the site", |root| {
        replace(root, "catalogue.yaml", "title: { sr: ", "title: { sr: Novi ")
    }),
    change("a template", |root| {
        write(&root.join("themes/default/templates/404.html"), b"{% extends \"base.html\" %}")
    }),
    change("an asset", |root| write(&root.join("themes/default/assets/note.txt"), b"note")),
    change("a message", |root| write(&root.join("locales/sr.ftl"), "nav-about = O ovome\n".as_bytes())),
    change("another message", |root| write(&root.join("locales/sr.ftl"), "nav-about = O nama\n".as_bytes())),
    change("a word that stands for another in the search", |root| {
        write(&root.join("locales/synonyms.en.txt"), b"nursing: caring\n");
    }),
    way("white space", &["--no-minify"]),
    way("compressed files", &["--precompress"]),
    way("the files of a host", &["--host", "nginx"]),
    way("the same files of a host", &["--host", "nginx"]),
    change("a text, and no files of a host", |root| append(root, "projects/home-nursing/sr.md", "\nReč.\n")),
    way("browsers that open the site over HTTPS only", &["--host", "nginx", "--https-only"]),
    way("a host without headers", &["--host", "github"]),
    way("another address", &["--base-url", "https://example.org/elsewhere/"]),
    way("as before", &[]),
];

fn replace(root: &Path, path: &str, old: &str, new: &str) {
    let path = root.join("content").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text.contains(old), "{} has no `{old}`", path.display());
    write(&path, text.replacen(old, new, 1).as_bytes());
}

fn append(root: &Path, path: &str, text: &str) {
    let path = root.join("content").join(path);
    let before = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    write(&path, format!("{before}{text}").as_bytes());
}

#[test]
fn a_build_over_an_older_site_gives_the_files_of_a_new_one() {
    let root = small_catalogue();
    let folder = tempfile::tempdir().expect("a temporary folder");
    built(root.path(), &folder.path().join("public"), &[]);
    for (Change { what, make, arguments }, replacing) in
        CHANGES.iter().zip([&["--atomic"][..], &[]].iter().cycle())
    {
        make(root.path());
        assert_same_as_new(root.path(), folder.path(), arguments, replacing, what);
    }
}

/// Builds over the site in `folder` and into an empty folder, and compares the files.
fn assert_same_as_new(root: &Path, folder: &Path, arguments: &[&str], replacing: &[&str], what: &str) {
    let over = built(root, &folder.join("public"), &[arguments, replacing].concat());
    let fresh = folder.join("fresh");
    let new = built(root, &fresh, arguments);
    fs::remove_dir_all(&fresh).expect("a removed folder");
    let differ = over.iter().filter(|(path, bytes)| new.get(*path) != Some(*bytes));
    let differ: Vec<_> = differ.map(|(path, _)| path).collect();
    let missing: Vec<_> = new.keys().filter(|path| !over.contains_key(*path)).collect();
    assert!(differ.is_empty() && missing.is_empty(), "{what}: {differ:?} {missing:?}");
}

/// An edit, which gets the number of the step.
type Edit = fn(&Path, u32);

/// Edits that can be made at any time.
const EDITS: &[(&str, Edit)] = &[
    ("the text of a project", |root, step| {
        append(root, "projects/home-nursing/en.md", &format!("\nThe nurses came {step} times.\n"));
    }),
    ("the text of a programme", |root, step| {
        append(root, "programmes/first-step/sr.md", &format!("\nRečenica {step}.\n"));
    }),
    ("the text of a municipality", |root, step| {
        append(root, "municipalities/zlatar/en.md", &format!("\nSentence {step}.\n"));
    }),
    ("the title of a project", |root, step| {
        set(root, "projects/home-nursing/en.md", "title: ", &format!("Nursing in {step} Homes"));
    }),
    ("the status of a project", |root, step| {
        let status = ["completed", "ongoing", "suspended"][step as usize % 3];
        set(root, "projects/clean-banks/project.yaml", "status: ", status);
    }),
    ("the title of the site", |root, step| {
        set(root, "catalogue.yaml", "title: ", &format!("{{ sr: Katalog {step}, en: Catalogue {step} }}"));
    }),
    ("a new project", |root, step| {
        let projects = root.join("content/projects");
        lay_over(&projects.join("clean-banks"), &projects.join(format!("copy-{step}")));
    }),
    ("a project less", |root, _| {
        let projects = fs::read_dir(root.join("content/projects")).expect("a folder");
        let paths = projects.map(|project| project.expect("an entry").path());
        let copies = paths.filter(|path| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"copy-"))
        });
        if let Some(copy) = copies.min() {
            fs::remove_dir_all(copy).expect("a removed folder");
        }
    }),
    ("a document", |root, _| append(root, "projects/clean-banks/rulebook.pdf", "%%EOF\n")),
    ("a commit of facts", |root, step| {
        let status = ["completed", "ongoing", "suspended"][step as usize % 3];
        set(root, "projects/home-nursing/project.yaml", "status: ", status);
        commit(root, &format!("2025-05-{step:02}"));
    }),
    ("a commit of a text", |root, step| {
        append(root, "projects/first-lessons/sr.md", &format!("\nRečenica {step}.\n"));
        commit(root, &format!("2025-05-{step:02}"));
    }),
];

/// Replaces the rest of the line that begins with `key`, or adds such a line.
fn set(root: &Path, path: &str, key: &str, value: &str) {
    let path = root.join("content").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let line = format!("{key}{value}\n");
    let lines: String =
        text.split_inclusive('\n').map(|old| if old.starts_with(key) { &line } else { old }).collect();
    write(&path, if lines.contains(&line) { lines } else { lines + &line }.as_bytes());
}

#[test]
fn after_edits_in_any_order_a_build_over_an_older_site_gives_the_files_of_a_new_one() {
    for seed in [1_u32, 20, 300] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        built(root.path(), &folder.path().join("public"), &[]);
        let mut random = seed;
        let mut made = Vec::new();
        for step in 1..=8 {
            // Several edits between two builds, as editors make them. The numbers are those of Numerical Recipes.
            for _ in 0..=random >> 31 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (what, make) = EDITS[(random >> 16) as usize % EDITS.len()];
                make(root.path(), step);
                made.push(what);
            }
            assert_same_as_new(root.path(), folder.path(), &[], &[], &format!("{made:?}"));
        }
    }
}
