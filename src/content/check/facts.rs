//! Checks facts: resolves references, and compares dates and sums.

use std::collections::BTreeSet;

use super::names::Names;
use crate::base::date::Period;
use crate::base::id::Ref;
use crate::base::money::{Funding, Money, Split};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{
    Activity, Aims, Award, Coordinates, Document, FactSource, Iati, IatiId, Municipality, Party, Scope, Sdg,
    SupportType, TargetGroup, Text, WideScope,
};
use crate::content::parse::{
    self, ActivityRecord, Code, Codelist, CoordinatesRecord, FundingRecord, MarkedWords, MoneyRecord,
    MunicipalityRecord, PeriodRecord, ProjectRecord, Reference, SupportTypeRecord, TargetGroupRecord,
    WrittenParty,
};

/// Checks that a point is in or near Serbia, which also reveals a swapped latitude and longitude.
pub(super) fn coordinates(record: &CoordinatesRecord, problems: &mut Problems) -> Option<Coordinates> {
    let (latitude, longitude) = (record.latitude.as_ref()?, record.longitude.as_ref()?);
    let north = lies_within(latitude, problems);
    let east = lies_within(longitude, problems);
    (north && east)
        .then_some(Coordinates { latitude: latitude.value.value, longitude: longitude.value.value })
}

fn lies_within<A: parse::Axis>(degrees: &Placed<parse::Degrees<A>>, problems: &mut Problems) -> bool {
    let range = A::WITHIN_SERBIA;
    let good = range.contains(&degrees.value.value);
    if !good {
        let message = format!("a {} of {} is outside Serbia", A::NAME, degrees.value.value);
        let help = format!(
            "Serbia lies between {} and {} degrees; are latitude and longitude swapped?",
            range.start(),
            range.end()
        );
        problems.push(Problem::new(&rules::WRONG_VALUE, degrees.place.clone(), message).help(help));
    }
    good
}

/// The maximum number of years between the start and the end of a period.
const MOST_YEARS: i16 = 50;

/// Checks that a period does not end before it starts, and is not longer than any programme.
pub(super) fn period(record: &PeriodRecord, problems: &mut Problems) -> Option<Period> {
    let start = record.start.as_ref()?;
    let period = Period::new(start.value, record.end.as_ref().map(|end| end.value));
    if let (None, Some(end)) = (&period, &record.end) {
        problems.push(
            Problem::new(
                &rules::PERIOD,
                end.place.clone(),
                format!("the period ends on {}, before it starts", end.value),
            )
            .label("the end")
            .related(start.place.clone(), format!("the start, {}", start.value))
            .help("correct one of the two dates"),
        );
    }
    let years = |period: &Period| {
        period.end().map_or(0, |end| end.last_day().year() - period.start().first_day().year())
    };
    if let (Some(true), Some(end)) = (period.map(|period| years(&period) > MOST_YEARS), &record.end) {
        problems.push(
            Problem::new(
                &rules::PERIOD,
                end.place.clone(),
                format!("the period is longer than {MOST_YEARS} years"),
            )
            .related(start.place.clone(), format!("the start, {}", start.value))
            .help("correct one of the two dates"),
        );
    }
    period
}

/// Returns an amount in a currency.
pub(super) fn money(record: &MoneyRecord) -> Option<Money> {
    Some(Money { currency: record.currency.as_ref()?.value, amount: record.amount.as_ref()?.value })
}

