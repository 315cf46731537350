//! The command line.

pub(crate) mod ask;
pub(crate) mod terminal;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use katalog::authoring::draft::{Answers, FORMS, Field, Form, Need, NewEntry, Takes};
use katalog::base::id::Id;
use katalog::base::language::Language;
use katalog::content::references::EntryId;
use katalog::publish::hosts::Host;
use url::Url;

/// The version, and the commit that it was built from where that is known.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("KATALOG_COMMIT"));

/// Builds a bilingual catalogue of public programmes from a folder of YAML and Markdown.
#[derive(Debug, Parser)]
#[command(name = "katalog", version = VERSION, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the content and write the site
    Build(Build),
    /// Check the content and write nothing
    Check(Check),
    /// Show the site in a browser on this machine, and every change of it as it is saved
    Serve(Serve),
    /// Show what is written, missing or stale in each language
    Translations(Translations),
    /// Show who refers to an entry
    Refs(Refs),
    /// Give an entry another id, everywhere
    Rename(Rename),
    /// Begin a new entry: its folder, or its place in a list, with marked blanks
    New(New),
    /// Take over the activities of a spreadsheet, saved as CSV
    Import(Import),
    /// Keep the list of published addresses, which `check` holds later versions to
    Urls(Urls),
    /// Begin a new catalogue with a small one that works
    Init(Init),
    /// Write JSON Schemas, with which editors complete and explain what is written
    Schema(Schema),
    /// Print what a shell needs to complete commands and options
    Completions(Completions),
    /// Write manual pages
    Man(Man),
}

/// What both commands take.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The folder that holds content/ (and themes/ and locales/, if there are any)
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The address at which the site is published, instead of the one in catalogue.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<Url>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Say nothing unless something is wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// How to show problems; all but human go to the standard output
    #[arg(long, value_enum, default_value_t = ProblemsFormat::Human)]
    pub(crate) format: ProblemsFormat,
    /// With --format github: show what is in files changed since this revision first, such as origin/main
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
}

/// Arguments of `katalog build`.
#[derive(Args, Debug)]
pub(crate) struct Build {
    /// What `check` takes too.
    #[command(flatten)]
    pub(crate) common: Common,
    /// The folder that the site is written to
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(crate) output: PathBuf,
    /// Replace the whole folder in one step, for servers that serve it as it stands
    #[arg(long)]
    pub(crate) atomic: bool,
    /// Fail if another build is writing into the output folder, instead of waiting for it
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// Write what this host wants to be told, too: headers, and what was moved
    #[arg(long, value_name = "HOST", value_parser = host())]
    pub(crate) host: Option<Host>,
    /// Write a .br and a .gz beside every file of text, for servers that hand them out
    #[arg(long)]
    pub(crate) precompress: bool,
    /// Leave white space as it stands in templates and texts
    #[arg(long)]
    pub(crate) no_minify: bool,
}

/// Arguments of `katalog serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The folder that holds content/ (and themes/ and locales/, if there are any)
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The port to answer at, or the next free one; 0 for any
    #[arg(long, default_value_t = 8000)]
    pub(crate) port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// The address that pages give as their own, instead of the one in catalogue.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<Url>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Arguments of `katalog check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// What `build` takes too.
    #[command(flatten)]
    pub(crate) common: Common,
    /// List the rules instead: name, severity and what must hold
    #[arg(long)]
    pub(crate) list: bool,
}

/// Arguments of `katalog translations`.
#[derive(Args, Debug)]
pub(crate) struct Translations {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// How to show them
    #[arg(long, value_enum, default_value_t = TranslationsFormat::Human)]
    pub(crate) format: TranslationsFormat,
    /// Fail unless this part of a language's texts is written and not stale, such as en=95
    #[arg(long, value_name = "LANGUAGE=PERCENT", value_parser = minimum)]
    pub(crate) min: Vec<(Language, f64)>,
}

/// How `katalog translations` shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TranslationsFormat {
    /// A table and a list of what is to do
    Human,
    /// JSON
    Json,
}

/// How `katalog check` and `katalog build` show problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProblemsFormat {
    /// The lines themselves, with the places underlined
    Human,
    /// JSON
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Arguments of `katalog new`.
#[derive(Args, Debug)]
pub(crate) struct New {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub(crate) root: PathBuf,
    /// What to begin.
    #[command(subcommand)]
    pub(crate) entry: EntryArguments,
}

/// What `katalog new` is told about an entry. Its arguments are those of the forms.
#[derive(Debug)]
pub(crate) struct EntryArguments(pub(crate) NewEntry);

