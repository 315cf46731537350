//! Linked data: a JSON-LD block in the head of a page describes its subject with terms of schema.org.

use serde::Serialize;

use super::context::{Link, PageContext, Shown};
use crate::base::date::Period;
use crate::base::id::{Kind, Ref};
use crate::base::language::Locale;
use crate::base::money::Money;
use crate::content::catalogue::{
    Activity, Coordinates, DataFile, Detail, Fact, Institution, Municipality, OrganisationKind, Programme,
    Project, Region, Role, Spending, Subject, Text,
};
use crate::site::route::Page;

/// The code of standard grants in the code lists of the Development Assistance Committee.
const GRANT: u32 = 110;

/// A page of the site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    name: Words<'a>,
    in_language: &'static str,
    is_part_of: Box<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<BreadcrumbList<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<Thing<'a>>,
}

/// A text in the language of the page, or one marked with its own language.
#[derive(Serialize)]
#[serde(untagged)]
enum Words<'a> {
    Own(&'a str),
    Foreign {
        #[serde(rename = "@value")]
        value: &'a str,
        #[serde(rename = "@language")]
        language: &'static str,
    },
}

impl<'a> Words<'a> {
    fn shown(shown: &'a Shown<'_>) -> Self {
        match shown.lang() {
            Some(language) => Words::Foreign { value: shown.plain(), language },
            None => Words::Own(shown.plain()),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: Words<'a>,
    /// The address, which the page itself does not need.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

/// A reference to a thing that another page describes.
#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

/// The subject of a page, or something related to it.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing<'a> {
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
        included_in_data_catalog: Box<Thing<'a>>,
        distribution: Vec<DataDownload>,
    },
    DataCatalog {
        #[serde(flatten)]
        about: About<'a>,
    },
}

/// The properties of everything that has a name.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct About<'a> {
    /// The identifier, which is the same in every locale because it is the same thing.
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Words<'a>>,
    /// The name in the other script, and the short name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternate_name: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Addresses that identify the same thing elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(flatten)]
    about: About<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Box<Thing<'a>>>,
}

