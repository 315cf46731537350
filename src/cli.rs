//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use katalog::language::Language;
use url::Url;

/// Builds a bilingual catalogue of public programmes from a folder of YAML and Markdown.
#[derive(Debug, Parser)]
#[command(name = "katalog", version, arg_required_else_help = true)]
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
    /// Show what is written, missing or stale in each language
    Translations(Translations),
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
    /// Leave white space as it stands in the templates
    #[arg(long)]
    pub(crate) no_minify: bool,
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

fn minimum(text: &str) -> Result<(Language, f64), String> {
    let (code, percent) = text.split_once('=').ok_or("write a language and a number, such as en=95")?;
    let language = Language::ALL.into_iter().find(|language| language.code() == code);
    let language = language.ok_or_else(|| format!("`{code}` is not a language: write sr or en"))?;
    let percent = percent.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    Ok((language, percent.ok_or("the percentage is a number from 0 to 100")?))
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the address begins with https:// or http://".to_owned());
    }
    katalog::catalogue::base_url(url)
}
