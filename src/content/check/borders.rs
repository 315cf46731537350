//! Checks the shapes of districts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builder::Builder;
use crate::base::id::Ref;
use crate::base::outline::Outline;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{District, Table};
use crate::content::parse::shorten;

impl Builder<'_> {
    /// Adds the shapes to the districts. Reports those of districts that do not exist, and second ones.
    pub(super) fn with_outlines(
        &self,
        districts: Option<Table<District>>,
        problems: &mut Problems,
    ) -> Option<Table<District>> {
        let mut outlines: BTreeMap<Ref<District>, (&Arc<Outline>, &Place)> = BTreeMap::new();
        for (id, outline) in self.records.borders.iter().flat_map(|borders| &borders.shapes) {
            let Some(district) = self.names.districts.resolve_text(id, problems) else { continue };
            if let Some((_, first)) = outlines.get(&district) {
                let message = format!("the district `{}` has two shapes", shorten(&id.value));
                problems.push(
                    Problem::new(&rules::REPEATED_REFERENCE, id.place.clone(), message)
                        .related((*first).clone(), "first time")
                        .help("combine them in one feature of the type `MultiPolygon`"),
                );
                continue;
            }
            outlines.insert(district, (outline, &id.place));
        }
        let with_outline = |(at, district): (usize, District)| {
            let outline = outlines.get(&Ref::new(at)).map(|(outline, _)| Arc::clone(outline));
            District { outline, ..district }
        };
        Some(Table::new(districts?.into_iter().enumerate().map(with_outline).collect()))
    }
}
