//! Arguments in, reports out, exit code.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program speaks")]

mod ask;
mod cli;

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{IsTerminal, Write, stderr, stdin, stdout};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressStyle};
use katalog::draft::{self, Known};
use katalog::git::NoHistory;
use katalog::parse::{self, BLANK};
use katalog::publish::Replacing;
use katalog::read::{self, Lines};
use katalog::rename::RenameError;
use katalog::render::Whitespace;
use katalog::report::{self, Base, Style};
use katalog::serve::{News, Preview, ServeOptions};
use katalog::{BuildOptions, Built, CheckOptions, Checked, DraftError, Imported, starter};

use cli::{Cli, Command, Common, ImportFormat, ProblemsFormat, TranslationsFormat};

/// Pages are made of many small pieces, which the system's own allocator hands out a third slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The content has problems, or the site can not be written.
const FAILED: u8 = 1;
/// Said where wrong days would stand in the pages otherwise.
const SHALLOW: &str = "git holds the end of the history only, so the site has no days of changes and no feeds; \
                       `git fetch --unshallow` gets the rest";
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
        Command::Serve(arguments) => serve(arguments),
        Command::Translations(arguments) => translations(&arguments),
        Command::Refs(arguments) => refs(&arguments),
        Command::Rename(arguments) => rename(&arguments),
        Command::New(arguments) => new(arguments),
        Command::Import(arguments) => import(&arguments),
        Command::Init(arguments) => init(&arguments),
        Command::Schema(arguments) => schema(&arguments),
        Command::Urls(arguments) => urls(&arguments),
        Command::Completions(arguments) => completions(&arguments),
        Command::Man(arguments) => man(&arguments),
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
        return katalog::git::refuse_planted(root).map_err(failed);
    }
    eprintln!("error: {} holds no folder content/", root.display());
    eprintln!("name the folder of your catalogue with --root");
    Err(WRONG_ARGUMENTS)
}

fn failed(error: impl Display) -> u8 {
    eprintln!("error: {error}");
    FAILED
}

fn style() -> Style {
    if stderr().is_terminal() { Style::Coloured } else { Style::Plain }
}

/// Checks the content and reports what was found; an error unless the site can be built.
fn check(common: &Common) -> Result<Checked, u8> {
    require_content(&common.root)?;
    if common.base.is_some() && common.format != ProblemsFormat::Github {
        eprintln!("error: --base can only be used with --format github");
        return Err(WRONG_ARGUMENTS);
    }
    let checked = katalog::check(&options(common)).map_err(failed)?;
    let Checked { source, problems, .. } = &checked;
    match common.format {
        ProblemsFormat::Json => say(&report::json::json(problems, source).map_err(failed)?)?,
        ProblemsFormat::Sarif => {
            say(&report::sarif::sarif(problems, source, &base(&common.root)).map_err(failed)?)?
        }
        _ if problems.is_empty() => {
            if !common.quiet {
                eprintln!("no problems in {} files", source.files().len());
            }
        }
        ProblemsFormat::Human => {
            eprint!("{}", report::human(problems, source, style()));
        }
        ProblemsFormat::Github => annotate(common, &checked)?,
    }
    if checked.site.is_some() { Ok(checked) } else { Err(FAILED) }
}

/// Writes to the standard output what other programs read.
fn say(text: &str) -> Result<(), u8> {
    stdout().write_all(text.as_bytes()).map_err(failed)
}

/// Where services that show the repository look for files. Without git, the catalogue is looked for from here.
fn base(root: &Path) -> Base {
    let named = || {
        let names = root.components().filter(|part| matches!(part, Component::Normal(_)));
        if root.is_relative() {
            names.collect::<PathBuf>().to_string_lossy().replace('\\', "/")
        } else {
            String::new()
        }
    };
    Base::new(&katalog::git::prefix(root).unwrap_or_else(named))
}

/// Annotations for GitHub, and the whole report into the summary of the job.
fn annotate(common: &Common, checked: &Checked) -> Result<(), u8> {
    let Checked { source, problems, .. } = checked;
    let base = base(&common.root);
    let changed = common.base.as_ref().map(|revision| {
        katalog::git::changed_since(&common.root, revision).unwrap_or_else(|| {
            eprintln!("git can not compare with `{revision}`, so problems stand in the order of files");
            BTreeSet::new()
        })
    });
    let changed = changed.unwrap_or_default();
    say(&report::github::commands(problems, source, &base, &changed))?;
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        let summary = report::github::summary(problems, source, &base, &changed);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        if let Err(error) = file.and_then(|mut file| file.write_all(summary.as_bytes())) {
            eprintln!("can not write the summary to {}: {error}", path.display());
        }
    }
    Ok(())
}

