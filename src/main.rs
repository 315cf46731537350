//! The `katalog` program: runs commands, prints reports and sets the exit code.

mod cli;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressStyle};
use katalog::authoring::draft::{self, Known};
use katalog::authoring::rename::{self, RenameError};
use katalog::authoring::transaction::{self, Recovered, Transaction};
use katalog::authoring::{self, DraftError, Imported, starter};
use katalog::base::visible;
use katalog::content::git::{History, NoHistory};
use katalog::content::parse::{self, BLANK};
use katalog::content::read::{self, Lines};
use katalog::content::translations;
use katalog::publish;
use katalog::publish::output::Replacing;
use katalog::render::Whitespace;
use katalog::report::{self, Base, Style};
use katalog::serve::{Preview, PreviewEvent, ServeOptions};
use katalog::{BuildOptions, Built, CheckOptions, Checked, Progress};

use cli::terminal::{self, message};
use cli::{Cli, Command, Common, ImportFormat, ProblemsFormat, TranslationsFormat, ask};

/// Rendering allocates many small strings. With the system allocator, that is a third slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code if the content has problems or the site cannot be written.
const FAILED: u8 = 1;
/// The maximum number of lines shown of a list.
const MOST_LISTED: usize = 10_000;
/// The exit code if the arguments are wrong; clap uses the same.
const WRONG_ARGUMENTS: u8 = 2;

