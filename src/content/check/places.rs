//! Checks regions, districts and municipalities.

use super::anchors::municipality_anchors;
use super::builder::{Builder, Findings};
use super::{aliases, facts};
use crate::base::id::{Id, Ref};
use crate::base::language::Language;
use crate::base::problem::{Placed, Problems};
use crate::content::catalogue::*;
use crate::content::parse::{self, Entry};

impl Builder<'_> {
    pub(super) fn region(
        &self,
        record: &parse::RegionRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<Region> {
        let name = self.texts.short(record.name.as_ref()?, problems);
        Some(Region { id, name: name? })
    }

    fn place_name(
        &self,
        name: &Option<parse::PlacedWords>,
        genitive: &Option<Placed<String>>,
        locative: &Option<Placed<String>>,
        problems: &mut Problems,
    ) -> Option<PlaceName> {
        let name = self.texts.short(name.as_ref()?, problems)?;
        let genitive = self.texts.serbian_form(genitive.as_ref()?, &name);
        let locative = self.texts.serbian_form(locative.as_ref()?, &name);
        Some(PlaceName { name, genitive, locative })
    }

    pub(super) fn district(
        &self,
        record: &parse::DistrictRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<District> {
        let name = self.place_name(&record.name, &record.genitive, &record.locative, problems);
        let region = record.region.as_ref().and_then(|region| self.names.regions.resolve(region, problems));
        let seat = record.seat.as_ref().and_then(|seat| self.names.municipalities.resolve(seat, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        let details = self.details(record, problems);
        Some(District {
            id,
            aliases: aliases::kept(&record.aliases),
            name: name?,
            region: region?,
            seat,
            iso: record.iso.as_ref()?.value.clone(),
            coordinates: coordinates?,
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
        let taken = municipality_anchors(self.names);
        let words = if has_text { Some(self.words(entry, subject, taken, found)) } else { None };
        let problems = &mut found.problems;
        let record = entry.facts.as_ref()?;
        let name = self.place_name(&record.name, &record.genitive, &record.locative, problems);
        let district =
            record.district.as_ref().and_then(|reference| self.names.districts.resolve(reference, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        let details = self.details(record, problems);
        Some(Municipality {
            id,
            aliases: aliases::kept(&record.aliases),
            name: name?,
            municipality_type: record.municipality_type?,
            district: district?,
            coordinates: coordinates?,
            details,
            words: match words {
                Some(words) => Some(words?),
                None => None,
            },
        })
    }
}