/// Checks the amounts of an activity or project.
pub(super) fn awards(
    records: &Option<parse::OneOrMore<FundingRecord>>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<Award> {
    let award = |record: &FundingRecord| {
        let money = funding(record, problems);
        let recipient = record.recipient.as_ref().and_then(|id| names.organisations.resolve(id, problems));
        let awarded = record.awarded.as_ref().map(|date| date.value);
        money.map(|money| Award { money, awarded, recipient })
    };
    records.iter().flat_map(|records| &records.0).filter_map(award).collect()
}

/// The maximum number of currencies in which the institutions of a programme pay. Reports repeat each for every year.
const MOST_CURRENCIES: usize = 10;

/// Reports a programme whose institutions pay in too many currencies.
pub(super) fn check_currencies(record: &parse::ProgrammeRecord, problems: &mut Problems) {
    let amounts = record.institutions.iter().flatten().filter_map(|part| part.funding.as_ref());
    let mut seen = BTreeSet::new();
    for currency in amounts.filter_map(|money| money.currency.as_ref()) {
        if seen.insert(currency.value) && seen.len() > MOST_CURRENCIES {
            let message = format!("the institutions pay in more than {MOST_CURRENCIES} currencies");
            problems.push(
                Problem::new(&rules::FUNDING, currency.place.clone(), message)
                    .help("convert the smaller amounts into one currency"),
            );
            return;
        }
    }
}

/// Reports money of a project whose activities also have some, because both would be added up.
pub(super) fn check_split(record: &ProjectRecord, problems: &mut Problems) {
    let amount = |records: &'_ Option<parse::OneOrMore<FundingRecord>>| {
        let record = records.as_ref().and_then(|records| records.0.first());
        record.filter(|record| !record.broken).map(|record| record.place.clone())
    };
    let of_activity = record.activities.iter().flatten().find_map(|activity| amount(&activity.funding));
    if let (Some(whole), Some(part)) = (amount(&record.funding), of_activity) {
        let message = "the project has money, and so has one of its activities";
        problems.push(
            Problem::new(&rules::FUNDING, whole, message)
                .related(part, "the money of an activity")
                .help("write the amounts of the activities only, or that of the project if it is not split by place"),
        );
    }
}

/// Checks an amount: a total, or parts that add up to it.
fn funding(record: &FundingRecord, problems: &mut Problems) -> Option<Funding> {
    let currency = record.currency.as_ref()?.value;
    if record.broken {
        return None;
    }
    let mut refuse = |place: Place, message: &str, help: String| {
        problems.push(Problem::new(&rules::FUNDING, place, message).help(help));
        None
    };
    match (&record.total, &record.programme, &record.co_funding) {
        (Some(total), None, None) => Some(Funding::total_only(Money { currency, amount: total.value })),
        (total, Some(programme), Some(co_funding)) => {
            let split = Split { programme: programme.value, co_funding: co_funding.value };
            let funding = Funding::of_parts(currency, split);
            let sum = funding.total().amount;
            match total {
                Some(total) if total.value != sum => refuse(
                    total.place.clone(),
                    "the parts do not add up to the total",
                    format!(
                        "{} + {} = {sum}; correct one of the three, or leave `total` out",
                        programme.value, co_funding.value
                    ),
                ),
                _ => Some(funding),
            }
        }
        (_, Some(part), None) => refuse(
            part.place.clone(),
            "the programme's part is given without the co-funding",
            "add `co_funding:`, or write `total:` if there is no other part".to_owned(),
        ),
        (_, None, Some(part)) => refuse(
            part.place.clone(),
            "the co-funding is given without the programme's part",
            "add `programme:`, the part that the programme pays".to_owned(),
        ),
        (None, None, None) => refuse(
            record.place.clone(),
            "this funding has no amount",
            "write `total:`, or `programme:` and `co_funding:`".to_owned(),
        ),
    }
}

/// Checks the settings for IATI.
pub(super) fn iati(record: &parse::IatiRecord, problems: &mut Problems) -> Option<Iati> {
    let reporting_org = record.reporting_org.as_ref().and_then(|id| iati_id(id, problems));
    Some(Iati { reporting_org: reporting_org?, kind: record.kind?, reporting: record.reporting? })
}

/// Checks an IATI organisation identifier.
pub(super) fn iati_id(id: &Placed<String>, problems: &mut Problems) -> Option<IatiId> {
    let parsed = IatiId::parse(&id.value);
    if parsed.is_none() {
        let message = format!("`{}` is not an IATI identifier", parse::shorten(&id.value));
        problems.push(Problem::new(&rules::WRONG_VALUE, id.place.clone(), message).help(
            "write country, register and number, joined by hyphens: `RS-APR-12345678`; it may contain letters, digits and `. _ :`",
        ));
    }
    parsed
}

/// Checks a code of a codelist. One that is withdrawn is a code too; a lint rule reports it.
pub(super) fn listed(
    list: &'static Codelist,
    code: &Placed<String>,
    problems: &mut Problems,
) -> Option<&'static Code> {
    let found = list.find(&code.value);
    if found.is_none() {
        let message = format!("`{}` is not {}", parse::shorten(&code.value), list.what);
        problems.push(
            Problem::new(&rules::WRONG_VALUE, code.place.clone(), message).help(list.help_on(&code.value)),
        );
    }
    found
}

