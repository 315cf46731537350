//! Checks areas, support types, target groups and organisations.

use super::addresses::web_address;
use std::collections::HashMap;

use super::builder::{Builder, Findings};
use super::facts;
use crate::base::id::{Id, Ref};
use crate::base::problem::{Placed, Problems};
use crate::content::catalogue::*;
use crate::content::parse::{self, Code, Listed, Written};

/// Returns the records of a list by their ids. If a key is written twice, the first one counts.
fn by_id<R>(list: &[(Placed<String>, R)]) -> HashMap<&str, &R> {
    list.iter().rev().map(|(key, record)| (key.value.as_str(), record)).collect()
}

/// Checks a code of the codelist of its key, if it is written.
fn listed<L: Listed>(code: &Option<Written<L>>, problems: &mut Problems) -> Option<&'static Code> {
    facts::listed(L::LIST, code.as_ref()?, problems)
}

impl Builder<'_> {
    pub(super) fn areas(&self, found: &mut Findings) -> (Option<Table<Area>>, Option<Table<SubArea>>) {
        let mut sub_areas: Vec<Option<SubArea>> = Vec::new();
        let problems = &mut found.problems;
        let mut areas: Vec<Option<Area>> = Vec::new();
        let records = by_id(&self.records.areas.0);
        for (at, id) in self.names.areas.as_slice().iter().enumerate() {
            let Some(record) = records.get(id.as_str()) else { continue };
            let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
            let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
            let start = sub_areas.len();
            let sub_records = by_id(record.sub_areas.as_ref().map_or(&[], |list| list.0.as_slice()));
            for full in self.names.sub_areas.of_area(id.as_str()) {
                let sub_id = &full[id.as_str().len() + 1..];
                let Some(sub_record) = sub_records.get(sub_id) else { continue };
                let name = sub_record.name.as_ref().and_then(|words| self.texts.short(words, problems));
                let dac = listed(&sub_record.dac, problems);
                let description =
                    sub_record.description.as_ref().and_then(|words| self.texts.short(words, problems));
                sub_areas.push((|| {
                    Some(SubArea {
                        id: Id::new(sub_id)?,
                        area: Ref::new(at),
                        name: name?,
                        description: description?,
                        dac,
                    })
                })());
            }
            let sub_areas = start..sub_areas.len();
            let dac = listed(&record.dac, problems);
            areas.push((|| {
                Some(Area { id: id.clone(), name: name?, description: description?, dac, sub_areas })
            })());
        }
        let whole = |list: Vec<Option<Area>>| list.into_iter().collect::<Option<Vec<_>>>().map(Table::new);
        (whole(areas), sub_areas.into_iter().collect::<Option<Vec<_>>>().map(Table::new))
    }

    pub(super) fn support_type(
        &self,
        record: &parse::SupportTypeRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<SupportType> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
        let aid_type = listed(&record.aid_type, problems);
        let finance_type = listed(&record.finance_type, problems);
        Some(SupportType { id, name: name?, description: description?, aid_type, finance_type })
    }

    pub(super) fn target_group(
        &self,
        record: &parse::TargetGroupRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<TargetGroup> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
        Some(TargetGroup { id, name: name?, description })
    }

    pub(super) fn organisation(
        &self,
        record: &parse::OrganisationRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<Organisation> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let municipality = record
            .municipality
            .as_ref()
            .and_then(|reference| self.names.municipalities.resolve(reference, problems));
        let url = record.url.as_ref().and_then(|address| web_address(address, problems));
        let iati = record.iati.as_ref().and_then(|id| facts::iati_id(id, problems));
        let statement = record.statement.as_ref().and_then(|words| self.texts.short(words, problems));
        let logo = record.logo.as_ref().and_then(|name| self.logo(name, "organisations.yaml", problems));
        let details = self.details(record, problems);
        Some(Organisation {
            id,
            name: name?,
            kind: record.kind?,
            municipality,
            url,
            iati,
            statement,
            logo,
            details,
        })
    }
}
