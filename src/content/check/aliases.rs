//! Aliases: ids of earlier, each of one entry only, so that every old id leads straight to a living one.

use std::collections::BTreeMap;

use crate::base::id::{Id, Kind};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{self, Alias, Records};
use crate::content::references::{self, Home};

/// The aliases of a record that keep the grammar; the others have been reported.
pub(super) fn kept(aliases: &Option<Vec<Alias>>) -> Vec<Id> {
    aliases.iter().flatten().filter_map(|alias| Id::new(&alias.value)).collect()
}

/// The ids of earlier of a kind, each with what it is now.
pub(super) fn renamed(records: &Records, kind: Kind) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for home in references::homes(records, kind) {
        for alias in home.aliases() {
            renamed.insert(home.with_last(&alias.value), home.id.clone());
        }
    }
    renamed
}

/// Reports aliases that break the grammar, name a living entry, or stand twice.
pub(super) fn check(records: &Records, problems: &mut Problems) {
    // Only what has a page had an address.
    for kind in Kind::with_pages() {
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

/// What is wrong with an alias, if anything: `namesake` is the living entry with that id, `claim` an earlier alias.
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
    match (namesake, claim) {
        (Some(other), _) if other.id == home.id => Some(
            problem(format!("the alias `{written}` is the id of this very {}", kind.noun()))
                .help("remove it: an alias is an id of earlier"),
        ),
        (Some(other), _) => Some(
            problem(format!("the alias `{written}` is the id of another {}", kind.noun()))
                .related(other.place.clone(), format!("`{}` stands here", other.id))
                .help("remove it: who asks for this id finds that entry"),
        ),
        (None, Some(first)) => Some(
            problem(format!("the alias `{written}` is claimed twice"))
                .label("second time")
                .related((*first).clone(), "first time")
                .help("keep the one whose id it was last"),
        ),
        (None, None) => None,
    }
}
