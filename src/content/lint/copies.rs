//! Activities that were copied from another one of their project without more than a new place.

use std::collections::HashMap;

use crate::base::language::Language;
use crate::base::problem::Place;
use crate::content::parse::{ActivityRecord, OrganisationRecord, Records, WrittenParty};

/// An activity that says only what another one says too.
pub(super) struct Copied<'a> {
    /// The municipality of the copy.
    pub(super) place: &'a Place,
    pub(super) id: &'a str,
    /// The activity from which it was copied.
    pub(super) original: &'a Place,
    pub(super) original_id: &'a str,
    /// What is the same in both, as messages name it.
    pub(super) same: Vec<&'static str>,
}

/// Finds the copies among the activities. One is a copy only if an organisation of the other place takes part in both,
/// because activities in several places may well have the same parties and money.
pub(super) fn copies(records: &Records) -> Vec<Copied<'_>> {
    let homes: HashMap<&str, &str> = records
        .organisations
        .0
        .iter()
        .filter_map(|(id, facts): &(_, OrganisationRecord)| {
            Some((id.value.as_str(), facts.municipality.as_ref()?.value.as_str()))
        })
        .collect();
    let mut found = Vec::new();
    for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let mut first: HashMap<String, &ActivityRecord> = HashMap::new();
        for activity in project.activities.iter().flatten() {
            let Some(municipality) = &activity.municipality else { continue };
            let said = [
                activity.implementers.is_some(),
                activity.partners.is_some(),
                activity.partner_municipalities.is_some(),
                activity.funding.is_some(),
                activity.note.is_some(),
            ];
            if said.into_iter().filter(|said| *said).count() < 2 {
                continue;
            }
            let facts = facts(activity);
            let same: Vec<&str> = facts.iter().map(|(name, _)| *name).collect();
            if same.len() < 2 || parties(activity).next().is_none() {
                continue;
            }
            let key = facts.iter().map(|(name, fact)| format!("{name}\u{0}{fact}\u{0}")).collect();
            let Some(original) = first.get(&key).and_then(|original| original.municipality.as_ref()) else {
                first.entry(key).or_insert(activity);
                continue;
            };
            let is_local = |place: &str| {
                parties(activity).any(|party| homes.get(party).is_some_and(|home| *home == place))
            };
            let (copy, original) = match (is_local(&original.value), is_local(&municipality.value)) {
                (true, false) => (municipality, original),
                (false, true) => (original, municipality),
                _ => continue,
            };
            found.push(Copied {
                place: &copy.place,
                id: &copy.value,
                original: &original.place,
                original_id: &original.value,
                same,
            });
        }
    }
    found
}

/// Returns the organisations that take part in an activity.
fn parties(activity: &ActivityRecord) -> impl Iterator<Item = &str> {
    let parties = activity.implementers.iter().chain(&activity.partners).flatten();
    parties.filter_map(WrittenParty::organisation).map(|party| party.value.as_str())
}

/// Returns what an activity says, each fact with its name.
fn facts(activity: &ActivityRecord) -> Vec<(&'static str, String)> {
    let of = |list: &Option<Vec<WrittenParty>>| {
        let ids = list.iter().flatten().filter_map(WrittenParty::organisation);
        ids.map(|id| id.value.as_str()).collect::<Vec<_>>().join(" ")
    };
    let places = activity.partner_municipalities.iter().flatten().map(|place| place.value.as_str());
    let note = activity.note.as_ref().map(|note| {
        Language::ALL.map(|at| note.0.value[at].as_ref().map_or("", |text| text.value.as_str())).join("\u{0}")
    });
    let facts = [
        ("implementers", of(&activity.implementers)),
        ("partners", of(&activity.partners)),
        ("partner municipalities", places.collect::<Vec<_>>().join(" ")),
        ("money", money(activity).unwrap_or_default()),
        ("note", note.unwrap_or_default()),
    ];
    facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
}

/// Returns the money of an activity in one text.
pub(super) fn money(activity: &ActivityRecord) -> Option<String> {
    let money = activity.funding.as_ref()?.0.iter().map(|money| {
        let amounts = [&money.total, &money.programme, &money.co_funding];
        let amounts = amounts.map(|amount| amount.as_ref().map(|amount| amount.value.to_string()));
        let currency = money.currency.as_ref().map(|currency| currency.value.code());
        format!("{currency:?} {amounts:?}")
    });
    let money: Vec<String> = money.collect();
    (!money.is_empty()).then(|| format!("{money:?}"))
}
