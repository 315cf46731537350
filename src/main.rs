//! Arguments in, reports out, exit code.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program speaks")]

mod cli;

use std::fmt::Display;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use katalog::render::Whitespace;
use katalog::report::{self, Style};
use katalog::{BuildOptions, Built, CheckOptions, Checked};

use cli::{Cli, Command, Common, TranslationsFormat};

/// The content has problems, or the site can not be written.
const FAILED: u8 = 1;
/// The arguments are wrong; also what clap uses.
const WRONG_ARGUMENTS: u8 = 2;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(arguments) => build(arguments),
        Command::Check(arguments) if arguments.list => {
            print!("{}", report::rules(katalog::rules::ALL));
            Ok(())
        }
        Command::Check(arguments) => check(&arguments.common).map(|_| ()),
        Command::Translations(arguments) => translations(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(code) => ExitCode::from(code),
    }
}

fn options(common: &Common) -> CheckOptions {
    CheckOptions { root: common.root.clone(), base_url: common.base_url.clone(), strict: common.strict }
}

fn require_content(root: &Path) -> Result<(), u8> {
    if root.join("content").is_dir() {
        return Ok(());
    }
    eprintln!("error: {} holds no folder content/", root.display());
    eprintln!("name the folder of your catalogue with --root");
    Err(WRONG_ARGUMENTS)
}

fn failed(error: impl Display) -> u8 {
    eprintln!("error: {error}");
    FAILED
}

/// Checks the content and reports what was found; an error unless the site can be built.
fn check(common: &Common) -> Result<Checked, u8> {
    require_content(&common.root)?;
    let checked = katalog::check(&options(common)).map_err(failed)?;
    if !checked.problems.is_empty() {
        let style = if stderr().is_terminal() { Style::Coloured } else { Style::Plain };
        eprint!("{}", report::human(&checked.problems, &checked.source, style));
    } else if !common.quiet {
        eprintln!("no problems in {} files", checked.source.files().len());
    }
    if checked.site.is_some() { Ok(checked) } else { Err(FAILED) }
}

fn build(arguments: cli::Build) -> Result<(), u8> {
    let started = Instant::now();
    let quiet = arguments.common.quiet;
    let options = BuildOptions {
        check: options(&arguments.common),
        output: arguments.output,
        whitespace: if arguments.no_minify { Whitespace::Kept } else { Whitespace::Collapsed },
    };
    let checked = check(&Common { quiet: true, ..arguments.common })?;
    let Some(site) = &checked.site else { return Err(FAILED) };
    let bar = if quiet { ProgressBar::hidden() } else { progress_bar(katalog::page_count(site)) };
    let built = katalog::build(site, &options, &|| bar.inc(1));
    bar.finish_and_clear();
    let built = built.map_err(failed)?;
    if !quiet {
        println!("{}", summary(&built, &options, started));
    }
    Ok(())
}

fn translations(arguments: &cli::Translations) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let translations = katalog::translations(&arguments.root).map_err(failed)?;
    match arguments.format {
        TranslationsFormat::Human => print!("{}", report::translations(&translations)),
        TranslationsFormat::Json => {
            println!("{}", serde_json::to_string_pretty(&translations).map_err(failed)?)
        }
    }
    let mut outcome = Ok(());
    for (language, minimum) in &arguments.min {
        let percent = translations.percent(*language);
        if percent < *minimum {
            eprintln!("error: {} is at {percent:.1} %, below {minimum} %", language.english_name());
            outcome = Err(FAILED);
        }
    }
    outcome
}

/// Shown on terminals only.
fn progress_bar(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

fn summary(built: &Built, options: &BuildOptions, started: Instant) -> String {
    let pages: Vec<String> =
        built.pages.iter().map(|(locale, count)| format!("{locale} {count} pages")).collect();
    format!(
        "{}: {}; {} files, {} written, {} removed; {:.2} s",
        options.output.display(),
        pages.join(", "),
        built.output.files,
        built.output.written,
        built.output.removed,
        started.elapsed().as_secs_f64()
    )
}
