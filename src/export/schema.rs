//! The JSON Schemas of `catalogue.json`, `releases.json` and of files with activities: the written parts, their addresses, and the details
//! that records declare.

use serde_json::{Map, Value, json};

use crate::content::catalogue::DataFile;
use crate::content::parse::{
    DetailKey, DistrictRecord, MunicipalityRecord, Numbers, OrganisationRecord, PhaseRecord, ProgrammeRecord,
    ProjectRecord, Shape,
};
use crate::site::route::Site;

const CATALOGUE: &[u8] = include_bytes!("../../schemas/data/catalogue.schema.json");
const RELEASES: &[u8] = include_bytes!("../../schemas/data/releases.schema.json");
const ACTIVITIES: &[u8] = include_bytes!("../../schemas/data/activities.schema.json");

/// Makes the schema of the whole catalogue.
pub(super) fn catalogue(site: &Site) -> Vec<u8> {
    let mut schema = identified(CATALOGUE, site, DataFile::CatalogueSchema);
    for (place, keys) in [
        ("/$defs/programme", ProgrammeRecord::detail_keys()),
        ("/$defs/programme/properties/phases/items", PhaseRecord::detail_keys()),
        ("/$defs/project", ProjectRecord::detail_keys()),
        ("/$defs/municipality", MunicipalityRecord::detail_keys()),
        ("/$defs/district", DistrictRecord::detail_keys()),
        ("/$defs/organisation", OrganisationRecord::detail_keys()),
    ] {
        if let Some(Value::Object(entry)) = schema.pointer_mut(place) {
            add_details(entry, keys);
        }
    }
    written(&schema)
}

/// Makes the schema of files with activities.
pub(super) fn activities(site: &Site) -> Vec<u8> {
    written(&identified(ACTIVITIES, site, DataFile::ActivitiesSchema))
}

/// Makes the schema of the list of releases.
pub(super) fn releases(site: &Site) -> Vec<u8> {
    written(&identified(RELEASES, site, DataFile::ReleasesSchema))
}

fn written(schema: &Value) -> Vec<u8> {
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(schema).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Reads a schema and gives it the address at which it is published.
fn identified(schema: &[u8], site: &Site, file: DataFile) -> Value {
    let schema: Map<String, Value> = serde_json::from_slice(schema).unwrap_or_default();
    let address = site.absolute(&site.data_href(file));
    let mut keys = schema.into_iter();
    let version = keys.next();
    version.into_iter().chain([("$id".to_owned(), address.into())]).chain(keys).collect()
}

fn add_details(entry: &mut Map<String, Value>, keys: &[DetailKey]) {
    for key in keys {
        if let Some(Value::Array(required)) = entry.get_mut("required") {
            required.push(key.name.as_str().into());
        }
        if let Some(Value::Object(properties)) = entry.get_mut("properties") {
            properties.insert(key.name.clone(), value(&key.shape));
        }
    }
}

/// Returns the schema of a detail: its value, several values, or nothing.
fn value(shape: &Shape) -> Value {
    let one = match shape {
        Shape::Words | Shape::MarkedWords => return json!({ "$ref": "#/$defs/text" }),
        Shape::Scalar(scalar) if scalar.pattern.is_none() && scalar.numbers != Numbers::None => "integer",
        _ => "string",
    };
    json!({ "type": [one, "array", "null"], "items": { "type": one } })
}
