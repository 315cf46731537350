//! The commands on the built-in files of the theme.

use katalog::authoring::transaction::{Transaction, TransactionError};
use katalog::base::visible;
use katalog::theme::originals::{NoSuchOriginal, Original, Place};

use super::catalogue::{is_finished, require_content, waiting};
use super::output::{WRONG_ARGUMENTS, failed, print, say};
use super::terminal::message;
use super::{ThemeAction, ThemeCopy};

pub(crate) fn theme(arguments: super::Theme) -> Result<(), u8> {
    match arguments.action {
        ThemeAction::List => list(),
        ThemeAction::Show(show) => say(&find(&show.name)?.text()),
        ThemeAction::Copy(copy) => copy_to(&copy),
    }
}

fn find(name: &str) -> Result<Original, u8> {
    Original::find(name).map_err(|error: NoSuchOriginal| {
        message(format_args!("error: {error}"));
        WRONG_ARGUMENTS
    })
}

/// Prints the names of all files, by folder, with what each is.
fn list() -> Result<(), u8> {
    let all = Original::all();
    let width = all.iter().map(|file| file.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for place in Place::ALL {
        text.push_str(&format!("{}\n", place.folder()));
        for file in all.iter().filter(|file| file.place == place) {
            text.push_str(&format!("  {:width$}  {}\n", file.name, file.about()));
        }
    }
    print(text)
}

/// Writes a file to the place where it replaces the built-in one.
fn copy_to(arguments: &ThemeCopy) -> Result<(), u8> {
    let recovered = require_content(&arguments.root)?;
    let file = find(&arguments.name)?;
    let title = format!("theme copy {}", file.name);
    if !is_finished(recovered.as_ref(), &title) {
        let mut transaction = Transaction::new(&title, title.clone());
        transaction.create(&file.path(), &file.text());
        transaction.commit(&arguments.root, &waiting).map_err(|error| {
            let is_there = matches!(error, TransactionError::Present(_));
            let code = failed(error);
            if is_there {
                message("help: edit that file, or delete it to copy the built-in one again");
            }
            code
        })?;
    }
    let root = match arguments.root.as_os_str() == "." {
        true => String::new(),
        false => format!(" --root {}", visible::path(&arguments.root)),
    };
    let needs = file.elements().map(|elements| format!("it needs these elements: {elements}\n"));
    print(format_args!(
        "{}\n{}{}\n\
         see it: katalog serve --open{root}\n\
         to return to the built-in file, delete the copy\n",
        visible::path(&arguments.root.join(file.path())),
        needs.unwrap_or_default(),
        file.advice(),
    ))
}
