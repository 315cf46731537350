//! Finds names, links and administrations of another place than is meant.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::called::type_words;
use crate::content::parse::{OrganisationKind, Records, WrittenParty, shorten};
use crate::text::language::fold;

pub(super) static LINTS: &[Lint<CheckAll>] = &[
    always(&TYPE_IN_NAME, types_in_names),
    always(&FOREIGN_FORM, foreign_forms),
    always(&OTHER_AUTHORITY, other_authorities),
    always(&OTHER_PLACE, other_places),
];

static TYPE_IN_NAME: Rule =
    Rule::warning("type-in-name", "The name of a municipality does not contain the word for its type.");

static FOREIGN_FORM: Rule =
    Rule::warning("foreign-form", "The genitive and locative of a place begin like its name.");

static OTHER_AUTHORITY: Rule = Rule::warning(
    "other-authority",
    "A municipality that carries out an activity is that of the activity, or one of its partners or locations.",
);

pub(super) static OTHER_PLACE: Rule =
    Rule::warning("other-place", "No link to a municipality has the name of another one as its words.");

/// Returns the ids of all municipalities.
pub(super) fn municipalities(records: &Records) -> HashSet<&str> {
    records.municipalities.iter().map(|entry| &*entry.id).collect()
}

/// Reports names such as `Grad Šabac`: pages add the word where it is needed.
fn types_in_names(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for record in content.records.municipalities.iter().filter_map(|entry| entry.facts.as_ref()) {
        let names = record.name.iter().flat_map(|name| Language::ALL.map(|at| name.value[at].as_ref()));
        for name in names.flatten() {
            let words: Vec<&str> = name.value.split_whitespace().collect();
            let own = type_words(&name.value).and_then(|count| words.get(count..));
            let Some(own) = own.filter(|own| !own.is_empty()) else { continue };
            let message = format!("the name `{}` contains the word for its type", shorten(&name.value));
            problems.push(
                Problem::new(&TYPE_IN_NAME, name.place.clone(), message)
                    .help(format!("write `{}`; the key `type` says the rest", shorten(&own.join(" ")))),
            );
        }
    }
    problems
}

/// Reports cases of names that are those of another place, or the name itself: *Rume* for *Šid*.
fn foreign_forms(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let municipalities = content.records.municipalities.iter().filter_map(|entry| entry.facts.as_ref());
    let municipalities = municipalities.map(|facts| (&facts.name, [&facts.genitive, &facts.locative]));
    let districts = content.records.districts.0.iter();
    let districts = districts.map(|(_, facts)| (&facts.name, [&facts.genitive, &facts.locative]));
    for (name, forms) in municipalities.chain(districts) {
        let Some(name) = name.as_ref().and_then(|name| name.value.sr.as_ref()) else { continue };
        if type_words(&name.value).is_some() {
            continue;
        }
        if let [Some(genitive), Some(locative)] = forms
            && (fold(&genitive.value).ends_with('u') || genitive.value == locative.value)
            && begins_alike(&genitive.value, &name.value)
        {
            let message = match genitive.value == locative.value {
                true => format!("`{}` is the genitive and the locative", shorten(&genitive.value)),
                false => format!("`{}` is no genitive; it may be the locative", shorten(&genitive.value)),
            };
            problems.push(
                Problem::new(&FOREIGN_FORM, genitive.place.clone(), message)
                    .related(locative.place.clone(), "the locative")
                    .help("write the form that follows *iz* as `genitive`, and that which follows *u* as `locative`"),
            );
        }
        for form in forms.into_iter().flatten() {
            let is_name = form.value == name.value && name.value.ends_with('a');
            let (written, own) = (shorten(&form.value), shorten(&name.value));
            let message = match () {
                () if is_name => format!("`{written}` is the name itself, not a case of it"),
                () if !begins_alike(&form.value, &name.value) => format!("`{written}` is no case of `{own}`"),
                () => continue,
            };
            problems.push(
                Problem::new(&FOREIGN_FORM, form.place.clone(), message)
                    .related(name.place.clone(), "the name")
                    .help("write the form that follows *iz* as `genitive`, and that which follows *u* as `locative`"),
            );
        }
    }
    problems
}

/// Returns whether two names have as many words, and each begins with the same two letters.
fn begins_alike(form: &str, name: &str) -> bool {
    let starts = |text: &str| -> Vec<String> {
        text.split_whitespace().map(|word| fold(word).chars().take(2).collect()).collect()
    };
    starts(form) == starts(name)
}

