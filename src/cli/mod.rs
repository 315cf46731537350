//! The command line: its arguments, and the commands that they start.

pub(crate) mod ask;
pub(crate) mod build;
pub(crate) mod cache;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod edit;
pub(crate) mod output;
pub(crate) mod release;
pub(crate) mod spreadsheet;
pub(crate) mod terminal;
pub(crate) mod theme;
pub(crate) mod translations;
pub(crate) mod watch;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use katalog::authoring::draft::{Answers, FORMS, Field, Form, Need, NewEntry, Takes};
use katalog::authoring::gazetteer::PlaceChoice;
use katalog::authoring::spreadsheet::{Filter, SHEETS, SheetKind};
use katalog::authoring::translate::Format;
use katalog::base::id::{Id, Kind};
use katalog::base::language::Language;
use katalog::content::parse::ReleaseName;
use katalog::content::references::EntryId;
use katalog::publish::hosts::Host;
use url::Url;

/// The version, with the commit that it was built from if that is known.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("KATALOG_COMMIT"));

/// Builds a bilingual catalogue of public programmes from a folder of YAML and Markdown.
#[derive(Debug, Parser)]
#[command(name = "katalog", version = VERSION, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The limits of the run.
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Limits of a run, instead of those that its input allows.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Stop after this processor time, instead of 25 seconds and more for input above 10 MB; serve has no limit
    #[arg(long, value_name = "SECONDS", global = true)]
    pub(crate) max_seconds: Option<u64>,
    /// Stop at this memory, instead of 1,536 MiB and more for input above 10 MB; serve has no limit
    #[arg(long, value_name = "MIB", global = true)]
    pub(crate) max_memory: Option<u64>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the content and write the site
    Build(Build),
    /// Check the content and write nothing
    Check(Check),
    /// Preview the site on this machine, and update it whenever a file is saved
    Serve(Serve),
    /// Show which texts are written, missing or stale in each language
    Translations(Translations),
    /// Show what refers to an entry
    Refs(Refs),
    /// Change the id of an entry everywhere
    Rename(Rename),
    /// Rewrite content of a former format
    Migrate(Migrate),
    /// Create a new entry, as a folder or in a list, with marked blanks
    New(New),
    /// Write a workbook in which entries can be edited; `import --update` brings its changes back
    Export(Export),
    /// Import activities from a spreadsheet, or the changes made in an exported workbook
    Import(Import),
    /// Record the published addresses, so that `check` reports those that later disappear
    Urls(Urls),
    /// Give the committed content a name and an archive, so that it can be cited and found
    Release(Release),
    /// Create a small working catalogue to start from
    Init(Init),
    /// List, show or copy the built-in templates, styles, scripts and messages, to replace them
    Theme(Theme),
    /// Write JSON Schemas, with which editors complete and explain keys and values
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Write manual pages
    Man(Man),
}

/// Arguments of both `katalog build` and `katalog check`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Common {
    /// The folder that contains content/ (and themes/ and locales/, if there are any)
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The address at which the site is published, instead of the one in catalogue.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<Url>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print nothing unless something is wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// The format for problems; every format but human goes to standard output
    #[arg(long, value_enum, default_value_t = ProblemsFormat::Human)]
    pub(crate) format: ProblemsFormat,
    /// With --format github: list problems in files changed since this revision first, such as origin/main
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
}

/// Arguments of `katalog build`.
#[derive(Args, Debug)]
pub(crate) struct Build {
    /// The arguments shared with `check`.
    #[command(flatten)]
    pub(crate) common: Common,
    /// The folder that the site is written to
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(crate) output: PathBuf,
    /// Replace the whole output folder in one step, for servers that serve it directly
    #[arg(long)]
    pub(crate) atomic: bool,
    /// Fail if another build is writing into the output folder, instead of waiting for it
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// Also write the configuration of this host: headers and redirects
    #[arg(long, value_name = "HOST", value_parser = host())]
    pub(crate) host: Option<Host>,
    /// With --host: tell browsers to open the site over HTTPS only, for a year
    #[arg(long, requires = "host")]
    pub(crate) https_only: bool,
    /// Instead of the output folder, write a copy that works without a server, as one archive
    #[arg(long, value_name = "FILE.zip", conflicts_with_all = ["output", "atomic", "no_wait", "host", "precompress"])]
    pub(crate) offline: Option<PathBuf>,
    /// Write a .br and a .gz beside every text file, for servers that can send them
    #[arg(long)]
    pub(crate) precompress: bool,
    /// Keep the white space of templates and texts
    #[arg(long)]
    pub(crate) no_minify: bool,
}

