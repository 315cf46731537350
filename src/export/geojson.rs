//! `data/municipalities.geojson` and `data/districts.geojson`: points of municipalities and shapes of districts, with
//! their counts (RFC 7946).

use serde::Serialize;

use super::json::Row;
use crate::base::outline::{Outline, Polygon, Ring};
use crate::content::catalogue::{District, Municipality};
use crate::site::route::Site;
use crate::site::tables::{DISTRICTS, MUNICIPALITIES};

#[derive(Serialize)]
#[serde(bound = "")]
struct Collection<'a, T: 'static> {
    r#type: &'static str,
    features: Vec<Feature<'a, T>>,
}

#[derive(Serialize)]
#[serde(bound = "")]
struct Feature<'a, T: 'static> {
    r#type: &'static str,
    id: &'a str,
    geometry: Geometry,
    properties: Row<'a, T>,
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    /// Longitude first, as the format requires.
    Point([f64; 2]),
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

/// Writes all municipalities. The properties are the columns of the table.
pub(super) fn municipalities(site: &Site) -> Vec<u8> {
    let feature = |(at, municipality): (_, &'_ Municipality)| -> Feature<'_, Municipality> {
        let coordinates = municipality.coordinates;
        Feature {
            r#type: "Feature",
            id: site.catalogue.municipalities[at].id.as_str(),
            geometry: Geometry::Point([coordinates.longitude, coordinates.latitude]),
            properties: Row { columns: &MUNICIPALITIES, site, at },
        }
    };
    collection(site.catalogue.municipalities.iter().map(feature).collect())
}

/// Writes the shapes of all districts that have one, as exact as the catalogue has them.
pub(super) fn districts(site: &Site) -> Vec<u8> {
    let feature = |(at, district): (_, &'_ District)| -> Option<Feature<'_, District>> {
        Some(Feature {
            r#type: "Feature",
            id: site.catalogue.districts[at].id.as_str(),
            geometry: shape(district.outline.as_ref()?),
            properties: Row { columns: &DISTRICTS, site, at },
        })
    };
    collection(site.catalogue.districts.iter().filter_map(feature).collect())
}

fn shape(outline: &Outline) -> Geometry {
    let polygon = |polygon: &Polygon| -> Vec<Vec<[f64; 2]>> {
        // A ring ends where it begins.
        let ring = |ring: &Ring| ring.iter().chain(ring.first()).map(|point| point.degrees()).collect();
        polygon.iter().map(ring).collect()
    };
    match &outline.polygons[..] {
        [only] => Geometry::Polygon(polygon(only)),
        several => Geometry::MultiPolygon(several.iter().map(polygon).collect()),
    }
}

fn collection<T>(features: Vec<Feature<'_, T>>) -> Vec<u8> {
    // Serialising to a vector cannot fail.
    let mut bytes =
        serde_json::to_vec(&Collection { r#type: "FeatureCollection", features }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
