//! Reads `districts.geojson`: the shapes of districts as GeoJSON (RFC 7946).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::readable::read_text;
use super::scalars::{Axis, Latitude, Longitude};
use crate::base::outline::{Outline, Point, Polygon, Ring};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::SourceFile;

/// The shapes of districts, as authored.
#[derive(Clone, Debug, Default)]
pub struct Borders {
    /// Each shape, with the id of its district.
    pub shapes: Vec<(Placed<String>, Arc<Outline>)>,
}

/// The most points of all shapes together.
const MOST_POINTS: usize = 200_000;

/// The most rings of all shapes together. Each is on every map, however small it is.
const MOST_RINGS: usize = 1000;

const HELP: &str =
    "docs/content.md shows how the file is written; programs for maps save it as GeoJSON in WGS 84";

/// Reads the shapes, or reports the first mistake of the file.
pub(super) fn borders(file: &SourceFile, problems: &mut Problems) -> Option<Borders> {
    let text = read_text(file, problems)?;
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let json = &text[start..];
    let Object(collection): Object<Collection<'_>> = match serde_json::from_str(json) {
        Ok(collection) => collection,
        Err(error) => {
            problems.push(not_geojson(file, text, start, &error));
            return None;
        }
    };
    let (mut points, mut rings) = (0, 0);
    let mut shapes = Vec::new();
    for Object(Feature { properties: Object(properties), geometry, .. }) in collection.features {
        let place = place_of(&properties.id, text, file);
        let outline = Outline { polygons: geometry.0 };
        points += outline.rings().map(Vec::len).sum::<usize>();
        rings += outline.rings().count();
        if points > MOST_POINTS || rings > MOST_RINGS {
            let message = format!(
                "the shapes up to this one have {points} points in {rings} rings; at most {MOST_POINTS} in \
                 {MOST_RINGS} are read"
            );
            problems.push(
                Problem::new(&rules::GEOJSON, place, message)
                    .help("simplify the shapes with a program for maps: pages show far fewer points"),
            );
            return None;
        }
        shapes.push((Placed::new(properties.id.into_owned(), place), Arc::new(outline)));
    }
    Some(Borders { shapes })
}

/// Returns the place of an id. One that is written with escapes has only that of the file.
fn place_of(id: &str, text: &str, file: &SourceFile) -> Place {
    // An id without escapes is part of the text.
    let at = (id.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    match text.get(at..at.saturating_add(id.len())) {
        Some(written) if written == id => Place { file: Arc::clone(&file.path), span: at..at + id.len() },
        _ => Place::start_of(&file.path),
    }
}

/// The problem of a file that is no collection of polygons. `start` is the byte where its JSON begins.
fn not_geojson(file: &SourceFile, text: &str, start: usize, error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = said.strip_suffix(&place).unwrap_or(&said);
    // The only words with variants are types. The reason may quote a text of the file.
    let reason = reason.replacen("unknown variant", "unknown type", 1);
    let reason: String = reason.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = match error.line().checked_sub(2) {
        Some(breaks) => text[start..].match_indices('\n').nth(breaks).map_or(0, |(at, _)| at + 1),
        None => 0,
    };
    let at = (start + line + error.column().saturating_sub(1)).min(text.len());
    let from = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let length = text[from..].chars().next().map_or(0, char::len_utf8);
    let place = Place { file: Arc::clone(&file.path), span: from..from + length };
    Problem::new(&rules::GEOJSON, place, format!("this cannot be read: {reason}")).help(HELP)
}

/// A value with names for its parts. Without this, the parts alone would be read too, as a list in the right order.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object in braces")
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(parts)).map(Object)
    }
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    _type: CollectionType,
    #[serde(borrow)]
    features: Vec<Object<Feature<'a>>>,
}

#[derive(Deserialize)]
enum CollectionType {
    FeatureCollection,
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    _type: FeatureType,
    #[serde(borrow)]
    properties: Object<Properties<'a>>,
    geometry: Geometry,
}

#[derive(Deserialize)]
enum FeatureType {
    Feature,
}

#[derive(Deserialize)]
struct Properties<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
}