fn build(arguments: cli::Build) -> Result<(), u8> {
    let started = Instant::now();
    let Common { quiet, format, .. } = arguments.common;
    let options = BuildOptions {
        check: options(&arguments.common),
        output: arguments.output,
        replacing: if arguments.atomic { Replacing::Folder } else { Replacing::Files },
        whitespace: if arguments.no_minify { Whitespace::Kept } else { Whitespace::Collapsed },
        host: arguments.host,
        precompress: arguments.precompress,
    };
    let checked = check(&Common { quiet: true, ..arguments.common })?;
    let Checked { source, site: Some(site), .. } = checked else { return Err(FAILED) };
    let bar = if quiet { ProgressBar::hidden() } else { progress_bar(katalog::page_count(&site)) };
    let built = katalog::build(&source, site, &options, &|| bar.inc(1));
    bar.finish_and_clear();
    let built = built.map_err(failed)?;
    if built.no_history == Some(NoHistory::Shallow) {
        eprintln!("warning: {SHALLOW}");
    }
    if !quiet {
        let summary = summary(&built, &options, started);
        match format {
            ProblemsFormat::Human | ProblemsFormat::Github => println!("{summary}"),
            // The standard output is one document.
            ProblemsFormat::Json | ProblemsFormat::Sarif => eprintln!("{summary}"),
        }
    }
    // The program ends: the system takes its memory back at once, not piece by piece.
    std::mem::forget((source, built));
    Ok(())
}

fn serve(arguments: cli::Serve) -> Result<(), u8> {
    let cli::Serve { root, port, open, base_url, strict } = arguments;
    require_content(&root)?;
    let options = ServeOptions { check: CheckOptions { root, base_url, strict }, port };
    let preview = Preview::open(options).map_err(failed)?;
    let url = preview.url();
    // A program that started this one may read the address from here.
    say(&format!("{url}\n"))?;
    stdout().flush().map_err(failed)?;
    if let Some(Err(error)) = open.then(|| open::that_detached(&url)) {
        eprintln!("no browser can be opened: {error}");
    }
    preview
        .run(|news| match news {
            News::Checked { source, problems } if problems.is_empty() => {
                eprintln!("no problems in {} files", source.files().len());
            }
            News::Checked { source, problems } => eprint!("{}", report::human(problems, source, style())),
            News::Broken(reason) => eprintln!("error: {reason}"),
            News::Polling(reason) => eprintln!("changes are looked for once a second: {reason}"),
        })
        .map_err(failed)
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

fn refs(arguments: &cli::Refs) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let referring = katalog::referring(&arguments.root, &arguments.entry).map_err(failed)?;
    if referring.references.is_empty() {
        println!("nobody refers to {}", arguments.entry);
    }
    let lines = Lines::new(&referring.source);
    for reference in &referring.references {
        println!("{}: {reference}", lines.shown(&reference.place));
    }
    if referring.incomplete {
        eprintln!("the content has errors, so there may be more; `katalog check` says where");
    }
    Ok(())
}

fn rename(arguments: &cli::Rename) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let renamed = katalog::rename(&arguments.root, &arguments.entry, &arguments.new).map_err(failed)?;
    let renaming = renamed.outcome.map_err(|error| {
        if let RenameError::Hidden(problems) | RenameError::Breaks(_, problems) = &error {
            eprintln!("{}", report::human(problems, &renamed.source, style()));
        }
        failed(error)
    })?;
    if arguments.dry_run {
        print!("{}", renaming.diff());
        return Ok(());
    }
    renaming.apply(&arguments.root).map_err(failed)?;
    println!("{renaming}");
    Ok(())
}

fn new(arguments: cli::New) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let refused = |refusal: draft::Refusal| {
        eprintln!("error: {refusal}");
        WRONG_ARGUMENTS
    };
    let mut order = arguments.entry.0;
    let source = read::read(&arguments.root).map_err(failed)?;
    let (records, _) = parse::parse(&source);
    let known = Known::new(&records);
    draft::read_answers(&mut order, &known).map_err(refused)?;
    if stdin().is_terminal() && stderr().is_terminal() {
        ask::complete(&mut order, &known).map_err(|error| failed(format!("{error}; nothing was written")))?;
    }
    let draft = katalog::draft(&order, &source).map_err(|error| match error {
        DraftError::Refused(refusal) => refused(refusal),
        DraftError::Unfit { source, problems } => {
            eprint!("{}", report::human(&problems, &source, style()));
            eprintln!("nothing was written");
            WRONG_ARGUMENTS
        }
    })?;
    write(&draft, &arguments.root)
}

