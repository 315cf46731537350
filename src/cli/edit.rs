//! The commands that write content: `rename`, `migrate`, `new` and `urls`.

use std::path::Path;

use katalog::authoring::draft::{self, Known};
use katalog::authoring::gazetteer::Gazetteer;
use katalog::authoring::rename::{self, RenameError};
use katalog::authoring::transaction::Transaction;
use katalog::authoring::{DraftError, Migrated};
use katalog::base::visible;
use katalog::content::parse::{self, BLANK};
use katalog::content::read;
use katalog::report;
use katalog::{CheckOptions, Checked};

use super::ask;
use super::catalogue::{commit, is_finished, require_content};
use super::output::{FAILED, WRONG_ARGUMENTS, failed, print, print_first, style};
use super::terminal::{self, message};

pub(crate) fn rename(arguments: &super::Rename) -> Result<(), u8> {
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

pub(crate) fn migrate(arguments: &super::Migrate) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let content = read::read(&arguments.root).map_err(failed)?;
    let Migrated { source, outcome } = katalog::authoring::migrate(content);
    let draft = outcome.map_err(|problems| {
        terminal::report(&report::human(&problems, &source, style()));
        message(
            "nothing was written: these errors are in content of a former format, or would be in the new one",
        );
        FAILED
    })?;
    if draft.changes.is_empty() && draft.removed.is_empty() {
        message("the content has the current format already");
        return Ok(());
    }
    if arguments.dry_run {
        return print(draft.diff(&source));
    }
    commit(&draft.transaction("migrate", String::new(), &source), &arguments.root)?;
    print_places(&draft, &arguments.root)
}

pub(crate) fn new(arguments: super::New) -> Result<(), u8> {
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
    draft::recognise(&mut entry, Gazetteer::built_in());
    if terminal::can_ask() {
        entry.doubt().iter().for_each(message);
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

/// Prints the places where a draft was written, and says what is to be done with blanks in it.
pub(super) fn print_places(draft: &draft::Draft, root: &Path) -> Result<(), u8> {
    print_changed(draft, root)?;
    if draft.has_blanks() {
        print(format_args!(
            "fill in the blanks marked `{BLANK}`; `katalog check` reports every blank that is left\n"
        ))?;
    }
    Ok(())
}

/// Prints the places where a draft was written.
pub(super) fn print_changed(draft: &draft::Draft, root: &Path) -> Result<(), u8> {
    print_first(draft.changes.iter().map(|change| {
        let line = change.added_at.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}", visible::path(&root.join(&change.path)))
    }))?;
    for path in &draft.removed {
        print(format_args!("{} removed\n", visible::path(&root.join(path))))?;
    }
    Ok(())
}

/// Writes the list of published URLs. The check before it rejects a site that lacks a URL of the previous list.
pub(crate) fn urls(arguments: &super::Urls) -> Result<(), u8> {
    require_content(&arguments.root)?;
    let options = CheckOptions::of(arguments.root.clone());
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