/// Makes a short text of the catalogue, which may have links, from one of a record.
pub(super) type Short<'s> = dyn FnMut(&MarkedWords, &mut Problems) -> Option<Text> + 's;

/// The values that activities inherit from their project.
pub(super) struct Inherited {
    pub(super) support: Option<Vec<Ref<SupportType>>>,
    pub(super) target_groups: Vec<Ref<TargetGroup>>,
    pub(super) implementers: Vec<Party>,
    pub(super) partners: Vec<Party>,
    pub(super) status: Option<parse::Status>,
    pub(super) period: Option<Period>,
    pub(super) period_source: Option<FactSource>,
    pub(super) sources: Vec<Ref<Document>>,
}

/// Resolves the organisations that take part, with their notes.
pub(super) fn parties(
    list: &[WrittenParty],
    names: &Names,
    short: &mut Short<'_>,
    problems: &mut Problems,
) -> Vec<Party> {
    let written = list.iter().filter_map(|party| Some((party.organisation()?, party.note())));
    let resolved = names.organisations.resolve_each(written, problems);
    resolved
        .into_iter()
        .map(|(organisation, note)| Party {
            organisation,
            note: note.and_then(|words| short(words, problems)),
        })
        .collect()
}

/// Builds what a programme, phase or project aims to achieve and has achieved.
pub(super) fn aims(
    objectives: &Option<Vec<MarkedWords>>,
    results: &Option<Vec<MarkedWords>>,
    sdgs: &Option<Vec<Placed<Sdg>>>,
    short: &mut Short<'_>,
    problems: &mut Problems,
) -> Aims {
    let mut all = |texts: &Option<Vec<MarkedWords>>| {
        texts.iter().flatten().filter_map(|words| short(words, problems)).collect()
    };
    Aims {
        objectives: all(objectives),
        results: all(results),
        sdgs: sdgs.iter().flatten().map(|goal| goal.value).collect(),
    }
}