fn main() -> ExitCode {
    let cli = match command_line(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let outcome = match cli.command {
        Command::Build(arguments) => build(arguments),
        Command::Check(arguments) if arguments.list => {
            print(report::rules(katalog::content::lint::all_rules()))
        }
        Command::Check(arguments) => check(&arguments.common, katalog::check).map(|_| ()),
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

/// Parses the command line. If it asks for help or is wrong, prints that and returns the exit code.
fn command_line(arguments: Vec<OsString>) -> Result<Cli, u8> {
    Cli::try_parse_from(&arguments).map_err(|error| {
        // Parses the escaped arguments too: they cause the same error, and its message can be shown.
        let shown = arguments.iter().map(|argument| visible::name(&argument.to_string_lossy()).into_owned());
        let again = Cli::try_parse_from(shown).err().filter(|again| again.kind() == error.kind());
        let is_message = error.use_stderr();
        let has_colours = if is_message { terminal::has_colours() } else { terminal::prints_colours() };
        let code = u8::try_from(error.exit_code()).unwrap_or(WRONG_ARGUMENTS);
        let text = match again {
            Some(again) if has_colours => again.render().ansi().to_string(),
            Some(again) => again.render().to_string(),
            None => error.render().to_string().replace('\u{1b}', "\\u{1b}"),
        };
        if is_message {
            terminal::report(&text);
            return code;
        }
        match terminal::help(&text) {
            Ok(()) => code,
            Err(error) => failed(error),
        }
    })
}

fn options(common: &Common) -> CheckOptions {
    CheckOptions { root: common.root.clone(), base_url: common.base_url.clone(), strict: common.strict }
}

/// Checks that there is content, and finishes or cleans up an interrupted command. Returns what it recovered, if any.
fn require_content(root: &Path) -> Result<Option<Recovered>, u8> {
    if !root.join("content").is_dir() {
        message(format_args!("error: {} contains no folder content/", visible::path(root)));
        message("give the folder of your catalogue with --root");
        return Err(WRONG_ARGUMENTS);
    }
    katalog::content::git::refuse_planted(root).map_err(failed)?;
    let recovered = transaction::recover(root, &waiting).map_err(failed)?;
    if let Some(recovered) = &recovered {
        message(recovered);
    }
    Ok(recovered)
}

/// Returns whether recovery has just finished the same request, so that there is nothing left to do.
fn is_finished(recovered: Option<&Recovered>, asked: &str) -> bool {
    matches!(recovered, Some(Recovered::Finished { request, .. }) if request == asked)
}

/// Reports that another command must finish first.
fn waiting() {
    message("another katalog command is writing here; waiting for it");
}

fn failed(error: impl Display) -> u8 {
    message(format_args!("error: {error}"));
    FAILED
}

fn style() -> Style {
    if terminal::has_colours() { Style::Coloured } else { Style::Plain }
}

/// Checks the content with `check` and reports its problems. Returns an error unless the site can be built.
fn check(
    common: &Common,
    check: fn(&CheckOptions) -> Result<Checked, read::ReadError>,
) -> Result<Checked, u8> {
    require_content(&common.root)?;
    if common.base.is_some() && common.format != ProblemsFormat::Github {
        message("error: --base can only be used with --format github");
        return Err(WRONG_ARGUMENTS);
    }
    let checked = check(&options(common)).map_err(failed)?;
    let Checked { source, problems, .. } = &checked;
    match common.format {
        ProblemsFormat::Json => say(&report::json::json(problems, source).map_err(failed)?)?,
        ProblemsFormat::Sarif => {
            say(&report::sarif::sarif(problems, source, &base(&common.root)).map_err(failed)?)?
        }
        _ if problems.is_empty() => {
            if !common.quiet {
                message(format_args!("no problems in {} files", source.files().len()));
            }
        }
        ProblemsFormat::Human => {
            terminal::report(&report::human(problems, source, style()));
        }
        ProblemsFormat::Github => annotate(common, &checked)?,
    }
    if checked.site.is_some() { Ok(checked) } else { Err(FAILED) }
}

/// Writes output for programs to standard output.
fn say(text: &str) -> Result<(), u8> {
    terminal::document(text).map_err(failed)
}

/// Writes output for people to standard output. `text` has its own line ends.
fn print(text: impl Display) -> Result<(), u8> {
    terminal::print(text).map_err(failed)
}

/// Writes lines to standard output; if there are very many, only the first.
fn print_first(mut lines: impl Iterator<Item = String>) -> Result<(), u8> {
    let mut text = String::new();
    for line in lines.by_ref().take(MOST_LISTED) {
        text.push_str(&line);
        text.push('\n');
    }
    match lines.count() {
        0 => {}
        left => text.push_str(&format!("… and {left} more\n")),
    }
    print(text)
}

/// Returns the path of the catalogue in its repository, for services that show files. Without git, the path is relative
/// to the working folder.
fn base(root: &Path) -> Base {
    let named = || {
        let names = root.components().filter(|part| matches!(part, Component::Normal(_)));
        if root.is_relative() {
            names.collect::<PathBuf>().to_string_lossy().replace('\\', "/")
        } else {
            String::new()
        }
    };
    Base::new(&katalog::content::git::prefix(root).unwrap_or_else(named))
}

/// Prints annotations for GitHub and adds the whole report to the job summary.
fn annotate(common: &Common, checked: &Checked) -> Result<(), u8> {
    let Checked { source, problems, .. } = checked;
    let base = base(&common.root);
    let changed = common.base.as_ref().map(|revision| {
        katalog::content::git::changed_since(&common.root, revision).unwrap_or_else(|| {
            message(format_args!(
                "git cannot compare with `{revision}`, so problems are listed in the order of files"
            ));
            BTreeSet::new()
        })
    });
    let changed = changed.unwrap_or_default();
    say(&report::github::commands(problems, source, &base, &changed))?;
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        let summary = report::github::summary(problems, source, &base, &changed);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        if let Err(error) = file.and_then(|mut file| file.write_all(summary.as_bytes())) {
            message(format_args!("cannot write the summary to {}: {error}", visible::path(Path::new(&path))));
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
        wait: !arguments.no_wait,
        records: records(&arguments.common.root),
    };
    let checked = check(&Common { quiet: true, ..arguments.common }, katalog::check_with_history)?;
    let Checked { source, site: Some(site), history: Some(history), .. } = checked else {
        return Err(FAILED);
    };
    let bar = if quiet { ProgressBar::hidden() } else { progress_bar(publish::page_count(&site)) };
    let built = katalog::build(&source, site, &history, &options, &|progress| match progress {
        Progress::Page => bar.inc(1),
        Progress::Waiting => {
            message(format_args!(
                "another build is writing into {}; waiting for it",
                visible::path(&options.output)
            ));
        }
    });
    bar.finish_and_clear();
    let built = built.map_err(failed)?;
    warn_of_strangers(&built.output.strangers, &options.output);
    if let Err(reason) = &history
        && reason.is_lost()
    {
        message(format_args!("warning: {reason}"));
    }
    if !quiet {
        let summary = summary(&built, &history, &options, started);
        match format {
            ProblemsFormat::Human | ProblemsFormat::Github => print(format_args!("{summary}\n"))?,
            // Standard output must hold a single document.
            ProblemsFormat::Json | ProblemsFormat::Sarif => message(summary),
        }
    }
    // The program ends here, and the system frees its memory faster than dropping every value would.
    std::mem::forget((source, built));
    Ok(())
}

/// Warns of files in the output folder that would be published with the site although no build wrote them.
fn warn_of_strangers(strangers: &[String], output: &Path) {
    const MOST: usize = 10;
    if strangers.is_empty() {
        return;
    }
    let more =
        if strangers.len() > MOST { format!(" and {} more", strangers.len() - MOST) } else { String::new() };
    let first: Vec<_> = strangers.iter().take(MOST).map(|path| visible::name(path)).collect();
    message(format_args!(
        "warning: katalog did not write these files in {}, or they were changed since; they were left alone: {}{more}",
        visible::path(output),
        first.join(", ")
    ));
}

/// Returns the user's cache folder for records of builds; `None` if it is inside the repository of `root`, where anyone
/// who can change the content could change it too.
fn records(root: &Path) -> Option<PathBuf> {
    let cache = || {
        let named = |name| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        if cfg!(windows) {
            return named("LOCALAPPDATA");
        }
        let below_home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        named("XDG_CACHE_HOME").or_else(|| Some(std::env::home_dir()?.join(below_home)))
    };
    let cache = cache().filter(|path| path.is_absolute())?;
    let whole = cache.canonicalize().unwrap_or_else(|_| cache.clone());
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&root);
    let is_within_reach = whole.starts_with(top) || cache.starts_with(top);
    (!is_within_reach).then(|| cache.join("katalog"))
}

fn serve(arguments: cli::Serve) -> Result<(), u8> {
    let cli::Serve { root, port, open, base_url, strict } = arguments;
    require_content(&root)?;
    let options = ServeOptions { check: CheckOptions { root, base_url, strict }, port };
    let preview = Preview::open(options).map_err(failed)?;
    let url = preview.url();
    // A program that started this one can read the URL from standard output.
    say(&format!("{url}\n"))?;
    if let Some(Err(error)) = open.then(|| open::that_detached(&url)) {
        message(format_args!("cannot open a browser: {error}"));
    }
    preview
        .run(|event| match event {
            PreviewEvent::Checked { source, problems } if problems.is_empty() => {
                message(format_args!("no problems in {} files", source.files().len()));
            }
            PreviewEvent::Checked { source, problems } => {
                terminal::report(&report::human(problems, source, style()))
            }
            PreviewEvent::Broken(reason) => message(format_args!("error: {reason}")),
            PreviewEvent::Polling(reason) => {
                message(format_args!("checking for changes once a second: {reason}"))
            }
        })
        .map_err(failed)
}

fn translations(arguments: &cli::Translations) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let translations = translations::of(&arguments.root).map_err(failed)?;
    match arguments.format {
        TranslationsFormat::Human => print(report::translations(&translations))?,
        TranslationsFormat::Json => {
            let document = serde_json::to_string_pretty(&translations).map_err(failed)?;
            say(&(visible::json(document) + "\n"))?;
        }
    }
    let mut outcome = Ok(());
    for (language, minimum) in &arguments.min {
        let percent = translations.percent(*language);
        if percent < *minimum {
            message(format_args!(
                "error: {} is at {percent:.1} %, below {minimum} %",
                language.english_name()
            ));
            outcome = Err(FAILED);
        }
    }
    outcome
}

fn refs(arguments: &cli::Refs) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let referring = authoring::referring(&arguments.root, &arguments.entry).map_err(failed)?;
    if referring.references.is_empty() {
        print(format_args!("nothing refers to {}\n", arguments.entry))?;
    }
    let lines = Lines::new(&referring.source);
    let shown = referring.references.iter();
    print_first(shown.map(|reference| format!("{}: {reference}", lines.shown(&reference.place))))?;
    if referring.incomplete {
        message("the content has errors, so there may be more references; `katalog check` lists the errors");
    }
    Ok(())
}

