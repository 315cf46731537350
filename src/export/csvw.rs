//! `data/csv-metadata.json`: the tables as CSV on the Web (W3C, 2015), made from their declarations.

use serde_json::{Value as Json, json};

use super::datapackage::{csv_tables, pattern, table_of};
use super::wording::Wording;
use crate::base::language::Locale;
use crate::content::catalogue::Text;
use crate::site::route::Site;
use crate::site::tables::{ColumnFacts, SEPARATOR, Value};

/// Describes all tables.
pub(super) fn json(site: &Site, wording: Wording<'_>) -> Vec<u8> {
    let settings = &site.catalogue.settings;
    let texts = |text: &Text| -> Vec<Json> {
        site.locales().iter().map(|locale| literal(text.get(*locale), *locale)).collect()
    };
    let tables = csv_tables();
    let described = tables.iter().map(|(table, file)| {
        let columns = table.columns.iter();
        let headings = columns.clone().flat_map(|column| {
            let meanings = wording.message(&column.message);
            column
                .headings
                .iter()
                .map(move |(heading, locale)| self::column(column, heading, *locale, &meanings))
        });
        let foreign = columns.filter_map(|column| match (column.value, column.is_list) {
            (Value::Reference(kind), false) => Some(json!({
                "columnReference": column.name,
                "reference": { "resource": table_of(&tables, kind)?.name(), "columnReference": "id" },
            })),
            _ => None,
        });
        let mut schema = json!({ "columns": headings.collect::<Vec<_>>() });
        let foreign: Vec<Json> = foreign.collect();
        if !foreign.is_empty() {
            schema["foreignKeys"] = foreign.into();
        }
        if !table.key.is_empty() {
            schema["primaryKey"] = table.key.into();
        }
        json!({
            "url": file.name(),
            "dc:description": literals(&wording.file(*file)),
            "tableSchema": schema,
        })
    });
    let group = json!({
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": texts(&settings.title),
        "dc:publisher": texts(&settings.publisher),
        "dc:license": { "@id": settings.licence_url.as_str() },
        "tables": described.collect::<Vec<_>>(),
    });
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&group).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn column(
    column: &ColumnFacts,
    heading: &str,
    locale: Option<Locale>,
    meanings: &[(Locale, String)],
) -> Json {
    let datatype = match column.value {
        Value::Count => json!("integer"),
        Value::Number => json!("decimal"),
        Value::Address => json!("anyURI"),
        value => match pattern(value) {
            Some(pattern) => json!({ "base": "string", "format": pattern }),
            None => json!("string"),
        },
    };
    let mut described = json!({
        "name": heading,
        "titles": heading,
        "dc:description": literals(meanings),
        "datatype": datatype,
    });
    if let Some(locale) = locale {
        described["lang"] = locale.tag().into();
    }
    if column.is_list {
        described["separator"] = SEPARATOR.into();
    }
    described
}

fn literals(texts: &[(Locale, String)]) -> Vec<Json> {
    texts.iter().map(|(locale, text)| literal(text, *locale)).collect()
}

fn literal(text: &str, locale: Locale) -> Json {
    json!({ "@value": text, "@language": locale.tag() })
}