/// A place where a project is active. Municipalities have pages of their own, regions do not.
#[derive(Serialize)]
#[serde(untagged)]
enum Area<'a> {
    Municipality(Reference),
    Region(Words<'a>),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "MonetaryAmount")]
struct Amount {
    value: String,
    currency: String,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct GeoCoordinates {
    latitude: f64,
    longitude: f64,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct DataDownload {
    name: &'static str,
    content_url: String,
    encoding_format: &'static str,
}

/// Serialises linked data for an element of a page, so that nothing in it can close the element.
fn in_html(linked_data: &impl Serialize) -> String {
    // Serialising texts, numbers and lists of them cannot fail.
    serde_json::to_string(linked_data).unwrap_or_default().replace('<', "\\u003c")
}

impl<'a> PageContext<'a> {
    /// Describes the subject of a page. The page for missing addresses has none.
    pub(super) fn linked_data(
        &self,
        page: Page,
        title: &Shown<'a>,
        breadcrumb: &[Link<'a>],
        home: &str,
    ) -> Option<String> {
        if page.subject == Subject::NotFound {
            return None;
        }
        let url = self.absolute(self.site.href(page, self.locale));
        Some(in_html(&WebPage {
            context: "https://schema.org",
            kind: kind(page.subject),
            name: Words::shown(title),
            in_language: self.locale.tag(),
            is_part_of: Box::new(self.web_site()),
            date_modified: self.changed(page.subject),
            breadcrumb: self.breadcrumb(page.subject, title, breadcrumb, home),
            main_entity: self.main_entity(page.subject),
            url,
        }))
    }

    /// Describes the whole site, for the page that belongs to no locale.
    pub(super) fn linked_data_of_site(&self) -> String {
        #[derive(Serialize)]
        struct Root<'a> {
            #[serde(rename = "@context")]
            context: &'static str,
            #[serde(flatten)]
            site: Thing<'a>,
        }
        let about = About { url: Some(self.absolute(self.site.root_href())), ..self.site_name() };
        in_html(&Root {
            context: "https://schema.org",
            site: Thing::WebSite {
                about,
                in_language: Some(self.tags()),
                publisher: Some(Box::new(self.publisher())),
            },
        })
    }

    fn absolute(&self, href: String) -> String {
        self.site.absolute(&href)
    }

    fn changed(&self, subject: Subject) -> Option<String> {
        let changed = self.site.change_log.as_ref()?.changed(subject)?;
        Some(changed.day().to_string())
    }

    fn tags(&self) -> Vec<&'static str> {
        self.site.locales().iter().map(|locale| locale.tag()).collect()
    }

    fn words(&self, text: &'a Text) -> Words<'a> {
        let locale = text.shown_in(self.locale);
        match locale == self.locale {
            true => Words::Own(text.get(self.locale)),
            false => Words::Foreign { value: text.get(self.locale), language: locale.tag() },
        }
    }

    /// Returns a name in the other script, if it differs.
    fn in_other_script(&self, text: &'a Text) -> Option<&'a str> {
        let other = match self.locale {
            Locale::SrLatn => Locale::SrCyrl,
            Locale::SrCyrl => Locale::SrLatn,
            Locale::En => return None,
        };
        Some(text.get(other)).filter(|name| *name != text.get(self.locale))
    }

    /// Makes the identifier and the name of a thing, which are used wherever it is mentioned.
    fn named(&self, subject: Subject, name: &'a Text) -> About<'a> {
        About { id: Some(self.id(subject)), name: Some(self.words(name)), ..About::default() }
    }

    fn reference(&self, subject: Subject) -> Reference {
        Reference { id: self.id(subject) }
    }

    fn id(&self, subject: Subject) -> String {
        let first = self.site.locales()[0];
        self.absolute(self.site.subject_href(subject, first)) + "#entity"
    }

    /// Makes the properties of a thing for its own page.
    fn about(
        &self,
        subject: Subject,
        name: &'a Text,
        identifier: &'a str,
        description: Option<&'a Text>,
    ) -> About<'a> {
        About {
            alternate_name: self.in_other_script(name).into_iter().collect(),
            identifier: Some(identifier),
            description: description.map(|text| self.words(text)),
            url: Some(self.absolute(self.href(subject))),
            ..self.named(subject, name)
        }
    }

    fn site_name(&self) -> About<'a> {
        About {
            id: Some(self.absolute(self.site.root_href()) + "#site"),
            name: Some(self.words(&self.catalogue().settings.title)),
            ..About::default()
        }
    }

    fn web_site(&self) -> Thing<'a> {
        let about = About { url: Some(self.absolute(self.href(Subject::Home))), ..self.site_name() };
        Thing::WebSite { about, in_language: None, publisher: None }
    }

    fn publisher(&self) -> Thing<'a> {
        let name = Some(self.words(&self.catalogue().settings.publisher));
        Thing::Organization(Body { about: About { name, ..About::default() }, location: None })
    }

    fn breadcrumb<'s>(
        &self,
        subject: Subject,
        title: &'s Shown<'a>,
        trail: &'s [Link<'a>],
        home: &'s str,
    ) -> Option<BreadcrumbList<'s>> {
        if subject == Subject::Home {
            return None;
        }
        let first = (Words::Own(home), Some(self.absolute(self.href(Subject::Home))));
        let above = trail.iter().map(|link| (Words::shown(&link.text), Some(self.site.absolute(&link.href))));
        let last = (Words::shown(title), None);
        let entries = std::iter::once(first).chain(above).chain([last]);
        let items = entries.zip(1..).map(|((name, item), position)| ListItem { position, name, item });
        Some(BreadcrumbList { item_list_element: items.collect() })
    }

    fn main_entity(&self, subject: Subject) -> Option<Thing<'a>> {
        let catalogue = self.catalogue();
        match subject {
            Subject::Home => Some(Thing::WebSite {
                about: About {
                    description: Some(self.words(&catalogue.pages.home.summary)),
                    url: Some(self.absolute(self.href(Subject::Home))),
                    ..self.site_name()
                },
                in_language: Some(self.tags()),
                publisher: Some(Box::new(self.publisher())),
            }),
            Subject::Programme(at) => Some(self.programme_entity(at)),
            Subject::Project(at) => Some(self.project_entity(at)),
            Subject::Area(at) => {
                let area = &catalogue.areas[at];
                let about = self.about(subject, &area.name, area.id.as_str(), Some(&area.description));
                Some(self.term(about, Subject::Areas))
            }
            Subject::SubArea(at) => {
                let sub_area = &catalogue.sub_areas[at];
                let id = sub_area.id.as_str();
                let about = self.about(subject, &sub_area.name, id, Some(&sub_area.description));
                Some(self.term(about, Subject::Area(sub_area.area)))
            }
            Subject::SupportType(at) => {
                let support = &catalogue.support_types[at];
                let id = support.id.as_str();
                let about = self.about(subject, &support.name, id, Some(&support.description));
                Some(self.term(about, Subject::SupportTypes))
            }
            Subject::Organisation(at) => {
                let organisation = &catalogue.organisations[at];
                let about = self.about(subject, &organisation.name, organisation.id.as_str(), None);
                let website = organisation.url.as_ref().map(url::Url::as_str).into_iter();
                let same_as = website.chain(elsewhere(&organisation.details)).collect();
                let location = organisation.municipality.map(|seat| Box::new(self.place(seat)));
                Some(body(organisation.kind, Body { about: About { same_as, ..about }, location }))
            }
            Subject::Data => Some(self.dataset()),
            _ if subject.entry_kind().is_some_and(Kind::is_place) => self.place_entity(subject),
            list => {
                let kind = list.listed_kinds().first()?;
                Some(Thing::ItemList { number_of_items: catalogue.count(*kind) })
            }
        }
    }

    fn place_entity(&self, subject: Subject) -> Option<Thing<'a>> {
        let catalogue = self.catalogue();
        let entry = catalogue.entry(subject)?;
        let mut about = self.about(subject, entry.name, entry.id.as_str(), None);
        let mut geo = None;
        match subject {
            Subject::Municipality(at) => {
                let municipality = &catalogue.municipalities[at];
                about.description = municipality.words.as_ref().map(|words| self.words(&words.summary));
                about.same_as = elsewhere(&municipality.details).collect();
                geo = Some(point(municipality.coordinates));
            }
            Subject::District(at) => {
                let district = &catalogue.districts[at];
                about.identifier = Some(&district.iso);
                about.same_as = elsewhere(&district.details).collect();
                geo = Some(point(district.coordinates));
            }
            _ => {}
        }
        Some(Thing::AdministrativeArea { about, contained_in_place: Some(self.around(subject)), geo })
    }

    /// Returns the place that a place is in, with the places around it.
    fn around(&self, subject: Subject) -> Box<Thing<'a>> {
        let named =
            self.catalogue().above(subject).and_then(|above| Some((above, self.catalogue().entry(above)?)));
        Box::new(match named {
            Some((above, entry)) => Thing::AdministrativeArea {
                about: self.named(above, entry.name),
                contained_in_place: Some(self.around(above)),
                geo: None,
            },
            None => SERBIA,
        })
    }

    fn term(&self, about: About<'a>, set: Subject) -> Thing<'a> {
        let url = Some(self.absolute(self.href(set)));
        let set = match set {
            Subject::Area(at) => About { url, ..self.named(set, &self.catalogue().areas[at].name) },
            _ => About { url, ..About::default() },
        };
        Thing::DefinedTerm { about, in_defined_term_set: Box::new(Thing::DefinedTermSet { about: set }) }
    }

    fn place(&self, at: Ref<Municipality>) -> Thing<'a> {
        let name = &self.catalogue().municipalities[at].name.name;
        Thing::AdministrativeArea {
            about: self.named(Subject::Municipality(at), name),
            contained_in_place: None,
            geo: None,
        }
    }

    fn funders(&self, programme: &'a Programme) -> impl Iterator<Item = &'a Institution> {
        programme.institutions.iter().filter(|part| part.role == Role::Funder)
    }

    fn programme_entity(&self, at: Ref<Programme>) -> Thing<'a> {
        let catalogue = self.catalogue();
        let programme = &catalogue.programmes[at];
        let words = &programme.words;
        let mut about =
            self.about(Subject::Programme(at), &words.title, programme.id.as_str(), Some(&words.summary));
        about.same_as.extend(elsewhere(&programme.details));
        about.alternate_name.extend(programme.acronym.as_ref().map(|acronym| acronym.get(self.locale)));
        let grant = |part: &'a Institution| {
            let funder = Some(self.reference(Subject::Organisation(part.organisation)));
            Some(Thing::MonetaryGrant { funder, amount: amount(part.funding?) })
        };
        let region = |at: &Ref<Region>| Area::Region(self.words(&catalogue.regions[*at].name));
        let (founding_date, dissolution_date) = days(programme.period);
        Thing::Project {
            about,
            founding_date,
            dissolution_date,
            parent_organization: None,
            area_served: programme.regions.iter().map(region).collect(),
            funder: self
                .funders(programme)
                .map(|part| self.reference(Subject::Organisation(part.organisation)))
                .collect(),
            funding: self.funders(programme).filter_map(grant).collect(),
        }
    }

    fn project_entity(&self, at: Ref<Project>) -> Thing<'a> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[at];
        let (words, activities) = (&project.words, project.activities().collect::<Vec<_>>());
        let programme = &catalogue.programmes[project.programme];
        let (founding_date, dissolution_date) = days(project.period);
        let programme_entity = Thing::Project {
            about: self.named(Subject::Programme(project.programme), &programme.words.title),
            founding_date: None,
            dissolution_date: None,
            parent_organization: None,
            area_served: Vec::new(),
            funder: Vec::new(),
            funding: Vec::new(),
        };
        let municipality = |at| Area::Municipality(self.reference(Subject::Municipality(at)));
        let subject = Subject::Project(at);
        Thing::Project {
            about: self.about(subject, &words.title, project.id.as_str(), Some(&words.summary)),
            founding_date,
            dissolution_date,
            parent_organization: Some(Box::new(programme_entity)),
            area_served: self.municipalities_of(&activities).into_iter().map(municipality).collect(),
            funder: self
                .funders(programme)
                .map(|part| self.reference(Subject::Organisation(part.organisation)))
                .collect(),
            funding: self.grants(&activities),
        }
    }

    /// Adds up the money of grants among activities, by currency. Other support is not a grant, whatever it costs.
    fn grants(&self, activities: &[Ref<Activity>]) -> Vec<Thing<'a>> {
        let catalogue = self.catalogue();
        let grants = activities
            .iter()
            .map(|at| &catalogue.activities[*at])
            .filter(|activity| catalogue.support_types[activity.support].finance_type == Some(GRANT));
        Spending::of(grants)
            .totals
            .iter()
            .map(|money| Thing::MonetaryGrant { funder: None, amount: amount(money) })
            .collect()
    }

    fn dataset(&self) -> Thing<'a> {
        let catalogue = self.catalogue();
        let settings = &catalogue.settings;
        let data = &catalogue.pages.data;
        let download = |file: DataFile| DataDownload {
            name: file.name(),
            content_url: self.absolute(self.site.data_href(file)),
            encoding_format: file.media_type().0,
        };
        let files = catalogue.data_files().filter(|file| !file.is_description());
        let about = About {
            description: Some(self.words(&data.summary)),
            url: Some(self.absolute(self.href(Subject::Data))),
            ..self.named(Subject::Data, &settings.title)
        };
        let home = About { url: Some(self.absolute(self.site.root_href())), ..self.site_name() };
        let home = About { id: None, ..home };
        Thing::Dataset {
            about,
            in_language: self.tags(),
            license: settings.licence_url.as_str(),
            date_modified: self.changed(Subject::Home),
            creator: Box::new(self.publisher()),
            included_in_data_catalog: Box::new(Thing::DataCatalog { about: home }),
            distribution: files.map(download).collect(),
        }
    }
}