fn rename(arguments: &cli::Rename) -> Result<(), u8> {
    let recovered = require_content(&arguments.root)?;
    if is_finished(recovered.as_ref(), &rename::title(&arguments.entry, arguments.new.as_str())) {
        return Ok(());
    }
    let renamed =
        katalog::authoring::rename(&arguments.root, &arguments.entry, &arguments.new).map_err(failed)?;
    let renaming = renamed.outcome.map_err(|error| {
        if let RenameError::Hidden(problems) | RenameError::Breaks(_, problems) = &error {
            terminal::report(&format!("{}\n", report::human(problems, &renamed.source, style())));
        }
        failed(error)
    })?;
    if arguments.dry_run {
        return print(renaming.diff());
    }
    commit(&renaming.transaction(), &arguments.root)?;
    print(format_args!("{renaming}\n"))
}

fn new(arguments: cli::New) -> Result<(), u8> {
    let recovered = require_content(&arguments.root)?;
    let refused = |refusal: draft::Refusal| {
        message(format_args!("error: {refusal}"));
        WRONG_ARGUMENTS
    };
    let mut entry = arguments.entry.0;
    let source = read::read(&arguments.root).map_err(failed)?;
    let (records, _) = parse::parse(&source);
    let known = Known::new(&records);
    draft::read_answers(&mut entry, &known).map_err(refused)?;
    if terminal::can_ask() {
        ask::complete(&mut entry, &known).map_err(|error| failed(format!("{error}; nothing was written")))?;
    }
    let request = entry.request();
    if is_finished(recovered.as_ref(), &request) {
        return Ok(());
    }
    let draft = katalog::authoring::draft(&entry, &source).map_err(|error| match error {
        DraftError::Refused(refusal) => refused(refusal),
        DraftError::Unfit { source, problems } => {
            terminal::report(&report::human(&problems, &source, style()));
            message("nothing was written");
            WRONG_ARGUMENTS
        }
    })?;
    commit(&draft.transaction(&entry.title(), request, &source), &arguments.root)?;
    print_places(&draft, &arguments.root)
}