impl FromArgMatches for EntryArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let chosen = matches.subcommand().and_then(|(word, matches)| {
            let form = FORMS.iter().find(|form| form.word() == word)?;
            Some(EntryArguments(order(form, matches)))
        });
        chosen.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingSubcommand))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for EntryArguments {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(FORMS.iter().map(form_command)).subcommand_required(true)
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        FORMS.iter().any(|form| form.word() == name)
    }
}

fn form_command(form: &'static Form) -> clap::Command {
    let id = Arg::new("id")
        .value_name(if form.fields.iter().any(|field| field.key.is_empty()) { "AREA/ID" } else { "ID" })
        .help("Its id; made from the Serbian title or name if it is not told");
    clap::Command::new(form.word())
        .about(format!("Begin {} in {}", form.kind.with_article(), form.kind.home()))
        .arg(id)
        .args(form.fields.iter().map(field_argument))
}

fn field_argument(field: &'static Field) -> Arg {
    let value_name = match field.takes {
        Takes::Words(_) | Takes::Text => "TEXT",
        Takes::Number => "DEGREES",
        Takes::Word(..) => "WORD",
        Takes::One(_) | Takes::Many(_) => "ID",
    };
    let needed = if field.need == Need::Told { " (required)" } else { "" };
    let several =
        if matches!(field.takes, Takes::Many(_)) { "; several with commas between them" } else { "" };
    let words = match field.takes {
        Takes::Word(_, words) => format!(": {}", words.join(", ")),
        _ => String::new(),
    };
    Arg::new(field.flag)
        .long(field.flag)
        .value_name(value_name)
        .action(ArgAction::Append)
        .help(format!("{}{words}{several}{needed}", field.asks))
}

fn order(form: &'static Form, matches: &ArgMatches) -> NewEntry {
    let mut answers = Answers::new();
    for field in form.fields {
        if let Some(told) = matches.get_many::<String>(field.flag) {
            answers.insert(field.flag, told.cloned().collect());
        }
    }
    NewEntry { form, id: matches.get_one::<String>("id").cloned(), answers }
}

/// Arguments of `katalog import`.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// A YAML file that says what the columns of the sheet mean
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// How to show problems
    #[arg(long, value_enum, default_value_t = ImportFormat::Human)]
    pub(crate) format: ImportFormat,
    /// The sheet, with the columns of activities.csv or with those that the mapping names
    #[arg(value_name = "FILE.csv")]
    pub(crate) sheet: PathBuf,
}

/// How `katalog import` shows problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// The cells themselves, underlined
    Human,
    /// JSON
    Json,
}

/// Arguments of `katalog init`.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// The folder to write it into, which is made if it is not there
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// Arguments of `katalog urls`.
#[derive(Args, Debug)]
pub(crate) struct Urls {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

/// Arguments of `katalog completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Arguments of `katalog man`.
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The folder they are written to, one for each command
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// Arguments of `katalog schema`.
#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// The folder they are written to; other files in it stay as they are
    #[arg(long, value_name = "DIR", default_value = katalog::authoring::schema::FOLDER)]
    pub(crate) output: PathBuf,
}

fn minimum(text: &str) -> Result<(Language, f64), String> {
    let (code, percent) = text.split_once('=').ok_or("write a language and a number, such as en=95")?;
    let language = Language::ALL.into_iter().find(|language| language.code() == code);
    let language = language.ok_or_else(|| format!("`{code}` is not a language: write sr or en"))?;
    let percent = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    Ok((language, percent.ok_or("the percentage is a number from 0 to 100")?))
}

fn host() -> impl TypedValueParser<Value = Host> {
    PossibleValuesParser::new(Host::ALL.map(Host::word))
        .try_map(|word| Host::of_word(&word).ok_or_else(|| format!("there is no host `{word}`")))
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the address begins with https:// or http://".to_owned());
    }
    katalog::content::catalogue::base_url(url)
}

/// Arguments of `katalog refs`.
#[derive(Args, Debug)]
pub(crate) struct Refs {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The entry, as links name it: municipality:bor, area:health, area:health/nursing, source:report
    #[arg(value_name = "KIND:ID")]
    pub(crate) entry: EntryId,
}

/// Arguments of `katalog rename`.
#[derive(Args, Debug)]
pub(crate) struct Rename {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Print what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The entry, as links name it: municipality:bor, area:health, area:health/nursing, source:report
    #[arg(value_name = "KIND:ID")]
    pub(crate) entry: EntryId,
    /// Its new id, of a sub-area the part behind the slash
    #[arg(value_name = "NEW", value_parser = new_id)]
    pub(crate) new: Id,
}

fn new_id(text: &str) -> Result<Id, String> {
    Id::new(text).ok_or_else(|| {
        let slug = katalog::text::serbian::slug(text);
        let near = if Id::new(&slug).is_some() { format!("write {slug}; ") } else { String::new() };
        format!("{near}{}", Id::GRAMMAR)
    })
}