#[derive(Deserialize)]
struct WrittenGeometry {
    r#type: GeometryType,
    coordinates: Part,
}

#[derive(Deserialize)]
enum GeometryType {
    Polygon,
    MultiPolygon,
}

/// The polygons of a shape.
#[derive(Deserialize)]
#[serde(try_from = "Object<WrittenGeometry>")]
struct Geometry(Vec<Polygon>);

impl TryFrom<Object<WrittenGeometry>> for Geometry {
    type Error = &'static str;

    fn try_from(Object(written): Object<WrittenGeometry>) -> Result<Self, &'static str> {
        match (written.r#type, written.coordinates) {
            (GeometryType::Polygon, Part::Polygon(polygon)) => Ok(Geometry(vec![polygon])),
            (GeometryType::MultiPolygon, Part::Polygons(polygons)) => Ok(Geometry(polygons)),
            (GeometryType::Polygon, _) => Err("the coordinates of a polygon are a list of rings"),
            (GeometryType::MultiPolygon, _) => {
                Err("the coordinates of several polygons are a list of polygons")
            }
        }
    }
}

/// A part of the coordinates of a shape, from a single number to all polygons.
enum Part {
    Number(f64),
    Position(Point),
    Ring(Ring),
    Polygon(Polygon),
    Polygons(Vec<Polygon>),
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

struct PartVisitor;

impl<'de> Visitor<'de> for PartVisitor {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a list")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Part, E> {
        Ok(Part::Number(number))
    }