/// An implementer that is the administration of another municipality than that of its activity.
struct Misplaced<'a> {
    party: &'a Placed<String>,
    /// The municipality of the implementer.
    home: &'a str,
    /// The municipality of the activity.
    own: &'a Placed<String>,
    /// The administration of the activity's municipality.
    meant: Option<&'a str>,
}

/// Finds the administrations of other municipalities among the implementers of activities, those of copies included.
fn misplaced<'a>(content: &Content<'a>) -> Vec<Misplaced<'a>> {
    let records = content.records;
    let known = municipalities(records);
    let mut homes: HashMap<&str, &str> = HashMap::new();
    let mut authorities: HashMap<&str, &str> = HashMap::new();
    for (id, facts) in &records.organisations.0 {
        if let (Some(OrganisationKind::LocalGovernment), Some(home)) = (facts.kind, &facts.municipality)
            && known.contains(home.value.as_str())
        {
            homes.insert(&id.value, &home.value);
            authorities.insert(&home.value, &id.value);
        }
    }
    let mut found = Vec::new();
    let projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for activity in projects.flat_map(|project| project.activities.iter().flatten()) {
        let own = activity.municipality.as_ref().filter(|own| known.contains(own.value.as_str()));
        let Some(own) = own else { continue };
        let others = activity.partner_municipalities.iter().chain(&activity.locations).flatten();
        let places: Vec<&str> = others.chain([own]).map(|place| place.value.as_str()).collect();
        for party in activity.implementers.iter().flatten().filter_map(WrittenParty::organisation) {
            let home = homes.get(party.value.as_str()).filter(|home| !places.contains(home));
            let meant = authorities.get(own.value.as_str()).copied();
            found.extend(home.map(|home| Misplaced { party, home, own, meant }));
        }
    }
    found
}

/// Returns the organisations that are not used only because another one stands in their place.
pub(super) fn displaced<'a>(content: &Content<'a>) -> HashSet<&'a str> {
    misplaced(content).into_iter().filter_map(|found| found.meant).collect()
}

/// Reports activities that the administration of another municipality carries out.
fn other_authorities(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    // A copy is reported as such.
    let copies: HashSet<&Place> = content.copies.iter().map(|copy| copy.place).collect();
    let misplaced = misplaced(content).into_iter().filter(|found| !copies.contains(&found.own.place));
    for Misplaced { party, home, own, meant } in misplaced {
        let (id, home) = (shorten(&party.value), shorten(home));
        let message = format!("`{id}` is the administration of `{home}`, but this activity is elsewhere");
        let help = match meant {
            Some(meant) => format!("did you mean `{}`?", shorten(meant)),
            None => format!("if both take part, add `{home}` to `partner_municipalities`"),
        };
        problems.push(
            Problem::new(&OTHER_AUTHORITY, party.place.clone(), message)
                .related(own.place.clone(), "the activity's municipality")
                .help(help),
        );
    }
    problems
}

/// Reports links to a municipality whose words name another one: `[Boru](municipality:kula)`.
fn other_places(content: &Content<'_>) -> Problems {
    let mut named: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for entry in &content.records.municipalities {
        let Some(facts) = &entry.facts else { continue };
        let names =
            facts.name.iter().flat_map(|name| Language::ALL.map(|at| name.value[at].as_ref())).flatten();
        let forms = [&facts.genitive, &facts.locative].into_iter().flatten();
        for form in names.chain(forms) {
            named.entry(fold(&form.value)).or_default().insert(&entry.id);
        }
    }
    let known = municipalities(content.records);
    let mut problems = Problems::default();
    for link in content.linked.iter().flat_map(|linked| &linked.municipalities) {
        let Some(meant) = named.get(&fold(link.words.trim())) else { continue };
        let Some(first) = meant.first() else { continue };
        if meant.contains(link.id.as_str()) || !known.contains(link.id.as_str()) {
            continue;
        }
        let message = format!(
            "the words are `{}`, but the link leads to `{}`",
            shorten(&link.words),
            shorten(&link.id)
        );
        problems.push(
            Problem::new(&OTHER_PLACE, link.place.clone(), message)
                .help(format!("did you mean `municipality:{}`?", shorten(first))),
        );
    }
    problems
}
