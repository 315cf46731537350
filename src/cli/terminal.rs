//! Output of the program: results go to standard output, messages to standard error.
//!
//! - Control characters are escaped. Colours are allowed only in reports and help, whose other text is already escaped.
//! - A closed pipe is not an error: the program does its work and keeps its exit code. If standard output cannot be
//!   written for another reason, such as a full disk, that is an error. If standard error cannot be written, messages
//!   are lost.
//! - Messages are limited: long lines are shortened, and only the first of very many lines are shown.
//! - In GitHub jobs, no text is interpreted as a command.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};

use katalog::base::visible::{escaped, shortened};

/// The maximum number of characters shown of a line of a message.
const LONGEST_LINE: usize = 1_000;
/// The maximum number of lines shown of a message.
const MOST_LINES: usize = 200;
/// The maximum size of output for people, in bytes.
const LONGEST_TEXT: usize = 1_000_000;

/// The error of writing to standard output.
#[derive(Debug)]
pub(crate) struct Unwritable(io::Error);

impl Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write to standard output: {}", self.0)
    }
}

/// Prints output for people. If it is very long, prints only its beginning, and the number of other lines to standard
/// error.
pub(crate) fn print(text: impl Display) -> Result<(), Unwritable> {
    let text = text.to_string();
    let (shown, left) = beginning(&text);
    document(&without_commands(&escaped(shown)))?;
    if left > 0 {
        message(format_args!("… and {left} more lines not shown"));
    }
    Ok(())
}

/// Prints a document for programs. Control characters in it must be escaped already.
pub(crate) fn document(text: &str) -> Result<(), Unwritable> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Unwritable(error)),
        _ => Ok(()),
    }
}

/// Prints a message on lines of its own.
pub(crate) fn message(text: impl Display) {
    let text = text.to_string();
    let mut lines = text.lines();
    let mut shown = String::new();
    for line in lines.by_ref().take(MOST_LINES) {
        shown.push_str(&shortened(&escaped(line), LONGEST_LINE));
        shown.push('\n');
    }
    match lines.count() {
        0 => {}
        left => shown.push_str(&format!("… and {left} more lines\n")),
    }
    write_error(&without_commands(&shown));
}

/// Prints a report, or help or an error of the command line. Its size must be limited and its text escaped already.
pub(crate) fn report(text: &str) {
    write_error(&without_commands(&styled(text)));
}

/// Prints the help of the command line.
pub(crate) fn help(text: &str) -> Result<(), Unwritable> {
    document(&styled(text))
}

fn write_error(text: &str) {
    let mut error = io::stderr().lock();
    // A failure could not be reported anywhere.
    let _ = error.write_all(text.as_bytes()).and_then(|()| error.flush());
}

/// Returns whether the user can be asked: standard input and standard error are terminals.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Returns whether messages may have colours.
pub(crate) fn has_colours() -> bool {
    io::stderr().is_terminal() && takes_colours()
}

/// Returns whether standard output may have colours.
pub(crate) fn prints_colours() -> bool {
    io::stdout().is_terminal() && takes_colours()
}

/// Returns whether the environment allows colours.
fn takes_colours() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// Returns the beginning of a text, in whole lines, and the number of lines left out.
fn beginning(text: &str) -> (&str, usize) {
    if text.len() <= LONGEST_TEXT {
        return (text, 0);
    }
    let mut end = LONGEST_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[..end].rfind('\n').map_or(end, |at| at + 1);
    (&text[..end], text[end..].lines().count())
}

/// Escapes control characters, except colours: `ESC [`, digits and semicolons, `m`.
fn styled(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return escaped(text);
    }
    let mut pieces = text.split('\u{1b}');
    let mut shown = pieces.next().map(escaped).unwrap_or_default().into_owned();
    for piece in pieces {
        let colour = piece.strip_prefix('[').and_then(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            rest[end..].starts_with('m').then(|| piece.split_at(end + 2))
        });
        let (colour, rest) = colour.unwrap_or(("", piece));
        shown.push_str(if colour.is_empty() { "\\u{1b}" } else { "\u{1b}" });
        shown.push_str(colour);
        shown.push_str(&escaped(rest));
    }
    Cow::Owned(shown)
}

/// Escapes workflow commands in GitHub jobs: `::` at the beginning of a line, and `##[` anywhere.
fn without_commands(text: &str) -> Cow<'_, str> {
    let is_job = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| !value.is_empty());
    if !is_job || !(text.contains("::") || text.contains("##[")) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        let rest = match rest.strip_prefix("::") {
            Some(rest) => {
                shown.push_str(&line[..line.len() - rest.len() - 2]);
                shown.push_str("\\u{3a}:");
                rest
            }
            None => line,
        };
        shown.push_str(&rest.replace("##[", "#\\u{23}["));
    }
    Cow::Owned(shown)
}
