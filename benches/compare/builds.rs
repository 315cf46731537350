//! Compares the cost of builds with Hugo, followed by Pagefind for the search, and with katalog.

use std::env::current_exe;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use walkdir::WalkDir;

use super::measure::{COST, Cost, RATIO, print_head, print_row, ratios, run, settle, sums};
use super::{Outcome, a_project, katalog};

const THEMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");

/// The programs and folders of a comparison. The content for katalog and the folders of all sites are in `root`, the
/// content for Hugo in `root/hugo`. Every first build gets a new folder, and none is removed before the end, because
/// some file systems create files slowly just after many files were removed.
struct Bench<'a> {
    hugo: &'a str,
    pagefind: Option<&'a str>,
    root: &'a Path,
}

/// The measurements, one of each kind for every round.
#[derive(Default)]
struct Rounds {
    hugo: Vec<Cost>,
    /// The search of the site of Hugo.
    pagefind: Vec<Cost>,
    katalog: Vec<Cost>,
    unchanged: Vec<Cost>,
    edited: Vec<Cost>,
    limit: Vec<Cost>,
}

/// Makes the content, runs the builds and prints a table.
pub(crate) fn measure(
    hugo: &str,
    pagefind: Option<&str>,
    projects: usize,
    root: &Path,
    runs: usize,
) -> Outcome<()> {
    let bench = Bench { hugo, pagefind, root };
    run(Command::new(current_exe()?).args(["make", &projects.to_string()]).arg(root))?;
    let versions = [version(Command::new(hugo).arg("version"))?, version(Command::new(katalog()).arg("-V"))?];
    let mut rounds = Rounds::default();
    for round in 0..runs {
        bench.round(round, &mut rounds)?;
    }
    print_head(projects, runs, &["time, s", "processor time, s", "peak memory, MB"])?;
    print_row(&format!("{}: {}", versions[0], written(&bench.site("hugo", 0))?), &rounds.hugo, COST)?;
    if let Some(pagefind) = pagefind {
        let version = version(Command::new(pagefind).arg("--version"))?;
        print_row(&format!("{version}, the search of that site"), &rounds.pagefind, COST)?;
    }
    print_row(&format!("{}: {}", versions[1], written(&bench.site("katalog", 0))?), &rounds.katalog, COST)?;
    print_rest(&rounds)
}

/// Returns the name and the version of a program. Running it also loads the program into memory.
fn version(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let said = String::from_utf8(output.stdout)?;
    let words: Vec<&str> = said.split([' ', '-', '\n']).take(2).collect();
    Ok(words.join(" "))
}

impl Bench<'_> {
    /// Returns the folder of a site.
    fn site(&self, name: &str, round: usize) -> PathBuf {
        self.root.join(format!("{name}-{round}"))
    }

    /// Builds with both programs, alternating which is first, and then again with katalog.
    fn round(&self, round: usize, rounds: &mut Rounds) -> Outcome<()> {
        if round.is_multiple_of(2) {
            self.others(round, rounds)?;
            rounds.katalog.push(self.katalog(round)?);
        } else {
            rounds.katalog.push(self.katalog(round)?);
            self.others(round, rounds)?;
        }
        rounds.unchanged.push(self.katalog(round)?);
        self.edit(round)?;
        rounds.edited.push(self.katalog(round)?);
        rounds.limit.push(self.limit(round)?);
        Ok(())
    }

    /// Builds with Hugo, and makes the search of its site with Pagefind.
    fn others(&self, round: usize, rounds: &mut Rounds) -> Outcome<()> {
        rounds.hugo.push(self.hugo(round)?);
        if let Some(pagefind) = self.pagefind {
            settle()?;
            let cost =
                run(Command::new(pagefind).arg("--quiet").arg("--site").arg(self.site("hugo", round)))?;
            rounds.pagefind.push(cost);
        }
        Ok(())
    }

    fn hugo(&self, round: usize) -> Outcome<Cost> {
        settle()?;
        run(Command::new(self.hugo)
            .args(["--quiet", "--minify", "--panicOnWarning", "--themesDir", THEMES, "--theme", "hugo"])
            .args(["--config", &format!("{THEMES}/hugo/hugo.yaml")])
            .arg("--source")
            .arg(self.root.join("hugo"))
            .arg("--destination")
            .arg(self.site("hugo", round)))
    }

    fn katalog(&self, round: usize) -> Outcome<Cost> {
        settle()?;
        run(Command::new(katalog())
            .args(["build", "--quiet", "--strict", "--root"])
            .arg(self.root)
            .arg("--output")
            .arg(self.site("katalog", round)))
    }

    /// Adds a sentence to the text of a project.
    fn edit(&self, round: usize) -> Outcome<()> {
        let text = a_project(self.root)?.join("sr.md");
        let words = fs::read_to_string(&text)? + &format!("\nRečenica {round} je dodata.\n");
        Ok(fs::write(text, words)?)
    }

    /// Writes files of the same size as those that katalog wrote.
    fn limit(&self, round: usize) -> Outcome<Cost> {
        settle()?;
        let mut command = Command::new(current_exe()?);
        command.arg("write").arg(self.site("katalog", round)).arg(self.site("limit", round));
        let said = String::from_utf8(command.stderr(Stdio::inherit()).output()?.stdout)?;
        let (wall, cpu) = said.trim().split_once(' ').ok_or("the files cannot be written")?;
        Ok([wall.parse()?, cpu.parse()?, f64::NAN])
    }
}

/// Describes the number of pages and files of a site, and their size.
fn written(site: &Path) -> Outcome<String> {
    let (mut pages, mut files, mut bytes) = (0, 0, 0);
    for entry in WalkDir::new(site) {
        let entry = entry?;
        if entry.file_type().is_file() {
            pages += usize::from(entry.file_name() == "index.html");
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok(format!("{pages} pages among {files} files, {} MB", bytes / 1_000_000))
}

fn print_rest(rounds: &Rounds) -> Outcome<()> {
    let Rounds { hugo, pagefind, katalog, unchanged, edited, limit } = rounds;
    print_row("**katalog / Hugo**", &ratios(katalog, hugo), RATIO)?;
    if !pagefind.is_empty() {
        let both = sums(hugo, pagefind);
        print_row("**katalog / Hugo and Pagefind**", &ratios(katalog, &both), RATIO)?;
        print_row("unchanged / Hugo and Pagefind", &ratios(unchanged, &both), RATIO)?;
        print_row("one text changed / Hugo and Pagefind", &ratios(edited, &both), RATIO)?;
    }
    print_row("katalog again, nothing changed", unchanged, COST)?;
    print_row("ratio to the first build", &ratios(unchanged, katalog), RATIO)?;
    print_row("katalog again, one text changed", edited, COST)?;
    print_row("ratio to the first build", &ratios(edited, katalog), RATIO)?;
    print_row("writing files of the same size from memory", limit, COST)?;
    print_row("ratio of katalog to that", &ratios(katalog, limit), RATIO)
}
