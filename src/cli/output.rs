//! What commands print, and their exit codes.

use std::fmt::Display;

use katalog::report::Style;

use super::terminal::{self, message};

/// The exit code if the content has problems or the site cannot be written.
pub(crate) const FAILED: u8 = 1;
/// The maximum number of lines shown of a list.
const MOST_LISTED: usize = 10_000;
/// The exit code if the arguments are wrong; clap uses the same.
pub(crate) const WRONG_ARGUMENTS: u8 = 2;

pub(crate) fn failed(error: impl Display) -> u8 {
    message(format_args!("error: {error}"));
    FAILED
}

pub(crate) fn style() -> Style {
    if terminal::has_colours() { Style::Coloured } else { Style::Plain }
}

/// Writes output for programs to standard output.
pub(crate) fn say(text: &str) -> Result<(), u8> {
    terminal::document(text).map_err(failed)
}

/// Writes output for people to standard output. `text` has its own line ends.
pub(crate) fn print(text: impl Display) -> Result<(), u8> {
    terminal::print(text).map_err(failed)
}

/// Returns a number with its noun: "1 text", "2 texts".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Writes lines to standard output; if there are very many, only the first.
pub(crate) fn print_first(mut lines: impl Iterator<Item = String>) -> Result<(), u8> {
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
