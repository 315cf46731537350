//! Measures the cost of making a search index, separately from reading and checking the catalogue.
//!
//! `benches/search/README.md` says how to run it.

use std::env::args_os;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;
use katalog::CheckOptions;
use katalog::search::{self, File};
use katalog::site::route::Site;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let folders: Vec<PathBuf> =
        args_os().skip(1).filter(|word| word != "--bench").map(PathBuf::from).collect();
    let outcome = match &folders[..] {
        [root] => measure(root).map(drop),
        [root, output] => measure(root).and_then(|files| write(&files, output)),
        _ => Err("cargo bench --bench search -- ROOT [OUTPUT]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Renders the texts of entries, as their pages do before the index reads them.
fn render(site: &Site) {
    let catalogue = &site.catalogue;
    let projects = catalogue.projects.iter().map(|(_, project)| &project.words);
    let programmes = catalogue.programmes.iter().map(|(_, programme)| &programme.words);
    let municipalities = catalogue.municipalities.iter().filter_map(|(_, it)| it.words.as_ref());
    for words in projects.chain(programmes).chain(municipalities) {
        for locale in site.locales() {
            words.body.shown(*locale);
        }
    }
}

fn measure(root: &Path) -> Outcome<Vec<File>> {
    let start = ProcessTime::now();
    let options = CheckOptions::of(root.to_owned());
    let checked = katalog::check(&options)?;
    let site = checked.site.ok_or("the catalogue has errors")?;
    let synonyms = search::load_synonyms(root)?;
    let read = start.elapsed();
    let start = ProcessTime::now();
    render(&site);
    let (rendered, heap) = (start.elapsed(), HEAP.current_usage());

    HEAP.reset_peak_usage();
    let start = ProcessTime::now();
    let files = search::files(&site, &synonyms);
    let (index, peak) = (start.elapsed(), HEAP.peak_usage());

    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let mut out = stdout();
    writeln!(out, "| | |\n|-|-:|")?;
    writeln!(out, "| reading and checking | {} of CPU |", seconds(read))?;
    writeln!(out, "| texts, which pages need too | {} of CPU |", seconds(rendered))?;
    writeln!(out, "| the index | {} of CPU |", seconds(index))?;
    writeln!(out, "| memory that the index adds at most | {} |", megabytes(peak - heap))?;
    writeln!(out, "| files | {} |", files.len())?;
    writeln!(out, "| their size | {} |", megabytes(bytes))?;
    Ok(files)
}

fn write(files: &[File], output: &Path) -> Outcome<()> {
    for file in files {
        let path = output.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(output))?;
        fs::write(path, &file.bytes)?;
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes / 1_000_000)
}