/// Arguments of `katalog serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The folder that contains content/ (and themes/ and locales/, if there are any)
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The port to listen on, or the next free one; 0 for any
    #[arg(long, default_value_t = 8000)]
    pub(crate) port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Leave out the forms with which the content can be edited in the browser
    #[arg(long)]
    pub(crate) read_only: bool,
    /// The address of the site in its pages, instead of the one in catalogue.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<Url>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Arguments of `katalog check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The arguments shared with `build`.
    #[command(flatten)]
    pub(crate) common: Common,
    /// List the rules instead: name, severity and what must hold
    #[arg(long)]
    pub(crate) list: bool,
}

/// Arguments of `katalog translations`.
#[derive(Args, Debug)]
pub(crate) struct Translations {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The output format
    #[arg(long, value_enum, default_value_t = TranslationsFormat::Human)]
    pub(crate) format: TranslationsFormat,
    /// Fail unless at least this percentage of a language's texts is written and not stale, such as en=95
    #[arg(long, value_name = "LANGUAGE=PERCENT", value_parser = minimum)]
    pub(crate) min: Vec<(Language, f64)>,
    /// Write the missing and stale texts for a translator: a workbook, messages of gettext, or XLIFF
    #[arg(long, value_name = "FILE.xlsx|.po|.xliff", requires = "language", value_parser = for_translators())]
    pub(crate) export: Option<(PathBuf, Format)>,
    /// The language to translate into, for --export
    #[arg(long, value_name = "LANGUAGE", value_parser = language, requires = "export")]
    pub(crate) language: Option<Language>,
    /// Write the translations from a file that --export wrote into the content
    #[arg(long, value_name = "FILE", conflicts_with_all = ["export", "min"], value_parser = for_translators())]
    pub(crate) import: Option<(PathBuf, Format)>,
    /// With --import, print what would change, and change nothing
    #[arg(long, requires = "import")]
    pub(crate) dry_run: bool,
    /// With --import, write translations even if they cause warnings
    #[arg(long, requires = "import")]
    pub(crate) with_warnings: bool,
    /// Record that a text is up to date although its counterpart changed later
    #[arg(long, value_name = "FILE.md", conflicts_with_all = ["export", "import", "min"])]
    pub(crate) confirm: Vec<String>,
}

/// Parses the name of a file for translators, whose ending gives the format.
fn for_translators() -> impl TypedValueParser<Value = (PathBuf, Format)> {
    clap::builder::PathBufValueParser::new().try_map(|path| {
        let format = Format::of(&path).ok_or_else(|| {
            let endings = Format::ALL.map(|(_, ending)| format!(".{ending}")).join(", ");
            format!("the name must end in one of {endings}")
        })?;
        Ok::<_, String>((path, format))
    })
}

fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| format!("`{code}` is not a language: write sr or en"))
}

/// The output formats of `katalog translations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TranslationsFormat {
    /// A table and a list of texts to write or update
    Human,
    /// JSON
    Json,
}

/// The formats of problems in `katalog check` and `katalog build`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProblemsFormat {
    /// The lines with the problems, underlined
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
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub(crate) root: PathBuf,
    /// The entry to create.
    #[command(subcommand)]
    pub(crate) entry: EntryArguments,
}

/// The description of an entry for `katalog new`. Its arguments are those of the forms.
#[derive(Debug)]
pub(crate) struct EntryArguments(pub(crate) NewEntry);

