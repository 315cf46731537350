//! The terms of schema.org that describe pages and their subjects, as they are written.

use std::borrow::Cow;

use serde::Serialize;

use crate::base::language::Locale;
use crate::render::context::Shown;

/// A page of the site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage<'a> {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) url: String,
    pub(super) name: Words<'a>,
    pub(super) in_language: &'static str,
    pub(super) is_part_of: Box<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breadcrumb: Option<BreadcrumbList<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) main_entity: Option<Thing<'a>>,
}

/// A text of the page itself, or one marked with its language.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Words<'a> {
    Own(&'a str),
    Marked {
        #[serde(rename = "@value")]
        value: Cow<'a, str>,
        #[serde(rename = "@language")]
        language: &'static str,
    },
}

impl<'a> Words<'a> {
    /// Marks a text with its language.
    pub(super) fn marked(value: &'a str, locale: Locale) -> Self {
        Words::Marked { value: value.into(), language: locale.tag() }
    }

    pub(super) fn shown(shown: &'a Shown<'_>) -> Self {
        match shown.lang() {
            Some(language) => Words::Marked { value: shown.plain().into(), language },
            None => Words::Own(shown.plain()),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct BreadcrumbList<'a> {
    pub(super) item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem<'a> {
    pub(super) position: usize,
    pub(super) name: Words<'a>,
    /// The address, which the page itself does not need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
}

/// A reference to a thing that another page describes.
#[derive(Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@id")]
    pub(super) id: String,
}

/// The subject of a page, or something related to it.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
pub(super) enum Thing<'a> {
    WebSite {
        #[serde(flatten)]
        about: About<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        in_language: Option<Vec<&'static str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        publisher: Option<Box<Thing<'a>>>,
    },
    ItemList {
        number_of_items: usize,
    },
    Project {
        #[serde(flatten)]
        about: About<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        founding_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        dissolution_date: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        parent_organization: Option<Box<Thing<'a>>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        area_served: Vec<Area<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        funder: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        funding: Vec<Thing<'a>>,
    },
    MonetaryGrant {
        #[serde(skip_serializing_if = "Option::is_none")]
        funder: Option<Reference>,
        amount: Amount,
    },
    AdministrativeArea {
        #[serde(flatten)]
        about: About<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        contained_in_place: Option<Box<Thing<'a>>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        geo: Option<GeoCoordinates>,
    },
    Country {
        identifier: &'static str,
    },
    Organization(Body<'a>),
    GovernmentOrganization(Body<'a>),
    #[serde(rename = "NGO")]
    Ngo(Body<'a>),
    DefinedTerm {
        #[serde(flatten)]
        about: About<'a>,
        in_defined_term_set: Box<Thing<'a>>,
    },
    DefinedTermSet {
        #[serde(flatten)]
        about: About<'a>,
    },
    Dataset {
        #[serde(flatten)]
        about: About<'a>,
        in_language: Vec<&'static str>,
        license: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<String>,
        creator: Box<Thing<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        included_in_data_catalog: Option<Box<Thing<'a>>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        has_part: Vec<Thing<'a>>,
        distribution: Vec<DataDownload>,
    },
    DataCatalog {
        #[serde(flatten)]
        about: About<'a>,
    },
    NewsArticle {
        #[serde(flatten)]
        about: About<'a>,
        headline: Words<'a>,
        date_published: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        expires: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<String>,
        publisher: Box<Thing<'a>>,
        #[serde(rename = "about", skip_serializing_if = "Vec::is_empty")]
        topics: Vec<Reference>,
    },
    DigitalDocument {
        #[serde(flatten)]
        about: About<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_published: Option<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        in_language: Vec<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        publisher: Option<Box<Thing<'a>>>,
        #[serde(rename = "about", skip_serializing_if = "Vec::is_empty")]
        topics: Vec<Reference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        encoding: Vec<MediaObject>,
    },
}

/// The properties of everything that has a name.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct About<'a> {
    /// The identifier, which is the same in every locale because it is the same thing.
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Words<'a>>,
    /// The name in the other script, and the short name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternate_name: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// Addresses that identify the same thing elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) same_as: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    #[serde(flatten)]
    pub(super) about: About<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<Box<Thing<'a>>>,
    /// The address of its logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logo: Option<String>,
}

/// A place where a project is active. Municipalities have pages of their own, regions do not.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Area<'a> {
    Municipality(Reference),
    Region(Words<'a>),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "MonetaryAmount")]
pub(super) struct Amount {
    pub(super) value: String,
    pub(super) currency: String,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct GeoCoordinates {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

/// A file of a document.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct MediaObject {
    pub(super) content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding_format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_language: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct DataDownload {
    pub(super) name: &'static str,
    pub(super) content_url: String,
    pub(super) encoding_format: &'static str,
}
