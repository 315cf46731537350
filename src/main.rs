//! The `katalog` program: runs commands, prints reports and sets the exit code.

mod cli;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use katalog::authoring::{self, starter, transaction};
use katalog::base::visible;
use katalog::content::read::Lines;
use katalog::serve::{Preview, PreviewEvent, ServeOptions};
use katalog::{CheckOptions, report};

use cli::build::build;
use cli::catalogue::{require_content, waiting};
use cli::check::check;
use cli::edit::{migrate, new, rename, urls};
use cli::output::{WRONG_ARGUMENTS, failed, print, print_first, say, style};
use cli::release::release;
use cli::spreadsheet::{export, import, update};
use cli::terminal::{self, message};
use cli::theme::theme;
use cli::translations::translations;
use cli::watch::watch;
use cli::{Cli, Command};

/// Rendering allocates many small strings. With the system allocator, that is a third slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // What a panic quotes may come from the content, and must not reach the terminal as it is.
    std::panic::set_hook(Box::new(|mistake| message(format_args!("katalog has a mistake: {mistake}"))));
    let cli = match command_line(std::env::args_os().collect()) {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    // The preview goes on for hours, on the machine of the person who started it.
    if !matches!(cli.command, Command::Serve(_)) {
        watch(cli.limits);
    }
    let outcome = match cli.command {
        Command::Build(arguments) => build(arguments),
        Command::Check(arguments) if arguments.list => {
            print(report::rules(katalog::content::lint::all_rules()))
        }
        Command::Check(arguments) => check(&arguments.common),
        Command::Serve(arguments) => serve(arguments),
        Command::Translations(arguments) => translations(&arguments),
        Command::Refs(arguments) => refs(&arguments),
        Command::Rename(arguments) => rename(&arguments),
        Command::Migrate(arguments) => migrate(&arguments),
        Command::New(arguments) => new(arguments),
        Command::Export(arguments) => export(&arguments),
        Command::Import(arguments) if arguments.update => update(&arguments),
        Command::Import(arguments) => import(&arguments),
        Command::Init(arguments) => init(&arguments),
        Command::Theme(arguments) => theme(arguments),
        Command::Schema(arguments) => schema(&arguments),
        Command::Urls(arguments) => urls(&arguments),
        Command::Release(arguments) => release(arguments),
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

fn serve(arguments: cli::Serve) -> Result<(), u8> {
    let cli::Serve { root, port, open, read_only, base_url, strict } = arguments;
    require_content(&root)?;
    let check = CheckOptions { cache: cli::cache::folder(&root), root, base_url, strict };
    let options = ServeOptions { check, port, can_edit: !read_only };
    let preview = Preview::open(options).map_err(failed)?;
    let url = preview.url();
    // A program that started this one can read the URL from standard output.
    let edit = preview.edit_url();
    let line = edit.as_ref().map(|edit| format!("edit: {edit}\n")).unwrap_or_default();
    say(&format!("{url}\n{line}"))?;
    // The browser is let in, and shows the site.
    let first = edit.map_or(url, |edit| format!("{edit}&to=site"));
    if let Some(Err(error)) = open.then(|| open::that_detached(&first)) {
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

fn init(arguments: &cli::Init) -> Result<(), u8> {
    let files = starter::init(&arguments.folder, &arguments.places, &waiting).map_err(failed)?;
    let folder = visible::path(&arguments.folder);
    let enter = if arguments.folder == Path::new(".") { String::new() } else { format!("cd {folder} && ") };
    print(format_args!(
        "{folder} now contains a small catalogue of {} files; its README.md explains how to make it yours\n\
         view it: {enter}katalog serve --open\n\
         then: katalog new project, and katalog check after every change\n\
         publish it from GitHub or GitLab: {} and {}, which docs/ci.md of katalog explains\n",
        files.len(),
        starter::PIPELINES[0],
        starter::PIPELINES[1],
    ))
}

fn schema(arguments: &cli::Schema) -> Result<(), u8> {
    let paths = katalog::authoring::schema::write(&arguments.output, &waiting).map_err(failed)?;
    print_first(paths.iter().map(|path| visible::path(path.as_path())))
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
