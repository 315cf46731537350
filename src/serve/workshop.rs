//! From changed files to a new edition of the site.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch::Sender;
use walkdir::WalkDir;

use super::state::{Report, Shown, State};
use super::watch::{self, Changed};
use super::{News, Tell};
use crate::CheckOptions;
use crate::edition::Edition;
use crate::git::History;
use crate::read::{ReadError, Source};
use crate::render::Whitespace;

/// Holds the files in memory, and makes a site from them whenever they change.
pub(super) struct Workshop {
    options: CheckOptions,
    source: Source,
    /// As it was when the preview began.
    history: Option<Arc<History>>,
    /// The files beside the content.
    beside: Vec<(PathBuf, Vec<u8>)>,
    /// What could not be read, and is therefore to be read again with the next change.
    unread: Changed,
    /// How many sites were shown.
    shown: u64,
    states: Sender<Option<State>>,
    tell: Arc<Tell>,
}

impl Workshop {
    pub(super) fn new(options: CheckOptions, states: Sender<Option<State>>, tell: Arc<Tell>) -> Self {
        let unread = Changed::default();
        let source = Source::from_files(Vec::new());
        let history = History::of(&options.root).ok().map(Arc::new);
        Workshop { options, source, history, beside: Vec::new(), unread, shown: 0, states, tell }
    }

    /// Reads everything and shows it.
    pub(super) fn open(&mut self) {
        match self.read(&watch::everything()) {
            Ok(_) => self.show(),
            Err(error) => self.report_broken(&error.to_string()),
        }
    }

    /// Reads again what may have changed; if it has, shows the new site or what is wrong with it.
    pub(super) fn take_in(&mut self, changed: &Changed) {
        let was_unread = !self.unread.is_empty();
        let mut paths = std::mem::take(&mut self.unread);
        paths.extend(changed.iter().cloned());
        match self.read(&paths) {
            Ok(is_different) => {
                if is_different || was_unread {
                    self.show();
                }
            }
            Err(error) => self.report_broken(&error.to_string()),
        }
    }

    /// Says whether anything is different.
    fn read(&mut self, paths: &Changed) -> Result<bool, ReadError> {
        let outcome = self.source.reread(&self.options.root, paths);
        if outcome.is_err() {
            self.unread.clone_from(paths);
        }
        let beside = files_beside(&self.options.root);
        let is_different = outcome? || beside != self.beside;
        self.beside = beside;
        Ok(is_different)
    }

    /// Checks everything; without an error, shows a new edition.
    fn show(&mut self) {
        let (problems, site) = crate::plan(&self.source, &self.options);
        let root = &self.options.root;
        let edition =
            site.map(|site| Edition::new(site, root, self.history.clone(), Whitespace::Collapsed, None));
        let (edition, broken) = match edition {
            Some(Ok(edition)) => (Some(edition), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, None),
        };
        let shown = edition.map(|edition| {
            self.shown += 1;
            Arc::new(Shown::new(edition, self.shown))
        });
        let report = match &broken {
            Some(reason) => Some(Report::broken(reason)),
            None => Report::of(&problems, &self.source),
        };
        self.publish(shown, report);
        (self.tell)(News::Checked { source: &self.source, problems: &problems });
        if let Some(reason) = broken {
            (self.tell)(News::Broken(&reason));
        }
    }

    fn report_broken(&mut self, reason: &str) {
        self.publish(None, Some(Report::broken(reason)));
        (self.tell)(News::Broken(reason));
    }

    /// Without a new site, the last good one stays.
    fn publish(&mut self, shown: Option<Arc<Shown>>, report: Option<Report>) {
        let last = || self.states.borrow().as_ref().and_then(|state| state.shown.clone());
        let shown = shown.or_else(last);
        self.states.send_replace(Some(State { shown, report }));
    }
}

/// The files of theme and messages. What can not be read is reported when they are loaded.
fn files_beside(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let folders = ["themes", "locales"].map(|name| WalkDir::new(root.join(name)).sort_by_file_name());
    let files = folders.into_iter().flatten().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap_or_default())).collect()
}
