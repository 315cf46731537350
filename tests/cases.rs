//! Runs the cases of `tests/problems/`, each as a test of its own: `cargo test --test cases broken-link`.
//!
//! In each folder, `content/` is laid over the small catalogue, the paths named in `removed.txt` are deleted, and
//! `katalog check` (with `--strict` if there is a file `strict`) must print exactly `report.txt`. A case with the name
//! of a rule breaks that rule, once, and nothing else; the case `<rule>-silent` comes close to breaking it, but is
//! correct. `BLESS=1 cargo test --test cases` rewrites the reports; read them before you commit them.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use support::case::{Case, blessing};
use support::write;

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "it/support/mod.rs"]
mod support;

fn main() -> ExitCode {
    let cases = Case::all().into_iter();
    let trials = cases.map(|case| Trial::test(case.name.clone(), move || run(&case).map_err(Into::into)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn run(case: &Case) -> Result<(), String> {
    if blessing() {
        case.bless();
    }
    let faults = case.fault().into_iter();
    let faults: Vec<String> =
        faults.chain(case.strangers().into_iter().map(|name| format!("{name}: not read"))).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

impl Case {
    fn report(&self) -> PathBuf {
        self.folder.join("report.txt")
    }

    /// Writes the report anew.
    fn bless(&self) {
        write(&self.report(), self.run().stderr.as_bytes());
    }

    /// Returns what is wrong with the outcome of the case, if anything.
    fn fault(&self) -> Option<String> {
        let said = self.run();
        let code = i32::from(said.stderr.lines().any(|line| line.starts_with("error")));
        if said.code != Some(code) {
            return Some(format!("exit code {:?} instead of {code}\n{}", said.code, said.stderr));
        }
        let expected = match fs::read_to_string(self.report()) {
            Ok(report) => report,
            Err(_) => return Some(format!("there is no report.txt; the program says\n{}", said.stderr)),
        };
        (said.stderr != expected).then(|| difference(&expected, &said.stderr))
    }

    fn strangers(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).expect("a readable folder");
        entries
            .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
            .filter(|name| !["content", "removed.txt", "report.txt", "strict"].contains(&name.as_str()))
            .collect()
    }
}

/// Returns the lines of both texts: ` ` in both, `-` only expected, `+` only printed.
fn difference(expected: &str, said: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), said.lines().collect());
    // Lengths of the longest common subsequences of the remaining lines.
    let mut common = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] =
                if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push(format!("  {}", a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("- {}", a[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", b[j]));
            j += 1;
        }
    }
    lines.join("\n")
}
