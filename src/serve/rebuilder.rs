//! Makes a new bundle of the site when files change.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tokio::sync::watch::Sender;
use walkdir::WalkDir;

use super::event::{OnEvent, PreviewEvent};
use super::state::{Report, Shown, State};
use super::watch::{self, Changed};
use crate::base::folder::Folder;
use crate::base::leftovers::is_leftover;
use crate::content::git::History;
use crate::content::read::{ReadError, Source};
use crate::publish::bundle::{Bundle, BundleError};
use crate::render::Whitespace;
use crate::site::plan::{CheckOptions, Planner};
use crate::site::route::Site;

/// The maximum size, in bytes, of a theme or message file to compare. Larger ones are rejected when they are loaded.
const MAX_BESIDE_BYTES: u64 = 16 * 1024 * 1024;

/// The maximum number of theme and message files to compare. More are rejected when they are loaded.
const MOST_BESIDE: usize = 2_000;

/// The maximum total size, in bytes, of the theme and message files held in memory. Files beyond it are not compared,
/// so a change to them shows only with another change.
const MOST_BESIDE_BYTES: u64 = 64 * 1024 * 1024;

/// Keeps the files in memory, and makes a new site whenever they change.
pub(super) struct Rebuilder {
    options: CheckOptions,
    source: Source,
    /// The history at the start of the preview.
    history: Option<History>,
    /// The files of theme and messages.
    beside: Vec<(PathBuf, Vec<u8>)>,
    /// Whether theme or messages have changed since the last bundle.
    is_restyled: bool,
    planner: Planner,
    /// The paths to read again with the next change, because reading failed.
    unread: Changed,
    /// The number of sites shown so far.
    shown: u64,
    states: Sender<Option<State>>,
    on_event: Arc<OnEvent>,
}

impl Rebuilder {
    pub(super) fn new(options: CheckOptions, states: Sender<Option<State>>, on_event: Arc<OnEvent>) -> Self {
        let unread = Changed::default();
        let source = Source::from_files(Vec::new());
        Rebuilder {
            options,
            source,
            history: None,
            beside: Vec::new(),
            is_restyled: false,
            planner: Planner::default(),
            unread,
            shown: 0,
            states,
            on_event,
        }
    }

    /// Does a part of the work. If the program has a mistake that stops it, says so, and starts anew with the next change.
    pub(super) fn or_start_again(&mut self, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_err() {
            // What was kept may be half finished.
            let (states, on_event) = (self.states.clone(), Arc::clone(&self.on_event));
            let shown = self.shown;
            *self = Rebuilder { shown, ..Rebuilder::new(self.options.clone(), states, on_event) };
            self.unread = watch::everything();
            self.report_broken(
                "katalog has a mistake that these files bring out; the next change is tried again",
            );
        }
    }

    /// Reads all files and the Git history, and shows the site.
    pub(super) fn open(&mut self) {
        let CheckOptions { root, cache, .. } = self.options.clone();
        let (read, history) = thread::scope(|scope| {
            let history = scope.spawn(|| History::of(&root, cache.as_deref()).ok());
            (self.read(&watch::everything()), history.join())
        });
        self.history = history.ok().flatten();
        match read {
            Ok(_) => self.show(),
            Err(error) => self.report_broken(&error.to_string()),
        }
    }

    /// Reads the changed paths again. If anything is different, shows the new site or its problems.
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

    /// Reads paths again; returns whether anything is different.
    fn read(&mut self, paths: &Changed) -> Result<bool, ReadError> {
        let outcome = self.source.reread(&self.options.root, paths);
        if outcome.is_err() {
            self.unread.clone_from(paths);
        }
        let beside = files_beside(&self.options.root);
        self.is_restyled |= beside != self.beside;
        let is_different = outcome? || beside != self.beside;
        self.beside = beside;
        Ok(is_different)
    }

