//! Checks aliases, which are former ids. Each belongs to one entry only, so every former id leads directly to an entry.

use std::collections::BTreeMap;

use crate::base::id::{Id, Kind};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::Subject;
use crate::content::parse::{self, Alias, Records};
use crate::content::references::{self, Home};

/// Returns the former ids of a kind, each with the current id.
pub(super) fn renamed(records: &Records, kind: Kind) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for home in references::homes(records, kind) {
        for alias in home.aliases() {
            renamed.insert(home.with_last(&alias.value), home.id.clone());
        }
    }
    renamed
}

/// Returns the former ids of an entry. Those that are not valid are reported by [`check`].
pub(super) fn ids(aliases: &Option<Vec<Alias>>) -> Vec<Id> {
    aliases.iter().flatten().filter_map(|alias| Id::new(&alias.value)).collect()
}

/// Reports aliases that are not valid ids, are the id of an entry, or are used twice.
pub(super) fn check(records: &Records, problems: &mut Problems) {
    // Only entries with pages have addresses to keep, and regions, which are parts of pages.
    for kind in Subject::kinds().chain([Kind::StandingPage, Kind::Region]) {
        let homes = references::homes(records, kind);
        if homes.iter().all(|home| home.aliases().next().is_none()) {
            continue;
        }
        let living: BTreeMap<&str, &Home<'_>> = homes.iter().map(|home| (home.id.as_str(), home)).collect();
        let mut claimed: BTreeMap<String, &Place> = BTreeMap::new();
        for home in &homes {
            for alias in home.aliases() {
                let id = home.with_last(&alias.value);
                if let Some(problem) = fault(kind, home, alias, living.get(id.as_str()), claimed.get(&id)) {
                    problems.push(problem);
                }
                claimed.entry(id).or_insert(&alias.place);
            }
        }
    }
}

/// Returns the problem of an alias, if any. `namesake` is the entry with this id; `claim` is an earlier alias.
fn fault(
    kind: Kind,
    home: &Home<'_>,
    alias: &Alias,
    namesake: Option<&&Home<'_>>,
    claim: Option<&&Place>,
) -> Option<Problem> {
    let written = parse::shorten(&alias.value);
    let problem = |message: String| Problem::new(&rules::ALIAS, alias.place.clone(), message);
    if Id::new(&alias.value).is_none() {
        return Some(problem(format!("`{written}` was never an id")).help(Id::GRAMMAR));
    }
    if kind == Kind::StandingPage && Subject::STANDING.iter().any(|page| page.name() == Some(&*alias.value)) {
        let message = format!("the alias `{written}` is the name of a page that every catalogue has");
        return Some(problem(message).help("remove it: this name leads to that page"));
    }
    match (namesake, claim) {
        (Some(other), _) if other.id == home.id => Some(
            problem(format!("the alias `{written}` is the current id of this {}", kind.noun()))
                .help("remove it: an alias is a former id"),
        ),
        (Some(other), _) => Some(
            problem(format!("the alias `{written}` is the id of another {}", kind.noun()))
                .related(other.place.clone(), format!("`{}` is here", other.id))
                .help("remove it: this id leads to that entry"),
        ),
        (None, Some(first)) => Some(
            problem(format!("the alias `{written}` is claimed twice"))
                .label("second time")
                .related((*first).clone(), "first time")
                .help("keep it only in the entry that had this id last"),
        ),
        (None, None) => None,
    }
}