fn commit(transaction: &Transaction, root: &Path) -> Result<(), u8> {
    transaction.commit(root, &waiting).map_err(failed)
}

/// Prints the places where a draft was written.
fn print_places(draft: &draft::Draft, root: &Path) -> Result<(), u8> {
    print_first(draft.changes.iter().map(|change| {
        let line = change.added_at.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}", visible::path(&root.join(&change.path)))
    }))?;
    if draft.has_blanks() {
        print(format_args!(
            "fill in the blanks marked `{BLANK}`; `katalog check` reports every blank that is left\n"
        ))?;
    }
    Ok(())
}

fn import(arguments: &cli::Import) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let sheet = read::read_alone(&arguments.sheet).map_err(failed)?;
    let mapping = arguments.map.as_deref().map(read::read_alone).transpose().map_err(failed)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let Imported { source, problems, import } =
        katalog::authoring::import(&sheet, mapping.as_ref(), &content);
    match arguments.format {
        ImportFormat::Json => say(&report::json::json(&problems, &source).map_err(failed)?)?,
        ImportFormat::Human if problems.is_empty() => {}
        ImportFormat::Human => terminal::report(&report::human(&problems, &source, style())),
    }
    let Some(import) = import else {
        message("nothing was written");
        return Err(FAILED);
    };
    message(&import);
    if !import.ignored.is_empty() {
        message(format_args!("ignored columns: {}", import.ignored.join(", ")));
    }
    if !arguments.dry_run {
        // A repeated import finds its rows in the content, so it needs no request for recovery.
        let title = format!("import {}", visible::path(&arguments.sheet));
        commit(&import.draft.transaction(&title, String::new(), &content), &arguments.root)?;
    }
    match arguments.format {
        // Standard output must hold a single document.
        ImportFormat::Json => Ok(()),
        ImportFormat::Human if arguments.dry_run => print(import.draft.diff(&content)),
        ImportFormat::Human => print_places(&import.draft, &arguments.root),
    }
}