    #[allow(clippy::cast_precision_loss, reason = "degrees are small, and larger numbers are refused")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Part, E> {
        Ok(Part::Number(number as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "degrees are small, and larger numbers are refused")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Part, E> {
        Ok(Part::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Part, A::Error> {
        match list.next_element()? {
            None => Err(A::Error::custom("this list is empty")),
            Some(Part::Number(longitude)) => position(longitude, &mut list),
            Some(Part::Position(first)) => ring(first, list),
            Some(Part::Ring(first)) => {
                let ring = |part| if let Part::Ring(ring) = part { Some(ring) } else { None };
                rest(first, list, ring, "a polygon is a list of rings").map(Part::Polygon)
            }
            Some(Part::Polygon(first)) => {
                let polygon = |part| if let Part::Polygon(polygon) = part { Some(polygon) } else { None };
                rest(first, list, polygon, "several polygons are a list of polygons").map(Part::Polygons)
            }
            Some(Part::Polygons(_)) => Err(A::Error::custom("this list is in too many others")),
        }
    }
}

/// Reads the rest of a position, whose longitude comes first. An altitude may follow the latitude.
fn position<'de, A: SeqAccess<'de>>(longitude: f64, list: &mut A) -> Result<Part, A::Error> {
    let wrong = || A::Error::custom("a position is a longitude and a latitude");
    let Some(Part::Number(latitude)) = list.next_element()? else { return Err(wrong()) };
    while let Some(part) = list.next_element()? {
        let Part::Number(_) = part else { return Err(wrong()) };
    }
    within::<Longitude, A::Error>(longitude)?;
    within::<Latitude, A::Error>(latitude)?;
    Ok(Part::Position(Point::of_degrees(longitude, latitude)))
}

/// Refuses degrees that are not of Serbia.
fn within<X: Axis, E: Error>(degrees: f64) -> Result<(), E> {
    let range: RangeInclusive<f64> = X::WITHIN_SERBIA;
    if range.contains(&degrees) {
        return Ok(());
    }
    let (from, to) = range.into_inner();
    let axis = X::NAME;
    Err(E::custom(format!(
        "a {axis} of {degrees} is outside Serbia, which lies between {from} and {to} degrees; longitude comes first"
    )))
}

/// Reads the rest of a ring, which ends where it begins.
fn ring<'de, A: SeqAccess<'de>>(first: Point, list: A) -> Result<Part, A::Error> {
    let position = |part| if let Part::Position(point) = part { Some(point) } else { None };
    let mut ring = rest(first, list, position, "a ring is a list of positions")?;
    if ring.len() < 4 || ring.last() != Some(&first) {
        return Err(A::Error::custom(
            "a ring has at least four positions, and the last one is the first one again",
        ));
    }
    ring.pop();
    Ok(Part::Ring(ring))
}

/// Reads the rest of a list whose parts are of one kind.
fn rest<'de, A: SeqAccess<'de>, T>(
    first: T,
    mut list: A,
    part_of_kind: impl Fn(Part) -> Option<T>,
    wrong: &str,
) -> Result<Vec<T>, A::Error> {
    let mut parts = vec![first];
    while let Some(part) = list.next_element()? {
        parts.push(part_of_kind(part).ok_or_else(|| A::Error::custom(wrong))?);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::read::FileContent;

    const SQUARE: &str = "[[20,44],[21,44],[21,45],[20,44]]";

    fn read(geometry: &str) -> Result<Borders, (String, String)> {
        let text = format!(
            "{{\"type\": \"FeatureCollection\", \"name\": \"x\", \"features\": [\n{{ \"geometry\": {geometry},\n\
             \"properties\": {{ \"id\": \"recni\", \"other\": [null] }}, \"type\": \"Feature\" }}]}}"
        );
        let file = SourceFile {
            path: "content/districts.geojson".into(),
            content: FileContent::Text(text.as_str().into()),
        };
        let mut problems = Problems::default();
        let found = borders(&file, &mut problems);
        found.ok_or_else(|| {
            let problem = problems.iter().next().expect("a problem");
            (
                problem.message.clone(),
                text[..problem.place.span.end].rsplit('\n').next().unwrap_or_default().to_owned(),
            )
        })
    }

    #[test]
    fn polygons_are_read_with_the_places_of_ids() {
        for (geometry, polygons) in [
            (format!("{{\"type\": \"Polygon\", \"coordinates\": [{SQUARE}]}}"), 1),
            (
                format!("{{\"coordinates\": [[{SQUARE}, {SQUARE}],[{SQUARE}]], \"type\": \"MultiPolygon\"}}"),
                2,
            ),
            (
                "{\"type\": \"Polygon\", \"coordinates\": [[[20,44,7.5],[21,44],[21.5,45e0],[20,44]]]}"
                    .to_owned(),
                1,
            ),
        ] {
            let found = read(&geometry).unwrap();
            let [(id, outline)] = &found.shapes[..] else { panic!("one shape") };
            assert_eq!((id.value.as_str(), outline.polygons.len()), ("recni", polygons));
            assert_eq!(id.place.span.len(), 5);
            assert!(id.place.span.start > 0);
        }
    }

    #[test]
    fn mistakes_have_places() {
        for (geometry, reason, end) in [
            ("null", "expected an object in braces", "null"),
            ("[\"Polygon\", []]", "expected an object in braces", ""),
            ("{\"type\": \"Point\", \"coordinates\": [20,44]}", "unknown type `Point`", "\"Point\""),
            ("{\"type\": \"Polygon\", \"coordinates\": [20,44]}", "a list of rings", ""),
            ("{\"type\": \"Polygon\", \"coordinates\": [[]]}", "this list is empty", "[]"),
            (
                "{\"type\": \"Polygon\", \"coordinates\": [[[44,20]]]}",
                "a longitude of 44 is outside Serbia",
                "20]",
            ),
            ("{\"type\": \"Polygon\", \"coordinates\": [[[20,44],7]]}", "a ring is a list of positions", ""),
            (
                "{\"type\": \"Polygon\", \"coordinates\": [[[20,44],[21,44],[20,44]]]}",
                "at least four positions",
                "",
            ),
            ("{\"type\": \"Polygon\", \"coordinates\": [[[20,1e999]]]}", "number out of range", ""),
            ("{\"type\": \"Polygon\", \"coordinates\": [[[20]]]}", "a longitude and a latitude", ""),
            ("{\"type\": \"Polygon\"}", "missing field `coordinates`", ""),
        ] {
            let (message, written) = read(geometry).unwrap_err();
            assert!(message.contains(reason), "{geometry}: {message}");
            assert!(written.contains(end), "{geometry}: {written}");
        }
        let deep = format!("{{\"coordinates\": {}", "[".repeat(100_000));
        assert!(read(&deep).unwrap_err().0.contains("recursion limit"));
    }
}
