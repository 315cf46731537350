//! `data/datapackage.json`: the tables as a Data Package (Frictionless, version 2), made from their declarations.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::wording::Wording;
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::content::catalogue::{DataFile, DataSet, Subject};
use crate::site::route::Site;
use crate::site::tables::{self, ColumnFacts, Description, SEPARATOR, Unit, Value};

const PROFILES: &str = "https://datapackage.org/profiles/2.0";

/// Writes the package. `sizes` are the sizes of the tables in bytes.
pub(super) fn json(site: &Site, wording: Wording<'_>, sizes: &BTreeMap<DataFile, usize>) -> Vec<u8> {
    let settings = &site.catalogue.settings;
    let tables = csv_tables();
    let resources = tables.iter().map(|(table, file)| {
        let mut resource = json!({
            "name": stem(*file),
            "type": "table",
            "path": file.name(),
            "description": wording.main(wording.file(*file)),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema(table, &tables, wording),
        });
        if let Some(size) = sizes.get(file) {
            resource["bytes"] = (*size).into();
        }
        resource
    });
    let resources: Vec<Json> = resources.collect();
    let texts =
        |text: &crate::content::catalogue::Text| -> String { text.get(wording.main_locale()).to_owned() };
    let home = site.absolute(&site.subject_href(Subject::Data, wording.main_locale()));
    let description = site.absolute(&site.data_href(DataFile::Dcat));
    let mut package = json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": name(site),
        "id": DataSet::Catalogue.resource(&description),
        "title": texts(&settings.title),
        "description": texts(&site.catalogue.pages.data.summary),
        "homepage": home,
        "licenses": [{ "path": settings.licence_url.as_str(), "title": texts(&settings.licence) }],
        "contributors": [{ "title": texts(&settings.publisher), "roles": ["publisher"] }],
        "resources": resources,
    });
    if let Some(change_log) = &site.change_log {
        package["version"] = change_log.version().into();
        package["created"] = change_log.last_change().to_string().into();
    }
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&package).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Returns the tables that are published as CSV, with their files.
pub(super) fn csv_tables() -> Vec<(Description, DataFile)> {
    let csv = |table: Description| {
        let file = *table.files.iter().find(|file| file.is_csv())?;
        Some((table, file))
    };
    tables::descriptions().into_iter().filter_map(csv).collect()
}

/// Returns the table whose rows are entries of a kind, if there is one.
pub(super) fn table_of(tables: &[(Description, DataFile)], kind: Kind) -> Option<DataFile> {
    tables.iter().find(|(table, _)| table.kind == Some(kind)).map(|(_, file)| *file)
}

/// Returns the name of a file without its ending.
fn stem(file: DataFile) -> &'static str {
    file.name().split('.').next().unwrap_or_default()
}

/// Makes a name of the address of the site.
fn name(site: &Site) -> String {
    let address = site.absolute(&site.root_href());
    let address = address.split_once("://").map_or(&*address, |(_, rest)| rest).to_lowercase();
    let allowed = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    address.trim_end_matches('/').chars().map(allowed).collect()
}

fn schema(table: &Description, tables: &[(Description, DataFile)], wording: Wording<'_>) -> Json {
    let mut fields = Vec::new();
    let mut foreign = Vec::new();
    for column in &table.columns {
        let meanings = wording.message(&column.message);
        for (heading, locale) in &column.headings {
            fields.push(field(column, heading, *locale, table.key, &meanings, wording));
        }
        if let (Value::Reference(kind), false) = (column.value, column.is_list)
            && let Some(file) = table_of(tables, kind)
        {
            foreign.push(json!({
                "fields": [column.name],
                "reference": { "resource": stem(file), "fields": ["id"] },
            }));
        }
    }
    let mut schema = json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fields": fields,
        "missingValues": [""],
    });
    if !table.key.is_empty() {
        schema["primaryKey"] = table.key.into();
    }
    if !foreign.is_empty() {
        schema["foreignKeys"] = foreign.into();
    }
    schema
}

fn field(
    column: &ColumnFacts,
    heading: &str,
    locale: Option<Locale>,
    key: &[&str],
    meanings: &[(Locale, String)],
    wording: Wording<'_>,
) -> Json {
    let mut field = json!({ "name": heading });
    match (column.is_list, column.value) {
        // The schema of the standard does not know its type `list` yet.
        (true, _) => {
            field["type"] = "string".into();
            field["separator"] = SEPARATOR.into();
        }
        (false, Value::Count) => field["type"] = "integer".into(),
        (false, Value::Number) => field["type"] = "number".into(),
        (false, value) => {
            field["type"] = "string".into();
            if value == Value::Address {
                field["format"] = "uri".into();
            }
            if let Some(pattern) = pattern(value) {
                field["constraints"] = json!({ "pattern": pattern });
            }
        }
    }
    if key.contains(&column.name) {
        field["constraints"] = json!({ "required": true, "unique": true });
    }
    field["description"] = wording.main(meanings.to_vec()).into();
    // The standard has one description for each field; those in the other languages are an addition.
    let others: Map<String, Json> =
        meanings.iter().map(|(locale, text)| (locale.tag().to_owned(), text.as_str().into())).collect();
    field["descriptions"] = others.into();
    if let Some(locale) = locale {
        field["language"] = locale.tag().into();
    }
    match column.unit {
        Some(Unit::Sign(sign)) => field["unit"] = sign.into(),
        Some(Unit::Column(name)) => field["unitColumn"] = name.into(),
        None => {}
    }
    field
}

/// Returns the pattern that values have.
pub(super) fn pattern(value: Value) -> Option<&'static str> {
    match value {
        Value::Date => Some(PartialDate::PATTERN),
        Value::Deadline => Some(Deadline::PATTERN),
        _ => None,
    }
}
