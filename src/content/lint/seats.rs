//! Compares the seats of organisations with their names, and with the activities in which they take part.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::place_names::PlaceNames;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::{ActivityRecord, OrganisationKind, OrganisationRecord, Records, shorten};
use crate::text::language::fold;

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[always(&OTHER_SEAT, other_seats), always(&DISTANT_PARTY, distant_parties)];

static OTHER_SEAT: Rule =
    Rule::warning("other-seat", "No organisation has its seat in another municipality than its name says.");

static DISTANT_PARTY: Rule = Rule::warning(
    "distant-party",
    "Nobody takes part in an activity who is the administration of another place, or there what another organisation is here.",
);

/// Reports organisations whose name says one municipality, and whose seat is another one.
fn other_seats(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let known: HashSet<&str> = content.records.municipalities.iter().map(|entry| &*entry.id).collect();
    let places = PlaceNames::of(content.records);
    let adjectives = adjectives(content.records);
    for (_, facts) in &content.records.organisations.0 {
        let Some(seat) = facts.municipality.as_ref().filter(|seat| known.contains(seat.value.as_str()))
        else {
            continue;
        };
        let names =
            facts.name.iter().flat_map(|name| Language::ALL.map(|at| Some((at, name.value[at].as_ref()?))));
        let names: Vec<(Language, &Placed<String>)> = names.flatten().collect();
        let named: BTreeSet<&str> = names
            .iter()
            .flat_map(|(language, name)| named_in(&name.value, *language, &places, &adjectives))
            .collect();
        let Some((meant, (_, name))) = named.first().filter(|_| named.len() == 1).zip(names.first()) else {
            continue;
        };
        // The name of the seat itself may stand anywhere.
        let is_own =
            names.iter().any(|(_, name)| places.find(&name.value).iter().any(|(_, id)| ***id == *seat.value));
        if *meant == seat.value || is_own {
            continue;
        }
        let (meant, own) = (shorten(meant), shorten(&seat.value));
        let message = format!("the seat is `{own}`, but the name of the organisation says `{meant}`");
        problems.push(
            Problem::new(&OTHER_SEAT, seat.place.clone(), message)
                .related(name.place.clone(), "the name")
                .help(format!("write `municipality: {meant}`; if the seat is right, leave the other municipality out of the name")),
        );
    }
    problems
}

/// Returns the municipalities that the name of an organisation says at its end, behind a word for *in*, or as an adjective.
fn named_in<'a>(
    name: &str,
    language: Language,
    places: &'a PlaceNames,
    adjectives: &HashMap<String, &'a str>,
) -> Vec<&'a str> {
    /// What stands before a place in which something is.
    const IN: [&str; 10] = ["u", "iz", "grada", "opštine", "in", "of", "from", "у", "из", "града"];
    let name = name.trim_end();
    let is_quoted = |at: usize| name[..at].matches(['„', '“', '”', '"', '«', '»']).count() % 2 == 1;
    let is_said = |span: &Range<usize>| {
        let before = name[..span.start].trim_end();
        let word = before.rsplit(' ').next().unwrap_or_default();
        !before.is_empty() && (span.end == name.len() || IN.contains(&word)) && !is_quoted(span.start)
    };
    let found = places.find(name).into_iter().filter(|(span, _)| is_said(span)).map(|(_, id)| &**id);
    let mut found: Vec<&str> = found.collect();
    if language == Language::Sr {
        let words: Vec<&str> = name.split_whitespace().collect();
        let of_district = |at: usize| {
            words.get(at + 1).is_some_and(|next| next.starts_with("okrug") || next.starts_with("upravn"))
        };
        let first = words
            .iter()
            .enumerate()
            .filter(|(at, word)| word.starts_with(char::is_uppercase) && !of_district(*at));
        found.extend(first.filter_map(|(_, word)| Some(*adjectives.get(adjective_stem(word)?)?)));
    }
    found
}

/// Returns an adjective in small letters without its ending.
fn adjective_stem(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 10] = ["og", "om", "oj", "ih", "im", "i", "a", "o", "e", "u"];
    let stem = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending))?;
    (stem.ends_with("sk") || stem.ends_with("čk") || stem.ends_with("šk")).then_some(stem)
}

/// Returns the municipalities by the stems of their adjectives, which are made of the names that are one word: *borsk*.
fn adjectives(records: &Records) -> HashMap<String, &str> {
    let mut adjectives: HashMap<String, &str> = HashMap::new();
    let mut twice: HashSet<String> = HashSet::new();
    for entry in &records.municipalities {
        let name = entry.facts.as_ref().and_then(|facts| facts.name.as_ref()?.value.sr.as_ref());
        let Some(name) = name.map(|name| name.value.trim()).filter(|name| !name.contains(' ')) else {
            continue;
        };
        let stem = adjective_of(name);
        if adjectives.insert(stem.clone(), &entry.id).is_some() {
            twice.insert(stem);
        }
    }
    adjectives.retain(|stem, _| !twice.contains(stem));
    adjectives
}

/// Returns the stem of the adjective of a place: *Bor*, *Borsk*; *Užice*, *Užičk*; *Niš*, *Nišk*.
fn adjective_of(name: &str) -> String {
    let stem = name.strip_suffix(['a', 'e', 'i', 'o', 'u']).unwrap_or(name);
    for (end, with) in
        [("ac", "ačk"), ("c", "čk"), ("k", "čk"), ("g", "šk"), ("š", "šk"), ("ž", "šk"), ("č", "čk")]
    {
        if let Some(start) = stem.strip_suffix(end) {
            return format!("{start}{with}");
        }
    }
    format!("{stem}sk")
}

