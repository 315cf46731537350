//! `data/dcat.jsonld`: a description of the data files for open data portals (DCAT-AP 3.0, as JSON-LD).

mod vocabulary;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::Url;

use super::wording::Wording;
use crate::base::language::{Language, Locale};
use crate::content::catalogue::{Contact, DataFile, DataSet, Release, Subject, Text};
use crate::site::route::Site;
use vocabulary::{AUTHORITY, BOX, MEDIA_TYPES, SHA256, STABLE, Term, WKT};

/// Describes a catalogue with a data set for each kind of things, and each file as a distribution. `sizes` are the sizes
/// in bytes of those files whose size is known.
pub(super) fn jsonld(site: &Site, wording: Wording<'_>, sizes: &BTreeMap<DataFile, usize>) -> Vec<u8> {
    let about = site.absolute(&site.data_href(DataFile::Dcat));
    let description = Description { site, wording, sizes, about };
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&description.catalogue()).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

struct Description<'a> {
    site: &'a Site,
    wording: Wording<'a>,
    sizes: &'a BTreeMap<DataFile, usize>,
    /// Its own address, with which those of what it describes begin.
    about: String,
}

impl Description<'_> {
    fn catalogue(&self) -> Value {
        let settings = &self.site.catalogue.settings;
        let address = format!("{}#catalogue", self.about);
        let mut catalogue = json!({
            "@context": {
                "adms": "http://www.w3.org/ns/adms#",
                "dcat": "http://www.w3.org/ns/dcat#",
                "dcatap": "http://data.europa.eu/r5r/",
                "dct": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "spdx": "http://spdx.org/rdf/terms#",
                "skos": "http://www.w3.org/2004/02/skos/core#",
                "vcard": "http://www.w3.org/2006/vcard/ns#",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
            "@id": address,
            "@type": "dcat:Catalog",
            "dct:identifier": address,
            "dct:title": self.texts(&settings.title),
            "dct:description": self.texts(&self.site.catalogue.pages.home.summary),
            "dct:publisher": self.publisher(),
            "dct:license": self.licence(),
            "dct:language": self.languages(),
            "dct:spatial": place(),
            "dcat:themeTaxonomy": {
                "@id": format!("{AUTHORITY}data-theme"),
                "@type": "skos:ConceptScheme",
                "dct:title": literal("Data theme", "en"),
            },
            "foaf:homepage": page(self.site.absolute(&self.site.root_href())),
            "dcat:dataset": self.sets().map(|set| self.set(set)).collect::<Vec<_>>(),
        });
        self.add_dates(&mut catalogue);
        catalogue
    }

    /// Returns the data sets that have files.
    fn sets(&self) -> impl Iterator<Item = DataSet> {
        DataSet::ALL.iter().copied().filter(|set| self.files(*set).next().is_some())
    }

    fn files(&self, set: DataSet) -> impl Iterator<Item = DataFile> + use<> {
        let files = self.site.catalogue.data_files();
        files.filter(move |file| file.set() == set && !file.is_description())
    }

    fn set(&self, set: DataSet) -> Value {
        let address = set.resource(&self.about);
        let settings = &self.site.catalogue.settings;
        let (title, contents) = match set {
            DataSet::Catalogue => {
                (self.texts(&settings.title), self.texts(&self.site.catalogue.pages.data.summary))
            }
            _ => {
                let names = self.wording.set(set);
                let full = |(locale, name): &(Locale, String)| {
                    (*locale, format!("{}: {name}", settings.title.get(*locale)))
                };
                let titles: Vec<(Locale, String)> = names.iter().map(full).collect();
                (self.literals(&titles), self.literals(&self.wording.set_contents(set)))
            }
        };
        let files = self.files(set).map(|file| self.distribution(file));
        let mut described = self.dataset(&address, title, contents, set, files.collect());
        self.add_dates(&mut described);
        let releases = self.site.catalogue.releases.iter();
        let kept = releases.filter_map(|release| Some(self.release(release, release.url.as_ref()?)));
        let kept: Vec<Value> = if set == DataSet::Catalogue { kept.collect() } else { Vec::new() };
        if !kept.is_empty() {
            described["dcat:hasVersion"] = kept.into();
        }
        described
    }

    /// Describes a set of data of this kind.
    fn dataset(
        &self,
        address: &str,
        title: Value,
        contents: Value,
        set: DataSet,
        distributions: Vec<Value>,
    ) -> Value {
        let settings = &self.site.catalogue.settings;
        let pages = self.site.locales().iter();
        let pages =
            pages.map(|locale| page(self.site.absolute(&self.site.subject_href(Subject::Data, *locale))));
        let mut described = json!({
            "@id": address,
            "@type": "dcat:Dataset",
            "dct:identifier": address,
            "dct:title": title,
            "dct:description": contents,
            "dct:publisher": { "@id": self.publisher_address() },
            "dcat:contactPoint": self.contact(),
            "dcat:keyword": self.keywords(set),
            "dcat:theme": vocabulary::themes(set).iter().map(|theme| term(*theme)).collect::<Vec<_>>(),
            "dct:license": { "@id": settings.licence_url.as_str() },
            "dct:language": self.languages(),
            "dct:spatial": { "@id": place_address() },
            "dcat:landingPage": pages.collect::<Vec<_>>(),
            "dcat:distribution": distributions,
        });
        if let Some((start, end)) = self.site.catalogue.covered_days() {
            described["dct:temporal"] = json!({
                "@id": format!("{}#period", self.about),
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": date(start.to_string()),
                "dcat:endDate": date(end.to_string()),
            });
        }
        described
    }

    /// Describes a release whose archive is kept at an address, as a version of the whole catalogue.
    fn release(&self, release: &Release, url: &Url) -> Value {
        let address = format!("{}#release-{}", self.about, release.name);
        let settings = &self.site.catalogue.settings;
        let locales = self.site.locales().iter();
        let titles: Vec<(Locale, String)> = locales
            .map(|locale| (*locale, format!("{}, {}", settings.title.get(*locale), release.name)))
            .collect();
        let contents = self.texts(release.note.as_ref().unwrap_or(&self.site.catalogue.pages.data.summary));
        let archive = json!({
            "@id": format!("{address}-archive"),
            "@type": "dcat:Distribution",
            "dct:identifier": format!("{address}-archive"),
            "dct:title": release.name,
            "dct:description": contents,
            "dcat:accessURL": { "@id": url.as_str() },
            "dct:format": typed(format!("{AUTHORITY}file-type/ZIP"), "dct:MediaTypeOrExtent"),
            "dcatap:availability": term(STABLE),
            "dct:license": { "@id": settings.licence_url.as_str() },
            "dct:language": self.languages(),
            "spdx:checksum": {
                "@id": format!("{address}-checksum"),
                "@type": "spdx:Checksum",
                "spdx:algorithm": typed(SHA256.to_owned(), "spdx:ChecksumAlgorithm"),
                "spdx:checksumValue": { "@value": release.sha256, "@type": "xsd:hexBinary" },
            },
        });
        let titles = self.literals(&titles);
        let mut described = self.dataset(&address, titles, contents, DataSet::Catalogue, vec![archive]);
        described["dct:issued"] = date(release.date.first_day().to_string());
        described["dcat:version"] = release.name.as_str().into();
        described["dcat:isVersionOf"] = json!({ "@id": DataSet::Catalogue.resource(&self.about) });
        described
    }

    fn distribution(&self, file: DataFile) -> Value {
        let address = self.site.absolute(&self.site.data_href(file));
        let (media_type, file_type) = file.media_type();
        let mut distribution = json!({
            "@id": address,
            "@type": "dcat:Distribution",
            "dct:identifier": address,
            "dct:title": file.name(),
            "dct:description": self.literals(&self.wording.file(file)),
            "dcat:accessURL": { "@id": address },
            "dcat:downloadURL": { "@id": address },
            "dct:format": typed(format!("{AUTHORITY}file-type/{file_type}"), "dct:MediaTypeOrExtent"),
            "dcatap:availability": term(STABLE),
            "dct:license": { "@id": self.site.catalogue.settings.licence_url.as_str() },
            "dct:language": self.languages(),
        });
        // Types whose names begin with `x-` are not registered.
        if !media_type.contains("/x-") {
            distribution["dcat:mediaType"] = typed(format!("{MEDIA_TYPES}{media_type}"), "dct:MediaType");
        }
        if let Some(schema) = file.schema() {
            let schema = self.site.absolute(&self.site.data_href(schema));
            distribution["dct:conformsTo"] = typed(schema, "dct:Standard");
        }
        if let Some(size) = self.sizes.get(&file) {
            distribution["dcat:byteSize"] =
                json!({ "@value": size.to_string(), "@type": "xsd:nonNegativeInteger" });
        }
        self.add_dates(&mut distribution);
        distribution
    }

    /// Adds the dates of the first and the last change of the content, if they are known.
    fn add_dates(&self, to: &mut Value) {
        if let Some(change_log) = &self.site.change_log {
            to["dct:issued"] = date(change_log.began().day().to_string());
            to["dct:modified"] = date(change_log.last_change().day().to_string());
        }
    }

    fn publisher_address(&self) -> String {
        format!("{}#publisher", self.about)
    }

    fn publisher(&self) -> Value {
        let settings = &self.site.catalogue.settings;
        let mut publisher = json!({
            "@id": self.publisher_address(),
            "@type": "foaf:Agent",
            "foaf:name": self.texts(&settings.publisher),
        });
        if let Some(kind) = settings.publisher_kind {
            publisher["dct:type"] = term(vocabulary::publisher_type(kind));
        }
        publisher
    }

    /// Describes whom those who use the data can ask.
    fn contact(&self) -> Value {
        let settings = &self.site.catalogue.settings;
        let mut contact = json!({
            "@id": format!("{}#contact", self.about),
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": self.texts(&settings.publisher),
        });
        let (property, address) = match &settings.contact {
            Some(Contact::Mail(mail)) => ("vcard:hasEmail", format!("mailto:{mail}")),
            Some(Contact::Web(url)) => ("vcard:hasURL", url.to_string()),
            None => {
                let first = self.site.locales()[0];
                ("vcard:hasURL", self.site.absolute(&self.site.subject_href(Subject::About, first)))
            }
        };
        contact[property] = json!({ "@id": address });
        contact
    }

    /// Returns the name of a data set and those of the areas of the catalogue.
    fn keywords(&self, set: DataSet) -> Value {
        let areas = self.site.catalogue.areas.iter();
        let areas = areas.map(|(_, area)| self.texts(&area.name));
        let name = self.literals(&self.wording.set(set));
        let lists = std::iter::once(name).chain(areas);
        lists.flat_map(|list| list.as_array().cloned().unwrap_or_default()).collect()
    }

    fn licence(&self) -> Value {
        let settings = &self.site.catalogue.settings;
        let address = settings.licence_url.as_str();
        json!({
            "@id": address,
            "@type": "dct:LicenseDocument",
            "dct:title": self.texts(&settings.licence),
            "dct:type": vocabulary::licence_types(address).into_iter().map(term).collect::<Vec<_>>(),
        })
    }

    /// Makes a text in each published locale in whose language it is written.
    fn texts(&self, text: &Text) -> Value {
        let written = self.site.locales().iter().filter(|locale| text.is_in(locale.language()));
        let written = written.map(|locale| (*locale, text.get(*locale).to_owned()));
        self.literals(&written.collect::<Vec<_>>())
    }

    /// Makes literals of texts. Many portals know no scripts, so the first Serbian text is also given without one.
    fn literals(&self, texts: &[(Locale, String)]) -> Value {
        let serbian = texts.iter().find(|(locale, _)| locale.language() == Language::Sr);
        let plain = serbian.map(|(locale, text)| literal(text, locale.language().code()));
        plain.into_iter().chain(texts.iter().map(|(locale, text)| literal(text, locale.tag()))).collect()
    }

    /// Makes the languages of the site from the European Union's list, which does not distinguish scripts.
    fn languages(&self) -> Value {
        let is_published =
            |language: &Language| self.site.locales().iter().any(|locale| locale.language() == *language);
        let address = |language: Language| {
            let code = match language {
                Language::Sr => "SRP",
                Language::En => "ENG",
            };
            typed(format!("{AUTHORITY}language/{code}"), "dct:LinguisticSystem")
        };
        Language::ALL.into_iter().filter(is_published).map(address).collect()
    }
}

fn literal(text: &str, language: &str) -> Value {
    json!({ "@value": text, "@language": language })
}

fn date(day: String) -> Value {
    json!({ "@value": day, "@type": "xsd:date" })
}

fn typed(address: String, kind: &str) -> Value {
    json!({ "@id": address, "@type": kind })
}

fn page(address: String) -> Value {
    typed(address, "foaf:Document")
}

fn term((address, name): Term) -> Value {
    json!({ "@id": address, "@type": "skos:Concept", "skos:prefLabel": literal(name, "en") })
}

fn place_address() -> String {
    format!("{AUTHORITY}country/SRB")
}

/// Describes the country, with a box around it and the centre of that.
fn place() -> Value {
    let [west, south, east, north] = BOX;
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{x} {y}")).collect();
    let centre = format!("POINT({:.4} {:.4})", f64::midpoint(west, east), f64::midpoint(south, north));
    json!({
        "@id": place_address(),
        "@type": "dct:Location",
        "dcat:bbox": { "@value": format!("POLYGON(({}))", corners.join(", ")), "@type": WKT },
        "dcat:centroid": { "@value": centre, "@type": WKT },
    })
}
