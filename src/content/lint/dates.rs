//! Compares the dates in texts with those of the facts, and in both languages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::content::{Part, Text};
use super::plain_facts::{Differing, PlainFacts};
use super::said::{Said, SaidInText, each};
use super::said_dates::{SaidDate, dates};
use super::said_edges::Edge;
use super::whole::Content;
use super::{CheckAll, CheckPart, Lint, always};
use crate::base::date::PartialDate;
use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::{DocumentRecord, IndicatorRecord, PeriodRecord, Records};

pub(super) static LINTS_OF_ALL: &[Lint<CheckAll>] =
    &[always(&OTHER_DAY, other_days), always(&OLDER_SOURCE, older_sources)];

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&OTHER_DATE, other_dates)];

static OTHER_DAY: Rule = Rule::warning(
    "other-day",
    "No day in the texts of a programme or project differs in one part only from the start or end of it, and what they call its start or end is as exact in the facts.",
);

static OLDER_SOURCE: Rule =
    Rule::warning("older-source", "No source is a document that is older than what it is the source of.");

pub(super) static OTHER_DATE: Rule =
    Rule::warning("other-date", "No date of a month or day differs between the two languages of a text.");

/// The dates of a text, each where it first stands, and whether its year is only that of the date up to which it goes.
type Dates = BTreeMap<SaidDate, (Place, bool)>;

/// Reports a date that only one language has, if the other one has another date instead.
fn other_dates(part: &Part<'_>, problems: &mut Problems) {
    for phrase in &part.phrases {
        let words = &phrase.words.value;
        if let Some((sr, en)) = words.sr.as_ref().zip(words.en.as_ref()) {
            let (sr, en) = (of_value(part, sr, Language::Sr), of_value(part, en, Language::En));
            compare(&sr, &en, &part.facts, problems);
        }
    }
    let Some((sr, en)) = part.folder.as_ref().and_then(|folder| folder.both_texts()) else { return };
    let fronts = |text: &Text<'_>, language| -> Dates {
        let front = text.record.front.title.iter().chain(&text.record.front.summary);
        front.flat_map(|value| of_value(part, value, language)).collect()
    };
    compare(&fronts(sr, Language::Sr), &fronts(en, Language::En), &part.facts, problems);
    compare(&of_body(sr, Language::Sr), &of_body(en, Language::En), &part.facts, problems);
}

fn of_value(part: &Part<'_>, value: &Placed<String>, language: Language) -> Dates {
    let found = dates(&value.value, language).into_iter();
    found.map(|found| (found.date, (part.place_in(value, &found.span), found.borrows_year))).collect()
}

fn of_body(text: &Text<'_>, language: Language) -> Dates {
    let mut all = Dates::new();
    for words in &text.survey.words {
        for found in dates(&text.body()[words.clone()], language) {
            let span = words.start + found.span.start..words.start + found.span.end;
            all.entry(found.date).or_insert_with(|| (text.place(&span), found.borrows_year));
        }
    }
    all
}

/// A date that one language has and the other one lacks.
type OnlyOne<'a> = (SaidDate, &'a Place);

fn compare(sr: &Dates, en: &Dates, facts: &PlainFacts, problems: &mut Problems) {
    fn only<'a>(one: &'a Dates, other: &Dates, may_borrow: bool) -> Vec<OnlyOne<'a>> {
        let found = one.iter().filter(|(date, _)| !other.contains_key(date));
        let found = found.filter(|(_, (_, borrows_year))| may_borrow || !borrows_year);
        found.map(|(date, (place, _))| (*date, place)).collect()
    }
    let of_both = |may_borrow: bool| (only(sr, en, may_borrow), only(en, sr, may_borrow));
    // A wrong year makes the date that borrows it wrong, too.
    let (mut serbian, mut english) = of_both(false);
    if serbian.is_empty() && english.is_empty() {
        (serbian, english) = of_both(true);
    }
    if let ([(serbian, place)], [(english, other)]) = (&serbian[..], &english[..]) {
        let differing = Differing {
            places: Localized { sr: (*place).clone(), en: (*other).clone() },
            said: Localized { sr: serbian.to_string(), en: english.to_string() },
            is_fact: Localized { sr: facts.have_date(*serbian), en: facts.have_date(*english) },
        };
        problems.push(differing.problem(&OTHER_DATE));
    }
}

/// The parts of a day: year, month, day.
fn parts(date: PartialDate) -> Option<[i16; 3]> {
    let day = date.first_day();
    matches!(date, PartialDate::Day(_)).then(|| [day.year(), i16::from(day.month()), i16::from(day.day())])
}

