//! Where the program speaks: what was asked for goes to the standard output, messages go to the standard error.
//!
//! - Whatever is no text is escaped. Colours pass in reports only, whose writer has escaped the rest before.
//! - Nobody has to listen. A pipe that is closed is no error: the program does its work and ends with the code that it
//!   would have had. Where the standard output cannot be written for another reason, such as a full disk, that is an
//!   error. Where the standard error cannot be written, nothing is left to be said.
//! - A message has an end: long lines are shortened, and of very many the first are shown.
//! - In jobs of GitHub, no line of a text is a command.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};

use katalog::base::visible::{escaped, shortened};

/// How many characters of a line of a message are shown.
const LONGEST_LINE: usize = 1_000;
/// How many lines of a message are shown.
const MOST_LINES: usize = 200;
/// How long a text for people may be, in bytes.
const LONGEST_TEXT: usize = 1_000_000;

/// Why the standard output could not be written.
#[derive(Debug)]
pub(crate) struct Unwritable(io::Error);

impl Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write to the standard output: {}", self.0)
    }
}

/// Prints what was asked for, as people read it. Of a very long text, the rest is counted on the standard error.
pub(crate) fn print(text: impl Display) -> Result<(), Unwritable> {
    let text = text.to_string();
    let (shown, left) = beginning(&text);
    document(&harmless(&escaped(shown)))?;
    if left > 0 {
        message(format_args!("… and {left} more lines, which are not shown"));
    }
    Ok(())
}

/// Prints a document for programs, whose writer has escaped what no terminal may obey.
pub(crate) fn document(text: &str) -> Result<(), Unwritable> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Unwritable(error)),
        _ => Ok(()),
    }
}

/// Says something, on lines of its own.
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
    write_error(&harmless(&shown));
}

/// Shows a report, or the help of the command line. Its writer has bounded it, and escaped what is not its own.
pub(crate) fn report(text: &str) {
    write_error(&harmless(&styled(text)));
}

/// Prints the help of the command line.
pub(crate) fn help(text: &str) -> Result<(), Unwritable> {
    document(&styled(text))
}

fn write_error(text: &str) {
    let mut error = io::stderr().lock();
    // Nobody could be told that it failed.
    let _ = error.write_all(text.as_bytes()).and_then(|()| error.flush());
}

/// Whether someone can be asked: both ends are a terminal.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether messages may have colours.
pub(crate) fn has_colours() -> bool {
    io::stderr().is_terminal() && takes_colours()
}

/// Whether what is printed may have colours.
pub(crate) fn prints_colours() -> bool {
    io::stdout().is_terminal() && takes_colours()
}

/// Whether nobody has said that terminals are to have no colours.
fn takes_colours() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// As much of a text as people are shown, in whole lines, and how many lines are left.
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

/// Escapes all but colours: `ESC [`, digits and semicolons, `m`.
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

/// GitHub obeys lines that begin with `::`, and what follows `##[` anywhere.
fn harmless(text: &str) -> Cow<'_, str> {
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
