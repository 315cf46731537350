//! Makes a synthetic catalogue of any size: neutral JSON lines, and from them content for `katalog`.
//!
//! `benches/README.md` says how to run it. The same size gives the same bytes on every machine.

mod content;
mod dice;
mod records;

use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use records::Record;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
cargo bench --bench catalogue -- json PROJECTS           print the catalogue as JSON lines
cargo bench --bench catalogue -- content DIR             read JSON lines, write DIR/content/
cargo bench --bench catalogue -- make PROJECTS DIR       both at once
";
const LOCALES: [&str; 3] = ["sr-Latn", "sr-Cyrl", "en"];

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["json", projects] => number(projects).and_then(|projects| print(&records::catalogue(projects)?)),
        ["content", folder] => {
            read().and_then(|records| content::write(&records, &LOCALES, Path::new(folder)))
        }
        ["make", projects, folder] => number(projects)
            .and_then(|projects| content::write(&records::catalogue(projects)?, &LOCALES, Path::new(folder))),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn number(word: &str) -> Outcome<usize> {
    word.parse().map_err(|_| format!("`{word}` is not a number of projects").into())
}

fn print(records: &[Record]) -> Outcome<()> {
    let mut lines = Vec::new();
    for record in records {
        serde_json::to_writer(&mut lines, record)?;
        lines.push(b'\n');
    }
    Ok(stdout().write_all(&lines)?)
}

fn read() -> Outcome<Vec<Record>> {
    stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