impl FromArgMatches for EntryArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let chosen = matches.subcommand().and_then(|(word, matches)| {
            let form = FORMS.iter().find(|form| form.word() == word)?;
            Some(EntryArguments(new_entry(form, matches)))
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

/// The help on the id of most entries.
const MADE_FROM_NAME: &str = "Its id; made from the Serbian title or name if not given";

fn form_command(form: &'static Form) -> clap::Command {
    let (value_name, help) = match form.kind {
        Kind::SubArea => ("AREA/ID", MADE_FROM_NAME),
        Kind::Municipality => {
            ("ID", "Its id, or the name of a city or municipality of Serbia, whose facts the program knows")
        }
        _ => ("ID", MADE_FROM_NAME),
    };
    let id = Arg::new("id").value_name(value_name).help(help);
    clap::Command::new(form.word())
        .about(format!("Create {} in {}", form.kind.with_article(), form.kind.home()))
        .arg(id)
        .args(form.fields.iter().map(|field| field_argument(form, field)))
}

fn field_argument(form: &Form, field: &'static Field) -> Arg {
    let value_name = match field.takes {
        Takes::Words(_) | Takes::Text => "TEXT",
        Takes::Number => "DEGREES",
        Takes::Word(..) => "WORD",
        Takes::One(_) | Takes::Many(_) => "ID",
    };
    let needed = match field.need {
        Need::Told if form.kind == Kind::Municipality => " (required unless the program knows the place)",
        Need::Told => " (required)",
        Need::Blank | Need::Optional => "",
    };
    let several = if matches!(field.takes, Takes::Many(_)) { "; separate several with commas" } else { "" };
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

fn new_entry(form: &'static Form, matches: &ArgMatches) -> NewEntry {
    let mut answers = Answers::new();
    for field in form.fields {
        if let Some(given) = matches.get_many::<String>(field.flag) {
            answers.insert(field.flag, given.cloned().collect());
        }
    }
    NewEntry::new(form, matches.get_one::<String>("id").cloned(), answers)
}

/// Arguments of `katalog export`.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// A sheet; without it, the one by which the file is named, such as projects.xlsx, or all
    #[arg(long, value_name = "SHEET", value_parser = sheet())]
    pub(crate) sheet: Vec<&'static SheetKind>,
    /// Only the rows with this value in this column, such as programme=lip-2
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = Filter::from_str)]
    pub(crate) filter: Vec<Filter>,
    /// The workbook to write
    #[arg(value_name = "FILE.xlsx", value_parser = workbook())]
    pub(crate) file: PathBuf,
}

fn sheet() -> impl TypedValueParser<Value = &'static SheetKind> {
    PossibleValuesParser::new(SHEETS.iter().map(|sheet| sheet.name))
        .try_map(|name| SheetKind::named(&name).ok_or_else(|| format!("there is no sheet `{name}`")))
}

/// Parses the name of a workbook.
fn workbook() -> impl TypedValueParser<Value = PathBuf> {
    named_file("xlsx")
}

/// Parses the name of an archive.
fn zip_file() -> impl TypedValueParser<Value = PathBuf> {
    named_file("zip")
}

/// Parses the name of a file with this ending.
fn named_file(wanted: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    clap::builder::PathBufValueParser::new().try_map(move |path| {
        let is_wanted = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(wanted));
        if is_wanted { Ok(path) } else { Err(format!("the name must end in .{wanted}")) }
    })
}

/// Arguments of `katalog import`.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Bring the changes that were made in a workbook of `katalog export` into the content
    #[arg(long, conflicts_with = "map")]
    pub(crate) update: bool,
    /// With --update, an empty cell removes what the content says
    #[arg(long, requires = "update")]
    pub(crate) remove: bool,
    /// A YAML file that maps the columns of the sheet
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// The format for problems
    #[arg(long, value_enum, default_value_t = ImportFormat::Human)]
    pub(crate) format: ImportFormat,
    /// The table (CSV or XLSX), with the columns of activities.csv or those named in the mapping
    #[arg(value_name = "FILE")]
    pub(crate) sheet: PathBuf,
}

/// The formats of problems in `katalog import`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// The cells with the problems, underlined
    Human,
    /// JSON
    Json,
}

