//! The JSON Schema of `catalogue.json`: the written part, and the details that records declare.

use serde_json::{Map, Value, json};

use crate::content::parse::{
    DetailKey, DistrictRecord, MunicipalityRecord, Numbers, OrganisationRecord, PhaseRecord, ProgrammeRecord,
    ProjectRecord, Shape,
};

const WRITTEN: &[u8] = include_bytes!("../../schemas/data/catalogue.schema.json");

/// Makes the schema.
pub(super) fn catalogue() -> Vec<u8> {
    let mut schema: Value = serde_json::from_slice(WRITTEN).unwrap_or_default();
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
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
    bytes.push(b'\n');
    bytes
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
