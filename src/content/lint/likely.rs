//! Finds values that are valid but hardly meant: a copy that was not changed, a code that another entry has, a number that
//! looks like thousands.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::content::Content;
use super::{CheckAll, Lint, always, if_complete};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::base::quantity::Quantity;
use crate::content::called::type_words;
use crate::content::parse::{
    ActivityRecord, IndicatorRecord, Leaf, Menu, OrganisationKind, Records, WrittenParty, shorten,
};
use crate::text::language::fold;

pub(super) static LINTS: &[Lint<CheckAll>] = &[
    always(&TYPE_IN_NAME, types_in_names),
    always(&FOREIGN_FORM, foreign_forms),
    always(&OTHER_AUTHORITY, other_authorities),
    always(&OTHER_PLACE, other_places),
    always(&REPEATED_CODE, repeated_codes),
    always(&COPIED_ACTIVITY, copied_activities),
    always(&OWN_PARTNER, own_partners),
    always(&DOUBTFUL_NUMBER, doubtful_numbers),
    if_complete(&PAGE_OUTSIDE_MENU, pages_outside_menu),
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

static REPEATED_CODE: Rule =
    Rule::warning("repeated-code", "No two entries of a kind have the same code in a register.");

static COPIED_ACTIVITY: Rule = Rule::warning(
    "copied-activity",
    "No two activities of a project have the same long note, or the same note and the same money.",
);

static OWN_PARTNER: Rule = Rule::warning(
    "own-partner",
    "Nobody is a partner of their own activity: no implementer, and no municipality.",
);

static DOUBTFUL_NUMBER: Rule = Rule::warning(
    "doubtful-number",
    "No value of an indicator has three decimals, because it looks like thousands with a separator.",
);

static PAGE_OUTSIDE_MENU: Rule = Rule::warning(
    "page-outside-menu",
    "If the catalogue orders its menu, every page with `menu: main` is in it.",
);

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

/// Finds the administrations of other municipalities among the implementers of activities.
fn misplaced<'a>(records: &'a Records) -> Vec<Misplaced<'a>> {
    let known: HashSet<&str> = records.municipalities.iter().map(|entry| &*entry.id).collect();
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
        let Some(own) = activity.municipality.as_ref().filter(|own| known.contains(own.value.as_str()))
        else {
            continue;
        };
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
pub(super) fn displaced(records: &Records) -> HashSet<&str> {
    misplaced(records).into_iter().filter_map(|found| found.meant).collect()
}

/// Reports activities that the administration of another municipality carries out.
fn other_authorities(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for Misplaced { party, home, own, meant } in misplaced(content.records) {
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
    let mut named: HashMap<String, Vec<&str>> = HashMap::new();
    for entry in &content.records.municipalities {
        let Some(facts) = &entry.facts else { continue };
        let names =
            facts.name.iter().flat_map(|name| Language::ALL.map(|at| name.value[at].as_ref())).flatten();
        let forms = [&facts.genitive, &facts.locative].into_iter().flatten();
        for form in names.chain(forms) {
            named.entry(fold(&form.value)).or_default().push(&entry.id);
        }
    }
    let known: HashSet<&str> = content.records.municipalities.iter().map(|entry| &*entry.id).collect();
    let mut problems = Problems::default();
    for link in content.linked.iter().flat_map(|linked| &linked.municipalities) {
        let Some(meant) = named.get(&fold(link.words.trim())) else { continue };
        if meant.contains(&link.id.as_str()) || !known.contains(link.id.as_str()) {
            continue;
        }
        let message = format!(
            "the words are `{}`, but the link leads to `{}`",
            shorten(&link.words),
            shorten(&link.id)
        );
        problems.push(
            Problem::new(&OTHER_PLACE, link.place.clone(), message)
                .help(format!("did you mean `municipality:{}`?", shorten(meant[0]))),
        );
    }
    problems
}

/// Reports codes that an earlier entry of the same kind has too.
fn repeated_codes(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let mut first: HashMap<(Kind, &str, &str), &Place> = HashMap::new();
    for entry in content.records.entries() {
        let (kind, Some(facts)) = (entry.kind, entry.facts) else { continue };
        facts.each_text(&mut |_, leaf| {
            let Leaf::Code(register, code) = leaf else { return };
            match first.entry((kind, register.what, &code.value)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(&code.place);
                }
                Entry::Occupied(other) => {
                    let (noun, value) = (kind.noun(), shorten(&code.value));
                    let message = format!("another {noun} has the code `{value}` too");
                    problems.push(
                        Problem::new(&REPEATED_CODE, code.place.clone(), message)
                            .related((*other.get()).clone(), "the other one")
                            .help("correct one of the two codes"),
                    );
                }
            }
        });
    }
    problems
}

/// Reports activities whose note is that of an earlier one of their project: with the same money, or a long one.
fn copied_activities(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for project in content.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let mut first: HashMap<String, &Place> = HashMap::new();
        for activity in project.activities.iter().flatten() {
            let Some(note) = &activity.note else { continue };
            let words = Language::ALL.into_iter().filter_map(|language| note.0.value[language].as_ref());
            let long = words.filter(|words| words.value.split_whitespace().nth(FEW_WORDS).is_some());
            let mut said: Vec<(String, &Place)> =
                long.map(|words| (words.value.clone(), &words.place)).collect();
            said.extend(with_money(activity).map(|said| (said, &note.0.place)));
            let seen = said.iter().find_map(|(said, place)| Some((*first.get(said)?, *place)));
            if let Some((other, place)) = seen {
                let message = "another activity of the project has this note";
                problems.push(
                    Problem::new(&COPIED_ACTIVITY, place.clone(), message)
                        .related(other.clone(), "the other one")
                        .help("if it is a copy, write what is true of this place; if both are right, write what they share into the text of the project"),
                );
            }
            for (said, place) in said {
                first.entry(said).or_insert(place);
            }
        }
    }
    problems
}

