//! The state that browsers see: the last good site, and the current problems.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Serialize;

use crate::authoring::forms::Owners;
use crate::base::problem::{Problem, Problems, Severity};
use crate::base::visible::{brief, escaped, shortened};
use crate::content::parse::Records;
use crate::content::read::{Lines, Source};
use crate::publish::bundle::Bundle;

/// The state of the preview at one moment.
#[derive(Clone, Default, Serialize)]
pub(super) struct State {
    /// The last good site; `None` if there has been none yet.
    #[serde(rename = "site", serialize_with = "number")]
    pub(super) shown: Option<Arc<Shown>>,
    /// The problems of the current files.
    pub(super) report: Option<Report>,
}

/// A site that browsers see.
pub(super) struct Shown {
    /// The site.
    pub(super) bundle: Bundle,
    /// A number that identifies the site, even among those of previous runs of the program.
    pub(super) number: String,
    /// The files that are being sent, by path. So each is in memory only once, however many browsers request it.
    sent: Mutex<BTreeMap<String, Weak<Vec<u8>>>>,
}

/// The report that is shown with the page.
#[derive(Clone, Serialize)]
pub(super) struct Report {
    errors: usize,
    warnings: usize,
    /// The first errors or, if there are none, the first warnings. If there are none either, why there is no site.
    problems: Vec<Told>,
    /// Whether the page is older than the current files.
    is_stale: bool,
}

/// A problem as the page shows it.
#[derive(Clone, Default, Serialize)]
struct Told {
    message: String,
    help: String,
    /// Its file, line and column.
    place: String,
    rule: &'static str,
    /// The entry whose form has the place, as a path.
    entry: Option<String>,
}

fn number<S: serde::Serializer>(shown: &Option<Arc<Shown>>, serializer: S) -> Result<S::Ok, S::Error> {
    shown.as_ref().map(|shown| &shown.number).serialize(serializer)
}

impl Shown {
    pub(super) fn new(bundle: Bundle, number: u64) -> Self {
        // Pages that were opened before a restart of the program must be reloaded.
        let number = format!("{}-{number}", std::process::id());
        Shown { bundle, number, sent: Mutex::default() }
    }

    /// Returns a file that is being sent.
    pub(super) fn sent(&self, path: &str) -> Option<Arc<Vec<u8>>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).get(path)?.upgrade()
    }

    /// Registers a file to be sent. If another thread has made it too, returns that copy.
    pub(super) fn send(&self, path: &str, bytes: Vec<u8>) -> Arc<Vec<u8>> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.retain(|_, bytes| bytes.strong_count() > 0);
        if let Some(same) = sent.get(path).and_then(Weak::upgrade) {
            return same;
        }
        let bytes = Arc::new(bytes);
        sent.insert(path.to_owned(), Arc::downgrade(&bytes));
        bytes
    }
}

impl Report {
    /// The maximum number of problems to show.
    const MOST: usize = 30;
    /// The maximum length of a reason, in characters.
    const LONGEST: usize = 10_000;

    /// Reports the errors or, if there are none, the warnings; `None` if there are no problems.
    pub(super) fn of(problems: &Problems, source: &Source, records: &Records) -> Option<Self> {
        if problems.is_empty() {
            return None;
        }
        let is_stale = problems.has_errors();
        let severity = if is_stale { Severity::Error } else { Severity::Warning };
        let (lines, owners) = (Lines::new(source), Owners::of(records));
        let told = |problem: &Problem| Told {
            message: brief(&problem.message).into_owned(),
            help: brief(problem.help.as_deref().unwrap_or_default()).into_owned(),
            place: brief(&lines.shown(&problem.place)).into_owned(),
            rule: problem.rule.name,
            entry: owners.owner(&problem.place).map(|owner| owner.to_string()),
        };
        let first = problems.iter().filter(|problem| problem.severity == severity).take(Report::MOST);
        Some(Report {
            errors: problems.count(Severity::Error),
            warnings: problems.count(Severity::Warning),
            problems: first.map(told).collect(),
            is_stale,
        })
    }

    /// Reports a reason why the site cannot be shown.
    pub(super) fn broken(reason: &str) -> Self {
        let message = shortened(&escaped(reason), Report::LONGEST).into_owned();
        let problems = vec![Told { message, ..Told::default() }];
        Report { errors: 0, warnings: 0, problems, is_stale: true }
    }
}