const SERBIA: Thing<'static> = Thing::Country { identifier: "RS" };

/// Returns the type of a page in schema.org.
fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Changes => "CollectionPage",
        Subject::About => "AboutPage",
        Subject::Search => "SearchResultsPage",
        _ if subject.is_collection() => "CollectionPage",
        _ => "WebPage",
    }
}

fn body<'a>(kind: OrganisationKind, body: Body<'a>) -> Thing<'a> {
    match kind {
        OrganisationKind::Government
        | OrganisationKind::LocalGovernment
        | OrganisationKind::PublicInstitution
        | OrganisationKind::LocalBody => Thing::GovernmentOrganization(body),
        OrganisationKind::CivilSociety => Thing::Ngo(body),
        OrganisationKind::International
        | OrganisationKind::AssociationOfMunicipalities
        | OrganisationKind::Programme => Thing::Organization(body),
    }
}

/// Returns the addresses that identify a thing in registers.
fn elsewhere(details: &[Detail]) -> impl Iterator<Item = &str> {
    let facts = details.iter().flat_map(|detail| &detail.values);
    facts.filter_map(|fact| match fact {
        Fact::Code { address, .. } => address.as_deref(),
        _ => None,
    })
}

fn point(coordinates: Coordinates) -> GeoCoordinates {
    GeoCoordinates { latitude: coordinates.latitude, longitude: coordinates.longitude }
}

fn amount(money: Money) -> Amount {
    Amount { value: money.amount.to_string(), currency: money.currency.code().to_owned() }
}

/// Returns the start and the end of a period, as precisely as they are known.
fn days(period: Option<Period>) -> (Option<String>, Option<String>) {
    let start = period.map(|period| period.start().to_string());
    (start, period.and_then(|period| period.end()).map(|end| end.to_string()))
}