/// The most words of a note that several activities can have by chance.
const FEW_WORDS: usize = 8;

/// Returns the note and the money of an activity; `None` if it lacks either.
fn with_money(activity: &ActivityRecord) -> Option<String> {
    let note = &activity.note.as_ref()?.0.value;
    let note = Language::ALL.map(|at| note[at].as_ref().map_or("", |text| text.value.as_str()));
    let money = activity.funding.as_ref()?.0.iter().map(|money| {
        let amounts = [&money.total, &money.programme, &money.co_funding];
        let amounts = amounts.map(|amount| amount.as_ref().map(|amount| amount.value.to_string()));
        let currency = money.currency.as_ref().map(|currency| currency.value.code());
        format!("{currency:?} {amounts:?}")
    });
    let money: Vec<String> = money.collect();
    (!money.is_empty()).then(|| format!("{note:?} {money:?}"))
}

/// Reports municipalities that cooperate with themselves, and partners that carry out the same activity.
fn own_partners(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let projects = || content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    for project in projects() {
        parties_twice(&project.implementers, &project.partners, &mut problems);
        for activity in project.activities.iter().flatten() {
            parties_twice(&activity.implementers, &activity.partners, &mut problems);
        }
    }
    for activity in projects().flat_map(|project| project.activities.iter().flatten()) {
        let Some(own) = &activity.municipality else { continue };
        let partners = activity.partner_municipalities.iter().flatten();
        for partner in partners.filter(|partner| partner.value == own.value) {
            let message = format!("`{}` is the municipality of this activity", shorten(&own.value));
            problems.push(
                Problem::new(&OWN_PARTNER, partner.place.clone(), message)
                    .related(own.place.clone(), "the activity's municipality")
                    .help("remove it from `partner_municipalities`, or name another one"),
            );
        }
    }
    problems
}

/// Reports partners that are among the implementers.
fn parties_twice(
    implementers: &Option<Vec<WrittenParty>>,
    partners: &Option<Vec<WrittenParty>>,
    problems: &mut Problems,
) {
    let organisations =
        |list| <Option<Vec<WrittenParty>>>::iter(list).flatten().filter_map(WrittenParty::organisation);
    let leading: HashMap<&str, &Place> =
        organisations(implementers).map(|party| (party.value.as_str(), &party.place)).collect();
    for partner in organisations(partners) {
        if let Some(place) = leading.get(partner.value.as_str()) {
            let message = format!("`{}` is among the implementers already", shorten(&partner.value));
            problems.push(
                Problem::new(&OWN_PARTNER, partner.place.clone(), message)
                    .related((*place).clone(), "the implementer")
                    .help("keep one of the two"),
            );
        }
    }
}

/// Reports values of indicators such as `12.345`. One such as `12.340` is no value at all.
fn doubtful_numbers(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let of_programmes = content.records.programmes.iter().filter_map(|entry| entry.facts.as_ref());
    let of_projects = content.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
    let indicators = of_programmes.flat_map(|facts| facts.indicators.iter().flatten());
    let indicators = indicators.chain(of_projects.flat_map(|facts| facts.indicators.iter().flatten()));
    for value in indicators.flat_map(values) {
        if let Some((with, without)) = value.value.as_thousands() {
            let message = format!("`{with}` has three decimals, like thousands with a separator");
            problems.push(Problem::new(&DOUBTFUL_NUMBER, value.place.clone(), message).help(format!(
                "write `{without}` if thousands are meant; otherwise round it to two decimals"
            )));
        }
    }
    problems
}

fn values(indicator: &IndicatorRecord) -> impl Iterator<Item = &Placed<Quantity>> {
    let measures = [&indicator.baseline, &indicator.target];
    let measures = measures.into_iter().flatten().filter_map(|measure| measure.value.as_ref());
    measures.chain(indicator.actual.iter().flatten().filter_map(|actual| actual.value.as_ref()))
}

/// Reports pages that want to be in the main menu, while the catalogue names its entries without them.
fn pages_outside_menu(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let catalogue = content.records.catalogue.as_ref();
    let Some(menu) = catalogue.and_then(|catalogue| catalogue.menu.as_ref()) else { return problems };
    let Some(first) = menu.first() else { return problems };
    for entry in &content.records.pages {
        let Some(facts) = entry.facts.as_ref().filter(|facts| facts.menu == Some(Menu::Main)) else {
            continue;
        };
        if menu.iter().all(|item| item.value != *entry.id) {
            let id = shorten(&entry.id);
            let message = format!("the page `{id}` has `menu: main`, but the menu of the catalogue lacks it");
            problems.push(
                Problem::new(&PAGE_OUTSIDE_MENU, facts.place.clone(), message)
                    .related(first.place.clone(), "the menu of the catalogue")
                    .help(format!("add `{id}` to `menu:` in `catalogue.yaml`, or write `menu: footer` or `menu: none` here")),
            );
        }
    }
    problems
}
