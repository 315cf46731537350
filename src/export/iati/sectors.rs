//! The areas as sectors of the standard.

use std::collections::BTreeMap;
use std::io;

use super::{Facts, File};
use crate::base::money::Amount;
use crate::content::parse::Code;
use crate::export::xml::Xml;

impl File<'_> {
    /// Adds areas without a code of the Development Assistance Committee to the list of what is left out.
    pub(super) fn tell_sectors(&mut self, facts: &Facts<'_>) {
        if facts.sectors.iter().any(|(_, _, dac)| dac.is_none()) {
            let reason = "an area has no code of the Development Assistance Committee; add `dac` to it";
            self.leave_out(facts, "sector", reason);
        }
    }

    /// Writes the areas with the catalogue's own codes, and also with those of the Development Assistance Committee if
    /// all areas have one.
    pub(super) fn sectors(&self, facts: &Facts<'_>, xml: &mut Xml) -> io::Result<()> {
        let uri = self.vocabulary();
        let shares = shares(&vec![1; facts.sectors.len()]);
        for ((code, name, _), percentage) in facts.sectors.iter().zip(&shares) {
            let attributes =
                [("vocabulary", "99"), ("vocabulary-uri", &uri), ("code", code), ("percentage", percentage)];
            self.narratives(xml, "sector", &attributes, name)?;
        }
        let codes: Option<Vec<&Code>> = facts.sectors.iter().map(|(_, _, dac)| *dac).collect();
        let mut weights: BTreeMap<&str, u64> = BTreeMap::new();
        for code in codes.into_iter().flatten() {
            *weights.entry(code.code).or_default() += 1;
        }
        let shares = self::shares(&weights.values().copied().collect::<Vec<_>>());
        for (code, percentage) in weights.keys().zip(&shares) {
            let attributes = [("vocabulary", "1"), ("code", code), ("percentage", percentage)];
            xml.create_element("sector").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    }
}

/// Returns percentages that add up to a hundred.
fn shares(weights: &[u64]) -> Vec<String> {
    Amount::HUNDRED.divided(weights).iter().map(ToString::to_string).collect()
}
