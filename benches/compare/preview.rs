//! Measures how soon `katalog serve` shows the first page, and a changed text.

use std::fs;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::measure::{print_head, seconds, spread};
use super::{LOCALES, Outcome, a_project, content, katalog, records};

/// The pause between two requests for a page.
const PAUSE: Duration = Duration::from_millis(2);
/// The pause before each change.
const REST: Duration = Duration::from_secs(1);
/// The time limit for a page to show the expected words.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running preview, which ends when this is dropped.
struct Preview {
    program: Child,
    address: String,
    agent: ureq::Agent,
}

/// Makes the content, starts previews, changes a text and prints a table.
pub(crate) fn measure(projects: usize, root: &Path, runs: usize) -> Outcome<()> {
    content::write(&records::catalogue(projects)?, &LOCALES, root)?;
    let project = a_project(root)?;
    let id = project.file_name().and_then(|name| name.to_str()).ok_or("a project without a name")?;
    let page = format!("sr/projekti/{id}/");
    let starts = (0..runs).map(|_| Ok(start(root, &page)?.1)).collect::<Outcome<Vec<f64>>>()?;
    let changes = changes(root, &page, &project.join("sr.md"), runs)?;

    print_head(projects, runs, &["time, s"])?;
    writeln!(stdout(), "| from the start to the first page | {} |", spread(starts, seconds))?;
    Ok(writeln!(stdout(), "| from saving a text to its page | {} |", spread(changes, seconds))?)
}

/// Starts a preview and measures the seconds until it shows a page.
fn start(root: &Path, page: &str) -> Outcome<(Preview, f64)> {
    let start = Instant::now();
    let preview = Preview::of(root)?;
    preview.wait(page, "</html>")?;
    Ok((preview, start.elapsed().as_secs_f64()))
}

/// Saves a text with a different sentence each time, and measures the seconds until the page shows it.
fn changes(root: &Path, page: &str, text: &Path, runs: usize) -> Outcome<Vec<f64>> {
    let (preview, _) = start(root, page)?;
    let words = fs::read_to_string(text)?;
    let change = |round| -> Outcome<f64> {
        sleep(REST);
        let sentence = format!("Rečenica {round} je dodata.");
        let start = Instant::now();
        fs::write(text, format!("{words}\n{sentence}\n"))?;
        preview.wait(page, &sentence)?;
        Ok(start.elapsed().as_secs_f64())
    };
    (0..runs).map(change).collect()
}

impl Preview {
    fn of(root: &Path) -> Outcome<Self> {
        let mut program = Command::new(katalog())
            .args(["serve", "--port", "0", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = program.stdout.take();
        let mut preview = Preview { program, address: String::new(), agent: ureq::agent() };
        BufReader::new(stdout.ok_or("no output")?).read_line(&mut preview.address)?;
        Ok(preview)
    }

    /// Requests a page until it contains the words.
    fn wait(&self, page: &str, words: &str) -> Outcome<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let answer = self.agent.get(format!("{}{page}", self.address.trim())).call();
            let body = answer.and_then(|mut answer| answer.body_mut().read_to_string());
            if body.is_ok_and(|body| body.contains(words)) {
                return Ok(());
            }
            sleep(PAUSE);
        }
        Err(format!("{page} does not show: {words}").into())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
