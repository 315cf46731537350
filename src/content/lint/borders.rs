//! Compares the shapes of districts with the places in them.

use std::collections::BTreeMap;

use super::whole::Content;
use super::{CheckAll, Lint, if_complete};
use crate::base::outline::{Outline, Point};
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse;
use crate::content::read::BORDERS;

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[if_complete(&MISSING_SHAPE, missing_shapes), if_complete(&OUTSIDE_DISTRICT, outside_districts)];

static MISSING_SHAPE: Rule =
    Rule::warning("missing-shape", "If districts have shapes on the map, every district has one.");

static OUTSIDE_DISTRICT: Rule = Rule::warning(
    "outside-district",
    "The seat of every municipality lies in the shape of its district, or at most two kilometres outside.",
);

/// Two kilometres, in ten-millionths of a degree of latitude.
const TOLERANCE: i32 = 180_000;

/// Reports districts without a shape in a catalogue that has shapes.
fn missing_shapes(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let Some(shapes) = shapes(content) else { return problems };
    for (id, _) in
        content.records.districts.0.iter().filter(|(id, _)| !shapes.contains_key(id.value.as_str()))
    {
        let message = format!("`{BORDERS}` has no shape of the district `{}`", parse::shorten(&id.value));
        problems.push(
            Problem::new(&MISSING_SHAPE, id.place.clone(), message)
                .help("add a feature whose `id` is that of the district; until then, no map shows it"),
        );
    }
    problems
}

/// Reports municipalities whose seat lies outside their district.
fn outside_districts(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let Some(shapes) = shapes(content) else { return problems };
    for record in content.records.municipalities.iter().filter_map(|entry| entry.facts.as_ref()) {
        let (Some(district), Some(coordinates)) = (&record.district, &record.coordinates) else { continue };
        let (Some(latitude), Some(longitude)) = (&coordinates.latitude, &coordinates.longitude) else {
            continue;
        };
        let Some(shape) = shapes.get(district.value.as_str()) else { continue };
        let seat = Point::of_degrees(longitude.value.value, latitude.value.value);
        if shape.contains(seat, TOLERANCE) {
            continue;
        }
        let mut around = shapes.iter().filter(|(_, shape)| shape.contains(seat, 0));
        if let (Some((meant, _)), None) = (around.next(), around.next()) {
            let (own, meant) = (parse::shorten(&district.value), parse::shorten(meant));
            let message =
                format!("this is `{own}`, but the coordinates of the municipality are in `{meant}`");
            problems.push(
                Problem::new(&OUTSIDE_DISTRICT, district.place.clone(), message)
                    .related(latitude.place.clone(), "its coordinates")
                    .help(format!(
                        "write `district: {meant}`; if the district is right, correct the coordinates"
                    )),
            );
        } else {
            let message = format!(
                "this seat lies outside the shape of the district `{}`",
                parse::shorten(&district.value)
            );
            problems.push(
                Problem::new(&OUTSIDE_DISTRICT, latitude.place.clone(), message)
                    .related(district.place.clone(), "the district of the municipality")
                    .help(format!("correct the coordinates, the district, or the shape in `{BORDERS}`")),
            );
        }
    }
    problems
}

/// Returns the shapes by the ids of their districts, if the catalogue has any.
fn shapes<'a>(content: &Content<'a>) -> Option<BTreeMap<&'a str, &'a Outline>> {
    let borders = content.records.borders.as_ref()?;
    let shapes: BTreeMap<&str, &Outline> =
        borders.shapes.iter().map(|(id, outline)| (id.value.as_str(), &**outline)).collect();
    (!shapes.is_empty()).then_some(shapes)
}
