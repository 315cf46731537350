//! Finds values that are valid but hardly meant: a copy that was not changed, a code that another entry has, a number that
//! looks like thousands.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::copies::money;
use super::whole::Content;
use super::{CheckAll, Lint, always, if_complete};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::base::quantity::Quantity;
use crate::content::parse::{
    ActivityRecord, Code, IndicatorRecord, Leaf, Menu, ProjectRecord, WrittenParty, shorten,
};

pub(super) static LINTS: &[Lint<CheckAll>] = &[
    always(&REPEATED_CODE, repeated_codes),
    always(&WITHDRAWN_CODE, withdrawn_codes),
    always(&COPIED_ACTIVITY, copied_activities),
    always(&OWN_PARTNER, own_partners),
    always(&DOUBTFUL_NUMBER, doubtful_numbers),
    if_complete(&PAGE_OUTSIDE_MENU, pages_outside_menu),
];

static REPEATED_CODE: Rule =
    Rule::warning("repeated-code", "No two entries of a kind have the same code in a register.");

static WITHDRAWN_CODE: Rule =
    Rule::warning("withdrawn-code", "No sector, aid type or finance type has a code that is withdrawn.");

static COPIED_ACTIVITY: Rule = Rule::warning(
    "copied-activity",
    "No activity is a copy of another one of its project, nor has the same long note, or the same note and money.",
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

/// Reports codes that their codelists no longer use.
fn withdrawn_codes(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for facts in content.records.entries().iter().filter_map(|entry| entry.facts) {
        facts.each_text(&mut |_, leaf| {
            let Leaf::Listed(list, written) = leaf else { return };
            let Some(code) = list.find(&written.value) else { return };
            let Some(day) = code.withdrawn else { return };
            let Code { code, name, .. } = code;
            let message = format!("`{code}` ({name}) was withdrawn on {day}");
            let problem = Problem::new(&WITHDRAWN_CODE, written.place.clone(), message);
            problems.push(problem.help(format!("choose {} that is in use", list.what)));
        });
    }
    problems
}

/// Reports activities that are copies, and those whose note is that of an earlier one of their project: with the same
/// money, or a long one.
fn copied_activities(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    for copy in &content.copies {
        let (id, original) = (shorten(copy.id), shorten(copy.original_id));
        let side = side_of(copy.original, copy.place);
        let message = format!(
            "this activity is a copy of that in `{original}` {side}: {} are equal, and fit that place only",
            listing(&copy.same)
        );
        problems.push(
            Problem::new(&COPIED_ACTIVITY, copy.place.clone(), message)
                .related(copy.original.clone(), "the original")
                .help(format!("leave the original as it is; write here what differs in `{id}`: who carries it out there, for how much money, and the note; or remove this activity")),
        );
    }
    let copies: HashSet<&Place> = content.copies.iter().map(|copy| copy.place).collect();
    for project in content.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
        let mut first: HashMap<String, (&Place, Option<&str>)> = HashMap::new();
        for activity in project.activities.iter().flatten() {
            let Some(note) = &activity.note else { continue };
            let own = activity.municipality.as_ref().map(|own| own.value.as_str());
            if activity.municipality.as_ref().is_some_and(|place| copies.contains(&place.place)) {
                continue;
            }
            let words = Language::ALL.into_iter().filter_map(|language| note.0.value[language].as_ref());
            let long = words.filter(|words| words.value.split_whitespace().nth(FEW_WORDS).is_some());
            let mut said: Vec<(String, &Place)> =
                long.map(|words| (words.value.clone(), &words.place)).collect();
            let with_money = with_money(activity);
            let has_same_money = with_money.as_ref().is_some_and(|said| first.contains_key(said));
            said.extend(with_money.map(|said| (said, &note.0.place)));
            let seen = said.iter().find_map(|(said, place)| Some((*first.get(said)?, *place)));
            if let Some(((other, municipality), place)) = seen {
                problems.push(same_note(place, (other, municipality), own, has_same_money));
            }
            for (said, place) in said {
                first.entry(said).or_insert((place, own));
            }
        }
    }
    problems
}

/// Returns the problem of a note that an activity higher in the file has too, perhaps with the same money.
fn same_note(
    place: &Place,
    (other, municipality): (&Place, Option<&str>),
    own: Option<&str>,
    has_same_money: bool,
) -> Problem {
    let named = |id: Option<&str>| id.map_or(String::new(), |id| format!(" in `{}`", shorten(id)));
    let same = if has_same_money { "note and money" } else { "note" };
    let message = format!("the activity{} above has the same {same}", named(municipality));
    let differs =
        if has_same_money { "the note and the amounts that are right" } else { "the note that is right" };
    Problem::new(&COPIED_ACTIVITY, place.clone(), message)
        .related(other.clone(), "the first one")
        .help(format!("if this one, the later one, is a copy that was not changed, write here {differs}{}; if both are right, write what they share into the text of the project, and remove it from both", named(own)))
}

/// Says on which side of a place another one of the same file is.
fn side_of(other: &Place, place: &Place) -> &'static str {
    if other.span.start < place.span.start { "above" } else { "below" }
}

/// Joins words as a sentence lists them.
fn listing(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// The most words of a note that several activities can have by chance.
const FEW_WORDS: usize = 8;

/// Returns the note and the money of an activity; `None` if it lacks either.
fn with_money(activity: &ActivityRecord) -> Option<String> {
    let note = &activity.note.as_ref()?.0.value;
    let note = Language::ALL.map(|at| note[at].as_ref().map_or("", |text| text.value.as_str()));
    let money = money(activity)?;
    Some(format!("{note:?} {money}"))
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
    for project in projects() {
        cooperating_alone(project, &mut problems);
    }
    problems
}

/// Reports municipalities of a project that cooperate with themselves.
fn cooperating_alone(project: &ProjectRecord, problems: &mut Problems) {
    let mut named_by: Option<BTreeMap<&str, BTreeSet<&str>>> = None;
    for activity in project.activities.iter().flatten() {
        let Some(own) = &activity.municipality else { continue };
        let mut partners = activity.partner_municipalities.iter().flatten();
        let Some(partner) = partners.find(|partner| partner.value == own.value) else { continue };
        let named_by = named_by.get_or_insert_with(|| named_by_others(project));
        let others: Vec<&str> = named_by.get(own.value.as_str()).into_iter().flatten().copied().collect();
        let message = format!("`{}` is the municipality of this activity", shorten(&own.value));
        let help = match others[..] {
            [other] => format!(
                "did you mean `{0}`? The activity in `{0}` names this one as its partner",
                shorten(other)
            ),
            _ => "remove it from `partner_municipalities`, or name another one".to_owned(),
        };
        problems.push(
            Problem::new(&OWN_PARTNER, partner.place.clone(), message)
                .related(own.place.clone(), "the activity's municipality")
                .help(help),
        );
    }
}

/// Returns the municipalities that activities elsewhere name as partners, each with those of these activities.
fn named_by_others(project: &ProjectRecord) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut named_by: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for activity in project.activities.iter().flatten() {
        let Some(own) = &activity.municipality else { continue };
        for partner in activity.partner_municipalities.iter().flatten() {
            if partner.value != own.value {
                named_by.entry(&partner.value).or_default().insert(&own.value);
            }
        }
    }
    named_by
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