/// Arguments of `katalog init`.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// The folder to write it to, created if it does not exist
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The places of Serbia to start with: all, region:ID, district:ID or municipality:ID; separate several with commas
    #[arg(long, value_name = "PLACES", value_delimiter = ',', value_parser = PlaceChoice::from_str)]
    pub(crate) places: Vec<PlaceChoice>,
}

/// Arguments of `katalog theme`.
#[derive(Args, Debug)]
pub(crate) struct Theme {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: ThemeAction,
}

/// The actions of `katalog theme`.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeAction {
    /// List the built-in files, each with what it is
    List,
    /// Print a built-in file; a template begins with the data that it sees
    Show(ThemeShow),
    /// Copy a built-in file to the place in the catalogue where it replaces the built-in one
    Copy(ThemeCopy),
}

/// Arguments of `katalog theme show`.
#[derive(Args, Debug)]
pub(crate) struct ThemeShow {
    /// The file, as the list names it, such as templates/project.html; or only project.html
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// Arguments of `katalog theme copy`.
#[derive(Args, Debug)]
pub(crate) struct ThemeCopy {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The file, as the list names it, such as templates/project.html; or only project.html
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// Arguments of `katalog urls`.
#[derive(Args, Debug)]
pub(crate) struct Urls {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

/// Arguments of `katalog release`.
#[derive(Args, Debug)]
pub(crate) struct Release {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The archive to write, with the files of the content
    #[arg(long, value_name = "FILE.zip", value_parser = zip_file())]
    pub(crate) archive: PathBuf,
    /// The name of the release; without it, the day of the last commit
    #[arg(value_name = "NAME", value_parser = release_name)]
    pub(crate) name: Option<String>,
}

fn release_name(text: &str) -> Result<String, &'static str> {
    if ReleaseName::is_valid(text) { Ok(text.to_owned()) } else { Err(ReleaseName::HELP) }
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
    /// The folder to write them to, one file for each command
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// Arguments of `katalog schema`.
#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// The folder to write them to; other files in it are not changed
    #[arg(long, value_name = "DIR", default_value = katalog::authoring::schema::FOLDER)]
    pub(crate) output: PathBuf,
}

fn minimum(text: &str) -> Result<(Language, f64), String> {
    let (code, percent) = text.split_once('=').ok_or("write a language and a number, such as en=95")?;
    let language = language(code)?;
    let percent = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    Ok((language, percent.ok_or("the percentage must be a number from 0 to 100")?))
}

fn host() -> impl TypedValueParser<Value = Host> {
    PossibleValuesParser::new(Host::ALL.map(Host::word))
        .try_map(|word| Host::of_word(&word).ok_or_else(|| format!("there is no host `{word}`")))
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the address must begin with https:// or http://".to_owned());
    }
    katalog::content::catalogue::base_url(url)
}

/// Arguments of `katalog refs`.
#[derive(Args, Debug)]
pub(crate) struct Refs {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// The entry, as links name it: municipality:bor, area:health, area:health/nursing, document:report
    #[arg(value_name = "KIND:ID")]
    pub(crate) entry: EntryId,
}

/// Arguments of `katalog rename`.
#[derive(Args, Debug)]
pub(crate) struct Rename {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Print what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The entry, as links name it: municipality:bor, area:health, area:health/nursing, document:report
    #[arg(value_name = "KIND:ID")]
    pub(crate) entry: EntryId,
    /// Its new id; for a sub-area, only the part after the slash
    #[arg(value_name = "NEW", value_parser = new_id)]
    pub(crate) new: Id,
}

/// Arguments of `katalog migrate`.
#[derive(Args, Debug)]
pub(crate) struct Migrate {
    /// The folder that contains content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Print what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn new_id(text: &str) -> Result<Id, String> {
    Id::new(text).ok_or_else(|| {
        // The area of a sub-area, or the kind of an entry, is not part of its new id.
        let last = text.rsplit(['/', ':']).next().unwrap_or(text).trim();
        if last != text && Id::new(last).is_some() {
            return format!("write only the new id: {last}");
        }
        let slug = katalog::text::language::slug(text);
        let near = if Id::new(&slug).is_some() { format!("write {slug}; ") } else { String::new() };
        format!("{near}{}", Id::GRAMMAR)
    })
}