/// A local organisation.
struct Local<'a> {
    seat: &'a Placed<String>,
    kind: Option<OrganisationKind>,
    /// Its name without that of its seat.
    name: Option<String>,
}

/// Returns the organisations with a seat.
fn locals(records: &Records) -> HashMap<&str, Local<'_>> {
    let mut seats: HashMap<&str, String> = HashMap::new();
    for entry in &records.municipalities {
        let name = entry.facts.as_ref().and_then(|facts| facts.name.as_ref()?.value.sr.as_ref());
        seats.extend(name.map(|name| (&*entry.id, fold(name.value.trim()))));
    }
    let local = |facts: &'_ OrganisationRecord, seat: &str| {
        let name = fold(facts.name.as_ref()?.value.sr.as_ref()?.value.trim());
        let rest = name.strip_suffix(seats.get(seat)?.as_str())?.trim_end();
        (!rest.is_empty()).then(|| rest.to_owned())
    };
    let organisations = records.organisations.0.iter();
    let locals = organisations.filter_map(|(id, facts)| {
        let seat: &Placed<String> = facts.municipality.as_ref()?;
        Some((id.value.as_str(), Local { seat, kind: facts.kind, name: local(facts, &seat.value) }))
    });
    locals.collect()
}

/// Reports who hardly takes part in an activity: an administration elsewhere, and an organisation elsewhere if one with the
/// same name is here.
fn distant_parties(content: &Content<'_>) -> Problems {
    let records = content.records;
    let locals = locals(records);
    let mut namesakes: HashMap<(&str, &str), &str> = HashMap::new();
    // In the order of the file, so that the first of several is named.
    for (id, _) in records.organisations.0.iter().rev() {
        let Some((id, local)) = locals.get_key_value(id.value.as_str()) else { continue };
        let key = local.name.as_deref().map(|name| (name, local.seat.value.as_str()));
        key.into_iter().for_each(|key| _ = namesakes.insert(key, id));
    }
    let known: HashSet<&str> = records.municipalities.iter().map(|entry| &*entry.id).collect();
    let copies: HashSet<&Place> = content.copies.iter().map(|copy| copy.place).collect();
    let mut problems = Problems::default();
    let projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activity in projects.flat_map(|project| project.activities.iter().flatten()) {
        let own = activity.municipality.as_ref().filter(|own| known.contains(own.value.as_str()));
        let Some(own) = own.filter(|own| !copies.contains(&own.place)) else { continue };
        let near = places_near(activity);
        let taking_part: HashSet<&str> = parties(activity).map(|(party, _)| party.value.as_str()).collect();
        for (party, is_partner) in parties(activity) {
            let Some(local) = locals.get(party.value.as_str()) else { continue };
            if near.contains(local.seat.value.as_str()) || !known.contains(local.seat.value.as_str()) {
                continue;
            }
            let is_authority = local.kind == Some(OrganisationKind::LocalGovernment);
            let is_administration = is_authority || local.kind == Some(OrganisationKind::LocalBody);
            let namesake = local.name.as_deref().and_then(|name| namesakes.get(&(name, own.value.as_str())));
            let namesake = namesake.filter(|namesake| !taking_part.contains(**namesake));
            // The rule `other-authority` knows administrations that carry out an activity.
            if is_authority && !is_partner || !is_administration && namesake.is_none() {
                continue;
            }
            let (id, seat) = (shorten(&party.value), shorten(&local.seat.value));
            let message = format!("`{id}` has its seat in `{seat}`, but this activity is elsewhere");
            let help = match namesake {
                Some(namesake) => format!("did you mean `{}`?", shorten(namesake)),
                None => format!(
                    "if `{seat}` takes part too, add it to `partner_municipalities`; if not, name who takes part in `{}`",
                    shorten(&own.value)
                ),
            };
            problems.push(
                Problem::new(&DISTANT_PARTY, party.place.clone(), message)
                    .related(own.place.clone(), "the activity's municipality")
                    .related(local.seat.place.clone(), "the seat")
                    .help(help),
            );
        }
    }
    problems
}

/// Returns the organisations of an activity, and whether each is a partner.
fn parties(activity: &ActivityRecord) -> impl Iterator<Item = (&Placed<String>, bool)> {
    let implementers = activity.implementers.iter().flatten().map(|party| (party, false));
    let all = implementers.chain(activity.partners.iter().flatten().map(|party| (party, true)));
    all.filter_map(|(party, is_partner)| Some((&**party.organisation()?, is_partner)))
}

/// Returns the municipalities that take part in an activity.
fn places_near(activity: &ActivityRecord) -> HashSet<&str> {
    let others = activity.partner_municipalities.iter().chain(&activity.locations).flatten();
    others.chain(&activity.municipality).map(|place| place.value.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjectives_of_places_follow_their_names() {
        for (name, stem) in
            [("Bor", "Borsk"), ("Šabac", "Šabačk"), ("Užice", "Užičk"), ("Niš", "Nišk"), ("Kula", "Kulsk")]
        {
            assert_eq!(adjective_of(name), stem);
        }
        assert_eq!(adjective_stem("Borskog"), Some("Borsk"));
        assert_eq!(adjective_stem("Mreža"), None);
    }
}
