//! Describes the subject of a page: a programme, a project, a place, an organisation or the open data.

use std::borrow::Cow;

use super::terms::{About, Amount, Area, Body, DataDownload, GeoCoordinates, MediaObject, Thing, Words};
use crate::base::date::Period;
use crate::base::id::{Kind, Ref};
use crate::base::money::Money;
use crate::content::catalogue::{
    Activity, Coordinates, DataFile, DataSet, Detail, Document, DocumentFile, DocumentLanguage, Fact,
    FactSource, Institution, Municipality, OrganisationKind, Post, Programme, Project, Publisher, Region,
    Role, Spending, Subject,
};
use crate::render::context::PageContext;
use crate::site::tables::file_url;

impl<'a> PageContext<'a> {
    pub(super) fn main_entity(&self, subject: Subject) -> Option<Thing<'a>> {
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
            Subject::TargetGroup(at) => {
                let group = &catalogue.target_groups[at];
                let about = self.about(subject, &group.name, group.id.as_str(), group.description.as_ref());
                Some(self.term(about, Subject::TargetGroups))
            }
            Subject::Organisation(at) => {
                let organisation = &catalogue.organisations[at];
                let about = self.about(subject, &organisation.name, organisation.id.as_str(), None);
                let website = organisation.url.as_ref().map(url::Url::as_str).into_iter();
                let same_as = website.map(Cow::Borrowed).chain(elsewhere(&organisation.details)).collect();
                let location = organisation.municipality.map(|seat| Box::new(self.place(seat)));
                let logo = organisation.logo.as_ref();
                let logo = logo.map(|path| self.site.absolute(&self.site.file_href(path)));
                Some(body(organisation.kind, Body { about: About { same_as, ..about }, location, logo }))
            }
            Subject::Document(at) => Some(self.document_entity(at)),
            Subject::Post(at) => Some(self.post_entity(at)),
            Subject::Data => Some(self.dataset()),
            _ if subject.entry_kind().is_some_and(Kind::is_place) => self.place_entity(subject),
            list => {
                let kind = list.listed_kinds().first()?;
                Some(Thing::ItemList { number_of_items: catalogue.count(*kind) })
            }
        }
    }

    fn document_entity(&self, at: Ref<Document>) -> Thing<'a> {
        let catalogue = self.catalogue();
        let document = &catalogue.documents[at];
        let subject = Subject::Document(at);
        let languages = document.files.iter().filter_map(|file| file.language);
        let mut in_language: Vec<&'static str> = languages.map(DocumentLanguage::word).collect();
        in_language.sort_unstable();
        in_language.dedup();
        let file = |file: &DocumentFile| MediaObject {
            content_url: file_url(self.site, file),
            encoding_format: file.media_type(),
            in_language: file.language.map(DocumentLanguage::word),
        };
        Thing::DigitalDocument {
            about: self.about(subject, &document.title, document.id.as_str(), document.note.as_ref()),
            date_published: document.date.map(|date| date.to_string()),
            in_language,
            publisher: document
                .publisher
                .as_ref()
                .map(|publisher| Box::new(self.publisher_entity(publisher))),
            topics: document.about.iter().map(|subject| self.reference(*subject)).collect(),
            encoding: document.files.iter().map(file).collect(),
        }
    }

    fn post_entity(&self, at: Ref<Post>) -> Thing<'a> {
        let post = &self.catalogue().posts[at];
        let (subject, words) = (Subject::Post(at), &post.words);
        Thing::NewsArticle {
            about: self.about(subject, &words.title, post.id.as_str(), Some(&words.summary)),
            headline: self.words(&words.title),
            date_published: post.date.to_string(),
            expires: post.call().and_then(|call| call.deadline?.passes_at()).map(|at| at.to_string()),
            image: post.picture.as_ref().map(|picture| self.absolute(self.site.file_href(&picture.path))),
            publisher: Box::new(self.publisher()),
            topics: post.about.iter().map(|subject| self.reference(*subject)).collect(),
        }
    }

    fn publisher_entity(&self, publisher: &'a Publisher) -> Thing<'a> {
        match publisher {
            Publisher::Organisation(at) => {
                let organisation = &self.catalogue().organisations[*at];
                let about = self.named(Subject::Organisation(*at), &organisation.name);
                body(organisation.kind, Body { about, location: None, logo: None })
            }
            Publisher::Named(name) => {
                let about = About { name: Some(self.words(name)), ..About::default() };
                Thing::Organization(Body { about, location: None, logo: None })
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
        about.alternate_name.extend(programme.acronym.as_ref().map(|acronym| self.words(acronym)));
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
        let own_period = project.period.filter(|_| project.period_source == Some(FactSource::Own));
        let (founding_date, dissolution_date) = days(own_period);
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
            .filter(|activity| activity.support.iter().all(|at| catalogue.support_types[*at].is_grant()));
        Spending::of(catalogue, grants)
            .totals
            .iter()
            .map(|money| Thing::MonetaryGrant { funder: None, amount: amount(money) })
            .collect()
    }

    fn dataset(&self) -> Thing<'a> {
        let catalogue = self.catalogue();
        let settings = &catalogue.settings;
        let data = &catalogue.pages.data;
        let parts = DataSet::ALL.iter().filter(|set| **set != DataSet::Catalogue);
        let parts = parts.filter(|set| self.downloads(**set).next().is_some());
        let about = About {
            id: Some(self.data_set_id(DataSet::Catalogue)),
            name: Some(self.words(&settings.title)),
            description: Some(self.words(&data.summary)),
            url: Some(self.absolute(self.href(Subject::Data))),
            ..About::default()
        };
        let home = About { url: Some(self.absolute(self.site.root_href())), ..self.site_name() };
        let home = About { id: None, ..home };
        Thing::Dataset {
            about,
            in_language: self.tags(),
            license: settings.licence_url.as_str(),
            date_modified: self.changed(Subject::Home),
            creator: Box::new(self.publisher()),
            included_in_data_catalog: Some(Box::new(Thing::DataCatalog { about: home })),
            has_part: parts.map(|set| self.part_of_dataset(*set)).collect(),
            distribution: self.downloads(DataSet::Catalogue).collect(),
        }
    }

    /// Describes the data about one kind of things.
    fn part_of_dataset(&self, set: DataSet) -> Thing<'a> {
        // The page itself has these messages: if one cannot be formatted, no site is built.
        let words = |text: Result<String, _>| {
            let text: String = text.unwrap_or_default();
            Words::Marked { value: text.into(), language: self.locale.tag() }
        };
        let name = self.message(&format!("data-set-{}", set.name()), &[]);
        let description = self.message(&format!("data-set-about-{}", set.name()), &[]);
        Thing::Dataset {
            about: About {
                id: Some(self.data_set_id(set)),
                name: Some(words(name)),
                description: Some(words(description)),
                ..About::default()
            },
            in_language: self.tags(),
            license: self.catalogue().settings.licence_url.as_str(),
            date_modified: self.changed(Subject::Home),
            creator: Box::new(self.publisher()),
            included_in_data_catalog: None,
            has_part: Vec::new(),
            distribution: self.downloads(set).collect(),
        }
    }

    fn downloads(&self, set: DataSet) -> impl Iterator<Item = DataDownload> {
        let files = self.catalogue().data_files();
        files.filter(move |file| file.set() == set && !file.is_description()).map(|file| DataDownload {
            name: file.name(),
            content_url: self.absolute(self.site.data_href(file)),
            encoding_format: file.media_type().0,
        })
    }

    /// Returns the identifier of a data set, which is that in the description for open data portals.
    fn data_set_id(&self, set: DataSet) -> String {
        set.resource(&self.absolute(self.site.data_href(DataFile::Dcat)))
    }
}

const SERBIA: Thing<'static> = Thing::Country { identifier: "RS" };

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
fn elsewhere(details: &[Detail]) -> impl Iterator<Item = Cow<'_, str>> {
    details.iter().flat_map(|detail| &detail.values).filter_map(Fact::identity).map(Cow::Owned)
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
