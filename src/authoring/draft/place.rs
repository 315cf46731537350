//! Fills in a new municipality from the gazetteer, with the district and the region that it needs.

use std::collections::BTreeSet;

use super::additions::{add_entries, text_of};
use super::{Answers, Change, Draft, NewEntry, Refusal};
use crate::authoring::gazetteer::{self, Gazetteer, KnownPlace};
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{BLANK, MunicipalityRecord, Records};
use crate::content::read::Source;

/// What the gazetteer knows of the municipality that a request names.
#[derive(Clone, Debug, Default)]
pub(super) enum Recognised {
    /// Nothing.
    #[default]
    Unknown,
    /// Nothing, but it knows one of which the name may be a misspelling: this id.
    Similar(&'static str),
    /// Its facts.
    Known(KnownFacts),
}

/// The facts of a municipality that the gazetteer knows.
#[derive(Clone, Debug)]
pub(super) struct KnownFacts {
    place: KnownPlace,
    /// The keys of which the editor gave at least a part. What they gave counts.
    given: BTreeSet<&'static str>,
}

/// Looks a new municipality up in the gazetteer, by its id or its Serbian name, and fills in every answer that was not
/// given. Other entries stay as they are.
pub fn recognise(order: &mut NewEntry, gazetteer: &Gazetteer) {
    if order.form.kind != Kind::Municipality {
        return;
    }
    let name = order.answers.get("name-sr").and_then(|name| name.first()).filter(|name| *name != BLANK);
    let names = || order.id.iter().chain(name);
    let found = names().find_map(|name| Some((name, gazetteer.find(Kind::Municipality, name)?)));
    let Some((by, place)) = found else {
        let near = names().find_map(|name| Gazetteer::near(Kind::Municipality, name));
        order.recognised = near.map_or(Recognised::Unknown, Recognised::Similar);
        return;
    };
    if order.id.as_ref().is_none_or(|id| id == by) {
        order.id = Some(place.id.to_owned());
    }
    let is_given = |flag: &&str| order.answers.contains_key(flag);
    let fields = order.form.fields.iter().filter(|field| is_given(&field.flag));
    let given = fields.map(|field| if field.within.is_empty() { field.key } else { field.within }).collect();
    for (flag, values) in gazetteer.municipality(place.id).map(answers).unwrap_or_default() {
        order.answers.entry(flag).or_insert(values);
    }
    order.recognised = Recognised::Known(KnownFacts { place, given });
}

/// Returns the answers that describe a municipality, by the flags of its form.
fn answers(record: &MunicipalityRecord) -> Answers {
    let name = |language| Some(record.name.as_ref()?.value[language].as_ref()?.value.clone());
    let degrees = record.coordinates.as_ref();
    let answers = [
        ("name-sr", name(Language::Sr)),
        ("name-en", name(Language::En)),
        ("genitive", record.genitive.as_ref().map(|form| form.value.clone())),
        ("locative", record.locative.as_ref().map(|form| form.value.clone())),
        ("type", record.municipality_type.map(|kind| kind.word().to_owned())),
        ("district", record.district.as_ref().map(|district| district.value.clone())),
        ("latitude", degrees.and_then(|at| Some(at.latitude.as_ref()?.value.value.to_string()))),
        ("longitude", degrees.and_then(|at| Some(at.longitude.as_ref()?.value.value.to_string()))),
    ];
    answers.into_iter().filter_map(|(flag, value)| Some((flag, vec![value?]))).collect()
}

impl NewEntry {
    /// Returns a question to the editor if the name may be a misspelling of a place in the gazetteer.
    pub fn doubt(&self) -> Option<String> {
        let Recognised::Similar(near) = self.recognised else { return None };
        Some(format!(
            "did you mean `{} {near}`? The program knows the facts of that place",
            self.form.command()
        ))
    }

    /// Returns the facts of a municipality from the gazetteer, with those that the editor gave instead.
    pub(super) fn known_facts(&self) -> Option<String> {
        let Recognised::Known(KnownFacts { place, given }) = &self.recognised else { return None };
        let line = |(name, lines): (&str, String)| {
            let key = self.form.keys.iter().find(|key| key.name == name && given.contains(name));
            let value = key.and_then(|key| self.value("", key));
            value.map_or(lines, |value| format!("{name}: {value}")) + "\n"
        };
        Some(place.keys().into_iter().map(line).collect())
    }
}

/// Returns the entries of the lists of districts and regions that a municipality of the gazetteer needs and the content
/// lacks. If the content has its district under another id, the municipality gets that one.
///
/// # Errors
/// If a list cannot be extended.
pub(crate) fn lists(order: &mut NewEntry, records: &Records, source: &Source) -> Result<Draft, Refusal> {
    let gazetteer = Gazetteer::built_in();
    let Recognised::Known(KnownFacts { place, given }) = &mut order.recognised else {
        return Ok(Draft::default());
    };
    let district = gazetteer.district_of(place.id).filter(|_| !given.contains("district"));
    let Some(district) = district else { return Ok(Draft::default()) };
    if let Some(id) = same_district(district, records) {
        if id != district.id {
            given.insert("district");
            order.answers.insert("district", vec![id.to_owned()]);
        }
        return Ok(Draft::default());
    }
    let has_seat = gazetteer.seat_of(district.id).is_some_and(|seat| {
        seat == place.id || records.municipalities.iter().any(|entry| &*entry.id == seat)
    });
    let mut changes = vec![addition(district, if has_seat { &[] } else { &["seat"] }, records, source)?];
    let is_listed = |region: &KnownPlace| records.regions.0.iter().any(|(id, _)| id.value == region.id);
    if let Some(region) = gazetteer.region_of(district.id).filter(|region| !is_listed(region)) {
        changes.push(addition(region, &[], records, source)?);
    }
    Ok(Draft { changes, ..Draft::default() })
}

/// Returns the id that the content has for a district of the gazetteer: the same, or one with the same code.
fn same_district(district: KnownPlace, records: &Records) -> Option<&str> {
    let code = Gazetteer::built_in().iso_of(district.id)?;
    let districts = || records.districts.0.iter();
    let by_id = districts().find(|(id, _)| id.value == district.id);
    let by_code = || districts().find(|(_, record)| record.iso.as_ref().is_some_and(|iso| iso.value == code));
    by_id.or_else(by_code).map(|(id, _)| id.value.as_str())
}

/// Adds a place to the list of its kind, which is begun if it has no entries.
fn addition(
    place: KnownPlace,
    without: &[&str],
    records: &Records,
    source: &Source,
) -> Result<Change, Refusal> {
    let path = place.kind.home();
    let entry = gazetteer::listed(place, without);
    match source.file(path).map(|_| text_of(source, path)) {
        None => Ok(Change { path: path.to_owned(), text: entry, added_at: None }),
        Some(Some(text)) if is_empty_list(text) => {
            let comments = text.lines().filter(|line| line.starts_with('#'));
            let head: String = comments.map(|line| format!("{line}\n")).collect();
            let line = head.matches('\n').count() + 1;
            Ok(Change { path: path.to_owned(), text: head + &entry, added_at: Some(line) })
        }
        Some(_) => {
            let keys = place.keys().into_iter().filter(|(key, _)| !without.contains(key));
            let lines = keys.flat_map(|(_, lines)| lines.lines().map(str::to_owned).collect::<Vec<_>>());
            add_entries(place.kind, &[(place.id.to_owned(), lines.collect())], records, source)
        }
    }
}

/// Returns whether a list contains only comments, and at most the sign of an empty list.
fn is_empty_list(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| line.trim() == "{}") && lines.next().is_none()
}