fn init(arguments: &cli::Init) -> Result<(), u8> {
    let files = starter::init(&arguments.folder, &waiting).map_err(failed)?;
    let folder = visible::path(&arguments.folder);
    print(format_args!(
        "{folder} now contains a small catalogue of {} files; its README.md explains how to make it yours\n\
         view it: cd {folder} && katalog serve --open\n\
         then: katalog new project, and katalog check after every change\n",
        files.len()
    ))
}

fn schema(arguments: &cli::Schema) -> Result<(), u8> {
    let paths = katalog::authoring::schema::write(&arguments.output, &waiting).map_err(failed)?;
    print_first(paths.iter().map(|path| visible::path(path.as_path())))
}

/// Writes the list of published URLs. The check before it rejects a site that lacks a URL of the previous list.
fn urls(arguments: &cli::Urls) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let options = CheckOptions { root: arguments.root.clone(), base_url: None, strict: false };
    let Checked { source, problems, site, .. } = katalog::check(&options).map_err(failed)?;
    let Some(site) = site else {
        terminal::report(&report::human(&problems, &source, style()));
        return Err(FAILED);
    };
    let list = katalog::site::published_urls::list(&site);
    let mut transaction = Transaction::new("urls", String::new());
    match source.file(read::ADDRESSES).and_then(|file| file.content.text()) {
        Some(before) if **before == *list => {}
        Some(before) => transaction.replace(read::ADDRESSES, before, &list),
        None => transaction.create(read::ADDRESSES, &list),
    }
    commit(&transaction, &arguments.root)?;
    let path = arguments.root.join(read::ADDRESSES);
    print(format_args!("{}: {} addresses\n", visible::path(&path), site.addresses().len()))
}

fn completions(arguments: &cli::Completions) -> Result<(), u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "katalog", &mut script);
    say(&String::from_utf8_lossy(&script))
}

fn man(arguments: &cli::Man) -> Result<(), u8> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    manual_pages(&command, &mut pages).map_err(failed)?;
    transaction::write_files(&arguments.folder, &pages, &waiting).map_err(failed)
}

/// Collects the manual pages of a command and its subcommands, with their file names.
fn manual_pages(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        manual_pages(below, pages)?;
    }
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    pages.push((page.get_filename(), text));
    Ok(())
}

/// Makes a progress bar, which is shown only on terminals.
fn progress_bar(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

fn summary(
    built: &Built,
    history: &Result<History, NoHistory>,
    options: &BuildOptions,
    started: Instant,
) -> String {
    let site = built.bundle.site();
    let count = site.pages().len();
    let pages: Vec<String> = site.locales().iter().map(|locale| format!("{locale} {count} pages")).collect();
    let iati = built.bundle.iati_summary().map(|iati| {
        format!(
            "\nIATI: {} programmes and projects; {} facts left out, listed with reasons in data/iati-left-out.csv",
            iati.written, iati.left_out
        )
    });
    // The other reasons were warnings.
    let absent = history.as_ref().err().filter(|reason| !reason.is_lost());
    let history = absent.map(|reason| format!("\n{reason}")).unwrap_or_default();
    format!(
        "{}: {}; {} files, {} written, {} removed; {:.2} s{}{history}",
        visible::path(&options.output),
        pages.join(", "),
        built.output.files,
        built.output.written,
        built.output.removed,
        started.elapsed().as_secs_f64(),
        iati.unwrap_or_default()
    )
}
