//! Checks regions, districts and municipalities.

use super::aliases;
use super::anchors::municipality_anchors;
use super::builder::{Builder, Findings};
use super::facts;
use crate::base::id::{Id, Ref};
use crate::base::language::{Language, Locale};
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry, Iso};
use crate::text::language::{Cases, of_city, of_city_municipality, of_district, of_municipality};

/// The name of a place, as authored.
struct WrittenName<'a> {
    name: &'a Option<parse::PlacedWords>,
    genitive: &'a Option<Placed<String>>,
    locative: &'a Option<Placed<String>>,
    number: Option<GrammaticalNumber>,
}

impl Builder<'_> {
    pub(super) fn region(
        &self,
        record: &parse::RegionRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<Region> {
        let name = self.texts.short(record.name.as_ref()?, problems);
        Some(Region { id, aliases: aliases::ids(&record.aliases), name: name? })
    }

    /// Builds the name of a place. `made` makes the cases that are not written.
    fn place_name(
        &self,
        written: &WrittenName<'_>,
        made: fn(&str) -> Cases,
        problems: &mut Problems,
    ) -> Option<PlaceName> {
        let name = self.texts.short(written.name.as_ref()?, problems)?;
        let serbian = name.get(Locale::SrLatn);
        let made = made(serbian);
        let form = |form: &Option<Placed<String>>, made: String| {
            self.texts.serbian_form(form.as_ref().map_or(made, |form| form.value.clone()).trim(), &name)
        };
        let genitive = form(written.genitive, made.genitive);
        let locative = form(written.locative, made.locative);
        let is_plural = match written.number {
            Some(number) => number == GrammaticalNumber::Plural,
            None => Language::Sr.is_plural_place(locative.get(Locale::SrLatn)),
        };
        Some(PlaceName { name, genitive, locative, is_plural })
    }

    pub(super) fn district(
        &self,
        record: &parse::DistrictRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<District> {
        let name = WrittenName {
            name: &record.name,
            genitive: &record.genitive,
            locative: &record.locative,
            number: record.number,
        };
        let name = self.place_name(&name, of_district, problems);
        let region = record.region.as_ref().and_then(|region| self.names.regions.resolve(region, problems));
        let seat = record.seat.as_ref().and_then(|seat| self.names.municipalities.resolve(seat, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        let details = self.details(record, problems);
        Some(District {
            id,
            name: name?,
            region: region?,
            seat,
            iso: record.iso.as_ref().and_then(|code| iso(code, problems))?,
            coordinates: coordinates?,
            outline: None,
            details,
        })
    }

    pub(super) fn municipality(
        &self,
        entry: &Entry<parse::MunicipalityRecord>,
        id: Id,
        at: usize,
        found: &mut Findings,
    ) -> Option<Municipality> {
        let has_text =
            Language::ALL.iter().any(|language| !matches!(entry.texts[*language], parse::TextState::Absent));
        let subject = Subject::Municipality(Ref::new(at));
        let taken = municipality_anchors(&self.names.area_anchors);
        let words = if has_text { Some(self.words(entry, subject, taken, found)) } else { None };
        let problems = &mut found.problems;
        let record = entry.facts.as_ref()?;
        let name = WrittenName {
            name: &record.name,
            genitive: &record.genitive,
            locative: &record.locative,
            number: record.number,
        };
        let made = match record.municipality_type {
            Some(MunicipalityType::City) => of_city,
            Some(MunicipalityType::CityMunicipality) => of_city_municipality,
            Some(MunicipalityType::Municipality) | None => of_municipality,
        };
        let name = self.place_name(&name, made, problems);
        let district =
            record.district.as_ref().and_then(|reference| self.names.districts.resolve(reference, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        let details = self.details(record, problems);
        let population = record.population.as_ref().and_then(|record| {
            let source = record.source.as_ref().and_then(|id| self.names.documents.resolve(id, problems));
            Some(Population {
                value: record.value.as_ref()?.value.0,
                date: record.date.as_ref()?.value,
                source,
            })
        });
        Some(Municipality {
            id,
            name: name?,
            municipality_type: record.municipality_type?,
            district: district?,
            coordinates: coordinates?,
            population,
            details,
            words: match words {
                Some(words) => Some(words?),
                None => None,
            },
        })
    }
}

/// Checks a code of ISO 3166-2. Word processors put dashes in the place of hyphens.
fn iso(code: &parse::Written<Iso>, problems: &mut Problems) -> Option<String> {
    if Iso::REGISTER.has(&code.value) {
        return Some(code.value.clone());
    }
    let plain = code.value.trim().replace(['–', '—', '−', '‐', '‑', '_', ' '], "-").to_uppercase();
    let help = match Iso::REGISTER.has(&plain) {
        true => format!("did you mean `{plain}`?"),
        false => Iso::REGISTER.help.to_owned(),
    };
    let message = format!("`{}` is not {}", parse::shorten(&code.value), Iso::REGISTER.what);
    problems.push(Problem::new(&rules::WRONG_VALUE, code.place.clone(), message).help(help));
    None
}
