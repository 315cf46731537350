//! Compares the municipalities that take part in activities with those that their notes and their partners name.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::place_names::PlaceNames;
use super::places::municipalities;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::id::Id;
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule, some_of_many};
use crate::content::parse::{ActivityRecord, shorten};

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&NOTED_PLACE, noted_places), always(&ONE_SIDED_PARTNER, one_sided_partners)];

static NOTED_PLACE: Rule = Rule::warning(
    "noted-place",
    "No note of an activity names another municipality in the place of one that takes part.",
);

static ONE_SIDED_PARTNER: Rule = Rule::warning(
    "one-sided-partner",
    "Two municipalities that are partners and both have an activity of the project name each other.",
);

/// A partner of an activity that has an activity of its own in the project, with other partners.
struct OneSided<'a> {
    own: &'a str,
    partner: &'a Placed<String>,
    /// Those that the other activity names.
    theirs: &'a BTreeSet<&'a str>,
    /// A municipality that names this one as its partner, and that this one does not name.
    meant: Option<&'a str>,
}

/// The partners of each municipality in the activities of a project, and those that name it.
#[derive(Default)]
struct Partners<'a> {
    of: HashMap<&'a str, BTreeSet<&'a str>>,
    naming: HashMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Partners<'a> {
    fn among(activities: &'a [ActivityRecord]) -> Self {
        let mut partners = Partners::default();
        for (own, partner) in pairs(activities) {
            partners.of.entry(own).or_default().insert(&partner.value);
            partners.naming.entry(&partner.value).or_default().insert(own);
        }
        partners
    }

    fn one_sided(&'a self, activities: &'a [ActivityRecord]) -> Vec<OneSided<'a>> {
        let meant: HashMap<&str, &str> =
            self.of.keys().filter_map(|own| Some((*own, self.unanswered(own)?))).collect();
        // Of two that name each other very often, the first place is enough.
        let mut told = HashSet::new();
        let one_sided = |(own, partner): (&'a str, &'a Placed<String>)| {
            if !told.insert((own, partner.value.as_str())) {
                return None;
            }
            let theirs = self.of.get(partner.value.as_str()).filter(|theirs| !theirs.contains(own))?;
            Some(OneSided { own, partner, theirs, meant: meant.get(own).copied() })
        };
        pairs(activities).filter_map(one_sided).collect()
    }

    /// Returns a municipality that names this one as its partner, and that this one does not name.
    fn unanswered(&self, own: &str) -> Option<&'a str> {
        let mut naming = self.naming.get(own)?.iter().copied();
        naming.find(|other| !self.of.get(own).is_some_and(|partners| partners.contains(other)))
    }
}

/// Returns the municipality of each activity with each of its partners.
fn pairs(activities: &[ActivityRecord]) -> impl Iterator<Item = (&str, &Placed<String>)> {
    activities.iter().flat_map(|activity| {
        let own = activity.municipality.as_ref().map(|own| own.value.as_str());
        let partners = activity.partner_municipalities.iter().flatten();
        // One that cooperates with itself is reported as such.
        partners.filter_map(move |partner| Some((own.filter(|own| partner.value != *own)?, &**partner)))
    })
}

/// Reports partners that have an activity of the project with other partners.
fn one_sided_partners(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let looked = Looked::new(content);
    let projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activities in projects.filter_map(|project| project.activities.as_deref()) {
        // A list with a place that is not known may name any, and so may the others.
        if pairs(activities).any(|(_, partner)| !looked.known.contains(partner.value.as_str())) {
            continue;
        }
        let partners = Partners::among(activities);
        let mut found = partners.one_sided(activities);
        // The note of an activity tells more surely who was meant.
        if !found.is_empty() {
            let told = Told::by(&looked.noted(activities));
            found.retain(|pair| !told.contains(pair));
        }
        let mistaken: BTreeSet<(&str, &str)> =
            found.iter().filter_map(|pair| Some((pair.own, pair.meant?))).collect();
        for OneSided { own, partner, theirs, meant } in found {
            // The other activity names a wrong one in the place of this.
            if meant.is_none() && mistaken.contains(&(partner.value.as_str(), own)) {
                continue;
            }
            let (here, there) = (shorten(own), shorten(&partner.value));
            let message = format!(
                "`{there}` is a partner here, but the activity in `{there}` names {} instead of `{here}`",
                some_of_many(theirs.iter().copied(), theirs.len(), ", ")
            );
            let help = match meant {
                Some(meant) => format!(
                    "did you mean `{0}`? The activity in `{0}` names `{here}` as its partner",
                    shorten(meant)
                ),
                None => format!(
                    "add `{here}` to `partner_municipalities` there if the two cooperate; otherwise name the right one here"
                ),
            };
            problems.push(Problem::new(&ONE_SIDED_PARTNER, partner.place.clone(), message).help(help));
        }
    }
    problems
}

