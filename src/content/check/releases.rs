//! Checks the releases of the content.

use std::cmp::Reverse;

use super::addresses::web_address;
use super::builder::Builder;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::Release;
use crate::content::parse::{CommitId, ReleaseName, ReleaseRecord, Sha256, shorten};

/// The releases that the content may have. The description of the data repeats much for each.
const MOST_RELEASES: usize = 300;

impl Builder<'_> {
    /// Builds the releases, newest first. Of those of one day, the last in the file is the newest.
    pub(super) fn releases(&self, problems: &mut Problems) -> Option<Vec<Release>> {
        let records = self.records.releases.0.iter();
        if let Some((name, _)) = self.records.releases.0.get(MOST_RELEASES) {
            let message = format!("a catalogue can have at most {MOST_RELEASES} releases");
            problems.push(
                Problem::new(&rules::TOO_MANY_ENTRIES, name.place.clone(), message)
                    .help("remove the oldest ones that nobody cites"),
            );
            return None;
        }
        let built: Vec<Option<Release>> =
            records.map(|(name, record)| self.release(name, record, problems)).collect();
        let mut releases = built.into_iter().rev().collect::<Option<Vec<_>>>()?;
        releases.sort_by_key(|release| Reverse(release.date.first_day()));
        Some(releases)
    }

    fn release(
        &self,
        name: &Placed<String>,
        record: &ReleaseRecord,
        problems: &mut Problems,
    ) -> Option<Release> {
        let ReleaseRecord { date, commit, sha256, url, note, .. } = record;
        let name = valid(name, "the name of a release", ReleaseName::is_valid, ReleaseName::HELP, problems);
        let commit = commit.as_ref().and_then(|commit| {
            valid(commit, "the id of a commit", CommitId::is_valid, CommitId::HELP, problems)
        });
        let sha256 = sha256
            .as_ref()
            .and_then(|sha256| valid(sha256, "a SHA-256", Sha256::is_valid, Sha256::HELP, problems));
        let url = url.as_ref().map(|url| web_address(url, problems));
        let note = note.as_ref().map(|note| self.texts.short(note, problems));
        Some(Release {
            name: name?,
            date: date.as_ref()?.value,
            commit: commit?,
            sha256: sha256?,
            url: match url {
                Some(url) => Some(url?),
                None => None,
            },
            note: match note {
                Some(note) => Some(note?),
                None => None,
            },
        })
    }
}

/// Returns a text of a format. Reports another one.
fn valid(
    text: &Placed<String>,
    what: &str,
    is_valid: fn(&str) -> bool,
    help: &'static str,
    problems: &mut Problems,
) -> Option<String> {
    if is_valid(&text.value) {
        return Some(text.value.clone());
    }
    let message = format!("`{}` is not {what}", shorten(&text.value));
    problems.push(Problem::new(&rules::WRONG_VALUE, text.place.clone(), message).help(help));
    None
}
