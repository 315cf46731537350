//! The command `translations`: the state of translations, and files for translators.

use std::path::Path;

use katalog::authoring::translate::{self, Format};
use katalog::authoring::{self, Translated};
use katalog::base::language::Language;
use katalog::base::visible;
use katalog::content::translations::{self, Translations};
use katalog::content::{parse, read};
use katalog::report;

use super::TranslationsFormat;
use super::catalogue::{commit, require_content, write_new};
use super::output::{FAILED, counted, failed, print, print_first, say, style};
use super::terminal::{self, message};

pub(crate) fn translations(arguments: &super::Translations) -> Result<(), u8> {
    let root = &arguments.root;
    require_content(root)?;
    if let (Some((path, format)), Some(language)) = (&arguments.export, arguments.language) {
        return export(root, path, *format, language);
    }
    if let Some((path, format)) = &arguments.import {
        return import(arguments, path, *format);
    }
    if !arguments.confirm.is_empty() {
        return confirm(root, &arguments.confirm);
    }
    let translations = translations::of(root).map_err(failed)?;
    match arguments.format {
        TranslationsFormat::Human => print(report::translations(&translations))?,
        TranslationsFormat::Json => {
            let document = serde_json::to_string_pretty(&translations).map_err(failed)?;
            say(&(visible::json(document) + "\n"))?;
        }
    }
    reach(&arguments.min, &translations)
}

/// Fails unless each language is written to its percentage.
fn reach(minima: &[(Language, f64)], translations: &Translations) -> Result<(), u8> {
    let mut outcome = Ok(());
    for (language, minimum) in minima {
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

fn export(root: &Path, path: &Path, format: Format, language: Language) -> Result<(), u8> {
    let authoring::Translatable { job, no_history } =
        authoring::translatable(root, language).map_err(failed)?;
    if let Some(reason) = no_history {
        message(reason.explain("stale texts are not among those to translate"));
    }
    if job.units.is_empty() {
        message(format_args!("no {} text is missing or stale; nothing was written", language.english_name()));
        return Ok(());
    }
    let stale = job.units.iter().filter(|unit| unit.target.is_some()).count();
    let bytes = format.write(&job).map_err(failed)?;
    write_new(path, bytes)?;
    print(format_args!(
        "{}: {} to translate into {}, of which stale: {stale}\n",
        visible::path(path),
        counted(job.units.len(), "text"),
        language.english_name()
    ))
}

/// The maximum number of refused translations that are listed.
const MOST_REFUSALS: usize = 100;

fn import(arguments: &super::Translations, path: &Path, format: Format) -> Result<(), u8> {
    let unread = |reason: String| failed(format!("{}: {reason}", visible::path(path)));
    let bytes = read::read_bytes(path).map_err(failed)?;
    let (language, returned) = format.read(&bytes).map_err(unread)?;
    let translated = authoring::translate(&arguments.root, language, &returned).map_err(failed)?;
    let Translated { before, after, outcome, problems } = translated;
    let applied = outcome.map_err(|refusals| {
        for refusal in refusals.iter().take(MOST_REFUSALS) {
            message(format_args!("{}: {refusal}", visible::path(path)));
        }
        if let left @ 1.. = refusals.len().saturating_sub(MOST_REFUSALS) {
            message(format_args!("… and {left} more"));
        }
        message("nothing was written");
        FAILED
    })?;
    if !problems.is_empty() {
        terminal::report(&report::human(&problems, &after, style()));
        if problems.has_errors() || !arguments.with_warnings {
            message(
                "nothing was written: the translations cause these problems; --with-warnings accepts warnings",
            );
            return Err(FAILED);
        }
    }
    let files = applied.draft.changes.len();
    message(format_args!(
        "{} in {}; in the content already: {}; not translated yet: {}",
        counted(applied.written, "text"),
        counted(files, "file"),
        applied.unchanged,
        applied.unfinished
    ));
    if arguments.dry_run {
        return print(applied.draft.diff(&before));
    }
    let title = format!("translations from {}", visible::path(path));
    // A repeated import finds its texts in the content, so it needs no request for recovery.
    commit(&applied.draft.transaction(&title, String::new(), &before), &arguments.root)?;
    print_first(applied.draft.changes.iter().map(|change| visible::path(&arguments.root.join(&change.path))))
}

fn confirm(root: &Path, paths: &[String]) -> Result<(), u8> {
    let content = read::read(root).map_err(failed)?;
    let (records, _) = parse::parse(&content);
    let draft = translate::confirm(paths, &records, &content).map_err(failed)?;
    commit(&draft.transaction("confirm translations", String::new(), &content), root)?;
    print_first(draft.changes.iter().map(|change| visible::path(&root.join(&change.path))))
}
