//! `data/municipalities.geojson`: a point for each municipality, with its counts (RFC 7946).

use serde::Serialize;

use super::json::Row;
use crate::content::catalogue::Municipality;
use crate::site::route::Site;
use crate::site::tables::MUNICIPALITIES;

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Geometry,
    properties: Row<'a, Municipality>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    /// Longitude first, as the format requires.
    coordinates: [f64; 2],
}

/// Writes all municipalities. The properties are the columns of the table.
pub(super) fn municipalities(site: &Site) -> Vec<u8> {
    let feature = |(at, municipality): (_, &'_ Municipality)| -> Feature<'_> {
        let coordinates = municipality.coordinates;
        Feature {
            r#type: "Feature",
            id: site.catalogue.municipalities[at].id.as_str(),
            geometry: Geometry {
                r#type: "Point",
                coordinates: [coordinates.longitude, coordinates.latitude],
            },
            properties: Row { columns: &MUNICIPALITIES, site, at },
        }
    };
    let features = site.catalogue.municipalities.iter().map(feature).collect();
    // Serialising to a vector cannot fail.
    let mut bytes =
        serde_json::to_vec(&Collection { r#type: "FeatureCollection", features }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
