//! The command `build`.

use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use katalog::base::problem::Problems;
use katalog::base::visible;
use katalog::content::catalogue::FilePath;
use katalog::content::git::{History, NoHistory};
use katalog::content::read::Source;
use katalog::export::CutCell;
use katalog::publish::output::Replacing;
use katalog::publish::{Extent, Inputs, Unchanged};
use katalog::render::Whitespace;
use katalog::site::route::Site;
use katalog::{BuildOptions, Progress, publish};

use super::catalogue::write_new;
use super::check::{accept, options, report};
use super::output::{FAILED, failed, print};
use super::terminal::message;
use super::{Common, ProblemsFormat};

pub(crate) fn build(arguments: super::Build) -> Result<(), u8> {
    let started = Instant::now();
    let Common { quiet, format, .. } = arguments.common;
    let options = BuildOptions {
        check: options(&arguments.common),
        output: arguments.output.clone(),
        replacing: if arguments.atomic { Replacing::Folder } else { Replacing::Files },
        whitespace: if arguments.no_minify { Whitespace::Kept } else { Whitespace::Collapsed },
        host: arguments.host,
        https_only: arguments.https_only,
        precompress: arguments.precompress,
        wait: !arguments.no_wait,
    };
    let common = Common { quiet: true, ..arguments.common };
    accept(&common)?;
    let (source, history) = katalog::read_with_history(&options.check).map_err(failed)?;
    let is_for_server = arguments.offline.is_none();
    let inputs = is_for_server.then(|| Inputs::of(&source, &history, &options)).flatten();
    let waiting = || {
        let output = visible::path(&options.output);
        message(format_args!("another build is writing into {output}; waiting for it"));
    };
    let unchanged = inputs.and_then(|inputs| publish::unchanged(&source, inputs, &options, &waiting));
    if let Some(Unchanged { extent, files }) = unchanged {
        report(&common, &source, &Problems::default())?;
        let done = Done { extent: &extent, files, written: 0, removed: 0 };
        return done.say(&history, &options, quiet, format, started);
    }
    let (problems, site) = katalog::plan(&source, &options.check, history.as_ref().ok());
    report(&common, &source, &problems)?;
    let site = site.ok_or(FAILED)?;
    if let Some(file) = &arguments.offline {
        return offline(&source, site, file, &options, quiet, started);
    }
    let bar = if quiet { ProgressBar::hidden() } else { progress_bar(publish::page_count(&site)) };
    let inputs = inputs.filter(|_| problems.is_empty());
    let built = katalog::build(&source, site, &history, &options, inputs, &|progress| match progress {
        Progress::Page => bar.inc(1),
        Progress::Waiting => waiting(),
    });
    bar.finish_and_clear();
    let built = built.map_err(failed)?;
    warn_of_strangers(&built.output.strangers, &options.output);
    warn_of_damaged(&built.damaged);
    warn_of_cut(&built.cut_cells);
    if let Err(reason) = &history
        && reason.is_lost()
    {
        message(format_args!("warning: {reason}"));
    }
    let publish::output::Summary { files, written, removed, .. } = built.output;
    Done { extent: &built.extent, files, written, removed }
        .say(&history, &options, quiet, format, started)?;
    // The program ends here, and the system frees its memory faster than dropping every value would.
    std::mem::forget((source, built));
    Ok(())
}

/// Writes a copy of the site that works without a server.
fn offline(
    source: &Source,
    site: Site,
    file: &Path,
    options: &BuildOptions,
    quiet: bool,
    started: Instant,
) -> Result<(), u8> {
    let pages = publish::page_count(&site);
    let folder = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("katalog");
    let bytes = katalog::build_offline(source, site, folder, options).map_err(failed)?;
    let size = bytes.len().div_ceil(1_000_000);
    write_new(file, bytes)?;
    match quiet {
        true => Ok(()),
        false => print(format_args!(
            "{}: {pages} pages, {size} MB; unpack it, and open index.html; {:.2} s\n",
            visible::path(file),
            started.elapsed().as_secs_f64()
        )),
    }
}

/// Warns of files in the output folder that would be published with the site although no build wrote them.
fn warn_of_strangers(strangers: &[String], output: &Path) {
    const MOST: usize = 10;
    if strangers.is_empty() {
        return;
    }
    let more =
        if strangers.len() > MOST { format!(" and {} more", strangers.len() - MOST) } else { String::new() };
    let first: Vec<_> = strangers.iter().take(MOST).map(|path| visible::name(path)).collect();
    message(format_args!(
        "warning: katalog did not write these files in {}, or they were changed since; they were left alone: {}{more}",
        visible::path(output),
        first.join(", ")
    ));
}

/// Warns of pictures that readers may not see.
fn warn_of_damaged(pictures: &[FilePath]) {
    for FilePath(path) in pictures {
        message(format_args!(
            "warning: the picture content/{} is damaged, so it is published in one width only; open it, and save it again",
            visible::name(path)
        ));
    }
}

/// Warns of workbooks that lack a part of a text.
fn warn_of_cut(cells: &[CutCell]) {
    const MOST: usize = 10;
    for cell in cells.iter().take(MOST) {
        message(format_args!(
            "warning: {cell} is longer than a cell can be, so it is cut; the CSV file of the same name has all of it"
        ));
    }
    if let Some(more @ 1..) = cells.len().checked_sub(MOST) {
        message(format_args!(
            "warning: {more} more cells of workbooks are cut; their sheets `columns` list them"
        ));
    }
}

/// Makes a progress bar, which is shown only on terminals.
fn progress_bar(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

/// What a build has done.
struct Done<'a> {
    extent: &'a Extent,
    files: usize,
    written: usize,
    removed: usize,
}

impl Done<'_> {
    fn say(
        &self,
        history: &Result<History, NoHistory>,
        options: &BuildOptions,
        quiet: bool,
        format: ProblemsFormat,
        started: Instant,
    ) -> Result<(), u8> {
        if quiet {
            return Ok(());
        }
        let summary = self.summary(history, options, started);
        match format {
            ProblemsFormat::Human | ProblemsFormat::Github => print(format_args!("{summary}\n")),
            // Standard output must hold a single document.
            ProblemsFormat::Json | ProblemsFormat::Sarif => {
                message(summary);
                Ok(())
            }
        }
    }

    fn summary(
        &self,
        history: &Result<History, NoHistory>,
        options: &BuildOptions,
        started: Instant,
    ) -> String {
        let Extent { pages: count, locales, iati } = self.extent;
        let pages: Vec<String> = locales.iter().map(|locale| format!("{locale} {count} pages")).collect();
        let iati = iati.map(|iati| {
            format!(
                "\nIATI: {} programmes and projects; {} facts left out, listed with reasons in data/iati-left-out.csv",
                iati.written, iati.left_out
            )
        });
        // The other reasons were warnings.
        let absent = history.as_ref().err().filter(|reason| !reason.is_lost());
        let history = absent.map(|reason| format!("\n{reason}")).unwrap_or_default();
        format!(
            "{}: {}; {} files, {} written, {} removed; {:.2} s{}{history}",
            visible::path(&options.output),
            pages.join(", "),
            self.files,
            self.written,
            self.removed,
            started.elapsed().as_secs_f64(),
            iati.unwrap_or_default()
        )
    }
}