/// Writes a draft and says where.
fn write(draft: &draft::Draft, root: &Path) -> Result<(), u8> {
    draft.write(root).map_err(failed)?;
    for change in &draft.changes {
        let line = change.added_at.map(|line| format!(":{line}")).unwrap_or_default();
        println!("{}{line}", root.join(&change.path).display());
    }
    if draft.has_blanks() {
        println!("fill in what is marked `{BLANK}`; `katalog check` finds every mark that is left");
    }
    Ok(())
}

fn import(arguments: &cli::Import) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let sheet = read::read_alone(&arguments.sheet).map_err(failed)?;
    let mapping = arguments.map.as_deref().map(read::read_alone).transpose().map_err(failed)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let Imported { source, problems, import } = katalog::import(&sheet, mapping.as_ref(), &content);
    match arguments.format {
        ImportFormat::Json => say(&report::json::json(&problems, &source).map_err(failed)?)?,
        ImportFormat::Human if problems.is_empty() => {}
        ImportFormat::Human => eprint!("{}", report::human(&problems, &source, style())),
    }
    let Some(import) = import else {
        eprintln!("nothing was written");
        return Err(FAILED);
    };
    eprintln!("{import}");
    if !import.ignored.is_empty() {
        eprintln!("columns that were not read: {}", import.ignored.join(", "));
    }
    match arguments.format {
        // The standard output is one document.
        ImportFormat::Json if arguments.dry_run => Ok(()),
        ImportFormat::Json => import.draft.write(&arguments.root).map_err(failed),
        ImportFormat::Human if arguments.dry_run => say(&import.draft.diff(&content)),
        ImportFormat::Human => write(&import.draft, &arguments.root),
    }
}

fn init(arguments: &cli::Init) -> Result<(), u8> {
    let files = starter::init(&arguments.folder).map_err(failed)?;
    let folder = arguments.folder.display();
    println!(
        "{folder} now holds a small catalogue of {} files; its README.md says how to make it yours",
        files.len()
    );
    println!("look at it: cd {folder} && katalog serve --open");
    println!("go on with: katalog new project, and katalog check after every change");
    Ok(())
}

fn schema(arguments: &cli::Schema) -> Result<(), u8> {
    for path in katalog::schema::write(&arguments.output).map_err(failed)? {
        println!("{}", path.display());
    }
    Ok(())
}

/// Writes the list of published addresses; `check` has seen to it that none of the last list is missing.
fn urls(arguments: &cli::Urls) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let options = CheckOptions { root: arguments.root.clone(), base_url: None, strict: false };
    let Checked { source, problems, site } = katalog::check(&options).map_err(failed)?;
    let Some(site) = site else {
        eprint!("{}", report::human(&problems, &source, style()));
        return Err(FAILED);
    };
    let list = katalog::addresses::list(&site);
    let path = arguments.root.join(read::ADDRESSES);
    fs::write(&path, &list).map_err(|error| failed(format!("can not write {}: {error}", path.display())))?;
    println!("{}: {} addresses", path.display(), site.addresses().len());
    Ok(())
}

fn completions(arguments: &cli::Completions) -> Result<(), u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "katalog", &mut script);
    stdout().write_all(&script).map_err(failed)
}

fn man(arguments: &cli::Man) -> Result<(), u8> {
    fs::create_dir_all(&arguments.folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), &arguments.folder).map_err(failed)
}

/// Shown on terminals only.
fn progress_bar(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

fn summary(built: &Built, options: &BuildOptions, started: Instant) -> String {
    let site = built.edition.site();
    let count = site.pages().len();
    let pages: Vec<String> = site.locales().iter().map(|locale| format!("{locale} {count} pages")).collect();
    let iati = built.edition.iati_summary().map(|iati| {
        format!(
            "\nIATI: {} programmes and projects; {} facts left out, and why, in data/iati-left-out.csv",
            iati.written, iati.left_out
        )
    });
    let history = match built.no_history {
        Some(NoHistory::Absent) => "\nno history in git, so there are no days of changes and no feeds",
        // It was warned of.
        Some(NoHistory::Shallow) | None => "",
    };
    format!(
        "{}: {}; {} files, {} written, {} removed; {:.2} s{}{history}",
        options.output.display(),
        pages.join(", "),
        built.output.files,
        built.output.written,
        built.output.removed,
        started.elapsed().as_secs_f64(),
        iati.unwrap_or_default()
    )
}