/// Reports days that all texts of a programme or project say, and that are nearly its start or end.
fn other_days(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let records = content.records;
    let mut facts: HashMap<(Kind, &str), Vec<&PeriodRecord>> = HashMap::new();
    let mut own: HashMap<(Kind, &str), &PeriodRecord> = HashMap::new();
    for entry in &records.programmes {
        let Some(programme) = &entry.facts else { continue };
        own.extend(programme.period.as_ref().map(|period| ((Kind::Programme, &*entry.id), period)));
        let phases = programme.phases.iter().flatten().filter_map(|phase| phase.period.as_ref());
        facts.insert((Kind::Programme, &entry.id), programme.period.iter().chain(phases).collect());
    }
    for entry in &records.projects {
        let Some(project) = &entry.facts else { continue };
        own.extend(project.period.as_ref().map(|period| ((Kind::Project, &*entry.id), period)));
        let activities = project.activities.iter().flatten().filter_map(|activity| activity.period.as_ref());
        facts.insert((Kind::Project, &entry.id), project.period.iter().chain(activities).collect());
    }
    for said in &content.said {
        let Said { entry: Some((kind, id)), texts, .. } = said else { continue };
        let Some(periods) = facts.get(&(*kind, &**id)) else { continue };
        if let Some(own) = own.get(&(*kind, &**id)) {
            other_edges(texts, own, periods, &mut problems);
        }
        let known: Vec<([i16; 3], &Placed<PartialDate>)> = periods
            .iter()
            .flat_map(|period| period.start.iter().chain(&period.end))
            .filter_map(|date| Some((parts(date.value)?, date)))
            .collect();
        let days = |text: &SaidInText| -> BTreeSet<[i16; 3]> {
            let days = text.days.iter().filter_map(|said| {
                Some([said.date.year, i16::from(said.date.month), i16::from(said.date.day?)])
            });
            days.collect()
        };
        let all: Vec<BTreeSet<[i16; 3]>> = each(texts).map(days).collect();
        for day in all.first().into_iter().flatten() {
            let is_agreed = all.iter().all(|days| days.contains(day));
            if !is_agreed || known.iter().any(|(fact, _)| fact == day) {
                continue;
            }
            let is_near =
                |fact: &[i16; 3]| fact.iter().zip(day).filter(|(one, other)| one != other).count() == 1;
            let is_said = |fact: &[i16; 3]| all.iter().any(|days| days.contains(fact));
            let Some((_, date)) = known.iter().find(|(fact, _)| is_near(fact) && !is_said(fact)) else {
                continue;
            };
            let [year, month, of_month] = day;
            let written = format!("{year}-{month:02}-{of_month:02}");
            let places = each(texts).filter_map(|text| {
                text.days.iter().find(|said| said.date.to_string() == written).map(|said| &said.place)
            });
            let message = format!("this is {}, but the texts say {written}", date.value);
            let problem = Problem::new(&OTHER_DAY, date.place.clone(), message).help(format!(
                "write `{written}` here if the texts are right; otherwise correct the texts in both languages"
            ));
            problems.push(places.fold(problem, |problem, place| problem.related(place.clone(), "the text")));
        }
    }
    problems
}

/// Reports the start and end of a programme or project if the texts call another date so, or a more exact one. Days that
/// contradict days are reported by [`other_days`].
fn other_edges(
    texts: &Localized<Option<SaidInText>>,
    own: &PeriodRecord,
    periods: &[&PeriodRecord],
    problems: &mut Problems,
) {
    let all = || each(texts).flat_map(|text| &text.days);
    let dates = || periods.iter().flat_map(|period| period.start.iter().chain(&period.end));
    for (edge, fact) in [(Edge::Start, &own.start), (Edge::End, &own.end)] {
        let Some(fact) = fact else { continue };
        let says = |text: &SaidInText, date: SaidDate| text.days.iter().any(|said| said.date == date);
        let is_agreed = |date: SaidDate| each(texts).all(|text| says(text, date));
        let found = all().find(|said| said.edge == Some(edge) && is_agreed(said.date));
        let Some(date) = found.map(|said| said.date) else { continue };
        let is_said = all().any(|said| said.date != date && said.date.is_within(fact.value));
        let is_known = dates().any(|known| date.is_within(known.value));
        let message = match (fact.value, date.day) {
            (PartialDate::Month(..), Some(_)) if date.is_within(fact.value) => {
                format!("this is only the month {}, but the texts say the day {date}", fact.value)
            }
            (PartialDate::Day(_), Some(_)) => continue,
            _ if is_nearly(date, fact.value) && !is_said && !is_known => {
                format!("this is {}, but the texts say {date}", fact.value)
            }
            _ => continue,
        };
        let problem = Problem::new(&OTHER_DAY, fact.place.clone(), message).help(format!(
            "write `{date}` here if the texts are right; otherwise correct the texts in both languages"
        ));
        let places = each(texts).filter_map(|text| text.days.iter().find(|said| said.date == date));
        problems.push(places.fold(problem, |problem, said| problem.related(said.place.clone(), "the text")));
    }
}

/// Returns whether a date of a text has another year or another month than that of the facts, and not both.
fn is_nearly(said: SaidDate, fact: PartialDate) -> bool {
    let day = fact.first_day();
    match fact {
        PartialDate::Year(year) => said.year != year,
        PartialDate::Month(..) | PartialDate::Day(_) => {
            (said.year == day.year()) != (said.month == day.month())
        }
    }
}

