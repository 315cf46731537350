//! Compares katalog with Hugo and Pagefind on a made-up catalogue: the cost of building the site, and the time until katalog's
//! preview shows a change.
//!
//! `benches/README.md` says how to run it. Everything that is measured runs in a process of its own. The peak memory of
//! a process includes that of the process that started it, so this program must stay small.

#[path = "../catalogue/content.rs"]
mod content;
#[path = "../catalogue/dice.rs"]
mod dice;
#[path = "../catalogue/records.rs"]
mod records;

mod builds;
mod hugo;
mod limit;
mod measure;
mod preview;

use std::env::{args, var_os};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tempfile::TempDir;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
cargo bench --bench compare -- HUGO PROJECTS [DIR] [--runs N] [--pagefind PROGRAM]
                                        build with katalog and with the program HUGO, and search its site with Pagefind
cargo bench --bench compare -- serve PROJECTS [DIR] [--runs N]   change a text and look at the preview of katalog
cargo bench --bench compare -- make PROJECTS DIR                 only write the content for both
cargo bench --bench compare -- write SITE DIR                    only write files as large as those of a site
";
const LOCALES: [&str; 2] = ["sr-Latn", "en"];

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let mut words: Vec<String> = args().skip(1).filter(|word| word != "--bench").collect();
    match Options::take(&mut words).and_then(|options| run(&words, &options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    /// How often everything is measured.
    runs: usize,
    pagefind: Option<String>,
}

impl Options {
    /// Takes the options out of the words of the command.
    fn take(words: &mut Vec<String>) -> Outcome<Self> {
        let mut value = |name: &str| -> Outcome<Option<String>> {
            let Some(at) = words.iter().position(|word| word == name) else { return Ok(None) };
            let value = words.get(at + 1).cloned().ok_or_else(|| format!("`{name}` takes a value"))?;
            words.drain(at..=at + 1);
            Ok(Some(value))
        };
        let pagefind = value("--pagefind")?;
        let runs = value("--runs")?.map_or(Ok(5), |runs| runs.parse());
        let runs = runs.ok().filter(|runs| *runs > 0).ok_or("`--runs` takes a number above 0")?;
        Ok(Options { runs, pagefind })
    }
}

fn run(words: &[String], options: &Options) -> Outcome<()> {
    let runs = options.runs;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["make", projects, folder] => make(number(projects)?, Path::new(folder)),
        ["write", site, folder] => limit::write(Path::new(site), Path::new(folder)),
        ["serve", projects, ref folder @ ..] if folder.len() < 2 => {
            preview::measure(number(projects)?, room(folder.first())?.path(), runs)
        }
        [hugo, projects, ref folder @ ..] if folder.len() < 2 => {
            let room = room(folder.first())?;
            builds::measure(hugo, options.pagefind.as_deref(), number(projects)?, room.path(), runs)
        }
        _ => Err(USAGE.into()),
    }
}

fn number(word: &str) -> Outcome<usize> {
    word.parse().map_err(|_| format!("`{word}` is not a number of projects\n\n{USAGE}").into())
}

/// Makes a new folder, which is removed at the end.
fn room(within: Option<&&str>) -> Outcome<TempDir> {
    Ok(match within {
        Some(folder) => TempDir::new_in(folder)?,
        None => TempDir::new()?,
    })
}

/// Writes the content for katalog and for Hugo.
fn make(projects: usize, root: &Path) -> Outcome<()> {
    let records = records::catalogue(projects)?;
    content::write(&records, &LOCALES, root)?;
    hugo::write(&records, &root.join("hugo"))
}

/// Returns the program to measure: that of this repository, or the one that `KATALOG` names.
fn katalog() -> PathBuf {
    var_os("KATALOG").unwrap_or_else(|| env!("CARGO_BIN_EXE_katalog").into()).into()
}

/// Returns the folder of a project, which is always the same one.
fn a_project(root: &Path) -> Outcome<PathBuf> {
    let projects = fs::read_dir(root.join("content/projects"))?;
    let folders: Vec<PathBuf> = projects.map(|entry| Ok(entry?.path())).collect::<Outcome<_>>()?;
    folders.into_iter().min().ok_or_else(|| "there is no project".into())
}
