//! Which files may have changed. The only user of `notify`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::{OnEvent, PreviewEvent};
use crate::base::leftovers::is_leftover;

/// The folders of the root that a site is made from.
pub(super) const FOLDERS: [&str; 3] = ["content", "themes", "locales"];

/// One save often makes several events; so long after the last of them, a save is over.
const QUIET: Duration = Duration::from_millis(4);

/// Files that appear in a new folder before the system watches it are found after this time.
const SECOND_LOOK: Duration = Duration::from_millis(300);

/// How often every file is looked at where the system can not tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// With more paths than these, it is quicker to read everything again.
const MOST_PATHS: usize = 64;

/// So many events are taken in before the files are read, even if they do not cease.
const MOST_EVENTS: usize = 10_000;

/// What may have changed: paths relative to the root, with `/`; all that stands below a folder may have changed too.
pub(super) type Changed = BTreeSet<String>;

/// Everything may have changed.
pub(super) fn everything() -> Changed {
    FOLDERS.map(str::to_owned).into()
}

/// Changes, as they come in.
pub(super) struct Changes {
    root: PathBuf,
    watcher: Box<dyn Watcher>,
    events: Receiver<notify::Result<Event>>,
    /// What is to be looked at again, although no event says so.
    second_look: Changed,
}

impl Changes {
    /// Watches the folders below `root`, which is absolute and without links. Something may have happened before they
    /// are watched, so the first change is everything.
    ///
    /// # Errors
    /// When the system can not even say when files were changed.
    pub(super) fn watch(root: &Path, tell: &OnEvent) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = start::<RecommendedWatcher>(root, sender.clone()).or_else(|error| {
            tell(PreviewEvent::Polling(&error.to_string()));
            start::<PollWatcher>(root, sender)
        })?;
        Ok(Changes { root: root.to_path_buf(), watcher, events, second_look: everything() })
    }

    /// Waits for the next changes; nothing when there can be no more.
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
            // Reading files makes events as well; they are nothing to wait for.
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
                // A folder that was moved away and came back is another one to the system. If it can not be watched
                // now, it is gone again, which is the next event.
                let _ = self.watcher.watch(&path, RecursiveMode::Recursive);
            }
            if is_folder {
                self.second_look.insert(relative.clone());
            }
            changed.insert(relative);
        }
    }

    /// A path below the root, if a site is made from it. What is no UTF-8 is reported when its folder is read.
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

/// Whether a folder stands there itself. A link may lead to the whole disk, and is reported when it is read.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Whether anything stands there itself.
fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether something was written, moved or removed, not only looked at.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}