/// A date that contradicts that of a document.
struct Contradiction<'a> {
    date: &'a Placed<PartialDate>,
    source: &'a Placed<PartialDate>,
    message: String,
}

/// Reports posts that are older than their documents, and values that were measured after their source was published.
fn older_sources(content: &Content<'_>) -> Problems {
    let records = content.records;
    let documents: HashMap<&str, &DocumentRecord> =
        records.documents.iter().filter_map(|entry| Some((&*entry.id, entry.facts.as_ref()?))).collect();
    let date_of = |id: &str| documents.get(id).and_then(|document| document.date.as_ref());
    let mut of_posts = Vec::new();
    for post in records.posts.iter().filter_map(|entry| entry.facts.as_ref()) {
        let Some(date) = &post.date else { continue };
        let cited = post.sources.iter().flatten().map(|source| date_of(&source.value));
        let found = later_source(date, &cited.collect::<Vec<_>>());
        of_posts.extend(found.map(|(source, message)| Contradiction { date, source, message }));
    }
    let mut of_values = Vec::new();
    for actual in indicators(records).flat_map(|indicator| indicator.actual.iter().flatten()) {
        let source = actual.source.as_ref().and_then(|source| date_of(&source.value));
        if let Some((date, source)) = actual.date.as_ref().zip(source)
            && date.value.first_day() > source.value.last_day()
        {
            let when = on_or_in(date.value);
            let message = format!("this was measured {when}, but its source is of {}", source.value);
            of_values.push(Contradiction { date, source, message });
        }
    }
    let mut problems = Problems::default();
    tell(of_posts, "newer", "posts", &mut problems);
    tell(of_values, "older", "values", &mut problems);
    problems
}

/// Returns a date with its preposition.
pub(super) fn on_or_in(date: PartialDate) -> String {
    match date {
        PartialDate::Day(_) => format!("on {date}"),
        PartialDate::Month(..) | PartialDate::Year(_) => format!("in {date}"),
    }
}

/// Reports a date that contradicts a document at this date, and several at the date of the document, once.
fn tell(found: Vec<Contradiction<'_>>, how: &str, what: &str, problems: &mut Problems) {
    /// The most places that are shown.
    const MOST: usize = 3;
    let mut of_documents: BTreeMap<(&str, usize), Vec<Contradiction<'_>>> = BTreeMap::new();
    for one in found {
        let place = &one.source.place;
        of_documents.entry((&place.file, place.span.start)).or_default().push(one);
    }
    for mut group in of_documents.into_values() {
        group.sort_by_key(|one| one.date.value.first_day());
        let count = group.len();
        let Some(Contradiction { date, source, message }) = group.first() else { continue };
        if count == 1 {
            problems.push(
                Problem::new(&OLDER_SOURCE, date.place.clone(), message.clone())
                    .related(source.place.clone(), "the source")
                    .help("correct one of the two dates, or name the right source"),
            );
            continue;
        }
        let message = format!(
            "this document is {how} than {count} {what} that name it as their source (the first of {})",
            date.value
        );
        let problem = Problem::new(&OLDER_SOURCE, source.place.clone(), message)
            .help("write the right date of the document; or name the right sources there");
        let shown = group.iter().take(MOST);
        problems.push(shown.fold(problem, |problem, one| {
            problem.related(one.date.place.clone(), "names the document as its source")
        }));
    }
}

/// Returns the source that a post is older than, and what to say: a source that is more than a year later, or the first
/// of them if all are of later days. What the first source says could not be known before.
fn later_source<'a>(
    date: &Placed<PartialDate>,
    sources: &[Option<&'a Placed<PartialDate>>],
) -> Option<(&'a Placed<PartialDate>, String)> {
    let day = parts(date.value);
    let days = sources.iter().map(|source| source.and_then(|source| Some((parts(source.value)?, source))));
    let days: Option<Vec<_>> = days.collect();
    let first = days.and_then(|days| days.into_iter().min_by_key(|(day, _)| *day));
    if let (Some(day), Some((first_day, source))) = (day, first)
        && day < first_day
    {
        let message = match sources.len() {
            1 => format!("this is {}, but the source of it is of {}", date.value, source.value),
            _ => format!("this is {}, but the first of its sources is of {}", date.value, source.value),
        };
        return Some((source, message));
    }
    let last = date.value.last_day();
    let a_year_later = |source: &&Placed<PartialDate>| {
        let first = source.value.first_day();
        (last.year() + 1, last.month(), last.day()) < (first.year(), first.month(), first.day())
    };
    let source = sources.iter().copied().flatten().find(a_year_later)?;
    Some((source, format!("this is {}, but a source of it is of {}", date.value, source.value)))
}

fn indicators(records: &Records) -> impl Iterator<Item = &IndicatorRecord> {
    let programmes = records.programmes.iter().filter_map(|entry| entry.facts.as_ref()?.indicators.as_ref());
    let projects = records.projects.iter().filter_map(|entry| entry.facts.as_ref()?.indicators.as_ref());
    programmes.chain(projects).flatten()
}