/// A municipality that takes part in an activity, while its note names another one.
struct Noted<'a> {
    /// The municipality of the activity.
    own: Option<&'a str>,
    unnamed: &'a Placed<String>,
    strange: &'a str,
    note: &'a Place,
}

/// The partners that wrong notes are about.
struct Told<'a> {
    /// Where the partners stand that the notes do not name.
    unnamed: HashSet<&'a Place>,
    /// The places that notes name, each with the municipality of the activity, which may lack it as a partner.
    strange: HashSet<(&'a str, &'a str)>,
}

impl<'a> Told<'a> {
    fn by(noted: &[Noted<'a>]) -> Self {
        Told {
            unnamed: noted.iter().map(|noted| &noted.unnamed.place).collect(),
            strange: noted.iter().filter_map(|noted| Some((noted.strange, noted.own?))).collect(),
        }
    }

    /// Returns whether a partner is the one that a note does not name, or lacks this one because a note was not followed.
    fn contains(&self, pair: &OneSided<'_>) -> bool {
        self.unnamed.contains(&pair.partner.place)
            || self.strange.contains(&(pair.own, pair.partner.value.as_str()))
    }
}

/// Reports activities whose note names another municipality than the activity does.
fn noted_places(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let looked = Looked::new(content);
    let projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for Noted { unnamed, strange, note, .. } in
        projects.flat_map(|project| looked.noted(project.activities.as_deref().unwrap_or_default()))
    {
        let (strange, unnamed_id) = (shorten(strange), shorten(&unnamed.value));
        let message = format!(
            "`{unnamed_id}` takes part here, but the note does not name it; it names `{strange}` instead"
        );
        problems.push(
            Problem::new(&NOTED_PLACE, unnamed.place.clone(), message)
                .related(note.clone(), "the note")
                .help(format!(
                    "write `{strange}` here if that is meant; if both take part, add `{strange}` to `partner_municipalities`"
                )),
        );
    }
    problems
}

/// What has to be known to look for municipalities in notes.
struct Looked<'a> {
    places: &'a PlaceNames,
    known: HashSet<&'a str>,
    /// The municipalities of activities that are copies, which are reported as such.
    copies: HashSet<&'a Place>,
}

impl<'a> Looked<'a> {
    fn new(content: &'a Content<'_>) -> Self {
        Looked {
            places: content.places,
            known: municipalities(content.records),
            copies: content.copies.iter().map(|copy| copy.place).collect(),
        }
    }

    fn noted(&self, activities: &'a [ActivityRecord]) -> Vec<Noted<'a>> {
        let mut found = Vec::new();
        for activity in activities {
            let own = activity.municipality.as_ref();
            let is_copy = own.is_some_and(|own| self.copies.contains(&own.place));
            let mut listed =
                activity.partner_municipalities.iter().flatten().chain(activity.locations.iter().flatten());
            // A list with a place that is not known may name any.
            let is_in_doubt = is_copy || !listed.all(|place| self.known.contains(place.value.as_str()));
            let Some(note) = activity.note.as_ref().filter(|_| !is_in_doubt) else { continue };
            let words = Language::ALL.into_iter().filter_map(|language| note.0.value[language].as_ref());
            let named: Vec<BTreeSet<&str>> = words.map(|words| named(self.places, &words.value)).collect();
            let Some((strange, unnamed)) = mistaken(activity, &named) else { continue };
            // An id that is wrong itself is reported as such.
            if self.known.contains(unnamed.value.as_str()) && Id::new(strange).is_some() {
                let own = own.map(|own| own.value.as_str());
                found.push(Noted { own, unnamed, strange, note: &note.0.place });
            }
        }
        found
    }
}

/// Returns the municipalities that a note names.
fn named<'a>(places: &'a PlaceNames, note: &str) -> BTreeSet<&'a str> {
    places.find(note).into_iter().map(|(_, id)| &**id).collect()
}

/// Returns the only municipality that a note names in some language and that does not take part, with the only one that
/// takes part and that no language names, if the note names another one that takes part.
fn mistaken<'a>(
    activity: &'a ActivityRecord,
    named: &[BTreeSet<&'a str>],
) -> Option<(&'a str, &'a Placed<String>)> {
    let partners = activity.partner_municipalities.iter().flatten();
    let all: Vec<_> = activity.municipality.iter().chain(partners).collect();
    let locations = activity.locations.iter().flatten();
    let known: BTreeSet<&str> =
        all.iter().copied().chain(locations).map(|place| place.value.as_str()).collect();
    let all_named: BTreeSet<&str> = named.iter().flatten().copied().collect();
    let strange: Vec<&str> = all_named.iter().copied().filter(|id| !known.contains(id)).collect();
    let (taking_part, unnamed): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|place| all_named.contains(place.value.as_str()));
    match (&strange[..], &unnamed[..]) {
        ([strange], [unnamed]) if !taking_part.is_empty() => Some((strange, &***unnamed)),
        _ => None,
    }
}
