//! What browsers see: the last good site, and what is wrong now.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Serialize;

use crate::base::problem::{Problems, Severity};
use crate::base::visible::{escaped, shortened};
use crate::content::read::Source;
use crate::publish::bundle::Bundle;
use crate::report::{self, Style};

/// The preview at one moment.
#[derive(Clone, Default, Serialize)]
pub(super) struct State {
    /// The last good site; nothing if there has been none.
    #[serde(rename = "site", serialize_with = "number")]
    pub(super) shown: Option<Arc<Shown>>,
    /// What is wrong with the files as they are now.
    pub(super) report: Option<Report>,
}

/// A site that is shown.
pub(super) struct Shown {
    /// The site.
    pub(super) bundle: Bundle,
    /// Which one it is, of those that were shown since a program was started.
    pub(super) number: String,
    /// The files that are being sent, by their paths. So each is in memory once, however many browsers ask for it.
    sent: Mutex<BTreeMap<String, Weak<Vec<u8>>>>,
}

/// What an editor is told over the page.
#[derive(Clone, Serialize)]
pub(super) struct Report {
    title: String,
    text: String,
    /// Whether what is shown is not what the files say.
    is_stale: bool,
}

fn number<S: serde::Serializer>(shown: &Option<Arc<Shown>>, serializer: S) -> Result<S::Ok, S::Error> {
    shown.as_ref().map(|shown| &shown.number).serialize(serializer)
}

impl Shown {
    pub(super) fn new(bundle: Bundle, number: u64) -> Self {
        // Pages that were opened before the program was started again have to be loaded again.
        let number = format!("{}-{number}", std::process::id());
        Shown { bundle, number, sent: Mutex::default() }
    }

    /// A file that is being sent.
    pub(super) fn sent(&self, path: &str) -> Option<Arc<Vec<u8>>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).get(path)?.upgrade()
    }

    /// Takes a file that is to be sent; another thread may have made it too.
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
    /// More problems than these are not shown at once.
    const MOST: usize = 30;
    /// More of a reason is not shown, in characters.
    const LONGEST: usize = 10_000;

    /// Reports problems, the errors first; nothing if there are none.
    pub(super) fn of(problems: &Problems, source: &Source) -> Option<Self> {
        if problems.is_empty() {
            return None;
        }
        let is_stale = problems.has_errors();
        let mut first = if is_stale { problems.errors(|_| true) } else { problems.clone() };
        first.truncate(Report::MOST);
        let mut text = report::human(&first, source, Style::Plain);
        // The last line are the totals, which the title tells.
        text.truncate(text.trim_end().rfind('\n').map_or(0, |at| at + 1));
        let left =
            problems.count(if is_stale { Severity::Error } else { Severity::Warning }) - first.iter().len();
        if left > 0 {
            text.push_str(&format!("and {left} more, which `katalog check` shows\n"));
        }
        Some(Report { title: report::totals(problems), text, is_stale })
    }

    /// Reports what keeps the site from being shown.
    pub(super) fn broken(reason: &str) -> Self {
        Report {
            title: "the site cannot be shown".to_owned(),
            text: shortened(&escaped(reason), Report::LONGEST).into_owned(),
            is_stale: true,
        }
    }
}
