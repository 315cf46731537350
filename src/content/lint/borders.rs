//! Compares the shapes of districts with the places in them.

use std::collections::BTreeMap;

use super::whole::Content;
use super::{CheckAll, Lint, if_complete};
use crate::base::outline::{Outline, Point};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::content::parse::{self, CoordinatesRecord};
use crate::content::read::BORDERS;

pub(super) static LINTS: &[Lint<CheckAll>] =
    &[if_complete(&MISSING_SHAPE, missing_shapes), if_complete(&OUTSIDE_DISTRICT, outside_districts)];

static MISSING_SHAPE: Rule =
    Rule::warning("missing-shape", "If districts have shapes on the map, every district has one.");

static OUTSIDE_DISTRICT: Rule = Rule::warning(
    "outside-district",
    "Every municipality lies in the shape of its district, or at most two kilometres outside, and is not the seat of another district.",
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

/// Reports municipalities that lie outside their district, or are the seat of another one.
fn outside_districts(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let shapes = shapes(content).unwrap_or_default();
    let mut seats: BTreeMap<&str, Vec<(&str, &Place)>> = BTreeMap::new();
    for (id, record) in &content.records.districts.0 {
        if let Some(seat) = &record.seat {
            seats.entry(&seat.value).or_default().push((&id.value, &seat.place));
        }
    }
    for entry in &content.records.municipalities {
        let Some(record) = &entry.facts else { continue };
        let Some(district) = &record.district else { continue };
        let of_districts = seats.get(&*entry.id).map(Vec::as_slice).unwrap_or_default();
        let problem = match of_districts {
            [(other, place)] if **other != *district.value => Some(seat_of_other(district, other, place)),
            _ => record.coordinates.as_ref().and_then(|coordinates| outside(district, coordinates, &shapes)),
        };
        problem.into_iter().for_each(|problem| problems.push(problem));
    }
    problems
}

/// Returns the problem of a municipality that is the seat of another district than its own.
fn seat_of_other(district: &Placed<String>, other: &str, seat: &Place) -> Problem {
    let (own, other) = (parse::shorten(&district.value), parse::shorten(other));
    let message = format!("this is `{own}`, but the municipality is the seat of `{other}`");
    Problem::new(&OUTSIDE_DISTRICT, district.place.clone(), message)
        .related(seat.clone(), "the seat")
        .help(format!("write `district: {other}`; if the district is right, write another seat of `{other}`"))
}

/// Returns the problem of coordinates outside of the shape of a district: at the district, if they are in that of another
/// one.
fn outside(
    district: &Placed<String>,
    coordinates: &CoordinatesRecord,
    shapes: &BTreeMap<&str, &Outline>,
) -> Option<Problem> {
    let (latitude, longitude) = (coordinates.latitude.as_ref()?, coordinates.longitude.as_ref()?);
    let shape = shapes.get(district.value.as_str())?;
    let seat = Point::of_degrees(longitude.value.value, latitude.value.value);
    if shape.contains(seat, TOLERANCE) {
        return None;
    }
    let own = parse::shorten(&district.value);
    let mut around = shapes.iter().filter(|(_, shape)| shape.contains(seat, 0));
    let (Some((meant, _)), None) = (around.next(), around.next()) else {
        let message = format!("this seat lies outside the shape of the district `{own}`");
        let problem = Problem::new(&OUTSIDE_DISTRICT, latitude.place.clone(), message)
            .related(district.place.clone(), "the district of the municipality");
        return Some(
            problem.help(format!("correct the coordinates, the district, or the shape in `{BORDERS}`")),
        );
    };
    let meant = parse::shorten(meant);
    let message = format!("this is `{own}`, but the coordinates of the municipality are in `{meant}`");
    Some(
        Problem::new(&OUTSIDE_DISTRICT, district.place.clone(), message)
            .related(latitude.place.clone(), "its coordinates")
            .help(format!("write `district: {meant}`; if the district is right, correct the coordinates")),
    )
}

/// Returns the shapes by the ids of their districts, if the catalogue has any.
fn shapes<'a>(content: &Content<'a>) -> Option<BTreeMap<&'a str, &'a Outline>> {
    let borders = content.records.borders.as_ref()?;
    let shapes: BTreeMap<&str, &Outline> =
        borders.shapes.iter().map(|(id, outline)| (id.value.as_str(), &**outline)).collect();
    (!shapes.is_empty()).then_some(shapes)
}
