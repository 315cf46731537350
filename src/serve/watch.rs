//! Watches for changed files. The only user of `notify`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::event::{OnEvent, PreviewEvent};
use crate::base::leftovers::is_leftover;

/// The source folders of a site, below the root.
pub(super) const FOLDERS: [&str; 3] = ["content", "themes", "locales"];

/// The time without events after which a save is complete. One save often causes several events.
const QUIET: Duration = Duration::from_millis(4);

/// The time after which a new folder is read again, to find files that appeared before the system watched it.
const SECOND_LOOK: Duration = Duration::from_millis(300);

/// The interval for polling every file if the system cannot report changes.
const POLL: Duration = Duration::from_secs(1);

/// The number of paths above which it is faster to read everything again.
const MOST_PATHS: usize = 64;

/// The maximum number of events to collect before the files are read, even if further events keep arriving.
const MOST_EVENTS: usize = 10_000;

/// The paths that may have changed, relative to the root and with `/`. A folder includes everything below it.
pub(super) type Changed = BTreeSet<String>;

/// Returns all source folders: everything may have changed.
pub(super) fn everything() -> Changed {
    FOLDERS.map(str::to_owned).into()
}

/// A watcher of the source folders that returns changes as they arrive.
pub(super) struct Changes {
    root: PathBuf,
    watcher: Box<dyn Watcher>,
    events: Receiver<notify::Result<Event>>,
    /// Paths to read again, even without an event.
    second_look: Changed,
}

impl Changes {
    /// Watches the source folders below `root`, which must be absolute and without links. Files may have changed before
    /// the watch began, so the first change includes everything.
    ///
    /// # Errors
    /// If the folders cannot even be polled.
    pub(super) fn watch(root: &Path, on_event: &OnEvent) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = start::<RecommendedWatcher>(root, sender.clone()).or_else(|error| {
            on_event(PreviewEvent::Polling(&error.to_string()));
            start::<PollWatcher>(root, sender)
        })?;
        Ok(Changes { root: root.to_path_buf(), watcher, events, second_look: everything() })
    }

    /// Waits for the next changes; `None` if there can be no more.
    pub(super) fn next(&mut self) -> Option<Changed> {
        let second_look = std::mem::take(&mut self.second_look);
        let first = match second_look.is_empty() {
            true => Some(self.events.recv().ok()?),
            false => self.events.recv_timeout(SECOND_LOOK).ok(),
        };
        let mut changed = second_look;
        let mut next = first;
        for _ in 0..MOST_EVENTS {
            let Some(event) = next else { break };
            self.take_in(event, &mut changed);
            // Reading files causes events too; without a change there is no point in returning.
            next = if changed.is_empty() {
                Some(self.events.recv().ok()?)
            } else {
                self.events.recv_timeout(QUIET).ok()
            };
        }
        Some(if changed.len() > MOST_PATHS { everything() } else { changed })
    }

    fn take_in(&mut self, event: notify::Result<Event>, changed: &mut Changed) {
        let event = match event {
            Ok(event) if event.need_rescan() => return changed.extend(everything()),
            Ok(event) if is_change(&event) => event,
            Ok(_) => return,
            Err(_) => return changed.extend(everything()),
        };
        for path in event.paths {
            let Some(relative) = self.relative(&path) else { continue };
            let is_folder = is_folder(&path);
            // One that is gone may have been a folder, and is looked at.
            if !is_folder
                && path.file_name().and_then(OsStr::to_str).is_some_and(is_leftover)
                && exists(&path)
            {
                continue;
            }
            if is_folder && FOLDERS.contains(&relative.as_str()) {
                // To the system, a folder that was moved away and back is a new one. If it cannot be watched now, it
                // has gone again, which causes another event.
                let _ = self.watcher.watch(&path, RecursiveMode::Recursive);
            }
            if is_folder {
                self.second_look.insert(relative.clone());
            }
            changed.insert(relative);
        }
    }

    /// Returns a path relative to the root if it is in a source folder. A name that is not UTF-8 is replaced by its
    /// folder, which is where it is reported.
    fn relative(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok()?;
        let mut names: Vec<&str> = Vec::new();
        for name in below {
            match name.to_str() {
                Some(name) => names.push(name),
                None => break,
            }
        }
        FOLDERS.contains(names.first()?).then(|| names.join("/"))
    }
}

fn start<W: Watcher + 'static>(
    root: &Path,
    events: mpsc::Sender<notify::Result<Event>>,
) -> notify::Result<Box<dyn Watcher>> {
    let config = Config::default().with_poll_interval(POLL).with_follow_symlinks(false);
    let mut watcher = W::new(events, config)?;
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS.map(|name| root.join(name)) {
        if is_folder(&folder) {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(Box::new(watcher))
}

/// Returns whether a path is a folder and not a link to one. A link could lead to the whole disk, and is reported when
/// it is read.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Returns whether anything is there, without following links.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Returns whether something was written, moved or removed, not only read.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}
