//! `data/dcat.jsonld`: a description of the data files for open data portals (DCAT-AP 3.0, as JSON-LD).

use serde_json::{Map, Value, json};

use crate::base::language::{Language, Locale};
use crate::content::catalogue::{DataFile, Subject, Text};
use crate::site::route::Site;

const LANGUAGES: &str = "http://publications.europa.eu/resource/authority/language/";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
const SERBIA: &str = "http://publications.europa.eu/resource/authority/country/SRB";

/// Describes a catalogue with one dataset, and each file as a distribution of it.
pub(super) fn jsonld(site: &Site) -> Vec<u8> {
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&catalogue(site)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn catalogue(site: &Site) -> Value {
    let settings = &site.catalogue.settings;
    let data = &site.catalogue.pages.data;
    let home = site.absolute(&site.root_href());
    let about = site.absolute(&site.data_href(DataFile::Dcat));
    let licence = id(settings.licence_url.as_str());
    let publisher = json!({
        "@id": format!("{about}#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": texts(site, &settings.publisher),
    });
    let distribution = |file: DataFile| distribution(site, file, &licence);
    let files = site.catalogue.data_files().filter(|file| !file.is_description());
    let dataset = json!({
        "@id": format!("{about}#dataset"),
        "@type": "dcat:Dataset",
        "dct:title": texts(site, &settings.title),
        "dct:description": texts(site, &data.summary),
        "dct:publisher": id(&format!("{about}#publisher")),
        "dct:license": licence,
        "dct:language": languages(site),
        "dct:spatial": id(SERBIA),
        "dcat:landingPage": pages(site, Subject::Data),
        "dcat:distribution": files.map(distribution).collect::<Vec<_>>(),
    });
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": format!("{about}#catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": texts(site, &settings.title),
        "dct:description": texts(site, &site.catalogue.pages.home.summary),
        "dct:publisher": publisher,
        "dct:license": licence,
        "dct:language": languages(site),
        "dct:spatial": id(SERBIA),
        "foaf:homepage": id(&home),
        "dcat:dataset": dataset,
    })
}

fn distribution(site: &Site, file: DataFile, licence: &Value) -> Value {
    let address = site.absolute(&site.data_href(file));
    let (media_type, file_type) = file.media_type();
    let mut distribution = json!({
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": file.name(),
        "dcat:accessURL": id(&address),
        "dcat:downloadURL": id(&address),
        "dcat:mediaType": id(&format!("{MEDIA_TYPES}{media_type}")),
        "dct:format": id(&format!("{FILE_TYPES}{file_type}")),
        "dct:license": licence,
        "dct:language": languages(site),
    });
    if let Some(schema) = file.schema() {
        distribution["dct:conformsTo"] = id(&site.absolute(&site.data_href(schema)));
    }
    distribution
}

fn id(address: &str) -> Value {
    json!({ "@id": address })
}

/// Makes a text in each published locale in whose language it is written.
fn texts(site: &Site, text: &Text) -> Value {
    let written = site.locales().iter().filter(|locale| text.is_in(locale.language()));
    written.map(|locale| json!({ "@value": text.get(*locale), "@language": locale.tag() })).collect()
}

fn pages(site: &Site, subject: Subject) -> Value {
    let address = |locale: &Locale| id(&site.absolute(&site.subject_href(subject, *locale)));
    site.locales().iter().map(address).collect()
}

/// Makes the languages of the site from the European Union's list, which does not distinguish scripts.
fn languages(site: &Site) -> Value {
    let mut languages = Map::new();
    for locale in site.locales() {
        let code = match locale.language() {
            Language::Sr => "SRP",
            Language::En => "ENG",
        };
        languages.insert(code.to_owned(), id(&format!("{LANGUAGES}{code}")));
    }
    languages.into_iter().map(|(_, language)| language).collect()
}