/// Resolves the people whom something is for.
pub(super) fn groups(
    list: &Option<Vec<Reference<TargetGroupRecord>>>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<Ref<TargetGroup>> {
    names.target_groups.resolve_all(list.iter().flatten(), problems)
}

/// Resolves types of support. `None` if there is none, which has been reported.
pub(super) fn support(
    written: &parse::OneOrMore<Reference<SupportTypeRecord>>,
    names: &Names,
    problems: &mut Problems,
) -> Option<Vec<Ref<SupportType>>> {
    let types = names.support_types.resolve_all(&written.0, problems);
    (!types.is_empty()).then_some(types)
}

/// Resolves the place of an activity.
fn scope(record: &ActivityRecord, names: &Names, problems: &mut Problems) -> Option<Scope> {
    if let Some(at) = &record.municipality {
        return names.municipalities.resolve(at, problems).map(Scope::Municipality);
    }
    if let Some(at) = &record.district {
        return names.districts.resolve(at, problems).map(Scope::District);
    }
    if let Some(at) = &record.region {
        return names.regions.resolve(at, problems).map(Scope::Region);
    }
    record.scope.as_ref().map(|scope| wide(scope.value))
}

/// Returns the scope that a word means.
pub(super) fn wide(scope: WideScope) -> Scope {
    match scope {
        WideScope::National => Scope::National,
        WideScope::Unknown => Scope::Unknown,
    }
}

/// Builds an activity. Returns `None` if an error leaves it incomplete.
pub(super) fn activity(
    record: &ActivityRecord,
    project: Ref<crate::content::catalogue::Project>,
    inherited: &Inherited,
    names: &Names,
    short: &mut Short<'_>,
    problems: &mut Problems,
) -> Option<Activity> {
    let mut organisations =
        |list: &Option<Vec<WrittenParty>>, otherwise: &[Party], problems: &mut Problems| match list {
            Some(list) => parties(list, names, short, problems),
            None => otherwise.to_vec(),
        };
    let municipalities = |list: &Option<Vec<Reference<MunicipalityRecord>>>,
                          problems: &mut Problems|
     -> Vec<Ref<Municipality>> {
        list.as_ref().map(|list| names.municipalities.resolve_all(list, problems)).unwrap_or_default()
    };
    let scope = scope(record, names, problems);
    let support = match &record.support {
        Some(written) => self::support(written, names, problems),
        None => inherited.support.clone(),
    };
    let target_groups = match &record.target_groups {
        Some(_) => groups(&record.target_groups, names, problems),
        None => inherited.target_groups.clone(),
    };
    let implementers = organisations(&record.implementers, &inherited.implementers, problems);
    let partners = organisations(&record.partners, &inherited.partners, problems);
    let partner_municipalities = municipalities(&record.partner_municipalities, problems);
    let locations = municipalities(&record.locations, problems);
    let funding = awards(&record.funding, names, problems);
    let own_period = record.period.as_ref().and_then(|record| period(record, problems));
    let note = record.note.as_ref().and_then(|words| short(words, problems));
    let sources = match &record.sources {
        Some(list) => names.documents.resolve_all(list, problems),
        None => inherited.sources.clone(),
    };
    Some(Activity {
        project,
        scope: scope?,
        support: support?,
        target_groups,
        implementers,
        partners,
        partner_municipalities,
        locations,
        funding,
        status: record.status.as_ref().map(|status| status.value).or(inherited.status),
        status_source: source_of(record.status.is_some(), inherited.status.map(|_| FactSource::Own)),
        period: own_period.or(inherited.period),
        period_source: source_of(own_period.is_some(), inherited.period_source),
        note,
        sources,
    })
}

/// Returns the source of a fact of an activity, given that of the project's.
fn source_of(is_own: bool, of_project: Option<FactSource>) -> Option<FactSource> {
    if is_own { Some(FactSource::Own) } else { of_project.map(FactSource::inherited) }
}

/// Returns the one activity of a project that says only its scope.
pub(super) fn whole(
    scope: Scope,
    project: Ref<crate::content::catalogue::Project>,
    support: Vec<Ref<SupportType>>,
    inherited: &Inherited,
) -> Activity {
    Activity {
        project,
        scope,
        support,
        target_groups: inherited.target_groups.clone(),
        implementers: inherited.implementers.clone(),
        partners: inherited.partners.clone(),
        partner_municipalities: Vec::new(),
        locations: Vec::new(),
        funding: Vec::new(),
        status: inherited.status,
        status_source: source_of(false, inherited.status.map(|_| FactSource::Own)),
        period: inherited.period,
        period_source: source_of(false, inherited.period_source),
        note: None,
        sources: inherited.sources.clone(),
    }
}

/// Reports a second activity in one place, a project without activities, and activities without implementers.
pub(super) fn check_activities(record: &ProjectRecord, problems: &mut Problems) {
    let activities = record.activities.as_deref().unwrap_or_default();
    if record.activities.is_some() && activities.is_empty() {
        problems.push(
            Problem::new(&rules::NO_ACTIVITIES, record.place.clone(), "this project has no activity").help(
                "name at least one municipality below `activities:`, or replace the key by `scope: national` or `scope: unknown`",
            ),
        );
    }
    let mut seen: std::collections::BTreeMap<&str, &Place> = std::collections::BTreeMap::new();
    for (id, place) in activities.iter().filter_map(ActivityRecord::written_place) {
        if let Some(first) = seen.insert(id, place) {
            problems.push(
                Problem::new(
                    &rules::REPEATED_ACTIVITY,
                    place.clone(),
                    format!("this project already has an activity in `{}`", parse::shorten(id)),
                )
                .label("second time")
                .related(first.clone(), "first time")
                .help(
                    "if they are the same activity, combine the two; if one was copied and its place not changed, write its own place here",
                ),
            );
        }
    }
    let nobody = |list: &Option<Vec<WrittenParty>>| list.as_ref().is_none_or(Vec::is_empty);
    // An empty list in the activity overrides that of the project.
    let lacks_implementers = |activity: &&ActivityRecord| match &activity.implementers {
        Some(own) => own.is_empty(),
        None => nobody(&record.implementers) && !activity.broken,
    };
    if let (Some(scope), false) = (&record.scope, record.broken || !nobody(&record.implementers)) {
        problems.push(
            Problem::new(&rules::NO_IMPLEMENTER, scope.place.clone(), "this project has no implementer")
                .help("add `implementers:`"),
        );
    }
    if !record.broken {
        for activity in activities.iter().filter(lacks_implementers) {
            let place = activity.written_place().map_or(&activity.place, |(_, place)| place).clone();
            problems.push(
                Problem::new(&rules::NO_IMPLEMENTER, place, "this activity has no implementer")
                    .help("add `implementers:` here, or to the project if it is the same everywhere"),
            );
        }
    }
}