    /// Checks everything and, if there is no error, shows a new bundle. If no lint can be an error, the bundle is shown
    /// before the lints run.
    fn show(&mut self) {
        let last = self.last();
        let before = last.as_ref().map(|shown| shown.bundle.site());
        let mut layout = self.planner.lay_out(&self.source, &self.options, self.history.as_ref(), before);
        let (shown, broken) = match layout.site.take().map(|site| self.make(site, last.as_deref())) {
            Some(Ok(shown)) => (Some(shown), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, None),
        };
        if shown.is_some() && !layout.is_linted() {
            let known = layout.known(&self.options);
            self.publish(shown.clone(), Report::of(&known, &self.source, &layout.records));
        }
        let known = self.planner.problems(&mut layout, &self.source, &self.options);
        let report = match &broken {
            Some(reason) => Some(Report::broken(reason)),
            None => Report::of(&known, &self.source, &layout.records),
        };
        self.publish(shown, report);
        (self.on_event)(PreviewEvent::Checked { source: &self.source, problems: &known });
        if let Some(reason) = broken {
            (self.on_event)(PreviewEvent::Broken(&reason));
        }
    }

    /// Makes the next bundle.
    fn make(&mut self, site: Site, last: Option<&Shown>) -> Result<Arc<Shown>, BundleError> {
        let before = last.map(|shown| &shown.bundle).filter(|_| !self.is_restyled);
        let bundle = Bundle::after(before, site, &self.options.root, Whitespace::Collapsed, None)?;
        self.is_restyled = false;
        self.shown += 1;
        Ok(Arc::new(Shown::new(bundle, self.shown)))
    }

    fn report_broken(&mut self, reason: &str) {
        self.publish(None, Some(Report::broken(reason)));
        (self.on_event)(PreviewEvent::Broken(reason));
    }

    /// Publishes a state. If there is no new site, the last good one stays.
    fn publish(&mut self, shown: Option<Arc<Shown>>, report: Option<Report>) {
        let shown = shown.or_else(|| self.last());
        self.states.send_replace(Some(State { shown, report }));
    }

    /// Returns the last good site, if there has been one.
    fn last(&self) -> Option<Arc<Shown>> {
        self.states.borrow().as_ref().and_then(|state| state.shown.clone())
    }
}

/// Reads the files of theme and messages. Files that cannot be read are reported when they are loaded.
fn files_beside(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(folder) = Folder::open(root) else { return Vec::new() };
    let walks = ["themes", "locales"]
        .map(|name| WalkDir::new(root.join(name)).follow_root_links(false).sort_by_file_name().into_iter());
    let entries = walks.into_iter().flatten().filter_map(Result::ok);
    let is_left_over = |entry: &walkdir::DirEntry| entry.file_name().to_str().is_some_and(is_leftover);
    let files = entries.filter(|entry| !entry.file_type().is_dir() && !is_left_over(entry)).take(MOST_BESIDE);
    let mut room = MOST_BESIDE_BYTES;
    let file = |entry: walkdir::DirEntry| {
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let bytes = folder.read(below, MAX_BESIDE_BYTES.min(room)).unwrap_or_default();
        room -= bytes.len() as u64;
        (entry.into_path(), bytes)
    };
    files.map(file).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_mistake_of_the_program_does_not_end_the_preview() {
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = Arc::clone(&told);
        let on_event: Arc<OnEvent> = Arc::new(move |event: PreviewEvent<'_>| {
            let text = match event {
                PreviewEvent::Broken(reason) => reason.to_owned(),
                PreviewEvent::Checked { problems, .. } => format!("{} problems", problems.iter().count()),
                PreviewEvent::Polling(_) => "polling".to_owned(),
            };
            heard.lock().expect("no panic").push(text);
        });
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small");
        let options = CheckOptions::of(root);
        let (states, state) = tokio::sync::watch::channel(None);
        let mut rebuilder = Rebuilder::new(options, states, on_event);
        rebuilder.or_start_again(|_| panic!("a mistake"));
        assert!(state.borrow().as_ref().is_some_and(|state| state.report.is_some()));
        rebuilder.or_start_again(|rebuilder| rebuilder.take_in(&Changed::default()));
        assert!(state.borrow().as_ref().is_some_and(|state| state.shown.is_some()));
        let told = told.lock().expect("no panic");
        assert!(told[0].contains("katalog has a mistake") && told[1] == "0 problems", "{told:?}");
    }
}
